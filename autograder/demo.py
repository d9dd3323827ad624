"""A class of made submissions, graded by the real nbgrader in front of the reader: `make demo`.

Full marks, blank, half done, one of each kind of mistake, an endless loop, a kernel that ends itself, and every attack
in `autograder/attacks/`. Each comes with the score that an honest answer of the same worth would get.
"""

import argparse
import ast
import builtins
import inspect
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder import exercises
from autograder.course import Chapter, Course, here
from autograder.workbook import Workbook
from handgrad.kit.answer import ask
from handgrad.kit.judge import judge

ATTACKS = Path(__file__).with_name("attacks")
# The exercise that the attackers have not solved.
ATTACKED = "affine_backward"
NOTHING_RIGHT = "def affine_backward(dS, X, W):\n    return 0 * X, 0 * W, 0 * dS[0]\n"


@dataclass(frozen=True)
class Entry:
    """What one student hands in, and the score of the checks that it is worth."""

    student: str
    notebook: NotebookNode
    worth: float
    others: tuple[tuple[str, str], ...] = ()


def entries(course: Course, chapter: Chapter) -> Iterator[Entry]:
    """The class. The chapter must hold the exercise that the attackers have not solved."""
    book = Workbook(course, chapter)
    names = list(book.points)
    half = names[: len(names) // 2]
    without = book.total - book.points[ATTACKED]
    yield Entry("full-marks", book.solved_but(), book.total)
    yield Entry("blank", book.filled({}), 0)
    yield Entry("half-done", book.filled({n: book.solutions[n] for n in half}), sum(book.points[n] for n in half))
    for name in names:
        yield from _mistaken(book, chapter, name)
    endless = "def affine_backward(dS, X, W):\n    while True:\n        pass\n"
    yield Entry("endless-loop", book.solved_but(affine_backward=endless), without)
    yield Entry("loops-at-the-start", book.with_cell(book.solved_but(), "while True:\n    pass", names[0]), book.total)
    earned = sum(book.points[n] for n in names[: names.index(ATTACKED)])
    ended = "import os\n\n\ndef affine_backward(dS, X, W):\n    os._exit(0)\n"
    yield Entry("kernel-ends-itself", book.solved_but(affine_backward=ended), without)
    for path in sorted(ATTACKS.glob("*.py")):
        nb = book.with_cell(book.solved_but(affine_backward=NOTHING_RIGHT), path.read_text("utf-8"), ATTACKED)
        worth = earned if path.stem in LATER_CHECKS_FAIL_TOO else without
        yield Entry("attack-" + path.stem.replace("_", "-"), nb, worth)
    fake = "def __getattr__(name):\n    return lambda *args, **kwargs: 0\n"
    shadow = book.solved_but(affine_backward=NOTHING_RIGHT)
    yield Entry("attack-a-numpy-of-ones-own", shadow, without, (("numpy.py", fake),))


# These attacks break the attacker's own kernel: it can no longer be asked anything, and nothing after them is earned.
LATER_CHECKS_FAIL_TOO = {
    "a_kernel_that_always_says_ok",
    "a_kit_of_ones_own",
    "an_answer_sent_before_it_is_asked",
    "drop_the_checks_before_they_run",
    "hostile_headers_in_the_answer",
}


def _mistaken(book: Workbook, chapter: Chapter, name: str) -> Iterator[Entry]:
    """The solved notebook with the first known mistake of one exercise that stands on its own as a cell."""
    one = exercises.load(chapter.topic, name)
    for wrong in one.wrongs:
        source = as_cell(wrong.function, name)
        if source is not None:
            exercise = one.public_exercise()
            replies = ask(wrong.function, [case.inputs for case in exercise.cases], list(exercise.rules))
            lost = book.points[name] * (1 - judge(exercise, exercise.cases, replies).share)
            student = f"mistake-{name}-{wrong.function.__name__}".replace("_", "-")
            yield Entry(student, book.solved_but(**{name: source}), book.total - lost)
            return


def as_cell(function: object, name: str) -> str | None:
    """The function's source as a cell that defines `name`; None where it needs more of its page than NumPy."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))  # type: ignore[arg-type]
    (definition,) = tree.body
    assert isinstance(definition, ast.FunctionDef)
    needed = set(inspect.getclosurevars(function).globals) - {"np"}  # type: ignore[arg-type]
    if needed or not all(n in vars(builtins) for n in inspect.getclosurevars(function).builtins):  # type: ignore[arg-type]
        return None
    definition.name, definition.decorator_list = name, []
    return ast.unparse(definition) + "\n"


def hold_class(course: Course, chapter: Chapter, root: Path) -> list[Entry]:
    """Set up a course folder under `root` and hand in every submission."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(course.root / "nbgrader_config.py", root)
    shutil.copytree(course.solutions / chapter.assignment, root / "solutions" / chapter.assignment)
    handed_in = list(entries(course, chapter))
    for one in handed_in:
        folder = root / "submitted" / one.student / chapter.assignment
        folder.mkdir(parents=True)
        nbformat.write(one.notebook, folder / f"{chapter.topic}.ipynb")
        for name, text in one.others:
            (folder / name).write_text(text, "utf-8")
    return handed_in


def nbgrader(root: Path, *arguments: str) -> None:
    """Run nbgrader in a course folder, as an instructor would. Raises `CalledProcessError` where it fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=root, check=True, env=os.environ | {"PATH": path},
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check_scores(root: Path, assignment: str) -> dict[str, float]:
    """Each student's points in the checks, from the gradebook; written answers wait for a person."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            s.student.id: sum(grade.auto_score or 0 for notebook in s.notebooks for grade in notebook.grades)
            for s in gradebook.assignment_submissions(assignment)
        }


def main() -> None:
    """Grade the class and print the table; exits with 1 where a score is not what it should be."""
    from rich.console import Console
    from rich.table import Table

    parser = argparse.ArgumentParser(description="Grade a class of made submissions.")
    parser.add_argument("--folder", type=Path, default=Path("demo"), help="where to grade; what is there is replaced")
    options = parser.parse_args()
    course, root = here(), options.folder.resolve()
    chapter = course.chapter("backprop_matrix")
    if (root / "submitted").exists():
        shutil.rmtree(root)
    console = Console()
    handed_in = hold_class(course, chapter, root)
    console.print(f"{len(handed_in)} submissions of {chapter.assignment} in {root}/submitted")
    for step in ("generate_assignment", "autograde", "generate_feedback"):
        with console.status(f"nbgrader {step} {chapter.assignment}"):
            nbgrader(root, step, chapter.assignment, *(["--Examine.timeout=5"] if step == "autograde" else []))
        console.print(f"nbgrader {step} {chapter.assignment}: done")
    scores = check_scores(root, chapter.assignment)
    table = Table(title=f"{chapter.assignment}: points in the checks")
    for heading in ("student", "score", "an honest answer of the same worth"):
        table.add_column(heading, justify="left" if heading == "student" else "right")
    for one in handed_in:
        fair = abs(scores.get(one.student, -1) - one.worth) < 0.02
        mark = "" if fair else "  <- not the same"
        table.add_row(one.student, f"{scores.get(one.student, float('nan')):g}", f"{one.worth:g}{mark}")
    console.print(table)
    console.print(f"Feedback: {root}/feedback/STUDENT/{chapter.assignment}/{chapter.topic}.html")
    if any(abs(scores.get(one.student, -1) - one.worth) >= 0.02 for one in handed_in):
        sys.exit(1)


if __name__ == "__main__":
    main()
