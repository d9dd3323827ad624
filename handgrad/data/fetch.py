"""Downloads: from mirrors, held against a checksum, one file in place of another only when it is whole."""

import os
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handgrad.data.split import DataError
from handgrad.text import say

FOLDER, MIRROR = "HANDGRAD_DATA", "HANDGRAD_MIRROR"


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
        return Path(chosen).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handgrad"


TRIES = 5  # of one mirror that breaks off, as long as each brings something new
PATIENCE = (10, 20)  # seconds for a connection, and for the next bytes
STALE = 60  # seconds after which a part that nobody writes to is an orphan


def fetch(file: Remote, into: Path) -> Path:
    """Download `file` into a folder, from the first mirror that has it whole. What was there stays until then.

    Raises `DataError`, naming all that was tried.
    """
    try:
        import pooch
    except ImportError:
        message = say(
            "{name} is not in {folder}, and downloading it needs pooch: run pip install pooch. "
            "Or put the file into a folder and set the environment variable HANDGRAD_DATA to that folder.",
            name=file.name,
            folder=into,
        )
        raise DataError(message) from None
    _make_writable(into)
    pooch.get_logger().setLevel("WARNING")
    tried = []
    for mirror in (os.environ.get(MIRROR), *file.mirrors):
        if not mirror:
            continue
        address = mirror.rstrip("/") + "/" + file.name
        download = _Download(file, into)
        try:
            for _ in range(2):
                try:
                    found = pooch.retrieve(address, f"sha256:{file.sha256}", file.name, into, downloader=download)
                    return Path(found)
                except ValueError:
                    # What an earlier mirror left may be at fault: once more, from nothing.
                    if not download.resumed:
                        raise
        except (OSError, ValueError) as error:
            tried.append(f"  {address}: {_reason(error)}")
    message = say(
        "{name} could not be downloaded. Tried:\n{tried}\n"
        "Run the same line again to go on where it stopped. Without a network, put the file into a folder and set the "
        "environment variable HANDGRAD_DATA to that folder. The images of digits() need no download.",
        name=file.name,
        tried="\n".join(tried),
    )
    raise DataError(message)


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


def _reason(error: Exception) -> str:
    import requests

    match error:
        case requests.HTTPError(response=requests.Response() as response):
            return f"HTTP {response.status_code}"
        case requests.Timeout():
            return say("no answer in time")
        case requests.ConnectionError():
            return say("no connection")
        case ValueError() if not isinstance(error, requests.RequestException):
            return say("wrong checksum")
    return str(error)


class _Download:
    """What pooch calls to fetch an address: goes on where an earlier download stopped, and shows how far it is.

    The part that has arrived is a file of this process's own while it runs, `NAME.part` when it has been broken off.
    """

    def __init__(self, file: Remote, into: Path) -> None:
        self.file, self.into = file, into
        self.resumed = False
        self.shown = 0.0

    def __call__(self, address: str, output: str, _pooch: Any) -> None:
        own = self._claim()
        self.resumed = own.stat().st_size > 0
        try:
            for _ in range(TRIES):
                before = own.stat().st_size
                trouble = self._stream(address, own)
                size = own.stat().st_size
                if size == self.file.size:
                    os.replace(own, output)
                    return
                if size <= before:
                    break
            raise trouble or OSError(say("breaks off"))
        finally:
            if own.exists() and own.stat().st_size:
                os.replace(own, self.into / f"{self.file.name}.part")
            else:
                own.unlink(missing_ok=True)

    def _claim(self) -> Path:
        """A file of this process's own: the longest part that an earlier download left, or an empty one."""
        own = self.into / f"{self.file.name}.{secrets.token_hex(4)}.part"
        left = [self.into / f"{self.file.name}.part"]
        left += [p for p in self.into.glob(f"{self.file.name}.*.part") if time.time() - p.stat().st_mtime > STALE]
        left = sorted((p for p in left if p.exists()), key=lambda p: p.stat().st_size)
        for part in left:
            if part.stat().st_size < self.file.size:
                os.replace(part, own)
            else:
                part.unlink()
        own.touch()
        return own

    def _stream(self, address: str, own: Path) -> Exception | None:
        """Append to `own` what the address gives; what went wrong on the way is returned, not raised."""
        import requests
        import urllib3

        start = own.stat().st_size
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
        try:
            with requests.get(address, headers=headers, stream=True, timeout=PATIENCE) as reply:
                reply.raise_for_status()
                if reply.headers.get("Content-Range", "").startswith(f"bytes {start}-") and reply.status_code == 206:
                    goes_on = True
                else:
                    goes_on, start = False, 0
                length = reply.headers.get("Content-Length")
                if length is not None and start + int(length) != self.file.size:
                    return OSError(say("another file: its size is wrong"))
                with own.open("ab" if goes_on else "wb") as out:
                    for block in reply.raw.stream(2**16, decode_content=False):
                        out.write(block)
                        start += len(block)
                        if start > self.file.size:
                            out.truncate(0)
                            return OSError(say("another file: its size is wrong"))
                        self._show(start)
        except urllib3.exceptions.HTTPError as error:
            return OSError(say("breaks off") if "Timeout" not in type(error).__name__ else say("no answer in time"))
        except OSError as error:  # all that requests raises is one
            return error
        return None

    def _show(self, done: int) -> None:
        """A bar on one line, five times a second at most."""
        last = done == self.file.size
        if time.monotonic() - self.shown < 0.2 and not last:
            return
        self.shown = time.monotonic()
        bar = "#" * (30 * done // self.file.size)
        of = f"{done / 1e6:.1f} / {self.file.size / 1e6:.1f} MB"
        print(f"\r{self.file.name} [{bar:.<30}] {of}", end="\n" if last else "", file=sys.stderr, flush=True)
