"""Past one machine: PostgreSQL as the gradebook, and workers that are lost while others go on."""

import random
import subprocess
import sys
from collections.abc import Iterator

import kills
import pytest
from test_fleet import CHAPTER, cluster_of, grade, hand_in, needs_sandbox, stopped, wait_for

from autograder import demo
from benchmarks import postgresql

# A database for each course folder, made when its settings are first read.
CONFIG = """
import psycopg
from pathlib import Path
name = Path(__file__).parent.name.replace("-", "_")
with psycopg.connect({server!r}, autocommit=True) as server:
    if not server.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
        server.execute(f"create database {{name}}")
c.CourseDirectory.db_url = {url!r}.replace("/postgres?", f"/{{name}}?")
"""


@pytest.fixture
def on_postgresql(classroom, assigned, tmp_path) -> Iterator[None]:
    """A course folder whose gradebook, and that of each copy of it, lies in PostgreSQL."""
    if why := postgresql.missing():
        pytest.skip(why)
    type(classroom)(tmp_path / "with a file", assigned).assign(CHAPTER)  # what is kept of it for others is a file
    with postgresql.server() as url, open(classroom.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(CONFIG.format(server=url.replace("+psycopg", ""), url=url))
        config.flush()
        yield


def test_a_run_with_postgresql_that_is_killed_goes_on_and_ends_with_the_same_gradebook(course, classroom, on_postgresql):
    stopped("by_chance", "3", str(random.randrange(2**32)), course=course, classroom=classroom)


@pytest.mark.nightly
def test_a_run_with_postgresql_that_is_killed_after_any_of_its_writes_ends_with_the_same_gradebook(
    course, classroom, on_postgresql
):
    assert "rename" in stopped("by_place", course=course, classroom=classroom)


@needs_sandbox
def test_two_of_four_workers_are_lost_in_the_middle_and_the_gradebook_is_the_same(course, classroom, assigned, tmp_path):
    quiet = type(classroom)(tmp_path / "quiet", assigned)
    students = [f"student{number}" for number in range(6)]
    for place in (classroom, quiet):
        for student in students:
            hand_in(place, course, [student], affine_backward=f"# {student}\n" + demo.NOTHING_RIGHT)
        (place.root / ".handgrad-secret").write_text("0" * 64 + "\n", "ascii")
    examined = classroom.root / "examined" / CHAPTER
    with cluster_of(4, tmp_path) as (address, (_, *workers)):
        command = [sys.executable, "-m", "autograder", "grade", CHAPTER, "--scheduler", address]
        run = subprocess.Popen(command, cwd=classroom.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for worker in workers[:2]:
            already = len(list(examined.glob("*.json")))
            wait_for(lambda already=already: len(list(examined.glob("*.json"))) > already, 240)
            worker.kill()
        said, _ = run.communicate(timeout=240)
    assert run.returncode == 0, said
    grade(quiet.root)
    assert kills.gradebook(classroom.root) == kills.gradebook(quiet.root)
    assert len(kills.gradebook(quiet.root)["handgrad_graded"]) == len(students)
