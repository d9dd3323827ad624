"""True statements about a network of step neurons that is too far from its target, or too large: its pieces, one by one.

Each statement is a fact about the network, and holds in every case in which it fails, or else in the first of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from handgrad.functions import Stairs
from handgrad.kit.rules.stairs import StairsError, StairsSize, network_of
from handgrad.text import say, translate

GRID = 4001
# How far a sum of rounding errors, and what f does between two samples, may go.
SLACK = 1e-3


@dataclass(frozen=True)
class Staircase:
    """A network between 0 and 1: where its pieces begin, and f's least and largest value in each."""

    s: np.ndarray
    v: np.ndarray
    f: Callable[[Any], Any]
    eps: float
    starts: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def ranges(self) -> np.ndarray:
        """How far f goes in each piece, in units of eps: two are allowed."""
        return (self.high - self.low) / self.eps


def staircase(network: np.ndarray, f: Callable[[Any], Any], eps: float) -> Staircase:
    """The pieces that the network makes of [0, 1]; the point 0 belongs to the first."""
    order = np.argsort(network[0], kind="stable")
    s, v = network[0][order], network[1][order]
    starts = np.unique(s[(s > 0) & (s < 1)])
    # A step counts from just above its place: both sides of it are looked at.
    x = np.unique(np.concatenate([np.linspace(0, 1, GRID), starts, np.nextafter(starts, 2.0)]))
    y, piece = np.asarray(f(x), float), np.searchsorted(starts, x, side="left")
    first = np.flatnonzero(np.diff(piece, prepend=-1))
    low, high = np.minimum.reduceat(y, first), np.maximum.reduceat(y, first)
    return Staircase(s, v, f, eps, np.append(0.0, starts), low, high)


def told(rule: StairsError, name: str, given: Iterable[tuple[Any, Any]]) -> str | None:
    """One sentence on the networks given for the output `name`, in pairs with the terms on which each is judged.

    Of a network's size nothing is told as long as it is too far off.
    """
    failing = [(network, terms) for answer, terms in given
               if not rule.fits(answer, terms) and (network := network_of(answer)) is not None]
    if not failing:
        return None
    found = [staircase(network, terms["f"], terms["eps"]) for network, terms in failing]
    close = [StairsError().fits(list(network), terms) for network, terms in failing]
    if isinstance(rule, StairsSize) and not all(close):
        return None
    looks = TOO_LARGE if all(close) else TOO_FAR
    far = [one for one, is_close in zip(found, close, strict=True) if is_close == all(close)]
    return next((say("{part}: {fact}", part=name, fact=translate(sentence))
                 for some in (far, far[:1]) for sentence, look in looks if all(look(one) for one in some)), None)


# --- too far off --------------------------------------------------------------------------------------------------------


def _reaches(one: Staircase, network: Stairs, beyond: float = -1.0) -> bool:
    """Whether the network stays within eps of f at the points of [0, 1] above `beyond`."""
    x = np.linspace(0, 1, GRID)
    x = x[x > beyond]
    return bool(np.abs(network(x) - one.f(x)).max() <= one.eps * (1 + 50 * SLACK))


def _off_at_zero(one: Staircase) -> bool:
    return bool(one.s.size) and one.s[0] == 0 and _reaches(one, Stairs(one.s, one.v), beyond=0.0)


def _heights_as_weights(one: Staircase) -> bool:
    return len(one.v) > 1 and _reaches(one, Stairs(one.s, np.diff(one.v, prepend=0)), beyond=0.0)


def _last_one_alone(one: Staircase) -> bool:
    wide = one.ranges > 2 + SLACK
    return bool(wide[-1] and len(wide) > 1 and not wide[:-1].any())


def _heights_alone(one: Staircase) -> bool:
    return bool(one.ranges.max() <= 2 + SLACK)


def _too_wide(one: Staircase) -> bool:
    return bool(one.ranges.max() > 2 + SLACK)


TOO_FAR = (
    ("it is too large at x = 0 alone. A step that stands at 0 is still off there: its condition is x > 0. The first one "
     "belongs to the left of 0.", _off_at_zero),
    ("taken as heights, the weights would be right. But a neuron stays on, so each weight is the jump from the height before.",
     _heights_as_weights),
    ("the pieces are short enough, and the heights are not right: in each of them f goes no further than 2 eps, and half-way "
     "between its least and largest value would be within eps.", _heights_alone),
    ("all pieces but the last are short enough: in the last one f goes further than 2 eps. What becomes of the piece that is "
     "open when the samples end?", _last_one_alone),
    ("in some pieces f goes further than 2 eps, so that no height is within eps of all of it: they are too long. Compare the "
     "least and the largest value of the whole piece, on a fine grid.", _too_wide),
)  # fmt: skip


# --- too many neurons ---------------------------------------------------------------------------------------------------


def _equally_wide(one: Staircase) -> bool:
    widths = np.diff(one.starts)
    return len(widths) > 2 and bool(np.ptp(widths) < 1e-3 * widths.mean())


def _twice_at_one_place(one: Staircase) -> bool:
    return len(np.unique(one.s)) < len(one.s)


def _outside(one: Staircase) -> bool:
    return bool(np.sum(one.s < 0) > 1 or np.any(one.s >= 1))


def _too_short(one: Staircase) -> bool:
    return bool(one.ranges.max() < 1.9)


def _could_be_joined(one: Staircase) -> bool:
    together = np.maximum(one.high[1:], one.high[:-1]) - np.minimum(one.low[1:], one.low[:-1])
    return bool(np.any(together <= 2 * one.eps))


TOO_LARGE: Sequence[tuple[str, Callable[[Staircase], bool]]] = (
    ("all pieces are equally wide, so that the steepest part of f decides about all of them. Where f is flat a piece can be "
     "much longer.", _equally_wide),
    ("some neurons stand at the same place. One with the sum of their weights does the same.", _twice_at_one_place),
    ("some neurons change nothing between 0 and 1: they stand to the right of it, or with another to the left of it.",
     _outside),
    ("no piece is as long as it may be: a height half-way between f's least and largest value is within eps as long as f goes "
     "no further than 2 eps. Here it goes less far in all of them.", _too_short),
    ("some pieces could be joined with the next one: in both together f goes no further than 2 eps.", _could_be_joined),
)  # fmt: skip
