"""Running somebody's code, changed, without a trace: it prints nothing new, and ends; random generators are as before."""

import contextlib
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

clock = time.perf_counter
MOST_BYTES = 2**31


class Stopped(BaseException):
    """A changed function that runs on and on."""


@contextlib.contextmanager
def untouched() -> Iterator[None]:
    """Random generators are afterwards as before; nothing is warned of."""
    before = np.random.get_state()
    torch, random = sys.modules.get("torch"), sys.modules.get("random")
    others = (torch.get_rng_state() if torch else None, random.getstate() if random else None)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(before)
        if torch:
            torch.set_rng_state(others[0])
        if random:
            random.setstate(others[1])


@contextlib.contextmanager
def little_memory() -> Iterator[None]:
    """Raise `MemoryError` rather than hold `MOST_BYTES` more than now: a change can make a large array of a small one.

    Where the system does not count them (outside Linux) nothing is held.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        before = resource.getrlimit(resource.RLIMIT_AS)
    except (ImportError, OSError):
        yield
        return
    limits = (pages * resource.getpagesize() + MOST_BYTES, *(limit for limit in before if limit != resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@contextlib.contextmanager
def bounded(files: set[str], seconds: float) -> Iterator[None]:
    """Raise `Stopped` in these files' code once the time is over. Of this thread only; works on every system."""
    until = clock() + seconds

    def each_line(frame: FrameType, event: str, argument: Any) -> Any:
        if clock() > until:
            raise Stopped
        return each_line

    def each_call(frame: FrameType, event: str, argument: Any) -> Any:
        return each_line if frame.f_code.co_filename in files else None

    before = sys.gettrace()
    sys.settrace(each_call)
    try:
        yield
    finally:
        sys.settrace(before)
