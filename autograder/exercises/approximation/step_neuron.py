"""One step neuron u = I{wx + b > 0}: the place s = −b/w where it switches, and its output."""

import numpy as np

from autograder.author.draw import number, numbers
from autograder.author.page import Page

page = Page(
    outputs=("s", "u"),
    hints=(
        "The neuron switches where its score is neither positive nor negative. Which x makes the score zero?",
        "Solve ws + b = 0 for s, and mind the sign of b. The output needs no s: it asks only whether the score is positive.",
        "A comparison of an array with 0 gives True and False; .astype(float) makes 1 and 0 of them. Compare the score, "
        "so that a negative w needs no special case.",
    ),
)


@page.reference
def point_by_point(x, w, b):
    s = np.linalg.solve([[w]], [-b])[0]
    return float(s), np.array([1.0 if w * xi > -b else 0.0 for xi in x])


def draw(rng, n, sign):
    """Points on both sides of the place where the neuron switches, none very near it."""
    while True:
        x, w, b = numbers(rng, n), sign * number(rng, 0.5, 3.0), number(rng, 0.3, 1.5) * rng.choice([-1, 1])
        score = w * x + b
        if np.abs(score).min() > 0.02 and (score > 0).any() and (score < 0).any():
            return {"x": x, "w": float(w), "b": float(b)}


@page.cases(public=2, secret=3)
def positive_weight(rng):
    return draw(rng, int(rng.integers(4, 9)), 1.0)


@page.cases(public=2, secret=3)
def negative_weight(rng):
    return draw(rng, int(rng.integers(4, 9)), -1.0)


@page.edge("a point exactly where the neuron switches")
def at_the_switch():
    return {"x": np.array([0.0, 0.25, 0.5, 1.0]), "w": 4.0, "b": -1.0}


@page.edge("no bias", public=False)
def no_bias(rng):
    return {"x": numbers(rng, 5), "w": number(rng, 0.5, 2.0), "b": 0.0}


@page.wrong("s has lost its minus: ws + b = 0 gives s = -b / w.")
def without_the_minus(x, w, b):
    return b / w, np.where(w * x + b > 0, 1.0, 0.0)


@page.wrong("s is -w / b: divide b by w, not w by b.")
def upside_down(x, w, b):
    return (-w / b if b else 0.0), np.where(w * x + b > 0, 1.0, 0.0)


@page.wrong("s is -b: that is right only where w = 1. The score wx + b is zero at -b / w.")
def weight_forgotten(x, w, b):
    return -b, np.where(w * x + b > 0, 1.0, 0.0)


@page.wrong(
    "u is 1 to the right of s, whatever the sign of w: with a negative w the neuron is on to the left of s. Ask "
    "whether wx + b is positive."
)
def always_on_to_the_right(x, w, b):
    return -b / w, np.where(x > -b / w, 1.0, 0.0)


@page.wrong("u is 1 where the score is exactly 0: the condition is wx + b > 0, so there the neuron is off.")
def on_at_the_switch(x, w, b):
    return -b / w, np.where(w * x + b >= 0, 1.0, 0.0)


@page.wrong("u is -1 where the neuron is off: an indicator gives 0 there.")
def plus_and_minus_one(x, w, b):
    return -b / w, np.sign(w * x + b)


@page.wrong("u is the score itself: an indicator asks only whether the score is positive, and gives 1 or 0.")
def score_in_place_of_output(x, w, b):
    return -b / w, w * x + b


@page.wrong("u is the positive part of the score, which is what ReLU gives: a step neuron gives 1 wherever the score is "
            "positive.")  # fmt: skip
def relu_in_place_of_step(x, w, b):
    return -b / w, np.maximum(w * x + b, 0)


@page.wrong("u is 0 where the neuron is on, and 1 where it is off: it is 1 where wx + b > 0.")
def turned_round(x, w, b):
    return -b / w, np.where(w * x + b > 0, 0.0, 1.0)


@page.wrong("u leaves b out: the condition is wx + b > 0.")
def bias_left_out(x, w, b):
    return -b / w, np.where(w * x > 0, 1.0, 0.0)


@page.wrong("u is a sigmoid of the score: a step neuron gives 1 or 0, and nothing in between.")
def sigmoid_in_place_of_step(x, w, b):
    return -b / w, 0.5 * (1 + np.tanh((w * x + b) / 2))


@page.wrong("u is 1 where w x > b: the condition is w x + b > 0, that is w x > -b.")
def bias_on_the_wrong_side(x, w, b):
    return -b / w, (w * x > b).astype(float)


@page.wrong("s is -b times w: the score wx + b is zero at -b / w.")
def multiplied_by_the_weight(x, w, b):
    return -b * w, (w * x + b > 0).astype(float)


@page.wrong("s is -b / |w|: the sign of w counts, the score wx + b is zero at -b / w.")
def weight_without_its_sign(x, w, b):
    return -b / abs(w), (w * x + b > 0).astype(float)


@page.wrong("u is one half where the score is exactly 0: there the neuron is off.")
def half_at_the_switch(x, w, b):
    return -b / w, np.heaviside(w * x + b, 0.5)


@page.wrong("s has lost its minus, and u is 1 to the right of it: s is -b / w, and u asks whether wx + b is positive.")
def both_from_the_wrong_place(x, w, b):
    return b / w, (x > b / w).astype(float)


@page.right
def truth_values(x, w, b):
    return -b / w, w * x + b > 0


@page.right
def with_heaviside(x, w, b):
    return {"u": np.heaviside(w * x + b, 0.0), "s": np.roots([w, b])[0]}
