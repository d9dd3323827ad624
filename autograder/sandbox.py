"""Where students' code runs when it is graded: a Jupyter kernel under bubblewrap.

    grader ──▶ bwrap (namespaces, mounts, system calls) ──▶ `_enter` (rights, limits, files) ──▶ ipykernel
       ▲                                                        │
       └──── a handle on the sandbox's own folder of sockets ◀──┘

Nothing of the host can be written from inside, not even a folder for the sockets: the files that a student
handed in go in as a copy, and the kernel makes its sockets inside the sandbox, where the grader connects to them
through an open folder that was handed out before any of the student's code ran. So nothing is left behind,
whoever is killed.

The manager makes its own provisioner, so neither a kernelspec nor an entry point has to be installed.
"""

import asyncio
import functools
import inspect
import json
import os
import platform
import re
import secrets
import shutil
import site
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, cast

import zmq
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

HOME = "/home/student"
WORK = f"{HOME}/work"
SOCKETS = f"{HOME}/.kernel"
CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
WRITABLE = (HOME, "/tmp", "/dev/shm")

CPUS = "/sys/devices/system/cpu"
STAFF = Path(__file__).resolve().parent
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ("alternatives", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime")
MAX_FILES = 20_000
MAX_OPEN_FILES = 1024
START_SECONDS = 30.0
WATCH_SECONDS = 0.2
LONGEST_MESSAGE = 64 * 2**20  # of a kernel's: a longer one is not received

# What was handed in is imported only where nothing installed has its name: a numpy.py beside a notebook is no NumPy.
OWN_FILES_LAST = ("--IPKernelApp.ignore_cwd=True", "--IPKernelApp.exec_lines=import sys; sys.path.append('')")

WAY_OUT = (
    "Install bubblewrap 0.8 or later on Linux (apt install bubblewrap; dnf install bubblewrap), or set "
    "c.Examine.sandbox = False in nbgrader_config.py, which runs students' code with your own rights."
)


class SandboxMissing(RuntimeError):
    """No sandbox can be started on this machine. The message says why, and the way out."""


class SandboxFailed(RuntimeError):
    """A sandbox can be started on this machine, but this one did not come up. The message says what was heard."""


@dataclass(frozen=True)
class Limits:
    """What one kernel may use, with all the processes that it starts."""

    memory_bytes: int = 2 * 2**30
    """Memory, of each process and of all of them together with the files they write."""
    disk_bytes: int = 256 * 2**20
    """Files in the home folder, the copy of what was handed in among them; as much in /tmp and in /dev/shm."""
    file_bytes: int = 128 * 2**20
    """The largest file that can be written."""
    processes: int = 64
    """Processes and threads. A kernel with NumPy and torch has about 15."""
    cpu_seconds: int = 900
    """Processor time of one process. Time by the clock is for the caller to limit, cell by cell."""
    threads: int = 1
    """Threads that NumPy and torch use for one operation. A second one helps little, and waits where kernels share cores."""


def kernel_manager(
    workdir: Path,
    limits: Limits = Limits(),
    sandboxed: bool = True,
    readable: Mapping[str, Path] = MappingProxyType({}),
) -> AsyncKernelManager:
    """A manager whose kernel works in a copy of `workdir`. Nothing that it writes reaches the host.

    `readable` names further folders that the kernel may read (data sets), by the absolute path it sees them at.
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
    manager.provisioner = Sandbox(workdir, limits, readable, parent=manager, kernel_spec=manager.kernel_spec)
    return manager


def _check_folders(workdir: Path, readable: Mapping[str, Path]) -> None:
    for folder in (*_python_folders(), *readable.values()):
        if workdir.resolve().is_relative_to(folder.resolve()):
            raise ValueError(
                f"{workdir} lies inside {folder}, which every kernel can read: students would see each other's "
                "work. Move the course out of it, or make the Python environment in a folder of its own."
            )
    for folder in readable.values():
        if _is_root() and folder.stat().st_mode & 0o005 != 0o005:
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
    if not _is_root() and _linux() < (5, 14):
        return f"Counting the processes of a sandbox needs Linux 5.14, and this is {platform.release()}."
    command = [*_namespaces(), "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    tried = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=START_SECONDS)
    if tried.returncode != 0:
        said = tried.stderr.strip().replace("\n", "; ")
        return f"bubblewrap cannot start a sandbox here; a container, or the system, may forbid it. It says: {said}."
    return None


# --------------------------------------------------------------------------------------------------- managers


class PlainManager(AsyncKernelManager):
    """A manager whose kernel is this Python's ipykernel, whatever kernels are installed."""

    interrupt_mode = "signal"

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-P", "-m", "ipykernel_launcher", *OWN_FILES_LAST, "-f", "{connection_file}",
                  "--log-level=ERROR"],
            display_name="Python 3",
            language="python",
            interrupt_mode=self.interrupt_mode,
        )


class SandboxManager(PlainManager):
    """A manager that leaves no connection file on the host, and reads no long message: the kernel's file is inside."""

    interrupt_mode = "message"  # a signal would not reach the kernel

    def write_connection_file(self, **kwargs: Any) -> None:
        """Nothing to write."""

    def client(self, **kwargs: Any) -> Any:
        """A client that does not take in messages of any length."""
        client = super().client(**kwargs)
        client.context.setsockopt(zmq.MAXMSGSIZE, LONGEST_MESSAGE)
        return client


class Plain(LocalProvisioner):
    """Starts the kernel in `workdir`, with the grader's own rights."""

    def __init__(self, workdir: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.workdir = workdir

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        return await super().pre_launch(**{**kwargs, "cwd": str(self.workdir)})


class Sandbox(LocalProvisioner):
    """Starts the kernel under bubblewrap, and stops it if its processes use too much together."""

    stopped_because: str | None = None
    """Why the kernel was stopped from outside, as a sentence. None while it runs, or if it ended by itself."""

    def __init__(self, workdir: Path, limits: Limits, readable: Mapping[str, Path], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.workdir = workdir
        self.limits = limits
        self.readable = readable
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
        connection |= {f"{channel}_port": number for number, channel in enumerate(CHANNELS, start=1)}
        inside = {**connection, "ip": f"{SOCKETS}/{name}", "key": session.key.decode()}
        ours, theirs = socket.socketpair()
        with (
            ours,
            theirs,
            tempfile.TemporaryFile() as supplies,
            tempfile.TemporaryFile() as said,
            _Handles() as handles,
        ):
            uid = _user()
            _write_line(supplies, _orders(cmd, uid, theirs.fileno(), self.limits))
            _write_file(supplies, f"{SOCKETS}/connection.json", json.dumps(inside).encode())
            _write_fonts(supplies)
            _write_folder(supplies, self.workdir, self.limits.disk_bytes)
            supplies.seek(0)
            mounts = _mounts(handles, uid, self.limits, self.readable)
            await super().launch_kernel(
                [*mounts, sys.executable, "-I", "-S", "-c", ENTER],
                stdin=supplies,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env={},  # a kernel could read the environment that bubblewrap was started with
                independent=True,
                pass_fds=(theirs.fileno(), *handles),
            )
            theirs.close()
            folders = await asyncio.to_thread(_receive, ours)
            if not folders:
                await self.kill()
                await self.wait()
                said.seek(0)
                heard = said.read().decode(errors="replace").strip()
                raise SandboxFailed(f"The sandbox for {self.workdir} did not come up. It said: {heard}")
        self._sockets, *watched = folders
        threading.Thread(target=self._watch, args=(self.process, watched), daemon=True).start()
        self.connection_info = cast(
            KernelConnectionInfo,
            {**connection, "ip": f"/proc/self/fd/{self._sockets}/{name}", "key": session.key},
        )
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the sandbox's folder, and with it of the last that is left of the sandbox."""
        await super().cleanup(restart=restart)
        if self._sockets is not None:
            os.close(self._sockets)
            self._sockets = None

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
        return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)

    def _watch(self, process: subprocess.Popen[bytes], folders: list[int]) -> None:
        """Kill the sandbox once it uses too much as a whole: the system's limits hold for one process at a time."""
        processes, *storage = folders
        try:
            while process.poll() is None:
                files, file_bytes = _stored(storage)
                used = file_bytes + _memory(processes, self.limits.memory_bytes - file_bytes)
                if used > self.limits.memory_bytes:
                    self.stopped_because = (
                        f"The kernel, what it started and the files it wrote took {used / 2**30:.1f} GiB of memory "
                        f"together, and {self.limits.memory_bytes / 2**30:.1f} GiB are allowed."
                    )
                elif files > MAX_FILES:
                    self.stopped_because = f"The kernel wrote {files:,} files, and {MAX_FILES:,} are allowed."
                if self.stopped_because:
                    process.kill()
                    return
                time.sleep(WATCH_SECONDS)
        finally:
            for folder in folders:
                os.close(folder)


def _receive(channel: socket.socket) -> list[int]:
    """The open folders that `_enter` hands out; none if it did not get that far."""
    channel.settimeout(START_SECONDS)
    try:
        _, folders, _, _ = socket.recv_fds(channel, 16, 8)
    except TimeoutError:
        return []
    return folders


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


def _read(folder: int, path: str, default: str) -> str:
    """The text of a file in /proc, or `default` if the process has ended."""
    try:
        with open(os.open(path, os.O_RDONLY, dir_fd=folder)) as file:
            return file.read()
    except OSError:
        return default


# ----------------------------------------------------------------------------------------------- what goes in


def _user() -> int:
    """A user id for one kernel. Started by root, no two kernels share one: a user's processes are counted together."""
    return 1_900_000_000 + secrets.randbelow(200_000_000) if _is_root() else 1000


def _orders(command: list[str], uid: int, channel: int, limits: Limits) -> dict[str, Any]:
    """What `_enter` is to do."""
    return {
        "command": command,
        "user": uid if _is_root() else None,
        "channel": channel,
        "workdir": WORK,
        "folders": [SOCKETS, "/proc", *WRITABLE],
        "limits": {
            "RLIMIT_DATA": limits.memory_bytes,
            "RLIMIT_NPROC": limits.processes,
            "RLIMIT_FSIZE": limits.file_bytes,
            "RLIMIT_CPU": limits.cpu_seconds,
            "RLIMIT_NOFILE": MAX_OPEN_FILES,
            "RLIMIT_CORE": 0,
        },
    }


def _write_line(supplies: IO[bytes], value: Any) -> None:
    supplies.write(json.dumps(value).encode() + b"\n")


def _write_file(supplies: IO[bytes], path: str, content: bytes) -> None:
    _write_line(supplies, [path, len(content)])
    supplies.write(content)


def _write_fonts(supplies: IO[bytes]) -> None:
    """Matplotlib's list of fonts, if there is one: making it anew takes 0.2 s, or seconds where fonts abound."""
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    cache = os.environ.get("MPLCONFIGDIR") or Path(caches, "matplotlib")
    for file in Path(cache).expanduser().glob("fontlist-*.json"):
        _write_file(supplies, f"{HOME}/.config/matplotlib/{file.name}", file.read_bytes())


def _write_folder(supplies: IO[bytes], folder: Path, most: int) -> None:
    """The files handed in: plain files and folders. Links and devices are left out, and never followed."""
    total = 0
    for parent, _, names in os.walk(folder):
        inside = os.path.join(WORK, os.path.relpath(parent, folder))
        _write_line(supplies, [inside, None])
        for name in names:
            path = os.path.join(parent, name)
            if not stat.S_ISREG(os.lstat(path).st_mode):
                continue
            with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                total += os.fstat(file.fileno()).st_size
                if total > most:
                    raise ValueError(
                        f"The files in {folder} take more than the {most / 2**20:.0f} MiB that a sandbox "
                        "holds. Remove what the notebook does not need, or raise disk_bytes in the limits."
                    )
                _write_file(supplies, os.path.join(inside, name), file.read())


def _enter() -> None:
    """Runs inside, before the student's code: give up all rights, write the files, set the limits, be the kernel.

    The source of this function is all that goes in, so it imports what it needs.
    """
    import json
    import os
    import resource
    import socket

    with open(0, "rb", closefd=False) as supplies:
        orders = json.loads(supplies.readline())
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("1000")  # should the host run out of memory, the sandbox goes first
        if user := orders["user"]:
            import ctypes
            import struct

            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            no_rights = struct.pack("=Ii6I", 0x20080522, 0, 0, 0, 0, 0, 0, 0)
            ctypes.CDLL(None).capset(no_rights, no_rights[8:])
        for line in iter(supplies.readline, b""):
            path, size = json.loads(line)
            os.makedirs(path if size is None else os.path.dirname(path), exist_ok=True)
            if size is not None:
                with open(path, "wb") as file:
                    file.write(supplies.read(size))
    for name, value in orders["limits"].items():
        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))
    with socket.socket(fileno=orders["channel"]) as channel:
        folders = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in orders["folders"]]
        socket.send_fds(channel, [b"ready"], folders)
    os.chdir(orders["workdir"])
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    said = os.open(f"{orders['folders'][0]}/said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.execv(orders["command"][0], orders["command"])


ENTER = f"{inspect.getsource(_enter)}\n_enter()"


# ----------------------------------------------------------------------------------------------- what is seen


class _Handles(list[int]):
    """Open files to hand to bubblewrap, closed at the end."""

    def __enter__(self) -> "_Handles":
        return self

    def __exit__(self, *_: object) -> None:
        for handle in self:
            os.close(handle)

    def add(self, content: bytes) -> str:
        """The number of an open file with this content."""
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.flush()
            file.seek(0)
            self.append(os.dup(file.fileno()))
        return str(self[-1])


def _is_root() -> bool:
    """Whether this is the machine's root, not that of a user namespace: no limit on processes binds it."""
    return os.geteuid() == 0 and Path("/proc/self/uid_map").read_text().split() == ["0", "0", "4294967295"]


def _linux() -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", platform.release())[:2])


def _namespaces() -> list[str]:
    """bubblewrap, with everything unshared. Root keeps no right but to become somebody else, as `_enter` does."""
    if _is_root():
        rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        rights = ["--unshare-user", "--disable-userns", "--uid", "1000", "--gid", "1000"]
    unshared = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    return [shutil.which("bwrap") or "bwrap", *rights, *unshared, "--die-with-parent", "--new-session"]


def _mounts(handles: _Handles, uid: int, limits: Limits, readable: Mapping[str, Path]) -> list[str]:
    """The bubblewrap command up to the program to run: what the kernel sees, and what it can do there."""
    command = [*_namespaces(), "--hostname", "sandbox", "--clearenv"]
    command += ["--seccomp", handles.add(_refused_calls())]
    storage = ["--perms", "1777", "--size", str(limits.disk_bytes), "--tmpfs"]
    command += ["--perms", "0755", "--dir", os.path.dirname(HOME), *storage, HOME, *storage, "/tmp"]
    seen = ["/etc/passwd", CPUS, *map(str, _python_folders()), *readable]
    for parent in sorted({str(parent) for path in seen for parent in Path(path).parents}):
        command += ["--perms", "0755", "--dir", parent]  # or bubblewrap makes it for its own user only
    for system in SYSTEM:
        if os.path.islink(system):
            command += ["--symlink", os.readlink(system), system]
        else:
            command += ["--ro-bind-try", system, system]
    for name in SETTINGS:
        command += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    user = f"student:x:{uid}:{uid}::{HOME}:/bin/sh\n".encode()
    command += ["--perms", "0644", "--ro-bind-data", handles.add(user), "/etc/passwd"]
    for folder in _python_folders():
        command += ["--ro-bind", str(folder), str(folder)]
    for seen_at, real in readable.items():
        command += ["--ro-bind", str(real), seen_at]
    for folder in _staff_folders():
        command += ["--perms", "0555", "--size", "4096", "--tmpfs", str(folder), "--remount-ro", str(folder)]
    for file in _staff_files():
        command += ["--perms", "0444", "--ro-bind-data", handles.add(b""), str(file)]
    command += ["--proc", "/proc", "--ro-bind-try", CPUS, CPUS]
    # Process 1 ties the sandbox's life to the grader's. Where an ordinary user grades, it is the kernel's own user's.
    command += ["--perms", "0555", "--size", "4096", "--tmpfs", "/proc/1", "--remount-ro", "/proc/1"]
    command += ["--dev", "/dev", *storage, "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/"]
    for name, value in _environment(limits).items():
        command += ["--setenv", name, value]
    return [*command, "--chdir", HOME, "--"]


def _environment(limits: Limits) -> dict[str, str]:
    """The kernel's environment: the whole of it."""
    imports = [str(folder.parent) if folder == _kit() else str(folder) for folder in _extra_folders()]
    threads = str(limits.threads)
    return {
        "HOME": HOME,
        "USER": "student",
        "LOGNAME": "student",
        "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": ":".join(imports),
        "LANG": "C.UTF-8",
        "IPYTHONDIR": f"{HOME}/.ipython",
        "MPLCONFIGDIR": f"{HOME}/.config/matplotlib",
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "MKL_NUM_THREADS": threads,
    }


@functools.cache
def _python_folders() -> list[Path]:
    """The system's programs, Python with its packages, and the students' package: as named, and as resolved."""
    prefixes = {Path(p) for p in (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)}
    named = {Path("/usr"), *prefixes, *_extra_folders()}
    every = named | {folder.resolve() for folder in named}
    return sorted(f for f in every if not any(f != other and f.is_relative_to(other) for other in every))


@functools.cache
def _extra_folders() -> list[Path]:
    """The students' package and folders of packages that lie outside Python's own folder."""
    own = [Path(p) for p in ("/usr", sys.prefix, sys.base_prefix)]
    extra = [kit] if (kit := _kit()) else []
    return [f for f in [*extra, *_sites()] if not any(f.is_relative_to(folder) for folder in own)]


def _kit() -> Path | None:
    """The folder of the students' package: no more goes in of the course's repository, if it lies there."""
    found = find_spec("handgrad")
    return Path(found.origin).parent if found and found.origin else None


def _sites() -> list[Path]:
    """The folders of installed packages."""
    named = [Path(p) for p in dict.fromkeys((*sys.path, *site.getsitepackages()))]
    return [p for p in named if p.name in ("site-packages", "dist-packages") and p.is_dir()]


def _staff_folders() -> set[Path]:
    """Where the staff's package would be seen: this one, and any that is installed beside the students'."""
    staff = [STAFF, *(path for folder in _sites() if (path := folder / STAFF.name).is_dir())]
    return {place for path in staff for place in _places(path)}


@functools.cache
def _staff_files() -> set[Path]:
    """Files of installed packages that would make the staff's package importable, or tell where it is."""
    return {place for folder in _sites() for file in _telltales(folder) for place in _places(file)}


def _places(path: Path) -> list[Path]:
    """Where a file or folder of the host is seen inside: a folder reached through a link is seen there, and here."""
    folders = ((folder, folder.resolve()) for folder in _python_folders())
    return [folder / path.resolve().relative_to(real) for folder, real in folders if path.resolve().is_relative_to(real)]


def _telltales(folder: Path) -> Iterator[Path]:
    tells = [os.fsencode(STAFF.name)]
    if STAFF.parent not in {site.resolve() for site in _sites()}:
        tells.append(os.fsencode(STAFF.parent))

    def tell(file: Path) -> bool:
        content = file.read_bytes()
        return any(words in content for words in tells)

    # What is installed as a link to somebody's working folder cannot be imported inside in any case.
    yield from folder.glob("__editable__*")
    yield from folder.glob("__pycache__/__editable__*")
    for file in (*folder.glob("*.pth"), *folder.glob("*.egg-link")):
        if tell(file):
            yield file
    for info in (*folder.glob("*.dist-info"), *folder.glob("*.egg-info")):
        listed = ("RECORD", "SOURCES.txt", "direct_url.json", "entry_points.txt", "top_level.txt")
        files = [file for name in listed if (file := info / name).is_file()]
        if any(map(tell, files)):
            yield from files


# -------------------------------------------------------------------------------------- what cannot be called

# Numbers of system calls on x86_64 and on aarch64. Each would get round something that the sandbox promises.
REFUSED = {
    # new namespaces, in which one has rights again
    "unshare": (272, 97),
    "clone3": (435, 435),
    # reaching into the process that guards the sandbox
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    # the grader's keys, which are in no namespace
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # memory that no limit counts
    "shmget": (29, 194),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    # parts of the kernel with a history of holes
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
}
CLONE = (56, 220)
NEW_NAMESPACE = 0x7E020000  # the CLONE_NEW* flags
SOCKET = (41, 198)
FAMILIES = (1, 2, 10, 16)  # Unix, IPv4, IPv6, netlink; a virtual machine's vsock, say, is in no namespace
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def _refused_calls() -> bytes:
    """A seccomp filter: the calls above fail as if the kernel did not have them (ENOSYS), all others pass."""
    column, architecture = ARCHITECTURES[platform.machine()]
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    call, of_architecture, first_argument = 0, 4, 16
    allow, refuse = (answer, 0, 0, 0x7FFF0000), (answer, 0, 0, 0x00050000 | 38)
    steps = [
        (load, 0, 0, of_architecture),
        (equal, 1, 0, architecture),
        refuse,
        (load, 0, 0, call),
        (at_least, 0, 1, 0x40000000),  # x86_64's second set of numbers
        refuse,
    ]
    for numbers in REFUSED.values():
        steps += [(equal, 0, 1, numbers[column]), refuse]
    steps += [(equal, 0, 4, CLONE[column]), (load, 0, 0, first_argument)]
    steps += [(any_bit, 0, 1, NEW_NAMESPACE), refuse, allow]
    steps += [(equal, 0, 2 + 2 * len(FAMILIES), SOCKET[column]), (load, 0, 0, first_argument)]
    for family in FAMILIES:
        steps += [(equal, 0, 1, family), allow]
    steps += [refuse, allow]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
