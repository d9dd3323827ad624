"""The mean squared error of a network of sigmoids y(x) = Σᵢ vᵢ σ(k(x − sᵢ)), and its gradients by v and s."""

import numpy as np
import torch

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("loss", "dv", "ds"),
    hints=(
        "Work forwards first and keep three arrays: A, the neurons' outputs (N, H); y, the network's output (N,); e = y - t. "
        "The loss is the mean of e squared.",
        "Moving v[i] or s[i] changes every y[n], through neuron i alone. So both gradients are sums over n of 2/N e[n] times "
        "a derivative of y[n]; in matrix form: the transpose of an (N, H) table, times e.",
        "The derivative of y[n] by v[i] is A[n, i]. By s[i] it is -k v[i] A[n, i] (1 - A[n, i]): the slope of the sigmoid, "
        "times the inner derivative -k, times the weight behind it.",
    ),
)


@page.reference
def by_autograd(x, t, s, v, k):
    leaves = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (v, s)]
    value = loss(torch.tensor(x), torch.tensor(t), leaves[1], leaves[0], k)
    value.backward()
    return value.item(), leaves[0].grad.numpy(), leaves[1].grad.numpy()


@page.forward(dv="v", ds="s")
def loss(x, t, s, v, k):
    y = torch.sigmoid(k * (x[:, None] - s)) @ v
    return ((y - t) ** 2).mean()


def draw(rng, n, h, k):
    return {"x": np.sort(np.round(rng.uniform(0, 1, n), 2)), "t": numbers(rng, n, scale=0.5),
            "s": np.round(rng.uniform(0.1, 0.9, h), 2), "v": numbers(rng, h), "k": float(k)}  # fmt: skip


@page.cases(public=3, secret=5)
def some_neurons(rng):
    n, h = sizes(rng, 2, 3, 8)
    return draw(rng, n, h, rng.integers(3, 12))


@page.edge("one neuron")
def one_neuron(rng):
    return draw(rng, 5, 1, 6)


@page.edge("one point")
def one_point(rng):
    return draw(rng, 1, 3, 4)


@page.edge("as many points as neurons", public=False)
def square(rng):
    return draw(rng, 4, 4, 7)


def _parts(x, t, s, v, k):
    A = 0.5 * (1 + np.tanh(0.5 * k * (x[:, None] - s)))
    e = A @ v - t
    return A, e, np.mean(e**2)


def _gradients(*given, factor=None, dv=None, ds=None):
    """The right answer with one step exchanged."""
    x, _, _, v, k = given
    A, e, value = _parts(*given)
    g = 2 / len(x) * e if factor is None else factor(e)
    return value, A.T @ g if dv is None else dv(A, g), (-k * v * (A * (1 - A)).T.dot(g)) if ds is None else ds(A, g, v, k)


@page.wrong("ds has the wrong sign: s enters the score as -k s, so the inner derivative is -k.")
def sign_of_s(*given):
    return _gradients(*given, ds=lambda A, g, v, k: k * v * ((A * (1 - A)).T @ g))


@page.wrong("ds lacks the factor k: the inner derivative of k(x - s) by s is -k.")
def without_steepness(*given):
    return _gradients(*given, ds=lambda A, g, v, k: -v * ((A * (1 - A)).T @ g))


@page.wrong("ds lacks the weight v: s[i] reaches the output only through neuron i, whose output is multiplied by v[i].")
def without_weight(*given):
    return _gradients(*given, ds=lambda A, g, v, k: -k * ((A * (1 - A)).T @ g))


@page.wrong("ds has A in place of the sigmoid's slope: the derivative of A by its score is A(1 - A).")
def without_slope(*given):
    return _gradients(*given, ds=lambda A, g, v, k: -k * v * (A.T @ g))


@page.wrong("ds lacks the slope of the sigmoid: on the way back from A to its score stands the factor A(1 - A).")
def slope_one(*given):
    return _gradients(*given, ds=lambda A, g, v, k: -k * v * g.sum())


def _again(A):
    return 0.5 * (1 + np.tanh(0.5 * A))


@page.wrong("ds has the slope taken at A, which is a sigmoid's output already: it is A(1 - A), without another sigmoid.")
def sigmoid_twice(*given):
    return _gradients(*given, ds=lambda A, g, v, k: -k * v * ((_again(A) * (1 - _again(A))).T @ g))


@page.wrong("ds lacks the last factor, -k: it is the inner derivative of k(x - s) by s.")
def without_inner_derivative(*given):
    return _gradients(*given, ds=lambda A, g, v, k: v * ((A * (1 - A)).T @ g))


@page.wrong("ds has the slope of tanh, 1 - A squared: A is the output of a sigmoid, whose slope is A(1 - A).")
def slope_of_tanh(*given):
    return _gradients(*given, ds=lambda A, g, v, k: -k * v * ((1 - A**2).T @ g))


@page.wrong("ds has 1 - A in place of the sigmoid's slope: the slope is A(1 - A).")
def half_of_the_slope(*given):
    return _gradients(*given, ds=lambda A, g, v, k: -k * v * ((1 - A).T @ g))


@page.wrong("dv and ds are divided by H and not by N: the loss is a mean over the N points, not over the neurons.")
def divided_by_neurons(*given):
    return _gradients(*given, factor=lambda e: 2 / len(given[3]) * e)


@page.wrong("dv and ds lack the 1/N: the loss is a mean over the points.")
def sum_for_mean(*given):
    return _gradients(*given, factor=lambda e: 2 * e)


@page.wrong("dv and ds lack the factor 2: the derivative of e squared is 2e.")
def without_the_two(*given):
    return _gradients(*given, factor=lambda e: e / len(e))


@page.wrong("dv and ds have the wrong sign: the error is e = y - t, the output minus the target.")
def target_minus_output(*given):
    return _gradients(*given, factor=lambda e: -2 / len(e) * e)


@page.wrong("loss is halved: here it is the mean of the squares, without a factor one half.")
def halved_loss(*given):
    value, dv, ds = _gradients(*given)
    return value / 2, dv, ds


@page.wrong("loss is the sum of the squares: take their mean.")
def summed_loss(*given):
    value, dv, ds = _gradients(*given)
    return value * len(given[0]), dv, ds


@page.wrong("ds and dv have changed places: the order asked for is loss, dv, ds.")
def changed_places(*given):
    value, dv, ds = _gradients(*given)
    return value, ds, dv


@page.wrong("dv has the sigmoid's slope in place of its output: v[i] is multiplied by A[:, i].")
def slope_in_dv(*given):
    return _gradients(*given, dv=lambda A, g: (A * (1 - A)).T @ g)


@page.wrong("dv is multiplied by v: the slope of the output by v[i] is A[:, i] alone.")
def weight_in_dv(*given):
    return _gradients(*given, dv=lambda A, g: given[3] * (A.T @ g))


@page.wrong("loss, dv and ds are those of a sum of squares: the loss is their mean over the points.")
def summed(*given):
    value, dv, ds = _gradients(*given, factor=lambda e: 2 * e)
    return value * len(given[0]), dv, ds


@page.wrong("loss, dv and ds are halved: here the loss is the mean of the squares, without a factor one half.")
def halved(*given):
    value, dv, ds = _gradients(*given)
    return value / 2, dv / 2, ds / 2


@page.wrong("dv is a product of two means, that of the errors and that of A: multiply at each point, then take the mean.")
def product_of_means(*given):
    return _gradients(*given, dv=lambda A, g: len(g) * g.mean() * A.mean(axis=0))


@page.wrong("ds has the slope taken at the score z: a sigmoid's slope is A(1 - A), where A is its output.")
def slope_of_the_score(x, t, s, v, k):
    z = k * (x[:, None] - s)
    return _gradients(x, t, s, v, k, ds=lambda A, g, v, k: -k * v * ((z * (1 - z)).T @ g))


@page.wrong("dv and ds hold the share of the last point alone, as where a loop overwrites them: add with +=.")
def last_point_alone(*given):
    return _gradients(
        *given, dv=lambda A, g: A[-1] * g[-1], ds=lambda A, g, v, k: -k * v * A[-1] * (1 - A[-1]) * g[-1],
    )  # fmt: skip


@page.wrong("dv lacks the factor 2, and ds too, and both lack the 1/N: the derivative of the mean of e squared is 2e/N.")
def without_two_and_the_mean(*given):
    return _gradients(*given, factor=lambda e: e)


@page.right
def neuron_by_neuron(x, t, s, v, k):
    outputs = [1 / (1 + np.exp(-k * (x - si))) for si in s]
    e = sum(vi * a for vi, a in zip(v, outputs, strict=True)) - t
    dv = [2 * np.mean(e * a) for a in outputs]
    ds = [-2 * k * vi * np.mean(e * a * (1 - a)) for vi, a in zip(v, outputs, strict=True)]
    return np.mean(e**2), np.array(dv), np.array(ds)


@page.right
def with_einsum(x, t, s, v, k):
    T = np.tanh(0.5 * k * np.subtract.outer(x, s))
    e = 0.5 * ((1 + T) @ v) - t
    slopes = 0.25 * (1 - T**2)
    N = len(x)
    return {"ds": np.einsum("n,nh,h->h", e, slopes, v) * (-2 * k / N), "dv": np.einsum("n,nh->h", e, 1 + T) / N,
            "loss": e @ e / N}  # fmt: skip
