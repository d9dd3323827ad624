"""y = x1·w1 + 3(x2² − w2) at x1 = 1, w1 = 2, x2 = −2, w2 = 3: the value and four gradients, by hand."""

from fractions import Fraction

from autograder.author.page import Page
from handgrad.kit.rules import Hand

NAMES = ("y", "dx1", "dw1", "dx2", "dw2")

page = Page(
    outputs=dict.fromkeys(NAMES, Hand(decimals=2)),
    hints=(
        "Two branches meet in the last sum: x1 w1 on one side, three times a difference on the other. Each branch receives the "
        "full dy = 1.",
        "The factor 3 multiplies the gradient on its way to y3. The difference y3 = y2 - w2 hands it on to y2 as it is, "
        "and to w2 with a minus.",
        "dy3 is 3, so dy2 is 3 and dw2 is -3. From y2 = x2 squared: dx2 is dy2 times twice x2, and x2 is negative.",
    ),
)


def y(x1=Fraction(1), w1=Fraction(2), x2=Fraction(-2), w2=Fraction(3)):
    """The function in exact arithmetic."""
    return x1 * w1 + 3 * (x2 * x2 - w2)


@page.reference
def by_exact_differences():
    # y has no power above the second, so that a central difference has no error at all.
    h = Fraction(1)
    at = {"x1": Fraction(1), "w1": Fraction(2), "x2": Fraction(-2), "w2": Fraction(3)}
    gradients = {f"d{name}": (y(**at | {name: v + h}) - y(**at | {name: v - h})) / (2 * h) for name, v in at.items()}
    return {name: float(value) for name, value in ({"y": y()} | gradients).items()}


@page.wrong(
    "y and dw2 follow the line that is misprinted in the lecture, y1 + 3 y2. The last node takes y3: y is y1 + 3 y3, "
    "so that w2 does reach the result."
)
def as_printed_in_the_lecture():
    return {"y": 14, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": 0}


@page.wrong("dw2 has lost its minus: w2 is subtracted, so y falls when w2 grows.")
def minus_lost():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": 3}


@page.wrong("dx2 and dw2 lack the factor 3: the gradient is multiplied by 3 on its way back through 3 y3.")
def factor_lost():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -4, "dw2": -1}


@page.wrong("dx2 lacks the 2 of the square's derivative: the slope of x2 squared is twice x2.")
def square_without_two():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -6, "dw2": -3}


@page.wrong("dx1 and dw1 are swapped: each factor of a product gets the gradient times the other factor.")
def product_not_swapped():
    return {"y": 5, "dx1": 1, "dw1": 2, "dx2": -12, "dw2": -3}


@page.wrong("dx2 has the wrong sign: x2 is negative, and the slope of its square, twice x2, is negative too.")
def sign_of_x2_lost():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": 12, "dw2": -3}


@page.wrong("y is that with -4 for the square of -2: it is 4.")
def square_of_a_negative():
    return {"y": -19, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


@page.wrong("y is y1 + 3 y2: the last node takes y3, from which w2 has been subtracted.")
def subtraction_left_out():
    return {"y": 14, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


@page.wrong("y is y1 + y3: y3 is to be multiplied by 3.")
def three_left_out():
    return {"y": 3, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


@page.wrong("y is that with w2 less the square of x2: it is the square less w2.")
def difference_turned_round():
    return {"y": -1, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


@page.wrong("y is 3 times the whole sum: the factor 3 belongs to y3 alone.")
def three_times_everything():
    return {"y": 9, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


@page.wrong("dw2 is 0, as if w2 did not reach the result: it is subtracted in y3, and y3 counts three times.")
def without_way_to_w2():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": 0}


@page.wrong("dw2 lacks the factor 3: the gradient is multiplied by 3 on its way back through 3 y3.")
def factor_lost_at_w2():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -1}


@page.wrong("dx2 lacks the factor 3: the gradient is multiplied by 3 on its way back through 3 y3.")
def factor_lost_at_x2():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -4, "dw2": -3}


@page.right
def as_floats():
    return {"y": 5.0, "dx1": 2.0, "dw1": 1.0, "dx2": -12.0, "dw2": -3.0}


@page.right
def as_a_tuple():
    return 5, 2, 1, -12, -3
