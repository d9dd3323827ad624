"""A course folder for the made class, and the real nbgrader run in it, as an instructor would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from autograder.course import Chapter, Course
from autograder.demo.entries import Entry, entries

STEPS = ("generate_assignment", "autograde", "generate_feedback")
# The class holds endless loops: five seconds for each are enough to see that they end.
OPTIONS = {"autograde": ("--Examine.timeout=5",)}
# Points are shared out among outputs, and nbgrader keeps floats.
NEAR = 0.02


def hold_class(course: Course, chapter: Chapter, root: Path) -> list[Entry]:
    """Set up a course folder under `root` and hand in every submission."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(course.root / "nbgrader_config.py", root)
    shutil.copytree(course.solutions / chapter.assignment, root / "solutions" / chapter.assignment)
    handed_in = list(entries(course, chapter))
    for one in handed_in:
        folder = root / "submitted" / one.student / chapter.assignment
        folder.mkdir(parents=True)
        nbformat.write(one.notebook, folder / f"{chapter.topic}.ipynb")
        for name, text in one.others:
            (folder / name).write_text(text, "utf-8")
    return handed_in


def nbgrader(root: Path, *arguments: str) -> None:
    """Run nbgrader in a course folder, as an instructor would. Raises `CalledProcessError` where it fails."""
    # nbgrader starts alembic by name: it has to be found where this Python is.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=root, check=True, env=os.environ | {"PATH": path},
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check_scores(root: Path, assignment: str) -> dict[str, float]:
    """Each student's points in the checks, from the gradebook; written answers wait for a person."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            s.student.id: sum(grade.auto_score or 0 for notebook in s.notebooks for grade in notebook.grades)
            for s in gradebook.assignment_submissions(assignment)
        }


def is_fair(score: float | None, worth: float) -> bool:
    """Whether a student got what an honest answer of the same worth gets."""
    return score is not None and abs(score - worth) < NEAR
