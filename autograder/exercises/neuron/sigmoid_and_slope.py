"""The logistic sigmoid and its slope: a = 1/(1 + e^−s), a′ = a(1 − a)."""

import math

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("a", "slope"),
    hints=(
        "Work a out first. The slope can be written with a alone, as the slope of tanh could be written with tanh alone.",
        "Differentiate 1/(1 + u) with u = e^−s: the result is u/(1 + u)². Split it into two factors, one of which is a.",
        "The other factor is 1 − a. In 1/(1 + np.exp(-s)) a warning about overflow at −1000 is harmless: 1/inf is 0.",
    ),
)


@page.reference
def by_loops(s):
    a, slope = np.zeros(s.shape), np.zeros(s.shape)
    for index in np.ndindex(s.shape):
        # Half a tanh, and a quarter of 1/cosh²; beyond 700 cosh overflows and the slope is 0 to all digits.
        half = float(s[index]) / 2
        a[index] = 0.5 * (1 + math.tanh(half))
        slope[index] = 0.25 / math.cosh(half) ** 2 if abs(half) < 350 else 0.0
    return a, slope


@page.forward(slope="s")
def summed(s):
    return s.sigmoid().sum()


@page.cases(public=2, secret=4)
def random_scores(rng):
    (N,) = sizes(rng, 1, low=4, high=7)
    return {"s": numbers(rng, N, scale=2)}


@page.cases(public=1, secret=2)
def a_batch_of_scores(rng):
    N, H = sizes(rng, 2)
    return {"s": numbers(rng, N, H, scale=2)}


@page.edge("huge scores, and zero")
def huge():
    return {"s": np.array([-1000.0, -30.0, 0.0, 1.5, 30.0, 1000.0])}


def _sigmoid(s):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-s))


@page.wrong("slope passes a through the sigmoid once more: a is already its output, so use a · (1 − a).")
def slope_of_the_output(s):
    a = _sigmoid(s)
    return a, _sigmoid(a) * (1 - _sigmoid(a))


@page.wrong("slope uses s in place of a: the formula a · (1 − a) takes the sigmoid's output.")
def slope_with_the_score(s):
    return _sigmoid(s), s * (1 - s)


@page.wrong("slope is that of tanh: for the logistic sigmoid it is a · (1 − a), not 1 − a².")
def slope_of_tanh(s):
    a = _sigmoid(s)
    return a, 1 - a**2


@page.wrong("slope is negative: differentiating e^−s brings a minus, 1/(1 + u) brings another, and the two cancel.")
def slope_negative(s):
    a = _sigmoid(s)
    return a, a * (a - 1)


@page.wrong("slope is 1 − a alone: multiply it by a.")
def half_of_the_slope(s):
    a = _sigmoid(s)
    return a, 1 - a


@page.wrong("a falls where it should rise: the exponent is −s, not s.")
def mirrored(s):
    a = _sigmoid(-s)
    return a, a * (1 - a)


@page.wrong(
    "a and slope are nan for large scores, as where e^s overflows, and inf/inf is nan. Divide through by e^s: 1/(1 + "
    "e^−s)."
)
def infinity_by_infinity(s):
    with np.errstate(all="ignore"):
        a = np.exp(s) / (1 + np.exp(s))
    return a, a * (1 - a)


@page.wrong("a is tanh: it runs from -1 to 1. The logistic sigmoid runs from 0 to 1.")
def tanh_in_its_place(s):
    return np.tanh(s), _sigmoid(s) * (1 - _sigmoid(s))


@page.wrong("slope is a · (1 + a): it is a · (1 − a).")
def plus_for_minus(s):
    a = _sigmoid(s)
    return a, a * (1 + a)


@page.wrong("slope is a²: it is a · (1 − a).")
def square_of_the_output(s):
    a = _sigmoid(s)
    return a, a**2


@page.right
def as_written(s):
    a = _sigmoid(s)
    return a, a * (1 - a)


@page.right
def by_the_size_of_the_score(s):
    small = np.exp(-np.abs(s))
    return {"slope": small / (1 + small) ** 2, "a": np.where(s < 0, small / (1 + small), 1 / (1 + small))}
