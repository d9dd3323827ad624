"""Xavier's weights, uniform: U(−a, a) with a²/3 = 2/(n_in + n_out), so a = √6/√(n_in + n_out)."""

import numpy as np

from autograder.author.page import Page
from autograder.author.samples import drawn, narrowing_layer, normal, square_layer, uniform, widening_layer
from handgrad.kit.rules import Sample

page = Page(
    outputs={"W": Sample()},
    hints=(
        "The variance is the same as before: 2/(n_in + n_out). Which bound a gives U(−a, a) this variance?",
        "An interval of length 2a has variance (2a)²/12 = a²/3. Solve a²/3 = 2/(n_in + n_out) for a.",
        "The bound a is the root of 6 over the sum of n_in and n_out. rng.uniform takes both ends, then the size.",
    ),
)


def symmetric(n_in, n_out, bound):
    return uniform(n_in, n_out, -bound, bound)


@page.reference
@drawn
def xavier(n_in, n_out, seed):
    return symmetric(n_in, n_out, np.sqrt(6 / (n_in + n_out)))


page.cases(public=1, secret=2)(narrowing_layer)
page.cases(public=1, secret=2)(widening_layer)
page.edge("as many outputs as inputs")(square_layer)


@page.wrong("The bound has √3 in place of √6, so the variance is half of what it should be: a²/3 = 2/(n_in + n_out).")
@drawn
def root_of_three(n_in, n_out, seed):
    return symmetric(n_in, n_out, np.sqrt(3 / (n_in + n_out)))


@page.wrong("The bound is the deviation, √(2/(n_in + n_out)): the variance of U(−a, a) is a²/3, so a is √3 deviations.")
@drawn
def deviation_as_bound(n_in, n_out, seed):
    return symmetric(n_in, n_out, np.sqrt(2 / (n_in + n_out)))


@page.wrong("The bound is the variance, 2/(n_in + n_out): solve a²/3 = 2/(n_in + n_out) for a.")
@drawn
def variance_as_bound(n_in, n_out, seed):
    return symmetric(n_in, n_out, 2 / (n_in + n_out))


@page.wrong("The bound is 6/(n_in + n_out): its root is missing.")
@drawn
def root_forgotten(n_in, n_out, seed):
    return symmetric(n_in, n_out, 6 / (n_in + n_out))


@page.wrong("The weights run from 0 to the bound: draw them from minus the bound to the bound, so that their mean is 0.")
@drawn
def positive_half(n_in, n_out, seed):
    return uniform(n_in, n_out, 0, np.sqrt(6 / (n_in + n_out)))


@page.wrong("The interval is half as long as it should be: it runs from minus the bound to the bound, 2a in all.")
@drawn
def half_as_long(n_in, n_out, seed):
    return symmetric(n_in, n_out, np.sqrt(6 / (n_in + n_out)) / 2)


@page.wrong("The root is taken of the 6 alone: the bound is the root of all of 6/(n_in + n_out).")
@drawn
def root_of_six_alone(n_in, n_out, seed):
    return symmetric(n_in, n_out, np.sqrt(6) / (n_in + n_out))


@page.wrong("The bound is the root of (6/n_in) + n_out: put the sum n_in + n_out into parentheses.")
@drawn
def without_parentheses(n_in, n_out, seed):
    return symmetric(n_in, n_out, np.sqrt(6 / n_in + n_out))


@page.wrong("The weights run from the bound to 1: rng.uniform takes the lower end first, then the upper end, then the size.")
@drawn
def one_end_only(n_in, n_out, seed):
    return uniform(n_in, n_out, np.sqrt(6 / (n_in + n_out)), 1)


@page.wrong("The variance is right, and the weights are normal: this exercise asks for uniform ones, within a bound.")
@drawn
def normal_weights(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / (n_in + n_out))


@page.wrong("The bound is √6/(√n_in + √n_out): the root is of the sum, √(n_in + n_out).")
@drawn
def sum_of_roots(n_in, n_out, seed):
    return symmetric(n_in, n_out, np.sqrt(6) / (np.sqrt(n_in) + np.sqrt(n_out)))


@page.wrong("The bound is √(6/n_in): Xavier takes n_out into account, too.")
@drawn
def inputs_only(n_in, n_out, seed):
    return symmetric(n_in, n_out, np.sqrt(6 / n_in))


@page.right
def stretched(n_in, n_out, seed):
    bound = np.sqrt(6) / np.sqrt(n_in + n_out)
    return bound * (2 * np.random.default_rng(seed).random((n_in, n_out)) - 1)


@page.right
def column_by_column(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(3) * np.sqrt(2 / (n_in + n_out))
    return np.column_stack([rng.uniform(-a, a, n_in) for _ in range(n_out)])
