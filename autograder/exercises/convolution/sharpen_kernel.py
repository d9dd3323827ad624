"""The kernel that sharpens: δ + a(δ − box/size²); with a = 1 and size 3 it is the lecture's 2δ − box/9."""

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page

page = Page(
    outputs=("K",),
    hints=(
        "Every piece is a matrix of size by size: one with a single 1 in the middle, and one that takes the mean of a patch.",
        "The detail of an image is the image minus its blurred copy. The kernel of the detail is therefore one kernel minus "
        "the other. Add strength times the detail to the image.",
        "The blur has size * size equal entries with sum 1. The middle of an odd number of rows is row size // 2.",
    ),
)


@page.reference
def entry_by_entry(size, strength):
    K = np.zeros((size, size))
    for u, v in np.ndindex(size, size):
        middle = u == v == (size - 1) // 2
        K[u, v] = (1 + strength if middle else 0) - strength / size**2
    return K


@page.edge("the lecture's kernel")
def lecture():
    return {"size": 3, "strength": 1.0}


@page.edge("strength 0 leaves the image as it is")
def nothing():
    return {"size": 3, "strength": 0.0}


@page.cases(public=2, secret=5)
def larger(rng):
    return {"size": int(rng.choice([5, 7, 9])), "strength": number(rng, 0.3, 2.5)}


@page.edge("one entry", public=False)
def one_entry(rng):
    return {"size": 1, "strength": number(rng, 0.3, 2.5)}


@page.wrong("K divides the box by 9 whatever its size: the blur is a mean, so divide by size * size.")
def always_nine(size, strength):
    delta = entry_by_entry(size, 0.0)
    return delta + strength * (delta - np.ones((size, size)) / 9)


@page.wrong("K does not divide the box: the blur is a mean, so its entries add up to 1.")
def box_not_divided(size, strength):
    delta = entry_by_entry(size, 0.0)
    return delta + strength * (delta - np.ones((size, size)))


@page.wrong("K gives the detail alone: its entries add up to 0. Add it to the image, whose kernel has a 1 in the middle.")
def detail_alone(size, strength):
    return entry_by_entry(size, strength) - entry_by_entry(size, 0.0)


@page.wrong("K blurs: the blurred copy is subtracted from the image to give the detail, not added.")
def added(size, strength):
    delta = entry_by_entry(size, 0.0)
    return delta + strength * (delta + np.ones((size, size)) / size**2)


@page.wrong("K multiplies only the blur by strength: the detail as a whole, image minus blur, is multiplied.")
def strength_on_the_blur(size, strength):
    return 2 * entry_by_entry(size, 0.0) - strength * np.ones((size, size)) / size**2


@page.wrong("K has its large entry in the corner: it belongs in the middle, at row and column size // 2.")
def in_the_corner(size, strength):
    return np.roll(entry_by_entry(size, strength), (-(size // 2), -(size // 2)), axis=(0, 1))


@page.wrong("K forgets strength: the detail is multiplied by it.")
def strength_forgotten(size, strength):
    return entry_by_entry(size, 1.0)


@page.wrong(
    "K is the box alone: the image minus the blur is the detail, and strength times the detail is added to the image."
)
def box_alone(size, strength):
    return np.ones((size, size)) / size**2


@page.wrong("K subtracts the detail: it is added, so that edges grow steeper.")
def detail_subtracted(size, strength):
    return entry_by_entry(size, -strength)


@page.wrong("K has its 1 at [1, 1]: the middle of a larger kernel is at size // 2.")
def middle_of_three(size, strength):
    K = np.full((size, size), -strength / size**2)
    K[1, 1] += 1 + strength
    return K


@page.wrong("K has ones all along the diagonal for δ: δ has a single 1, in the middle.")
def ones_on_the_diagonal(size, strength):
    return (1 + strength) * np.eye(size) - strength / size**2


@page.wrong("K has ones all along the middle row for δ: δ has a single 1, in the middle.")
def ones_in_a_row(size, strength):
    K = np.full((size, size), -strength / size**2)
    K[size // 2] += 1 + strength
    return K


@page.wrong("K lacks what the blur takes from the middle: the middle entry is 1 + strength less the blur's own share there.")
def middle_without_blur(size, strength):
    K = np.full((size, size), -strength / size**2)
    K[size // 2, size // 2] = 1 + strength
    return K


@page.wrong("K adds the detail to the blur, and not to the image: the result has the middle entry too small.")
def blur_and_detail(size, strength):
    K = np.full((size, size), (1 - strength) / size**2)
    K[size // 2, size // 2] += strength
    return K


@page.right
def with_outer_products(size, strength):
    middle = np.eye(size)[size // 2]
    return (1 + strength) * np.outer(middle, middle) - strength / size**2


@page.right
def in_place(size, strength):
    K = np.full((size, size), -strength / size**2)
    K[size // 2, size // 2] += 1 + strength
    return K
