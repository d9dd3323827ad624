"""Three kinds of regression by one neuron: linear, logistic, Poisson."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.neuron.frame import axes_at, title_of
from handgrad.explore.neuron.samples import CARS, CASES, FLIGHTS, Sample
from handgrad.explore.still import Still, hang
from handgrad.plot import BLUE, RED
from handgrad.text import say, translate

Array = np.ndarray



def _square(s: Array, y: Array) -> Array:
    return (s - y) ** 2


def _surprise(s: Array, y: Array) -> Array:
    # The sliders reach scores of 10 and more; a probability that rounds to 0 or 1 would make the loss infinite.
    p = np.clip(0.5 + 0.5 * np.tanh(s / 2), 1e-15, 1 - 1e-15)
    return -y * np.log(p) - (1 - y) * np.log(1 - p)


def _count(s: Array, y: Array) -> Array:
    # Without ln y!, which no weight can change: so the loss may be negative.
    rate = np.exp(s)
    return rate - y * np.log(rate)


@dataclass(frozen=True)
class Regression:
    """A kind of neuron: its data (the target in units that suit the sliders), its activation, its loss, its frame."""

    sample: Sample
    unit: float
    y_label: str
    phi: Callable[[Array], Array]
    loss: Callable[[Array, Array], Array]
    frame: tuple[float, float]
    losses: tuple[float, float]

    def mean_loss(self, w: Any, b: Any) -> Array:
        """The mean loss for weights and biases of any shape that goes together."""
        s = np.multiply.outer(np.asarray(w, float), self.sample.z) + np.asarray(b, float)[..., None]
        return np.asarray(self.loss(s, self.sample.y / self.unit).mean(axis=-1))


REGRESSIONS = {
    "linear: stopping distance": Regression(
        CARS, 10.0, "stopping distance, tens of feet", lambda s: s, _square, (-1.0, 13.0), (-2.0, 62.0)
    ),
    "logistic: damage or not": Regression(
        FLIGHTS, 1.0, FLIGHTS.y_label, lambda s: 0.5 + 0.5 * np.tanh(s / 2), _surprise, (-0.15, 1.15), (0.0, 5.0)
    ),
    "Poisson: cases in a year": Regression(CASES, 1.0, CASES.y_label, np.exp, _count, (-15.0, 330.0), (-570.0, 500.0)),
}


def loss_and_slopes(kind: str, w: float, b: float) -> tuple[float, float, float]:
    """The mean loss of a neuron, and its slopes by w and by b as central differences."""
    one, h = REGRESSIONS[kind], 1e-5
    around = one.mean_loss(np.array([w, w + h, w - h, w, w]), np.array([b, b, b, b + h, b - h]))
    return float(around[0]), float(around[1] - around[2]) / (2 * h), float(around[3] - around[4]) / (2 * h)


def _build_regression(figure: Figure) -> dict[str, Any]:
    figure.set_layout_engine("none")
    left = axes_at(figure, (0.1, 0.15, 0.37, 0.74), "", "", gap=0.18)
    right = axes_at(figure, (0.61, 0.15, 0.36, 0.74), translate("weight w, at this bias"), translate("mean loss"), gap=0.22)
    right.set(xlim=(-4, 4), xticks=(-4, 0, 4))
    left.set(xlim=(-2.6, 2.6), xticks=(-2, 0, 2))
    left.locator_params(axis="y", nbins=4)
    right.locator_params(axis="y", nbins=4)
    stills = {}
    for kind, one in REGRESSIONS.items():
        (data,) = left.plot(one.sample.z, one.sample.y / one.unit, "o", color=BLUE, markersize=4.5)
        left.set(ylim=one.frame, xlabel=say("{input}, standardised", input=translate(one.sample.x_label)),
                 ylabel=translate(one.y_label))  # fmt: skip
        right.set_ylim(one.losses)
        stills[kind] = Still(figure)
        data.remove()
    hang(figure, *stills.values())
    artists: dict[str, Any] = {"left": left, "right": right, "stills": stills}
    artists["curve"] = left.plot([], [], color=RED)[0]
    artists["loss"] = right.plot([], [], color=BLUE)[0]
    artists["tangent"] = right.plot([], [], color=RED, linewidth=1.4)[0]
    artists["at"] = right.plot([], [], "o", color=RED)[0]
    artists["first"], artists["second"] = title_of(left), title_of(right)
    return artists


def draw_regression(figure: Figure, w: float, b: float, kind: str) -> None:
    """Left: the data and the neuron's curve. Right: the loss along w at this b, with the tangent at the chosen w."""
    artists = reuse(figure, _build_regression)
    one = REGRESSIONS[kind]
    z = np.linspace(-2.6, 2.6, 200)
    for its_kind, still in artists["stills"].items():
        still.set_visible(its_kind == kind)
    artists["curve"].set_data(z, one.phi(w * z + b))
    artists["left"].set_ylim(one.frame)
    loss, dw, db = loss_and_slopes(kind, w, b)
    ws = np.linspace(-4, 4, 161)
    losses = one.mean_loss(ws, np.full(161, b))
    artists["loss"].set_data(ws, losses)
    low, high = one.losses
    artists["right"].set_ylim(low, high)
    # A point above the frame has a tangent that would only confuse.
    reach = np.array([w - 0.8, w + 0.8]) if loss < high else np.array([])
    artists["tangent"].set_data(reach, loss + dw * (reach - w))
    artists["at"].set_data([w], [loss])
    artists["first"].set_text(say("loss {loss:.4g}", loss=loss))
    artists["second"].set_text(say("dw = {dw:.3g}, db = {db:.3g}", dw=dw, db=db))


three_regressions = Explorer(
    draw_regression,
    {
        "w": Slider("Weight w", -4, 4, 1, step=0.05),
        "b": Slider("Bias b", -3, 6, 2, step=0.05),
        "kind": Choice("Kind of neuron", tuple(REGRESSIONS)),
    },
    alt="Left: stopping distance against standardised speed for 50 cars, with the line 2 + 1 z, which lies below most "
    "points. Right: the mean squared error along the weight w, a parabola with its lowest point at about w = 2, and "
    "the tangent at w = 1, which falls.",
    size=(7.6, 3.6),
)
