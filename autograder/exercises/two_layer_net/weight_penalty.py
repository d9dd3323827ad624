"""The L2 penalty R = ½λ(‖W1‖² + ‖W2‖²), which leaves the biases alone, and its gradients λW1 and λW2."""

import math

import numpy as np

from autograder.author.draw import number, numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("R", "dW1", "dW2"),
    hints=(
        "‖W‖² is the sum of the squares of all entries of W, one number. Two of the four arrays belong into R.",
        "The derivative of ½λw² by w is λw: that is what the ½ is for. Each entry of W stands alone in the sum.",
        "R is half of reg times (the sum of W1 squared plus the sum of W2 squared). dW1 is reg times W1, dW2 is reg times W2.",
    ),
)


@page.reference
def entry_by_entry(W1, b1, W2, b2, reg):
    R = math.fsum(0.5 * reg * w * w for W in (W1, W2) for w in W.flat)
    dW1, dW2 = np.zeros(W1.shape), np.zeros(W2.shape)
    for W, dW in ((W1, dW1), (W2, dW2)):
        for index in np.ndindex(W.shape):
            dW[index] = reg * W[index]
    return R, dW1, dW2


@page.forward(dW1="W1", dW2="W2")
def penalty(W1, W2, reg):
    return 0.5 * reg * (W1.square().sum() + W2.square().sum())


@page.cases(public=3, secret=5)
def random_net(rng):
    D, H, C = sizes(rng, 3)
    return {"W1": numbers(rng, D, H), "b1": numbers(rng, H), "W2": numbers(rng, H, C), "b2": numbers(rng, C),
            "reg": number(rng, 0.05, 1.9)}  # fmt: skip


@page.edge("without regularization")
def without_regularization(rng):
    return random_net(rng) | {"reg": 0.0}


@page.edge("one hidden unit", public=False)
def one_hidden_unit(rng):
    return {"W1": numbers(rng, 3, 1), "b1": numbers(rng, 1), "W2": numbers(rng, 1, 2), "b2": numbers(rng, 2), "reg": 0.3}


def squares(*arrays):
    return float(sum(np.sum(a**2) for a in arrays))


@page.large
def many_weights(rng):
    D, H, C = 1000, 100, 3
    return {"W1": repeated(rng, D, H), "b1": numbers(rng, H), "W2": repeated(rng, H, C), "b2": numbers(rng, C),
            "reg": number(rng, 0.05, 1.9)}  # fmt: skip


@page.wrong("R, dW1 and dW2 are all twice too large, as of λ‖W‖²: this course puts ½ in front.")
def without_the_half(W1, b1, W2, b2, reg):
    return reg * squares(W1, W2), 2 * reg * W1, 2 * reg * W2


@page.wrong("dW1 and dW2 are 2λW. The ½ in R cancels the 2 of the derivative: λW is left.")
def gradient_of_another_penalty(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, W2), 2 * reg * W1, 2 * reg * W2


@page.wrong(
    "R is twice too large, as of λ‖W‖²: this course puts ½ in front. The lecture pairs λ‖W‖² with λW, and these two "
    "do not match."
)
def half_missing_in_the_penalty(W1, b1, W2, b2, reg):
    return reg * squares(W1, W2), reg * W1, reg * W2


@page.wrong("R counts the biases. They only shift a unit and cannot make it steep, so this course does not penalise them.")
def biases_penalised(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, b1, W2, b2), reg * W1, reg * W2


@page.wrong("R squares the sum of squares once more. ‖W‖² is the sum of squares itself; the slide has one 2 too many.")
def squared_again(W1, b1, W2, b2, reg):
    return 0.5 * reg * (squares(W1) ** 2 + squares(W2) ** 2), reg * W1, reg * W2


@page.wrong("R squares the sum of the entries of each W. ‖W‖² is the sum of the squares: np.sum(W ** 2), not np.sum(W) ** 2.")
def square_of_the_sum(W1, b1, W2, b2, reg):
    return 0.5 * reg * float(np.sum(W1) ** 2 + np.sum(W2) ** 2), reg * W1, reg * W2


@page.wrong("R uses the norms, not their squares: np.linalg.norm takes a root at the end.")
def norm_without_its_square(W1, b1, W2, b2, reg):
    return 0.5 * reg * float(np.linalg.norm(W1) + np.linalg.norm(W2)), reg * W1, reg * W2


@page.wrong("R is a mean over the entries. It is their sum: np.sum(W ** 2).")
def mean_in_place_of_sum(W1, b1, W2, b2, reg):
    return 0.5 * reg * float(np.mean(W1**2) + np.mean(W2**2)), reg * W1, reg * W2


@page.wrong("R and dW2 leave out W2: both layers' weights are penalised.")
def first_layer_only(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1), reg * W1, 0 * W2


@page.wrong("R leaves out W2: both layers' weights are penalised.")
def second_layer_not_in_the_sum(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1), reg * W1, reg * W2


@page.wrong("R lacks λ: it is ½ λ times the squares.")
def strength_forgotten_in_the_sum(W1, b1, W2, b2, reg):
    return 0.5 * squares(W1, W2), reg * W1, reg * W2


@page.wrong("dW1 and dW2 are W1 and W2: the gradient of ½λ‖W‖² is λW.")
def strength_forgotten_in_the_gradients(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, W2), W1.copy(), W2.copy()


@page.wrong("R adds up absolute values, and dW1 and dW2 are signs, as of λ‖W‖₁: here the squares are penalised, ½λ‖W‖².")
def absolute_values(W1, b1, W2, b2, reg):
    return reg * float(np.abs(W1).sum() + np.abs(W2).sum()), reg * np.sign(W1), reg * np.sign(W2)


@page.wrong("dW1 and dW2 are half of what they should be: the ½ in R cancels the 2 of the derivative, and λW is left.")
def half_in_the_gradients(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, W2), 0.5 * reg * W1, 0.5 * reg * W2


@page.wrong("R adds up absolute values: it is half of λ times the sum of the squares.")
def absolute_values_in_the_sum(W1, b1, W2, b2, reg):
    return 0.5 * reg * float(np.abs(W1).sum() + np.abs(W2).sum()), reg * W1, reg * W2


@page.wrong("dW1 and dW2 hold signs, as of a penalty on absolute values: the gradient of ½λ‖W‖² is λW.")
def signs(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, W2), reg * np.sign(W1), reg * np.sign(W2)


@page.wrong("R has the largest square in place of their sum.")
def largest_square(W1, b1, W2, b2, reg):
    return 0.5 * reg * float(np.max(W1**2) + np.max(W2**2)), reg * W1, reg * W2


@page.wrong("R squares the sum of the two norms: each norm is squared for itself, then they are added.")
def sum_of_norms_squared(W1, b1, W2, b2, reg):
    return 0.5 * reg * float(np.linalg.norm(W1) + np.linalg.norm(W2)) ** 2, reg * W1, reg * W2


@page.wrong("R has the largest singular value, np.linalg.norm(W, 2): ‖W‖² is the sum of the squares, np.sum(W ** 2).")
def spectral_norms(W1, b1, W2, b2, reg):
    return 0.5 * reg * float(np.linalg.norm(W1, 2) ** 2 + np.linalg.norm(W2, 2) ** 2), reg * W1, reg * W2


@page.wrong("dW1 and dW2 are divided by the norm, as the gradient of ‖W‖ is: that of ½λ‖W‖² is λW.")
def gradients_of_the_norms(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, W2), reg * W1 / np.linalg.norm(W1), reg * W2 / np.linalg.norm(W2)


@page.wrong("R multiplies the two sums of squares: they are added.")
def product_of_sums(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1) * squares(W2), reg * W1, reg * W2


@page.wrong("R is divided by the number of rows of W1: the penalty is no mean.")
def divided_by_the_rows(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, W2) / len(W1), reg * W1, reg * W2


@page.wrong("R counts W1 twice: the second sum is that of W2.")
def first_layer_twice(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, W1), reg * W1, reg * W2


@page.wrong("R counts the biases, and lacks the ½: it is ½λ times the squares of W1 and W2.")
def biases_without_the_half(W1, b1, W2, b2, reg):
    return reg * squares(W1, W2, b1, b2), reg * W1, reg * W2


@page.wrong("R has λ and ½ with the first sum alone: they belong to both, so the sums stand in brackets.")
def brackets_forgotten(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1) + squares(W2), reg * W1, reg * W2


@page.wrong("R has a root over the sum of all squares: ‖W‖² is the sum of the squares itself.")
def root_over_both(W1, b1, W2, b2, reg):
    return 0.5 * reg * squares(W1, W2) ** 0.5, reg * W1, reg * W2


@page.right
def with_dot_products(W1, b1, W2, b2, reg):
    return reg / 2 * (W1.ravel() @ W1.ravel() + np.einsum("hc,hc", W2, W2)), W1 * reg, W2 * reg


@page.right
def with_norms(W1, b1, W2, b2, reg):
    R = sum(np.linalg.norm(W) ** 2 for W in (W1, W2)) * reg / 2
    return {"dW1": reg * W1, "dW2": reg * W2, "R": R}
