"""What an exercise is judged by, worked out once: the hidden inputs, the right outputs, and those of the known mistakes.

They follow from the course's secret and from the code, so all workers, in this run and the next ones, have them from files
beside the secret (0600), sealed with it. What is not sealed, or is of another version, is made anew. Workers that begin at once
share the work. A worker that does not see the course's folder works out its own.
"""

import fcntl
import hashlib
import hmac
import json
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from autograder import exercises
from autograder.grade.version import course_version
from handgrad.kit.exercise import Exercise

Parts = tuple[Exercise, Exercise]
"""An exercise on its public and on its hidden cases."""
_known: dict[tuple[str, bytes], Parts] = {}
_one_at_a_time = threading.RLock()


def both_parts(name: str, secret: bytes) -> Parts:
    """The exercise on its public and on its hidden cases. Raises `LookupError` where there is none of that name."""
    with _one_at_a_time:
        if (name, secret) not in _known:
            _known[name, secret] = _kept_or_made(name, secret, None)
        return _known[name, secret]


def prepare(names: Iterable[str], secret: bytes, folder: Path | None) -> None:
    """Have these exercises ready, and kept in the folder. What another process is working out is left to it, and read last."""
    missing = [name for name in names if (name, secret) not in _known]
    for name, wait in (*((name, False) for name in missing), *((name, True) for name in missing)):
        with _one_at_a_time, suppress(BlockingIOError), _file(name, secret, folder, wait) as handle:
            if (name, secret) not in _known:
                _known[name, secret] = _kept_or_made(name, secret, handle)


def _kept_or_made(name: str, secret: bytes, handle: int | None) -> Parts:
    topic = exercises.topic(name)
    version = course_version(topic)
    if handle is not None and (found := _read(handle, topic, name, version, secret)):
        return found
    page = exercises.load(topic, name)
    made = page.public_exercise(), page.hidden_exercise(secret)
    if handle is not None:
        with suppress(OSError):
            _write(handle, made, f"{version} {name}", secret)
    return made


@contextmanager
def _file(name: str, secret: bytes, folder: Path | None, wait: bool) -> Iterator[int | None]:
    """The exercise's file, open and locked; None where there can be none. Raises `BlockingIOError` rather than `wait`."""
    with ExitStack() as stack:
        try:
            handle = _open(name, secret, folder) if folder else None
            if handle is not None:
                stack.callback(os.close, handle)
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise
        except OSError:  # a folder that cannot be written, or a file system that knows no locks: nothing is kept
            handle = None
        yield handle


def _open(name: str, secret: bytes, folder: Path) -> int:
    folder.mkdir(exist_ok=True, mode=0o700)
    # The name says nothing: not even which exercises there are.
    path = folder / hmac.new(secret, f"the place of {name}".encode(), hashlib.sha256).hexdigest()[:32]
    # No link is followed, and no pipe waited at, whatever lies there.
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileExistsError(f"{path} is no plain file.")
    return handle


def _read(handle: int, topic: str, name: str, version: str, secret: bytes) -> Parts | None:
    """What the file holds; None where it is not what this course and this secret have written of this exercise."""
    with open(handle, "rb", closefd=False) as file:
        seal, _, content = file.read().partition(b"\n")
    if not hmac.compare_digest(seal, _seal(content, f"{version} {name}", secret)):
        return None
    found = json.loads(content)
    # How an output follows from earlier ones is code, not data. To load a page takes its time: most have none.
    carries = exercises.load(topic, name).carries if found["carries"] else {}
    public, hidden = (replace(Exercise.from_plain(plain, topic), carries=carries) for plain in found["parts"])
    return public, hidden


def _write(handle: int, parts: Parts, what: str, secret: bytes) -> None:
    content = json.dumps({"parts": [part.to_plain() for part in parts], "carries": bool(parts[0].carries)}).encode()
    # In place: a file that breaks off here has no seal, and is made anew.
    os.ftruncate(handle, 0)
    with open(handle, "wb", closefd=False) as file:
        file.seek(0)
        file.write(_seal(content, what, secret) + b"\n" + content)


def _seal(content: bytes, what: str, secret: bytes) -> bytes:
    return hmac.new(secret, what.encode() + b"\0" + content, hashlib.sha256).hexdigest().encode()
