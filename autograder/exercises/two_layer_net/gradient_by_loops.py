"""The gradient of the mean cross-entropy of a linear classifier S = XW: column j of dW is 1/N Σ_n (p_nj − [j = y_n]) x_n."""

import numpy as np

from autograder.author.draw import labels, numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dW",),
    hints=(
        "Take one example. Column j of W makes score j and nothing else, so its gradient is a number times the image x. Which "
        "number, for the right class and for the others?",
        "The number is p_j for a wrong class and p_j − 1 for the right one. Two loops, over the examples and over the classes, "
        "add these pieces into dW[:, j].",
        "Begin with dW of zeros, shaped like W. For each n compute the probabilities p of image n. In the inner loop add to "
        "dW[:, j] the image X[n] times p[j] − 1 if j is y[n], else times p[j]. Divide by N once, at the end.",
    ),
)


@page.reference
def with_one_product(X, W, y):
    S = X @ W
    P = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
    return X.T @ (P - np.eye(W.shape[1])[y]) / len(X)


@page.forward(dW="W")
def loss(X, W, y):
    import torch

    return torch.nn.functional.cross_entropy(X @ W, y)


@page.cases(public=3, secret=5)
def random_batch(rng):
    C, D, N = sizes(rng, 3, high=6)
    N = max(N, C + 1) if max(N, C + 1) != D else N + C
    return {"X": numbers(rng, N, D), "W": numbers(rng, D, C), "y": labels(rng, N, C)}


@page.edge("one example")
def one_example(rng):
    return {"X": numbers(rng, 1, 3), "W": numbers(rng, 3, 4), "y": np.array([2])}


@page.edge("a class that does not occur", public=False)
def a_class_that_does_not_occur(rng):
    return {"X": numbers(rng, 5, 3), "W": numbers(rng, 3, 4), "y": np.array([0, 3, 3, 0, 1])}


def pieces(X, W, y):
    """For each example the probabilities minus the one-hot label."""
    S = X @ W
    P = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
    return P, np.eye(W.shape[1])[y]


@page.large
def long_rows(rng):
    N, D, C = 4, 8000, 8
    return {"X": repeated(rng, N, D), "W": repeated(rng, D, C, scale=0.01), "y": labels(rng, N, C)}


@page.wrong("dW is N times too large: the loss is a mean, so divide the sum over the examples by N.")
def without_the_mean(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ (P - Y)


@page.wrong("dW lacks the −1 of the right class: its column gets (p_y − 1) x, not p_y x.")
def without_the_one(X, W, y):
    P, _ = pieces(X, W, y)
    return X.T @ P / len(X)


@page.wrong(
    "dW has p_y x in the column of the right class once more, beside (p_y − 1) x: either the one or the other is added."
)
def both_terms_for_the_right_class(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ (P - Y + P * Y) / len(X)


@page.wrong("dW has the wrong sign: a higher score of the right class lowers the loss, so its column gets (p_y − 1) x.")
def wrong_sign(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ (Y - P) / len(X)


@page.wrong(
    "dW is right in the columns of the right classes only, as if no other received anything: the other scores stand "
    "in the denominator of softmax, and their columns get p_j x."
)
def right_class_only(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ ((P - 1) * Y) / len(X)


@page.wrong("dW has 1 subtracted from every probability: it belongs to the right class alone, the others get p_j x.")
def one_from_every_class(X, W, y):
    P, _ = pieces(X, W, y)
    return X.T @ (P - 1) / len(X)


@page.wrong("dW holds the last example alone, as if the loop overwrote dW[:, j] where it should add to it (+=).")
def last_example_only(X, W, y):
    P, Y = pieces(X, W, y)
    return np.outer(X[-1], P[-1] - Y[-1]) / len(X)


@page.wrong("dW is transposed: dW[:, j] is a column of length D, so dW has the shape of W, (D, C).")
def transposed(X, W, y):
    P, Y = pieces(X, W, y)
    return (P - Y).T @ X / len(X)


@page.wrong("dW is divided by N twice: once, after the loops or inside them.")
def mean_twice(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ (P - Y) / len(X) ** 2


@page.wrong(
    "dW has the opposite sign, and is N times too large: the right column gets (p_y − 1) x, and the sum is divided by"
    " N."
)
def wrong_sign_without_the_mean(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ (Y - P)


@page.wrong(
    "dW lacks the −1 of the right class, and is N times too large: its column gets (p_y − 1) x, and the sum is "
    "divided by N."
)
def without_the_one_and_the_mean(X, W, y):
    P, _ = pieces(X, W, y)
    return X.T @ P


@page.wrong("dW adds 1 at the right class: its column gets (p_y − 1) x.")
def one_added(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ (P + Y) / len(X)


@page.wrong("dW holds the scores in place of the probabilities: p_j is the softmax of the row's scores.")
def scores_for_probabilities(X, W, y):
    return X.T @ (X @ W - np.eye(W.shape[1])[y]) / len(X)


@page.wrong("dW is divided by the number of classes: the loss is a mean over the N examples.")
def divided_by_the_classes(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ (P - Y) / W.shape[1]


@page.wrong("dW has the slope p (1 − p) in it: p_j − [j = y] is the whole slope by the score already.")
def slope_of_the_probability_too(X, W, y):
    P, Y = pieces(X, W, y)
    return X.T @ (P * (1 - P) * (P - Y)) / len(X)


@page.wrong("dW has powers e^s that are not divided by their sum: p_j is a probability.")
def powers_for_probabilities(X, W, y):
    return X.T @ (np.exp(X @ W) - np.eye(W.shape[1])[y]) / len(X)


@page.wrong("dW has a sigmoid of each score in place of the softmax: the probabilities of one image add up to 1.")
def sigmoids_for_probabilities(X, W, y):
    return X.T @ (1 / (1 + np.exp(-X @ W)) - np.eye(W.shape[1])[y]) / len(X)


@page.wrong("dW weighs every example by the sum of all rows of X: image n contributes its own row, X[n].")
def sum_of_all_rows(X, W, y):
    P, Y = pieces(X, W, y)
    return np.outer(X.sum(axis=0), (P - Y).sum(axis=0)) / len(X)


@page.wrong(
    "dW is that of the right classes 0, 1, 2 …, as if j were compared with the number of the image: compare it with y[n]."
)
def number_of_the_image_for_its_class(X, W, y):
    P, _ = pieces(X, W, y)
    return X.T @ (P - np.eye(len(X), W.shape[1])) / len(X)


@page.wrong("dW divides each example by its own number, n + 1: the sum is divided by N.")
def divided_by_the_number_of_the_image(X, W, y):
    P, Y = pieces(X, W, y)
    return (X / np.arange(1, len(X) + 1)[:, None]).T @ (P - Y)


@page.wrong(
    "dW lacks the −1 of the right class, and is divided by the number of classes: its column gets (p_y − 1) x, and the sum is "
    "divided by N."
)
def without_the_one_divided_by_the_classes(X, W, y):
    P, _ = pieces(X, W, y)
    return X.T @ P / W.shape[1]


@page.right
def with_two_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        s = X[n] @ W
        p = np.exp(s) / np.exp(s).sum()
        for j in range(C):
            dW[:, j] += (p[j] - (j == y[n])) * X[n] / N
    return dW


@page.right
def with_outer_products(X, W, y):
    dW = 0
    for x, right in zip(X, y, strict=True):
        e = np.exp(x @ W)
        dW = dW + np.outer(x, e / e.sum())
        dW[:, right] -= x
    return dW / len(X)
