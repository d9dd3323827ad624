"""Two ReLU units that start equal, by hand: one forward pass, one backward pass, one step.

x = 2, target 1, both incoming weights 1.5, both outgoing weights 0.5, L = ½(ŷ − 1)², learning rate 0.05.
"""

import numpy as np
import torch

from autograder.author.page import Page
from handgrad.kit.rules import Hand

page = Page(
    outputs={"y_hat": Hand(2), "dU": Hand(2), "dW": Hand(2), "next_y_hat": Hand(2)},
    hints=(
        "Work through one unit only: the other one has the same numbers. The output adds both.",
        "Backwards: the slope of the loss by the prediction is the prediction minus the target. dU is that slope times "
        "the unit's output; dW is that slope times the outgoing weight times x.",
        "Each unit gives 2 · 1.5 = 3, so the prediction is 0.5 · 3 + 0.5 · 3. For the step, take 0.05 times its gradient "
        "from each weight, and go forwards once more with the four new weights.",
    ),
)

X, TARGET, W, U, RATE = 2.0, 1.0, 1.5, 0.5, 0.05


@page.reference
def by_autograd():
    w = torch.tensor([W, W], dtype=torch.float64, requires_grad=True)
    u = torch.tensor([U, U], dtype=torch.float64, requires_grad=True)
    y_hat = torch.relu(X * w) @ u
    (0.5 * (y_hat - TARGET) ** 2).backward()
    with torch.no_grad():
        after = torch.relu(X * (w - RATE * w.grad)) @ (u - RATE * u.grad)
    return float(y_hat.detach()), float(u.grad[0]), float(w.grad[0]), float(after)


def _answers(units=2, sign=1.0, double=1.0, rate=RATE, dU=None, dW=None):
    """The right answer with one thing exchanged: numbers of units, the loss's slope, the step, or a gradient."""
    a = X * W
    y_hat = units * a * U
    d = sign * double * (y_hat - TARGET)
    dU = d * a if dU is None else dU(d)
    dW = d * U * X if dW is None else dW(d, U - rate * dU)
    return y_hat, dU, dW, units * X * (W - rate * dW) * (U - rate * dU)


@page.wrong("The prediction has one unit in it: the output adds what both units send, 0.5 · 3 + 0.5 · 3.")
def one_unit():
    return _answers(units=1)


@page.wrong("Both gradients are twice too large: with the ½ in the loss, its slope is ŷ − y, without a 2.")
def half_forgotten():
    return _answers(double=2.0)


@page.wrong("Both gradients have the opposite sign: the slope of ½(ŷ − y)² by ŷ is ŷ − y, not y − ŷ.")
def opposite_sign():
    return _answers(sign=-1.0)


@page.wrong("The step goes uphill: take the learning rate times the gradient away from each weight.")
def uphill():
    return (*_answers()[:3], _answers(rate=-RATE)[3])


@page.wrong(
    "dW is as if the outgoing weight were left out: the gradient reaches the unit through it, so dW is (ŷ − y) · 0.5 "
    "· x."
)
def without_outgoing_weight():
    return _answers(dW=lambda d, u: d * X)


@page.wrong("dU is as if x stood in place of the unit's output: the outgoing weight multiplies 3, the unit's output, not x.")
def input_for_output():
    return _answers(dU=lambda d: d * X)


@page.wrong("dW is as if made with the outgoing weight after its step: work all gradients out at the old weights, then step.")
def step_too_early():
    return _answers(dW=lambda d, u: d * u * X)


@page.wrong("The new prediction has new outgoing weights and old incoming ones: all four weights take a step.")
def half_a_step():
    y_hat, dU, dW, _ = _answers()
    return y_hat, dU, dW, 2 * X * W * (U - RATE * dU)


@page.wrong("dW is as if x were left out: the incoming weight multiplies x, so dW is (ŷ − y) · 0.5 · x.")
def without_the_input():
    return _answers(dW=lambda d, u: d * U)


@page.wrong("The new prediction has new incoming weights and old outgoing ones: all four weights take a step.")
def other_half_a_step():
    y_hat, dU, dW, _ = _answers()
    return y_hat, dU, dW, 2 * X * (W - RATE * dW) * U


@page.wrong("dU and dW add up the gradients of both units. Each weight has a gradient of its own: give that of one weight.")
def both_units_together():
    y_hat, dU, dW, after = _answers()
    return y_hat, 2 * dU, 2 * dW, after


@page.wrong("dU and dW hold the gradients of both weights. The two are equal: give one number for each.")
def two_numbers():
    y_hat, dU, dW, after = _answers()
    return y_hat, np.array([dU, dU]), np.array([dW, dW]), after


@page.wrong("next_y_hat is the loss after the step: the net's new output is asked for, which is 1 and a little more.")
def loss_for_output():
    y_hat, dU, dW, after = _answers()
    return y_hat, dU, dW, 0.5 * (after - TARGET) ** 2


@page.wrong("The new prediction belongs to a step twice as long: the learning rate is 0.05.")
def twice_the_rate():
    return (*_answers()[:3], _answers(rate=2 * RATE)[3])


@page.wrong("The new prediction has one unit after its step and one before it: both units take the step.")
def one_unit_moves():
    y_hat, dU, dW, after = _answers()
    return y_hat, dU, dW, (after + y_hat) / 2


@page.wrong("Both gradients are 0, as if the target were 3, as in the example before: here it is 1.")
def target_of_the_example():
    return 3.0, 0.0, 0.0, 3.0


@page.wrong("next_y_hat is what one unit sends: the output adds what both units send.")
def one_unit_at_the_end():
    y_hat, dU, dW, after = _answers()
    return y_hat, dU, dW, after / 2


@page.right
def step_by_step():
    a1, a2 = 2 * 1.5, 2 * 1.5
    y_hat = 0.5 * a1 + 0.5 * a2
    d = y_hat - 1
    dU, dW = d * a1, d * 0.5 * 2
    w, u = 1.5 - 0.05 * dW, 0.5 - 0.05 * dU
    return {"y_hat": y_hat, "dU": dU, "dW": dW, "next_y_hat": 2 * w * u + 2 * w * u}


@page.right
def with_matrices():
    x, w, u = np.array([[2.0]]), np.full((1, 2), 1.5), np.full((2, 1), 0.5)
    s = x @ w
    d = np.maximum(s, 0) @ u - 1
    du, dw = np.maximum(s, 0).T @ d, x.T @ ((d @ u.T) * (s > 0))
    after = np.maximum(x @ (w - 0.05 * dw), 0) @ (u - 0.05 * du)
    return float((d + 1)[0, 0]), float(du[1, 0]), float(dw[0, 1]), float(after[0, 0])
