"""Chapter 02: networks of step neurons, built by hand.

    lecture     the lecture's five neurons, one after the other: the output, and what each neuron contributes
    workbench   any number of neurons, steps or sigmoids, with one of them in the reader's hand; the error below
    cuts        for one eps: pieces of equal width above, pieces of equal range below
    tower       two ridges and a threshold: a bump over a rectangle
    towers      a function of two variables from n by n towers
"""

import functools
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import stand_still
from handgrad.plot import BLACK, BLUE, ORANGE, RED, SKY
from handgrad.text import say, translate

Array = np.ndarray

# The lecture's positions and weights, in its order.
LECTURE_S = np.array([0.35, 0.7, 0.7, 0.0, 0.35])
LECTURE_V = np.array([0.8, -0.8, 1.5, 0.4, -0.4])


def target(x: Array) -> Array:
    """The lecture's function: 0.2 + 0.4x² + 0.3x sin(15x) + 0.1cos(50x)."""
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.1 * np.cos(50 * x)


def contributions(x: Array, s: Array, v: Array, k: float = np.inf) -> Array:
    """What each neuron adds to the output, one row a neuron: a step at s[i], or a sigmoid of steepness k there."""
    score = x - s[:, None]
    on = np.heaviside(score, 0.0) if np.isinf(k) else 0.5 + 0.5 * np.tanh(0.5 * k * score)
    return np.asarray(v[:, None] * on)


def _even_table(n: int) -> Array:
    """Values of f in n equally wide pieces, one row a piece, both ends included."""
    # The extremes of a piece are read off points: some 2,000 in all, and at least nine in a piece however many there are.
    inside = np.linspace(0, 1, 9 + 2000 // n)
    return target((np.arange(n)[:, None] + inside) / n)


def even_pieces(n: int) -> tuple[Array, Array]:
    """Left edges and heights of n pieces of equal width; a height is half-way between f's extremes in the piece."""
    values = _even_table(n)
    return np.append(-1.0, np.arange(1, n) / n), 0.5 * (values.min(axis=1) + values.max(axis=1))


@functools.cache
def _samples() -> tuple[Array, Array]:
    x = np.linspace(0, 1, 20_001)
    return x, target(x)


def free_pieces(eps: float) -> tuple[Array, Array]:
    """Left edges and heights of the fewest pieces in which f stays within eps of one height."""
    x, y = _samples()
    edges, heights, first = [-1.0], [], 0
    while first < len(x):
        # Looks 512 points ahead, then four times as far, and so on: most pieces are short, and all 20,001 points each
        # time would make a slider wait.
        reach = 512
        while True:
            top, bottom = np.maximum.accumulate(y[first : first + reach]), np.minimum.accumulate(y[first : first + reach])
            inside = int(np.count_nonzero(top - bottom <= 2 * eps))
            if inside < reach or first + reach >= len(x):
                break
            reach *= 4
        heights.append(0.5 * (top[inside - 1] + bottom[inside - 1]))
        first += inside
        if first < len(x):
            edges.append(0.5 * (x[first - 1] + x[first]))
    return np.array(edges), np.array(heights)


@functools.cache
def fewest_error(n: int) -> float:
    """The least eps for which n pieces are enough, to four digits."""
    low, high = 0.0, 0.5
    for _ in range(14):  # 0.5 halved fourteen times is 3e-5
        middle = 0.5 * (low + high)
        low, high = (low, middle) if len(free_pieces(middle)[0]) <= n else (middle, high)
    return high


def _jumps(heights: Array) -> Array:
    return np.append(heights[:1], heights[1:] - heights[:-1])


FINE = np.linspace(0, 1, 801)
COARSE = np.linspace(0, 1, 401)


def _segments(rows: Array) -> list[Array]:
    return [np.column_stack([COARSE, row]) for row in rows]


# --- the lecture's five neurons ------------------------------------------------------------------------------------


def _build_lecture(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    top, bottom = figure.add_axes((0.09, 0.5, 0.88, 0.42)), figure.add_axes((0.09, 0.12, 0.88, 0.27))
    top.plot(FINE, target(FINE), color=BLUE, lw=1.6, label=translate("target f"))
    top.plot([], [], color=ORANGE, lw=2.2, label=translate("network y"))
    top.set(xlim=(-0.01, 1.01), ylim=(-0.15, 1.75), ylabel=translate("output"))
    top.legend(loc="upper left", fontsize=8, ncols=2)
    bottom.axhline(0, color=BLACK, lw=0.6)
    bottom.set(xlim=(-0.01, 1.01), ylim=(-1.0, 1.75), xlabel="x", ylabel=translate("contributions"))
    stand_still(figure)
    output = top.plot([], [], color=ORANGE, lw=2.2)[0]
    said = top.text(0.99, 1.03, "", transform=top.transAxes, ha="right", va="bottom", fontsize=9)
    lines = bottom.add_collection(LineCollection([], colors=SKY, linewidths=1.6))
    newest = bottom.plot([], [], color=RED, lw=2.4)[0]
    formula = bottom.text(0.01, 1.03, "", transform=bottom.transAxes, va="bottom", fontsize=9)
    return SimpleNamespace(output=output, said=said, lines=lines, newest=newest, formula=formula)


def draw_lecture(figure: Figure, neurons: int, factor: float) -> None:
    """The lecture's first neurons: target and output above, each neuron's weighted contribution below."""
    artists = reuse(figure, _build_lecture)
    s, v = LECTURE_S[:neurons], factor * LECTURE_V[:neurons]
    y = contributions(FINE, s, v).sum(axis=0)
    rows = contributions(COARSE, s, v)
    artists.output.set_data(FINE, y)
    artists.lines.set_segments(_segments(rows[:-1]))
    artists.newest.set_data(*((COARSE, rows[-1]) if neurons else ([], [])))
    artists.said.set_text(say("largest error {error:.2f}", error=float(np.abs(y - target(FINE)).max())))
    artists.formula.set_text(
        say("neuron {number}: s = {s:g}, v = {v:.3g}", number=neurons, s=s[-1], v=v[-1]) if neurons else ""
    )


lecture = Explorer(
    draw_lecture,
    {
        "neurons": Slider("Number of neurons", 0, 5, 2),
        "factor": Slider("All weights times", 0.1, 1.2, 1.0, step=0.05),
    },
    alt="Above, the lecture's wavy function, between 0.05 and 0.9, and the network's output, a staircase. Below, the "
    "weighted contribution of each neuron, a single step each, the newest one thick. With two neurons the output is a "
    "bump of height 0.8 between 0.35 and 0.7; with all five it is a staircase of heights 0.4, 0.8 and 1.5.",
    size=(7.0, 4.4),
)

# --- the workbench -------------------------------------------------------------------------------------------------

MOST = 40


def network(n: int, pieces: str) -> tuple[Array, Array]:
    """Positions and weights of at most n neurons: pieces of equal width, or pieces as long as f's range allows."""
    edges, heights = even_pieces(n) if pieces == "equal width" else free_pieces(fewest_error(n))
    return edges, _jumps(heights)


def _build_workbench(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    top, middle, bottom = (figure.add_axes((0.1, y, 0.87, h)) for y, h in ((0.57, 0.37), (0.325, 0.2), (0.105, 0.175)))
    top.plot(FINE, target(FINE), color=BLUE, lw=1.6, label=translate("target f"))
    top.plot([], [], color=ORANGE, lw=2, label=translate("network y"))
    top.plot([], [], color=BLACK, lw=2, ls="--", label=translate("the neuron in your hand"))
    top.set(xlim=(-0.01, 1.01), ylim=(-0.15, 1.2), ylabel=translate("output"))
    top.legend(loc="upper left", fontsize=8)
    middle.set(xlim=(-0.01, 1.01), ylim=(-0.75, 0.75), ylabel=translate("contributions"))
    bottom.set(xlim=(-0.01, 1.01), ylim=(-0.6, 0.6), xlabel="x", ylabel=translate("error y − f"))
    for axes in (top, middle):
        axes.tick_params(labelbottom=False)
    for axes in (middle, bottom):
        axes.axhline(0, color=BLACK, lw=0.6)
    stand_still(figure)
    return SimpleNamespace(
        output=top.plot([], [], color=ORANGE, lw=2)[0],
        said=top.text(0.99, 1.03, "", transform=top.transAxes, ha="right", va="bottom", fontsize=9),
        up=middle.add_collection(LineCollection([], colors=SKY, linewidths=1.1)),
        down=middle.add_collection(LineCollection([], colors=RED, linewidths=1.1)),
        held=middle.plot([], [], color=BLACK, lw=2, ls="--")[0],
        error=bottom.plot([], [], color=RED, lw=1.2)[0],
        worst=bottom.plot([], [], "o", color=BLACK, ms=4)[0],
    )


def draw_workbench(figure: Figure, n: int, pieces: str, k: float, neuron: int, move: float, lift: float) -> None:
    """Target and output, every neuron's weighted contribution, and the error; one neuron can be moved and lifted."""
    artists = reuse(figure, _build_workbench)
    s, v = (numbers.copy() for numbers in network(n, pieces))
    # The slider reaches to 40; where there are fewer neurons, the last one is in the reader's hand.
    held = min(neuron, len(s)) - 1
    s[held] += move
    v[held] += lift
    steepness = np.inf if k >= 10_000 else k
    y = contributions(FINE, s, v, steepness).sum(axis=0)
    error = y - target(FINE)
    rows = contributions(COARSE, s, v, steepness)
    worst = int(np.abs(error).argmax())
    artists.output.set_data(FINE, y)
    artists.up.set_segments(_segments(rows[v >= 0]))
    artists.down.set_segments(_segments(rows[v < 0]))
    artists.held.set_data(COARSE, rows[held])
    artists.error.set_data(FINE, error)
    artists.worst.set_data([FINE[worst]], [np.clip(error[worst], -0.58, 0.58)])
    artists.said.set_text(
        say(
            "{count} neurons, largest error {sup:.3f}, L2 error {l2:.3f}",
            count=len(s), sup=float(abs(error[worst])), l2=float(np.sqrt(np.mean(error**2))),
        )
    )


workbench = Explorer(
    draw_workbench,
    {
        "n": Slider("Number of neurons, at most", 1, MOST, 8),
        "pieces": Choice("Pieces", ("equal width", "equal range")),
        "k": Slider("Steepness k (at the right end: steps)", 1, 4, 10_000.0, step=0.05, logarithmic=True),
        "neuron": Slider("The neuron in your hand", 1, MOST, 3),
        "move": Slider("Move its position by", -0.3, 0.3, 0.0, step=0.01),
        "lift": Slider("Change its weight by", -0.5, 0.5, 0.0, step=0.05),
    },
    alt="Three panels over x from 0 to 1. Above, the wavy target and the network's output, a staircase that follows it. In "
    "the middle, the weighted contribution of each neuron: steps upwards in blue, steps downwards in red, and the neuron in "
    "your hand dashed. Below, the error, a sawtooth that shrinks as neurons are added, with its largest value marked.",
    size=(7.0, 5.0),
)

# --- two ways to cut -----------------------------------------------------------------------------------------------


def count_even(eps: float) -> int:
    """The least number of equally wide pieces that stays within eps."""
    n = len(free_pieces(eps)[0])
    while np.ptp(_even_table(n), axis=1).max() > 2 * eps:
        n += 1
    return n


@functools.cache
def _cut_both(eps: float) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    return even_pieces(count_even(eps)), free_pieces(eps)


def _build_cuts(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    panels = []
    for low, xlabel in ((0.56, ""), (0.1, "x")):
        axes = figure.add_axes((0.09, low, 0.88, 0.36))
        axes.plot(FINE, target(FINE), color=BLUE, lw=1.4)
        axes.set(xlim=(-0.01, 1.01), ylim=(-0.05, 1.0), xlabel=xlabel, ylabel=translate("output"))
        panels.append(axes)
    panels[0].tick_params(labelbottom=False)
    stand_still(figure)
    return SimpleNamespace(
        panels=[
            SimpleNamespace(
                output=axes.plot([], [], color=ORANGE, lw=1.8)[0],
                lines=axes.add_collection(LineCollection([], colors="#999999", linewidths=0.6)),
                said=axes.text(0.01, 1.03, "", transform=axes.transAxes, va="bottom", fontsize=10),
            )
            for axes in panels
        ]
    )


def draw_cuts(figure: Figure, eps: float) -> None:
    """The two staircases that stay within eps: pieces of equal width, and pieces of equal range."""
    artists = reuse(figure, _build_cuts)
    even, free = _cut_both(round(eps, 4))
    words = (say("equal width: {count} neurons for eps = {eps:.3f}", count=len(even[0]), eps=eps),
             say("equal range: {count} neurons for eps = {eps:.3f}", count=len(free[0]), eps=eps))  # fmt: skip
    for panel, (edges, heights), sentence in zip(artists.panels, (even, free), words, strict=True):
        corners = np.append(np.maximum(edges, 0), 1.0)
        panel.output.set_data(np.repeat(corners, 2)[1:-1], np.repeat(heights, 2))
        panel.lines.set_segments([np.array([[edge, -0.05], [edge, 0.0]]) for edge in edges[1:]])
        panel.said.set_text(sentence)


cuts = Explorer(
    draw_cuts,
    {"eps": Slider("Largest error eps", 0.02, 0.3, 0.1, step=0.005)},
    alt="The same wavy target twice, with a staircase that stays within eps of it. Above, all stairs are equally wide: many "
    "are needed. Below, a stair is long where the target is flat and short where it is steep: at eps = 0.1 eleven are "
    "enough where the equal ones need 45. Small ticks at the bottom mark where the steps are.",
    size=(7.0, 4.6),
)

# --- two dimensions ------------------------------------------------------------------------------------------------

LOW, HIGH = np.array([0.25, 0.4]), np.array([0.6, 0.75])
PIXELS = 100
_AT = (np.arange(PIXELS) + 0.5) / PIXELS


def _soft_step(score: Array, k: float) -> Array:
    return np.heaviside(score, 0.0) if np.isinf(k) else 0.5 + 0.5 * np.tanh(0.5 * k * score)


def ridges(k: float = np.inf) -> Array:
    """The sum of two ridges on the unit square, x₁ to the right and x₂ upwards: 2 in the rectangle, 1 on the arms."""
    first = _soft_step(_AT - LOW[0], k) - _soft_step(_AT - HIGH[0], k)
    second = _soft_step(_AT - LOW[1], k) - _soft_step(_AT - HIGH[1], k)
    return np.asarray(second[:, None] + first[None, :])


def surface(x1: Array, x2: Array) -> Array:
    """The target in two dimensions: 0.5 + 0.3 sin(7x₁) cos(5x₂) + 0.2 x₁x₂."""
    return 0.5 + 0.3 * np.sin(7 * x1) * np.cos(5 * x2) + 0.2 * x1 * x2


def tower_error(n: int, points: int = 240) -> float:
    """The largest error of n by n towers, each as high as the target in its middle, on points by points points."""
    at = (np.arange(points) + 0.5) / points
    middle = (np.floor(at * n) + 0.5) / n
    return float(np.abs(surface(middle[None, :], middle[:, None]) - surface(at[None, :], at[:, None])).max())


def _square(figure: Figure, left: float, title: str, width: float = 0.29) -> Any:
    axes = figure.add_axes((left, 0.16, width, 0.67))
    axes.set(xlabel="x₁", ylabel="x₂", xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    axes.yaxis.labelpad = 1  # the leftmost label stands at the figure's edge
    axes.set_title(title, fontsize=10)
    axes.grid(visible=False)
    return axes


def _image(axes: Any, low: float, high: float, colours: str) -> Any:
    return axes.imshow(np.zeros((PIXELS, PIXELS)), origin="lower", extent=(0, 1, 0, 1), vmin=low, vmax=high, cmap=colours,
                       interpolation="nearest", aspect="auto")  # fmt: skip


def _bar(figure: Figure, image: Any, left: float, ticks: list[float]) -> None:
    figure.colorbar(image, cax=figure.add_axes((left, 0.16, 0.014, 0.67)), ticks=ticks)


def _build_tower(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    before = _square(figure, 0.07, translate("first layer: the sum of two ridges"), 0.34)
    after = _square(figure, 0.56, translate("second layer: one neuron more"), 0.34)
    _bar(figure, _image(before, 0, 2, "viridis"), 0.425, [0, 1, 2])
    _bar(figure, _image(after, 0, 1, "viridis"), 0.915, [0, 0.5, 1])
    stand_still(figure)
    return SimpleNamespace(before=_image(before, 0, 2, "viridis"), after=_image(after, 0, 1, "viridis"))


def draw_tower(figure: Figure, threshold: float, k: float) -> None:
    """The sum of two ridges, and what a neuron of the second layer makes of it."""
    artists = reuse(figure, _build_tower)
    steepness = np.inf if k >= 10_000 else k
    total = ridges(steepness)
    artists.before.set_data(total)
    artists.after.set_data(_soft_step(total - threshold, steepness))


tower = Explorer(
    draw_tower,
    {
        "threshold": Slider("Threshold of the second layer", 0.0, 2.5, 1.5, step=0.05),
        "k": Slider("Steepness k (at the right end: steps)", 0.8, 4, 10_000.0, step=0.05, logarithmic=True),
    },
    alt="Two squares seen from above. Left, the sum of two ridges: a bright rectangle of height 2 where they cross, four "
    "arms of height 1, and 0 elsewhere. Right, what the second layer gives at the threshold 1.5: 1 in the rectangle and 0 "
    "everywhere else. With a threshold below 1 the whole cross is 1.",
    size=(7.2, 3.4),
)


def _build_towers(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    names = (translate("target"), translate("network"), translate("error"))
    squares = [_square(figure, left, name, 0.24) for left, name in zip((0.07, 0.355, 0.675), names, strict=True)]
    squares[0].imshow(surface(_AT[None, :], _AT[:, None]), origin="lower", extent=(0, 1, 0, 1), vmin=0.1, vmax=1.0,
                      cmap="viridis", aspect="auto")  # fmt: skip
    for axes in squares[1:]:
        axes.set(ylabel="", yticklabels=[])
    _bar(figure, _image(squares[1], 0.1, 1.0, "viridis"), 0.605, [0.2, 0.4, 0.6, 0.8, 1.0])
    _bar(figure, _image(squares[2], -0.5, 0.5, "RdBu_r"), 0.925, [-0.4, 0, 0.4])
    stand_still(figure)
    return SimpleNamespace(
        network=_image(squares[1], 0.1, 1.0, "viridis"), error=_image(squares[2], -0.5, 0.5, "RdBu_r"),
        said=figure.text(0.07, 0.94, "", fontsize=10),
    )  # fmt: skip


def draw_towers(figure: Figure, n: int) -> None:
    """A function of two variables, n by n towers in its place, and their difference."""
    artists = reuse(figure, _build_towers)
    middle = (np.floor(_AT * n) + 0.5) / n
    made = surface(middle[None, :], middle[:, None])
    error = made - surface(_AT[None, :], _AT[:, None])
    artists.network.set_data(made)
    artists.error.set_data(error)
    artists.said.set_text(
        say(
            "{steps} steps and {towers} towers: largest error {error:.3f}",
            steps=2 * n, towers=n * n, error=tower_error(n),
        )
    )


towers = Explorer(
    draw_towers,
    {"n": Slider("Towers in each direction", 2, 50, 6)},
    alt="Three squares seen from above: a smooth target with hills and hollows, a mosaic of n by n even tiles that imitates "
    "it, and their difference in red and blue. With more tiles the difference fades, but the number of tiles grows as the "
    "square of their number along one side.",
    size=(7.6, 3.3),
)
