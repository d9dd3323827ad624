"""Backward through A = tanh(S): dS = dA ∘ (1 − tanh²(S))."""

import math

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dS",),
    hints=(
        "sigmoid_backward, solved above, has the form that is needed: first the output, then dA times the slope, written "
        "with the output. Which of its two lines change for tanh?",
        "Both change. The output is now tanh of S, and the slope is one minus the square of that output. The square "
        "belongs to the output, not to S.",
        "Compute A first. Then multiply dA by 1 minus A squared, entry by entry (with *, not @).",
    ),
)


@page.reference
def by_loops(dA, S):
    # Another form of the slope: 1/cosh², with the exponentials written out so that nothing overflows.
    dS = np.zeros(S.shape)
    for index in np.ndindex(S.shape):
        e = math.exp(-2 * abs(S[index]))
        dS[index] = dA[index] * 4 * e / (1 + e) ** 2
    return dS


@page.forward(upstream="dA", dS="S")
def tanh(S):
    return S.tanh()


@page.cases(public=3, secret=5)
def random_scores(rng):
    N, H = sizes(rng, 2)
    return {"dA": numbers(rng, N, H), "S": numbers(rng, N, H)}


@page.edge("saturated units")
def saturated(rng):
    return {"dA": numbers(rng, 2, 3), "S": np.array([[25.0, -900.0, 0.25], [-0.5, 1000.0, 0.0]])}


@page.edge("a batch of one", public=False)
def batch_of_one(rng):
    return {"dA": numbers(rng, 1, 4), "S": numbers(rng, 1, 4)}


@page.large
def many_scores(rng):
    return {"dA": repeated(rng, 200, 300), "S": repeated(rng, 200, 300)}


@page.wrong("dS uses 1 - S**2: the slope is 1 - A**2 with the output A = tanh(S), not with S itself.")
def scores_for_outputs(dA, S):
    return dA * (1 - S**2)


@page.wrong("dS applies tanh twice: with A = tanh(S) the slope is 1 - A**2, without another tanh.")
def tanh_twice(dA, S):
    return dA * (1 - np.tanh(np.tanh(S)) ** 2)


@page.wrong("dS is the slope alone: multiply it by dA, the gradient that arrives from the output side.")
def upstream_forgotten(dA, S):
    return 1 - np.tanh(S) ** 2


@page.wrong("dS uses 1 - tanh(S): the square is missing in 1 - tanh(S)**2.")
def without_the_square(dA, S):
    return dA * (1 - np.tanh(S))


@page.wrong("dS uses A * (1 - A): that is the slope of the logistic sigmoid. For tanh it is 1 - A**2.")
def slope_of_the_sigmoid(dA, S):
    A = np.tanh(S)
    return dA * A * (1 - A)


@page.wrong("dS is dA times tanh(S)**2: the slope is 1 minus that square.")
def without_the_one(dA, S):
    return dA * np.tanh(S) ** 2


@page.wrong("dS is dA times tanh(S): going backwards, multiply by the slope of tanh, 1 - tanh(S)**2.")
def times_the_output(dA, S):
    return dA * np.tanh(S)


@page.wrong("dS takes the slope at dA: the slope is 1 - A**2 with A = tanh(S).")
def slope_at_the_gradient(dA, S):
    return dA * (1 - np.tanh(dA) ** 2)


@page.wrong("dS is 1 minus dA times tanh(S)**2: put 1 - tanh(S)**2 into brackets, so that dA multiplies both.")
def brackets_missing(dA, S):
    return 1 - dA * np.tanh(S) ** 2


@page.wrong("dS takes tanh of the square of S: the slope is 1 minus the square of tanh(S).")
def square_inside(dA, S):
    return dA * (1 - np.tanh(S**2))


@page.wrong("dS uses 1 - S: the slope is 1 - A**2, with A = tanh(S) and a square.")
def one_minus_the_scores(dA, S):
    return dA * (1 - S)


@page.wrong("dS uses A * (1 - A) with A the logistic sigmoid of S: the slope of tanh is 1 - tanh(S)**2.")
def sigmoid_for_tanh(dA, S):
    A = (1 + np.tanh(S / 2)) / 2
    return dA * A * (1 - A)


@page.wrong("dS uses the logistic sigmoid of S in place of tanh(S): the slope is 1 - A**2 with A = tanh(S).")
def sigmoid_in_the_slope(dA, S):
    return dA * (1 - ((1 + np.tanh(S / 2)) / 2) ** 2)


@page.wrong("dS takes the root of the slope: it is 1 - A**2, the square of 1 / cosh(S).")
def root_of_the_slope(dA, S):
    return dA * np.sqrt(1 - np.tanh(S) ** 2)


@page.right
def in_two_factors(dA, S):
    A = np.tanh(S)
    return dA * (1 - A) * (1 + A)


@page.right
def with_the_hyperbolic_cosine(dA, S):
    with np.errstate(over="ignore"):
        return {"dS": dA / np.cosh(S) ** 2}
