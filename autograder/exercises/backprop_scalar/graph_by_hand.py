"""f = 1 + e^(w1·x + w0) at x = 1, w1 = 2, w0 = 1: every value and every gradient, to two decimals."""

import numpy as np

from autograder.author.page import Page
from handgrad.kit.rules import Hand

NAMES = ("a", "b", "c", "f", "dc", "db", "da", "dw0", "dw1", "dx")

page = Page(
    outputs=dict.fromkeys(NAMES, Hand(decimals=2)),
    follows={"b": ("a",), "c": ("b",), "f": ("c",), "db": ("dc", "c"), "da": ("db",), "dw0": ("db",), "dw1": ("da",),
             "dx": ("da",)},
    hints=(
        "Make a table with one row for each value, as for q above. Fill in the column of values from top to bottom, then the "
        "column of gradients from bottom to top, beginning with df = 1. If many are wrong, begin with the lowest in the table: "
        "those above it follow from it.",
        "The local slope of a sum is 1 for each of its terms, and a plain number such as the 1 in f has no gradient to "
        "receive. The local slope of e^b is e^b itself, which you have already worked out: it is c.",
        "dc = df times 1. db = dc times c. Both da and dw0 receive db unchanged. At the product, dw1 is da times x, "
        "and dx is da times w1.",
    ),
)


def slope(f, at):
    """The derivative by a complex step: Im f(at + ih) / h has no difference in it, so nothing cancels."""
    return float(np.imag(f(at + 1e-30j)) / 1e-30)


@page.reference
def by_complex_steps():
    x, w1, w0 = 1.0, 2.0, 1.0
    a, b, c = w1 * x, w1 * x + w0, float(np.exp(w1 * x + w0))
    gradients = {
        "dc": slope(lambda c: c + 1, c),
        "db": slope(lambda b: np.exp(b) + 1, b),
        "da": slope(lambda a: np.exp(a + w0) + 1, a),
        "dw0": slope(lambda w0: np.exp(w1 * x + w0) + 1, w0),
        "dw1": slope(lambda w1: np.exp(w1 * x + w0) + 1, w1),
        "dx": slope(lambda x: np.exp(w1 * x + w0) + 1, x),
    }
    return {"a": a, "b": b, "c": c, "f": c + 1} | gradients


@page.carried("b")
def with_the_weight(a):
    return a + 1.0


@page.carried("c")
def raised(b):
    return float(np.exp(b))


@page.carried("f")
def plus_one(c):
    return c + 1.0


@page.carried("db")
def through_the_exponential(dc, c):
    return dc * c


@page.carried("da")
@page.carried("dw0")
def through_the_sum(db):
    return db


@page.carried("dw1")
def times_the_input(da):
    return da * 1.0


@page.carried("dx")
def times_the_weight(da):
    return da * 2.0


def walk(c, dc, db, f=None, dw1=None, dx=None):
    """The ten answers of a student whose c, dc and db are these and who goes on rightly from there."""
    f = c + 1 if f is None else f
    dw1, dx = db if dw1 is None else dw1, 2 * db if dx is None else dx
    return dict(zip(NAMES, (2, 3, c, f, dc, db, db, db, dw1, dx), strict=True))


E3 = float(np.e**3)


@page.wrong("c, and with it most of the gradients, is rounded to a whole number, as in the lecture. Keep two decimals of e^3.")
def rounded_as_in_the_lecture():
    return walk(20, 1, 20)


@page.wrong("dw1 and dx are swapped: a product hands each factor the gradient times the other factor, so dw1 is da times x.")
def product_not_swapped():
    return walk(E3, 1, E3, dw1=2 * E3, dx=E3)


@page.wrong(
    "db is dc, as if e^b had no slope: the derivative of e^b by b is e^b, so db is dc times c, and everything before "
    "b changes with it."
)
def exponential_without_slope():
    return walk(E3, 1, 1)


@page.wrong(
    "db treats e^b as if it were a power of b: that rule is for b^n. The derivative of e^b by b is e^b itself, "
    "and everything before b changes with it."
)
def exponential_as_a_power(E2=float(np.e**2)):
    return walk(E3, 1, 3 * E2)


@page.wrong(
    "db is multiplied by b as well: the slope of e^b by b is e^b, that is c, without b. Everything before b changes with db."
)
def exponential_times_b():
    return walk(E3, 1, 3 * E3)


@page.wrong(
    "dc is the value of f, as if the backward walk started from it: it starts from df = 1, how much f changes when f "
    "itself changes. Its value plays no part."
)
def starts_from_the_value():
    return walk(E3, E3 + 1, (E3 + 1) * E3)


@page.wrong(
    "da, dw0, dw1 and dx are local slopes only. Multiply each by the gradient that arrives from the right: da is db times 1, "
    "and so on."
)
def local_slopes_only():
    return walk(E3, 1, E3) | {"da": 1, "dw0": 1, "dw1": 1, "dx": 2}


@page.wrong("f lacks its constant: f is c plus 1. The gradients do not notice, because the slope of c + 1 by c is 1.")
def constant_left_out():
    return walk(E3, 1, E3, f=E3)


@page.wrong("a is 3, as w1 plus x is, or as it is with w0 added already: it is w1 times x alone.")
def sum_for_product():
    E4 = float(np.e**4)
    return walk(E4, 1, E4) | {"a": 3, "b": 4}


@page.wrong("c is e to the power a: it is e to the power b, with w0 in it.")
def exponential_too_early(E2=float(np.e**2)):
    return walk(E2, 1, E2)


@page.wrong("c is e times b: it is e to the power b.")
def product_for_power():
    return walk(3 * float(np.e), 1, 3 * float(np.e))


@page.wrong("dc is c, as if the exponential came between c and f: f is c + 1, so the slope by c is 1.")
def slope_of_the_exponential_twice():
    return walk(E3, E3, E3 * E3)


@page.wrong("dw0 is 1, the slope of b by w0 alone: it has to be multiplied by db.")
def slope_of_the_bias_alone():
    return walk(E3, 1, E3) | {"dw0": 1}


@page.wrong("dw0 is 0, as if f did not change with w0: w0 is added to a, so it receives all of db.")
def bias_without_gradient():
    return walk(E3, 1, E3) | {"dw0": 0}


@page.wrong("dx is da, without the slope of the product: a is w1 times x, so dx is da times w1.")
def last_step_forgotten():
    return walk(E3, 1, E3, dx=E3)


@page.wrong("dw1 is da times w1: by w1 the slope of w1 times x is x.")
def own_value_for_the_others():
    return walk(E3, 1, E3, dw1=2 * E3)


@page.wrong("db is b, as if the slope of e^b were b: it is e^b, that is c.")
def value_for_the_slope():
    return walk(E3, 1, 3)


@page.wrong("c is the logarithm of b: it is e to the power b.")
def logarithm_for_exponential():
    return walk(float(np.log(3)), 1, float(np.log(3)))


@page.wrong("c is the cube of a rounded e, 2.7: keep more decimals of e, 2.71828, or use np.exp.")
def rounded_e():
    return walk(2.7**3, 1, 2.7**3)


@page.wrong("dw1 is 0, as if f did not change with w1: it is da times x.")
def weight_without_gradient():
    return walk(E3, 1, E3, dw1=0)


@page.right
def as_a_list_in_order():
    return [2, 3, round(E3, 2), round(E3, 2) + 1, 1, round(E3, 2), round(E3, 2), round(E3, 2), round(E3, 2), 2 * round(E3, 2)]


@page.right
def with_all_decimals():
    return walk(E3, 1.0, E3)
