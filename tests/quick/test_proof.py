"""Rivals are found and places are counted, as docs/proof.md tells of them."""

from collections import Counter

import numpy as np

from autograder import exercises
from autograder.author.page import Page
from autograder.proof import rivals as looked_for
from autograder.proof import table
from autograder.proof.handwritten import ACCEPTED, LOCATED, OTHER, REFUSED, SILENT, TOLD, Counted
from autograder.proof.places import Places, places
from autograder.proof.prove import Proof


def squares(X):
    return X**2


def page(public):
    """A page whose public cases have no number above 1, or have one."""
    one = Page(outputs=("Y",), hints=("", "", ""))
    one.name, one.topic = "made_here", "made_here"
    one.reference(squares)
    one.cases(public=1, secret=1)(lambda rng: {"X": np.append(rng.uniform(0.1, 0.9, 4), public)})
    one.wrong("Y is the third power.")(lambda X: X**3)
    one.wrong("Y is cut off at 2.")(lambda X: np.where(X > 2, X**2, X**3))
    return one


def test_a_program_that_the_public_cases_do_not_tell_from_a_known_mistake_is_found(monkeypatch):
    for public, found in ((0.5, [0, 1]), (3.0, [1])):
        one = page(public)
        fresh = one.exercise([("", {"X": np.array([0.5, 3.0])})])
        assert looked_for._told_falsely(one.public_exercise(), fresh, one.wrongs[1].function) == [i for i in found if i == 0]


def test_a_known_mistake_is_no_rival_of_itself():
    one = exercises.find("tanh_backward")
    public, fresh = one.public_exercise(), looked_for.fresh_exercise(one.topic, one.name)
    for wrong in one.wrongs:
        assert not looked_for._told_falsely(public, fresh, wrong.function), wrong.says


def test_the_line_named_is_the_one_that_was_changed(course):
    found = places(course, exercises.find("affine_backward"))
    assert found.tried >= 3
    assert not found.elsewhere


def test_the_page_says_what_was_found():
    found = Places(4, 2, 1, ["the solution: d"])
    proof = Proof("relu_backward", "backprop_matrix", rivals=[("a, b", "It is c.")], places=found)
    assert "| backprop_matrix/relu_backward, a, b | It is c. |" in table.of_rivals([proof])
    text = " ".join(table.of_places([proof]).split())
    assert "Of 4 mutants of 1 exercises that fail, 2 have a line named, 1 of them one line alone." in text
    assert "in 50 % of these." in text
    assert "- backprop_matrix/relu_backward, the solution: d" in text
    wrong, twice, right = {TOLD: 6, SILENT: 2, OTHER: 1}, {LOCATED: 1, ACCEPTED: 1}, {REFUSED: 3}
    counts = Counted("neuron", Counter(wrong), Counter(twice), Counter(right))
    assert "| neuron | 11 | 6 | 1 | 2 | 1 | 1 | 70 % | 50 % | 3 | 3 |" in table.of_answers([counts])
