"""Which of the files handed in is the notebook. Nothing is written, no link is followed, and what is read is bounded."""

import io
import os
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from autograder.grade.doctor.notes import Refusal, listed, shown
from handgrad.text import say

MOST_BYTES = 200 * 2**20
MOST_FILES = 2_000
MOST_NOTEBOOKS = 8
DEEPEST = 6
SNIFFED = 4096
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class File:
    """A file that may be the notebook: its name as handed in, the archive that it lay in, and its bytes."""

    name: str
    content: bytes
    archive: str = ""


def candidates(folder: Path, wanted: str, lines: list[str]) -> list[File]:
    """The files that may be the notebook `wanted`, the likeliest first.

    Adds to `lines` what was passed over. Raises `Refusal` where there is none, or where they are too large.
    """
    found: list[File] = []
    passed, links = [], []
    for inside, kind in _walk(folder):
        if kind == "link":
            links.append(inside)
            continue
        head = _read(folder / inside, SNIFFED)
        if head.startswith(ZIP):
            found += _unpacked(inside, _whole(folder, inside), lines)
        elif _may_be_notebook(inside, head):
            found.append(File(inside, _whole(folder, inside)))
        else:
            passed.append(inside)
        if sum(len(file.content) for file in found) > MOST_BYTES:
            raise Refusal(say("The notebooks take more than {megabytes} MB together. Hand in {wanted} alone.",
                              megabytes=MOST_BYTES // 2**20, wanted=wanted))
        if len(found) > MOST_NOTEBOOKS:
            raise Refusal(say("More than {count} notebooks were handed in. Hand in one: {wanted}.", count=MOST_NOTEBOOKS,
                              wanted=wanted))
    if links:
        lines.append(say("Links lead nowhere when handed in, and were not followed: {names}.", names=listed(links)))
    hiding = [name for name in passed if name.endswith(".py") and Path(name).parts[0].removesuffix(".py") in _modules()]
    if hiding:
        lines.append(say("These have the names of Python's packages, and the packages themselves were used: {names}.",
                         names=listed(hiding)))
    if not found and passed:
        raise Refusal(say("There is no notebook among the files handed in ({names}). Hand in {wanted}.", names=listed(passed),
                          wanted=wanted))
    if not found:
        raise Refusal(say("There is no notebook here. Hand in {wanted} itself, not a link to it.", wanted=wanted))
    return sorted(found, key=lambda file: (Path(file.name).name != wanted, bool(file.archive), file.name))


def _walk(folder: Path) -> Iterator[tuple[str, str]]:
    """Files and links, by name, but for what programs keep for themselves."""
    waiting, seen = [""], 0
    while waiting:
        inside = waiting.pop(0)
        try:
            entries = sorted(os.scandir(folder / inside), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            seen += 1
            if seen > MOST_FILES:
                raise Refusal(say("More than {count} files were handed in. Hand in the notebook alone.", count=MOST_FILES))
            name = os.path.join(inside, entry.name)
            if entry.is_symlink():
                yield name, "link"
            elif entry.is_dir(follow_symlinks=False):
                if not _is_a_programs_own(entry.name) and name.count(os.sep) < DEEPEST:
                    waiting.append(name)
            # macOS keeps what else it knows of a file in one whose name begins so
            elif entry.is_file(follow_symlinks=False) and not entry.name.startswith("._"):
                yield name, "file"


def _is_a_programs_own(folder: str) -> bool:
    return folder.startswith(".") or folder in ("__MACOSX", "__pycache__")


def _may_be_notebook(name: str, head: bytes) -> bool:
    if ".ipynb" in name.lower():
        return True
    # JSON begins behind a byte order mark, and in UTF-16 with zeros between its letters.
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"{") and (b'"cells"' in start or b'"worksheets"' in start)


def _whole(folder: Path, inside: str) -> bytes:
    content = _read(folder / inside, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refusal(say("{name} is larger than {megabytes} MB. Clear the outputs (Kernel, Restart Kernel and Clear All "
                          "Outputs), save it and hand it in again.", name=shown(inside), megabytes=MOST_BYTES // 2**20))
    return content


def _read(path: Path, most: int) -> bytes:
    """The file's first bytes; none where it cannot be read, or is no plain file."""
    try:
        # Windows has neither.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return b""
    with open(handle, "rb") as file:
        return file.read(most) if stat.S_ISREG(os.fstat(handle).st_mode) else b""


def _unpacked(archive: str, content: bytes, lines: list[str]) -> list[File]:
    """The notebooks in a ZIP archive. Names in it are only compared: nothing is unpacked to a disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = [one for one in packed.infolist()[:MOST_FILES] if _is_packed_notebook(one.filename)][:MOST_NOTEBOOKS]
            found = []
            left = MOST_BYTES
            for one in inside:
                with packed.open(one) as file:
                    # By what comes out, not by the size that the archive claims: a small one may hold gigabytes.
                    found.append(File(one.filename.replace("\\", "/"), file.read(left + 1), archive))
                left -= len(found[-1].content)
                if left < 0:
                    raise Refusal(say("{name} holds more than {megabytes} MB. Hand in the notebook itself.",
                                      name=shown(archive), megabytes=MOST_BYTES // 2**20))
    # An unknown method, a password, a damaged stream: zipfile has an error of its own for each.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error) as error:
        raise Refusal(say("{name} is an archive that cannot be unpacked ({error}). Hand in the notebook itself.",
                          name=shown(archive), error=type(error).__name__)) from None
    if found:
        lines.append(say("The notebook was taken out of the archive {name}. Hand in the notebook itself next time.",
                         name=shown(archive)))
    return found


def _is_packed_notebook(name: str) -> bool:
    *folders, last = name.replace("\\", "/").split("/")
    kept = any(_is_a_programs_own(folder) for folder in folders if folder not in (".", ".."))
    return ".ipynb" in last.lower() and not last.startswith("._") and not kept


@cache
def _modules() -> frozenset[str]:
    """The names of Python's own modules and of everything that is installed."""
    return frozenset(sys.stdlib_module_names) | frozenset(packages_distributions()) | {"handgrad"}
