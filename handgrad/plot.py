"""The look of every figure: one style file, and colours that readers who do not see red and green can tell apart."""

from contextlib import AbstractContextManager
from pathlib import Path

import matplotlib.style

STYLE = Path(__file__).with_name("handgrad.mplstyle")

# Okabe and Ito (2008), in the order of the style's colour cycle.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, BLACK = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#000000",
)


def style() -> AbstractContextManager[None]:
    """The course's style, for the figures made inside a `with` block."""
    return matplotlib.style.context(STYLE)


def use_style() -> None:
    """The course's style from here on: a notebook's first cell calls it."""
    matplotlib.style.use(STYLE)
