"""Chapter 01: one neuron's line, two lines together, activations, three kinds of regression, and the learning rate.

The chapter's three small data sets stand here too, since its notebook and its explorers share them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import Still, Word, hang, stand_still
from handgrad.plot import BLACK, BLUE, GREEN, PURPLE, RED
from handgrad.text import say, translate

Array = np.ndarray

GREY = "#999999"
# From the class 0 to the class 1.
SIDES = LinearSegmentedColormap.from_list("sides", ["#7FB8DA", "#FFFFFF", "#F3CB80"])

# --- data: three kinds of target ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """One input and one target for each example, and what they are."""

    x: Array
    y: Array
    x_label: str
    y_label: str

    @property
    def z(self) -> Array:
        """The input, standardised: its mean is 0 and its standard deviation is 1."""
        return np.asarray((self.x - self.x.mean()) / self.x.std())


# Cars of the 1920s: speed and stopping distance. M. Ezekiel, Methods of Correlation Analysis (1930); `cars` in R.
CARS = Sample(
    np.array([4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17,
              17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25], float),
    np.array([2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32, 40,
              32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85], float),
    "speed, mph",
    "stopping distance, feet",
)  # fmt: skip

# 23 flights of the Space Shuttle before January 1986: temperature at the launch, and whether an O-ring was damaged.
# S. R. Dalal, E. B. Fowlkes and B. Hoadley, Journal of the American Statistical Association 84 (1989).
FLIGHTS = Sample(
    np.array([66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58], float),
    np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1], float),
    "temperature at launch, °F",
    "O-ring damaged (1) or not (0)",
)

# New cases of AIDS in Belgium, 1981 to 1993. S. N. Wood, Generalized Additive Models (2006).
CASES = Sample(
    np.arange(1981.0, 1994.0),
    np.array([12, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240], float),
    "year",
    "new cases in the year",
)

# --- the scheme of a neuron, with its numbers -----------------------------------------------------------------------


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


# --- one neuron: its line and its half-planes -----------------------------------------------------------------------

EDGE = 3.0
_axis = np.linspace(-EDGE, EDGE, 160)
GRID = np.stack(np.meshgrid(_axis, _axis), axis=-1)


def _clouds(seed: int, centres: Array, each: int, spread: float) -> Array:
    rng = np.random.default_rng(seed)
    return np.concatenate([centre + spread * rng.normal(size=(each, 2)) for centre in centres])


# Two clouds that a line can part, 20 points each: first the class 0, then the class 1.
CLOUDS = _clouds(3, np.array([[-1.1, -0.6], [1.0, 1.1]]), 20, 0.6)
CLOUD_LABELS = np.repeat([0, 1], 20)

NEURON_ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], float, float]] = {
    "sigmoid: from 0 to 1": (lambda s: 0.5 + 0.5 * np.tanh(s / 2), 0.0, 1.0),
    "step: 0 or 1": (lambda s: np.heaviside(s, 0.0), 0.0, 1.0),
    "none: the score itself": (lambda s: s, -4.0, 4.0),
}


def wrong_sides(w1: float, w2: float, b: float) -> int:
    """How many points of the two clouds lie on the wrong side of the line (s > 0 stands for the class 1)."""
    return int(np.sum((CLOUDS @ [w1, w2] + b > 0) != CLOUD_LABELS))


def _axes(figure: Figure, place: tuple[float, float, float, float], x_label: str, y_label: str,
          gap: float = 0.13) -> Any:
    """Axes at a fixed place, their labels too: words, and finding room for them, are most of what a picture costs."""
    axes = figure.add_axes(place)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.xaxis.set_label_coords(0.5, -0.1)
    axes.yaxis.set_label_coords(-gap, 0.5)
    return axes


def _title(axes: Any) -> Any:
    return axes.add_artist(Word(0, 1.06, fontsize=11, transform=axes.transAxes))


def _frame(axes: Any) -> None:
    """A square of the plane, and what the marks of the two classes look like."""
    axes.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xticks=(-2, 0, 2), yticks=(-2, 0, 2), aspect="equal")
    axes.grid(False)
    for x, side, text, colour in ((0, "left", "● class 0", BLUE), (1, "right", "▲ class 1", RED)):
        axes.text(x, -0.1, translate(text), ha=side, va="top", fontsize=9, color=colour, transform=axes.transAxes)


def _plane(axes: Any, points: Array, labels: Array) -> Any:
    """The points of two classes; returns the image behind them."""
    for label, colour, marker in ((0, BLUE, "o"), (1, RED, "^")):
        axes.plot(*points[labels == label].T, marker, color=colour, markersize=5, markeredgecolor="white",
                  markeredgewidth=0.5, zorder=3)  # fmt: skip
    extent = (-EDGE, EDGE, -EDGE, EDGE)
    return axes.imshow(_sides(np.zeros(GRID.shape[:2])), extent=extent, origin="lower", interpolation="nearest", zorder=0)


def _sides(shares: Array) -> Array:
    """Colours from 0 (class 0) to 1 (class 1), (…, 4): as bytes they are drawn in a third of the time of numbers."""
    return np.asarray(SIDES(shares, bytes=True))


def _arrow(axes: Any, colour: str) -> Any:
    return axes.quiver(0, 0, 1, 0, angles="xy", scale_units="xy", scale=1, color=colour, width=0.013, zorder=4)


def _build_half_planes(figure: Figure) -> dict[str, Any]:
    figure.set_layout_engine("none")
    plane = _axes(figure, (0.08, 0.14, 0.38, 0.76), "x₁", "x₂")
    curve = _axes(figure, (0.6, 0.14, 0.37, 0.76), translate("score s"), translate("output φ(s)"), gap=0.16)
    curve.set(xlim=(-8, 8), xticks=(-5, 0, 5))
    curve.axvline(0, color=GREY, linewidth=0.8)
    _frame(plane)
    stills = {}
    for high, ticks in ((1.0, (0, 0.5, 1)), (4.0, (-5, 0, 5))):
        curve.set(ylim=_heights(high), yticks=ticks)
        stills[high] = Still(figure)
    hang(figure, *stills.values())
    artists: dict[str, Any] = {"curve": curve, "image": _plane(plane, CLOUDS, CLOUD_LABELS), "stills": stills}
    artists["line"] = plane.plot([], [], color=BLACK, linewidth=1.6)[0]
    artists["arrow"] = _arrow(plane, BLACK)
    artists["title"] = _title(plane)
    artists["phi"] = curve.plot([], [], color=BLACK, linewidth=1.2)[0]
    for label, colour, marker in ((0, BLUE, "o"), (1, RED, "^")):
        artists[f"scores{label}"] = curve.plot([], [], marker, color=colour, markersize=4.5, alpha=0.8)[0]
    artists["second"] = _title(curve)
    return artists


def _heights(high: float) -> tuple[float, float]:
    """The frame of an activation's outputs: those up to 1, or scores."""
    return (-0.08, 1.08) if high == 1 else (-8.5, 8.5)


def draw_half_planes(figure: Figure, w1: float, w2: float, b: float, activation: str) -> None:
    """The output over the plane, the line s = 0, the weights as an arrow, and the points' scores on the activation."""
    artists = reuse(figure, _build_half_planes)
    phi, low, high = NEURON_ACTIVATIONS[activation]
    w = np.array([w1, w2])
    artists["image"].set_data(_sides((phi(GRID @ w + b) - low) / (high - low)))
    length = float(np.hypot(w1, w2))
    if length > 0:
        foot, along = -b * w / length**2, np.array([-w2, w1]) / length
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

# --- two lines whose signs are added --------------------------------------------------------------------------------

# The class 0 lies along a diagonal, the class 1 on both sides of it: no line parts them.
CROSS = _clouds(8, np.array([[-1.3, -1.3], [1.3, 1.3], [-1.3, 1.3], [1.3, -1.3]]), 10, 0.36)
CROSS_LABELS = np.repeat([0, 0, 1, 1], 10)
ADDED = ("their signs", "the scores themselves")


def two_line_scores(points: Array, turn1: float, shift1: float, turn2: float, shift2: float) -> Array:
    """The scores of two neurons whose weights have length 1 and point in the directions `turn1` and `turn2`, in degrees."""
    turns = np.radians([turn1, turn2])
    return np.asarray(points @ np.stack([np.cos(turns), np.sin(turns)]) + [shift1, shift2])


def two_lines_wrong(turn1: float, shift1: float, turn2: float, shift2: float, added: str) -> int:
    """How many points of the cross get the wrong class, where the class is 1 for a sum of at least 0."""
    S = two_line_scores(CROSS, turn1, shift1, turn2, shift2)
    total = (np.sign(S) if added == ADDED[0] else S).sum(axis=-1)
    return int(np.sum((total >= 0) != CROSS_LABELS))


def _build_two_lines(figure: Figure) -> dict[str, Any]:
    figure.set_layout_engine("none")
    left = _axes(figure, (0.08, 0.14, 0.38, 0.76), "x₁", "x₂")
    right = _axes(figure, (0.58, 0.14, 0.38, 0.76), "x₁", "x₂")
    for axes in (left, right):
        _frame(axes)
    stand_still(figure)
    artists: dict[str, Any] = {}
    for name, axes in (("sum", left), ("class", right)):
        artists[name] = _plane(axes, CROSS, CROSS_LABELS)
    for number, colour in ((1, GREEN), (2, PURPLE)):
        artists[f"line{number}"] = left.plot([], [], color=colour, linewidth=2)[0]
        artists[f"arrow{number}"] = _arrow(left, colour)
    artists["first"], artists["title"] = _title(left), _title(right)
    return artists


def draw_two_lines(figure: Figure, turn1: float, shift1: float, turn2: float, shift2: float, added: str) -> None:
    """Left: the two lines, and the sum of signs (or of scores) as a colour. Right: the class that the sum decides."""
    artists = reuse(figure, _build_two_lines)
    S = two_line_scores(GRID, turn1, shift1, turn2, shift2)
    total = np.sign(S).sum(axis=-1) if added == ADDED[0] else np.clip(S.sum(axis=-1), -2, 2)
    artists["sum"].set_data(_sides((total + 2) / 4))
    artists["class"].set_data(_sides((total >= 0).astype(float)))
    for number, turn, shift in ((1, turn1, shift1), (2, turn2, shift2)):
        normal = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
        foot, along = -shift * normal, np.array([-normal[1], normal[0]])
        artists[f"line{number}"].set_data(*np.stack([foot - 20 * along, foot + 20 * along]).T)
        artists[f"arrow{number}"].set_offsets(foot)
        artists[f"arrow{number}"].set_UVC(*normal)
    first = say("sum of signs: −2 blue, 0 white, 2 orange") if added == ADDED[0] else say("sum of scores: blue below 0")
    artists["first"].set_text(first)
    wrong = two_lines_wrong(turn1, shift1, turn2, shift2, added)
    artists["title"].set_text(say("class by the sum; wrong: {wrong} of {all}", wrong=wrong, all=len(CROSS)))


two_lines = Explorer(
    draw_two_lines,
    {
        "turn1": Slider("Line 1: direction of w, degrees", -180, 175, 0, step=5),
        "shift1": Slider("Line 1: bias", -3, 3, -0.5, step=0.1),
        "turn2": Slider("Line 2: direction of w, degrees", -180, 175, 90, step=5),
        "shift2": Slider("Line 2: bias", -3, 3, -0.5, step=0.1),
        "added": Choice("What is added", ADDED),
    },
    alt="Two pictures of a plane with 40 points: class 0 in two clouds at the lower left and the upper right, class 1 in "
    "two clouds at the other corners. Left: an upright and a level line with their arrows; the lower left quarter has "
    "sum -2, the upper right one 2, the rest 0. Right: the class that this gives, a blue corner and orange elsewhere; "
    "10 points are wrong, the upper right cloud.",
    size=(7.6, 4.0),
)

# --- the gallery of activations -------------------------------------------------------------------------------------


def _bent(s: Array, alpha: float) -> Array:
    return np.maximum(s, 0) + alpha * np.minimum(s, 0)


def _curved(s: Array, alpha: float) -> Array:
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
FLAT = 0.05


def slope_of(phi: Callable[[Array], Array], s: Any) -> Array:
    """The slope of φ, measured from the left over a millionth: at a kink it is the left branch's, as in this course."""
    s = np.asarray(s, float)
    return np.asarray((phi(s) - phi(s - 1e-6)) / 1e-6)


def _build_gallery(figure: Figure) -> dict[str, Any]:
    figure.set_layout_engine("none")
    left = _axes(figure, (0.08, 0.15, 0.4, 0.74), translate("score s"), "φ(s)", gap=0.14)
    right = _axes(figure, (0.59, 0.15, 0.4, 0.74), translate("score s"), "φ′(s)", gap=0.18)
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
    artists["first"], artists["second"] = _title(left), _title(right)
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

# --- three regressions, one neuron ----------------------------------------------------------------------------------


def _square(s: Array, y: Array) -> Array:
    return (s - y) ** 2


def _surprise(s: Array, y: Array) -> Array:
    p = np.clip(0.5 + 0.5 * np.tanh(s / 2), 1e-15, 1 - 1e-15)
    return -y * np.log(p) - (1 - y) * np.log(1 - p)


def _count(s: Array, y: Array) -> Array:
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
    left = _axes(figure, (0.1, 0.15, 0.37, 0.74), "", "", gap=0.18)
    right = _axes(figure, (0.61, 0.15, 0.36, 0.74), translate("weight w, at this bias"), translate("mean loss"), gap=0.22)
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
    artists["first"], artists["second"] = _title(left), _title(right)
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

# --- the learning rate on a loss surface ----------------------------------------------------------------------------


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
    left = _axes(figure, (0.08, 0.14, 0.41, 0.76), translate("weight w"), translate("bias b"))
    right = _axes(figure, (0.62, 0.14, 0.36, 0.76), translate("step"), translate("mean squared error"), gap=0.24)
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
    artists["first"], artists["second"] = _title(left), _title(right)
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
