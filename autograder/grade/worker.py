"""What a worker does: one submission treated, run and judged. It reads no gradebook and knows no other student."""

import copy
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.course import Chapter, here
from autograder.grade import doctor
from autograder.grade.doctor.handout import handout
from autograder.grade.doctor.preprocessor import Mend
from autograder.grade.ledger import apply
from autograder.grade.sitting import Rules, examine, failed_cells, refuse
from autograder.grade.submission import Submission
from autograder.grade.version import course_version
from handgrad.text import say


@dataclass(frozen=True)
class Task:
    """All that a worker needs: one submission, and what the staff's side of the course says about it."""

    submission: Submission
    key: str
    chapter: Chapter
    version: str
    gradebook: bytes
    """The assignment's cells, as nbgrader's sanitizing looks them up. No student is in it."""
    config: Config
    secret: bytes
    rules: Rules


@dataclass(frozen=True)
class Result:
    """What was found in one submission."""

    key: str
    notebook: str
    """The examined notebook, as JSON."""
    repaired: tuple[str, ...] = ()
    refused: str | None = None
    seconds: float = 0.0
    failed: tuple[str, ...] = ()
    """Which of the student's own cells failed, and why."""


# Python 3.11 fails at random where two threads parse code at once, and both the doctor and the examiner parse.
ONE_AT_A_TIME = threading.Lock()


class OtherCourse(RuntimeError):
    """A worker holds another version of the course."""


def examine_task(task: Task) -> Result:
    """Treat, run and judge one submission. Reads no gradebook, and writes nowhere but in a temporary folder.

    Raises `OtherCourse` where this machine would judge by other rules than the coordinator's.
    """
    if course_version(task.chapter.topic) != task.version:
        raise OtherCourse("A worker holds another version of the course, so its verdicts would differ. Put the coordinator's "
                          "version on it, and start it again.")
    began = time.monotonic()
    with ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="handgrad-") as place:
        folder = Path(place) / "work"
        folder.mkdir()
        task.submission.write(folder, links=True)
        treated = doctor.treat(folder, here(), task.chapter)
        if treated.refused is not None or treated.notebook is None:
            says = treated.refused or say("The notebook could not be read.")
            return refused(task, says, time.monotonic() - began)
        nb = sanitized(treated.notebook, task)
        examine(nb, handout(here(), task.chapter).notebook, folder, task.secret, task.rules, time.monotonic() - began)
    return Result(task.key, nbformat.writes(nb), tuple(treated.lines), None, time.monotonic() - began, failed_cells(nb))


def refused(task: Task, says: str, seconds: float = 0.0) -> Result:
    """The result of a submission that cannot be run: the notebook as it was handed out, with the reason at each check."""
    nb = sanitized(copy.deepcopy(handout(here(), task.chapter).notebook), task)
    refuse(nb, says)
    return Result(task.key, nbformat.writes(nb), (), says, seconds)


def sanitized(nb: NotebookNode, task: Task) -> NotebookNode:
    """The notebook after nbgrader's own sanitizing: locked cells as they were handed out, missing ones put back."""
    resources = {"nbgrader": {
        "notebook": task.chapter.topic,
        "assignment": task.chapter.assignment,
        "db_url": f"sqlite:///{_gradebook(task.gradebook)}",
    }}
    steps = [step for step in task.config.Autograde.sanitize_preprocessors if step is not Mend]  # the doctor has been here
    return apply(steps, nb, resources, task.config)


@cache
def _gradebook(content: bytes) -> Path:
    place = tempfile.mkdtemp(prefix="handgrad-assignment-")
    path = Path(place) / "gradebook.db"
    path.write_bytes(content)
    return path
