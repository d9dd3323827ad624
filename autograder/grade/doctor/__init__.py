"""The doctor: takes what students hand in, and mends it or says why it cannot be graded.

    files ─▶ which file is the notebook ─▶ decode ─▶ cells ─▶ unmerge ─▶ mend ─▶ a notebook that nbgrader can grade

`docs/doctor.md` says what is mended, and how.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import Chapter, Course
from autograder.deadline import OutOfTime, within
from autograder.grade.doctor.decode import decode
from autograder.grade.doctor.files import File, candidates
from autograder.grade.doctor.handout import Handout, handout, handout_file
from autograder.grade.doctor.mend import mend
from autograder.grade.doctor.notes import Refusal, listed, shown
from autograder.grade.doctor.read import Cell, read, saved_with
from autograder.grade.doctor.unmerge import KEPT
from handgrad.text import say


@dataclass(frozen=True)
class Treated:
    """A submission that can be graded, or the sentence that says why it cannot."""

    notebook: NotebookNode | None
    """The mended notebook; None where it was refused."""
    lines: tuple[str, ...]
    """What was mended, each a whole sentence."""
    refused: str | None
    """Why it cannot be graded and what the student should do; None where it can."""


def treat_notebook(plain: object, course: Course, chapter: Chapter, lines: list[str]) -> NotebookNode:
    """Mend a notebook that could be read. Adds to `lines` what was mended. Raises `Refusal` where it cannot be graded."""
    with _in_time():
        cells = read(plain, lines)
        _require_chapter(cells, course, chapter)
        return _remember(saved_with(plain), mend(cells, handout(course, chapter), lines))


# Seconds in which a submission has to be read and mended.
SECONDS = 60


@contextmanager
def _in_time() -> Iterator[None]:
    """Raises `Refusal` where that takes too long."""
    try:
        with within(SECONDS):
            yield
    except OutOfTime:
        raise Refusal(say("The notebook takes more than {seconds} seconds to read: cells in it are too long to be answers. "
                          "Delete what is not needed and hand it in again.", seconds=SECONDS)) from None


def _remember(python: str | None, nb: NotebookNode) -> NotebookNode:
    """The mended notebook, which remembers the Python that the student's was saved with."""
    if python:
        nb.metadata.setdefault("language_info", NotebookNode())["version"] = python
    return nb


@dataclass(frozen=True)
class _Candidate:
    """A file that could be read as a notebook."""

    file: File
    cells: list[Cell]
    lines: list[str]
    python: str | None


def treat(folder: Path, course: Course, chapter: Chapter) -> Treated:
    """Mend what one student handed in for a chapter, or refuse it.

    Never raises. Writes nothing, follows no link, and reads a bounded number of bytes.
    """
    lines: list[str] = []
    try:
        with _in_time():
            notebook = _treat(folder, course, chapter, lines)
    except Refusal as refusal:
        return Treated(None, tuple(lines), str(refusal))
    except Exception as error:  # noqa: BLE001 - whatever a submission does to the doctor, the next student's turn comes
        why = say("The notebook cannot be read ({error}). Open it in JupyterLab, run it, save it and hand it in again.",
                  error=type(error).__name__)
        return Treated(None, tuple(lines), why)
    return Treated(notebook, tuple(lines), None)


def _treat(folder: Path, course: Course, chapter: Chapter, lines: list[str]) -> NotebookNode:
    wanted = handout_file(course, chapter).name
    the_handout = handout(course, chapter)
    readable: list[_Candidate] = []
    refusals: list[tuple[File, Refusal]] = []
    for file in candidates(folder, wanted, lines):
        try:
            readable.append(_read(file, the_handout))
            _require_chapter(readable[-1].cells, course, chapter)
        except Refusal as refusal:
            readable = [one for one in readable if one.file is not file]
            refusals.append((file, refusal))
    if not readable:
        # That of the likeliest file: candidates come in this order.
        raise refusals[0][1]
    # Of equals the first, which is the one with the right name.
    chosen = max(readable, key=lambda one: the_handout.work(one.cells))
    passed = [one.file.name for one in readable if one is not chosen] + [file.name for file, _ in refusals]
    if passed:
        lines.append(say("More than one notebook was handed in. {chosen} was graded, which answers the most exercises; "
                         "these were not: {passed}.", chosen=shown(chosen.file.name), passed=listed(passed)))
    if Path(chosen.file.name).name != wanted:
        lines.append(say("The notebook is called {name}; it was graded as {wanted}.", name=shown(chosen.file.name),
                         wanted=wanted))
    lines += chosen.lines
    return _remember(chosen.python, mend(chosen.cells, the_handout, lines))


def _read(file: File, the_handout: Handout) -> _Candidate:
    """The cells of a file. Of two sides of a merge, those of the one that answers more, and what only the other holds."""
    lines: list[str] = []
    plain = decode(file.content, lines)
    versions = [read(one, lines) for one in plain]
    first, *others = sorted(versions, key=the_handout.work, reverse=True)
    known = {cell.source for cell in first}
    more = [cell for other in others for cell in other if cell.source not in known]
    kept = [cell.but(grade_id=None, id=None, tags=(KEPT,)) for cell in more]
    return _Candidate(file, first + kept, list(dict.fromkeys(lines)), saved_with(plain[0]))


def _require_chapter(cells: list[Cell], course: Course, chapter: Chapter) -> None:
    """Raise `Refusal` for the notebook of another chapter, or of none."""
    wanted = handout_file(course, chapter).name
    here = handout(course, chapter)
    ours = here.traces(cells)
    # Half of them is enough, and spares reading the other chapters' notebooks.
    if 2 * ours >= len(here.exercises):
        return
    others = {one: handout(course, one).traces(cells) for one in course.chapters()
              if one != chapter and handout_file(course, one).exists()}
    likeliest = max(others, key=lambda one: others[one], default=chapter)
    if others.get(likeliest, 0) > ours:
        raise Refusal(say("This is the notebook of {other}. Hand in that of {assignment}: {wanted}.",
                          other=likeliest.assignment, assignment=chapter.assignment, wanted=wanted))
    if ours == 0:
        raise Refusal(say("The notebook holds none of the exercises of {assignment}. Hand in {wanted}.",
                          assignment=chapter.assignment, wanted=wanted))
