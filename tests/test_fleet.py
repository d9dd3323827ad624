"""A class is graded at once, nothing is ever lost, and one submission's trouble is not the others'."""

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import kills
import nbformat
import pytest

from autograder import anatomy, demo
from autograder.grade import clusters, fleet
from autograder.grade.needed import needed
from autograder.grade.sandbox import available
from autograder.workbook import Workbook

needs_sandbox = pytest.mark.skipif(available() is not None, reason=str(available()))
CHAPTER, TOPIC = "04-backprop-matrix", "backprop_matrix"


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


def stopped(how: str, *more: str, course, classroom) -> str:
    """Hold a class whose runs are stopped (kills.py), and compare each gradebook with that of a run that nobody stopped."""
    for student in ("ada", "bob", "cyd"):
        hand_in(classroom, course, [student], affine_backward=f"# {student}")
    classroom.assign(CHAPTER)
    # Before the class is copied: keys follow from the secret, and each copy would make its own.
    (classroom.root / ".handgrad-secret").write_text(f"{0:064x}\n", "ascii")
    command = [sys.executable, kills.__file__, str(classroom.root), CHAPTER, how, *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stdout + done.stderr
    want = classroom.root.with_name("undisturbed")
    disturbed = sorted(classroom.root.parent.glob("disturbed-*"))
    assert disturbed
    assert len(kills.gradebook(want)["handgrad_graded"]) == 3
    for root in disturbed:
        assert kills.gradebook(root) == kills.gradebook(want), root.name
        assert kills.files(root) == kills.files(want), root.name
    return done.stdout


def test_a_run_that_is_killed_after_any_of_its_writes_goes_on_and_ends_with_the_same_gradebook(course, classroom):
    places = stopped("by_place", course=course, classroom=classroom)
    for name in ("stored.py", "ledger.py", "submission.py", "commit", "fsync", "rename"):
        assert name in places, f"no run was killed at {name}"


def test_a_run_that_finds_the_disk_full_goes_on_and_ends_with_the_same_gradebook(course, classroom):
    stopped("by_disk", "3", "1", course=course, classroom=classroom)


@pytest.mark.nightly
def test_a_run_that_is_killed_at_random_moments_goes_on_and_ends_with_the_same_gradebook(course, classroom):
    stopped("by_chance", "50", str(random.randrange(2**32)), course=course, classroom=classroom)


# ------------------------------------------------------------------------------------------- many machines


@contextmanager
def cluster_of(workers: int, folder: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A Dask scheduler and workers on loopback, each a process of its own: its address, and all of them, scheduler first."""
    file = folder / "scheduler.json"
    common = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", *common, "--port", "0"]
    started = [subprocess.Popen(command, stderr=subprocess.DEVNULL)]
    try:
        wait_for(file.exists, 60)
        # A nanny would start a worker again that was killed.
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", *common, "--nthreads", "1", "--no-nanny"]
        started += [subprocess.Popen(worker, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for _ in range(workers)]
        yield json.loads(file.read_text())["address"], started
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A cluster of two workers."""
    with cluster_of(2, tmp_path) as made:
        yield made


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
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(fleet.NotReady, match="No Dask scheduler"), clusters.existing(address, wait_seconds=2):
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
    first = kills.gradebook(classroom.root), kills.files(classroom.root)
    grade(classroom.root, "--force")
    assert (kills.gradebook(classroom.root), kills.files(classroom.root)) == first
    classroom.nbgrader("generate_feedback", CHAPTER)
    assert (classroom.root / "feedback" / "bob" / CHAPTER / f"{TOPIC}.html").exists()


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
