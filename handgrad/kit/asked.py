"""The kernel's half of grading: a question comes in as plain data, the answers go out as plain data.

Nothing here decides anything. Whatever a notebook does to this module changes what its answers are, never how they
are judged: that happens in another process, which holds the right answers and never sends them here.
"""

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from handgrad.kit import wire
from handgrad.kit.answer import Odd, Raised, Reply, ask

MIME = "application/vnd.handgrad.answers+json"
LONGEST_TEXT = 2000  # characters of an exception's message: enough for a person, and no way to send megabytes


def reply(get: Callable[[], Callable[..., Any]], question: str) -> None:
    """Answer a question (see `pack`) with the function that `get()` gives, as a display message."""
    from IPython.display import display

    # From here on nothing is secret: whatever the kernel learns, it may tell.
    asked = json.loads(zlib.decompress(base64.b64decode(question)))
    inputs = [wire.decode(case) for case in asked["inputs"]]
    try:
        replies = ask(get(), inputs, asked["names"])
    except Exception as error:  # noqa: BLE001 - the name may not exist, or not be a function: the student's finding
        replies = [Reply(raised=Raised(type(error).__name__, str(error)))]
    display({MIME: [to_plain(one) for one in replies], "text/plain": ""}, raw=True)


def pack(names: Sequence[str], inputs: Iterable[dict[str, Any]]) -> str:
    """The question: an exercise's outputs by name, and the inputs of each case.

    It is short, because it stands in a cell, and IPython reads a cell several times before it runs.
    """
    plain = json.dumps({"names": list(names), "inputs": [wire.encode(case) for case in inputs]})
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
