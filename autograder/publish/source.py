"""A chapter's source as a notebook: text becomes cells, with a set-up cell, a link to Colab and ids that stay the same."""

import hashlib
from collections import Counter

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder import anatomy, exercises
from autograder.course import Chapter, Course

# Without dependencies: Colab has them, and another version of ipywidgets would break its widgets.
SETUP = """\
# Installs the course's kit where it is missing (Colab); does nothing elsewhere.
import importlib.util

if importlib.util.find_spec("handgrad") is None:
    %pip install --quiet --no-deps {wheel}"""


def read_source(course: Course, chapter: Chapter) -> NotebookNode:
    """The chapter's source as a notebook: set-up and link to Colab filled in, stable cell ids, nothing executed. Gated."""
    nb = jupytext.read(course.source / chapter.assignment / f"{chapter.topic}.py")
    anatomy.check_notebook(nb, set(exercises.names(chapter.topic)))
    nb.cells[0].source = nb.cells[0].source.replace("\n", f"\n\n{colab_link(course, chapter)}\n", 1)
    seen: Counter[str] = Counter()
    for cell in nb.cells:
        if "setup" in cell.metadata.get("tags", []):
            cell.source = SETUP.format(wheel=course.wheel)
        if "hide-input" in cell.metadata.get("tags", []):
            # JupyterLab's own word for a folded input; Colab's is cellView.
            cell.metadata |= {"jupyter": {"source_hidden": True}, "cellView": "form"}
        cell.id = _stable_id(cell, seen)
        cell.metadata.pop("lines_to_next_cell", None)  # jupytext's note on blank lines in the source
    language = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    # Not the author's kernel and version: the same bytes on every machine.
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


def _stable_id(cell: NotebookNode, seen: Counter[str]) -> str:
    """The grade_id, else a hash of the content: the same at every build, so that a diff shows what has changed."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    if name:
        return str(name)
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
