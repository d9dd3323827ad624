"""The course's secret, from which the hidden inputs follow: complete or absent, and for its owner alone."""

import os
import re
import secrets
import stat
import tempfile
from pathlib import Path

from autograder.course import NotReady

FORM = re.compile(rb"[0-9a-f]{64}\n")


def read_or_make(path: Path) -> bytes:
    """The secret in this file, which is made at the first run. Rights wider than its owner's are taken away.

    Raises `NotReady` where the file is not one that was made here, and `OSError` where it cannot be read or made.
    """
    try:
        # A pipe in its place would be waited at for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        _make(path)
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        # More than a secret has, so that one that is too long is seen.
        content = file.read(100) if stat.S_ISREG(mode) else b""
        if not FORM.fullmatch(content):
            raise NotReady(f"{path} is not the whole secret that a first run makes. Put back a copy of it, with which all "
                           "scores stay; or delete it: the next run makes another, and examines all submissions again.")
        if mode & 0o077:
            os.chmod(path, 0o600)
    return content.strip()


def _make(path: Path) -> None:
    """Write a new secret whole or not at all. Of two runs that do this at once, both have the first one's."""
    handle, new = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # readable by its owner alone
    try:
        with open(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        # A name is linked once only: the second of two runs finds the first one's.
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(new)
