"""`check`: the notebook's own examiner, on the public cases."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from handgrad.kit import exercise as exercises
from handgrad.kit import failing, progress, show, traceless
from handgrad.kit.answer import Reply, ask
from handgrad.kit.exercise import Exercise
from handgrad.kit.judge import judge
from handgrad.kit.locate import Place, locate
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say


class CheckFailed(AssertionError):
    """A check that did not pass. Its text is the verdict; a notebook shows it in place of a traceback."""

    def __init__(self, verdict: Verdict, points: float | None) -> None:
        super().__init__(show.as_text(verdict, points))
        self.verdict = verdict
        self.points = points

    def _render_traceback_(self) -> list[str]:
        # In a notebook the card above the error has said everything: this line is what remains of the traceback.
        # nbgrader's Validate shows nothing but this.
        if _is_read():
            return [say("{name} is not there yet: hint({name!r}) gives the next hint.", name=self.verdict.exercise)]
        return str(self).splitlines()


def check(name: str, answer: Callable[..., Any]) -> None:
    """Check `answer` against the public cases of the exercise `name`.

    Says that it is right, or raises `CheckFailed` with one of five other verdicts: not attempted, raised, wrong kind,
    changed its inputs, wrong values. To a reader of a notebook, "not attempted" is said without an exception.
    Raises `LookupError` where there is no such exercise.
    """
    exercise = exercises.load(name)
    if not callable(answer):
        raise TypeError(say("check takes the function itself: check({name!r}, {name}), without a call.", name=name))
    began = traceless.clock()
    replies = ask(answer, [case.inputs for case in exercise.cases], list(exercise.rules), _given(exercise))
    verdict = judge(exercise, exercise.cases, replies)
    failing.forget(name)
    if verdict.kind not in (Kind.RIGHT, Kind.NOT_ATTEMPTED):
        verdict = _explained(exercise, answer, replies, verdict, began)
    points = progress.record(exercise.topic, verdict)
    # Elsewhere the exception's own text says it all.
    if show.in_notebook() or verdict.kind is Kind.RIGHT:
        show.display(show.as_text(verdict, points), show.as_html(verdict, points))
    # A front end shows every exception in red, and nothing is wrong with an exercise that is still to be written.
    if verdict.kind is not Kind.RIGHT and not (verdict.kind is Kind.NOT_ATTEMPTED and _is_read()):
        raise CheckFailed(verdict, points) from None


def _is_read() -> bool:
    """Whether the card is what is seen. nbgrader, validating or grading, sees exceptions alone."""
    return show.in_notebook() and not os.environ.get("NBGRADER_EXECUTION")


def _given(exercise: Exercise) -> list[str]:
    """The functions that the course's own cells define."""
    return list(exercises.facts(exercise.topic)["given"])


def _explained(exercise: Exercise, answer: Callable[..., Any], replies: Sequence[Reply], verdict: Verdict,
               began: float) -> Verdict:
    """The verdict with the place in the student's source, and with the way to the case that fails."""
    name = exercise.name
    try:
        again = progress.has_failed(exercise.topic, name)
        place = locate(exercise, answer, replies, _given(exercise), kind=again, known=verdict.diagnoses,
                       spent=traceless.clock() - began)
    except Exception:  # noqa: BLE001 - a search that fails on unheard-of code must not take the verdict with it
        place = Place()
    can_be_shown = failing.remember(exercise, replies)
    way = [say("failing({name!r}) shows the smallest input on which it fails.", name=name)] if can_be_shown else []
    return replace(verdict, where=place.where, diagnoses=(*verdict.diagnoses, *place.besides), says=(*verdict.says, *way))
