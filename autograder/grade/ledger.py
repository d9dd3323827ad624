"""The one writer of the gradebook: each student's results go in through nbgrader's own steps, as one transaction.

The mark that says which submission was graded is written in the same transaction as the scores. The gradebook itself
therefore knows what it holds.
"""

import copy
import fcntl
import hashlib
import itertools
import json
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import nbformat
import sqlalchemy as sql
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbformat.v4.rwbase import strip_transient
from nbgrader import api
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from autograder.course import Chapter, NotReady, here
from autograder.grade import timestamp
from autograder.grade.because import because
from autograder.grade.doctor.handout import handout
from autograder.grade.entries import Entries
from autograder.grade.judge import write_again
from autograder.grade.steps import Desk, Enter, apply, one_gradebook, opened, scoring
from autograder.grade.submission import Submission
from handgrad.text import say

# Which submission each student's scores come from.
MARKS = sql.Table(
    "handgrad_graded",
    sql.MetaData(),
    sql.Column("student", sql.String(128), primary_key=True),
    sql.Column("assignment", sql.String(128), primary_key=True),
    sql.Column("submission", sql.String(64), nullable=False),
)
# The tables that hold assignments and nothing of any student.
PUBLIC_TABLES = (
    "course", "assignment", "notebook", "base_cell", "grade_cells", "solution_cells", "task_cells", "source_cell",
)
SECRET = b"submission_secret.txt"


class Ledger:
    """The gradebook of one course folder, open for one assignment. Only one at a time may be open.

    Opened, it fills the gradebook with the assignment where that is not there yet, from the notebook as it was handed out.
    """

    def __init__(self, root: Path, config: Config, chapter: Chapter) -> None:
        self.root, self.config, self.chapter = root, config, chapter
        self.scoring, self.penalties = scoring(config)
        self.log = logging.getLogger("handgrad.grading")
        self.course = CourseDirectory(config=config, log=self.log)
        self.desk = Desk(config=config, log=self.log)
        self.steps = Enter(coursedir=self.desk, config=config, log=self.log)
        self.numbers = itertools.count()
        self.known: dict[Any, Any] = {}
        """What the gradebook says that is the same for all students: see `Entries`."""
        self.work = root / "examined" / chapter.assignment

    def __enter__(self) -> "Ledger":
        try:
            self.work.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = open(self.root / "examined" / ".lock", "w", encoding="ascii")
        except OSError as error:
            raise NotReady(because(error)) from None
        try:
            # The system takes this lock away with its process, however that ends.
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._open()
        except BlockingIOError:
            self._lock.close()
            raise NotReady(f"Another run is grading in {self.root}. Wait until it ends.") from None
        except (SQLAlchemyError, OSError) as error:
            self._lock.close()
            raise NotReady(because(error)) from None
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.writing, ignore_errors=True)
        self.engine.dispose()
        self._lock.close()

    def _open(self) -> None:
        """Clear away the half-written pages of a run that was killed, and see that the gradebook knows the assignment."""
        for left in (self.root / "examined").glob("writing-*"):
            shutil.rmtree(left)
        # On the same disk as `autograded/`: a whole folder is moved there in one step.
        self.writing = Path(mkdtemp(prefix="writing-", dir=self.root / "examined"))
        self.desk.given = self.writing / "given"
        self.desk.given.mkdir()
        (self.desk.given / f"{self.chapter.topic}.ipynb").touch()  # nbgrader asks whether it is there
        self.engine = sql.create_engine(self.course.db_url)
        with api.Gradebook(self.course.db_url, self.course.course_id):
            pass  # nbgrader makes its tables
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:  # a lock that somebody holds is found before anything is examined
                connection.exec_driver_sql("BEGIN IMMEDIATE")
        with self._transaction() as (connection, gradebook):
            MARKS.create(connection, checkfirst=True)
            try:
                gradebook.find_notebook(self.chapter.topic, self.chapter.assignment)
            except api.MissingEntry:
                gradebook.update_or_create_assignment(self.chapter.assignment)
                # The handout is read once for the class; nbgrader's step may write into it.
                nb = copy.deepcopy(handout(here(), self.chapter).notebook)
                apply([SaveCells], nb, self._resources(), self.config)
        with api.Gradebook(self.course.db_url, self.course.course_id) as gradebook:
            notebook = gradebook.find_notebook(self.chapter.topic, self.chapter.assignment)
            self.points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}

    def assignment_only(self) -> bytes:
        """A gradebook, as the bytes of an SQLite file, with the assignments' cells and nothing of any student."""
        engine = sql.create_engine("sqlite://")  # in memory
        tables = [table for table in api.Base.metadata.sorted_tables if table.name in PUBLIC_TABLES]
        with engine.begin() as there, self.engine.connect() as here:
            api.Base.metadata.create_all(there)
            for table in tables:
                for row in here.execute(table.select()):
                    there.execute(table.insert().values(row._asdict()))
        with engine.connect() as there:
            content: bytes = there.connection.driver_connection.serialize()  # type: ignore[union-attr]
        engine.dispose()
        return content

    def cells(self) -> bytes:
        """A digest of the assignment's cells, so that a changed check is noticed. Points change nothing that is found."""
        with api.Gradebook(self.course.db_url, self.course.course_id) as gradebook:
            notebook = gradebook.find_notebook(self.chapter.topic, self.chapter.assignment)
            sources = sorted((c.name, str(c.cell_type), c.source, c.checksum, c.locked) for c in notebook.source_cells)
        return hashlib.sha256(repr(sources).encode()).digest()

    def graded(self) -> dict[str, str]:
        """For each student whose scores are in the gradebook and whose graded notebook is there: the submission's key."""
        marks = (
            sql.select(MARKS.c.student, MARKS.c.submission)
            # A student whom an instructor has taken out of the gradebook is entered again.
            .join(api.SubmittedAssignment, api.SubmittedAssignment.student_id == MARKS.c.student)
            .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
            .where(MARKS.c.assignment == self.chapter.assignment, api.Assignment.name == self.chapter.assignment)
        )
        with self.engine.connect() as connection:
            return {student: key for student, key in connection.execute(marks) if self._points_written(student) is not None}

    def students(self) -> list[str]:
        """Everybody who has scores in this assignment."""
        with api.Gradebook(self.course.db_url, self.course.course_id) as gradebook:
            return sorted(one.student.id for one in gradebook.assignment_submissions(self.chapter.assignment))

    def write(self, student: str, submission: Submission, key: str, examined: NotebookNode) -> None:
        """Put an examined notebook's scores into the gradebook and its file into `autograded/`, or neither."""
        self._set_present_points(examined)
        page = self.desk.page = self.writing / f"page-{next(self.numbers)}"
        page.mkdir()
        self._beside(submission, f"{key} {student}").write(page)
        with self.engine.connect() as connection, connection.begin():
            entries = Entries(connection, self.known)
            with opened(entries):
                self.steps.enter(self.chapter.assignment, student, self.chapter.topic)
                # nbgrader misreads zones, and fails on texts that are no times.
                if (time := self.time(submission)) is not None:
                    entries.update_or_create_submission(self.chapter.assignment, student, timestamp=time)
                nb = apply(self.scoring, examined, self._resources(student), self.config)
            entries.write()
            (page / f"{self.chapter.topic}.ipynb").write_text(_page(nb), "utf-8")
            self.steps.set_permissions(self.chapter.assignment, student)
            self._mark(connection, student, key)
            self._penalize(connection, student)
            # Last, before the commit: whatever fails or is killed until then leaves the gradebook as it was.
            _replace(self._notebook(student).parent, page, self.writing / f"old-{page.name}")

    def settle(self, student: str) -> tuple[str, ...]:
        """Apply anew what a grade follows from beside the answers: points, due date, extension, the rule for penalties.

        Nothing is examined, and what was given by hand stays. The sentences say what changed.
        """
        told = []
        written = self._points_written(student) or {}
        if written != {name: self.points[name] for name in written.keys() & self.points.keys()}:
            before, place = self._score(student), self._notebook(student)
            self.write(student, Submission.read(place.parent), self._marked(student), nbformat.read(place, as_version=4))
            told.append(say("The points of the exercises have changed: the score was {before:g} and is {after:g} now.",
                            before=before, after=self._score(student)))
        with self.engine.connect() as connection, connection.begin():
            penalty, now = self._penalize(connection, student)
        if penalty != now:
            told.append(say("The late penalty was {before:g} and is {after:g} now: the due date, an extension or the rule for "
                            "penalties has changed.", before=penalty, after=now))
        return tuple(told)

    def time(self, submission: Submission) -> datetime | None:
        """When a submission was handed in; None where its timestamp.txt does not say."""
        return timestamp.moment(submission.file(timestamp.FILE) or b"", timestamp.zone(self.config))

    def _beside(self, submission: Submission, unique: str) -> Submission:
        """The files that lie beside the graded notebook, among them the two without which nbgrader releases no feedback."""
        ours = {timestamp.FILE: timestamp.written(self.time(submission)).encode(), SECRET: _text(submission.file(SECRET))}
        ours[SECRET] = ours[SECRET] or hashlib.sha256(unique.encode()).hexdigest().encode()
        taken = {*ours, f"{self.chapter.topic}.ipynb".encode()}
        # nbgrader would take another notebook in that folder for a graded one.
        ignored = [*self.course.ignore, "*.ipynb"]
        theirs = [(inside, content) for inside, content in submission.files if content is not None
                  and inside.split(b"/")[0] not in taken
                  and not any(fnmatch(part, mask) for part in os.fsdecode(inside).split("/") for mask in ignored)]
        return Submission((*theirs, *ours.items()))

    def _set_present_points(self, nb: NotebookNode) -> None:
        """Set in an examined notebook the points that the gradebook gives each exercise now."""
        for cell in nb.cells:
            marks = cell.metadata.get("nbgrader", {})
            points = self.points.get(marks.get("grade_id"))
            if points is not None and points != marks.get("points"):
                marks["points"] = points
                write_again(cell)

    def _penalize(self, connection: sql.Connection, student: str) -> tuple[float, float]:
        """Work out a student's late penalty anew: what it was, and what it is now."""
        where = (self.chapter.topic, self.chapter.assignment, student)
        entries = Entries(connection, self.known)
        before = entries.penalty(*where)
        if entries.find_assignment(self.chapter.assignment).duedate is None:  # nbgrader fails on an extension of no due date
            if before:
                entries.forgive(*where)
            return before, 0.0
        with one_gradebook(connection, self.course.course_id) as gradebook:
            # The step looks into the gradebook alone.
            apply(self.penalties, new_notebook(), self._resources(student), self.config)
            return before, gradebook.find_submission_notebook(*where).late_submission_penalty or 0.0

    def _mark(self, connection: sql.Connection, student: str, key: str) -> None:
        assignment = self.chapter.assignment
        # Deleted and inserted, which SQLite and PostgreSQL say alike.
        connection.execute(MARKS.delete().where(MARKS.c.student == student, MARKS.c.assignment == assignment))
        connection.execute(MARKS.insert().values(student=student, assignment=assignment, submission=key))

    def _marked(self, student: str) -> str:
        """The key of the submission that a student's scores come from; none where `nbgrader autograde` graded it."""
        mine = sql.select(MARKS.c.submission).where(MARKS.c.student == student, MARKS.c.assignment == self.chapter.assignment)
        with self.engine.connect() as connection:
            return connection.execute(mine).scalar() or ""

    def _score(self, student: str) -> float:
        with api.Gradebook(self.course.db_url, self.course.course_id) as gradebook:
            return float(gradebook.find_submission(self.chapter.assignment, student).score)

    def _notebook(self, student: str) -> Path:
        place = self.course.format_path(self.course.autograded_directory, student, self.chapter.assignment)
        return Path(place) / f"{self.chapter.topic}.ipynb"

    def _points_written(self, student: str) -> dict[str, float] | None:
        """The points that a graded notebook gives each exercise; None where there is no graded notebook that can be read."""
        try:
            handle = os.open(self._notebook(student), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with open(handle, "rb") as file:
                cells = json.load(file)["cells"]
            marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
            return {mark["grade_id"]: float(mark["points"]) for mark in marks if mark.get("grade")}
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None

    def _resources(self, student: str = "") -> dict[str, Any]:
        return {"nbgrader": {"student": student, "assignment": self.chapter.assignment, "notebook": self.chapter.topic,
                             "db_url": self.course.db_url}}

    @contextmanager
    def _transaction(self) -> Iterator[tuple[sql.Connection, api.Gradebook]]:
        """One transaction, in which nbgrader's commits only send what they have. It is undone if anything fails."""
        with (
            self.engine.connect() as connection,
            connection.begin(),
            one_gradebook(connection, self.course.course_id) as gradebook,
        ):
            yield connection, gradebook


def _page(nb: NotebookNode) -> str:
    """The notebook as JSON, in one line: to write it in many, as nbformat does, takes a fifth of the ledger's time."""
    return json.dumps(strip_transient(nb), ensure_ascii=False, sort_keys=True)


def _text(content: bytes | None) -> bytes:
    """The content where it is text that says something, else nothing."""
    try:
        return content if content and content.decode("utf-8").strip() else b""
    except UnicodeDecodeError:
        return b""


def _replace(target: Path, new: Path, old: Path) -> None:
    """Put a folder in the place of whatever is there, whose files may be read-only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # A folder cannot be moved over one that holds files: that one is put aside, and goes with the run's own folder.
    if os.path.lexists(target):
        os.rename(target, old)
    os.rename(new, target)
