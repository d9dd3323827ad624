"""Grades in the columns that Canvas and Moodle import, matched to the list of students that the same system exports.

The list decides who is in the file and in which order, and gives the identifying columns as they are. Whoever was not
graded gets an empty cell, which both systems read as no change.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from autograder.course import Chapter, NotReady, here
from autograder.grade.because import because
from autograder.grade.ledger import Ledger

# The columns that identify a student, and the one that holds the name of the folder in submitted/.
IDENTITY = {
    "canvas": ("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
    "moodle": ("First name", "Last name", "ID number", "Username", "Email address"),
}
MATCHED_BY = {"canvas": "SIS Login ID", "moodle": "Username"}
POINTS_ROW = "Points Possible"


class RosterError(ValueError):
    """The list of students cannot be used. The message says what is wrong, and what to do."""


@dataclass(frozen=True)
class Export:
    """The file's text, and who is missing on either side."""

    text: str
    not_listed: list[str]
    """Graded, but not in the list."""
    not_graded: list[str]
    """In the list, but without any of these grades."""


@dataclass(frozen=True)
class Grades:
    """One assignment: its most points, and each student's."""

    most: float
    scores: dict[str, float]


def settle(root: Path, config: Config, assignments: list[str]) -> tuple[list[str], list[str]]:
    """Apply points, due dates, extensions and penalties anew to the course's own assignments, all where none is named.

    A line for each grade that changed, and one for each that could not be worked out. Raises `NotReady` where the gradebook
    cannot be opened.
    """
    changed, failed = [], []
    for chapter in _opened(CourseDirectory(config=config), assignments):
        with Ledger(root, config, chapter) as ledger:
            for student in ledger.students():
                who = f"{chapter.assignment}, {student}: "
                try:
                    changed += [who + line for line in ledger.settle(student)]
                except Exception as error:  # noqa: BLE001 - one student's trouble is not the others'
                    failed.append(who + because(error))
    return changed, failed


def _opened(course: CourseDirectory, assignments: list[str]) -> list[Chapter]:
    """The chapters that are in the gradebook, of those that were named."""
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            known = {one.name for one in gradebook.assignments if one.notebooks}
    except SQLAlchemyError as error:
        raise NotReady(because(error)) from None
    return [one for one in here().chapters() if one.assignment in known and one.assignment in (assignments or known)]


def grades(db_url: str, assignments: list[str]) -> dict[str, Grades]:
    """The gradebook's grades, penalties for lateness taken off; all assignments where none is named."""
    with Gradebook(db_url) as gradebook:
        names = assignments or [one.name for one in gradebook.assignments]
        found = {}
        for name in names:
            submissions = gradebook.assignment_submissions(name)
            # nbgrader's own export takes the penalty off too; a total below zero means nothing to anybody.
            scores = {one.student.id: max(0.0, one.score - (one.late_submission_penalty or 0)) for one in submissions}
            found[name] = Grades(gradebook.find_assignment(name).max_score, scores)
        return found


def export(form: str, roster: str, found: dict[str, Grades], by: str | None = None) -> Export:
    """The table to import. Raises `RosterError` where the list lacks the column to match by, or names someone twice."""
    rows = list(csv.reader(io.StringIO(roster), delimiter=_delimiter(roster)))
    if not rows:
        raise RosterError(f"The list of students is empty. Export it from {form.capitalize()} again.")
    heading, *people = rows
    by = by or MATCHED_BY[form]
    if by not in heading:
        raise RosterError(f"The list of students has no column {by!r}. It has: {', '.join(heading)}. Name one with --by.")
    kept = [name for name in heading if name in IDENTITY[form] or name == by]
    columns = {name: _column(name, heading) for name in found}
    table = [[*kept, *columns.values()]]
    seen: set[str] = set()
    not_graded = []
    for person in people:
        record = dict(zip(heading, person, strict=False))
        student = record.get(by, "").strip()
        own: list[float | str]
        # One of Canvas's rows is nobody: it holds the points of each column.
        if form == "canvas" and record.get("Student", "").strip() == POINTS_ROW:
            own = [one.most for one in found.values()]
        elif not student:
            continue
        elif student in seen:
            raise RosterError(f"The list of students names {student!r} twice in the column {by!r}. Choose another with --by.")
        else:
            seen.add(student)
            own = [one.scores.get(student, "") for one in found.values()]
            if all(score == "" for score in own):
                not_graded.append(student)
        table.append([*(record.get(name, "") for name in kept), *(f"{score:g}" if score != "" else "" for score in own)])
    text = io.StringIO()
    csv.writer(text, delimiter=_delimiter(roster), lineterminator="\n").writerows(table)
    everyone = {student for one in found.values() for student in one.scores}
    return Export(text.getvalue(), sorted(everyone - seen), not_graded)


def read_roster(path: Path) -> str:
    """The list's text. Raises `RosterError` where it is no text in UTF-8."""
    try:
        return path.read_text("utf-8-sig")  # Excel writes a byte order mark, which would become part of the first heading
    except UnicodeDecodeError:
        raise RosterError(f"{path} is not text in UTF-8. Export it as CSV (comma separated, UTF-8).") from None


def _delimiter(text: str) -> str:
    # csv.Sniffer guesses from the names, which may hold anything; the headings are known.
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _column(assignment: str, heading: list[str]) -> str:
    """Canvas's own heading for this assignment, `name (number)`, where the list has it."""
    return next((name for name in heading if name == assignment or name.startswith(f"{assignment} (")), assignment)
