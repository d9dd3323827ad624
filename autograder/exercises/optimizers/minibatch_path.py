"""One epoch of minibatch gradient descent on a linear regression: the weights after every step.

The loss of a batch of B rows is 1/(2B) Σ (xₙᵀw − yₙ)², its gradient 1/B Xᵀ(Xw − y). A batch of N rows is full-batch
descent, a batch of one row is stochastic gradient descent.
"""

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("path",),
    hints=(
        "One step for each batch: how many batches are there when N is not a multiple of the batch size?",
        "range(0, N, batch) gives the place in `order` where each batch begins, and a slice that runs past "
        "the end is cut off by itself. The batch's rows are those that this slice of `order` names.",
        "Begin with an empty list. For each batch: pick its rows of X and y, move w against mse_gradient of "
        "these rows, append the new w. At the end turn the list into an array. Assign to w; do not change it "
        "in place.",
    ),
)


@page.reference
def row_by_row(w, X, y, order, batch, learning_rate):
    path, sums, count = [], np.zeros(len(w)), 0
    at = np.array(w, dtype=float)
    for place, n in enumerate(order, start=1):
        error = sum(X[n, d] * at[d] for d in range(len(w))) - y[n]
        sums, count = sums + error * X[n], count + 1
        if place % batch == 0 or place == len(order):
            at = at - learning_rate * sums / count
            path.append(at)
            sums, count = np.zeros(len(w)), 0
    return np.array(path)


def draw(rng, N, D, batch):
    return {"w": numbers(rng, D), "X": numbers(rng, N, D), "y": numbers(rng, N, scale=2.0),
            "order": rng.permutation(N).astype(np.int64), "batch": batch,
            "learning_rate": number(rng, 0.1, 0.4)}  # fmt: skip


@page.cases(public=2, secret=4)
def a_last_batch_that_is_shorter(rng):
    batch, D = sizes(rng, 2, low=2, high=4)
    return draw(rng, 2 * batch + 1, D, batch)


@page.edge("batches of one row")
def stochastic(rng):
    return draw(rng, 5, 3, 1)


@page.edge("one batch of all rows")
def full_batch(rng):
    return draw(rng, 6, 2, 6)


@page.edge("batches that divide the rows evenly", public=False)
def even(rng):
    return draw(rng, 8, 3, 4)


@page.edge("a batch larger than the data", public=False)
def larger_than_the_data(rng):
    return draw(rng, 4, 3, 9)


def _gradient(w, X, y):
    return X.T @ (X @ w - y) / len(X)


def _path(w, X, y, order, batch, learning_rate, *, gradient=None, rows=None):
    """The right answer with one step exchanged."""
    path = []
    for begin in range(0, len(order), batch):
        picked = order[begin : begin + batch] if rows is None else rows(order, begin, batch)
        w = w - learning_rate * (gradient or _gradient)(w, X[picked], y[picked])
        path.append(w)
    return np.array(path)


@page.wrong(
    "path divides each batch's gradient by all N rows: a batch's loss is a mean over its own rows, so divide by "
    "their number, once."
)
def divided_by_all_rows(w, X, y, order, batch, learning_rate):
    return _path(w, X, y, order, batch, learning_rate, gradient=lambda w, A, b: A.T @ (A @ w - b) / len(X))


@page.wrong("path divides the short last batch by the full batch size: divide by the number of rows that it has.")
def short_batch_divided_by_batch(w, X, y, order, batch, learning_rate):
    size = min(batch, len(X))
    return _path(w, X, y, order, batch, learning_rate, gradient=lambda w, A, b: A.T @ (A @ w - b) / size)


@page.wrong("path takes the rows in the order of X: a batch's rows are those that `order` names.")
def order_ignored(w, X, y, order, batch, learning_rate):
    return _path(w, X, y, order, batch, learning_rate,
                 rows=lambda order, begin, batch: np.arange(len(order))[begin : begin + batch])  # fmt: skip


@page.wrong("path evaluates every gradient at the first w: each step starts from where the step before has ended.")
def gradient_at_the_start(w, X, y, order, batch, learning_rate):
    first = w
    return _path(w, X, y, order, batch, learning_rate, gradient=lambda w, A, b: _gradient(first, A, b))


@page.wrong("path climbs: a step goes against the gradient, so subtract it.")
def uphill(w, X, y, order, batch, learning_rate):
    return _path(w, X, y, order, batch, -learning_rate)


@page.wrong("path uses the sum over a batch's rows: its loss is their mean.")
def sum_in_place_of_mean(w, X, y, order, batch, learning_rate):
    return _path(w, X, y, order, batch, learning_rate, gradient=lambda w, A, b: A.T @ (A @ w - b))


@page.wrong(
    "path leaves out the last batch where it is short: all rows take part in an epoch, so N rows in batches "
    "of B make N/B steps, rounded up."
)
def short_batch_dropped(w, X, y, order, batch, learning_rate):
    path = _path(w, X, y, order, batch, learning_rate)
    return path[:-1] if len(X) % batch else path


@page.wrong("path has one row too many: it begins after the first step, and the w that was given is not part of it.")
def start_included(w, X, y, order, batch, learning_rate):
    return np.vstack([w, _path(w, X, y, order, batch, learning_rate)])


@page.wrong("path is one step behind, and begins with the w that was given: append the weights after each step.")
def before_each_step(w, X, y, order, batch, learning_rate):
    return np.vstack([w, _path(w, X, y, order, batch, learning_rate)[:-1]])


@page.wrong("path holds the end of the epoch only: keep the weights after every step, one row a step.")
def end_only(w, X, y, order, batch, learning_rate):
    return _path(w, X, y, order, batch, learning_rate)[-1]


@page.wrong(
    "path has the last weights in every row, as if one array had been changed in place and appended again and again: "
    "make a new w in each step."
)
def one_array_again_and_again(w, X, y, order, batch, learning_rate):
    path = _path(w, X, y, order, batch, learning_rate)
    return np.tile(path[-1], (len(path), 1))


@page.wrong(
    "path pairs a batch's rows of X with other targets, as if y were taken in its own order: pick X and y with the "
    "same slice of `order`."
)
def targets_of_other_rows(w, X, y, order, batch, learning_rate):
    path = []
    for begin in range(0, len(order), batch):
        picked = order[begin : begin + batch]
        w = w - learning_rate * _gradient(w, X[picked], y[begin : begin + batch])
        path.append(w)
    return np.array(path)


@page.wrong(
    "path pairs a batch's targets with other rows of X, as if X were taken in its own order: pick X and y with "
    "the same slice of `order`."
)
def rows_of_other_targets(w, X, y, order, batch, learning_rate):
    path = []
    for begin in range(0, len(order), batch):
        w = w - learning_rate * _gradient(w, X[begin : begin + batch], y[order[begin : begin + batch]])
        path.append(w)
    return np.array(path)


@page.wrong("path takes steps twice as long: the loss is one half of the mean square, and the half is gone in its gradient.")
def twice_the_gradient(w, X, y, order, batch, learning_rate):
    return _path(w, X, y, order, batch, 2 * learning_rate)


@page.right
def with_array_split_by_hand(w, X, y, order, batch, learning_rate):
    cuts = np.arange(batch, len(order), batch)
    path = []
    for rows in np.split(order, cuts):
        A, b = X[rows], y[rows]
        w = w + learning_rate * np.mean((b - A @ w)[:, None] * A, axis=0)
        path.append(w)
    return np.stack(path)


@page.right
def with_a_filled_array(w, X, y, order, batch, learning_rate):
    steps = -(-len(order) // batch)
    path = np.empty((steps, len(w)))
    for k in range(steps):
        rows = order[k * batch : (k + 1) * batch]
        before = w if k == 0 else path[k - 1]
        path[k] = before - learning_rate * np.einsum("nd,n->d", X[rows], X[rows] @ before - y[rows]) / len(rows)
    return path
