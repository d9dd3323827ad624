"""From JSON to cells: whatever program wrote the notebook, and in whatever version of the format."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.grade.doctor.notes import Refusal, shown
from handgrad.text import say

MOST_CELLS = 5_000
LARGE_OUTPUT = 10 * 2**20
KINDS = ("code", "markdown", "raw")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
VERSION = re.compile(r"\d{1,3}\.\d{1,3}")
TAG = re.compile(r"[\w.:-]{1,64}")


@dataclass(frozen=True)
class Cell:
    """What counts of a cell that was handed in. Its outputs do not: grading makes them anew."""

    kind: str
    source: str
    grade_id: str | None = None
    tags: tuple[str, ...] = ()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    id: str | None = None

    def but(self, **changes: Any) -> "Cell":
        """The cell with some fields changed."""
        return replace(self, **changes)


def read(plain: Any, lines: list[str]) -> list[Cell]:
    """The cells of a notebook that was read as JSON, which may hold anything. Adds to `lines` what had to be mended.

    Raises `Refusal` for JSON that is no notebook.
    """
    found, metadata = _list_of_cells(plain), _dict(plain, "metadata")
    if found is None:
        raise Refusal(say("The file is not a notebook. Hand in the file that ends in .ipynb, as JupyterLab saves it."))
    if len(found) > MOST_CELLS:
        raise Refusal(say("The notebook has {count} cells; this is more than can be graded. Delete those that are not yours "
                          "or the course's, and hand it in again.", count=len(found)))
    if isinstance(plain, dict) and "worksheets" in plain:
        lines.append(say("The notebook was saved in an old format and was read as such."))
    language = _dict(metadata, "kernelspec").get("language") or _dict(metadata, "language_info").get("name")
    if isinstance(language, str) and language.lower() not in ("python", "ipython"):
        lines.append(say("The notebook was set to another language ({language}); it was graded with Python.",
                         language=shown(language)))
    widgets = _dict(metadata, "widgets")
    # Colab and some progress bars leave such states behind, and nbgrader makes no feedback of them.
    if any(not isinstance(state, dict) or "state" not in state for state in widgets.values()):
        lines.append(say("The states of the widgets had been saved without their content, and were left out."))
    cells = [_cell(one) for one in found if isinstance(one, dict)]
    if any("\r" in cell.source for cell in cells):
        cells = [cell.but(source=cell.source.replace("\r\n", "\n").replace("\r", "\n")) for cell in cells]
        lines.append(say("The ends of lines were Windows' and were read as such."))
    if any(_lines_run_together(one) for one in found):
        lines.append(say("Cells had been saved as lists of lines without line ends, which were put back."))
    size = sum(_size(one.get("outputs")) for one in found if isinstance(one, dict))
    if size > LARGE_OUTPUT:
        lines.append(say("The saved outputs took {megabytes} MB and were left out: grading makes them anew.",
                         megabytes=size // 2**20))
    return cells


def saved_with(nb: Any) -> str | None:
    """The version of Python that a notebook was saved with ("3.13"); None where it does not say. `nb` may be any JSON."""
    version = _dict(_dict(nb, "metadata"), "language_info").get("version")
    found = VERSION.match(version) if isinstance(version, str) else None
    return found[0] if found else None


def _list_of_cells(plain: Any) -> list[Any] | None:
    if isinstance(plain, dict) and isinstance(plain.get("cells"), list):
        return list(plain["cells"])
    if isinstance(plain, dict) and isinstance(plain.get("worksheets"), list):
        return [cell for sheet in plain["worksheets"] for cell in _list_of_cells(sheet) or []]
    if isinstance(plain, list) and plain and all(isinstance(one, dict) and "cell_type" in one for one in plain):
        return plain
    return None


def _cell(plain: dict[str, Any]) -> Cell:
    kind = plain.get("cell_type")
    # Format 3's word for it.
    source = _text(plain.get("source", plain.get("input")))
    if kind == "heading":  # of format 3
        level = plain.get("level")
        kind, source = "markdown", "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " " + source
    metadata = _dict(plain, "metadata")
    name = _dict(metadata, "nbgrader").get("grade_id")
    tags = metadata.get("tags")
    identifier = plain.get("id")
    return Cell(
        kind if kind in KINDS else "raw",
        source,
        name if isinstance(name, str) and name else None,
        tuple(dict.fromkeys(t for t in tags if isinstance(t, str) and TAG.fullmatch(t))) if isinstance(tags, list) else (),
        _attachments(plain.get("attachments")),
        identifier if isinstance(identifier, str) and ID.fullmatch(identifier) else None,
    )


def _text(source: Any) -> str:
    if isinstance(source, list):
        parts = [part for part in source if isinstance(part, str)]
        return _encodable(("\n" if _without_ends(parts) else "").join(parts))
    return _encodable(source) if isinstance(source, str) else ""


def _encodable(text: str) -> str:
    """The text without halves of characters, which JSON can spell and no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _without_ends(parts: list[str]) -> bool:
    return len(parts) > 1 and not any(part.endswith(("\n", "\r")) for part in parts[:-1])


def _lines_run_together(plain: Any) -> bool:
    source = plain.get("source") if isinstance(plain, dict) else None
    return isinstance(source, list) and _without_ends([part for part in source if isinstance(part, str)])


def _attachments(plain: Any) -> dict[str, dict[str, str]]:
    """Pictures that the student put into a text cell."""
    if not isinstance(plain, dict):
        return {}
    return {
        _encodable(name): {_encodable(kind): _encodable(data) for kind, data in bundle.items() if isinstance(data, str)}
        for name, bundle in plain.items()
        if isinstance(bundle, dict)
    }


def _dict(plain: Any, key: str) -> dict[str, Any]:
    found = plain.get(key) if isinstance(plain, dict) else None
    return found if isinstance(found, dict) else {}


def _size(plain: Any) -> int:
    """The characters of text in a piece of JSON."""
    total, waiting = 0, [plain]
    # With a list and no recursion: it may be nested as deeply as JSON can be read.
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            total += len(one)
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()
    return total
