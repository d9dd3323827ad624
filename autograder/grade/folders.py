"""Who handed in: the folders submitted/STUDENT/ASSIGNMENT, and what stands in their place.

Nobody is passed over without a word: what should be a student's folder and is none is named, with the way out.
"""

import os
import re
from pathlib import Path

from autograder.course import Chapter, NotReady


class NotGraded(RuntimeError):
    """A submission that cannot be graded. The message says why, and the way out."""


def students(submitted: Path, chapter: Chapter) -> tuple[list[str], list[str]]:
    """The names of those who handed in this assignment, or tried to; and of those who handed in nothing for it.

    Raises `NotReady` where there is no folder of submissions.
    """
    try:
        with os.scandir(submitted) as found:
            names = sorted(entry.name for entry in found)
    except OSError as error:
        raise NotReady(f"{submitted} cannot be read ({error.strerror}). Submissions belong in {submitted}/STUDENT/"
                       f"{chapter.assignment}/.") from None
    tried = {name: bool(trouble(submitted, name, chapter) or _holds(submitted / name, chapter)) for name in names}
    visible = [name for name in names if tried[name] or not name.startswith(".")]
    return [name for name in visible if tried[name]], [name for name in visible if not tried[name]]


def trouble(submitted: Path, student: str, chapter: Chapter) -> str | None:
    """Why what stands in a student's place cannot be graded, and the way out; None where it can, or where nothing is."""
    hidden = student.startswith(".")  # most programs' own folders, and of no interest without the assignment in them
    try:
        found = _trouble(submitted / student, f"submitted/{student}", chapter)
    except OSError as error:
        found = f"submitted/{student} cannot be read: {error.strerror}. Give yourself the right to read it: chmod -R u+rX."
    return found if not hidden or _holds(submitted / student, chapter) else None


def _trouble(place: Path, shown: str, chapter: Chapter) -> str | None:
    name = chapter.assignment
    if place.is_symlink() or not place.is_dir():
        return _no_folder(shown, place, f"{name}/")
    inside = sorted(os.listdir(place))
    if name in inside:
        if (place / name).is_symlink() or not (place / name).is_dir():
            return _no_folder(f"{shown}/{name}", place / name, f"{chapter.topic}.ipynb")
        return _name_trouble(place.name)
    for other in inside:
        # Another case, a blank, an underscore: it was meant.
        if _squeezed(other) == _squeezed(name):
            return f"Its folder is called {other}. Rename it to {name}."
        if other.lower().endswith(".ipynb"):
            return f"{other} lies in {shown} itself. Move it into {shown}/{name}/."
    return None


def _no_folder(shown: str, path: Path, wanted: str) -> str:
    kind = "a link, and links are not followed" if path.is_symlink() else "no folder"
    return f"{shown} is {kind}. Make it a folder, with {wanted} in it."


def _name_trouble(student: str) -> str | None:
    """Why nbgrader cannot hold a student of this name."""
    if student.startswith("."):
        return "nbgrader passes over names that begin with a dot. Rename the folder."
    if "\n" in student:
        return "nbgrader cannot hold a name with a line end in it. Rename the folder."
    try:
        # Other bytes in a name become halves of characters in Python.
        student.encode("utf-8")
    except UnicodeEncodeError:
        return "nbgrader cannot hold a name that is not UTF-8. Rename the folder."
    return None


def _holds(place: Path, chapter: Chapter) -> bool:
    return os.path.isdir(place / chapter.assignment)


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
