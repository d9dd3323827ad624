"""Nets with dropout and batch norm in finished form: many nets of one shape, trained side by side, for chapter 08.

Every array of a `Stack` has one axis more than in the chapters, the first, which counts the nets. So twenty scales of the
weights, or five seeds, cost hardly more than one.

Batch norm is that of Ioffe and Szegedy (ICML 2015, Algorithm 1; its gradients stand in their section 3), with running
averages as PyTorch keeps them; dropout that of Srivastava et al. (JMLR 15, 2014), divided by 1 − p in training."""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from itertools import pairwise
from typing import Any

import numpy as np

from handgrad.layers import Array, batches

# ε and the momentum of the running averages are PyTorch's defaults, so that chapter 09 finds the same numbers.
TINY_VARIANCE = 1e-5
MOMENTUM = 0.1


@functools.cache
def _threads() -> Any:
    try:
        # scikit-learn brings it along.
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]
    except ImportError:
        return None
    return ThreadpoolController()


def _one_thread() -> AbstractContextManager[Any]:
    """One thread for products of matrices: many small ones on several threads wait for each other on a busy machine."""
    controller = _threads()
    return nullcontext() if controller is None else controller.limit(limits=1)


class Stack:
    """K nets of one shape: affine layers with ReLU between them, and on request batch norm and dropout.

    `scales` (K,) multiply the starting weights, which are standard normal and, with one `seed`, the same for all nets.
    `normalized` puts batch norm before each ReLU. `drop` (K,) is the probability of dropping a hidden unit, and
    `drop_inputs` (K,) that of dropping an input.
    """

    def __init__(
        self, sizes: list[int], scales: Any, normalized: bool = False, drop: Any = 0.0, drop_inputs: Any = 0.0,
        seeds: Any = 0,
    ) -> None:
        self.scales = np.atleast_1d(np.asarray(scales, float))
        self.normalized = normalized
        self.count = len(self.scales)
        self.drop, self.drop_inputs = (np.broadcast_to(p, (self.count,))[:, None, None] for p in (drop, drop_inputs))
        # Weights are drawn once a seed and scaled: what differs between two nets of one seed is their scale alone.
        generators = {seed: np.random.default_rng(seed) for seed in np.unique(seeds).tolist()}
        seeds = np.broadcast_to(seeds, (self.count,)).tolist()
        self.weights, self.gains, self.shifts = [], [], []
        for n_in, n_out in pairwise(sizes):
            drawn = {seed: generator.normal(size=(n_in, n_out)) for seed, generator in generators.items()}
            self.weights.append(np.stack([scale * drawn[s] for scale, s in zip(self.scales, seeds, strict=True)]))
            self.gains.append(np.ones((self.count, 1, n_out)))
            self.shifts.append(np.zeros((self.count, 1, n_out)))
        self.centres = [np.zeros_like(shift) for shift in self.shifts]
        self.spreads = [np.ones_like(shift) for shift in self.shifts]

    def scores(self, X: Array, use: str = "running", rng: np.random.Generator | None = None) -> Array:
        """Scores (K, N, C). `use` is where batch norm takes its statistics: from the "running" ones or from the "batch".

        With `rng`, dropout is at work too, as in training.
        """
        with _one_thread():
            return self._forward(X, use, rng, remember=False)[0]

    def accuracy(self, X: Array, y: Array, use: str = "running", rng: np.random.Generator | None = None) -> Array:
        """The share of right answers of each net, (K,). A net whose scores are not finite has none right."""
        scores = self.scores(X, use, rng)
        right = (scores.argmax(axis=-1) == y) & np.isfinite(scores).all(axis=-1)
        return np.asarray(right.mean(axis=-1))

    def train(
        self, X: Array, y: Array, rng: np.random.Generator, rates: Any, momentum: float, epochs: int, batch: int,
        after_epoch: Callable[[], None] | None = None,
    ) -> None:
        """Minibatch descent: m ← momentum · m + g, w ← w − rate · m. `rates` (K,) are the learning rates.

        All nets see the same batches.
        """
        rates = np.broadcast_to(rates, (self.count,))[:, None, None]
        # A step that has left all bounds is a finding here, and no news: inf and nan show as a net that gets nothing right.
        speeds: list[Any] = [0.0] * (3 * len(self.weights))
        with np.errstate(all="ignore"), _one_thread():
            for _ in range(epochs):
                for rows in batches(rng, len(X), batch):
                    slopes = self._slopes(X[rows], y[rows], rng)
                    for k, (held, slope) in enumerate(zip(self._parameters(), slopes, strict=True)):
                        speeds[k] = momentum * speeds[k] + slope
                        held -= rates * speeds[k]
                if after_epoch is not None:
                    after_epoch()

    def _parameters(self) -> list[Array]:
        return [*self.weights, *self.gains, *self.shifts]

    def _forward(self, X: Array, use: str, rng: np.random.Generator | None, remember: bool) -> tuple[Array, list[Any]]:
        with np.errstate(all="ignore"):
            A = np.broadcast_to(X, (self.count, *X.shape))
            gate = self._gate(self.drop_inputs, A.shape, rng)
            A = A * gate
            tape = []
            last = len(self.weights) - 1
            for k, (W, gain, shift) in enumerate(zip(self.weights, self.gains, self.shifts, strict=True)):
                S = A @ W
                unit, root = S, None
                if self.normalized and k < last:  # the scores themselves are not normalized: they go into softmax
                    unit, root = self._unit(k, S, use, remember)
                    S = unit * gain + shift
                else:
                    S = S + shift
                tape.append((A, unit, root, S, gate))
                if k < last:
                    gate = self._gate(self.drop, S.shape, rng)
                    A = np.maximum(S, 0) * gate
            return S, [*tape, gate]

    def _gate(self, drop: Array, shape: tuple[int, ...], rng: np.random.Generator | None) -> Any:
        if rng is None or not drop.any():
            return 1.0
        # The same draws for every net: what differs between two nets is then p and not luck.
        return (rng.random(shape[1:]) >= drop) / (1 - drop)

    def _unit(self, k: int, S: Array, use: str, remember: bool) -> tuple[Array, Array]:
        centre, spread = self.centres[k], self.spreads[k]
        if use == "batch":
            centre = S.mean(axis=1, keepdims=True)
            spread = np.square(S - centre).mean(axis=1, keepdims=True)
            if remember:
                rows = S.shape[1]
                self.centres[k] += MOMENTUM * (centre - self.centres[k])
                # The running variance is the unbiased one, though the batch is divided by the biased: PyTorch's convention.
                self.spreads[k] += MOMENTUM * (spread * rows / (rows - 1) - self.spreads[k])
        root = np.sqrt(spread + TINY_VARIANCE)
        return (S - centre) / root, root

    def _slopes(self, X: Array, y: Array, rng: np.random.Generator) -> list[Array]:
        """Softmax loss's gradients by all weights, gains and shifts. The last gate belongs to no layer."""
        S, (*tape, _) = self._forward(X, "batch", rng, remember=True)
        E = np.exp(S - S.max(axis=-1, keepdims=True))
        G = E / E.sum(axis=-1, keepdims=True)
        G[:, np.arange(len(y)), y] -= 1
        G = G / len(y)
        by_weight, by_gain, by_shift = [], [], []
        for k in reversed(range(len(tape))):
            A, unit, root, _, gate = tape[k]
            by_shift.append(G.sum(axis=1, keepdims=True))
            by_gain.append((G * unit).sum(axis=1, keepdims=True) if root is not None else np.zeros_like(self.gains[k]))
            if root is not None:
                # What the two statistics take away: the parts of G along 1 and along the normalized scores.
                G = G * self.gains[k]
                G = (G - G.mean(axis=1, keepdims=True) - unit * (G * unit).mean(axis=1, keepdims=True)) / root
            by_weight.append(A.transpose(0, 2, 1) @ G)
            if k:
                G = (G @ self.weights[k].transpose(0, 2, 1)) * gate * (tape[k - 1][3] > 0)
        return [*by_weight[::-1], *by_gain[::-1], *by_shift[::-1]]
