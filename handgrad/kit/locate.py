"""The place: is there one small change in the student's own source that makes the public answers right?

If there is, a verdict names the line, and never the change. A change that leads to a known mistake's answers is a find too:
then two things are wrong. Everything runs on copies, prints and draws nothing, and leaves random generators as they were. It
runs in the notebook, and never in the grader.
"""

import ast
import contextlib
import sys
import time
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import numpy as np

from handgrad.kit import wire
from handgrad.kit.answer import Reply
from handgrad.kit.changes import Change, Scope, changes, twins
from handgrad.kit.copies import Copies, NotCopied, Quiet, Unit
from handgrad.kit.exercise import Exercise
from handgrad.kit.explain import TELLING_OF_A_PART, alike, content
from handgrad.kit.kinds import tidy
from handgrad.kit.rules import Close, Sample
from handgrad.kit.rules.rule import Rule, entries, is_numeric
from handgrad.text import say, translate

SECONDS = 1.5
clock = time.perf_counter
# An answer that takes longer trains, and is not searched.
MOST_PER_ANSWER = 0.02
MOST_BYTES = 2**31

# The kinds of change, those that say most first.
LOOK_AT = {
    "axis": "Look at the axis.",
    "keepdims": "Look at the axes that are kept, or lost.",
    "comparison": "Look at the comparison.",
    "transpose": "Look at the transposes in it.",
    "sign": "Look at the signs.",
    "outputs": "Look at the order in which things are listed.",
    "arguments": "Look at the order of the arguments.",
    "update": "Look at whether a value is added to, or replaced.",
    "count": "Look at what is counted.",
    "loop": "Look at where the loop begins and ends.",
    "index": "Look at the indices and slices.",
    "condition": "Look at the condition.",
    "power": "Look at the powers.",
    "call": "Look at the functions that are called in it: is it the right one, and is none missing?",
    "name": "Look at the variables in it: is it the right one?",
    "copy": "Look at whether this is a copy, and of which kind its numbers are.",
    "statement": "Look at the order of the statements: is each of them needed, in its place, and inside the right block?",
    "brackets": "Look at the brackets: what belongs together?",
    "order": "Look at what stands left and what stands right of an operator.",
    "operator": "Look at the operators in it.",
    "factor": "Look at the factors: one may be missing, or one too many.",
    "term": "Look at the terms: one may be missing, or one too many.",
    "constant": "Look at the numbers in it.",
}


class Stopped(BaseException):
    """A changed function that runs on and on."""


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


@dataclass(frozen=True)
class Place:
    """What a search has found: sentences about the lines, and of the known mistakes that are made besides."""

    where: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.where)


def locate(exercise: Exercise, answer: Callable[..., Any], replies: Sequence[Reply], given: Collection[str] = (),
           kind: bool = False, known: Collection[str] = ()) -> Place:
    """Search for one change that makes `answer` right, or two. With `kind`, say too what to look at.

    `replies` are what the answer gave: the copy has to give the same. `given` names the course's own functions in the notebook.
    `known` are the sentences that explain the answer already: then a place says nothing of other mistakes, or of parts.
    """
    if not any(case.inputs for case in exercise.cases) or any(isinstance(rule, Sample) for rule in exercise.rules.values()):
        return Place()  # numbers by hand have no place, and random ones are told by their distribution
    try:
        search = Search(exercise, answer, replies, given, clock() + SECONDS)
    except (NotCopied, RecursionError):
        return Place()
    with untouched(), little_memory():
        if not search.is_searchable():
            return Place()
        right, mistaken = search.finds()
        if right:
            return told(exercise, right, kind, known)
        gains = search.gains()
        two = told_of_two(gains) or told(exercise, mistaken, kind, known)
        return two if two or known else told_of_a_part(search, gains)


# --- the search ---------------------------------------------------------------------------------------------------------


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
                    began = clock()
                    if not self._same_as_before(i, self._ask(i, MOST_PER_ANSWER * 3)):
                        return False
                    took[i] += (clock() - began) / 2
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
            if clock() > self.until:
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
            if clock() > self.until:
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
        """Whether a change may lead to this known mistake: it was not made already, and gives no nan, as what breaks does."""
        made = all(reply.outputs is not None and self._fits(i, reply.outputs, target) for i, reply in self.replies.items())
        return not made and all(map(_is_finite, self.exercise.mistakes[target].outputs))

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


RIGHT = -1
MOST_LINES = 3
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


# --- leaving no trace ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def untouched() -> Iterator[None]:
    """Random generators are afterwards as before; nothing is warned of."""
    before = np.random.get_state()
    torch, random = sys.modules.get("torch"), sys.modules.get("random")
    others = (torch.get_rng_state() if torch else None, random.getstate() if random else None)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(before)
        if torch:
            torch.set_rng_state(others[0])
        if random:
            random.setstate(others[1])


@contextlib.contextmanager
def little_memory() -> Iterator[None]:
    """Raise `MemoryError` rather than hold `MOST_BYTES` more than now: a change can make a large array of a small one.

    Where the system does not count them (outside Linux) nothing is held.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        before = resource.getrlimit(resource.RLIMIT_AS)
    except (ImportError, OSError):
        yield
        return
    limits = (pages * resource.getpagesize() + MOST_BYTES, *(limit for limit in before if limit != resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@contextlib.contextmanager
def bounded(files: set[str], seconds: float) -> Iterator[None]:
    """Raise `Stopped` in these files' code once the time is over. Of this thread only; works on every system."""
    until = clock() + seconds

    def each_line(frame: FrameType, event: str, argument: Any) -> Any:
        if clock() > until:
            raise Stopped
        return each_line

    def each_call(frame: FrameType, event: str, argument: Any) -> Any:
        return each_line if frame.f_code.co_filename in files else None

    before = sys.gettrace()
    sys.settrace(each_call)
    try:
        yield
    finally:
        sys.settrace(before)


# --- the words ----------------------------------------------------------------------------------------------------------


def told(exercise: Exercise, finds: Sequence[Find], kind: bool, known: Collection[str] = ()) -> Place:
    """The finds in words: one line, or several of which each would do; and the known mistakes that are left."""
    if not finds:
        return Place()
    best = min(find.change.cost for find in finds)
    finds = [find for find in finds if find.change.cost <= best + MARGIN]
    twin = finds[0] if all(find.change.also for find in finds) else None
    if twin is not None and len(twin.change.lines) > 1:
        return _of_twins(twin, finds, kind)
    finds = [find for find in finds if not find.change.also or len(find.change.lines) == 1]
    lines = {(find.unit.original.co_filename, find.change.line): find for find in finds}
    left = dict.fromkeys(translate(exercise.mistakes[find.mistake].says) for find in finds if find.mistake is not None)
    if len(lines) > MOST_LINES or len(left) > 1 or (known and not left.keys() <= set(known)):
        return Place()
    # True by how it was found; that the student made just these two mistakes is likely, and no more.
    besides = tuple(say("With one small change in that line, the answers would be those of another mistake: {mistake}",
                        mistake=says) for says in left if says not in known)
    where = [_line(find.unit, find.change.line) for find in lines.values()]
    if len(lines) > 1:
        where.insert(0, say("A small change in any one of these lines would do."))
    if kind:
        kinds = {find.change.kind for find in finds if find.change.cost == best}
        where.append(say(next(look for one, look in LOOK_AT.items() if one in kinds)))
    return Place(tuple(where), besides)


MARGIN = 1


def _of_twins(find: Find, finds: Sequence[Find], kind: bool) -> Place:
    """One change at several places, in words; nothing where it could be at these places or at others."""
    if any(other.change.lines != find.change.lines or other.unit is not find.unit for other in finds):
        return Place()
    where = [say("The same small change in each of these lines would do."),
             *(_line(find.unit, number) for number in find.change.lines)]
    return Place((*where, say(LOOK_AT[find.change.kind])) if kind else tuple(where))


def told_of_two(gains: Sequence[Gain]) -> Place:
    """The gains in words where two changes together would do, in the same lines whichever they are."""
    pairs = {frozenset({(one.change.line, _line(one.unit, one.change.line)) for one in (gain.find, rest)})
             for gain in gains for rest in gain.rest if not rest.change.also}
    if len(pairs) != 1:
        return Place()
    [pair] = pairs
    says = (say("Two small changes in this line would make it right.") if len(pair) == 1 else
            say("Small changes in both of these lines would make it right."))
    return Place((says, *(line for _, line in sorted(pair))))


def told_of_a_part(search: Search, gains: Sequence[Gain]) -> Place:
    """The gains in words where a change would mend a part."""
    lines = list(dict.fromkeys(_line(gain.find.unit, gain.find.change.line) for gain in gains))
    if not lines or len(lines) > MOST_LINES:
        return Place()
    first, several = gains[0], len(lines) > 1
    parts = ", ".join(name for name in search.names if name in first.parts)
    if parts and several:
        says = say("A small change in any one of these lines would make {parts} right, and not the rest.", parts=parts)
    elif parts:
        says = say("A small change in this line would make {parts} right, and not the rest.", parts=parts)
    elif several:
        says = say("A small change in any one of these lines would make it right in more of the cases, and not in all.")
    else:
        says = say("A small change in this line would make it right in more of the cases, and not in all.")
    return Place((says, *lines))


def _line(unit: Unit, number: int) -> str:
    source = unit.lines[number - 1].strip() if number <= len(unit.lines) else ""
    if unit.name.endswith("<lambda>"):
        return say("Look at line {line} of your cell: {source}", line=number, source=source)
    return say("Look at line {line} of the cell that defines {function}: {source}", function=unit.name, line=number,
               source=source)
