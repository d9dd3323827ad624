"""A net trained with any step, and the curves that the training leaves.

A step is a pure function `step(w, g, state, …) -> (w, state)`, and `state` is a dict of what it remembers: arrays
shaped like w, and counters. `Method` is a whole family of finished steps, for the experiments and the explorers."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from handgrad.data import digits
from handgrad.layers import (
    Array,
    Parameters,
    backward_net,
    batches,
    forward_net,
    init_net,
    loss_and_gradients,
    softmax_loss,
)  # fmt: skip

State = dict[str, Any]
Step = Callable[..., tuple[Any, State]]


def begin(w: Any, start: Mapping[str, float]) -> State:
    """The state before the first step: whole numbers are counters, other numbers fill an array shaped like w."""
    return {
        name: value if isinstance(value, int) or np.ndim(w) == 0 else np.full(np.shape(w), value, dtype=float)
        for name, value in start.items()
    }


@dataclass(frozen=True)
class Method:
    """A finished step: w moves along an average of its gradients, if wanted in units of their root mean square.

    average ← keep · average + take · g, and where `forget` > 0 a second average, of g², that forgets at this rate; both
    are then corrected for their start at zero.

    With `keep` alone this is momentum (Polyak 1964; Sutskever et al., ICML 2013, write the rate into the average: the same
    path while the rate stands still). With take = 1 − keep and `forget` it is Adam: Kingma and Ba, ICLR 2015, Algorithm 1,
    where keep is β₁ and forget 1 − β₂.
    """

    keep: float = 0.0
    take: float = 1.0
    forget: float = 0.0
    tiny: float = 1e-8  # Adam's ε: no division by zero where a weight has never had a gradient

    @property
    def start(self) -> dict[str, float]:
        """What `begin` makes the first state from."""
        return {"average": 0.0, "squares": 0.0, "steps": 0}

    def __call__(self, w: Any, g: Any, state: State, rate: float) -> tuple[Any, State]:
        n = state["steps"] + 1
        average = self.keep * state["average"] + self.take * g
        squares = state["squares"]
        move = average
        if self.forget:
            squares = squares + self.forget * (g * g - squares)
            rms = np.sqrt(squares / (1 - (1 - self.forget) ** n))
            move = average / (1 - self.keep**n) / (rms + self.tiny)
        return w - rate * move, {"average": average, "squares": squares, "steps": n}


# 0.9 and 0.001 are Adam's published settings (β₁ = 0.9, β₂ = 0.999), and PyTorch's.
METHODS: dict[str, Method] = {
    "gradient descent": Method(),
    "momentum": Method(keep=0.9),
    "Adam": Method(keep=0.9, take=0.1, forget=0.001),
}


class Curves(NamedTuple):
    """What a training leaves behind, one entry for each time that it was measured."""

    epochs: Array
    train_loss: Array
    val_loss: Array
    train_accuracy: Array
    val_accuracy: Array


class Images(NamedTuple):
    """Images and labels to train on, and others to validate on."""

    X: Array
    y: Array
    X_val: Array
    y_val: Array


def train(
    step: Step, start: Mapping[str, float], parameters: Parameters, data: Images, rng: np.random.Generator,
    rate: float | Callable[[int], float], epochs: int = 5, batch: int = 50, reg: float = 0.0, decay: float = 0.0,
    every: int = 1, slope: Callable[[Array], Array] | None = None,
) -> tuple[Parameters, Curves]:
    """Train a net with any step. `parameters` are left as they are; the order of the images comes from `rng`.

    `rate` is the learning rate, or a function of the number of finished epochs. `reg` is the strength of an L2 penalty
    in the loss, `decay` that of a decoupled decay, both on weights and not on biases. `slope(S)` is the gradient, by the
    scores, of one more term in the loss. Measured before the first epoch, after every `every` epochs and at the end.

    Gives the trained parameters and the curves. The decoupled decay is that of AdamW: Loshchilov and Hutter, ICLR 2019,
    Algorithm 2, with the rate multiplied in as PyTorch does.
    """
    net = dict(parameters)
    states = {name: begin(w, start) for name, w in net.items()}
    rows = [_measure(net, data, 0)]
    for epoch in range(epochs):
        now = rate(epoch) if callable(rate) else rate
        for picked in batches(rng, len(data.X), batch):
            gradients = _gradients(net, data.X[picked], data.y[picked], reg, slope)
            for name, w in net.items():
                # Apart from the step, and so from Adam's division: that is what "decoupled" means.
                shrunk = w - now * decay * w if name.startswith("W") else w
                net[name], states[name] = step(shrunk, gradients[name], states[name], now)
        if (epoch + 1) % every == 0 or epoch + 1 == epochs:
            rows.append(_measure(net, data, epoch + 1))
    return net, Curves(*map(np.array, zip(*rows, strict=True)))


def _gradients(net: Parameters, X: Array, y: Array, reg: float, slope: Callable[[Array], Array] | None) -> Parameters:
    _, gradients = loss_and_gradients(net, X, y, reg)
    if slope is not None:
        S, kept = forward_net(net, X)
        extra = backward_net(net, kept, slope(S))
        gradients = {name: g + extra[name] for name, g in gradients.items()}
    return gradients


def _measure(net: Parameters, data: Images, epoch: int) -> tuple[float, ...]:
    found = []
    for X, y in ((data.X, data.y), (data.X_val, data.y_val)):
        scores, _ = forward_net(net, X)
        found += [softmax_loss(scores, y)[0], float(np.mean(scores.argmax(axis=1) == y))]
    train_loss, train_accuracy, val_loss, val_accuracy = found
    return epoch, train_loss, val_loss, train_accuracy, val_accuracy


# Images, hidden units and epochs of the experiment of chapter 07: a net this large learns a hundred lies by heart.
OVERFITTING = 100, 50, 200


@functools.cache
def noisy_digits(images: int, wrong: float = 0.2) -> Images:
    """The first `images` training digits, each label wrong with the probability `wrong`, and 400 others with true labels."""
    X, y, _, _ = digits()
    rng = np.random.default_rng(0)
    # From 1 to 9 further round the circle of digits: a lie is never the truth by accident.
    lies = (y + rng.integers(1, 10, len(y))) % 10
    labels = np.where(rng.random(len(y)) < wrong, lies, y)
    return Images(X[:images], labels[:images], X[-400:], y[-400:])


@functools.lru_cache(maxsize=64)
def overfit(images: int, hidden: int, epochs: int, reg: float = 0.0) -> Curves:
    """The curves of a net 64-hidden-10 on `noisy_digits(images)`: momentum 0.9, rate 0.1, all images in each step.

    `reg` is the strength of an L2 penalty in the loss. The same numbers give the same curves.
    """
    # Seeds of their own for start and order: another number of images changes neither.
    net = init_net(np.random.default_rng(1), [64, hidden, 10], lambda n_in, _: (2 / n_in) ** 0.5)
    method, rng = METHODS["momentum"], np.random.default_rng(2)
    with np.errstate(all="ignore"):
        return train(method, method.start, net, noisy_digits(images), rng, 0.1, epochs, images, reg, every=5)[1]
