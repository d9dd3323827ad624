"""A class of two hundred folders made at random, graded by the instructor's command: twenty are honest, and lose nothing."""

import os
import random
import subprocess
import sys

import pytest
import strange
from conftest import COURSE
from faked import BOOK, SOLVED
from hypothesis import HealthCheck, Phase, given, seed, settings
from strange import CHAPTER, File, Folder, Node

from autograder import demo
from autograder.grade.sandbox import available

HONEST, STRANGE = 20, 180


def drawn(count: int, number: int) -> dict[str, Node]:
    """So many names, and what stands under each: the same for the same number."""
    found: dict[str, Node] = {}

    @seed(number)
    @settings(max_examples=4 * count, derandomize=False, phases=[Phase.generate], database=None,
              suppress_health_check=list(HealthCheck))
    @given(strange.names, strange.submissions(SOLVED))
    def collect(name: bytes, node: Node) -> None:
        if len(found) < count:
            found[os.fsdecode(name)] = node

    collect()
    return found


def grade(root: os.PathLike[str]) -> subprocess.CompletedProcess[str]:
    """`autograder grade`, as an instructor runs it."""
    return subprocess.run([sys.executable, "-m", "autograder", "grade", CHAPTER], cwd=root, capture_output=True, text=True,
                          errors="replace", timeout=3600)


@pytest.mark.nightly
@pytest.mark.skipif(available() is not None, reason=str(available()))
def test_twenty_honest_students_among_two_hundred_folders_get_full_marks_twice(classroom):
    honest = {f"{'aimz~'[n % 5]}{n:02}-honest" for n in range(HONEST)}
    classroom.assign(CHAPTER)
    submitted = classroom.root / "submitted"
    submitted.mkdir()
    number = random.randrange(2**32)
    others = {name: node for name, node in drawn(STRANGE, number).items() if name not in honest}
    assert len(others) == STRANGE
    made = strange.Content(SOLVED)
    for name in honest:
        strange.put(submitted, name.encode(), Folder({strange.HERE: Folder({strange.NOTEBOOK: File(made)})}))
    for name, node in others.items():
        strange.put(submitted, os.fsencode(name), node)
    try:
        for _ in range(2):
            done = grade(classroom.root)
            scores = demo.check_scores(classroom.root, COURSE.chapter(strange.TOPIC).assignment)
            assert {name: scores.get(name) for name in honest} == dict.fromkeys(honest, pytest.approx(BOOK.total)), (
                f"class {number}:\n{done.stdout}")
            assert "Traceback" not in done.stdout + done.stderr, f"class {number}"
    finally:
        for name in others:
            strange.remove(submitted / name)
