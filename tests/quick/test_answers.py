"""Answers written by hand, as students would: what the checks make of them gets no worse than docs/proof.md says."""

import pytest

from autograder.course import here
from autograder.proof import handwritten, table
from autograder.proof.handwritten import ACCEPTED, LOCATED, PASSED, REFUSED, SILENT, TOLD, NotInForm, Written


def recorded(course):
    """Of each chapter in docs/proof.md, how many wrong values were told, located, silent and accepted."""
    rows = [[cell.strip() for cell in line.strip("| ").split("|")]
            for line in (course.root / "docs" / "proof.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    found = {}
    for row in rows:
        if len(row) == len(table.ANSWERS) and row[1].isdigit():
            found[row[0]] = dict(zip(table.ANSWERS, row, strict=True))
    return {topic: {word: int(row[word]) for word in (TOLD, LOCATED, SILENT, ACCEPTED)} for topic, row in found.items()}


def badly_met(met):
    return [f"{one.outcome}: {one.answer.exercise}: {one.answer.label}" for one in met if one.outcome in (ACCEPTED, REFUSED)]


CHAPTERS = handwritten.chapters(here())
each_chapter = pytest.mark.parametrize("one", CHAPTERS, ids=lambda one: one.topic)


@each_chapter
def test_no_right_answer_is_refused_no_wrong_one_accepted_and_as_many_as_recorded_are_told(course, one):
    met = list(handwritten.meet_all(course, one, search=False))
    assert not badly_met(met)
    before, values = recorded(course)[one.topic], sum(answer.outcome in (TOLD, SILENT) for answer in met)
    assert sum(answer.outcome == TOLD for answer in met) / values >= before[TOLD] / sum(before.values())


@pytest.mark.nightly
@each_chapter
def test_as_many_as_recorded_are_told_a_mistake_or_a_place(course, one):
    before = recorded(course)[one.topic]
    said = handwritten.counted(one.topic, list(handwritten.meet_all(course, one))).said
    assert said >= (before[TOLD] + before[LOCATED]) / sum(before.values())


@each_chapter
def test_every_answer_is_to_an_exercise_of_its_chapter(course, one):
    named = {answer.exercise for answer in handwritten.read(handwritten.folder(course) / f"{one.topic}.py")}
    assert named <= set(handwritten.expressions(course, one))


@pytest.mark.parametrize("text", [
    "# %% affine_backward: the mean\npass\n",
    "# %% nearly affine_backward: the mean\npass\n",
    "# %% wrong affine_backward:\npass\n",
    "# %% wrong tanh_layer: no b\npass\n# %% right tanh_layer: no b\npass\n",
])  # fmt: skip
def test_a_file_of_answers_with_a_title_that_says_too_little_is_refused(tmp_path, text):
    path = tmp_path / "neuron.py"
    path.write_text(text)
    with pytest.raises(NotInForm, match=r"neuron\.py"):
        handwritten.read(path)


def met(word, source, exercise="tanh_layer"):
    before = "import numpy as np\n"
    return handwritten.meet(Written(word, exercise, "made here", source, before), exercise)


@pytest.mark.parametrize(("word", "outputs", "outcome"), [
    ("right", "X @ W + b, np.tanh(X @ W + b)", PASSED),
    ("right", "X @ W, np.tanh(X @ W)", REFUSED),
    ("wrong", "X @ W + b, np.tanh(X @ W + b)", ACCEPTED),
    ("wrong", "X @ W, np.tanh(X @ W)", TOLD),
    ("wrong", "X @ W + b, np.tanh(X @ W + b) + np.cos(X @ W + b) - np.sin(7 * (X @ W + b))", SILENT),
    ("wrong", "X @ W + b, np.tanh(np.cosh(X @ W + b))", LOCATED),
])  # fmt: skip
def test_an_answer_is_counted_by_what_becomes_of_it(word, outputs, outcome):
    assert met(word, f"def tanh_layer(X, W, b):\n    return {outputs}\n").outcome == outcome


def test_a_line_is_counted_from_the_top_of_its_cell():
    source = "def tanh_layer(X, W, b):\n    S = X @ W + b\n    return S, np.tanh(np.cosh(S))\n"
    assert "line 3" in met("wrong", source).says[0]
