"""Batch norm backwards, one node at a time: dX̂, dr, dvar, dC, dX on the graph X → C → var → r, X̂ = C r, Y = γ X̂ + β."""

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dX_hat", "dr", "dvar", "dC", "dX"),
    hints=(
        "Go through the forward lines from the last to the first. For each line, ask which of its inputs were stretched "
        "over the rows: their gradients are sums over the rows.",
        "r and mean are used by every row: dr sums dX_hat * C over axis 0. var has the slope of (var + eps)^(-1/2), which "
        "is -1/2 (var + eps)^(-3/2). C has two paths: to X_hat, with the factor r, and to var, with the factor 2 C / N.",
        "dC = dX_hat * r + dvar * 2 * C / N. Then C = X - mean: X has a path with the factor 1, and one through mean. "
        "dmean is minus the column sum of dC, and each row of X gets 1/N of it.",
    ),
    follows={"dr": ("dX_hat",), "dvar": ("dr",), "dC": ("dX_hat", "dvar"), "dX": ("dC",)},
)


@page.reference
def by_loops(dY, X, gamma, eps):
    N, D = X.shape
    dX_hat, dr, dvar, dC, dX = np.zeros((N, D)), np.zeros(D), np.zeros(D), np.zeros((N, D)), np.zeros((N, D))
    for d in range(D):
        mean = sum(X[:, d]) / N
        C = [x - mean for x in X[:, d]]
        var = sum(c * c for c in C) / N
        r = (var + eps) ** -0.5
        for n in range(N):
            dX_hat[n, d] = dY[n, d] * gamma[d]
            dr[d] += dX_hat[n, d] * C[n]
        dvar[d] = dr[d] * -0.5 * r**3
        for n in range(N):
            dC[n, d] = dX_hat[n, d] * r + dvar[d] * 2 * C[n] / N
        for n in range(N):
            dX[n, d] = dC[n, d] - sum(dC[:, d]) / N
    return dX_hat, dr, dvar, dC, dX


@page.carried("dr")
def through_the_product(dY, X, gamma, eps, dX_hat):
    return (dX_hat * (X - X.mean(axis=0))).sum(axis=0)


@page.carried("dvar")
def through_the_root(dY, X, gamma, eps, dr):
    return -0.5 * dr * (X.var(axis=0) + eps) ** -1.5


@page.carried("dC")
def through_both_paths(dY, X, gamma, eps, dX_hat, dvar):
    return dX_hat / np.sqrt(X.var(axis=0) + eps) + dvar * 2 * (X - X.mean(axis=0)) / len(X)


@page.carried("dX")
def through_the_mean(dY, X, gamma, eps, dC):
    return dC - dC.mean(axis=0)


@page.forward(upstream="dY", dX="X")
def norm(X, gamma, eps):
    C = X - X.mean(0)
    return gamma * C / ((C**2).mean(0) + eps) ** 0.5


def draw(rng, N, D, eps, scale=1.0):
    return {"dY": numbers(rng, N, D), "X": numbers(rng, N, D, scale=scale), "gamma": numbers(rng, D), "eps": eps}


@page.cases(public=2, secret=5)
def random_batch(rng):
    N, D = sizes(rng, 2, low=3)
    return draw(rng, N, D, float(rng.choice([1e-3, 0.1, 0.5])))


@page.edge("a large scale")
def large_scale(rng):
    return draw(rng, 5, 3, 0.1, scale=10.0)


@page.edge("a batch of one: nothing reaches X")
def batch_of_one(rng):
    return draw(rng, 1, 3, 0.1)


@page.edge("as many rows as columns", public=False)
def square(rng):
    return draw(rng, 4, 4, 0.01)


def _road(
    dY, X, gamma, eps, slope=-0.5, direct_path=1.0, variance_path=1.0, mean_path=1.0, power=3, by=None, collect=np.sum, ddof=0,
):  # fmt: skip
    N = len(X) if by is None else by
    C = X - X.mean(axis=0)
    r = 1 / np.sqrt(X.var(axis=0, ddof=ddof) + eps)
    dX_hat = dY * gamma
    dr = collect(dX_hat * C, axis=0)
    dvar = slope * dr * r**power
    dC = direct_path * dX_hat * r + variance_path * dvar * 2 * C / N
    return dX_hat, dr, dvar, dC, dC - mean_path * dC.mean(axis=0)


@page.large
def many_columns(rng):
    N, D = 10, 5000
    return {"dY": repeated(rng, N, D), "X": repeated(rng, N, D), "gamma": repeated(rng, D), "eps": 0.1}


@page.wrong("dC lacks the path through the variance: C is used twice, by X_hat and by var. Add dvar * 2 * C / N.")
def variance_forgotten(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, variance_path=0.0)


@page.wrong("dC lacks the path through X_hat: C is used twice, by X_hat and by var. Add dX_hat * r.")
def direct_path_forgotten(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, direct_path=0.0)


@page.wrong("dC lacks the 2 in the path through the variance: the slope of C² is 2 C.")
def two_forgotten(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, variance_path=0.5)


@page.wrong("dC subtracts the path through the variance: paths are added, and dvar brings its own sign.")
def variance_subtracted(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, variance_path=-1.0)


@page.wrong("dX subtracts one mean of all entries of dC: each column has a mean of its own, over axis 0.")
def mean_of_everything(dY, X, gamma, eps):
    dX_hat, dr, dvar, dC, _ = _road(dY, X, gamma, eps)
    return dX_hat, dr, dvar, dC, dC - dC.mean()


@page.wrong(
    "dX is dC itself, without the path through the mean: X is used twice, by C and by mean. Subtract dC's mean over "
    "the rows."
)
def mean_forgotten(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, mean_path=0.0)


@page.wrong("dX takes all of dmean for each row: mean has the factor 1/N for each row of X, so a row gets dmean / N.")
def mean_path_without_n(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, mean_path=float(len(X)))


@page.wrong("dX has the wrong sign in the path through the mean: C is X minus mean, so the mean of dC is subtracted.")
def mean_path_added(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, mean_path=-1.0)


@page.wrong("dr is a mean over the rows: r is stretched over them, so their contributions are added, without 1/N.")
def averaged(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, collect=np.mean)


@page.wrong("dvar and dC use an r with the variance divided by N - 1: line 3 divides by N.")
def unbiased(dY, X, gamma, eps):
    if len(X) == 1:
        return (None,) * 5  # nan or not: the slip is recognised on the other cases
    return _road(dY, X, gamma, eps, ddof=1)


@page.wrong("dvar and dC leave eps out: r is (var + eps) ** -0.5.")
def eps_forgotten(dY, X, gamma, eps):
    if len(X) == 1:
        return (None,) * 5
    return _road(dY, X, gamma, 0.0)


@page.wrong("dvar has the wrong sign: a larger variance makes r smaller, so its slope is negative.")
def sign_of_the_slope(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, slope=0.5)


@page.wrong("dvar lacks the one half: the slope of (var + eps)^(-1/2) is -1/2 (var + eps)^(-3/2).")
def half_forgotten(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, slope=-1.0)


@page.wrong("dvar has the wrong power: the slope of (var + eps)^(-1/2) by var is -1/2 (var + eps)^(-3/2), that is -r³/2.")
def wrong_power(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, power=2)


@page.wrong("dvar keeps the power of r: a derivative lowers the power by 1, so -1/2 becomes -3/2, and the slope is -r³/2.")
def power_kept(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, power=1)


@page.wrong("dC misses the 1/N of the variance: var is the mean of C², so the slope of one entry is 2 C / N.")
def mean_as_sum(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, by=1)


@page.wrong("dX_hat lacks gamma: Y is gamma * X_hat + beta, so dX_hat is dY * gamma.")
def gamma_forgotten(dY, X, gamma, eps):
    return _road(dY, X, 1.0, eps)


@page.wrong("dr is summed with X in place of C: X_hat is C * r, so the factor is C, the batch with its mean subtracted.")
def not_centred(dY, X, gamma, eps):
    C = X - X.mean(axis=0)
    r = 1 / np.sqrt((C**2).mean(axis=0) + eps)
    dX_hat = dY * gamma
    dr = (dX_hat * X).sum(axis=0)
    dvar = -0.5 * dr * r**3
    dC = dX_hat * r + dvar * 2 * C / len(X)
    return dX_hat, dr, dvar, dC, dC - dC.mean(axis=0)


@page.wrong("dC and dX have changed places: return dX_hat, dr, dvar, dC, dX, in this order.")
def changed_places(dY, X, gamma, eps):
    dX_hat, dr, dvar, dC, dX = _road(dY, X, gamma, eps)
    return dX_hat, dr, dvar, dX, dC


@page.wrong("dvar has r to the power -3: the slope of (var + eps)^(-1/2) is -1/2 (var + eps)^(-3/2), that is -r³/2.")
def power_upside_down(dY, X, gamma, eps):
    return _road(dY, X, gamma, eps, power=-3)


@page.wrong(
    "dX is dC times 1 - 1/N, as if a row moved the mean for itself alone: each row moves it for all, so subtract dC's"
    " mean over the rows."
)
def own_row_alone(dY, X, gamma, eps):
    dX_hat, dr, dvar, dC, _ = _road(dY, X, gamma, eps)
    return dX_hat, dr, dvar, dC, dC * (1 - 1 / len(X))


@page.wrong("dX holds the path through the mean alone: X also reaches C directly, so add dC.")
def mean_path_alone(dY, X, gamma, eps):
    dX_hat, dr, dvar, dC, _ = _road(dY, X, gamma, eps)
    return dX_hat, dr, dvar, dC, -np.ones_like(dC) * dC.mean(axis=0)


@page.wrong(
    "dr is summed with dY in place of dX_hat: r is multiplied by C in X_hat, so take the gradient that arrives "
    "there."
)
def gamma_forgotten_in_dr(dY, X, gamma, eps):
    C = X - X.mean(axis=0)
    r = 1 / np.sqrt((C**2).mean(axis=0) + eps)
    dr = (dY * C).sum(axis=0)
    dvar = -0.5 * dr * r**3
    dC = dY * gamma * r + dvar * 2 * C / len(X)
    return dY * gamma, dr, dvar, dC, dC - dC.mean(axis=0)


@page.wrong("dC lacks r in the path through X_hat: X_hat is C * r, so dX_hat arrives times r.")
def direct_path_without_r(dY, X, gamma, eps):
    r = 1 / np.sqrt(X.var(axis=0) + eps)
    return _road(dY, X, gamma, eps, direct_path=1 / r)


@page.right
def with_powers(dY, X, gamma, eps):
    N = X.shape[0]
    C = X - X.sum(axis=0) / N
    v = np.einsum("nd,nd->d", C, C) / N + eps
    dX_hat = np.einsum("nd,d->nd", dY, gamma)
    dr = np.einsum("nd,nd->d", dX_hat, C)
    dvar = dr * (-1 / 2) * v ** (-3 / 2)
    dC = dX_hat * v ** (-1 / 2) + 2 / N * C * dvar
    return {"dX_hat": dX_hat, "dr": dr, "dvar": dvar, "dC": dC, "dX": dC + np.ones((N, 1)) * -dC.sum(axis=0) / N}


@page.right
def column_by_column(dY, X, gamma, eps):
    parts = [[], [], [], [], []]
    for d in range(X.shape[1]):
        for part, found in zip(parts, _road(dY[:, d : d + 1], X[:, d : d + 1], gamma[d], eps), strict=True):
            part.append(found)
    dX_hat, dr, dvar, dC, dX = (np.concatenate(part, axis=-1) for part in parts)
    return dX_hat, dr, dvar, dC, dX
