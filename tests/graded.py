"""Notebooks as the examiner and the gradebook leave them, and the feedback that is made of them: no kernel, no gradebook."""

import copy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.after.feedback import FeedbackExporter, KeepVerdicts
from autograder.grade.judge import is_check, write_verdict
from autograder.workbook import Workbook
from handgrad.kit import exercise
from handgrad.kit.verdict import Kind, Verdict


def graded(book: Workbook, **kinds: Kind) -> NotebookNode:
    """The solved notebook with these verdicts, all others right. Wrong values are told the exercise's first known mistake."""
    nb = copy.deepcopy(book.filled(book.solutions))
    for cell in nb.cells:
        known = cell.metadata.get("nbgrader", {})
        if is_check(cell):
            name = known.grade_id.removeprefix("check_")
            kind = kinds.get(name, Kind.RIGHT)
            diagnoses = (exercise.load(name).mistakes[0].says,) if kind is Kind.WRONG_VALUES else ()
            parts = dict.fromkeys(exercise.load(name).rules, kind is Kind.RIGHT)
            write_verdict(cell, Verdict(name, kind, parts, (f"{name}: {kind}.",), diagnoses))
            known["score"] = float(cell.outputs[0].data["text/plain"])
        elif known.get("grade"):
            known["score"] = known.points
    return nb


def feedback(nb: NotebookNode, topic: str, late: float = 0) -> str:
    """The page, by the steps of `nbgrader generate_feedback` that need no gradebook."""
    exporter = FeedbackExporter()
    exporter.register_preprocessor(KeepVerdicts, enabled=True)
    about: dict[str, Any] = {"score": 50, "max_score": 100, "notebook": topic, "late_penalty": late}
    return str(exporter.from_notebook_node(nb, {"nbgrader": about})[0])


def written(folder: Path, name: str, page: str) -> str:
    """The address of a page that is written into the folder."""
    path = folder / f"{name}.html"
    path.write_text(page, "utf-8")
    return path.as_uri()
