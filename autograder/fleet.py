"""A class at once, on Dask: workers run and examine submissions, the coordinator alone writes the gradebook.

    submitted/ ─▶ Task ─▶ a worker: doctor, nbgrader's sanitizing, sandboxed kernel, verdicts ─▶ Result
                                                                                           │
           gradebook.db, autograded/ ◀─ ledger (one transaction per student) ◀─ examined/ ◀┘

A result is written to `examined/` as soon as it comes back, under a key that names the submission, the course's version
and the settings. Whatever is killed, the next run goes on from the results and the marks in the gradebook.
"""

import copy
import json
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import dask
import nbformat
from distributed import Client, LocalCluster, as_completed
from nbformat import NotebookNode
from traitlets.config import Config

from autograder import doctor
from autograder.course import Chapter, Course, here
from autograder.doctor.preprocessor import Mend, told
from autograder.examiner import Examine, Rules, examine, refuse, release
from autograder.ledger import Ledger, NotReady, apply
from autograder.sandbox import SandboxMissing
from autograder.settings import load_config
from autograder.submission import Submission, TooLarge, course_version
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


@dataclass(frozen=True)
class Outcome:
    """What became of one student's submission in a run."""

    student: str
    state: str
    """One of STATES."""
    says: tuple[str, ...] = ()


# Python 3.11 fails at random where two threads parse code at once, and both the doctor and the examiner parse.
ONE_AT_A_TIME = threading.Lock()
STATES = ("graded", "repaired", "refused", "not graded", "graded before")


class OtherCourse(RuntimeError):
    """A worker holds another version of the course."""


# --------------------------------------------------------------------------------------------------- on a worker


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
        examine(nb, release(task.chapter.assignment, task.chapter.topic), folder, task.secret, task.rules)
    return Result(task.key, nbformat.writes(nb), tuple(treated.lines), None, time.monotonic() - began)


def refused(task: Task, says: str, seconds: float = 0.0) -> Result:
    """The result of a submission that cannot be run: the notebook as it was handed out, with the reason at each check."""
    nb = sanitized(copy.deepcopy(release(task.chapter.assignment, task.chapter.topic)), task)
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


# ---------------------------------------------------------------------------------------------- the coordinator


class Run:
    """One `autograder grade`: finds what is to be done, has it examined, and writes it down."""

    def __init__(self, root: Path, assignment: str, course: Course | None = None) -> None:
        course = course or here()
        self.chapter = course.chapter(assignment)
        self.config = load_config(root)
        self.ledger = Ledger(root, self.config, self.chapter)
        examiner = Examine(config=self.config)
        self.rules = examiner.rules()
        self.rules.require_sandbox()
        self.secret = examiner.secret(self.ledger.course.db_url)
        self.version = course_version(self.chapter.topic)

    def students(self, chosen: Iterable[str] | None = None) -> list[str]:
        """Everyone who handed in this assignment, or those chosen. Raises `NotReady` for one who did not."""
        place = self.folder("*")
        found = sorted(path.parent.name for path in place.parents[1].glob(f"*/{place.name}") if path.is_dir())
        if not found:
            raise NotReady(f"No submission was found: {place} matches no folder.")
        if chosen is None:
            return found
        if missing := sorted(set(chosen) - set(found)):
            raise NotReady(f"{', '.join(missing)} handed in nothing for {self.chapter.assignment}.")
        return sorted(set(chosen))

    def folder(self, student: str) -> Path:
        """Where a student's submission lies."""
        return Path(self.ledger.course.format_path(self.ledger.course.submitted_directory, student, self.chapter.assignment))

    def grade(
        self,
        students: list[str],
        cluster: "Callable[[], Any]",
        force: bool = False,
        tell: Callable[[str], None] = lambda student: None,
    ) -> Iterator[Outcome]:
        """Grade these students' submissions, and yield what becomes of each as it is known.

        `cluster` opens a Dask client, and is called only if something is to be examined. `tell(student)` hears
        of each submission that is begun. With `force`, what was examined before is examined again.
        """
        with self.ledger:
            self.gradebook, self.cells = self.ledger.assignment_only(), self.ledger.cells()
            marks = {} if force else self.ledger.graded()
            waiting = []
            for student in students:
                try:
                    key = self._key(Submission.read(self.folder(student)))
                except TooLarge as error:
                    yield self._too_large(student, str(error), marks.get(student))
                    continue
                stored = None if force else self._stored(student, key)
                if marks.get(student) == key and stored:
                    yield Outcome(student, "graded before", _words(stored))
                elif stored:
                    yield self._write(student, stored)
                else:
                    waiting.append(student)
            if waiting:
                with cluster() as client:
                    yield from self._examine(client, waiting, tell)

    def _examine(self, client: Client, waiting: list[str], tell: Callable[[str], None]) -> Iterator[Outcome]:
        """Keep every worker busy, with few submissions in memory, and write down each result as it comes."""
        left = iter(waiting)
        running = as_completed([], loop=client.loop)
        owners = {}

        def send() -> bool:
            student = next(left, None)
            if student is None:
                return False
            task = self._task(Submission.read(self.folder(student)))
            # Dask keeps statistics for each first word of a key, for ever: one word for all students.
            future = client.submit(examine_task, task, key=("examine", student, task.key), pure=False, retries=1)
            owners[future.key] = student, task
            running.add(future)
            tell(student)
            return True

        for _ in range(2 * sum(client.nthreads().values())):
            send()
        for future in running:
            student, task = owners.pop(future.key)
            try:
                result = future.result()
            except (OtherCourse, SandboxMissing):
                raise
            except CancelledError:
                raise NotReady("The Dask scheduler went away.") from None
            except Exception as error:  # noqa: BLE001 - one submission's trouble is not the others'
                yield Outcome(student, "not graded", (_trouble(error),))
            else:
                self._store(student, result)
                yield self._write(student, result, task.submission)
            del future, task
            send()

    def _task(self, submission: Submission) -> Task:
        return Task(submission, self._key(submission), self.chapter, self.version, self.gradebook, self.config, self.secret,
                    self.rules)

    def _key(self, submission: Submission) -> str:
        return submission.key(self.version.encode(), self.cells, self.secret, repr(self.rules).encode())

    def _too_large(self, student: str, says: str, mark: str | None) -> Outcome:
        task = self._task(Submission(()))
        if mark == task.key:
            return Outcome(student, "graded before", (says,))
        result = refused(task, says)
        self._store(student, result)
        return self._write(student, result, task.submission)

    def _write(self, student: str, result: Result, submission: Submission | None = None) -> Outcome:
        """Put a result into the gradebook."""
        nb = nbformat.reads(result.notebook, as_version=4)
        if result.repaired:
            nb.cells.insert(0, told(list(result.repaired)))
        self.ledger.write(student, submission or Submission.read(self.folder(student)), result.key, nb)
        state = "refused" if result.refused else "repaired" if result.repaired else "graded"
        return Outcome(student, state, _words(result))

    def _stored(self, student: str, key: str) -> Result | None:
        found = read_result(self.ledger.work / f"{student}.json")
        return found if found and found.key == key else None

    def _store(self, student: str, result: Result) -> None:
        """Write a result whole or not at all."""
        path = self.ledger.work / f"{student}.json"
        new = path.with_suffix(".new")
        with open(new, "w", encoding="utf-8") as file:
            json.dump(asdict(result), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)


def read_result(path: Path) -> Result | None:
    """A stored result; None where there is none."""
    if not path.exists():
        return None
    plain = json.loads(path.read_text("utf-8"))
    return Result(**plain | {"repaired": tuple(plain["repaired"])})


def _words(result: Result) -> tuple[str, ...]:
    return (result.refused,) if result.refused else result.repaired


def _trouble(error: Exception) -> str:
    if type(error).__name__ == "KilledWorker":
        return "The worker that examined it was killed each time: out of memory, perhaps. Grade with fewer jobs at a time."
    return f"{type(error).__name__}: {error}"


# --------------------------------------------------------------------------------------------------- clusters


# Dask would keep the last thousand messages, with the notebooks in them, and samples of each student's call stacks.
FORGETFUL = {"distributed.admin.low-level-log-length": 0, "distributed.worker.profile.enabled": False}


@contextmanager
def local(jobs: int) -> Iterator[Client]:
    """Worker processes on this machine, one submission each at a time."""
    with (
        dask.config.set(FORGETFUL),
        LocalCluster(n_workers=jobs, threads_per_worker=1, host="127.0.0.1",
                     dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL) as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def existing(address: str, wait_seconds: float = 60) -> Iterator[Client]:
    """A cluster that runs already. Raises `NotReady` where it cannot be reached, or has no worker."""
    try:
        with dask.config.set(FORGETFUL):
            client = Client(address, timeout=wait_seconds)
    except (OSError, TimeoutError, ValueError) as error:
        raise NotReady(f"No Dask scheduler answers at {address}: {error}. Start one with: dask scheduler") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=wait_seconds)
        except TimeoutError:
            raise NotReady(f"The scheduler at {address} has no worker. Start one with: dask worker {address}") from None
        yield client
