"""Interactive figures: a plain function `draw(figure, **parameters)` and a declaration of its controls.

    explorer = Explorer(draw, {"depth": Slider("Number of layers", 1, 100, 20)}, alt="…")
    explorer.show()

In a notebook the picture is a `widgets.Image` fed by one Figure whose artists are kept and moved, never redrawn from
nothing. The static picture goes out with it, for GitHub, nbviewer, an exported page and a reader without a kernel.
"""

import base64
import html
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from handgrad.kit import show
from handgrad.plot import style
from handgrad.text import translate

DPI = 100
# ipywidgets' Image has no alt text: what the picture shows stands beside it, for a screen reader alone.
_UNSEEN = '<div class="handgrad-alt" style="position: absolute; width: 1px; height: 1px; overflow: hidden">{}</div>'


@dataclass(frozen=True)
class Slider:
    """A number from `low` to `high` that starts at `value`. With `logarithmic`, low and high are powers of ten."""

    label: str
    low: float
    high: float
    value: float
    step: float = 1
    logarithmic: bool = False


@dataclass(frozen=True)
class Choice:
    """One of a few named options; the first is where it starts."""

    label: str
    options: tuple[str, ...]

    @property
    def value(self) -> str:
        """Where the control starts."""
        return self.options[0]


def reuse(figure: Figure, build: Callable[[Figure], Any]) -> Any:
    """The artists that `build(figure)` made, made once for each figure: a drawing function then only moves them."""
    # Kept on the figure itself: they live and die with it, and two figures of one explorer do not share any.
    if not hasattr(figure, "handgrad_artists"):
        figure.handgrad_artists = build(figure)  # type: ignore[attr-defined]
    return figure.handgrad_artists  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Explorer:
    """A drawing function, its controls in order, what the picture shows in words, and its size in inches."""

    draw: Callable[..., None]
    controls: Mapping[str, Slider | Choice]
    alt: str
    size: tuple[float, float] = (7.0, 3.6)

    def figure(self) -> Figure:
        """A new, empty figure of the explorer's size."""
        # Not through pyplot, which keeps every figure until it is closed.
        figure = Figure(figsize=self.size, dpi=DPI, layout="constrained")
        FigureCanvasAgg(figure)
        return figure

    def picture(self, figure: Figure | None = None, **parameters: Any) -> bytes:
        """The picture as PNG bytes: the controls' first values, but for the `parameters` given."""
        figure = figure or self.figure()
        values = {name: control.value for name, control in self.controls.items()} | parameters
        with style():
            self.draw(figure, **values)
            figure.canvas.draw()
            canvas: Any = figure.canvas
            pixels = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
        png = io.BytesIO()
        # Little compression: on one machine it saved 15 ms of a picture's 40, and costs a few kilobytes.
        pixels.convert("RGB").save(png, "png", compress_level=1)
        return png.getvalue()

    def show(self) -> None:
        """Show the explorer: live in a notebook, as a picture elsewhere."""
        if not show.in_notebook():
            print(translate(self.alt))
            return
        from IPython.display import display

        figure = self.figure()
        png = self.picture(figure)
        # The widget's own display, written out: ipywidgets 7, which Colab has, does not know `_repr_mimebundle_`.
        view = {"version_major": 2, "version_minor": 0, "model_id": self._live(figure, png).model_id}
        bundle = {
            "application/vnd.jupyter.widget-view+json": view,
            "image/png": base64.b64encode(png).decode("ascii"),
            "text/plain": translate(self.alt),
        }
        display(bundle, raw=True, metadata={"image/png": {"alt": translate(self.alt)}})

    def _live(self, figure: Figure, png: bytes) -> Any:
        import ipywidgets as widgets

        image = widgets.Image(value=png, format="png", layout=widgets.Layout(max_width="100%"))
        words = widgets.HTML(_UNSEEN.format(html.escape(translate(self.alt))))
        controls = {name: _widget(control) for name, control in self.controls.items()}

        # Pictures are drawn in the kernel's one thread: a slider that moves faster than they come catches up at its last value.
        def update(_change: Any) -> None:
            image.value = self.picture(figure, **{name: control.value for name, control in controls.items()})

        for control in controls.values():
            control.observe(update, names="value")
        return widgets.VBox([*controls.values(), image, words])


def _widget(control: Slider | Choice) -> Any:
    import ipywidgets as widgets

    common: dict[str, Any] = {
        "description": translate(control.label),
        "style": {"description_width": "initial"},
        "layout": widgets.Layout(width="95%", max_width="560px"),
    }
    if isinstance(control, Choice):
        return widgets.Dropdown(options=[(translate(o), o) for o in control.options], value=control.value, **common)
    if control.logarithmic:
        return widgets.FloatLogSlider(value=control.value, min=control.low, max=control.high, step=control.step,
                                      base=10, continuous_update=True, readout_format=".1e", **common)
    kind = widgets.IntSlider if all(float(v).is_integer() for v in (control.low, control.high, control.step)) \
        else widgets.FloatSlider
    return kind(value=control.value, min=control.low, max=control.high, step=control.step, continuous_update=True,
                **common)
