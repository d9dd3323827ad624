"""Folders that no instructor expects, made at random: any names, files, folders and links in each other's place, any rights."""

import ctypes
import os
import shutil
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

CHAPTER, TOPIC = "04-backprop-matrix", "backprop_matrix"
NOBODY = 65534
# CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER.
PASSING_OVER = 0b1110


def thorough(few: int) -> settings:
    """So many examples, where the profile asks for a hundred; more with `--hypothesis-profile=random`."""
    # A class of nine is not made smaller: that takes longer than to read it.
    return settings(max_examples=few * settings.default.max_examples // 100, suppress_health_check=list(HealthCheck),
                    phases=[Phase.explicit, Phase.reuse, Phase.generate])


class Content(bytes):
    """A file's bytes, which are shown in short."""

    def __repr__(self) -> str:
        return f"{len(self)} bytes {bytes(self[:40])!r}"


@dataclass(frozen=True)
class File:
    """A file with these bytes."""

    content: bytes = b""
    mode: int = 0o644
    others: bool = False
    """Whether it belongs to somebody else than whoever grades."""


@dataclass(frozen=True)
class Folder:
    """A folder with these entries."""

    entries: dict[bytes, "Node"] = field(default_factory=dict)
    mode: int = 0o755
    others: bool = False


@dataclass(frozen=True)
class Link:
    """A symbolic link to anywhere."""

    target: bytes


@dataclass(frozen=True)
class Pipe:
    """A named pipe: whoever opens it to read waits for ever."""


Node = File | Folder | Link | Pipe
HERE, NOTEBOOK, TIME = CHAPTER.encode(), f"{TOPIC}.ipynb".encode(), b"timestamp.txt"
NASTY = [
    b"x[1]", b"*", b"?", b"-rf", b"--help", b".hidden", b"...", b" ", b" ada ", b"a\nb", b"\n", b"\r", b"\x1b[2J", b"\xff\xfe",
    b"\xed\xa0\x80", "é".encode(), "e\u0301".encode(), b"a" * 255, "я".encode() * 127, b"{student_id}", b"%s%n", b"~", b"$HOME",
    b"a'b\"c", b"';drop table student;--", b"feedback", b"writing-1", b"submitted", b"(?P<student_id>.*)", b"a\\b", b"a+b",
    "\u202eada".encode(), b"<script>", b"&amp;", b"[bold]ada", b"a,b", b"con", b"null", b"None", b"0",
    HERE, NOTEBOOK, TIME,
]
names = st.one_of(
    st.sampled_from(NASTY),
    # All bytes but the two that no name can hold.
    st.binary(min_size=1, max_size=255).map(lambda name: name.translate(None, b"/\0") or b"x"),
    st.text(min_size=1, max_size=40).map(lambda name: name.encode("utf-8", "replace").translate(None, b"/\0")[:255] or b"x"),
).filter(lambda name: name not in (b".", b".."))
TIMES = [
    b"", b"2026-01-30 10:20:30 UTC", b"2026-01-30 10:20:30.123456 UTC\n", b"2026-01-30 10:20:30 +0300", b"2026-01-30 10:20 MSK",
    b"I handed in on time, honestly", b"tomorrow", b"0001-01-01 00:00:00 +1400", b"9999-12-31 23:59:59 -1400", b"2026-02-30",
    b"\xff\xfe2\x000\x00", b"\0" * 100, b"9" * 5000, b"2026-01-30 10:20:30 Europe/Moscow", b"2026-01-30 10:20:30 ../../etc",
]
JUNK = [b"", b"{", b"{}", b"[]", b"null", b'{"cells": 1}', b'{"cells": []}', b"PK\x03\x04", b"\xef\xbb\xbf{}", b'"\\ud800"',
        b"[" * 100_000, b'{"a":' * 10_000]


def contents(honest: bytes) -> st.SearchStrategy[bytes]:
    """Any bytes; a notebook, whole, cut off or with a byte changed; junk that begins like one; times."""
    cut = st.integers(0, len(honest)).map(lambda end: honest[:end])
    spoiled = st.tuples(st.integers(0, len(honest) - 1), st.binary(min_size=1, max_size=3)).map(
        lambda at: honest[: at[0]] + at[1] + honest[at[0] + 1 :])
    return st.one_of(st.binary(max_size=200), st.sampled_from(JUNK + TIMES), st.just(honest), cut, spoiled).map(Content)


modes = st.one_of(st.just(0o755), st.just(0o755), st.sampled_from([0o000, 0o100, 0o200, 0o400, 0o300, 0o444, 0o555]))
links = st.sampled_from([b".", b"..", b"../..", b"nowhere", b"/etc/passwd", b"/", b"/dev/zero", b"a\xff", b"x" * 300]).map(Link)


def nodes(honest: bytes, depth: int = 2) -> st.SearchStrategy[Node]:
    """Anything that can lie in a folder."""
    rights = {"mode": modes, "others": st.sampled_from([False, False, False, True])}
    leaves = st.one_of(st.builds(File, contents(honest), **rights), links, st.just(Pipe()))
    if depth == 0:
        return leaves
    inside = st.dictionaries(names, nodes(honest, depth - 1), max_size=3)
    return st.one_of(leaves, st.builds(Folder, inside, **rights), deep())


def deep() -> st.SearchStrategy[Node]:
    """Folders in folders in folders, until their path is longer than a path may be."""
    def nest(name: bytes, depth: int) -> Node:
        found: Node = File(b"at the bottom")
        for _ in range(depth):
            found = Folder({name: found})
        return found

    return st.builds(nest, st.sampled_from([b"d", b"d" * 200]), st.integers(5, 40))


def leftovers() -> st.SearchStrategy[dict[bytes, Node]]:
    """What editors, version control and operating systems leave beside a notebook."""
    venv = Folder({b"pyvenv.cfg": File(b"home = /usr"), b"lib": Folder({b"site.py": File(b"")})})
    known: dict[bytes, Node] = {
        b".ipynb_checkpoints": Folder({TOPIC.encode() + b"-checkpoint.ipynb": File(b"{}")}), b"__pycache__": Folder(),
        b".git": Folder({b"HEAD": File(b"ref: x"), b"objects": Folder({b"pack": File(b"\0" * 1000)})}), b".venv": venv,
        b"env": venv,
        b".DS_Store": File(b"\0\0\0\1Bud1"), b"._" + NOTEBOOK: File(b"\0\5\x16\7"), b"Thumbs.db": File(b"\xd0\xcf"),
        NOTEBOOK + b"~": File(b"{}"), b"." + NOTEBOOK + b".swp": File(b"b0VIM"), b"#" + NOTEBOOK + b"#": File(b"{"),
        b"numpy.py": File(b"1/0"), b"desktop.ini": File(b""), b"core": Pipe(), b"submission_secret.txt": File(b"\xff"),
    }
    return st.sets(st.sampled_from(sorted(known)), max_size=4).map(lambda chosen: {name: known[name] for name in chosen})


def submissions(honest: bytes) -> st.SearchStrategy[Node]:
    """What may stand at submitted/STUDENT."""
    times = st.one_of(st.builds(File, st.sampled_from(TIMES)), st.builds(File, st.binary(max_size=60)), nodes(honest, 1))
    handed = st.builds(
        lambda notebook, time, others, left: Folder({**others, **left, **time, **notebook}),
        st.one_of(st.just({NOTEBOOK: File(honest)}), st.fixed_dictionaries({NOTEBOOK: nodes(honest, 1)}), st.just({})),
        st.one_of(st.fixed_dictionaries({TIME: times}), st.just({})),
        st.dictionaries(names, nodes(honest, 1), max_size=2),
        leftovers(),
    )
    others = st.sampled_from([HERE.upper(), b"04_backprop matrix", b"05-x"])
    places = st.one_of(st.just(HERE), st.just(HERE), st.just(HERE), others)
    usual = st.builds(lambda place, what: Folder({place: what}), places, st.one_of(handed, handed, nodes(honest)))
    return st.one_of(usual, usual, usual, st.builds(Folder, st.dictionaries(names, nodes(honest, 1), max_size=2), modes),
                     nodes(honest))


# ------------------------------------------------------------------------------------------- on the disk


def build(parent: int, name: bytes, node: Node) -> None:
    """Make it in an open folder. Rights come last, or nothing could be put into what may not be written."""
    match node:
        case File(content, mode, _):
            # From one open folder to the next: some of these paths are longer than a path may be.
            with open(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, dir_fd=parent), "wb") as file:
                file.write(content)
                os.fchmod(file.fileno(), mode)
                _own(file.fileno(), node)
        case Folder(entries, mode, _):
            os.mkdir(name, dir_fd=parent)
            folder = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=parent)
            try:
                for inside, one in entries.items():
                    build(folder, inside, one)
                os.fchmod(folder, mode)
                _own(folder, node)
            finally:
                os.close(folder)
        case Link(target):
            os.symlink(target, name, dir_fd=parent)
        case Pipe():
            os.mkfifo(name, dir_fd=parent)


def _own(handle: int, node: File | Folder) -> None:
    if os.getuid() == 0:
        os.fchown(handle, NOBODY if node.others else 0, -1)


def put(folder: Path, name: bytes, node: Node) -> None:
    """Make it in a folder, in place of what is there."""
    parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        remove(folder / os.fsdecode(name))
        build(parent, name, node)
    finally:
        os.close(parent)


def remove(path: Path) -> None:
    """Remove whatever is there, with whatever rights."""
    if os.path.isdir(path) and not os.path.islink(path):
        # An ordinary user has to give back the rights first.
        if os.getuid() != 0:
            path.chmod(0o700)
            for parent, folders, _ in os.walk(path):
                for name in folders:
                    with suppress(OSError):
                        if not stat.S_ISLNK(os.lstat(os.path.join(parent, name)).st_mode):
                            os.chmod(os.path.join(parent, name), 0o700)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Without root's right to pass over all rights, where this runs as root."""
    if os.getuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = struct.pack("=Ii", 0x20080522, 0)
    before = ctypes.create_string_buffer(24)
    assert libc.capget(header, before) == 0
    effective, *others = struct.unpack("=6I", before)
    # The effective rights alone: what is still permitted can be taken back at the end.
    assert libc.capset(header, struct.pack("=6I", effective & ~PASSING_OVER, *others)) == 0
    try:
        yield
    finally:
        assert libc.capset(header, before) == 0
