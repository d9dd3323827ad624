"""Chapter 07's figures: a race on three surfaces, batches of different sizes, and schedules at work."""

import functools
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import Still, hang, stand_still
from handgrad.plot import BLACK, BLUE, GREEN, ORANGE, RED
from handgrad.text import say, translate
from handgrad.training import METHODS, begin

GREY = "#8C8C8C"
COLOURS = {"gradient descent": BLUE, "momentum": ORANGE, "Adam": GREEN}


def _two_axes(figure: Figure, middle: float) -> tuple[Any, Any]:
    # Places by hand: laying out anew takes longer than all the rest.
    figure.set_layout_engine("none")
    return figure.add_axes((0.08, 0.13, middle - 0.08, 0.80)), figure.add_axes((middle + 0.09, 0.13, 0.89 - middle, 0.80))

# --- three surfaces ---------------------------------------------------------------------------------------------


def ravine(x, y):
    """½(x² + 40y²): forty times as steep across as along. The minimum is 0 at (0, 0)."""
    return 0.5 * (x**2 + 40 * y**2), (x, 40 * y)


def saddle(x, y):
    """½x² + ¼(y² − 1)²: a saddle at (0, 0), a minimum of 0 at (0, 1) and at (0, −1)."""
    return 0.5 * x**2 + 0.25 * (y**2 - 1) ** 2, (x, y * (y**2 - 1))


def rosenbrock(x, y):
    """(1 − x)² + 100(y − x²)²: a bent valley. The minimum is 0 at (1, 1)."""
    bend = y - x**2
    return (1 - x) ** 2 + 100 * bend**2, (-2 * (1 - x) - 400 * x * bend, 200 * bend)


SURFACES = {"ravine": ravine, "saddle": saddle, "Rosenbrock": rosenbrock}
# A path that starts on the saddle's ridge, y = 0, never leaves it: hence 0.01. (−1.2, 1) is Rosenbrock's own start (1960).
STARTS = {"ravine": (-4.0, 1.0), "saddle": (-1.6, 0.01), "Rosenbrock": (-1.2, 1.0)}
MINIMA = {"ravine": [(0, 0)], "saddle": [(0, 1), (0, -1)], "Rosenbrock": [(1, 1)]}
WINDOWS = {
    "ravine": (-4.6, 1.6, -1.5, 1.5), "saddle": (-1.9, 1.9, -1.5, 1.5), "Rosenbrock": (-1.8, 1.8, -0.8, 2.4),
}  # fmt: skip
RACE = 150  # steps
# Each one's best rate among 10^(k/10), by the mean logarithm of the loss over the whole race: a test holds them to that.
BEST = {
    ("ravine", "gradient descent"): 0.0398, ("ravine", "momentum"): 0.0126, ("ravine", "Adam"): 0.501,
    ("saddle", "gradient descent"): 0.631, ("saddle", "momentum"): 0.316, ("saddle", "Adam"): 0.631,
    ("Rosenbrock", "gradient descent"): 0.00398, ("Rosenbrock", "momentum"): 0.00316, ("Rosenbrock", "Adam"): 0.794,
}  # fmt: skip


@functools.lru_cache(maxsize=256)
def run(surface, name, rate):
    """The path (RACE + 1, 2) of one optimizer, and the loss at each of its points. A path that leaves for good is nan."""
    slope, method = SURFACES[surface], METHODS[name]
    w = np.array(STARTS[surface])
    state = begin(w, method.start)
    path = np.full((RACE + 1, 2), np.nan)
    with np.errstate(all="ignore"):
        for k in range(RACE + 1):
            path[k] = w
            w, state = method(w, np.array(slope(*w)[1]), state, rate)
            # Far outside every window: from here on the path would only overflow.
            if not np.all(np.abs(w) < 1e3):
                break
        return path, slope(*path.T)[0]


def _build_race(figure: Figure) -> SimpleNamespace:
    left, right = _two_axes(figure, 0.55)
    left.set(xlabel=translate("first weight"), ylabel=translate("second weight"))
    left.grid(False)
    for name, colour in COLOURS.items():
        right.plot([], [], color=colour, label=translate(name))
    right.set(xlabel=translate("step"), ylabel=translate("loss"), yscale="log", xlim=(0, RACE), ylim=(1e-7, 1e3))
    right.legend(loc="lower left")
    stills = {}
    for name, f in SURFACES.items():
        x0, x1, y0, y1 = WINDOWS[name]
        x, y = np.meshgrid(np.linspace(x0, x1, 160), np.linspace(y0, y1, 160))
        depth = np.log10(f(x, y)[0] + 1e-2)
        lines = left.contour(x, y, depth, levels=14, colors="#B0B0B0", linewidths=0.7, linestyles="solid")
        (stars,) = left.plot(*zip(*MINIMA[name], strict=True), "*", color=BLACK, markersize=12)
        left.set(xlim=(x0, x1), ylim=(y0, y1))
        stills[name] = Still(figure)
        lines.remove()
        stars.remove()
    hang(figure, *stills.values())
    artists: dict[str, Any] = {}
    for name, colour in COLOURS.items():
        artists[name] = (
            left.plot([], [], color=colour, linewidth=1.4, alpha=0.9)[0],
            left.plot([], [], "o", color=colour, markersize=8, markeredgecolor="white", zorder=5)[0],
            right.plot([], [], color=colour, linewidth=1.4)[0],
        )
    return SimpleNamespace(left=left, stills=stills, of=artists)


def draw_race(figure: Figure, steps: float, times: float, surface: str, optimizer: str) -> None:
    """`steps` steps of each optimizer on a surface, at `times` times its own best rate."""
    artists, steps = reuse(figure, _build_race), int(steps)
    for name, still in artists.stills.items():
        still.set_visible(name == surface)
    x0, x1, y0, y1 = WINDOWS[surface]
    artists.left.set(xlim=(x0, x1), ylim=(y0, y1))
    for name, (path, head, curve) in artists.of.items():
        points, losses = run(surface, name, float(times) * BEST[surface, name])
        path.set_data(*points[: steps + 1].T)
        head.set_data(*points[steps : steps + 1].T)
        curve.set_data(np.arange(steps + 1), losses[: steps + 1])
        for artist in (path, head, curve):
            artist.set_visible(optimizer in ("all three", name))


race = Explorer(
    draw_race,
    {
        "steps": Slider("Steps", 0, RACE, 40),
        "times": Slider("Learning rate, as a multiple of each optimizer's best", -1.5, 0.6, 1.0, 0.1, logarithmic=True),
        "surface": Choice("Surface", tuple(SURFACES)),
        "optimizer": Choice("Optimizer", ("all three", *COLOURS)),
    },
    alt="Left: contour lines of a loss with two weights, and the paths that gradient descent, momentum and Adam take from the "
    "same start towards the minimum, marked by a star. Right: the loss at each step, on a logarithmic scale.",
    size=(9.0, 4.0),
)


# --- batches ----------------------------------------------------------------------------------------------------

ROWS, PASSES = 64, 6


@functools.cache
def line_data():
    """A regression with two weights: X (64, 2) with columns of different size, y with noise."""
    rng = np.random.default_rng(7)
    X = rng.normal(size=(ROWS, 2)) * (1.0, 0.6) @ np.array([[1.0, 0.4], [0.0, 1.0]])
    return X, X @ (1.5, -1.0) + rng.normal(size=ROWS) * 0.8


@functools.lru_cache(maxsize=256)
def descend(batch, rate, seed=0):
    """The weights after each batch of PASSES passes over the rows, from (−1.5, 1.5), and the loss of all rows there."""
    X, y = line_data()
    rng = np.random.default_rng(seed)
    w = np.array([-1.5, 1.5])
    path = [w]
    with np.errstate(all="ignore"):
        for _ in range(PASSES):
            order = rng.permutation(ROWS)
            for k in range(-(-ROWS // batch)):
                mine = order[k * batch : (k + 1) * batch]
                w = w - rate * (X[mine] @ w - y[mine]) @ X[mine] / len(mine)
                path.append(w)
        path = np.array(path)
        return path, 0.5 * np.mean((path @ X.T - y) ** 2, axis=1)


def _build_batches(figure: Figure) -> SimpleNamespace:
    left, right = _two_axes(figure, 0.52)
    X, y = line_data()
    a, b = np.meshgrid(np.linspace(-2, 3, 90), np.linspace(-2.6, 2, 90))
    loss = 0.5 * np.mean((a[..., None] * X[:, 0] + b[..., None] * X[:, 1] - y) ** 2, axis=-1)
    left.contour(a, b, loss, levels=np.geomspace(loss.min() * 1.02, loss.max(), 12), colors="#B0B0B0", linewidths=0.7)
    best = np.linalg.lstsq(X, y, rcond=None)[0]
    left.plot(*best, "*", color=BLACK, markersize=12)
    left.set(xlabel=translate("first weight"), ylabel=translate("second weight"), xlim=(-2, 3), ylim=(-2.6, 2))
    left.grid(False)
    right.plot([], [], ".-", color=GREY, label=translate("all rows in each step"))
    right.plot([], [], color=BLUE, label=translate("batches"))
    floor = 0.5 * np.mean((X @ best - y) ** 2)
    right.axhline(floor, color=BLACK, linewidth=1, linestyle=":", label=translate("lowest possible"))
    right.set(xlabel=translate("passes over the data"), ylabel=translate("loss of all rows"), yscale="log")
    right.set(xlim=(0, PASSES), ylim=(0.2, 4))
    right.set_yticks([0.2, 0.5, 1, 2, 4], ["0.2", "0.5", "1", "2", "4"])
    right.minorticks_off()
    right.legend(loc="upper right")
    stand_still(figure)
    return SimpleNamespace(
        whole=left.plot([], [], ".-", color=GREY, markersize=8)[0],
        path=left.plot([], [], ".-", color=BLUE, linewidth=1.0, markersize=4)[0],
        whole_loss=right.plot([], [], ".-", color=GREY)[0],
        loss=right.plot([], [], color=BLUE, linewidth=1.2)[0],
        note=left.text(0.97, 0.95, "", transform=left.transAxes, ha="right", va="top"),
    )


def draw_batches(figure: Figure, batch: float, rate: float) -> None:
    """The path of six passes with this batch size and rate, beside the path of full-batch descent at the same rate."""
    artists, batch = reuse(figure, _build_batches), int(batch)
    for line, curve, size in ((artists.whole, artists.whole_loss, ROWS), (artists.path, artists.loss, batch)):
        points, losses = descend(size, float(rate))
        line.set_data(*points.T)
        curve.set_data(np.linspace(0, PASSES, len(losses)), losses)
    artists.note.set_text(say("batch size {batch}: {steps} steps", steps=PASSES * -(-ROWS // batch), batch=batch))


batches = Explorer(
    draw_batches,
    {
        "batch": Slider("Batch size", 1, ROWS, 8),
        "rate": Slider("Learning rate", 0.02, 0.6, 0.2, 0.02),
    },
    alt="Left: contour lines of a regression's loss with two weights, the straight path of full-batch descent in grey and the "
    "path of minibatches in blue. Right: the loss of all rows against the passes over the data.",
    size=(9.0, 4.0),
)


# --- schedules --------------------------------------------------------------------------------------------------

LENGTH = 80  # epochs
KINDS = ("step", "exponential", "cosine", "plateau", "cyclic")


def shares(kind: str, scale: int) -> np.ndarray:
    """The rate in each of LENGTH epochs as a share of the highest. `plateau` starts at 1, and the losses decide the rest."""
    t = np.arange(LENGTH)
    if kind == "step":
        return 0.3 ** np.floor(t / scale)
    if kind == "exponential":
        return 0.1 ** (t / (2 * scale))
    if kind == "cosine":
        return np.cos(np.pi / 2 * np.minimum(t / (4 * scale), 1)) ** 2
    if kind == "cyclic":
        corners = np.arange(0, LENGTH + scale, scale)
        return np.interp(t, corners, np.where(np.arange(len(corners)) % 2, 1.0, 0.1))
    return np.ones(LENGTH)


@functools.lru_cache(maxsize=256)
def under_schedule(kind: str, rate: float, scale: int) -> tuple[np.ndarray, np.ndarray]:
    """The rates as shares of `rate`, and the losses, of gradient descent with noisy gradients.

    There are 400 weights with a steep and 400 with a flat parabola. The same noise comes under every schedule.
    """
    rng = np.random.default_rng(3)
    # Many weights with one noise each: the mean of their losses is smooth, where that of one weight would jump about.
    steep = np.repeat([1.0, 0.03], 400)
    w, lowest, waited, share = np.ones(800), np.inf, 0, 1.0
    planned, used, losses = shares(kind, scale), [], [float(np.mean(steep))]
    with np.errstate(all="ignore"):
        for epoch in range(LENGTH):
            used.append(share * planned[epoch])
            w = w - rate * used[-1] * (steep * w + rng.normal(size=800) * 0.3)
            losses.append(float(np.mean(steep * w**2)))
            if kind == "plateau":
                waited = 0 if losses[-1] < lowest else waited + 1
                lowest = min(lowest, losses[-1])
                if waited > scale // 4:
                    share, waited = share * 0.3, 0
    return np.array(used), np.array(losses)


def _build_schedules(figure: Figure) -> SimpleNamespace:
    left, right = _two_axes(figure, 0.48)
    left.set(xlabel=translate("epoch"), ylabel=translate("share of the highest learning rate"))
    left.set(xlim=(0, LENGTH), ylim=(0, 1.15))
    right.set(xlabel=translate("epoch"), ylabel=translate("loss"), xlim=(0, LENGTH), yscale="log", ylim=(5e-3, 1))
    right.plot([], [], color=GREY, label=translate("constant"))
    right.plot([], [], color=RED, label=translate("with the schedule"))
    right.legend(loc="upper right")
    stand_still(figure)
    return SimpleNamespace(
        flat=left.plot([0, LENGTH], [1, 1], color=GREY, linewidth=1.2)[0],
        share=left.plot([], [], color=RED, drawstyle="steps-post")[0],
        flat_loss=right.plot([], [], color=GREY, linewidth=1.2)[0],
        loss=right.plot([], [], color=RED)[0],
        note=left.text(0.97, 0.97, "", transform=left.transAxes, ha="right", va="top"),
    )


def draw_schedules(figure: Figure, scale: float, rate: float, schedule: str) -> None:
    """A schedule with its time scale, and what it makes of a noisy descent, beside a constant rate."""
    artists = reuse(figure, _build_schedules)
    found, losses = under_schedule(schedule, float(rate), int(scale))
    artists.share.set_data(np.arange(LENGTH + 1), np.append(found, found[-1]))
    artists.loss.set_data(np.arange(LENGTH + 1), losses)
    artists.flat_loss.set_data(np.arange(LENGTH + 1), under_schedule("constant", float(rate), int(scale))[1])
    artists.note.set_text(say("highest rate: {rate:.3g}", rate=float(rate)))


schedules = Explorer(
    draw_schedules,
    {
        "scale": Slider("Time scale of the schedule, in epochs", 4, 40, 16, 2),
        "rate": Slider("Highest learning rate", -2, 0.2, 0.5, 0.05, logarithmic=True),
        "schedule": Choice("Schedule", KINDS),
    },
    alt="Left: the learning rate of a schedule, epoch by epoch, beside a constant one. Right: the loss of a noisy "
    "descent under both: with a constant rate it stops at a floor, with a falling rate it goes lower.",
    size=(9.0, 3.6),
)
