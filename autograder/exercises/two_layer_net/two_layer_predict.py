"""The two-layer net forwards: the scores S2 = ReLU(XW1 + b1)W2 + b2, and the label with the highest score in each row."""

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"S2": Close(), "labels": Exact()},
    hints=(
        "Three steps make the scores: an affine layer, ReLU, another affine layer. Write the shape behind each: (N, H), "
        "(N, H), (N, C).",
        "np.maximum(S1, 0) is ReLU; nothing comes after the second affine layer. The label of a row is the position of its "
        "largest entry, not the entry.",
        "argmax(axis=1) gives the position of the largest score in each row.",
    ),
    follows={"labels": ("S2",)},
)


@page.reference
def unit_by_unit(X, W1, b1, W2, b2):
    (N, D), H, C = X.shape, len(b1), len(b2)
    S2, labels = np.zeros((N, C)), np.zeros(N, np.int64)
    for n in range(N):
        hidden = [max(0.0, b1[h] + sum(X[n, d] * W1[d, h] for d in range(D))) for h in range(H)]
        for c in range(C):
            S2[n, c] = b2[c] + sum(hidden[h] * W2[h, c] for h in range(H))
            if S2[n, c] > S2[n, labels[n]]:
                labels[n] = c
    return S2, labels


def draw(rng, N, D, H, C):
    """A net with units on and off in every row, whose labels are not all the same and differ from those without ReLU."""
    while True:
        X, W1, b1 = numbers(rng, N, D), numbers(rng, D, H), numbers(rng, H, scale=0.5)
        W2, b2 = numbers(rng, H, C), numbers(rng, C)
        S1 = X @ W1 + b1
        on, linear = S1 > 0, (S1 @ W2 + b2).argmax(axis=1)
        scores = np.maximum(S1, 0) @ W2 + b2
        labels = scores.argmax(axis=1)
        settled = np.ptp(np.sort(scores)[:, -2:], axis=1).min() > 0.05  # no tie for the highest score
        if settled and (on.any(axis=1) & ~on.all(axis=1)).all() and (N == 1 or (np.ptp(labels) and (labels != linear).any())):
            return {"X": X, "W1": W1, "b1": b1, "W2": W2, "b2": b2}


@page.cases(public=3, secret=5)
def random_net(rng):
    C, D, H, N = sorted(sizes(rng, 4, low=3, high=8))
    return draw(rng, N, D, H, C)


@page.edge("one example")
def one_example(rng):
    return draw(rng, 1, 3, 5, 4)


@page.edge("as many of everything", public=False)
def square(rng):
    return draw(rng, 4, 4, 4, 4)


def scores(X, W1, b1, W2, b2):
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@page.wrong("S2 is that of a net without ReLU: two affine layers in a row are one. Put np.maximum(…, 0) between them.")
def without_relu(X, W1, b1, W2, b2):
    S2 = (X @ W1 + b1) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 went through ReLU as well: the last layer's scores may be negative, and nothing comes after it.")
def relu_at_the_end(X, W1, b1, W2, b2):
    S2 = np.maximum(scores(X, W1, b1, W2, b2), 0)
    return S2, S2.argmax(axis=1)


@page.wrong("S2 lacks the biases b1 and b2: a layer is X @ W + b.")
def without_biases(X, W1, b1, W2, b2):
    S2 = np.maximum(X @ W1, 0) @ W2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 lacks b1: the first layer's scores are X @ W1 + b1.")
def without_the_first_bias(X, W1, b1, W2, b2):
    S2 = scores(X, W1, 0 * b1, W2, b2)
    return S2, S2.argmax(axis=1)


@page.wrong(
    "S2 is that of a net that adds b1 after ReLU: it belongs to the first layer's scores, inside np.maximum(X @ W1 + "
    "b1, 0)."
)
def bias_after_relu(X, W1, b1, W2, b2):
    S2 = (np.maximum(X @ W1, 0) + b1) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 holds probabilities. The labels are the same with or without softmax; S2 should be the scores themselves.")
def probabilities(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    E = np.exp(S2 - S2.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True), S2.argmax(axis=1)


@page.wrong("labels has the position of the largest score in each column. One label belongs to each row: argmax(axis=1).")
def over_the_wrong_axis(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    return S2, S2.argmax(axis=0)


@page.wrong("labels holds the largest scores themselves. The label is where the largest stands: argmax, not max.")
def maximum_itself(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    return S2, S2.max(axis=1)


@page.wrong(
    "labels is one number, the position of the largest score in the whole table. One label belongs to each row: argmax(axis=1)."
)
def over_the_whole_table(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    return S2, int(S2.argmax())


@page.wrong("labels are positions of hidden units: they were read off A1. Read them off S2, whose columns are the classes.")
def hidden_unit(X, W1, b1, W2, b2):
    return scores(X, W1, b1, W2, b2), np.maximum(X @ W1 + b1, 0).argmax(axis=1)


@page.wrong("labels is a table of zeros and ones. One whole number for each row is asked for, the position of the 1.")
def one_hot(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    return S2, np.eye(S2.shape[1])[S2.argmax(axis=1)]


@page.wrong("S2 lacks b2: the second layer's scores are A1 @ W2 + b2.")
def without_the_second_bias(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, 0 * b2)
    return S2, S2.argmax(axis=1)


@page.wrong("labels are counted from 1: classes are counted from 0, as argmax does.")
def counted_from_one(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    return S2, S2.argmax(axis=1) + 1


@page.wrong("labels are the positions of the lowest scores: take argmax.")
def lowest_score(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    return S2, S2.argmin(axis=1)


@page.wrong("S2 is that of a net with tanh between the layers: put ReLU there, np.maximum(…, 0).")
def tanh_for_relu(X, W1, b1, W2, b2):
    S2 = np.tanh(X @ W1 + b1) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 is that of a net with absolute values between the layers: ReLU gives 0 where a score is negative.")
def absolute_values(X, W1, b1, W2, b2):
    S2 = np.abs(X @ W1 + b1) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 is that of a net with steps between the layers: ReLU keeps a positive score as it is, and not as 1.")
def steps_for_relu(X, W1, b1, W2, b2):
    S2 = (X @ W1 + b1 > 0) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 is that of a leaky ReLU, with a slope of 0.01 where a score is negative: ReLU gives 0 there.")
def leaky(X, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    S2 = np.where(S1 > 0, S1, 0.01 * S1) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 is that of a net that keeps the negative scores, with np.minimum: ReLU keeps the positive ones.")
def negative_scores_kept(X, W1, b1, W2, b2):
    S2 = np.minimum(X @ W1 + b1, 0) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("labels are those of the largest scores without their sign: a label is the place of the highest score.")
def largest_in_size(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    return S2, np.abs(S2).argmax(axis=1)


@page.wrong("labels is the first row's label in every place: look at each row for itself.")
def label_of_the_first_row(X, W1, b1, W2, b2):
    S2 = scores(X, W1, b1, W2, b2)
    return S2, np.full(len(X), S2[0].argmax())


@page.wrong("S2 has b1 in it twice, inside ReLU and after it.")
def bias_twice(X, W1, b1, W2, b2):
    S2 = (np.maximum(X @ W1 + b1, 0) + b1) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 is that of a net with a sigmoid between the layers: put ReLU there, np.maximum(…, 0).")
def sigmoid_for_relu(X, W1, b1, W2, b2):
    S2 = np.exp(-np.logaddexp(0, -(X @ W1 + b1))) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.wrong("S2 is that of a net with softmax between the layers: put ReLU there, np.maximum(…, 0).")
def softmax_for_relu(X, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    S2 = np.exp(S1 - np.logaddexp.reduce(S1, axis=1, keepdims=True)) @ W2 + b2
    return S2, S2.argmax(axis=1)


@page.right
def with_where(X, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    S2 = np.where(S1 > 0, S1, 0) @ W2 + b2
    return {"labels": np.argsort(S2, axis=1)[:, -1], "S2": S2}


@page.right
def one_example_at_a_time(X, W1, b1, W2, b2):
    S2 = np.stack([np.maximum(x @ W1 + b1, 0) @ W2 + b2 for x in X])
    return S2, [int(np.argmax(s)) for s in S2]
