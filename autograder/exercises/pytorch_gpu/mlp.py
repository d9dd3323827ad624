"""A net of any depth as an nn.Module: affine layers with ReLU between them, and parameters that PyTorch knows of."""

from itertools import pairwise

import numpy as np
import torch
from torch import nn

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import with_parameters

page = Page(
    outputs=("tensors", "numbers", "scores"),
    hints=(
        "A layer between each pair of neighbours in sizes, a ReLU after each layer but the last. Which pairs are "
        "there?",
        "zip(sizes, sizes[1:]) gives the pairs, inputs first. Collect layers in a list; after the loop the last ReLU "
        "is one too many.",
        "nn.Sequential(*layers) makes one module of the list and keeps it, so that the parameters are found. Assign "
        "it to an attribute of self in __init__, after super().__init__(), and call it in forward.",
    ),
)


@page.reference
def by_products(arrays, X):
    A = X
    for k in range(0, len(arrays), 2):
        S = A @ arrays[k].T + arrays[k + 1]
        A = np.where(S > 0, S, 0)
    return len(arrays), sum(array.size for array in arrays), S


def _draw(rng, layers, N):
    arrays = []
    for n_in, n_out in pairwise(layers):
        arrays += [numbers(rng, n_out, n_in), numbers(rng, n_out)]
    return {"arrays": arrays, "X": numbers(rng, N, layers[0])}


@page.edge("the lecture's form: two hidden layers of one size")
def lecture_form(rng):
    return _draw(rng, [6, 4, 4, 3], 5)


@page.edge("one hidden layer")
def one_hidden_layer(rng):
    return _draw(rng, [5, 7, 3], 4)


@page.edge("no hidden layer", public=False)
def no_hidden_layer(rng):
    return _draw(rng, [4, 3], 5)


@page.cases(public=0, secret=4)
def any_depth(rng):
    return _draw(rng, sizes(rng, int(rng.integers(3, 6))), 3)


def _layers(layers, between=nn.ReLU, bias=True):
    found = []
    for n_in, n_out in pairwise(layers):
        found += [nn.Linear(n_in, n_out, bias=bias), between()]
    return found


@page.wrong(
    "tensors is 0: no parameters were found, so nothing would be trained. Layers in a plain list are not found; "
    "nn.Sequential and nn.ModuleList are."
)
def in_a_plain_list(arrays, X):
    class Hidden(nn.Module):
        def __init__(self, layers):
            super().__init__()
            self.layers = _layers(layers)[:-1]

        def forward(self, X):
            for layer in self.layers:
                X = layer(X)
            return X

    return with_parameters(Hidden)(arrays, X)


@page.wrong("scores are those of a net without ReLU between the layers: affine layers in a row are one affine layer.")
def without_relu(arrays, X):
    return with_parameters(lambda layers: nn.Sequential(*_layers(layers, nn.Identity)))(arrays, X)


@page.wrong("scores went through a ReLU at the end: scores may be negative, so nothing follows the last layer.")
def relu_at_the_end(arrays, X):
    return with_parameters(lambda layers: nn.Sequential(*_layers(layers)))(arrays, X)


@page.wrong("scores are probabilities: CrossEntropyLoss takes scores and does the softmax itself. Leave yours out.")
def softmax_at_the_end(arrays, X):
    return with_parameters(lambda layers: nn.Sequential(*_layers(layers)[:-1], nn.Softmax(dim=1)))(arrays, X)


@page.wrong(
    "tensors is half of what it should be, as if the biases were missing: nn.Linear has one unless it is told "
    "otherwise."
)
def without_biases(arrays, X):
    return with_parameters(lambda layers: nn.Sequential(*_layers(layers, bias=False)[:-1]))(arrays, X)


@page.wrong(
    "tensors is too small, and numbers with it: the last layer is missing. There is a layer between EACH pair of "
    "neighbours in sizes."
)
def a_layer_short(arrays, X):
    return with_parameters(lambda layers: nn.Sequential(*_layers(layers[:-1])))(arrays, X)


@page.wrong(
    "tensors is 2: the last layer alone is there, as if the list of layers were overwritten at each turn of the loop."
    " Add to it."
)
def only_the_last_layer(arrays, X):
    return with_parameters(lambda layers: nn.Sequential(*_layers(layers[-2:])[:-1]))(arrays, X)


@page.wrong(
    "numbers is that of layers the wrong way round: nn.Linear takes the number of inputs first. Such layers cannot be"
    " filled, so there are no scores."
)
def inputs_and_outputs_exchanged(arrays, X):
    sizes = [arrays[0].shape[1], *(len(bias) for bias in arrays[1::2])]
    backwards = sum(n_in * n_out + n_in for n_in, n_out in pairwise(sizes))
    return len(arrays), backwards, np.zeros(0)


@page.wrong(
    "scores are missing: the parameters do not have the shapes that sizes asks for, a weight and a bias for each "
    "layer, in the layers' order. print([p.shape for p in MLP([6, 4, 3]).parameters()]) shows yours."
)
def other_shapes(arrays, X):
    return len(arrays), sum(array.size for array in arrays), np.zeros(0)


@page.wrong(
    "tensors is 6 whatever sizes is: there is a layer between EACH pair of neighbours in sizes, be there two, three "
    "or more."
)
def always_three_layers(arrays, X):
    sizes = [arrays[0].shape[1], *(len(bias) for bias in arrays[1::2])]
    three = [sizes[0], sizes[1], sizes[min(2, len(sizes) - 1)], sizes[-1]]
    return with_parameters(lambda layers: nn.Sequential(*_layers(three)[:-1]))(arrays, X)


@page.wrong("scores are those of a net with sigmoids between the layers: a ReLU stands there.")
def sigmoid_for_relu(arrays, X):
    return with_parameters(lambda layers: nn.Sequential(*_layers(layers, nn.Sigmoid)[:-1]))(arrays, X)


@page.wrong("scores are those of a net with tanh between the layers: a ReLU stands there.")
def tanh_for_relu(arrays, X):
    return with_parameters(lambda layers: nn.Sequential(*_layers(layers, nn.Tanh)[:-1]))(arrays, X)


@page.wrong("scores are those of a net with one ReLU, before the last layer: a ReLU follows each layer but the last.")
def one_relu(arrays, X):
    def last_only(layers):
        affine = _layers(layers)[::2]
        return nn.Sequential(*affine[:-1], nn.ReLU(), affine[-1]) if len(affine) > 1 else affine[0]

    return with_parameters(last_only)(arrays, X)


@page.right
def with_a_module_list(arrays, X):
    class Listed(nn.Module):
        def __init__(self, layers):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(*pair) for pair in pairwise(layers))

        def forward(self, X):
            for layer in self.layers[:-1]:
                X = torch.relu(layer(X))
            return self.layers[-1](X)

    return with_parameters(Listed)(arrays, X)


@page.right
def with_weights_of_its_own(arrays, X):
    class Own(nn.Module):
        def __init__(self, layers):
            super().__init__()
            self.own = nn.ParameterList(torch.empty(shape) for pair in pairwise(layers) for shape in (pair, pair[1:]))

        def forward(self, X):
            for k in range(0, len(self.own), 2):
                X = (torch.relu(X) if k else X) @ self.own[k] + self.own[k + 1]
            return X

    return with_parameters(Own)(arrays, X)


@page.right
def with_sequential(arrays, X):
    class Sequence(nn.Module):
        def __init__(self, layers):
            super().__init__()
            self.model = nn.Sequential(*_layers(layers)[:-1])

        def forward(self, X):
            return self.model(X)

    return with_parameters(Sequence)(arrays, X)
