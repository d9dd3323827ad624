"""Comparing and judging never raise, and never say right for anything but right."""

from pathlib import Path

import hypothesis.extra.numpy as npst
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import handgrad
from handgrad.functions import Curve, Polynomial, Stairs
from handgrad.kit import wire
from handgrad.kit.answer import Odd, ask, plain
from handgrad.kit.exercise import Case, Exercise, Mistake, load
from handgrad.kit.explain import alike
from handgrad.kit.judge import judge
from handgrad.kit.rules import RULES, Accuracy, Close, Exact, Hand, StairsError
from handgrad.kit.rules.rule import distance
from handgrad.kit.verdict import Kind

CASES = Path(handgrad.__file__).parent / "cases"
EXERCISES = sorted(path.stem for path in CASES.glob("*/*.json") if path.stem != "chapter")
WANT = np.array([[1.0, -2.0, 3.0], [0.5, 0.25, -4.0]])
REALS = npst.boolean_dtypes() | npst.integer_dtypes() | npst.floating_dtypes(sizes=(16, 32, 64))
ODD = npst.complex_number_dtypes() | npst.unicode_string_dtypes() | npst.byte_string_dtypes() | st.sampled_from(
    [np.dtype(object), np.dtype("M8[s]"), np.dtype("m8[s]"), np.dtype("longdouble")]
)  # fmt: skip
NUMBERS = npst.boolean_dtypes() | npst.integer_dtypes(endianness="=") | npst.floating_dtypes(endianness="=", sizes=(32, 64))
HUGE = st.sampled_from([2**63, -(2**63) - 1, 10**400, -(10**4000), 1e308, -1e308, float("nan"), float("inf"), -float("inf")])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), HUGE, st.floats(), st.complex_numbers(), st.text(max_size=5),
    st.sampled_from(["1", "0.03", "nan", "3.14", "x" * 10_000, "\ud800", "\0"]), st.binary(max_size=5),
    st.sampled_from([Odd("module"), object(), len, np.float16(2), np.longdouble(2), np.str_("a")]),
    st.sampled_from([Polynomial(WANT), Polynomial({"a": 1}), Stairs(None, "v"), Curve([], [[1.0]])]),
)  # fmt: skip
ARRAYS = npst.arrays(REALS | ODD, npst.array_shapes(min_dims=0, min_side=0, max_side=3))
ANYTHING = SCALARS | ARRAYS | st.recursive(
    SCALARS | ARRAYS,
    lambda one: st.lists(one, max_size=4) | st.tuples(one, one) | st.dictionaries(st.text(max_size=3), one, max_size=2),
    max_leaves=6,
)  # fmt: skip


def like(want) -> st.SearchStrategy:
    """Arrays of the shape that is asked for, of any kind of number, some of them huge or not finite."""
    shape = np.shape(want)
    return npst.arrays(REALS, shape) | st.sampled_from([1e308, -np.inf, np.nan]).map(lambda number: np.full(shape, number))


def exercise(**rules) -> Exercise:
    return Exercise("one", "chapter", rules or {"d": Close()}, (Case("a case", {"x": 1.0}, {"d": WANT}),))


@given(ANYTHING)
def test_whatever_comes_back_there_is_a_verdict_and_it_is_right_only_for_the_right_values(anything):
    one = exercise()
    found = judge(one, one.cases, ask(lambda x: anything, [{"x": 1.0}], ["d"]))
    is_right = isinstance(anything, np.ndarray) and anything.dtype.kind in "iuf" and distance(anything, WANT) < 1e-6
    assert (found.kind is Kind.RIGHT) == is_right
    assert all(isinstance(sentence, str) and sentence for sentence in found.says)


@given(ANYTHING)
def test_a_secret_verdict_shows_nothing_of_what_came_back(anything):
    one = exercise()
    secret = judge(one, one.cases, ask(lambda x: anything, [{"x": 1.0}], ["d"]), secret=True)
    assert not any(character.isdigit() for sentence in secret.says for character in sentence)


@given(npst.arrays(np.float64, npst.array_shapes(max_side=4), elements=st.floats(-1e6, 1e6)), st.floats(0.002, 1.0))
def test_the_distance_of_a_scaled_array_is_the_scale(want, scale):
    if np.linalg.norm(want) > 1e-3:
        assert distance(want * (1 + scale), want) == pytest.approx(scale)
    assert distance(want, want) == 0


@pytest.mark.parametrize("other", [WANT[0], WANT[None], WANT.T, WANT[:, :1], 1.0], ids=str)
def test_another_shape_is_infinitely_far(other):
    assert distance(other, WANT) == float("inf")


def test_a_mistake_is_named_only_if_all_that_it_spoils_is_wrong_in_its_way():
    mistake = Mistake("Both are doubled.", ({"a": 2.0, "b": 4.0},))
    one = Exercise("one", "c", {"a": Close(), "b": Close()}, (Case("", {}, {"a": 1.0, "b": 2.0}),), (mistake,))

    def diagnoses(a, b):
        return judge(one, one.cases, ask(lambda: (a, b), [{}], ["a", "b"])).diagnoses

    assert diagnoses(2.0, 4.0) == ("Both are doubled.",)
    assert "Both are doubled." not in diagnoses(2.0, 2.0)
    assert "Both are doubled." not in diagnoses(2.0, 5.0)


def test_inputs_of_any_kind_are_looked_at_without_harm():
    inputs = {"program": [["a * b", 0, 1], ["exp", 2]], "text": "tanh", "none": None, "x": np.ones(3)}
    cases = tuple(Case(f"{n} rows", inputs | {"x": np.ones(n)}, {"d": WANT * n}) for n in (2, 3))
    one = Exercise("one", "chapter", {"d": Close()}, cases)
    told = judge(one, cases, ask(lambda program, text, none, x: WANT * len(x) ** 2, [c.inputs for c in cases], ["d"]))
    assert told.diagnoses == ("d is N times too large, where N is the number of entries of x.",)


def test_shapes_that_do_not_fit_are_told_what_to_do_before_numpys_own_message():
    one = exercise()
    found = judge(one, one.cases, ask(lambda x: WANT @ WANT, [{"x": 1.0}], ["d"]))
    assert found.kind is Kind.RAISED
    assert found.says[0].startswith("The shapes do not fit")
    assert "matmul" in found.says[1]


def test_one_entry_that_is_not_finite_is_told_in_the_singular():
    one, spoiled = exercise(), WANT.copy()
    spoiled[1, 2] = np.nan
    found = judge(one, one.cases, ask(lambda x: spoiled, [{"x": 1.0}], ["d"]))
    assert found.says == ("d has one entry that is not finite, at [1, 2].",)


def test_a_number_by_hand_is_kept_as_digests_and_forgives_one_unit_in_the_last_place():
    rule = Hand(decimals=2)
    frozen = rule.freeze(20.0855)
    assert not any("20" in text and "." in text for text in frozen)
    for answer in (20.09, 20.0855, 20.08, np.float64(20.1)):
        assert rule.fits(answer, frozen), answer
    for answer in (20, 20.12, -20.09, "20.09", None, np.array([20.09]), float("nan")):
        assert not rule.fits(answer, frozen), answer


def test_a_whole_number_by_hand_is_not_rounded():
    frozen = Hand(decimals=0).freeze(938)
    assert Hand(decimals=0).fits(938, frozen)
    for answer in (937, 939, 938.6, 937.5, 938.2):
        assert not Hand(decimals=0).fits(answer, frozen), answer


@pytest.mark.parametrize("kind", sorted(RULES))
def test_a_rule_of_any_kind_answers_anything(kind):
    rules = [(rule, name, one) for one in map(load, EXERCISES) for name, rule in one.rules.items() if rule.name == kind]
    step = max(1, len(rules) // 8)
    frozen = [
        (rule, outputs[name]) for rule, name, one in rules[::step]
        for outputs in (one.cases[0].expected, *(mistake.outputs[0] for mistake in one.mistakes[:2])) if outputs is not None
    ]

    @settings(max_examples=settings.default.max_examples * 3 // 5)
    @given(st.data())
    def whatever(data):
        rule, want = data.draw(st.sampled_from(frozen), "rule")
        got = data.draw(ANYTHING | like(want), "answer")
        with np.errstate(all="ignore"):  # as in the judge
            assert rule.fits(got, want) in (True, False)
            assert alike(rule, plain(got), want) in (True, False)
            told = rule.explain("part", got, want)
        assert told is None or (isinstance(told, str) and told)

    whatever()


def test_one_long_text_among_many_short_ones_costs_no_memory():
    long = ["x" * 10**6, *[""] * 10**5]  # as an array of texts it would be 400 GB
    for rule in (Exact(), Hand(), StairsError()):
        assert not rule.fits(long, {"f": Curve([0.0], []), "eps": 0.1} if rule == StairsError() else [])


@given(npst.arrays(NUMBERS, npst.array_shapes(min_dims=0, max_side=4)), st.booleans())
def test_an_array_survives_the_wire(array, readable):
    back = wire.decode(wire.encode(array, readable))
    assert back.dtype == array.dtype
    assert np.array_equal(back, array, equal_nan=array.dtype.kind == "f")


@pytest.mark.parametrize(
    "hostile",
    [
        {"dtype": "float64", "shape": [10**15], "bytes": ""},
        {"dtype": "float64", "shape": [2], "bytes": "AAAA"},
        {"dtype": "object", "shape": [1], "bytes": "gASVAAAA"},
        {"dtype": "float64", "shape": [-1], "bytes": ""},
        {"dtype": "float64", "shape": [True], "numbers": [1.0]},
        {"dtype": "float64", "shape": [1] * 40, "numbers": [1.0]},
        {"dtype": "float64", "shape": "2", "bytes": ""},
        {"function": "__import__", "fields": {}},
        {"dict": [1]},
        -(2**63) - 1,
        {"number": "1e999"},
        {},
    ],
    ids=str,
)  # fmt: skip
def test_hostile_bytes_are_refused_before_memory_is_taken(hostile):
    with pytest.raises(wire.NotPlain):
        wire.decode(hostile)


def test_nesting_without_end_is_refused():
    nested: list = []
    for _ in range(100):
        nested = [nested]
    with pytest.raises(wire.NotPlain):
        wire.decode(nested)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_answers_anything_with_a_verdict(name):
    one = load(name)

    @settings(max_examples=settings.default.max_examples * 3 // 20)
    @given(st.data())
    def whatever(data):
        case = one.cases[0].expected
        anything = data.draw(ANYTHING | st.tuples(*(ANYTHING | like(want) for want in case.values())), "answer")
        replies = ask(lambda *inputs: anything, [case.inputs for case in one.cases], list(one.rules))
        for secret in (False, True):
            found = judge(one, one.cases, replies, secret)
            assert all(isinstance(sentence, str) and sentence for sentence in found.says)
            if found.kind is Kind.RIGHT:
                assert all(rule.fits(reply.outputs[part], case.expected[part]) for part, rule in one.rules.items()
                           for case, reply in zip(one.cases, replies, strict=True))

    whatever()


@pytest.mark.parametrize("name", EXERCISES)
def test_an_input_that_is_given_back_as_every_output_is_answered_with_a_verdict(name):
    one = load(name)
    for place in one.cases[0].inputs:
        def given_back(*inputs, place=place):
            return [dict(zip(one.cases[0].inputs, inputs, strict=True))[place]] * len(one.rules)

        for secret in (False, True):
            judge(one, one.cases, ask(given_back, [case.inputs for case in one.cases], list(one.rules)), secret)


def test_labels_that_are_all_the_same_are_told_so():
    rule = Accuracy(at_least=0.9)
    frozen = rule.freeze(np.array([0, 1, 2, 1]))
    assert rule.explain("labels", np.array([1, 1, 1, 1]), frozen) == (
        "labels: every label is 1, so 50.0% are right; at least 90% are asked for."
    )
    assert rule.explain("labels", np.array([0, 0, 0, 1]), frozen) == "labels: 50.0% are right; at least 90% are asked for."


def test_labels_may_be_a_list_and_another_number_of_them_is_told():
    rule = Accuracy(at_least=0.9)
    frozen = rule.freeze(np.array([0, 1, 2, 1]))
    assert rule.fits([0, 1, 2, 1], frozen)
    assert rule.fits((0.0, 1.0, 2.0, 1.0), frozen)
    assert not rule.fits([0, 0, 0, 0], frozen)
    assert not rule.fits([[0], 1, 2, 1], frozen)
    assert rule.explain("labels", [0, 1], frozen) == "labels has shape (2,); it should be (4,)."
