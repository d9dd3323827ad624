"""`autograder`: what instructors run. Each command is one function here; the work is done in the module it names."""

import fnmatch
import logging
import os
from collections import Counter
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
Assignment = Annotated[str, typer.Argument(help="The assignment's folder name: 04-backprop-matrix.")]
class Form(StrEnum):
    """Systems whose columns are known."""

    CANVAS = "canvas"
    MOODLE = "moodle"


Root = Annotated[Path, typer.Option("--course", help="The folder with nbgrader_config.py and submitted/.")]


@app.callback()
def autograder() -> None:
    """Grade a class, look at how it did, and hand on its grades."""


@app.command()
def grade(
    assignment: Assignment,
    students: Annotated[str, typer.Option(help="Names, or patterns with *, separated by commas.")] = "*",
    jobs: Annotated[int, typer.Option(min=1, help="Submissions at a time on this machine.")] = os.cpu_count() or 1,
    scheduler: Annotated[str, typer.Option(help="Address of a running Dask scheduler: tcp://host:8786.")] = "",
    force: Annotated[bool, typer.Option(help="Examine again what has been examined before.")] = False,
    root: Root = Path(),
) -> None:
    """Grade all submissions of an assignment at once. Killed anywhere, it goes on at the next call."""
    from autograder.grade import clusters, fleet

    console = Console()
    logging.disable()  # Dask's and nbgrader's words: what matters of them comes as an outcome, or as an error, once

    def cluster() -> AbstractContextManager[Any]:
        return clusters.existing(scheduler) if scheduler else clusters.local(jobs)

    try:
        run = fleet.Run(root.resolve(), assignment)
        chosen = [s for s in run.students() if any(fnmatch.fnmatchcase(s, p.strip()) for p in students.split(","))]
        outcomes = _watch(console, run, chosen, cluster, force)
    except (fleet.NotReady, fleet.OtherCourse, fleet.SandboxMissing, LookupError, OSError) as error:
        _fail(f"{error}\nWhat has been examined is kept: the same command goes on from there.")
    _sum_up(console, assignment, outcomes)
    if any(outcome.state == "not graded" for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def report(
    assignment: Assignment,
    output: Annotated[Path | None, typer.Option(help="The page to write; reports/ASSIGNMENT.html if not given.")] = None,
    root: Root = Path(),
) -> None:
    """Write one page about how the class did: scores, exercises, the mistakes that it made."""
    from autograder.after.report import report as page
    from autograder.course import here
    from autograder.grade.ledger import NotReady

    path = output or root / "reports" / f"{assignment}.html"
    try:
        text = page(root.resolve(), here().chapter(assignment))
    except (NotReady, LookupError) as error:
        _fail(str(error))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    Console().print(f"{path}", highlight=False)


@app.command()
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
    from autograder.course import load_config

    try:
        listed = exporting.read_roster(roster)
        found = exporting.grades(CourseDirectory(config=load_config(root.resolve())).db_url, assignments or [])
        done = exporting.export(form.value, listed, found, by)
    except (exporting.RosterError, MissingEntry, OSError) as error:
        _fail(str(error))
    output.write_text(done.text, "utf-8")
    console = Console()
    console.print(f"{output}", highlight=False)
    for who, what in ((done.not_listed, "Graded, but not in the list"), (done.not_graded, "In the list, but not graded")):
        if who:
            console.print(f"{what}: {', '.join(who)}", markup=False, highlight=False)


@app.command(name="doctor", help="Say of each submission what will be mended or refused. Changes nothing.")
def _doctor(assignment: Assignment, root: Root = Path()) -> None:
    from autograder.grade.doctor.command import main

    main(assignment, root)


@app.command()
def release(
    output: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("dist"),
    with_solutions: Annotated[bool, typer.Option("--with-solutions", help="After the deadline: the solutions too.")] = False,
) -> None:
    """Write what students get: a zip to hand out, and the kit's wheel, for Colab, beside it."""
    from autograder.course import here
    from autograder.publish.bundle import bundle as write

    try:
        path = write(here(), output, with_solutions)
    except (FileNotFoundError, RuntimeError) as error:
        _fail(str(error))
    Console().print(f"{path}", highlight=False)


def _fail(says: str) -> NoReturn:
    """Say what is wrong, and end."""
    Console(stderr=True).print(says, style="bold red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


def _watch(console: Console, run: Any, chosen: list[str], cluster: Any, force: bool) -> list[Any]:
    """Grade, with a bar that shows what is running and how long is left."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"),
               TimeRemainingColumn(elapsed_when_finished=False), TextColumn("{task.fields[now]}", markup=False))
    outcomes: list[Any] = []
    sent: dict[str, bool] = {}
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("grading", total=len(chosen), now="")

        def show() -> None:
            progress.update(bar, completed=len(outcomes), now=", ".join(list(sent)[:3]) + (" ..." if len(sent) > 3 else ""))

        def tell(student: str) -> None:
            sent[student] = True
            show()

        for outcome in run.grade(chosen, cluster, force, tell):
            sent.pop(outcome.student, None)
            outcomes.append(outcome)
            show()
    return outcomes


def _sum_up(console: Console, assignment: str, outcomes: list[Any]) -> None:
    """Counts, and a line for everyone whose submission was not simply graded."""
    table = Table(title=f"{assignment}: {len(outcomes)} submissions", show_lines=False)
    for heading in ("student", "what became of it", "why"):
        table.add_column(heading, overflow="fold")
    for outcome in sorted(outcomes, key=lambda o: (o.state, o.student)):
        if outcome.says:
            table.add_row(*map(_plain, (outcome.student, outcome.state, "\n".join(outcome.says))))
    if table.row_count:
        console.print(table)
    counts = Counter(outcome.state for outcome in outcomes)
    console.print(", ".join(f"{state}: {count}" for state, count in sorted(counts.items())), highlight=False)


def _plain(text: str) -> Any:
    """Text that a student may have chosen, without markup or control characters."""
    from rich.text import Text

    return Text("".join(c if c.isprintable() or c == "\n" else "?" for c in text))


if __name__ == "__main__":
    app()
