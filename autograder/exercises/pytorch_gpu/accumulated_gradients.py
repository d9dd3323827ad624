"""Gradients added up over small batches equal those of one large batch: each small batch brings its share of one mean."""

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from autograder.author.draw import labels, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dW", "db"),
    hints=(
        "The loss of the large batch is one mean over N rows. Which share of it does a small batch bring?",
        "A small batch with M of the N rows brings M / N of its own mean, or its own sum divided by N. The last one "
        "may be smaller than the others.",
        'torch.split cuts a tensor into pieces of a given length. For each piece: the loss of its rows with '
        'reduction="sum", divided by the number of all rows, then backward. Return the two grads at the end.',
    ),
)


@page.reference
def one_large_batch_by_hand(W, b, X, y, size):
    S = X @ W + b
    P = np.exp(S - S.max(axis=1, keepdims=True))
    dS = P / P.sum(axis=1, keepdims=True)
    dS[np.arange(len(X)), y] -= 1
    return X.T @ dS / len(X), dS.sum(axis=0) / len(X)


@page.forward(dW="W", db="b")
def large_batch_loss(W, b, X, y):
    return cross_entropy(X @ W + b, y)


def _draw(rng, N, D, C, size):
    return {"W": numbers(rng, D, C), "b": numbers(rng, C), "X": numbers(rng, N, D), "y": labels(rng, N, C), "size": size}


@page.cases(public=1, secret=3)
def a_rest_at_the_end(rng):
    D, C = sizes(rng, 2, low=2, high=5)
    size = int(rng.integers(3, 5))
    return _draw(rng, 2 * size + int(rng.integers(1, size)), D, C, size)


@page.edge("equal pieces")
def equal_pieces(rng):
    return _draw(rng, 12, 3, 4, 4)


@page.edge("one row at a time")
def one_row_at_a_time(rng):
    return _draw(rng, 5, 4, 3, 1)


@page.edge("one piece holds all")
def one_piece(rng):
    return _draw(rng, 5, 3, 2, 8)


def _pieces(X, size):
    return [slice(start, min(start + size, len(X))) for start in range(0, len(X), size)]


def _shares(W, b, X, y, size, weight):
    """The sum over the pieces of weight(rows of the piece, number of pieces) times the gradient of the piece's own mean."""
    parts = _pieces(X, size)
    found = [[weight(part.stop - part.start, len(parts)) * g for g in one_large_batch_by_hand(W, b, X[part], y[part], size)]
             for part in parts]  # fmt: skip
    return sum(dW for dW, _ in found), sum(db for _, db in found)


@page.wrong(
    "dW and db add up the means of all pieces: each piece brings its share only. Divide its sum by the number of ALL "
    "rows."
)
def not_divided(W, b, X, y, size):
    return _shares(W, b, X, y, size, lambda rows, pieces: 1)


@page.wrong(
    "dW and db divide by the number of pieces: right for equal pieces only. A short last piece has a smaller share."
)
def divided_by_pieces(W, b, X, y, size):
    return _shares(W, b, X, y, size, lambda rows, pieces: 1 / pieces)


@page.wrong(
    "dW and db are the share of the last piece alone, as if the gradients were set to zero within the loop: they have"
    " to add up."
)
def zeroed_in_the_loop(W, b, X, y, size):
    part = _pieces(X, size)[-1]
    return tuple((part.stop - part.start) / len(X) * g for g in one_large_batch_by_hand(W, b, X[part], y[part], size))


@page.wrong(
    "dW and db are sums over all rows: a mean is asked for, so divide each piece's sum by the number of all rows."
)
def summed(W, b, X, y, size):
    return tuple(len(X) * gradient for gradient in one_large_batch_by_hand(W, b, X, y, size))


@page.wrong("dW and db lack the rows that do not fill a piece: the last, shorter piece counts too.")
def rest_dropped(W, b, X, y, size):
    full = len(X) // size * size
    if not full:
        return np.zeros(W.shape), np.zeros(b.shape)
    return tuple(full / len(X) * g for g in one_large_batch_by_hand(W, b, X[:full], y[:full], size))


@page.wrong("dW and db divide each piece's sum by `size`: divide by the number of all rows, which is len(X).")
def divided_by_size(W, b, X, y, size):
    return _shares(W, b, X, y, size, lambda rows, pieces: rows / size)


@page.wrong("dW and db give every piece the share size / N: the last piece is shorter, and its share is smaller.")
def shares_of_full_pieces(W, b, X, y, size):
    return _shares(W, b, X, y, size, lambda rows, pieces: size / len(X))


@page.wrong("dW and db divide by len(X) // size, which counts the full pieces only. Give each piece its rows / N.")
def divided_by_full_pieces(W, b, X, y, size):
    return _shares(W, b, X, y, size, lambda rows, pieces: 1 / max(len(X) // size, 1))


@page.wrong(
    "dW and db are the mean over the last piece, as if the gradients were set to zero within the loop: they have to "
    "add up, each piece with its rows / N."
)
def mean_of_the_last_piece(W, b, X, y, size):
    part = _pieces(X, size)[-1]
    return one_large_batch_by_hand(W, b, X[part], y[part], size)


@page.wrong(
    "dW and db add up the means of the full pieces, without the rest: each piece brings its rows / N, and the last, "
    "shorter one counts too."
)
def means_of_full_pieces(W, b, X, y, size):
    return _shares(W, b, X, y, size, lambda rows, pieces: float(rows == size))


@page.wrong(
    "dW and db divide by the number of pieces and lack the rest: each piece brings its rows / N, and the last, "
    "shorter one counts too."
)
def rest_dropped_and_divided_by_pieces(W, b, X, y, size):
    return _shares(W, b, X, y, size, lambda rows, pieces: float(rows == size) / pieces)


@page.wrong("dW and db are those of a softmax of a softmax: cross_entropy takes the scores as they are.")
def softmax_first(W, b, X, y, size):
    leaves = [torch.tensor(array, requires_grad=True) for array in (W, b)]
    scores = torch.softmax(torch.tensor(X) @ leaves[0] + leaves[1], dim=1)
    return torch.autograd.grad(cross_entropy(scores, torch.tensor(y)), leaves)


@page.right
def with_shares_of_means(W, b, X, y, size):
    weights = [torch.tensor(array, requires_grad=True) for array in (W, b)]
    images, names = torch.tensor(X), torch.tensor(y)
    for start in range(0, len(images), size):
        rows = slice(start, start + size)
        mean = cross_entropy(images[rows] @ weights[0] + weights[1], names[rows])
        (mean * len(names[rows]) / len(names)).backward()
    return tuple(weight.grad for weight in weights)


@page.right
def row_by_row_added_by_hand(W, b, X, y, size):
    dW, db = np.zeros(W.shape), np.zeros(b.shape)
    for part in _pieces(X, size):
        leaves = [torch.tensor(array, requires_grad=True) for array in (W, b)]
        loss = cross_entropy(torch.tensor(X[part]) @ leaves[0] + leaves[1], torch.tensor(y[part]), reduction="sum")
        for total, gradient in zip((dW, db), torch.autograd.grad(loss, leaves), strict=True):
            total += gradient.numpy() / len(X)
    return {"db": db, "dW": dW}
