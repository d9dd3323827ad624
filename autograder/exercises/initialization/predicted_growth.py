"""By what factor a net's start multiplies the mean square: of the scores on the way forward, of their gradients backwards."""

import numpy as np

from autograder.author.page import Page

page = Page(
    outputs=("forward", "backward"),
    hints=(
        "Follow the mean square through one layer: which factor does the weight matrix bring, and which the ReLU?",
        "Forwards, W_l multiplies by its number of inputs times its variance; there are L matrices and L − 1 ReLUs "
        "between them. Backwards, from dS_L to dS_1, the matrices W_L … W_2 are crossed, each with its number of outputs.",
        "widths[:-1] are the numbers of inputs and widths[1:] those of outputs, layer by layer. np.prod multiplies an array; "
        "for backward leave the first layer out with [1:].",
    ),
)


@page.reference
def layer_by_layer(widths, variances, relu):
    L = len(variances)
    forward = backward = 1.0
    for k in range(L):
        if k > 0 and relu:
            forward *= 0.5
        forward *= widths[k] * variances[k]
    for k in range(L - 1, 0, -1):
        backward *= widths[k + 1] * variances[k]
        if relu:
            backward *= 0.5
    return float(forward), float(backward)


def draw(rng, layers, relu):
    widths = rng.integers(20, 200, size=layers + 1)
    variances = rng.uniform(0.3, 3.0, size=layers) / widths[:-1]
    return {"widths": widths, "variances": np.array([float(f"{v:.3g}") for v in variances]), "relu": relu}


@page.cases(public=1, secret=2)
def relu_net(rng):
    return draw(rng, int(rng.integers(3, 7)), True)


@page.cases(public=1, secret=2)
def linear_net(rng):
    return draw(rng, int(rng.integers(3, 7)), False)


@page.edge("one layer")
def one_layer(rng):
    return draw(rng, 1, True)


@page.edge("thirty equal layers, Xavier", public=False)
def thirty(rng):
    n = int(rng.integers(50, 100))
    return {"widths": np.full(31, n), "variances": np.full(30, round(1 / n, 5)), "relu": True}


def _growth(widths, variances, relu, ahead=None, behind=None, half=0.5, halves=None):
    L = len(variances)
    factor = (half if relu else 1.0) ** (L - 1 if halves is None else halves(L))
    ahead = widths[:-1] if ahead is None else ahead(widths)
    behind = widths[1:] if behind is None else behind(widths)
    return float(np.prod(ahead * variances) * factor), float(np.prod((behind * variances)[1:]) * factor)


@page.wrong(
    "forward and backward lack ReLU's ½: each of the L − 1 ReLUs between the layers halves the mean square, both "
    "ways."
)
def without_half(*given):
    return _growth(*given, half=1.0)


@page.wrong("forward and backward have one ½ too many: between L layers stand L − 1 ReLUs.")
def one_half_too_many(*given):
    return _growth(*given, halves=lambda L: L)


@page.wrong("forward and backward have the ½ for the linear net, too: only a ReLU halves the mean square.")
def always_half(widths, variances, relu):
    return _growth(widths, variances, True)


@page.wrong(
    "forward and backward have the numbers of inputs and outputs exchanged: forwards a sum runs over the inputs, "
    "backwards over the outputs."
)
def exchanged(*given):
    return _growth(*given, ahead=lambda n: n[1:], behind=lambda n: n[:-1])


@page.wrong("backward uses the numbers of inputs: dS @ W.T sums over a layer's outputs.")
def inputs_backwards(*given):
    return _growth(*given, behind=lambda n: n[:-1])


@page.wrong("backward crosses W_1, too: from dS_L to dS_1 only W_L … W_2 are crossed.")
def first_layer_too(widths, variances, relu):
    forward, backward = _growth(widths, variances, relu)
    return forward, float(backward * widths[1] * variances[0])


@page.wrong("forward and backward are factors of the size, with a root: the factors of the mean square are asked for.")
def roots(*given):
    forward, backward = _growth(*given)
    return np.sqrt(forward), np.sqrt(backward)


@page.wrong("forward and backward have 1/√2 for each ReLU: that belongs to the size. The mean square is halved.")
def root_of_half(*given):
    return _growth(*given, half=0.5**0.5)


@page.wrong("backward lacks the ReLU's ½: the gradient is stopped at half of the units of each of the L − 1 ReLUs.")
def half_forwards_only(*given):
    return _growth(*given)[0], _growth(*given, half=1.0)[1]


@page.wrong("forward has one ½ too many: there is no ReLU before the first layer and none after the last, so there are L − 1.")
def one_half_too_many_forwards(*given):
    return _growth(*given, halves=lambda L: L)[0], _growth(*given)[1]


@page.wrong("backward crosses W_1 and leaves out W_L: from dS_L to dS_1 the matrices W_L … W_2 are crossed.")
def last_layer_left_out(widths, variances, relu):
    forward, backward = _growth(widths, variances, relu)
    return forward, float(backward * widths[1] * variances[0] / (widths[-1] * variances[-1]))


@page.wrong("forward and backward have the variances squared: they are variances already, not deviations.")
def variances_squared(widths, variances, relu):
    return _growth(widths, variances**2, relu)


@page.wrong("forward leaves out W_1: from X to S_L all L matrices are crossed.")
def first_layer_left_out_forwards(widths, variances, relu):
    forward, backward = _growth(widths, variances, relu)
    return float(forward / (widths[0] * variances[0])), backward


@page.wrong(
    "forward and backward leave out the widths: a matrix multiplies the mean square by the number of terms in each "
    "sum, times the variance."
)
def widths_left_out(widths, variances, relu):
    ones = np.ones(len(widths))
    return _growth(ones, variances, relu)


@page.wrong("forward and backward have changed places: the way from X to S_L comes first.")
def changed_places(*given):
    return _growth(*given)[::-1]


@page.wrong("forward uses the numbers of outputs: X @ W sums over a layer's inputs.")
def outputs_forwards(*given):
    return _growth(*given, ahead=lambda n: n[1:])


@page.right
def with_logarithms(widths, variances, relu):
    halves = (len(variances) - 1) * np.log(0.5) * bool(relu)
    ahead, behind = np.log(widths[:-1] * variances), np.log(widths[1:] * variances)
    return np.exp(ahead.sum() + halves), np.exp(behind[1:].sum() + halves)


@page.right
def with_products(widths, variances, relu):
    halves = 2.0 ** -((len(variances) - 1) * int(relu))
    return {
        "backward": np.prod(widths[2:] * variances[1:]) * halves,
        "forward": np.prod(widths[:-1] * variances) * halves,
    }
