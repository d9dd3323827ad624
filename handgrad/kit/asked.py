"""The kernel's half of grading: a question comes in as plain data, the answers go out as plain data.

Nothing here decides anything. Whatever a notebook does to this module changes what its answers are, never how they
are judged: that happens in another process, which holds the right answers and never sends them here.
"""

import base64
import contextlib
import json
import signal
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np

from handgrad.kit import wire
from handgrad.kit.answer import TOO_LONG, Odd, Raised, Reply, ask
from handgrad.kit.exercise import Case

MIME = "application/vnd.handgrad.answers+json"
LONGEST_TEXT = 2000  # characters of an exception's message: enough for a person, and no way to send megabytes
# What the checks asked for, by their place in the notebook: the function, and the names as they stood there.
KEPT: dict[int, "Kept"] = {}


@dataclass(frozen=True)
class Kept:
    """A function to be asked again at the end, when a notebook's later cells may have given its names to other things."""

    answer: Callable[..., Any]
    room: dict[str, Any]
    """The notebook's names, as they are now."""
    then: dict[str, Any]
    """The notebook's names, as they were when the check was reached."""
    floats: dict[str, Any]
    """What NumPy did about overflow and the like."""


def reply(place: int, get: FunctionType, question: str) -> None:
    """Answer a question (see `pack`) with the function that `get()` gives, and keep that for `reply_again`."""
    KEPT.pop(place, None)
    try:
        answer = get()
    except Exception as error:  # noqa: BLE001 - the name may not exist, or not be a function: the student's finding
        _send([Reply(raised=Raised(type(error).__name__, str(error)))])
        return
    # `get` was made in the notebook, so its globals are the notebook's names; a copy keeps them as they are now.
    KEPT[place] = Kept(answer, get.__globals__, dict(get.__globals__), dict(np.geterr()))
    _answer(answer, question)


def reply_again(place: int, question: str) -> None:
    """Answer another question with the function that was kept, among the names as they stood there."""
    kept = KEPT.pop(place)
    # In place: the function looks its names up in this very dict.
    for name in [*kept.room]:
        if name not in kept.then:
            del kept.room[name]
    kept.room.update(kept.then)
    with np.errstate(**kept.floats):
        _answer(kept.answer, question)


def tell_line(room: dict[str, Any]) -> None:
    """Tell the line of a cell that raised last, as a display message. `room` is the notebook's names."""
    shell = sys.modules["IPython"].get_ipython()
    trace = shell.last_execution_result.error_in_exec.__traceback__
    # Past IPython's own frames, to the cell's.
    while trace is not None and trace.tb_frame.f_globals is not room:
        trace = trace.tb_next
    _display(trace and trace.tb_lineno)


def _answer(answer: Callable[..., Any], question: str) -> None:
    asked = json.loads(zlib.decompress(base64.b64decode(question)))
    replies = ask(answer, [wire.decode(case) for case in asked["inputs"]], asked["names"])
    for case, seconds in asked["bounded"]:
        if all(reply.raised is None for reply in replies):
            replies.append(ask_within(seconds, answer, wire.decode(case), asked["names"]))
    _send(replies)


class TooLong(BaseException):
    """A case's own time is over: no `except Exception` of the answer's is meant."""


def ask_within(seconds: float, answer: Callable[..., Any], inputs: dict[str, Any], names: Sequence[str]) -> Reply:
    """Ask for one answer, and give it so many seconds of the processor's time.

    Not of the clock's: how busy the machine is decides nothing. Where the system has no such timer there is no limit.
    """
    try:
        with _alarm(seconds):
            return ask(answer, [inputs], names)[0]
    except TooLong:
        return Reply(raised=Raised(TOO_LONG, ""))


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    # Windows has no such timer, and only the main thread hears a signal.
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _send(replies: list[Reply]) -> None:
    _display([to_plain(one) for one in replies])


def _display(plain: Any) -> None:
    from IPython.display import display

    display({MIME: plain, "text/plain": ""}, raw=True)


def pack(names: Sequence[str], cases: Sequence[Case]) -> str:
    """The question: an exercise's outputs by name, and the inputs of each case; those with a time of their own come last.

    It is short, because it stands in a cell, and IPython reads a cell several times before it runs.
    """
    plain = json.dumps({"names": list(names), "inputs": [wire.encode(case.inputs) for case in cases if not case.seconds],
                        "bounded": [(wire.encode(case.inputs), case.seconds) for case in cases if case.seconds]})
    return base64.b64encode(zlib.compress(plain.encode())).decode("ascii")


def to_plain(one: Reply) -> dict[str, Any]:
    """A reply as JSON."""
    if one.raised is not None:
        raised = one.raised
        texts = [raised.kind, raised.message, raised.source, raised.function]
        return {"raised": [raised.line, *(text[:LONGEST_TEXT] for text in texts)]}
    outputs = None
    if one.outputs is not None:
        outputs = {
            name: {"odd": value.kind[:LONGEST_TEXT]} if isinstance(value, Odd) else {"plain": wire.encode(value)}
            for name, value in one.outputs.items()
        }
    return {"outputs": outputs, "changed": list(one.changed), "returned": one.returned[:LONGEST_TEXT]}


def from_plain(plain: Any, names: list[str]) -> Reply:
    """The reply that `to_plain` wrote, read as hostile. Raises `wire.NotPlain` for anything else."""
    if not isinstance(plain, dict):
        raise wire.NotPlain("not a reply")
    if "raised" in plain:
        match plain["raised"]:
            case [(int() | None) as line, str(kind), str(message), str(source), str(function)]:
                raised = Raised(kind[:100], message[:LONGEST_TEXT], line, source[:LONGEST_TEXT], function[:100])
                return Reply(raised=raised)
        raise wire.NotPlain("not an exception")
    outputs = plain.get("outputs")
    changed, returned = plain.get("changed"), plain.get("returned")
    if not isinstance(changed, list) or not isinstance(returned, str):
        raise wire.NotPlain("not a reply")
    named = tuple(str(name)[:100] for name in changed[:20])
    if outputs is None:
        return Reply(changed=named, returned=returned[:LONGEST_TEXT])
    if not isinstance(outputs, dict) or set(outputs) != set(names):
        raise wire.NotPlain("other outputs than those asked for")
    return Reply(outputs={name: _output(outputs[name]) for name in names}, changed=named)


def _output(plain: Any) -> Any:
    if isinstance(plain, dict) and set(plain) == {"odd"}:
        return Odd(str(plain["odd"])[:100])
    if isinstance(plain, dict) and set(plain) == {"plain"}:
        return wire.decode(plain["plain"])
    raise wire.NotPlain("not an output")
