"""`autograder report` and `autograder export`: what becomes of the grades."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.cli.shared import Assignment, Root, fail, plain, quiet


class Form(StrEnum):
    """Systems whose columns are known."""

    CANVAS = "canvas"
    MOODLE = "moodle"


def report(
    assignment: Assignment,
    output: Annotated[Path | None, typer.Option(help="The page to write; reports/ASSIGNMENT.html if not given.")] = None,
    root: Root = Path(),
) -> None:
    """Write one page about how the class did: scores, exercises, the mistakes that it made."""
    from autograder.after.report import report as page
    from autograder.course import NotReady, here

    quiet()
    try:
        chapter = here().chapter(assignment)
        text = page(root.resolve(), chapter)
    except (NotReady, LookupError) as error:
        fail(str(error))
    path = output or root / "reports" / f"{chapter.assignment}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    Console().print(f"{path}", highlight=False)


def export(
    form: Annotated[Form, typer.Option("--format", help="Whose columns.")],
    roster: Annotated[Path, typer.Option(help="The list of students, as Canvas or Moodle exports it (CSV).")],
    assignments: Annotated[list[str] | None, typer.Argument(help="All that are in the gradebook if not given.")] = None,
    output: Annotated[Path, typer.Option(help="The file to write.")] = Path("grades.csv"),
    by: Annotated[str | None, typer.Option(help="The list's column that holds the names of the folders in submitted/.")] = None,
    root: Root = Path(),
) -> None:
    """Write the grades as a file that Canvas or Moodle imports."""
    from nbgrader.api import MissingEntry
    from nbgrader.coursedir import CourseDirectory

    from autograder.after import export as exporting
    from autograder.course import NotReady, load_config

    quiet()
    console = Console()
    try:
        listed = exporting.read_roster(roster)
        config = load_config(root.resolve())
        # Points, due dates and extensions may have moved since the class was graded.
        changed, failed = exporting.settle(root.resolve(), config, assignments or [])
        found = exporting.grades(CourseDirectory(config=config).db_url, assignments or [])
        done = exporting.export(form.value, listed, found, by)
    except MissingEntry as error:
        fail(f"{error}. The gradebook has no such assignment: name it as its folder is called.")
    except (exporting.RosterError, NotReady, LookupError) as error:
        fail(str(error))
    for line in (*changed, *failed):
        console.print(plain(line), highlight=False, soft_wrap=True)
    output.write_text(done.text, "utf-8")
    console.print(f"{output}", highlight=False)
    for who, what in ((done.not_listed, "Graded, but not in the list"), (done.not_graded, "In the list, but not graded")):
        if who:
            console.print(plain(f"{what}: {', '.join(who)}"), highlight=False)
    # The others' grades are in the file all the same.
    if failed:
        raise typer.Exit(1)
