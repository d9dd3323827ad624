"""`hand_in`: whether this notebook's file can still be graded, what is still to do in it, and how to hand it in."""

import html
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handgrad.kit import exercise as exercises
from handgrad.kit import show
from handgrad.kit.modules import lacking
from handgrad.text import say

# What stands where nothing is written yet: the build puts both into the notebook that is handed out.
STUB = "raise NotImplementedError("
BLANK = "*Your answer here.*"


def hand_in(topic: str, path: str | Path | None = None) -> None:
    """Look at the notebook's file as the grader will, and say what it will find.

    `topic` is the chapter's short name, which is also the file's: backprop_matrix. `path` is the file, where the notebook
    cannot find its own. Raises `FileNotFoundError` where there is no such chapter or no such file.
    """
    wanted = exercises.facts(topic)
    notebook, name = _own_notebook() if path is None else (_read(Path(path)), Path(path).name)
    if notebook is None:
        show.tell(say("A notebook that is run without a browser does not know its own file. This looks at the one that you "
                      "name: hand_in({chapter!r}, path={file!r}).", chapter=topic, file=f"{topic}.ipynb"), "handgrad-hand-in")
        return
    lost, to_do = faults(notebook, wanted), unfinished(notebook, wanted)
    if lost:
        how = show.BAD
        says = [say("The grader will not find all of your work in this file:"), *lost,
                say("Open a fresh copy of the notebook and copy the missing cells from it, or your answers into it.")]
    else:
        how = show.NEUTRAL if to_do else show.GOOD
        says = [say("The file can be graded: every exercise and every check is in its place.")]
    after = [*missing_modules(notebook, Path() if path is None else Path(path).parent), _way(topic, name)]
    first, *others = map(html.escape, says)
    rich = [f"<strong>{first}</strong>", *others, *unfinished(notebook, wanted, linked), *map(html.escape, after)]
    show.display(show.plain(how, [*says, *to_do, *after]), show.card(how, rich, "handgrad-hand-in"))


def faults(notebook: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """What the grader would miss, or have to put back: a sentence for each."""
    cells = _marked(notebook)
    code = "\n".join(_source(cell) for cell in notebook["cells"] if cell["cell_type"] == "code")
    says = []
    for one in wanted["exercises"]:
        name, check = one["name"], cells.get(f"check_{one['name']}")
        if name not in cells:
            if re.search(rf"^(def|class) {name}\b", code, re.MULTILINE):
                says.append(say("{name} has lost the mark by which the grader knows its cell.", name=name))
            else:
                says.append(say("{name} is missing: its cell was deleted.", name=name))
        if check is None:
            says.append(say("The check of {name} is missing, or has lost its mark.", name=name))
        elif _source(check).strip() != one["check"]:
            says.append(say("The check of {name} was changed. It should be: {check}", name=name, check=one["check"]))
    says += [say("The written question {name} is missing, or has lost its mark.", name=one["name"])
             for one in wanted["written"] if one["name"] not in cells]
    return says


def numbered(name: str) -> str:
    """An exercise in a list, by its number and its name, or a written question by its name."""
    return f"{show.number(name)} {name}".strip()


def linked(name: str) -> str:
    """The same as HTML, with a link to it."""
    return show.link(name, numbered(name))


def unfinished(notebook: dict[str, Any], wanted: dict[str, Any], called: Callable[[str], str] = numbered) -> list[str]:
    """What is still to be written, in at most two sentences. `called` says how each is named in them."""
    cells = {name: _source(cell) for name, cell in _marked(notebook).items()}
    stubs = [one["name"] for one in wanted["exercises"] if STUB in cells.get(one["name"], "")]
    blank = [one["name"] for one in wanted["written"] if BLANK in cells.get(one["name"], "")]
    says = [say("Not written yet: {names}.", names=", ".join(map(called, stubs)))] if stubs else []
    return says + ([say("Not answered yet: {names}.", names=", ".join(map(called, blank)))] if blank else [])


def missing_modules(notebook: dict[str, Any], folder: Path) -> list[str]:
    """A sentence on the modules that grading does not have. One that lies beside the notebook as a file is not missed."""
    run = (cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "skip-grading" not in _tags(cell))
    beside = {path.stem for path in folder.iterdir()}
    names = [name for name in lacking(map(_source, run)) if name.split(".")[0] not in beside]
    if not names:
        return []
    return [say("Where this is graded, these modules are not installed: {names}. What needs them fails there, and no exercise "
                "needs them.", names=", ".join(names))]


def _marked(notebook: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The cells that carry nbgrader's mark, by its id."""
    marks = ((cell.get("metadata", {}).get("nbgrader", {}), cell) for cell in notebook["cells"])
    return {mark["grade_id"]: cell for mark, cell in marks if "grade_id" in mark}


def _source(cell: dict[str, Any]) -> str:
    """A cell's text: files hold it as a list of lines."""
    return "".join(cell["source"])


def _tags(cell: dict[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))


def _own_notebook() -> tuple[dict[str, Any] | None, str]:
    """This kernel's notebook, and its file's name: from Colab itself, or from the file that JupyterLab or VS Code names."""
    if "google.colab" in sys.modules:
        # Colab's kernel knows no path. `_message` is private, and the one way to the open notebook that Colab has.
        from google.colab import _message

        return _message.blocking_request("get_ipynb", timeout_sec=60)["ipynb"], ""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    # VS Code puts the path into the notebook's names, JupyterLab into the kernel's environment.
    named = getattr(shell, "user_ns", {}).get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")
    path = Path(named)
    return (_read(path), path.name) if path.suffix == ".ipynb" and path.exists() else (None, "")


def _read(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return notebook


def _way(topic: str, name: str) -> str:
    """How to hand it in, where this notebook is open."""
    wanted = f"{topic}.ipynb"
    if not name:
        return say("To hand it in: File, Download, Download .ipynb. Call the file {wanted}, and give it to your instructor.",
                   wanted=wanted)
    if name != wanted:
        return say("To hand it in: save it (Ctrl+S), rename {name} to {wanted}, and give that file to your instructor.",
                   name=name, wanted=wanted)
    return say("To hand it in: save it (Ctrl+S), and give the file {wanted} to your instructor. This cell sees what was "
               "saved last.", wanted=wanted)
