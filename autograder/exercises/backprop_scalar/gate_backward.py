"""Three gates, backwards: add hands the gradient to both inputs, max to the larger, multiply times the other input."""

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page

page = Page(
    outputs=("da", "db"),
    hints=(
        "For each gate ask: if a grows by a little, by how many times that little does the gate's output grow? That is the "
        "local slope. Then multiply by upstream.",
        "The local slopes by a and by b: 1 and 1 for add; b and a for multiply; for max, 1 for the larger input and 0 for "
        "the other, which could move without anything happening.",
        "Three branches, one for each text. For add return the upstream gradient twice. For max return it on the side of the "
        "larger input and 0.0 on the other. For multiply return it times b, and it times a.",
    ),
)


def gate_at(gate, a, b):
    return {"add": a + b, "multiply": a * b, "max": a if a > b else b}[gate]


@page.reference
def by_secants(gate, a, b, upstream):
    # Each gate is linear in each of its inputs near a and b: the secant has no error but rounding.
    h = 2.0**-10
    da = (gate_at(gate, a + h, b) - gate_at(gate, a - h, b)) / (2 * h)
    db = (gate_at(gate, a, b + h) - gate_at(gate, a, b - h)) / (2 * h)
    return upstream * da, upstream * db


@page.forward(upstream="upstream", da="a", db="b")
def forward(gate, a, b):
    import torch

    return {"add": a + b, "multiply": a * b, "max": torch.maximum(a, b)}[gate]


def two_numbers(rng, gate, larger):
    """The larger of a and b is `larger`; neither is 0, and the upstream gradient is neither 0 nor ±1."""
    low, high = number(rng, -3.0, -0.2), number(rng, 0.2, 3.0)
    a, b = (high, low) if larger == "a" else (low, high)
    return {"gate": gate, "a": a, "b": b, "upstream": number(rng, 1.2, 4.0) * rng.choice([-1, 1]).item()}


@page.cases(public=1, secret=3)
def add_gate(rng):
    return two_numbers(rng, "add", "b")


@page.cases(public=1, secret=3)
def max_gate_with_a_larger(rng):
    return two_numbers(rng, "max", "a")


@page.cases(public=1, secret=3)
def max_gate_with_b_larger(rng):
    return two_numbers(rng, "max", "b")


@page.cases(public=2, secret=3)
def multiply_gate(rng):
    return two_numbers(rng, "multiply", "a")


@page.edge("max of two negative numbers")
def both_negative():
    return {"gate": "max", "a": -0.75, "b": -2.5, "upstream": 3.0}


@page.edge("max of two positive numbers")
def both_positive():
    return {"gate": "max", "a": 0.5, "b": 1.75, "upstream": -1.6}


@page.edge("multiply by zero", public=False)
def times_zero():
    return {"gate": "multiply", "a": 0.0, "b": 1.4, "upstream": -2.0}


def right(gate, a, b, upstream):
    return {
        "add": (upstream, upstream),
        "max": (upstream, 0.0) if a > b else (0.0, upstream),
        "multiply": (b * upstream, a * upstream),
    }[gate]


@page.wrong(
    "At multiply da and db have changed places, as if each input got its own value times upstream: it gets the other "
    "input's, so da is b times upstream."
)
def multiply_without_swapping(gate, a, b, upstream):
    return (a * upstream, b * upstream) if gate == "multiply" else right(gate, a, b, upstream)


@page.wrong(
    "At add da and db are half of upstream: each input raises the sum by the whole of its own growth, so each gets "
    "all of upstream."
)
def add_in_halves(gate, a, b, upstream):
    return (upstream / 2, upstream / 2) if gate == "add" else right(gate, a, b, upstream)


@page.wrong("At max both inputs get the gradient. The smaller one can move without changing the output: it gets 0.")
def max_to_both(gate, a, b, upstream):
    return (upstream, upstream) if gate == "max" else right(gate, a, b, upstream)


@page.wrong("At max the gradient goes to the smaller input: it belongs to the larger one, whose value is the output.")
def max_to_the_smaller(gate, a, b, upstream):
    da, db = right(gate, a, b, upstream)
    return (db, da) if gate == "max" else (da, db)


@page.wrong("At max the gradient is multiplied by the larger value. The slope of max by its larger input is 1.")
def max_times_the_value(gate, a, b, upstream):
    da, db = right(gate, a, b, upstream)
    return (a * da, b * db) if gate == "max" else (da, db)


@page.wrong("At max the larger input gets its own value. Hand on upstream to it: the value only decides who gets it.")
def max_hands_on_the_value(gate, a, b, upstream):
    return right(gate, a, b, max(a, b)) if gate == "max" else right(gate, a, b, upstream)


@page.wrong("At multiply the upstream gradient is missing: a local slope is only one factor, the other is upstream.")
def multiply_without_upstream(gate, a, b, upstream):
    return (b, a) if gate == "multiply" else right(gate, a, b, upstream)


@page.wrong("At all three gates da and db are the local slopes: multiply each of them by upstream.")
def local_slopes_only(gate, a, b, upstream):
    return right(gate, a, b, 1.0)


@page.wrong("At max the gradient goes to the input of larger size without its sign: of -0.75 and -2.5 the larger is -0.75.")
def max_of_absolute_values(gate, a, b, upstream):
    return right(gate, abs(a), abs(b), upstream) if gate == "max" else right(gate, a, b, upstream)


@page.wrong("At add da and db are those of a product: a sum has slope 1 by each input.")
def add_as_multiply(gate, a, b, upstream):
    return right("multiply" if gate == "add" else gate, a, b, upstream)


@page.wrong("At multiply da and db are upstream itself, as at add: the slope by a is b, and by b it is a.")
def multiply_as_add(gate, a, b, upstream):
    return right("add" if gate == "multiply" else gate, a, b, upstream)


@page.wrong("At multiply da and db hold the product a b times upstream: the slope by a is b alone.")
def multiply_hands_on_the_product(gate, a, b, upstream):
    return (a * b * upstream,) * 2 if gate == "multiply" else right(gate, a, b, upstream)


@page.wrong("da and db have changed places.")
def changed_places(gate, a, b, upstream):
    return right(gate, a, b, upstream)[::-1]


@page.wrong("At add da and db are 1, the slopes alone: multiply them by upstream.")
def add_without_upstream(gate, a, b, upstream):
    return (1.0, 1.0) if gate == "add" else right(gate, a, b, upstream)


@page.wrong("At add each input gets its own value times upstream: a sum has slope 1 by each input.")
def add_times_the_value(gate, a, b, upstream):
    return (a * upstream, b * upstream) if gate == "add" else right(gate, a, b, upstream)


@page.wrong("At add da and db share upstream out in the ratio of their values: each input gets all of it.")
def add_in_shares(gate, a, b, upstream):
    return (a / (a + b) * upstream, b / (a + b) * upstream) if gate == "add" else right(gate, a, b, upstream)


@page.wrong("At max da and db are 1 and 0, the slopes alone: multiply them by upstream.")
def max_without_upstream(gate, a, b, upstream):
    return right(gate, a, b, 1.0 if gate == "max" else upstream)


@page.wrong("At max the smaller input gets minus upstream: it gets 0, since moving it a little does not change the output.")
def max_minus_for_the_smaller(gate, a, b, upstream):
    if gate != "max":
        return right(gate, a, b, upstream)
    return (upstream, -upstream) if a > b else (-upstream, upstream)


@page.wrong("At max the gradient is shared by both inputs: the larger one gets all of it.")
def max_in_halves(gate, a, b, upstream):
    return (upstream / 2, upstream / 2) if gate == "max" else right(gate, a, b, upstream)


@page.wrong("At max the larger input's gradient is right, and the smaller one gets its own value: it gets 0.")
def max_value_for_the_smaller(gate, a, b, upstream):
    return (upstream if a > b else a, upstream if b > a else b) if gate == "max" else right(gate, a, b, upstream)


@page.wrong("At multiply the upstream gradient is in da and db twice: the other input's value times upstream, once.")
def multiply_upstream_twice(gate, a, b, upstream):
    return right(gate, a, b, upstream**2 if gate == "multiply" else upstream)


@page.wrong("At multiply the other input's value and upstream are added: they are multiplied.")
def multiply_adds(gate, a, b, upstream):
    return (b + upstream, a + upstream) if gate == "multiply" else right(gate, a, b, upstream)


@page.wrong("At multiply da and db hold the gate's output, a b: da is b times upstream, and db is a times upstream.")
def multiply_hands_on_the_output(gate, a, b, upstream):
    return (a * b, a * b) if gate == "multiply" else right(gate, a, b, upstream)


@page.wrong("At multiply upstream is divided by the value: it is multiplied by the other one.")
def multiply_divides(gate, a, b, upstream):
    return (upstream / (a or 1.0), upstream / b) if gate == "multiply" else right(gate, a, b, upstream)


@page.wrong("At max the sign of upstream decides who gets it: the larger input does.")
def max_by_the_upstream(gate, a, b, upstream):
    return (upstream * (upstream > 0), upstream * (upstream <= 0)) if gate == "max" else right(gate, a, b, upstream)


@page.wrong("At max the larger input gets upstream times the smaller value: its slope is 1.")
def max_times_the_smaller(gate, a, b, upstream):
    return right(gate, a, b, upstream * min(a, b) if gate == "max" else upstream)


@page.right
def with_masks(gate, a, b, upstream):
    if gate == "max":
        return upstream * (a > b), upstream * (b > a)
    pair = np.array([b, a]) if gate == "multiply" else np.ones(2)
    return tuple(pair * upstream)


@page.right
def as_a_dict(gate, a, b, upstream):
    slopes = {"add": (1, 1), "multiply": (b, a), "max": (int(a >= b), int(a < b))}[gate]
    return {"db": slopes[1] * upstream, "da": slopes[0] * upstream}
