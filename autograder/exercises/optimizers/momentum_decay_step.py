"""Momentum with decoupled weight decay: w ← (1 − ηλ)w − ηm, where m ← μm + g holds gradients of the loss alone."""

import functools

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page
from handgrad.adapters.optimizers import run_steps

page = Page(
    outputs=("w", "m"),
    follows={"w": ("m",)},
    hints=(
        "Decoupled means that m knows nothing of the decay. So m is what it was in momentum_step, and only "
        "the line of w is new.",
        "The old w is shrunk by the factor 1 minus learning rate times decay. The step along m is subtracted "
        "from the shrunk w.",
        "Either write both lines out, or hand the shrunk w to your momentum_step: what it returns is the "
        "answer.",
    ),
)


def fed(step):
    """The step, fed with gradients as the check feeds it."""
    return functools.wraps(step)(run_steps(step, m=0.0))


@page.reference
def as_sums(w, gradients, learning_rate, mu, decay):
    m = np.array([sum(mu ** (t - s) * gradients[s] for s in range(t + 1)) for t in range(len(gradients))])
    keep = 1 - learning_rate * decay
    path = [
        keep ** (t + 1) * w - learning_rate * sum(keep ** (t - s) * m[s] for s in range(t + 1)) for t in range(len(m))
    ]
    return np.array(path), m


@page.carried("w")
def moved_by(w, gradients, learning_rate, mu, decay, m):
    path = []
    for step in m:
        w = w - learning_rate * (decay * w + step)
        path.append(w)
    return np.array(path)


def draw(rng, T, *shape, decay=None):
    return {"w": numbers(rng, *shape, scale=2.0), "gradients": numbers(rng, T, *shape),
            "learning_rate": number(rng, 0.1, 0.4), "mu": number(rng, 0.5, 0.9),
            "decay": number(rng, 0.1, 0.9) if decay is None else decay}  # fmt: skip


@page.cases(public=2, secret=3)
def a_few_steps(rng):
    T, D = sizes(rng, 2, low=3, high=6)
    return draw(rng, T, D)


@page.edge("a matrix of weights")
def matrix(rng):
    return draw(rng, 4, 2, 3)


@page.edge("no decay")
def no_decay(rng):
    return draw(rng, 3, 2, decay=0.0)


@page.edge("a hundred steps", public=False)
def many_steps(rng):
    return draw(rng, 100, 2)


@page.edge("gradients of zero: only the decay is at work", public=False)
def only_decay(rng):
    return draw(rng, 5, 3) | {"gradients": np.zeros((5, 3))}


@page.wrong(
    "w and m carry an L2 penalty, as if decay times w were added to g, so it is remembered in m. Decoupled decay "
    "shrinks w itself and leaves m alone."
)
@fed
def penalty_in_the_gradient(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g + decay * w
    return w - learning_rate * m, {"m": m}


@page.wrong(
    "w is shrunk by 1 - decay: the factor is 1 - learning_rate * decay, so that a smaller rate also decays less in "
    "one step."
)
@fed
def rate_forgotten(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return (1 - decay) * w - learning_rate * m, {"m": m}


@page.wrong("w is shrunk after the step: the old w is shrunk, and the step along m is not.")
@fed
def shrunk_after_the_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return (1 - learning_rate * decay) * (w - learning_rate * m), {"m": m}


@page.wrong("w grows by the decay: the factor is 1 minus learning_rate * decay.")
@fed
def grown(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return (1 + learning_rate * decay) * w - learning_rate * m, {"m": m}


@page.wrong("w does not decay at all, as in momentum_step: the old w is multiplied by 1 - learning_rate * decay.")
@fed
def no_decay_at_all(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return w - learning_rate * m, {"m": m}


@page.wrong("w moves by the old m: update m first, then w with the new m.")
@fed
def old_momentum(w, g, state, learning_rate, mu, decay):
    return (1 - learning_rate * decay) * w - learning_rate * state["m"], {"m": mu * state["m"] + g}


@page.wrong("m is shrunk by the decay: it acts on w only, m = mu m + g.")
@fed
def momentum_shrunk_too(w, g, state, learning_rate, mu, decay):
    keep = 1 - learning_rate * decay
    m = keep * mu * state["m"] + g
    return keep * w - learning_rate * m, {"m": m}


@page.wrong(
    "m is a running average, m = mu m + (1 - mu) g, and w moves by it: this course's momentum adds the whole "
    "gradient, without the factor 1 - mu."
)
@fed
def averaged(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + (1 - mu) * g
    return (1 - learning_rate * decay) * w - learning_rate * m, {"m": m}


@page.wrong("w decays twice as fast: the factor is 1 - learning_rate * decay, without a 2.")
@fed
def twice(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return (1 - 2 * learning_rate * decay) * w - learning_rate * m, {"m": m}


@page.wrong("m is shrunk and the old w is not: the decay multiplies w, and m = mu m + g is left alone.")
@fed
def momentum_shrunk_instead(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return w - learning_rate * m, {"m": (1 - learning_rate * decay) * m}


@page.wrong("m stays zero, as if nothing were remembered: it is mu m + g, and the new one is returned in the state.")
@fed
def forgetful(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return (1 - learning_rate * decay) * w - learning_rate * m, {"m": state["m"]}


@page.wrong("w climbs: subtract the learning rate times m from the shrunk w.")
@fed
def uphill(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return (1 - learning_rate * decay) * w + learning_rate * m, {"m": m}


@page.wrong("w is shrunk by the decay, and then moves by g alone: the step is the learning rate times the new m.")
@fed
def momentum_unused(w, g, state, learning_rate, mu, decay):
    return (1 - learning_rate * decay) * w - learning_rate * g, {"m": mu * state["m"] + g}


@page.wrong(
    "w decays by decay times the step, as if the decay multiplied m in place of the old w: the old w is multiplied by"
    " 1 - learning_rate * decay."
)
@fed
def step_shrunk_instead(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    return w - (1 - learning_rate * decay) * learning_rate * m, {"m": m}


@page.right
@fed
def in_one_line(w, g, state, learning_rate, mu, decay):
    m = g + mu * state["m"]
    return w - learning_rate * (m + decay * w), {"m": m}


@page.right
@fed
def in_place_on_copies(w, g, state, learning_rate, mu, decay):
    m, w = state["m"] * mu, np.array(w)
    m += g
    w *= 1 - learning_rate * decay
    w -= learning_rate * m
    return w, {"m": m}
