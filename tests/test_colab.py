"""A notebook as Colab runs it: Colab's own versions, no JupyterLab, and the kit from one address.

Chapters 09 and 10 need PyTorch, which is too large to install for a test: they run in this environment alone.
"""

import functools
import http.server
import json
import re
import subprocess
import threading
import venv
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import anatomy
from autograder.course import here
from autograder.publish.bundle import build_wheel

NEED_TORCH = {"pytorch_gpu", "convolution"}


@pytest.fixture
def colab(course, tmp_path) -> Path:
    """A Python that sees Colab's versions (tests/colab.txt), and has no kit."""
    shared = course.root / ".colab"
    if not (shared / "ready").exists():
        pytest.skip("Colab's versions are not here: make .colab/ready")
    (packages,) = shared.glob("lib/python3*/site-packages")
    venv.create(tmp_path / "colab")
    (own,) = (tmp_path / "colab").glob("lib/python3*/site-packages")
    (own / "colab.pth").write_text(str(packages), "utf-8")
    return tmp_path / "colab" / "bin" / "python"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Iterator[str]:
    """The address of the students' wheel, on loopback."""
    folder = tmp_path_factory.mktemp("wheel")
    path = build_wheel(here(), folder)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{path.name}"
        server.shutdown()
        thread.join()


def test_the_student_notebook_installs_the_kit_and_runs_to_its_end(course, chapter, colab, wheel, tmp_path, monkeypatch):
    if chapter.topic in NEED_TORCH:
        pytest.skip("PyTorch is too large to install for a test")
    spec = tmp_path / "kernels" / "colab" / "kernel.json"
    spec.parent.mkdir(parents=True)
    command = [str(colab), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": command, "display_name": "Colab", "language": "python"}), "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    nb = nbformat.read(course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    (setup,) = [cell for cell in nb.cells if "setup" in cell.metadata.get("tags", [])]
    assert setup.source.count(course.wheel) == 1
    setup.source = setup.source.replace(course.wheel, wheel)
    NotebookClient(nb, timeout=600, kernel_name="colab", resources={"metadata": {"path": str(tmp_path)}}).execute()
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    for cell in code:
        for output in cell.outputs:
            if output.output_type == "error":
                assert output.ename == "NotImplementedError", f"{cell.source[:60]!r}: {output.evalue}"
            elif output.output_type == "stream" and output.name == "stderr":
                assert re.fullmatch(r"\s*", output.text), f"{cell.source[:60]!r} writes to stderr: {output.text}"
    for cell in code:
        if anatomy.kind(cell) == "check":
            said = [output for output in cell.outputs if output.output_type == "display_data"]
            assert "handgrad-verdict" in said[0]["data"]["text/html"], f"{cell.source} shows no card"
        if re.match(r"explore\.\w+\.show\(\)", cell.source):
            (shown,) = cell.outputs
            assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(shown["data"]), cell.source


def test_the_environment_is_colabs_and_has_neither_jupyterlab_nor_the_kit(colab, tmp_path):
    code = (
        "import importlib.util, numpy, ipywidgets, IPython\n"
        "print(numpy.__version__, ipywidgets.__version__, IPython.__version__)\n"
        "print([name for name in ('handgrad', 'jupyterlab', 'torch', 'nbgrader') if importlib.util.find_spec(name)])"
    )
    done = subprocess.run([colab, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["2.1.3 7.7.1 7.34.0", "[]"]
