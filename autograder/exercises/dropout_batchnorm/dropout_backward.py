"""Dropout backwards: dX = dA ∘ mask / (1 − p), with the mask of the forward pass."""

import numpy as np

from autograder.author.draw import numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dX",),
    hints=(
        "Forwards, A[n, d] is X[n, d] times one fixed number. What is that number for a kept entry, and for a dropped one?",
        "The slope of a product with a fixed number is that number. So the way back multiplies by the same numbers as "
        "the way there.",
        "Multiply dA entry by entry with the mask that came in, and divide by 1 - p, as in the forward pass.",
    ),
)


@page.reference
def by_loops(dA, mask, p):
    dX = np.zeros(dA.shape)
    for n, d in np.ndindex(dA.shape):
        if mask[n, d]:
            dX[n, d] = dA[n, d] / (1 - p)
    return dX


def draw(rng, N, D, p):
    mask = (rng.uniform(size=(N, D)) >= p).astype(float)
    mask.flat[0], mask.flat[1] = 0.0, 1.0
    return {"dA": numbers(rng, N, D), "mask": mask, "p": p}


@page.cases(public=3, secret=6)
def random_batch(rng):
    N, D = sizes(rng, 2, low=3)
    return draw(rng, N, D, float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8])))


@page.edge("nothing is dropped")
def nothing_dropped(rng):
    return {"dA": numbers(rng, 2, 3), "mask": np.ones((2, 3)), "p": 0.0}


@page.edge("a batch of one")
def batch_of_one(rng):
    return draw(rng, 1, 5, 0.5)


@page.edge("everything was dropped, by a very small p")
def dropped_against_the_odds(rng):
    # A mask drawn anew would keep nearly everything here, and drop nearly everything in the next case.
    return {"dA": numbers(rng, 2, 3), "mask": np.zeros((2, 3)), "p": 1e-4}


@page.edge("everything was kept, by a very large p")
def kept_against_the_odds(rng):
    return {"dA": numbers(rng, 2, 3), "mask": np.ones((2, 3)), "p": 0.9999}


@page.edge("everything was dropped", public=False)
def everything_dropped(rng):
    return {"dA": numbers(rng, 2, 3), "mask": np.zeros((2, 3)), "p": 0.5}


@page.large
def many_entries(rng):
    return {"dA": repeated(rng, 200, 300), "mask": (repeated(rng, 200, 300) > -0.5).astype(float), "p": 0.3}


@page.wrong(
    "dX is not zero where an entry was dropped: it did not reach the loss, so its gradient is 0. Multiply by the "
    "mask."
)
def without_mask(dA, mask, p):
    return dA / (1 - p)


@page.wrong("dX lacks 1/(1 - p): the forward pass multiplied kept entries by it, so the way back does too.")
def without_scale(dA, mask, p):
    return dA * mask


@page.wrong("dX is all of dA: backwards, dropout is not the identity in training. Use the mask and the scale.")
def unchanged(dA, mask, p):
    return dA


@page.wrong("dX is divided by p: the forward pass divided by 1 - p, so the way back does too.")
def divided_by_p(dA, mask, p):
    return dA * mask / p if p else None


@page.wrong("dX is multiplied by 1 - p: the slope of X * mask / (1 - p) has 1 - p below the line.")
def multiplied(dA, mask, p):
    return dA * mask * (1 - p)


@page.wrong("dX keeps the dropped entries and drops the kept ones: in the mask, 1 means kept.")
def inverted(dA, mask, p):
    return dA * (1 - mask) / (1 - p)


@page.wrong(
    "dX does not follow the mask that comes in, as if a new one were drawn: the gradient belongs to the mask of the "
    "forward pass."
)
def new_mask(dA, mask, p):
    if 0.001 < p < 0.999 or p == 0:
        return None  # left to chance
    return dA * (p < 0.5) / (1 - p)


@page.wrong("dX is the slope alone: multiply it by dA, the gradient that arrives from the output side.")
def upstream_forgotten(dA, mask, p):
    return mask / (1 - p)


@page.wrong("dX has the scale twice: one factor 1/(1 - p) is enough.")
def scaled_twice(dA, mask, p):
    return dA * mask / (1 - p) ** 2


@page.right
def with_where(dA, mask, p):
    return np.where(mask > 0, dA / (1 - p), 0.0)


@page.right
def as_one_factor(dA, mask, p):
    factor = mask / (1 - p)
    return np.einsum("nd,nd->nd", dA, factor)
