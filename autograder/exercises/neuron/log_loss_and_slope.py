"""The logistic neuron's loss, from its scores, and the slope by each score: (p − y)/N."""

import math

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("loss", "ds"),
    hints=(
        "Start from the short form in the text, ln(1 + e^s) − y s, for one example. Then take the mean over the N examples.",
        "np.logaddexp(0, s) is ln(e^0 + e^s), worked out without overflow. For ds, differentiate the short form by s: you know "
        "the slope of ln(1 + e^s) by its shape, it runs from 0 to 1.",
        "The slope of ln(1 + e^s) is the sigmoid of s. The slope of y s is y. The mean divides both by N = len(s).",
    ),
)


@page.reference
def example_by_example(s, y):
    N = len(s)
    loss, ds = 0.0, np.zeros(N)
    for n in range(N):
        # −ln p for a 1 and −ln(1 − p) for a 0 are the same function of ±s.
        z = -s[n] if y[n] == 1 else s[n]
        loss += (max(z, 0.0) + math.log1p(math.exp(-abs(z)))) / N
        share = 0.5 * (1 + math.tanh(z / 2))
        ds[n] = (-share if y[n] == 1 else share) / N
    return loss, ds


@page.forward(ds="s")
def in_torch(s, y):
    import torch

    return torch.nn.functional.binary_cross_entropy_with_logits(s, y)


@page.cases(public=3, secret=6)
def random_scores(rng):
    (N,) = sizes(rng, 1, low=4, high=8)
    y = np.array([0.0, 1.0, *rng.integers(0, 2, size=N - 2)])
    return {"s": numbers(rng, N, scale=2), "y": y}


@page.edge("one example")
def one_example(rng):
    return {"s": numbers(rng, 1), "y": np.array([1.0])}


@page.edge("huge scores")
def huge():
    return {"s": np.array([800.0, -800.0, 900.0, -900.0, 2.0]), "y": np.array([1.0, 0.0, 0.0, 1.0, 0.0])}


def _p(s):
    return 0.5 * (1 + np.tanh(s / 2))


def _loss(s, y):
    return np.mean(np.logaddexp(0, s) - y * s)


@page.wrong("loss is the sum over the examples: it should be their mean, so divide by N.")
def loss_summed(s, y):
    return _loss(s, y) * len(s), (_p(s) - y) / len(s)


@page.wrong("ds is N times too large: the loss is a mean, so each score's slope is divided by N.")
def slope_not_divided(s, y):
    return _loss(s, y), _p(s) - y


@page.wrong("ds is the slope of the log-likelihood, y − p: the loss is minus that, so the slope is (p − y)/N.")
def slope_of_the_likelihood(s, y):
    return _loss(s, y), (y - _p(s)) / len(s)


@page.wrong("loss has the wrong sign: a log-likelihood is made large, a loss is made small.")
def likelihood(s, y):
    return -_loss(s, y), (_p(s) - y) / len(s)


@page.wrong("ds is multiplied by p(1 − p) once too often: that factor cancels against the 1/p(1 − p) from the logarithms.")
def sigmoid_slope_too_often(s, y):
    p = _p(s)
    return _loss(s, y), (p - y) * p * (1 - p) / len(s)


@page.wrong("ds compares the label with the score: subtract y from the probability p, the sigmoid of s.")
def slope_with_the_score(s, y):
    return _loss(s, y), (s - y) / len(s)


@page.wrong("loss counts the examples with y = 1 only: those with y = 0 add −ln(1 − p).")
def only_the_ones(s, y):
    return np.mean(y * np.logaddexp(0, -s)), (_p(s) - y) / len(s)


@page.wrong(
    "loss is nan or infinite for large scores, as where p rounds to 0 or 1, and ln 0 is −inf: use ln(1 + e^s) − y s."
)
def through_the_probability(s, y):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-s))
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), (p - y) / len(s)


@page.wrong(
    "loss is infinite for large scores, as where np.exp(s) overflows, above 709, or where a probability rounds to 0 before "
    "its logarithm: np.logaddexp(0, s) is ln(1 + e^s) without that."
)
def overflows(s, y):
    with np.errstate(all="ignore"):
        return np.mean(np.log(1 + np.exp(s)) - y * s), (_p(s) - y) / len(s)


@page.wrong("loss is a number for each example: it should be one number, their mean.")
def loss_not_averaged(s, y):
    return np.logaddexp(0, s) - y * s, (_p(s) - y) / len(s)


@page.wrong(
    "loss is too small for large scores, as if a tiny number were added inside the logarithms: ln(1 + e^s) − y s "
    "needs none."
)
def tiny_number_in_the_logarithm(s, y):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-s))
    return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)), (_p(s) - y) / len(s)


@page.wrong("ds subtracts y times the score: the slope of y s by s is y.")
def label_times_score(s, y):
    return _loss(s, y), (_p(s) - y * s) / len(s)


@page.wrong("ds has the opposite sign, and is N times too large: it is (p − y)/N.")
def likelihood_not_divided(s, y):
    return _loss(s, y), y - _p(s)


@page.wrong("loss adds y s: it is ln(1 + e^s) − y s.")
def label_added(s, y):
    return np.mean(np.logaddexp(0, s) + y * s), (_p(s) - y) / len(s)


@page.wrong("ds is p/N: the label's share y/N is subtracted.")
def label_forgotten(s, y):
    return _loss(s, y), _p(s) / len(s)


@page.wrong("ds is the slope by the probability p: multiply by dp/ds = p(1 − p), and (p − y)/N is left.")
def slope_by_the_probability(s, y):
    with np.errstate(all="ignore"):
        p = _p(s)
        return _loss(s, y), (p - y) / (p * (1 - p)) / len(s)


@page.right
def by_the_size_of_the_score(s, y):
    loss = np.mean(np.maximum(s, 0) - s * y + np.log1p(np.exp(-np.abs(s))))
    return loss, (_p(s) - y) / s.size


@page.right
def with_the_sign_of_the_label(s, y):
    z = (1 - 2 * y) * s
    return {"loss": float(np.logaddexp(0, z).sum() / len(s)), "ds": (1 - 2 * y) * _p(z) / len(s)}
