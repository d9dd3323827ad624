"""The lecture's function of three tensors, made a scalar: L = Σ cos(a/3) + √|b∘c|, with autograd's gradients by a and c."""

import numpy as np
import torch

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("loss", "da", "dc"),
    hints=(
        "Three steps: make tensors of the arrays, compute the loss from the tensors, ask the loss to go backwards. "
        "Which of the three tensors need a gradient?",
        "torch.tensor(a, requires_grad=True) makes a leaf. Every function of torch that is applied to it is recorded. "
        "After backward() the leaf's attribute grad holds the gradient.",
        "torch.cos, torch.sqrt, torch.abs and .sum() have the names that NumPy has. Use tensors of your own names, so "
        "that the arrays are not mixed up with them, and return the loss, then the two grads.",
    ),
)


@page.reference
def by_formulas(a, b, c):
    da = -np.sin(a / 3) / 3
    dc = np.sign(c) * np.sqrt(np.abs(b)) / (2 * np.sqrt(np.abs(c)))
    return float(np.sum(np.cos(a / 3)) + np.sum(np.sqrt(np.abs(b * c)))), da, dc


@page.forward(da="a", dc="c")
def lecture_function(a, b, c):
    return (torch.cos(a / 3) + torch.sqrt(torch.abs(b * c))).sum()


def _draw(rng, rows, columns):
    # Away from 0, where the root has no slope.
    return {name: numbers(rng, rows, columns, away_from_zero=0.3) for name in "abc"}


@page.cases(public=2, secret=4)
def random_tensors(rng):
    return _draw(rng, *sizes(rng, 2, high=5))


@page.edge("the lecture's shape")
def lecture_shape(rng):
    return _draw(rng, 2, 3)


def _torch(a, b, c):
    leaves = [torch.tensor(array, requires_grad=True) for array in (a, b, c)]
    return lecture_function(*leaves), leaves


@page.wrong("da and dc are twice as large, as if backward had run twice: gradients add up in grad. Run it once.")
def backward_twice(a, b, c):
    loss, da, dc = by_formulas(a, b, c)
    return loss, 2 * da, 2 * dc


@page.wrong("loss, da and dc are divided by the number of entries, as of a mean: the sum over all entries is asked for.")
def mean_for_sum(a, b, c):
    return tuple(part / a.size for part in by_formulas(a, b, c))


@page.wrong("dc is the gradient by b: return the grad of the tensor that was made from c.")
def gradient_by_b(a, b, c):
    loss, (a_leaf, b_leaf, _) = _torch(a, b, c)
    loss.backward()
    return loss, a_leaf.grad, b_leaf.grad


@page.wrong("da is three times too large, as if the factor 1/3 of a / 3 were missing: it is the inner slope of cos(a / 3).")
def inner_slope_forgotten(a, b, c):
    loss, da, dc = by_formulas(a, b, c)
    return loss, 3 * da, dc


@page.wrong("loss lacks the absolute value: the root of a negative number is nan, and so is its gradient.")
def without_absolute_value(a, b, c):
    a_leaf, c_leaf = (torch.tensor(array, requires_grad=True) for array in (a, c))
    loss = (torch.cos(a_leaf / 3) + torch.sqrt(torch.tensor(b) * c_leaf)).sum()
    loss.backward()
    return loss, a_leaf.grad, c_leaf.grad


@page.wrong("loss and da are those of cos(a) / 3: the argument is divided by 3, not the cosine.")
def divided_outside(a, b, c):
    loss, _, dc = by_formulas(a, b, c)
    return loss - np.sum(np.cos(a / 3)) + np.sum(np.cos(a)) / 3, -np.sin(a) / 3, dc


@page.wrong("loss and da are those of cos(3a): the argument is a / 3.")
def times_three(a, b, c):
    loss, _, dc = by_formulas(a, b, c)
    return loss - np.sum(np.cos(a / 3)) + np.sum(np.cos(3 * a)), -3 * np.sin(3 * a), dc


@page.wrong("dc lacks the sign of c: the slope of |bc| by c is |b| times the sign of c.")
def without_the_sign(a, b, c):
    loss, da, dc = by_formulas(a, b, c)
    return loss, da, np.abs(dc)


@page.wrong("dc is twice as large, as if the one half of the root's slope were missing, or as if backward had run twice.")
def half_forgotten(a, b, c):
    loss, da, dc = by_formulas(a, b, c)
    return loss, da, 2 * dc


@page.wrong("da has the opposite sign: the slope of the cosine is minus the sine.")
def sign_of_the_sine(a, b, c):
    loss, da, dc = by_formulas(a, b, c)
    return loss, -da, dc


@page.right
def with_autograd_grad(a, b, c):
    loss, (a_leaf, _, c_leaf) = _torch(a, b, c)
    return loss.item(), *torch.autograd.grad(loss, (a_leaf, c_leaf))


@page.right
def in_two_sums(a, b, c):
    A, C = torch.from_numpy(a.copy()).requires_grad_(), torch.from_numpy(c.copy()).requires_grad_()
    cosines, roots = (A / 3).cos().sum(), (torch.from_numpy(b.copy()) * C).abs().sqrt().sum()
    cosines.backward()
    roots.backward()
    return (cosines + roots).detach().numpy(), A.grad.numpy(), C.grad.numpy()
