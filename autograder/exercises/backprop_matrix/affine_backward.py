"""The backward pass of an affine layer S = XW + b: dX = dS Wᵀ, dW = Xᵀ dS, db = Σₙ dSₙ.

b is no input, since no gradient depends on it, so `forward` holds dX and dW only;
tests/quick/chapters/test_backprop_matrix.py holds db, against autograd and against central differences.
"""

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dX", "dW", "db"),
    hints=(
        "Write the shapes down first: dX is shaped like X, dW like W and db like b. Few products of dS with X or W "
        "fit.",
        "Entry X[n, d] reaches every S[n, h] through W[d, h]. Sum over the paths: dX[n, d] = sum over h of dS[n, h] "
        "* W[d, h].",
        "In matrix form that sum is dS @ W.T. The same argument gives dW = X.T @ dS, and b is added to every row of "
        "S, so db sums dS over the rows.",
    ),
)


@page.reference
def by_loops(dS, X, W):
    N, D = X.shape
    H = W.shape[1]
    dX, dW, db = np.zeros((N, D)), np.zeros((D, H)), np.zeros(H)
    for n in range(N):
        for h in range(H):
            db[h] += dS[n, h]
            for d in range(D):
                dX[n, d] += dS[n, h] * W[d, h]
                dW[d, h] += dS[n, h] * X[n, d]
    return dX, dW, db


@page.forward(upstream="dS", dX="X", dW="W")
def affine(X, W):
    return X @ W


@page.cases(public=3, secret=6)
def random_batch(rng):
    N, D, H = sizes(rng, 3)
    return {"dS": numbers(rng, N, H), "X": numbers(rng, N, D), "W": numbers(rng, D, H)}


@page.edge("a batch of one")
def batch_of_one(rng):
    return {"dS": numbers(rng, 1, 3), "X": numbers(rng, 1, 2), "W": numbers(rng, 2, 3)}


@page.edge("square matrices", public=False)
def square(rng):
    return {"dS": numbers(rng, 3, 3), "X": numbers(rng, 3, 3), "W": numbers(rng, 3, 3)}


@page.large
def long_rows(rng):
    N, D, H = 8, 6000, 8
    return {"dS": numbers(rng, N, H), "X": repeated(rng, N, D), "W": repeated(rng, D, H)}


@page.wrong("dW and db are N times too small: dS already holds the 1/N of a mean loss, so nothing is divided here.")
def divided_by_batch(dS, X, W):
    return dS @ W.T, X.T @ dS / len(X), dS.sum(axis=0) / len(X)


@page.wrong("dX is transposed: it has the shape of X, (N, D), so dS stands on the left: dS @ W.T.")
def inputs_transposed(dS, X, W):
    return W @ dS.T, X.T @ dS, dS.sum(axis=0)


@page.wrong(
    "dX, dW and db are the layer's own slopes, as if a matrix of ones arrived: multiply by dS, the gradient from the "
    "output side."
)
def upstream_forgotten(dS, X, W):
    ones = np.ones_like(dS)
    return ones @ W.T, X.T @ ones, ones.sum(axis=0)


@page.wrong("dW is transposed: it has the shape of W, (D, H), so X.T comes first: X.T @ dS.")
def weights_transposed(dS, X, W):
    return dS @ W.T, dS.T @ X, dS.sum(axis=0)


@page.wrong("db keeps one value for each row: b is shared by the whole batch, so sum dS over axis 0, the batch.")
def bias_over_wrong_axis(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum(axis=1)


@page.wrong(
    "db is not summed: b is added to every row of S, so each row's gradient arrives at the same b. Sum over axis 0."
)
def bias_not_summed(dS, X, W):
    return dS @ W.T, X.T @ dS, dS


@page.wrong("db is summed with keepdims: b has shape (H,), and db has shape (1, H).")
def bias_keeps_dims(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum(axis=0, keepdims=True)


@page.wrong("db is one number: sum dS over the batch only, axis 0, so that each output h keeps its own gradient.")
def bias_summed_over_everything(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum()


@page.wrong("db is a mean over the batch: whether the loss is a mean is already decided in dS, so the rows are summed.")
def bias_averaged(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.mean(axis=0)


@page.wrong("db is the last row of dS alone, as where a loop overwrites it: all rows are added up (+=).")
def bias_of_the_last_row(dS, X, W):
    return dS @ W.T, X.T @ dS, dS[-1]


@page.wrong("dX and dW have changed places: the order asked for is dX, dW, db.")
def other_order(dS, X, W):
    return X.T @ dS, dS @ W.T, dS.sum(axis=0)


@page.wrong(
    "dW holds the numbers of dS.T @ X in the shape of W: reshape puts them in other places. The right product is X.T "
    "@ dS."
)
def weights_reshaped_to_fit(dS, X, W):
    return dS @ W.T, (dS.T @ X).reshape(W.shape), dS.sum(axis=0)


@page.wrong(
    "dX holds the numbers of W @ dS.T in the shape of X: reshape puts them in other places. The right product is dS @"
    " W.T."
)
def inputs_reshaped_to_fit(dS, X, W):
    return (W @ dS.T).reshape(X.shape), X.T @ dS, dS.sum(axis=0)


@page.wrong("db is all ones: the slope of S by b is 1, and dS arrives there. Sum dS over axis 0.")
def bias_all_ones(dS, X, W):
    return dS @ W.T, X.T @ dS, np.ones(W.shape[1])


@page.wrong("db counts the rows: the slope of S by b is 1, and dS arrives there. Sum dS over axis 0.")
def bias_counts_the_rows(dS, X, W):
    return dS @ W.T, X.T @ dS, np.full(W.shape[1], float(len(X)))


@page.wrong("dX, dW and db are divided by N: dS already holds the 1/N of a mean loss, so nothing is divided here.")
def all_divided_by_batch(dS, X, W):
    return dS @ W.T / len(X), X.T @ dS / len(X), dS.mean(axis=0)


@page.wrong("dX undoes the layer, with an inverse of W: a gradient is carried back by the transpose, dS @ W.T.")
def inverse_for_transpose(dS, X, W):
    return dS @ np.linalg.pinv(W), X.T @ dS, dS.sum(axis=0)


@page.wrong("dW is divided by N: dS already holds the 1/N of a mean loss, so nothing is divided here.")
def weights_averaged(dS, X, W):
    return dS @ W.T, X.T @ dS / len(X), dS.sum(axis=0)


@page.right
def with_einsum(dS, X, W):
    return np.einsum("nh,dh->nd", dS, W), np.einsum("nd,nh->dh", X, dS), np.einsum("nh->h", dS)


@page.right
def as_a_dict_with_outer_products(dS, X, W):
    dW = sum(np.outer(x, ds) for x, ds in zip(X, dS, strict=True))
    return {"dX": np.stack([W @ ds for ds in dS]), "dW": dW, "db": np.ones(len(dS)) @ dS}
