"""What a run leaves, reads and says: the secret, temporary folders, files that travel, times, penalties, points, errors."""

import multiprocessing
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
import sqlalchemy as sql
import strange
from faked import BOOK, SOLVED, Class
from hypothesis import example, given
from hypothesis import strategies as st
from strange import CHAPTER, HERE, NOTEBOOK, TOPIC, Content, File, Folder, Link
from traitlets.config import Config
from typer.testing import CliRunner

from autograder.after import export
from autograder.cli import app
from autograder.course import NotReady, load_config
from autograder.grade import clusters, fleet, folders, scratch, timestamp, worker
from autograder.grade.examiner import Examine
from autograder.grade.sandbox.warm import SandboxFailed
from autograder.grade.secret import read_or_make
from autograder.grade.sitting import Rules
from autograder.grade.steps import apply
from autograder.grade.submission import Submission, TooLarge


@pytest.fixture
def faked(monkeypatch) -> Iterator[Class]:
    """A class of one, whose examination costs nothing."""
    made = Class(monkeypatch)
    made.put("ada")
    yield made
    strange.remove(made.root)


def handed_in(**beside: File | Folder | Link) -> Folder:
    """The solved notebook, with files beside it."""
    return Folder({HERE: Folder({NOTEBOOK: File(SOLVED), **{name.encode(): node for name, node in beside.items()}})})


def at(time: str) -> Folder:
    """The solved notebook, handed in at a time."""
    return handed_in(**{"timestamp.txt": File(time.encode())})


# ------------------------------------------------------------------------------------------- the secret


@pytest.mark.parametrize("content", [b"", b"\n", b"0" * 63 + b"\n", b"0" * 64, b"a phrase of somebody's\n" * 3, b"\xff" * 65])
def test_a_secret_that_is_not_whole_is_refused(tmp_path, content):
    path = tmp_path / ".handgrad-secret"
    path.write_bytes(content)
    with pytest.raises(NotReady, match="not the whole secret"):
        read_or_make(path)
    assert path.read_bytes() == content


def test_a_secret_that_others_can_read_is_taken_from_them(tmp_path):
    path = tmp_path / ".handgrad-secret"
    secret = read_or_make(path)
    path.chmod(0o644)
    assert read_or_make(path) == secret
    assert path.stat().st_mode & 0o077 == 0


def test_runs_that_begin_at_once_agree_on_one_secret(tmp_path):
    found: list[bytes] = []
    runs = [threading.Thread(target=lambda: found.append(read_or_make(tmp_path / ".handgrad-secret"))) for _ in range(20)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert len(found) == 20
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [".handgrad-secret"]


def test_a_disk_that_is_full_leaves_no_secret(tmp_path):
    program = ("import resource, sys, pathlib; resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
               "from autograder.grade.secret import read_or_make; read_or_make(pathlib.Path(sys.argv[1]))")
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "secret")], capture_output=True, text=True)
    assert "File too large" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_gradebook_that_is_no_file_has_its_secret_in_the_courses_folder(tmp_path):
    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    assert Examine(config=config).secret("postgresql://localhost/grades") == read_or_make(tmp_path / ".handgrad-secret")


# ------------------------------------------------------------------------------------------- temporary folders


SLEEPER = """
import os, sys, time
from autograder.grade.scratch import scratch
(scratch() / "of-ada.ipynb").touch()
print("ready", flush=True)
if sys.argv[1] == "stay":
    time.sleep(600)
"""


def sleeper(place: Path, how: str) -> subprocess.Popen:
    """A process that keeps a student's file in its temporary folder, and stays or ends."""
    process = subprocess.Popen([sys.executable, "-c", SLEEPER, how], env=os.environ | {"TMPDIR": str(place)},
                               stdout=subprocess.PIPE, text=True)
    with process.stdout as said:
        assert said.readline() == "ready\n"
    return process


def test_a_process_that_ends_or_is_killed_leaves_nothing_of_a_students_in_the_temporary_folder(tmp_path, monkeypatch):
    def left() -> list[Path]:
        return list(tmp_path.rglob("*.ipynb"))

    sleeper(tmp_path, "end").wait()
    assert list(tmp_path.iterdir()) == []
    killed, living = sleeper(tmp_path, "stay"), sleeper(tmp_path, "stay")
    try:
        killed.kill()
        killed.wait()
        assert len(left()) == 2
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        scratch.clear()
        assert len(left()) == 1, "what a living process holds is taken from it, or a dead one's stays"
    finally:
        living.kill()
        living.wait()
    scratch.clear()
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_folder_that_somebody_else_has_made_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"handgrad-{os.geteuid()}").symlink_to("/")
    with pytest.raises(NotReady, match="not a folder of yours alone"):
        scratch.clear()


# ------------------------------------------------------------------------------------------- worker processes

@dataclass(frozen=True)
class Does:
    """A task that does something else than examine."""

    does: str
    seconds: int = 600

    @property
    def rules(self) -> Rules:
        """How long it may take."""
        return Rules(notebook_timeout=self.seconds)


def do(task: Does) -> object:
    """What a task is to do, in a worker process."""
    return eval(task.does, {"os": os, "sys": sys, "time": time})


@pytest.fixture
def crew(monkeypatch) -> Iterator[clusters.OnThisMachine]:
    """Two worker processes, which do what they are told."""
    # Who hangs is given up once his own time is over.
    monkeypatch.setattr(clusters, "BEYOND", 0)
    found = clusters.OnThisMachine(2, do)
    yield found
    found.end()


def test_a_worker_that_is_killed_raises_or_hangs_takes_no_other_submission_with_it(crew):
    told = {"ada": Does("1"), "killed": Does("os.kill(os.getpid(), 9)"), "bob": Does("2"), "raises": Does("1 / 0"),
            "cyd": Does("3"), "ends": Does("sys.exit(3)"), "hangs": Does("time.sleep(600)", 1),
            "dan": Does("4")}
    answers = {student: answer for student, _, answer in crew.examine(iter(told.items()))}
    assert {student: answers[student] for student in ("ada", "bob", "cyd", "dan")} == {"ada": 1, "bob": 2, "cyd": 3, "dan": 4}
    assert "killed each time" in str(answers["killed"])
    assert str(answers["raises"]) == "ZeroDivisionError: division by zero"
    assert str(answers["ends"]) == "SystemExit: 3"
    assert "not be examined in time" in str(answers["hangs"])


def listening(pid: int) -> list[str]:
    """The sockets on which a process waits for others, of any kind."""
    handles = [os.readlink(handle) for handle in Path(f"/proc/{pid}/fd").iterdir() if os.path.islink(handle)]
    inodes = {match[1] for handle in handles if (match := re.fullmatch(r"socket:\[(\d+)\]", handle))}
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    # A socket that listens: 0A for those of a network, a flag for those of Unix.
    found = [row[1] for row in rows if row[3] == "0A" and row[9] in inodes]
    unix = [line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:]]
    return found + [" ".join(row) for row in unix if int(row[3], 16) & 0x10000 and row[6] in inodes]


def test_a_local_run_listens_nowhere_and_another_user_reaches_neither_its_pipes_nor_its_secret(crew, tmp_path):
    with socket.create_server(("127.0.0.1", 0)):
        assert listening(os.getpid()), "this test sees no socket that listens"
    answers = crew.examine(iter({"ada": Does("os.getpid()"), "bob": Does("time.sleep(5)"), "cyd": Does("os.getpid()")}.items()))
    _, _, worker = next(answers)
    assert listening(worker) == []
    assert not [path for path in multiprocessing.active_children() if listening(path.pid)]
    if os.getuid() != 0:
        pytest.skip("Only root can act as another user.")
    read_or_make(tmp_path / "secret")
    for path in (f"/proc/{worker}/fd/0", f"/proc/{worker}/environ", f"/proc/{worker}/mem", tmp_path / "secret"):
        done = subprocess.run(["/bin/cat", str(path)], user=strange.NOBODY, cwd="/", capture_output=True, text=True)
        assert "Permission denied" in done.stderr, f"nobody reads {path}"


# ------------------------------------------------------------------------------------------- what travels


def test_an_environment_and_a_history_do_not_travel_are_named_and_the_notebook_is_graded(faked):
    many = Folder({b"%d.py" % number: File() for number in range(3_000)})
    faked.put("ada", handed_in(**{".venv": many, "mine": Folder({b"pyvenv.cfg": File(), b"lib": many}), "__pycache__": many,
                                  ".git": Folder({b"pack": File(bytes(300 * 2**20))}), "help.py": File(b"x = 1"),
                                  "data": Folder({b"large.bin": File(bytes(200 * 2**20)), b"small.csv": File(b"1")}),
                                  "more.bin": File(bytes(100 * 2**20)), ".ipynb_checkpoints": many}))
    outcome = faked.grade()["ada"]
    assert outcome.state == "repaired"
    assert outcome.says == ("These were left out, because a notebook has no use for them or they are too much: "
                            ".git/, .venv/, data/large.bin, mine/.",)
    assert faked.scores() == {"ada": BOOK.total}
    page = faked.root / "autograded" / "ada" / CHAPTER
    assert ".git/, .venv/" in (page / f"{TOPIC}.ipynb").read_text("utf-8"), "the student is not told"
    assert sorted(path.name for path in page.iterdir()) == [
        f"{TOPIC}.ipynb", "data", "help.py", "more.bin", "submission_secret.txt", "timestamp.txt"]


def test_of_too_many_files_the_notebook_and_those_near_it_travel(tmp_path):
    images = Folder({b"%05d.png" % number: File(b"1") for number in range(2_500)})
    deep = Folder({b"d" * 100: Folder({b"e" * 100: Folder({NOTEBOOK: File(b"{}")})})})
    strange.put(tmp_path, b"here", Folder({b"images": images, b"zz.py": File(b"1"), b"deep": deep}))
    found = Submission.read(tmp_path / "here")
    names = [name for name, _ in found.files]
    assert b"zz.py" in names
    assert any(name.endswith(NOTEBOOK) for name in names)
    assert len(names) + len({os.path.dirname(name) for name in names}) < 2_000
    assert len(names) + len(found.left_out) == 2_502


def test_a_notebook_that_no_sandbox_holds_is_refused_and_another_file_is_left_out(tmp_path):
    strange.put(tmp_path, b"here", Folder({NOTEBOOK: File(b"123456"), b"x": File(b"12"), b"y": File(b"1234567")}))
    found = Submission.read(tmp_path / "here", most=8)
    assert (found.files, found.left_out) == (((NOTEBOOK, b"123456"), (b"x", b"12")), (b"y",))
    with pytest.raises(TooLarge, match="Clear the outputs"):
        Submission.read(tmp_path / "here", most=5)


# ------------------------------------------------------------------------------------------- times, penalties, points


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-01-30 10:20:30.123456 UTC", "2026-01-30 10:20:30.123456"), ("2026-01-30 10:20:30", "2026-01-30 10:20:30"),
        ("2026-01-30 10:20:30 +0300", "2026-01-30 07:20:30"), ("2026-01-30 10:20:30+03:00", "2026-01-30 07:20:30"),
        ("2026-01-30 10:20:30 MSK", "2026-01-30 07:20:30"), ("2026-07-30 10:20:30 CEST", "2026-07-30 08:20:30"),
        ("2026-01-30 10:20:30 America/New_York", "2026-01-30 15:20:30"), ("2026-01-30T10:20Z", "2026-01-30 10:20"),
        ("\ufeff2026-01-30 10:20 UTC\n", "2026-01-30 10:20"), ("2026-01-30 10:20 EST", "2026-01-30 15:20"),
        ("2026-01-30 10:20 CST", None), ("2026-01-30 10:20 HERE", None), ("today", None), ("10:20", None), ("2026-01-30", None),
        ("2026-02-30 10:20", None), ("2026-01-30 10:20 +9999", None), ("0001-01-01 00:00 +1400", None), ("", None),
    ],
)
def test_a_time_is_read_as_it_is_meant(text, time):
    assert timestamp.moment(text.encode()) == (datetime.fromisoformat(time) if time else None)


def test_an_abbreviation_that_several_zones_use_is_meant_in_the_courses_own():
    assert timestamp.moment(b"2026-01-30 10:20 CST", "America/Chicago") == datetime(2026, 1, 30, 16, 20)
    assert timestamp.moment(b"2026-01-30 10:20 CST", "Asia/Shanghai") == datetime(2026, 1, 30, 2, 20)


@example(content=b"2026-01-30 10:20:30 Etc/GMT-14")
@given(content=st.one_of(st.binary(), st.sampled_from(strange.TIMES), st.text().map(str.encode),
                         st.from_regex(timestamp.FORM, fullmatch=True).map(str.encode)))
def test_any_time_that_is_read_nbgrader_reads_alike(content):
    from nbgrader.utils import parse_utc

    time = timestamp.moment(content)
    assert time is None or parse_utc(timestamp.written(time)) == time
    assert bool(content.strip() and time is None) == bool(timestamp.note(content, "UTC"))


def test_a_time_that_is_none_is_named_and_the_work_is_graded(faked):
    faked.put("ada", at("I handed in on time"))
    faked.put("bob", at("2026-01-30 10:20:30 MSK"))
    outcomes = faked.grade()
    assert outcomes["ada"].state == "repaired"
    assert "timestamp.txt names no time" in outcomes["ada"].says[0]
    assert faked.scores() == {"ada": BOOK.total, "bob": BOOK.total}
    with faked.gradebook() as gradebook:
        assert gradebook.find_submission(CHAPTER, "bob").timestamp == datetime(2026, 1, 30, 7, 20, 30)
        assert gradebook.find_submission(CHAPTER, "ada").timestamp is None


CHANGED = "The late penalty was {:g} and is {:g} now: the due date, an extension or the rule for penalties has changed."
ZERO = "c.LateSubmissionPlugin.penalty_method = 'zero'"


def set_due(faked: Class, due: datetime | None) -> None:
    """The instructor sets the due date."""
    with faked.gradebook() as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate=due)


def test_a_due_date_an_extension_and_a_rule_for_penalties_that_change_change_the_grade_without_an_examination(faked):
    faked.put("ada", at("2026-01-30 12:00:00 UTC"))
    faked.configure(ZERO)
    faked.grade()
    set_due(faked, datetime(2026, 1, 29))
    assert faked.grade()["ada"].says == (CHANGED.format(0, BOOK.total),)
    assert faked.scores() == {"ada": 0}
    assert faked.grade()["ada"].says == ()
    with faked.gradebook() as gradebook:
        gradebook.grant_extension(CHAPTER, "ada", days=3)
    assert faked.grade()["ada"].says == (CHANGED.format(BOOK.total, 0),)
    assert faked.scores() == {"ada": BOOK.total}
    set_due(faked, datetime(2026, 1, 1))
    faked.grade()
    assert faked.scores() == {"ada": 0}
    faked.configure("c.LateSubmissionPlugin.penalty_method = 'none'")
    faked.grade()
    assert faked.scores() == {"ada": BOOK.total}
    assert faked.crew.asked == ["ada"]


def test_an_extension_of_no_due_date_stops_nobody(faked):
    faked.put("ada", at("2026-01-30 12:00:00 UTC"))
    faked.put("bob", at("2026-01-30 12:00:00 UTC"))
    faked.configure(ZERO)
    faked.grade()
    with faked.gradebook() as gradebook:
        gradebook.grant_extension(CHAPTER, "ada", days=3)
    assert {one.state for one in faked.grade().values()} == {"graded before"}
    assert {one.state for one in faked.grade(force=True).values()} == {"graded"}


def test_a_penalty_follows_a_mark_that_was_given_by_hand_and_the_mark_stays(faked):
    faked.put("ada", at("2026-01-30 12:00:00 UTC"))
    faked.configure(ZERO)
    faked.grade()
    (written,) = [c.metadata.nbgrader.grade_id for c in BOOK.handout.cells if c.metadata.get("nbgrader", {}).get("solution")
                  and c.cell_type == "markdown"][:1]
    set_due(faked, datetime(2026, 1, 29))
    with faked.gradebook() as gradebook:
        gradebook.find_grade(written, TOPIC, CHAPTER, "ada").manual_score = 3
        gradebook.db.commit()
    changed, failed = export.settle(faked.root, load_config(faked.root), [])
    assert changed == [f"{CHAPTER}, ada: " + CHANGED.format(0, BOOK.total + 3)]
    assert failed == []
    with faked.gradebook() as gradebook:
        assert gradebook.find_grade(written, TOPIC, CHAPTER, "ada").manual_score == 3
    assert faked.scores() == {"ada": 0}


def test_a_student_who_is_entered_has_the_rows_that_nbgraders_own_gradebook_makes(faked, tmp_path):
    faked.grade()
    nb = nbformat.read(faked.root / "autograded" / "ada" / CHAPTER / f"{TOPIC}.ipynb", as_version=4)
    with fleet.Run(faked.root, CHAPTER).ledger as ledger, ledger._transaction():
        # Through nbgrader's own gradebook, where a run has `Entries`.
        ledger.desk.page = tmp_path
        ledger.steps.enter(CHAPTER, "bob", TOPIC)
        apply(ledger.scoring, nb, ledger._resources("bob"), ledger.config)
    with faked.gradebook() as gradebook:
        ada, bob = (rows(gradebook.find_submission_notebook(TOPIC, CHAPTER, student)) for student in ("ada", "bob"))
        assert ada == bob
        assert len(ada) > len(BOOK.points)


def rows(notebook):
    """A student's rows in nbgrader's tables, without their keys."""
    grades = [(g.cell.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade) for g in notebook.grades]
    comments = [(c.cell.name, "comment", c.auto_comment, c.manual_comment) for c in notebook.comments]
    return {("page", notebook.flagged, notebook.late_submission_penalty), *grades, *comments}


def test_a_student_is_entered_in_a_dozen_statements(faked):
    faked.put("bob")
    run = fleet.Run(faked.root, CHAPTER)
    outcomes = run.grade(run.students(), faked.crew)
    # With the first student comes what is asked once for all.
    next(outcomes)
    sent = []
    sql.event.listen(run.ledger.engine, "before_cursor_execute", lambda _, __, statement, *more: sent.append(statement))
    assert [outcome.state for outcome in outcomes] == ["graded"]
    assert 0 < len(sent) <= 12


@pytest.mark.parametrize("how", ["grade", "export"])
def test_points_that_change_in_the_gradebook_change_the_grade_without_an_examination(faked, how):
    faked.grade()
    with faked.gradebook() as gradebook:
        gradebook.find_grade_cell("check_affine_backward", TOPIC, CHAPTER).max_score += 8
        gradebook.find_grade("check_relu_backward", TOPIC, CHAPTER, "ada").manual_score = 1.5
        gradebook.db.commit()
    total = BOOK.total + 8 - BOOK.points["relu_backward"] + 1.5
    if how == "grade":
        assert faked.grade()["ada"].says[0].startswith("The points of the exercises have changed: the score was")
    else:
        export.settle(faked.root, load_config(faked.root), [CHAPTER])
    assert faked.scores() == {"ada": total}
    page = (faked.root / "autograded" / "ada" / CHAPTER / f"{TOPIC}.ipynb").read_text("utf-8")
    assert f"({BOOK.points['affine_backward'] + 8:g} of {BOOK.points['affine_backward'] + 8:g} points)" in page
    assert faked.grade()["ada"].says == ()
    assert faked.crew.asked == ["ada"]


def test_a_rule_for_penalties_that_fails_for_one_student_leaves_the_others_theirs(faked):
    rule = ("from nbgrader.plugins import LateSubmissionPlugin\n\nclass Fails(LateSubmissionPlugin):\n"
            "    def late_submission_penalty(self, student, score, seconds):\n"
            "        return 5 if student != 'bob' else 1 / 0\n\nc.AssignLatePenalties.plugin_class = Fails")
    for student in ("ada", "bob", "cyd"):
        faked.put(student, at("2026-01-30 12:00:00 UTC"))
    faked.grade()
    set_due(faked, datetime(2026, 1, 29))
    faked.configure(rule)
    outcomes = faked.grade()
    assert {name: one.state for name, one in outcomes.items()} == {"ada": "graded before", "bob": "not graded",
                                                                   "cyd": "graded before"}
    assert faked.scores() == {"ada": BOOK.total - 5, "bob": BOOK.total, "cyd": BOOK.total - 5}
    changed, failed = export.settle(faked.root, load_config(faked.root), [])
    assert (len(changed), len(failed)) == (0, 1)
    assert "bob" in failed[0]


# ------------------------------------------------------------------------------------------- what is said


def run(faked: Class, *words: str, status: int = 1) -> str:
    """What a command says in the class's folder, which ends with this status and never with a traceback."""
    done = CliRunner().invoke(app, [*words, "--course", str(faked.root)] if words[0] != "--debug" else list(words),
                              env={"COLUMNS": "200"})
    said = done.stdout + done.stderr
    assert done.exit_code == status, said
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in said
    return re.sub(r"\s+", " ", said)


def test_a_student_that_nobody_is_called_is_said_with_those_that_there_are(faked):
    faked.put("x[1]")
    assert "Nobody who handed in is called typo. There are: ada, x[1]." in run(faked, "grade", CHAPTER, "--students", "typo")
    assert "called b*." in run(faked, "grade", CHAPTER, "--students", "ada,b*")
    assert "graded: 1" in run(faked, "grade", CHAPTER, "--students", "x[1]", status=0)
    assert faked.crew.asked == ["x[1]"]


def test_everybody_who_is_not_graded_is_named_and_the_status_says_so(faked):
    for name, node in {"afile": File(), "up": Folder({HERE.upper(): Folder()}), "[bold]b": Folder({HERE: Link(b"..")}),
                       "loose": Folder({NOTEBOOK: File(SOLVED)}), "none": Folder(), ".git": Folder()}.items():
        faked.put(name, node)
    said = run(faked, "grade", "04")
    assert "graded: 1, not graded: 4" in said
    for words in ("submitted/afile is no folder", "is called 04-BACKPROP-MATRIX. Rename it to 04-backprop-matrix", "[bold]b",
                  "is a link, and links are not followed", "lies in submitted/loose itself", "Handed in nothing: none"):
        assert words in said
    assert "graded before: 1" in run(faked, "grade", "04")


def test_a_folder_that_is_no_course_is_said(faked, tmp_path, monkeypatch):
    (faked.root / "nbgrader_config.py").unlink()
    assert "There is no nbgrader_config.py" in run(faked, "grade", "04")
    (faked.root / "nbgrader_config.py").write_text("c = get_config(\n", "utf-8")
    assert "cannot be read: SyntaxError" in run(faked, "grade", "04")
    (faked.root / "nbgrader_config.py").write_text("c = get_config()\n", "utf-8")
    assert "call configure(c, root)" in run(faked, "grade", "04")


def test_a_class_without_submissions_is_told_where_they_belong(faked):
    strange.remove(faked.root / "submitted" / "ada")
    assert "No submission was found. Put them into" in run(faked, "grade", "04")
    strange.remove(faked.root / "submitted")
    assert "Submissions belong in" in run(faked, "grade", "04")


def test_a_gradebook_that_is_locked_or_is_none_is_said_with_the_way_out(faked):
    run(faked, "grade", "04", status=0)
    lock = sqlite3.connect(faked.root / "gradebook.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    assert "is locked by another program" in run(faked, "grade", "04")
    lock.close()
    (faked.root / "gradebook.db").write_bytes(b"junk" * 1000)
    for words in (["grade", "04"], ["report", "04"], ["open", "04"]):
        assert "is no gradebook" in run(faked, *words)
    strange.put(faked.root, b"gradebook.db", Folder())
    assert "cannot be opened" in run(faked, "grade", "04")


def test_a_folder_that_cannot_be_written_and_a_disk_that_is_full_are_said(faked, monkeypatch):
    with strange.ordinary_user():
        faked.root.chmod(0o555)
        said = run(faked, "grade", "04")
        faked.root.chmod(0o755)
    assert "Give yourself the right" in said
    monkeypatch.setattr(worker, "examine", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device", "/tmp/x")))
    assert "The disk is full: /tmp/x cannot be written. Make room" in run(faked, "grade", "04")


def test_what_nobody_foresaw_is_a_sentence_and_a_traceback_only_with_debug(faked, monkeypatch):
    monkeypatch.setattr(folders, "students", lambda *_: 1 / 0)
    assert "ZeroDivisionError: division by zero. This was not foreseen" in run(faked, "grade", "04")
    for words in (["--debug", "grade", "04"], ["grade", "04", "--debug"]):
        done = CliRunner().invoke(app, [*words, "--course", str(faked.root)])
        assert isinstance(done.exception, ZeroDivisionError)


def test_a_sandbox_that_fails_is_told_as_the_machines_doing_with_the_way_out(faked, monkeypatch):
    def fails(*_):
        raise SandboxFailed("The kernel was not ready in time.")

    faked.put("ada")
    monkeypatch.setattr(worker, "examine", fails)
    says = run(faked, "grade", "04")
    assert "The kernel was not ready in time. That is this machine's doing. Run the command" in says



@pytest.mark.parametrize("words", [["grade", "99"], ["grade", "nowhere"], ["open", "nowhere"], ["report", "nowhere"],
                                   ["doctor", "nowhere"]])
def test_a_chapter_that_there_is_not_is_said_with_those_that_there_are(faked, words):
    assert "There are: 01-neuron" in run(faked, *words)


def test_no_job_at_a_time_is_refused(faked):
    assert "Invalid value for '--jobs'" in run(faked, "grade", "04", "--jobs", "0", status=2)


def test_a_newer_python_than_the_graders_is_said_before_anybody_is_examined(faked):
    newer = Content(SOLVED.replace(b'"language_info": {', b'"language_info": {"version": "3.99.1", ', 1))
    faked.put("ada", Folder({HERE: Folder({NOTEBOOK: File(newer)})}))
    assert "Some submissions were saved with Python 3.99" in run(faked, "grade", "04", status=0)


def test_the_doctor_looks_at_what_travels_and_names_who_cannot_be_graded(faked):
    faked.put("bob", File())
    many = Folder({b"%d.py" % number: File() for number in range(2_100)})
    faked.put("cyd", handed_in(env=Folder({b"pyvenv.cfg": File(), b"lib": many})))
    said = run(faked, "doctor", "04", status=0)
    assert "fine: 1, mended: 1, refused: 0, not graded: 1" in said
    assert "left out" in said


def test_a_report_on_a_damaged_graded_notebook_names_it_and_counts_the_others(faked):
    faked.put("bob")
    faked.grade()
    (faked.root / "autograded" / "bob" / CHAPTER / f"{TOPIC}.ipynb").unlink()
    run(faked, "report", "04", status=0)
    page = (faked.root / "reports" / f"{CHAPTER}.html").read_text("utf-8")
    assert "is gone, or cannot be read" in page
