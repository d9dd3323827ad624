"""check, hint, progress and hand_in are one family: the same words and marks, numbers, links, points as a bar."""

import html
import json
import re
from pathlib import Path

import nbformat
import pytest

from autograder import anatomy
from handgrad import CheckFailed, check, hand_in, hint, progress
from handgrad.kit import exercise as exercises
from handgrad.kit import hints, show
from handgrad.kit import progress as progressing
from handgrad.kit.judge import judge
from handgrad.kit.verdict import Kind, Verdict

WHITE, BLACK = "#FFFFFF", "#000000"
# What the cards stand on: JupyterLab's, Colab's and VS Code's pages, light and dark.
PAGES = (WHITE, "#F7F7F7", "#111111", "#1E1E1E", "#212121")


def affine_backward(*inputs):
    raise NotImplementedError("affine_backward")


unwritten = affine_backward


def right(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum(axis=0)


def one_of_three(dS, X, W):
    return dS @ W.T, 2 * X.T @ dS, dS.mean(axis=0)


@pytest.fixture(autouse=True)
def a_new_session(monkeypatch):
    monkeypatch.setattr(progressing, "_verdicts", {})
    monkeypatch.setattr(hints, "_given", {})


@pytest.fixture
def cards(monkeypatch) -> list[tuple[str, str]]:
    """What a notebook is shown, as text and as HTML."""
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(show, "in_notebook", lambda: True)
    monkeypatch.setattr(show, "display", lambda text, rich: shown.append((text, rich)))
    return shown


def checked(answer) -> None:
    """Check an answer, whatever becomes of it."""
    try:
        check("affine_backward", answer)
    except CheckFailed:
        return


def hand_in_file(course, tmp_path: Path, folder: str) -> None:
    """Hand in a notebook of this folder of the course, under its own name."""
    source = getattr(course, folder) / "04-backprop-matrix" / "backprop_matrix.ipynb"
    path = tmp_path / "backprop_matrix.ipynb"
    path.write_bytes(source.read_bytes())
    hand_in("backprop_matrix", path)


def family(course, tmp_path) -> None:
    """Every card, in every state."""
    progress()
    hint("affine_backward")
    hint("why_gradients_fade")
    for answer in (unwritten, one_of_three, right, lambda *inputs: None):
        checked(answer)
        hint("affine_backward")
        progress()
    for folder in ("notebooks", "solutions"):
        hand_in_file(course, tmp_path, folder)


def brightness(colour: str) -> float:
    """Relative luminance, by WCAG 2."""
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by WCAG 2."""
    low, high = sorted(map(brightness, (one, other)))
    return (high + 0.05) / (low + 0.05)


def styles(rich: str) -> list[dict[str, str]]:
    """The inline styles of a card."""
    found = [html.unescape(style) for style in re.findall(r'style="([^"]*)"', rich)]
    return [dict(re.split(r":\s*", one, maxsplit=1) for one in re.split(r";\s*", style)) for style in found]


def test_the_measure_of_contrast_is_wcags():
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.005)


def test_every_text_and_every_colour_is_seen_on_a_light_page_and_on_a_dark_one(course, tmp_path, cards):
    family(course, tmp_path)
    seen = [style for _, rich in cards for style in styles(rich)]
    assert any("color" in style for style in seen)
    for style in seen:
        text, behind = style.get("color", "inherit"), style.get("background-color")
        # Text without a background of its own takes the page's colour, which is readable there.
        assert text == "inherit" if behind is None else text == "inherit" or contrast(text, behind) >= 4.5, style
        for colour in re.findall(r"#\w{6}", json.dumps({key: value for key, value in style.items() if key != "color"})):
            assert all(contrast(colour, page) >= 3 for page in PAGES), style


def test_an_exercise_that_is_not_attempted_is_told_so_once_and_without_an_error(cards):
    check("affine_backward", unwritten)
    ((text, rich),) = cards
    assert text == "○ Exercise 2, affine_backward: not attempted (0 of 12 points)"
    assert re.sub(r"<[^>]*>", "", rich) == text
    assert show.BAD.colour not in rich
    assert show.GOOD.colour not in rich


@pytest.mark.parametrize("execution", ["validate", "autograde"])
def test_nbgrader_and_a_terminal_are_told_by_an_error(cards, monkeypatch, execution):
    """Without an error, nbgrader by itself gives a check cell its points."""
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    with pytest.raises(CheckFailed) as caught:
        check("affine_backward", unwritten)
    assert caught.value._render_traceback_() == ["○ Exercise 2, affine_backward: not attempted (0 of 12 points)"]
    monkeypatch.setattr(show, "in_notebook", lambda: False)
    with pytest.raises(CheckFailed, match=r"^○ Exercise 2, affine_backward: not attempted \(0 of 12 points\)$"):
        check("affine_backward", unwritten)


def test_a_class_as_it_was_handed_out_is_not_attempted_and_nothing_more(cards):
    def a_method():
        raise NotImplementedError("affine_backward")  # a stub names its exercise, wherever in the cell it stands

    check("affine_backward", lambda *inputs: a_method())
    assert cards[0][0] == "○ Exercise 2, affine_backward: not attempted (0 of 12 points)"


def test_an_unwritten_function_that_is_called_is_named(cards):
    def earlier():
        raise NotImplementedError("earlier")

    check("affine_backward", lambda *inputs: earlier())
    assert cards[0][0].splitlines()[1:] == ["  affine_backward calls earlier, which is not written yet."]


@pytest.mark.parametrize(("answer", "mark", "words", "points"), [
    (None, "○", "not checked yet", "0 of 12"),
    (unwritten, "○", "not attempted", "0 of 12"),
    (lambda *inputs: None, "✗", "wrong kind of answer", "0 of 12"),
    (one_of_three, "✗", "not right yet", "4 of 12"),
    (right, "✓", "right", "12 of 12"),
], ids=["no check", "unwritten", "nothing", "one of three", "right"])
def test_check_hint_and_progress_say_the_same_of_an_exercise(cards, answer, mark, words, points):
    check("relu_backward", lambda dA, S: dA * (S > 0))
    if answer:
        checked(answer)
        assert cards[-1][0].splitlines()[0] == f"{mark} Exercise 2, affine_backward: {words} ({points} points)"
    hint("affine_backward")
    assert cards[-1][0].splitlines()[0] == f"{mark} Exercise 2, affine_backward: {words} ({points} points)"
    progress()
    row = next(line for line in cards[-1][0].splitlines() if "affine_backward" in line)
    assert re.split(r"\s{2,}", row.strip()) == [mark, "2", "affine_backward", words, points]
    bars = [re.search(r"width: (\d+)%", bar) for bar in re.findall(r"handgrad-bar.*?</span>", cards[-1][1])]
    shown = [int(bar[1]) if bar else 0 for bar in bars]
    earned = int(points.split()[0])
    assert shown[2:4] == [round(100 * earned / 12), 100], "the bars of exercises 2 and 3"
    assert shown[0] == round(100 * (earned + 5) / 92), "the bar of all"


def test_nothing_is_green_before_there_is_anything_to_be_glad_about(course, tmp_path, cards):
    progress()
    check("affine_backward", unwritten)
    hint("affine_backward")
    progress()
    hand_in_file(course, tmp_path, "notebooks")
    assert not [text for text, rich in cards if show.GOOD.colour in rich]
    hand_in_file(course, tmp_path, "solutions")
    check("affine_backward", right)
    progress()
    assert all(show.GOOD.colour in rich for _, rich in cards[-3:])


def test_hand_in_leads_to_what_is_still_to_do(course, tmp_path, cards):
    hand_in_file(course, tmp_path, "notebooks")
    ((text, rich),) = cards
    assert text.startswith("○ The file can be graded")
    assert "Not written yet: 1 half_square_backward, 2 affine_backward, " in text
    assert '<a href="#Exercise-2:-the-affine-layer,-backwards"' in rich
    assert '<a href="#cell-id=why_gradients_fade"' in rich


def anchors(nb) -> dict[str, int]:
    """Where a front end finds each anchor of a notebook: a heading's is its text, a cell's its id."""
    found = {f"cell-id={cell.id}": index for index, cell in enumerate(nb.cells)}
    for index, cell in enumerate(nb.cells):
        headings = re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else []
        for heading in headings:
            assert heading.replace(" ", "-") not in found, f"{heading} stands twice in the notebook"
            found[heading.replace(" ", "-")] = index
    return found


def test_every_link_leads_to_its_exercise_and_its_number_is_the_headings(course, chapter):
    nb = nbformat.read(course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb", as_version=4)
    found, wanted = anchors(nb), exercises.facts(chapter.topic)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): index for index, cell in enumerate(nb.cells)}
    for number, item in enumerate(wanted["exercises"], start=1):
        name = item["name"]
        to = html.unescape(re.search(r'href="#([^"]*)"', show.link(name, name))[1])
        between = nb.cells[found[to] + 1:cells[name]]
        assert to.startswith(f"Exercise-{number}"), f"{name} is exercise {number}, its heading {to}"
        assert not [cell for cell in between if anatomy.kind(cell) != "plain"], f"{to} is not the heading of {name}"
        assert show.number(name) == str(number)
    for item in wanted["written"]:
        assert f'href="#cell-id={item["name"]}"' in show.link(item["name"], "")
        assert f"cell-id={item['name']}" in found


@pytest.mark.parametrize("heading", ["Übung 3: rückwärts", "Упражнение 3", "Exercise 3: `np.sum`", "Exercise 3: $x^2$",
                                     'Exercise 3: "so"', "Exercise 3: a < b", ""])
def test_a_heading_that_a_front_end_does_not_find_is_left_for_the_cell(monkeypatch, heading):
    monkeypatch.setattr(exercises, "headings", lambda: {"affine_backward": heading})
    assert 'href="#cell-id=affine_backward"' in show.link("affine_backward", "")
    assert show.number("affine_backward") == ("3" if heading else "")


def test_a_chapter_that_was_built_before_headings_were_kept_is_checked_all_the_same(monkeypatch):
    monkeypatch.setattr(exercises, "topics", lambda: ["mine"])
    monkeypatch.setattr(exercises, "facts", lambda topic: {"exercises": [{"name": "my_own", "points": 1}]})
    monkeypatch.setattr(exercises, "headings", exercises.headings.__wrapped__)
    assert show.as_text(Verdict("my_own", Kind.RIGHT, {"x": True}, ()), 1) == "✓ my_own: right (1 of 1 points)"
    assert 'href="#cell-id=my_own"' in show.link("my_own", "")


def test_what_a_verdict_says_is_text_wherever_it_stands():
    mark = "<b>bold</b>"
    rich = show.as_html(Verdict(mark, Kind.WRONG_VALUES, {"dX": False}, (mark,), (mark,), (mark,)), 1)
    assert mark not in rich
    assert rich.count(html.escape(mark)) == 4 + 1, "the exercise, its link, three sentences"


def test_of_an_unwritten_exercise_the_judge_leaves_all_to_the_verdicts_kind():
    from handgrad.kit.answer import ask

    exercise = exercises.load("affine_backward")
    replies = ask(unwritten, [case.inputs for case in exercise.cases], list(exercise.rules), [])
    assert judge(exercise, exercise.cases, replies).says == ()


def test_the_last_cell_of_a_chapter_leads_to_the_next_ones_notebook(course, chapter):
    chapters = course.chapters()
    folder = course.notebooks / chapter.assignment
    last = nbformat.read(folder / f"{chapter.topic}.ipynb", as_version=4).cells[-1].source
    links = re.findall(r"\[[Cc]hapter (\d\d)\]\(([^)]*)\)", last)
    following = chapters[chapters.index(chapter) + 1:][:1]
    assert [(number, (folder / to).resolve()) for number, to in links] == [
        (one.assignment[:2], (course.notebooks / one.assignment / f"{one.topic}.ipynb").resolve()) for one in following
    ]


def test_run_all_goes_past_whatever_stands_in_an_exercise_but_a_solution_has_to_run(course, chapter):
    name = f"{chapter.assignment}/{chapter.topic}.ipynb"
    for folder, tagged in ((course.notebooks, True), (course.solutions, False)):
        cells = [cell for cell in nbformat.read(folder / name, as_version=4).cells if anatomy.kind(cell) == "exercise"]
        wrong = [cell.id for cell in cells if ("raises-exception" in cell.metadata.get("tags", [])) != tagged]
        assert cells
        assert not wrong, f"{folder.name}: the tag raises-exception of {wrong}"
