"""The scheme of a neuron, with its numbers."""

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore.neuron.frame import GREY
from handgrad.plot import BLACK, BLUE, RED

Array = np.ndarray


def draw_scheme(figure: Figure, x: Array, w: Array, b: float) -> None:
    """Inputs on the left, a weight on each arrow, the sum with the bias, the sigmoid, and the output on the right."""
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0.6, 10.6), ylim=(0.2, 4))
    axes.set_axis_off()
    s = float(np.dot(x, w)) + b
    circle = {"boxstyle": "circle,pad=0.5", "facecolor": "white", "edgecolor": BLACK}
    arrow = {"arrowstyle": "-|>", "color": GREY, "shrinkA": 0, "shrinkB": 0}
    heights = np.linspace(3.4, 0.6, len(x))
    for j, (height, value, weight) in enumerate(zip(heights, x, w, strict=True), start=1):
        axes.annotate("", (4.1, 2 + 0.12 * (height - 2)), (1.9, height), arrowprops=arrow)
        axes.text(1.8, height, f"$x_{j} = {value:g}$", ha="right", va="center", color=BLUE)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        axes.text(3, 2 + 0.56 * (height - 2), f"$\\times\\; w_{j} = {weight:g}$", ha="center", va="center", color=RED, bbox=box)
    axes.annotate("", (4.5, 2.42), (4.5, 3.4), arrowprops=arrow)
    axes.text(4.5, 3.45, f"$+\\; b = {b:g}$", ha="center", va="bottom", color=RED)
    axes.text(4.5, 2, "sum", ha="center", va="center", bbox=circle)
    axes.annotate("", (6.75, 2), (4.95, 2), arrowprops=arrow)
    axes.text(5.8, 2.1, f"$s = {s:.2g}$", ha="center", va="bottom")
    axes.text(7.05, 2, "φ", ha="center", va="center", bbox=circle)
    axes.annotate("", (8.6, 2), (7.4, 2), arrowprops=arrow)
    axes.text(8.7, 2, f"y = φ(s) = {0.5 + 0.5 * np.tanh(s / 2):.2f}", ha="left", va="center")
