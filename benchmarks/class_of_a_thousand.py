"""A simulated class, 5 % broken and 5 % hostile: memory over time, time against count, and every honest score.

    python -m benchmarks.class_of_a_thousand --students 1000 --jobs 2

Honest students solve all, half or nothing, or make one known mistake; each score is known beforehand. It exits with 1 where
an honest score is wrong, or a submission is left over.
"""

import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np

from autograder import demo
from autograder.course import Chapter, Course, here
from autograder.grade import clusters, fleet
from autograder.workbook import Workbook

SHARE = 20  # one in twenty is broken, one in twenty hostile


@dataclass(frozen=True)
class Member:
    """One student: what is handed in, and the score of the checks that it is worth; None where it is not known."""

    name: str
    content: bytes
    worth: float | None


def members(course: Course, chapter: Chapter, count: int) -> Iterator[Member]:
    """The class. The first students' kinds are mixed like the last ones'."""
    book = Workbook(course, chapter)
    named = {one.student: one for one in demo.entries(course, chapter)}
    honest = [one for name, one in named.items() if name in ("full-marks", "blank", "half-done") or name.startswith("mistake")]
    hostile = [one for name, one in named.items() if name.startswith(("attack", "endless", "loops", "kernel"))]
    whole = nbformat.writes(book.solved_but()).encode()
    broken: list[Callable[[], bytes]] = [
        lambda: b"", lambda: whole[: len(whole) // 2], lambda: b"PK\x03\x04" + whole, lambda: b"<<<<<<< HEAD\n" + whole,
        lambda: b'{"cells": 1}',
    ]
    next_honest, next_hostile, next_broken = itertools.cycle(honest), itertools.cycle(hostile), itertools.cycle(broken)
    kinds = random.Random(0)
    for number in range(count):
        place = number % SHARE
        if place == 7:
            yield Member(f"broken{number:04}", next(next_broken)(), None)
        elif place == 13:
            one = next(next_hostile)
            yield Member(f"hostile{number:04}", nbformat.writes(one.notebook).encode(), None)
        else:
            one = next(next_honest)
            nb = nbformat.from_dict(one.notebook)
            nb.cells[0].source += f"\n\n{number} {kinds.random()}"  # no two are the same
            yield Member(f"honest{number:04}", nbformat.writes(nb).encode(), one.worth)


def resident() -> float:
    """MB of memory of this process and of all that it started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
    table = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family = {os.getpid()}
    while more := {pid for pid, parent, _ in table if parent in family} - family:
        family |= more
    return sum(rss for pid, _, rss in table if pid in family) / 1024


def main() -> None:
    """Make the class, grade it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=5, help="seconds that one cell may take")
    options = parser.parse_args()
    course = here()
    chapter = course.chapter("backprop_matrix")
    with tempfile.TemporaryDirectory() as folder:
        if not run(Path(folder), course, chapter, options.students, options.jobs, options.timeout):
            sys.exit(1)


def run(root: Path, course: Course, chapter: Chapter, students: int, jobs: int, timeout: int) -> bool:
    """Grade a class in `root`; whether every honest score is right and nobody is left over."""
    config = (course.root / "nbgrader_config.py").read_text("utf-8")
    (root / "nbgrader_config.py").write_text(f"{config}\nc.Examine.timeout = {timeout}\n", "utf-8")
    place = root / "solutions" / chapter.assignment
    place.mkdir(parents=True)
    name = f"{chapter.topic}.ipynb"
    (place / name).write_bytes((course.solutions / chapter.assignment / name).read_bytes())
    worth = {}
    for one in members(course, chapter, students):
        worth[one.name] = one.worth
        folder = root / "submitted" / one.name / chapter.assignment
        folder.mkdir(parents=True)
        (folder / name).write_bytes(one.content)
    demo.nbgrader(root, "generate_assignment", chapter.assignment)
    moments: list[tuple[float, int]] = []
    memory: list[tuple[float, float]] = []
    over = threading.Event()
    began = time.monotonic()

    def watch() -> None:
        while not over.wait(2):
            memory.append((time.monotonic() - began, resident()))

    threading.Thread(target=watch, daemon=True).start()
    grading = fleet.Run(root, chapter.assignment)
    outcomes = []
    for outcome in grading.grade(grading.students(), lambda: clusters.local(jobs)):
        outcomes.append(outcome)
        moments.append((time.monotonic() - began, len(outcomes)))
    over.set()
    return _tell(moments, memory, outcomes, worth, demo.check_scores(root, chapter.assignment))


def _tell(moments: list[tuple[float, int]], memory: list[tuple[float, float]], outcomes: list[fleet.Outcome],
          worth: dict[str, float | None], scores: dict[str, float]) -> bool:
    seconds, counts = np.array(moments).T
    slope, start = np.polyfit(counts, seconds, 1)
    off = float(np.abs(seconds - (slope * counts + start)).max())
    print(f"{len(outcomes)} submissions in {seconds[-1]:.0f} s: {slope:.2f} s each after {start:.0f} s; "
          f"off the straight line by {off:.0f} s at most")
    half = len(memory) // 2
    for name, part in (("first", memory[:half]), ("second", memory[half:])):
        sizes = [size for _, size in part]
        print(f"memory in the {name} half of the time: {np.median(sizes):.0f} MB usually, {max(sizes):.0f} MB at most")
    states = {state: sum(outcome.state == state for outcome in outcomes) for state in fleet.STATES}
    print(", ".join(f"{state}: {count}" for state, count in states.items() if count))
    wrong = {name: scores.get(name) for name, fair in worth.items() if fair is not None and
             (name not in scores or abs(scores[name] - fair) > 0.02)}
    print(f"honest scores that are wrong: {wrong or 'none'}")
    return not wrong and len(outcomes) == len(worth) and not states["not graded"]


if __name__ == "__main__":
    main()
