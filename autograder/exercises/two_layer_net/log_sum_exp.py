"""ln Σ_j e^(s_nj) for each row of a batch of scores of any size."""

from decimal import Decimal

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("L",),
    hints=(
        "Take a factor e^m out of the sum, with m the row's maximum. What does the logarithm make of a factor?",
        "ln Σ e^s = m + ln Σ e^(s − m). The sum on the right lies between 1 and C, so nothing can overflow and its logarithm "
        "is never that of 0.",
        "Keep the maximum as a column while you subtract it, and as a vector of shape (N,) when you add it at the end: one "
        "call of max with keepdims=True, one without.",
    ),
)


@page.reference
def with_many_digits(S):
    return np.array([float(sum(Decimal(float(s)).exp() for s in row).ln()) for row in S])


@page.cases(public=2, secret=5)
def ordinary_scores(rng):
    N, C = sizes(rng, 2)
    return {"S": numbers(rng, N, C, scale=2)}


@page.cases(public=1, secret=3)
def rows_that_are_far_apart(rng):
    return {"S": numbers(rng, 4, 3, scale=2) + rng.permutation([1e4, 500.0, 0.0, -1e4])[:, None]}


@page.edge("huge scores within a row")
def huge_scores_within_a_row(rng):
    return {"S": numbers(rng, 3, 5) + np.array([1e4, 1e4, -1e4, 0, 0])}


@page.edge("one example")
def one_example(rng):
    return {"S": numbers(rng, 1, 4)}


@page.edge("equal scores")
def equal_scores():
    return {"S": np.array([[0.0, 0.0, 0.0, 0.0], [-3.0, -3.0, -3.0, -3.0]])}


@page.edge("as many examples as classes", public=False)
def square(rng):
    return {"S": numbers(rng, 4, 4)}


def logs(S, shift):
    with np.errstate(all="ignore"):
        return np.log(np.exp(S - shift).sum(axis=1))


@page.wrong("L is inf or -inf for scores of large size: e^1000 overflows, e^-1000 is 0. Take the row's maximum out first.")
def without_a_shift(S):
    return logs(S, 0.0)


@page.wrong("L lacks the maximum that was subtracted: ln Σ e^s = m + ln Σ e^(s − m).")
def maximum_not_added(S):
    return logs(S, S.max(axis=1, keepdims=True))


@page.wrong(
    "L is -inf in rows far below the largest score of the batch. One maximum for all rows is not enough: each row needs its "
    "own."
)
def one_maximum_for_the_batch(S):
    return S.max() + logs(S, S.max())


@page.wrong("L has one number for each class: the sum runs over the classes of one example, axis=1.")
def over_the_wrong_axis(S):
    return np.logaddexp.reduce(S, axis=0)


@page.wrong("L has shape (N, 1): drop keepdims in the last sum, and add the maximum as a vector of shape (N,).")
def keeps_its_column(S):
    return np.logaddexp.reduce(S, axis=1, keepdims=True)


@page.wrong("L is the logarithm of the mean of e^s, too small by ln C everywhere. It is the sum that counts.")
def mean_in_place_of_sum(S):
    return np.logaddexp.reduce(S, axis=1) - np.log(S.shape[1])


@page.wrong("L is the maximum alone. The logarithm of the sum of e^(s − m) comes on top of it.")
def maximum_alone(S):
    return S.max(axis=1)


@page.wrong(
    "L lacks the row's maximum twice, as if it were subtracted at the end: it was taken out of the sum as a factor "
    "e^m, so its logarithm m is added."
)
def maximum_subtracted_again(S):
    return logs(S, S.max(axis=1, keepdims=True)) - S.max(axis=1)


@page.wrong("L is the sum of the scores: it is the logarithm of the sum of their exponentials.")
def sum_of_the_scores(S):
    return S.sum(axis=1)


@page.wrong("L is a logarithm to base 2: it is the natural one, np.log.")
def logarithm_to_base_two(S):
    return np.logaddexp.reduce(S, axis=1) / np.log(2)


@page.wrong(
    "L is inf where the scores of a row are far apart, as when the least score or the mean is taken out: take the row's "
    "maximum."
)
def least_score_taken_out(S):
    least = S.min(axis=1, keepdims=True)
    return least[:, 0] + logs(S, least)


@page.wrong("L is a logarithm to base 10: it is the natural one, np.log.")
def logarithm_to_base_ten(S):
    return np.logaddexp.reduce(S, axis=1) / np.log(10)


@page.wrong(
    "L lacks the maximum that was subtracted, and has the mean of the powers in place of their sum: L is m + ln Σ e^(s − "
    "m)."
)
def mean_without_the_maximum(S):
    return logs(S, S.max(axis=1, keepdims=True)) - np.log(S.shape[1])


@page.wrong("L has 1 added inside the logarithm, as np.log1p does: it is ln Σ e^(s − m) + m.")
def one_added(S):
    m = S.max(axis=1, keepdims=True)
    return m[:, 0] + np.log1p(np.exp(S - m).sum(axis=1))


@page.wrong("L has the row's maximum in it twice: it is taken out once, and added once.")
def maximum_twice(S):
    return S.max(axis=1) + np.logaddexp.reduce(S, axis=1)


@page.right
def row_by_row(S):
    return np.array([row.max() + np.log(sum(np.exp(s - row.max()) for s in row)) for row in S])


@page.right
def with_logaddexp(S):
    L = S[:, 0]
    for column in S.T[1:]:
        L = np.logaddexp(L, column)
    return L
