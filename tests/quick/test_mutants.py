"""Wrong answers made mechanically lose points: all of them in `make proof`, those of a few exercises here."""

from pathlib import Path

import numpy as np
import pytest

from autograder import exercises
from autograder.author.page import Page
from autograder.proof import fresh, prove
from autograder.proof.mutants import mutants
from handgrad.kit.rules import Close, Exact, Hand
from handgrad.kit.verdict import Kind, Verdict

SOURCE = """
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum(axis=0)
"""


def sample(count: int = 4) -> list[Page]:
    """A few exercises from all over the course, the same each time: `make proof` takes them all."""
    by_values = (Close, Exact, Hand)  # the others train a net or draw thousands of numbers at each question
    everything = [
        one for topic in exercises.topics() for one in exercises.pages(topic)
        if all(isinstance(rule, by_values) for rule in one.rules.values())
    ]
    return everything[:: len(everything) // count][:count]


def test_the_operators_make_the_mistakes_that_people_make():
    made = " ".join(mutant.source for mutant in mutants(SOURCE))
    for slip in ("dS @ W,", "X @ dS", "dS.T", "axis=1", "dS.mean(axis=0)", "-(dS @ W.T)", "dS * W.T", "(X.T @ dS, dS @ W.T"):
        assert slip in made, f"no mutant with {slip}"


def test_every_mutant_differs_from_the_source_and_from_the_others():
    texts = [mutant.source for mutant in mutants(SOURCE)]
    assert len(set(texts)) == len(texts) > 10


@pytest.mark.parametrize("one", [pytest.param(one, id=f"{one.topic}-{one.name}") for one in sample()])
def test_every_mutant_of_a_few_exercises_loses_points_and_none_is_told_a_wrong_cause(course, monkeypatch, one):
    monkeypatch.setattr(fresh, "FRESH", 100)
    found = prove.prove(course, one.topic, one.name)
    assert found.made >= 1
    assert not found.survivors
    assert not found.falsely_told
    assert not found.rights_refused
    assert not found.generic_passed
    assert not found.disguises_refused


def test_a_check_that_lets_a_wrong_answer_through_is_found_out(course, monkeypatch):
    monkeypatch.setattr(Close, "fits", lambda self, got, frozen: True)
    assert prove.graded(exercises.find("affine_backward"), lambda dS, X, W: (X, W, dS[0])).share == 1


def test_what_mutants_write_is_thrown_away(course, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(prove, "generic", lambda one: Path("left behind").write_text("by a mutant") and (0, [], 0, []))
    monkeypatch.setattr(prove, "mutants", lambda source: [])
    prove.prove(course, "backprop_matrix", "jacobian_size")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("sentence", "holds"), [
    ("{says}", True), ("As to b, this would explain it: {says}", True), ("As to y: {says}", False),
    ("Either: Something else. Or: {says}", True), ("As to y: Either: Something else. Or: {says}", False),
])
def test_a_known_mistake_is_held_to_the_outputs_of_which_it_is_told(sentence, holds):
    """Its own sentence is about b; y follows from b and may differ."""
    one = exercises.load("approximation", "sigmoid_network")
    says = next(wrong.says for wrong in one.wrongs if wrong.says.startswith("b has lost its minus"))

    def minus_lost_and_all_else_wrong(x, s, v, k):
        return {"w": -k * np.ones_like(s), "b": k * s, "y": np.ones_like(x)}

    told = Verdict(one.name, Kind.WRONG_VALUES, {}, (), (sentence.format(says=says),))
    assert (fresh.told_falsely(one, minus_lost_and_all_else_wrong, told) == []) is holds
    assert fresh.untrue_patterns(one, minus_lost_and_all_else_wrong, told) == []
