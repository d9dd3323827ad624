"""The central difference of a function of an array: entry i is (f(x + h eᵢ) − f(x − h eᵢ)) / 2h."""

import math

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page
from handgrad.functions import Polynomial, Quadratic, Wave

page = Page(
    outputs=("grad",),
    hints=(
        "One entry at a time: nudge that entry alone, up and down, and leave all the others where they are.",
        "np.ndindex(x.shape) gives the index of every entry of an array of any shape. Begin with a gradient of zeros in "
        "x's shape, and make it float: x itself may hold whole numbers.",
        "For each index make an array of zeros in x's shape, call it step, and put h there. x + step and x - step are new, so "
        "that x stays as it was. The entry is the difference of f at the two, divided by twice h.",
    ),
)


@page.reference
def in_closed_form(f, x, h):
    # Exactly what a central difference gives at any h, without any difference: no rounding, and no call of f.
    v = np.asarray(x, float)
    if isinstance(f, Quadratic):
        return ((f.A + f.A.T) @ v.ravel() / 2 + f.b).reshape(v.shape)
    if isinstance(f, Wave):
        return f.a * np.cos(f.w * v + f.b) * np.sin(f.w * h) / h
    # ((x + h)^k − (x − h)^k) / 2h: the odd powers of h in the binomial theorem are left.
    odd = [(k, j) for k in range(len(f.coefficients)) for j in range(1, k + 1, 2)]
    return sum((f.coefficients[k] * math.comb(k, j) * v ** (k - j) * h ** (j - 1) for k, j in odd), np.zeros(v.shape))


@page.cases(public=1, secret=3)
def waves(rng):
    n = int(rng.integers(4, 7))
    return {"f": wave(rng, n), "x": numbers(rng, n), "h": 1e-5}


@page.cases(public=1, secret=2)
def waves_in_two_dimensions(rng):
    n, m = sizes(rng, 2, 2, 4)
    return {"f": wave(rng, n, m), "x": numbers(rng, n, m), "h": 1e-4}


@page.cases(public=1, secret=2)
def a_quadratic_form(rng):
    n, m = sizes(rng, 2, 2, 3)
    return {"f": Quadratic(numbers(rng, n * m, n * m), numbers(rng, n * m)), "x": numbers(rng, n, m), "h": 1e-3}


@page.cases(public=1, secret=2)
def a_polynomial(rng):
    return {"f": Polynomial(numbers(rng, 5)), "x": numbers(rng, 4), "h": 0.01}


@page.edge("a wide step")
def wide_step(rng):
    return {"f": wave(rng, 3), "x": numbers(rng, 3), "h": 0.5}


@page.edge("x holds whole numbers")
def whole_numbers():
    return {"f": Polynomial(np.array([0.5, -1.0, 0.25, 0.75])), "x": np.array([2, -1, 3]), "h": 0.125}


@page.edge("one entry", public=False)
def one_entry(rng):
    return {"f": wave(rng, 1), "x": numbers(rng, 1), "h": 1e-5}


def wave(rng, *shape):
    return Wave(numbers(rng, *shape), numbers(rng, *shape, away_from_zero=0.5), numbers(rng, *shape))


def steps(x, h):
    """The indices of x, each with an array that is h there and 0 elsewhere."""
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        yield index, step


def with_quotient(quotient):
    """The gradient whose entries are quotient(f, x, step, h)."""

    def answer(f, x, h):
        grad = np.zeros(x.shape)
        for index, step in steps(x, h):
            grad[index] = quotient(f, x, step, h)
        return grad

    return answer


@page.wrong(
    "grad is the forward difference, from f(x) and f(x + step): go down as well as up, f(x + step) - f(x - step), and"
    " divide by 2h."
)
def forward_difference(f, x, h):
    return with_quotient(lambda f, x, step, h: (f(x + step) - f(x)) / h)(f, x, h)


@page.wrong(
    "grad is the backward difference, from f(x) and f(x - step): go up as well as down, f(x + step) - f(x - step), "
    "and divide by 2h."
)
def backward_difference(f, x, h):
    return with_quotient(lambda f, x, step, h: (f(x) - f(x - step)) / h)(f, x, h)


@page.wrong("grad is twice too large: the two points lie 2h apart, not h.")
def divided_by_one_h(f, x, h):
    return with_quotient(lambda f, x, step, h: (f(x + step) - f(x - step)) / h)(f, x, h)


@page.wrong(
    "grad is multiplied by h where it should be divided: in Python (…) / 2 * h multiplies by h. Write (…) / (2 * h)."
)
def multiplied_by_h(f, x, h):
    return with_quotient(lambda f, x, step, h: (f(x + step) - f(x - step)) / 2 * h)(f, x, h)


@page.wrong(
    "Each entry of grad holds the sum of all slopes, as when all entries of x are moved at once: move one at a time."
)
def all_entries_at_once(f, x, h):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@page.wrong("grad is one number, the sum of all slopes: it should have x's shape, with one slope for each entry.")
def one_number(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


@page.wrong(
    "Each slope in grad is taken at another point, as when an entry that has been moved is not moved back before the "
    "next."
)
def not_restored(f, x, h):
    moved, grad = np.array(x, float), np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved[index] += h
        up = f(moved)
        moved[index] -= 2 * h
        grad[index] = (up - f(moved)) / (2 * h)
    return grad


@page.wrong(
    "grad is wrong where x holds whole numbers, as if h were lost: a copy of x holds whole numbers too. Copy with "
    "np.array(x, dtype=float)."
)
def whole_numbers_stay_whole(f, x, h):
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] = x[index] + h
        down[index] = x[index] - h
        grad[index] = (f(up) - f(down)) / (2 * h)
    return grad


@page.wrong(
    "grad holds whole numbers where x does, as np.zeros_like(x) does, which takes over x's kind: make it with "
    "np.zeros(x.shape)."
)
def whole_gradient(f, x, h):
    grad = np.zeros_like(x)
    for index, step in steps(x, h):
        grad[index] = (f(x + step) - f(x - step)) / (2 * h)
    return grad


@page.wrong("grad is flat: it should have the shape of x, so that each slope stands where its entry stands.")
def flat(f, x, h):
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for _, step in steps(x, h)])


@page.wrong("grad has the opposite sign: it is f(x + step) - f(x - step), over 2h.")
def opposite_sign(f, x, h):
    return with_quotient(lambda f, x, step, h: (f(x - step) - f(x + step)) / (2 * h))(f, x, h)


@page.wrong("grad is not divided: the slope is the difference over 2h.")
def not_divided(f, x, h):
    return with_quotient(lambda f, x, step, h: f(x + step) - f(x - step))(f, x, h)


@page.wrong(
    "grad is half of what it should be, as from half a difference over 2h: the two points lie 2h apart, and nothing "
    "else is halved."
)
def halved(f, x, h):
    return with_quotient(lambda f, x, step, h: (f(x + step) - f(x - step)) / (4 * h))(f, x, h)


@page.wrong("grad nudges by h times the entry: the nudge is h, whatever the entry is.")
def nudged_in_proportion(f, x, h):
    v = np.array(x, float)
    return with_quotient(lambda f, x, step, h: (f(v + step * v) - f(v - step * v)) / (2 * h))(f, v, h)


@page.wrong("grad is made at points whose entry is h or -h: the entry is moved by h, not set to it.")
def entry_set_to_the_step(f, x, h):
    v = np.array(x, float)

    def at(step, sign):
        return np.where(step != 0, sign * h, v)

    return with_quotient(lambda f, x, step, h: (f(at(step, 1)) - f(at(step, -1))) / (2 * h))(f, v, h)


@page.wrong("grad is halved, as from points half a step away, divided by a whole 2h: the points lie h up and h down.")
def half_a_step(f, x, h):
    return with_quotient(lambda f, x, step, h: (f(x + step / 2) - f(x - step / 2)) / (2 * h))(f, np.array(x, float), h)


@page.wrong("grad is the second derivative: its difference is f(x + step) - f(x - step), over 2h.")
def second_difference(f, x, h):
    return with_quotient(lambda f, x, step, h: (f(x + step) - 2 * f(x) + f(x - step)) / h**2)(f, np.array(x, float), h)


@page.wrong("grad is that of a step of 1e-5, whatever h is: nudge by the h that comes in.")
def step_of_its_own(f, x, h):
    return with_quotient(lambda f, x, step, _: (f(x + step) - f(x - step)) / 2e-5)(f, np.array(x, float), 1e-5)


@page.right
def with_a_copy(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.empty_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + h
        up = f(x)
        x[index] = kept - h
        grad[index] = (up - f(x)) / (2 * h)
        x[index] = kept
    return grad


@page.right
def with_the_rows_of_a_unit_matrix(f, x, h):
    rows = h * np.eye(x.size)
    slopes = [(f(x + row.reshape(x.shape)) - f(x - row.reshape(x.shape))) / 2 / h for row in rows]
    return np.reshape(slopes, x.shape)
