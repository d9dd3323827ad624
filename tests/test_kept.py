"""What an exercise is judged by is worked out once for a class, kept for the next run, and made anew where it is not ours."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from autograder import exercises
from autograder.author.page import Page
from autograder.course import here
from autograder.grade import kept
from autograder.grade.kept import both_parts, prepare
from handgrad.kit.exercise import Exercise

SECRET = b"the secret of a course"
NAME = "relu_backward"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for what is kept, and a process that knows nothing yet."""
    monkeypatch.setattr(kept, "_known", {})
    return tmp_path / "cases"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The exercises that are worked out, each time that one is."""
    found: list[str] = []
    work_out = Page.public_exercise

    def watched(page: Page) -> Exercise:
        found.append(page.name)
        return work_out(page)

    monkeypatch.setattr(Page, "public_exercise", watched)
    return found


def parts(folder: Path, secret: bytes = SECRET) -> tuple[Exercise, Exercise]:
    """What a process that begins now has."""
    kept._known.clear()
    prepare([NAME], secret, folder)
    return both_parts(NAME, secret)


def plain(two: tuple[Exercise, Exercise]) -> str:
    return json.dumps([part.to_plain() for part in two])


def test_the_next_process_works_nothing_out(folder: Path, made: list[str]) -> None:
    first = parts(folder)
    assert plain(parts(folder)) == plain(first)
    assert made == [NAME]


def test_what_is_kept_is_the_users_alone(folder: Path) -> None:
    parts(folder)
    [file] = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert NAME not in file.name


@pytest.mark.parametrize("spoil", [
    lambda content: b"",
    lambda content: content[: len(content) // 2],
    lambda content: content.replace(b"1", b"2", 1),
    lambda content: content.replace(b'"hints"', b'"Hints"'),
    lambda content: b"\xff" * 1000,
], ids=["empty", "half", "another seal", "another content", "no text"])  # fmt: skip
def test_what_is_not_as_it_was_written_is_made_anew(folder: Path, made: list[str], spoil: Callable[[bytes], bytes]) -> None:
    first = parts(folder)
    [file] = folder.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert plain(parts(folder)) == plain(first)
    assert plain(parts(folder)) == plain(first)
    assert made == [NAME, NAME]


def test_files_that_were_exchanged_are_made_anew(folder: Path, made: list[str]) -> None:
    other = "affine_backward"
    prepare([other], SECRET, folder)
    [file] = folder.iterdir()
    prepare([NAME], SECRET, folder)
    [mine] = set(folder.iterdir()) - {file}
    mine.write_bytes(file.read_bytes())
    assert [part.name for part in parts(folder)] == [NAME, NAME]
    assert made == [other, NAME, NAME]


def test_another_secret_and_another_version_have_their_own(
    folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = parts(folder)
    assert plain(parts(folder, b"another secret")) != plain(first)
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr(kept, "course_version", lambda topic: "a later one")
    assert plain(parts(folder)) == plain(first)
    assert made == [NAME] * 3
    assert len(list(folder.iterdir())) == 2


def test_a_link_and_a_pipe_in_its_place_are_not_followed(folder: Path, made: list[str], tmp_path: Path) -> None:
    first = parts(folder)
    [file] = folder.iterdir()
    for put in (lambda: file.symlink_to(tmp_path / "elsewhere"), lambda: os.mkfifo(file), file.mkdir):
        file.unlink()
        put()
        assert plain(parts(folder)) == plain(first)
    assert not (tmp_path / "elsewhere").exists()
    assert made == [NAME] * 4


def test_where_nothing_can_be_kept_it_is_worked_out(folder: Path, made: list[str]) -> None:
    folder.write_text("a file in its place")
    assert plain(parts(folder)) == plain(parts(folder / "of a machine that has none"))
    assert made == [NAME, NAME]


def test_what_another_process_is_working_out_is_left_to_it(folder: Path, made: list[str]) -> None:
    command = [sys.executable, "-c", OTHER, NAME, SECRET, folder]
    other = subprocess.Popen(command, cwd=here().root, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"working\n"
    threading.Timer(0.1, lambda: other.communicate(b"\n")).start()
    prepare([NAME, "affine_backward"], SECRET, folder)
    assert made == ["affine_backward"]
    other.wait()


OTHER = """
import sys
import threading
from collections.abc import Callable
from autograder.author.page import Page
from pathlib import Path
from autograder.grade.kept import prepare
work_out = Page.public_exercise
def slow(page):
    print("working", flush=True)
    sys.stdin.readline()
    return work_out(page)
Page.public_exercise = slow
prepare([sys.argv[1]], sys.argv[2].encode(), Path(sys.argv[3]))
"""


@pytest.mark.parametrize("topic", exercises.topics())
def test_what_is_read_is_all_that_was_worked_out(topic: str, folder: Path) -> None:
    names = exercises.names(topic)
    prepare(names, SECRET, folder)
    made = [both_parts(name, SECRET) for name in names]
    kept._known.clear()
    prepare(names, SECRET, folder)
    for first, second in zip(made, [both_parts(name, SECRET) for name in names], strict=True):
        for worked_out, read in zip(first, second, strict=True):
            assert worked_out is not read
            np.testing.assert_equal(asdict(read), asdict(worked_out))


def test_a_case_keeps_its_own_time_and_an_exercise_what_follows_from_what(folder: Path) -> None:
    prepare(["affine_backward", "batchnorm_nodes"], SECRET, folder)
    kept._known.clear()
    prepare(["affine_backward", "batchnorm_nodes"], SECRET, folder)
    assert both_parts("affine_backward", SECRET)[1].cases[-1].seconds
    assert all(part.carries for part in both_parts("batchnorm_nodes", SECRET))
