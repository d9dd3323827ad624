"""The logistic loss ln(1 + e^(−m)) of one example, m = y(w0 + w1·x1 + w2·x2), and its gradients by the weights."""

from decimal import Decimal, localcontext

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page

page = Page(
    outputs=("loss", "dw0", "dw1", "dw2"),
    hints=(
        "Name the nodes: s is w0 + w1 x1 + w2 x2, then m = y s, then the loss ln(1 + e^(-m)). First find dm, then walk back "
        "to s, then to the weights.",
        "The slope of ln(1 + e^(-m)) by m is -1 / (1 + e^m), and that is -sigmoid(-m), with the sigmoid that never overflows. "
        "For the loss, np.logaddexp takes the logarithm and the exponential in one go. At a huge score math.exp raises "
        "OverflowError.",
        "loss is logaddexp of 0 and -m. ds is y times dm, because m = y s. Then dw0 is ds, dw1 is ds times x1, and dw2 is ds "
        "times x2.",
    ),
)


@page.reference
def by_differences_with_fifty_digits(w0, w1, w2, x1, x2, y):
    def loss(*weights):
        w0, w1, w2 = weights
        m = y * (w0 + w1 * Decimal(x1) + w2 * Decimal(x2))
        return (1 + (-m).exp()).ln()

    with localcontext() as context:
        context.prec = 500  # e^1000 has 435 digits before the point
        at, h = [Decimal(w0), Decimal(w1), Decimal(w2)], Decimal("1e-15")
        gradients = []
        for i in range(3):
            up, down = at.copy(), at.copy()
            up[i] += h
            down[i] -= h
            gradients.append(float((loss(*up) - loss(*down)) / (2 * h)))
        return float(loss(*at)), *gradients


@page.forward(dw0="w0", dw1="w1", dw2="w2")
def logistic_loss(w0, w1, w2, x1, x2, y):
    import torch

    m = y * (w0 + w1 * x1 + w2 * x2)
    return torch.logaddexp(torch.zeros_like(m), -m)


def one_example(rng, y):
    def signed():
        return number(rng, 0.2, 1.5) * rng.choice([-1, 1]).item()

    return {"w0": signed(), "w1": signed(), "w2": signed(), "x1": signed(), "x2": signed() * 2, "y": y}


@page.cases(public=2, secret=4)
def label_one(rng):
    return one_example(rng, 1)


@page.cases(public=2, secret=4)
def label_minus_one(rng):
    return one_example(rng, -1)


@page.edge("a huge score on the wrong side")
def far_on_the_wrong_side():
    return {"w0": 5.0, "w1": 400.0, "w2": -150.0, "x1": 1.5, "x2": -3.0, "y": -1}


@page.edge("a huge score on the right side")
def far_on_the_right_side():
    return {"w0": -20.0, "w1": 300.0, "w2": 80.0, "x1": 2.0, "x2": 2.5, "y": 1}


@page.edge("on the boundary", public=False)
def on_the_boundary():
    return {"w0": 0.0, "w1": 2.0, "w2": 1.0, "x1": 1.5, "x2": -3.0, "y": 1}


def stable_sigmoid(s):
    return float(np.exp(-np.logaddexp(0.0, -s)))


def naive_loss(s, y):
    return np.log(1 + np.exp(-y * s))


def walk(w0, w1, w2, x1, x2, y, ds=None, loss=None):
    """The outputs of a student whose loss and ds are these functions of (s, y), and right where they are not given."""
    s = w0 + w1 * x1 + w2 * x2
    d = ds(s, y) if ds else -y * stable_sigmoid(-y * s)
    return (loss(s, y) if loss else float(np.logaddexp(0.0, -y * s))), d, d * x1, d * x2


@page.wrong(
    "dw0, dw1 and dw2 have the opposite sign: the lecture prints it so, but that is the log-likelihood's. Moving "
    "against the gradient has to make the loss smaller."
)
def sign_of_the_log_likelihood(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: y * stable_sigmoid(-y * s))


@page.wrong(
    "dw0, dw1 and dw2 lack the factor y: between m = y s and s stands the local slope y. For y = 1 it does not show."
)
def label_left_out(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: -stable_sigmoid(-y * s))


@page.wrong("dw0, dw1 and dw2 use sigmoid(m) in place of sigmoid(-m): the slope of ln(1 + e^(-m)) by m is -1 / (1 + e^m).")
def sigmoid_of_the_wrong_sign(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: -y * stable_sigmoid(y * s))


@page.wrong("dw0, dw1 and dw2 are those for labels 0 and 1, sigmoid(s) - y: here the labels are -1 and 1.")
def labels_zero_and_one(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: stable_sigmoid(s) - y)


@page.wrong(
    "loss and the gradients are inf or nan at a huge score, as where e^(-m) is inf and inf / inf is nan: use "
    "np.logaddexp for the loss and the sigmoid from the cell above for the gradients."
)
def overflow_everywhere(w0, w1, w2, x1, x2, y):
    with np.errstate(all="ignore"):
        return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: -y * np.exp(-y * s) / (1 + np.exp(-y * s)), loss=naive_loss)


@page.wrong("loss is inf at a huge score, as np.log(1 + np.exp(-m)) is there: np.logaddexp(0, -m) is the same, and safe.")
def overflow_in_the_loss(w0, w1, w2, x1, x2, y):
    with np.errstate(over="ignore"):
        return walk(w0, w1, w2, x1, x2, y, loss=naive_loss)


@page.wrong("loss has the sign of m wrong: it is ln(1 + e^(-m)), small for an example that is classified well (m large).")
def loss_of_the_wrong_sign(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, loss=lambda s, y: float(np.logaddexp(0.0, y * s)))


@page.wrong("dw0 is 0: w0 is added to the score with local slope 1, so dw0 is ds itself.")
def no_gradient_for_the_bias(w0, w1, w2, x1, x2, y):
    loss, _, dw1, dw2 = walk(w0, w1, w2, x1, x2, y)
    return loss, 0.0, dw1, dw2


@page.wrong("dw1 and dw2 lack x1 and x2: each weight's local slope is its input.")
def inputs_left_out(w0, w1, w2, x1, x2, y):
    loss, ds, _, _ = walk(w0, w1, w2, x1, x2, y)
    return loss, ds, ds, ds


@page.wrong(
    "dw0, dw1 and dw2 take the sigmoid of s in place of that of m: both the sign and y belong inside, sigmoid(-y s)."
)
def sigmoid_of_the_score(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: -y * stable_sigmoid(s))


@page.wrong("dw1 and dw2 have changed places.")
def changed_places(w0, w1, w2, x1, x2, y):
    loss, dw0, dw1, dw2 = walk(w0, w1, w2, x1, x2, y)
    return loss, dw0, dw2, dw1


@page.wrong("loss leaves y out: it is ln(1 + e^(-m)) with m = y s.")
def label_left_out_of_the_loss(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, loss=lambda s, y: float(np.logaddexp(0.0, -s)))


@page.wrong("dw0, dw1 and dw2 have the slope of a sigmoid: the slope of the loss by m is -sigmoid(-m).")
def slope_of_the_sigmoid(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: -y * stable_sigmoid(y * s) * stable_sigmoid(-y * s))


@page.wrong("dw1 and dw2 are multiplied by w1 and w2: the slope of the score by w1 is x1, and by w2 it is x2.")
def own_weights_for_inputs(w0, w1, w2, x1, x2, y):
    loss, ds, _, _ = walk(w0, w1, w2, x1, x2, y)
    return loss, ds, ds * w1, ds * w2


@page.wrong("loss and the gradients are those of the squared error of s and y: the loss here is ln(1 + e^(-m)).")
def squared_error(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: s - y, loss=lambda s, y: (s - y) ** 2 / 2)


@page.wrong("loss and the gradients are those of the hinge loss, max(0, 1 - m): the loss here is ln(1 + e^(-m)).")
def hinge(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: -float(y) * (y * s < 1), loss=lambda s, y: max(0.0, 1 - y * s))


@page.wrong("loss, dw0, dw1 and dw2 leave w0 out of the score: s is w0 + w1 x1 + w2 x2.")
def score_without_the_bias(w0, w1, w2, x1, x2, y):
    loss, ds, _, _ = walk(0.0, w1, w2, x1, x2, y)
    return loss, ds, ds * x1, ds * x2


@page.wrong("dw0 is the slope by m: between m = y s and s stands the factor y.")
def bias_without_the_label(w0, w1, w2, x1, x2, y):
    loss, ds, dw1, dw2 = walk(w0, w1, w2, x1, x2, y)
    return loss, ds * y, dw1, dw2


@page.wrong("loss, dw0, dw1 and dw2 are those of the score without y: m is y times s.")
def labels_not_used(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, ds=lambda s, y: -stable_sigmoid(-s), loss=lambda s, y: float(np.logaddexp(0.0, -s)))


@page.wrong("loss is small on both sides, as where m has lost its sign: a score on the wrong side costs much.")
def size_of_the_margin(w0, w1, w2, x1, x2, y):
    return walk(w0, w1, w2, x1, x2, y, loss=lambda s, y: float(np.logaddexp(0.0, -abs(s))))


@page.right
def with_two_branches(w0, w1, w2, x1, x2, y):
    m = y * (w0 + w1 * x1 + w2 * x2)
    e = np.exp(-abs(m))
    loss = np.log1p(e) + max(0.0, -m)
    ds = -y * (e / (1 + e) if m > 0 else 1 / (1 + e))
    return loss, ds, ds * x1, ds * x2


@page.right
def with_vectors(w0, w1, w2, x1, x2, y):
    w, x = np.array([w0, w1, w2]), np.array([1.0, x1, x2])
    m = y * (w @ x)
    dw = -0.5 * (1 - np.tanh(m / 2)) * y * x
    return {"loss": np.logaddexp(0, -m), "dw0": dw[0], "dw1": dw[1], "dw2": dw[2]}
