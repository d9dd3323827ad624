"""What of a graded notebook a student gets to see."""

from typing import Any

from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor


class KeepVerdicts(NbGraderPreprocessor):
    """Leaves out the outputs of every cell but the checks.

    A student's function sees the secret inputs while it is examined, and any later cell could print what it saw. The
    outputs are in the student's own notebook; feedback is the verdicts, the points and the comments. It also keeps
    script that a notebook may display out of the page.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        """Keep the outputs of a check, drop those of any other cell."""
        if cell.cell_type == "code" and not utils.is_grade(cell):
            cell.outputs = []
        return cell, resources
