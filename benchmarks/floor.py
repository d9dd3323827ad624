"""One more submission against its floor: the cells that have to run, in a bare sandboxed kernel that is already there.

    python -m benchmarks.floor --topics neuron backprop_matrix two_layer_net pytorch_gpu

Both are taken in turns in one process, on a submission that solves everything; of each the median. A busy machine shows in the
spread, which is printed too.
"""

import argparse
import asyncio
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.course import Chapter, here
from autograder.grade.judge import is_check
from autograder.grade.needed import needed
from autograder.grade.sandbox import kernel_manager
from autograder.grade.sitting import Rules, examine
from autograder.workbook import Workbook

TOPICS = ("neuron", "backprop_matrix", "two_layer_net", "pytorch_gpu")
SECRET = b"of the benchmark"


def floor_seconds(cells: list[NotebookNode]) -> float:
    """Seconds that these cells take in a sandboxed kernel that was started anew."""
    nb = new_notebook(cells=cells)

    async def run(folder: Path) -> float:
        client = NotebookClient(nb, km=kernel_manager(folder), allow_errors=True, shutdown_kernel="immediate")
        async with client.async_setup_kernel(cleanup_kc=True):
            began = time.perf_counter()
            for index, cell in enumerate(cells):
                await client.async_execute_cell(cell, index)
            return time.perf_counter() - began

    with TemporaryDirectory() as folder:
        return asyncio.run(run(Path(folder)))


def our_seconds(nb: NotebookNode, handout: NotebookNode) -> float:
    """Seconds in which a submission is examined."""
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        examine(nb, handout, Path(folder), SECRET, Rules())
        return time.perf_counter() - began


def measure(chapter: Chapter, turns: int) -> tuple[list[float], list[float]]:
    """The floor's seconds and ours, turn by turn, after one that is not counted."""
    book = Workbook(here(), chapter)
    floors, ours = [], []
    for _ in range(turns + 1):
        nb = book.solved_but()
        run = needed(nb, book.handout)
        # A check is asked, and not run.
        own = [cell for index, cell in enumerate(nb.cells) if index in run and not is_check(cell)]
        floors.append(floor_seconds(own))
        # A notebook of its own each time: what is found is written into it.
        ours.append(our_seconds(book.solved_but(), book.handout))
    return floors[1:], ours[1:]


def rows(topics: tuple[str, ...] = TOPICS, turns: int = 5) -> list[tuple[str, str, str]]:
    """(what, measured, budget)."""
    found = []
    for topic in topics:
        chapter = here().chapter(topic)
        floors, ours = measure(chapter, turns)
        spread = f"{min(ours):.2f} to {max(ours):.2f}"
        found.append((f"one more submission of {chapter.assignment}, against its floor",
                      f"{median(ours):.2f} s ({spread}) / {median(floors):.2f} s = {median(ours) / median(floors):.1f}", "1.5"))
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", nargs="+", default=TOPICS)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    for what, measured, budget in rows(tuple(options.topics), options.turns):
        print(f"{what}: {measured} (budget {budget})", flush=True)


if __name__ == "__main__":
    main()
