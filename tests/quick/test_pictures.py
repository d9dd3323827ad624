"""Students' texts, pictures and outputs are shown by every program in use: nbconvert, formgrader, the feedback."""

import base64
import json
from urllib.parse import quote

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, output_from_msg
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from autograder.after.feedback import FeedbackExporter, KeepVerdicts
from autograder.grade.doctor.pictures import presentable
from autograder.grade.listener import Error, Listener
from autograder.grade.outputs import OUTPUTS, storable
from handgrad.kit import asked

PICTURES = {
    "image/png": b"\x89PNG\r\n\x1a\n and more",
    "image/jpeg": b"\xff\xd8\xff\xe0 and more",
    "image/gif": b"GIF89a and more",
    "image/webp": b"RIFF\0\0\0\0WEBPVP8 and more",
    "image/svg+xml": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="a(1)"><script>a(1)</script></svg>',
}
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="()[]<>\\ \t\n"), min_size=1, max_size=12)
RESOURCES = {"nbgrader": {"score": 0, "max_score": 1, "notebook": "topic", "late_penalty": 0}}


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def stock() -> HTMLExporter:
    """nbconvert as it comes."""
    return HTMLExporter()


def formgrader() -> HTMLExporter:
    """The exporter of formgrader's page of a submission."""
    return HTMLExporter(config=Config(HTMLExporter={"template_name": "formgrade",
                                                    "extra_template_basedirs": [handlers.template_path]}))


def feedback() -> FeedbackExporter:
    """The course's own."""
    exporter = FeedbackExporter()
    exporter.register_preprocessor(KeepVerdicts, enabled=True)
    return exporter


FORMGRADER = {"resources": {"filename": "a", "submission_id": "b", "assignment_id": "c", "notebook_id": "d", "index": 0,
                            "total": 1, "base_url": "/", "mathjax_url": "", "last_name": "", "first_name": "", "student": "e"}}
EXPORTERS = {"nbconvert": (stock, {}), "formgrader": (formgrader, FORMGRADER["resources"]), "feedback": (feedback, RESOURCES)}
MADE = {name: make() for name, (make, _) in EXPORTERS.items()}


def pages(nb) -> dict[str, str]:
    """What each program makes of a notebook, once it has been stored and read again."""
    text = nbformat.writes(nb).encode("utf-8").decode("utf-8")
    return {name: str(MADE[name].from_notebook_node(nbformat.reads(text, as_version=4), dict(resources))[0])
            for name, (_, resources) in EXPORTERS.items()}


def text_with(source: str, attachments: dict[str, dict[str, str]]):
    lines: list[str] = []
    source, attachments = presentable(source, attachments, lines)
    return new_notebook(cells=[new_markdown_cell(source, attachments=attachments)]), lines


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize(
    "link", ["![it](attachment:{})", "![it][1]\n\n[1]: attachment:{}", "- a list\n  > ![it](attachment:{} 'title')"]
)
def test_every_kind_of_picture_comes_out_however_it_is_linked(kind, link):
    nb, lines = text_with(link.format("Bild%20%C3%A4.png"), {"Bild ä.png": {kind: encoded(PICTURES[kind])}})
    assert lines == []
    for program, page in pages(nb).items():
        assert f'src="data:{kind};base64,{encoded(PICTURES[kind])}"' in page, program


@settings(max_examples=60, deadline=None)
@given(NAMES, st.sampled_from(sorted(PICTURES)), st.booleans(), st.booleans(), st.booleans())
@example("%", "image/png", False, False, False)
@example("a%20b%zz", "image/gif", True, False, False)
@example("Bild&amp;ä.png", "image/png", False, False, False)
def test_a_picture_of_any_name_is_shown_or_its_lack_is_told(name, kind, linked_encoded, stored_encoded, missing):
    link = quote(name, safe="") if linked_encoded else name
    attachments = {} if missing else {quote(name, safe="") if stored_encoded else name: {kind: encoded(PICTURES[kind])}}
    nb, lines = text_with(f"before ![it](attachment:{link}) after", attachments)
    for program, page in pages(nb).items():
        assert "after" in page, program
        if 'src="data:image' in page and not missing:
            assert encoded(PICTURES[kind]) in page or lines, program
    if missing and lines:
        assert "is not in the file that was handed in" in lines[0]


def test_what_is_no_picture_or_not_there_is_told_in_its_place():
    nb, lines = text_with("![a](attachment:a.pdf) ![b](attachment:b.png) ![c](attachment:c.png)", {
        "a.pdf": {"application/pdf": encoded(b"%PDF-1.4")}, "c.png": {"image/png": "not base64 at all!"}})
    assert lines == ["The picture a.pdf cannot be shown: it is no PNG, JPEG, GIF, WebP or SVG.",
                     "The picture b.png is not in the file that was handed in.",
                     "The picture c.png cannot be shown: it is no PNG, JPEG, GIF, WebP or SVG."]
    for program, page in pages(nb).items():
        assert page.count("data:image/svg+xml;base64,") >= 3, program


def test_a_picture_is_known_by_what_it_holds_whatever_it_says_it_is():
    hostile = 'image/png;base64,AAAA" onerror="alert(1)'
    nb, _ = text_with("![a](attachment:a.png)", {"a.png": {hostile: encoded(PICTURES["image/jpeg"])}})
    assert nb.cells[0].attachments == {"a.png": {"image/jpeg": encoded(PICTURES["image/jpeg"])}}


def test_an_svg_as_text_becomes_a_picture_and_stays_one():
    nb, _ = text_with("![a](attachment:a.svg)", {"a.svg": {"image/svg+xml": PICTURES["image/svg+xml"].decode()}})
    once = nb.cells[0].attachments
    assert once == {"a.svg": {"image/svg+xml": encoded(PICTURES["image/svg+xml"])}}
    lines: list[str] = []
    assert presentable("![a](attachment:a.svg)", once, lines) == ("![a](attachment:a.svg)", once)


PIECES = ["![", "](", ")", "attachment:", "a.png", "`", "```\n", "$", "$$", "<img src=\"attachment:x\">", "[", "\n", "> ", "- ",
          "|", "<", ">", "&", "\\", "\\begin{a}", "%", "\0", "é", "[1]: ", "*", "_"]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
def test_any_text_is_shown_by_every_program(source):
    nb, _ = text_with(source, {})
    nb.cells.append(new_markdown_cell("the end"))
    for program, page in pages(nb).items():
        assert "the end" in page, program


def test_a_text_that_no_program_could_show_is_shown_as_it_was_typed():
    nb, lines = text_with("word " * 20_000, {})
    assert nb.cells[0].source.startswith("<pre>word word")
    assert lines[0].startswith("A text could not be shown as Markdown")
    inline = f"![x](data:image/png;base64,{'A' * 400_000})"
    assert text_with(inline, {})[0].cells[0].source == inline


# ------------------------------------------------------------------------------------------ outputs

ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(st.characters(), max_size=6) | st.just("\ud800"),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(["text/plain", "image/png", "a"]), one, max_size=3),
    max_leaves=8)
MIMES = ["text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/svg+xml", "application/json",
         "application/vnd.jupyter.widget-view+json", "application/javascript", "\ud800", ""]
VALUES = ANY | st.just("![a](attachment:b.png)") | st.lists(st.text(max_size=3), max_size=2)
BUNDLES = st.dictionaries(st.sampled_from(MIMES), VALUES, max_size=4)
CONTENTS = st.fixed_dictionaries({"name": ANY | st.just("stdout"), "text": ANY, "data": BUNDLES | ANY, "metadata": ANY,
                                  "execution_count": ANY, "ename": ANY, "evalue": ANY, "traceback": ANY | st.lists(st.text())})


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(OUTPUTS), CONTENTS)
@example("stream", {"name": "stdout", "text": "a \ud800 b"})
@example("display_data", {"data": {"text/markdown": "![a](attachment:b.png)", "text/plain": "b"}})
@example("error", {"ename": "E\udfff", "evalue": "", "traceback": ["\udfff"]})
def test_whatever_a_kernel_puts_out_is_stored_and_shown_or_left_out(kind, content):
    try:
        kept = storable(kind, content)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    cell = new_code_cell("x", outputs=[output_from_msg({"header": {"msg_type": kind}, "content": kept})])
    nb = new_notebook(cells=[cell, new_markdown_cell("the end")])
    nbformat.validate(nb)
    json.loads(json.dumps(nb))
    for program, page in pages(nb).items():
        assert "the end" in page, program


def test_half_a_character_in_an_answer_or_an_error_is_read_as_a_question_mark():
    ear = Listener(new_notebook(cells=[new_code_cell("x")]))
    data = {asked.MIME: [{"raised": [1, "E\ud800", "", "", ""]}]}
    ear.process_message({"header": {}, "msg_type": "display_data", "content": {"data": data}}, ear.nb.cells[0], 0)
    assert ear.heard == [{"raised": [1, "E?", "", "", ""]}]
    ear._note_reply(ear.nb.cells[0], 0, {"content": {"status": "error", "ename": "\udfff", "evalue": "\udfff"}})
    assert ear.error == Error("?", "?")
