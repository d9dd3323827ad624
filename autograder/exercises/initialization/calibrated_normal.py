"""Calibrated weights: N(0, 1/n_in), so that a layer's outputs have the variance of its inputs."""

import numpy as np

from autograder.author.page import Page
from autograder.author.samples import drawn, narrowing_layer, normal, square_layer, uniform, widening_layer
from handgrad.kit.rules import Sample

page = Page(
    outputs={"W": Sample()},
    hints=(
        "You know which variance the weights should have. What does rng.normal ask for as its second argument?",
        "rng.normal(mean, scale, size) takes the standard deviation as its scale: the root of the variance. "
        "The size is that of W.",
        "The mean is 0, the scale is the root of one over the number of inputs, and W has n_in rows and n_out columns.",
    ),
)


@page.reference
@drawn
def calibrated(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_in)


page.cases(public=1, secret=2)(narrowing_layer)
page.cases(public=1, secret=1)(widening_layer)
page.edge("as many outputs as inputs")(square_layer)


@page.wrong("The deviation is 1/n_in: that should be the variance. rng.normal takes the deviation, its square root.")
@drawn
def variance_for_deviation(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_in**2)


@page.wrong("The variance is 1/n_out: each output adds up n_in products, so the number of inputs decides.")
@drawn
def outputs_for_inputs(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_out)


@page.wrong("The variance is 1, whatever the layer's size: divide the weights by the root of n_in.")
@drawn
def not_scaled(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1.0)


@page.wrong("Every weight is the same number: give rng.normal a size, so that each weight is drawn on its own.")
@drawn
def one_number(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_in, copies="entries")


@page.wrong("All rows are the same: each of the n_in · n_out weights is drawn on its own, so the size is (n_in, n_out).")
@drawn
def one_row(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_in, copies="rows")


@page.wrong("All columns are the same, so all units are twins: each weight is drawn on its own, with size (n_in, n_out).")
@drawn
def one_column(n_in, n_out, seed):
    return normal(n_in, n_out, variance=1 / n_in, copies="columns")


@page.wrong("W has the right distribution and is transposed: rows are inputs here, S = XW, so W is (n_in, n_out).")
@drawn
def transposed(n_in, n_out, seed):
    return normal(n_out, n_in, variance=1 / n_in)


@page.wrong("The weights are uniform between −1/√n_in and 1/√n_in, which has variance 1/(3 n_in): ask for normal numbers.")
@drawn
def standard_uniform(n_in, n_out, seed):
    return uniform(n_in, n_out, -(n_in**-0.5), n_in**-0.5)


@page.wrong("The weights are uniform between 0 and 1/√n_in: ask for normal numbers, with mean 0.")
@drawn
def positive_only(n_in, n_out, seed):
    return uniform(n_in, n_out, 0, n_in**-0.5)


@page.right
def scaled_afterwards(n_in, n_out, seed):
    return np.random.default_rng(seed).standard_normal((n_in, n_out)) / np.sqrt(n_in)


@page.right
def drawn_unit_by_unit(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.stack([rng.normal(0, 1 / np.sqrt(n_in), n_in) for _ in range(n_out)], axis=1)


@page.right
def in_float32(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n_in, n_out), dtype=np.float32) / np.sqrt(np.float32(n_in))
