"""Loss and gradients of the two-layer softmax net: mean cross-entropy plus ½λ(‖W1‖² + ‖W2‖²).

dS2 = (P − onehot(y)) / N, dW2 = A1ᵀdS2 + λW2, db2 = ΣdS2, dS1 = dS2 W2ᵀ ∘ 1{S1 > 0}, dW1 = XᵀdS1 + λW1, db1 = ΣdS1.
"""

import numpy as np
import torch

from autograder.author.draw import labels, number, numbers, repeated, sizes
from autograder.author.page import Page

NAMES = ("loss", "dW1", "db1", "dW2", "db2")

page = Page(
    outputs=NAMES,
    hints=(
        "Forwards first, keeping S1 and A1. softmax_loss gives the data loss and dS2 together. Then walk back: the second "
        "layer, ReLU, the first layer.",
        "A layer with input I, weights W and upstream gradient dS: its weights get I.T @ dS, its bias gets dS summed over the "
        "batch, its input gets dS @ W.T. The second layer's input is A1, the first one's is X.",
        "Between the two layers, dS1 is dS2 @ W2.T where S1 > 0 and 0 elsewhere. The penalty adds reg * W to each weight's "
        "gradient, and half of reg times the squares of W1 and W2 to the loss. It has no 1/N and no bias.",
    ),
)


@page.reference
def by_autograd(X, y, W1, b1, W2, b2, reg):
    leaves = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (W1, b1, W2, b2)]
    loss = net(torch.tensor(X, dtype=torch.float64), torch.tensor(y), *leaves, reg)
    loss.backward()
    return loss.item(), *(leaf.grad.numpy() for leaf in leaves)


@page.forward(dW1="W1", db1="b1", dW2="W2", db2="b2")
def net(X, y, W1, b1, W2, b2, reg):
    S2 = (X @ W1 + b1).relu() @ W2 + b2
    return torch.nn.functional.cross_entropy(S2, y) + 0.5 * reg * (W1.square().sum() + W2.square().sum())


def draw(rng, N, D, H, C, reg, scale=1.0):
    """A net with units on and off in every row and column, and no score close to the kink of ReLU."""
    while True:
        X, W1, b1 = numbers(rng, N, D), numbers(rng, D, H, scale=scale), numbers(rng, H, scale=0.5)
        S1 = X @ W1 + b1
        on = S1 > 0
        if np.abs(S1).min() > 0.02 and on.any(axis=0).all() and (N == 1 or not on.all(axis=0).any()):
            break
    W2, b2 = numbers(rng, H, C, scale=scale), numbers(rng, C, scale=0.5)
    return {"X": X, "y": labels(rng, N, C), "W1": W1, "b1": b1, "W2": W2, "b2": b2, "reg": reg}


def four_sizes(rng):
    C, D, H, N = sorted(sizes(rng, 4, low=2, high=5))
    return N, D, H, C


@page.cases(public=1, secret=4)
def data_loss_alone(rng):
    return draw(rng, *four_sizes(rng), reg=0.0)


@page.cases(public=1, secret=4)
def both_terms(rng):
    return draw(rng, *four_sizes(rng), reg=number(rng, 0.05, 0.6))


@page.cases(public=1, secret=2)
def penalty_above_all(rng):
    return draw(rng, *four_sizes(rng), reg=number(rng, 20, 50), scale=0.4)


@page.edge("a unit exactly at zero")
def a_unit_at_zero(rng):
    case = draw(rng, 6, 3, 4, 3, reg=0.0)
    case["W1"][:, 2] = 0.0
    case["b1"][2] = 0.0
    return case


@page.edge("one example", public=False)
def one_example(rng):
    return draw(rng, 1, 3, 4, 2, reg=0.1) | {"y": np.array([1])}


@page.edge("as many of everything", public=False)
def square(rng):
    return draw(rng, 4, 4, 4, 4, reg=0.2)


def back(X, y, W1, b1, W2, b2, reg, *, mask=None, count=None, hidden=None):
    """The right answer, or the same with another mask, another 1/N, another input of the second layer."""
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    log_p = S2 - np.logaddexp.reduce(S2, axis=1, keepdims=True)
    N = count or len(X)
    dS2 = (np.exp(log_p) - np.eye(len(b2))[y]) / N
    dA1 = dS2 @ W2.T
    dS1 = dA1 * ((S1 > 0) if mask is None else mask(S1, dA1))
    penalty = 0.5 * reg * float(np.sum(W1**2) + np.sum(W2**2))
    return {
        "data": -log_p[np.arange(len(X)), y].sum() / N, "penalty": penalty,
        "loss": -log_p[np.arange(len(X)), y].sum() / N + penalty,
        "dW1": X.T @ dS1 + reg * W1, "db1": dS1.sum(axis=0),
        "dW2": (A1 if hidden is None else hidden(S1)).T @ dS2 + reg * W2, "db2": dS2.sum(axis=0), "dS2": dS2, "dS1": dS1,
    }  # fmt: skip


def five(found, **changed):
    return {name: (found | changed)[name] for name in NAMES}


@page.large
def long_rows(rng):
    N, D, H, C = 8, 6000, 8, 3
    return {"X": repeated(rng, N, D), "y": labels(rng, N, C), "W1": repeated(rng, D, H, scale=0.01), "b1": numbers(rng, H),
            "W2": numbers(rng, H, C), "b2": numbers(rng, C), "reg": number(rng, 0.05, 0.6)}  # fmt: skip


@page.wrong("dW1 and db1 pass through units that were off: dS1 is dA1 where S1 > 0, and 0 elsewhere.")
def without_the_mask(*inputs):
    return five(back(*inputs, mask=lambda S1, dA1: 1.0))


@page.wrong("db1 passes through units at exactly 0: in this course the slope of ReLU at 0 is 0, so use S1 > 0, not S1 >= 0.")
def mask_with_the_zero(*inputs):
    return five(back(*inputs, mask=lambda S1, dA1: S1 >= 0))


@page.wrong("dW1 and db1 have their mask from dA1: whether a unit was on is decided by S1, forwards.")
def mask_from_the_gradient(*inputs):
    return five(back(*inputs, mask=lambda S1, dA1: dA1 > 0))


@page.wrong("loss and the gradients have their data part summed over the batch: it is a mean, and 1/N enters once, in dS2.")
def sum_in_place_of_mean(*inputs):
    return five(back(*inputs, count=1))


@page.wrong(
    "loss, dW1 and dW2 have the penalty divided by N: only the data loss is a mean over the examples; the penalty and"
    " its gradients λW have no 1/N."
)
def penalty_divided_by_the_batch(X, y, W1, b1, W2, b2, reg):
    return five(back(X, y, W1, b1, W2, b2, reg / len(X)))


@page.wrong("dW1 and dW2 have λW/N from the penalty: it is no mean over the images, and its gradient is λW, without 1/N.")
def gradient_of_the_penalty_divided(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    less = reg / len(X) - reg
    return five(found, dW1=found["dW1"] + less * W1, dW2=found["dW2"] + less * W2)


@page.wrong(
    "dW1 and dW2 have N·λW from the penalty, as where it is added for every image: it belongs to the net, and counts once, λW."
)
def gradient_of_the_penalty_for_every_image(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    more = reg * (len(X) - 1)
    return five(found, dW1=found["dW1"] + more * W1, dW2=found["dW2"] + more * W2)


@page.wrong("loss counts λ‖W‖² where this course has ½λ‖W‖².")
def loss_without_the_half(*inputs):
    found = back(*inputs)
    return five(found, loss=found["loss"] + found["penalty"])


@page.wrong("dW1 and dW2 have 2λW from the penalty: the derivative of ½λ‖W‖² is λW.")
def two_lambda(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, dW1=found["dW1"] + reg * W1, dW2=found["dW2"] + reg * W2)


@page.wrong("dW1 and dW2 lack the penalty: reg * W1 and reg * W2 are to be added.")
def gradient_without_the_penalty(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, dW1=found["dW1"] - reg * W1, dW2=found["dW2"] - reg * W2)


@page.wrong("loss lacks the penalty: add half of reg times the squares of W1 and W2 to the data loss.")
def loss_without_the_penalty(*inputs):
    found = back(*inputs)
    return five(found, loss=found["data"])


@page.wrong("db1 and db2 have reg * b in them, and loss their squares: penalise W1 and W2 only.")
def biases_penalised(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    squares = 0.5 * reg * float(np.sum(b1**2) + np.sum(b2**2))
    return five(found, loss=found["loss"] + squares, db1=found["db1"] + reg * b1, db2=found["db2"] + reg * b2)


@page.wrong(
    "db1 and db2 have reg * b in them: the loss does not penalise biases, so their gradients get nothing from the "
    "penalty."
)
def gradient_of_penalised_biases(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, db1=found["db1"] + reg * b1, db2=found["db2"] + reg * b2)


@page.wrong("The gradients have their data part divided by N twice: what softmax_loss returns has the 1/N already.")
def mean_twice(X, y, W1, b1, W2, b2, reg):
    found, alone = back(X, y, W1, b1, W2, b2, reg), back(X, y, W1, b1, W2, b2, 0.0)
    N = len(X)
    return five(
        found, dW1=alone["dW1"] / N + reg * W1, db1=alone["db1"] / N, dW2=alone["dW2"] / N + reg * W2, db2=alone["db2"] / N
    )


@page.wrong(
    "dW1 and db1 have dA1 multiplied by A1: the slope of ReLU is 1 where S1 > 0 and 0 elsewhere. Multiply by that, "
    "not by ReLU's value."
)
def value_in_place_of_slope(*inputs):
    return five(back(*inputs, mask=lambda S1, dA1: np.maximum(S1, 0)))


@page.wrong("dW2 uses the scores S1: the second layer's input is A1, after ReLU.")
def input_before_the_activation(*inputs):
    return five(back(*inputs, hidden=lambda S1: S1))


@page.wrong("db1 and db2 are summed over axis 1: that keeps one number for each example. Sum over the batch, axis 0.")
def biases_over_the_wrong_axis(*inputs):
    found = back(*inputs)
    return five(found, db1=found["dS1"].sum(axis=1), db2=found["dS2"].sum(axis=1))


@page.wrong("db1 and db2 are means over the batch: dS2 holds the 1/N already, so they are plain sums over axis 0.")
def mean_twice_in_the_biases(*inputs):
    found = back(*inputs)
    return five(found, db1=found["dS1"].mean(axis=0), db2=found["dS2"].mean(axis=0))


@page.wrong(
    "loss counts λ‖W‖², and dW1 and dW2 have 2λW: they fit together, but this course's penalty is ½λ‖W‖², with the "
    "gradients λW."
)
def another_penalty(X, y, W1, b1, W2, b2, reg):
    return five(back(X, y, W1, b1, W2, b2, 2 * reg))


@page.wrong("loss, dW1 and dW2 lack the penalty: add ½λ‖W‖² to the loss, and λW to the gradients.")
def without_the_penalty(X, y, W1, b1, W2, b2, reg):
    return five(back(X, y, W1, b1, W2, b2, 0.0))


@page.wrong("dW2 lacks the penalty: reg * W2 is to be added.")
def second_gradient_without_the_penalty(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, dW2=found["dW2"] - reg * W2)


@page.wrong("dW1 lacks the penalty: reg * W1 is to be added.")
def first_gradient_without_the_penalty(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, dW1=found["dW1"] - reg * W1)


@page.wrong("loss and the gradients are those of a net whose second layer gets S1: it gets A1, after ReLU, forwards too.")
def forward_without_relu(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    S2 = S1 @ W2 + b2
    log_p = S2 - np.logaddexp.reduce(S2, axis=1, keepdims=True)
    dS2 = (np.exp(log_p) - np.eye(len(b2))[y]) / len(X)
    dS1 = dS2 @ W2.T * (S1 > 0)
    loss = -log_p[np.arange(len(X)), y].mean() + 0.5 * reg * float(np.sum(W1**2) + np.sum(W2**2))
    return loss, X.T @ dS1 + reg * W1, dS1.sum(axis=0), S1.T @ dS2 + reg * W2, dS2.sum(axis=0)


@page.wrong(
    "dW1 and db1 pass through units that were off, and dW1 and dW2 lack the penalty: dS1 is dA1 where S1 > 0, and reg"
    " * W is added."
)
def without_mask_and_penalty(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg, mask=lambda S1, dA1: 1.0)
    return five(found, dW1=found["dW1"] - reg * W1, dW2=found["dW2"] - reg * W2)


@page.wrong("loss has the opposite sign in its data part: it is minus the mean of ln p_y, plus the penalty.")
def sign_of_the_data_loss(*inputs):
    found = back(*inputs)
    return five(found, loss=found["penalty"] - found["data"])


@page.wrong(
    "The gradients have their data part summed over the batch: dS2 is (P − 1 at the right class) / N, and 1/N enters once."
)
def gradients_without_the_mean(*inputs):
    found, summed = back(*inputs), back(*inputs, count=1)
    return five(summed, loss=found["loss"])


@page.wrong("The gradients lack the −1 at the right class in dS2: it is (P − 1 at the right class) / N.")
def without_the_one(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    dS2 = found["dS2"] + np.eye(len(b2))[y] / len(X)
    S1 = X @ W1 + b1
    A1, dS1 = np.maximum(S1, 0), dS2 @ W2.T * (S1 > 0)
    return five(found, dW1=X.T @ dS1 + reg * W1, db1=dS1.sum(axis=0), dW2=A1.T @ dS2 + reg * W2, db2=dS2.sum(axis=0))


@page.wrong("loss and the gradients are those of a net without b2: the second layer's scores are A1 @ W2 + b2.")
def without_the_second_bias(X, y, W1, b1, W2, b2, reg):
    return five(back(X, y, W1, b1, W2, 0 * b2, reg))


@page.wrong("loss and the gradients are those of a net without b1: the first layer's scores are X @ W1 + b1.")
def without_the_first_bias(X, y, W1, b1, W2, b2, reg):
    return five(back(X, y, W1, 0 * b1, W2, b2, reg))


@page.wrong("dW1 and dW2 hold the penalty's gradient alone, as where it overwrites the data's: it is to be added (+=).")
def penalty_in_place_of_data(X, y, W1, b1, W2, b2, reg):
    return five(back(X, y, W1, b1, W2, b2, reg), dW1=reg * W1, dW2=reg * W2)


@page.wrong("dW1 and dW2 have −λW from the penalty: it is added.")
def penalty_subtracted(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, dW1=found["dW1"] - 2 * reg * W1, dW2=found["dW2"] - 2 * reg * W2)


@page.wrong("dW1 and dW2 have their data part divided by N twice: dS2 has the 1/N already.")
def mean_twice_in_the_weights(X, y, W1, b1, W2, b2, reg):
    found, twice = back(X, y, W1, b1, W2, b2, reg), back(X, y, W1, b1, W2, b2, 0.0)
    return five(found, dW1=twice["dW1"] / len(X) + reg * W1, dW2=twice["dW2"] / len(X) + reg * W2)


@page.wrong("loss is summed over the batch in its data part: it is a mean.")
def data_loss_summed(*inputs):
    found = back(*inputs)
    return five(found, loss=found["data"] * len(inputs[0]) + found["penalty"])


@page.wrong("dW1 and db1 have the mask turned round: the gradient passes where S1 > 0.")
def mask_turned_round(*inputs):
    return five(back(*inputs, mask=lambda S1, dA1: S1 <= 0))


@page.wrong("dW1 and db1 have the slope of tanh, 1 − A1 squared: that of ReLU is 1 where S1 > 0, and 0 elsewhere.")
def slope_of_tanh(*inputs):
    return five(back(*inputs, mask=lambda S1, dA1: 1 - np.maximum(S1, 0) ** 2))


@page.wrong("loss has the norms in its penalty, not their squares: ½λ(‖W1‖² + ‖W2‖²) is made of sums of squares.")
def norms_without_squares(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, loss=found["data"] + 0.5 * reg * float(np.linalg.norm(W1) + np.linalg.norm(W2)))


@page.wrong("loss leaves W2 out of the penalty: both layers' weights are penalised.")
def first_layer_alone_penalised(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, loss=found["data"] + 0.5 * reg * float(np.sum(W1**2)))


@page.wrong("dW1 is made of dA1, before the mask: it is X.T @ dS1 with dS1 = dA1 where S1 > 0, and 0 elsewhere.")
def first_weights_without_the_mask(*inputs):
    return five(back(*inputs), dW1=back(*inputs, mask=lambda S1, dA1: 1.0)["dW1"])


@page.wrong("db1 is made of dA1, before the mask: it is the sum of dS1 over the batch.")
def first_bias_without_the_mask(*inputs):
    return five(back(*inputs), db1=back(*inputs, mask=lambda S1, dA1: 1.0)["db1"])


@page.wrong("loss counts W2 without the ½: the penalty is half of reg times the squares of both.")
def half_for_the_first_layer_alone(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    return five(found, loss=found["loss"] + 0.5 * reg * float(np.sum(W2**2)))


@page.wrong("The gradients pass ReLU at the scores too, as if it stood after the last layer: dS2 goes on as it is.")
def mask_on_the_scores(X, y, W1, b1, W2, b2, reg):
    found = back(X, y, W1, b1, W2, b2, reg)
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    dS2 = found["dS2"] * (A1 @ W2 + b2 > 0)
    dS1 = dS2 @ W2.T * (S1 > 0)
    return five(found, dW1=X.T @ dS1 + reg * W1, db1=dS1.sum(axis=0), dW2=A1.T @ dS2 + reg * W2, db2=dS2.sum(axis=0))


@page.wrong("dW1 and db1 have the sign of S1 for the slope of ReLU: it is 1 where S1 > 0, and 0 elsewhere.")
def sign_for_slope(*inputs):
    return five(back(*inputs, mask=lambda S1, dA1: np.sign(S1)))


@page.right
def one_example_at_a_time(X, y, W1, b1, W2, b2, reg):
    N = len(X)
    loss = reg / 2 * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dW1, db1, dW2, db2 = reg * W1, 0 * b1, reg * W2, 0 * b2
    for x, right in zip(X, y, strict=True):
        s1 = x @ W1 + b1
        a1 = np.where(s1 > 0, s1, 0)
        s2 = a1 @ W2 + b2
        m = s2.max()
        ds2 = np.exp(s2 - m) / np.exp(s2 - m).sum()
        loss -= np.log(ds2[right]) / N
        ds2[right] -= 1
        ds1 = np.where(s1 > 0, W2 @ ds2, 0)
        dW2, db2 = dW2 + np.outer(a1, ds2) / N, db2 + ds2 / N
        dW1, db1 = dW1 + np.outer(x, ds1) / N, db1 + ds1 / N
    return loss, dW1, db1, dW2, db2


@page.right
def with_the_course_layers(X, y, W1, b1, W2, b2, reg):
    from handgrad.layers import loss_and_gradients

    loss, gradients = loss_and_gradients({"W1": W1, "b1": b1, "W2": W2, "b2": b2}, X, y, reg)
    return {"loss": loss} | {f"d{name}": gradients[name] for name in gradients}
