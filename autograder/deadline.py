"""Time for one submission: whoever works on it looks at the clock between two steps, each of which is bounded itself.

It is this thread's own processor time, so that a busy machine refuses nobody.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_end = ContextVar("end", default=float("inf"))


class OutOfTime(Exception):
    """The time that a submission may take is over."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done inside has to end within so many seconds, or within the time of whoever calls, if that is less."""
    mark = _end.set(min(_end.get(), time.thread_time() + seconds))
    try:
        yield
    finally:
        _end.reset(mark)


def look_at_the_clock() -> None:
    """Raises `OutOfTime` where the time is over."""
    if time.thread_time() > _end.get():
        raise OutOfTime
