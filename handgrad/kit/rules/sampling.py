"""Is a matrix a sample of what was asked for? Tests that a right answer fails less often than a chance that is stated.

A distribution is described by plain data:

    {"shape": [240, 60], "family": "normal", "mean": 0.0, "deviation": 0.0645, "copies": ""}

Every entry is drawn on its own from `family` (normal or uniform), unless `copies` says that one draw stands in all
"rows", in all "columns" or in all "entries".

Every bound below holds for every size of matrix, not only for large ones. For each, t = ln(16 / chance), and z is the
sample with its mean taken away, in units of the deviation, so that a normal and a uniform z are both sub-Gaussian
with variance 1: E exp(az) ≤ exp(a²/2).

| what | bound | a right answer passes it, but for a chance of |
|---|---|---|
| mean | abs(Σ z) ≤ √(2tn), Chernoff | 2e⁻ᵗ |
| variance, normal | −2√(tn) ≤ Σ z² − n ≤ 2√(tn) + 2t, Laurent and Massart 2000 | 2e⁻ᵗ |
| variance, uniform | abs(Σ z² − n) ≤ 3√(tn/2), Hoeffding | 2e⁻ᵗ |
| distribution | sup abs(Fₙ − F) ≤ √(t/2n), Kolmogorov–Smirnov with Massart's constant 1990 | 2e⁻ᵗ |
| two rows, for all P pairs | abs⟨zᵢ, zⱼ⟩ ≤ ‖zⱼ‖ √(2t + 2 ln P), Chernoff given row j | 2e⁻ᵗ |
| two columns | the same | 2e⁻ᵗ |
| sums of the m rows (each over k entries) | Σ (row sum)²/k ≤ m + 2√(tm) + 2t, Hsu, Kakade and Zhang 2012 | e⁻ᵗ |
| sums of the columns | the same | e⁻ᵗ |
| the same sums, normal, from below | x − 1 − ln x ≤ 2t/m where x = Σ (row sum)²/mk < 1, Chernoff | e⁻ᵗ |
| sums of the columns, and the sum of all, normal | the same | 2e⁻ᵗ |

Together 15 e⁻ᵗ = 15/16 chance. The rest, beyond 10⁻¹⁰⁰, is for a sample of more than 1,000 entries of which half repeat others.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

Array = np.ndarray
Description = Mapping[str, Any]


@np.errstate(all="ignore")  # entries may be as large as numbers can be
def fault(sample: Any, wanted: Description, chance: float) -> str | None:
    """The first thing that speaks against the sample, or None.

    One of "kind", "shape", "finite", "copies", "repeats", "bounds", "mean", "variance", "distribution", "dependence",
    "centred".
    """
    if not isinstance(sample, np.ndarray | float | int) or np.asarray(sample).dtype.kind not in "fiu":
        return "kind"
    x = np.asarray(sample, np.float64)
    if list(x.shape) != list(wanted["shape"]):
        return "shape"
    if not np.all(np.isfinite(x)):
        return "finite"
    x = np.atleast_2d(x)
    copies = wanted["copies"]
    one = {"rows": x[:1], "columns": x[:, :1], "entries": x[:1, :1]}.get(copies, x)
    if copies and np.any(x != one):
        return "copies"
    z = (one - wanted["mean"]) / wanted["deviation"]
    return _fault(z, wanted["family"], math.log(16 / chance))


def _fault(z: Array, family: str, t: float) -> str | None:
    n = z.size
    if n > 1 and 2 * np.unique(z).size <= n:
        return "repeats"
    if family == "uniform" and np.abs(z).max() > math.sqrt(3) * (1 + 1e-6):
        return "bounds"
    # Where the deviation is too large the mean goes astray with it: then the deviation is what should be said.
    off = abs(z.sum()) / math.sqrt(2 * t * n)
    if off > max(1, z.std()):
        return "mean"
    low, high = variance_bounds(n, family, t)
    if not low <= np.mean(z**2) <= high:
        return "variance"
    if off > 1:
        return "mean"
    if kolmogorov_smirnov(z, family) > math.sqrt(t / (2 * n)):
        return "distribution"
    if _dependent(z, t) or _dependent(z.T, t):
        return "dependence"
    # Uniform numbers less a mean of theirs lie outside their bounds already.
    if family == "normal" and any(_centred(sums, t) for sums in (z, z.T, z.reshape(-1, 1))):
        return "centred"
    return None


def variance_bounds(n: int, family: str, t: float) -> tuple[float, float]:
    """Bounds on the mean of z² for n entries: each is passed by a right answer but for a chance of e⁻ᵗ."""
    if family == "uniform":
        gap = 3 * math.sqrt(t / (2 * n))
        return 1 - gap, 1 + gap
    gap = 2 * math.sqrt(t / n)
    return 1 - gap, 1 + gap + 2 * t / n


def kolmogorov_smirnov(z: Array, family: str) -> float:
    """The largest distance between the sample's distribution function and the family's, with mean 0 and variance 1."""
    ordered = np.sort(z.ravel())
    if family == "uniform":
        below = np.clip((ordered / math.sqrt(3) + 1) / 2, 0, 1)
    else:
        below = np.array([math.erf(value) for value in (ordered / math.sqrt(2)).tolist()]) / 2 + 0.5
    n = len(ordered)
    steps = np.arange(n + 1) / n
    return float(max(np.max(steps[1:] - below), np.max(below - steps[:-1])))


def _centred(z: Array, t: float) -> bool:
    """Whether the sums of a normal z over its rows are nearer to 0 than chance brings them: the means were taken away."""
    m, k = z.shape
    x = np.sum(z.sum(axis=0) ** 2) / (m * k)
    return bool(x < 1 and k * (x - 1 - np.log(x)) > 2 * t)


def _dependent(z: Array, t: float) -> bool:
    """Whether the rows of z, each of k entries, know of each other: by their sum, or by any pair."""
    m, k = z.shape
    if np.sum(z.sum(axis=0) ** 2) / m > k + 2 * math.sqrt(t * k) + 2 * t:
        return True
    if m == 1:
        return False
    products = np.abs(z @ z.T)
    lengths = np.sqrt(np.diag(products))
    np.fill_diagonal(products, 0)
    return bool(np.any(products > lengths * math.sqrt(2 * t + 2 * math.log(m * (m - 1)))))
