"""One unit with x = 6 under dropout with p = 0.4: its two values, its mean and its variance, with and without 1/(1 − p)."""

from autograder.author.page import Page
from handgrad.kit.rules import Hand

page = Page(
    outputs={"plain_mean": Hand(2), "kept": Hand(2), "mean": Hand(2), "variance": Hand(2)},
    hints=(
        "The unit has two values: one when it is dropped, one when it is kept. What are they, and how likely is each?",
        "p = 0.4 is the probability of dropping, so the unit is kept with probability 0.6. A mean is the sum of "
        "value times probability.",
        "A kept 6 becomes 6 divided by 0.6. The variance is the mean of the squares minus the square of the mean.",
    ),
)


@page.reference
def by_listing_both_values():
    values = {0.0: 0.4, 6 / 0.6: 0.6}
    mean = sum(value * chance for value, chance in values.items())
    variance = sum((value - mean) ** 2 * chance for value, chance in values.items())
    return {"plain_mean": 0.6 * 6, "kept": 6 / 0.6, "mean": mean, "variance": variance}


@page.wrong(
    "plain_mean, kept and variance are those of a unit that is kept with probability 0.4: p is the probability of "
    "dropping, so it is kept with probability 0.6, and divided by 0.6."
)
def keeping_with_p():
    return {"plain_mean": 2.4, "kept": 15.0, "mean": 6.0, "variance": 54.0}


@page.wrong(
    "kept, mean and variance are those without scaling: a kept 6 is divided by 1 - p = 0.6, and only then is the mean"
    " 6 again."
)
def not_scaled():
    return {"plain_mean": 3.6, "kept": 6.0, "mean": 3.6, "variance": 8.64}


@page.wrong(
    "kept, mean and variance are those of a 6 that is multiplied by 0.6: that shrinks the output twice. It is divided"
    " by 0.6."
)
def multiplied():
    return {"plain_mean": 3.6, "kept": 3.6, "mean": 2.16, "variance": 3.1104}


@page.wrong("variance is a standard deviation: leave the root out.")
def deviation():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 24**0.5}


@page.wrong("variance is 60, the mean of the squares: the square of the mean still has to be subtracted.")
def mean_of_squares():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 60.0}


@page.wrong("variance is 0: the mean does not move, but the output does. Its two values lie 6 below and 4 above it.")
def no_variance():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 0.0}


@page.wrong("kept is 6 / 0.4: p is the probability of dropping, and what is kept is divided by the probability of keeping.")
def kept_divided_by_p():
    return {"plain_mean": 3.6, "kept": 15.0, "mean": 6.0, "variance": 24.0}


@page.wrong("kept is the unit as it comes in: inverted dropout divides what is kept by 1 - p.")
def kept_unscaled():
    return {"plain_mean": 3.6, "kept": 6.0, "mean": 6.0, "variance": 24.0}


@page.wrong("kept is 6 times 0.6: what is kept is divided by 1 - p, so that it grows.")
def kept_multiplied():
    return {"plain_mean": 3.6, "kept": 3.6, "mean": 6.0, "variance": 24.0}


@page.wrong("mean is that without scaling: take the two values of inverted dropout, 0 and kept, each times its probability.")
def plain_mean_again():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 3.6, "variance": 24.0}


@page.wrong("variance is that of the output without scaling: the two values are 0 and kept.")
def variance_unscaled():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 8.64}


@page.wrong("plain_mean is 6 times p: the unit is kept with probability 1 - p.")
def plain_mean_with_p():
    return {"plain_mean": 2.4, "kept": 10.0, "mean": 6.0, "variance": 24.0}


@page.right
def from_the_formulas():
    x, p = 6, 0.4
    return {"plain_mean": (1 - p) * x, "kept": x / (1 - p), "mean": x, "variance": x**2 * p / (1 - p)}


@page.right
def rounded():
    return {"plain_mean": 3.60, "kept": 10, "mean": 6, "variance": 24}
