"""A net trained on centred digits that must read shifted ones: graded by its labels, and won by augmentation.

The digits stand on a canvas of 12 by 12, in training in its middle, in the test up to two pixels away from it. Classes
are renamed, so that only what is learned from the training images helps.
"""

import functools

import numpy as np

from autograder.author.page import Page
from handgrad.data import digits_table
from handgrad.kit.rules import Accuracy

page = Page(
    outputs={"labels": Accuracy(at_least=0.6)},
    hints=(
        "Without augmentation the net fits the training images and fails on the test: it has never seen a digit away from the "
        "middle. Which transformation of the training images makes them look like the test images?",
        "In every epoch, move each training image by random whole numbers from -2 to 2, down and right. The labels stay. "
        "The margin is empty, so nothing is lost. Leave X_test alone. An alternative: store all 25 shifts of the set.",
        "Scale the pixels to 0 … 1, add the axis of channels, build a small convolutional net with ReLU, and train with Adam "
        "at a rate near 0.003, some 250 to 500 steps in all, each batch moved anew. Then take the argmax of the scores.",
    ),
)


@functools.cache
def _digits():
    table = digits_table()
    X, y = table[:, :-1], table[:, -1]
    X = np.pad(X.reshape(-1, 8, 8).astype(np.uint8), ((0, 0), (2, 2), (2, 2)))
    return X, y.astype(np.int64)


def _cropped(image):
    """The image without its empty margin: the same wherever the digit stands."""
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    inside = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.uint8)
    return inside.shape, inside.tobytes()


@functools.cache
def _known():
    """Which digit an image shows, by what is inside its margin."""
    return {_cropped(image): int(digit) for image, digit in zip(*_digits(), strict=True)}


@page.reference
def by_recognising_every_image(X_train, y_train, X_test, seed):
    known = _known()
    class_of = {known[_cropped(image)]: int(label) for image, label in zip(X_train, y_train, strict=True)}
    return np.array([class_of[known[_cropped(image)]] for image in X_test])


def draw(rng, chosen, train, test):
    """The digits `chosen` under new names: centred ones to train on, shifted ones for the test."""
    X, y = _digits()
    rows = rng.permutation(np.flatnonzero(np.isin(y, chosen)))[: train + test]
    name = {int(digit): index for index, digit in enumerate(rng.permutation(chosen))}
    labels = np.array([name[int(digit)] for digit in y[rows]])
    moved = np.stack([np.roll(image, rng.integers(-2, 3, size=2), axis=(0, 1)) for image in X[rows[train:]]])
    return {"X_train": X[rows[:train]], "y_train": labels[:train], "X_test": moved, "seed": int(rng.integers(1000))}


# Each case is a training: few of them, and small, so that grading takes seconds.


@page.edge("two kinds of digits")
def two_kinds(rng):
    return draw(rng, [0, 1], train=26, test=22)


@page.edge("three kinds of digits")
def three_kinds(rng):
    return draw(rng, [0, 4, 6], train=44, test=30)


@page.cases(public=0, secret=2)
def six_kinds(rng):
    return draw(rng, rng.choice(10, size=6, replace=False), train=200, test=150)


@page.wrong("Every label is 0. That is also what argmax gives for scores that are nan: does the loss fall, and is it finite?")
def all_zero(X_train, y_train, X_test, seed):
    return np.zeros(len(X_test), np.int64)


@page.wrong("labels are those of the first training images: run the net on X_test and take the argmax of each row.")
def labels_of_training_images(X_train, y_train, X_test, seed):
    return y_train[: len(X_test)]


@page.wrong("Every label is too large by one: classes are counted from 0, as argmax does.")
def counted_from_one(X_train, y_train, X_test, seed):
    return by_recognising_every_image(X_train, y_train, X_test, seed) + 1


@page.wrong("labels are in reversed order: row n of labels belongs to image n of X_test.")
def reversed_order(X_train, y_train, X_test, seed):
    return by_recognising_every_image(X_train, y_train, X_test, seed)[::-1]


@page.wrong("Every label is 1: the net does not look at the images. Does its loss fall?")
def all_one(X_train, y_train, X_test, seed):
    return np.ones(len(X_test), np.int64)


@page.right
def a_small_convolutional_net(X_train, y_train, X_test, seed):
    import torch
    from torch import nn

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = nn.Sequential(
        nn.Conv2d(1, 12, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(12, 24, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(24 * 9, int(y_train.max()) + 1),
    )  # fmt: skip
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-3)
    for _ in range(200):
        rows = rng.integers(0, len(X_train), size=32)
        batch = np.stack([np.roll(X_train[n], rng.integers(-2, 3, size=2), axis=(0, 1)) for n in rows])
        scores = net(torch.tensor(batch / 16, dtype=torch.float32)[:, None])
        loss = nn.functional.cross_entropy(scores, torch.tensor(y_train[rows]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        return net(torch.tensor(X_test / 16, dtype=torch.float32)[:, None]).argmax(dim=1).numpy()


@page.right
def nearest_of_all_shifted_copies(X_train, y_train, X_test, seed):
    labels = np.zeros(len(X_test), np.int64)
    nearest = np.full(len(X_test), np.inf)
    test = X_test.reshape(len(X_test), -1).astype(float)
    for shift in np.ndindex(5, 5):
        copies = np.roll(X_train, (shift[0] - 2, shift[1] - 2), axis=(1, 2)).reshape(len(X_train), -1).astype(float)
        gaps = (copies**2).sum(axis=1) - 2 * test @ copies.T + (test**2).sum(axis=1)[:, None]
        closer = gaps.min(axis=1) < nearest
        labels[closer] = y_train[gaps.argmin(axis=1)[closer]]
        nearest = np.minimum(nearest, gaps.min(axis=1))
    return labels
