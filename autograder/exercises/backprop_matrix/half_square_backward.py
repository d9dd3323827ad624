"""f = ½‖XW‖² with A = XW: ∇_A f = A, ∇_W f = Xᵀ∇_A f, ∇_X f = ∇_A f Wᵀ."""

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dA", "dW", "dX"),
    hints=(
        "Go backwards one node at a time. First dA alone: f is half the sum of all A[n, h] squared. What is the "
        "derivative by one entry?",
        "dA equals A, entry by entry: the half and the 2 cancel. Then W[d, h] enters every A[n, h] with the factor "
        "X[n, d]. Sum over n: dW[d, h] = sum over n of X[n, d] * dA[n, h]. Write that sum as a product of two "
        "matrices.",
        "A sum over the first index of both factors is a product with the left one transposed: X.T on the left of "
        "dA. X[n, d] enters A[n, h] with the factor W[d, h], for every h; so dX is dA times W.T.",
    ),
)


@page.reference
def by_loops(X, W):
    (N, D), H = X.shape, W.shape[1]
    dA, dW, dX = np.zeros((N, H)), np.zeros((D, H)), np.zeros((N, D))
    for n in range(N):
        for h in range(H):
            dA[n, h] = sum(X[n, d] * W[d, h] for d in range(D))
            for d in range(D):
                dW[d, h] += dA[n, h] * X[n, d]
                dX[n, d] += dA[n, h] * W[d, h]
    return dA, dW, dX


@page.forward(dW="W", dX="X")
def half_square(X, W):
    return ((X @ W) ** 2).sum() / 2


@page.cases(public=3, secret=6)
def random_matrices(rng):
    N, D, H = sizes(rng, 3)
    return {"X": numbers(rng, N, D), "W": numbers(rng, D, H)}


@page.edge("one row")
def one_row(rng):
    return {"X": numbers(rng, 1, 3), "W": numbers(rng, 3, 2)}


@page.edge("square matrices", public=False)
def square(rng):
    return {"X": numbers(rng, 3, 3), "W": numbers(rng, 3, 3)}


@page.large
def long_rows(rng):
    return {"X": repeated(rng, 8, 6000), "W": repeated(rng, 6000, 8)}


@page.wrong(
    "dA is twice too large, and dW and dX follow from it: f is half the sum of squares, so the derivative of ½A² is "
    "A, not 2A."
)
def without_the_half(X, W):
    dA = 2 * X @ W
    return dA, X.T @ dA, dA @ W.T


@page.wrong(
    "dA is half of what it should be, and dW and dX follow from it: the square brings a factor 2, and with the ½ in "
    "front that makes 1."
)
def without_the_two(X, W):
    dA = X @ W / 2
    return dA, X.T @ dA, dA @ W.T


@page.wrong(
    "dA is divided by the norm of A, and dW and dX follow from it: that is the gradient of ‖A‖, and here the norm is "
    "squared."
)
def norm_without_its_square(X, W):
    A = X @ W
    dA = A / np.linalg.norm(A)
    return dA, X.T @ dA, dA @ W.T


@page.wrong("All three are divided by N: f is a sum over all entries of A, not a mean over the rows.")
def divided_by_rows(X, W):
    dA = X @ W / len(X)
    return dA, X.T @ dA, dA @ W.T


@page.wrong(
    "dW is N times too small: f is a sum over all entries of A, so the products are added over the rows and nothing is divided."
)
def weights_averaged(X, W):
    dA = X @ W
    return dA, X.T @ dA / len(X), dA @ W.T


@page.wrong("dW holds the last row's share alone, as where a loop overwrites it: the shares of all rows are added up (+=).")
def weights_of_the_last_row(X, W):
    dA = X @ W
    return dA, np.outer(X[-1], dA[-1]), dA @ W.T


@page.wrong("dW and dX are the slopes of A alone, as if a matrix of ones arrived from the output side: multiply by dA.")
def upstream_forgotten(X, W):
    A = X @ W
    ones = np.ones_like(A)
    return A, X.T @ ones, ones @ W.T


@page.wrong("dW is transposed: it has W's shape (D, H), so X.T stands on the left of dA.")
def weights_transposed(X, W):
    dA = X @ W
    return dA, dA.T @ X, dA @ W.T


@page.wrong("dX is transposed: it has X's shape (N, D), so dA stands on the left of W.T.")
def inputs_transposed(X, W):
    dA = X @ W
    return dA, X.T @ dA, W @ dA.T


@page.wrong("dW and dX have changed places: the order asked for is dA, dW, dX.")
def other_order(X, W):
    dA = X @ W
    return dA, dA @ W.T, X.T @ dA


@page.wrong(
    "dW holds the numbers of dA.T @ X in the shape of W: reshape puts them in other places. X.T stands on the left of"
    " dA."
)
def weights_reshaped_to_fit(X, W):
    dA = X @ W
    return dA, (dA.T @ X).reshape(W.shape), dA @ W.T


@page.wrong(
    "dX holds the numbers of W @ dA.T in the shape of X: reshape puts them in other places. dA stands on the left of "
    "W.T."
)
def inputs_reshaped_to_fit(X, W):
    dA = X @ W
    return dA, X.T @ dA, (W @ dA.T).reshape(X.shape)


@page.wrong("dA is a matrix of ones: the derivative of ½A² by A is A.")
def ones_for_the_gradient(X, W):
    A = X @ W
    return np.ones_like(A), X.T @ A, A @ W.T


@page.wrong("dA is ½A², the entries that f adds up, and dW and dX follow from it: the derivative of ½A² by A is A.")
def summands_for_the_gradient(X, W):
    dA = (X @ W) ** 2 / 2
    return dA, X.T @ dA, dA @ W.T


@page.wrong("dA is a matrix of ones, and dW and dX follow from it: f holds squares, and the derivative of ½A² by A is A.")
def sum_without_squares(X, W):
    dA = np.ones_like(X @ W)
    return dA, X.T @ dA, dA @ W.T


@page.right
def with_einsum(X, W):
    dA = np.einsum("nd,dh->nh", X, W)
    return dA, np.einsum("nd,nh->dh", X, dA), np.einsum("nh,dh->nd", dA, W)


@page.right
def through_the_small_squares(X, W):
    # f = ½ tr(Wᵀ (XᵀX) W) = ½ tr(X (WWᵀ) Xᵀ): a road without dA.
    return {"dA": X @ W, "dW": (X.T @ X) @ W, "dX": X @ (W @ W.T)}
