"""A class at once: workers run and examine submissions, the coordinator alone writes the gradebook.

    submitted/ ─▶ Task ─▶ a worker: doctor, nbgrader's sanitizing, sandboxed kernel, verdicts ─▶ Result
                                                                                           │
           gradebook.db, autograded/ ◀─ ledger (one transaction per student) ◀─ examined/ ◀┘

A result is written to `examined/` as soon as it comes back, under a key that names the submission, the course's version
and the settings. Whatever is killed, the next run goes on from the results and the marks in the gradebook.

One student, one guard: whatever goes wrong with a submission, at whatever step, becomes "not graded, because …" for that
one, and the run goes on.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.course import Course, NotReady, here, load_config
from autograder.grade import folders, scratch
from autograder.grade.because import because
from autograder.grade.clusters import Crew
from autograder.grade.doctor.preprocessor import told
from autograder.grade.examiner import Examine
from autograder.grade.folders import NotGraded
from autograder.grade.ledger import Ledger
from autograder.grade.newer import HERE, newer_python
from autograder.grade.sandbox import SandboxMissing
from autograder.grade.stored import Store
from autograder.grade.submission import Submission, TooLarge
from autograder.grade.version import course_version
from autograder.grade.worker import OtherCourse, Result, Task, refused
from handgrad.text import say

STATES = ("graded", "repaired", "refused", "not graded", "graded before")
# What ends a run: it would befall every submission, or somebody wants it to end.
ENDS = (OtherCourse, SandboxMissing, NotReady, KeyboardInterrupt, GeneratorExit)


@dataclass(frozen=True)
class Outcome:
    """What became of one student's submission in a run."""

    student: str
    state: str
    """One of STATES."""
    says: tuple[str, ...] = ()


class Run:
    """One `autograder grade`: finds what is to be done, has it examined, and writes it down."""

    def __init__(self, root: Path, assignment: str, course: Course | None = None) -> None:
        course = course or here()
        self.chapter = course.chapter(assignment)
        self.config = load_config(root)
        self.ledger = Ledger(root, self.config, self.chapter)
        self.store = Store(self.ledger.work)
        examiner = Examine(config=self.config)
        self.rules = examiner.rules()
        self.rules.require_sandbox()
        self.secret = examiner.secret(self.ledger.course.db_url)
        self.kept = examiner.kept(self.ledger.course.db_url)
        self.version = course_version(self.chapter.topic)
        # Two above anybody's submission, wherever nbgrader's settings put these.
        self.submitted = self._folder("*").parents[1]

    def students(self, chosen: Iterable[str] | None = None) -> list[str]:
        """Everyone who handed in this assignment or tried to, or those chosen. Raises `NotReady` for one who did not."""
        found, _ = folders.students(self.submitted, self.chapter)
        if not found:
            raise NotReady(f"No submission was found. Put them into {self._folder('STUDENT')}/.")
        if chosen is None:
            return found
        if missing := sorted(set(chosen) - set(found)):
            raise NotReady(f"{', '.join(missing)} handed in nothing for {self.chapter.assignment}.")
        return sorted(set(chosen))

    def without(self) -> list[str]:
        """Those who have a folder, and handed in nothing for this assignment."""
        return folders.students(self.submitted, self.chapter)[1]

    def grade(
        self,
        students: list[str],
        cluster: Callable[[], AbstractContextManager[Crew]],
        force: bool = False,
        tell: Callable[[str], None] = lambda student: None,
        warn: Callable[[str], None] = lambda says: None,
    ) -> Iterator[Outcome]:
        """Grade these students' submissions, and yield what becomes of each as it is known.

        `cluster` opens a crew of workers, and is called only if something is to be examined. `tell(student)` hears
        of each submission that is begun, `warn(says)` of what is better mended before any is. With `force`, what was
        examined before is examined again.
        """
        scratch.clear()
        with self.ledger:
            self.store.clear()
            self.gradebook, self.cells = self.ledger.assignment_only(), self.ledger.cells()
            marks = {} if force else self.ledger.graded()
            self.newer: set[str] = set()
            waiting = []
            # First what needs no worker: it may be the whole class, and then none is asked for.
            for student in students:
                outcome = guarded(student, lambda: self._known(student, marks.get(student), force))  # noqa: B023 - called here
                if outcome is None:
                    waiting.append(student)
                else:
                    yield outcome
            if self.newer:
                warn(say("Some submissions were saved with Python {theirs}, and this is {ours}: what only later versions know "
                         "counts as an error here. Grade with the Python that the class uses.",
                         theirs=", ".join(sorted(self.newer)), ours=".".join(map(str, HERE))))
            if waiting:
                with cluster() as crew:
                    yield from self._examine(crew, waiting, tell)

    def _known(self, student: str, mark: str | None, force: bool) -> Outcome | None:
        """What becomes of a submission that needs no examination; None for one that does."""
        try:
            submission = self._read(student)
        except TooLarge as error:
            # Refused by its size: nothing of it is read.
            task = self._task(Submission(()))
            return self._keep(student, task, refused(task, str(error)))
        key = self._key(submission)
        stored = None if force else self.store.read(student)
        if stored is None or stored.key != key:
            self._note_python(submission)
            return None
        if mark == key:
            return Outcome(student, "graded before", (*_words(stored), *self.ledger.settle(student)))
        outcome = guarded(student, lambda: self._write(student, submission, stored))
        return None if outcome is None or outcome.state == "not graded" else outcome  # a result that cannot be used

    def _note_python(self, submission: Submission) -> None:
        """Remember the version of Python that a notebook was saved with, where that is newer than this one."""
        # What cannot be read is the doctor's to tell.
        with suppress(ValueError, RecursionError):
            plain = json.loads(submission.file(f"{self.chapter.topic}.ipynb".encode()) or b"null")
            self.newer |= {version for version in [newer_python(plain)] if version}

    def _examine(self, crew: Crew, waiting: list[str], tell: Callable[[str], None]) -> Iterator[Outcome]:
        """Have submissions examined, and write down each result as it comes."""
        # Told at the end: a crew takes tasks, and these are none.
        unread: list[Outcome] = []

        def tasks() -> Iterator[tuple[str, Task]]:
            for student in waiting:
                made: list[Task] = []
                outcome = guarded(student, lambda: made.append(self._task(self._read(student))))  # noqa: B023 - called here
                if outcome:
                    unread.append(outcome)
                else:
                    tell(student)
                    yield student, made[0]

        for student, task, answer in crew.examine(tasks()):
            outcome = guarded(student, lambda: self._keep(student, task, answer))  # noqa: B023 - called here
            if outcome:
                yield outcome
        yield from unread

    def _keep(self, student: str, task: Task, answer: Result | BaseException) -> Outcome:
        """Store a result and put it into the gradebook. Raises what came in its place."""
        if isinstance(answer, BaseException):
            raise answer
        self.store.write(student, answer)
        return self._write(student, task.submission, answer)

    def _write(self, student: str, submission: Submission, result: Result) -> Outcome:
        """Put a result into the gradebook."""
        nb = nbformat.v4.reads(result.notebook)
        if result.repaired:
            nb.cells.insert(0, told(list(result.repaired)))
        self.ledger.write(student, submission, result.key, nb)
        state = "refused" if result.refused else "repaired" if result.repaired else "graded"
        return Outcome(student, state, _words(result))

    def _folder(self, student: str) -> Path:
        """Where a student's submission lies."""
        return Path(self.ledger.course.format_path(self.ledger.course.submitted_directory, student, self.chapter.assignment))

    def _read(self, student: str) -> Submission:
        """The submission. Raises `NotGraded` where there is none to read."""
        if found := folders.trouble(self.submitted, student, self.chapter):
            raise NotGraded(found)
        return Submission.read(self._folder(student))

    def _task(self, submission: Submission) -> Task:
        return Task(submission, self._key(submission), self.chapter, self.version, self.gradebook, self.config, self.secret,
                    self.kept, self.rules)

    def _key(self, submission: Submission) -> str:
        return submission.key(self.version.encode(), self.cells, self.secret, repr(self.rules).encode())


def guarded(student: str, step: Callable[[], Outcome | None]) -> Outcome | None:
    """What a step says, or why it failed: one submission's trouble is not the others'."""
    try:
        return step()
    except ENDS:
        raise
    except BaseException as error:  # noqa: BLE001 - of any type: the class goes on
        return Outcome(student, "not graded", (because(error),))


def _words(result: Result) -> tuple[str, ...]:
    return (*([result.refused] if result.refused else []), *result.repaired, *result.failed)
