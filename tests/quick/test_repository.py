"""The repository keeps its own house: versions agree, nothing generated is edited, nothing private is in it."""

import re
import subprocess
import tomllib

import pytest


def project(course) -> dict:
    """The table [project] of pyproject.toml."""
    return tomllib.loads((course.root / "pyproject.toml").read_text("utf-8"))["project"]


def declared(course) -> dict[str, str]:
    """Every package that pyproject.toml names, with the versions that it may have."""
    table = project(course)
    lines = table["dependencies"] + [line for extra in table["optional-dependencies"].values() for line in extra]
    found = dict(re.fullmatch(r"([\w.\[\]-]+?)((?:[<>]=?[\w.]+,?)*)", line).groups() for line in lines)
    return {name.lower(): versions for name, versions in found.items() if not name.startswith("handgrad")}


def tracked(course) -> list[str]:
    """Every file in git."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=course.root, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


def test_conda_users_get_the_same_versions(course):
    lines = re.findall(r"^  - ([\w.-]+)([<>][\w.<>=,]+)$", (course.root / "environment.yml").read_text("utf-8"), re.MULTILINE)
    names = {"pytorch": "torch", "playwright-python": "playwright"}
    conda = {names.get(name, name): versions for name, versions in lines if name != "python"}
    assert conda == declared(course)


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


def test_no_file_is_left_for_later(course):
    words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    for name in tracked(course):
        if name.endswith((".py", ".md", ".toml", ".yml")) and not name.startswith("tests/"):
            text = (course.root / name).read_text("utf-8")
            assert not words.search(text), f"{name} leaves something for later"


def test_nothing_that_was_graded_is_in_the_repository(course):
    private = re.compile(r"^(submitted|autograded|feedback|demo)/|gradebook\.db|\.handgrad-secret")
    assert not [name for name in tracked(course) if private.search(name)]


@pytest.mark.parametrize("limit", [1_500_000])
def test_every_file_is_small_enough_for_every_clone(course, limit):
    large = [name for name in tracked(course) if (course.root / name).exists() and (course.root / name).stat().st_size > limit]
    assert not large
