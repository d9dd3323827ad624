"""Chapter 03: stepping through a graph of numbers, forwards and backwards; the error of a difference against its step."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import Word, stand_still
from handgrad.plot import BLACK, BLUE, ORANGE, RED
from handgrad.text import say

# --- a computation graph with its numbers on the edges ---------------------------------------------------------------


@dataclass(frozen=True)
class Wire:
    """A value on its way from one operation to the next: a line from `start` to `end`, its two numbers around `label`."""

    start: tuple[float, float]
    end: tuple[float, float]
    label: tuple[float, float]


@dataclass(frozen=True)
class Graph:
    """Operations (a sign at a place) and wires by name. The wires of `inputs` carry numbers from the start."""

    operations: Mapping[str, tuple[str, tuple[float, float]]]
    wires: Mapping[str, Wire]
    inputs: Sequence[str]


GREY = "#999999"


def _build(graph: Graph) -> Callable[[Figure], dict[str, Any]]:
    def build(figure: Figure) -> dict[str, Any]:
        figure.set_layout_engine("none")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 10), ylim=(0, 4.4))
        axes.set_axis_off()
        for wire in graph.wires.values():
            arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", wire.end, wire.start, arrowprops=arrow)
        for sign, place in graph.operations.values():
            axes.text(*place, sign, ha="center", va="center", fontsize=12,
                      bbox={"boxstyle": "circle,pad=0.45", "facecolor": "white", "edgecolor": BLACK})  # fmt: skip
        stand_still(figure)
        texts: dict[str, Any] = {}
        for name, wire in graph.wires.items():
            x, y = wire.label
            texts[name] = Word(x, y + 0.12, ha="center", va="bottom", color=BLUE)
            texts["d" + name] = Word(x, y - 0.14, ha="center", va="top", color=RED)
        texts["sentence"] = Word(0.25, 0.12, ha="left", va="bottom", fontsize=11)
        texts["title"] = Word(0.25, 4.15, ha="left", va="top", fontsize=11, fontweight="bold")
        for text in texts.values():
            axes.add_artist(text)
        return texts

    return build


def _draw_step(
    figure: Figure, graph: Graph, numbers: Mapping[str, float], steps: Sequence[tuple[tuple[str, ...], str]], step: int
) -> None:
    """Show the numbers that are known after `step` steps, those of the last step in bold, and what the step did."""
    texts = reuse(figure, _build(graph))
    known = set(graph.inputs)
    for names, _ in steps[: step + 1]:
        known.update(names)
    new = steps[step][0]
    for name in [*graph.wires, *("d" + name for name in graph.wires)]:
        shown = f"{name} = {_plain(numbers[name])}" if name in known else name if not name.startswith("d") else ""
        texts[name].set_text(shown)
        texts[name].set_fontweight("bold" if name in new else "normal")
        texts[name].set_alpha(1.0 if name in known else 0.45)
    texts["sentence"].set_text(steps[step][1])
    if step == 0:
        title = say("Only the inputs are known")
    elif any(name.startswith("d") for name in new):
        title = say("Step {step} of {last}: backwards, gradients in orange", step=step, last=len(steps) - 1)
    else:
        title = say("Step {step} of {last}: forwards, values in blue", step=step, last=len(steps) - 1)
    texts["title"].set_text(title)


def _plain(number: float) -> str:
    # Adding 0.0 turns -0.0 into 0.0.
    return f"{round(number, 2) + 0.0:.2f}"


def _words(numbers: Mapping[str, float]) -> dict[str, str]:
    return {name: _plain(number) for name, number in numbers.items()}


# --- f = 1 + e^(w1·x + w0) -------------------------------------------------------------------------------------------

_EXPONENTIAL = Graph(
    operations={
        "times": ("×", (2.6, 2.6)),
        "plus": ("+", (4.6, 2.6)),
        "exp": ("$e^b$", (6.5, 2.6)),
        "one": ("+1", (8.4, 2.6)),
    },
    wires={
        "x": Wire((1.5, 3.35), (2.3, 2.8), (0.85, 3.4)),
        "w1": Wire((1.5, 2.3), (2.25, 2.5), (0.85, 2.2)),
        "w0": Wire((1.5, 1.05), (4.48, 2.2), (0.85, 1.05)),
        "a": Wire((2.95, 2.6), (4.24, 2.6), (3.58, 2.6)),
        "b": Wire((4.95, 2.6), (6.1, 2.6), (5.51, 2.6)),
        "c": Wire((6.9, 2.6), (8.0, 2.6), (7.42, 2.6)),
        "f": Wire((8.8, 2.6), (9.9, 2.6), (9.33, 2.6)),
    },
    inputs=("x", "w1", "w0"),
)


def exponential_numbers(x: float, w1: float, w0: float) -> dict[str, float]:
    """Every value and every gradient of f = 1 + e^(w1·x + w0)."""
    a = w1 * x
    b = a + w0
    c = float(np.exp(b))
    values = {"x": x, "w1": w1, "w0": w0, "a": a, "b": b, "c": c, "f": 1 + c}
    return values | {"df": 1.0, "dc": 1.0, "db": c, "da": c, "dw0": c, "dw1": c * x, "dx": c * w1}


def draw_exponential(figure: Figure, step: int, x: float, w1: float, w0: float) -> None:
    """The graph of f = 1 + e^(w1·x + w0) after a number of steps, forwards (1 to 4) and then backwards (5 to 9)."""
    numbers = exponential_numbers(x, w1, w0)
    n = _words(numbers)
    steps = (
        ((), say("The walk begins at the left. Each circle waits for the numbers on its arrows.")),
        (("a",), say("a is the product of its two arrows: {w1} × {x} = {a}.", **n)),
        (("b",), say("b is the sum of its two arrows: {a} + {w0} = {b}.", **n)),
        (("c",), say("c is e to the power {b}, that is {c}. It is kept: the way back needs it.", **n)),
        (("f",), say("f is {c} + 1 = {f}. Now the walk turns round.", **n)),
        (("df",), say("f changes exactly as much as f itself: df = 1.", **n)),
        (("dc",), say("Adding 1 changes no slope: dc = df × 1 = {dc}.", **n)),
        (("db",), say("The slope of e to the b is c, which was kept: db = dc × c = {dc} × {c} = {db}.", **n)),
        (("da", "dw0"), say("The sum hands its gradient to both arrows as it is: da = {da} and dw0 = {dw0}.", **n)),
        (
            ("dw1", "dx"),
            say("The product gives each arrow da times the value on the other:\n"
                "dw1 = {da} × {x} = {dw1} and dx = {da} × {w1} = {dx}.", **n),
        ),
    )  # fmt: skip
    _draw_step(figure, _EXPONENTIAL, numbers, steps, int(step))


exponential_graph = Explorer(
    draw_exponential,
    {
        "step": Slider("Step", 0, 9, 0),
        "x": Slider("x", -2, 2, 0.5, step=0.25),
        "w1": Slider("w1", -2, 2, -1, step=0.25),
        "w0": Slider("w0", -2, 2, 1.5, step=0.25),
    },
    alt="The graph of f = 1 + e^(w1 x + w0), drawn from left to right: x and w1 enter a product, whose result a meets w0 in a "
    "sum; the sum b enters the exponential, its result c enters + 1, and f leaves at the right. Values stand above the arrows, "
    "gradients below. Before the first step only the three inputs have numbers.",
    size=(8.0, 3.5),
)

# --- q = (u·v + t)²: the graph that the chapter works out in full -------------------------------------------------------

_SQUARE = Graph(
    operations={
        "times": ("×", (2.9, 2.6)),
        "plus": ("+", (5.4, 2.6)),
        "square": ("$b^2$", (7.8, 2.6)),
    },
    wires={
        "u": Wire((1.5, 3.35), (2.6, 2.78), (0.85, 3.4)),
        "v": Wire((1.5, 2.3), (2.55, 2.52), (0.85, 2.2)),
        "t": Wire((1.5, 1.05), (5.22, 2.22), (0.85, 1.05)),
        "a": Wire((3.25, 2.6), (5.04, 2.6), (4.12, 2.6)),
        "b": Wire((5.75, 2.6), (7.4, 2.6), (6.56, 2.6)),
        "q": Wire((8.2, 2.6), (9.8, 2.6), (8.97, 2.6)),
    },
    inputs=("u", "v", "t"),
)


def square_numbers(u: float, v: float, t: float) -> dict[str, float]:
    """Every value and every gradient of q = (u·v + t)²."""
    a = u * v
    b = a + t
    values = {"u": u, "v": v, "t": t, "a": a, "b": b, "q": b * b}
    return values | {"dq": 1.0, "db": 2 * b, "da": 2 * b, "dt": 2 * b, "du": 2 * b * v, "dv": 2 * b * u}


def draw_square(figure: Figure, step: int, u: float = 2.0, v: float = -1.0, t: float = 5.0) -> None:
    """The graph of q = (u·v + t)² after a number of steps, forwards (1 to 3) and then backwards (4 to 7)."""
    numbers = square_numbers(u, v, t)
    n = _words(numbers)
    steps = (
        ((), say("The walk begins at the left. Each circle waits for the numbers on its arrows.")),
        (("a",), say("a is the product of its two arrows: {u} × {v} = {a}.", **n)),
        (("b",), say("b is the sum of its two arrows: {a} + {t} = {b}. It is kept: the way back needs it.", **n)),
        (("q",), say("q is b squared: {q}. Now the walk turns round.", **n)),
        (("dq",), say("q changes exactly as much as q itself: dq = 1.", **n)),
        (("db",), say("The slope of the square is 2b, and b was kept: db = dq × 2 × {b} = {db}.", **n)),
        (("da", "dt"), say("The sum hands its gradient to both arrows as it is: da = {da} and dt = {dt}.", **n)),
        (
            ("du", "dv"),
            say("The product gives each arrow da times the value on the other:\n"
                "du = {da} × {v} = {du} and dv = {da} × {u} = {dv}.", **n),
        ),
    )  # fmt: skip
    _draw_step(figure, _SQUARE, numbers, steps, int(step))


square_graph = Explorer(
    draw_square,
    {"step": Slider("Step", 0, 7, 7)},
    alt="The graph of q = (u v + t) squared at u = 2, v = -1, t = 5, from left to right, with values above the arrows and "
    "gradients below: a = -2, b = 3, q = 9; then dq = 1, db = 6, da = 6, dt = 6, du = -6, dv = 12.",
    size=(8.0, 3.5),
)

# --- the error of a difference against its step --------------------------------------------------------------------------

# Of each function: itself, its derivative, the place, and what the derivative is there.
PLACES: dict[str, tuple[Callable[[Any], Any], float, float]] = {
    "sin x at x = 1": (np.sin, 1.0, float(np.cos(1.0))),
    "e^x at x = 3": (np.exp, 3.0, float(np.exp(3.0))),
    "x cubed at x = 2": (lambda x: x * x * x, 2.0, 12.0),
}
PRECISIONS = {"float64 (16 digits)": np.float64, "float32 (7 digits)": np.float32}
STEPS = np.logspace(-15, 0, 121)


def step_errors(place: str, precision: str, h: float) -> tuple[float, float]:
    """The relative errors of the central and of the forward difference, worked out wholly in this precision."""
    f, at, slope = PLACES[place]
    kind = PRECISIONS[precision]
    x, step = kind(at), kind(h)
    # Divided by 2h as the precision has it: that x + h and h round differently is the lesson of this picture.
    central = (f(x + step) - f(x - step)) / (kind(2) * step)
    forward = (f(x + step) - f(x)) / step
    return abs(float(central) - slope) / abs(slope), abs(float(forward) - slope) / abs(slope)


@functools.cache
def step_curves(place: str, precision: str) -> np.ndarray:
    """The two errors at every one of `STEPS`: (2, 121). An error of exactly 0 is drawn as 1e-16."""
    return np.maximum(np.array([step_errors(place, precision, h) for h in STEPS]).T, 1e-16)


def _build_steps(figure: Figure) -> dict[str, Any]:
    figure.set_layout_engine("none")  # the layout never changes: working it out again would take half of the time
    axes = figure.add_axes((0.11, 0.13, 0.86, 0.78))
    axes.set(xscale="log", yscale="log", xlim=(1e-15, 1), ylim=(1e-13, 30), xlabel="step h",
             ylabel="relative error of the slope")  # fmt: skip
    axes.set_xticks(10.0 ** np.arange(-15, 1, 3))
    axes.set_yticks(10.0 ** np.arange(-12, 1, 3))
    axes.minorticks_off()
    axes.axhline(1e-6, color=GREY, linewidth=1, linestyle="--", label=say("a checker's limit, 1e-6"))
    axes.plot([], [], color=ORANGE, linewidth=1.3, label="forward: (f(x + h) − f(x)) / h")
    axes.plot([], [], color=BLUE, linewidth=1.3, label="central: (f(x + h) − f(x − h)) / 2h")
    axes.legend(loc="lower left", fontsize=9)
    stand_still(figure)
    artists: dict[str, Any] = {"title": axes.text(0, 1.02, "", transform=axes.transAxes, fontsize=11)}
    artists["forward"] = axes.plot([], [], color=ORANGE, linewidth=1.3)[0]
    artists["central"] = axes.plot([], [], color=BLUE, linewidth=1.3)[0]
    artists["h"] = axes.axvline(1, color=BLACK, linewidth=0.8)
    artists["at"] = axes.scatter([1, 1], [1, 1], s=55, color=[ORANGE, BLUE], edgecolor=BLACK, zorder=3)
    return artists


def draw_steps(figure: Figure, h: float, place: str, precision: str) -> None:
    """Both errors against the step on logarithmic axes, with the chosen step marked."""
    artists = reuse(figure, _build_steps)
    central, forward = step_curves(place, precision)
    artists["central"].set_data(STEPS, central)
    artists["forward"].set_data(STEPS, forward)
    at = np.maximum(step_errors(place, precision, h), 1e-13)
    artists["h"].set_xdata([h, h])
    artists["at"].set_offsets([[h, at[1]], [h, at[0]]])
    artists["title"].set_text(
        say("h = {h:.1e}: central off by {central:.1e}, forward by {forward:.1e}", h=h, central=at[0], forward=at[1])
    )


step_size = Explorer(
    draw_steps,
    {
        "h": Slider("Step h", -15, 0, 0.1, step=0.25, logarithmic=True),
        "place": Choice("Function", tuple(PLACES)),
        "precision": Choice("Numbers", tuple(PRECISIONS)),
    },
    alt="Relative error of two differences against the step h, both axes logarithmic, for sin x at x = 1 in float64. From "
    "right to left the central difference falls along a straight line of slope 2 to about 1e-11 near h = 1e-5, then climbs "
    "again, ragged, to a few per cent at h = 1e-15. The forward difference falls with slope 1, to about 1e-8 near h = 1e-8, "
    "and climbs along the same ragged line.",
    size=(7.0, 4.0),
)
