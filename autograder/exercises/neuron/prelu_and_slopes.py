"""PReLU and both of its slopes: by the score s, and by α, which is learned."""

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("a", "slope", "slope_alpha"),
    hints=(
        "Treat the two branches one after the other. On the right there is no α at all.",
        "On the left a = α s. Hold α fixed for one slope and s fixed for the other.",
        "The left branch, which includes s = 0, has slope α by s, and slope s by α. On the right these are 1 and 0. "
        "Choose by the sign of s: a maximum of the two branches goes wrong when α is above 1.",
    ),
)


@page.reference
def by_loops(s, alpha):
    a, slope, slope_alpha = np.zeros(s.shape), np.zeros(s.shape), np.zeros(s.shape)
    for index in np.ndindex(s.shape):
        v = s[index]
        a[index] = max(v, 0.0) + alpha * min(v, 0.0)
        slope[index] = 1.0 if v > 0 else alpha
        slope_alpha[index] = min(v, 0.0)
    return a, slope, slope_alpha


@page.forward(slope="s")
def summed(s, alpha):
    import torch

    return torch.where(s > 0, s, alpha * s).sum()


@page.cases(public=2, secret=4)
def random_scores(rng):
    (N,) = sizes(rng, 1, low=5, high=8)
    s = numbers(rng, N, scale=1.5)
    s[:2] = np.abs(s[0]), -np.abs(s[1])
    return {"s": s, "alpha": number(rng, 0.1, 0.4)}


@page.cases(public=1, secret=2)
def a_large_alpha(rng):
    N, H = sizes(rng, 2, low=3)
    return {"s": numbers(rng, N, H, scale=1.5), "alpha": number(rng, 1.3, 1.9)}


@page.edge("a negative alpha, and zero")
def negative_alpha():
    return {"s": np.array([-2.0, -0.5, 0.0, 0.25, 3.0]), "alpha": -0.3}


@page.wrong("a is the maximum of α·s and s: right only while α is at most 1. α is learned: choose by the sign of s.")
def by_the_maximum(s, alpha):
    return np.maximum(alpha * s, s), np.where(s > 0, 1, alpha), np.where(s > 0, 0, s)


@page.wrong("slope is 0 on the left, as for ReLU: PReLU has slope α there.")
def slope_of_relu(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, 0.0), np.where(s > 0, 0, s)


@page.wrong("slope is 1 at s = 0: this course takes the left branch there, so that the slope is α.")
def right_branch_at_zero(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s >= 0, 1, alpha), np.where(s > 0, 0, s)


@page.wrong("slope_alpha is α: that is the slope by s. Hold s fixed and differentiate α·s by α, which leaves s.")
def alpha_by_alpha(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1, alpha), np.where(s > 0, 0, alpha)


@page.wrong("slope_alpha is s on the right as well: α does not occur there, so its slope is 0.")
def alpha_everywhere(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1, alpha), s.copy()


@page.wrong("slope_alpha has lost its sign: on the left it is s, which is negative.")
def alpha_without_its_sign(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1, alpha), np.maximum(-s, 0)


@page.wrong("slope_alpha is 1 on the left: differentiating α·s by α leaves s, not 1.")
def alpha_is_one(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1, alpha), np.where(s > 0, 0.0, 1.0)


@page.wrong("slope_alpha is one number: keep it entry by entry here, in the shape of s.")
def alpha_summed(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1, alpha), np.minimum(s, 0).sum()


@page.wrong("slope_alpha is 1 on the right: α does not occur there, so its slope is 0.")
def one_on_the_right(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1, alpha), np.where(s > 0, 1.0, s)


@page.wrong("slope_alpha is s on the right and 0 on the left: α occurs on the left, where its slope is s.")
def sides_exchanged(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1, alpha), np.where(s > 0, s, 0.0)


@page.wrong("slope and slope_alpha have changed places on the left: by s the slope there is α, by α it is s.")
def slopes_exchanged(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, s), np.where(s > 0, 0.0, alpha)


@page.right
def by_the_two_halves(s, alpha):
    left = np.minimum(s, 0)
    return np.maximum(s, 0) + alpha * left, (s > 0) + alpha * (s <= 0), left


@page.right
def with_masks(s, alpha):
    a, slope, slope_alpha = s.copy(), np.ones_like(s), np.zeros_like(s)
    left = s <= 0
    a[left] *= alpha
    slope[left] = alpha
    slope_alpha[left] = s[left]
    return {"slope_alpha": slope_alpha, "slope": slope, "a": a}
