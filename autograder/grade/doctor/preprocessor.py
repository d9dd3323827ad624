"""The doctor as a step of `nbgrader autograde`, which sees only notebooks that nbgrader could find and read.

The rest (names, archives, encodings, damaged files) is mended by `autograder grade`.
"""

from html import escape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import here
from autograder.grade.doctor import treat_notebook
from handgrad.text import say


class Mend(NbGraderPreprocessor):
    """Mends a submission's cells before nbgrader looks at them, and tells the student in a cell at the top."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Mend one notebook; one that is not of this course stays as it is. Raises `Refusal` where it cannot be graded."""
        course, found = here(), resources["nbgrader"]
        chapters = [chapter for chapter in course.chapters() if chapter.assignment == found["assignment"]]
        if not chapters or chapters[0].topic != found["notebook"]:
            return nb, resources
        lines: list[str] = []
        mended = treat_notebook(nb, course, chapters[0], lines)
        for line in lines:
            self.log.warning("%s: %s", found.get("student", ""), line)
        if lines:
            mended.cells.insert(0, told(lines))
        return mended, resources


def told(lines: list[str]) -> NotebookNode:
    """A cell that tells the student what was mended before grading."""
    heading = say("Before grading, this submission was repaired:")
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return new_markdown_cell(f"<p><strong>{heading}</strong></p><ul>{items}</ul>", id="repaired-before-grading")
