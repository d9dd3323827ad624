"""One family of cards for `check`, `hint`, `progress` and `hand_in`: in Jupyter and Colab; plain text everywhere else."""

import html
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handgrad.kit import exercise as exercises
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say, translate


@dataclass(frozen=True)
class Sign:
    """How something stands: a mark, and a colour. The mark says the same without the colour."""

    mark: str
    colour: str


# Told apart by readers who do not see red and green. White on each has a contrast of 4.5; each has 3 on a white page and on a
# black one, since nobody tells a kernel its front end's theme.
GOOD, NEUTRAL, BAD = Sign("✓", "#00805D"), Sign("○", "#6E6E6E"), Sign("✗", "#B84E00")
ON_COLOUR = "#FFFFFF"

_WORDS = {
    None: "not checked yet",
    Kind.RIGHT: "right",
    Kind.NOT_ATTEMPTED: "not attempted",
    Kind.RAISED: "raised an error",
    Kind.WRONG_KIND: "wrong kind of answer",
    Kind.CHANGED_INPUTS: "changes its inputs",
    Kind.WRONG_VALUES: "not right yet",
}


def sign(kind: Kind | None) -> Sign:
    """The sign of a verdict's kind, or of an exercise that was not checked yet."""
    return {None: NEUTRAL, Kind.NOT_ATTEMPTED: NEUTRAL, Kind.RIGHT: GOOD}.get(kind, BAD)


def words(kind: Kind | None) -> str:
    """The verdict's kind in words, or those for an exercise that was not checked yet."""
    return translate(_WORDS[kind])


def number(name: str) -> str:
    """The exercise's number, from its heading in the notebook; empty where it has none."""
    found = re.search(r"\d+", exercises.headings().get(name, ""))
    return found[0] if found else ""


def full_name(name: str) -> str:
    """The exercise by number and name."""
    return say("Exercise {number}, {name}", number=number(name), name=name) if number(name) else name


def link(name: str, text: str) -> str:
    """The text as HTML that leads to an exercise or a written question in its notebook."""
    # The text keeps the page's colour: a link's own is too pale in some themes.
    style = "color: inherit; text-decoration: underline"
    return f'<a href="#{html.escape(_anchor(name))}" style="{style}">{html.escape(text)}</a>'


def _anchor(name: str) -> str:
    heading = exercises.headings().get(name, "")
    # Jupyter makes a heading's anchor of its text, and finds it only where a browser has nothing to encode. It finds a cell by
    # its id, which is the exercise's name; but then what is asked stands above the screen.
    return heading.replace(" ", "-") if re.fullmatch(r"[A-Za-z0-9 ,.:;!?()'-]+", heading) else f"cell-id={name}"


def title(name: str, verdict: Verdict | None, points: float | None) -> str:
    """A card's first line as text: the exercise, how it stands, and the points where they are known."""
    return _title(full_name(name), verdict, points)


def rich_title(name: str, verdict: Verdict | None, points: float | None, linked: bool = True) -> str:
    """The same as HTML, with a link to the exercise in its notebook unless `linked` is off, and the points as a bar too."""
    exercise = link(name, full_name(name)) if linked else html.escape(full_name(name))
    shown = f"<strong>{_title(exercise, verdict, points)}</strong>"
    return shown if points is None else shown + bar(verdict.share if verdict else 0)


def _title(exercise: str, verdict: Verdict | None, points: float | None) -> str:
    kind, share = (verdict.kind, verdict.share) if verdict else (None, 0)
    if points is None:
        return say("{exercise}: {kind}", exercise=exercise, kind=words(kind))
    return say("{exercise}: {kind} ({earned:.4g} of {points:.4g} points)", exercise=exercise, kind=words(kind),
               earned=share * points, points=points)


def sentences(verdict: Verdict) -> list[str]:
    """What the verdict says, the diagnosis and the place first: they are what helps."""
    return [] if verdict.kind is Kind.RIGHT else [*verdict.diagnoses, *verdict.where, *verdict.says]


def as_text(verdict: Verdict, points: float | None) -> str:
    """The verdict for a terminal or a log."""
    return plain(sign(verdict.kind), [title(verdict.exercise, verdict, points), *sentences(verdict)])


def as_html(verdict: Verdict, points: float | None, linked: bool = True) -> str:
    """The verdict as a card, its diagnoses emphasized; `linked` is off on a page that is no notebook."""
    lines = [f"<em>{html.escape(one)}</em>" if one in verdict.diagnoses else html.escape(one) for one in sentences(verdict)]
    return card(sign(verdict.kind), [rich_title(verdict.exercise, verdict, points, linked), *lines], "handgrad-verdict")


def plain(how: Sign, lines: Sequence[str]) -> str:
    """A card as text: its mark, and its lines."""
    return "\n  ".join([f"{how.mark} {lines[0]}", *lines[1:]])


def card(how: Sign, lines: Sequence[str], name: str) -> str:
    """A card as HTML: its mark, and its lines, which are HTML; `name` is the card's class."""
    # No colour for the text: the page has its own, light or dark.
    style = f"border-left: 4px solid {how.colour}; padding: 0.2em 0.8em; margin: 0.2em 0; line-height: 1.6"
    body = "".join(f"<div>{line}</div>" for line in [f"{badge(how)} {lines[0]}", *lines[1:]])
    return f'<div class="{name}" style="{style}">{body}</div>'


def badge(how: Sign) -> str:
    """A mark on its colour, as HTML."""
    style = f"background-color: {how.colour}; color: {ON_COLOUR}; border-radius: 0.8em; padding: 0 0.4em; font-weight: bold"
    return f'<span style="{style}">{how.mark}</span>'


def bar(share: float) -> str:
    """Points as a bar, as HTML: empty, and without a colour, until there are any. Words beside it say the same."""
    inside = f"display: block; height: 100%; width: {100 * share:.0f}%; background-color: {GOOD.colour}"
    filled = f'<span style="{inside}"></span>' if share else ""
    style = (f"display: inline-block; width: 6em; height: 0.6em; margin: 0 0.6em; border: 1px solid {NEUTRAL.colour}; "
             "border-radius: 0.3em; overflow: hidden")
    return f'<span class="handgrad-bar" aria-hidden="true" style="{style}">{filled}</span>'


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


def tell(sentence: str, name: str) -> None:
    """Show a sentence that is about no verdict; `name` is the card's class."""
    display(plain(NEUTRAL, [sentence]), card(NEUTRAL, [html.escape(sentence)], name))
