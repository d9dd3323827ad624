"""Every check proven: mutate every solution and every right answer, grade each mutant, and write down what happened.

A mutant that passes is proven equal to the right answer on a thousand fresh inputs, or it is a survivor: a wrong answer
that the checks let through. A diagnosis is held to its word: a mutant that is told a known mistake must give that
mistake's answers on fresh inputs too.
"""

import contextlib
import linecache
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder import exercises
from autograder.author.page import Page
from autograder.course import Course
from autograder.proof import disguises
from autograder.proof.answers import SOLUTION, answers
from autograder.proof.asking import PATIENCE, SECONDS, TooSlow, cases, graded, quiet, time_limit
from autograder.proof.fresh import LUCK, TRAINED, fresh_count, same_as_right, told_falsely, untrue_patterns
from autograder.proof.mutants import mutants
from autograder.proof.places import Places, places
from autograder.proof.rivals import rivals
from handgrad.kit.answer import Reply, ask
from handgrad.kit.rules import Close
from handgrad.kit.rules.rule import distance
from handgrad.kit.verdict import Kind


@dataclass
class Proof:
    """What was found of one exercise."""

    exercise: str
    topic: str
    made: int = 0
    equivalent: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    diagnosed: int = 0
    falsely_told: list[str] = field(default_factory=list)
    rights: int = 0
    rights_refused: list[str] = field(default_factory=list)
    generic: int = 0
    generic_passed: list[str] = field(default_factory=list)
    disguises: int = 0
    disguises_refused: list[str] = field(default_factory=list)
    rivals: list[tuple[str, str]] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    nearest_right: float = 0.0
    nearest_wrong: float = float("inf")

    @property
    def rejected(self) -> int:
        """Mutants that lost points."""
        return self.made - len(self.equivalent) - len(self.survivors)

    @property
    def failed(self) -> bool:
        """Whether something wrong was let through, something right refused, or something said that does not hold."""
        return any((self.survivors, self.rights_refused, self.falsely_told, self.generic_passed, self.disguises_refused))


def prove(course: Course, topic: str, name: str) -> Proof:
    """Mutate the solution and the right answers of one exercise, and grade every mutant. What they write is thrown away."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return _proof(course, topic, name)


def _proof(course: Course, topic: str, name: str) -> Proof:
    one = exercises.load(topic, name)
    found = Proof(name, topic)
    count = fresh_count(one)
    for who, source, build in answers(course, one):
        found.rights += 1
        answer = build(source)
        always = same_as_right(one, answer, LUCK if count == TRAINED else count)
        if graded(one, answer).kind is not Kind.RIGHT or not always:
            found.rights_refused.append(who)
        if count == TRAINED and who != SOLUTION:
            continue  # a mutant that trains takes seconds at every question: the notebook's solution stands for all there
        found.nearest_right = max(found.nearest_right, *errors(one, answer, list(one.rules))[:-1], 0.0)
        for mutant in mutants(source):
            try:
                with time_limit(SECONDS), quiet():
                    answer = build(mutant.source)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                continue  # it does not even run: no student hands that in
            found.made += 1
            _grade(found, one, answer, f"{who}: {mutant.what}", count)
    found.rivals, found.places = rivals(one), places(course, one)
    # The texts of the mutants, left there for the search for the place.
    linecache.clearcache()
    found.generic, found.generic_passed, found.disguises, found.disguises_refused = generic(one)
    return found


def generic(one: Page) -> tuple[int, list[str], int, list[str]]:
    """The generic wrong answers tried and those that passed, the disguises of the right one worn and those refused."""
    assert one.answer is not None
    tried, passed, worn, refused = 0, [], 0, []
    for tried, (what, answer) in enumerate(disguises.wrongs(one, one.answer), start=1):  # noqa: B007
        if graded(one, answer, PATIENCE).share == 1:
            passed.append(what)
    for worn, (what, answer) in enumerate(disguises.disguises(one, one.answer), start=1):  # noqa: B007
        if graded(one, answer, PATIENCE).kind is not Kind.RIGHT:
            refused.append(what)
    return tried, passed, worn, refused


def _grade(found: Proof, one: Page, answer: Callable[..., Any], what: str, count: int) -> None:
    told = graded(one, answer)
    if told.kind is Kind.RIGHT:
        (found.equivalent if same_as_right(one, answer, count) else found.survivors).append(what)
        return
    if told.diagnoses or told.share or told.kind not in (Kind.WRONG_VALUES, Kind.NOT_ATTEMPTED):
        found.diagnosed += 1
    if told.kind is Kind.WRONG_VALUES:
        lost = [name for name, fine in told.parts.items() if not fine]
        found.nearest_wrong = min(found.nearest_wrong, *errors(one, answer, lost))
    false = told_falsely(one, answer, told) + untrue_patterns(one, answer, told)
    found.falsely_told += [f"{what}: {sentence}" for sentence in false]


def errors(one: Page, answer: Callable[..., Any], names: Sequence[str]) -> list[float]:
    """For each named output that is judged by closeness its largest error over the cases, in tolerances; then inf."""
    public, secret = cases(one.topic, one.name)
    both = [*public.cases, *secret.cases]
    replies: list[Reply] = []
    with contextlib.suppress(TooSlow, RecursionError), time_limit(SECONDS), quiet():
        replies = ask(answer, [case.inputs for case in both], list(one.rules))
    if len(replies) < len(both) or any(reply.outputs is None for reply in replies):
        return [float("inf")]
    found = [
        max(distance(reply.outputs[name], case.expected[name]) / rule.tolerance  # type: ignore[index]
            for case, reply in zip(both, replies, strict=True))
        for name in names
        if isinstance(rule := one.rules[name], Close)
    ]
    return [*found, float("inf")]
