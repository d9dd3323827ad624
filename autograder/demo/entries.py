"""What a class of made students hands in, each with the score that an honest answer of the same worth would get.

Full marks, blank, half done, one of each kind of mistake, an endless loop, a kernel that ends itself, and the attacks that
stand directly in `autograder/attacks/`.
"""

import ast
import builtins
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder import exercises
from autograder.course import Chapter, Course
from autograder.workbook import Workbook
from handgrad.kit.answer import ask
from handgrad.kit.judge import judge

ATTACKS = Path(__file__).parent.with_name("attacks")
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
