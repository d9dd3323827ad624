"""The mean cross-entropy of a batch from its scores: L = 1/N Σ_n (ln Σ_j e^(s_nj) − s_n,y_n)."""

from decimal import Decimal

import numpy as np

from autograder.author.draw import labels, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("loss",),
    hints=(
        "The logarithm of softmax has no quotient left in it: ln p_y = s_y − ln Σ e^s. Nothing here needs the probabilities "
        "themselves.",
        "Pick one score from each row: S[np.arange(N), y] walks down the rows and takes column y[n] in row n.",
        "log_sum_exp(S) has one number for each row, and so has the array of picked scores. The loss is the mean of their "
        "difference.",
    ),
)


@page.reference
def with_many_digits(S, y):
    total = Decimal(0)
    for row, right in zip(S, y, strict=True):
        powers = [Decimal(float(s)).exp() for s in row]
        total += sum(powers).ln() - powers[right].ln()
    return float(total / len(S))


@page.cases(public=3, secret=5)
def ordinary_scores(rng):
    C, N = sorted(sizes(rng, 2, low=3, high=8))
    return {"S": numbers(rng, N, C, scale=2), "y": labels(rng, N, C)}


@page.cases(public=1, secret=3)
def huge_scores(rng):
    S = numbers(rng, 5, 3, scale=2) + rng.permutation([1e4, 500.0, 0.0, -500.0, -1e4])[:, None]
    S[2] += np.array([2000.0, 0.0, 0.0])
    y = labels(rng, 5, 3)
    y[2] = 1  # the right class is 2000 behind: its probability is 0 in floating point, its loss is not
    return {"S": S, "y": y}


@page.edge("one example")
def one_example(rng):
    return {"S": numbers(rng, 1, 4), "y": np.array([2])}


@page.edge("equal scores")
def equal_scores():
    return {"S": np.full((3, 10), -7.0), "y": np.array([9, 0, 4])}


def probabilities(S):
    return np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))


def each(S, y):
    return np.logaddexp.reduce(S, axis=1) - S[np.arange(len(S)), y]


@page.wrong(
    "loss is the mean over an N by N table, as with P[:, y], which picks all the columns y for every row: "
    "P[np.arange(N), y] picks one entry a row."
)
def every_row_with_every_label(S, y):
    return float((np.logaddexp.reduce(S, axis=1, keepdims=True) - S[:, y]).mean())


@page.wrong(
    "loss is inf or nan where the right class is far behind: its probability rounds to 0, and np.log(0) is -inf. Use "
    "ln p_y = s_y − log_sum_exp, which never forms the probability."
)
def logarithm_of_zero(S, y):
    with np.errstate(all="ignore"):
        return float(-np.log(probabilities(S)[np.arange(len(S)), y]).mean())


@page.wrong(
    "loss is too small where the right class is far behind, as if 1e-12 were added to the probability: no loss can "
    "then be larger than 27.6, and the true one is. Use ln p_y = s_y − log_sum_exp."
)
def tiny_number_in_the_logarithm(S, y):
    return float(-np.log(probabilities(S)[np.arange(len(S)), y] + 1e-12).mean())


@page.wrong("loss is summed over the batch: it is the mean, so divide by N.")
def sum_in_place_of_mean(S, y):
    return float(each(S, y).sum())


@page.wrong("loss is negative: −ln P = −Σ ln p, and the minus must not be lost. The lecture drops it in one place.")
def minus_forgotten(S, y):
    return float(-each(S, y).mean())


@page.wrong("loss is divided by N·C: it has one term for each example, so divide by N.")
def mean_over_all_entries(S, y):
    return float(each(S, y).sum() / S.size)


@page.wrong("loss is the mean of −s_y alone: log_sum_exp of the row is missing, and large scores would always win.")
def without_the_normaliser(S, y):
    return float(-S[np.arange(len(S)), y].mean())


@page.wrong("loss is a logarithm to base 2: use the natural logarithm, np.log, as everywhere in this course.")
def logarithm_to_base_two(S, y):
    return float(each(S, y).mean() / np.log(2))


@page.wrong("loss is that of the class with the highest score: it belongs to the right class, y, whatever the net prefers.")
def loss_of_the_winner(S, y):
    return float((np.logaddexp.reduce(S, axis=1) - S.max(axis=1)).mean())


@page.wrong("loss is minus the mean of the probabilities themselves: take their logarithms.")
def without_the_logarithm(S, y):
    return float(-probabilities(S)[np.arange(len(S)), y].mean())


@page.wrong("loss is the mean of 1 − p_y: it is that of −ln p_y, which grows without bound.")
def one_minus_the_probability(S, y):
    return float((1 - probabilities(S)[np.arange(len(S)), y]).mean())


@page.wrong("loss is a mean over all classes, not over the right ones: pick the entry of the right class in each row.")
def all_classes(S, y):
    return float((np.logaddexp.reduce(S, axis=1, keepdims=True) - S).mean())


@page.wrong("loss is a logarithm to base 10: use the natural logarithm, np.log, as everywhere in this course.")
def logarithm_to_base_ten(S, y):
    return float(each(S, y).mean() / np.log(10))


@page.wrong("loss is a logarithm to base 2, and summed over the batch: it is the mean of natural logarithms.")
def logarithm_to_base_two_summed(S, y):
    return float(each(S, y).sum() / np.log(2))


@page.wrong("loss has the wrong sign, and is summed over the batch: it is minus the mean of ln p_y.")
def sum_with_the_wrong_sign(S, y):
    return float(-each(S, y).sum())


@page.wrong(
    "loss has the terms −ln(1 − p_j) of the other classes in it, as for one binary question a class: only the right class "
    "counts."
)
def binary_terms_too(S, y):
    P, right = probabilities(S), np.eye(S.shape[1])[y]
    if np.any(P == 1) or np.any(P == 0):
        return None
    return float(-(right * np.log(P) + (1 - right) * np.log(1 - P)).sum() / len(S))


@page.wrong("loss lacks the rows' maximum: what was taken out of the sum as a factor e^m comes back as + m.")
def maximum_not_added(S, y):
    return float((each(S, y) - S.max(axis=1)).mean())


@page.wrong("loss has the rows' maximum in it once more: s_y − m belongs to ln Σ e^(s − m), and s_y to m + ln Σ e^(s − m).")
def maximum_twice(S, y):
    return float((each(S, y) + S.max(axis=1)).mean())


@page.wrong("loss is the mean of log_sum_exp alone: the score of the right class is to be subtracted.")
def without_the_right_score(S, y):
    return float(np.logaddexp.reduce(S, axis=1).mean())


@page.wrong("loss is divided by the number of classes: it is the mean over the N examples.")
def divided_by_the_classes(S, y):
    return float(each(S, y).sum() / S.shape[1])


@page.wrong("loss is minus the logarithm of the mean probability: take the logarithm of each, then the mean.")
def logarithm_of_the_mean(S, y):
    return float(-np.log(probabilities(S)[np.arange(len(S)), y].mean()))


@page.wrong("loss is the entropy of the probabilities, without the labels: it is minus the logarithm of the right class's.")
def entropy(S, y):
    P = probabilities(S)
    return float(-np.sum(P * np.log(np.where(P > 0, P, 1.0))) / len(S))


@page.wrong("loss is the squared distance of the probabilities from the labels: it is minus the logarithm of the right one.")
def squared_distance(S, y):
    return float(np.mean(np.sum((probabilities(S) - np.eye(S.shape[1])[y]) ** 2, axis=1)))


@page.wrong("loss is the hinge loss, which counts by how much a margin of 1 is missed: it is minus the logarithm of p_y.")
def hinge(S, y):
    right = S[np.arange(len(S)), y][:, None]
    return float((np.maximum(0, S - right + 1).sum(axis=1) - 1).mean())


@page.right
def one_at_a_time(S, y):
    return sum(np.log(np.sum(np.exp(s - s.max()))) + s.max() - s[k] for s, k in zip(S, y, strict=True)) / len(S)


@page.right
def with_one_hot_labels(S, y):
    Y = np.eye(S.shape[1])[y]
    return -np.sum(Y * (S - np.logaddexp.reduce(S, axis=1)[:, None])) / len(S)
