"""One law for kinds of answer, in every exercise: docs/students.md."""

import numpy as np
import pytest
import torch

from handgrad.kit.answer import ask
from handgrad.kit.exercise import Case, Exercise
from handgrad.kit.judge import judge
from handgrad.kit.rules import Accuracy, Close, Exact, Hand
from handgrad.kit.verdict import Kind, Verdict

TABLE = np.array([[1.125, -2.03], [0.51, 4.7], [3.3, 0.9]])
LABELS = np.array([0, 2, 1, 2, 2, 1])


def verdict(rule, want, got) -> Verdict:
    one = Exercise("one", "chapter", {"d": rule}, (Case("a case", {"x": 1.0}, {"d": rule.freeze(want)}),))
    return judge(one, one.cases, ask(lambda x: got, [{"x": 1.0}], ["d"]))


SAME = {
    "an array": np.asarray,
    "a list": lambda value: np.asarray(value).tolist(),
    "a tuple": lambda value: tuple(np.asarray(value).tolist()),
    "a list of arrays": lambda value: list(np.asarray(value)),
    "a list of tensors": lambda value: list(torch.tensor(np.asarray(value))),
    "a tensor": lambda value: torch.tensor(np.asarray(value)),
    "a tensor with a gradient": lambda value: torch.tensor(np.asarray(value, float), requires_grad=True),
    "of NumPy's own numbers": lambda value: [np.float64(x) if np.ndim(x) == 0 else x for x in np.asarray(value)],
}
ASKED = [(Close(), TABLE), (Close(), TABLE[0]), (Exact(), LABELS), (Exact(), [2, 3]), (Accuracy(), LABELS),
         (Hand(), [1.5, 2.0])]


@pytest.mark.parametrize("dress", SAME)
@pytest.mark.parametrize(("rule", "want"), ASKED, ids=[f"{rule.name} {np.shape(want)}" for rule, want in ASKED])
def test_lists_tuples_tensors_and_arrays_of_numbers_are_the_same(dress, rule, want):
    assert verdict(rule, want, SAME[dress](want)).kind is Kind.RIGHT


@pytest.mark.parametrize(("rule", "want"), [*ASKED[:5], (Close(), 0.03), (Exact(), 3)])
def test_a_text_is_no_number(rule, want):
    for text in (str(want), "0.03", "3"):
        found = verdict(rule, want, text)
        assert found.kind is Kind.WRONG_KIND
        assert found.says[0] == "d is a text; a number is asked for, without quotation marks."


def test_a_number_is_no_text_and_none_is_neither():
    assert verdict(Exact(), "None", 3).says[0] == "d is no text; a text is asked for."
    assert verdict(Exact(), "None", None).says[0] == "d is None: Python's None is no text."


@pytest.mark.parametrize("lost", [1e-7, 1e-6, 1e-5])
def test_float32_is_right_where_its_rounding_leaves_no_doubt(lost):
    near = (TABLE * (1 + lost)).astype(np.float32)
    for got in (near, torch.tensor(near), near.astype(np.float64), near.tolist()):
        assert verdict(Close(), TABLE, got).kind is Kind.RIGHT


def test_an_error_that_float64_would_not_make_is_no_rounding():
    assert verdict(Close(), TABLE, TABLE * (1 + 1e-5)).kind is Kind.WRONG_VALUES
    assert verdict(Close(), 0.5, 0.50001).kind is Kind.WRONG_VALUES


def test_float32_with_too_few_digits_is_refused_by_its_name():
    found = verdict(Close(), TABLE, (TABLE * (1 + 2e-4)).astype(np.float32))
    assert found.says[0] == ("d was computed in float32, which keeps seven digits: too few to tell here. Compute in float64.")


def test_several_outputs_may_come_in_one_array():
    one = Exercise("one", "chapter", {"b": Close(), "s": Close()}, (Case("a case", {"x": 1.0}, {"b": 2.5, "s": 3.25}),))
    for got in (np.array([2.5, 3.25]), [2.5, 3.25], torch.tensor([2.5, 3.25]), {"b": 2.5, "s": 3.25}):
        assert judge(one, one.cases, ask(lambda x, got=got: got, [{"x": 1.0}], ["b", "s"])).kind is Kind.RIGHT


def test_one_output_with_as_many_rows_as_outputs_are_asked_for_is_not_taken_apart():
    one = Exercise("one", "chapter", {"b": Close(), "s": Close()}, (Case("a case", {"x": 1.0}, {"b": TABLE, "s": 3.25}),))
    found = judge(one, one.cases, ask(lambda x: TABLE[:2], [{"x": 1.0}], ["b", "s"]))
    assert found.says == ("one returned one ndarray; expected b, s.",)


@pytest.mark.parametrize(
    ("rule", "want", "got", "says"),
    [
        (Exact(), 11, 12, "d is 12; it should be 11 (a case)."),
        (Exact(), "reverse", "forward", 'd is "forward"; it should be "reverse" (a case).'),
        (Exact(), LABELS, np.array([0, 2, 1, 2, 0, 1]), "d differs most at [4]: 0, it should be 2 (a case)."),
        (Close(), 1.5, 2.5, "d is 2.5; it should be 1.5 (a case)."),
        (Hand(), 1.5, 2.5, "d is not right."),
    ],
)
def test_a_wrong_value_is_told_in_numbers_where_that_gives_nothing_away(rule, want, got, says):
    assert says in verdict(rule, want, got).says
    by_hand = Exercise("one", "chapter", {"d": rule}, (Case("", {}, {"d": rule.freeze(want)}),))
    assert judge(by_hand, by_hand.cases, ask(lambda: got, [{}], ["d"])).says == ("d is not right.",)
