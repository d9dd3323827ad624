"""Is the line that a verdict names the line that was changed? Single mutants of right answers know."""

import ast
import difflib
import linecache
import random
import re
import time
from dataclasses import dataclass, field

from autograder.author.page import Page
from autograder.course import Course
from autograder.proof.answers import answers
from autograder.proof.asking import SECONDS, quiet, time_limit
from autograder.proof.mutants import mutants
from handgrad.kit.answer import ask
from handgrad.kit.judge import judge
from handgrad.kit.locate import locate
from handgrad.kit.verdict import Kind


@dataclass
class Places:
    """Of the mutants tried: for how many a line was named, and for how many another one."""

    tried: int = 0
    told: int = 0
    located: int = 0
    several: int = 0
    elsewhere: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def places(course: Course, one: Page, count: int, found: Places) -> None:
    """Try `count` mutants of this exercise's solution and right answers, each time the same ones."""
    drawn = random.Random(one.name)
    exercise = one.public_exercise()
    if not any(case.inputs for case in exercise.cases):
        return
    for who, source, build in answers(course, one):
        before = ast.unparse(ast.parse(source)).splitlines()
        every = list(mutants(source))
        for number, mutant in enumerate(drawn.sample(every, min(count, len(every)))):
            after = mutant.source.splitlines()
            changed = _changed_lines(before, after)
            name = f"<mutant {one.name} {number}>"
            linecache.cache[name] = (len(mutant.source), None, [line + "\n" for line in after], name)
            try:
                with time_limit(SECONDS), quiet():
                    answer = build(mutant.source, name)
                    replies = ask(answer, [case.inputs for case in exercise.cases], list(exercise.rules))
                    verdict = judge(exercise, exercise.cases, replies)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                continue
            if verdict.kind in (Kind.RIGHT, Kind.NOT_ATTEMPTED):
                continue
            began = time.process_time()
            place = locate(exercise, answer, replies)
            found.seconds.append(time.process_time() - began)
            found.tried += 1
            found.told += bool(verdict.diagnoses)
            lines = [int(n) for text in place.where for n in re.findall(r"line (\d+)", text)]
            label = f"{one.topic}/{one.name}, {who}: {mutant.what}\n    " + "\n    ".join(
                [*(f"{n}: {after[n-1]}" for n in sorted(changed) if n <= len(after)), *place.where, *place.besides])
            if not lines:
                if not verdict.diagnoses:
                    found.silent.append(label)
                continue
            found.located += 1
            found.several += len(lines) > 1
            if not changed & set(lines):
                found.elsewhere.append(label)


def _changed_lines(before: list[str], after: list[str]) -> set[int]:
    """The lines of `after` that are new, or stand where lines are gone."""
    found: set[int] = set()
    for what, _, _, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            found |= set(range(start + 1, end + 1)) or {start, start + 1}
    return found
