"""Temporary folders that end with their process, also with one that is killed: the next process clears them away.

A folder is locked as long as its process lives. One that nobody has locked was left by a dead process.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def scratch() -> Path:
    """This process's own folder in the system's temporary folder. Those of dead processes are cleared away first."""
    clear()
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix()))
        handle = _lock(folder)
        if handle is not None and folder.exists():  # or another process has just taken it for a dead one's
            atexit.register(_end, folder, os.getpid())
            return folder


def clear() -> None:
    """Remove the folders that dead processes of this user have left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_prefix()}*"):
        handle = _lock(folder)
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)


def _end(folder: Path, process: int) -> None:
    if os.getpid() == process:  # and not a copy of it, which has the same list of what to do at its end
        shutil.rmtree(folder, ignore_errors=True)


def _prefix() -> str:
    return f"handgrad-{os.getuid()}-"


def _lock(folder: Path) -> int | None:
    """The handle that holds a folder of one's own; None where it is another's, or somebody holds it."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if os.fstat(handle).st_uid == os.getuid():
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
    except OSError:
        pass
    os.close(handle)
    return None
