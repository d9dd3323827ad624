"""What the explorers of this chapter are drawn with: axes at fixed places, titles that change, and a plane with two classes."""

from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from handgrad.explore.still import Word
from handgrad.plot import BLUE, RED
from handgrad.text import translate

Array = np.ndarray

GREY = "#999999"
# From the class 0 to the class 1.
SIDES = LinearSegmentedColormap.from_list("sides", ["#7FB8DA", "#FFFFFF", "#F3CB80"])

EDGE = 3.0
_ticks = np.linspace(-EDGE, EDGE, 160)
GRID = np.stack(np.meshgrid(_ticks, _ticks), axis=-1)


def clouds(seed: int, centres: Array, each: int, spread: float) -> Array:
    """Normal clouds of `each` points around the `centres` (K, 2), one after the other: (K · each, 2)."""
    rng = np.random.default_rng(seed)
    return np.concatenate([centre + spread * rng.normal(size=(each, 2)) for centre in centres])


def axes_at(figure: Figure, place: tuple[float, float, float, float], x_label: str, y_label: str,
          gap: float = 0.13) -> Any:
    """Axes at a fixed place, `gap` axes' widths between them and their label.

    Words, and finding room for them, are most of what a picture costs: so nothing is laid out.
    """
    axes = figure.add_axes(place)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.xaxis.set_label_coords(0.5, -0.1)
    axes.yaxis.set_label_coords(-gap, 0.5)
    return axes


def title_of(axes: Any) -> Any:
    """A title that changes at a move. It stands above the axes, where nothing else moves."""
    return axes.add_artist(Word(0, 1.06, fontsize=11, transform=axes.transAxes))


def square(axes: Any) -> None:
    """A square of the plane, and what the marks of the two classes look like."""
    axes.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xticks=(-2, 0, 2), yticks=(-2, 0, 2), aspect="equal")
    axes.grid(False)
    for x, side, text, colour in ((0, "left", "● class 0", BLUE), (1, "right", "▲ class 1", RED)):
        axes.text(x, -0.1, translate(text), ha=side, va="top", fontsize=9, color=colour, transform=axes.transAxes)


def points_of(axes: Any, points: Array, labels: Array) -> Any:
    """The points of two classes; returns the image behind them."""
    for label, colour, marker in ((0, BLUE, "o"), (1, RED, "^")):
        axes.plot(*points[labels == label].T, marker, color=colour, markersize=5, markeredgecolor="white",
                  markeredgewidth=0.5, zorder=3)  # fmt: skip
    extent = (-EDGE, EDGE, -EDGE, EDGE)
    return axes.imshow(sides(np.zeros(GRID.shape[:2])), extent=extent, origin="lower", interpolation="nearest", zorder=0)


def sides(shares: Array) -> Array:
    """Colours from 0 (class 0) to 1 (class 1), (…, 4): as bytes they are drawn in a third of the time of numbers."""
    return np.asarray(SIDES(shares, bytes=True))


def arrow_of(axes: Any, colour: str) -> Any:
    """An arrow in the units of the plane, to be moved by `set_offsets` and turned by `set_UVC`."""
    return axes.quiver(0, 0, 1, 0, angles="xy", scale_units="xy", scale=1, color=colour, width=0.013, zorder=4)
