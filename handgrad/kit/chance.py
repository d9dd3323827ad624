"""True statements about a matrix of random numbers that is no sample of what was asked for.

Each holds in every case that was looked at. Sizes are told as "about": they are known to within a few percent.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from handgrad.kit.exercise import Case
from handgrad.kit.rules.rule import is_numeric
from handgrad.text import say

Array = np.ndarray
# What a variance is soon off by, and how near a measured one comes to it.
FACTORS = (2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 36.0)
NEAR = 0.08


def told(name: str, cases: Sequence[Case], samples: Sequence[Any]) -> str | None:
    """One sentence on the matrices given for the output `name`, or None."""
    if not all(is_numeric(sample) for sample in samples):
        return None
    tables = [np.asarray(sample, float) for sample in samples]
    wanted = [case.expected[name] for case in cases]
    shapes = [tuple(want["shape"]) for want in wanted]
    if any(table.shape != shape for table, shape in zip(tables, shapes, strict=True)):
        return _shape(name, tables, shapes)
    if not all(table.ndim == 2 and np.all(np.isfinite(table)) for table in tables):
        return None
    looks: tuple[Callable[..., str | None], ...] = (_copies, _place, _deviation, _size, _form, _centred)
    return next((found for look in looks if (found := look(name, cases, tables, wanted)) is not None), None)


def _shape(name: str, tables: Sequence[Array], shapes: Sequence[tuple[int, ...]]) -> str | None:
    if all(table.shape == shape[::-1] for table, shape in zip(tables, shapes, strict=True)):
        return say("Rows and columns of {part} have changed places.", part=name)
    if all(table.ndim == 1 and table.size == np.prod(shape) for table, shape in zip(tables, shapes, strict=True)):
        return say("{part} has the right number of entries, all in one row.", part=name)
    if all(table.ndim == 0 for table in tables):
        return say("{part} is a single number: how many are asked for, in which shape?", part=name)
    return None


def _copies(name: str, cases: Sequence[Case], tables: Sequence[Array], wanted: Sequence[Any]) -> str | None:
    if not any(np.any(table) for table in tables):
        return say("{part} is zero everywhere.", part=name)
    rows, columns = (all(not np.ptp(table, axis=axis).any() for table in tables) for axis in (0, 1))
    if rows and columns:
        return say("{part} holds one number, again and again: each entry should be drawn on its own.", part=name)
    if rows:
        return say("All rows of {part} are the same: each entry should be drawn on its own.", part=name)
    if columns:
        return say("All columns of {part} are the same: each entry should be drawn on its own.", part=name)
    return None


def _place(name: str, cases: Sequence[Case], tables: Sequence[Array], wanted: Sequence[Any]) -> str | None:
    """Around which number the entries lie."""
    if any(want["mean"] for want in wanted):
        return None
    means = [float(table.mean()) for table in tables]
    near = round(means[0])
    if near and all(abs(mean - near) < NEAR for mean in means):
        return say("The entries of {part} lie around {number}: they should lie around 0.", part=name, number=near)
    if all(table.min() >= 0 for table in tables):
        if np.mean([np.mean(table == 0) for table in tables]) > 0.25:
            return say("Many entries of {part} are 0, and none is negative: the weights should lie around 0.", part=name)
        return say("No entry of {part} is negative: the weights should lie around 0.", part=name)
    return None


def _deviation(name: str, cases: Sequence[Case], tables: Sequence[Array], wanted: Sequence[Any]) -> str | None:
    """What was taken for the variance or for the deviation."""
    got, want = np.array([t.var() for t in tables]), np.array([w["deviation"] ** 2 for w in wanted])
    # Where all cases ask for about the same, a law about sizes fits by accident.
    if len(want) < 2 or np.allclose(want, want[0], rtol=0.5):
        return None
    if _near(got, want**2):
        return say("The deviation of {part} is about what its variance should be: which of the two does the function ask for?",
                   part=name)
    if _near(got, 1 / want):
        return say("The variance of {part} is about one over what it should be: multiplied, where it should be divided?",
                   part=name)
    if _near(got, np.full(len(got), got.mean())):
        return say("The variance of {part} is about the same in every case: it should depend on the size of the layer.",
                   part=name)
    return None


def _size(name: str, cases: Sequence[Case], tables: Sequence[Array], wanted: Sequence[Any]) -> str | None:
    """How many times too large the variance is, or of which size of the layer it is made."""
    got, want = np.array([t.var() for t in tables]), np.array([w["deviation"] ** 2 for w in wanted])
    for factor in FACTORS:
        if _near(got, want * factor):
            return say("The variance of {part} is about {factor:g} times too large, in every case.", part=name, factor=factor)
        if _near(got, want / factor):
            return say("The variance of {part} is about {factor:g} times too small, in every case.", part=name, factor=factor)
    for key in cases[0].inputs:
        counts = np.array([case.inputs[key] for case in cases], float)
        for factor in (1.0, *FACTORS, 1 / 3, 0.5):
            if np.ptp(counts) and not _near(want, factor / counts) and _near(got, factor / counts):
                return say("The variance of {part} is about {factor:.3g} divided by {input}, in every case.", part=name,
                           factor=factor, input=key)
            if np.ptp(counts) and _near(got, factor / counts**2):
                return say("The variance of {part} is about {factor:.3g} divided by the square of {input}, in every case.",
                           part=name, factor=factor, input=key)
    return None


def _form(name: str, cases: Sequence[Case], tables: Sequence[Array], wanted: Sequence[Any]) -> str | None:
    """How the entries are spread, where their variance is right."""
    if not all(0.5 < table.var() / want["deviation"] ** 2 < 2 for table, want in zip(tables, wanted, strict=True)):
        return None
    few = [len(np.unique(table)) for table in tables]
    if max(few) < 10:
        return say("The entries of {part} are a few numbers only: each should be drawn anew.", part=name)
    if all(np.sum(table == table.max()) > 5 and np.sum(table == table.min()) > 5 for table in tables):
        return say("Many entries of {part} are exactly its largest or its smallest one: they are cut off.", part=name)
    if wanted[0]["family"] == "normal" and all(np.abs(t).max() < 1.8 * t.std() for t in tables):
        return say("The entries of {part} are spread evenly between two bounds: normal ones have no bounds.", part=name)
    if wanted[0]["family"] == "uniform" and all(np.abs(t).max() > 2.5 * t.std() for t in tables):
        return say("Some entries of {part} lie far out: uniform ones lie between two bounds.", part=name)
    return None


def _centred(name: str, cases: Sequence[Case], tables: Sequence[Array], wanted: Sequence[Any]) -> str | None:
    """What adds up to 0, which it does not where each entry is drawn on its own."""
    for axis, sentence in ((0, COLUMNS), (1, ROWS), (None, ALL)):
        if all(np.all(np.abs(table.mean(axis=axis)) < 1e-5 * table.std()) for table in tables):
            return say(sentence, part=name)
    return None


COLUMNS = "Each column of {part} adds up to 0. What is drawn each on its own does not: take no mean away."
ROWS = "Each row of {part} adds up to 0. What is drawn each on its own does not: take no mean away."
ALL = "All entries of {part} together add up to 0. What is drawn each on its own does not: take no mean away."


def _near(got: Array, want: Array) -> bool:
    return bool(np.all(np.abs(got / want - 1) < NEAR))
