"""One kernel: it runs cells within limits, is listened to with care, and says why it can no longer be asked."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grade.outputs import OUTPUTS, storable, whole
from autograder.grade.sandbox.provisioner import Sandbox, SandboxFailed
from handgrad.kit import asked
from handgrad.text import say

# Seconds after its time in which a cell can be interrupted and its last outputs be read.
GRACE = 15
# Seconds in which a kernel that was interrupted has to be ready again.
READY = 5
STEPS = ("status", "execute_input", "clear_output")
STOPPED = "Stopped"


@dataclass(frozen=True)
class Error:
    """What a cell raised: the name of the exception's type, and its message."""

    kind: str
    message: str


class Kernel:
    """A kernel that runs cells, each in so many seconds at most."""

    def __init__(self, manager: Any) -> None:
        trouble = {"ename": STOPPED, "evalue": "", "traceback": ["This cell took too long and was stopped."]}
        # nbclient puts each cell that has run into its notebook: one place is enough for all.
        self.client = Listener(new_notebook(cells=[new_code_cell()]), km=manager, allow_errors=True, record_timing=False,
                               interrupt_on_timeout=True, error_on_timeout=trouble, shutdown_kernel="immediate",
                               store_widget_state=False)
        self.lost: str | None = None
        """Why it can no longer be asked, as a sentence."""
        self.knows = False
        """Whether it has been asked about hidden inputs. Nothing that it says afterwards is shown."""
        self.started = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Start it, and stop it at the end. Raises what went wrong where it cannot be started, or was ended with its parent."""
        try:
            async with self.client.async_setup_kernel(cleanup_kc=True):
                self.started = True
                yield
        except SandboxFailed:
            raise
        except (DeadKernelError, RuntimeError, OSError) as error:
            # The machine's doing, not the student's.
            if not self.started:
                raise
            # It could not be stopped, say: what has been judged stays judged.
            self.lost = self.lost or say("The notebook's kernel failed: {error}", error=type(error).__name__)

    async def execute(self, cell: NotebookNode, number: int, seconds: int) -> None:
        """Run one cell. Sets `lost` where the kernel is gone, or stuck. `number` is the cell's, in what is said."""
        self.client.timeout = seconds
        self.client.begin()
        began = time.monotonic()
        try:
            # nbclient's own time-out is put off by each message: a kernel could go on sending for ever.
            await asyncio.wait_for(self.client.async_execute_cell(cell, 0), seconds + GRACE)
        except DeadKernelError:
            self.lost = self._death(number)
        except TimeoutError:
            self.lost = _endless(number, seconds)
        except Exception:  # noqa: BLE001 - what a kernel sends that its student has changed may fail in any way
            self.lost = say("The notebook's kernel sent what no kernel sends, in cell {number}.", number=number)
        else:
            # Its reply comes first, as of any cell.
            if self.client.exits:
                self.lost = self._death(number)
            # nbclient has interrupted it, which a loop in C does not hear.
            elif time.monotonic() - began >= seconds and not await self._answers():
                self.lost = _endless(number, seconds)

    def _death(self, number: int) -> str:
        provisioner = getattr(self.client.km, "provisioner", None)
        if isinstance(provisioner, Sandbox) and provisioner.orphaned():
            raise SandboxFailed("The parent of its kernel was ended while it was examined: out of memory, perhaps.")
        if why := getattr(provisioner, "stopped_because", None):
            return say("The notebook's kernel was stopped in cell {number}. {why}", number=number, why=why)
        return say("The notebook's kernel died in cell {number}: it ended itself, or ran out of memory.", number=number)

    async def _answers(self) -> bool:
        """Whether the kernel, interrupted, is ready again within a few seconds."""
        channel: Any = self.client.kc
        try:
            channel.kernel_info()
            await channel.get_shell_msg(timeout=READY)
        except Exception:  # noqa: BLE001 - no answer, in whatever way
            return False
        return True


def _endless(number: int, seconds: int) -> str:
    return say("Cell {number} ran for more than {seconds} seconds and could not be stopped.", number=number, seconds=seconds)


class Listener(NotebookClient):
    """nbclient, with a limit on what a notebook may put out, and an ear for answers."""

    longest_answer = 8 * 2**20
    most_output = 4 * 2**20
    most_in_all = 32 * 2**20
    heard: Any = None
    error: Error | None = None
    """What the cell that ran last raised."""
    exits = False
    """Whether that cell asked its kernel to end, as `exit()` does: it will, in a moment."""
    written = 0
    in_all = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, on_cell_executed=self._note_reply, **kwargs)

    def begin(self) -> None:
        """Forget the cell before."""
        self.heard, self.error, self.exits, self.written = None, None, False, 0

    def _note_reply(self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        """What the kernel says of a cell that came to its end. From a student's kernel this may be anything."""
        match execute_reply.get("content"):
            case {"status": "error", "ename": str(kind), "evalue": str(message)}:
                self.error = Error(whole(kind[:100]), whole(message[:1000]))
            case {"payload": [*payload]}:
                self.exits = any(isinstance(one, dict) and one.get("source") == "ask_exit" for one in payload)

    def process_message(self, msg: Any, cell: NotebookNode, cell_index: int) -> Any:
        """Keep the message, unless it is none that is needed, or the cell or the notebook has already put out too much."""
        try:
            return self._process(msg, cell, cell_index)
        # nbclient's way to say that the cell is done.
        except CellExecutionComplete:
            raise
        except Exception:  # noqa: BLE001 - a message that is not what its type says is no message
            return None

    def _process(self, msg: Any, cell: NotebookNode, cell_index: int) -> Any:
        kind, content = msg["msg_type"], msg["content"]
        data = content.get("data")
        if isinstance(data, dict) and asked.MIME in data:
            # The first answer counts: whatever comes later was not asked for. One that is too long to be honest is none.
            text = whole(json.dumps(data[asked.MIME], ensure_ascii=False))
            if self.heard is None and len(text) <= self.longest_answer:
                self.heard = json.loads(text)
            return None
        if kind in OUTPUTS:
            # Nothing by which it could be changed later is kept (its name), and nothing that could not be stored.
            msg = {**msg, "content": storable(kind, content)}
            size = len(json.dumps(msg["content"]))
            # Counted also when it is not kept: a cell that writes on and on counts for the notebook.
            self.written += size
            self.in_all += size
            if self.written > self.most_output or self.in_all > self.most_in_all:
                return None
        elif kind not in STEPS:
            return None  # widgets' messages, which could be stored without end, and changes to outputs by name
        elif kind == "execute_input":
            # It would give the cell whatever number the kernel says.
            return None
        return super().process_message(msg, cell, cell_index)
