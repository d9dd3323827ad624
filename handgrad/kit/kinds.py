"""The law for kinds of answer, the same for every exercise.

- Lists and tuples of numbers are arrays, everywhere. NumPy's, torch's and Python's numbers are the same.
- A text is no number, and a number is no text.
- An array has the shape that is asked for: nothing is broadcast. Its numbers are finite.
- float32 is right where its rounding errors leave no doubt (`rules.Close`), and else refused by its name.
"""

from typing import Any

import numpy as np

from handgrad.kit.answer import Odd, Reply
from handgrad.kit.exercise import Case
from handgrad.kit.rules.rule import Rule, distance, entries, is_numeric, is_single, shape_of
from handgrad.text import say, translate


def tidy(value: Any) -> Any:
    """A list of numbers, or of lists or arrays of numbers that are equally long, as an array; anything else as it is."""
    is_table = isinstance(value, list) and shape_of(value) is not None and all(is_numeric(one) for one in entries(value))
    return np.array(value) if is_table else value


def tidied(reply: Reply) -> Reply:
    """The reply with its lists of numbers as arrays."""
    if reply.outputs is None:
        return reply
    outputs = {name: tidy(value) for name, value in reply.outputs.items()}
    return Reply(outputs, reply.raised, reply.changed, reply.returned)


def wrong_kind(name: str, rule: Rule, case: Case, got: Any, secret: bool) -> str | None:
    """What is wrong with the kind of one output: nothing, a text, another type or shape, a number that is not finite."""
    want = case.expected[name]
    if got is None:
        if rule.takes_text(want):
            return say("{part} is None: Python's None is no text.", part=name)
        return say("{part} is None. Is it computed, and returned?", part=name)
    if isinstance(got, Odd) or not (is_numeric(got) or isinstance(got, list | str)):
        kind = got.kind if isinstance(got, Odd) else type(got).__name__
        if secret:
            return say("{part} is not an array of numbers.", part=name)
        return say("{part} is of type {kind}; expected an array of real numbers.", part=name, kind=kind)
    if isinstance(got, str) and not rule.takes_text(want):
        return say("{part} is a text; a number is asked for, without quotation marks.", part=name)
    # Of an answer that is not kept itself no shape is known.
    if not rule.keeps_the_answer:
        return None
    if isinstance(want, str):
        return None if isinstance(got, str) else say("{part} is no text; a text is asked for.", part=name)
    if isinstance(got, list):
        return say("{part} is a list; expected {wanted}.", part=name, wanted=_shape_in_words(want, secret))
    return _wrong_shape(name, got, want, secret) or _not_finite(name, got, secret)


def _wrong_shape(name: str, got: Any, want: Any, secret: bool) -> str | None:
    if np.shape(got) == np.shape(want):
        return None
    if secret:
        return say("{part} has the wrong shape on some inputs.", part=name)
    return say("{part} has shape {got}; it should be {want}.", part=name, got=np.shape(got), want=np.shape(want))


def _not_finite(name: str, got: Any, secret: bool) -> str | None:
    bad = ~np.isfinite(got)
    if not np.any(bad):
        return None
    if secret:
        return say("{part} is not finite (nan or inf) on some inputs.", part=name)
    if np.ndim(got) == 0:
        return say("{part} is {value}, not a finite number.", part=name, value=got)
    where = [int(i) for i in np.argwhere(bad)[0]]
    if bad.sum() == 1:
        return say("{part} has one entry that is not finite, at {where}.", part=name, where=where)
    return say("{part} has {count} entries that are not finite, the first at {where}.", part=name, count=int(bad.sum()),
               where=where)


def _shape_in_words(want: Any, secret: bool) -> str:
    if np.ndim(want) == 0:
        return translate("one number")
    if secret:
        return translate("an array")
    return say("an array of shape {shape}", shape=np.shape(want))


def too_few_digits(name: str, got: Any, want: Any) -> str | None:
    """Said of numbers that may be right, and were computed in float32."""
    if is_single(got) and distance(got, want) < 1e-3:
        return say("{part} was computed in float32, which keeps seven digits: too few to tell here. Compute in float64.",
                   part=name)
    return None
