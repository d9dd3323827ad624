"""The score of one neuron: s = ⟨x, w⟩ + b."""

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("s",),
    hints=(
        "Look at the worked example again: which number plays the part of the delivery fee?",
        "Multiply each input by its own weight and add the D products up. The bias comes in once, at the end.",
        "The operator @ between two vectors multiplies and adds up in one go. One line does it: such a product, plus the bias.",
    ),
)


@page.reference
def by_a_loop(x, w, b):
    s = b
    for j in range(len(x)):
        s += x[j] * w[j]
    return s


@page.cases(public=3, secret=6)
def random_inputs(rng):
    (D,) = sizes(rng, 1, low=2, high=6)
    return {"x": numbers(rng, D), "w": numbers(rng, D), "b": number(rng, 0.5, 2.5)}


@page.edge("one input")
def one_input(rng):
    return {"x": numbers(rng, 1), "w": numbers(rng, 1), "b": number(rng, -2.5, -0.5)}


@page.wrong("s lacks the bias: add b to the sum of the products.")
def bias_forgotten(x, w, b):
    return x @ w


@page.wrong("s holds the bias once for each input: add b once, after the products have been summed.")
def bias_in_every_term(x, w, b):
    return np.sum(x * w + b)


@page.wrong("s has the bias with the wrong sign: b is added, not subtracted.")
def bias_subtracted(x, w, b):
    return x @ w - b


@page.wrong("s is still one number for each input: add the D products up, so that one number is left.")
def not_summed(x, w, b):
    return x * w + b


@page.wrong("s is the mean of the products plus b: a neuron takes their sum.")
def mean_of_the_products(x, w, b):
    return np.mean(x * w) + b


@page.wrong("s multiplies the sum of the inputs by the sum of the weights: multiply pair by pair first, then add up.")
def sums_multiplied(x, w, b):
    return x.sum() * w.sum() + b


@page.right
def pair_by_pair(x, w, b):
    return sum(a * c for a, c in zip(x, w, strict=True)) + b


@page.right
def with_the_bias_as_a_weight(x, w, b):
    return {"s": np.dot(np.append(x, 1.0), np.append(w, b))}
