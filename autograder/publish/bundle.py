"""What students get: a zip with the notebooks, the kit and a page to start from, and the kit's wheel beside it.

The wheel is built from `handgrad/` alone. Solutions go in only where they are asked for, after the deadline.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.course import Chapter, Course
from autograder.publish.build import chapter_table
from handgrad import __version__

README = """\
# {title}

{description}

## Start

Python 3.11 or later. With pip, in this folder:

    python -m venv .venv && . .venv/bin/activate
    pip install --requirement requirements.txt
    jupyter lab notebooks

On Windows the second command is `.venv\\Scripts\\activate`. With conda:

    conda env create --file environment.yml && conda activate {name}
    jupyter lab notebooks

Chapters 09 and 10 also need PyTorch: `pip install torch tensorboard`.

## Chapters

{chapters}

{rest}"""


def bundle(course: Course, folder: Path, chapters: Sequence[Chapter] = (), solutions: Sequence[Chapter] = ()) -> Path:
    """Write the students' wheel and zip into `folder`; the zip's path.

    The zip holds the notebooks of these chapters (all, where none is named), and the executed solutions of those, with their
    mark schemes. Zips of several weeks unpack into one course. Raises `FileNotFoundError` where a chapter is not built,
    `RuntimeError` with pip's words where the wheel cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    project = _project(course)["project"]
    wheel = build_wheel(course, folder)
    name = project["name"]
    texts = {
        "README.md": _readme(course, project),
        "LICENSE": (course.root / "LICENSE").read_text("utf-8"),
        "environment.yml": _environment(name, project, wheel.name),
        "requirements.txt": "\n".join([*_needed(project), f"./{wheel.name}"]) + "\n",
    }
    files = {f"notebooks/{_path(chapter)}": course.notebooks / _path(chapter) for chapter in chapters or course.chapters()}
    files |= {f"solutions/{_path(chapter)}": course.solutions / _path(chapter) for chapter in solutions}
    missing = [where for where, path in files.items() if not path.exists()]
    if missing:
        raise FileNotFoundError(f"There is no {missing[0]}: make build comes first.")
    path = folder / "-".join([name, project["version"], *_numbers(chapters), *_numbers(solutions, "solutions")])
    path = path.with_name(f"{path.name}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for where, text in texts.items():
            archive.writestr(f"{name}/{where}", text)
        for where, file in {**files, wheel.name: wheel}.items():
            archive.write(file, f"{name}/{where}")
    return path


def _numbers(chapters: Sequence[Chapter], *before: str) -> list[str]:
    """What a zip's name says of its chapters: nothing of none."""
    return [*before, *(chapter.assignment.partition("-")[0] for chapter in chapters)] if chapters else []


def build_wheel(course: Course, folder: Path) -> Path:
    """The kit's wheel, in `folder`. Raises `RuntimeError` with pip's words where it cannot be made."""
    with tempfile.TemporaryDirectory() as temporary:
        # From a copy: pip would leave its build/ and egg-info in the repository, and the repository's own settings would
        # bring the staff's package along.
        stage, built = Path(temporary, "stage"), Path(temporary, "built")
        shutil.copytree(course.root / "handgrad", stage / "handgrad", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(course.root / "LICENSE", stage)
        (stage / "pyproject.toml").write_text(_kit_settings(course), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", f"--wheel-dir={built}", str(stage)],
            capture_output=True, text=True,
        )
        if done.returncode:
            raise RuntimeError(f"pip could not build the wheel:\n{done.stdout}{done.stderr}")
        (wheel,) = built.glob("*.whl")
        return Path(shutil.copy(wheel, folder))


def _project(course: Course) -> dict[str, Any]:
    settings = tomllib.loads((course.root / "pyproject.toml").read_text("utf-8"))
    settings["project"]["version"] = __version__  # which setuptools would read from the package
    return settings


def _kit_settings(course: Course) -> str:
    """A pyproject.toml for the kit alone: no staff package, no staff command, no staff dependency."""
    settings = _project(course)
    project = settings["project"]
    tables = {
        "build-system": settings["build-system"],
        "project": {key: project[key] for key in ("name", "version", "description", "requires-python", "license",
                                                  "license-files", "dependencies")},
        "project.optional-dependencies": {"lab": project["optional-dependencies"]["lab"]},
        "tool.setuptools.packages.find": {"include": ["handgrad*"]},
        "tool.setuptools.package-data": {"handgrad": settings["tool"]["setuptools"]["package-data"]["handgrad"]},
    }
    # Strings and lists of strings are written alike in JSON and TOML.
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        for name, table in tables.items()
    )


def _needed(project: dict[str, Any]) -> list[str]:
    needed: list[str] = project["dependencies"] + project["optional-dependencies"]["lab"]
    return needed


def _environment(name: str, project: dict[str, Any], wheel: str) -> str:
    packages = [f"python{project['requires-python']}", "pip", *_needed(project)]
    head = [f"name: {name}", "channels:", "  - conda-forge", "dependencies:"]
    return "\n".join([*head, *(f"  - {one}" for one in packages), "  - pip:", f"      - ./{wheel}"]) + "\n"


def _readme(course: Course, project: dict[str, Any]) -> str:
    """One page: how to start, the chapters, and what docs/students.md says after its own way to start."""
    text = (course.root / "docs" / "students.md").read_text("utf-8")
    rest = text[re.search(r"^## (?!Start)", text, re.MULTILINE).start():]  # type: ignore[union-attr]
    return README.format(title=project["name"], description=project["description"], name=project["name"],
                         chapters=chapter_table(course), rest=rest)


def _path(chapter: Chapter) -> str:
    return f"{chapter.assignment}/{chapter.topic}.ipynb"
