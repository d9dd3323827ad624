"""What an instructor sees and hands on after grading: one page about the class, and its grades in Canvas and Moodle columns."""

import csv
import io
import itertools
import re

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.after import export, report
from autograder.after.export import Grades, RosterError
from autograder.course import load_config
from autograder.grade import ledger
from autograder.grade.judge import is_check, write_verdict
from autograder.grade.sitting import refuse
from autograder.grade.stored import Store
from autograder.grade.submission import Submission
from autograder.grade.worker import Result
from autograder.workbook import Workbook
from handgrad.kit import exercise
from handgrad.kit.verdict import Kind, Verdict

CHAPTER, TOPIC = "04-backprop-matrix", "backprop_matrix"
EMPTY = '{"cells": []}'
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def graded(course, classroom):
    """A class whose verdicts are known: written down, not run."""
    classroom.assign(CHAPTER)
    chapter = course.chapter(TOPIC)
    told = exercise.load("affine_backward").mistakes[0].says
    known = {
        "ada": {"kind": Kind.RIGHT},
        "bob": {"kind": Kind.WRONG_VALUES, "diagnoses": (told,)},
        "cyd": {"kind": Kind.WRONG_VALUES, "diagnoses": (told,), "says": (HOSTILE,)},
        "dan": None,
    }
    with ledger.Ledger(classroom.root, load_config(classroom.root), chapter) as book:
        for student, verdict in known.items():
            nb = nbformat.read(course.notebooks / CHAPTER / f"{TOPIC}.ipynb", as_version=4)
            refuse(nb, "This is not a notebook.")
            for cell in filter(is_check, nb.cells):
                if verdict and cell.metadata.nbgrader.grade_id == "check_affine_backward":
                    parts = dict.fromkeys(exercise.load("affine_backward").rules, verdict["kind"] is Kind.RIGHT)
                    says, diagnoses = verdict.get("says", ()), verdict.get("diagnoses", ())
                    write_verdict(cell, Verdict("affine_backward", verdict["kind"], parts, says, diagnoses))
            book.write(student, Submission(()), student, nb)
        remarks = {"bob": Result("key", EMPTY, (HOSTILE,)), "dan": Result("key", EMPTY, (), "This is not a notebook.")}
        for student, result in remarks.items():
            Store(book.work).write(student, result)
    return classroom, told


def test_the_report_counts_the_mistakes_that_the_class_made_with_their_sentences(graded, course):
    classroom, told = graded
    graded_here = classroom.root / "autograded"
    found = {s: report.told(graded_here / s / CHAPTER / f"{TOPIC}.ipynb") for s in ("ada", "bob", "cyd", "dan")}
    assert report.mistakes(found) == [report.Made("affine_backward", told, 2)]


def test_the_report_shows_the_class_and_nothing_in_it_runs(graded, course):
    classroom, _ = graded
    page = report.report(classroom.root, course.chapter(TOPIC))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "4 submissions were graded" in text
    assert "affine_backward : 1 of 3" in text, "an exercise that too many failed is not named"
    assert "dan refused This is not a notebook." in text
    assert "bob repaired" in text
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script|src=|href=|url\(", page), "the page asks for another file, or runs a script"


def test_no_column_of_the_report_contradicts_another(course):
    chapter = course.chapter(TOPIC)
    seen = itertools.combinations_with_replacement([str(kind) for kind in Kind], 4)
    for kinds in seen:
        found = {str(student): {"affine_backward": (kind, [])} for student, kind in enumerate(kinds)}
        (row,) = [one for one in report.rows(found, chapter) if one.name == "affine_backward"]
        failed = [kind for kind in kinds if kind not in ("right", "not attempted")]
        assert (row.tried, row.right) == (len(failed) + kinds.count("right"), kinds.count("right"))
        assert bool(row.otherwise) == (row.right < row.tried), f"{kinds}: {row}"
        assert not row.otherwise or failed.count(row.otherwise) == max(map(failed.count, failed))


def test_without_grades_there_is_no_report_but_the_next_command(course, classroom):
    classroom.assign(CHAPTER)
    with pytest.raises(ledger.NotReady, match=f"autograder grade {CHAPTER}"):
        report.report(classroom.root, course.chapter(TOPIC))


def test_the_gradebook_keeps_a_manual_grade_when_a_submission_is_written_again(graded, course):
    classroom, _ = graded
    chapter = course.chapter(TOPIC)
    book = Workbook(course, chapter)
    (written,) = [c.metadata.nbgrader.grade_id for c in book.handout.cells if c.metadata.get("nbgrader", {}).get("solution")
                  and c.cell_type == "markdown"][:1]
    with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}") as gradebook:
        for cell in (written, "check_affine_backward"):
            gradebook.find_grade(cell, TOPIC, CHAPTER, "ada").manual_score = 1.5
        gradebook.db.commit()
    with ledger.Ledger(classroom.root, load_config(classroom.root), chapter) as writer:
        nb = nbformat.read(classroom.root / "autograded" / "ada" / CHAPTER / f"{TOPIC}.ipynb", as_version=4)
        writer.write("ada", Submission(()), "again", nb)
        assert writer.graded()["ada"] == "again"
    with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}") as gradebook:
        for cell in (written, "check_affine_backward"):
            assert gradebook.find_grade(cell, TOPIC, CHAPTER, "ada").manual_score == 1.5


def test_a_second_run_in_the_same_folder_waits_for_its_turn(course, classroom):
    classroom.assign(CHAPTER)
    config, chapter = load_config(classroom.root), course.chapter(TOPIC)
    with (
        ledger.Ledger(classroom.root, config, chapter),
        pytest.raises(ledger.NotReady, match="Another run"),
        ledger.Ledger(classroom.root, config, chapter),
    ):
        pass


FOUND = {CHAPTER: Grades(100, {"ada": 95.5, "bob": 0, "eve": 10})}
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,04-backprop-matrix (77),Quiz (5)\n"
    "    Points Possible,,,,,100,10\n"
    '"Lovelace, Ada",1,11,ada,A,,9\n'
    '"Noyce, Bob",2,12,bob,A,3,9\n'
    '"Doe, Cyd",3,13,cyd,B,,9\n'
)


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_canvas_gets_its_own_columns_its_own_heading_and_the_points():
    done = export.export("canvas", CANVAS, FOUND)
    assert table(done.text) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "04-backprop-matrix (77)"],
        ["    Points Possible", "", "", "", "", "100"],
        ["Lovelace, Ada", "1", "11", "ada", "A", "95.5"],
        ["Noyce, Bob", "2", "12", "bob", "A", "0"],
        ["Doe, Cyd", "3", "13", "cyd", "B", ""],
    ]
    assert (done.not_listed, done.not_graded) == (["eve"], ["cyd"])


def test_moodle_is_matched_by_the_column_that_is_named():
    roster = "First name;Last name;Email address;Groups\nAda;Lovelace;ada;x\n"
    done = export.export("moodle", roster, FOUND, by="Email address")
    assert done.text == "First name;Last name;Email address;04-backprop-matrix\nAda;Lovelace;ada;95.5\n"


@pytest.mark.parametrize(
    ("roster", "says"),
    [("", "is empty"), ("Name\nAda\n", "no column 'Username'"), ("Username\nada\nada\n", "'ada' twice")],
)
def test_a_list_of_students_that_cannot_be_used_says_why(roster, says):
    with pytest.raises(RosterError, match=says):
        export.export("moodle", roster, FOUND)
