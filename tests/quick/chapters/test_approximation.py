"""Chapter 02: the two rules of `fewest_steps`, the functions that its cases are made of, and the explorers' numbers."""

import json

import numpy as np
import pytest

from autograder.exercises import load
from handgrad.adapters.approximation import measured
from handgrad.explore import approximation as explore
from handgrad.functions import Curve, Stairs
from handgrad.kit.answer import ask
from handgrad.kit.exercise import Exercise
from handgrad.kit.judge import judge
from handgrad.kit.verdict import Kind
from handgrad.layers import backward_net, forward_net

LECTURE = Curve([0.2, 0.0, 0.4], [[0.3, 1, 15.0, 0.0], [0.1, 0, 50.0, np.pi / 2]])


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    """The public part of `fewest_steps`, as the kit reads it."""
    page = load("approximation", "fewest_steps")
    return Exercise.from_plain(json.loads(json.dumps(page.public_exercise().to_plain())), "approximation")


def verdict(exercise, build):
    return judge(exercise, exercise.cases, ask(measured(build), [c.inputs for c in exercise.cases], list(exercise.rules)))


def even(n):
    def build(f, eps):
        middles = (np.arange(n) + 0.5) / n
        return np.append(-1.0, np.arange(1, n) / n), np.diff(f(middles), prepend=0)

    return build


# --- functions as data -------------------------------------------------------------------------------------------


def test_the_lectures_function_as_data_is_the_formula():
    x = np.linspace(0, 1, 1001)
    assert np.allclose(LECTURE(x), 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.1 * np.cos(50 * x), atol=1e-14)
    assert np.allclose(LECTURE(x), explore.target(x), atol=1e-14)


def test_stairs_are_the_sum_of_steps_that_are_off_at_their_own_position():
    rng = np.random.default_rng(1)
    s, v, x = rng.normal(size=7), rng.normal(size=7), rng.normal(size=20)
    s[3] = s[5]
    x[:7] = s
    want = [sum(v[i] for i in range(7) if xn > s[i]) for xn in x]
    assert np.allclose(Stairs(s, v)(x), want)
    assert np.array_equal(Stairs(np.array([]), np.array([]))(x), np.zeros(20))
    assert Stairs(s, v)(0.3).shape == ()


# --- error and neurons -------------------------------------------------------------------------------------------


def test_equally_wide_stairs_earn_the_error_and_not_the_neurons(exercise):
    found = verdict(exercise, even(400))
    assert found.parts == {"error": True, "neurons": False}
    assert any("400 are more than needed" in sentence for sentence in found.says)


@pytest.mark.parametrize("few", [0, 1, 5])
def test_a_small_network_that_is_far_off_earns_nothing(exercise, few):
    def build(f, eps):
        return np.linspace(-1, 0.9, few), np.full(few, 0.1)

    found = verdict(exercise, build)
    assert found.share == 0
    assert any("at most" in sentence for sentence in found.says)


def test_an_error_between_the_students_samples_is_seen(exercise):
    def build(f, eps):
        # Right at 2001 points, and wrong on a sliver between two of them.
        s, v = even(400)(f, eps)
        return np.append(s, [0.50001, 0.50002]), np.append(v, [1.0, -1.0])

    found = verdict(exercise, build)
    assert found.parts == {"error": False, "neurons": False}
    assert any("x = 0.5" in sentence for sentence in found.says)


@pytest.mark.parametrize(
    "network",
    [
        None, 3.0, "text", [], {}, (), (1, 2), ([0.1], [0.2, 0.3]), ([[0.1]], [[0.2]]), ([np.nan], [1.0]),
        ([0.5], [np.inf]), (["a"], ["b"]), (None, None), ([0.1], [1e308], {"f": 0}), np.zeros((2, 0)), np.zeros((3, 4)),
        ([-1e308, 1e308], [1e308, 1e308]), (np.array([1j]), np.array([1.0])), np.array(1.0),
    ],
    ids=str,
)  # fmt: skip
def test_a_hostile_network_is_judged_without_an_exception(exercise, network):
    found = verdict(exercise, lambda f, eps: network)
    assert found.kind is not Kind.RIGHT
    assert found.share == 0
    assert all(isinstance(sentence, str) for sentence in found.says)


def test_terms_that_a_student_sends_along_are_not_read(exercise):
    def build(f, eps):
        return np.array([-1.0]), np.array([5.0]), {"f": Curve([5.0], []), "eps": 1e9, "neurons": 10**9}

    assert verdict(exercise, build).share == 0


def test_lists_and_any_order_are_as_good(exercise):
    page = load("approximation", "fewest_steps")

    def build(f, eps):
        s, v = page.rights[0](f, eps)["error"]
        order = np.random.default_rng(0).permutation(len(s))
        return [float(s[i]) for i in order], [float(v[i]) for i in order]

    assert verdict(exercise, build).kind is Kind.RIGHT


def test_longest_pieces_are_the_fewest():
    """The claim that greed is best: against dynamic programming over all cuts of a sampled curve."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        y, eps = np.cumsum(rng.normal(size=40)), 1.0
        best = [0] + [99] * len(y)
        for end in range(1, len(y) + 1):
            for start in range(end):
                if np.ptp(y[start:end]) <= 2 * eps:
                    best[end] = min(best[end], best[start] + 1)
        greedy, first = 1, 0
        for i in range(len(y)):
            if np.ptp(y[first : i + 1]) > 2 * eps:
                greedy, first = greedy + 1, i
        assert greedy == best[-1]


def test_the_budget_is_what_the_notebook_says(exercise):
    """The lecture's function: 12 neurons for eps = 0.1 and 27 for 0.05, where 11 and 26 would do without the 3 %."""
    terms = [case.expected["neurons"] for case in exercise.cases if case.name.startswith("the lecture's function")]
    assert [(one["eps"], one["neurons"]) for one in terms] == [(0.1, 12), (0.05, 27)]
    for one in terms:
        assert one["neurons"] == len(explore.free_pieces(0.97 * one["eps"])[0])


# --- what the prose says of its own experiments ----------------------------------------------------------------------


def test_other_random_starts_do_not_get_there_either():
    """The notebook trains one random start; none of these comes near the staircase before training (0.051 and 0.029)."""
    x, X = np.linspace(0, 1, 2001)[:, None], (np.arange(200)[:, None] + 0.5) / 200
    for seed in range(4):
        rng = np.random.default_rng(seed)
        s, v, k = rng.uniform(0, 1, 26), rng.normal(size=26) * 2 / np.sqrt(26), 200 * rng.normal(size=26)
        p = {"W1": k[None] / 2, "b1": -k * s / 2, "W2": v[:, None] / 2, "b2": np.array([v.sum() / 2])}
        for _ in range(3000):
            S, kept = forward_net(p, X, "tanh")
            gradients = backward_net(p, kept, 2 * (S - explore.target(X)) / len(X), "tanh")
            p = {name: p[name] - 0.05 * gradients[name] for name in p}
        error = forward_net(p, x, "tanh")[0] - explore.target(x)
        assert np.abs(error).max() > 0.08, seed
        assert np.sqrt(np.mean(error**2)) > 0.035, seed


@pytest.mark.parametrize(("room", "kind"), [(1.0, Kind.WRONG_VALUES), (0.985, Kind.RIGHT)])
def test_no_room_for_the_grid_is_named(exercise, room, kind):
    """Pieces that use up all of eps, with their steps on the grid's own points: the verdict says what the 3 % are for."""

    def build(f, eps):
        x = np.linspace(0, 1, 20_001)
        edges, heights, low, high = [-1.0], [], np.inf, -np.inf
        for at, value in zip(x.tolist(), f(x).tolist(), strict=True):
            if max(high, value) - min(low, value) > 2 * room * eps:
                heights.append((low + high) / 2)
                edges.append(at)
                low = high = value
            low, high = min(low, value), max(high, value)
        heights.append((low + high) / 2)
        return np.array(edges), np.diff(heights, prepend=0)

    found = verdict(exercise, build)
    assert found.kind is kind
    assert any("between two samples" in sentence for sentence in found.diagnoses) == (kind is not Kind.RIGHT)


# --- the explorers -----------------------------------------------------------------------------------------------


def test_the_lectures_five_neurons_give_the_lectures_heights():
    x = np.array([0.0, 0.2, 0.5, 0.9])
    y = explore.contributions(x, explore.LECTURE_S, explore.LECTURE_V).sum(axis=0)
    assert np.allclose(y, [0.0, 0.4, 0.8, 1.5])


@pytest.mark.parametrize("eps", [0.3, 0.1, 0.05, 0.02])
def test_both_staircases_of_an_eps_stay_within_it(eps):
    x = np.linspace(0, 1, 50_001)
    for edges, heights in (explore.free_pieces(eps), explore.even_pieces(explore.count_even(eps))):
        y = Stairs(edges, np.diff(heights, prepend=0))(x)
        assert np.abs(y - explore.target(x)).max() <= eps + 5e-4  # the sampling's own step


def test_an_equally_wide_staircase_needs_as_many_as_the_notebook_says():
    assert (explore.count_even(0.1), explore.count_even(0.05)) == (45, 94)
    assert (len(explore.free_pieces(0.1)[0]), len(explore.free_pieces(0.05)[0])) == (11, 26)


@pytest.mark.parametrize("pieces", ["equal width", "equal range"])
def test_the_workbench_never_uses_more_neurons_than_asked(pieces):
    for n in (1, 2, 7, 40):
        s, v = explore.network(n, pieces)
        assert s.shape == v.shape
        assert 1 <= len(s) <= n


def test_with_equal_widths_the_largest_error_stays_on_the_last_climb():
    for n in range(21, 41):
        y = explore.contributions(explore.FINE, *explore.network(n, "equal width")).sum(axis=0)
        error = y - explore.target(explore.FINE)
        assert 0.8 < explore.FINE[np.abs(error).argmax()] < 0.9, n


def test_sigmoids_tend_to_steps_but_at_the_step_itself():
    s, v = explore.network(8, "equal width")
    x = np.linspace(0.003, 0.997, 500)
    x = x[np.abs(x[:, None] - s).min(axis=1) > 2e-3]
    steps, steep = (explore.contributions(x, s, v, k) for k in (np.inf, 10_000.0))
    assert np.abs(steps - steep).max() < 1e-6
    assert np.isclose(explore.contributions(s[3:4], s[3:4], np.ones(1), 10_000.0)[0, 0], 0.5)


def test_the_threshold_between_one_and_two_keeps_the_rectangle_only():
    total = explore.ridges()
    assert set(np.unique(total)) == {0.0, 1.0, 2.0}
    area = np.mean(total > 1.5)
    assert np.isclose(area, np.prod(explore.HIGH - explore.LOW), atol=0.005)
    assert np.mean(total > 0.5) > 4 * area


def test_towers_halve_their_error_when_they_are_twice_as_fine():
    errors = [explore.tower_error(n) for n in (5, 10, 20, 40)]
    assert np.all(np.diff(np.log2(errors)) < -0.85)
