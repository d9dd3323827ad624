"""From what a kernel sent to a score: one verdict on the public and the hidden cases, written as a check cell's output."""

import functools
from dataclasses import asdict, replace
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils

from autograder.grade.kept import both_parts
from handgrad.kit import asked, show, wire
from handgrad.kit.answer import Raised, Reply
from handgrad.kit.exercise import Case, Exercise
from handgrad.kit.judge import judge
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say, translate


def write_verdict(cell: NotebookNode, found: Verdict) -> None:
    """The verdict as the cell's output: nbgrader reads the number, people read the card."""
    points = float(cell.metadata.nbgrader["points"])
    # More than the points would fail the submission at nbgrader.
    score = min(points, round(found.share * points, 2))
    # nbgrader reads this text as a number: one of NumPy's, `np.float64(0.25)`, would count as full marks.
    data = {"text/plain": repr(score), "text/html": show.as_html(found, points)}
    cell.outputs = [new_output("execute_result", data, execution_count=1)]
    cell.execution_count = 1
    cell.metadata["handgrad"] = {"kind": str(found.kind), "says": [*found.diagnoses, *found.says], "verdict": asdict(found)}


def write_again(cell: NotebookNode) -> None:
    """The verdict that a check cell holds, written for the points that the cell has now. Any other cell stays as it is."""
    if found := written_verdict(cell):
        write_verdict(cell, found)


def written_verdict(cell: NotebookNode) -> Verdict | None:
    """The verdict that `write_verdict` left in a check cell; None where there is none."""
    found = cell.metadata.get("handgrad", {}).get("verdict")
    if not found:
        return None
    told = {name: tuple(found.get(name, ())) for name in ("says", "diagnoses", "where")}
    return Verdict(found["exercise"], Kind(found["kind"]), dict(found["parts"]), **told)


def is_check(cell: NotebookNode) -> bool:
    """Whether this is a cell whose output is the score."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def is_answer(cell: NotebookNode) -> bool:
    """Whether this is a cell in which an exercise is answered."""
    return cell.cell_type == "code" and utils.is_solution(cell) and not utils.is_grade(cell)


@functools.cache
def question(name: str, secret: bytes, hidden: bool) -> str:
    """What every kernel is asked of an exercise: the inputs of its public cases, or those of its hidden ones."""
    one = both_parts(name, secret)[hidden]
    return asked.pack(list(one.rules), one.cases)


def read_replies(one: Exercise, heard: Any) -> list[Reply]:
    """What a kernel sent in answer to these cases, which may be anything."""
    names, most = list(one.rules), len(one.cases)
    try:
        if not isinstance(heard, list):
            raise wire.NotPlain("not a list")
        # A kernel may send any number; what was not asked for is not read.
        replies = [asked.from_plain(plain, names) for plain in heard[:most]]
    except Exception as error:  # noqa: BLE001 - hostile bytes may fail in any way; they are then no answer
        return [Reply(raised=Raised("Exception", type(error).__name__))]
    # What is missing at the end is judged as missing.
    return [_with_names_of_ours(reply, case) for reply, case in zip(replies, one.cases, strict=False)]


def _with_names_of_ours(reply: Reply, case: Case) -> Reply:
    """The reply, in which only an input's own name can stand for an input that was changed."""
    known = tuple(name for name in case.inputs if name in reply.changed)
    return replace(reply, changed=known or tuple(case.inputs)) if reply.changed else reply


def judge_shown(public: Exercise, replies: list[Reply]) -> Verdict:
    """The verdict on the cases that the notebook shows."""
    try:
        return judge(public, public.cases, replies)
    except Exception:  # noqa: BLE001 - an answer made to break the judge earns nothing, and stops nobody
        return _unjudged(public)


def judge_hidden(shown: Verdict, hidden: Exercise, replies: list[Reply]) -> Verdict:
    """The verdict on all cases, from the one on those shown. Where some hidden case has no answer, no part is right."""
    if not replies:
        return unanswered(shown, hidden, say("{name} gave no answer on inputs that the notebook does not show.",
                                             name=hidden.name))
    try:
        return _both(shown, hidden, judge(hidden, hidden.cases, replies, secret=True))
    except Exception:  # noqa: BLE001 - see above
        return _both(shown, hidden, _unjudged(hidden))


def unanswered(shown: Verdict, hidden: Exercise, says: str) -> Verdict:
    """The verdict where the hidden cases have no answer, and why."""
    return _both(shown, hidden, nothing(hidden, Kind.RAISED, says))


def _both(shown: Verdict, hidden: Exercise, second: Verdict) -> Verdict:
    """A part is right when it is right everywhere. The words are those of the cases shown where these fail.

    Of the hidden ones a sentence of our own is said, with no number and no word that came from an input or an answer.
    """
    parts = {name: right and second.parts[name] for name, right in shown.parts.items()}
    if shown.kind is Kind.RIGHT:
        ours = {translate(mistake.says) for mistake in hidden.mistakes}
        return replace(second, parts=parts, diagnoses=tuple(one for one in second.diagnoses if one in ours))
    more = [say("{part} is right on the inputs that the notebook shows, and not on others.", part=name)
            for name, right in shown.parts.items() if right and not parts[name]]
    return replace(shown, parts=parts, says=(*shown.says, *more))


def judge_both(public: Exercise, hidden: Exercise, replies: list[Reply]) -> Verdict:
    """One verdict on replies to the public cases and then the hidden ones."""
    shown = judge_shown(public, replies[: len(public.cases)])
    return judge_hidden(shown, hidden, replies[len(public.cases) :]) if needs_hidden(shown, hidden) else shown


def needs_hidden(shown: Verdict, hidden: Exercise) -> bool:
    """Whether the verdict on the cases shown is not yet the last word."""
    return bool(hidden.cases) and any(shown.parts.values())


def nothing(one: Exercise, kind: Kind, says: str) -> Verdict:
    """The verdict that no part is right, in one sentence."""
    return Verdict(one.name, kind, dict.fromkeys(one.rules, False), (says,))


def _unjudged(one: Exercise) -> Verdict:
    return nothing(one, Kind.WRONG_KIND, say("{name} gave an answer that cannot be judged.", name=one.name))
