"""What a sandbox sees: namespaces, mounts, the environment."""

import functools
import os
import platform
import re
import shutil
import site
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import autograder
from autograder.grade.sandbox.limits import Limits
from autograder.grade.sandbox.seccomp import refused_calls

HOME = "/home/student"
WORK = f"{HOME}/work"
SOCKETS = f"{HOME}/.kernel"
WRITABLE = (HOME, "/tmp", "/dev/shm")
CPUS = "/sys/devices/system/cpu"
STAFF = Path(autograder.__file__).resolve().parent
# On most systems these are links into /usr; programs name their loader by them.
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
# All that is seen of /etc: what programs and libraries look up, no accounts and no keys.
SETTINGS = ("alternatives", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime")


class Handles(list[int]):
    """Open files to hand to bubblewrap, closed at the end."""

    def __enter__(self) -> "Handles":
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
            # The file has no name, and its only other handle is closed here.
            self.append(os.dup(file.fileno()))
        return str(self[-1])


def is_root() -> bool:
    """Whether this is the machine's root, not that of a user namespace: no limit on processes binds it."""
    return os.geteuid() == 0 and Path("/proc/self/uid_map").read_text().split() == ["0", "0", "4294967295"]


def linux_version() -> tuple[int, ...]:
    """The kernel's version: its first two numbers."""
    return tuple(int(part) for part in re.findall(r"\d+", platform.release())[:2])


def namespaces(warm: bool = False) -> list[str]:
    """bubblewrap, with everything unshared. Root keeps no right but to become somebody else, as `inside` does.

    The parent of `warm` kernels may make namespaces too, and furnish them. Its forks give that up before they are kernels.
    """
    if is_root():
        # For the namespaces and mounts of forks, for their loopback, and to empty their bounding set.
        kept = ("SETUID", "SETGID", *(("SYS_ADMIN", "NET_ADMIN", "SETPCAP") if warm else ()))
        rights = ["--cap-drop", "ALL", *(word for right in kept for word in ("--cap-add", f"CAP_{right}"))]
    else:
        rights = ["--unshare-user", *([] if warm else ["--disable-userns"]), "--uid", "1000", "--gid", "1000"]
    unshared = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    # Without a session of its own it could type into the grader's terminal.
    return [shutil.which("bwrap") or "bwrap", *rights, *unshared, "--die-with-parent", "--new-session"]


def mounts(handles: Handles, uid: int, limits: Limits, readable: Mapping[str, Path], warm: bool = False) -> list[str]:
    """The bubblewrap command up to the program to run: what the kernel sees, and what it can do there.

    With `warm`, what the parent of warm kernels sees; its forks set the filter, and hide process 1, themselves.
    """
    command = [*namespaces(warm), "--hostname", "sandbox", "--clearenv"]
    if not warm:
        command += ["--seccomp", handles.add(refused_calls())]
    storage = ["--perms", "1777", "--size", str(limits.disk_bytes), "--tmpfs"]
    command += ["--perms", "0755", "--dir", os.path.dirname(HOME), *storage, HOME, *storage, "/tmp"]
    seen = ["/etc/passwd", CPUS, *map(str, python_folders()), *readable]
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
    command += ["--perms", "0644", "--file", handles.add(user), "/etc/passwd"]
    for folder in python_folders():
        command += ["--ro-bind", str(folder), str(folder)]
    for seen_at, real in readable.items():
        command += ["--ro-bind", str(real), seen_at]
    # After whatever they could be seen in: a later mount covers an earlier one.
    for folder in _staff_folders():
        command += ["--perms", "0555", "--size", "4096", "--tmpfs", str(folder), "--remount-ro", str(folder)]
    for file in _staff_files():
        command += ["--perms", "0444", "--ro-bind-data", handles.add(b""), str(file)]
    command += ["--proc", "/proc", "--ro-bind-try", CPUS, CPUS]
    if not warm:
        # Process 1 ties the sandbox's life to the grader's. Where an ordinary user grades, it is the kernel's own user's.
        command += ["--perms", "0555", "--size", "4096", "--tmpfs", "/proc/1", "--remount-ro", "/proc/1"]
    # Last: in what is read-only bubblewrap could make no more places to mount on.
    command += ["--dev", "/dev", *storage, "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/"]
    for name, value in environment(limits).items():
        command += ["--setenv", name, value]
    return [*command, "--chdir", HOME, "--"]


def environment(limits: Limits) -> dict[str, str]:
    """The kernel's environment: the whole of it."""
    # Of the folder that the students' package lies in, the package alone is mounted.
    imports = [str(folder.parent) if folder == kit_folder() else str(folder) for folder in _extra_folders()]
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
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",  # the same order of a set's members, whenever a submission runs
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "MKL_NUM_THREADS": threads,
    }


@functools.cache
def python_folders() -> list[Path]:
    """The system's programs, Python with its packages, and the students' package: as named, and as resolved."""
    prefixes = {Path(p) for p in (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)}
    named = {Path("/usr"), *prefixes, *_extra_folders()}
    every = named | {folder.resolve() for folder in named}
    # What lies in another of them is seen there already.
    return sorted(f for f in every if not any(f != other and f.is_relative_to(other) for other in every))


@functools.cache
def _extra_folders() -> list[Path]:
    """The students' package and folders of packages that lie outside Python's own folder."""
    own = [Path(p) for p in ("/usr", sys.prefix, sys.base_prefix)]
    extra = [kit] if (kit := kit_folder()) else []
    return [f for f in [*extra, *site_folders()] if not any(f.is_relative_to(folder) for folder in own)]


def kit_folder() -> Path | None:
    """The folder of the students' package: no more goes in of the course's repository, if it lies there."""
    found = find_spec("handgrad")
    return Path(found.origin).parent if found and found.origin else None


def site_folders() -> list[Path]:
    """The folders of installed packages."""
    named = [Path(p) for p in dict.fromkeys((*sys.path, *site.getsitepackages()))]
    return [p for p in named if p.name in ("site-packages", "dist-packages") and p.is_dir()]


def _staff_folders() -> set[Path]:
    """Where the staff's package would be seen: this one, and any that is installed beside the students'."""
    staff = [STAFF, *(path for folder in site_folders() if (path := folder / STAFF.name).is_dir())]
    return {place for path in staff for place in _places(path)}


@functools.cache
def _staff_files() -> set[Path]:
    """Files of installed packages that would make the staff's package importable, or tell where it is."""
    return {place for folder in site_folders() for file in _telltales(folder) for place in _places(file)}


def _places(path: Path) -> list[Path]:
    """Where a file or folder of the host is seen inside: a folder reached through a link is seen there, and here."""
    folders = ((folder, folder.resolve()) for folder in python_folders())
    return [folder / path.resolve().relative_to(real) for folder, real in folders if path.resolve().is_relative_to(real)]


def _telltales(folder: Path) -> Iterator[Path]:
    tells = [os.fsencode(STAFF.name)]
    # Beside other packages its folder is theirs, and stands in files that they need.
    if STAFF.parent not in {site.resolve() for site in site_folders()}:
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
