"""Mean, mean square and variance of max(0, z) for z ~ N(0, v): √(v/2π), v/2, and their difference v/2 − v/2π."""

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page

page = Page(
    outputs=("mean", "mean_square", "variance"),
    follows={"variance": ("mean", "mean_square")},
    hints=(
        "ReLU keeps one half of the bell and puts the other half at 0. Which half of E[z²] is left?",
        "For the mean, integrate z times the density from 0 to infinity. The derivative of −exp(−z²/2v) is "
        "(z/v)·exp(−z²/2v), so the integral is done.",
        "The integral is v/√(2πv). The variance is always the mean square minus the square of the mean.",
    ),
)

NODES, WEIGHTS = np.polynomial.legendre.leggauss(120)


@page.reference
def by_quadrature(v):
    # Gauss and Legendre's 120 points on 0 … 12 deviations: beyond lies less than 1e-32.
    sigma = np.sqrt(v)
    z = 6 * sigma * (NODES + 1)
    density = np.exp(-(z**2) / (2 * v)) / np.sqrt(2 * np.pi * v) * WEIGHTS * 6 * sigma
    mean, square = float(np.sum(z * density)), float(np.sum(z**2 * density))
    # The other half of the probability stands at 0.
    return mean, square, float(np.sum((z - mean) ** 2 * density) + 0.5 * mean**2)


@page.cases(public=2, secret=4)
def some_variance(rng):
    return {"v": number(rng, 1.5, 9.0)}


@page.edge("a standard normal")
def standard():
    return {"v": 1.0}


@page.edge("a small variance", public=False)
def small(rng):
    return {"v": number(rng, 0.02, 0.3)}


def _right(v):
    return np.sqrt(v / (2 * np.pi)), v / 2, v / 2 - v / (2 * np.pi)


@page.wrong("variance is ½v: that is the mean square. ReLU's outputs have a mean above 0, so the variance is smaller.")
def square_for_variance(v):
    return np.sqrt(v / (2 * np.pi)), v / 2, v / 2


@page.wrong("mean is 0: the negative half is gone and nothing balances the positive one.")
def mean_of_zero(v):
    return 0.0, v / 2, v / 2


@page.wrong("mean is that of |z|: half of ReLU's outputs are 0, which halves it.")
def mean_of_absolute(v):
    _, square, _ = _right(v)
    return np.sqrt(2 * v / np.pi), square, square - 2 * v / np.pi


@page.wrong("mean_square is v, that of z itself: ReLU sets half of the squares to 0.")
def square_not_halved(v):
    mean, _, _ = _right(v)
    return mean, v, v - mean**2


@page.wrong(
    "mean, mean_square and variance are those for v², as if v were the deviation: it is a variance, so the deviation "
    "is its root."
)
def variance_for_deviation(v):
    return _right(v**2)


@page.wrong("variance adds the square of the mean: it is the mean square minus the square of the mean.")
def mean_added(v):
    mean, square, _ = _right(v)
    return mean, square, square + mean**2


@page.wrong("variance is the deviation: leave the root out.")
def deviation(v):
    mean, square, variance = _right(v)
    return mean, square, np.sqrt(variance)


@page.wrong("mean_square is its root: the mean of the squares is asked for.")
def root_mean_square(v):
    mean, square, variance = _right(v)
    return mean, np.sqrt(square), variance


@page.wrong("variance takes the mean away, not its square.")
def mean_not_squared(v):
    mean, square, _ = _right(v)
    return mean, square, square - mean


@page.wrong("mean_square and variance are exchanged: the mean square comes first, and it is the larger of the two.")
def exchanged(v):
    mean, square, variance = _right(v)
    return mean, variance, square


@page.wrong(
    "variance is half that of |z|: means and mean squares halve, variances do not. Take the mean square minus the "
    "squared mean."
)
def half_the_variance_of_the_absolute(v):
    mean, square, _ = _right(v)
    return mean, square, v / 2 - v / np.pi


@page.wrong(
    "mean is v/√(2π): the density of N(0, v) has √(2πv) below, and so the mean is "
    "v/√(2πv)."
)
def density_of_the_standard_normal(v):
    mean = v / np.sqrt(2 * np.pi)
    return mean, v / 2, v / 2 - mean**2


@page.wrong("mean is √(v/π): half of the mean of |z|, which is √(2v/π), is √(v/2π).")
def halved_inside_the_root(v):
    return np.sqrt(v / np.pi), v / 2, v / 2 - v / np.pi


@page.wrong("variance is v, that of z itself: ReLU takes half of it away, and more.")
def variance_of_the_input(v):
    return np.sqrt(v / (2 * np.pi)), v / 2, v


@page.wrong("mean is half of the deviation, √v/2: integrate z times the density from 0 to infinity.")
def half_the_deviation(v):
    mean = np.sqrt(v) / 2
    return mean, v / 2, v / 2 - mean**2


@page.wrong("mean lacks the root of v: it is √v/√(2π).")
def root_of_v_forgotten(v):
    mean = 1 / np.sqrt(2 * np.pi)
    return mean, v / 2, v / 2 - mean**2


@page.wrong("mean, mean_square and variance are those of |z|: ReLU sets the negative half to 0.")
def of_the_absolute(v):
    return np.sqrt(2 * v / np.pi), v, v - 2 * v / np.pi


@page.wrong("mean_square has a 1 beside v, as if the mean of z were 1: here E[z] = 0.")
def scores_with_mean_one(v):
    mean = np.sqrt(v / (2 * np.pi))
    return mean, (1 + v) / 2, (1 + v) / 2 - mean**2


@page.wrong("variance is a quarter of that of |z|: it is no multiple of it. Take the squared mean from the mean square.")
def quarter_of_the_variance(v):
    return np.sqrt(v / (2 * np.pi)), v / 2, (v - 2 * v / np.pi) / 4


@page.right
def in_closed_form(v):
    return _right(v)


@page.right
def from_the_standard_normal(v):
    mean = 1 / np.sqrt(2 * np.pi)
    return {"variance": v * (0.5 - mean**2), "mean_square": 0.5 * v, "mean": np.sqrt(v) * mean}
