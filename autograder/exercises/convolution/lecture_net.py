"""The lecture's convolutional network in torch, in any size, with or without ReLU between its layers.

The notebook's `with_arrays` builds the student's net, fills the given arrays into its parameters in order, and asks it for
scores: only arrays come in and go out.
"""

import numpy as np
import torch
from torch.nn import functional as tf

from autograder.author.draw import numbers
from autograder.author.page import Page
from handgrad.kit.rules import Close

page = Page(
    outputs={"scores": Close(1e-5)},  # torch's layers work in float32
    hints=(
        "Write the layers down in order: convolution, pooling, convolution, pooling, flatten, affine, affine. The lecture's "
        "'same' means padding 1 for a kernel of 3.",
        "With activated, a ReLU follows both convolutions and the first affine layer. None follows the last: its outputs are "
        "scores, and the loss wants them as they are.",
        "Each pooling by 2 halves the side, rounding down; so the first affine layer sees (side // 4) ** 2 numbers for each "
        "filter of the second convolution. nn.Identity() is a layer that does nothing, for places without an activation.",
    ),
)


@page.reference
def by_loops(arrays, X, activated):
    W1, b1, W2, b2, W3, b3, W4, b4 = arrays

    def phi(S):
        return np.where(S > 0, S, 0) if activated else S

    def convolved(A, W, b):
        N, C, h, w = A.shape
        S = np.zeros((N, len(W), h, w)) + b[:, None, None]
        for f, c, i, j, u, v in np.ndindex(len(W), C, h, w, 3, 3):
            if 0 <= i + u - 1 < h and 0 <= j + v - 1 < w:
                S[:, f, i, j] += W[f, c, u, v] * A[:, c, i + u - 1, j + v - 1]
        return S

    def halved(A):
        h, w = A.shape[2] // 2, A.shape[3] // 2
        return A[:, :, : 2 * h, : 2 * w].reshape(*A.shape[:2], h, 2, w, 2).max(axis=(3, 5))

    A = halved(phi(convolved(X, W1, b1)))
    A = halved(phi(convolved(A, W2, b2))).reshape(len(X), -1)
    return phi(A @ W3.T + b3) @ W4.T + b4


def _draw(rng, channels, filters, side, hidden, classes, activated):
    inside = filters[1] * (side // 4) ** 2
    arrays = [
        numbers(rng, filters[0], channels, 3, 3, scale=0.5), numbers(rng, filters[0], scale=0.3),
        numbers(rng, filters[1], filters[0], 3, 3, scale=0.3), numbers(rng, filters[1], scale=0.3),
        numbers(rng, hidden, inside, scale=0.3), numbers(rng, hidden, scale=0.3),
        numbers(rng, classes, hidden, scale=0.5), numbers(rng, classes, scale=0.3),
    ]  # fmt: skip
    return {"arrays": arrays, "X": numbers(rng, 3, channels, side, side), "activated": activated}


@page.edge("with activations")
def activated(rng):
    return _draw(rng, 1, (2, 3), 8, 5, 4, True)


@page.edge("without activations")
def bare(rng):
    return _draw(rng, 3, (2, 4), 8, 6, 3, False)


@page.edge("with activations, a side that is no multiple of 4")
def odd_side(rng):
    return _draw(rng, 2, (3, 2), 6, 4, 3, True)


@page.cases(public=0, secret=4)
def anything(rng):
    f, g, hidden, classes = (int(n) for n in rng.choice([2, 3, 4, 5, 6], size=4, replace=False))
    return _draw(rng, int(rng.integers(1, 4)), (f, g), int(rng.integers(7, 14)), hidden, classes, bool(rng.integers(2)))


def _net(arrays, X, after_convolutions, after_hidden, pool=tf.max_pool2d):
    W1, b1, W2, b2, W3, b3, W4, b4 = (torch.tensor(array) for array in arrays)
    A = pool(after_convolutions(tf.conv2d(torch.tensor(X), W1, b1, padding=1)), 2)
    A = pool(after_convolutions(tf.conv2d(A, W2, b2, padding=1)), 2).flatten(1)
    return tf.linear(after_hidden(tf.linear(A, W3, b3)), W4, b4)


def _bare(A):
    return A


@page.wrong("scores lack the activations: with activated, a ReLU follows both convolutions and the first affine layer.")
def never_activated(arrays, X, activated):
    return _net(arrays, X, _bare, _bare).numpy()


@page.wrong("scores pass through ReLU even without activated: put nn.Identity() there, or leave the layer out.")
def always_activated(arrays, X, activated):
    return _net(arrays, X, torch.relu, torch.relu).numpy()


@page.wrong("scores lack the ReLU between the two affine layers: two affine layers in a row are one.")
def not_in_the_middle(arrays, X, activated):
    return _net(arrays, X, torch.relu if activated else _bare, _bare).numpy()


@page.wrong("scores lack the ReLU after the convolutions: with activated it follows both of them.")
def not_after_convolutions(arrays, X, activated):
    return _net(arrays, X, _bare, torch.relu if activated else _bare).numpy()


@page.wrong("scores went through a ReLU at the end: scores may be negative, so nothing follows the last layer.")
def relu_at_the_end(arrays, X, activated):
    scores = torch.tensor(by_loops(arrays, X, activated))
    return (torch.relu(scores) if activated else scores).numpy()


@page.wrong("scores went through softmax: PyTorch's cross-entropy takes the scores themselves and does that on its own.")
def softmax_at_the_end(arrays, X, activated):
    return torch.softmax(torch.tensor(by_loops(arrays, X, activated)), dim=1).numpy()


@page.wrong("scores come from mean pooling: the lecture's net takes the maximum of each window, nn.MaxPool2d.")
def mean_pooling(arrays, X, activated):
    phi = torch.relu if activated else _bare
    return _net(arrays, X, phi, phi, tf.avg_pool2d).numpy()


@page.wrong(
    "scores are those of sigmoids where ReLU belongs: with activated, a ReLU follows both convolutions and the first "
    "affine layer."
)
def sigmoids(arrays, X, activated):
    phi = torch.sigmoid if activated else _bare
    return _net(arrays, X, phi, phi).numpy()


@page.wrong(
    "scores are those of tanh where ReLU belongs: with activated, a ReLU follows both convolutions and the first "
    "affine layer."
)
def tanhs(arrays, X, activated):
    phi = torch.tanh if activated else _bare
    return _net(arrays, X, phi, phi).numpy()


@page.right
def with_functions(arrays, X, activated):
    phi = torch.relu if activated else _bare
    return _net(arrays, X, phi, phi).numpy()


@page.right
def with_modules_in_float32(arrays, X, activated):
    f, c = arrays[0].shape[:2]
    g, side, hidden, classes = len(arrays[2]), X.shape[2], len(arrays[4]), len(arrays[6])
    phi = torch.nn.ReLU if activated else torch.nn.Identity
    net = torch.nn.Sequential(
        torch.nn.Conv2d(c, f, 3, padding=1), torch.nn.MaxPool2d(2), phi(),  # ReLU and the maximum may change places
        torch.nn.Conv2d(f, g, 3, padding=1), phi(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Linear(g * (side // 4) ** 2, hidden), phi(), torch.nn.Linear(hidden, classes),
    )  # fmt: skip
    with torch.no_grad():
        for parameter, array in zip(net.parameters(), arrays, strict=True):
            parameter.copy_(torch.tensor(array))
        return net(torch.tensor(X, dtype=torch.float32)).numpy()
