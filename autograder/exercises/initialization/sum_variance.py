"""Var(Σ wᵢxᵢ) = Σ (E[x]²Var(w) + E[w]²Var(x) + Var(w)Var(x)) for independent wᵢ and xᵢ."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page

page = Page(
    outputs=("variance",),
    hints=(
        "Begin with one product wx. Its variance is E[(wx)²] − (E[wx])². For independent w and x both factor.",
        "E[w²] = Var(w) + E[w]², and the same for x. Multiply out, and one of the four terms cancels.",
        "For each i three terms are left: Var(w)·Var(x), and each variance times the square of the other one's mean. The "
        "products are independent, so their variances add up.",
    ),
)


@page.reference
def by_second_moments(mean_w, var_w, mean_x, var_x):
    total = 0.0
    for mw, vw, mx, vx in zip(mean_w, var_w, mean_x, var_x, strict=True):
        total += (vw + mw * mw) * (vx + mx * mx) - (mw * mx) ** 2
    return total


def draw(rng, n):
    return {
        "mean_w": numbers(rng, n),
        "var_w": np.round(rng.uniform(0.2, 2.0, n), 2),
        "mean_x": numbers(rng, n),
        "var_x": np.round(rng.uniform(0.2, 2.0, n), 2),
    }


@page.cases(public=2, secret=4)
def a_few_terms(rng):
    return draw(rng, int(rng.integers(2, 6)))


@page.edge("one product")
def one_product(rng):
    return draw(rng, 1)


@page.edge("means of zero")
def zero_means(rng):
    return draw(rng, 4) | {"mean_w": np.zeros(4), "mean_x": np.zeros(4)}


@page.edge("weights of mean zero after a ReLU", public=False)
def after_relu(rng):
    return draw(rng, 5) | {"mean_w": np.zeros(5), "mean_x": np.abs(numbers(rng, 5))}


@page.wrong(
    "The middle term has the mean of x where the mean of w belongs: it is E[w]² Var(x). The lecture prints this slip, too."
)
def as_printed(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w + mean_x**2 * var_x + var_w * var_x)


@page.wrong("The means are left out: Var(w)·Var(x) is all there is only where both means are 0.")
def variances_alone(mean_w, var_w, mean_x, var_x):
    return np.sum(var_w * var_x)


@page.wrong("This is Σ E[w²]E[x²], the mean of the squares: take the square of each mean, E[w]²E[x]², away.")
def mean_not_subtracted(mean_w, var_w, mean_x, var_x):
    return np.sum((var_w + mean_w**2) * (var_x + mean_x**2))


@page.wrong("Each variance is multiplied by its own mean's square: Var(w) goes with E[x]², and Var(x) with E[w]².")
def own_means(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_w**2 * var_w + mean_x**2 * var_x + var_w * var_x)


@page.wrong("The product of the variances is left out: Var(w)·Var(x) is the third term.")
def without_product(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w + mean_w**2 * var_x)


@page.wrong("This is the mean over the terms: variances of independent terms add up.")
def mean_for_sum(mean_w, var_w, mean_x, var_x):
    return np.mean(mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x)


@page.wrong("This is the standard deviation: the variance is asked for, without the root.")
def deviation(mean_w, var_w, mean_x, var_x):
    return np.sqrt(np.sum(mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x))


@page.wrong("The means are not squared: a variance has the square of a mean beside it, so E[x]² and E[w]².")
def means_not_squared(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x * var_w + mean_w * var_x + var_w * var_x)


@page.wrong("This is an array: add the terms up, so that one number is left.")
def not_summed(mean_w, var_w, mean_x, var_x):
    return mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x


@page.wrong("The term E[w]² Var(x) is left out. It is 0 only where the weights have mean 0.")
def weights_of_mean_zero(mean_w, var_w, mean_x, var_x):
    return np.sum(var_w * (mean_x**2 + var_x))


@page.wrong("The variances are squared. var_w and var_x are variances already, not deviations.")
def variances_squared(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w**2 + mean_w**2 * var_x**2 + var_w**2 * var_x**2)


@page.wrong("This is the variance of the sum of all w_i and x_i. The terms of the sum here are the products w_i x_i.")
def sum_for_product(mean_w, var_w, mean_x, var_x):
    return np.sum(var_w + var_x)


@page.wrong(
    "This is Σ E[w²]E[x²] − (Σ E[w]E[x])². Each product has a variance of its own: take the square of each mean away, not the "
    "square of their sum."
)
def square_of_the_sum(mean_w, var_w, mean_x, var_x):
    return np.sum((var_w + mean_w**2) * (var_x + mean_x**2)) - np.sum(mean_w * mean_x) ** 2


@page.wrong("Sums are multiplied, as in (Σ Var(w))(Σ Var(x)). Multiply for each i first, then add up.")
def product_of_sums(mean_w, var_w, mean_x, var_x):
    w, x = np.sum(var_w), np.sum(var_x)
    return np.sum(mean_x**2) * w + np.sum(mean_w**2) * x + w * x


@page.wrong("The sums are multiplied, not the entries: multiply entry by entry, and add up at the end.")
def sums_multiplied(mean_w, var_w, mean_x, var_x):
    a, b, c, d = (float(np.sum(one)) for one in (mean_w, var_w, mean_x, var_x))
    return c**2 * b + a**2 * d + b * d


@page.wrong("This is n times the first term: means and variances differ from term to term, so add all terms up.")
def the_first_term_n_times(mean_w, var_w, mean_x, var_x):
    return len(mean_w) * (mean_x[0] ** 2 * var_w[0] + mean_w[0] ** 2 * var_x[0] + var_w[0] * var_x[0])


@page.wrong("The term E[x]² Var(w) is left out. It is 0 only where the inputs have mean 0.")
def as_if_the_inputs_were_centred(mean_w, var_w, mean_x, var_x):
    return np.sum(var_x * (mean_w**2 + var_w))


@page.wrong("This is the last term alone: add the terms up.")
def the_last_term(mean_w, var_w, mean_x, var_x):
    return mean_x[-1] ** 2 * var_w[-1] + mean_w[-1] ** 2 * var_x[-1] + var_w[-1] * var_x[-1]


@page.right
def three_terms(mean_w, var_w, mean_x, var_x):
    return float(mean_x**2 @ var_w + mean_w**2 @ var_x + var_w @ var_x)


@page.right
def by_moments(mean_w, var_w, mean_x, var_x):
    return np.sum((var_w + mean_w**2) * (var_x + mean_x**2) - (mean_w * mean_x) ** 2)
