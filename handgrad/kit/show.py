"""A verdict on the screen: a small card in Jupyter and Colab, plain text everywhere else."""

import html
import sys
from typing import Any

from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say, translate

# Okabe and Ito's colours: told apart by readers who do not see red and green. The mark says the same without colour.
_MARKS = {
    Kind.RIGHT: ("✓", "#009E73"),
    Kind.NOT_ATTEMPTED: ("○", "#999999"),
    Kind.RAISED: ("✗", "#D55E00"),
    Kind.WRONG_KIND: ("✗", "#D55E00"),
    Kind.CHANGED_INPUTS: ("✗", "#D55E00"),
    Kind.WRONG_VALUES: ("✗", "#D55E00"),
}
_TITLES = {
    Kind.RIGHT: "right",
    Kind.NOT_ATTEMPTED: "not attempted",
    Kind.RAISED: "raised an error",
    Kind.WRONG_KIND: "wrong kind of answer",
    Kind.CHANGED_INPUTS: "changes its inputs",
    Kind.WRONG_VALUES: "not right yet",
}


def title(verdict: Verdict, points: float | None) -> str:
    """The verdict's first line: the exercise, the kind, and the points where they are known."""
    mark, _ = _MARKS[verdict.kind]
    kind = translate(_TITLES[verdict.kind])
    if points is None:
        return say("{mark} {exercise}: {kind}", mark=mark, exercise=verdict.exercise, kind=kind)
    return say("{mark} {exercise}: {kind} ({earned:.4g} of {points:.4g} points)", mark=mark, exercise=verdict.exercise,
               kind=kind, earned=verdict.share * points, points=points)


def sentences(verdict: Verdict) -> list[str]:
    """What the verdict says, the diagnosis and the place first: they are what helps."""
    return [] if verdict.kind is Kind.RIGHT else [*verdict.diagnoses, *verdict.where, *verdict.says]


def as_text(verdict: Verdict, points: float | None) -> str:
    """The verdict for a terminal or a log."""
    return "\n  ".join([title(verdict, points), *sentences(verdict)])


def as_html(verdict: Verdict, points: float | None) -> str:
    """The verdict as a card that takes its text colours from the page, so that it is readable in a dark theme too."""
    _, colour = _MARKS[verdict.kind]
    lines = [f"<div><strong>{html.escape(title(verdict, points))}</strong></div>"]
    for sentence in sentences(verdict):
        strong = sentence in verdict.diagnoses
        text = html.escape(sentence)
        lines.append(f"<div>{'<em>' + text + '</em>' if strong else text}</div>")
    return card(colour, lines, "handgrad-verdict")


def card(colour: str, lines: list[str], name: str) -> str:
    """Lines of HTML beside a bar of this colour; `name` is the card's class."""
    # No colour for the text: the page has its own, light or dark.
    style = f"border-left: 4px solid {colour}; padding: 0.2em 0.8em; margin: 0.2em 0; line-height: 1.5"
    return f'<div class="{name}" style="{style}">{"".join(lines)}</div>'


def in_notebook() -> bool:
    """Whether a display would be seen: IPython is running with a kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return getattr(shell, "kernel", None) is not None


def display(text: str, rich: str) -> None:
    """Show the rich form in a notebook, and print the text elsewhere."""
    if in_notebook():
        from IPython.display import display as show

        bundle: dict[str, Any] = {"text/plain": text, "text/html": rich}
        show(bundle, raw=True)
    else:
        print(text)
