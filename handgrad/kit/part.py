"""One output over all cases: what was given beside what was wanted, and the inputs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from handgrad.kit.exercise import Case
from handgrad.kit.rules import Close
from handgrad.kit.rules.rule import TINY, distance

Array = np.ndarray


@dataclass(frozen=True)
class Part:
    """One output over all cases: what was given, what was wanted, and the inputs beside them."""

    name: str
    rule: Close
    cases: tuple[Case, ...]
    got: tuple[Array, ...]

    @property
    def want(self) -> tuple[Array, ...]:
        """The right answers."""
        return tuple(array(case.expected[self.name]) for case in self.cases)

    @property
    def pairs(self) -> list[tuple[Array, Array]]:
        """(got, want) where the right answer is not zero: a sign or a factor says nothing of zeros."""
        return [(got, want) for got, want in zip(self.got, self.want, strict=True) if not is_zero(want)]

    @property
    def invents(self) -> bool:
        """Whether something is given where the right answer is zero: then no factor is the whole truth."""
        return any(is_zero(want) and not is_zero(got) for got, want in zip(self.got, self.want, strict=True))

    def always(self, change: Callable[[Array], Array]) -> bool:
        """Whether the right answer, changed so, is what was given, in every case."""
        with np.errstate(all="ignore"):
            return all(distance(got, change(want)) < self.rule.tolerance
                       for got, want in zip(self.got, self.want, strict=True))

    def inputs(self) -> list[tuple[str, list[Array]]]:
        """The inputs that are numbers or arrays of numbers in every case, with their values."""
        return [
            (key, [array(case.inputs[key]) for case in self.cases])
            for key in self.cases[0].inputs
            if all(is_numeric(case.inputs.get(key)) for case in self.cases)
        ]


def array(value: Any) -> Array:
    """The value in float64."""
    return np.asarray(value, float)


def is_zero(value: Array) -> bool:
    """Whether it is shorter than any error that counts."""
    return float(np.linalg.norm(value.ravel())) < TINY


def is_numeric(value: Any) -> bool:
    """Whether this is a number or an array of numbers, and no truth value or list."""
    return not isinstance(value, bool | list) and np.size(value) > 0 and np.asarray(value).dtype.kind in "iuf"


def wrong_entries(part: Part) -> list[Array]:
    """Which entries are off by more than the tolerance allows the whole."""
    return [
        np.abs(got - want) > part.rule.tolerance * max(float(np.linalg.norm(want.ravel())), 1e-6)
        for got, want in zip(part.got, part.want, strict=True)
    ]
