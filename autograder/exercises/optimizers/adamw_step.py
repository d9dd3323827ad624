"""One step of AdamW: Adam's step from the gradient of the loss alone, and decoupled decay, w ← (1 − ηλ)w − η m̂ / (√v̂ + ε)."""

import functools

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page
from autograder.exercises.optimizers.adam_step import weighted
from handgrad.adapters.optimizers import run_steps

page = Page(
    outputs=("w", "m", "v"),
    follows={"w": ("m", "v")},
    hints=(
        "What changes against Adam with a penalty in the loss: m and v see the gradient of the loss alone. "
        "Where does the decay go instead?",
        "It acts on the old w directly, as in momentum_decay_step: the old w is multiplied by 1 minus "
        "learning rate times decay. It is not divided by the root of v_hat.",
        "Shrink w, then make an ordinary step of Adam from there: your adam_step does the rest, with g as it "
        "came.",
    ),
)


def fed(step):
    """The step, fed with gradients as the check feeds it."""
    return functools.wraps(step)(run_steps(step, m=0.0, v=0.0, t=0))


@page.reference
def as_sums(w, gradients, learning_rate, beta1, beta2, eps, decay):
    m, v = weighted(gradients, beta1), weighted(gradients**2, beta2)
    path = []
    for t in range(len(gradients)):
        moves = m[t] / (1 - beta1 ** (t + 1)) / (np.sqrt(v[t] / (1 - beta2 ** (t + 1))) + eps)
        w = w - learning_rate * decay * w - learning_rate * moves
        path.append(w)
    return np.array(path), m, v


@page.carried("w")
def moved_by(w, gradients, learning_rate, beta1, beta2, eps, decay, m, v):
    path = []
    for t in range(len(m)):
        moves = m[t] / (1 - beta1 ** (t + 1)) / (np.sqrt(v[t] / (1 - beta2 ** (t + 1))) + eps)
        w = w - learning_rate * decay * w - learning_rate * moves
        path.append(w)
    return np.array(path)


def draw(rng, T, *shape, scale=1.0, **settings):
    return {"w": numbers(rng, *shape, scale=2.0), "gradients": numbers(rng, T, *shape) * scale,
            "learning_rate": number(rng, 0.05, 0.3), "beta1": number(rng, 0.5, 0.9), "beta2": number(rng, 0.91, 0.99),
            "eps": 1e-8, "decay": number(rng, 0.2, 0.9)} | settings  # fmt: skip


@page.cases(public=2, secret=4)
def a_few_steps(rng):
    T, D = sizes(rng, 2, low=2, high=5)
    return draw(rng, T, D)


@page.edge("the usual settings, gradients of very different sizes")
def usual(rng):
    sizes_of_weights = np.array([100.0, 1.0, 1e-3])
    return draw(rng, 5, 3, scale=sizes_of_weights, learning_rate=0.1, beta1=0.9, beta2=0.999, decay=0.1)


@page.edge("no decay")
def no_decay(rng):
    return draw(rng, 3, 2, decay=0.0)


@page.edge("a matrix of weights", public=False)
def matrix(rng):
    return draw(rng, 4, 2, 3)


@page.edge("two hundred steps", public=False)
def many_steps(rng):
    return draw(rng, 200, 2, learning_rate=0.02, beta1=0.9, beta2=0.999)


def _adam(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "t": t}


@page.wrong(
    "w, m and v carry an L2 penalty, as if decay times w were added to g: it goes through m and v. In AdamW the "
    "gradient is that of the loss alone."
)
@fed
def penalty_in_the_gradient(w, g, state, learning_rate, beta1, beta2, eps, decay):
    return _adam(w, g + decay * w, state, learning_rate, beta1, beta2, eps)


@page.wrong("w is shrunk by 1 - decay: the factor is 1 - learning_rate * decay.")
@fed
def rate_forgotten(w, g, state, learning_rate, beta1, beta2, eps, decay):
    return _adam((1 - decay) * w, g, state, learning_rate, beta1, beta2, eps)


@page.wrong("w is shrunk after Adam's step: the old w is shrunk, and the step is not.")
@fed
def shrunk_after_the_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    new_w, new = _adam(w, g, state, learning_rate, beta1, beta2, eps)
    return (1 - learning_rate * decay) * new_w, new


@page.wrong(
    "w has its decay divided by the root of v_hat: then weights with large gradients decay least, which is what AdamW"
    " does away with."
)
@fed
def decay_divided(w, g, state, learning_rate, beta1, beta2, eps, decay):
    new_w, new = _adam(w, g, state, learning_rate, beta1, beta2, eps)
    return new_w - learning_rate * decay * w / (np.sqrt(new["v"] / (1 - beta2 ** new["t"])) + eps), new


@page.wrong("w grows by the decay: the factor is 1 minus learning_rate * decay.")
@fed
def grown(w, g, state, learning_rate, beta1, beta2, eps, decay):
    return _adam((1 + learning_rate * decay) * w, g, state, learning_rate, beta1, beta2, eps)


@page.wrong("w does not decay at all, as in adam_step: the old w is multiplied by 1 - learning_rate * decay.")
@fed
def no_decay_at_all(w, g, state, learning_rate, beta1, beta2, eps, decay):
    return _adam(w, g, state, learning_rate, beta1, beta2, eps)


@page.wrong(
    "w decays half as fast: the penalty is one half of decay times the square of w, and the half is gone in "
    "its gradient. The factor is 1 - learning_rate * decay."
)
@fed
def half(w, g, state, learning_rate, beta1, beta2, eps, decay):
    return _adam((1 - learning_rate * decay / 2) * w, g, state, learning_rate, beta1, beta2, eps)


@page.wrong("m and v have changed their betas: beta1 belongs to m, beta2 to v.")
@fed
def betas_swapped(w, g, state, learning_rate, beta1, beta2, eps, decay):
    return _adam((1 - learning_rate * decay) * w, g, state, learning_rate, beta2, beta1, eps)


@page.wrong(
    "w decays twice over, and m and v carry a penalty, as if decay times w were added to g and w were shrunk as well:"
    " in AdamW the gradient is that of the loss alone."
)
@fed
def penalty_and_decay(w, g, state, learning_rate, beta1, beta2, eps, decay):
    new_w, new = _adam(w, g + decay * w, state, learning_rate, beta1, beta2, eps)
    return new_w - learning_rate * decay * w, new


@page.wrong("w decays twice as fast: the factor 1 - learning_rate * decay comes once in a step, without a 2.")
@fed
def twice(w, g, state, learning_rate, beta1, beta2, eps, decay):
    return _adam((1 - 2 * learning_rate * decay) * w, g, state, learning_rate, beta1, beta2, eps)


@page.wrong("w lacks the bias correction: m and v are divided by 1 - beta**t before they are used.")
@fed
def uncorrected(w, g, state, learning_rate, beta1, beta2, eps, decay):
    new = _adam(w, g, state, learning_rate, beta1, beta2, eps)[1]
    return (1 - learning_rate * decay) * w - learning_rate * new["m"] / (np.sqrt(new["v"]) + eps), new


@page.wrong(
    "w is corrected by 1 - beta1 and 1 - beta2 in every step, as in the first one: the betas stand there to the power"
    " t, and t goes up by 1 in each step."
)
@fed
def corrected_as_in_the_first_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    new = _adam(w, g, state, learning_rate, beta1, beta2, eps)[1]
    m_hat, v_hat = new["m"] / (1 - beta1), new["v"] / (1 - beta2)
    return (1 - learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), new


@page.wrong(
    "w decays by decay times the new w alone, as if learning_rate did not stand before it: the factor is 1 - "
    "learning_rate * decay, and it multiplies the old w."
)
@fed
def new_w_by_the_whole_decay(w, g, state, learning_rate, beta1, beta2, eps, decay):
    new_w, new = _adam(w, g, state, learning_rate, beta1, beta2, eps)
    return (1 - decay) * new_w, new


@page.right
@fed
def written_out(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g * g
    move = (m / (1 - beta1**t)) / (eps + (v / (1 - beta2**t)) ** 0.5)
    return w - learning_rate * (move + decay * w), {"m": m, "v": v, "t": t}


@page.right
@fed
def adams_step_then_the_decay_of_the_old_w(w, g, state, learning_rate, beta1, beta2, eps, decay):
    stepped, new = _adam(w, g, dict(state), learning_rate, beta1, beta2, eps)
    return stepped - learning_rate * decay * w, new
