"""One step of momentum, m ← μm + g and w ← w − ηm, graded over a sequence of gradients."""

import functools

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page
from handgrad.adapters.optimizers import run_steps

page = Page(
    outputs=("w", "m"),
    follows={"w": ("m",)},
    hints=(
        "Two lines of mathematics, two lines of code, in the same order: the new m comes first, because w "
        "uses it.",
        "The old m stands in the state under the name m. The new m is mu times the old one, plus g. The new w"
        " moves by the learning rate times the new m.",
        "Return two things: the new w, and a new dict with the new m in it. Nothing that came in is changed "
        "in place.",
    ),
)


def fed(step):
    """The step, fed with gradients as the check feeds it."""
    return functools.wraps(step)(run_steps(step, m=0.0))


@page.reference
def as_sums(w, gradients, learning_rate, mu):
    T = len(gradients)
    m = np.array([sum(mu ** (t - s) * gradients[s] for s in range(t + 1)) for t in range(T)])
    return w - learning_rate * np.cumsum(m, axis=0), m


@page.carried("w")
def moved_by(w, gradients, learning_rate, mu, m):
    return w - learning_rate * np.cumsum(m, axis=0)


def draw(rng, T, *shape, mu=None):
    return {"w": numbers(rng, *shape), "gradients": numbers(rng, T, *shape), "learning_rate": number(rng, 0.05, 0.4),
            "mu": number(rng, 0.5, 0.95) if mu is None else mu}  # fmt: skip


@page.cases(public=2, secret=3)
def a_few_steps(rng):
    T, D = sizes(rng, 2, low=3, high=7)
    return draw(rng, T, D)


@page.edge("a matrix of weights")
def matrix(rng):
    return draw(rng, 4, 2, 3)


@page.edge("mu = 0: gradient descent")
def without_memory(rng):
    return draw(rng, 4, 3, mu=0.0)


@page.edge("one step", public=False)
def one_step(rng):
    return draw(rng, 1, 4)


@page.edge("a hundred steps", public=False)
def many_steps(rng):
    return draw(rng, 100, 2, mu=0.9)


@page.wrong(
    "m is a running average, m = mu m + (1 - mu) g: this course's momentum adds the whole gradient, without the "
    "factor 1 - mu."
)
@fed
def averaged(w, g, state, learning_rate, mu):
    m = mu * state["m"] + (1 - mu) * g
    return w - learning_rate * m, {"m": m}


@page.wrong("w moves by the old m: update m first, then w with the new m.")
@fed
def old_momentum(w, g, state, learning_rate, mu):
    return w - learning_rate * state["m"], {"m": mu * state["m"] + g}


@page.wrong(
    "w moves by the learning rate times g, as in plain gradient descent: the step is the learning rate times the new "
    "m."
)
@fed
def momentum_unused(w, g, state, learning_rate, mu):
    return w - learning_rate * g, {"m": mu * state["m"] + g}


@page.wrong(
    "m holds the step itself, with its sign and its learning rate: another convention. Here m is a sum of gradients, "
    "and the learning rate enters in w only."
)
@fed
def holds_the_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] - learning_rate * g
    return w + m, {"m": m}


@page.wrong("m has the learning rate inside: m is mu m + g, and the learning rate multiplies m when w moves.")
@fed
def rate_inside(w, g, state, learning_rate, mu):
    m = mu * state["m"] + learning_rate * g
    return w - m, {"m": m}


@page.wrong("m stays zero, as if nothing were remembered: return the new m, which is mu m plus g, in the state.")
@fed
def forgetful(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w - learning_rate * m, {"m": state["m"]}


@page.wrong("w climbs: subtract the learning rate times m.")
@fed
def uphill(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w + learning_rate * m, {"m": m}


@page.wrong("w makes Nesterov's step, with g + mu m: the momentum of this exercise moves by m.")
@fed
def nesterov(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w - learning_rate * (g + mu * m), {"m": m}


@page.wrong("m is m + mu g, so that mu multiplies g and not the old m: it is the share of the old m that is kept.")
@fed
def mu_on_the_gradient(w, g, state, learning_rate, mu):
    m = state["m"] + mu * g
    return w - learning_rate * m, {"m": m}


@page.wrong("m and w count the first gradient twice: m is 0 before the first step, so the first m is g itself.")
@fed
def started_at_the_first_gradient(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g if np.any(state["m"]) else mu * g + g
    return w - learning_rate * m, {"m": m}


@page.wrong(
    "m has the opposite sign, as if g were subtracted, and w climbs: m is mu m plus g, and the minus stands in the "
    "line of w."
)
@fed
def subtracts_the_gradient(w, g, state, learning_rate, mu):
    m = mu * state["m"] - g
    return w - learning_rate * m, {"m": m}


@page.wrong("w moves by m itself: the step is the learning rate times m.")
@fed
def rate_forgotten(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w - m, {"m": m}


@page.wrong("w moves by mu m plus the learning rate times g: the learning rate multiplies the whole new m.")
@fed
def rate_on_the_gradient_alone(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w - mu * state["m"] - learning_rate * g, {"m": m}


@page.wrong("m is the sum of all gradients, as if mu were 1: mu multiplies the old m.")
@fed
def mu_forgotten(w, g, state, learning_rate, mu):
    m = state["m"] + g
    return w - learning_rate * m, {"m": m}


@page.right
@fed
def in_place_on_copies(w, g, state, learning_rate, mu):
    m = np.array(state["m"])
    m *= mu
    m += g
    w = w.copy()
    w -= m * learning_rate
    return w, {"m": m}


@page.right
@fed
def by_the_step_alone(w, g, state, learning_rate, mu):
    w = (w - learning_rate * mu * state["m"]) - learning_rate * g
    return w, dict(state, m=np.add(np.multiply(mu, state["m"]), g))
