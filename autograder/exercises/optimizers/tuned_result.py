"""What a sweep over learning rates has found, reported fairly.

The rate is chosen by the mean validation loss over the seeds, and reported with the mean and the deviation of the test loss.
A run that diverged (nan or inf) counts as infinitely bad.
"""

import numpy as np

from autograder.author.draw import sizes
from autograder.author.page import Page
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"rate": Exact(), "mean": Close(), "deviation": Close(), "at_edge": Exact()},
    hints=(
        "Two tables with one row for each learning rate. One of them decides which row is best, the other one"
        " is reported. Which is which?",
        "First make every validation loss that is not finite infinite: np.where and np.isfinite. Then the "
        "mean of each row, and the place of the smallest mean.",
        "With the place k: the rate is rates[k]; mean and deviation are those of row k of the test losses, "
        "the deviation with ddof=1; the edge is reached when k is 0 or len(rates) - 1.",
    ),
)


@page.reference
def by_loops(rates, val, test):
    best, k = float("inf"), -1
    for i, row in enumerate(val):
        total = 0.0
        for loss in row:
            total += float(loss) if np.isfinite(loss) else float("inf")
        if total / len(row) < best:
            best, k = total / len(row), i
    reported = [float(loss) for loss in test[k]]
    mean = sum(reported) / len(reported)
    spread = (sum((loss - mean) ** 2 for loss in reported) / (len(reported) - 1)) ** 0.5
    return float(rates[k]), mean, spread, k == 0 or k == len(rates) - 1


def draw(rng, R, S, best, diverged=(), lucky=None, low_test=None):
    """A sweep whose best mean is in row `best`: `diverged` runs are nan or inf, one run is `lucky`, one row low in the test."""
    distance = np.abs(np.arange(R) - best)
    val = np.round(0.3 + 0.2 * distance[:, None] + rng.uniform(-0.05, 0.05, size=(R, S)), 2)
    test = np.round(val + rng.uniform(0.02, 0.12, size=(R, S)), 2)
    if lucky is not None:
        val[lucky, int(rng.integers(S))] = 0.11
    if low_test is not None:
        test[low_test] = np.round(test[best] - rng.uniform(0.05, 0.09, size=S), 2)
    for row, column, value in diverged:
        val[row, column] = test[row, column] = value
    return {"rates": np.round(0.001 * 3.0 ** np.arange(R), 3), "val": val, "test": test}


@page.cases(public=2, secret=4)
def best_in_the_middle(rng):
    S, R = sorted(sizes(rng, 2, low=3, high=7))
    best = int(rng.integers(1, R - 1))
    return draw(rng, R, S, best, lucky=best - 1, low_test=best + 1)


@page.edge("the largest rates diverge now and then")
def some_diverge(rng):
    inputs = draw(rng, 6, 4, 2, diverged=[(3, 1, np.nan), (4, 0, np.inf), (5, 2, np.nan)])
    # The runs of two rates that came through are the best of all, and one run of each failed: with inf, and with nan.
    inputs["val"][4] = np.where(np.isinf(inputs["val"][4]), np.inf, 0.15)
    inputs["val"][5] = np.where(np.isnan(inputs["val"][5]), np.nan, 0.17)
    return inputs


@page.edge("the largest rate is best")
def at_the_upper_edge(rng):
    return draw(rng, 4, 3, 3)


@page.edge("the middle one of three rates is best")
def between_two(rng):
    return draw(rng, 3, 4, 1)


@page.edge("the smallest rate is best")
def at_the_lower_edge(rng):
    return draw(rng, 5, 3, 0, lucky=3, low_test=2)


@page.edge("one bad run, and the best mean")
def one_bad_run():
    # The rate with the best mean has one run that is worse than all runs of the next rate.
    val = np.array([[0.9, 0.8, 0.9, 0.8], [0.2, 0.2, 0.2, 0.75], [0.5, 0.4, 0.5, 0.4], [0.6, 0.7, 0.6, 0.6]])
    return {"rates": np.array([0.01, 0.03, 0.1, 0.3]), "val": val, "test": np.round(val[::-1] + 0.01 * np.arange(4), 2)}


@page.edge("all but one rate diverge", public=False)
def one_left(rng):
    return draw(rng, 4, 3, 1, diverged=[(0, 0, np.nan), (2, 1, np.inf), (3, 2, np.nan)])


def _report(rates, val, test, *, choose=None, spread=None, edge=None, shown=None):
    """The right answer with one step exchanged."""
    with np.errstate(all="ignore"):
        means = np.where(np.isfinite(val), val, np.inf).mean(axis=1)
        k = int(np.argmin(means)) if choose is None else int(choose(val, test))
        row = test[k] if shown is None else shown(val, test, k)
        return (float(rates[k]), float(np.mean(row)), float(np.std(row, ddof=1) if spread is None else spread(row)),
                bool(k in (0, len(rates) - 1) if edge is None else edge(k, len(rates))))  # fmt: skip


def _finite(losses):
    return np.where(np.isfinite(losses), losses, np.inf)


@page.wrong(
    "rate is chosen by the test losses: then the test has helped to tune, and is no test any more. Choose by "
    "val."
)
def chosen_by_the_test(rates, val, test):
    return _report(rates, val, test, choose=lambda val, test: _finite(test).mean(axis=1).argmin())


@page.wrong("rate belongs to the best single run: that rewards luck. Choose by the mean over the seeds.")
def best_single_run(rates, val, test):
    return _report(rates, val, test, choose=lambda val, test: _finite(val).min(axis=1).argmin())


@page.wrong(
    "rate is that of a row in which a run diverged: count such a run as infinitely bad, and take the mean of the "
    "row, which is then infinite too."
)
def failures_left_out(rates, val, test):
    return _report(rates, val, test,
                   choose=lambda val, test: np.nanmean(np.where(np.isfinite(val), val, np.nan), axis=1).argmin())  # fmt: skip


@page.wrong(
    "rate belongs to a row with nan, as when np.argmin takes nan for the smallest. Turn every loss that is not "
    "finite into infinity first."
)
def nan_taken_for_the_smallest(rates, val, test):
    return _report(rates, val, test, choose=lambda val, test: val.mean(axis=1).argmin())


@page.wrong(
    "rate belongs to a row with nan, as when nan is left out of its mean: a rate at which a run fails is not "
    "better for it. Turn every loss that is not finite into infinity first."
)
def nan_left_out(rates, val, test):
    return _report(rates, val, test, choose=lambda val, test: np.nanmean(val, axis=1).argmin())


@page.wrong("rate comes from means down the columns, one for each seed: take the mean of each row, with axis=1.")
def mean_of_the_columns(rates, val, test):
    if not np.isfinite(val).all(axis=0).any():
        return (None,) * 4  # all means are infinite, and which of them is called the smallest is chance
    return _report(rates, val, test, choose=lambda val, test: _finite(val).mean(axis=0).argmin())


@page.wrong("rate is the number of the row: return the learning rate that stands there, rates[k].")
def number_of_the_row(rates, val, test):
    found = _report(rates, val, test)
    return list(rates).index(found[0]), *found[1:]


@page.wrong(
    "mean and deviation are those of the validation losses: these have chosen the rate, so they flatter it. "
    "Report test."
)
def validation_reported(rates, val, test):
    return _report(rates, val, test, shown=lambda val, test, k: val[k])


@page.wrong("deviation divides by S: a spread estimated from S runs divides by S - 1, which is ddof=1.")
def without_ddof(rates, val, test):
    return _report(rates, val, test, spread=np.std)


@page.wrong(
    "deviation is the standard error of the mean: the spread of the runs is asked for, without the division "
    "by the root of S."
)
def standard_error(rates, val, test):
    return _report(rates, val, test, spread=lambda row: np.std(row, ddof=1) / len(row) ** 0.5)


@page.wrong("at_edge looks at the largest rate only: the smallest rate is an edge of the sweep too.")
def upper_edge_only(rates, val, test):
    return _report(rates, val, test, edge=lambda k, R: k == R - 1)


@page.wrong("at_edge looks at the smallest rate only: the largest rate, at place len(rates) - 1, is an edge of the sweep too.")
def lower_edge_only(rates, val, test):
    return _report(rates, val, test, edge=lambda k, R: k == 0)


@page.wrong("at_edge is turned round: it is True when the best rate is the first or the last of the sweep.")
def turned_round(rates, val, test):
    return _report(rates, val, test, edge=lambda k, R: 0 < k < R - 1)


@page.wrong("rate is that of the row whose worst run is best: choose by the mean over the seeds.")
def best_of_the_worst(rates, val, test):
    return _report(rates, val, test, choose=lambda val, test: _finite(val).max(axis=1).argmin())


@page.wrong("at_edge is never True: is it the row's number that is compared, with 0 and with len(rates) - 1?")
def never_at_an_edge(rates, val, test):
    return (*_report(rates, val, test)[:3], False)


@page.right
def with_nan_to_num(rates, val, test):
    order = np.argsort(np.nan_to_num(val, nan=np.inf).mean(axis=1))
    k = order[0]
    return rates[k], np.average(test[k]), np.sqrt(np.var(test[k], ddof=1)), k == 0 or k == len(rates) - 1


@page.right
def as_a_dict_with_plain_numbers(rates, val, test):
    means = [sum(row) / len(row) if all(np.isfinite(row)) else 1e300 for row in val]
    k = means.index(min(means))
    return {"at_edge": rates[k] in (rates[0], rates[-1]), "rate": float(rates[k]), "mean": float(test[k].mean()),
            "deviation": float(test[k].std(ddof=1))}  # fmt: skip
