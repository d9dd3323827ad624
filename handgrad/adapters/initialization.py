"""How chapter 06's initializers are asked: with their seed, with the same seed again, and with another one."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad.text import say


def seeded(initializer: Callable[..., Any]) -> Callable[..., Any]:
    """The function (n_in, n_out, seed) -> W itself, where its random numbers come from the seed.

    Raises `ValueError` where another seed gives the same numbers, or the same seed others.
    """

    def answer(n_in: int, n_out: int, seed: int) -> Any:
        W, again, other = (initializer(n_in, n_out, one) for one in (seed, seed, seed + 1))
        if not np.array_equal(W, again):
            raise ValueError(say("The same seed gives other weights when it is used again: draw them from rng alone, the "
                                 "generator that is made from the seed."))  # fmt: skip
        if np.array_equal(W, other) and np.ptp(W) > 0:
            raise ValueError(say("Two seeds give the same weights: draw them from rng, the generator that is made from the "
                                 "seed, and make no generator of your own."))  # fmt: skip
        return W

    return answer
