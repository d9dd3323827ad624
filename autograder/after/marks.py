"""What a graded notebook says of each exercise and each written answer, read off its cells."""

import re
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader import utils

from autograder.grade.judge import is_check, written_verdict
from handgrad.kit import exercise
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say, translate

HEADING = re.compile(r"^#{2,4} +(\S+ \d+[^:\n]*: .+)$", re.MULTILINE)  # "### Exercise 11 (optional): an engine"
NEAR = 0.005  # points are rounded to hundredths


@dataclass
class Mark:
    """One graded cell. `answer` is the student's cell, `comment` what a person wrote about it."""

    id: str
    name: str
    points: float
    score: float
    answer: NotebookNode | None
    comment: str
    check: NotebookNode | None = None
    verdict: Verdict | None = None
    waits: bool = False
    """Whether a person is still to read it."""

    @property
    def right(self) -> bool:
        """Whether it has all its points."""
        return self.score >= self.points - NEAR

    @property
    def begun(self) -> bool:
        """Whether there is anything to be judged."""
        return self.verdict is None or self.verdict.kind is not Kind.NOT_ATTEMPTED

    @property
    def sign(self) -> str:
        """The state as one character."""
        if self.waits:
            return "…"
        if self.right:
            return "✓"
        return "◐" if self.score > NEAR else "✗" if self.begun else "○"


def marks(nb: NotebookNode) -> list[Mark]:
    """A mark for each graded cell, in the notebook's order."""
    found: list[Mark] = []
    heading, answer = "", None
    for cell in nb.cells:
        if utils.is_grade(cell):
            if is_check(cell):
                found.append(_checked(cell, heading, answer))
            else:
                found.append(_read(cell))
            heading, answer = "", None
        elif utils.is_solution(cell):
            answer = cell
        elif cell.cell_type == "markdown" and (headings := HEADING.findall(cell.source)):
            heading = headings[-1].strip()
    return found


def _checked(check: NotebookNode, heading: str, answer: NotebookNode | None) -> Mark:
    name = str(check.metadata.nbgrader.grade_id).removeprefix("check_")
    points, score = _points(check)
    comment = _comment(answer) if answer else ""
    return Mark(name, heading or name, points, score, answer, comment, check, written_verdict(check))


def _read(cell: NotebookNode) -> Mark:
    name = str(cell.metadata.nbgrader.grade_id)
    called = say("Written answer: {name}", name=name.replace("_", " "))
    points, score = _points(cell)
    return Mark(name, called, points, score, cell, _comment(cell), waits=bool(cell.metadata.nbgrader.get("waits")))


def _points(cell: NotebookNode) -> tuple[float, float]:
    return float(cell.metadata.nbgrader.get("points") or 0), float(cell.metadata.nbgrader.get("score") or 0)


def _comment(cell: NotebookNode) -> str:
    return str(cell.metadata.nbgrader.get("comment") or "")


def next_steps(mark: Mark) -> list[str]:
    """What to try next at an exercise that is not right yet. Raises nothing: an exercise of another course has no steps."""
    if mark.right or mark.verdict is None:
        return []
    try:
        known = exercise.load(mark.verdict.exercise)
    except LookupError:
        return []
    steps = [say("The first hint: {hint}", hint=translate(known.hints[0]))] if known.hints else []
    steps.append(say("hint({name!r}) in the notebook says more, step by step.", name=known.name))
    if mark.begun and known.cases[0].inputs:
        steps.append(say("Run its check in the notebook. Where it fails there, failing({name!r}) shows the smallest input on "
                         "which it fails.", name=known.name))
    return steps
