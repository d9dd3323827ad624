"""One step of Adam with bias correction, graded over a sequence of gradients.

t ← t + 1, m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η m̂ / (√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
"""

import functools

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page
from handgrad.adapters.optimizers import run_steps

page = Page(
    outputs=("w", "m", "v"),
    follows={"w": ("m", "v")},
    hints=(
        "Follow the formulas from top to bottom, one line of code for each: t, m, v, m_hat, v_hat, w. The "
        "counter t is 0 before the first step, and the formulas use it after it has been raised.",
        "m is a running average of g, and v one of g squared, entry by entry. The state keeps m and v as they"
        " are; m_hat and v_hat are used for this step's w and then thrown away.",
        "In the first step t is 1, so m_hat is m divided by 1 - beta1, and that is g. The denominator of the "
        "step is the root of v_hat, and eps is added to the root. Return w and a dict with the new m, v and "
        "t.",
    ),
)


def fed(step):
    """The step, fed with gradients as the check feeds it."""
    return functools.wraps(step)(run_steps(step, m=0.0, v=0.0, t=0))


def weighted(series, beta):
    """All running averages of a series, each as its weighted sum."""
    return np.array([
        sum((1 - beta) * beta ** (t - s) * series[s] for s in range(t + 1)) for t in range(len(series))
    ])  # fmt: skip


@page.reference
def as_sums(w, gradients, learning_rate, beta1, beta2, eps):
    m, v = weighted(gradients, beta1), weighted(gradients**2, beta2)
    ones = np.ones(len(gradients))
    shape = (-1,) + (1,) * np.ndim(w)
    # What the weights sum to is what the start at zero has cost: 1 − βᵗ.
    m_hat = m / weighted(ones, beta1).reshape(shape)
    v_hat = v / weighted(ones, beta2).reshape(shape)
    return w - learning_rate * np.cumsum(m_hat / (v_hat**0.5 + eps), axis=0), m, v


@page.carried("w")
def moved_by(w, gradients, learning_rate, beta1, beta2, eps, m, v):
    t = np.arange(1, len(m) + 1).reshape((-1,) + (1,) * np.ndim(w))
    return w - learning_rate * np.cumsum(m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), axis=0)


def draw(rng, T, *shape, scale=1.0, **settings):
    return {"w": numbers(rng, *shape), "gradients": numbers(rng, T, *shape) * scale,
            "learning_rate": number(rng, 0.05, 0.3), "beta1": number(rng, 0.5, 0.9),
            "beta2": number(rng, 0.91, 0.99), "eps": 1e-8} | settings  # fmt: skip


@page.cases(public=2, secret=4)
def a_few_steps(rng):
    T, D = sizes(rng, 2, low=2, high=5)
    return draw(rng, T, D, eps=number(rng, 0.1, 0.5))


@page.edge("the usual settings, gradients of very different sizes")
def usual(rng):
    sizes_of_weights = np.array([100.0, 1.0, 1e-3])
    return draw(rng, 4, 3, scale=sizes_of_weights, learning_rate=0.01, beta1=0.9, beta2=0.999)


@page.edge("gradients as small as eps")
def tiny(rng):
    return draw(rng, 3, 2, scale=1e-8)


@page.edge("a matrix of weights", public=False)
def matrix(rng):
    return draw(rng, 4, 2, 3)


@page.edge("two hundred steps", public=False)
def many_steps(rng):
    return draw(rng, 200, 2, learning_rate=0.01, beta1=0.9, beta2=0.999)


def _step(w, g, state, learning_rate, beta1, beta2, eps, *, t=None, m=None, v=None, m_hat=None, v_hat=None, move=None):
    """The right answer with one step exchanged."""
    count = state["t"] + 1 if t is None else t
    m = beta1 * state["m"] + (1 - beta1) * g if m is None else m
    v = beta2 * state["v"] + (1 - beta2) * g**2 if v is None else v
    m_hat = m / (1 - beta1**count) if m_hat is None else m_hat(m, count)
    v_hat = v / (1 - beta2**count) if v_hat is None else v_hat(v, count)
    if move is None:
        with np.errstate(all="ignore"):
            step = m_hat / (np.sqrt(v_hat) + eps)
    else:
        step = move(m_hat, v_hat)
    return w - learning_rate * step, {"m": m, "v": v, "t": state["t"] + 1}


@page.wrong("w lacks the bias correction: m and v start at zero, so divide them by 1 - beta**t before they are used.")
@fed
def uncorrected(*given):
    return _step(*given, m_hat=lambda m, t: m, v_hat=lambda v, t: v)


@page.wrong("w moves by m_hat over the root of v itself: v starts at zero too. Divide it by 1 - beta2**t.")
@fed
def v_uncorrected(*given):
    return _step(*given, v_hat=lambda v, t: v)


@page.wrong("w moves by m itself over the root of v_hat: m starts at zero too. Divide it by 1 - beta1**t.")
@fed
def m_uncorrected(*given):
    return _step(*given, m_hat=lambda m, t: m)


@page.wrong(
    "w is corrected with t counted from 0, which divides by zero in the first step: raise t first, then use "
    "it."
)
@fed
def counted_from_zero(w, g, state, learning_rate, beta1, beta2, eps):
    with np.errstate(all="ignore"):
        return _step(w, g, state, learning_rate, beta1, beta2, eps,
                     m_hat=lambda m, t: m / np.float64(1 - beta1 ** (t - 1)),
                     v_hat=lambda v, t: v / np.float64(1 - beta2 ** (t - 1)))  # fmt: skip


@page.wrong(
    "w is corrected by 1 - beta1 and 1 - beta2 in every step, as in the first one: the betas stand there to the power"
    " t, and t goes up by 1 in each step."
)
@fed
def counter_stands_still(*given):
    return _step(*given, t=1)


@page.wrong("w has eps inside the root: take the root of v_hat first, then add eps.")
@fed
def eps_inside_the_root(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, move=lambda m, v: m / np.sqrt(v + eps))


@page.wrong("w adds eps to the root of v, as if before the correction: eps is added to the root of v_hat.")
@fed
def eps_before_the_correction(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    return _step(w, g, state, learning_rate, beta1, beta2, eps, v_hat=lambda v, t: v,
                 move=lambda m, v: m * np.sqrt(1 - beta2**t) / (np.sqrt(v) + eps))  # fmt: skip


@page.wrong("w leaves eps out: it is added to the root of v_hat, and matters where gradients are tiny.")
@fed
def eps_left_out(*given):
    return _step(*given, move=lambda m, v: m / np.sqrt(v))


@page.wrong("w divides by v_hat: divide by its square root, which has the unit of a gradient.")
@fed
def without_the_root(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, move=lambda m, v: m / (v + eps))


@page.wrong("m and v have changed their betas: beta1 belongs to m, beta2 to v.")
@fed
def betas_swapped(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta2, beta1, eps)


@page.wrong("m and v lack the factors 1 - beta1 and 1 - beta2: in Adam both are running averages, unlike the m of momentum.")
@fed
def sums_in_place_of_averages(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, m=beta1 * state["m"] + g, v=beta2 * state["v"] + g**2)


@page.wrong(
    "m and v are handed on corrected, and the next steps start from them: the state keeps m and v themselves; m_hat "
    "and v_hat serve this step's w only."
)
@fed
def corrected_ones_kept(w, g, state, learning_rate, beta1, beta2, eps):
    new_w, new = _step(w, g, state, learning_rate, beta1, beta2, eps)
    t = new["t"]
    return new_w, {"m": new["m"] / (1 - beta1**t), "v": new["v"] / (1 - beta2**t), "t": t}


@page.wrong("v averages m squared: it is a running average of g squared, from the gradient itself.")
@fed
def squares_of_the_average(w, g, state, learning_rate, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    return _step(w, g, state, learning_rate, beta1, beta2, eps, v=beta2 * state["v"] + (1 - beta2) * m**2)


@page.wrong("w climbs: subtract the step.")
@fed
def uphill(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, -learning_rate, beta1, beta2, eps)


@page.wrong("m lacks the factor 1 - beta1: in Adam m is a running average, unlike the m of momentum.")
@fed
def m_a_sum(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, m=beta1 * state["m"] + g)


@page.wrong("v lacks the factor 1 - beta2: it is a running average of the squares, not their sum.")
@fed
def v_a_sum(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, v=beta2 * state["v"] + g**2)


@page.wrong("v averages g itself: it is a running average of g squared. Where v is negative it has no root.")
@fed
def squares_forgotten(w, g, state, learning_rate, beta1, beta2, eps):
    with np.errstate(all="ignore"):
        return _step(w, g, state, learning_rate, beta1, beta2, eps, v=beta2 * state["v"] + (1 - beta2) * g)


@page.wrong("v averages the absolute value of g: it is a running average of g squared.")
@fed
def sizes_for_squares(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, v=beta2 * state["v"] + (1 - beta2) * np.abs(g))


@page.wrong("v adds up the squares of all entries of g: it is a running average of g squared, entry by entry.")
@fed
def squares_added_up(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, v=beta2 * state["v"] + (1 - beta2) * np.sum(g**2))


@page.wrong("w is corrected with beta times t: the correction takes beta to the power t, which is beta**t.")
@fed
def times_in_place_of_power(w, g, state, learning_rate, beta1, beta2, eps):
    with np.errstate(all="ignore"):
        return _step(w, g, state, learning_rate, beta1, beta2, eps,
                     m_hat=lambda m, t: m / np.float64(1 - beta1 * t),
                     v_hat=lambda v, t: v / np.float64(1 - beta2 * t))  # fmt: skip


@page.wrong("w corrects v with beta1: v is divided by 1 - beta2**t, with its own beta.")
@fed
def v_corrected_with_beta1(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, v_hat=lambda v, t: v / (1 - beta1**t))


@page.wrong("w moves by g over the root of v_hat, as if m were not used: m_hat stands above the root.")
@fed
def average_unused(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, m_hat=lambda m, t: g)


@page.wrong("w is corrected with the betas exchanged: m is divided by 1 - beta1**t, v by 1 - beta2**t.")
@fed
def betas_swapped_in_the_corrections(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, m_hat=lambda m, t: m / (1 - beta2**t),
                 v_hat=lambda v, t: v / (1 - beta1**t))  # fmt: skip


@page.wrong("w corrects m with beta2: m is divided by 1 - beta1**t, with its own beta.")
@fed
def m_corrected_with_beta2(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, m_hat=lambda m, t: m / (1 - beta2**t))


@page.wrong("m and v give 1 - beta to the old average and beta to the new gradient: beta is the share that is kept.")
@fed
def shares_exchanged(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, m=(1 - beta1) * state["m"] + beta1 * g,
                 v=(1 - beta2) * state["v"] + beta2 * g**2)  # fmt: skip


@page.wrong("m and v stay zero, as if nothing were remembered: return the new m, v and t in the state.")
@fed
def nothing_kept(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps)[0], state


@page.wrong("w moves by the old m, which is zero at first: take the m of this step.")
@fed
def old_average(w, g, state, learning_rate, beta1, beta2, eps):
    return _step(w, g, state, learning_rate, beta1, beta2, eps, m_hat=lambda m, t: state["m"] / (1 - beta1**t))


@page.right
@fed
def with_the_corrections_in_the_rate(w, g, state, learning_rate, beta1, beta2, eps):
    t = 1 + state["t"]
    m = state["m"] + (1 - beta1) * (g - state["m"])
    v = state["v"] + (1 - beta2) * (np.square(g) - state["v"])
    root = np.sqrt(1 - beta2**t)
    return w - learning_rate * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root), {"t": t, "v": v, "m": m}


@page.right
@fed
def entry_by_entry(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    w, m, v = np.array(w), np.array(state["m"]), np.array(state["v"])
    for i in np.ndindex(w.shape):
        m[i] = beta1 * m[i] + (1 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
        w[i] -= learning_rate * (m[i] / (1 - beta1**t)) / ((v[i] / (1 - beta2**t)) ** 0.5 + eps)
    return w, {"m": m, "v": v, "t": t}
