"""The version of the course: a digest of all that a mark depends on."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import autograder
import handgrad

# Rooms that decide nothing about a mark: pictures, words about a class that was graded, what is built for people to open.
NOT_JUDGING = ("explore", "cases", "exercises", "attacks", "proof", "publish", "after", "__pycache__")


def judging_files(topic: str) -> list[Path]:
    """Every file that a mark in this chapter depends on: whole folders, so that a new module is never forgotten."""
    kit, staff = _packages()
    code = [file for root in (kit, staff) for file in root.rglob("*.py")
            if not set(file.relative_to(root).parts) & set(NOT_JUDGING)]
    return sorted([*code, *(kit / "cases" / topic).glob("*.json"), *(staff / "exercises" / topic).rglob("*.py")])


@cache
def course_version(topic: str) -> str:
    """A digest of the code and the cases that one chapter's verdicts follow from, and of NumPy's and torch's versions."""
    digest = hashlib.sha256()
    for package in ("numpy", "torch"):
        digest.update(f"{package} {_version(package)}\n".encode())
    roots = [folder.parent for folder in _packages()]
    for file in judging_files(topic):
        root = next(root for root in roots if file.is_relative_to(root))
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _packages() -> list[Path]:
    """The students' kit and the staff's package."""
    return [Path(str(package.__file__)).parent for package in (handgrad, autograder)]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
