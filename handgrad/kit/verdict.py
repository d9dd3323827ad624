"""What a check has to say: one of six kinds, which outputs are right, and the sentences."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The six ways in which a check can answer."""

    NOT_ATTEMPTED = "not attempted"
    RAISED = "raised"
    WRONG_KIND = "wrong kind"
    CHANGED_INPUTS = "changed its inputs"
    WRONG_VALUES = "wrong values"
    RIGHT = "right"


@dataclass(frozen=True)
class Verdict:
    """What a check has to say. `parts` tells for each output whether it is right; `says` is one sentence a line.

    `diagnoses` are the known mistakes and patterns, `where` the place in the student's source.
    """

    exercise: str
    kind: Kind
    parts: dict[str, bool]
    says: tuple[str, ...]
    diagnoses: tuple[str, ...] = field(default=())
    where: tuple[str, ...] = field(default=())

    @property
    def share(self) -> float:
        """The share of the points that is earned: each output is worth the same."""
        return sum(self.parts.values()) / len(self.parts)
