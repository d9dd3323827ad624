"""From answers to a verdict in words: what is right, what is wrong, and which known mistake it is.

Pure: the notebook's `check` and the grader's examiner both come here, the one with the public cases, the other with
secret ones as well."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from handgrad.kit.advice import advise
from handgrad.kit.answer import Odd, Raised, Reply
from handgrad.kit.exercise import Case, Exercise, Mistake
from handgrad.kit.patterns import patterns
from handgrad.kit.rules import Close
from handgrad.kit.rules.rule import Rule, distance
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say, translate

_NUMBERS = int | float | np.ndarray | np.generic


@np.errstate(all="ignore")  # an answer may hold any number: what becomes of it is no news
def judge(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], secret: bool = False) -> Verdict:
    """The verdict on `replies`, one for each of `cases`.

    With `secret`, the sentences hold no number, shape or text that came from an input or an answer.
    """
    names = list(exercise.rules)
    if not replies:
        replies = [Reply(returned="nothing")]
    for case, reply in zip(cases, replies, strict=False):
        trouble = _unjudgeable(exercise, case, reply, secret)
        if trouble is not None:
            return trouble
    if len(replies) < len(cases):
        return _none(exercise, Kind.RAISED, say("{name} gave no answer.", name=exercise.name))

    wrong_kind: list[str] = []
    right: dict[str, bool] = {}
    for name, rule in exercise.rules.items():
        odd = _first(_wrong_kind(name, rule, case, reply, secret) for case, reply in zip(cases, replies, strict=True))
        if odd is not None:
            wrong_kind.append(odd)
        right[name] = odd is None and all(
            rule.fits(_got(reply, name), case.expected[name]) for case, reply in zip(cases, replies, strict=True)
        )
    if all(right.values()):
        return Verdict(exercise.name, Kind.RIGHT, right, (say("{name} is right.", name=exercise.name),))

    diagnoses = _diagnoses(exercise, cases, replies, right)
    says = list(wrong_kind)
    if not secret:
        says += _differences(exercise, cases, replies, right, said=bool(wrong_kind))
    elif not wrong_kind:
        says += [_secretly_wrong(name, cases, len(names)) for name in names if not right[name]]
    if not diagnoses and not wrong_kind:
        diagnoses = patterns(exercise, cases, replies, right)
    if any(right.values()):
        says.append(say("Right: {parts}.", parts=", ".join(name for name in names if right[name])))
    kind = Kind.WRONG_KIND if wrong_kind else Kind.WRONG_VALUES
    return Verdict(exercise.name, kind, right, (*says,), (*diagnoses,))


def _none(exercise: Exercise, kind: Kind, *says: str) -> Verdict:
    return Verdict(exercise.name, kind, dict.fromkeys(exercise.rules, False), says)


def _first(items: Iterable[str | None]) -> str | None:
    return next((item for item in items if item is not None), None)


def _got(reply: Reply, name: str) -> Any:
    return None if reply.outputs is None else reply.outputs.get(name)


def _unjudgeable(exercise: Exercise, case: Case, reply: Reply, secret: bool) -> Verdict | None:
    """A verdict that leaves no output to look at: not attempted, raised, the wrong number of outputs, inputs changed."""
    if reply.raised is not None:
        if reply.raised.kind == "NotImplementedError":
            return _none(exercise, Kind.NOT_ATTEMPTED, _unwritten(exercise.name, reply.raised, secret))
        return _none(exercise, Kind.RAISED, *_raised(exercise.name, reply.raised, secret))
    if reply.changed:
        return _none(
            exercise,
            Kind.CHANGED_INPUTS,
            say("{name} changes its input {inputs}.", name=exercise.name, inputs=", ".join(reply.changed)),
            say("Work on a copy: in-place operations such as X -= 1 or X[0] = 0 change the caller's array too."),
        )
    if reply.outputs is None:
        return _none(exercise, Kind.WRONG_KIND, _wrong_number(exercise, reply, secret))
    return None


def _unwritten(name: str, raised: Raised, secret: bool) -> str:
    """Which function is still a stub: the exercise itself, one of a class's methods, or an earlier exercise that it calls."""
    if secret or raised.function in ("", name, "<lambda>"):
        return say("{name} is not written yet.", name=name)
    return say("{name} calls {function}, which is not written yet.", name=name, function=raised.function)


BUILT_IN = ("ValueError", "TypeError", "IndexError", "KeyError", "NameError", "AttributeError", "ZeroDivisionError",
            "RecursionError", "MemoryError", "OverflowError", "FloatingPointError", "AssertionError",
            "RuntimeError", "UnboundLocalError", "StopIteration", "ImportError", "ModuleNotFoundError")


def _raised(name: str, raised: Raised, secret: bool) -> list[str]:
    if secret:
        kind = raised.kind if raised.kind in BUILT_IN else "Exception"
        return [say("{name} raised {kind} on inputs that the notebook does not show.", name=name, kind=kind)]
    says = [say("{name} raised {kind}: {message}", name=name, kind=raised.kind, message=raised.message)]
    if raised.source:
        says.append(say("Line {line} of your cell: {source}", line=raised.line, source=raised.source))
    # First what to do: Python's own message can be hard to read.
    advice = advise(raised.kind, raised.message)
    return [advice, *says] if advice else says


def _wrong_number(exercise: Exercise, reply: Reply, secret: bool) -> str:
    names = ", ".join(exercise.rules)
    if reply.returned in ("NoneType", "nothing"):
        return say("{name} returned nothing. Is the return missing? Expected: {names}.", name=exercise.name, names=names)
    if secret:
        return say("{name} returned something other than {names}.", name=exercise.name, names=names)
    kind, _, detail = reply.returned.partition(": ")
    if kind == "dict":
        return say("{name} returned a dict with the keys {keys}; expected {names}.", name=exercise.name,
                   keys=detail or "-", names=names)
    if detail:
        return say("{name} returned {count} values; expected {names}.", name=exercise.name, count=detail, names=names)
    return say("{name} returned one {kind}; expected {names}.", name=exercise.name, kind=kind, names=names)


def _wrong_kind(name: str, rule: Rule, case: Case, reply: Reply, secret: bool) -> str | None:
    """What is wrong with the kind of one output: nothing, a list, a text, another shape, a number that is not finite."""
    got, want = _got(reply, name), case.expected[name]
    if got is None:
        return say("{part} is None. Is it computed, and returned?", part=name)
    if not isinstance(got, list | str | _NUMBERS):
        kind = got.kind if isinstance(got, Odd) else type(got).__name__
        if secret:
            return say("{part} is not an array of numbers.", part=name)
        return say("{part} is of type {kind}; expected an array of real numbers.", part=name, kind=kind)
    if isinstance(want, str) or (rule.lists and not isinstance(rule, Close)):
        return None
    if isinstance(got, list | str):
        kind = "str" if isinstance(got, str) else "list"
        return say("{part} is a {kind}; expected {wanted}.", part=name, kind=kind, wanted=_shape_in_words(want, secret))
    if np.shape(got) != np.shape(want):
        if secret:
            return say("{part} has the wrong shape on some inputs.", part=name)
        return say("{part} has shape {got}; it should be {want}.", part=name, got=np.shape(got), want=np.shape(want))
    if not np.all(np.isfinite(got)):
        if secret:
            return say("{part} is not finite (nan or inf) on some inputs.", part=name)
        bad = ~np.isfinite(got)
        if np.ndim(got) == 0:
            return say("{part} is {value}, not a finite number.", part=name, value=got)
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        if bad.sum() == 1:
            return say("{part} has one entry that is not finite, at {where}.", part=name, where=list(where))
        return say("{part} has {count} entries that are not finite, the first at {where}.", part=name,
                   count=int(bad.sum()), where=list(where))
    return None


def _shape_in_words(want: Any, secret: bool) -> str:
    if np.ndim(want) == 0:
        return translate("one number")
    if secret:
        return translate("an array")
    return say("an array of shape {shape}", shape=np.shape(want))


def _differences(
    exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], right: dict[str, bool], said: bool
) -> list[str]:
    """For each wrong output, one sentence: the largest difference in the first case where it is wrong."""
    says = []
    for name, rule in exercise.rules.items():
        for case, reply in zip(cases, replies, strict=True):
            got, want = _got(reply, name), case.expected[name]
            if right[name] or rule.fits(got, want) or _wrong_kind(name, rule, case, reply, secret=False):
                continue
            if not isinstance(rule, Close):
                says.append(rule.explain(name, got, want) or say("{part} is not right.", part=name))
            elif np.ndim(want) == 0:
                says.append(say("{part} is {got:.6g}; it should be {want:.6g} ({case}).", part=name, got=float(got) + 0.0,
                                want=float(want) + 0.0, case=case.name))
            else:
                gap = np.abs(np.asarray(got, float) - np.asarray(want, float))
                where = np.unravel_index(int(np.argmax(gap)), gap.shape)
                index = [int(i) for i in where]
                says.append(say("{part} differs most at {where}: {got:.6g}, it should be {want:.6g} ({case}).", part=name,
                                where=index, got=float(got[where]) + 0.0, want=float(want[where]) + 0.0, case=case.name))
            break
    if not says and not said:
        says.append(say("{name} is not right.", name=exercise.name))
    return says


def _secretly_wrong(name: str, cases: Sequence[Case], parts: int) -> str:
    if parts == 1:
        return say("The values are wrong on some inputs that the notebook does not show.")
    return say("{part} has wrong values on some inputs that the notebook does not show.", part=name)


def _diagnoses(
    exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], right: dict[str, bool]
) -> list[str]:
    """The sentences of the known mistakes that give exactly these answers.

    A mistake explains an answer when every output that the mistake gets wrong is wrong in the same way, in every case.
    A mistake that explains more of the wrong outputs goes first, and one that adds nothing to it is not named.
    """
    wrong = {name for name, fine in right.items() if not fine}
    found: list[tuple[set[str], str]] = []
    for mistake in exercise.mistakes:
        parts = _spoiled(exercise, cases, mistake)
        if parts and parts <= wrong and _same_answers(exercise, replies, mistake, parts):
            found.append((parts, translate(mistake.says)))
    says: list[str] = []
    left = set(wrong)
    for parts, sentence in sorted(found, key=lambda item: -len(item[0])):
        if parts & left:
            left -= parts
            says.append(sentence)
    return says


def _spoiled(exercise: Exercise, cases: Sequence[Case], mistake: Mistake) -> set[str]:
    """The outputs that this mistake gets wrong, in any of the cases."""
    return {
        name
        for name, rule in exercise.rules.items()
        for case, outputs in zip(cases, mistake.outputs, strict=True)
        if outputs is not None and not _mistaken(rule, case.expected[name], outputs[name])
    }


def _mistaken(rule: Rule, expected: Any, mistaken: Any) -> bool:
    """Whether the mistake's output is as good as the expected one (both as the rule froze them)."""
    if isinstance(rule, Close):
        return rule.fits(mistaken, expected)
    return bool(np.array_equal(np.asarray(mistaken), np.asarray(expected)))


def _same_answers(exercise: Exercise, replies: Sequence[Reply], mistake: Mistake, parts: set[str]) -> bool:
    for reply, outputs in zip(replies, mistake.outputs, strict=True):
        for name in parts:
            if outputs is not None and not alike(exercise.rules[name], _got(reply, name), outputs[name]):
                return False
    return True


def alike(rule: Rule, got: Any, mistaken: Any) -> bool:
    """Whether an answer equals a mistake's, where nan and inf in the same places are equal."""
    if not isinstance(rule, Close) or not isinstance(got, _NUMBERS) or np.shape(got) != np.shape(mistaken):
        return rule.fits(got, mistaken)
    got, mistaken = np.asarray(got, float), np.asarray(mistaken, float)
    finite = np.isfinite(mistaken)
    if not np.array_equal(got[~finite], mistaken[~finite], equal_nan=True):
        return False
    return distance(got[finite], mistaken[finite]) < rule.tolerance
