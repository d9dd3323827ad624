"""Broadcasting backwards: b was stretched to the shape of dS, so db sums dS over every axis that was stretched."""

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("db",),
    hints=(
        "One entry of b is copied into many entries of S. Each copy sends a gradient back, and the gradients of "
        "copies add up. Which axes was b copied along?",
        "Two kinds of axes. Leading axes that b does not have at all: dS.ndim - b.ndim of them, the first ones. And "
        "axes where b has length 1 and dS is longer.",
        "First sum over the leading axes, so that dS and b have equally many. Then sum over the axes where b.shape "
        "is 1, with keepdims=True, so that the length 1 stays. sum takes a tuple of axes, and an empty tuple sums "
        "over none.",
    ),
)


@page.reference
def by_loops(dS, b):
    db = np.zeros(b.shape)
    stretched = np.broadcast_to(np.arange(b.size).reshape(b.shape), dS.shape)
    for index in np.ndindex(dS.shape):
        db.flat[stretched[index]] += dS[index]
    return db


@page.forward(upstream="dS", db="b")
def stretch(b, dS):
    return b.expand(dS.shape)


def draw(rng, full, shape):
    return {"dS": numbers(rng, *full), "b": np.array(numbers(rng, *shape))}


@page.edge("a row, b of shape (H,)")
def row(rng):
    N, H = sizes(rng, 2)
    return draw(rng, (N, H), (H,))


@page.edge("a row with two axes, b of shape (1, H)")
def flat_row(rng):
    N, H = sizes(rng, 2)
    return draw(rng, (N, H), (1, H))


@page.edge("a column, b of shape (N, 1)")
def column(rng):
    N, H = sizes(rng, 2)
    return draw(rng, (N, H), (N, 1))


@page.edge("one number, b of shape ()")
def number(rng):
    N, H = sizes(rng, 2)
    return draw(rng, (N, H), ())


@page.edge("nothing was stretched")
def same(rng):
    N, H = sizes(rng, 2)
    return draw(rng, (N, H), (N, H))


@page.edge("three axes, b of shape (M, 1)")
def three_axes(rng):
    N, M, H = sizes(rng, 3, high=5)
    return draw(rng, (N, M, H), (M, 1))


@page.edge("the column again", public=False)
def another_column(rng):
    N, H = sizes(rng, 2)
    return draw(rng, (N, H), (N, 1))


@page.edge("three axes, first and last stretched", public=False)
def first_and_last(rng):
    N, M, H = sizes(rng, 3, high=5)
    return draw(rng, (N, M, H), (1, M, 1))


@page.edge("three axes, the middle one stretched", public=False)
def middle(rng):
    N, M, H = sizes(rng, 3, high=5)
    return draw(rng, (N, M, H), (N, 1, H))


@page.edge("three axes, b of shape (H,)", public=False)
def last_axis(rng):
    N, M, H = sizes(rng, 3, high=5)
    return draw(rng, (N, M, H), (H,))


@page.edge("three axes, one number", public=False)
def three_axes_one_number(rng):
    N, M, H = sizes(rng, 3, high=5)
    return draw(rng, (N, M, H), ())


@page.edge("a batch of one", public=False)
def batch_of_one(rng):
    return draw(rng, (1, 4), (1, 1))


def _summed(dS, b):
    extra = tuple(range(dS.ndim - b.ndim))
    return dS.sum(axis=extra)


def _ones(b):
    return tuple(axis for axis, n in enumerate(b.shape) if n == 1)


@page.large
def many_entries(rng):
    return {"dS": repeated(rng, 2, 200, 300), "b": repeated(rng, 200, 300)}


@page.wrong(
    "db sums over the axes that b does not have, and leaves those where b has length 1. Sum over them too, with "
    "keepdims=True."
)
def only_leading_axes(dS, b):
    return _summed(dS, b)


@page.wrong("db loses its axes of length 1: sum over them with keepdims=True, so that db has the shape of b.")
def without_keepdims(dS, b):
    return np.asarray(_summed(dS, b)).sum(axis=_ones(b))


@page.wrong(
    "db keeps axes that b does not have: keepdims=True is for the axes where b has length 1. Sum the leading ones away."
)
def keepdims_everywhere(dS, b):
    extra = dS.ndim - b.ndim
    return dS.sum(axis=(*range(extra), *(a + extra for a in _ones(b))), keepdims=True)


@page.wrong("db is a mean: each copy of an entry of b sends its whole gradient back, so sum them.")
def mean_of_the_copies(dS, b):
    return np.asarray(dS.mean(axis=tuple(range(dS.ndim - b.ndim)))).mean(axis=_ones(b), keepdims=True)


@page.wrong(
    "db takes the gradient of one copy only: b was copied along the stretched axes, and all copies' gradients add up."
)
def one_copy_only(dS, b):
    first = dS[(0,) * (dS.ndim - b.ndim)]
    return first[tuple(slice(0, 1) if n == 1 else slice(None) for n in b.shape)]


@page.wrong("db holds the last copy's gradient alone, as where a loop overwrites it: all copies' gradients are added up (+=).")
def last_copy_only(dS, b):
    last = dS[(-1,) * (dS.ndim - b.ndim)]
    return last[tuple(slice(-1, None) if n == 1 else slice(None) for n in b.shape)]


@page.wrong(
    "db spreads one total over all entries: sum over the stretched axes only, so that each entry of b keeps its own "
    "gradient."
)
def total_everywhere(dS, b):
    return np.full(b.shape, dS.sum())


@page.wrong(
    "db always sums over axis 0: b may have been stretched along another axis, along several, or along none. Compare "
    "the two shapes."
)
def always_over_the_batch(dS, b):
    return dS.sum(axis=0)


@page.wrong(
    "db holds entries of dS that were moved and not added up: reshape and resize do no sum. Sum over the stretched "
    "axes."
)
def resized(dS, b):
    return np.resize(dS, b.shape)


@page.right
def axis_by_axis(dS, b):
    while dS.ndim > b.ndim:
        dS = dS.sum(axis=0)
    for axis in range(b.ndim):
        if b.shape[axis] == 1:
            dS = np.sum(dS, axis=axis, keepdims=True)
    return dS


@page.right
def with_a_reshape_at_the_end(dS, b):
    padded = (1,) * (dS.ndim - b.ndim) + b.shape
    stretched = tuple(axis for axis in range(dS.ndim) if padded[axis] != dS.shape[axis])
    return dS.sum(axis=stretched).reshape(b.shape)
