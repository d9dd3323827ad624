"""The feedback as a browser shows it: nothing that a student wrote runs in it, and it is short, and fits on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graded import feedback, graded, written
from lab import CHROMIUM, chromium
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from playwright.sync_api import Page

from autograder.after import report
from autograder.after.feedback import POLICY, FeedbackExporter, KeepVerdicts, cleaned
from autograder.course import here, load_config
from autograder.grade import ledger
from autograder.grade.doctor.preprocessor import told
from autograder.grade.submission import Submission
from autograder.workbook import Workbook
from handgrad.kit import exercise
from handgrad.kit.show import as_html
from handgrad.kit.verdict import Kind, Verdict

COURSE = here()
RUN = "document.title = 'RAN'"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{RUN}\"><script>{RUN}</script></svg>"
MARKDOWN = [
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT >",
    f"<img src=x onerror=\"{RUN}\">",
    SVG,
    f"<iframe srcdoc=\"<script>parent.{RUN}</script>\"></iframe>",
    "<iframe src='http://127.0.0.1:9/stolen'></iframe>",
    f"[a link](javascript:{RUN})",
    f"<a href=\"&#106;avascript:{RUN}\">a link</a>",
    f"<a href=\"data:text/html,<script>{RUN}</script>\">a link</a>",
    f"<details open ontoggle=\"{RUN}\"><summary>more</summary></details>",
    f"<style>@import 'http://127.0.0.1:9/s'; body {{ background: url(http://127.0.0.1:9/b) }}</style><i onclick=\"{RUN}\">i",
    "![tracking](http://127.0.0.1:9/pixel.png)",
    f"<form action='http://127.0.0.1:9/' id='f'><button>ok</button></form><body onload=\"{RUN}\">",
    "<meta http-equiv='refresh' content='0; url=http://127.0.0.1:9/away'><base href='http://127.0.0.1:9/'>",
    f"<math><mtext></p><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={RUN}&gt;\">",
    f"$<img src=x onerror={RUN!r}>$ and $$</script><script>{RUN}</script>$$",
    f"```html\n</code></pre><script>{RUN}</script>\n```",
    f"![picture](attachment:x.svg)\n\n<object data=\"data:image/svg+xml,{SVG}\"></object><embed src='http://127.0.0.1:9/'>",
    "</body></html><div style='position:fixed;inset:0'>Score: 100</div>",
]


def page() -> str:
    """The feedback of a student who put script wherever text can be put."""
    cells = [new_markdown_cell(text) for text in MARKDOWN]
    cells[17].attachments = {"x.svg": {"image/svg+xml": SVG}}
    cells += [new_raw_cell(f"<script>{RUN}</script>"), new_raw_cell(SVG, metadata={"raw_mimetype": "text/html"})]
    outputs = [new_output("display_data", {"text/html": f"<script>{RUN}</script>", "image/svg+xml": SVG,
                                           "application/javascript": RUN, "text/latex": f"$<script>{RUN}</script>$"})]
    cells.append(new_code_cell(f"print('</pre><script>{RUN}</script>')", outputs=outputs))
    says = f"f raised <script>{RUN}</script>: \"><img src=x onerror={RUN!r}>"
    verdict = Verdict("affine_backward", Kind.RAISED, {"dX": False}, (says,), (says,))
    check = new_code_cell("check('a', a)", metadata={"nbgrader": {
        "grade": True, "solution": False, "locked": True, "grade_id": "check_a", "points": 1, "score": 0, "schema_version": 3,
    }})
    check.outputs = [new_output("execute_result", {"text/plain": "0.0", "text/html": as_html(verdict, 1)})]
    cells += [check, told([f"The notebook is called <script>{RUN}</script>.ipynb."])]
    nb = new_notebook(cells=cells, metadata={"title": f"</title><script>{RUN}</script>", "widgets": {
        "application/vnd.jupyter.widget-state+json": {"state": {"x": f"</script><script>{RUN}</script>"}},
    }})
    converter = GenerateFeedback(coursedir=CourseDirectory())
    exporter = FeedbackExporter(config=converter.config)
    exporter.register_preprocessor(KeepVerdicts, enabled=True)
    resources = {"nbgrader": {"score": 0, "max_score": 1, "notebook": "topic", "late_penalty": 0}}
    made, _ = exporter.from_notebook_node(nb, resources)
    return str(made)


def test_the_feedback_holds_no_script_and_says_so_to_the_browser() -> None:
    made = page()
    assert "<script" not in made.lower()
    assert made.index(POLICY) < made.index("<style")
    assert "handgrad-verdict" in made


def test_what_students_write_with_markdown_is_still_shown() -> None:
    harmless = '<p>a <strong>word</strong> and <code>code</code></p>\n<img alt="x" src="data:image/png;base64,iVBORw0KGgo=">'
    assert cleaned(harmless) == harmless
    assert cleaned('<a href="https://handgrad.example/">there</a>') == '<a href="https://handgrad.example/">there</a>'


@pytest.fixture
def tab() -> Iterator[Page]:
    """A page of Chromium's."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium")
    with chromium() as browser:
        yield browser.new_page()


def test_nothing_runs_in_a_real_browser(tmp_path: Path, tab: Page) -> None:
    asked: list[str] = []
    tab.goto(written(tmp_path, "control", f"<title>control</title><body>{MARKDOWN[2]}</body>"))
    tab.wait_for_function("document.title == 'RAN'")  # the same text does run in a page without the policy
    tab.on("request", lambda request: asked.append(request.url))
    address = written(tmp_path, "feedback", page())
    tab.goto(address)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for link in tab.locator("a:visible").all()[:40]:
        link.dispatch_event("click")
    tab.wait_for_timeout(500)
    assert tab.title() == "topic"
    assert tab.url.partition("#")[0] == address
    assert tab.locator(".handgrad-verdict").is_visible()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def sizes(address: str, tab: Page, open_all: bool = False) -> tuple[int, int]:
    """How many pixels a page is wide and high."""
    tab.goto(address)
    if open_all:
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    width, height = tab.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    return width, height


def half_solved(book: Workbook) -> NotebookNode:
    """Every second exercise is wrong, in all the ways that there are, and a person said something of each."""
    kinds = [kind for kind in Kind if kind is not Kind.RIGHT]
    wrong = {name: kinds[i % len(kinds)] for i, name in enumerate(list(book.points)[::2])}
    nb = graded(book, **wrong)
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.metadata.nbgrader["comment"] = "See $\\sum_n dS_{nh} X_{nd}$ and " + "a_very_long_name" * 9
    return nb


def test_a_solved_notebook_fits_on_two_screens_and_every_page_on_a_phone(tmp_path: Path, tab: Page) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for chapter in COURSE.chapters():
        book = Workbook(COURSE, chapter)
        solved = written(tmp_path, f"{chapter.topic}-solved", feedback(graded(book), chapter.topic))
        half = written(tmp_path, f"{chapter.topic}-half", feedback(half_solved(book), chapter.topic))
        tab.set_viewport_size({"width": 1280, "height": 900})
        assert sizes(solved, tab)[1] <= 2 * 900, chapter.topic
        tab.set_viewport_size({"width": 390, "height": 844})
        for address in (solved, half):
            for open_all in (False, True):
                assert sizes(address, tab, open_all)[0] == 390, (address, open_all)
        assert tab.locator("math").count() > 10
        small = tab.evaluate("[...document.querySelectorAll('body *')].filter(one => one.innerText && !one.closest('math')"
                             " && parseFloat(getComputedStyle(one).fontSize) < 12).length")
        assert small == 0, f"{chapter.topic}: letters that cannot be read on a phone"
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_link_in_the_list_opens_what_it_leads_to(tmp_path: Path, tab: Page) -> None:
    book = Workbook(COURSE, COURSE.chapter("backprop_matrix"))
    tab.goto(written(tmp_path, "solved", feedback(graded(book), "backprop_matrix")))
    assert not tab.locator("#relu_backward").is_visible()
    tab.get_by_role("link", name="Exercise 3: ReLU, backwards").click()
    assert tab.locator("#relu_backward").is_visible()
    dead = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1)))"
    assert tab.evaluate(f"{dead}.map(a => a.hash)") == []


def test_the_report_fits_on_a_phone(tmp_path: Path, tab: Page) -> None:
    chapter = COURSE.chapter("backprop_matrix")
    names = list(Workbook(COURSE, chapter).points)
    told = {name: exercise.load(name).mistakes[0].says for name in names}
    found = {f"student{i}": {name: (str(kind), [told[name]]) for name in names} for i, kind in enumerate(Kind)}
    page = report.rendered(
        chapter, {student: 10.0 * i for i, student in enumerate(found)}, 100, 1, found,
        [report.Remark("a-very-long-name@of-a-university.example" * 2, "repaired", ("Called " + "Untitled_and_so_on" * 9,))])
    tab.set_viewport_size({"width": 390, "height": 844})
    assert sizes(written(tmp_path, "report", page), tab)[0] == 390


def test_nbgrader_makes_everybodys_page_whatever_lies_in_anothers(classroom: Any) -> None:
    chapter = COURSE.chapter("backprop_matrix")
    classroom.assign(chapter.assignment)
    book = Workbook(COURSE, chapter)
    with ledger.Ledger(classroom.root, load_config(classroom.root), chapter) as grades:
        for student in ("ada", "bob", "cyd"):
            nb = graded(book, affine_backward=Kind.WRONG_VALUES)
            for cell in nb.cells:
                cell.metadata.get("nbgrader", {}).pop("score", None)  # it is the gradebook's to say
                if cell.metadata.get("nbgrader", {}).get("grade_id") == "why_gradients_fade":
                    cell.source += "Each step multiplies by a number below one."
            if student == "ada":
                nb.cells.append(new_markdown_cell(">" * 5000 + " $" + "{" * 50_000 + "$ ![](attachment:gone.png)"))
            grades.write(student, Submission(()), student, nb)
    with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}") as gradebook:
        comment = gradebook.find_comment("affine_backward", chapter.topic, chapter.assignment, "cyd")
        comment.manual_comment = "Think of $W^\\top$."
        gradebook.db.commit()
    (classroom.root / "autograded" / "bob" / chapter.assignment / f"{chapter.topic}.ipynb").write_text("{", "utf-8")
    classroom.nbgrader("generate_feedback", chapter.assignment, check=False)
    pages = {path.parts[-3]: path.read_text("utf-8") for path in (classroom.root / "feedback").glob("*/*/*.html")}
    assert set(pages) == {"ada", "cyd"}
    for made in pages.values():
        assert "affine_backward: not right yet" in made
        assert "waits to be read (8 points)" in made
    assert re.search(r"Think of <math><msup><mi>W</mi>", pages["cyd"])
