"""The typical size (root mean square) of every layer's scores and of their gradients, in a deep net without biases."""

import itertools

import numpy as np
import torch

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("forward", "backward"),
    hints=(
        "Go forwards and keep every layer's scores in a list. Then go backwards, from the last layer to the first, "
        "and carry the gradient with you.",
        "One step backwards takes two lines: through the activation, phi_backward(dA, S), which gives dS; then "
        "through the weights, which gives the dA of the layer before.",
        "The size of dS is measured before the step through W.T. You meet the last layer first: put each size in front "
        "of the list, or turn the list round at the end.",
    ),
)


def chain(X, weights, activation):
    """Every layer's scores, with gradients kept, and the last layer's output."""
    phi = torch.tanh if activation == "tanh" else torch.relu
    A, scores = torch.tensor(X, dtype=torch.float64), []
    for W in weights:
        scores.append((A @ torch.tensor(W, dtype=torch.float64)).requires_grad_())
        scores[-1].retain_grad()
        A = phi(scores[-1])
    return scores, A


@page.reference
def by_autograd(X, weights, dA, activation):
    scores, A = chain(X, weights, activation)
    A.backward(torch.tensor(dA, dtype=torch.float64))

    def size(values):
        return float((values.detach() ** 2).mean() ** 0.5)

    return np.array([size(S) for S in scores]), np.array([size(S.grad) for S in scores])


def draw(rng, N, widths, activation, scale=1.0):
    return {
        "X": numbers(rng, N, widths[0]),
        "weights": [numbers(rng, m, n, scale=scale, away_from_zero=0.02) for m, n in itertools.pairwise(widths)],
        "dA": numbers(rng, N, widths[-1]),
        "activation": activation,
    }


@page.cases(public=1, secret=2)
def tanh_layers(rng):
    N, *widths = sizes(rng, 5)
    return draw(rng, N, widths, "tanh", scale=0.5)


@page.cases(public=1, secret=2)
def relu_layers(rng):
    N, *widths = sizes(rng, 5, low=4, high=9)
    return draw(rng, N, widths, "relu", scale=0.7)


@page.edge("one layer")
def one_layer(rng):
    return draw(rng, 4, [3, 2], "tanh")


@page.edge("a batch of one", public=False)
def batch_of_one(rng):
    return draw(rng, 1, [4, 6, 5, 3], "relu")


@page.edge("sixteen layers", public=False)
def deep(rng):
    return draw(rng, 3, [4, 6] * 8 + [5], "tanh", scale=0.3)


SLOPES = {"tanh": lambda S: 1 - np.tanh(S) ** 2, "relu": lambda S: (S > 0) * 1.0}
VALUES = {"tanh": np.tanh, "relu": lambda S: np.maximum(S, 0)}


def rms(values):
    return np.sqrt(np.mean(values**2))


def _without_the_last_slope(X, weights, dA, activation):
    """Forward and backward sizes where the gradient that arrives is taken for that of the last scores."""
    S, behind = [X @ weights[0]], [rms(dA)]
    for W in weights[1:]:
        S.append(VALUES[activation](S[-1]) @ W)
    dS = dA
    for W, before in zip(weights[:0:-1], S[-2::-1], strict=True):
        dS = (dS @ W.T) * SLOPES[activation](before)
        behind.append(rms(dS))
    return np.array([rms(s) for s in S]), np.array(behind[::-1])


def _sizes(X, weights, dA, activation, size=rms, forward="S", backward="dS", slope=None, slope_at="S", hand_on="dS"):
    """The right answer with one thing exchanged: what is measured, the slope, or what is handed on."""
    A, kept = X, []
    for W in weights:
        S = A @ W
        kept.append((A, S))
        A = VALUES[activation](S)
    slope = SLOPES[activation] if slope is None else slope
    ahead = [size({"S": S, "A": VALUES[activation](S)}[forward]) for _, S in kept]
    behind = []
    for W, (_, S) in zip(weights[::-1], kept[::-1], strict=True):
        dS = dA * slope(S if slope_at == "S" else VALUES[activation](S))
        behind.append(size({"dS": dS, "dA": dA}[backward]))
        dA = {"dS": dS, "dA": dA}[hand_on] @ W.T
    return np.array(ahead), np.array(behind[::-1])


@page.wrong("backward begins with the last layer: turn it round, so that its first entry belongs to layer 1.")
def last_layer_first(*given):
    ahead, behind = _sizes(*given)
    return ahead, behind[::-1]


@page.wrong("forward holds the sizes of the outputs A: measure the scores S, before the activation.")
def outputs_measured(*given):
    return _sizes(*given, forward="A")


@page.wrong("backward holds the sizes of dA: measure dS, after the step back through the activation.")
def gradients_of_outputs(*given):
    return _sizes(*given, backward="dA")


@page.wrong("backward is that of gradients without the activation's slope: dS is phi_backward(dA, S), in every layer.")
def without_slope(*given):
    return _sizes(*given, slope=np.ones_like)


@page.wrong(
    "backward is right in the last layer only, as if dA were handed on: hand on dS @ W.T to the layer before, not dA "
    "@ W.T."
)
def handed_on_without_slope(*given):
    return _sizes(*given, hand_on="dA")


@page.wrong("backward is that of slopes taken at the layers' outputs: phi_backward(dA, S) wants the scores S.")
def slope_at_the_output(*given):
    return _sizes(*given, slope_at="A")


@page.wrong(
    "forward and backward are standard deviations, which take the mean away first: the size is the root of the mean "
    "square."
)
def deviations(*given):
    return _sizes(*given, size=np.std)


@page.wrong("forward and backward lack the root: the size is the root of the mean square.")
def mean_squares(*given):
    return _sizes(*given, size=lambda values: np.mean(values**2))


@page.wrong(
    "forward and backward are norms, which grow with the number of entries: take the mean of the squares, not their "
    "sum."
)
def norms(*given):
    return _sizes(*given, size=np.linalg.norm)


@page.wrong("backward leaves out the last layer's activation: dA belongs to A_L, so the last dS is phi_backward(dA, S_L).")
def last_slope_missing(*given):
    return _without_the_last_slope(*given)


@page.wrong(
    "backward is that of S times the slope at dA, as if phi_backward had its arguments exchanged: the gradient comes "
    "first, then the scores."
)
def arguments_exchanged(X, weights, dA, activation):
    ahead, _ = _sizes(X, weights, dA, activation)
    A, kept, behind = X, [], []
    for W in weights:
        kept.append(A @ W)
        A = VALUES[activation](kept[-1])
    for W, S in zip(weights[::-1], kept[::-1], strict=True):
        dS = S * SLOPES[activation](dA)
        behind.append(rms(dS))
        dA = dS @ W.T
    return ahead, np.array(behind[::-1])


@page.wrong(
    "forward is that of a net without activations between the layers, and backward goes back through its scores: the "
    "next layer gets A = phi(S), not S."
)
def without_activation(X, weights, dA, activation):
    S, kept, behind = X, [], []
    for W in weights:
        S = S @ W
        kept.append(S)
    for W, S in zip(weights[::-1], kept[::-1], strict=True):
        dS = dA * SLOPES[activation](S)
        behind.append(rms(dS))
        dA = dS @ W.T
    return np.array([rms(S) for S in kept]), np.array(behind[::-1])


@page.wrong("forward and backward are means of absolute values: the size is the root of the mean square.")
def means_of_absolute_values(*given):
    return _sizes(*given, size=lambda values: np.mean(np.abs(values)))


@page.wrong("backward begins with the gradient by X: measure dS of each layer, before the step through W.T.")
def measured_behind_the_weights(X, weights, dA, activation):
    ahead, _ = _sizes(X, weights, dA, activation)
    A, kept, behind = X, [], []
    for W in weights:
        kept.append(A @ W)
        A = VALUES[activation](kept[-1])
    for W, S in zip(weights[::-1], kept[::-1], strict=True):
        dA = (dA * SLOPES[activation](S)) @ W.T
        behind.append(rms(dA))
    return ahead, np.array(behind[::-1])


@page.wrong("forward and backward have changed places: the sizes of the scores come first.")
def changed_places(*given):
    return _sizes(*given)[::-1]


@page.wrong(
    "backward is that of tanh's slope where the activation is ReLU, and the other way round: phi_backward goes with "
    "phi."
)
def other_activation_backwards(X, weights, dA, activation):
    other = {"tanh": "relu", "relu": "tanh"}[activation]
    return _sizes(X, weights, dA, activation, slope=SLOPES[other])


@page.right
def by_recursion(X, weights, dA, activation):
    if not weights:
        return np.array([]), np.array([])
    *before, W = weights
    A = X
    for V in before:
        A = VALUES[activation](A @ V)
    S = A @ W
    dS = dA * SLOPES[activation](S)
    ahead, behind = by_recursion(X, before, dS @ W.T, activation)
    return np.append(ahead, rms(S)), np.append(behind, rms(dS))


@page.right
def with_a_dict_of_scores(X, weights, dA, activation):
    S = {0: X @ weights[0]}
    for k in range(1, len(weights)):
        S[k] = VALUES[activation](S[k - 1]) @ weights[k]
    behind = np.zeros(len(weights))
    for k in reversed(range(len(weights))):
        dS = np.where(S[k] > 0, dA, 0) if activation == "relu" else dA / np.cosh(S[k]) ** 2
        behind[k] = np.linalg.norm(dS) / np.sqrt(dS.size)
        dA = np.einsum("nh,dh->nd", dS, weights[k])
    return {"backward": behind, "forward": np.array([rms(S[k]) for k in range(len(weights))])}
