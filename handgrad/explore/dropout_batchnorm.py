"""Chapter 08: dropout's mask at work and the mean over many masks; a batch before and after batch norm.

    mask    sixteen units under one mask, and their mean output over many masks
    norm    the distribution of one unit over a batch, before and after batch norm, in training and in inference
"""

import functools
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import stand_still
from handgrad.plot import BLACK, BLUE, GREEN, ORANGE
from handgrad.text import say, translate

Array = np.ndarray

# --- a mask at work ----------------------------------------------------------------------------------------------

UNITS, MOST_MASKS = 16, 400
SCALED, UNSCALED = "divided by 1 − p", "not divided"


@functools.cache
def _draws() -> tuple[Array, Array]:
    """The units' activations and the uniform draws of all masks: the same at every move of a control."""
    rng = np.random.default_rng(8)
    return np.round(rng.uniform(0.3, 1.0, size=UNITS), 2), rng.uniform(size=(MOST_MASKS, UNITS))


def masked(p: float, masks: int, kept: str = SCALED) -> SimpleNamespace:
    """The activations `x`, the output under the first mask, `one`, and the mean output over `masks` masks, `mean`."""
    x, draws = _draws()
    outputs = x * (draws[:masks] >= p) / ((1 - p) if kept == SCALED else 1.0)
    return SimpleNamespace(x=x, one=outputs[0], mean=outputs.mean(axis=0))


def _build_mask(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    left, right = figure.add_axes((0.075, 0.15, 0.43, 0.74)), figure.add_axes((0.555, 0.15, 0.43, 0.74))
    edges = np.arange(UNITS + 1) + 0.5
    x, _ = _draws()
    for axes, title in ((left, translate("Under one mask")), (right, translate("Mean over all masks drawn"))):
        axes.set(xlim=(0.2, UNITS + 0.8), ylim=(0, 4.2), xlabel=translate("unit"), xticks=(1, 4, 8, 12, 16))
        axes.set_title(title)
    left.set_ylabel(translate("output"))
    left.text(0.97, 0.95, translate("black: without dropout"), transform=left.transAxes, ha="right", va="top", fontsize=9)
    stand_still(figure)
    bars = []
    for axes, colour in ((left, ORANGE), (right, BLUE)):
        bars.append(axes.stairs(np.zeros(UNITS), edges, fill=True, color=colour, alpha=0.65))
        axes.stairs(x, edges, color=BLACK, lw=1.2)
    note = right.text(0.97, 0.95, "", transform=right.transAxes, ha="right", va="top", fontsize=9)
    return SimpleNamespace(one=bars[0], mean=bars[1], note=note)


def draw_mask(figure: Figure, p: float, masks: int, kept: str) -> None:
    """Sixteen units under one mask (left), and their mean output over many masks (right)."""
    artists = reuse(figure, _build_mask)
    found = masked(p, masks, kept)
    artists.one.set_data(found.one)
    artists.mean.set_data(found.mean)
    artists.note.set_text(
        say(
            "masks: {masks}\nmean over the units: {mean:.2f}\nwithout dropout: {x:.2f}",
            masks=masks, mean=float(found.mean.mean()), x=float(found.x.mean()),
        )
    )  # fmt: skip


mask = Explorer(
    draw_mask,
    {
        "p": Slider("p, the probability of dropping", 0.0, 0.75, 0.5, step=0.05),
        "masks": Slider("Number of masks", 1, MOST_MASKS, 1),
        "kept": Choice("What is kept is", (SCALED, UNSCALED)),
    },
    alt="Two bar charts of sixteen units. Left, the output under one mask: some bars are gone, the others taller than the "
    "black outline, the output without dropout. Right, the mean over many masks: the more masks, the closer the bars come "
    "to the outline, if what is kept is divided by 1 − p, and to a lower level if it is not.",
    size=(7.4, 3.4),
)

# --- a batch before and after batch norm -------------------------------------------------------------------------

ROWS = 200
RUNNING_MEAN, RUNNING_VAR, EPS = 1.0, 4.0, 1e-5
TRAINING, INFERENCE = "training", "inference"
_EDGES = np.linspace(-10, 10, 51)


@functools.cache
def _standard() -> Array:
    """Numbers with mean 0 and variance 1, a little lopsided, so that a flip can be seen."""
    drawn = np.random.default_rng(5).gamma(4.0, size=ROWS)
    return np.asarray((drawn - drawn.mean()) / drawn.std())


def normed(mean: float, scale: float, gamma: float, beta: float, mode: str = TRAINING) -> SimpleNamespace:
    """One unit's numbers over a batch, `before`, and what batch norm makes of them, `after`."""
    before = mean + scale * _standard()
    if mode == TRAINING:
        centre, spread = before.mean(), before.var()
    else:
        centre, spread = RUNNING_MEAN, RUNNING_VAR
    return SimpleNamespace(before=before, after=gamma * (before - centre) / np.sqrt(spread + EPS) + beta)


def _build_norm(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    left, right = figure.add_axes((0.075, 0.15, 0.43, 0.74)), figure.add_axes((0.555, 0.15, 0.43, 0.74))
    for axes, title in ((left, translate("Before batch norm")), (right, translate("After batch norm"))):
        axes.set(xlim=(-10, 10), ylim=(0, 90), xlabel=translate("value of the unit"))
        axes.set_title(title)
    left.set_ylabel(translate("number of rows"))
    stand_still(figure)
    paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5}
    made = []
    for axes, colour in ((left, ORANGE), (right, BLUE)):
        bars = axes.stairs(np.zeros(len(_EDGES) - 1), _EDGES, fill=True, color=colour, alpha=0.65)
        note = axes.text(0.03, 0.95, "", transform=axes.transAxes, va="top", fontsize=9, bbox=paper)
        made.append(SimpleNamespace(bars=bars, note=note, centre=axes.axvline(0, color=BLACK, lw=1.2)))
    running = left.axvline(RUNNING_MEAN, color=GREEN, lw=1.5, ls="--")
    words = left.text(0.97, 0.95, translate("green:\nrunning mean"), transform=left.transAxes, ha="right", va="top",
                      fontsize=9, bbox=paper)  # fmt: skip
    return SimpleNamespace(before=made[0], after=made[1], running=running, words=words)


def draw_norm(figure: Figure, mean: float, scale: float, gamma: float, beta: float, mode: str) -> None:
    """The histogram of a batch before (left) and after (right) batch norm."""
    artists = reuse(figure, _build_norm)
    found = normed(mean, scale, gamma, beta, mode)
    for side, numbers in ((artists.before, found.before), (artists.after, found.after)):
        # What lies outside the picture is counted in its last bin.
        side.bars.set_data(np.histogram(np.clip(numbers, _EDGES[0], _EDGES[-1]), _EDGES)[0])
        side.centre.set_xdata([numbers.mean()] * 2)
        centre = round(float(numbers.mean()), 2) + 0.0  # never -0.00
        side.note.set_text(say("mean {mean:.2f}\ndeviation {deviation:.2f}", mean=centre, deviation=numbers.std()))
    for artist in (artists.running, artists.words):
        artist.set_visible(mode == INFERENCE)


norm = Explorer(
    draw_norm,
    {
        "mean": Slider("Mean of the batch", -6.0, 6.0, 3.0, step=0.5),
        "scale": Slider("Deviation of the batch", 0.5, 3.0, 2.0, step=0.25),
        "gamma": Slider("γ", -2.0, 3.0, 1.0, step=0.25),
        "beta": Slider("β", -4.0, 4.0, 0.0, step=0.5),
        "mode": Choice("Mode", (TRAINING, INFERENCE)),
    },
    alt="Two histograms of one unit over a batch of 200 rows. Left, before batch norm: mean and deviation follow the "
    "controls. Right, after it. In training mode the right one stands still when the batch moves: its mean is β, its deviation "
    "the size of γ. In inference mode it moves with the batch, measured against the running mean 1 and variance 4.",
    size=(7.4, 3.4),
)
