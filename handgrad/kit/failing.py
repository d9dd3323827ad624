"""`failing`: the smallest public case on which the last check failed, ready to be pasted into a cell."""

import ast
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from handgrad.functions import Function
from handgrad.kit import exercise as exercises
from handgrad.kit.answer import Odd, Reply
from handgrad.kit.exercise import Exercise
from handgrad.kit.kinds import tidied, wrong_kind
from handgrad.text import say

# An array with more entries is not written out, but taken from `failing` itself.
MOST_ENTRIES = 200


@dataclass(frozen=True)
class Failing:
    """One case: its inputs by name, what the function gave, and what is right. Shown, it is code to be pasted into a cell."""

    exercise: str
    call: str
    case: str
    inputs: dict[str, Any]
    gave: Any
    right: dict[str, Any]
    raised: str = ""

    def __repr__(self) -> str:
        lines = [f"# {self.exercise}: {self.case}", "import numpy as np"]
        kinds = sorted({type(value).__name__ for value in _all(self.inputs) if isinstance(value, Function)})
        if kinds:
            lines.append(f"from handgrad.functions import {', '.join(kinds)}")
        if any(_is_long(value) for value in self.inputs.values()):
            lines.append("from handgrad import failing")
        lines.append("")
        lines += [self._assigned(name, value) for name, value in self.inputs.items()]
        lines.append("")
        if self.raised:
            lines.append(f"# raised: {self.raised}")
        elif not _is_long(self.gave):
            lines.append(f"gave = {written(self.gave)}")
        if not _is_long(self.right):
            lines.append(f"right = {written(self.right)}")
        return "\n".join([*lines, "", f"{self.call}({', '.join(self.inputs)})"])

    def _assigned(self, name: str, value: Any) -> str:
        if _is_long(value):
            return f"{name} = failing({self.exercise!r}).inputs[{name!r}]"
        return f"{name} = {written(value, len(name) + 3)}"


def _all(value: Any) -> list[Any]:
    """The value and all that it holds."""
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(found for item in inside for found in _all(item))]


def _is_long(value: Any) -> bool:
    return sum(int(np.size(item)) for item in _all(value) if isinstance(item, np.ndarray)) > MOST_ENTRIES


def written(value: Any, indent: int = 0) -> str:
    """The value as Python."""
    if isinstance(value, np.ndarray):
        kind = "" if value.dtype in (np.float64, np.int64, bool) else f", dtype=np.{value.dtype.name}"
        return f"np.array({_rows(value, indent + len('np.array('))}{kind})"
    if isinstance(value, Function):
        fields = [f"{f.name}={written(getattr(value, f.name))}" for f in dataclasses.fields(cast(Any, value))]
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, float | np.floating):
        return _number(float(value))
    return repr(value.item() if isinstance(value, np.generic) else value)


def _rows(array: np.ndarray, indent: int) -> str:
    """An array's entries, one row a line."""
    if array.ndim < 2:
        numbers = [_number(number) for number in np.atleast_1d(array).tolist()]
        return "[" + ", ".join(numbers) + "]" if array.ndim else numbers[0]
    if not len(array):
        # Brackets alone would lose the other sizes of an array with no rows.
        return f"np.zeros({array.shape})"
    return "[" + (",\n" + " " * (indent + 1)).join(_rows(row, indent + 1) for row in array) + "]"


def _number(number: Any) -> str:
    if isinstance(number, float) and not np.isfinite(number):
        return "np.nan" if number != number else "np.inf" if number > 0 else "-np.inf"
    return repr(number)


_last: dict[str, Failing] = {}


def forget(name: str) -> None:
    """A new check of this exercise has begun."""
    _last.pop(name, None)


def remember(exercise: Exercise, replies: Sequence[Reply]) -> bool:
    """Keep the smallest case that failed, for `failing`. Returns whether there is one: numbers by hand have no inputs."""
    failed = [i for i, case in enumerate(exercise.cases) if case.inputs and not _is_right(exercise, i, replies)]
    if not failed:
        return False
    smallest = min(failed, key=lambda i: sum(int(np.size(value)) for value in _all(exercise.cases[i].inputs)
                                             if not isinstance(value, list | dict)))
    case, reply = exercise.cases[smallest], replies[smallest] if smallest < len(replies) else Reply()
    right = {name: case.expected[name] for name, rule in exercise.rules.items() if rule.keeps_the_answer}
    raised = f"{reply.raised.kind}: {reply.raised.message}" if reply.raised else ""
    gave = {name: value.kind if isinstance(value, Odd) else value for name, value in (reply.outputs or {}).items()}
    _last[exercise.name] = Failing(exercise.name, _call(exercise), case.name, case.inputs, gave, right, raised)
    return True


def _is_right(exercise: Exercise, i: int, replies: Sequence[Reply]) -> bool:
    if i >= len(replies):
        return i > len(replies)  # the first that is missing raised; those after it were not asked
    reply, case = tidied(replies[i]), exercise.cases[i]
    outputs = reply.outputs
    return outputs is not None and not reply.changed and all(
        wrong_kind(name, rule, case, outputs[name], secret=False) is None and rule.fits(outputs[name], case.expected[name])
        for name, rule in exercise.rules.items())


def _call(exercise: Exercise) -> str:
    """What the notebook's check cell hands over: the function, or the adapter around it."""
    listed = exercises.facts(exercise.topic)["exercises"]
    line = next((item["check"] for item in listed if item["name"] == exercise.name), f"check('', {exercise.name})")
    return ast.unparse(cast(Any, ast.parse(line).body[-1]).value.args[1])


def failing(name: str) -> Failing:
    """The smallest public case on which the last check of this exercise failed.

    Show it, and it is code to be pasted into a cell; its parts are `inputs`, `gave` and `right`. Raises `LookupError` where no
    check has failed, or where there are no inputs.
    """
    exercise = exercises.load(name)
    found = _last.get(name)
    if found is None:
        if not any(case.inputs for case in exercise.cases):
            raise LookupError(say("{name} has no inputs: its numbers are worked out by hand.", name=name))
        raise LookupError(say("No check of {name} has failed since it was last right: run its check first.", name=name))
    return found
