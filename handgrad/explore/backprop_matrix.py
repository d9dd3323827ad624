"""Chapter 04: the paths of one entry through a layer, and the gradients in a stack of up to 100 layers.

    paths       which entries of S one entry of X, W or b reaches, and the sum that is its gradient
    vanishing   the norm of every layer's weight gradient, by the scale of the weights, the depth and the activation
"""

import functools
from itertools import zip_longest
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import stand_still
from handgrad.plot import BLACK, BLUE, GREEN, ORANGE, SKY
from handgrad.text import say, translate

Array = np.ndarray
Cell = tuple[str, int, int]


# --- the paths of one entry --------------------------------------------------------------------------------------

X = np.array([[1.0, 2.0, -1.0], [0.5, -2.0, 1.5], [3.0, 0.0, 1.0], [-1.0, 1.0, 2.0]])
W = np.array([[0.5, -1.0], [1.0, 2.0], [-0.5, 1.5]])
B = np.array([0.2, -0.3])
DS = np.array([[0.4, -0.2], [-0.6, 0.1], [0.3, 0.5], [0.2, -0.7]])
ENTRIES = [("X", *i) for i in np.ndindex(X.shape)] + [("W", *i) for i in np.ndindex(W.shape)] + [("b", 0, 0), ("b", 0, 1)]

# Where each matrix stands: its left column and top row. A row of X lies beside its row of S, a column of W above it.
_PLACES = {"X": (X, 0, 5), "W": (W, 4.4, 0), "b": (B[None], 4.4, 3.5), "S": (DS, 4.4, 5)}


def path(entry: int) -> tuple[str, list[tuple[float, float]], float]:
    """The entry's name (`W[0, 1]`), the pairs (upstream gradient, factor) along its paths, and their sum of products."""
    which, i, j = ENTRIES[entry - 1]
    if which == "X":
        pairs = [(DS[i, h], W[j, h]) for h in range(W.shape[1])]
    elif which == "W":
        pairs = [(DS[n, j], X[n, i]) for n in range(len(X))]
    else:
        pairs = [(DS[n, j], 1.0) for n in range(len(X))]
    name = f"{which}[{j}]" if which == "b" else f"{which}[{i}, {j}]"
    return name, [(float(d), float(f)) for d, f in pairs], round(float(sum(d * f for d, f in pairs)), 9) + 0.0


def _lit(entry: int) -> tuple[set[Cell], set[Cell]]:
    """The cells (matrix, row, column) that the entry reaches, and those whose numbers weight its paths."""
    which, i, j = ENTRIES[entry - 1]
    if which == "X":
        return {("S", i, h) for h in range(2)}, {("W", j, h) for h in range(2)}
    reached = {("S", n, j) for n in range(4)}
    return reached, {("X", n, i) for n in range(4)} if which == "W" else set()


def _build_paths(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 0.92))
    axes.set(xlim=(-0.3, 12.2), ylim=(9.9, -1.0))
    axes.axis("off")
    for numbers, left, top in _PLACES.values():
        for (i, j), value in np.ndenumerate(numbers):
            axes.add_patch(_box(left + j, top + i))
            axes.text(left + j + 0.5, top + i + 0.5, f"{value:g}", ha="center", va="center", fontsize=9)
    for word, x, y in (("X", 1.5, 9.6), ("W", 5.4, -0.2), ("b", 3.5, 4.15), ("dS", 5.4, 9.6)):
        axes.text(x, y, word, ha="center", fontsize=11, fontweight="bold")
    keys = ((ORANGE, translate("the entry")), (SKY, translate("what it reaches: dS there")),
            (GREEN, translate("the factor on the way")))  # fmt: skip
    for row, (colour, word) in enumerate(keys):
        axes.add_patch(_box(7.6, 0.1 + 0.9 * row, 0.6, facecolor=colour, alpha=0.42))
        axes.text(8.4, 0.42 + 0.9 * row, word, va="center", fontsize=9)
    stand_still(figure)
    lit = [axes.add_patch(_box(0, 0, alpha=0.42)) for _ in range(9)]
    arrows = [axes.add_patch(FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=9, color="#444444", lw=0.9,
                                             shrinkA=0, shrinkB=0)) for _ in range(4)]  # fmt: skip
    sum_of_paths = axes.text(0.0, -1.2, "", fontsize=11, clip_on=False)
    return SimpleNamespace(lit=lit, arrows=arrows, sum_of_paths=sum_of_paths)


def _box(x: float, y: float, size: float = 1.0, facecolor: str = "none", alpha: float | None = None) -> Rectangle:
    return Rectangle((x, y), size, size, facecolor=facecolor, edgecolor="#888888", lw=0.8, alpha=alpha)


def _corner(cell: Cell) -> tuple[float, float]:
    name, i, j = cell
    return _PLACES[name][1] + j, _PLACES[name][2] + i


def draw_paths(figure: Figure, entry: int) -> None:
    """One entry of X, W or b, the entries of S that it reaches, and the sum over those paths."""
    artists = reuse(figure, _build_paths)
    chosen = ENTRIES[entry - 1]
    reached, factors = _lit(entry)
    colours = {chosen: ORANGE} | dict.fromkeys(sorted(reached), SKY) | dict.fromkeys(sorted(factors), GREEN)
    for box, cell in zip_longest(artists.lit, colours):
        box.set_visible(cell is not None)
        if cell is not None:
            box.set_xy(_corner(cell))
            box.set_facecolor(colours[cell])
    x, y = _corner(chosen)
    for arrow, cell in zip_longest(artists.arrows, sorted(reached)):
        arrow.set_visible(cell is not None)
        if cell is not None:
            right, down = _corner(cell)
            # Round the numbers: along a row from above, along a column from the side where no numbers stand.
            if chosen[0] == "X":
                arrow.set_positions((x + 0.5, y + 0.12), (right + 0.5, down + 0.12))
                arrow.set_connectionstyle("arc3", rad=-0.14)
            else:
                side = 0.04 if chosen[2] == 0 else 0.96
                arrow.set_positions((x + side, y + 0.5), (right + side, down + 0.5))
                arrow.set_connectionstyle("arc3", rad=0.16 if chosen[2] == 0 else -0.16)
    name, pairs, total = path(entry)
    terms = " + ".join(f"({d:g})·({f:g})" for d, f in pairs)
    artists.sum_of_paths.set_text(f"d{name} = {terms} = {total:.4g}")


paths = Explorer(
    draw_paths,
    {"entry": Slider("Entry, first of X, then of W, then of b", 1, len(ENTRIES), 6)},
    alt="The matrices X, W, b and dS of one layer as grids of numbers. One entry is marked; arrows lead from it to the "
    "entries of S that it reaches. An entry of X reaches one row of S, an entry of W or b one column. The title "
    "adds up the products along these paths: that sum is the entry's gradient.",
    size=(6.4, 4.9),
)

# --- gradients by depth ------------------------------------------------------------------------------------------

ROWS, WIDTH, DEPTH = 16, 32, 100


@functools.cache
def _drawn() -> SimpleNamespace:
    """The random numbers of all stacks: drawn once, scaled later, so that moving a slider changes one thing only."""
    rng = np.random.default_rng(100)
    dA = rng.normal(size=(ROWS, WIDTH))
    return SimpleNamespace(
        inputs=rng.normal(size=(ROWS, WIDTH)),
        weights=rng.normal(size=(DEPTH, WIDTH, WIDTH)) / np.sqrt(WIDTH),
        biases=rng.normal(size=(DEPTH, WIDTH)),
        arriving=dA / np.linalg.norm(dA),
    )


def _sigmoid(s: Array) -> Array:
    return 0.5 + 0.5 * np.tanh(0.5 * s)


_VALUE_AND_SLOPE = {
    "tanh": (np.tanh, lambda s, a: 1 - a * a),
    "sigmoid": (_sigmoid, lambda s, a: a * (1 - a)),
    "ReLU": (lambda s: np.maximum(s, 0), lambda s, a: (s > 0).astype(float)),
}


def stack(depth: int = 100, scale: float = 1.0, activation: str = "tanh", bias: float = 0.1) -> SimpleNamespace:
    """Measure one forward and one backward pass through `depth` layers of 32 units, on a batch of 16 rows.

    Weights are normal with standard deviation scale/√32, biases with standard deviation `bias`. The gradient that
    arrives at the last output has norm 1. Gives `norms`, the norm of ∂L/∂W of every layer, first layer first; `slopes`,
    every layer's mean slope of the activation; `rms`, the root of the mean squared slope over all layers; and `rate`, the
    factor by which the norm of ∂L/∂A shrinks or grows per layer on its way back.
    """
    drawn = _drawn()
    value, slope = _VALUE_AND_SLOPE[activation]
    outputs = np.empty((depth + 1, ROWS, WIDTH))
    steep = np.empty((depth, ROWS, WIDTH))
    matrices, shifts = scale * drawn.weights[:depth], bias * drawn.biases[:depth]
    outputs[0] = drawn.inputs
    for level in range(depth):
        scores = outputs[level] @ matrices[level] + shifts[level]
        outputs[level + 1] = value(scores)
        steep[level] = slope(scores, outputs[level + 1])
    arriving = np.empty((depth + 1, ROWS, WIDTH))
    arriving[depth] = drawn.arriving
    for level in range(depth, 0, -1):
        steep_here = arriving[level] * steep[level - 1]
        arriving[level - 1] = steep_here @ matrices[level - 1].T
    by_weights = np.matmul(outputs[:-1].transpose(0, 2, 1), arriving[1:] * steep)
    return SimpleNamespace(
        norms=np.sqrt((by_weights**2).sum(axis=(1, 2))),
        slopes=steep.mean(axis=(1, 2)),
        rms=float(np.sqrt((steep**2).mean())),
        rate=float(np.linalg.norm(arriving[0]) ** (1 / depth)),
    )


LOWEST, HIGHEST = -60, 45  # powers of ten


def _build_vanishing(figure: Figure) -> SimpleNamespace:
    # Places by hand and powers of ten as plain text: laying out anew and mathematical labels take longer than all the rest.
    figure.set_layout_engine("none")
    left, right = figure.add_axes((0.08, 0.14, 0.51, 0.76)), figure.add_axes((0.66, 0.14, 0.32, 0.76))
    left.set(ylim=(LOWEST, HIGHEST), xlim=(0, DEPTH + 1), xlabel=translate("layer"))
    left.set_yticks(range(LOWEST, HIGHEST + 1, 15), [f"1e{k}" for k in range(LOWEST, HIGHEST + 1, 15)])
    left.axhline(0, color=BLACK, lw=0.8)
    right.set(ylim=(0, 1.05), xlim=(0, DEPTH + 1), xlabel=translate("layer"))
    right.set_title(translate("Mean slope of the activation"))
    left.set_title(translate("Norm of ∂L/∂W, layer by layer"))
    stand_still(figure)
    gradients = left.plot([], [], "o", color=BLUE, ms=3)[0]
    slopes = right.plot([], [], "o", color=ORANGE, ms=3)[0]
    note = left.text(0.99, 0.03, "", transform=left.transAxes, ha="right", va="bottom", fontsize=9)
    return SimpleNamespace(gradients=gradients, slopes=slopes, note=note)


def draw_vanishing(figure: Figure, scale: float, depth: int, activation: str) -> None:
    """The norm of every layer's weight gradient (left) and the mean slope of its activation (right)."""
    artists = reuse(figure, _build_vanishing)
    found = stack(depth, scale, activation)
    layers = np.arange(1, depth + 1)
    artists.gradients.set_data(layers, np.log10(found.norms))
    artists.slopes.set_data(layers, found.slopes)
    artists.note.set_text(
        say(
            "layer 1: {first:.1e}\nlayer {depth}: {last:.1e}\n∂L/∂A, per layer back: × {rate:.2f}",
            first=found.norms[0], depth=depth, last=found.norms[-1], rate=found.rate,
        )
    )


vanishing = Explorer(
    draw_vanishing,
    {
        "scale": Slider("Scale of the weights", 0.1, 3.0, 0.5, step=0.1),
        "depth": Slider("Number of layers", 2, DEPTH, DEPTH, step=1),
        "activation": Choice("Activation", ("tanh", "sigmoid", "ReLU")),
    },
    alt="Left, on a logarithmic axis, the norm of the gradient of each layer's weights in a stack of layers. With small "
    "weights the points fall on a straight line from the last layer down to the first; with large ones the line rises "
    "towards the first layer. Right, the mean slope of the activation in each layer.",
    size=(7.4, 3.5),
)
