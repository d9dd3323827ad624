"""`autograder grade`: a class graded in front of the instructor, with a bar while it runs and a table at the end."""

import fnmatch
import logging
import os
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from autograder.cli.shared import Assignment, Root, fail


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
        fail(f"{error}\nWhat has been examined is kept: the same command goes on from there.")
    _sum_up(console, assignment, outcomes)
    if any(outcome.state == "not graded" for outcome in outcomes):
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
