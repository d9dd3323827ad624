"""JupyterLab serves the notebooks, and formgrader's own buttons grade a class."""

import json
import urllib.error
import urllib.request

import nbformat
import pytest
from lab import fetch, jupyter

from autograder import demo
from autograder.grade.sandbox import available
from autograder.workbook import Workbook

CHAPTER, TOPIC = "04-backprop-matrix", "backprop_matrix"


def test_the_lab_serves_every_notebook(course, tmp_path):
    with jupyter(tmp_path, f"--notebook-dir={course.notebooks}") as address:
        assert "JupyterLab" in fetch(f"{address}/lab")
        for chapter in course.chapters():
            found = json.loads(fetch(f"{address}/api/contents/{chapter.assignment}/{chapter.topic}.ipynb"))
            assert found["content"]["cells"][0]["source"].startswith("# ")


@pytest.mark.skipif(available() is not None, reason=str(available()))
def test_formgraders_buttons_generate_autograde_and_show_a_submission(course, classroom):
    book = Workbook(course, course.chapter(TOPIC))
    path = classroom.root / f"{TOPIC}.ipynb"
    nbformat.write(book.solved_but(affine_backward=demo.NOTHING_RIGHT), path)
    classroom.submit("ada", CHAPTER, path)
    with jupyter(classroom.root) as address:
        api = f"{address}/formgrader/api"
        assert json.loads(fetch(f"{api}/assignment/{CHAPTER}/assign", "POST"))["success"]
        assert CHAPTER in [found["name"] for found in json.loads(fetch(f"{api}/assignments"))]
        graded = json.loads(fetch(f"{api}/submission/{CHAPTER}/ada/autograde", "POST"))
        assert graded["success"], graded
        (found,) = json.loads(fetch(f"{api}/submissions/{CHAPTER}"))
        assert found["score"] == pytest.approx(book.total - book.points["affine_backward"])
        (notebook,) = json.loads(fetch(f"{api}/submitted_notebooks/{CHAPTER}/{TOPIC}"))
        shown = fetch(f"{address}/formgrader/submissions/{notebook['id']}/")
        assert "handgrad-verdict" in shown
        assert json.loads(fetch(f"{api}/assignment/{CHAPTER}/ada/generate_feedback", "POST"))["success"]


def test_a_server_that_asks_for_a_token_gives_nothing_without_it(course, tmp_path):
    with jupyter(tmp_path, f"--notebook-dir={course.notebooks}") as address, pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}/api/contents", timeout=30)
