"""JupyterLab serves the notebooks, to whoever has its token."""

import json
import urllib.error
import urllib.request

import pytest
from lab import fetch, jupyter


def test_the_lab_serves_every_notebook_and_nothing_without_its_token(course, tmp_path):
    with jupyter(tmp_path, f"--notebook-dir={course.notebooks}") as address:
        assert "JupyterLab" in fetch(f"{address}/lab")
        for chapter in course.chapters():
            found = json.loads(fetch(f"{address}/api/contents/{chapter.assignment}/{chapter.topic}.ipynb"))
            assert found["content"]["cells"][0]["source"].startswith("# ")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{address}/api/contents", timeout=30)
