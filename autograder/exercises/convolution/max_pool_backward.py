"""Max pooling, backwards: the gradient of a window goes to its largest entry, the first one where several are equal."""

import numpy as np
import torch

from autograder.author.draw import numbers, repeated
from autograder.author.page import Page

page = Page(
    outputs=("dX",),
    hints=(
        "A maximum is a copy of one of its inputs. Which entries of the window have any influence on it?",
        "Only the largest entry of a window gets a gradient, and it gets all of dP there. The others get 0.",
        "For each window of each channel of each image: flatten it, take argmax (the first of equals), and turn the count into "
        "a row and a column of X. Four loops are fine.",
    ),
)


@page.reference
def by_loops(dP, X, size):
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(dP.shape):
        best = (i * size, j * size)
        for u, v in np.ndindex(size, size):
            if X[n, c, i * size + u, j * size + v] > X[n, c, *best]:
                best = (i * size + u, j * size + v)
        dX[n, c, *best] = dP[n, c, i, j]
    return dX


@page.forward(upstream="dP", dX="X")
def pooled(X, size):
    return torch.nn.functional.max_pool2d(X, size)


def _apart(rng, *shape):
    """Numbers of both signs, all different."""
    return np.round((rng.permutation(np.prod(shape)).reshape(shape) - 0.4 * np.prod(shape)) / 10, 2)


def _draw(rng, shape, size):
    return {"dP": numbers(rng, *shape[:2], shape[2] // size, shape[3] // size), "X": _apart(rng, *shape), "size": size}


@page.edge("windows of 2 by 2")
def twos(rng):
    return _draw(rng, (2, 3, 4, 6), 2)


@page.edge("windows of 3 by 3, a row and a column left over")
def threes(rng):
    return _draw(rng, (3, 1, 10, 4), 3)


@page.edge("equal entries")
def ties(rng):
    X = np.array([[[[1.0, 1.0, 0.0, 2.0], [1.0, 0.5, 2.0, 2.0]]]])
    return {"dP": numbers(rng, 1, 1, 1, 2), "X": X, "size": 2}


@page.edge("all entries negative")
def negative(rng):
    return {"dP": numbers(rng, 1, 2, 3, 1), "X": -1 - np.abs(_apart(rng, 1, 2, 6, 3)), "size": 2}


@page.cases(public=0, secret=5)
def anything(rng):
    N, C = (int(n) for n in rng.choice([1, 2, 3], size=2, replace=False))
    return _draw(rng, (N, C, int(rng.integers(4, 8)), int(rng.integers(4, 8))), int(rng.integers(2, 4)))


def _windows(X, size):
    h, w = X.shape[2] // size, X.shape[3] // size
    return X[:, :, : h * size, : w * size].reshape(*X.shape[:2], h, size, w, size)


def _spread(shares, dP, X):
    """dP times each entry's share, put back in the shape of X."""
    inside = (shares * dP[:, :, :, None, :, None]).reshape(*X.shape[:2], *(n * shares.shape[3] for n in dP.shape[2:]))
    return np.pad(inside, [(0, n - m) for n, m in zip(X.shape, inside.shape, strict=True)])


@page.large
def wide_images(rng):
    # 999 different numbers, again and again: no two entries of a window are equal.
    X = np.resize(rng.permutation(999) / 100 - 5, (2, 1, 170, 170))
    return {"dP": repeated(rng, 2, 1, 85, 85), "X": X, "size": 2}


@page.wrong("dX shares the gradient out evenly, as mean pooling does: the largest entry gets all of it.")
def shared_evenly(dP, X, size):
    return _spread(np.ones_like(_windows(X, size)) / size**2, dP, X)


@page.wrong("dX gives the gradient to every entry of the window: only the largest one was copied forwards.")
def copied_to_all(dP, X, size):
    return _spread(np.ones_like(_windows(X, size)), dP, X)


@page.wrong("dX gives the gradient to every entry that equals the maximum: of several equal ones only the first gets it.")
def to_all_equals(dP, X, size):
    windows = _windows(X, size)
    return _spread(windows == windows.max(axis=(3, 5), keepdims=True), dP, X)


@page.wrong("dX gives the gradient to the last of several equal entries: the first one, row by row, gets it.")
def to_the_last(dP, X, size):
    turned = by_loops(dP[:, :, ::-1, ::-1], X[:, :, : dP.shape[2] * size, : dP.shape[3] * size][:, :, ::-1, ::-1], size)
    inside = turned[:, :, ::-1, ::-1]
    return np.pad(inside, [(0, n - m) for n, m in zip(X.shape, inside.shape, strict=True)])


@page.wrong("dX goes to the entry of largest absolute value: the maximum looks at the sign too.")
def absolute(dP, X, size):
    return by_loops(dP, np.abs(X), size)


@page.wrong("dX holds ones in place of the gradient: write dP there.")
def upstream_forgotten(dP, X, size):
    return by_loops(np.ones_like(dP), X, size)


@page.wrong("dX multiplies dP by the maximum: the derivative of a copy is 1.")
def times_the_value(dP, X, size):
    return by_loops(dP, X, size) * X


@page.wrong("dX has all windows in the first one: the window (i, j) begins at row i * size and column j * size.")
def into_the_first_window(dP, X, size):
    dX, routed = np.zeros(X.shape), by_loops(dP, X, size)
    for n, c, i, j in np.ndindex(dP.shape):
        window = routed[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
        dX[n, c, :size, :size] = np.where(window, window, dX[n, c, :size, :size])
    return dX


@page.wrong("dX lost the rows and columns that were left over: it has the shape of X, with zeros there.")
def left_over_cut_off(dP, X, size):
    return by_loops(dP, X, size)[:, :, : dP.shape[2] * size, : dP.shape[3] * size]


@page.wrong("dX goes to the smallest entry of each window: the largest one was copied forwards.")
def to_the_smallest(dP, X, size):
    return by_loops(dP, -X, size)


@page.wrong("dX shares the gradient out among equal entries: of several equal ones the first gets all of it.")
def shared_among_equals(dP, X, size):
    windows = _windows(X, size)
    equal = windows == windows.max(axis=(3, 5), keepdims=True)
    return _spread(equal / equal.sum(axis=(3, 5), keepdims=True), dP, X)


@page.wrong("dX holds the largest values, and not the gradients: what arrives in dP goes to their places.")
def values_for_gradients(dP, X, size):
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(dP.shape):
        window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
        a, b = divmod(int(window.argmax()), size)
        dX[n, c, i * size + a, j * size + b] = window[a, b]
    return dX


@page.wrong("dX passes nothing on where the largest entry is not above 0: that is ReLU's rule. A maximum always passes it on.")
def with_relu(dP, X, size):
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(dP.shape):
        window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
        a, b = divmod(int(window.argmax()), size)
        dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j] * (window[a, b] > 0)
    return dX


@page.wrong("dX takes the places of the largest entries from the first channel, for all channels: each has its own.")
def places_of_the_first_channel(dP, X, size):
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(dP.shape):
        a, b = divmod(int(X[n, 0, i * size : (i + 1) * size, j * size : (j + 1) * size].argmax()), size)
        dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


@page.wrong("dX has the windows of a pooling with stride 1: window (i, j) begins at row i * size and column j * size.")
def windows_that_overlap(dP, X, size):
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(dP.shape):
        a, b = divmod(int(X[n, c, i : i + size, j : j + size].argmax()), size)
        dX[n, c, i + a, j + b] += dP[n, c, i, j]
    return dX


@page.wrong("dX puts the gradients at [i + a, j + b]: window (i, j) begins at row i * size and column j * size.")
def windows_begin_too_early(dP, X, size):
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(dP.shape):
        window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
        a, b = divmod(int(window.argmax()), size)
        dX[n, c, i + a, j + b] = dP[n, c, i, j]
    return dX


@page.right
def with_torch(dP, X, size):
    X = torch.tensor(X, requires_grad=True)
    torch.nn.functional.max_pool2d(X, size).backward(torch.tensor(dP))
    return X.grad.numpy()


@page.right
def with_argmax_and_put(dP, X, size):
    flat = _windows(X, size).transpose(0, 1, 2, 4, 3, 5).reshape(*dP.shape, size**2)
    hot = np.eye(size**2)[flat.argmax(axis=4)].reshape(*dP.shape, size, size).transpose(0, 1, 2, 4, 3, 5)
    return _spread(hot, dP, X)
