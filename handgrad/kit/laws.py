"""What holds of all right answers and of none that was given, or of each row and column: found by comparing the two.

Each is a fact about the answers in every case that was looked at, and says where to look: not what was done.
"""

from collections.abc import Callable

import numpy as np

from handgrad.kit.part import Array, Part, is_zero, wrong_entries
from handgrad.kit.rules.rule import distance
from handgrad.text import say

# So many numbers have to agree in what is told of them: fewer do by accident.
ENOUGH = 8


def a_function_of_it(part: Part) -> str | None:
    """got = e^want, ln want, √want, 1 − want."""
    if sum(want.size for want in part.want) < 3:
        return None
    for function, sentence in FUNCTIONS:
        if part.always(function):
            return say(sentence, part=part.name)
    return None


FUNCTIONS: tuple[tuple[Callable[[Array], Array], str], ...] = (
    (np.exp, "{part} is e to the power of the right answer."),
    (np.log, "{part} is the logarithm of the right answer."),
    (np.sqrt, "{part} is the root of the right answer."),
    (lambda want: 1 - want, "{part} is 1 minus the right answer."),
    (lambda want: 1 + want, "{part} is the right answer plus 1."),
    (lambda want: want - 1, "{part} is the right answer minus 1."),
    (lambda want: want / np.log(2), "{part} is the right answer over ln 2, as of a logarithm to base 2."),
    (lambda want: want / np.log(10), "{part} is the right answer over ln 10, as of a logarithm to base 10."),
)


def _tables(part: Part) -> list[tuple[Array, Array]] | None:
    """The pairs of tables with rows and columns; None where there are too few numbers to see anything."""
    pairs = list(zip(part.got, part.want, strict=True))
    if any(want.ndim != 2 for _, want in pairs):
        return None
    # Two numbers are nearly always a factor apart.
    large = [(got, want) for got, want in pairs if min(want.shape) > 2]
    return pairs if sum(want.size for _, want in large) >= 3 * ENOUGH else None


def row_by_row(part: Part) -> str | None:
    """Each row, or each column, is right but for a factor or a number of its own."""
    pairs = _tables(part)
    if pairs is None:
        return None
    for turn, factor, shift in ((np.asarray, *ROWS), (np.transpose, *COLUMNS)):
        lines = [(g, w) for got, want in pairs for g, w in zip(turn(got), turn(want), strict=True)]
        if all(_is_multiple(g, w, part.rule.tolerance) for g, w in lines) and any(
                _differ(turn(got), turn(want)) for got, want in pairs):
            return say(factor, part=part.name)
        if all(np.ptp(g - w) <= 1e-9 + 1e-6 * float(np.abs(w).max()) for g, w in lines):
            return say(shift, part=part.name)
    return None


ROWS = ("Each row of {part} is right but for a factor of its own.",
        "Each row of {part} is right but for a number that is added to all of it, another one in each.")  # fmt: skip
COLUMNS = ("Each column of {part} is right but for a factor of its own.",
           "Each column of {part} is right but for a number that is added to all of it, another one in each.")  # fmt: skip


def _differ(got: Array, want: Array) -> bool:
    """Whether the rows with enough numbers in them have factors that are not all the same."""
    factors = [float(g @ w) / float(w @ w) for g, w in zip(got, want, strict=True) if np.sum(w != 0) > 2]
    return len(factors) > 2 and np.ptp(factors) > 1e-6 * max(map(abs, factors))


def _is_multiple(got: Array, want: Array, tolerance: float) -> bool:
    if is_zero(want):
        return is_zero(got)
    factor = float(got @ want) / float(want @ want)
    return factor != 0 and distance(got / factor, want) < tolerance


def the_same_everywhere(part: Part) -> str | None:
    """One number in all entries, or one row in all rows, where the right ones differ."""
    pairs = [(got, want) for got, want in zip(part.got, part.want, strict=True) if want.size > 2 and np.ptp(want) > 0]
    if not pairs:
        return None
    if all(np.ptp(got) == 0 for got, _ in pairs):
        return say("{part} holds one number in all of its places.", part=part.name)
    tables = [(got, want) for got, want in pairs if want.ndim == 2 and len(want) > 1]
    if sum(len(want) > 2 for _, want in tables) < 2:
        return None
    for axis, sentence in ((0, "All rows of {part} are the same."), (1, "All columns of {part} are the same.")):
        if all(np.ptp(got, axis=axis).max() <= 1e-12 * np.abs(got).max() and np.ptp(want, axis=axis).max() > 1e-12
               for got, want in tables):
            return say(sentence, part=part.name)
    return None


def at_one_end(part: Part) -> str | None:
    """Wrong in the first entry or row only, or in the last; or right in it only."""
    bad = [np.asarray(amiss.reshape(len(amiss), -1).any(axis=1)) for amiss in wrong_entries(part) if amiss.ndim and amiss.size]
    long = [one for one in bad if len(one) > 2]
    if len(long) < 2:
        return None
    for end, wrong_there, right_there in ((0, *FIRST), (-1, *LAST)):
        others = np.concatenate([np.delete(one, end) for one in bad])
        if all(one[end] for one in long) and not others.any():
            return say(wrong_there, part=part.name)
        if not any(one[end] for one in bad) and others.all():
            return say(right_there, part=part.name)
    return None


FIRST = ("{part} is wrong at the first place only.", "{part} is right at the first place only.")
LAST = ("{part} is wrong at the last place only.", "{part} is right at the last place only.")


def a_broken_law(part: Part) -> str | None:
    """Of all right answers something holds that does not hold of these: sums of rows and columns, whole numbers, bounds."""
    return next((say(sentence, part=part.name) for law, sentence in BROKEN if _breaks(part, law)), None)


def _breaks(part: Part, law: Callable[[Array], Array]) -> bool:
    """Whether the law holds of the right answers, in enough numbers, and is broken in some of those given."""
    right = [np.ravel(law(want)) for want in part.want]
    return sum(map(len, right)) >= ENOUGH and all(map(np.all, right)) and not all(np.all(law(got)) for got in part.got)


def _sums_to(total: float, axis: int) -> Callable[[Array], Array]:
    def law(table: Array) -> Array:
        if table.ndim != 2 or not table.size or table.shape[axis] < 2:
            return np.array([])
        # As exact as the numbers are: float32 is accepted, and small numbers add up to nearly 0 by themselves.
        return np.abs(table.sum(axis=axis) - total) <= 1e-6 * float(np.abs(table).sum(axis=axis).max())

    return law


BROKEN: tuple[tuple[Callable[[Array], Array], str], ...] = (
    (_sums_to(1, 1), "Not all rows of {part} add up to 1, and they should."),
    (_sums_to(0, 1), "Not all rows of {part} add up to 0, and they should."),
    (_sums_to(0, 0), "Not all columns of {part} add up to 0, and they should."),
    (lambda numbers: numbers == np.round(numbers), "{part} holds numbers that are not whole: all of the right ones are."),
    (lambda numbers: numbers >= 0, "{part} is negative in some places: none of the right numbers is."),
)


def zeros(part: Part) -> str | None:
    """Something where the right answer is exactly zero, or zero where it is not."""
    got, want = (np.concatenate([one.ravel() for one in many]) for many in (part.got, part.want))
    if min(np.sum(want == 0), np.sum(want != 0)) < ENOUGH or set(want) <= {0.0, 1.0}:
        return None  # of two labels each is wrong in one way only
    if np.all(np.abs(got - want)[want != 0] <= 1e-6 * np.abs(want[want != 0])):
        return say("{part} is wrong only where it should be 0.", part=part.name)
    fine = np.abs(got - want) <= 1e-6 * np.abs(want)
    if np.sum(got[want != 0] == 0) >= 3 and np.all((got == 0) | fine):
        return say("{part} is 0 in some places where it should not be, and right in all others.", part=part.name)
    return None


LAWS = (a_function_of_it, row_by_row, the_same_everywhere, at_one_end, zeros, a_broken_law)
