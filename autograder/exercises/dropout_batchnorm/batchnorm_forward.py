"""Batch norm in training: Y = γ (X − μ)/√(σ² + ε) + β, with the mean and the biased variance of each column of the batch."""

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("Y", "mean", "var"),
    hints=(
        "Every column has a mean and a variance of its own, over the rows of the batch. Which axis is that?",
        "var is the mean of the squared distances from mean: divide by N. Then bring X to mean 0 and variance 1, column by "
        "column. The small eps stands under the root.",
        "Subtract mean from X, divide by np.sqrt(var + eps), multiply by gamma, add beta. NumPy stretches (D,) over the rows.",
    ),
)


@page.reference
def by_loops(X, gamma, beta, eps):
    N, D = X.shape
    Y, mean, var = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for d in range(D):
        mean[d] = sum(X[n, d] for n in range(N)) / N
        var[d] = sum((X[n, d] - mean[d]) ** 2 for n in range(N)) / N
        for n in range(N):
            Y[n, d] = gamma[d] * (X[n, d] - mean[d]) / (var[d] + eps) ** 0.5 + beta[d]
    return Y, mean, var


def draw(rng, N, D, eps, scale=1.0, away=0.0):
    X = numbers(rng, N, D, scale=scale) + away
    return {"X": X, "gamma": numbers(rng, D), "beta": numbers(rng, D), "eps": eps}


@page.cases(public=2, secret=4)
def random_batch(rng):
    N, D = sizes(rng, 2, low=3)
    return draw(rng, N, D, float(rng.choice([1e-5, 1e-3, 0.1])), scale=2.0)


@page.edge("a large eps")
def large_eps(rng):
    return draw(rng, 5, 3, 0.5)


@page.edge("a batch of one: the variance is 0")
def batch_of_one(rng):
    return draw(rng, 1, 4, 1e-5)


@page.edge("a column that is constant")
def constant_column(rng):
    inputs = draw(rng, 4, 3, 1e-3)
    inputs["X"][:, 1] = 2.5
    return inputs


@page.edge("far from zero", public=False)
def far_from_zero(rng):
    return draw(rng, 6, 3, 1e-5, scale=3.0, away=1000.0)


@page.edge("as many rows as columns", public=False)
def square(rng):
    return draw(rng, 4, 4, 1e-5)


def _normalize(X, gamma, beta, divisor):
    return gamma * (X - X.mean(axis=0)) / divisor + beta


@page.wrong(
    "mean and var are taken over each row, and Y with them: batch norm takes them over the batch, one for each "
    "column: axis 0."
)
def over_rows(X, gamma, beta, eps):
    mean, var = X.mean(axis=1), X.var(axis=1)
    return gamma * (X - mean[:, None]) / np.sqrt(var + eps)[:, None] + beta, mean, var


@page.wrong(
    "mean and var are single numbers, and Y is normalized with them: each column is normalized on its own, so take "
    "them over axis 0."
)
def over_everything(X, gamma, beta, eps):
    return gamma * (X - X.mean()) / np.sqrt(X.var() + eps) + beta, X.mean(), X.var()


@page.wrong("var is divided by N - 1, and Y follows from it: the batch is normalized with its own variance, divided by N.")
def unbiased(X, gamma, beta, eps):
    if len(X) == 1:
        return None, None, None  # nan or not: the slip is recognised on the other cases
    var = X.var(axis=0, ddof=1)
    return _normalize(X, gamma, beta, np.sqrt(var + eps)), X.mean(axis=0), var


@page.wrong("Y is normalized with the variance divided by N - 1: take the batch's own variance, divided by N.")
def unbiased_in_y_only(X, gamma, beta, eps):
    if len(X) == 1:
        return None, None, None
    return _normalize(X, gamma, beta, np.sqrt(X.var(axis=0, ddof=1) + eps)), X.mean(axis=0), X.var(axis=0)


@page.wrong("var is a sum of squares, and Y follows from it: it is their mean over the batch, so divide by N.")
def sum_of_squares(X, gamma, beta, eps):
    var = X.var(axis=0) * len(X)
    return _normalize(X, gamma, beta, np.sqrt(var + eps)), X.mean(axis=0), var


@page.wrong("Y lacks eps where the variance is not 0: it is added under the root, sqrt(var + eps).")
def eps_forgotten(X, gamma, beta, eps):
    if not X.var(axis=0).all():
        return None, None, None
    return _normalize(X, gamma, beta, X.std(axis=0)), X.mean(axis=0), X.var(axis=0)


@page.wrong("Y has eps outside the root: it stands under it, sqrt(var + eps).")
def eps_outside(X, gamma, beta, eps):
    return _normalize(X, gamma, beta, np.sqrt(X.var(axis=0)) + eps), X.mean(axis=0), X.var(axis=0)


@page.wrong("Y is divided by var + eps without the root: a variance is a square, and the deviation is its root.")
def no_root(X, gamma, beta, eps):
    return _normalize(X, gamma, beta, X.var(axis=0) + eps), X.mean(axis=0), X.var(axis=0)


@page.wrong("Y has gamma and beta exchanged: gamma multiplies, beta is added.")
def swapped(X, gamma, beta, eps):
    return _normalize(X, beta, gamma, np.sqrt(X.var(axis=0) + eps)), X.mean(axis=0), X.var(axis=0)


@page.wrong("Y lacks gamma and beta: multiply the normalized numbers by gamma and add beta.")
def not_moved(X, gamma, beta, eps):
    return _normalize(X, 1.0, 0.0, np.sqrt(X.var(axis=0) + eps)), X.mean(axis=0), X.var(axis=0)


@page.wrong("Y adds eps to the normalized numbers, as the lecture's formula does: eps belongs under the root.")
def eps_added(X, gamma, beta, eps):
    S = X - X.mean(axis=0)
    deviation = X.std(axis=0)
    S_hat = np.divide(S, deviation, out=np.zeros_like(S), where=deviation > 0) + eps
    return gamma * S_hat + beta, X.mean(axis=0), X.var(axis=0)


@page.wrong("var holds the standard deviation: return its square.")
def deviation_returned(X, gamma, beta, eps):
    return _normalize(X, gamma, beta, np.sqrt(X.var(axis=0) + eps)), X.mean(axis=0), X.std(axis=0)


@page.wrong("var holds the root of var + eps, by which Y is divided: return the variance itself.")
def divisor_returned(X, gamma, beta, eps):
    divisor = np.sqrt(X.var(axis=0) + eps)
    return _normalize(X, gamma, beta, divisor), X.mean(axis=0), divisor


@page.wrong("var is divided by N - 1: return the batch's own variance, divided by N.")
def unbiased_returned(X, gamma, beta, eps):
    if len(X) == 1:
        return None, None, None
    return _normalize(X, gamma, beta, np.sqrt(X.var(axis=0) + eps)), X.mean(axis=0), X.var(axis=0, ddof=1)


@page.wrong("Y has eps squared under the root: it is sqrt(var + eps).")
def eps_squared(X, gamma, beta, eps):
    return _normalize(X, gamma, beta, np.sqrt(X.var(axis=0) + eps**2)), X.mean(axis=0), X.var(axis=0)


@page.wrong(
    "Y has beta inside the bracket, times gamma: gamma multiplies the normalized numbers, and beta is added "
    "afterwards."
)
def beta_times_gamma(X, gamma, beta, eps):
    return _normalize(X, gamma, gamma * beta, np.sqrt(X.var(axis=0) + eps)), X.mean(axis=0), X.var(axis=0)


@page.wrong("Y is multiplied by sqrt(var + eps): divide by it.")
def multiplied(X, gamma, beta, eps):
    return _normalize(X, gamma, beta, 1 / np.sqrt(X.var(axis=0) + eps)), X.mean(axis=0), X.var(axis=0)


@page.wrong("var is the mean of the squares of X, and Y follows from it: subtract each column's mean before squaring.")
def squares_not_centred(X, gamma, beta, eps):
    var = (X**2).mean(axis=0)
    return _normalize(X, gamma, beta, np.sqrt(var + eps)), X.mean(axis=0), var


@page.wrong(
    "Y is normalized with the mean and the variance of the whole batch, all columns together: each column has its "
    "own."
)
def whole_batch_in_y(X, gamma, beta, eps):
    return gamma * (X - X.mean()) / np.sqrt(X.var() + eps) + beta, X.mean(axis=0), X.var(axis=0)


@page.wrong("Y is not centred: subtract each column's mean before dividing.")
def not_centred(X, gamma, beta, eps):
    return gamma * X / np.sqrt(X.var(axis=0) + eps) + beta, X.mean(axis=0), X.var(axis=0)


@page.wrong("var contains eps: return the variance itself, and add eps under the root only.")
def eps_in_var(X, gamma, beta, eps):
    var = X.var(axis=0) + eps
    return _normalize(X, gamma, beta, np.sqrt(var)), X.mean(axis=0), var


@page.wrong("Y lacks gamma: multiply the normalized numbers by it.")
def gamma_forgotten(X, gamma, beta, eps):
    return _normalize(X, 1.0, beta, np.sqrt(X.var(axis=0) + eps)), X.mean(axis=0), X.var(axis=0)


@page.wrong("Y lacks beta: add it after multiplying by gamma.")
def beta_forgotten(X, gamma, beta, eps):
    return _normalize(X, gamma, 0.0, np.sqrt(X.var(axis=0) + eps)), X.mean(axis=0), X.var(axis=0)


@page.right
def column_by_column(X, gamma, beta, eps):
    Y, mean, var = np.empty_like(X), np.zeros(X.shape[1]), np.zeros(X.shape[1])
    for d, column in enumerate(X.T):
        mean[d], var[d] = column.mean(), column.var()
        Y[:, d] = (column - mean[d]) * (gamma[d] / np.sqrt(var[d] + eps)) + beta[d]
    return {"Y": Y, "mean": mean, "var": var}


@page.right
def with_einsum(X, gamma, beta, eps):
    mean = np.einsum("nd->d", X) / len(X)
    C = X - mean
    var = np.einsum("nd,nd->d", C, C) / len(X)
    return np.einsum("nd,d->nd", C, gamma * (var + eps) ** -0.5) + beta[None], mean, var
