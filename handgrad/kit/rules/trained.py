"""The numbers that a training is run with, judged by what becomes of the net."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handgrad.kit.rules.rule import Rule


@dataclass(frozen=True)
class Trained(Rule):
    """The numbers that a training is run with, judged by what becomes of the net: the judge runs the training itself.

    `experiment` is a name in `experiments.EXPERIMENTS`. The public cases keep the outcome, a word, and no numbers.
    """

    experiment: str = ""
    name: ClassVar[str] = "trained"

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
        from handgrad.kit.rules.experiments import EXPERIMENTS

        return EXPERIMENTS[self.experiment](numbers)
