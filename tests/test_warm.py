"""Kernels forked from one warm parent know nothing of each other, leave nothing behind, and cannot touch the parent.

What every kernel keeps to, however it was started, stands in test_sandbox.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbformat import NotebookNode
from test_sandbox import REPOSITORY, Kernel, inside, namespace_of, wait_until
from traitlets.config import Config

from autograder.course import Course
from autograder.grade import listener, sitting, worker
from autograder.grade.preload import imports
from autograder.grade.sandbox import available, cold, mounts, parent, supplies, warm
from autograder.grade.sandbox.limits import Limits
from autograder.grade.sandbox.provisioner import Sandbox
from autograder.grade.sandbox.warm import ALWAYS, Fork, SandboxFailed, Warm
from autograder.grade.sitting import Rules, examine
from autograder.grade.submission import Submission
from autograder.grade.version import course_version
from autograder.workbook import Workbook

pytestmark = pytest.mark.skipif(available() is not None or cold() is not None, reason=str(available() or cold()))


def kernel(folder: Path, secret: str = "") -> Kernel:
    """A kernel of somebody who handed in one file."""
    folder.mkdir(exist_ok=True)
    (folder / "work.txt").write_text(f"handed in: {secret}")
    return Kernel(folder, warm=())


def guard(one: Kernel) -> int:
    assert isinstance(one.manager.provisioner, Sandbox)
    assert isinstance(one.manager.provisioner.process, Fork)
    return int(one.manager.provisioner.pid or 0)


def parents_namespace() -> str:
    """The namespace that the parent's processes live in."""
    return namespace_of(served_by(parent((), 1, ())))


def served_by(warm: Warm) -> int:
    """Process 1 of the parent's sandbox."""
    assert warm.parent is not None
    bwrap = warm.parent._process.pid
    # Outside of its namespaces, it is the only child of what was started.
    [first] = Path(f"/proc/{bwrap}/task/{bwrap}/children").read_text().split()
    return int(first)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel that does all it can to its parent and to its siblings, and is still there."""
    with kernel(tmp_path_factory.mktemp("hostile"), "nobody else may know") as one:
        yield one


@pytest.fixture(scope="module")
def sibling(hostile: Kernel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel from the same parent, forked later, while the hostile one runs."""
    hostile.run(WRECK)
    with kernel(tmp_path_factory.mktemp("sibling")) as one:
        assert namespace_of(guard(one)) != namespace_of(guard(hostile))
        yield one


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel without a parent."""
    with Kernel(tmp_path_factory.mktemp("anew")) as one:
        yield one


WRECK = """
    import builtins, os, random, socket, sys, json
    import numpy as np, matplotlib, matplotlib.pyplot as plt
    import handgrad.kit.asked, handgrad.kit.wire
    np.random.seed(7); random.seed(7)
    np.seterr(all="raise"); np.sum = np.prod; np.left_behind = True
    matplotlib.rcParams["lines.linewidth"] = 77
    handgrad.kit.asked.reply = handgrad.kit.wire.encode = None
    builtins.left_behind = sys.modules["left_behind"] = json
    sys.path.insert(0, "/tmp/left-behind"); os.environ["LEFT_BEHIND"] = "yes"
    for folder in ("/tmp", "/dev/shm", "/home/student", "/home/student/work"):
        open(f"{folder}/left-behind", "w").write("by the hostile one")
    os.symlink("/tmp/left-behind", "/home/student/.kernel/left-behind")
    terminal = os.openpty()
    nameless = socket.socket(socket.AF_UNIX); nameless.bind("\\0left-behind"); nameless.listen()
    service = socket.create_server(("127.0.0.1", 4711))
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    queue = libc.msgget(4711, 0o1666), libc.semget(4711, 1, 0o1666)
    posix = libc.mq_open(b"/left-behind", os.O_CREAT | os.O_RDWR, 0o666, None)
    os.nice(5)
"""


def test_the_hostile_kernel_did_what_it_meant_to(hostile: Kernel, sibling: Kernel) -> None:
    code = """
        import os
        print(np.left_behind, left_behind.__name__, terminal[0] > 2, min(*queue, posix) >= 0,
              os.path.exists("/dev/shm/left-behind"), os.listdir("/dev/pts"))
        socket.socket(socket.AF_UNIX).connect("\\0left-behind")
        socket.create_connection(("127.0.0.1", 4711), timeout=5)
    """
    assert hostile.run(code) == "True json True True True ['0', 'ptmx']"


def test_a_kernel_finds_nothing_that_another_left(sibling: Kernel) -> None:
    code = """
        import builtins, ctypes, os, socket, sys
        found = [os.path.join(folder, name) for top in ("/tmp", "/dev", "/home") for folder, _, names in os.walk(top)
                 for name in names if name == "left-behind"]
        print(found, os.listdir("/dev/pts"), hasattr(builtins, "left_behind"), "left_behind" in sys.modules,
              "/tmp/left-behind" in sys.path, "LEFT_BEHIND" in os.environ, os.nice(0))
        libc = ctypes.CDLL(None, use_errno=True)
        print(libc.msgget(4711, 0), libc.semget(4711, 0, 0), libc.mq_open(b"/left-behind", os.O_RDWR))
        for family, place in ((socket.AF_UNIX, "\\0left-behind"), (socket.AF_INET, ("127.0.0.1", 4711))):
            try:
                socket.socket(family).connect(place)
            except OSError as error:
                print(type(error).__name__)
    """
    assert sibling.run(code).splitlines() == [
        f"[] ['ptmx'] False False False False {os.nice(0)}", "-1 -1 -1", "ConnectionRefusedError", "ConnectionRefusedError",
    ]


def test_a_kernels_modules_are_as_a_kernel_started_anew_has_them(sibling: Kernel, anew: Kernel) -> None:
    code = """
        import numpy as np, matplotlib, handgrad.kit.asked, handgrad.kit.wire
        print(np.sum([2, 3]), hasattr(np, "left_behind"), np.geterr()["over"], matplotlib.rcParams["lines.linewidth"],
              callable(handgrad.kit.asked.reply), callable(handgrad.kit.wire.encode), matplotlib.get_backend())
    """
    assert sibling.run(code) == anew.run(code)
    assert sibling.run(code).startswith("5 False warn 1.5 True True")


def test_every_kernel_starts_from_the_same_state(hostile: Kernel, sibling: Kernel, anew: Kernel, tmp_path: Path) -> None:
    code = "import random, numpy; print(numpy.random.rand(), random.random(), hash('a word'), list({'a', 'b', 'c'}))"
    with kernel(tmp_path / "third") as third:
        assert third.run(code) == sibling.run(code) == anew.run(code)
    assert hostile.run(code) != sibling.run(code)


def test_a_kernel_counts_as_much_towards_its_limit_of_memory_as_one_started_anew(sibling: Kernel, anew: Kernel) -> None:
    loaded = "\n".join(ALWAYS)
    code = f"""{loaded}\nimport re; print(re.search(r"VmData:\\s+(\\d+)", open("/proc/self/status").read())[1])"""
    assert abs(int(sibling.run(code)) - int(anew.run(code))) < 16 * 2**10


def test_a_kernel_holds_open_what_a_kernel_started_anew_holds(sibling: Kernel, anew: Kernel) -> None:
    code = r"""
        import os, re
        links = [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")]
        print(sorted({re.sub(r"\d+", "", link) for link in links}))  # how many sockets: that depends on who just connects
        print([line.split()[0] for line in open("/proc/self/maps") if line.split()[1] == "rw-s"])
    """
    assert sibling.run(code) == anew.run(code)
    assert sibling.run(code).endswith("[]")


def test_no_memory_holds_what_another_handed_in_or_what_only_the_grader_knows(
    hostile: Kernel, sibling: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONLY_THE_GRADER", "the seed of all inputs")
    secrets = [hostile.manager.session.key.decode(), "handed in: nobody else may know", "the seed of all inputs"]
    patterns = [f"[{word[0]}]{word[1:]}" for word in secrets]  # which are not found where they stand themselves
    code = HUNT.format(patterns=patterns)
    assert sibling.run(code) == "[]"
    hostile.run("work = open('work.txt').read()")
    found = hostile.run(code)
    assert set(secrets[:2]) == {one for one in secrets if one in found}


HUNT = r"""
    import mmap, re
    with open("/proc/self/maps") as listed:
        places = re.findall(r"^(\w+)-(\w+) rw", listed.read(), re.M)
    found = set()
    with open("/proc/self/mem", "rb", buffering=0) as memory:
        for start, end in places:
            with mmap.mmap(-1, int(end, 16) - int(start, 16)) as held:
                try:
                    memory.seek(int(start, 16))
                    memory.readinto(held)
                except OSError:
                    continue
                for pattern in {patterns}:
                    found |= {{one.group().decode() for one in re.finditer(pattern.encode(), held)}}
    print(sorted(found))
"""


def test_a_kernel_can_neither_see_nor_signal_what_is_outside(hostile: Kernel, sibling: Kernel) -> None:
    code = """
        import os, signal
        def reaches(pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                return False
            return True
        own = set(map(int, os.listdir("/proc/self/task")))
        print([pid for pid in range(2, 70000) if pid not in own and reaches(pid)], os.getppid(), os.getsid(0))
    """
    before = inside(parents_namespace())
    assert hostile.run(code) == "[] 1 2"
    assert inside(parents_namespace()) == before
    assert sibling.run("print('still here')") == "still here"


def test_a_kernel_that_takes_all_it_may_leaves_its_siblings_theirs(hostile: Kernel, tmp_path: Path) -> None:
    bomb = """
        import os, signal
        children = []
        try:
            while len(children) < 80:
                child = os.fork()
                if child == 0:
                    signal.pause()
                children.append(child)
        except OSError:
            pass
        files = []
        try:
            while len(files) < 5000:
                files.append(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            pass
        print(len(children), len(files))
        for file in files[-200:]:  # without any, the kernel could not tell
            os.close(file)
    """
    stop = """
        for child in children: os.kill(child, signal.SIGKILL); os.waitpid(child, 0)
        for file in files[:-200]: os.close(file)
    """
    processes, files = map(int, hostile.run(bomb).split())
    assert 20 < processes < Limits().processes
    assert files < 1024
    with kernel(tmp_path / "beside") as beside:
        assert beside.run(bomb).split()[0] == str(processes)
    hostile.run(stop)


def test_nothing_is_asked_of_the_parent_but_by_the_grader(hostile: Kernel, sibling: Kernel) -> None:
    code = """
        import os, socket
        for handle in range(3, 1024):
            try:
                line = socket.socket(fileno=handle)
            except OSError:
                continue
            if line.type == socket.SOCK_SEQPACKET:
                print("a line to the parent")
            line.detach()
    """
    before = inside(parents_namespace())
    assert hostile.run(code) == ""
    assert len(before) == len(inside(parents_namespace())) == 2  # bubblewrap's process 1, and the parent


def test_the_parent_runs_no_thread_and_has_no_child_of_its_own(sibling: Kernel) -> None:
    # The process 1 of bubblewrap's holds the same words, and those of its own command.
    [serving] = [pid for pid in inside(parents_namespace()) if b"serve(" in Path(f"/proc/{pid}/cmdline").read_bytes()
                 and b"--die-with-parent" not in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert os.listdir(f"/proc/{serving}/task") == [str(serving)]
    assert Path(f"/proc/{serving}/task/{serving}/children").read_text() == ""
    assert b"the-seed" not in Path(f"/proc/{serving}/environ").read_bytes()


@pytest.fixture
def own() -> Iterator[Warm]:
    """A parent of one's own, to be killed."""
    made = Warm(ALWAYS)
    yield made
    made.close()


def kernel_of(own: Warm, folder: Path) -> Kernel:
    one = kernel(folder)
    assert isinstance(one.manager.provisioner, Sandbox)
    one.manager.provisioner.warm = own
    return one


@pytest.mark.parametrize("who", ["bubblewrap", "process 1", "the parent itself"])
def test_a_parent_that_was_killed_takes_its_kernels_along_and_is_started_again(own: Warm, tmp_path: Path, who: str) -> None:
    with kernel_of(own, tmp_path / "one") as one:
        first, namespace = own.parent, namespace_of(guard(one))
        assert first is not None
        assert inside(namespace)
        process_1 = served_by(own)
        itself = int(Path(f"/proc/{process_1}/task/{process_1}/children").read_text().split()[0])
        os.kill({"bubblewrap": first._process.pid, "process 1": process_1, "the parent itself": itself}[who], signal.SIGKILL)
        assert wait_until(lambda: not inside(namespace))
        assert one.manager.provisioner.orphaned()  # type: ignore[union-attr]
    with kernel_of(own, tmp_path / "again") as again:
        assert again.run("print(1 + 1)") == "2"
        assert own.parent is not first
        assert not again.manager.provisioner.orphaned()  # type: ignore[union-attr]


def test_a_parent_that_is_killed_in_the_middle_of_a_submission_is_not_the_students_doing(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook(course, course.chapter("backprop_matrix"))
    execute = listener.Kernel.execute

    async def killing(one: listener.Kernel, cell: NotebookNode, number: int, seconds: int) -> None:
        one.client.km.provisioner._parent._process.kill()  # type: ignore[union-attr]
        await execute(one, cell, number, seconds)

    monkeypatch.setattr(listener.Kernel, "execute", killing)
    with pytest.raises(SandboxFailed, match="parent of its kernel was ended"):
        examine(book.solved_but(), book.handout, tmp_path, b"secret", Rules())


def test_a_sandbox_that_fails_gets_a_second_try(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = course.chapter("backprop_matrix")
    version = course_version(chapter.topic)
    task = worker.Task(Submission(()), "key", chapter, version, b"", Config(), b"secret", Path(), Rules())
    result = worker.Result("key", "{}")
    answers: list[worker.Result | Exception] = [SandboxFailed("It was ended."), result]

    def examined(task: worker.Task) -> worker.Result:
        if isinstance(answer := answers.pop(0), Exception):
            raise answer
        return answer

    monkeypatch.setattr(worker, "_examined", examined)
    assert worker.examine_task(task) is result


def test_a_kernel_that_ends_itself_is_no_orphan(own: Warm, tmp_path: Path) -> None:
    with kernel_of(own, tmp_path) as one:
        namespace = namespace_of(guard(one))
        one.run("import os, threading; threading.Timer(0.1, os._exit, (1,)).start()")
        assert wait_until(lambda: not inside(namespace))
        assert not one.manager.provisioner.orphaned()  # type: ignore[union-attr]


@pytest.mark.parametrize(("statement", "tried"), [
    ("import nothing_of_that_name", True),
    ("1 / 0", True),
    ("raise SystemExit", True),
    ("import threading; threading.Thread(target=__import__('time').sleep, args=(999,), daemon=True).start()", False),
    ("import mmap; held = __import__('sys').modules['held'] = mmap.mmap(-1, 4096)", False),
], ids=["missing", "failing", "ending", "a thread", "shared memory"])  # fmt: skip
def test_an_import_that_fails_or_would_be_shared_is_left_to_the_kernel(
    tmp_path: Path, statement: str, tried: bool
) -> None:
    own = Warm((statement, *ALWAYS))
    try:
        with kernel_of(own, tmp_path) as one:
            code = "import sys, threading; print('held' in sys.modules, 'handgrad.kit.asked' in sys.modules)"
            assert one.run(code) == "False True"
        assert (statement in own.imports) is tried
        assert set(ALWAYS) <= set(own.imports)
    finally:
        own.close()


def test_what_a_parent_imports_stands_in_the_notebook_handed_out_and_never_in_a_submission(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook(course, course.chapter("backprop_matrix"))
    nb = book.solved_but()
    nb.cells[2].source = "import antigravity"
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(sitting, "kernel_manager", lambda *_, warm, **__: asked.append(warm) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        examine(nb, book.handout, tmp_path, b"secret", Rules())
    assert asked == [imports(book.handout)]
    assert "import numpy as np" in asked[0]
    assert "import antigravity" not in asked[0]


def test_what_cannot_be_done_for_a_kernel_is_said(tmp_path: Path) -> None:
    own = Warm(())
    with tempfile.TemporaryFile() as supplies:
        supplies.write(b"no orders\n")
        with pytest.raises(SandboxFailed, match=r"made none\. JSONDecodeError"):
            own.fork(supplies)
    own.close()


def test_a_kernel_that_is_faster_than_what_tells_of_it_waits(
    own: Warm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells = 'socket.send_fds(answers, [b"began"]'
    text = warm.inspect.getsource(warm.inside)
    assert text.count(tells) == 1
    slow = text.replace(tells, f"__import__('time').sleep(0.5); {tells}")
    monkeypatch.setattr(warm, "inspect", SimpleNamespace(getsource=lambda _: slow))
    with kernel_of(own, tmp_path / "one") as one:
        assert guard(one) > 0
        assert one.run("print(1 + 1)") == "2"


# A bubblewrap that takes from a parent what it needs to make sandboxes of its own.
FLAT = """\
#!{python}
import os, sys
words = sys.argv[1:]
if "CAP_SYS_ADMIN" in words:
    words[words.index("CAP_SYS_ADMIN")] = "CAP_SETUID"
elif "--unshare-user" in words and "--disable-userns" not in words:
    words.insert(words.index("--unshare-user"), "--disable-userns")
os.execv({bwrap!r}, ["bwrap", *words])
"""


def test_where_a_sandbox_cannot_hold_another_each_kernel_is_started_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat = tmp_path / "bwrap"
    flat.write_text(FLAT.format(python=sys.executable, bwrap=shutil.which("bwrap")))
    flat.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    cold.cache_clear()
    try:
        assert "Every kernel is started anew, which takes longer" in str(cold())
        with kernel(tmp_path / "work") as one:
            assert isinstance(one.manager.provisioner, Sandbox)
            assert isinstance(one.manager.provisioner.process, subprocess.Popen)
    finally:
        cold.cache_clear()


@pytest.mark.skipif(os.geteuid() != 0, reason="This is an ordinary user already.")
def test_all_this_holds_for_an_ordinary_user_too() -> None:
    parents = [*reversed(Path(sys.base_prefix).parents)]
    # An open folder takes the place of one that an ordinary user may not pass through, with Python alone in it.
    hidden = [folder for folder in parents if not folder.stat().st_mode & 1]  # /root, say
    seen = [word for folder in hidden[:1] for word in ("--perms", "0755", "--tmpfs", str(folder))]
    if hidden:
        below = [str(folder) for folder in parents if hidden[0] in folder.parents]
        seen += [word for folder in below for word in ("--perms", "0755", "--dir", folder)]
        seen += ["--bind", sys.base_prefix, sys.base_prefix]
    seen += ["--perms", "1777", "--tmpfs", "/var/tmp"]
    ordinary = ["bwrap", "--dev-bind", "/", "/", *seen, "--", "setpriv", "--reuid=4711", "--regid=4711", "--clear-groups"]
    if subprocess.run([*ordinary, sys.executable, "-c", WILLING], cwd=REPOSITORY, capture_output=True).returncode:
        pytest.skip("On this machine an ordinary user cannot read Python, or start sandboxes in one another.")
    pytest_here = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--basetemp=/var/tmp/tests", __file__]
    command = [*ordinary, sys.executable, *pytest_here]
    environment = {**os.environ, "HOME": "/var/tmp", "TMPDIR": "/var/tmp"}
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, env=environment)
    assert done.returncode == 0, done.stdout
    # This very test, which is root's.
    assert "1 skipped" in done.stdout.splitlines()[-1]


WILLING = """
from autograder.grade.sandbox import available, cold
raise SystemExit(available() or cold())
"""


def test_python_may_lie_where_every_kernel_has_a_folder_of_its_own_and_what_is_hidden_there_stays_hidden(tmp_path, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        folder, hidden = Path(place).resolve(), Path(place).resolve() / "staff"
        folder.chmod(0o755)
        hidden.mkdir()
        (hidden / "answers.py").write_text("secret = 42")
        (folder / "seen.py").write_text("said = 'seen'")
        python, staff = [*mounts.python_folders(), folder], [*mounts._staff_folders(), hidden]
        for module in (mounts, supplies):
            monkeypatch.setattr(module, "python_folders", lambda: python)
        monkeypatch.setattr(mounts, "_staff_folders", lambda: staff)
        with Kernel(tmp_path, warm=("import colorsys",)) as one:
            assert one.run(f"import os, sys; sys.path.append('{folder}'); import seen; print(seen.said)").strip() == "seen"
            assert one.run(f"print(os.listdir('{hidden}'))").strip() == "[]"
            assert "Read-only" in one.run(f"open('{folder}/new', 'w')")
            assert "Error" in one.run(f"open('{hidden}/new', 'w')")
