"""What goes into a sandbox, and what runs there before the student's code."""

import inspect
import json
import os
import secrets
import stat
from pathlib import Path
from typing import IO, Any

from autograder.grade.sandbox.limits import MAX_OPEN_FILES, Limits
from autograder.grade.sandbox.mounts import HOME, SOCKETS, WORK, WRITABLE, is_root


def fresh_user() -> int:
    """A user id for one kernel. Started by root, no two kernels share one: a user's processes are counted together."""
    return 1_900_000_000 + secrets.randbelow(200_000_000) if is_root() else 1000


def orders(command: list[str], uid: int, channel: int, limits: Limits) -> dict[str, Any]:
    """What `_enter` is to do."""
    return {
        "command": command,
        "user": uid if is_root() else None,
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


def write_line(supplies: IO[bytes], value: Any) -> None:
    """One line of JSON."""
    supplies.write(json.dumps(value).encode() + b"\n")


def write_file(supplies: IO[bytes], path: str, content: bytes) -> None:
    """A file: a line with its path and its length, then its bytes."""
    write_line(supplies, [path, len(content)])
    supplies.write(content)


def write_fonts(supplies: IO[bytes]) -> None:
    """Matplotlib's list of fonts, if there is one: making it anew takes 0.2 s, or seconds where fonts abound."""
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    cache = os.environ.get("MPLCONFIGDIR") or Path(caches, "matplotlib")
    for file in Path(cache).expanduser().glob("fontlist-*.json"):
        write_file(supplies, f"{HOME}/.config/matplotlib/{file.name}", file.read_bytes())


def write_folder(supplies: IO[bytes], folder: Path, most: int) -> None:
    """The files handed in: plain files and folders. Links and devices are left out, and never followed."""
    total = 0
    for parent, _, names in os.walk(folder):
        inside = os.path.join(WORK, os.path.relpath(parent, folder))
        write_line(supplies, [inside, None])
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
                write_file(supplies, os.path.join(inside, name), file.read())


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
