"""A kernel that runs students' code sees its own files, reaches nothing else, and cannot outgrow its limits.

Each attack runs in a real kernel; beside it stands what shows that the attack would have worked, or that the honest
version of it still does.
"""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import textwrap
import time
import venv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import jupyter_client
import nbformat
import pytest
from jupyter_core.paths import jupyter_runtime_dir
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from autograder.grade.sandbox import SandboxMissing, available, cold, kernel_manager, mounts, seccomp
from autograder.grade.sandbox.limits import Limits
from autograder.grade.sandbox.provisioner import Sandbox, SandboxFailed

needs_sandbox = pytest.mark.skipif(available() is not None, reason=str(available()))

MiB = 2**20
Loaded = tuple[str, ...] | None  # what the parent of a warm kernel has imported besides; None: the kernel is started anew
USUAL: Loaded = None if available() or cold() else ()
ANEW, FORKED, AS_USUAL = "started anew", "forked from a warm parent", "started as usual"
DEFAULT = Limits()
REPOSITORY = mounts.STAFF.parent


# From Python 3.12 on a kernel, which has threads, warns whoever forks.
FORKS_IN_PEACE = "__import__('warnings').filterwarnings('ignore', '.*multi-threaded', DeprecationWarning)"


class Kernel:
    """A kernel to run code in, one piece at a time."""

    def __init__(
        self,
        workdir: Path,
        limits: Limits = DEFAULT,
        sandboxed: bool = True,
        readable: Mapping[str, Path] = {},
        warm: Loaded = None,
    ) -> None:
        self.manager = kernel_manager(workdir, limits, sandboxed, readable, warm)

    def __enter__(self) -> "Kernel":
        self.loop = asyncio.Runner()
        try:
            self.loop.run(self._start())
        except Exception:
            self.loop.close()
            raise
        return self

    async def _start(self) -> None:
        await self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=300)
        self.client.execute(FORKS_IN_PEACE, silent=True)

    def __exit__(self, *_: object) -> None:
        self.loop.run(self._stop())
        self.loop.close()

    async def _stop(self) -> None:
        self.client.stop_channels()
        await self.manager.shutdown_kernel(now=True)

    def shut_down(self) -> None:
        """Ask the kernel to end, and wait until it has."""

        async def ask() -> None:
            await self.manager.shutdown_kernel()

        self.loop.run(ask())

    def run(self, code: str, timeout: float = 600) -> str:
        """What the code printed, and the last line of its error if it raised one."""
        said: list[str] = []

        def hear(message: dict) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                said.append(content["text"])
            elif message["msg_type"] == "error":
                said.append(f"{content['ename']}: {content['evalue']}")

        code = textwrap.dedent(code)
        self.loop.run(self.client.execute_interactive(code, output_hook=hear, timeout=timeout))
        return "".join(said).strip()

    def raises(self, code: str) -> str | None:
        """The name of the error that the code raises; None if it raises none."""
        return json.loads(self.run(RAISES.format(code=textwrap.dedent(code))))


RAISES = """\
import json
try:
    exec({code!r}, {{}})
except BaseException as error:
    print(json.dumps(type(error).__name__))
else:
    print(json.dumps(None))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with two students, and a gradebook."""
    course = tmp_path_factory.mktemp("course")
    course.joinpath("gradebook.db").write_text("everyone's points")
    for student in ("alice-liddell", "bob"):
        handed_in = course / "submitted" / student / "backprop"
        handed_in.joinpath("data").mkdir(parents=True)
        handed_in.joinpath("answer.txt").write_text(f"by {student}")
        handed_in.joinpath("data", "два ряда.csv").write_text("1,2\n")
        handed_in.joinpath("shortcut").symlink_to(course / "gradebook.db")
        os.mkfifo(handed_in / "pipe")
    return course


@pytest.fixture(scope="module")
def workdir(course: Path) -> Path:
    return course / "submitted" / "alice-liddell" / "backprop"


@pytest.fixture(scope="module", params=[None, ()], ids=[ANEW, FORKED])
def warm(request: pytest.FixtureRequest) -> Loaded:
    """Both ways to a kernel. What holds for the one holds for the other."""
    if request.param is not None and (why := cold()):
        pytest.skip(why)
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=[USUAL, pytest.param(None, marks=pytest.mark.nightly)], ids=[AS_USUAL, ANEW])
def either(request: pytest.FixtureRequest) -> Loaded:
    """The way that a class takes; the other one each night. For limits that both set by the same lines."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def kernel(workdir: Path, warm: Loaded) -> Iterator[Kernel]:
    # What no kernel must inherit.
    os.environ["COURSE_SECRET"] = "the-seed-of-all-inputs"
    with Kernel(workdir, warm=warm) as kernel:
        yield kernel


@pytest.fixture(scope="module")
def plain(workdir: Path) -> Iterator[Kernel]:
    os.environ["COURSE_SECRET"] = "the-seed-of-all-inputs"
    with Kernel(workdir, sandboxed=False) as kernel:
        yield kernel


@pytest.fixture(scope="module")
def other(workdir: Path, warm: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A second kernel, with other limits, and a data set to read."""
    data = tmp_path_factory.mktemp("data")
    # pytest's folders are for their owner alone, and kernels are somebody else's where root grades.
    data.chmod(0o755)
    data.joinpath("digits.csv").write_text("0,1")
    limits = Limits(memory_bytes=4 * 2**30, disk_bytes=20 * MiB, file_bytes=5 * MiB)
    with Kernel(workdir, limits, readable={"/home/student/data-sets": data}, warm=warm) as kernel:
        yield kernel


class Run:
    """Cells that nbclient executed in a sandbox: what each printed, what went wrong, why the kernel was stopped."""

    def __init__(self, workdir: Path, cells: list[str], limits: Limits = DEFAULT, warm: Loaded = None,
                 **settings: object) -> None:
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [nbformat.v4.new_code_cell(textwrap.dedent(cell)) for cell in cells]
        manager = kernel_manager(workdir, limits, warm=warm)
        client = NotebookClient(notebook, km=manager, **{"timeout": 600, **settings})
        self.error: Exception | None = None

        async def run() -> None:
            try:
                await client.async_execute()
            except DeadKernelError as error:
                self.error = error
            finally:
                if client.kc:
                    client.kc.stop_channels()
                await manager.shutdown_kernel(now=True)

        asyncio.run(run())
        self.printed = ["".join(output.get("text", "") for output in cell.outputs) for cell in notebook.cells]
        assert isinstance(manager.provisioner, Sandbox)
        self.stopped_because = manager.provisioner.stopped_because


def host_processes(marker: str) -> list[int]:
    """The processes of this machine, seen from outside, whose command line holds the marker."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marker.encode() in folder.joinpath("cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def namespace_of(pid: int) -> str:
    return os.readlink(f"/proc/{pid}/ns/pid")


def inside(namespace: str) -> list[int]:
    """The processes that live in a process namespace."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if namespace_of(int(folder.name)) == namespace:
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_until(true: Callable[[], object], seconds: float = 300.0) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true())


# What it starts has left its session and its parent.
DETACH = """
import os, subprocess, sys
child = os.fork()
if child == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(900)", {marker!r}])
    os._exit(0)
_ = os.waitpid(child, 0)
"""


# ----------------------------------------------------------------------------------------------------- what a kernel has


@needs_sandbox
def test_a_kernel_works_in_a_copy_of_what_was_handed_in(kernel: Kernel, workdir: Path) -> None:
    code = """
        import os
        from pathlib import Path
        print(os.getcwd(), sorted(os.listdir()), Path("answer.txt").read_text(), Path("data/два ряда.csv").read_text().strip())
        Path("answer.txt").write_text("changed")
        Path("new.txt").write_text("new")
        print(Path("answer.txt").read_text())
    """
    seen = "/home/student/work ['answer.txt', 'data'] by alice-liddell 1,2\nchanged"
    assert kernel.run(code) == seen
    assert workdir.joinpath("answer.txt").read_text() == "by alice-liddell"
    assert not workdir.joinpath("new.txt").exists()


@needs_sandbox
def test_a_kernel_runs_numpy_and_draws_without_a_word_on_its_error_stream(kernel: Kernel) -> None:
    code = """
        import numpy as np
        import matplotlib.pyplot as plt
        plt.plot(np.linalg.svd(np.random.default_rng(0).normal(size=(300, 300)))[1])
        plt.savefig("figure.png")
        plt.close()
        print("done")
    """
    assert kernel.run(code) == "done"


@needs_sandbox
def test_a_kernel_trains_with_torch_under_the_default_limits(workdir: Path, either: Loaded) -> None:
    pytest.importorskip("torch")
    code = """
        import torch
        model = torch.nn.Sequential(torch.nn.Conv2d(3, 16, 3), torch.nn.Flatten(), torch.nn.Linear(16 * 900, 10))
        model(torch.randn(64, 3, 32, 32)).sum().backward()
        rows = torch.utils.data.DataLoader(torch.arange(8), batch_size=4, num_workers=2)
        print(torch.get_num_threads(), sum(len(batch) for batch in rows))
    """
    with Kernel(workdir, warm=either) as kernel:
        assert kernel.run(code) == "1 8"


@needs_sandbox
def test_a_kernel_imports_the_students_package(kernel: Kernel) -> None:
    assert kernel.run("import handgrad; print(handgrad.__name__)") == "handgrad"


@needs_sandbox
def test_a_kernel_reads_the_folders_it_is_given_and_cannot_write_there(other: Kernel) -> None:
    assert other.run("print(open('/home/student/data-sets/digits.csv').read())") == "0,1"
    assert other.raises("open('/home/student/data-sets/new.csv', 'w')") == "OSError"


@needs_sandbox
def test_an_idle_kernel_with_numpy_takes_less_than_300_mb(kernel: Kernel) -> None:
    code = """
        import numpy, os, re
        print(re.search(r"Pss: +(\\d+)", open(f"/proc/{os.getpid()}/smaps_rollup").read())[1])
    """
    assert 10_000 < int(kernel.run(code)) < 300_000


# --------------------------------------------------------------------------------------------------- what a kernel sees


@needs_sandbox
@pytest.mark.parametrize(
    "path",
    ["gradebook.db", "submitted/bob/backprop/answer.txt", "submitted/alice-liddell/backprop/answer.txt"],
)
def test_a_kernel_cannot_read_the_course(kernel: Kernel, plain: Kernel, course: Path, path: str) -> None:
    code = f"open({str(course / path)!r}).read()"
    assert kernel.raises(code) == "FileNotFoundError"
    assert plain.raises(code) is None


@needs_sandbox
def test_a_kernel_cannot_import_the_staffs_package(kernel: Kernel, plain: Kernel) -> None:
    code = f"import sys; sys.path.append({str(REPOSITORY)!r}); import autograder.grade.sandbox"
    assert kernel.raises(code) == "ModuleNotFoundError"
    assert plain.raises(code) is None


@needs_sandbox
def test_a_kernel_sees_nothing_of_the_repository_but_the_students_package(kernel: Kernel) -> None:
    seen = json.loads(kernel.run(f"import json, os; print(json.dumps(os.listdir({str(REPOSITORY)!r})))"))
    assert "handgrad" in seen
    environments = {p.name for p in REPOSITORY.iterdir() for packages in mounts.site_folders() if p in packages.parents}
    assert set(seen) <= {"handgrad", *environments}
    assert {"autograder", "tests"} <= {p.name for p in REPOSITORY.iterdir()}


@needs_sandbox
def test_a_kernel_is_not_told_whose_work_it_runs(kernel: Kernel, course: Path) -> None:
    code = """
        import glob, os, socket
        told = [os.getcwd(), socket.gethostname(), *sorted(os.environ.values())]
        for path in glob.glob("/proc/[0-9]*/*") + glob.glob("/proc/*"):
            if path.rpartition("/")[2] in ("cmdline", "environ", "mountinfo", "mounts", "maps"):
                try:
                    told.append(open(path, errors="replace").read())
                except OSError:
                    pass
        print("\\n".join(told))
    """
    told = kernel.run(code)
    assert "ipykernel" in told
    assert "alice" not in told
    assert str(course) not in told
    assert "the-seed-of-all-inputs" not in told


@needs_sandbox
def test_a_kernel_inherits_no_environment(kernel: Kernel, plain: Kernel) -> None:
    code = "import os; print(sorted(os.environ))"
    assert "COURSE_SECRET" in plain.run(code)
    inherited = set(json.loads(kernel.run(code).replace("'", '"')))
    expected = set(mounts.environment(Limits()))
    assert isinstance(kernel.manager.provisioner, Sandbox)
    guard = kernel.manager.provisioner.pid
    assert b"COURSE_SECRET" not in Path(f"/proc/{guard}/environ").read_bytes()
    # The rest is set by the kernel itself, and by the shell of another system's login.
    assert inherited - expected <= {"PWD", "TERM", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "PAGER", "GIT_PAGER",
                                    "MPLBACKEND", "LC_CTYPE", "PYDEVD_USE_FRAME_EVAL", "KMP_DUPLICATE_LIB_OK",
                                    "KMP_INIT_AT_FORK"}  # fmt: skip


@needs_sandbox
def test_a_kernel_holds_no_open_file_of_the_grader(kernel: Kernel) -> None:
    code = """
        import os
        for handle in os.listdir("/proc/self/fd"):
            try:
                name = os.readlink(f"/proc/self/fd/{handle}")
            except OSError:
                continue
            if not name.startswith(("pipe:", "socket:", "anon_inode:")) and not os.path.exists(name):
                print(name)
    """
    assert kernel.run(code) == ""
    # The counterpart: a file that is gone, and held open, is found.
    assert (
        kernel.run("gone = open('/tmp/gone', 'w'); os.remove('/tmp/gone')" + code.replace("\n        ", "\n"))
        == "/tmp/gone (deleted)"
    )


@needs_sandbox
def test_a_kernel_knows_its_own_key_and_the_host_keeps_no_connection_file(kernel: Kernel, other: Kernel) -> None:
    code = "import json; print(json.load(open('/home/student/.kernel/connection.json'))['key'])"
    keys = [kernel.run(code), other.run(code)]
    assert keys == [kernel.manager.session.key.decode(), other.manager.session.key.decode()]
    assert len(set(keys)) == 2
    kept = [file.read_text() for file in Path(jupyter_runtime_dir()).glob("*.json")]
    assert not any(key in text for key in keys for text in kept)


@needs_sandbox
def test_kernels_do_not_see_each_other(kernel: Kernel, other: Kernel) -> None:
    kernel.run("open('/tmp/note', 'w').write('from one'); open('/dev/shm/note', 'w').write('from one')")
    code = "import os; print(os.path.exists('/tmp/note'), os.path.exists('/dev/shm/note'))"
    assert kernel.run(code) == "True True"
    assert other.run(code) == "False False"
    assert other.run("print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit()))") == "[1, 2]"


@needs_sandbox
def test_a_package_of_the_staff_that_is_installed_beside_the_students_is_hidden(tmp_path: Path, workdir: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    shutil.copytree(mounts.STAFF, packages / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    packages.joinpath("handgrad").mkdir()
    packages.joinpath("handgrad", "__init__.py").write_text("")
    record = packages / "course-1.dist-info"
    record.mkdir()
    record.joinpath("METADATA").write_text("Name: course\nVersion: 1\n")
    record.joinpath("RECORD").write_text("autograder/__init__.py,,\n")
    record.joinpath("direct_url.json").write_text('{"url": "file:///somewhere/secret-course"}')
    packages.joinpath("a-link.pth").write_text("/somewhere/autograder-too\n")
    packages.joinpath("z-others.pth").write_text(f"{Path(jupyter_client.__file__).parents[1]}\n")
    script = tmp_path / "grade.py"
    script.write_text(GRADE_INSTALLED)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [home / "bin" / "python", script, workdir, packages]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)
    assert run.returncode == 0, run.stderr
    outside, within = (json.loads(line) for line in run.stdout.splitlines())
    assert outside == {"staff": True, "students": True, "told": ["RECORD", "a-link.pth", "direct_url.json"]}
    assert within == {"staff": False, "students": True, "told": []}


GRADE_INSTALLED = """
import asyncio, sys
from pathlib import Path

from autograder.grade.sandbox import kernel_manager

LOOK = '''
import importlib.util, json
from pathlib import Path
def found(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
files = [p for p in Path({packages!r}).rglob("*") if p.suffix in (".pth", ".json") or p.name == "RECORD"]
told = sorted(p.name for p in files if "autograder" in p.read_text() or "secret-course" in p.read_text())
print(json.dumps(dict(staff=found("autograder.grade.sandbox"), students=found("handgrad"), told=told)), flush=True)
'''.format(packages=sys.argv[2])

async def main():
    exec(LOOK, {})
    manager = kernel_manager(Path(sys.argv[1]))
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=300)
    await client.execute_interactive(LOOK, timeout=300)
    client.stop_channels()
    await manager.shutdown_kernel()

asyncio.run(main())
"""


# -------------------------------------------------------------------------------------------- where a kernel can write


@needs_sandbox
def test_a_kernel_can_write_in_its_home_and_in_temporary_folders_only(kernel: Kernel) -> None:
    code = """
        import os
        writable = set()
        for parent, folders, _ in os.walk("/"):
            if parent == "/":
                folders.remove("proc")
            if parent.count("/") == 4:
                folders.clear()
            try:
                open(os.path.join(parent, "written"), "w").close()
                writable.add(parent)
                folders.clear()
            except OSError:
                pass
        print(sorted(writable))
    """
    assert kernel.run(code) == "['/dev/shm', '/home/student', '/tmp']"


@needs_sandbox
def test_a_kernel_cannot_fill_the_disk(other: Kernel) -> None:
    code = """
        import os
        for folder in ("/home/student/work", "/tmp", "/dev/shm"):
            names = [f"{folder}/{number}" for number in range(100)]
            try:
                for name in names:
                    with open(name, "wb") as file:
                        file.write(bytes(2**20))
            except OSError as error:
                written = [name for name in names if os.path.exists(name)]
                print(len(written), error.strerror)
                for name in written:
                    os.remove(name)
    """
    lines = other.run(code).splitlines()
    assert len(lines) == 3
    assert all(line.endswith("No space left on device") and 15 <= int(line.split()[0]) <= 21 for line in lines), lines


@needs_sandbox
def test_a_kernel_cannot_write_a_file_larger_than_allowed(other: Kernel) -> None:
    assert other.raises("open('large', 'wb').write(bytes(4 * 2**20))") is None
    assert other.raises("open('large', 'wb').write(bytes(6 * 2**20))") == "OSError"


@needs_sandbox
def test_a_kernel_that_writes_too_many_files_is_stopped(workdir: Path, either: Loaded) -> None:
    run = Run(workdir, ["for number in range(10**6): open(f'/tmp/{number}', 'w').close()"], warm=either)
    assert isinstance(run.error, DeadKernelError)
    assert "files, and 20,000 are allowed" in str(run.stopped_because)


@needs_sandbox
def test_more_files_than_a_sandbox_holds_are_refused_with_the_way_out(tmp_path: Path) -> None:
    tmp_path.joinpath("large.bin").write_bytes(bytes(2 * MiB))
    refusal = pytest.raises(ValueError, match=r"more than the 1 MiB .* raise disk_bytes")
    with refusal, Kernel(tmp_path, Limits(disk_bytes=MiB)):
        pass


# --------------------------------------------------------------------------------------------- what a kernel can reach


@needs_sandbox
def test_a_kernel_has_no_network(kernel: Kernel, plain: Kernel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), timeout=5)"
        assert kernel.raises(code) == "ConnectionRefusedError"
        assert plain.raises(code) is None
    interfaces = "import socket; print([name for _, name in socket.if_nameindex()])"
    assert kernel.run(interfaces) == "['lo']"


@needs_sandbox
def test_a_kernel_cannot_reach_a_nameless_socket_of_the_host(kernel: Kernel, plain: Kernel) -> None:
    name = f"\0handgrad-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        code = f"import socket; socket.socket(socket.AF_UNIX).connect({name!r})"
        assert kernel.raises(code) == "ConnectionRefusedError"
        assert plain.raises(code) is None


@needs_sandbox
@pytest.mark.parametrize("call", [name for name in seccomp.REFUSED if name != "clone3"])
def test_a_kernel_cannot_make_calls_that_get_round_the_sandbox(kernel: Kernel, call: str) -> None:
    column = seccomp.ARCHITECTURES[os.uname().machine][0]
    code = """
        import ctypes, errno
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall({number}, 0, 0, 0, 0, 0)
        print(errno.errorcode.get(ctypes.get_errno()))
    """
    assert kernel.run(code.format(number=seccomp.REFUSED[call][column])) == "ENOSYS"


@needs_sandbox
def test_a_kernel_cannot_make_itself_a_new_namespace(kernel: Kernel, plain: Kernel) -> None:
    number = seccomp.CLONE[seccomp.ARCHITECTURES[os.uname().machine][0]]
    clone = f"""
        import ctypes
        pid = ctypes.CDLL(None).syscall({number}, 0x10000000 | 17, 0, 0, 0, 0)
        if pid == 0:
            ctypes.CDLL(None)._exit(0)
        print(pid > 0)
    """
    assert kernel.run(clone) == "False"
    assert plain.run(clone) == "True"
    assert kernel.run("import os; pid = os.fork()\nif pid == 0: os._exit(0)\nprint(pid > 0)") == "True"


@needs_sandbox
def test_a_kernel_has_no_rights_and_can_gain_none(kernel: Kernel) -> None:
    status = dict(line.split(":\t") for line in kernel.run("print(open('/proc/self/status').read())").splitlines())
    assert {int(status[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Amb")} == {0}
    assert status["NoNewPrivs"] == "1"
    assert "0" not in status["Uid"].split()


@needs_sandbox
def test_the_hosts_hunt_for_memory_takes_a_kernel_first(kernel: Kernel, plain: Kernel) -> None:
    code = "print(open('/proc/self/oom_score_adj').read())"
    assert kernel.run(code) == "1000"
    assert int(plain.run(code)) < 1000


@needs_sandbox
def test_a_kernel_cannot_touch_the_process_that_guards_its_sandbox(kernel: Kernel) -> None:
    assert kernel.raises("open('/proc/1/mem', 'r+b')") == "FileNotFoundError"
    assert kernel.raises("open('/proc/self/mem', 'r+b')") is None
    assert kernel.run("import os; os.kill(1, 9); print('still here')") in (
        "still here",
        "PermissionError: [Errno 1] Operation not permitted",
    )


# --------------------------------------------------------------------------------------------- how much a kernel takes


@needs_sandbox
def test_a_sockets_buffer_cannot_be_made_larger(kernel: Kernel) -> None:
    code = """
        import socket
        one = socket.socket(socket.AF_UNIX)
        for option in (socket.SO_SNDBUF, 32, socket.SO_RCVBUF):
            try:
                one.setsockopt(socket.SOL_SOCKET, option, 100_000)
                print(option, "set")
            except OSError as error:
                print(option, error.errno)
    """
    # 38 is ENOSYS: as if there were no such call.
    assert kernel.run(code) == "7 38\n32 38\n8 set"


@needs_sandbox
def test_two_gigabytes_do_not_fit_under_the_default_limits(kernel: Kernel, other: Kernel) -> None:
    code = """
        import numpy as np
        try:
            np.empty(2 * 10**9, dtype=np.uint8)
        except MemoryError:
            print("refused")
    """
    assert kernel.run(code) == "refused"
    assert other.run(code) == ""


@needs_sandbox
@pytest.mark.parametrize(
    "greedy",
    [
        "import mmap; shared = mmap.mmap(-1, 600 * 2**20)\nfor _ in range(6): shared.write(bytes(100 * 2**20))",
        """
        import os, time
        for child in range(4):
            if os.fork() == 0:
                held = bytearray(150 * 2**20)
                time.sleep(900)
        time.sleep(900)
        """,
        """
        for number in range(12):
            for folder in ("/tmp", "/dev/shm"):
                open(f"{folder}/{number}", "wb").write(bytes(20 * 2**20))
        """,
        """
        import os, socket
        for child in range(6):
            if child and os.fork() > 0:
                continue
            held = []
            for number in range(450):
                held.append(socket.socketpair())
                held[-1][0].setblocking(False)
                try:
                    while True:
                        held[-1][0].send(bytes(50_000))
                except BlockingIOError:
                    pass
        """,
        """
        import socket
        server, held = socket.create_server(("127.0.0.1", 0), backlog=300), []
        for number in range(300):
            one = socket.create_connection(server.getsockname())
            one.setblocking(False)
            held.append((one, server.accept()))
            try:
                while True:
                    one.send(bytes(50_000))
            except BlockingIOError:
                pass
        """,
    ],
    ids=["shared memory", "children", "files in memory", "sockets between processes", "sockets of a network"],
)
def test_a_kernel_that_takes_too_much_memory_in_any_way_is_stopped(workdir: Path, greedy: str, either: Loaded) -> None:
    run = Run(workdir, [textwrap.dedent(greedy) + "\nimport time; time.sleep(900)"], Limits(memory_bytes=450 * MiB), either)
    assert isinstance(run.error, DeadKernelError)
    assert "GiB of memory together" in str(run.stopped_because)


@needs_sandbox
def test_memory_that_children_share_counts_once(workdir: Path, either: Loaded) -> None:
    code = """
        import os, time
        held = bytearray(150 * 2**20)
        children = [os.fork() for child in range(1)]
        for generation in range(3):
            if 0 in children:
                time.sleep(60)
            children.append(os.fork())
        if 0 in children:
            time.sleep(60)
        time.sleep(1)
        print(len(children))
    """
    run = Run(workdir, [FORKS_IN_PEACE, code], Limits(memory_bytes=450 * MiB), warm=either)
    assert run.printed == ["", "4\n"]
    assert run.stopped_because is None


@needs_sandbox
def test_a_fork_bomb_is_contained(kernel: Kernel, plain: Kernel) -> None:
    code = """
        import os, signal
        children = []
        try:
            while len(children) < 80:
                child = os.fork()
                if child == 0:
                    signal.pause()
                children.append(child)
        except OSError as error:
            print(type(error).__name__)
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        print(len(children))
    """
    error, count = kernel.run(code).split()
    assert error == "BlockingIOError"
    assert 20 < int(count) < Limits().processes
    assert kernel.run("print(1 + 1)") == "2"
    assert plain.run(code) == "80"


@needs_sandbox
def test_a_kernel_that_computes_for_too_long_ends(workdir: Path, either: Loaded) -> None:
    assert isinstance(Run(workdir, ["while True: pass"], Limits(cpu_seconds=3), either).error, DeadKernelError)


# ------------------------------------------------------------------------------------------------------ how a kernel ends


@needs_sandbox
def test_a_cell_that_takes_too_long_is_interrupted_and_the_next_one_runs(workdir: Path, either: Loaded) -> None:
    cells = ["import time\nwhile True: time.sleep(0.01)", "print('next')"]
    seconds = {cells[0]: 1, cells[1]: 600}
    run = Run(workdir, cells, warm=either, timeout_func=lambda cell: seconds[cell.source], interrupt_on_timeout=True,
              allow_errors=True)
    assert run.printed == ["", "next\n"]


@needs_sandbox
def test_a_kernel_that_ends_itself_is_noticed(workdir: Path, warm: Loaded) -> None:
    run = Run(workdir, ["import os; os._exit(1)"], warm=warm)
    assert isinstance(run.error, DeadKernelError)


@needs_sandbox
def test_nothing_is_left_of_a_kernel_that_was_shut_down(workdir: Path, warm: Loaded) -> None:
    marker = f"left-by-{os.getpid()}-shut-down"
    with Kernel(workdir, warm=warm) as kernel:
        kernel.run(DETACH.format(marker=marker))
        assert wait_until(lambda: host_processes(marker))
        namespace = namespace_of(host_processes(marker)[0])
        # Process 1, the kernel, and what it left behind.
        assert len(inside(namespace)) == 3
        kernel.shut_down()
        assert wait_until(lambda: not inside(namespace))
    assert not host_processes(marker)


@needs_sandbox
def test_nothing_is_left_of_a_kernel_that_was_killed(workdir: Path, warm: Loaded) -> None:
    marker = f"left-by-{os.getpid()}-killed"
    with Kernel(workdir, warm=warm) as kernel:
        kernel.run(DETACH.format(marker=marker))
        assert wait_until(lambda: host_processes(marker))
        namespace = namespace_of(host_processes(marker)[0])
        status = {pid: Path(f"/proc/{pid}/status").read_text() for pid in inside(namespace)}
        # The kernel is process 2 of its namespace.
        [python] = [pid for pid, text in status.items() if re.search(r"^NSpid:.*\t2$", text, re.M)]
        os.kill(python, signal.SIGKILL)
        assert wait_until(lambda: not inside(namespace))
    assert not host_processes(marker)


@needs_sandbox
def test_nothing_is_left_when_the_grader_is_killed(workdir: Path, tmp_path: Path, warm: Loaded) -> None:
    marker = f"left-by-{os.getpid()}-grader"
    script = tmp_path / "grader.py"
    script.write_text(GRADER.format(workdir=str(workdir), code=DETACH.format(marker=marker), repository=str(REPOSITORY),
                                    warm=warm))
    files = tmp_path / "files"
    files.mkdir()
    environment = {**os.environ, "TMPDIR": str(files), "JUPYTER_RUNTIME_DIR": str(files)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as grader:
        try:
            assert grader.stdout is not None
            assert grader.stdout.readline() == "running\n"
            assert wait_until(lambda: host_processes(marker))
            namespace = namespace_of(host_processes(marker)[0])
            # Process 1, the kernel, and what it left behind.
            assert len(inside(namespace)) == 3
        finally:
            grader.kill()
    assert wait_until(lambda: not inside(namespace))
    assert not host_processes(marker)
    assert os.listdir(files) == []


GRADER = """
import asyncio, sys
sys.path.insert(0, {repository!r})
from pathlib import Path
from autograder.grade.sandbox import kernel_manager

async def main():
    manager = kernel_manager(Path({workdir!r}), warm={warm!r})
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=300)
    await client.execute_interactive({code!r}, timeout=300)
    print("running", flush=True)
    await asyncio.sleep(900)

asyncio.run(main())
"""


# ------------------------------------------------------------------------------------------------- where there is none


def test_where_there_is_no_bubblewrap_grading_refuses_with_the_way_out(workdir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    available.cache_clear()
    try:
        with pytest.raises(SandboxMissing, match=r"Install bubblewrap .* c\.Examine\.sandbox = False .* own rights"):
            kernel_manager(workdir)
    finally:
        available.cache_clear()


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_where_there_is_no_linux_grading_refuses_with_the_way_out(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert "Linux only" in str(available.__wrapped__())


def test_where_bubblewrap_is_forbidden_its_own_words_are_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("bubblewrap is a program for Linux")
    bwrap = tmp_path / "bwrap"
    bwrap.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    bwrap.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "setting up uid map: Permission denied" in str(available.__wrapped__())


@needs_sandbox
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="kernels run as their starter, but for root")
def test_a_folder_that_kernels_could_not_read_is_refused(workdir: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(ValueError, match=r"Let everybody read it: chmod -R a\+rX"):
        kernel_manager(workdir, readable={"/data": tmp_path})
    tmp_path.chmod(0o755)
    assert kernel_manager(workdir, readable={"/data": tmp_path})


@needs_sandbox
def test_work_that_lies_where_every_kernel_can_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="every kernel can read"):
        kernel_manager(tmp_path, readable={"/data": tmp_path.parent})


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="holds the files handed in"):
        kernel_manager(tmp_path / "nowhere")


@needs_sandbox
def test_a_kernel_that_does_not_come_up_says_why(workdir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/bin/no-such-python")
    with pytest.raises(SandboxFailed, match="no-such-python"), Kernel(workdir):
        pass


@needs_sandbox
def test_what_a_kernel_said_before_it_died_can_be_read(other: Kernel, course: Path) -> None:
    said = "/home/student/.kernel/said"
    provisioner = other.manager.provisioner
    assert isinstance(provisioner, Sandbox)
    other.run(f"open({said!r}, 'w').write('no \\x1b[31mmemory')")
    assert provisioner.last_words() == "no ?[31mmemory"
    other.run(f"import os; os.remove({said!r}); os.symlink({str(course / 'gradebook.db')!r}, {said!r})")
    assert provisioner.last_words() == ""


def test_without_a_sandbox_the_kernel_runs_in_the_folder_itself(plain: Kernel, workdir: Path) -> None:
    assert plain.run("import os; print(os.getcwd())") == str(workdir)
