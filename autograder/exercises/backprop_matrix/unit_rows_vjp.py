"""The vector-Jacobian product of y = x / ‖x‖, row by row: dx = (dy − y ⟨y, dy⟩) / ‖x‖, without any Jacobian."""

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dX",),
    hints=(
        "Work on one row. With r = ‖x‖ and y = x / r, let x move by a small h: how do r and y move, to first order?",
        "r moves by ⟨y, h⟩, so y moves by (h − y ⟨y, h⟩) / r. That is J h. The adjoint is the map with ⟨J h, dy⟩ = "
        "⟨h, Jᵀ dy⟩: write ⟨(h − y ⟨y, h⟩) / r, dy⟩ as an inner product of h with something.",
        "That something is (dy − y ⟨y, dy⟩) / r. For the whole batch, take the norm and the inner product of each "
        "row with axis=1 and keepdims=True, so that they have shape (N, 1).",
    ),
)


@page.reference
def by_the_full_jacobian(dY, X):
    N, D = X.shape
    dX = np.zeros((N, D))
    for n in range(N):
        r = sum(x**2 for x in X[n]) ** 0.5
        for d in range(D):
            for k in range(D):
                # ∂y_k/∂x_d, from the quotient rule
                slope = (float(k == d) * r - X[n, k] * X[n, d] / r) / r**2
                dX[n, d] += slope * dY[n, k]
    return dX


@page.forward(upstream="dY", dX="X")
def unit_rows(X):
    return X / (X**2).sum(1, keepdim=True) ** 0.5


@page.cases(public=3, secret=6)
def random_rows(rng):
    N, D = sizes(rng, 2)
    return {"dY": numbers(rng, N, D), "X": numbers(rng, N, D)}


@page.edge("a batch of one")
def batch_of_one(rng):
    return {"dY": numbers(rng, 1, 4), "X": numbers(rng, 1, 4)}


@page.edge("one column: every row becomes 1 or -1, and nothing can change that")
def one_column(rng):
    return {"dY": numbers(rng, 3, 1), "X": numbers(rng, 3, 1)}


@page.edge("long rows", public=False)
def long_rows(rng):
    return {"dY": numbers(rng, 4, 3, scale=50), "X": numbers(rng, 4, 3, scale=50)}


@page.edge("square", public=False)
def square(rng):
    return {"dY": numbers(rng, 4, 4), "X": numbers(rng, 4, 4)}


def _lengths(X):
    return np.sqrt((X**2).sum(axis=1, keepdims=True))


@page.large
def many_rows(rng):
    return {"dY": repeated(rng, 16_000, 3), "X": repeated(rng, 16_000, 3)}


@page.wrong(
    "dX is dY over the length of the row, as if the length were a constant: it depends on every entry of the row, and"
    " that adds a second term."
)
def length_held_fixed(dY, X):
    return dY / _lengths(X)


@page.wrong("dX is not divided by the length of the row.")
def without_the_length(dY, X):
    Y = X / _lengths(X)
    return dY - Y * (Y * dY).sum(axis=1, keepdims=True)


@page.wrong("dX divides by the length twice: once is enough when the second term is written with y = x / ‖x‖.")
def length_twice(dY, X):
    Y = X / _lengths(X)
    return (dY - Y * (Y * dY).sum(axis=1, keepdims=True)) / _lengths(X) ** 2


@page.wrong("dX has x in both places where y = x / ‖x‖ is meant: in dy − y ⟨y, dy⟩ both are rows of length one.")
def rows_not_of_length_one(dY, X):
    return (dY - X * (X * dY).sum(axis=1, keepdims=True)) / _lengths(X)


@page.wrong(
    "In dX the second term is ‖x‖ times too large: in y ⟨y, dy⟩ both factors are y = x / ‖x‖. Is one of yours x, or is ‖x‖² "
    "there for ‖x‖³?"
)
def one_factor_not_of_length_one(dY, X):
    Y = X / _lengths(X)
    return (dY - Y * (X * dY).sum(axis=1, keepdims=True)) / _lengths(X)


@page.wrong(
    "dX holds only the slope of each entry by itself: all entries of a row share one length, so each depends on all "
    "others."
)
def diagonal_only(dY, X):
    Y = X / _lengths(X)
    return dY * (1 - Y**2) / _lengths(X)


@page.wrong("dX adds the second term: a longer row makes its entries smaller, so the term is subtracted.")
def wrong_sign(dY, X):
    Y = X / _lengths(X)
    return (dY + Y * (Y * dY).sum(axis=1, keepdims=True)) / _lengths(X)


@page.wrong(
    "dX takes one inner product over the whole batch: each row has its own, so sum over axis 1 with keepdims=True."
)
def one_product_for_all(dY, X):
    Y = X / _lengths(X)
    return (dY - Y * (Y * dY).sum()) / _lengths(X)


@page.wrong(
    "dX takes one length for the whole batch: each row has its own. Take the norm with axis=1, one number per row, and "
    "keepdims=True."
)
def one_length_for_all(dY, X):
    r = np.linalg.norm(X)
    return (dY - X / r * (X / r * dY).sum(axis=1, keepdims=True)) / r


@page.wrong(
    "dX takes one length and one inner product for the whole batch: each row has its own. Sum over axis=1, one number per "
    "row, with keepdims=True."
)
def one_row_for_all(dY, X):
    r = np.linalg.norm(X)
    return (dY - X / r * (X / r * dY).sum()) / r


@page.wrong(
    "dX is the forward pass of dY: it scales the rows of dY to length one. Differentiate Y = X / ‖X‖ by X instead."
)
def forward_of_the_gradient(dY, X):
    return dY / _lengths(dY)


@page.wrong(
    "dX sums y dy over the rows, with axis 0: each row has its own inner product, so sum over axis 1 with "
    "keepdims=True."
)
def products_of_columns(dY, X):
    Y = X / _lengths(X)
    return (dY - Y * (Y * dY).sum(axis=0)) / _lengths(X)


@page.wrong("dX subtracts y dy and not y ⟨y, dy⟩: sum over the row, and multiply the sum by y.")
def product_without_sum(dY, X):
    Y = X / _lengths(X)
    return (dY - Y * dY) / _lengths(X)


@page.wrong("dX takes the square of the length for the length: it is the root of the sum of squares.")
def without_the_root(dY, X):
    squares = _lengths(X) ** 2
    return (dY - X / squares * (X / squares * dY).sum(axis=1, keepdims=True)) / squares


@page.wrong("dX is dY times y: differentiate y = x / ‖x‖ by x, and carry dY back through that slope.")
def times_the_output(dY, X):
    return dY * X / _lengths(X)


@page.wrong("dX holds the second term alone: add the first one, dY over the length.")
def second_term_alone(dY, X):
    Y = X / _lengths(X)
    return -Y * (Y * dY).sum(axis=1, keepdims=True) / _lengths(X)


@page.right
def jacobian_of_each_row(dY, X):
    rows = []
    for x, dy in zip(X, dY, strict=True):
        r = np.linalg.norm(x)
        J = np.eye(len(x)) / r - np.outer(x, x) / r**3
        rows.append(J.T @ dy)
    return np.array(rows)


@page.right
def along_and_across(dY, X):
    # Only the part of dY across the row matters: nothing changes when a row grows along itself.
    along = np.einsum("nd,nd->n", dY, X) / np.einsum("nd,nd->n", X, X)
    return (dY - along[:, None] * X) / np.linalg.norm(X, axis=1)[:, None]
