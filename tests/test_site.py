"""The web pages: every chapter, nothing from another host, no solution, explorers that move without a kernel."""

import functools
import importlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from lab import CHROMIUM, chromium, wrong_in_console
from nbconvert import HTMLExporter
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from autograder import anatomy
from autograder.course import Chapter, Course
from autograder.publish.site import EXPLORER, build, frames
from autograder.publish.source import colab_link
from handgrad import explore
from handgrad.explore import Choice, Explorer, Slider

LARGEST_PAGE = 5_000_000  # bytes, with all that it loads
HARMLESS = {r"favicon\.ico": "a browser asks for it by itself"}
# The formulas that reach beyond the window, and that nothing around them moves sideways.
CUT = """formulas => formulas.filter(formula => {
  if (formula.getBoundingClientRect().right <= window.innerWidth) return false;
  for (let around = formula; around; around = around.parentElement)
    if (getComputedStyle(around).overflowX === "auto" && around.scrollWidth > around.clientWidth) return false;
  return true;
}).map(formula => formula.textContent)"""

in_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here: apt install chromium")


class Read(HTMLParser):
    """A page's elements with their attributes, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._unseen = False
        self.feed(path.read_text("utf-8"))
        self.text = "".join(self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._unseen = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = False

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.append(data)

    def having(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """The attributes of the elements with this tag and these attributes."""
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]

    def loaded(self) -> list[str]:
        """What a browser loads for the page, links aside."""
        loads = [found[name] for _, found in self.elements for name in ("src", "data", "poster", "srcset") if name in found]
        return loads + [found["href"] for found in self.having("link")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, built once as `make site` builds them."""
    folder = tmp_path_factory.mktemp("pages") / "site"
    done = subprocess.run([sys.executable, "-m", "autograder", "site", str(folder)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> list[Read]:
    """Every page."""
    return [Read(path) for path in sorted(site.rglob("*.html"))]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all the tests here."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The pages, served on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh page. An error in its console, or a question to another host, fails the test."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    wrong = wrong_in_console(page, HARMLESS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert not wrong, "the browser's console: " + "\n".join(wrong)
    assert not [url for url in asked if not url.startswith((address, "data:"))], "the page asks another host"


def path_of(site: Path, chapter: Chapter) -> Path:
    """A chapter's page."""
    return site / "notebooks" / chapter.assignment / f"{chapter.topic}.html"


def explorers(topic: str) -> dict[str, Explorer]:
    """A chapter's explorers by name."""
    module = importlib.import_module(f"{explore.__name__}.{topic}")
    return {name: value for name, value in vars(module).items() if isinstance(value, Explorer)}


def formulas(course: Course, chapter: Chapter) -> list[str]:
    """The formulas in a chapter's prose, without blanks."""
    nb = nbformat.read(course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    prose = "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    prose = re.sub(r"`[^`\n]+`", "", prose)
    return [anatomy.squeeze(one or other) for one, other in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", prose, re.DOTALL)]


def test_every_chapter_has_a_page_in_the_table_of_contents_and_three_ways_to_open_it(course, chapter, site):
    read = Read(path_of(site, chapter))
    facts = json.loads((course.cases / chapter.topic / "chapter.json").read_text("utf-8"))
    assert facts["title"] in read.text
    index = Read(site / "index.html")
    assert index.having("a", href=f"notebooks/{chapter.assignment}/{chapter.topic}.html"), "the index does not lead to it"
    address = re.search(r"\((.*)\)", colab_link(course, chapter)).group(1)
    assert len(read.having("a", href=address)) == 1, "one link opens the notebook on Colab"
    assert read.having("a", href="../../docs/students.html"), "no link says how to open it in JupyterLab"
    (download,) = [found for found in read.having("a") if "download" in found]
    notebook = course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb"
    assert (read.path.parent / download["href"]).read_bytes() == notebook.read_bytes()


def test_a_folder_with_something_else_in_it_is_left_alone(course, tmp_path):
    (tmp_path / "thesis.txt").write_text("the only copy", "utf-8")
    with pytest.raises(FileExistsError, match="name a folder that is new or empty"):
        build(course, tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_a_notebook_opens_on_colab_by_a_link_under_its_title(course, chapter):
    nb = nbformat.read(course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    title, _, link, _, *_ = nb.cells[0].source.splitlines()
    assert title.startswith("# ")
    assert link == colab_link(course, chapter)


def test_the_links_to_colab_follow_the_repository_that_pyproject_names(chapter, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.handgrad]\nrepository = "ada/course/blob/autumn"\n', "utf-8")
    path = f"ada/course/blob/autumn/notebooks/{chapter.assignment}/{chapter.topic}.ipynb"
    assert colab_link(Course(tmp_path), chapter) == f"[Open in Colab](https://colab.research.google.com/github/{path})"


def test_every_page_of_the_docs_is_there(course, site):
    for path in (course.root / "docs").glob("*.md"):
        assert (site / "docs" / f"{path.stem}.html").exists(), f"docs/{path.name} has no page"


def test_links_between_the_pages_lead_somewhere(pages):
    for read in pages:
        for found in read.having("a"):
            target = urlsplit(found.get("href", ""))
            if target.path and not target.scheme and not target.netloc:
                assert (read.path.parent / unquote(target.path)).exists(), f"{read.path.name} points to {found['href']}"


def test_no_page_loads_anything_from_another_host(site, pages):
    for read in pages:
        outside = [url for url in read.loaded() if urlsplit(url).netloc]
        assert not outside, f"{read.path.name} loads {outside[0]}"
    for path in site.rglob("*.css"):
        loads = re.findall(r"url\(\s*['\"]?(?!data:)([^)'\"]+)|@import\s+['\"]([^'\"]+)", path.read_text("utf-8"))
        outside = [url for pair in loads for url in pair if urlsplit(url).netloc]
        assert not outside, f"{path.name} loads {outside[0]}"


def test_every_page_with_all_that_it_loads_is_small(pages):
    for read in pages:
        local = [urlsplit(url).path for url in read.loaded() if not url.startswith("data:")]
        files = {(read.path.parent / unquote(path)).resolve() for path in local}
        size = read.path.stat().st_size + sum(path.stat().st_size for path in files)
        assert size < LARGEST_PAGE, f"{read.path.name} has {size / 1e6:.1f} MB"


def test_no_page_holds_a_line_of_a_solution(course, chapter, site, pages):
    solution = nbformat.read(course.solutions / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    own = path_of(site, chapter)
    # Other chapters may hold such a line: they bring what was built here in its finished form.
    texts = {str(read.path.relative_to(site)): read.text for read in pages
             if read.path == own or site / "notebooks" not in read.path.parents}
    texts["the search index"] = (site / "searchindex.js").read_text("utf-8")
    anatomy.check_handout(solution, texts)


def test_no_module_of_the_staff_is_on_the_site(course, site):
    kinds = {path.suffix for path in site.rglob("*") if path.is_file()}
    assert kinds <= {".html", ".css", ".js", ".png", ".svg", ".webp", ".ipynb", ".inv", ".map", ".txt", ""}
    for chapter in course.chapters():
        read = Read(path_of(site, chapter))
        assert "autograder" not in read.text, f"{read.path.name} names the staff's package"


def test_no_page_of_a_chapter_shows_a_traceback_or_points(chapter, site):
    read = Read(path_of(site, chapter))
    assert "Traceback" not in read.text
    assert not [found for _, found in read.elements if found.get("class", "").startswith("handgrad-")], "a card is shown"


def test_every_picture_says_in_words_what_it_shows(pages):
    for read in pages:
        for found in read.having("img"):
            assert len(found["alt"].split()) > 3, f"{read.path.name}: {found['src']} has no alt text"


def test_every_explorer_is_on_its_chapters_page_with_a_labelled_slider_and_its_words(chapter, site):
    read = Read(path_of(site, chapter))
    found = explorers(chapter.topic)
    assert found
    for name, explorer in found.items():
        ranges = read.having("input", type="range", id=f"explore-{name}")
        assert len(ranges) == 1, f"{name} is not on the page"
        assert read.having("label", **{"for": f"explore-{name}"}), f"the slider of {name} has no label"
        assert next(iter(explorer.controls.values())).label in read.text
        assert read.having("img", src=f"{name}.webp", alt=explorer.alt), f"{name} has no picture with its words"
        values = json.loads(ranges[0]["data-values"])
        assert values[int(ranges[0]["value"])] == ranges[0]["aria-valuetext"]
        with Image.open(read.path.parent / f"{name}.webp") as strip:
            width, height = (round(inches * explore.DPI) for inches in explorer.size)
            assert strip.size == (width, height * len(values)), f"the strip of {name} does not hold a frame for each value"


@pytest.mark.parametrize(("control", "first", "last", "count"), [
    (Slider("few", 0, 5, 2), 0, 5, 6),
    (Slider("many", -180, 175, 0, step=5), -180, 175, frames.MOST),
    (Slider("starts near an end", 0, 100, 1), 0, 100, frames.MOST),
    (Slider("powers of ten", -3, 1, 0.1, step=0.5, logarithmic=True), 0.001, 10, 9),
    (Choice("names", ("one", "other")), "one", "other", 2),
])
def test_frames_go_from_end_to_end_and_one_of_them_is_where_the_control_starts(control, first, last, count):
    values = frames.positions(control)
    assert (values[0], values[-1], len(values)) == (first, last, count)
    assert values[frames.start(control)] == control.value


def test_the_search_index_finds_a_word_on_its_page(site):
    text = (site / "searchindex.js").read_text("utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    found = [index[where]["momentum"] for where in ("terms", "titleterms")]
    names = {index["docnames"][number] for pages in found for number in (pages if isinstance(pages, list) else [pages])}
    assert {"docs/notation", "notebooks/07-optimizers/optimizers"} <= names


def test_every_formula_reaches_the_page(course, chapter, site):
    read = Read(path_of(site, chapter))
    text = anatomy.squeeze(read.text)
    wanted = formulas(course, chapter)
    assert wanted
    for formula in wanted:
        assert rf"\({formula}\)" in text or rf"\[{formula}\]" in text, f"{formula} is not on the page"
    assert "$$" not in text


def test_an_exported_solution_shows_every_explorer_with_its_words(course, chapter, tmp_path):
    nb = nbformat.read(course.solutions / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    nb.cells = [cell for cell in nb.cells if cell.cell_type == "code" and EXPLORER.search(cell.source)]
    body, _ = HTMLExporter(template_name="classic").from_notebook_node(nb)
    (tmp_path / "export.html").write_text(body, "utf-8")
    read = Read(tmp_path / "export.html")
    shown = [name for cell in nb.cells for name in EXPLORER.findall(cell.source)]
    assert set(shown) == set(explorers(chapter.topic)), "the notebook does not show every explorer"
    for name in shown:
        assert read.having("img", alt=explorers(chapter.topic)[name].alt), f"{name} has no picture with its words"


@in_chromium
def test_in_a_browser_every_slider_moves_its_picture_and_every_formula_is_drawn(course, chapter, page, address):
    page.goto(f"{address}/notebooks/{chapter.assignment}/{chapter.topic}.html")
    drawn = [anatomy.squeeze(tex) for tex in page.locator("math annotation").all_text_contents()]
    assert sorted(drawn) == sorted(formulas(course, chapter))
    for name in explorers(chapter.topic):
        slider = page.locator(f"#explore-{name}")
        picture = page.locator(f"img[src='{name}.webp']")
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        value, before = slider.get_attribute("aria-valuetext"), picture.screenshot()
        slider.press("End" if value == json.loads(slider.get_attribute("data-values"))[0] else "Home")
        expect(slider).not_to_have_attribute("aria-valuetext", value)
        expect(page.locator(f"output[for='explore-{name}']")).to_have_text(slider.get_attribute("aria-valuetext"))
        assert picture.screenshot() != before, f"the slider of {name} does not move its picture"


@in_chromium
def test_in_a_browser_the_search_finds_a_chapter(page, address):
    page.goto(f"{address}/index.html")
    page.get_by_role("textbox", name="Search").fill("momentum")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results a[href*='optimizers.html']").first).to_be_visible()
    page.wait_for_load_state("networkidle")


@in_chromium
def test_in_a_browser_no_page_is_wider_than_the_window_and_wide_formulas_can_be_moved(chapter, page, address):
    page.goto(f"{address}/notebooks/{chapter.assignment}/{chapter.topic}.html")
    for width in (360, 1300):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.locator(".math").evaluate_all(CUT), f"formulas are cut off in a window of {width}"
