"""From what a kernel sent to a score: one verdict on the public and the secret cases, written as a check cell's output."""

import functools
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils

from autograder import exercises
from handgrad.kit import asked, show, wire
from handgrad.kit.answer import Raised, Reply
from handgrad.kit.exercise import Exercise
from handgrad.kit.judge import judge
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say


def write_verdict(cell: NotebookNode, found: Verdict) -> None:
    """The verdict as the cell's output: nbgrader reads the number, people read the card."""
    points = float(cell.metadata.nbgrader["points"])
    score = min(points, round(found.share * points, 2))
    data = {"text/plain": repr(score), "text/html": show.as_html(found, points)}
    cell.outputs = [new_output("execute_result", data, execution_count=1)]
    cell.execution_count = 1
    cell.metadata["handgrad"] = {"kind": str(found.kind), "says": [*found.diagnoses, *found.says]}


def is_check(cell: NotebookNode) -> bool:
    """Whether this is a cell whose output is the score."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


@functools.cache
def both_parts(name: str, secret: bytes) -> tuple[Exercise, Exercise]:
    """The exercise on its public and on its secret cases. Worked out once for a whole class."""
    one = exercises.find(name)
    return one.public_exercise(), one.exercise(one.secret_inputs(secret))


@functools.cache
def question(name: str, secret: bytes) -> str:
    """What every kernel is asked of an exercise: the inputs of its public cases, then of its secret ones."""
    public, hidden = both_parts(name, secret)
    return asked.pack(list(public.rules), [case.inputs for case in (*public.cases, *hidden.cases)])


def judge_both(public: Exercise, secret: Exercise, replies: list[Reply]) -> Verdict:
    """One verdict on both: a part is right when it is right everywhere; the words are those of the public cases where
    these fail, and tell nothing of the secret ones."""
    seen = len(public.cases)
    first = judge(public, public.cases, replies[:seen])
    if not secret.cases:
        return first
    if len(replies) <= seen:
        if first.kind is not Kind.RIGHT:
            return first
        return nothing(public, Kind.RAISED, say("{name} gave no answer.", name=public.name))
    second = judge(secret, secret.cases, replies[seen:], secret=True)
    parts = {name: first.parts[name] and second.parts[name] for name in first.parts}
    told = second if first.kind is Kind.RIGHT else first
    return replace(told, parts=parts)


def answered(public: Exercise, secret: Exercise, heard: Any) -> Verdict:
    """The verdict on what a kernel sent in answer to both, which may be anything."""
    names, most = list(public.rules), len(public.cases) + len(secret.cases)
    try:
        if not isinstance(heard, list):
            raise wire.NotPlain("not a list")
        replies = [asked.from_plain(one, names) for one in heard[:most]]
    except Exception as error:  # noqa: BLE001 - hostile bytes may fail in any way; they are then no answer
        replies = [Reply(raised=Raised("Exception", type(error).__name__))]
    try:
        return judge_both(public, secret, replies)
    except Exception:  # noqa: BLE001 - an answer made to break the judge earns nothing, and stops nobody
        return nothing(public, Kind.WRONG_KIND, say("{name} gave an answer that cannot be judged.", name=public.name))


def nothing(exercise: Exercise, kind: Kind, says: str) -> Verdict:
    """The verdict that no part is right, in one sentence."""
    return Verdict(exercise.name, kind, dict.fromkeys(exercise.rules, False), (says,))
