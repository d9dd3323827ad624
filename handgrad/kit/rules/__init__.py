"""What makes an output right. A rule is plain data: a name and a few numbers, kept beside the public cases."""

from dataclasses import asdict
from typing import Any

from handgrad.kit.rules.accuracy import Accuracy
from handgrad.kit.rules.close import Close
from handgrad.kit.rules.exact import Exact
from handgrad.kit.rules.hand import Hand
from handgrad.kit.rules.rule import Rule, distance
from handgrad.kit.rules.sample import Sample
from handgrad.kit.rules.stairs import StairsError, StairsSize
from handgrad.kit.rules.trained import Trained

__all__ = ["RULES", "Accuracy", "Close", "Exact", "Hand", "Rule", "Sample", "StairsError", "StairsSize", "Trained", "distance",
           "from_plain", "to_plain"]

KINDS = (Close, Exact, Hand, StairsError, StairsSize, Accuracy, Trained, Sample)
RULES: dict[str, type[Rule]] = {rule.name: rule for rule in KINDS}


def to_plain(rule: Rule) -> dict[str, Any]:
    """The rule as data."""
    return {"rule": rule.name} | asdict(rule)  # type: ignore[call-overload]


def from_plain(plain: dict[str, Any]) -> Rule:
    """The rule that `to_plain` wrote."""
    fields = {key: value for key, value in plain.items() if key != "rule"}
    return RULES[plain["rule"]](**fields)
