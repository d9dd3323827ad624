"""Texts, whole numbers, truth values and shapes that are equal to the right ones."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handgrad.kit.rules.rule import Rule, entries, is_numeric, shape_of


@dataclass(frozen=True)
class Exact(Rule):
    """Equal: a text, a whole number, a truth value, a shape. Lists, tuples and arrays are alike."""

    name: ClassVar[str] = "exact"

    def fits(self, got: Any, frozen: Any) -> bool:
        """Equal entry by entry, and of the same shape."""
        if isinstance(frozen, str) or isinstance(got, str):
            return isinstance(got, str) and isinstance(frozen, str) and got.strip().casefold() == frozen.casefold()
        if shape_of(got) is None or shape_of(got) != shape_of(frozen):
            return False
        return all(_same(one, other) for one, other in zip(entries(got), entries(frozen), strict=True))


def _same(got: Any, want: Any) -> bool:
    return all(one is None or isinstance(one, str) or is_numeric(one) for one in (got, want)) and bool(got == want)
