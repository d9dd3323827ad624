"""Chapter 07: every step and schedule against PyTorch to 1e-10, and what the prose and the explorers claim."""

import re

import jupytext
import numpy as np
import pytest
import torch

from autograder import anatomy
from autograder.course import here
from autograder.exercises import load
from handgrad import training
from handgrad.adapters.optimizers import run_schedule, run_steps
from handgrad.explore import optimizers as explore
from handgrad.kit.rules import experiments
from handgrad.training import METHODS, overfit

TOLERANCE = 1e-10
STEPS, WEIGHTS = 120, 5


@pytest.fixture(scope="module")
def solved():
    """The solutions of the notebook's exercises, by name, and its solved siblings that are steps."""
    nb = jupytext.read(here().source / "07-optimizers" / "optimizers.py")
    names = {"np": np}
    for cell in nb.cells:
        mine = cell.cell_type == "code" and (
            anatomy.kind(cell) == "exercise" or cell.source.startswith(("def sgd_", "def mse_gradient"))
        )
        if mine:
            exec(compile(cell.source.split("\n\n\nrng =")[0].split("\n\n\ngradients =")[0], "cell", "exec"), names)
    return names


@pytest.fixture
def series():
    """A start and a sequence of gradients of very different sizes."""
    rng = np.random.default_rng(11)
    return rng.normal(size=WEIGHTS), rng.normal(size=(STEPS, WEIGHTS)) * 10.0 ** np.arange(-3, 2)


def path(optimizer, w, gradients, before=None, **settings):
    """All w that an optimizer of PyTorch visits, in float64; `before` changes w before each step."""
    weights = torch.nn.Parameter(torch.tensor(w, dtype=torch.float64))
    stepper = optimizer([weights], foreach=False, **settings)
    rows = []
    for g in gradients:
        if before is not None:
            with torch.no_grad():
                before(weights)
        weights.grad = torch.tensor(g, dtype=torch.float64)
        stepper.step()
        rows.append(weights.detach().numpy().copy())
    return np.array(rows), stepper.state[weights]


def close(got, want):
    return np.max(np.abs(np.asarray(got) - np.asarray(want))) < TOLERANCE


def test_momentum_is_that_of_torch(solved, series):
    w, gradients = series
    want, state = path(torch.optim.SGD, w, gradients, lr=0.03, momentum=0.9)
    for answer in (run_steps(solved["momentum_step"], m=0.0), load("optimizers", "momentum_step").answer):
        got, m = answer(w, gradients, 0.03, 0.9)
        assert close(got, want)
        assert close(m[-1], state["momentum_buffer"])
    assert close(run_steps(METHODS["momentum"], **METHODS["momentum"].start)(w, gradients, 0.03)[0], want)


def test_a_decay_of_w_before_each_step_of_torch_is_the_decoupled_decay(solved, series):
    w, gradients = series
    want, state = path(torch.optim.SGD, w, gradients, before=lambda v: v.mul_(1 - 0.03 * 0.4), lr=0.03, momentum=0.9)
    for answer in (run_steps(solved["momentum_decay_step"], m=0.0), load("optimizers", "momentum_decay_step").answer):
        got, m = answer(w, gradients, 0.03, 0.9, 0.4)
        assert close(got, want)
        assert close(m[-1], state["momentum_buffer"])


def test_the_weight_decay_of_torchs_sgd_is_a_penalty(solved, series):
    w, gradients = series
    want, _ = path(torch.optim.SGD, w, gradients, lr=0.03, weight_decay=0.4)
    assert close(run_steps(solved["sgd_penalty_step"])(w, gradients, 0.03, 0.4)[0], want)
    assert close(run_steps(solved["sgd_decay_step"])(w, gradients, 0.03, 0.4)[0], want)
    with_momentum, _ = path(torch.optim.SGD, w, gradients, lr=0.03, momentum=0.9, weight_decay=0.4)
    decoupled = run_steps(solved["momentum_decay_step"], m=0.0)(w, gradients, 0.03, 0.9, 0.4)[0]
    assert np.max(np.abs(decoupled - with_momentum)) > 0.01


@pytest.mark.parametrize("eps", [1e-8, 0.1])
def test_adam_is_that_of_torch(solved, series, eps):
    w, gradients = series
    want, state = path(torch.optim.Adam, w, gradients, lr=0.02, betas=(0.9, 0.999), eps=eps)
    for answer in (run_steps(solved["adam_step"], m=0.0, v=0.0, t=0), load("optimizers", "adam_step").answer):
        got, m, v = answer(w, gradients, 0.02, 0.9, 0.999, eps)
        assert close(got, want)
        assert close(m[-1], state["exp_avg"])
        assert close(v[-1], state["exp_avg_sq"])
    if eps == METHODS["Adam"].tiny:
        assert close(run_steps(METHODS["Adam"], **METHODS["Adam"].start)(w, gradients, 0.02)[0], want)


def test_adamw_is_that_of_torch(solved, series):
    w, gradients = series
    settings = {"lr": 0.02, "betas": (0.8, 0.99), "eps": 1e-8, "weight_decay": 0.3}
    want, _ = path(torch.optim.AdamW, w, gradients, **settings)
    for answer in (run_steps(solved["adamw_step"], m=0.0, v=0.0, t=0), load("optimizers", "adamw_step").answer):
        assert close(answer(w, gradients, 0.02, 0.8, 0.99, 1e-8, 0.3)[0], want)


def test_the_weight_decay_of_torchs_adam_is_a_penalty_and_not_adamw(solved, series):
    w, gradients = series
    adam = solved["adam_step"]

    def penalised(w, g, state, *settings):
        return adam(w, g + 0.3 * w, state, *settings)

    settings = {"lr": 0.02, "betas": (0.9, 0.999), "weight_decay": 0.3}
    want, _ = path(torch.optim.Adam, w, gradients, **settings)
    assert close(run_steps(penalised, m=0.0, v=0.0, t=0)(w, gradients, 0.02, 0.9, 0.999, 1e-8)[0], want)
    assert np.max(np.abs(path(torch.optim.AdamW, w, gradients, **settings)[0] - want)) > 0.1


def test_an_epoch_of_minibatches_is_that_of_torch(solved):
    rng = np.random.default_rng(3)
    X, y, w, order = rng.normal(size=(23, 4)), rng.normal(size=23), rng.normal(size=4), rng.permutation(23)
    weights = torch.nn.Parameter(torch.tensor(w))
    stepper, want = torch.optim.SGD([weights], lr=0.1), []
    for rows in torch.tensor(order).split(5):
        stepper.zero_grad()
        (0.5 * ((torch.tensor(X)[rows] @ weights - torch.tensor(y)[rows]) ** 2).mean()).backward()
        stepper.step()
        want.append(weights.detach().numpy().copy())
    assert close(solved["minibatch_path"](w, X, y, order, 5, 0.1), want)
    assert close(load("optimizers", "minibatch_path").answer(w, X, y, order, 5, 0.1), want)


# --- schedules --------------------------------------------------------------------------------------------------


def rates(base, epochs, make, losses=None):
    """The learning rates of a scheduler of PyTorch, in the epochs 0, 1, 2, …, or after each loss."""
    stepper = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base)
    scheduler, found = make(stepper), []
    for t in range(epochs):
        if losses is None:
            found.append(stepper.param_groups[0]["lr"])
        stepper.step()
        scheduler.step(*(() if losses is None else (losses[t],)))
        if losses is not None:
            found.append(stepper.param_groups[0]["lr"])
    return found


SCHEDULERS = torch.optim.lr_scheduler
SCHEDULES = {
    "step_lr": ((0.4, 7, 0.3), lambda o: SCHEDULERS.StepLR(o, step_size=7, gamma=0.3), 0.4),
    "exponential_lr": ((0.4, 0.01, 50), lambda o: SCHEDULERS.ExponentialLR(o, gamma=(0.01 / 0.4) ** (1 / 50)), 0.4),
    "cosine_lr": ((0.4, 0.01, 50), lambda o: SCHEDULERS.CosineAnnealingLR(o, T_max=50, eta_min=0.01), 0.4),
    "cyclic_lr": (
        (0.01, 0.4, 6),
        lambda o: SCHEDULERS.CyclicLR(o, base_lr=0.01, max_lr=0.4, step_size_up=6, cycle_momentum=False),
        0.01,
    ),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_is_that_of_torch(solved, name):
    settings, make, base = SCHEDULES[name]
    want = rates(base, 51, make)
    assert close(run_schedule(solved[name])(51, *settings), want)
    assert close(load("optimizers", name).answer(51, *settings), want)


@pytest.mark.parametrize("patience", [0, 1, 3, 10])
def test_the_plateau_schedule_is_that_of_torch(solved, patience):
    rng = np.random.default_rng(patience)
    losses = np.round(np.exp(-0.03 * np.arange(150)) + rng.normal(size=150) * 0.1, 2)
    want = rates(
        0.5, 150, lambda o: SCHEDULERS.ReduceLROnPlateau(o, factor=0.6, patience=patience, threshold=0, min_lr=0.01), losses
    )
    assert len(set(want)) > 3
    step = run_steps(solved["plateau_step"], best=np.inf, bad=0)
    for answer in (step, load("optimizers", "plateau_step").answer):
        assert close(answer(0.5, losses, 0.6, patience, 0.01)[0], want)


def test_the_lectures_start_of_momentum_counts_the_first_gradient_twice(solved):
    g = np.array([2.0, -1.0])
    assert close(solved["momentum_step"](0 * g, g, {"m": g}, 0.1, 0.9)[1]["m"], (1 + 0.9) * g)
    assert close(solved["momentum_step"](0 * g, g, {"m": 0 * g}, 0.1, 0.9)[1]["m"], g)


# --- feeding ----------------------------------------------------------------------------------------------------


def test_a_step_that_forgets_its_state_is_told_so():
    with pytest.raises(ValueError, match="returns two things"):
        run_steps(lambda w, g, state: w, m=0.0)(np.zeros(2), np.ones((3, 2)))
    with pytest.raises(ValueError, match="has the keys n; it should have m"):
        run_steps(lambda w, g, state: (w, {"n": g}), m=0.0)(np.zeros(2), np.ones((3, 2)))


# --- overfitting ------------------------------------------------------------------------------------------------


def test_the_same_recipe_gives_the_same_curves():
    first = overfit(60, 20, 40)
    overfit.cache_clear()
    for one, other in zip(first, overfit(60, 20, 40), strict=True):
        assert np.array_equal(one, other)


def test_one_label_in_five_is_wrong_and_the_patient_has_3760_parameters():
    _, y, X_val, _ = training.noisy_digits(900)
    _, true_labels, _, _ = training.digits()
    assert abs(np.mean(y != true_labels[:900]) - 0.2) < 0.03
    assert 15 <= np.sum(y[:100] != true_labels[:100]) <= 25
    assert len(X_val) == 400
    assert 64 * 50 + 50 + 50 * 10 + 10 == 3760


@pytest.mark.parametrize(
    "recipe",
    [None, 5, "abc", [], [80, 50], [80, 50, 200, 1], [80, 50, 1e9], [80.5, 50, 200], [10, 50, 200], [80, 51, 200],
     [float("nan"), 1, 1], [float("inf"), 1, 1], [[1, 2], 3, 4], np.array([1, 2]), {"images": 80}],
)  # fmt: skip
def test_what_is_no_recipe_is_refused_and_trains_nothing(recipe):
    assert experiments.outcome_of_a_recipe(recipe)[0] == "not a recipe"


@pytest.mark.parametrize(
    "strength", [None, "abc", "0.03", [0.03], [], -0.1, float("nan"), float("inf"), 1e9, [0.1, 0.2], {"a": 1}]
)
def test_what_is_no_strength_is_refused(strength):
    assert experiments.outcome_of_a_strength(strength)[0] == "not a strength"


def test_a_cured_net_gets_about_as_many_training_labels_right_as_are_true():
    _, true_labels, _, _ = training.digits()
    images = training.noisy_digits(100)
    share = np.mean(images.y == true_labels[:100])
    curves = overfit(100, 50, 200, 0.03)
    assert experiments.outcome_of_a_strength(0.03)[0] == "cured"
    assert abs(curves.train_accuracy[-1] - share) < 0.05
    assert experiments.outcome_of_a_strength(0.0001)[0] == "too weak"


# --- explorers --------------------------------------------------------------------------------------------------


def quality(surface, name, rate):
    """The mean logarithm of the loss over the race; a path that leaves for good is infinitely bad."""
    losses = explore.run(surface, name, rate)[1]
    return np.mean(np.log10(np.maximum(losses, 1e-16))) if np.all(np.isfinite(losses)) else np.inf


@pytest.mark.parametrize(("surface", "name"), explore.BEST)
def test_the_best_rates_of_the_race_are_the_best_of_the_grid(surface, name):
    grid = {k: quality(surface, name, 10 ** (k / 10)) for k in range(-50, 6)}
    best = min(grid, key=grid.__getitem__)
    assert abs(10 * np.log10(explore.BEST[surface, name]) - best) < 0.05


def test_the_slopes_of_the_surfaces_are_right():
    for f in explore.SURFACES.values():
        x, y, h = 0.7, -0.4, 1e-6
        slopes = f(x, y)[1]
        assert abs((f(x + h, y)[0] - f(x - h, y)[0]) / (2 * h) - slopes[0]) < 1e-6
        assert abs((f(x, y + h)[0] - f(x, y - h)[0]) / (2 * h) - slopes[1]) < 1e-6
    for name, points in explore.MINIMA.items():
        for point in points:
            assert explore.SURFACES[name](*point)[0] == 0


def test_what_is_said_of_the_race():
    def end(surface, name, times=1.0):
        return explore.run(surface, name, times * explore.BEST[surface, name])[1][-1]

    winners = {s: min(explore.COLOURS, key=lambda name, s=s: end(s, name)) for s in explore.SURFACES}
    assert winners["saddle"] == "gradient descent"
    assert "gradient descent" not in (winners["ravine"], winners["Rosenbrock"])
    survived = {name: [s for s in explore.SURFACES if np.isfinite(end(s, name, 4.0))] for name in explore.COLOURS}
    assert survived == {"gradient descent": [], "momentum": ["ravine"], "Adam": list(explore.SURFACES)}


def test_what_is_said_of_batches():
    floor = explore.descend(64, 0.2)[1][-1]
    assert explore.descend(8, 0.2)[1][-1] < 0.3 * floor
    small = explore.descend(1, 0.2)[1]
    assert small[64:].max() > 1.2 * small[64:].min()
    assert len(small) == 6 * 64 + 1


def test_what_is_said_of_schedules():
    def end(kind, rate):
        return explore.under_schedule(kind, rate, 16)[1][-1]

    for kind in ("step", "exponential", "cosine", "plateau"):
        assert end(kind, 0.5) < 0.6 * end("constant", 0.5)
    assert end("cosine", 0.05) > 2 * end("constant", 0.05)


def of_m(w, g, state, rate, mu):
    m = state["m"]
    m *= mu
    m += g
    return w - rate * m, {"m": m}


def of_w(w, g, state, rate, mu):
    m = mu * state["m"] + g
    w -= rate * m
    return w, {"m": m}


def of_g(w, g, state, rate, mu):
    g += mu * state["m"]
    return w - rate * g, {"m": g}


def of_the_dict(w, g, state, rate, mu):
    state["m"] = mu * state["m"] + g
    return w - rate * state["m"], state


def taken_from_the_dict(w, g, state, rate, mu):
    m = mu * state.pop("m") + g
    return w - rate * m, {"m": m}


@pytest.mark.parametrize("step", [of_m, of_w, of_g, of_the_dict, taken_from_the_dict])
def test_a_step_that_changes_what_it_is_given_is_refused(step):
    named = {of_w: "w", of_g: "g"}.get(step, "state['m']")
    with pytest.raises(ValueError, match=re.escape(f"changes {named} in place")):
        run_steps(step, m=0.0)(np.ones(2), np.ones((3, 2)), 0.1, 0.9)


def test_a_step_may_return_a_list():
    def step(w, g, state, rate):
        return [w - rate * g, state]

    assert np.allclose(run_steps(step)(np.ones(2), np.ones((2, 2)), 0.1)[0], [[0.9, 0.9], [0.8, 0.8]])


@pytest.mark.parametrize("name", ["exponential_lr", "cosine_lr"])
def test_a_schedule_with_an_end_is_not_asked_beyond_it(name):
    page = load("optimizers", name)
    for _, inputs in [*page.public_inputs(), *page.secret_inputs(b"of the tests")]:
        assert inputs["steps"] <= inputs["epochs"] + 1
