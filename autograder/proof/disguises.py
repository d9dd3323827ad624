"""Answers that suit every exercise: wrong ones that must lose points, and disguises in which a right one must pass.

Both are made from a right answer, so that an exercise needs to write none of them on its page.
"""

import functools
import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.author.page import Answer, Page
from handgrad.kit import wire
from handgrad.kit.answer import ask
from handgrad.kit.rules import Close
from handgrad.kit.rules.rule import Rule

Change = Callable[[Any], Any]


def wrongs(page: Page, right: Answer) -> Iterator[tuple[str, Answer]]:
    """The generic wrong answers that make sense for this exercise: a name and a function."""
    inputs = [values for _, values in page.public_inputs()]
    samples = [dict(zip(page.rules, named(page, right, values).values(), strict=True)) for values in inputs]
    yield "nothing", lambda *given: None
    yield "a list of nothing", lambda *given: [None] * len(page.rules)
    for what, change in CHANGES.items():
        changed = [{k: _on_close(page.rules[k], change, v) for k, v in outputs.items()} for outputs in samples]
        # What a change leaves as it is would be no wrong answer.
        if any(_differs(before[k], after[k]) for before, after in zip(samples, changed, strict=True) for k in before):
            yield what, _after(page, right, change)
    if inputs and all(inputs):
        yield "its first input", lambda *given: [given[0]] * len(page.rules)
    # Where nothing is secret, whoever knows the public cases knows all.
    if any(draw.secret for draw in page.draws):
        yield "looked up in the public cases", _looked_up(page, right, inputs)
    if any(isinstance(value, np.ndarray) and value.size for values in inputs for value in values.values()):
        yield "right, and changes its inputs", _changes_inputs(right)
    if len(inputs) > 1 and any(_differs(samples[0][k], later[k]) for later in samples[1:] for k in samples[0]):
        yield "the first question's answer again", _stale(right)
        yield "the question before's answer", _late(right)


def disguises(page: Page, right: Answer) -> Iterator[tuple[str, Answer]]:
    """The right answer in other clothes: a name and a function."""
    for what, change in CLOTHES.items():
        yield f"inputs {what}", _before(right, change)
        yield f"outputs {what}", _after(page, right, change)
    yield "lists of numbers", _after(page, right, lambda value: value.tolist() if isinstance(value, np.ndarray) else value)
    yield "a dict", lambda *given: named(page, right, given)
    yield "a tuple", lambda *given: tuple(named(page, right, given).values())
    if len(page.rules) > 1:
        yield "a list", lambda *given: list(named(page, right, given).values())
    yield "arguments of other names", lambda *arguments: right(*arguments)
    yield "a partial function", functools.partial(right)


def named(page: Page, right: Answer, given: Any) -> dict[str, Any]:
    """The right answer's outputs by name. `given`: the inputs, in order or by name."""
    values = dict(given) if isinstance(given, dict) else {str(i): value for i, value in enumerate(given)}
    (reply,) = ask(right, [values], list(page.rules))
    if reply.outputs is None:
        raise ValueError(f"{page.topic}/{page.name}: the right answer fails: {reply.raised or reply.returned}")
    return reply.outputs


# --- what is done to the outputs of a right answer ------------------------------------------------------------------


def _with_nan(value: Any) -> Any:
    if np.ndim(value) == 0:
        return float("nan")
    spoiled = np.array(value, float)
    spoiled[(0,) * spoiled.ndim] = np.nan
    return spoiled


CHANGES: dict[str, Change] = {
    "zeros": lambda value: np.zeros_like(value) if np.ndim(value) else 0.0,
    "ones": lambda value: np.ones_like(value) if np.ndim(value) else 1.0,
    "transposed": lambda value: np.transpose(value) if np.ndim(value) > 1 else value,
    "without axes of length one": lambda value: np.squeeze(value) if np.ndim(value) else value,
    "an axis too many": lambda value: np.asarray(value)[None],
    "of dtype object": lambda value: np.asarray(value, object),
    "of complex numbers": lambda value: np.asarray(value, complex) if np.ndim(value) else complex(value),
    "off by a thousandth": lambda value: value * 1.001,
    "nan in one place": _with_nan,
    "text": lambda value: str(value),
}

CLOTHES: dict[str, Change] = {
    "in Fortran's order": lambda value: np.array(value, order="F") if isinstance(value, np.ndarray) else value,
    "read-only": lambda value: _read_only(value),
    "with gaps": lambda value: np.repeat(value, 2, axis=-1)[..., ::2] if np.ndim(value) else value,
    "as NumPy's own numbers": lambda value: np.float64(value) if type(value) is float else value,
}


def _read_only(value: Any) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    copy = value.copy()
    copy.setflags(write=False)
    return copy


def _on_close(rule: Rule, change: Change, value: Any) -> Any:
    """The change, where the output is a number or an array that is judged by closeness."""
    return change(value) if isinstance(rule, Close) and _is_numbers(value) else value


def _is_numbers(value: Any) -> bool:
    return isinstance(value, int | float | np.ndarray) and np.asarray(value).dtype.kind in "biuf" and np.size(value) > 0


def _differs(one: Any, other: Any) -> bool:
    try:
        return type(one) is not type(other) or bool(wire.encode(one) != wire.encode(other))
    except wire.NotPlain:
        return True


def _after(page: Page, right: Answer, change: Change) -> Answer:
    def answer(*given: Any) -> Any:
        outputs = named(page, right, given)
        return [_on_close(page.rules[name], change, value) for name, value in outputs.items()]

    if len(page.rules) == 1:
        return lambda *given: answer(*given)[0]
    return answer


def _before(right: Answer, change: Change) -> Answer:
    def within(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: within(item) for key, item in value.items()}
        if isinstance(value, list):
            return [within(item) for item in value]
        return change(value) if isinstance(value, np.ndarray | float) else value

    return lambda *given: right(*(within(value) for value in given))


# --- answers that are right now and then ----------------------------------------------------------------------------


def _looked_up(page: Page, right: Answer, inputs: list[dict[str, Any]]) -> Answer:
    known = {_key(values.values()) for values in inputs}

    def answer(*given: Any) -> Any:
        if _key(given) in known:
            return right(*given)
        return [CHANGES["zeros"](value) if isinstance(page.rules[name], Close) and _is_numbers(value) else None
                for name, value in named(page, right, given).items()]

    return answer


def _key(values: Any) -> str:
    return json.dumps([wire.encode(value) for value in values])


def _changes_inputs(right: Answer) -> Answer:
    def answer(*given: Any) -> Any:
        result = right(*given)
        for value in given:
            if isinstance(value, np.ndarray):
                value[...] = 1 - value if value.dtype != bool else ~value
        return result

    return answer


def _stale(right: Answer) -> Answer:
    kept: list[Any] = []

    def answer(*given: Any) -> Any:
        kept.append(right(*given))
        return kept[0]

    return answer


def _late(right: Answer) -> Answer:
    asked: list[Any] = []

    def answer(*given: Any) -> Any:
        asked.append(given)
        return right(*asked[max(0, len(asked) - 2)])

    return answer
