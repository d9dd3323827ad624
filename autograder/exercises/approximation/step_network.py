"""A network of step neurons: the weighted contribution vᵢ I{x > sᵢ} of each, and their sum, the network's output."""

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("contributions", "y"),
    hints=(
        "Begin with the shapes: x is (N,), s is (H,), and every x meets every s. Which shape has a table of all pairs?",
        "x[:, None] is a column (N, 1). Compared with s, a row of H numbers, it gives a table (N, H) of True and False: "
        "row n tells which neurons are on at point n.",
        "Multiply the table by v: its H numbers are laid along each row, so column i gets the weight of neuron i. "
        "The output y adds up each row of the result.",
    ),
)


@page.reference
def by_loops(x, s, v):
    contributions = np.zeros((len(x), len(s)))
    y = np.zeros(len(x))
    for n in range(len(x)):
        for i in range(len(s)):
            if x[n] > s[i]:
                contributions[n, i] = v[i]
                y[n] += v[i]
    return contributions, y


def draw(rng, n, h):
    """Points and positions that differ, neurons on and off, and not in order."""
    while True:
        x = np.round(rng.uniform(0, 1, n), 3)
        s = np.round(rng.uniform(-0.1, 1, h), 3)
        on = x[:, None] > s
        if np.abs(x[:, None] - s).min() > 0.002 and on.any() and not on.all() and (h == 1 or on.any(axis=1).any()):
            return {"x": x, "s": s, "v": numbers(rng, h)}


@page.cases(public=3, secret=5)
def some_neurons(rng):
    n, h = sizes(rng, 2, 3, 8)
    return draw(rng, n, h)


@page.edge("one neuron")
def one_neuron(rng):
    return draw(rng, 5, 1)


@page.edge("a point exactly on a step, and two neurons at one place")
def on_a_step():
    return {"x": np.array([0.0, 0.25, 0.5, 0.75]), "s": np.array([0.5, 0.0, 0.5]), "v": np.array([1.2, 0.3, -0.7])}


@page.edge("one point", public=False)
def one_point(rng):
    return {"x": np.array([0.5]), "s": np.array([0.21, 0.87, 0.4]), "v": np.append(numbers(rng, 2), number(rng, 0.2, 1.0))}


@page.edge("as many points as neurons", public=False)
def square(rng):
    return draw(rng, 4, 4)


def _on(x, s):
    return (x[:, None] > s).astype(float)


@page.wrong("contributions are not weighted: multiply column i, neuron i's outputs of 0 and 1, by v[i].")
def unweighted(x, s, v):
    return _on(x, s), _on(x, s) @ v


@page.wrong("contributions and y are not weighted: each neuron's 0 or 1 is multiplied by its own v before they are added.")
def weights_forgotten(x, s, v):
    return _on(x, s), _on(x, s).sum(axis=1)


@page.wrong("contributions and y count a neuron as on at x = s: the condition is x > s, without equality.")
def on_at_the_step(x, s, v):
    found = v * (x[:, None] >= s)
    return found, found.sum(axis=1)


@page.wrong(
    "contributions and y have the neurons on to the left of their positions: with x > s a neuron is on to the right "
    "of s."
)
def on_to_the_left(x, s, v):
    found = v * (x[:, None] < s)
    return found, found.sum(axis=1)


@page.wrong("contributions and y are those of scores x + s: a neuron that switches at s has the score x - s.")
def position_as_bias(x, s, v):
    found = v * (x[:, None] + s > 0)
    return found, found.sum(axis=1)


@page.wrong(
    "contributions and y have v times the score x - s itself: v is multiplied by the 1 or 0 that the neuron makes of "
    "it."
)
def scores_in_place_of_steps(x, s, v):
    found = v * (x[:, None] - s)
    return found, found.sum(axis=1)


@page.wrong("contributions are transposed: one row for each point, one column for each neuron, so the shape is (N, H).")
def transposed(x, s, v):
    return (v * _on(x, s)).T, _on(x, s) @ v


@page.wrong("contributions are running sums over the neurons: each column holds the contribution of one neuron alone.")
def running_sums(x, s, v):
    return np.cumsum(v * _on(x, s), axis=1), _on(x, s) @ v


@page.wrong("y sums over the points: it has one number for each x, so add up each row (axis 1) of the contributions.")
def summed_over_points(x, s, v):
    return v * _on(x, s), (v * _on(x, s)).sum(axis=0)


@page.wrong("y is the mean of the contributions: the last neuron adds its inputs, it does not divide by H.")
def mean_of_contributions(x, s, v):
    return v * _on(x, s), (v * _on(x, s)).mean(axis=1)


@page.wrong("contributions and y are one half of a weight at x = s: there the neuron is off.")
def half_on_a_step(x, s, v):
    contributions = np.heaviside(x[:, None] - s, 0.5) * v
    return contributions, contributions.sum(axis=1)


@page.wrong("contributions and y compare x with v and multiply by s: the neurons stand at s, and v weights them.")
def positions_and_weights_exchanged(x, s, v):
    contributions = (x[:, None] > v) * s
    return contributions, contributions.sum(axis=1)


@page.wrong("contributions and y grow with x - s, as with ReLU: a step neuron gives 1 wherever x > s.")
def ramps_for_steps(x, s, v):
    contributions = np.maximum(x[:, None] - s, 0) * v
    return contributions, contributions.sum(axis=1)


@page.wrong("contributions and y pair the sorted positions with weights that were not sorted: neuron i has s[i] and v[i].")
def positions_sorted_alone(x, s, v):
    contributions = (x[:, None] > np.sort(s)) * v
    return contributions, contributions.sum(axis=1)


@page.wrong("y holds the contribution of the last neuron that is on: it is the sum of all of them.")
def last_neuron_alone(x, s, v):
    contributions = (x[:, None] > s) * v
    y = np.zeros(len(x))
    for i in range(len(s)):
        y = np.where(x > s[i], v[i], y)
    return contributions, y


@page.right
def neuron_by_neuron(x, s, v):
    columns = [np.where(x > si, vi, 0.0) for si, vi in zip(s, v, strict=True)]
    return np.stack(columns, axis=1), sum(columns)


@page.right
def with_matrices(x, s, v):
    U = np.heaviside(np.outer(x, np.ones(len(s))) - s, 0.0)
    return {"y": U @ v, "contributions": U @ np.diag(v)}
