"""Batches without a loader: pieces of a shuffled order pick rows of tensors that already lie on the device."""

import numpy as np
import torch

from autograder.author.draw import labels, numbers
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import all_batches

page = Page(
    outputs=("lengths", "images", "labels"),
    hints=(
        "A shuffled epoch is a shuffled row of indices, cut in pieces. Which tensor is cut?",
        "order.split(size) gives the pieces, the last one perhaps shorter. Each piece picks rows of X and of y.",
        "A tensor of indices in square brackets picks these rows: one `yield` in the loop over the pieces, of a pair, "
        "with the same piece for both.",
    ),
)


@page.reference
def by_rows(X, y, order, size):
    lengths = [min(size, len(order) - start) for start in range(0, len(order), size)]
    return np.array(lengths), np.stack([X[n] for n in order]), np.array([y[n] for n in order])


def _draw(rng, N, D, size):
    order = rng.permutation(N)
    y = labels(rng, N, 3)
    if N > 2:
        while np.array_equal(order, np.arange(N)) or np.array_equal(y[order], y):
            order = rng.permutation(N)
    return {"X": numbers(rng, N, D), "y": y, "order": order, "size": size}


@page.cases(public=2, secret=4)
def a_rest_at_the_end(rng):
    size = int(rng.integers(3, 5))
    return _draw(rng, 2 * size + int(rng.integers(1, size)), int(rng.integers(2, 5)), size)


@page.edge("equal batches")
def equal_batches(rng):
    return _draw(rng, 8, 3, 4)


@page.edge("one row", public=False)
def one_row(rng):
    return _draw(rng, 1, 3, 4)


@page.wrong("lengths lack the last batch: rows that do not fill a batch are trained on too.")
def rest_dropped(X, y, order, size):
    full = len(order) // size * size
    return np.full(full // size, size), X[order[:full]], y[order[:full]]


@page.wrong("images and labels come in the order in which they lie: pick the rows by the pieces of `order`.")
def not_shuffled(X, y, order, size):
    return by_rows(X, y, order, size)[0], X, y


@page.wrong(
    "labels come in the order in which they lie, and so belong to other images: pick both by the same piece of "
    "`order`."
)
def labels_not_shuffled(X, y, order, size):
    lengths, images, _ = by_rows(X, y, order, size)
    return lengths, images, y


@page.wrong(
    "images come in the order in which they lie, and so have other labels: pick both by the same piece of `order`."
)
def images_not_shuffled(X, y, order, size):
    lengths, _, names = by_rows(X, y, order, size)
    return lengths, X, names


@page.wrong("There is one batch of all rows: cut `order` into pieces of length `size`.")
def one_batch(X, y, order, size):
    return np.array([len(order)]), X[order], y[order]


@page.wrong(
    "lengths are those of `size` parts, or of as many as fit: chunk cuts into a number of parts, split into parts of "
    "a length."
)
def chunked(X, y, order, size):
    lengths = [len(part) for part in torch.tensor(order).chunk(size)]
    return np.array(lengths), X[order], y[order]


@page.wrong("lengths are those of a batch that begins at every row: go on by `size` from batch to batch.")
def overlapping(X, y, order, size):
    parts = [order[start : start + size] for start in range(len(order))]
    return np.array([len(part) for part in parts]), X[np.concatenate(parts)], y[np.concatenate(parts)]


@page.wrong(
    "images and labels begin each batch one row after the last, as if `order` were cut at k and not at k * size: go "
    "on by `size`."
)
def cut_at_the_number_of_the_batch(X, y, order, size):
    parts = [order[k : k + size] for k in range(len(order) // size)] or [order[:0]]
    rows = np.concatenate(parts)
    return np.array([len(part) for part in parts]), X[rows], y[rows]


@page.wrong("There is the first batch only, as if the function returned within the loop: yield one batch after the other.")
def first_batch_only(X, y, order, size):
    return np.array([min(size, len(order))]), X[order[:size]], y[order[:size]]


@page.right
def with_slices(X, y, order, size):
    def batches(X, y, order, size):
        for start in range(0, len(order), size):
            yield X[order[start : start + size]], y[order[start : start + size]]

    return all_batches(batches)(X, y, order, size)


@page.right
def shuffled_at_once(X, y, order, size):
    def batches(X, y, order, size):
        return zip(torch.split(X[order], size), torch.split(y[order], size), strict=True)

    return all_batches(batches)(X, y, order, size)
