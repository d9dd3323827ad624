"""Kernels that are there at once: forks of a parent that has loaded what notebooks import, and nothing of a student's.

The parent lives in a sandbox of its own and only forks. `inside` has its half, and docs/security.md what is promised of it.
"""

import inspect
import math
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import IO

from autograder.grade.sandbox import inside
from autograder.grade.sandbox.limits import Limits
from autograder.grade.sandbox.mounts import SOCKETS, WORK, Handles, mounts
from autograder.grade.sandbox.supplies import fresh_user, orders, write_line

START_SECONDS = 30.0
HANG_UP_MILLISECONDS = 50
LOAD_SECONDS = 180.0  # torch on a busy machine
# What every kernel loads. It starts no thread and keeps nothing open.
ALWAYS = (
    "import ipykernel.kernelapp, ipykernel.ipkernel, ipykernel_launcher, ipykernel.debugger",
    "import IPython.core.oinspect, IPython.extensions.storemagic, encodings.idna, pdb, sqlite3, tornado.platform.asyncio",
    "import numpy, numpy.random, matplotlib.pyplot, matplotlib.backends.backend_agg",
    "import handgrad.kit.asked, handgrad.kit.check",
)


class SandboxFailed(RuntimeError):
    """A sandbox can be started on this machine, but this one did not come up. The message says what was heard."""


class Fork:
    """A warm kernel's process 1, as `subprocess.Popen` would show it. With it ends everything in its sandbox."""

    # jupyter_client closes these at the end, where a process has them.
    stdin = stdout = stderr = None

    def __init__(self, handle: int, parent: "Parent") -> None:
        self.parent = parent
        # As it is counted here: the parent lives in another process namespace, where numbers are others.
        self.pid = int(re.findall(r"^Pid:\s+(-?\d+)", Path(f"/proc/self/fdinfo/{handle}").read_text(), re.M)[0])
        self._handle: int | None = handle
        # The thread that watches and jupyter_client both ask: a handle that one has closed may be another file by now.
        self._one_at_a_time = threading.Lock()

    def poll(self) -> int | None:
        """None while it runs, else 0: how it ended is known to its own parent only."""
        return self._ended(0)

    def wait(self, timeout: float = math.inf) -> int:
        """Wait until it has ended. Raises `subprocess.TimeoutExpired`."""
        deadline = time.monotonic() + timeout
        # In short turns: `kill` has to come in between.
        while self._ended(100) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("a warm kernel", timeout)
        return 0

    def kill(self) -> None:
        """End it, and everything in its sandbox."""
        with self._one_at_a_time:
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def terminate(self) -> None:
        """The same: process 1 gets no other signal."""
        self.kill()

    def send_signal(self, number: int) -> None:
        """Nothing but an end reaches process 1."""
        self.kill()

    def _ended(self, milliseconds: int) -> int | None:
        with self._one_at_a_time:
            if self._handle is None:
                return 0
            # A handle on a process can be read from once that has ended.
            watch = select.poll()
            watch.register(self._handle, select.POLLIN)
            if not watch.poll(milliseconds):
                return None
            os.close(self._handle)
            self._handle = None
            return 0


class Parent:
    """The process that warm kernels are forks of. Raises `SandboxFailed` where it does not come up."""

    def __init__(self, imports: tuple[str, ...], limits: Limits, readable: Mapping[str, Path]) -> None:
        self.left_out: str | None = None
        """An import after which it could not have forked, and so came to nothing."""
        self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - it lasts as long as the parent
        started = threading.Event()
        # What bubblewrap starts dies with the thread that started it: this one does nothing else.
        threading.Thread(target=self._keep, args=(theirs, started, imports, limits, readable), daemon=True).start()
        started.wait()
        heard, _ = receive(self._control, LOAD_SECONDS)
        if heard in imports:
            self.left_out = heard
        elif heard != "ready":
            words = self._words()
            self.close()
            raise SandboxFailed(f"The parent of warm kernels did not come up. {heard}{words}")

    def fork(self, supplies: IO[bytes]) -> tuple[Fork, list[int]] | None:
        """A kernel with these supplies: its process 1, and the open folders that it hands out. None if the parent is gone.

        Raises `SandboxFailed` where the kernel does not come up.
        """
        ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with ours:
            with theirs, suppress(ConnectionError):
                # A parent that is gone is told by the silence after it.
                socket.send_fds(self._control, [b"fork"], [supplies.fileno(), theirs.fileno()])
            heard, handle = receive(ours)
            if not handle and not heard:
                return None
            if not handle:
                raise SandboxFailed(f"The parent of warm kernels made none. {heard}")
            process = Fork(handle[0], self)
            heard, folders = receive(ours)
        if not folders:
            process.kill()
            process.wait()
            raise SandboxFailed(f"A warm kernel did not come up. {heard}")
        return process, folders

    def has_ended(self) -> bool:
        """Whether it is gone, and its kernels with it. It lets go of its line before they end."""
        watch = select.poll()
        watch.register(self._control, 0)  # a line that was hung up is told of in any case
        return self._process.poll() is not None or bool(watch.poll(HANG_UP_MILLISECONDS))

    def close(self) -> None:
        """End it, and every kernel that it has forked."""
        self._process.kill()
        self._process.wait()
        self._control.close()
        self._said.close()

    def _keep(self, theirs: socket.socket, started: threading.Event, imports: tuple[str, ...], limits: Limits,
              readable: Mapping[str, Path]) -> None:
        with theirs, Handles() as handles:
            seen = mounts(handles, fresh_user(), limits, readable, warm=True)
            serve = f"{inspect.getsource(inside)}\nserve({theirs.fileno()}, {list(imports)})"
            try:
                self._process = subprocess.Popen(
                    # Not `-I -S`, as for a fresh kernel: its imports are installed packages.
                    [*seen, sys.executable, "-P", "-c", serve],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._said, env={},
                    pass_fds=(theirs.fileno(), *handles),
                )
            finally:
                started.set()
        # So that the thread lasts as long as bubblewrap.
        self._process.wait()

    def _words(self) -> str:
        self._said.seek(0)
        return self._said.read().decode(errors="replace").strip()


class Warm:
    """Warm kernels. Their parent is started at the first fork, and again if it has ended."""

    def __init__(self, imports: tuple[str, ...], threads: int = 1,
                 readable: Mapping[str, Path] = MappingProxyType({})) -> None:
        self.imports, self.readable = imports, readable
        self.limits = Limits(threads=threads)
        self.parent: Parent | None = None
        self._one_at_a_time = threading.Lock()

    def fork(self, supplies: IO[bytes]) -> tuple[Fork, list[int]]:
        """A kernel with these supplies: its process 1, and the open folders that it hands out.

        Raises `SandboxFailed` where it does not come up.
        """
        with self._one_at_a_time:
            for _ in range(2):
                # The parent that is gone may have read some of it.
                supplies.seek(0)
                if found := self._there().fork(supplies):
                    return found
                self.close()
        raise SandboxFailed("The parent of warm kernels ended before it made one, and so did the next.")

    def close(self) -> None:
        """End the parent, and every kernel that it has forked."""
        if self.parent is not None:
            self.parent.close()
            self.parent = None

    def _there(self) -> Parent:
        """The parent. Imports after which it could not fork are left to the kernels."""
        while self.parent is None:
            made = Parent(self.imports, self.limits, self.readable)
            if made.left_out is None:
                self.parent = made
            else:
                made.close()
                self.imports = tuple(one for one in self.imports if one != made.left_out)
        return self.parent


def receive(channel: socket.socket, seconds: float = START_SECONDS) -> tuple[str, list[int]]:
    """What `inside` says, and the open files that it hands out; nothing if it did not get that far."""
    # A kernel that hangs before it is one must not hang the grader.
    channel.settimeout(seconds)
    try:
        said, files, _, _ = socket.recv_fds(channel, 4096, 8)
    except (TimeoutError, ConnectionError):
        return "", []
    return said.decode(errors="replace"), files


@cache
def parent(imports: tuple[str, ...], threads: int, readable: tuple[tuple[str, Path], ...]) -> Warm:
    """This process's parent of kernels that have run these imports and may read these folders."""
    return Warm((*ALWAYS, *imports), threads, dict(readable))


@cache
def cold() -> str | None:
    """None where kernels can be forked from a warm parent; else a sentence that says why each is started anew."""
    trial = Warm(())
    try:
        with tempfile.TemporaryFile() as supplies:
            write_line(supplies, orders(["ipykernel_launcher"], fresh_user(), Limits()))
            # The least that a kernel is given: the folders in which `inside` ends.
            write_line(supplies, [SOCKETS, None])
            write_line(supplies, [WORK, None])
            process, folders = trial.fork(supplies)
    except SandboxFailed as error:
        return f"Every kernel is started anew, which takes longer: a sandbox cannot hold another here. {error}"
    finally:
        trial.close()
    # Of the trial only its success was wanted.
    for folder in folders:
        os.close(folder)
    process.wait()
    return None
