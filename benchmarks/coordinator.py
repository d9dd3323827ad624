"""What the coordinator alone can take: submissions a second, written into the gradebook with no worker to wait for.

    python -m benchmarks.coordinator --students 500 --database sqlite
    python -m benchmarks.coordinator --students 500 --database postgresql

One submission is examined; its result stands for everybody's. Reading, keys, stored results, nbgrader's scoring, the
transaction and the graded files are the coordinator's own.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import nbformat

from autograder.course import Chapter, here
from autograder.grade import fleet
from autograder.grade.clusters import Answers, Tasks
from autograder.grade.worker import Result, examine_task
from autograder.workbook import Workbook
from benchmarks.postgresql import missing, server

DATABASES: dict[str, Callable[[], AbstractContextManager[str | None]]] = {
    "sqlite": lambda: nullcontext(None), "postgresql": server,
}  # fmt: skip
Row = tuple[str, str, str]


class Stub:
    """Workers that know the answer."""

    def __init__(self) -> None:
        self.result: Result | None = None

    def examine(self, tasks: Tasks) -> Answers:
        """The first task is examined; its result is everybody's."""
        for student, task in tasks:
            if self.result is None:
                self.result = examine_task(task)
            yield student, task, replace(self.result, key=task.key)


def solved(chapter: Chapter, students: int) -> Iterator[bytes]:
    """The notebooks of a class that has solved everything, each in words of their own."""
    nb = Workbook(here(), chapter).solved_but()
    for number in range(students):
        nb.cells[0].source = f"student {number}"
        yield nbformat.writes(nb).encode()


def classroom(root: Path, chapter: Chapter, notebooks: Iterable[bytes], database: str | None) -> None:
    """A course folder in which these are handed in."""
    config = (here().root / "nbgrader_config.py").read_text("utf-8")
    config += f"\nc.CourseDirectory.db_url = {database!r}\n" if database else ""
    (root / "nbgrader_config.py").write_text(config, "utf-8")
    for number, content in enumerate(notebooks):
        place = root / "submitted" / f"student{number:06}" / chapter.assignment
        place.mkdir(parents=True)
        (place / f"{chapter.topic}.ipynb").write_bytes(content)


def processor_seconds() -> float:
    """Seconds of processor time that this process has taken."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def course(chapter: Chapter, notebooks: Iterable[bytes], database: str | None = None) -> Iterator[fleet.Run]:
    """A run that is ready to grade a class."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader starts alembic by name
    with tempfile.TemporaryDirectory() as folder:
        classroom(Path(folder), chapter, notebooks, database)
        yield fleet.Run(Path(folder), chapter.assignment)


def measure(run: fleet.Run) -> tuple[int, float, float]:
    """How many submissions are entered after the first, in how many seconds, and of how much processor time."""
    stub = Stub()
    outcomes = run.grade(run.students(), lambda: nullcontext(stub))
    # The one that is examined; with it comes whatever is loaded once.
    next(outcomes)
    began, used = time.perf_counter(), processor_seconds()
    left = list(outcomes)
    if wrong := [outcome for outcome in left if outcome.state != "graded"]:
        raise RuntimeError(f"{len(wrong)} were not graded: {wrong[0]}")
    return len(left), time.perf_counter() - began, processor_seconds() - used


def rows(students: int = 500, topic: str = "backprop_matrix", kinds: Sequence[str] = tuple(DATABASES)) -> list[Row]:
    """(what, measured, budget)."""
    chapter = here().chapter(topic)
    found = []
    for kind in kinds:
        if kind == "postgresql" and (why := missing()):
            found.append((f"the coordinator alone, {kind}", why, "50"))
            continue
        with DATABASES[kind]() as database, course(chapter, solved(chapter, students), database) as run:
            count, seconds, processor = measure(run)
        found.append((f"the coordinator alone, {kind}, submissions of {topic}",
                      f"{count / seconds:.0f} a second, {1000 * processor / count:.1f} ms of its processor's time each", "50"))
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--topic", default="backprop_matrix")
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=tuple(DATABASES))
    options = parser.parse_args()
    for what, measured, budget in rows(options.students, options.topic, tuple(options.database)):
        print(f"{what}: {measured} (budget {budget})")


if __name__ == "__main__":
    main()
