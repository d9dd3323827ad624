"""The step schedule: after every `every` epochs the learning rate is multiplied by `factor`."""

import functools

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page
from handgrad.adapters.optimizers import run_schedule

page = Page(
    outputs=("rates",),
    hints=(
        "How many drops has the rate had after t finished epochs? Make a small table for every = 3 and t = 0 "
        "to 7.",
        "The number of drops is t divided by every, rounded down: whole-number division.",
        "Multiply base by factor raised to that number. At t = every the first drop has happened.",
    ),
)


def fed(schedule):
    """The schedule, asked for its rates as the check asks."""
    return functools.wraps(schedule)(run_schedule(schedule))


@page.reference
def drop_by_drop(epochs, base, every, factor):
    rates, rate = [], base
    for t in range(epochs):
        if t and t % every == 0:
            rate = rate * factor
        rates.append(rate)
    return np.array(rates)


@page.cases(public=3, secret=4)
def random_settings(rng):
    every = int(rng.integers(2, 5))
    return {"epochs": every * 3 + int(rng.integers(1, every + 1)), "base": number(rng, 0.2, 0.9), "every": every,
            "factor": number(rng, 0.2, 0.8)}  # fmt: skip


@page.edge("a drop after every epoch")
def each_epoch(rng):
    return {"epochs": 6, "base": 0.8, "every": 1, "factor": 0.5}


@page.edge("thirty epochs a step, ninety epochs", public=False)
def long(rng):
    return {"epochs": 91, "base": number(rng, 0.1, 0.5), "every": 30, "factor": 0.1}


@page.wrong("rates drop one epoch too early: after t finished epochs the number of drops is t // every.")
@fed
def one_early(t, base, every, factor):
    return base * factor ** ((t + 1) // every)


@page.wrong("rates drop one epoch too late: the first drop has happened at t = every.")
@fed
def one_late(t, base, every, factor):
    return base * factor ** (max(t - 1, 0) // every)


@page.wrong("rates fall a little in every epoch: round t / every down to a whole number with //.")
@fed
def without_rounding(t, base, every, factor):
    return base * factor ** (t / every)


@page.wrong(
    "rates multiply by the number of drops: each drop multiplies by factor once more, so factor is raised to "
    "a power."
)
@fed
def times_the_number(t, base, every, factor):
    return base * factor * (t // every)


@page.wrong("rates drop once and never again: raise factor to the number of drops so far.")
@fed
def only_once(t, base, every, factor):
    return base * factor if t >= every else base


@page.wrong("rates are reduced only in the epochs that every divides, and go back up: the drops add up.")
@fed
def goes_back_up(t, base, every, factor):
    return base * factor if t and t % every == 0 else base


@page.wrong("rates use t % every, the place within a step: the number of finished steps is t // every.")
@fed
def remainder(t, base, every, factor):
    return base * factor ** (t % every)


@page.wrong(
    "rates begin above base and drop one epoch too late: (t - 1) // every is -1 at t = 0. The number of drops is "
    "t // every."
)
@fed
def one_late_from_minus_one(t, base, every, factor):
    return base * factor ** ((t - 1) // every)


@page.wrong("rates rise: a drop multiplies by factor, which is smaller than 1, and does not divide by it.")
@fed
def divided(t, base, every, factor):
    return base / factor ** (t // every)


@page.wrong("rates drop in the first epochs of a step already: t / every is rounded down, not up.")
@fed
def rounded_up(t, base, every, factor):
    return base * factor ** np.ceil(t / every)


@page.wrong("rates drop in the middle of a step: round t / every down, with //, and not to the nearest whole number.")
@fed
def rounded_to_the_nearest(t, base, every, factor):
    return base * factor ** round(t / every)


@page.wrong("rates drop in each epoch: there is one drop after each `every` epochs.")
@fed
def in_each_epoch(t, base, every, factor):
    return base * factor**t


@page.wrong("rates are multiplied by 1 - factor at each drop: factor is what is left of the rate, not what is taken away.")
@fed
def the_rest_of_the_factor(t, base, every, factor):
    return base * (1 - factor) ** (t // every)


@page.wrong("rates fall by the same amount at each drop, by factor: a drop multiplies.")
@fed
def subtracted(t, base, every, factor):
    return base - factor * (t // every)


@page.wrong("rates are reduced in the epochs that every divides, the first one too, and go back up: the drops add up.")
@fed
def goes_back_up_from_the_start(t, base, every, factor):
    return base * factor if t % every == 0 else base


@page.wrong("rates fall every times too often: the number of drops is t divided by every, not times it.")
@fed
def multiplied_by_every(t, base, every, factor):
    return base * factor ** (t * every)


@page.right
@fed
def with_a_loop(t, base, every, factor):
    while t >= every:
        base, t = base * factor, t - every
    return base


@page.right
@fed
def with_floor(t, base, every, factor):
    return base * np.power(factor, np.floor(t / every + 1e-12))
