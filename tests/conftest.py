"""What the tests share: the course, its pages, and a course folder of one's own to grade in."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from autograder import exercises
from autograder.author.page import Page
from autograder.course import Course, here

COURSE = here()
# nbgrader starts alembic by name: it must be found where this Python is.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
# No test hangs on how fast the machine is, and each run tries the same examples; `--hypothesis-profile=random` tries others.
settings.register_profile("course", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("random", settings.get_profile("course"), derandomize=False, max_examples=500)
settings.load_profile("course")


def all_pages() -> list[Page]:
    """Every exercise page of the course."""
    return [one for topic in exercises.topics() for one in exercises.pages(topic)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `exercise_page` runs for every page, one that asks for `chapter` for every chapter."""
    if "exercise_page" in metafunc.fixturenames:
        found = all_pages()
        # By its scope pytest runs all tests of one page before those of the next: they share what was worked out.
        metafunc.parametrize("exercise_page", found, ids=[f"{p.topic}-{p.name}" for p in found], scope="module")
    if "chapter" in metafunc.fixturenames:
        chapters = COURSE.chapters()
        metafunc.parametrize("chapter", chapters, ids=[c.topic for c in chapters])


# What takes longest begins first, and nothing long is left for the end.
FIRST = ("test_grading", "test_site", "test_browser", "test_fleet", "test_attacks", "test_told", "test_scale", "test_warm",
         "test_colab", "test_sandbox")
# The tests of these files share nothing: each goes to whichever process is free.
APART = {"test_grading", "test_fleet", "test_attacks", "test_colab", "test_scale", "test_answers"}


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests run in one process, one after the other: those of a file, of a page, or a single one."""
    for item in items:
        page = getattr(item, "callspec", None) and item.callspec.params.get("exercise_page")
        group = item.nodeid if item.path.stem in APART else f"{page.topic}/{page.name}" if page else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """When a test's turn is: those of tests/quick are the shortest."""
    if item.path.stem in FIRST:
        return FIRST.index(item.path.stem)
    return len(FIRST) + ("quick" in item.path.parts)


@pytest.fixture
def course() -> Course:
    """The course as it stands in the repository."""
    return COURSE


class Classroom:
    """A course folder of one's own, with a gradebook: what an instructor has after `git clone`, without the clone."""

    def __init__(self, root: Path, assigned: Path) -> None:
        self.root, self.assigned = root, assigned
        root.mkdir(parents=True, exist_ok=True)
        shutil.copy(COURSE.root / "nbgrader_config.py", root)
        shutil.copytree(COURSE.solutions, root / "solutions")

    def nbgrader(self, *arguments: str, check: bool = True, env: dict[str, str] | None = None) -> str:
        """Run an nbgrader command in this folder; its output. Raises `AssertionError` where it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments], cwd=self.root, capture_output=True, text=True, timeout=900,
            env=os.environ | (env or {}),
        )
        assert done.returncode == 0 or not check, f"nbgrader {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def assign(self, assignment: str) -> None:
        """What `nbgrader generate_assignment` leaves here. It runs once; other classrooms get a copy, which is much faster."""
        kept, made = self.assigned / assignment, ("gradebook.db", f"notebooks/{assignment}")
        with open(f"{kept}.lock", "w", encoding="ascii") as lock:
            # The processes of xdist wait for each other here: one makes it, the others copy.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                self.nbgrader("generate_assignment", assignment)
            source, target = (kept, self.root) if kept.exists() else (self.root, kept)
            (target / "notebooks").mkdir(parents=True, exist_ok=True)
            shutil.copy(source / made[0], target)
            shutil.copytree(source / made[1], target / made[1])

    def scores(self, assignment: str) -> dict[str, float]:
        """Each student's score, from the gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            return {s.student.id: s.score for s in gradebook.assignment_submissions(assignment)}

    def submit(self, student: str, assignment: str, notebook: Path, others: Sequence[Path] = ()) -> Path:
        """Hand in a notebook, and other files beside it, for a student."""
        folder = self.root / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        for path in (notebook, *others):
            shutil.copy(path, folder)
        return folder


@pytest.fixture(scope="session")
def assigned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the classrooms of all processes keep what is made once for all of them."""
    own = tmp_path_factory.getbasetemp()
    # Each of xdist's processes has a folder of its own, inside one for all.
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "assigned"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def classroom(tmp_path: Path, assigned: Path) -> Classroom:
    """An empty course folder with this course's notebooks."""
    return Classroom(tmp_path / "course", assigned)
