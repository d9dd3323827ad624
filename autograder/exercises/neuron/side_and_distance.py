"""On which side of the hyperplane ⟨x, w⟩ + b = 0 a point lies, and how far away."""

import math
from fractions import Fraction

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("side", "distance"),
    hints=(
        "Both answers come from the score s of each point. What does the sign of s say? What does its size say?",
        "A step of length t along w changes the score by t times the length of w. Turn this around: which t changes it by s?",
        "side is the sign of s. distance is s divided by the length of w, which np.linalg.norm gives.",
    ),
)


@page.reference
def by_projection(X, w, b):
    length = math.sqrt(math.fsum(v * v for v in w))
    # The foot of the origin on the hyperplane; from there each point is projected on the unit normal.
    foot = [-b * v / length**2 for v in w]
    side, distance = np.zeros(len(X)), np.zeros(len(X))
    for n, x in enumerate(X):
        exact = sum((Fraction(p) * Fraction(v) for p, v in zip(x, w, strict=True)), Fraction(b))
        side[n] = (exact > 0) - (exact < 0)
        distance[n] = math.fsum((p - f) * v / length for p, f, v in zip(x, foot, w, strict=True))
    return side, distance


@page.cases(public=3, secret=6)
def random_points(rng):
    N, D = sizes(rng, 2, low=2, high=6)
    return {"X": numbers(rng, N + 2, D, scale=2), "w": numbers(rng, D, scale=2), "b": number(rng, 0.5, 3)}


@page.edge("a point on the line")
def on_the_line():
    # Two more points are near the line, on either side.
    return {"X": np.array([[3.0, -1.0], [3.0, 4.0], [-2.0, 0.5], [1.2, 0.5], [1.0, 0.4]]), "w": np.array([3.0, 4.0]), "b": -5.0}


@page.edge("one point", public=False)
def one_point(rng):
    return {"X": numbers(rng, 1, 3), "w": numbers(rng, 3), "b": number(rng, -3, -0.5)}


def _score(X, w, b):
    return X @ w + b


def _length(w):
    return np.sqrt(np.sum(w**2))


@page.wrong("distance is the score itself: it grows with the length of w, although the line stays. Divide by the length of w.")
def not_divided(X, w, b):
    s = _score(X, w, b)
    return np.sign(s), s


@page.wrong("distance is divided by the squared length of w: divide by the length, the root of the sum of squares.")
def divided_by_the_square(X, w, b):
    s = _score(X, w, b)
    return np.sign(s), s / _length(w) ** 2


@page.wrong("distance has lost its sign: it is negative on the negative side, so take no absolute value.")
def without_its_sign(X, w, b):
    s = _score(X, w, b)
    return np.sign(s), np.abs(s) / _length(w)


@page.wrong("side and distance are those of a line through the origin, as if b were left out.")
def bias_forgotten(X, w, b):
    s = X @ w
    return np.sign(s), s / _length(w)


@page.wrong("distance counts the bias into the length: the bias only shifts the line, so divide by the length of w alone.")
def bias_in_the_length(X, w, b):
    s = _score(X, w, b)
    return np.sign(s), s / np.sqrt(np.sum(w**2) + b**2)


@page.wrong("distance divides by the sum of the absolute weights: the length of w is the root of the sum of squares.")
def sum_of_absolute_weights(X, w, b):
    s = _score(X, w, b)
    return np.sign(s), s / np.abs(w).sum()


@page.wrong("side is 1 and 0: it should be 1 on the positive side, -1 on the negative one, and 0 on the line.")
def ones_and_zeros(X, w, b):
    s = _score(X, w, b)
    return np.where(s > 0, 1.0, 0.0), s / _length(w)


@page.wrong("side and distance have changed places: the side comes first, then the distance.")
def changed_places(X, w, b):
    s = _score(X, w, b)
    return s / _length(w), np.sign(s)


@page.wrong("distance is divided by the length of each point: divide by the length of w, which is the same for all.")
def length_of_the_points(X, w, b):
    s = _score(X, w, b)
    return np.sign(s), s / np.linalg.norm(X, axis=1)


@page.wrong("side is 1 on the line: it is 0 there, as np.sign has it.")
def line_is_positive(X, w, b):
    s = _score(X, w, b)
    return np.where(s >= 0, 1.0, -1.0), s / _length(w)


@page.wrong("side is -1 on the line: it is 0 there, as np.sign has it.")
def line_is_negative(X, w, b):
    s = _score(X, w, b)
    return np.where(s > 0, 1.0, -1.0), s / _length(w)


@page.wrong("distance is the score without its sign: divide it by the length of w, and leave the sign.")
def score_without_its_sign(X, w, b):
    s = _score(X, w, b)
    return np.sign(s), np.abs(s)


@page.wrong("distance leaves out the bias: without b every line goes through the origin.")
def bias_forgotten_in_the_distance(X, w, b):
    return np.sign(_score(X, w, b)), X @ w / _length(w)


@page.wrong("distance leaves out the bias and its sign: it is (x · w + b) over the length of w.")
def bias_and_sign_forgotten(X, w, b):
    return np.sign(_score(X, w, b)), np.abs(X @ w) / _length(w)


@page.wrong("distance adds the bias after the division: the whole score is divided by the length of w.")
def bias_not_divided(X, w, b):
    return np.sign(_score(X, w, b)), X @ w / _length(w) + b


@page.right
def distance_first(X, w, b):
    w_unit = w / np.linalg.norm(w)
    distance = X @ w_unit + b / np.linalg.norm(w)
    s = X @ w + b
    return np.where(s > 0, 1, np.where(s < 0, -1, 0)), distance


@page.right
def point_by_point(X, w, b):
    s = [sum(x * w) + b for x in X]
    return {"side": np.array([float(np.sign(v)) for v in s]), "distance": np.array(s) / math.hypot(*w)}
