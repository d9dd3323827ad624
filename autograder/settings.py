"""What handgrad sets in nbgrader: the folders, the stub's text, the examiner in place of nbgrader's Execute.

Only `nbgrader_config.py` imports this: it stands above the rooms whose steps it puts into nbgrader's lists.
"""

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    ComputeChecksums,
    DeduplicateIds,
    IgnorePattern,
    LimitOutput,
    LockCells,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
    SaveCells,
)

from autograder.after.feedback import FeedbackExporter, KeepVerdicts, TakeGrades
from autograder.grade.doctor.preprocessor import Mend
from autograder.grade.examiner import Examine
from autograder.publish.stub import LeaveStub


def configure(c: Any, root: Path) -> None:
    """Set everything that `nbgrader_config.py` needs. Instructors change single settings after this call."""
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = "handgrad"
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "notebooks"
    c.GenerateAssignment.preprocessors = [
        LockCells, LeaveStub, ClearOutput, CheckCellMetadata, ComputeChecksums, SaveCells, CheckCellMetadata,
    ]
    c.ClearSolutions.text_stub = "*Your answer here.*"
    # Without it a deleted check would stay "needs manual grade" for ever.
    c.OverwriteCells.add_missing_cells = True
    # The doctor comes before all that trusts nbgrader's marks.
    c.Autograde.sanitize_preprocessors = [
        Mend, ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata,
    ]
    # Examine stands where nbgrader has Execute. ClearMetadata comes after it: widgets' states break nbgrader's feedback.
    c.Autograde.autograde_preprocessors = [
        Examine, IgnorePattern, ClearMetadataPreprocessor, LimitOutput, SaveAutoGrades, AssignLatePenalties,
        CheckCellMetadata,
    ]
    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.GenerateFeedback.preprocessors = [TakeGrades, KeepVerdicts]
