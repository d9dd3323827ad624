"""Chapter 05: softmax of large scores, a small net trained anew at each move, and the first layer's weights as they grow.

    overflow    three ways to compute softmax, on two images whose scores lie ever further apart
    training    loss and accuracy over sixty steps, by learning rate and strength of the penalty
    weights     what each hidden unit looks for, from random numbers to strokes
"""

import functools
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handgrad.explore import Choice, Explorer, Slider, reuse
from handgrad.explore.still import stand_still
from handgrad.layers import Parameters, accuracy, batches, init_net, loss_and_gradients
from handgrad.plot import BLUE, GREEN, ORANGE
from handgrad.text import say, translate

Array = np.ndarray


# --- three ways to compute softmax -------------------------------------------------------------------------------

SCORES = np.array([[2.0, 1.0, 0.0], [1.0, 0.0, 2.0]])
WAYS = ("no shift", "one maximum for the batch", "each row's own maximum")


def softmax_in_three_ways(S: Array) -> list[Array]:
    """Softmax of the rows of S without a shift, with the batch's maximum taken off, with each row's own taken off."""
    with np.errstate(all="ignore"):
        powers = [np.exp(S - shift) for shift in (0.0, S.max(), S.max(axis=1, keepdims=True))]
        return [E / E.sum(axis=1, keepdims=True) for E in powers]


def _build_overflow(figure: Figure) -> SimpleNamespace:
    row = figure.subplots(1, 3, sharey=True)
    for axes, way in zip(row, WAYS, strict=True):
        axes.set(xlim=(-0.8, 6.8), ylim=(0, 1), xticks=[0, 1, 2, 4, 5, 6], xticklabels=["0", "1", "2"] * 2)
        axes.set_xlabel(translate("class"))
        axes.set_title(translate(way))
        axes.grid(False, axis="x")
    row[0].set_ylabel(translate("probability"))
    figure.suptitle(" ", fontsize=10)
    stand_still(figure)
    panels = []
    for axes in row:
        bars = [axes.bar(np.arange(3) + 4 * n, [0.5] * 3, color=colour) for n, colour in enumerate((BLUE, ORANGE))]
        words = [axes.text(1 + 4 * n, 0.05, "", ha="center", fontsize=12) for n in range(2)]
        panels.append((bars, words))
    heads = [figure.text(x, 0.95, "", color=colour) for x, colour in ((0.06, BLUE), (0.5, ORANGE))]
    return SimpleNamespace(panels=panels, heads=heads)


def draw_overflow(figure: Figure, distance: float, height: float) -> None:
    """The probabilities of two images whose scores lie around `height` and `height - distance`, computed in three ways."""
    artists = reuse(figure, _build_overflow)
    S = SCORES + np.array([[height], [height - distance]])
    artists.heads[0].set_text(say("first image: scores {scores}", scores=", ".join(f"{s:g}" for s in S[0])))
    artists.heads[1].set_text(say("second image: scores {scores}", scores=", ".join(f"{s:g}" for s in S[1])))
    for (bars, words), P in zip(artists.panels, softmax_in_three_ways(S), strict=True):
        for n, row in enumerate(P):
            words[n].set_text("" if np.isfinite(row).all() else "nan")
            for bar, p in zip(bars[n], np.nan_to_num(row), strict=True):
                bar.set_height(p)


overflow = Explorer(
    draw_overflow,
    {
        "distance": Slider("How far the second image's scores lie below the first's", 0, 1500, 0, step=25),
        "height": Slider("Where the first image's scores lie", -1000, 1000, 0, step=50),
    },
    alt="Three bar charts of the same six probabilities, computed with no shift, with one maximum for the batch and with each "
    "row's own maximum; where a way fails, nan stands in place of the bars.",
    size=(8.0, 3.0),
)


# --- a small net, trained anew at each move ----------------------------------------------------------------------

STEPS = 60
STRENGTHS = ("0", "0.01", "0.1", "1")


@functools.cache
def _images() -> Any:
    from handgrad.data import digits

    return digits()


@functools.lru_cache(maxsize=200)
def trained(learning_rate: float, reg: float) -> tuple[Array, Array, Array]:
    """Sixty steps on 300 digits with 20 hidden units: the loss of each step, and both accuracies at every sixth."""
    X_train, y_train, _, _ = _images()
    X, y, X_new, y_new = X_train[:300], y_train[:300], X_train[1100:1300], y_train[1100:1300]
    rng = np.random.default_rng(0)
    # 300 images and twenty units: small enough to be trained anew at each move.
    net = init_net(rng, [64, 20, 10], 0.1)
    losses, seen, new = [], [], []
    with np.errstate(all="ignore"):
        for step in range(STEPS):
            if step % 6 == 0:
                seen.append(accuracy(net, X, y))
                new.append(accuracy(net, X_new, y_new))
            rows = rng.integers(0, len(X), 50)
            loss, gradients = loss_and_gradients(net, X[rows], y[rows], reg)
            losses.append(loss)
            net = {name: value - learning_rate * gradients[name] for name, value in net.items()}
    seen.append(accuracy(net, X, y))
    new.append(accuracy(net, X_new, y_new))
    return np.array(losses), np.array(seen), np.array(new)


def _build_training(figure: Figure) -> SimpleNamespace:
    left, right = figure.subplots(1, 2)
    left.set(xlim=(0, STEPS), ylim=(0.05, 50), yscale="log", xlabel=translate("step"), ylabel=translate("loss"))
    left.axhline(np.log(10), color="#999999", lw=1, ls=":")
    left.text(STEPS - 1, np.log(10) * 1.12, "ln 10", ha="right", color="#666666", fontsize=9)
    right.set(xlim=(0, STEPS), ylim=(0, 1.02), xlabel=translate("step"), ylabel=translate("accuracy"))
    right.set_title(translate("solid: images trained on, dashed: new ones"), fontsize=10)
    stand_still(figure)
    at = np.arange(0, STEPS + 1, 6)
    (seen,) = right.plot(at, at * 0.0, color=BLUE)
    (new,) = right.plot(at, at * 0.0, color=ORANGE, ls="--")
    (loss,) = left.plot(np.arange(STEPS), np.ones(STEPS), color=GREEN)
    gone = left.text(STEPS / 2, 20, "", ha="center")
    return SimpleNamespace(loss=loss, seen=seen, new=new, gone=gone)


def draw_training(figure: Figure, learning_rate: float, reg: str) -> None:
    """The loss over sixty steps, and the accuracy on the training images and on new ones."""
    artists = reuse(figure, _build_training)
    losses, seen, new = trained(round(float(learning_rate), 6), float(reg))
    # The curve ends where the loss leaves all bounds; inf would stretch nothing and say nothing.
    artists.loss.set_ydata(np.where(np.isfinite(losses), losses, np.nan))
    artists.seen.set_ydata(seen)
    artists.new.set_ydata(new)
    artists.gone.set_text("" if np.isfinite(losses).all() else translate("the loss has left all bounds"))


training = Explorer(
    draw_training,
    {
        "learning_rate": Slider("Learning rate", -3, 1.5, 0.1, step=0.25, logarithmic=True),
        "reg": Choice("Strength λ of the penalty", STRENGTHS),
    },
    alt="Left the loss over sixty training steps, right the accuracy on the 300 training images and on 200 new ones.",
    size=(8.0, 3.4),
)


# --- the first layer's weights -----------------------------------------------------------------------------------

UNITS, LAST, EVERY = 32, 600, 20


@functools.cache
def grown(reg: float) -> tuple[list[Array], Array]:
    """W1 at every twentieth of 600 steps, and the accuracy on new images there."""
    X_train, y_train, _, _ = _images()
    X, y, X_new, y_new = X_train[:1100], y_train[:1100], X_train[1100:], y_train[1100:]
    rng = np.random.default_rng(1)
    net: Parameters = init_net(rng, [64, UNITS, 10], 0.05)
    kept, shares, step = [], [], 0
    while True:
        for rows in batches(rng, len(X), 64):
            if step % EVERY == 0:
                kept.append(net["W1"])
                shares.append(accuracy(net, X_new, y_new))
            if step == LAST:
                return kept, np.array(shares)
            _, gradients = loss_and_gradients(net, X[rows], y[rows], reg)
            net = {name: value - 0.3 * gradients[name] for name, value in net.items()}
            step += 1


def tiles(W: Array, columns: int = 8) -> Array:
    """The columns of W (64, H) as pictures of 8 by 8 pixels, each to its own scale, with one empty pixel between them."""
    scaled = (W / np.abs(W).max(axis=0)).T.reshape(-1, columns, 8, 8)
    padded = np.pad(scaled, ((0, 0), (0, 0), (1, 0), (1, 0)), constant_values=np.nan)
    picture: Array = padded.transpose(0, 2, 1, 3).reshape(9 * len(padded), 9 * columns)
    return picture[1:, 1:]


def _build_weights(figure: Figure) -> SimpleNamespace:
    left, right = figure.subplots(1, 2, width_ratios=(1.9, 1))
    left.set(xlim=(-0.5, 70.5), ylim=(34.5, -0.5), aspect="equal")
    left.axis("off")
    left.set_title(" ")
    right.set(xlim=(0, LAST), ylim=(0, 1.02), xlabel=translate("step"), ylabel=translate("accuracy on new images"))
    stand_still(figure)
    image = left.imshow(np.zeros((35, 71)), cmap="PuOr", vmin=-1, vmax=1, interpolation="nearest")
    title = left.text(0, -2, "", fontsize=11)
    at = np.arange(0, LAST + 1, EVERY)
    (curve,) = right.plot(at, at * 0.0, color=BLUE)
    (dot,) = right.plot([0], [0], "o", color=ORANGE, ms=8, clip_on=False)
    return SimpleNamespace(image=image, title=title, curve=curve, dot=dot)


def draw_weights(figure: Figure, step: int, reg: str) -> None:
    """The weights into each of 32 hidden units after `step` steps, as pictures, and the accuracy so far."""
    artists = reuse(figure, _build_weights)
    kept, shares = grown(float(reg))
    index = int(step) // EVERY
    artists.image.set_data(tiles(kept[index]))
    artists.title.set_text(say("The weights into 32 hidden units after {step} steps", step=index * EVERY))
    artists.curve.set_ydata(shares)
    artists.dot.set_data([index * EVERY], [shares[index]])


weights = Explorer(
    draw_weights,
    {
        "step": Slider("Training step", 0, LAST, 0, step=EVERY),
        "reg": Choice("Strength λ of the penalty", ("0.0001", "0.02")),
    },
    alt="Thirty-two small pictures, one for each hidden unit: noise before training, dark and light strokes after it; beside "
    "them the accuracy on new images, which rises from chance to above nine tenths.",
    size=(8.0, 3.2),
)
