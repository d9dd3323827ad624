"""`progress`: which exercises of this notebook are done, and the points so far."""

import html

from handgrad.kit import exercise as exercises
from handgrad.kit import show
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say, translate

# By chapter: two notebooks may share a kernel.
_verdicts: dict[str, dict[str, Verdict]] = {}


def record(topic: str, verdict: Verdict) -> float | None:
    """Remember a verdict for `progress`. Returns the exercise's points, where its notebook has been built."""
    _verdicts.setdefault(topic, {})[verdict.exercise] = verdict
    try:
        listed = exercises.facts(topic)["exercises"]
    except FileNotFoundError:
        return None  # an author checks an exercise before its chapter is built
    return next((item["points"] for item in listed if item["name"] == verdict.exercise), None)


def has_failed(topic: str, name: str) -> bool:
    """Whether the last check of this exercise in this session failed, after something had been written."""
    last = _verdicts.get(topic, {}).get(name)
    return last is not None and last.kind not in (Kind.RIGHT, Kind.NOT_ATTEMPTED)


def progress() -> None:
    """Show each exercise of the notebook that is open, its verdict, and the points so far.

    Counts the public checks of this session. The final score is the grader's, on inputs of its own.
    """
    if not _verdicts:
        text = say("No exercise has been checked in this session yet. Run the check cells, then this cell again.")
        show.display(text, f"<div>{html.escape(text)}</div>")
        return
    for topic, verdicts in _verdicts.items():
        rows, earned, total = [], 0.0, 0.0
        for item in exercises.facts(topic)["exercises"]:
            verdict = verdicts.get(item["name"])
            points = item["points"]
            total += points
            earned += points * verdict.share if verdict else 0.0
            state = str(verdict.kind) if verdict else str(Kind.NOT_ATTEMPTED)
            got = f"{points * verdict.share if verdict else 0:.4g} / {points:.4g}"
            rows.append((item["name"], translate(state), got))
        written = sum(item["points"] for item in exercises.facts(topic)["written"])
        summary = say("{earned:.4g} of {total:.4g} points so far; {written:.4g} more for written answers, which a person "
                      "grades.", earned=earned, total=total, written=written)
        _show_table(rows, summary)


def _show_table(rows: list[tuple[str, str, str]], summary: str) -> None:
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    text = "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    body = "".join("<tr>" + "".join(f"<td style='text-align: left'>{html.escape(c)}</td>" for c in row) + "</tr>"
                   for row in rows)
    show.display(f"{text}\n{summary}", f"<table>{body}</table><div><strong>{html.escape(summary)}</strong></div>")
