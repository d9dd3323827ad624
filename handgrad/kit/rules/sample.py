"""Random numbers, judged by the distribution that they should come from."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from handgrad.kit.rules import sampling
from handgrad.kit.rules.rule import Rule
from handgrad.text import say


@dataclass(frozen=True)
class Sample(Rule):
    """A matrix of independent random numbers, judged by statistics and not by one seed.

    What is frozen is the distribution (`sampling` says how it is written); any matrix drawn from it fits, but
    for a share of at most `chance`. The bounds hold for every size. A page's cases times `chance` stay below 10⁻⁶.
    """

    chance: float = 1e-7
    name: ClassVar[str] = "sample"

    @property
    def keeps_the_answer(self) -> bool:
        """What is frozen is a distribution."""
        return False

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
        if fault == "centred":
            return say("Rows, columns or all of {part} add up to 0, nearer than by chance: take no mean away.", **about)
        return say("{part} should be an array of real numbers.", **about)
