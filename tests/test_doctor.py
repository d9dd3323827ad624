"""Whatever is handed in is graded for what it is worth, or refused with a sentence; nothing of the student's own is lost."""

import copy
import os
import random
import re
from pathlib import Path

import nbformat
import pytest
from broken import ANSWER, BOOK, CHAPTER, COURSE, KINDS, OWN, WRITTEN, Desk, Expected, signature
from nbformat import NotebookNode

from autograder import anatomy, demo
from autograder import cells as names
from autograder.grade import doctor
from autograder.grade.doctor.handout import handout
from autograder.grade.judge import is_check
from autograder.grade.sandbox import available
from autograder.grade.sitting import Rules, examine
from autograder.workbook import Workbook

RELEASE = handout(COURSE, CHAPTER)
GRADED = [c.metadata.nbgrader.grade_id for c in RELEASE.notebook.cells if "nbgrader" in c.metadata]


def treated(kind: str, tmp_path: Path) -> tuple[doctor.Treated, Expected]:
    break_it, expected = KINDS[kind]
    folder = tmp_path / "student"
    folder.mkdir()
    break_it(Desk(folder))
    before = listing(tmp_path)
    found = doctor.treat(folder, COURSE, CHAPTER)
    assert listing(tmp_path) == before, "the doctor wrote something"
    return found, expected


def listing(folder: Path) -> list[tuple[str, int, int]]:
    stats = [(str(path), os.lstat(path)) for path in sorted(folder.rglob("*"))]
    return [(path, stat.st_size, stat.st_mtime_ns) for path, stat in stats]


def reached(nb: NotebookNode) -> dict[str, str]:
    """The cell that each exercise's function comes from when its check is reached."""
    last: dict[str, str] = {}
    found = {}
    for cell in nb.cells:
        if anatomy.kind(cell) == "check":
            name, _ = anatomy.called(cell) or ("?", "")
            found[name] = last.get(RELEASE.symbols[name], "")
        elif cell.cell_type == "code" and "skip-grading" not in cell.metadata.get("tags", []):
            last |= dict.fromkeys(names.names_of(cell.source).bound, cell.source)
    return found


@pytest.mark.parametrize("kind", [kind for kind, (_, expected) in KINDS.items() if expected.kind != "refused"])
def test_what_is_mended_is_worth_what_the_student_did(kind: str, tmp_path: Path) -> None:
    found, expected = treated(kind, tmp_path)
    assert found.refused is None
    nb = found.notebook
    assert nb is not None
    nbformat.validate(nb)
    if expected.kind == "fine":
        assert found.lines == ()
    else:
        assert any(expected.words in line for line in found.lines), found.lines
    assert all(line.isprintable() and line.endswith(".") for line in found.lines), found.lines
    assert [c.metadata.nbgrader.grade_id for c in nb.cells if "nbgrader" in c.metadata] == GRADED
    for cell in nb.cells:
        if "nbgrader" in cell.metadata:
            handed_out = RELEASE.notebook.cells[next(i for i, c in enumerate(RELEASE.notebook.cells) if c.id == cell.id)]
            assert cell.metadata == handed_out.metadata
            assert cell.cell_type == handed_out.cell_type
            if cell.metadata.nbgrader.locked:
                assert cell.source == handed_out.source
    for name, source in reached(nb).items():
        assert (signature(name) in source) == (name not in expected.without), f"the check of {name} reaches {source}"
    everything = "\n".join(cell.source for cell in nb.cells)
    assert OWN in everything, "a cell of the student's own was lost"
    assert (ANSWER in everything) == (WRITTEN not in expected.without), "the written answer"


@pytest.mark.parametrize("kind", [kind for kind, (_, expected) in KINDS.items() if expected.kind == "refused"])
def test_what_is_refused_is_refused_with_a_sentence_that_says_what_to_do(kind: str, tmp_path: Path) -> None:
    found, expected = treated(kind, tmp_path)
    assert found.notebook is None
    assert found.refused is not None
    assert expected.words in found.refused, found.refused
    assert found.refused.endswith(".")
    assert found.refused.isprintable()
    assert re.search(r"[Hh]and (it )?in", found.refused), "the sentence does not say what to hand in"


def test_at_least_forty_kinds_are_known() -> None:
    assert len(KINDS) >= 40


def test_a_solved_notebook_of_any_chapter_comes_back_cell_by_cell_the_same(course, chapter, tmp_path) -> None:
    book = Workbook(course, chapter)
    path = tmp_path / f"{chapter.topic}.ipynb"
    for sources in ({}, book.solutions):
        nbformat.write(book.filled(sources), path)
        found = doctor.treat(tmp_path, course, chapter)
        assert (found.refused, found.lines) == (None, ())
        assert found.notebook == nbformat.read(path, as_version=4)


def test_what_was_mended_needs_no_mending(tmp_path: Path) -> None:
    for number, kind in enumerate(("cells_that_were_shuffled_are_put_back_in_order",
                                   "a_notebook_without_any_marks_gets_all_of_them_back")):
        once, _ = treated(kind, tmp_path / str(number)) if (tmp_path / str(number)).mkdir() is None else (None, None)
        assert once is not None
        again = tmp_path / f"again{number}"
        again.mkdir()
        nbformat.write(once.notebook, again / f"{CHAPTER.topic}.ipynb")
        twice = doctor.treat(again, COURSE, CHAPTER)
        assert twice.lines == ()
        assert twice.notebook == once.notebook


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_done_to_the_cells_each_of_the_courses_is_there_once_and_each_of_the_students_lines_is_kept(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    desk = Desk(tmp_path)
    for _ in range(chance.randint(1, 30)):
        chance.choice(HARMS)(desk.cells, chance)
    desk.save()
    handed_in = [line for cell in desk.cells for line in cell["source"].split("\n")]
    found = doctor.treat(tmp_path, COURSE, CHAPTER)
    assert found.refused is None
    assert found.notebook is not None
    nbformat.validate(found.notebook)
    assert [c.metadata.nbgrader.grade_id for c in found.notebook.cells if "nbgrader" in c.metadata] == GRADED
    kept = {line for cell in found.notebook.cells for line in cell.source.split("\n")}
    lost = [line for line in handed_in if ("by Ada" in line or line in (OWN, ANSWER)) and line not in kept]
    assert lost == []


def _swap(cells: list, chance: random.Random) -> None:
    i, j = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[i], cells[j] = cells[j], cells[i]


def _copy(cells: list, chance: random.Random) -> None:
    cells.insert(chance.randrange(len(cells)), copy.deepcopy(chance.choice(cells)))


def _delete(cells: list, chance: random.Random) -> None:
    del cells[chance.randrange(len(cells))]


def _strip(cells: list, chance: random.Random) -> None:
    chance.choice(cells)["metadata"] = {}


def _swap_marks(cells: list, chance: random.Random) -> None:
    one, other = chance.choice(cells), chance.choice(cells)
    one["metadata"], other["metadata"] = copy.deepcopy(other["metadata"]), copy.deepcopy(one["metadata"])


def _turn(cells: list, chance: random.Random) -> None:
    chance.choice(cells)["cell_type"] = chance.choice(["code", "markdown", "raw"])


def _merge(cells: list, chance: random.Random) -> None:
    i = chance.randrange(len(cells) - 1)
    cells[i]["source"] += "\n\n" + cells.pop(i + 1)["source"]


def _cut(cells: list, chance: random.Random) -> None:
    i = chance.randrange(len(cells))
    lines = cells[i]["source"].split("\n")
    at = chance.randrange(len(lines))
    cells[i : i + 1] = [cells[i] | {"source": "\n".join(part)} for part in (lines[:at], lines[at:])]


HARMS = [_swap, _copy, _delete, _strip, _swap_marks, _turn, _merge, _cut]


def test_the_doctor_never_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / f"{CHAPTER.topic}.ipynb").write_text("{}")
    monkeypatch.setattr(doctor, "candidates", lambda *_: 1 / 0)
    found = doctor.treat(tmp_path, COURSE, CHAPTER)
    assert found.notebook is None
    assert found.refused is not None
    assert "ZeroDivisionError" in found.refused
    assert doctor.treat(tmp_path / "nowhere", COURSE, CHAPTER).refused is not None


def test_a_written_answers_pictures_are_kept(tmp_path: Path) -> None:
    found, _ = treated("pictures_pasted_into_a_written_answer_stay_in_it", tmp_path)
    assert found.notebook is not None
    (cell,) = [c for c in found.notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == WRITTEN]
    assert cell.attachments == {"graph.png": {"image/png": "iVBORw0KGgo="}}


@pytest.mark.skipif(available() is not None, reason=str(available()))
@pytest.mark.parametrize("kind", [
    "a_notebook_without_any_marks_gets_all_of_them_back",
    "a_notebook_merged_into_a_single_cell_of_code_is_taken_apart",
    "a_numpy_handed_in_is_named",
])
def test_what_was_mended_gets_the_points_in_a_real_sandbox(kind: str, tmp_path: Path) -> None:
    found, _ = treated(kind, tmp_path)
    assert found.notebook is not None
    examine(found.notebook, RELEASE.notebook, tmp_path / "student", b"secret", Rules(timeout=300))
    scores = {c.metadata.nbgrader.grade_id: float(c.outputs[0].data["text/plain"]) for c in found.notebook.cells if is_check(c)}
    assert scores == {f"check_{name}": points for name, points in BOOK.points.items()}


@pytest.mark.skipif(available() is not None, reason=str(available()))
def test_nbgraders_own_command_mends_first(classroom) -> None:
    """A cell without its marks, and a check that is there twice: nbgrader alone would stop the whole batch."""
    folder = classroom.root / "submitted" / "ada" / CHAPTER.assignment
    folder.mkdir(parents=True)
    desk = Desk(folder)
    desk.cell("layer_step")["metadata"] = {}
    desk.cells.insert(0, copy.deepcopy(desk.cell("check_affine_backward")))
    desk.save()
    classroom.assign(CHAPTER.assignment)
    classroom.nbgrader("autograde", CHAPTER.assignment)
    assert demo.check_scores(classroom.root, CHAPTER.assignment) == {"ada": pytest.approx(BOOK.total)}
    graded = classroom.root / "autograded" / "ada" / CHAPTER.assignment / f"{CHAPTER.topic}.ipynb"
    assert "this submission was repaired" in nbformat.read(graded, as_version=4).cells[0].source
