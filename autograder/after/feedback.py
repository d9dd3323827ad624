"""What of a graded notebook a student gets to see, and how: as a page in which no script runs, whoever wrote it."""

import html
import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import bleach
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader import utils
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.after import formulas
from autograder.after.marks import Mark, marks, next_steps
from autograder.grade.judge import is_check
from autograder.grade.sitting import failed_cells
from handgrad.kit import exercise
from handgrad.kit.show import as_html
from handgrad.text import say

# The browser itself is told: no script, nothing from elsewhere, no form.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'"
)
TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
}
LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
# As the source of an img element, an SVG runs no script and loads nothing.
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,", re.IGNORECASE)
# Cells that the grader puts above all others: what failed, what was repaired.
ON_TOP = ("cells-that-failed", "repaired-before-grading")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class TakeGrades(GetGrades):
    """nbgrader's step, which also notes which answers are still to be read by a person."""

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id,
                                          self.student_id)
        cell.metadata.nbgrader["waits"] = bool(grade.needs_manual_grade)


class KeepVerdicts(NbGraderPreprocessor):
    """Leaves out the outputs of every cell but the checks, and shows raw cells as the text that they are.

    A student's function sees the secret inputs while it is examined, and any later cell could print what it saw. The
    outputs are in the student's own notebook; feedback is the verdicts, the points and the comments.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Look at each cell, and put on top which of the student's own failed."""
        nb, resources = super().preprocess(nb, resources)
        if failed := failed_cells(nb):
            nb.cells.insert(0, told_failures(failed))
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        """Keep the outputs of a check, drop those of any other cell."""
        if cell.cell_type == "code" and not utils.is_grade(cell):
            cell.outputs = []
        if cell.cell_type == "raw":
            cell.cell_type = "markdown"
            cell.source = f"<pre>{html.escape(cell.source)}</pre>"
        return cell, resources


def told_failures(sentences: Sequence[str]) -> NotebookNode:
    """A cell that tells which cells failed: what comes after them may have failed for that alone."""
    heading = say("Some of your cells failed when this was graded. What needs them could not be right:")
    items = "".join(f"<li>{html.escape(one)}</li>" for one in sentences)
    return new_markdown_cell(f"<p><strong>{heading}</strong></p><ul>{items}</ul>", id="cells-that-failed")


class FeedbackExporter(Exporter):
    """The page of one notebook: what is not right first, what is right folded, no script in it."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **more: Any) -> tuple[Any, Any]:
        """The page of one notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **more)
        return page(nb, resources["nbgrader"]), resources


def page(nb: NotebookNode, about: Any) -> str:
    """The page, from a notebook whose cells hold verdicts, points and comments, and from what nbgrader says about it."""
    environment = Environment(loader=PackageLoader("autograder.after", "."), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True)
    environment.filters |= {"text": text, "code": code, "told": told}
    found = marks(nb)
    top = list(takewhile(lambda cell: cell.get("id") in ON_TOP, nb.cells))
    wrong = [one for one in found if one.check and not one.right]
    whole = [one for one in found if one.right and not one.waits and not one.comment]
    return environment.get_template("feedback.html").render(
        policy=POLICY, name=about["notebook"], title=_title(about["notebook"]), styles=_styles(), found=found,
        score=max(0.0, float(about["score"])), most=float(about["max_score"]), late=float(about["late_penalty"]),
        top=top, refused=_refused(found),
        groups=[
            (say("Not right yet"), [one for one in wrong if one.begun]),
            (say("Not attempted"), [one for one in wrong if not one.begun]),
            (say("Written answers, and comments"), [one for one in found if one not in wrong and one not in whole]),
        ],
        whole=whole, cells=[cell for cell in nb.cells[len(top):] if not is_check(cell)],
        next_steps=next_steps, say=say,
    )


def _title(topic: str) -> str:
    try:
        return str(exercise.facts(topic)["title"])
    except FileNotFoundError:  # an assignment of the instructor's own
        return topic


def _refused(found: list[Mark]) -> list[str]:
    """Why nothing was judged, where that is the same at every check: it is said once, on top."""
    says = {one.verdict.says for one in found if one.verdict and not one.begun}
    checks = [one for one in found if one.check]
    return list(says.pop()) if len(checks) > 1 and len(says) == 1 and not any(one.begun for one in checks) else []


def _styles() -> str:
    """The colours of code, light and dark."""
    light, dark = (HtmlFormatter(style=name).get_style_defs(".code") for name in ("default", "github-dark"))
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"


def text(cell: NotebookNode | str) -> Markup:
    """A Markdown cell, or Markdown alone, as clean HTML; what no program can show, as it was typed."""
    source, attachments = (cell, {}) if isinstance(cell, str) else (cell.source, cell.get("attachments", {}))
    try:
        return Markup(formulas.drawn(cleaned(formulas.rendered(source, attachments))))
    except Exception:  # noqa: BLE001 - nested without end, say: the rest of the page is shown
        return Markup(f"<pre>{html.escape(source)}</pre>")


def code(source: str) -> Markup:
    """Code with its colours."""
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(cssclass="code")))


def told(mark: Mark) -> Markup:
    """The verdict's card. Of a check that is not the course's own: what it put out, as text."""
    if mark.verdict:
        return Markup(as_html(mark.verdict, None, linked=False))
    lines = [str(one.get("text") or one.get("data", {}).get("text/plain") or "\n".join(one.get("traceback", ())))
             for one in mark.check.outputs] if mark.check else []
    return Markup(f'<pre class="handgrad-verdict">{html.escape(COLOURS.sub("", chr(10).join(lines)))}</pre>')


def cleaned(page: str) -> str:
    """HTML without scripts, handlers, styles, frames and forms; links lead to web addresses, pictures are in the page."""
    # "data" for the pictures, of which `_is_harmless` takes the harmless ones.
    return bleach.clean(page, tags=TAGS, attributes=_is_harmless, protocols={"http", "https", "mailto", "data"}, strip=True)


def _is_harmless(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return LINK.match(value) is not None
    if tag == "img" and name == "src":
        return PICTURE.match(value) is not None
    if tag == "code" and name == "class":
        return value in (formulas.INLINE, formulas.DISPLAY)
    return name in ("alt", "title", "colspan", "rowspan", "align")
