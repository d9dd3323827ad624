"""Backward through A = max(S, 0): dS = dA where S > 0, and 0 elsewhere; ReLU'(0) = 0."""

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dS",),
    hints=(
        "Each entry of S has exactly one way into L: through the same entry of A. What is the slope of that way?",
        "The slope is 1 where S is positive and 0 where it is not. Multiply dA by it, entry by entry.",
        "A comparison such as S > 0 gives True and False, and NumPy multiplies with them as with 1 and 0. At S = 0 "
        "the course takes the slope 0, so the comparison is strict.",
    ),
)


@page.reference
def by_loops(dA, S):
    dS = np.zeros(S.shape)
    for index in np.ndindex(S.shape):
        if S[index] > 0:
            dS[index] = dA[index]
    return dS


@page.forward(upstream="dA", dS="S")
def relu(S):
    # The kink is moved a hair to the right, so that S = 0 lies on the flat side: that is what ReLU'(0) = 0 means.
    return (S - 1e-4).relu()


@page.cases(public=3, secret=5)
def random_scores(rng):
    N, H = sizes(rng, 2)
    S = numbers(rng, N, H)
    S[0, :2] = [-0.4, 0.7]
    return {"dA": numbers(rng, N, H), "S": S}


@page.edge("scores that are exactly zero")
def ties(rng):
    S = numbers(rng, 3, 4)
    S[0, 1] = S[1, 3] = S[2, 0] = 0.0
    S[1, 0], S[2, 2] = -0.3, 0.6
    return {"dA": numbers(rng, 3, 4), "S": S}


@page.edge("a batch of one", public=False)
def batch_of_one(rng):
    return {"dA": numbers(rng, 1, 5), "S": numbers(rng, 1, 5)}


@page.edge("zeros and a dead row", public=False)
def dead_row(rng):
    S = numbers(rng, 4, 3)
    S[1] = -np.abs(S[1])
    S[2, 1] = 0.0
    S[0, 0] = 1.3
    return {"dA": numbers(rng, 4, 3), "S": S}


@page.large
def many_scores(rng):
    return {"dA": repeated(rng, 200, 300), "S": repeated(rng, 200, 300)}


@page.wrong(
    "dS lets the gradient through where S is exactly 0: this course takes ReLU'(0) = 0, so compare with >, not >=."
)
def through_at_zero(dA, S):
    return dA * (S >= 0)


@page.wrong("dS is zero where dA is negative, as if the mask were made from dA: whether a unit was on is decided by S.")
def mask_from_the_gradient(dA, S):
    return dA * (dA > 0)


@page.wrong("dS is the slope alone: multiply it by dA, the gradient that arrives from the output side.")
def upstream_forgotten(dA, S):
    return (S > 0).astype(float)


@page.wrong("dS multiplies dA by the output of ReLU: multiply by its slope, which is 1 or 0.")
def times_the_output(dA, S):
    return dA * np.maximum(S, 0)


@page.wrong("dS is dA unchanged: units with S <= 0 were off, and no gradient passes through them.")
def without_a_mask(dA, S):
    return dA + 0.0


@page.wrong("dS has the mask the wrong way round: the gradient passes where S is positive.")
def mask_inverted(dA, S):
    return dA * (S <= 0)


@page.wrong(
    "dS changes the sign of dA where S is negative: that is the slope of |S|. ReLU is flat there, so its slope is 0."
)
def slope_of_the_absolute_value(dA, S):
    return dA * np.sign(S)


@page.wrong("dS passes where S is negative and not where it is positive or 0: it is the other way round, the mask is S > 0.")
def through_the_negative(dA, S):
    return dA * (S < 0)


@page.wrong("dS lets half of the gradient through where S is exactly 0: this course takes ReLU'(0) = 0.")
def half_at_zero(dA, S):
    return dA * np.heaviside(S, 0.5)


@page.wrong("dS is the output of ReLU: going backwards, multiply dA by the slope, which is 1 or 0.")
def forward_pass(dA, S):
    return np.maximum(S, 0)


@page.wrong("dS lets nothing but the sign of dA through: multiply dA itself by the mask.")
def sign_of_the_gradient(dA, S):
    return np.sign(dA) * (S > 0)


@page.right
def with_where(dA, S):
    return np.where(S > 0, dA, 0.0)


@page.right
def on_a_copy(dA, S):
    dS = dA.copy()
    dS[S <= 0] = 0
    return dS


@page.right
def mask_from_the_output(dA, S):
    return dA * (np.maximum(S, 0) > 0)
