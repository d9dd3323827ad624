"""Steep sigmoids in place of steps: the weight and the bias of each neuron, and the network's output."""

import math

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("w", "b", "y"),
    hints=(
        "Multiply k(x - s) out: what stands before x is the weight, what is left is the bias.",
        "All neurons are equally steep, so w is an array of H equal numbers: np.full(len(s), k). The switch is at -b/w, "
        "and that must be s.",
        "For y take the table of scores (N, H) that you know from the step network, send it through the finished sigmoid, "
        "weight its columns by v and add up each row.",
    ),
    follows={"y": ("w", "b")},
)


def _sigma(z):
    """The logistic function, without overflow."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


@page.reference
def by_loops(x, s, v, k):
    y = np.zeros(len(x))
    for n in range(len(x)):
        for i in range(len(s)):
            y[n] += v[i] * _sigma(k * (x[n] - s[i]))
    return np.array([float(k)] * len(s)), np.array([-k * si for si in s]), y


def draw(rng, n, h, k):
    return {"x": np.sort(np.round(rng.uniform(0, 1, n), 2)), "s": np.round(rng.uniform(0.05, 0.95, h), 3),
            "v": numbers(rng, h), "k": float(k)}  # fmt: skip


@page.cases(public=2, secret=4)
def moderately_steep(rng):
    n, h = sizes(rng, 2, 3, 8)
    return draw(rng, n, h, rng.integers(5, 40))


@page.cases(public=1, secret=2)
def very_steep(rng):
    n, h = sizes(rng, 2, 3, 8)
    return draw(rng, n, h, 10_000)


@page.edge("one neuron")
def one_neuron(rng):
    return draw(rng, 4, 1, 12)


@page.edge("as many points as neurons", public=False)
def square(rng):
    return draw(rng, 5, 5, 20)


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _network(x, s, v, k, w=None, b=None, y=None):
    right = np.full(len(s), k), -k * s
    w, b = right[0] if w is None else w, right[1] if b is None else b
    return w, b, _sigmoid(w * x[:, None] + b) @ v if y is None else y


@page.wrong("b has lost its minus: the neuron switches at -b/w, so b = -k s.")
def bias_without_minus(x, s, v, k):
    return _network(x, s, v, k, b=k * s)


@page.wrong("b is -s: the score is k(x - s) = kx - ks, so k multiplies s too.")
def bias_without_steepness(x, s, v, k):
    return _network(x, s, v, k, b=-s)


@page.wrong("b is -s/k: the score must be zero at x = s, so with the weight k the bias is -k s.")
def bias_divided(x, s, v, k):
    return _network(x, s, v, k, b=-s / k)


@page.wrong("w is 1/k: a steep sigmoid has a large weight, w = k.")
def weight_divided(x, s, v, k):
    return _network(x, s, v, k, w=np.full(len(s), 1 / k), b=-s / k)


@page.wrong("w is v: v weights the neuron's output in the last layer; in front of x stands the steepness k.")
def output_weight_inside(x, s, v, k):
    return _network(x, s, v, k, w=np.array(v), y=_sigmoid(k * (x[:, None] - s)) @ v)


@page.wrong("w is one number: every neuron has a weight of its own, so w has the shape (H,).")
def one_weight_for_all(x, s, v, k):
    return _network(x, s, v, k, w=k)


@page.wrong("y is not weighted: each neuron's output is multiplied by its v before they are added.")
def unweighted(x, s, v, k):
    return _network(x, s, v, k, y=_sigmoid(k * (x[:, None] - s)).sum(axis=1))


@page.wrong("y is sent through the sigmoid once more: the last layer only weights and adds.")
def squashed_at_the_end(x, s, v, k):
    return _network(x, s, v, k, y=_sigmoid(_sigmoid(k * (x[:, None] - s)) @ v))


@page.wrong("y is one sigmoid of the weighted scores: each score goes through a sigmoid of its own, and the outputs are "
            "weighted and added.")  # fmt: skip
def sigmoid_of_the_sum(x, s, v, k):
    return _network(x, s, v, k, y=_sigmoid((k * (x[:, None] - s)) @ v))


@page.wrong("y is made of steps: use the sigmoid of the scores, not their sign.")
def still_steps(x, s, v, k):
    return _network(x, s, v, k, y=(x[:, None] > s) @ v)


@page.wrong(
    "y is not a number in the steep cases, as where e^z / (1 + e^z) becomes inf / inf for large z: use the finished "
    "sigmoid."
)
def overflowing(x, s, v, k):
    with np.errstate(all="ignore"):
        e = np.exp(k * (x[:, None] - s))
        return _network(x, s, v, k, y=(e / (1 + e)) @ v)


@page.wrong("y is that of neurons that fall where they should rise: the score is k(x - s), positive to the right of s.")
def falling(x, s, v, k):
    return _network(x, s, v, k, y=_sigmoid(-k * (x[:, None] - s)) @ v)


@page.wrong("y lacks the steepness: the score is k(x - s).")
def without_steepness(x, s, v, k):
    return _network(x, s, v, k, y=_sigmoid(x[:, None] - s) @ v)


@page.wrong("y is that of tanh in place of the sigmoid: a sigmoid runs from 0 to 1.")
def tanh_for_sigmoid(x, s, v, k):
    return _network(x, s, v, k, y=np.tanh(k * (x[:, None] - s)) @ v)


@page.wrong("w is k times v: v weights the neuron's output; in front of x stands k alone.")
def both_weights_inside(x, s, v, k):
    return _network(x, s, v, k, w=k * np.asarray(v))


@page.wrong("y has v inside the sigmoid: it multiplies the neuron's output, outside.")
def output_weight_in_the_score(x, s, v, k):
    return _network(x, s, v, k, y=_sigmoid(k * (x[:, None] - s) * v).sum(axis=1))


@page.wrong("y has too steep sigmoids, with 2z for z: in ½ (1 + tanh(z / 2)) the score is halved.")
def score_not_halved(x, s, v, k):
    return _network(x, s, v, k, y=_sigmoid(2 * k * (x[:, None] - s)) @ v)


@page.wrong("y is the sum of the weighted scores: each score goes through the sigmoid first.")
def without_the_sigmoid(x, s, v, k):
    return _network(x, s, v, k, y=(k * (x[:, None] - s)) @ v)


@page.wrong("y has kx - s for the score: it is k(x - s) = kx - ks.")
def position_without_steepness(x, s, v, k):
    return _network(x, s, v, k, y=_sigmoid(k * x[:, None] - s) @ v)


@page.wrong("b is the same for all neurons: each has its own, -k s[i].")
def one_bias_for_all(x, s, v, k):
    b = np.full(len(s), -k * np.mean(s))
    return _network(x, s, v, k, b=b, y=_sigmoid(k * x[:, None] + b) @ v)


@page.right
def neuron_by_neuron(x, s, v, k):
    y = np.zeros(len(x))
    for si, vi in zip(s, v, strict=True):
        y += vi / 2 + vi / 2 * np.tanh(k / 2 * (x - si))
    return k * np.ones(len(s)), -s * k, y


@page.right
def with_a_layer(x, s, v, k):
    W, b = np.full((1, len(s)), k), -(k * s)
    Z = x[:, None] @ W + b
    return {"y": np.exp(-np.logaddexp(0, -Z)) @ v, "b": b, "w": W[0]}
