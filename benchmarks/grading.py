"""Grading time and memory, ours against stock nbgrader, on the same submissions in one run."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from autograder import demo
from autograder.course import here

STOCK = """
c = get_config()
c.CourseDirectory.course_id = "handgrad"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
"""


def grade(root: Path, assignment: str) -> tuple[float, float]:
    """Seconds of `nbgrader autograde`, and the largest resident memory in MB of any process that it started."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    demo.nbgrader(root, "generate_assignment", assignment)
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'nbgrader', 'autograde', sys.argv[1]], check=True, "
        "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)\n"
    )
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, assignment], cwd=root, check=True, capture_output=True, text=True,
                          env=os.environ | {"PATH": path})
    return time.perf_counter() - began, float(done.stdout)


def rows(students: int = 10, topic: str = "backprop_matrix") -> list[tuple[str, str, str]]:
    """(what, measured, budget) for a class that has solved everything: the most work for both."""
    course = here()
    chapter = course.chapter(topic)
    book = demo.Workbook(course, chapter)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("ours", "stock"):
            root = Path(folder) / name
            root.mkdir()
            shutil.copytree(course.solutions / chapter.assignment, root / "solutions" / chapter.assignment)
            if name == "ours":
                shutil.copy(course.root / "nbgrader_config.py", root)
            else:
                (root / "nbgrader_config.py").write_text(STOCK, "utf-8")
            for number in range(students):
                place = root / "submitted" / f"student{number:02}" / chapter.assignment
                place.mkdir(parents=True)
                nbformat.write(book.solved_but(), place / f"{chapter.topic}.ipynb")
            found[name] = grade(root, chapter.assignment)
    ours, stock = found["ours"], found["stock"]
    return [
        (f"grading {students} submissions of {chapter.assignment}, sandboxed", f"{ours[0]:.1f} s, {ours[1]:.0f} MB", ""),
        ("the same by stock nbgrader autograde, unprotected", f"{stock[0]:.1f} s, {stock[1]:.0f} MB", ""),
        ("ours / stock", f"{ours[0] / stock[0]:.2f}", "0.20 with a class at once"),
    ]
