"""True statements about a number worked out by hand: a sign, a factor, digits lost, another output's number.

The right number is not at hand, its digests are: what is said here was tried on them. How large a factor is, is not told.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from handgrad.kit.rules import Hand
from handgrad.kit.rules.rule import is_numeric
from handgrad.text import say

FACTORS = (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 100.0)
# A number that was rounded is off by so much of itself at most. Of a smaller one too little is left to know it by.
COARSE = 0.05


def told(name: str, rule: Hand, got: Any, frozen: Mapping[str, Any]) -> str | None:
    """One sentence on the number `got` that was given for the output `name`; `frozen` holds all outputs' digests."""
    if isinstance(got, str) and _reads_as_a_number(got) and _is_a_number(rule, float(got), frozen[name]):
        return say("{part} is a text; a number is asked for, without quotation marks.", part=name)
    # Of 0 nothing is told: it is its own negative, and every multiple of itself.
    if not is_numeric(got) or np.ndim(got) or not rule.decimals or not float(got):
        return None
    number, right = float(got), frozen[name]
    if rule.fits(-number, right):
        return say("{part} has the wrong sign: its size is right.", part=name)
    if any(_was_rounded(number, places, rule, right) for places in range(rule.decimals)):
        return say("{part} is the right number, rounded to too few decimals: {asked} are asked for.", part=name,
                   asked=rule.decimals)
    others = [other for other in frozen if other != name] if _has_digits(number) else []
    if (other := next((other for other in others if rule.fits(number, frozen[other])), None)) is not None:
        return say("{part} holds what {other} should be.", part=name, other=other)
    if any(rule.fits(number * factor, right) or rule.fits(number / factor, right) for factor in FACTORS):
        return say("{part} is a simple multiple or fraction of the right number: is a factor missing, or one too many?",
                   part=name)
    if any(rule.fits(-number * factor, right) or rule.fits(-number / factor, right) for factor in FACTORS):
        return say("{part} is a simple multiple or fraction of the right number, with the wrong sign.", part=name)
    return None


def _is_a_number(rule: Hand, number: float, right: Any) -> bool:
    """Whether the right answer is one: a rounded one has several digests, a whole one or a word has one."""
    return len(right) > 1 or rule.fits(number, right)


def _reads_as_a_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _was_rounded(number: float, places: int, rule: Hand, right: Any) -> bool:
    """Whether `number` has so few decimals, and is the right one when that is rounded to them."""
    unit = 10.0**-places
    if abs(number - round(number, places)) > 1e-9 or unit > COARSE * abs(number):
        return False
    return any(rule.fits(longer, right) for longer in _longer(number, unit, 10.0**-rule.decimals))


def _longer(number: float, unit: float, step: float) -> Iterator[float]:
    """The numbers that round to `number`."""
    count = round(unit / step / 2)
    return (number + i * step for i in range(-count, count + 1))


def _has_digits(number: float) -> bool:
    """Whether two outputs that are equal in this number are so by no accident."""
    return len(f"{number:.6g}".lstrip("-0.").replace(".", "").rstrip("0")) > 2
