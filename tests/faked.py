"""A class whose examination costs nothing: whatever stands in a notebook is right. All else is as in a real run."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
import strange
from conftest import COURSE
from nbgrader.api import Gradebook
from strange import CHAPTER, HERE, NOTEBOOK, TOPIC, Content, File, Folder, Node

from autograder.grade import clusters, fleet, judge, worker
from autograder.workbook import Workbook
from handgrad.kit import exercise
from handgrad.kit.verdict import Kind, Verdict

BOOK = Workbook(COURSE, COURSE.chapter(TOPIC))
SOLVED = Content(nbformat.writes(BOOK.solved_but()).encode())
HANDED_IN = Folder({HERE: Folder({NOTEBOOK: File(SOLVED)})})


class AtOnce:
    """A crew of one, in this process. What it has found in a submission, it does not look for again."""

    def __init__(self) -> None:
        self.found: dict[str, worker.Result] = {}
        self.asked: list[str] = []

    def examine(self, tasks: clusters.Tasks) -> clusters.Answers:
        """Each student's task, examined."""
        for student, task in tasks:
            self.asked.append(student)
            try:
                if task.key not in self.found:
                    self.found[task.key] = worker.examine_task(task)
                answer: worker.Result | BaseException = self.found[task.key]
            except BaseException as error:  # noqa: BLE001 - as in a worker process
                answer = error
            yield student, task, answer

    # It stands for `clusters.local`, too, which opens a crew.
    @contextmanager
    def __call__(self, *_: object) -> Iterator["AtOnce"]:
        yield self


def all_right(nb, *_) -> None:
    """An examination that costs nothing."""
    for cell in filter(judge.is_check, nb.cells):
        name = cell.metadata.nbgrader.grade_id.removeprefix("check_")
        judge.write_verdict(cell, Verdict(name, Kind.RIGHT, dict.fromkeys(exercise.load(name).rules, True), ()))


class Class:
    """A course folder, in which students hand in whatever they like."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.root = Path(tempfile.mkdtemp())
        shutil.copy(COURSE.root / "nbgrader_config.py", self.root)
        (self.root / "submitted").mkdir()
        self.crew = AtOnce()
        patch.setattr(worker, "examine", all_right)
        # Nothing of a student's runs, so no sandbox is needed.
        patch.setattr("autograder.grade.sitting.available", lambda: None)
        patch.setattr(clusters, "local", self.crew)

    def put(self, name: str | bytes, node: Node = HANDED_IN) -> None:
        """Put something into submitted/: the solved notebook, if nothing else is named."""
        strange.put(self.root / "submitted", os.fsencode(name), node)

    def grade(self, force: bool = False) -> dict[str, fleet.Outcome]:
        """Grade everybody, as somebody whom a folder can refuse: what became of each."""
        with strange.ordinary_user():
            run = fleet.Run(self.root, CHAPTER)
            students = run.students()
            outcomes = list(run.grade(students, self.crew, force))
        assert sorted(one.student for one in outcomes) == students, "somebody is missing in the table, or in it twice"
        assert all(one.says for one in outcomes if one.state in ("not graded", "refused", "repaired"))
        return {one.student: one for one in outcomes}

    def gradebook(self) -> Gradebook:
        """The gradebook, to be closed by its `with`."""
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "handgrad")

    def scores(self) -> dict[str, float]:
        """What each student gets: the score less the penalty."""
        with self.gradebook() as gradebook:
            found = gradebook.assignment_submissions(CHAPTER)
            return {one.student.id: one.score - one.late_submission_penalty for one in found}

    def configure(self, more: str) -> None:
        """Add a line to nbgrader_config.py."""
        with (self.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write(f"\n{more}\n")

    def forget(self) -> None:
        """Take away what runs have left, but for the gradebook's list of the assignment's cells."""
        for name in ("examined", "autograded"):
            strange.remove(self.root / name)
        kept = self.root / "kept.db"
        if not kept.exists():
            with fleet.Run(self.root, CHAPTER).ledger:
                shutil.copy(self.root / "gradebook.db", kept)
            self.forget()
        shutil.copy(kept, self.root / "gradebook.db")


