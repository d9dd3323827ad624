"""Numbers worked out by hand: what is kept of them is no list of answers."""

import hashlib
import itertools
import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from handgrad.kit.rules.rule import Rule, entries, is_numeric, shape_of

# Nobody works out more numbers by hand: a longer answer is not read.
MOST_BY_HAND = 1000


@dataclass(frozen=True)
class Hand(Rule):
    """A number worked out by hand, right to `decimals` places (one unit in the last of them is forgiven), or a word.

    A whole number, `decimals=0`, has to be the number: counting is not rounding.

    The public cases keep digests in place of the number, so that the file with the cases is not a list of answers.
    """

    decimals: int = 2
    name: ClassVar[str] = "hand"

    def freeze(self, want: Any) -> list[str]:
        """The digests of all answers that fit."""
        return sorted({_digest(text) for text in self._spellings(want)})

    def takes_text(self, frozen: Any) -> bool:
        """The digests do not tell what they are of."""
        return True

    def fits(self, got: Any, frozen: Any) -> bool:
        """Whether the answer's digest is among the frozen ones."""
        return self._is_read(got) and _digest(self._spelling(got)) in frozen

    def _is_read(self, got: Any) -> bool:
        """Whether this is a word, a finite number (a whole one, where nothing is rounded), or a table of such."""
        found = list(itertools.islice(entries(got), MOST_BY_HAND + 1))
        return len(found) <= MOST_BY_HAND and shape_of(got) is not None and all(
            isinstance(one, str) or (is_numeric(one) and math.isfinite(one) and (self.decimals or float(one).is_integer()))
            for one in found
        )

    def _spelling(self, value: Any) -> str:
        if isinstance(value, np.ndarray) and not value.ndim:
            value = value.item()
        if isinstance(value, str):
            return "text " + " ".join(value.split()).casefold()
        if isinstance(value, list | tuple) or np.ndim(value):
            return str([self._spelling(item) for item in value])
        return f"{round(float(value), self.decimals) + 0.0:.{self.decimals}f}"

    def _spellings(self, value: Any) -> list[str]:
        if isinstance(value, str) or np.ndim(value):
            return [self._spelling(value)]
        unit = 10.0**-self.decimals if self.decimals else 0.0
        return [self._spelling(float(value) + step) for step in (-unit, 0.0, unit)]


def _digest(text: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", text.encode("utf-8", "surrogatepass"), b"handgrad", 2000).hex()[:24]
