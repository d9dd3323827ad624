"""P = h(g(XU)W) with g = tanh, h the logistic sigmoid: dW = g(XU)ᵀ[h′ ∘ dP], dU = Xᵀ(g′ ∘ ([h′ ∘ dP] Wᵀ))."""

import numpy as np
import torch

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dU", "dW"),
    hints=(
        "Run the forward pass first and keep its steps: S = X @ U, A = tanh(S), Z = A @ W, P = sigmoid(Z). Then go "
        "back through them in the opposite order, one at a time.",
        "dZ is dP times the slope of the sigmoid, P(1 − P). sigmoid_backward gives it too; as its second argument it "
        "wants the input Z, not P. The step Z = A @ W is a linear layer: it gives dW, and it gives dA, from which dS "
        "follows with the slope of tanh, 1 − A².",
        "dW is A.T times dZ. dA is dZ times W.T. dS is dA times (1 - A**2), entry by entry. The step S = X @ U is a "
        "linear layer again, with X as its input: dU is X.T times dS.",
    ),
)


@page.reference
def by_autograd(dP, X, U, W):
    u, w = (torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (U, W))
    P = network(torch.tensor(X, dtype=torch.float64), u, w)
    P.backward(torch.tensor(dP, dtype=torch.float64))
    return u.grad.numpy(), w.grad.numpy()


@page.forward(upstream="dP", dU="U", dW="W")
def network(X, U, W):
    return 1 / (1 + (-((X @ U).tanh() @ W)).exp())


@page.cases(public=3, secret=6)
def random_network(rng):
    N, D, K = sizes(rng, 3, high=6)
    return {"dP": numbers(rng, N, 1), "X": numbers(rng, N, D), "U": numbers(rng, D, K), "W": numbers(rng, K, 1)}


@page.edge("a batch of one")
def batch_of_one(rng):
    return {"dP": numbers(rng, 1, 1), "X": numbers(rng, 1, 3), "U": numbers(rng, 3, 2), "W": numbers(rng, 2, 1)}


@page.edge("one hidden unit", public=False)
def one_hidden_unit(rng):
    return {"dP": numbers(rng, 4, 1), "X": numbers(rng, 4, 3), "U": numbers(rng, 3, 1), "W": numbers(rng, 1, 1)}


def _steps(X, U, W):
    S = X @ U
    A = np.tanh(S)
    return S, A, 1 / (1 + np.exp(-A @ W))


@page.large
def long_rows(rng):
    N, D, K = 8, 6000, 8
    return {"dP": numbers(rng, N, 1), "X": repeated(rng, N, D), "U": repeated(rng, D, K, scale=0.01), "W": numbers(rng, K, 1)}


@page.wrong("dU lacks the slope of tanh: between dA and dS stands the factor 1 - A**2.")
def inner_slope_forgotten(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P)
    return X.T @ (dZ @ W.T), A.T @ dZ


@page.wrong("dU and dW lack the slope of the sigmoid: between dP and dZ stands the factor P(1 - P).")
def outer_slope_forgotten(dP, X, U, W):
    A = _steps(X, U, W)[1]
    return X.T @ (dP @ W.T * (1 - A**2)), A.T @ dP


@page.wrong("dU and dW lack dP, as if ones arrived: the loss reaches the network through dP, so multiply it into dZ.")
def upstream_forgotten(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = P * (1 - P)
    return X.T @ (dZ @ W.T * (1 - A**2)), A.T @ dZ


@page.wrong("dU takes the slope of tanh at A, which is tanh(S) already: the slope is 1 - A**2, or 1 - tanh(S)**2.")
def tanh_twice(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P)
    return X.T @ (dZ @ W.T * (1 - np.tanh(A) ** 2)), A.T @ dZ


@page.wrong("dU and dW take 1 - P**2 for the slope of the sigmoid: that is tanh's. The sigmoid's is P(1 - P).")
def sigmoid_taken_for_tanh(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = dP * (1 - P**2)
    return X.T @ (dZ @ W.T * (1 - A**2)), A.T @ dZ


@page.wrong("dU and dW take the slope of the sigmoid at P, its output: sigmoid_backward wants the input, Z = A @ W.")
def sigmoid_twice(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    Q = 1 / (1 + np.exp(-P))
    dZ = dP * Q * (1 - Q)
    return X.T @ (dZ @ W.T * (1 - A**2)), A.T @ dZ


@page.wrong("dW uses X @ U where the input of the second layer is meant: that input is A = tanh(X @ U).")
def input_before_the_activation(dP, X, U, W):
    S, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P)
    return X.T @ (dZ @ W.T * (1 - A**2)), S.T @ dZ


@page.wrong("dU lacks W: on the way from dZ to dA stands the factor W.T.")
def weights_skipped(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P)
    return X.T @ (dZ * (1 - A**2)), A.T @ dZ


@page.wrong(
    "dU and dW are divided by N: whether the loss is a mean is already decided in dP, so nothing is divided here."
)
def divided_by_batch(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P) / len(X)
    return X.T @ (dZ @ W.T * (1 - A**2)), A.T @ dZ


@page.wrong("dU takes the slope of tanh at S, 1 - S**2: it is 1 - A**2 with A = tanh(S).")
def slope_of_the_scores(dP, X, U, W):
    S, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P)
    return X.T @ (dZ @ W.T * (1 - S**2)), A.T @ dZ


@page.wrong("dU takes A(1 - A) for the slope of tanh: that is the sigmoid's. Tanh's is 1 - A**2.")
def tanh_taken_for_sigmoid(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P)
    return X.T @ (dZ @ W.T * A * (1 - A)), A.T @ dZ


@page.wrong("dU and dW take the slope of tanh at Z, 1 - tanh(Z)**2: behind Z stands the sigmoid, whose slope is P(1 - P).")
def tanh_at_the_output(dP, X, U, W):
    A = _steps(X, U, W)[1]
    dZ = dP * (1 - np.tanh(A @ W) ** 2)
    return X.T @ (dZ @ W.T * (1 - A**2)), A.T @ dZ


@page.wrong("dU is carried back from dP and not from dZ: the slope of the sigmoid lies on its way too.")
def outer_slope_forgotten_for_the_first(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    return X.T @ (dP @ W.T * (1 - A**2)), A.T @ (dP * P * (1 - P))


@page.wrong("dW is made from dP and not from dZ: between them stands the slope of the sigmoid, P(1 - P).")
def outer_slope_forgotten_for_the_second(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P)
    return X.T @ (dZ @ W.T * (1 - A**2)), A.T @ dP


@page.wrong("dU and dW are those of a network whose first layer hands on S: its output is A = tanh(S), forwards too.")
def forward_without_tanh(dP, X, U, W):
    S, A, _ = _steps(X, U, W)
    P = 1 / (1 + np.exp(-S @ W))
    dZ = dP * P * (1 - P)
    return X.T @ (dZ @ W.T * (1 - A**2)), A.T @ dZ


@page.wrong("dU and dW lack both slopes: between dP and dZ stands P(1 - P), between dA and dS stands 1 - A**2.")
def both_slopes_forgotten(dP, X, U, W):
    A = _steps(X, U, W)[1]
    return X.T @ (dP @ W.T), A.T @ dP


@page.wrong("dU lacks the square in the slope of tanh: it is 1 - A**2.")
def square_forgotten(dP, X, U, W):
    _, A, P = _steps(X, U, W)
    dZ = dP * P * (1 - P)
    return X.T @ (dZ @ W.T * (1 - A)), A.T @ dZ


@page.right
def one_example_at_a_time(dP, X, U, W):
    dU, dW = np.zeros_like(U), np.zeros_like(W)
    for x, dp in zip(X, dP[:, 0], strict=True):
        a = np.tanh(x @ U)
        p = 1 / (1 + np.exp(-a @ W[:, 0]))
        dz = dp * p * (1 - p)
        dW[:, 0] += dz * a
        dU += np.outer(x, dz * W[:, 0] * (1 - a**2))
    return dU, dW


@page.right
def with_the_slopes_named(dP, X, U, W):
    S = X @ U
    Z = np.tanh(S) @ W
    dZ = dP * np.exp(-Z) / (1 + np.exp(-Z)) ** 2
    return {"dW": np.tanh(S).T @ dZ, "dU": X.T @ (dZ * W.T / np.cosh(S) ** 2)}
