"""From answers to a verdict in words: what is right, what is wrong, and which known mistake it is.

Pure: the notebook's `check` and the grader's examiner both come here, the one with the public cases, the other with
secret ones as well."""

import functools
import inspect
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from handgrad.kit.advice import advise
from handgrad.kit.answer import TOO_LONG, Raised, Reply
from handgrad.kit.exercise import Case, Exercise
from handgrad.kit.explain import TELLING_BY_HAND, TELLING_OF_A_PART, alike, bits, explain, upstream
from handgrad.kit.kinds import tidied, too_few_digits, wrong_kind
from handgrad.kit.rules import Close, Hand
from handgrad.kit.rules.rule import Rule, distance, entries
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say


@np.errstate(all="ignore")  # an answer may hold any number: what becomes of it is no news
def judge(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], secret: bool = False) -> Verdict:
    """The verdict on `replies`, one for each of `cases`.

    With `secret`, the sentences hold no number, shape or text that came from an input or an answer.
    """
    names = list(exercise.rules)
    # No reply at all is told as a return that is missing.
    replies = [tidied(reply) for reply in replies] or [Reply(returned="nothing")]
    # Asking stops at the first case that raises: that reply is the last one, and says why.
    for case, reply in zip(cases, replies, strict=False):
        trouble = _unjudgeable(exercise, case, reply, secret)
        if trouble is not None:
            return trouble
    if len(replies) < len(cases):
        return _none(exercise, Kind.RAISED, say("{name} gave no answer.", name=exercise.name))

    odd = {name: _first(wrong_kind(name, rule, case, _got(reply, name), secret)
                        for case, reply in zip(cases, replies, strict=True)) for name, rule in exercise.rules.items()}
    right = {
        name: odd[name] is None
        and all(rule.fits(_got(reply, name), case.expected[name]) for case, reply in zip(cases, replies, strict=True))
        for name, rule in exercise.rules.items()
    }
    if all(right.values()):
        return Verdict(exercise.name, Kind.RIGHT, right, (say("{name} is right.", name=exercise.name),))

    fine = {name for name in names if odd[name] is None}
    carried = [name for name in exercise.carries if _is_carried(exercise, cases, replies, right, fine, name)]
    if _is_one_number(replies, [name for name in names if not right[name]]):
        carried = []
    says = [sentence for sentence in odd.values() if sentence is not None]
    # What came in one array may be one output alone: that is said before its rows are called odd.
    if says and not secret and any(reply.returned for reply in replies):
        says = [_wrong_number(exercise, replies[0], secret)]
    diagnoses = explain(exercise, cases, replies, right, fine)
    if not secret:
        says += _differences(exercise, cases, replies, {name for name in fine if not right[name]})
    elif not says:
        says += [_secretly_wrong(name, len(names)) for name in names if not right[name]]
    if any(right.values()):
        says.append(say("Right: {parts}.", parts=", ".join(name for name in names if right[name])))
    if carried:
        says.append(say("Worked out rightly from what came before it, so it earns its share: {parts}.",
                        parts=", ".join(carried)))
        # Only now: what merely follows is not told among what is right.
        right |= dict.fromkeys(carried, True)
    kind = Kind.WRONG_KIND if any(odd.values()) else Kind.WRONG_VALUES
    return Verdict(exercise.name, kind, right, (*says,), (*diagnoses,))


def _is_carried(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], right: Mapping[str, bool],
                fine: Collection[str], name: str) -> bool:
    """Whether a wrong output is what rightly follows from the student's own earlier ones, one of which is wrong.

    It has to be worked out: what holds no numbers of its own, as zeros that follow from zeros, shows nothing, and neither
    does what follows from nothing, as a start from which no step leads away.
    """
    earlier, rule = _earlier(exercise, cases, name), exercise.rules[name]
    wrong = [one for one in earlier if not right[one]]
    if right[name] or not {name, *earlier} <= set(fine) or not wrong:
        return False
    enough = TELLING_BY_HAND if isinstance(rule, Hand) else TELLING_OF_A_PART
    if any(bits(exercise.rules[one], one, cases, replies) < enough for one in (name, *wrong)):
        return False
    shown = False
    for case, reply in zip(cases, replies, strict=True):
        got, own = _got(reply, name), {one: _got(reply, one) for one in earlier}
        nothing = own | {one: np.multiply(0, own[one]) for one in wrong}
        carry = functools.partial(exercise.carries[name], *case.inputs.values())
        follows, from_nothing = (rule.freeze(carry(**outputs)) for outputs in (own, nothing))
        if not alike(rule, got, follows):
            return False
        shown = shown or _is_far(rule, got, from_nothing)
    return shown


def _earlier(exercise: Exercise, cases: Sequence[Case], name: str) -> list[str]:
    """The outputs that the function asks for which carries this one on: its parameters behind the inputs."""
    return list(inspect.signature(exercise.carries[name]).parameters)[len(cases[0].inputs):]


def _is_far(rule: Rule, got: Any, other: Any) -> bool:
    """Whether two outputs differ by so much that no tolerance has a part in it."""
    if isinstance(rule, Close):
        return distance(got, other) > FAR * rule.allowed(got)
    return not alike(rule, got, other)


# In tolerances.
FAR = 100.0


def _is_one_number(replies: Sequence[Reply], wrong: Collection[str]) -> bool:
    """Whether all wrong outputs hold the same one number: where a gradient is passed on as it is, that is soon so."""
    return len({str(entry)[:99] for reply in replies for name in wrong for entry in entries(_got(reply, name))}) == 1


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
            return _none(exercise, Kind.NOT_ATTEMPTED, *_unwritten(exercise.name, reply.raised, secret))
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


def _unwritten(name: str, raised: Raised, secret: bool) -> list[str]:
    """Which other function is still a stub: an earlier exercise that this one calls, or a part of this one.

    Of the exercise as it was handed out, whose stub names it, the verdict has said so.
    """
    if secret or raised.message == name or raised.function in ("", name, "<lambda>"):
        return []
    return [say("{name} calls {function}, which is not written yet.", name=name, function=raised.function)]


BUILT_IN = ("ValueError", "TypeError", "IndexError", "KeyError", "NameError", "AttributeError", "ZeroDivisionError",
            "RecursionError", "MemoryError", "OverflowError", "FloatingPointError", "AssertionError",
            "RuntimeError", "UnboundLocalError", "StopIteration", "ImportError", "ModuleNotFoundError")


def _raised(name: str, raised: Raised, secret: bool) -> list[str]:
    if secret and raised.kind == TOO_LONG:
        return [say("{name} takes too long on large inputs, where a formula takes milliseconds. If it measures each slope by a "
                    "difference, work the gradient out instead.", name=name)]
    if secret:
        # The name of a class of one's own could carry what it has seen.
        kind = raised.kind if raised.kind in BUILT_IN else "Exception"
        return [say("{name} raised {kind} on inputs that the notebook does not show.", name=name, kind=kind)]
    says = [say("{name} raised {kind}: {message}", name=name, kind=raised.kind, message=raised.message)]
    if raised.source and raised.function in ("", "<lambda>", "<module>"):
        says.append(say("Line {line} of your cell: {source}", line=raised.line, source=raised.source))
    elif raised.source:
        says.append(say("Line {line} of the cell that defines {function}: {source}", line=raised.line,
                        function=raised.function, source=raised.source))
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


def _differences(exercise: Exercise, cases: Sequence[Case], replies: Sequence[Reply], wrong: Collection[str]) -> list[str]:
    """For each wrong output, one sentence on the first case where it is wrong; or on what to look at first."""
    says = []
    for name, rule in exercise.rules.items():
        if name not in wrong:
            continue
        first = [earlier for earlier in exercise.rules if earlier in wrong and earlier in upstream(exercise.follows, name)]
        if first:
            says.append(say("{part} follows from {earlier}: look there first.", part=name, earlier=", ".join(first)))
            continue
        case, got = next((case, got) for case, reply in zip(cases, replies, strict=True)
                         if not rule.fits(got := _got(reply, name), case.expected[name]))
        says.append(_difference(name, rule, case, got))
    return says


def _difference(name: str, rule: Rule, case: Case, got: Any) -> str:
    """How one output differs in one case. What is worked out by hand, from no inputs, is not told."""
    want = case.expected[name]
    own = rule.explain(name, got, want)
    if own is not None:
        return own
    if not case.inputs or not rule.keeps_the_answer:
        return say("{part} is not right.", part=name)
    if (sentence := too_few_digits(name, got, want)) is not None:
        return sentence
    if isinstance(want, str) or np.ndim(want) == 0:
        return say("{part} is {got}; it should be {want} ({case}).", part=name, got=_written(got), want=_written(want),
                   case=case.name)
    gap = np.abs(np.asarray(got, float) - np.asarray(want, float))
    where = np.unravel_index(int(np.argmax(gap)), gap.shape)
    return say("{part} differs most at {where}: {got}, it should be {want} ({case}).", part=name,
               where=[int(i) for i in where], got=_written(got[where]), want=_written(np.asarray(want)[where]), case=case.name)


def _written(value: Any) -> str:
    """A number with six digits, a text in quotation marks."""
    if isinstance(value, str):
        return f'"{value}"'
    if np.asarray(value).dtype.kind in "iub":
        return str(value)
    # Never -0.
    return f"{float(value) + 0.0:.6g}"


def _secretly_wrong(name: str, parts: int) -> str:
    if parts == 1:
        return say("The values are wrong on some inputs that the notebook does not show.")
    return say("{part} has wrong values on some inputs that the notebook does not show.", part=name)
