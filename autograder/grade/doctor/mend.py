"""A submission's cells, put where they belong among those that were handed out.

The course's own locked cells come from the handout. An exercise is the cell with its grade_id, else the one that
defines its function; a written answer is the cell with its grade_id, else the one that repeats its question. Every
other cell of the student's stays after the cell that it stood after.
"""

import copy
import difflib
import hashlib
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder import cells as names
from autograder.anatomy import squeeze
from autograder.deadline import look_at_the_clock
from autograder.grade.doctor.handout import Handout
from autograder.grade.doctor.notes import listed
from autograder.grade.doctor.pictures import presentable
from autograder.grade.doctor.read import Cell
from autograder.grade.doctor.unmerge import KEPT, taken_apart, without_marks
from handgrad.text import say

ALIKE = 0.6
# A longer text is not compared with a question.
LONGEST = 20_000


def mend(cells: list[Cell], handout: Handout, lines: list[str]) -> NotebookNode:
    """The submission as a notebook that nbgrader can grade. Adds to `lines` what was mended."""
    cells = without_marks(cells, handout, lines)
    cells = taken_apart(cells, handout, lines)
    return Mending(cells, handout).notebook(lines)


class Mending:
    """Which of the handout's cells is which of the student's."""

    def __init__(self, cells: list[Cell], handout: Handout) -> None:
        self.cells = cells
        self.handout = handout
        self.owners: dict[int, int] = {}
        """The student's cell, by the place of the cell of the handout that it is."""
        self.dropped: set[int] = set()
        """Cells of the student's that say only what the course says."""
        self.said: dict[str, list[str]] = {}
        self.texts = [squeeze(cell.source) for cell in cells]
        # In this order: the cell that counts is the last before its check, and plain cells take what is left over.
        self._match_checks()
        self._match_exercises()
        self._match_written()
        self._match_plain()
        self._note_strangers()

    def notebook(self, lines: list[str]) -> NotebookNode:
        """The mended notebook. Adds to `lines` what was mended."""
        nb = new_notebook(metadata=copy.deepcopy(self.handout.notebook.metadata))
        nb.cells = self._in_order()
        unread = [str(i) for i, cell in enumerate(nb.cells, 1) if cell.cell_type == "code" and names.is_unreadable(cell.source)]
        if unread:
            lines.append(say("Cells are too long, or hold too many commands of IPython's, to be read before they run; they "
                             "were left as they are: {names}.", names=listed(unread)))
        self._show_pictures(nb, lines)
        _name_cells(nb.cells)
        lines += [say(sentence, names=listed(found)) for sentence, found in self.said.items()]
        return nb

    def _show_pictures(self, nb: NotebookNode, lines: list[str]) -> None:
        """Make the student's texts such that every program can show them, with their pictures."""
        given = {id_ for id_, kind in zip((c.id for c in self.handout.notebook.cells), self.handout.kinds, strict=True)
                 if kind == "plain"}
        for cell in nb.cells:
            if cell.cell_type == "markdown" and cell.id not in given:
                look_at_the_clock()
                cell.source, attachments = presentable(cell.source, cell.pop("attachments", {}), lines)
                if attachments:
                    cell.attachments = attachments

    def say(self, sentence: str, name: str) -> None:
        """Add a name to a sentence."""
        self.said.setdefault(sentence, []).append(name)

    def _taken(self) -> set[int]:
        return set(self.owners.values()) | self.dropped

    def _called(self, name: str) -> list[int]:
        return [i for i, cell in enumerate(self.cells) if cell.grade_id == name and i not in self._taken()]

    # ------------------------------------------------------------------------------------------------- matching

    def _match_checks(self) -> None:
        for name, place in self.handout.checks.items():
            text = self.handout.texts[place]
            called = self._called(f"check_{name}")
            same = [i for i in called if self.texts[i] == text]
            alike = same or [i for i, found in enumerate(self.texts) if found == text and i not in self._taken()]
            if alike:
                self._own_check(name, place, alike[0], same[1:])
            changed = [i for i in called if i not in alike and not self.handout.answers(self.cells[i])]
            if alike and changed:
                self.say("Other cells had the marks of check cells, which were taken off: {names}.", name)
            elif changed and self.texts[changed[0]] not in {"", *self.handout.plain}:
                self.say("Check cells that had been changed were put back; what was written there is kept as a cell of its "
                         "own: {names}.", name)
            elif not alike:
                self.say("Check cells that were missing were put back: {names}.", name)

    def _own_check(self, name: str, place: int, index: int, copies: list[int]) -> None:
        self.owners[place] = index
        self.dropped |= set(copies)
        cell = self.cells[index]
        if copies:
            self.say("Check cells that stood there more than once were left out, but for one: {names}.", name)
        if cell.kind != "code":
            self.say("Check cells that had become text were turned back into code: {names}.", name)
        elif cell.grade_id is None:
            self.say("Check cells that had lost nbgrader's marks got them back: {names}.", name)

    def _match_exercises(self) -> None:
        answers = [self.handout.answers(cell) if cell.kind == "code" else set() for cell in self.cells]
        for name, place in self.handout.exercises.items():
            called = self._called(name)
            binders = [i for i, found in enumerate(answers) if name in found and i not in self._taken()]
            owner = self._owner(name, place, called, binders)
            if owner is None:
                self.say("Exercise cells that were missing were put back as they were handed out: {names}.", name)
                continue
            self.owners[place] = owner
            self._leave_out_copies(name, owner, {*called, *binders})
            if self.cells[owner].kind != "code":
                self.say("Exercise cells that had become text were turned back into code: {names}.", name)
            if self.cells[owner].grade_id != name:
                self.say("Exercises were recognised by what they define, and got nbgrader's marks back: {names}.", name)

    def _owner(self, name: str, place: int, called: list[int], binders: list[int]) -> int | None:
        """The cell that counts as the answer: with the mark, the definition and the student's work, as far as there is one."""
        worked = [i for i in binders if not self.handout.is_untouched(self.cells[i], name)]
        marked = [i for i in worked if i in called]
        check = self.owners.get(self.handout.checks[name], len(self.cells))
        stubs = [i for i in called if i not in worked and self.handout.is_untouched(self.cells[i], name)]
        if stubs and not marked and any(stubs[-1] < i < check for i in worked):
            return stubs[-1]  # answered in a cell of the student's own, which runs before the check
        unmarked = [i for i in called if i not in stubs and not self.handout.answers(self.cells[i]) - {name}]
        # The best there is: marked and worked on, worked on, marked at least, untouched, any that defines it.
        for found in (marked, worked, unmarked, stubs, binders):
            if found:
                before = [i for i in found if i < check]
                return (before or found)[-1]
        return None

    def _leave_out_copies(self, name: str, owner: int, others: set[int]) -> None:
        for i in sorted(others - {owner}):
            marked = self.cells[i].grade_id == name and not self.handout.answers(self.cells[i]) - {name}
            if self.texts[i] == self.texts[owner] or self.handout.is_untouched(self.cells[i], name):
                self.dropped.add(i)
                self.say("Copies of exercise cells, and copies that nobody had worked on, were left out: {names}.", name)
            elif marked:
                self.say("Exercises that stood there more than once were graded by one of their cells; the others are kept "
                          "without marks: {names}.", name)

    def _match_written(self) -> None:
        for name, place in self.handout.written.items():
            called = self._called(name)
            worked = [i for i in called if not self.handout.is_untouched(self.cells[i], name)]
            found = (worked or called)[-1:] or self._answer_alike(name)
            if not found:
                self.say("Written answers that were missing were put back as they were handed out: {names}.", name)
                continue
            (owner,) = found
            self.owners[place] = owner
            for i in called:
                if i != owner and (self.texts[i] == self.texts[owner] or self.handout.is_untouched(self.cells[i], name)):
                    self.dropped.add(i)
            if len(called) > 1:
                self.say("Written answers that stood there more than once are graded by one of their cells: {names}.", name)
            if self.cells[owner].kind != "markdown":
                self.say("Written answers that had become code were turned back into text: {names}.", name)
            elif self.cells[owner].grade_id != name:
                self.say("Written answers were recognised by their question, and got nbgrader's marks back: {names}.", name)

    def _answer_alike(self, name: str) -> list[int]:
        """The text that repeats most of the question's words, and at least `ALIKE` of them."""
        place = self.handout.written[name]
        question = self.handout.notebook.cells[place].source.split()
        best, most = [], ALIKE
        for i, cell in enumerate(self.cells):
            look_at_the_clock()
            if cell.kind == "code" or i in self._taken() or self.texts[i] in self.handout.plain or len(cell.source) > LONGEST:
                continue
            # Without autojunk, which passes over the frequent words of a longer text.
            blocks = difflib.SequenceMatcher(None, question, cell.source.split(), autojunk=False).get_matching_blocks()
            share = sum(block.size for block in blocks) / len(question)
            if share > most:
                best, most = [i], share
        return best

    def _match_plain(self) -> None:
        """The course's other cells, where they are as they were handed out."""
        free: dict[tuple[str, str], list[int]] = {}
        for place, one in enumerate(self.handout.notebook.cells):
            if self.handout.kinds[place] == "plain":
                free.setdefault((one.cell_type, self.handout.texts[place]), []).append(place)
        taken = self._taken()
        for i, cell in enumerate(self.cells):
            if i not in taken and (places := free.get((cell.kind, self.texts[i]))):
                self.owners[places.pop(0)] = i

    def _note_strangers(self) -> None:
        known = {*self.handout.exercises, *self.handout.written, *(f"check_{name}" for name in self.handout.checks)}
        taken = self._taken()
        for i, cell in enumerate(self.cells):
            if cell.grade_id and cell.grade_id not in known and i not in taken:
                self.say("Cells are marked for another version of this notebook, and are kept without marks: {names}.",
                          cell.grade_id)

    # ------------------------------------------------------------------------------------------------- order

    def _in_order(self) -> list[NotebookNode]:
        """All cells, in the handout's order where they are the handout's, in the student's where they are not."""
        place_of = {index: place for place, index in self.owners.items()}
        # As many as can stay where they are: the student's own cells stand after these.
        anchors = _longest_rise([(index, place_of[index]) for index in sorted(place_of)])
        if len(anchors) < len(place_of):
            for i in sorted(set(place_of) - set(anchors)):
                self.say("Cells of the course that stood in another order were put back in their places: {names}.",
                         self._title(place_of[i]))
        # Each of the student's own cells goes with the last one before it that stays.
        extras: dict[int, list[int]] = {index: [] for index in (-1, *anchors)}
        last = -1
        for i, cell in enumerate(self.cells):
            if i in extras:
                last = i
            elif i not in place_of and i not in self.dropped and (cell.source.strip() or cell.attachments):
                extras[last].append(i)
        present = set(self.owners) | self._missing()
        bounds = [-1, *(place_of[i] for i in anchors), len(self.handout.kinds)]
        result: list[NotebookNode] = []
        # Between one that stays and the next: the course's cells that are there or are put back, and the student's own.
        for anchor, (start, stop) in zip([-1, *anchors], pairwise(bounds), strict=True):
            if anchor >= 0:
                result.append(self._of_handout(start))
            between = [place for place in range(start + 1, stop) if place in present]
            # The student's own come before what is graded: they may be what a check asks for.
            graded = next((k for k, place in enumerate(between) if self.handout.kinds[place] != "plain"), len(between))
            result += [self._of_handout(place) for place in between[:graded]]
            result += [self._own(self.cells[i]) for i in extras[anchor]]
            result += [self._of_handout(place) for place in between[graded:]]
        return result

    def _missing(self) -> set[int]:
        """The places of the cells that must be put back: what is graded, and what defines something that is used."""
        kinds, cells = self.handout.kinds, self.handout.notebook.cells
        missing = {place for place, kind in enumerate(kinds) if kind != "plain" and place not in self.owners}
        gone = [p for p, kind in enumerate(kinds) if kind == "plain" and p not in self.owners and cells[p].cell_type == "code"]
        sources = [cell.source for cell in self.cells if cell.kind == "code" and KEPT not in cell.tags]
        have: set[str] = set().union(*(names.names_of(source).bound for source in sources))
        # Whatever the student reads, the checks that are put back need this.
        want: set[str] = {"check"}.union(*(names.names_of(source).reads for source in sources))
        put_back: set[int] = set()
        # What is put back may need what was deleted, too.
        while found := {p for p in gone if p not in put_back and (names.names_of(cells[p].source).bound & want) - have}:
            put_back |= found
            want |= set().union(*(names.names_of(cells[p].source).reads for p in found))
        for place in sorted(put_back):
            self.say("Cells of the course that define what is used elsewhere were missing, and were put back: {names}.",
                      self._title(place))
        return missing | put_back

    def _title(self, place: int) -> str:
        cell = self.handout.notebook.cells[place]
        return str(cell.metadata.get("nbgrader", {}).get("grade_id") or cell.source.strip().split("\n")[0])

    def _of_handout(self, place: int) -> NotebookNode:
        """A cell of the handout, with what the student wrote into it."""
        one = self.handout.notebook.cells[place]
        owner = self.owners.get(place)
        written = owner is not None and self.handout.kinds[place] in ("exercise", "written")
        source = self.cells[owner].source if written and owner is not None else one.source
        cell = _new(one.cell_type, source, copy.deepcopy(one.metadata))
        cell.id = one.id
        if written and owner is not None and one.cell_type == "markdown" and self.cells[owner].attachments:
            cell.attachments = self.cells[owner].attachments
        return cell


    def _own(self, cell: Cell) -> NotebookNode:
        """A cell of the student's own."""
        made = _new(cell.kind, cell.source, {"tags": list(cell.tags)} if cell.tags else {})
        made.id = "" if cell.id is None or cell.id in self.handout.ids else cell.id
        if cell.attachments and cell.kind != "code":
            made.attachments = cell.attachments
        return made


def _new(kind: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    make = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}[kind]
    made: NotebookNode = make(source, metadata=NotebookNode(metadata))
    return made


def _name_cells(cells: Iterable[NotebookNode]) -> None:
    """Ids that are there once each, and the same at every run."""
    used: set[str] = set()
    for number, cell in enumerate(cells):
        if not cell.id or cell.id in used:
            cell.id = hashlib.sha256(f"{number}{cell.cell_type}{cell.source}".encode()).hexdigest()[:12]
        used.add(cell.id)


def _longest_rise(pairs: list[tuple[int, int]]) -> list[int]:
    """The first entries of the longest subsequence whose second entries rise."""
    lasts: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for index, place in pairs:
        # For each length, the smallest place in which a rising run of it can end.
        k = bisect_left(lasts, place)
        lasts[k : k + 1], ends[k : k + 1] = [place], [index]
        before[index] = ends[k - 1] if k else None
    chain: list[int] = []
    step = ends[-1] if ends else None
    while step is not None:
        chain.append(step)
        step = before[step]
    return chain[::-1]
