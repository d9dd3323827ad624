"""Formulas as MathML, which a browser draws itself: no script is needed. What cannot be converted stays as it was typed."""

import functools
import html
import re
from typing import Any

from math_core import LatexError, LatexToMathML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

# The converter is compiled: nested too deeply, a formula would end the process. 400 commands in one another do on the smallest
# stack of a main thread, 1 MB; so many commands, braces and scripts can never be nested deeper. The course's longest has 44.
MOST_OPENED = 150
OPENED = re.compile(r"\\[a-zA-Z]+|[{^_]")
# A command of one's own would multiply what is counted.
DEFINES = re.compile(r"\\(?:[a-zA-Z]*(?:def|command)|let|Declare[a-zA-Z]*)(?![a-zA-Z])")

# What of MathML may stand in the page: nothing that links, runs, or lies outside of its place.
_ELEMENT = (
    "math|mrow|mi|mo|mn|mtext|mspace|msup|msub|msubsup|munder|mover|munderover|mfrac|msqrt|mroot|mtable|mtr|mtd|mphantom|"
    "mmultiscripts|mprescripts|menclose|mpadded"
)
_LENGTH = r"-?\d?(?:\.\d+)?(?:em)?"  # less than ten times the letters' size: a formula does not lie over what others wrote
_STYLE = (
    rf"(?:(?:(?:text-align|justify-items): ?[a-z]+|(?:padding|margin)-(?:left|right): ?{_LENGTH}|color: ?#[0-9A-F]{{6}});? ?)*"
)
_ATTRIBUTE = (
    r'(?:accent|accentunder|display|displaystyle|fence|form|mathvariant|movablelimits|notation|separator|stretchy|symmetric)='
    rf'"[a-z]*"|(?:linethickness|lspace|maxsize|minsize|rspace|scriptlevel|width)="{_LENGTH}"|style="{_STYLE}"'
)
HARMLESS = re.compile(rf"(?:[^<>]|<(?:{_ELEMENT})(?: (?:{_ATTRIBUTE}))*/?>|</(?:{_ELEMENT})>)*")

# Markdown writes each formula so. It is cleaned like all else, and what has become of it is converted: whatever stands in an
# attribute has no "<" any more, and stays a text.
INLINE, DISPLAY = "formula", "formula display"
WRITTEN = re.compile(rf'<code class="({INLINE}|{DISPLAY})">([^<]*)</code>')


class Renderer(IPythonRenderer):
    """nbconvert's renderer, which marks formulas as code of a class of their own."""

    def __init__(self, attachments: dict[str, dict[str, str]] | None = None) -> None:
        super().__init__(escape=False, exclude_anchor_links=True, attachments=attachments)

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return f'<code class="{INLINE}">{html.escape(body)}</code>'

    def block_math(self, body: str) -> str:
        """A formula on a line of its own."""
        return f'<code class="{DISPLAY}">{html.escape(body)}</code>'

    def latex_environment(self, name: str, body: str) -> str:
        """An environment is a formula too."""
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def rendered(source: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    """Markdown as HTML, not cleaned yet, in which formulas are marked. Raises what nbconvert's reader of Markdown raises."""
    return MarkdownWithMath(renderer=Renderer(attachments)).render(source)


def drawn(page: str) -> str:
    """Cleaned HTML with its marked formulas as MathML; one that cannot be converted stays as it was typed."""
    return WRITTEN.sub(_drawn, page)


def _drawn(found: re.Match[str]) -> str:
    try:
        return mathml(html.unescape(found[2]), display=found[1] == DISPLAY)
    except ValueError:
        return found[0]


def mathml(formula: str, display: bool) -> str:
    """A formula in LaTeX as MathML. Raises `ValueError` where it cannot be converted, or not without harm."""
    if len(OPENED.findall(formula)) > MOST_OPENED or DEFINES.search(formula):
        raise ValueError("The formula is too long, or defines commands.")
    try:
        made = _converter().convert_with_local_state(formula, displaystyle=display)
    except LatexError as error:
        raise ValueError("The formula is not LaTeX.") from error
    if not HARMLESS.fullmatch(made):
        raise ValueError("The formula would do more than stand in its place.")
    return made


@functools.cache
def _converter() -> Any:
    return LatexToMathML(fancy_error=False)
