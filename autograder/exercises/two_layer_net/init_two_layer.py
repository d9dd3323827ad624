"""The first weights of a two-layer net: small normal numbers for W1 and W2, drawn in this order, and zeros for the biases."""

import numpy as np

from autograder.author.draw import sizes
from autograder.author.page import Page

page = Page(
    outputs=("W1", "b1", "W2", "b2"),
    hints=(
        "Four arrays, and their shapes follow from D, H and C. Which of the four are drawn, and which are zero?",
        "Make one generator with the seed and use it for both draws. rng.normal takes a size, a tuple such as (3, 4).",
        "Multiply what rng.normal gives for (D, H), and then for (H, C), by std. A vector of H zeros is np.zeros(H).",
    ),
)


@page.reference
def from_one_long_draw(D, H, C, std, seed):
    drawn = std * np.random.default_rng(seed).normal(size=D * H + H * C)
    return drawn[: D * H].reshape(D, H), np.array([0.0] * H), drawn[D * H :].reshape(H, C), np.array([0.0] * C)


def draw(rng, std):
    D, H, C = sizes(rng, 3)
    return {"D": D, "H": H, "C": C, "std": std, "seed": int(rng.integers(10_000))}


@page.cases(public=2, secret=4)
def small_numbers(rng):
    return draw(rng, round(float(rng.uniform(0.01, 0.5)), 3))


@page.edge("as in the lecture")
def as_in_the_lecture(rng):
    return draw(rng, 1e-4)


@page.edge("as many hidden units as inputs", public=False)
def square():
    return {"D": 4, "H": 4, "C": 4, "std": 0.05, "seed": 7}


def zeros(H, C):
    return np.zeros(H), np.zeros(C)


@page.wrong("W1 and W2 have standard deviation 1: multiply what is drawn by std.")
def without_std(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    b1, b2 = zeros(H, C)
    return rng.normal(size=(D, H)), b1, rng.normal(size=(H, C)), b2


@page.wrong("W1 and W2 have the variance std, as if multiplied by its root: std is their standard deviation.")
def std_for_variance(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    b1, b2 = zeros(H, C)
    return rng.normal(size=(D, H)) * std**0.5, b1, rng.normal(size=(H, C)) * std**0.5, b2


@page.wrong("b1 and b2 are drawn at random: biases begin at zero, the random weights already make the units differ.")
def random_biases(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1, W2 = rng.normal(size=(D, H)) * std, rng.normal(size=(H, C)) * std
    return W1, rng.normal(size=H) * std, W2, rng.normal(size=C) * std


@page.wrong(
    "b1 is drawn at random, and W2 holds the numbers that the generator gives after it: biases begin at zero, and "
    "nothing is drawn for them."
)
def random_bias_between_the_weights(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1, b1 = rng.normal(size=(D, H)) * std, rng.normal(size=H) * std
    return W1, b1, rng.normal(size=(H, C)) * std, np.zeros(C)


@page.wrong(
    "W1 and W2 are those of np.random.seed and np.random.normal: that is another generator, with other numbers. Make "
    "one with np.random.default_rng(seed), and call its method normal."
)
def old_generator(D, H, C, std, seed):
    rng = np.random.RandomState(seed)
    W1, W2 = rng.normal(size=(D, H)) * std, rng.normal(size=(H, C)) * std
    return W1, np.zeros(H), W2, np.zeros(C)


@page.wrong("W2 repeats the numbers of W1, as from a second generator with the same seed: make one generator for both.")
def two_generators(D, H, C, std, seed):
    b1, b2 = zeros(H, C)
    W2 = np.random.default_rng(seed).normal(size=(H, C)) * std
    return np.random.default_rng(seed).normal(size=(D, H)) * std, b1, W2, b2


@page.wrong("W1 and W2 are drawn in the other order: W1 comes first, so that everybody gets the same numbers.")
def second_layer_first(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    b1, b2 = zeros(H, C)
    W2 = rng.normal(size=(H, C)) * std
    return rng.normal(size=(D, H)) * std, b1, W2, b2


@page.wrong("W1 and W2 are transposed: rows are inputs here, so that X @ W1 works. W1 is (D, H), W2 is (H, C).")
def transposed(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    b1, b2 = zeros(H, C)
    return rng.normal(size=(H, D)) * std, b1, rng.normal(size=(C, H)) * std, b2


@page.wrong("W1 and W2 are uniform on 0 to 1: use rng.normal, whose numbers have mean 0.")
def uniform(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    b1, b2 = zeros(H, C)
    return rng.random((D, H)) * std, b1, rng.random((H, C)) * std, b2


@page.wrong("W1 and W2 are zero: then all hidden units are equal and stay equal. The weights have to be drawn.")
def all_zeros(D, H, C, std, seed):
    b1, b2 = zeros(H, C)
    return np.zeros((D, H)), b1, np.zeros((H, C)), b2


@page.wrong("W1 and W2 are those of the seed 0, whatever the seed is: make the generator from the seed that comes in.")
def seed_of_its_own(D, H, C, std, seed):
    return with_the_scale_inside(D, H, C, std, 0)


@page.wrong("W2 has standard deviation 1: multiply it by std too.")
def second_layer_without_std(D, H, C, std, seed):
    W1, b1, W2, b2 = with_the_scale_inside(D, H, C, std, seed)
    return W1, b1, W2 / std, b2


@page.wrong("b1 and b2 are ones: biases begin at zero.")
def biases_of_one(D, H, C, std, seed):
    W1, b1, W2, b2 = with_the_scale_inside(D, H, C, std, seed)
    return W1, b1 + 1, W2, b2 + 1


def layers(D, H, C, draw):
    """The answer of a student who draws each matrix with this function of its shape."""
    return draw((D, H)), np.zeros(H), draw((H, C)), np.zeros(C)


@page.wrong("W1 and W2 are uniform between -std and std: use rng.normal, with std as its scale.")
def uniform_on_both_sides(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    return layers(D, H, C, lambda shape: rng.uniform(-std, std, shape))


@page.wrong("W1 and W2 have the mean std and the standard deviation 1: std is the second argument of normal, or its scale.")
def std_as_the_mean(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    return layers(D, H, C, lambda shape: rng.normal(std, 1, shape))


@page.wrong("W1 and W2 have the standard deviation 1/√n for n inputs: here it is std.")
def one_over_root_n(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    return layers(D, H, C, lambda shape: rng.normal(size=shape) / np.sqrt(shape[0]))


@page.wrong("W1 and W2 are divided by std: multiply what is drawn by it.")
def divided_by_std(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    return layers(D, H, C, lambda shape: rng.normal(size=shape) / std)


@page.wrong("W1 and W2 have the standard deviation std squared: std is the standard deviation, not its root.")
def std_squared(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    return layers(D, H, C, lambda shape: rng.normal(size=shape) * std**2)


@page.wrong("W2 comes from a generator of its own, with the seed after this one: one generator draws both.")
def next_seed_for_the_second(D, H, C, std, seed):
    first, second = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    return std * first.normal(size=(D, H)), np.zeros(H), std * second.normal(size=(H, C)), np.zeros(C)


@page.wrong("W1 and W2 are drawn in the other order, and with standard deviation 1: W1 comes first, and std is its scale.")
def other_order_without_std(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W2 = rng.normal(size=(H, C))
    return rng.normal(size=(D, H)), np.zeros(H), W2, np.zeros(C)


@page.wrong("W1 and W2 are those of another first number: something is drawn from the generator before W1.")
def one_number_drawn_before(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    rng.normal()
    return layers(D, H, C, lambda shape: std * rng.normal(size=shape))


@page.right
def with_the_scale_inside(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, std, (D, H)), np.zeros(H), rng.normal(0, std, (H, C)), np.zeros(C)


@page.right
def with_standard_normal(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1, W2 = (std * rng.standard_normal(shape) for shape in ((D, H), (H, C)))
    return {"W1": W1, "W2": W2, "b1": 0 * W1[0], "b2": 0 * W2[0]}
