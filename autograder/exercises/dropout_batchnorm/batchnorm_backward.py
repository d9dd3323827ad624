"""Batch norm backwards in one formula: dX = γ r/N (N dY − Σ dY − X̂ Σ dY X̂), dγ = Σ dY X̂, dβ = Σ dY."""

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dX", "dgamma", "dbeta"),
    hints=(
        "gamma and beta first: both are stretched over the rows, so their gradients are sums over the rows, one with a "
        "factor and one without.",
        "The two sums in the formula are dbeta and dgamma themselves. So compute r and X_hat, then these two, then dX.",
        "dX is gamma * r / N times a bracket. In the bracket: N times dY, minus dbeta, minus X_hat times dgamma.",
    ),
)


@page.reference
def by_slopes(dY, X, gamma, eps):
    # Every slope of every X̂[n] by every X[m] of one column, as a matrix: r (δ − 1/N − X̂[n] X̂[m]/N).
    N, D = X.shape
    dX, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for d in range(D):
        x = X[:, d]
        r = 1 / np.sqrt(x.var() + eps)
        unit = (x - x.mean()) * r
        J = r * (np.eye(N) - 1 / N - np.outer(unit, unit) / N)
        dX[:, d] = J.T @ (gamma[d] * dY[:, d])
        dgamma[d], dbeta[d] = unit @ dY[:, d], dY[:, d].sum()
    return dX, dgamma, dbeta


@page.forward(upstream="dY", dX="X", dgamma="gamma")
def norm(X, gamma, eps):
    C = X - X.mean(0)
    return gamma * C / ((C**2).mean(0) + eps) ** 0.5


def draw(rng, N, D, eps, scale=1.0):
    return {"dY": numbers(rng, N, D), "X": numbers(rng, N, D, scale=scale), "gamma": numbers(rng, D), "eps": eps}


@page.cases(public=2, secret=5)
def random_batch(rng):
    N, D = sizes(rng, 2, low=3)
    return draw(rng, N, D, float(rng.choice([1e-5, 1e-3, 0.1])))


@page.edge("a large eps")
def large_eps(rng):
    return draw(rng, 5, 3, 0.5)


@page.edge("a batch of one: nothing reaches X")
def batch_of_one(rng):
    return draw(rng, 1, 3, 0.1)


@page.edge("a large scale", public=False)
def large_scale(rng):
    return draw(rng, 6, 4, 1e-5, scale=100.0)


@page.edge("as many rows as columns", public=False)
def square(rng):
    return draw(rng, 4, 4, 0.01)


def _parts(dY, X, eps, var=None):
    r = 1 / np.sqrt((X.var(axis=0) if var is None else var) + eps)
    X_hat = (X - X.mean(axis=0)) * r
    return r, X_hat, (dY * X_hat).sum(axis=0), dY.sum(axis=0)


@page.large
def many_columns(rng):
    N, D = 10, 5000
    return {"dY": repeated(rng, N, D), "X": repeated(rng, N, D), "gamma": repeated(rng, D), "eps": 0.1}


@page.wrong("dX lacks both statistics' paths: mean and variance depend on X too. It is gamma * r * dY only in inference.")
def both_forgotten(dY, X, gamma, eps):
    r, _, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * dY, dgamma, dbeta


@page.wrong("dX lacks the path through the variance: subtract X_hat * dgamma in the bracket.")
def variance_forgotten(dY, X, gamma, eps):
    r, _, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - dbeta / len(X)), dgamma, dbeta


@page.wrong("dX lacks the path through the mean: subtract dbeta, the column sum of dY, in the bracket.")
def mean_forgotten(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - X_hat * dgamma / len(X)), dgamma, dbeta


@page.wrong("dX adds the two sums in the bracket: both are subtracted, N * dY - dbeta - X_hat * dgamma.")
def added(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY + (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dX subtracts dgamma without its factor: in the bracket stands X_hat * dgamma.")
def without_x_hat(dY, X, gamma, eps):
    r, _, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + dgamma) / len(X)), dgamma, dbeta


@page.wrong("dX subtracts dY * X_hat row by row: it is summed over the rows first, and then multiplied by X_hat.")
def not_summed(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + dY * X_hat) / len(X)), dgamma, dbeta


@page.wrong("dX lacks gamma: what arrives at X_hat is dY * gamma.")
def gamma_forgotten(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dX lacks the factor r = 1 / sqrt(var + eps) in front of the bracket.")
def root_forgotten(dY, X, gamma, eps):
    _, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dX is N times too large: the bracket with N * dY is divided by N.")
def not_divided(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (len(X) * dY - dbeta - X_hat * dgamma), dgamma, dbeta


@page.wrong("dX lacks the factor N in front of dY: with 1/N before the bracket, N * dY stands in it.")
def factor_in_the_bracket_forgotten(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r / len(X) * (dY - dbeta - X_hat * dgamma), dgamma, dbeta


@page.wrong("dX has dY multiplied by N, and the bracket is not divided by it: with means in place of sums, dY stands alone.")
def n_too_many(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (len(X) * dY - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dX, dgamma and dbeta are N times too large, as if dY were multiplied by N: dY comes with its 1/N inside.")
def multiplied_by_n(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY * len(X), X, eps)
    return gamma * r * (dY * len(X) - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dX and dgamma use the variance divided by N - 1: batch norm normalizes with the one divided by N.")
def unbiased(dY, X, gamma, eps):
    if len(X) == 1:
        return None, None, None  # nan or not: the slip is recognised on the other cases
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps, var=X.var(axis=0, ddof=1))
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dX and dgamma leave eps out: r is 1 / sqrt(var + eps), as in the forward pass.")
def eps_forgotten(dY, X, gamma, eps):
    if len(X) == 1:
        return None, None, None
    r, X_hat, dgamma, dbeta = _parts(dY, X, 0.0)
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dgamma multiplies dY by X: gamma stands in front of X_hat, so the factor is X_hat.")
def with_x(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), (dY * X).sum(axis=0), dbeta


@page.wrong(
    "dgamma and dbeta have changed places: beta is added, so dbeta is the plain sum of dY. The order is dX, dgamma, "
    "dbeta."
)
def swapped(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), dbeta, dgamma


@page.wrong("dgamma and dbeta are means over the batch: whether the loss is a mean is decided in dY, so sum the rows.")
def averaged(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma / len(X), dbeta / len(X)


@page.wrong(
    "dX takes C for X_hat in the bracket: in both places of the last term stands the normalized batch, (X - mean) * "
    "r."
)
def centred_for_normalized(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + X_hat * dgamma / r**2) / len(X)), dgamma, dbeta


@page.wrong(
    "dX takes C for X_hat once in the last term of the bracket, in the sum or in front of it: both are the normalized"
    " batch."
)
def centred_once(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + X_hat * dgamma / r) / len(X)), dgamma, dbeta


@page.wrong("dX is divided by r in front of the bracket: it is multiplied by r = 1 / sqrt(var + eps).")
def divided_by_r(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma / r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dX sums over all entries in the bracket: both sums go over the rows, one for each column, with axis=0.")
def sums_of_everything(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta.sum() + X_hat * dgamma.sum()) / len(X)), dgamma, dbeta


@page.wrong("dX and dgamma have eps outside the root: r is 1 / sqrt(var + eps).")
def eps_outside(dY, X, gamma, eps):
    r = 1 / (X.std(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) * r
    dgamma, dbeta = (dY * X_hat).sum(axis=0), dY.sum(axis=0)
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta


@page.wrong("dgamma multiplies dY by X - mean: gamma stands in front of X_hat, which is that times r.")
def with_the_centred(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma / r, dbeta


@page.wrong("dgamma is a mean over the batch: sum the rows.")
def dgamma_averaged(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma / len(X), dbeta


@page.wrong("dgamma is multiplied by gamma: gamma's own gradient is the sum of dY * X_hat, where gamma does not stand.")
def dgamma_times_gamma(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    return gamma * r * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma * gamma, dbeta


@page.right
def node_by_node(dY, X, gamma, eps):
    N = len(X)
    C = X - X.mean(axis=0)
    r = ((C**2).mean(axis=0) + eps) ** -0.5
    dX_hat = dY * gamma
    dC = dX_hat * r - r**3 * (dX_hat * C).sum(axis=0) * C / N
    return {"dX": dC - dC.mean(axis=0), "dgamma": (dY * C * r).sum(axis=0), "dbeta": dY.sum(axis=0)}


@page.right
def with_means(dY, X, gamma, eps):
    r, X_hat, dgamma, dbeta = _parts(dY, X, eps)
    G = gamma * dY
    return r * (G - G.mean(axis=0) - X_hat * np.einsum("nd,nd->d", G, X_hat) / len(X)), dgamma, dbeta
