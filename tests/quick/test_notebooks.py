"""Every notebook obeys the anatomy, is what a fresh build gives, and hands out nothing of its solution."""

import json

import nbformat
import pytest

from autograder import anatomy, exercises
from autograder.course import Chapter, Course
from autograder.publish.cases import build_cases, same
from autograder.publish.handout import build_handout
from autograder.publish.solution import executed_from
from autograder.publish.source import read_source


def test_the_source_obeys_the_anatomy(course, chapter):
    read_source(course, chapter)  # raises AnatomyError, naming each offending cell


def test_the_built_files_are_those_of_a_fresh_build(course, chapter, tmp_path):
    fresh = Course(tmp_path)
    for name in ("pyproject.toml", "nbgrader_config.py"):
        (tmp_path / name).write_text((course.root / name).read_text("utf-8"), "utf-8")
    for folder in (f"source/{chapter.assignment}", f"solutions/{chapter.assignment}"):
        (tmp_path / folder).mkdir(parents=True)
        for path in (course.root / folder).iterdir():
            if path.is_file():
                (tmp_path / folder / path.name).write_bytes(path.read_bytes())
    solution = fresh.solutions / chapter.assignment / f"{chapter.topic}.ipynb"
    committed = nbformat.read(solution, as_version=4)
    source = read_source(fresh, chapter)
    assert [executed_from(c) for c in committed.cells] == [executed_from(c) for c in source.cells], (
        f"solutions/{chapter.assignment} is not built from its source: run make build"
    )
    build_handout(fresh, chapter)
    handout = fresh.notebooks / chapter.assignment / f"{chapter.topic}.ipynb"
    assert handout.read_bytes() == (course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb").read_bytes(), (
        f"notebooks/{chapter.assignment} is not what a fresh build gives: run make build"
    )
    build_cases(fresh, chapter)
    names = {path.name for path in (fresh.cases / chapter.topic).iterdir()}
    assert names == {path.name for path in (course.cases / chapter.topic).iterdir()}
    for name in names:
        one, other = (json.loads((c.cases / chapter.topic / name).read_text("utf-8")) for c in (fresh, course))
        assert same(one, other), f"handgrad/cases/{chapter.topic}/{name} is out of date: run make build"


def test_building_twice_gives_the_same_bytes(course, chapter):
    once, again = (nbformat.writes(read_source(course, chapter)) for _ in range(2))
    assert once == again


def test_the_students_notebook_holds_no_output_and_no_solution(course, chapter):
    handout = nbformat.read(course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in handout.cells)
    assert "SOLUTION" not in json.dumps(handout)
    for cell in handout.cells:
        if cell.cell_type == "code" and anatomy.kind(cell) == "exercise":
            assert f'raise NotImplementedError("{cell.metadata.nbgrader.grade_id}")' in cell.source


@pytest.mark.parametrize("kind", ["stream", "error"])
def test_a_solution_writes_nothing_to_stderr_and_raises_nothing(course, chapter, kind):
    solution = nbformat.read(course.solutions / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    for cell in solution.cells:
        for output in cell.get("outputs", []):
            bad = output.output_type == kind and output.get("name", "stderr") == "stderr"
            assert not bad, f"{cell.source[:60]!r}: {output.get('text', output.get('evalue'))}"


def test_chapters_and_exercises_have_names_of_their_own(course):
    topics = [chapter.topic for chapter in course.chapters()]
    assert len(set(topics)) == len(topics)
    from conftest import all_pages

    names = [one.name for one in all_pages()]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert not twice, f"exercises with the same name: {twice}"


def test_every_page_belongs_to_a_chapter(course):
    assert set(exercises.topics()) <= {chapter.topic for chapter in course.chapters()}


def test_a_chapter_is_found_by_either_name_and_an_unknown_one_is_an_error(course):
    first: Chapter = course.chapters()[0]
    assert course.chapter(first.assignment) == course.chapter(first.topic) == first
    with pytest.raises(LookupError, match="There is no chapter"):
        course.chapter("11-nothing")
