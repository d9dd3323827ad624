"""What is special to chapter 08: both layers against torch.nn, the kit's nets, the explorers, and claims of the prose."""

import numpy as np
import pytest
import torch

from autograder import exercises
from handgrad.adapters.dropout_batchnorm import refusing
from handgrad.explore import dropout_batchnorm as explore
from handgrad.kit.answer import ask
from handgrad.kit.judge import judge
from handgrad.layers import numerical_gradient, relative_error, softmax_loss
from handgrad.stack import Stack


def cases(name):
    """Each case of an exercise, public and secret: its inputs, and the reference's outputs."""
    exercise = exercises.load("dropout_batchnorm", name)
    for _, inputs in [*exercise.public_inputs(), *exercise.secret_inputs(b"tests")]:
        yield inputs, exercise.outputs_of(exercise.answer, inputs)


def tensors(inputs, *names):
    """Some of the inputs as tensors."""
    return [torch.tensor(inputs[name]) for name in names]


def layer(inputs):
    """torch's batch norm with a case's settings."""
    D = inputs["X"].shape[1]
    found = torch.nn.BatchNorm1d(D, eps=inputs.get("eps", 1e-5), momentum=inputs.get("momentum", 0.1), dtype=torch.float64)
    with torch.no_grad():
        for own, name in ((found.weight, "gamma"), (found.bias, "beta")):
            if name in inputs:
                own.copy_(torch.tensor(inputs[name]))
    for own, name in ((found.running_mean, "running_mean"), (found.running_var, "running_var")):
        if name in inputs:
            own.copy_(torch.tensor(inputs[name]))
    return found


def test_batch_norm_in_training_is_torchs():
    for inputs, want in cases("batchnorm_forward"):
        if len(inputs["X"]) == 1:
            assert np.array_equal(want["Y"][0], inputs["beta"])
            continue
        got = layer(inputs)(torch.tensor(inputs["X"])).detach().numpy()
        assert relative_error(want["Y"], got) < 1e-9


@pytest.mark.parametrize("name", ["batchnorm_backward", "batchnorm_nodes"])
def test_batch_norm_backwards_is_torchs(name):
    for inputs, want in cases(name):
        if len(inputs["X"]) == 1:
            assert not want["dX"].any()
            continue
        ours, X = layer(inputs), torch.tensor(inputs["X"], requires_grad=True)
        ours(X).backward(torch.tensor(inputs["dY"]))
        assert relative_error(want["dX"], X.grad.numpy()) < 1e-9
        if name == "batchnorm_backward":
            assert relative_error(want["dgamma"], ours.weight.grad.numpy()) < 1e-9
            assert relative_error(want["dbeta"], ours.bias.grad.numpy()) < 1e-9


def test_the_nodes_in_between_are_torchs():
    for inputs, want in cases("batchnorm_nodes"):
        X, gamma = tensors(inputs, "X", "gamma")
        X.requires_grad_()
        C = X - X.mean(0)
        var = (C**2).mean(0)
        r = (var + inputs["eps"]) ** -0.5
        X_hat = C * r
        nodes = {"dX_hat": X_hat, "dr": r, "dvar": var, "dC": C, "dX": X}
        loss = (torch.tensor(inputs["dY"]) * gamma * X_hat).sum()
        for (output, _), gradient in zip(nodes.items(), torch.autograd.grad(loss, list(nodes.values())), strict=True):
            assert relative_error(want[output], gradient.numpy()) < 1e-9, output


def test_both_roads_of_batch_norm_backwards_agree():
    nodes, short = (exercises.load("dropout_batchnorm", name) for name in ("batchnorm_nodes", "batchnorm_backward"))
    for _, inputs in [*nodes.public_inputs(), *short.public_inputs()]:
        one, other = (exercise.outputs_of(exercise.answer, inputs)["dX"] for exercise in (nodes, short))
        assert relative_error(one, other) < 1e-10


def test_running_statistics_are_torchs_and_a_batch_of_one_is_refused():
    for inputs, want in cases("update_running"):
        ours = layer(inputs)
        if len(inputs["X"]) == 1:
            assert want["refused"] is True
            with pytest.raises(ValueError, match="more than 1 value per channel"):
                ours(torch.tensor(inputs["X"]))
            continue
        ours(torch.tensor(inputs["X"]))
        assert relative_error(want["running_mean"], ours.running_mean.numpy()) < 1e-12
        assert relative_error(want["running_var"], ours.running_var.numpy()) < 1e-12


def test_batch_norm_in_inference_is_torchs():
    for inputs, want in cases("batchnorm_inference"):
        ours = layer(inputs).eval()
        assert relative_error(want["Y"], ours(torch.tensor(inputs["X"])).detach().numpy()) < 1e-12


def test_the_three_norms_are_torchs():
    for inputs, want in cases("normalize_over"):
        X, eps = torch.tensor(inputs["X"]), inputs["eps"]
        got = {
            "batch": lambda X, eps: torch.nn.functional.batch_norm(X, None, None, training=True, eps=eps),
            "layer": lambda X, eps: torch.nn.functional.layer_norm(X, X.shape[1:], eps=eps),
            "instance": lambda X, eps: torch.nn.functional.instance_norm(X, eps=eps),
        }[inputs["kind"]](X, eps)
        assert relative_error(want["Y"], got.numpy()) < 1e-10


def test_dropout_with_torchs_own_mask_is_torchs():
    exercise = exercises.load("dropout_batchnorm", "dropout_forward")
    backward = exercises.load("dropout_batchnorm", "dropout_backward")
    torch.manual_seed(8)
    for p in (0.1, 0.5, 0.8):
        X = torch.randn(6, 7, dtype=torch.float64, requires_grad=True)
        A = torch.nn.functional.dropout(X, p, training=True)
        U = np.where((A != 0).numpy(), 0.999, 0.0)
        found = exercise.outputs_of(exercise.answer, {"X": X.detach().numpy(), "U": U, "p": p})
        assert relative_error(found["A"], A.detach().numpy()) < 1e-12
        dA = torch.randn(6, 7, dtype=torch.float64)
        A.backward(dA)
        got = backward.outputs_of(backward.answer, {"dA": dA.numpy(), "mask": found["mask"], "p": p})["dX"]
        assert relative_error(got, X.grad.numpy()) < 1e-12
        assert torch.equal(torch.nn.functional.dropout(X, p, training=False), X)


def test_the_hand_numbers_are_those_of_many_draws():
    exercise = exercises.load("dropout_batchnorm", "dropout_by_hand")
    want = exercise.outputs_of(exercise.answer, {})
    kept = np.random.default_rng(0).random(400_000) >= 0.4
    assert (6 * kept).mean() == pytest.approx(want["plain_mean"], abs=0.05)
    output = 6 * kept / 0.6
    assert output.max() == pytest.approx(want["kept"])
    assert output.mean() == pytest.approx(want["mean"], abs=0.05)
    assert output.var() == pytest.approx(want["variance"], abs=0.2)


def test_the_crowds_mean_scores_are_those_of_inference():
    for inputs, want in cases("dropout_ensemble"):
        assert relative_error(want["mean_scores"], inputs["a"] @ inputs["W"] + inputs["b"]) < 1e-12
        assert want["mean_probabilities"].sum() == pytest.approx(1)


@pytest.mark.parametrize("ddof", [0, 1], ids=["a variance of zero", "nan"])
@pytest.mark.filterwarnings("ignore:Degrees of freedom", "ignore:invalid value")
def test_a_refusal_that_is_missing_costs_its_own_part_only(ddof):
    def careless(running_mean, running_var, X, momentum):
        var = X.var(axis=0, ddof=1 if len(X) > 1 else ddof)
        return (1 - momentum) * running_mean + momentum * X.mean(axis=0), (1 - momentum) * running_var + momentum * var

    exercise = exercises.load("dropout_batchnorm", "update_running").public_exercise()
    found = judge(exercise, exercise.cases, ask(refusing(careless), [c.inputs for c in exercise.cases], list(exercise.rules)))
    assert found.parts == {"running_mean": True, "running_var": True, "refused": False}
    assert "A batch of one is not refused" in found.diagnoses[0]


def test_refusing_lets_every_other_exception_through():
    def careless(running_mean, running_var, X, momentum):
        raise ValueError("shapes")

    with pytest.raises(ValueError, match="shapes"):
        refusing(careless)(np.zeros(2), np.ones(2), np.zeros((3, 2)), 0.1)
    assert refusing(careless)(np.zeros(2), np.ones(2), np.zeros((1, 2)), 0.1)["refused"] is True
    with pytest.raises(TypeError, match="Two things"):
        refusing(lambda *inputs: inputs[0])(np.zeros(2), np.ones(2), np.zeros((3, 2)), 0.1)


@pytest.mark.parametrize("normalized", [False, True])
def test_the_kits_gradients_are_the_slopes_of_its_loss(normalized):
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(9, 4)), rng.integers(0, 3, 9)
    nets = Stack([4, 5, 5, 3], [0.5, 0.8], normalized, drop=[0.3, 0.0], drop_inputs=0.2)
    for held in nets._parameters():
        held += 0.1 * rng.normal(size=held.shape)
    slopes = nets._slopes(X, y, np.random.default_rng(7))

    def loss():
        scores = nets.scores(X, "batch", np.random.default_rng(7))
        return sum(softmax_loss(S, y)[0] for S in scores)

    for held, slope in zip(nets._parameters(), slopes, strict=True):
        start = held.copy()

        def at(values, held=held):
            held[...] = values
            return loss()

        measured = numerical_gradient(at, start)
        held[...] = start
        assert np.linalg.norm(slope - measured) < 1e-6 * max(1e-2, np.linalg.norm(measured))


def test_nets_trained_side_by_side_are_those_trained_alone():
    rng = np.random.default_rng(5)
    X, y = rng.normal(size=(40, 6)), rng.integers(0, 3, 40)
    together = Stack([6, 8, 3], [0.1, 0.5], True, seeds=[1, 2])
    together.train(X, y, np.random.default_rng(0), [0.1, 0.2], 0.9, epochs=3, batch=10)
    for k, (scale, seed, rate) in enumerate([(0.1, 1, 0.1), (0.5, 2, 0.2)]):
        alone = Stack([6, 8, 3], scale, True, seeds=seed)
        alone.train(X, y, np.random.default_rng(0), rate, 0.9, epochs=3, batch=10)
        assert relative_error(alone.scores(X)[0], together.scores(X)[k]) < 1e-10


def test_the_mask_explorer_averages_what_it_shows():
    found = explore.masked(0.5, 1)
    assert np.array_equal(found.one, found.mean)
    assert set(np.round(found.one / found.x, 9)) <= {0.0, 2.0}
    assert np.allclose(explore.masked(0.0, 7).mean, found.x)


@pytest.mark.parametrize("mode", [explore.TRAINING, explore.INFERENCE])
def test_the_norm_explorer_shows_torchs_batch_norm(mode):
    ours = torch.nn.BatchNorm1d(1, eps=explore.EPS, dtype=torch.float64).train(mode == explore.TRAINING)
    with torch.no_grad():
        ours.weight.fill_(1.5)
        ours.bias.fill_(-0.5)
    ours.running_mean.fill_(explore.RUNNING_MEAN)
    ours.running_var.fill_(explore.RUNNING_VAR)
    found = explore.normed(3.0, 2.0, 1.5, -0.5, mode)
    want = ours(torch.tensor(found.before)[:, None]).detach().numpy()[:, 0]
    assert relative_error(found.after, want) < 1e-12
