"""The cosine schedule: half a period of a cosine, from base at t = 0 to low at t = epochs."""

import functools

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page
from handgrad.adapters.optimizers import run_schedule

page = Page(
    outputs=("rates",),
    hints=(
        "Three points decide the formula: base at t = 0, the middle of base and low at t = epochs / 2, low at"
        " t = epochs.",
        "While t runs from 0 to epochs, the angle pi t / epochs runs from 0 to pi, and its cosine from 1 to "
        "-1. Turn that into a share that runs from 1 to 0.",
        "The share is one half of 1 plus the cosine. The rate is low plus the share times the distance from "
        "low to base.",
    ),
)


def fed(schedule):
    """The schedule, asked for its rates as the check asks."""
    return functools.wraps(schedule)(run_schedule(schedule))


@page.reference
def with_the_half_angle(steps, base, low, epochs):
    half_angles = np.arange(steps) * np.pi / (2 * epochs)
    return base * np.cos(half_angles) ** 2 + low * np.sin(half_angles) ** 2


@page.cases(public=3, secret=4)
def random_settings(rng):
    epochs = int(rng.integers(4, 9))
    return {"steps": epochs + 1, "base": number(rng, 0.3, 0.9), "low": number(rng, 0.05, 0.2), "epochs": epochs}


@page.edge("down to zero")
def to_zero(rng):
    return {"steps": 7, "base": 0.4, "low": 0.0, "epochs": 6}


@page.edge("a hundred epochs", public=False)
def long(rng):
    return {"steps": 101, "base": number(rng, 0.1, 0.9), "low": 1e-3, "epochs": 100}


@page.wrong("rates run backwards, from low to base: at t = 0 the rate is base.")
@fed
def backwards(t, base, low, epochs):
    return low + (base - low) * (1 - np.cos(np.pi * t / epochs)) / 2


@page.wrong("rates are one epoch ahead: t counts the finished epochs, so t = 0 gives base.")
@fed
def one_ahead(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * (t + 1) / epochs)) / 2


@page.wrong("rates arrive at low one epoch too early: the angle is pi t / epochs, not pi t / (epochs - 1).")
@fed
def one_epoch_less(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / (epochs - 1))) / 2


@page.wrong("rates come back to base at the end: the angle runs to pi, half a period, not to 2 pi.")
@fed
def whole_period(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(2 * np.pi * t / epochs)) / 2


@page.wrong("rates end half way between base and low: the angle runs to pi, not to pi / 2.")
@fed
def quarter_period(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / (2 * epochs))) / 2


@page.wrong("rates go below low: the cosine runs from 1 to -1. One half of 1 plus the cosine runs from 1 to 0.")
@fed
def cosine_itself(t, base, low, epochs):
    return low + (base - low) * np.cos(np.pi * t / epochs)


@page.wrong(
    "rates start above base where low is not 0: the cosine covers the distance from low to base, so it is "
    "multiplied by base - low."
)
@fed
def whole_base(t, base, low, epochs):
    return low + base * (1 + np.cos(np.pi * t / epochs)) / 2


@page.wrong("rates go down to 0 and know nothing of low: the lowest rate is low.")
@fed
def low_forgotten(t, base, low, epochs):
    return base * (1 + np.cos(np.pi * t / epochs)) / 2


@page.wrong("rates take the angle in degrees: np.cos expects radians, so half a turn is np.pi.")
@fed
def degrees(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(180 * t / epochs)) / 2


@page.wrong("rates fall only a little: the angle is pi t / epochs, and pi is missing.")
@fed
def without_pi(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(t / epochs)) / 2


@page.wrong("rates begin above base: 1 plus the cosine runs from 2 to 0. The share is one half of it.")
@fed
def half_forgotten(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / epochs))


@page.wrong(
    "rates follow a quarter of a period, and are not flat at the end: let the angle run to pi, and turn the cosine "
    "into a share."
)
@fed
def quarter_of_a_cosine(t, base, low, epochs):
    return low + (base - low) * np.cos(np.pi * t / (2 * epochs))


@page.wrong("rates start in the middle and rise first: that is a sine. A cosine starts at its top.")
@fed
def along_a_sine(t, base, low, epochs):
    return low + (base - low) * (1 + np.sin(np.pi * t / epochs)) / 2


@page.wrong("rates fall along a straight line: here the share follows half a period of a cosine.")
@fed
def straight(t, base, low, epochs):
    return low + (base - low) * (1 - t / epochs)


@page.wrong("rates are cut off at low: the cosine itself runs from base to low, so that it lands there gently.")
@fed
def cut_off(t, base, low, epochs):
    return max(low, base * (1 + np.cos(np.pi * t / epochs)) / 2)


@page.wrong("rates have their share partly outside the brackets: half of 1 plus the cosine, then times base - low.")
@fed
def brackets_missing(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / epochs) / 2)


@page.right
@fed
def around_the_middle(t, base, low, epochs):
    return (base + low) / 2 + (base - low) / 2 * np.cos(np.pi * t / epochs)


@page.right
@fed
def with_a_sine(t, base, low, epochs):
    return base - (base - low) * np.sin(np.pi / 2 * t / epochs) ** 2
