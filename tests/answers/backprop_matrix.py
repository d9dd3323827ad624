"""Answers to chapter 04 as students would write them: each cell is one answer."""

# %%
import numpy as np
import torch

from handgrad.layers import numerical_gradient


# %% right half_square_backward: as in the notebook
def half_square_backward(X, W):
    return X @ W, X.T @ (X @ W), X @ W @ W.T


# %% right half_square_backward: einsum
def half_square_backward(X, W):
    return X @ W, np.einsum("nd,nh->dh", X, X @ W), np.einsum("nh,dh->nd", X @ W, W)


# %% wrong half_square_backward: factor 2
def half_square_backward(X, W):
    return 2 * X @ W, 2 * X.T @ (X @ W), 2 * (X @ W) @ W.T


# %% wrong half_square_backward: dW transposed
def half_square_backward(X, W):
    return X @ W, (X @ W).T @ X, X @ W @ W.T


# %% wrong half_square_backward: dW reshaped
def half_square_backward(X, W):
    return X @ W, ((X @ W).T @ X).reshape(W.shape), X @ W @ W.T


# %% wrong half_square_backward: dW/N
def half_square_backward(X, W):
    return X @ W, X.T @ (X @ W) / len(X), X @ W @ W.T


# %% wrong half_square_backward: all /N
def half_square_backward(X, W):
    return X @ W / len(X), X.T @ (X @ W) / len(X), X @ W @ W.T / len(X)


# %% wrong half_square_backward: dA ones
def half_square_backward(X, W):
    return np.ones_like(X @ W), X.T @ np.ones_like(X @ W), np.ones_like(X @ W) @ W.T


# %% wrong half_square_backward: dA ones only
def half_square_backward(X, W):
    return np.ones_like(X @ W), X.T @ (X @ W), X @ W @ W.T


# %% wrong half_square_backward: half
def half_square_backward(X, W):
    return 0.5 * X @ W, 0.5 * X.T @ (X @ W), 0.5 * (X @ W) @ W.T


# %% wrong half_square_backward: dW,dX local slopes only
def half_square_backward(X, W):
    return X @ W, X.T @ np.ones_like(X @ W), np.ones_like(X @ W) @ W.T


# %% wrong half_square_backward: order swap
def half_square_backward(X, W):
    return X @ W, X @ W @ W.T, X.T @ (X @ W)


# %% wrong half_square_backward: dA = half square
def half_square_backward(X, W):
    return 0.5 * (X @ W) ** 2, X.T @ (0.5 * (X @ W) ** 2), 0.5 * (X @ W) ** 2 @ W.T


# %% right affine_backward: as in the notebook
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum(0)


# %% right affine_backward: loop
def affine_backward(dS, X, W):
    N, D = X.shape
    H = W.shape[1]
    dX = np.zeros_like(X)
    dW = np.zeros_like(W)
    db = np.zeros(H)
    for n in range(N):
        for h in range(H):
            db[h] += dS[n, h]
            for d in range(D):
                dX[n, d] += dS[n, h] * W[d, h]
                dW[d, h] += dS[n, h] * X[n, d]
    return dX, dW, db


# %% right affine_backward: torch tensors
def affine_backward(dS, X, W):
    import torch

    a, b = (torch.tensor(X, requires_grad=True), torch.tensor(W, requires_grad=True))
    c = torch.zeros(W.shape[1], dtype=torch.float64, requires_grad=True)
    (a @ b + c).backward(torch.tensor(dS))
    return a.grad, b.grad, c.grad


# %% wrong affine_backward: db (1,H)
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum(0, keepdims=True)


# %% wrong affine_backward: mean
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS / len(X), dS.mean(0)


# %% wrong affine_backward: db mean
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.mean(0)


# %% wrong affine_backward: db not summed
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, dS


# %% wrong affine_backward: db axis 1
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum(1)


# %% wrong affine_backward: db sum all
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, dS.sum()


# %% wrong affine_backward: db ones
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS, np.ones(W.shape[1])


# %% wrong affine_backward: dW transposed
def affine_backward(dS, X, W):
    return dS @ W.T, dS.T @ X, dS.sum(0)


# %% wrong affine_backward: dX transposed
def affine_backward(dS, X, W):
    return W @ dS.T, X.T @ dS, dS.sum(0)


# %% wrong affine_backward: both reshaped
def affine_backward(dS, X, W):
    return (W @ dS.T).reshape(X.shape), (dS.T @ X).reshape(W.shape), dS.sum(0)


# %% wrong affine_backward: order
def affine_backward(dS, X, W):
    return X.T @ dS, dS @ W.T, dS.sum(0)


# %% wrong affine_backward: no db
def affine_backward(dS, X, W):
    return dS @ W.T, X.T @ dS


# %% right affine_backward: dict
def affine_backward(dS, X, W):
    return {"dX": dS @ W.T, "dW": X.T @ dS, "db": dS.sum(0)}


# %% wrong affine_backward: pinv
def affine_backward(dS, X, W):
    return dS @ np.linalg.pinv(W), X.T @ dS, dS.sum(0)


# %% wrong affine_backward: all /N
def affine_backward(dS, X, W):
    return dS / len(X) @ W.T, X.T @ dS / len(X), dS.sum(0) / len(X)


# %% wrong affine_backward: sign
def affine_backward(dS, X, W):
    return np.sign(dS) @ W.T, X.T @ dS, dS.sum(0)


# %% wrong affine_backward: abs X
def affine_backward(dS, X, W):
    return dS @ W.T, np.abs(X).T @ dS, dS.sum(0)


# %% right affine_backward: in place no change
def affine_backward(dS, X, W):
    dX = dS @ W.T
    dS *= 1
    return dX, X.T @ dS, dS.sum(0)


# %% wrong affine_backward: in place change
def affine_backward(dS, X, W):
    dX = dS @ W.T
    dW = X.T @ dS
    dS /= 2
    return dX, dW, 2 * dS.sum(0)


# %% right relu_backward: as in the notebook
def relu_backward(dA, S):
    return dA * (S > 0)


# %% right relu_backward: where
def relu_backward(dA, S):
    return np.where(S > 0, dA, 0)


# %% right relu_backward: copy mask
def relu_backward(dA, S):
    d = dA.copy()
    d[S <= 0] = 0
    return d


# %% wrong relu_backward: in place
def relu_backward(dA, S):
    dA[S <= 0] = 0
    return dA


# %% wrong relu_backward: >=
def relu_backward(dA, S):
    return dA * (S >= 0)


# %% wrong relu_backward: mask from dA
def relu_backward(dA, S):
    return dA * (dA > 0)


# %% wrong relu_backward: relu of dA
def relu_backward(dA, S):
    return np.maximum(dA, 0)


# %% wrong relu_backward: no dA
def relu_backward(dA, S):
    return S > 0


# %% wrong relu_backward: times A
def relu_backward(dA, S):
    return dA * np.maximum(S, 0)


# %% wrong relu_backward: sign
def relu_backward(dA, S):
    return dA * np.sign(S)


# %% wrong relu_backward: <0
def relu_backward(dA, S):
    return dA * (S < 0)


# %% wrong relu_backward: pass through
def relu_backward(dA, S):
    return dA


# %% wrong relu_backward: matmul
def relu_backward(dA, S):
    return dA @ (S > 0).T


# %% wrong relu_backward: heaviside .5
def relu_backward(dA, S):
    return np.heaviside(S, 0.5) * dA


# %% wrong relu_backward: no dA2
def relu_backward(dA, S):
    return np.heaviside(S, 1) * (S > 0)


# %% right tanh_backward: as in the notebook
def tanh_backward(dA, S):
    return dA * (1 - np.tanh(S) ** 2)


# %% right tanh_backward: cosh
def tanh_backward(dA, S):
    return dA / np.cosh(S) ** 2


# %% wrong tanh_backward: 1-S^2
def tanh_backward(dA, S):
    return dA * (1 - S**2)


# %% wrong tanh_backward: no dA
def tanh_backward(dA, S):
    return 1 - np.tanh(S) ** 2


# %% wrong tanh_backward: no square
def tanh_backward(dA, S):
    return dA * (1 - np.tanh(S))


# %% wrong tanh_backward: tanh twice
def tanh_backward(dA, S):
    return dA * (1 - np.tanh(np.tanh(S)) ** 2)


# %% wrong tanh_backward: at dA
def tanh_backward(dA, S):
    return dA * (1 - np.tanh(dA) ** 2)


# %% wrong tanh_backward: sigmoid slope
def tanh_backward(dA, S):
    return dA * np.tanh(S) * (1 - np.tanh(S))


# %% wrong tanh_backward: paren
def tanh_backward(dA, S):
    return 1 - dA * np.tanh(S) ** 2


# %% wrong tanh_backward: sign
def tanh_backward(dA, S):
    return dA * (np.tanh(S) ** 2 - 1)


# %% wrong tanh_backward: square inside
def tanh_backward(dA, S):
    return dA * (1 - np.tanh(S**2))


# %% twice tanh_backward: 1-S
def tanh_backward(dA, S):
    return dA * (1 - S)


# %% wrong tanh_backward: tanh not derivative
def tanh_backward(dA, S):
    return dA * np.tanh(S)


# %% right unbroadcast: as in the notebook
def unbroadcast(dS, b):
    b = np.asarray(b)
    d = dS.sum(axis=tuple(range(dS.ndim - b.ndim)))
    ax = tuple((i for i in range(b.ndim) if b.shape[i] == 1))
    return d.sum(axis=ax, keepdims=True)


# %% right unbroadcast: loop
def unbroadcast(dS, b):
    while dS.ndim > b.ndim:
        dS = dS.sum(0)
    for i, n in enumerate(b.shape):
        if n == 1 and dS.shape[i] != 1:
            dS = dS.sum(i, keepdims=True)
    return dS


# %% right unbroadcast: float for ()
def ub(dS, b):
    b = np.asarray(b)
    d = dS.sum(axis=tuple(range(dS.ndim - b.ndim)))
    ax = tuple((i for i in range(b.ndim) if b.shape[i] == 1))
    return d.sum(axis=ax, keepdims=True)


def unbroadcast(dS, b):
    return float(ub(dS, b)) if b.ndim == 0 else ub(dS, b)


# %% wrong unbroadcast: axis 0 always
def unbroadcast(dS, b):
    return dS.sum(0)


# %% wrong unbroadcast: only leading
def unbroadcast(dS, b):
    return dS.sum(tuple(range(dS.ndim - b.ndim)))


# %% wrong unbroadcast: either, not both
def unbroadcast(dS, b):
    return (
        dS.sum(tuple((i for i in range(b.ndim) if b.shape[i] == 1)), keepdims=True)
        if b.ndim == dS.ndim
        else dS.sum(tuple(range(dS.ndim - b.ndim)))
    )


# %% wrong unbroadcast: mean
def ub(dS, b):
    b = np.asarray(b)
    d = dS.sum(axis=tuple(range(dS.ndim - b.ndim)))
    ax = tuple((i for i in range(b.ndim) if b.shape[i] == 1))
    return d.sum(axis=ax, keepdims=True)


def unbroadcast(dS, b):
    return (
        dS.mean(tuple(range(dS.ndim - b.ndim))).reshape(b.shape) if b.ndim < dS.ndim else ub(dS, b)
    )


# %% wrong unbroadcast: mean all
def unbroadcast(dS, b):
    d = dS.mean(axis=tuple(range(dS.ndim - b.ndim)))
    ax = tuple((i for i in range(b.ndim) if b.shape[i] == 1))
    return d.mean(axis=ax, keepdims=True)


# %% wrong unbroadcast: ravel
def ub(dS, b):
    b = np.asarray(b)
    d = dS.sum(axis=tuple(range(dS.ndim - b.ndim)))
    ax = tuple((i for i in range(b.ndim) if b.shape[i] == 1))
    return d.sum(axis=ax, keepdims=True)


def unbroadcast(dS, b):
    return ub(dS, b).ravel()


# %% wrong unbroadcast: aligned from left
def unbroadcast(dS, b):
    d = dS.sum(axis=tuple(range(b.ndim, dS.ndim)))
    ax = tuple((i for i in range(b.ndim) if b.shape[i] == 1))
    return d.sum(axis=ax, keepdims=True)


# %% wrong unbroadcast: no sum
def unbroadcast(dS, b):
    return np.broadcast_to(b, dS.shape) * 0 + dS


# %% wrong unbroadcast: sum of all
def unbroadcast(dS, b):
    return np.full(b.shape, dS.sum())


# %% wrong unbroadcast: slice
def unbroadcast(dS, b):
    return np.resize(dS, b.shape)


# %% wrong unbroadcast: squeeze
def ub(dS, b):
    b = np.asarray(b)
    d = dS.sum(axis=tuple(range(dS.ndim - b.ndim)))
    ax = tuple((i for i in range(b.ndim) if b.shape[i] == 1))
    return d.sum(axis=ax, keepdims=True)


def unbroadcast(dS, b):
    return ub(dS, b).squeeze()


# %% wrong unbroadcast: one copy only, in a loop
def unbroadcast(dS, b):
    db = np.zeros(b.shape)
    bb = np.broadcast_to(db, dS.shape).copy()
    for index in np.ndindex(*dS.shape):
        tail = index[dS.ndim - b.ndim:]
        place = tuple(0 if b.shape[k] == 1 else i for k, i in enumerate(tail))
        db[place] = dS[index]
    return db


# %% right unbroadcast: bincount over places of b
def unbroadcast(dS, b):
    lead = (1,) * (dS.ndim - b.ndim)
    full = np.arange(b.size).reshape(lead + b.shape)
    where = np.broadcast_to(full, dS.shape).ravel()
    return np.bincount(where, weights=dS.ravel(), minlength=b.size).reshape(b.shape)


# %% right jacobian_size: as in the notebook
def jacobian_size(N, M, K):
    return N * M * N * K, N * M + N * K


# %% right jacobian_size: floats
def jacobian_size(N, M, K):
    return float(N * M * N * K), float(N * M + N * K)


# %% wrong jacobian_size: without zeros
def jacobian_size(N, M, K):
    return N * M * K, N * M + N * K


# %% wrong jacobian_size: one row
def jacobian_size(N, M, K):
    return M * K, N * M + N * K


# %% wrong jacobian_size: product
def jacobian_size(N, M, K):
    return N * M * N * K, N * M * N * K


# %% wrong jacobian_size: dW
def jacobian_size(N, M, K):
    return N * M * N * K, M * K + N * K


# %% wrong jacobian_size: bytes
def jacobian_size(N, M, K):
    return 4 * N * M * N * K, 4 * (N * M + N * K)


# %% wrong jacobian_size: square
def jacobian_size(N, M, K):
    return (N * M) ** 2, N * M + N * K


# %% wrong jacobian_size: swap
def jacobian_size(N, M, K):
    return N * M + N * K, N * M * N * K


# %% wrong jacobian_size: sum and product exchanged
def jacobian_size(N, M, K):
    ins = sum(1 for _ in range(N) for _ in range(M))
    outs = sum(1 for _ in range(N) for _ in range(K))
    return ins + outs, ins * outs


# %% right unit_rows_vjp: as in the notebook
def unit_rows_vjp(dY, X):
    r = np.sqrt((X**2).sum(1, keepdims=True))
    Y = X / r
    return (dY - Y * (Y * dY).sum(1, keepdims=True)) / r


# %% right unit_rows_vjp: jacobian
def unit_rows_vjp(dY, X):
    out = []
    for x, d in zip(X, dY):
        n = np.linalg.norm(x)
        J = np.eye(len(x)) / n - np.outer(x, x) / n**3
        out.append(d @ J)
    return np.array(out)


# %% wrong unit_rows_vjp: only direct path
def unit_rows_vjp(dY, X):
    return dY / np.sqrt((X**2).sum(1, keepdims=True))


# %% wrong unit_rows_vjp: forgot /r
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return dY - X / r * (X / r * dY).sum(1, keepdims=True)


# %% wrong unit_rows_vjp: plus
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return (dY + X / r * (X / r * dY).sum(1, keepdims=True)) / r


# %% wrong unit_rows_vjp: X rather than Y
def unit_rows_vjp(dY, X):
    return (dY - X * (X * dY).sum(1, keepdims=True)) / np.sqrt((X**2).sum(1, keepdims=True))


# %% wrong unit_rows_vjp: r^2
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return dY / r - X * (X * dY).sum(1, keepdims=True) / r**2


# %% wrong unit_rows_vjp: diagonal only
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return (dY - (X / r) ** 2 * dY) / r


# %% wrong unit_rows_vjp: sum over all rows
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return dY / r - X / r * (X / r * dY).sum() / r


# %% wrong unit_rows_vjp: sum axis 0
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return dY / r - X / r * (X / r * dY).sum(0) / r


# %% wrong unit_rows_vjp: no sum
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return dY / r - X / r * dY / r


# %% wrong unit_rows_vjp: nonsense
def unit_rows_vjp(dY, X):
    return dY * X / np.sqrt((X**2).sum(1, keepdims=True))


# %% wrong unit_rows_vjp: no root
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = (X**2).sum(1, keepdims=True)
    return (dY - X / r * (X / r * dY).sum(1, keepdims=True)) / r


# %% wrong unit_rows_vjp: norm of whole
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.linalg.norm(X)
    return (dY - X / r * (X / r * dY).sum(1, keepdims=True)) / r


# %% wrong unit_rows_vjp: sign
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return -(dY - X / r * (X / r * dY).sum(1, keepdims=True)) / r


# %% wrong unit_rows_vjp: one r missing
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return (dY - X * (X * dY).sum(1, keepdims=True) / r) / r


# %% wrong unit_rows_vjp: one r missing 2
def unit_rows_vjp(dY, X):
    dY = dY
    X = X
    r = np.sqrt((X**2).sum(1, keepdims=True))
    return (dY - X / r * (X * dY).sum(1, keepdims=True)) / r


# %% right two_weights_backward: as in the notebook
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, S2)
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - A**2)
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: no tanh slope
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, S2)
    dW = A.T @ d2
    d1 = d2 @ W.T
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: tanh slope at S
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, S2)
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - S1**2)
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: tanh slope twice
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, S2)
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - np.tanh(A) ** 2)
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: sigmoid slope for tanh
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, S2)
    dW = A.T @ d2
    d1 = d2 @ W.T * (A * (1 - A))
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: no sigmoid slope
def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    d2 = dP
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - A**2)
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: tanh slope at output
def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = dP * (1 - np.tanh(S2) ** 2)
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - A**2)
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: sigmoid_backward(dP,P)
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, sig(S2))
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - A**2)
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: order
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, S2)
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - A**2)
    dU = X.T @ d1
    return dW, dU


# %% wrong two_weights_backward: /N
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, S2) / len(dP)
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - A**2)
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: dW from S1
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    d2 = sb(dP, A @ W)
    return X.T @ (d2 @ W.T * (1 - A**2)), S1.T @ d2


# %% wrong two_weights_backward: forgot W.T
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    d2 = sb(dP, A @ W)
    return X.T @ (d2 * (1 - A**2)), A.T @ d2


# %% wrong two_weights_backward: dP rather than d2 in dU
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    d2 = sb(dP, A @ W)
    return X.T @ (dP @ W.T * (1 - A**2)), A.T @ d2


# %% wrong two_weights_backward: forward without tanh
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    d2 = sb(dP, S1 @ W)
    A = np.tanh(S1)
    return X.T @ (d2 @ W.T * (1 - A**2)), A.T @ d2


# %% twice two_weights_backward: no slopes
def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    d2 = dP
    dW = A.T @ d2
    d1 = d2 @ W.T
    dU = X.T @ d1
    return dU, dW


# %% twice two_weights_backward: both slopes at wrong place
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    S2 = A @ W
    d2 = sb(dP, sig(S2))
    dW = A.T @ d2
    d1 = d2 @ W.T * (1 - S1**2)
    dU = X.T @ d1
    return dU, dW


# %% wrong two_weights_backward: slope before W.T
def sig(S):
    return 1 / (1 + np.exp(-S))


def sb(dA, S):
    A = sig(S)
    return dA * A * (1 - A)


def two_weights_backward(dP, X, U, W):
    S1 = X @ U
    A = np.tanh(S1)
    d2 = sb(dP, A @ W)
    return X.T @ (d2 * (1 - A**2)[:, :1] @ W.T), A.T @ d2


# %% right net_backward: as in the notebook
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% right net_backward: torch
def net_backward(X, Y, W1, b1, W2, b2):
    import torch

    v = [torch.tensor(a, requires_grad=True) for a in (X, W1, b1, W2, b2)]
    x, w, b, ww, bb = v
    L = ((torch.tanh(torch.relu(x @ w + b) @ ww + bb) - torch.tensor(Y)) ** 2).sum() / len(X)
    L.backward()
    return v[1].grad, v[2].grad, v[3].grad, v[4].grad, v[0].grad


# %% right net_backward: float32 out
def one_way(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


def net_backward(*a):
    return tuple((x.astype(np.float32) for x in one_way(*a)))


# %% wrong net_backward: no 2
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 1 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: no 1/N
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = 1
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: mean over all entries (N*C)
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    n *= Y.shape[1]
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: mask from dA
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (dA > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: no relu mask
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: >=
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 >= 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: no tanh slope
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: slope at S2
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - S2**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: slope at P twice
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - np.tanh(Pp) ** 2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: Y-P
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = -1 * 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: db mean
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.mean(0), A1.T @ d2, d2.mean(0), d1 @ W1.T


# %% wrong net_backward: db keepdims
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0, keepdims=True), A1.T @ d2, d2.sum(0, keepdims=True), d1 @ W1.T


# %% wrong net_backward: dW2 from S1
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), S1.T @ d2, d2.sum(0), d1 @ W1.T


# %% twice net_backward: no 2/N
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = 1
    d2 = 1 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% twice net_backward: sign, no mask
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = -1 * 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% twice net_backward: db mean, no tanh'
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.mean(0), A1.T @ d2, d2.mean(0), d1 @ W1.T


# %% twice net_backward: >=, NC
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    n *= Y.shape[1]
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 >= 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


# %% wrong net_backward: no dX
def one_way(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


def net_backward(*a):
    return one_way(*a)[:4]


# %% wrong net_backward: dX first
def one_way(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


def net_backward(*a):
    return tuple((one_way(*a)[i] for i in (4, 0, 1, 2, 3)))


# %% wrong net_backward: dX*N
def one_way(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


def net_backward(X, Y, W1, b1, W2, b2):
    g = one_way(X, Y, W1, b1, W2, b2)
    return g[:4] + (g[4] * len(X),)


# %% wrong net_backward: N twice in params
def one_way(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    Pp = np.tanh(S2)
    n = len(X)
    d2 = 2 / n * (Pp - Y) * (1 - Pp**2)
    dA = d2 @ W2.T
    d1 = dA * (S1 > 0)
    return X.T @ d1, d1.sum(0), A1.T @ d2, d2.sum(0), d1 @ W1.T


def net_backward(X, Y, W1, b1, W2, b2):
    g = one_way(X, Y, W1, b1, W2, b2)
    n = len(X)
    return g[0] / n, g[1] / n, g[2] / n, g[3] / n, g[4]


# %% wrong net_backward: forward no relu
def net_backward(X, Y, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    P_ = np.tanh(S1 @ W2 + b2)
    d2 = 2 / len(X) * (P_ - Y) * (1 - P_**2)
    d1 = d2 @ W2.T * (S1 > 0)
    return X.T @ d1, d1.sum(0), S1.T @ d2, d2.sum(0), d1 @ W1.T


# %% right layer_step: as in the notebook
def layer_step(dS, X, W, b, r):
    return dS @ W.T, W - r * X.T @ dS, b - r * dS.sum(0)


# %% right layer_step: copy in place
def layer_step(dS, X, W, b, r):
    W = W.copy()
    b = b.copy()
    dX = dS @ W.T
    W -= r * X.T @ dS
    b -= r * dS.sum(0)
    return dX, W, b


# %% wrong layer_step: in place
def layer_step(dS, X, W, b, r):
    dX = dS @ W.T
    W -= r * X.T @ dS
    b -= r * dS.sum(0)
    return dX, W, b


# %% wrong layer_step: too early
def layer_step(dS, X, W, b, r):
    W = W - r * X.T @ dS
    b = b - r * dS.sum(0)
    return dS @ W.T, W, b


# %% wrong layer_step: ascent
def layer_step(dS, X, W, b, r):
    return dS @ W.T, W + r * X.T @ dS, b + r * dS.sum(0)


# %% wrong layer_step: no rate
def layer_step(dS, X, W, b, r):
    return dS @ W.T, W - X.T @ dS, b - dS.sum(0)


# %% wrong layer_step: gradients only
def layer_step(dS, X, W, b, r):
    return dS @ W.T, X.T @ dS, dS.sum(0)


# %% wrong layer_step: steps only
def layer_step(dS, X, W, b, r):
    return dS @ W.T, -r * X.T @ dS, -r * dS.sum(0)


# %% wrong layer_step: mean
def layer_step(dS, X, W, b, r):
    return dS @ W.T, W - r * X.T @ dS / len(X), b - r * dS.mean(0)


# %% wrong layer_step: b mean
def layer_step(dS, X, W, b, r):
    return dS @ W.T, W - r * X.T @ dS, b - r * dS.mean(0)


# %% wrong layer_step: b not updated
def layer_step(dS, X, W, b, r):
    return dS @ W.T, W - r * X.T @ dS, b


# %% wrong layer_step: W mult
def layer_step(dS, X, W, b, r):
    return dS @ W.T, W * (1 - r * X.T @ dS), b - r * dS.sum(0)


# %% twice layer_step: early + ascent
def layer_step(dS, X, W, b, r):
    return dS @ (W + r * X.T @ dS).T, W + r * X.T @ dS, b + r * dS.sum(0)


# %% wrong layer_step: dX times rate
def layer_step(dS, X, W, b, r):
    return r * dS @ W.T, W - r * X.T @ dS, b - r * dS.sum(0)


# %% right gradient_norms: as in the notebook
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.linalg.norm(A[l].T @ dS) if A[l].shape == A[l].shape else np.linalg.norm(A[l].T @ dS)
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% right gradient_norms: list
def one_way(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.linalg.norm(A[l].T @ dS) if A[l].shape == A[l].shape else np.linalg.norm(A[l].T @ dS)
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


def gradient_norms(*a):
    return list(one_way(*a))


# %% wrong gradient_norms: last layer first
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.linalg.norm(A[l].T @ dS) if A[l].shape == A[l].shape else np.linalg.norm(A[l].T @ dS)
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1][::-1])


# %% wrong gradient_norms: squared norm
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            ((A[l].T @ dS) ** 2).sum() if A[l].shape == A[l].shape else ((A[l].T @ dS) ** 2).sum()
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: max
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.abs(A[l].T @ dS).max() if A[l].shape == A[l].shape else np.abs(A[l].T @ dS).max()
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: L1
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.abs(A[l].T @ dS).sum() if A[l].shape == A[l].shape else np.abs(A[l].T @ dS).sum()
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: rms
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.sqrt(((A[l].T @ dS) ** 2).mean())
            if A[l].shape == A[l].shape
            else np.sqrt(((A[l].T @ dS) ** 2).mean())
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: spectral
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.linalg.norm(A[l].T @ dS, 2)
            if A[l].shape == A[l].shape
            else np.linalg.norm(A[l].T @ dS, 2)
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: mean abs
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.abs(A[l].T @ dS).mean() if A[l].shape == A[l].shape else np.abs(A[l].T @ dS).mean()
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: no slope
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA
        out.append(
            np.linalg.norm(A[l].T @ dS) if A[l].shape == A[l].shape else np.linalg.norm(A[l].T @ dS)
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: slope at S
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W + b)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - S[l + 1] ** 2)
        out.append(
            np.linalg.norm(A[l].T @ dS) if A[l].shape == A[l].shape else np.linalg.norm(A[l].T @ dS)
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: no bias
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    S = [None]
    for W, b in zip(Ws, bs):
        S.append(A[-1] @ W)
        A.append(np.tanh(S[-1]))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(
            np.linalg.norm(A[l].T @ dS) if A[l].shape == A[l].shape else np.linalg.norm(A[l].T @ dS)
        )
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: slope applied twice
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    for W, b in zip(Ws, bs):
        A.append(np.tanh(A[-1] @ W + b))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(np.linalg.norm(A[l].T @ dS))
        dA = dS @ Ws[l].T * (1 - A[l] ** 2)
    return np.array(out[::-1])


# %% wrong gradient_norms: norm of dS
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    for W, b in zip(Ws, bs):
        A.append(np.tanh(A[-1] @ W + b))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(np.linalg.norm(dS))
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: A[l+1] rather than A[l]
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    for W, b in zip(Ws, bs):
        A.append(np.tanh(A[-1] @ W + b))
    out = []
    for l in range(len(Ws) - 1, -1, -1):
        dS = dA * (1 - A[l + 1] ** 2)
        out.append(np.linalg.norm(A[l + 1].T @ dS))
        dA = dS @ Ws[l].T
    return np.array(out[::-1])


# %% wrong gradient_norms: slope only at the last
def gradient_norms(dA, X, Ws, bs):
    A = [X]
    for W, b in zip(Ws, bs):
        A.append(np.tanh(A[-1] @ W + b))
    dS = dA * (1 - A[-1] ** 2)
    out = [np.linalg.norm(A[-2].T @ dS)]
    for l in range(len(Ws) - 2, -1, -1):
        dS = dS @ Ws[l + 1].T
        out.append(np.linalg.norm(A[l].T @ dS))
    return np.array(out[::-1])


# %% right gradient_norms: recursion, Gram matrices
def gradient_norms(dA, X, weights, biases):
    def go(A, Ws, bs):
        if not Ws:
            return dA, []
        out = np.tanh(A @ Ws[0] + bs[0])
        arriving, norms = go(out, Ws[1:], bs[1:])
        dS = arriving - arriving * out * out
        gram = (A @ A.T) * (dS @ dS.T)
        return dS @ Ws[0].T, [float(np.sqrt(gram.sum()))] + norms

    return np.array(go(X, list(weights), list(biases))[1])
