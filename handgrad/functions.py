"""Functions that an exercise can be given as an input: each is a formula and its numbers, so it can be written as data."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np


class Function:
    """A function of one array (or number) that is described by plain data."""


@dataclass(frozen=True)
class Polynomial(Function):
    """f(x) = c₀ + c₁x + c₂x² + …, summed over the entries of x. `coefficients` is (K,); x may have any shape."""

    coefficients: np.ndarray

    def __call__(self, x: Any) -> float:
        powers = [c * np.asarray(x) ** k for k, c in enumerate(self.coefficients)]
        return float(np.sum(np.sum(powers, axis=0)))


@dataclass(frozen=True)
class Wave(Function):
    """f(x) = Σ aᵢ sin(wᵢ xᵢ + bᵢ) over the entries of x. `a`, `w` and `b` have x's shape."""

    a: np.ndarray
    w: np.ndarray
    b: np.ndarray

    def __call__(self, x: Any) -> float:
        return float(np.sum(self.a * np.sin(self.w * x + self.b)))


@dataclass(frozen=True)
class Quadratic(Function):
    """f(x) = ½ xᵀAx + bᵀx with x flattened. `A` is (n, n), `b` is (n,), x has n entries in any shape."""

    A: np.ndarray
    b: np.ndarray = field(repr=False)

    def __call__(self, x: Any) -> float:
        v = np.ravel(x)
        return float(0.5 * v @ self.A @ v + self.b @ v)


@dataclass(frozen=True)
class Affine(Function):
    """f(x) = Ax + b, an array: the gradient of `Quadratic(A, b)` where A is symmetric. `A` is (n, n), `b` and x are (n,)."""

    A: np.ndarray
    b: np.ndarray = field(repr=False)

    def __call__(self, x: Any) -> np.ndarray:
        return np.asarray(self.A @ np.ravel(x) + self.b)


@dataclass(frozen=True)
class Curve(Function):
    """f(x) = Σₖ cₖ xᵏ + Σⱼ aⱼ x^pⱼ sin(ωⱼ x + φⱼ), for every entry of x. A wave is the list [a, p, ω, φ]."""

    coefficients: list[float]
    waves: list[list[float]]

    def __call__(self, x: Any) -> np.ndarray:
        x = np.asarray(x, float)
        y = np.zeros(x.shape)
        for k, c in enumerate(self.coefficients):
            y = y + c * x**k
        for a, power, omega, phase in self.waves:
            y = y + a * x**power * np.sin(omega * x + phase)
        return y


@dataclass(frozen=True)
class Stairs(Function):
    """A network of step neurons, Σᵢ vᵢ I{x > sᵢ}, for every entry of x. Positions `s` and weights `v` are (H,)."""

    s: np.ndarray
    v: np.ndarray

    def __call__(self, x: Any) -> np.ndarray:
        order = np.argsort(self.s)
        levels = np.append(0.0, np.cumsum(np.asarray(self.v)[order]))
        return np.asarray(levels[np.searchsorted(np.asarray(self.s)[order], np.asarray(x, float))])


# What plain data may name: `wire.decode` makes these and no other object.
KINDS = {kind.__name__: kind for kind in (Polynomial, Wave, Quadratic, Affine, Curve, Stairs)}
