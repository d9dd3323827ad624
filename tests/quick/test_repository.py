"""The repository keeps its own house: versions agree, nothing generated is edited, nothing private is in it."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from house import climbs, imports, modules

import handgrad


def project(course) -> dict:
    """The table [project] of pyproject.toml."""
    return tomllib.loads((course.root / "pyproject.toml").read_text("utf-8"))["project"]


def declared(course) -> dict[str, str]:
    """Every package that pyproject.toml names, with the versions that it may have."""
    table = project(course)
    lines = table["dependencies"] + [line for extra in table["optional-dependencies"].values() for line in extra]
    found = dict(re.fullmatch(r"([\w.\[\]-]+?)((?:[<>]=?[\w.]+,?)*)", line).groups() for line in lines)
    return {name.lower().partition("[")[0]: versions for name, versions in found.items() if not name.startswith("handgrad")}


def tracked(course) -> list[str]:
    """Every file in git."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=course.root, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process has all tests")
def test_the_tests_of_a_file_are_kept_together(request):
    assert request.node.nodeid.endswith("@test_repository")


def test_no_import_climbs_up(course):
    assert climbs(imports(course.root)) == []


def test_the_students_kit_imports_nothing_of_the_staffs(course):
    assert [pair for pair in imports(course.root) if pair[0].startswith("handgrad") and pair[1].startswith("autograder")] == []


def test_an_import_that_climbs_up_is_seen_wherever_it_stands(tmp_path):
    for name, text in {"layers": "import handgrad.text", "text": "def say():\n    from handgrad.layers import relu"}.items():
        (tmp_path / "handgrad").mkdir(exist_ok=True)
        (tmp_path / "handgrad" / f"{name}.py").write_text(text, "utf-8")
    assert set(climbs(imports(tmp_path))) == {"handgrad/layers.py", "handgrad/text.py"}


def test_the_version_stands_in_one_place_and_the_changelog_knows_it(course):
    assert project(course)["dynamic"] == ["version"]
    assert f"-{handgrad.__version__}-py3-none-any.whl" in course.wheel
    released = re.findall(r"^## \[(\d.*?)\]", (course.root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert released[0] == handgrad.__version__


def conda(course) -> dict[str, str]:
    """What environment.yml brings, by the names that pyproject.toml uses, with the versions that it may have."""
    lines = re.findall(r"^  - ([\w.-]+)([<>][\w.<>=,]+)$", (course.root / "environment.yml").read_text("utf-8"), re.MULTILINE)
    return {{"pytorch": "torch"}.get(name, name): versions for name, versions in lines if name != "python"}


def undocumented(root: Path) -> list[str]:
    """Public modules, classes and functions without a docstring. Pages of exercises are told by `@page.wrong` and the like."""
    found = []
    for path in modules(root).values():
        if path.parent.parent.name == "exercises":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        inside = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
        nodes = [tree, *tree.body, *(node for one in inside for node in one.body)]
        kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        found += [f"{path.relative_to(root)}: {getattr(node, 'name', 'the module')}" for node in nodes
                  if isinstance(node, kinds) and not getattr(node, "name", "").startswith("_") and not ast.get_docstring(node)]
    return found


def test_whatever_is_public_says_what_it_is(course):
    assert undocumented(course.root) == []


def test_conda_users_get_the_same_versions_and_all_that_students_need(course):
    known, table = declared(course), project(course)
    assert conda(course).items() <= known.items()
    students = table["dependencies"] + table["optional-dependencies"]["lab"] + ["torch", "tensorboard"]
    assert {re.match(r"[\w-]+", line)[0] for line in students} <= set(conda(course))


def test_no_conda_name_is_in_doubt_and_students_get_no_tool_of_the_tests(course):
    # Names under which conda-forge has had these packages for years. One wrong name would stop every conda user.
    sure = {"ipykernel", "ipywidgets", "jsonschema", "jupyterlab", "matplotlib", "nbgrader", "nbval", "numpy", "pillow",
            "pooch", "scikit-learn", "tensorboard", "torch"}
    assert set(conda(course)) <= sure


def test_the_lock_holds_every_package_at_a_version_that_it_may_have(course):
    from packaging.specifiers import SpecifierSet

    text = (course.root / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)==([\w.+]+)$", text, re.MULTILINE)
    locked = {name.lower().replace("-", "_"): version for name, version in pins}
    for name, versions in declared(course).items():
        version = locked.get(name.replace("-", "_"))
        assert version, f"requirements.lock lacks {name}: run make lock"
        assert version in SpecifierSet(versions), f"requirements.lock has {name} {version}, and not {versions}"


def test_the_lock_names_no_address(course):
    assert not re.search(r"://|^--|@", (course.root / "requirements.lock").read_text("utf-8"), re.MULTILINE)


def test_every_dependency_has_its_reason(course):
    reasons = (course.root / "docs" / "decisions.md").read_text("utf-8").partition("## Dependencies")[2]
    for name in declared(course):
        assert re.search(rf"\b{re.escape(name)}\b", reasons), f"docs/decisions.md gives no reason for {name}"


def test_the_readme_lists_every_chapter(course):
    from autograder.publish.build import chapter_table

    readme = (course.root / "README.md").read_text("utf-8")
    assert chapter_table(course) in readme, "the chapter table is out of date: run make build"


def test_links_between_the_docs_lead_somewhere(course):
    for path in [*course.root.glob("*.md"), *(course.root / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name} points to {target}"


def prose(text: str) -> list[tuple[int, str]]:
    """The lines of a page with their numbers, without tables, code, pictures and words that are longer than a line."""
    found, fenced = [], False
    for number, line in enumerate(text.splitlines(), start=1):
        fenced ^= line.lstrip().startswith("```")
        whole = line.startswith(("|", "    ", "![", "<", "#")) or len(line.split()) < 3
        if not fenced and not whole:
            found.append((number, line))
    return found


def test_the_docs_are_wrapped_at_one_width(course):
    for path in [*course.root.glob("*.md"), *(course.root / "docs").glob("*.md")]:
        wide = [number for number, line in prose(path.read_text("utf-8")) if len(line) > 100]
        assert not wide, f"{path.name}: lines {wide} are longer than 100 characters"


def test_whatever_the_map_names_is_there(course):
    text = (course.root / "docs" / "map.md").read_text("utf-8")
    homes = [course.root, *(course.root / name for name in ("handgrad", "autograder"))]
    named = set(re.findall(r"`([\w-]+(?:/[\w.-]+)*(?:\.py|/))`", text))
    made = ("submitted/", "examined/", "autograded/")  # by grading
    gone = [name for name in named if not name.startswith(made) and not any((home / name).exists() for home in homes)]
    assert len(named) > 40
    assert gone == []


def test_no_file_is_left_for_later(course):
    words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    for name in tracked(course):
        if name.endswith((".py", ".md", ".toml", ".yml")) and not name.startswith("tests/"):
            text = (course.root / name).read_text("utf-8")
            assert not words.search(text), f"{name} leaves something for later"


def told_names(course) -> set[str]:
    """The files and folders that the docs name: in commands and between back-quotes."""
    texts = [course.root / "README.md", *(course.root / "docs").glob("*.md")]
    code = [piece for path in texts for piece in re.findall(r"`[^`\n]+`|^ {4}.+$", path.read_text("utf-8"), re.MULTILINE)]
    wanted = re.compile(r"(?<![\w/.:*-])(?:[\w.-]+/)*(?:[\w.-]+/|[\w-]+\.(?:csv|db|html|zip|xlsx)|\.handgrad-secret)(?![\w*{])")
    return {name for piece in code for name in wanted.findall(piece)}


def test_git_takes_no_file_that_the_docs_tell_an_instructor_to_write(course):
    kept = set(tracked(course)) | {f"{folder}/" for name in tracked(course) for folder in Path(name).parents}
    written = [name for name in told_names(course) if not any(f"/{path}".endswith(f"/{name}") for path in kept)]
    assert {"for-canvas.csv", "for-moodle.csv", "canvas.csv", "gradebook.db", "dist/", "examined/"} <= set(written)
    done = subprocess.run(["git", "check-ignore", "--stdin", "--no-index"], cwd=course.root, capture_output=True, text=True,
                          input="\n".join([*written, "students.csv", "downloaded/ada.zip", "submissions.zip"]))
    assert set(written) - set(done.stdout.splitlines()) == set()


def test_lint_judges_the_course_and_leaves_what_lies_beside_it_alone(course, tmp_path):
    """`make lint` in a working course, where students' files and an instructor's own scripts lie about."""
    for name in ("Makefile", "pyproject.toml", "nbgrader_config.py"):
        shutil.copy(course.root / name, tmp_path)
    for name in ("autograder", "benchmarks", "handgrad", "source", "tests"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    for name in ("downloaded/ada/x.py", "submitted/ada/04/numpy.py", "my_plugin.py", "plugins/late.py", "reports/x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("import os\ndef f(:\n", "utf-8")
    command = ["make", f"--old-file={sys.prefix}/ready", "lint", f"VENV={sys.prefix}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "handgrad" / "own.py").write_text("import os\n", "utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode, "lint does not read the course either"


def test_nothing_that_was_graded_is_in_the_repository(course):
    private = re.compile(r"^(submitted|autograded|feedback|demo)/|gradebook\.db|\.handgrad-secret")
    assert not [name for name in tracked(course) if private.search(name)]


@pytest.mark.parametrize("limit", [1_500_000])
def test_every_file_is_small_enough_for_every_clone(course, limit):
    large = [name for name in tracked(course) if (course.root / name).exists() and (course.root / name).stat().st_size > limit]
    assert not large
