"""Batch, layer and instance norm on images (N, C, H, W): the same formula, averaged over different axes."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page

page = Page(
    outputs=("Y",),
    hints=(
        "The formula is the same three times. What differs is over which axes of (N, C, H, W) the mean is taken.",
        "Numbers that share a mean and a variance: in batch norm those of one channel, in layer norm those of one image, in "
        "instance norm those of one channel of one image. The other axes are averaged over.",
        "The axes are (0, 2, 3), (1, 2, 3) and (2, 3). mean and var take a tuple of axes, and keepdims=True lets the result "
        "be stretched over X again.",
    ),
)


@page.reference
def by_groups(X, kind, eps):
    N, C, _, _ = X.shape
    Y = np.zeros(X.shape)
    groups = {
        "batch": [np.s_[:, c] for c in range(C)],
        "layer": [np.s_[n] for n in range(N)],
        "instance": [np.s_[n, c] for n in range(N) for c in range(C)],
    }[kind]
    for group in groups:
        x = X[group]
        Y[group] = (x - x.mean()) / (x.var() + eps) ** 0.5
    return Y


def draw(rng, kind, eps):
    N, C, H = (int(n) for n in rng.permutation([2, 3, 4]))
    W = int(rng.integers(2, 4))
    spread = numbers(rng, N, C, 1, 1, scale=2.0)
    return {"X": np.round(numbers(rng, N, C, H, W) * np.abs(spread) + spread, 2), "kind": kind, "eps": eps}


@page.edge("batch norm")
def batch(rng):
    return draw(rng, "batch", 1e-5)


@page.edge("layer norm")
def layer(rng):
    return draw(rng, "layer", 1e-5)


@page.edge("instance norm")
def instance(rng):
    return draw(rng, "instance", 1e-5)


@page.edge("layer norm of a batch of one, with a large eps")
def batch_of_one(rng):
    return {"X": numbers(rng, 1, 3, 2, 2), "kind": "layer", "eps": 0.5}


@page.edge("batch norm again", public=False)
def batch_again(rng):
    return draw(rng, "batch", 0.1)


@page.edge("layer norm again", public=False)
def layer_again(rng):
    return draw(rng, "layer", 0.1)


@page.edge("instance norm again", public=False)
def instance_again(rng):
    return draw(rng, "instance", 0.1)


def _over(X, axes, eps, ddof=0, inside=True, power=0.5):
    var = X.var(axis=axes, keepdims=True, ddof=ddof)
    root = (var + eps) ** power if inside else np.sqrt(var) + eps
    return (X - X.mean(axis=axes, keepdims=True)) / root


AXES = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}


@page.wrong("Batch norm is taken over the images alone: a channel's pixels share one mean, so the axes are (0, 2, 3).")
def batch_per_pixel(X, kind, eps):
    return _over(X, (0,) if kind == "batch" else AXES[kind], eps)


@page.wrong(
    "Layer norm is taken over the channels alone: all numbers of an image share one mean, so the axes are (1, 2, 3)."
)
def layer_per_pixel(X, kind, eps):
    return _over(X, (1,) if kind == "layer" else AXES[kind], eps)


@page.wrong("Batch and layer norm have changed places: batch norm averages over the images, layer norm within one image.")
def batch_and_layer_swapped(X, kind, eps):
    return _over(X, AXES[{"batch": "layer", "layer": "batch"}.get(kind, kind)], eps)


@page.wrong("Layer and instance norm have changed places: instance norm keeps the channels apart, layer norm does not.")
def layer_and_instance_swapped(X, kind, eps):
    return _over(X, AXES[{"instance": "layer", "layer": "instance"}.get(kind, kind)], eps)


@page.wrong(
    "All three kinds average over the axes that are to be kept, as if the axes named what stays apart: average over "
    "the other ones. Batch norm keeps only the channels apart."
)
def axes_inverted(X, kind, eps):
    return _over(X, {"batch": (1,), "layer": (0,), "instance": (0, 1)}[kind], eps)


@page.wrong("All three are normalized as one block: take the mean over the axes of the kind, not over everything.")
def over_everything(X, kind, eps):
    return _over(X, (0, 1, 2, 3), eps)


@page.wrong("The variance is divided by the count minus 1: all three norms divide by the count.")
def unbiased(X, kind, eps):
    return _over(X, AXES[kind], eps, ddof=1)


@page.wrong("eps is left out: it belongs under the root, sqrt(var + eps).")
def eps_forgotten(X, kind, eps):
    return _over(X, AXES[kind], 0.0)


@page.wrong("eps stands outside the root: it belongs under it, sqrt(var + eps).")
def eps_outside(X, kind, eps):
    return _over(X, AXES[kind], eps, inside=False)


@page.wrong("Batch norm is taken over everything: each channel has a mean of its own, so the axes are (0, 2, 3).")
def batch_over_everything(X, kind, eps):
    return _over(X, (0, 1, 2, 3) if kind == "batch" else AXES[kind], eps)


@page.wrong("Instance norm is taken over the channels alone: it keeps images and channels apart, so the axes are (2, 3).")
def instance_over_the_channels(X, kind, eps):
    return _over(X, (1,) if kind == "instance" else AXES[kind], eps)


@page.wrong("Instance norm is taken over images and channels: these are kept apart, and the axes are (2, 3).")
def instance_over_images_and_channels(X, kind, eps):
    return _over(X, (0, 1) if kind == "instance" else AXES[kind], eps)


@page.wrong("All three kinds are divided by the variance: take the root of var + eps first.")
def no_root(X, kind, eps):
    return _over(X, AXES[kind], eps, power=1.0)


@page.wrong("All three kinds are normalized as batch norm is: look at `kind`.")
def always_batch(X, kind, eps):
    return _over(X, AXES["batch"], eps)


@page.wrong("All three kinds are centred and not scaled: divide by sqrt(var + eps).")
def only_centred(X, kind, eps):
    return _over(X, AXES[kind], eps, power=0.0)


@page.wrong("All three kinds are scaled and not centred: subtract the mean first.")
def only_scaled(X, kind, eps):
    return X / np.sqrt(X.var(axis=AXES[kind], keepdims=True) + eps)


@page.right
def reshaped(X, kind, eps):
    N, C = X.shape[:2]
    groups = {"batch": C, "layer": N, "instance": N * C}[kind]
    flat = (X.swapaxes(0, 1) if kind == "batch" else X).reshape(groups, -1)
    flat = (flat - flat.mean(axis=1, keepdims=True)) / np.sqrt(flat.var(axis=1, keepdims=True) + eps)
    if kind == "batch":
        return flat.reshape(C, N, *X.shape[2:]).swapaxes(0, 1)
    return flat.reshape(X.shape)


@page.right
def with_conditions(X, kind, eps):
    axes = [2, 3]
    if kind == "batch":
        axes.append(0)
    if kind == "layer":
        axes.append(1)
    C = X - np.mean(X, axis=tuple(axes), keepdims=True)
    return C * (np.mean(C**2, axis=tuple(axes), keepdims=True) + eps) ** -0.5
