"""Two lines whose signs are added: a boundary that one line cannot draw."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page

page = Page(
    outputs=("labels",),
    hints=(
        "There are two neurons, one for each column of W. Work out both scores of every point first.",
        "Take the sign of each score, so that you hold an array of -1, 0 and 1 with two columns. Only then add.",
        "Sum the signs along each row (axis 1), compare with 0 using >=, and turn the truth values into 1 and 0.",
    ),
)


@page.reference
def point_by_point(X, W, b):
    labels = []
    for x in X:
        total = 0
        for h in (0, 1):
            s = float(x[0]) * W[0, h] + float(x[1]) * W[1, h] + b[h]
            total += 1 if s > 0 else -1 if s < 0 else 0
        labels.append(1.0 if total >= 0 else 0.0)
    return np.array(labels)


@page.cases(public=3, secret=6)
def random_lines(rng):
    while True:
        X, W, b = numbers(rng, 16, 2), numbers(rng, 2, 2), numbers(rng, 2, scale=0.5)
        S = X @ W + b
        sums = np.sign(S).sum(axis=1)
        # All three sums occur, and the sum of the scores decides differently from the sum of the signs both ways.
        added = S.sum(axis=1)
        if set(sums) == {-2, 0, 2} and np.any((added >= 0) != (sums >= 0)) and np.abs(S).min() > 0.01:
            return {"X": X, "W": W, "b": b}


@page.edge("points on a line")
def on_a_line():
    X = np.array([[0.0, -1.0], [0.0, 0.0], [0.0, 2.0], [-1.0, 0.0], [3.0, 1.0], [-2.0, -2.0], [3.0, -1.0]])
    return {"X": X, "W": np.array([[1.0, 0.0], [0.0, 1.0]]), "b": np.array([0.0, 0.0])}


@page.wrong("labels are the signs of the added scores: that is one linear neuron again. Take each sign first, then add.")
def scores_added(X, W, b):
    return (X @ W + b).sum(axis=1) >= 0


@page.wrong("labels are 1 only where both signs are positive: where the signs cancel the sum is 0, and 0 counts as 1.")
def both_positive(X, W, b):
    return (np.sign(X @ W + b).sum(axis=1) > 0).astype(float)


@page.wrong("labels are the wrong way round: 1 where the sum of the signs is at least 0, else 0.")
def the_wrong_way_round(X, W, b):
    return (np.sign(X @ W + b).sum(axis=1) < 0).astype(float)


@page.wrong(
    "labels are those of W.T in place of W: the weights of a neuron stand in a column of W, so the scores are X @ W +"
    " b."
)
def weights_transposed(X, W, b):
    return (np.sign(X @ W.T + b).sum(axis=1) >= 0).astype(float)


@page.wrong("labels are those of two lines through the origin, as if the biases were left out.")
def biases_forgotten(X, W, b):
    return (np.sign(X @ W).sum(axis=1) >= 0).astype(float)


@page.wrong("labels count a point on a line as positive: the sign of 0 is 0, as np.sign has it.")
def zero_is_positive(X, W, b):
    return (np.where(X @ W + b >= 0, 1, -1).sum(axis=1) >= 0).astype(float)


@page.wrong("labels are the sums of the signs: compare each sum with 0, and return 1 or 0.")
def the_sums_themselves(X, W, b):
    return np.sign(X @ W + b).sum(axis=1)


@page.wrong("labels are 1 and -1: return 1 where the sum of the signs is at least 0, else 0.")
def signs_for_labels(X, W, b):
    return np.where(np.sign(X @ W + b).sum(axis=1) >= 0, 1, -1)


@page.wrong("labels count a point on a line as negative: the sign of 0 is 0, as np.sign has it.")
def zero_is_negative(X, W, b):
    return (np.where(X @ W + b > 0, 1, -1).sum(axis=1) >= 0).astype(float)


@page.right
def as_truth_values(X, W, b):
    return np.sign(X @ W[:, 0] + b[0]) + np.sign(X @ W[:, 1] + b[1]) >= 0


@page.right
def as_whole_numbers(X, W, b):
    return np.array([int(sum(np.sign(x @ W + b)) >= 0) for x in X])
