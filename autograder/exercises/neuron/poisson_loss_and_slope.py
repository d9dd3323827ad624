"""The Poisson neuron's loss, mean of e^s − y s, and the slope by each score: (e^s − y)/N."""

import math

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("loss", "ds"),
    hints=(
        "Put μ = e^s into μ − y ln μ. What is the logarithm of e^s?",
        "For one example the loss is e^s − y s. Differentiate it by s, not by μ.",
        "Both parts of ds are short: the exponential is its own slope, and y s has slope y. The mean divides by N = len(s).",
    ),
)


@page.reference
def example_by_example(s, y):
    N = len(s)
    loss, ds = 0.0, np.zeros(N)
    for n in range(N):
        mu = math.exp(s[n])
        loss += (mu - y[n] * math.log(mu)) / N
        # By the chain rule: the slope by μ, times dμ/ds = μ.
        ds[n] = (1 - y[n] / mu) * mu / N
    return loss, ds


@page.forward(ds="s")
def in_torch(s, y):
    import torch

    return torch.nn.functional.poisson_nll_loss(s, y, log_input=True, full=False)


@page.cases(public=3, secret=6)
def random_scores(rng):
    (N,) = sizes(rng, 1, low=4, high=8)
    s = numbers(rng, N)
    s[0] = -abs(s[0])
    return {"s": s, "y": np.array([0.0, *rng.poisson(3.0, size=N - 1)], float) + (np.arange(N) == 1)}


@page.edge("one example")
def one_example(rng):
    return {"s": np.abs(numbers(rng, 1)), "y": np.array([4.0])}


@page.edge("large counts")
def large_counts():
    return {"s": np.array([5.0, 4.0, -3.0]), "y": np.array([160.0, 41.0, 0.0])}


def _loss(s, y):
    return np.mean(np.exp(s) - y * s)


def _ds(s, y):
    return (np.exp(s) - y) / len(s)


@page.wrong("loss takes s for the rate: the rate is e^s, and its logarithm is s. So the loss is e^s − y s.")
def log_of_the_score(s, y):
    with np.errstate(all="ignore"):
        return np.mean(s - y * np.log(s)), _ds(s, y)


@page.wrong("loss is the sum over the examples: it should be their mean, so divide by N.")
def loss_summed(s, y):
    return _loss(s, y) * len(s), _ds(s, y)


@page.wrong("loss includes ln y!: it does not depend on the weights, and this course leaves it out.")
def with_the_factorial(s, y):
    return _loss(s, y) + np.mean([math.lgamma(k + 1) for k in y]), _ds(s, y)


@page.wrong("loss is the deviance, 2(y ln(y/μ) − y + μ): it has the same minimum, but the loss asked for is e^s − y s.")
def deviance(s, y):
    safe = np.where(y > 0, y, 1)
    return np.mean(2 * (y * np.log(safe) - y * s - y + np.exp(s))), _ds(s, y)


@page.wrong("loss has the wrong sign: a log-likelihood is made large, a loss is made small.")
def likelihood(s, y):
    return -_loss(s, y), _ds(s, y)


@page.wrong("ds is N times too large: the loss is a mean, so each score's slope is divided by N.")
def slope_not_divided(s, y):
    return _loss(s, y), np.exp(s) - y


@page.wrong("ds is the slope by the rate μ, 1 − y/μ: multiply by dμ/ds = e^s to have the slope by the score.")
def slope_by_the_rate(s, y):
    return _loss(s, y), (1 - y / np.exp(s)) / len(s)


@page.wrong("ds has the wrong sign: e^s has slope e^s, −y s has slope −y.")
def slope_negative(s, y):
    return _loss(s, y), -_ds(s, y)


@page.wrong("ds compares the count with the score: subtract y from the rate e^s.")
def slope_with_the_score(s, y):
    return _loss(s, y), (s - y) / len(s)


@page.wrong("loss takes s for the rate, and the logarithm of its absolute value: the rate is e^s, and its logarithm is s.")
def log_of_the_absolute_score(s, y):
    return np.mean(s - y * np.log(np.abs(s))), _ds(s, y)


@page.wrong("loss multiplies y by the rate: y stands with the rate's logarithm, which is s.")
def label_times_rate(s, y):
    return np.mean(np.exp(s) - y * np.exp(s)), _ds(s, y)


@page.wrong("ds divides e^s by N and not y: put the difference into brackets, (e^s − y)/N.")
def brackets_missing(s, y):
    return _loss(s, y), np.exp(s) / len(s) - y


@page.wrong("ds is the slope by the rate μ, not divided by N: multiply by dμ/ds = e^s, and divide by N.")
def slope_by_the_rate_not_divided(s, y):
    return _loss(s, y), 1 - y / np.exp(s)


@page.wrong("ds is e^s/N: the label's share y/N is subtracted.")
def label_forgotten(s, y):
    return _loss(s, y), np.exp(s) / len(s)


@page.right
def through_the_rate(s, y):
    mu = np.exp(s)
    return np.sum(mu - y * np.log(mu)) / s.size, (mu - y) / s.size


@page.right
def one_by_one(s, y):
    losses = [math.exp(a) - k * a for a, k in zip(s, y, strict=True)]
    return {"ds": np.array([math.exp(a) - k for a, k in zip(s, y, strict=True)]) / len(s), "loss": sum(losses) / len(s)}
