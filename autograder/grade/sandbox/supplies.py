"""What goes into a sandbox: orders for `inside`, and files."""

import json
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from autograder.grade.sandbox.limits import MAX_OPEN_FILES, Limits
from autograder.grade.sandbox.mounts import HOME, SOCKETS, WORK, WRITABLE, is_root, python_folders
from autograder.grade.sandbox.seccomp import refused_calls


def fresh_user() -> int:
    """A user id for one kernel. Started by root, no two kernels share one: a user's processes are counted together."""
    # So high that no account of the machine has it.
    return 1_900_000_000 + secrets.randbelow(200_000_000) if is_root() else 1000


def orders(command: list[str], uid: int, limits: Limits, readable: Iterable[str] = ()) -> dict[str, Any]:
    """What `inside` is to do."""
    return {
        "command": command,
        "user": uid if is_root() else None,
        "home": HOME,
        "workdir": WORK,
        "writable": WRITABLE,
        "readable": [*map(str, python_folders()), *readable],
        "disk_bytes": limits.disk_bytes,
        "refused": refused_calls().hex(),
        "folders": [SOCKETS, "/proc", *WRITABLE],
        "limits": {
            # What a process can write. Its address space would also count libraries, and what is reserved and never used.
            "RLIMIT_DATA": limits.memory_bytes,
            "RLIMIT_NPROC": limits.processes,
            "RLIMIT_FSIZE": limits.file_bytes,
            "RLIMIT_CPU": limits.cpu_seconds,
            "RLIMIT_NOFILE": MAX_OPEN_FILES,
            "RLIMIT_CORE": 0,
        },
    }


def write_line(supplies: IO[bytes], value: Any) -> None:
    """One line of plain data."""
    supplies.write(json.dumps(value).encode() + b"\n")


def write_file(supplies: IO[bytes], path: str, content: bytes) -> None:
    """A file, by the path that it gets inside."""
    write_line(supplies, [path, len(content)])
    supplies.write(content)


def fonts() -> dict[str, bytes]:
    """Matplotlib's list of fonts, if there is one: making it anew takes 0.2 s, or seconds where fonts abound."""
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    cache = os.environ.get("MPLCONFIGDIR") or Path(caches, "matplotlib")
    found = Path(cache).expanduser().glob("fontlist-*.json")
    return {f"{HOME}/.config/matplotlib/{file.name}": file.read_bytes() for file in found}


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
            # Looked at again as it is opened: the name may have come to mean something else.
            with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                total += os.fstat(file.fileno()).st_size
                if total > most:
                    raise ValueError(
                        f"The files in {folder} take more than the {most / 2**20:.0f} MiB that a sandbox "
                        "holds. Remove what the notebook does not need, or raise disk_bytes in the limits."
                    )
                write_file(supplies, os.path.join(inside, name), file.read())
