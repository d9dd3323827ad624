"""What students get holds all that they need and nothing of the staff's."""

import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import nbformat
import numpy
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder import anatomy
from autograder.cli import app
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
    assert "CheckFailed: ✗ Exercise 6, jacobian_size:" in done.stderr, done.stderr


@pytest.fixture
def same_wheel(written, monkeypatch) -> None:
    """No other wheel is made: it is the same in every zip."""
    (wheel,) = written.glob("*.whl")
    monkeypatch.setattr("autograder.publish.bundle.build_wheel", lambda course, folder: wheel)


@pytest.mark.usefixtures("same_wheel")
def test_a_zip_holds_the_chapters_and_solutions_that_were_named_and_no_other(course, written, tmp_path):
    first, second, *_ = course.chapters()
    (whole,) = written.glob("*.zip")
    path = write(course, tmp_path, [first, second], [first])
    chapters = {name for name in contents(path) if name.endswith(".ipynb")}
    assert chapters == {f"handgrad/{place}/{one.assignment}/{one.topic}.ipynb"
                        for place, one in (("notebooks", first), ("notebooks", second), ("solutions", first))}
    assert path.name != whole.name
    assert {name for name in contents(whole) if name.startswith("handgrad/solutions")} == set()


@pytest.mark.usefixtures("same_wheel")
def test_a_zip_a_week_adds_up_to_the_same_course(course, written, tmp_path):
    (whole,) = written.glob("*.zip")
    weeks = [contents(write(course, tmp_path, [chapter])) for chapter in course.chapters()]
    added = {name: data for week in weeks for name, data in week.items()}
    assert added == contents(whole)


@pytest.mark.usefixtures("same_wheel")
@pytest.mark.parametrize(("hours", "extension", "released"), [
    (-1, None, True), (1, None, False), (-1, 2, False), (-3, 2, True), (None, None, True),
])
def test_a_solution_goes_out_when_the_time_of_everybody_is_over(classroom, tmp_path, hours, extension, released):
    with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}") as gradebook:
        due = None if hours is None else datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=hours)
        gradebook.update_or_create_assignment("01-neuron", duedate=due)
        gradebook.update_or_create_student("ada")
        if extension:
            with gradebook.db.no_autoflush:  # or nbgrader's own way to add one makes SQLAlchemy warn
                gradebook.update_or_create_submission("01-neuron", "ada").extension = timedelta(hours=extension)
            gradebook.db.commit()
    command = ["release", "01", "02", "--solutions", "01", "--course", str(classroom.root), "--output", str(tmp_path / "out")]
    done = CliRunner().invoke(app, command)
    assert (done.exit_code == 0) is released, done.output
    if not released:
        assert "can be handed in until" in done.output
        assert "--yes-before-the-deadline" in done.output
        assert not list(tmp_path.glob("out/*"))
        assert CliRunner().invoke(app, [*command, "--yes-before-the-deadline"]).exit_code == 0
    assert any(name.startswith("handgrad/solutions/01") for path in tmp_path.glob("out/*.zip") for name in contents(path))
