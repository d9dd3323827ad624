"""Answers to chapter 08 as students would write them: each cell is one answer."""

# %%
import itertools

import numpy as np

from handgrad.adapters.dropout_batchnorm import refusing
from handgrad.layers import numerical_gradient, softmax, softmax_loss


# %% right dropout_by_hand: as in the notebook
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 24.0}


# %% wrong dropout_by_hand: p keep
def dropout_by_hand():
    return {"plain_mean": 2.4, "kept": 15.0, "mean": 6.0, "variance": 54.0}


# %% wrong dropout_by_hand: 6/.4
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 15.0, "mean": 6.0, "variance": 24.0}


# %% wrong dropout_by_hand: mean
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 3.6, "variance": 24.0}


# %% wrong dropout_by_hand: std
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 24**0.5}


# %% wrong dropout_by_hand: var of unscaled
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 8.64}


# %% wrong dropout_by_hand: E x2
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 60.0}


# %% wrong dropout_by_hand: 6*.6
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 3.6, "mean": 6.0, "variance": 24.0}


# %% wrong dropout_by_hand: unscaled
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 6.0, "mean": 6.0, "variance": 24.0}


# %% wrong dropout_by_hand: not inverted
def dropout_by_hand():
    return {"plain_mean": 3.6, "kept": 6, "mean": 3.6, "variance": 8.64}


# %% right dropout_forward: as in the notebook
def dropout_forward(X, U, p):
    m = U >= p
    return X * m / (1 - p), m


# %% right dropout_forward: where
def dropout_forward(X, U, p):
    return np.where(U < p, 0, X / (1 - p)), (U >= p).astype(int)


# %% wrong dropout_forward: mask inverted
def dropout_forward(X, U, p):
    return X * (U < p) / (1 - p), U < p


# %% wrong dropout_forward: >
def dropout_forward(X, U, p):
    return X * (U > p) / (1 - p), U > p


# %% wrong dropout_forward: no scale
def dropout_forward(X, U, p):
    return X * (U >= p), U >= p


# %% wrong dropout_forward: /p
def dropout_forward(X, U, p):
    return X * (U >= p) / p if p else X, U >= p


# %% wrong dropout_forward: times 1-p
def dropout_forward(X, U, p):
    return X * (U >= p) * (1 - p), U >= p


# %% wrong dropout_forward: mask scaled
def dropout_forward(X, U, p):
    return X * (U >= p) / (1 - p), (U >= p) / (1 - p)


# %% wrong dropout_forward: p keep
def dropout_forward(X, U, p):
    return X * (U >= 1 - p) / (1 - p), U >= 1 - p


# %% wrong dropout_forward: p keep, /p
def dropout_forward(X, U, p):
    return X * (U >= 1 - p) / p if p else X * 0, U >= 1 - p


# %% wrong dropout_forward: U<1-p
def dropout_forward(X, U, p):
    return X * (U < 1 - p) / (1 - p), U < 1 - p


# %% wrong dropout_forward: order
def dropout_forward(X, U, p):
    return U >= p, X * (U >= p) / (1 - p)


# %% wrong dropout_forward: own draws
def dropout_forward(X, U, p):
    return X * (np.random.random(X.shape) >= p) / (1 - p), np.random.random(X.shape) >= p


# %% wrong dropout_forward: not masked
def dropout_forward(X, U, p):
    return X / (1 - p), U >= p


# %% wrong dropout_forward: times U
def dropout_forward(X, U, p):
    return X * U / (1 - p), U >= p


# %% twice dropout_forward: inverted no scale
def dropout_forward(X, U, p):
    return X * (U < p), U < p


# %% wrong dropout_forward: in place
def dropout_forward(X, U, p):
    X[U < p] = 0
    return X / (1 - p), U >= p


# %% right dropout_backward: as in the notebook
def dropout_backward(dA, m, p):
    return dA * m / (1 - p)


# %% wrong dropout_backward: no scale
def dropout_backward(dA, m, p):
    return dA * m


# %% wrong dropout_backward: no mask
def dropout_backward(dA, m, p):
    return dA / (1 - p)


# %% wrong dropout_backward: times
def dropout_backward(dA, m, p):
    return dA * m * (1 - p)


# %% wrong dropout_backward: inverted
def dropout_backward(dA, m, p):
    return dA * (1 - m) / (1 - p)


# %% wrong dropout_backward: /p
def dropout_backward(dA, m, p):
    return dA * m / p if p else dA


# %% wrong dropout_backward: no dA
def dropout_backward(dA, m, p):
    return m / (1 - p)


# %% wrong dropout_backward: pass
def dropout_backward(dA, m, p):
    return dA


# %% wrong dropout_backward: twice
def dropout_backward(dA, m, p):
    return dA * m / (1 - p) ** 2


# %% right dropout_ensemble: as in the notebook
def dropout_ensemble(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


# %% right dropout_ensemble: short scores
def one_way(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


def dropout_ensemble(a, W, b, p):
    return a @ W + b, one_way(a, W, b, p)[1]


# %% wrong dropout_ensemble: softmax of mean
def dropout_ensemble(a, W, b, p):
    return a @ W + b, softmax((a @ W + b)[None])[0]


# %% wrong dropout_ensemble: equal chance
def dropout_ensemble(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = 0.5 ** len(bits)
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


# %% wrong dropout_ensemble: chances swapped
def dropout_ensemble(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([p if x else 1 - p for x in bits])
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


# %% wrong dropout_ensemble: no scale
def dropout_ensemble(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


# %% wrong dropout_ensemble: no b
def dropout_ensemble(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / (1 - p) @ W
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


# %% wrong dropout_ensemble: /p
def dropout_ensemble(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / p @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


# %% wrong dropout_ensemble: (1,C)
def one_way(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


def dropout_ensemble(a, W, b, p):
    return one_way(a, W, b, p)[0][None], one_way(a, W, b, p)[1][None]


# %% wrong dropout_ensemble: geometric
def one_way(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * np.log(softmax(s[None])[0])
    return S, Q


def dropout_ensemble(a, W, b, p):
    S, Q = one_way(a, W, b, p)
    Q = np.exp(Q)
    return S, Q / Q.sum()


# %% wrong dropout_ensemble: no probabilities
def dropout_ensemble(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = 1.0
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


# %% wrong dropout_ensemble: monte carlo
def dropout_ensemble(a, W, b, p):
    m = np.random.default_rng(0).random((20000, len(a))) >= p
    s = a * m / (1 - p) @ W + b
    return s.mean(0), softmax(s).mean(0)


# %% wrong dropout_ensemble: only kept
def dropout_ensemble(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = (1 - p) ** sum(bits)
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


# %% wrong dropout_ensemble: swap
def one_way(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


def dropout_ensemble(a, W, b, p):
    return one_way(a, W, b, p)[1], one_way(a, W, b, p)[0]


# %% wrong dropout_ensemble: b added each
def one_way(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / (1 - p) @ W
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


def other_way(a, W, b, p):
    S = 0
    Q = 0
    for bits in itertools.product((0, 1), repeat=len(a)):
        m = np.array(bits)
        c = np.prod([1 - p if x else p for x in bits])
        s = a * m / (1 - p) @ W + b
        S = S + c * s
        Q = Q + c * softmax(s[None])[0]
    return S, Q


def dropout_ensemble(a, W, b, p):
    return one_way(a, W, b, p)[0] + b * 2 ** len(a), other_way(a, W, b, p)[1]


# %% right batchnorm_forward: as in the notebook
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * h + b, m, v


# %% right batchnorm_forward: f32
def bf(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * h + b, m, v


def batchnorm_forward(*a):
    return tuple((x.astype(np.float32) for x in bf(*a)))


# %% wrong batchnorm_forward: ddof 1
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0, ddof=1) if len(X) > 1 else X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * h + b, m, v


# %% wrong batchnorm_forward: var returned ddof1
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * h + b, m, X.var(0, ddof=1) if len(X) > 1 else X.var(0)


# %% wrong batchnorm_forward: eps outside root
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / (np.sqrt(v) + eps)
    return g * h + b, m, v


# %% wrong batchnorm_forward: eps behind fraction
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v) + eps
    return g * h + b, m, v


# %% wrong batchnorm_forward: no root
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / (v + eps)
    return g * h + b, m, v


# %% wrong batchnorm_forward: eps^2
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps**2)
    return g * h + b, m, v


# %% wrong batchnorm_forward: no eps
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v)
    return g * h + b, m, v


# %% wrong batchnorm_forward: max(v,eps)
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(np.maximum(v, eps))
    return g * h + b, m, v


# %% wrong batchnorm_forward: gamma beta swapped
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return b * h + g, m, v


# %% wrong batchnorm_forward: no gamma beta
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return h, m, v


# %% wrong batchnorm_forward: g*(h+b)
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * (h + b), m, v


# %% wrong batchnorm_forward: std returned
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * h + b, m, X.std(0)


# %% wrong batchnorm_forward: var+eps
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * h + b, m, X.var(0) + 1e-05


# %% wrong batchnorm_forward: multiplied
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) * np.sqrt(v + eps)
    return g * h + b, m, v


# %% wrong batchnorm_forward: mean square for var
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = (X**2).mean(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * h + b, m, v


# %% wrong batchnorm_forward: whole batch stats
def batchnorm_forward(X, g, b, e):
    return g * (X - X.mean()) / np.sqrt(X.var() + e) + b, X.mean(0), X.var(0)


# %% wrong batchnorm_forward: rows axis 1
def batchnorm_forward(X, g, b, e):
    m = X.mean(1, keepdims=True)
    v = X.var(1, keepdims=True)
    return g * (X - m) / np.sqrt(v + e) + b, m[:, 0], v[:, 0]


# %% wrong batchnorm_forward: keepdims
def bf(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / np.sqrt(v + eps)
    return g * h + b, m, v


def batchnorm_forward(X, g, b, e):
    y, m, v = bf(X, g, b, e)
    return y, m[None], v[None]


# %% twice batchnorm_forward: eps, ddof
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / (np.sqrt(v) + eps)
    return g * h + b, m, X.var(0, ddof=1) if len(X) > 1 else X.var(0)


# %% twice batchnorm_forward: swap, eps
def batchnorm_forward(X, g, b, eps):
    m = X.mean(0, keepdims=False)
    v = X.var(0)
    h = (X - m) / (np.sqrt(v) + eps)
    return b * h + g, m, v


# %% right batchnorm_nodes: as in the notebook
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: no gamma
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dr not summed
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = dh * C
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dr mean
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).mean(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: r not cubed
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: sign
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = 0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: no half
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: no eps
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * v ** (-1.5)
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: v^-0.5
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * v ** (-0.5)
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: r^-3
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r ** (-3)
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dC one path
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dC no 1/N
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dC no 2
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 1 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dC minus
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r - 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dC only var path
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dX no mean path
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dX no 1/N
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0)
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dX plus
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC + dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dX (1-1/N)
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC * (1 - 1 / N)
    return dh, dr, dv, dC, dX


# %% wrong batchnorm_nodes: dX only mean path
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC.sum(0) / N * np.ones_like(dC) * -1
    return dh, dr, dv, dC, dX


# %% twice batchnorm_nodes: no var, no mean path
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r
    dX = dC
    return dh, dr, dv, dC, dX


# %% twice batchnorm_nodes: r, no mean path
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r
    dC = dh * r + 2 / N * C * dv
    dX = dC
    return dh, dr, dv, dC, dX


# %% twice batchnorm_nodes: that cancel: dr mean & no 1/N
def batchnorm_nodes(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).mean(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


# %% right batchnorm_nodes: same
def bn(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


def bn1(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


def batchnorm_nodes(dY, X, g, eps):
    h = bn(dY, X, g, eps)
    return h[0], h[1], h[2], h[3], bn1(dY, X, g, eps)[4]


# %% wrong batchnorm_nodes: dr from dY
def bn(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dY * C).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


def batchnorm_nodes(dY, X, g, eps):
    return bn(dY, X, g, eps)


# %% wrong batchnorm_nodes: dr with X rather than C
def bn(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = (C**2).mean(0)
    r = (v + eps) ** (-0.5)
    dh = dY * g
    dr = (dh * X).sum(0)
    dv = -0.5 * dr * r**3
    dC = dh * r + 2 / N * C * dv
    dX = dC - dC.sum(0) / N
    return dh, dr, dv, dC, dX


def batchnorm_nodes(dY, X, g, eps):
    return bn(dY, X, g, eps)


# %% right batchnorm_backward: as in the notebook
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: no paths
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r * dY
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: no var path
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: no mean path
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: no gamma
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: no 1/N
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: dY not N dY
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: C for H
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - C * (dY * C).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: C for one H
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * C).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: sum split
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * dY.sum(0) * H.sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: no H outside
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: /r
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g / r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: signs
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY + dY.sum(0) + H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: sum over all
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum() - H * (dY * H).sum())
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: ddof1
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0, ddof=1)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: eps outside
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = 1 / (np.sqrt(v) + eps)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: no eps
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = v ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: dgamma with X
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * X).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: dgamma with C
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * C).sum(0), dY.sum(0)


# %% wrong batchnorm_backward: means
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).mean(0), dY.mean(0)


# %% wrong batchnorm_backward: dbeta sum all
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum()


# %% wrong batchnorm_backward: dgamma = sum dY
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, dY.sum(0), dY.sum(0)


# %% wrong batchnorm_backward: swap
def bb(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = g * r / N * (N * dY - dY.sum(0) - H * (dY * H).sum(0))
    return dX, (dY * H).sum(0), dY.sum(0)


def batchnorm_backward(dY, X, g, eps):
    a, b, c = bb(dY, X, g, eps)
    return a, c, b


# %% twice batchnorm_backward: no gamma & no var path; dgamma mean
def batchnorm_backward(dY, X, g, eps):
    N = len(X)
    m = X.mean(0)
    C = X - m
    v = X.var(0)
    r = (v + eps) ** (-0.5)
    H = C * r
    dX = r / N * (N * dY - dY.sum(0))
    return dX, (dY * H).mean(0), dY.sum(0)


# %% right update_running: as in the notebook
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * X.var(0, ddof=1)


# %% right update_running: alt
def update_running(rm, rv, X, m):
    if X.shape[0] < 2:
        raise ValueError
    B = len(X)
    return rm + m * (X.mean(0) - rm), rv + m * (B / (B - 1) * X.var(0) - rv)


# %% wrong update_running: biased
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * X.var(0)


# %% wrong update_running: std
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * X.std(0, ddof=1)


# %% wrong update_running: momentum swapped
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return m * rm + (1 - m) * X.mean(0), m * rv + (1 - m) * X.var(0, ddof=1)


# %% wrong update_running: not refused
def update_running(rm, rv, X, m):
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * X.var(0, ddof=1)


# %% wrong update_running: batch 1 handled w/o refusing
def update_running(rm, rv, X, m):
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * (
        X.var(0, ddof=1) if len(X) > 1 else X.var(0)
    )


# %% wrong update_running: no decay
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return rm + m * X.mean(0), rv + m * X.var(0, ddof=1)


# %% wrong update_running: replace
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return X.mean(0), X.var(0, ddof=1)


# %% wrong update_running: factor upside down
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * (X.var(0) * (len(X) - 1) / len(X))


# %% wrong update_running: times B
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * (X.var(0) * len(X))


# %% wrong update_running: TypeError raised
def ur(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * X.var(0, ddof=1)


def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise TypeError("x")
    return ur(rm, rv, X, m)


# %% wrong update_running: assert
def ur(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * X.var(0, ddof=1)


def update_running(rm, rv, X, m):
    assert len(X) > 1
    return ur(rm, rv, X, m)


# %% wrong update_running: in place
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError
    rm *= 1 - m
    rm += m * X.mean(0)
    rv *= 1 - m
    rv += m * X.var(0, ddof=1)
    return rm, rv


# %% twice update_running: swapped, biased
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError("batch of one")
    return m * rm + (1 - m) * X.mean(0), m * rv + (1 - m) * X.var(0)


# %% twice update_running: swapped, not refused
def update_running(rm, rv, X, m):
    return m * rm + (1 - m) * X.mean(0), m * rv + (1 - m) * X.var(0, ddof=1)


# %% wrong update_running: variance around running mean
def update_running(rm, rv, X, m):
    if len(X) == 1:
        raise ValueError
    v = ((X - rm) ** 2).sum(0) / (len(X) - 1)
    return (1 - m) * rm + m * X.mean(0), (1 - m) * rv + m * v


# %% right batchnorm_inference: as in the notebook
def batchnorm_inference(X, g, b, m, v, e):
    return g * (X - m) / np.sqrt(v + e) + b


# %% wrong batchnorm_inference: batch stats
def batchnorm_inference(X, g, b, m, v, e):
    return g * (X - X.mean(0)) / np.sqrt(X.var(0) + e) + b


# %% wrong batchnorm_inference: eps outside
def batchnorm_inference(X, g, b, m, v, e):
    return g * (X - m) / (np.sqrt(v) + e) + b


# %% wrong batchnorm_inference: no root
def batchnorm_inference(X, g, b, m, v, e):
    return g * (X - m) / (v + e) + b


# %% wrong batchnorm_inference: swap
def batchnorm_inference(X, g, b, m, v, e):
    return b * (X - m) / np.sqrt(v + e) + g


# %% wrong batchnorm_inference: no beta
def batchnorm_inference(X, g, b, m, v, e):
    return g * (X - m) / np.sqrt(v + e)


# %% wrong batchnorm_inference: no affine
def batchnorm_inference(X, g, b, m, v, e):
    return (X - m) / np.sqrt(v + e)


# %% wrong batchnorm_inference: no mean
def batchnorm_inference(X, g, b, m, v, e):
    return g * X / np.sqrt(v + e) + b


# %% wrong batchnorm_inference: factor again
def bi(X, g, b, m, v, e):
    return g * (X - m) / np.sqrt(v + e) + b


def batchnorm_inference(X, g, b, m, v, e):
    return bi(X, g, b, m, v * len(X) / max(len(X) - 1, 1), e)


# %% wrong batchnorm_inference: no eps
def batchnorm_inference(X, g, b, m, v, e):
    return g * (X - m) / np.sqrt(v) + b


# %% wrong batchnorm_inference: eps^2
def batchnorm_inference(X, g, b, m, v, e):
    return g * (X - m) / np.sqrt(v + e**2) + b


# %% wrong batchnorm_inference: batch mean only
def batchnorm_inference(X, g, b, m, v, e):
    return g * (X - X.mean(0)) / np.sqrt(v + e) + b


# %% wrong batchnorm_inference: g*(h+b)
def batchnorm_inference(X, g, b, m, v, e):
    return g * ((X - m) / np.sqrt(v + e) + b)


# %% wrong batchnorm_inference: parentheses
def batchnorm_inference(X, g, b, m, v, e):
    return g * X - m / np.sqrt(v + e) + b


# %% right normalize_over: as in the notebook
def normalize_over(X, kind, eps):
    a = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}[kind]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + eps)


# %% wrong normalize_over: batch axis 0 only
def normalize_over(X, k, e):
    a = {"batch": (0,), "layer": (1, 2, 3), "instance": (2, 3)}[k]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + e)


# %% wrong normalize_over: batch all
def normalize_over(X, k, e):
    a = {"batch": (0, 1, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}[k]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + e)


# %% wrong normalize_over: complement axes
def normalize_over(X, k, e):
    a = {"batch": (1,), "layer": (0,), "instance": (0, 1)}[k]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + e)


# %% wrong normalize_over: batch/layer swapped
def normalize_over(X, k, e):
    a = {"batch": (1, 2, 3), "layer": (0, 2, 3), "instance": (2, 3)}[k]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + e)


# %% wrong normalize_over: layer over channels
def normalize_over(X, k, e):
    a = {"batch": (0, 2, 3), "layer": (1,), "instance": (2, 3)}[k]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + e)


# %% wrong normalize_over: instance over channel axis
def normalize_over(X, k, e):
    a = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (1,)}[k]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + e)


# %% wrong normalize_over: ddof1
def normalize_over(X, k, e):
    a = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}[k]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=1) + e)


# %% wrong normalize_over: eps outside
def normalize_over(X, k, e):
    a = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}[k]
    return (X - X.mean(a, keepdims=True)) / (np.sqrt(X.var(a, keepdims=True, ddof=0)) + e)


# %% wrong normalize_over: no root
def normalize_over(X, k, e):
    a = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}[k]
    return (X - X.mean(a, keepdims=True)) / (X.var(a, keepdims=True, ddof=0) + e)


# %% wrong normalize_over: always batch
def normalize_over(X, k, e):
    a = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}["batch"]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + e)


# %% wrong normalize_over: instance (0,1)
def normalize_over(X, k, e):
    a = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (0, 1)}[k]
    return (X - X.mean(a, keepdims=True)) / np.sqrt(X.var(a, keepdims=True, ddof=0) + e)


# %% right regularized_gradients: as in the notebook
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: no scale
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: no scale back
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = 1
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: no mask back
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: bn no paths
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r * dZ
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: bn skipped backward
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = dZ
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: no var path
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: no mean path
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: no relu mask
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: relu mask from dA
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (dA > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: dgamma with S
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * S).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: dgamma mean
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).mean(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: dW2 from undropped
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = R.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% open regularized_gradients: Z>=0
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z >= 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: 1/N again
def rg(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


def regularized_gradients(X, y, *a):
    o = rg(X, y, *a)
    return tuple((q / len(X) for q in o))


# %% wrong regularized_gradients: inverted mask back
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * ~m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% twice regularized_gradients: bn no paths, no scale
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r * dZ
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% twice regularized_gradients: no relu, no mask
def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * bs
    dZ = dR
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


# %% wrong regularized_gradients: dropout ignored
def rg(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


def regularized_gradients(X, y, U, p, *a):
    return rg(X, y, U * 0 + 2, 0.0, *a)


# %% wrong regularized_gradients: gamma beta swapped
def rg(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


def regularized_gradients(X, y, U, p, W1, g, be, W2, b2, eps):
    return rg(X, y, U, p, W1, be, g, W2, b2, eps)


# %% wrong regularized_gradients: p keep
def rg(X, y, U, p, W1, g, be, W2, b2, eps):
    S = X @ W1
    N = len(X)
    v = S.var(0)
    r = (v + eps) ** (-0.5)
    H = (S - S.mean(0)) * r
    Z = g * H + be
    R = np.maximum(Z, 0)
    m = U >= p
    sc = 1 / (1 - p)
    A = R * m * sc
    _, d = softmax_loss(A @ W2 + b2, y)
    dW2 = A.T @ d
    db2 = d.sum(0)
    dA = d @ W2.T
    bs = sc
    dR = dA * m * bs
    dZ = dR * (Z > 0)
    dS = g * r / N * (N * dZ - dZ.sum(0) - H * (dZ * H).sum(0))
    return X.T @ dS, (dZ * H).sum(0), dZ.sum(0), dW2, db2


def regularized_gradients(X, y, U, p, *a):
    return rg(X, y, 1 - U + 1e-12, 1 - p, *a)


# %% right working_range: as in the notebook
def working_range(s, a, l):
    ok = s[a >= l]
    return (len(ok), ok.max() / ok.min()) if len(ok) else (0, 0.0)


# %% right working_range: py
def wr(s, a, l):
    ok = s[a >= l]
    return (len(ok), ok.max() / ok.min()) if len(ok) else (0, 0.0)


def working_range(s, a, l):
    return int((a >= l).sum()), float(wr(s, a, l)[1])


# %% wrong working_range: >
def working_range(s, a, l):
    return (len(s[a > l]), s[a > l].max() / s[a > l].min()) if len(s[a > l]) else (0, 0.0)


# %% wrong working_range: unsorted
def working_range(s, a, l):
    return (len(s[a >= l]), s[a >= l][-1] / s[a >= l][0]) if len(s[a >= l]) else (0, 0.0)


# %% wrong working_range: difference
def working_range(s, a, l):
    return (len(s[a >= l]), s[a >= l].max() - s[a >= l].min()) if len(s[a >= l]) else (0, 0.0)


# %% wrong working_range: upside down
def working_range(s, a, l):
    return (len(s[a >= l]), s[a >= l].min() / s[a >= l].max()) if len(s[a >= l]) else (0, 0.0)


# %% wrong working_range: log10
def working_range(s, a, l):
    return (
        (len(s[a >= l]), np.log10(s[a >= l].max() / s[a >= l].min()))
        if len(s[a >= l])
        else (0, 0.0)
    )


# %% wrong working_range: none: 1
def working_range(s, a, l):
    return (len(s[a >= l]), s[a >= l].max() / s[a >= l].min()) if len(s[a >= l]) else (0, 1.0)


# %% wrong working_range: no empty handling
def working_range(s, a, l):
    return len(s[a >= l]), s[a >= l].max() / s[a >= l].min()


# %% wrong working_range: share
def wr(s, a, l):
    ok = s[a >= l]
    return (len(ok), ok.max() / ok.min()) if len(ok) else (0, 0.0)


def working_range(s, a, l):
    return (a >= l).mean(), wr(s, a, l)[1]


# %% wrong batchnorm_forward: the divisor returned as var
def batchnorm_forward(X, gamma, beta, eps):
    N, D = X.shape
    Y, mean, var = np.empty((N, D)), np.empty(D), np.empty(D)
    for d in range(D):
        x = X[:, d]
        mean[d] = x.sum() / N
        var[d] = np.sqrt(((x - mean[d]) ** 2).sum() / N + eps)
        Y[:, d] = gamma[d] * (x - mean[d]) / var[d] + beta[d]
    return Y, mean, var


# %% twice batchnorm_nodes: dr mean, sign of dvar
def batchnorm_nodes(dY, X, gamma, eps):
    N = len(X)
    C = X - X.mean(axis=0)
    r = ((C**2).mean(axis=0) + eps) ** -0.5
    dX_hat = dY * gamma
    dr = (dX_hat * C).mean(axis=0)
    dvar = 0.5 * r**3 * dr
    dC = dX_hat * r + 2 / N * C * dvar
    return dX_hat, dr, dvar, dC, dC - dC.mean(axis=0)


# %% wrong update_running: variance around the new running mean
def update_running(running_mean, running_var, X, momentum):
    B, D = X.shape
    if B == 1:
        raise ValueError("batch of one")
    new_mean, new_var = running_mean.copy(), running_var.copy()
    for d in range(D):
        new_mean[d] += momentum * (sum(X[:, d]) / B - running_mean[d])
        spread = sum((x - new_mean[d]) ** 2 for x in X[:, d]) / (B - 1)
        new_var[d] += momentum * (spread - running_var[d])
    return new_mean, new_var


# %% twice update_running: momentum swapped, factor upside down
def update_running(running_mean, running_var, X, momentum):
    B = len(X)
    if B == 1:
        raise ValueError("batch of one")
    mean, var = X.mean(axis=0), X.var(axis=0) * (B - 1) / B
    old = momentum
    return old * running_mean + (1 - old) * mean, old * running_var + (1 - old) * var
