"""The law of a notebook, as gates: each names the offending cell and what to do. `docs/anatomy.md` says it in words."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

HEADINGS = ["Why", "Predict", "Build", "Check", "Explore", "Recap"]
TAGS = {"setup", "raises-exception", "skip-grading", "hide-input"}
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
# nbgrader has more markers, and blanks a cell in silence where one is misspelt: whatever looks like one is refused.
MARKER = re.compile(r"BEGIN|END|SOLUTION|HIDDEN|MARK SCHEME|AUTOTEST")
LONGEST_CELL, LONGEST_SOLUTION = 30, 12
TOTAL_POINTS = 100


class AnatomyError(Exception):
    """A notebook that breaks the law; one line for each offence."""


def kind(cell: NotebookNode) -> str:
    """exercise, check, written, or plain. Raises `AnatomyError` for any other nbgrader cell."""
    marks = cell.metadata.get("nbgrader")
    if marks is None:
        return "plain"
    flags = tuple(bool(marks.get(key)) for key in ("grade", "solution", "locked", "task"))
    match (cell.cell_type, flags):
        case ("code", (False, True, False, False)):
            return "exercise"
        case ("code", (True, False, True, False)):
            return "check"
        case ("markdown", (True, True, False, False)):
            return "written"
    name = marks.get("grade_id", "without an id")
    raise AnatomyError(
        f"cell {name}: a {cell.cell_type} cell with grade, solution, locked, task = {flags} is none of the three legal "
        "kinds (exercise, check, written answer): see docs/anatomy.md"
    )


def called(cell: NotebookNode) -> tuple[str, str] | None:
    """The exercise's name and the expression of a check cell `check("name", expression)`; None for anything else."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return None
    match tree.body:
        case [ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(name)), answer], []))]:
            return name, ast.unparse(answer)
    return None


def solution_regions(cell: NotebookNode) -> list[list[str]]:
    """The lines between each pair of markers. Raises `AnatomyError` for markers that do not pair."""
    regions: list[list[str]] = []
    inside = False
    for line in cell.source.splitlines():
        if line.strip() == BEGIN and not inside:
            inside = True
            regions.append([])
        elif line.strip() == END and inside:
            inside = False
        elif line.strip() in (BEGIN, END):
            raise AnatomyError(f"{_name(cell)}: {line.strip()} without its partner")
        elif inside:
            regions[-1].append(line)
    if inside:
        raise AnatomyError(f"{_name(cell)}: {BEGIN} without {END}")
    return regions


def solution_lines(nb: NotebookNode) -> dict[str, str]:
    """Each line of each solution that is long enough to be recognised, without its spaces, and where it stands."""
    found = {}
    for cell in nb.cells:
        for region in solution_regions(cell):
            for line in region:
                squeezed = squeeze(line)
                # Shorter lines ("return x") may well stand elsewhere too.
                if len(squeezed) >= 12 and not squeezed.startswith("#"):
                    found[squeezed] = _name(cell)
    return found


def squeeze(text: str) -> str:
    """The text without blanks."""
    return re.sub(r"\s+", "", text)


def check_notebook(nb: NotebookNode, pages: set[str]) -> None:
    """Raise `AnatomyError` with all that is wrong with a chapter's source notebook, whose exercise pages are `pages`."""
    faults = list(_faults(nb, pages))
    if faults:
        raise AnatomyError("\n".join(faults))


def check_handout(source: NotebookNode, texts: dict[str, str]) -> None:
    """Raise `AnatomyError` where a solution's line stands in one of the `texts` that a student gets."""
    squeezed = {where: squeeze(text) for where, text in texts.items()}
    faults = [
        f"{where} holds a line of the solution of {cell}: {line}"
        for line, cell in solution_lines(source).items()
        for where, text in squeezed.items()
        if line in text
    ]
    if faults:
        raise AnatomyError("\n".join(faults))


def _faults(nb: NotebookNode, pages: set[str]) -> Iterator[str]:
    exercises: list[str] = []
    checks: list[str] = []
    ids: list[str] = []
    points = 0.0
    for cell in nb.cells:
        yield from _marker_faults(cell)
        try:
            what, regions = kind(cell), solution_regions(cell)
        except AnatomyError as error:
            yield str(error)
            continue
        marks: dict[str, Any] = cell.metadata.get("nbgrader", {})
        name = marks.get("grade_id", "")
        if what != "plain":
            ids.append(name)
            points += marks.get("points", 0)
        if what in ("exercise", "written") and not regions:
            yield f"{name}: has no solution region; nbgrader would blank the whole cell. Put {BEGIN} and {END} in it"
        if what not in ("exercise", "written") and regions:
            yield f"{_name(cell)}: a solution region in a cell that is neither an exercise nor a written answer"
        if what == "exercise":
            exercises.append(name)
            for region in regions:
                if len(region) > LONGEST_SOLUTION:
                    yield f"{name}: a solution of {len(region)} lines; at most {LONGEST_SOLUTION}: split the exercise"
        if what == "check":
            checks.append(name)
            yield from _check_faults(cell, name, exercises)
        if cell.cell_type == "code":
            length = len(cell.source.splitlines())
            # The student's cell counts: with the solution and its two markers taken out.
            allowed = LONGEST_CELL + sum(len(region) + 2 for region in regions)
            if length > allowed:
                yield f"{_name(cell)}: {length} lines; a code cell has at most {LONGEST_CELL}"
        unknown = set(cell.metadata.get("tags", [])) - TAGS
        if unknown:
            yield f"{_name(cell)}: unknown tags {sorted(unknown)}; known are {sorted(TAGS)}"
    yield from _whole_faults(nb, exercises, checks, ids, points, pages)


def _marker_faults(cell: NotebookNode) -> Iterator[str]:
    for line in cell.source.splitlines():
        if MARKER.search(line) and line.strip() not in (BEGIN, END):
            yield f"{_name(cell)}: unknown marker {line.strip()!r}; the only markers are {BEGIN!r} and {END!r}, alone on a line"


def _check_faults(cell: NotebookNode, name: str, exercises: list[str]) -> Iterator[str]:
    call = called(cell)
    if call is None:
        yield f'{name}: a check cell is one line: check("exercise", answer)'
    elif name != f"check_{call[0]}":
        yield f"{name}: checks {call[0]!r}; its id should be check_{call[0]}"
    elif call[0] not in exercises:
        yield f"{name}: comes before its exercise {call[0]}, or there is no such exercise"
    if "raises-exception" not in cell.metadata.get("tags", []):
        yield f"{name}: lacks the tag raises-exception, so that Run All would stop here"
    if not cell.metadata.nbgrader.get("points"):
        yield f"{name}: has no points"


def _whole_faults(
    nb: NotebookNode, exercises: list[str], checks: list[str], ids: list[str], points: float, pages: set[str]
) -> Iterator[str]:
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"{name}: this id is used {ids.count(name)} times"
    for name in ids:
        # An id is also the cell's, and nbformat allows these.
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
            yield f"{name!r}: an id has 1 to 64 letters, digits, _ and -"
    for name in exercises:
        if f"check_{name}" not in checks:
            yield f"{name}: has no check cell"
    for name in sorted(set(exercises) - pages):
        yield f"{name}: has no page in autograder/exercises"
    for name in sorted(pages - set(exercises)):
        yield f"{name}: has a page but no exercise in the notebook"
    if points != TOTAL_POINTS:
        yield f"the points add up to {points:g}, not to {TOTAL_POINTS}"
    if not any(cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "markdown" for cell in nb.cells):
        yield "there is no written answer"
    text = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if headings != HEADINGS:
        yield f"the headings are {headings}; they should be {HEADINGS}"
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    if not code or "setup" not in code[0].metadata.get("tags", []):
        yield "the first code cell is not the set-up cell (tag setup)"


def _name(cell: NotebookNode) -> str:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"cell {name}" if name else f"the cell that begins {cell.source[:40]!r}"
