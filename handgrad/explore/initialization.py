"""Chapter 06: what a net's start does to it.

    twins     a small net that starts with equal units, step by step: do the units ever part?
    layers    histograms of outputs and of gradients, layer by layer, by depth, width, start and activation
"""

import functools
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import stand_still
from handgrad.plot import BLACK, BLUE, GREEN, ORANGE, PURPLE, RED
from handgrad.text import translate

Array = np.ndarray

# The deviation of a layer's weights by its numbers of inputs and outputs: `init_net(rng, sizes, SCALES["He"])`.
SCALES: dict[str, Callable[[int, int], float]] = {
    "standard": lambda n_in, n_out: float(3 * n_in) ** -0.5,
    "calibrated": lambda n_in, n_out: float(n_in) ** -0.5,
    "backward": lambda n_in, n_out: float(n_out) ** -0.5,
    "Xavier": lambda n_in, n_out: (0.5 * (n_in + n_out)) ** -0.5,
    "He": lambda n_in, n_out: (0.5 * n_in) ** -0.5,
}


# --- units that start equal ---------------------------------------------------------------------------------------

UNITS, POINTS, EVERY, FRAMES = 4, 40, 40, 100
LOWEST = 3e-8  # where the axis of differences ends; a difference of 0 is drawn here
TWIN_STARTS = (
    "all weights 0.5",
    "all weights 0.5, one moved by a millionth",
    "all weights 0",
    "random weights",
)
_COLOURS = (BLUE, ORANGE, GREEN, PURPLE)


def curve(x: Array) -> Array:
    """What the small net is to learn."""
    return np.sin(2.5 * x) * 0.8 + 0.3 * x


@functools.cache
def trained() -> tuple[Array, Array, Array]:
    """W, b and U of the four starts, after every 40 steps: (frames, starts, units) each.

    The net is ŷ = tanh(xW + b)U with four units, trained on 40 points by gradient descent on the mean square.
    """
    x = np.linspace(-2, 2, POINTS)[:, None]
    y = curve(x[:, 0])
    W, b, U = np.full((4, UNITS), 0.5), np.zeros((4, UNITS)), np.full((4, UNITS), 0.5)
    W[1, 0] += 1e-6  # small beside 0.5, and large beside what rounding does to it
    W[2], U[2] = 0.0, 0.0
    rng = np.random.default_rng(4)
    W[3], U[3] = rng.normal(size=UNITS), rng.normal(size=UNITS) / 2
    kept: tuple[list[Array], ...] = ([], [], [])
    for step in range(EVERY * FRAMES + 1):
        if step % EVERY == 0:
            for place, values in zip(kept, (W, b, U), strict=True):
                place.append(values.copy())
        A = np.tanh(x[:, :, None] * W[:, None].transpose(1, 0, 2) + b)
        d = ((A * U).sum(axis=2) - y[:, None]) / POINTS
        dS = d[:, :, None] * U * (1 - A**2)
        U = U - 0.2 * (d[:, :, None] * A).sum(axis=0)
        W = W - 0.2 * (dS * x[:, :, None]).sum(axis=0)
        b = b - 0.2 * dS.sum(axis=0)
    return np.array(kept[0]), np.array(kept[1]), np.array(kept[2])


def spread() -> Array:
    """The largest distance between the incoming weights of two units: (frames, starts)."""
    return np.ptp(trained()[0], axis=2)


def _build_twins(figure: Figure) -> SimpleNamespace:
    x = np.linspace(-2, 2, 161)
    left, middle, right = figure.subplots(1, 3)
    left.set(title=translate("the net and its points"), xlabel="x", ylabel="ŷ", xlim=(-2.1, 2.1), ylim=(-1.6, 1.6))
    left.plot(x[::4], curve(x[::4]), "o", color="0.6", markersize=3)
    middle.set(title=translate("what each unit gives"), xlabel="x", ylabel=translate("output of a unit"))
    middle.set(xlim=(-2.1, 2.1), ylim=(-1.15, 1.15))
    right.set(title=translate("how far apart the units are"), xlabel=translate("step"), yscale="log")
    right.set(ylabel=translate("largest difference of two weights"), ylim=(LOWEST, 30), xlim=(0, EVERY * FRAMES))
    for index in (1, 3):
        right.plot(EVERY * np.arange(FRAMES + 1), spread()[:, index], color="0.75", linewidth=1.2)
    stand_still(figure)
    (net,) = left.plot([], [], color=RED)
    units = [middle.plot([], [], color=colour, linewidth=7 - 1.7 * h)[0] for h, colour in enumerate(_COLOURS)]
    (path,) = right.plot([], [], color=BLUE)
    (dot,) = right.plot([], [], "o", color=BLUE, clip_on=False)
    zero = right.text(0.03, 0.1, "", transform=right.transAxes, color=BLACK)
    return SimpleNamespace(x=x, net=net, units=units, path=path, dot=dot, zero=zero)


def draw_twins(figure: Figure, step: float, start: str) -> None:
    """The net, its units and their distance after `step` steps."""
    on = reuse(figure, _build_twins)
    frame, which = round(step / EVERY), TWIN_STARTS.index(start)
    W, b, U = (values[frame, which] for values in trained())
    A = np.tanh(np.outer(on.x, W) + b)
    on.net.set_data(on.x, A @ U)
    for line, a in zip(on.units, A.T, strict=True):
        line.set_data(on.x, a)
    steps, apart = EVERY * np.arange(frame + 1), spread()[: frame + 1, which]
    on.path.set_data(steps, np.where(apart > 0, apart, np.nan))
    on.dot.set_data(steps[-1:], np.where(apart[-1:] > 0, apart[-1:], LOWEST))
    on.zero.set_text(translate("exactly 0, below the axis") if apart[-1] == 0 else "")


twins = Explorer(
    draw_twins,
    {"step": Slider("Training step", 0, EVERY * FRAMES, 0, step=EVERY), "start": Choice("Start", TWIN_STARTS)},
    alt="Three panels: a small net's curve beside the points that it is to learn, the output of each of its four hidden "
    "units, and the largest difference between two units on a logarithmic axis. Units that start equal stay on one curve.",
    size=(8.4, 3.1),
)


# --- histograms, layer by layer -----------------------------------------------------------------------------------

DEEPEST, ROWS, BINS = 30, 64, 45
TANH, RELU = "tanh", "ReLU"
OUT, GRAD = (-31 / 24, 59 / 24), (-3.0, 3.0)  # 0 and ±1 stand in the middle of a bin


# All layers have n inputs and n outputs here, so that Xavier's rule and the calibrated one are the same.
STARTS: dict[str, Callable[[int, int], float]] = {
    "Xavier: variance 1/n": SCALES["Xavier"],
    "He: variance 2/n": SCALES["He"],
    "standard: variance 1/(3n)": SCALES["standard"],
    "deviation 0.01": lambda n_in, n_out: 0.01,
    "deviation 0.3": lambda n_in, n_out: 0.3,
}


@functools.cache
def _standard(width: int) -> tuple[Array, Array, Array]:
    """Inputs, weights and a last gradient, all standard normal: scaled by a start, they are its sample."""
    rng = np.random.default_rng(0)
    # float32 has digits enough for a histogram, and thirty layers of 200 units are then half as many bytes at each move.
    X = rng.standard_normal((ROWS, width), dtype=np.float32)
    W = rng.standard_normal((DEEPEST, width, width), dtype=np.float32)
    return X, W, rng.standard_normal((ROWS, width), dtype=np.float32)


@functools.lru_cache(maxsize=32)
def _forward(width: int, start: str, activation: str) -> tuple[Array, Array]:
    """Scores and outputs of 30 layers: (30, rows, width) each."""
    A, weights, _ = _standard(width)
    deviation = np.float32(STARTS[start](width, width))
    S = np.empty((DEEPEST, ROWS, width), np.float32)
    outputs = np.empty_like(S)
    for k in range(DEEPEST):
        np.matmul(A, weights[k], out=S[k])
        S[k] *= deviation
        A = np.tanh(S[k], out=outputs[k]) if activation == TANH else np.maximum(S[k], 0, out=outputs[k])
    return S, outputs


def profile(depth: int, width: int, start: str, activation: str) -> tuple[Array, Array]:
    """Outputs A_l and gradients dS_l of the first `depth` layers, each (depth, rows, width)."""
    S, outputs = _forward(width, start, activation)
    _, weights, dA = _standard(width)
    deviation = np.float32(STARTS[start](width, width))
    dS = np.empty((depth, ROWS, width), np.float32)
    for k in range(depth - 1, -1, -1):
        slope = 1 - outputs[k] ** 2 if activation == TANH else S[k] > 0
        np.multiply(dA, slope, out=dS[k])
        dA = (dS[k] @ weights[k].T) * deviation
    return outputs[:depth], dS


def typical(values: Array) -> Array:
    """The root of the mean square of each layer."""
    flat = values.reshape(len(values), -1)
    return np.sqrt(np.einsum("ij,ij->i", flat, flat, dtype=np.float64) / flat.shape[1])


def shares(values: Array, low: float, high: float) -> Array:
    """The share of each layer's values in each of 45 bins: (45, 30), nan where no layer is.

    The ends hold what lies beyond; some 6,000 values a layer are enough for a picture.
    """
    depth = len(values)
    values = values[:, : max(1, 6400 // values.shape[2])]
    bins = np.clip((values - low) * ((BINS - 1e-3) / (high - low)), 0, BINS - 1).astype(np.int32)
    bins += BINS * np.arange(depth, dtype=np.int32)[:, None, None]
    found = np.full((DEEPEST, BINS), np.nan)
    found[:depth] = np.bincount(bins.ravel(), minlength=BINS * depth).reshape(depth, BINS) / values[0].size
    return found.T


def _fade(colour: str) -> LinearSegmentedColormap:
    return LinearSegmentedColormap.from_list("fade", ["white", colour, BLACK])


def _build_layers(figure: Figure) -> SimpleNamespace:
    left, middle, right = figure.subplots(1, 3)
    left.set(title=translate("outputs"), ylabel=translate("output of a unit"), ylim=OUT)
    middle.set(title=translate("gradients of the scores"), ylabel=translate("gradient / size at the last layer"), ylim=GRAD)
    right.set(ylabel=translate("root mean square"), yscale="log", ylim=(1e-8, 1e4))
    for axes in (left, middle, right):
        axes.set(xlabel=translate("layer"), xlim=(0.5, DEEPEST + 0.5))
    right.plot([], [], "o-", color=BLUE, markersize=3, label=translate("outputs"))
    right.plot([], [], "s-", color=ORANGE, markersize=3, label=translate("gradients"))
    right.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    for axes in (left, middle):
        axes.grid(False)
    stand_still(figure)
    pictures = [
        axes.imshow(np.full((BINS, DEEPEST), np.nan), extent=(0.5, DEEPEST + 0.5, *ends), origin="lower", aspect="auto",
                    cmap=_fade(colour), vmin=0, vmax=0.15, interpolation="nearest", zorder=0.5)
        for axes, ends, colour in ((left, OUT, BLUE), (middle, GRAD, ORANGE))
    ]  # fmt: skip
    (outputs,) = right.plot([], [], "o-", color=BLUE, markersize=3)
    (gradients,) = right.plot([], [], "s-", color=ORANGE, markersize=3)
    return SimpleNamespace(pictures=pictures, outputs=outputs, gradients=gradients)


def draw_layers(figure: Figure, depth: float, width: float, start: str, activation: str) -> None:
    """Histograms (a column for each layer) and sizes of the outputs and of the gradients."""
    on = reuse(figure, _build_layers)
    A, dS = profile(int(depth), int(width), start, activation)
    sizes, slopes = typical(A), typical(dS)
    on.pictures[0].set_data(shares(A, *OUT))
    on.pictures[1].set_data(shares(dS / np.float32(slopes[-1]), *GRAD))
    layer = np.arange(1, int(depth) + 1)
    on.outputs.set_data(layer, sizes)
    on.gradients.set_data(layer, slopes / slopes[-1])


layers = Explorer(
    draw_layers,
    {
        "depth": Slider("Number of layers", 1, DEEPEST, 10),
        "start": Choice("Start", tuple(STARTS)),
        "activation": Choice("Activation", (TANH, RELU)),
        "width": Slider("Units in a layer", 20, 200, 100, step=20),
    },
    alt="Three panels over the layers of a deep net: histograms of the units' outputs, one column a layer; histograms of "
    "the gradients; and the sizes of both on a logarithmic axis, level for a good start and falling or rising for others.",
    size=(8.4, 3.1),
)
