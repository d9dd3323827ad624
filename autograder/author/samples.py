"""Answers that are random numbers: a page says their distribution, and gets both a sample and what is frozen of it.

    @page.reference
    @drawn
    def he(n_in, n_out, seed):
        return normal(n_in, n_out, variance=2 / n_in)

Asked for an answer, `he` gives a matrix, drawn by another road than NumPy's own (Box and Muller 1958). What the cases
keep is the description, so that any other sample of the same distribution fits: see `handgrad.kit.rules.Sample`.
"""

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

Description = dict[str, Any]


def normal(n_in: int, n_out: int, variance: float, copies: str = "") -> Description:
    """N(0, variance) in every entry of an (n_in, n_out) matrix."""
    return _description((n_in, n_out), "normal", 0.0, math.sqrt(variance), copies)


def uniform(n_in: int, n_out: int, low: float, high: float, copies: str = "") -> Description:
    """U(low, high) in every entry of an (n_in, n_out) matrix: its variance is (high − low)²/12."""
    return _description((n_in, n_out), "uniform", (low + high) / 2, (high - low) / math.sqrt(12), copies)


def _description(shape: tuple[int, ...], family: str, mean: float, deviation: float, copies: str) -> Description:
    return {"shape": list(shape), "family": family, "mean": mean, "deviation": deviation, "copies": copies}


def drawn(describe: Callable[..., Description]) -> Callable[..., Any]:
    """An answer that draws what `describe(…, seed)` describes; the last input is the seed."""

    @functools.wraps(describe)
    def draw(*inputs: Any) -> np.ndarray:
        return sample(describe(*inputs), np.random.default_rng(inputs[-1]))

    draw.describes = describe  # type: ignore[attr-defined]
    return draw


def sample(wanted: Description, rng: np.random.Generator) -> np.ndarray:
    """One matrix from the distribution described."""
    shape = tuple(wanted["shape"])
    once = {"rows": (1, *shape[1:]), "columns": (*shape[:-1], 1), "entries": (1,) * len(shape)}.get(wanted["copies"], shape)
    one, other = rng.random(once), rng.random(once)
    if wanted["family"] == "uniform":
        z = math.sqrt(3) * (2 * one - 1)
    else:
        # The logarithm of 1 − u, and not of u: `random` may give 0, and never gives 1.
        z = np.sqrt(-2 * np.log1p(-one)) * np.cos(2 * np.pi * other)
    return np.broadcast_to(wanted["mean"] + wanted["deviation"] * z, shape).copy()


# --- layers to draw weights for: some 15,000 weights, so that a variance is known to within a tenth ------------------


def narrowing_layer(rng: np.random.Generator) -> dict[str, int]:
    """A layer with three times as many inputs as outputs, or more."""
    return _layer(rng, (210, 261), (60, 71))


def widening_layer(rng: np.random.Generator) -> dict[str, int]:
    """A layer with three times as many outputs as inputs, or more."""
    return _layer(rng, (60, 71), (210, 261))


def square_layer(rng: np.random.Generator) -> dict[str, int]:
    """A layer with as many outputs as inputs."""
    n = int(rng.integers(110, 131))
    return {"n_in": n, "n_out": n, "seed": int(rng.integers(1, 10_000))}


def _layer(rng: np.random.Generator, inputs: tuple[int, int], outputs: tuple[int, int]) -> dict[str, int]:
    return {
        "n_in": int(rng.integers(*inputs)),
        "n_out": int(rng.integers(*outputs)),
        "seed": int(rng.integers(1, 10_000)),
    }
