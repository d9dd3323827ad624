"""A trained model, graded by its accuracy on images that it never saw.

The images are handwritten digits whose pixels and whose classes have been shuffled: a fully connected net does not mind,
since no weight knows where its pixel stood, and nothing learned elsewhere is of any use. Public cases are small; of
the two secret ones, one has all ten classes and all 64 pixels.
"""

import functools

import numpy as np

from autograder.author.page import Page
from handgrad.data import digits_table
from handgrad.kit.rules import Accuracy
from handgrad.layers import backward_net, batches, forward_net, init_net, loss_and_gradients, softmax_loss

page = Page(
    outputs={"labels": Accuracy(at_least=0.92)},
    hints=(
        "Four pieces: pixels scaled to 0 … 1, first weights, a loop over epochs and minibatches that moves the weights against "
        "their gradients, and the prediction at the end. You have written all of them.",
        "Sizes come from the data: D is X_train.shape[1], C is y_train.max() + 1. First weights of size 0.1 or so learn from "
        "the start; with std 1e-4 the net needs long to wake up. A learning rate near 0.3 and some 40 epochs do well.",
        "For each epoch: shuffle the rows; for each batch of 32: the five results of exercise 11, then subtract learning rate "
        "times gradient from each of the four arrays. Scale X_test in the same way as X_train, and end with exercise 10.",
    ),
)


@functools.cache
def _digits():
    table = digits_table()
    X, y = table[:, :-1], table[:, -1]
    return X.astype(np.uint8), y.astype(np.int64)


def _forms(X):
    """The images as they are (64 pixels), without their two outer columns (48), and as means of four pixels (16)."""
    pictures = X.reshape(-1, 8, 8)
    fours = pictures.reshape(-1, 4, 2, 4, 2).astype(float).mean(axis=(2, 4)).round().astype(np.uint8)
    return {64: X, 48: pictures[:, :, 1:7].reshape(-1, 48), 16: fours.reshape(-1, 16)}


@functools.cache
def _known(pixels):
    """Which digit has which multiset of grey levels; None where two digits share one."""
    known = {}
    X, y = _digits()
    for image, digit in zip(np.sort(_forms(X)[pixels], axis=1), y.tolist(), strict=True):
        key = image.tobytes()
        known[key] = digit if known.get(key, digit) == digit else None
    return known


@page.reference
def by_recognising_every_image(X_train, y_train, X_test, seed):
    """The true labels: shuffled or not, an image keeps its grey levels, and these occur once among all the digits."""
    known = _known(X_train.shape[1])
    digits, asked = ([known[key.tobytes()] for key in np.sort(X, axis=1).astype(np.uint8)] for X in (X_train, X_test))
    class_of = dict(zip(digits, y_train.tolist(), strict=True))
    return np.array([class_of[digit] for digit in asked])


def draw(rng, classes, pixels, train, test):
    """`classes` of the ten digits with shuffled names and shuffled pixels."""
    X, y = _digits()
    chosen = rng.permutation(10)[:classes]
    rows = np.flatnonzero(np.isin(y, chosen))
    known = _known(pixels)
    images = _forms(X)[pixels]
    rows = np.array([row for row in rows if known[np.sort(images[row]).tobytes()] is not None])
    rows = rng.permutation(rows)[: train + test]
    name = {int(digit): index for index, digit in enumerate(chosen)}
    labels = np.array([name[int(digit)] for digit in y[rows]])
    images = images[rows][:, rng.permutation(pixels)].astype(np.int64)
    return {"X_train": images[:train], "y_train": labels[:train], "X_test": images[train:], "seed": int(rng.integers(1000))}


@page.edge("five kinds of digits")
def five_kinds(rng):
    return draw(rng, classes=5, pixels=48, train=180, test=70)


@page.edge("three kinds, with large pixels")
def three_kinds(rng):
    return draw(rng, classes=3, pixels=16, train=300, test=100)


@page.edge("four kinds of digits", public=False)
def four_kinds(rng):
    return draw(rng, classes=4, pixels=48, train=500, test=150)


@page.cases(public=0, secret=1)
def all_ten_kinds(rng):
    return draw(rng, classes=10, pixels=64, train=1300, test=400)


@page.wrong(
    "Every label is 0. That is also what argmax gives for scores that are nan: print the loss. If it is nan, scale the pixels "
    "to 0 … 1 and lower the learning rate; if it stays near ln C, take more steps or larger first weights."
)
def all_zero(X_train, y_train, X_test, seed):
    return np.zeros(len(X_test), np.int64)


@page.wrong(
    "Every label is the same, whatever the image shows. Print the loss after each epoch. If it stays near ln C, the first "
    "weights are zero or too small, the steps too small, or the penalty too strong; if it jumps, scale the pixels to 0 … 1 or "
    "lower the learning rate."
)
def the_most_frequent(X_train, y_train, X_test, seed):
    return np.full(len(X_test), np.bincount(y_train)[1:].argmax() + 1)


@page.wrong("labels are those of the first training images: run the net on X_test and take the argmax of each row.")
def labels_of_training_images(X_train, y_train, X_test, seed):
    return y_train[: len(X_test)]


@page.wrong("Every label is too large by one: classes are counted from 0, as argmax does.")
def counted_from_one(X_train, y_train, X_test, seed):
    return by_recognising_every_image(X_train, y_train, X_test, seed) + 1


@page.wrong("labels are in reversed order: row n of labels belongs to row n of X_test.")
def reversed_order(X_train, y_train, X_test, seed):
    return by_recognising_every_image(X_train, y_train, X_test, seed)[::-1]


@page.right
def plain_descent(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, test = X_train / 16, X_test / 16
    net = init_net(rng, [X.shape[1], 64, int(y_train.max()) + 1], 0.1)
    for _ in range(60):
        for rows in batches(rng, len(X), 32):
            _, gradients = loss_and_gradients(net, X[rows], y_train[rows], reg=1e-3)
            net = {name: value - 0.3 * gradients[name] for name, value in net.items()}
    return forward_net(net, test)[0].argmax(axis=1)


@page.right
def with_tanh_momentum_and_centred_pixels(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    mean, spread = X_train.mean(axis=0), X_train.std()
    X, test = (X_train - mean) / spread, (X_test - mean) / spread
    net = init_net(rng, [X.shape[1], 40, int(y_train.max()) + 1], lambda n_in, n_out: n_in**-0.5)
    speed = {name: 0.0 * value for name, value in net.items()}
    for _ in range(40):
        for rows in batches(rng, len(X), 50):
            scores, kept = forward_net(net, X[rows], "tanh")
            gradients = backward_net(net, kept, softmax_loss(scores, y_train[rows])[1], "tanh")
            for name in net:
                speed[name] = 0.9 * speed[name] + gradients[name] + 1e-3 * net[name]
                net[name] = net[name] - 0.03 * speed[name]
    return forward_net(net, test, "tanh")[0].argmax(axis=1)
