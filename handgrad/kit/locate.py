"""The place: is there one small change in the student's own source that makes the public answers right?

If there is, a verdict names the line, and never the change. A change that leads to a known mistake's answers is a find too:
then two things are wrong. Everything runs on copies, prints and draws nothing, and leaves random generators as they were. It
runs in the notebook, and never in the grader.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from handgrad.kit import traceless
from handgrad.kit.answer import Reply
from handgrad.kit.copies import NotCopied, Unit
from handgrad.kit.exercise import Exercise
from handgrad.kit.rules import Sample
from handgrad.kit.search import MOST_LINES, Find, Gain, Search
from handgrad.kit.traceless import little_memory, untouched
from handgrad.text import say, translate

# Of a whole check that fails, the answers included: nobody waits longer for a sentence.
SECONDS = 1.4
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


@dataclass(frozen=True)
class Place:
    """What a search has found: sentences about the lines, and of the known mistakes that are made besides."""

    where: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.where)


def locate(exercise: Exercise, answer: Callable[..., Any], replies: Sequence[Reply], given: Collection[str] = (),
           kind: bool = False, known: Collection[str] = (), spent: float = 0.0) -> Place:
    """Search for one change that makes `answer` right, or two. With `kind`, say too what to look at.

    `replies` are what the answer gave: the copy has to give the same. `given` names the course's own functions in the notebook.
    `known` are the sentences that explain the answer already: then a place says nothing of other mistakes, or of parts.
    `spent` are the seconds that the check has taken so far.
    """
    if not any(case.inputs for case in exercise.cases) or any(isinstance(rule, Sample) for rule in exercise.rules.values()):
        return Place()  # numbers by hand have no place, and random ones are told by their distribution
    try:
        search = Search(exercise, answer, replies, given, traceless.clock() + SECONDS - spent)
    except (NotCopied, RecursionError):
        return Place()
    with untouched(), little_memory():
        if not search.is_searchable():
            return Place()
        right, mistaken = search.finds()
        if right:
            return told(exercise, right, kind, known)
        gains = search.gains()
        two = told_of_two(gains, kind) or told(exercise, mistaken, kind, known)
        return two if two or known else told_of_a_part(search, gains)


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
    if len(lines) > MOST_LINES or len(left) > 1 or (left and len(lines) > 1) or (known and not left.keys() <= set(known)):
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


def told_of_two(gains: Sequence[Gain], kind: bool) -> Place:
    """The gains in words where two changes together would do, in the same lines whichever they are."""
    pairs: dict[frozenset[str], list[Find]] = {}
    for gain in gains:
        for rest in gain.rest:
            if not rest.change.also:
                pairs.setdefault(frozenset(map(_line_of, (gain.find, rest))), [gain.find, rest])
    if len(pairs) != 1:
        return Place()
    [(lines, both)] = pairs.items()
    if len(lines) == 1:
        return Place((say("Two small changes in this line would make it right."), *lines))
    where = [say("Small changes in both of these lines would make it right.")]
    for find in sorted(both, key=lambda find: find.change.line):
        where += [_line_of(find), say(LOOK_AT[find.change.kind])] if kind else [_line_of(find)]
    return Place(tuple(where))


def told_of_a_part(search: Search, gains: Sequence[Gain]) -> Place:
    """The gains in words where a change would mend a part."""
    # Others may mend as much elsewhere.
    alike = [gain for gain in gains if (gain.parts, gain.cases) == (gains[0].parts, gains[0].cases)]
    lines = list(dict.fromkeys(_line_of(gain.find) for gain in alike))
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


def _line_of(find: Find) -> str:
    return _line(find.unit, find.change.line)


def _line(unit: Unit, number: int) -> str:
    source = unit.lines[number - 1].strip() if number <= len(unit.lines) else ""
    if unit.name.endswith("<lambda>"):
        return say("Look at line {line} of your cell: {source}", line=number, source=source)
    return say("Look at line {line} of the cell that defines {function}: {source}", function=unit.name, line=number,
               source=source)
