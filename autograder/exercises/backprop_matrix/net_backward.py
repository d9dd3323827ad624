"""The gradients of L = 1/N Σₙ ‖pₙ − yₙ‖² for P = tanh(ReLU(XW₁ + b₁)W₂ + b₂).

δ₂ = 2/N (P − Y) ∘ (1 − P²), ∂L/∂W₂ = A₁ᵀδ₂, ∂L/∂b₂ = Σδ₂,
δ₁ = δ₂W₂ᵀ ∘ 1{S₁ > 0}, ∂L/∂W₁ = Xᵀδ₁, ∂L/∂b₁ = Σδ₁, ∂L/∂X = δ₁W₁ᵀ.
"""

import numpy as np
import torch

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dW1", "db1", "dW2", "db2", "dX"),
    hints=(
        "Forward first, keeping S1, A1 and P. Then five steps back, in the opposite order: the loss, tanh, the "
        "second layer, ReLU, the first layer. Each step is one that you have already written.",
        "The loss: dP = 2 (P − Y) / N. Through tanh: multiply by 1 − P². That is dS2, shaped (N, C). The second "
        "layer's input is A1: it gives dW2, db2 and dA1. ReLU masks dA1 by S1 > 0. The first layer's input is X.",
        "For each layer, with input I and with dS for the gradient of its output before the activation: the weights get "
        "I.T @ dS, the bias gets dS summed over axis 0, the input gets dS @ W.T. Use it twice: with I = A1 and with I = X.",
    ),
)


@page.reference
def by_autograd(X, Y, W1, b1, W2, b2):
    leaves = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (X, W1, b1, W2, b2)]
    x, w1, c1, w2, c2 = leaves
    loss(x, torch.tensor(Y, dtype=torch.float64), w1, c1, w2, c2).backward()
    return tuple(leaf.grad.numpy() for leaf in (w1, c1, w2, c2, x))


@page.forward(dW1="W1", db1="b1", dW2="W2", db2="b2", dX="X")
def loss(X, Y, W1, b1, W2, b2):
    # ReLU with its kink a hair to the right, so that S1 = 0 lies on the flat side: that is what ReLU'(0) = 0 means.
    S1 = X @ W1 + b1
    P = ((S1 * (S1 > 1e-4)) @ W2 + b2).tanh()
    return ((P - Y) ** 2).sum() / X.shape[0]


def _behind(layer_input, dW, db):
    """The gradient behind a layer, dS, found from dW = (what entered)ᵀ dS and db = Σ dS: no two dS give both, see `_tells`."""
    return np.linalg.lstsq(_with_ones(layer_input).T, np.vstack([dW, db]), rcond=None)[0]


def _with_ones(layer_input):
    return np.hstack([layer_input, np.ones((len(layer_input), 1))])


def _tells(X, W1, b1):
    """Whether what arrives behind each layer can be told from the gradients by its weights and biases."""
    return all(np.linalg.svd(_with_ones(entering), compute_uv=False)[len(X) - 1 :].max(initial=0) > 0.05
               for entering in (X, np.maximum(X @ W1 + b1, 0)))  # fmt: skip


@page.carried("dW1")
def weights_of_the_first_layer(X, Y, W1, b1, W2, b2, dW2, db2):
    return X.T @ _through_the_first(X, W1, b1, W2, dW2, db2)


@page.carried("db1")
def biases_of_the_first_layer(X, Y, W1, b1, W2, b2, dW2, db2):
    return _through_the_first(X, W1, b1, W2, dW2, db2).sum(axis=0)


@page.carried("dX")
def inputs_of_the_first_layer(X, Y, W1, b1, W2, b2, dW1, db1):
    return _behind(X, dW1, db1) @ W1.T


def _through_the_first(X, W1, b1, W2, dW2, db2):
    S1 = X @ W1 + b1
    return _behind(np.maximum(S1, 0), dW2, db2) @ W2.T * (S1 > 0)


def some_sizes(rng, count):
    """Different sizes N, D, H, …, with so few examples that `_tells` can hold."""
    while True:
        N, D, H, *more = sizes(rng, count, high=5)
        if min(D, H) + 1 >= N:
            return N, D, H, *more


def draw(rng, N, D, H, C):
    """A network whose first layer has units on and off, and no score close to the kink of ReLU."""
    while True:
        X, W1, b1 = numbers(rng, N, D), numbers(rng, D, H), numbers(rng, H, scale=0.5)
        S1 = X @ W1 + b1
        on_and_off = H == 1 or ((S1 > 0).any(axis=1) & (S1 < 0).any(axis=1)).all()
        if np.abs(S1).min() > 0.02 and on_and_off and _tells(X, W1, b1):
            break
    Y = np.round(np.tanh(numbers(rng, N, C)), 2)
    W2, b2 = numbers(rng, H, C, scale=0.5), numbers(rng, C, scale=0.5)
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2}


@page.cases(public=1, secret=5)
def several_outputs(rng):
    N, D, H, C = some_sizes(rng, 4)
    return draw(rng, N, D, H, C)


@page.cases(public=0, secret=2)
def one_output(rng):
    N, D, H = some_sizes(rng, 3)
    return draw(rng, N, D, H, 1)


@page.edge("a batch of one")
def batch_of_one(rng):
    return draw(rng, 1, 3, 4, 2)


@page.edge("one output, an example of zeros, no bias: scores that are exactly zero")
def zeros(rng):
    while True:
        inputs = draw(rng, 3, 2, 4, 1) | {"b1": np.zeros(4)}
        inputs["X"][1] = 0.0
        if np.abs((inputs["X"] @ inputs["W1"])[[0, 2]]).min() > 0.02 and _tells(*(inputs[key] for key in ("X", "W1", "b1"))):
            return inputs


@page.edge("as many outputs as hidden units", public=False)
def square(rng):
    return draw(rng, 3, 3, 3, 3)


def _back(X, Y, W1, b1, W2, b2, *, dP=None, tanh_slope=None, mask=None):
    """The right answer with one step exchanged."""
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    P = np.tanh(A1 @ W2 + b2)
    d = 2 * (P - Y) / len(X) if dP is None else dP(P, Y)
    dS2 = d * ((1 - P**2) if tanh_slope is None else tanh_slope(P))
    dA1 = dS2 @ W2.T
    dS1 = dA1 * ((S1 > 0) if mask is None else mask(S1, dA1))
    return {"dW1": X.T @ dS1, "db1": dS1.sum(axis=0), "dW2": A1.T @ dS2, "db2": dS2.sum(axis=0), "dX": dS1 @ W1.T,
            "A1": A1, "dS1": dS1, "dS2": dS2}  # fmt: skip


def _five(back, **changed):
    return {name: (back | changed)[name] for name in ("dW1", "db1", "dW2", "db2", "dX")}


@page.large
def long_rows(rng):
    N, D, H, C = 8, 6000, 8, 2
    return {"X": repeated(rng, N, D), "Y": np.round(np.tanh(numbers(rng, N, C)), 2), "W1": repeated(rng, D, H, scale=0.01),
            "b1": numbers(rng, H), "W2": numbers(rng, H, C, scale=0.5), "b2": numbers(rng, C)}  # fmt: skip


@page.wrong(
    "The gradients are half of what they should be, as if the factor 2 were missing: the derivative of (p - y)**2 by "
    "p is 2(p - y)."
)
def without_the_two(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, dP=lambda P, Y: (P - Y) / len(P)))


@page.wrong("The gradients are N times too large: the loss is a mean over the batch, so dP = 2 (P - Y) / N.")
def sum_in_place_of_mean(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, dP=lambda P, Y: 2 * (P - Y)))


@page.wrong(
    "The gradients are divided by N twice: 1/N enters once, in dP. The sums over the batch that follow are plain "
    "sums."
)
def mean_twice(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, dP=lambda P, Y: 2 * (P - Y) / len(P) ** 2))


@page.wrong(
    "dW1, db1, dW2 and db2 are divided by N a second time: dP = 2 (P - Y) / N has the 1/N already, so the layers only add."
)
def mean_again_in_every_layer(X, Y, W1, b1, W2, b2):
    back = _back(X, Y, W1, b1, W2, b2)
    return _five(back, **{name: back[name] / len(X) for name in ("dW1", "db1", "dW2", "db2")})


@page.wrong("db1 and db2 are means over the batch: dP = 2 (P - Y) / N has the 1/N already, so sum the rows.")
def biases_averaged(X, Y, W1, b1, W2, b2):
    back = _back(X, Y, W1, b1, W2, b2)
    return _five(back, db1=back["dS1"].mean(axis=0), db2=back["dS2"].mean(axis=0))


@page.wrong(
    "The gradients are C times too small, as if the loss were divided by N·C: it is the sum over the C outputs and "
    "the mean over the N examples, so divide by N only."
)
def mean_over_all_entries(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, dP=lambda P, Y: 2 * (P - Y) / P.size))


@page.wrong("The gradients have the opposite sign: the loss has (P - Y)**2, so dP begins with P - Y, not Y - P.")
def wrong_sign(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, dP=lambda P, Y: 2 * (Y - P) / len(P)))


@page.wrong("The gradients lack the slope of the last tanh: between dP and dS2 stands the factor 1 - P**2.")
def without_the_tanh_slope(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, tanh_slope=np.ones_like))


@page.wrong("The gradients have the slope of tanh taken at P, which is tanh already: it is 1 - P**2, without another tanh.")
def tanh_twice(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, tanh_slope=lambda P: 1 - np.tanh(P) ** 2))


@page.wrong("dW1, db1 and dX pass through units that were off: multiply dA1 by the mask S1 > 0.")
def without_the_mask(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, mask=lambda S1, dA1: 1.0))


@page.wrong("db1 and dX pass through units whose score is exactly 0: this course takes ReLU'(0) = 0, so the mask is S1 > 0.")
def through_at_zero(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, mask=lambda S1, dA1: S1 >= 0))


@page.wrong("dW1, db1 and dX have their mask from dA1: whether a unit was on is decided by S1.")
def mask_from_the_gradient(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, mask=lambda S1, dA1: dA1 > 0))


@page.wrong(
    "dW2 holds the numbers of dS2.T @ A1 in the shape of W2: reshape puts them in other places. The right product is "
    "A1.T @ dS2."
)
def reshaped_to_fit(X, Y, W1, b1, W2, b2):
    back = _back(X, Y, W1, b1, W2, b2)
    return _five(back, dW2=(back["dS2"].T @ back["A1"]).reshape(W2.shape))


@page.wrong("dW2 uses the scores S1: the second layer's input is A1, after ReLU.")
def input_before_the_activation(X, Y, W1, b1, W2, b2):
    back = _back(X, Y, W1, b1, W2, b2)
    return _five(back, dW2=(X @ W1 + b1).T @ back["dS2"])


@page.wrong(
    "db1 and db2 keep the batch's axis: sum with axis=0 and without keepdims, so that they have the shapes of b1 and b2."
)
def biases_keep_dims(X, Y, W1, b1, W2, b2):
    back = _back(X, Y, W1, b1, W2, b2)
    return _five(back, db1=back["dS1"].sum(axis=0, keepdims=True), db2=back["dS2"].sum(axis=0, keepdims=True))


@page.wrong("db1 and db2 are summed over axis 1: that keeps one number for each example. Sum over the batch, axis 0.")
def biases_over_wrong_axis(X, Y, W1, b1, W2, b2):
    back = _back(X, Y, W1, b1, W2, b2)
    return _five(back, db1=back["dS1"].sum(axis=1), db2=back["dS2"].sum(axis=1))


@page.wrong("The gradients have the slope of tanh taken at its input, 1 - S2**2: it is 1 - P**2, with P the output of tanh.")
def slope_of_the_scores(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, tanh_slope=lambda P: 1 - np.arctanh(P) ** 2))


@page.wrong("The gradients lack the factor 2/N: the loss is a mean of squares over the batch, so dP = 2 (P - Y) / N.")
def without_two_and_mean(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, dP=lambda P, Y: P - Y))


@page.wrong(
    "The gradients lack the slope of the last tanh, and db1 and db2 are means over the batch: multiply dP by 1 - "
    "P**2, and sum the rows."
)
def without_the_tanh_slope_and_averaged(X, Y, W1, b1, W2, b2):
    back = _back(X, Y, W1, b1, W2, b2, tanh_slope=np.ones_like)
    return _five(back, db1=back["dS1"].mean(axis=0), db2=back["dS2"].mean(axis=0))


@page.wrong("The gradients are those of a network whose second layer gets S1: it gets A1, after ReLU, forwards too.")
def forward_without_relu(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    P = np.tanh(S1 @ W2 + b2)
    dS2 = 2 * (P - Y) / len(X) * (1 - P**2)
    dS1 = dS2 @ W2.T * (S1 > 0)
    return X.T @ dS1, dS1.sum(axis=0), S1.T @ dS2, dS2.sum(axis=0), dS1 @ W1.T


@page.wrong(
    "The gradients are C times too small, as if the loss were divided by N·C, and dW1, db1 and dX pass through units "
    "that were off: divide by N only, and multiply dA1 by the mask S1 > 0."
)
def mean_over_all_entries_without_the_mask(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, dP=lambda P, Y: 2 * (P - Y) / P.size, mask=lambda S1, dA1: 1.0))


@page.wrong(
    "The gradients have the opposite sign, and dW1, db1 and dX pass through units that were off: dP begins with P - "
    "Y, and dA1 is multiplied by the mask S1 > 0."
)
def wrong_sign_without_the_mask(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, dP=lambda P, Y: 2 * (Y - P) / len(P), mask=lambda S1, dA1: 1.0))


@page.wrong(
    "The gradients lack the slope of the last tanh, and dW1, db1 and dX pass through units that were off: multiply dP"
    " by 1 - P**2, and dA1 by the mask S1 > 0."
)
def without_both_slopes(X, Y, W1, b1, W2, b2):
    return _five(_back(X, Y, W1, b1, W2, b2, tanh_slope=np.ones_like, mask=lambda S1, dA1: 1.0))


@page.wrong("dX is N times too large: dP has the 1/N already, and dX takes it over from dS1.")
def inputs_times_n(X, Y, W1, b1, W2, b2):
    back = _back(X, Y, W1, b1, W2, b2)
    return _five(back, dX=back["dX"] * len(X))


@page.right
def one_example_at_a_time(X, Y, W1, b1, W2, b2):
    N = len(X)
    dW1, db1, dW2, db2 = (np.zeros_like(w) for w in (W1, b1, W2, b2))
    dX = np.zeros_like(X)
    for n in range(N):
        s1 = X[n] @ W1 + b1
        a1 = np.where(s1 > 0, s1, 0)
        p = np.tanh(a1 @ W2 + b2)
        ds2 = 2 / N * (p - Y[n]) * (1 - p**2)
        ds1 = np.where(s1 > 0, W2 @ ds2, 0)
        dW2 += np.outer(a1, ds2)
        db2 += ds2
        dW1 += np.outer(X[n], ds1)
        db1 += ds1
        dX[n] = W1 @ ds1
    return dW1, db1, dW2, db2, dX


@page.right
def with_einsum(X, Y, W1, b1, W2, b2):
    S1 = np.einsum("nd,dh->nh", X, W1) + b1
    on = S1 > 0
    S2 = np.einsum("nh,hc->nc", S1 * on, W2) + b2
    dS2 = 2 * (np.tanh(S2) - Y) / (len(X) * np.cosh(S2) ** 2)
    dS1 = np.einsum("nc,hc,nh->nh", dS2, W2, on)
    return {"dX": np.einsum("nh,dh->nd", dS1, W1), "dW1": np.einsum("nd,nh->dh", X, dS1), "db1": dS1.sum(0),
            "dW2": np.einsum("nh,nc->hc", S1 * on, dS2), "db2": dS2.sum(0)}  # fmt: skip
