"""Answers to chapter 03 as students would write them: each cell is one answer."""

# %%
import math

import numpy as np
from handgrad.adapters.backprop_scalar import run_programs

ELEMENTARY = {
    "exp": (np.exp, np.exp),
    "sin": (np.sin, np.cos),
    "square": (lambda v: v**2, lambda v: 2 * v),
    "tanh": (np.tanh, lambda v: 1 - np.tanh(v) ** 2),
}


def sigmoid(s):
    return np.exp(-np.logaddexp(0.0, -s))


class Node:
    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def wrap(self, other):
        return other if isinstance(other, Node) else type(self)(other)

    def __add__(self, other):
        other = self.wrap(other)
        return type(self)(self.data + other.data, (self, other), (1.0, 1.0))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -self.wrap(other)

    def __rsub__(self, other):
        return self.wrap(other) - self

    def __truediv__(self, other):
        return self * self.wrap(other) ** -1

    def __rtruediv__(self, other):
        return self.wrap(other) / self


# %% right graph_by_hand: numbers
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 20.09,
        "dx": 40.17,
    }


# %% right graph_by_hand: computed
def graph_by_hand():
    x, w1, w0 = 1, 2, 1
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    dc = 1
    db = dc * c
    da = db
    dw0 = db
    dw1 = da * x
    dx = da * w1
    return {
        "a": a,
        "b": b,
        "c": c,
        "f": f,
        "dc": dc,
        "db": db,
        "da": da,
        "dw0": dw0,
        "dw1": dw1,
        "dx": dx,
    }


# %% right graph_by_hand: computed and rounded
def graph_by_hand():
    x, w1, w0 = 1, 2, 1
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    dc = 1
    db = dc * c
    da = db
    dw0 = db
    dw1 = da * x
    dx = da * w1
    numbers = {
        "a": a,
        "b": b,
        "c": c,
        "f": f,
        "dc": dc,
        "db": db,
        "da": da,
        "dw0": dw0,
        "dw1": dw1,
        "dx": dx,
    }
    return {name: round(float(value), 2) for name, value in numbers.items()}


# %% right graph_by_hand: 40.18, twice the rounded one
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 20.09,
        "dx": 40.18,
    }


# %% wrong graph_by_hand: e cubed is 20, as the lecture rounds
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20,
        "f": 21,
        "dc": 1,
        "db": 20,
        "da": 20,
        "dw0": 20,
        "dw1": 20,
        "dx": 40,
    }


# %% wrong graph_by_hand: f without the one
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 20.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 20.09,
        "dx": 40.17,
    }


# %% wrong graph_by_hand: dw0 is 1
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 1,
        "dw1": 20.09,
        "dx": 40.17,
    }


# %% wrong graph_by_hand: dx and dw1 exchanged
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 40.17,
        "dx": 20.09,
    }


# %% wrong graph_by_hand: dx without w1
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 20.09,
        "dx": 20.09,
    }


# %% wrong graph_by_hand: dw1 times w1 too
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 40.17,
        "dx": 40.17,
    }


# %% wrong graph_by_hand: db is b times c
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 60.26,
        "da": 60.26,
        "dw0": 60.26,
        "dw1": 60.26,
        "dx": 120.51,
    }


# %% wrong graph_by_hand: db is 1
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 1,
        "da": 1,
        "dw0": 1,
        "dw1": 1,
        "dx": 2,
    }


# %% wrong graph_by_hand: dc is c
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 20.09,
        "db": 403.43,
        "da": 403.43,
        "dw0": 403.43,
        "dw1": 403.43,
        "dx": 806.86,
    }


# %% wrong graph_by_hand: a is 3
def graph_by_hand():
    return {
        "a": 3,
        "b": 4,
        "c": 54.6,
        "f": 55.6,
        "dc": 1,
        "db": 54.6,
        "da": 54.6,
        "dw0": 54.6,
        "dw1": 54.6,
        "dx": 109.2,
    }


# %% wrong graph_by_hand: e times three
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 8.15,
        "f": 9.15,
        "dc": 1,
        "db": 8.15,
        "da": 8.15,
        "dw0": 8.15,
        "dw1": 8.15,
        "dx": 16.31,
    }


# %% wrong graph_by_hand: one decimal
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.1,
        "f": 21.1,
        "dc": 1,
        "db": 20.1,
        "da": 20.1,
        "dw0": 20.1,
        "dw1": 20.1,
        "dx": 40.2,
    }


# %% wrong graph_by_hand: dc left out
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 20.09,
        "dx": 40.17,
    }


# %% wrong graph_by_hand: dx is e squared times two, taken at a
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 20.09,
        "dx": 14.78,
    }


# %% wrong graph_by_hand: c is e to the a
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 7.39,
        "f": 8.39,
        "dc": 1,
        "db": 7.39,
        "da": 7.39,
        "dw0": 7.39,
        "dw1": 7.39,
        "dx": 14.78,
    }


# %% wrong graph_by_hand: texts
def graph_by_hand():
    return {
        "a": "2",
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 20.09,
        "dx": 40.17,
    }


# %% twice graph_by_hand: dx and dw1 exchanged, f without the one
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 20.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 40.17,
        "dx": 20.09,
    }


# %% twice graph_by_hand: dc is 0, dw0 is 1
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 0,
        "db": 20.09,
        "da": 20.09,
        "dw0": 1,
        "dw1": 20.09,
        "dx": 40.17,
    }


# %% wrong graph_by_hand: computed, slope of the exponential is b times e to the b minus one
def graph_by_hand():
    x, w1, w0 = 1, 2, 1
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    dc = 1
    db = dc * b * np.exp(b - 1)
    da = db
    dw0 = db
    dw1 = da * x
    dx = da * w1
    return {
        "a": a,
        "b": b,
        "c": c,
        "f": f,
        "dc": dc,
        "db": db,
        "da": da,
        "dw0": dw0,
        "dw1": dw1,
        "dx": dx,
    }


# %% wrong graph_by_hand: computed, dw0 zero as it is a constant
def graph_by_hand():
    x, w1, w0 = 1, 2, 1
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    dc = 1
    db = dc * c
    da = db
    dw0 = 0
    dw1 = da * x
    dx = da * w1
    return {
        "a": a,
        "b": b,
        "c": c,
        "f": f,
        "dc": dc,
        "db": db,
        "da": da,
        "dw0": dw0,
        "dw1": dw1,
        "dx": dx,
    }


# %% wrong graph_by_hand: computed, gradients pile up through the sum
def graph_by_hand():
    x, w1, w0 = 1, 2, 1
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    dc = 1
    db = dc * c
    da = db / 2
    dw0 = db / 2
    dw1 = da * x
    dx = da * w1
    return {
        "a": a,
        "b": b,
        "c": c,
        "f": f,
        "dc": dc,
        "db": db,
        "da": da,
        "dw0": dw0,
        "dw1": dw1,
        "dx": dx,
    }


# %% wrong graph_by_hand: b forgotten in c, with a list
def graph_by_hand():
    return [2, 3, 7.39, 8.39, 1, 7.39, 7.39, 7.39, 7.39, 14.78]


# %% wrong graph_by_hand: f with the gradient in it
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 40.17,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 20.09,
        "dx": 40.17,
    }


# %% wrong graph_by_hand: dw1 zero
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 20.09,
        "dw1": 0,
        "dx": 40.17,
    }


# %% wrong graph_by_hand: db is b
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 3,
        "da": 3,
        "dw0": 3,
        "dw1": 3,
        "dx": 6,
    }


# %% wrong graph_by_hand: da is db times a
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 21.09,
        "dc": 1,
        "db": 20.09,
        "da": 40.17,
        "dw0": 20.09,
        "dw1": 40.17,
        "dx": 80.34,
    }


# %% wrong graph_by_hand: log in place of exp, f right from there
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 1.10,
        "f": 2.10,
        "dc": 1,
        "db": 0.33,
        "da": 0.33,
        "dw0": 0.33,
        "dw1": 0.33,
        "dx": 0.67,
    }


# %% twice graph_by_hand: f without 1 and dw0 1
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 20.09,
        "f": 20.09,
        "dc": 1,
        "db": 20.09,
        "da": 20.09,
        "dw0": 1,
        "dw1": 20.09,
        "dx": 40.17,
    }


# %% wrong graph_by_hand: e is 2.7
def graph_by_hand():
    return {
        "a": 2,
        "b": 3,
        "c": 19.68,
        "f": 20.68,
        "dc": 1,
        "db": 19.68,
        "da": 19.68,
        "dw0": 19.68,
        "dw1": 19.68,
        "dx": 39.37,
    }


# %% wrong graph_by_hand: w0 added in a and in b
def graph_by_hand():
    a = 2 * 1 + 1
    b = a + 1
    c = round(math.exp(b), 2)
    return dict(a=a, b=b, c=c, f=c + 1, dc=1, db=c, da=c, dw0=c, dw1=c, dx=2 * c)


# %% right lecture_graph: numbers
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


# %% right lecture_graph: computed
def lecture_graph():
    x1, w1, x2, w2 = 1, 2, -2, 3
    y1 = x1 * w1
    y2 = x2**2
    y3 = y2 - w2
    y = y1 + 3 * y3
    dy1, dy3 = 1, 3
    dy2 = dy3
    return {"y": y, "dx1": dy1 * w1, "dw1": dy1 * x1, "dx2": dy2 * 2 * x2, "dw2": -dy3}


# %% right lecture_graph: floats
def lecture_graph():
    return {"y": 5.0, "dx1": 2, "dw1": 1, "dx2": -12.0, "dw2": -3}


# %% wrong lecture_graph: dw2 positive
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": 3}


# %% wrong lecture_graph: dw2 without the 3
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -1}


# %% wrong lecture_graph: dx2 positive
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": 12, "dw2": -3}


# %% wrong lecture_graph: dx2 without the 3
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -4, "dw2": -3}


# %% wrong lecture_graph: dx2 without the 2
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -6, "dw2": -3}


# %% wrong lecture_graph: dx1 and dw1 exchanged
def lecture_graph():
    return {"y": 5, "dx1": 1, "dw1": 2, "dx2": -12, "dw2": -3}


# %% wrong lecture_graph: y with y2 in place of y3, as the lecture prints
def lecture_graph():
    return {"y": 14, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


# %% wrong lecture_graph: y with y2 in place of y3, and dw2 zero
def lecture_graph():
    return {"y": 14, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": 0}


# %% wrong lecture_graph: minus two squared is minus four
def lecture_graph():
    return {"y": -19, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


# %% wrong lecture_graph: the 3 on y1 too
def lecture_graph():
    return {"y": 5, "dx1": 6, "dw1": 3, "dx2": -12, "dw2": -3}


# %% wrong lecture_graph: y without the 3
def lecture_graph():
    return {"y": 3, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}


# %% wrong lecture_graph: dx2 is 3 x2
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -6.0, "dw2": -3}


# %% wrong lecture_graph: dw2 is 0
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": 0}


# %% wrong lecture_graph: dy left in as a factor
def lecture_graph():
    return {"y": 5, "dx1": 10, "dw1": 5, "dx2": -60, "dw2": -15}


# %% wrong lecture_graph: gradients times their inputs
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 2, "dx2": 24, "dw2": -9}


# %% twice lecture_graph: dx2 and dw2 positive
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": 12, "dw2": 3}


# %% twice lecture_graph: exchanged, dw2 without the 3
def lecture_graph():
    return {"y": 5, "dx1": 1, "dw1": 2, "dx2": -12, "dw2": -1}


# %% wrong lecture_graph: dw2 left out
def lecture_graph():
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12}


# %% wrong lecture_graph: computed, dy2 without the minus and w2 the same
def lecture_graph():
    x1, w1, x2, w2 = 1, 2, -2, 3
    y1 = x1 * w1
    y2 = x2**2
    y3 = y2 - w2
    y = y1 + 3 * y3
    dy1, dy3 = 1, 3
    dy2 = dy3
    return {"y": y, "dx1": dy1 * w1, "dw1": dy1 * x1, "dx2": dy2 * 2 * x2, "dw2": dy3}


# %% wrong lecture_graph: computed, y3 the other way round
def lecture_graph():
    x1, w1, x2, w2 = 1, 2, -2, 3
    y1 = x1 * w1
    y2 = x2**2
    y3 = w2 - y2
    y = y1 + 3 * y3
    dy1, dy3 = 1, 3
    dy2 = dy3
    return {"y": y, "dx1": dy1 * w1, "dw1": dy1 * x1, "dx2": dy2 * 2 * x2, "dw2": -dy3}


# %% wrong lecture_graph: computed, square slope x2
def lecture_graph():
    x1, w1, x2, w2 = 1, 2, -2, 3
    y1 = x1 * w1
    y2 = x2**2
    y3 = y2 - w2
    y = y1 + 3 * y3
    dy1, dy3 = 1, 3
    dy2 = dy3
    return {"y": y, "dx1": dy1 * w1, "dw1": dy1 * x1, "dx2": dy2 * x2, "dw2": -dy3}


# %% wrong lecture_graph: computed, dw2 is minus w2
def lecture_graph():
    x1, w1, x2, w2 = 1, 2, -2, 3
    y1 = x1 * w1
    y2 = x2**2
    y3 = y2 - w2
    y = y1 + 3 * y3
    dy1, dy3 = 1, 3
    dy2 = dy3
    return {"y": y, "dx1": dy1 * w1, "dw1": dy1 * x1, "dx2": dy2 * 2 * x2, "dw2": -dy3 * w2}


# %% right graph_backward: as in the solved one
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return dx, dw1, dw0


# %% right graph_backward: a list, math.exp
def graph_backward(x, w1, w0):
    c = math.exp(w1 * x + w0)
    return [w1 * c, x * c, c]


# %% right graph_backward: every step, a dict
def graph_backward(x, w1, w0):
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    df = 1
    dc = df * 1
    db = dc * c
    da = db * 1
    dw0 = db * 1
    dw1 = da * x
    dx = da * w1
    return {"dx": dx, "dw1": dw1, "dw0": dw0}


# %% right graph_backward: every step, an array
def graph_backward(x, w1, w0):
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    df = 1
    dc = df * 1
    db = dc * c
    da = db * 1
    dw0 = db * 1
    dw1 = da * x
    dx = da * w1
    return np.array([dx, dw1, dw0])


# %% wrong graph_backward: dx and dw1 exchanged
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, db
    dx, dw1 = x * da, w1 * da
    return dx, dw1, dw0


# %% wrong graph_backward: returned as dw0, dw1, dx
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return dw0, dw1, dx


# %% wrong graph_backward: w0 forgotten
def graph_backward(x, w1, w0):
    b = w1 * x
    db = np.exp(b)
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return dx, dw1, dw0


# %% wrong graph_backward: one added to the exponential
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b) + 1
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return dx, dw1, dw0


# %% wrong graph_backward: slope of the exponential is b
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = b
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return dx, dw1, dw0


# %% wrong graph_backward: dw0 is 1
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, 1.0
    dw1, dx = x * da, w1 * da
    return dx, dw1, dw0


# %% wrong graph_backward: returned as dx, dw0, dw1
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return dx, dw0, dw1


# %% wrong graph_backward: power rule
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = b * np.exp(b - 1)
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return dx, dw1, dw0


# %% wrong graph_backward: shared out by the sum
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db / 2, db / 2
    dw1, dx = x * da, w1 * da
    return dx, dw1, dw0


# %% wrong graph_backward: dx only the exponential
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, db
    dw1, dx = x * da, da
    return dx, dw1, dw0


# %% wrong graph_backward: the value in front
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return 1 + db, dx, dw1, dw0


# %% wrong graph_backward: dw1 times w1
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, db
    dw1, dx = w1 * x * da, w1 * da
    return dx, dw1, dw0


# %% wrong graph_backward: multiplied by f
def graph_backward(x, w1, w0):
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    df = 1
    dc = df * 1
    db = dc * f
    da = db * 1
    dw0 = db * 1
    dw1 = da * x
    dx = da * w1
    return {"dx": dx, "dw1": dw1, "dw0": dw0}


# %% wrong graph_backward: df is 0
def graph_backward(x, w1, w0):
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    df = 0
    dc = df * 1
    db = dc * c
    da = db * 1
    dw0 = db * 1
    dw1 = da * x
    dx = da * w1
    return {"dx": dx, "dw1": dw1, "dw0": dw0}


# %% wrong graph_backward: slope of the exponential forgotten
def graph_backward(x, w1, w0):
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    df = 1
    dc = df * 1
    db = dc
    da = db * 1
    dw0 = db * 1
    dw1 = da * x
    dx = da * w1
    return {"dx": dx, "dw1": dw1, "dw0": dw0}


# %% wrong graph_backward: gradient through a times a
def graph_backward(x, w1, w0):
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    df = 1
    dc = df * 1
    db = dc * c
    da = db * a
    dw0 = db * 1
    dw1 = da * x
    dx = da * w1
    return {"dx": dx, "dw1": dw1, "dw0": dw0}


# %% wrong graph_backward: minus in the exponent
def graph_backward(x, w1, w0):
    c = math.exp(-(w1 * x + w0))
    return [w1 * c, x * c, c]


# %% wrong graph_backward: w0 times c
def graph_backward(x, w1, w0):
    c = math.exp(w1 * x + w0)
    return [w1 * c, x * c, w0 * c]


# %% wrong graph_backward: w1 plus x
def graph_backward(x, w1, w0):
    c = math.exp(w1 + x + w0)
    return [w1 * c, x * c, c]


# %% wrong graph_backward: numbers of exercise 1
def graph_backward(x, w1, w0):
    b = 2 * 1 + 1
    db = np.exp(b)
    da, dw0 = db, db
    dw1, dx = x * da, w1 * da
    return dx, dw1, dw0


# %% twice graph_backward: w0 forgotten, exchanged
def graph_backward(x, w1, w0):
    b = w1 * x
    db = np.exp(b)
    da, dw0 = db, db
    dx, dw1 = x * da, w1 * da
    return dx, dw1, dw0


# %% twice graph_backward: dw0 is 1, dx only the exponential
def graph_backward(x, w1, w0):
    b = w1 * x + w0
    db = np.exp(b)
    da, dw0 = db, 1.0
    dw1, dx = x * da, da
    return dx, dw1, dw0


# %% wrong graph_backward: exponential of x too
def graph_backward(x, w1, w0):
    a = w1 * x
    b = a + w0
    c = np.exp(b)
    f = c + 1
    df = 1
    dc = df * 1
    db = dc * c
    da = db * 1
    dw0 = db * 1
    dw1 = da * np.exp(x)
    dx = da * w1
    return {"dx": dx, "dw1": dw1, "dw0": dw0}


# %% wrong graph_backward: dw0, dx, dw1
def graph_backward(x, w1, w0):
    c = np.exp(w1 * x + w0)
    return c, w1 * c, x * c


# %% right graph_backward: complex step
def graph_backward(x, w1, w0):
    h = 1e-100
    f = lambda p: (1 + np.exp(p[1] * p[0] + p[2])).imag / h
    base = np.array([x, w1, w0], dtype=complex)
    return tuple(f(base + 1j * h * e) for e in np.eye(3))


# %% right gate_backward: three ifs
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        if a > b:
            return upstream, 0.0
        return 0.0, upstream
    return upstream * b, upstream * a


# %% right gate_backward: elif
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% right gate_backward: a table of slopes
def gate_backward(gate, a, b, upstream):
    slopes = {"add": (1, 1), "max": (int(a > b), int(a < b)), "multiply": (b, a)}
    return [slope * upstream for slope in slopes[gate]]


# %% right gate_backward: match
def gate_backward(gate, a, b, upstream):
    match gate:
        case "add":
            da, db = 1, 1
        case "max":
            da, db = np.where(a > b, 1, 0), np.where(a > b, 0, 1)
        case "multiply":
            da, db = b, a
    return da * upstream, db * upstream


# %% wrong gate_backward: add shares out
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream / 2
        db = upstream / 2
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: max the wrong way round
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (a < b)
        db = upstream * (b < a)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: multiply by its own value
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = a * upstream
        db = b * upstream
    return da, db


# %% wrong gate_backward: max to both
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream
        db = upstream
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: max gives the value
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * max(a, b)
        db = 0
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: upstream forgotten in multiply
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = b
        db = a
    return da, db


# %% wrong gate_backward: upstream forgotten in add
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = 1
        db = 1
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: upstream forgotten in max
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = float(a > b)
        db = float(b > a)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: add multiplies by the value
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream * a
        db = upstream * b
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: max compares with 0
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (a > 0)
        db = upstream * (b > 0)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: mul in place of multiply
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "mul":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: db negative in add
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = -upstream
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: max compares sizes
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (abs(a) > abs(b))
        db = upstream * (abs(b) > abs(a))
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da, db


# %% wrong gate_backward: upstream forgotten in the table
def gate_backward(gate, a, b, upstream):
    slopes = {"add": (1, 1), "max": (int(a > b), int(a < b)), "multiply": (b, a)}
    return slopes[gate]


# %% wrong gate_backward: multiply upstream twice
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        if a > b:
            return upstream, 0.0
        return 0.0, upstream
    return upstream * b * upstream, upstream * a * upstream


# %% wrong gate_backward: max upstream times value
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        if a > b:
            return upstream * a, 0.0
        return 0.0, upstream * b
    return upstream * b, upstream * a


# %% wrong gate_backward: max loser gets minus
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        if a > b:
            return upstream, -upstream
        return -upstream, upstream
    return upstream * b, upstream * a


# %% wrong gate_backward: max always to a
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        return upstream, 0.0
    return upstream * b, upstream * a


# %% wrong gate_backward: multiply both a times b
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        if a > b:
            return upstream, 0.0
        return 0.0, upstream
    return upstream * a * b, upstream * a * b


# %% twice gate_backward: add shares out, multiply own value
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream / 2
        db = upstream / 2
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = a * upstream
        db = b * upstream
    return da, db


# %% twice gate_backward: max wrong way, multiply without upstream
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (a < b)
        db = upstream * (b < a)
    elif gate == "multiply":
        da = b
        db = a
    return da, db


# %% wrong gate_backward: only da
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        da = upstream
        db = upstream
    elif gate == "max":
        da = upstream * (a > b)
        db = upstream * (b > a)
    elif gate == "multiply":
        da = b * upstream
        db = a * upstream
    return da


# %% wrong gate_backward: multiply plus upstream
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        if a > b:
            return upstream, 0.0
        return 0.0, upstream
    return upstream + b, upstream + a


# %% wrong gate_backward: max by value of the output
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        m = max(a, b)
        return (upstream if a == m else m), (upstream if b == m else m)
    return b * upstream, a * upstream


# %% wrong gate_backward: everything times upstream sign
def gate_backward(gate, a, b, upstream):
    up = np.sign(upstream)
    if gate == "add":
        return up, up
    if gate == "max":
        return up * (a > b), up * (b > a)
    return b * up, a * up


# %% wrong gate_backward: multiply divides
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        return upstream * (a > b), upstream * (b > a)
    return upstream / a, upstream / b


# %% wrong gate_backward: max first argument on positive upstream
def gate_backward(gate, a, b, upstream):
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        if upstream > 0:
            return upstream, 0.0
        return 0.0, upstream
    return b * upstream, a * upstream


# %% twice gate_backward: add swapped with max
def gate_backward(gate, a, b, upstream):
    if gate == "max":
        return upstream, upstream
    if gate == "add":
        return upstream * (a > b), upstream * (b > a)
    return b * upstream, a * upstream


# %% wrong gate_backward: max gives upstream times the loser
def gate_backward(gate, a, b, upstream):
    da, db = upstream, upstream
    if gate == "max":
        da, db = (upstream * b, 0) if a > b else (0, upstream * a)
    if gate == "multiply":
        da, db = b * upstream, a * upstream
    return da, db


# %% right paths: plain
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% right paths: step by step, a dict
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    s1 = v1 * z
    s2 = v2 * z
    h1 = math.tanh(s1)
    h2 = math.tanh(s2)
    dh1 = p1
    dh2 = p2
    ds1 = dh1 * (1 - h1 * h1)
    ds2 = dh2 * (1 - h2 * h2)
    dz1 = ds1 * v1
    dz2 = ds2 * v2
    dw = (dz1 + dz2) * x
    return {"through_h1": dz1 * x, "through_h2": dz2 * x, "dw": dw}


# %% right paths: cosh
def paths(x, w, v1, v2, p1, p2):
    one, two = [p * v * x / np.cosh(v * w * x) ** 2 for p, v in ((p1, v1), (p2, v2))]
    return [one, two, one + two]


# %% wrong paths: no slope of tanh
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * v1 * x
    through_h2 = p2 * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: x forgotten
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1
    through_h2 = p2 * (1 - h2**2) * v2
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: w in place of x
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * w
    through_h2 = p2 * (1 - h2**2) * v2 * w
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: z in place of x
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * z
    through_h2 = p2 * (1 - h2**2) * v2 * z
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: v forgotten
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * x
    through_h2 = p2 * (1 - h2**2) * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: p forgotten
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = (1 - h1**2) * v1 * x
    through_h2 = (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: slope without the square
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1) * v1 * x
    through_h2 = p2 * (1 - h2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: sech in place of its square
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * np.sqrt(1 - h1**2) * v1 * x
    through_h2 = p2 * np.sqrt(1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: dw is the product
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 * through_h2


# %% wrong paths: dw is the mean
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h2**2) * v2 * x
    return through_h1, through_h2, (through_h1 + through_h2) / 2


# %% wrong paths: tanh of z without v
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(z), np.tanh(z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: slope of the sigmoid
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * h1 * (1 - h1) * v1 * x
    through_h2 = p2 * h2 * (1 - h2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: only the second path in dw
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h2


# %% wrong paths: slope of tanh at h
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - np.tanh(h1) ** 2) * v1 * x
    through_h2 = p2 * (1 - np.tanh(h2) ** 2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: h in place of its slope
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * h1 * v1 * x
    through_h2 = p2 * h2 * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: slopes along by v in place of w
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * z
    through_h2 = p2 * (1 - h2**2) * z
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: copy and paste, p1 in both
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p1 * (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: copy and paste, h1 in both
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h1**2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2


# %% wrong paths: dw minus
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 - through_h2


# %% wrong paths: the value of alpha added
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h2**2) * v2 * x
    return p1 * h1, p2 * h2, p1 * h1 + p2 * h2


# %% wrong paths: dw without x
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    s1 = v1 * z
    s2 = v2 * z
    h1 = math.tanh(s1)
    h2 = math.tanh(s2)
    dh1 = p1
    dh2 = p2
    ds1 = dh1 * (1 - h1 * h1)
    ds2 = dh2 * (1 - h2 * h2)
    dz1 = ds1 * v1
    dz2 = ds2 * v2
    dw = dz1 + dz2
    return {"through_h1": dz1 * x, "through_h2": dz2 * x, "dw": dw}


# %% wrong paths: paths without x
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    s1 = v1 * z
    s2 = v2 * z
    h1 = math.tanh(s1)
    h2 = math.tanh(s2)
    dh1 = p1
    dh2 = p2
    ds1 = dh1 * (1 - h1 * h1)
    ds2 = dh2 * (1 - h2 * h2)
    dz1 = ds1 * v1
    dz2 = ds2 * v2
    dw = (dz1 + dz2) * x
    return {"through_h1": dz1, "through_h2": dz2, "dw": dw}


# %% wrong paths: z is w
def paths(x, w, v1, v2, p1, p2):
    z = w
    s1 = v1 * z
    s2 = v2 * z
    h1 = math.tanh(s1)
    h2 = math.tanh(s2)
    dh1 = p1
    dh2 = p2
    ds1 = dh1 * (1 - h1 * h1)
    ds2 = dh2 * (1 - h2 * h2)
    dz1 = ds1 * v1
    dz2 = ds2 * v2
    dw = (dz1 + dz2) * x
    return {"through_h1": dz1 * x, "through_h2": dz2 * x, "dw": dw}


# %% wrong paths: ds1 uses s1
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    s1 = v1 * z
    s2 = v2 * z
    h1 = math.tanh(s1)
    h2 = math.tanh(s2)
    dh1 = p1
    dh2 = p2
    ds1 = dh1 * (1 - s1 * s1)
    ds2 = dh2 * (1 - s2 * s2)
    dz1 = ds1 * v1
    dz2 = ds2 * v2
    dw = (dz1 + dz2) * x
    return {"through_h1": dz1 * x, "through_h2": dz2 * x, "dw": dw}


# %% twice paths: no square, x forgotten
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1) * v1
    through_h2 = p2 * (1 - h2) * v2
    return through_h1, through_h2, through_h1 + through_h2


# %% twice paths: p forgotten, dw is the product
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = (1 - h1**2) * v1 * x
    through_h2 = (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 * through_h2


# %% wrong paths: slope of tanh squared as sech
def paths(x, w, v1, v2, p1, p2):
    a = p1 / np.cosh(v1 * w * x) * v1 * x
    b = p2 / np.cosh(v2 * w * x) * v2 * x
    return a, b, a + b


# %% wrong paths: tanh of w x v without x
def paths(x, w, v1, v2, p1, p2):
    h1 = np.tanh(v1 * w)
    h2 = np.tanh(v2 * w)
    a = p1 * (1 - h1**2) * v1 * x
    b = p2 * (1 - h2**2) * v2 * x
    return a, b, a + b


# %% wrong paths: v and p exchanged
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    h1, h2 = np.tanh(p1 * z), np.tanh(p2 * z)
    t1 = v1 * (1 - h1**2) * p1 * x
    t2 = v2 * (1 - h2**2) * p2 * x
    return t1, t2, t1 + t2


# %% wrong paths: paths exchanged
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    one = p1 * (1 - np.tanh(v1 * z) ** 2) * v1 * x
    two = p2 * (1 - np.tanh(v2 * z) ** 2) * v2 * x
    return two, one, one + two


# %% wrong paths: one plus tanh squared
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    one = p1 * (1 + np.tanh(v1 * z) ** 2) * v1 * x
    two = p2 * (1 + np.tanh(v2 * z) ** 2) * v2 * x
    return one, two, one + two


# %% wrong paths: slopes added along a path
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    one = p1 + (1 - np.tanh(v1 * z) ** 2) * v1 + x
    two = p2 + (1 - np.tanh(v2 * z) ** 2) * v2 + x
    return one, two, one + two


# %% wrong paths: cross paths v1 with p2
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    one = p2 * (1 - np.tanh(v1 * z) ** 2) * v1 * x
    two = p1 * (1 - np.tanh(v2 * z) ** 2) * v2 * x
    return one, two, one + two


# %% wrong paths: x twice
def paths(x, w, v1, v2, p1, p2):
    s1 = 1 - np.tanh(v1 * w * x) ** 2
    s2 = 1 - np.tanh(v2 * w * x) ** 2
    return p1 * s1 * v1 * x * x, p2 * s2 * v2 * x * x, (p1 * s1 * v1 + p2 * s2 * v2) * x * x


# %% twice paths: dw lacks x, slope of second path squared wrongly
def paths(x, w, v1, v2, p1, p2):
    s1 = 1 - np.tanh(v1 * w * x) ** 2
    s2 = 1 - np.tanh(v2 * w * x)
    return p1 * s1 * v1 * x, p2 * s2 * v2 * x, p1 * s1 * v1 + p2 * s2 * v2


# %% right chain_backward: backwards
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values), dx


# %% right chain_backward: in one walk, a list
def chain_backward(layers, x):
    v, dx = x, 1.0
    values = [x]
    for name in layers:
        f, df = ELEMENTARY[name]
        dx = dx * df(v)
        v = f(v)
        values.append(v)
    return values, dx


# %% right chain_backward: arrays
def chain_backward(layers, x):
    m = len(layers)
    v = np.zeros(m + 1)
    v[0] = x
    for i in range(m):
        v[i + 1] = ELEMENTARY[layers[i]][0](v[i])
    d = np.ones(m + 1)
    for i in range(m - 1, -1, -1):
        d[i] = d[i + 1] * ELEMENTARY[layers[i]][1](v[i])
    return v, d[0]


# %% wrong chain_backward: slopes at the outputs
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i + 1])
    return np.array(values), dx


# %% wrong chain_backward: x left out of the values
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values[1:]), dx


# %% wrong chain_backward: slopes added
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx += ELEMENTARY[layers[i]][1](values[i])
    return np.array(values), dx


# %% wrong chain_backward: all slopes at x
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](x)
    return np.array(values), dx


# %% wrong chain_backward: functions from the last to the first
def chain_backward(layers, x):
    values = [x]
    for name in layers[::-1]:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values), dx


# %% wrong chain_backward: the function in place of its derivative
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][0](values[i])
    return np.array(values), dx


# %% wrong chain_backward: dx begins at 0
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 0.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values), dx


# %% wrong chain_backward: only the last value
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return values[-1], dx


# %% wrong chain_backward: always applied to x
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](x))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values), dx


# %% wrong chain_backward: loop stops one early
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in range(len(layers) - 1, 0, -1):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values), dx


# %% wrong chain_backward: value before slope
def chain_backward(layers, x):
    v, dx = x, 1.0
    values = [x]
    for name in layers:
        f, df = ELEMENTARY[name]
        v = f(v)
        dx = dx * df(v)
        values.append(v)
    return values, dx


# %% wrong chain_backward: appended before applied
def chain_backward(layers, x):
    v, dx = x, 1.0
    values = [x]
    for name in layers:
        f, df = ELEMENTARY[name]
        dx = dx * df(v)
        values.append(v)
        v = f(v)
    return values, dx


# %% wrong chain_backward: only the last slope
def chain_backward(layers, x):
    v, dx = x, 1.0
    values = [x]
    for name in layers:
        f, df = ELEMENTARY[name]
        dx = df(v)
        v = f(v)
        values.append(v)
    return values, dx


# %% wrong chain_backward: empty list crashes
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = ELEMENTARY[layers[-1]][1](values[-2])
    for i in reversed(range(len(layers) - 1)):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values), dx


# %% wrong chain_backward: d of the end
def chain_backward(layers, x):
    m = len(layers)
    v = np.zeros(m + 1)
    v[0] = x
    for i in range(m):
        v[i + 1] = ELEMENTARY[layers[i]][0](v[i])
    d = np.ones(m + 1)
    for i in range(m - 1, -1, -1):
        d[i] = d[i + 1] * ELEMENTARY[layers[i]][1](v[i])
    return v, d[-1]


# %% wrong chain_backward: all gradients returned
def chain_backward(layers, x):
    m = len(layers)
    v = np.zeros(m + 1)
    v[0] = x
    for i in range(m):
        v[i + 1] = ELEMENTARY[layers[i]][0](v[i])
    d = np.ones(m + 1)
    for i in range(m - 1, -1, -1):
        d[i] = d[i + 1] * ELEMENTARY[layers[i]][1](v[i])
    return v, d


# %% wrong chain_backward: backward walk starts at m
def chain_backward(layers, x):
    m = len(layers)
    v = np.zeros(m + 1)
    v[0] = x
    for i in range(m):
        v[i + 1] = ELEMENTARY[layers[i]][0](v[i])
    d = np.ones(m + 1)
    for i in range(m - 1, 0, -1):
        d[i] = d[i + 1] * ELEMENTARY[layers[i]][1](v[i])
    return v, d[0]


# %% wrong chain_backward: slope of the slope
def chain_backward(layers, x):
    m = len(layers)
    v = np.zeros(m + 1)
    v[0] = x
    for i in range(m):
        v[i + 1] = ELEMENTARY[layers[i]][0](v[i])
    d = np.ones(m + 1)
    for i in range(m - 1, -1, -1):
        d[i] = ELEMENTARY[layers[i]][1](v[i] * d[i + 1])
    return v, d[0]


# %% wrong chain_backward: names and slopes shifted
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i - 1]][1](values[i])
    return np.array(values), dx


# %% wrong chain_backward: layers reversed in place
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    layers.reverse()
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values), dx


# %% wrong chain_backward: backwards with the names in order
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for name, v in zip(layers, reversed(values[:-1])):
        dx *= ELEMENTARY[name][1](v)
    return np.array(values), dx


# %% twice chain_backward: slopes at the outputs, x left out
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i + 1])
    return np.array(values[1:]), dx


# %% twice chain_backward: all slopes at x, added
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx += ELEMENTARY[layers[i]][1](x)
    return np.array(values), dx


# %% wrong chain_backward: values without the last
def chain_backward(layers, x):
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for i in reversed(range(len(layers))):
        dx *= ELEMENTARY[layers[i]][1](values[i])
    return np.array(values[:-1]), dx


# %% wrong chain_backward: product of derivative at dx
def chain_backward(layers, x):
    values = np.zeros(len(layers) + 1)
    values[0] = x
    for i, name in enumerate(layers):
        values[i + 1] = ELEMENTARY[name][0](values[i])
    d = 1.0
    for i, name in enumerate(reversed(layers)):
        d = d * ELEMENTARY[name][1](values[i])
    return values, d


# %% wrong chain_backward: derivative of derivative chain
def chain_backward(layers, x):
    values = [x]
    slopes = [1.0]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
        slopes.append(ELEMENTARY[name][1](slopes[-1]))
    return np.array(values), slopes[-1]


# %% wrong chain_backward: sum of slopes
def chain_backward(layers, x):
    values, slopes = [x], []
    for name in layers:
        slopes.append(ELEMENTARY[name][1](values[-1]))
        values.append(ELEMENTARY[name][0](values[-1]))
    return np.array(values), sum(slopes)


# %% wrong chain_backward: dx multiplied by x
def chain_backward(layers, x):
    values, dx = [x], x
    for name in layers:
        f, slope = ELEMENTARY[name]
        dx = dx * slope(values[-1])
        values.append(f(values[-1]))
    return np.array(values), dx


# %% wrong chain_backward: values backwards
def chain_backward(layers, x):
    values, dx = [x], 1.0
    for name in layers:
        f, slope = ELEMENTARY[name]
        dx = dx * slope(values[-1])
        values.append(f(values[-1]))
    return np.array(values)[::-1], dx


# %% wrong chain_backward: slopes kept as values
def chain_backward(layers, x):
    values, dx = [x], 1.0
    v = x
    for name in layers:
        f, slope = ELEMENTARY[name]
        dx = dx * slope(v)
        v = f(v)
        values.append(dx)
    return np.array(values), dx


# %% twice chain_backward: first slope forgotten, values without x
def chain_backward(layers, x):
    values, dx, v = [], 1.0, x
    for i, name in enumerate(layers):
        f, slope = ELEMENTARY[name]
        if i > 0:
            dx = dx * slope(v)
        v = f(v)
        values.append(v)
    return np.array(values), dx


# %% right logistic_backward: plain
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% right logistic_backward: math, two cases, a list
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    loss = max(0, -m) + math.log1p(math.exp(-abs(m)))
    p = math.exp(-m) / (1 + math.exp(-m)) if m > 0 else 1 / (1 + math.exp(m))
    dw0 = -y * p
    dw1 = dw0 * x1
    dw2 = dw0 * x2
    return [loss, dw0, dw1, dw2]


# %% right logistic_backward: an array
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return np.array([loss, ds, ds * x1, ds * x2])


# %% wrong logistic_backward: sign of the loss
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: log-likelihood
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = -np.logaddexp(0, -m)
    dm = sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: sign of dm
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: sigmoid of m
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: y forgotten in ds
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: y forgotten in m
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: overflow in the loss
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.log(1 + np.exp(-m))
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: overflow in the slope
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -np.exp(-m) / (1 + np.exp(-m))
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: log1p overflow
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.log1p(np.exp(-m))
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: dw0 is 1
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, 1.0, ds * x1, ds * x2


# %% wrong logistic_backward: dw0 left out
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds * x1, ds * x2


# %% wrong logistic_backward: p minus y
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = sigmoid(s) - y
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: p minus y, labels as 0 and 1 wrongly
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = sigmoid(m) - 1
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: slope of the sigmoid
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(m) * (1 - sigmoid(m))
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: w in place of x
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * w1, ds * w2


# %% wrong logistic_backward: x1 and x2 exchanged
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x2, ds * x1


# %% wrong logistic_backward: bias left out of the score
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: squared error
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = 0.5 * (s - y) ** 2
    dm = -sigmoid(-m)
    ds = s - y
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: hinge loss
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = max(0, 1 - m)
    dm = -1.0 if m < 1 else 0.0
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: y twice
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, y * ds * x1, y * ds * x2


# %% wrong logistic_backward: clipped exponent
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.log(1 + np.exp(np.clip(-m, -500, 500)))
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: eps in the logarithm
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = -np.log(sigmoid(m) + 1e-12)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: gradients also by x
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2, ds * w1, ds * w2


# %% wrong logistic_backward: math overflow
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    loss = math.log(1 + math.exp(-m))
    p = math.exp(-m) / (1 + math.exp(-m)) if m > 0 else 1 / (1 + math.exp(m))
    dw0 = -y * p
    dw1 = dw0 * x1
    dw2 = dw0 * x2
    return [loss, dw0, dw1, dw2]


# %% wrong logistic_backward: dw0 positive
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    loss = max(0, -m) + math.log1p(math.exp(-abs(m)))
    p = math.exp(-m) / (1 + math.exp(-m)) if m > 0 else 1 / (1 + math.exp(m))
    dw0 = y * p
    dw1 = dw0 * x1
    dw2 = dw0 * x2
    return [loss, dw0, dw1, dw2]


# %% open logistic_backward: p from the wrong side
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    loss = max(0, -m) + math.log1p(math.exp(-abs(m)))
    p = math.exp(-m) / (1 + math.exp(-m)) if m < 0 else 1 / (1 + math.exp(m))
    dw0 = -y * p
    dw1 = dw0 * x1
    dw2 = dw0 * x2
    return [loss, dw0, dw1, dw2]


# %% wrong logistic_backward: loss without the maximum
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    loss = math.log1p(math.exp(-abs(m)))
    p = math.exp(-m) / (1 + math.exp(-m)) if m > 0 else 1 / (1 + math.exp(m))
    dw0 = -y * p
    dw1 = dw0 * x1
    dw2 = dw0 * x2
    return [loss, dw0, dw1, dw2]


# %% wrong logistic_backward: max of m
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    loss = max(0, m) + math.log1p(math.exp(-abs(m)))
    p = math.exp(-m) / (1 + math.exp(-m)) if m > 0 else 1 / (1 + math.exp(m))
    dw0 = -y * p
    dw1 = dw0 * x1
    dw2 = dw0 * x2
    return [loss, dw0, dw1, dw2]


# %% twice logistic_backward: sign of dm, y forgotten
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = sigmoid(-m)
    ds = dm
    return loss, ds, ds * x1, ds * x2


# %% twice logistic_backward: sigmoid of m, bias left out
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m)
    dm = -sigmoid(m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: log base 10
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = y * s
    loss = np.logaddexp(0, -m) / np.log(10)
    dm = -sigmoid(-m)
    ds = y * dm
    return loss, ds, ds * x1, ds * x2


# %% wrong logistic_backward: loss at |m|
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    loss = np.log1p(np.exp(-abs(m)))
    g = -y * sigmoid(-m)
    return loss, g, g * x1, g * x2


# %% wrong logistic_backward: no minus, y to 0 and 1
def logistic_backward(w0, w1, w2, x1, x2, y):
    t = (y + 1) / 2
    s = w0 + w1 * x1 + w2 * x2
    loss = np.logaddexp(0, s) - t * s
    g = t - sigmoid(s)
    return loss, g, g * x1, g * x2


# %% wrong logistic_backward: half of the labels
def logistic_backward(w0, w1, w2, x1, x2, y):
    t = y / 2
    s = w0 + w1 * x1 + w2 * x2
    loss = np.logaddexp(0, s) - t * s
    g = sigmoid(s) - t
    return loss, g, g * x1, g * x2


# %% wrong logistic_backward: x1 squared
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    g = -y * sigmoid(-m)
    return np.logaddexp(0, -m), g, g * x1**2, g * x2**2


# %% wrong logistic_backward: the sum of both gradients
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    g = -y * sigmoid(-m)
    return np.logaddexp(0, -m), g * (1 + x1 + x2), g * x1, g * x2


# %% wrong logistic_backward: gradient times the loss
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    loss = np.logaddexp(0, -m)
    g = -y * sigmoid(-m) * loss
    return loss, g, g * x1, g * x2


# %% wrong logistic_backward: loss with base e of plus one, sign of y lost
def logistic_backward(w0, w1, w2, x1, x2, y):
    s = w0 + w1 * x1 + w2 * x2
    m = abs(y) * s
    loss = np.logaddexp(0, -m)
    g = -y * sigmoid(-m)
    return loss, g, g * x1, g * x2


# %% twice logistic_backward: dw0 forgotten y, dw2 with x1
def logistic_backward(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    g = -y * sigmoid(-m)
    return np.logaddexp(0, -m), -sigmoid(-m), g * x1, g * x1


# %% right central_difference: a copy of floats
def central_difference(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        grad[i] = (up - down) / (2 * h)
    return grad


# %% right central_difference: two copies for each entry
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% right central_difference: flat, with eye
def central_difference(f, x, h):
    flat = x.reshape(-1).astype(float)
    E = h * np.eye(flat.size)
    slopes = [
        (f((flat + e).reshape(x.shape)) - f((flat - e).reshape(x.shape))) / (2 * h) for e in E
    ]
    return np.array(slopes).reshape(x.shape)


# %% wrong central_difference: forward difference
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(x.astype(float))) / h
    return grad


# %% wrong central_difference: divided by h
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / h
    return grad


# %% wrong central_difference: no parentheses
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / 2 * h
    return grad


# %% wrong central_difference: multiplied by 2h
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) * (2 * h)
    return grad


# %% wrong central_difference: whole numbers stay whole
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: the caller's array
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x, x
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: only vectors
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: all entries at once
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up += h
        down -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: up less down the wrong way
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(down) - f(up)) / (2 * h)
    return grad


# %% wrong central_difference: nudged by h times x
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h * x[i]
        down[i] -= h * x[i]
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: set to h
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] = h
        down[i] = -h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: h over two
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h / 2
        down[i] -= h / 2
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: own step
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        h = 1e-5
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: grad of x's kind
def central_difference(f, x, h):
    grad = np.zeros_like(x)
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: not restored
def central_difference(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        grad[i] = (up - down) / (2 * h)
    return grad


# %% wrong central_difference: asarray changes the caller's
def central_difference(f, x, h):
    x = np.asarray(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        grad[i] = (up - down) / (2 * h)
    return grad


# %% wrong central_difference: return in the loop
def central_difference(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        grad[i] = (up - down) / (2 * h)
        return grad


# %% open central_difference: restored by subtracting
def central_difference(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        x[i] += h
        grad[i] = (up - down) / (2 * h)
    return grad


# %% wrong central_difference: restored by adding, on the caller's own array
def central_difference(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        x[i] += h
        grad[i] = (up - down) / (2 * h)
    return grad


# %% wrong central_difference: sum in place of entries
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad += (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: the gradient flattened
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad.ravel()


# %% right central_difference: list
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad.tolist()


# %% twice central_difference: forward, whole numbers
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(x)) / h
    return grad


# %% twice central_difference: divided by h, wrong way
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(down) - f(up)) / h
    return grad


# %% wrong central_difference: backward difference
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(x.astype(float)) - f(down)) / h
    return grad


# %% wrong central_difference: second difference
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - 2 * f(x) + f(down)) / h**2
    return grad


# %% wrong central_difference: float32
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(np.float32), x.astype(np.float32)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: down not moved
def central_difference(f, x, h):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


# %% wrong central_difference: h added to the index
def central_difference(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        grad[i] = (f(x + step) - f(x - step)) / (2 * step.sum() ** 2)
    return grad


# %% wrong central_difference: average of forward and backward, halved again
def central_difference(f, x, h):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        forward = (f(x + step) - f(x)) / h
        backward = (f(x) - f(x - step)) / h
        grad[i] = (forward + backward) / 4
    return grad


# %% wrong central_difference: five-point formula with a slip
def central_difference(f, x, h):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        grad[i] = (-f(x + 2 * e) + 8 * f(x + e) - 8 * f(x - e) + f(x - 2 * e)) / (12 * h)
    return grad


# %% wrong central_difference: diagonal only
def central_difference(f, x, h):
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = h
        grad[i] = (f(x + step) - f(x - step)) / (2 * h)
    return grad


# %% wrong central_difference: absolute slope
def central_difference(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        grad[i] = abs(f(x + step) - f(x - step)) / (2 * h)
    return grad


# %% wrong central_difference: forward with 2h
def central_difference(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 2 * h
        grad[i] = (f(x + step) - f(x)) / (2 * h)
    return grad


# %% twice central_difference: a forward one of half the size
def central_difference(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        grad[i] = (f(x + step) - f(x)) / (2 * h)
    return grad


# %% right gradient_checker: plain
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error, error < 1e-6


# %% right gradient_checker: by hand, a list
def gradient_checker(claimed, numeric):
    difference = np.sqrt(np.sum((claimed - numeric) ** 2))
    size = np.sqrt(np.sum(numeric**2))
    if size < 1e-6:
        size = 1e-6
    error = difference / size
    agrees = bool(error < 1e-6)
    return [error, agrees]


# %% right gradient_checker: 1 and 0
def gradient_checker(claimed, numeric):
    difference = np.sqrt(np.sum((claimed - numeric) ** 2))
    size = np.sqrt(np.sum(numeric**2))
    if size < 1e-6:
        size = 1e-6
    error = difference / size
    agrees = 1 if error < 1e-6 else 0
    return [error, agrees]


# %% right gradient_checker: a dict
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return {"error": float(error), "agrees": bool(error < 1e-6)}


# %% wrong gradient_checker: no floor
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / np.linalg.norm(numeric)
    return error, error < 1e-6


# %% wrong gradient_checker: floor added
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / (np.linalg.norm(numeric) + 1e-6)
    return error, error < 1e-6


# %% wrong gradient_checker: min in place of max
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / min(np.linalg.norm(numeric), 1e-6)
    return error, error < 1e-6


# %% wrong gradient_checker: relative to the claimed one
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(claimed), 1e-6)
    return error, error < 1e-6


# %% wrong gradient_checker: sum of both norms
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(
        np.linalg.norm(numeric) + np.linalg.norm(claimed), 1e-6
    )
    return error, error < 1e-6


# %% wrong gradient_checker: larger of both norms
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(
        np.linalg.norm(numeric), np.linalg.norm(claimed), 1e-6
    )
    return error, error < 1e-6


# %% wrong gradient_checker: entrywise
def gradient_checker(claimed, numeric):
    error = np.max(np.abs(claimed - numeric) / np.maximum(np.abs(numeric), 1e-6))
    return error, error < 1e-6


# %% wrong gradient_checker: agrees by allclose
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error, np.allclose(claimed, numeric)


# %% wrong gradient_checker: difference of the norms
def gradient_checker(claimed, numeric):
    error = abs(np.linalg.norm(claimed) - np.linalg.norm(numeric)) / max(
        np.linalg.norm(numeric), 1e-6
    )
    return error, error < 1e-6


# %% wrong gradient_checker: limit 1e-7
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error, error < 1e-7


# %% wrong gradient_checker: limit 1e-5
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error, error < 1e-5


# %% wrong gradient_checker: agrees turned round
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error, error > 1e-6


# %% wrong gradient_checker: only the error
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error


# %% wrong gradient_checker: norm of the squares not rooted
def gradient_checker(claimed, numeric):
    difference = np.sum((claimed - numeric) ** 2)
    size = np.sqrt(np.sum(numeric**2))
    if size < 1e-6:
        size = 1e-6
    error = difference / size
    agrees = bool(error < 1e-6)
    return [error, agrees]


# %% wrong gradient_checker: neither rooted
def gradient_checker(claimed, numeric):
    difference = np.sum((claimed - numeric) ** 2)
    size = np.sum(numeric**2)
    if size < 1e-6:
        size = 1e-6
    error = difference / size
    agrees = bool(error < 1e-6)
    return [error, agrees]


# %% wrong gradient_checker: sum of absolutes
def gradient_checker(claimed, numeric):
    difference = np.abs(claimed - numeric).sum()
    size = np.abs(numeric).sum()
    if size < 1e-6:
        size = 1e-6
    error = difference / size
    agrees = bool(error < 1e-6)
    return [error, agrees]


# %% wrong gradient_checker: means in place of sums in one
def gradient_checker(claimed, numeric):
    difference = np.sqrt(np.mean((claimed - numeric) ** 2))
    size = np.sqrt(np.sum(numeric**2))
    if size < 1e-6:
        size = 1e-6
    error = difference / size
    agrees = bool(error < 1e-6)
    return [error, agrees]


# %% wrong gradient_checker: floor 1e-8
def gradient_checker(claimed, numeric):
    difference = np.sqrt(np.sum((claimed - numeric) ** 2))
    size = np.sqrt(np.sum(numeric**2))
    if size < 1e-8:
        size = 1e-8
    error = difference / size
    agrees = bool(error < 1e-6)
    return [error, agrees]


# %% wrong gradient_checker: floor is the limit of zero only
def gradient_checker(claimed, numeric):
    difference = np.sqrt(np.sum((claimed - numeric) ** 2))
    size = np.sqrt(np.sum(numeric**2))
    if size == 0:
        size = 1e-6
    error = difference / size
    agrees = bool(error < 1e-6)
    return [error, agrees]


# %% wrong gradient_checker: yes and no
def gradient_checker(claimed, numeric):
    difference = np.sqrt(np.sum((claimed - numeric) ** 2))
    size = np.sqrt(np.sum(numeric**2))
    if size < 1e-6:
        size = 1e-6
    error = difference / size
    agrees = "yes" if error < 1e-6 else "no"
    return [error, agrees]


# %% wrong gradient_checker: agrees by all entries
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error, np.abs(claimed - numeric).max() < 1e-6


# %% wrong gradient_checker: axis 0
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric, axis=0) / np.maximum(
        np.linalg.norm(numeric, axis=0), 1e-6
    )
    return error, error < 1e-6


# %% wrong gradient_checker: 2-norm of a matrix
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric, 2) / max(np.linalg.norm(numeric), 1e-6)
    return error, error < 1e-6


# %% twice gradient_checker: no floor, relative to the claimed one
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / np.linalg.norm(claimed)
    return error, error < 1e-6


# %% twice gradient_checker: floor added, limit 1e-5
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / (np.linalg.norm(numeric) + 1e-6)
    return error, error < 1e-5


# %% wrong gradient_checker: floor below the difference too
def gradient_checker(claimed, numeric):
    error = max(np.linalg.norm(claimed - numeric), 1e-6) / max(np.linalg.norm(numeric), 1e-6)
    return error, error < 1e-6


# %% wrong gradient_checker: swapped
def gradient_checker(claimed, numeric):
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error < 1e-6, error


# %% right chain_cost: sums
def chain_cost(sizes):
    m = len(sizes) - 1
    forward = sum(sizes[i] * sizes[i - 1] * sizes[0] for i in range(2, m + 1))
    reverse = sum(sizes[m] * sizes[i] * sizes[i - 1] for i in range(1, m))
    return forward, reverse


# %% right chain_cost: loops, a list
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% right chain_cost: shapes
def chain_cost(sizes):
    def cost(sizes):
        return sum(p * q * sizes[0] for p, q in zip(sizes[2:], sizes[1:-1]))

    return {"forward": cost(sizes), "reverse": cost(sizes[::-1])}


# %% right chain_cost: arrays of numpy
def chain_cost(sizes):
    d = np.array(sizes)
    pairs = d[1:] * d[:-1]
    return d[0] * pairs[1:].sum(), d[-1] * pairs[:-1].sum()


# %% wrong chain_cost: exchanged
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [reverse, forward]


# %% wrong chain_cost: forward begins at J1
def chain_cost(sizes):
    forward = 0
    for i in range(1, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: reverse goes to the end
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 1, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: forward with the last size
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[-1]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: reverse with the first size
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[0] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: additions counted too
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * (2 * sizes[i - 1] - 1) * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: only two of three factors
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: neighbouring triples
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[i - 2]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: neighbouring triples both
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[i - 2]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[i + 1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: overwritten
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward = sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse = sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: multiplied
def chain_cost(sizes):
    forward = 1
    for i in range(2, len(sizes)):
        forward *= sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: forward starts at 3
def chain_cost(sizes):
    forward = 0
    for i in range(3, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: last matrix left out of forward
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes) - 1):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: sums in place of products
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] + sizes[i - 1] + sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] + sizes[i] + sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: matrix times vector
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: a single Jacobian is not 0
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    if len(sizes) == 2:
        return [sizes[0] * sizes[1], sizes[0] * sizes[1]]
    return [forward, reverse]


# %% wrong chain_cost: only three layers
def chain_cost(sizes):
    d0, d1, d2, d3 = sizes
    return d0 * d1 * d2 + d0 * d2 * d3, d1 * d2 * d3 + d0 * d1 * d3


# %% wrong chain_cost: sizes popped
def chain_cost(sizes):
    forward, rest = 0, sizes
    while len(rest) > 2:
        forward += rest[0] * rest[1] * rest[2]
        rest.pop(1)
    forward = forward
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% twice chain_cost: exchanged, off by one
def chain_cost(sizes):
    forward = 0
    for i in range(1, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [reverse, forward]


# %% twice chain_cost: both off by one
def chain_cost(sizes):
    forward = 0
    for i in range(1, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 1, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [forward, reverse]


# %% wrong chain_cost: forward, reverse with numbers as texts
def chain_cost(sizes):
    forward = 0
    for i in range(2, len(sizes)):
        forward += sizes[i] * sizes[i - 1] * sizes[0]
    reverse = 0
    for i in range(len(sizes) - 2, 0, -1):
        reverse += sizes[-1] * sizes[i] * sizes[i - 1]
    return [str(forward), str(reverse)]


# %% wrong chain_cost: first index of reverse too small
def chain_cost(sizes):
    m = len(sizes) - 1
    forward = sum(sizes[i] * sizes[i - 1] * sizes[0] for i in range(2, m + 1))
    reverse = sum(sizes[m] * sizes[i] * sizes[i - 1] for i in range(m))
    return forward, reverse


# %% wrong chain_cost: reverse without its last product
def chain_cost(sizes):
    m = len(sizes) - 1
    forward = sum(sizes[i] * sizes[i - 1] * sizes[0] for i in range(2, m + 1))
    reverse = sum(sizes[m] * sizes[i] * sizes[i - 1] for i in range(2, m))
    return forward, reverse


# %% wrong chain_cost: bounds with m
def chain_cost(sizes):
    m = len(sizes) - 1
    forward = sum(sizes[i] * sizes[i - 1] * sizes[0] for i in range(2, m))
    reverse = sum(sizes[m] * sizes[i] * sizes[i - 1] for i in range(1, m))
    return forward, reverse


# %% right value: as described
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% right value: math, lists
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = math.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [self], [1 - t * t])

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen = [], []

        def visit(node):
            if node in seen:
                return
            seen.append(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% right value: order.reverse, indices
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        order.reverse()
        for node in order:
            for i in range(len(node.parents)):
                node.parents[i].grad = node.parents[i].grad + node.slopes[i] * node.grad


# %% right value: nested function last, without a set of its own
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) in seen:
                return
            seen.add(id(node))
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: = in place of +=
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad = slope * node.grad


# %% wrong value: slopes of the product exchanged
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (self.data, other.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: order not reversed
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in order:
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: appended before the parents
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            order.append(node)
            for parent in node.parents:
                visit(parent)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: grad of the last node not set
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: seen forgotten
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: tanh's slope without the square
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: tanh's slope at t
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - np.tanh(t) ** 2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: exp's slope at out
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (np.exp(out),))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: exp's slope 1
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (1.0,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: power's slope without n
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: power's slope with exponent n
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data**n,))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: power's slope n minus 1 as the factor
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), ((n - 1) * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: relu's slope 1 everywhere
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0,))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: relu's slope 1 at 0
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data >= 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: relu by abs
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(abs(self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: relu's slope is the value
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (max(0.0, self.data),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: slope not multiplied by the gradient
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope


# %% wrong value: gradient without slope
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += node.grad


# %% wrong value: slope of the sum
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (1.0, 1.0))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: only direct parents
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for parent, slope in zip(self.parents, self.slopes):
            parent.grad += slope * self.grad


# %% wrong value: the values not wrapped
class Value(Node):
    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: parents without a tuple
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, self, out)

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: number returned by exp
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return out

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: exp without parents
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out)

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: recursion, path by path, self.grad again
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        if self.grad == 0:
            self.grad = 1.0
        for parent, slope in zip(self.parents, self.slopes):
            parent.grad += slope * self.grad
            parent.backward()


# %% wrong value: breadth first, each node once
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        self.grad = 1.0
        queue, seen = [self], {self}
        while queue:
            node = queue.pop(0)
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
                if parent not in seen:
                    seen.add(parent)
                    queue.append(parent)


# %% twice value: = in place of +=, tanh without the square
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad = slope * node.grad


# %% twice value: product exchanged, power without n
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (self.data, other.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% twice value: relu at 0, grad not set
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data >= 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: tanh by exp with a slip
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = (np.exp(self.data) - np.exp(-self.data)) / (np.exp(self.data) + np.exp(self.data))
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% right value: walk stops before the first
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order[1:]):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: last node left out
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        out = np.exp(self.data)
        return Value(out, (self,), (out,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order[:-1]):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% wrong value: slope of exp is its input
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen = [], []

        def visit(node):
            if node in seen:
                return
            seen.append(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


# %% right value: counts who uses a node
class Value(Node):
    def __mul__(self, other):
        other = self.wrap(other)
        return type(self)(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return type(self)(self.data**n, (self,), (n * self.data ** (n - 1),))

    def exp(self):
        e = float(np.exp(self.data))
        return type(self)(e, (self,), (e,))

    def tanh(self):
        return type(self)(float(np.tanh(self.data)), (self,), (float(1 / np.cosh(self.data) ** 2),))

    def relu(self):
        on = float(self.data > 0)
        return type(self)(on * self.data, (self,), (on,))

    def backward(self):
        # count how often each node is used, hand on when all users are done
        uses, stack, seen = {}, [self], {id(self)}
        while stack:
            node = stack.pop()
            for parent in node.parents:
                uses[id(parent)] = uses.get(id(parent), 0) + 1
                if id(parent) not in seen:
                    seen.add(id(parent))
                    stack.append(parent)
        self.grad = 1.0
        ready = [self]
        while ready:
            node = ready.pop()
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
                uses[id(parent)] -= 1
                if uses[id(parent)] == 0:
                    ready.append(parent)
