"""`autograder doctor`: what would be mended or refused, before anything is graded."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.cli.shared import Assignment, Root, fail, plain, quiet

STATES = ("fine", "mended", "refused", "not graded")


def doctor(assignment: Assignment, root: Root = Path()) -> None:
    """Say of each submission what will be mended or refused. Changes nothing."""
    from autograder.course import Chapter, NotReady, here

    console = Console()
    quiet()
    try:
        chapter: Chapter = here().chapter(assignment)
        found = _looked_at(root.resolve(), chapter)
    except (LookupError, NotReady) as error:
        fail(str(error))
    table = Table(title=f"{chapter.assignment}: {len(found)} submissions")
    for heading in ("student", "what becomes of it", "why"):
        table.add_column(heading, overflow="fold")
    for student, (state, lines) in found.items():
        if state != "fine":
            table.add_row(*map(plain, (student, state, "\n".join(lines))))
    if table.row_count:
        console.print(table)
    counts = Counter(state for state, _ in found.values())
    console.print(", ".join(f"{state}: {counts[state]}" for state in STATES), highlight=False)


def _looked_at(root: Path, chapter: Any) -> dict[str, tuple[str, list[str]]]:
    """For each student what becomes of the submission, and why. Raises `NotReady` where nobody has handed in anything."""
    from nbgrader.coursedir import CourseDirectory

    from autograder.course import NotReady, load_config
    from autograder.grade import folders

    directory = CourseDirectory(config=load_config(root))
    place = Path(directory.format_path(directory.submitted_directory, "*", chapter.assignment))
    # Two above anybody's submission, wherever nbgrader's settings put these.
    students, _ = folders.students(place.parents[1], chapter)
    if not students:
        raise NotReady(f"Nobody has handed in {chapter.assignment}: {place} matches no folder.")
    return {student: _treated(place.parents[1], student, chapter) for student in students}


def _treated(submitted: Path, student: str, chapter: Any) -> tuple[str, list[str]]:
    """What the doctor finds in what would travel of one submission."""
    from autograder.course import here
    from autograder.grade import folders
    from autograder.grade.because import because
    from autograder.grade.doctor import treat
    from autograder.grade.scratch import scratch
    from autograder.grade.submission import Submission

    try:
        if trouble := folders.trouble(submitted, student, chapter):
            return "not graded", [trouble]
        submission = Submission.read(submitted / student / chapter.assignment)
        with TemporaryDirectory(dir=scratch()) as place:
            submission.write(Path(place), links=True)
            found = treat(Path(place), here(), chapter)
    except Exception as error:  # noqa: BLE001 - one submission's trouble is not the others'
        return "not graded", [because(error)]
    lines = [*submission.notes(), *found.lines]
    return ("refused", [*lines, found.refused]) if found.refused else ("mended" if lines else "fine", lines)
