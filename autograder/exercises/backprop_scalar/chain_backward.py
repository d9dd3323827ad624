"""Backpropagation through g_m ∘ … ∘ g_1: the values on the way, and the derivative of the last by the first."""

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page

page = Page(
    outputs=("values", "dx"),
    hints=(
        "Two loops. The first walks over the layers and appends each new value to a list that begins with x. The second walks "
        "back and multiplies a gradient that begins with 1.",
        "The slope of a layer is taken at what went into it, and layer i got values[i]. So going backwards, layers and inputs "
        "are paired from their ends: the last layer with the last value but one.",
        "Going back: for each name and input of zip(reversed(layers), reversed(values[:-1])), look the derivative up in "
        "ELEMENTARY, call it on the input, and multiply the gradient by the result. Return np.array(values) and the gradient.",
    ),
    follows={"dx": ("values",)},
)

FUNCTIONS = {"exp": np.exp, "sin": np.sin, "square": lambda s: s * s, "tanh": np.tanh}
SLOPES = {"exp": np.exp, "sin": np.cos, "square": lambda s: 2 * s, "tanh": lambda s: 1 - np.tanh(s) ** 2}


@page.reference
def by_a_complex_step(layers, x):
    values, moved = [float(x)], complex(x, 1e-30)
    for name in layers:
        values.append(float(FUNCTIONS[name](values[-1])))
        moved = FUNCTIONS[name](moved)
    return np.array(values), float(np.imag(moved) / 1e-30)


@page.forward(dx="x")
def chain(layers, x):
    for name in layers:
        x = {"exp": x.exp, "sin": x.sin, "square": x.square, "tanh": x.tanh}[name]()
    return x


@page.cases(public=4, secret=8)
def random_chain(rng):
    while True:
        layers = [str(name) for name in rng.choice(sorted(FUNCTIONS), size=rng.integers(3, 6))]
        x = number(rng, 0.3, 1.4) * rng.choice([-1, 1]).item()
        with np.errstate(over="ignore", invalid="ignore"):
            values, dx = by_a_complex_step(layers, x)
        if np.abs(values).max() < 20 and 0.02 < abs(dx) < 200 and len(set(layers)) > 1:
            return {"layers": layers, "x": x}


@page.edge("one layer")
def one_layer():
    return {"layers": ["exp"], "x": 0.7}


@page.edge("no layers")
def no_layers():
    return {"layers": [], "x": -1.3}


@page.edge("the same layer three times")
def squares():
    return {"layers": ["square", "square", "square"], "x": -1.1}


@page.edge("forty layers", public=False)
def forty_sines():
    return {"layers": ["sin", "tanh"] * 20, "x": 1.2}


def forwards(layers, x):
    values = [float(x)]
    for name in layers:
        values.append(float(FUNCTIONS[name](values[-1])))
    return np.array(values)


def multiplied(layers, inputs):
    return float(np.prod([SLOPES[name](s) for name, s in zip(layers, inputs, strict=True)]))


@page.wrong(
    "dx has each slope taken at the layer's output: a slope is taken at what goes into the layer, one value earlier."
)
def slopes_at_the_outputs(layers, x):
    values = forwards(layers, x)
    return values, multiplied(layers, values[1:])


@page.wrong(
    "dx has every slope taken at x: only the first layer gets x, each later one gets the output of the layer before "
    "it."
)
def slopes_at_x(layers, x):
    values = forwards(layers, x)
    return values, multiplied(layers, np.full(len(layers), x))


@page.wrong("dx is the sum of the layers' slopes: along a chain they are multiplied.")
def slopes_added(layers, x):
    values = forwards(layers, x)
    return values, float(sum(SLOPES[name](s) for name, s in zip(layers, values[:-1], strict=True)))


@page.wrong(
    "dx pairs the layers with the wrong values, as if one of the two lists ran backwards and the other forwards: "
    "layer i got values[i]. Reverse both."
)
def one_list_reversed(layers, x):
    values = forwards(layers, x)
    return values, multiplied(layers, values[:-1][::-1])


@page.wrong("dx is the slope of the last layer only: multiply by the slopes of all the layers before it.")
def last_slope_only(layers, x):
    values = forwards(layers, x)
    return values, multiplied(layers[-1:], values[-2:-1])


@page.wrong("values lacks x: it begins with x itself and holds one number more than there are layers.")
def values_without_x(layers, x):
    values = forwards(layers, x)
    return values[1:], multiplied(layers, values[:-1])


@page.wrong("values runs from the output to x: it runs in the order of the forward walk, with x first.")
def values_reversed(layers, x):
    values = forwards(layers, x)
    return values[::-1], multiplied(layers, values[:-1])


@page.wrong("values has every layer applied to x: each layer is applied to the output of the one before it.")
def layers_side_by_side(layers, x):
    values = np.array([float(x), *(float(FUNCTIONS[name](x)) for name in layers)])
    return values, multiplied(layers, np.full(len(layers), x))


@page.wrong("dx lacks the first layer's slope: multiply by the slopes of all layers.")
def first_slope_forgotten(layers, x):
    values = forwards(layers, x)
    return values, multiplied(layers[1:], values[1:-1])


@page.wrong("dx lacks the last layer's slope: multiply by the slopes of all layers.")
def last_slope_forgotten(layers, x):
    values = forwards(layers, x)
    return values, multiplied(layers[:-1], values[:-2]) if layers else 1.0


@page.wrong("dx is the slope of the first layer only: multiply by the slopes of all the layers after it.")
def first_slope_only(layers, x):
    values = forwards(layers, x)
    return values, multiplied(layers[:1], values[:1]) if layers else 1.0


@page.wrong("dx is multiplied by the last value, as if the backward walk started from it: it starts from 1.")
def starts_from_the_value(layers, x):
    values = forwards(layers, x)
    return values, float(values[-1]) * multiplied(layers, values[:-1])


@page.right
def with_indices(layers, x):
    values = np.empty(len(layers) + 1)
    values[0] = x
    for i, name in enumerate(layers):
        values[i + 1] = FUNCTIONS[name](values[i])
    d = 1.0
    for i in range(len(layers) - 1, -1, -1):
        d *= SLOPES[layers[i]](values[i])
    return values, d


@page.right
def in_forward_mode(layers, x):
    values, d = [x], np.float64(1.0)
    for name in layers:
        d = d * SLOPES[name](values[-1])
        values.append(FUNCTIONS[name](values[-1]))
    return {"values": np.array(values), "dx": d}
