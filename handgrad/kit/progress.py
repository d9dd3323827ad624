"""`progress`: which exercises of this notebook are done, and the points so far."""

import html
from dataclasses import dataclass
from typing import Any

from handgrad.kit import exercise as exercises
from handgrad.kit import show
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say, translate

# By chapter: two notebooks may share a kernel.
_verdicts: dict[str, dict[str, Verdict]] = {}


def record(topic: str, verdict: Verdict) -> float | None:
    """Remember a verdict for `progress`. Returns the exercise's points, where its notebook has been built."""
    _verdicts.setdefault(topic, {})[verdict.exercise] = verdict
    return points_of(topic, verdict.exercise)


def points_of(topic: str, name: str) -> float | None:
    """The exercise's points, where its notebook has been built."""
    try:
        listed = exercises.facts(topic)["exercises"]
    except FileNotFoundError:
        return None  # an author checks an exercise before its chapter is built
    return next((item["points"] for item in listed if item["name"] == name), None)


def last_verdict(topic: str, name: str) -> Verdict | None:
    """What the last check of this exercise in this session said; None where there was none."""
    return _verdicts.get(topic, {}).get(name)


def has_failed(topic: str, name: str) -> bool:
    """Whether the last check of this exercise in this session failed, after something had been written."""
    last = last_verdict(topic, name)
    return last is not None and last.kind not in (Kind.RIGHT, Kind.NOT_ATTEMPTED)


def progress() -> None:
    """Show each exercise of the notebook that is open, its verdict, and the points so far.

    Counts the public checks of this session. The final score is the grader's, on inputs of its own.
    """
    if not _verdicts:
        show.tell(say("No exercise has been checked in this session yet. Run the check cells, then this cell again."),
                  "handgrad-progress")
    for topic in _verdicts:
        wanted = exercises.facts(topic)
        rows = [_Row(item["name"], item["points"], last_verdict(topic, item["name"])) for item in wanted["exercises"]]
        _show(wanted, rows)


@dataclass(frozen=True)
class _Row:
    name: str
    points: float
    verdict: Verdict | None

    @property
    def kind(self) -> Kind | None:
        return self.verdict.kind if self.verdict else None

    @property
    def share(self) -> float:
        return self.verdict.share if self.verdict else 0.0

    def cells(self) -> list[str]:
        """Mark, number, name, verdict, points."""
        got = say("{earned:.4g} of {points:.4g}", earned=self.share * self.points, points=self.points)
        return [show.sign(self.kind).mark, show.number(self.name), self.name, show.words(self.kind), got]

    def rich_cells(self) -> list[str]:
        """The same as HTML, the points as a bar too."""
        _, number, name, words, got = self.cells()
        return [show.badge(show.sign(self.kind)), number, show.link(name, name), words, show.bar(self.share) + got]


def _show(wanted: dict[str, Any], rows: list[_Row]) -> None:
    earned, total = sum(row.share * row.points for row in rows), sum(row.points for row in rows)
    how = show.GOOD if all(row.kind is Kind.RIGHT for row in rows) else show.NEUTRAL
    first = say("{chapter}: {earned:.4g} of {total:.4g} points so far", chapter=translate(wanted["title"]), earned=earned,
                total=total)
    more = say("{written:.4g} more points for written answers, which a person grades.",
               written=sum(item["points"] for item in wanted["written"]))
    head = ["", "", translate("Exercise"), translate("The last check"), translate("Points")]
    text = show.plain(how, [first, *_columns([head, *(row.cells() for row in rows)]), more])
    table = _table(head, [row.rich_cells() for row in rows])
    rich = [f"<strong>{html.escape(first)}</strong>{show.bar(earned / total)}", table, html.escape(more)]
    show.display(text, show.card(how, rich, "handgrad-progress"))


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _table(head: list[str], rows: list[list[str]]) -> str:
    def line(tag: str, cells: list[str]) -> str:
        return "<tr>" + "".join(f'<{tag} style="text-align: left">{cell}</{tag}>' for cell in cells) + "</tr>"

    top = f"<thead>{line('th', list(map(html.escape, head)))}</thead>"
    return f'<table style="margin: 0.4em 0">{top}<tbody>{"".join(line("td", row) for row in rows)}</tbody></table>'
