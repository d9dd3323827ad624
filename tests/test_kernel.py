"""In a running notebook, one sentence below a traceback says what to do; nbgrader's Validate tells the mistake."""

import nbformat
import nbval.kernel
import nbval_kernels
import pytest
from nbclient import NotebookClient
from nbgrader.validator import Validator

from autograder import anatomy, exercises
from autograder.workbook import Workbook

CELLS = ["from handgrad import check", "sigmoid(0)", "1 + 1", "print('a'", "check('affine_backward', lambda dS, X, W: nothing)"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What each cell displays below its output, as plain text."""
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in CELLS])
    folder = {"metadata": {"path": str(tmp_path_factory.mktemp("kernel"))}}
    NotebookClient(nb, timeout=600, allow_errors=True, resources=folder).execute()
    return [[o["data"]["text/plain"] for o in one.outputs if o.output_type == "display_data"] for one in nb.cells]


def test_in_a_notebook_the_sentence_follows_the_traceback_and_a_right_cell_says_nothing(shown):
    said = ["".join(texts) for texts in shown]
    assert said[0] == said[2] == ""
    assert said[1].startswith("○ A name is not known: run the cell that defines it.")
    assert "a bracket" in said[3]


def test_a_missing_check_is_not_told_twice(shown):
    (card,) = shown[4]
    assert card.count("A name is not known") == 1


def test_run_all_and_validate_go_on_past_an_exercise_that_is_no_python(course, tmp_path):
    nb = Workbook(course, course.chapter("backprop_matrix")).filled({"affine_backward": "def affine_backward(dS, X, W:"})
    wanted = ("import numpy as np", "def affine_backward", 'check("affine_backward"', "def relu_backward",
              'check("relu_backward"', "progress()")
    nb.cells = [cell for cell in nb.cells if cell.cell_type == "code" and any(part in cell.source for part in wanted)]
    nbformat.write(nb, tmp_path / "backprop_matrix.ipynb")
    NotebookClient(nb, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    # Python 3.13 has a name of its own for what ends too early.
    raised = {anatomy.kind(cell): output.ename for cell in nb.cells for output in cell.outputs if output.output_type == "error"}
    assert raised in ({"exercise": one, "check": "NameError"} for one in ("SyntaxError", "_IncompleteInputError"))
    assert "points so far" in nb.cells[-1].outputs[0]["data"]["text/plain"]
    failed = Validator(ignore_checksums=True).validate(str(tmp_path / "backprop_matrix.ipynb"))["failed"]
    assert ["name 'affine_backward' is not defined" in one["raw_error"] for one in failed] == [True, False]
    assert "○ Exercise 3, relu_backward: not attempted (0 of 5 points)" in failed[1]["raw_error"]


def test_validate_tells_the_mistake_and_not_only_that_there_is_one(course, tmp_path):
    mean = "def affine_backward(dS, X, W):\n    return dS @ W.T, X.T @ dS, dS.mean(axis=0)"
    nb = Workbook(course, course.chapter("backprop_matrix")).solved_but(affine_backward=mean)
    wanted = ("import numpy as np", "def affine_backward", 'check("affine_backward"')
    nb.cells = [cell for cell in nb.cells if cell.cell_type == "code" and any(part in cell.source for part in wanted)]
    nbformat.write(nb, tmp_path / "backprop_matrix.ipynb")
    (failed,) = Validator(ignore_checksums=True).validate(str(tmp_path / "backprop_matrix.ipynb"))["failed"]
    (sentence,) = [wrong.says for wrong in exercises.find("affine_backward").wrongs if wrong.says.startswith("db is a mean")]
    assert sentence in failed["raw_error"]


def test_a_kernel_that_finds_its_ports_taken_is_started_again_by_nbval(monkeypatch, capsys):
    tried = []

    def start(**given):
        tried.append(given)
        if len(tried) == 1:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return "manager", "client"

    monkeypatch.setattr(nbval_kernels, "once", start)
    assert nbval.kernel.start_new_kernel(kernel_name="python") == ("manager", "client")
    assert tried == [{"kernel_name": "python"}] * 2
    assert "it is started again" in capsys.readouterr().out
