"""Inputs that no check has ever used: what passes must be right on them too, and what was said must hold there."""

import contextlib
import functools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder import exercises
from autograder.author.page import Inputs, Page, Wrong
from autograder.proof.asking import PATIENCE, SECONDS, TooSlow, asked, quiet, time_limit
from handgrad.kit.answer import ask
from handgrad.kit.exercise import Exercise
from handgrad.kit.explain import alike, upstream
from handgrad.kit.judge import judge
from handgrad.kit.rules import Accuracy, Close, StairsError, Trained
from handgrad.kit.rules.rule import distance
from handgrad.kit.verdict import Kind, Verdict

FRESH = 1000
# Of answers that build a network to an accuracy, and of those that train one: each takes its time.
BUILT, TRAINED = 50, 2
# A right answer that trains is asked more often: chance must not decide what it earns.
LUCK = 50


def fresh_count(one: Page) -> int:
    """On how many fresh inputs a mutant that passes is held against the right answer."""
    if any(isinstance(rule, Accuracy | Trained) for rule in one.rules.values()):
        return TRAINED
    return BUILT if any(isinstance(rule, StairsError) for rule in one.rules.values()) else FRESH


@functools.cache
def fresh(topic: str, name: str, number: int) -> tuple[Inputs, dict[str, Any] | None]:
    """Inputs that no check has ever used, and the right outputs: each drawing function in turn, from seeds of its own."""
    one = exercises.load(topic, name)
    assert one.answer is not None
    draws = one.draws
    if fresh_count(one) == TRAINED:
        # A small public case suits its own seed: how well a net learns from another draw of it is chance.
        draws = [draw for draw in draws if draw.secret]
    inputs: Inputs = {}
    if draws:
        draw = draws[number % len(draws)]
        rng = np.random.default_rng([number, 271828])
        inputs = draw.function(rng) if draw.function.__code__.co_argcount else draw.function()
    return inputs, one.outputs_of(one.answer, inputs)


def same_as_right(one: Page, answer: Callable[..., Any], count: int) -> bool:
    """Whether the answer fits the reference's on fresh inputs."""
    for number in range(count if one.draws else 1):
        inputs, want = fresh(one.topic, one.name, number)
        reply = asked(one, answer, inputs, PATIENCE)
        if want is None or reply is None or reply.outputs is None or reply.changed:
            return False
        if not all(rule.fits(reply.outputs[name], rule.freeze(want[name])) for name, rule in one.rules.items()):
            return False
    return True


def told_falsely(one: Page, answer: Callable[..., Any], told: Verdict, count: int = 60) -> list[str]:
    """The sentences of known mistakes that the answer was told although it errs in another way on fresh inputs."""
    if not any(isinstance(rule, Close) for rule in one.rules.values()):
        return []  # there is no error to compare
    false = []
    for sentence in told.diagnoses:
        wrongs = _wrongs_in(one, sentence)
        if wrongs and not any(_holds(one, answer, wrong, _parts_in(one, sentence, wrong), count) for wrong in wrongs):
            false.append(sentence)
    return false


def _wrongs_in(one: Page, sentence: str) -> list[Wrong]:
    """The known mistakes that a sentence tells: one, or two of which either may be made."""
    exact = [wrong for wrong in one.wrongs if wrong.says == sentence]
    return exact or [wrong for wrong in one.wrongs if wrong.says in sentence]


def _parts_in(one: Page, sentence: str, wrong: Wrong) -> list[str]:
    """The outputs that a sentence is about: those that it names before it tells the mistake, or all.

    What follows from those that the mistake names, and is not named itself, may differ.
    """
    named = _named(one, sentence.partition(wrong.says)[0])
    if named:
        return named
    named = _named(one, wrong.says)
    return [name for name in one.rules if name in named or not upstream(one.follows, name) & set(named)]


def _named(one: Page, words: str) -> list[str]:
    return [name for name in one.rules if re.search(rf"\b{re.escape(name)}\b", words)]


def _holds(one: Page, answer: Callable[..., Any], wrong: Wrong, parts: list[str], count: int) -> bool:
    for number in range(count if one.draws else 1):
        inputs, right = fresh(one.topic, one.name, number)
        mistaken = one.outputs_of(wrong.function, inputs)
        reply = asked(one, answer, inputs)
        if right is None or mistaken is None or reply is None or reply.outputs is None:
            continue
        if not _errs_alike(one, parts, right, mistaken, reply.outputs):
            return False
    return True


def untrue_patterns(one: Page, answer: Callable[..., Any], told: Verdict) -> list[str]:
    """The statements of fact that the answer was told (a sign, a factor, …) and that do not hold on fresh inputs."""
    facts = [sentence for sentence in told.diagnoses if not _wrongs_in(one, sentence) and not _names_cases(one, sentence)]
    if not facts or not one.draws:
        return []
    fresh = fresh_exercise(one.topic, one.name)
    with contextlib.suppress(TooSlow, RecursionError), time_limit(SECONDS), quiet():
        # Without its known mistakes: those are held to their word in `told_falsely`.
        again = judge(replace(fresh, mistakes=()), fresh.cases, ask(answer, [c.inputs for c in fresh.cases], list(one.rules)))
        if again.kind is Kind.WRONG_VALUES:
            return [sentence for sentence in facts if sentence not in again.diagnoses]
    return []


def _names_cases(one: Page, sentence: str) -> bool:
    """Whether a sentence ends in the name of a public case: it is about that case, and not about others."""
    return any(sentence.endswith(f"{case.name}.") for case in one.public_exercise().cases)


@functools.cache
def fresh_exercise(topic: str, name: str) -> Exercise:
    """The exercise on a few dozen inputs that no check has used."""
    one = exercises.load(topic, name)
    return one.exercise([(f"fresh {i}", fresh(topic, name, i)[0]) for i in range(8 * len(one.draws))])


def _errs_alike(one: Page, parts: list[str], right: Any, mistaken: Any, got: Any) -> bool:
    for name, rule in one.rules.items():
        if name not in parts:
            continue
        spoiled = not rule.fits(mistaken[name], rule.freeze(right[name]))
        if isinstance(rule, Close) and not np.all(np.isfinite(mistaken[name])) and distance(got[name], got[name]) == np.inf:
            continue  # neither is finite: what is said of the mistake holds of the answer
        if isinstance(rule, Close) and spoiled and not alike(rule, got[name], mistaken[name]):
            return False
    return True
