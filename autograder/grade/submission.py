"""What a student handed in, as bytes that can travel, and the key that says whether it has been examined already.

Only what a notebook can use travels: no environments, histories and caches, and no more than a sandbox holds. What was left
out is named. Nothing is followed that a link points to.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from autograder.grade.doctor.notes import listed
from autograder.grade.sandbox.limits import Limits
from handgrad.text import say

# Folders that programs make beside every notebook: they go without a word, as in nbgrader.
CACHES = (b"__pycache__", b".ipynb_checkpoints")
PROGRAMS = (b"node_modules", b"site-packages", b"__MACOSX")
# A folder with one of these files is an environment, whatever its name.
ENVIRONMENTS = (b"pyvenv.cfg", b"conda-meta")
# The doctor looks at 2,000 files and folders.
MOST_FILES = 1_800
MOST_SEEN = 50_000
DEEPEST = 16
LONGEST_PATH = 1_000


class TooLarge(ValueError):
    """The notebook alone is more than a sandbox holds. The message is for the student."""


@dataclass(frozen=True)
class Submission:
    """The files of one submission. A link is kept as a link (None) that leads nowhere; other special files are left out."""

    files: tuple[tuple[bytes, bytes | None], ...]
    """Each file's path inside the folder, and its bytes; sorted by path."""
    left_out: tuple[bytes, ...] = ()
    """What a notebook has no use for, or what is too large."""

    @classmethod
    def read(cls, folder: Path, most: int = Limits.disk_bytes) -> "Submission":
        """Read a folder without following a link: the notebooks first, then what is near them and small.

        Raises `TooLarge` where a notebook takes more than `most` bytes, and `OSError` where something cannot be read.
        """
        left_out: list[bytes] = []
        files: list[tuple[bytes, bytes | None]] = []
        entries: set[bytes] = set()
        left = most
        for inside, size in sorted(_found(os.fsencode(folder), left_out), key=_importance):
            more = {inside, *_parents(inside)}
            # One byte more than fits says that it does not.
            content = None if size is None else _content(os.path.join(os.fsencode(folder), inside), left + 1)
            if content is not None and len(content) > left and _is_notebook(inside):
                raise TooLarge(say("Your notebook takes more than {megabytes} MB. Clear the outputs (Kernel, Restart Kernel "
                                   "and Clear All Outputs), save it and hand it in again.", megabytes=most // 2**20))
            # Folders count too, as they do for the doctor.
            if len(entries) + len(more - entries) > MOST_FILES or len(content or b"") > left:
                left_out.append(inside)
                continue
            entries |= more
            left -= len(content or b"")
            files.append((inside, content))
        return cls(tuple(sorted(files)), tuple(sorted(left_out)))

    def notes(self) -> list[str]:
        """What the student and the instructor are told of the reading."""
        if not self.left_out:
            return []
        return [say("These were left out, because a notebook has no use for them or they are too much: {names}.",
                    names=listed(map(os.fsdecode, self.left_out)))]

    def file(self, name: bytes) -> bytes | None:
        """The bytes of one file; None where there is no such file."""
        return dict(self.files).get(name)

    def write(self, folder: Path, links: bool = False) -> None:
        """Put the files into a folder; with `links`, also the links, which lead nowhere there."""
        for inside, content in self.files:
            path = os.path.join(os.fsencode(folder), inside)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if content is not None:
                with open(path, "wb") as file:
                    file.write(content)
            elif links:
                os.symlink(b"a link is not followed", path)

    def key(self, *more: bytes) -> str:
        """A digest of the files and of whatever else decides what is found in them."""
        digest = hashlib.sha256()
        parts = (part for file in self.files for part in file)
        for part in (*parts, *self.left_out, *more):
            # With its length, so that no two lists of files run together into the same bytes.
            digest.update(b"link" if part is None else b"%d:" % len(part) + part)
        return digest.hexdigest()


def _found(folder: bytes, left_out: list[bytes]) -> Iterator[tuple[bytes, int | None]]:
    """Each file's path and size, each link's path and None. Adds to `left_out` the folders that are not looked into."""
    waiting, seen = [b""], 0
    while waiting and seen < MOST_SEEN:
        # From the top down: what lies near the notebook comes first, should there be too much.
        inside = waiting.pop(0)
        with os.scandir(os.path.join(folder, inside)) as found:
            entries = sorted(islice(found, MOST_SEEN), key=lambda entry: entry.name)
        seen += len(entries)
        for entry in entries:
            path = os.path.join(inside, entry.name)
            if entry.is_symlink():
                yield path, None
            elif entry.is_dir(follow_symlinks=False):
                if _is_useless(entry) or path.count(b"/") >= DEEPEST or len(path) > LONGEST_PATH:
                    left_out += [] if entry.name in CACHES else [path + b"/"]
                else:
                    waiting.append(path)
            elif entry.is_file(follow_symlinks=False):
                yield path, entry.stat(follow_symlinks=False).st_size
    left_out += [path + b"/" for path in waiting]


def _is_useless(folder: "os.DirEntry[bytes]") -> bool:
    """Whether a folder is a program's own: a cache, a history, an environment."""
    if folder.name.startswith(b".") or folder.name in (*CACHES, *PROGRAMS):
        return True
    return any(os.path.lexists(os.path.join(folder.path, name)) for name in ENVIRONMENTS)


def _importance(found: tuple[bytes, int | None]) -> tuple[bool, int, int, bytes]:
    inside, size = found
    return not _is_notebook(inside), inside.count(b"/"), size or 0, inside


def _is_notebook(inside: bytes) -> bool:
    return b".ipynb" in os.path.basename(inside).lower()


def _parents(inside: bytes) -> list[bytes]:
    parts = inside.split(b"/")
    return [b"/".join(parts[:end]) for end in range(1, len(parts))]


def _content(path: bytes, most: int) -> bytes | None:
    """The file's first bytes; None where it is a file no longer."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        return file.read(most) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
