"""Generic wrong answers and disguises: for all exercises in `make proof`, for a few in test_mutants.py, for two here."""

import pytest

from autograder import exercises
from autograder.proof import disguises, prove
from handgrad.kit.rules import Close

WRONG = {
    "nothing", "a list of nothing", "zeros", "ones", "transposed", "without axes of length one", "an axis too many",
    "of dtype object", "of complex numbers", "off by a thousandth", "nan in one place", "text",
    "its first input", "looked up in the public cases", "right, and changes its inputs",
    "the first question's answer again", "the question before's answer",
}  # fmt: skip


@pytest.mark.parametrize("name", ["affine_backward", "gate_backward"])
def test_no_generic_wrong_answer_passes_and_no_disguise_is_refused(name):
    tried, passed, worn, refused = prove.generic(exercises.find(name))
    assert tried > 10
    assert worn > 10
    assert not passed
    assert not refused


def test_an_exercise_on_arrays_is_tried_with_every_generic_wrong_answer():
    one = exercises.find("affine_backward")
    assert {what for what, _ in disguises.wrongs(one, one.answer)} == WRONG


def test_a_check_that_broadcasts_is_found_out(monkeypatch):
    monkeypatch.setattr(Close, "fits", lambda self, got, frozen: True)
    _, passed, _, _ = prove.generic(exercises.find("affine_backward"))
    assert "off by a thousandth" in passed


def test_a_right_answer_behind_a_decorator_of_another_module_is_mutated_too(course):
    for who, source, build in prove.answers(course, exercises.load("optimizers", "adam_step")):
        assert callable(build(source)), who
