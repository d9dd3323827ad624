"""What all rules share: a name, a way to freeze the right answer, a way to tell whether another fits."""

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
    """Whether this is a number or an array of numbers: truth values count, complex ones do not."""
    return isinstance(value, int | float) or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biuf")


class Rule:
    """Decides whether an output fits. `freeze` says what the public cases keep of the right answer."""

    name: ClassVar[str]
    # Whether a list or tuple of numbers is as good as an array.
    lists: ClassVar[bool] = False

    def freeze(self, want: Any) -> Any:
        """What the public cases keep of `want`: all of it, unless the rule says otherwise."""
        return want

    def fits(self, got: Any, frozen: Any) -> bool:
        """Whether `got` is as good as the answer that was frozen."""
        raise NotImplementedError

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """One sentence on why a public answer does not fit, where the rule has more to say than "not right"."""
        return None
