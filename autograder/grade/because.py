"""Why something failed, as a sentence with the way out."""

import errno
import logging
import os

from sqlalchemy.exc import DBAPIError

from autograder.course import NotReady
from autograder.grade.folders import NotGraded
from autograder.grade.sandbox.warm import SandboxFailed
from autograder.grade.submission import TooLarge

LOG = logging.getLogger("handgrad.grading")
# What is said of itself, and needs no more words.
SAYS = (NotReady, NotGraded, TooLarge)
DATABASE = {
    "locked": "The gradebook is locked by another program: formgrader, perhaps, or nbgrader. Wait until that has ended, or "
              "stop it, and run the command again.",
    "not a database": "The gradebook's file is no gradebook. Put back a copy, or move it away: the next run makes another.",
    "malformed": "The gradebook's file is damaged. Put back a copy, or move it away: the next run makes another.",
    "disk is full": "The disk is full, so the gradebook cannot be written. Make room, and run the command again.",
    "disk i/o": "The gradebook cannot be written: the disk is full, perhaps. Make room, and run the command again.",
    "readonly": "The gradebook cannot be written: it is read-only. Give yourself the right to write it and its folder.",
    "unable to open": "The gradebook cannot be opened. Give yourself the right to read and write it and its folder.",
}
DISK = {
    errno.ENOSPC: "The disk is full: {file} cannot be written. Make room, and run the command again.",
    errno.EDQUOT: "Your share of the disk is full: {file} cannot be written. Make room, and run the command again.",
    errno.EFBIG: "{file} would be larger than files may be here. Make room, and run the command again.",
    errno.EROFS: "{file} lies on a disk that cannot be written. Move the course to another, and run the command again.",
    errno.EACCES: "{file} may not be read or written. Give yourself the rights, and run the command again.",
    errno.EPERM: "{file} may not be changed by you. Give yourself the rights, and run the command again.",
}


def because(error: BaseException) -> str:
    """The sentence for an error. What is known of it beyond that goes to the log, which `--debug` shows."""
    LOG.debug("", exc_info=error)
    if isinstance(error, SAYS) or type(error) is LookupError:
        return str(error)
    if isinstance(error, SandboxFailed):
        return f"{error} That is this machine's doing. Run the command again, with --jobs 1 if the machine is busy."
    if isinstance(error, DBAPIError):
        return _database(str(error.orig))
    if isinstance(error, OSError) and error.strerror:
        known = DISK.get(error.errno or 0, "{file}: {why}. Put that right, and run the command again.")
        # A move names two files, and not which of them stood in its way.
        files = [os.fsdecode(file) for file in (error.filename, error.filename2) if isinstance(file, str | bytes)]
        return known.format(file=" or ".join(files) or "A file", why=error.strerror)
    return f"{type(error).__name__}: {error}. This was not foreseen: see more with --debug."


def _database(says: str) -> str:
    for mark, sentence in DATABASE.items():
        if mark in says.lower():
            return sentence
    return f"The gradebook refused it: {says}"
