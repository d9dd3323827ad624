"""True statements about wrong values that need no known mistake: a sign, a factor, an order.

Each is a fact about the answers and the right ones, and holds in every case that was looked at.
"""

import itertools
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from handgrad.kit import chance, handwork, staircase
from handgrad.kit.answer import Reply
from handgrad.kit.exercise import Case, Exercise
from handgrad.kit.laws import LAWS
from handgrad.kit.part import Array, Part, array, is_numeric, wrong_entries
from handgrad.kit.rules import Accuracy, Close, Exact, Hand, Sample, StairsError
from handgrad.kit.rules.rule import Rule, distance
from handgrad.text import say


def patterns(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], wrong: Collection[str]) -> list[str]:
    """At most one sentence for each of the wrong outputs named, the most telling one. They have the right shapes, and are
    finite."""
    says = []
    for name, rule in exercise.rules.items():
        sentence = None
        if name in wrong and isinstance(rule, Hand):
            sentence = handwork.told(name, rule, (replies[0].outputs or {}).get(name), cases[0].expected)
        elif name in wrong and isinstance(rule, StairsError):
            sentence = staircase.told(rule, name, [((reply.outputs or {}).get(name), case.expected[name])
                                                   for case, reply in zip(cases, replies, strict=True)])
        elif name in wrong and isinstance(rule, Sample):
            sentence = chance.told(name, cases, [(reply.outputs or {}).get(name) for reply in replies])
        elif name in wrong and isinstance(rule, Accuracy):
            sentence = _guessed(name, cases, replies)
        elif name in wrong and (part := _part(name, rule, cases, replies)) is not None:
            sentence = next((found for look in LOOKS if (found := look(part)) is not None), None)
        if sentence is not None:
            says.append(sentence)
    return says


def _guessed(name: str, cases: Sequence[Case], replies: Sequence[Reply]) -> str | None:
    """How predicted labels compare with guesses, in every case."""
    labels = [np.asarray((reply.outputs or {}).get(name)) for reply in replies]
    truth = [np.asarray(case.expected[name]) for case in cases]
    if any(got.shape != want.shape or got.dtype.kind not in "iuf" for got, want in zip(labels, truth, strict=True)):
        return None
    shares = np.array([np.mean(got == want) for got, want in zip(labels, truth, strict=True)])
    # What a training comes to is another thing in each case.
    if same := [case.name for case, got in zip(cases, labels, strict=True) if len(np.unique(got)) == 1]:
        return say("{part}: every image gets the same label. Does the training loss fall? Seen in: {cases}.", part=name,
                   cases=", ".join(same))
    if np.all(shares < [0.5 / len(np.unique(want)) for want in truth]):
        return say("{part}: fewer are right than by guessing. Is the largest score taken, and are rows and labels in step?",
                   part=name)
    if np.all(shares <= [np.unique(want, return_counts=True)[1].max() / want.size for want in truth]):
        return say("{part}: no more are right than if every image got the most frequent label.", part=name)
    return None


# Of what is counted nothing is forgiven.
COUNTED = 1e-12


def changed_places(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], wrong: Collection[str]
                   ) -> Iterator[tuple[frozenset[str], str]]:
    """Each pair of wrong outputs of which one holds what the other should be, and each three that hold each other's; with the
    sentence that says so."""
    parts = {name: part for name, rule in exercise.rules.items()
             if name in wrong and (part := _part(name, rule, cases, replies)) is not None}
    held = {(one, other) for one, other in itertools.permutations(parts, 2) if _holds(parts[one], parts[other])}
    for one, other in itertools.combinations(parts, 2):
        if {(one, other), (other, one)} <= held:
            yield frozenset({one, other}), say("{part} holds what {other} should be: have they changed places?", part=one,
                                               other=other)
    for one, second, third in itertools.combinations(parts, 3):
        for other, last in ((second, third), (third, second)):
            if {(one, other), (other, last), (last, one)} <= held:
                yield frozenset({one, other, last}), say(
                    "{part} holds what {other} should be, {other} what {last} should be, and {last} what {part} should be: in "
                    "which order are they returned?", part=one, other=other, last=last)


def _part(name: str, rule: Rule, cases: Sequence[Case], replies: Sequence[Reply]) -> Part | None:
    """The output in numbers, those that are counted too; None where it holds texts or truth values, or is judged otherwise."""
    given = [reply.outputs[name] for reply in replies if reply.outputs is not None]
    if isinstance(rule, Exact) and all(map(is_numeric, [*given, *(case.expected[name] for case in cases)])):
        rule = Close(COUNTED)
    return Part(name, rule, tuple(cases), tuple(map(array, given))) if isinstance(rule, Close) else None


def _holds(part: Part, other: Part) -> bool:
    return any(np.any(want) for want in other.want) and _all_close(part, list(other.want))


# --- one look each ----------------------------------------------------------------------------------------------


def opposite_sign(part: Part) -> str | None:
    """got = −want."""
    if part.always(np.negative):
        return say("{part} has the opposite sign: everything else about it is right.", part=part.name)
    return None


def zero(part: Part) -> str | None:
    """got = 0."""
    if any(np.any(got) for got in part.got):
        return None
    if all(got.ndim == 0 for got in part.got):
        return say("{part} is zero in every case.", part=part.name)
    return say("{part} is zero everywhere.", part=part.name)


def transposed(part: Part) -> str | None:
    """got = wantᵀ, where both are square."""
    square = all(got.ndim == 2 and got.shape[0] == got.shape[1] for got in part.got)
    if square and part.always(np.transpose):
        return say("{part} is the transpose of the right answer.", part=part.name)
    return None


def factor(part: Part) -> str | None:
    """got = k · want with the same k in every case."""
    factors = _factors(part)
    if factors and len(factors) > 1 and np.ptp(factors) < 1e-6 * abs(factors[0]) and _is_simple(factors[0]):
        return say("{part} is {factor:.4g} times the right answer, in every case.", part=part.name, factor=factors[0])
    return None


def _is_simple(number: float) -> bool:
    """Whether the number, or one over it, is what a person writes: 2, 0.25, 1/3, and not 1.002."""
    return any(abs(turned - float(f"{turned:.2g}")) < 1e-6 * abs(turned) and abs(turned - 1) > 0.05
               for turned in (number, 1 / number))


# Too large, too small; and both together with another factor, as of a sign.
ROWS = (
    "{part} is N times too large, where N is the number of rows of {input}: divide by N, once.",
    "{part} is N times too small, where N is the number of rows of {input}: it is divided by N once too often.",
    "{part} is {factor:.4g} · N times the right answer, where N is the number of rows of {input}.",
    "{part} is {factor:.4g} / N times the right answer, where N is the number of rows of {input}.",
)
COLUMNS = (
    "{part} is C times too large, where C is the number of columns of {input}.",
    "{part} is C times too small, where C is the number of columns of {input}.",
    "{part} is {factor:.4g} · C times the right answer, where C is the number of columns of {input}.",
    "{part} is {factor:.4g} / C times the right answer, where C is the number of columns of {input}.",
)
ENTRIES = (
    "{part} is N times too large, where N is the number of entries of {input}.",
    "{part} is N times too small, where N is the number of entries of {input}.",
    "{part} is {factor:.4g} · N times the right answer, where N is the number of entries of {input}.",
    "{part} is {factor:.4g} / N times the right answer, where N is the number of entries of {input}.",
)


def rows(part: Part) -> str | None:
    """Too large or too small by the number of rows, columns or entries of an input: a mean was taken for a sum, or a sum for
    a mean. What has rows is looked at first: a vector of biases has as many entries as a matrix has columns."""
    factors = _factors(part)
    if not factors or len(factors) < len(part.cases):
        return None
    tables = [(key, values) for key, values in part.inputs() if all(value.ndim > 1 for value in values)]
    vectors = [(key, values) for key, values in part.inputs() if all(value.ndim == 1 for value in values)]
    sizes = [(key, [len(v) for v in values], ROWS) for key, values in tables]
    sizes += [(key, [v.shape[-1] for v in values], COLUMNS) for key, values in tables]
    sizes += [(key, [len(v) for v in values], ENTRIES) for key, values in vectors]
    for key, count, (large, small, large_and_more, small_and_more) in sizes:
        if min(count) < 1 or len(set(count)) < 2:
            continue
        if np.allclose(factors, count, rtol=1e-6):
            return say(large, part=part.name, input=key)
        if np.allclose(np.multiply(factors, count), 1, rtol=1e-6):
            return say(small, part=part.name, input=key)
        if (left := _the_same(np.divide(factors, count))) is not None:
            return say(large_and_more, part=part.name, input=key, factor=left)
        if (left := _the_same(np.multiply(factors, count))) is not None:
            return say(small_and_more, part=part.name, input=key, factor=left)
    return None


def _the_same(numbers: Array) -> float | None:
    """The one simple number, or −1, that all of them are."""
    one = float(numbers[0])
    return one if np.allclose(numbers, one, rtol=1e-6) and (abs(one + 1) < 1e-6 or _is_simple(one)) else None


def a_few_cases(part: Part) -> str | None:
    """Wrong in some cases only that have names of their own: those that are drawn at random say nothing."""
    fine = {case.name: part.rule.fits(got, case.expected[part.name]) for case, got in zip(part.cases, part.got, strict=True)}
    right, amiss = [name for name in fine if fine[name]], [name for name in fine if not fine[name]]
    if not right or any(name[-1:].isdigit() for name in amiss):
        return None
    if len(amiss) > len(right):
        return say("{part}: right in these cases only: {cases}.", part=part.name, cases="; ".join(right))
    return say("{part}: right in all cases but these: {cases}.", part=part.name, cases="; ".join(amiss))


def _factors(part: Part) -> list[float] | None:
    """For each case the number that the right answer is multiplied by; None where it is not one number."""
    if part.invents or not part.pairs:
        return None
    factors = [float(np.vdot(want, got) / np.vdot(want, want)) for got, want in part.pairs]
    fine = all(k and distance(got / k, want) < part.rule.tolerance
               for k, (got, want) in zip(factors, part.pairs, strict=True))
    return factors if fine else None


def another_output(part: Part) -> str | None:
    """got = what another output should be."""
    for name in part.cases[0].expected:
        others = [case.expected[name] for case in part.cases]
        if name == part.name or not all(is_numeric(other) for other in others):
            continue
        if any(np.any(other) for other in others) and _all_close(part, [array(other) for other in others]):
            return say("{part} holds what {other} should be.", part=part.name, other=name)
    return None


def an_input(part: Part) -> str | None:
    """got = an input, as it came."""
    for key, values in part.inputs():
        if _all_close(part, values):
            return say("{part} is the input {input}, unchanged.", part=part.name, input=key)
    return None


def a_function_of_the_right_answer(part: Part) -> str | None:
    """got = |want|, want², 1/want."""
    if part.always(np.abs):
        return say("{part} is the right answer without its sign.", part=part.name)
    if part.always(np.square):
        return say("{part} is the square of the right answer.", part=part.name)
    if part.always(np.reciprocal):
        return say("{part} is one over the right answer.", part=part.name)
    return None


def an_input_too_many(part: Part) -> str | None:
    """got = want · x, got · x = want, got = want + x or got = want − x, for an input x of the same shape or one number."""
    for key, values in part.inputs():
        if not _tells_apart(values) or not all(x.shape in ((), got.shape) for x, got in zip(values, part.got, strict=True)):
            continue
        about = {"part": part.name, "input": key}
        if _all_close(part, [want * x for want, x in zip(part.want, values, strict=True)]):
            return say("{part} is the right answer times {input}, which is one factor too many.", **about)
        if any(np.any(want) for want in part.want) and _all_close_to_want(part, values):
            return say("{part} times {input} would be the right answer: that factor is missing.", **about)
        if _all_close(part, [want + x for want, x in zip(part.want, values, strict=True)]):
            return say("{part} is the right answer plus {input}.", **about)
        if _all_close(part, [want - x for want, x in zip(part.want, values, strict=True)]):
            return say("{part} is the right answer minus {input}.", **about)
    return None


def _tells_apart(values: list[Array]) -> bool:
    """Whether the input is not the same one number everywhere, nor 0 or 1: else a product with it shows nothing."""
    entries = np.concatenate([value.ravel() for value in values])
    return len(np.unique(entries)) > 1 and bool(np.any(np.abs(entries - 1) > 1e-6))


def _all_close(part: Part, expected: list[Array]) -> bool:
    return all(distance(got, other) < part.rule.tolerance for got, other in zip(part.got, expected, strict=True))


def _all_close_to_want(part: Part, values: list[Array]) -> bool:
    return all(distance(got * x, want) < part.rule.tolerance
               for got, x, want in zip(part.got, values, part.want, strict=True))


def shifted(part: Part) -> str | None:
    """got = want + k with one number k for all entries of a case."""
    shifts = [got - want for got, want in zip(part.got, part.want, strict=True) if got.size > 1]
    if shifts and all(np.ptp(shift) < 1e-9 * max(1.0, float(np.abs(shift).max())) for shift in shifts):
        return say("{part} is off by the same amount in every entry.", part=part.name)
    return None


def another_order(part: Part) -> str | None:
    """The same numbers in other places, or with some signs turned."""
    # A matrix of a few different numbers is soon mixed up by accident.
    telling = any(len(np.unique(np.abs(want))) > 3 for want in part.want)
    if telling and all(distance(np.sort(got, None), np.sort(want, None)) < part.rule.tolerance
           for got, want in zip(part.got, part.want, strict=True)):  # fmt: skip
        return say("{part} has the right numbers in the wrong places.", part=part.name)
    if telling and all(distance(np.abs(got), np.abs(want)) < part.rule.tolerance
           for got, want in zip(part.got, part.want, strict=True)):  # fmt: skip
        return say("{part} has the right sizes, and some wrong signs.", part=part.name)
    return None


def where_an_input_is(part: Part) -> str | None:
    """Wrong at those entries only where an input of the same shape is negative, positive or zero."""
    wrong = np.concatenate([bad.ravel() for bad in wrong_entries(part)])
    for key, values in part.inputs():
        if not all(x.ndim > 1 and x.shape == got.shape for x, got in zip(values, part.got, strict=True)):
            continue
        signs = np.sign(np.concatenate([value.ravel() for value in values]))
        for sign, sentence in ((-1, NEGATIVE), (1, POSITIVE), (0, ZERO)):
            elsewhere = signs != sign
            if np.sum(elsewhere) >= ENOUGH and np.sum(wrong) >= ENOUGH and not np.any(wrong & elsewhere):
                return say(sentence, part=part.name, input=key)
    return None


# So many wrong entries, and as many right ones elsewhere, are no coincidence.
ENOUGH = 8


NEGATIVE = "{part} is wrong only where {input} is negative."
POSITIVE = "{part} is wrong only where {input} is positive."
ZERO = "{part} is wrong only where {input} is zero."


LOOKS = (
    zero, opposite_sign, transposed, factor, rows, another_output, an_input, an_input_too_many,
    a_function_of_the_right_answer, shifted, another_order, where_an_input_is, *LAWS, a_few_cases,
)  # fmt: skip
