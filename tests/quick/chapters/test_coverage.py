"""docs/coverage.md says where each item of the lectures is: every place that it names is in that chapter."""

import re

import pytest

from autograder.course import Course
from autograder.publish.source import read_source


def rows(course: Course) -> list[list[str]]:
    """The table's rows: item, chapter, heading, how."""
    lines = (course.root / "docs" / "coverage.md").read_text("utf-8").splitlines()
    table = [[part.strip() for part in line.strip("|").split("|")] for line in lines if line.startswith("| 00")]
    assert len(table) > 100
    return table


def test_every_place_is_in_its_chapter(course, chapter):
    text = "\n".join(cell.source for cell in read_source(course, chapter).cells if cell.cell_type == "markdown")
    headings = set(re.findall(r"^##+ (.*)$", text, flags=re.MULTILINE))
    named = {heading for _, number, heading, _ in rows(course) if chapter.assignment.startswith(f"{number}-")}
    assert named, "the page names no place in this chapter"
    assert not named - headings


def test_an_item_has_a_place_or_a_reason(course):
    numbers = {chapter.assignment[:2] for chapter in course.chapters()}
    for item, number, heading, how in rows(course):
        placed = number in numbers and set(how.split()) <= {"T", "E", "X"} and how
        assert placed or ((number, how) == ("–", "–") and heading.startswith("left out: ")), item


@pytest.mark.parametrize("lecture", ["000", "001", "002", "003", "004"])
def test_each_lecture_has_its_rows(course, lecture):
    assert any(item.startswith(lecture) for item, *_ in rows(course))
