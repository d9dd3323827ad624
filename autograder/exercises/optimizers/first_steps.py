"""Two steps of momentum and the first step of Adam, with and without bias correction, by hand.

Momentum: w = 1, η = 0.1, μ = 0.9, gradients 2 and −1. Adam: w = 1, η = 0.1, β₁ = 0.9, β₂ = 0.999, gradient 0.004, ε left out.
"""

from math import sqrt

from autograder.author.page import Page
from handgrad.kit.rules import Hand

page = Page(
    outputs={"m2": Hand(3), "w2": Hand(3), "adam_w1": Hand(3), "raw_w1": Hand(3)},
    hints=(
        "Write a table with one line a step and the columns g, m, w. Work through it from left to right.",
        "Momentum: m1 is the first gradient itself, as m starts at 0. m2 is 0.9 times m1 plus the second "
        "gradient, and w moves by 0.1 m in each step. Adam: work out m1 and v1, then divide by 1 - 0.9 and by"
        " 1 - 0.999.",
        "After the correction m is g again and v is g squared, so the ratio is 1 whatever g is. Without it, "
        "the ratio is 0.1 g divided by the root of 0.001 g squared, which is 0.1 divided by the root of "
        "0.001.",
    ),
)


@page.reference
def step_by_step():
    m1 = 2.0
    m2 = 0.9 * m1 - 1.0
    g = 0.004
    raw = (1 - 0.9) * g / sqrt((1 - 0.999) * g**2)
    corrected = raw * sqrt(1 - 0.999) / (1 - 0.9)
    return m2, 1 - 0.1 * m1 - 0.1 * m2, 1 - 0.1 * corrected, 1 - 0.1 * raw


RAW = 1 - 0.1 * 0.1 / sqrt(0.001)


@page.wrong("m2 and w2 use a running average, 0.9 m + 0.1 g: momentum adds the whole gradient, m = 0.9 m + g.")
def averaged():
    return 0.08, 0.972, 0.9, RAW


@page.wrong("m2 is 0.9 times m1 minus the second gradient: the second gradient is -1, so adding it gives 1.8 - 1.")
def sign_lost():
    return 2.8, 0.52, 0.9, RAW


@page.wrong("w2 makes the second step only: the first step, from w = 1 to 0.8, counts too.")
def one_step():
    return 0.8, 0.92, 0.9, RAW


@page.wrong("w2 is plain gradient descent, 1 - 0.1 · 2 + 0.1: momentum moves by m, not by g.")
def plain_descent():
    return 0.8, 0.9, 0.9, RAW


@page.wrong(
    "adam_w1 moves by the gradient times the learning rate: Adam divides by the root of v, so that the size "
    "of the gradient drops out."
)
def size_kept():
    return 0.8, 0.72, 0.9996, RAW


@page.wrong("adam_w1 lacks the bias correction, and raw_w1 has it: the two have changed places.")
def changed_places():
    return 0.8, 0.72, RAW, 0.9


@page.wrong("raw_w1 lacks the square root: divide by the root of v.")
def without_the_root():
    return 0.8, 0.72, 0.9, 1 - 0.1 * 0.1 * 0.004 / (0.001 * 0.004**2)


@page.wrong(
    "raw_w1 makes a step that is ten times too long: neither m nor v is corrected, and the learning rate "
    "multiplies their ratio."
)
def half_corrected():
    # Both roads end here: m corrected and v not, and the learning rate forgotten.
    return 0.8, 0.72, 0.9, 1 - 0.1 / sqrt(0.001)


@page.wrong("raw_w1 makes a step of 0.01, as if v were corrected and m were not. Raw means that neither is corrected.")
def v_corrected():
    return 0.8, 0.72, 0.9, 1 - 0.1 * 0.1


@page.wrong("m2 and w2 count the first gradient twice: m is 0 before the first step, so m1 is 2.")
def started_at_the_first_gradient():
    return 2.42, 0.378, 0.9, RAW


@page.wrong(
    "m2 is a tenth of what it should be, as if the learning rate stood in it: m adds the whole gradients, and the"
    " learning rate multiplies m when w moves."
)
def rate_inside():
    return 0.08, 0.72, 0.9, RAW


@page.wrong("adam_w1 and raw_w1 have moved up: the gradient is positive, and a step goes against it.")
def uphill():
    return 0.8, 0.72, 1.1, 2 - RAW


@page.wrong("m2 keeps all of the old m, and w2 follows from it: the old m fades, 0.9 times 2.")
def nothing_fades():
    return 1.0, 0.7, 0.9, RAW


@page.wrong("w2 moves by the old m in each step: first the gradient is added to m, then w moves by the new m.")
def old_m():
    return 0.8, 0.8, 0.9, RAW


@page.wrong("w2 makes the second step with m1 again: first the second gradient is added to m, then w moves by m2.")
def second_step_by_the_first_m():
    return 0.8, 0.6, 0.9, RAW


@page.wrong("m2 and w2 let the new gradient fade too: only the old m is multiplied by 0.9.")
def all_fades():
    return 0.72, 0.748, 0.9, RAW


@page.wrong("raw_w1 makes a tenth of its step: 0.1 over the root of 0.001 is more than 3, and then times 0.1.")
def a_tenth_of_the_step():
    return 0.8, 0.72, 0.9, 1 - (1 - RAW) / 10


@page.wrong("w2 has moved up: m is positive in both steps, and a step goes against it.")
def momentum_uphill():
    return 0.8, 1.28, 0.9, RAW


@page.wrong("m2 and w2 stand after the first step: they are asked for after both.")
def after_one_step():
    return 2.0, 0.8, 0.9, RAW


@page.wrong("adam_w1 and raw_w1 are the lengths of the steps: w begins at 1, and a step is taken away from it.")
def lengths_of_the_steps():
    return 0.8, 0.72, 0.1, 1 - RAW


@page.wrong("raw_w1 hardly moves, as if β₁ were 0.999 and β₂ 0.9: m goes with β₁ = 0.9, v with β₂ = 0.999.")
def betas_exchanged():
    return 0.8, 0.72, 0.9, 1 - 0.1 * 0.001 / sqrt(0.1)


@page.right
def as_a_dict_with_decimals():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": 0.684}


@page.right
def from_a_table():
    w, m = 1.0, 0.0
    for g in (2.0, -1.0):
        m = 0.9 * m + g
        w -= 0.1 * m
    v = 0.001 * 0.004**2
    return [m, w, 1 - 0.1, 1 - 0.1 * 0.0004 / v**0.5]
