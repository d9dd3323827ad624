"""Grading time and memory: `autograder grade` against stock `nbgrader autograde`, on the same submissions in one run.

    python -m benchmarks.grading --students 20 60 --topics neuron backprop_matrix two_layer_net pytorch_gpu
"""

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from autograder import demo
from autograder.course import Chapter, Course, here
from autograder.workbook import Workbook

# nbgrader as it comes, but for the names of the folders.
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "handgrad"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
"""
OURS = ("-m", "autograder", "grade")
THEIRS = ("-m", "nbgrader", "autograde")


def classroom(root: Path, course: Course, chapter: Chapter, students: int, config: str) -> None:
    """A class that has solved everything, each in words of their own: the most work for both."""
    book = Workbook(course, chapter)
    root.mkdir()
    (root / "nbgrader_config.py").write_text(config, "utf-8")
    shutil.copytree(course.solutions / chapter.assignment, root / "solutions" / chapter.assignment)
    for number in range(students):
        place = root / "submitted" / f"student{number:04}" / chapter.assignment
        place.mkdir(parents=True)
        solved = {name: f"# student {number}\n{source}" for name, source in book.solutions.items()}
        nbformat.write(book.solved_but(**solved), place / f"{chapter.topic}.ipynb")
    demo.nbgrader(root, "generate_assignment", chapter.assignment)


def timed(root: Path, *command: str) -> tuple[float, float]:
    """Seconds that a command takes, and the largest resident memory in MB of any process that it started."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # In a process of its own: the system remembers the largest of all the children that one process ever had.
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)\n"
    )
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=root, check=True, capture_output=True, text=True,
                          env=os.environ | {"PATH": path})
    return time.perf_counter() - began, float(done.stdout)


def rows(students: int = 60, topic: str = "two_layer_net") -> list[tuple[str, str, str]]:
    """(what, measured, budget)."""
    course = here()
    chapter = course.chapter(topic)
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = Path(folder) / "ours", Path(folder) / "stock"
        classroom(ours, course, chapter, students, (course.root / "nbgrader_config.py").read_text("utf-8"))
        classroom(stock, course, chapter, students, STOCK)
        our_seconds, our_memory = timed(ours, *OURS, chapter.assignment)
        their_seconds, their_memory = timed(stock, *THEIRS, chapter.assignment)
        same = demo.check_scores(ours, chapter.assignment) == demo.check_scores(stock, chapter.assignment)
    return [
        (f"autograder grade, {students} submissions of {chapter.assignment}, sandboxed", f"{our_seconds:.1f} s, "
         f"{our_memory:.0f} MB", ""),
        ("stock nbgrader autograde, unprotected", f"{their_seconds:.1f} s, {their_memory:.0f} MB", ""),
        ("ours / stock", f"{our_seconds / their_seconds:.2f}", "0.20"),
        ("the same scores", "yes" if same else "no", "yes"),
    ]


def main() -> None:
    """Print the figures, as they are known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, nargs="+", default=[60])
    parser.add_argument("--topics", nargs="+", default=["two_layer_net"])
    options = parser.parse_args()
    for topic, students in itertools.product(options.topics, options.students):
        for what, measured, budget in rows(students, topic):
            print(f"{what}: {measured}" + (f" (budget {budget})" if budget else ""), flush=True)


if __name__ == "__main__":
    main()
