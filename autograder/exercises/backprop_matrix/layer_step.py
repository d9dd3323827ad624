"""One layer's backward pass and its SGD step together: dX from the old weights, then W ← W − η dW, b ← b − η db."""

import numpy as np

from autograder.author.draw import number, numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dX", "W_new", "b_new"),
    hints=(
        "Which of the three results has W as a factor? It is to be computed while W is still the old one, or the new W "
        "needs another name.",
        "First the three gradients, as in affine_backward. Then the step: each parameter minus the learning rate "
        "times its gradient.",
        "W - learning_rate * dW makes a new array; W -= ... would change the caller's. Return dX, then the new W, "
        "then the new b.",
    ),
)


@page.reference
def by_loops(dS, X, W, b, learning_rate):
    (N, D), H = X.shape, W.shape[1]
    dX, W_new, b_new = np.zeros((N, D)), W.astype(float), b.astype(float)
    for n in range(N):
        for h in range(H):
            b_new[h] -= learning_rate * dS[n, h]
            for d in range(D):
                W_new[d, h] -= learning_rate * dS[n, h] * X[n, d]
                dX[n, d] += dS[n, h] * W[d, h]
    return dX, W_new, b_new


@page.forward(upstream="dS", dX="X")
def affine(X, W, b):
    return X @ W + b


@page.cases(public=3, secret=5)
def random_layer(rng):
    N, D, H = sizes(rng, 3)
    return {"dS": numbers(rng, N, H), "X": numbers(rng, N, D), "W": numbers(rng, D, H), "b": numbers(rng, H),
            "learning_rate": number(rng, 0.1, 0.6)}  # fmt: skip


@page.edge("a batch of one")
def batch_of_one(rng):
    return {"dS": numbers(rng, 1, 3), "X": numbers(rng, 1, 2), "W": numbers(rng, 2, 3), "b": numbers(rng, 3),
            "learning_rate": 0.25}  # fmt: skip


@page.edge("square matrices", public=False)
def square(rng):
    return {"dS": numbers(rng, 3, 3), "X": numbers(rng, 3, 3), "W": numbers(rng, 3, 3), "b": numbers(rng, 3),
            "learning_rate": 0.4}  # fmt: skip


@page.large
def long_rows(rng):
    N, D, H = 8, 6000, 8
    return {"dS": numbers(rng, N, H), "X": repeated(rng, N, D), "W": repeated(rng, D, H), "b": numbers(rng, H),
            "learning_rate": number(rng, 0.1, 0.6)}  # fmt: skip


@page.wrong("dX is computed with the new weights: the forward pass used the old W, so take dX before the step.")
def stale_the_other_way(dS, X, W, b, learning_rate):
    W_new = W - learning_rate * X.T @ dS
    return dS @ W_new.T, W_new, b - learning_rate * dS.sum(axis=0)


@page.wrong("W_new and b_new climb: a step goes against the gradient, W - learning_rate * dW.")
def uphill(dS, X, W, b, learning_rate):
    return dS @ W.T, W + learning_rate * X.T @ dS, b + learning_rate * dS.sum(axis=0)


@page.wrong("W_new and b_new ignore the learning rate: multiply the gradients by it.")
def full_step(dS, X, W, b, learning_rate):
    return dS @ W.T, W - X.T @ dS, b - dS.sum(axis=0)


@page.wrong("W_new and b_new are the steps alone: add them to W and b, so that the new parameters come back.")
def step_alone(dS, X, W, b, learning_rate):
    return dS @ W.T, -learning_rate * X.T @ dS, -learning_rate * dS.sum(axis=0)


@page.wrong("W_new and b_new are the gradients: return the parameters after the step.")
def gradients_returned(dS, X, W, b, learning_rate):
    return dS @ W.T, X.T @ dS, dS.sum(axis=0)


@page.wrong("b_new is b: the bias has a gradient too, the sum of dS over the batch.")
def bias_left_alone(dS, X, W, b, learning_rate):
    return dS @ W.T, W - learning_rate * X.T @ dS, b + 0.0


@page.wrong("b_new has shape (1, H): sum dS over axis 0 without keepdims, so that b keeps its shape (H,).")
def bias_keeps_dims(dS, X, W, b, learning_rate):
    return dS @ W.T, W - learning_rate * X.T @ dS, b - learning_rate * dS.sum(axis=0, keepdims=True)


@page.wrong("W_new and b_new divide by N again: dS holds the 1/N of a mean loss already.")
def divided_by_batch(dS, X, W, b, learning_rate):
    rate = learning_rate / len(X)
    return dS @ W.T, W - rate * X.T @ dS, b - rate * dS.sum(axis=0)


@page.wrong("dX is multiplied by the learning rate: only the parameters make a step. dX is handed on as it is.")
def rate_in_the_gradient(dS, X, W, b, learning_rate):
    return learning_rate * dS @ W.T, W - learning_rate * X.T @ dS, b - learning_rate * dS.sum(axis=0)


@page.wrong("b_new steps along a mean over the batch: dS holds the 1/N of a mean loss already, so sum the rows.")
def bias_averaged(dS, X, W, b, learning_rate):
    return dS @ W.T, W - learning_rate * X.T @ dS, b - learning_rate * dS.mean(axis=0)


@page.wrong("W_new is W times 1 minus the step: subtract the step from W.")
def step_multiplied(dS, X, W, b, learning_rate):
    return dS @ W.T, W * (1 - learning_rate * X.T @ dS), b - learning_rate * dS.sum(axis=0)


@page.wrong("W_new and b_new climb, and dX is computed with the new weights: subtract the step, and take dX before it.")
def uphill_and_stale(dS, X, W, b, learning_rate):
    W_new = W + learning_rate * X.T @ dS
    return dS @ W_new.T, W_new, b + learning_rate * dS.sum(axis=0)


@page.wrong("W_new is W: the weights have a gradient too, X.T @ dS.")
def weights_left_alone(dS, X, W, b, learning_rate):
    return dS @ W.T, W + 0.0, b - learning_rate * dS.sum(axis=0)


@page.wrong("W_new climbs: a step goes against the gradient, W - learning_rate * dW.")
def weights_uphill(dS, X, W, b, learning_rate):
    return dS @ W.T, W + learning_rate * X.T @ dS, b - learning_rate * dS.sum(axis=0)


@page.wrong("b_new climbs: a step goes against the gradient, b - learning_rate * db.")
def bias_uphill(dS, X, W, b, learning_rate):
    return dS @ W.T, W - learning_rate * X.T @ dS, b + learning_rate * dS.sum(axis=0)


@page.right
def in_place_on_copies(dS, X, W, b, learning_rate):
    dX = dS @ W.T
    W, b = W.copy(), b.copy()
    W -= learning_rate * (X.T @ dS)
    b -= learning_rate * dS.sum(axis=0)
    return dX, W, b


@page.right
def as_a_dict_row_by_row(dS, X, W, b, learning_rate):
    W_new, b_new = W, b
    for x, ds in zip(X, dS, strict=True):
        W_new = W_new - learning_rate * np.outer(x, ds)
        b_new = b_new - learning_rate * ds
    return {"b_new": b_new, "W_new": W_new, "dX": np.einsum("nh,dh->nd", dS, W)}
