"""Drawing inputs for cases: numbers with two decimals, so that a reader can follow them, and sizes that all differ."""

import numpy as np


def numbers(rng: np.random.Generator, *shape: int, scale: float = 1.0, away_from_zero: float = 0.05) -> np.ndarray:
    """Standard normal numbers times `scale`, rounded to two decimals, none nearer to 0 than `away_from_zero`.

    The gap keeps cases away from the kink of ReLU and from signs that do not matter.
    """
    drawn = rng.normal(size=shape) * scale
    return np.round(drawn + np.copysign(away_from_zero, drawn), 2)


# Their 7992 bytes are whole groups of three: in base64 they read the same each time, within reach of zlib.
PERIOD = 999


def repeated(rng: np.random.Generator, *shape: int, scale: float = 1.0) -> np.ndarray:
    """`numbers` for a large array: 999 of them, again and again, times `scale`. It travels as a few kilobytes."""
    return np.resize(numbers(rng, PERIOD), shape) * scale


def number(rng: np.random.Generator, low: float, high: float) -> float:
    """One number between `low` and `high`, with two decimals."""
    return round(float(rng.uniform(low, high)), 2)


def sizes(rng: np.random.Generator, count: int, low: int = 2, high: int = 7) -> list[int]:
    """`count` different sizes, so that no transposed or mixed-up shape passes by chance."""
    return [int(n) for n in rng.choice(np.arange(low, high + 1), size=count, replace=False)]


def labels(rng: np.random.Generator, n: int, classes: int) -> np.ndarray:
    """`n` labels in 0 … classes − 1, as int64; with n ≥ classes every class occurs."""
    # Every class once, then more at random: a class that is missing would leave a wrong count of classes unseen.
    drawn = np.concatenate([rng.permutation(classes), rng.integers(0, classes, size=max(0, n - classes))])
    return rng.permutation(drawn[:n]).astype(np.int64)
