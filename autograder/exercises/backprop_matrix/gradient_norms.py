"""The norm of ∂L/∂W_l for every layer of a stack A_l = tanh(A_{l−1} W_l + b_l), from one backward pass."""

import itertools

import numpy as np
import torch

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("norms",),
    hints=(
        "Forwards, keep every layer's output in a list that begins with X: layer l's input is the entry before its "
        "output. Then walk through the layers from the last to the first, carrying dA.",
        "At each layer: dS is dA times 1 − A², with A the layer's output. The gradient of the weights is the "
        "layer's input, transposed, times dS. What the layer before receives is dS times W.T.",
        "The norm of a matrix, np.linalg.norm, is the square root of the sum of its squared entries. Walking "
        "backwards you meet the last layer first, so turn the list of norms round before you return it as an array.",
    ),
)


@page.reference
def by_autograd(dA, X, weights, biases):
    leaves = [torch.tensor(W, dtype=torch.float64, requires_grad=True) for W in weights]
    A = torch.tensor(X, dtype=torch.float64)
    for W, b in zip(leaves, biases, strict=True):
        A = (A @ W + torch.tensor(b, dtype=torch.float64)).tanh()
    A.backward(torch.tensor(dA, dtype=torch.float64))
    return np.array([float((W.grad**2).sum() ** 0.5) for W in leaves])


def draw(rng, N, widths, scale=1.0):
    return {
        "dA": numbers(rng, N, widths[-1]),
        "X": numbers(rng, N, widths[0]),
        "weights": [
            numbers(rng, m, k, scale=scale / m**0.5, away_from_zero=0.02) for m, k in itertools.pairwise(widths)
        ],
        "biases": [numbers(rng, k, scale=0.2, away_from_zero=0.02) for k in widths[1:]],
    }


@page.cases(public=2, secret=4)
def a_few_layers(rng):
    N, *widths = sizes(rng, 5, high=6)
    return draw(rng, N, widths)


@page.edge("one layer")
def one_layer(rng):
    return draw(rng, 4, [3, 2])


@page.edge("twelve small layers")
def deep(rng):
    return draw(rng, 2, [3] * 13)


@page.edge("a batch of one", public=False)
def batch_of_one(rng):
    return draw(rng, 1, [4, 2, 3])


@page.edge("large weights: most units are saturated", public=False)
def saturated(rng):
    return draw(rng, 3, [4, 5, 2, 4], scale=4.0)


def _norms(dA, X, weights, biases, *, slope=None, gradient=None, hand_on=None, norm=np.linalg.norm):
    """The right answer with one step exchanged."""
    A = [X]
    for W, b in zip(weights, biases, strict=True):
        A.append(np.tanh(A[-1] @ W + b))
    found = []
    for i in range(len(weights) - 1, -1, -1):
        dS = dA * ((1 - A[i + 1] ** 2) if slope is None else slope(A[i + 1]))
        found.insert(0, norm(A[i].T @ dS if gradient is None else gradient(A[i], A[i + 1], dS)))
        dA = (dS if hand_on is None else hand_on(dA, dS)) @ weights[i].T
    return np.array(found)


@page.large
def long_rows(rng):
    N, D, H = 8, 6000, 8
    return {"dA": numbers(rng, N, 3), "X": repeated(rng, N, D),
            "weights": [repeated(rng, D, H, scale=0.01), numbers(rng, H, 3)], "biases": [numbers(rng, H), numbers(rng, 3)]}


@page.wrong(
    "norms begins with the last layer: the backward pass meets it first. Turn the list round, so that norms[0] is "
    "layer 1."
)
def last_layer_first(*given):
    return _norms(*given)[::-1]


@page.wrong("norms holds the norms of dS: the gradient of the weights is the layer's input, transposed, times dS.")
def norms_of_the_scores(*given):
    return _norms(*given, gradient=lambda before, after, dS: dS)


@page.wrong(
    "norms pairs dS with the layer's output: the gradient of W uses the layer's input, the activations before it."
)
def output_for_input(*given):
    return _norms(*given, gradient=lambda before, after, dS: after.T @ dS)


@page.wrong("norms are those of gradients without the slope of tanh: dS is dA times 1 - A**2, in every layer.")
def without_the_slope(*given):
    return _norms(*given, slope=np.ones_like)


@page.wrong("norms are those of gradients with the slope 1 - tanh(A)**2, A an output of tanh: it is 1 - A**2.")
def tanh_twice(*given):
    return _norms(*given, slope=lambda A: 1 - np.tanh(A) ** 2)


@page.wrong(
    "norms are those of gradients with the slope taken at the input of tanh, 1 - S**2 with S = A @ W + b: it is 1 - "
    "A**2, with A the output of tanh."
)
def slope_of_the_scores(dA, X, weights, biases):
    scores, A = [], X
    for W, b in zip(weights, biases, strict=True):
        scores.append(A @ W + b)
        A = np.tanh(scores[-1])
    left = iter(scores[::-1])
    return _norms(dA, X, weights, biases, slope=lambda _: 1 - next(left) ** 2)


@page.wrong(
    "norms are right in the last layer only, as if dA went back through W without the slope: hand on dS @ W.T, not dA"
    " @ W.T."
)
def handed_on_without_slope(*given):
    return _norms(*given, hand_on=lambda dA, dS: dA)


@page.wrong("norms are squared: take the root of the sum of squares.")
def squares_of_the_norms(*given):
    return _norms(*given) ** 2


@page.wrong("norms are largest singular values: np.linalg.norm(dW) without a second argument is the norm asked for.")
def spectral_norms(*given):
    return _norms(*given, norm=lambda dW: np.linalg.norm(dW, 2))


@page.wrong("norms are sums of absolute values: the norm asked for is the root of the sum of squares.")
def sums_of_absolute_values(*given):
    return _norms(*given, norm=lambda dW: np.abs(dW).sum())


@page.wrong("norms are divided by N: dA has the loss's 1/N in it already.")
def divided_by_batch(dA, X, weights, biases):
    return _norms(dA, X, weights, biases) / len(X)


@page.wrong("norms are largest absolute values: the norm asked for is the root of the sum of squares.")
def largest_entries(*given):
    return _norms(*given, norm=lambda dW: np.abs(dW).max())


@page.wrong("norms are roots of means of squares: the norm asked for is the root of the sum of squares.")
def root_mean_squares(*given):
    return _norms(*given, norm=lambda dW: np.sqrt((dW**2).mean()))


@page.wrong("norms are means of absolute values: the norm asked for is the root of the sum of squares.")
def means_of_absolute_values(*given):
    return _norms(*given, norm=lambda dW: np.abs(dW).mean())


@page.wrong("norms are those of layers without biases: a layer is tanh(A @ W + b), forwards too.")
def without_biases(dA, X, weights, biases):
    return _norms(dA, X, weights, [0 * b for b in biases])


@page.wrong(
    "norms are those of gradients that meet the slope of tanh twice in each layer but the last: multiply by 1 - A**2 "
    "once, where dA becomes dS."
)
def slope_applied_twice(*given):
    slopes = []

    def slope(A):
        slopes.append(1 - A**2)
        return slopes[-1] if len(slopes) == 1 else slopes[-1] ** 2

    return _norms(*given, slope=slope)


@page.wrong(
    "norms are those of gradients that meet the slope of tanh in the last layer only: dS is dA times 1 - A**2, in "
    "every layer."
)
def slope_of_the_last_layer_only(*given):
    met = []

    def slope(A):
        met.append(A)
        return 1 - A**2 if len(met) == 1 else np.ones_like(A)

    return _norms(*given, slope=slope)


@page.wrong("norms holds the norms of the weights: take those of their gradients.")
def norms_of_the_weights(dA, X, weights, biases):
    return np.array([np.linalg.norm(W) for W in weights])


@page.right
def by_recursion(dA, X, weights, biases):
    def back(A, layer):
        """The gradient by A, and the norms of this layer and of those after it."""
        if layer == len(weights):
            return dA, []
        A_next = np.tanh(A @ weights[layer] + biases[layer])
        d, later = back(A_next, layer + 1)
        dS = d * (1 - A_next**2)
        dW = np.einsum("nd,nh->dh", A, dS)
        return dS @ weights[layer].T, [np.sqrt(np.sum(dW**2)), *later]

    return np.array(back(X, 0)[1])


@page.right
def with_scores_kept(dA, X, weights, biases):
    inputs, scores = [], []
    A = X
    for W, b in zip(weights, biases, strict=True):
        inputs.append(A)
        scores.append(A @ W + b)
        A = np.tanh(scores[-1])
    norms = np.zeros(len(weights))
    for i in reversed(range(len(weights))):
        dS = dA / np.cosh(scores[i]) ** 2
        norms[i] = np.linalg.norm(inputs[i].T @ dS)
        dA = dS @ weights[i].T
    return norms
