"""Every explorer draws without a widget, moves when a control moves, and shows the same for the same parameters."""

import importlib
import pkgutil

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from handgrad import explore
from handgrad.explore import Choice, Explorer, Slider, reuse


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
