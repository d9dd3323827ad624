"""One student's own mishaps cost what they touch and nothing else: in a real sandbox, a few kernels for many of them."""

import copy
import re

import pytest
from nbformat.v4 import new_code_cell

from autograder.after.feedback import KeepVerdicts
from autograder.grade import newer
from autograder.grade.judge import is_check
from autograder.grade.sandbox import available
from autograder.grade.sitting import Rules, examine, failed_cells
from autograder.workbook import Workbook

pytestmark = pytest.mark.skipif(available() is not None, reason=str(available()))
TOPIC = "backprop_matrix"


@pytest.fixture
def book(course):
    return Workbook(course, course.chapter(TOPIC))


def sat(nb, book, tmp_path, **rules):
    """The scores of an examined notebook, by exercise."""
    examine(nb, book.handout, tmp_path, b"secret", Rules(**{"timeout": 30} | rules))
    return {c.metadata.nbgrader.grade_id.removeprefix("check_"): float(c.outputs[0].data["text/plain"])
            for c in nb.cells if is_check(c)}


def says(nb, name):
    """The verdict's sentences."""
    (cell,) = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == f"check_{name}"]
    return cell.metadata.handgrad["says"]


def imports(nb):
    """The place of the cell with the course's imports."""
    return next(i for i, c in enumerate(nb.cells) if "import numpy as np" in c.source)


def test_who_measures_slopes_in_place_of_a_backward_pass_earns_nothing_for_it(book, tmp_path):
    measured = """
from handgrad.layers import numerical_gradient


def relu_backward(dA, S):
    return numerical_gradient(lambda S: (dA * np.maximum(S - 1e-4, 0)).sum(), S)
"""
    nb = book.solved_but(relu_backward=measured)
    scores = sat(nb, book, tmp_path)
    assert scores == book.points | {"relu_backward": 0}
    assert "on large inputs, where a formula takes milliseconds" in says(nb, "relu_backward")[0]


def test_what_the_grader_lacks_costs_only_itself_and_is_told_first(book, tmp_path, monkeypatch):
    # As if it were graded with 3.11, on whichever Python this runs.
    monkeypatch.setattr(newer, "HERE", (3, 11))
    newest = 'def layer_step(*given):\n    info = {"n": 1}\n    return f"{info["n"]}"\n'
    nb = book.solved_but(layer_step=newest)
    nb.metadata["language_info"]["version"] = "3.13.1"
    at = imports(nb)
    nb.cells[at].source = "import seaborn_of_mine as sns\n%load_ext mine\n" + nb.cells[at].source
    nb.cells.insert(at + 1, new_code_cell("%%time\nfrom google.colab import drive\ndrive.mount('/content')\nkept = 5"))
    nb.cells.insert(at + 2, new_code_cell("assert kept == 5\nboom = 1 / 0"))
    nb.cells.append(new_code_cell("%matplotlib nothing\nprint('came to', kept)"))
    scores = sat(nb, book, tmp_path)
    assert scores == book.points | {"layer_step": 0}
    told = failed_cells(nb)
    where = [int(re.findall(r"\d+", sentence)[0]) for sentence in told]
    assert where[:5] == [at + 1, at + 1, at + 2, at + 2, at + 3]
    assert where[-1] == len(nb.cells)
    assert told[0] == (f"Cell {at + 1}, line 1: the module seaborn_of_mine is not installed where this was graded. The rest of "
                       "the cell was run.")
    assert "ZeroDivisionError: division by zero" in told[4]
    assert "came to 5" in nb.cells[-1].outputs[-1].text
    if newer.sys.version_info < (3, 12):
        assert "its line 3 is right from Python 3.12 on, and it was graded with Python 3.11" in told[5]
        assert says(nb, "layer_step")[0] == told[5]
    top = KeepVerdicts().preprocess(copy.deepcopy(nb), {})[0].cells[0]
    assert "seaborn_of_mine" in top.source
    assert top.cell_type == "markdown"


def test_a_kernel_that_is_lost_is_started_again_without_the_cell_that_cost_it(book, tmp_path):
    nb = book.solved_but(relu_backward="import os\n\ndef relu_backward(*given):\n    os._exit(0)\n")
    nb.cells.insert(imports(nb) + 1, new_code_cell("mine = [1]"))
    place = next(i for i, c in enumerate(nb.cells) if is_check(c)) + 1
    nb.cells.insert(place, new_code_cell("exit()"))
    nb.cells.append(new_code_cell("print('the end', mine)"))
    assert sat(nb, book, tmp_path) == book.points | {"relu_backward": 0}
    assert any("(exit())" in sentence and "ended itself" in sentence for sentence in failed_cells(nb))
    assert nb.cells[-1].outputs[0].text == "the end [1]\n"
    assert says(nb, "relu_backward")[0].startswith("The notebook's kernel died in cell ")


ENDS = "def {name}(*given):\n    os._exit(0)\n\nclass Value:\n    pass\n"


def test_numbers_worked_out_by_hand_are_judged_whatever_becomes_of_the_kernels(course, tmp_path):
    book, by_hand = Workbook(course, course.chapter("backprop_scalar")), ("graph_by_hand", "lecture_graph")
    nb = book.solved_but(**{name: f"import os\n\n{ENDS.format(name=name)}" for name in book.points if name not in by_hand})
    # One for each run of the whole notebook, which costs that run its kernel.
    for _ in range(3):
        nb.cells.insert(imports(nb) + 1, new_code_cell("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"))
    assert sat(nb, book, tmp_path) == {name: points * (name in by_hand) for name, points in book.points.items()}


def test_time_that_is_over_costs_neither_what_was_answered_nor_numbers_by_hand(course, tmp_path):
    book = Workbook(course, course.chapter("backprop_scalar"))
    nb = book.solved_but()
    names = list(book.points)
    place = next(i for i, c in enumerate(nb.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == f"check_{names[1]}")
    nb.cells.insert(place + 1, new_code_cell("import time\nwhile True:\n    time.sleep(1)"))
    # Three quarters of the time are the cells': 18 seconds.
    scores = sat(nb, book, tmp_path, timeout=60, notebook_timeout=24)
    reached = (*names[:2], "graph_by_hand", "lecture_graph")
    assert scores == {name: points * (name in reached) for name, points in book.points.items()}
    assert "longer than 18 seconds" in says(nb, names[-1])[0]


def test_what_a_later_cell_does_to_a_name_or_a_setting_counts_for_later_answers_only(book, tmp_path):
    helper = book.solutions["affine_backward"].replace("def affine_backward", "def helper")
    nb = book.solved_but(affine_backward=helper + "\n\ndef affine_backward(dS, X, W):\n    return helper(dS, X, W)\n")
    nb.cells.append(new_code_cell("import numpy as np\nnp.seterr(all='raise')\nhelper = None\ndel affine_backward\nnp = None"))
    assert sat(nb, book, tmp_path) == book.points
