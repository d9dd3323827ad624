"""The look of every figure: one style file, and colours that readers who do not see red and green can tell apart."""

import functools
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
    return matplotlib.rc_context(_settings())


@functools.cache
def _settings() -> matplotlib.RcParams:
    # An explorer asks at every move: the file is read once. The defaults are left out, so that a reader's own stay.
    return matplotlib.rc_params_from_file(STYLE, use_default_template=False)


def use_style() -> None:
    """The course's style from here on: a notebook's first cell calls it."""
    matplotlib.style.use(STYLE)
