"""The executed solution: nbgrader's source, and what nbval holds to its outputs."""

import json
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.course import Chapter, Course
from autograder.publish.source import read_source

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def execute(nb: NotebookNode, folder: Path) -> NotebookNode:
    """The notebook with its outputs, run top to bottom in `folder`. Raises `CellExecutionError` at the first error."""
    nb = nbformat.from_dict(nb)
    metadata = nbformat.from_dict(nb.metadata)
    # No timing, and streams joined: both differ from run to run.
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
        if [executed_from(cell) for cell in old] == [executed_from(cell) for cell in new]:
            for cell, before in zip(new, old, strict=True):
                cell.outputs, cell.execution_count = before.outputs, before.execution_count
            _write(nb, path)
            return nb
    path.parent.mkdir(parents=True, exist_ok=True)
    nb = execute(nb, path.parent)
    _write(nb, path)
    return nb


def executed_from(cell: NotebookNode) -> tuple[Any, ...]:
    """What of a cell its outputs hang on: where this is the same, the outputs are kept."""
    return cell.id, cell.cell_type, cell.source, json.dumps(cell.metadata, sort_keys=True)


def _write(nb: NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(nb, version=nbformat.NO_CONVERT) + "\n"
    # Untouched where nothing has changed: make and editors look at a file's time.
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
