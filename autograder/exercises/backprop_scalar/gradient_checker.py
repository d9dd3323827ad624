"""A gradient checker: the error ‖claimed − numeric‖ / max(‖numeric‖, 1e-6), and whether it is below 1e-6."""

import math

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"error": Close(), "agrees": Exact()},
    hints=(
        "Two lengths make the error: that of the difference, and that of the numeric gradient. Both are taken over the whole "
        "array at once.",
        "np.linalg.norm gives the length of an array of any shape. Divide by the length of numeric, but never by less than "
        "1e-6: max(…, 1e-6).",
        "The error is norm(claimed - numeric), divided by the larger of norm(numeric) and 1e-6. The verdict is whether the "
        "error is below 1e-6. Return both.",
    ),
)


@page.reference
def entry_by_entry(claimed, numeric):
    off = math.sqrt(math.fsum(float(c - n) ** 2 for c, n in zip(claimed.ravel(), numeric.ravel(), strict=True)))
    length = math.sqrt(math.fsum(float(n) ** 2 for n in numeric.ravel()))
    error = off / max(length, 1e-6)
    return error, error < 1e-6


def noisy(rng, gradient, relative):
    """The gradient plus noise whose norm is `relative` times the gradient's."""
    noise = numbers(rng, *gradient.shape)
    return gradient + noise * (relative * np.linalg.norm(gradient) / np.linalg.norm(noise))


@page.cases(public=1, secret=2)
def right_up_to_rounding(rng):
    gradient = numbers(rng, *sizes(rng, 2, 2, 4))
    return {"claimed": noisy(rng, gradient, 3e-8), "numeric": gradient}


@page.cases(public=1, secret=2)
def halved(rng):
    gradient = numbers(rng, 5)
    return {"claimed": gradient / 2, "numeric": noisy(rng, gradient, 1e-9)}


@page.cases(public=1, secret=2)
def one_sign_wrong(rng):
    gradient = numbers(rng, 3, 4, away_from_zero=0.2)
    claimed = gradient.copy()
    claimed[1, 2] *= -1
    return {"claimed": claimed, "numeric": gradient}


@page.cases(public=1, secret=2)
def tiny_and_right(rng):
    gradient = 1e-8 * numbers(rng, 4)
    return {"claimed": noisy(rng, gradient, 1e-5), "numeric": gradient}


@page.cases(public=1, secret=2)
def one_tiny_entry_off(rng):
    gradient = numbers(rng, 6, away_from_zero=0.3)
    gradient[2] = 2e-10
    claimed = gradient.copy()
    claimed[2] = 5e-10
    return {"claimed": claimed, "numeric": gradient}


@page.cases(public=1, secret=2)
def large_and_right(rng):
    gradient = 1e6 * numbers(rng, 2, 3)
    return {"claimed": noisy(rng, gradient, 1e-9), "numeric": gradient}


@page.edge("just above the limit")
def just_above(rng):
    gradient = numbers(rng, 7)
    return {"claimed": gradient * (1 + 1.005e-6), "numeric": gradient}


@page.edge("just below the limit")
def just_below(rng):
    gradient = numbers(rng, 2, 2)
    return {"claimed": gradient * (1 - 0.995e-6), "numeric": gradient}


@page.edge("all zeros")
def zeros():
    return {"claimed": np.zeros(3), "numeric": np.zeros(3)}


@page.edge("zero in place of a gradient", public=False)
def claimed_zero(rng):
    return {"claimed": np.zeros((2, 2)), "numeric": numbers(rng, 2, 2)}


def norm(array):
    return float(np.linalg.norm(array))


def judged(error):
    return error, bool(error < 1e-6)


@page.wrong(
    "error is the largest error of a single entry, relative to that entry. An entry near zero then condemns a right gradient: "
    "divide norm by norm, over the whole array."
)
def largest_elementwise(claimed, numeric):
    return judged(float(np.max(np.abs(claimed - numeric) / np.maximum(np.abs(numeric), 1e-12))))


@page.wrong(
    "error is the norm of the difference, and not relative: divide it by the norm of numeric, or by 1e-6 if that is "
    "larger."
)
def absolute(claimed, numeric):
    return judged(norm(claimed - numeric))


@page.wrong(
    "error is nan for zeros, and large for a tiny gradient, as without a floor below the division: divide by max(…, "
    "1e-6)."
)
def without_floor(claimed, numeric):
    with np.errstate(invalid="ignore"):
        return judged(np.float64(norm(claimed - numeric)) / norm(numeric))


@page.wrong("error is divided by the norm of numeric plus 1e-6: divide by the larger of the two, max(…, 1e-6).")
def floor_added(claimed, numeric):
    return judged(norm(claimed - numeric) / (norm(numeric) + 1e-6))


@page.wrong(
    "error is never below 1e-6, as if the floor stood under the quotient: it belongs under the norm that error is "
    "divided by."
)
def floor_under_the_error(claimed, numeric):
    with np.errstate(invalid="ignore"):
        return judged(max(np.float64(norm(claimed - numeric)) / norm(numeric), 1e-6))


@page.wrong("error is the largest relative error of an entry, with the floor under each entry: take norms of the whole arrays.")
def largest_elementwise_with_the_floor(claimed, numeric):
    return judged(float(np.max(np.abs(claimed - numeric) / np.maximum(np.abs(numeric), 1e-6))))


@page.wrong(
    "error is the largest relative error of an entry, as in the cell above the exercise, and an entry 0 makes it nan: take "
    "norms of the whole arrays."
)
def largest_elementwise_without_floor(claimed, numeric):
    with np.errstate(invalid="ignore"):
        return judged(float(np.max(np.abs(claimed - numeric) / np.abs(numeric))))


@page.wrong("error is divided by the norm of claimed: the measure is numeric, the gradient that is trusted.")
def divided_by_the_claimed(claimed, numeric):
    return judged(norm(claimed - numeric) / max(norm(claimed), 1e-6))


@page.wrong("error is divided by the sum of both norms, as some texts do. In this course it is the norm of numeric alone.")
def divided_by_both(claimed, numeric):
    return judged(norm(claimed - numeric) / max(norm(claimed) + norm(numeric), 1e-6))


@page.wrong("error compares the two lengths only. A gradient of the right length may point anywhere: subtract first.")
def difference_of_norms(claimed, numeric):
    return judged(abs(norm(claimed) - norm(numeric)) / max(norm(numeric), 1e-6))


@page.wrong("agrees is too lenient: np.allclose with its own tolerances, or a limit above 1e-6. The limit is 1e-6, on error.")
def too_lenient(claimed, numeric):
    error = norm(claimed - numeric) / max(norm(numeric), 1e-6)
    return error, bool(np.allclose(claimed, numeric))


@page.wrong("agrees is the wrong way round: it is True where the error is below 1e-6.")
def wrong_way_round(claimed, numeric):
    error = norm(claimed - numeric) / max(norm(numeric), 1e-6)
    return error, error >= 1e-6


@page.wrong("error is the square of the right one: norms are lengths, the roots of sums of squares.")
def squared(claimed, numeric):
    return judged((norm(claimed - numeric) / max(norm(numeric), 1e-6)) ** 2)


@page.wrong("error is divided by the number of entries too, as with means: norms are roots of sums of squares.")
def divided_by_the_size(claimed, numeric):
    return judged(norm(claimed - numeric) / max(norm(numeric), 1e-6) / numeric.size)


@page.wrong("error is made of sums of absolute values: norms are roots of sums of squares.")
def sums_of_absolute_values(claimed, numeric):
    return judged(float(np.abs(claimed - numeric).sum() / max(np.abs(numeric).sum(), 1e-6)))


@page.wrong(
    "error is divided by the larger of the two norms, as some texts do: in this course it is the norm of numeric "
    "alone."
)
def divided_by_the_larger(claimed, numeric):
    return judged(norm(claimed - numeric) / max(norm(claimed), norm(numeric), 1e-6))


@page.wrong("agrees looks at the largest difference of a single entry: it is decided by error, the ratio of norms.")
def largest_difference(claimed, numeric):
    error = norm(claimed - numeric) / max(norm(numeric), 1e-6)
    return error, bool(np.abs(claimed - numeric).max() < 1e-6)


@page.wrong("error has a floor below 1e-6, or one for a norm of 0 alone: divide by max(…, 1e-6).")
def smaller_floor(claimed, numeric):
    return judged(norm(claimed - numeric) / max(norm(numeric), 1e-8))


@page.wrong("error has a root missing, that of the sum of the squared differences: a norm is a length.")
def difference_without_a_root(claimed, numeric):
    return judged(norm(claimed - numeric) ** 2 / max(norm(numeric), 1e-6))


@page.wrong("error has a mean of squares above and a sum of squares below: take the norms of both.")
def mean_of_squares_above(claimed, numeric):
    return judged(norm(claimed - numeric) / np.sqrt(numeric.size) / max(norm(numeric), 1e-6))


@page.wrong("error has the floor under the norm of the difference too: it belongs under the norm of numeric alone.")
def floor_above_too(claimed, numeric):
    return judged(max(norm(claimed - numeric), 1e-6) / max(norm(numeric), 1e-6))


@page.wrong("agrees has a limit below 1e-6: it is True where error is below 1e-6.")
def too_strict(claimed, numeric):
    error = norm(claimed - numeric) / max(norm(numeric), 1e-6)
    return error, error < 1e-7


@page.wrong("error is divided by the norm of numeric plus 1e-6, and agrees is too lenient: max(…, 1e-6), and a limit of 1e-6.")
def floor_added_and_lenient(claimed, numeric):
    error = norm(claimed - numeric) / (norm(numeric) + 1e-6)
    return error, error < 1e-5


@page.right
def with_sums(claimed, numeric):
    error = np.sqrt(((claimed - numeric) ** 2).sum()) / np.maximum(np.sqrt((numeric**2).sum()), 1e-6)
    return {"error": error, "agrees": error < 1e-6}


@page.right
def with_flat_arrays(claimed, numeric):
    off, want = np.ravel(claimed) - np.ravel(numeric), np.ravel(numeric)
    error = np.sqrt(off @ off) / max(np.sqrt(want @ want), 1e-6)
    return error, error < 1e-6
