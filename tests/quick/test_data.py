"""The images: digits at once; MNIST and CIFAR-10 from a folder or by download. No host but this machine is asked."""

import gzip
import hashlib
import io
import os
import pickle
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from handgrad import data
from handgrad.data import DataError, Remote, digits, fetch

# The real files, where this machine has them: read before the tests point elsewhere.
REAL = os.environ.get(data.FOLDER, "")

CONTENT = np.random.default_rng(5).integers(0, 256, 300_000, dtype=np.uint8).tobytes()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- a server that misbehaves as it is told ----------------------------------------------------------------------


@dataclass
class Server:
    """What each path holds and how it is served, and what was asked for: (path, first byte)."""

    address: str
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def mirror(self, name: str, content: bytes, how: str = "well", file: str = "images.bin") -> str:
        self.files[f"/{name}/{file}"] = (content, how)
        return f"{self.address}/{name}"


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            state.asked.append((self.path, start))
            content, how = state.files.get(self.path, (b"", "missing"))
            if how in ("missing", "down"):
                self.send_error(404 if how == "missing" else 503)
                return
            if how == "stalls":
                released.wait(5)
                return
            if how == "from the start only":
                start = 0
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            last = len(content) if how != "breaks off" else start + 100_000
            self.wfile.write(content[start:last])

        def log_message(self, *_: object) -> None:
            pass

    released = threading.Event()
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield state
    released.set()
    http.shutdown()
    http.server_close()
    thread.join(5)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No proxy, no mirror of the user's, no file of the user's."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", data.MIRROR):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv(data.FOLDER, str(tmp_path))


def remote(*mirrors: str, content: bytes = CONTENT) -> Remote:
    return Remote("images.bin", sha256(content), len(content), mirrors, {"images.bin": sha256(content)})


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# --- digits ------------------------------------------------------------------------------------------------------


def test_digits_are_there_at_once() -> None:
    X_train, y_train, X_test, y_test = digits()
    assert X_train.shape == (1397, 64)
    assert X_test.shape == (400, 64)
    assert X_train.dtype == np.float64
    assert y_train.dtype == np.int64
    assert X_train.min() == 0
    assert X_train.max() == 1
    assert set(y_train) == set(y_test) == set(range(10))
    assert min(np.bincount(y_test)) >= 30


def test_the_split_is_the_same_every_time() -> None:
    first, again = digits(), digits()
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert first.y_test[:12].tolist() == [2, 7, 4, 0, 4, 2, 7, 7, 9, 1, 9, 0]


def test_the_digits_are_those_of_scikit_learn_and_cost_no_import_of_it() -> None:
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    table = data.digits_table()
    assert np.array_equal(table[:, :-1], X)
    assert np.array_equal(table[:, -1], y)
    code = "import sys; from handgrad.data import digits; digits(); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


def test_nothing_that_is_large_or_optional_is_imported_before_it_is_needed() -> None:
    code = "import sys, handgrad.data; print([m for m in ('sklearn', 'pooch', 'requests', 'torch') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


# --- downloading -------------------------------------------------------------------------------------------------


def test_a_download_is_whole_shows_its_progress_and_happens_once(server, tmp_path, capsys) -> None:
    file = remote(server.mirror("a", CONTENT))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert "images.bin [##############################] 0.3 / 0.3 MB" in capsys.readouterr().err
    fetch(file, tmp_path)
    assert server.asked == [("/a/images.bin", 0)]
    assert list(files(tmp_path)) == ["images.bin"]


def test_the_next_mirror_is_asked_when_the_first_is_down(server, tmp_path) -> None:
    file = remote(server.mirror("a", CONTENT, "down"), f"{server.address}/nowhere", server.mirror("c", CONTENT))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert [path for path, _ in server.asked] == ["/a/images.bin", "/nowhere/images.bin", "/c/images.bin"]


def test_a_mirror_that_stalls_is_left_for_the_next(server, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(data, "PATIENCE", (1, 0.2))
    file = remote(server.mirror("a", CONTENT, "stalls"), server.mirror("b", CONTENT))
    assert fetch(file, tmp_path).read_bytes() == CONTENT


def test_a_file_with_the_wrong_checksum_is_refused_and_the_next_mirror_asked(server, tmp_path) -> None:
    damaged = bytes([CONTENT[0] ^ 1]) + CONTENT[1:]
    file = remote(server.mirror("a", damaged), server.mirror("b", CONTENT))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert list(files(tmp_path)) == ["images.bin"]


def test_a_page_in_place_of_the_file_is_not_read_to_its_end(server, tmp_path) -> None:
    file = remote(server.mirror("a", b"<html>Please log in</html>"), server.mirror("b", CONTENT))
    assert fetch(file, tmp_path).read_bytes() == CONTENT


def test_a_mirror_that_breaks_off_is_asked_for_the_rest(server, tmp_path) -> None:
    file = remote(server.mirror("a", CONTENT, "breaks off"))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert [start for _, start in server.asked] == [0, 100_000, 200_000]


def test_what_one_mirror_began_another_finishes(server, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(data, "TRIES", 1)
    file = remote(server.mirror("a", CONTENT, "breaks off"), server.mirror("b", CONTENT))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert server.asked == [("/a/images.bin", 0), ("/b/images.bin", 100_000)]


def test_an_interrupted_download_goes_on_where_it_stopped(server, tmp_path, monkeypatch) -> None:
    file = remote(server.mirror("a", CONTENT))
    show = data._Download._show

    def interrupt(self, done: int) -> None:
        if done > 150_000:
            raise KeyboardInterrupt

    monkeypatch.setattr(data._Download, "_show", interrupt)
    with pytest.raises(KeyboardInterrupt):
        fetch(file, tmp_path)
    assert not (tmp_path / "images.bin").exists()
    begun = (tmp_path / "images.bin.part").stat().st_size
    assert 150_000 < begun < len(CONTENT)
    monkeypatch.setattr(data._Download, "_show", show)
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert server.asked[-1] == ("/a/images.bin", begun)
    assert list(files(tmp_path)) == ["images.bin"]


def test_the_part_of_a_killed_process_is_taken_over_once_it_is_stale(server, tmp_path) -> None:
    file = remote(server.mirror("a", CONTENT))
    live, stale = tmp_path / "images.bin.1111.part", tmp_path / "images.bin.2222.part"
    live.write_bytes(CONTENT[:9000])
    stale.write_bytes(CONTENT[:5000])
    os.utime(stale, (0, 0))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert server.asked == [("/a/images.bin", 5000)]
    assert files(tmp_path) == {"images.bin": CONTENT, "images.bin.1111.part": CONTENT[:9000]}


def test_a_spoiled_part_costs_one_more_download_and_no_more(server, tmp_path) -> None:
    (tmp_path / "images.bin.part").write_bytes(b"x" * 1000)
    file = remote(server.mirror("a", CONTENT))
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert [start for _, start in server.asked] == [1000, 0]


def test_a_server_that_cannot_resume_starts_again(server, tmp_path) -> None:
    (tmp_path / "images.bin.part").write_bytes(CONTENT[:1000])
    file = remote(server.mirror("a", CONTENT, "from the start only"))
    assert fetch(file, tmp_path).read_bytes() == CONTENT


def test_a_course_can_name_a_mirror_of_its_own(server, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(data.MIRROR, server.mirror("ours", CONTENT))
    file = remote(server.mirror("a", CONTENT))
    fetch(file, tmp_path)
    assert server.asked == [("/ours/images.bin", 0)]


def test_a_good_file_outlives_a_download_that_fails(server, tmp_path) -> None:
    (tmp_path / "images.bin").write_bytes(b"of an older course")
    file = remote(server.mirror("a", CONTENT[::-1]), server.mirror("b", CONTENT, "down"))
    with pytest.raises(DataError):
        fetch(file, tmp_path)
    assert files(tmp_path) == {"images.bin": b"of an older course"}


def test_offline_says_what_was_tried_and_what_to_do(server, tmp_path) -> None:
    closed = "http://127.0.0.1:9"  # the port of a service that nobody runs
    file = remote(closed, server.mirror("b", CONTENT, "down"), server.mirror("c", CONTENT[::-1]))
    with pytest.raises(DataError) as error:
        fetch(file, tmp_path)
    text = str(error.value)
    assert "http://127.0.0.1:9/images.bin: no connection" in text
    assert "/b/images.bin: HTTP 503" in text
    assert "/c/images.bin: wrong checksum" in text
    assert "HANDGRAD_DATA" in text
    assert files(tmp_path) == {}


def test_without_pooch_the_error_names_the_way_out(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(DataError, match=r"pip install pooch.*HANDGRAD_DATA"):
        fetch(remote("http://127.0.0.1:9"), tmp_path)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(DataError, match=r"Nothing can be written to .*a file"):
        fetch(remote("http://127.0.0.1:9"), tmp_path / "a file")


# --- MNIST and CIFAR-10, made small ------------------------------------------------------------------------------


def idx(array: np.ndarray) -> bytes:
    return bytes([0, 0, 8, array.ndim]) + np.asarray(array.shape, ">i4").tobytes() + array.tobytes()


@pytest.fixture
def small_mnist(monkeypatch) -> dict[str, bytes]:
    """Four files of a few images, in place of the real ones: the packed files by name."""
    rng = np.random.default_rng(0)
    contents = [idx(rng.integers(0, 256, shape, dtype=np.uint8)) for shape in ((7, 28, 28), (7,), (3, 28, 28), (3,))]
    packed = [gzip.compress(content, mtime=0) for content in contents]
    monkeypatch.setattr(
        data,
        "MNIST",
        tuple(
            replace(file, sha256=sha256(p), size=len(p), mirrors=(), content={file.name[:-3]: sha256(c)})
            for file, p, c in zip(data.MNIST, packed, contents, strict=True)
        ),
    )
    return {file.name: p for file, p in zip(data.MNIST, packed, strict=True)}


def test_mnist_is_read_from_the_folder_packed_or_not(small_mnist, tmp_path) -> None:
    for index, (name, packed) in enumerate(small_mnist.items()):
        if index % 2:
            (tmp_path / name).write_bytes(packed)
        else:
            (tmp_path / name.removesuffix(".gz")).write_bytes(gzip.decompress(packed))
    X_train, y_train, X_test, y_test = data.mnist()
    assert (X_train.shape, X_test.shape, y_train.shape, y_test.shape) == ((7, 784), (3, 784), (7,), (3,))
    assert X_train.dtype == np.float32
    assert 0.9 < X_train.max() <= 1
    assert y_train.dtype == np.int64
    raw = data.mnist(np.uint8).X_train
    assert raw.dtype == np.uint8
    assert np.allclose(raw / 255, X_train)


@pytest.mark.parametrize("spoil", [lambda b: b[:-20], lambda b: b[:60] + bytes([b[60] ^ 1]) + b[61:], lambda b: b""])
def test_a_damaged_local_file_is_not_used_and_not_lost(small_mnist, tmp_path, spoil) -> None:
    for name, packed in small_mnist.items():
        (tmp_path / name).write_bytes(packed)
    damaged = tmp_path / "t10k-images-idx3-ubyte.gz"
    damaged.write_bytes(spoil(damaged.read_bytes()))
    before = files(tmp_path)
    with pytest.raises(DataError, match=r"Damaged, and so not used: .*t10k-images-idx3-ubyte.gz"):
        data.mnist()
    assert files(tmp_path) == before


def test_only_the_damaged_file_is_downloaded(small_mnist, tmp_path, server, monkeypatch) -> None:
    for name, packed in small_mnist.items():
        (tmp_path / name).write_bytes(packed)
        monkeypatch.setenv(data.MIRROR, server.mirror("ours", packed, file=name))
    (tmp_path / "train-labels-idx1-ubyte.gz").write_bytes(b"damaged")
    assert len(data.mnist().y_train) == 7
    assert server.asked == [("/ours/train-labels-idx1-ubyte.gz", 0)]
    assert files(tmp_path) == small_mnist


def pickled(rng: np.random.Generator, n: int) -> bytes:
    return pickle.dumps({b"data": rng.integers(0, 256, (n, 3072), dtype=np.uint8), b"labels": list(range(n))}, 3)


@pytest.fixture
def small_cifar10(monkeypatch) -> dict[str, bytes]:
    """Six files of a few images, in place of the real ones: the unpacked files by name."""
    rng = np.random.default_rng(0)
    batches = {name: pickled(rng, 3 if name == "test_batch" else 2) for name in data.CIFAR10.content}
    checksums = {name: sha256(batch) for name, batch in batches.items()}
    archive = tar(batches, "gz")
    monkeypatch.setattr(
        data,
        "CIFAR10",
        replace(data.CIFAR10, content=checksums, mirrors=(), sha256=sha256(archive), size=len(archive)),
    )
    return batches


def tar(batches: dict[str, bytes], packing: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{packing}") as archive:
        for name, batch in batches.items():
            member = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            member.size = len(batch)
            archive.addfile(member, io.BytesIO(batch))
    return out.getvalue()


@pytest.mark.parametrize("form", ["folder", "cifar-10-python.tar.gz", "cifar-10-batches-py.tar.xz"])
def test_cifar10_is_read_in_all_its_forms(small_cifar10, tmp_path, form) -> None:
    if form == "folder":
        (tmp_path / "cifar-10-batches-py").mkdir()
        for name, batch in small_cifar10.items():
            (tmp_path / "cifar-10-batches-py" / name).write_bytes(batch)
    else:
        (tmp_path / form).write_bytes(tar(small_cifar10, form[-2:]))
    X_train, y_train, X_test, y_test = data.cifar10()
    assert (X_train.shape, X_test.shape) == ((10, 3072), (3, 3072))
    assert y_train.tolist() == [0, 1] * 5
    assert y_test.tolist() == [0, 1, 2]
    assert X_train.dtype == np.float32
    assert 0.9 < X_train.max() <= 1


def test_a_damaged_form_gives_way_to_a_whole_one(small_cifar10, tmp_path) -> None:
    (tmp_path / "cifar-10-batches-py").mkdir()
    (tmp_path / "cifar-10-batches-py" / "test_batch").write_bytes(b"damaged")
    (tmp_path / "cifar-10-python.tar.gz").write_bytes(tar(small_cifar10, "gz")[:-3000])
    (tmp_path / "cifar-10-batches-py.tar.xz").write_bytes(tar(small_cifar10, "xz"))
    assert len(data.cifar10().X_test) == 3


@pytest.mark.skipif(not (Path(REAL) / "train-images-idx3-ubyte.gz").exists(), reason="needs MNIST in HANDGRAD_DATA")
def test_the_real_mnist(monkeypatch) -> None:
    monkeypatch.setenv(data.FOLDER, REAL)
    X_train, y_train, X_test, y_test = data.mnist(np.uint8)
    assert (X_train.shape, X_test.shape) == ((60_000, 784), (10_000, 784))
    assert y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert np.bincount(y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@pytest.mark.skipif(
    not any((Path(REAL) / name).exists() for name in ("cifar-10-batches-py", "cifar-10-batches-py.tar.xz", data.CIFAR10.name)),
    reason="needs CIFAR-10 in HANDGRAD_DATA",
)
def test_the_real_cifar10(monkeypatch) -> None:
    monkeypatch.setenv(data.FOLDER, REAL)
    X_train, y_train, X_test, y_test = data.cifar10(np.uint8)
    assert (X_train.shape, X_test.shape) == ((50_000, 3072), (10_000, 3072))
    assert [data.CIFAR10_CLASSES[label] for label in y_train[:3]] == ["frog", "truck", "truck"]
    assert np.bincount(y_train).tolist() == [5000] * 10
    assert np.bincount(y_test).tolist() == [1000] * 10


def test_a_pickle_that_would_run_code_is_refused() -> None:
    class Evil:
        def __reduce__(self):
            return os.system, ("exit 1",)

    with pytest.raises(pickle.UnpicklingError):
        data._unpickle(pickle.dumps(Evil()))


def test_the_folder_is_the_users_cache_unless_one_is_named(tmp_path, monkeypatch) -> None:
    assert data.folder() == tmp_path
    monkeypatch.delenv(data.FOLDER)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert data.folder() == tmp_path / "cache" / "handgrad"
