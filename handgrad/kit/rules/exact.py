"""Texts, whole numbers, truth values and shapes that are equal to the right ones."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from handgrad.kit.rules.rule import Rule


@dataclass(frozen=True)
class Exact(Rule):
    """Equal: a text, a whole number, a truth value, a shape. Lists, tuples and arrays are alike."""

    name: ClassVar[str] = "exact"
    lists: ClassVar[bool] = True

    def fits(self, got: Any, frozen: Any) -> bool:
        """Equal entry by entry, and of the same shape."""
        if isinstance(frozen, str) or isinstance(got, str):
            return isinstance(got, str) and isinstance(frozen, str) and got.strip().casefold() == frozen.casefold()
        try:
            return np.shape(got) == np.shape(frozen) and bool(np.all(np.asarray(got) == np.asarray(frozen)))
        except ValueError:  # a ragged list has no shape
            return False
