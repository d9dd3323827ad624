"""Answers to chapter 09 as students would write them: each cell is one answer."""

# %%
import copy
import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import Dataset
from torch.utils.tensorboard import SummaryWriter

from handgrad.adapters import pytorch_gpu as programs


# %% right grads_add_up: as in the notebook
def grads_add_up():
    return {
        "first": [2.0, -4.0, 8.0],
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "None",
    }


# %% right grads_add_up: ints
def grads_add_up():
    return {"first": [2, -4, 8], "second": [4, -8, 16], "third": [3, 3, 3], "b_grad": "None"}


# %% wrong grads_add_up: None object
def grads_add_up():
    return {
        "first": [2.0, -4.0, 8.0],
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": None,
    }


# %% open grads_add_up: none lower
def grads_add_up():
    return {
        "first": [2.0, -4.0, 8.0],
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "none",
    }


# %% right grads_add_up: tensors
def grads_add_up():
    return {
        "first": torch.tensor([2.0, -4.0, 8.0]),
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "None",
    }


# %% right grads_add_up: tuples
def grads_add_up():
    return {
        "first": (2.0, -4.0, 8.0),
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "None",
    }


# %% right grads_add_up: arrays
def grads_add_up():
    return {
        "first": np.array([2.0, -4.0, 8.0]),
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "None",
    }


# %% wrong grads_add_up: first incl b
def grads_add_up():
    return {
        "first": [3.0, -3.0, 9.0],
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "None",
    }


# %% wrong grads_add_up: second same
def grads_add_up():
    return {
        "first": [2.0, -4.0, 8.0],
        "second": [2.0, -4.0, 8.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "None",
    }


# %% wrong grads_add_up: third accum
def grads_add_up():
    return {
        "first": [2.0, -4.0, 8.0],
        "second": [4.0, -8.0, 16.0],
        "third": [7.0, -5.0, 19.0],
        "b_grad": "None",
    }


# %% wrong grads_add_up: third 3a
def grads_add_up():
    return {
        "first": [2.0, -4.0, 8.0],
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, -6.0, 12.0],
        "b_grad": "None",
    }


# %% wrong grads_add_up: b ones
def grads_add_up():
    return {
        "first": [2.0, -4.0, 8.0],
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "tensor([1., 1., 1.])",
    }


# %% wrong grads_add_up: b 0
def grads_add_up():
    return {
        "first": [2.0, -4.0, 8.0],
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "0",
    }


# %% wrong grads_add_up: a^2 values
def grads_add_up():
    return {
        "first": [1.0, 4.0, 16.0],
        "second": [4.0, -8.0, 16.0],
        "third": [3.0, 3.0, 3.0],
        "b_grad": "None",
    }


# %% right lecture_gradients: as in the notebook
def lecture_gradients(a, b, c, dt=torch.float64, mut=()):
    t = [torch.tensor(x, dtype=dt, requires_grad=True) for x in (a, b, c)]
    L = (
        (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
        if "mean" not in mut
        else (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).mean()
    )
    if "noabs" in mut:
        L = (torch.cos(t[0] / 3) + torch.sqrt(t[1] * t[2])).sum()
    if "3a" in mut:
        L = (torch.cos(3 * t[0]) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L.backward()
    return L, t[0].grad, t[1].grad if "db" in mut else t[2].grad


# %% right lecture_gradients: item numpy
def lg(a, b, c):
    t = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (a, b, c)]
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L.backward()
    return L, t[0].grad, t[2].grad


def lecture_gradients(a, b, c):
    r = lg(a, b, c)
    return r[0].item(), r[1].numpy(), r[2].numpy()


# %% right lecture_gradients: float32
def lecture_gradients(a, b, c):
    t = [torch.tensor(x, dtype=torch.float32, requires_grad=True) for x in (a, b, c)]
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L.backward()
    return L, t[0].grad, t[2].grad


# %% right lecture_gradients: by hand numpy
def lecture_gradients(a, b, c):
    return (
        np.sum(np.cos(a / 3) + np.sqrt(abs(b * c))),
        -np.sin(a / 3) / 3,
        0.5 * np.sqrt(abs(b / c)) * np.sign(c),
    )


# %% wrong lecture_gradients: mean
def lecture_gradients(a, b, c):
    t = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (a, b, c)]
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).mean()
    L.backward()
    return L, t[0].grad, t[2].grad


# %% wrong lecture_gradients: noabs
def lecture_gradients(a, b, c):
    t = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (a, b, c)]
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L = (torch.cos(t[0] / 3) + torch.sqrt(t[1] * t[2])).sum()
    L.backward()
    return L, t[0].grad, t[2].grad


# %% wrong lecture_gradients: 3a
def lecture_gradients(a, b, c):
    t = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (a, b, c)]
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L = (torch.cos(3 * t[0]) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L.backward()
    return L, t[0].grad, t[2].grad


# %% wrong lecture_gradients: db
def lecture_gradients(a, b, c):
    t = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (a, b, c)]
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L.backward()
    return L, t[0].grad, t[1].grad


# %% wrong lecture_gradients: hand no sign
def lecture_gradients(a, b, c):
    return (
        np.sum(np.cos(a / 3) + np.sqrt(abs(b * c))),
        -np.sin(a / 3) / 3,
        0.5 * np.sqrt(abs(b / c)),
    )


# %% wrong lecture_gradients: hand no 1/3
def lecture_gradients(a, b, c):
    return (
        np.sum(np.cos(a / 3) + np.sqrt(abs(b * c))),
        -np.sin(a / 3),
        0.5 * np.sqrt(abs(b / c)) * np.sign(c),
    )


# %% wrong lecture_gradients: L not summed -> error
def lecture_gradients(a, b, c):
    return torch.cos(torch.tensor(a, requires_grad=True) / 3).backward()


# %% wrong lecture_gradients: backward twice accum
def lecture_gradients(a, b, c):
    t = [torch.tensor(x, requires_grad=True) for x in (a, b, c)]
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L.backward()
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L.backward()
    return L, t[0].grad, t[2].grad


# %% right lecture_gradients: from_numpy list
def lecture_gradients(a, b, c):
    t = [torch.from_numpy(x).requires_grad_() for x in (a, b, c)]
    L = (torch.cos(t[0] / 3) + torch.sqrt(abs(t[1] * t[2]))).sum()
    L.backward()
    return [L.detach(), t[0].grad, t[2].grad]


# %% wrong lecture_gradients: a.grad is None (no requires_grad)
def lecture_gradients(a, b, c):
    return 0.0, torch.tensor(a).grad, torch.tensor(c).grad


# %% right torch_gradients: as in the notebook
def tg(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    L = cross_entropy(S, y, reduction="mean")
    L.backward()
    return [L, *[q.grad for q in p]]


def torch_gradients(*a):
    return tuple(tg(*a))


# %% right torch_gradients: list
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    L = cross_entropy(S, y, reduction="mean")
    L.backward()
    return [L, *[q.grad for q in p]]


# %% right torch_gradients: log_softmax first (idempotent)
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    S = torch.log_softmax(S, 1)
    L = cross_entropy(S, y, reduction="mean")
    L.backward()
    return [L, *[q.grad for q in p]]


# %% wrong torch_gradients: no relu
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    S = (X @ p[0] + p[1]) @ p[2] + p[3]
    L = cross_entropy(S, y, reduction="mean")
    L.backward()
    return [L, *[q.grad for q in p]]


# %% wrong torch_gradients: relu at the end
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    S = torch.relu(S)
    L = cross_entropy(S, y, reduction="mean")
    L.backward()
    return [L, *[q.grad for q in p]]


# %% wrong torch_gradients: softmax before the loss
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    S = torch.softmax(S, 1)
    L = cross_entropy(S, y, reduction="mean")
    L.backward()
    return [L, *[q.grad for q in p]]


# %% wrong torch_gradients: summed loss
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    L = cross_entropy(S, y, reduction="sum")
    L.backward()
    return [L, *[q.grad for q in p]]


# %% twice torch_gradients: summed loss, softmax before the loss
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    S = torch.softmax(S, 1)
    L = cross_entropy(S, y, reduction="sum")
    L.backward()
    return [L, *[q.grad for q in p]]


# %% twice torch_gradients: no relu, summed loss
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    S = (X @ p[0] + p[1]) @ p[2] + p[3]
    L = cross_entropy(S, y, reduction="sum")
    L.backward()
    return [L, *[q.grad for q in p]]


# %% right torch_gradients: float32
def tg(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    L = cross_entropy(S, y, reduction="mean")
    L.backward()
    return [L, *[q.grad for q in p]]


def torch_gradients(W1, b1, W2, b2, X, y):
    return tg(*[np.float32(v) for v in (W1, b1, W2, b2, X)], y)


# %% wrong torch_gradients: nn.Linear transposed grads
def tg(W1, b1, W2, b2, X, y):
    p = [torch.tensor(x, requires_grad=True) for x in (W1, b1, W2, b2)]
    X = torch.tensor(X)
    y = torch.tensor(y)
    S = torch.relu(X @ p[0] + p[1]) @ p[2] + p[3]
    L = cross_entropy(S, y, reduction="mean")
    L.backward()
    return [L, *[q.grad for q in p]]


def torch_gradients(W1, b1, W2, b2, X, y):
    r = tg(W1, b1, W2, b2, X, y)
    return r[0], r[1].T, r[2], r[3].T, r[4]


# %% right accumulated_gradients: as in the notebook
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L.backward()
    return W.grad, b.grad


# %% wrong accumulated_gradients: last batch left out
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N - N % size, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L.backward()
    return W.grad, b.grad


# %% wrong accumulated_gradients: batch means added
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L = L * N / m
        L.backward()
    return W.grad, b.grad


# %% wrong accumulated_gradients: mean of the batch means
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    K = -(-N // size)
    for k in range(0, N, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L = L * N / m / K
        L.backward()
    return W.grad, b.grad


# %% wrong accumulated_gradients: each batch as size / N
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L = L * N / m * size / N
        L.backward()
    return W.grad, b.grad


# %% wrong accumulated_gradients: sum over the batch
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L = L * N
        L.backward()
    return W.grad, b.grad


# %% wrong accumulated_gradients: gradients cleared each time
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        W.grad = None
        b.grad = None
        L.backward()
    return W.grad, b.grad


# %% wrong accumulated_gradients: softmax before the loss
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L = (
            cross_entropy(
                torch.softmax(X[k : k + size] @ W + b, 1), y[k : k + size], reduction="sum"
            )
            / N
        )
        L.backward()
    return W.grad, b.grad


# %% twice accumulated_gradients: gradients cleared each time, batch means added
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L = L * N / m
        W.grad = None
        b.grad = None
        L.backward()
    return W.grad, b.grad


# %% twice accumulated_gradients: last batch left out, batch means added
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    for k in range(0, N - N % size, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L = L * N / m
        L.backward()
    return W.grad, b.grad


# %% twice accumulated_gradients: mean of the batch means, last batch left out
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    K = -(-N // size)
    for k in range(0, N - N % size, size):
        L = cross_entropy(X[k : k + size] @ W + b, y[k : k + size], reduction="sum") / N
        m = len(X[k : k + size])
        L = L * N / m / K
        L.backward()
    return W.grad, b.grad


# %% right accumulated_gradients: one go
def accumulated_gradients(W, b, X, y, size):
    W = torch.tensor(W, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    X = torch.tensor(X)
    y = torch.tensor(y)
    N = len(X)
    K = -(-N // len(X))
    for k in range(0, N, len(X)):
        L = cross_entropy(X[k : k + len(X)] @ W + b, y[k : k + len(X)], reduction="sum") / N
        m = len(X[k : k + len(X)])
        L.backward()
    return W.grad, b.grad


# %% right pictures: as in the notebook
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        im = self.i[k]
        return self.t(im) if self.t is not None else im, self.l[k]


# %% right pictures: list item
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return [self.t(self.i[k]) if self.t else self.i[k], self.l[k]]


# %% wrong pictures: no transform
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return self.i[k], self.l[k]


# %% wrong pictures: transform always called
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return self.t(self.i[k]), self.l[k]


# %% wrong pictures: swapped
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return self.l[k], self.t(self.i[k]) if self.t else self.i[k]


# %% wrong pictures: transform pair
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return self.t((self.i[k], self.l[k])) if self.t else (self.i[k], self.l[k])


# %% wrong pictures: len size
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return self.i.size

    def __getitem__(self, k):
        im = self.i[k]
        return self.t(im) if self.t is not None else im, self.l[k]


# %% wrong pictures: len-1
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i) - 1

    def __getitem__(self, k):
        im = self.i[k]
        return self.t(im) if self.t is not None else im, self.l[k]


# %% wrong pictures: len height
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return self.i.shape[1]

    def __getitem__(self, k):
        im = self.i[k]
        return self.t(im) if self.t is not None else im, self.l[k]


# %% wrong pictures: transform once in init
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i = [transform(im) for im in images] if transform else images
        self.l = labels

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return self.i[k], self.l[k]


# %% right pictures: tensor, int label
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return torch.tensor(self.t(self.i[k]) if self.t else self.i[k]), int(self.l[k])


# %% wrong pictures: only image
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return self.t(self.i[k]) if self.t else self.i[k]


# %% wrong pictures: dict item
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return {"image": self.t(self.i[k]) if self.t else self.i[k], "label": self.l[k]}


# %% right pictures: no default transform
class Pictures(Dataset):
    def __init__(self, images, labels, transform):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        im = self.i[k]
        return self.t(im) if self.t is not None else im, self.l[k]


# %% wrong pictures: extra /255
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return self.t(self.i[k]) / 255 if self.t else self.i[k] / 255, self.l[k]


# %% wrong pictures: transform label as well
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        return self.t(self.i[k]) if self.t else self.i[k], self.t(self.l[k]) if self.t else self.l[
            k
        ]


# %% wrong pictures: mutates
class Pictures(Dataset):
    def __init__(self, images, labels, transform=None):
        self.i, self.l, self.t = (images, labels, transform)

    def __len__(self):
        return len(self.i)

    def __getitem__(self, k):
        self.i[k] = 0
        return self.t(self.i[k]) if self.t else self.i[k], self.l[k]


# %% right loader_counts: as in the notebook
def loader_counts():
    return {
        "batches": 938,
        "last": 32,
        "test_batches": 157,
        "test_last": 16,
        "shape": [64, 1, 28, 28],
    }


# %% right loader_counts: tuple shape
def loader_counts():
    return {
        "batches": 938,
        "last": 32,
        "test_batches": 157,
        "test_last": 16,
        "shape": (64, 1, 28, 28),
    }


# %% right loader_counts: torch.Size
def loader_counts():
    return {
        "batches": 938,
        "last": 32,
        "test_batches": 157,
        "test_last": 16,
        "shape": torch.Size([64, 1, 28, 28]),
    }


# %% wrong loader_counts: drop last
def loader_counts():
    return {
        "batches": 937,
        "last": 64,
        "test_batches": 156,
        "test_last": 64,
        "shape": [64, 1, 28, 28],
    }


# %% wrong loader_counts: 937.5
def loader_counts():
    return {
        "batches": 937.5,
        "last": 32,
        "test_batches": 157,
        "test_last": 16,
        "shape": [64, 1, 28, 28],
    }


# %% wrong loader_counts: no channel
def loader_counts():
    return {"batches": 938, "last": 32, "test_batches": 157, "test_last": 16, "shape": [64, 28, 28]}


# %% wrong loader_counts: 32x32
def loader_counts():
    return {
        "batches": 938,
        "last": 32,
        "test_batches": 157,
        "test_last": 16,
        "shape": [64, 1, 32, 32],
    }


# %% wrong loader_counts: channels last
def loader_counts():
    return {
        "batches": 938,
        "last": 32,
        "test_batches": 157,
        "test_last": 16,
        "shape": [64, 28, 28, 1],
    }


# %% wrong loader_counts: last 0
def loader_counts():
    return {
        "batches": 938,
        "last": 0,
        "test_batches": 157,
        "test_last": 16,
        "shape": [64, 1, 28, 28],
    }


# %% wrong loader_counts: rgb
def loader_counts():
    return {
        "batches": 938,
        "last": 32,
        "test_batches": 157,
        "test_last": 16,
        "shape": [64, 3, 28, 28],
    }


# %% right mlp: as in the notebook
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        L = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            L.append(nn.Linear(a, b))
            if i < len(sizes) - 2:
                L.append(nn.ReLU())
        self.net = nn.Sequential(*L)

    def forward(self, X):
        return self.net(X)


# %% right mlp: ModuleList
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.L = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, X):
        for l in self.L[:-1]:
            X = torch.relu(l(X))
        return self.L[-1](X)


# %% wrong mlp: python list
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.L = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]

    def forward(self, X):
        for l in self.L[:-1]:
            X = torch.relu(l(X))
        return self.L[-1](X)


# %% wrong mlp: relu at end
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        L = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            L.append(nn.Linear(a, b))
            if i < len(sizes) - 2:
                L.append(nn.ReLU())
        self.net = nn.Sequential(*L)
        self.net.append(nn.ReLU())

    def forward(self, X):
        return self.net(X)


# %% wrong mlp: softmax at end
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        L = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            L.append(nn.Linear(a, b))
            if i < len(sizes) - 2:
                L.append(nn.ReLU())
        self.net = nn.Sequential(*L)
        self.net.append(nn.Softmax(dim=1))

    def forward(self, X):
        return self.net(X)


# %% wrong mlp: no relu
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.net = nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, X):
        return self.net(X)


# %% wrong mlp: no bias
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.L = nn.ModuleList([nn.Linear(a, b, bias=False) for a, b in zip(sizes, sizes[1:])])

    def forward(self, X):
        for l in self.L[:-1]:
            X = torch.relu(l(X))
        return self.L[-1](X)


# %% right mlp: own params (in,out) — legal by docstring?
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.W = nn.ParameterList(
            [
                q
                for a, b in zip(sizes, sizes[1:])
                for q in (nn.Parameter(torch.randn(a, b)), nn.Parameter(torch.zeros(b)))
            ]
        )

    def forward(self, X):
        for i in range(0, len(self.W), 2):
            X = X @ self.W[i] + self.W[i + 1]
            if i < len(self.W) - 2:
                X = torch.relu(X)
        return X


# %% wrong mlp: hard 3 layers
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.a = nn.Linear(sizes[0], sizes[1])
        self.b = nn.Linear(sizes[1], sizes[2])
        self.c = nn.Linear(sizes[2], sizes[-1])

    def forward(self, X):
        return self.c(torch.relu(self.b(torch.relu(self.a(X)))))


# %% wrong mlp: Linear swapped
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.L = nn.ModuleList([nn.Linear(b, a) for a, b in zip(sizes, sizes[1:])])

    def forward(self, X):
        return X


# %% wrong mlp: relu after each incl last
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.L = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, X):
        for l in self.L:
            X = torch.relu(l(X))
        return X


# %% wrong mlp: no super
class MLP(nn.Module):
    def __init__(self, sizes):
        self.L = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, X):
        return X


# %% wrong mlp: sigmoid
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.L = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, X):
        for l in self.L[:-1]:
            X = torch.sigmoid(l(X))
        return self.L[-1](X)


# %% wrong mlp: with dropout
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        h = nn.Linear(sizes[1], sizes[1])
        self.L = nn.ModuleList(
            [nn.Linear(sizes[0], sizes[1])]
            + [nn.Linear(a, b) for a, b in zip(sizes[1:], sizes[2:])]
        )
        self.d = nn.Dropout(0.5)

    def forward(self, X):
        for l in self.L[:-1]:
            X = self.d(torch.relu(l(X)))
        return self.L[-1](X)


# %% wrong mlp: relu only before last
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.L = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, X):
        for l in self.L[:-1]:
            X = l(X)
        return self.L[-1](torch.relu(X))


# %% wrong mlp: casts to float32
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        L = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            L.append(nn.Linear(a, b))
            if i < len(sizes) - 2:
                L.append(nn.ReLU())
        self.net = nn.Sequential(*L)

    def forward(self, X):
        return self.net(X.float())


# %% right train_epoch: as in the notebook
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% right train_epoch: zero after
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        opt.zero_grad()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: no model.train()
def train_epoch(model, loader, opt):
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: model.eval()
def train_epoch(model, loader, opt):
    model.train()
    model.eval()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: gradients never cleared
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: gradients cleared before the step
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.zero_grad()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: softmax before the loss
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        S = torch.softmax(S, 1)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: summed loss
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L = cross_entropy(S, y, reduction="sum")
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: two steps a batch
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: loss after the step
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        L = cross_entropy(model(X), y)
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: losses kept as tensors
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: mean of the batch means
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v
        cnt += 1
    return tot / cnt


# %% wrong train_epoch: the last batch's loss
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
        tot = v
        cnt = 1
    return tot / cnt


# %% wrong train_epoch: one batch only
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
        break
    return tot / cnt


# %% wrong train_epoch: the sum of the losses
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot


# %% wrong train_epoch: divided by the number of batches
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / len(loader)


# %% wrong train_epoch: returns nothing
def train_epoch(model, loader, opt):
    model.train()
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return None


# %% twice train_epoch: no model.train(), mean of the batch means
def train_epoch(model, loader, opt):
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v
        cnt += 1
    return tot / cnt


# %% twice train_epoch: gradients never cleared, mean of the batch means
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v
        cnt += 1
    return tot / cnt


# %% twice train_epoch: losses kept as tensors, mean of the batch means
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L
        tot += v
        cnt += 1
    return tot / cnt


# %% twice train_epoch: gradients never cleared, no model.train()
def train_epoch(model, loader, opt):
    tot = 0.0
    cnt = 0
    for X, y in loader:
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% twice train_epoch: gradients cleared before the step, mean of the batch means
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.zero_grad()
        opt.step()
        v = L.item()
        tot += v
        cnt += 1
    return tot / cnt


# %% twice train_epoch: softmax before the loss, no model.train()
def train_epoch(model, loader, opt):
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        S = torch.softmax(S, 1)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% twice train_epoch: model.eval(), loss after the step
def train_epoch(model, loader, opt):
    model.train()
    model.eval()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        L = cross_entropy(model(X), y)
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% twice train_epoch: losses kept as tensors, no model.train()
def train_epoch(model, loader, opt):
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


# %% twice train_epoch: loss after the step, mean of the batch means
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        L = cross_entropy(model(X), y)
        v = L.item()
        tot += v
        cnt += 1
    return tot / cnt


# %% right train_epoch: detached tensor
def train_epoch(model, loader, opt):
    model.train()
    tot = 0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        L = cross_entropy(model(X), y)
        L.backward()
        opt.step()
        tot += L.detach() * len(y)
        cnt += len(y)
    return tot / cnt


# %% right train_epoch: autograd.grad
def train_epoch(model, loader, opt):
    model.train()
    tot = 0
    cnt = 0
    for X, y in loader:
        L = cross_entropy(model(X), y)
        ps = list(model.parameters())
        for p, g in zip(ps, torch.autograd.grad(L, ps)):
            p.grad = g
        opt.step()
        tot += L.item() * X.shape[0]
        cnt += X.shape[0]
    return np.float64(tot / cnt)


# %% wrong train_epoch: X.float() (raises dtype)
def train_epoch(model, loader, opt):
    model.train()
    tot = 0
    cnt = 0
    for X, y in loader:
        model.zero_grad()
        L = cross_entropy(model(X.float()), y)
        L.backward()
        opt.step()
        tot += L.item() * len(y)
        cnt += len(y)
    return tot / cnt


# %% wrong train_epoch: one full batch step
def train_epoch(model, loader, opt):
    model.train()
    X = torch.cat([a for a, _ in loader])
    y = torch.cat([b for _, b in loader])
    opt.zero_grad()
    L = cross_entropy(model(X), y)
    L.backward()
    opt.step()
    return L.item()


# %% wrong train_epoch: weights by loader.batch_size
def train_epoch(model, loader, opt):
    model.train()
    tot = 0
    for X, y in loader:
        opt.zero_grad()
        L = cross_entropy(model(X), y)
        L.backward()
        opt.step()
        tot += L.item() * loader.batch_size
    return tot / len(loader.dataset)


# %% right train_epoch: len(loader.dataset)
def train_epoch(model, loader, opt):
    model.train()
    tot = 0
    for X, y in loader:
        opt.zero_grad()
        L = cross_entropy(model(X), y)
        L.backward()
        opt.step()
        tot += L.item() * len(X)
    return tot / len(loader.dataset)


# %% right train_epoch: nll + eval at the end
def train_epoch(model, loader, opt):
    model.train()
    tot = 0
    c = 0
    for X, y in loader:
        opt.zero_grad()
        L = nn.functional.nll_loss(torch.log_softmax(model(X), 1), y)
        L.backward()
        opt.step()
        tot += float(L) * len(X)
        c += len(X)
    model.eval()
    return tot / c


# %% right evaluate: as in the notebook
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% wrong evaluate: no model.eval()
def evaluate(model, loader):
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% wrong evaluate: model.train()
def evaluate(model, loader):
    model.eval()
    model.train()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% wrong evaluate: gradients recorded
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = __import__("contextlib").nullcontext()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% wrong evaluate: softmax before the loss
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            L = cross_entropy(torch.softmax(S, 1), y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% wrong evaluate: largest along axis 0
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            pred = S.argmax(0)
            tot += L * len(y)
            r += 0
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% wrong evaluate: the smallest score
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            pred = S.argmin(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% wrong evaluate: mean of the batch losses
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    k = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
            k += 1
            tot += L - L * len(y)
    la = tot / c
    la = tot / k
    a = r / c
    return la, a


# %% wrong evaluate: mean of the batch accuracies
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    k = 0
    acc = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
            k += 1
            acc += (pred == y).float().mean().item()
    la = tot / c
    a = r / c
    a = acc / k
    return la, a


# %% wrong evaluate: batch accuracies over N
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    acc = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
            acc += (pred == y).float().mean().item()
    la = tot / c
    a = r / c
    a = acc / c
    return la, a


# %% wrong evaluate: the number of hits
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    a = r
    return la, a


# %% wrong evaluate: per cent
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    a = 100 * r / c
    return la, a


# %% wrong evaluate: the error rate
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    a = 1 - r / c
    return la, a


# %% wrong evaluate: outputs swapped
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return a, la


# %% twice evaluate: mean of the batch losses, mean of the batch accuracies
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    k = 0
    acc = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
            k += 1
            acc += (pred == y).float().mean().item()
            tot += L - L * len(y)
    la = tot / c
    la = tot / k
    a = r / c
    a = acc / k
    return la, a


# %% twice evaluate: no model.eval(), gradients recorded
def evaluate(model, loader):
    tot = 0.0
    r = 0
    c = 0
    ctx = __import__("contextlib").nullcontext()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% twice evaluate: no model.eval(), mean of the batch losses
def evaluate(model, loader):
    tot = 0.0
    r = 0
    c = 0
    k = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
            k += 1
            tot += L - L * len(y)
    la = tot / c
    la = tot / k
    a = r / c
    return la, a


# %% twice evaluate: gradients recorded, mean of the batch accuracies
def evaluate(model, loader):
    model.eval()
    tot = 0.0
    r = 0
    c = 0
    k = 0
    acc = 0
    ctx = __import__("contextlib").nullcontext()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
            k += 1
            acc += (pred == y).float().mean().item()
    la = tot / c
    a = r / c
    a = acc / k
    return la, a


# %% twice evaluate: no model.eval(), mean of the batch accuracies
def evaluate(model, loader):
    tot = 0.0
    r = 0
    c = 0
    k = 0
    acc = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
            k += 1
            acc += (pred == y).float().mean().item()
    la = tot / c
    a = r / c
    a = acc / k
    return la, a


# %% twice evaluate: softmax before the loss, no model.eval()
def evaluate(model, loader):
    tot = 0.0
    r = 0
    c = 0
    ctx = torch.inference_mode()
    with ctx:
        for X, y in loader:
            S = model(X)
            L = cross_entropy(S, y).item()
            L = cross_entropy(torch.softmax(S, 1), y).item()
            pred = S.argmax(1)
            tot += L * len(y)
            r += (pred == y).sum().item()
            c += len(y)
    la = tot / c
    a = r / c
    return la, a


# %% right evaluate: cat, tensors
def evaluate(model, loader):
    model.eval()
    with torch.no_grad():
        S = torch.cat([model(X) for X, _ in loader])
        y = torch.cat([b for _, b in loader])
    return cross_entropy(S, y), (S.argmax(1) == y).double().mean()


# %% right evaluate: float32 accuracy mean
def evaluate(model, loader):
    model.eval()
    with torch.no_grad():
        S = torch.cat([model(X) for X, _ in loader])
        y = torch.cat([b for _, b in loader])
    return cross_entropy(S, y), (S.argmax(1) == y).float().mean()


# %% right evaluate: decorator, tensors, back to train
@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    t = r = c = 0
    for X, y in loader:
        S = model(X)
        t += cross_entropy(S, y, reduction="sum")
        r += (S.argmax(-1) == y).sum()
        c += len(y)
    model.train()
    return t / c, r / c


# %% wrong evaluate: extra forward outside
def evaluate(model, loader):
    model.eval()
    with torch.no_grad():
        t = r = c = 0
        for X, y in loader:
            S = model(X)
            t += cross_entropy(S, y, reduction="sum").item()
            r += (S.argmax(-1) == y).sum().item()
            c += len(y)
    for X, y in loader:
        model(X)
    return t / c, r / c


# %% right scheduled_epochs: as in the notebook
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
        sch.step()
    return rates, losses


# %% wrong scheduled_epochs: schedule before the epoch
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        sch.step()
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
    return rates, losses


# %% wrong scheduled_epochs: rate read after the epoch
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        losses.append(train_epoch(model, loader, opt))
        sch.step()
        rates.append(opt.param_groups[0]["lr"])
    return rates, losses


# %% wrong scheduled_epochs: schedule after each batch
def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        model.train()
        tot = c = 0
        for X, y in loader:
            opt.zero_grad()
            L = cross_entropy(model(X), y)
            L.backward()
            opt.step()
            sch.step()
            tot += L.item() * len(y)
            c += len(y)
        losses.append(tot / c)
    return rates, losses


# %% wrong scheduled_epochs: schedule never called
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
    return rates, losses


# %% wrong scheduled_epochs: outputs swapped
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
        sch.step()
    return losses, rates


# %% wrong scheduled_epochs: gradients never cleared
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
        sch.step()
    return rates, losses


# %% wrong scheduled_epochs: mean of the batch means
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v
        cnt += 1
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
        sch.step()
    return rates, losses


# %% twice scheduled_epochs: schedule before the epoch, mean of the batch means
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v
        cnt += 1
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        sch.step()
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
    return rates, losses


# %% twice scheduled_epochs: schedule after each batch, rate read after the epoch
def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        model.train()
        tot = c = 0
        for X, y in loader:
            opt.zero_grad()
            L = cross_entropy(model(X), y)
            L.backward()
            opt.step()
            sch.step()
            tot += L.item() * len(y)
            c += len(y)
        losses.append(tot / c)
        rates.append(opt.param_groups[0]["lr"])
    return rates, losses


# %% twice scheduled_epochs: schedule never called, gradients never cleared
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
    return rates, losses


# %% wrong scheduled_epochs: get_last_lr lists
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def se(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
        sch.step()
    return rates, losses


def scheduled_epochs(model, loader, opt, sch, epochs):
    r = se(model, loader, opt, sch, epochs)
    return [sch_ for sch_ in [[x] for x in r[0]]], r[1]


# %% right scheduled_epochs: arrays
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def se(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
        sch.step()
    return rates, losses


def scheduled_epochs(*a):
    return tuple((np.array(x) for x in se(*a)))


# %% wrong scheduled_epochs: one extra
def train_epoch(model, loader, opt):
    model.train()
    tot = 0.0
    cnt = 0
    for X, y in loader:
        opt.zero_grad()
        S = model(X)
        L = cross_entropy(S, y)
        L.backward()
        opt.step()
        v = L.item()
        tot += v * len(y)
        cnt += len(y)
    return tot / cnt


def scheduled_epochs(model, loader, opt, sch, epochs):
    rates = []
    losses = []
    for e in range(epochs + 1):
        rates.append(opt.param_groups[0]["lr"])
        losses.append(train_epoch(model, loader, opt))
        sch.step()
    return rates, losses


# %% right checkpoint: as in the notebook
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return d["e"]


# %% wrong checkpoint: the model not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return d["e"]


# %% wrong checkpoint: the optimizer not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return d["e"]


# %% wrong checkpoint: the schedule not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    r.set_state(d["r"])
    return d["e"]


# %% wrong checkpoint: the generator not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    return d["e"]


# %% wrong checkpoint: from epoch 0 again
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return 0
    return d["e"]


# %% wrong checkpoint: one epoch left out
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return d["e"] + 1
    return d["e"]


# %% wrong checkpoint: nothing returned
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return None
    return d["e"]


# %% twice checkpoint: the optimizer not restored, the schedule not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    r.set_state(d["r"])
    return d["e"]


# %% twice checkpoint: the optimizer not restored, the schedule not restored, the generator not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    return d["e"]


# %% twice checkpoint: the schedule not restored, the generator not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    return d["e"]


# %% twice checkpoint: the model not restored, the generator not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    return d["e"]


# %% twice checkpoint: the optimizer not restored, the generator not restored
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    s.load_state_dict(d["s"])
    return d["e"]


# %% wrong checkpoint: whole objects
def checkpoint(m, o, s, e, r):
    return {"m": m, "o": o, "s": s, "e": e, "r": r}


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return d["e"]


# %% wrong checkpoint: whole generator
def cp(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def checkpoint(m, o, s, e, r):
    return {**cp(m, o, s, e, r), "r": r}


def resume(d, m, o, s, r):
    m.load_state_dict({**d, "r": d["r"].get_state()}["m"])
    o.load_state_dict({**d, "r": d["r"].get_state()}["o"])
    s.load_state_dict({**d, "r": d["r"].get_state()}["s"])
    r.set_state({**d, "r": d["r"].get_state()}["r"])
    return {**d, "r": d["r"].get_state()}["e"]


# %% wrong checkpoint: initial_seed instead of state
def cp(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def checkpoint(m, o, s, e, r):
    return {**cp(m, o, s, e, r), "r": r.initial_seed()}


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.manual_seed(d["r"])
    return d["e"]


# %% wrong checkpoint: global rng
def cp(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def checkpoint(m, o, s, e, r):
    return {**cp(m, o, s, e, r), "r": torch.get_rng_state()}


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    torch.set_rng_state(d["r"])
    return d["e"]


# %% wrong checkpoint: epoch as tensor
def cp(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def checkpoint(m, o, s, e, r):
    return {**cp(m, o, s, e, r), "e": torch.tensor(e)}


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return d["e"]


# %% right checkpoint: scheduler by last_epoch
def cp(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def checkpoint(m, o, s, e, r):
    return {**cp(m, o, s, e, r), "s": e}


def resume(d, m, o, s, r):
    m.load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    [s.step() for _ in range(d["s"])]
    o.load_state_dict(d["o"])
    r.set_state(d["r"])
    return d["e"]


# %% right checkpoint: params list
def cp(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def checkpoint(m, o, s, e, r):
    return {**cp(m, o, s, e, r), "m": [p.detach() for p in m.parameters()]}


def resume(d, m, o, s, r):
    [p.data.copy_(q) for p, q in zip(m.parameters(), d["m"])]
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return d["e"]


# %% wrong checkpoint: new model (rebinding)
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    __import__("copy").deepcopy(m).load_state_dict(d["m"])
    o.load_state_dict(d["o"])
    s.load_state_dict(d["s"])
    r.set_state(d["r"])
    return d["e"]


# %% wrong checkpoint: wrong key
def checkpoint(m, o, s, e, r):
    return {
        "m": m.state_dict(),
        "o": o.state_dict(),
        "s": s.state_dict(),
        "e": e,
        "r": r.get_state(),
    }


def resume(d, m, o, s, r):
    m.load_state_dict({**d, "m": d["model"]}["m"])
    o.load_state_dict({**d, "m": d["model"]}["o"])
    s.load_state_dict({**d, "m": d["model"]}["s"])
    r.set_state({**d, "m": d["model"]}["r"])
    return {**d, "m": d["model"]}["e"]


# %% right write_run: as in the notebook
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e + 1
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy/validation", accs[e], **kw)
        b.add_histogram("weights", weights[e], **kw)
    b.close()


# %% wrong write_run: counts from 0
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy/validation", accs[e], **kw)
        b.add_histogram("weights", weights[e], **kw)
    b.close()


# %% wrong write_run: no step given
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        kw = {}
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy/validation", accs[e], **kw)
        b.add_histogram("weights", weights[e], **kw)
    b.close()


# %% wrong write_run: another tag
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e + 1
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy", accs[e], **kw)
        b.add_histogram("weights", weights[e], **kw)
    b.close()


# %% wrong write_run: no histogram
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e + 1
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy/validation", accs[e], **kw)
    b.close()


# %% wrong write_run: a tag for each epoch
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e + 1
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy/validation", accs[e], **kw)
        b.add_histogram(f"weights/{e}", weights[e], **kw)
    b.close()


# %% wrong write_run: all weights each time
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e + 1
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy/validation", accs[e], **kw)
        b.add_histogram("weights", weights, **kw)
    b.close()


# %% wrong write_run: never closed
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e + 1
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy/validation", accs[e], **kw)
        b.add_histogram("weights", weights[e], **kw)


# %% twice write_run: counts from 0, another tag
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy", accs[e], **kw)
        b.add_histogram("weights", weights[e], **kw)
    b.close()


# %% twice write_run: no histogram, counts from 0
def write_run(folder, losses, accs, weights):
    b = SummaryWriter(folder)
    for e in range(len(losses)):
        st = e
        kw = dict(global_step=st)
        b.add_scalar("loss/training", losses[e], **kw)
        b.add_scalar("accuracy/validation", accs[e], **kw)
    b.close()


# %% right write_run: with, tensors
def write_run(folder, losses, accs, weights):
    with SummaryWriter(log_dir=str(folder)) as b:
        for e, (l, a, w) in enumerate(zip(losses, accs, weights), 1):
            b.add_scalar("loss/training", float(l), e)
            b.add_scalar("accuracy/validation", float(a), e)
            b.add_histogram("weights", torch.tensor(w), e)


# %% wrong write_run: folder forgotten
def write_run(folder, losses, accs, weights):
    with SummaryWriter() as b:
        for e, (l, a, w) in enumerate(zip(losses, accs, weights), 1):
            b.add_scalar("loss/training", float(l), e)
            b.add_scalar("accuracy/validation", float(a), e)
            b.add_histogram("weights", w, e)


# %% wrong write_run: add_scalars
def write_run(folder, losses, accs, weights):
    with SummaryWriter(folder) as b:
        for e, (l, a, w) in enumerate(zip(losses, accs, weights), 1):
            b.add_scalars("loss", {"training": l}, e)
            b.add_scalars("accuracy", {"validation": a}, e)
            b.add_histogram("weights", w, e)


# %% wrong write_run: swapped curves
def write_run(folder, losses, accs, weights):
    with SummaryWriter(folder) as b:
        for e, (l, a, w) in enumerate(zip(losses, accs, weights), 1):
            b.add_scalar("loss/training", a, e)
            b.add_scalar("accuracy/validation", l, e)
            b.add_histogram("weights", w, e)


# %% right loss_on_device: as in the notebook
def loss_on_device(model, X, y, device):
    return cross_entropy(model.to(device)(X.to(device)), y.to(device))


# %% wrong loss_on_device: model not moved
def loss_on_device(model, X, y, device):
    return cross_entropy(model(X.to(device)), y.to(device))


# %% wrong loss_on_device: y not moved
def loss_on_device(model, X, y, device):
    return cross_entropy(model.to(device)(X.to(device)), y)


# %% wrong loss_on_device: X not moved
def loss_on_device(model, X, y, device):
    return cross_entropy(model.to(device)(X), y.to(device))


# %% wrong loss_on_device: not assigned
def loss_on_device(model, X, y, device):
    model.to(device)
    X.to(device)
    y.to(device)
    return cross_entropy(model(X), y)


# %% wrong loss_on_device: item
def loss_on_device(model, X, y, device):
    return cross_entropy(model.to(device)(X.to(device)), y.to(device)).item()


# %% wrong loss_on_device: cpu()
def loss_on_device(model, X, y, device):
    return cross_entropy(model.to(device)(X.to(device)), y.to(device)).cpu()


# %% wrong loss_on_device: all on cpu
def loss_on_device(model, X, y, device):
    return cross_entropy(model(X), y)


# %% wrong loss_on_device: result moved only
def loss_on_device(model, X, y, device):
    return cross_entropy(model(X), y).to(device)


# %% wrong loss_on_device: sum
def loss_on_device(model, X, y, device):
    return cross_entropy(model.to(device)(X.to(device)), y.to(device), reduction="sum")


# %% wrong loss_on_device: softmax
def loss_on_device(model, X, y, device):
    return cross_entropy(torch.softmax(model.to(device)(X.to(device)), 1), y.to(device))


# %% wrong loss_on_device: cuda hard
def loss_on_device(model, X, y, device):
    return cross_entropy(model.cuda()(X.cuda()), y.cuda())


# %% right seconds_per_call: as in the notebook
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    wait()
    b = clock()
    t = b - a
    return t / repeats


# %% right seconds_per_call: wait,warm twice
def sp(work, wait, clock, repeats):
    work()
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    wait()
    b = clock()
    t = b - a
    return t / repeats


def seconds_per_call(w, wt, c, r):
    wt()
    w()
    return sp(w, wt, c, r)


# %% wrong seconds_per_call: no call beforehand
def seconds_per_call(work, wait, clock, repeats):
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    wait()
    b = clock()
    t = b - a
    return t / repeats


# %% wrong seconds_per_call: no wait before the clock
def seconds_per_call(work, wait, clock, repeats):
    work()
    a = clock()
    for _ in range(repeats):
        work()
    wait()
    b = clock()
    t = b - a
    return t / repeats


# %% wrong seconds_per_call: no wait before reading it again
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    b = clock()
    t = b - a
    return t / repeats


# %% wrong seconds_per_call: waits after each call
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    a = clock()
    for _ in range(repeats):
        work()
        wait()
    wait()
    b = clock()
    t = b - a
    return t / repeats


# %% wrong seconds_per_call: not divided
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    wait()
    b = clock()
    t = b - a
    return t


# %% wrong seconds_per_call: divided by repeats + 1
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    wait()
    b = clock()
    t = b - a
    return t / (repeats + 1)


# %% twice seconds_per_call: no call beforehand, no wait before the clock, no wait before reading it again
def seconds_per_call(work, wait, clock, repeats):
    a = clock()
    for _ in range(repeats):
        work()
    b = clock()
    t = b - a
    return t / repeats


# %% twice seconds_per_call: no wait before the clock, no wait before reading it again
def seconds_per_call(work, wait, clock, repeats):
    work()
    a = clock()
    for _ in range(repeats):
        work()
    b = clock()
    t = b - a
    return t / repeats


# %% twice seconds_per_call: no call beforehand, no wait before reading it again
def seconds_per_call(work, wait, clock, repeats):
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    b = clock()
    t = b - a
    return t / repeats


# %% twice seconds_per_call: waits after each call, no call beforehand
def seconds_per_call(work, wait, clock, repeats):
    wait()
    a = clock()
    for _ in range(repeats):
        work()
        wait()
    wait()
    b = clock()
    t = b - a
    return t / repeats


# %% twice seconds_per_call: not divided, no wait before reading it again
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    b = clock()
    t = b - a
    return t


# %% twice seconds_per_call: no call beforehand, not divided
def seconds_per_call(work, wait, clock, repeats):
    wait()
    a = clock()
    for _ in range(repeats):
        work()
    wait()
    b = clock()
    t = b - a
    return t


# %% wrong seconds_per_call: mean of single waits
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    t = []
    for _ in range(repeats):
        a = clock()
        work()
        wait()
        t.append(clock() - a)
    return np.mean(t)


# %% wrong seconds_per_call: min of single
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    t = []
    for _ in range(repeats):
        a = clock()
        work()
        wait()
        t.append(clock() - a)
    return min(t)


# %% wrong seconds_per_call: own clock
def seconds_per_call(work, wait, clock, repeats):
    a = time.perf_counter()
    work()
    wait()
    return time.perf_counter() - a


# %% right device_batches: as in the notebook
def device_batches(X, y, order, size):
    for k in range(0, len(X), size):
        r = order[k : k + size]
        yield (X[r], y[r])


# %% right device_batches: list
def db(X, y, order, size):
    for k in range(0, len(X), size):
        r = order[k : k + size]
        yield (X[r], y[r])


def device_batches(*a):
    return list(db(*a))


# %% right device_batches: split
def device_batches(X, y, o, s):
    return ((X[r], y[r]) for r in o.split(s))


# %% wrong device_batches: drop last
def device_batches(X, y, o, s):
    for k in range(0, len(X) - s + 1, s):
        r = o[k : k + s]
        yield (X[r], y[r])


# %% wrong device_batches: ignores order
def device_batches(X, y, o, s):
    for k in range(0, len(X), s):
        yield (X[k : k + s], y[k : k + s])


# %% wrong device_batches: y not ordered
def device_batches(X, y, o, s):
    for k in range(0, len(X), s):
        yield (X[o[k : k + s]], y[k : k + s])


# %% wrong device_batches: return not yield
def device_batches(X, y, o, s):
    for k in range(0, len(X), s):
        return X[o[k : k + s]], y[o[k : k + s]]


# %% wrong device_batches: k not k*size
def device_batches(X, y, o, s):
    for k in range(len(X) // s):
        yield (X[o[k : k + s]], y[o[k : k + s]])


# %% right device_batches: clones
def device_batches(X, y, o, s):
    for k in range(0, len(X), s):
        yield (X[o[k : k + s]].clone(), y[o[k : k + s]].clone())


# %% wrong device_batches: lists of rows
def device_batches(X, y, o, s):
    for k in range(0, len(X), s):
        yield ([X[i] for i in o[k : k + s]], [y[i] for i in o[k : k + s]])


# %% wrong device_batches: swapped
def device_batches(X, y, o, s):
    for k in range(0, len(X), s):
        yield (y[o[k : k + s]], X[o[k : k + s]])


# %% twice lecture_gradients: the cosine divided by 3, backward twice
def lecture_gradients(a, b, c):
    a, c = torch.tensor(a, requires_grad=True), torch.tensor(c, requires_grad=True)
    b = torch.tensor(b)
    for _ in range(2):
        L = (torch.cos(a) / 3 + torch.sqrt(torch.abs(b * c))).sum()
        L.backward()
    return L.item(), a.grad, c.grad


# %% wrong torch_gradients: the mean divided by N once more
def torch_gradients(W1, b1, W2, b2, X, y):
    p = [torch.from_numpy(t).clone().requires_grad_() for t in (W1, b1, W2, b2)]
    S = torch.relu(torch.tensor(X) @ p[0] + p[1]) @ p[2] + p[3]
    L = cross_entropy(S, torch.tensor(y)) / len(y)
    L.backward()
    return L.item(), *[t.grad for t in p]


# %% wrong loader_counts: how many are missing to 64
def loader_counts():
    return {
        "batches": 60000 // 64 + 1,
        "last": 64 - 60000 % 64,
        "test_batches": 157,
        "test_last": 64 - 10000 % 64,
        "shape": [64, 1, 28, 28],
    }


# %% wrong write_run: the first weights each time
def write_run(folder, losses, accs, weights):
    with SummaryWriter(folder) as b:
        for e in range(len(losses)):
            b.add_scalar("loss/training", losses[e], e + 1)
            b.add_scalar("accuracy/validation", accs[e], e + 1)
            b.add_histogram("weights", weights[0], e + 1)


# %% wrong seconds_per_call: the clock read after each launch
def seconds_per_call(work, wait, clock, repeats):
    work()
    wait()
    stamps = [clock()]
    for _ in range(repeats):
        work()
        stamps.append(clock())
    wait()
    return float(np.mean(np.diff(stamps)))
