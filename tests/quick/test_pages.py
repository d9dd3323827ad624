"""Every exercise page keeps the promises of a page: docs/anatomy.md."""

import functools
import inspect
import json
from collections.abc import Callable

import numpy as np
import pytest
import torch

from autograder.author.page import Page
from autograder.grade.judge import judge_both
from handgrad.kit import wire
from handgrad.kit.answer import Reply, ask
from handgrad.kit.exercise import Exercise
from handgrad.kit.judge import judge
from handgrad.kit.rules.rule import distance
from handgrad.kit.verdict import Kind, Verdict

SECRET = b"a secret of the tests"


# Every test of one page follows the other (tests/conftest.py), so that what is kept of the last page serves all of them.
@functools.lru_cache(maxsize=1)
def shipped(page: Page) -> Exercise:
    """The public part, after a journey through JSON, as a student's kit reads it."""
    return Exercise.from_plain(json.loads(json.dumps(page.public_exercise().to_plain())), page.topic)


@functools.lru_cache(maxsize=1)
def hidden(page: Page) -> Exercise:
    """The secret part."""
    return page.exercise(page.secret_inputs(SECRET))


@functools.lru_cache(maxsize=100)
def replies(page: Page, answer: Callable) -> list[Reply]:
    """What an answer gives on the public cases, then on the secret ones."""
    cases = [*shipped(page).cases, *hidden(page).cases]
    return ask(answer, [case.inputs for case in cases], list(page.rules))


def graded(page: Page, answer: Callable) -> Verdict:
    """The verdict that the examiner would write on this answer."""
    return judge_both(shipped(page), hidden(page), replies(page, answer))


@functools.lru_cache(maxsize=100)
def checked(page: Page, answer: Callable) -> Verdict:
    """The verdict that `check` would give a student."""
    exercise = shipped(page)
    return judge(exercise, exercise.cases, replies(page, answer)[:len(exercise.cases)])


def test_a_page_has_enough_of_everything(exercise_page):
    assert len(exercise_page.wrongs) >= 4, "at least four wrong answers"
    assert len(exercise_page.rights) >= 2, "at least two right answers written differently"
    assert len(exercise_page.hints) == 3, "three hints: a nudge, the idea, nearly there"
    if exercise_page.draws:
        assert sum(draw.public for draw in exercise_page.draws) >= 2, "at least two public cases"
        assert sum(draw.secret for draw in exercise_page.draws) >= 2, "at least two secret cases"


def test_a_page_explains_its_exercise_in_its_docstring(exercise_page):
    module = inspect.getmodule(exercise_page.answer)
    assert module.__doc__, "the page's docstring says in a line what the exercise is"


def test_the_reference_is_right(exercise_page):
    assert graded(exercise_page, exercise_page.answer).kind is Kind.RIGHT


def test_every_right_answer_passes(exercise_page):
    for right in exercise_page.rights:
        found = graded(exercise_page, right)
        assert found.kind is Kind.RIGHT, f"{right.__name__}: {found.says}"


def test_every_wrong_answer_loses_points_and_is_told_its_own_sentence(exercise_page):
    for wrong in exercise_page.wrongs:
        for found in (checked(exercise_page, wrong.function), graded(exercise_page, wrong.function)):
            assert found.share < 1, f"{wrong.function.__name__} loses no point"
            assert wrong.says in found.diagnoses, (
                f"{wrong.function.__name__} is told {found.diagnoses or found.says} in place of {wrong.says!r}"
            )


def test_a_wrong_answer_is_told_no_other_mistake(exercise_page):
    for wrong in exercise_page.wrongs:
        assert checked(exercise_page, wrong.function).diagnoses == (wrong.says,), wrong.function.__name__


def test_sentences_are_whole(exercise_page):
    for sentence in (*(wrong.says for wrong in exercise_page.wrongs), *exercise_page.hints):
        assert sentence.endswith((".", "?")), f"no full stop: {sentence!r}"
    says = [wrong.says for wrong in exercise_page.wrongs]
    assert len(set(says)) == len(says), "two mistakes share a sentence"


def test_an_empty_answer_earns_nothing(exercise_page):
    def untouched(*inputs):
        raise NotImplementedError(exercise_page.name)

    found = graded(exercise_page, untouched)
    assert found.kind is Kind.NOT_ATTEMPTED
    assert found.share == 0


@pytest.mark.parametrize("nothing", [None, 0.0, "", []], ids=["None", "zero", "text", "list"])
def test_a_constant_answer_is_not_right(exercise_page, nothing):
    assert graded(exercise_page, lambda *inputs: nothing).kind is not Kind.RIGHT
    assert graded(exercise_page, lambda *inputs: [nothing] * len(exercise_page.rules)).kind is not Kind.RIGHT


def test_the_same_secret_gives_the_same_cases_and_another_gives_others(exercise_page):
    again = exercise_page.exercise(exercise_page.secret_inputs(SECRET))
    assert json.dumps(hidden(exercise_page).to_plain()) == json.dumps(again.to_plain())
    if any(draw.secret for draw in exercise_page.draws):
        other = [wire.encode(inputs) for _, inputs in exercise_page.secret_inputs(b"another")]
        assert other != [wire.encode(case.inputs) for case in hidden(exercise_page).cases]


def test_secret_cases_are_not_the_public_ones(exercise_page):
    public, secret = ({json.dumps(case["inputs"]) for case in part.to_plain()["cases"]}
                      for part in (shipped(exercise_page), hidden(exercise_page)))
    assert not public & secret


def test_the_reference_agrees_with_autograd(exercise_page):
    for forward, inputs, want in _gradients(exercise_page):
        for output, name in forward.gradients.items():
            leaf = torch.tensor(np.asarray(inputs[name], float), dtype=torch.float64, requires_grad=True)
            _scalar(forward, inputs, name, leaf).backward()
            got = np.zeros(leaf.shape) if leaf.grad is None else leaf.grad.numpy()
            assert distance(np.asarray(want[output], float), got) < 1e-9, output


def test_the_reference_agrees_with_central_differences(exercise_page):
    h = 1e-5
    for forward, inputs, want in _gradients(exercise_page):
        for output, name in forward.gradients.items():
            at = np.asarray(inputs[name], float)
            slope, kink = np.zeros(at.shape), np.zeros(at.shape, bool)
            for index in np.ndindex(at.shape):
                values = []
                for step in (h, -h):
                    moved = np.array(at)
                    moved[index] += step
                    values.append(float(_scalar(forward, inputs, name, torch.tensor(moved))))
                middle = float(_scalar(forward, inputs, name, torch.tensor(at)))
                slope[index] = (values[0] - values[1]) / (2 * h)
                # At a kink the slopes on the two sides differ, and a central difference means nothing: autograd has
                # the word there.
                kink[index] = abs(values[0] + values[1] - 2 * middle) > 0.02 * h
            assert distance(np.where(kink, 0, np.asarray(want[output], float)), np.where(kink, 0, slope)) < 1e-6, output


def _gradients(page: Page):
    """Each forward function of the page, on each public case, with the reference's outputs."""
    for forward in page.forwards:
        for _, inputs in page.public_inputs():
            yield forward, inputs, page.outputs_of(page.answer, inputs)


def _scalar(forward, inputs, name, leaf):
    """The forward function as a scalar of one of its inputs: contracted with the upstream gradient."""
    arguments = [
        leaf if key == name else _tensor(inputs[key]) for key in inspect.signature(forward.function).parameters
    ]
    value = forward.function(*arguments)
    return value if forward.upstream is None else (value * _tensor(inputs[forward.upstream])).sum()


def _tensor(value):
    if isinstance(value, np.ndarray | float) and np.asarray(value).dtype.kind == "f":
        return torch.tensor(value, dtype=torch.float64)
    return torch.tensor(value) if isinstance(value, np.ndarray) else value


def test_what_is_carried_on_from_right_outputs_is_right(exercise_page):
    one = exercise_page.public_exercise()
    for name, carry in one.carries.items():
        for case in one.cases:
            want = exercise_page.outputs_of(exercise_page.answer, case.inputs)
            earlier = list(inspect.signature(carry).parameters)[len(case.inputs):]
            carried = carry(*case.inputs.values(), **{output: want[output] for output in earlier})
            assert one.rules[name].fits(carried, case.expected[name]), name
