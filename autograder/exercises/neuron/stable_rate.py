"""How gradient descent on a parabola shrinks its error in each step, and the learning rate at which it stops shrinking."""

import numpy as np

from autograder.author.draw import number, numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("factor", "limit"),
    hints=(
        "Bring the loss to the form of the worked parabola: what is its second derivative by w?",
        "The second derivative of (w x − y)² by w is 2x², whatever y is. The loss is the mean of these terms.",
        "With the curvature a = 2 · mean of x², the text gives both answers: the factor is 1 − ηa, and the limit is where it "
        "reaches −1.",
    ),
)


@page.reference
def by_one_step(x, learning_rate):
    # With all y = 0 the best w is 0: the factor is where one step leads from w = 1.
    slope = 0.0
    for value in x:
        slope += 2 * value * value / len(x)
    return 1 - learning_rate * slope, 2 / slope


@page.cases(public=3, secret=6)
def random_inputs(rng):
    (N,) = sizes(rng, 1, low=3, high=8)
    return {"x": numbers(rng, N, scale=1.5) + 0.5, "learning_rate": number(rng, 0.02, 0.2)}


@page.edge("a learning rate that is too large")
def too_large():
    return {"x": np.array([1.0, -2.0, 3.0]), "learning_rate": 0.5}


@page.wrong("factor and limit miss a 2: the derivative of a square brings a factor 2, so the curvature is 2 · mean of x².")
def without_the_two(x, learning_rate):
    return 1 - learning_rate * np.mean(x**2), 2 / np.mean(x**2)


@page.wrong("factor and limit add the squares up: the loss is a mean, so the curvature is 2 · mean of x².")
def summed(x, learning_rate):
    return 1 - 2 * learning_rate * np.sum(x**2), 1 / np.sum(x**2)


@page.wrong("factor and limit square the mean of x: take the mean of the squares.")
def square_of_the_mean(x, learning_rate):
    return 1 - 2 * learning_rate * np.mean(x) ** 2, 1 / np.mean(x) ** 2


@page.wrong("factor and limit use the variance of x: without a bias nothing is centred, so take the mean of x² itself.")
def variance(x, learning_rate):
    return 1 - 2 * learning_rate * np.var(x), 1 / np.var(x)


@page.wrong("limit is where the factor is 0, which arrives in one step: the limit is twice that, where the factor is −1.")
def best_rate(x, learning_rate):
    return 1 - 2 * learning_rate * np.mean(x**2), 1 / (2 * np.mean(x**2))


@page.wrong("limit misses the 2 of the curvature: it is 2/a with a = 2 · mean of x².")
def limit_of_another_curvature(x, learning_rate):
    return 1 - 2 * learning_rate * np.mean(x**2), 2 / np.mean(x**2)


@page.wrong("factor is what is taken away: the error that is left is 1 − ηa of what it was.")
def share_taken_away(x, learning_rate):
    return 2 * learning_rate * np.mean(x**2), 1 / np.mean(x**2)


@page.wrong("factor has the opposite sign: the error that is left is 1 − ηa of what it was.")
def sign_of_the_factor(x, learning_rate):
    return 2 * learning_rate * np.mean(x**2) - 1, 1 / np.mean(x**2)


@page.wrong("factor has lost its sign: it is 1 − ηa, negative where a step goes beyond the minimum.")
def without_its_sign(x, learning_rate):
    return np.abs(1 - 2 * learning_rate * np.mean(x**2)), 1 / np.mean(x**2)


@page.right
def by_the_curvature(x, learning_rate):
    a = 2 * x @ x / len(x)
    return 1 - learning_rate * a, 2 / a


@page.right
def by_two_steps(x, learning_rate):
    mean = np.average(np.square(x))
    return {"limit": 1.0 / mean, "factor": 1.0 - 2.0 * learning_rate * mean}
