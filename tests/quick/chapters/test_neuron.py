"""Chapter 01: what its prose and its explorers claim, and its solutions against torch."""

import ast

import nbformat
import numpy as np
import pytest
import torch

from autograder.course import here
from handgrad.explore import neuron as explore
from handgrad.functions import Affine, Quadratic
from handgrad.kit.rules.rule import distance
from handgrad.layers import numerical_gradient

SOLUTION = here().solutions / "01-neuron" / "neuron.ipynb"


@pytest.fixture(scope="module")
def solved():
    """The functions of the solved notebook, by name."""
    names: dict = {"np": np}
    for cell in nbformat.read(SOLUTION, as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            exec(compile(ast.parse(cell.source), "solution", "exec"), names)
    return names


# --- the solutions against torch -------------------------------------------------------------------------------------


def tensor(values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


SCORES = np.array([-700.0, -3.0, -0.5, 0.0, 0.25, 4.0, 700.0])


def agrees(got, function, s):
    """Whether a value and a slope are those of a function in torch."""
    leaf = tensor(s)
    value = function(leaf)
    value.sum().backward()
    return distance(got[0], value.detach().numpy()) < 1e-12 and distance(got[1], leaf.grad.numpy()) < 1e-12


def test_activations_and_slopes_are_those_of_torch_at_zero_too(solved):
    assert agrees(solved["sigmoid_and_slope"](SCORES), torch.sigmoid, SCORES)
    for alpha in (0.5, 1.0, 1.7):
        assert agrees(solved["elu_and_slope"](SCORES, alpha), lambda s, a=alpha: torch.nn.functional.elu(s, a), SCORES)
    for alpha in (-0.3, 0.25, 1.5):
        a, slope, slope_alpha = solved["prelu_and_slopes"](SCORES, alpha)
        leaf, weight = tensor(SCORES), tensor([alpha])
        value = torch.nn.functional.prelu(leaf, weight)
        value.sum().backward()
        assert distance(a, value.detach().numpy()) < 1e-12
        assert distance(slope, leaf.grad.numpy()) < 1e-12
        assert distance(np.array([slope_alpha.sum()]), weight.grad.numpy()) < 1e-12


def test_a_whole_neuron_has_the_gradient_of_torch(solved):
    rng = np.random.default_rng(1)
    X, w, b = rng.normal(size=(9, 3)), rng.normal(size=3), 0.4
    losses = {
        "log_loss_and_slope": (rng.integers(0, 2, 9) * 1.0, torch.nn.functional.binary_cross_entropy_with_logits),
        "poisson_loss_and_slope": (rng.poisson(2, 9) * 1.0, torch.nn.functional.poisson_nll_loss),
    }
    for name, (y, in_torch) in losses.items():
        loss, ds = solved[name](X @ w + b, y)
        dw, db = solved["neuron_gradient"](ds, X)
        wt, bt = tensor(w), tensor(b)
        value = in_torch(torch.tensor(X) @ wt + bt, torch.tensor(y))
        value.backward()
        assert np.isclose(loss, value.item())
        assert distance(dw, wt.grad.numpy()) < 1e-10
        assert np.isclose(db, bt.grad.item())


def test_the_affine_function_is_the_gradient_of_the_quadratic_one():
    rng = np.random.default_rng(2)
    A = rng.normal(size=(4, 4))
    A, b, x = A + A.T, rng.normal(size=4), rng.normal(size=4)
    assert distance(Affine(A, b)(x), numerical_gradient(Quadratic(A, b), x)) < 1e-8


# --- what the prose says ---------------------------------------------------------------------------------------------


def test_the_data_are_those_of_the_literature():
    # R's help pages and the textbooks give these fits: cars, and Wood's Poisson model of the years 1 to 13.
    assert np.allclose(np.polyfit(explore.CARS.x, explore.CARS.y, 1), [3.932, -17.579], atol=5e-4)
    assert explore.FLIGHTS.y.sum() == 7
    assert len(explore.FLIGHTS.x) == 23
    years = explore.CASES.x - 1980
    rate = np.exp(3.140590 + 0.202121 * years)
    slopes = [np.sum(rate - explore.CASES.y), np.sum((rate - explore.CASES.y) * years)]
    assert np.allclose(slopes, 0, atol=0.05)
    # Where the exponential errs: the last two years lie below it, the five before them above it.
    assert np.sign(explore.CASES.y - rate)[-7:].tolist() == [1, 1, 1, 1, 1, -1, -1]


def test_the_slides_second_score_is_not_what_the_slide_says(solved):
    x, W, b = np.array([0.5, 1, 0, 0]), np.array([[1, 0.4], [-1, 0.2], [0.1, 0], [2, -1]]), np.array([0, 1.0])
    found = solved["slide_scores"]()
    assert np.allclose(x @ W + b, [found["first"], found["second"]])
    assert not np.isclose(found["second"], 3.2)


def test_prelu_as_a_maximum_is_right_only_up_to_alpha_one(solved):
    s = np.linspace(-2, 2, 9)
    for alpha, same in ((0.25, True), (1.0, True), (1.5, False)):
        assert np.allclose(solved["prelu_and_slopes"](s, alpha)[0], np.maximum(alpha * s, s)) is same


def test_elus_slope_jumps_unless_alpha_is_one(solved):
    for alpha, jump in ((1.0, 0.0), (0.5, 0.5)):
        slope = solved["elu_and_slope"](np.array([-1e-9, 1e-9]), alpha)[1]
        assert np.isclose(slope[1] - slope[0], jump)


def test_the_written_answers_two_lines_part_the_four_points(solved):
    X = np.array([[0.0, 0], [1, 1], [0, 1], [1, 0]])
    W, b = np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([-0.5, -0.5])
    assert solved["two_lines"](X, W, b).tolist() == [0, 0, 1, 1]


# --- the explorers' numbers ------------------------------------------------------------------------------------------


def test_a_line_can_part_the_two_clouds_and_the_start_does_not():
    assert explore.wrong_sides(1.5, 1.25, -0.25) == 0
    assert explore.wrong_sides(0.5, -1, 0) == 26


def test_two_lines_part_the_cross_with_signs_and_cannot_with_scores():
    signs, _ = explore.ADDED
    assert explore.two_lines_wrong(0, -0.5, 90, -0.5, signs) == 10
    assert explore.two_lines_wrong(-45, -0.9, 135, -0.9, signs) == 0
    # The sum of two scores is any one line: all directions, all shifts.
    turns = np.radians(np.arange(0, 360, 2))
    normals = np.stack([np.cos(turns), np.sin(turns)])
    shifts = np.linspace(-4, 4, 161)
    guesses = (explore.CROSS @ normals)[:, :, None] + shifts >= 0
    wrong = np.sum(guesses != explore.CROSS_LABELS[:, None, None].astype(bool), axis=0)
    assert wrong.min() == 10


def test_the_gallerys_slopes_are_those_of_the_left_branch():
    assert np.isclose(explore.slope_of(explore.GALLERY["sigmoid"], 0.0), 0.25, atol=1e-6)
    assert np.isclose(explore.slope_of(explore.GALLERY["ReLU"], 0.0), 0.0)
    assert np.isclose(explore.slope_of(explore.GALLERY["PReLU, α learned, here 0.25"], 0.0), 0.25)


@pytest.mark.parametrize("kind", list(explore.REGRESSIONS))
def test_the_regressions_slopes_vanish_at_the_fitted_neuron(kind):
    best = {"linear": (2.05842, 4.298), "logistic": (-1.60238, -1.10755), "Poisson": (0.756268, 4.555438)}
    _, dw, db = explore.loss_and_slopes(kind, *best[kind.split(":")[0]])
    assert abs(dw) < 2e-3
    assert abs(db) < 2e-3


def test_the_slopes_by_hand_are_those_of_the_exercises(solved):
    kinds = dict(zip(explore.REGRESSIONS, (None, "log_loss_and_slope", "poisson_loss_and_slope"), strict=True))
    for kind, name in kinds.items():
        one = explore.REGRESSIONS[kind]
        s, y = 0.5 * one.sample.z + 1, one.sample.y / one.unit
        loss, ds = (np.mean((s - y) ** 2), 2 * (s - y) / len(y)) if name is None else solved[name](s, y)
        dw, db = solved["neuron_gradient"](ds, one.sample.z[:, None])
        assert np.allclose(explore.loss_and_slopes(kind, 0.5, 1.0), [loss, dw[0], db], rtol=1e-6)


def test_the_surfaces_limit_is_where_the_walk_begins_to_run_away():
    for bowl in explore.BOWLS.values():
        assert np.linalg.norm(bowl.path(0.97 * bowl.limit, 3000)[-1] - bowl.best) < 1e-3
        assert np.linalg.norm(bowl.path(1.03 * bowl.limit, 3000)[-1] - bowl.best) > 1e3
    assert np.allclose(explore.BOWLS["standardised"].curvature, 2 * np.eye(2))
