"""Answers to chapter 10 as students would write them: each cell is one answer."""

# %%
import numpy as np
import torch
from torch import nn
from torch.nn.functional import conv2d, cross_entropy, max_pool2d

from handgrad.layers import numerical_gradient

torch.set_num_threads(1)


def shifted(images, down, right):
    """Images (N, height, width), all moved by whole pixels."""
    height, width = images.shape[1:]
    room = np.pad(images, ((0, 0), (abs(down), abs(down)), (abs(right), abs(right))))
    top, left = abs(down) - down, abs(right) - right
    return room[:, top : top + height, left : left + width]


def max_pool(X, size):
    rows, columns = X.shape[2] // size, X.shape[3] // size
    windows = X[:, :, : rows * size, : columns * size].reshape(
        *X.shape[:2], rows, size, columns, size
    )
    return windows.max(axis=(3, 5))


def small_net(side, classes):
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(16 * (side // 2) ** 2, classes),
    )


def with_arrays(build):
    def scores(arrays, X, activated):
        filters = (len(arrays[0]), len(arrays[2]))
        net = build(X.shape[1], X.shape[2], filters, len(arrays[4]), len(arrays[6]), activated)
        parameters = list(net.parameters())
        if len(parameters) != len(arrays):
            raise ValueError(f"the net has {len(parameters)} arrays of parameters")
        for parameter, array in zip(parameters, arrays, strict=True):
            if tuple(parameter.shape) != array.shape:
                raise ValueError(
                    f"a parameter has shape {tuple(parameter.shape)}; it should be {array.shape}"
                )
            parameter.data.copy_(torch.tensor(array))
        return net(torch.tensor(X, dtype=torch.float32)).detach().numpy()

    return scores


# %% right lecture_counts: plain
def lecture_counts():
    return {"hidden": 785000, "output": 10010, "convolution": 80}


# %% right lecture_counts: computed
def lecture_counts():
    return {
        "hidden": (28 * 28 + 1) * 1000,
        "output": (1000 + 1) * 10,
        "convolution": 8 * (3 * 3 + 1),
    }


# %% right lecture_counts: floats
def lecture_counts():
    return {"hidden": 785000.0, "output": 10010.0, "convolution": 80.0}


# %% wrong lecture_counts: no biases
def lecture_counts():
    return {"hidden": 784000, "output": 10000, "convolution": 72}


# %% wrong lecture_counts: no biases in the convolution
def lecture_counts():
    return {"hidden": 785000, "output": 10010, "convolution": 72}


# %% wrong lecture_counts: one bias for a layer
def lecture_counts():
    return {"hidden": 784001, "output": 10001, "convolution": 73}


# %% wrong lecture_counts: a bias for each input
def lecture_counts():
    return {"hidden": 784784, "output": 11000, "convolution": 80}


# %% wrong lecture_counts: one filter
def lecture_counts():
    return {"hidden": 785000, "output": 10010, "convolution": 10}


# %% wrong lecture_counts: filters at every place
def lecture_counts():
    return {"hidden": 785000, "output": 10010, "convolution": 80 * 26 * 26}


# %% wrong lecture_counts: responses counted
def lecture_counts():
    return {"hidden": 785000, "output": 10010, "convolution": 8 * 26 * 26}


# %% wrong lecture_counts: one bias for all filters
def lecture_counts():
    return {"hidden": 785000, "output": 10010, "convolution": 73}


# %% wrong lecture_counts: hidden from 28
def lecture_counts():
    return {"hidden": 29000, "output": 10010, "convolution": 80}


# %% wrong lecture_counts: output from the pixels
def lecture_counts():
    return {"hidden": 785000, "output": 7850, "convolution": 80}


# %% wrong lecture_counts: hidden and output together
def lecture_counts():
    return {"hidden": 785000, "output": 795010, "convolution": 80}


# %% wrong lecture_counts: 3 for 9
def lecture_counts():
    return {"hidden": 785000, "output": 10010, "convolution": 32}


# %% wrong lecture_counts: units only
def lecture_counts():
    return {"hidden": 1000, "output": 10, "convolution": 8}


# %% wrong lecture_counts: slip of a digit
def lecture_counts():
    return {"hidden": 758000, "output": 10010, "convolution": 80}


# %% wrong lecture_counts: 1000 and 10 exchanged
def lecture_counts():
    return {"hidden": 7850, "output": 11000, "convolution": 80}


# %% twice lecture_counts: no output biases, places
def lecture_counts():
    return {"hidden": 785000, "output": 10000, "convolution": 80 * 28 * 28}


# %% twice lecture_counts: no hidden biases, one filter
def lecture_counts():
    return {"hidden": 784000, "output": 10010, "convolution": 10}


# %% right diagonal_responses: plain
def diagonal_responses():
    return {"falling": [2, 2, 6, 1, 10, 0], "rising": [1, 2, 0, 5, 0, 5]}


# %% right diagonal_responses: tuples
def diagonal_responses():
    return {"falling": (2, 2, 6, 1, 10, 0), "rising": (1, 2, 0, 5, 0, 5)}


# %% right diagonal_responses: arrays
def diagonal_responses():
    return {"falling": np.array([2.0, 2, 6, 1, 10, 0]), "rising": np.array([1, 2, 0, 5, 0, 5])}


# %% wrong diagonal_responses: exchanged
def diagonal_responses():
    return {"falling": [1, 2, 0, 5, 0, 5], "rising": [2, 2, 6, 1, 10, 0]}


# %% wrong diagonal_responses: all four added
def diagonal_responses():
    return {"falling": [3, 4, 6, 6, 10, 5], "rising": [3, 4, 6, 6, 10, 5]}


# %% wrong diagonal_responses: means
def diagonal_responses():
    return {"falling": [0.5, 0.5, 1.5, 0.25, 2.5, 0], "rising": [0.25, 0.5, 0, 1.25, 0, 1.25]}


# %% wrong diagonal_responses: means of two
def diagonal_responses():
    return {"falling": [1, 1, 3, 0.5, 5, 0], "rising": [0.5, 1, 0, 2.5, 0, 2.5]}


# %% wrong diagonal_responses: products
def diagonal_responses():
    return {"falling": [1, 1, 9, 0, 25, 0], "rising": [0, 1, 0, 6, 0, 6]}


# %% wrong diagonal_responses: largest
def diagonal_responses():
    return {"falling": [1, 1, 3, 1, 5, 0], "rising": [1, 1, 0, 3, 0, 3]}


# %% wrong diagonal_responses: one wrong
def diagonal_responses():
    return {"falling": [2, 2, 6, 1, 10, 0], "rising": [1, 2, 0, 6, 0, 5]}


# %% wrong diagonal_responses: one wrong in falling
def diagonal_responses():
    return {"falling": [2, 2, 6, 3, 10, 0], "rising": [1, 2, 0, 5, 0, 5]}


# %% wrong diagonal_responses: off the diagonal subtracted
def diagonal_responses():
    return {"falling": [1, 0, 6, -4, 10, -5], "rising": [-1, 0, -6, 4, -10, 5]}


# %% wrong diagonal_responses: five numbers
def diagonal_responses():
    return {"falling": [2, 2, 6, 1, 10], "rising": [1, 2, 0, 5, 0]}


# %% wrong diagonal_responses: normalized by the patch
def diagonal_responses():
    return {"falling": [2 / 3, 0.5, 1, 1 / 6, 1, 0], "rising": [1 / 3, 0.5, 0, 5 / 6, 0, 1]}


# %% wrong diagonal_responses: order of the rows
def diagonal_responses():
    return {"falling": [2, 6, 10, 2, 1, 0], "rising": [1, 0, 0, 2, 5, 5]}


# %% wrong diagonal_responses: last two exchanged
def diagonal_responses():
    return {"falling": [2, 2, 6, 1, 0, 10], "rising": [1, 2, 0, 5, 5, 0]}


# %% wrong diagonal_responses: only one corner
def diagonal_responses():
    return {"falling": [1, 1, 3, 1, 5, 0], "rising": [1, 1, 0, 2, 0, 2]}


# %% wrong diagonal_responses: negative for the other
def diagonal_responses():
    return {"falling": [2, 2, 6, 1, 10, 0], "rising": [-1, -2, 0, -5, 0, -5]}


# %% wrong diagonal_responses: same list twice
def diagonal_responses():
    return {"falling": [2, 2, 6, 1, 10, 0], "rising": [2, 2, 6, 1, 10, 0]}


# %% right cross_correlate: plain
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% right cross_correlate: lists
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S.tolist()


# %% right cross_correlate: windows
def cross_correlate(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.einsum("ijkm,km->ij", windows, K)


# %% right cross_correlate: torch
def cross_correlate(X, K):
    return conv2d(torch.tensor(X)[None, None], torch.tensor(K)[None, None])[0, 0]


# %% right cross_correlate: sum of shifted images
def cross_correlate(X, K):
    rows, columns = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    S = 0
    for u in range(K.shape[0]):
        for v in range(K.shape[1]):
            S = S + K[u, v] * X[u : u + rows, v : v + columns]
    return S


# %% wrong cross_correlate: kernel turned
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K[::-1, ::-1])
    return S


# %% wrong cross_correlate: kernel turned in one axis
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K[::-1])
    return S


# %% wrong cross_correlate: kernel mirrored
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K[:, ::-1])
    return S


# %% wrong cross_correlate: one place too few
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k, w - m))
    for i in range(h - k):
        for j in range(w - m):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: no + 1 in the loops
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k):
        for j in range(w - m):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: matrix product
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] @ K.T)
    return S


# %% right cross_correlate: trace
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.trace(X[i : i + k, j : j + m] @ K.T)
    return S


# %% wrong cross_correlate: mean
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.mean(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: kernel transposed, square
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K.T)
    return S


# %% wrong cross_correlate: k for both
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + k] * K)
    return S


# %% wrong cross_correlate: i and j exchanged
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[j : j + k, i : i + m] * K)
    return S


# %% wrong cross_correlate: S transposed
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S.T


# %% wrong cross_correlate: shape of X
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h, w))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: padded: same
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    X = np.pad(X, ((k // 2, k // 2), (m // 2, m // 2)))
    h, w = X.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: added up
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] += S[i, j - 1] + np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: kernel normalized
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    K = K / K.sum()
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: max for sum
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.max(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: shape exchanged
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((w - m + 1, h - k + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: whole numbers
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1), dtype=int)
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: patch without its last row
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k - 1, j : j + m] * K[:-1])
    return S


# %% wrong cross_correlate: square assumed
def cross_correlate(X, K):
    h, w = X.shape
    k = m = K.shape[0]
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S


# %% wrong cross_correlate: sum of a row only
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = (X[i : i + k, j : j + m] * K)[0].sum()
    return S


# %% twice cross_correlate: turned, transposed
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K[::-1, ::-1])
    return S.T


# %% twice cross_correlate: mirrored, mean
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.mean(X[i : i + k, j : j + m] * K[:, ::-1])
    return S


# %% wrong cross_correlate: squares
def cross_correlate(X, K):
    h, w = X.shape
    k, m = K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum((X[i : i + k, j : j + m] - K) ** 2)
    return S


# %% right output_size: plain
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - kernel) // stride + 1


# %% right output_size: floor
def output_size(n, kernel, padding, stride):
    return int(np.floor((n + 2 * padding - kernel) / stride)) + 1


# %% right output_size: range
def output_size(n, kernel, padding, stride):
    return len(range(0, n + 2 * padding - kernel + 1, stride))


# %% right output_size: float
def output_size(n, kernel, padding, stride):
    return np.floor((n + 2 * padding - kernel) / stride + 1)


# %% right output_size: while
def output_size(n, kernel, padding, stride):
    count, start = 0, -padding
    while start + kernel <= n + padding:
        count += 1
        start += stride
    return count


# %% wrong output_size: padding once
def output_size(n, kernel, padding, stride):
    return (n + padding - kernel) // stride + 1


# %% wrong output_size: no plus 1
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - kernel) // stride


# %% wrong output_size: rounded up
def output_size(n, kernel, padding, stride):
    return -(-(n + 2 * padding - kernel) // stride) + 1


# %% wrong output_size: not floored
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - kernel) / stride + 1


# %% wrong output_size: plus 1 inside
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - kernel + 1) // stride


# %% wrong output_size: stride ignored
def output_size(n, kernel, padding, stride):
    return n + 2 * padding - kernel + 1


# %% wrong output_size: padding subtracted
def output_size(n, kernel, padding, stride):
    return (n - 2 * padding - kernel) // stride + 1


# %% wrong output_size: no padding
def output_size(n, kernel, padding, stride):
    return (n - kernel) // stride + 1


# %% wrong output_size: rounded
def output_size(n, kernel, padding, stride):
    return round((n + 2 * padding - kernel) / stride) + 1


# %% wrong output_size: brackets
def output_size(n, kernel, padding, stride):
    return n + 2 * padding - kernel // stride + 1


# %% wrong output_size: kernel added
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding + kernel) // stride + 1


# %% wrong output_size: no kernel
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding) // stride


# %% wrong output_size: no kernel, rounded up
def output_size(n, kernel, padding, stride):
    return -(-(n + 2 * padding) // stride)


# %% wrong output_size: half the kernel
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - kernel // 2) // stride + 1


# %% wrong output_size: times stride
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - kernel) * stride + 1


# %% wrong output_size: stride for kernel
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - stride) // kernel + 1


# %% wrong output_size: plus 2
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - kernel) // stride + 2


# %% wrong output_size: same convention
def output_size(n, kernel, padding, stride):
    return -(-n // stride)


# %% wrong output_size: remainder
def output_size(n, kernel, padding, stride):
    return (n + 2 * padding - kernel) % stride + 1


# %% twice output_size: padding once, no plus 1
def output_size(n, kernel, padding, stride):
    return (n + padding - kernel) // stride


# %% twice output_size: rounded up, no padding
def output_size(n, kernel, padding, stride):
    return -(-(n - kernel) // stride) + 1


# %% right sharpen_kernel: plain
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return delta + strength * (delta - blur)


# %% right sharpen_kernel: list
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return (delta + strength * (delta - blur)).tolist()


# %% right sharpen_kernel: full
def sharpen_kernel(size, strength):
    K = np.full((size, size), -strength / size**2)
    K[size // 2, size // 2] += 1 + strength
    return K


# %% wrong sharpen_kernel: not divided
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size))
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: divided by size
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: divided by 9
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / 9
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: plus blur
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return delta + strength * (delta + blur)


# %% wrong sharpen_kernel: no image
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return strength * (delta - blur)


# %% wrong sharpen_kernel: strength on blur only
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return 2 * delta - strength * blur


# %% wrong sharpen_kernel: strength on delta only
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return delta + strength * delta - blur


# %% wrong sharpen_kernel: strength ignored
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return delta + (delta - blur)


# %% wrong sharpen_kernel: image minus detail
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return delta - strength * (delta - blur)


# %% wrong sharpen_kernel: blur plus detail
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return blur + strength * (delta - blur)


# %% wrong sharpen_kernel: centre at 1
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[1, 1] = 1
    blur = np.ones((size, size)) / size**2
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: centre of the corner
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[0, 0] = 1
    blur = np.ones((size, size)) / size**2
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: identity
def sharpen_kernel(size, strength):
    delta = np.eye(size)
    blur = np.ones((size, size)) / size**2
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: ones in the middle row
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: centre off by one
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2 + 1, size // 2 + 1] = 1
    blur = np.ones((size, size)) / size**2
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: sum normalized
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    K = delta + strength * (delta - blur)
    return K / np.abs(K).sum()


# %% wrong sharpen_kernel: strength + 1 off
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return strength * delta - blur


# %% wrong sharpen_kernel: centre outside the blur
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    blur[size // 2, size // 2] = 0
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: neighbours' mean
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / (size**2 - 1)
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: no strength on the image
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return (1 + strength) * (delta - blur)


# %% twice sharpen_kernel: plus blur, by size
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size
    return delta + strength * (delta + blur)


# %% twice sharpen_kernel: not divided, minus
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size))
    return delta - strength * (delta - blur)


# %% right sharpen_kernel: whole numbers
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size), dtype=int)
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    return delta + strength * (delta - blur)


# %% wrong sharpen_kernel: set, not added
def sharpen_kernel(size, strength):
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    blur = np.ones((size, size)) / size**2
    K = -strength * blur
    K[size // 2, size // 2] = 1 + strength
    return K


# %% right strongest_response: plain
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = np.unravel_index(S.argmax(), S.shape)
    return S[row, column], row, column


# %% right strongest_response: list of floats
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = np.unravel_index(S.argmax(), S.shape)
    return [float(S.max()), int(row), int(column)]


# %% right strongest_response: divmod
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = divmod(int(S.argmax()), S.shape[1])
    return S[row, column], row, column


# %% right strongest_response: loops
def strongest_response(X, K):
    k, m = K.shape
    best = None
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if best is None or response > best[0]:
                best = response, i, j
    return best


# %% wrong strongest_response: last of equals
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response >= best:
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: best from 0
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = 0, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: columns first
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for j in range(X.shape[1] - m + 1):
        for i in range(X.shape[0] - k + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: counted from 1
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, row + 1, column + 1


# %% wrong strongest_response: centre of the patch
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, row + k // 2, column + m // 2


# %% wrong strongest_response: bottom right
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, row + k - 1, column + m - 1


# %% wrong strongest_response: smallest
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response < best:
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: row and column exchanged
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, column, row


# %% wrong strongest_response: value last
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return row, column, best


# %% wrong strongest_response: turned
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K[::-1, ::-1])
            if response > best:
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: absolute
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if abs(response) > best:
                best, row, column = abs(response), i, j
    return best, row, column


# %% wrong strongest_response: absolute compared only
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = 0, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if abs(response) > abs(best):
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: no plus 1
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k):
        for j in range(X.shape[1] - m):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: largest pixel
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.max(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: mean
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.mean(X[i : i + k, j : j + m] * K)
            if response > best:
                best, row, column = response, i, j
    return best, row, column


# %% wrong strongest_response: value not updated
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response > best:
                row, column = i, j
    return best, row, column


# %% wrong strongest_response: position in S flat
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = np.unravel_index(S.argmax(), S.shape)
    return S.max(), S.argmax(), S.argmax()


# %% wrong strongest_response: shape of X in unravel
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = np.unravel_index(S.argmax(), X.shape)
    return S[row, column], row, column


# %% wrong strongest_response: divmod by rows
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = divmod(int(S.argmax()), S.shape[0])
    return S[row, column], row, column


# %% wrong strongest_response: argmax by axis
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = S.max(axis=1).argmax(), S.max(axis=0).argmax()
    return S[row, column], row, column


# %% wrong strongest_response: argmax of the first row
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = S.argmax(axis=0)[0], S.argmax(axis=1)[0]
    return S[row, column], row, column


# %% wrong strongest_response: Fortran order
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = np.unravel_index(S.argmax(), S.shape, order="F")
    return S[row, column], row, column


# %% wrong strongest_response: X's largest pixel
def strongest_response(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    S = (windows * K).sum(axis=(2, 3))
    row, column = np.unravel_index(X.argmax(), X.shape)
    return S.max(), row, column


# %% twice strongest_response: last of equals, counted from 1
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K)
            if response >= best:
                best, row, column = response, i, j
    return best, row + 1, column + 1


# %% twice strongest_response: turned, exchanged
def strongest_response(X, K):
    k, m = K.shape
    best, row, column = -np.inf, 0, 0
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - m + 1):
            response = np.sum(X[i : i + k, j : j + m] * K[::-1, ::-1])
            if response > best:
                best, row, column = response, i, j
    return best, column, row


# %% right conv_parameters: plain
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * (channels * kernel**2 + 1),
        (channels * height * width + 1) * filters * height * width,
    )


# %% right conv_parameters: list of floats
def conv_parameters(channels, filters, kernel, height, width):
    return [
        float(filters * (channels * kernel**2 + 1)),
        float((channels * height * width + 1) * filters * height * width),
    ]


# %% right conv_parameters: dict
def conv_parameters(channels, filters, kernel, height, width):
    return {
        "convolution": filters * (channels * kernel**2 + 1),
        "dense": (channels * height * width + 1) * filters * height * width,
    }


# %% right conv_parameters: by torch
def conv_parameters(channels, filters, kernel, height, width):
    return (
        sum((p.numel() for p in nn.Conv2d(channels, filters, kernel).parameters())),
        (channels * height * width + 1) * filters * height * width,
    )


# %% wrong conv_parameters: no biases
def conv_parameters(channels, filters, kernel, height, width):
    return (filters * channels * kernel**2, channels * height * width * filters * height * width)


# %% wrong conv_parameters: no bias in the convolution
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * channels * kernel**2,
        (channels * height * width + 1) * filters * height * width,
    )


# %% wrong conv_parameters: no bias in dense
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * (channels * kernel**2 + 1),
        channels * height * width * filters * height * width,
    )


# %% wrong conv_parameters: a bias a channel
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * channels * (kernel**2 + 1),
        (channels * height * width + 1) * filters * height * width,
    )


# %% wrong conv_parameters: one bias
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * channels * kernel**2 + 1,
        channels * height * width * filters * height * width + 1,
    )


# %% wrong conv_parameters: no channels
def conv_parameters(channels, filters, kernel, height, width):
    return (filters * (kernel**2 + 1), (channels * height * width + 1) * filters * height * width)


# %% wrong conv_parameters: kernel not squared
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * (channels * kernel + 1),
        (channels * height * width + 1) * filters * height * width,
    )


# %% wrong conv_parameters: biases of the inputs
def conv_parameters(channels, filters, kernel, height, width):
    return (
        channels * (filters * kernel**2 + 1),
        (filters * height * width + 1) * channels * height * width,
    )


# %% wrong conv_parameters: bias a pixel
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * channels * kernel**2 + filters * height * width,
        (channels * height * width + 1) * filters * height * width,
    )


# %% wrong conv_parameters: dense to filters only
def conv_parameters(channels, filters, kernel, height, width):
    return (filters * (channels * kernel**2 + 1), (channels * height * width + 1) * filters)


# %% wrong conv_parameters: dense with one bias a filter
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * (channels * kernel**2 + 1),
        channels * height * width * filters * height * width + filters,
    )


# %% wrong conv_parameters: places counted
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * (channels * kernel**2 + 1) * height * width,
        (channels * height * width + 1) * filters * height * width,
    )


# %% wrong conv_parameters: dense without channels
def conv_parameters(channels, filters, kernel, height, width):
    return (filters * (channels * kernel**2 + 1), (height * width + 1) * filters * height * width)


# %% wrong conv_parameters: exchanged
def conv_parameters(channels, filters, kernel, height, width):
    return (
        (channels * height * width + 1) * filters * height * width,
        filters * (channels * kernel**2 + 1),
    )


# %% wrong conv_parameters: shrunk image
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * (channels * kernel**2 + 1),
        (channels * height * width + 1) * filters * (height - kernel + 1) * (width - kernel + 1),
    )


# %% wrong conv_parameters: height twice
def conv_parameters(channels, filters, kernel, height, width):
    return (filters * (channels * kernel**2 + 1), (channels * height**2 + 1) * filters * height**2)


# %% wrong conv_parameters: one filter
def conv_parameters(channels, filters, kernel, height, width):
    return (channels * kernel**2 + 1, (channels * height * width + 1) * filters * height * width)


# %% wrong conv_parameters: added
def conv_parameters(channels, filters, kernel, height, width):
    return (
        filters * (channels * kernel**2 + 1),
        channels * height * width + 1 + filters * height * width,
    )


# %% twice conv_parameters: no channels, no dense bias
def conv_parameters(channels, filters, kernel, height, width):
    return (filters * (kernel**2 + 1), channels * height * width * filters * height * width)


# %% twice conv_parameters: a bias a channel, dense to filters
def conv_parameters(channels, filters, kernel, height, width):
    return (filters * channels * (kernel**2 + 1), (channels * height * width + 1) * filters)


# %% right conv_forward: plain
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% right conv_forward: float32
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S.astype(np.float32)


# %% right conv_forward: tensordot
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.tensordot(patch, W, axes=([1, 2, 3], [1, 2, 3])) + b
    return S


# %% right conv_forward: reshaped
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = patch.reshape(N, -1) @ W.reshape(F, -1).T + b
    return S


# %% right conv_forward: torch
def conv_forward(X, W, b, padding, stride):
    return conv2d(torch.tensor(X), torch.tensor(W), torch.tensor(b), stride, padding).numpy()


# %% right conv_forward: four loops
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + b[f]
    return S


# %% wrong conv_forward: no bias
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f])
    return S


# %% wrong conv_forward: no bias, einsum
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W)
    return S


# %% wrong conv_forward: bias for every channel
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + C * b[f]
    return S


# %% wrong conv_forward: stride missing in the places
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i : i + k, j : j + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + b[f]
    return S


# %% wrong conv_forward: stride missing in the columns
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j : j + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: kernels turned
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W[:, :, ::-1, ::-1]) + b
    return S


# %% wrong conv_forward: kernels mirrored
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f, :, :, ::-1]) + b[f]
    return S


# %% wrong conv_forward: kernels transposed
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f].transpose(0, 2, 1)) + b[f]
    return S


# %% wrong conv_forward: mean over channels
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) / C + b[f]
    return S


# %% wrong conv_forward: first channel only
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch[0] * W[f, 0]) + b[f]
    return S


# %% wrong conv_forward: padding on one side
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + padding - k) // stride + 1
    columns = (width + padding - k) // stride + 1
    padded = np.zeros((N, C, height + padding, width + padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + b[f]
    return S


# %% wrong conv_forward: padding with the edge
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: padding with ones
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=1)
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: padding ignored
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: X not put in the middle
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, :height, :width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + b[f]
    return S


# %% wrong conv_forward: rows and columns exchanged
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, j * stride : j * stride + k, i * stride : i * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: all axes padded
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, padding)
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: filters and channels exchanged in einsum
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,cfuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: u and v exchanged in einsum
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcvu->nf", patch, W) + b
    return S


# %% wrong conv_forward: channels not matched
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fduv->nf", patch, W) + b
    return S


# %% wrong conv_forward: rounded up
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = -(-(height + 2 * padding - k) // stride) + 1
    columns = -(-(width + 2 * padding - k) // stride) + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: no plus 1
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride
    columns = (width + 2 * padding - k) // stride
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: padding once in the size
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + padding - k) // stride + 1
    columns = (width + padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% wrong conv_forward: assigned in a loop of channels
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    for c in range(C):
                        S[n, f, i, j] = np.sum(patch[c] * W[f, c]) + b[f]
    return S


# %% wrong conv_forward: bias in a loop of channels
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    for c in range(C):
                        S[n, f, i, j] += np.sum(patch[c] * W[f, c]) + b[f]
    return S


# %% wrong conv_forward: first image only
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[0, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + b[f]
    return S


# %% wrong conv_forward: first filter only
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[0]) + b[f]
    return S


# %% wrong conv_forward: bias of the first filter
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + b[0]
    return S


# %% wrong conv_forward: relu too
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + b[f]
    return np.maximum(S, 0)


# %% wrong conv_forward: height for the columns
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (height + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i * stride : i * stride + k, j * stride : j * stride + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) + b[f]
    return S


# %% wrong conv_forward: bias subtracted
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) - b
    return S


# %% twice conv_forward: turned, no bias
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W[:, :, ::-1, ::-1])
    return S


# %% twice conv_forward: stride missing, mean over channels
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = X
    S = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    patch = padded[n, :, i : i + k, j : j + k]
                    S[n, f, i, j] = np.sum(patch * W[f]) / C + b[f]
    return S


# %% twice conv_forward: edge padding, exchanged
def conv_forward(X, W, b, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    S = np.zeros((N, F, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, j * stride : j * stride + k, i * stride : i * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S


# %% right conv_backward: plain
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% right conv_backward: float32
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX.astype(np.float32), dW.astype(np.float32), db.astype(np.float32)


# %% right conv_backward: torch autograd
def conv_backward(dS, X, W, padding, stride):
    X, W = torch.tensor(X, requires_grad=True), torch.tensor(W, requires_grad=True)
    b = torch.zeros(len(W), dtype=torch.float64, requires_grad=True)
    conv2d(X, W, b, stride, padding).backward(torch.tensor(dS))
    return X.grad, W.grad, b.grad


# %% right conv_backward: four loops
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    _, _, rows, columns = dS.shape
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dXp, dW, db = np.zeros(Xp.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    a, c = i * stride, j * stride
                    g = dS[n, f, i, j]
                    db[f] += g
                    dW[f] += g * Xp[n, :, a : a + k, c : c + k]
                    dXp[n, :, a : a + k, c : c + k] += g * W[f]
    dX = dXp[:, :, padding : height + padding, padding : width + padding]
    return dX, dW, db


# %% wrong conv_backward: assigned, not added, in dX
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    _, _, rows, columns = dS.shape
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dXp, dW, db = np.zeros(Xp.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    a, c = i * stride, j * stride
                    g = dS[n, f, i, j]
                    db[f] += g
                    dW[f] += g * Xp[n, :, a : a + k, c : c + k]
                    dXp[n, :, a : a + k, c : c + k] = g * W[f]
    dX = dXp[:, :, padding : height + padding, padding : width + padding]
    return dX, dW, db


# %% wrong conv_backward: assigned, not added, in dX, einsum
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] = np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: dW assigned
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    _, _, rows, columns = dS.shape
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dXp, dW, db = np.zeros(Xp.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    a, c = i * stride, j * stride
                    g = dS[n, f, i, j]
                    db[f] += g
                    dW[f] = g * Xp[n, :, a : a + k, c : c + k]
                    dXp[n, :, a : a + k, c : c + k] += g * W[f]
    dX = dXp[:, :, padding : height + padding, padding : width + padding]
    return dX, dW, db


# %% wrong conv_backward: db assigned
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    _, _, rows, columns = dS.shape
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dXp, dW, db = np.zeros(Xp.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    a, c = i * stride, j * stride
                    g = dS[n, f, i, j]
                    db[f] = g
                    dW[f] += g * Xp[n, :, a : a + k, c : c + k]
                    dXp[n, :, a : a + k, c : c + k] += g * W[f]
    dX = dXp[:, :, padding : height + padding, padding : width + padding]
    return dX, dW, db


# %% wrong conv_backward: db not over the images
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(2, 3))
    return dX, dW, db


# %% wrong conv_backward: db over the places only of one axis
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2))
    return dX, dW, db


# %% wrong conv_backward: db mean
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.mean(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: db over the images only
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=0)
    return dX, dW, db


# %% wrong conv_backward: db over all
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum()
    return dX, dW, db


# %% wrong conv_backward: all over N
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX / N, dW / N, db / N


# %% wrong conv_backward: dW and db over N
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW / N, db / N


# %% wrong conv_backward: padding kept
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: corner cut
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, :height, :width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: negative slice
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding:-padding, padding:-padding]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: stride ignored
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i, j
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: turned in dX
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W[:, :, ::-1, ::-1]
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: turned in dW
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch[:, :, ::-1, ::-1])
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: W of filter 0
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    _, _, rows, columns = dS.shape
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dXp, dW, db = np.zeros(Xp.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    a, c = i * stride, j * stride
                    g = dS[n, f, i, j]
                    db[f] += g
                    dW[f] += g * Xp[n, :, a : a + k, c : c + k]
                    dXp[n, :, a : a + k, c : c + k] += g * W[0]
    dX = dXp[:, :, padding : height + padding, padding : width + padding]
    return dX, dW, db


# %% wrong conv_backward: patch from X, not padded
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    _, _, rows, columns = dS.shape
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dXp, dW, db = np.zeros(Xp.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    a, c = i * stride, j * stride
                    g = dS[n, f, i, j]
                    db[f] += g
                    dW[f] += (
                        g
                        * np.pad(X, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))[
                            n, :, a : a + k, c : c + k
                        ]
                    )
                    dXp[n, :, a : a + k, c : c + k] += g * W[f]
    dX = dXp[:, :, padding : height + padding, padding : width + padding]
    return dX, dW, db


# %% wrong conv_backward: summed over channels
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    _, _, rows, columns = dS.shape
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dXp, dW, db = np.zeros(Xp.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    a, c = i * stride, j * stride
                    g = dS[n, f, i, j]
                    db[f] += g
                    dW[f] += g * Xp[n, :, a : a + k, c : c + k].sum(axis=0)
                    dXp[n, :, a : a + k, c : c + k] += g * W[f]
    dX = dXp[:, :, padding : height + padding, padding : width + padding]
    return dX, dW, db


# %% wrong conv_backward: W transposed
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    _, _, rows, columns = dS.shape
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dXp, dW, db = np.zeros(Xp.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    a, c = i * stride, j * stride
                    g = dS[n, f, i, j]
                    db[f] += g
                    dW[f] += g * Xp[n, :, a : a + k, c : c + k]
                    dXp[n, :, a : a + k, c : c + k] += g * W[f].transpose(0, 2, 1)
    dX = dXp[:, :, padding : height + padding, padding : width + padding]
    return dX, dW, db


# %% wrong conv_backward: order
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dW, dX, db


# %% wrong conv_backward: places exchanged in dS
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, -1 - j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: first image only in dW
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("f,cuv->fcuv", dS[0, :, i, j], patch[0])
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: dW without dS
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", np.ones((N, F)), patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: dX without dS
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", np.ones((N, F)), W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: dX missing the last column
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns - 1):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: top and left exchanged
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = j * stride, i * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% wrong conv_backward: sign
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return -dX, -dW, -db


# %% wrong conv_backward: dW's sign
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, -dW, db


# %% wrong conv_backward: padded with the edge
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% twice conv_backward: assigned, db mean
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] = np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.mean(axis=(0, 2, 3))
    return dX, dW, db


# %% twice conv_backward: stride ignored, db over the images
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i, j
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(2, 3))
    return dX, dW, db


# %% twice conv_backward: turned in dX, dW over N
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch)
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W[:, :, ::-1, ::-1]
            )
    dX = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW / N, db


# %% twice conv_backward: corner cut, turned in dW
def conv_backward(dS, X, W, padding, stride):
    N, C, height, width = X.shape
    F, _, k, _ = W.shape
    rows, columns = dS.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dW = np.zeros_like(W)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            patch = padded[:, :, top : top + k, left : left + k]
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], patch[:, :, ::-1, ::-1])
            dpadded[:, :, top : top + k, left : left + k] += np.einsum(
                "nf,fcuv->ncuv", dS[:, :, i, j], W
            )
    dX = dpadded[:, :, :height, :width]
    db = dS.sum(axis=(0, 2, 3))
    return dX, dW, db


# %% open conv_backward: central differences
def conv_backward(dS, X, W, padding, stride):
    def loss(X, W, b):
        S = conv2d(torch.tensor(X), torch.tensor(W), torch.tensor(b), stride, padding)
        return float((S * torch.tensor(dS)).sum())

    b = np.zeros(len(W))
    dX = numerical_gradient(lambda X: loss(X, W, b), X)
    dW = numerical_gradient(lambda W: loss(X, W, b), W)
    return dX, dW, dS.sum(axis=(0, 2, 3))


# %% right max_pool_backward: plain
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% right max_pool_backward: added
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] += dP[n, c, i, j]
    return dX


# %% right max_pool_backward: divmod
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = divmod(window.argmax(), size)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% right max_pool_backward: torch
def max_pool_backward(dP, X, size):
    X = torch.tensor(X, requires_grad=True)
    max_pool2d(X, size).backward(torch.tensor(dP))
    return X.grad.numpy()


# %% right max_pool_backward: vectorized
def max_pool_backward(dP, X, size):
    dX = np.zeros_like(X)
    N, C, rows, columns = dP.shape
    part = X[:, :, : rows * size, : columns * size].reshape(N, C, rows, size, columns, size)
    flat = part.transpose(0, 1, 2, 4, 3, 5).reshape(N, C, rows, columns, size * size)
    mask = np.arange(size * size) == flat.argmax(axis=-1)[..., None]
    spread = (mask * dP[..., None]).reshape(N, C, rows, columns, size, size)
    dX[:, :, : rows * size, : columns * size] = spread.transpose(0, 1, 2, 4, 3, 5).reshape(
        N, C, rows * size, columns * size
    )
    return dX


# %% wrong max_pool_backward: all of the largest
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    mask = window == window.max()
                    dX[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size] = (
                        mask * dP[n, c, i, j]
                    )
    return dX


# %% wrong max_pool_backward: shared among the largest
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    mask = window == window.max()
                    dX[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size] = (
                        mask * dP[n, c, i, j] / mask.sum()
                    )
    return dX


# %% wrong max_pool_backward: spread over the window
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    dX[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: average pooling
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    dX[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size] = (
                        dP[n, c, i, j] / size**2
                    )
    return dX


# %% wrong max_pool_backward: last of the largest
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.argwhere(window == window.max())[-1]
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: smallest
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmin(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: values, not gradients
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = window.max()
    return dX


# %% wrong max_pool_backward: times the value
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j] * window.max()
    return dX


# %% wrong max_pool_backward: ones
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = 1
    return dX


# %% wrong max_pool_backward: top left always
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size, j * size] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: a and b exchanged
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + b, j * size + a] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: place in the window only
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, a, b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: stride 1
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i : i + size, j : j + size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i + a, j + b] += dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: i + a
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i + a, j + b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: largest absolute
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(np.abs(window).argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: argmax of dP
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(
                        window.argmax() if dP[n, c, i, j] > 0 else window.argmin(), window.shape
                    )
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: only positive
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j] * (window.max() > 0)
    return dX


# %% wrong max_pool_backward: window too large
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size + 1, j * size : (j + 1) * size + 1]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: shape of the used part
def max_pool_backward(dP, X, size):
    dX = np.zeros((*X.shape[:2], dP.shape[2] * size, dP.shape[3] * size))
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: first channel's places
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, 0, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, 0, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% wrong max_pool_backward: divided by size
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j] / size
    return dX


# %% wrong max_pool_backward: no transpose
def max_pool_backward(dP, X, size):
    dX = np.zeros_like(X)
    N, C, rows, columns = dP.shape
    part = X[:, :, : rows * size, : columns * size].reshape(N, C, rows, size, columns, size)
    flat = part.reshape(N, C, rows, columns, size * size)
    mask = np.arange(size * size) == flat.argmax(axis=-1)[..., None]
    spread = (mask * dP[..., None]).reshape(N, C, rows, columns, size, size)
    dX[:, :, : rows * size, : columns * size] = spread.reshape(N, C, rows * size, columns * size)
    return dX


# %% wrong max_pool_backward: transposed only once
def max_pool_backward(dP, X, size):
    dX = np.zeros_like(X)
    N, C, rows, columns = dP.shape
    part = X[:, :, : rows * size, : columns * size].reshape(N, C, rows, size, columns, size)
    flat = part.transpose(0, 1, 2, 4, 3, 5).reshape(N, C, rows, columns, size * size)
    mask = np.arange(size * size) == flat.argmax(axis=-1)[..., None]
    spread = (mask * dP[..., None]).reshape(N, C, rows, columns, size, size)
    dX[:, :, : rows * size, : columns * size] = spread.reshape(N, C, rows * size, columns * size)
    return dX


# %% wrong max_pool_backward: compared with repeated
def max_pool_backward(dP, X, size):
    P = max_pool(X, size).repeat(size, axis=2).repeat(size, axis=3)
    D = dP.repeat(size, axis=2).repeat(size, axis=3)
    dX = np.zeros(X.shape)
    h, w = P.shape[2:]
    dX[:, :, :h, :w] = D * (X[:, :, :h, :w] == P)
    return dX


# %% wrong max_pool_backward: columns first
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.T.argmax(), window.T.shape)[::-1]
                    dX[n, c, i * size + a, j * size + b] = dP[n, c, i, j]
    return dX


# %% twice max_pool_backward: smallest, values
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmin(), window.shape)
                    dX[n, c, i * size + a, j * size + b] = window.max()
    return dX


# %% twice max_pool_backward: exchanged, divided
def max_pool_backward(dP, X, size):
    dX = np.zeros(X.shape)
    N, C, rows, columns = dP.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    a, b = np.unravel_index(window.argmax(), window.shape)
                    dX[n, c, i * size + b, j * size + a] = dP[n, c, i, j] / size
    return dX


# %% right lecture_net: plain
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% right lecture_net: identity
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    layers.append(nn.ReLU() if activated else nn.Identity())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    layers.append(nn.ReLU() if activated else nn.Identity())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    layers.append(nn.ReLU() if activated else nn.Identity())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% right lecture_net: relu after the pooling
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    layers.append(nn.MaxPool2d(2))
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% right lecture_net: own module
def lecture_net(channels, side, filters, hidden, classes, activated):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.one = nn.Conv2d(channels, filters[0], 3, padding=1)
            self.two = nn.Conv2d(filters[0], filters[1], 3, padding=1)
            self.three = nn.Linear(filters[1] * (side // 2 // 2) ** 2, hidden)
            self.four = nn.Linear(hidden, classes)

        def forward(self, X):
            phi = torch.relu if activated else lambda S: S
            X = max_pool2d(phi(self.one(X)), 2)
            X = max_pool2d(phi(self.two(X)), 2)
            return self.four(phi(self.three(X.flatten(1))))

    return Net()


# %% wrong lecture_net: always activated
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: never activated
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: reversed
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if not activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if not activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if not activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: no relu after the affine layer
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: relu at the end too
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    if activated:
        layers.append(nn.ReLU())
    return nn.Sequential(*layers)


# %% wrong lecture_net: softmax at the end
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    layers.append(nn.Softmax(dim=1))
    return nn.Sequential(*layers)


# %% wrong lecture_net: softmax if activated
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    if activated:
        layers.append(nn.Softmax(dim=1))
    return nn.Sequential(*layers)


# %% wrong lecture_net: no second pooling
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.Flatten(), nn.Linear(second * (side // 2) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: no padding, wrong size
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: average pooling
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.AvgPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.AvgPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: no relu after the first
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: tanh
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.Tanh())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.Tanh())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.Tanh())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: leaky relu
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.LeakyReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.LeakyReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.LeakyReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: not flattened
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: filters exchanged
def lecture_net(channels, side, filters, hidden, classes, activated):
    second, first = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: side not divided
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * side**2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: side, not squared
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4), hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: flat from the first axis
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(0), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: no biases
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1, bias=False)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1, bias=False))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: one affine layer
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, classes)]
    return nn.Sequential(*layers)


# %% wrong lecture_net: kernels of 5
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 5, padding=2)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 5, padding=2))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: always the lecture's sizes
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16 * 8 * 8, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: pooling rounds up
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2, ceil_mode=True))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [
        nn.MaxPool2d(2, ceil_mode=True),
        nn.Flatten(),
        nn.Linear(second * (-(-side // 4)) ** 2, hidden),
    ]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: relu before the convolution only
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = (
        [nn.ReLU(), nn.Conv2d(channels, first, 3, padding=1)]
        if activated
        else [nn.Conv2d(channels, first, 3, padding=1)]
    )
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: batch norm too
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.BatchNorm2d(first), nn.MaxPool2d(2)]
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: dropout too
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.Dropout(0.5), nn.Linear(hidden, classes)]
    return nn.Sequential(*layers)


# %% wrong lecture_net: edge padding
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1, padding_mode="replicate")]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1, padding_mode="replicate"))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% wrong lecture_net: list of layers
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    return layers


# %% twice lecture_net: always activated, softmax
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    layers.append(nn.ReLU())
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    layers.append(nn.ReLU())
    layers.append(nn.Linear(hidden, classes))
    layers.append(nn.Softmax(dim=1))
    return nn.Sequential(*layers)


# %% twice lecture_net: average pooling, no relu after the affine layer
def lecture_net(channels, side, filters, hidden, classes, activated):
    first, second = filters
    layers = [nn.Conv2d(channels, first, 3, padding=1)]
    if activated:
        layers.append(nn.ReLU())
    layers.append(nn.AvgPool2d(2))
    layers.append(nn.Conv2d(first, second, 3, padding=1))
    if activated:
        layers.append(nn.ReLU())
    layers += [nn.AvgPool2d(2), nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden)]
    layers.append(nn.Linear(hidden, classes))
    return nn.Sequential(*layers)


# %% right augmented_sets: plain
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% right augmented_sets: negative slices
def augmented_sets(X, y, validation, shifts):
    M = -validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% right augmented_sets: tile
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.tile(train_labels, len(shifts) + 1), X[M:], y[M:]


# %% right augmented_sets: lists
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return [
        np.concatenate(images).tolist(),
        np.concatenate(labels).tolist(),
        X[M:].tolist(),
        y[M:].tolist(),
    ]


# %% wrong augmented_sets: first held out
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[validation:], y[validation:]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[:validation], y[:validation]


# %% wrong augmented_sets: augmented, then split
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [X], [y]
    for down, right in shifts:
        images.append(shifted(X, down, right))
        labels.append(y)
    X, y = np.concatenate(images), np.concatenate(labels)
    return X[:-validation], y[:-validation], X[-validation:], y[-validation:]


# %% wrong augmented_sets: originals left out
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [], []
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: labels not repeated
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), train_labels, X[M:], y[M:]


# %% wrong augmented_sets: repeat for tile
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.repeat(train_labels, len(shifts) + 1), X[M:], y[M:]


# %% wrong augmented_sets: down and right exchanged
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, right, down))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: sign of the shift
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, -down, -right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: roll
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(np.roll(train, (down, right), axis=(1, 2)))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: validation moved too
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return (
        np.concatenate(images),
        np.concatenate(labels),
        np.concatenate([shifted(X[M:], *s) for s in [[0, 0], *shifts]]),
        np.tile(y[M:], len(shifts) + 1),
    )


# %% wrong augmented_sets: shift upon shift
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        train = shifted(train, down, right)
        images.append(train)
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: all images augmented
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X, y
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: copies first
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.insert(0, shifted(train, down, right))
        labels.insert(0, train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: order
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), X[M:], np.concatenate(labels), y[M:]


# %% wrong augmented_sets: one image too few
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation - 1
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: one in both
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M - 1 :], y[M - 1 :]


# %% wrong augmented_sets: only the first shift
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts[:1]:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: validation as a share
def augmented_sets(X, y, validation, shifts):
    M = int(len(X) * (1 - validation / 100))
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: shuffled
def augmented_sets(X, y, validation, shifts):
    order = np.random.default_rng(0).permutation(len(X))
    X, y = X[order], y[order]
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: image by image
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [], []
    for k in range(M):
        images.append(train[k : k + 1])
        labels.append(train_labels[k : k + 1])
        for down, right in shifts:
            images.append(shifted(train[k : k + 1], down, right))
            labels.append(train_labels[k : k + 1])
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% wrong augmented_sets: copies of one image only
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train[:1], down, right))
        labels.append(train_labels[:1])
    return np.concatenate(images), np.concatenate(labels), X[M:], y[M:]


# %% twice augmented_sets: exchanged, repeat
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, right, down))
        labels.append(train_labels)
    return np.concatenate(images), np.repeat(train_labels, len(shifts) + 1), X[M:], y[M:]


# %% twice augmented_sets: first held out, sign
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[validation:], y[validation:]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, -down, -right))
        labels.append(train_labels)
    return np.concatenate(images), np.concatenate(labels), X[:validation], y[:validation]


# %% wrong augmented_sets: flat images
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return (
        np.concatenate(images).reshape(len(train) * (len(shifts) + 1), -1),
        np.concatenate(labels),
        X[M:],
        y[M:],
    )


# %% wrong augmented_sets: stacked
def augmented_sets(X, y, validation, shifts):
    M = len(X) - validation
    train, train_labels = X[:M], y[:M]
    images, labels = [train], [train_labels]
    for down, right in shifts:
        images.append(shifted(train, down, right))
        labels.append(train_labels)
    return np.stack(images), np.stack(labels), X[M:], y[M:]


# %% right train_shifted: plain
def train_shifted(X_train, y_train, X_test, seed):
    torch.manual_seed(seed)
    X = torch.tensor(X_train[:, None] / 16, dtype=torch.float32)
    y = torch.tensor(y_train)
    moves = torch.Generator().manual_seed(seed)
    net = small_net(12, int(y.max()) + 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    for _ in range(300):
        rows = torch.randint(len(X), (32,), generator=moves)
        down, right = torch.randint(-2, 3, (2,), generator=moves).tolist()
        batch = torch.roll(X[rows], (down, right), dims=(2, 3))
        loss = cross_entropy(net(batch), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.inference_mode():
        scores = net(torch.tensor(X_test[:, None] / 16, dtype=torch.float32))
    return scores.argmax(dim=1).numpy()


# %% right train_shifted: tensor
def train_shifted(X_train, y_train, X_test, seed):
    torch.manual_seed(seed)
    X = torch.tensor(X_train[:, None] / 16, dtype=torch.float32)
    y = torch.tensor(y_train)
    moves = torch.Generator().manual_seed(seed)
    net = small_net(12, int(y.max()) + 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    for _ in range(300):
        rows = torch.randint(len(X), (32,), generator=moves)
        down, right = torch.randint(-2, 3, (2,), generator=moves).tolist()
        batch = torch.roll(X[rows], (down, right), dims=(2, 3))
        loss = cross_entropy(net(batch), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.inference_mode():
        scores = net(torch.tensor(X_test[:, None] / 16, dtype=torch.float32))
    return scores.argmax(dim=1)


# %% wrong train_shifted: not moved
def train_shifted(X_train, y_train, X_test, seed):
    torch.manual_seed(seed)
    X = torch.tensor(X_train[:, None] / 16, dtype=torch.float32)
    y = torch.tensor(y_train)
    moves = torch.Generator().manual_seed(seed)
    net = small_net(12, int(y.max()) + 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    for _ in range(300):
        rows = torch.randint(len(X), (32,), generator=moves)
        down, right = torch.randint(-2, 3, (2,), generator=moves).tolist()
        batch = X[rows]
        loss = cross_entropy(net(batch), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.inference_mode():
        scores = net(torch.tensor(X_test[:, None] / 16, dtype=torch.float32))
    return scores.argmax(dim=1).numpy()


# %% wrong train_shifted: ascent
def train_shifted(X_train, y_train, X_test, seed):
    torch.manual_seed(seed)
    X = torch.tensor(X_train[:, None] / 16, dtype=torch.float32)
    y = torch.tensor(y_train)
    moves = torch.Generator().manual_seed(seed)
    net = small_net(12, int(y.max()) + 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    for _ in range(300):
        rows = torch.randint(len(X), (32,), generator=moves)
        down, right = torch.randint(-2, 3, (2,), generator=moves).tolist()
        batch = torch.roll(X[rows], (down, right), dims=(2, 3))
        loss = cross_entropy(net(batch), y[rows])
        optimizer.zero_grad()
        (-loss).backward()
        optimizer.step()
    with torch.inference_mode():
        scores = net(torch.tensor(X_test[:, None] / 16, dtype=torch.float32))
    return scores.argmax(dim=1).numpy()


# %% wrong train_shifted: smallest score
def train_shifted(X_train, y_train, X_test, seed):
    torch.manual_seed(seed)
    X = torch.tensor(X_train[:, None] / 16, dtype=torch.float32)
    y = torch.tensor(y_train)
    moves = torch.Generator().manual_seed(seed)
    net = small_net(12, int(y.max()) + 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    for _ in range(300):
        rows = torch.randint(len(X), (32,), generator=moves)
        down, right = torch.randint(-2, 3, (2,), generator=moves).tolist()
        batch = torch.roll(X[rows], (down, right), dims=(2, 3))
        loss = cross_entropy(net(batch), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.inference_mode():
        scores = net(torch.tensor(X_test[:, None] / 16, dtype=torch.float32))
    return scores.argmin(dim=1).numpy()


# %% wrong train_shifted: one label for all
def train_shifted(X_train, y_train, X_test, seed):
    torch.manual_seed(seed)
    X = torch.tensor(X_train[:, None] / 16, dtype=torch.float32)
    y = torch.tensor(y_train)
    moves = torch.Generator().manual_seed(seed)
    net = small_net(12, int(y.max()) + 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    for _ in range(300):
        rows = torch.randint(len(X), (32,), generator=moves)
        down, right = torch.randint(-2, 3, (2,), generator=moves).tolist()
        batch = torch.roll(X[rows], (down, right), dims=(2, 3))
        loss = cross_entropy(net(batch), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.inference_mode():
        scores = net(torch.tensor(X_test[:, None] / 16, dtype=torch.float32))
    return np.full(len(X_test), y_train[0])



# %% twice diagonal_responses: exchanged, slip in the last
def diagonal_responses():
    return {"falling": [1, 2, 0, 5, 0, 6], "rising": [2, 2, 6, 1, 10, 0]}
