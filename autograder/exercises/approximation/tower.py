"""A bump over a rectangle, from step neurons in two layers: the sum of two ridges, and a threshold that cuts off their arms."""

import numpy as np

from autograder.author.draw import sizes
from autograder.author.page import Page

page = Page(
    outputs=("ridges", "y"),
    hints=(
        "Take one coordinate alone: the bump from low to high is one step minus another, as in one dimension. It is 1 "
        "inside the strip and 0 outside.",
        "X - low subtracts from both columns at once and gives (N, 2), a score for each coordinate. Send it through the "
        "step; do the same with high and subtract. Then add up the two columns: 0 outside, 1 in one strip, 2 where they cross.",
        "The second layer's neuron must be off at 1 and on at 2: it is a step neuron whose threshold lies between them. "
        "Its score is the sum of the ridges minus that threshold.",
    ),
    follows={"y": ("ridges",)},
)


@page.reference
def point_by_point(X, low, high):
    ridges, y = np.zeros(len(X)), np.zeros(len(X))
    for n in range(len(X)):
        for j in (0, 1):
            ridges[n] += low[j] < X[n, j] <= high[j]
        y[n] = ridges[n] == 2
    return ridges, y


def draw(rng, n):
    """Points in the rectangle, in both strips and outside of both, in no order."""
    low, high = np.round(rng.uniform(0.1, 0.4, 2), 2), np.round(rng.uniform(0.55, 0.85, 2), 2)
    inside = np.round(rng.uniform(low + 0.02, high - 0.02, (n, 2)), 3)
    outside = np.round(np.where(rng.random((n, 2)) < 0.5, rng.uniform(0, 0.08, (n, 2)), rng.uniform(0.87, 1, (n, 2))), 3)
    mask = rng.permutation(np.resize([[True, True], [True, False], [False, True], [False, False]], (n, 2)))
    return {"X": np.where(mask, inside, outside), "low": low, "high": high}


@page.cases(public=3, secret=5)
def some_points(rng):
    return draw(rng, sizes(rng, 1, 5, 9)[0])


@page.edge("points on the edges")
def on_the_edges():
    X = np.array([[0.25, 0.5], [0.5, 0.5], [0.5, 0.75], [0.75, 0.625], [0.75, 0.75], [0.375, 0.25], [0.0, 0.75]])
    return {"X": X, "low": np.array([0.25, 0.5]), "high": np.array([0.75, 0.75])}


@page.edge("a large rectangle")
def large():
    X = np.array([[0.5, 0.5], [0.02, 0.3], [0.4, 0.97], [0.99, 0.05], [0.93, 0.12]])
    return {"X": X, "low": np.array([0.05, 0.1]), "high": np.array([0.95, 0.9])}


@page.edge("one point", public=False)
def one_point(rng):
    return {"X": np.array([[0.5, 0.97]]), "low": np.array([0.21, 0.3]), "high": np.array([0.66, 0.8])}


@page.edge("two points", public=False)
def two_points(rng):
    return {"X": np.array([[0.5, 0.4], [0.02, 0.7]]), "low": np.array([0.21, 0.3]), "high": np.array([0.66, 0.8])}


def _on(X, position):
    return np.heaviside(X - position, 0.0)


def _strips(X, low, high):
    return _on(X, low) - _on(X, high)


def _ridges(X, low, high):
    return _strips(X, low, high).sum(axis=1)


@page.wrong("y is 1 on the whole cross: in one strip alone the sum is 1, and 1 must not pass the threshold. Only 2 may.")
def threshold_too_low(X, low, high):
    ridges = _ridges(X, low, high)
    return ridges, np.where(ridges > 0.5, 1.0, 0.0)


@page.wrong("y is 0 everywhere: where both ridges are on, their sum is 2, and 2 must pass the threshold.")
def threshold_too_high(X, low, high):
    ridges = _ridges(X, low, high)
    return ridges, np.where(ridges > 2, 1.0, 0.0)


@page.wrong("y is the sum of the ridges: one more step neuron turns 2 into 1, and 1 and 0 into 0.")
def without_the_second_layer(X, low, high):
    ridges = _ridges(X, low, high)
    return ridges, ridges


@page.wrong("y is half of the ridges: the arms of the cross are still there, with height one half. A threshold removes them.")
def halved(X, low, high):
    ridges = _ridges(X, low, high)
    return ridges, ridges / 2


@page.wrong(
    "ridges is the product of the two strips: a network's layer adds. The ridges are 0, 1 or 2, and the threshold "
    "makes the tower of them."
)
def product_of_strips(X, low, high):
    strips = _strips(X, low, high)
    return strips[:, 0] * strips[:, 1], np.where(strips.sum(axis=1) > 1.5, 1.0, 0.0)


@page.wrong(
    "ridges and y have strips with a left edge only: a step that switches on at low needs another that takes it away "
    "after high."
)
def never_off(X, low, high):
    ridges = _on(X, low).sum(axis=1)
    return ridges, np.where(ridges > 1.5, 1.0, 0.0)


@page.wrong("ridges adds the steps at high, and y follows from it: they must be subtracted, so that each strip ends.")
def steps_added(X, low, high):
    ridges = _on(X, low).sum(axis=1) + _on(X, high).sum(axis=1)
    return ridges, np.where(ridges > 1.5, 1.0, 0.0)


@page.wrong(
    "ridges and y are wrong for points on an edge: steps are on for x > s, so a strip leaves out low and includes "
    "high."
)
def other_edges(X, low, high):
    ridges = (np.heaviside(X - low, 1.0) - np.heaviside(X - high, 1.0)).sum(axis=1)
    return ridges, np.where(ridges > 1.5, 1.0, 0.0)


@page.wrong(
    "ridges and y leave out a point with x = high: the step at high is on for x > high only, so the strip includes x "
    "= high."
)
def right_edges_left_out(X, low, high):
    ridges = (np.heaviside(X - low, 0.0) - np.heaviside(X - high, 1.0)).sum(axis=1)
    return ridges, np.where(ridges > 1.5, 1.0, 0.0)


@page.wrong(
    "ridges and y are those of strips that have both ends from one array: the strip in x1 runs from low[0] to "
    "high[0], the strip in x2 from low[1] to high[1]."
)
def corners_mixed_up(X, low, high):
    ridges = _strips(X, np.array([low[0], high[0]]), np.array([low[1], high[1]])).sum(axis=1)
    return ridges, np.where(ridges > 1.5, 1.0, 0.0)


@page.wrong("ridges and y look at the first coordinate only: ridges adds the strip in x1 and the strip in x2.")
def one_coordinate(X, low, high):
    strip = _strips(X, low, high)[:, 0]
    return strip, strip


@page.wrong("y is 1 in one strip alone and 0 in both: it is 1 where both ridges are on.")
def either_but_not_both(X, low, high):
    ridges = _ridges(X, low, high)
    return ridges, np.where(ridges == 1, 1.0, 0.0)


@page.wrong("ridges and y include a point with x = low: the step at low is on for x > low only.")
def left_edges_included(X, low, high):
    ridges = (np.heaviside(X - low, 1.0) - np.heaviside(X - high, 0.0)).sum(axis=1)
    return ridges, np.where(ridges > 1.5, 1.0, 0.0)


@page.wrong("ridges and y put x1 into both strips: the strip from low[1] to high[1] is one in x2.")
def first_coordinate_in_both_strips(X, low, high):
    ridges = _ridges(X[:, [0, 0]], low, high)
    return ridges, np.where(ridges > 1.5, 1.0, 0.0)


@page.wrong("ridges and y put x2 into both strips: the strip from low[0] to high[0] is one in x1.")
def second_coordinate_in_both_strips(X, low, high):
    ridges = _ridges(X[:, [1, 1]], low, high)
    return ridges, np.where(ridges > 1.5, 1.0, 0.0)


@page.wrong(
    "ridges is 1 where both strips are on, as True + True is in NumPy: there their sum is 2. Add numbers, not truth values."
)
def sum_of_truth_values(X, low, high):
    inside = (low < X) & (high >= X)
    return np.any(inside, axis=1).astype(float), np.zeros(len(X))


@page.right
def as_a_network(X, low, high):
    W1 = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    b1 = -np.array([low[0], high[0], low[1], high[1]])
    ridges = np.heaviside(X @ W1 + b1, 0.0) @ np.array([1.0, -1.0, 1.0, -1.0])
    return ridges, np.heaviside(ridges - 1.2, 0.0)


@page.right
def with_logic(X, low, high):
    inside = (low < X) & (high >= X)
    return {"y": inside.all(axis=1), "ridges": inside.sum(axis=1)}
