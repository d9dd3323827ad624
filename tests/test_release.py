"""What students get holds all that they need and nothing of the staff's."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import nbformat
import numpy
import pytest

from autograder import anatomy
from autograder.publish.bundle import bundle as write


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """The folder with the zip and the wheel."""
    from autograder.course import here

    folder = tmp_path_factory.mktemp("release")
    write(here(), folder)
    return folder


def contents(path: Path) -> dict[str, bytes]:
    """What is in a zip or a wheel, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def bundle(written) -> dict[str, bytes]:
    """The zip's files."""
    (path,) = written.glob("*.zip")
    return contents(path)


@pytest.fixture
def kit(written) -> dict[str, bytes]:
    """The wheel's files."""
    (path,) = written.glob("*.whl")
    return contents(path)


def test_the_zip_holds_the_notebooks_the_kit_and_a_page_to_start_from_and_nothing_else(course, bundle, written):
    (wheel,) = written.glob("*.whl")
    notebooks = {f"handgrad/notebooks/{c.assignment}/{c.topic}.ipynb" for c in course.chapters()}
    others = {"README.md", "LICENSE", "environment.yml", "requirements.txt", wheel.name}
    assert set(bundle) == notebooks | {f"handgrad/{name}" for name in others}
    assert bundle[f"handgrad/{wheel.name}"] == wheel.read_bytes(), "the wheel beside the zip is another one"


def test_the_students_notebooks_are_the_built_ones_and_hold_no_line_of_their_solutions(course, chapter, bundle):
    name = f"{chapter.assignment}/{chapter.topic}.ipynb"
    data = bundle[f"handgrad/notebooks/{name}"]
    assert data == (course.notebooks / name).read_bytes()
    nb = nbformat.reads(data.decode("utf-8"), as_version=4)
    texts = {cell.id: cell.source + json.dumps(cell.get("outputs", [])) for cell in nb.cells}
    anatomy.check_handout(nbformat.read(course.solutions / name, as_version=4), {f"{name}, {i}": t for i, t in texts.items()})
    held = [i for i, text in texts.items() if re.search(r"(BEGIN|END) SOLUTION", text)]
    assert not held, f"{held[0]} holds a solution's marker"


def test_the_wheel_holds_the_kit_alone(course, kit):
    own = {path.relative_to(course.root).as_posix(): path.read_bytes() for path in (course.root / "handgrad").rglob("*")
           if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")}
    in_wheel = {name: data for name, data in kit.items() if not PurePosixPath(name).parts[0].endswith(".dist-info")}
    assert set(in_wheel) - set(own) == set(), "the wheel holds what is not the kit's"
    assert set(own) - set(in_wheel) == set(), "the wheel lacks a part of the kit"
    other = [name for name, data in in_wheel.items() if data != own[name]]
    assert not other, f"{other[0]} is not the repository's: its public cases, hints or code differ"


def test_nothing_that_students_get_needs_or_names_a_staff_module(kit, bundle):
    staff = re.compile(rb"\b(import|from) (autograder|source|solutions)\b|\bautograder\.")
    for name, data in (kit | bundle).items():
        assert name.endswith((".whl", ".dist-info/RECORD")) or not staff.search(data), f"{name} names the staff's code"
    (metadata,) = (data for name, data in kit.items() if name.endswith("/METADATA"))
    assert b"nbgrader" not in metadata


def test_the_wheel_installs_and_checks_with_numpy_alone(written, tmp_path):
    (wheel,) = written.glob("*.whl")
    folder = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", f"--target={folder}", str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    # Isolated from this environment but for NumPy: neither Matplotlib nor the staff's packages are there.
    (tmp_path / "numpy_alone").mkdir()
    (tmp_path / "numpy_alone" / "numpy").symlink_to(Path(numpy.__file__).parent)
    libraries = Path(numpy.__file__).parent.parent / "numpy.libs"
    if libraries.exists():
        (tmp_path / "numpy_alone" / "numpy.libs").symlink_to(libraries)
    program = (
        f"import sys; sys.path[:0] = [{str(folder)!r}, {str(tmp_path / 'numpy_alone')!r}]\n"
        "from handgrad import check\n"
        "check('jacobian_size', lambda *shapes: None)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert "CheckFailed: ✗ jacobian_size:" in done.stderr, done.stderr


def test_solutions_go_out_only_when_they_are_asked_for(course, written, tmp_path):
    path = write(course, tmp_path, with_solutions=True)
    (without,) = written.glob("*.zip")
    more = set(contents(path)) - set(contents(without))
    assert more == {f"handgrad/solutions/{c.assignment}/{c.topic}.ipynb" for c in course.chapters()}
    assert path.name != without.name
