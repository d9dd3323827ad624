"""From the slope by each score to the gradient of the weights and the bias of one neuron: dw = Xᵀds, db = Σₙ dsₙ."""

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dw", "db"),
    hints=(
        "The weight w[d] enters every example's score, each time multiplied by X[n, d]. The bias enters with the factor 1.",
        "So dw[d] is the sum over n of ds[n] times X[n, d]. For db, put 1 in place of X[n, d].",
        "The sum over n for all d at once is a matrix product with X transposed. Nothing is divided by N: the 1/N is in ds.",
    ),
)


@page.reference
def by_loops(ds, X):
    N, D = X.shape
    dw, db = np.zeros(D), 0.0
    for n in range(N):
        db += ds[n]
        for d in range(D):
            dw[d] += ds[n] * X[n, d]
    return dw, db


@page.cases(public=3, secret=6)
def random_batch(rng):
    N, D = sizes(rng, 2)
    return {"ds": numbers(rng, N), "X": numbers(rng, N, D)}


@page.edge("a batch of one")
def batch_of_one(rng):
    return {"ds": numbers(rng, 1), "X": numbers(rng, 1, 3)}


@page.edge("one input")
def one_input(rng):
    return {"ds": numbers(rng, 5), "X": numbers(rng, 5, 1)}


@page.edge("as many examples as inputs", public=False)
def square(rng):
    return {"ds": numbers(rng, 4), "X": numbers(rng, 4, 4)}


@page.wrong("dw and db are divided by N once more: ds already holds the 1/N of the mean.")
def divided_by_the_batch(ds, X):
    return X.T @ ds / len(X), ds.sum() / len(X)


@page.wrong("dw has a row for each example: every example adds its share to the same weights, so sum over the examples.")
def weights_not_summed(ds, X):
    return ds[:, None] * X, ds.sum()


@page.wrong("dw has two axes: w has shape (D,), so dw has shape (D,) too.")
def weights_as_a_column(ds, X):
    return X.T @ ds[:, None], ds.sum()


@page.wrong("dw multiplies the sums: multiply each slope by its own row of X first, then sum over the examples.")
def sums_multiplied(ds, X):
    return X.sum(axis=0) * ds.sum(), ds.sum()


@page.wrong("dw is the sum of the rows of X, without the slopes: each row of X counts with its own ds[n].")
def slopes_forgotten(ds, X):
    return X.sum(axis=0), ds.sum()


@page.wrong("db is not summed: b enters every example's score, so its gradient is the sum of all slopes, one number.")
def bias_not_summed(ds, X):
    return X.T @ ds, ds.copy()


@page.wrong("db is the mean of the slopes: ds already holds the 1/N, so take the sum.")
def bias_as_a_mean(ds, X):
    return X.T @ ds, ds.mean()


@page.wrong("db is the slope of the last example alone, as where a loop overwrites it: all slopes are added up (+=).")
def bias_of_the_last_example(ds, X):
    return X.T @ ds, ds[-1]


@page.wrong("db is multiplied by the inputs: the bias enters the score with the factor 1.")
def bias_times_inputs(ds, X):
    return X.T @ ds, (X.T @ ds).sum()


@page.wrong("dw is summed over the inputs: sum over the examples, axis 0, so that one number is left for each weight.")
def summed_over_the_inputs(ds, X):
    return (ds[:, None] * X).sum(axis=1), ds.sum()


@page.wrong(
    "dw is the mean slope times the sum of the rows: multiply each slope by its own row of X first, then sum over the"
    " examples."
)
def mean_times_sum(ds, X):
    return ds.mean() * X.sum(axis=0), ds.sum()


@page.wrong("dw is divided by N once more: ds already holds the 1/N of the mean.")
def weights_as_a_mean(ds, X):
    return X.T @ ds / len(X), ds.sum()


@page.right
def by_einsum(ds, X):
    return np.einsum("n,nd->d", ds, X), np.einsum("n->", ds)


@page.right
def with_a_column_of_ones(ds, X):
    both = ds @ np.hstack([X, np.ones((len(X), 1))])
    return {"dw": both[:-1], "db": both[-1]}
