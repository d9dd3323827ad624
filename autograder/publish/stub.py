"""What stands in the place of a solution: `raise NotImplementedError("affine_backward")`."""

from typing import Any

from nbgrader.preprocessors import ClearSolutions


class NameTheExercise(ClearSolutions):
    """nbgrader's ClearSolutions, with a stub that names the exercise.

    A check then says which exercise is not written yet, even where the student has renamed nothing and run everything.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        """Replace the solution regions of one cell."""
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        self.code_stub = {"python": f'raise NotImplementedError("{name}")'}
        return super().preprocess_cell(cell, resources, cell_index)
