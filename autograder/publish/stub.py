"""What stands in the place of a solution: `raise NotImplementedError("affine_backward")`."""

from typing import Any

from nbgrader.preprocessors import ClearSolutions

from autograder import anatomy


class LeaveStub(ClearSolutions):
    """nbgrader's ClearSolutions, with a stub that names the exercise, in a cell at which Run All does not stop.

    A check then says which exercise is not written yet, even where the student has renamed nothing and run everything. What
    stands in such a cell later may be no Python at all: the tag lets the cells after it run.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        """Replace the solution regions of one cell."""
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        self.code_stub = {"python": f'raise NotImplementedError("{name}")'}
        if anatomy.kind(cell) == "exercise":
            # Not in the source: in a solution an error in this cell is an error.
            cell.metadata.tags = sorted({*cell.metadata.get("tags", []), "raises-exception"})
        return super().preprocess_cell(cell, resources, cell_index)
