"""The lecture's six patches of 2 by 2, and their responses to the two diagonal filters, by hand."""

from autograder.author.page import Page
from handgrad.kit.rules import Hand

page = Page(
    outputs={"falling": Hand(1), "rising": Hand(1)},
    hints=(
        "Lay the filter on the patch. Multiply the numbers that lie on each other, and add the four products.",
        "The falling filter has its ones at the top left and at the bottom right: it adds these two numbers of the patch.",
        "The rising filter adds the number at the top right to the number at the bottom left.",
    ),
)

PATCHES = (((1, 1), (0, 1)), ((1, 1), (1, 1)), ((3, 0), (0, 3)), ((1, 2), (3, 0)), ((5, 0), (0, 5)), ((0, 2), (3, 0)))


def _respond(filter_):
    return [sum(p * w for row, weights in zip(patch, filter_, strict=True) for p, w in zip(row, weights, strict=True))
            for patch in PATCHES]  # fmt: skip


@page.reference
def by_products():
    return _respond(((1, 0), (0, 1))), _respond(((0, 1), (1, 0)))


@page.wrong("falling and rising have changed places: the falling filter has its ones at the top left and the bottom right.")
def swapped():
    return [1, 2, 0, 5, 0, 5], [2, 2, 6, 1, 10, 0]


@page.wrong("falling and rising add up all four numbers of a patch: where the filter holds 0, the product is 0.")
def everything_added():
    return [3, 4, 6, 6, 10, 5], [3, 4, 6, 6, 10, 5]


@page.wrong("falling and rising are means: a response is the sum of the products, and nothing is divided.")
def means():
    return [1, 1, 3, 0.5, 5, 0], [0.5, 1, 0, 2.5, 0, 2.5]


@page.wrong("falling and rising are products of two numbers of the patch: multiply each with the filter's number, then add.")
def products_of_the_two():
    return [1, 1, 9, 0, 25, 0], [0, 1, 0, 6, 0, 6]


@page.wrong(
    "rising holds the responses of the falling filter: the ones of the rising one stand at the top right and the "
    "bottom left."
)
def falling_twice():
    return [2, 2, 6, 1, 10, 0], [2, 2, 6, 1, 10, 0]


@page.wrong(
    "falling and rising say only whether the pattern is there: a response is a number that grows with the numbers of "
    "the patch."
)
def yes_or_no():
    return [1, 1, 1, 0, 1, 0], [0, 1, 0, 1, 0, 1]


@page.right
def by_picking():
    return [p[0][0] + p[1][1] for p in PATCHES], [p[0][1] + p[1][0] for p in PATCHES]


@page.right
def as_a_dict():
    return {"rising": (1, 2, 0, 5, 0, 5), "falling": (2, 2, 6, 1, 10, 0)}
