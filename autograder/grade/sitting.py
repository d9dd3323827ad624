"""One submission: run cell by cell, asked for its answers, and judged outside of its kernel.

    the notebook, cell by cell; at each check the cases that the notebook shows ─▶ all words, all outputs
    then, to each function that was kept at its check, the hidden cases         ─▶ right or wrong

Nothing that a kernel says once it has seen a hidden input is shown. A kernel that is lost is started again, without the cell
that it was lost in.
"""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder import anatomy
from autograder.cells import empty_lines
from autograder.grade import failures
from autograder.grade.judge import (
    is_answer,
    is_check,
    judge_hidden,
    judge_shown,
    needs_hidden,
    nothing,
    question,
    read_replies,
    unanswered,
    write_verdict,
)
from autograder.grade.kept import both_parts, prepare
from autograder.grade.listener import Error, Kernel
from autograder.grade.needed import as_handed_out, behind, is_skipped, needed
from autograder.grade.newer import newer_python
from autograder.grade.preload import imports
from autograder.grade.sandbox import SandboxMissing, available, kernel_manager
from autograder.grade.sandbox.limits import Limits
from autograder.grade.statements import rest, untimed
from handgrad.kit import asked, exercise
from handgrad.kit.verdict import Kind, Verdict
from handgrad.text import say


@dataclass(frozen=True)
class Rules:
    """How students' code is run: `Examine`'s settings."""

    sandbox: bool = True
    timeout: int = 60
    notebook_timeout: int = 600
    memory: int = 0
    all_cells: bool = False

    def require_sandbox(self) -> None:
        """Raise `SandboxMissing` where no sandbox can be made and none is waived."""
        if self.sandbox and (trouble := available()):
            raise SandboxMissing(trouble)

    def limits(self) -> Limits:
        """What one kernel may use."""
        return Limits() if not self.memory else Limits(memory_bytes=self.memory * 2**20)


def examine(nb: NotebookNode, handout: NotebookNode, folder: Path, secret: bytes, rules: Rules, spent: float = 0,
            kept: Path | None = None) -> None:
    """Run a notebook beside the files in `folder`, and write each check's verdict and score as its output.

    Of the cells that stand as they do in the `handout`, those run that a score can depend on. Which cells of the student's own
    failed, and why, is written into the notebook's metadata (`failed_cells`). `spent` seconds of its time are over already.
    In the folder `kept` lies what exercises are judged by, once it is worked out.

    Nothing but these arguments and the exercise pages decides the result. The thread must have no running event loop.
    """
    # Before the clock starts: to work them out is not the student's time.
    prepare((_called(cell, i)[0] for i, cell in enumerate(nb.cells) if is_check(cell)), secret, kept)
    began = time.monotonic() - spent
    run = None if rules.all_cells else needed(nb, handout)
    start = partial(kernel_manager, folder, rules.limits(), sandboxed=rules.sandbox, warm=imports(handout))
    sitting = Sitting(nb, start, secret, rules, run, as_handed_out(nb, handout), began)
    asyncio.run(sitting.run())


def failed_cells(nb: NotebookNode) -> tuple[str, ...]:
    """Of an examined notebook: which of the student's own cells failed, and why, a sentence each."""
    return tuple(nb.metadata.get("handgrad", {}).get("failed", ()))


def refuse(nb: NotebookNode, says: str) -> None:
    """Write into each check of a notebook that was not run that it earns nothing, and why."""
    for cell in filter(is_check, nb.cells):
        name, _ = anatomy.called(cell) or ("?", "")
        write_verdict(cell, nothing(exercise.load(name), Kind.NOT_ATTEMPTED, says))


# How often a notebook is run, at most: thrice whole but for the cells that cost it its kernel, then without any cell of the
# student's own but the answers, then for the numbers alone that were worked out by hand.
RUNS = ("whole", "whole", "whole", "answers", "by hand")
# The share of a notebook's time that its cells have. The rest is for the hidden cases, and for numbers by hand.
FOR_CELLS = 0.75
# With this a function is kept, and asked nothing.
NO_QUESTION = asked.pack([], [])
# So many statements of one cell may fail for what the grader lacks.
MOST_PARTS = 20


class Sitting:
    """One submission."""

    def __init__(self, nb: NotebookNode, new_manager: Callable[[], Any], secret: bytes, rules: Rules,
                 run: set[int] | None = None, handed_out: set[int] | None = None, began: float | None = None) -> None:
        self.nb, self.new_manager, self.secret, self.rules = nb, new_manager, secret, rules
        self.checks = {i: _called(cell, i) for i, cell in enumerate(nb.cells) if is_check(cell)}
        code = {i for i, cell in enumerate(nb.cells) if cell.cell_type == "code" and not is_skipped(cell)}
        self.needed = (code if run is None else run & code) - set(self.checks)
        self.handed_out = handed_out or set()
        exercises = (i for i, cell in enumerate(nb.cells) if is_answer(cell))
        self.answers = {nb.cells[i].metadata.nbgrader.grade_id: i for i in exercises}
        began = time.monotonic() if began is None else began
        self.cells_end, self.end = (began + share * rules.notebook_timeout for share in (FOR_CELLS, 1))
        self.theirs = newer_python(nb)
        self.shown: dict[int, Verdict] = {}
        """What became of the cases that the notebook shows, by the check's place."""
        self.found: dict[int, Verdict] = {}
        """The last word."""
        self.ran: list[int] = []
        """The cells whose outputs stand in the notebook, in the order in which they ran."""
        self.culprits: set[int] = set()
        """The cells that cost a kernel."""
        self.failed: dict[int, list[str]] = {}
        self.hidden_asked = False
        self.late = False
        """Whether the cells' time was over before the last of them."""
        self.put_out = 0
        self.why: str | None = None

    async def run(self) -> None:
        """Run every cell and judge every check.

        Raises what went wrong where a kernel could not be started: that is not the student's doing.
        """
        for number, kind in enumerate(RUNS):
            todo = self._by_hand() if kind == "by hand" else set(self.checks) - set(self.found)
            # The first run in any case: its outputs are shown, even where there is no check.
            if number and (not todo or self._left(self.end) < 1):
                break
            # No cell is begun any more, but for those that a number by hand needs.
            if self.late and kind != "by hand":
                continue
            await self._sit(self._cells(kind), todo)
        # Now that nothing of the student's runs any more.
        for index in self.checks:
            write_verdict(self.nb.cells[index], self.found.get(index) or self._silence(index))
        sentences = [sentence for index in sorted(self.failed) for sentence in self.failed[index]]
        self.nb.metadata["handgrad"] = {"failed": failures.listed(sentences)}

    def _cells(self, kind: str) -> set[int]:
        """The cells that run, checks apart."""
        if kind == "whole":
            return self.needed - self.culprits
        answers = set(self.answers.values())
        if kind == "answers":
            return self.needed & (self.handed_out | answers) - self.culprits
        return behind(self.nb, self._by_hand()) & self.needed - self.culprits

    def _by_hand(self) -> set[int]:
        """The checks still to be judged whose exercise is a number worked out by hand: a function without arguments."""
        return {i for i in self.checks if i not in self.found and not self._parts(i)[0].cases[0].inputs}

    def _parts(self, index: int) -> Any:
        return both_parts(self.checks[index][0], self.secret)

    def _left(self, end: float) -> float:
        return end - time.monotonic()

    async def _sit(self, cells: set[int], todo: set[int]) -> None:
        """One kernel, from the first cell to the last hidden case, or to where it is lost."""
        self.kernel = Kernel(self.new_manager())
        # What one kernel put out counts for the next: nothing is gained by losing it.
        self.kernel.client.in_all = self.put_out
        async with self.kernel.running():
            for index in sorted(cells | set(self.checks)):
                if self._left(self.end) <= 0:
                    break
                if not self.late and not self.hidden_asked and self._left(self.cells_end) <= 0:
                    self._out_of_time(index)
                    # Of those not reached, numbers by hand still have a chance; what was kept is still asked.
                    cells, todo = cells & behind(self.nb, self._by_hand()), todo & (set(self.shown) | self._by_hand())
                if index in self.checks:
                    await self._check(index, index in todo)
                elif index in cells:
                    await self._cell(index)
                if self.kernel.lost:
                    self._lose(index)
                    break
            else:
                await self._ask_the_hidden(todo)
        self.put_out = self.kernel.client.in_all

    def _out_of_time(self, index: int) -> None:
        self.late = True
        self.why = self.why or say("The notebook took longer than {seconds} seconds in all; it did not come to cell {number}.",
                                   seconds=int(FOR_CELLS * self.rules.notebook_timeout), number=index + 1)

    def _lose(self, index: int) -> None:
        """Note the cell that cost the kernel: it is not run again."""
        # What ends a kernel that has seen hidden inputs could tell of them: no word of it is kept.
        if self.kernel.knows:
            return
        self.why = str(self.kernel.lost)
        # Of a check it is the function that cost the kernel, and that is its verdict.
        if index in self.checks:
            self.found.setdefault(index, nothing(self._parts(index)[0], Kind.RAISED, self.why))
        else:
            self.culprits.add(index)
            self._fail(index, failures.ended(self.nb.cells[index].source, self.why))

    def _fail(self, index: int, sentence: str) -> None:
        self.failed.setdefault(index, []).append(sentence)

    # ------------------------------------------------------------------------------------------------- cells

    async def _cell(self, index: int) -> None:
        """Run a cell; of one that fails for what the grader lacks, also what comes after. Its first outputs are kept."""
        cell, first = self.nb.cells[index], not self.kernel.knows and index not in self.ran
        source: str | None = untimed(cell.source)
        outputs: list[NotebookNode] = []
        gone: set[str] = set()
        for _ in range(MOST_PARTS):
            part = new_code_cell(source)
            await self._execute(part, index)
            outputs += part.outputs
            error = self.kernel.client.error
            if self.kernel.lost or error is None:
                break
            source = await self._rest(part.source, index, error, gone, first)
            if source is None:
                break
        if first:
            self.ran.append(index)
            cell.outputs, cell.execution_count = outputs, len(self.ran)

    async def _rest(self, source: str, index: int, error: Error, gone: set[str], first: bool) -> str | None:
        """What is still to run of a cell that failed. Notes the failure, if this is the `first` time that it ran."""
        # The reply has a traceback for people to read, and no number.
        tell = new_code_cell("import handgrad.kit.asked as _asked; _asked.tell_line(globals())")
        await self._execute(tell, index)
        told = self.kernel.client.heard
        line = told + empty_lines(source) if type(told) is int else 0
        left = rest(source, line, error, gone)
        if first and left is not None:
            self._fail(index, failures.went_on(index + 1, line, error))
        # A stub raises that, and its check says so.
        elif first and index not in self.handed_out and error.kind != "NotImplementedError":
            self._fail(index, failures.failed(index + 1, self.nb.cells[index].source, error, self.theirs))
        return left

    async def _execute(self, cell: NotebookNode, index: int) -> None:
        end = self.end if self.late or self.hidden_asked else self.cells_end
        # Rounded up: after a cell that took all the time that was left, none is left, on any machine.
        seconds = max(1, min(self.rules.timeout, math.ceil(self._left(end))))
        await self.kernel.execute(cell, index + 1, seconds)

    # ------------------------------------------------------------------------------------------------- checks

    async def _check(self, index: int, wanted: bool) -> None:
        """Have a check's function kept, and ask it the cases that the notebook shows, if that was not done before."""
        # In a kernel that has seen hidden inputs no function is shown for the first time: its words would be shown.
        if not wanted or index in self.found or (self.kernel.knows and index not in self.shown):
            return
        public, hidden = self._parts(index)
        began = time.monotonic()
        # When all is run again, its words are known: it is only kept, for the hidden cases.
        ask = NO_QUESTION if index in self.shown else question(public.name, self.secret, hidden=False)
        heard = await self._ask(index, f"reply({index}, lambda: {self.checks[index][1]}, {ask!r})")
        if index not in self.shown and not self.kernel.lost:
            took = time.monotonic() - began
            verdict = self._silent(index, took) if heard is None else judge_shown(public, read_replies(public, heard))
            verdict = self._with_the_cells_failure(index, verdict)
            self.shown[index] = verdict
            if not needs_hidden(verdict, hidden):
                self.found[index] = verdict
        # Asked in place, and not at the end: a later cell had silenced the kernel.
        elif self.hidden_asked and not self.kernel.lost:
            await self._ask_hidden(index, last=True)

    async def _ask_the_hidden(self, todo: set[int]) -> None:
        last = self.hidden_asked
        self.hidden_asked = True
        for index in sorted(todo - set(self.found)):
            if index in self.shown and not self.kernel.lost and self._left(self.end) > 0:
                await self._ask_hidden(index, last)

    async def _ask_hidden(self, index: int, last: bool) -> None:
        """Ask the hidden cases. A kernel that does not answer, though it lives, is asked again in another run, in place."""
        _, hidden = self._parts(index)
        self.kernel.knows = True
        began = time.monotonic()
        heard = await self._ask(index, f"reply_again({index}, {question(hidden.name, self.secret, hidden=True)!r})")
        if heard is not None:
            self.found[index] = judge_hidden(self.shown[index], hidden, read_replies(hidden, heard))
        elif time.monotonic() - began >= self.rules.timeout:
            says = say("{name} took longer than {seconds} seconds on inputs that the notebook does not show.", name=hidden.name,
                       seconds=self.rules.timeout)
            self.found[index] = unanswered(self.shown[index], hidden, says)
        elif last or self.kernel.lost:
            self.found[index] = judge_hidden(self.shown[index], hidden, [])

    async def _ask(self, index: int, call: str) -> Any:
        """Send a question into the kernel; what it answers, which may be anything. None where it gives no answer."""
        await self._execute(new_code_cell(f"import handgrad.kit.asked as _asked; _asked.{call}"), index)
        return self.kernel.client.heard

    def _with_the_cells_failure(self, index: int, verdict: Verdict) -> Verdict:
        """Where an exercise's own cell could not run, that is why its name is not known."""
        why = self.failed.get(self.answers.get(self.checks[index][0], -1))
        unknown = verdict.kind is Kind.RAISED and any("NameError" in one for one in verdict.says)
        return replace(verdict, says=(*why, *verdict.says[-1:]), diagnoses=()) if why and unknown else verdict

    def _silent(self, index: int, took: float) -> Verdict:
        public, _ = self._parts(index)
        if took < self.rules.timeout:
            return nothing(public, Kind.RAISED, say("{name} gave no answer.", name=public.name))
        return nothing(public, Kind.RAISED, say("{name} took longer than {seconds} seconds.", name=public.name,
                                                 seconds=self.rules.timeout))

    def _silence(self, index: int) -> Verdict:
        """The verdict where a check was not reached."""
        public, _ = self._parts(index)
        return nothing(public, Kind.RAISED, self.why or say("{name} gave no answer.", name=public.name))


def _called(cell: NotebookNode, index: int) -> tuple[str, str]:
    call = anatomy.called(cell)
    if call is None:
        raise ValueError(f"cell {index + 1} is graded, but is not a check: {cell.source[:80]!r}")
    return call
