"""Minibatch k of an epoch: the rows order[k·size : (k+1)·size] of the images, and the labels that belong to them."""

import numpy as np

from autograder.author.draw import labels, numbers, sizes
from autograder.author.page import Page
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"X_batch": Close(), "y_batch": Exact()},
    hints=(
        "order is the shuffled list of row numbers. Cut batch k out of order first; only then look at X and y.",
        "Batch 0 begins at place 0 of order, batch 1 at place size, batch 2 at 2 * size. A slice that runs past the end stops "
        "at the end by itself.",
        "An array of row numbers can stand in brackets: X[rows] are those rows, in that order, and y[rows] their labels.",
    ),
)


@page.reference
def row_by_row(X, y, order, k, size):
    places = [place for place in range(len(order)) if place // size == k]
    return np.stack([X[order[place]] for place in places]), np.array([y[order[place]] for place in places])


def draw(rng, N, size, k):
    D = sizes(rng, 1, low=2, high=4)[0]
    order = rng.permutation(N)
    while order[k * size] == k * size or np.array_equal(np.sort(order), order):
        order = rng.permutation(N)
    y = labels(rng, N, 5)
    while np.array_equal(y[order[k * size : (k + 1) * size]], y[k * size : (k + 1) * size]):
        y = labels(rng, N, 5)
    return {"X": numbers(rng, N, D), "y": y, "order": order, "k": k, "size": size}


@page.cases(public=2, secret=4)
def in_the_middle(rng):
    return draw(rng, int(rng.integers(13, 17)), int(rng.integers(4, 6)), 1)


@page.cases(public=1, secret=2)
def at_the_beginning(rng):
    return draw(rng, 11, 4, 0)


@page.cases(public=1, secret=2)
def the_last_and_shorter_one(rng):
    return draw(rng, int(rng.integers(9, 12)), 4, 2)


@page.edge("batches of one", public=False)
def batches_of_one(rng):
    return draw(rng, 6, 1, 4)


def cut(order, k, size):
    return order[k * size : (k + 1) * size]


@page.wrong(
    "X_batch and y_batch are the rows k·size onwards as they lie, as if order were ignored: then no epoch is "
    "shuffled."
)
def not_shuffled(X, y, order, k, size):
    return X[k * size : (k + 1) * size], y[k * size : (k + 1) * size]


@page.wrong("y_batch is not shuffled, so the labels no longer belong to the images. Pick both with the same row numbers.")
def labels_left_behind(X, y, order, k, size):
    return X[cut(order, k, size)], y[k * size : (k + 1) * size]


@page.wrong("X_batch and y_batch begin at place k, not at place k * size: neighbouring batches would share most of their rows.")
def begins_at_k(X, y, order, k, size):
    if k == 0:
        return X[cut(order, 0, size)], y[cut(order, 0, size)]
    return X[order[k : k + size]], y[order[k : k + size]]


@page.wrong("X_batch and y_batch are those of the batch before: k counts from 0, so batch k begins at place k * size of order.")
def one_batch_too_early(X, y, order, k, size):
    rows = order[(k - 1) * size : k * size]
    return X[rows], y[rows]


@page.wrong("X_batch and y_batch have one row too many: a slice stops before its end, so it ends at (k + 1) * size.")
def one_row_too_many(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size + 1]
    return X[rows], y[rows]


@page.wrong(
    "X_batch and y_batch are filled up from the beginning of the epoch in the last batch: the rows left over make a "
    "shorter one, so that each image is used once an epoch."
)
def filled_up(X, y, order, k, size):
    rows = np.take(order, np.arange(k * size, (k + 1) * size), mode="wrap")
    return X[rows], y[rows]


@page.wrong("X_batch and y_batch take every size-th place of order. A batch is a run of neighbouring places.")
def with_steps(X, y, order, k, size):
    rows = order[k::size]
    return X[rows], y[rows]


@page.wrong("y_batch holds row numbers in place of labels: look them up, y[rows].")
def row_numbers(X, y, order, k, size):
    return X[cut(order, k, size)], cut(order, k, size)


@page.wrong("X_batch is not shuffled, so the images no longer belong to the labels: pick both with the same row numbers.")
def images_left_behind(X, y, order, k, size):
    return X[k * size : (k + 1) * size], y[cut(order, k, size)]


@page.wrong(
    "X_batch and y_batch are those of the batch after: k counts from 0, so batch k begins at place k * size of order."
)
def one_batch_too_late(X, y, order, k, size):
    rows = order[(k + 1) * size : (k + 2) * size]
    return X[rows], y[rows]


@page.wrong("X_batch and y_batch hold one row, that of place k: a batch has size rows.")
def one_row(X, y, order, k, size):
    return X[order[k : k + 1]], y[order[k : k + 1]]


@page.right
def shuffled_first(X, y, order, k, size):
    return X[order][k * size :][:size], y[order][k * size :][:size]


@page.right
def with_take(X, y, order, k, size):
    rows = [order[place] for place in range(k * size, min(len(order), k * size + size))]
    return {"y_batch": np.take(y, rows), "X_batch": np.take(X, rows, axis=0)}
