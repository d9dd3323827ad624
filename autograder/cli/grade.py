"""`autograder grade`: a class graded in front of the instructor, with a bar while it runs and a table at the end."""

import fnmatch
import os
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from autograder.cli.shared import Assignment, Root, fail, plain, quiet


def grade(
    assignment: Assignment,
    students: Annotated[str, typer.Option(help="Names, or patterns with *, separated by commas.")] = "*",
    jobs: Annotated[int, typer.Option(min=1, help="Submissions at a time on this machine.")] = os.cpu_count() or 1,
    scheduler: Annotated[str, typer.Option(help="Address of a running Dask scheduler: tcp://host:8786.")] = "",
    force: Annotated[bool, typer.Option(help="Examine again what has been examined before.")] = False,
    root: Root = Path(),
) -> None:
    """Grade all submissions of an assignment at once. Killed anywhere, it goes on at the next call."""
    from autograder.grade import clusters

    quiet()
    if scheduler:
        _grade(assignment, students, lambda: clusters.existing(scheduler), force, root)
    else:
        # Opened first: a worker loads what it needs while the submissions are read.
        with clusters.local(jobs) as crew:
            _grade(assignment, students, lambda: nullcontext(crew), force, root)


def _grade(assignment: str, students: str, cluster: Callable[[], AbstractContextManager[Any]], force: bool, root: Path) -> None:
    from autograder.grade import fleet, sandbox
    from autograder.grade.because import because
    from autograder.grade.doctor.notes import listed

    console = Console()
    try:
        run = fleet.Run(root.resolve(), assignment)
        chosen = _chosen(run.students(), students)
    except (fleet.NotReady, fleet.SandboxMissing, LookupError) as error:
        fail(str(error))
    # Once for the run, not once for each kernel.
    if run.rules.sandbox and (why := sandbox.cold()):
        console.print(plain(why), highlight=False, soft_wrap=True)
    try:
        outcomes = _watch(console, run, chosen, cluster, force)
    except (fleet.NotReady, fleet.OtherCourse, fleet.SandboxMissing, OSError) as error:
        fail(f"{because(error)}\nWhat has been examined is kept: the same command goes on from there.")
    _sum_up(console, run.chapter.assignment, outcomes)
    if (without := run.without()) and students == "*":
        console.print(plain(f"Handed in nothing: {listed(without)}"), highlight=False)
    if any(outcome.state == "not graded" for outcome in outcomes):
        raise typer.Exit(1)


def open_(assignment: Assignment, root: Root = Path()) -> None:
    """Put an assignment into the gradebook, from the notebook that is handed out. `grade` does it too, where it is needed."""
    from autograder.course import NotReady, here, load_config
    from autograder.grade.ledger import Ledger

    quiet()
    try:
        chapter = here().chapter(assignment)
        with Ledger(root.resolve(), load_config(root.resolve()), chapter) as ledger:
            points = sum(ledger.points.values())
    except (NotReady, LookupError) as error:
        fail(str(error))
    Console().print(f"{chapter.assignment} is in the gradebook, with {points:g} points. "
                    f"Submissions belong in submitted/STUDENT/{chapter.assignment}/.", highlight=False, soft_wrap=True)


def _chosen(found: list[str], wanted: str) -> list[str]:
    """The students whose names or patterns were given. Raises `LookupError` for one that nobody has."""
    from autograder.grade.doctor.notes import listed

    patterns = [pattern.strip() for pattern in wanted.split(",") if pattern.strip()]
    # As it stands first: a folder may be called x[1], which a pattern reads in its own way.
    matching = {pattern: {s for s in found if s == pattern or fnmatch.fnmatchcase(s, pattern)} for pattern in patterns}
    for pattern, students in matching.items():
        if not students:
            raise LookupError(f"Nobody who handed in is called {pattern}. There are: {listed(found)}.")
    return sorted(set().union(*matching.values()))


def _watch(console: Console, run: Any, chosen: list[str], cluster: Any, force: bool) -> list[Any]:
    """Grade, with a bar that shows what is running and how long is left."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"),
               TimeRemainingColumn(elapsed_when_finished=False), TextColumn("{task.fields[now]}", markup=False))
    outcomes: list[Any] = []
    sent: dict[str, bool] = {}
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("grading", total=len(chosen), now="")

        def show() -> None:
            now = ", ".join(list(sent)[:3]) + (" ..." if len(sent) > 3 else "")
            progress.update(bar, completed=len(outcomes), now=plain(now).plain)

        def tell(student: str) -> None:
            sent[student] = True
            show()

        for outcome in run.grade(chosen, cluster, force, tell, lambda says: console.print(says, highlight=False)):
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
            table.add_row(*map(plain, (outcome.student.replace("\n", "?"), outcome.state, "\n".join(outcome.says))))
    if table.row_count:
        console.print(table)
    counts = Counter(outcome.state for outcome in outcomes)
    console.print(", ".join(f"{state}: {count}" for state, count in sorted(counts.items())), highlight=False)
