"""Chapter 09: a product of matrices on a CPU and on a GPU by size, and an epoch's first batches in time.

    sizes      seconds of a product: measured on a CPU, worked out from data sheets for a GPU
    pipeline   loading and training side by side, with and without workers

No GPU was measured for this chapter. What is drawn for one is a model with its constants named here; `benchmarks/products.py`
measures a device that is there.
"""

import functools
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import stand_still
from handgrad.plot import BLUE, GREEN, ORANGE
from handgrad.text import say, translate

Array = np.ndarray

# --- a product by size -------------------------------------------------------------------------------------------

# Seconds of a product of n by n matrices in float32: benchmarks/products.py --threads 1, one core of an AMD EPYC whose other
# core was busy, torch 2.13, 21 November 2026.
MEASURED = {
    16: 2.08e-6, 32: 2.86e-6, 64: 1.14e-5, 128: 7.72e-5, 256: 5.9e-4, 512: 4.55e-3, 1024: 3.98e-2, 2048: 0.297, 4096: 2.3,
}  # fmt: skip
LAUNCH = 1e-5  # seconds from a call in Python to the device's beginning: an assumption, the usual order of size


@dataclass(frozen=True)
class Card:
    """A GPU's data sheet: float32 operations, bytes of its memory and bytes of its way to the CPU, per second and direction."""

    flops: float
    memory: float
    link: float


CARDS = {"T4": Card(8.1e12, 320e9, 16e9), "A100": Card(19.5e12, 1555e9, 32e9)}
PLACES = ("on the device already", "sent there and back each time")


def cpu_seconds(n: float) -> float:
    """Measured between 16 and 4096 (a straight line between neighbours, both axes logarithmic); beyond, as n³."""
    sizes, times = np.array(list(MEASURED)), np.array(list(MEASURED.values()))
    if n > sizes[-1]:
        return float(times[-1] * (n / sizes[-1]) ** 3)
    return float(np.exp(np.interp(np.log(n), np.log(sizes), np.log(times))))


def gpu_seconds(n: float, card: str, place: str) -> tuple[float, float, float]:
    """The model's three parts, in seconds: launch, sending, computing.

    Sent are three matrices of 4n² bytes, if they are; computing is the slower of 2n³ operations and 12n² bytes of memory.
    """
    sheet, size = CARDS[card], 12 * n**2
    sent = size / sheet.link if place == PLACES[1] else 0.0
    return LAUNCH, sent, max(2 * n**3 / sheet.flops, size / sheet.memory)


@functools.cache
def crossing(card: str, place: str) -> float:
    """The size from which on the model is faster than the measured CPU."""
    sizes = np.geomspace(16, 10_000, 2000)
    slower = [sum(gpu_seconds(n, card, place)) > cpu_seconds(n) for n in sizes]
    return float(sizes[np.flatnonzero(slower)[-1]]) if any(slower) else float(sizes[0])


def in_words(seconds: float) -> str:
    """A time with a unit that suits it."""
    for unit, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= unit or name == "µs":
            return f"{seconds / unit:.3g} {name}"
    raise AssertionError


_AT = np.geomspace(16, 10_000, 80)


@functools.cache
def _curve(card: str, place: str) -> Array:
    return np.array([sum(gpu_seconds(at, card, place)) for at in _AT])


def _build_sizes(figure: Figure) -> SimpleNamespace:
    left, right = figure.subplots(1, 2, width_ratios=[1.7, 1])
    left.set(xscale="log", yscale="log", xlim=(14, 12_000), ylim=(1e-6, 100))
    left.set(xlabel=translate("n, for a product of two n × n matrices"), ylabel=translate("seconds"))
    left.plot(list(MEASURED), list(MEASURED.values()), "o", color=BLUE, label=translate("one CPU core, measured"))
    left.plot(_AT, [cpu_seconds(n) for n in _AT], color=BLUE, lw=1, ls=":")
    left.plot([], [], color=ORANGE, label=translate("GPU, a model"))
    left.legend(loc="upper left")
    right.set(yscale="log", ylim=(1e-6, 100), xlim=(-0.6, 3.6), xticks=range(4))
    right.set_xticklabels([translate(word) for word in ("CPU", "launch", "sending", "computing")], fontsize=8)
    right.set_title(translate("at this size, seconds"))
    right.grid(False, axis="x")
    figure.suptitle(" ", fontsize=10)
    stand_still(figure)
    (curve,) = left.plot(_AT, np.ones_like(_AT), color=ORANGE)
    bars = right.bar(range(4), [1] * 4, color=[BLUE, *[ORANGE] * 3])
    return SimpleNamespace(
        curve=curve, here=left.axvline(16, color="#555555", lw=1), bars=bars,
        words=[right.text(k, 1, "", ha="center", va="bottom", fontsize=8) for k in range(4)],
        note=figure.text(0.02, 0.955, "", fontsize=10),
    )  # fmt: skip


def draw_sizes(figure: Figure, n: float, place: str, card: str) -> None:
    """The times of a product by size, and at one size what the model's time is made of."""
    artists = reuse(figure, _build_sizes)
    artists.curve.set_ydata(_curve(card, place))
    artists.here.set_xdata([n, n])
    cpu, parts = cpu_seconds(n), gpu_seconds(n, card, place)
    for bar, word, value in zip(artists.bars, artists.words, (cpu, *parts), strict=True):
        bar.set_height(value)
        word.set_text(in_words(value) if value else "0")
        word.set_y(max(value, 1e-6) * 1.15)
    artists.note.set_text(
        say("n = {n:.0f}: one CPU core {cpu}, a model of the card {card} {gpu}; the model is ahead from n = {size:.0f} on", n=n,
            cpu=in_words(cpu), card=card, gpu=in_words(sum(parts)), size=crossing(card, place))
    )  # fmt: skip


sizes = Explorer(
    draw_sizes,
    {
        "n": Slider("Size n", 1.2, 4, 1000, step=0.1, logarithmic=True),
        "place": Choice("The matrices are", PLACES),
        "card": Choice("Card, by its data sheet", tuple(CARDS)),
    },
    alt="Left the seconds of a matrix product by size, both axes logarithmic: points measured on one CPU core that rise with "
    "the third power of the size, and the curve of a model of a GPU, flat for small sizes and far below the points for large "
    "ones. Right, for one size, the CPU's time and the three parts of the model's: launch, sending and computing.",
    size=(8.4, 3.7),
)

# --- loading and training in time --------------------------------------------------------------------------------

BATCHES, MOST_WORKERS, AHEAD = 8, 4, 2


def timeline(workers: int, load: float, step: float) -> tuple[list[tuple[int, float]], list[float]]:
    """When each of the first batches is loaded, and by which worker (row, start), and when its step starts.

    Without workers the training process loads and trains in turn (row 0). A worker begins a batch when it is free, at most
    two batches for each worker ahead of the training, as PyTorch's prefetch_factor has it.
    """
    loads: list[tuple[int, float]] = []
    steps: list[float] = []
    free = 0.0
    for k in range(BATCHES):
        if workers == 0:
            loads.append((0, free))
            steps.append(free + load)
        else:
            before = loads[k - workers][1] + load if k >= workers else 0.0
            room = steps[k - AHEAD * workers] if k >= AHEAD * workers else 0.0
            loads.append((1 + k % workers, max(before, room)))
            steps.append(max(loads[k][1] + load, free))
        free = steps[k] + step
    return loads, steps


def _build_pipeline(figure: Figure) -> SimpleNamespace:
    axes = figure.subplots()
    axes.set(xlim=(0, 118), ylim=(MOST_WORKERS + 0.6, -0.6), xlabel=translate("milliseconds"), yticks=range(MOST_WORKERS + 1))
    axes.set_yticklabels([translate("training"), *(say("worker {number}", number=k + 1) for k in range(MOST_WORKERS))])
    axes.add_patch(Rectangle((88, 3.1), 3, 0.5, color=BLUE))
    axes.add_patch(Rectangle((88, 3.9), 3, 0.5, color=ORANGE))
    axes.text(92, 3.35, translate("loading a batch"), va="center")
    axes.text(92, 4.15, translate("training on it"), va="center")
    axes.set_title(" ")
    axes.grid(False, axis="y")
    stand_still(figure)

    def bars(colour: str) -> list[Any]:
        return [axes.add_patch(Rectangle((0, 0), 1, 0.7, facecolor=colour, edgecolor="white")) for _ in range(BATCHES)]

    words = [axes.text(0, 0, str(k + 1), ha="center", va="center", fontsize=8, clip_on=True) for k in range(BATCHES)]
    return SimpleNamespace(loads=bars(BLUE), steps=bars(ORANGE), words=words, end=axes.axvline(0, color=GREEN, lw=1.5),
                           note=figure.text(0.02, 0.94, "", fontsize=10))  # fmt: skip


def draw_pipeline(figure: Figure, workers: int, load: float, step: float) -> None:
    """The first eight batches in time: who loads each, and when it is trained on."""
    artists = reuse(figure, _build_pipeline)
    loads, steps = timeline(int(workers), load, step)
    for k in range(BATCHES):
        row, start = loads[k]
        artists.loads[k].set_bounds(start, row - 0.35, load, 0.7)
        artists.steps[k].set_bounds(steps[k], -0.35, step, 0.7)
        artists.words[k].set_position((steps[k] + step / 2, 0))
        artists.words[k].set_fontsize(8 if step >= 2 else 5.5)  # narrow bars have room for small numbers alone
    total = steps[-1] + step
    artists.end.set_xdata([total, total])
    artists.note.set_text(
        say("{count} batches in {total:.0f} ms; training for {share:.0%} of that time", count=BATCHES, total=total,
            share=BATCHES * step / total)
    )  # fmt: skip


pipeline = Explorer(
    draw_pipeline,
    {
        "workers": Slider("Workers", 0, MOST_WORKERS, 0),
        "load": Slider("Loading one batch, milliseconds", 1, 10, 8),
        "step": Slider("Training on one batch, milliseconds", 1, 4, 2),
    },
    alt="A chart of bars in time, one row for the training process and one for each worker. Without workers loading and "
    "training take turns in one row. With workers several batches are loaded at once, and the bars of training move together "
    "until loading is no longer what they wait for.",
    size=(8.0, 3.2),
)
