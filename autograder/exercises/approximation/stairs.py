"""From the heights of a staircase to its network: one neuron for each piece, whose weight is the jump at its left end."""

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("s", "v"),
    hints=(
        "Walk from left to right. At which places does the output change, and by how much does it change there?",
        "A neuron that has switched on stays on. So its weight is not the height of its piece: it is the jump from the "
        "height before to the height after.",
        "Left of all pieces the output is 0: the first jump goes from 0 to heights[0]. np.diff takes differences of "
        "neighbours; its argument prepend puts a number in front of them. The last edge has no neuron.",
    ),
)


@page.reference
def jump_by_jump(edges, heights):
    s, v, before = [], [], 0.0
    for k in range(len(heights)):
        s.append(edges[k])
        v.append(heights[k] - before)
        before = heights[k]
    return np.array(s), np.array(v)


def draw(rng, n):
    edges = np.sort(rng.choice(np.arange(1, 100), size=n + 1, replace=False)) / 100
    edges[0] = -0.1
    return {"edges": edges, "heights": numbers(rng, n, scale=0.6)}


@page.cases(public=3, secret=5)
def some_pieces(rng):
    return draw(rng, sizes(rng, 1, 3, 8)[0])


@page.edge("one piece")
def one_piece():
    return {"edges": np.array([-0.1, 1.0]), "heights": np.array([0.3])}


@page.edge("two neighbours of equal height", public=False)
def no_jump(rng):
    return draw(rng, 4) | {"heights": np.array([0.4, 0.4, -0.2, 0.9])}


@page.wrong("v holds the heights: a neuron stays on, so the heights would add up. Each weight is the jump from the height "
            "before.")  # fmt: skip
def heights_as_weights(edges, heights):
    return edges[:-1], heights


@page.wrong("v has the opposite sign: a jump is the height after minus the height before.")
def jumps_backwards(edges, heights):
    return edges[:-1], -np.diff(heights, prepend=0)


@page.wrong("v[0] is 0: left of all pieces the output is 0, so the first jump is heights[0] itself.")
def first_jump_forgotten(edges, heights):
    return edges[:-1], np.diff(heights, prepend=heights[0])


@page.wrong("v has no weight for the first piece: there are as many jumps as pieces, and the first is from 0 to heights[0].")
def one_weight_too_few(edges, heights):
    return edges[:-1], np.diff(heights)


@page.wrong("s holds the right ends: piece k begins at edges[k], so that is where its neuron switches.")
def right_ends(edges, heights):
    return edges[1:], np.diff(heights, prepend=0)


@page.wrong("s holds all edges: the output does not change at the last one, so it needs no neuron.")
def all_edges(edges, heights):
    return edges, np.diff(heights, prepend=0)


@page.wrong(
    "s and v hold two neurons for each piece, one on and one off: where a piece ends the next begins, so merge the "
    "two neurons of that place into one."
)
def bumps(edges, heights):
    return np.ravel([edges[:-1], edges[1:]], order="F"), np.ravel([heights, -heights], order="F")


@page.wrong("s holds the middles of the pieces: the output must change at their left ends.")
def middles(edges, heights):
    return (edges[:-1] + edges[1:]) / 2, np.diff(heights, prepend=0)


@page.wrong("v[k] is the jump at the right end of piece k: neuron k switches at the left end, where the height changes from "
            "heights[k - 1] to heights[k].")  # fmt: skip
def jumps_at_the_right(edges, heights):
    return edges[:-1], np.diff(heights, append=0)


@page.wrong(
    "v holds running sums of the heights: it is the other way round, the heights are the running sums of the weights."
)
def running_sums(edges, heights):
    return edges[:-1], np.cumsum(heights)


@page.wrong(
    "v[0] is the jump from the last height to the first: heights[-1] is the last one. Left of all pieces the output is 0."
)
def first_jump_from_the_last_height(edges, heights):
    return edges[:-1], heights - np.roll(heights, 1)


@page.wrong("v[k] is the height less the weight before: a jump is the height less the height before.")
def less_the_weight_before(edges, heights):
    v = np.array(heights, float)
    for k in range(1, len(v)):
        v[k] -= v[k - 1]
    return edges[:-1], v


@page.wrong("v has the jumps divided by the widths of the pieces: a weight is the jump itself.")
def slopes_for_jumps(edges, heights):
    return edges[:-1], np.diff(heights, prepend=0) / np.diff(edges)


@page.wrong("v has all jumps but the first turned round: a jump is the height after minus the height before.")
def jumps_turned_round(edges, heights):
    return edges[:-1], np.append(heights[:1], heights[:-1] - heights[1:])


@page.wrong("v holds the sizes of the jumps without their signs: where the heights fall, the weight is negative.")
def sizes_of_the_jumps(edges, heights):
    return edges[:-1], np.abs(np.diff(heights, prepend=0))


@page.wrong("v is less the first height in every place: each jump is the height less the one just before.")
def less_the_first_height(edges, heights):
    return edges[:-1], np.append(heights[:1], heights[1:] - heights[0])


@page.wrong("s holds the widths of the pieces: a neuron switches where its piece begins, at edges[k].")
def widths_for_positions(edges, heights):
    return np.diff(edges), np.diff(heights, prepend=0)


@page.right
def two_subtractions(edges, heights):
    v = heights.copy()
    v[1:] -= heights[:-1]
    return edges[: len(heights)], v


@page.right
def by_solving(edges, heights):
    # Piece k's height is the sum of the weights 0 … k: a triangular system.
    return {"v": np.linalg.solve(np.tril(np.ones((len(heights), len(heights)))), heights), "s": np.delete(edges, -1)}
