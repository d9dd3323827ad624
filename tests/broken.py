"""What students hand in: each function breaks a solved notebook in one way, and its name says what must happen then.

    @mended("words of the line", without={"relu_backward"})     graded, and every other exercise keeps its points
    @refused("words of the sentence")                           not graded
    @fine                                                       graded, and there is nothing to say
"""

import copy
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course import here
from autograder.workbook import Workbook

COURSE = here()
CHAPTER = COURSE.chapter("backprop_matrix")
OTHER = COURSE.chapter("two_layer_net")
NAME = f"{CHAPTER.topic}.ipynb"
BOOK = Workbook(COURSE, CHAPTER)
WRITTEN = "why_gradients_fade"
ANSWER = "The weights shrink it: 0.5 at every layer."
OWN = "my_own_notes = 'kept'"


@dataclass
class Desk:
    """One student's folder, and the solved notebook as JSON, each exercise signed by the student."""

    folder: Path
    nb: dict[str, Any] = field(default_factory=lambda: solved())

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The notebook's cells."""
        return self.nb["cells"]

    @cells.setter
    def cells(self, cells: list[dict[str, Any]]) -> None:
        self.nb["cells"] = cells

    def at(self, name: str) -> int:
        """The place of the cell with this grade_id."""
        return next(i for i, c in enumerate(self.cells) if c["metadata"].get("nbgrader", {}).get("grade_id") == name)

    def cell(self, name: str) -> dict[str, Any]:
        """The cell with this grade_id."""
        return self.cells[self.at(name)]

    def saying(self, words: str) -> int:
        """The place of the first cell that holds these words."""
        return next(i for i, c in enumerate(self.cells) if words in c["source"])

    def save(self, name: str = NAME, content: bytes | str | None = None) -> Path:
        """Write the notebook, or other content, into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.nb, indent=1, ensure_ascii=False) if content is None else content
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path


def solved(book: Workbook = BOOK) -> dict[str, Any]:
    """The solved notebook, with a cell and an answer of the student's own."""
    nb = json.loads(json.dumps(book.solved_but()))
    for cell in nb["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in book.solutions:
            cell["source"] += f"\n# {signature(name)}"
        if name == WRITTEN:
            cell["source"] = cell["source"].replace("*Your answer here.*", ANSWER)
    place = next(i for i, c in enumerate(nb["cells"]) if "running_sum_vjp" in c["source"])
    nb["cells"].insert(place, code(OWN))
    return nb


def signature(name: str) -> str:
    """What stands in the student's answer to an exercise, and nowhere else."""
    return f"{name} by Ada Ünïcode"


def code(source: str, **metadata: Any) -> dict[str, Any]:
    """A code cell."""
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}


def markdown(source: str, **metadata: Any) -> dict[str, Any]:
    """A text cell."""
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


@dataclass(frozen=True)
class Expected:
    """What must become of a broken submission."""

    kind: str
    words: str = ""
    without: frozenset[str] = frozenset()


Break = Callable[[Desk], None]
KINDS: dict[str, tuple[Break, Expected]] = {}


def _kind(expected: Expected) -> Callable[[Break], Break]:
    def keep(function: Break) -> Break:
        KINDS[function.__name__] = function, expected
        return function

    return keep


def mended(words: str, without: set[str] = frozenset()) -> Callable[[Break], Break]:  # type: ignore[assignment]
    """Graded; a line says these words; all exercises but those `without` keep the student's answer."""
    return _kind(Expected("mended", words, frozenset(without)))


def refused(words: str) -> Callable[[Break], Break]:
    """Not graded; the sentence says these words."""
    return _kind(Expected("refused", words))


fine = _kind(Expected("fine"))


# ------------------------------------------------------------------------------------------------ as it should be


@fine
def a_solved_notebook_is_left_as_it_is(desk: Desk) -> None:
    desk.save()


@fine
def a_notebook_that_was_run_is_left_as_it_is(desk: Desk) -> None:
    for number, cell in enumerate(desk.cells):
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1.0\n"}]
    desk.save()


@fine
def an_answer_in_a_cell_of_ones_own_before_the_check_stays_there(desk: Desk) -> None:
    place = desk.at("relu_backward")
    desk.cells.insert(place + 1, code(desk.cells[place]["source"]))
    desk.cells[place]["source"] = BOOK.handout.cells[handed_out("relu_backward")].source
    desk.save()


@fine
def a_check_copied_into_a_cell_of_ones_own_stays_there(desk: Desk) -> None:
    desk.cells.append(code('check("relu_backward", relu_backward)'))
    desk.save()


@fine
def demonstrations_that_were_deleted_stay_deleted(desk: Desk) -> None:
    for words in ("np.kron", "explore.vanishing.show()", "a step too early"):
        del desk.cells[desk.saying(words)]
    desk.save()


@fine
def windows_line_ends_between_the_lines_of_the_file_do_not_matter(desk: Desk) -> None:
    desk.save(content=json.dumps(desk.nb, indent=1).replace("\n", "\r\n"))


@fine
def a_checkpoint_beside_the_notebook_is_not_looked_at(desk: Desk) -> None:
    desk.save()
    desk.save(f".ipynb_checkpoints/{CHAPTER.topic}-checkpoint.ipynb")


def handed_out(name: str) -> int:
    """The place of a cell in the notebook that was handed out."""
    return next(i for i, c in enumerate(BOOK.handout.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def stub(name: str) -> str:
    """An exercise's cell as it was handed out."""
    source: str = BOOK.handout.cells[handed_out(name)].source
    return source


# ------------------------------------------------------------------------------------------------ cells


@mended("Copies of exercise cells")
def an_exercise_copied_before_it_was_worked_on_counts_by_its_worked_copy(desk: Desk) -> None:
    place = desk.at("affine_backward")
    blank = copy.deepcopy(desk.cells[place])
    blank["source"] = stub("affine_backward")
    desk.cells.insert(place + 1, blank)
    desk.save()


@mended("more than once")
def an_exercise_answered_twice_counts_by_the_last_answer_before_its_check(desk: Desk) -> None:
    place = desk.at("affine_backward")
    first = copy.deepcopy(desk.cells[place])
    first["source"] = "def affine_backward(dS, X, W):\n    return 'a first try'"
    desk.cells.insert(place, first)
    desk.save()


@mended("Check cells that stood there more than once")
def a_check_that_was_duplicated_stands_there_once(desk: Desk) -> None:
    place = desk.at("check_affine_backward")
    desk.cells.insert(place, copy.deepcopy(desk.cells[place]))
    desk.save()


@mended("more than once")
def a_notebook_pasted_twice_into_itself_keeps_every_answer(desk: Desk) -> None:
    desk.cells += copy.deepcopy(desk.cells)
    desk.save()


@mended("recognised by what they define")
def an_exercise_split_after_its_first_lines_is_graded_by_the_part_that_defines_it(desk: Desk) -> None:
    place = desk.at("net_backward")
    second = copy.deepcopy(desk.cells[place])
    second["metadata"] = {}
    desk.cells[place]["source"] = "def my_helper(x):\n    return x"
    desk.cells.insert(place + 1, second)
    desk.save()


@mended("merged into one")
def two_exercises_merged_over_their_checks_are_taken_apart(desk: Desk) -> None:
    first, last = desk.at("relu_backward"), desk.at("check_tanh_backward")
    desk.cells[first]["source"] = "\n\n".join(c["source"] for c in desk.cells[first:last] if c["cell_type"] == "code")
    del desk.cells[first + 1 : last]
    desk.save()


COMMANDS = ["np.dot?", "files = !ls", "a = %timeit -o 1", "!ls \\\n  -l", "%pwd", "x = !ls | \\\n  head", "?np.dot", "np.dot??"]


def _merged_over(desk: Desk, command: str) -> None:
    """The exercises of `affine_backward` and `relu_backward` in one cell, a command of IPython's between them."""
    first, last = desk.at("affine_backward"), desk.at("relu_backward")
    desk.cells[first]["source"] += f"\n\n{command}\n\n{desk.cells[last]['source']}"
    del desk.cells[last]
    desk.save()


for number, one in enumerate(COMMANDS):
    def merged(desk: Desk, command: str = one) -> None:
        _merged_over(desk, command)

    merged.__name__ = f"two_exercises_merged_with_a_command_between_them_are_taken_apart_{number}"
    mended("merged into one")(merged)


@mended("merged into one")
def two_exercises_merged_under_a_magic_on_top_are_taken_apart(desk: Desk) -> None:
    place = desk.at("affine_backward")
    desk.cells[place]["source"] = "%%time\n" + desk.cells[place]["source"]
    _merged_over(desk, "%time")


@mended("to be read before they run")
def a_cell_with_hundreds_of_commands_is_left_as_it_is_and_said(desk: Desk) -> None:
    desk.cells.append(desk.cells[-1] | {"cell_type": "code", "source": "x = !true\n" * 400, "metadata": {}})
    desk.save()


@mended("is not in the file that was handed in")
def a_picture_that_is_missing_is_told(desk: Desk) -> None:
    desk.cell(WRITTEN)["source"] += "\n\n![graph](attachment:Gr%C3%A4ph.png)"
    desk.save()


@mended("merged into one")
def an_exercise_merged_with_the_text_above_it_is_taken_out_of_it(desk: Desk) -> None:
    place = desk.at("relu_backward")
    desk.cells[place]["source"] = desk.cells[place - 1]["source"] + "\n\n" + desk.cells[place]["source"]
    del desk.cells[place - 1]
    desk.save()


@mended("merged into one")
def an_exercise_merged_with_its_check_is_parted_from_it(desk: Desk) -> None:
    place = desk.at("unbroadcast")
    desk.cells[place]["source"] += "\n\n" + desk.cells[place + 1]["source"]
    del desk.cells[place + 1]
    desk.save()


@mended("merged into one")
def all_answers_in_one_cell_at_the_end_are_put_where_they_belong(desk: Desk) -> None:
    sources = []
    for name in BOOK.solutions:
        sources.append(desk.cell(name)["source"])
        desk.cell(name)["source"] = stub(name)
    desk.cells.append(code("\n\n\n".join(sources)))
    desk.save()


@mended("merged into one")
def a_notebook_merged_into_a_single_cell_of_code_is_taken_apart(desk: Desk) -> None:
    sources = [cell["source"] for cell in desk.cells if cell["cell_type"] == "code" and "%pip" not in cell["source"]]
    desk.cells = [code("\n\n".join(sources)), desk.cell(WRITTEN)]
    desk.save()


@mended("missing were put back", without={"relu_backward"})
def an_exercise_that_was_deleted_is_put_back_and_earns_nothing(desk: Desk) -> None:
    del desk.cells[desk.at("relu_backward")]
    desk.save()


@mended("Check cells that were missing")
def checks_that_were_deleted_are_put_back(desk: Desk) -> None:
    desk.cells = [cell for cell in desk.cells if not cell["source"].startswith("check(")]
    desk.save()


@mended("define what is used elsewhere")
def the_imports_that_were_deleted_are_put_back(desk: Desk) -> None:
    del desk.cells[desk.saying("import numpy as np")]
    desk.save()


@mended("define what is used elsewhere")
def a_helper_that_was_deleted_is_put_back_with_what_it_needs(desk: Desk) -> None:
    del desk.cells[desk.saying("def sigmoid(S)")]
    desk.save()


@mended("Written answers that were missing")
def a_written_question_that_was_deleted_is_put_back(desk: Desk) -> None:
    desk.cell(WRITTEN)["source"] = ANSWER
    desk.cell(WRITTEN)["metadata"] = {}
    desk.save()


@mended("another order")
def cells_that_were_shuffled_are_put_back_in_order(desk: Desk) -> None:
    random.Random(0).shuffle(desk.cells)
    desk.save()


@mended("another order")
def a_check_moved_before_its_exercise_is_put_back_after_it(desk: Desk) -> None:
    check = desk.cells.pop(desk.at("check_net_backward"))
    desk.cells.insert(0, check)
    desk.save()


@mended("another order")
def imports_moved_to_the_end_are_put_back_at_the_start(desk: Desk) -> None:
    desk.cells.append(desk.cells.pop(desk.saying("import numpy as np")))
    desk.save()


@mended("Copies of exercise cells")
def an_answer_written_below_the_check_counts(desk: Desk) -> None:
    place = desk.at("unbroadcast")
    desk.cells.insert(place + 5, code(desk.cells[place]["source"]))
    desk.cells[place]["source"] = stub("unbroadcast")
    desk.save()


# ------------------------------------------------------------------------------------------------ marks


@mended("got nbgrader's marks back")
def an_exercise_pasted_without_its_marks_is_known_by_its_function(desk: Desk) -> None:
    desk.cell("layer_step")["metadata"] = {}
    desk.save()


@mended("got nbgrader's marks back")
def a_notebook_without_any_marks_gets_all_of_them_back(desk: Desk) -> None:
    for cell in desk.cells:
        cell["metadata"] = {}
    desk.nb["metadata"] = {}
    desk.save()


@mended("got nbgrader's marks back")
def answers_pasted_into_a_new_notebook_are_graded(desk: Desk) -> None:
    answers = [code(desk.cell(name)["source"]) for name in BOOK.solutions]
    desk.cells = [*answers, markdown(desk.cell(WRITTEN)["source"]), code(OWN)]
    desk.nb["metadata"] = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    desk.save()


@mended("got nbgrader's marks back")
def a_renamed_grade_id_is_set_right(desk: Desk) -> None:
    desk.cell("affine_backward")["metadata"]["nbgrader"]["grade_id"] = "my_affine"
    desk.save()


@mended("got nbgrader's marks back")
def marks_swapped_between_two_exercises_are_set_right(desk: Desk) -> None:
    one, other = desk.cell("affine_backward"), desk.cell("relu_backward")
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]
    desk.save()


@mended("Other cells had the marks of check cells")
def a_checks_marks_copied_to_another_cell_are_taken_off_it(desk: Desk) -> None:
    desk.cells[desk.saying(OWN)]["metadata"] = copy.deepcopy(desk.cell("check_affine_backward")["metadata"])
    desk.save()


@fine
def a_checks_marks_copied_to_an_exercise_are_taken_off_it_when_it_keeps_its_name(desk: Desk) -> None:
    marks = copy.deepcopy(desk.cell("check_affine_backward")["metadata"]["nbgrader"])
    desk.cell("affine_backward")["metadata"]["nbgrader"] = marks | {"grade_id": "affine_backward"}
    desk.save()


@fine
def points_changed_in_the_marks_change_nothing(desk: Desk) -> None:
    for name in BOOK.points:
        desk.cell(f"check_{name}")["metadata"]["nbgrader"]["points"] = 1000
    desk.save()


@fine
def flags_changed_in_the_marks_change_nothing(desk: Desk) -> None:
    for name in BOOK.points:
        desk.cell(f"check_{name}")["metadata"]["nbgrader"] |= {"grade": False, "solution": True, "locked": False}
        desk.cell(name)["metadata"]["nbgrader"] |= {"grade": True, "points": 100, "schema_version": 1}
    desk.save()


@fine
def marks_of_no_sense_are_set_right(desk: Desk) -> None:
    desk.cell("check_affine_backward")["metadata"]["nbgrader"] = {"grade_id": "check_affine_backward"}
    desk.cell("affine_backward")["metadata"]["nbgrader"] |= {"grade": "yes", "locked": None, "checksum": 7}
    desk.saying(OWN)
    desk.cells[desk.saying(OWN)]["metadata"] = {"nbgrader": ["nonsense"], "tags": "nonsense"}
    desk.save()


@mended("changed were put back")
def a_locked_check_that_was_edited_is_put_back_and_the_edit_kept(desk: Desk) -> None:
    desk.cell("check_relu_backward")["source"] = 'print("all right")\n' + OWN
    del desk.cells[next(i for i, c in enumerate(desk.cells) if c["source"] == OWN)]
    desk.save()


@mended("become text were turned back")
def checks_turned_into_text_are_turned_back(desk: Desk) -> None:
    for name in ("relu_backward", "net_backward"):
        place = desk.at(f"check_{name}")
        desk.cells[place] = markdown(desk.cells[place]["source"], **desk.cells[place]["metadata"])
    desk.save()


@mended("become text were turned back")
def exercises_turned_into_text_are_turned_back(desk: Desk) -> None:
    place = desk.at("relu_backward")
    desk.cells[place] = markdown(desk.cells[place]["source"], **desk.cells[place]["metadata"])
    place = desk.at("layer_step")
    desk.cells[place] = {"cell_type": "raw", "metadata": {}, "source": desk.cells[place]["source"]}
    desk.save()


@mended("become code were turned back")
def a_written_answer_turned_into_code_is_turned_back(desk: Desk) -> None:
    place = desk.at(WRITTEN)
    desk.cells[place] = code(desk.cells[place]["source"], **desk.cells[place]["metadata"])
    desk.save()


@mended("recognised by their question")
def a_written_answer_without_marks_is_known_by_its_question(desk: Desk) -> None:
    desk.cell(WRITTEN)["metadata"] = {}
    desk.save()


@mended("Written answers that stood there more than once")
def a_written_answer_that_was_copied_counts_by_the_copy_that_was_filled_in(desk: Desk) -> None:
    place = desk.at(WRITTEN)
    blank = copy.deepcopy(desk.cells[place])
    blank["source"] = BOOK.handout.cells[handed_out(WRITTEN)].source
    desk.cells.insert(place + 1, blank)
    desk.save()


@mended("another version of this notebook")
def last_years_notebook_is_graded_as_far_as_its_exercises_are_the_same(desk: Desk) -> None:
    for cell in desk.cells:
        if cell["cell_type"] == "markdown" and "nbgrader" not in cell["metadata"]:
            cell["source"] = cell["source"].replace("the", "ye")
    marks = copy.deepcopy(desk.cell("relu_backward")["metadata"])
    marks["nbgrader"]["grade_id"] = "exercise_of_last_year"
    desk.cells.insert(5, code("def exercise_of_last_year():\n    return 1", **marks))
    old = desk.cell("check_affine_backward")["metadata"]["nbgrader"]
    old |= {"points": 3, "checksum": "0" * 32, "schema_version": 2}
    desk.save()


# ------------------------------------------------------------------------------------------------ programs


@mended("states of the widgets")
def a_notebook_saved_by_colab_is_graded(desk: Desk) -> None:
    for cell in desk.cells:
        identifier = cell.pop("id", None) or f"c{id(cell):x}"
        cell["metadata"] |= {"id": identifier, "colab": {"base_uri": "https://localhost:8080/"}, "outputId": "7f"}
    desk.nb |= {"nbformat": 4, "nbformat_minor": 0}
    desk.nb["metadata"] |= {
        "colab": {"provenance": [], "toc_visible": True},
        "accelerator": "GPU",
        "widgets": {"application/vnd.jupyter.widget-state+json": {"2f1c": {"model_name": "HTMLModel"}}},
    }
    desk.save("Copy of " + NAME)
    desk.save()
    (desk.folder / ("Copy of " + NAME)).unlink()


@fine
def a_notebook_saved_by_vs_code_is_graded(desk: Desk) -> None:
    for cell in desk.cells:
        if cell["cell_type"] == "code":
            cell["metadata"]["vscode"] = {"languageId": "python"}
        cell["source"] = cell["source"].splitlines(keepends=True)
    desk.nb["metadata"]["vscode"] = {"interpreter": {"hash": "0" * 64}}
    desk.save(content=json.dumps(desk.nb, indent=4))


@fine
def a_notebook_saved_by_the_classic_notebook_is_graded(desk: Desk) -> None:
    for cell in desk.cells:
        cell.pop("id", None)
        cell["metadata"] |= {"collapsed": True, "scrolled": False}
    desk.nb |= {"nbformat": 4, "nbformat_minor": 2}
    desk.nb["metadata"]["toc"] = {"nav_menu": {}}
    desk.save()


@mended("old format")
def a_notebook_of_format_3_is_graded(desk: Desk) -> None:
    for cell in desk.cells:
        cell.pop("id", None)
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source").splitlines(keepends=True), "language": "python", "collapsed": False}
            cell["prompt_number"] = cell.pop("execution_count")
    desk.cells.insert(3, {"cell_type": "heading", "level": 2, "metadata": {}, "source": "My heading"})
    worksheets = [{"cells": desk.cells, "metadata": {}}]
    desk.nb = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": worksheets}
    desk.save()


@fine
def a_notebook_of_a_later_format_is_read_all_the_same(desk: Desk) -> None:
    desk.nb |= {"nbformat": 7, "nbformat_minor": 3}
    desk.save()


@mended("outputs took 100 MB")
def outputs_of_100_megabytes_are_left_out(desk: Desk) -> None:
    text = "x" * (100 * 2**20)
    desk.cell("relu_backward")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    desk.save()


@fine
def ids_that_are_there_twice_or_are_none_are_made_anew(desk: Desk) -> None:
    for cell, identifier in zip(desk.cells, [None, 5, "", "a b", "x" * 100, {}] * 99, strict=False):
        cell["id"] = "same" if identifier is None else identifier
    desk.save()


@fine
def a_missing_kernelspec_is_put_back(desk: Desk) -> None:
    desk.nb["metadata"] = {}
    desk.save()


@mended("another language (R)")
def a_notebook_set_to_r_is_graded_with_python(desk: Desk) -> None:
    desk.nb["metadata"]["kernelspec"] = {"display_name": "R", "language": "R", "name": "ir"}
    desk.save()


@mended("lists of lines without line ends")
def sources_saved_as_lists_without_line_ends_are_joined(desk: Desk) -> None:
    for cell in desk.cells:
        cell["source"] = cell["source"].split("\n")
    desk.save()


@fine
def fields_of_the_wrong_kind_are_left_out(desk: Desk) -> None:
    desk.nb["metadata"] = {"widgets": [], "kernelspec": "python", "language_info": 3}
    desk.cells[3]["metadata"] = None
    desk.cells[4]["outputs"] = "none"
    desk.cells += ["not a cell", None, {"cell_type": "unknown", "source": {"a": 1}}, {"cell_type": ["code"]}]  # type: ignore[list-item]
    desk.save()


@fine
def pictures_pasted_into_a_written_answer_stay_in_it(desk: Desk) -> None:
    desk.cell(WRITTEN)["attachments"] = {"graph.png": {"image/png": "iVBORw0KGgo="}}
    desk.save()


# ------------------------------------------------------------------------------------------------ files


@mended("is called")
def a_notebook_with_a_number_in_its_name_is_taken(desk: Desk) -> None:
    desk.save(f"{CHAPTER.topic} (1).ipynb")


@mended("is called")
def a_notebook_saved_as_text_is_taken(desk: Desk) -> None:
    desk.save(NAME + ".txt")


@mended("is called")
def a_notebook_without_an_ending_is_taken(desk: Desk) -> None:
    desk.save("my homework")


@mended("is called")
def a_notebook_with_a_hostile_name_is_taken_and_its_name_shown_harmlessly(desk: Desk) -> None:
    desk.save("..\\..\\<script>alert(1)<\\script>\x1b[31m\n.ipynb")


@fine
def a_notebook_in_a_folder_of_its_own_is_taken(desk: Desk) -> None:
    desk.save(f"{CHAPTER.assignment}/{NAME}")


@mended("More than one notebook")
def of_two_notebooks_the_one_that_answers_more_is_taken(desk: Desk) -> None:
    desk.save(f"{CHAPTER.topic} (2).ipynb")
    for name in BOOK.solutions:
        desk.cell(name)["source"] = stub(name)
    desk.save()


@mended("More than one notebook")
def of_a_notebook_and_a_broken_one_the_whole_one_is_taken(desk: Desk) -> None:
    desk.save(f"{CHAPTER.topic}-Copy1.ipynb")
    desk.save(content=b"{}")


@mended("More than one notebook")
def another_chapters_notebook_beside_the_right_one_is_passed_over(desk: Desk) -> None:
    desk.save()
    desk.save("other.ipynb", content=(COURSE.notebooks / OTHER.assignment / f"{OTHER.topic}.ipynb").read_bytes())


@mended("byte order mark")
def a_byte_order_mark_is_left_out(desk: Desk) -> None:
    desk.save(content=b"\xef\xbb\xbf" + json.dumps(desk.nb).encode())


@mended("ends of lines")
def windows_line_ends_inside_the_cells_are_read_as_such(desk: Desk) -> None:
    for cell in desk.cells:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    desk.save()


@mended("not in UTF-8")
def latin_1_is_read_as_such(desk: Desk) -> None:
    desk.cells = [cell for cell in desk.cells if all(ord(c) < 256 for c in cell["source"])]
    desk.save(content=json.dumps(desk.nb, ensure_ascii=False).encode("latin-1"))


@mended("replaced by a question mark")
def a_few_broken_bytes_are_replaced(desk: Desk) -> None:
    desk.cells[0]["source"] += "BROKEN"
    desk.save(content=json.dumps(desk.nb, ensure_ascii=False).encode().replace(b"BROKEN", b"\xff\xfe\x80"))


@mended("UTF-16")
def utf_16_is_read_as_such(desk: Desk) -> None:
    desk.save(content=json.dumps(desk.nb, ensure_ascii=False).encode("utf-16"))


@mended("UTF-16")
def utf_16_without_its_mark_is_read_as_such(desk: Desk) -> None:
    desk.save(content=json.dumps(desk.nb).encode("utf-16-le"))


@mended("marks of a merge")
def merge_conflicts_in_the_file_are_resolved_for_the_side_with_more_answers(desk: Desk) -> None:
    right = json.dumps(desk.nb, indent=1, ensure_ascii=False)
    line = next(one for one in right.split("\n") if "net_backward by Ada" in one)
    wrong = json.dumps(stub("net_backward")).join(['   "source": ', ""])
    desk.save(content=right.replace(line, f"<<<<<<< HEAD\n{wrong}\n=======\n{line}\n>>>>>>> mine"))


@mended("marks of a merge")
def merge_conflicts_in_a_cell_are_resolved_for_the_side_that_answers(desk: Desk) -> None:
    cell = desk.cell("relu_backward")
    cell["source"] = f"<<<<<<< local\n{stub('relu_backward')}\n=======\n{cell['source']}\n>>>>>>> remote"
    desk.save()


@mended("breaks off, or is damaged", without={"gradient_norms", WRITTEN})
def a_file_that_breaks_off_is_graded_as_far_as_it_goes(desk: Desk) -> None:
    text = json.dumps(desk.nb, indent=1, ensure_ascii=False)
    desk.save(content=text[: text.index("gradient_norms by Ada")])


@mended("breaks off, or is damaged")
def a_file_with_a_comma_too_many_is_graded(desk: Desk) -> None:
    desk.save(content=json.dumps(desk.nb, indent=1, ensure_ascii=False).replace('"cells": [', '"cells": [,', 1))


@mended("after the end of the notebook")
def what_stands_after_the_end_is_left_out(desk: Desk) -> None:
    desk.save(content=json.dumps(desk.nb, ensure_ascii=False) + "\n]}garbage")


@mended("NaN")
def nan_in_the_file_is_left_out(desk: Desk) -> None:
    desk.nb["metadata"]["loss"] = float("nan")
    desk.cells[4]["metadata"]["best"] = float("inf")
    desk.save()


@mended("breaks off, or is damaged")
def outputs_nested_without_end_are_passed_over(desk: Desk) -> None:
    desk.cells[-1]["metadata"]["deep"] = "DEEP"
    deep = "[" * 100_000 + "]" * 100_000
    desk.save(content=json.dumps(desk.nb, ensure_ascii=False).replace('"DEEP"', deep))


@mended("out of the archive")
def a_zip_with_one_notebook_is_unpacked(desk: Desk) -> None:
    path = desk.save()
    zipped(desk, "homework.zip", {NAME: path.read_bytes(), "__MACOSX/._" + NAME: b"junk", "readme.txt": b"hello"})
    path.unlink()


@mended("out of the archive")
def a_zip_called_a_notebook_is_unpacked(desk: Desk) -> None:
    zipped(desk, NAME, {f"folder/{NAME}": json.dumps(desk.nb).encode()})


@mended("out of the archive")
def a_zip_with_a_path_that_leads_out_of_it_writes_nothing(desk: Desk) -> None:
    zipped(desk, "homework.zip", {f"../../{NAME}": json.dumps(desk.nb).encode()})


@mended("were not followed")
def links_beside_the_notebook_are_not_followed(desk: Desk) -> None:
    desk.save()
    os.symlink("/etc/passwd", desk.folder / "data.txt")
    os.symlink("/", desk.folder / "everything")


@mended("names of Python's packages")
def a_numpy_handed_in_is_named(desk: Desk) -> None:
    desk.save()
    desk.save("numpy.py", content="def __getattr__(name):\n    raise SystemExit(name)\n")
    desk.save("handgrad/__init__.py", content="check = print\n")


def zipped(desk: Desk, name: str, files: dict[str, bytes]) -> None:
    """Write an archive into the folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, content in files.items():
            archive.writestr(inside, content)
    desk.save(name, buffer.getvalue())


# ------------------------------------------------------------------------------------------------ refused


@refused("There is no notebook here")
def an_empty_folder_is_refused(desk: Desk) -> None:
    pass


@refused("The file is empty")
def an_empty_file_is_refused(desk: Desk) -> None:
    desk.save(content=b"")


@refused("The file is empty")
def a_file_of_nothing_but_zeros_is_refused(desk: Desk) -> None:
    desk.save(content=b"\0" * 5000)


@refused("is not a notebook")
def json_that_is_no_notebook_is_refused(desk: Desk) -> None:
    desk.save(content=b'{"data": [1, 2, 3]}')


@refused("is not a notebook")
def a_file_that_breaks_off_in_its_first_cell_is_refused(desk: Desk) -> None:
    desk.save(content=json.dumps(desk.nb)[:60])


@refused("web page")
def a_web_page_is_refused(desk: Desk) -> None:
    desk.save(content=b"\n<!DOCTYPE html><html><body>Sign in</body></html>")


@refused("There is no notebook among the files")
def a_script_in_place_of_the_notebook_is_refused(desk: Desk) -> None:
    desk.save(f"{CHAPTER.topic}.py", content="import numpy as np\n")


@refused("is not a notebook, or its upload broke off")
def json_nested_without_end_is_refused(desk: Desk) -> None:
    desk.save(content=b'{"cells": ' + b"[" * 1_000_000)


@refused("This is the notebook of 05-two-layer-net")
def another_chapters_notebook_is_refused(desk: Desk) -> None:
    desk.save(content=(COURSE.notebooks / OTHER.assignment / f"{OTHER.topic}.ipynb").read_bytes())


@refused("none of the exercises")
def a_notebook_of_something_else_is_refused(desk: Desk) -> None:
    desk.cells = [code("print('hello')")]
    desk.save()


@refused("not a link to it")
def a_link_in_place_of_the_notebook_is_refused(desk: Desk) -> None:
    os.symlink(COURSE.solutions / CHAPTER.assignment / NAME, desk.folder / NAME)


@refused("holds more than 200 MB")
def a_zip_that_unpacks_to_a_gigabyte_is_refused(desk: Desk) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(NAME, "w") as inside:
        for _ in range(256):
            inside.write(b" " * 2**20)
    desk.save("homework.zip", buffer.getvalue())


@refused("cannot be unpacked")
def a_damaged_zip_is_refused(desk: Desk) -> None:
    desk.save("homework.zip", b"PK\x03\x04" + b"nonsense" * 100)


@refused("larger than 200 MB")
def a_file_of_more_than_200_megabytes_is_refused(desk: Desk) -> None:
    with open(desk.folder / NAME, "wb") as file:
        file.truncate(300 * 2**20)


@refused("More than 8 notebooks")
def a_folder_full_of_notebooks_is_refused(desk: Desk) -> None:
    for number in range(9):
        desk.save(f"{number}.ipynb")


@refused("More than 2000 files")
def a_folder_full_of_files_is_refused(desk: Desk) -> None:
    for number in range(2001):
        (desk.folder / f"{number}.txt").touch()


@refused("cells; this is more than can be graded")
def a_notebook_of_a_million_cells_is_refused(desk: Desk) -> None:
    desk.nb = {"cells": [code("1")] * 10_000}
    desk.save()


