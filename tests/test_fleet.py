"""A class is graded at once, nothing is ever lost, and one submission's trouble is not the others'."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import sqlalchemy as sql

from autograder import anatomy, demo
from autograder.grade import clusters, fleet
from autograder.grade.needed import needed
from autograder.grade.sandbox import available
from autograder.workbook import Workbook

needs_sandbox = pytest.mark.skipif(available() is not None, reason=str(available()))
CHAPTER, TOPIC = "04-backprop-matrix", "backprop_matrix"
TABLES = ("grade", "comment", "submitted_assignment", "submitted_notebook", "student", "handgrad_graded")


def gradebook(root: Path) -> dict[str, list[tuple]]:
    """All that the gradebook says of students, without the random ids that nbgrader gives to rows."""
    engine = sql.create_engine(f"sqlite:///{root / 'gradebook.db'}")
    tables = sql.MetaData()
    tables.reflect(engine)
    ids = {}
    with engine.connect() as connection:
        for name in ("base_cell", "notebook", "assignment"):
            ids |= {row.id: row.name for row in connection.execute(tables.tables[name].select())}
        for row in connection.execute(tables.tables["submitted_assignment"].select()):
            ids[row.id] = row.student_id
        for row in connection.execute(tables.tables["submitted_notebook"].select()):
            ids[row.id] = ids[row.assignment_id]
        return {
            name: sorted(
                repr({key: ids.get(value, value) for key, value in row._mapping.items() if key != "id" or name == "student"})
                for row in connection.execute(tables.tables[name].select())
            )
            for name in TABLES
        }


def files(root: Path) -> dict[str, bytes]:
    """Every graded file."""
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted((root / "autograded").rglob("*")) if p.is_file()}


def hand_in(classroom, course, students, **sources):
    """Hand in the solved notebook for these students, but for some exercises."""
    book = Workbook(course, course.chapter(TOPIC))
    path = classroom.root / f"{TOPIC}.ipynb"
    nbformat.write(book.solved_but(**sources), path)
    for student in students:
        classroom.submit(student, CHAPTER, path)
    return book


def grade(root: Path, *options: str, check: bool = True) -> str:
    """`autograder grade`, as an instructor runs it."""
    done = subprocess.run([sys.executable, "-m", "autograder", "grade", CHAPTER, *options], cwd=root, capture_output=True,
                          text=True, timeout=600)
    assert done.returncode == 0 or not check, done.stdout + done.stderr
    return done.stdout + done.stderr


# Grades class after class in a process of its own, with an examination that costs nothing, and kills itself at random
# moments. Each class is graded again and again until a run ends by itself.
KILLED_AT_RANDOM = """
import os, random, resource, shutil, signal, sys, time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from distributed import Client
from autograder import examiner, fleet
from handgrad.kit.verdict import Kind, Verdict

def examine(nb, released, folder, secret, rules):
    for number, cell in enumerate(filter(judge.is_check, nb.cells)):
        digest = sha256(repr([c.source for c in nb.cells] + [number]).encode()).digest()
        judge.write_verdict(cell, Verdict("fake", Kind.RIGHT, {"a": True, "b": digest[0] > 128}, ()))
    time.sleep(0.01)

worker.examine = examine

@contextmanager
def cluster():
    with Client(processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None, set_as_default=False) as client:
        yield client

def grade(root):
    run = fleet.Run(root, sys.argv[2])
    for outcome in run.grade(run.students(), cluster):
        assert outcome.state in ("graded", "graded before"), outcome

def attempt(root, seconds=None, file_bytes=None):
    pid = os.fork()
    if pid == 0:
        if file_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        try:
            grade(root)
        except BaseException as error:
            print(type(error).__name__, str(error)[:200], file=sys.stderr)
            os._exit(1)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]

start, rng = Path(sys.argv[1]), random.Random(int(sys.argv[4]))
shutil.copytree(start, start.with_name("undisturbed"))
assert attempt(start.with_name("undisturbed")) == 0
began = time.monotonic()
again = start.with_name("timed")
shutil.copytree(start, again)
assert attempt(again) == 0
whole = time.monotonic() - began
points, number = 0, 0
while points < int(sys.argv[3]):
    number += 1
    root = start.with_name(f"disturbed-{number}")
    shutil.copytree(start, root)
    if sys.argv[5] == "disk":
        room = (root / "gradebook.db").stat().st_size + rng.randrange(1, 200_000)
        points += attempt(root, file_bytes=room) != 0
        assert attempt(root) == 0
    else:
        while attempt(root, rng.uniform(0, whole)) != 0:
            points += 1
print(points, number)
"""


@pytest.mark.parametrize(("how", "points"), [("kill", 50), ("disk", 3)])
def test_a_run_that_is_killed_or_finds_the_disk_full_goes_on_and_ends_with_the_same_gradebook(how, points, course, classroom):
    """Killed at 50 random moments. The examination is a fast one here, so that the moments fall into the writing."""
    for student in ("ada", "bob", "cyd"):
        hand_in(classroom, course, [student], affine_backward=f"# {student}")
    classroom.assign(CHAPTER)
    (classroom.root / ".handgrad-secret").write_text("the same in every copy", "ascii")
    done = subprocess.run([sys.executable, "-c", KILLED_AT_RANDOM, str(classroom.root), CHAPTER, str(points), "1", how],
                          capture_output=True, text=True, timeout=580)
    assert done.returncode == 0, done.stderr
    want = classroom.root.with_name("undisturbed")
    disturbed = sorted(classroom.root.parent.glob("disturbed-*"))
    assert disturbed
    assert len(gradebook(want)["handgrad_graded"]) == 3
    for root in disturbed:
        assert gradebook(root) == gradebook(want), root.name
        assert files(root) == files(want), root.name


# ------------------------------------------------------------------------------------------- many machines


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A Dask scheduler and two workers, each a process of its own on loopback: its address, and the three."""
    file = tmp_path / "scheduler.json"
    common = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", *common, "--port", "0"]
    started = [subprocess.Popen(command, stderr=subprocess.DEVNULL)]
    try:
        wait_for(file.exists, 60)
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", *common, "--nthreads", "1", "--no-nanny"]
        started += [subprocess.Popen(worker, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for _ in range(2)]
        yield json.loads(file.read_text())["address"], started
    finally:
        for process in started:
            process.kill()
            process.wait()


def wait_for(condition, seconds: float) -> None:
    """Wait until it holds. Raises `AssertionError` where it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{condition} did not come true in {seconds} s"
        time.sleep(0.05)


@needs_sandbox
def test_a_lost_worker_is_made_up_for_and_after_a_lost_scheduler_the_next_run_goes_on(cluster, course, classroom):
    address, (scheduler, worker, _) = cluster
    students = ["ada", "bob", "cyd", "dan"]
    for student in students:
        book = hand_in(classroom, course, [student], affine_backward=f"# {student}\n" + demo.NOTHING_RIGHT)
    classroom.assign(CHAPTER)
    examined = classroom.root / "examined" / CHAPTER
    command = [sys.executable, "-m", "autograder", "grade", CHAPTER, "--scheduler", address]
    run = subprocess.Popen(command, cwd=classroom.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    wait_for(lambda: len(list(examined.glob("*.json"))) >= 1, 240)
    worker.kill()
    wait_for(lambda: len(list(examined.glob("*.json"))) >= 2, 240)
    scheduler.kill()
    said, _ = run.communicate(timeout=240)
    assert run.returncode == 1, said
    assert "goes on from there" in said
    assert "Traceback" not in said
    before = {path: path.stat().st_mtime_ns for path in examined.glob("*.json")}
    assert "graded" in grade(classroom.root)
    assert {path: path.stat().st_mtime_ns for path in before} == before, "what had been examined was examined again"
    worth = book.total - book.points["affine_backward"]
    assert demo.check_scores(classroom.root, CHAPTER) == {student: pytest.approx(worth) for student in students}
    assert "graded before: 4" in grade(classroom.root)


def test_an_address_where_no_scheduler_answers_is_said_and_nothing_is_lost(course, classroom):
    hand_in(classroom, course, ["ada"])
    classroom.assign(CHAPTER)
    with pytest.raises(fleet.NotReady, match="No Dask scheduler"), clusters.existing("tcp://127.0.0.1:9", wait_seconds=2):
        pass


@needs_sandbox
def test_one_broken_submission_does_not_stop_the_others_and_a_regrade_gives_the_same_scores(course, classroom):
    book = hand_in(classroom, course, ["ada", "bob"])
    (classroom.submit("bob", CHAPTER, classroom.root / "nbgrader_config.py") / f"{TOPIC}.ipynb").write_bytes(b"{ no notebook")
    os.symlink("/etc/passwd", classroom.submit("cyd", CHAPTER, classroom.root / "nbgrader_config.py") / f"{TOPIC}.ipynb")
    classroom.assign(CHAPTER)
    said = grade(classroom.root)
    assert "graded: 1, refused: 2" in said
    want = {"ada": pytest.approx(book.total), "bob": 0, "cyd": 0}
    assert demo.check_scores(classroom.root, CHAPTER) == want
    assert not list((classroom.root / "autograded" / "cyd").rglob("passwd"))
    first = gradebook(classroom.root), files(classroom.root)
    grade(classroom.root, "--force")
    assert (gradebook(classroom.root), files(classroom.root)) == first
    classroom.nbgrader("generate_feedback", CHAPTER)
    assert (classroom.root / "feedback" / "bob" / CHAPTER / f"{TOPIC}.html").exists()


def test_without_the_assignment_in_the_gradebook_the_next_command_is_said(course, classroom):
    hand_in(classroom, course, ["ada"])
    said = grade(classroom.root, check=False)
    assert f"nbgrader generate_assignment {CHAPTER}" in said.replace("\n", " ")


# ------------------------------------------------------------------------------------------ which cells are run


def notebook(*cells):
    """A notebook of code cells; an exercise is written as (grade_id, source)."""
    nb = nbformat.v4.new_notebook()
    for cell in cells:
        name, source = cell if isinstance(cell, tuple) else (None, cell)
        marks = {"grade": False, "solution": True, "locked": False, "task": False, "grade_id": name}
        nb.cells.append(nbformat.v4.new_code_cell(source, metadata={"nbgrader": marks} if name else {}))
    return nb


SETUP, DATA, PLOT, SHOW = "import numpy as np", "X = np.ones(3)", "fig = plot(X)", "print(f(X))"
STUB, SOLVED = ("f", "raise NotImplementedError"), ("f", "def f(a):\n    return np.sum(a)")


@pytest.mark.parametrize(
    ("cells", "run", "why"),
    [
        ((SETUP, DATA, PLOT, SOLVED, SHOW), {0, 3}, "what an answer does not need"),
        ((SETUP, DATA, PLOT, ("f", "def f(a):\n    return a @ X"), SHOW), {0, 1, 2, 3, 4}, "data, and what works on it"),
        ((SETUP, DATA, PLOT, SOLVED, "print(f(X)) # mine"), {0, 1, 2, 3, 4}, "a cell of the student's own, and all it reads"),
        ((SETUP, DATA, PLOT, SOLVED, "X = 1", SHOW), {0, 3, 4}, "a name that nobody reads"),
        ((SETUP, DATA, PLOT, ("f", "f = eval('X')"), SHOW), {0, 1, 2, 3, 4}, "a name that is not written down"),
        ((SETUP, DATA, PLOT, SOLVED, "%load_ext mine", SHOW), {0, 1, 2, 3, 4, 5}, "a magic"),
        ((SETUP, DATA, PLOT, ("f", "def f(a) return"), SHOW), {3}, "an answer that is no Python"),
    ],
)
def test_a_cell_that_was_handed_out_runs_if_an_answer_can_depend_on_it(cells, run, why):
    assert needed(notebook(*cells), notebook(SETUP, DATA, PLOT, STUB, SHOW)) == run, why


def test_of_every_chapter_the_exercises_and_checks_run(course, chapter):
    book = Workbook(course, chapter)
    nb = book.solved_but()
    run = needed(nb, book.handout)
    assert {i for i, cell in enumerate(nb.cells) if anatomy.kind(cell) in ("exercise", "check")} <= run
