"""Answers to chapter 05 as students would write them: each cell is one answer."""

# %%
import math

import numpy as np
from handgrad.layers import numerical_gradient, relu, softmax, softmax_loss


# %% right softmax_by_hand: numbers
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.040, "first_loss": 2.303}


# %% right softmax_by_hand: computed
def softmax_by_hand():
    s = np.array([3.2, 5.1, -1.7])
    p = np.exp(s) / np.exp(s).sum()
    return {"p_cat": p[0], "p_car": p[1], "loss": -np.log(p[0]), "first_loss": np.log(10)}


# %% right softmax_by_hand: computed and rounded
def softmax_by_hand():
    s = np.array([3.2, 5.1, -1.7])
    p = np.exp(s) / np.exp(s).sum()
    return {
        "p_cat": round(p[0], 3),
        "p_car": p[1],
        "loss": round(-np.log(p[0]), 3),
        "first_loss": np.log(10),
    }


# %% wrong softmax_by_hand: loss of the car
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 0.141, "first_loss": 2.303}


# %% wrong softmax_by_hand: loss to base 10
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 0.886, "first_loss": 2.303}


# %% wrong softmax_by_hand: loss to base 2
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.943, "first_loss": 2.303}


# %% wrong softmax_by_hand: loss negative
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": -2.040, "first_loss": 2.303}


# %% wrong softmax_by_hand: first loss of three classes
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.040, "first_loss": 1.099}


# %% wrong softmax_by_hand: first loss is 0.1
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.040, "first_loss": 0.1}


# %% wrong softmax_by_hand: first loss is 1
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.040, "first_loss": 1.0}


# %% open softmax_by_hand: loss from the rounded 0.13
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.0402, "first_loss": 2.303}


# %% wrong softmax_by_hand: the lecture's 0.89
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 0.89, "first_loss": 2.303}


# %% wrong softmax_by_hand: p_car is the cat's and the other way round
def softmax_by_hand():
    return {"p_cat": 0.869, "p_car": 0.130, "loss": 2.040, "first_loss": 2.303}


# %% wrong softmax_by_hand: scores over their sum
def softmax_by_hand():
    return {"p_cat": 0.485, "p_car": 0.773, "loss": 0.724, "first_loss": 2.303}


# %% wrong softmax_by_hand: frog positive
def softmax_by_hand():
    return {"p_cat": 0.126, "p_car": 0.845, "loss": 2.069, "first_loss": 2.303}


# %% open softmax_by_hand: frog left out
def softmax_by_hand():
    return {"p_cat": 0.13, "p_car": 0.869, "loss": 2.039, "first_loss": 2.303}


# %% wrong softmax_by_hand: one minus
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 0.870, "first_loss": 2.303}


# %% wrong softmax_by_hand: percent
def softmax_by_hand():
    return {"p_cat": 13.0, "p_car": 86.9, "loss": 2.040, "first_loss": 2.303}


# %% wrong softmax_by_hand: two decimals
def softmax_by_hand():
    return {"p_cat": 0.13, "p_car": 0.87, "loss": 2.04, "first_loss": 2.3}


# %% wrong softmax_by_hand: unnormalised
def softmax_by_hand():
    return {"p_cat": 24.533, "p_car": 164.022, "loss": 2.040, "first_loss": 2.303}


# %% wrong softmax_by_hand: hinge loss of the lecture
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.9, "first_loss": 2.303}


# %% wrong softmax_by_hand: first loss sum over ten
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.040, "first_loss": 23.026}


# %% wrong softmax_by_hand: first loss positive logarithm of the score
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.040, "first_loss": -2.303}


# %% wrong softmax_by_hand: powers of two
def softmax_by_hand():
    return {"p_cat": 0.21, "p_car": 0.783, "loss": 1.561, "first_loss": 2.303}


# %% twice softmax_by_hand: loss of the car, first loss of three
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 0.141, "first_loss": 1.099}


# %% twice softmax_by_hand: loss negative, first loss negative
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": -2.040, "first_loss": -2.303}


# %% wrong softmax_by_hand: loss missing
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "first_loss": 2.303}


# %% wrong softmax_by_hand: computed, log10
def softmax_by_hand():
    s = np.array([3.2, 5.1, -1.7])
    p = np.exp(s) / np.exp(s).sum()
    return {"p_cat": p[0], "p_car": p[1], "loss": -np.log10(p[0]), "first_loss": np.log10(10)}


# %% wrong softmax_by_hand: computed, ten of three
def softmax_by_hand():
    s = np.array([3.2, 5.1, -1.7])
    p = np.exp(s) / np.exp(s).sum()
    return {"p_cat": p[0], "p_car": p[1], "loss": -np.log(p[0]), "first_loss": -np.log(p).mean()}


# %% wrong softmax_by_hand: probability of the car as loss
def softmax_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 0.869, "first_loss": 2.303}


# %% right row_softmax: plain
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% right row_softmax: loop
def row_softmax(S):
    P = np.zeros(S.shape)
    for n in range(len(S)):
        row = S[n] - max(S[n])
        P[n] = np.exp(row) / sum(np.exp(row))
    return P


# %% right row_softmax: by log-sum-exp, a list
def row_softmax(S):
    return [list(np.exp(row - np.logaddexp.reduce(row))) for row in S]


# %% right row_softmax: transposed twice
def row_softmax(S):
    T = S.T - S.max(1)
    return (np.exp(T) / np.exp(T).sum(0)).T


# %% right row_softmax: own copy in place
def row_softmax(S):
    shifted = S.copy()
    shifted -= shifted.max(axis=1)[:, None]
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: no shift
def row_softmax(S):
    shifted = S
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: one maximum for all
def row_softmax(S):
    shifted = S - S.max()
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: columns' maximum
def row_softmax(S):
    shifted = S - S.max(axis=0, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: sum of all
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum()


# %% wrong row_softmax: sum of columns
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=0, keepdims=True)


# %% wrong row_softmax: both over columns
def row_softmax(S):
    shifted = S - S.max(axis=0)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=0)


# %% wrong row_softmax: no keepdims in the sum
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1)


# %% wrong row_softmax: no keepdims at all
def row_softmax(S):
    shifted = S - S.max(axis=1)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1)


# %% wrong row_softmax: in place
def row_softmax(S):
    S -= S.max(axis=1, keepdims=True)
    shifted = S
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: the mean subtracted
def row_softmax(S):
    shifted = S - S.mean(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: plus the maximum
def row_softmax(S):
    shifted = S + S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: not normalised
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers


# %% wrong row_softmax: shifted only below
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    return np.exp(shifted) / np.exp(S).sum(axis=1, keepdims=True)


# %% wrong row_softmax: shifted only above
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return np.exp(S) / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: divided by the norm
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / np.linalg.norm(powers, axis=1, keepdims=True)


# %% wrong row_softmax: divided by the number of classes
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / S.shape[1]


# %% wrong row_softmax: divided by the largest score
def row_softmax(S):
    shifted = S / S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: a small number below
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / (powers.sum(axis=1, keepdims=True) + 1e-3)


# %% wrong row_softmax: clipped
def row_softmax(S):
    shifted = np.clip(S, -500, 500)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: minimum subtracted
def row_softmax(S):
    shifted = S - S.min(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=1, keepdims=True)


# %% wrong row_softmax: log returned
def row_softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    return np.log(powers / powers.sum(axis=1, keepdims=True))


# %% wrong row_softmax: loop, the batch's maximum
def row_softmax(S):
    P = np.zeros(S.shape)
    for n in range(len(S)):
        row = S[n] - S.max()
        P[n] = np.exp(row) / sum(np.exp(row))
    return P


# %% wrong row_softmax: loop, return inside
def row_softmax(S):
    P = np.zeros(S.shape)
    for n in range(len(S)):
        row = S[n] - max(S[n])
        P[n] = np.exp(row) / sum(np.exp(row))
        return P


# %% right row_softmax: loop, zeros_like
def row_softmax(S):
    P = np.zeros_like(S)
    for n in range(len(S)):
        row = S[n] - max(S[n])
        P[n] = np.exp(row) / sum(np.exp(row))
    return P


# %% wrong row_softmax: loop, divided by all
def row_softmax(S):
    P = np.zeros(S.shape)
    for n in range(len(S)):
        row = S[n] - max(S[n])
        P[n] = np.exp(row) / np.exp(S - S.max()).sum()
    return P


# %% twice row_softmax: in place, sum of columns
def row_softmax(S):
    S -= S.max(axis=1, keepdims=True)
    shifted = S
    powers = np.exp(shifted)
    return powers / powers.sum(axis=0, keepdims=True)


# %% twice row_softmax: no shift, sum of all
def row_softmax(S):
    shifted = S
    powers = np.exp(shifted)
    return powers / powers.sum()


# %% wrong row_softmax: sigmoid
def row_softmax(S):
    return 1 / (1 + np.exp(-S))


# %% wrong row_softmax: nan to number
def row_softmax(S):
    P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    return np.nan_to_num(P)


# %% right log_sum_exp: plain
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log(np.exp(S - m[:, None]).sum(axis=1))


# %% right log_sum_exp: keepdims, then the column
def log_sum_exp(S):
    m = np.max(S, axis=1, keepdims=True)
    total = np.sum(np.exp(S - m), axis=1, keepdims=True)
    L = m + np.log(total)
    return L[:, 0]


# %% right log_sum_exp: logaddexp reduce
def log_sum_exp(S):
    return np.logaddexp.reduce(S, axis=1)


# %% right log_sum_exp: loop, a list
def log_sum_exp(S):
    result = []
    for row in S:
        m = max(row)
        result.append(m + math.log(sum(math.exp(s - m) for s in row)))
    return result


# %% wrong log_sum_exp: m not added back
def log_sum_exp(S):
    m = S.max(axis=1)
    return np.log(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: m subtracted
def log_sum_exp(S):
    m = S.max(axis=1)
    return -m + np.log(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: a column
def log_sum_exp(S):
    m = np.max(S, axis=1, keepdims=True)
    total = np.sum(np.exp(S - m), axis=1, keepdims=True)
    L = m + np.log(total)
    return L


# %% wrong log_sum_exp: no shift
def log_sum_exp(S):
    m = S.max(axis=1)
    return np.log(np.exp(S).sum(axis=1))


# %% wrong log_sum_exp: one maximum
def log_sum_exp(S):
    m = S.max()
    return m + np.log(np.exp(S - m).sum(axis=1))


# %% wrong log_sum_exp: columns
def log_sum_exp(S):
    m = S.max(axis=0)
    return m + np.log(np.exp(S - m).sum(axis=0))


# %% wrong log_sum_exp: no logarithm
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.exp(S - m[:, None]).sum(axis=1)


# %% wrong log_sum_exp: times m
def log_sum_exp(S):
    m = S.max(axis=1)
    return m * np.log(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: mean
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log(np.exp(S - m[:, None]).mean(axis=1))


# %% wrong log_sum_exp: log base 10
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log10(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: log base 2
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log2(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: log1p
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log1p(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: log of m added
def log_sum_exp(S):
    m = S.max(axis=1)
    return np.log(m) + np.log(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: m without a column
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log(np.exp(S - m).sum(axis=1))


# %% wrong log_sum_exp: sum of all
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log(np.exp(S - m[:, None]).sum())


# %% wrong log_sum_exp: the maximum only
def log_sum_exp(S):
    m = S.max(axis=1)
    return m


# %% wrong log_sum_exp: logarithm of each
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log(np.exp(S - m[:, None])).sum(axis=1)


# %% wrong log_sum_exp: softmax's logarithm
def log_sum_exp(S):
    m = S.max(axis=1)
    Z = S - m[:, None]
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


# %% wrong log_sum_exp: in place
def log_sum_exp(S):
    m = S.max(axis=1)
    S -= m[:, None]
    return m + np.log(np.exp(S).sum(axis=1))


# %% wrong log_sum_exp: minus the score of the class 0
def log_sum_exp(S):
    m = S.max(axis=1)
    return m + np.log(np.exp(S - m[:, None]).sum(axis=1)) - S[:, 0]


# %% wrong log_sum_exp: m counted twice
def log_sum_exp(S):
    m = S.max(axis=1)
    return 2 * m + np.log(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: shift by the minimum
def log_sum_exp(S):
    m = S.min(axis=1)
    return m + np.log(np.exp(S - m[:, None]).sum(axis=1))


# %% wrong log_sum_exp: shift by the mean
def log_sum_exp(S):
    m = S.mean(axis=1)
    return m + np.log(np.exp(S - m[:, None]).sum(axis=1))


# %% twice log_sum_exp: m not added back, mean
def log_sum_exp(S):
    m = S.max(axis=1)
    return np.log(np.exp(S - m[:, None]).mean(axis=1))


# %% wrong log_sum_exp: keepdims in m, plus broadcasting
def log_sum_exp(S):
    m = S.max(axis=1, keepdims=True)
    return m + np.log(np.exp(S - m).sum(axis=1))


# %% wrong log_sum_exp: the mean over the rows
def log_sum_exp(S):
    m = S.max(axis=1)
    return np.mean(m + np.log(np.exp(S - m[:, None]).sum(axis=1)))


# %% right cross_entropy: plain
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).mean()


# %% right cross_entropy: loop
def cross_entropy(S, y):
    total = 0.0
    for n in range(len(S)):
        row = S[n] - S[n].max()
        total += np.log(np.exp(row).sum()) - row[y[n]]
    return total / len(S)


# %% right cross_entropy: one-hot, logarithms of probabilities
def cross_entropy(S, y):
    Z = S - S.max(axis=1, keepdims=True)
    log_p = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    Y = np.eye(S.shape[1])[y]
    return float(-(Y * log_p).sum() / S.shape[0])


# %% right cross_entropy: the kit's
def cross_entropy(S, y):
    return softmax_loss(S, y)[0]


# %% wrong cross_entropy: sign
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (right - L).mean()


# %% wrong cross_entropy: sum
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).sum()


# %% wrong cross_entropy: the colon
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[:, y]
    return (L - right).mean()


# %% wrong cross_entropy: each image's
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return L - right


# %% wrong cross_entropy: right class not subtracted
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return L.mean()


# %% wrong cross_entropy: m not added
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).mean()


# %% wrong cross_entropy: right class shifted, L not
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = (S - m)[np.arange(len(y)), y]
    return (L - right).mean()


# %% wrong cross_entropy: no shift
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = np.log(np.exp(S).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).mean()


# %% wrong cross_entropy: largest in place of right
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S.max(axis=1)
    return (L - right).mean()


# %% wrong cross_entropy: base 10
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log10(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).mean()


# %% wrong cross_entropy: base 2
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log2(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).mean()


# %% wrong cross_entropy: divided by C
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).sum() / S.shape[1]


# %% wrong cross_entropy: mean over all entries
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).sum() / S.size


# %% wrong cross_entropy: mean, then divided once more
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).mean() / len(y)


# %% wrong cross_entropy: axis 0
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=0))
    right = S[np.arange(len(y)), y]
    return (L - right).mean()


# %% wrong cross_entropy: plus right
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L + right).mean()


# %% wrong cross_entropy: labels from 1
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y - 1]
    return (L - right).mean()


# %% right cross_entropy: keepdims broadcasting
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).mean()


# %% wrong cross_entropy: probabilities, then log
def cross_entropy(S, y):
    P = softmax(S)
    return -np.log(P[np.arange(len(y)), y]).mean()


# %% wrong cross_entropy: probabilities plus eps
def cross_entropy(S, y):
    P = softmax(S)
    return -np.log(P[np.arange(len(y)), y] + 1e-12).mean()


# %% wrong cross_entropy: probabilities clipped
def cross_entropy(S, y):
    P = np.clip(softmax(S), 1e-15, 1)
    return -np.mean(np.log(P[np.arange(len(y)), y]))


# %% wrong cross_entropy: log of the mean probability
def cross_entropy(S, y):
    P = softmax(S)
    return -np.log(P[np.arange(len(y)), y].mean())


# %% wrong cross_entropy: minus the probability
def cross_entropy(S, y):
    P = softmax(S)
    return -P[np.arange(len(y)), y].mean()


# %% wrong cross_entropy: binary terms too
def cross_entropy(S, y):
    P = np.clip(softmax(S), 1e-15, 1 - 1e-15)
    Y = np.eye(S.shape[1])[y]
    return -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).sum() / len(y)


# %% wrong cross_entropy: loop, row shifted and right not
def cross_entropy(S, y):
    total = 0.0
    for n in range(len(S)):
        row = S[n] - S[n].max()
        total += np.log(np.exp(row).sum()) - S[n][y[n]]
    return total / len(S)


# %% right cross_entropy: loop, y in place of y[n]
def cross_entropy(S, y):
    total = 0.0
    for n in range(len(S)):
        row = S[n] - S[n].max()
        total += np.log(np.exp(row).sum()) - row[y][n]
    return total / len(S)


# %% wrong cross_entropy: loop, sum
def cross_entropy(S, y):
    total = 0.0
    for n in range(len(S)):
        row = S[n] - S[n].max()
        total += np.log(np.exp(row).sum()) - row[y[n]]
    return total


# %% wrong cross_entropy: loop, overwritten
def cross_entropy(S, y):
    total = 0.0
    for n in range(len(S)):
        row = S[n] - S[n].max()
        total = np.log(np.exp(row).sum()) - row[y[n]]
    return total / len(S)


# %% wrong cross_entropy: loop, the batch's maximum
def cross_entropy(S, y):
    total = 0.0
    for n in range(len(S)):
        row = S[n] - S.max()
        total += np.log(np.exp(row).sum()) - row[y[n]]
    return total / len(S)


# %% twice cross_entropy: sign, sum
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (right - L).sum()


# %% twice cross_entropy: base 2, sum
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = m[:, 0] + np.log2(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).sum()


# %% twice cross_entropy: m not added, divided by C
def cross_entropy(S, y):
    m = S.max(axis=1, keepdims=True)
    L = np.log(np.exp(S - m).sum(axis=1))
    right = S[np.arange(len(y)), y]
    return (L - right).sum() / S.shape[1]


# %% wrong cross_entropy: argmax of S in place of y
def cross_entropy(S, y):
    Z = S - S.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), S.argmax(axis=1)])


# %% wrong cross_entropy: median
def cross_entropy(S, y):
    Z = S - S.max(axis=1, keepdims=True)
    return np.median(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), y])


# %% wrong cross_entropy: with a half
def cross_entropy(S, y):
    Z = S - S.max(axis=1, keepdims=True)
    return 0.5 * np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), y])


# %% wrong cross_entropy: perplexity
def cross_entropy(S, y):
    Z = S - S.max(axis=1, keepdims=True)
    return np.exp(np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), y]))


# %% wrong cross_entropy: squared error to one-hot
def cross_entropy(S, y):
    P = softmax(S)
    P[np.arange(len(y)), y] -= 1
    return np.mean(np.sum(P**2, axis=1))


# %% wrong cross_entropy: N minus 1
def cross_entropy(S, y):
    Z = S - S.max(axis=1, keepdims=True)
    return np.sum(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), y]) / max(len(S) - 1, 1)


# %% wrong cross_entropy: entropy of P
def cross_entropy(S, y):
    P = softmax(S)
    return -np.mean(np.sum(P * np.log(P + 1e-300), axis=1))


# %% wrong cross_entropy: hinge
def cross_entropy(S, y):
    right = S[np.arange(len(y)), y][:, None]
    margins = np.maximum(0, S - right + 1)
    margins[np.arange(len(y)), y] = 0
    return margins.sum() / len(y)


# %% twice cross_entropy: batch maximum and sum
def cross_entropy(S, y):
    Z = S - S.max()
    return np.sum(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), y])


# %% right two_class_loss: one line
def two_class_loss(z, t):
    return np.mean(np.logaddexp(0, z) - t * z)


# %% right two_class_loss: both logarithms
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -(t * log_one + (1 - t) * log_zero).mean()


# %% right two_class_loss: loop
def two_class_loss(z, t):
    total = 0.0
    for score, label in zip(z, t):
        if label == 1:
            total += np.logaddexp(0.0, -score)
        else:
            total += np.logaddexp(0.0, score)
    return total / len(z)


# %% right two_class_loss: two scores
def two_class_loss(z, t):
    S = np.column_stack([np.zeros(len(z)), z])
    return softmax_loss(S, t.astype(int))[0]


# %% right two_class_loss: signs
def two_class_loss(z, t):
    m = (2 * t - 1) * z
    return (np.maximum(-m, 0) + np.log1p(np.exp(-np.abs(m)))).sum() / z.size


# %% wrong two_class_loss: labels exchanged
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -((1 - t) * log_one + t * log_zero).mean()


# %% wrong two_class_loss: sign
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return (t * log_one + (1 - t) * log_zero).mean()


# %% wrong two_class_loss: sum
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -(t * log_one + (1 - t) * log_zero).sum()


# %% wrong two_class_loss: each one's
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -(t * log_one + (1 - t) * log_zero)


# %% wrong two_class_loss: only the term of class 1
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -(t * log_one).mean()


# %% wrong two_class_loss: only the term of class 0
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -((1 - t) * log_zero).mean()


# %% wrong two_class_loss: no labels in the second
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -(t * log_one + log_zero).mean()


# %% wrong two_class_loss: minus between
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -(t * log_one - (1 - t) * log_zero).mean()


# %% wrong two_class_loss: overflow
def two_class_loss(z, t):
    log_one = -np.log(1 + np.exp(-z))
    log_zero = -np.log(1 + np.exp(z))
    return -(t * log_one + (1 - t) * log_zero).mean()


# %% wrong two_class_loss: log of the sigmoid
def two_class_loss(z, t):
    p = 1 / (1 + np.exp(-z))
    log_one = np.log(p)
    log_zero = np.log(1 - p)
    return -(t * log_one + (1 - t) * log_zero).mean()


# %% wrong two_class_loss: log of the sigmoid with eps
def two_class_loss(z, t):
    p = 1 / (1 + np.exp(-z))
    log_one = np.log(p + 1e-9)
    log_zero = np.log(1 - p + 1e-9)
    return -(t * log_one + (1 - t) * log_zero).mean()


# %% wrong two_class_loss: scores clipped
def two_class_loss(z, t):
    z = np.clip(z, -30, 30)
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -(t * log_one + (1 - t) * log_zero).mean()


# %% wrong two_class_loss: same logarithm in both
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, -z)
    return -(t * log_one + (1 - t) * log_zero).mean()


# %% wrong two_class_loss: one minus the logarithm
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = 1 - log_one
    return -(t * log_one + (1 - t) * log_zero).mean()


# %% wrong two_class_loss: t times z forgotten
def two_class_loss(z, t):
    return np.mean(np.logaddexp(0, z))


# %% wrong two_class_loss: plus t z
def two_class_loss(z, t):
    return np.mean(np.logaddexp(0, z) + t * z)


# %% wrong two_class_loss: minus z
def two_class_loss(z, t):
    return np.mean(np.logaddexp(0, z) - z)


# %% wrong two_class_loss: logaddexp of 1
def two_class_loss(z, t):
    return np.mean(np.logaddexp(1, z) - t * z)


# %% wrong two_class_loss: logaddexp of minus z
def two_class_loss(z, t):
    return np.mean(np.logaddexp(0, -z) - t * z)


# %% wrong two_class_loss: base 2
def two_class_loss(z, t):
    return np.mean(np.logaddexp2(0, z) - t * z)


# %% wrong two_class_loss: labels as 1 and minus 1
def two_class_loss(z, t):
    return np.mean(np.logaddexp(0, -t * z))


# %% wrong two_class_loss: squared
def two_class_loss(z, t):
    return np.mean((1 / (1 + np.exp(-z)) - t) ** 2)


# %% wrong two_class_loss: loop, label 0 and 1 exchanged
def two_class_loss(z, t):
    total = 0.0
    for score, label in zip(z, t):
        if label == 0:
            total += np.logaddexp(0.0, -score)
        else:
            total += np.logaddexp(0.0, score)
    return total / len(z)


# %% wrong two_class_loss: loop, not divided
def two_class_loss(z, t):
    total = 0.0
    for score, label in zip(z, t):
        if label == 1:
            total += np.logaddexp(0.0, -score)
        else:
            total += np.logaddexp(0.0, score)
    return total


# %% wrong two_class_loss: loop, overwritten in one branch
def two_class_loss(z, t):
    total = 0.0
    for score, label in zip(z, t):
        if label == 1:
            total = np.logaddexp(0.0, -score)
        else:
            total += np.logaddexp(0.0, score)
    return total / len(z)


# %% wrong two_class_loss: max in place of logaddexp
def two_class_loss(z, t):
    return np.mean(np.maximum(0, z) - t * z)


# %% twice two_class_loss: labels exchanged, sum
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -((1 - t) * log_one + t * log_zero).sum()


# %% twice two_class_loss: sign, only class 1
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return (t * log_one).mean()


# %% wrong two_class_loss: halved
def two_class_loss(z, t):
    log_one = -np.logaddexp(0, -z)
    log_zero = -np.logaddexp(0, z)
    return -(t * log_one + (1 - t) * log_zero).mean() / 2


# %% wrong two_class_loss: the scores handed on as they are
def two_class_loss(z, t):
    S = np.column_stack([z, np.zeros(len(z))])
    return softmax_loss(S, t)[0]


# %% wrong two_class_loss: t and 1 - t both on the probability
def two_class_loss(z, t):
    p = np.exp(-np.logaddexp(0, -z))
    right = t * p + (1 - t) * (1 - p)
    return -np.log(right).mean()


# %% wrong two_class_loss: mean of the positive ones only
def two_class_loss(z, t):
    losses = np.logaddexp(0, z) - t * z
    return losses[t == 1].mean()


# %% wrong two_class_loss: two means added
def two_class_loss(z, t):
    one = np.logaddexp(0, -z[t == 1])
    zero = np.logaddexp(0, z[t == 0])
    return one.mean() + zero.mean()


# %% wrong two_class_loss: tanh loss
def two_class_loss(z, t):
    return np.mean(np.logaddexp(0, -z) * t + np.logaddexp(0, -z) * (1 - t) + z)


# %% wrong two_class_loss: one minus the sigmoid's logarithm
def two_class_loss(z, t):
    log_p = -np.logaddexp(0, -z)
    return -np.mean(t * log_p + (1 - t) * (1 - log_p))


# %% wrong two_class_loss: hinge
def two_class_loss(z, t):
    return np.mean(np.maximum(0, 1 - (2 * t - 1) * z))


# %% wrong two_class_loss: t as the score
def two_class_loss(z, t):
    return np.mean(np.logaddexp(0, t) - t * z)


# %% twice two_class_loss: labels doubled, summed
def two_class_loss(z, t):
    return np.sum(np.logaddexp(0, z) - 2 * t * z)


# %% right gradient_by_loops: loops
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(C):
            dW[:, j] += (p[j] - (j == y[n])) * X[n] / N
    return dW


# %% right gradient_by_loops: loops with if
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% right gradient_by_loops: three loops, a list
def gradient_by_loops(X, W, y):
    P = softmax(X @ W)
    D, C = W.shape
    dW = [[0.0] * C for _ in range(D)]
    for n in range(len(y)):
        for j in range(C):
            for d in range(D):
                dW[d][j] += (P[n, j] - (1 if y[n] == j else 0)) * X[n, d] / len(y)
    return dW


# %% right gradient_by_loops: without loops
def gradient_by_loops(X, W, y):
    P = softmax(X @ W)
    P[np.arange(len(y)), y] -= 1
    return X.T @ P / len(y)


# %% wrong gradient_by_loops: not divided
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW


# %% wrong gradient_by_loops: divided by C
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / W.shape[1]


# %% wrong gradient_by_loops: divided by D
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[1]


# %% wrong gradient_by_loops: right class forgotten
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: sign
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return -dW / X.shape[0]


# %% wrong gradient_by_loops: 1 minus p
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (1 - p[j]) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: others 0
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += 0
    return dW / X.shape[0]


# %% wrong gradient_by_loops: = in place of +=
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] = (p[j] - 1) * X[n]
            else:
                dW[:, j] = p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: p plus 1
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] + 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: divided inside by n
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n] / (n + 1)
            else:
                dW[:, j] += p[j] * X[n] / (n + 1)
    return dW / X.shape[0]


# %% wrong gradient_by_loops: rows in place of columns
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[j] += (p[j] - 1) * X[n]
            else:
                dW[j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: y without n
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == n:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: return inside
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
        return dW / X.shape[0]


# %% wrong gradient_by_loops: transposed
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW.T / X.shape[0]


# %% wrong gradient_by_loops: p by sigmoid
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = 1 / (1 + np.exp(-s))
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: p not normalised
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s)
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: scores not exponentiated
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = s
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: slope of the softmax too
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += p[j] * (1 - p[j]) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / X.shape[0]


# %% wrong gradient_by_loops: W in place of X
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(C):
            dW[:, j] += (p[j] - (j == y[n])) * W[:, j] / N
    return dW


# %% wrong gradient_by_loops: zeros_like, in place of X[n] the sum
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(C):
            dW[:, j] += (p[j] - (j == y[n])) * X.sum(axis=0) / N
    return dW


# %% wrong gradient_by_loops: last class left out
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(C - 1):
            dW[:, j] += (p[j] - (j == y[n])) * X[n] / N
    return dW


# %% wrong gradient_by_loops: first image left out
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(1, N):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(C):
            dW[:, j] += (p[j] - (j == y[n])) * X[n] / N
    return dW


# %% wrong gradient_by_loops: divided twice
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(C):
            dW[:, j] += (p[j] - (j == y[n])) * X[n] / N
    return dW / N


# %% wrong gradient_by_loops: p of the first image
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        p = softmax(X @ W)[0]
        for j in range(C):
            dW[:, j] += (p[j] - (j == y[n])) * X[n] / N
    return dW


# %% wrong gradient_by_loops: one-based labels
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(C):
            dW[:, j] += (p[j] - (j + 1 == y[n])) * X[n] / N
    return dW


# %% twice gradient_by_loops: not divided, sign
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return -dW


# %% twice gradient_by_loops: divided by C, right class forgotten
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += p[j] * X[n]
            else:
                dW[:, j] += p[j] * X[n]
    return dW / W.shape[1]


# %% twice gradient_by_loops: = in place of +=, not divided
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(X.shape[0]):
        s = X[n] @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] = (p[j] - 1) * X[n]
            else:
                dW[:, j] = p[j] * X[n]
    return dW


# %% open gradient_by_loops: numerical gradient
def gradient_by_loops(X, W, y):
    return numerical_gradient(lambda V: softmax_loss(X @ V, y)[0], W)


# %% wrong gradient_by_loops: p of the whole batch
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    S = np.exp(X @ W)
    P = S / S.sum()
    for n in range(len(X)):
        for j in range(W.shape[1]):
            dW[:, j] += (P[n, j] - (j == y[n])) * X[n] / len(X)
    return dW


# %% wrong gradient_by_loops: sum over the classes
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(W.shape[1]):
            dW[:, y[n]] += (p[j] - (j == y[n])) * X[n] / len(X)
    return dW


# %% wrong gradient_by_loops: else branch forgets p
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(W.shape[1]):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            else:
                dW[:, j] += X[n]
    return dW / len(X)


# %% wrong gradient_by_loops: minus log p
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(W.shape[1]):
            dW[:, j] += (-np.log(p[j]) - (j == y[n])) * X[n] / len(X)
    return dW


# %% wrong gradient_by_loops: label's probability in every column
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(W.shape[1]):
            dW[:, j] += (p[y[n]] - (j == y[n])) * X[n] / len(X)
    return dW


# %% wrong gradient_by_loops: W included
def gradient_by_loops(X, W, y):
    dW = W.copy()
    for n in range(len(X)):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (j == y[n])) * X[n] / len(X)
    return dW


# %% wrong gradient_by_loops: divided by N inside and C outside
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (j == y[n])) * X[n] / len(X)
    return dW / W.shape[1]


# %% twice gradient_by_loops: only wrong classes, sign
def gradient_by_loops(X, W, y):
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(W.shape[1]):
            if j != y[n]:
                dW[:, j] -= p[j] * X[n]
    return dW / len(X)


# %% wrong gradient_by_loops: no else: both terms at the label
def gradient_by_loops(X, W, y):
    N, C = len(X), W.shape[1]
    dW = np.zeros_like(W)
    for n in range(N):
        p = softmax(X[n : n + 1] @ W)[0]
        for j in range(C):
            if j == y[n]:
                dW[:, j] += (p[j] - 1) * X[n]
            dW[:, j] += p[j] * X[n]
    return dW / N


# %% right scores_gradient: a copy
def scores_gradient(S, y):
    P = softmax(S)
    dS = P.copy()
    dS[np.arange(len(y)), y] -= 1
    return P, dS / len(y)


# %% right scores_gradient: one-hot
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return P, dS


# %% right scores_gradient: eye, lists
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.eye(S.shape[1])[y]
    dS = (P - Y) / len(y)
    return P.tolist(), dS.tolist()


# %% right scores_gradient: loop, the kit's loss
def scores_gradient(S, y):
    P = softmax(S)
    dS = np.zeros(S.shape)
    for n in range(len(y)):
        for j in range(S.shape[1]):
            dS[n, j] = (P[n, j] - (y[n] == j)) / len(y)
    return {"P": P, "dS": dS}


# %% wrong scores_gradient: the same array
def scores_gradient(S, y):
    P = softmax(S)
    dS = P
    dS[np.arange(len(y)), y] -= 1
    return P, dS / len(y)


# %% wrong scores_gradient: the same array, divided in place
def scores_gradient(S, y):
    P = softmax(S)
    dS = P
    dS[np.arange(len(y)), y] -= 1
    dS /= len(y)
    return P, dS


# %% wrong scores_gradient: not divided
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = P - Y
    return P, dS


# %% wrong scores_gradient: sign
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (Y - P) / len(y)
    return P, dS


# %% wrong scores_gradient: divided by C
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / S.shape[1]
    return P, dS


# %% wrong scores_gradient: divided by all
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / S.size
    return P, dS


# %% wrong scores_gradient: the colon
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[:, y] = 1
    dS = (P - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: only at the right class
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) * Y / len(y)
    return P, dS


# %% wrong scores_gradient: slope of the softmax
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = P * (1 - P) * (P - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: Y left out
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = P / len(y)
    return P, dS


# %% wrong scores_gradient: parenthesis
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = P - Y / len(y)
    return P, dS


# %% wrong scores_gradient: swapped
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return dS, P


# %% wrong scores_gradient: the batch's maximum
def scores_gradient(S, y):
    Z = np.exp(S - S.max())
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: no shift
def scores_gradient(S, y):
    Z = np.exp(S)
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: P over columns
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=0, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: minus log in place of P
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return -np.log(P), dS


# %% wrong scores_gradient: 1 over P
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = -Y / P / len(y)
    return P, dS


# %% wrong scores_gradient: S minus Y
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (S - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: in place
def scores_gradient(S, y):
    S -= S.max(axis=1, keepdims=True)
    Z = np.exp(S)
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: labels from 1
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y - 1] = 1
    dS = (P - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: y times P
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = y
    dS = (P - Y) / len(y)
    return P, dS


# %% wrong scores_gradient: dS only
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return dS


# %% wrong scores_gradient: one image too few
def scores_gradient(S, y):
    P = softmax(S)
    dS = P.copy()
    dS[np.arange(len(y) - 1), y[:-1]] -= 1
    return P, dS / len(y)


# %% wrong scores_gradient: divided before subtracting
def scores_gradient(S, y):
    P = softmax(S)
    dS = P / len(y)
    dS[np.arange(len(y)), y] -= 1
    return P, dS


# %% wrong scores_gradient: P divided too
def scores_gradient(S, y):
    P = softmax(S)
    dS = P.copy()
    dS[np.arange(len(y)), y] -= 1
    return P / len(y), dS / len(y)


# %% wrong scores_gradient: assigned
def scores_gradient(S, y):
    P = softmax(S)
    dS = P.copy()
    dS[np.arange(len(y)), y] = -1
    return P, dS / len(y)


# %% wrong scores_gradient: plus
def scores_gradient(S, y):
    P = softmax(S)
    dS = P.copy()
    dS[np.arange(len(y)), y] += 1
    return P, dS / len(y)


# %% wrong scores_gradient: dW
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y)
    return P, S.T @ dS


# %% twice scores_gradient: the same array, not divided
def scores_gradient(S, y):
    P = softmax(S)
    dS = P
    dS[np.arange(len(y)), y] -= 1
    return P, dS


# %% twice scores_gradient: sign, divided by C
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (Y - P) / S.shape[1]
    return P, dS


# %% twice scores_gradient: the batch's maximum, not divided
def scores_gradient(S, y):
    Z = np.exp(S - S.max())
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = P - Y
    return P, dS


# %% wrong scores_gradient: regularised
def scores_gradient(S, y):
    Z = np.exp(S - S.max(axis=1, keepdims=True))
    P = Z / Z.sum(axis=1, keepdims=True)
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    dS = (P - Y) / len(y) + 1e-3 * S
    return P, dS


# %% right weight_penalty: plain
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, reg * W1, reg * W2


# %% right weight_penalty: norms, a dict
def weight_penalty(W1, b1, W2, b2, reg):
    norm1 = np.linalg.norm(W1)
    norm2 = np.linalg.norm(W2)
    R = reg / 2 * (norm1**2 + norm2**2)
    dW1 = reg * W1
    dW2 = reg * W2
    return {"R": R, "dW1": dW1, "dW2": dW2}


# %% right weight_penalty: loops, lists
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.0
    for W in (W1, W2):
        for row in W:
            for w in row:
                R += reg * w * w / 2
    return [R, (reg * W1).tolist(), (reg * W2).tolist()]


# %% wrong weight_penalty: no half in R
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: 2 in the gradients
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, 2 * reg * W1, 2 * reg * W2


# %% wrong weight_penalty: no half, 2 in the gradients
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, 2 * reg * W1, 2 * reg * W2


# %% wrong weight_penalty: half in the gradients
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, 0.5 * reg * W1, 0.5 * reg * W2


# %% wrong weight_penalty: biases too
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(b1**2) + np.sum(b2**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: norm not squared
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.linalg.norm(W1) + np.linalg.norm(W2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: sum squared once more
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) ** 2 + np.sum(W2**2) ** 2)
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: square of the sum
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1) ** 2 + np.sum(W2) ** 2)
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: absolute values
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.abs(W1).sum() + np.abs(W2).sum())
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: only W1
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: W1 twice
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W1**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: mean
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.mean(W1**2) + np.mean(W2**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: divided by N of rows
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg / len(W1) * (np.sum(W1**2) + np.sum(W2**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: parenthesis
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * np.sum(W1**2) + np.sum(W2**2)
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: reg squared
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg**2 * (np.sum(W1**2) + np.sum(W2**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: reg forgotten in the gradients
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, W1, W2


# %% wrong weight_penalty: reg forgotten in R
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * (np.sum(W1**2) + np.sum(W2**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: sign gradient
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, reg * np.sign(W1), reg * np.sign(W2)


# %% wrong weight_penalty: swapped
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, reg * W2, reg * W1


# %% wrong weight_penalty: product of the sums
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) * np.sum(W2**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: also gradients of biases
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, reg * W1, reg * b1, reg * W2, reg * b2


# %% wrong weight_penalty: minus
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    return R, -reg * W1, -reg * W2


# %% wrong weight_penalty: max
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.max(W1**2) + np.max(W2**2))
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: norms added, then squared
def weight_penalty(W1, b1, W2, b2, reg):
    norm1 = np.linalg.norm(W1)
    norm2 = np.linalg.norm(W2)
    R = reg / 2 * (norm1 + norm2) ** 2
    dW1 = reg * W1
    dW2 = reg * W2
    return {"R": R, "dW1": dW1, "dW2": dW2}


# %% wrong weight_penalty: spectral norm
def weight_penalty(W1, b1, W2, b2, reg):
    norm1 = np.linalg.norm(W1, 2)
    norm2 = np.linalg.norm(W2, 2)
    R = reg / 2 * (norm1**2 + norm2**2)
    dW1 = reg * W1
    dW2 = reg * W2
    return {"R": R, "dW1": dW1, "dW2": dW2}


# %% wrong weight_penalty: dW2 from W1
def weight_penalty(W1, b1, W2, b2, reg):
    norm1 = np.linalg.norm(W1)
    norm2 = np.linalg.norm(W2)
    R = reg / 2 * (norm1**2 + norm2**2)
    dW1 = reg * W1
    dW2 = reg * W1
    return {"R": R, "dW1": dW1, "dW2": dW2}


# %% wrong weight_penalty: gradients of the norm
def weight_penalty(W1, b1, W2, b2, reg):
    norm1 = np.linalg.norm(W1)
    norm2 = np.linalg.norm(W2)
    R = reg / 2 * (norm1**2 + norm2**2)
    dW1 = reg * W1 / norm1
    dW2 = reg * W2 / norm2
    return {"R": R, "dW1": dW1, "dW2": dW2}


# %% wrong weight_penalty: in place
def weight_penalty(W1, b1, W2, b2, reg):
    norm1 = np.linalg.norm(W1)
    norm2 = np.linalg.norm(W2)
    R = reg / 2 * (norm1**2 + norm2**2)
    W1 *= reg
    dW1 = W1
    dW2 = reg * W2
    return {"R": R, "dW1": dW1, "dW2": dW2}


# %% twice weight_penalty: biases too, no half
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(b1**2) + np.sum(b2**2))
    return R, reg * W1, reg * W2


# %% twice weight_penalty: norm not squared, reg forgotten in the gradients
def weight_penalty(W1, b1, W2, b2, reg):
    R = 0.5 * reg * (np.linalg.norm(W1) + np.linalg.norm(W2))
    return R, W1, W2


# %% wrong weight_penalty: root of the sum of squares of both
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg / 2 * np.sqrt((W1**2).sum() + (W2**2).sum())
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: a third
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg / 3 * ((W1**2).sum() + (W2**2).sum())
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: gradients squared
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg / 2 * ((W1**2).sum() + (W2**2).sum())
    return R, reg * W1**2, reg * W2**2


# %% wrong weight_penalty: trace of the product
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg / 2 * np.sum(W1 @ W2) ** 2
    return R, reg * W1, reg * W2


# %% wrong weight_penalty: variance
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg / 2 * (W1.var() * W1.size + W2.var() * W2.size)
    return R, reg * W1, reg * W2


# %% twice weight_penalty: cubes and half gradients
def weight_penalty(W1, b1, W2, b2, reg):
    R = reg / 2 * (np.sum(np.abs(W1) ** 3) + np.sum(np.abs(W2) ** 3))
    return R, reg * W1 / 2, reg * W2 / 2


# %% right weight_penalty: one vector, half of w @ G
def weight_penalty(W1, b1, W2, b2, reg):
    w = np.r_[W1.flatten(), W2.flatten()]
    G = reg * w
    return (w @ G) / 2, G[: W1.size].reshape(W1.shape), G[W1.size :].reshape(W2.shape)


# %% right init_two_layer: plain
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% right init_two_layer: lists of zeros
def init_two_layer(D, H, C, std, seed):
    g = np.random.default_rng(seed)
    W1 = std * g.normal(size=(D, H))
    b1 = [0] * H
    W2 = std * g.normal(size=(H, C))
    b2 = [0] * C
    return [W1, b1, W2, b2]


# %% right init_two_layer: scale by name
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1, W2 = (rng.normal(loc=0.0, scale=std, size=shape) for shape in ((D, H), (H, C)))
    return dict(W1=W1, b1=np.zeros(H), W2=W2, b2=np.zeros(C))


# %% wrong init_two_layer: W2 first
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W2 = rng.normal(0, std, (H, C))
    W1 = rng.normal(0, std, (D, H))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: a new generator for W2
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    rng = np.random.default_rng(seed)
    W2 = rng.normal(0, std, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: seed 0
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(0)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: no seed
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng()
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: std forgotten
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(size=(D, H))
    W2 = rng.normal(size=(H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: variance in place of deviation
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std**2, (D, H))
    W2 = rng.normal(0, std**2, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: transposed
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (H, D))
    W2 = rng.normal(0, std, (C, H))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: uniform
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.uniform(-std, std, (D, H))
    W2 = rng.uniform(-std, std, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: random biases
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, rng.normal(0, std, H), W2, rng.normal(0, std, C)


# %% wrong init_two_layer: random biases drawn in between
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    b1 = rng.normal(0, std, H)
    W2 = rng.normal(0, std, (H, C))
    return W1, b1, W2, rng.normal(0, std, C)


# %% wrong init_two_layer: ones
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, np.ones(H), W2, np.ones(C)


# %% wrong init_two_layer: old random
def init_two_layer(D, H, C, std, seed):
    np.random.seed(seed)
    W1 = np.random.normal(0, std, (D, H))
    W2 = np.random.normal(0, std, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: mean std
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(std, 1, (D, H))
    W2 = rng.normal(std, 1, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: biases as rows
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, np.zeros((1, H)), W2, np.zeros((1, C))


# %% wrong init_two_layer: order W1, W2, b1, b2
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, W2, np.zeros(H), np.zeros(C)


# %% wrong init_two_layer: bias sizes
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, np.zeros(D), W2, np.zeros(H)


# %% wrong init_two_layer: std only in W1
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, 1, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: random in place of normal
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = std * rng.random((D, H))
    W2 = std * rng.random((H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: zeros
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = np.zeros((D, H))
    W2 = np.zeros((H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: Xavier
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, 1, (D, H)) / np.sqrt(D)
    W2 = rng.normal(0, 1, (H, C)) / np.sqrt(H)
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: seed plus one for W2
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (D, H))
    rng = np.random.default_rng(seed + 1)
    W2 = rng.normal(0, std, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: drawn transposed and turned
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, std, (H, D)).T
    W2 = rng.normal(0, std, (C, H)).T
    return W1, np.zeros(H), W2, np.zeros(C)


# %% right init_two_layer: standard_normal
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W1 = std * rng.standard_normal((D, H))
    W2 = std * rng.standard_normal((H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% wrong init_two_layer: deviation divided
def init_two_layer(D, H, C, std, seed):
    g = np.random.default_rng(seed)
    W1 = g.normal(size=(D, H)) / std
    b1 = [0] * H
    W2 = g.normal(size=(H, C)) / std
    b2 = [0] * C
    return [W1, b1, W2, b2]


# %% twice init_two_layer: W2 first, std forgotten
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    W2 = rng.normal(size=(H, C))
    W1 = rng.normal(size=(D, H))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% twice init_two_layer: seed 0, ones
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(0)
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, np.ones(H), W2, np.ones(C)


# %% wrong init_two_layer: one draw too many
def init_two_layer(D, H, C, std, seed):
    rng = np.random.default_rng(seed)
    rng.normal()
    W1 = rng.normal(0, std, (D, H))
    W2 = rng.normal(0, std, (H, C))
    return W1, np.zeros(H), W2, np.zeros(C)


# %% right two_layer_predict: plain
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% right two_layer_predict: loop, a list of labels
def two_layer_predict(X, W1, b1, W2, b2):
    S1 = np.dot(X, W1) + b1
    A1 = S1 * (S1 > 0)
    S2 = np.dot(A1, W2) + b2
    labels = []
    for row in S2:
        labels.append(int(np.argmax(row)))
    return [S2, labels]


# %% right two_layer_predict: relu, float labels
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = relu(X @ W1 + b1)
    S2 = A1 @ W2 + b2
    return S2, np.argmax(softmax(S2), 1)


# %% wrong two_layer_predict: no ReLU
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = X @ W1 + b1
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: ReLU before the bias
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1, 0) + b1
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: no first bias
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: no second bias
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: ReLU on the scores too
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = np.maximum(A1 @ W2 + b2, 0)
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: softmax returned
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return softmax(S2), S2.argmax(axis=1)


# %% wrong two_layer_predict: max in place of argmax
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.max(axis=1)


# %% wrong two_layer_predict: axis 0
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=0)


# %% wrong two_layer_predict: argmax of all
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax()


# %% wrong two_layer_predict: argmin
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmin(axis=1)


# %% wrong two_layer_predict: labels from 1
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1) + 1


# %% wrong two_layer_predict: tanh
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: max of the array
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.max(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: minimum
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.minimum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: absolute values
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.abs(X @ W1 + b1)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: steps
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = X @ W1 + b1 > 0
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: swapped
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2.argmax(axis=1), S2


# %% wrong two_layer_predict: only labels
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2.argmax(axis=1)


# %% wrong two_layer_predict: labels of hidden units
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, A1.argmax(axis=1)


# %% wrong two_layer_predict: one-hot
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, np.eye(S2.shape[1])[S2.argmax(axis=1)]


# %% wrong two_layer_predict: labels of the absolute scores
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, np.abs(S2).argmax(axis=1)


# %% wrong two_layer_predict: minus the first bias
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 - b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: keepdims
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1, keepdims=True)


# %% wrong two_layer_predict: maximum with 1
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 1)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: biases twice
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = (A1 + b1) @ W2 + b2
    return S2, S2.argmax(axis=1)


# %% wrong two_layer_predict: one less
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1) - 1


# %% wrong two_layer_predict: S1 used in the second layer
def two_layer_predict(X, W1, b1, W2, b2):
    S1 = np.dot(X, W1) + b1
    A1 = S1 * (S1 > 0)
    S2 = np.dot(S1, W2) + b2
    labels = []
    for row in S2:
        labels.append(int(np.argmax(row)))
    return [S2, labels]


# %% wrong two_layer_predict: mask without values
def two_layer_predict(X, W1, b1, W2, b2):
    S1 = np.dot(X, W1) + b1
    A1 = S1 > 0
    S2 = np.dot(A1, W2) + b2
    labels = []
    for row in S2:
        labels.append(int(np.argmax(row)))
    return [S2, labels]


# %% wrong two_layer_predict: leaky
def two_layer_predict(X, W1, b1, W2, b2):
    S1 = np.dot(X, W1) + b1
    A1 = np.where(S1 > 0, S1, 0.01 * S1)
    S2 = np.dot(A1, W2) + b2
    labels = []
    for row in S2:
        labels.append(int(np.argmax(row)))
    return [S2, labels]


# %% wrong two_layer_predict: loop over columns
def two_layer_predict(X, W1, b1, W2, b2):
    S1 = np.dot(X, W1) + b1
    A1 = S1 * (S1 > 0)
    S2 = np.dot(A1, W2) + b2
    labels = []
    for row in S2.T:
        labels.append(int(np.argmax(row)))
    return [S2, labels]


# %% wrong two_layer_predict: label of the first row
def two_layer_predict(X, W1, b1, W2, b2):
    S1 = np.dot(X, W1) + b1
    A1 = S1 * (S1 > 0)
    S2 = np.dot(A1, W2) + b2
    labels = []
    for row in S2:
        labels.append(int(np.argmax(S2[0])))
    return [S2, labels]


# %% twice two_layer_predict: no ReLU, labels from 1
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = X @ W1 + b1
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=1) + 1


# %% twice two_layer_predict: no second bias, softmax returned
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1 + b1, 0)
    S2 = A1 @ W2
    return softmax(S2), S2.argmax(axis=1)


# %% twice two_layer_predict: ReLU before the bias, axis 0
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = np.maximum(X @ W1, 0) + b1
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(axis=0)


# %% wrong two_layer_predict: ReLU as absolute minus
def two_layer_predict(X, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = S1 + abs(S1)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(1)


# %% wrong two_layer_predict: sigmoid between
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(1)


# %% wrong two_layer_predict: softmax between
def two_layer_predict(X, W1, b1, W2, b2):
    A1 = softmax(X @ W1 + b1)
    S2 = A1 @ W2 + b2
    return S2, S2.argmax(1)


# %% wrong two_layer_predict: scores centred
def two_layer_predict(X, W1, b1, W2, b2):
    S2 = np.maximum(X @ W1 + b1, 0) @ W2 + b2
    S2 = S2 - S2.max(axis=1, keepdims=True)
    return S2, S2.argmax(1)


# %% wrong two_layer_predict: b2 subtracted
def two_layer_predict(X, W1, b1, W2, b2):
    S2 = np.maximum(X @ W1 + b1, 0) @ W2 - b2
    return S2, S2.argmax(1)


# %% wrong two_layer_predict: ReLU at 1
def two_layer_predict(X, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    S1[S1 < 1] = 0
    S2 = S1 @ W2 + b2
    return S2, S2.argmax(1)


# %% wrong two_layer_predict: labels of X's largest pixel
def two_layer_predict(X, W1, b1, W2, b2):
    S2 = np.maximum(X @ W1 + b1, 0) @ W2 + b2
    return S2, X.argmax(1)


# %% wrong two_layer_predict: second largest
def two_layer_predict(X, W1, b1, W2, b2):
    S2 = np.maximum(X @ W1 + b1, 0) @ W2 + b2
    return S2, S2.argsort(1)[:, -2]


# %% twice two_layer_predict: both biases left out, argmin
def two_layer_predict(X, W1, b1, W2, b2):
    S2 = np.maximum(X @ W1, 0) @ W2
    return S2, S2.argmin(1)


# %% right two_layer_gradients: with softmax_loss
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% right two_layer_gradients: all by hand
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% right two_layer_gradients: a dict
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return {"loss": data_loss + penalty, "dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# %% right two_layer_gradients: lists
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return [loss, dW1.tolist(), db1.tolist(), dW2.tolist(), db2.tolist()]


# %% wrong two_layer_gradients: no penalty in the loss
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: no half
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: no half, 2 in the gradients
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + 2 * reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + 2 * reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: no penalty in the gradients
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: no penalty in dW1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: biases penalised
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0) + reg * b2
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0) + reg * b1
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: no mask
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: mask by >=
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 >= 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: mask by dA1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = np.maximum(dA1, 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: mask of values
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * A1
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: dW2 with S1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = S1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: dW2 before penalty over N
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2 / len(X)
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1 / len(X)
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: db mean
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.mean(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.mean(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: db axis 1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=1)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=1)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: divided by N again
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 / len(X) + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 / len(X) + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: W2 not transposed
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: X in place of A1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = X.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: order
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, dW2, db1, db2


# %% wrong two_layer_gradients: dW1 from dA1, db1 from dS1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dA1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: db1 from dA1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dA1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: no second bias
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: no first bias
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: no ReLU forwards
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = S1
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: penalty of W1 only
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * np.sum(W1**2)
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: penalty over N
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 / len(X) * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: W2 updated before use
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    W2 = W2 - dW2
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: dA1 after the penalty's weights
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ dW2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: tanh slope
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (1 - A1**2)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: norms
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.linalg.norm(W1) + np.linalg.norm(W2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: sign of the loss
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return -loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, not divided by N
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, sum in the loss
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.sum(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, divided by C
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= W2.shape[1]
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, 1 not subtracted
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, mask forgotten
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% right two_layer_gradients: by hand, the mask at A1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[A1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, mask below 0 only
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 < 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, loss after P was changed
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = 0
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    data_loss = -np.mean(np.log(np.abs(P[np.arange(N), y])))
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, the mask upside down
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 > 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% right two_layer_gradients: by hand, S1 rectified in place
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, penalty assigned
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 = reg * W1
    dW2 = reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, penalty crossed
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1.sum()
    dW2 += reg * W2.sum()
    return data_loss + penalty, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: by hand, weights' penalty minus
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dS2 /= N
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dA1[S1 <= 0] = 0
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 -= reg * W1
    dW2 -= reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% twice two_layer_gradients: no mask, no half
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% twice two_layer_gradients: db mean, dW2 with S1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = S1.T @ dS2 + reg * W2
    db2 = dS2.mean(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1 + reg * W1
    db1 = dS1.mean(axis=0)
    return loss, dW1, db1, dW2, db2


# %% twice two_layer_gradients: by hand, not divided by N, mask forgotten
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N = X.shape[0]
    S1 = X.dot(W1) + b1
    A1 = S1.copy()
    A1[A1 < 0] = 0
    S2 = A1.dot(W2) + b2
    Z = S2 - np.max(S2, axis=1, keepdims=True)
    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    data_loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(N), y])
    penalty = 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)
    dS2 = P
    dS2[np.arange(N), y] -= 1
    dW2 = A1.T.dot(dS2)
    db2 = np.sum(dS2, axis=0)
    dA1 = dS2.dot(W2.T)
    dW1 = X.T.dot(dA1)
    db1 = np.sum(dA1, axis=0)
    dW1 += reg * W1
    dW2 += reg * W2
    return data_loss + penalty, dW1, db1, dW2, db2


# %% twice two_layer_gradients: no penalty in dW1, no second bias
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2, y)
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dW2 = A1.T @ dS2 + reg * W2
    db2 = dS2.sum(axis=0)
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    dW1 = X.T @ dS1
    db1 = dS1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


# %% wrong two_layer_gradients: dW2 from dA1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss = loss + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dA1 = (dS2 @ W2.T) * (S1 > 0)
    dW1 = X.T @ dA1 + reg * W1
    dW2 = A1.T @ dS2 + reg * W2
    return loss, dW1, np.sum(dA1, axis=0), dW2, np.sum(dS2)


# %% wrong two_layer_gradients: penalty with both sums multiplied
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss = loss + 0.5 * reg * np.sum(W1 * W1) * np.sum(W2 * W2)
    dS1 = (dS2 @ W2.T) * (S1 > 0)
    return loss, X.T @ dS1 + reg * W1, dS1.sum(0), A1.T @ dS2 + reg * W2, dS2.sum(0)


# %% wrong two_layer_gradients: mask from A1 of the wrong layer
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    S2 = A1 @ W2 + b2
    loss, dS2 = softmax_loss(S2, y)
    loss = loss + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dS2 = dS2 * (S2 > 0)
    dS1 = (dS2 @ W2.T) * (S1 > 0)
    return loss, X.T @ dS1 + reg * W1, dS1.sum(0), A1.T @ dS2 + reg * W2, dS2.sum(0)


# %% wrong two_layer_gradients: reg in the loss only once
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss = loss + reg * (0.5 * np.sum(W1 * W1) + np.sum(W2 * W2))
    dS1 = (dS2 @ W2.T) * (S1 > 0)
    return loss, X.T @ dS1 + reg * W1, dS1.sum(0), A1.T @ dS2 + reg * W2, dS2.sum(0)


# %% wrong two_layer_gradients: dW2 has the factor 2
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss = loss + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dS1 = (dS2 @ W2.T) * (S1 > 0)
    return loss, X.T @ dS1 + reg * W1, dS1.sum(0), A1.T @ dS2 + 2 * reg * W2, dS2.sum(0)


# %% wrong two_layer_gradients: weights' penalty gradient with W squared
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss = loss + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dS1 = (dS2 @ W2.T) * (S1 > 0)
    return loss, X.T @ dS1 + reg * W1**2, dS1.sum(0), A1.T @ dS2 + reg * W2**2, dS2.sum(0)


# %% wrong two_layer_gradients: dS1 sign of S1
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss = loss + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dS1 = (dS2 @ W2.T) * np.sign(S1)
    return loss, X.T @ dS1 + reg * W1, dS1.sum(0), A1.T @ dS2 + reg * W2, dS2.sum(0)


# %% twice two_layer_gradients: mask forgotten in db1 and penalty of biases in the loss
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    loss, dS2 = softmax_loss(A1 @ W2 + b2, y)
    loss = loss + 0.5 * reg * sum(np.sum(p * p) for p in (W1, b1, W2, b2))
    dA1 = dS2 @ W2.T
    dS1 = dA1 * (S1 > 0)
    return loss, X.T @ dS1 + reg * W1, dA1.sum(0), A1.T @ dS2 + reg * W2, dS2.sum(0)


# %% wrong two_layer_gradients: image by image, penalty for each
def two_layer_gradients(X, y, W1, b1, W2, b2, reg):
    N, C = len(X), len(b2)
    dW1, db1, dW2, db2 = (np.zeros_like(p) for p in (W1, b1, W2, b2))
    loss = 0.0
    for x, label in zip(X, y):
        s1 = x @ W1 + b1
        a = np.maximum(s1, 0)
        p = softmax((a @ W2 + b2)[None])[0]
        loss -= np.log(p[label]) / N
        p[label] -= 1
        d2 = p / N
        dW2 += np.outer(a, d2) + reg * W2
        db2 += d2
        d1 = (W2 @ d2) * (s1 > 0)
        dW1 += np.outer(x, d1) + reg * W1
        db1 += d1
    loss += 0.5 * reg * ((W1**2).sum() + (W2**2).sum())
    return loss, dW1, db1, dW2, db2


# %% right take_batch: plain
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    return X[rows], y[rows]


# %% right take_batch: loop
def take_batch(X, y, order, k, size):
    start = k * size
    stop = min(start + size, len(order))
    X_batch, y_batch = [], []
    for i in range(start, stop):
        X_batch.append(X[order[i]])
        y_batch.append(y[order[i]])
    return np.array(X_batch), np.array(y_batch)


# %% right take_batch: loop, lists
def take_batch(X, y, order, k, size):
    start = k * size
    stop = min(start + size, len(order))
    X_batch, y_batch = [], []
    for i in range(start, stop):
        X_batch.append(X[order[i]])
        y_batch.append(y[order[i]])
    return X_batch, y_batch


# %% right take_batch: all shuffled first
def take_batch(X, y, order, k, size):
    Xs, ys = X[order], y[order]
    return Xs[k * size : k * size + size], ys[k * size : k * size + size]


# %% wrong take_batch: order forgotten
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    return X[k * size : (k + 1) * size], y[k * size : (k + 1) * size]


# %% wrong take_batch: y not shuffled
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    return X[rows], y[k * size : (k + 1) * size]


# %% wrong take_batch: X not shuffled
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    return X[k * size : (k + 1) * size], y[rows]


# %% wrong take_batch: from 1
def take_batch(X, y, order, k, size):
    rows = order[(k - 1) * size : k * size]
    return X[rows], y[rows]


# %% wrong take_batch: slice of one step
def take_batch(X, y, order, k, size):
    rows = order[k : k + size]
    return X[rows], y[rows]


# %% wrong take_batch: one too many
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size + 1]
    return X[rows], y[rows]


# %% wrong take_batch: one too few
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size - 1]
    return X[rows], y[rows]


# %% wrong take_batch: only from k
def take_batch(X, y, order, k, size):
    rows = order[k * size :]
    return X[rows], y[rows]


# %% wrong take_batch: only to k
def take_batch(X, y, order, k, size):
    rows = order[: (k + 1) * size]
    return X[rows], y[rows]


# %% wrong take_batch: wraps around
def take_batch(X, y, order, k, size):
    rows = order[np.arange(k * size, (k + 1) * size) % len(order)]
    return X[rows], y[rows]


# %% wrong take_batch: strided
def take_batch(X, y, order, k, size):
    rows = order[k::size]
    return X[rows], y[rows]


# %% wrong take_batch: strided by the number of batches
def take_batch(X, y, order, k, size):
    rows = order[k :: len(order) // size]
    return X[rows], y[rows]


# %% wrong take_batch: columns
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    return X[:, rows], y[rows]


# %% wrong take_batch: inverse order
def take_batch(X, y, order, k, size):
    rows = np.argsort(order)[k * size : (k + 1) * size]
    return X[rows], y[rows]


# %% wrong take_batch: drops the short batch
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    if len(rows) < size:
        return X[:0], y[:0]
    return X[rows], y[rows]


# %% wrong take_batch: last batch from the end
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    if len(rows) < size:
        rows = order[-size:]
    return X[rows], y[rows]


# %% wrong take_batch: shuffled anew
def take_batch(X, y, order, k, size):
    order = np.random.permutation(order)
    rows = order[k * size : (k + 1) * size]
    return X[rows], y[rows]


# %% wrong take_batch: swapped
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    return y[rows], X[rows]


# %% wrong take_batch: rows only
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    return rows


# %% wrong take_batch: sorted rows
def take_batch(X, y, order, k, size):
    rows = np.sort(order[k * size : (k + 1) * size])
    return X[rows], y[rows]


# %% wrong take_batch: parenthesis
def take_batch(X, y, order, k, size):
    rows = order[k * size : k + 1 * size]
    return X[rows], y[rows]


# %% wrong take_batch: random choice
def take_batch(X, y, order, k, size):
    rows = np.random.choice(len(X), size)
    return X[rows], y[rows]


# %% wrong take_batch: y the order
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size]
    return X[rows], rows


# %% wrong take_batch: loop, y by i
def take_batch(X, y, order, k, size):
    start = k * size
    stop = min(start + size, len(order))
    X_batch, y_batch = [], []
    for i in range(start, stop):
        X_batch.append(X[order[i]])
        y_batch.append(y[i])
    return np.array(X_batch), np.array(y_batch)


# %% wrong take_batch: loop, no end
def take_batch(X, y, order, k, size):
    start = k * size
    stop = start + size
    X_batch, y_batch = [], []
    for i in range(start, stop):
        X_batch.append(X[order[i]])
        y_batch.append(y[order[i]])
    return np.array(X_batch), np.array(y_batch)


# %% wrong take_batch: loop, start k
def take_batch(X, y, order, k, size):
    start = k
    stop = min(start + size, len(order))
    X_batch, y_batch = [], []
    for i in range(start, stop):
        X_batch.append(X[order[i]])
        y_batch.append(y[order[i]])
    return np.array(X_batch), np.array(y_batch)


# %% wrong take_batch: loop, end before
def take_batch(X, y, order, k, size):
    start = k * size
    stop = min(start + size, len(order))
    X_batch, y_batch = [], []
    for i in range(start, stop - 1):
        X_batch.append(X[order[i]])
        y_batch.append(y[order[i]])
    return np.array(X_batch), np.array(y_batch)


# %% wrong take_batch: loop, stop is size
def take_batch(X, y, order, k, size):
    start = k * size
    stop = min(size, len(order))
    X_batch, y_batch = [], []
    for i in range(start, stop):
        X_batch.append(X[order[i]])
        y_batch.append(y[order[i]])
    return np.array(X_batch), np.array(y_batch)


# %% twice take_batch: order forgotten, from 1
def take_batch(X, y, order, k, size):
    rows = slice((k - 1) * size, k * size)
    return X[rows], y[rows]


# %% twice take_batch: y not shuffled, one too many
def take_batch(X, y, order, k, size):
    rows = order[k * size : (k + 1) * size + 1]
    return X[rows], y[k * size : (k + 1) * size + 1]


# %% wrong take_batch: order shuffled in place
def take_batch(X, y, order, k, size):
    np.random.default_rng(k).shuffle(order)
    rows = order[k * size : (k + 1) * size]
    return X[rows], y[rows]


# %% right take_batch: mask of places
def take_batch(X, y, order, k, size):
    position = np.arange(len(order))
    rows = order[position // size == k]
    return np.take(X, rows, axis=0), np.take(y, rows)


# %% right train_and_predict: plain
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% right train_and_predict: a list of labels
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    S = np.maximum(X_new @ W1 + b1, 0) @ W2 + b2
    return [int(np.argmax(row)) for row in S]


# %% right train_and_predict: float32, standardised
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    m, d = X_train.mean(), X_train.std()
    X, X_new = ((X_train - m) / d).astype(np.float32), (X_test - m) / d
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.1
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% open train_and_predict: test not scaled, a bias apart
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: gradient up
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 += rate * A1.T @ dS2
            b2 += rate * dS2.sum(axis=0)
            W1 += rate * X[rows].T @ dS1
            b1 += rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: not scaled
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train, X_test
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: one epoch at a small rate
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.01
    for epoch in range(1):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: zeros as first weights
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = np.zeros((D, H)), np.zeros(H)
    W2, b2 = np.zeros((H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: scores returned
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return np.maximum(X_new @ W1 + b1, 0) @ W2 + b2


# %% wrong train_and_predict: argmax over columns
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=0)


# %% wrong train_and_predict: labels shuffled apart
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[start : start + 32]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: 1 not subtracted
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: ten classes and 64 pixels
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D, C, H = len(X), 64, 10, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: rate grows
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 1.2
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: rate decays each batch
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
            rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: predicts the training images
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% open train_and_predict: no ReLU when predicting
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return ((X_new @ W1 + b1) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: only the first batch
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, 32, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% open train_and_predict: global random numbers
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: labels from 1
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1) + 1


# %% wrong train_and_predict: probabilities 0 and 1
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1) == 1


# %% wrong train_and_predict: huge rate
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 50
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: strong penalty
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * (A1.T @ dS2 + W2)
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * (X[rows].T @ dS1 + W1)
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% open train_and_predict: biases of test standardised by itself
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, (X_test - X_test.mean()) / X_test.std()
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: int pixels divided down
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train // 16, X_test // 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% wrong train_and_predict: most frequent label
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return np.full(len(X_test), np.bincount(y_train).argmax())


# %% wrong train_and_predict: one label
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return int((np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax())


# %% wrong train_and_predict: tiny rate
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 1e-4
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 -= rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 -= rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return (np.maximum(X_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


# %% twice train_and_predict: gradient up, scores returned
def train_and_predict(X_train, y_train, X_test, seed):
    rng = np.random.default_rng(seed)
    X, X_new = X_train / 16, X_test / 16
    N, D = X.shape
    C, H = y_train.max() + 1, 64
    W1, b1 = 0.1 * rng.normal(size=(D, H)), np.zeros(H)
    W2, b2 = 0.1 * rng.normal(size=(H, C)), np.zeros(C)
    rate = 0.5
    for epoch in range(40):
        order = rng.permutation(N)
        for start in range(0, N, 32):
            rows = order[start : start + 32]
            S1 = X[rows] @ W1 + b1
            A1 = np.maximum(S1, 0)
            P = softmax(A1 @ W2 + b2)
            P[np.arange(len(rows)), y_train[rows]] -= 1
            dS2 = P / len(rows)
            dS1 = dS2 @ W2.T * (S1 > 0)
            W2 += rate * A1.T @ dS2
            b2 -= rate * dS2.sum(axis=0)
            W1 += rate * X[rows].T @ dS1
            b1 -= rate * dS1.sum(axis=0)
        rate *= 0.95
    return np.maximum(X_new @ W1 + b1, 0) @ W2 + b2


# %% right best_setting: plain
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmax(), val_accuracy.shape)
    return learning_rates[i], strengths[j]


# %% right best_setting: loops
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] > best:
                best = val_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% right best_setting: where, a list
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    rows, columns = np.where(val_accuracy == np.max(val_accuracy))
    return [float(learning_rates[rows[0]]), float(strengths[columns[0]])]


# %% right best_setting: divmod
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = divmod(int(np.argmax(val_accuracy)), len(strengths))
    return np.array([learning_rates[i], strengths[j]])


# %% wrong best_setting: by the training accuracy
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if train_accuracy[i, j] > best:
                best = train_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: by the sum
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] + train_accuracy[i, j] > best:
                best = val_accuracy[i, j] + train_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: smallest gap
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = 10, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            gap = train_accuracy[i, j] - val_accuracy[i, j]
            if gap < best:
                best = gap
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: the lowest
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = 2, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] < best:
                best = val_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: best not kept
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] > best:
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: indices
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] > best:
                best = val_accuracy[i, j]
                rate, reg = i, j
    return rate, reg


# %% wrong best_setting: swapped
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] > best:
                best = val_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return reg, rate


# %% wrong best_setting: the accuracy returned
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] > best:
                best = val_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return best


# %% open best_setting: last of ties
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] >= best:
                best = val_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: the difference largest
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] - train_accuracy[i, j] > best:
                best = val_accuracy[i, j] - train_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: indices exchanged
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[j, i] > best:
                best = val_accuracy[j, i]
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: loops exchanged
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = -1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] > best:
                best = val_accuracy[i, j]
                rate, reg = learning_rates[j], strengths[i]
    return rate, reg


# %% wrong best_setting: begins with 1
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best, rate, reg = 1, None, None
    for i in range(len(learning_rates)):
        for j in range(len(strengths)):
            if val_accuracy[i, j] > best:
                best = val_accuracy[i, j]
                rate, reg = learning_rates[i], strengths[j]
    return rate, reg


# %% wrong best_setting: flat argmax as a row
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    best = val_accuracy.argmax()
    return learning_rates[best], strengths[best]


# %% wrong best_setting: best means of rows and columns
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = val_accuracy.mean(axis=1).argmax(), val_accuracy.mean(axis=0).argmax()
    return learning_rates[i], strengths[j]


# %% wrong best_setting: axes of the means exchanged
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = val_accuracy.max(axis=0).argmax(), val_accuracy.max(axis=1).argmax()
    return learning_rates[i], strengths[j]


# %% right best_setting: maxima of rows and columns
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = val_accuracy.max(axis=1).argmax(), val_accuracy.max(axis=0).argmax()
    return learning_rates[i], strengths[j]


# %% wrong best_setting: argmax of train
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(train_accuracy.argmax(), val_accuracy.shape)
    return learning_rates[i], strengths[j]


# %% wrong best_setting: shape the other way
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmax(), val_accuracy.shape[::-1])
    return learning_rates[i], strengths[j]


# %% wrong best_setting: one row too far
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmax(), val_accuracy.shape)
    return learning_rates[i - 1], strengths[j - 1]


# %% wrong best_setting: argmax of columns
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    j = val_accuracy[0].argmax()
    i = val_accuracy[:, 0].argmax()
    return learning_rates[i], strengths[j]


# %% wrong best_setting: argmin
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmin(), val_accuracy.shape)
    return learning_rates[i], strengths[j]


# %% wrong best_setting: rounded to hundredths first
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(np.round(val_accuracy, 1).argmax(), val_accuracy.shape)
    return learning_rates[i], strengths[j]


# %% wrong best_setting: the product
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index((val_accuracy * train_accuracy).argmax(), val_accuracy.shape)
    return learning_rates[i], strengths[j]


# %% twice best_setting: by train, swapped
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(train_accuracy.argmax(), val_accuracy.shape)
    return strengths[j], learning_rates[i]


# %% wrong best_setting: the smaller of both accuracies
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(np.minimum(val_accuracy, train_accuracy).argmax(), val_accuracy.shape)
    return learning_rates[i], strengths[j]


# %% wrong best_setting: the strongest penalty with the best row
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmax(), val_accuracy.shape)
    return learning_rates[i], strengths.max()


# %% twice best_setting: lowest, indices
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmin(), val_accuracy.shape)
    return i, j


# %% wrong best_setting: a dict by other names
def best_setting(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmax(), val_accuracy.shape)
    return {"rate": learning_rates[i], "strength": strengths[j]}
