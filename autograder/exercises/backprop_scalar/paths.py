"""A weight that reaches the output by two paths: α = p1 tanh(v1 z) + p2 tanh(v2 z), z = w·x. dα/dw is the paths' sum."""

import math

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page

page = Page(
    outputs=("through_h1", "through_h2", "dw"),
    hints=(
        "Draw the graph: from w one arrow to z, from z two arrows to h1 and h2, and both go on to the output. How many ways "
        "lead from w to the output?",
        "Along one path the slopes are multiplied. From the output back through h1 they are: p1; then the slope of tanh; then "
        "v1; then the slope of z = w x by w.",
        "through_h1 is p1 times (1 - h1 squared) times v1 times x, with h1 = tanh(v1 z); through_h2 is alike. dw is their sum.",
    ),
    follows={"dw": ("through_h1", "through_h2")},
)


@page.reference
def by_complex_steps(x, w, v1, v2, p1, p2):
    def slope(f):
        return float(np.imag(f(w + 1e-30j)) / 1e-30)

    return (
        slope(lambda w: p1 * np.tanh(v1 * w * x)),
        slope(lambda w: p2 * np.tanh(v2 * w * x)),
        slope(lambda w: p1 * np.tanh(v1 * w * x) + p2 * np.tanh(v2 * w * x)),
    )


@page.forward(dw="w")
def alpha(x, w, v1, v2, p1, p2):
    z = w * x
    return p1 * (v1 * z).tanh() + p2 * (v2 * z).tanh()


@page.cases(public=3, secret=6)
def random_net(rng):
    def signed(low, high):
        return number(rng, low, high) * rng.choice([-1, 1]).item()

    return {"x": signed(1.1, 1.6), "w": signed(0.4, 0.9), "v1": signed(0.4, 0.9), "v2": signed(1.0, 1.4),
            "p1": signed(0.5, 1.5), "p2": signed(1.6, 2.5)}  # fmt: skip


@page.edge("two paths that cancel")
def cancelling():
    return {"x": 1.5, "w": 0.4, "v1": 0.8, "v2": 0.8, "p1": 1.2, "p2": -1.2}


@page.edge("w = 0")
def zero_weight():
    return {"x": -1.25, "w": 0.0, "v1": 0.7, "v2": -1.1, "p1": 2.0, "p2": 0.6}


@page.edge("one path is closed", public=False)
def closed_path():
    return {"x": 0.9, "w": 0.7, "v1": -1.3, "v2": 0.5, "p1": 0.0, "p2": 1.7}


def one_path(x, w, v, p):
    return p * (1 - math.tanh(v * w * x) ** 2) * v * x


def from_paths(path):
    """The outputs of a student whose slope along a path is `path(x, w, v, p)`."""

    def answer(x, w, v1, v2, p1, p2):
        first, second = path(x, w, v1, p1), path(x, w, v2, p2)
        return first, second, first + second

    return answer


@page.wrong("dw holds the first path only: w reaches the output through h1 and through h2, so add the two.")
def first_path_only(x, w, v1, v2, p1, p2):
    first, second, _ = from_paths(one_path)(x, w, v1, v2, p1, p2)
    return first, second, first


@page.wrong("dw is the product of the two paths: slopes are multiplied along a path, different paths are added.")
def paths_multiplied(x, w, v1, v2, p1, p2):
    first, second, _ = from_paths(one_path)(x, w, v1, v2, p1, p2)
    return first, second, first * second


@page.wrong("dw is the mean of the two paths: they are added, not averaged.")
def paths_averaged(x, w, v1, v2, p1, p2):
    first, second, both = from_paths(one_path)(x, w, v1, v2, p1, p2)
    return first, second, both / 2


@page.wrong(
    "through_h1 and through_h2 lack the slope of tanh, as the lecture's formula does, and dw with them: between h1 "
    "and z the gradient is multiplied by 1 - tanh squared."
)
def tanh_without_slope(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * v * x)(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 stop at z, and dw with them: one step is left, from z = w x to w, whose local slope is"
    " x."
)
def stops_at_z(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: one_path(x, w, v, p) / x)(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 are multiplied by w in the last step, and dw with them: that is the slope of z = w x "
    "by x; by w it is x."
)
def gradient_of_x(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: one_path(x, w, v, p) / x * w)(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 have the square of what goes into tanh in its slope, and dw with them: the slope is 1 "
    "- tanh squared. Use h1 and h2."
)
def tanh_slope_at_its_input(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * (1 - (v * w * x) ** 2) * v * x)(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 have the slope of tanh taken at z, and dw with them: what goes into tanh is v1 z in "
    "one path and v2 z in the other."
)
def tanh_slope_at_z(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * (1 - math.tanh(w * x) ** 2) * v * x)(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 lack v1 and v2, and dw with them: between h1 and z stand two slopes, that of tanh and "
    "the factor v1."
)
def without_the_inner_weight(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: one_path(x, w, v, p) / v)(x, w, v1, v2, p1, p2)


@page.wrong("through_h1 and through_h2 lack p1 and p2, and dw with them: the output is p1 h1 + p2 h2.")
def without_the_outer_weight(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: one_path(x, w, v, 1.0))(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 have 1 - tanh for the slope of tanh, without a square, and dw with them: it is 1 - "
    "tanh squared."
)
def tanh_without_the_square(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * (1 - math.tanh(v * w * x)) * v * x)(x, w, v1, v2, p1, p2)


@page.wrong("dw is the difference of the two paths: they are added.")
def paths_subtracted(x, w, v1, v2, p1, p2):
    first, second, _ = from_paths(one_path)(x, w, v1, v2, p1, p2)
    return first, second, first - second


@page.wrong("dw holds the second path only: w reaches the output through h1 and through h2, so add the two.")
def second_path_only(x, w, v1, v2, p1, p2):
    first, second, _ = from_paths(one_path)(x, w, v1, v2, p1, p2)
    return first, second, second


@page.wrong(
    "through_h1 and through_h2 have h (1 - h), the slope of a sigmoid, and dw with them: the slope of tanh is 1 - tanh "
    "squared."
)
def slope_of_a_sigmoid(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * math.tanh(v * w * x) * (1 - math.tanh(v * w * x)) * v * x)(x, w, v1, v2, p1, p2)


@page.wrong("through_h1 and through_h2 have h itself in place of the slope of tanh, and dw with them: it is 1 - tanh squared.")
def value_for_the_slope(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * math.tanh(v * w * x) * v * x)(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 have z in the last step, and dw with them: z = w x has the slope x by w, and z is its value."
)
def value_of_z_for_x(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: one_path(x, w, v, p) * w)(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 are the slopes by v1 and v2, and dw with them: by w the way leads through z, with the slopes v1 "
    "(or v2) and x."
)
def gradients_of_the_inner_weights(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: one_path(x, w, v, p) / v * w)(x, w, v1, v2, p1, p2)


@page.wrong("through_h1 and through_h2 are the two terms of the output, and dw is α itself: slopes are asked for.")
def the_value_itself(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * math.tanh(v * w * x))(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 have the root of 1 - tanh squared for the slope of tanh, and dw with them: it is without a root."
)
def root_of_the_slope(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * math.sqrt(1 - math.tanh(v * w * x) ** 2) * v * x)(x, w, v1, v2, p1, p2)


@page.wrong(
    "through_h1 and through_h2 have the slope of tanh taken at h, and dw with them: it is 1 - h squared, without a tanh of h."
)
def slope_at_the_output(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * (1 - math.tanh(math.tanh(v * w * x)) ** 2) * v * x)(x, w, v1, v2, p1, p2)


@page.wrong("through_h1 and through_h2 are sums of slopes, and dw with them: along a path slopes are multiplied.")
def slopes_added(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p + (1 - math.tanh(v * w * x) ** 2) * v + x)(x, w, v1, v2, p1, p2)


@page.wrong("through_h1 and through_h2 have v and p exchanged, and dw with them: v is inside tanh, and p outside.")
def inner_and_outer_exchanged(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: one_path(x, w, p, v))(x, w, v1, v2, p1, p2)


@page.wrong("through_h1 and through_h2 have a plus for the minus in 1 - tanh squared, and dw with them.")
def plus_for_minus(x, w, v1, v2, p1, p2):
    return from_paths(lambda x, w, v, p: p * (1 + math.tanh(v * w * x) ** 2) * v * x)(x, w, v1, v2, p1, p2)


@page.right
def with_arrays(x, w, v1, v2, p1, p2):
    v, p = np.array([v1, v2]), np.array([p1, p2])
    paths = p * v * x / np.cosh(v * w * x) ** 2
    return paths[0], paths[1], paths.sum()


@page.right
def backwards_from_the_output(x, w, v1, v2, p1, p2):
    z = w * x
    dz = [p * (1 - np.tanh(v * z)) * (1 + np.tanh(v * z)) * v for v, p in ((v1, p1), (v2, p2))]
    return {"through_h1": dz[0] * x, "through_h2": dz[1] * x, "dw": sum(dz) * x}
