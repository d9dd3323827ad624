"""Batch norm in inference: Y = γ (X − running mean)/√(running variance + ε) + β, each row on its own."""

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("Y",),
    hints=(
        "The formula is that of training. Which two things in it does the batch no longer decide?",
        "In place of the batch's mean and variance stand the two running ones, just as they come in. Nothing is updated, and "
        "B / (B - 1) is already in them.",
        "Subtract running_mean, divide by the root of running_var + eps, multiply by gamma, add beta.",
    ),
)


@page.reference
def by_loops(X, gamma, beta, running_mean, running_var, eps):
    Y = np.zeros(X.shape)
    for n, d in np.ndindex(X.shape):
        slope = gamma[d] / (running_var[d] + eps) ** 0.5
        Y[n, d] = slope * X[n, d] + (beta[d] - slope * running_mean[d])
    return Y


def draw(rng, N, D, eps):
    return {
        "X": numbers(rng, N, D, scale=2.0),
        "gamma": numbers(rng, D),
        "beta": numbers(rng, D),
        "running_mean": numbers(rng, D),
        "running_var": np.round(rng.uniform(0.2, 4.0, size=D), 2),
        "eps": eps,
    }


@page.cases(public=2, secret=5)
def random_batch(rng):
    N, D = sizes(rng, 2, low=3)
    return draw(rng, N, D, float(rng.choice([1e-5, 1e-3, 0.1])))


# Not public: a slip with B - 1 raises here, and would hide what the other cases tell of it.
@page.edge("a batch of one, which is no trouble here", public=False)
def batch_of_one(rng):
    return draw(rng, 1, 4, 1e-5)


@page.edge("a large eps")
def large_eps(rng):
    return draw(rng, 4, 3, 0.5)


@page.edge("as many rows as columns", public=False)
def square(rng):
    return draw(rng, 3, 3, 1e-3)


@page.wrong("Y is normalized with the batch's own mean and variance: that is training. Use the running ones.")
def as_in_training(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


@page.wrong("Y has eps outside the root: it stands under it, sqrt(running_var + eps).")
def eps_outside(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - running_mean) / (np.sqrt(running_var) + eps) + beta


@page.wrong("Y is divided by the variance: take the root of running_var + eps first.")
def no_root(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - running_mean) / (running_var + eps) + beta


@page.wrong("Y has gamma and beta exchanged: gamma multiplies, beta is added.")
def swapped(X, gamma, beta, running_mean, running_var, eps):
    return beta * (X - running_mean) / np.sqrt(running_var + eps) + gamma


@page.wrong("Y lacks gamma and beta: they belong to the layer in inference too.")
def not_moved(X, gamma, beta, running_mean, running_var, eps):
    return (X - running_mean) / np.sqrt(running_var + eps)


@page.wrong("Y is normalized with running statistics that were updated by 0.1 of this batch: in inference they stand still.")
def updated_first(X, gamma, beta, running_mean, running_var, eps):
    mean = 0.9 * running_mean + 0.1 * X.mean(axis=0)
    var = 0.9 * running_var + 0.1 * X.var(axis=0) * (len(X) / max(len(X) - 1, 1))
    return gamma * (X - mean) / np.sqrt(var + eps) + beta


@page.wrong(
    "Y is normalized with running_var times (B - 1) / B: the factor B / (B - 1) belongs in it. Use running_var as it "
    "comes in."
)
def factor_undone(X, gamma, beta, running_mean, running_var, eps):
    if len(X) == 1:
        return None  # the slip is recognised on the other cases, whatever comes of it here
    return gamma * (X - running_mean) / np.sqrt(running_var * (len(X) - 1) / len(X) + eps) + beta


@page.wrong(
    "Y is normalized with running_var times B / (B - 1): that factor is in it already. Use running_var as it comes "
    "in."
)
def factor_twice(X, gamma, beta, running_mean, running_var, eps):
    if len(X) == 1:
        return None
    return gamma * (X - running_mean) / np.sqrt(running_var * len(X) / (len(X) - 1) + eps) + beta


@page.wrong("Y has no eps: running_var + eps stands under the root.")
def eps_forgotten(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - running_mean) / np.sqrt(running_var) + beta


@page.wrong("Y mixes the modes: the running mean stands with the batch's variance. Take both from the running statistics.")
def mixed(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - running_mean) / np.sqrt(X.var(axis=0) + eps) + beta


@page.wrong("Y mixes the modes: the batch's mean stands with the running variance. Take both from the running statistics.")
def mean_of_the_batch(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(running_var + eps) + beta


@page.wrong("Y lacks beta: it is added in inference too.")
def beta_forgotten(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - running_mean) / np.sqrt(running_var + eps)


@page.wrong("Y lacks gamma: it multiplies in inference too.")
def gamma_forgotten(X, gamma, beta, running_mean, running_var, eps):
    return (X - running_mean) / np.sqrt(running_var + eps) + beta


@page.wrong("Y is not centred: subtract running_mean before dividing.")
def not_centred(X, gamma, beta, running_mean, running_var, eps):
    return gamma * X / np.sqrt(running_var + eps) + beta


@page.wrong("Y has eps squared under the root: it is sqrt(running_var + eps).")
def eps_squared(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - running_mean) / np.sqrt(running_var + eps**2) + beta


@page.wrong(
    "Y has beta inside the bracket, times gamma: gamma multiplies the normalized numbers, and beta is added "
    "afterwards."
)
def beta_times_gamma(X, gamma, beta, running_mean, running_var, eps):
    return gamma * ((X - running_mean) / np.sqrt(running_var + eps) + beta)


@page.wrong(
    "Y subtracts running_mean over the root from gamma * X: put X - running_mean into brackets, so that both are "
    "divided and multiplied."
)
def brackets_missing(X, gamma, beta, running_mean, running_var, eps):
    return gamma * X - running_mean / np.sqrt(running_var + eps) + beta


@page.wrong("Y is multiplied by the root: divide by sqrt(running_var + eps).")
def multiplied(X, gamma, beta, running_mean, running_var, eps):
    return gamma * (X - running_mean) * np.sqrt(running_var + eps) + beta


@page.right
def as_an_affine_map(X, gamma, beta, running_mean, running_var, eps):
    slope = gamma / np.sqrt(running_var + eps)
    return X * slope + (beta - running_mean * slope)


@page.right
def row_by_row(X, gamma, beta, running_mean, running_var, eps):
    return np.stack([gamma * (x - running_mean) * (running_var + eps) ** -0.5 + beta for x in X])
