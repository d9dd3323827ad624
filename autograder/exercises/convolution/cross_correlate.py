"""The response of one kernel at every place of one image: cross-correlation, no padding, steps of one pixel."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page

page = Page(
    outputs=("S",),
    hints=(
        "How many places are there? A kernel of k rows fits on an image of h rows in h - k + 1 places.",
        "For each place: cut out the patch of the image below the kernel, multiply it entry by entry with the kernel, add up.",
        "Two loops, i over the rows of S and j over its columns. The patch begins at row i and column j of X and has the "
        "kernel's shape. The kernel is not turned round.",
    ),
)


@page.reference
def by_four_loops(X, K):
    (h, w), (k, m) = X.shape, K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            for u in range(k):
                for v in range(m):
                    S[i, j] += K[u, v] * X[i + u, j + v]
    return S


@page.cases(public=2, secret=5)
def random_image(rng):
    k, m = (int(n) for n in rng.choice([1, 2, 3, 4], size=2, replace=False))
    return {"X": numbers(rng, 6, 8), "K": numbers(rng, k, m)}


@page.edge("a square kernel on a square image")
def square(rng):
    return {"X": numbers(rng, 5, 5), "K": numbers(rng, 3, 3)}


@page.edge("a kernel as large as the image")
def one_place(rng):
    return {"X": numbers(rng, 3, 4), "K": numbers(rng, 3, 4)}


@page.edge("a kernel of one entry", public=False)
def one_entry(rng):
    return {"X": numbers(rng, 4, 3), "K": numbers(rng, 1, 1)}


@page.wrong(
    "S is the convolution of mathematics, with the kernel turned by 180 degrees: here, as in PyTorch, K[0, 0] meets the "
    "patch's top left entry."
)
def flipped(X, K):
    return by_four_loops(X, K[::-1, ::-1])


@page.wrong("S holds means: add up the products, and do not divide by the number of entries.")
def averaged(X, K):
    return by_four_loops(X, K) / K.size


@page.wrong("S has a row and a column too few: a kernel of k rows fits in h - k + 1 places, the last one included.")
def last_place_forgotten(X, K):
    return by_four_loops(X, K)[:-1, :-1]


@page.wrong("S is transposed: row i of S belongs to patches that begin in row i of X.")
def output_transposed(X, K):
    return by_four_loops(X, K).T


@page.wrong("S has the size of X, with zeros round the image: here the kernel stays inside, so S is smaller than X.")
def padded(X, K):
    k, m = K.shape
    top, left = (k - 1) // 2, (m - 1) // 2
    return by_four_loops(np.pad(X, ((top, k - 1 - top), (left, m - 1 - left))), K)


@page.wrong("S keeps the largest product of each patch: all the products are added.")
def largest_product(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).max(axis=(2, 3))


@page.wrong("S adds up the patches, and K plays no part but for its shape: multiply entry by entry with K first.")
def kernel_ignored(X, K):
    return by_four_loops(X, np.ones_like(K))


@page.wrong("S uses K with its rows and columns exchanged: K[u, v] meets X[i + u, j + v].")
def kernel_transposed(X, K):
    return by_four_loops(X, K.T) if K.shape[0] == K.shape[1] else None


@page.wrong("S is that of the kernel turned upside down: K[0, 0] meets the patch's top left entry.")
def upside_down(X, K):
    return by_four_loops(X, K[::-1])


@page.wrong("S is that of the kernel mirrored, left and right exchanged: K[0, 0] meets the patch's top left entry.")
def mirrored(X, K):
    return by_four_loops(X, K[:, ::-1])


@page.wrong("S adds up a matrix product: each entry of the patch is multiplied by the one of K that lies on it.")
def matrix_product(X, K):
    rows, columns = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    return np.array([[(X[i : i + K.shape[0], j : j + K.shape[1]] @ K.T).sum() for j in range(columns)] for i in range(rows)])


@page.wrong("S has zeros in its last row and column: a kernel has h - k + 1 places, and the loop stops one before.")
def last_places_left_out(X, K):
    S = np.array(by_four_loops(X, K))
    S[-1], S[:, -1] = 0, 0
    return S


@page.wrong("S holds squared distances between patch and kernel: a response is the sum of the products.")
def squared_distances(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return ((windows - K) ** 2).sum(axis=(2, 3))


@page.wrong("S leaves out the last row of each patch: the slice ends before its second number, so it is i : i + k.")
def last_row_of_the_patch(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K)[:, :, :-1].sum(axis=(2, 3))


@page.wrong("S has lost what stands behind the point, as in an array of whole numbers: fill one of floating-point numbers.")
def cut_to_whole_numbers(X, K):
    return np.trunc(by_four_loops(X, K))


@page.right
def with_windows(X, K):
    return np.einsum("ijuv,uv->ij", np.lib.stride_tricks.sliding_window_view(X, K.shape), K)


@page.right
def as_a_sum_of_shifted_images(X, K):
    h, w = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    return sum(K[u, v] * X[u : u + h, v : v + w] for u, v in np.ndindex(K.shape))
