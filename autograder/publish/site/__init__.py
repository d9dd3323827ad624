"""The course's web pages: the students' notebooks and the docs, as static HTML that needs no other host and no kernel.

The repository is laid out once more in a temporary folder, as Sphinx wants it, so that the links between the docs hold:

    README.md  →  index.md, with the table of contents
    docs/*.md, docs/images, CONTRIBUTING.md, CHANGELOG.md, LICENSE  →  the same
    notebooks/NN-topic/topic.ipynb  →  the same, with the pictures that need no solution

What lies beside a chapter's page, the explorers' frames and the notebook to download, is added after Sphinx.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.course import Chapter, Course
from autograder.publish.site import frames
from autograder.publish.source import colab_link
from handgrad.text import say

HERE = Path(__file__).parent
FOR_STUDENTS = ("notation", "students")  # these docs come first
EXPLORER = re.compile(r"^explore\.(\w+)\.show\(\)", re.MULTILINE)
STILL = "Nothing runs on this page. Its sliders move through pictures drawn beforehand; in the notebook every slider is live."

CONTENTS = """

```{{toctree}}
:hidden:
:caption: {caption}

{pages}
```
"""


def build(course: Course, folder: Path) -> None:
    """Write the pages into `folder`, in place of older ones.

    Raises `FileExistsError` where the folder holds anything else, `RuntimeError` with Sphinx's words.
    """
    # The folder is replaced as a whole: what Sphinx did not write is somebody's own.
    if folder.exists() and any(folder.iterdir()) and not (folder / "searchindex.js").exists():
        raise FileExistsError(f"{folder} holds something other than web pages: name a folder that is new or empty.")
    with tempfile.TemporaryDirectory() as temporary:
        source, beside, pages = (Path(temporary, name) for name in ("source", "beside", "pages"))
        lay_out(course, source, beside)
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "-c", str(HERE), str(source),
             str(pages)],
            capture_output=True, text=True,
        )
        if done.returncode:
            raise RuntimeError(f"Sphinx could not build the pages:\n{done.stdout}{done.stderr}")
        # Only now that there are new ones: a build that fails leaves the older pages.
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(pages, folder, ignore=shutil.ignore_patterns(".doctrees", ".buildinfo"))
        shutil.copytree(beside, folder, dirs_exist_ok=True)


def lay_out(course: Course, source: Path, beside: Path) -> None:
    """Write what Sphinx reads into the folder `source`, and what it does not touch into `beside`."""
    (source / "docs").mkdir(parents=True)
    docs = {path.stem: path for path in sorted((course.root / "docs").glob("*.md"))}
    for path in docs.values():
        shutil.copy(path, source / "docs")
    shutil.copytree(course.root / "docs" / "images", source / "docs" / "images")
    for name in ("CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(course.root / name, source)
    with ProcessPoolExecutor() as pool:  # drawing takes most of the time
        list(pool.map(partial(lay_out_chapter, course, source, beside), course.chapters()))
    chapters = [f"notebooks/{chapter.assignment}/{chapter.topic}" for chapter in course.chapters()]
    others = [f"docs/{name}" for name in sorted(docs, key=lambda name: (name not in FOR_STUDENTS, name))]
    index = (course.root / "README.md").read_text("utf-8")
    index += CONTENTS.format(caption="Chapters", pages="\n".join(chapters))
    index += CONTENTS.format(caption="Documentation", pages="\n".join([*others, "CONTRIBUTING", "CHANGELOG"]))
    (source / "index.md").write_text(index, "utf-8")


def lay_out_chapter(course: Course, source: Path, beside: Path, chapter: Chapter) -> None:
    """A chapter's page, and what lies beside it."""
    page, beside = (folder / "notebooks" / chapter.assignment for folder in (source, beside))
    page.mkdir(parents=True)
    beside.mkdir(parents=True)
    path = course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb"
    shutil.copy(path, beside)
    nb = nbformat.read(path, as_version=4)
    solution = nbformat.read(course.solutions / chapter.assignment / path.name, as_version=4)
    show_what_needs_no_solution(nb, solution)
    for cell in nb.cells:
        for name in EXPLORER.findall(cell.source) if cell.cell_type == "code" else ():
            explorer = frames.find(chapter.topic, name)
            frames.draw(explorer, beside / f"{name}.webp")
            cell.outputs.append(new_output("display_data", {"text/html": frames.figure(explorer, name)}))
    colab = colab_link(course, chapter)
    links = f"{colab} · {_download_link(chapter)} · {_lab_link(chapter)}\n\n{say(STILL)}"
    nb.cells[0].source = nb.cells[0].source.replace(colab, links)
    nbformat.write(nb, page / path.name)


def _download_link(chapter: Chapter) -> str:
    return f'<a href="{chapter.topic}.ipynb" download>{say("Download the notebook")}</a>'


def _lab_link(chapter: Chapter) -> str:
    words = say("Open {file} in JupyterLab", file=f"`{chapter.assignment}/{chapter.topic}.ipynb`")
    return f"[{words}](../../docs/students.md)"


def show_what_needs_no_solution(nb: NotebookNode, solution: NotebookNode) -> None:
    """Give the notebook's cells the solution's pictures and printed text, where they show the same without a solution.

    A cell that calls what the student writes carries the tag raises-exception, and tests hold the notebooks to it: every other
    cell shows the same for everybody. Left out: cards of points and verdicts, widgets, and the explorers' still pictures.
    """
    executed = {cell.id: cell for cell in solution.cells}
    for cell in nb.cells:
        if cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", []):
            cell.outputs = [output for output in executed[cell.id].outputs if _is_shown(output)]


def _is_shown(output: NotebookNode) -> bool:
    match output.output_type:
        case "display_data":
            # A picture with words of its own is an explorer's still, whose frames are shown in its place.
            return "image/png" in output.data and "alt" not in output.metadata.get("image/png", {})
        case "execute_result":
            return "text/html" not in output.data
    return True
