"""What was found in submissions, kept in examined/: written whole or not at all, and read as if anybody had written it."""

import json
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from autograder.grade.folders import NotGraded
from autograder.grade.worker import Result


class Store:
    """The results of one assignment's submissions, a file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, student: str) -> Result | None:
        """A student's result; None where there is none, or none that can be read: it is then found again."""
        try:
            handle = os.open(self._path(student), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with open(handle, "rb") as file:
                return _result(json.load(file)) if stat.S_ISREG(os.fstat(handle).st_mode) else None
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None

    def write(self, student: str, result: Result) -> None:
        """Keep a result. Raises `NotGraded` for one that could not be read again."""
        try:
            content = json.dumps(asdict(result)).encode()
            _result(json.loads(content))
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise NotGraded(f"What was found in it cannot be kept ({error}).") from None
        path = self._path(student)
        # In the same folder, so that it can take the name in one step.
        handle, new = tempfile.mkstemp(suffix=".new", dir=self.folder)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                # Before it takes the name: after a crash there could else be an empty file in the place of a whole one.
                os.fsync(handle)
            if path.is_dir() and not path.is_symlink():
                # A folder that may not be looked into can still be put aside; what can be removed of it is.
                os.rename(path, f"{new}.new")
                shutil.rmtree(f"{new}.new", ignore_errors=True)
            os.replace(new, path)
        except BaseException:
            os.unlink(new)
            raise

    def clear(self) -> None:
        """Remove what a run that was killed had half written."""
        for left in self.folder.glob("*.new"):
            with suppress(OSError):
                left.unlink()
            shutil.rmtree(left, ignore_errors=True)

    def _path(self, student: str) -> Path:
        # Any name of a folder gives a name of a file.
        return self.folder / f"{sha256(os.fsencode(student)).hexdigest()[:32]}.json"


def _result(plain: Any) -> Result:
    """The result that this piece of JSON is. Raises `TypeError` or `ValueError` where it is none."""
    result = Result(**plain | {name: tuple(plain[name]) for name in ("repaired", "failed")})
    texts = [result.key, result.notebook, *result.repaired, *result.failed]
    texts += [] if result.refused is None else [result.refused]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text is none")
    for text in texts:
        # Halves of characters fail here, and not when the gradebook is written.
        text.encode("utf-8")
    if not isinstance(json.loads(result.notebook)["cells"], list):
        raise TypeError("the notebook has no cells")
    return result
