"""Binary cross-entropy from one score a example: the mean of −t ln σ(z) − (1 − t) ln(1 − σ(z)), for scores of any size."""

from decimal import Decimal

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page

page = Page(
    outputs=("loss",),
    hints=(
        "Two classes with the scores 0 and z: softmax gives the second one e^z / (1 + e^z), and that is sigmoid(z). So this "
        "loss is a softmax loss in disguise.",
        "With the scores 0 and z, log_sum_exp is ln(1 + e^z), and the score of the right class is t times z, since it is 0 for "
        "t = 0 and z for t = 1.",
        "np.logaddexp(0, z) is ln(1 + e^z) and never overflows. Subtract the right class's score, and take the mean.",
    ),
)


@page.reference
def with_many_digits(z, t):
    total = Decimal(0)
    for s, right in zip(z, t, strict=True):
        odds = Decimal(float(s)).exp()
        total += (1 + odds).ln() - (odds.ln() if right else 0)
    return float(total / len(z))


def both_labels(rng, n):
    return rng.permutation(np.arange(n) % 3 == 0).astype(np.int64)


@page.cases(public=3, secret=5)
def ordinary_scores(rng):
    n = int(rng.integers(4, 9))
    return {"z": numbers(rng, n, scale=2), "t": both_labels(rng, n)}


@page.cases(public=1, secret=3)
def huge_scores(rng):
    z = rng.permutation([1e4, -1e4, 800.0, -800.0, 0.5]) + numbers(rng, 5)
    return {"z": z, "t": np.where(z > 100, rng.integers(0, 2), rng.integers(0, 2, 5)).astype(np.int64)}


@page.edge("far on the wrong side")
def far_on_the_wrong_side():
    return {"z": np.array([2000.0, -3000.0]), "t": np.array([0, 1])}


@page.edge("on the boundary")
def on_the_boundary():
    return {"z": np.array([0.0]), "t": np.array([1])}


def losses(z, t):
    return np.logaddexp(0, z) - t * z


@page.wrong(
    "loss is nan or inf for large scores, as where sigmoid rounds to 0 or 1, and np.log(0) is -inf: np.logaddexp(0, "
    "z) is ln(1 + e^z) and stays finite."
)
def logarithms_of_the_sigmoid(z, t):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return float(-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)))


@page.wrong(
    "loss is inf for large scores, as where np.exp(z) overflows above 709, or where a probability rounds to 0 before its "
    "logarithm: np.logaddexp(0, z) is ln(1 + e^z) and never overflows."
)
def exponential_of_the_score(z, t):
    with np.errstate(all="ignore"):
        return float(np.mean(np.log1p(np.exp(z)) - t * z))


@page.wrong(
    "loss is too small for large scores on the wrong side, as if the probability were cut off at 1e-12 and 1 − 1e-12:"
    " no image can then cost more than 27.6. np.logaddexp(0, z) is ln(1 + e^z) and needs no cut."
)
def clipped_probabilities(z, t):
    with np.errstate(all="ignore"):
        p = np.clip(1 / (1 + np.exp(-z)), 1e-12, 1 - 1e-12)
        return float(-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)))


@page.wrong("loss gets nothing from examples with t = 0: the term −(1 − t) ln(1 − σ(z)) is missing.")
def half_of_the_loss(z, t):
    return float(np.mean(t * np.logaddexp(0, -z)))


@page.wrong("loss has the labels exchanged: σ(z) is the probability of t = 1, so a large z is good for t = 1.")
def labels_swapped(z, t):
    return float(np.mean(np.logaddexp(0, z) - (1 - t) * z))


@page.wrong("loss is the mean of ln(1 + e^(−tz)), which is meant for labels −1 and 1: here t is 0 or 1.")
def labels_of_plus_and_minus_one(z, t):
    return float(np.mean(np.logaddexp(0, -t * z)))


@page.wrong("loss is summed over the batch: it is the mean, so divide by N.")
def sum_in_place_of_mean(z, t):
    return float(np.sum(losses(z, t)))


@page.wrong("loss is that of 2z: the scores of the two classes are 0 and z, not −z and z.")
def scores_on_both_sides(z, t):
    return float(np.mean(losses(2 * z, t)))


@page.wrong("loss has the wrong sign: it is never negative, and 0 only where the right class is certain.")
def minus_forgotten(z, t):
    return float(-np.mean(losses(z, t)))


@page.wrong("loss gets nothing from examples with t = 1: the term −t ln σ(z) is missing.")
def other_half_of_the_loss(z, t):
    return float(np.mean((1 - t) * np.logaddexp(0, z)))


@page.wrong("loss lacks − t z: it is the mean of ln(1 + e^z) − t z.")
def without_the_label(z, t):
    return float(np.mean(np.logaddexp(0, z)))


@page.wrong("loss adds t z: it is the mean of ln(1 + e^z) − t z.")
def label_added(z, t):
    return float(np.mean(np.logaddexp(0, z) + t * z))


@page.wrong("loss is a logarithm to base 2: it is the natural one, np.log.")
def logarithm_to_base_two(z, t):
    return float(np.mean(losses(z, t)) / np.log(2))


@page.wrong("loss has 2^z in place of e^z, as np.logaddexp2 does: np.logaddexp is the one with e.")
def powers_of_two(z, t):
    return float(np.mean(np.logaddexp2(0, z) - t * z))


@page.wrong("loss is the squared distance of the probability from the label: it is minus the logarithm of the right one's.")
def squared_distance(z, t):
    return float(np.mean((np.exp(-np.logaddexp(0, -z)) - t) ** 2))


@page.wrong("loss has max(0, z) in place of ln(1 + e^z): the two differ by up to ln 2 near z = 0.")
def corner_for_curve(z, t):
    return float(np.mean(np.maximum(0, z) - t * z))


@page.wrong("loss is ln(1 + e^(−z)) for every example, whatever its label: that belongs to t = 1, and ln(1 + e^z) to t = 0.")
def same_logarithm_for_both(z, t):
    return float(np.mean(np.logaddexp(0, -z)))


@page.wrong("loss has the labels exchanged, and is summed over the batch: σ(z) belongs to t = 1, and the loss is the mean.")
def labels_swapped_and_summed(z, t):
    return float(np.sum(np.logaddexp(0, z) - (1 - t) * z))


@page.wrong(
    "loss subtracts one term from the other: for each example one of them is 0, and −t ln σ(z) and −(1 − t) ln(1 − σ(z)) are "
    "added."
)
def terms_subtracted(z, t):
    return float(np.mean(t * np.logaddexp(0, -z) - (1 - t) * np.logaddexp(0, z)))


@page.wrong("loss is the hinge loss, which counts by how much a margin of 1 is missed: it is minus a logarithm.")
def hinge(z, t):
    return float(np.mean(np.maximum(0, 1 - (2 * t - 1) * z)))


@page.wrong("loss has 1 − ln σ(z) where ln(1 − σ(z)) belongs: the logarithm is taken of 1 − σ(z).")
def one_minus_the_logarithm(z, t):
    log_p = -np.logaddexp(0, -z)
    return float(-np.mean(t * log_p + (1 - t) * (1 - log_p)))


@page.right
def as_softmax_of_two_classes(z, t):
    S = np.column_stack([np.zeros(len(z)), z])
    return np.mean(np.logaddexp.reduce(S, axis=1) - S[np.arange(len(z)), t])


@page.right
def with_branches(z, t):
    total = 0.0
    for s, right in zip(z, t, strict=True):
        margin = s if right == 1 else -s
        total += np.log1p(np.exp(-abs(margin))) + max(0.0, -margin)
    return total / len(z)
