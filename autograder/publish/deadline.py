"""When a chapter is over for everybody: solutions go out after that."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from autograder.course import NotReady
from autograder.grade.because import because


def last_deadline(config: Config, assignment: str) -> datetime | None:
    """The due date in nbgrader's gradebook and the longest extension (UTC); None where no due date is set.

    Raises `NotReady` where the gradebook cannot be read.
    """
    course = CourseDirectory(config=config)
    if course.db_url.startswith("sqlite:///") and not Path(course.db_url.removeprefix("sqlite:///")).exists():
        return None  # opening it would make one
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            return _end(gradebook.find_assignment(assignment))
    except MissingEntry:
        return None
    except SQLAlchemyError as error:
        raise NotReady(because(error)) from None


def _end(assignment: Assignment) -> datetime | None:
    if assignment.duedate is None:
        return None
    longest = max((one.extension for one in assignment.submissions if one.extension), default=timedelta())
    # nbgrader keeps times in UTC without saying so. Less time for one student shortens nobody else's.
    return assignment.duedate.replace(tzinfo=UTC) + max(longest, timedelta())
