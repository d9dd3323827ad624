"""The backward pass of a convolution layer with padding and stride: every place adds its share to dX, dW and db.

b is no input, since no gradient depends on it, so `forward` holds dX and dW only;
tests/quick/chapters/test_convolution.py holds db.
"""

import numpy as np
import torch

from autograder.author.draw import numbers, repeated
from autograder.author.page import Page

page = Page(
    outputs=("dX", "dW", "db"),
    hints=(
        "Go through the same places (i, j) as forwards. At each, S[:, :, i, j] is an affine layer: the patch is its input, W "
        "its weights.",
        "Every place adds to dW the products of dS there with the patch, summed over the batch. It adds to the patch of dX the "
        "products of dS there with W, summed over the filters. Patches overlap, so add, never overwrite.",
        "Work with an array of zeros as large as the padded images, add into it, and at the end cut the padding off on all "
        "four sides. With padding 0 a slice such as 0:-0 is empty: cut from padding to padding plus the height.",
    ),
)


@page.reference
def by_loops(dS, X, W, padding, stride):
    _, C, h, w = X.shape
    k = W.shape[2]
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(W))
    for n, f, i, j in np.ndindex(dS.shape):
        db[f] += dS[n, f, i, j]
        for c, u, v in np.ndindex(C, k, k):
            row, column = i * stride + u - padding, j * stride + v - padding
            if 0 <= row < h and 0 <= column < w:
                dX[n, c, row, column] += dS[n, f, i, j] * W[f, c, u, v]
                dW[f, c, u, v] += dS[n, f, i, j] * X[n, c, row, column]
    return dX, dW, db


@page.forward(upstream="dS", dX="X", dW="W")
def convolution(X, W, padding, stride):
    return torch.nn.functional.conv2d(X, W, padding=padding, stride=stride)


def _draw(rng, shape, filters, k, padding, stride):
    size = [(n + 2 * padding - k) // stride + 1 for n in shape[2:]]
    return {
        "dS": numbers(rng, shape[0], filters, *size),
        "X": numbers(rng, *shape),
        "W": numbers(rng, filters, shape[1], k, k),
        "padding": padding,
        "stride": stride,
    }


@page.edge("no padding, stride 1")
def plain(rng):
    return _draw(rng, (2, 1, 3, 4), 3, 2, 0, 1)


@page.edge("padding 1, stride 1")
def same(rng):
    return _draw(rng, (1, 2, 3, 2), 2, 3, 1, 1)


@page.edge("padding 1, stride 2, a row left over")
def strided(rng):
    return _draw(rng, (3, 2, 4, 3), 1, 3, 1, 2)


@page.edge("a batch of one")
def batch_of_one(rng):
    return _draw(rng, (1, 1, 4, 3), 2, 2, 0, 1)


@page.cases(public=0, secret=5)
def anything(rng):
    N, C, F = (int(n) for n in rng.choice([1, 2, 3, 4], size=3, replace=False))
    shape = (N, C, int(rng.integers(5, 8)), int(rng.integers(4, 7)))
    return _draw(rng, shape, F, int(rng.integers(2, 4)), int(rng.integers(0, 3)), int(rng.integers(1, 4)))


@page.large
def wide_images(rng):
    return {"dS": repeated(rng, 2, 1, 85, 85), "X": repeated(rng, 2, 1, 170, 170), "W": numbers(rng, 1, 1, 2, 2),
            "padding": 0, "stride": 2}  # fmt: skip


@page.wrong("dW is that of the first image alone: every image of the batch uses the same W, so sum over the batch.")
def first_image_only(dS, X, W, padding, stride):
    dX, _, db = by_loops(dS, X, W, padding, stride)
    return dX, by_loops(dS[:1], X[:1], W, padding, stride)[1], db


@page.wrong("dW is that of the last place alone: every place uses the same W, so collect with += over all places.")
def last_place_only(dS, X, W, padding, stride):
    dX, _, db = by_loops(dS, X, W, padding, stride)
    last = np.zeros_like(dS)
    last[:, :, -1, -1] = dS[:, :, -1, -1]
    return dX, by_loops(last, X, W, padding, stride)[1], db


@page.wrong("dW is that of the last place of the last image: collect with += over all places and all images.")
def last_place_of_the_last_image(dS, X, W, padding, stride):
    dX, _, db = by_loops(dS, X, W, padding, stride)
    last = np.zeros_like(dS)
    last[-1, :, -1, -1] = dS[-1, :, -1, -1]
    return dX, by_loops(last, X, W, padding, stride)[1], db


@page.wrong("dX and dW forget the stride: the patch of place (i, j) begins at row i * stride and column j * stride.")
def stride_forgotten(dS, X, W, padding, stride):
    dX, dW, _ = by_loops(dS, X, W, padding, 1)
    return dX, dW, by_loops(dS, X, W, padding, stride)[2]


@page.wrong("dX carries the share of the last filter alone: every filter sees the pixel, so add up over the filters.")
def last_filter_only(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    return by_loops(dS[:, -1:], X, W[-1:], padding, stride)[0], dW, db


@page.wrong("dW and db are means over the batch: the 1/N of a mean loss is already in dS, so sum.")
def batch_averaged(dS, X, W, padding, stride):
    dX, dW, db = by_loops(dS, X, W, padding, stride)
    return dX, dW / len(X), db / len(X)


@page.wrong("db sums over the batch only: the bias of filter f is added at every place, so sum over the two last axes too.")
def bias_at_every_place(dS, X, W, padding, stride):
    dX, dW, _ = by_loops(dS, X, W, padding, stride)
    return dX, dW, dS.sum(axis=0)


@page.wrong("db is a mean over the places: every place adds its gradient to the same bias.")
def bias_averaged_over_places(dS, X, W, padding, stride):
    dX, dW, db = by_loops(dS, X, W, padding, stride)
    return dX, dW, db / dS[0, 0].size


@page.wrong("dX is overwritten where patches overlap: a pixel under several windows collects from all of them, so use +=.")
def overwritten(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    (h, w), k = X.shape[2:], W.shape[2]
    grown = np.zeros((*X.shape[:2], h + 2 * padding, w + 2 * padding))
    for i, j in np.ndindex(dS.shape[2:]):
        rows, columns = slice(i * stride, i * stride + k), slice(j * stride, j * stride + k)
        grown[:, :, rows, columns] = np.einsum("nf,fcuv->ncuv", dS[:, :, i, j], W)
    return grown[:, :, padding : padding + h, padding : padding + w], dW, db


@page.wrong(
    "dX uses the kernels turned by 180 degrees: S[i, j] met X[i + u, j + v] with W[u, v], so that weight carries it back."
)
def flipped(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    return by_loops(dS, X, W[:, :, ::-1, ::-1], padding, stride)[0], dW, db


@page.wrong("dW is turned by 180 degrees: dW[f, c, u, v] belongs to the weight in the same place.")
def weights_flipped(dS, X, W, padding, stride):
    dX, dW, db = by_loops(dS, X, W, padding, stride)
    return dX, dW[:, :, ::-1, ::-1], db


@page.wrong("dX still has its padding: the zeros round the image are no part of X, so cut them off.")
def not_cropped(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    grown = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return by_loops(dS, grown, W, 0, stride)[0], dW, db


@page.wrong("dX takes the wrong corner: the zeros stood on all four sides, so row 0 of X is row `padding` of the padded image.")
def cropped_at_the_corner(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    grown = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return by_loops(dS, grown, W, 0, stride)[0][:, :, : X.shape[2], : X.shape[3]], dW, db


@page.wrong("dX is cut with padding:-padding, which is empty where padding is 0: cut from padding to padding plus the size.")
def cut_to_nothing(dS, X, W, padding, stride):
    dX, dW, db = by_loops(dS, X, W, padding, stride)
    return (dX if padding else dX[:, :, :0, :0]), dW, db


@page.wrong("dX and dW forget dS: multiply by the gradient that arrives at each place.")
def upstream_forgotten(dS, X, W, padding, stride):
    dX, dW, _ = by_loops(np.ones_like(dS), X, W, padding, stride)
    return dX, dW, by_loops(dS, X, W, padding, stride)[2]


@page.wrong("dX, dW and db are those of dS divided by the number of images: the 1/N of a mean loss is already in dS.")
def all_averaged(dS, X, W, padding, stride):
    return tuple(gradient / len(X) for gradient in by_loops(dS, X, W, padding, stride))


@page.wrong("dW has the kernels' rows and columns exchanged: dW[f, c, u, v] belongs to row u and column v.")
def weights_transposed(dS, X, W, padding, stride):
    dX, dW, db = by_loops(dS, X, W, padding, stride)
    return dX, dW.swapaxes(2, 3), db


@page.wrong("db counts the places, as if ones arrived: sum dS over the batch and the two last axes.")
def places_counted(dS, X, W, padding, stride):
    dX, dW, db = by_loops(dS, X, W, padding, stride)
    return dX, dW, np.full(len(db), float(dS[:, 0].size))


@page.wrong("dX holds what was written last at each pixel: it collects over all places and all filters, so use +=.")
def written_last(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    (h, w), k = X.shape[2:], W.shape[2]
    grown = np.zeros((*X.shape[:2], h + 2 * padding, w + 2 * padding))
    for n, f, i, j in np.ndindex(dS.shape):
        grown[n, :, i * stride : i * stride + k, j * stride : j * stride + k] = dS[n, f, i, j] * W[f]
    return grown[:, :, padding : padding + h, padding : padding + w], dW, db


@page.wrong("db holds the gradient of the last place of the last image: collect with += over all of them.")
def bias_of_the_last_place(dS, X, W, padding, stride):
    dX, dW, _ = by_loops(dS, X, W, padding, stride)
    return dX, dW, dS[-1, :, -1, -1]


@page.wrong("db is a mean over batch and places: every place of every image adds its gradient to the same bias.")
def bias_averaged(dS, X, W, padding, stride):
    dX, dW, _ = by_loops(dS, X, W, padding, stride)
    return dX, dW, dS.mean(axis=(0, 2, 3))


@page.wrong("db adds up over the filters too: each filter has a bias of its own.")
def one_bias(dS, X, W, padding, stride):
    dX, dW, _ = by_loops(dS, X, W, padding, stride)
    return dX, dW, np.full(W.shape[0], dS.sum())


@page.wrong("dX goes back through the first filter's weights for every filter: what came through filter f goes back by W[f].")
def through_the_first_filter(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    return by_loops(dS, X, np.repeat(W[:1], len(W), axis=0), padding, stride)[0], dW, db


@page.wrong("dX goes back through kernels with rows and columns exchanged: W[f, c, u, v] belongs to row u and column v.")
def through_transposed_kernels(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    return by_loops(dS, X, W.swapaxes(2, 3), padding, stride)[0], dW, db


@page.wrong("dW has the same gradient for all channels, their sum: W[f, c] met channel c alone.")
def channels_added(dS, X, W, padding, stride):
    dX, dW, db = by_loops(dS, X, W, padding, stride)
    return dX, np.broadcast_to(dW.sum(axis=1, keepdims=True), dW.shape).copy(), db


@page.wrong("dW takes its patches from images whose zeros stand on one side: half of them belong above and on the left.")
def patches_from_one_side(dS, X, W, padding, stride):
    dX, _, db = by_loops(dS, X, W, padding, stride)
    moved = np.pad(X, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))
    return dX, by_loops(dS, moved, W, 0, stride)[1], db


@page.wrong("dW takes its patches from images padded with copies of their edge: forwards the padding was zeros.")
def patches_with_edges(dS, X, W, padding, stride):
    dX, _, db = by_loops(dS, X, W, padding, stride)
    edged = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    return dX, by_loops(dS, edged, W, 0, stride)[1], db


@page.wrong("dW is that of dS full of ones: multiply each patch by the gradient that arrives at its place.")
def weights_without_upstream(dS, X, W, padding, stride):
    dX, _, db = by_loops(dS, X, W, padding, stride)
    return dX, by_loops(np.ones_like(dS), X, W, padding, stride)[1], db


@page.wrong("dX is that of dS full of ones: multiply the weights by the gradient that arrives at their place.")
def pixels_without_upstream(dS, X, W, padding, stride):
    _, dW, db = by_loops(dS, X, W, padding, stride)
    return by_loops(np.ones_like(dS), X, W, padding, stride)[0], dW, db


@page.right
def with_torch(dS, X, W, padding, stride):
    X, W = (torch.tensor(array, requires_grad=True) for array in (X, W))
    torch.nn.functional.conv2d(X, W, padding=padding, stride=stride).backward(torch.tensor(dS))
    return X.grad.numpy(), W.grad.numpy(), dS.sum(axis=(0, 2, 3))


@page.right
def entry_of_the_kernel_by_entry(dS, X, W, padding, stride):
    grown = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dgrown, dW = np.zeros(grown.shape), np.zeros(W.shape)
    height, width = dS.shape[2:]
    for u, v in np.ndindex(W.shape[2:]):
        seen = (slice(None), slice(None), slice(u, u + stride * height, stride), slice(v, v + stride * width, stride))
        dW[:, :, u, v] = np.einsum("nfij,ncij->fc", dS, grown[seen])
        dgrown[seen] += np.einsum("nfij,fc->ncij", dS, W[:, :, u, v])
    inside = (slice(padding, padding + X.shape[2]), slice(padding, padding + X.shape[3]))
    return dgrown[:, :, *inside], dW, np.einsum("nfij->f", dS)
