"""Pictures in students' texts, made so that every program that shows the text finds them: nbconvert, nbgrader, formgrader.

nbconvert fails at an attachment that it does not find, and it looks by the name that its own Markdown reader makes of the link.
So it is asked which names it looks for, and each of them gets a picture: the student's own, or one that says what is wrong.
"""

import base64
import binascii
import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.grade.doctor.notes import shown
from handgrad.text import say

Attachments = dict[str, dict[str, str]]
PREFIX = "attachment:"
# A longer text is shown as it was typed: some Markdown takes a reader very long.
LONGEST = 50_000
INLINE = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=]+")
SVG = "image/svg+xml"
KINDS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("image/png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
    ("image/gif", lambda data: data.startswith((b"GIF87a", b"GIF89a"))),
    ("image/webp", lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP"),
    (SVG, lambda data: re.search(rb"<(?:\w+:)?svg[\s>/]", data[:4096]) is not None),
)


class _Asking(IPythonRenderer):
    """nbconvert's renderer, which notes the attachments that it looks for."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(escape=False, **settings)
        self.asked: list[str] = []

    def _embed_image_or_attachment(self, src: str) -> str:
        if src.startswith(PREFIX):
            self.asked.append(src.removeprefix(PREFIX))
        return ""


def looked_for(source: str) -> list[str] | None:
    """The names of the attachments that nbconvert will look for in a text; None for a text that it cannot show."""
    # Pictures within the text are long, and have no attachment's name in them.
    source = INLINE.sub("data:", source)
    if len(source) > LONGEST:
        return None
    renderer = _Asking()
    try:
        MarkdownWithMath(renderer=renderer).render(source)
    except Exception:  # noqa: BLE001 - nested without end, say: it would fail so in the feedback
        return None
    return list(dict.fromkeys(renderer.asked))


def presentable(source: str, attachments: Attachments, lines: list[str]) -> tuple[str, Attachments]:
    """The text and its pictures, so that they can be shown. Adds to `lines` what is not there, or is no picture.

    A text that no program could show comes back as it was typed, in a frame.
    """
    names = looked_for(source)
    if names is None:
        lines.append(say("A text could not be shown as Markdown; it is shown as it was typed: {text}.", text=shown(source)))
        return f"<pre>{html.escape(source)[:LONGEST]}</pre>", {}
    pictures = {name: {kind: data} for name, bundle in attachments.items() for kind, data in _picture(bundle)}
    found = {name: pictures[name] for name in pictures.keys() & set(names)}
    for name in names:
        if name not in found:
            found[name] = _another_spelling(name, pictures) or _note(name, attachments, lines)
    linked = {unquote(name) for name in names}
    left = {name: bundle for name, bundle in attachments.items() if unquote(name) not in linked}
    return source, {name: found[name] for name in names} | left


def _picture(bundle: dict[str, str]) -> list[tuple[str, str]]:
    """The first in a bundle that is a picture, by what it holds: its type, and its bytes in base64."""
    for kind, text in bundle.items():
        data = text.encode() if kind == SVG and "<" in text else _decoded(text)
        for known, is_it in KINDS:
            if is_it(data):
                return [(known, base64.b64encode(data).decode("ascii"))]
    return []


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()))
    except (binascii.Error, ValueError):
        return b""


def _another_spelling(name: str, pictures: Attachments) -> dict[str, str] | None:
    """The picture whose name is the same once both are read as parts of an address: `Bild%20%C3%A4.png`."""
    return next((picture for other, picture in pictures.items() if unquote(other) == unquote(name)), None)


def _note(name: str, attachments: Attachments, lines: list[str]) -> dict[str, str]:
    """A picture that says that there is none."""
    called = shown(unquote(name))
    if unquote(name) in {unquote(other) for other in attachments}:
        says = say("The picture {name} cannot be shown: it is no PNG, JPEG, GIF, WebP or SVG.", name=called)
    else:
        says = say("The picture {name} is not in the file that was handed in.", name=called)
    lines.append(says)
    drawn = (f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="40"><rect width="640" height="40" fill="#eee"/>'
             f'<text x="10" y="25" font-family="sans-serif" font-size="14">{html.escape(says)}</text></svg>')
    return {SVG: base64.b64encode(drawn.encode()).decode("ascii")}
