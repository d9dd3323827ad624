"""Every explorer draws without a widget, moves when a control moves, and shows the same for the same parameters."""

import importlib
import pkgutil

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from handgrad import explore
from handgrad.explore import Choice, Explorer, Slider, reuse, still
from handgrad.plot import style


def explorers() -> list:
    """Every explorer of every chapter."""
    found = []
    for module in pkgutil.iter_modules(explore.__path__):
        room = importlib.import_module(f"handgrad.explore.{module.name}")
        found += [
            pytest.param(value, id=f"{module.name}-{name}")
            for name, value in vars(room).items()
            if isinstance(value, Explorer)
        ]
    return found


def ends(control: Slider | Choice) -> list:
    """The values at a control's ends."""
    if isinstance(control, Choice):
        return list(control.options)
    return [10**control.low, 10**control.high] if control.logarithmic else [control.low, control.high]


@pytest.mark.parametrize("explorer", explorers())
def test_the_picture_follows_every_control_from_end_to_end(explorer):
    figure = explorer.figure()
    for name, control in explorer.controls.items():
        pictures = {explorer.picture(figure, **{name: value}) for value in ends(control)}
        assert len(pictures) > 1, f"moving {name} changes nothing"


@pytest.mark.parametrize("explorer", explorers())
def test_the_picture_depends_on_the_parameters_alone(explorer):
    figure = explorer.figure()
    first = explorer.picture(figure)
    for name, control in explorer.controls.items():
        explorer.picture(figure, **{name: ends(control)[-1]})
    name, control = next(iter(explorer.controls.items()))
    near = control.options[-1] if isinstance(control, Choice) else control.low + control.step
    near = 10**near if isinstance(control, Slider) and control.logarithmic else near
    assert explorer.picture(figure, **{name: near}) == explorer.picture(**{name: near}), "a rest of another picture stays"
    assert explorer.picture(figure) == first, "coming back to the start shows another picture"
    assert explorer.picture() == first, "a new figure shows another picture"


@pytest.mark.parametrize("explorer", explorers())
def test_an_explorer_says_in_words_what_it_shows_and_labels_its_axes(explorer):
    assert len(explorer.alt.split()) >= 8, "alt text says what is seen"
    figure = explorer.figure()
    explorer.picture(figure)
    for axes in figure.axes:
        if axes.axison and axes.get_label() != "<colorbar>":
            assert axes.get_xlabel() or axes.get_title(loc="left") or axes.get_title(), "an axis without a label"


def words(figure: Figure) -> list[Text]:
    """Every text that a drawing function has set: titles, labels of axes, legends, and what stands in the picture."""
    found = [one for one in figure.get_children() if isinstance(one, Text)]
    for axes in figure.axes:
        found += [one for one in axes.get_children() if isinstance(one, Text)]
        found += [axes.xaxis.label, axes.yaxis.label] if axes.axison else []
        found += axes.get_legend().get_texts() if axes.get_legend() else []
    return [one for one in found if one.get_text().strip() and one.get_visible() and one.get_alpha() != 0]


def lost_words(figure: Figure) -> list[str]:
    """The words that are not in the pixels, or run past the picture's edge."""
    def pixels() -> np.ndarray:
        figure.canvas.draw()
        return np.asarray(figure.canvas.buffer_rgba()).astype(int)

    shown = words(figure)
    with_words = pixels()
    height, width = with_words.shape[:2]
    boxes = [one.get_window_extent() for one in shown]
    for one in shown:
        one.set_visible(False)
    without = pixels()
    for one in shown:
        one.set_visible(True)
    drawn = np.abs(with_words - without).max(axis=-1) > 40
    lost = []
    for one, box in zip(shown, boxes, strict=True):
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
        rows, columns = slice(height - int(box.y1) - 1, height - int(box.y0)), slice(int(box.x0), int(box.x1) + 1)
        if not inside or not drawn[rows, columns].any():
            lost.append(one.get_text())
    return lost


@pytest.mark.parametrize("explorer", explorers())
def test_every_word_that_is_set_is_found_whole_in_the_picture(explorer, monkeypatch):
    lost: list[str] = []
    hang_up = still.Still.__init__

    def looked_at(self, figure):  # what becomes a still is taken down afterwards
        lost.extend(lost_words(figure))
        hang_up(self, figure)

    monkeypatch.setattr(still.Still, "__init__", looked_at)
    figure = explorer.figure()
    with style():
        for values in ({}, {name: ends(control)[-1] for name, control in explorer.controls.items()}):
            explorer.picture(figure, **values)
            lost += lost_words(figure)
    assert lost == []


def test_artists_are_made_once_for_each_figure():
    made = []

    def build(figure):
        made.append(figure)
        return len(made)

    figure = Figure()
    FigureCanvasAgg(figure)
    assert [reuse(figure, build), reuse(figure, build)] == [1, 1]
    assert made == [figure]


def test_outside_a_notebook_an_explorer_prints_its_words(capsys):
    explorer = Explorer(lambda figure: None, {}, alt="A line that goes up.")
    explorer.show()
    assert capsys.readouterr().out == "A line that goes up.\n"
