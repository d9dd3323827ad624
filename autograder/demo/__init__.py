"""A class of made submissions, graded by the real nbgrader: `make demo` shows it, tests and benchmarks borrow from it."""

from autograder.demo.classroom import check_scores, hold_class, nbgrader
from autograder.demo.entries import ATTACKED, ATTACKS, NOTHING_RIGHT, Entry, as_cell, entries

__all__ = ["ATTACKED", "ATTACKS", "NOTHING_RIGHT", "Entry", "as_cell", "check_scores", "entries", "hold_class", "nbgrader"]
