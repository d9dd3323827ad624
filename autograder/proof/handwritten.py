"""Answers written by hand, as students would write them, and what the checks make of each.

A file of `tests/answers/` holds a chapter's. Each of its cells is one answer, under a title that says whether it is right. Such
a cell runs as it would in the notebook, in a namespace of its own, and what the notebook checks is asked.
"""

import contextlib
import linecache
import multiprocessing
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder import anatomy, exercises
from autograder.course import Chapter, Course
from autograder.proof.asking import PATIENCE, graded, processor_time, quiet
from handgrad.kit import exercise as kit
from handgrad.kit.answer import ask
from handgrad.kit.judge import judge
from handgrad.kit.locate import locate
from handgrad.kit.verdict import Kind, Verdict

TITLE = re.compile(r"# %% (right|wrong|twice|open) (\w+): (\S.*)")
# What becomes of a wrong answer, the best first; then of a right one.
TOLD, LOCATED, SILENT, OTHER, ACCEPTED = "told", "located", "silent", "of another kind", "accepted"
PASSED, REFUSED = "passed", "refused"


class NotInForm(ValueError):
    """A file of answers with a title that says too little, or twice the same."""


@dataclass(frozen=True)
class Written:
    """One answer: whether it is right, wrong, wrong twice or left open, of which exercise, what was done, and its cell."""

    word: str
    exercise: str
    label: str
    source: str
    before: str = ""
    """The file's first cell: what the notebook imports."""


@dataclass(frozen=True)
class Met:
    """What the checks made of an answer: in a word, in what they said, and in how many seconds."""

    answer: Written
    outcome: str
    says: tuple[str, ...] = ()
    seconds: float = 0.0


def folder(course: Course) -> Path:
    """Where the answers are kept."""
    return course.root / "tests" / "answers"


def chapters(course: Course, named: Sequence[str] = ()) -> list[Chapter]:
    """The chapters that have answers: those named by their topic, all if none is."""
    written = [one for one in course.chapters() if (folder(course) / f"{one.topic}.py").exists()]
    return [one for one in written if not named or one.topic in named]


def read(path: Path) -> list[Written]:
    """All answers of a file. Raises `NotInForm`."""
    before, *cells = re.split(r"^(?=# %% )", path.read_text("utf-8"), flags=re.MULTILINE)
    found = []
    for cell in cells:
        title, _, source = cell.partition("\n")
        match = TITLE.fullmatch(title)
        if match is None:
            raise NotInForm(f"{path.name}: {title!r} is no title: # %% right|wrong|twice|open exercise: label")
        found.append(Written(match[1], match[2], match[3], source, before))
    for (exercise, label), count in Counter((one.exercise, one.label) for one in found).items():
        if count > 1:
            raise NotInForm(f"{path.name}: {exercise} has two answers called {label!r}.")
    return found


def expressions(course: Course, chapter: Chapter) -> dict[str, str]:
    """What the chapter's notebook checks, by exercise: the expression beside its name."""
    nb = nbformat.read(course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    return dict(called for cell in nb.cells if anatomy.kind(cell) == "check" and (called := anatomy.called(cell)))


def function_of(one: Written, expression: str) -> Callable[..., Any]:
    """What the notebook would check after this cell."""
    name = f"<{one.exercise}: {one.label}>"
    # As IPython does with a cell: the search for the place reads the source from there.
    linecache.cache[name] = (len(one.source), None, one.source.splitlines(keepends=True), name)
    room: dict[str, Any] = {"__name__": "notebook"}
    with quiet():
        exec(compile(one.before, "<before>", "exec"), room)
        exec(compile(one.source, name, "exec"), room)
        answer: Callable[..., Any] = eval(expression, room)
    return answer


def meet(one: Written, expression: str, search: bool = True) -> Met:
    """What the check makes of the answer; with `search`, where nothing is told the place is sought too."""
    # What an answer writes, it writes where nobody looks.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return _meet(one, expression, search)


def _meet(one: Written, expression: str, search: bool) -> Met:
    exercise, answer = kit.load(one.exercise), function_of(one, expression)
    began = time.process_time()
    with quiet():
        replies = ask(answer, [case.inputs for case in exercise.cases], list(exercise.rules))
        verdict = judge(exercise, exercise.cases, replies)
        says = (*verdict.diagnoses, *verdict.says)
        # As in the notebook, where the place is sought after every wrong value: here only where nothing else was told.
        if verdict.kind is Kind.WRONG_VALUES and search and one.word != "right" and not verdict.diagnoses:
            with processor_time():
                spent = time.process_time() - began
                place = locate(exercise, answer, replies, kit.facts(exercise.topic)["given"], spent=spent)
            if place.where:
                return Met(one, LOCATED, (*place.where, *says), time.process_time() - began)
    return Met(one, outcome(one, answer, verdict), says, time.process_time() - began)


def outcome(one: Written, answer: Callable[..., Any], verdict: Verdict) -> str:
    """In a word what became of the answer, the place apart. What passes in the notebook is graded too."""
    if one.word == "right":
        passes = verdict.kind is Kind.RIGHT and _passes_hidden(one, answer)
        return PASSED if passes else REFUSED
    if verdict.kind is Kind.RIGHT:
        return ACCEPTED if _passes_hidden(one, answer) else SILENT
    if verdict.kind is not Kind.WRONG_VALUES:
        return OTHER
    return TOLD if verdict.diagnoses else SILENT


def _passes_hidden(one: Written, answer: Callable[..., Any]) -> bool:
    return graded(exercises.find(one.exercise), answer, PATIENCE).kind is Kind.RIGHT


def meet_all(course: Course, chapter: Chapter, search: bool = True) -> Iterator[Met]:
    """What becomes of each of a chapter's answers, those left open apart."""
    checked = expressions(course, chapter)
    for one in read(folder(course) / f"{chapter.topic}.py"):
        if one.word != "open":
            yield meet(one, checked[one.exercise], search)


@dataclass(frozen=True)
class Counted:
    """How a chapter's answers fared."""

    topic: str
    wrong: Counter[str]
    twice: Counter[str]
    right: Counter[str]
    slowest: float = 0.0
    """Of every twenty checks that fail, nineteen took no longer, in seconds."""

    @property
    def said(self) -> float:
        """The share of wrong values of which a mistake or a place is told."""
        return share(self.wrong + self.twice)


def share(counts: Counter[str]) -> float:
    """The share of the answers with wrong values that are told a mistake or a place; 1 where there are none."""
    said = counts[TOLD] + counts[LOCATED]
    values = said + counts[SILENT] + counts[ACCEPTED]
    return said / values if values else 1.0


def counted(topic: str, met: Sequence[Met]) -> Counted:
    """The answers counted by what became of them."""
    kinds = {word: Counter(one.outcome for one in met if one.answer.word == word) for word in ("wrong", "twice", "right")}
    took = sorted(one.seconds for one in met if one.answer.word != "right")
    return Counted(topic, **kinds, slowest=took[int(0.95 * len(took))] if took else 0.0)


def count_all(course: Course, named: Sequence[str] = (), jobs: int = 2) -> list[Counted]:
    """How the answers of the chapters named fared, of all where none is; several chapters at a time."""
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        return pool.starmap(_counted, [(course, chapter) for chapter in chapters(course, named)], chunksize=1)


def _counted(course: Course, chapter: Chapter) -> Counted:
    return counted(chapter.topic, list(meet_all(course, chapter)))
