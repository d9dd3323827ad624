"""What a student handed in, as bytes that can travel, and the key that says whether it has been examined already."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from autograder.grade.sandbox.limits import Limits
from handgrad.text import say


class TooLarge(ValueError):
    """The files are more than a sandbox holds. The message is for the student."""


@dataclass(frozen=True)
class Submission:
    """The files of one submission. A link is kept as a link (None) that leads nowhere; other special files are left out."""

    files: tuple[tuple[bytes, bytes | None], ...]
    """Each file's path inside the folder, and its bytes; sorted by path."""

    @classmethod
    def read(cls, folder: Path, most: int = Limits.disk_bytes) -> "Submission":
        """Read a folder without following a link. Raises `TooLarge` where it holds more than `most` bytes."""
        files: list[tuple[bytes, bytes | None]] = []
        total = 0
        for parent, folders, names in os.walk(os.fsencode(folder)):
            for name in folders + names:
                path = os.path.join(parent, name)
                inside = os.path.relpath(path, os.fsencode(folder))
                mode = os.lstat(path).st_mode
                if stat.S_ISLNK(mode):
                    files.append((inside, None))
                elif stat.S_ISREG(mode):
                    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                        content = file.read(most - total + 1)
                    total += len(content)
                    if total > most:
                        raise TooLarge(say("Your files take more than {megabytes} MB together. Hand in the notebook alone.",
                                           megabytes=most // 2**20))
                    files.append((inside, content))
        return cls(tuple(sorted(files)))

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
        for part in (*parts, *more):
            digest.update(b"link" if part is None else b"%d:" % len(part) + part)
        return digest.hexdigest()
