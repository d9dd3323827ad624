"""From a chapter's source to what students and instructors open.

    source/NN-topic/topic.py  →  solutions/NN-topic/topic.ipynb  →  notebooks/NN-topic/topic.ipynb
    autograder/exercises/topic/*.py  →  handgrad/cases/topic/*.json
"""

import json
import shutil
from collections.abc import Iterator, Sequence

from autograder import anatomy
from autograder.course import Chapter, Course
from autograder.publish.cases import build_cases
from autograder.publish.handout import build_handout
from autograder.publish.solution import build_solution


def build(course: Course, chapter: Chapter, execute_all: bool = False) -> None:
    """Everything that is built for one chapter. The cases come first: the solution's checks read them."""
    build_cases(course, chapter)
    build_solution(course, chapter, execute_all)
    build_handout(course, chapter)


def build_course(course: Course, named: Sequence[str] = (), execute_all: bool = False) -> Iterator[Chapter]:
    """Build the chapters named, or all of them; each as it is done.

    Raises `LookupError` for a chapter that is not there, `AnatomyError` with the chapter, the cell and the rule that it breaks.
    """
    chapters = [course.chapter(name) for name in named] or course.chapters()
    if not named:
        clean(course)
    for chapter in chapters:
        try:
            build(course, chapter, execute_all)
        except anatomy.AnatomyError as error:
            raise anatomy.AnatomyError(f"{chapter.assignment}: {error}") from error
        yield chapter
    # The table tells of all chapters: as long as one was never built, it stays as it is.
    if all((course.cases / chapter.topic / "chapter.json").exists() for chapter in course.chapters()):
        update_readme(course)


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
    # Without its markers the README has been written anew by hand: it is left alone.
    if begin and end and fresh != text:
        path.write_text(fresh, "utf-8")


def clean(course: Course) -> None:
    """Remove what was built for chapters that are no longer there."""
    known = {chapter.assignment for chapter in course.chapters()} | {chapter.topic for chapter in course.chapters()}
    for folder in (course.solutions, course.notebooks, course.cases):
        for path in folder.glob("*/") if folder.exists() else ():
            # .ipynb_checkpoints, __pycache__ and the like are not ours.
            if path.name not in known and not path.name.startswith((".", "_")):
                shutil.rmtree(path)
