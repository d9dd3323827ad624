"""The running mean and variance after one batch: (1 − m)·old + m·new, the variance with B/(B − 1); a batch of one refused."""

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"running_mean": Close(), "running_var": Close(), "refused": Exact()},
    hints=(
        "Both are weighted means of old and new. With momentum 0.1, which of the two has the weight 0.1?",
        "The batch's variance for the running average is divided by B - 1, not by B: X.var has an option ddof for that. For "
        "B = 1 that is a division by zero, so look at len(X) first.",
        "First raise ValueError, with a sentence, where X has one row. Otherwise (1 - momentum) times the old plus momentum "
        "times the batch's value, once for the mean and once for the variance with ddof=1. Return both new arrays.",
    ),
)


@page.reference
def by_loops(running_mean, running_var, X, momentum):
    B, D = X.shape
    if B == 1:
        return running_mean, running_var, True
    new_mean, new_var = np.zeros(D), np.zeros(D)
    for d in range(D):
        mean = sum(X[:, d]) / B
        biased = sum((x - mean) ** 2 for x in X[:, d]) / B
        new_mean[d] = (1 - momentum) * running_mean[d] + momentum * mean
        new_var[d] = (1 - momentum) * running_var[d] + momentum * biased * B / (B - 1)
    return new_mean, new_var, False


def draw(rng, B, D, momentum):
    return {
        "running_mean": numbers(rng, D),
        "running_var": np.round(rng.uniform(0.2, 3.0, size=D), 2),
        "X": numbers(rng, B, D, scale=2.0),
        "momentum": momentum,
    }


@page.cases(public=2, secret=5)
def random_batch(rng):
    B, D = sizes(rng, 2, low=3)
    return draw(rng, B, D, number(rng, 0.05, 0.4))


@page.edge("momentum 0.1")
def usual_momentum(rng):
    return draw(rng, 5, 3, 0.1)


@page.edge("a batch of two")
def batch_of_two(rng):
    return draw(rng, 2, 4, 0.1)


@page.edge("a batch of one")
def batch_of_one(rng):
    return draw(rng, 1, 3, 0.1)


@page.edge("another batch of one", public=False)
def another_batch_of_one(rng):
    return draw(rng, 1, 4, 0.3)


def _new(running_mean, running_var, X, momentum, ddof=1, old=None):
    B = len(X)
    keep = 1 - momentum if old is None else old
    take = momentum if old is None else 1 - old
    mean = keep * running_mean + take * X.mean(axis=0)
    return mean, keep * running_var + take * X.var(axis=0, ddof=ddof if B > 1 else 0)


# A wrong update is recognised on the larger batches, whether a batch of one is refused or not.
OPEN = (None, None, None)


@page.wrong("running_var takes the batch's biased variance: here it is multiplied by B / (B - 1), so divided by B - 1.")
def biased(running_mean, running_var, X, momentum):
    return OPEN if len(X) == 1 else (*_new(running_mean, running_var, X, momentum, ddof=0), False)


@page.wrong(
    "running_mean and running_var have the two weights exchanged: momentum is the weight of the new, 1 - momentum "
    "that of the old."
)
def weights_swapped(running_mean, running_var, X, momentum):
    return OPEN if len(X) == 1 else (*_new(running_mean, running_var, X, momentum, old=momentum), False)


@page.wrong("running_mean and running_var hold the new batch only: they are averages of old and new.")
def no_memory(running_mean, running_var, X, momentum):
    return OPEN if len(X) == 1 else (*_new(running_mean, running_var, X, 1.0), False)


@page.wrong(
    "running_mean and running_var keep all of the old, as if it were not multiplied by 1 - momentum: they then grow "
    "without end."
)
def old_kept_whole(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return OPEN
    return running_mean + momentum * X.mean(axis=0), running_var + momentum * X.var(axis=0, ddof=1), False


@page.wrong("running_var averages standard deviations: average the variances.")
def deviations(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return OPEN
    mean, _ = _new(running_mean, running_var, X, momentum)
    return mean, (1 - momentum) * running_var + momentum * X.std(axis=0, ddof=1), False


@page.wrong("running_var is multiplied by (B - 1) / B: it is the other way round, B / (B - 1), and makes the variance larger.")
def factor_upside_down(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return OPEN
    mean, _ = _new(running_mean, running_var, X, momentum)
    return mean, (1 - momentum) * running_var + momentum * X.var(axis=0) * (len(X) - 1) / len(X), False


@page.wrong("running_var takes the factor B / (B - 1) twice: ddof=1 divides by B - 1 already.")
def factor_twice(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return OPEN
    mean, _ = _new(running_mean, running_var, X, momentum)
    return mean, (1 - momentum) * running_var + momentum * X.var(axis=0, ddof=1) * len(X) / (len(X) - 1), False


@page.wrong(
    "A batch of one ends in another exception than ValueError: look at len(X) before anything is divided, and raise "
    "ValueError."
)
def another_exception(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return running_mean, running_var, "another exception"
    return (*_new(running_mean, running_var, X, momentum), False)


@page.wrong(
    "A batch of one is not refused: raise ValueError there, since one row tells nothing about the variance, and 0 "
    "divided by B - 1 = 0 is nan."
)
def silent(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return running_mean, running_var, False
    return (*_new(running_mean, running_var, X, momentum), False)


@page.wrong("running_var takes a sum of squares, B times the biased variance: divide the sum by B - 1.")
def sum_of_squares(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return OPEN
    mean, _ = _new(running_mean, running_var, X, momentum)
    return mean, (1 - momentum) * running_var + momentum * X.var(axis=0) * len(X), False


@page.wrong(
    "running_var takes the squares around the running mean: a batch's variance is taken around the batch's own mean."
)
def around_the_running_mean(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return OPEN
    mean, _ = _new(running_mean, running_var, X, momentum)
    spread = ((X - running_mean) ** 2).sum(axis=0) / (len(X) - 1)
    return mean, (1 - momentum) * running_var + momentum * spread, False


@page.wrong(
    "running_var takes the squares around the new running mean: a batch's variance is taken around the batch's "
    "own mean."
)
def around_the_new_running_mean(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return OPEN
    mean, _ = _new(running_mean, running_var, X, momentum)
    spread = ((X - mean) ** 2).sum(axis=0) / (len(X) - 1)
    return mean, (1 - momentum) * running_var + momentum * spread, False


@page.wrong(
    "running_var takes the biased squares around the new running mean: a batch's variance is taken around the batch's"
    " own mean, and divided by B - 1."
)
def around_the_new_mean(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return OPEN
    mean, _ = _new(running_mean, running_var, X, momentum)
    return mean, (1 - momentum) * running_var + momentum * ((X - mean) ** 2).mean(axis=0), False


@page.wrong(
    "running_mean and running_var have the two weights exchanged, and running_var takes the biased variance: momentum"
    " is the weight of the new, and the variance is divided by B - 1."
)
def weights_swapped_and_biased(running_mean, running_var, X, momentum):
    return OPEN if len(X) == 1 else (*_new(running_mean, running_var, X, momentum, ddof=0, old=momentum), False)


@page.right
def as_a_step(running_mean, running_var, X, momentum):
    if X.shape[0] < 2:
        return running_mean, running_var, True
    B = len(X)
    mean = running_mean + momentum * (X.mean(axis=0) - running_mean)
    return mean, running_var + momentum * (X.var(axis=0) * (B / (B - 1)) - running_var), False


@page.right
def as_a_dict(running_mean, running_var, X, momentum):
    if len(X) == 1:
        return {"running_mean": running_mean, "running_var": running_var, "refused": True}
    C = X - X.mean(axis=0)
    new = (C**2).sum(axis=0) / (len(X) - 1)
    mean = np.average([running_mean, X.mean(axis=0)], axis=0, weights=[1 - momentum, momentum])
    return {"running_mean": mean, "running_var": running_var * (1 - momentum) + momentum * new, "refused": False}
