"""Chapter 10: a kernel that slides over a digit, a kernel of the reader's own, and augmentation of a digit.

sliding   one place of a kernel on an image, with the sum worked out, and the responses so far
entries   all nine entries of a kernel under the reader's hand, and its response on the whole image
augment   a digit rotated, shifted and mirrored, and the training image that is nearest to the result
"""

import functools
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import stand_still
from handgrad.plot import ORANGE
from handgrad.text import say, translate

Array = np.ndarray

KERNELS: dict[str, Array] = {
    "upright edges (Sobel)": np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "level edges (Sobel)": np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]]),
    "falling diagonal": np.array([[2.0, -1, -1], [-1, 2, -1], [-1, -1, 2]]),
    "sharpen": np.array([[-1.0, -1, -1], [-1, 17, -1], [-1, -1, -1]]) / 9,
    "blur": np.ones((3, 3)) / 9,
    "leave as it is": np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]]),
}


@functools.cache
def _images() -> tuple[Array, Array]:
    """The training digits (N, 8, 8) in [0, 1], and their labels."""
    from handgrad.data import digits

    found = digits()
    return found.X_train.reshape(-1, 8, 8), found.y_train


@functools.cache
def digit(which: int) -> Array:
    """The first training image of a digit, (8, 8) in [0, 1]."""
    X, y = _images()
    return X[int(np.argmax(y == which))]


def respond(X: Array, K: Array) -> Array:
    """The responses of a kernel at all places inside an image, without a flip."""
    return np.asarray(np.einsum("ijuv,uv->ij", np.lib.stride_tricks.sliding_window_view(X, K.shape), K))


# --- a kernel that slides ----------------------------------------------------------------------------------------

SIDE = 6  # places in each direction: a kernel of 3 on an image of 8


def place(position: int) -> tuple[int, int]:
    """Row and column of the place with this number, counted from 1 row by row."""
    return divmod(position - 1, SIDE)


def _axes(figure: Figure, left: float, width: float, side: int, title: str) -> Any:
    axes = figure.add_axes((left, 0.16, width, 0.72))
    axes.set(xticks=[], yticks=[], xlim=(-0.5, side - 0.5), ylim=(side - 0.5, -0.5), aspect="equal")
    axes.grid(False)
    axes.set_title(title)
    axes.spines[:].set(visible=True, color="#BBBBBB")
    return axes


def _pixels(axes: Any, side: int, limit: float, ink: bool = False) -> Any:
    """An image of side by side pixels: grey from 0 up, or purple below zero and orange above."""
    return axes.imshow(np.full((side, side), np.nan), cmap="gray_r" if ink else "PuOr_r", vmin=0 if ink else -limit, vmax=limit,
                       interpolation="nearest", zorder=0)  # fmt: skip


def _grid(axes: Any, side: int, size: int) -> list[list[Any]]:
    return [[axes.text(j, i, "", ha="center", va="center", fontsize=size) for j in range(side)] for i in range(side)]


def _write(grid: list[list[Any]], values: Array, limit: float) -> None:
    """The numbers, in white where the colour below them is dark."""
    for (i, j), value in np.ndenumerate(values):
        grid[i][j].set_text(f"{round(value, 2) + 0.0:g}")
        grid[i][j].set_color("white" if abs(value) > limit else "black")


def _mark(axes: Any, side: int) -> Any:
    return axes.add_patch(Rectangle((-0.5, -0.5), side, side, fill=False, edgecolor=ORANGE, lw=3))


def _build_sliding(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    one, two, three, four = (
        _axes(figure, left, width, side, title)
        for left, width, side, title in (
            (0.01, 0.30, 8, translate("image")),
            (0.335, 0.145, 3, translate("patch")),
            (0.515, 0.145, 3, translate("kernel")),
            (0.69, 0.30, SIDE, translate("responses so far")),
        )
    )
    figure.text(0.4975, 0.52, "·", ha="center", va="center", fontsize=18)
    figure.text(0.675, 0.52, "→", ha="center", va="center", fontsize=14)
    stand_still(figure)
    for text in list(figure.texts):
        text.remove()
    four.set_facecolor("#DDDDDD")  # grey: not visited yet, which is no response of 0
    images = [_pixels(one, 8, 1, ink=True), _pixels(two, 3, 1, ink=True), _pixels(three, 3, 2), _pixels(four, SIDE, 4)]
    return SimpleNamespace(
        images=images, window=_mark(one, 3), patch=_grid(two, 3, 9), entries=_grid(three, 3, 9), here=_mark(four, 1),
        worked=figure.text(0.01, 0.05, "", fontsize=9),
    )  # fmt: skip


def worked_sum(position: int, kernel: str, which: int = 3) -> tuple[list[tuple[float, float]], float]:
    """The nine pairs (entry of the kernel, pixel) at a place, and the sum of their products."""
    i, j = place(position)
    K, patch = KERNELS[kernel], digit(which)[i : i + 3, j : j + 3]
    return [(float(k), float(p)) for k, p in zip(K.ravel(), patch.ravel(), strict=True)], float((K * patch).sum())


def draw_sliding(figure: Figure, position: int, kernel: str, which: int = 3) -> None:
    """The image with a window on it, the patch and the kernel in numbers, and the responses at the places up to this one."""
    artists = reuse(figure, _build_sliding)
    K, X = KERNELS[kernel], digit(which)
    i, j = place(position)
    patch, S = X[i : i + 3, j : j + 3], respond(X, K)
    S.ravel()[position:] = np.nan
    for image, values in zip(artists.images, (X, patch, K, np.ma.masked_invalid(S)), strict=True):
        image.set_data(values)
    _write(artists.patch, patch, 0.6)
    _write(artists.entries, K, 1.2)
    artists.window.set_xy((j - 0.5, i - 0.5))
    artists.here.set_xy((j - 0.5, i - 0.5))
    pairs, total = worked_sum(position, kernel, which)
    terms = " + ".join(f"({round(k, 2):g})·{round(p, 2):g}" for k, p in pairs if abs(k * p) > 1e-12) or "0"
    artists.worked.set_text(say("S[{i}, {j}] = {terms} = {total:.2f}", i=i, j=j, terms=terms, total=total + 0.0))


sliding = Explorer(
    draw_sliding,
    {
        "position": Slider("Place of the window, row by row", 1, SIDE**2, 15),
        "kernel": Choice("Kernel", tuple(KERNELS)),
        "which": Slider("Digit", 0, 9, 3),
    },
    alt="Left an image of a digit, 8 by 8 pixels, with a window of 3 by 3 marked on it. In the middle the nine pixels of this "
    "patch and the nine entries of the kernel, right the responses at the places visited so far, and grey at the others. "
    "Below, the products of entries and pixels, and their sum, which is the response at this place.",
    size=(8.4, 3.3),
)

# --- a kernel of one's own ---------------------------------------------------------------------------------------

_ENTRIES = ("top_left", "top", "top_right", "left", "centre", "right", "bottom_left", "bottom", "bottom_right")


def _build_entries(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    one, two, three = (
        _axes(figure, left, width, side, title)
        for left, width, side, title in (
            (0.01, 0.34, 8, translate("image")),
            (0.39, 0.22, 3, translate("kernel")),
            (0.65, 0.34, SIDE, translate("responses")),
        )
    )
    stand_still(figure)
    images = [_pixels(one, 8, 1, ink=True), _pixels(two, 3, 3), _pixels(three, SIDE, 4)]
    return SimpleNamespace(images=images, entries=_grid(two, 3, 10), note=figure.text(0.02, 0.05, "", fontsize=10))


def draw_entries(figure: Figure, **values: float) -> None:
    """An image, the kernel with these nine entries, and its responses."""
    artists = reuse(figure, _build_entries)
    K = np.array([values[name] for name in _ENTRIES]).reshape(3, 3)
    X = digit(3)
    S = respond(X, K)
    for image, pixels in zip(artists.images, (X, K, S), strict=True):
        image.set_data(pixels)
    _write(artists.entries, K, 1.9)
    artists.note.set_text(
        say(
            "sum of the entries {total:.2g}; responses from {low:.2f} (purple) to {high:.2f} (orange)",
            total=K.sum() + 0.0,
            low=S.min() + 0.0,
            high=S.max() + 0.0,
        )
    )


_LABELS = ("Top left", "Top", "Top right", "Left", "Centre", "Right", "Bottom left", "Bottom", "Bottom right")
entries = Explorer(
    draw_entries,
    {
        name: Slider(label, -3, 3, float(value), step=0.5)
        for name, label, value in sorted(
            zip(_ENTRIES, _LABELS, [0, 0, 0, 0, 1, 0, 0, 0, 0], strict=True), key=lambda row: row[0] != "centre"
        )
    },
    alt="Left an image of a digit, in the middle a kernel of 3 by 3 with the entries that the sliders set, right its "
    "responses, orange where they are positive, purple where they are negative. With a single 1 in the centre the "
    "responses are the image without its edge.",
    size=(7.6, 3.3),
)

# --- augmentation ------------------------------------------------------------------------------------------------


def shifted(image: Array, down: int, right: int) -> Array:
    """The image moved by whole pixels; what leaves it is lost, and zeros come in."""
    (h, w), moved = image.shape, np.zeros_like(image)
    moved[max(down, 0) : h + min(down, 0), max(right, 0) : w + min(right, 0)] = image[
        max(-down, 0) : h + min(-down, 0), max(-right, 0) : w + min(-right, 0)
    ]
    return moved


def rotated(image: Array, degrees: float) -> Array:
    """The image turned anticlockwise round its middle; between pixels a weighted mean of the four neighbours, outside 0."""
    h, w = image.shape
    angle = np.deg2rad(degrees)
    i, j = np.indices((h, w))
    y, x = i - (h - 1) / 2, j - (w - 1) / 2
    # Where each pixel of the result comes from.
    y, x = np.cos(angle) * y + np.sin(angle) * x + (h - 1) / 2, np.cos(angle) * x - np.sin(angle) * y + (w - 1) / 2
    y, x = np.round(y, 9), np.round(x, 9)
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    around = np.pad(image, 1)
    found = np.zeros((h, w))
    for below in (0, 1):
        for aside in (0, 1):
            weight = np.abs(1 - below - (y - top)) * np.abs(1 - aside - (x - left))
            rows, columns = np.clip(top + below + 1, 0, h + 1), np.clip(left + aside + 1, 0, w + 1)
            found += weight * around[rows, columns]
    return found


FLIPS = ("none", "left and right", "top and bottom", "both")


def augmented(which: int, rotation: float = 0, down: int = 0, right: int = 0, flip: str = "none") -> Array:
    """A digit that is flipped, then rotated, then shifted."""
    image = digit(which)
    if flip in ("left and right", "both"):
        image = image[:, ::-1]
    if flip in ("top and bottom", "both"):
        image = image[::-1]
    return shifted(rotated(image, rotation), int(down), int(right))


def nearest(image: Array) -> tuple[Array, int]:
    """The training image at the smallest distance, and its label."""
    X, y = _images()
    index = int(((X - image) ** 2).sum(axis=(1, 2)).argmin())
    return X[index], int(y[index])


def _build_augment(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    titles = translate("image"), translate("augmented"), translate("nearest training image")
    panels = [_axes(figure, 0.02 + 0.33 * k, 0.30, 8, title) for k, title in enumerate(titles)]
    stand_still(figure)
    images = [_pixels(axes, 8, 1, ink=True) for axes in panels]
    return SimpleNamespace(images=images, note=figure.text(0.02, 0.05, "", fontsize=10))


def draw_augment(figure: Figure, rotation: float, flip: str, down: int, right: int, which: int) -> None:
    """A digit, the same digit augmented, and the training image nearest to it."""
    artists = reuse(figure, _build_augment)
    image, changed = digit(which), augmented(which, rotation, down, right, flip)
    closest, label = nearest(changed)
    for panel, pixels in zip(artists.images, (image, changed, closest), strict=True):
        panel.set_data(pixels)
    lost = max(1 - changed.sum() / image.sum(), 0.0)
    artists.note.set_text(
        say(
            "a {which}; ink lost at the edges: {lost:.0%}; the nearest training image is a {label}",
            which=which,
            lost=lost,
            label=label,
        )
    )


augment = Explorer(
    draw_augment,
    {
        "rotation": Slider("Rotation in degrees, anticlockwise", -90, 180, 20, step=5),
        "flip": Choice("Flip", FLIPS),
        "down": Slider("Shift down, pixels", -4, 4, 0),
        "right": Slider("Shift to the right, pixels", -4, 4, 0),
        "which": Slider("Digit", 0, 9, 6),
    },
    alt="Three images side by side: a digit, the same digit after rotation, flip and shift, and the training image that is "
    "nearest to it, with its label. A six turned by 180 degrees has a nine for its nearest image.",
    size=(7.6, 3.2),
)
