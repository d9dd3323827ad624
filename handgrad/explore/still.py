"""What does not move is drawn once: axes and words become pixels, and at a move only what moves is drawn anew.

Text is most of a picture's time. A still makes a picture two to four times as fast.
"""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.text import Text


class Still(Artist):
    """All that a figure shows at this moment, as pixels below everything else. Shown while it is visible."""

    zorder = -1  # below the axes: what moves is drawn over it

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        canvas: Any = figure.canvas
        canvas.draw()
        self.pixels = canvas.copy_from_bbox(figure.bbox)

    def draw(self, renderer: Any) -> None:
        """Put the pixels back."""
        if self.get_visible():
            renderer.restore_region(self.pixels)


class Word(Text):
    """A text that becomes pixels too: as long as it says the same, they are put back. Nothing that moves may lie there."""

    drawn: Any = None
    pixels: Any = None

    def __init__(self, *place: Any, **look: Any) -> None:
        # `add_artist` clips an artist to its axes, and a title stands above them: it would never be drawn, without a word.
        super().__init__(*place, **{"clip_on": False} | look)

    def draw(self, renderer: Any) -> None:
        """Draw the text, or put its pixels back."""
        # What can change about a word; its place and size never do.
        look = self.get_text(), self.get_fontweight(), self.get_alpha(), self.get_visible()
        if look != self.drawn:
            super().draw(renderer)
            self.drawn = look
            # Three pixels more on each side: smoothed edges reach beyond the text's own box.
            self.pixels = renderer.copy_from_bbox(self.get_window_extent(renderer).padded(3))
        elif self.get_text() and self.get_visible():
            renderer.restore_region(self.pixels)


def hang(figure: Figure, *stills: Still) -> None:
    """Take down all that the figure shows, and hang the stills up in its place. The layout stays as it is."""
    figure.set_layout_engine("none")  # with nothing left to lay out, the axes would move from under the still
    for axes in figure.axes:
        axes.axis("off")
        for where in ("left", "center", "right"):
            axes.set_title("", loc=where)  # type: ignore[arg-type]
        for artist in [*axes.lines, *axes.patches, *axes.texts, *axes.collections, *axes.images]:
            artist.remove()
        if (legend := axes.get_legend()) is not None:
            legend.remove()
    for still in stills:
        figure.add_artist(still)


def stand_still(figure: Figure) -> None:
    """Turn all that the figure shows so far into one still, behind what is added from now on."""
    hang(figure, Still(figure))
