"""Split first, then augment the training part: shifted copies of images, with their labels; validation stays as it is."""

import numpy as np

from autograder.author.draw import labels, sizes
from autograder.author.page import Page

page = Page(
    outputs=("X_train", "y_train", "X_val", "y_val"),
    hints=(
        "Split before anything else: no copy of a validation image may be trained on, and validation images stay as they are.",
        "The training set is a row of blocks: the images as they are, then all of them moved by the first shift, then all of "
        "them moved by the second, and so on. Every block has the same labels in the same order.",
        "np.concatenate joins a list of blocks; np.tile repeats the labels as a whole, while np.repeat would repeat each "
        "label on its own. The function shifted above moves a whole block.",
    ),
)


def _moved(images, down, right):
    found = np.zeros(images.shape)
    for i, j in np.ndindex(images.shape[1:]):
        if 0 <= i - down < images.shape[1] and 0 <= j - right < images.shape[2]:
            found[:, i, j] = images[:, i - down, j - right]
    return found


@page.reference
def image_by_image(X, y, validation, shifts):
    fit = len(X) - validation
    images, names = [], []
    for down, right in [(0, 0), *shifts]:
        for n in range(fit):
            images.append(_moved(X[n : n + 1], down, right)[0])
            names.append(y[n])
    return np.array(images), np.array(names), X[fit:], y[fit:]


def _draw(rng, n, height, width, validation, shifts):
    # Ink up to the edges, so that an image that wraps round differs from one that is cut off.
    X = np.round(rng.uniform(0.1, 1, size=(n, height, width)), 1)
    return {"X": X, "y": labels(rng, n, 4), "validation": validation, "shifts": shifts}


@page.cases(public=2, secret=4)
def two_shifts(rng):
    height, width = sizes(rng, 2, low=3, high=5)
    first, second = ([int(rng.choice([-1, 1])), int(rng.choice([-1, 1, 2]))] for _ in range(2))
    if first == second:
        second = [-first[0], first[1]]
    return _draw(rng, int(rng.integers(6, 9)), height, width, int(rng.integers(2, 4)), [first, second])


@page.edge("one shift, one validation image")
def one_shift(rng):
    return _draw(rng, 5, 4, 3, 1, [[0, -1]])


@page.edge("no shift at all", public=False)
def no_shift(rng):
    return _draw(rng, 5, 3, 4, 2, [])


def _augment(X, y, shifts, move=_moved):
    blocks = [X, *(move(X, down, right) for down, right in shifts)]
    return np.concatenate(blocks), np.tile(y, len(blocks))


@page.wrong("X_val and y_val are augmented too: validation asks how the net does on images as they come, so leave them alone.")
def validation_augmented(X, y, validation, shifts):
    fit = len(X) - validation
    return *_augment(X[:fit], y[:fit], shifts), *_augment(X[fit:], y[fit:], shifts)


@page.wrong(
    "X_train and y_train hold moved copies of validation images, as when they are augmented before the split: a net "
    "that has seen the copies passes the test unfairly. Split first."
)
def augmented_before_the_split(X, y, validation, shifts):
    images, names = _augment(X, y, shifts)
    fit = len(X) - validation
    keep = np.r_[0:fit, len(X) : len(images)]
    return images[keep], names[keep], X[fit:], y[fit:]


@page.wrong(
    "y_train repeats each label on its own, as np.repeat does, and so has other labels than the blocks of X_train ask"
    " for: all M labels come once for each block, in the same order."
)
def labels_repeated_one_by_one(X, y, validation, shifts):
    X_train, _, X_val, y_val = image_by_image(X, y, validation, shifts)
    return X_train, np.repeat(y[: len(X) - validation], len(shifts) + 1), X_val, y_val


@page.wrong("y_train has labels for the first block only: every copy of an image has that image's label.")
def labels_not_repeated(X, y, validation, shifts):
    X_train, _, X_val, y_val = image_by_image(X, y, validation, shifts)
    return X_train, y[: len(X) - validation], X_val, y_val


@page.wrong("X_train wraps round: what leaves an image on one side comes back on the other. Zeros come in at the edges.")
def wrapped_round(X, y, validation, shifts):
    fit = len(X) - validation
    return *_augment(X[:fit], y[:fit], shifts, lambda X, i, j: np.roll(X, (i, j), axis=(1, 2))), X[fit:], y[fit:]


@page.wrong("X_train moves the images the other way: [1, 0] is one row down, so that the first row becomes empty.")
def the_other_way(X, y, validation, shifts):
    fit = len(X) - validation
    return *_augment(X[:fit], y[:fit], shifts, lambda X, i, j: _moved(X, -i, -j)), X[fit:], y[fit:]


@page.wrong("X_train takes each shift the wrong way round: the first number is how far down, the second how far to the right.")
def right_before_down(X, y, validation, shifts):
    fit = len(X) - validation
    return *_augment(X[:fit], y[:fit], shifts, lambda X, i, j: _moved(X, j, i)), X[fit:], y[fit:]


@page.wrong("X_train and y_train lack the images as they are: the first block is not shifted.")
def originals_forgotten(X, y, validation, shifts):
    X_train, y_train, X_val, y_val = image_by_image(X, y, validation, shifts)
    fit = len(X) - validation
    return X_train[fit:], y_train[fit:], X_val, y_val


@page.wrong("The first images are held out: the last ones are for validation, the first ones for training.")
def first_images_held_out(X, y, validation, shifts):
    return *_augment(X[validation:], y[validation:], shifts), X[:validation], y[:validation]


@page.wrong(
    "X_train and y_train go image by image, each with its own copies: blocks are asked for, all M images as they are,"
    " then all M by the first shift, and so on."
)
def image_after_image(X, y, validation, shifts):
    X_train, y_train, X_val, y_val = image_by_image(X, y, validation, shifts)
    order = np.arange(len(X_train)).reshape(len(shifts) + 1, -1).T.ravel()
    return X_train[order], y_train[order], X_val, y_val


@page.wrong(
    "X_val holds moved images, and X_train copies of all images, as when all are augmented and the last ones split "
    "off afterwards: split first."
)
def split_after_the_augmentation(X, y, validation, shifts):
    images, names = _augment(X, y, shifts)
    fit = len(images) - validation
    return images[:fit], names[:fit], images[fit:], names[fit:]


@page.wrong("X_train and y_train hold the images as they are, and no moved copies: add a block for each shift.")
def no_copies(X, y, validation, shifts):
    fit = len(X) - validation
    return X[:fit], y[:fit], X[fit:], y[fit:]


@page.wrong(
    "X_train moves each block on from the one before, so that shifts add up: every shift starts from the images as "
    "they are."
)
def shifts_that_add_up(X, y, validation, shifts):
    fit = len(X) - validation
    blocks = [X[:fit]]
    for down, right in shifts:
        blocks.append(_moved(blocks[-1], down, right))
    return np.concatenate(blocks), np.tile(y[:fit], len(blocks)), X[fit:], y[fit:]


@page.wrong("X_train moves images down and to the right only, as if no shift were negative: [-1, 0] is one row up.")
def without_signs(X, y, validation, shifts):
    fit = len(X) - validation
    return *_augment(X[:fit], y[:fit], shifts, lambda X, i, j: _moved(X, abs(i), abs(j))), X[fit:], y[fit:]


@page.wrong("X_train moves images sideways only: a shift's first number says how far down.")
def sideways_only(X, y, validation, shifts):
    fit = len(X) - validation
    return *_augment(X[:fit], y[:fit], shifts, lambda X, i, j: _moved(X, 0, j)), X[fit:], y[fit:]


@page.wrong("X_train moves images up and down only: a shift's second number says how far to the right.")
def up_and_down_only(X, y, validation, shifts):
    fit = len(X) - validation
    return *_augment(X[:fit], y[:fit], shifts, lambda X, i, j: _moved(X, i, 0)), X[fit:], y[fit:]


@page.right
def with_slices(X, y, validation, shifts):
    def cut(n, step):
        return slice(max(step, 0), n + min(step, 0)), slice(max(-step, 0), n + min(-step, 0))

    X_fit, X_val, y_fit, y_val = X[:-validation], X[-validation:], y[:-validation], y[-validation:]
    blocks = [X_fit]
    for down, right in shifts:
        (to_i, from_i), (to_j, from_j) = cut(X.shape[1], down), cut(X.shape[2], right)
        block = np.zeros_like(X_fit)
        block[:, to_i, to_j] = X_fit[:, from_i, from_j]
        blocks.append(block)
    return np.vstack(blocks), np.concatenate([y_fit] * len(blocks)), X_val, y_val


@page.right
def as_a_dict(X, y, validation, shifts):
    fit = len(X) - validation
    X_train = np.stack([_moved(X[:fit], *shift) for shift in [(0, 0), *shifts]]).reshape(-1, *X.shape[1:])
    return {"y_val": y[fit:], "X_val": X[fit:], "y_train": y[np.arange(len(X_train)) % fit], "X_train": X_train}
