"""What handgrad sets in nbgrader: the folders, the stub's text, the examiner in place of nbgrader's Execute."""

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import ClearMetadataPreprocessor, CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    DeduplicateIds,
    GetGrades,
    IgnorePattern,
    LimitOutput,
    LockCells,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
    SaveCells,
)


class NameTheExercise(ClearSolutions):
    """nbgrader's ClearSolutions, with a stub that names the exercise: `raise NotImplementedError("affine_backward")`."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        """Replace the solution regions of one cell."""
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        self.code_stub = {"python": f'raise NotImplementedError("{name}")'}
        return super().preprocess_cell(cell, resources, cell_index)


def configure(c: Any, root: Path) -> None:
    """Set everything that `nbgrader_config.py` needs. Instructors change single settings after this call."""
    from autograder.after.feedback import FeedbackExporter, KeepVerdicts
    from autograder.grade.doctor.preprocessor import Mend
    from autograder.grade.examiner import Examine

    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = "handgrad"
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "notebooks"
    c.GenerateAssignment.preprocessors = [
        LockCells, NameTheExercise, ClearOutput, CheckCellMetadata, ComputeChecksums, SaveCells, CheckCellMetadata,
    ]
    c.ClearSolutions.text_stub = "*Your answer here.*"
    c.NameTheExercise.text_stub = "*Your answer here.*"
    c.OverwriteCells.add_missing_cells = True
    c.Autograde.sanitize_preprocessors = [
        Mend, ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        Examine, IgnorePattern, ClearMetadataPreprocessor, LimitOutput, SaveAutoGrades, AssignLatePenalties,
        CheckCellMetadata,
    ]
    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.GenerateFeedback.preprocessors = [GetGrades, KeepVerdicts, CSSHTMLHeaderPreprocessor]
