"""Reading an experiment: at how many scales of the weights a net reaches an accuracy, and how far apart these scales lie."""

import numpy as np

from autograder.author.page import Page
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"count": Exact(), "ratio": Close()},
    hints=(
        "First find out which of the nets work. A comparison of the whole array with `least` gives True and False.",
        "count is the number of True. The scales that work are scales[works]; ratio compares the largest of them with the "
        "smallest.",
        "Where no net works there is no largest scale: return 0 and 0.0 then. Otherwise divide the maximum of scales[works] by "
        "its minimum.",
    ),
)


@page.reference
def by_loops(scales, accuracy, least):
    count, low, high = 0, np.inf, 0.0
    for scale, share in zip(scales, accuracy, strict=True):
        if share >= least:
            count, low, high = count + 1, min(low, scale), max(high, scale)
    return count, float(high / low) if count else 0.0


def draw(rng, count, least):
    scales = np.round(10.0 ** np.sort(rng.uniform(-4, 0, size=count)), 5) + 1e-4
    middle = (count - 1) / 2
    bump = 0.95 - 0.02 * np.abs(np.arange(count) - middle) ** 2 + rng.uniform(-0.03, 0.03, size=count)
    accuracy = np.round(np.clip(bump, 0.1, 0.98), 2)
    # One net that is just good enough, one that is not among its neighbours, and one that works apart from the others.
    accuracy[int(middle)], accuracy[int(middle) + 1], accuracy[1] = 0.4, least, 0.96
    accuracy[0], accuracy[-1] = 0.11, 0.09
    return {"scales": scales, "accuracy": accuracy, "least": least}


@page.cases(public=2, secret=4)
def random_experiment(rng):
    return draw(rng, int(rng.integers(9, 14)), float(rng.choice([0.8, 0.85])))


@page.edge("scales in falling order")
def falling(rng):
    inputs = draw(rng, 10, 0.8)
    return inputs | {"scales": inputs["scales"][::-1].copy()}


@page.edge("no net works")
def none_works():
    return {"scales": np.array([0.001, 0.01, 0.1]), "accuracy": np.array([0.1, 0.3, 0.2]), "least": 0.8}


@page.edge("one net works", public=False)
def one_works():
    return {"scales": np.array([0.002, 0.02, 0.2]), "accuracy": np.array([0.1, 0.9, 0.2]), "least": 0.8}


@page.edge("one net diverged", public=False)
def one_diverged(rng):
    inputs = draw(rng, 10, 0.8)
    inputs["accuracy"][-1] = 0.0
    return inputs


def _answer(scales, works, count=None):
    if not works.any():
        return 0, 0.0
    return int(works.sum()) if count is None else count, float(scales[works].max() / scales[works].min())


@page.wrong("count misses the nets that reach `least` exactly: they work too, so compare with >=.")
def strictly_above(scales, accuracy, least):
    return int((accuracy > least).sum()), _answer(scales, accuracy >= least)[1]


@page.wrong("count and ratio are those of the nets that do not work: compare the other way round.")
def failing_nets(scales, accuracy, least):
    return _answer(scales, accuracy < least)


@page.wrong("ratio compares the best accuracy with the worst: compare the scales at which the nets work.")
def ratio_of_accuracies(scales, accuracy, least):
    count, _ = _answer(scales, accuracy >= least)
    return count, float(accuracy[accuracy >= least].max() / accuracy[accuracy >= least].min()) if count else 0.0


@page.wrong("ratio compares the largest and the smallest of all scales: take only those at which the net works.")
def ratio_of_all(scales, accuracy, least):
    count, _ = _answer(scales, accuracy >= least)
    return count, float(scales.max() / scales.min())


@page.wrong("ratio is in powers of ten: leave the logarithm out.")
def in_decades(scales, accuracy, least):
    count, ratio = _answer(scales, accuracy >= least)
    return count, float(np.log10(ratio)) if count else 0.0


@page.wrong("ratio is a difference: divide the largest working scale by the smallest.")
def difference(scales, accuracy, least):
    works = accuracy >= least
    return int(works.sum()), float(np.ptp(scales[works])) if works.any() else 0.0


@page.wrong("ratio divides the last working scale by the first: the scales come in any order, so take maximum and minimum.")
def last_by_first(scales, accuracy, least):
    works = accuracy >= least
    return int(works.sum()), float(scales[works][-1] / scales[works][0]) if works.any() else 0.0


@page.wrong("ratio is upside down: the largest scale is divided by the smallest.")
def upside_down(scales, accuracy, least):
    count, ratio = _answer(scales, accuracy >= least)
    return count, 1 / ratio if count else 0.0


@page.wrong("ratio is 1 where no net works: return 0.0 there, as the statement says.")
def one_for_none(scales, accuracy, least):
    count, ratio = _answer(scales, accuracy >= least)
    return count, ratio if count else 1.0


@page.wrong("count is the share of the nets that work: count them.")
def share(scales, accuracy, least):
    return float((accuracy >= least).mean()), _answer(scales, accuracy >= least)[1]


@page.wrong("count and ratio miss the nets that reach `least` exactly: they work too, so compare with >=.")
def strictly_above_in_both(scales, accuracy, least):
    return _answer(scales, accuracy > least)


@page.wrong("count is the number of all nets: count those with an accuracy of at least `least`.")
def all_nets(scales, accuracy, least):
    return len(scales), _answer(scales, accuracy >= least)[1]


@page.right
def with_a_list(scales, accuracy, least):
    good = sorted(scale for scale, share in zip(scales.tolist(), accuracy.tolist(), strict=True) if share >= least)
    return {"count": len(good), "ratio": good[-1] / good[0] if good else 0.0}


@page.right
def with_where(scales, accuracy, least):
    (rows,) = np.where(accuracy >= least)
    if rows.size == 0:
        return 0, 0.0
    return np.int64(rows.size), np.exp(np.ptp(np.log(scales[rows])))
