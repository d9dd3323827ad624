"""Which known mistakes, together, explain what is wrong: the fewest that account for the most wrong outputs.

A mistake accounts for an output that it reproduces in every case. It is told as it stands where it reproduces all that it
spoils; an output that follows from another wrong one may differ. Where another output is wrong in another way, it is told for
what it reproduces only, and so where an output is right that follows from a wrong one. Where any other output is right that it
would spoil, it was not made.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, zip_longest
from typing import Any

import numpy as np

from handgrad.kit.answer import Reply
from handgrad.kit.exercise import Case, Exercise, Mistake
from handgrad.kit.patterns import changed_places, patterns
from handgrad.kit.rules import Close, Hand
from handgrad.kit.rules.rule import Rule, distance, entries, is_numeric
from handgrad.text import say, translate

# Bits that a match has to explain: where nothing else is wrong, and where something is. A digit holds 3.3 of them.
TELLING, TELLING_OF_SOME_CASES, TELLING_OF_A_PART = 3.0, 6.0, 20.0
# Of a number worked out by hand, that follows from another: two digits.
TELLING_BY_HAND = 6.0
# Nobody is told more mistakes at once.
MOST = 3


Outputs = Mapping[str, Any]


@dataclass(frozen=True)
class Account:
    """A sentence, the wrong outputs that it accounts for, whether it holds as it stands, and in how many cases it was seen."""

    says: str
    parts: frozenset[str]
    whole: bool
    cases: int
    exact: bool = True
    """Whether it reproduces all that is wrong, what follows from something wrong included."""


def explain(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], right: Mapping[str, bool],
            fine: Collection[str]) -> list[str]:
    """The sentences that explain the wrong outputs: known mistakes, then patterns. `fine` names those of the right kind."""
    wrong = frozenset(name for name, is_right in right.items() if not is_right)
    found = [account for mistake in exercise.mistakes
             if (account := account_of(exercise, cases, replies, wrong, mistake)) is not None]
    known = {account.parts for account in found if account.whole}
    found += [Account(says, parts, whole=True, cases=len(cases))
              for parts, says in changed_places(exercise, cases, replies, wrong & set(fine)) if parts not in known]
    chosen = _fewest(found, wrong)
    if not chosen and (several := case_by_case(exercise, cases, replies)):
        return several
    says = [_told(account, found) for account in chosen]
    left = wrong.difference(*(account.parts for account in chosen))
    # Of what follows from something wrong no factor and no sign is the whole truth.
    roots = [name for name in left.intersection(fine) if not upstream(exercise.follows, name) & wrong]
    return [*says, *patterns(exercise, cases, replies, roots)]


def case_by_case(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply]) -> list[str]:
    """The sentences of mistakes that each show in some cases only, and in all of these; none where cases are left open."""
    amiss = {i for i, (case, reply) in enumerate(zip(cases, replies, strict=True))
             if not all(_is_right(exercise, [case], [reply], name) for name in exercise.rules)}
    shown = []
    for mistake in exercise.mistakes:
        own = {i: outputs for i, outputs in enumerate(mistake.outputs)
               if outputs is not None and spoils(exercise, [cases[i]], [outputs])}
        own_replies = [replies[i] for i in own]
        made = all(_reproduces(rule, name, own_replies, list(own.values())) for name, rule in exercise.rules.items())
        # A few truth values or small whole numbers are soon alike.
        known = sum(bits(rule, name, [cases[i] for i in own], own_replies) for name, rule in exercise.rules.items())
        if made and own.keys() < amiss and known >= TELLING_OF_SOME_CASES:
            shown.append((translate(mistake.says), own.keys()))
    for count in range(2, MOST + 1):
        for some in combinations(shown, count):
            if set().union(*(own for _, own in some)) == amiss:
                return [says for says, _ in some]
    return []


def upstream(follows: Mapping[str, Iterable[str]], name: str) -> set[str]:
    """All outputs that this one follows from, directly or through others."""
    found: set[str] = set()
    ahead = list(follows.get(name, ()))
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += follows.get(one, ())
    return found


def account_of(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], wrong: frozenset[str],
               mistake: Mistake) -> Account | None:
    """What this mistake accounts for; None where that is nothing, or too little to mean anything."""
    seen = [i for i, outputs in enumerate(mistake.outputs) if outputs is not None]
    cases, replies = [cases[i] for i in seen], [replies[i] for i in seen]
    mistaken = [outputs for outputs in mistake.outputs if outputs is not None]
    spoiled = spoils(exercise, cases, mistaken)
    # Where it leaves cases open, so is what is wrong in them only.
    amiss = {name for name in wrong if not _is_right(exercise, cases, replies, name)}
    parts = frozenset(
        name for name in spoiled & amiss
        if _reproduces(exercise.rules[name], name, replies, mistaken)
        # It takes for right what it does not spoil: it says nothing of an output that follows from something else wrong.
        and not (upstream(exercise.follows, name) & amiss) - spoiled
    )
    # What follows from an output that is wrong in another way is so by accident.
    parts = frozenset(name for name in parts if upstream(exercise.follows, name) & amiss <= parts)
    excused = {name for name in spoiled if upstream(exercise.follows, name) & amiss}
    whole = spoiled <= parts | excused & amiss
    known = sum(bits(exercise.rules[name], name, cases, replies) for name in parts)
    # A number worked out by hand is a question of its own, whatever becomes of the others.
    follow = {name for name in wrong if upstream(exercise.follows, name) & wrong}
    alone = wrong <= parts | follow or all(isinstance(exercise.rules[name], Hand) for name in parts)
    enough = TELLING if whole and alone else TELLING_OF_A_PART
    if not parts or not spoiled <= amiss | excused or known < enough:
        return None
    if not whole and all(_is_anothers(exercise, cases, mistaken, name) for name in parts):
        return None  # outputs in another order: that holds of all of them, or not at all
    return Account(translate(mistake.says), parts, whole, len(seen), exact=spoiled & amiss <= parts)


def _is_anothers(exercise: Exercise, cases: Sequence[Case], mistaken: Sequence[Outputs], name: str) -> bool:
    """Whether the mistake gives in this place what another output should be."""
    rule = exercise.rules[name]
    return isinstance(rule, Close) and any(
        all(rule.fits(outputs[name], case.expected[other]) for case, outputs in zip(cases, mistaken, strict=True))
        for other in exercise.rules if other != name
    )


def _is_right(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], name: str) -> bool:
    rule = exercise.rules[name]
    return all(reply.outputs is not None and rule.fits(reply.outputs.get(name), case.expected[name])
               for case, reply in zip(cases, replies, strict=True))


def spoils(exercise: Exercise, cases: Sequence[Case], mistaken: Sequence[Outputs]) -> set[str]:
    """The outputs that a mistake gets wrong, in any of the cases."""
    return {
        name
        for name, rule in exercise.rules.items()
        for case, outputs in zip(cases, mistaken, strict=True)
        if not _as_good(rule, case.expected[name], outputs[name])
    }


def _as_good(rule: Rule, expected: Any, mistaken: Any) -> bool:
    """Whether the mistake's output is as good as the expected one (both as the rule froze them)."""
    if isinstance(rule, Close):
        return rule.fits(mistaken, expected)
    return bool(np.array_equal(np.asarray(mistaken), np.asarray(expected)))


def _reproduces(rule: Rule, name: str, replies: Sequence[Reply], mistaken: Sequence[Outputs]) -> bool:
    return all(
        reply.outputs is not None and alike(rule, reply.outputs.get(name), outputs[name])
        for reply, outputs in zip(replies, mistaken, strict=True)
    )


def alike(rule: Rule, got: Any, mistaken: Any) -> bool:
    """Whether an answer equals a mistake's, where nan and inf in the same places are equal."""
    if not isinstance(rule, Close) or not is_numeric(got) or np.shape(got) != np.shape(mistaken):
        return rule.fits(got, mistaken)
    got, mistaken = np.asarray(got, float), np.asarray(mistaken, float)
    finite = np.isfinite(mistaken)
    if not np.array_equal(got[~finite], mistaken[~finite], equal_nan=True):
        return False
    return distance(got[finite], mistaken[finite]) < rule.allowed(got)


# --- the fewest --------------------------------------------------------------------------------------------------------


def _fewest(found: Sequence[Account], wrong: frozenset[str]) -> list[Account]:
    """Those that together leave the fewest outputs open; of these the fewest, and sooner such as hold as they stand."""
    best: tuple[Account, ...] = ()
    for count in range(1, MOST + 1):
        for some in combinations(found, count):
            if all(_adds(one, some) for one in some) and _cost(some, wrong) < _cost(best, wrong):
                best = some
    return sorted(best, key=lambda one: -len(one.parts))


def _adds(one: Account, some: Sequence[Account]) -> bool:
    return bool(one.parts.difference(*(other.parts for other in some if other is not one)))


def _cost(some: Sequence[Account], wrong: frozenset[str]) -> tuple[int, int, int, int]:
    left = wrong.difference(*(one.parts for one in some))
    return len(left), len(some), sum(not one.whole for one in some), -sum(one.cases for one in some)


def _told(account: Account, found: Sequence[Account]) -> str:
    """The account's sentence, beside another that fits equally well; for what it reproduces only where that is not all."""
    if not account.whole or not account.exact:
        return say("As to {parts}, this would explain it: {told}", parts=", ".join(sorted(account.parts)), told=account.says)
    rivals = [one.says for one in found
              if one.whole and one.exact and (one.parts, one.cases) == (account.parts, account.cases)]
    if len(rivals) > 1:
        return say("Either: {one} Or: {other}", one=rivals[0], other=rivals[1])
    return account.says


# --- how telling a match is --------------------------------------------------------------------------------------------


def bits(rule: Rule, name: str, cases: Sequence[Case], replies: Sequence[Reply]) -> float:
    """How much a mistake has to know to give this answer: the bits in those of its entries that are not the right ones.

    One number, everywhere, holds its digits; an array of labels where and which; different real numbers twenty each. Numbers
    that are off by the same amount hold no more than that amount. Nothing, as in an empty table, holds nothing.
    """
    given: list[Any] = []
    off: list[Any] = []
    places, axes = 0.0, set[int]()
    for case, reply in zip(cases, replies, strict=True):
        got: Any = (reply.outputs or {}).get(name)
        want = case.expected[name]
        if not is_numeric(got) or not is_numeric(want) or np.shape(got) != np.shape(want):
            given += [f"{float(one) + 0.0:.6g}" if is_numeric(one) else str(one)[:99] for one in entries(got)]
            if is_numeric(got) and is_numeric(want):
                axes |= {i for i, (a, b) in enumerate(zip_longest(np.shape(got), np.shape(want))) if a != b}
            continue
        g, w = np.ravel(np.asarray(got, float)), np.ravel(np.asarray(want, float))
        wrong = ~(np.abs(g - w) <= 1e-6 * np.maximum(np.abs(w), 1e-6))
        given += [f"{x:.6g}" for x in g[wrong] + 0.0]
        off += [f"{x:.5g}" for x in g[wrong] - w[wrong]]
        places += _choices(len(g), int(wrong.sum()))
    known = content(given)
    places += 2 * len(axes)
    return places + (min(known, content(off)) if len(off) == len(given) else known)


def content(numbers: Sequence[str]) -> float:
    """The bits in a list of numbers: those of its different numbers, and of their order."""
    counts = Counter(numbers)
    order = sum(count * math.log2(len(numbers) / count) for count in counts.values())
    return order + sum(_digits(number) for number in counts) * math.log2(10)


def _digits(number: str) -> int:
    """How many digits have to be known: those of a number without zeros at its ends; one for 0, and for a word."""
    mantissa = number.lower().partition("e")[0].lstrip("+-")
    if not mantissa.replace(".", "", 1).isdigit():
        return 1
    return max(1, len(mantissa.replace(".", "").strip("0")))


def _choices(n: int, k: int) -> float:
    """log₂ of the number of ways to choose k of n places."""
    return (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)) / math.log(2)
