"""What makes an output right. A rule is plain data: a name and a few numbers, kept beside the public cases."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import numpy as np

from handgrad import sampling
from handgrad.functions import Stairs
from handgrad.text import say

# Where the right answer is zero, an error is measured against this length instead.
TINY = 1e-6
# Nobody works out more numbers by hand: a longer answer is not read.
MOST_BY_HAND = 1000


def distance(got: Any, want: Any) -> float:
    """‖got − want‖ / max(‖want‖, 1e-6), in float64; infinite for other shapes, nan, inf and other kinds."""
    if not _is_numeric(got) or not _is_numeric(want) or np.shape(got) != np.shape(want):
        return float("inf")
    with np.errstate(all="ignore"):
        got, want = np.asarray(got, np.float64), np.asarray(want, np.float64)
        error = float(np.linalg.norm((got - want).ravel())) / max(float(np.linalg.norm(want.ravel())), TINY)
    return error if np.isfinite(error) else float("inf")


def _is_numeric(value: Any) -> bool:
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
    """A number worked out by hand, right to `decimals` places (one unit in the last of them is forgiven), or a word.

    A whole number, `decimals=0`, has to be the number: counting is not rounding.

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
            return np.size(got) <= MOST_BY_HAND and _digest(self._spelling(got)) in frozen
        except (TypeError, ValueError, OverflowError):
            return False

    def _spelling(self, value: Any) -> str:
        if isinstance(value, str):
            return "text " + " ".join(value.split()).casefold()
        if np.ndim(value) == 0 and not _is_numeric(value):
            raise TypeError
        if np.ndim(value):
            return str([self._spelling(item) for item in value])
        if not self.decimals and float(value) != round(float(value)):
            raise ValueError
        return f"{round(float(value), self.decimals) + 0.0:.{self.decimals}f}"

    def _spellings(self, value: Any) -> list[str]:
        if isinstance(value, str) or np.ndim(value):
            return [self._spelling(value)]
        unit = 10.0**-self.decimals if self.decimals else 0.0
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
    x = np.concatenate([np.linspace(0, 1, 10_007), s, np.nextafter(s, 2.0)])
    x = x[(x >= 0) & (x <= 1)]
    with np.errstate(all="ignore"):
        gap = np.abs(Stairs(s, v)(x) - terms["f"](x))
    return float(gap.max()), float(x[gap.argmax()])


@dataclass(frozen=True)
class Accuracy(Rule):
    """Labels for images, of which a share of at least `at_least` is right: how a trained model is graded."""

    at_least: float = 0.9
    name: ClassVar[str] = "accuracy"

    def fits(self, got: Any, frozen: Any) -> bool:
        """One label for each image, and enough of them right."""
        return self._share(got, frozen) >= self.at_least

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """The share that is right, and the share that is asked for; and that every label is the same, where it is so."""
        if _is_numeric(got) and np.shape(got) == np.shape(frozen) and np.size(got) > 1 and np.all(got == np.ravel(got)[0]):
            return say("{part}: every label is {label}, so {share:.1%} are right; at least {least:.0%} are asked for.",
                       part=part, label=np.ravel(got)[0], share=self._share(got, frozen), least=self.at_least)  # fmt: skip
        return say("{part}: {share:.1%} are right; at least {least:.0%} are asked for.", part=part,
                   share=self._share(got, frozen), least=self.at_least)  # fmt: skip

    @staticmethod
    def _share(got: Any, frozen: Any) -> float:
        if not _is_numeric(got) or np.shape(got) != np.shape(frozen):
            return 0.0
        return float(np.mean(np.asarray(got) == np.asarray(frozen)))


@dataclass(frozen=True)
class Trained(Rule):
    """The numbers that a training is run with, judged by what becomes of the net: the judge runs the training itself.

    `experiment` is a name in `handgrad.training.EXPERIMENTS`. The public cases keep the outcome, a word, and no numbers.
    """

    experiment: str = ""
    name: ClassVar[str] = "trained"
    lists: ClassVar[bool] = True

    def freeze(self, want: Any) -> str:
        """The outcome."""
        return self._run(want)[0]

    def fits(self, got: Any, frozen: Any) -> bool:
        """Whether the training ends in the same way."""
        return self._run(got)[0] == frozen

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """What came of the training, with its numbers, and what is asked for."""
        return self._run(got)[1]

    def _run(self, numbers: Any) -> tuple[str, str]:
        from handgrad.training import EXPERIMENTS

        return EXPERIMENTS[self.experiment](numbers)


@dataclass(frozen=True)
class Sample(Rule):
    """A matrix of independent random numbers, judged by statistics and not by one seed.

    What is frozen is the distribution (`handgrad.sampling` says how it is written); any matrix drawn from it fits, but
    for a share of at most `chance`. The bounds hold for every size. A page's cases times `chance` stay below 10⁻⁶.
    """

    chance: float = 1e-7
    name: ClassVar[str] = "sample"
    lists: ClassVar[bool] = True

    def fits(self, got: Any, frozen: Any) -> bool:
        """Whether nothing speaks against the matrix being a sample of the frozen distribution."""
        return sampling.fault(got, frozen, self.chance) is None

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """What speaks against it, with the numbers."""
        about: dict[str, Any] = {"part": part}
        fault = sampling.fault(got, frozen, self.chance)
        if fault == "shape":
            return say("{part} has shape {got}; it should be {want}.", got=np.shape(got), want=(*frozen["shape"],), **about)
        if fault == "finite":
            return say("{part} has entries that are not finite.", **about)
        if fault == "repeats" and np.ptp(got) == 0:
            return say("All entries of {part} are {value:.3g}: each should be drawn on its own.",
                       value=np.ravel(got)[0], **about)  # fmt: skip
        if fault == "repeats":
            return say("{part} repeats the same numbers: each entry should be drawn on its own.", **about)
        if fault == "bounds":
            return say("Entries of {part} reach {got:.4g}; none should lie outside ±{want:.4g}.", got=np.abs(got).max(),
                       want=frozen["deviation"] * 3**0.5, **about)  # fmt: skip
        if fault == "mean":
            return say("The mean of {part} is {got:.3g}, more than chance explains; it should be near {want:g}.",
                       got=np.mean(got), want=frozen["mean"], **about)  # fmt: skip
        if fault == "variance":
            return say("The variance of {part} is {got:.4g} for a shape of {shape}; it should be near {want:.4g}.",
                       got=np.var(got), want=frozen["deviation"] ** 2, shape=np.shape(got), **about)  # fmt: skip
        if fault == "distribution" and frozen["family"] == "uniform":
            return say("{part} has the right variance, but is not uniform: its histogram should be flat.", **about)
        if fault == "distribution":
            return say("{part} has the right variance, but is not normal: its histogram should be a bell.", **about)
        if fault == "dependence":
            return say("Rows or columns of {part} depend on each other: each entry should be drawn on its own.", **about)
        return say("{part} should be an array of real numbers.", **about)


KINDS = (Close, Exact, Hand, StairsError, StairsSize, Accuracy, Trained, Sample)
RULES: dict[str, type[Rule]] = {rule.name: rule for rule in KINDS}


def to_plain(rule: Rule) -> dict[str, Any]:
    """The rule as data."""
    return {"rule": rule.name} | asdict(rule)  # type: ignore[call-overload]


def from_plain(plain: dict[str, Any]) -> Rule:
    """The rule that `to_plain` wrote."""
    fields = {key: value for key, value in plain.items() if key != "rule"}
    return RULES[plain["rule"]](**fields)
