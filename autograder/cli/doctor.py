"""`autograder doctor`: what would be mended or refused, before anything is graded."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.cli.shared import Assignment, Root, fail


def doctor(assignment: Assignment, root: Root = Path()) -> None:
    """Say of each submission what will be mended or refused. Changes nothing."""
    from autograder.course import here
    from autograder.grade.doctor import treat
    from autograder.grade.doctor.notes import shown

    course, console = here(), Console()
    try:
        chapter = course.chapter(assignment)
        folders = _handed_in(root.resolve(), chapter.assignment)
    except LookupError as error:
        fail(str(error))
    table = Table(title=f"{chapter.assignment}: {len(folders)} submissions")
    for heading in ("student", "what becomes of it", "why"):
        table.add_column(heading, overflow="fold")
    counts = {"fine": 0, "mended": 0, "refused": 0}
    for student, folder in folders.items():
        found = treat(folder, course, chapter)
        state = "refused" if found.refused else "mended" if found.lines else "fine"
        counts[state] += 1
        if state != "fine":
            why = [*found.lines, found.refused] if found.refused else found.lines
            table.add_row(Text(shown(student)), state, Text("\n".join(why)))
    if table.row_count:
        console.print(table)
    console.print(", ".join(f"{state}: {count}" for state, count in counts.items()), highlight=False)


def _handed_in(root: Path, assignment: str) -> dict[str, Path]:
    """Each student's folder, by name. Raises `LookupError` where nobody has handed in anything."""
    from nbgrader.coursedir import CourseDirectory

    from autograder.course import load_config

    directory = CourseDirectory(config=load_config(root))
    place = Path(directory.format_path(directory.submitted_directory, "*", assignment))
    folders = {path.parent.name: path for path in sorted(place.parents[1].glob(f"*/{place.name}")) if path.is_dir()}
    if not folders:
        raise LookupError(f"Nobody has handed in {assignment}: {place} matches no folder.")
    return folders
