"""The probabilities of a batch and the gradient of its mean cross-entropy by the scores: dS = (P − onehot(y)) / N."""

import numpy as np

from autograder.author.draw import labels, numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("P", "dS"),
    hints=(
        "For one example the gradient by its scores is p, with 1 taken off at the right class. For a batch the loss is a mean: "
        "where does 1/N come in?",
        "dS begins as a copy of P. Which entries change? One in each row: row n, column y[n]. One indexing expression reaches "
        "all of them.",
        "np.arange(N) for the rows and y for the columns, as in exercise 4, with -= 1. Then divide by N. P itself must stay as "
        "it is: that is what .copy() is for.",
    ),
)


@page.reference
def entry_by_entry(S, y):
    N, C = S.shape
    P, dS = np.zeros((N, C)), np.zeros((N, C))
    for n in range(N):
        for j in range(C):
            P[n, j] = 1 / np.sum(np.exp(np.minimum(S[n] - S[n, j], 700)))
            dS[n, j] = (P[n, j] - (j == y[n])) / N
    return P, dS


@page.forward(dS="S")
def loss(S, y):
    import torch

    return torch.nn.functional.cross_entropy(S, y)


@page.cases(public=2, secret=5)
def ordinary_scores(rng):
    C, N = sorted(sizes(rng, 2, low=3, high=6))
    return {"S": numbers(rng, N, C, scale=2), "y": labels(rng, N, C)}


@page.cases(public=1, secret=3)
def rows_that_are_far_apart(rng):
    S = numbers(rng, 4, 3, scale=2) + rng.permutation([1e4, 500.0, 0.0, -1e4])[:, None]
    return {"S": S, "y": labels(rng, 4, 3)}


@page.edge("one example")
def one_example(rng):
    return {"S": numbers(rng, 1, 4), "y": np.array([2])}


@page.edge("as many examples as classes", public=False)
def square(rng):
    return {"S": numbers(rng, 4, 4), "y": np.array([2, 2, 0, 3])}


def both(S, y, shift=None, one=1.0):
    with np.errstate(all="ignore"):
        E = np.exp(S - (S.max(axis=1, keepdims=True) if shift is None else shift))
        P = E / E.sum(axis=1, keepdims=True)
    return P, P - one * np.eye(S.shape[1])[y]


@page.large
def many_rows(rng):
    return {"S": repeated(rng, 10_000, 4), "y": np.resize(labels(rng, 27, 4), 10_000)}


@page.wrong("P is what dS is, as if both were names of one array: after dS = P, -= changes both. Start from P.copy().")
def one_array_with_two_names(S, y):
    _, D = both(S, y)
    return D / len(S), D / len(S)


@page.wrong(
    "P has lost 1 at the right class, as if dS were another name of it: after dS = P the subtraction changes both. "
    "Start from P.copy()."
)
def changed_before_dividing(S, y):
    _, D = both(S, y)
    return D, D / len(S)


@page.wrong("dS is N times too large: the loss is a mean over the batch, and its 1/N enters here, once.")
def without_the_mean(S, y):
    return both(S, y)


@page.wrong(
    "dS has 1 taken off in whole columns: dS[:, y] means all rows. Each row loses 1 in its own column only, at "
    "[np.arange(N), y]."
)
def every_row_with_every_label(S, y):
    P, _ = both(S, y)
    dS = P.copy()
    dS[:, y] -= 1
    return P, dS / len(S)


@page.wrong("dS lacks the −1 at the right class: its gradient is p_y − 1, and each row of dS sums to 0.")
def without_the_one(S, y):
    P, _ = both(S, y)
    return P, P / len(S)


@page.wrong("dS has the wrong sign: raising the right class's score lowers the loss, so there dS is below 0.")
def wrong_sign(S, y):
    P, D = both(S, y)
    return P, -D / len(S)


@page.wrong("dS is divided by N·C. The loss is a mean over the N examples: divide by N.")
def mean_over_all_entries(S, y):
    P, D = both(S, y)
    return P, D / S.size


@page.wrong(
    "P and dS are nan where scores are huge. Subtract each row's own maximum before np.exp, as in exercise 2, or call "
    "row_softmax."
)
def without_a_shift(S, y):
    P, D = both(S, y, shift=0.0)
    return P, D / len(S)


@page.wrong("P and dS are nan in rows far below the largest score of the batch: each row needs its own maximum.")
def one_maximum_for_the_batch(S, y):
    P, D = both(S, y, shift=S.max())
    return P, D / len(S)


@page.wrong("dS is P with 1/N taken off at the right class: P is to be divided by N too. Take 1 off, then divide all of dS.")
def divided_too_early(S, y):
    P, D = both(S, y, one=1 / len(S))
    return P, D


@page.wrong("dS has the whole 1 taken off after the division by N: take 1 off from p first, then divide all of dS by N.")
def one_taken_off_too_late(S, y):
    P, _ = both(S, y)
    return P, P / len(S) - np.eye(S.shape[1])[y]


@page.wrong("P and dS have changed places: P comes first.")
def swapped(S, y):
    P, D = both(S, y)
    return D / len(S), P


@page.wrong("dS has the opposite sign, and is N times too large: it is (P − 1 at the right class) / N.")
def wrong_sign_without_the_mean(S, y):
    P, D = both(S, y)
    return P, -D


@page.wrong("dS lacks the −1 at the right class and the 1/N: it is (P − 1 at the right class) / N.")
def without_the_one_and_the_mean(S, y):
    P, _ = both(S, y)
    return P, P


@page.wrong("dS has 1 taken off everywhere: each row loses 1 at its own label only.")
def one_from_every_class(S, y):
    P, _ = both(S, y)
    return P, (P - 1) / len(S)


@page.wrong("dS adds 1 at the right class: its gradient is p_y − 1.")
def one_added(S, y):
    P, D = both(S, y, one=-1.0)
    return P, D / len(S)


@page.wrong("dS is divided by the number of classes: the loss is a mean over the N examples.")
def divided_by_the_classes(S, y):
    P, D = both(S, y)
    return P, D / S.shape[1]


@page.wrong("dS has the opposite sign, and is divided by the number of classes: it is (P − 1 at the right class) / N.")
def wrong_sign_divided_by_the_classes(S, y):
    P, D = both(S, y)
    return P, -D / S.shape[1]


@page.wrong("dS has the slope p (1 − p) in it: P − 1 at the right class is the whole slope already.")
def slope_of_the_probability_too(S, y):
    P, D = both(S, y)
    return P, P * (1 - P) * D / len(S)


@page.wrong("dS is 0 away from the right class, as if the other scores did not count: they are in the sum, and get p_j / N.")
def right_class_only(S, y):
    P, D = both(S, y)
    return P, D * np.eye(S.shape[1])[y] / len(S)


@page.wrong("dS is −1/p at the right class, the slope by the probability: by the scores it is P − 1 there, and P elsewhere.")
def slope_by_the_probability(S, y):
    P, _ = both(S, y)
    if np.any(P == 0):
        return None
    return P, -np.eye(S.shape[1])[y] / P / len(S)


@page.wrong("dS takes the label itself off, not 1: 1 is taken off at the place that the label names.")
def label_taken_off(S, y):
    P, _ = both(S, y)
    return P, (P - np.eye(S.shape[1])[y] * np.asarray(y)[:, None]) / len(S)


@page.wrong("P holds minus the logarithms of the probabilities: the probabilities themselves are asked for.")
def logarithms_for_probabilities(S, y):
    P, D = both(S, y)
    return (-np.log(P), D / len(S)) if np.all(P > 0) else None


@page.wrong("dS has the scores in place of the probabilities: it is (P − 1 at the right class) / N.")
def scores_for_probabilities(S, y):
    P, _ = both(S, y)
    return P, (S - np.eye(S.shape[1])[y]) / len(S)


@page.right
def with_one_hot_labels(S, y):
    P = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
    return P, (P - np.eye(S.shape[1])[y]) / len(S)


@page.right
def row_by_row(S, y):
    P, dS = np.empty_like(S), np.empty_like(S)
    for n, right in enumerate(y):
        e = np.exp(S[n] - S[n].max())
        P[n] = e / e.sum()
        dS[n] = P[n] / len(S)
        dS[n, right] -= 1 / len(S)
    return {"P": P, "dS": dS}
