"""An explorer without a kernel: pictures along its first control, drawn beforehand, and a range input that chooses one.

The frames lie one below the other in one WebP file, and the page shows a window onto it. One file loads at once, so that the
slider never waits; and neighbouring frames are alike, so that it is small.
"""

import html
import importlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from handgrad.explore import DPI, Choice, Explorer, Slider
from handgrad.text import say, translate

MOST = 20  # frames
COLOURS = 256

FIGURE = """\
<div class="explorer">
  <label for="explore-{name}">{label}: <output for="explore-{name}">{value}</output></label>
  <input type="range" id="explore-{name}" min="0" max="{last}" step="1" value="{start}" data-values="{values}" \
aria-valuetext="{value}" autocomplete="off">
  <img src="{name}.webp" alt="{alt}" loading="lazy" style="max-width: {width}px; aspect-ratio: {width} / {height}; \
object-position: 0 {position:.4f}%">
{more}</div>
"""


def find(topic: str, name: str) -> Explorer:
    """A chapter's explorer, by its name."""
    explorer = getattr(importlib.import_module(f"handgrad.explore.{topic}"), name)
    assert isinstance(explorer, Explorer)
    return explorer


def first_control(explorer: Explorer) -> tuple[str, Slider | Choice]:
    """The control that moves the picture on the page."""
    return next(iter(explorer.controls.items()))


def positions(control: Slider | Choice) -> list[Any]:
    """At most `MOST` of a control's values, from end to end; the one where it starts is among them."""
    if isinstance(control, Choice):
        return list(control.options)
    count = round((control.high - control.low) / control.step) + 1
    chosen = np.linspace(0, count - 1, min(count, MOST)).round().astype(int)
    at = round(((np.log10(control.value) if control.logarithmic else control.value) - control.low) / control.step)
    if at not in chosen:
        inner = chosen[1:-1]
        inner[np.abs(inner - at).argmin()] = at
    values = [round(control.low + int(step) * control.step, 9) for step in chosen]
    return [10**value for value in values] if control.logarithmic else values


def start(control: Slider | Choice) -> int:
    """Which of the positions the control starts at."""
    values = positions(control)
    if isinstance(control, Choice):
        return 0
    return int(np.argmin([abs(value - control.value) for value in values]))


def draw(explorer: Explorer, path: Path) -> None:
    """Draw the frames, one below the other, into a WebP file."""
    name, control = first_control(explorer)
    figure = explorer.figure()
    pictures = [Image.open(io.BytesIO(explorer.picture(figure, **{name: value}))).convert("RGB")
                for value in positions(control)]
    width, height = pictures[0].size
    strip = Image.new("RGB", (width, height * len(pictures)))
    for place, picture in enumerate(pictures):
        strip.paste(picture, (0, place * height))
    few = strip.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    few.save(path, lossless=True, method=1, quality=30)


def figure(explorer: Explorer, name: str) -> str:
    """The HTML of an explorer whose frames are in the file name.webp beside the page."""
    _, control = first_control(explorer)
    words = [text(value) for value in positions(control)]
    at, last = start(control), len(words) - 1
    width, height = (round(inches * DPI) for inches in explorer.size)
    labels = [translate(other.label) for other in list(explorer.controls.values())[1:]]
    more = say("In the notebook you also move: {labels}.", labels="; ".join(labels))
    return FIGURE.format(
        name=html.escape(name), label=html.escape(translate(control.label)), value=html.escape(words[at]), start=at, last=last,
        values=html.escape(json.dumps(words, ensure_ascii=False)), alt=html.escape(translate(explorer.alt)), width=width,
        height=height, position=100 * at / last, more=f"  <p>{html.escape(more)}</p>\n" if labels else "",
    )


def text(value: Any) -> str:
    """A control's value as it stands beside its label."""
    return translate(value) if isinstance(value, str) else f"{float(f'{value:.3g}'):g}"
