"""What is mutated: the notebook's solution and the page's right answers, each with the way back from a source to an answer."""

import contextlib
import functools
import importlib
import inspect
import io
import textwrap
import warnings
from collections.abc import Callable
from typing import Any

import nbformat

from autograder import anatomy
from autograder.author.page import Page
from autograder.course import Course

SOLUTION = "the solution"


@functools.cache
def notebook(course: Course, topic: str) -> tuple[dict[str, str], dict[str, str], dict[str, Any]]:
    """A solved notebook: its exercises' sources, its checks' expressions, and the names that its cells define."""
    import matplotlib

    # Solutions draw, and nobody looks.
    matplotlib.use("Agg")
    chapter = course.chapter(topic)
    nb = nbformat.read(course.solutions / chapter.assignment / f"{topic}.ipynb", as_version=4)
    sources, expressions = {}, {}
    # A name that every notebook has from IPython.
    names: dict[str, Any] = {"__name__": "notebook", "display": lambda *a, **k: None}
    for cell in nb.cells:
        if cell.cell_type != "code" or {"skip-grading", "setup"} & set(cell.metadata.get("tags", [])):
            continue
        if anatomy.kind(cell) == "check":
            call = anatomy.called(cell)
            assert call is not None
            expressions[call[0]] = call[1]
            continue
        if anatomy.kind(cell) == "exercise":
            sources[cell.metadata.nbgrader.grade_id] = cell.source
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(cell.source, f"<{topic}>", "exec"), names)
    return sources, expressions, names


def answers(course: Course, one: Page) -> list[tuple[str, str, Callable[..., Callable[..., Any]]]]:
    """Everything to be mutated: its name, its source, and how a (changed) source becomes an answer."""
    sources, expressions, names = notebook(course, one.topic)

    def from_notebook(source: str, filename: str = "<mutant>") -> Callable[..., Any]:
        # Names of its own: whatever a mutant does to them, the next one finds them as they were.
        room = dict(names)
        exec(compile(source, filename, "exec"), room)
        return eval(expressions[one.name], room)

    found: list[tuple[str, str, Callable[..., Callable[..., Any]]]] = [
        (SOLUTION, sources[one.name], from_notebook)
    ]
    for right in one.rights:

        def from_page(source: str, filename: str = "<mutant>", right: Callable[..., Any] = right) -> Callable[..., Any]:
            # The page's own names: a decorator may have made the function in another module.
            room = dict(vars(importlib.import_module(f"autograder.exercises.{one.topic}.{one.name}")))
            exec(compile(source, filename, "exec"), room)
            return room[right.__name__]

        text = textwrap.dedent(inspect.getsource(right))
        # Without its decorator, which would enter the mutant among the page's answers.
        found.append((right.__name__, text.partition("\n")[2] if text.startswith("@") else text, from_page))
    return found
