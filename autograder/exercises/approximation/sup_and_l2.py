"""How far a network is from its target on [0, 1]: the largest distance, and the root of the mean square."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page
from handgrad.functions import Curve, Stairs

page = Page(
    outputs=("sup", "l2"),
    hints=(
        "First make the m points, then one array with the errors net(x) - f(x) at all of them. Both outputs come from it.",
        "Cell i reaches from i/m to (i + 1)/m: np.arange(m) gives all i at once, and half a cell more is the middle.",
        "sup is the largest absolute value, so the sign goes before the maximum is taken. For l2 three steps in this order: "
        "square, mean, root.",
    ),
)


@page.reference
def point_by_point(f, net, m):
    largest, total = 0.0, 0.0
    for i in range(m):
        x = (2 * i + 1) / (2 * m)
        error = abs(float(net(x)) - float(f(x)))
        largest = max(largest, error)
        total += error * error / m
    return largest, total**0.5


def draw(rng, m, h, sign):
    """A target and a network whose largest error has the given sign, and that no rougher measure gets right."""
    while True:
        f = Curve([round(float(c), 2) for c in rng.normal(size=3) * 0.4], [[0.4, 1, float(rng.integers(5, 16)), 0.3]])
        net = Stairs(np.append(-0.1, np.sort(np.round(rng.uniform(0.05, 0.95, h - 1), 4))), numbers(rng, h, scale=0.5))
        x = (np.arange(m) + 0.5) / m
        error = net(x) - f(x)
        on_a_step = np.abs(x[:, None] - net.s).min() < 1e-3 / m
        if not on_a_step and abs(error.max() + error.min()) > 0.1 and (error.max() > -error.min()) == (sign > 0):
            return {"f": f, "net": net, "m": m}


@page.cases(public=2, secret=3)
def mostly_above(rng):
    return draw(rng, int(rng.integers(11, 60)), int(rng.integers(3, 7)), 1)


@page.cases(public=2, secret=3)
def mostly_below(rng):
    return draw(rng, int(rng.integers(11, 60)), int(rng.integers(3, 7)), -1)


@page.edge("many cells")
def fine(rng):
    return draw(rng, 4001, 5, -1)


@page.edge("one cell", public=False)
def one_cell(rng):
    return draw(rng, 1, 3, 1)


def _errors(f, net, x):
    return net(x) - f(x)


def _middles(m):
    return (np.arange(m) + 0.5) / m


def _both(error):
    return np.abs(error).max(), np.sqrt(np.mean(error**2))


@page.wrong(
    "sup is the largest signed error: where the network lies below f the error is negative. Take absolute values "
    "first."
)
def signed_maximum(f, net, m):
    error = _errors(f, net, _middles(m))
    return error.max(), _both(error)[1]


@page.wrong("l2 is the mean of the squares: its root is missing.")
def without_the_root(f, net, m):
    error = _errors(f, net, _middles(m))
    return _both(error)[0], np.mean(error**2)


@page.wrong("l2 is the root of the sum of the squares: with a sum it would grow with m. Take the mean.")
def sum_for_mean(f, net, m):
    error = _errors(f, net, _middles(m))
    return _both(error)[0], np.sqrt(np.sum(error**2))


@page.wrong("l2 is the mean of the absolute errors: square them, take the mean, then the root.")
def mean_distance(f, net, m):
    error = _errors(f, net, _middles(m))
    return _both(error)[0], np.abs(error).mean()


@page.wrong("l2 is the standard deviation of the errors: it takes the mean error away first, and a network that is off "
            "by the same amount everywhere would seem perfect.")  # fmt: skip
def deviation(f, net, m):
    error = _errors(f, net, _middles(m))
    return _both(error)[0], error.std()


@page.wrong(
    "sup and l2 are measured only where the network has its steps: between them f moves on. Use the m middles of the "
    "cells."
)
def at_the_steps_only(f, net, m):
    return _both(_errors(f, net, net.s))


@page.wrong("sup and l2 are measured at the m left ends i/m: the middles of the cells are half a cell further to the right.")
def left_ends(f, net, m):
    return _both(_errors(f, net, np.arange(m) / m))


@page.wrong(
    "sup and l2 are measured at points from 0 to 1 with both ends: the middles of m cells begin at 0.5/m and end at 1"
    " - 0.5/m."
)
def both_ends(f, net, m):
    return _both(_errors(f, net, np.linspace(0, 1, m)))


@page.wrong(
    "sup and l2 are measured at the m right ends (i + 1)/m: the middles of the cells are half a cell further to the "
    "left."
)
def right_ends(f, net, m):
    return _both(_errors(f, net, (np.arange(m) + 1) / m))


@page.wrong("sup and l2 are measured at the m + 1 edges of the cells: take the m middles.")
def all_edges(f, net, m):
    return _both(_errors(f, net, np.linspace(0, 1, m + 1)))


@page.wrong(
    "sup and l2 are measured at points from 0.5/m to m - 1 and more, far outside [0, 1]: i + 0.5 is divided by m as a"
    " whole."
)
def half_a_cell_only_divided(f, net, m):
    return _both(_errors(f, net, np.arange(m) + 0.5 / m))


@page.wrong("sup is the absolute value of one error, the largest signed one: take the absolute values of all errors, then the "
            "maximum.")  # fmt: skip
def absolute_value_too_late(f, net, m):
    error = _errors(f, net, _middles(m))
    return abs(error.max()), _both(error)[1]


@page.wrong("l2 is divided by m after the root: the mean comes first, then its root.")
def divided_after_the_root(f, net, m):
    error = _errors(f, net, _middles(m))
    return _both(error)[0], np.linalg.norm(error) / m


@page.wrong("sup is the mean of the absolute errors: it is the largest of them.")
def mean_for_maximum(f, net, m):
    error = _errors(f, net, _middles(m))
    return np.abs(error).mean(), _both(error)[1]


@page.wrong("sup and l2 have changed places: the largest error comes first.")
def changed_places(f, net, m):
    return _both(_errors(f, net, _middles(m)))[::-1]


@page.wrong("sup and l2 are measured on a grid of its own, whatever m is: take the middles of m cells.")
def fine_grid(f, net, m):
    return _both(_errors(f, net, np.linspace(0, 1, 100_001)))


@page.wrong("sup is the place of the largest error in the list, as argmax gives it: the error itself is asked for.")
def place_of_the_largest(f, net, m):
    error = _errors(f, net, _middles(m))
    return np.abs(error).argmax(), _both(error)[1]


@page.wrong("sup is the difference of two maxima: first subtract f from net at each point, then look for the largest distance.")
def difference_of_maxima(f, net, m):
    x = _middles(m)
    return abs(net(x)).max() - abs(f(x)).max(), _both(_errors(f, net, x))[1]


@page.wrong("l2 is the mean of the roots of the absolute errors: square them, take the mean, then the root.")
def mean_of_roots(f, net, m):
    error = _errors(f, net, _middles(m))
    return _both(error)[0], np.sqrt(np.abs(error)).mean()


@page.wrong("sup and l2 are those of net + f: the error is net - f.")
def sum_for_difference(f, net, m):
    x = _middles(m)
    return _both(net(x) + f(x))


@page.wrong("sup and l2 are those of errors relative to f: the distance itself is asked for.")
def relative(f, net, m):
    x = _middles(m)
    return _both((net(x) - f(x)) / f(x))


@page.wrong("sup and l2 leave out the first cell: the middles begin at 0.5/m.")
def first_cell_left_out(f, net, m):
    return _both(_errors(f, net, _middles(m)[1:])) if m > 1 else None


@page.wrong("sup is the range of the errors, the largest minus the smallest: it is the largest distance from 0.")
def range_of_the_errors(f, net, m):
    error = _errors(f, net, _middles(m))
    return np.ptp(error), _both(error)[1]


@page.wrong("sup is the smallest distance: it is the largest.")
def smallest_distance(f, net, m):
    error = _errors(f, net, _middles(m))
    return np.abs(error).min(), _both(error)[1]


@page.wrong("l2 is the square of the mean distance: square each distance, take the mean, then the root.")
def square_of_the_mean(f, net, m):
    error = _errors(f, net, _middles(m))
    return _both(error)[0], np.abs(error).mean() ** 2


@page.right
def with_linspace(f, net, m):
    x = np.linspace(0.5 / m, 1 - 0.5 / m, m)
    error = np.abs(f(x) - net(x))
    return float(np.max(error)), float(np.linalg.norm(error) / np.sqrt(m))


@page.right
def as_norms(f, net, m):
    edges = np.linspace(0, 1, m + 1)
    error = f((edges[:-1] + edges[1:]) / 2) - net((edges[:-1] + edges[1:]) / 2)
    return {"l2": (error @ error / m) ** 0.5, "sup": np.linalg.norm(error, np.inf)}
