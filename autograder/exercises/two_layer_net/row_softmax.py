"""Softmax of each row of a batch of scores, for scores of any size: p_nj = e^(s_nj − m_n) / Σ_k e^(s_nk − m_n)."""

import math

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("P",),
    hints=(
        "Adding the same number to all scores of a row changes none of its probabilities. Which number makes the largest "
        "exponent 0?",
        "Each row has its own maximum. S.max needs an axis, and the result must stand beside S as a column, of shape (N, 1): "
        "that is what keepdims=True is for. The same holds for the sum below.",
        "Three steps: subtract each row's maximum from the row, take the exponential of everything, divide each row by its "
        "own sum.",
    ),
)


@page.reference
def by_differences_of_scores(S):
    P = np.zeros(S.shape)
    for n, row in enumerate(S):
        for j, s in enumerate(row):
            P[n, j] = 1 / math.fsum(math.exp(min(float(t - s), 700.0)) for t in row)
    return P


@page.cases(public=2, secret=5)
def ordinary_scores(rng):
    N, C = sizes(rng, 2)
    return {"S": numbers(rng, N, C, scale=2)}


@page.cases(public=1, secret=3)
def rows_that_are_far_apart(rng):
    S = numbers(rng, 4, 3, scale=2)
    return {"S": S + rng.permutation([1e4, 500.0, 0.0, -1e4])[:, None]}


@page.edge("huge scores within a row")
def huge_scores_within_a_row(rng):
    return {"S": numbers(rng, 3, 5) + np.array([1e4, 1e4, -1e4, 0, 0])}


@page.edge("one example")
def one_example(rng):
    return {"S": numbers(rng, 1, 4)}


@page.edge("as many examples as classes", public=False)
def square(rng):
    return {"S": numbers(rng, 4, 4)}


def softmax(S, shift, axis=1, total_axis=None):
    with np.errstate(all="ignore"):
        E = np.exp(S - shift)
        return E / E.sum(axis=total_axis or axis, keepdims=True)


@page.wrong(
    "P has entries that are nan: e^1000 is inf and e^-1000 is 0 in floating point. Subtract each row's maximum before np.exp."
)
def without_a_shift(S):
    return softmax(S, 0.0)


@page.wrong(
    "P is nan in rows that lie far below the largest score of the batch: there everything becomes 0, and 0/0 is nan. The "
    "lecture does this too. Subtract each row's own maximum: S.max(axis=1, keepdims=True)."
)
def one_maximum_for_the_batch(S):
    return softmax(S, S.max())


@page.wrong("The columns of P sum to 1: a row is one example, so it is the rows that must. Use axis=1.")
def over_the_wrong_axis(S):
    return softmax(S, S.max(axis=0), axis=0)


@page.wrong(
    "The rows of P are those of scores that were shifted by different amounts, as by the maximum over axis 0: take it"
    " over axis 1, so that all of a row is shifted alike."
)
def maximum_of_each_column(S):
    return softmax(S, S.max(axis=0))


@page.wrong("P as a whole sums to 1: each row is a distribution of its own. Divide by the row's sum.")
def one_sum_for_the_batch(S):
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum()


@page.wrong("P is the softmax of scores divided by the row's maximum: the shift that leaves softmax alone is a subtraction.")
def divided_by_the_maximum(S):
    return softmax(S / S.max(axis=1, keepdims=True), 0.0)


@page.wrong("P is not normalised: after np.exp divide each row by its own sum.")
def not_normalised(S):
    return np.exp(S - S.max(axis=1, keepdims=True))


@page.wrong("P holds the logarithms of the probabilities. One np.exp is missing at the end.")
def logarithms(S):
    return S - np.logaddexp.reduce(S, axis=1, keepdims=True)


@page.wrong("P prefers the lowest scores, as if the exponent were −s: it is s, minus the row's maximum.")
def negative_exponent(S):
    return softmax(-S, (-S).max(axis=1, keepdims=True))


@page.wrong("P holds shares of the scores, and no exponentials: first raise e to each score.")
def shares_of_the_scores(S):
    return S / S.sum(axis=1, keepdims=True)


@page.wrong("P has a sigmoid of each score: then the rows do not sum to 1. Divide each power by the row's sum.")
def sigmoids(S):
    return np.exp(-np.logaddexp(0, -S))


@page.wrong("P has the row's powers divided by those of the whole batch: each row has a sum of its own.")
def powers_of_the_batch(S):
    with np.errstate(all="ignore"):
        return np.exp(S - S.max(axis=1, keepdims=True)) / np.exp(S - S.max()).sum()


@page.wrong(
    "P is nan or inf where the scores of a row are far apart, as when the least score or the mean is taken out: take the "
    "row's maximum."
)
def least_score_taken_out(S):
    return softmax(S, S.min(axis=1, keepdims=True))


@page.right
def row_by_row(S):
    P = []
    for row in S:
        powers = [math.exp(s - max(row)) for s in row]
        P.append([power / sum(powers) for power in powers])
    return np.array(P)


@page.right
def through_the_logarithm(S):
    return np.exp(S - np.logaddexp.reduce(S, axis=1)[:, None])
