"""What a student reads in the feedback, and in which order."""

import html
import re

import pytest
from graded import feedback, graded
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.after.feedback import page
from autograder.course import here
from autograder.grade.doctor.preprocessor import told
from autograder.grade.judge import is_check
from autograder.grade.sitting import refuse
from autograder.workbook import Workbook
from handgrad.kit import exercise
from handgrad.kit.verdict import Kind

TOPIC = "backprop_matrix"
DIAGNOSIS = exercise.load("affine_backward").mistakes[0].says
WRITTEN = "why_gradients_fade"


@pytest.fixture(scope="module")
def book():
    return Workbook(here(), here().chapter(TOPIC))


def cell_of(nb, name):
    return next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<(style|math)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))


def unfolded(page: str) -> str:
    """What is read before anything is opened."""
    inner = r"((?:(?!<details).)*?)"
    closed = re.compile(rf"<details(?: class=\"mark\")?>\s*<summary>{inner}</summary>{inner}</details>", re.DOTALL)
    opened = re.compile(rf"<details[^>]* open>{inner}</details>", re.DOTALL)
    while closed.search(page) or opened.search(page):
        page = opened.sub(r"\1", closed.sub(r"\1", page))
    return words(page)


def test_the_list_on_top_calls_each_exercise_by_its_name(book):
    page = feedback(graded(book, affine_backward=Kind.WRONG_VALUES), TOPIC)
    top = words(page.partition("<h2")[0])
    for name in ("Exercise 2: the affine layer, backwards 0 of 12", "Exercise 11: a stack of layers 9 of 9",
                 "Written answer: why gradients fade 8 of 8"):
        assert name in top
    assert "Test cell" not in page
    links = re.findall(r'href="#([^"]+)"', page.partition("</ol>")[0])
    assert len(links) == len(book.points) + 1
    assert all(f'<div id="{link}">' in page for link in links)


def test_an_exercise_whose_heading_is_gone_has_the_name_of_its_function(book):
    nb = graded(book)
    for cell in nb.cells:
        cell.source = cell.source.replace("### Exercise 3", "### Something")
    assert re.search(r"Exercise 2: .* relu_backward 5 of 5 .* Exercise 4: ", words(feedback(nb, TOPIC).partition("<h2")[0]))


def test_what_is_wrong_comes_first_with_verdict_diagnosis_and_what_to_try(book):
    nb = graded(book, affine_backward=Kind.WRONG_VALUES, net_backward=Kind.RAISED, relu_backward=Kind.NOT_ATTEMPTED)
    page = feedback(nb, TOPIC)
    told_in_order = ["Not right yet", "affine_backward: not right yet", DIAGNOSIS, "What to try next",
                     exercise.load("affine_backward").hints[0], "failing('affine_backward')", "def affine_backward",
                     "net_backward: raised an error", "Not attempted", "Exercise 3", "Right: ", "The whole notebook"]
    read = re.sub(r"\s+", " ", html.unescape(words(re.sub(r"</?span[^>]*>", "", page))))
    places = [read.find(one, read.find("Not right yet")) for one in told_in_order]
    assert -1 not in places
    assert places == sorted(places)


def test_what_is_right_is_folded(book):
    shown = unfolded(feedback(graded(book, affine_backward=Kind.WRONG_VALUES), TOPIC))
    assert "affine_backward: not right yet" in shown
    assert "relu_backward" not in shown
    assert "Here a node holds a whole matrix" not in shown


def test_what_was_not_attempted_is_not_told_to_look_for_a_failing_input(book):
    page = feedback(graded(book, affine_backward=Kind.NOT_ATTEMPTED), TOPIC)
    assert "hint(&#39;affine_backward&#39;)" in page
    assert "failing(&#39;" not in page


def test_a_refusal_is_told_once_and_on_top(book):
    nb = graded(book)
    refuse(nb, "This is not a notebook.")
    for cell in filter(is_check, nb.cells):
        cell.metadata.nbgrader.score = 0.0
    page = feedback(nb, TOPIC)
    assert unfolded(page).count("This is not a notebook.") == 1
    assert page.index("This is not a notebook.") < page.index('class="list"')
    assert "What to try next" not in page


def test_failed_cells_of_ones_own_and_repairs_stand_above_all(book):
    nb = graded(book)
    nb.cells.insert(0, told(["The notebook was called a.ipynb."]))
    nb.metadata["handgrad"] = {"failed": ["Cell 5 failed: <b>no</b> such module."]}
    page = feedback(nb, TOPIC)
    for sentence in ("Cell 5 failed: &lt;b&gt;no&lt;/b&gt; such module.", "The notebook was called a.ipynb."):
        assert page.count(sentence) == 1
        assert page.index(sentence) < page.index('class="list"')


@pytest.mark.parametrize("name", ["affine_backward", WRITTEN])
def test_a_persons_comment_is_read_without_opening_anything_and_stands_at_its_answer(book, name):
    nb = graded(book)
    cell_of(nb, name).metadata.nbgrader["comment"] = "Look at the **order**: $X^\\top dS$. <script>x</script>"
    page = feedback(nb, TOPIC)
    assert "Look at the order" in unfolded(page)
    article = page.partition(f'<div id="{name}">')[2].partition('<div id="')[0]
    assert "Look at the <strong>order</strong>: <math>" in article
    assert "<script" not in page


def test_an_answer_that_a_person_has_not_read_yet_is_not_called_wrong(book):
    nb = graded(book)
    cell_of(nb, WRITTEN).metadata.nbgrader |= {"score": 0.0, "waits": True}
    page = words(feedback(nb, TOPIC))
    assert "Written answer: why gradients fade waits to be read (8 points)" in page
    assert "0 of 8" not in page


def test_points_given_by_a_person_stand_whatever_the_check_said(book):
    nb = graded(book, affine_backward=Kind.WRONG_VALUES)
    cell_of(nb, "check_affine_backward").metadata.nbgrader["score"] = 7.5
    page = words(feedback(nb, TOPIC))
    assert "7.5 of 12" in page
    assert not re.search(r"\b0 of 12", page)


def test_a_penalty_for_lateness_is_said(book):
    assert "2.5 points were taken off" in feedback(graded(book), TOPIC, late=2.5)
    assert "taken off" not in feedback(graded(book), TOPIC)


@pytest.mark.parametrize("text", [">" * 3000 + " x", "[" * 3000, "*a " * 3000, "- " * 1500 + "x", "$" + "{" * 9000 + "$",
                                  "<div>" * 3000, "![x](attachment:gone.png)", "<b>" * 3000 + "$x$"])
def test_a_text_that_cannot_be_shown_takes_nothing_else_with_it(book, text):
    nb = graded(book, affine_backward=Kind.WRONG_VALUES)
    cell_of(nb, WRITTEN).source = text
    nb.cells.append(new_markdown_cell(text))
    page = feedback(nb, TOPIC)
    assert "What to try next" in page
    assert page.rstrip().endswith("</html>")


def test_a_check_that_is_not_the_courses_own_shows_what_it_put_out():
    said = "\x1b[31mAssertionError\x1b[0m: <b>2</b> is not 3"
    failed = new_output("error", ename="AssertionError", evalue="", traceback=[said])
    mark = {"grade": True, "solution": False, "grade_id": "sum", "points": 2, "score": 0.0}
    shown = page(new_notebook(cells=[new_code_cell("assert f() == 3", metadata={"nbgrader": mark}, outputs=[failed])]),
                 {"score": 0, "max_score": 2, "notebook": "own", "late_penalty": 0})
    assert "AssertionError: &lt;b&gt;2&lt;/b&gt; is not 3" in shown
    assert "What to try next" not in shown
