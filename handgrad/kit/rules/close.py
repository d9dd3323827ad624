"""Numbers that are close to the right ones."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handgrad.kit.rules.rule import Rule, distance


@dataclass(frozen=True)
class Close(Rule):
    """‖got − want‖ / max(‖want‖, 1e-6) < `tolerance`. The shape must be the same: nothing is broadcast."""

    tolerance: float = 1e-6
    name: ClassVar[str] = "close"

    def fits(self, got: Any, frozen: Any) -> bool:
        """Within the tolerance, and of the same shape."""
        return distance(got, frozen) < self.tolerance
