"""Why a cell of the student's failed, in a sentence for the top of the feedback, written before any hidden input is asked."""

import sys
from collections.abc import Iterable

from autograder.cells import parse
from autograder.grade.doctor.notes import shown
from autograder.grade.listener import STOPPED, Error
from autograder.grade.newer import newer_syntax
from autograder.grade.statements import module_missing
from handgrad.text import say

MOST = 12
# Python's own name, from 3.13 on, for what ends too early; no reader knows it.
INCOMPLETE = "_IncompleteInputError"
SYNTAX = ("SyntaxError", "IndentationError", "TabError", INCOMPLETE)
GRADED_WITH = f"{sys.version_info.major}.{sys.version_info.minor}"


def failed(number: int, source: str, error: Error, theirs: str | None) -> str:
    """A cell that raised. `theirs` is the version of Python that the notebook was saved with, where that is newer than ours."""
    line = first_line(source)
    if error.kind == STOPPED:
        return say("Cell {number} ({line}) took too long and was stopped.", number=number, line=line)
    # A cell that is right may also raise one while it runs.
    if error.kind in SYNTAX and parse(source) is None:
        if found := newer_syntax(source):
            return say("Cell {number} could not be run: its line {at} is right from Python {newer} on, and it was graded with "
                       "Python {here}.", number=number, at=found[0], newer=found[1], here=GRADED_WITH)
        if theirs:
            return say("Cell {number} ({line}) is no Python {here}, with which it was graded: {message}. The notebook was "
                       "saved with Python {theirs}.", number=number, line=line, here=GRADED_WITH, message=shown(error.message),
                       theirs=theirs)
    kind = "SyntaxError" if error.kind == INCOMPLETE else error.kind
    return say("Cell {number} ({line}) raised {kind}: {message}", number=number, line=line, kind=kind, message=_message(error))


def went_on(number: int, at: int, error: Error) -> str:
    """A statement that failed for what the grader lacks, after which the rest of its cell was run."""
    if module := module_missing(error):
        return say("Cell {number}, line {at}: the module {module} is not installed where this was graded. The rest of the cell "
                   "was run.", number=number, at=at, module=shown(module))
    return say("Cell {number}, line {at}, failed where this was graded ({kind}: {message}). The rest of the cell was run.",
               number=number, at=at, kind=error.kind, message=_message(error))


def ended(source: str, why: str) -> str:
    """A cell that cost the notebook its kernel."""
    return say("{why} All else was run again without that cell ({line}).", why=why, line=first_line(source))


def listed(sentences: Iterable[str]) -> list[str]:
    """The first dozen, and how many more there are."""
    every = list(sentences)
    left = len(every) - MOST
    return every if left <= 0 else [*every[:MOST], say("{count} more cells failed.", count=left)]


def first_line(source: str) -> str:
    """A cell's first line that says something, to know it by."""
    return shown(next((line.strip() for line in source.split("\n") if line.strip()), ""))


def _message(error: Error) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in error.message).split())[:300]
