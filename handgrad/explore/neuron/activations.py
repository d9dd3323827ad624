"""The gallery of activations: each with its slope, and where it is flat."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.neuron.frame import GREY, axes_at, title_of
from handgrad.explore.still import stand_still
from handgrad.plot import BLUE, RED
from handgrad.text import say, translate

Array = np.ndarray



def _bent(s: Array, alpha: float) -> Array:
    return np.maximum(s, 0) + alpha * np.minimum(s, 0)


def _curved(s: Array, alpha: float) -> Array:
    # The minimum first: exp of a large positive score would overflow in the branch that is not taken.
    return np.maximum(s, 0) + alpha * np.expm1(np.minimum(s, 0))


GALLERY: dict[str, Callable[[Array], Array]] = {
    "sigmoid": lambda s: 0.5 + 0.5 * np.tanh(np.asarray(s) / 2),
    "tanh": np.tanh,
    "ReLU": lambda s: _bent(s, 0.0),
    "Leaky ReLU, α = 0.01": lambda s: _bent(s, 0.01),
    "PReLU, α learned, here 0.25": lambda s: _bent(s, 0.25),
    "PReLU, α learned, here 1.5": lambda s: _bent(s, 1.5),
    "ELU, α = 1": lambda s: _curved(s, 1.0),
    "identity (no activation)": lambda s: np.asarray(s, float),
}
# A fifth of the sigmoid's steepest slope, 0.25: below it the chapter calls a unit saturated.
FLAT = 0.05


def slope_of(phi: Callable[[Array], Array], s: Any) -> Array:
    """The slope of φ, measured from the left over a millionth: at a kink it is the left branch's, as in this course."""
    s = np.asarray(s, float)
    return np.asarray((phi(s) - phi(s - 1e-6)) / 1e-6)


def _build_gallery(figure: Figure) -> dict[str, Any]:
    figure.set_layout_engine("none")
    left = axes_at(figure, (0.08, 0.15, 0.4, 0.74), translate("score s"), "φ(s)", gap=0.14)
    right = axes_at(figure, (0.59, 0.15, 0.4, 0.74), translate("score s"), "φ′(s)", gap=0.18)
    for axes in (left, right):
        axes.set(xlim=(-6, 6), xticks=(-5, 0, 5))
    left.set(ylim=(-2.2, 2.8), yticks=(-1, 0, 1))
    right.set(ylim=(-0.1, 1.75), yticks=(0, 0.25, 1))
    stand_still(figure)
    artists: dict[str, Any] = {}
    artists["flat"] = [axes.fill([0.0], [0.0], color="#DDDDDD", linewidth=0, zorder=0)[0] for axes in (left, right)]
    for axes in (left, right):
        axes.axhline(0, color=GREY, linewidth=0.8, zorder=1)
    artists["phi"] = left.plot([], [], color=BLUE)[0]
    artists["tangent"] = left.plot([], [], color=RED, linewidth=1.4)[0]
    artists["at"] = left.plot([], [], "o", color=RED)[0]
    artists["slope"] = right.plot([], [], color=BLUE)[0]
    artists["slope_at"] = right.plot([], [], "o", color=RED)[0]
    artists["first"], artists["second"] = title_of(left), title_of(right)
    return artists


def draw_gallery(figure: Figure, s: float, activation: str) -> None:
    """Left: the activation and its tangent at s. Right: its slope. Grey: where the slope is below 0.05 in size."""
    artists = reuse(figure, _build_gallery)
    phi = GALLERY[activation]
    axis = np.linspace(-6, 6, 601)
    slopes = slope_of(phi, axis)
    value, slope = float(phi(np.asarray(s, float))), float(slope_of(phi, s))
    artists["phi"].set_data(axis, phi(axis))
    artists["slope"].set_data(axis, slopes)
    artists["at"].set_data([s], [value])
    artists["slope_at"].set_data([s], [slope])
    reach = np.array([s - 1.2, s + 1.2])
    artists["tangent"].set_data(reach, value + slope * (reach - s))
    flat = np.where(np.abs(slopes) < FLAT, 4.0, -4.0)
    for patch in artists["flat"]:
        patch.set_xy(np.column_stack([[-6, *axis, 6], [-4, *flat, -4]]))
    artists["first"].set_text(say("φ({s:.1f}) = {value:.3f}", s=s, value=value))
    artists["second"].set_text(
        say("slope {slope:.3f}; largest {largest:.2f}", slope=slope, largest=float(np.max(slopes)))
    )


gallery = Explorer(
    draw_gallery,
    {
        "s": Slider("Score s", -6, 6, 2, step=0.1),
        "activation": Choice("Activation", tuple(GALLERY)),
    },
    alt="Left: the logistic sigmoid between 0 and 1, with the point and the tangent at s = 2. Right: its slope, a hill of "
    "height 0.25 at s = 0. Grey bands on both sides, from about 3 outwards, mark where the slope is below 0.05: the "
    "sigmoid is saturated there.",
    size=(7.6, 3.6),
)
