"""Asking a student's function for its answers: call it on copies of the inputs, keep what happened as plain data."""

import copy
import linecache
import sys
import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np

from handgrad.kit import wire

# What stands in place of an exception's name where a case's own time was over.
TOO_LONG = "TooLong"


@dataclass(frozen=True)
class Raised:
    """An exception that left the student's function, and the student's own line and function that it came from."""

    kind: str
    message: str
    line: int | None = None
    source: str = ""
    function: str = ""


@dataclass(frozen=True)
class Odd:
    """An output that is not plain data; `kind` is the name of its type."""

    kind: str


@dataclass(frozen=True)
class Reply:
    """What one call gave: the outputs by name, or what was raised, and which inputs were different afterwards.

    `outputs` is None where the number of outputs, or their names, were not those asked for; `returned` then says
    what came back.
    """

    outputs: dict[str, Any] | None = None
    raised: Raised | None = None
    changed: tuple[str, ...] = ()
    returned: str = ""


def ask(answer: Callable[..., Any], inputs: Sequence[dict[str, Any]], names: Sequence[str], given: Collection[str] = ()
        ) -> list[Reply]:
    """Call `answer(**case)` for each case, each time on fresh copies. Stops at the first call that raises.

    `given` names the functions that the course's own cells define: no error is put down to them.
    """
    replies: list[Reply] = []
    for case in inputs:
        replies.append(_ask_once(answer, case, names, given))
        if replies[-1].raised is not None:
            break
    return replies


def _ask_once(answer: Callable[..., Any], case: dict[str, Any], names: Sequence[str], course: Collection[str]) -> Reply:
    given = copy.deepcopy(case)
    try:
        # Positional: students may call their parameters as they like.
        result = answer(*given.values())
        # Inside the block: what was returned may raise when it is looked at.
        outputs, returned = _by_name(result, names)
    except Exception as error:  # noqa: BLE001 - whatever a student's code raises is a finding, not a failure of ours
        return Reply(raised=_describe(error, error.__traceback__, course))
    changed = tuple(name for name, value in case.items() if not _same(value, given[name]))
    return Reply(outputs=outputs, changed=changed, returned=returned)


def _by_name(result: Any, names: Sequence[str]) -> tuple[dict[str, Any] | None, str]:
    """The outputs by name: from a dict by its keys, from a tuple, list or array in order, from anything else if it is one."""
    if isinstance(result, dict) and set(result) == set(names):
        return {name: plain(result[name]) for name in names}, ""
    if len(names) == 1:
        if isinstance(result, tuple) and len(result) == 1:
            result = result[0]
        return {names[0]: plain(result)}, ""
    if isinstance(result, tuple | list) and len(result) == len(names):
        return {name: plain(value) for name, value in zip(names, result, strict=True)}, ""
    rows = wire.as_array(result)
    if isinstance(rows, np.ndarray) and np.ndim(rows) and len(rows) == len(names):
        # Said to have come in one array, in case it was one output that happens to have so many rows.
        return {name: plain(row) for name, row in zip(names, rows, strict=True)}, type(result).__name__
    if isinstance(result, dict):
        return None, "dict: " + ", ".join(str(key) for key in list(result)[:12])
    if isinstance(result, tuple | list):
        return None, f"{type(result).__name__}: {len(result)}"
    return None, type(result).__name__


def plain(value: Any) -> Any:
    """A copy of the value as plain data, or `Odd`."""
    try:
        return wire.decode(wire.encode(value))
    except Exception:  # noqa: BLE001 - a hostile object may raise anything when it is looked at
        value = wire.as_array(value)
        if isinstance(value, np.ndarray):
            return Odd(f"array of {value.dtype.name}")
        return Odd(type(value).__name__)


def _same(before: Any, after: Any) -> bool:
    try:
        # As JSON: there nan is the same as nan.
        return bool(wire.encode(before) == wire.encode(after))
    except wire.NotPlain:
        return False


def _describe(error: BaseException, trace: TracebackType | None, course: Collection[str]) -> Raised:
    # The student's own code is what is neither in a library, nor in the kit, nor in a cell of the course.
    own = [f for f in traceback.extract_tb(trace) if not is_library(f.filename) and f.name not in course]
    if not own:
        return Raised(type(error).__name__, str(error))
    last = own[-1]
    source = (last.line or linecache.getline(last.filename, last.lineno or 0)).strip()
    return Raised(type(error).__name__, str(error), last.lineno, source, last.name)


def is_library(filename: str) -> bool:
    """Whether a file is Python's own, a package's, or the kit's."""
    roots = (sys.prefix, sys.base_prefix, __file__.rpartition("handgrad")[0] + "handgrad")
    return "site-packages" in filename or filename.startswith("<frozen") or filename.startswith(roots)
