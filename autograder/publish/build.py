"""From a chapter's source to what students and instructors open.

    source/NN-topic/topic.py  →  solutions/NN-topic/topic.ipynb  →  notebooks/NN-topic/topic.ipynb
    autograder/exercises/topic/*.py  →  handgrad/cases/topic/*.json

    python -m autograder.publish.build [CHAPTER …] [--execute-all]
"""

import argparse
import hashlib
import json
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder import anatomy, exercises
from autograder.author.page import Page
from autograder.course import Chapter, Course, here

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

SETUP = """\
# Installs the course's kit where it is missing (Colab); does nothing elsewhere.
import importlib.util

if importlib.util.find_spec("handgrad") is None:
    %pip install --quiet --no-deps {wheel}"""


def read_source(course: Course, chapter: Chapter) -> NotebookNode:
    """The chapter's source as a notebook: set-up and link to Colab filled in, stable cell ids, nothing executed. Gated."""
    nb = jupytext.read(course.source / chapter.assignment / f"{chapter.topic}.py")
    anatomy.check_notebook(nb, {p.name for p in _pages(chapter)})
    nb.cells[0].source = nb.cells[0].source.replace("\n", f"\n\n{colab_link(course, chapter)}\n", 1)
    seen: Counter[str] = Counter()
    for cell in nb.cells:
        if "setup" in cell.metadata.get("tags", []):
            cell.source = SETUP.format(wheel=course.settings["wheel"])
        if "hide-input" in cell.metadata.get("tags", []):
            # JupyterLab's own word for a folded input; Colab's is cellView.
            cell.metadata |= {"jupyter": {"source_hidden": True}, "cellView": "form"}
        cell.id = _stable_id(cell, seen)
        cell.metadata.pop("lines_to_next_cell", None)
    language = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    nb.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        language_info=language,
    )
    nb.nbformat, nb.nbformat_minor = 4, 5
    return nbformat.from_dict(nb)


def colab_link(course: Course, chapter: Chapter) -> str:
    """The Markdown link that opens a chapter's notebook on Colab, from the repository that pyproject.toml names."""
    place = f"{course.settings['repository']}/notebooks/{chapter.assignment}/{chapter.topic}.ipynb"
    return f"[Open in Colab](https://colab.research.google.com/github/{place})"


def _pages(chapter: Chapter) -> list[Page]:
    return exercises.pages(chapter.topic) if chapter.topic in exercises.topics() else []


def _stable_id(cell: NotebookNode, seen: Counter[str]) -> str:
    """The grade_id, else a hash of the content: the same at every build, so that a diff shows what has changed."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    if name:
        return str(name)
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def execute(nb: NotebookNode, folder: Path) -> NotebookNode:
    """The notebook with its outputs, run top to bottom in `folder`. Raises `CellExecutionError` at the first error."""
    nb = nbformat.from_dict(nb)
    metadata = nbformat.from_dict(nb.metadata)
    client = NotebookClient(nb, timeout=300, resources={"metadata": {"path": str(folder)}}, record_timing=False,
                            coalesce_streams=True)
    client.allow_errors = False
    for cell in nb.cells:
        # In a solution every check passes: an error is an error, whatever the tags say.
        tags = cell.metadata.get("tags")
        if tags and "raises-exception" in tags:
            cell.metadata.tags = [tag for tag in tags if tag != "raises-exception"]
            cell.metadata["was-tagged"] = tags
    client.execute()
    # The kernel's version, and the widgets' state, are not the notebook's.
    nb.metadata = metadata
    for cell in nb.cells:
        if "was-tagged" in cell.metadata:
            cell.metadata.tags = cell.metadata.pop("was-tagged")
        for output in cell.get("outputs", []):
            # Without its kernel a widget's view shows nothing; the picture beside it does.
            if WIDGET_VIEW in output.get("data", {}) and len(output["data"]) > 1:
                del output["data"][WIDGET_VIEW]
    return nb


def build_solution(course: Course, chapter: Chapter, execute_all: bool = False) -> NotebookNode:
    """Write the executed solution. Outputs are kept where no code cell has changed, unless `execute_all`."""
    nb = read_source(course, chapter)
    path = course.solutions / chapter.assignment / f"{chapter.topic}.ipynb"
    if not execute_all and path.exists():
        old, new = ([cell for cell in one.cells if cell.cell_type == "code"] for one in (nbformat.read(path, as_version=4), nb))
        if [_input(cell) for cell in old] == [_input(cell) for cell in new]:
            for cell, before in zip(new, old, strict=True):
                cell.outputs, cell.execution_count = before.outputs, before.execution_count
            _write(nb, path)
            return nb
    path.parent.mkdir(parents=True, exist_ok=True)
    nb = execute(nb, path.parent)
    _write(nb, path)
    return nb


def _input(cell: NotebookNode) -> tuple[Any, ...]:
    return cell.id, cell.cell_type, cell.source, json.dumps(cell.metadata, sort_keys=True)


def _write(nb: NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(nb, version=nbformat.NO_CONVERT) + "\n"
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def build_release(course: Course, chapter: Chapter) -> None:
    """Write the student's notebook from the solution, with nbgrader's own converter, and see that no solution is in it."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    from autograder.course import load_config

    config = load_config(course.root)
    folder = CourseDirectory(config=config, root=str(course.root), assignment_id=chapter.assignment)
    converter = GenerateAssignment(coursedir=folder, config=config, no_database=True, force=True)
    # Without a gradebook there is nothing to save to: nbgrader's own --no-db drops this step in the same way.
    converter.preprocessors = [p for p in converter.preprocessors if getattr(p, "__name__", "") != "SaveCells"]
    converter.log.setLevel("ERROR")
    converter.start()
    source = nbformat.read(course.solutions / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    released = course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb"
    texts = {"the student's notebook": _all_text(nbformat.read(released, as_version=4))}
    for hints in _pages(chapter):
        texts[f"a hint of {hints.name}"] = "\n".join(hints.hints)
    try:
        anatomy.check_release(source, texts)
    except anatomy.AnatomyError:
        released.unlink()
        raise


def _all_text(nb: NotebookNode) -> str:
    return "\n".join(cell.source for cell in nb.cells) + json.dumps([c.get("outputs", []) for c in nb.cells])


def build_cases(course: Course, chapter: Chapter) -> None:
    """Freeze the chapter's public cases, and what its notebook says of points and order, into the student's kit."""
    folder = course.cases / chapter.topic
    source = read_source(course, chapter)
    fresh = {"chapter.json": chapter_facts(source, chapter)}
    for one in _pages(chapter):
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

    An exercise comes with its check cell's line, by which `hand_in` sees whether that cell was changed.
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
    exercises = [{**one, "check": checks[f"check_{one['name']}"]} for one in listed("check")]
    return {"assignment": chapter.assignment, "title": title, "exercises": exercises, "written": listed("written")}


def render_json(plain: Any) -> str:
    """JSON with one line for each innermost list or small dict: readable, and small in a diff."""
    return _render(plain, "") + "\n"


def _render(plain: Any, indent: str) -> str:
    flat = json.dumps(plain, ensure_ascii=False)
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
        return one == other or abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-3) or (one != one and other != other)
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def build(course: Course, chapter: Chapter, execute_all: bool = False) -> None:
    """Everything that is built for one chapter. The cases come first: the solution's checks read them."""
    build_cases(course, chapter)
    build_solution(course, chapter, execute_all)
    build_release(course, chapter)


def chapter_table(course: Course) -> str:
    """The README's table of chapters, from what the build froze of each notebook."""
    rows = ["| chapter | exercises | points |", "|---|---|---|"]
    for chapter in course.chapters():
        facts = json.loads((course.cases / chapter.topic / "chapter.json").read_text("utf-8"))
        points = sum(item["points"] for item in facts["exercises"] + facts["written"])
        link = f"notebooks/{chapter.assignment}/{chapter.topic}.ipynb"
        rows.append(f"| [{facts['title']}]({link}) | {len(facts['exercises'])} | {points:g} |")
    return "\n".join(rows)


def update_readme(course: Course) -> None:
    """Write the table of chapters between its two markers in README.md."""
    path = course.root / "README.md"
    text = path.read_text("utf-8")
    head, begin, rest = text.partition("<!-- chapters: built by make build -->\n")
    _, end, tail = rest.partition("<!-- end of chapters -->")
    fresh = f"{head}{begin}{chapter_table(course)}\n{end}{tail}"
    if begin and end and fresh != text:
        path.write_text(fresh, "utf-8")


def clean(course: Course) -> None:
    """Remove what was built for chapters that are no longer there."""
    known = {chapter.assignment for chapter in course.chapters()} | {chapter.topic for chapter in course.chapters()}
    for folder in (course.solutions, course.notebooks, course.cases):
        for path in folder.glob("*/") if folder.exists() else ():
            if path.name not in known and not path.name.startswith((".", "_")):
                shutil.rmtree(path)


def main() -> None:
    """Build the chapters named, or all of them; say which cell broke which rule."""
    parser = argparse.ArgumentParser(description="Build notebooks/, solutions/ and handgrad/cases/ from source/.")
    parser.add_argument("chapters", nargs="*", help="04-backprop-matrix or backprop_matrix; all where none is named")
    parser.add_argument("--execute-all", action="store_true", help="execute solutions that have not changed, too")
    options = parser.parse_args()
    course = here()
    chapters = [course.chapter(name) for name in options.chapters] or course.chapters()
    if not options.chapters:
        clean(course)
    for chapter in chapters:
        try:
            build(course, chapter, options.execute_all)
        except anatomy.AnatomyError as error:
            sys.exit(f"{chapter.assignment}: {error}")
        print(f"built {chapter.assignment}")
    if all((course.cases / chapter.topic / "chapter.json").exists() for chapter in course.chapters()):
        update_readme(course)


if __name__ == "__main__":
    main()
