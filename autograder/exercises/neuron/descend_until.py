"""Gradient descent with stopping rules: θ ← θ − ηg until the gradient is small, the step is small, or time is up."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page
from handgrad.functions import Affine
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"theta": Close(), "steps": Exact()},
    follows={"steps": ("theta",)},
    hints=(
        "Write the loop first: at most most_steps times, work out the gradient and move against it. Count the moves.",
        "The test on the gradient stands before the move: where it says stop, theta stays as it is. The test on the step "
        "stands after the move: the small step has been made and counts.",
        "Make a new array in each move rather than changing theta in place. np.linalg.norm gives the length of the gradient "
        "and of the step. Return theta and the count from wherever you stop.",
    ),
)


@page.reference
def by_eigenvectors(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    # For a quadratic the error after t steps is (I − ηA)^t times the first error: no loop of moves is needed.
    values, vectors = np.linalg.eigh(gradient.A)
    minimum = -np.linalg.solve(gradient.A, gradient.b)
    error = vectors.T @ (np.asarray(theta, float) - minimum)
    steps = 0
    while steps < most_steps:
        slope = np.sqrt(np.sum((values * (1 - learning_rate * values) ** steps * error) ** 2))
        if slope < small_gradient:
            break
        steps += 1
        if learning_rate * slope < small_step:
            break
    return minimum + vectors @ ((1 - learning_rate * values) ** steps * error), steps


def _problem(rng, n):
    """A bowl of n dimensions, a start, and a learning rate that is safe."""
    turned = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = np.round(turned @ np.diag(rng.uniform(0.5, 3.0, size=n)) @ turned.T, 2)
    A = (A + A.T) / 2
    largest = float(np.linalg.eigvalsh(A)[-1])
    return {
        "gradient": Affine(A, numbers(rng, n, scale=2)),
        "theta": numbers(rng, n, scale=2),
        "learning_rate": round(float(rng.uniform(0.3, 0.7)) / largest, 3),
    }


@page.cases(public=2, secret=4)
def stopped_by_a_small_gradient(rng):
    limits = {"small_gradient": 0.01, "small_step": 0.0, "most_steps": 250}
    return _problem(rng, int(rng.integers(2, 5))) | limits


@page.cases(public=3, secret=3)
def stopped_by_a_small_step(rng):
    limits = {"small_gradient": 0.0, "small_step": 0.01, "most_steps": 250}
    return _problem(rng, int(rng.integers(2, 5))) | limits


@page.cases(public=1, secret=2)
def stopped_by_the_clock(rng):
    limits = {"small_gradient": 1e-9, "small_step": 1e-9, "most_steps": 3}
    return _problem(rng, 2) | limits


@page.edge("a start at the minimum")
def start_at_the_minimum():
    gradient = Affine(np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([-2.0, 4.0]))
    start = np.array([1.0, -1.0])
    return {
        "gradient": gradient, "theta": start, "learning_rate": 0.2,
        "small_gradient": 1e-6, "small_step": 0.0, "most_steps": 20,
    }  # fmt: skip


@page.edge("a start where the gradient is short already")
def start_near_the_minimum():
    gradient = Affine(np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([-2.0, 4.0]))
    return {
        "gradient": gradient, "theta": np.array([1.03, -1.0]), "learning_rate": 0.2,
        "small_gradient": 0.1, "small_step": 0.0, "most_steps": 20,
    }  # fmt: skip


@page.edge("a start at the minimum, and both rules switched off")
def both_rules_off():
    gradient = Affine(np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([-2.0, 4.0]))
    return {
        "gradient": gradient, "theta": np.array([1.0, -1.0]), "learning_rate": 0.2,
        "small_gradient": 0.0, "small_step": 0.0, "most_steps": 4,
    }  # fmt: skip


@page.edge("one rule switched off, and the other passed over", public=False)
def a_rule_off(rng):
    gradient = Affine(np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([-2.0, 4.0]))
    return {
        "gradient": gradient, "theta": np.array([1.0, -1.0]), "learning_rate": 0.2,
        "small_gradient": 0.0, "small_step": 1e-3, "most_steps": int(rng.integers(5, 9)),
    }  # fmt: skip


def _descend(
    gradient, theta, learning_rate, small_gradient, small_step, most_steps, length=np.linalg.norm, sign=-1.0
):  # fmt: skip
    theta = np.array(theta, float)
    for step in range(most_steps):
        g = gradient(theta)
        if length(g) < small_gradient:
            return theta, step
        moved = theta + sign * learning_rate * g
        if length(moved - theta) < small_step:
            return moved, step + 1
        theta = moved
    return theta, most_steps


def _ended_by_a_step(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    """Whether a small step stops the loop."""
    without = _descend(gradient, theta, learning_rate, small_gradient, 0.0, most_steps)[1]
    return _descend(gradient, theta, learning_rate, small_gradient, small_step, most_steps)[1] < without


@page.wrong("theta climbs: the gradient points uphill, so subtract the learning rate times the gradient.")
def uphill(*inputs):
    return _descend(*inputs, sign=1.0)


@page.wrong("steps counts the look at the gradient that stops the loop, as if it were a move: count the moves.")
def counts_the_last_look(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    found, steps = _descend(gradient, theta, learning_rate, small_gradient, small_step, most_steps)
    return found, steps + (np.linalg.norm(gradient(found)) < small_gradient)


@page.wrong("theta and steps lack the last move where the step is small: make the move first, then test its length.")
def small_step_not_made(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    theta = np.array(theta, float)
    for step in range(most_steps):
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient or np.linalg.norm(learning_rate * g) < small_step:
            return theta, step
        theta = theta - learning_rate * g
    return theta, most_steps


@page.wrong("theta and steps are those of squared lengths: compare the length itself, np.linalg.norm, with the limits.")
def squared_lengths(*inputs):
    return _descend(*inputs, length=lambda v: np.sum(v**2))


@page.wrong(
    "theta and steps are those of the largest entry in place of the length: the length of a vector is the root of its"
    " sum of squares."
)
def largest_entries(*inputs):
    return _descend(*inputs, length=lambda v: np.max(np.abs(v)))


@page.wrong("theta and steps go on after a small step: stop after a move that is shorter than small_step.")
def small_step_ignored(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    return _descend(gradient, theta, learning_rate, small_gradient, 0.0, most_steps)


@page.wrong(
    "theta and steps go on where the gradient is short: stop before a move when the gradient is shorter than "
    "small_gradient."
)
def small_gradient_ignored(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    return _descend(gradient, theta, learning_rate, 0.0, small_step, most_steps)


@page.wrong("theta and steps are those of the gradient at the start, used throughout: work it out anew before every move.")
def the_first_gradient_throughout(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    first = gradient(theta)
    return _descend(lambda _: first, theta, learning_rate, small_gradient, small_step, most_steps)


@page.wrong("steps is one too few wherever there is a move: the move after which the loop stops is a move too.")
def counts_from_zero(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    found, steps = _descend(gradient, theta, learning_rate, small_gradient, small_step, most_steps)
    return found, max(steps - 1, 0)


@page.wrong(
    "theta and steps hold one move too many where a short gradient stops the loop: look at the gradient before the "
    "move, and stop without it."
)
def moves_before_the_look(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    theta = np.array(theta, float)
    for step in range(most_steps):
        g = gradient(theta)
        theta = theta - learning_rate * g
        if np.linalg.norm(g) < small_gradient or np.linalg.norm(learning_rate * g) < small_step:
            return theta, step + 1
    return theta, most_steps


@page.wrong(
    "theta and steps hold a move where the gradient is short at the start: look at the gradient before each move, the"
    " first one too."
)
def looks_at_the_new_gradient(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    theta = np.array(theta, float)
    for step in range(most_steps):
        move = -learning_rate * gradient(theta)
        theta = theta + move
        if np.linalg.norm(gradient(theta)) < small_gradient or np.linalg.norm(move) < small_step:
            return theta, step + 1
    return theta, most_steps


@page.wrong("theta and steps go one move beyond most_steps: as many moves as that are allowed, and no more.")
def one_move_too_many(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    return _descend(gradient, theta, learning_rate, small_gradient, small_step, most_steps + 1)


@page.wrong("theta and steps compare the gradient with small_step: the step is the learning rate times the gradient.")
def step_rule_on_the_gradient(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    theta = np.array(theta, float)
    for step in range(most_steps):
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            return theta, step
        theta = theta - learning_rate * g
        if np.linalg.norm(g) < small_step:
            return theta, step + 1
    return theta, most_steps


@page.wrong("steps is one too few where a small step stops the loop: that step has been made, and counts.")
def small_step_not_counted(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    found, steps = _descend(gradient, theta, learning_rate, small_gradient, small_step, most_steps)
    return found, steps - _ended_by_a_step(gradient, theta, learning_rate, small_gradient, small_step, most_steps)


@page.wrong(
    "steps is one too few where the loop ends after a move, as if it were the number of the last turn, counted from "
    "0: count the moves."
)
def number_of_the_last_turn(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    found, steps = _descend(gradient, theta, learning_rate, small_gradient, small_step, most_steps)
    by_a_step = _ended_by_a_step(gradient, theta, learning_rate, small_gradient, small_step, most_steps)
    return found, steps - (by_a_step or steps == most_steps)


@page.wrong(
    "steps is too few where a limit is 0 and the gradient too: a limit of 0 switches its rule off, so compare with <,"
    " not <=."
)
def stops_at_a_limit_of_zero(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    tiny = np.finfo(float).tiny
    return _descend(gradient, theta, learning_rate, small_gradient or tiny, small_step or tiny, most_steps)


@page.right
def with_while(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    steps = 0
    while steps < most_steps:
        g = gradient(theta)
        if np.sqrt(np.sum(g * g)) < small_gradient:
            break
        move = -learning_rate * g
        theta = theta + move
        steps += 1
        if np.sqrt(np.sum(move * move)) < small_step:
            break
    return theta, steps


@page.right
def on_a_copy(*inputs):
    theta, steps = _descend(*inputs)
    return {"steps": steps, "theta": theta}
