"""The images: digits at once; MNIST and CIFAR-10 from a folder or by download. No host but this machine is asked."""

import gzip
import hashlib
import io
import os
import pickle
import socket
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from handgrad.data import CIFAR10_CLASSES, DataError, cifar10, digits, digits_table, images, mnist
from handgrad.data.fetch import FOLDER, MIRROR, Remote, fetch, folder

# The real files, where this machine has them: read before the tests point elsewhere.
REAL = Path(os.environ.get(FOLDER) or "nowhere")

CONTENT = np.random.default_rng(5).integers(0, 256, 300_000, dtype=np.uint8).tobytes()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- a server that misbehaves as it is told ----------------------------------------------------------------------


@dataclass
class Server:
    """What each path holds and how it is served, and what was asked for."""

    address: str
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    two: threading.Barrier = field(default_factory=lambda: threading.Barrier(2, timeout=300))

    def mirror(self, name: str, content: bytes = CONTENT, how: str = "well", file: str = "images.bin") -> str:
        self.files[f"/{name}/{file}"] = (content, how)
        return f"{self.address}/{name}"


class Handler(BaseHTTPRequestHandler):
    """A method is a way to serve a file."""

    state: Server

    def do_GET(self) -> None:
        self.state.asked.append(self.path)
        content, how = self.state.files.get(self.path, (b"", "missing"))
        with suppress(OSError):  # the other side has seen enough
            getattr(self, how.replace(" ", "_"))(content)

    def send(self, content: bytes, length: int | None = None, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def well(self, content: bytes) -> None:
        self.send(content)

    def while_another_asks(self, content: bytes) -> None:
        self.send(content[:1000], len(content))
        self.state.two.wait()
        self.wfile.write(content[1000:])

    def in_chunks(self, content: bytes) -> None:
        self.protocol_version = "HTTP/1.1"
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in (content[:1], content[1:70_000], content[70_000:], b""):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        self.close_connection = True

    def without_a_length(self, content: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(content)

    def as_if_packed_for_the_way(self, content: bytes) -> None:
        self.send(content, Content_Encoding="gzip")

    def elsewhere(self, content: bytes) -> None:
        self.state.files["/elsewhere/images.bin"] = (content, "well")
        self.send(b"The file has moved. " * 10_000_000, status=302, Location="/elsewhere/images.bin")
        self.state.asked.append("what the redirection says, to its end")

    def round_and_round(self, content: bytes) -> None:
        self.send(b"", status=302, Location=self.path)

    def sends_to_nonsense(self, content: bytes) -> None:
        self.send(b"", status=302, Location="http://[::1/images.bin")

    def missing(self, content: bytes) -> None:
        self.send_error(404)

    def down(self, content: bytes) -> None:
        self.send_error(503)

    def hangs_up(self, content: bytes) -> None:
        self.close_connection = True

    def stalls(self, content: bytes) -> None:
        self.state.over.wait(5)

    def stalls_half_way(self, content: bytes) -> None:
        self.send(content[:100_000], len(content))
        self.state.over.wait(5)

    def breaks_off(self, content: bytes) -> None:
        self.send(content[:100_000], len(content))

    def ends_early(self, content: bytes) -> None:
        self.send(content[:-1])

    def never_ends(self, content: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(content)
        self.state.asked.append("what never ends, to its end")

    def drips(self, content: bytes) -> None:
        self.send(content[:1], len(content))
        for byte in content[1:60]:
            self.wfile.write(bytes([byte]))
            self.state.over.wait(0.05)
        self.state.asked.append("what drips, to its end")

    def shows_a_page(self, content: bytes) -> None:
        self.send(b"<html>Please log in</html>", Content_Type="text/html")

    def spoils_a_byte(self, content: bytes) -> None:
        self.send(bytes([content[0] ^ 1]) + content[1:])

    def log_message(self, *_: object) -> None:
        pass


# What can be wrong with a mirror, and what is said of it.
WRONG = {
    "missing": "HTTP 404",
    "down": "HTTP 503",
    "hangs up": "no connection",
    "round and round": "Exceeded 30 redirects",
    "sends to nonsense": "Invalid IPv6 URL",
    "stalls": "no answer in time",
    "stalls half way": "no answer in time",
    "breaks off": "breaks off",
    "ends early": "another file, or not all of it: 299999 bytes, not 300000",
    "never ends": "another file: more than 300000 bytes",
    "drips": "slower than 20000 bytes a second",
    "shows a page": "another file, or not all of it: 26 bytes, not 300000",
    "spoils a byte": "wrong checksum",
}


@pytest.fixture
def server() -> Iterator[Server]:
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Handler.state = state = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield state
    state.over.set()
    http.shutdown()
    http.server_close()
    thread.join(5)


@pytest.fixture
def closed() -> Iterator[str]:
    """An address where nobody answers."""
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{port.getsockname()[1]}"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No proxy, no mirror of the user's, no file of the user's."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", MIRROR):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv(FOLDER, str(tmp_path))


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
    table = digits_table()
    assert np.array_equal(table[:, :-1], X)
    assert np.array_equal(table[:, -1], y)
    code = "import sys; from handgrad.data import digits; digits(); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=True)
    assert done.stdout.strip() == "False"


def test_without_scikit_learn_the_error_names_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(DataError, match="pip install scikit-learn"):
        digits()


def test_nothing_that_is_large_or_optional_is_imported_before_it_is_needed() -> None:
    code = "import sys, handgrad.data; print([m for m in ('sklearn', 'pooch', 'requests', 'torch') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=True)
    assert done.stdout.strip() == "[]"


# --- downloading -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["well", "in chunks", "without a length"])
def test_a_download_is_whole_and_shows_its_progress(server, tmp_path, capsys, how) -> None:
    assert fetch(remote(server.mirror("a", how=how)), tmp_path) == tmp_path / "images.bin"
    assert files(tmp_path) == {"images.bin": CONTENT}
    assert capsys.readouterr().err.endswith("images.bin [##############################] 0.3 / 0.3 MB\n")
    assert server.asked == ["/a/images.bin"]


@pytest.mark.parametrize("how", WRONG)
def test_what_is_wrong_with_a_mirror_is_said_and_nothing_is_left_of_it(server, tmp_path, monkeypatch, how) -> None:
    if how == "drips":
        monkeypatch.setattr("handgrad.data.fetch.START", 0)
    if "stalls" in how:
        monkeypatch.setattr("handgrad.data.fetch.PATIENCE", (10, 0.2))
    mirror = server.mirror("a", how=how)
    with pytest.raises(DataError) as error:
        fetch(remote(mirror), tmp_path)
    assert f"  {mirror}/images.bin: {WRONG[how]}" in str(error.value)
    assert files(tmp_path) == {}
    assert set(server.asked) == {"/a/images.bin"}


def test_every_mirror_is_tried_in_turn_the_courses_own_before_the_others(server, closed, tmp_path, monkeypatch) -> None:
    ways = [how for how in WRONG if "stalls" not in how and how not in ("drips", "round and round")]
    ours, *others = (server.mirror(how.replace(" ", "-"), how=how) for how in ways)
    monkeypatch.setenv(MIRROR, ours)
    assert fetch(remote(*others, closed, server.mirror("well"), server.mirror("more")), tmp_path).read_bytes() == CONTENT
    assert server.asked == [f"/{how.replace(' ', '-')}/images.bin" for how in [*ways, "well"]]
    assert files(tmp_path) == {"images.bin": CONTENT}


def test_where_no_mirror_has_it_the_error_names_each_and_what_to_do(server, closed, tmp_path) -> None:
    with pytest.raises(DataError) as error:
        fetch(remote(closed, server.mirror("b", how="down"), server.mirror("c", CONTENT[::-1])), tmp_path)
    tried = str(error.value).splitlines()[1:-1]
    where = (closed, f"{server.address}/b", f"{server.address}/c")
    why = ("no connection", "HTTP 503", "wrong checksum")
    assert tried == [f"  {at}/images.bin: {reason}" for at, reason in zip(where, why, strict=True)]
    assert "HANDGRAD_DATA" in str(error.value)


@pytest.mark.parametrize(
    "nonsense", ["not an address", "/a/folder", "ftp://127.0.0.1", "http://", "http://[::1", "http://127.0.0.1:99999999"]
)
def test_a_mirror_that_is_no_address_gives_way_to_the_next(server, tmp_path, monkeypatch, nonsense) -> None:
    monkeypatch.setenv(MIRROR, nonsense)
    assert fetch(remote(server.mirror("a")), tmp_path).read_bytes() == CONTENT


def test_a_mirror_whose_certificate_is_not_good_is_not_used(server, tmp_path) -> None:
    mirror = server.mirror("a").replace("http:", "https:")
    with pytest.raises(DataError, match=r"https://.*: no secure connection"):
        fetch(remote(mirror), tmp_path)


def test_a_redirection_is_followed_whatever_it_says_itself(server, tmp_path) -> None:
    assert fetch(remote(server.mirror("a", how="elsewhere")), tmp_path).read_bytes() == CONTENT
    assert server.asked == ["/a/images.bin", "/elsewhere/images.bin"]


def test_a_packed_file_stays_packed_even_if_the_server_says_that_it_packed_it(server, tmp_path) -> None:
    packed = gzip.compress(CONTENT)
    file = remote(server.mirror("a", packed, "as if packed for the way"), content=packed)
    assert fetch(file, tmp_path).read_bytes() == packed


def test_an_interrupted_download_leaves_nothing_and_can_be_made_again(server, tmp_path, monkeypatch) -> None:
    def interrupt(meter) -> None:
        assert len(files(tmp_path)) == 1
        raise KeyboardInterrupt

    file = remote(server.mirror("a"))
    with monkeypatch.context() as patch:
        patch.setattr("handgrad.data.fetch._Meter._show", interrupt)
        with pytest.raises(KeyboardInterrupt):
            fetch(file, tmp_path)
    assert files(tmp_path) == {}
    assert fetch(file, tmp_path).read_bytes() == CONTENT


def test_two_downloads_at_once_do_not_spoil_each_other(server, tmp_path) -> None:
    both = [server.mirror("a", how="while another asks"), server.mirror("b", CONTENT[::-1], "while another asks")]
    with ThreadPoolExecutor(2) as at_once:
        good, bad = at_once.map(lambda mirror: fetch(remote(mirror, server.mirror("c")), tmp_path), both)
    assert server.two.n_waiting == 0
    assert sorted(server.asked) == ["/a/images.bin", "/b/images.bin", "/c/images.bin"]
    assert good == bad
    assert files(tmp_path) == {"images.bin": CONTENT}


def test_what_a_killed_process_left_is_removed_and_what_another_writes_is_not(server, tmp_path) -> None:
    live, stale = tmp_path / "images.bin.1111.part", tmp_path / "images.bin.2222.part"
    live.write_bytes(CONTENT[:9000])
    stale.write_bytes(CONTENT[:5000])
    os.utime(stale, (0, 0))
    fetch(remote(server.mirror("a")), tmp_path)
    assert files(tmp_path) == {"images.bin": CONTENT, live.name: CONTENT[:9000]}


def test_whoever_may_read_the_folder_may_read_what_is_downloaded_into_it(server, tmp_path) -> None:
    (tmp_path / "another").touch()
    assert fetch(remote(server.mirror("a")), tmp_path).stat().st_mode == (tmp_path / "another").stat().st_mode


def test_what_was_there_outlives_a_download_that_fails(server, tmp_path) -> None:
    (tmp_path / "images.bin").write_bytes(b"of an older course")
    with pytest.raises(DataError):
        fetch(remote(server.mirror("a", CONTENT[::-1]), server.mirror("b", how="down")), tmp_path)
    assert files(tmp_path) == {"images.bin": b"of an older course"}


def test_without_pooch_the_error_names_the_way_out(closed, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(DataError, match=r"pip install pooch.*HANDGRAD_DATA"):
        fetch(remote(closed), tmp_path)


@pytest.mark.parametrize("name", ["a file", "n" * 300])
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path, monkeypatch, name) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv(FOLDER, str(tmp_path / name))
    with pytest.raises(DataError, match=f"Nothing can be written to .*{name}"):
        mnist()


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
        images,
        "MNIST",
        tuple(
            replace(file, sha256=sha256(p), size=len(p), mirrors=(), content={file.name[:-3]: sha256(c)})
            for file, p, c in zip(images.MNIST, packed, contents, strict=True)
        ),
    )
    return {file.name: p for file, p in zip(images.MNIST, packed, strict=True)}


def test_mnist_is_read_from_the_folder_packed_or_not(small_mnist, tmp_path) -> None:
    (tmp_path / "MNIST" / "raw").mkdir(parents=True)  # where torchvision puts it
    for index, (name, packed) in enumerate(small_mnist.items()):
        room = tmp_path if index < 2 else tmp_path / "MNIST" / "raw"
        if index % 2:
            (room / name).write_bytes(packed)
        else:
            (room / name.removesuffix(".gz")).write_bytes(gzip.decompress(packed))
    X_train, y_train, X_test, y_test = mnist()
    assert (X_train.shape, X_test.shape, y_train.shape, y_test.shape) == ((7, 784), (3, 784), (7,), (3,))
    assert X_train.dtype == np.float32
    assert 0.9 < X_train.max() <= 1
    assert y_train.dtype == np.int64
    raw = mnist(np.uint8).X_train
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
        mnist()
    assert files(tmp_path) == before


def test_only_the_damaged_file_is_downloaded_and_only_once(small_mnist, tmp_path, server, monkeypatch) -> None:
    for name, packed in small_mnist.items():
        (tmp_path / name).write_bytes(packed)
        monkeypatch.setenv(MIRROR, server.mirror("ours", packed, file=name))
    (tmp_path / "train-labels-idx1-ubyte.gz").write_bytes(b"damaged")
    assert len(mnist().y_train) == 7
    assert server.asked == ["/ours/train-labels-idx1-ubyte.gz"]
    assert files(tmp_path) == small_mnist
    mnist()
    assert len(server.asked) == 1


def pickled(rng: np.random.Generator, n: int) -> bytes:
    return pickle.dumps({b"data": rng.integers(0, 256, (n, 3072), dtype=np.uint8), b"labels": list(range(n))}, 3)


@pytest.fixture
def small_cifar10(monkeypatch) -> dict[str, bytes]:
    """Six files of a few images, in place of the real ones: the unpacked files by name."""
    rng = np.random.default_rng(0)
    batches = {name: pickled(rng, 3 if name == "test_batch" else 2) for name in images.CIFAR10.content}
    checksums = {name: sha256(batch) for name, batch in batches.items()}
    archive = tar(batches, "gz")
    monkeypatch.setattr(
        images,
        "CIFAR10",
        replace(images.CIFAR10, content=checksums, mirrors=(), sha256=sha256(archive), size=len(archive)),
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
    X_train, y_train, X_test, y_test = cifar10()
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
    assert len(cifar10().X_test) == 3


@pytest.mark.parametrize("load", [mnist, cifar10])
def test_nothing_is_downloaded_where_that_is_not_wanted(load, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(images, "fetch", lambda *_: pytest.fail("it was downloaded"))
    with pytest.raises(DataError, match=r"nothing was downloaded.*without download=False"):
        load(download=False)
    assert files(tmp_path) == {}


@pytest.mark.skipif(not (REAL / "train-images-idx3-ubyte.gz").exists(), reason="needs MNIST in HANDGRAD_DATA")
def test_the_real_mnist(monkeypatch) -> None:
    monkeypatch.setenv(FOLDER, str(REAL))
    X_train, y_train, X_test, y_test = mnist(np.uint8)
    assert (X_train.shape, X_test.shape) == ((60_000, 784), (10_000, 784))
    assert y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert np.bincount(y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@pytest.mark.skipif(
    not any((REAL / name).exists() for name in ("cifar-10-batches-py", "cifar-10-batches-py.tar.xz", images.CIFAR10.name)),
    reason="needs CIFAR-10 in HANDGRAD_DATA",
)
def test_the_real_cifar10(monkeypatch) -> None:
    monkeypatch.setenv(FOLDER, str(REAL))
    X_train, y_train, X_test, y_test = cifar10(np.uint8)
    assert (X_train.shape, X_test.shape) == ((50_000, 3072), (10_000, 3072))
    assert [CIFAR10_CLASSES[label] for label in y_train[:3]] == ["frog", "truck", "truck"]
    assert np.bincount(y_train).tolist() == [5000] * 10
    assert np.bincount(y_test).tolist() == [1000] * 10


def test_a_pickle_that_is_not_the_authors_own_is_never_loaded(small_cifar10, tmp_path) -> None:
    class Evil:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "evil"),)

    (tmp_path / "cifar-10-batches-py").mkdir()
    for name in small_cifar10:
        (tmp_path / "cifar-10-batches-py" / name).write_bytes(pickle.dumps(Evil()))
    with pytest.raises(DataError, match=r"Damaged, and so not used: .*cifar-10-batches-py"):
        cifar10()
    assert not (tmp_path / "evil").exists()


def test_the_folder_is_the_users_cache_unless_one_is_named(tmp_path, monkeypatch) -> None:
    assert folder() == tmp_path
    monkeypatch.delenv(FOLDER)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert folder() == tmp_path / "cache" / "handgrad"
