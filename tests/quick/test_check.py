"""`check` answers in one of six ways, and says which."""

import subprocess
import sys

import numpy as np
import pytest

import handgrad
from handgrad import CheckFailed, check, hint, progress
from handgrad.kit import hints, show
from handgrad.kit import progress as progressing
from handgrad.kit.verdict import Kind


def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum(axis=0)


@pytest.fixture(autouse=True)
def a_new_session(monkeypatch):
    monkeypatch.setattr(progressing, "_verdicts", {})
    monkeypatch.setattr(hints, "_given", {})


def failure(answer) -> CheckFailed:
    with pytest.raises(CheckFailed) as caught:
        check("affine_backward", answer)
    return caught.value


def test_a_right_answer_is_told_so(capsys):
    assert check("affine_backward", affine_backward) is None
    assert "affine_backward: right" in capsys.readouterr().out


def test_a_stub_is_not_attempted():
    def stub(dS, X, W):
        raise NotImplementedError("affine_backward")

    assert failure(stub).verdict.kind is Kind.NOT_ATTEMPTED


def test_an_exception_is_shown_with_the_students_own_line():
    def broken(dS, X, W):
        return dS @ W, X.T @ dS, dS.sum(axis=0)  # the transpose is missing

    found = failure(broken)
    assert found.verdict.kind is Kind.RAISED
    assert "ValueError" in str(found)
    assert "dS @ W, X.T @ dS" in str(found)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda dS, X, W: None, "returned nothing"),
        (lambda dS, X, W: (dS @ W.T, X.T @ dS), "2 values"),
        (lambda dS, X, W: (dS @ W.T, X.T @ dS, None), "db is None"),
        (lambda dS, X, W: (dS @ W.T, X.T @ dS, 0.0), "db has shape ()"),
        (lambda dS, X, W: (dS @ W.T, X.T @ dS, dS.sum(axis=0) * np.nan), "not finite"),
        (lambda dS, X, W: (dS @ W.T, X.T @ dS, dS.sum(axis=0) + 0j), "array of complex128"),
        (lambda dS, X, W: (dS @ W.T, X.T @ dS, dS.sum(axis=0).astype(object)), "array of object"),
        (lambda dS, X, W: {"dX": dS @ W.T, "dW": X.T @ dS, "bias": dS.sum(axis=0)}, "keys dX, dW, bias"),
    ],
    ids=["None", "two values", "a None", "a scalar", "nan", "complex", "object", "other keys"],
)
def test_a_wrong_kind_of_answer_is_named(answer, says):
    found = failure(answer)
    assert found.verdict.kind is Kind.WRONG_KIND
    assert says in str(found)


def test_changing_an_input_is_found_even_when_the_values_are_right():
    def in_place(dS, X, W):
        answers = affine_backward(dS, X, W)
        X[0, 0] = 0
        return answers

    found = failure(in_place)
    assert found.verdict.kind is Kind.CHANGED_INPUTS
    assert "its input X" in str(found)


def test_wrong_values_say_where_how_much_and_which_mistake():
    def divided(dS, X, W):
        return dS @ W.T, X.T @ dS / len(X), dS.sum(axis=0) / len(X)

    found = failure(divided)
    assert found.verdict.kind is Kind.WRONG_VALUES
    assert any("N times too small" in sentence for sentence in found.verdict.diagnoses)
    assert "dW differs most at [" in str(found)
    assert "Right: dX." in str(found)


def test_each_output_earns_its_own_share_of_the_points():
    found = failure(lambda dS, X, W: (dS @ W.T, X.T @ dS, 2 * dS.sum(axis=0)))
    assert found.verdict.parts == {"dX": True, "dW": True, "db": False}
    assert found.verdict.share == pytest.approx(2 / 3)


def test_a_dict_a_list_and_a_tuple_are_all_answers():
    check("affine_backward", lambda *inputs: list(affine_backward(*inputs)))
    check("affine_backward", lambda *inputs: dict(zip(("db", "dX", "dW"), np.roll([0, 1, 2], 1), strict=True))
          and dict(zip(("dX", "dW", "db"), affine_backward(*inputs), strict=True)))


def test_a_tensor_is_an_answer():
    import torch

    def with_torch(dS, X, W):
        return tuple(torch.tensor(part, requires_grad=True) for part in affine_backward(dS, X, W))

    check("affine_backward", with_torch)


def test_a_wrong_sign_is_named_without_a_known_mistake():
    found = failure(lambda dS, X, W: (-dS @ W.T, X.T @ dS, dS.sum(axis=0)))
    assert found.verdict.diagnoses == ("dX has the opposite sign: everything else about it is right.",)


def test_nothing_is_broadcast():
    found = failure(lambda dS, X, W: (dS @ W.T, X.T @ dS, dS.sum(axis=0)[None, :]))
    assert not found.verdict.parts["db"]


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(LookupError, match="Did you mean 'affine_backward'"):
        check("afine_backward", affine_backward)


def test_a_call_in_place_of_the_function_is_explained():
    with pytest.raises(TypeError, match="without a call"):
        check("affine_backward", (1, 2, 3))


def test_hints_come_one_at_a_time(capsys):
    hint("affine_backward")
    assert capsys.readouterr().out.count("Hint") == 1
    hint("affine_backward")
    assert "Hint 2 of 3" in capsys.readouterr().out


def test_progress_counts_the_points_so_far(capsys):
    progress()
    assert "No exercise has been checked" in capsys.readouterr().out
    check("affine_backward", affine_backward)
    capsys.readouterr()
    progress()
    out = capsys.readouterr().out
    assert "points so far" in out
    assert "not checked yet" in out


def test_a_failure_shows_no_traceback_in_ipython():
    lines = failure(lambda dS, X, W: None)._render_traceback_()
    assert lines[0].startswith("✗ Exercise 2, affine_backward: wrong kind of answer")
    assert not any("Traceback" in line or ".py" in line for line in lines)


def test_the_kit_works_with_numpy_alone():
    code = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'matplotlib', 'ipywidgets', 'IPython', 'torch', 'autograder', 'sklearn'}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "from handgrad import check, hint, progress\n"
        "check('affine_backward', lambda dS, X, W: (dS @ W.T, X.T @ dS, dS.sum(axis=0)))\n"
        "hint('affine_backward'); progress()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert "right" in done.stdout


def test_the_kit_never_imports_the_staffs_side():
    from pathlib import Path

    kit = Path(handgrad.__file__).parent
    for path in kit.rglob("*.py"):
        assert "autograder" not in path.read_text("utf-8"), f"{path.relative_to(kit)} names the staff's package"


def test_plain_text_tells_the_diagnosis_wherever_it_is_read(monkeypatch):
    shown = []
    monkeypatch.setattr(show, "in_notebook", lambda: True)
    monkeypatch.setattr(show, "display", lambda text, rich: shown.append(text))
    error = failure(lambda dS, X, W: (dS @ W.T, X.T @ dS, dS.mean(axis=0)))
    (sentence,) = error.verdict.diagnoses
    assert sentence in shown[0]
    assert sentence in repr(error)
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert sentence in "\n".join(error._render_traceback_())
