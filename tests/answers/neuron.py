"""Answers to chapter 01 as students would write them: each cell is one answer."""

# %%
from math import lgamma

import numpy as np
import torch


# %% right weighted_sum: as in the notebook
def weighted_sum(x, w, b):
    return x @ w + b


# %% right weighted_sum: loop
def weighted_sum(x, w, b):
    return sum((float(a) * float(c) for a, c in zip(x, w))) + b


# %% right weighted_sum: 0-d array
def weighted_sum(x, w, b):
    return np.asarray(x @ w + b)


# %% wrong weighted_sum: shape (1,)
def weighted_sum(x, w, b):
    return np.array([x @ w + b])


# %% wrong weighted_sum: no bias
def weighted_sum(x, w, b):
    return x @ w


# %% wrong weighted_sum: b inside sum
def weighted_sum(x, w, b):
    return np.sum(x * w + b)


# %% wrong weighted_sum: x*w+b no sum
def weighted_sum(x, w, b):
    return x * w + b


# %% wrong weighted_sum: sum(x)+sum(w)
def weighted_sum(x, w, b):
    return x.sum() * w.sum() + b


# %% wrong weighted_sum: -b
def weighted_sum(x, w, b):
    return x @ w - b


# %% wrong weighted_sum: return 0.0
def weighted_sum(x, w, b):
    return 0.0


# %% right weighted_sum: float32
def weighted_sum(x, w, b):
    return np.float32(x @ w + b)


# %% right weighted_sum: torch
def weighted_sum(x, w, b):
    return torch.tensor(x) @ torch.tensor(w) + b


# %% wrong weighted_sum: print only
def weighted_sum(x, w, b):
    return None


# %% right slide_scores: as in the notebook
def slide_scores():
    return {"first": -0.5, "second": 1.4, "winner": 1}


# %% wrong slide_scores: slide 3.2
def slide_scores():
    return {"first": -0.5, "second": 3.2, "winner": 1}


# %% wrong slide_scores: no bias
def slide_scores():
    return {"first": -0.5, "second": 0.4, "winner": 1}


# %% right slide_scores: tuple
def slide_scores():
    return -0.5, 1.4, 1


# %% wrong slide_scores: winner=2 (1-based)
def slide_scores():
    return {"first": -0.5, "second": 1.4, "winner": 2}


# %% wrong slide_scores: winner str
def slide_scores():
    return {"first": -0.5, "second": 1.4, "winner": "second"}


# %% wrong slide_scores: +1
def slide_scores():
    return {"first": 1.5, "second": 1.4, "winner": 0}


# %% right slide_scores: winner True
def slide_scores():
    return {"first": -0.5, "second": 1.4, "winner": True}


# %% right slide_scores: reordered dict
def slide_scores():
    return {"winner": 1, "second": 1.4, "first": -0.5}


# %% wrong slide_scores: rows instead of columns: wrong
def slide_scores():
    return {"first": 0.5 + 0.4, "second": 0.5 * -1 + 0.2 + 1, "winner": 0}


# %% twice slide_scores: sign of the first score, the lower one as winner
def slide_scores():
    return {"first": 0.5, "second": 1.4, "winner": 0}


# %% right side_and_distance: as in the notebook
def side_and_distance(X, w, b):
    s = X @ w + b
    return np.sign(s), s / np.linalg.norm(w)


# %% right side_and_distance: loop list
def side_and_distance(X, w, b):
    return [int(np.sign(x @ w + b)) for x in X], [(x @ w + b) / np.sqrt((w * w).sum()) for x in X]


# %% wrong side_and_distance: bool side
def side_and_distance(X, w, b):
    return X @ w + b > 0, (X @ w + b) / np.linalg.norm(w)


# %% wrong side_and_distance: score not divided
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), X @ w + b


# %% wrong side_and_distance: divide by norm^2
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), (X @ w + b) / (w @ w)


# %% wrong side_and_distance: abs
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), abs(X @ w + b) / np.linalg.norm(w)


# %% wrong side_and_distance: norm incl b
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), (X @ w + b) / np.linalg.norm(np.append(w, b))


# %% wrong side_and_distance: forgot b
def side_and_distance(X, w, b):
    return np.sign(X @ w), X @ w / np.linalg.norm(w)


# %% wrong side_and_distance: forgot b in dist
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), X @ w / np.linalg.norm(w)


# %% wrong side_and_distance: (Xw)/|w| + b
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), X @ w / np.linalg.norm(w) + b


# %% wrong side_and_distance: norm of X
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), (X @ w + b) / np.linalg.norm(X, axis=1)


# %% wrong side_and_distance: where >=0 1 else -1
def side_and_distance(X, w, b):
    return np.where(X @ w + b >= 0, 1, -1), (X @ w + b) / np.linalg.norm(w)


# %% wrong side_and_distance: swapped
def sd(X, w, b):
    s = X @ w + b
    return np.sign(s), s / np.linalg.norm(w)


def side_and_distance(X, w, b):
    return sd(X, w, b)[::-1]


# %% wrong side_and_distance: L1 norm
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), (X @ w + b) / np.abs(w).sum()


# %% twice side_and_distance: abs and undiv
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), abs(X @ w + b)


# %% twice side_and_distance: forgot b in dist + abs
def side_and_distance(X, w, b):
    return np.sign(X @ w + b), abs(X @ w) / np.linalg.norm(w)


# %% right two_lines: as in the notebook
def two_lines(X, W, b):
    return (np.sign(X @ W + b).sum(1) >= 0).astype(int)


# %% right two_lines: bool
def two_lines(X, W, b):
    return np.sign(X @ W + b).sum(1) >= 0


# %% right two_lines: list loop
def two_lines(X, W, b):
    return [1 if sum(np.sign(x @ W + b)) >= 0 else 0 for x in X]


# %% wrong two_lines: W.T
def two_lines(X, W, b):
    return (np.sign(X @ W.T + b).sum(1) >= 0).astype(int)


# %% wrong two_lines: >0
def two_lines(X, W, b):
    return (np.sign(X @ W + b).sum(1) > 0).astype(int)


# %% wrong two_lines: scores
def two_lines(X, W, b):
    return ((X @ W + b).sum(1) >= 0).astype(int)


# %% wrong two_lines: sign of sum
def two_lines(X, W, b):
    return (np.sign((X @ W + b).sum(1)) >= 0).astype(int)


# %% wrong two_lines: no b
def two_lines(X, W, b):
    return (np.sign(X @ W).sum(1) >= 0).astype(int)


# %% wrong two_lines: +-1 labels
def two_lines(X, W, b):
    return np.where(np.sign(X @ W + b).sum(1) >= 0, 1, -1)


# %% wrong two_lines: axis 0
def two_lines(X, W, b):
    return (np.sign(X @ W + b).sum(0) >= 0).astype(int)


# %% wrong two_lines: sign with >=0->1
def two_lines(X, W, b):
    return (np.where(X @ W + b >= 0, 1, -1).sum(1) >= 0).astype(int)


# %% wrong two_lines: sign with >0->1
def two_lines(X, W, b):
    return (np.where(X @ W + b > 0, 1, -1).sum(1) >= 0).astype(int)


# %% wrong two_lines: any positive
def two_lines(X, W, b):
    return (X @ W + b >= 0).any(1).astype(int)


# %% wrong two_lines: inverted
def two_lines(X, W, b):
    return (np.sign(X @ W + b).sum(1) < 0).astype(int)


# %% wrong two_lines: raw sum
def two_lines(X, W, b):
    return np.sign(X @ W + b).sum(1)


# %% right tanh_layer: as in the notebook
def tanh_layer(X, W, b):
    return X @ W + b, np.tanh(X @ W + b)


# %% right tanh_layer: einsum list
def tanh_layer(X, W, b):
    return [np.einsum("nd,dh->nh", X, W) + b, np.tanh(np.einsum("nd,dh->nh", X, W) + b)]


# %% right tanh_layer: dict
def tanh_layer(X, W, b):
    return {"S": X @ W + b, "A": np.tanh(X @ W + b)}


# %% right tanh_layer: f32
def tanh_layer(X, W, b):
    return (X @ W + b).astype(np.float32), np.tanh(X @ W + b).astype("f")


# %% wrong tanh_layer: only A
def tanh_layer(X, W, b):
    return np.tanh(X @ W + b)


# %% wrong tanh_layer: swapped
def tanh_layer(X, W, b):
    return np.tanh(X @ W + b), X @ W + b


# %% wrong tanh_layer: tanh(XW)+b
def tanh_layer(X, W, b):
    return X @ W + b, np.tanh(X @ W) + b


# %% wrong tanh_layer: no b
def tanh_layer(X, W, b):
    return X @ W, np.tanh(X @ W)


# %% wrong tanh_layer: A from X
def tanh_layer(X, W, b):
    return X @ W + b, np.tanh(X)


# %% wrong tanh_layer: b as column
def tanh_layer(X, W, b):
    return X @ W + b[:, None], np.tanh(X @ W + b[:, None])


# %% wrong tanh_layer: W.T
def tanh_layer(X, W, b):
    return X @ W.T + b, np.tanh(X @ W.T + b)


# %% wrong tanh_layer: inplace aliasing tanh(out=S)
def tanh_layer(X, W, b):
    S = X @ W
    S += b
    return S, np.tanh(S, out=S)


# %% wrong tanh_layer: sigmoid
def tanh_layer(X, W, b):
    return X @ W + b, 1 / (1 + np.exp(-(X @ W + b)))


# %% right tanh_layer: math nested list
def tanh_layer(X, W, b):
    return (X @ W + b).tolist(), np.tanh(X @ W + b).tolist()


# %% twice tanh_layer: bias on the first row only, sigmoid
def tanh_layer(X, W, b):
    S = np.array([[x @ W[:, h] for h in range(W.shape[1])] for x in X])
    S[0] += b
    return S, 1 / (1 + np.exp(-S))


# %% right dense_parameters: as in the notebook
def dense_parameters(sizes):
    return sum((m * (n + 1) for n, m in zip(sizes, sizes[1:])))


# %% right dense_parameters: np
def dense_parameters(sizes):
    return np.int64(sum(np.array(sizes[1:]) * (np.array(sizes[:-1]) + 1)))


# %% right dense_parameters: float
def dense_parameters(sizes):
    return float(sum((m * (n + 1) for n, m in zip(sizes, sizes[1:]))))


# %% wrong dense_parameters: no bias
def dense_parameters(sizes):
    return sum((m * n for n, m in zip(sizes, sizes[1:])))


# %% wrong dense_parameters: n*(m+1)
def dense_parameters(sizes):
    return sum((n * (m + 1) for n, m in zip(sizes, sizes[1:])))


# %% wrong dense_parameters: bias for inputs too
def dense_parameters(sizes):
    return sum((m * n for n, m in zip(sizes, sizes[1:]))) + sum(sizes)


# %% wrong dense_parameters: only 2 layers
def dense_parameters(sizes):
    return sizes[1] * (sizes[0] + 1) + sizes[2] * (sizes[1] + 1)


# %% wrong dense_parameters: one bias a layer
def dense_parameters(sizes):
    return sum((m * n + 1 for n, m in zip(sizes, sizes[1:])))


# %% wrong dense_parameters: product
def dense_parameters(sizes):
    return int(np.prod(sizes))


# %% wrong dense_parameters: no last bias
def dense_parameters(sizes):
    return sum((m * (n + 1) for n, m in zip(sizes, sizes[1:]))) - sizes[-1]


# %% right merge_layers: as in the notebook
def merge_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2


# %% right merge_layers: probe
def merge_layers(W1, b1, W2, b2):
    return np.eye(len(W1)) @ W1 @ W2, (np.zeros(len(W1)) @ W1 + b1) @ W2 + b2


# %% wrong merge_layers: b1+b2
def merge_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


# %% wrong merge_layers: b2
def merge_layers(W1, b1, W2, b2):
    return W1 @ W2, b2


# %% wrong merge_layers: b1@W2
def merge_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


# %% wrong merge_layers: W2@W1
def merge_layers(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2


# %% right merge_layers: W2.T@b1 ok
def merge_layers(W1, b1, W2, b2):
    return W1 @ W2, W2.T @ b1 + b2


# %% wrong merge_layers: (W1@W2).T
def merge_layers(W1, b1, W2, b2):
    return (W1 @ W2).T, b1 @ W2 + b2


# %% wrong merge_layers: (W1*b..)
def merge_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2 @ np.eye(len(b2)) * 2


# %% wrong merge_layers: (b1[None]@W2+b2) shape (1,C)
def merge_layers(W1, b1, W2, b2):
    return W1 @ W2, b1[None] @ W2 + b2


# %% right merge_layers: homogeneous coordinates
def merge_layers(W1, b1, W2, b2):
    A = np.block([[W1, np.zeros((len(W1), 1))], [b1[None], np.ones((1, 1))]])
    B = np.vstack([W2, b2])
    M = A @ B
    return M[:-1], M[-1]


# %% twice merge_layers: b1 in W as b1 @ W2, outer one doubled
def merge_layers(W1, b1, W2, b2):
    W = W1 @ W2
    return W + b1 @ W2, b2 * 2


# %% right sigmoid_and_slope: as in the notebook
def sigmoid_and_slope(s):
    a = 1 / (1 + np.exp(-s))
    return a, a * (1 - a)


# %% right sigmoid_and_slope: tanh form
def sigmoid_and_slope(s):
    return 0.5 * (1 + np.tanh(s / 2)), 0.25 * (1 - np.tanh(s / 2) ** 2)


# %% wrong sigmoid_and_slope: exp(s)/(1+exp(s)) overflow
def sigmoid_and_slope(s):
    return np.exp(s) / (1 + np.exp(s)), np.exp(s) / (1 + np.exp(s)) * (
        1 - np.exp(s) / (1 + np.exp(s))
    )


# %% wrong sigmoid_and_slope: 1-a^2
def sg(s):
    a = 1 / (1 + np.exp(-s))
    return a, a * (1 - a)


def sigmoid_and_slope(s):
    return sg(s)[0], 1 - sg(s)[0] ** 2


# %% wrong sigmoid_and_slope: s(1-s)
def sg(s):
    a = 1 / (1 + np.exp(-s))
    return a, a * (1 - a)


def sigmoid_and_slope(s):
    return sg(s)[0], s * (1 - s)


# %% wrong sigmoid_and_slope: exp(+s)
def sg(s):
    a = 1 / (1 + np.exp(-s))
    return a, a * (1 - a)


def sigmoid_and_slope(s):
    return 1 / (1 + np.exp(s)), sg(s)[1]


# %% wrong sigmoid_and_slope: a(a-1)
def sg(s):
    a = 1 / (1 + np.exp(-s))
    return a, a * (1 - a)


def sigmoid_and_slope(s):
    return sg(s)[0], -sg(s)[1]


# %% wrong sigmoid_and_slope: slope = e^-s/(1+e^-s)^2 (nan)
def sg(s):
    a = 1 / (1 + np.exp(-s))
    return a, a * (1 - a)


def sigmoid_and_slope(s):
    return sg(s)[0], np.exp(-s) / (1 + np.exp(-s)) ** 2


# %% wrong sigmoid_and_slope: a(1+a)
def sg(s):
    a = 1 / (1 + np.exp(-s))
    return a, a * (1 - a)


def sigmoid_and_slope(s):
    return sg(s)[0], sg(s)[0] * (1 + sg(s)[0])


# %% right sigmoid_and_slope: clip 30
def sigmoid_and_slope(s):
    a = 1 / (1 + np.exp(-np.clip(s, -30, 30)))
    return a, a * (1 - a)


# %% right sigmoid_and_slope: clip 500
def sigmoid_and_slope(s):
    a = 1 / (1 + np.exp(-np.clip(s, -500, 500)))
    return a, a * (1 - a)


# %% right sigmoid_and_slope: slope of both: a-a**2
def sg(s):
    a = 1 / (1 + np.exp(-s))
    return a, a * (1 - a)


def sigmoid_and_slope(s):
    return sg(s)[0], sg(s)[0] - sg(s)[0] ** 2


# %% right sigmoid_and_slope: nan_to_num exp form
def sigmoid_and_slope(s):
    return np.nan_to_num(np.exp(s) / (1 + np.exp(s)), nan=1.0), np.nan_to_num(
        np.exp(s) / (1 + np.exp(s)), nan=1.0
    ) * (1 - np.nan_to_num(np.exp(s) / (1 + np.exp(s)), nan=1.0))


# %% wrong sigmoid_and_slope: math scalar
def sigmoid_and_slope(s):
    return 1 / (1 + __import__("math").exp(-s)), 0


# %% twice sigmoid_and_slope: exp(s) overflow + 1-a^2
def sigmoid_and_slope(s):
    return np.exp(s) / (1 + np.exp(s)), 1 - (np.exp(s) / (1 + np.exp(s))) ** 2


# %% right elu_and_slope: as in the notebook
def elu_and_slope(s, alpha):
    return np.where(s > 0, s, alpha * (np.exp(s) - 1)), np.where(s > 0, 1.0, alpha * np.exp(s))


# %% right elu_and_slope: expm1/min
def elu_and_slope(s, alpha):
    return np.maximum(s, 0) + alpha * np.expm1(np.minimum(s, 0)), (s > 0) + (
        s <= 0
    ) * alpha * np.exp(np.minimum(s, 0))


# %% right elu_and_slope: slope a+alpha
def elu_and_slope(s, alpha):
    return np.where(s > 0, s, alpha * (np.exp(s) - 1)), np.where(
        s > 0, 1.0, alpha * (np.exp(s) - 1) + alpha
    )


# %% wrong elu_and_slope: >=0
def elu_and_slope(s, alpha):
    return np.where(s >= 0, s, alpha * (np.exp(s) - 1)), np.where(s >= 0, 1.0, alpha * np.exp(s))


# %% wrong elu_and_slope: no alpha in slope
def elu_and_slope(s, alpha):
    return np.where(s > 0, s, alpha * (np.exp(s) - 1)), np.where(s > 0, 1.0, np.exp(s))


# %% wrong elu_and_slope: slope alpha(e^s-1)
def elu_and_slope(s, alpha):
    return np.where(s > 0, s, alpha * (np.exp(s) - 1)), np.where(
        s > 0, 1.0, alpha * (np.exp(s) - 1)
    )


# %% wrong elu_and_slope: slope right = s
def elu_and_slope(s, alpha):
    return np.where(s > 0, s, alpha * (np.exp(s) - 1)), np.where(s > 0, s, alpha * np.exp(s))


# %% wrong elu_and_slope: alpha*e^s -1
def elu_and_slope(s, alpha):
    return np.where(s > 0, s, alpha * np.exp(s) - 1), np.where(s > 0, 1.0, alpha * np.exp(s))


# %% open elu_and_slope: mask multiply (overflow nan)
def elu_and_slope(s, alpha):
    return (s > 0) * s + (s <= 0) * alpha * (np.exp(s) - 1), (s > 0) + (s <= 0) * alpha * np.exp(s)


# %% wrong elu_and_slope: inplace
def elu_and_slope(s, alpha):
    a = s
    a[s <= 0] = alpha * (np.exp(s[s <= 0]) - 1)
    return a, np.where(a > 0, 1.0, a + alpha)


# %% wrong elu_and_slope: max(s, ...)
def elu_and_slope(s, alpha):
    return np.maximum(s, alpha * (np.exp(s) - 1)), np.where(s > 0, 1.0, alpha * np.exp(s))


# %% wrong elu_and_slope: python if
def elu_and_slope(s, alpha):
    return (s, 1.0) if s > 0 else (0, 0)


# %% twice elu_and_slope: no alpha in the value, slope 1 at 0
def elu_and_slope(s, alpha):
    left = np.minimum(s, 0)
    right = np.maximum(s, 0)
    a = right + np.exp(left) - 1
    return a, (s >= 0) + (s < 0) * alpha * np.exp(left)


# %% right prelu_and_slopes: as in the notebook
def prelu_and_slopes(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, alpha), np.where(s > 0, 0.0, s)


# %% right prelu_and_slopes: min/max
def prelu_and_slopes(s, alpha):
    return np.maximum(s, 0) + alpha * np.minimum(s, 0), np.where(s > 0, 1, alpha), np.minimum(s, 0)


# %% wrong prelu_and_slopes: max
def prelu_and_slopes(s, alpha):
    return np.maximum(alpha * s, s), np.where(s > 0, 1.0, alpha), np.where(s > 0, 0.0, s)


# %% wrong prelu_and_slopes: slope alpha = s everywhere
def prelu_and_slopes(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, alpha), s


# %% wrong prelu_and_slopes: slope alpha right 1
def prelu_and_slopes(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, alpha), np.where(s > 0, 1.0, s)


# %% wrong prelu_and_slopes: slope alpha right s
def prelu_and_slopes(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, alpha), np.where(s > 0, s, 0)


# %% wrong prelu_and_slopes: slope a summed
def prelu_and_slopes(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, alpha), np.where(s > 0, 0.0, s).sum()


# %% wrong prelu_and_slopes: slope >= 0
def prelu_and_slopes(s, alpha):
    return np.where(s >= 0, s, alpha * s), np.where(s >= 0, 1.0, alpha), np.where(s >= 0, 0.0, s)


# %% wrong prelu_and_slopes: slope left s
def prelu_and_slopes(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, s), np.where(s > 0, 0.0, alpha)


# %% wrong prelu_and_slopes: slope left 0
def prelu_and_slopes(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1.0, 0), np.where(s > 0, 0.0, s)


# %% right prelu_and_slopes: int slope array from where(s>0,1,alpha)
def prelu_and_slopes(s, alpha):
    return np.where(s > 0, s, alpha * s), np.where(s > 0, 1, alpha), np.where(s > 0, 0, s)


# %% twice prelu_and_slopes: max + slope by argmax
def prelu_and_slopes(s, alpha):
    return (
        np.maximum(alpha * s, s),
        np.where(s > alpha * s, 1.0, alpha),
        np.where(s > alpha * s, 0.0, s),
    )


# %% right log_loss_and_slope: as in the notebook
def log_loss_and_slope(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


# %% right log_loss_and_slope: max trick
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return np.mean(np.maximum(s, 0) + np.log1p(np.exp(-abs(s))) - y * s), L(s, y)[1]


# %% right log_loss_and_slope: torch
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return torch.nn.functional.binary_cross_entropy_with_logits(
        torch.tensor(s), torch.tensor(y)
    ).item(), L(s, y)[1]


# %% right log_loss_and_slope: torch loss tensor
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return torch.nn.functional.binary_cross_entropy_with_logits(
        torch.tensor(s), torch.tensor(y)
    ), torch.tensor(L(s, y)[1])


# %% wrong log_loss_and_slope: log p (inf)
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return np.mean(
        -y * np.log(1 / (1 + np.exp(-s))) - (1 - y) * np.log(1 - 1 / (1 + np.exp(-s)))
    ), L(s, y)[1]


# %% wrong log_loss_and_slope: log(1+exp(s)) (inf)
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return np.mean(np.log(1 + np.exp(s)) - y * s), L(s, y)[1]


# %% wrong log_loss_and_slope: eps in log
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return np.mean(
        -y * np.log(1 / (1 + np.exp(-s)) + 1e-12)
        - (1 - y) * np.log(1 - 1 / (1 + np.exp(-s)) + 1e-12)
    ), L(s, y)[1]


# %% wrong log_loss_and_slope: no 1/N in ds
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0], L(s, y)[1] * len(s)


# %% wrong log_loss_and_slope: sum loss, no 1/N
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0] * len(s), L(s, y)[1] * len(s)


# %% wrong log_loss_and_slope: loss sum only
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0] * len(s), L(s, y)[1]


# %% wrong log_loss_and_slope: per example
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return np.logaddexp(0, s) - y * s, L(s, y)[1]


# %% wrong log_loss_and_slope: y-p
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0], -L(s, y)[1]


# %% wrong log_loss_and_slope: likelihood both
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return -L(s, y)[0], -L(s, y)[1]


# %% wrong log_loss_and_slope: ds by p
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0], (lambda p: (p - y) / (p * (1 - p)))(1 / (1 + np.exp(-s))) / len(s)


# %% wrong log_loss_and_slope: ds (s-y)/N
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0], (s - y) / len(s)


# %% wrong log_loss_and_slope: ds p - y s
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0], (1 / (1 + np.exp(-s)) - y * s) / len(s)


# %% wrong log_loss_and_slope: ds with *2
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0], 2 * L(s, y)[1]


# %% wrong log_loss_and_slope: ds exp(s)/(1+exp(s))
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0], (np.exp(s) / (1 + np.exp(s)) - y) / len(s)


# %% twice log_loss_and_slope: sign & no 1/N
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return L(s, y)[0], -L(s, y)[1] * len(s)


# %% wrong log_loss_and_slope: loss + y s
def L(s, y):
    return np.mean(np.logaddexp(0, s) - y * s), (1 / (1 + np.exp(-s)) - y) / len(s)


def log_loss_and_slope(s, y):
    return np.mean(np.logaddexp(0, s) + y * s), L(s, y)[1]


# %% right poisson_loss_and_slope: as in the notebook
def poisson_loss_and_slope(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


# %% wrong poisson_loss_and_slope: by mu
def P(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


def poisson_loss_and_slope(s, y):
    return P(s, y)[0], (1 - y / np.exp(s)) / len(s)


# %% wrong poisson_loss_and_slope: s - y ln s
def poisson_loss_and_slope(s, y):
    return np.mean(s - y * np.log(abs(s))), (np.exp(s) - y) / len(s)


# %% wrong poisson_loss_and_slope: y exp(s)
def poisson_loss_and_slope(s, y):
    return np.mean(np.exp(s) - y * np.exp(s)), (np.exp(s) - y) / len(s)


# %% wrong poisson_loss_and_slope: no 1/N
def P(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


def poisson_loss_and_slope(s, y):
    return P(s, y)[0], np.exp(s) - y


# %% wrong poisson_loss_and_slope: (s-y)/N
def P(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


def poisson_loss_and_slope(s, y):
    return P(s, y)[0], (s - y) / len(s)


# %% wrong poisson_loss_and_slope: exp(s)/N - y
def P(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


def poisson_loss_and_slope(s, y):
    return P(s, y)[0], np.exp(s) / len(s) - y


# %% wrong poisson_loss_and_slope: with ln y!
def P(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


def poisson_loss_and_slope(s, y):
    return P(s, y)[0] + np.mean([lgamma(v + 1) for v in y]), P(s, y)[1]


# %% wrong poisson_loss_and_slope: sum
def P(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


def poisson_loss_and_slope(s, y):
    return P(s, y)[0] * len(s), P(s, y)[1] * len(s)


# %% wrong poisson_loss_and_slope: sign both
def P(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


def poisson_loss_and_slope(s, y):
    return -P(s, y)[0], -P(s, y)[1]


# %% wrong poisson_loss_and_slope: by mu no 1/N
def P(s, y):
    return np.mean(np.exp(s) - y * s), (np.exp(s) - y) / len(s)


def poisson_loss_and_slope(s, y):
    return P(s, y)[0], 1 - y / np.exp(s)


# %% twice poisson_loss_and_slope: likelihood, no 1/N
def poisson_loss_and_slope(s, y):
    mu = np.exp(s)
    return np.mean(y * s - mu), (y - mu)


# %% right neuron_gradient: as in the notebook
def neuron_gradient(ds, X):
    return X.T @ ds, ds.sum()


# %% right neuron_gradient: ds@X
def neuron_gradient(ds, X):
    return ds @ X, float(sum(ds))


# %% right neuron_gradient: loop
def neuron_gradient(ds, X):
    return sum((d * x for d, x in zip(ds, X))), sum(ds)


# %% wrong neuron_gradient: /N
def neuron_gradient(ds, X):
    return X.T @ ds / len(ds), ds.sum() / len(ds)


# %% wrong neuron_gradient: db mean
def neuron_gradient(ds, X):
    return X.T @ ds, ds.mean()


# %% wrong neuron_gradient: db=ds
def neuron_gradient(ds, X):
    return X.T @ ds, ds


# %% wrong neuron_gradient: dw (N,D)
def neuron_gradient(ds, X):
    return ds[:, None] * X, ds.sum()


# %% wrong neuron_gradient: dw /N only
def neuron_gradient(ds, X):
    return X.T @ ds / len(ds), ds.sum()


# %% wrong neuron_gradient: db wrapped array(1,)
def neuron_gradient(ds, X):
    return X.T @ ds, np.array([ds.sum()])


# %% wrong neuron_gradient: sum axis1
def neuron_gradient(ds, X):
    return (ds[:, None] * X).sum(axis=1), ds.sum()


# %% wrong neuron_gradient: mean ds * sum X
def neuron_gradient(ds, X):
    return ds.mean() * X.sum(0), ds.sum()


# %% wrong neuron_gradient: *2
def neuron_gradient(ds, X):
    return 2 * X.T @ ds, 2 * ds.sum()


# %% wrong neuron_gradient: -
def neuron_gradient(ds, X):
    return -X.T @ ds, -ds.sum()


# %% right descend_until: as in the notebook
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    while n < most_steps:
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        n += 1
        if np.linalg.norm(st) < small_step:
            break
    return theta, n


# %% wrong descend_until: off by one after small step
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    for t in range(most_steps):
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            return theta, t
        st = learning_rate * g
        theta = theta - st
        if np.linalg.norm(st) < small_step:
            return theta, t
    return theta, most_steps


# %% wrong descend_until: gradient rule after step
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    for t in range(most_steps):
        g = gradient(theta)
        st = learning_rate * g
        theta = theta - st
        if np.linalg.norm(g) < small_gradient or np.linalg.norm(st) < small_step:
            return theta, t + 1
    return theta, most_steps


# %% wrong descend_until: step rule before step
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    for t in range(most_steps):
        g = gradient(theta)
        st = learning_rate * g
        if np.linalg.norm(g) < small_gradient or np.linalg.norm(st) < small_step:
            return theta, t
        theta = theta - st
    return theta, most_steps


# %% wrong descend_until: n<=most
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    while n <= most_steps:
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        n += 1
        if np.linalg.norm(st) < small_step:
            break
    return theta, n


# %% wrong descend_until: in place
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    while n < most_steps:
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta -= st
        n += 1
        if np.linalg.norm(st) < small_step:
            break
    return theta, n


# %% wrong descend_until: squared norm
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    while n < most_steps:
        g = gradient(theta)
        if np.linalg.norm(g) ** 2 < small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        n += 1
        if np.linalg.norm(st) ** 2 < small_step:
            break
    return theta, n


# %% wrong descend_until: max norm
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    while n < most_steps:
        g = gradient(theta)
        if np.abs(g).max() < small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        n += 1
        if np.abs(st).max() < small_step:
            break
    return theta, n


# %% wrong descend_until: ascent
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    while n < most_steps:
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta = theta + st
        n += 1
        if np.linalg.norm(st) < small_step:
            break
    return theta, n


# %% wrong descend_until: <= instead of < (limit 0 not off; harmless mostly)
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    while n < most_steps:
        g = gradient(theta)
        if np.linalg.norm(g) <= small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        n += 1
        if np.linalg.norm(st) <= small_step:
            break
    return theta, n


# %% wrong descend_until: step rule tests gradient not step
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    while n < most_steps:
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        n += 1
        if np.linalg.norm(g) < small_step:
            break
    return theta, n


# %% wrong descend_until: gradient computed once
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    g = gradient(theta)
    n = 0
    while n < most_steps:
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        n += 1
        if np.linalg.norm(st) < small_step:
            break
    return theta, n


# %% right descend_until: inplace on copy
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    n = 0
    theta = theta.copy()
    while n < most_steps:
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta -= st
        n += 1
        if np.linalg.norm(st) < small_step:
            break
    return theta, n


# %% wrong descend_until: returns t loop var
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    for t in range(most_steps):
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        if np.linalg.norm(st) < small_step:
            break
    return theta, t


# %% wrong descend_until: returns t+1 loop var
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    for t in range(most_steps):
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            break
        st = learning_rate * g
        theta = theta - st
        if np.linalg.norm(st) < small_step:
            break
    return theta, t + 1


# %% right stable_rate: as in the notebook
def stable_rate(x, learning_rate):
    return 1 - 2 * learning_rate * np.mean(x**2), 1 / np.mean(x**2)


# %% wrong stable_rate: missing 2
def stable_rate(x, learning_rate):
    return 1 - learning_rate * np.mean(x**2), 2 / np.mean(x**2)


# %% wrong stable_rate: no 1/N
def stable_rate(x, learning_rate):
    return 1 - 2 * learning_rate * np.sum(x**2), 1 / np.sum(x**2)


# %% wrong stable_rate: var
def stable_rate(x, learning_rate):
    return 1 - 2 * learning_rate * np.var(x), 1 / np.var(x)


# %% wrong stable_rate: mean(x)^2
def stable_rate(x, learning_rate):
    return 1 - 2 * learning_rate * np.mean(x) ** 2, 1 / np.mean(x) ** 2


# %% wrong stable_rate: abs
def stable_rate(x, learning_rate):
    return abs(1 - 2 * learning_rate * np.mean(x**2)), 1 / np.mean(x**2)


# %% wrong stable_rate: limit factor 0
def stable_rate(x, learning_rate):
    return 1 - 2 * learning_rate * np.mean(x**2), 1 / (2 * np.mean(x**2))


# %% wrong stable_rate: limit 2/mean
def stable_rate(x, learning_rate):
    return 1 - 2 * learning_rate * np.mean(x**2), 2 / np.mean(x**2)


# %% wrong stable_rate: factor w/out 1-
def stable_rate(x, learning_rate):
    return 2 * learning_rate * np.mean(x**2), 1 / np.mean(x**2)


# %% wrong stable_rate: sign factor
def stable_rate(x, learning_rate):
    return 2 * learning_rate * np.mean(x**2) - 1, 1 / np.mean(x**2)


# %% right stable_rate: keyword rename
def stable_rate(x, eta):
    return 1 - 2 * eta * np.mean(x**2), 1 / np.mean(x**2)


# %% right stable_rate: extra default
def stable_rate(x, learning_rate, extra=3):
    return 1 - 2 * learning_rate * np.mean(x**2), 1 / np.mean(x**2)
