"""Chapter 05: what its prose and its explorers claim and no cell asserts, and agreement with torch and scikit-learn."""


import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from autograder import exercises
from autograder.exercises.two_layer_net import train_and_predict as reading
from autograder.publish.source import read_source
from handgrad.data import digits
from handgrad.explore import two_layer_net as explore
from handgrad.kit.rules import Accuracy, from_plain, to_plain
from handgrad.kit.rules.rule import distance
from handgrad.layers import accuracy, init_net, loss_and_gradients, train_net

TOPIC = "two_layer_net"


@pytest.fixture(scope="module")
def solved():
    """The functions that the solved notebook's exercise cells define."""
    from autograder.course import here

    names: dict = {"np": np}
    exec("from handgrad.layers import softmax_loss", names)
    for cell in read_source(here(), here().chapter(TOPIC)).cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and marks.get("solution"):
            exec(cell.source, names)
    return names


# --- agreement ---------------------------------------------------------------------------------------------------


def test_softmax_log_sum_exp_and_the_losses_agree_with_torch(solved):
    rng = np.random.default_rng(0)
    for scale in (1.0, 100.0, 1e4):
        S, y = rng.normal(size=(7, 5)) * scale, rng.integers(0, 5, 7)
        T = torch.tensor(S)
        assert distance(solved["row_softmax"](S), torch.softmax(T, 1).numpy()) < 1e-12
        assert distance(solved["log_sum_exp"](S), torch.logsumexp(T, 1).numpy()) < 1e-12
        want = torch.nn.functional.cross_entropy(T, torch.tensor(y)).item()
        assert distance(float(solved["cross_entropy"](S, y)), want) < 1e-12
        z, t = S[:, 0], y % 2
        want = torch.nn.functional.binary_cross_entropy_with_logits(torch.tensor(z), torch.tensor(t, dtype=torch.float64))
        assert distance(float(solved["two_class_loss"](z, t)), want.item()) < 1e-12


def test_two_classes_are_softmax_with_the_scores_0_and_z(solved):
    rng = np.random.default_rng(1)
    z, t = rng.normal(size=9) * 3, rng.integers(0, 2, 9)
    S = np.column_stack([np.zeros(9), z])
    assert solved["two_class_loss"](z, t) == pytest.approx(solved["cross_entropy"](S, t), rel=1e-12)


def test_the_loops_and_the_arrays_give_one_gradient(solved):
    rng = np.random.default_rng(2)
    X, W, y = rng.normal(size=(8, 5)), rng.normal(size=(5, 3)), rng.integers(0, 3, 8)
    _, dS = solved["scores_gradient"](X @ W, y)
    assert distance(solved["gradient_by_loops"](X, W, y), X.T @ dS) < 1e-12


def test_the_kits_net_is_exercise_eleven(solved):
    X, y, _, _ = digits()
    net = init_net(np.random.default_rng(3), [64, 9, 10], 0.2)
    loss, *gradients = solved["two_layer_gradients"](X[:50], y[:50], *net.values(), 0.3)
    want, wanted = loss_and_gradients(net, X[:50], y[:50], 0.3)
    assert distance(float(loss), want) < 1e-12
    assert all(distance(got, wanted[name]) < 1e-12 for got, name in zip(gradients, net, strict=True))


def test_the_gradient_is_zero_where_scikit_learns_classifier_ends():
    X, y, _, _ = digits()
    theirs = LogisticRegression(C=0.1, tol=1e-10, max_iter=2000).fit(X, y)
    net = {"W1": theirs.coef_.T, "b1": theirs.intercept_}
    # Their penalty is ½‖W‖²/C beside the sum of the losses: beside the mean it is 1/(CN) times ½‖W‖².
    _, gradients = loss_and_gradients(net, X, y, reg=1 / (0.1 * len(X)))
    _, without = loss_and_gradients(net, X, y)
    assert np.linalg.norm(gradients["W1"]) < 1e-4 * np.linalg.norm(without["W1"])
    assert np.linalg.norm(gradients["b1"]) < 1e-6


# --- what the prose claims -----------------------------------------------------------------------------------------


def test_log_sum_exp_lies_between_the_maximum_and_the_maximum_plus_log_c(solved):
    S = np.random.default_rng(4).normal(size=(200, 6)) * np.logspace(-3, 3, 200)[:, None]
    L = solved["log_sum_exp"](S)
    assert np.all(S.max(axis=1) <= L)
    assert np.all(S.max(axis=1) + np.log(6) >= L - 1e-12)


def test_digits_reach_97_percent():
    X, y, X_test, y_test = digits()
    rng = np.random.default_rng(1)
    net, _ = train_net(init_net(rng, [64, 64, 10], 0.1), X, y, rng, epochs=40, batch=32, learning_rate=0.3, reg=1e-4)
    assert accuracy(net, X_test, y_test) >= 0.97


def test_a_net_does_not_mind_shuffled_pixels():
    X, y, _, _ = digits()
    order = np.random.default_rng(0).permutation(64)
    net = init_net(np.random.default_rng(1), [64, 8, 10], 0.1)
    loss, gradients = loss_and_gradients(net, X[:40], y[:40], 0.1)
    shuffled, moved = loss_and_gradients(net | {"W1": net["W1"][order]}, X[:40][:, order], y[:40], 0.1)
    assert shuffled == pytest.approx(loss, rel=1e-12)
    assert distance(moved["W1"], gradients["W1"][order]) < 1e-12


# --- the explorers' numbers ----------------------------------------------------------------------------------------


def test_the_three_ways_fail_where_the_prose_says():
    def nans(distance, height):
        S = explore.SCORES + np.array([[height], [height - distance]])
        return [[bool(np.isnan(row).any()) for row in P] for P in explore.softmax_in_three_ways(S)]

    assert nans(0, 0) == [[False, False], [False, False], [False, False]]
    assert nans(800, 0) == [[False, True], [False, True], [False, False]]
    assert nans(0, 800) == [[True, True], [False, False], [False, False]]
    assert nans(1500, 1000) == [[True, False], [False, True], [False, False]]


def test_the_best_rate_is_a_factor_of_three_below_the_one_that_breaks():
    rates = [round(10**power, 6) for power in np.arange(-3, 1.51, 0.25)]
    ends = np.array([explore.trained(rate, 0.0)[0][-10:].mean() for rate in rates])
    best = rates[int(ends.argmin())]
    broken = min(rate for rate, end in zip(rates, ends, strict=True) if rate > best and end > 2.2)
    assert best == pytest.approx(0.5623, rel=1e-3)
    assert broken == pytest.approx(1.778, rel=1e-3)
    _, seen, new = explore.trained(0.316228, 1.0)
    assert explore.trained(0.316228, 1.0)[0][-1] == pytest.approx(np.log(10), abs=0.02)
    assert max(seen[-1], new[-1]) < 0.2


def test_the_noise_of_white_pixels_stays_until_the_penalty_takes_it():
    X = digits().X_train
    white, pale = np.flatnonzero(X.max(axis=0) == 0), np.flatnonzero(X.mean(axis=0) < 0.01)
    assert (len(white), len(pale)) == (3, 14)
    (weak, weak_shares), (strong, strong_shares) = explore.grown(1e-4), explore.grown(0.02)
    assert np.abs(weak[-1][white]).mean() > 0.95 * np.abs(weak[0][white]).mean()
    assert np.abs(strong[-1][white]).mean() < 0.05 * np.abs(strong[0][white]).mean()
    assert strong_shares[-5:].mean() <= weak_shares[-5:].mean(), "prettier pictures, and no better answers"
    assert weak_shares[5] > 0.87


def test_tiles_are_the_columns_as_pictures():
    W = np.random.default_rng(0).normal(size=(64, 16))
    picture = explore.tiles(W)
    assert picture.shape == (17, 71)
    unit = W[:, 9] / np.abs(W[:, 9]).max()
    assert np.allclose(picture[9:17, 9:17], unit.reshape(8, 8))


# --- the trained model's page ----------------------------------------------------------------------------------------


def test_the_accuracy_rule_counts_labels_and_nothing_else():
    rule = from_plain(to_plain(Accuracy(at_least=0.75)))
    right = np.array([0, 1, 2, 3])
    assert rule.fits(np.array([0, 1, 2, 9]), right)
    assert rule.fits(np.array([0.0, 1.0, 2.0, 3.0]), right)
    assert not rule.fits(np.array([0, 1, 9, 9]), right)
    assert not rule.fits(np.array([[0, 1, 2, 3]]), right)
    assert not rule.fits("0123", right)
    assert not rule.fits(0, right)
    assert rule.explain("labels", np.array([0, 1, 9, 9]), right) == "labels: 50.0% are right; at least 75% are asked for."


def test_the_graders_images_are_new_and_their_true_labels_known():
    exercise = exercises.load(TOPIC, "train_and_predict")
    secret = dict(exercise.secret_inputs(b"a secret of this test"))
    X_train, y_train, X_test, seed = secret["all ten kinds"].values()
    assert X_train.shape == (1300, 64)
    assert X_test.shape == (400, 64)
    assert set(y_train.tolist()) == set(range(10))
    seen = {row.tobytes() for row in X_train}
    assert not any(row.tobytes() in seen for row in X_test)
    labels = reading.by_recognising_every_image(X_train, y_train, X_test, seed)
    # Shuffled pixels and renamed classes keep what is near to what: the nearest training image has the right label.
    gaps = ((X_test[:, None].astype(float) - X_train[None]) ** 2).sum(axis=2)
    assert np.mean(y_train[gaps.argmin(axis=1)] == labels) > 0.95
    # The digits under their own names and in their own order are of no use.
    X, y, _, _ = digits()
    rng = np.random.default_rng(0)
    net, _ = train_net(init_net(rng, [64, 32, 10], 0.1), X, y, rng, epochs=10, batch=32, learning_rate=0.3)
    assert accuracy(net, X_test / 16, labels) < 0.4


def test_the_net_of_the_solution_passes_with_room_to_spare_whatever_digits_are_drawn(solved):
    exercise = exercises.load(TOPIC, "train_and_predict")
    for number in range(10):
        for _, case in exercise.secret_inputs(b"%d" % number):
            right = np.mean(solved["train_and_predict"](**case) == exercise.answer(**case))
            assert right > exercise.rules["labels"].at_least + 0.02, f"chance decides: {right:.0%} in draw {number}"
