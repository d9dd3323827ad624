"""How many numbers a net of fully connected layers learns: a layer n → m has m(n + 1)."""

import itertools

import numpy as np

from autograder.author.page import Page
from handgrad.kit.rules import Exact

page = Page(
    outputs={"count": Exact()},
    hints=(
        "Count one layer first. How many weights has one of its neurons, and how many biases?",
        "A neuron with n inputs has n weights and 1 bias. A layer from n to m has m such neurons.",
        "Walk along the list in neighbouring pairs: each pair (n, m) is a layer. Add the layers up.",
    ),
)


@page.reference
def by_making_the_arrays(sizes):
    count = 0
    for k in range(1, len(sizes)):
        count += np.zeros((sizes[k - 1], sizes[k])).size + np.zeros(sizes[k]).size
    return count


@page.cases(public=2, secret=5)
def random_net(rng):
    layers = int(rng.integers(3, 6))
    return {"sizes": [int(n) for n in rng.choice(np.arange(2, 40), size=layers, replace=False)]}


@page.edge("one layer")
def one_layer():
    return {"sizes": [784, 10]}


@page.edge("one neuron")
def one_neuron():
    return {"sizes": [13, 1]}


def _pairs(sizes):
    return list(itertools.pairwise(sizes))


@page.wrong(
    "count is that of the weights alone: each neuron has a bias, so a layer from n to m has m biases beside its n·m "
    "weights."
)
def biases_forgotten(sizes):
    return sum(n * m for n, m in _pairs(sizes))


@page.wrong("count gives a bias to each input in place of each neuron: a layer from n to m has m biases, not n.")
def bias_for_each_input(sizes):
    return sum(m * n + n for n, m in _pairs(sizes))


@page.wrong("count gives one bias to a whole layer: each of its m neurons has its own.")
def one_bias_for_a_layer(sizes):
    return sum(m * n + 1 for n, m in _pairs(sizes))


@page.wrong("count gives biases to the inputs too: the first entry of sizes is not a layer, it only feeds one.")
def inputs_have_biases(sizes):
    return sum(n * m for n, m in _pairs(sizes)) + sum(sizes)


@page.wrong("count adds the sizes: every input is joined to every neuron, so multiply n by m.")
def sizes_added(sizes):
    return sum(n + m for n, m in _pairs(sizes))


@page.wrong("count stops after the first layer: add up all neighbouring pairs.")
def first_layer_only(sizes):
    return sizes[1] * (sizes[0] + 1)


@page.wrong(
    "count is the product of all sizes: a layer joins two neighbours only. Add up n·m weights and m biases for each."
)
def product_of_all(sizes):
    return int(np.prod(sizes))


@page.wrong("count lacks the biases of the last layer: its neurons have biases too.")
def last_biases_forgotten(sizes):
    return by_index(sizes) - sizes[-1]


@page.wrong("count lacks the last layer: there is one for each pair of neighbours.")
def last_layer_forgotten(sizes):
    return by_index(sizes[:-1])


@page.right
def by_index(sizes):
    return sum(sizes[k + 1] * (sizes[k] + 1) for k in range(len(sizes) - 1))


@page.right
def as_a_dot_product(sizes):
    n = np.array(sizes)
    return {"count": int(n[1:] @ (n[:-1] + 1))}
