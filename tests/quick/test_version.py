"""Whatever a mark depends on is in the version of the course: nothing is called "graded before" that would be judged anew."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grade import version

TOPIC = "backprop_matrix"
# Loads all that examines a submission, and says from which files it came.
LOADED = """
import sys
import autograder.exercises
import autograder.grade.examiner, autograder.grade.worker
import handgrad.kit.asked, handgrad.kit.check, handgrad.kit.progress
autograder.exercises.pages(sys.argv[1])
for module in sys.modules.values():
    if (getattr(module, "__name__", "") + ".").startswith(("autograder.", "handgrad.")) and getattr(module, "__file__", None):
        print(module.__file__)
"""


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    """The files of one chapter's version."""
    return version.judging_files(TOPIC)


def test_one_changed_character_in_any_file_that_a_mark_depends_on_changes_the_version(files, tmp_path):
    copies = {}
    for number, (name, path) in enumerate(files.items()):
        copies[name] = Path(shutil.copy(path, tmp_path / str(number)))
    before = version.digest(copies)
    for name, copy in copies.items():
        text = copy.read_bytes()
        copy.write_bytes(text[:-1] + bytes([text[-1] ^ 1]) if text else b"#")
        assert version.digest(copies) != before, f"{name} may change unnoticed"
        copy.write_bytes(text)
    assert version.digest(copies) == before


def test_every_module_that_examines_a_submission_is_in_the_version(files):
    done = subprocess.run([sys.executable, "-c", LOADED, TOPIC], capture_output=True, text=True, check=True)
    loaded = {Path(line).resolve() for line in done.stdout.splitlines()}
    assert len(loaded) > 50
    assert not loaded - {path.resolve() for path in files.values()}


def test_the_version_covers_the_pages_and_the_cases_of_its_own_chapter_alone(files):
    for name in ("affine_backward", "unbroadcast"):
        assert f"autograder/exercises/{TOPIC}/{name}.py" in files
        assert f"handgrad/cases/{TOPIC}/{name}.json" in files
    assert not [name for name in files if "two_layer_net" in name]


@pytest.mark.parametrize("package", version.COMPUTING)
def test_another_version_of_what_computes_is_another_version_of_the_course(package, monkeypatch):
    before = version.course_version.__wrapped__(TOPIC)
    monkeypatch.setattr(version, "_version", lambda name: "0.0.1" if name == package else "as it was")
    once = version.course_version.__wrapped__(TOPIC)
    monkeypatch.setattr(version, "_version", lambda name: "as it was")
    assert len({before, once, version.course_version.__wrapped__(TOPIC)}) == 3
