"""An instructor's work with nbgrader goes on as everyone knows it, and the score is decided outside the student's process."""

import json
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder import anatomy, demo
from autograder.course import load_config
from autograder.grade.examiner import Examine
from autograder.grade.sandbox import SandboxMissing, available
from autograder.grade.sandbox.provisioner import SandboxFailed
from autograder.grade.sitting import Rules, examine
from autograder.workbook import Workbook

needs_sandbox = pytest.mark.skipif(available() is not None, reason=str(available()))
CHAPTER = "04-backprop-matrix"
TOPIC = "backprop_matrix"


@needs_sandbox
def test_nbgrader_makes_the_notebook_that_the_build_makes_and_untouched_it_scores_nothing_and_solved_full_marks(
    course, chapter, classroom
):
    book = Workbook(course, chapter)
    for student, sources in (("untouched", {}), ("solved", book.solutions)):
        path = classroom.root / f"{chapter.topic}.ipynb"
        nbformat.write(book.filled(sources), path)
        classroom.submit(student, chapter.assignment, path)
    classroom.nbgrader("generate_assignment", chapter.assignment)
    name = f"{chapter.assignment}/{chapter.topic}.ipynb"
    assert (classroom.root / "notebooks" / name).read_bytes() == (course.notebooks / name).read_bytes()
    classroom.nbgrader("autograde", chapter.assignment)
    assert demo.check_scores(classroom.root, chapter.assignment) == {"untouched": 0, "solved": pytest.approx(book.total)}


PLAIN = """
c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
"""


def test_nbgrader_without_our_examiner_gives_an_untouched_notebook_nothing(course, tmp_path):
    chapter = course.chapter(TOPIC)
    (tmp_path / "nbgrader_config.py").write_text(PLAIN)
    shutil.copytree(course.solutions / CHAPTER, tmp_path / "solutions" / CHAPTER)
    shutil.copytree(course.notebooks / CHAPTER, tmp_path / "submitted" / "untouched" / CHAPTER)
    demo.nbgrader(tmp_path, "generate_assignment", chapter.assignment)
    demo.nbgrader(tmp_path, "autograde", chapter.assignment)
    assert demo.check_scores(tmp_path, chapter.assignment) == {"untouched": 0}


@needs_sandbox
def test_every_submission_of_the_demo_gets_what_an_honest_answer_of_the_same_worth_would_get(course, tmp_path):
    chapter = course.chapter(TOPIC)
    handed_in = demo.hold_class(course, chapter, tmp_path)
    demo.nbgrader(tmp_path, "generate_assignment", chapter.assignment)
    demo.nbgrader(tmp_path, "autograde", chapter.assignment, "--Examine.timeout=20")
    demo.nbgrader(tmp_path, "generate_feedback", chapter.assignment)
    scores = demo.check_scores(tmp_path, chapter.assignment)
    assert scores == {one.student: pytest.approx(one.worth, abs=0.02) for one in handed_in}
    for one in handed_in:
        page = (tmp_path / "feedback" / one.student / chapter.assignment / f"{TOPIC}.html").read_text("utf-8")
        assert "handgrad-verdict" in page, f"{one.student}: the feedback shows no verdict"
    mistaken = next(one.student for one in handed_in if one.student.startswith("mistake-affine-backward"))
    page = (tmp_path / "feedback" / mistaken / chapter.assignment / f"{TOPIC}.html").read_text("utf-8")
    assert re.search(r"<em>dW and db are N times too small", page), "the feedback shows no diagnosis"


@needs_sandbox
def test_the_exchange_and_the_export_work_unchanged(course, classroom, tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    place = [f"--Exchange.root={exchange}", f"--Exchange.cache={tmp_path / 'cache'}", "--course=handgrad"]
    classroom.assign(CHAPTER)
    classroom.nbgrader("release_assignment", CHAPTER, *place)
    student = tmp_path / "student"
    student.mkdir()
    home = {"HOME": str(student), "JUPYTER_CONFIG_DIR": str(student / "config")}
    here = classroom.root
    classroom.root = student
    classroom.nbgrader("fetch_assignment", CHAPTER, *place, env=home)
    assert (student / CHAPTER / f"{TOPIC}.ipynb").exists()
    classroom.nbgrader("submit", CHAPTER, *place, env=home)
    classroom.root = here
    classroom.nbgrader("collect", CHAPTER, *place)
    classroom.nbgrader("autograde", CHAPTER)
    classroom.nbgrader("generate_feedback", CHAPTER)
    classroom.nbgrader("release_feedback", CHAPTER, *place)
    classroom.nbgrader("export")
    assert CHAPTER in (classroom.root / "grades.csv").read_text("utf-8")


@needs_sandbox
def test_stderr_and_warnings_never_change_a_score_and_skipped_cells_are_not_run(course, classroom):
    chapter = course.chapter(TOPIC)
    book = Workbook(course, chapter)
    noisy = "import sys\nimport numpy as np\nprint('noise', file=sys.stderr)\nnp.log(np.zeros(1))\n"
    nb = book.solved_but(affine_backward=noisy + book.solutions["affine_backward"])
    skipped = new_code_cell("import os\nos._exit(1)", metadata={"tags": ["skip-grading"]})
    nb.cells.insert(0, skipped)
    path = classroom.root / f"{TOPIC}.ipynb"
    nbformat.write(nb, path)
    classroom.submit("noisy", CHAPTER, path)
    classroom.assign(CHAPTER)
    classroom.nbgrader("autograde", CHAPTER)
    assert demo.check_scores(classroom.root, CHAPTER) == {"noisy": pytest.approx(book.total)}


@needs_sandbox
def test_a_regrade_gives_the_same_verdicts_and_keeps_a_manual_grade(course, classroom):
    from nbgrader.api import Gradebook

    chapter = course.chapter(TOPIC)
    book = Workbook(course, chapter)
    path = classroom.root / f"{TOPIC}.ipynb"
    nbformat.write(book.solved_but(affine_backward=demo.NOTHING_RIGHT), path)
    classroom.submit("ada", CHAPTER, path)
    classroom.assign(CHAPTER)
    verdicts = []
    written = next(c.metadata.nbgrader.grade_id for c in book.handout.cells if anatomy.kind(c) == "written")
    for _ in range(2):
        classroom.nbgrader("autograde", CHAPTER, "--force")
        graded = nbformat.read(classroom.root / "autograded" / "ada" / CHAPTER / f"{TOPIC}.ipynb", as_version=4)
        verdicts.append(json.dumps([c.outputs for c in graded.cells if anatomy.kind(c) == "check"]))
        with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}") as gradebook:
            grade = gradebook.find_grade(written, TOPIC, CHAPTER, "ada")
            assert grade.manual_score in (None, 3.0)
            grade.manual_score = 3.0
            gradebook.db.commit()
    assert verdicts[0] == verdicts[1]
    with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}") as gradebook:
        assert gradebook.find_grade(written, TOPIC, CHAPTER, "ada").manual_score == 3.0


def test_without_a_sandbox_grading_refuses_and_says_the_way_out(monkeypatch):
    monkeypatch.setattr("autograder.grade.sitting.available", lambda: "There is no bubblewrap here: install it.")
    with pytest.raises(SandboxMissing, match="install it"):
        Examine().preprocess(nbformat.v4.new_notebook(), {})


@needs_sandbox
def test_a_kernel_that_cannot_be_started_is_not_the_students_fault(course, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.grade.sandbox.cold", lambda: "Each kernel is started anew.")
    monkeypatch.setattr("autograder.grade.sandbox.provisioner.ENTER", "import sys; sys.exit('out of order')")
    nb = nbformat.read(course.notebooks / CHAPTER / f"{TOPIC}.ipynb", as_version=4)
    with pytest.raises(SandboxFailed, match="out of order"):
        examine(nb, nb, tmp_path, b"secret", Rules())


def test_the_courses_secret_is_for_the_staff_alone(tmp_path):
    gradebook = f"sqlite:///{tmp_path / 'gradebook.db'}"
    secret = Examine().secret(gradebook)
    (path,) = tmp_path.iterdir()
    assert os.stat(path).st_mode & 0o077 == 0
    assert len(secret) >= 32
    assert Examine().secret(gradebook) == secret


def test_nbgraders_folders_are_the_courses(course):
    config = load_config(course.root)
    assert config.CourseDirectory.source_directory == Path(course.solutions).name
    assert config.CourseDirectory.release_directory == Path(course.notebooks).name
