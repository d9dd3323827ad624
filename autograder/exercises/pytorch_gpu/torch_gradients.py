"""The two-layer net of chapter 05 with autograd in place of a backward pass: its loss and its four gradients."""

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from autograder.author.draw import labels, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("loss", "dW1", "db1", "dW2", "db2"),
    hints=(
        "Write the forward pass as in NumPy, on tensors. Autograd does all that you did by hand in chapter 05.",
        "cross_entropy takes the scores as they are, and whole-number labels. It takes the softmax, the logarithm and "
        "the mean over the batch by itself.",
        "Make four leaves with requires_grad=True, and plain tensors of X and y. The hidden layer is a product with "
        "W1 plus b1, then torch.relu; the scores follow from it. Return the loss and the four grads.",
    ),
)


@page.reference
def by_hand(W1, b1, W2, b2, X, y):
    S1 = X @ W1 + b1
    A1 = np.where(S1 > 0, S1, 0)
    S2 = A1 @ W2 + b2
    S2 = S2 - S2.max(axis=1, keepdims=True)
    P = np.exp(S2) / np.exp(S2).sum(axis=1, keepdims=True)
    rows = np.arange(len(X))
    loss = -float(np.mean(S2[rows, y] - np.log(np.exp(S2).sum(axis=1))))
    P[rows, y] -= 1
    dS2 = P / len(X)
    dS1 = dS2 @ W2.T * (S1 > 0)
    return loss, X.T @ dS1, dS1.sum(axis=0), A1.T @ dS2, dS2.sum(axis=0)


@page.forward(dW1="W1", db1="b1", dW2="W2", db2="b2")
def net_loss(W1, b1, W2, b2, X, y):
    return cross_entropy(torch.relu(X @ W1 + b1) @ W2 + b2, y)


def _draw(rng, N, D, H, C, scale=1.0):
    return {
        "W1": numbers(rng, D, H), "b1": numbers(rng, H), "W2": numbers(rng, H, C, scale=scale), "b2": numbers(rng, C),
        "X": numbers(rng, N, D), "y": labels(rng, N, C),
    }  # fmt: skip


@page.cases(public=2, secret=4)
def random_net(rng):
    D, H, C, N = sizes(rng, 4, low=3)
    return _draw(rng, N, D, H, C)


@page.edge("a batch of one")
def batch_of_one(rng):
    return _draw(rng, 1, 3, 4, 2)


@page.edge("huge scores", public=False)
def huge_scores(rng):
    return _draw(rng, 5, 4, 6, 3, scale=300.0)


def _differentiated(loss_of, W1, b1, W2, b2, X, y):
    """Loss and gradients of a forward pass in torch; zeros for what it does not use."""
    leaves = [torch.tensor(array, requires_grad=True) for array in (W1, b1, W2, b2)]
    loss = loss_of(*leaves, torch.tensor(X), torch.tensor(y))
    loss.backward()
    return loss, *(leaf.grad for leaf in leaves)


@page.wrong(
    "loss and gradients are those of a softmax of a softmax: cross_entropy takes the scores and does the softmax "
    "itself. Leave yours out."
)
def softmax_before_cross_entropy(W1, b1, W2, b2, X, y):
    def loss_of(W1, b1, W2, b2, X, y):
        return cross_entropy(torch.softmax(torch.relu(X @ W1 + b1) @ W2 + b2, dim=1), y)

    return _differentiated(loss_of, W1, b1, W2, b2, X, y)


@page.wrong("loss and gradients are N times too large, as of a sum over the batch: the mean is asked for.")
def summed(W1, b1, W2, b2, X, y):
    return tuple(len(X) * part for part in by_hand(W1, b1, W2, b2, X, y))


@page.wrong(
    "loss and gradients are N times too small, as if the mean were divided by N once more: cross_entropy takes "
    "the mean by itself."
)
def divided_once_more(W1, b1, W2, b2, X, y):
    return tuple(part / len(X) for part in by_hand(W1, b1, W2, b2, X, y))


@page.wrong(
    "loss and gradients are those of a net without ReLU: two affine layers in a row are one. Put torch.relu between "
    "them."
)
def without_relu(W1, b1, W2, b2, X, y):
    return _differentiated(lambda W1, b1, W2, b2, X, y: cross_entropy((X @ W1 + b1) @ W2 + b2, y), W1, b1, W2, b2, X, y)


@page.wrong(
    "loss and gradients are those of scores that went through ReLU: scores may be negative, so nothing follows the "
    "last layer."
)
def relu_at_the_end(W1, b1, W2, b2, X, y):
    def loss_of(W1, b1, W2, b2, X, y):
        return cross_entropy(torch.relu(torch.relu(X @ W1 + b1) @ W2 + b2), y)

    return _differentiated(loss_of, W1, b1, W2, b2, X, y)


@page.wrong("dW1, db1, dW2 and db2 are twice as large, as if backward had run twice: gradients add up in grad.")
def backward_twice(W1, b1, W2, b2, X, y):
    loss, *gradients = by_hand(W1, b1, W2, b2, X, y)
    return loss, *(2 * gradient for gradient in gradients)


@page.wrong(
    "dW1 and dW2 are transposed: nn.Linear keeps its weights as (outputs, inputs), this course as (inputs, outputs)."
)
def transposed(W1, b1, W2, b2, X, y):
    loss, dW1, db1, dW2, db2 = by_hand(W1, b1, W2, b2, X, y)
    return loss, dW1.T, db1, dW2.T, db2


@page.wrong(
    "loss and gradients are those of a softmax of a softmax, summed over the batch: cross_entropy takes the scores, "
    "and its mean is asked for."
)
def softmax_and_sum(W1, b1, W2, b2, X, y):
    return tuple(len(X) * part for part in softmax_before_cross_entropy(W1, b1, W2, b2, X, y))


@page.wrong(
    "loss and gradients are those of a net without ReLU, summed over the batch: put torch.relu between the layers, "
    "and take the mean."
)
def no_relu_and_sum(W1, b1, W2, b2, X, y):
    return tuple(len(X) * part for part in without_relu(W1, b1, W2, b2, X, y))


@page.right
def with_linear_layers(W1, b1, W2, b2, X, y):
    net = torch.nn.Sequential(torch.nn.Linear(*W1.shape), torch.nn.ReLU(), torch.nn.Linear(*W2.shape)).double()
    with torch.no_grad():
        for parameter, array in zip(net.parameters(), (W1.T, b1, W2.T, b2), strict=True):
            parameter.copy_(torch.tensor(array.copy()))
    loss = torch.nn.CrossEntropyLoss()(net(torch.tensor(X)), torch.tensor(y))
    loss.backward()
    dW1, db1, dW2, db2 = (parameter.grad for parameter in net.parameters())
    return loss.item(), dW1.T, db1, dW2.T, db2


@page.right
def with_log_softmax_picked_by_hand(W1, b1, W2, b2, X, y):
    leaves = [torch.tensor(array, requires_grad=True) for array in (W1, b1, W2, b2)]
    hidden = torch.clamp(torch.tensor(X) @ leaves[0] + leaves[1], min=0)
    log_p = torch.log_softmax(hidden @ leaves[2] + leaves[3], dim=1)
    loss = -log_p[torch.arange(len(X)), torch.tensor(y)].mean()
    return {"loss": loss} | dict(zip(("dW1", "db1", "dW2", "db2"), torch.autograd.grad(loss, leaves), strict=True))
