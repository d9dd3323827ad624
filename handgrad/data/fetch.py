"""Downloads: from mirrors, held against a checksum, one file in place of another only when it is whole."""

import os
import secrets
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from handgrad.data.split import DataError
from handgrad.text import say

FOLDER, MIRROR = "HANDGRAD_DATA", "HANDGRAD_MIRROR"
BLOCK = 2**16  # bytes, at most, that are read at once
PATIENCE = (10, 20)  # seconds for a connection, and for the next bytes
SLOWEST = 20_000  # bytes a second, on average
START = 30  # seconds in which a mirror may be slower than that
STALE = 120  # seconds after which a part that nobody writes to was left by a process that was killed


@dataclass(frozen=True)
class Remote:
    """A file that can be downloaded: its name, checksum and size, and the folders on the network that hold it."""

    name: str
    sha256: str
    size: int
    mirrors: tuple[str, ...]
    # The checksum of what is inside, by the names inside: it holds however the content is packed.
    content: dict[str, str]


def folder() -> Path:
    """Where MNIST and CIFAR-10 are looked for, and downloaded to."""
    chosen = os.environ.get(FOLDER)
    if chosen:
        return Path(os.path.expanduser(chosen))
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handgrad"


def fetch(file: Remote, into: Path) -> Path:
    """Download `file` into a folder, from the first mirror that has it whole. What was there stays until then.

    Raises `DataError`, naming all that was tried.
    """
    _need_pooch(file, into)
    _make_writable(into)
    _sweep(file, into)
    tried = []
    for mirror in filter(None, (os.environ.get(MIRROR), *file.mirrors)):
        address = mirror.rstrip("/") + "/" + file.name
        try:
            return _download(file, address, into)
        except (OSError, ValueError) as error:  # all that requests raises is one of them
            tried.append(f"  {address}: {_reason(error)}")
    message = say(
        "{name} could not be downloaded. Tried:\n{tried}\n"
        "Run the same line again to try once more. Without a network, put the file into a folder and set the "
        "environment variable HANDGRAD_DATA to that folder. The images of digits() need no download.",
        name=file.name,
        tried="\n".join(tried),
    )
    raise DataError(message)


def _need_pooch(file: Remote, into: Path) -> None:
    try:
        import pooch  # noqa: F401
    except ImportError:
        message = say(
            "{name} is not in {folder}, and downloading it needs pooch: run pip install pooch. "
            "Or put the file into a folder and set the environment variable HANDGRAD_DATA to that folder.",
            name=file.name,
            folder=into,
        )
        raise DataError(message) from None


def _make_writable(into: Path) -> None:
    try:
        into.mkdir(parents=True, exist_ok=True)
        probe = into / f".{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        message = say(
            "Nothing can be written to {folder} ({reason}). "
            "Set the environment variable HANDGRAD_DATA to a folder of your own.",
            folder=into,
            reason=error.strerror,
        )
        raise DataError(message) from None


def _sweep(file: Remote, into: Path) -> None:
    """Remove the parts of processes that were killed; those of processes at work are written to all the time."""
    for part in into.glob(f"{file.name}.*.part"):
        with suppress(OSError):  # another process was quicker
            if time.time() - part.stat().st_mtime > STALE:
                part.unlink()


def _download(file: Remote, address: str, into: Path) -> Path:
    """Write to a part of this process's own, which takes the file's place once its checksum is right.

    `pooch.retrieve` does the same, but its part is readable by its owner alone, and nobody knows it again after a kill.
    """
    import pooch

    part = into / f"{file.name}.{secrets.token_hex(4)}.part"
    with ExitStack() as end:
        end.callback(part.unlink, missing_ok=True)
        ask = pooch.HTTPDownloader(
            chunk_size=BLOCK,
            timeout=PATIENCE,
            # The checksum is of the file as it lies on the server, packed as it is.
            headers={"Accept-Encoding": "identity"},
            hooks={"response": partial(_as_it_comes, end)},
        )
        with part.open("xb") as out:
            meter = _Meter(file, out)
            ask(address, meter, None)
        if meter.arrived < file.size:
            raise OSError(say("another file, or not all of it: {n} bytes, not {size}", n=meter.arrived, size=file.size))
        if pooch.file_hash(str(part)) != file.sha256:
            raise OSError(say("wrong checksum"))
        return part.replace(into / file.name)


def _as_it_comes(end: ExitStack, reply: Any, **_: Any) -> None:
    """Hand on what arrives, when it arrives: requests would wait until a block is full, and unpack what is meant packed.

    A redirection has a text of its own, as long as its server likes: it is not read.
    """
    end.callback(reply.close)  # pooch leaves it open where something goes wrong
    read = getattr(reply.raw, "read1", reply.raw.read)  # urllib3 has read1 since 2.2
    blocks = iter(partial(read, BLOCK, decode_content=False), b"") if reply.status_code == 200 else iter(())
    reply.raw.stream = lambda *_, **__: blocks


class _Meter:
    """What pooch writes to: counts what arrives, draws a bar, and gives a server up that sends too much or too slowly.

    Pooch's own progress option counts blocks, full or not, and its bar needs tqdm.
    """

    def __init__(self, file: Remote, out: BinaryIO) -> None:
        self.file, self.out = file, out
        self.arrived = 0
        self.began = time.monotonic()
        self.shown = 0.0

    def write(self, block: bytes) -> None:
        """Keep a block. Raises `OSError` where no more of them is wanted."""
        self.out.write(block)
        self.arrived += len(block)
        seconds = time.monotonic() - self.began
        if self.arrived > self.file.size:
            raise OSError(say("another file: more than {size} bytes", size=self.file.size))
        if seconds > START and self.arrived < SLOWEST * seconds:
            raise OSError(say("slower than {n} bytes a second", n=SLOWEST))
        self._show()

    def flush(self) -> None:
        """Pooch asks for it after each block."""
        self.out.flush()

    def _show(self) -> None:
        """A bar on one line, five times a second at most."""
        last = self.arrived == self.file.size
        if time.monotonic() - self.shown < 0.2 and not last:
            return
        self.shown = time.monotonic()
        bar = "#" * (30 * self.arrived // self.file.size)
        of = f"{self.arrived / 1e6:.1f} / {self.file.size / 1e6:.1f} MB"
        print(f"\r{self.file.name} [{bar:.<30}] {of}", end="\n" if last else "", file=sys.stderr, flush=True)


def _reason(error: Exception) -> str:
    import requests
    import urllib3

    match error:
        case requests.HTTPError(response=requests.Response() as response):
            return f"HTTP {response.status_code}"
        case requests.Timeout() | requests.ConnectionError(args=[urllib3.exceptions.ReadTimeoutError(), *_]):
            return say("no answer in time")
        case requests.exceptions.SSLError():
            return say("no secure connection")
        case requests.ConnectionError():
            return say("no connection")
        case requests.exceptions.ChunkedEncodingError():
            return say("breaks off")
    return str(error)
