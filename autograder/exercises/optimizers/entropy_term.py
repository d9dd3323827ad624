"""The entropy term: R = −λ/N Σₙ H(pₙ) with H(p) = −Σ p ln p, and its gradient by the scores, dS = λ/N p ∘ (ln p + H).

Added to a loss that is minimised, it rewards predictions that are spread out.
"""

import numpy as np

from autograder.author.draw import number, numbers, repeated, sizes
from autograder.author.page import Page
from handgrad.layers import softmax

page = Page(
    outputs=("term", "dS"),
    hints=(
        "Work with the logarithms of the probabilities: ln p is the score, minus the row's maximum, minus the"
        " logarithm of the row's sum of exponentials. Then nothing overflows, and p is the exponential of it.",
        "H of a row is minus the sum of p times ln p. The term is minus strength times the mean of H over the"
        " rows: a high entropy makes the loss smaller.",
        "The derivative of H by a score s_j is minus p_j times (ln p_j + H). With the minus sign, the "
        "strength and the mean, dS is strength / N times p times (ln p + H), where H is kept as a column.",
    ),
)


@page.reference
def by_loops(S, strength):
    N, C = S.shape
    term, dS = 0.0, np.zeros((N, C))
    for n in range(N):
        weights = np.exp(S[n] - max(S[n]))
        p = weights / sum(weights)
        logs = [float(s - max(S[n]) - np.log(sum(weights))) for s in S[n]]
        H = -sum(p[j] * logs[j] for j in range(C))
        term -= strength * H / N
        for j in range(C):
            # ∂H/∂pₖ = −(ln pₖ + 1), ∂pₖ/∂sⱼ = pₖ(1{k = j} − pⱼ)
            dS[n, j] = strength / N * sum((logs[k] + 1) * p[k] * ((k == j) - p[j]) for k in range(C))
    return term, dS


@page.forward(dS="S")
def term(S, strength):
    log_p = S.log_softmax(dim=1)
    return strength * (log_p.exp() * log_p).sum() / S.shape[0]


def draw(rng, N, C, scale=1.0):
    return {"S": numbers(rng, N, C, scale=scale), "strength": number(rng, 0.1, 0.9)}


@page.cases(public=3, secret=5)
def random_scores(rng):
    N, C = sizes(rng, 2)
    return draw(rng, N, C)


@page.edge("a batch of one")
def batch_of_one(rng):
    return draw(rng, 1, 4)


@page.edge("huge scores beside small ones")
def huge(rng):
    inputs = draw(rng, 3, 4)
    inputs["S"][1] = [1000.0, 999.0, -1000.0, 998.5]
    return inputs


@page.edge("all huge and negative")
def negative(rng):
    inputs = draw(rng, 3, 2)
    inputs["S"] = inputs["S"] - 1000.0
    return inputs


def _parts(S):
    log_p = S - S.max(axis=1, keepdims=True)
    log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    return p, log_p, -(p * log_p).sum(axis=1, keepdims=True)


@page.large
def many_rows(rng):
    return {"S": repeated(rng, 10_000, 4), "strength": number(rng, 0.1, 0.9)}


@page.wrong(
    "term and dS have the opposite sign: added like this, the term would punish spread-out predictions. A "
    "high entropy has to make the loss smaller."
)
def opposite_sign(S, strength):
    p, log_p, H = _parts(S)
    return strength * H.mean(), -strength / len(S) * p * (log_p + H)


@page.wrong(
    "dS is the gradient by the probabilities: each score moves all probabilities of its row, so go through "
    "the softmax."
)
def by_the_probabilities(S, strength):
    _, log_p, H = _parts(S)
    return -strength * H.mean(), strength / len(S) * (log_p + 1)


@page.wrong(
    "dS goes through the softmax's own probability only: a score moves the other probabilities of its row "
    "too. In the bracket stands ln p + H, in each row with its own H."
)
def without_the_row(S, strength):
    p, log_p, H = _parts(S)
    return -strength * H.mean(), strength / len(S) * p * (1 - p) * (log_p + 1)


@page.wrong("term and dS are summed over the batch: the loss is a mean, so divide by N.")
def summed(S, strength):
    p, log_p, H = _parts(S)
    return -strength * H.sum(), strength * p * (log_p + H)


@page.wrong("dS lacks the 1/N of the mean over the batch.")
def gradient_summed(S, strength):
    p, log_p, H = _parts(S)
    return -strength * H.mean(), strength * p * (log_p + H)


@page.wrong("dS uses one entropy for the whole batch: each row has its own H, kept as a column with keepdims=True.")
def mean_entropy(S, strength):
    p, log_p, H = _parts(S)
    return -strength * H.mean(), strength / len(S) * p * (log_p + H.mean())


@page.wrong("term and dS use logarithms to base 2: the entropy of this course is in nats, with np.log.")
def base_two(S, strength):
    p, log_p, H = _parts(S)
    return -strength * H.mean() / np.log(2), strength / len(S) * p * (log_p + H) / np.log(2)


@page.wrong(
    "dS takes ln p - H: H is the entropy, with its minus sign inside, so the bracket is ln p + H and its mean"
    " over p is 0."
)
def minus_the_entropy(S, strength):
    p, log_p, H = _parts(S)
    return -strength * H.mean(), strength / len(S) * p * (log_p - H)


@page.wrong(
    "term and dS are not finite for huge scores: take ln p from the scores, after subtracting the row's "
    "maximum. The logarithm of a probability that has become 0 is no number."
)
def overflows(S, strength):
    with np.errstate(all="ignore"):
        p = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        H = -(p * np.log(p)).sum(axis=1, keepdims=True)
        return -strength * H.mean(), strength / len(S) * p * (np.log(p) + H)


@page.wrong(
    "term and dS are not finite for huge scores: the row's maximum is subtracted before the exponentials, so that "
    "their sum is never infinite and never 0."
)
def maximum_forgotten(S, strength):
    with np.errstate(all="ignore"):
        log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
        p = np.exp(log_p)
        H = -(p * log_p).sum(axis=1, keepdims=True)
        return -strength * H.mean(), strength / len(S) * p * (log_p + H)


@page.wrong(
    "term and dS are not finite where a probability has become 0: its logarithm is minus infinity. Take ln p from "
    "the scores: the score, minus the row's maximum, minus the logarithm of the sum."
)
def logarithm_of_zero(S, strength):
    p = softmax(S)
    with np.errstate(all="ignore"):
        log_p = np.log(p)
        H = -(p * log_p).sum(axis=1, keepdims=True)
        return -strength * H.mean(), strength / len(S) * p * (log_p + H)


@page.wrong(
    "term and dS are not finite where a row lies far below the others: subtract each row's own maximum, with "
    "axis=1 and keepdims=True, and not that of the whole batch."
)
def one_maximum(S, strength):
    with np.errstate(all="ignore"):
        log_p = S - S.max()
        log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
        p = np.exp(log_p)
        H = -(p * log_p).sum(axis=1, keepdims=True)
        return -strength * H.mean(), strength / len(S) * p * (log_p + H)


@page.wrong("term and dS take the softmax down the columns: a row is one prediction, so sum over its classes, with axis=1.")
def down_the_columns(S, strength):
    p, log_p, H = _parts(S.T)
    return -strength * H.mean(), strength / len(S) * (p * (log_p + H)).T


@page.wrong("dS has ln p + 1 in the bracket: through the softmax the 1 cancels, and the row's entropy H takes its place.")
def one_in_the_bracket(S, strength):
    p, log_p, H = _parts(S)
    return -strength * H.mean(), strength / len(S) * p * (log_p + 1)


@page.wrong("term is a mean over the classes too: sum p ln p over a row's classes, and take the mean over the rows only.")
def mean_over_the_classes(S, strength):
    p, log_p, H = _parts(S)
    return strength * np.mean(p * log_p), strength / len(S) * p * (log_p + H)


@page.right
def through_the_softmax(S, strength):
    p, log_p, _ = _parts(S)
    dp = strength / len(S) * (log_p + 1)
    return strength * np.sum(p * log_p) / len(S), p * (dp - np.sum(dp * p, axis=1, keepdims=True))


@page.right
def with_zeros_replaced(S, strength):
    p = softmax(S)
    log_p = np.log(np.where(p > 0, p, 1.0))
    H = -np.einsum("nc,nc->n", p, log_p)[:, None]
    return float(-strength * H.mean()), strength * p * (log_p + H) / len(S)
