"""A PostgreSQL server for as long as it is needed: its own folder, an ordinary user, a Unix socket and no network."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NOBODY = "nobody"


def missing() -> str | None:
    """None where a server can be started, else a sentence saying what is missing."""
    if find_spec("psycopg") is None:
        return "The package psycopg is missing: pip install --editable '.[postgresql]'."
    if _programs() is None:
        return "PostgreSQL's programs are missing: apt install postgresql."
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and there is no setpriv to become somebody else."
    return None


@contextmanager
def server() -> Iterator[str]:
    """Start one, and yield the URL of an empty database in it. Raises `RuntimeError` where none can be started."""
    if says := missing():
        raise RuntimeError(says)
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        place = Path(folder)
        if os.geteuid() == 0:
            shutil.chown(place, NOBODY)
        # No password, as nobody else can enter the folder of its socket; nothing has to outlive a crash.
        _run("initdb", "-D", str(place / "data"), "-U", "grader", "--auth=trust", "--no-sync", folder=place)
        options = f"-c listen_addresses='' -c unix_socket_directories={place}"
        command = [*_as_somebody(), str(_program("postgres")), "-D", str(place / "data"), *options.replace("'", "").split()]
        with open(place / "log", "wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=place) as process:
            try:
                _wait(place, process)
                yield f"postgresql+psycopg://grader@/postgres?host={place}"
            finally:
                process.send_signal(signal.SIGINT)  # it waits for nobody who has not hung up


def _wait(place: Path, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        ready = subprocess.run([_program("pg_isready"), "-q", "-h", str(place)], check=False)
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL ended: {(place / 'log').read_text()[-500:]}")


def _programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs: Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).parent if on_path else None


def _program(name: str) -> Path:
    folder = _programs()
    assert folder is not None
    return folder / name


def _as_somebody() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["setpriv", f"--reuid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []


def _run(name: str, *arguments: str, folder: Path) -> None:
    command = [*_as_somebody(), str(_program(name)), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.strip()}")
