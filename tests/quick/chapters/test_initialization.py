"""Chapter 06: statistics that grade random numbers, the page's mistakes as students write them, and the prose's claims."""

import math
import re

import numpy as np
import pytest
import torch

from autograder import exercises
from autograder.author.samples import normal, sample, uniform
from handgrad.adapters.initialization import seeded
from handgrad.data import digits
from handgrad.explore import initialization as explore
from handgrad.kit.answer import ask
from handgrad.kit.judge import judge
from handgrad.kit.rules import Sample, from_plain, to_plain
from handgrad.kit.rules.sampling import _centred, fault, kolmogorov_smirnov, variance_bounds
from handgrad.kit.verdict import Kind
from handgrad.layers import accuracy, backward_net, forward_net, init_net, softmax_loss, train_net

SHAPES = [(240, 60), (60, 240), (120, 120)]
CHANCE = Sample().chance
SAMPLED = ("calibrated_normal", "xavier_normal", "xavier_uniform", "he_normal")


# --- what the rule accepts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_right_samples_pass_whatever_the_seed(shape):
    deviation, bound = shape[0] ** -0.5, 0.2
    for seed in range(25):
        rng = np.random.default_rng(seed)
        for made in (rng.normal(0, deviation, shape), deviation * rng.standard_normal(shape[::-1]).T,
                     (deviation * rng.standard_normal(shape)).astype(np.float32)):  # fmt: skip
            assert fault(made, normal(*shape, deviation**2), CHANCE) is None
        assert fault(rng.uniform(-bound, bound, shape), uniform(*shape, -bound, bound), CHANCE) is None


def test_numpys_old_generator_and_torch_pass_too():
    rng = np.random.RandomState(5)
    assert fault(rng.randn(240, 60) / 8, normal(240, 60, 1 / 64), CHANCE) is None
    torch.manual_seed(5)
    assert fault(torch.randn(240, 60).numpy() / 8, normal(240, 60, 1 / 64), CHANCE) is None


@pytest.mark.parametrize("describe", [lambda: normal(40, 25, 0.04), lambda: uniform(40, 25, -0.3, 0.3)])
def test_the_bounds_hold_where_the_chance_is_large_enough_to_be_counted(describe):
    """With a chance of 0.2 no more than 0.2 of 400 right samples may fail: most bounds are wide, so far fewer do."""
    wanted = describe()
    failed = sum(fault(sample(wanted, np.random.default_rng(seed)), wanted, 0.2) is not None for seed in range(400))
    assert failed <= 0.2 * 400


def test_the_stated_chances_add_up():
    t = math.log(16 / CHANCE)
    assert 15 * math.exp(-t) <= CHANCE
    for name in SAMPLED:
        found = exercises.load("initialization", name)
        cases = sum(draw.public + draw.secret for draw in found.draws)
        assert cases * found.rules["W"].chance < 1e-6, f"{name}: a right answer fails too often over {cases} cases"


def test_the_variance_bounds_hold_the_quantiles_of_chi_square():
    # Wilson and Hilferty's approximation of chi-square's quantile at ±5.4 deviations, 3e-8 on each side.
    t = math.log(1 / 3e-8)
    for n in (100, 1000, 15_000):
        low, high = variance_bounds(n, "normal", t)
        for z, bound, inside in ((-5.4, low, np.greater), (5.4, high, np.less)):
            quantile = (1 - 2 / (9 * n) + z * math.sqrt(2 / (9 * n))) ** 3
            assert inside(quantile, bound)
        assert high - low < 5 * 5.4 * math.sqrt(2 / n) + 4 * t / n, "the bounds are needlessly wide"


@pytest.mark.parametrize("shape", [(7, 1), (4, 3), (2, 40)])
def test_right_sums_are_taken_for_centred_no_oftener_than_said(shape):
    draws, t = np.random.default_rng(2).normal(size=(2000, *shape)), 2.0
    taken = sum(_centred(z, t) for z in draws)
    assert 0 < taken <= 2000 * math.exp(-t)


def test_the_kolmogorov_smirnov_distance_is_that_of_its_definition():
    z = np.array([[0.3, -1.2], [0.9, 0.0]])
    grid = np.linspace(-3, 3, 600_001)
    for family, F in (("normal", lambda x: 0.5 + 0.5 * np.vectorize(math.erf)(x / math.sqrt(2))),
                      ("uniform", lambda x: np.clip((x / math.sqrt(3) + 1) / 2, 0, 1))):  # fmt: skip
        empirical = np.mean(z.ravel()[:, None] <= grid, axis=0)
        assert kolmogorov_smirnov(z, family) == pytest.approx(np.abs(empirical - F(grid)).max(), abs=1e-4)


# --- what it refuses ---------------------------------------------------------------------------------------------


def bent(made: np.ndarray, rng: np.random.Generator) -> dict[str, tuple[np.ndarray, str]]:
    """A right normal sample of deviation 1, bent in many ways, and the fault that each should be found to have."""
    m, n = made.shape
    return {
        "transposed": (made.T, "shape"),
        "flat": (made.ravel(), "shape"),
        "nan": (np.where(made > 3, np.nan, made), "finite"),
        "constant": (np.ones((m, n)), "repeats"),
        "zeros": (np.zeros((m, n)), "repeats"),
        "one row": (np.tile(made[:1], (m, 1)), "repeats"),
        "one column": (np.tile(made[:, :1], (1, n)), "repeats"),
        "two halves the same": (np.vstack([made[: m // 2]] * 2), "repeats"),
        "short list, repeated": (np.resize(made.ravel()[:1001], (m, n)), "repeats"),
        "rounded": (np.round(made, 1), "repeats"),
        "a mean": (made + 0.1, "mean"),
        "a tenth too large": (1.1 * made, "variance"),
        "a tenth too small": (0.9 * made, "variance"),
        "uniform": (rng.uniform(-(3**0.5), 3**0.5, (m, n)), "distribution"),
        "signs with noise": (np.sign(made) * (1 + 1e-3 * made), "distribution"),
        "cut off": (made[np.abs(made) < 1.5][: m * n * 3 // 4].repeat(2)[: m * n].reshape(m, n), "repeats"),
        "one row, other signs": (made[:1] * rng.choice([-1.0, 1.0], (m, 1)) * (1 + 1e-9 * made), "dependence"),
        "one row, a little noise": ((made[:1] + 0.1 * made) / 1.005, "dependence"),
        "two rows the same": (np.vstack([made[:-1], made[:1] + 1e-9]), "dependence"),
        "means of the columns taken away": (made - made.mean(axis=0), "centred"),
        "means of the rows taken away": (made - made.mean(axis=1, keepdims=True), "centred"),
        "its mean taken away": (made - made.mean(), "centred"),
    }


def test_bent_samples_fail_and_are_told_why():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        for name, (got, why) in bent(rng.normal(size=(130, 120)), rng).items():
            if name in ("one row, other signs", "one row, a little noise"):  # one row's own variance and mean vary
                assert fault(got, normal(130, 120, 1.0), CHANCE) is not None, name
            else:
                assert fault(got, normal(130, 120, 1.0), CHANCE) == why, name


def test_what_is_no_array_of_numbers_fails():
    wanted = normal(3, 2, 1.0)
    for nothing in (None, "W", [[0.1, 0.2]] * 3, {"a": 1}, np.array([["a", "b"]] * 3), np.ones((3, 2), complex)):
        assert fault(nothing, wanted, CHANCE) == "kind"
    assert fault(0.5, wanted, CHANCE) == "shape"


def test_uniform_samples_stay_within_their_bounds():
    rng = np.random.default_rng(0)
    made = rng.uniform(-1, 1, (120, 120))
    assert fault(made, uniform(120, 120, -1, 1), CHANCE) is None
    made[3, 4] = 1.001
    assert fault(made, uniform(120, 120, -1, 1), CHANCE) == "bounds"
    assert fault(0.8 * rng.uniform(-1, 1, (120, 120)), uniform(120, 120, -1, 1), CHANCE) == "variance"


def test_copies_are_recognised_where_they_are_described():
    row = np.random.default_rng(0).normal(size=(1, 60))
    same = np.tile(row, (80, 1))
    assert fault(same, normal(80, 60, 1.0, copies="rows"), CHANCE) is None
    assert fault(same, normal(80, 60, 1.0, copies="columns"), CHANCE) == "copies"
    assert fault(same.T.copy(), normal(60, 80, 1.0, copies="columns"), CHANCE) is None
    assert fault(np.full((80, 60), 0.3), normal(80, 60, 1.0, copies="entries"), CHANCE) is None


def test_the_rule_is_plain_data_and_explains_each_fault():
    rule = from_plain(to_plain(Sample()))
    assert rule == Sample()
    rng = np.random.default_rng(0)
    said = {rule.explain("W", got, normal(130, 120, 1.0)) for got, _ in bent(rng.normal(size=(130, 120)), rng).values()}
    assert all(sentence and "W" in sentence for sentence in said)
    assert len(said) >= 8
    assert "variance" in rule.explain("W", rng.normal(size=(130, 120)), normal(130, 120, 0.01))
    assert "mean" in rule.explain("W", rng.normal(3, 1, size=(130, 120)), normal(130, 120, 1.0))
    two = np.where(rng.random((130, 120)) < 0.5, -1, 1) * (1 - 0.01 * rng.random((130, 120)))
    assert "not uniform" in rule.explain("W", two, uniform(130, 120, -(3**0.5), 3**0.5))
    assert "not normal" in rule.explain("W", two, normal(130, 120, 1.0))


# --- the pages, asked as students write ----------------------------------------------------------------------------


def verdict_of(name: str, answer):
    """What `check` says of this answer."""
    exercise = exercises.load("initialization", name).public_exercise()
    return judge(exercise, exercise.cases, ask(answer, [case.inputs for case in exercise.cases], list(exercise.rules)))


def student(make):
    """A student's function from (rng, n_in, n_out) -> W, with the generator that the exercise's cell gives."""
    return lambda n_in, n_out, seed: make(np.random.default_rng(seed), n_in, n_out)


WRITTEN = {
    ("calibrated_normal", "That should be the variance".lower()): lambda r, i, o: r.normal(0, 1 / i, (i, o)),
    ("calibrated_normal", "1/n_out"): lambda r, i, o: r.normal(0, np.sqrt(1 / o), (i, o)),
    ("calibrated_normal", "variance is 1,"): lambda r, i, o: r.normal(size=(i, o)),
    ("calibrated_normal", "same number"): lambda r, i, o: np.full((i, o), r.normal(0, i**-0.5)),
    ("calibrated_normal", "All rows are the same"): lambda r, i, o: np.zeros((i, o)) + r.normal(0, i**-0.5, o),
    ("calibrated_normal", "transposed"): lambda r, i, o: r.normal(0, i**-0.5, (o, i)),
    ("calibrated_normal", "between 0 and"): lambda r, i, o: r.random((i, o)) / np.sqrt(i),
    ("xavier_normal", "that should be the variance"): lambda r, i, o: r.normal(0, 2 / (i + o), (i, o)),
    ("xavier_normal", "half of what it should be"): lambda r, i, o: r.normal(0, np.sqrt(1 / (i + o)), (i, o)),
    ("xavier_normal", "mean of 1/n_in and 1/n_out"): lambda r, i, o: r.normal(0, np.sqrt((1 / i + 1 / o) / 2), (i, o)),
    ("xavier_uniform", "√3 in place of √6"): lambda r, i, o: (2 * r.random((i, o)) - 1) * np.sqrt(3 / (i + o)),
    ("xavier_uniform", "from 0 to the bound"): lambda r, i, o: r.uniform(0, np.sqrt(6 / (i + o)), (i, o)),
    ("xavier_uniform", "half as long"): lambda r, i, o: (r.random((i, o)) - 0.5) * np.sqrt(6 / (i + o)),
    ("xavier_uniform", "The bound is the deviation"): lambda r, i, o: r.uniform(-1, 1, (i, o)) * np.sqrt(2 / (i + o)),
    ("he_normal", "without He's 2"): lambda r, i, o: r.normal(0, np.sqrt(1 / i), (i, o)),
    ("he_normal", "that should be the variance"): lambda r, i, o: r.normal(0, 2 / i, (i, o)),
    ("he_normal", "2/n_out"): lambda r, i, o: r.normal(0, np.sqrt(2 / o), (i, o)),
    ("he_normal", "root is taken of the 2 alone"): lambda r, i, o: r.normal(0, np.sqrt(2) / i, (i, o)),
}  # fmt: skip


@pytest.mark.parametrize(("name", "words"), WRITTEN, ids=lambda value: value.replace(" ", "-"))
def test_mistakes_are_recognised_by_their_distribution_and_not_by_a_seed(name, words):
    make = WRITTEN[name, words]
    for shift in range(4):  # other random numbers, the same mistake
        found = verdict_of(name, lambda i, o, seed, shift=shift: student(make)(i, o, seed + 100_000 * shift))
        assert found.kind is Kind.WRONG_VALUES
        assert [words in sentence for sentence in found.diagnoses] == [True], found.diagnoses


def own_generator(n_in, n_out, seed):
    return np.random.default_rng(0).normal(0, np.sqrt(2 / n_in), (n_in, n_out))


def numpys_own_generator(n_in, n_out, seed):
    return np.random.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


def generator_without_a_seed(n_in, n_out, seed):
    return np.random.default_rng().normal(0, np.sqrt(2 / n_in), (n_in, n_out))


@pytest.mark.parametrize("make", [own_generator, numpys_own_generator, generator_without_a_seed])
def test_weights_that_do_not_come_from_the_seed_are_refused(make):
    found = verdict_of("he_normal", seeded(make))
    assert found.kind is Kind.RAISED
    assert "draw them from rng" in found.says[0]


@pytest.mark.parametrize("name", SAMPLED)
def test_the_check_in_the_notebook_tries_two_seeds(course, name):
    source = (course.source / "06-initialization" / "initialization.py").read_text("utf-8")
    assert f'check("{name}", seeded({name}))' in source


def test_equal_weights_are_told_that_they_are_equal_and_not_that_a_seed_is_missing():
    found = verdict_of("he_normal", seeded(lambda n_in, n_out, seed: np.full((n_in, n_out), 0.1)))
    assert "All entries of W are 0.1" in found.says[0]


def test_an_unknown_mistake_is_told_its_numbers():
    found = verdict_of("he_normal", student(lambda r, i, o: r.normal(0, 0.02 + (i % 7) / 90, (i, o))))
    assert found.diagnoses == ()
    assert re.search(r"variance of W is 0\.\d", found.says[0])


def test_a_deviation_that_never_changes_is_told_so():
    found = verdict_of("he_normal", student(lambda r, i, o: r.normal(0, 0.05, (i, o))))
    assert "about the same in every case" in found.diagnoses[0]


@pytest.mark.parametrize("name", SAMPLED)
def test_the_cases_keep_a_distribution_and_no_sample(name):
    exercise = exercises.load("initialization", name).public_exercise()
    for case in exercise.cases:
        assert set(case.expected["W"]) == {"shape", "family", "mean", "deviation", "copies"}


def test_torchs_own_starts_are_right():
    def by_torch(init):
        def make(n_in, n_out, seed):
            torch.manual_seed(seed)
            return init(torch.empty(n_out, n_in)).T  # torch keeps the transpose of our W

        return make

    for name, init in (("xavier_normal", torch.nn.init.xavier_normal_), ("xavier_uniform", torch.nn.init.xavier_uniform_),
                       ("he_normal", lambda W: torch.nn.init.kaiming_normal_(W, nonlinearity="relu"))):  # fmt: skip
        assert verdict_of(name, by_torch(init)).kind is Kind.RIGHT, name


# --- claims of the prose ---------------------------------------------------------------------------------------------


def test_torchs_linear_layer_starts_with_a_third_of_the_calibrated_variance():
    torch.manual_seed(0)
    W = torch.nn.Linear(240, 60).weight.detach().numpy().T
    assert fault(W, uniform(240, 60, -(240**-0.5), 240**-0.5), CHANCE) is None
    assert torch.nn.init.calculate_gain("leaky_relu", 0.2) == pytest.approx(math.sqrt(2 / (1 + 0.2**2)))
    assert torch.nn.init.calculate_gain("relu") == pytest.approx(math.sqrt(2))


def test_leaky_relu_keeps_the_share_of_the_mean_square_that_is_stated():
    z = np.random.default_rng(0).normal(size=1_000_000)
    assert np.mean(np.where(z > 0, z, 0.3 * z) ** 2) == pytest.approx((1 + 0.3**2) / 2, rel=0.01)


@pytest.mark.parametrize("last_digit", [0, 2**-52])
def test_a_millionth_sets_one_unit_free_while_the_others_stay_twins_however_the_processor_rounds(last_digit):
    X, y, X_test, y_test = digits()
    net = {"W1": np.full((64, 20), 0.01), "b1": np.zeros(20), "W2": np.full((20, 10), 0.01), "b2": np.zeros(10)}
    net["W1"] *= 1 + last_digit * np.random.default_rng(0).integers(-1, 2, (64, 20))
    net["W1"][:, 0] *= 1 + 1e-6
    net, _ = train_net(net, X, y, np.random.default_rng(1), epochs=30, learning_rate=0.2, activation="tanh")
    assert np.abs(net["W1"][:, :1] - net["W1"][:, 1:]).max() > 0.5
    assert np.ptp(net["W1"][:, 1:], axis=1).max() < 1e-4
    assert 0.5 < accuracy(net, X_test, y_test, "tanh") < 0.65


def test_a_last_layer_of_zeros_waits_one_step_and_a_net_of_zeros_for_ever():
    """The written question."""
    X, y, *_ = digits()
    X, y = X[:100], y[:100]
    net = init_net(np.random.default_rng(0), [64, 12, 10], explore.SCALES["calibrated"])
    net["W2"][:] = 0
    for step in range(2):
        S, kept = forward_net(net, X, "tanh")
        gradients = backward_net(net, kept, softmax_loss(S, y)[1], "tanh")
        moved = {name for name, gradient in gradients.items() if gradient.any()}
        assert moved == ({"W2", "b2"} if step == 0 else {"W1", "b1", "W2", "b2"})
        net = {name: value - 0.1 * gradients[name] for name, value in net.items()}
    assert len(np.unique(net["W1"], axis=1).T) == 12
    net = {name: np.zeros_like(value) for name, value in net.items()}
    net, _ = train_net(net, X, y, np.random.default_rng(0), epochs=3, activation="tanh")
    assert not net["W1"].any()
    assert not net["W2"].any()


def test_a_sigmoid_of_zeros_moves_in_twins():
    X = np.random.default_rng(0).normal(size=(20, 3))
    A, dY = 1 / (1 + np.exp(-X @ np.zeros((3, 5)))), np.random.default_rng(1).normal(size=(20, 2))
    dU = A.T @ dY
    assert dU.any()
    assert np.allclose(dU, dU[0], rtol=1e-12, atol=0)


def test_twins_part_where_the_net_is_not_deterministic():
    """One step under a dropout that keeps the first twin and drops the second."""
    X, Y = np.array([[1.0, 2.0]]), np.array([[3.0]])
    W, U, mask = np.full((2, 2), 0.5), np.full((2, 1), 0.5), np.array([[2.0, 0.0]])
    A = np.maximum(X @ W, 0) * mask
    dS = (A @ U - Y) @ U.T * mask
    W -= 0.1 * X.T @ dS
    assert np.ptp(W, axis=1).min() > 0.01


def test_thirty_relu_layers_lose_four_powers_of_ten_with_xavier():
    measured = exercises.load("initialization", "layer_sizes").answer
    rng = np.random.default_rng(0)
    weights = [np.random.default_rng(k).normal(size=(128, 128)) * 128**-0.5 for k in range(30)]
    forward, backward = measured(rng.normal(size=(100, 128)), weights, rng.normal(size=(100, 128)), "relu")
    for sizes in (forward, backward):
        assert 3.7 < np.ptp(np.log10(sizes)) < 5


@pytest.mark.parametrize(("depth", "factor"), [(22, 1448), (30, 23_170)])
def test_every_weight_gradient_is_smaller_by_root_two_for_each_other_layer(depth, factor):
    X, y, *_ = digits()
    X, y = (X - X.mean(axis=0))[:200], y[:200]
    norms = {}
    for rule in ("He", "Xavier"):
        net = init_net(np.random.default_rng(3), [64] * (depth + 1), explore.SCALES[rule])
        gradients = backward_net(net, forward_net(net, X)[1], np.ones((200, 64)) / 200)
        norms[rule] = np.array([np.linalg.norm(gradients[f"W{k}"]) for k in range(1, depth + 1)])
    assert norms["He"] / norms["Xavier"] == pytest.approx(factor, rel=1e-3)


# --- the explorers ---------------------------------------------------------------------------------------------------


def test_equal_units_stay_exactly_equal_and_a_millionth_grows_a_million_times():
    apart = explore.spread()
    assert not apart[:, [0, 2]].any()
    assert apart[0, 1] == pytest.approx(1e-6)
    assert apart[-1, 1] > 1
    free = np.argmax(apart[:, 1] > 1) * explore.EVERY
    assert 800 < free < 1400, "the prose says: after some 1,000 steps"


@pytest.mark.parametrize(("start", "activation", "factor"), [
    ("Xavier: variance 1/n", explore.RELU, 2**-0.5),
    ("He: variance 2/n", explore.RELU, 1.0),
    ("standard: variance 1/(3n)", explore.RELU, 6**-0.5),
])  # fmt: skip
def test_sizes_change_by_the_factor_that_the_chapter_derives(start, activation, factor):
    outputs, gradients = (explore.typical(values) for values in explore.profile(30, 200, start, activation))
    assert (outputs[-1] / outputs[0]) ** (1 / 29) == pytest.approx(factor, rel=0.03)
    assert (gradients[0] / gradients[-1]) ** (1 / 29) == pytest.approx(factor, rel=0.03)


def test_histograms_hold_shares():
    outputs, _ = explore.profile(7, 40, "He: variance 2/n", explore.TANH)
    found = explore.shares(outputs, *explore.OUT)
    assert np.allclose(found[:, :7].sum(axis=0), 1)
    assert np.all(np.isnan(found[:, 7:]))
