"""Inverted dropout in training: A = X ∘ mask / (1 − p), with mask = (U ≥ p) from uniform draws U."""

# ruff: noqa: SIM300 - U is an array, not a constant.
import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("A", "mask"),
    hints=(
        "First the mask alone. An entry of U lies below p with probability p: those are the entries to drop.",
        "Comparing an array with a number gives an array of True and False, and True counts as 1 in a product.",
        "mask is U >= p. Multiply X by it, entry by entry, and divide the product by the probability of keeping.",
    ),
)


@page.reference
def by_loops(X, U, p):
    A, mask = np.zeros(X.shape), np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        if U[index] >= p:
            mask[index] = 1.0
            A[index] = X[index] / (1 - p)
    return A, mask


def draw(rng, N, D, p):
    # Two decimals, and one draw that equals p: the boundary belongs to the kept.
    U = np.round(rng.uniform(0.0, 0.99, size=(N, D)), 2)
    U.flat[0], U.flat[1], U.flat[2] = p, p / 2, (1 + p) / 2
    return {"X": numbers(rng, N, D), "U": U, "p": p}


@page.cases(public=3, secret=6)
def random_batch(rng):
    N, D = sizes(rng, 2, low=3)
    return draw(rng, N, D, float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8])))


@page.edge("one half")
def one_half(rng):
    return draw(rng, 3, 4, 0.5)


@page.edge("nothing is dropped")
def nothing_dropped(rng):
    return {"X": numbers(rng, 2, 3), "U": np.round(rng.uniform(0, 0.99, size=(2, 3)), 2), "p": 0.0}


@page.edge("everything is dropped")
def everything_dropped(rng):
    return {"X": numbers(rng, 2, 3), "U": np.round(rng.uniform(0, 0.49, size=(2, 3)), 2), "p": 0.5}


@page.edge("a very small p, and draws that lie below it")
def all_below(rng):
    # With draws of one's own nearly nothing would be dropped here, and nearly everything in the next case.
    return {"X": numbers(rng, 2, 3), "U": np.zeros((2, 3)), "p": 1e-4}


@page.edge("a very large p, and draws that lie above it")
def all_above(rng):
    return {"X": numbers(rng, 2, 3), "U": np.full((2, 3), 0.99995), "p": 0.9999}


@page.edge("a batch of one", public=False)
def batch_of_one(rng):
    return draw(rng, 1, 6, 0.25)


@page.wrong(
    "A and mask keep what should be dropped, the entries with U < p: p is the probability of dropping, so entries "
    "with U >= p stay."
)
def kept_below_p(X, U, p):
    mask = U < p
    return X * mask / (1 - p), mask


@page.wrong(
    "A and mask drop with probability 1 - p, where U < 1 - p: p is the probability of dropping, so compare U with p "
    "itself."
)
def one_minus_p(X, U, p):
    mask = U >= 1 - p
    return X * mask / (1 - p), mask


@page.wrong("A is not scaled: divide the kept entries by 1 - p, or the mean output shrinks to (1 - p) X.")
def not_scaled(X, U, p):
    mask = U >= p
    return X * mask, mask


@page.wrong("A is multiplied by 1 - p: that makes the mean even smaller. Divide by 1 - p.")
def multiplied(X, U, p):
    mask = U >= p
    return X * mask * (1 - p), mask


@page.wrong("A is divided by p: the probability of keeping is 1 - p, and that is what to divide by.")
def divided_by_p(X, U, p):
    if p == 0:
        return None, None  # 0 / 0, or what is done about it
    mask = U >= p
    return X * mask / p, mask


@page.wrong("A is divided by the share that this mask happened to keep: divide by the probability 1 - p instead.")
def divided_by_the_share(X, U, p):
    mask = U >= p
    with np.errstate(all="ignore"):
        return X * mask / mask.mean(), mask


@page.wrong("mask holds the scale too: it should be 1 where an entry is kept and 0 where it is dropped.")
def mask_with_scale(X, U, p):
    mask = (U >= p) / (1 - p)
    return X * mask, mask


@page.wrong("mask drops the entries with U exactly p: the contract says that U >= p keeps.")
def boundary_dropped(X, U, p):
    mask = U > p
    return X * mask / (1 - p), mask


@page.wrong("A and mask keep the entries with U up to p: p is the probability of dropping, so entries with U >= p stay.")
def kept_up_to_p(X, U, p):
    mask = U <= p
    return X * mask / (1 - p), mask


@page.wrong("A and mask keep where U < 1 - p: the probability is right, but the contract says that U >= p keeps.")
def kept_below_one_minus_p(X, U, p):
    mask = U < 1 - p
    return X * mask / (1 - p), mask


@page.wrong("A and mask keep where U <= 1 - p: the probability is right, but the contract says that U >= p keeps.")
def kept_up_to_one_minus_p(X, U, p):
    mask = U <= 1 - p
    return X * mask / (1 - p), mask


@page.wrong(
    "A and mask keep the entries with U < p and divide by p, as where p is the probability of keeping: in this course"
    " p is the probability of dropping, so entries with U >= p stay, divided by 1 - p."
)
def keeping_convention(X, U, p):
    if p == 0:
        return None, None
    mask = U < p
    return X * mask / p, mask


@page.wrong(
    "A and mask keep the entries with U < p and divide by p, and mask holds the scale too, as where p is the "
    "probability of keeping: here p is the probability of dropping, and mask is 1 where U >= p."
)
def keeping_convention_with_scale(X, U, p):
    if p == 0:
        return None, None
    mask = (U < p) / p
    return X * mask, mask


@page.wrong(
    "A and mask keep an entry with probability p, where U >= 1 - p, and divide by p: p is the probability of "
    "dropping, so compare U with p and divide by 1 - p."
)
def kept_with_probability_p(X, U, p):
    if p == 0:
        return None, None
    mask = U >= 1 - p
    return X * mask / p, mask


@page.wrong("A and mask keep what should be dropped, and A is not scaled: entries with U >= p stay, divided by 1 - p.")
def kept_below_p_and_not_scaled(X, U, p):
    mask = U < p
    return X * mask, mask


@page.wrong("A is scaled and not masked: multiply X by the mask as well.")
def not_masked(X, U, p):
    return X / (1 - p), U >= p


@page.wrong(
    "A has its kept and dropped entries multiplied by the draws: U decides which entries are kept, and X is "
    "multiplied by the mask."
)
def times_the_draws(X, U, p):
    return X * U / (1 - p), U >= p


@page.wrong("mask is right, and A drops what it keeps: multiply X by the mask that you return.")
def dropped_what_the_mask_keeps(X, U, p):
    return X * (U < p) / (1 - p), U >= p


# Behind the mistakes that use U: they give the same two answers, and are told by the other cases.
@page.wrong("A and mask do not depend on U: take the draws that come in, and draw no random numbers of your own.")
def own_draws(X, U, p):
    if 0.001 < p < 0.999 or p == 0:
        return None, None  # left to chance
    mask = np.full(U.shape, p < 0.5)
    return X * mask / (1 - p), mask


@page.right
def with_where(X, U, p):
    mask = np.where(U < p, 0, 1)
    return np.where(mask == 1, X / (1 - p), 0.0), mask


@page.right
def on_a_copy(X, U, p):
    A = X.copy() / (1 - p)
    A[U < p] = 0
    return {"A": A, "mask": ~(U < p)}
