"""Gradient descent on a loss surface: how large a step may be."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.neuron.frame import axes_at, title_of
from handgrad.explore.neuron.samples import CARS
from handgrad.explore.still import Still, hang
from handgrad.plot import BLACK, BLUE, GREEN, RED
from handgrad.text import say, translate

Array = np.ndarray



@dataclass(frozen=True)
class Bowl:
    """The mean squared error of a linear neuron over its weight w and its bias b, for one way to write its input."""

    x: Array
    y: Array
    w_range: tuple[float, float]
    b_range: tuple[float, float]

    def loss(self, w: Any, b: Any) -> Array:
        """The mean squared error, for w and b of the same shape."""
        return np.asarray(np.mean((np.multiply.outer(w, self.x) + np.asarray(b)[..., None] - self.y) ** 2, axis=-1))

    @property
    def curvature(self) -> Array:
        """The matrix of second derivatives, (2, 2): the same everywhere."""
        ones = np.stack([self.x, np.ones_like(self.x)])
        return np.asarray(2 * ones @ ones.T / len(self.x))

    @property
    def best(self) -> Array:
        """The weight and the bias at the lowest point."""
        return np.asarray(np.polyfit(self.x, self.y, 1))

    @property
    def limit(self) -> float:
        """The learning rate beyond which gradient descent runs away: 2 over the largest curvature."""
        return 2 / float(np.linalg.eigvalsh(self.curvature)[-1])

    def path(self, learning_rate: float, steps: int) -> Array:
        """Gradient descent from w = 0, b = 0: (steps + 1, 2)."""
        # The loss is a parabola, so its slope is exactly curvature · (place − best): no data are needed on the way.
        places = np.zeros((steps + 1, 2))
        for t in range(steps):
            slope = self.curvature @ (places[t] - self.best)
            places[t + 1] = places[t] - learning_rate * slope
        return places


BOWLS = {
    "in tens of mph": Bowl(CARS.x / 10, CARS.y / 10, (-3.0, 9.0), (-7.0, 7.0)),
    "standardised": Bowl(CARS.z, CARS.y / 10, (-3.0, 7.14), (-0.8, 8.6)),
}
MOST_STEPS = 100


def _build_surface(figure: Figure) -> dict[str, Any]:
    figure.set_layout_engine("none")
    left = axes_at(figure, (0.08, 0.14, 0.41, 0.76), translate("weight w"), translate("bias b"))
    right = axes_at(figure, (0.62, 0.14, 0.36, 0.76), translate("step"), translate("mean squared error"), gap=0.24)
    left.grid(False)
    left.locator_params(nbins=4)
    right.set(xlim=(0, MOST_STEPS), ylim=(1, 1e4), yscale="log", xticks=(0, 50, 100))
    right.set_yticks([1, 10, 100, 1e3, 1e4], ["1", "10", "100", "1000", "10000"])
    right.minorticks_off()
    stills = {}
    for name, bowl in BOWLS.items():
        w, b = np.meshgrid(np.linspace(*bowl.w_range, 60), np.linspace(*bowl.b_range, 60))
        lowest = float(bowl.loss(*bowl.best))
        levels = lowest + np.array([0.3, 1, 2, 4, 8, 16, 32, 64, 128, 256])
        lines = left.contour(w, b, bowl.loss(w, b), levels=levels, colors=BLUE, linewidths=0.8, alpha=0.6)
        (star,) = left.plot(*bowl.best[:, None], "*", color=GREEN, markersize=12)
        dashes = right.axhline(lowest, color=GREEN, linewidth=1, linestyle="--")
        left.set(xlim=bowl.w_range, ylim=bowl.b_range)
        stills[name] = Still(figure)
        for artist in (lines, star, dashes):
            artist.remove()
    hang(figure, *stills.values())
    artists: dict[str, Any] = {"left": left, "stills": stills}
    artists["path"] = left.plot([], [], ".-", color=RED, linewidth=1.2, markersize=5, zorder=3)[0]
    artists["start"] = left.plot([0], [0], "o", color=BLACK, markersize=5, zorder=4)[0]
    artists["curve"] = right.plot([], [], ".-", color=RED, markersize=4)[0]
    artists["first"], artists["second"] = title_of(left), title_of(right)
    return artists


def draw_surface(figure: Figure, learning_rate: float, steps: int, inputs: str) -> None:
    """Left: the path of gradient descent over the loss's contours. Right: the loss after each step."""
    artists = reuse(figure, _build_surface)
    bowl = BOWLS[inputs]
    for name, still in artists["stills"].items():
        still.set_visible(name == inputs)
    artists["left"].set(xlim=bowl.w_range, ylim=bowl.b_range)
    path = bowl.path(learning_rate, int(steps))
    losses = bowl.loss(path[:, 0], path[:, 1])
    # A path that runs away is drawn as far as the picture can show it.
    near = np.logical_and.accumulate(np.abs(path).max(axis=1) < 1e4)
    artists["path"].set_data(*path[near].T)
    artists["curve"].set_data(np.arange(len(path)), np.clip(losses, 1e-3, 1e9))
    artists["first"].set_text(say("η = {rate:.3g}; the limit is {limit:.3g}", rate=learning_rate, limit=bowl.limit))
    artists["second"].set_text(say("error after {steps} steps: {loss:.3g}", steps=int(steps), loss=float(losses[-1])))


learning_rate = Explorer(
    draw_surface,
    {
        "learning_rate": Slider("Learning rate η", -3, 0.25, 0.1, step=0.05, logarithmic=True),
        "steps": Slider("Steps", 1, MOST_STEPS, 30),
        "inputs": Choice("Speed", tuple(BOWLS)),
    },
    alt="Left: contours of the mean squared error over weight and bias, a long narrow valley that slopes from the upper "
    "left to the lower right, and the path of 30 steps at learning rate 0.1: a few large steps into the valley, then "
    "a creep along it. Right: the error falls steeply in the first steps, then hardly at all, and stays above the "
    "dashed line of the lowest error.",
    size=(7.6, 3.8),
)
