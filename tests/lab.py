"""JupyterLab on loopback, and a notebook that is open in it in Chromium."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

TOKEN = "only-for-this-test"
CHROMIUM = shutil.which("chromium")
# Chromium's own sandbox does not start for root; the rest keeps it from calling anybody.
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"]
# Milliseconds: so generous that only what hangs is ended, on a slow machine and under load, too.
SOON, RUN = 300_000, 900_000
expect.set_options(timeout=SOON)


@contextlib.contextmanager
def jupyter(folder: Path, *options: str) -> Iterator[str]:
    """A JupyterLab server on loopback in `folder`; its address. It ends with the block."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0",
               f"--IdentityProvider.token={TOKEN}", *options]
    log = folder / "jupyter.log"
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=os.environ)
    try:
        yield listening(server, log)
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(30)


def listening(server: subprocess.Popen, log: Path) -> str:
    """Where the server listens: it chose a free port itself, and says so in its log once it is there."""
    for _ in range(SOON // 250):
        said = re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)/", log.read_text("utf-8"))
        if said:
            return f"http://127.0.0.1:{said[1]}"
        assert server.poll() is None, log.read_text("utf-8")
        time.sleep(0.25)
    raise AssertionError(log.read_text("utf-8"))


@contextlib.contextmanager
def quiet_lab(folder: Path) -> Iterator[tuple[str, Path]]:
    """JupyterLab without its questions about news and updates: its address, and the folder that it serves."""
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}), "utf-8")
    served = folder / "served"
    served.mkdir()
    with jupyter(folder, f"--notebook-dir={served}", f"--LabApp.user_settings_dir={folder / 'settings'}",
                 f"--LabApp.workspaces_dir={folder / 'workspaces'}") as address:
        yield address, served


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, with a profile of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


def fetch(address: str, method: str = "GET", seconds: float = 600) -> str:
    """What a server answers."""
    request = urllib.request.Request(address, method=method, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=seconds) as answer:
        return answer.read().decode("utf-8")


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page: Page, address: str, path: Path) -> None:
        self.page, self.path = page, path
        page.get_by_role("button", name="Refresh the file browser.").click()
        page.locator(".jp-DirListing-item", has=page.get_by_text(path.name, exact=True)).dblclick()
        # Run All that is clicked before the kernel is connected is lost.
        self.wait("a connected kernel", SOON, lambda: any(
            session["kernel"]["connections"] and session["kernel"]["execution_state"] == "idle"
            for session in json.loads(fetch(f"{address}/api/sessions"))
        ))
        self.idle()

    def idle(self) -> None:
        """Wait until the kernel has done all that it was asked."""
        indicator = self.page.locator(".jp-Notebook-ExecutionIndicator")
        expect(indicator).to_have_attribute("data-status", "idle", timeout=RUN)

    def close(self) -> None:
        """Close its tab."""
        # A notebook that is closed while it is saved leaves a dialog about that in everybody's way: a checkpoint ends a save.
        with self.page.expect_response(lambda answer: "/checkpoints" in answer.url, timeout=SOON):
            self.page.keyboard.press("Control+S")
        self.page.locator(".jp-mod-current .lm-TabBar-tabCloseIcon").click()
        expect(self.page.locator(".jp-NotebookPanel")).to_have_count(0)

    def run_all(self) -> nbformat.NotebookNode:
        """Run all cells by the menu; the notebook as it is saved once the last one has run."""
        self.menu("Run", "Run All Cells")
        ran = self.wait("the end of Run All", RUN, self.ran)
        assert isinstance(ran, nbformat.NotebookNode)
        return ran

    def ran(self) -> nbformat.NotebookNode | None:
        """The notebook as it is saved now, if its last code cell has run."""
        self.idle()
        # JupyterLab draws cells as they come into view: the file is where all of them are.
        self.page.keyboard.press("Control+S")
        try:
            nb = nbformat.read(self.path, as_version=4)
        except nbformat.reader.NotJSONError:  # just being written
            return None
        last = [cell for cell in nb.cells if cell.cell_type == "code"][-1]
        return nb if last.execution_count else None

    def wait(self, what: str, milliseconds: int, there: Callable[[], object]) -> object:
        """Wait until something is there; what it is."""
        end = time.monotonic() + milliseconds / 1000
        while not (found := there()):
            assert time.monotonic() < end, f"{what} did not come within {milliseconds // 1000} seconds"
            self.page.wait_for_timeout(500)
        return found

    def menu(self, *names: str) -> None:
        """Choose from JupyterLab's menu bar."""
        for name in names:
            self.page.get_by_role("menuitem", name=name, exact=True).click()

    def cell(self, index: int) -> Locator:
        """One cell, brought into view."""
        found = self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{index}']")
        found.scroll_into_view_if_needed()
        return found


def wrong_in_console(page: Page, harmless: dict[str, str]) -> list[str]:
    """A list that grows with every error in the page's console, but for those that match a harmless pattern."""
    errors: list[str] = []

    def note(text: str) -> None:
        if not any(re.search(pattern, text) for pattern in harmless):
            errors.append(text)

    page.on("console", lambda said: note(f"{said.text} ({said.location['url']})") if said.type == "error" else None)
    page.on("pageerror", lambda error: note(str(error)))
    return errors
