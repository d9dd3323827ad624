"""What a worker does: one submission treated, run and judged. It reads no gradebook and knows no other student."""

import copy
import hashlib
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
from autograder.grade import doctor, timestamp
from autograder.grade.doctor.handout import handout
from autograder.grade.doctor.preprocessor import Mend
from autograder.grade.judge import is_check
from autograder.grade.sandbox.warm import SandboxFailed
from autograder.grade.scratch import scratch
from autograder.grade.sitting import Rules, examine, failed_cells, refuse
from autograder.grade.steps import apply
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
    kept: Path
    """Where what exercises are judged by is kept, for workers that see the course's folder."""
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

    Raises `OtherCourse` where this machine would judge by other rules than the coordinator's, and `SandboxFailed` where a
    sandbox fails twice: that is the machine's doing.
    """
    if course_version(task.chapter.topic) != task.version:
        raise OtherCourse("A worker holds another version of the course, so its verdicts would differ. Put the coordinator's "
                          "version on it, and start it again.")
    try:
        return _examined(task)
    except SandboxFailed:
        return _examined(task)


def _examined(task: Task) -> Result:
    began = time.monotonic()
    notes = _notes(task)
    with ONE_AT_A_TIME, tempfile.TemporaryDirectory(dir=scratch()) as place:
        folder = Path(place) / "work"
        folder.mkdir()
        # The doctor names them.
        task.submission.write(folder, links=True)
        treated = doctor.treat(folder, here(), task.chapter)
        if treated.refused is not None or treated.notebook is None:
            says = treated.refused or say("The notebook could not be read.")
            return refused(task, says, time.monotonic() - began)
        nb = sanitized(treated.notebook, task)
        examine(nb, handout(here(), task.chapter).notebook, folder, task.secret, task.rules, time.monotonic() - began,
                task.kept)
    return Result(task.key, plain_text(nb), (*notes, *treated.lines), None, time.monotonic() - began, failed_cells(nb))


def refused(task: Task, says: str, seconds: float = 0.0) -> Result:
    """The result of a submission that cannot be run: the notebook as it was handed out, with the reason at each check."""
    nb = sanitized(copy.deepcopy(handout(here(), task.chapter).notebook), task)
    refuse(nb, says)
    return Result(task.key, plain_text(nb), tuple(_notes(task)), says, seconds)


def plain_text(nb: NotebookNode) -> str:
    """The notebook as text that any program can write and read. Outputs that a notebook cannot hold are left out.

    Raises what is wrong with it where more than an output is.
    """
    try:
        return _text(nb)
    except Exception:  # noqa: BLE001 - what a kernel has sent may be wrong in any way
        # The verdicts are our own and can be held by any notebook: only a student's outputs go.
        for cell in nb.cells:
            if cell.cell_type == "code" and not is_check(cell):
                cell.outputs = []
        return _text(nb)


def _text(nb: NotebookNode) -> str:
    nbformat.validate(nb)
    text: str = nbformat.writes(nb)
    # Halves of characters, which JSON can spell and no file can hold.
    return text.encode("utf-8", "replace").decode("utf-8")


def _notes(task: Task) -> list[str]:
    """What there is to say of the files beside the notebook."""
    # Also where a folder stands in its place.
    given = any(name.split(b"/")[0] == timestamp.FILE for name, _ in task.submission.files)
    late = timestamp.note(task.submission.file(timestamp.FILE), timestamp.zone(task.config)) if given else None
    return [*task.submission.notes(), *([late] if late else [])]


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
    path = scratch() / f"{hashlib.sha256(content).hexdigest()}.db"
    path.write_bytes(content)
    return path
