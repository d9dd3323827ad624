"""Known mistakes explain an answer together, and only where they are made."""

import functools
from dataclasses import replace

import numpy as np
import pytest

from autograder import exercises
from handgrad.adapters.optimizers import run_steps
from handgrad.kit.answer import ask
from handgrad.kit.exercise import Case, Exercise, Mistake
from handgrad.kit.explain import TELLING, TELLING_OF_A_PART, bits
from handgrad.kit.judge import judge
from handgrad.kit.rules import Close, Exact
from handgrad.kit.verdict import Kind

RNG = np.random.default_rng(7)
SHAPES = ((3, 4), (5, 2))


def right(X):
    return {"a": X**2, "b": X.sum(axis=0), "c": np.tanh(X)}


def exercise(mistakes=(), follows=None, answer=right, rules=None) -> Exercise:
    inputs = [{"X": RNG.normal(size=shape)} for shape in SHAPES]
    cases = tuple(Case(f"case {i}", one, answer(**one)) for i, one in enumerate(inputs))
    known = tuple(Mistake(says, tuple(None if (made := wrong(**one)) is None else {**answer(**one), **made} for one in inputs))
                  for says, wrong in mistakes)
    names = rules or {name: Close() for name in cases[0].expected}
    return Exercise("one", "chapter", names, cases, known, follows=follows or {})


def told(one: Exercise, wrong) -> tuple[str, ...]:
    def answer(X):
        return {**{name: value for case in one.cases if np.array_equal(case.inputs["X"], X)
                   for name, value in case.expected.items()}, **wrong(X)}

    return judge(one, one.cases, ask(answer, [case.inputs for case in one.cases], list(one.rules))).diagnoses


HALF = ("a and b are halved.", lambda X: {"a": X**2 / 2, "b": X.sum(axis=0) / 2})
CUBE = ("a is a cube.", lambda X: {"a": X**3})
MEAN = ("b is a mean.", lambda X: {"b": X.mean(axis=0)})
SINE = ("c is a sine.", lambda X: {"c": np.sin(X)})


def test_two_mistakes_in_two_outputs_are_both_told():
    one = exercise([CUBE, MEAN, SINE])
    assert set(told(one, lambda X: CUBE[1](X) | MEAN[1](X))) == {"a is a cube.", "b is a mean."}


def test_one_mistake_that_explains_everything_is_told_in_place_of_two():
    one = exercise([("a is halved.", lambda X: {"a": X**2 / 2}), ("b is halved.", lambda X: {"b": X.sum(axis=0) / 2}), HALF])
    assert told(one, HALF[1]) == ("a and b are halved.",)


def test_a_mistake_is_told_for_the_part_that_it_explains_where_the_rest_is_wrong_in_another_way():
    one = exercise([HALF])
    assert told(one, lambda X: {"a": X**2 / 2, "b": np.cos(X[0])}) == ("As to a, this would explain it: a and b are halved.",)


def test_a_mistake_is_not_told_where_an_output_is_right_that_it_would_spoil():
    one = exercise([HALF])
    assert told(one, lambda X: {"a": X**2 / 2}) == ("a is 0.5 times the right answer, in every case.",)


def test_what_follows_from_a_wrong_output_may_differ():
    one = exercise([HALF], follows={"b": ("a",)})
    assert told(one, lambda X: {"a": X**2 / 2, "b": np.cos(X[0])}) == ("As to a, this would explain it: a and b are halved.",)
    assert told(one, lambda X: {"a": X**2 / 2}) == ("As to a, this would explain it: a and b are halved.",)


def test_a_mistake_in_one_output_is_not_told_where_another_that_it_follows_from_is_wrong():
    one = exercise([MEAN], follows={"b": ("a",)})
    assert told(one, lambda X: {"a": np.abs(X) + 1.5, "b": X.mean(axis=0)}) == ()
    assert told(one, lambda X: {"c": X + 1.5, "b": X.mean(axis=0)}) == ("b is a mean.",)


def test_whoever_errs_early_is_told_where_to_look_first():
    one = exercise(follows={"b": ("a",), "c": ("b",)})
    wrong = {"a": lambda X: X + 1.5, "b": lambda X: np.cos(X[0])}
    found = judge(one, one.cases, ask(lambda X: {**right(X), **{k: f(X) for k, f in wrong.items()}},
                                      [case.inputs for case in one.cases], list(one.rules)))
    assert "b follows from a: look there first." in found.says


def test_of_two_mistakes_that_fit_equally_well_both_are_named():
    one = exercise([CUBE, ("a is the third power.", CUBE[1])])
    assert told(one, CUBE[1]) == ("Either: a is a cube. Or: a is the third power.",)


def test_of_two_that_fit_a_part_equally_well_the_first_is_told():
    """Mistakes that differ in the rest only: of it neither need be true."""
    one = exercise([("a is a cube, b a mean.", lambda X: {"a": X**3, "b": X.mean(axis=0)}),
                    ("a is a cube, b a maximum.", lambda X: {"a": X**3, "b": X.max(axis=0)})])
    assert told(one, lambda X: {"a": X**3, "b": np.cos(X[0])}) == ("As to a, this would explain it: a is a cube, b a mean.",)


def test_a_mistake_that_was_seen_in_more_cases_goes_before_one_that_leaves_some_open():
    sometimes = ("a was drawn.", lambda X: CUBE[1](X) if len(X) == 3 else None)
    assert told(exercise([sometimes, CUBE]), CUBE[1]) == ("a is a cube.",)


def counted(X):
    return {"steps": len(X) + 4, "table": X, "labels": (X[:, 0] > 0).astype(int)}


COUNTED = {"steps": Exact(), "table": Close(), "labels": Exact()}


def test_a_small_whole_number_explains_nothing_while_something_else_is_wrong():
    one = exercise([("steps is one too many.", lambda X: {"steps": len(X) + 5})], answer=counted, rules=COUNTED)
    assert told(one, lambda X: {"steps": len(X) + 5}) == ("steps is one too many.",)
    assert told(one, lambda X: {"steps": len(X) + 5, "table": X**3 + 1}) == ()


def test_an_empty_table_explains_nothing():
    one = exercise([("Nothing was written under this name.", lambda X: {"table": np.zeros((0, X.shape[1]))})],
                   answer=counted, rules=COUNTED)
    assert told(one, lambda X: {"table": np.zeros((0, X.shape[1]))}) == ()


@pytest.mark.parametrize(
    ("wrong", "least", "most"),
    [
        (lambda w: w + 1, 0, TELLING_OF_A_PART),
        (lambda w: 0 * w, TELLING, TELLING_OF_A_PART),
        (lambda w: np.ones_like(w), TELLING, TELLING_OF_A_PART),
        (lambda w: w**3, TELLING_OF_A_PART, 1e4),
        (lambda w: w[::-1], TELLING_OF_A_PART, 1e4),
        (lambda w: w, 0, 0.1),
    ],
    ids=["off by one", "zeros", "ones", "other numbers", "turned round", "right"],
)
def test_how_telling_a_match_is(wrong, least, most):
    cases = [Case("", {}, {"d": RNG.normal(size=6)}) for _ in range(3)]
    replies = ask(lambda d: wrong(d), [case.expected for case in cases], ["d"])
    assert least <= bits(Close(), "d", cases, replies) <= most


# --- an error counts once -------------------------------------------------------------------------------------------------


def chain(X):
    return {"a": X**2, "b": np.tanh(X**2), "c": np.exp(np.tanh(X**2))}


def graded(wrong):
    carries = {"b": lambda X, a: np.tanh(a), "c": lambda X, b: np.exp(b)}
    one = replace(exercise(answer=chain, follows={"b": ("a",), "c": ("b",)}), carries=carries)
    return judge(one, one.cases, ask(lambda X: {**chain(X), **wrong(X)}, [case.inputs for case in one.cases], list(one.rules)))


def test_what_follows_rightly_from_an_earlier_error_earns_its_share_and_the_verdict_says_so():
    found = graded(lambda X: {"a": X**3, "b": np.tanh(X**3), "c": np.exp(np.tanh(X**3))})
    assert found.parts == {"a": False, "b": True, "c": True}
    assert "Worked out rightly from what came before it, so it earns its share: b, c." in found.says
    assert found.kind is Kind.WRONG_VALUES


def test_a_second_error_loses_its_own_share():
    assert graded(lambda X: {"a": X**3, "b": np.cos(X), "c": np.exp(np.cos(X))}).parts == {"a": False, "b": False, "c": True}


def test_zeros_that_follow_from_zeros_earn_nothing():
    assert graded(lambda X: {"a": 0 * X, "b": 0 * X, "c": 0 * X}).share == 0
    assert graded(lambda X: {"a": 0 * X, "b": 0 * X, "c": 0 * X + 1}).share == 0


@functools.cache
def public(name):
    return exercises.find(name).public_exercise()


def parts(name, answer):
    one = public(name)
    return judge(one, one.cases, ask(answer, [case.inputs for case in one.cases], list(one.rules))).parts


def averaged(w, g, state, learning_rate, mu):
    m = mu * state["m"] + (1 - mu) * g
    return w - learning_rate * m, {"m": m}


def averaged_and_forgotten(w, g, state, learning_rate, mu):
    m = mu * state["m"] + (1 - mu) * g
    return w - learning_rate * g, {"m": m}


def standing_still(w, g, state, learning_rate, mu):
    return w, {"m": 0 * g}


@pytest.mark.parametrize(("step", "w"), [(averaged, True), (averaged_and_forgotten, False), (standing_still, False)])
def test_a_step_that_follows_from_a_wrong_state_earns_its_share_and_standing_still_does_not(step, w):
    assert parts("momentum_step", run_steps(step, m=0.0)) == {"w": w, "m": False}


def test_in_a_graph_by_hand_an_error_counts_once():
    right = {"a": 2, "b": 3, "c": 20.09, "f": 21.09, "dc": 1, "db": 20.09, "da": 20.09, "dw0": 20.09, "dw1": 20.09, "dx": 40.17}
    assert all(parts("graph_by_hand", lambda: right).values())
    follows = {"c": 8.15, "f": 9.15, "db": 8.15, "da": 8.15, "dw0": 8.15, "dw1": 8.15, "dx": 16.3}
    wrong = parts("graph_by_hand", lambda: right | follows)
    assert [name for name, is_right in wrong.items() if not is_right] == ["c"]
    assert not any(parts("graph_by_hand", lambda: dict.fromkeys(right, 0)).values())


@pytest.mark.parametrize("number", [0, 1, 2.37, -40.1])
def test_one_number_in_all_places_is_not_worked_out(number):
    right = parts("graph_by_hand", lambda: dict.fromkeys(public("graph_by_hand").rules, number))
    assert [name for name, is_right in right.items() if is_right] == (["dc"] if number == 1 else [])


@pytest.mark.parametrize("size", [1e-20, 1e-12, 1e-7])
def test_nothing_follows_from_numbers_too_small_to_be_told_apart(size):
    def specks(*inputs):
        """Nonsense in the right shapes, shorter than any error that counts."""
        want = nodes.outputs_of(nodes.answer, dict(zip(nodes.public_inputs()[0][1], inputs, strict=True)))
        return {name: size * RNG.normal(size=np.shape(value)) for name, value in want.items()}

    nodes, by_hand = exercises.find("batchnorm_nodes"), public("graph_by_hand").rules
    assert not any(parts("batchnorm_nodes", specks).values())
    assert not any(parts("graph_by_hand", lambda: {name: 1.2345 * size + i * size for i, name in enumerate(by_hand)}).values())


def test_a_step_too_small_to_be_seen_is_no_step():
    def hardly(w, g, state, learning_rate, mu):
        return w, {"m": 1e-6 * RNG.normal(size=np.shape(g))}

    assert not any(parts("momentum_step", run_steps(hardly, m=0.0)).values())


def mistake(name, called):
    return next(wrong.function for wrong in exercises.find(name).wrongs if wrong.function.__name__ == called)


@pytest.mark.parametrize(("name", "called", "lost"), [
    ("net_backward", "without_the_two", {"dW2", "db2"}),
    ("net_backward", "sum_in_place_of_mean", {"dW2", "db2"}),
    ("net_backward", "without_the_tanh_slope", {"dW2", "db2"}),
    ("net_backward", "without_the_mask", {"dW1", "db1"}),
    ("net_backward", "wrong_sign_without_the_mask", {"dW1", "db1", "dW2", "db2"}),
    ("net_backward", "inputs_times_n", {"dX"}),
    ("regularized_gradients", "summed_loss", {"dW2", "db2"}),
    ("regularized_gradients", "divided_twice", {"dW2", "db2"}),
    ("regularized_gradients", "mask_forgotten", {"dW1", "dgamma", "dbeta"}),
])  # fmt: skip
def test_on_the_way_back_through_a_net_an_error_counts_where_it_was_made(name, called, lost):
    found = parts(name, mistake(name, called))
    assert {output for output, is_right in found.items() if not is_right} == lost


@pytest.mark.parametrize("size", [0.0, 1e-20, 1e-9, 1.0, 1e12])
def test_gradients_made_up_in_the_right_shapes_earn_nothing(size):
    def made_up(X, Y, W1, b1, W2, b2):
        return [size * RNG.normal(size=array.shape) for array in (W1, b1, W2, b2, X)]

    assert not any(parts("net_backward", made_up).values())


@pytest.mark.parametrize("odd", [None, "text", [[1.0], [2.0, 3.0]], np.zeros(3), np.full((3, 4), np.nan)], ids=str)
def test_nothing_follows_from_an_answer_of_another_kind(odd):
    assert graded(lambda X: {"a": odd}).parts == {"a": False, "b": True, "c": True}
    assert graded(lambda X: {"a": odd, "b": np.cos(X), "c": np.sin(X)}).share == 0


def test_mistakes_that_show_in_different_cases_are_all_told():
    def gate(kind, a):
        return {"up": 2 * a, "down": -a, "flat": 0.0}[kind]

    cases = tuple(Case(f"{kind} {a}", {"kind": kind, "a": a}, {"d": gate(kind, a)})
                  for kind, a in (("up", 1.23), ("up", -0.71), ("down", 1.9), ("flat", 4.0)))  # fmt: skip
    made = (("up", "tripled", lambda a: 3 * a), ("down", "kept", lambda a: a), ("flat", "one", lambda a: 1.0))
    mistakes = tuple(
        Mistake(f"At {wrong} it is {says}.", tuple({"d": value(c.inputs["a"]) if c.inputs["kind"] == wrong else c.expected["d"]}
                                                   for c in cases))
        for wrong, says, value in made
    )  # fmt: skip
    one = Exercise("one", "chapter", {"d": Close()}, cases, mistakes)

    def told(**answers):
        replies = ask(lambda kind, a: answers.get(kind, lambda a: gate(kind, a))(a), [c.inputs for c in cases], ["d"])
        return judge(one, cases, replies).diagnoses

    assert told(up=lambda a: 3 * a, down=lambda a: a) == ("At up it is tripled.", "At down it is kept.")
    assert told(up=lambda a: 3 * a, down=lambda a: a + 1) == (), "what is left open may be the cause of all of it"


def test_outputs_in_another_order_are_told_as_a_whole_or_not_at_all():
    cases = tuple(Case(str(x), {"x": x}, {"a": x, "b": x * x, "c": x**3}) for x in (1.37, 2.41, 0.53))
    turned = Mistake("a, b and c stand in another order.", tuple({"a": x * x, "b": x, "c": x**3} for x in (1.37, 2.41, 0.53)))
    one = Exercise("one", "chapter", dict.fromkeys("abc", Close()), cases, (turned,))
    replies = ask(lambda x: (x * x, 1.0 + 0 * x, x**3), [case.inputs for case in cases], list("abc"))
    assert judge(one, cases, replies).diagnoses == ("a holds what b should be.",)


def test_what_follows_from_an_output_that_is_wrong_in_another_way_is_told_no_mistake():
    cases = tuple(Case(str(x), {"x": x}, {"a": x, "b": x * x + 1}) for x in (1.37, 2.41, 0.53, 4.83))
    both = Mistake("a and b are halved.", tuple({"a": c.expected["a"] / 2, "b": c.expected["b"] / 2} for c in cases))
    one = Exercise("one", "chapter", dict.fromkeys("ab", Close()), cases, (both,), follows={"b": ("a",)})
    replies = ask(lambda x: (x**3 + 0.1, (x * x + 1) / 2), [case.inputs for case in cases], list("ab"))
    assert judge(one, cases, replies).diagnoses == ()


def test_two_mistakes_that_each_show_in_some_cases_have_to_tell_more_than_a_truth_value():
    cases = tuple(Case(str(x), {"x": x}, {"edge": x in (0, 3)}) for x in range(4))
    first = Mistake("Only the first is looked at.", tuple({"edge": case.inputs["x"] == 0} for case in cases))
    last = Mistake("Only the last is looked at.", tuple({"edge": case.inputs["x"] == 3} for case in cases))
    one = Exercise("one", "chapter", {"edge": Exact()}, cases, (first, last))
    assert judge(one, cases, ask(lambda x: False, [case.inputs for case in cases], ["edge"])).diagnoses == ()
