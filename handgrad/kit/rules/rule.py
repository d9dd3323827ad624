"""What all rules share: a name, a way to freeze the right answer, a way to tell whether another fits.

An answer may be anything: a dict, a ragged list, a text of a million letters. So a rule looks at its kind first, with
the functions below. They never build an array of what is not a number: of one long text among many short ones NumPy
would make gigabytes.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

# Where the right answer is zero, an error is measured against this length instead.
TINY = 1e-6


def distance(got: Any, want: Any) -> float:
    """‖got − want‖ / max(‖want‖, 1e-6), in float64; infinite for other shapes, nan, inf and other kinds."""
    if not is_numeric(got) or not is_numeric(want) or np.shape(got) != np.shape(want):
        return float("inf")
    with np.errstate(all="ignore"):
        got, want = np.asarray(got, np.float64), np.asarray(want, np.float64)
        error = float(np.linalg.norm((got - want).ravel())) / max(float(np.linalg.norm(want.ravel())), TINY)
    return error if np.isfinite(error) else float("inf")


def is_numeric(value: Any) -> bool:
    """Whether this is a real number that fits into 64 bits, or an array of such numbers. Truth values count."""
    if isinstance(value, int):
        return -(2**63) <= value < 2**64
    return isinstance(value, float) or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biuf")


def shape_of(value: Any) -> tuple[int, ...] | None:
    """As `np.shape`, where lists and arrays may stand in one another; None for a ragged list."""
    if not isinstance(value, list | tuple):
        return value.shape if isinstance(value, np.ndarray) else ()
    inner = {shape_of(item) for item in value} or {()}
    first = inner.pop()
    return None if inner or first is None else (len(value), *first)


def entries(value: Any) -> Iterator[Any]:
    """What stands in nested lists and arrays, one after the other; of anything else the value itself."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from entries(item)
    elif isinstance(value, np.ndarray):
        yield from value.flat
    else:
        yield value


def as_numbers(value: Any) -> np.ndarray | None:
    """A number, an array, or nested lists of them, as an array in float64; None for anything else."""
    if shape_of(value) is None or not _holds_numbers(value):
        return None
    with np.errstate(all="ignore"):
        return np.asarray(value, np.float64)


def _holds_numbers(value: Any) -> bool:
    return all(map(_holds_numbers, value)) if isinstance(value, list | tuple) else is_numeric(value)


def is_single(value: Any) -> bool:
    """Whether numbers were computed in float32: they have its dtype, or none of them has more digits than float32 keeps."""
    if not is_numeric(value) or np.asarray(value).dtype.kind != "f" or not np.size(value):
        return False
    numbers = np.asarray(value)
    if numbers.dtype != np.float64:
        return bool(numbers.dtype == np.float32)
    with np.errstate(all="ignore"):
        rounded = numbers.astype(np.float32)
    # Numbers such as 0.5 and 12 are the same in both; the last digits of float32 are seldom zeros.
    return bool(np.array_equal(rounded, numbers) and np.any(np.atleast_1d(rounded).view(np.uint32) & 0xFF))


class Rule:
    """Decides whether an output fits. `freeze` says what the public cases keep of the right answer."""

    name: ClassVar[str]

    @property
    def keeps_the_answer(self) -> bool:
        """Whether what is frozen is the right answer itself: then its shape can be asked for, and it can be shown."""
        return type(self).freeze is Rule.freeze

    def takes_text(self, frozen: Any) -> bool:
        """Whether a text can be an answer."""
        return isinstance(frozen, str) and self.keeps_the_answer

    def freeze(self, want: Any) -> Any:
        """What the public cases keep of `want`: all of it, unless the rule says otherwise."""
        return want

    def fits(self, got: Any, frozen: Any) -> bool:
        """Whether `got` is as good as the answer that was frozen."""
        raise NotImplementedError

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """One sentence on why a public answer does not fit, where the rule has more to say than "not right"."""
        return None
