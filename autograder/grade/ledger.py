"""The one writer of the gradebook: each student's results go in through nbgrader's own converter, as one transaction.

nbgrader opens the gradebook anew for each step and commits after each cell, so that a run that is killed leaves half a
student. Here all steps of one student share one session, and the mark that says which submission was graded is written
in the same transaction. The gradebook itself therefore knows what it holds.
"""

import copy
import fcntl
import glob
import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import nbformat
import sqlalchemy as sql
from nbformat import NotebookNode
from nbgrader import api
from nbgrader.converters import Autograde, autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import latesubmissions, saveautogrades
from sqlalchemy.orm import scoped_session, sessionmaker
from traitlets.config import Config

from autograder.course import Chapter
from autograder.grade.examiner import Examine
from autograder.grade.submission import Submission

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


class NotReady(RuntimeError):
    """Grading cannot begin. The message says why, and what to do."""


class Ledger:
    """The gradebook of one course folder, open for one assignment. Only one at a time may be open."""

    def __init__(self, root: Path, config: Config, chapter: Chapter) -> None:
        self.root, self.config, self.chapter = root, config, chapter
        self.log = logging.getLogger("handgrad.grading")
        self.course = CourseDirectory(config=config, log=self.log)
        self.work = root / "examined" / chapter.assignment
        self.work.mkdir(parents=True, exist_ok=True, mode=0o700)

    def __enter__(self) -> "Ledger":
        self._lock = open(self.root / "examined" / ".lock", "w", encoding="ascii")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise NotReady(f"Another run is grading in {self.root}. Wait until it ends.") from None
        # Half-written pages of a run that was killed.
        for left in (self.root / "examined").glob("writing-*"):
            shutil.rmtree(left)
        with api.Gradebook(self.course.db_url, self.course.course_id) as gradebook:
            try:
                gradebook.find_notebook(self.chapter.topic, self.chapter.assignment)
            except api.MissingEntry:
                self._lock.close()
                raise NotReady(f"The gradebook does not know {self.chapter.assignment}. Run: nbgrader generate_assignment "
                               f"{self.chapter.assignment}") from None
            MARKS.create(gradebook.engine, checkfirst=True)
        self.engine = sql.create_engine(self.course.db_url)
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()
        self._lock.close()

    def assignment_only(self) -> bytes:
        """A gradebook, as the bytes of an SQLite file, with the assignments' cells and nothing of any student."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "gradebook.db"
            engine = sql.create_engine(f"sqlite:///{path}")
            tables = [table for table in api.Base.metadata.sorted_tables if table.name in PUBLIC_TABLES]
            with engine.begin() as there, self.engine.connect() as here:
                api.Base.metadata.create_all(there)
                for table in tables:
                    for row in here.execute(table.select()):
                        there.execute(table.insert().values(row._asdict()))
            engine.dispose()
            return path.read_bytes()

    def cells(self) -> bytes:
        """A digest of the assignment's cells, so that a changed check or other points are noticed."""
        with api.Gradebook(self.course.db_url, self.course.course_id) as gradebook:
            notebook = gradebook.find_notebook(self.chapter.topic, self.chapter.assignment)
            sources = sorted((c.name, str(c.cell_type), c.source, c.checksum, c.locked) for c in notebook.source_cells)
            points = sorted((c.name, c.max_score) for c in (*notebook.grade_cells, *notebook.task_cells))
        return hashlib.sha256(repr((sources, points)).encode()).digest()

    def graded(self) -> dict[str, str]:
        """For each student whose scores are in the gradebook and whose graded notebook is there: the submission's key."""
        marks = (
            sql.select(MARKS.c.student, MARKS.c.submission)
            .join(api.SubmittedAssignment, api.SubmittedAssignment.student_id == MARKS.c.student)
            .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
            .where(MARKS.c.assignment == self.chapter.assignment, api.Assignment.name == self.chapter.assignment)
        )
        with self.engine.connect() as connection:
            return {student: key for student, key in connection.execute(marks) if self._notebook(student).exists()}

    def write(self, student: str, submission: Submission, key: str, examined: NotebookNode) -> None:
        """Put an examined notebook's scores into the gradebook and its file into `autograded/`, or neither."""
        with TemporaryDirectory(prefix="writing-", dir=self.root / "examined") as folder, self._transaction() as connection:
            place = Path(folder)
            source = place / "submitted" / student / self.chapter.assignment
            source.mkdir(parents=True)
            submission.write(source)
            for notebook in source.glob("*.ipynb"):
                notebook.unlink()
            nbformat.write(examined, source / f"{self.chapter.topic}.ipynb")
            config = copy.deepcopy(self.config)
            config.CourseDirectory.submitted_directory = str(place / "submitted")
            config.CourseDirectory.autograded_directory = str(place / "autograded")
            course = CourseDirectory(config=config, log=self.log)
            course.assignment_id, course.student_id = self.chapter.assignment, glob.escape(student)
            WriteDown(coursedir=course, config=config, log=self.log).start()
            connection.execute(MARKS.delete().where(MARKS.c.student == student, MARKS.c.assignment == self.chapter.assignment))
            connection.execute(MARKS.insert().values(student=student, assignment=self.chapter.assignment, submission=key))
            _replace(self._notebook(student).parent, place / "autograded" / student / self.chapter.assignment, place / "old")

    def _notebook(self, student: str) -> Path:
        place = self.course.format_path(self.course.autograded_directory, student, self.chapter.assignment)
        return Path(place) / f"{self.chapter.topic}.ipynb"

    @contextmanager
    def _transaction(self) -> Iterator[sql.Connection]:
        """One transaction, in which nbgrader's commits only send what they have. It is undone if anything fails."""
        with self.engine.connect() as connection, connection.begin():
            gradebook = _shared_gradebook(connection, self.course.course_id)
            try:
                with _opened_by_nbgrader(lambda *_args, **_kwargs: gradebook):
                    yield connection
            finally:
                gradebook.db.remove()


class WriteDown(Autograde):
    """nbgrader's Autograde from where the notebook has been run: its scoring, its penalties, its files."""

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Score and write one examined notebook."""
        resources = self.init_single_notebook_resources(notebook_filename)
        steps = after_examination(self.autograde_preprocessors)
        nb = apply(steps, nbformat.read(notebook_filename, as_version=4), resources, self.config)
        resources["output_extension"] = ".ipynb"
        self.write_single_notebook(nbformat.writes(nb), resources)

    def convert_notebooks(self) -> None:
        """nbgrader's way with one student, but for its errors, which are the caller's here."""
        (self.notebooks,) = self.assignments.values()
        student, assignment = Path(self.notebooks[0]).parts[-3:-1]
        self.init_assignment(assignment, student)
        for notebook in self.notebooks:
            self.convert_single_notebook(notebook)
        self.set_permissions(assignment, student)


def apply(steps: list[Any], nb: NotebookNode, resources: dict[str, Any], config: Config) -> NotebookNode:
    """The notebook after these preprocessors of nbgrader's, without the copies that nbconvert makes between them."""
    for kind in steps:
        step = kind(config=config)
        if step.enabled:
            nb, _ = step.preprocess(nb, resources)
    return nb


def after_examination(steps: list[Any]) -> list[Any]:
    """The preprocessors that follow the one that runs the notebook. Raises `NotReady` where that is not handgrad's."""
    if Examine not in steps:
        raise NotReady("c.Autograde.autograde_preprocessors lacks Examine: call configure(c, root) in nbgrader_config.py.")
    return steps[steps.index(Examine) + 1 :]


def _shared_gradebook(connection: sql.Connection, course_id: str) -> api.Gradebook:
    """nbgrader's gradebook inside a transaction that is not its own."""
    gradebook = api.Gradebook.__new__(api.Gradebook)
    gradebook.engine, gradebook.course_id, gradebook.authenticator = connection.engine, course_id, None
    session = sessionmaker(connection, join_transaction_mode="rollback_only", autoflush=False, expire_on_commit=False)
    gradebook.db = scoped_session(session)
    gradebook.close = lambda: None
    return gradebook


@contextmanager
def _opened_by_nbgrader(gradebook: Callable[..., api.Gradebook]) -> Iterator[None]:
    """What nbgrader's steps get when they open the gradebook."""
    with (
        mock.patch.object(autograde, "Gradebook", gradebook),
        mock.patch.object(saveautogrades, "Gradebook", gradebook),
        mock.patch.object(latesubmissions, "Gradebook", gradebook),
    ):
        yield


def _replace(target: Path, new: Path, old: Path) -> None:
    """Put a folder in the place of another, whose files may be read-only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        os.rename(target, old)
    os.rename(new, target)
