"""He's weights for ReLU: N(0, 2/n_in). ReLU halves the mean square, so the weights double it."""

import numpy as np

from autograder.author.page import Page
from autograder.author.samples import drawn, narrowing_layer, normal, square_layer, uniform, widening_layer
from handgrad.kit.rules import Sample

page = Page(
    outputs={"W": Sample()},
    hints=(
        "ReLU hands on half of the mean square. Which variance makes up for that?",
        "The mean square is multiplied by ½ · n_in · Var(w) in each layer. Choose Var(w) so that this is 1.",
        "The variance is twice the calibrated one. As before, the scale is its root and the size is (n_in, n_out).",
    ),
)


@page.reference
@drawn
def he(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / n_in)


page.cases(public=1, secret=2)(narrowing_layer)
page.cases(public=1, secret=2)(widening_layer)
page.edge("as many outputs as inputs")(square_layer)


@page.wrong("The variance is 1/n_in, without He's 2: after a ReLU only half of the mean square is left.")
@drawn
def without_the_two(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_in)


@page.wrong("The deviation is 2/n_in: that should be the variance. rng.normal takes the deviation, its square root.")
@drawn
def variance_for_deviation(n_in, n_out, seed):
    return normal(n_in, n_out, variance=4 / n_in**2)


@page.wrong("The variance is 2/n_out: each output adds up n_in products, so the number of inputs decides.")
@drawn
def outputs_for_inputs(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / n_out)


@page.wrong("The variance is 2/(n_in + n_out), which is Xavier's: He takes n_in alone.")
@drawn
def xavier(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / (n_in + n_out))


@page.wrong(
    "The variance is 4/n_in, twice what it should be. ReLU keeps half of the mean square, and a 2 outside the root counts as 4."
)
@drawn
def two_outside_the_root(n_in, n_out, seed):
    return normal(n_in, n_out, variance=4 / n_in)


@page.wrong("The root is taken of the 2 alone, so the variance is 2/n_in²: take the root of all of 2/n_in.")
@drawn
def root_of_two_alone(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / n_in**2)


@page.wrong("The variance is 1/(2 n_in): ReLU has halved the mean square already, so the weights must double it.")
@drawn
def halved_again(n_in, n_out, seed):
    return normal(n_in, n_out, variance=0.5 / n_in)


@page.wrong("The variance is right, and the weights are uniform: this exercise asks for normal ones.")
@drawn
def uniform_weights(n_in, n_out, seed):
    return uniform(n_in, n_out, -np.sqrt(6 / n_in), np.sqrt(6 / n_in))


@page.wrong("All rows are the same: each weight is drawn on its own, so the size is (n_in, n_out).")
@drawn
def one_row(n_in, n_out, seed):
    return normal(n_in, n_out, variance=2 / n_in, copies="rows")


@page.right
def scaled_afterwards(n_in, n_out, seed):
    return np.random.default_rng(seed).standard_normal((n_in, n_out)) * np.sqrt(2) / np.sqrt(n_in)


@page.right
def row_by_row(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.array([[rng.normal() / np.sqrt(n_in / 2) for _ in range(n_out)] for _ in range(n_in)])
