"""Chapter 10: a kernel that slides over a digit, a kernel of the reader's own, and augmentation of a digit.

    sliding   one place of a kernel on an image, with the sum worked out, and the responses so far
    entries   all nine entries of a kernel under the reader's hand, and its response on the whole image
    augment   a digit rotated, shifted and mirrored, and the training image that is nearest to the result
"""

import functools
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.plot import BLACK, ORANGE
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


def _grid(axes, rows: int, columns: int, size: int) -> list:  # type: ignore[no-untyped-def, type-arg]
    return [[axes.text(j, i, "", ha="center", va="center", fontsize=size) for j in range(columns)] for i in range(rows)]


def _picture(figure: Figure, left: float, side: float, title: str, pixels: int, limit: float, cmap: str = "PuOr"):  # type: ignore[no-untyped-def]
    axes = figure.add_axes((left, 0.17, side, 0.70))
    axes.set(xticks=[], yticks=[])
    axes.grid(False)
    axes.set_title(title)
    low = 0 if cmap == "gray_r" else -limit
    image = axes.imshow(np.zeros((pixels, pixels)), cmap=cmap, vmin=low, vmax=limit)
    axes.set_frame_on(False)
    return axes, image


def _build_sliding(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    axes, image = _picture(figure, 0.01, 0.36, translate("image"), 8, 1, "gray_r")
    pixels = _grid(axes, 8, 8, 8)
    window = axes.add_patch(Rectangle((-0.5, -0.5), 3, 3, fill=False, edgecolor=ORANGE, lw=3))
    axes, kernel = _picture(figure, 0.40, 0.20, translate("kernel"), 3, 2)
    entries = _grid(axes, 3, 3, 9)
    axes, responses = _picture(figure, 0.63, 0.36, translate("responses so far"), SIDE, 4)
    numbers = _grid(axes, SIDE, SIDE, 8)
    here = axes.add_patch(Rectangle((-0.5, -0.5), 1, 1, fill=False, edgecolor=ORANGE, lw=3))
    worked = figure.text(0.02, 0.05, "", fontsize=10)
    return SimpleNamespace(image=image, pixels=pixels, window=window, kernel=kernel, entries=entries, responses=responses,
                           numbers=numbers, here=here, worked=worked)  # fmt: skip


def _write(grid: list, values: Array, limit: float) -> None:  # type: ignore[type-arg]
    for i, j in np.ndindex(values.shape):
        text = "" if np.isnan(values[i, j]) else f"{values[i, j] + 0.0:.2g}"
        grid[i][j].set_text(text)
        grid[i][j].set_color("white" if abs(values[i, j]) > limit else "black")


def worked_sum(position: int, kernel: str, which: int = 3) -> tuple[list[tuple[float, float]], float]:
    """The nine pairs (entry of the kernel, pixel) at a place, and the sum of their products."""
    i, j = place(position)
    K, patch = KERNELS[kernel], digit(which)[i : i + 3, j : j + 3]
    return [(float(k), float(p)) for k, p in zip(K.ravel(), patch.ravel(), strict=True)], float((K * patch).sum())


def draw_sliding(figure: Figure, position: int, kernel: str, which: int = 3) -> None:
    """The image with a window on it, the kernel, and the responses at the places up to this one."""
    artists = reuse(figure, _build_sliding)
    K, X = KERNELS[kernel], digit(which)
    i, j = place(position)
    artists.image.set_data(X)
    _write(artists.pixels, X, 0.6)
    artists.window.set_xy((j - 0.5, i - 0.5))
    artists.kernel.set_data(K)
    _write(artists.entries, K, 1.2)
    S = respond(X, K)
    S.ravel()[position:] = np.nan
    artists.responses.set_data(np.ma.masked_invalid(S))
    _write(artists.numbers, S, 2.4)
    artists.here.set_xy((j - 0.5, i - 0.5))
    pairs, total = worked_sum(position, kernel, which)
    terms = " + ".join(f"({k:.2g})·{p:.2g}" for k, p in pairs if abs(k * p) > 1e-12) or "0"
    artists.worked.set_text(say("S[{i}, {j}] = {terms} = {total:.2f}", i=i, j=j, terms=terms, total=total + 0.0))


sliding = Explorer(
    draw_sliding,
    {
        "position": Slider("Place of the window, row by row", 1, SIDE**2, 15),
        "kernel": Choice("Kernel", tuple(KERNELS)),
        "which": Slider("Digit", 0, 9, 3),
    },
    alt="Left an image of a digit as 8 by 8 numbers with a window of 3 by 3 marked on it, in the middle the kernel, right the "
    "responses at the places visited so far. Below, the products of the kernel's entries with the pixels in the window, "
    "and their sum, which is the response at this place.",
    size=(8.4, 3.9),
)

# --- a kernel of one's own ---------------------------------------------------------------------------------------

_ENTRIES = ("top_left", "top", "top_right", "left", "centre", "right", "bottom_left", "bottom", "bottom_right")


def _build_entries(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    _, image = _picture(figure, 0.01, 0.34, translate("image"), 8, 1, "gray_r")
    axes, kernel = _picture(figure, 0.39, 0.22, translate("kernel"), 3, 3)
    entries = _grid(axes, 3, 3, 10)
    _, responses = _picture(figure, 0.65, 0.34, translate("responses"), SIDE, 4)
    note = figure.text(0.02, 0.05, "", fontsize=10)
    return SimpleNamespace(image=image, kernel=kernel, entries=entries, responses=responses, note=note)


def draw_entries(figure: Figure, **values: float) -> None:
    """An image, the kernel with these nine entries, and its responses."""
    artists = reuse(figure, _build_entries)
    K = np.array([values[name] for name in _ENTRIES]).reshape(3, 3)
    X = digit(3)
    S = respond(X, K)
    artists.image.set_data(X)
    artists.kernel.set_data(K)
    _write(artists.entries, K, 1.9)
    artists.responses.set_data(S)
    artists.note.set_text(
        say("sum of the entries {total:.2g}; responses from {low:.2f} (orange) to {high:.2f} (purple)",
            total=K.sum() + 0.0, low=S.min() + 0.0, high=S.max() + 0.0)  # fmt: skip
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
    alt="Left an image of a digit, in the middle a kernel of 3 by 3 with the entries that the sliders set, right its responses: "
    "purple where they are positive, orange where they are negative. With a single 1 in the centre the responses are the "
    "image without its edge.",
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
    panels = [_picture(figure, 0.02 + 0.33 * k, 0.30, "", 8, 1, "gray_r") for k in range(3)]
    for axes, _ in panels:
        axes.set_frame_on(True)
        for spine in axes.spines.values():
            spine.set_visible(True)
            spine.set_color("#999999")
    note = figure.text(0.02, 0.05, "", fontsize=10)
    return SimpleNamespace(images=[image for _, image in panels], titles=[axes.title for axes, _ in panels],
                           axes=[axes for axes, _ in panels], note=note, colour=BLACK)  # fmt: skip


def draw_augment(figure: Figure, rotation: float, flip: str, down: int, right: int, which: int) -> None:
    """A digit, the same digit augmented, and the training image nearest to it."""
    artists = reuse(figure, _build_augment)
    changed = augmented(which, rotation, down, right, flip)
    closest, label = nearest(changed)
    for image, pixels in zip(artists.images, (digit(which), changed, closest), strict=True):
        image.set_data(pixels)
    for axes, title in zip(
        artists.axes,
        (say("a {which}", which=which), say("augmented"), say("nearest training image: a {label}", label=label)),
        strict=True,
    ):
        axes.set_title(title)
    lost = float(digit(which).sum() - changed.sum()) / float(digit(which).sum())
    artists.note.set_text(say("ink lost at the edges: {share:.0%}", share=max(lost, 0.0)))


augment = Explorer(
    draw_augment,
    {
        "rotation": Slider("Rotation in degrees, anticlockwise", -180, 180, 0, step=5),
        "flip": Choice("Flip", FLIPS),
        "down": Slider("Shift down, pixels", -4, 4, 0),
        "right": Slider("Shift to the right, pixels", -4, 4, 0),
        "which": Slider("Digit", 0, 9, 6),
    },
    alt="Three images side by side: a digit, the same digit after rotation, flip and shift, and the training image that is "
    "nearest to it, with its label. A six turned by 180 degrees has a nine for its nearest image.",
    size=(7.6, 3.2),
)
