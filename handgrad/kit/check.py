"""`check`: the notebook's own examiner, on the public cases."""

from collections.abc import Callable
from typing import Any

from handgrad.kit import exercise as exercises
from handgrad.kit import progress, show
from handgrad.kit.answer import ask
from handgrad.kit.judge import judge
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
        if show.in_notebook():
            return [say("{name} is not there yet: hint({name!r}) gives the next hint.", name=self.verdict.exercise)]
        return str(self).splitlines()


def check(name: str, answer: Callable[..., Any]) -> None:
    """Check `answer` against the public cases of the exercise `name`.

    Says that it is right, or raises `CheckFailed` with one of five other verdicts: not attempted, raised, wrong kind,
    changed its inputs, wrong values. Raises `LookupError` where there is no such exercise.
    """
    exercise = exercises.load(name)
    if not callable(answer):
        raise TypeError(say("check takes the function itself: check({name!r}, {name}), without a call.", name=name))
    replies = ask(answer, [case.inputs for case in exercise.cases], list(exercise.rules))
    verdict = judge(exercise, exercise.cases, replies)
    points = progress.record(exercise.topic, verdict)
    if show.in_notebook() or verdict.kind is Kind.RIGHT:
        show.display(show.as_text(verdict, points), show.as_html(verdict, points))
    if verdict.kind is not Kind.RIGHT:
        raise CheckFailed(verdict, points) from None
