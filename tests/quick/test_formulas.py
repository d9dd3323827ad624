"""Formulas in the feedback: those of the course are drawn, and no formula does anything else than stand in its place."""

import re
import threading
from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.after.feedback import TAGS, text
from autograder.after.formulas import MOST_OPENED, mathml

# What may be in a page besides, by its own list: whatever the converter makes, and whatever is thought of it elsewhere.
MATH = {"math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot",
        "mrow", "mspace", "msqrt", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover"}
RUN = "document.title='RAN'"
HOSTILE = [
    rf"\text{{<img src=x onerror={RUN}>}}", rf"\mathrm{{</math><script>{RUN}</script>}}", r"\operatorname{<}",
    r"\operatorname{</mi>}",
    rf"\href{{javascript:{RUN}}}{{x}}", r"\style{position:fixed;inset:0}{x}", r"\class{top}{x}", r"\cssId{top}{x}",
    rf"\color{{red\" onload=\"{RUN}}}{{x}}", r"\textcolor{url(http://127.0.0.1:9/)}{x}", r"\hspace{1000em}x", r"\kern-900em x",
    r"\rule{900em}{900em}", r"\raisebox{-900em}{x}", r"\includegraphics{http://127.0.0.1:9/x.png}", r"\unicode{x3c}script",
    r"\begin{array}{c\" onx=\"1}x\end{array}", r"\def\a{\sqrt\sqrt}\a\a x", r"\newcommand{\b}[1]{#1#1}\b{\b{x}}", "<!--", "]]>",
    f"<i onclick={RUN}>x</i>", f"x</code></p><script>{RUN}</script>",
]


class Seen(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.depth = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def math(self) -> int:
        return sum(tag == "math" for tag, _ in self.found)


def assert_harmless(page: str) -> None:
    for tag, attributes in Seen(page).found:
        assert tag in TAGS | MATH, f"<{tag}>"
        for name, value in attributes.items():
            assert not name.startswith("on"), name
            assert name != "class" or value in ("formula", "formula display"), "a student's text can look like the page's own"
            assert name not in ("href", "src", "class", "id") or tag in TAGS, f"{tag} {name}={value}"
            assert not re.search(r"\d\d(\.\d+)?em|position|url|[<>]", value or "") or tag in TAGS, f"{tag} {name}={value}"


def test_every_formula_of_every_chapter_is_drawn(course, chapter):
    nb = nbformat.read(course.solutions / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    drawn = 0
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            page = str(text(cell))
            assert 'class="formula' not in page, f"shown as it was typed: {page}"
            for formula in re.findall(r"<math.*?</math>", page):
                assert not re.search(r"\\|\$|&amp;", formula), formula
            outside = re.sub(r"<(code|pre|math)\b.*?</\1>", "", page, flags=re.DOTALL)
            assert not re.search(r"\$|\\[a-z]", outside), outside
            drawn += Seen(page).math()
    assert drawn > 10


def test_formulas_are_what_they_say():
    assert "<mfrac><mn>1</mn><mn>2</mn></mfrac>" in mathml(r"\frac12", display=False)
    rows = mathml(r"\begin{aligned}a &= b \\ c &= d\end{aligned}", display=True)
    assert (rows.count("<mtr>"), rows.count("<mtd")) == (2, 4)
    assert 'display="block"' in rows


@pytest.mark.parametrize("typed", ["${}$", "$${}$$", "a $x$ and ${}$ and $y$", "| a |\n|---|\n| ${}$ |", "> ${}$",
                                   "[${}$](#x)"])
@pytest.mark.parametrize("formula", HOSTILE)
def test_a_hostile_formula_does_no_harm(formula, typed):
    assert_harmless(str(text(typed.replace("{}", formula))))


@pytest.mark.parametrize("typed", [
    "![$x$ \"](data:image/png;base64,AA==)", "<i title='$x$'>i</i>", "<img alt=\"$x$\" src='data:image/png;base64,AA=='>",
    "<i title=\"\n\n$x$\n\n\">i</i>", "[a](http://a.example/$x$)",
    "<code class=\"formula\">\\text{<img src=x onerror=x>}</code>",
    "<i title='<code class=&quot;formula&quot;>x</code>'>i</i>", "<code class='handgrad-verdict'>right</code>",
])
def test_no_formula_breaks_out_of_an_attribute(typed):
    page = str(text(typed))
    assert_harmless(page)
    for _, attributes in Seen(page).found:
        assert not any("<math" in (value or "") for value in attributes.values())


PARTS = [
    r"\frac", r"\text{", r"\operatorname{", r"\color{red}", r"\hspace{", "9", "em", "{", "}", "<", ">", '"', "'", "&", r"\\",
    "$", "^", "_", "x", r"\begin{array}{c}", r"\end{array}", r"\begin{aligned}", r"\end{aligned}", r"\tag{1}", r"\label{x}",
    r"\ref{x}", r"\boxed{", r"\left(", r"\right)", r"\sqrt[", "]", r"\binom", r"\cancel{", r"\phantom{", r"\raisebox{", "#",
    "<img src=x>", "`", "</code>", "<!--", "*", r"\kern-", r"\mathchoice", r"\substack{", r"\def\a{", r"\a", r"\xrightarrow[",
    "\n", "\n\n",
]


@given(st.lists(st.sampled_from(PARTS), max_size=14))
def test_no_formula_at_all_does_harm(parts):
    assert_harmless(str(text("$" + " ".join(parts) + "$")))


@pytest.mark.parametrize("typed", ["\\nosuchcommand{x}", "x^", "a_b_c", "\\left( x", "{", "\\hspace{1000em}x"])
def test_what_cannot_be_drawn_is_shown_as_it_was_typed(typed):
    assert f'<code class="formula">{typed}</code>' in str(text(f"before ${typed}$ after"))


@pytest.mark.parametrize("opener", ["{", "x^", "x^{", "x_{", "\\sqrt", "\\sqrt{", "\\left(", "\\frac", "\\hat", "\\text{",
                                    "\\mathrm{", "\\begin{matrix}", "\\sqrt[", "\\sum_", "\\over", "{\\over"])
def test_no_depth_of_nesting_ends_the_process(opener):
    """On the smallest stack that a thread is given anywhere: the converter is compiled, and would take the process with it."""
    done: list[str] = []

    def convert() -> None:
        for times in (MOST_OPENED // 2, MOST_OPENED - 1, 2_000):
            for closed in ("", "x" + "}" * times):
                done.append(str(text("$" + opener * times + closed + "$")))
        # Two lines of definitions stand for forty times forty commands.
        done.append(str(text("$\\def\\a{" + opener * 40 + "}\\def\\b{" + "\\a" * 40 + "}\\b x$")))

    before = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=convert)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert len(done) == 7
