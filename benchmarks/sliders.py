"""How long a slider's move takes to become a picture, measured in the browser: python -m benchmarks.sliders [TOPIC …]

For every explorer: JupyterLab in Chromium, forty presses of an arrow key on the first slider, each time from the key's event
to the decoded picture. Beside it, in the same run, a plain `interact` that draws one line with pyplot. Then thirty presses
at thirty a second: how many pictures were shown.
"""

import argparse
import importlib
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page
from rich.console import Console
from rich.table import Table

from autograder.course import here
from handgrad.explore import Explorer
from tests.lab import Notebook, chromium, quiet_lab

PRESSES, BURST, PER_SECOND = 40, 30, 30
PLAIN = """\
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import IntSlider, interact

@interact(depth=IntSlider(20, 1, 100))
def plain(depth):
    plt.plot(np.sin(np.linspace(0, depth, 200)))
    plt.show()"""
# The time of the last key, and of every picture that was decoded after it.
WATCH = """root => {
    window.pictures = [];
    document.addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
    const seen = image => image.decode().then(() => window.pictures.push(performance.now()), () => {});
    new MutationObserver(changes => changes.forEach(change => {
        if (change.type === "attributes") seen(change.target);
        change.addedNodes.forEach(node => node.querySelectorAll && [node, ...node.querySelectorAll("img")]
            .filter(one => one.tagName === "IMG").forEach(seen));
    })).observe(root, {subtree: true, childList: true, attributes: true, attributeFilter: ["src"]});
}"""


def rows(topics: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """(explorer, median, 95th percentile, pictures shown of a burst), in milliseconds."""
    with tempfile.TemporaryDirectory() as folder, quiet_lab(Path(folder)) as (address, served), chromium() as browser:
        path = served / "sliders.ipynb"
        for name, source in cells(topics):
            nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
            nb.metadata.kernelspec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
            nbformat.write(nb, path)
            page = browser.new_page()
            notebook = Notebook(page, address, path)
            notebook.run_all()
            page.locator(".jp-OutputArea img").first.wait_for()
            took, shown = measure(page, notebook.cell(0))
            if not took:
                raise RuntimeError(f"{name}: its first slider moves no picture")
            yield name, f"{statistics.median(took):.0f}", f"{statistics.quantiles(took, n=20)[-1]:.0f}", f"{shown} of {BURST}"
            # Or all kernels would stay, beside the one that is measured.
            notebook.menu("Kernel", "Shut Down Kernel")
            page.wait_for_timeout(500)
            page.close()


def cells(topics: list[str]) -> Iterator[tuple[str, str]]:
    """Each explorer of these chapters (of all where none is named), and the cell that shows it; the plain one first."""
    yield "interact and pyplot, one line", PLAIN
    for topic in topics or [chapter.topic for chapter in here().chapters()]:
        module = importlib.import_module(f"handgrad.explore.{topic}")
        for name, value in vars(module).items():
            if isinstance(value, Explorer):
                yield f"{topic}.{name}", f"from handgrad.explore import {topic}\n{topic}.{name}.show()"


def measure(page: Page, cell: Locator) -> tuple[list[float], int]:
    """Milliseconds from each key to its picture, and the pictures shown of a burst."""
    cell.evaluate(WATCH)
    slider = cell.locator(".noUi-handle").first
    slider.focus()
    took = []
    for press in range(PRESSES):
        page.evaluate("window.pictures = []")
        # Up, and back: a step may leave a picture as it is, and at the end there is none.
        page.keyboard.press("ArrowRight" if press < PRESSES // 2 else "ArrowLeft")
        for _ in range(10):
            page.wait_for_timeout(100)
            if page.evaluate("window.pictures.length"):
                took.append(page.evaluate("window.pictures[0] - window.pressed"))
                break
    page.evaluate("window.pictures = []")
    for press in range(BURST):
        page.keyboard.press("ArrowRight" if press % 20 < 10 else "ArrowLeft")
        page.wait_for_timeout(1000 / PER_SECOND)
    page.wait_for_timeout(1000)
    return took, page.evaluate("window.pictures.length")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="neuron; all chapters where none is named")
    table = Table(title="slider to picture in JupyterLab, milliseconds, in one run; budget: median 80, 95th percentile 150")
    for heading in ("explorer", "median", "95th percentile", "pictures shown"):
        table.add_column(heading)
    for row in rows(parser.parse_args().topics):
        table.add_row(*row)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
