"""Every command that the docs or a message tell is run here, in the state in which it is read."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sql
import strange
from conftest import COURSE
from faked import BOOK, SOLVED
from strange import CHAPTER, HERE, NOTEBOOK, TOPIC, Content, File, Folder

from autograder.grade.sandbox import available

needs_sandbox = pytest.mark.skipif(available() is not None, reason=str(available()))
# What a reader replaces: an address of one's own, an environment that is there already.
MINE = {
    "10.0.0.5:8786": "{address}",
    "--host 10.0.0.5": "--host 127.0.0.1 --port 0 --no-dashboard --scheduler-file scheduler.json",
    "--nworkers 4": "--nworkers 1 --no-dashboard",
    ". .venv/bin/activate": f". {Path(sys.prefix) / 'bin' / 'activate'}",
}
# These run until somebody ends them.
SERVERS = ("dask ",)
# What takes long, and has tests of its own: here it is only looked for.
MADE = ("make ",)


def commands(page: str) -> list[str]:
    """The commands of a page: its indented lines, without comments and without the lines of Python."""
    text = (COURSE.root / "docs" / page).read_text("utf-8")
    lines = [line.partition("#")[0].strip() for line in re.findall(r"^    (\S.*)$", text, re.MULTILINE)]
    return [line for line in lines if not re.match(r"(from|import|print|[a-z.]+ = |cluster\.)", line)]


class Clone:
    """A course as `git clone` and `make build` leave it, in which an instructor types."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.servers: list[subprocess.Popen] = []
        for name in ("nbgrader_config.py", "pyproject.toml", "requirements.lock", "Makefile"):
            shutil.copy(COURSE.root / name, root)
        for name in ("notebooks", "solutions"):
            shutil.copytree(COURSE.root / name / CHAPTER, root / name / CHAPTER)

    def type(self, line: str) -> str:
        """Run a line as a shell does; what it says. Raises `AssertionError` where its status is not 0."""
        for told, mine in MINE.items():
            line = line.replace(told, mine)
        if line.startswith(MADE):
            line = line.replace("make ", "make --dry-run --always-make ")
        if "{address}" in line:
            line = line.replace("tcp://{address}", self.address())
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = os.environ | {"PATH": path, "COLUMNS": "300"}
        if line.startswith(SERVERS):
            self.servers.append(subprocess.Popen(line.split(), cwd=self.root, env=environment, stderr=subprocess.DEVNULL))
            return ""
        done = subprocess.run(["/bin/sh", "-c", line], cwd=self.root, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def address(self) -> str:
        """The address of the scheduler that was started."""
        file = self.root / "scheduler.json"
        while not file.exists() or not file.read_text("utf-8"):
            assert self.servers[0].poll() is None, "the scheduler ended"
            time.sleep(0.1)
        return str(json.loads(file.read_text("utf-8"))["address"])

    def hand_in(self, *students: str) -> None:
        """Put the solved notebook into submitted/, each student's in words of their own."""
        for student in students:
            mine = SOLVED.replace(b"# Backprop", f"# {student}: Backprop".encode(), 1)
            (self.root / "submitted").mkdir(exist_ok=True)
            strange.put(self.root / "submitted", student.encode(), Folder({HERE: Folder({NOTEBOOK: File(Content(mine))})}))


@pytest.fixture
def clone(tmp_path) -> Iterator[Clone]:
    """A fresh clone; what was started in it ends with the test."""
    made = Clone(tmp_path)
    yield made
    for server in made.servers:
        server.terminate()
        server.wait()


@needs_sandbox
def test_the_commands_of_the_instructors_page_do_what_it_says_one_after_the_other(clone):
    with (clone.root / "canvas.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Student", "ID", "SIS Login ID"], ["Ada", "1", "ada"]])
    (clone.root / "moodle.csv").write_text("First name,Email address\nAda,ada\n", "utf-8")
    before = {path: path.read_bytes() for path in (clone.root / "notebooks").rglob("*.ipynb")}
    lines = commands("instructors.md")
    assert len(lines) > 8
    for line in lines:
        if line.startswith("autograder grade"):
            clone.hand_in(f"ada{' of many' if '--scheduler' in line else ''}", "bob")
        clone.type(line)
    for name, column in (("for-canvas.csv", "SIS Login ID"), ("for-moodle.csv", "Email address")):
        (row,) = csv.DictReader((clone.root / name).read_text("utf-8").splitlines())
        assert (row[column], float(row[CHAPTER])) == ("ada", BOOK.total)
    assert (clone.root / "reports" / f"{CHAPTER}.html").exists()
    assert {path: path.read_bytes() for path in (clone.root / "notebooks").rglob("*.ipynb")} == before
    # Nobody handed in through the exchange, and feedback is released all the same.
    exchange = clone.root / "exchange"
    exchange.mkdir(mode=0o777)
    clone.type(f"nbgrader generate_feedback {CHAPTER}")
    clone.type(f"nbgrader release_feedback {CHAPTER} --Exchange.root={exchange}")
    assert len(list(exchange.rglob("*.html"))) == 3


@needs_sandbox
def test_a_report_on_nothing_tells_a_command_that_leads_out(clone):
    clone.hand_in("ada")
    with pytest.raises(AssertionError, match="Run: ") as told:
        clone.type(f"autograder report {CHAPTER}")
    line = re.findall(r"Run: (.+)", str(told.value))[0]
    clone.type(line)
    clone.type(f"autograder report {CHAPTER}")


def rows(path: Path) -> dict[str, list[tuple]]:
    """What a gradebook says of the assignment's cells, without the ids that nbgrader draws."""
    engine = sql.create_engine(f"sqlite:///{path}")
    query = {
        "notebook": "SELECT name, kernelspec FROM notebook",
        "grade": "SELECT name, max_score, grade_cells.cell_type FROM grade_cells JOIN base_cell USING (id)",
        "solution": "SELECT name FROM solution_cells JOIN base_cell USING (id)",
        "source": "SELECT name, cell_type, locked, source, checksum FROM source_cell",
        "assignment": "SELECT name, duedate, course_id FROM assignment",
    }
    with engine.connect() as connection:
        return {name: sorted(map(tuple, connection.execute(sql.text(one)))) for name, one in query.items()}


def test_an_opened_chapter_is_in_the_gradebook_as_nbgrader_itself_would_put_it_there(clone, classroom):
    said = clone.type("autograder open 04")
    assert f"{CHAPTER} is in the gradebook, with 100 points. Submissions belong in submitted/STUDENT/{CHAPTER}/." in said
    classroom.assign(CHAPTER)
    assert rows(clone.root / "gradebook.db") == rows(classroom.root / "gradebook.db")
    assert "Skipping existing assignment" in clone.type(f"nbgrader generate_assignment {CHAPTER}")
    clone.type("autograder open backprop_matrix")
    clone.type(f"nbgrader generate_assignment {CHAPTER} --force")
    assert rows(clone.root / "gradebook.db") == rows(classroom.root / "gradebook.db")
    assert (clone.root / "notebooks" / CHAPTER / f"{TOPIC}.ipynb").read_bytes() == (
        COURSE.notebooks / CHAPTER / f"{TOPIC}.ipynb").read_bytes()
