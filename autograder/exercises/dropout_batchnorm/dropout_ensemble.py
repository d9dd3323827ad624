"""All 2^H masks on one row of activations: the mean of the scores, and the mean of the softmax probabilities."""

import itertools

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("mean_scores", "mean_probabilities"),
    hints=(
        "Go through all masks with itertools.product((0, 1), repeat=H). For each one, compute the scores, the "
        "probabilities, and how likely this mask is.",
        "The units are dropped independently: a mask with k ones has the probability (1 - p)^k times p^(H - k). The 2^H "
        "probabilities add up to 1.",
        "In the loop: scores from (a * mask / (1 - p)) @ W + b, then add weight times scores to one sum and weight times "
        "softmax(scores) to the other.",
    ),
)


@page.reference
def by_halves(a, W, b, p):
    # Recursively: the first undecided unit is dropped or kept, and the two results are mixed.
    def mixed(unit, scores):
        if unit == len(a):
            E = np.exp(scores - scores.max())
            return scores, E / E.sum()
        dropped = mixed(unit + 1, scores)
        kept = mixed(unit + 1, scores + a[unit] / (1 - p) * W[unit])
        return tuple(p * one + (1 - p) * other for one, other in zip(dropped, kept, strict=True))

    return mixed(0, b.astype(float))


@page.cases(public=3, secret=5)
def random_layer(rng):
    H, C = sizes(rng, 2, low=2, high=5)
    p = float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7]))
    return {"a": np.abs(numbers(rng, H)), "W": numbers(rng, H, C), "b": numbers(rng, C), "p": p}


@page.edge("one half")
def one_half(rng):
    # Three units: of two or four the square is the number of masks.
    return {"a": np.abs(numbers(rng, 3)), "W": numbers(rng, 3, 4), "b": numbers(rng, 4), "p": 0.5}


@page.edge("one unit", public=False)
def one_unit(rng):
    return {"a": np.abs(numbers(rng, 1)), "W": numbers(rng, 1, 3), "b": numbers(rng, 3), "p": 0.3}


def _softmax(scores):
    E = np.exp(scores - scores.max())
    return E / E.sum()


def _mixed(a, W, b, p, weight, scale, kept=1):
    scores, probabilities = 0.0, 0.0
    for bits in itertools.product((0, 1), repeat=len(a)):
        mask = np.array(bits)
        S = (a * (mask == kept) * scale) @ W + b
        w = weight(mask)
        scores, probabilities = scores + w * S, probabilities + w * _softmax(S)
    return scores, probabilities


@page.wrong(
    "mean_scores and mean_probabilities count every mask alike: a mask with k kept units of H has the probability (1 "
    "- p)^k times p^(H - k)."
)
def all_masks_alike(a, W, b, p):
    return _mixed(a, W, b, p, lambda mask: 0.5 ** len(mask), 1 / (1 - p))


@page.wrong(
    "mean_scores and mean_probabilities have the chances of keeping and dropping exchanged: a kept unit brings a "
    "factor 1 - p, a dropped one a factor p."
)
def chances_swapped(a, W, b, p):
    return _mixed(a, W, b, p, lambda m: p ** m.sum() * (1 - p) ** (len(m) - m.sum()), 1 / (1 - p))


@page.wrong(
    "mean_scores and mean_probabilities are those of kept activations without scaling: each is divided by 1 - p, as "
    "in training."
)
def not_scaled(a, W, b, p):
    return _mixed(a, W, b, p, lambda m: (1 - p) ** m.sum() * p ** (len(m) - m.sum()), 1.0)


@page.wrong(
    "mean_scores and mean_probabilities are sums over all masks without weights: multiply each mask's result by how "
    "likely the mask is."
)
def not_weighted(a, W, b, p):
    return _mixed(a, W, b, p, lambda mask: 1.0, 1 / (1 - p))


@page.wrong("mean_probabilities is the softmax of the mean scores: take each mask's softmax first, and average afterwards.")
def softmax_of_the_mean(a, W, b, p):
    scores = a @ W + b
    return scores, _softmax(scores)


@page.wrong(
    "mean_scores and mean_probabilities have b divided by 1 - p too: b is no unit. It is added for every mask as it "
    "is."
)
def bias_scaled(a, W, b, p):
    def scaled(mask):
        return (1 - p) ** mask.sum() * p ** (len(mask) - mask.sum())

    scores, probabilities = 0.0, 0.0
    for bits in itertools.product((0, 1), repeat=len(a)):
        mask = np.array(bits)
        S = ((a * mask) @ W + b) / (1 - p)
        scores, probabilities = scores + scaled(mask) * S, probabilities + scaled(mask) * _softmax(S)
    return scores, probabilities


@page.wrong(
    "mean_probabilities is a geometric mean, without its normalization: add the probabilities, weighted, and take no "
    "logarithm."
)
def geometric(a, W, b, p):
    mean, _ = _mixed(a, W, b, p, lambda m: (1 - p) ** m.sum() * p ** (len(m) - m.sum()), 1 / (1 - p))
    log = 0.0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        log = log + (1 - p) ** m.sum() * p ** (len(m) - m.sum()) * np.log(_softmax((a * m / (1 - p)) @ W + b))
    return mean, np.exp(log)


@page.wrong("mean_scores and mean_probabilities are those of activations divided by p: what is kept is divided by 1 - p.")
def divided_by_p(a, W, b, p):
    return _mixed(a, W, b, p, lambda m: (1 - p) ** m.sum() * p ** (len(m) - m.sum()), 1 / p)


@page.wrong(
    "mean_scores and mean_probabilities weigh a mask by its kept units alone, with (1 - p)^k: each dropped unit "
    "brings a factor p."
)
def kept_units_alone(a, W, b, p):
    return _mixed(a, W, b, p, lambda m: (1 - p) ** m.sum(), 1 / (1 - p))


@page.wrong(
    "mean_scores and mean_probabilities weigh a mask by its dropped units alone: each kept unit brings a factor 1 - "
    "p."
)
def dropped_units_alone(a, W, b, p):
    return _mixed(a, W, b, p, lambda m: p ** (len(m) - m.sum()), 1 / (1 - p))


@page.wrong("mean_scores adds b once for each mask: the chances of all masks sum to 1, so b counts once.")
def bias_for_each_mask(a, W, b, p):
    scores, probabilities = _mixed(a, W, b, p, lambda m: (1 - p) ** m.sum() * p ** (len(m) - m.sum()), 1 / (1 - p))
    return scores + (2 ** len(a) - 1) * b, probabilities


@page.wrong("mean_scores and mean_probabilities lack b: it is added to the scores of every mask.")
def without_bias(a, W, b, p):
    return _mixed(a, W, 0 * b, p, lambda m: (1 - p) ** m.sum() * p ** (len(m) - m.sum()), 1 / (1 - p))


@page.right
def all_at_once(a, W, b, p):
    masks = np.array(list(itertools.product((0, 1), repeat=len(a))))
    chance = np.prod(np.where(masks == 1, 1 - p, p), axis=1)
    S = (a * masks / (1 - p)) @ W + b
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return chance @ S, chance @ (E / E.sum(axis=1, keepdims=True))


@page.right
def scores_without_the_loop(a, W, b, p):
    # The mean of the scores is that of inference, exactly.
    _, probabilities = _mixed(a, W, b, p, lambda m: (1 - p) ** m.sum() * p ** (len(m) - m.sum()), 1 / (1 - p))
    return {"mean_scores": a @ W + b, "mean_probabilities": probabilities}
