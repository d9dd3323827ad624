"""The version of the course: a digest of all that a mark depends on.

It covers folders, not a list of modules, so that a module that is added is never forgotten. A worker that holds another
version is refused, and what was examined under another version is examined again.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import autograder
import handgrad
from autograder.course import here

# Rooms that no mark depends on: pictures, attacks, the proof, what is built for people to open, what follows the grading.
# `cases` and `exercises` are here because of the other chapters; a chapter's own are added by name.
NOT_JUDGING = {"explore", "cases", "exercises", "attacks", "proof", "publish", "after", "__pycache__"}
# The last digits of what they compute differ between their versions.
COMPUTING = ("numpy", "torch")
POINTS = re.compile(rb'"points": [0-9.]+')


@cache
def course_version(topic: str) -> str:
    """A digest of the code, the cases and the notebook that one chapter's marks follow from, and of NumPy's and torch's
    versions."""
    return digest(judging_files(topic), [f"{package} {_version(package)}" for package in COMPUTING])


def judging_files(topic: str) -> dict[str, Path]:
    """Every file that a mark in this chapter depends on, by a name that is the same on every machine."""
    kit, staff = Path(str(handgrad.__file__)).parent, Path(str(autograder.__file__)).parent
    found = [path for package in (kit, staff) for path in package.rglob("*.py")
             if NOT_JUDGING.isdisjoint(path.relative_to(package).parts)]
    found += [*(kit / "cases" / topic).glob("*.json"), *(staff / "exercises").glob("*.py")]
    found += (staff / "exercises" / topic).rglob("*.py")
    named = {path.relative_to((kit if path.is_relative_to(kit) else staff).parent).as_posix(): path for path in found}
    chapter = here().chapter(topic)
    # What a submission is mended against, and what says which cells were handed out.
    return named | {"notebook": here().notebooks / chapter.assignment / f"{topic}.ipynb"}


def digest(files: dict[str, Path], more: Iterable[str] = ()) -> str:
    """A digest of the files, names and contents, and of some texts."""
    parts = [f"{name} {hashlib.sha256(_without_points(path)).hexdigest()}" for name, path in sorted(files.items())]
    return hashlib.sha256("\n".join([*parts, *more]).encode()).hexdigest()


def _without_points(path: Path) -> bytes:
    """A file's content. How many points an exercise has changes no verdict: the gradebook's are put in when it is written."""
    content = path.read_bytes()
    return content if path.suffix == ".py" else POINTS.sub(b"", content)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
