"""The cyclic schedule in its triangular form: up from low to high in `half` epochs, down again in `half`, and so on."""

import functools

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page
from handgrad.adapters.optimizers import run_schedule

page = Page(
    outputs=("rates",),
    hints=(
        "One whole cycle takes 2 * half epochs. Where in its cycle is epoch t?",
        "The place in the cycle is the remainder of t divided by 2 * half. On the way up the share is place /"
        " half; on the way down it is 2 - place / half.",
        "One formula serves both ways: the share is 1 minus the distance of place / half from 1. The rate is "
        "low plus the share times the distance from low to high.",
    ),
)


def fed(schedule):
    """The schedule, asked for its rates as the check asks."""
    return functools.wraps(schedule)(run_schedule(schedule))


@page.reference
def by_interpolation(epochs, low, high, half):
    corners = np.arange(0, epochs + 2 * half, half)
    return np.interp(np.arange(epochs), corners, np.where(np.arange(len(corners)) % 2 == 0, low, high))


@page.cases(public=3, secret=4)
def random_settings(rng):
    half = int(rng.integers(2, 5))
    return {"epochs": 4 * half + int(rng.integers(2, 4)), "low": number(rng, 0.05, 0.2), "high": number(rng, 0.4, 0.9),
            "half": half}  # fmt: skip


@page.edge("up and down in two epochs")
def shortest(rng):
    return {"epochs": 5, "low": 0.1, "high": 0.5, "half": 1}


@page.edge("ten epochs up", public=False)
def long(rng):
    return {"epochs": 75, "low": 0.001, "high": number(rng, 0.1, 0.5), "half": 10}


@page.edge("low and high close together")
def close_together():
    return {"epochs": 12, "low": 0.4, "high": 0.5, "half": 4}


@page.wrong("rates begin at high: a cycle begins at low and goes up.")
@fed
def upside_down(t, low, high, half):
    return low + (high - low) * abs(t % (2 * half) / half - 1)


@page.wrong(
    "rates fall from high to low in one epoch: the way down takes `half` epochs too, so a cycle takes 2 * "
    "half."
)
@fed
def saw_tooth(t, low, high, half):
    return low + (high - low) * (t % half) / half


@page.wrong("rates are one epoch ahead: at t = 0 the rate is low, at t = half it is high.")
@fed
def one_ahead(t, low, high, half):
    return low + (high - low) * (1 - abs((t + 1) % (2 * half) / half - 1))


@page.wrong("rates stop after one cycle: take the remainder of t divided by 2 * half.")
@fed
def one_cycle_only(t, low, high, half):
    return low + (high - low) * max(0.0, 1 - abs(t / half - 1))


@page.wrong("rates take twice as long: the way up takes `half` epochs, and the whole cycle 2 * half.")
@fed
def twice_as_long(t, low, high, half):
    return low + (high - low) * (1 - abs(t % (4 * half) / (2 * half) - 1))


@page.wrong("rates peak above high where low is not 0: the share is multiplied by high - low.")
@fed
def whole_high(t, low, high, half):
    return low + high * (1 - abs(t % (2 * half) / half - 1))


@page.wrong("rates follow a cosine: the triangular cycle goes up and down along straight lines.")
@fed
def along_a_cosine(t, low, high, half):
    return low + (high - low) * (1 - np.cos(np.pi * t / half)) / 2


@page.wrong(
    "rates jump down to low at t = half, and fall below it: on the way down, count the epochs from the top, not "
    "from the beginning of the cycle."
)
@fed
def way_down_from_the_start(t, low, high, half):
    place = t % (2 * half)
    return low + (high - low) * place / half if place < half else high - (high - low) * place / half


@page.wrong("rates come down to 0 and know nothing of low: the share is multiplied by high - low, and low is added.")
@fed
def low_forgotten(t, low, high, half):
    return high * (1 - abs(t % (2 * half) / half - 1))


@page.wrong("rates take one epoch too many for a cycle: t % (2 * half) has 2 * half values, from 0 to 2 * half - 1.")
@fed
def one_place_too_many(t, low, high, half):
    return low + (high - low) * (1 - abs(t % (2 * half + 1) / half - 1))


@page.wrong("rates are back at low after half epochs: the way up alone takes that long, and the way down as long again.")
@fed
def twice_as_fast(t, low, high, half):
    return low + (high - low) * (1 - abs(t % half - half / 2) / (half / 2))


@page.wrong("rates move over half of the distance only, from the middle to high: a way takes `half` epochs, so divide by half.")
@fed
def half_of_the_distance(t, low, high, half):
    return low + (high - low) * (1 - abs(t % (2 * half) - half) / (2 * half))


@page.wrong("rates go on rising beyond high, and jump back after 2 * half epochs: from t = half on they come down again.")
@fed
def rises_on(t, low, high, half):
    return low + (high - low) * (t % (2 * half)) / half


@page.wrong("rates come down to 0: on the way down the distance is high - low, too.")
@fed
def down_to_zero(t, low, high, half):
    cycle, place = divmod(t, half)
    return low + (high - low) * place / half if cycle % 2 == 0 else high - high * place / half


@page.wrong("rates are right in the first cycle, and go below low after it: where t stands in its cycle is t % (2 * half).")
@fed
def without_a_cycle(t, low, high, half):
    return low + (high - low) * (1 - abs(t - half) / half)


@page.right
@fed
def with_two_branches(t, low, high, half):
    cycle, place = divmod(t, half)
    here, there = (low, high) if cycle % 2 == 0 else (high, low)
    return here + (there - here) * place / half


@page.right
@fed
def as_the_paper_writes_it(t, low, high, half):
    cycle = np.floor(1 + t / (2 * half))
    x = abs(t / half - 2 * cycle + 1)
    return low + (high - low) * max(0, 1 - x)
