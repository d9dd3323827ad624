"""The judge sits elsewhere: run a student's notebook in a sandboxed kernel, ask it for answers, judge them here.

It takes the place of `Execute` among nbgrader's autograde preprocessors, so that `nbgrader autograde`, formgrader and
the feedback work as everyone knows them. The student's kernel is given inputs and asked for outputs. References, right
answers and the score stay in this process.
"""

import asyncio
import functools
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Integer, Unicode

from autograder import anatomy, page
from autograder.sandbox import Limits, SandboxMissing, available, kernel_manager
from handgrad import asked, show, wire
from handgrad.answer import Raised, Reply
from handgrad.exercise import Exercise
from handgrad.text import say
from handgrad.verdict import Kind, Verdict, judge


class Examine(NbGraderPreprocessor):
    """Runs the notebook cell by cell and writes, in place of each check cell's output, the verdict and the score."""

    sandbox = Bool(True, help="Run students' code under bubblewrap. False runs it with your own rights.").tag(config=True)
    timeout = Integer(60, help="Seconds that one cell, or one exercise's answers, may take.").tag(config=True)
    notebook_timeout = Integer(600, help="Seconds that one notebook may take in all.").tag(config=True)
    memory = Integer(0, help="Megabytes that a student's kernel may take; 0 is the sandbox's default.").tag(config=True)
    secret_file = Unicode("", help="The course's secret; made at the first run, beside the gradebook.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Examine one submission. Raises `SandboxMissing` where no sandbox can be made and none is waived."""
        if self.sandbox and (trouble := available()):
            raise SandboxMissing(trouble)
        secret = self._secret(resources)
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        limits = Limits() if not self.memory else Limits(memory_bytes=self.memory * 2**20)
        manager = kernel_manager(folder, limits, sandboxed=self.sandbox)
        sitting = Sitting(nb, manager, secret, self.timeout, self.notebook_timeout)
        # In a thread of its own: formgrader calls from inside a running event loop. The thread outlives the kernel.
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(asyncio.run, sitting.run()).result()
        return nb, resources

    def _secret(self, resources: Any) -> bytes:
        path = Path(self.secret_file or default_secret_file(resources["nbgrader"]["db_url"]))
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32) + "\n", "ascii")
        return path.read_text("ascii").strip().encode()


def default_secret_file(db_url: str) -> str:
    """Beside the gradebook, where only the staff can read."""
    place = db_url.removeprefix("sqlite:///")
    return str(Path(place if place != db_url else ".").parent / ".handgrad-secret")


STOPPED = {"ename": "Stopped", "evalue": "", "traceback": ["This cell took too long and was stopped."]}


@dataclass(frozen=True)
class Trouble:
    """Why a kernel can no longer be asked."""

    says: str


class Sitting:
    """One submission in one kernel."""

    def __init__(self, nb: NotebookNode, manager: Any, secret: bytes, timeout: int, notebook_timeout: int) -> None:
        self.nb = nb
        self.secret = secret
        self.timeout = timeout
        self.deadline = time.monotonic() + notebook_timeout
        self.notebook_timeout = notebook_timeout
        self.client = _Client(nb, km=manager, allow_errors=True, record_timing=False, interrupt_on_timeout=True,
                              error_on_timeout=STOPPED, shutdown_kernel="immediate")
        self.trouble: Trouble | None = None

    async def run(self) -> None:
        """Run every cell and judge every check. A kernel that dies keeps what it had earned."""
        try:
            async with self.client.async_setup_kernel(cleanup_kc=True):
                for index, cell in enumerate(self.nb.cells):
                    if cell.cell_type == "code":
                        await self._cell(cell, index)
        except (DeadKernelError, RuntimeError, OSError) as error:
            # The kernel could not be started, or not be stopped: what has been judged stays judged.
            self.trouble = self.trouble or Trouble(say("The notebook's kernel failed: {error}", error=type(error).__name__))
        for cell in self.nb.cells:
            if is_check(cell) and not cell.outputs:
                self._write(cell, self._silence(cell))

    async def _cell(self, cell: NotebookNode, index: int) -> None:
        if is_check(cell):
            self._write(cell, await self._examine(cell, index) if self.trouble is None else self._silence(cell))
        elif self.trouble is None and "skip-grading" not in cell.metadata.get("tags", []):
            await self._execute(cell, index)

    async def _execute(self, cell: NotebookNode, index: int) -> None:
        """Run one cell. Sets `trouble` where the kernel is gone, or stuck, or the notebook's time is over."""
        left = self.deadline - time.monotonic()
        allowed = max(1, min(self.timeout, int(left)))
        self.client.timeout = allowed
        began = time.monotonic()
        try:
            await self.client.async_execute_cell(cell, index)
        except DeadKernelError:
            why = getattr(getattr(self.client.km, "provisioner", None), "stopped_because", None)
            self.trouble = Trouble(
                say("The notebook's kernel was stopped in cell {number}. {why}", number=index + 1, why=why) if why else
                say("The notebook's kernel died in cell {number}: it ended itself, or ran out of memory.", number=index + 1)
            )
            return
        if time.monotonic() > self.deadline:
            self.trouble = Trouble(say("The notebook took longer than {seconds} seconds in all; cell {number} was the last.",
                                       seconds=self.notebook_timeout, number=index + 1))
        elif time.monotonic() - began >= allowed and not await self._answers():
            self.trouble = Trouble(say("Cell {number} ran for more than {seconds} seconds and could not be stopped.",
                                       number=index + 1, seconds=self.timeout))

    async def _answers(self) -> bool:
        """Whether the kernel, interrupted, is ready again within a few seconds."""
        channel: Any = self.client.kc
        try:
            channel.kernel_info()
            await channel.get_shell_msg(timeout=5)
        except Exception:  # noqa: BLE001 - no answer, in whatever way
            return False
        return True

    async def _examine(self, cell: NotebookNode, index: int) -> Verdict:
        """Ask for the answers to one exercise, and judge them."""
        call = anatomy.called(cell)
        if call is None:
            raise ValueError(f"cell {index + 1} is graded, but is not a check: {cell.source[:80]!r}")
        name, expression = call
        public, secret = exercises(name, self.secret)
        both = [*public.cases, *secret.cases]
        question = json.dumps({
            "names": list(public.rules),
            "inputs": [wire.encode(case.inputs) for case in both],
        })
        code = f"import handgrad.asked as _asked; _asked.reply(lambda: {expression}, {question!r})"
        ask = new_code_cell(code)
        self.client.heard = None
        began = time.monotonic()
        await self._execute(ask, index)
        self.nb.cells[index] = cell  # nbclient puts the cell that it ran in its place
        if self.client.heard is None:
            if self.trouble is None and time.monotonic() - began >= self.timeout:
                return _nothing(public, Kind.RAISED, say("{name} took longer than {seconds} seconds.", name=name,
                                                         seconds=self.timeout))
            return self._silence(cell)
        return verdict(public, secret, self._replies(self.client.heard, list(public.rules), len(both)))

    def _replies(self, heard: Any, names: list[str], most: int) -> list[Reply]:
        try:
            if not isinstance(heard, list):
                raise wire.NotPlain("not a list")
            return [asked.from_plain(one, names) for one in heard[:most]]
        except Exception as error:  # noqa: BLE001 - hostile bytes may fail in any way; they are then no answer
            return [Reply(raised=Raised("Exception", type(error).__name__))]

    def _silence(self, cell: NotebookNode) -> Verdict:
        """The verdict where the kernel gave no answer."""
        call = anatomy.called(cell)
        name = call[0] if call else "?"
        public, _ = exercises(name, self.secret)
        says = self.trouble.says if self.trouble else say("{name} gave no answer.", name=name)
        return _nothing(public, Kind.RAISED, says)

    def _write(self, cell: NotebookNode, found: Verdict) -> None:
        """The verdict as the cell's output: nbgrader reads the number, people read the card."""
        points = float(cell.metadata.nbgrader["points"])
        score = min(points, round(found.share * points, 2))
        data = {"text/plain": repr(score), "text/html": show.as_html(found, points)}
        cell.outputs = [new_output("execute_result", data, execution_count=1)]
        cell.execution_count = 1
        cell.metadata["handgrad"] = {"kind": str(found.kind), "says": [*found.diagnoses, *found.says]}


def is_check(cell: NotebookNode) -> bool:
    """Whether this is a cell whose output is the score."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


@functools.cache
def exercises(name: str, secret: bytes) -> tuple[Exercise, Exercise]:
    """The exercise on its public and on its secret cases. Worked out once for a whole class."""
    one = page.find(name)
    return one.public_exercise(), one.exercise(one.secret_inputs(secret))


def verdict(public: Exercise, secret: Exercise, replies: list[Reply]) -> Verdict:
    """One verdict on both: a part is right when it is right everywhere; the words are those of the public cases where
    these fail, and tell nothing of the secret ones."""
    seen = len(public.cases)
    first = judge(public, public.cases, replies[:seen])
    if not secret.cases:
        return first
    if len(replies) <= seen:
        if first.kind is not Kind.RIGHT:
            return first
        return _nothing(public, Kind.RAISED, say("{name} gave no answer.", name=public.name))
    second = judge(secret, secret.cases, replies[seen:], secret=True)
    parts = {name: first.parts[name] and second.parts[name] for name in first.parts}
    told = second if first.kind is Kind.RIGHT else first
    return replace(told, parts=parts)


def _nothing(exercise: Exercise, kind: Kind, says: str) -> Verdict:
    return Verdict(exercise.name, kind, dict.fromkeys(exercise.rules, False), (says,))


class _Client(NotebookClient):
    """nbclient, with a limit on what a notebook may put out, and an ear for answers."""

    most_output = 4 * 2**20
    heard: Any = None
    writing: NotebookNode | None = None
    written = 0

    def process_message(self, msg: Any, cell: NotebookNode, cell_index: int) -> Any:
        """Keep the message, unless the cell has already put out too much."""
        data = msg["content"].get("data")
        if isinstance(data, dict) and asked.MIME in data:
            # The first answer counts: whatever comes later was not asked for.
            self.heard = data[asked.MIME] if self.heard is None else self.heard
            return None
        kind = msg["msg_type"]
        if kind in ("stream", "display_data", "execute_result", "error", "update_display_data"):
            size = len(json.dumps(msg["content"], default=str))
            if cell is not self.writing:
                self.writing, self.written = cell, 0
            self.written += size
            if self.written > self.most_output:
                return None
        return super().process_message(msg, cell, cell_index)
