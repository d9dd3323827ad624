"""The gradients of f = 1 + e^(w1·x + w0) at any x, w1, w0: dx = w1 e^b, dw1 = x e^b, dw0 = e^b with b = w1·x + w0."""

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page

page = Page(
    outputs=("dx", "dw1", "dw0"),
    hints=(
        "Do with letters what you did with numbers in exercise 1: forwards to b, then backwards from df = 1.",
        "Only one computed number is needed from the forward walk: e^b. It is the gradient db, and da and dw0 are equal to it.",
        "Compute b, then its exponential as db. Return w1 times db, x times db, and db, in this order: dx, dw1, dw0.",
    ),
)


@page.reference
def by_complex_steps(x, w1, w0):
    def f(x, w1, w0):
        return 1 + np.exp(w1 * x + w0)

    h = 1e-30
    return tuple(float(np.imag(g) / h) for g in (f(x + 1j * h, w1, w0), f(x, w1 + 1j * h, w0), f(x, w1, w0 + 1j * h)))


@page.forward(dx="x", dw1="w1", dw0="w0")
def f(x, w1, w0):
    return 1 + (w1 * x + w0).exp()


@page.cases(public=3, secret=6)
def random_numbers(rng):
    x, w1 = number(rng, 0.3, 2.0), number(rng, 0.3, 2.0)
    return {"x": x * rng.choice([-1, 1]).item(), "w1": w1 * rng.choice([-1, 1]).item(), "w0": number(rng, -1.5, 1.5)}


@page.edge("x = 0")
def zero_input():
    return {"x": 0.0, "w1": 1.5, "w0": -0.4}


@page.edge("w1 = 0", public=False)
def zero_weight():
    return {"x": 1.7, "w1": 0.0, "w0": 0.6}


@page.edge("a steep place")
def steep():
    return {"x": 3.0, "w1": 4.0, "w0": 2.5}


@page.wrong("dx and dw1 have changed places: a product hands each factor the gradient times the other factor.")
def product_not_swapped(x, w1, w0):
    db = np.exp(w1 * x + w0)
    return x * db, w1 * db, db


@page.wrong("dx, dw1 and dw0 have f for the slope of e^b: it is e^b, without the 1 that is added afterwards.")
def slope_with_the_constant(x, w1, w0):
    db = 1 + np.exp(w1 * x + w0)
    return w1 * db, x * db, db


@page.wrong("dx, dw1 and dw0 have w0 missing from the exponent: e^b needs the whole of b, that is w1 times x plus w0.")
def bias_left_out_of_the_exponent(x, w1, w0):
    db = np.exp(w1 * x)
    return w1 * db, x * db, db


@page.wrong(
    "dx, dw1 and dw0 lack e^b, as if the gradient passed it unchanged: multiply by the slope of e^b, which is e^b "
    "itself."
)
def exponential_without_slope(x, w1, w0):
    return w1, x, 1.0


@page.wrong("dx, dw1 and dw0 have b in place of e^b: the derivative of e^b by b is e^b.")
def slope_is_the_exponent(x, w1, w0):
    db = w1 * x + w0
    return w1 * db, x * db, db


@page.wrong("dw0 is multiplied by x: w0 is added, not multiplied, so its local slope is 1.")
def bias_times_input(x, w1, w0):
    db = np.exp(w1 * x + w0)
    return w1 * db, x * db, x * db


@page.wrong("dx, dw1 and dw0 stand in another order: return dx, dw1, dw0.")
def another_order(x, w1, w0):
    db = np.exp(w1 * x + w0)
    return db, x * db, w1 * db


@page.wrong("dx, dw1 and dw0 are multiplied by f, as if the backward walk started from its value: it starts from 1.")
def starts_from_the_value(x, w1, w0):
    db = np.exp(w1 * x + w0) * (1 + np.exp(w1 * x + w0))
    return w1 * db, x * db, db


@page.wrong("dw0 is 0: w0 is added to the exponent, so its gradient is that of b.")
def no_gradient_for_the_bias(x, w1, w0):
    db = np.exp(w1 * x + w0)
    return w1 * db, x * db, 0.0


@page.wrong("dx, dw1 and dw0 have b e^(b − 1) for the slope of e^b: that rule is for powers of b. The slope of e^b is e^b.")
def exponential_as_a_power(x, w1, w0):
    b = w1 * x + w0
    db = b * np.exp(b - 1)
    return w1 * db, x * db, db


@page.right
def from_the_value_of_f(x, w1, w0):
    f = 1 + np.exp(w0) * np.exp(w1 * x)
    return {"dw0": f - 1, "dw1": (f - 1) * x, "dx": (f - 1) * w1}


@page.right
def as_an_array(x, w1, w0):
    slopes = np.array([w1, x, 1.0]) * np.exp(np.dot([w1, w0], [x, 1.0]))
    return tuple(slopes)
