"""A layer of H neurons for a batch: S = XW + b, A = tanh(S)."""

import math

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("S", "A"),
    hints=(
        "Write the shapes down: X is (N, D), W is (D, H), and S must be (N, H). Which product gives that?",
        "NumPy adds a vector of shape (H,) to every row of an (N, H) array by itself.",
        "S is the matrix product of X and W, plus b. A is np.tanh of S, entry by entry. Return both.",
    ),
)


@page.reference
def neuron_by_neuron(X, W, b):
    N, D = X.shape
    H = W.shape[1]
    S, A = np.zeros((N, H)), np.zeros((N, H))
    for n in range(N):
        for h in range(H):
            S[n, h] = math.fsum([*(X[n, d] * W[d, h] for d in range(D)), b[h]])
            A[n, h] = math.tanh(S[n, h])
    return S, A


@page.cases(public=3, secret=6)
def random_batch(rng):
    N, D, H = sizes(rng, 3)
    return {"X": numbers(rng, N, D), "W": numbers(rng, D, H, scale=0.5), "b": numbers(rng, H)}


@page.edge("a batch of one")
def batch_of_one(rng):
    return {"X": numbers(rng, 1, 3), "W": numbers(rng, 3, 2), "b": numbers(rng, 2)}


@page.edge("square matrices", public=False)
def square(rng):
    return {"X": numbers(rng, 3, 3), "W": numbers(rng, 3, 3), "b": numbers(rng, 3)}


@page.wrong("S and A lack the biases: add b to every row of the product.")
def biases_forgotten(X, W, b):
    return X @ W, np.tanh(X @ W)


@page.wrong("S and A hold each bias D times: add b once, after the sum over the inputs, not inside it.")
def bias_in_every_term(X, W, b):
    S = X @ W + len(W) * b
    return S, np.tanh(S)


@page.wrong("S and A add the same number to a whole row: each neuron has a bias of its own, so entry h of b goes to column h.")
def one_bias_for_all(X, W, b):
    S = X @ W + b.sum()
    return S, np.tanh(S)


@page.wrong("S and A are transposed: row n belongs to example n, column h to neuron h.")
def transposed(X, W, b):
    S = W.T @ X.T + b[:, None]
    return S, np.tanh(S)


@page.wrong("A adds the bias after tanh: it belongs to the score, so A = tanh(XW + b).")
def bias_after_the_activation(X, W, b):
    return X @ W + b, np.tanh(X @ W) + b


@page.wrong("A is S: the activation tanh is missing.")
def activation_forgotten(X, W, b):
    S = X @ W + b
    return S, S


@page.wrong("A is the logistic sigmoid of S: this layer uses tanh.")
def sigmoid_in_its_place(X, W, b):
    S = X @ W + b
    return S, 1 / (1 + np.exp(-S))


@page.wrong(
    "S is the tanh of the scores, and A the tanh of that: return the scores before tanh as S, and apply tanh once, "
    "for A."
)
def squashed_twice(X, W, b):
    S = np.tanh(X @ W + b)
    return S, np.tanh(S)


@page.wrong("S and A have changed places: the scores come first, then their tanh.")
def changed_places(X, W, b):
    S = X @ W + b
    return np.tanh(S), S


@page.right
def example_by_example(X, W, b):
    S = np.stack([x @ W + b for x in X])
    return S, np.tanh(S)


@page.right
def with_the_bias_as_a_row(X, W, b):
    S = np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])
    return {"S": S, "A": 1 - 2 / (np.exp(2 * S) + 1)}
