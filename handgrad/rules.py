"""What makes an output right. A rule is plain data: a name and a few numbers, kept beside the public cases."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import numpy as np

from handgrad.functions import Stairs
from handgrad.text import say

# Where the right answer is zero, an error is measured against this length instead.
TINY = 1e-6


def distance(got: Any, want: Any) -> float:
    """‖got − want‖ / max(‖want‖, 1e-6), in float64; infinite for other shapes, nan, inf and other kinds."""
    if not _is_numeric(got) or not _is_numeric(want) or np.shape(got) != np.shape(want):
        return float("inf")
    with np.errstate(all="ignore"):
        got, want = np.asarray(got, np.float64), np.asarray(want, np.float64)
        error = float(np.linalg.norm((got - want).ravel())) / max(float(np.linalg.norm(want.ravel())), TINY)
    return error if np.isfinite(error) else float("inf")


def _is_numeric(value: Any) -> bool:
    return isinstance(value, int | float | np.ndarray | np.generic)


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


@dataclass(frozen=True)
class Close(Rule):
    """‖got − want‖ / max(‖want‖, 1e-6) < `tolerance`. The shape must be the same: nothing is broadcast."""

    tolerance: float = 1e-6
    name: ClassVar[str] = "close"

    def fits(self, got: Any, frozen: Any) -> bool:
        """Within the tolerance, and of the same shape."""
        return distance(got, frozen) < self.tolerance


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


@dataclass(frozen=True)
class Hand(Rule):
    """A number worked out by hand, right to `decimals` places (one unit in the last place is forgiven), or a word.

    The public cases keep digests in place of the number, so that the file with the cases is not a list of answers.
    """

    decimals: int = 2
    name: ClassVar[str] = "hand"
    lists: ClassVar[bool] = True

    def freeze(self, want: Any) -> list[str]:
        """The digests of all answers that fit."""
        return sorted({_digest(text) for text in self._spellings(want)})

    def fits(self, got: Any, frozen: Any) -> bool:
        """Whether the answer's digest is among the frozen ones."""
        try:
            return _digest(self._spelling(got)) in frozen
        except (TypeError, ValueError):
            return False

    def _spelling(self, value: Any) -> str:
        if isinstance(value, str):
            return "text " + " ".join(value.split()).casefold()
        if np.ndim(value):
            return str([self._spelling(item) for item in value])
        return f"{round(float(value), self.decimals) + 0.0:.{self.decimals}f}"

    def _spellings(self, value: Any) -> list[str]:
        if isinstance(value, str) or np.ndim(value):
            return [self._spelling(value)]
        unit = 10.0**-self.decimals
        return [self._spelling(float(value) + step) for step in (-unit, 0.0, unit)]


def _digest(text: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", text.encode(), b"handgrad", 2000).hex()[:24]


@dataclass(frozen=True)
class StairsError(Rule):
    """A network [s, v] of step neurons, Σᵢ vᵢ I{x > sᵢ}, that is nowhere on [0, 1] further than eps from f.

    The page's answers are [s, v, terms] with terms = {"f", "eps", "neurons"}. A network that meets the terms is frozen
    as the terms; another one, a known mistake, as the terms, its largest error and its number of neurons.
    """

    name: ClassVar[str] = "stairs error"
    lists: ClassVar[bool] = True

    def freeze(self, want: Any) -> Any:
        """The terms, and for a network that does not meet them what it is known by."""
        *network, terms = want
        if self._meets(network, terms):
            return terms
        return terms | {"made": len(network[0]), "off": _stairs_error(network, terms)[0]}

    def fits(self, got: Any, frozen: Any) -> bool:
        """Whether the network meets the terms; or, against a frozen mistake, whether it is that mistake."""
        if "off" not in frozen:
            return self._meets(got, frozen)
        off, _ = _stairs_error(got, frozen)
        same = abs(off - frozen["off"]) <= 0.02 * frozen["eps"] or off == frozen["off"]
        return same and np.size(got[0]) == frozen["made"]

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """How far off, and where."""
        off, where = _stairs_error(got, frozen)
        if off == np.inf:
            return say("Expected s and v: two arrays of finite numbers, of equal length.")
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
                   count=np.size(got[0]), eps=frozen["eps"], enough=frozen["neurons"])  # fmt: skip

    def _meets(self, network: Any, terms: Any) -> bool:
        return super()._meets(network, terms) and np.size(network[0]) <= terms["neurons"]


def _stairs_error(network: Any, terms: Any) -> tuple[float, float]:
    """The largest distance of the network from f on [0, 1], and where: on a fine grid, and on both sides of every step.

    Infinite for anything that is not two arrays of finite numbers of equal length.
    """
    try:
        s, v = (np.asarray(numbers, float) for numbers in network[:2])
    except (TypeError, ValueError, IndexError, OverflowError):
        return float("inf"), 0.0
    if s.ndim != 1 or s.shape != v.shape or not (np.isfinite(s).all() and np.isfinite(v).all()):
        return float("inf"), 0.0
    x = np.concatenate([np.linspace(0, 1, 20_011), s, np.nextafter(s, 2.0)])
    x = x[(x >= 0) & (x <= 1)]
    with np.errstate(all="ignore"):
        gap = np.abs(Stairs(s, v)(x) - terms["f"](x))
    return float(gap.max()), float(x[gap.argmax()])


RULES: dict[str, type[Rule]] = {rule.name: rule for rule in (Close, Exact, Hand, StairsError, StairsSize)}


def to_plain(rule: Rule) -> dict[str, Any]:
    """The rule as data."""
    return {"rule": rule.name} | asdict(rule)  # type: ignore[call-overload]


def from_plain(plain: dict[str, Any]) -> Rule:
    """The rule that `to_plain` wrote."""
    fields = {key: value for key, value in plain.items() if key != "rule"}
    return RULES[plain["rule"]](**fields)
