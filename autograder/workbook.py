"""A chapter's notebook as it is handed out, and the same solved exercise by exercise."""

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder import anatomy
from autograder.course import Chapter, Course


class Workbook:
    """A chapter's notebook, solved exercise by exercise."""

    def __init__(self, course: Course, chapter: Chapter) -> None:
        name = f"{chapter.assignment}/{chapter.topic}.ipynb"
        self.handout = nbformat.read(course.notebooks / name, as_version=4)
        solved = nbformat.read(course.solutions / name, as_version=4)
        self.solutions = {c.metadata.nbgrader.grade_id: c.source for c in solved.cells if anatomy.kind(c) == "exercise"}
        self.points: dict[str, float] = {
            c.metadata.nbgrader.grade_id.removeprefix("check_"): float(c.metadata.nbgrader.points)
            for c in solved.cells
            if anatomy.kind(c) == "check"
        }

    @property
    def total(self) -> float:
        """The points of all checks."""
        return sum(self.points.values())

    def filled(self, sources: dict[str, str]) -> NotebookNode:
        """The student's notebook with these exercises' cells filled in."""
        nb: NotebookNode = nbformat.from_dict(self.handout)  # a copy: the handout serves for many students
        for cell in nb.cells:
            if anatomy.kind(cell) == "exercise":
                cell.source = sources.get(cell.metadata.nbgrader.grade_id, cell.source)
        return nb

    def solved_but(self, **sources: str) -> NotebookNode:
        """The solved notebook, but for these exercises."""
        return self.filled(self.solutions | sources)

    def with_cell(self, nb: NotebookNode, source: str, after: str) -> NotebookNode:
        """The notebook with one more cell, after the exercise named."""
        index = next(i for i, c in enumerate(nb.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == after)
        nb.cells.insert(index + 1, new_code_cell(source))
        return nb
