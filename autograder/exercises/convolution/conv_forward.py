"""A convolution layer forwards: a batch, several channels, several filters, biases, padding and stride."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page

page = Page(
    outputs=("S",),
    hints=(
        "First put the zeros round the images, then work out how many places there are in each direction.",
        "At one place the patch of the whole batch is (N, C, k, k). Filter f meets it with W[f], of shape (C, k, k): "
        "multiply, and add over all three axes.",
        "np.pad takes one pair for each axis: (0, 0) for N and C, (padding, padding) for the other two. In the place (i, j) "
        "the patch begins at row i * stride and column j * stride. Each filter adds its own bias once.",
    ),
)


@page.reference
def by_loops(X, W, b, padding, stride):
    N, C, h, w = X.shape
    F, _, k, _ = W.shape
    S = np.zeros((N, F, (h + 2 * padding - k) // stride + 1, (w + 2 * padding - k) // stride + 1))
    for n, f, i, j in np.ndindex(S.shape):
        S[n, f, i, j] = b[f]
        for c, u, v in np.ndindex(C, k, k):
            row, column = i * stride + u - padding, j * stride + v - padding
            if 0 <= row < h and 0 <= column < w:
                S[n, f, i, j] += W[f, c, u, v] * X[n, c, row, column]
    return S


def _draw(rng, shape, filters, k, padding, stride):
    W = numbers(rng, filters, shape[1], k, k)
    return {"X": numbers(rng, *shape), "W": W, "b": numbers(rng, filters), "padding": padding, "stride": stride}


@page.edge("no padding, stride 1")
def plain(rng):
    return _draw(rng, (2, 3, 4, 5), 2, 3, 0, 1)


@page.edge("padding 1, stride 1")
def same(rng):
    return _draw(rng, (2, 2, 4, 3), 3, 3, 1, 1)


@page.edge("padding 1, stride 2, a row left over")
def strided(rng):
    return _draw(rng, (3, 2, 6, 4), 2, 3, 1, 2)


@page.edge("one image, one channel, one filter")
def ones(rng):
    return _draw(rng, (1, 1, 5, 4), 1, 2, 0, 2)


@page.cases(public=0, secret=5)
def anything(rng):
    N, C, F = (int(n) for n in rng.choice([1, 2, 3, 4], size=3, replace=False))
    shape = (N, C, int(rng.integers(5, 8)), int(rng.integers(4, 7)))
    return _draw(rng, shape, F, int(rng.integers(2, 4)), int(rng.integers(0, 3)), int(rng.integers(1, 4)))


@page.wrong("S uses the kernels turned by 180 degrees: in deep learning W[f, c, 0, 0] meets the patch's top left entry.")
def flipped(X, W, b, padding, stride):
    return by_loops(X, W[:, :, ::-1, ::-1], b, padding, stride)


@page.wrong("S holds the last channel's responses alone: a filter adds up over its channels, so use += in a loop over them.")
def last_channel_only(X, W, b, padding, stride):
    return by_loops(X[:, -1:], W[:, -1:], b, padding, stride)


@page.wrong("S takes the mean over the channels: a filter adds up the products of all channels.")
def channels_averaged(X, W, b, padding, stride):
    return by_loops(X, W / W.shape[1], b, padding, stride)


@page.wrong("S looks at the first channel only: a filter has weights for every channel, and adds up over them.")
def first_channel_only(X, W, b, padding, stride):
    return by_loops(X[:, :1], W[:, :1], b, padding, stride)


@page.wrong("S has its zeros on one side only, below and on the right: half of them belong above and on the left.")
def padded_on_one_side(X, W, b, padding, stride):
    X = np.pad(X, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))
    return by_loops(X, W, b, 0, stride)


@page.wrong("S has its zeros on one side only, above and on the left: half of them belong below and on the right.")
def padded_on_the_other_side(X, W, b, padding, stride):
    X = np.pad(X, ((0, 0), (0, 0), (2 * padding, 0), (2 * padding, 0)))
    return by_loops(X, W, b, 0, stride)


@page.wrong("S lacks the biases: filter f adds b[f] at every place.")
def biases_forgotten(X, W, b, padding, stride):
    return by_loops(X, W, 0 * b, padding, stride)


@page.wrong("S adds b[f] once for every channel: a filter has one bias, added once at each place.")
def bias_for_every_channel(X, W, b, padding, stride):
    return by_loops(X, W, b * X.shape[1], padding, stride)


@page.wrong("S has the places of stride 1: neighbouring patches begin `stride` pixels apart.")
def stride_ignored(X, W, b, padding, stride):
    return by_loops(X, W, b, padding, 1)


@page.wrong(
    "S has the right size, but its patches begin one pixel apart: place (i, j) begins at row i * stride, column j * stride."
)
def patches_one_pixel_apart(X, W, b, padding, stride):
    rows, columns = by_loops(X, W, b, padding, stride).shape[2:]
    return by_loops(X, W, b, padding, 1)[:, :, :rows, :columns]


@page.wrong("S has no padding: put `padding` zeros on all four sides of each image first.")
def padding_ignored(X, W, b, padding, stride):
    return by_loops(X, W, b, 0, stride)


@page.wrong("S is padded with copies of the pixels at the edge: padding means zeros here.")
def padded_with_edges(X, W, b, padding, stride):
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    return by_loops(X, W, b, 0, stride)


@page.wrong("S has windows that hang over the edge: the output size is rounded down, so what is left over is not used.")
def rounded_up(X, W, b, padding, stride):
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    more = [-(n - W.shape[2]) % stride for n in X.shape[2:]]
    return by_loops(np.pad(X, ((0, 0), (0, 0), (0, more[0]), (0, more[1]))), W, b, 0, stride)


@page.wrong("S multiplies the responses by b[f]: the bias is added.")
def bias_multiplied(X, W, b, padding, stride):
    return by_loops(X, W, 0 * b, padding, stride) * b[:, None, None]


@page.wrong("S has the kernels with rows and columns exchanged: W[f, c, u, v] meets row u and column v of the patch.")
def kernels_transposed(X, W, b, padding, stride):
    return by_loops(X, W.swapaxes(2, 3), b, padding, stride)


@page.wrong("S has the right places in one direction only: the columns of a patch begin at j * stride, too.")
def stride_missing_across(X, W, b, padding, stride):
    rows, columns = by_loops(X, W, b, padding, stride).shape[2:]
    return by_loops(X, W, b, padding, 1)[:, :, : rows * stride : stride, :columns]


@page.wrong("S has the right places in one direction only: the rows of a patch begin at i * stride, too.")
def stride_missing_down(X, W, b, padding, stride):
    rows, columns = by_loops(X, W, b, padding, stride).shape[2:]
    return by_loops(X, W, b, padding, 1)[:, :, :rows, : columns * stride : stride]


@page.wrong("S uses the kernels mirrored, left and right exchanged: W[f, c, u, v] meets row u and column v of the patch.")
def mirrored(X, W, b, padding, stride):
    return by_loops(X, W[:, :, :, ::-1], b, padding, stride)


@page.wrong("S uses the kernels with top and bottom exchanged: W[f, c, u, v] meets row u and column v of the patch.")
def upside_down(X, W, b, padding, stride):
    return by_loops(X, W[:, :, ::-1], b, padding, stride)


@page.wrong("S multiplies every channel by the sum of a filter's kernels: channel c of the patch meets the kernel W[f, c].")
def channels_not_matched(X, W, b, padding, stride):
    return by_loops(X, np.broadcast_to(W.sum(axis=1, keepdims=True), W.shape), b, padding, stride)


@page.wrong("S holds the first image's responses for every image of the batch.")
def first_image_only(X, W, b, padding, stride):
    return np.repeat(by_loops(X[:1], W, b, padding, stride), len(X), axis=0)


@page.wrong("S holds the first filter's responses for every filter, but for the biases.")
def first_filter_only(X, W, b, padding, stride):
    return by_loops(X, np.repeat(W[:1], len(W), axis=0), b, padding, stride)


@page.wrong("S adds b[0] to the responses of all filters: filter f has its own, b[f].")
def first_bias_only(X, W, b, padding, stride):
    return by_loops(X, W, np.full(len(b), b[0]), padding, stride)


@page.wrong("S has no negative responses: they are cut off at 0. A layer of convolution has no ReLU in it.")
def cut_at_zero(X, W, b, padding, stride):
    return np.maximum(by_loops(X, W, b, padding, stride), 0)


@page.wrong("S has b[f] taken away: it is added.")
def biases_subtracted(X, W, b, padding, stride):
    return by_loops(X, W, -b, padding, stride)


@page.wrong("S uses the kernels turned by 180 degrees, and lacks the biases: W[f, c, 0, 0] meets the top left entry.")
def flipped_without_biases(X, W, b, padding, stride):
    return by_loops(X, W[:, :, ::-1, ::-1], 0 * b, padding, stride)


@page.wrong("S is padded with ones: padding means zeros here.")
def padded_with_ones(X, W, b, padding, stride):
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=1)
    return by_loops(X, W, b, 0, stride)


@page.right
def with_windows_and_einsum(X, W, b, padding, stride):
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(X, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijuv,fcuv->nfij", windows, W) + b[:, None, None]


@page.right
def with_torch_in_float64(X, W, b, padding, stride):
    import torch

    tensors = (torch.tensor(array) for array in (X, W, b))
    return torch.nn.functional.conv2d(*tensors, padding=padding, stride=stride).numpy()


@page.right
def as_one_matrix_product(X, W, b, padding, stride):
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(X, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    N, _, h, w = windows.shape[:4]
    rows = windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * h * w, -1)
    return (rows @ W.reshape(len(W), -1).T + b).reshape(N, h, w, -1).transpose(0, 3, 1, 2)
