"""One submission in one kernel: run cell by cell, asked for its answers, and judged outside of it."""

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder import anatomy
from autograder.grade.judge import answered, both_parts, is_check, nothing, question, write_verdict
from autograder.grade.needed import is_skipped, needed
from autograder.grade.sandbox import SandboxMissing, available, kernel_manager
from autograder.grade.sandbox.limits import Limits
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


def examine(nb: NotebookNode, released: NotebookNode, folder: Path, secret: bytes, rules: Rules) -> None:
    """Run a notebook beside the files in `folder`, and write each check's verdict and score as its output.

    Of the cells that stand as they were `released`, those run that a score can depend on.

    Nothing but these arguments and the exercise pages decides the result. The thread must have no running event loop.
    """
    manager = kernel_manager(folder, rules.limits(), sandboxed=rules.sandbox)
    run = None if rules.all_cells else needed(nb, released)
    asyncio.run(Sitting(nb, manager, secret, rules.timeout, rules.notebook_timeout, run).run())


def refuse(nb: NotebookNode, says: str) -> None:
    """Write into each check of a notebook that was not run that it earns nothing, and why."""
    for cell in filter(is_check, nb.cells):
        name, _ = anatomy.called(cell) or ("?", "")
        write_verdict(cell, nothing(exercise.load(name), Kind.NOT_ATTEMPTED, says))


# Seconds after its time in which a cell can be interrupted and its last outputs be read.
GRACE = 15
# Seconds in which a kernel that was interrupted has to be ready again.
READY = 5
STOPPED = {"ename": "Stopped", "evalue": "", "traceback": ["This cell took too long and was stopped."]}


@dataclass(frozen=True)
class Lost:
    """Why a kernel can no longer be asked."""

    says: str


class Sitting:
    """One submission in one kernel."""

    def __init__(self, nb: NotebookNode, manager: Any, secret: bytes, timeout: int, notebook_timeout: int,
                 run: set[int] | None = None) -> None:
        self.nb = nb
        self.needed = range(len(nb.cells)) if run is None else run
        self.secret = secret
        self.timeout = timeout
        self.deadline = time.monotonic() + notebook_timeout
        self.notebook_timeout = notebook_timeout
        self.client = Listener(nb, km=manager, allow_errors=True, record_timing=False, interrupt_on_timeout=True,
                              error_on_timeout=STOPPED, shutdown_kernel="immediate", store_widget_state=False)
        self.trouble: Lost | None = None
        self.found: dict[int, Verdict] = {}

    async def run(self) -> None:
        """Run every cell and judge every check. A kernel that dies keeps what it had earned.

        Raises what went wrong where the kernel could not be started: that is not the student's doing.
        """
        started = False
        try:
            async with self.client.async_setup_kernel(cleanup_kc=True):
                started = True
                for index, cell in enumerate(self.nb.cells):
                    if cell.cell_type == "code":
                        await self._cell(cell, index)
        except (DeadKernelError, RuntimeError, OSError) as error:
            if not started:
                raise
            # The kernel could not be stopped, say: what has been judged stays judged.
            self.trouble = self.trouble or Lost(say("The notebook's kernel failed: {error}", error=type(error).__name__))
        # Now that nothing of the student's runs any more: a message can change the outputs of cells that were run before.
        for index, cell in enumerate(self.nb.cells):
            if is_check(cell):
                write_verdict(cell, self.found.get(index) or self._silence(cell))

    async def _cell(self, cell: NotebookNode, index: int) -> None:
        if is_check(cell):
            self.found[index] = await self._examine(cell, index) if self.trouble is None else self._silence(cell)
        elif self.trouble is None and index in self.needed and not is_skipped(cell):
            await self._execute(cell, index)

    async def _execute(self, cell: NotebookNode, index: int) -> None:
        """Run one cell. Sets `trouble` where the kernel is gone, or stuck, or the notebook's time is over."""
        left = self.deadline - time.monotonic()
        allowed = max(1, min(self.timeout, int(left)))
        self.client.timeout = allowed
        began = time.monotonic()
        try:
            # nbclient's own time-out is put off by each message: a kernel could go on sending for ever.
            await asyncio.wait_for(self.client.async_execute_cell(cell, index), allowed + GRACE)
        except DeadKernelError:
            why = getattr(getattr(self.client.km, "provisioner", None), "stopped_because", None)
            self.trouble = Lost(
                say("The notebook's kernel was stopped in cell {number}. {why}", number=index + 1, why=why) if why else
                say("The notebook's kernel died in cell {number}: it ended itself, or ran out of memory.", number=index + 1)
            )
            return
        except TimeoutError:
            self.trouble = Lost(say("Cell {number} ran for more than {seconds} seconds and could not be stopped.",
                                       number=index + 1, seconds=self.timeout))
            return
        except Exception:  # noqa: BLE001 - what a kernel sends that its student has changed may fail in any way
            self.trouble = Lost(say("The notebook's kernel sent what no kernel sends, in cell {number}.", number=index + 1))
            return
        if time.monotonic() > self.deadline:
            self.trouble = Lost(say("The notebook took longer than {seconds} seconds in all; cell {number} was the last.",
                                       seconds=self.notebook_timeout, number=index + 1))
        elif time.monotonic() - began >= allowed and not await self._answers():
            self.trouble = Lost(say("Cell {number} ran for more than {seconds} seconds and could not be stopped.",
                                       number=index + 1, seconds=self.timeout))

    async def _answers(self) -> bool:
        """Whether the kernel, interrupted, is ready again within a few seconds."""
        channel: Any = self.client.kc
        try:
            channel.kernel_info()
            await channel.get_shell_msg(timeout=READY)
        except Exception:  # noqa: BLE001 - no answer, in whatever way
            return False
        return True

    async def _examine(self, cell: NotebookNode, index: int) -> Verdict:
        """Ask for the answers to one exercise, and judge them."""
        call = anatomy.called(cell)
        if call is None:
            raise ValueError(f"cell {index + 1} is graded, but is not a check: {cell.source[:80]!r}")
        name, expression = call
        public, secret = both_parts(name, self.secret)
        code = f"import handgrad.kit.asked as _asked; _asked.reply(lambda: {expression}, {question(name, self.secret)!r})"
        ask = new_code_cell(code)
        self.client.heard = None
        began = time.monotonic()
        await self._execute(ask, index)
        self.nb.cells[index] = cell  # nbclient puts the cell that it ran in its place
        if self.client.heard is None:
            if self.trouble is None and time.monotonic() - began >= self.timeout:
                return nothing(public, Kind.RAISED, say("{name} took longer than {seconds} seconds.", name=name,
                                                         seconds=self.timeout))
            return self._silence(cell)
        return answered(public, secret, self.client.heard)

    def _silence(self, cell: NotebookNode) -> Verdict:
        """The verdict where the kernel gave no answer."""
        call = anatomy.called(cell)
        name = call[0] if call else "?"
        public, _ = both_parts(name, self.secret)
        says = self.trouble.says if self.trouble else say("{name} gave no answer.", name=name)
        return nothing(public, Kind.RAISED, says)


class Listener(NotebookClient):
    """nbclient, with a limit on what a notebook may put out, and an ear for answers."""

    longest_answer = 8 * 2**20
    most_output = 4 * 2**20
    most_in_all = 32 * 2**20
    heard: Any = None
    writing: NotebookNode | None = None
    written = 0
    in_all = 0

    def process_message(self, msg: Any, cell: NotebookNode, cell_index: int) -> Any:
        """Keep the message, unless it is none that is needed, or the cell or the notebook has already put out too much."""
        try:
            return self._process(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception:  # noqa: BLE001 - a message that is not what its type says is no message
            return None

    def _process(self, msg: Any, cell: NotebookNode, cell_index: int) -> Any:
        kind, content = msg["msg_type"], msg["content"]
        data = content.get("data")
        if isinstance(data, dict) and asked.MIME in data:
            # The first answer counts: whatever comes later was not asked for. One that is too long to be honest is none.
            if self.heard is None and len(json.dumps(data[asked.MIME])) <= self.longest_answer:
                self.heard = data[asked.MIME]
            return None
        if kind in OUTPUTS:
            # By its name an output could be changed later, also where it stands in another cell by then.
            content.pop("transient", None)
            size = len(json.dumps(content, default=str))
            if cell is not self.writing:
                self.writing, self.written = cell, 0
            self.written += size
            self.in_all += size
            if self.written > self.most_output or self.in_all > self.most_in_all:
                return None
        elif kind not in STEPS:
            return None  # widgets' messages, which could be stored without end, and changes to outputs by name
        return super().process_message(msg, cell, cell_index)


OUTPUTS = ("stream", "display_data", "execute_result", "error")
STEPS = ("status", "execute_input", "clear_output")
