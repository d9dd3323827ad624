"""Asking a mutant, which may run for ever, print, warn or recurse: its replies, and the examiner's verdict on them."""

import contextlib
import functools
import io
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from autograder import exercises
from autograder.author.page import Inputs, Page
from autograder.grade.judge import judge_both
from handgrad.kit import traceless
from handgrad.kit.answer import Reply, ask
from handgrad.kit.verdict import Verdict

SECRET = b"the proof's own secret"
SECONDS = 5
# For answers that are known to end.
PATIENCE = 60


class TooSlow(Exception):
    """A mutant that runs on and on."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in the block after so many seconds."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing that a mutant prints or warns of is of interest."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def processor_time() -> Iterator[None]:
    """In the block a search for the place has its time by the processor's clock: the same is found on a busy machine."""
    before, traceless.clock = traceless.clock, time.process_time
    try:
        yield
    finally:
        traceless.clock = before


@functools.cache
def cases(topic: str, name: str) -> tuple[Any, Any]:
    """The public and the secret part of an exercise."""
    one = exercises.load(topic, name)
    return one.public_exercise(), one.exercise(one.secret_inputs(SECRET))


def graded(one: Page, answer: Callable[..., Any], seconds: float = SECONDS) -> Verdict:
    """The examiner's verdict, within a time limit."""
    public, secret = cases(one.topic, one.name)
    both = [*public.cases, *secret.cases]
    replies: list[Reply] = []
    with contextlib.suppress(TooSlow, RecursionError), time_limit(seconds), quiet():
        replies = ask(answer, [case.inputs for case in both], list(one.rules))
    return judge_both(public, secret, replies)


def asked(one: Page, answer: Callable[..., Any], inputs: Inputs, seconds: float = SECONDS) -> Reply | None:
    """One answer, within the time limit."""
    with contextlib.suppress(TooSlow, RecursionError), time_limit(seconds), quiet():
        return ask(answer, [inputs], list(one.rules))[0]
    return None
