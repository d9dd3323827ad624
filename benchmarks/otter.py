"""Grading time beside otter-grader's: `otter run`, which needs no containers, on the same notebooks in one run.

    python -m venv ../otter && ../otter/bin/pip install otter-grader ipykernel nbconvert ".[lab]"
    python -m benchmarks.otter ../otter/bin/otter --students 5

Otter runs one notebook after another, unprotected. Each of its tests is the chapter's own check on the public cases.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from autograder import anatomy
from autograder.course import Chapter, Course, here
from autograder.workbook import Workbook
from benchmarks.grading import OURS, classroom, timed

TEST = '''\
OK_FORMAT = True
test = {{"name": "{name}", "points": 1, "suites": [{{
    "type": "doctest", "scored": True, "setup": "", "teardown": "",
    "cases": [{{"hidden": False, "locked": False, "code": ">>> _ = check({name!r}, {expression})"}}],
}}]}}
'''


def bundle(place: Path, otter: Path, course: Course, chapter: Chapter) -> Path:
    """Otter's autograder.zip for a chapter: a test for each check."""
    tests = place / "tests"
    tests.mkdir(parents=True)
    for cell in Workbook(course, chapter).handout.cells:
        if anatomy.kind(cell) == "check" and (call := anatomy.called(cell)):
            name, expression = call
            (tests / f"{name}.py").write_text(TEST.format(name=name, expression=expression), "utf-8")
    subprocess.run([otter, "generate", "--tests-dir", tests, "--output-path", place / "autograder.zip", "--no-environment"],
                   cwd=place, check=True, capture_output=True)
    return place / "autograder.zip"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("otter", type=Path, help="the command otter, in an environment that has this kit too")
    parser.add_argument("--students", type=int, default=5)
    parser.add_argument("--topic", default="two_layer_net")
    options = parser.parse_args()
    otter, course = options.otter.absolute(), here()
    chapter = course.chapter(options.topic)
    with tempfile.TemporaryDirectory() as folder:
        root, place = Path(folder) / "ours", Path(folder) / "otter"
        classroom(root, course, chapter, options.students, (course.root / "nbgrader_config.py").read_text("utf-8"))
        zipped = bundle(place, otter, course, chapter)
        ours, _ = timed(root, *OURS, chapter.assignment)
        began = time.perf_counter()
        for notebook in sorted((root / "submitted").glob(f"*/{chapter.assignment}/{chapter.topic}.ipynb")):
            own = shutil.copy(notebook, place)
            done = subprocess.run([otter, "run", "--no-logo", "--autograder", zipped, "--output-dir", place, own], cwd=place,
                                  env=os.environ | {"PATH": f"{otter.parent}{os.pathsep}{os.environ['PATH']}"},
                                  capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(f"otter run failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
            scores = [one for one in json.loads((place / "results.json").read_text("utf-8"))["tests"] if "score" in one]
            lost = [one["name"] for one in scores if one["score"] < one["max_score"]]
            if lost or len(scores) != len(list((place / "tests").iterdir())):
                raise RuntimeError(f"otter refuses a solved notebook: {lost} of {len(scores)} tests")
        theirs = time.perf_counter() - began
    print(f"{options.students} submissions of {chapter.assignment}: autograder grade {ours:.1f} s, otter run {theirs:.1f} s, "
          f"ours / otter {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
