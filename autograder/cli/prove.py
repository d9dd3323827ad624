"""`autograder demo`, `proof` and `bench`: the course put to the test in front of the reader."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from autograder.cli.shared import fail


def demo(
    folder: Annotated[Path, typer.Option(help="Where to grade; what is there is replaced.")] = Path("demo"),
) -> None:
    """Grade a class of made submissions, attacks included. Ends with 1 where a score is not what it should be."""
    from autograder.course import here
    from autograder.demo import classroom

    course, root, console = here(), folder.resolve(), Console()
    chapter = course.chapter("backprop_matrix")
    handed_in = classroom.hold_class(course, chapter, root)
    console.print(f"{len(handed_in)} submissions of {chapter.assignment} in {root}/submitted")
    for step in classroom.STEPS:
        with console.status(f"nbgrader {step} {chapter.assignment}"):
            classroom.nbgrader(root, step, chapter.assignment, *classroom.OPTIONS.get(step, ()))
        console.print(f"nbgrader {step} {chapter.assignment}: done")
    scores = classroom.check_scores(root, chapter.assignment)
    unfair = {one.student for one in handed_in if not classroom.is_fair(scores.get(one.student), one.worth)}
    table = Table(title=f"{chapter.assignment}: points in the checks")
    for heading in ("student", "score", "an honest answer of the same worth"):
        table.add_column(heading, justify="left" if heading == "student" else "right")
    for one in handed_in:
        mark = "  <- not the same" if one.student in unfair else ""
        table.add_row(one.student, f"{scores.get(one.student, float('nan')):g}", f"{one.worth:g}{mark}")
    console.print(table)
    console.print(f"Feedback: {root}/feedback/STUDENT/{chapter.assignment}/{chapter.topic}.html")
    if unfair:
        raise typer.Exit(1)


def proof(
    exercises: Annotated[list[str] | None, typer.Argument(help="Exercises, or chapters' topics; all if none is named.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes at once.")] = 2,
    write: Annotated[bool, typer.Option("--write", help="Write docs/proof.md.")] = False,
    answers: Annotated[bool, typer.Option("--answers", help="Only what is made of the answers in tests/answers.")] = False,
) -> None:
    """Mutate every solution and right answer, and grade every mutant. Ends with 1 where something is judged wrongly."""
    from autograder.course import here
    from autograder.proof import every, handwritten, table

    course = here()
    if answers:
        return _print_answers(exercises or [])
    proofs = []
    try:
        for found in every.prove_all(course, exercises or [], jobs):
            proofs.append(found)
            print(f"{found.topic}/{found.exercise}: {found.made} mutants, {len(found.survivors)} survivors", flush=True)
    except LookupError as error:
        fail(str(error))
    text = table.report(every.in_order(course, proofs), handwritten.count_all(course, exercises or [], jobs))
    if write:
        (course.root / "docs" / "proof.md").write_text(text, "utf-8")
    else:
        print(text)
    if any(one.failed for one in proofs):
        raise typer.Exit(1)


def _print_answers(named: list[str]) -> None:
    """What the checks make of the answers written by hand, and in full of those that they do badly by."""
    from autograder.course import here
    from autograder.proof import handwritten, table

    course = here()
    counts = []
    for chapter in handwritten.chapters(course, named):
        met = list(handwritten.meet_all(course, chapter))
        counts.append(handwritten.counted(chapter.topic, met))
        for one in met:
            if one.outcome in (handwritten.SILENT, handwritten.ACCEPTED, handwritten.REFUSED):
                print(f"{one.outcome}: {one.answer.exercise}: {one.answer.label}", *one.says, sep="\n    ", flush=True)
    print(table.rows_of_answers(counts))


def bench() -> None:
    """Measure everything that has a budget, and print it beside the budget."""
    from autograder.course import here

    # The benchmarks stand above everything: they import this package, so this package starts them by name.
    done = subprocess.run([sys.executable, "-m", "benchmarks"], cwd=here().root)
    raise typer.Exit(done.returncode)
