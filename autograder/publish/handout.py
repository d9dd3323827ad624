"""The student's notebook: nbgrader's own converter makes it from the solution, and a gate sees that no solution is in it."""

import json

import nbformat
from nbformat import NotebookNode

from autograder import anatomy, exercises
from autograder.course import Chapter, Course, load_config


def build_handout(course: Course, chapter: Chapter) -> None:
    """Write the student's notebook from the solution, with nbgrader's own converter, and see that no solution is in it."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    config = load_config(course.root)
    folder = CourseDirectory(config=config, root=str(course.root), assignment_id=chapter.assignment)
    converter = GenerateAssignment(coursedir=folder, config=config, no_database=True, force=True)
    # Without a gradebook there is nothing to save to: nbgrader's own --no-db drops this step in the same way.
    converter.preprocessors = [p for p in converter.preprocessors if getattr(p, "__name__", "") != "SaveCells"]
    converter.log.setLevel("ERROR")
    converter.start()
    source = nbformat.read(course.solutions / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    handout = course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb"
    texts = {"the student's notebook": _all_text(nbformat.read(handout, as_version=4))}
    for hints in exercises.pages(chapter.topic):
        texts[f"a hint of {hints.name}"] = "\n".join(hints.hints)
    try:
        anatomy.check_handout(source, texts)
    except anatomy.AnatomyError:
        # A notebook that holds a solution must not lie where it could be handed out.
        handout.unlink()
        raise


def _all_text(nb: NotebookNode) -> str:
    return "\n".join(cell.source for cell in nb.cells) + json.dumps([c.get("outputs", []) for c in nb.cells])
