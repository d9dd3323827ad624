"""The exponential schedule, given by its ends: the rate falls by the same factor in every epoch, from base to last."""

import functools

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page
from handgrad.adapters.optimizers import run_schedule

page = Page(
    outputs=("rates",),
    hints=(
        "In every epoch the rate is multiplied by the same factor. First find that factor from the two ends.",
        "factor raised to the power `epochs` takes base to last, so factor is the root, of order `epochs`, of"
        " last / base.",
        "After t epochs the rate has been multiplied t times: base times last / base, raised to the power t /"
        " epochs.",
    ),
)


def fed(schedule):
    """The schedule, asked for its rates as the check asks."""
    return functools.wraps(schedule)(run_schedule(schedule))


@page.reference
def even_in_the_logarithm(steps, base, last, epochs):
    return np.exp([np.log(base) + t * (np.log(last) - np.log(base)) / epochs for t in range(steps)])


@page.cases(public=3, secret=4)
def random_settings(rng):
    epochs = int(rng.integers(4, 9))
    return {"steps": epochs + 1, "base": number(rng, 0.3, 0.9), "last": number(rng, 0.02, 0.2), "epochs": epochs}


@page.edge("a tenth in two epochs")
def two_epochs(rng):
    # Not one epoch: t / (epochs - 1) would divide by zero there, and the slip would not be recognised.
    return {"steps": 3, "base": 0.5, "last": 0.05, "epochs": 2}


@page.edge("a hundred epochs", public=False)
def long(rng):
    return {"steps": 101, "base": number(rng, 0.1, 0.9), "last": 1e-4, "epochs": 100}


@page.wrong("rates are one epoch ahead: at t = 0 the rate is base.")
@fed
def one_ahead(t, base, last, epochs):
    return base * (last / base) ** ((t + 1) / epochs)


@page.wrong("rates arrive at `last` within a single epoch: the power is t / epochs.")
@fed
def not_spread(t, base, last, epochs):
    return base * (last / base) ** t


@page.wrong(
    "rates fall along a straight line: in the exponential schedule the ratio of neighbours is constant, not "
    "their difference."
)
@fed
def straight(t, base, last, epochs):
    return base + (last - base) * t / epochs


@page.wrong("rates rise: the ratio is last / base, not base / last.")
@fed
def rising(t, base, last, epochs):
    return base * (base / last) ** (t / epochs)


@page.wrong(
    "rates take `last` for the factor of one epoch: `last` is the rate after all epochs, so the factor is the"
    " root, of order epochs, of last / base."
)
@fed
def last_as_factor(t, base, last, epochs):
    return base * last**t


@page.wrong(
    "rates are multiplied by last / base, divided by epochs, in each epoch: the factor of one epoch is the root, "
    "of order epochs, of last / base."
)
@fed
def ratio_divided_by_epochs(t, base, last, epochs):
    return base * (last / base / epochs) ** t


@page.wrong(
    "rates end at base times last: the factor of one epoch is the root of last / base, and the division by "
    "base is missing."
)
@fed
def base_forgotten(t, base, last, epochs):
    return base * last ** (t / epochs)


@page.wrong("rates arrive at `last` one epoch too early: the power is t / epochs, not t / (epochs - 1).")
@fed
def one_epoch_less(t, base, last, epochs):
    return base * (last / base) ** (t / (epochs - 1))


@page.wrong("rates are raised to the power t and then divided by epochs: put t / epochs into brackets.")
@fed
def brackets_missing(t, base, last, epochs):
    return base * (last / base) ** t / epochs


@page.wrong("rates have not arrived at `last` when t is epochs: the power is t / epochs, not t / (epochs + 1).")
@fed
def one_epoch_more(t, base, last, epochs):
    return base * (last / base) ** (t / (epochs + 1))


@page.wrong("rates stay at base until the end: t // epochs is 0 before it. Divide with /.")
@fed
def divided_without_rest(t, base, last, epochs):
    return base * (last / base) ** (t // epochs)


@page.wrong("rates begin at `last`, and fall further: at t = 0 the rate is base.")
@fed
def from_the_lower_end(t, base, last, epochs):
    return last * (last / base) ** (t / epochs)


@page.wrong("rates know nothing of `last`: they end at base over e. The ratio of the two ends decides the factor.")
@fed
def natural_decay(t, base, last, epochs):
    return base * np.exp(-t / epochs)


@page.wrong("rates know nothing of `last`: they end at half of base. The ratio of the two ends decides the factor.")
@fed
def half_at_the_end(t, base, last, epochs):
    return base * 0.5 ** (t / epochs)


@page.wrong("rates are a falling exponential on top of `last`, and have not arrived at the end: nothing is added here.")
@fed
def on_top_of_the_lower_end(t, base, last, epochs):
    return last + (base - last) * np.exp(-t / epochs)


@page.wrong("rates run backwards, from `last` up to base: at t = 0 the rate is base.")
@fed
def backwards(t, base, last, epochs):
    return last * (base / last) ** (t / epochs)


@page.right
@fed
def with_logarithms(t, base, last, epochs):
    return np.exp(np.log(base) * (1 - t / epochs) + np.log(last) * t / epochs)


@page.right
@fed
def with_a_loop(t, base, last, epochs):
    factor = (last / base) ** (1 / epochs)
    for _ in range(t):
        base = base * factor
    return base
