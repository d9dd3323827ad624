"""Grades a class in processes that are stopped, again and again until a run ends by itself.

    python tests/kills.py COURSE ASSIGNMENT by_place
    python tests/kills.py COURSE ASSIGNMENT by_chance COUNT SEED
    python tests/kills.py COURSE ASSIGNMENT by_disk COUNT SEED

The class lies in COURSE. Beside it lie afterwards `undisturbed`, graded without trouble, and `disturbed-1`,
`disturbed-2` …, whose runs were stopped:

    by_place   after a write, once at each place in `autograder.grade` that writes: before a write is after the one before it
    by_chance  at COUNT random moments
    by_disk    COUNT times, by a disk that is full at a random size of the gradebook

The examination is a fast one here, so that what is left is the writing. Prints where each run was stopped.
"""

import itertools
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import sqlalchemy as sql
from distributed import Client
from nbgrader.coursedir import CourseDirectory

from autograder import grade
from autograder.course import load_config
from autograder.grade import clusters, fleet, judge, worker
from handgrad.kit.verdict import Kind, Verdict

ROOM = str(Path(grade.__file__).parent)
# Built-in functions that change a folder, a file or the gradebook, and what they belong to. What is asked of the gradebook in
# between reaches the disk with its commit.
WRITES = {"open", "write", "flush", "fsync", "truncate", "mkdir", "rmdir", "rename", "replace", "unlink", "remove", "chmod",
          "symlink", "link", "commit"}
OWNERS = {"posix", "_io", "io", "TextIOWrapper", "BufferedWriter", "BufferedRandom", "FileIO", "Connection"}
FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
TABLES = ("grade", "comment", "submitted_assignment", "submitted_notebook", "student", "handgrad_graded")


def gradebook(root: Path) -> dict[str, list[str]]:
    """All that the gradebook says of students, without the random ids that nbgrader gives to rows."""
    engine = sql.create_engine(CourseDirectory(config=load_config(root)).db_url, poolclass=sql.NullPool)
    tables = sql.MetaData()
    tables.reflect(engine)
    ids = {}
    with engine.connect() as connection:
        def rows(name: str) -> Any:
            return connection.execute(tables.tables[name].select()).all() if name in tables.tables else []

        for name in ("base_cell", "notebook", "assignment"):
            ids |= {row.id: row.name for row in rows(name)}
        ids |= {row.id: row.student_id for row in rows("submitted_assignment")}
        ids |= {row.id: ids[row.assignment_id] for row in rows("submitted_notebook")}
        return {
            name: sorted(
                repr({key: ids.get(value, value) for key, value in row._mapping.items() if key != "id" or name == "student"})
                for row in rows(name)
            )
            for name in TABLES
        }


def files(root: Path) -> dict[str, bytes]:
    """Every graded file."""
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted((root / "autograded").rglob("*")) if p.is_file()}


def examine(nb: Any, handout: Any, folder: Path, secret: bytes, rules: Any, spent: float, kept: Path) -> None:
    """An examination whose verdicts follow from what was handed in, and that takes no time."""
    for number, cell in enumerate(filter(judge.is_check, nb.cells)):
        digest = sha256(repr([c.source for c in nb.cells] + [number]).encode()).digest()
        judge.write_verdict(cell, Verdict("fake", Kind.RIGHT, {"a": True, "b": digest[0] > 128}, ()))
    time.sleep(0.01)


@contextmanager
def cluster() -> Iterator[clusters.OnDask]:
    """Dask in this process."""
    # So that all of it ends when this process is killed.
    with Client(processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None, set_as_default=False) as client:
        yield clusters.OnDask(client)


def attempt(root: Path, assignment: str, prepare: Callable[[], object] = int, seconds: float | None = None) -> bool:
    """Grade the class in a process of its own, which is killed after `seconds`; whether it came to its end."""
    pid = os.fork()
    if pid == 0:
        try:
            prepare()
            run = fleet.Run(root, assignment)
            for outcome in run.grade(run.students(), cluster):
                assert outcome.state in ("graded", "graded before"), outcome
        except BaseException as error:  # noqa: BLE001 - whatever stops it, the next run must go on
            print(type(error).__name__, str(error)[:200], file=sys.stderr)
            # Without what the first process has registered for its own end.
            os._exit(1)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1] == 0


def on_each_write(do: Callable[[str], object]) -> None:
    """From now on call `do` after each call of this thread that writes, with the line of ours that it comes from."""
    opened = [False]

    # The profiler does not see how a file is opened; the audit hook, which is called just before, does.
    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and arguments[2] is not None:
            opened[0] = bool(arguments[2] & FOR_WRITING)

    def profile(frame: FrameType | None, event: str, called: Any) -> None:
        if event != "c_return" or called.__name__ not in WRITES or (called.__name__ == "open" and not opened[0]):
            return
        owner = getattr(called, "__self__", None)
        if (owner.__name__ if type(owner) is ModuleType else type(owner).__name__) not in OWNERS:
            return  # a text's replace, a set's remove
        while frame and not frame.f_code.co_filename.startswith(ROOM):
            frame = frame.f_back
        if frame:
            do(f"{Path(frame.f_code.co_filename).name}, line {frame.f_lineno}: {called.__name__}")

    # It cannot be taken off again: this process is a copy, which ends.
    sys.addaudithook(audit)
    sys.setprofile(profile)


class Stopped:
    """A class whose runs are stopped in one of three ways."""

    def __init__(self, start: Path, assignment: str) -> None:
        self.start, self.assignment = start, assignment
        self.numbers = itertools.count(1)
        self.wanted = start.with_name("undisturbed")
        shutil.copytree(start, self.wanted)
        began = time.monotonic()
        assert attempt(self.wanted, assignment)
        self.seconds = time.monotonic() - began

    def copy(self) -> Path:
        """The class anew."""
        root = self.start.with_name(f"disturbed-{next(self.numbers)}")
        shutil.copytree(self.start, root)
        return root

    def is_whole(self, root: Path) -> bool:
        """Whether all that the gradebook says is what it says in the end, and of each student all or nothing."""
        now, then = gradebook(root), gradebook(self.wanted)
        graded = len(now["handgrad_graded"])
        return (all(set(rows) <= set(then[name]) for name, rows in now.items())
                and len(now["grade"]) * len(then["handgrad_graded"]) == len(then["grade"]) * graded)

    def by_place(self) -> None:
        """Stop runs after writes, each at a place where none was stopped before, until there is no such place."""
        root, noted = self.copy(), self.start.with_name("places")
        noted.touch()
        while True:
            # From a file: it outlives the process that is killed.
            known = noted.read_text("utf-8")

            def stop(place: str, known: str = known) -> None:
                if place not in known:
                    noted.write_text(f"{known}{place}\n", "utf-8")
                    os.kill(os.getpid(), signal.SIGKILL)

            if attempt(root, self.assignment, lambda stop=stop: on_each_write(stop)):
                break
            assert noted.read_text("utf-8") != known, "a run ended before it was stopped"
            assert self.is_whole(root), noted.read_text("utf-8")
        print(noted.read_text("utf-8"))

    def by_chance(self, count: int, chance: random.Random) -> None:
        """Kill runs at random moments, and start another class once one has come through."""
        stopped = 0
        while stopped < count:
            root = self.copy()
            while not attempt(root, self.assignment, seconds=chance.uniform(0, self.seconds)):
                assert self.is_whole(root)
                stopped += 1
        print(stopped)

    def by_disk(self, count: int, chance: random.Random) -> None:
        """Let the gradebook not grow beyond a random size, then beyond none."""
        begun, grown = ((root / "gradebook.db").stat().st_size for root in (self.start, self.wanted))
        stopped = 0
        while stopped < count:
            root = self.copy()
            room = chance.randrange(begun, grown)
            # A file that may not grow fails much as on a full disk.
            limit = (resource.RLIMIT_FSIZE, (room, room))
            stopped += not attempt(root, self.assignment, lambda limit=limit: resource.setrlimit(*limit))
            assert self.is_whole(root)
            assert attempt(root, self.assignment)
        print(stopped)


if __name__ == "__main__":
    worker.examine = examine
    place, assignment, how, *more = sys.argv[1:]
    stopped = Stopped(Path(place), assignment)
    if how == "by_place":
        stopped.by_place()
    else:
        count, seed = map(int, more)
        getattr(stopped, how)(count, random.Random(seed))
