"""Numbers that are close to the right ones."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handgrad.kit.rules.rule import Rule, distance, is_single

# float32 keeps seven digits, and loses one or two of them on the way. The nearest wrong answer that is known is further away
# (docs/proof.md).
SINGLE = 5e-5


@dataclass(frozen=True)
class Close(Rule):
    """‖got − want‖ / max(‖want‖, 1e-6) < `tolerance`. The shape must be the same: nothing is broadcast.

    Numbers computed in float32 are held to `SINGLE`, where that is more.
    """

    tolerance: float = 1e-6
    name: ClassVar[str] = "close"

    def fits(self, got: Any, frozen: Any) -> bool:
        """Within the tolerance, and of the same shape."""
        return distance(got, frozen) < self.allowed(got)

    def allowed(self, got: Any) -> float:
        """The error that is allowed for these numbers."""
        return max(self.tolerance, SINGLE) if is_single(got) else self.tolerance
