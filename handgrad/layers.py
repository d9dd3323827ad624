"""Finished forms of what the chapters build, for the chapters that come after: layers, the softmax loss, a whole net.

Every function is pure. Shapes: X (N, D), W (D, H), b (H,), S (N, H), labels y (N,) of whole numbers 0 … C − 1.

The backward passes are those of Rumelhart, Hinton and Williams, *Learning representations by back-propagating errors*
(Nature 323, 1986), written for a whole batch; Goodfellow, Bengio and Courville, *Deep Learning* (2016), derive them in 6.5.
Names and conventions are those of docs/notation.md.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

Array = np.ndarray
Parameters = dict[str, Array]


def affine(X: Array, W: Array, b: Array) -> Array:
    """S = XW + b: X (N, D), W (D, H), b (H,)  ->  S (N, H)."""
    return X @ W + b


def affine_backward(dS: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """dX = dS Wᵀ, dW = Xᵀ dS, db = Σₙ dSₙ: dS (N, H), X (N, D), W (D, H)  ->  dX (N, D), dW (D, H), db (H,).

    No 1/N: a mean loss has brought it in already, with dS.
    """
    return dS @ W.T, X.T @ dS, dS.sum(axis=0)


def relu(S: Array) -> Array:
    """max(0, S), entry by entry: any shape. Nair and Hinton, ICML 2010."""
    return np.maximum(S, 0)


def relu_backward(dA: Array, S: Array) -> Array:
    """dA ∘ 1{S > 0}: dA and S of one shape. The derivative at 0 is 0, as in PyTorch."""
    return dA * (S > 0)


def tanh(S: Array) -> Array:
    """tanh(S), entry by entry: any shape."""
    return np.tanh(S)


def tanh_backward(dA: Array, S: Array) -> Array:
    """dA ∘ (1 − tanh²(S)): dA and S of one shape."""
    return dA * (1 - np.tanh(S) ** 2)


ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]] = {
    "relu": (relu, relu_backward),
    "tanh": (tanh, tanh_backward),
}


def softmax(S: Array) -> Array:
    """Probabilities (N, C): exp(S) / Σ exp(S) in each row, with the row's own maximum subtracted first."""
    # The shift cancels in the quotient. Without it exp overflows from 710 on; with one for the whole batch, a row far below
    # the others is all zeros, and its quotient 0/0.
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_loss(S: Array, y: Array) -> tuple[float, Array]:
    """L = −(1/N) Σₙ ln pₙ[yₙ] and its gradient dS (N, C) = (p − one-hot(y)) / N, for scores S (N, C)."""
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    # Not the logarithm of softmax: a probability that rounds to 0 would make the loss infinite.
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dS = np.exp(log_p)
    dS[np.arange(N), y] -= 1
    return float(-log_p[np.arange(N), y].mean()), dS / N


def init_net(rng: np.random.Generator, sizes: list[int], scale: float | Callable[[int, int], float] = 0.01) -> Parameters:
    """Weights W1, b1, W2, b2, … of a net with these layer sizes: normal with deviation `scale`, biases zero.

    `scale` may be a function of a layer's number of inputs and outputs, for instance √(2/n_in): He et al., ICCV 2015, eq. 10.
    """
    parameters = {}
    for k, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        deviation = scale(n_in, n_out) if callable(scale) else scale
        parameters[f"W{k}"] = rng.normal(size=(n_in, n_out)) * deviation
        parameters[f"b{k}"] = np.zeros(n_out)
    return parameters


def forward_net(parameters: Parameters, X: Array, activation: str = "relu") -> tuple[Array, list[tuple[Array, Array]]]:
    """Scores (N, C) of the last layer, and for each layer its input and its scores, which the backward pass needs.

    Raises `KeyError` for an activation that is not in `ACTIVATIONS`.
    """
    phi, _ = ACTIVATIONS[activation]
    kept, A = [], X
    depth = len(parameters) // 2
    S = X
    for k in range(1, depth + 1):
        S = affine(A, parameters[f"W{k}"], parameters[f"b{k}"])
        kept.append((A, S))
        A = phi(S)
    return S, kept


def backward_net(
    parameters: Parameters, kept: list[tuple[Array, Array]], dS: Array, activation: str = "relu"
) -> Parameters:
    """The gradient of every parameter, of its shape, from the gradient dS (N, C) of the last layer's scores.

    `kept` is what `forward_net` gave beside the scores.
    """
    _, phi_backward = ACTIVATIONS[activation]
    gradients: Parameters = {}
    for k in range(len(kept), 0, -1):
        A, S = kept[k - 1]
        if k < len(kept):  # the last layer has no activation: its scores go into the loss as they are
            dS = phi_backward(dS, S)
        dS, gradients[f"W{k}"], gradients[f"b{k}"] = affine_backward(dS, A, parameters[f"W{k}"])
    return gradients


def loss_and_gradients(
    parameters: Parameters, X: Array, y: Array, reg: float = 0.0, activation: str = "relu"
) -> tuple[float, Parameters]:
    """Softmax loss plus ½λ Σ‖W‖² (biases are not penalised), and the gradient of every parameter."""
    S, kept = forward_net(parameters, X, activation)
    loss, dS = softmax_loss(S, y)
    gradients = backward_net(parameters, kept, dS, activation)
    for name, W in parameters.items():
        if name.startswith("W"):
            loss += 0.5 * reg * float(np.sum(W**2))
            gradients[name] = gradients[name] + reg * W
    return loss, gradients


def accuracy(parameters: Parameters, X: Array, y: Array, activation: str = "relu") -> float:
    """The share of rows of X (N, D) whose largest score is the right class."""
    return float(np.mean(forward_net(parameters, X, activation)[0].argmax(axis=1) == y))


def batches(rng: np.random.Generator, n: int, size: int) -> list[Array]:
    """One epoch's minibatches: the indices 0 … n − 1, shuffled and cut in pieces of `size` (the last may be shorter)."""
    order = rng.permutation(n)
    return [order[i : i + size] for i in range(0, n, size)]


def train_net(
    parameters: Parameters, X: Array, y: Array, rng: np.random.Generator, epochs: int = 10, batch: int = 64,
    learning_rate: float = 0.1, reg: float = 0.0, activation: str = "relu",
) -> tuple[Parameters, list[float]]:
    """Minibatch gradient descent, W ← W − η dW, from `parameters` (left as they are).

    Gives the trained parameters and the loss of each step. The order of the rows comes from `rng`.
    """
    trained: dict[str, Any] = {name: value.copy() for name, value in parameters.items()}
    losses = []
    for _ in range(epochs):
        for rows in batches(rng, len(X), batch):
            loss, gradients = loss_and_gradients(trained, X[rows], y[rows], reg, activation)
            losses.append(loss)
            for name in trained:
                trained[name] = trained[name] - learning_rate * gradients[name]
    return trained, losses


def numerical_gradient(f: Callable[[Array], float], x: Array, step: float = 1e-5) -> Array:
    """∂f/∂x by central differences, (f(x + h) − f(x − h)) / 2h, one entry at a time.

    f takes an array of x's shape and gives one number; x is left as it is, and the result has its shape.
    """
    # The step: the difference errs by h², rounding by 1e-16/h; both are smallest together near the cube root of 1e-16.
    # Press et al., Numerical Recipes (2007), 5.7.
    x = np.array(x, dtype=np.float64)
    slopes = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        here = x[index]
        x[index] = here + step
        above = f(x)
        x[index] = here - step
        slopes[index] = (above - f(x)) / (2 * step)
        x[index] = here
    return slopes


def relative_error(got: Array, want: Array) -> float:
    """‖got − want‖ / max(‖want‖, 10⁻⁶): below 10⁻⁶ counts as equal in this course."""
    got, want = np.asarray(got), np.asarray(want)
    return float(np.linalg.norm(got - want) / max(float(np.linalg.norm(want)), 1e-6))
