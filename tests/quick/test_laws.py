"""What is told of answers beside the right ones, where no mistake is known, is a fact, and needs enough numbers to be one."""

import numpy as np
import pytest

from handgrad.kit.answer import ask
from handgrad.kit.exercise import Case, Exercise
from handgrad.kit.judge import judge
from handgrad.kit.rules import Close

RNG = np.random.default_rng(11)
TABLES = [RNG.normal(size=shape) for shape in ((4, 3), (5, 4), (3, 6))]


def softmax(X):
    return np.exp(X) / np.exp(X).sum(axis=1, keepdims=True)


def told(right, wrong, tables=TABLES):
    cases = tuple(Case(f"case {i}", {"X": X}, {"d": right(X)}) for i, X in enumerate(tables))
    one = Exercise("one", "chapter", {"d": Close()}, cases)
    return judge(one, cases, ask(wrong, [case.inputs for case in cases], ["d"])).diagnoses


def mixed(X):
    return X**3 - 0.2


def masked(X):
    return np.where(X[::-1] > 0, np.cos(X), 0.0)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        (mixed, lambda X: np.exp(mixed(X)), "d is e to the power of the right answer."),
        (softmax, lambda X: np.log(softmax(X)), "d is the logarithm of the right answer."),
        (softmax, lambda X: 1 - softmax(X), "d is 1 minus the right answer."),
        (softmax, lambda X: softmax(X) / np.log(2), "d is the right answer over ln 2, as of a logarithm to base 2."),
        (softmax, np.exp, "Each row of d is right but for a factor of its own."),
        (mixed, lambda X: mixed(X) * (1 + np.arange(X.shape[1])), "Each column of d is right but for a factor of its own."),
        (mixed, lambda X: mixed(X) - X.max(axis=1, keepdims=True),
         "Each row of d is right but for a number that is added to all of it, another one in each."),
        (mixed, lambda X: mixed(X) + X.max(axis=0),
         "Each column of d is right but for a number that is added to all of it, another one in each."),
        (mixed, lambda X: np.full(X.shape, X.mean()), "d holds one number in all of its places."),
        (mixed, lambda X: np.tile(np.sin(X[:1]), (len(X), 1)), "All rows of d are the same."),
        (lambda X: mixed(X).sum(axis=1), lambda X: np.append(mixed(X).sum(axis=1)[:-1], 7.0),
         "d is wrong at the last place only."),
        (mixed, lambda X: mixed(X) + (np.arange(len(X)) > 0)[:, None] * np.sin(9 * X), "d is right at the first place only."),
        (masked, lambda X: np.where(X[::-1] > 0, np.cos(X), 0.1 + np.abs(X)), "d is wrong only where it should be 0."),
        (softmax, lambda X: 1 / (1 + np.exp(-X)), "Not all rows of d add up to 1, and they should."),
        (lambda X: np.round(5 * X) + 40, lambda X: 5 * X + 40,
         "d holds numbers that are not whole: all of the right ones are."),
        (lambda X: X**4, lambda X: X + 0.3, "d is negative in some places: none of the right numbers is."),
    ],
)  # fmt: skip
def test_each_fact_has_its_sentence(right, wrong, sentence):
    assert told(right, wrong) == (sentence,)


def test_a_row_that_is_zero_but_for_rounding_has_any_factor():
    def right(X):
        return np.cos(X) if len(X) == 4 else 1e-17 * np.sign(X)

    def wrong(X):
        return right(X) * (2 + np.arange(len(X))[:, None]) if len(X) == 4 else 0 * X

    tables = [RNG.normal(size=shape) for shape in ((4, 3), (4, 9), (5, 4))]
    assert told(right, wrong, tables) == ("Each row of d is right but for a factor of its own.",)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (lambda X: X[:1, :2], lambda X: X[:1, :2] + np.array([[1.0, 3.0]])),
        (lambda X: X[0, 0] ** 2, lambda X: -1.0),
        (lambda X: np.abs(X[0, :2]), lambda X: np.array([-1.0, 2.0])),
    ],
)
def test_of_too_few_numbers_nothing_is_told(right, wrong):
    assert told(right, wrong) == ()


def sharper(X):
    return (softmax(X) ** 2 / (softmax(X) ** 2).sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize(
    ("right", "wrong", "tables"),
    [
        pytest.param(softmax, sharper, TABLES, id="rows that add up to 1 in float32"),
        pytest.param(lambda X: 1e-12 * mixed(X), np.cos, TABLES, id="right numbers so small that all sums are nearly 0"),
        pytest.param(lambda X: mixed(X)[:, 0], lambda X: np.append(mixed(X)[: max(1, len(X) - 1), 0] + (len(X) == 2), 7.0),
                     [*TABLES, TABLES[0][:2]], id="a short case that is wrong in both of its places"),
        pytest.param(mixed, np.cos, [*TABLES, np.empty((0, 3))], id="a table without rows"),
    ],
)  # fmt: skip
def test_what_does_not_hold_in_all_cases_is_not_told(right, wrong, tables):
    assert told(right, wrong, tables) == ()
