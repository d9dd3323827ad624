"""Adding an exercise touches its page and its cells, nothing else: docs/adding-an-exercise.md, done to the letter."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from autograder import exercises

TOPIC, NAME = "backprop_matrix", "leaky_relu_backward"


def test_the_example_of_the_docs_works_and_touches_nothing_else(course, tmp_path):
    root = tmp_path / "course"
    for name in ("autograder", "handgrad", "source", "solutions", "notebooks", "tests"):
        shutil.copytree(course.root / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "nbgrader_config.py", "README.md"):
        shutil.copy(course.root / name, root)
    before = contents(root)

    told = (course.root / "docs" / "adding-an-exercise.md").read_text("utf-8")
    page, cells = re.findall(r"```python\n(.*?)```", told, re.DOTALL)
    chapter = course.chapter(TOPIC)
    source = root / "source" / chapter.assignment / f"{TOPIC}.py"
    (root / "autograder" / "exercises" / TOPIC / f"{NAME}.py").write_text(page, "utf-8")
    text = source.read_text("utf-8")
    points = max(int(found) for found in re.findall(r'"points": (\d+)', text))
    text = text.replace(f'"points": {points}', f'"points": {points - 1}', 1)
    source.write_text(text.replace("# %% [markdown]\n# ## Check", f"{cells}\n# %% [markdown]\n# ## Check", 1), "utf-8")

    run(root, "-m", "autograder", "build", TOPIC)
    run(root, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/quick/test_pages.py", "-k", NAME)
    after = contents(root)
    touched = {name for name in after if before.get(name) != after[name]}
    assert touched == {
        f"autograder/exercises/{TOPIC}/{NAME}.py",
        f"source/{chapter.assignment}/{TOPIC}.py",
        f"handgrad/cases/{TOPIC}/{NAME}.json",
        f"handgrad/cases/{TOPIC}/chapter.json",
        f"solutions/{chapter.assignment}/{TOPIC}.ipynb",
        f"notebooks/{chapter.assignment}/{TOPIC}.ipynb",
        "README.md",
    }
    assert set(before) <= set(after)


def run(root: Path, *arguments: str) -> None:
    """Run this Python in the copied course, whose packages come first."""
    env = os.environ | {"PYTHONPATH": str(root), "HANDGRAD_COURSE": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, *arguments], cwd=root, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    hidden = ("__pycache__", ".pytest_cache")
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part in hidden for part in path.parts)
    }


def test_a_new_chapters_folder_of_pages_needs_nothing_but_pages(course, tmp_path, monkeypatch):
    page = (course.root / "autograder" / "exercises" / TOPIC / "relu_backward.py").read_text("utf-8")
    (tmp_path / "a_new_topic").mkdir()
    (tmp_path / "a_new_topic" / "clip_backward.py").write_text(page, "utf-8")
    monkeypatch.setattr(exercises, "HERE", tmp_path)
    monkeypatch.setattr(exercises, "__path__", [*exercises.__path__, str(tmp_path)])
    assert exercises.topics() == ["a_new_topic"]
    assert exercises.names("a_new_topic") == ["clip_backward"]
    assert exercises.find("clip_backward").topic == "a_new_topic"
    assert exercises.pages("no_such_topic") == []
