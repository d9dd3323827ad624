"""Xavier's weights, normal: N(0, 2/(n_in + n_out)), between what the forward and what the backward pass would like."""

import numpy as np

from autograder.author.page import Page
from autograder.author.samples import drawn, narrowing_layer, normal, square_layer, uniform, widening_layer
from handgrad.kit.rules import Sample

page = Page(
    outputs={"W": Sample()},
    hints=(
        "It is the calibrated rule with another number under the root: which number stands between n_in and n_out?",
        "Xavier's variance is one over the mean of n_in and n_out.",
        "One over the mean is 2/(n_in + n_out). The scale that rng.normal takes is its root; the size is (n_in, n_out).",
    ),
)


@page.reference
@drawn
def xavier(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / (n_in + n_out))


page.cases(public=1, secret=2)(narrowing_layer)
page.cases(public=1, secret=2)(widening_layer)
page.edge("as many outputs as inputs")(square_layer)


@page.wrong("The deviation is 2/(n_in + n_out): that should be the variance. rng.normal takes the deviation, its root.")
@drawn
def variance_for_deviation(n_in, n_out, seed):
    return normal(n_in, n_out, variance=(2 / (n_in + n_out)) ** 2)


@page.wrong("The variance is 1/(n_in + n_out), half of what it should be: the mean of n_in and n_out is half their sum.")
@drawn
def without_the_two(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / (n_in + n_out))


@page.wrong("The variance is 1/n_in, the calibrated rule: Xavier takes n_out into account, too.")
@drawn
def inputs_only(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_in)


@page.wrong("The variance is 1/n_out, what the backward pass alone would like: Xavier takes n_in into account, too.")
@drawn
def outputs_only(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_out)


@page.wrong("The variance is the mean of 1/n_in and 1/n_out: take the mean of n_in and n_out first, then one over it.")
@drawn
def mean_of_inverses(n_in, n_out, seed):
    return normal(n_in, n_out, variance=(1 / n_in + 1 / n_out) / 2)


@page.wrong("The variance is 2/(n_in · n_out): add n_in and n_out.")
@drawn
def product_for_sum(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / (n_in * n_out))


@page.wrong("The 2 stands outside the root, so the variance is 4/(n_in + n_out): take the root of all of 2/(n_in + n_out).")
@drawn
def two_outside_the_root(n_in, n_out, seed):
    return normal(n_in, n_out, variance=4 / (n_in + n_out))


@page.wrong("The root is taken of the 2 alone, so the variance is 2/(n_in + n_out)²: take the root of all of 2/(n_in + n_out).")
@drawn
def root_of_two_alone(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / (n_in + n_out) ** 2)


@page.wrong("The variance is 2/n_in: Xavier has n_out beside n_in below the 2.")
@drawn
def two_over_inputs(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / n_in)


@page.wrong("The variance is (2/n_in) + n_out: put the sum n_in + n_out into parentheses.")
@drawn
def without_parentheses(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / n_in + n_out)


@page.wrong("The variance is right, and the weights are uniform: this exercise asks for normal ones.")
@drawn
def uniform_weights(n_in, n_out, seed):
    bound = np.sqrt(6 / (n_in + n_out))
    return uniform(n_in, n_out, -bound, bound)


@page.wrong("All rows are the same: each weight is drawn on its own, so the size is (n_in, n_out).")
@drawn
def one_row(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / (n_in + n_out), copies="rows")


@page.right
def scaled_afterwards(n_in, n_out, seed):
    W = np.random.default_rng(seed).normal(size=(n_in, n_out))
    W /= np.sqrt((n_in + n_out) / 2)
    return W


@page.right
def drawn_transposed(n_in, n_out, seed):
    return np.random.default_rng(seed).normal(0, np.sqrt(2 / (n_in + n_out)), (n_out, n_in)).T
