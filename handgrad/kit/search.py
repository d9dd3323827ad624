"""The search: which small changes in the student's own source make the public answers right, or some of them?"""

import ast
import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any

import numpy as np

from handgrad.kit import traceless, wire
from handgrad.kit.answer import Reply
from handgrad.kit.changes import Change, Scope, changes, twins
from handgrad.kit.copies import Copies, Quiet, Unit
from handgrad.kit.exercise import Exercise
from handgrad.kit.explain import TELLING_OF_A_PART, alike, content
from handgrad.kit.kinds import tidy
from handgrad.kit.rules import Close
from handgrad.kit.rules.rule import Rule, entries, is_numeric
from handgrad.kit.traceless import Stopped, bounded

# An answer that takes longer trains, and is not searched.
MOST_PER_ANSWER = 0.02
RIGHT = -1
MOST_LINES = 3


@dataclass(frozen=True)
class Find:
    """A change that helps, where it stands, and the known mistake that it leaves, if any."""

    change: Change
    unit: Unit
    mistake: int | None = None


@dataclass(frozen=True)
class Gain:
    """A change that makes right something that was wrong, and nothing wrong that was right; what it leaves is wrong still."""

    find: Find
    parts: frozenset[str]
    """The outputs that it makes right in all cases."""
    cases: frozenset[int]
    """The cases that it makes right in all outputs."""
    rest: tuple[Find, ...] = ()
    """The changes each of which, made as well, leaves nothing wrong."""

    @property
    def weight(self) -> tuple[int, int, int]:
        """The least is the best: what makes most right, with the likeliest change."""
        return -len(self.parts), -len(self.cases), self.find.change.cost


class Search:
    """One search: a copy of the answer, and the cases, the failing ones first."""

    def __init__(self, exercise: Exercise, answer: Callable[..., Any], replies: Sequence[Reply], given: Collection[str],
                 until: float) -> None:
        self.exercise, self.until = exercise, until
        self.copies = Copies(answer)
        self.units = [unit for unit in self.copies.units if unit.name.partition(".")[0] not in given]
        self.names = list(exercise.rules)
        known = {i: reply for i, reply in enumerate(replies)}
        self.failing = {i for i in range(len(exercise.cases))
                        if i not in known or not self._is_right(i, known[i].outputs, known[i])}
        self.order = sorted(range(len(exercise.cases)), key=lambda i: i not in self.failing)
        self.replies = known
        self.targets = {t for t in range(len(exercise.mistakes)) if self._may_be_left(t)}
        self.files = {unit.original.co_filename for unit in self.copies.units}
        self.per_answer = MOST_PER_ANSWER

    def is_searchable(self) -> bool:
        """Whether the copy does what the original did, again and again, and quickly."""
        if not self.units or not self.order:
            return False
        took = dict.fromkeys(self.order, 0.0)
        for _ in range(2):
            for i in self.order:
                if i in self.replies:
                    began = traceless.clock()
                    if not self._same_as_before(i, self._ask(i, MOST_PER_ANSWER * 3)):
                        return False
                    took[i] += (traceless.clock() - began) / 2
        # Of the cases that fail the quickest first: most changes end there.
        self.order.sort(key=lambda i: (i not in self.failing, i not in self.replies, took[i]))
        mean = sum(took.values()) / max(len(self.replies), 1)
        self.per_answer = 0.01 + 10 * mean
        return mean < MOST_PER_ANSWER

    def finds(self) -> tuple[list[Find], list[Find]]:
        """The changes that make all answers right, and those that lead to a known mistake's."""
        right: list[Find] = []
        mistaken: list[Find] = []
        for change, unit in self._ordered():
            if traceless.clock() > self.until:
                break
            best = right or mistaken
            if right and change.cost > best[0].change.cost + 1:
                break
            with change.made():
                code = unit.compiled()
            if code is None:
                continue
            found = self._judged(unit, code)
            if found == RIGHT:
                right.append(Find(change, unit))
            elif found is not None and _shows(change):
                mistaken.append(Find(change, unit, found))
        return right, mistaken

    def gains(self) -> list[Gain]:
        """Where no one change makes all answers right: those that make the most right, each with what is left to change.

        So it is where two things are wrong that show in outputs, or in cases, of their own.
        """
        before = {i: self._right_parts(i, self.replies[i].outputs if i in self.replies else None) for i in self.order}
        found: list[Gain] = []
        for change, unit in self._ordered():
            if traceless.clock() > self.until:
                break
            if not change.also and (gain := self._gain(change, unit, before)) is not None:
                found.append(gain)
        found.sort(key=lambda gain: gain.weight)
        best = [gain for gain in found if gain.weight == found[0].weight]
        return [replace(gain, rest=tuple(self._rest(gain.find))) for gain in best[:MOST_LINES]]

    def _gain(self, change: Change, unit: Unit, before: Mapping[int, set[str]]) -> Gain | None:
        """What a change makes right; None where that is nothing, or could be by accident, or where it spoils anything."""
        with change.made():
            code = unit.compiled()
        if code is None:
            return None
        parts, cases, news = set(self.names), set[int](), list[str]()
        second = self.order[min(1, len(self.failing) - 1)]
        unit.function.__code__ = code
        try:
            for i in self.order:
                outputs = self._ask(i, self.per_answer)
                right = self._right_parts(i, outputs)
                if not right >= before[i]:
                    return None
                parts &= right
                if len(right) == len(self.names) > len(before[i]):
                    cases.add(i)
                if not parts and not cases and i == second:
                    return None
                news += [f"{float(one):.6g}" if is_numeric(one) else str(one)[:99]
                         for name in right - before[i] for one in entries(self.exercise.cases[i].expected[name])]
        finally:
            unit.function.__code__ = unit.original
        parts = {name for name in parts if not all(name in right for right in before.values())}
        if not (parts or len(cases) > 1) or content(news) < TELLING_OF_A_PART:
            return None
        return Gain(Find(change, unit), frozenset(parts), frozenset(cases))

    def _rest(self, first: Find) -> list[Find]:
        """The changes that leave nothing wrong once the first is made."""
        with first.change.made():
            original, code = first.unit.original, first.unit.compiled()
            assert code is not None
            first.unit.original = first.unit.function.__code__ = code
            targets, self.targets = self.targets, set()
            try:
                return self.finds()[0]
            finally:
                self.targets = targets
                first.unit.original = first.unit.function.__code__ = original

    def _right_parts(self, i: int, outputs: Mapping[str, Any] | None) -> set[str]:
        """The outputs that are right in one case."""
        right = set[str]()
        if outputs is None:
            return right
        for name, rule in self.exercise.rules.items():
            wanted = self.exercise.cases[i].expected[name]
            with contextlib.suppress(Exception):  # as in `_fits`
                if _may_be(rule, outputs[name], wanted) and rule.fits(outputs[name], wanted):
                    right.add(name)
        return right

    def _ordered(self) -> list[tuple[Change, Unit]]:
        every = []
        for unit in self.units:
            single = list(changes(unit.tree, scope_of(unit)))
            every += [(change, unit) for change in (*single, *twins(single))]
        return sorted(every, key=lambda one: (one[0].cost, len(one[0].also) > 0))

    def _judged(self, unit: Unit, code: CodeType) -> int | None:
        """RIGHT, the index of the known mistake whose answers these are, or None. Stops at the first case that fails."""
        targets = {RIGHT, *self.targets}
        unit.function.__code__ = code
        try:
            for i in self.order:
                outputs = self._ask(i, self.per_answer)
                if outputs is None:
                    return None
                targets = {t for t in targets if self._fits(i, outputs, t)}
                if not targets:
                    return None
        finally:
            unit.function.__code__ = unit.original
        return min(targets)

    def _fits(self, i: int, outputs: dict[str, Any], target: int) -> bool:
        """Whether these are the right answers, or those of a known mistake."""
        wanted = self.exercise.cases[i].expected if target == RIGHT else self.exercise.mistakes[target].outputs[i]
        fits = _is_good if target == RIGHT else alike
        try:
            return wanted is not None and all(
                _may_be(rule, outputs[name], wanted[name]) and fits(rule, outputs[name], wanted[name])
                for name, rule in self.exercise.rules.items())
        except Exception:  # noqa: BLE001 - what a changed function gives may be anything, and has not come over the wire
            return False

    def _may_be_left(self, target: int) -> bool:
        """Whether a change may lead to this known mistake: it was not made already, and gives more than what breaks gives.

        That is nan, or one number everywhere: many changes lead there, whatever was wrong before.
        """
        made = all(reply.outputs is not None and self._fits(i, reply.outputs, target) for i, reply in self.replies.items())
        outputs = self.exercise.mistakes[target].outputs
        return not made and all(map(_is_finite, outputs)) and not all(map(self._is_bare, range(len(outputs)), outputs))

    def _is_bare(self, i: int, outputs: Mapping[str, Any] | None) -> bool:
        """Whether all that a known mistake spoils in a case is one number in all places, or zero."""
        expected = self.exercise.cases[i].expected
        spoiled = [np.asarray(outputs[name], float) for name, rule in self.exercise.rules.items()
                   if outputs is not None and is_numeric(outputs[name]) and not rule.fits(outputs[name], expected[name])]
        return all(one.size > 0 and np.ptp(one) == 0 and (one.size > 1 or not one.any()) for one in spoiled)

    def _is_right(self, i: int, outputs: dict[str, Any] | None, reply: Reply) -> bool:
        return outputs is not None and not reply.changed and self._fits(i, outputs, RIGHT)

    def _same_as_before(self, i: int, outputs: dict[str, Any] | None) -> bool:
        before = self.replies[i]
        if outputs is None or before.outputs is None or before.changed:
            return outputs is None and (before.outputs is None or bool(before.changed))
        try:
            return all(wire.encode(outputs[name]) == wire.encode(tidy(before.outputs[name])) for name in self.names)
        except wire.NotPlain:
            return True  # an object that is no answer

    def _ask(self, i: int, seconds: float) -> dict[str, Any] | None:
        """What the copy gives in one case: its outputs by name; None where it raises, takes too long or changes its inputs."""
        given = _copied(self.exercise.cases[i].inputs)
        try:
            with bounded(self.files, seconds):
                result = self.copies.answer(*given.values())
            return _by_name(result, self.names) if _equal(given, self.exercise.cases[i].inputs) else None
        except (Exception, Stopped, SystemExit):  # noqa: BLE001 - most changes break something
            return None


# After these changes a known mistake's answers show that it was made too. Others hide what is wrong as often as they mend it.
SHOWING = ("axis", "keepdims", "comparison", "transpose", "sign", "update", "count", "loop", "index", "power", "order")


def _shows(change: Change) -> bool:
    """Whether a known mistake's answers after this change mean that it was made: one that is added is no factor of 0."""
    is_added = isinstance(change.owner, ast.BinOp) and isinstance(change.owner.op, ast.Add | ast.Sub)
    return not change.also and (change.kind in SHOWING or (change.kind == "constant" and is_added))


def _is_finite(outputs: Mapping[str, Any] | None) -> bool:
    return outputs is None or all(np.all(np.isfinite(value)) for value in outputs.values() if is_numeric(value))


def _is_good(rule: Rule, got: Any, want: Any) -> bool:
    return rule.fits(got, want)


def _may_be(rule: Rule, got: Any, want: Any) -> bool:
    """A quick look before a close one: the shapes, and the first entry. Most changes fail here."""
    if not isinstance(rule, Close):
        return True
    if not is_numeric(got) or np.shape(got) != np.shape(want):
        return False
    one, other = np.ravel(got), np.ravel(want)
    return not one.size or not abs(float(one[0]) - float(other[0])) > 1e-3 * max(float(np.abs(other).max()), 1e-6)


def scope_of(unit: Unit) -> Scope:
    """The names that a change may use: variables of the function, data around it, functions that it or the notebook knows."""
    code, space = unit.original, unit.function.__globals__
    parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    variables = [*code.co_varnames, *code.co_cellvars, *code.co_freevars]
    functions = []
    for name in code.co_names:
        value = space.get(name)
        if callable(value) and not isinstance(value, Quiet):
            functions.append(name)
        elif isinstance(value, int | float | np.ndarray):
            variables.append(name)
    variables = [name for name in dict.fromkeys(variables) if name not in ("self", "_") and not name.startswith("__")]
    made = tuple(name for name in code.co_varnames if name not in parameters)
    return Scope(tuple(variables), tuple(functions), tuple(name for name in parameters if name != "self"), made)


def _copied(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _equal(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return one is other or bool(one == other)


def _by_name(result: Any, names: Sequence[str]) -> dict[str, Any] | None:
    """The outputs by name, as `answer.ask` would name them, without a journey through the wire."""
    if isinstance(result, dict) and set(result) == set(names):
        values = [result[name] for name in names]
    elif len(names) == 1:
        values = [result[0] if isinstance(result, tuple) and len(result) == 1 else result]
    else:
        rows = wire.as_array(result)
        if not isinstance(rows, tuple | list) and not (isinstance(rows, np.ndarray) and rows.ndim):
            return None
        if len(rows) != len(names):
            return None
        values = list(rows)
    return {name: tidy(_listed(wire.as_array(value))) for name, value in zip(names, values, strict=True)}


def _listed(value: Any) -> Any:
    return [_listed(wire.as_array(item)) for item in value] if isinstance(value, list | tuple) else value
