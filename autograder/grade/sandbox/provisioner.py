"""Kernels for jupyter_client: one under bubblewrap, watched from outside, and one without."""

import asyncio
import contextlib
import inspect
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Empty
from typing import IO, Any, cast

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from autograder.grade.sandbox import inside
from autograder.grade.sandbox.limits import MAX_FILES, Limits
from autograder.grade.sandbox.mounts import SOCKETS, Handles, mounts
from autograder.grade.sandbox.supplies import fonts, fresh_user, orders, write_file, write_folder, write_line
from autograder.grade.sandbox.warm import START_SECONDS, Fork, Parent, SandboxFailed, Warm, receive

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
WATCH_SECONDS = 0.2
FEW_SOCKETS = 100  # so many between processes are not counted; a kernel has about 40
KILLED_SECONDS = 5.0
RECONNECT_MILLISECONDS = 10  # the kernel makes its sockets while we try them
LONGEST_MESSAGE = 64 * 2**20  # of a kernel's: a longer one is not received
# What was handed in is imported only where nothing installed has its name: a numpy.py beside a notebook is no NumPy.
# Random numbers that no notebook seeds are the same in each kernel. No name is left to the notebook by these lines.
FIRST = "__import__('random').seed(0); __import__('numpy').random.seed(0); __import__('sys').path.append('')"
SETTINGS = (
    "--IPKernelApp.ignore_cwd=True",
    f"--IPKernelApp.exec_lines={FIRST}",
    "--InteractiveShell.enable_tip=False",  # a tip is drawn at random
    "--log-level=ERROR",
)
ENTER = inspect.getsource(inside)


class PlainManager(AsyncKernelManager):
    """A manager whose kernel is this Python's ipykernel, whatever kernels are installed."""

    interrupt_mode = "signal"

    @property
    def kernel_spec(self) -> KernelSpec:
        """How this Python's ipykernel is started."""
        return KernelSpec(
            # With -m alone, the folder that Python starts in would come first on the import path: the student's.
            argv=[sys.executable, "-P", "-m", "ipykernel_launcher", *SETTINGS, "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            interrupt_mode=self.interrupt_mode,
        )


class Client(AsyncKernelClient):
    """jupyter_client's, which takes in no message of any length, and does not wait for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # On the context: the channels' sockets are made of it later.
        self.context.setsockopt(zmq.MAXMSGSIZE, LONGEST_MESSAGE)
        self.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MILLISECONDS)

    async def wait_for_ready(self, timeout: float | None = START_SECONDS) -> None:
        """Wait until the kernel has answered on both channels. Raises `SandboxFailed` where it does not.

        jupyter_client listens for another 0.2 s whether anything comes. The last that comes of a request is that it is done.
        """
        deadline = time.monotonic() + (timeout or START_SECONDS)
        # Asked anew each second: what the kernel published before we were subscribed is lost.
        while not await self._has_answered(self.kernel_info()):
            if not await self._async_is_alive():
                raise SandboxFailed("The kernel died before it was ready.")
            if time.monotonic() > deadline:
                raise SandboxFailed("The kernel was not ready in time.")

    async def _has_answered(self, request: str) -> bool:
        """Whether a request is answered within a second."""
        try:
            self._handle_kernel_info_reply(await self._async_recv_reply(request, timeout=1))
            while True:
                message = await self.get_iopub_msg(timeout=0.2)
                if message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle":
                    return True
        except (TimeoutError, Empty):
            return False


class SandboxManager(PlainManager):
    """A manager that leaves no connection file on the host, and reads no long message: the kernel's file is inside."""

    interrupt_mode = "message"  # a signal would not reach the kernel
    client_factory = Client

    def write_connection_file(self, **kwargs: Any) -> None:
        """Nothing to write."""


class Plain(LocalProvisioner):
    """Starts the kernel in `workdir`, with the grader's own rights."""

    def __init__(self, workdir: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.workdir = workdir

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """The kernel's command, to be run in `workdir`."""
        return await super().pre_launch(**{**kwargs, "cwd": str(self.workdir)})


class Sandbox(LocalProvisioner):
    """Starts the kernel under bubblewrap, and stops it if its processes use too much together."""

    stopped_because: str | None = None
    """Why the kernel was stopped from outside, as a sentence. None while it runs, or if it ended by itself."""

    def __init__(self, workdir: Path, limits: Limits, readable: Mapping[str, Path], warm: Warm | None = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.workdir = workdir
        self.limits = limits
        self.readable = readable
        self.warm = warm
        self._parent: Parent | None = None
        self._sockets: int | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """The kernel's command. The caller's environment and working folder stay outside."""
        names = {"{connection_file}": f"{SOCKETS}/connection.json"}
        argv = [names.get(word, word) for word in self.kernel_spec.argv]
        return {"cmd": [*argv, *kwargs.get("extra_arguments", [])]}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel, and return how to reach it. Raises `SandboxFailed` with what was said if it fails."""
        self.stopped_because = None
        name = secrets.token_hex(4)
        assert self.parent is not None
        session = self.parent.session
        connection: dict[str, Any] = {"transport": "ipc", "signature_scheme": session.signature_scheme}
        # With "ipc", a port is no more than the end of a socket's name.
        connection |= {f"{channel}_port": number for number, channel in enumerate(CHANNELS, start=1)}
        known = {**connection, "ip": f"{SOCKETS}/{name}", "key": session.key.decode()}
        uid = fresh_user()
        with tempfile.TemporaryFile() as supplies:
            write_line(supplies, orders(cmd, uid, self.limits, self.readable))
            write_file(supplies, f"{SOCKETS}/connection.json", json.dumps(known).encode())
            for path, content in fonts().items():
                write_file(supplies, path, content)
            write_folder(supplies, self.workdir, self.limits.disk_bytes)
            # Whoever is given an open file goes on where it was left.
            supplies.seek(0)
            folders = await (self._fork(supplies) if self.warm else self._start(supplies, uid))
        # In the order in which `supplies.orders` names them.
        self._sockets, *watched = folders
        threading.Thread(target=self._watch, args=(self.process, watched), daemon=True).start()
        self.connection_info = cast(
            KernelConnectionInfo,
            # The sandbox's own path leads nowhere here; through its open folder the sockets can be reached.
            {**connection, "ip": f"/proc/self/fd/{self._sockets}/{name}", "key": session.key},
        )
        return self.connection_info

    async def _fork(self, supplies: IO[bytes]) -> list[int]:
        assert self.warm is not None
        process, folders = await asyncio.to_thread(self.warm.fork, supplies)
        self._parent = process.parent
        # Without a group, jupyter_client's signals go to `process` itself.
        self.process, self.pid, self.pgid = cast("subprocess.Popen[bytes]", process), process.pid, None
        return folders

    async def _start(self, supplies: IO[bytes], uid: int) -> list[int]:
        # It keeps messages whole, and says when the other end is gone.
        ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with ours, tempfile.TemporaryFile() as said:
            # Our copy of it is closed once the kernel has its own: the end of the kernel is then heard as the end of the line.
            with theirs, Handles() as handles:
                seen = mounts(handles, uid, self.limits, self.readable)
                await super().launch_kernel(
                    # `inside` needs Python alone: no packages, no settings, no folder to import from.
                    [*seen, sys.executable, "-I", "-S", "-c", f"{ENTER}\nenter({theirs.fileno()})"],
                    stdin=supplies,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    env={},  # a kernel could read the environment that bubblewrap was started with
                    independent=True,  # or JPY_PARENT_PID is set, and ipykernel 7 ends where it cannot see that process
                    pass_fds=(theirs.fileno(), *handles),
                )
            _, folders = await asyncio.to_thread(receive, ours)
            if not folders:
                await self.kill()
                await self.wait()
                said.seek(0)
                heard = said.read().decode(errors="replace").strip()
                raise SandboxFailed(f"The sandbox for {self.workdir} did not come up. It said: {heard}")
        return folders

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and wait until it has ended: jupyter_client looks every tenth of a second."""
        await super().kill(restart=restart)
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self.process.wait, KILLED_SECONDS)

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the sandbox's folder, and with it of the last that is left of the sandbox."""
        await super().cleanup(restart=restart)
        if self._sockets is not None:
            os.close(self._sockets)
            self._sockets = None

    def orphaned(self) -> bool:
        """Whether the kernel was taken along by the end of its parent: that is not the student's doing."""
        return self._parent is not None and self._parent.has_ended()

    def last_words(self) -> str:
        """What the kernel's process wrote to its own error stream (Python's at start-up, say), for the staff's eyes."""
        if self._sockets is None:
            return ""
        try:  # the student's code may have put anything there
            file = os.open("said", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self._sockets)
        except OSError:
            return ""
        with open(file, "rb") as said:
            said.seek(max(0, os.fstat(file).st_size - 4000))
            text = said.read(4000).decode(errors="replace")
        # It may hold terminal sequences: nothing of a student's steers the staff's terminal.
        return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)

    def _watch(self, process: subprocess.Popen[bytes] | Fork, folders: list[int]) -> None:
        """Kill the sandbox once it uses too much as a whole: the system's limits hold for one process at a time."""
        processes, *storage = folders
        try:
            while process.poll() is None:
                files, file_bytes = _stored(storage)
                file_bytes += _in_sockets(processes)
                used = file_bytes + _memory(processes, self.limits.memory_bytes - file_bytes)
                if used > self.limits.memory_bytes:
                    self.stopped_because = (
                        f"The kernel, what it started, the files it wrote and its sockets took {used / 2**30:.1f} GiB of "
                        f"memory together, and {self.limits.memory_bytes / 2**30:.1f} GiB are allowed."
                    )
                elif files > MAX_FILES:
                    self.stopped_because = f"The kernel wrote {files:,} files, and {MAX_FILES:,} are allowed."
                if self.stopped_because:
                    # Killed, not asked: what takes too much may not listen.
                    process.kill()
                    return
                time.sleep(WATCH_SECONDS)
        finally:
            for folder in folders:
                os.close(folder)


def _stored(folders: list[int]) -> tuple[int, int]:
    """How many files the sandbox holds, and their bytes."""
    use = [os.fstatvfs(folder) for folder in folders]
    return sum(u.f_files - u.f_ffree for u in use), sum((u.f_blocks - u.f_bfree) * u.f_frsize for u in use)


def _memory(processes: int, enough: int) -> int:
    """The bytes of memory that the sandbox's processes use. `processes` is the sandbox's own /proc, open."""
    pids = [name for name in os.listdir(processes) if name.isdigit()]
    # The quick answer counts shared pages once for each process, so it is good enough only while it is small.
    pages = sum(int(_read(processes, f"{pid}/statm", "0 0").split()[1]) for pid in pids)
    quick = pages * os.sysconf("SC_PAGE_SIZE")
    if quick <= enough:
        return quick
    exact = (re.search(r"^Pss: +(\d+) kB", _read(processes, f"{pid}/smaps_rollup", ""), re.M) for pid in pids)
    return sum(int(found[1]) * 1024 for found in exact if found)


def _in_sockets(processes: int) -> int:
    """The bytes that the sandbox's sockets can hold, if they are many, or do hold. `processes` is as for `_memory`.

    Of sockets between processes the system tells the number only; none holds more than its buffer.
    """
    pids = (name for name in os.listdir(processes) if name.isdigit())
    one = next((pid for pid in pids if pid != "1"), "")  # process 1 is out of sight
    told = _read(processes, f"{one}/net/sockstat", "") + _read(processes, f"{one}/net/sockstat6", "")
    number = {kind: int(used) for kind, used in re.findall(r"^(\w+): (?:used|in.?use) (\d+)", told, re.M)}
    if number.pop("sockets", 0) <= FEW_SOCKETS and not any(number.values()):
        return 0  # as of any honest kernel: the system takes its time for the tables
    unix = _read(processes, f"{one}/net/unix", "").count("\n") - 1
    queued = (line.split()[4].split(":") for kind in ("tcp", "tcp6", "udp", "udp6")
              for line in _read(processes, f"{one}/net/{kind}", "").splitlines()[1:])
    # `seccomp` refuses to make one larger.
    buffer = int(Path("/proc/sys/net/core/wmem_default").read_text())
    # Queues are told without the frames that each message lies in.
    return max(0, unix - FEW_SOCKETS) * buffer + 2 * sum(int(size, 16) for sizes in queued for size in sizes)


def _read(folder: int, path: str, default: str) -> str:
    """The text of a file in /proc, or `default` if the process has ended."""
    try:
        with open(os.open(path, os.O_RDONLY, dir_fd=folder)) as file:
            return file.read()
    except OSError:
        return default
