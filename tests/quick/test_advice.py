"""After the errors that students meet most, one sentence says what to do."""

import numpy as np
import pytest

from handgrad.kit.advice import advise
from handgrad.layers import affine

X, W = np.ones((4, 3)), np.ones((5, 2))
FROZEN = np.ones(3)
FROZEN.flags.writeable = False


def raised(program: str) -> Exception:
    """What a line of a student's raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each line raises its own kind
        exec(program, {"np": np, "X": X, "W": W, "FROZEN": FROZEN, "affine": affine})
    return caught.value


# What students write, and a word of the sentence that helps.
SLIPS = {
    "raise NotImplementedError('affine_backward')": "not written yet",
    "sigmoid(0)": "run the cell that defines it",
    "def f():\n    total += 1\nf()": "before it is given a value",
    "X @ W": "write them under each other",
    "X + W": "write them under each other",
    "np.concatenate([X, W])": "write them under each other",
    "X.reshape(5, 5)": "A reshape keeps the number of entries",
    "if X > 0: pass": "neither true nor false",
    "a, b, c = 1, 2": "the number of values on the right",
    "np.array([[1, 2], [3]])": "different lengths",
    "FROZEN[0] = 1": "work on a copy",
    "X(0)": "round brackets",
    "X[1.0]": "Only integers",
    "x = [1, 2]; x['a']": "Only integers",
    "affine(X)": "compare the arguments",
    "None + 1": "without return",
    "None.shape": "without return",
    "[1, 2].shape": "A list is not an array",
    "X.transposed": "at the spelling",
    "n = np.arange(3); n -= 0.5": "cannot hold fractions",
    "X[:, 3]": "runs past the end",
    "{'W1': 0}['W3']": "print list(d)",
    "1 / 0": "divided by zero",
    "def f(): return f()\nf()": "without end",
    "def f():\nreturn 1": "blanks at the beginning",
    "print('a'": "a bracket",
    "import torchvisionn": "set-up cell",
}


@pytest.mark.parametrize("program", SLIPS)
def test_a_common_slip_is_followed_by_what_to_do(program):
    error = raised(program)
    said = advise(type(error).__name__, str(error))
    assert said is not None, f"{type(error).__name__}: {error} has no advice"
    assert SLIPS[program] in said


@pytest.mark.parametrize("program", [
    "torch.ones(4, 3) @ torch.ones(5, 2)", "torch.ones(3) + torch.ones(2)", "torch.ones(3).reshape(2, 2)",
])  # fmt: skip
def test_torch_says_the_same_of_shapes_in_other_words(program):
    import torch

    with pytest.raises(RuntimeError) as caught:
        eval(program, {"torch": torch})
    assert "write them under each other" in str(advise("RuntimeError", str(caught.value)))


def test_torch_tensors_of_two_dtypes_are_told_so():
    import torch

    with pytest.raises(RuntimeError) as caught:
        torch.nn.Linear(3, 2)(torch.ones(4, 3, dtype=torch.float64))
    assert "different dtypes" in str(advise("RuntimeError", str(caught.value)))


def test_what_is_not_known_is_followed_by_nothing():
    assert advise("RuntimeError", "something else") is None
    assert advise("CheckFailed", "✗ Exercise 2, affine_backward: not right yet") is None
