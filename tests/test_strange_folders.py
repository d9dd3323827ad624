"""Whatever lies in submitted/, examined/ or autograded/: honest students are graded, and graded again."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
import strange
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from strange import CHAPTER, HERE, NOTEBOOK, TOPIC, File, Folder, Node

from autograder.after import report
from autograder.grade import clusters, fleet, judge, worker
from autograder.workbook import Workbook
from handgrad.kit import exercise
from handgrad.kit.verdict import Kind, Verdict

# One before and one after every other name; a name that sorts between the others.
HONEST = ("!first", "honest", "\U0010ffffhonest")


class AtOnce:
    """A crew of one, in this process. What it has found in a submission, it does not look for again."""

    def __init__(self) -> None:
        self.found: dict[str, worker.Result] = {}
        self.asked = 0

    def examine(self, tasks: clusters.Tasks) -> clusters.Answers:
        """Each student's task, examined."""
        for student, task in tasks:
            self.asked += 1
            try:
                if task.key not in self.found:
                    self.found[task.key] = worker.examine_task(task)
                answer: worker.Result | BaseException = self.found[task.key]
            except BaseException as error:  # noqa: BLE001 - as in a worker process
                answer = error
            yield student, task, answer

    @contextmanager
    def __call__(self) -> Iterator["AtOnce"]:
        yield self


def all_right(nb, *_) -> None:
    """An examination that costs nothing: whatever stands in a notebook is right."""
    for cell in filter(judge.is_check, nb.cells):
        name = cell.metadata.nbgrader.grade_id.removeprefix("check_")
        judge.write_verdict(cell, Verdict(name, Kind.RIGHT, dict.fromkeys(exercise.load(name).rules, True), ()))


class Class:
    """A course folder that anybody may write, with honest students in it."""

    def __init__(self, course, monkeypatch) -> None:
        self.root = Path(tempfile.mkdtemp())
        book = Workbook(course, course.chapter(TOPIC))
        self.honest, self.total = nbformat.writes(book.solved_but()).encode(), book.total
        shutil.copy(course.root / "nbgrader_config.py", self.root)
        (self.root / "submitted").mkdir()
        monkeypatch.setattr(worker, "examine", all_right)
        monkeypatch.setattr("autograder.grade.sitting.available", lambda: None)
        self.crew = AtOnce()
        self.solved = Folder({HERE: Folder({NOTEBOOK: File(self.honest)})})
        for student in HONEST:
            self.put(student.encode(), self.solved)

    def put(self, name: bytes, node: Node) -> None:
        """Put something into submitted/."""
        strange.put(self.root / "submitted", name, node)

    def grade(self, force: bool = False) -> dict[str, fleet.Outcome]:
        """Grade everybody, as somebody whom a folder can refuse: what became of each."""
        with strange.ordinary_user():
            run = fleet.Run(self.root, CHAPTER)
            students = run.students()
            outcomes = list(run.grade(students, self.crew, force))
        assert sorted(one.student for one in outcomes) == students, "somebody is missing in the table, or in it twice"
        assert all(one.says for one in outcomes if one.state in ("not graded", "refused", "repaired"))
        return {one.student: one for one in outcomes}

    def scores(self) -> dict[str, float]:
        """Each student's score, from the gradebook."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            return {one.student.id: one.score for one in gradebook.assignment_submissions(CHAPTER)}

    def forget(self) -> None:
        """Take away what a run has left, but for the gradebook's list of the assignment's cells."""
        for name in ("examined", "autograded"):
            strange.remove(self.root / name)
        kept = self.root / "kept.db"
        if not kept.exists():
            shutil.copy(self.root / "gradebook.db", kept)
        shutil.copy(kept, self.root / "gradebook.db")


@pytest.fixture(scope="module")
def strangers(tmp_path_factory) -> Iterator[Class]:
    """A class of honest students, among whom others come and go."""
    from conftest import COURSE

    with pytest.MonkeyPatch.context() as patch:
        made = Class(COURSE, patch)
        with fleet.Run(made.root, CHAPTER).ledger:
            made.forget()
        yield made
        strange.remove(made.root)


def among_the_honest(strangers: Class, others: dict[bytes, Node]) -> None:
    """Grade twice, with these among the honest; the honest get full marks, twice."""
    strangers.forget()
    others = {name: node for name, node in others.items() if os.fsdecode(name) not in HONEST}
    try:
        for name, node in others.items():
            strangers.put(name, node)
        first = strangers.grade()
        assert [first[name] for name in HONEST] == [fleet.Outcome(name, "graded") for name in HONEST]
        second = strangers.grade()
        assert [second[name] for name in HONEST] == [fleet.Outcome(name, "graded before") for name in HONEST]
        assert {name: strangers.scores().get(name) for name in HONEST} == dict.fromkeys(HONEST, strangers.total)
        again = {"graded": "graded before", "repaired": "graded before", "refused": "graded before", "not graded": "not graded"}
        for name, outcome in first.items():
            assert second[name].state == again[outcome.state], (outcome, second[name])
            assert second[name].says == outcome.says
        with strange.ordinary_user():
            assert "submissions were graded" in report.report(strangers.root, fleet.here().chapter(CHAPTER))
    finally:
        for name in others:
            strange.remove(strangers.root / "submitted" / os.fsdecode(name))


@given(data=st.data())
@strange.thorough(60)
def test_any_folder_among_the_submissions_leaves_the_honest_their_marks(strangers, data):
    others = data.draw(st.dictionaries(strange.names, strange.submissions(strangers.honest), min_size=3, max_size=6))
    among_the_honest(strangers, others)
