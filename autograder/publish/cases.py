"""What the student's kit holds of a chapter as data: public cases, known mistakes' outputs, hints; points and order."""

import json
import re
from typing import Any

from nbformat import NotebookNode

from autograder import anatomy, exercises
from autograder.course import Chapter, Course
from autograder.publish.source import read_source


def build_cases(course: Course, chapter: Chapter) -> None:
    """Freeze the chapter's public cases, and what its notebook says of points and order, into the student's kit."""
    folder = course.cases / chapter.topic
    source = read_source(course, chapter)
    fresh = {"chapter.json": chapter_facts(source, chapter)}
    for one in exercises.pages(chapter.topic):
        fresh[f"{one.name}.json"] = one.public_exercise().to_plain()
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in fresh:
            path.unlink()
    for name, plain in fresh.items():
        text = render_json(plain)
        path = folder / name
        # Last digits differ between processors: a file that says the same is left as it is.
        if not path.exists() or not same(json.loads(path.read_text("utf-8")), json.loads(text)):
            path.write_text(text, "utf-8")


def chapter_facts(source: NotebookNode, chapter: Chapter) -> dict[str, Any]:
    """A chapter's title, and its exercises and written questions in the notebook's order, with their points.

    An exercise comes with the heading above it, to which cards lead, and with its check cell's line, by which `hand_in` sees
    whether that cell was changed. `given` names what the course's own cells define.
    """
    title = next(line[2:] for cell in source.cells for line in cell.source.splitlines() if line.startswith("# "))
    graded = [cell for cell in source.cells if cell.metadata.get("nbgrader", {}).get("grade")]

    def listed(what: str) -> list[dict[str, Any]]:
        return [
            {"name": cell.metadata.nbgrader.grade_id.removeprefix("check_"), "points": cell.metadata.nbgrader.points}
            for cell in graded
            if anatomy.kind(cell) == what
        ]

    checks = {cell.metadata.nbgrader.grade_id: cell.source for cell in graded}
    headings = _headings(source)
    checked = [{**one, "heading": headings[one["name"]], "check": checks[f"check_{one['name']}"]} for one in listed("check")]
    return {"assignment": chapter.assignment, "title": title, "exercises": checked, "written": listed("written"),
            "given": sorted(_given(source))}


def _headings(source: NotebookNode) -> dict[str, str]:
    """For every exercise, the last heading above it; empty where there is none."""
    found, last = {}, ""
    for cell in source.cells:
        if cell.cell_type == "markdown":
            last = [last, *re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE)][-1]
        elif anatomy.kind(cell) == "exercise":
            found[cell.metadata.nbgrader.grade_id] = last
    return found


def _given(source: NotebookNode) -> set[str]:
    """The functions and classes that the course's own cells define: no error of a student's is put down to them."""
    plain = [cell for cell in source.cells if cell.cell_type == "code" and anatomy.kind(cell) != "exercise"]
    return {name for cell in plain for name in re.findall(r"^(?:def|class) (\w+)", cell.source, re.MULTILINE)}


def render_json(plain: Any) -> str:
    """JSON with one line for each innermost list or small dict: readable, and small in a diff."""
    return _render(plain, "") + "\n"


def _render(plain: Any, indent: str) -> str:
    flat = json.dumps(plain, ensure_ascii=False)
    # An array stays on one line however long: a diff of it is read by nobody.
    if not isinstance(plain, dict | list) or len(flat) + len(indent) <= 118 or _is_array(plain):
        return flat
    deeper = indent + " "
    if isinstance(plain, list):
        rows = [deeper + _render(item, deeper) for item in plain]
        return "[\n" + ",\n".join(rows) + f"\n{indent}]"
    rows = [f"{deeper}{json.dumps(key, ensure_ascii=False)}: {_render(value, deeper)}" for key, value in plain.items()]
    return "{\n" + ",\n".join(rows) + f"\n{indent}}}"


def _is_array(plain: Any) -> bool:
    return isinstance(plain, dict) and "dtype" in plain


def same(one: Any, other: Any) -> bool:
    """Whether two pieces of JSON say the same, with numbers equal to nine digits."""
    if isinstance(one, float) or isinstance(other, float):
        if not isinstance(one, int | float) or not isinstance(other, int | float):
            return False
        # Nine digits: two processors' last digits differ, and a rule's tolerance of 1e-6 is far away. nan equals nan here.
        return one == other or abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-3) or (one != one and other != other)
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)
