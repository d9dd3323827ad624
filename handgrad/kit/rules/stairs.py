"""Networks of step neurons, held to an error and to a number of neurons."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from handgrad.functions import Stairs
from handgrad.kit.rules.rule import Rule, as_numbers
from handgrad.text import say

# A network with a neuron for each point of a very fine grid is looked at; a longer one is not.
MOST_NEURONS = 100_000


@dataclass(frozen=True)
class StairsError(Rule):
    """A network [s, v] of step neurons, Σᵢ vᵢ I{x > sᵢ}, that is nowhere on [0, 1] further than eps from f.

    The page's answers are [s, v, terms] with terms = {"f", "eps", "neurons"}. A network that meets the terms is frozen
    as the terms; another one, a known mistake, as the terms, its largest error and its number of neurons.
    """

    name: ClassVar[str] = "stairs error"

    def freeze(self, want: Any) -> Any:
        """The terms, and for a network that does not meet them what it is known by."""
        *network, terms = want
        if self._meets(network, terms):
            return terms
        return terms | {"made": _size(network), "off": _stairs_error(network, terms)[0]}

    def fits(self, got: Any, frozen: Any) -> bool:
        """Whether the network meets the terms; or, against a frozen mistake, whether it is that mistake."""
        if "off" not in frozen:
            return self._meets(got, frozen)
        off, _ = _stairs_error(got, frozen)
        return abs(off - frozen["off"]) <= 0.02 * frozen["eps"] and _size(got) == frozen["made"]

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """How far off, and where."""
        off, where = _stairs_error(got, frozen)
        if network_of(got) is None:
            return say("Expected s and v: two arrays of finite numbers, of equal length and with at most {most} entries.",
                       most=MOST_NEURONS)  # fmt: skip
        if off <= frozen["eps"]:
            return None
        return say("{part} is {off:.4g}, at x = {where:.4g}; at most {eps:g} is allowed.", part=part, off=off, where=where,
                   eps=frozen["eps"])  # fmt: skip

    def _meets(self, network: Any, terms: Any) -> bool:
        return bool(_stairs_error(network, terms)[0] <= terms["eps"] * (1 + 1e-6))


@dataclass(frozen=True)
class StairsSize(StairsError):
    """The same, and with no more neurons than the terms allow: a small network that is too far off earns nothing."""

    name: ClassVar[str] = "stairs size"

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """How many, and how many are enough."""
        if not super()._meets(got, frozen):
            return say("{part} count only for a network within eps.", part=part)
        return say("{part}: {count} are more than needed for eps = {eps:g}; {enough} are enough.", part=part,
                   count=_size(got), eps=frozen["eps"], enough=frozen["neurons"])  # fmt: skip

    def _meets(self, network: Any, terms: Any) -> bool:
        return super()._meets(network, terms) and _size(network) <= terms["neurons"]


def network_of(value: Any) -> np.ndarray | None:
    """s and v, (2, H); None for anything that is not two arrays of finite numbers of equal length."""
    if isinstance(value, list | tuple) and len(value) == 3 and isinstance(value[2], dict):
        value = value[:2]  # the page's own answers bring their terms along
    found = as_numbers(value)
    if found is None or found.ndim != 2 or len(found) != 2 or found.shape[1] > MOST_NEURONS or not np.isfinite(found).all():
        return None
    return found


def _size(value: Any) -> int:
    network = network_of(value)
    return 0 if network is None else network.shape[1]


def _stairs_error(value: Any, terms: Any) -> tuple[float, float]:
    """The largest distance of the network from f on [0, 1], and where: on a fine grid, and on both sides of every step.

    Infinite for anything that is no network.
    """
    network = network_of(value)
    if network is None:
        return float("inf"), 0.0
    s, v = network
    with np.errstate(all="ignore"):
        x = np.concatenate([np.linspace(0, 1, 10_007), s, np.nextafter(s, 2.0)])
        x = x[(x >= 0) & (x <= 1)]
        gap = np.abs(Stairs(s, v)(x) - terms["f"](x))
    return float(gap.max()), float(x[gap.argmax()])
