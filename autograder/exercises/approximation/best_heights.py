"""The best constant on each piece: half-way between least and largest value for the sup error, the mean for the L2 error."""

import itertools
import statistics

import numpy as np

from autograder.author.draw import number, sizes
from autograder.author.page import Page

page = Page(
    outputs=("middles", "means"),
    hints=(
        "Take one piece alone, and of its samples only the largest and the smallest. Where must a constant lie so that "
        "it is equally far from both?",
        "For each k a mask with two conditions, (edges[k] < x) & (x <= edges[k + 1]), picks the piece's values out of y. "
        "Then two numbers per piece.",
        "A middle is half of the sum of the largest and the smallest value. Collect both numbers in lists while k runs over "
        "the len(edges) - 1 pieces, and turn the lists into arrays at the end.",
    ),
)


@page.reference
def sample_by_sample(x, y, edges):
    middles, means = [], []
    for k in range(len(edges) - 1):
        inside = [float(yi) for xi, yi in zip(x, y, strict=True) if edges[k] < xi <= edges[k + 1]]
        middles.append(min(inside) + (max(inside) - min(inside)) / 2)
        means.append(statistics.fmean(inside))
    return np.array(middles), np.array(means)


def draw(rng, n):
    """Samples of a wavy curve, uneven pieces with several samples each, and a sample on every inner edge."""
    a, omega, phase = number(rng, 0.3, 1.0), number(rng, 6, 14), number(rng, 0, 3)
    x = np.sort(rng.choice(np.arange(1, 200), size=9 * n, replace=False)) / 200
    y = np.round(0.3 + 0.6 * x**2 + a * np.sin(omega * x + phase), 3)
    cuts = np.cumsum(rng.integers(5, 9, size=n - 1)) - 1
    return {"x": x, "y": y, "edges": np.concatenate([[-0.1], x[cuts], [1.0]])}


@page.cases(public=3, secret=5)
def some_pieces(rng):
    return draw(rng, sizes(rng, 1, 2, 5)[0])


@page.edge("one piece")
def one_piece(rng):
    return draw(rng, 1)


@page.edge("one sample in a piece", public=False)
def one_sample():
    x = np.array([0.1, 0.3, 0.35, 0.6, 0.9])
    return {"x": x, "y": np.array([0.2, -0.5, 0.8, 0.4, 0.1]), "edges": np.array([-0.1, 0.2, 0.5, 1.0])}


def _pieces(x, y, edges, closed_left=False):
    for low, high in itertools.pairwise(edges):
        yield y[(low <= x) & (x < high)] if closed_left else y[(low < x) & (x <= high)]


def _each(function, *given, **how):
    return np.array([function(values) for values in _pieces(*given, **how)])


def _middle(values):
    return (values.max() + values.min()) / 2


@page.wrong(
    "middles is half the distance between the largest and the smallest value: that is the error that is left. The "
    "height is half of their sum."
)
def half_the_range(x, y, edges):
    return _each(lambda values: (values.max() - values.min()) / 2, x, y, edges), _each(np.mean, x, y, edges)


@page.wrong("middles and means have changed places: the middle of least and largest comes first, the mean second.")
def exchanged(x, y, edges):
    return _each(np.mean, x, y, edges), _each(_middle, x, y, edges)


@page.wrong("middles holds medians: the largest error depends only on the largest and the smallest value of a piece.")
def medians(x, y, edges):
    return _each(np.median, x, y, edges), _each(np.mean, x, y, edges)


@page.wrong("middles is half-way between a piece's first and last sample: in between f can rise higher and fall lower.")
def between_the_ends(x, y, edges):
    return _each(lambda values: (values[0] + values[-1]) / 2, x, y, edges), _each(np.mean, x, y, edges)


@page.wrong(
    "middles and means count a sample on an edge with the piece to its right: piece k holds edges[k] < x <= edges[k +"
    " 1], its right end included."
)
def left_ends_included(x, y, edges):
    return _each(_middle, x, y, edges, closed_left=True), _each(np.mean, x, y, edges, closed_left=True)


def _masked(x, y, edges, inside):
    found = [y[inside(low, high)] for low, high in itertools.pairwise(edges)]
    return np.array([_middle(values) for values in found]), np.array([values.mean() for values in found])


@page.wrong("middles and means count a sample on an edge in both pieces: it belongs to the piece on its left only.")
def both_ends_included(x, y, edges):
    return _masked(x, y, edges, lambda low, high: (low <= x) & (x <= high))


@page.wrong("middles and means count a sample on an edge in no piece: it belongs to the piece on its left.")
def no_ends_included(x, y, edges):
    return _masked(x, y, edges, lambda low, high: (low < x) & (x < high))


@page.wrong("middles holds the middles of the pieces on the x-axis: a height lies half-way between two values of y.")
def middles_of_the_edges(x, y, edges):
    return (edges[:-1] + edges[1:]) / 2, _each(np.mean, x, y, edges)


@page.wrong("middles holds the y of each piece's middle sample: a height lies half-way between its least and largest y.")
def middle_samples(x, y, edges):
    return _each(lambda values: values[len(values) // 2], x, y, edges), _each(np.mean, x, y, edges)


@page.wrong("means are divided by N, the number of all samples: divide by the number of samples in the piece.")
def divided_by_all(x, y, edges):
    return _each(_middle, x, y, edges), _each(np.sum, x, y, edges) / len(x)


@page.wrong("means are as if all pieces held equally many samples: divide each sum by the number of samples in its own piece.")
def divided_by_the_average_number(x, y, edges):
    return _each(_middle, x, y, edges), _each(np.sum, x, y, edges) / len(x) * (len(edges) - 1)


@page.wrong("means is the mean of all samples, for every piece: take each piece's own samples.")
def one_mean_for_all(x, y, edges):
    return _each(_middle, x, y, edges), np.full(len(edges) - 1, y.mean())


@page.wrong("means are sums: divide by the number of samples in the piece.")
def sums(x, y, edges):
    return _each(_middle, x, y, edges), _each(np.sum, x, y, edges)


@page.wrong("middles holds the largest values of the pieces: a height lies half-way between the largest and the smallest.")
def largest_values(x, y, edges):
    return _each(np.max, x, y, edges), _each(np.mean, x, y, edges)


@page.wrong("middles holds the smallest values of the pieces: a height lies half-way between the largest and the smallest.")
def smallest_values(x, y, edges):
    return _each(np.min, x, y, edges), _each(np.mean, x, y, edges)


@page.wrong("middles holds the sums of the largest and the smallest values: the height is half of that.")
def sums_of_the_extremes(x, y, edges):
    return _each(lambda values: values.max() + values.min(), x, y, edges), _each(np.mean, x, y, edges)


@page.wrong("means holds medians: the mean is the sum over the number.")
def medians_for_means(x, y, edges):
    return _each(_middle, x, y, edges), _each(np.median, x, y, edges)


@page.wrong("middles and means hold all samples up to the piece's right end: a piece begins at edges[k].")
def no_lower_edge(x, y, edges):
    inside = [y[x <= right] for right in edges[1:]]
    return np.array([_middle(values) for values in inside]), np.array([values.mean() for values in inside])


@page.wrong("middles and means are those of pieces with equally many samples: the edges say which samples belong together.")
def equally_many_samples(x, y, edges):
    inside = np.array_split(y, len(edges) - 1)
    return np.array([_middle(values) for values in inside]), np.array([values.mean() for values in inside])


@page.wrong("middles is the least value plus half the largest: the sum of both is halved.")
def half_of_one(x, y, edges):
    inside = [y[(x > a) & (x <= b)] for a, b in itertools.pairwise(edges)]
    return np.array([values.min() + values.max() / 2 for values in inside]), np.array([values.mean() for values in inside])


@page.wrong("middles and means are made of x: the heights are made of y, of the samples whose x lies in the piece.")
def made_of_x(x, y, edges):
    inside = [x[(x > a) & (x <= b)] for a, b in itertools.pairwise(edges)]
    return np.array([_middle(values) for values in inside]), np.array([values.mean() for values in inside])


@page.right
def by_splitting(x, y, edges):
    parts = np.split(y, np.searchsorted(x, edges[1:-1], side="right"))
    return [np.array(f) for f in ([0.5 * (p.min() + p.max()) for p in parts], [p.mean() for p in parts])]


@page.right
def by_counting(x, y, edges):
    piece = (x[:, None] > edges[1:-1]).sum(axis=1)
    n = len(edges) - 1
    means = np.bincount(piece, weights=y, minlength=n) / np.bincount(piece, minlength=n)
    high, low = np.full(n, -np.inf), np.full(n, np.inf)
    np.maximum.at(high, piece, y)
    np.minimum.at(low, piece, y)
    return {"means": means, "middles": low + (high - low) / 2}
