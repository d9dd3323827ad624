"""Cells that hold more than one cell of the course, taken apart again. No line of the student's is lost."""

import ast
from collections import Counter

from autograder import cells as names
from autograder.grade.doctor.decode import sides
from autograder.grade.doctor.handout import Handout
from autograder.grade.doctor.notes import listed
from autograder.grade.doctor.read import Cell
from handgrad.text import say

# A cell with this tag is kept, shown, and not run.
KEPT = "skip-grading"


def without_marks(cells: list[Cell], handout: Handout, lines: list[str]) -> list[Cell]:
    """Cells in which a merge was left unresolved: the side with the student's work stays, the other is kept at the end."""
    kept, others = [], []
    for cell in cells:
        found = sides(cell.source)
        if found is None:
            kept.append(cell)
            continue
        ours, theirs = (cell.but(source=source) for source in found)
        if (cell.kind == "code" and names.parse(ours.source) is None) or handout.work([theirs]) > handout.work([ours]):
            ours, theirs = theirs, ours
        kept.append(ours)
        others.append(theirs.but(grade_id=None, id=None, tags=(KEPT,)))
    if others:
        lines.append(say("Cells held the marks of a merge that was left unresolved: the side that answers the exercise was "
                         "graded, and the other is kept at the end."))
    return kept + others


def taken_apart(cells: list[Cell], handout: Handout, lines: list[str]) -> list[Cell]:
    """Each exercise in a cell of its own, with the checks and the texts of the course taken out of it."""
    result: list[Cell] = []
    parted: list[str] = []
    turned: list[str] = []
    worked = [handout.worked_on(cell) if cell.kind == "code" else set() for cell in cells]
    count = Counter(name for found in worked for name in found)
    for cell, own in zip(cells, worked, strict=True):
        # An exercise that was worked on in another cell is no reason to take this one apart.
        elsewhere = {name for name, times in count.items() if times > (name in own)}
        code, texts = _without_texts(cell, elsewhere, handout)
        parts = _parts(code, elsewhere, cells, handout) if code.kind == "code" else [code]
        result += [*texts, *parts]
        if texts or parts != [code]:
            parted += sorted(handout.answers(code))
        elif code.kind != cell.kind:
            turned += sorted(handout.answers(code))
    if parted:
        lines.append(say("Several of the course's cells had been merged into one, and were taken apart again: {names}.",
                         names=listed(parted)))
    if turned:
        lines.append(say("Exercise cells that had become text were turned back into code: {names}.", names=listed(turned)))
    return result


def _without_texts(cell: Cell, elsewhere: set[str], handout: Handout) -> tuple[Cell, list[Cell]]:
    """A cell of code without the course's texts that were merged into it, and these texts."""
    is_code = cell.kind == "code" and names.parse(cell.source) is not None
    if is_code or not handout.answers(cell) - elsewhere:
        return cell, []
    source, found = cell.source, []
    for one in handout.notebook.cells:
        # A short text may stand in code by chance.
        if one.cell_type == "markdown" and len(one.source) > 20 and one.source in source:
            source = source.replace(one.source, "\n", 1)
            found.append(Cell("markdown", one.source))
    if names.parse(source) is None:
        return cell, []
    return cell.but(source=source.strip("\n"), kind="code"), found


def _parts(cell: Cell, elsewhere: set[str], cells: list[Cell], handout: Handout) -> list[Cell]:
    """A cell of code, cut after each of the exercises in it, and without the checks that have no cell of their own."""
    tree = names.parse(cell.source)
    here = {handout.symbols[name]: name for name in handout.answers(cell)}
    if tree is None or not here:
        return [cell]
    at_home = {other.grade_id for other in cells} | {f"check_{names.only_checks(other.source)}" for other in cells}
    text = cell.source.split("\n")
    ends: list[int] = []
    drop: set[int] = set()
    for node in tree.body:
        last = node.end_lineno or node.lineno
        name = names.checked(node)
        if name in handout.checks and f"check_{name}" not in at_home:
            drop |= set(range(node.lineno, last + 1))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in here:
            ends.append(_with_comments(text, last))
    apart = len(ends) > 1 and bool(set(here.values()) - elsewhere)
    if not drop and not apart:
        return [cell]
    stops = ends[:-1] if apart else []
    parts = []
    for start, stop in zip([0, *stops], [*stops, len(text)], strict=True):
        source = "\n".join(line for number, line in enumerate(text[start:stop], start + 1) if number not in drop)
        parts.append(cell.but(source=source.strip("\n"), id=None, grade_id=None if apart else cell.grade_id))
    return [part for part in parts if part.source.strip()] or [cell]


def _with_comments(text: list[str], last: int) -> int:
    """The last of the comment lines that follow a line directly."""
    while last < len(text) and text[last].lstrip().startswith("#"):
        last += 1
    return last
