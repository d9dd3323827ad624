"""JupyterLab serves the notebooks, and formgrader's own buttons grade a class."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from autograder import demo
from autograder.sandbox import available

TOKEN = "only-for-this-test"
CHAPTER, TOPIC = "04-backprop-matrix", "backprop_matrix"


@contextlib.contextmanager
def jupyter(folder: Path, *options: str) -> Iterator[str]:
    """A JupyterLab server on loopback in `folder`; its address. It ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
               "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", *options]
    log = folder / "jupyter.log"
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=os.environ)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(240):
            with contextlib.suppress(OSError):
                fetch(f"{address}/api/status")
                break
            assert server.poll() is None, log.read_text("utf-8")
            time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(30)


def fetch(address: str, method: str = "GET", seconds: float = 120) -> str:
    """What a server answers."""
    request = urllib.request.Request(address, method=method, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=seconds) as answer:
        return answer.read().decode("utf-8")


def test_the_lab_serves_every_notebook(course, tmp_path):
    with jupyter(tmp_path, f"--notebook-dir={course.notebooks}") as address:
        assert "JupyterLab" in fetch(f"{address}/lab")
        for chapter in course.chapters():
            found = json.loads(fetch(f"{address}/api/contents/{chapter.assignment}/{chapter.topic}.ipynb"))
            assert found["content"]["cells"][0]["source"].startswith("# ")


@pytest.mark.skipif(available() is not None, reason=str(available()))
def test_formgraders_buttons_generate_autograde_and_show_a_submission(course, classroom):
    book = demo.Workbook(course, course.chapter(TOPIC))
    path = classroom.root / f"{TOPIC}.ipynb"
    nbformat.write(book.solved_but(affine_backward=demo.NOTHING_RIGHT), path)
    classroom.submit("ada", CHAPTER, path)
    with jupyter(classroom.root) as address:
        api = f"{address}/formgrader/api"
        assert json.loads(fetch(f"{api}/assignment/{CHAPTER}/assign", "POST"))["success"]
        assert CHAPTER in [found["name"] for found in json.loads(fetch(f"{api}/assignments"))]
        graded = json.loads(fetch(f"{api}/submission/{CHAPTER}/ada/autograde", "POST", seconds=300))
        assert graded["success"], graded
        (found,) = json.loads(fetch(f"{api}/submissions/{CHAPTER}"))
        assert found["score"] == pytest.approx(book.total - book.points["affine_backward"])
        (notebook,) = json.loads(fetch(f"{api}/submitted_notebooks/{CHAPTER}/{TOPIC}"))
        shown = fetch(f"{address}/formgrader/submissions/{notebook['id']}/")
        assert "handgrad-verdict" in shown
        assert json.loads(fetch(f"{api}/assignment/{CHAPTER}/ada/generate_feedback", "POST"))["success"]


def test_a_server_that_asks_for_a_token_gives_nothing_without_it(course, tmp_path):
    with jupyter(tmp_path, f"--notebook-dir={course.notebooks}") as address, pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}/api/contents", timeout=30)
