"""Where students' code runs when it is graded: a Jupyter kernel under bubblewrap.

    grader ──▶ bwrap (namespaces, mounts, system calls) ──▶ `inside` (rights, limits, files) ──▶ ipykernel
       ▲                                                        │
       └──── a handle on the sandbox's own folder of sockets ◀──┘

A kernel is started anew, or forked from a parent that has loaded what notebooks import (`warm`): the same sandbox, sooner.

Nothing of the host can be written from inside, not even a folder for the sockets: the files that a student
handed in go in as a copy, and the kernel makes its sockets inside the sandbox, where the grader connects to them
through an open folder that was handed out before any of the student's code ran. So nothing is left behind,
whoever is killed.

The manager makes its own provisioner, so neither a kernelspec nor an entry point has to be installed.
"""

import functools
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from jupyter_client.manager import AsyncKernelManager

from autograder.grade.sandbox.limits import Limits
from autograder.grade.sandbox.mounts import is_root, linux_version, namespaces, python_folders
from autograder.grade.sandbox.provisioner import Plain, PlainManager, Sandbox, SandboxManager
from autograder.grade.sandbox.seccomp import ARCHITECTURES
from autograder.grade.sandbox.warm import START_SECONDS, cold, parent

DEFAULT = Limits()
WAY_OUT = (
    "Install bubblewrap 0.8 or later on Linux (apt install bubblewrap; dnf install bubblewrap), or set "
    "c.Examine.sandbox = False in nbgrader_config.py, which runs students' code with your own rights."
)


class SandboxMissing(RuntimeError):
    """No sandbox can be started on this machine. The message says why, and the way out."""


def kernel_manager(
    workdir: Path,
    limits: Limits = DEFAULT,
    sandboxed: bool = True,
    readable: Mapping[str, Path] = MappingProxyType({}),
    warm: tuple[str, ...] | None = None,
) -> AsyncKernelManager:
    """A manager whose kernel works in a copy of `workdir`. Nothing that it writes reaches the host.

    `readable` names further folders that the kernel may read (data sets), by the absolute path it sees them at.
    With `warm`, the kernel is a fork of a parent that has run these imports, where one can be made (see `cold`).
    With `sandboxed` off, the kernel runs in `workdir` itself, with the grader's own rights and without limits.

    The thread that starts the kernel must outlive it: the kernel dies with its parent.

    Raises `SandboxMissing` where no sandbox can be started, `NotADirectoryError` if `workdir` is no folder, and
    `ValueError` if it lies in a folder that kernels can read, or if they could not read a `readable` one. Starting
    the kernel raises `ValueError` if the files take more than `limits.disk_bytes`, and `SandboxFailed` if the
    sandbox does not come up.
    """
    workdir = Path(workdir).absolute()
    if not workdir.is_dir():
        raise NotADirectoryError(f"{workdir} is no folder. Name the folder that holds the files handed in.")
    if not sandboxed:
        plain = PlainManager()
        plain.provisioner = Plain(workdir, parent=plain, kernel_spec=plain.kernel_spec)
        return plain
    if missing := available():
        raise SandboxMissing(missing)
    _check_folders(workdir, readable)
    manager = SandboxManager(transport="ipc")
    one = None if warm is None or cold() else parent(warm, limits.threads, tuple(readable.items()))
    manager.provisioner = Sandbox(workdir, limits, readable, one, parent=manager, kernel_spec=manager.kernel_spec)
    return manager


def _check_folders(workdir: Path, readable: Mapping[str, Path]) -> None:
    for folder in (*python_folders(), *readable.values()):
        if workdir.resolve().is_relative_to(folder.resolve()):
            raise ValueError(
                f"{workdir} lies inside {folder}, which every kernel can read: students would see each other's "
                "work. Move the course out of it, or make the Python environment in a folder of its own."
            )
    for folder in readable.values():
        if is_root() and folder.stat().st_mode & 0o005 != 0o005:
            raise ValueError(
                f"{folder} can be read by its owner only, and kernels do not run as root. "
                f"Let everybody read it: chmod -R a+rX {folder}"
            )


@functools.cache
def available() -> str | None:
    """None if a sandbox can be started here, else a sentence saying what is missing and the way out."""
    missing = _missing()
    return f"{missing} {WAY_OUT}" if missing else None


def _missing() -> str | None:
    if sys.platform != "linux":
        return f"Students' code runs in a sandbox that exists on Linux only, and this is {platform.system()}."
    if platform.machine() not in ARCHITECTURES:
        known = " and ".join(ARCHITECTURES)
        return f"The sandbox knows the system calls of {known}, and this machine is {platform.machine()}."
    if shutil.which("bwrap") is None:
        return "Students' code runs in a sandbox made by bubblewrap, and there is no bwrap on the PATH."
    # From then on processes are counted for each user namespace; before, all kernels of one user would share a limit.
    if not is_root() and linux_version() < (5, 14):
        return f"Counting the processes of a sandbox needs Linux 5.14, and this is {platform.release()}."
    command = [*namespaces(), "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    tried = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=START_SECONDS)
    if tried.returncode != 0:
        said = tried.stderr.strip().replace("\n", "; ")
        return f"bubblewrap cannot start a sandbox here; a container, or the system, may forbid it. It says: {said}."
    return None
