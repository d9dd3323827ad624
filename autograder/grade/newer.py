"""A notebook from a Python that is newer than the grader's: what it says in words that this one does not know."""

import json
import re
import subprocess
import sys
from typing import Any

from autograder.cells import Unreadable, as_python
from autograder.grade.doctor.read import saved_with

HERE = sys.version_info[:2]
SECONDS = 10
ADDED = re.compile(r"\(syntax was added in Python (3\.\d+)\)$")


def newer_python(nb: Any) -> str | None:
    """The version of Python that a notebook was saved with, where that is newer than the grader's. `nb` may be any JSON."""
    version = saved_with(nb)
    return version if version and tuple(map(int, version.split("."))) > HERE else None


def newer_syntax(source: str) -> tuple[int, str] | None:
    """The first line of a cell that is right only from a later Python on, and that Python; None for what is wrong in any.

    ruff knows the grammar of every version; Python knows its own.
    """
    # ruff tells errors of syntax whatever is selected; this is little to look for besides.
    command = [sys.executable, "-P", "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "F63", "--quiet",
               "--target-version", f"py{HERE[0]}{HERE[1]}", "--output-format", "json", "-"]
    try:
        text = as_python(source)
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=SECONDS)
        # ruff's versions name such an error in two ways.
        faults = [one for one in json.loads(done.stdout) if one["code"] in (None, "invalid-syntax")]
        found = [(one["location"]["row"], ADDED.search(one["message"])) for one in faults]
    except (Unreadable, OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return None
    if not found or not all(added for _, added in found):
        return None
    line, added = found[0]
    return (line, added[1]) if added else None
