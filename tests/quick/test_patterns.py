"""What is said of wrong values without a known mistake is true, and is said only where there is enough to see."""

from dataclasses import replace

import numpy as np
import pytest

from handgrad.functions import Curve
from handgrad.kit.answer import ask
from handgrad.kit.exercise import Case, Exercise
from handgrad.kit.judge import judge
from handgrad.kit.rules import Accuracy, Close, Exact, Hand, Sample, StairsError, StairsSize
from handgrad.kit.verdict import Kind

RNG = np.random.default_rng(5)


def right(X, w):
    return {"d": X * X - 0.3, "e": X.sum(axis=1)}


def exercise(*shapes) -> Exercise:
    inputs = [{"X": RNG.normal(size=shape), "w": float(RNG.normal())} for shape in shapes]
    cases = tuple(Case(f"case {i}", values, right(**values)) for i, values in enumerate(inputs))
    return Exercise("one", "chapter", {"d": Close(), "e": Close()}, cases)


def told(one, d=None, e=None) -> tuple[str, ...]:
    def answer(X, w):
        want = right(X, w)
        return (d or (lambda X, w, d: d))(X, w, want["d"]), (e or (lambda X, w, e: e))(X, w, want["e"])

    return judge(one, one.cases, ask(answer, [case.inputs for case in one.cases], ["d", "e"])).diagnoses


RECTANGLES = ((3, 4), (5, 2), (4, 6))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda X, w, d: -d, "d has the opposite sign: everything else about it is right."),
        (lambda X, w, d: 0 * d, "d is zero everywhere."),
        (lambda X, w, d: 3 * d, "d is 3 times the right answer, in every case."),
        (lambda X, w, d: d * len(X), "d is N times too large, where N is the number of rows of X: divide by N, once."),
        (lambda X, w, d: -d * len(X), "d is -1 · N times the right answer, where N is the number of rows of X."),
        (lambda X, w, d: 2 * d / len(X), "d is 2 / N times the right answer, where N is the number of rows of X."),
        (lambda X, w, d: X, "d is the input X, unchanged."),
        (lambda X, w, d: d * X, "d is the right answer times X, which is one factor too many."),
        (lambda X, w, d: d * w, "d is the right answer times w, which is one factor too many."),
        (lambda X, w, d: d / w, "d times w would be the right answer: that factor is missing."),
        (lambda X, w, d: d + w, "d is the right answer plus w."),
        (lambda X, w, d: d - X, "d is the right answer minus X."),
        (lambda X, w, d: np.abs(d), "d is the right answer without its sign."),
        (lambda X, w, d: d * d, "d is the square of the right answer."),
        (lambda X, w, d: 1 / d, "d is one over the right answer."),
        (lambda X, w, d: d + 7 * len(X), "d is off by the same amount in every entry."),
        (lambda X, w, d: d[::-1], "d has the right numbers in the wrong places."),
        (lambda X, w, d: np.where(X.cumsum(0) > 0, d, -d), "d has the right sizes, and some wrong signs."),
        (lambda X, w, d: np.where(X < 0, d**3, d), "d is wrong only where X is negative."),
    ],
)  # fmt: skip
def test_each_pattern_has_its_sentence(wrong, sentence):
    assert told(exercise(*RECTANGLES), d=wrong) == (sentence,)


def test_an_output_in_anothers_place_is_named():
    one = exercise((3, 3), (3, 3))
    vector = Exercise("one", "c", {"a": Close(), "b": Close()}, tuple(
        Case(case.name, case.inputs, {"a": case.expected["e"], "b": case.expected["d"][0]}) for case in one.cases
    ))  # fmt: skip
    replies = ask(lambda X, w: (right(X, w)["d"][0],) * 2, [case.inputs for case in one.cases], ["a", "b"])
    assert judge(vector, vector.cases, replies).diagnoses == ("a holds what b should be.",)


@pytest.mark.parametrize("turned", [1, 2])
def test_three_outputs_that_hold_each_others_values_are_told_so_in_one_sentence(turned):
    cases = tuple(Case(str(x), {"x": x}, {"a": x**2, "b": x**3, "c": x**4 + 1}) for x in (1.5, 2.5, 0.3))
    one = Exercise("one", "chapter", dict.fromkeys("abc", Close()), cases)
    replies = ask(lambda x: np.roll([x**2, x**3, x**4 + 1], -turned).tolist(), [case.inputs for case in cases], list("abc"))
    first, second, third = "abc" if turned == 1 else "acb"
    assert judge(one, cases, replies).diagnoses == (
        f"{first} holds what {second} should be, {second} what {third} should be, and {third} what {first} should be: in which "
        "order are they returned?",
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda n, m: (2 * n * m, n + m), "a is 2 times the right answer, in every case."),
        (lambda n, m: (n * m + 1, n + m), "a is the right answer plus 1."),
        (lambda n, m: (n * m * m, n + m), "a is the right answer times m, which is one factor too many."),
        (lambda n, m: (n * m - n, n + m), "a is the right answer minus n."),
        (lambda n, m: (n + m, n * m), "a holds what b should be: have they changed places?"),
    ],
)  # fmt: skip
def test_of_what_is_counted_it_is_told_how_it_differs(wrong, sentence):
    cases = tuple(Case(f"case {n}", {"n": n, "m": m}, {"a": n * m, "b": n + m}) for n, m in ((3, 5), (4, 7), (10, 6)))
    one = Exercise("one", "chapter", dict.fromkeys("ab", Exact()), cases)
    replies = ask(wrong, [case.inputs for case in cases], ["a", "b"])
    assert judge(one, cases, replies).diagnoses == (sentence,)


def test_of_texts_and_truth_values_no_pattern_is_told():
    cases = tuple(Case(f"case {x}", {"x": x}, {"a": x > 1, "b": "up"}) for x in (0.5, 1.5, 2.5))
    one = Exercise("one", "chapter", dict.fromkeys("ab", Exact()), cases)
    replies = ask(lambda x: (x < 1, "down"), [case.inputs for case in cases], ["a", "b"])
    assert judge(one, cases, replies).diagnoses == ()


def test_of_two_numbers_that_are_wrong_nothing_is_made_up():
    cases = tuple(Case(str(x), {"x": x}, {"d": x**3}) for x in (1.5, 2.5))
    one = Exercise("one", "chapter", {"d": Close()}, cases)
    replies = ask(lambda x: x**3 + 0.1 * x**2 + 0.01, [case.inputs for case in cases], ["d"])
    assert judge(one, cases, replies).diagnoses == ()


def test_rounding_errors_where_the_right_answer_is_zero_do_not_hide_a_factor():
    cases = tuple(Case(str(x), {"x": x}, {"d": np.array([x, -x])}) for x in (1e-17, 2.0, 3.0))
    one = Exercise("one", "chapter", {"d": Close()}, cases)
    replies = ask(lambda x: np.array([2 * x, -2 * x]) if x > 1 else np.array([3e-17, 0]), [c.inputs for c in cases], ["d"])
    assert judge(one, cases, replies).diagnoses == ("d is 2 times the right answer, in every case.",)


BY_HAND = {"c": 20.0855, "dx": 40.171, "w": -12.0, "z": 0.4}


def hand(**given: float) -> tuple[str, ...]:
    case = Case("", {}, {name: Hand(2).freeze(want) for name, want in BY_HAND.items()})
    one = Exercise("one", "chapter", dict.fromkeys(BY_HAND, Hand(2)), (case,))
    return judge(one, one.cases, ask(lambda: BY_HAND | given, [{}], list(BY_HAND))).diagnoses


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"c": -20.09}, "c has the wrong sign: its size is right."),
        ({"dx": 40.2}, "dx is the right number, rounded to too few decimals: 2 are asked for."),
        ({"c": 20}, "c is the right number, rounded to too few decimals: 2 are asked for."),
        ({"c": "20.09"}, "c is a text; a number is asked for, without quotation marks."),
        ({"dx": 20.09}, "dx holds what c should be."),
        ({"w": -4}, "w is a simple multiple or fraction of the right number: is a factor missing, or one too many?"),
        ({"w": 4}, "w is a simple multiple or fraction of the right number, with the wrong sign."),
    ],
)
def test_of_a_number_worked_out_by_hand_it_is_told_how_it_differs_and_not_the_number(given, sentence):
    assert hand(**given) == (sentence,)


@pytest.mark.parametrize("given", [{"c": 19.09}, {"z": 0}, {"z": 0.5}, {"w": -13}])
def test_of_a_number_by_hand_that_differs_otherwise_nothing_is_made_up(given):
    assert hand(**given) == ()


@pytest.mark.parametrize(("want", "given", "told"), [
    (27, "27", ("a is a text; a number is asked for, without quotation marks.",)),
    ("None", "0.0", ()),
    ([1, 2], "1", ()),
])  # fmt: skip
def test_a_text_is_called_one_only_where_a_number_is_asked_for(want, given, told):
    case = Case("", {}, {"a": Hand(0).freeze(want)})
    one = Exercise("one", "chapter", {"a": Hand(0)}, (case,))
    assert judge(one, one.cases, ask(lambda: {"a": given}, [{}], ["a"])).diagnoses == told


def test_where_a_case_with_a_name_of_its_own_is_wrong_it_is_named():
    def wrong(X, w, d):
        return d + X.cumsum(0) if X.shape == (2, 2) else d

    one = exercise((3, 4), (2, 2))
    named = replace(one, cases=(one.cases[0], replace(one.cases[1], name="a square")))
    assert told(named, d=wrong) == ("d: right in all cases but these: a square.",)
    assert told(one, d=wrong) == (), "of cases that were drawn the name says nothing"


def test_where_most_cases_are_wrong_the_right_ones_are_named():
    one = exercise((2, 2), (3, 3), (4, 4))
    named = replace(one, cases=tuple(replace(case, name=name) for case, name in zip(one.cases, "abc", strict=True)))
    assert told(named, d=lambda X, w, d: d if len(X) > 2 else d + X.cumsum(0)) == ("d: right in all cases but these: a.",)
    assert told(named, d=lambda X, w, d: d if len(X) > 3 else d + X.cumsum(0)) == ("d: right in these cases only: c.",)
    assert told(named, d=lambda X, w, d: d + X.cumsum(0)) == ()


WAVE = Curve([0.2, 0.0, 0.4], [[0.3, 1, 15.0, 0.0], [0.1, 0, 50.0, 1.5]])


def pieces(eps, first=-1.0, closed=True, height=lambda low, high: (low + high) / 2, points=20_001):
    """Edges and heights of pieces that grow until their range is 2 eps."""
    x = np.linspace(0, 1, points)
    y = WAVE(x)
    s, heights, low, high = [first], [], y[0], y[0]
    for before, value in zip(x[:-1], y[1:], strict=True):
        if max(high, value) - min(low, value) > 2 * eps:
            heights.append(height(low, high))
            s.append(before)
            low = high = value
        low, high = min(low, value), max(high, value)
    heights.append(height(low, high) if closed else heights[-1])
    return np.array(s), np.array(heights)


def evenly(n):
    x = (np.arange(n)[:, None] + np.linspace(0, 1, 201)) / n
    y = WAVE(x)
    return np.append(-1.0, np.arange(1, n) / n), np.diff((y.max(1) + y.min(1)) / 2, prepend=0)


def jumps(s, heights):
    return s, np.diff(heights, prepend=0)


@pytest.mark.parametrize(
    ("network", "word"),
    [
        (jumps(*pieces(0.0985, first=0.0)), "too large at x = 0 alone"),
        (pieces(0.0985), "taken as heights, the weights would be right"),
        (jumps(*pieces(0.0985, height=lambda low, high: high)), "the heights are not right"),
        (jumps(*pieces(0.0985, points=41)), "in some pieces f goes further than 2 eps"),
        (evenly(60), "all pieces are equally wide"),
        (jumps(*pieces(0.05)), "no piece is as long as it may be"),
        (tuple(np.concatenate([one, [0.5, 0.5]]) if i == 0 else np.append(one, [1.0, -1.0])
               for i, one in enumerate(jumps(*pieces(0.0985)))), "some neurons stand at the same place"),
    ],
)  # fmt: skip
def test_of_a_staircase_it_is_told_what_is_wrong_with_its_pieces(network, word):
    rules = {"error": StairsError(), "neurons": StairsSize()}
    terms = {"f": WAVE, "eps": 0.1, "neurons": len(pieces(0.097)[0])}
    one = Exercise("one", "chapter", rules, (Case("", {"f": WAVE, "eps": 0.1}, dict.fromkeys(rules, terms)),))
    replies = ask(lambda f, eps: {"error": network, "neurons": network}, [one.cases[0].inputs], list(rules))
    (sentence,) = judge(one, one.cases, replies).diagnoses
    assert word in sentence


@pytest.mark.parametrize(
    ("draw", "word"),
    [
        (lambda rng, n, m: rng.normal(0, 1 / n, (n, m)), "deviation of W is about what its variance should be"),
        (lambda rng, n, m: rng.normal(0, (2 / n) ** 0.5, (n, m)), "about 2 times too large"),
        (lambda rng, n, m: rng.normal(0, m**-0.5, (n, m)), "about 1 divided by m"),
        (lambda rng, n, m: rng.normal(0, 1, (n, m)), "about the same in every case"),
        (lambda rng, n, m: rng.normal(0, n**0.5, (n, m)), "about one over what it should be"),
        (lambda rng, n, m: rng.normal(1, n**-0.5, (n, m)), "lie around 1"),
        (lambda rng, n, m: np.abs(rng.normal(0, n**-0.5, (n, m))), "No entry of W is negative"),
        (lambda rng, n, m: np.maximum(rng.normal(0, n**-0.5, (n, m)), 0), "Many entries of W are 0"),
        (lambda rng, n, m: np.tile(rng.normal(0, n**-0.5, m), (n, 1)), "All rows of W are the same"),
        (lambda rng, n, m: rng.normal(0, n**-0.5, (m, n)), "Rows and columns of W have changed places"),
        (lambda rng, n, m: rng.normal(0, n**-0.5, n * m), "all in one row"),
        (lambda rng, n, m: rng.uniform(-((3 / n) ** 0.5), (3 / n) ** 0.5, (n, m)), "spread evenly between two bounds"),
        (lambda rng, n, m: np.clip(rng.normal(0, n**-0.5, (n, m)), -2 * n**-0.5, 2 * n**-0.5), "they are cut off"),
        (lambda rng, n, m: np.zeros((n, m)), "W is zero everywhere"),
        (lambda rng, n, m: (W := rng.normal(0, n**-0.5, (n, m))) - W.mean(axis=0), "Each column of W adds up to 0"),
        (lambda rng, n, m: (W := rng.normal(0, n**-0.5, (n, m))) - W.mean(axis=1, keepdims=True), "Each row of W adds up to 0"),
        (lambda rng, n, m: (W := rng.normal(0, n**-0.5, (n, m))) - W.mean(), "All entries of W together add up to 0"),
    ],
)  # fmt: skip
def test_of_random_numbers_it_is_told_how_they_are_spread(draw, word):
    rng = np.random.default_rng(3)
    cases = tuple(Case(f"layer {n}", {"n": n, "m": m}, {"W": {"shape": [n, m], "family": "normal", "mean": 0.0,
                                                             "deviation": n**-0.5, "copies": ""}})
                  for n, m in ((240, 65), (66, 250), (120, 120)))
    layer = Exercise("layer", "chapter", {"W": Sample()}, cases)
    replies = ask(lambda n, m: draw(rng, n, m), [case.inputs for case in cases], ["W"])
    (sentence,) = judge(layer, cases, replies).diagnoses
    assert word in sentence


def test_predicted_labels_are_compared_with_guesses():
    truth = np.array([0, 1, 2] * 10 + [0] * 5)
    one = Exercise("one", "chapter", {"labels": Accuracy(0.9)}, (Case("a", {"X": truth}, {"labels": truth}),))

    def sentence(labels):
        return judge(one, one.cases, ask(lambda X: labels, [{"X": truth}], ["labels"])).diagnoses

    assert sentence(0 * truth)[0].startswith("labels: every image gets the same label.")
    assert sentence(0 * truth)[0].endswith("Seen in: a.")
    assert "fewer are right than by guessing" in sentence((truth + 1) % 3)[0]
    assert "the most frequent label" in sentence(np.where(np.arange(35) < 14, truth, (truth + 1) % 3))[0]
    assert sentence(np.where(np.arange(35) < 25, truth, (truth + 1) % 3)) == ()


def test_a_list_of_numbers_worked_out_by_hand_is_judged():
    one = Exercise("one", "chapter", {"row": Hand(2)}, (Case("", {}, {"row": Hand(2).freeze(np.array([2.0, 3.0]))}),))
    assert judge(one, one.cases, ask(lambda: [3.0, 2.0], [{}], ["row"])).kind is Kind.WRONG_VALUES
