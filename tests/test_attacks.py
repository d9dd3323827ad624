"""No attack gains a point, reads what it should not, or harms the machine that grades.

Each attack in `autograder/attacks/` is a cell in the notebook of somebody who has not solved `affine_backward` and has
solved `relu_backward`: worth the points of the second. An attack says in the list `gained` what it got hold of.
"""

import asyncio
import copy
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from test_sandbox import ANEW, AS_USUAL, USUAL, Loaded, wait_until

from autograder import demo
from autograder.course import here
from autograder.grade import listener
from autograder.grade.judge import is_check, judge_both, read_replies
from autograder.grade.kept import both_parts
from autograder.grade.sandbox import available, kernel_manager
from autograder.grade.sandbox.limits import Limits
from autograder.grade.sitting import Rules, Sitting
from autograder.workbook import Workbook
from handgrad.kit import exercise, wire

pytestmark = pytest.mark.skipif(available() is not None, reason=str(available()))

ATTACKS = {str(path.relative_to(demo.ATTACKS).with_suffix("")): path for path in sorted(demo.ATTACKS.rglob("*.py"))}
COURSE = here()
BOOK = Workbook(COURSE, COURSE.chapter("backprop_matrix"))
LIMITS = Limits(memory_bytes=2**30)
# What these do to their own kernel makes it useless to them too: nothing that comes after it is earned.
BREAKS_ITS_OWN_KERNEL = {
    "a_kernel_that_always_says_ok",
    "a_kit_of_ones_own",
    "an_answer_sent_before_it_is_asked",
    "channel/a_message_nested_without_end",
    "channel/a_message_of_150_megabytes",
    "channel/a_message_with_a_wrong_signature",
    "channel/a_message_without_its_header",
    "channel/a_number_of_ten_thousand_digits",
    "channel/a_reply_that_says_how_many_points",
    "channel/a_thousand_answers",
    "channel/frames_that_are_no_message",
    "drop_the_checks_before_they_run",
    "hooks/a_codec_and_an_import_hook",
    "hooks/a_trace_on_every_function",
    "hooks/builtins_of_its_own",
    "hostile_headers_in_the_answer",
    "machinery/a_publisher_of_its_own",
    "machinery/do_execute_replaced",
    "machinery/only_the_cases_shown_are_answered",
    "machinery/the_question_rewritten",
    "memory/a_little_in_many_processes",
    "processes/a_fork_bomb",  # no thread can be started after it, and without one no long answer is sent
    "processes/stop_what_is_above",
    "threads/a_thread_that_answers_first",
    "threads/as_many_threads_as_there_are",  # likewise
    "time/a_function_that_does_not_stop",
    "time/a_kernel_that_stops_itself",
    "time/a_loop_in_c",
    "time/an_alarm_that_ends_the_kernel",
    "time/replies_without_end",
}
# These aim at what lies around and beneath a kernel: processes, mounts, memory that it was given.
BENEATH = {"parent", "processes"}
# The others leave a kernel that can be asked on: they are tried one after the other, a family in one kernel.
FAMILIES: dict[str, list[str]] = {}
for one in sorted(ATTACKS.keys() - BREAKS_ITS_OWN_KERNEL):
    FAMILIES.setdefault(one.rpartition("/")[0] or "demo", []).append(one)


@pytest.fixture
def _not_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less for a kernel that was stopped."""
    monkeypatch.setattr(listener, "READY", 1)
    monkeypatch.setattr(listener, "GRACE", 4)
    monkeypatch.setattr(listener.Listener, "iopub_timeout", 1)


class Place:
    """A folder of one student's beside the gradebook and another student's work, and a service on this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.work = root / "submitted" / "ada" / "04-backprop-matrix"
        self.other = root / "submitted" / "bob" / "04-backprop-matrix"
        for folder in (self.work, self.other):
            folder.mkdir(parents=True)
        (root / "gradebook.db").write_text("everyone's points")
        (root / ".handgrad-secret").write_text("the seed of all inputs")
        (self.other / "of-bob.txt").write_text("bob's work")
        self.before = self.files()
        self.services = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
        self.services[1].bind(f"\0handgrad-test-{self.port}")  # tests run side by side
        self.services[1].listen()
        # So that `accept` says at once that nobody called.
        for service in self.services:
            service.setblocking(False)

    @property
    def port(self) -> int:
        """Where the service listens."""
        return int(self.services[0].getsockname()[1])

    def files(self) -> dict[str, str | None]:
        """All files and what they hold."""
        return {str(path): path.read_text() if path.is_file() else None for path in sorted(self.root.rglob("*"))}

    def unharmed(self) -> bool:
        """Whether no file has changed, nobody called at the service, and no process was left behind."""
        called = False
        for service in self.services:
            try:
                service.accept()
                called = True
            except BlockingIOError:
                pass
        return self.files() == self.before and not called and wait_until(lambda: not left_behind(self.port))

    def close(self) -> None:
        """End the services."""
        for service in self.services:
            service.close()


def left_behind(port: int) -> list[int]:
    """Processes of this machine that an attack started to outlive its kernel."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"handgrad-left-behind-{port}\0".encode() in folder.joinpath("cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "course")
    yield place
    for pid in left_behind(place.port):
        os.kill(pid, signal.SIGKILL)
    place.close()


def sat(place: Place, attacks: list[str], timeout: int, warm: Loaded) -> NotebookNode:
    """The examined notebook of somebody who tries these attacks, each before a check of its own."""
    checks = {c.metadata.nbgrader.grade_id: c for c in BOOK.handout.cells if "nbgrader" in c.metadata}
    public = len(exercise.load("affine_backward").cases)
    nb = new_notebook()
    nb.cells = [new_code_cell(f"import numpy as np\nfrom handgrad import check\nPORT, PUBLIC = {place.port}, {public}")]
    for name in attacks:
        nb.cells += [
            # Anew each time: the attack before may have put something in its place.
            new_code_cell(demo.NOTHING_RIGHT),
            new_code_cell(ATTACKS[name].read_text("utf-8")),
            copy.deepcopy(checks["check_affine_backward"]),
            new_code_cell(f"print({name!r}, 'gained', gained)"),
        ]
    nb.cells += [new_code_cell(BOOK.solutions["relu_backward"]), copy.deepcopy(checks["check_relu_backward"])]
    rules = Rules(timeout=timeout, notebook_timeout=1800)
    asyncio.run(Sitting(nb, lambda: kernel_manager(place.work, LIMITS, warm=warm), b"secret", rules).run())
    return nb


def scores(nb: NotebookNode, name: str) -> list[float]:
    """The scores of an exercise's checks."""
    return [float(c.outputs[0].data["text/plain"]) for c in nb.cells if is_check(c) and c.metadata.nbgrader.grade_id == name]


def said(nb: NotebookNode) -> list[str]:
    """What the attacks say that they gained."""
    texts = [o.text for c in nb.cells if c.cell_type == "code" for o in c.outputs if o.output_type == "stream"]
    return [line for text in texts for line in text.splitlines() if " gained " in line]


# Every attack is tried on kernels as a class gets them; on those that are started anew what aims at what differs, and each
# night the rest.
WAYS = [pytest.param(family, USUAL, id=f"{family}-{AS_USUAL}") for family in FAMILIES]
WAYS += [pytest.param(family, None, id=f"{family}-{ANEW}", marks=[] if family in BENEATH else pytest.mark.nightly)
         for family in FAMILIES if USUAL is not None]


@pytest.mark.parametrize(("family", "warm"), WAYS)
def test_a_family_of_attacks_gains_nothing(family: str, warm: Loaded, place: Place) -> None:
    names = FAMILIES[family]
    nb = sat(place, names, 300, warm)
    assert dict(zip(names, scores(nb, "check_affine_backward"), strict=True)) == dict.fromkeys(names, 0)
    assert scores(nb, "check_relu_backward") == [BOOK.points["relu_backward"]]
    told = said(nb)
    assert [line for line in told if not line.endswith("gained []")] == []
    assert family == "demo" or len(told) == len(names), f"of {names} only these came to their end: {told}"
    assert place.unharmed()


@pytest.mark.usefixtures("_not_long")
@pytest.mark.parametrize("warm", [pytest.param(USUAL, id=AS_USUAL), pytest.param(None, id=ANEW, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("name", sorted(BREAKS_ITS_OWN_KERNEL))
def test_an_attack_that_breaks_its_own_kernel_loses_what_comes_after(name: str, warm: Loaded, place: Place) -> None:
    nb = sat(place, [name], 2, warm)
    assert scores(nb, "check_affine_backward") == [0]
    # Without the attack's cell a new kernel may earn it after all.
    assert scores(nb, "check_relu_backward")[0] in (0, BOOK.points["relu_backward"])
    assert [line for line in said(nb) if not line.endswith("gained []")] == []
    assert place.unharmed()


@pytest.mark.parametrize("warm", [USUAL, None], ids=[AS_USUAL, ANEW])
def test_files_named_like_pythons_own_take_the_place_of_nothing(place: Place, warm: Loaded) -> None:
    for name in ("numpy", "json", "ipykernel_launcher", "handgrad", "sitecustomize"):
        (place.work / f"{name}.py").write_text("raise SystemExit('not the real one')")
    place.before = place.files()
    nb = sat(place, ["print_the_score"], 300, warm)
    assert scores(nb, "check_affine_backward") == [0]
    assert scores(nb, "check_relu_backward") == [BOOK.points["relu_backward"]]


@pytest.mark.parametrize("name", ["jacobian_size", "graph_by_hand", "affine_backward", "fewest_steps"])
def test_an_answer_made_to_break_the_judge_earns_nothing_and_is_judged(name: str) -> None:
    public, secret = both_parts(name, b"secret")
    count = len(public.cases) + len(secret.cases)
    for value in (10**400, [[10**4000]], float("nan"), [[1], [1, 2]], "x" * 10**6, [0.5] * 10**5, None, {"a": []}, np.zeros(0)):
        outputs = {part: {"plain": wire.encode(value)} for part in public.rules}
        plain = [{"outputs": outputs, "changed": [], "returned": ""}] * count
        shown, hidden = plain[: len(public.cases)], plain[len(public.cases) :]
        found = judge_both(public, secret, [*read_replies(public, shown), *read_replies(secret, hidden)])
        assert found.share == 0
        assert found.says


def test_the_attacks_are_at_least_fifty() -> None:
    assert len(ATTACKS) >= 50
