"""What runs in a sandbox before the student's code. The text of this file is all that goes in, so it needs Python alone.

A fresh kernel:  bwrap ──▶ `enter` (rights, files, limits) ──▶ ipykernel
A warm one:      bwrap ──▶ `serve`, the parent: modules loaded, no rights of the student's, no line of theirs
                              └── fork ──▶ `_begin`: namespaces of its own
                                              └── fork ──▶ `_guard`, process 1: mounts, rights, files, filter
                                                              └── fork ──▶ the kernel, process 2

When process 1 ends, the system ends everything in its namespaces.
"""

import contextlib
import ctypes
import fcntl
import gc
import importlib
import json
import os
import resource
import signal
import socket
import struct
import sys
from typing import IO, Any, NoReturn

# Linux's own numbers (CLONE_NEW*, MS_*, PR_*). Python has names for some of them, from 3.12 on.
NEW_NAMESPACES = 0x00020000 | 0x20000000 | 0x08000000 | 0x40000000 | 0x04000000  # mounts, processes, IPC, network, name
NEW_USER = 0x10000000
NO_SUID, NO_DEVICES, NO_PROGRAMS, READ_ONLY = 2, 4, 8, 1
REMOUNT, BIND, RECURSIVE, PRIVATE = 32, 4096, 16384, 1 << 18
DUMPABLE, FILTER, DROP_BOUND, NO_NEW_RIGHTS = 4, 22, 24, 38  # prctl's
MOST_FILES = 1 << 20  # that a process can have open, unless a system is told otherwise
# What bubblewrap covers in a fresh kernel's /proc: through these one sets the machine, not the sandbox.
PARTS_OF_THE_MACHINE = ("sys", "sysrq-trigger", "irq", "bus")


def enter(channel: int) -> None:
    """Become a fresh kernel. Its supplies are the standard input; `channel` hands out what the grader looks at."""
    # Left open: `_let_go` puts something else in its place.
    with open(0, "rb", closefd=False) as supplies:
        orders = json.loads(supplies.readline())
        # First: a process that has changed its user may not write to its own /proc.
        _go_first()
        if orders["user"]:
            _become(orders["user"])
            _give_up_rights()
        # Only now that nothing can be done with more than the kernel's own rights.
        _unpack(supplies)
    with socket.socket(fileno=channel) as answers:
        _settle(orders, answers)
    _hear_nothing(orders)
    os.execv(orders["command"][0], orders["command"])


def serve(listening: int, imports: list[str]) -> None:
    """Run the imports, then fork a kernel for each request, until the grader hangs up.

    A request is two open files: the supplies, and the channel on which the fork answers. An import that fails is left to the
    notebook, to fail there. One that starts a thread, or shares memory, is told to the grader: this parent could not fork.
    """
    with socket.socket(fileno=listening) as control:
        for statement in imports:
            with contextlib.suppress(BaseException):
                exec(statement, {})
            if not _can_fork():
                control.send(statement.encode())
                return
        gc.collect()
        gc.freeze()  # what is there stays shared
        control.send(b"ready")
        while files := socket.recv_fds(control, 1, 2)[1]:
            child = os.fork()
            if child == 0:
                # Before anything else: no fork may ask for another.
                control.close()
                _begin(*files)
                return
            for file in files:
                os.close(file)
            # It ends as soon as process 1 is there, which bubblewrap's own process 1 then takes over.
            os.waitpid(child, 0)


def _can_fork() -> bool:
    """Whether a fork would have all that is here, and share nothing that can be written: a fork has one thread only."""
    with open("/proc/self/maps") as maps:
        shared = any(line.split()[1][1::2] == "ws" for line in maps)
    return len(os.listdir("/proc/self/task")) == 1 and not shared


def _begin(supplies: int, channel: int) -> None:
    """Make namespaces, and in them process 1, on which the grader gets a handle; then process 2, which is the kernel."""
    with open(supplies, "rb") as file, socket.socket(fileno=channel) as answers:
        try:
            orders = json.loads(file.readline())
            _unshare(orders["user"])
            told, tells = os.pipe()
            # unshare moves only children into a new process namespace: the first of them is its process 1.
            if guard := os.fork():
                # An open handle: a number would be another one in the grader's namespace, and another process's later.
                socket.send_fds(answers, [b"began"], [os.pidfd_open(guard)])
                os._exit(0)
            os.close(tells)
            os.read(told, 1)  # until the handle is on its way: nothing of ours may be there before it
            _go_first()
            _furnish(orders)
            _give_up_everything(orders)
            # Only now that every right is given up: what was handed in is read as the kernel itself would read it.
            _unpack(file)
            if kernel := os.fork():
                _guard(kernel)
            # Process 1 is hidden, and so is its copy; a kernel may look at itself, as one started anew can.
            _call("prctl", DUMPABLE, 1, 0, 0, 0)
            # As bubblewrap's --new-session does for a fresh kernel.
            os.setsid()
            _settle(orders, answers)
        except BaseException as error:  # noqa: BLE001 - the grader hears of it, whatever it is
            # No longer than what `warm.receive` reads of a message.
            answers.send(f"{type(error).__name__}: {error}".encode()[:4000])
            os._exit(1)
    _hear_nothing(orders)
    _be_the_kernel(orders["command"])


def _guard(kernel: int) -> NoReturn:
    """Be process 1: wait for what the kernel leaves behind, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # which process 1 does not get from inside
    _let_go(os.open("/dev/null", os.O_RDWR))
    while os.wait()[0] != kernel:
        pass
    os._exit(0)


def _be_the_kernel(command: list[str]) -> None:
    arguments = command[command.index("ipykernel_launcher") + 1 :]
    app = importlib.import_module("ipykernel.kernelapp")
    # As `python -m ipykernel_launcher` would find it.
    sys.argv = [str(importlib.import_module("ipykernel_launcher").__file__), *arguments]
    app.launch_new_instance(argv=arguments)


def _unshare(user: int | None) -> None:
    if user:
        _call("unshare", NEW_NAMESPACES)
        return
    uid, gid = os.getuid(), os.getgid()
    # An ordinary user makes the others only inside a user namespace, in which the same id stands for itself.
    _call("unshare", NEW_NAMESPACES | NEW_USER)
    # Without "deny" first, Linux lets no ordinary user map a group.
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        _write(f"/proc/self/{name}", text)


def _furnish(orders: dict[str, Any]) -> None:
    """Mount what belongs to this kernel alone, over what the parent sees."""
    safe = NO_SUID | NO_DEVICES
    os.chdir("/")  # the folder that the parent is in will lie beneath
    # Or what is mounted below could spread to the parent, and so to its later forks.
    _mount("none", "/", None, RECURSIVE | PRIVATE)
    # A Python that lies in /tmp, say, would be hidden by the new /tmp: it is held open, and shown again in it.
    covered = [place for place in orders["readable"] if place.startswith(tuple(f"{f}/" for f in orders["writable"]))]
    kept = [(os.open(place, os.O_PATH), place) for place in covered]
    for folder in orders["writable"]:
        _mount("tmpfs", folder, "tmpfs", safe, f"mode=1777,size={orders['disk_bytes']}")
    for handle, place in kept:
        os.makedirs(place)
        _show(f"/proc/self/fd/{handle}", place, safe)
        os.close(handle)
    # One of the new process namespace: the parent's would show the parent.
    _mount("proc", "/proc", "proc", safe | NO_PROGRAMS)
    # As bubblewrap's --disable-userns: in a further user namespace one would have rights again. Before /proc/sys is read-only.
    if not orders["user"]:
        _write("/proc/sys/user/max_user_namespaces", "0")
    for part in PARTS_OF_THE_MACHINE:
        if os.path.exists(f"/proc/{part}"):
            _show(f"/proc/{part}", f"/proc/{part}", safe | NO_PROGRAMS)
    # Out of sight, as for a fresh kernel: see `mounts`.
    _mount("tmpfs", "/proc/1", "tmpfs", safe | READ_ONLY, "mode=0555,size=4096")
    # Or the terminals of siblings would be there, by their numbers.
    _mount("devpts", "/dev/pts", "devpts", NO_SUID | NO_PROGRAMS, "newinstance,ptmxmode=0666,mode=620")
    if user := orders["user"]:
        # /etc is read-only. A file can be shown there all the same, and stays when its own name is gone.
        _write("/tmp/passwd", f"student:x:{user}:{user}::{orders['home']}:/bin/sh\n")
        _show("/tmp/passwd", "/etc/passwd", safe)
        os.unlink("/tmp/passwd")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as lo:
        # SIOCSIFFLAGS: a new network's loopback is down. bubblewrap puts up a fresh kernel's.
        fcntl.ioctl(lo, 0x8914, struct.pack("16sh14x", b"lo", 1))  # up


def _give_up_everything(orders: dict[str, Any]) -> None:
    """Have no right left, and no way to one."""
    if orders["user"]:
        # In this order: with root's user goes the right to empty the bounding set, from which programs could gain rights.
        right = 0
        while ctypes.CDLL(None).prctl(DROP_BOUND, right, 0, 0, 0) == 0:  # -1 after the last that this system knows
            right += 1
        _become(orders["user"])
    _give_up_rights()
    # Before the filter: whoever could still gain rights may set none.
    _call("prctl", NO_NEW_RIGHTS, 1, 0, 0, 0)
    _refuse_calls(bytes.fromhex(orders["refused"]))
    # The kernel is the same user's: it can neither trace what is not dumpable nor read its memory.
    _call("prctl", DUMPABLE, 0, 0, 0, 0)


def _refuse_calls(steps: bytes) -> None:
    code = ctypes.create_string_buffer(steps, len(steps))
    # Two C structures: so many steps of eight bytes, and where they lie; 2 is a filter of one's own.
    program = struct.pack("HP", len(steps) // 8, ctypes.addressof(code))
    _call("prctl", FILTER, 2, ctypes.create_string_buffer(program, len(program)), 0, 0)


def _go_first() -> None:
    _write("/proc/self/oom_score_adj", "1000")  # should the host run out of memory, the sandbox goes first


def _become(user: int) -> None:
    # The user last: without root's nobody may change the groups.
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _give_up_rights() -> None:
    # capset's header (its third version, this process), and no rights at all.
    none = struct.pack("=Ii6I", 0x20080522, 0, 0, 0, 0, 0, 0, 0)
    _call("capset", none, none[8:])


def _unpack(supplies: IO[bytes]) -> None:
    for line in iter(supplies.readline, b""):
        path, size = json.loads(line)
        os.makedirs(path if size is None else os.path.dirname(path), exist_ok=True)
        if size is not None:
            with open(path, "wb") as file:
                file.write(supplies.read(size))


def _settle(orders: dict[str, Any], channel: socket.socket) -> None:
    """Set the limits, and hand out the folders that the grader looks at."""
    for name, value in orders["limits"].items():
        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        # A system may grant less already, and an ordinary user cannot raise it.
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))
    folders = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in orders["folders"]]
    socket.send_fds(channel, [b"ready"], folders)
    os.chdir(orders["workdir"])


def _hear_nothing(orders: dict[str, Any]) -> None:
    # Into a file of the sandbox's, in memory: a pipe to the grader would have to be emptied. See `Sandbox.last_words`.
    said = os.open(f"{orders['folders'][0]}/said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    _let_go(os.open("/dev/null", os.O_RDONLY), said)


def _let_go(reads: int, writes: int | None = None) -> None:
    """Read from here, write there, and hold nothing else open."""
    os.dup2(reads, 0)
    for number in (1, 2):
        os.dup2(reads if writes is None else writes, number)
    os.closerange(3, MOST_FILES)


def _show(real: str, place: str, flags: int) -> None:
    """Show a file or a folder at a place, read-only, with what is hidden in it."""
    _mount(real, place, None, BIND | RECURSIVE)
    # A bind mount takes no flags at first: they are set by mounting it once more.
    _mount(real, place, None, BIND | REMOUNT | READ_ONLY | flags)


def _mount(what: str, place: str, kind: str | None, flags: int, options: str = "") -> None:
    _call("mount", what.encode(), place.encode(), kind and kind.encode(), flags, options.encode())


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def _call(name: str, *arguments: Any) -> None:
    """A system call, by its name in C. Raises `OSError` where it fails."""
    # Left to itself, ctypes passes an int of C, which is half as long as what mount and prctl take.
    values = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*values) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}{arguments}: {os.strerror(number)}")
