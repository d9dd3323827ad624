"""One neuron: its line, its two half-planes, and the points' scores on its activation."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.neuron.frame import GREY, GRID, arrow_of, axes_at, clouds, points_of, sides, square, title_of
from handgrad.explore.still import Still, hang
from handgrad.plot import BLACK, BLUE, RED
from handgrad.text import say, translate

Array = np.ndarray


# Two clouds that a line can part, 20 points each: first the class 0, then the class 1.
CLOUDS = clouds(3, np.array([[-1.1, -0.6], [1.0, 1.1]]), 20, 0.6)
CLOUD_LABELS = np.repeat([0, 1], 20)

NEURON_ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], float, float]] = {
    "sigmoid: from 0 to 1": (lambda s: 0.5 + 0.5 * np.tanh(s / 2), 0.0, 1.0),
    "step: 0 or 1": (lambda s: np.heaviside(s, 0.0), 0.0, 1.0),
    "none: the score itself": (lambda s: s, -4.0, 4.0),
}


def wrong_sides(w1: float, w2: float, b: float) -> int:
    """How many points of the two clouds lie on the wrong side of the line (s > 0 stands for the class 1)."""
    return int(np.sum((CLOUDS @ [w1, w2] + b > 0) != CLOUD_LABELS))


def _build_half_planes(figure: Figure) -> dict[str, Any]:
    figure.set_layout_engine("none")
    plane = axes_at(figure, (0.08, 0.14, 0.38, 0.76), "x₁", "x₂")
    curve = axes_at(figure, (0.6, 0.14, 0.37, 0.76), translate("score s"), translate("output φ(s)"), gap=0.16)
    curve.set(xlim=(-8, 8), xticks=(-5, 0, 5))
    curve.axvline(0, color=GREY, linewidth=0.8)
    square(plane)
    stills = {}
    for high, ticks in ((1.0, (0, 0.5, 1)), (4.0, (-5, 0, 5))):
        curve.set(ylim=_heights(high), yticks=ticks)
        stills[high] = Still(figure)
    hang(figure, *stills.values())
    artists: dict[str, Any] = {"curve": curve, "image": points_of(plane, CLOUDS, CLOUD_LABELS), "stills": stills}
    artists["line"] = plane.plot([], [], color=BLACK, linewidth=1.6)[0]
    artists["arrow"] = arrow_of(plane, BLACK)
    artists["title"] = title_of(plane)
    artists["phi"] = curve.plot([], [], color=BLACK, linewidth=1.2)[0]
    for label, colour, marker in ((0, BLUE, "o"), (1, RED, "^")):
        artists[f"scores{label}"] = curve.plot([], [], marker, color=colour, markersize=4.5, alpha=0.8)[0]
    artists["second"] = title_of(curve)
    return artists


def _heights(high: float) -> tuple[float, float]:
    """The frame of an activation's outputs: those up to 1, or scores."""
    return (-0.08, 1.08) if high == 1 else (-8.5, 8.5)


def draw_half_planes(figure: Figure, w1: float, w2: float, b: float, activation: str) -> None:
    """The output over the plane, the line s = 0, the weights as an arrow, and the points' scores on the activation."""
    artists = reuse(figure, _build_half_planes)
    phi, low, high = NEURON_ACTIVATIONS[activation]
    w = np.array([w1, w2])
    artists["image"].set_data(sides((phi(GRID @ w + b) - low) / (high - low)))
    length = float(np.hypot(w1, w2))
    if length > 0:
        foot, along = -b * w / length**2, np.array([-w2, w1]) / length
        # Far enough to cross the plane wherever the line runs; the axes cut it off.
        ends = np.stack([foot - 20 * along, foot + 20 * along])
        artists["line"].set_data(*ends.T)
        artists["arrow"].set_offsets(foot)
        artists["arrow"].set_UVC(w1, w2)
        title = say("wrong side: {wrong} of {all}", wrong=wrong_sides(w1, w2, b), all=len(CLOUDS))
    else:
        artists["line"].set_data([], [])
        artists["arrow"].set_UVC(0.0, 0.0)
        title = say("w = 0: there is no line")
    artists["title"].set_text(title)
    s = np.linspace(-8, 8, 321)
    artists["phi"].set_data(s, phi(s))
    artists["curve"].set_ylim(_heights(high))
    for its_high, still in artists["stills"].items():
        still.set_visible(its_high == high)
    for label in (0, 1):
        chosen = CLOUDS[np.equal(CLOUD_LABELS, label)]
        # What lies outside the frame stands at its edge: a point that vanished would be counted as gone.
        scores = np.clip(chosen @ w + b, -7.9, 7.9)
        artists[f"scores{label}"].set_data(scores, phi(scores))
    artists["second"].set_text(say("length of w: {length:.2f}", length=length))


half_planes = Explorer(
    draw_half_planes,
    {
        "w1": Slider("w₁", -4, 4, 0.5, step=0.25),
        "w2": Slider("w₂", -4, 4, -1, step=0.25),
        "b": Slider("b", -4, 4, 0, step=0.25),
        "activation": Choice("Activation", tuple(NEURON_ACTIVATIONS)),
    },
    alt="On the left a plane with two clouds of 20 points, class 0 at the lower left and class 1 at the upper right; the "
    "neuron's output colours the plane from blue (0) to orange (1). The line where the score is 0 runs from the lower "
    "left to the upper right, with the weights w = (0.5, -1) as an arrow at right angles, and cuts both clouds. On "
    "the right the points lie on the sigmoid at their scores.",
    size=(7.6, 3.8),
)
