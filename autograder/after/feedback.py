"""What of a graded notebook a student gets to see, and how: as a page in which no script runs, whoever wrote it."""

import html
import re
from collections.abc import Sequence
from typing import Any

import bleach
from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grade.sitting import failed_cells
from handgrad.text import say

# The browser itself is told: no script, nothing from elsewhere, no form. Formulas are therefore shown as they were typed.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'"
)
SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
}
LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
# As the source of an img element, an SVG runs no script and loads nothing.
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,", re.IGNORECASE)


class KeepVerdicts(NbGraderPreprocessor):
    """Leaves out the outputs of every cell but the checks, and shows raw cells as the text that they are.

    A student's function sees the secret inputs while it is examined, and any later cell could print what it saw. The
    outputs are in the student's own notebook; feedback is the verdicts, the points and the comments.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Leave out the states of widgets, which a page would hold in a script, and look at each cell."""
        nb.metadata.pop("widgets", None)
        nb, resources = super().preprocess(nb, resources)
        if failed := failed_cells(nb):
            nb.cells.insert(0, told_failures(failed))
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        """Keep the outputs of a check, drop those of any other cell."""
        if cell.cell_type == "code" and not utils.is_grade(cell):
            cell.outputs = []
        # nbconvert puts a raw cell into the page as it is, as HTML.
        if cell.cell_type == "raw":
            cell.cell_type = "markdown"
            cell.source = f"<pre>{html.escape(cell.source)}</pre>"
        return cell, resources


def told_failures(sentences: Sequence[str]) -> NotebookNode:
    """A cell that tells which cells failed: what comes after them may have failed for that alone."""
    heading = say("Some of your cells failed when this was graded. What needs them could not be right:")
    items = "".join(f"<li>{html.escape(one)}</li>" for one in sentences)
    return new_markdown_cell(f"<p><strong>{heading}</strong></p><ul>{items}</ul>", id="cells-that-failed")


class FeedbackExporter(HTMLExporter):
    """nbconvert's page, with what Markdown makes of students' texts cleaned, and no script in it."""

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Markdown as HTML, of which only harmless elements are left."""
        return cleaned(str(super().markdown2html(context, source)))

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **more: Any) -> tuple[Any, Any]:
        """The page of one notebook."""
        # After everything: nbconvert's own template brings scripts, and the policy must stand before anything is loaded.
        page, resources = super().from_notebook_node(nb, resources, **more)
        tag = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        return SCRIPT.sub("", page).replace("<head>", f"<head>\n{tag}", 1), resources


def cleaned(page: str) -> str:
    """HTML without scripts, handlers, styles, frames and forms; links lead to web addresses, pictures are in the page."""
    # "data" for the pictures, of which `_is_harmless` takes the harmless ones.
    return bleach.clean(page, tags=TAGS, attributes=_is_harmless, protocols={"http", "https", "mailto", "data"}, strip=True)


def _is_harmless(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return LINK.match(value) is not None
    if tag == "img" and name == "src":
        return PICTURE.match(value) is not None
    return name in ("alt", "title", "colspan", "rowspan", "align")
