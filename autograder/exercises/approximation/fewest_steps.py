"""A network of step neurons within eps of f, with as few neurons as possible: pieces as long as the range of f allows."""

import functools

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page
from handgrad.functions import Curve
from handgrad.kit.rules import StairsError, StairsSize

# The budget is what the best cut for 0.97 eps needs: a little room for a grid that is not infinitely fine.
ROOM = 0.97

# Known mistakes are made a little below eps. From 0.99 to 1 the public cases need the same numbers of neurons.
BELOW = 0.995

# Two mistakes add small differences up, so they are made as the third hint says.
BY_HINT = 0.99

page = Page(
    outputs={"error": StairsError(), "neurons": StairsSize()},
    hints=(
        "When is one height enough for a whole piece? Look at the largest and the smallest value of f in it. The best "
        "height lies half-way, and its error is half of their difference.",
        "Go through the samples from left to right and keep the smallest and the largest value of the piece so far. As "
        "long as they are no more than 2 eps apart, the piece can grow. When the next sample would break this, close the "
        "piece, note its height, and begin the next one with that sample.",
        "Take a fine grid of 20,000 points or more, compare with 2 * 0.99 * eps in place of 2 eps, and begin with a step left "
        "of 0. At the end close the last piece too. The edges and heights then become s and v as in the exercise stairs.",
    ),
)


def _cut(f, eps, m=40_001):
    """Edges and middle heights of the longest possible pieces, from the left, on a grid of m points."""
    x = np.linspace(0, 1, m)
    y = f(x)
    edges, heights, start = [-1.0], [], 0
    while True:
        high, low = np.maximum.accumulate(y[start:]), np.minimum.accumulate(y[start:])
        length = int(np.searchsorted(high - low, 2 * eps, side="right"))
        heights.append((high[length - 1] + low[length - 1]) / 2)
        start += length
        if start == m:
            return np.array(edges), np.array(heights)
        edges.append((x[start - 1] + x[start]) / 2)


def _network(edges, heights):
    return edges, np.diff(heights, prepend=0)


@functools.cache
def _budget(coefficients, waves, eps):
    return len(_cut(Curve(list(coefficients), [list(wave) for wave in waves]), ROOM * eps)[0])


def _with_terms(build):
    """What the rules freeze: the network, and the terms on which it is judged."""

    @functools.wraps(build)
    def answer(f, eps):
        enough = _budget(tuple(f.coefficients), tuple(map(tuple, f.waves)), eps)
        network = [*build(f, eps), {"f": f, "eps": eps, "neurons": enough}]
        return {"error": network, "neurons": network}

    return answer


@page.reference
@_with_terms
def longest_pieces(f, eps):
    return _network(*_cut(f, 0.985 * eps))


@page.edge("the lecture's function, eps = 0.1")
def lecture_roughly():
    return {"f": Curve([0.2, 0.0, 0.4], [[0.3, 1, 15.0, 0.0], [0.1, 0, 50.0, float(np.pi / 2)]]), "eps": 0.1}


@page.edge("the lecture's function, eps = 0.05")
def lecture_finely():
    return {"f": Curve([0.2, 0.0, 0.4], [[0.3, 1, 15.0, 0.0], [0.1, 0, 50.0, float(np.pi / 2)]]), "eps": 0.05}


@page.edge("a curve that only rises")
def rising():
    return {"f": Curve([0.5, 0.3, 0.0, 1.4], []), "eps": 0.08}


@page.edge("one neuron is enough", public=False)
def nearly_flat(rng):
    return {"f": Curve([number(rng, 0.4, 0.9)], [[0.05, 0, number(rng, 10, 20), 0.3]]), "eps": 0.08}


@page.cases(public=1, secret=4)
def wavy_curves(rng):
    slow, fast = number(rng, 5, 12), number(rng, 20, 45)
    f = Curve(
        [number(rng, 0.3, 0.8), number(rng, -0.5, 0.5), number(rng, -0.8, 0.8)],
        [[number(rng, 0.3, 0.6), 1, slow, number(rng, 0, 3)], [number(rng, 0.1, 0.2), 2, fast, number(rng, 0, 3)]],
    )
    return {"f": f, "eps": number(rng, 0.05, 0.09)}


@page.wrong(
    "neurons and error are those of equally wide pieces, so that the steepest part of f decides about all of them: "
    "where f is flat a piece can be much longer. Let each piece grow until its range is 2 eps."
)
@_with_terms
def equal_pieces(f, eps):
    # The notebook's own count, and eps as it is given.
    for n in range(1, 1000):
        values = f((np.arange(n)[:, None] + np.linspace(0, 1, 50)) / n)
        if np.ptp(values, axis=1).max() <= 2 * eps:
            break
    return _network(np.append(-1.0, np.arange(1, n) / n), (values.max(axis=1) + values.min(axis=1)) / 2)


@page.wrong(
    "error is that of heights taken for weights: neurons stay on, so each weight is the jump from the height before "
    "to the height after."
)
@_with_terms
def heights_as_weights(f, eps):
    return _cut(f, BY_HINT * eps)


@page.wrong(
    "neurons are as many as with pieces that stop too early: a height half-way is eps from both ends when the range "
    "of the piece is 2 eps, not eps."
)
@_with_terms
def range_of_one_eps(f, eps):
    return _network(*_cut(f, BELOW * eps / 2))


@page.wrong(
    "error is about 2 eps, and the pieces are few enough: that happens where a height is one of the two extremes of "
    "its piece. Take the height half-way between them."
)
@_with_terms
def first_values(f, eps):
    edges, _ = _cut(f, BELOW * eps)
    return _network(edges, f(np.maximum(edges, 0)))


@page.wrong(
    "error is that of mean heights: the largest error of a piece is smallest when the height lies half-way between "
    "the largest and the smallest value."
)
@_with_terms
def mean_heights(f, eps):
    edges, _ = _cut(f, BELOW * eps)
    x = np.linspace(0, 1, 40_001)
    piece = np.searchsorted(edges, x) - 1
    return _network(edges, np.bincount(piece, weights=f(x)) / np.bincount(piece))


@page.wrong(
    "neurons are as many as with pieces that keep within eps of the value at their left end: let the range of a piece"
    " grow to 2 eps, and choose its height only when it is closed."
)
@_with_terms
def band_around_the_first_value(f, eps):
    x = np.linspace(0, 1, 40_001)
    y = f(x)
    edges, heights, start = [-1.0], [y[0]], 0
    while True:
        far = np.abs(y[start:] - y[start]) > BELOW * eps
        if not far.any():
            return _network(np.array(edges), np.array(heights))
        start += int(far.argmax())
        edges.append((x[start - 1] + x[start]) / 2)
        heights.append(y[start])


@page.wrong(
    "error is large at x = 0, as with a first step at 0: its condition is x > 0, so at x = 0 the output is 0. Put it "
    "to the left of 0."
)
@_with_terms
def first_step_at_zero(f, eps):
    edges, heights = _cut(f, BELOW * eps)
    return _network(np.maximum(edges, 0.0), heights)


@page.wrong(
    "neurons are twice as many as there are pieces, as with one that switches a piece on and one that switches it "
    "off: where one piece ends the next begins, so one neuron there is enough."
)
@_with_terms
def two_for_each_bump(f, eps):
    edges, heights = _cut(f, BELOW * eps)
    return np.append(edges, np.append(edges[1:], 2.0)), np.append(heights, -heights)


@page.wrong(
    "error is that of a grid that is too coarse: between its points f goes further than you saw. Take many more "
    "points."
)
@_with_terms
def coarse_grid(f, eps):
    return _network(*_cut(f, eps, m=101))


@page.wrong(
    "error is only a little above eps, as where f moves on between two samples: take a finer grid, and close each "
    "piece a little before its range is 2 eps."
)
@_with_terms
def no_room_for_the_grid(f, eps):
    return _network(*_cut(f, eps))


@page.wrong(
    "error is about 2 eps, as with pieces that are too long: half-way between the largest and the smallest value the "
    "error is half of the range, so the range of a piece can be 2 eps, not 4 eps."
)
@_with_terms
def range_of_four_eps(f, eps):
    return _network(*_cut(f, 2 * BELOW * eps))


@page.wrong(
    "error is large in the last piece, as if it had no height: when the samples end, the piece that is open then must"
    " be closed too."
)
@_with_terms
def last_piece_forgotten(f, eps):
    edges, heights = _cut(f, BY_HINT * eps)
    return _network(edges[:-1], heights[:-1])


@page.right
def sample_by_sample(f, eps):
    x = np.linspace(0, 1, 20_001)
    edges, heights, low, high = [-0.5], [], np.inf, -np.inf
    for before, here, value in zip(x - 5e-5, x, f(x).tolist(), strict=True):
        if max(high, value) - min(low, value) > 1.97 * eps:
            heights.append((low + high) / 2)
            edges.append((before + here) / 2)
            low = high = value
        low, high = min(low, value), max(high, value)
    heights.append((low + high) / 2)
    network = np.array(edges), np.array([after - before for before, after in zip([0.0, *heights], heights, strict=False)])
    return {"error": network, "neurons": network}


@page.right
def from_the_right_and_as_lists(f, eps):
    # The longest pieces from the right are as few as those from the left; a network's neurons stand in no order.
    x = np.linspace(1, 0, 30_001)
    values = f(x).tolist()
    starts, heights = [], []
    high = low = values[0]
    for i, value in enumerate(values):
        if max(high, value) - min(low, value) > 1.975 * eps:
            starts.append((x[i] + x[i - 1]) / 2)
            heights.append((high + low) / 2)
            high = low = value
        high, low = max(high, value), min(low, value)
    starts.append(-0.2)
    heights.append((high + low) / 2)
    network = starts, [height - before for height, before in zip(heights, [*heights[1:], 0.0], strict=True)]
    return network, network
