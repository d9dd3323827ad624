"""Two neurons whose signs are added: two lines part what no line parts."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.neuron.frame import GRID, arrow_of, axes_at, clouds, points_of, sides, square, title_of
from handgrad.explore.still import stand_still
from handgrad.plot import GREEN, PURPLE
from handgrad.text import say

Array = np.ndarray


# The class 0 lies along a diagonal, the class 1 on both sides of it: no line parts them.
CROSS = clouds(8, np.array([[-1.3, -1.3], [1.3, 1.3], [-1.3, 1.3], [1.3, -1.3]]), 10, 0.36)
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
    left = axes_at(figure, (0.08, 0.14, 0.38, 0.76), "x₁", "x₂")
    right = axes_at(figure, (0.58, 0.14, 0.38, 0.76), "x₁", "x₂")
    for axes in (left, right):
        square(axes)
    stand_still(figure)
    artists: dict[str, Any] = {}
    for name, axes in (("sum", left), ("class", right)):
        artists[name] = points_of(axes, CROSS, CROSS_LABELS)
    for number, colour in ((1, GREEN), (2, PURPLE)):
        artists[f"line{number}"] = left.plot([], [], color=colour, linewidth=2)[0]
        artists[f"arrow{number}"] = arrow_of(left, colour)
    artists["first"], artists["title"] = title_of(left), title_of(right)
    return artists


def draw_two_lines(figure: Figure, turn1: float, shift1: float, turn2: float, shift2: float, added: str) -> None:
    """Left: the two lines, and the sum of signs (or of scores) as a colour. Right: the class that the sum decides."""
    artists = reuse(figure, _build_two_lines)
    S = two_line_scores(GRID, turn1, shift1, turn2, shift2)
    # Sums of scores have no bounds, sums of signs have: one scale of colours serves both.
    total = np.sign(S).sum(axis=-1) if added == ADDED[0] else np.clip(S.sum(axis=-1), -2, 2)
    artists["sum"].set_data(sides((total + 2) / 4))
    artists["class"].set_data(sides((total >= 0).astype(float)))
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
