"""Nothing that a student wrote runs in the page that the student, or anybody else, opens."""

import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder.after.feedback import POLICY, FeedbackExporter, KeepVerdicts, cleaned
from autograder.grade.doctor.preprocessor import told
from handgrad.kit.show import as_html
from handgrad.kit.verdict import Kind, Verdict

RUN = "document.title = 'RAN'"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{RUN}\"><script>{RUN}</script></svg>"
MARKDOWN = [
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT >",
    f"<img src=x onerror=\"{RUN}\">",
    SVG,
    f"<iframe srcdoc=\"<script>parent.{RUN}</script>\"></iframe>",
    "<iframe src='http://127.0.0.1:9/stolen'></iframe>",
    f"[a link](javascript:{RUN})",
    f"<a href=\"&#106;avascript:{RUN}\">a link</a>",
    f"<a href=\"data:text/html,<script>{RUN}</script>\">a link</a>",
    f"<details open ontoggle=\"{RUN}\"><summary>more</summary></details>",
    f"<style>@import 'http://127.0.0.1:9/s'; body {{ background: url(http://127.0.0.1:9/b) }}</style><i onclick=\"{RUN}\">i",
    "![tracking](http://127.0.0.1:9/pixel.png)",
    f"<form action='http://127.0.0.1:9/' id='f'><button>ok</button></form><body onload=\"{RUN}\">",
    "<meta http-equiv='refresh' content='0; url=http://127.0.0.1:9/away'><base href='http://127.0.0.1:9/'>",
    f"<math><mtext></p><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={RUN}&gt;\">",
    f"$<img src=x onerror={RUN!r}>$ and $$</script><script>{RUN}</script>$$",
    f"```html\n</code></pre><script>{RUN}</script>\n```",
    f"![picture](attachment:x.svg)\n\n<object data=\"data:image/svg+xml,{SVG}\"></object><embed src='http://127.0.0.1:9/'>",
    "</body></html><div style='position:fixed;inset:0'>Score: 100</div>",
]


def page() -> str:
    """The feedback of a student who put script wherever text can be put."""
    cells = [new_markdown_cell(text) for text in MARKDOWN]
    cells[17].attachments = {"x.svg": {"image/svg+xml": SVG}}
    cells += [new_raw_cell(f"<script>{RUN}</script>"), new_raw_cell(SVG, metadata={"raw_mimetype": "text/html"})]
    outputs = [new_output("display_data", {"text/html": f"<script>{RUN}</script>", "image/svg+xml": SVG,
                                           "application/javascript": RUN, "text/latex": f"$<script>{RUN}</script>$"})]
    cells.append(new_code_cell(f"print('</pre><script>{RUN}</script>')", outputs=outputs))
    says = f"f raised <script>{RUN}</script>: \"><img src=x onerror={RUN!r}>"
    verdict = Verdict("affine_backward", Kind.RAISED, {"dX": False}, (says,), (says,))
    check = new_code_cell("check('a', a)", metadata={"nbgrader": {
        "grade": True, "solution": False, "locked": True, "grade_id": "check_a", "points": 1, "score": 0, "schema_version": 3,
    }})
    check.outputs = [new_output("execute_result", {"text/plain": "0.0", "text/html": as_html(verdict, 1)})]
    cells += [check, told([f"The notebook is called <script>{RUN}</script>.ipynb."])]
    nb = new_notebook(cells=cells, metadata={"title": f"</title><script>{RUN}</script>", "widgets": {
        "application/vnd.jupyter.widget-state+json": {"state": {"x": f"</script><script>{RUN}</script>"}},
    }})
    converter = GenerateFeedback(coursedir=CourseDirectory())
    exporter = FeedbackExporter(config=converter.config)
    exporter.register_preprocessor(KeepVerdicts, enabled=True)
    resources = {"nbgrader": {"score": 0, "max_score": 1, "notebook": "topic", "late_penalty": 0}}
    made, _ = exporter.from_notebook_node(nb, resources)
    return str(made)


def test_the_feedback_holds_no_script_and_says_so_to_the_browser() -> None:
    made = page()
    assert "<script" not in made.lower()
    assert made.index(POLICY) < made.index("<style")
    assert "handgrad-verdict" in made


def test_what_students_write_with_markdown_is_still_shown() -> None:
    harmless = '<p>a <strong>word</strong> and <code>code</code></p>\n<img alt="x" src="data:image/png;base64,iVBORw0KGgo=">'
    assert cleaned(harmless) == harmless
    assert cleaned('<a href="https://handgrad.example/">there</a>') == '<a href="https://handgrad.example/">there</a>'


def test_nothing_runs_in_a_real_browser(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]
    control = tmp_path / "control.html"
    control.write_text(f"<title>control</title><body>{MARKDOWN[2]}</body>", "utf-8")
    feedback = tmp_path / "feedback.html"
    feedback.write_text(page(), "utf-8")
    asked: list[str] = []
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        tab = browser.new_page()
        tab.goto(control.as_uri())
        tab.wait_for_function("document.title == 'RAN'")  # the same text does run in a page without the policy
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(feedback.as_uri())
        for link in tab.locator("a:visible").all()[:40]:
            link.dispatch_event("click")
        tab.wait_for_timeout(500)
        assert tab.title() == "topic"
        assert tab.url.partition("#")[0] == feedback.as_uri()
        assert tab.locator(".handgrad-verdict").is_visible()
        browser.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
