"""The last cell of a notebook: it says whether the file can be graded, what is to do, and how to hand it in."""

import copy
import importlib.util
import json
import sys
import types

import nbformat
import pytest
from nbclient import NotebookClient

from handgrad import hand_in
from handgrad.kit import exercise as exercises
from handgrad.kit.handin import faults, missing_modules, unfinished
from handgrad.kit.modules import BROUGHT

TOPIC = "backprop_matrix"


@pytest.fixture
def nb(course):
    """The student's copy of one chapter, as a plain dict."""
    chapter = course.chapter(TOPIC)
    return json.loads((course.notebooks / chapter.assignment / f"{TOPIC}.ipynb").read_text("utf-8"))


@pytest.fixture
def wanted():
    """What the build froze of that chapter."""
    return exercises.facts(TOPIC)


def cell(nb, name):
    """The cell with this id of nbgrader's."""
    return next(one for one in nb["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == name)


def test_every_chapter_ends_with_it(course, chapter):
    nb = nbformat.read(course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    last = [one for one in nb.cells if one.cell_type == "code"][-1]
    assert last.source == f'hand_in("{chapter.topic}")'


def test_an_untouched_notebook_of_every_chapter_can_be_graded_and_has_everything_to_do(course, chapter):
    nb = json.loads((course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb").read_text("utf-8"))
    wanted = exercises.facts(chapter.topic)
    assert faults(nb, wanted) == []
    written, answered = unfinished(nb, wanted)
    names = [f"{number} {one['name']}" for number, one in enumerate(wanted["exercises"], start=1)]
    assert written == f"Not written yet: {', '.join(names)}."
    assert answered == f"Not answered yet: {', '.join(one['name'] for one in wanted['written'])}."


def test_a_solved_notebook_has_nothing_to_do(course, chapter):
    nb = json.loads((course.solutions / chapter.assignment / f"{chapter.topic}.ipynb").read_text("utf-8"))
    wanted = exercises.facts(chapter.topic)
    assert faults(nb, wanted) == unfinished(nb, wanted) == []


def test_a_deleted_exercise_is_missed(nb, wanted):
    nb["cells"].remove(cell(nb, "affine_backward"))
    assert faults(nb, wanted) == ["affine_backward is missing: its cell was deleted."]


def test_an_exercise_pasted_without_its_mark_is_missed_though_its_code_is_there(nb, wanted):
    del cell(nb, "affine_backward")["metadata"]["nbgrader"]
    assert faults(nb, wanted) == ["affine_backward has lost the mark by which the grader knows its cell."]


def test_a_changed_check_is_seen(nb, wanted):
    cell(nb, "check_affine_backward")["source"] = "print('right')"
    (said,) = faults(nb, wanted)
    assert said == 'The check of affine_backward was changed. It should be: check("affine_backward", affine_backward)'


def test_a_deleted_check_and_a_deleted_question_are_missed(nb, wanted):
    nb["cells"].remove(cell(nb, "check_affine_backward"))
    nb["cells"].remove(cell(nb, wanted["written"][0]["name"]))
    assert faults(nb, wanted) == [
        "The check of affine_backward is missing, or has lost its mark.",
        f"The written question {wanted['written'][0]['name']} is missing, or has lost its mark.",
    ]


def test_all_marks_gone_is_told_for_every_exercise(nb, wanted):
    for one in nb["cells"]:
        one["metadata"] = {}
    assert len(faults(nb, wanted)) == 2 * len(wanted["exercises"]) + len(wanted["written"])


def test_cells_of_ones_own_are_welcome(nb, wanted):
    more = copy.deepcopy(nb)
    more["cells"][5:5] = [{"cell_type": "code", "metadata": {}, "source": ["print(1)\n", "print(2)"], "outputs": []}]
    assert faults(more, wanted) == []


def test_it_says_how_to_hand_the_file_in_under_its_own_name(nb, tmp_path, capsys):
    path = tmp_path / "backprop_matrix (1).ipynb"
    path.write_text(json.dumps(nb), "utf-8")
    hand_in(TOPIC, path)
    out = capsys.readouterr().out
    assert out.startswith("○ The file can be graded: every exercise and every check is in its place.\n  Not written yet: ")
    assert "rename backprop_matrix (1).ipynb to backprop_matrix.ipynb" in out


def test_it_finds_the_file_of_the_kernel_that_runs_it(course, nb, tmp_path, monkeypatch):
    path = tmp_path / f"{TOPIC}.ipynb"
    nb["cells"].remove(cell(nb, "affine_backward"))
    path.write_text(json.dumps(nb), "utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))  # as JupyterLab sets it for a notebook's kernel
    asked = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"from handgrad import hand_in\nhand_in({TOPIC!r})")])
    NotebookClient(asked, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (card,) = asked.cells[0].outputs
    assert "affine_backward is missing: its cell was deleted." in card["data"]["text/html"]
    assert "This cell sees what was saved last." in card["data"]["text/plain"]


def test_on_colab_it_asks_colab_for_the_notebook(nb, monkeypatch, capsys):
    google, colab = types.ModuleType("google"), types.ModuleType("google.colab")
    colab._message = types.SimpleNamespace(blocking_request=lambda what, timeout_sec: {"ipynb": nb})
    monkeypatch.setitem(sys.modules, "google", google)
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    hand_in(TOPIC)
    out = capsys.readouterr().out
    assert out.startswith("○ The file can be graded")
    assert "File, Download, Download .ipynb. Call the file backprop_matrix.ipynb" in out


def test_a_run_without_a_browser_says_how_to_name_the_file(capsys, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    hand_in(TOPIC)
    assert "hand_in('backprop_matrix', path='backprop_matrix.ipynb')" in capsys.readouterr().out


def test_modules_that_the_grader_lacks_are_named(nb, wanted, tmp_path):
    assert missing_modules(nb, tmp_path) == []
    more = ["import seaborn as sns, numpy as np", "%pip install plotly\nfrom plotly.express import line", "def f(:",
            "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np", "from google.colab import drive",
            "import mine, os.path"]
    nb["cells"] += [{"cell_type": "code", "source": one, "metadata": {}} for one in more]
    (tmp_path / "mine.py").write_text("x = 1")
    (says,) = missing_modules(nb, tmp_path)
    assert "not installed: google.colab, plotly.express, seaborn." in says


def test_no_chapter_needs_what_the_grader_lacks(course, chapter, tmp_path):
    nb = json.loads((course.solutions / chapter.assignment / f"{chapter.topic}.ipynb").read_text("utf-8"))
    assert missing_modules(nb, tmp_path) == []


def test_the_modules_that_grading_has_are_those_of_the_courses_environment():
    assert [name for name in sorted(BROUGHT) if importlib.util.find_spec(name) is None] == []
    direct = {"numpy", "matplotlib", "ipywidgets", "PIL", "pooch", "sklearn", "torch", "tensorboard", "scipy"}
    assert direct <= BROUGHT
