"""Is the line that a verdict names the line that was changed? Single mutants of right answers know."""

import ast
import difflib
import linecache
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.author.page import Page
from autograder.course import Course
from autograder.proof.answers import answers
from autograder.proof.asking import SECONDS, processor_time, quiet, time_limit
from autograder.proof.mutants import Mutant, mutants
from handgrad.kit.answer import Reply, ask
from handgrad.kit.exercise import Exercise
from handgrad.kit.judge import judge
from handgrad.kit.locate import locate
from handgrad.kit.verdict import Kind

# Mutants of each answer: a search that finds nothing takes its whole time.
EACH = 1


@dataclass
class Places:
    """Of the mutants tried that fail: of how many a line was named, one line alone, and which ones were sent elsewhere."""

    tried: int = 0
    located: int = 0
    alone: int = 0
    elsewhere: list[str] = field(default_factory=list)


def places(course: Course, one: Page) -> Places:
    """Try a few mutants of this exercise's solution and right answers, each time the same ones."""
    drawn, exercise, found = random.Random(one.name), one.public_exercise(), Places()
    if not any(case.inputs for case in exercise.cases):
        return found
    for who, source, build in answers(course, one):
        # Written as mutants are, so that lines compare.
        before = ast.unparse(ast.parse(source)).splitlines()
        every = list(mutants(source))
        for mutant in drawn.sample(every, min(EACH, len(every))):
            lines = _named(exercise, mutant, build)
            if lines is None:
                continue
            found.tried += 1
            found.located += bool(lines)
            found.alone += len(lines) == 1
            if lines and not lines & _changed_lines(before, mutant.source.splitlines()):
                found.elsewhere.append(f"{who}: {mutant.what}")
    return found


def _named(exercise: Exercise, mutant: Mutant, build: Callable[..., Any]) -> set[int] | None:
    """The lines that the verdict on a mutant names; None where there is nothing to name, since it does not run or is right."""
    name = f"<mutant {exercise.name}>"
    linecache.cache[name] = (len(mutant.source), None, mutant.source.splitlines(keepends=True), name)
    try:
        with time_limit(SECONDS), quiet():
            answer = build(mutant.source, name)
            replies: list[Reply] = ask(answer, [case.inputs for case in exercise.cases], list(exercise.rules))
            verdict = judge(exercise, exercise.cases, replies)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return None
    if verdict.kind in (Kind.RIGHT, Kind.NOT_ATTEMPTED):
        return None
    with processor_time(), quiet():
        place = locate(exercise, answer, replies, known=verdict.diagnoses)
    return {int(number) for text in place.where for number in re.findall(r"line (\d+)", text)}


def _changed_lines(before: list[str], after: list[str]) -> set[int]:
    """The lines of `after` that are new, or stand where lines are gone."""
    found: set[int] = set()
    for what, _, _, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            found |= set(range(start + 1, end + 1)) or {start, start + 1}
    return found
