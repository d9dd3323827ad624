"""A class at once, on Dask: workers run and examine submissions, the coordinator alone writes the gradebook.

    submitted/ ─▶ Task ─▶ a worker: doctor, nbgrader's sanitizing, sandboxed kernel, verdicts ─▶ Result
                                                                                           │
           gradebook.db, autograded/ ◀─ ledger (one transaction per student) ◀─ examined/ ◀┘

A result is written to `examined/` as soon as it comes back, under a key that names the submission, the course's version
and the settings. Whatever is killed, the next run goes on from the results and the marks in the gradebook.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from distributed import Client, as_completed

from autograder.course import Course, here, load_config
from autograder.grade.doctor.preprocessor import told
from autograder.grade.examiner import Examine
from autograder.grade.ledger import Ledger, NotReady
from autograder.grade.sandbox import SandboxMissing
from autograder.grade.submission import Submission, TooLarge
from autograder.grade.version import course_version
from autograder.grade.worker import OtherCourse, Result, Task, examine_task, refused


@dataclass(frozen=True)
class Outcome:
    """What became of one student's submission in a run."""

    student: str
    state: str
    """One of STATES."""
    says: tuple[str, ...] = ()


STATES = ("graded", "repaired", "refused", "not graded", "graded before")


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
    return Result(**plain | {key: tuple(plain[key]) for key in ("repaired", "failed")})


def _words(result: Result) -> tuple[str, ...]:
    return (result.refused,) if result.refused else result.repaired


def _trouble(error: Exception) -> str:
    if type(error).__name__ == "KilledWorker":
        return "The worker that examined it was killed each time: out of memory, perhaps. Grade with fewer jobs at a time."
    return f"{type(error).__name__}: {error}"
