"""Temporary folders that end with their process, also with one that is killed: the next process clears them away.

A folder is locked as long as its process lives. One that nobody has locked was left by a dead process.
"""

import atexit
import fcntl
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from autograder.course import NotReady


@cache
def scratch() -> Path:
    """This process's own folder in the system's temporary folder. Those of dead processes are cleared away first."""
    clear()
    while True:
        with suppress(FileNotFoundError):  # another process may just have ended, and taken the empty home away
            folder = Path(tempfile.mkdtemp(dir=_home()))
            _lock(folder)  # until this process ends
            if folder.exists():  # or another process has just taken it for a dead one's
                atexit.register(_end, folder, os.getpid())
                return folder


def clear() -> None:
    """Remove the folders that dead processes of this user have left."""
    home = _home()
    for folder in home.iterdir():
        if (handle := _lock(folder)) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)
    with suppress(OSError):  # somebody's is still in it
        home.rmdir()


def _home() -> Path:
    """Where all of this user's folders lie, which nobody else can read. Raises `NotReady` where it is not this user's."""
    home = Path(tempfile.gettempdir()) / f"handgrad-{os.geteuid()}"
    with suppress(FileExistsError):
        home.mkdir(mode=0o700)
    state = home.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.geteuid() or state.st_mode & 0o077:
        raise NotReady(f"{home} is not a folder of yours alone. Remove it, or set TMPDIR to a folder of your own.")
    return home


def _end(folder: Path, process: int) -> None:
    if os.getpid() == process:  # and not a copy of it, which has the same list of what to do at its end
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()


def _lock(folder: Path) -> int | None:
    """The handle that holds a folder; None where somebody else holds it, or it is gone."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return handle
    except OSError:
        os.close(handle)
        return None
