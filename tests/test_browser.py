"""What a student and an instructor see: JupyterLab and formgrader in Chromium, worked by mouse and keyboard."""

import base64
import importlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from lab import CHROMIUM, RUN, SOON, TOKEN, Notebook, chromium, fetch, jupyter, quiet_lab, wrong_in_console
from playwright.sync_api import Browser, Locator, Page, expect

from autograder import anatomy, demo
from autograder.grade.sandbox import available
from autograder.workbook import Workbook
from handgrad.explore import Choice, Explorer

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here: apt install chromium")

CHAPTER, TOPIC = "04-backprop-matrix", "backprop_matrix"
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
# What the console may say without anything being wrong, and why.
HARMLESS = {
    r"favicon\.ico": "a browser asks for it by itself",
    r"/MathJax\.js|libs/mathjax": "formgrader and nbgrader's page of a submission load MathJax from another host, and tests "
                                  "have no network",
    r"^MathJax is not defined$": "so there it is missing",
    r"^Disposed$": "a notebook was closed before JupyterLab had heard that it was saved",
}

# A picture's bytes, in base64.
PICTURE = """async image => {
    const bytes = new Uint8Array(await (await fetch(image.src)).arrayBuffer());
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all the tests here."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page. What its console calls an error fails the test."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    wrong = wrong_in_console(page, HARMLESS)
    yield page
    context.close()
    assert not wrong, "the browser's console: " + "\n".join(wrong)


class Lab:
    """One JupyterLab, loaded once, in which one notebook after the other is opened."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.page = browser.new_context(viewport={"width": 1100, "height": 900}).new_page()
        self.wrong = wrong_in_console(self.page, HARMLESS)

    def open(self, nb: Path | nbformat.NotebookNode, name: str) -> Notebook:
        """Open a copy of a notebook by its name in the file browser."""
        path = self.folder / f"{name}.ipynb"
        if isinstance(nb, Path):
            shutil.copy(nb, path)
        else:
            nbformat.write(nb, path)
        return Notebook(self.page, self.address, path)

    def empty(self) -> None:
        """End the kernels and load JupyterLab, without a notebook."""
        for session in json.loads(fetch(f"{self.address}/api/sessions")):
            fetch(f"{self.address}/api/sessions/{session['id']}", "DELETE")
        self.page.goto(f"{self.address}/lab?reset&token={TOKEN}")
        self.wrong.clear()


@pytest.fixture(scope="module")
def laboratory(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab in Chromium, for all the tests here."""
    with quiet_lab(tmp_path_factory.mktemp("lab")) as (address, folder):
        yield Lab(browser, address, folder)


@pytest.fixture
def opened(laboratory: Lab) -> Iterator[Callable[..., Notebook]]:
    """Opens a notebook in JupyterLab. It is closed, and its kernel ends, with the test; an error in the console fails it."""
    if laboratory.page.url == "about:blank" or laboratory.page.locator(".jp-NotebookPanel").count():
        laboratory.empty()  # at first, and after a test that failed
    notebooks: list[Notebook] = []

    def open_copy(nb: Path | nbformat.NotebookNode, name: str = "notebook") -> Notebook:
        notebooks.append(laboratory.open(nb, name))
        return notebooks[-1]

    yield open_copy
    for notebook in notebooks:
        notebook.close()
    for session in json.loads(fetch(f"{laboratory.address}/api/sessions")):
        fetch(f"{laboratory.address}/api/sessions/{session['id']}", "DELETE")
    assert not laboratory.wrong, "the browser's console: " + "\n".join(laboratory.wrong)


def explorers(topic: str, nb: nbformat.NotebookNode) -> list[tuple[int, str, Explorer]]:
    """The explorers that a notebook shows: the cell's index, the name, and the explorer."""
    module = importlib.import_module(f"handgrad.explore.{topic}")
    return [
        (index, name, getattr(module, name))
        for index, cell in enumerate(nb.cells)
        if cell.cell_type == "code"
        for name in re.findall(r"^explore\.(\w+)\.show\(\)", cell.source, re.MULTILINE)
    ]


def move(cell: Locator, explorer: Explorer) -> None:
    """Move an explorer's first control by keyboard, until its picture has changed or fifteen steps are done."""
    control = next(iter(explorer.controls.values()))
    picture = cell.locator("img.widget-image")
    before = picture.get_attribute("src")
    if isinstance(control, Choice):
        handle, key = cell.locator("select").first, "ArrowDown"
    else:
        at_the_end = control.value >= (10**control.high if control.logarithmic else control.high)
        handle, key = cell.locator(".noUi-handle").first, "ArrowLeft" if at_the_end else "ArrowRight"
    for _ in range(15):
        handle.press(key)
        cell.page.wait_for_timeout(200)
        if picture.get_attribute("src") != before:
            break


def fails_only_where_something_is_unsolved(ran: nbformat.NotebookNode) -> None:
    """Hold a notebook that was run without a solution: every cell has run, every check fails, nothing else does."""
    for cell in ran.cells:
        if cell.cell_type == "code":
            assert cell.execution_count, f"Run All did not reach {cell.source!r}"
            errors = [output for output in cell.outputs if output.output_type == "error"]
            if anatomy.kind(cell) == "check":
                (card,) = cell.outputs
                name = cell.metadata.nbgrader.grade_id
                assert "not attempted" in card["data"]["text/plain"], f"{name} says something else of an empty notebook"
            for error in errors:
                unsolved = error.ename == "NotImplementedError"
                assert unsolved, f"{cell.source[:60]!r} raises {error.ename}: {error.evalue}"


def test_a_notebook_opens_runs_past_every_unsolved_check_and_its_explorers_move(course, chapter, opened):
    notebook = opened(course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb", chapter.topic)
    ran = notebook.run_all()
    fails_only_where_something_is_unsolved(ran)
    found = explorers(chapter.topic, ran)
    assert found, "the chapter shows no explorer"
    for index, name, explorer in found:
        cell = notebook.cell(index)
        picture = cell.locator("img.widget-image")
        expect(picture, f"the picture of {name}").to_be_visible()
        expect(cell.locator(".handgrad-alt"), f"what {name} shows, in words").to_have_text(explorer.alt)
        before = picture.get_attribute("src")
        move(cell, explorer)
        expect(picture, f"{name} after its first control has moved").not_to_have_attribute("src", before)
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100, f"{name} shows nothing"
    said = notebook.page.locator(".jupyter-widgets [data-mime-type*='error'], .jupyter-widgets [data-mime-type*='stderr']")
    expect(said, "errors in widgets").to_have_count(0)


def test_a_slider_that_is_moved_faster_than_pictures_come_ends_at_its_last_position(opened):
    explorer = importlib.import_module("handgrad.explore.backprop_matrix").vanishing
    name = next(iter(explorer.controls))
    show = "from handgrad.explore import backprop_matrix as explore\nexplore.vanishing.show()"
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(show)], metadata=KERNEL)
    notebook = opened(nb)
    notebook.run_all()
    cell = notebook.cell(0)
    outputs = cell.locator(".jp-OutputArea-child").count()
    handle = cell.locator(".noUi-handle").first
    handle.focus()
    for key in 40 * ["ArrowRight"] + 11 * ["ArrowLeft"]:
        notebook.page.keyboard.press(key)
    last = float(handle.get_attribute("aria-valuenow"))
    assert last not in (explorer.controls[name].value, explorer.controls[name].high)
    wanted = base64.b64encode(explorer.picture(**{name: last})).decode("ascii")
    notebook.wait("the last position's picture", SOON, lambda: cell.locator("img.widget-image").evaluate(PICTURE) == wanted)
    assert cell.locator(".jp-OutputArea-child").count() == outputs, "the output has grown"


def test_the_cards_say_how_each_exercise_stands_and_lead_to_it(course, opened):
    book = Workbook(course, course.chapter(TOPIC))
    unsolved = {cell.metadata.nbgrader.grade_id: cell.source for cell in book.handout.cells if anatomy.kind(cell) == "exercise"}
    notebook = opened(book.solved_but(affine_backward=demo.NOTHING_RIGHT, tanh_backward="def tanh_backward(dA, S:",
                                      jacobian_size=unsolved["jacobian_size"]))
    ran = notebook.run_all()  # and does not stop at the SyntaxError
    index = {cell.metadata.get("nbgrader", {}).get("grade_id"): number for number, cell in enumerate(ran.cells)}
    wrong = notebook.cell(index["check_affine_backward"])
    card = wrong.locator(".handgrad-verdict")
    expect(card).to_contain_text("✗ Exercise 2, affine_backward: not right yet (0 of 12 points)")
    expect(card).to_contain_text("dX differs most at")
    said = wrong.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    expect(said, "what remains of the traceback").to_have_count(1)
    expect(said).to_have_text("affine_backward is not there yet: hint('affine_backward') gives the next hint.")
    right = notebook.cell(index["check_relu_backward"]).locator(".handgrad-verdict")
    expect(right).to_contain_text("✓ Exercise 3, relu_backward: right (5 of 5 points)")
    empty = notebook.cell(index["check_jacobian_size"])
    expect(empty.locator(".handgrad-verdict")).to_have_text("○ Exercise 6, jacobian_size: not attempted (0 of 4 points)")
    expect(empty.locator(".jp-OutputArea-child"), "nothing but the card").to_have_count(1)
    last = notebook.cell(len(ran.cells) - 2).locator(".handgrad-hand-in")
    expect(last).to_contain_text("The file can be graded: every exercise and every check is in its place.")
    expect(last).to_contain_text("rename notebook.ipynb to backprop_matrix.ipynb")
    for number in (6, 2):  # one that ends in a question mark, and one with a colon and commas
        heading = notebook.page.locator(".jp-Notebook h3", has_text=f"Exercise {number}:")
        table = notebook.cell(len(ran.cells) - 4).locator(".handgrad-progress table")
        expect(heading).not_to_be_in_viewport()
        table.get_by_role("row").nth(number).get_by_role("link").click()
        expect(heading, f"the heading of exercise {number}, after a click on it").to_be_in_viewport()


def test_nbgraders_validate_button_finds_nothing_wrong_with_a_solved_notebook(course, opened):
    solved = Workbook(course, course.chapter(TOPIC)).solved_but()
    for cell in solved.cells:
        if anatomy.kind(cell) == "written":
            cell.source += " Its weights shrink the gradient."
    notebook = opened(solved)
    notebook.page.get_by_role("button", name="Validate").click()
    said = notebook.page.get_by_role("dialog")
    expect(said).to_contain_text("Success! Your notebook passes all the tests.", timeout=RUN)
    said.get_by_role("button").click()


@pytest.mark.skipif(available() is not None, reason=str(available()))
def test_formgraders_buttons_generate_autograde_and_show_a_submission(course, classroom, page):
    book = Workbook(course, course.chapter(TOPIC))
    path = classroom.root / f"{TOPIC}.ipynb"
    nbformat.write(book.solved_but(affine_backward=demo.NOTHING_RIGHT), path)
    classroom.submit("ada", CHAPTER, path)
    with jupyter(classroom.root) as address:
        page.goto(f"{address}/formgrader?token={TOKEN}")
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=CHAPTER))
        row.locator("td.assign a").click()
        expect(page.locator(".modal-title")).to_have_text("Success", timeout=RUN)
        page.goto(f"{address}/formgrader/manage_submissions/{CHAPTER}")
        page.locator("td.autograde a").click()
        expect(page.locator(".modal-title")).to_have_text("Success", timeout=RUN)
        page.goto(f"{address}/formgrader/gradebook/{CHAPTER}/{TOPIC}")
        page.get_by_role("link", name="Submission #1").click()
        expect(page.locator(".handgrad-verdict", has_text="affine_backward:")).to_contain_text("not right yet")
        page.goto("about:blank")
        api = f"{address}/formgrader/api"
        assert CHAPTER in [found["name"] for found in json.loads(fetch(f"{api}/assignments"))]
        (found,) = json.loads(fetch(f"{api}/submissions/{CHAPTER}"))
        assert found["score"] == pytest.approx(book.total - book.points["affine_backward"])
        (notebook,) = json.loads(fetch(f"{api}/submitted_notebooks/{CHAPTER}/{TOPIC}"))
        assert "handgrad-verdict" in fetch(f"{address}/formgrader/submissions/{notebook['id']}/")
        assert json.loads(fetch(f"{api}/assignment/{CHAPTER}/ada/generate_feedback", "POST"))["success"]
