"""Labels of a trained model: a share of them has to be right."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from handgrad.kit.rules.rule import Rule, as_numbers, shape_of
from handgrad.text import say


@dataclass(frozen=True)
class Accuracy(Rule):
    """Labels for images, of which a share of at least `at_least` is right: how a trained model is graded."""

    at_least: float = 0.9
    name: ClassVar[str] = "accuracy"
    lists: ClassVar[bool] = True

    def fits(self, got: Any, frozen: Any) -> bool:
        """One label for each image, and enough of them right."""
        return self._share(got, frozen) >= self.at_least

    def explain(self, part: str, got: Any, frozen: Any) -> str | None:
        """The share that is right, and the share that is asked for; and that every label is the same, where it is so."""
        labels, shape = as_numbers(got), shape_of(got)
        if shape is not None and shape != np.shape(frozen):
            return say("{part} has shape {got}; it should be {want}.", part=part, got=shape, want=np.shape(frozen))
        if labels is not None and labels.size > 1 and np.all(labels == labels.flat[0]):
            return say("{part}: every label is {label:g}, so {share:.1%} are right; at least {least:.0%} are asked for.",
                       part=part, label=labels.flat[0], share=self._share(got, frozen), least=self.at_least)  # fmt: skip
        return say("{part}: {share:.1%} are right; at least {least:.0%} are asked for.", part=part,
                   share=self._share(got, frozen), least=self.at_least)  # fmt: skip

    @staticmethod
    def _share(got: Any, frozen: Any) -> float:
        labels = as_numbers(got)
        if labels is None or labels.shape != np.shape(frozen):
            return 0.0
        return float(np.mean(labels == np.asarray(frozen)))
