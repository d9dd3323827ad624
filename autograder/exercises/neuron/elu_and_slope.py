"""ELU and its slope: s on the right, α(e^s − 1) on the left."""

import math

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("a", "slope"),
    hints=(
        "There are two branches. np.where(s > 0, right, left) chooses between two arrays entry by entry.",
        "On the right ELU is the line s, with slope 1. On the left differentiate α(e^s − 1): the constant drops out.",
        "On the left the slope is α e^s. At s = 0 take the left branch. np.where works both branches out everywhere, so e^s "
        "may overflow with a warning where it is not used: that is harmless.",
    ),
)


@page.reference
def by_loops(s, alpha):
    a, slope = np.zeros(s.shape), np.zeros(s.shape)
    for index in np.ndindex(s.shape):
        right = s[index] > 0
        a[index] = s[index] if right else alpha * math.expm1(s[index])
        slope[index] = 1.0 if right else a[index] + alpha
    return a, slope


@page.forward(slope="s")
def summed(s, alpha):
    import torch

    return torch.nn.functional.elu(s, alpha=float(alpha)).sum()


@page.cases(public=2, secret=4)
def random_scores(rng):
    (N,) = sizes(rng, 1, low=5, high=8)
    s = numbers(rng, N, scale=1.5)
    s[:2] = np.abs(s[0]), -np.abs(s[1])
    return {"s": s, "alpha": number(rng, 0.3, 0.9)}


@page.cases(public=1, secret=2)
def a_batch_of_scores(rng):
    N, H = sizes(rng, 2, low=3)
    return {"s": numbers(rng, N, H, scale=1.5), "alpha": number(rng, 1.2, 2.0)}


@page.edge("zero, and huge scores")
def huge():
    return {"s": np.array([-1000.0, -2.0, 0.0, 0.5, 1000.0]), "alpha": 0.5}


def _elu(s, alpha):
    return np.where(s > 0, s, alpha * np.expm1(np.minimum(s, 0)))


@page.wrong("slope lacks α on the left: differentiating α(e^s − 1) leaves α e^s.")
def slope_without_alpha(s, alpha):
    return _elu(s, alpha), np.where(s > 0, 1, np.exp(np.minimum(s, 0)))


@page.wrong("slope is ELU itself on the left: the −1 drops out when you differentiate, so the slope there is α e^s.")
def slope_is_the_value(s, alpha):
    return _elu(s, alpha), np.where(s > 0, 1, _elu(s, alpha))


@page.wrong("slope is the constant α on the left, as for Leaky ReLU: for ELU it is α e^s, which dies away to the left.")
def slope_of_leaky_relu(s, alpha):
    return _elu(s, alpha), np.where(s > 0, 1, alpha)


@page.wrong("slope is 0 on the left, as for ReLU: for ELU it is α e^s.")
def slope_of_relu(s, alpha):
    return _elu(s, alpha), np.where(s > 0, 1.0, 0.0)


@page.wrong("slope is 1 at s = 0: this course takes the left branch there, so that the slope is α.")
def right_branch_at_zero(s, alpha):
    return _elu(s, alpha), np.where(s >= 0, 1, alpha * np.exp(np.minimum(s, 0)))


@page.wrong("a lacks the −1 on the left: without it ELU jumps by α at 0.")
def without_the_one(s, alpha):
    left = alpha * np.exp(np.minimum(s, 0))
    return np.where(s > 0, s, left), np.where(s > 0, 1, left)


@page.wrong("a and slope have their branches the wrong way round: the line s belongs to s > 0, the exponential to the left.")
def branches_swapped(s, alpha):
    with np.errstate(all="ignore"):
        grown = np.exp(np.minimum(s, 50))
    return np.where(s > 0, alpha * (grown - 1), s), np.where(s > 0, alpha * grown, 1)


@page.wrong(
    "a and slope are nan for large scores, as where infinity is multiplied by the 0 of a mask: np.where chooses "
    "instead."
)
def multiplied_by_a_mask(s, alpha):
    with np.errstate(all="ignore"):
        a = (s > 0) * s + (s <= 0) * alpha * (np.exp(s) - 1)
        return a, (s > 0) + (s <= 0) * alpha * np.exp(s)


@page.wrong("a has its bracket in the wrong place on the left: α multiplies the difference, α(e^s − 1), not e^s alone.")
def bracket_misplaced(s, alpha):
    left = alpha * np.exp(np.minimum(s, 0))
    return np.where(s > 0, s, left - 1), np.where(s > 0, 1, left)


@page.wrong("slope is s on the right: there a is s itself, whose slope is 1.")
def value_on_the_right(s, alpha):
    return _elu(s, alpha), np.where(s > 0, s, alpha * np.exp(np.minimum(s, 0)))


@page.wrong("a and slope lack α on the left: there a is α(e^s − 1).")
def without_alpha(s, alpha):
    return _elu(s, 1.0), np.where(s > 0, 1, np.exp(np.minimum(s, 0)))


@page.wrong("a lacks α on the left: there it is α(e^s − 1).")
def value_without_alpha(s, alpha):
    return _elu(s, 1.0), np.where(s > 0, 1, alpha * np.exp(np.minimum(s, 0)))


@page.wrong("slope is 0 on the right: there a is s itself, whose slope is 1.")
def zero_on_the_right(s, alpha):
    return _elu(s, alpha), np.where(s > 0, 0, alpha * np.exp(np.minimum(s, 0)))


@page.right
def with_expm1(s, alpha):
    a = _elu(s, alpha)
    return a, np.where(s > 0, 1.0, a + alpha)


@page.right
def with_masks(s, alpha):
    a, slope = s.copy(), np.ones_like(s)
    left = s <= 0
    a[left] = alpha * (np.exp(s[left]) - 1)
    slope[left] = alpha * np.exp(s[left])
    return {"a": a, "slope": slope}
