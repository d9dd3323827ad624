"""Answers to chapter 06 as students would write them: each cell is one answer."""

# %%
import numpy as np

from handgrad.adapters.initialization import seeded
from handgrad.layers import ACTIVATIONS


def size(values):
    return np.sqrt(np.mean(values**2))


# %% right twins_by_hand: plain
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 1.12}


# %% right twins_by_hand: array scalars
def twins_by_hand():
    return {
        k: np.float64(v)
        for k, v in {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 1.12}.items()
    }


# %% right twins_by_hand: arrays of no axis
def twins_by_hand():
    return {
        k: np.array(v) for k, v in {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 1.12}.items()
    }


# %% right twins_by_hand: ints where whole
def twins_by_hand():
    return {"y_hat": 3, "dU": 6, "dW": 2, "next_y_hat": 1.12}


# %% right twins_by_hand: computed
def twins_by_hand():
    x, w, u = 2.0, np.array([1.5, 1.5]), np.array([0.5, 0.5])
    a = x * w
    y = a @ u
    d = y - 1
    du, dw = d * a, d * u * x
    w, u = w - 0.05 * dw, u - 0.05 * du
    return {"y_hat": y, "dU": du[0], "dW": dw[0], "next_y_hat": (x * w) @ u}


# %% wrong twins_by_hand: one unit only
def twins_by_hand():
    return {"y_hat": 1.5, "dU": 1.5, "dW": 0.5, "next_y_hat": 1.2543}


# %% wrong twins_by_hand: loss square without half
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 12.0, "dW": 4.0, "next_y_hat": -0.52}


# %% wrong twins_by_hand: d is the loss
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 0.5 * (1.12 - 1) ** 2}


# %% wrong twins_by_hand: dW without x
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 1.0, "next_y_hat": 2 * (2 * 1.45) * 0.2}


# %% wrong twins_by_hand: dU and dW exchanged
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 2.0, "dW": 6.0, "next_y_hat": 2 * (2 * 1.2) * 0.4}


# %% wrong twins_by_hand: exchanged, but the step is right
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 2.0, "dW": 6.0, "next_y_hat": 1.12}


# %% wrong twins_by_hand: ascent
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 2 * 2 * 1.6 * 0.8}


# %% wrong twins_by_hand: target minus output
def twins_by_hand():
    return {"y_hat": 3.0, "dU": -6.0, "dW": -2.0, "next_y_hat": 1.12}


# %% wrong twins_by_hand: target minus output, all the way
def twins_by_hand():
    return {"y_hat": 3.0, "dU": -6.0, "dW": -2.0, "next_y_hat": 5.12}


# %% wrong twins_by_hand: rate .1
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 2 * 2 * 1.3 * -0.1}


# %% wrong twins_by_hand: only U moves
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 2 * 3 * 0.2}


# %% wrong twins_by_hand: only W moves
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 2 * 2.8 * 0.5}


# %% wrong twins_by_hand: gradients of both units added
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 12.0, "dW": 4.0, "next_y_hat": 1.12}


# %% wrong twins_by_hand: next rounded
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 1.1}


# %% wrong twins_by_hand: step on one unit only
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 1.5 + 0.56}


# %% wrong twins_by_hand: dW with new U
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 6.0, "dW": 0.8, "next_y_hat": 2 * 2 * 1.46 * 0.2}


# %% wrong twins_by_hand: du is d
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 2.0, "dW": 2.0, "next_y_hat": 2 * 2 * 1.4 * 0.4}


# %% wrong twins_by_hand: dU with w, not a
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 3.0, "dW": 2.0, "next_y_hat": 2 * 2 * 1.4 * 0.35}


# %% wrong twins_by_hand: x left out
def twins_by_hand():
    return {"y_hat": 1.5, "dU": 0.75, "dW": 0.25, "next_y_hat": 2 * 1.4875 * 0.4625}


# %% wrong twins_by_hand: lists of both
def twins_by_hand():
    return {"y_hat": 3.0, "dU": [6.0, 6.0], "dW": [2.0, 2.0], "next_y_hat": 1.12}


# %% wrong twins_by_hand: dU of target 3 of the example
def twins_by_hand():
    return {"y_hat": 3.0, "dU": 0.0, "dW": 0.0, "next_y_hat": 3.0}


# %% twice twins_by_hand: one unit, no half
def twins_by_hand():
    return {"y_hat": 1.5, "dU": 3.0, "dW": 1.0, "next_y_hat": 2 * 1.45 * 0.35}


# %% right lasting_units: unique columns
def lasting_units(W, b, U):
    return np.unique(np.vstack([W, b, U.T]), axis=1).shape[1]


# %% right lasting_units: set of tuples
def lasting_units(W, b, U):
    return len({(*W[:, h], b[h], *U[h]) for h in range(len(b))})


# %% right lasting_units: as a float
def lasting_units(W, b, U):
    return float(len(np.unique(np.hstack([W.T, b[:, None], U]), axis=0)))


# %% right lasting_units: loop
def lasting_units(W, b, U):
    seen = []
    for h in range(W.shape[1]):
        unit = [W[:, h].tolist(), b[h], U[h].tolist()]
        if unit not in seen:
            seen.append(unit)
    return len(seen)


# %% right lasting_units: two loops
def lasting_units(W, b, U):
    H = len(b)
    count = 0
    for h in range(H):
        twin = False
        for k in range(h):
            if (W[:, h] == W[:, k]).all() and b[h] == b[k] and (U[h] == U[k]).all():
                twin = True
        count += not twin
    return count


# %% wrong lasting_units: W only
def lasting_units(W, b, U):
    return np.unique(W, axis=1).shape[1]


# %% wrong lasting_units: W and b
def lasting_units(W, b, U):
    return np.unique(np.vstack([W, b]), axis=1).shape[1]


# %% wrong lasting_units: W and U
def lasting_units(W, b, U):
    return np.unique(np.vstack([W, U.T]), axis=1).shape[1]


# %% wrong lasting_units: U only
def lasting_units(W, b, U):
    return len(np.unique(U, axis=0))


# %% wrong lasting_units: b only
def lasting_units(W, b, U):
    return len(np.unique(b))


# %% wrong lasting_units: number of units
def lasting_units(W, b, U):
    return W.shape[1]


# %% wrong lasting_units: inputs rather than units
def lasting_units(W, b, U):
    return len(np.unique(W, axis=0))


# %% wrong lasting_units: smallest of three counts
def lasting_units(W, b, U):
    return min(np.unique(W, axis=1).shape[1], len(np.unique(b)), len(np.unique(U, axis=0)))


# %% wrong lasting_units: largest of three counts
def lasting_units(W, b, U):
    return max(np.unique(W, axis=1).shape[1], len(np.unique(b)), len(np.unique(U, axis=0)))


# %% wrong lasting_units: product of counts
def lasting_units(W, b, U):
    return np.unique(W, axis=1).shape[1] * len(np.unique(b)) * len(np.unique(U, axis=0))


# %% wrong lasting_units: shape axis 0
def lasting_units(W, b, U):
    return np.unique(np.vstack([W, b, U.T]), axis=1).shape[0]


# %% wrong lasting_units: unique rows of the stack
def lasting_units(W, b, U):
    return np.unique(np.vstack([W, b, U.T]), axis=0).shape[0]


# %% wrong lasting_units: no axis
def lasting_units(W, b, U):
    return len(np.unique(np.vstack([W, b, U.T])))


# %% wrong lasting_units: units with a twin not counted
def lasting_units(W, b, U):
    return int((np.unique(np.vstack([W, b, U.T]), axis=1, return_counts=True)[1] == 1).sum())


# %% wrong lasting_units: number of twins
def lasting_units(W, b, U):
    return W.shape[1] - np.unique(np.vstack([W, b, U.T]), axis=1).shape[1]


# %% wrong lasting_units: groups with twins
def lasting_units(W, b, U):
    return int((np.unique(np.vstack([W, b, U.T]), axis=1, return_counts=True)[1] > 1).sum())


# %% wrong lasting_units: sums compared
def lasting_units(W, b, U):
    return len(np.unique(W.sum(axis=0) + b + U.sum(axis=1)))


# %% wrong lasting_units: rounded
def lasting_units(W, b, U):
    return np.unique(np.vstack([W, b, U.T]).round(1), axis=1).shape[1]


# %% wrong lasting_units: twin if any agree
def lasting_units(W, b, U):
    return len(b) - sum(
        (
            any(
                (
                    (W[:, h] == W[:, k]).all() or b[h] == b[k] or (U[h] == U[k]).all()
                    for k in range(h)
                )
            )
            for h in range(len(b))
        )
    )


# %% wrong lasting_units: each pair taken off
def lasting_units(W, b, U):
    H = len(b)
    count = H
    for h in range(H):
        for k in range(h):
            if (W[:, h] == W[:, k]).all() and b[h] == b[k] and (U[h] == U[k]).all():
                count -= 1
    return count


# %% wrong lasting_units: neighbours only
def lasting_units(W, b, U):
    columns = np.vstack([W, b, U.T])
    count = 1
    for h in range(1, columns.shape[1]):
        if not np.array_equal(columns[:, h], columns[:, h - 1]):
            count += 1
    return count


# %% wrong lasting_units: U not transposed, columns
def lasting_units(W, b, U):
    return np.unique(np.vstack([W, b]), axis=1).shape[1] + len(np.unique(U, axis=0))


# %% right sum_variance: plain
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x)


# %% right sum_variance: long form
def sum_variance(mean_w, var_w, mean_x, var_x):
    return ((var_w + mean_w**2) * (var_x + mean_x**2) - (mean_w * mean_x) ** 2).sum()


# %% right sum_variance: dot products
def sum_variance(mean_w, var_w, mean_x, var_x):
    return float(mean_x**2 @ var_w + mean_w**2 @ var_x + var_w @ var_x)


# %% right sum_variance: loop
def sum_variance(mean_w, var_w, mean_x, var_x):
    return sum((c * c * b + a * a * d + b * d for a, b, c, d in zip(mean_w, var_w, mean_x, var_x)))


# %% open sum_variance: one entry array
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x, keepdims=True)


# %% wrong sum_variance: lecture's slip
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w + mean_x**2 * var_x + var_w * var_x)


# %% wrong sum_variance: both mean_w
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_w**2 * var_w + mean_w**2 * var_x + var_w * var_x)


# %% wrong sum_variance: means exchanged
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_w**2 * var_w + mean_x**2 * var_x + var_w * var_x)


# %% wrong sum_variance: only product of variances
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(var_w * var_x)


# %% wrong sum_variance: means not squared
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x * var_w + mean_w * var_x + var_w * var_x)


# %% wrong sum_variance: fourth term kept
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum((var_w + mean_w**2) * (var_x + mean_x**2))


# %% wrong sum_variance: not summed
def sum_variance(mean_w, var_w, mean_x, var_x):
    return mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x


# %% wrong sum_variance: mean for sum
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.mean(mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x)


# %% wrong sum_variance: sums first
def sum_variance(mean_w, var_w, mean_x, var_x):
    return (
        mean_x.sum() ** 2 * var_w.sum()
        + mean_w.sum() ** 2 * var_x.sum()
        + var_w.sum() * var_x.sum()
    )


# %% wrong sum_variance: deviation returned
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sqrt(np.sum(mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x))


# %% wrong sum_variance: variances squared
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w**2 + mean_w**2 * var_x**2 + var_w**2 * var_x**2)


# %% wrong sum_variance: var as deviation in the last
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w + mean_w**2 * var_x + var_w**2 * var_x**2)


# %% wrong sum_variance: zero mean w
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(var_w * (mean_x**2 + var_x))


# %% wrong sum_variance: zero mean x
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(var_x * (mean_w**2 + var_w))


# %% wrong sum_variance: n times the first
def sum_variance(mean_w, var_w, mean_x, var_x):
    return len(mean_w) * (
        mean_x[0] ** 2 * var_w[0] + mean_w[0] ** 2 * var_x[0] + var_w[0] * var_x[0]
    )


# %% wrong sum_variance: without the last term
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x**2 * var_w + mean_w**2 * var_x)


# %% wrong sum_variance: squared mean of products not squared
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum((var_w + mean_w**2) * (var_x + mean_x**2) - mean_w * mean_x)


# %% wrong sum_variance: mean square minus mean
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum((var_w + mean_w) * (var_x + mean_x) - (mean_w * mean_x) ** 2)


# %% wrong sum_variance: plus for minus
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum((var_w + mean_w**2) * (var_x + mean_x**2) + (mean_w * mean_x) ** 2)


# %% wrong sum_variance: twice n
def sum_variance(mean_w, var_w, mean_x, var_x):
    return len(mean_w) * np.sum(mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x)


# %% twice sum_variance: exchanged and mean
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.mean(mean_w**2 * var_w + mean_x**2 * var_x + var_w * var_x)


# %% twice sum_variance: not squared, no last term
def sum_variance(mean_w, var_w, mean_x, var_x):
    return np.sum(mean_x * var_w + mean_w * var_x)


# %% wrong sum_variance: loop keeps the last
def sum_variance(mean_w, var_w, mean_x, var_x):
    total = 0
    for i in range(len(mean_w)):
        total = mean_x[i] ** 2 * var_w[i] + mean_w[i] ** 2 * var_x[i] + var_w[i] * var_x[i]
    return total


# %% wrong sum_variance: loop from 1
def sum_variance(mean_w, var_w, mean_x, var_x):
    total = 0
    for i in range(1, len(mean_w)):
        total += mean_x[i] ** 2 * var_w[i] + mean_w[i] ** 2 * var_x[i] + var_w[i] * var_x[i]
    return total


# %% wrong sum_variance: monte carlo
def sum_variance(mean_w, var_w, mean_x, var_x):
    w = np.random.default_rng(0).normal(mean_w, np.sqrt(var_w), (200_000, len(mean_w)))
    x = np.random.default_rng(1).normal(mean_x, np.sqrt(var_x), (200_000, len(mean_w)))
    return (w * x).sum(axis=1).var()


# %% right calibrated_normal: plain
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out))


# %% right calibrated_normal: standard times
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n_in, n_out)) * np.sqrt(1 / n_in)


# %% right calibrated_normal: keywords
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(loc=0.0, scale=np.sqrt(1 / n_in), size=(n_in, n_out))


# %% right calibrated_normal: transposed draw
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_out, n_in)).T


# %% right calibrated_normal: row by row
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.array([rng.normal(0, np.sqrt(1 / n_in), n_out) for _ in range(n_in)])


# %% right calibrated_normal: list of lists
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out)).tolist()


# %% right calibrated_normal: float32
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out)).astype(np.float32)


# %% wrong calibrated_normal: variance for deviation
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1 / n_in, size=(n_in, n_out))


# %% wrong calibrated_normal: shape exchanged
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_out, n_in))


# %% wrong calibrated_normal: mean 1
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(1, np.sqrt(1 / n_in), size=(n_in, n_out))


# %% wrong calibrated_normal: deviation 1
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1, size=(n_in, n_out))


# %% wrong calibrated_normal: deviation .01
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.01, size=(n_in, n_out))


# %% wrong calibrated_normal: own generator
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out))


# %% wrong calibrated_normal: global generator
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.random.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out))


# %% wrong calibrated_normal: uniform
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(1 / n_in) * np.sqrt(3)
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong calibrated_normal: one column for all
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.repeat(rng.normal(0, np.sqrt(1 / n_in), size=(n_in, 1)), n_out, axis=1)


# %% wrong calibrated_normal: one row for all
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.tile(rng.normal(0, np.sqrt(1 / n_in), size=n_out), (n_in, 1))


# %% wrong calibrated_normal: flat
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), size=n_in * n_out)


# %% wrong calibrated_normal: random() for normal
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.random((n_in, n_out)) * np.sqrt(1 / n_in)


# %% wrong calibrated_normal: zeros
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.zeros((n_in, n_out))


# %% wrong calibrated_normal: divided by deviation
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1, size=(n_in, n_out)) / np.sqrt(1 / n_in)


# %% wrong calibrated_normal: absolute
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.abs(rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out)))


# %% wrong calibrated_normal: clipped at two deviations
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    s = np.sqrt(1 / n_in)
    return np.clip(rng.normal(0, s, size=(n_in, n_out)), -2 * s, 2 * s)


# %% wrong calibrated_normal: n_out
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_out), size=(n_in, n_out))


# %% wrong calibrated_normal: sqrt n_in
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(n_in), size=(n_in, n_out))


# %% wrong calibrated_normal: He
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))


# %% twice calibrated_normal: n_out, no root
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1 / n_out, size=(n_in, n_out))


# %% wrong calibrated_normal: size missing
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in))


# %% wrong calibrated_normal: size as two
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), n_in, n_out)


# %% wrong calibrated_normal: 1 / n_in**2
def calibrated_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in**2), size=(n_in, n_out))


# %% right xavier_normal: plain
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


# %% right xavier_normal: standard times
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2 / (n_in + n_out))


# %% right xavier_normal: keywords
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(loc=0.0, scale=np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


# %% right xavier_normal: transposed draw
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_out, n_in)).T


# %% right xavier_normal: row by row
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.array([rng.normal(0, np.sqrt(2 / (n_in + n_out)), n_out) for _ in range(n_in)])


# %% right xavier_normal: list of lists
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out)).tolist()


# %% right xavier_normal: float32
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out)).astype(np.float32)


# %% wrong xavier_normal: variance for deviation
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 2 / (n_in + n_out), size=(n_in, n_out))


# %% wrong xavier_normal: shape exchanged
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_out, n_in))


# %% wrong xavier_normal: mean 1
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(1, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


# %% wrong xavier_normal: deviation 1
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1, size=(n_in, n_out))


# %% wrong xavier_normal: deviation .01
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.01, size=(n_in, n_out))


# %% wrong xavier_normal: own generator
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


# %% wrong xavier_normal: global generator
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.random.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


# %% wrong xavier_normal: uniform
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(2 / (n_in + n_out)) * np.sqrt(3)
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_normal: one column for all
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.repeat(rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, 1)), n_out, axis=1)


# %% wrong xavier_normal: one row for all
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.tile(rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=n_out), (n_in, 1))


# %% wrong xavier_normal: flat
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=n_in * n_out)


# %% wrong xavier_normal: random() for normal
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.random((n_in, n_out)) * np.sqrt(2 / (n_in + n_out))


# %% wrong xavier_normal: zeros
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.zeros((n_in, n_out))


# %% wrong xavier_normal: divided by deviation
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1, size=(n_in, n_out)) / np.sqrt(2 / (n_in + n_out))


# %% wrong xavier_normal: absolute
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.abs(rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out)))


# %% wrong xavier_normal: clipped at two deviations
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    s = np.sqrt(2 / (n_in + n_out))
    return np.clip(rng.normal(0, s, size=(n_in, n_out)), -2 * s, 2 * s)


# %% wrong xavier_normal: 1 over sum
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / (n_in + n_out)), size=(n_in, n_out))


# %% wrong xavier_normal: no brackets
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in + n_out), size=(n_in, n_out))


# %% wrong xavier_normal: 1/n_in
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out))


# %% wrong xavier_normal: 1/n_out
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_out), size=(n_in, n_out))


# %% wrong xavier_normal: 2/n_in
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))


# %% wrong xavier_normal: 6 over sum
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(6 / (n_in + n_out)), size=(n_in, n_out))


# %% wrong xavier_normal: product
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in * n_out)), size=(n_in, n_out))


# %% wrong xavier_normal: root of 2 only
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2) / (n_in + n_out), size=(n_in, n_out))


# %% wrong xavier_normal: mean of inverses
def xavier_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt((1 / n_in + 1 / n_out) / 2), size=(n_in, n_out))


# %% right xavier_uniform: plain
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% right xavier_uniform: from random
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return (2 * rng.random((n_in, n_out)) - 1) * a


# %% right xavier_uniform: roots apart
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6) / np.sqrt(n_in + n_out)
    return rng.uniform(low=-a, high=a, size=(n_in, n_out))


# %% right xavier_uniform: columns
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return np.column_stack([rng.uniform(-a, a, n_in) for _ in range(n_out)])


# %% wrong xavier_uniform: bound is the deviation
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(2 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: bound is the variance
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = 2 / (n_in + n_out)
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: no root
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = 6 / (n_in + n_out)
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: 0 to a
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(0, a, size=(n_in, n_out))


# %% wrong xavier_uniform: 0 to 2a
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(0, 2 * a, size=(n_in, n_out))


# %% wrong xavier_uniform: random() times a
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.random((n_in, n_out)) * a


# %% wrong xavier_uniform: random() minus half
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return (rng.random((n_in, n_out)) - 0.5) * a


# %% wrong xavier_uniform: 12 for 3
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(24 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: 3 over the sum
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(3 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: 6/n_in
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / n_in)
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: normal
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


# %% wrong xavier_uniform: one over root n
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = 1 / np.sqrt(n_in)
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: shape exchanged
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_out, n_in))


# %% wrong xavier_uniform: 2/3 for 6
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(2 / (3 * (n_in + n_out)))
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: brackets
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / n_in + n_out)
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: own seed
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return np.random.default_rng(1).uniform(-a, a, size=(n_in, n_out))


# %% wrong xavier_uniform: choice of ends
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.choice([-a, a], size=(n_in, n_out))


# %% wrong xavier_uniform: integers
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.integers(-1, 2, size=(n_in, n_out)) * a


# %% twice xavier_uniform: 0 to a, no root
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = 6 / (n_in + n_out)
    return rng.uniform(0, a, size=(n_in, n_out))


# %% right xavier_uniform: size and sign apart
def xavier_uniform(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = (6 / (n_in + n_out)) ** 0.5
    sign = 2 * rng.integers(0, 2, size=(n_in, n_out)) - 1
    return sign * a * rng.random((n_in, n_out))


# %% right relu_moments: plain
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), v / 2, v / 2 - v / (2 * np.pi))


# %% right relu_moments: list
def relu_moments(v):
    return [v**0.5 / (2 * np.pi) ** 0.5, 0.5 * v, v / 2 * (1 - 1 / np.pi)]


# %% right relu_moments: dict
def relu_moments(v):
    return {
        "mean": np.sqrt(2 * v / np.pi) / 2,
        "mean_square": v / 2,
        "variance": v / 2 - v / (2 * np.pi),
    }


# %% right relu_moments: array
def relu_moments(v):
    return np.array([np.sqrt(2 * v / np.pi) / 2, v / 2, v / 2 - v / (2 * np.pi)])


# %% wrong relu_moments: moments of |z|
def relu_moments(v):
    return (np.sqrt(2 * v / np.pi), v, v - 2 * v / np.pi)


# %% wrong relu_moments: half of Var |z|
def relu_moments(v):
    return (np.sqrt(2 * v / np.pi) / 2, v / 2, (v - 2 * v / np.pi) / 2)


# %% wrong relu_moments: quarter of Var |z|
def relu_moments(v):
    return (np.sqrt(2 * v / np.pi) / 2, v / 2, (v - 2 * v / np.pi) / 4)


# %% wrong relu_moments: variance half
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), v / 2, v / 2)


# %% wrong relu_moments: mean 0
def relu_moments(v):
    return (0.0, v / 2, v / 2)


# %% wrong relu_moments: mean not squared
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), v / 2, v / 2 - np.sqrt(v / (2 * np.pi)))


# %% wrong relu_moments: mean square all of v
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), v, v - v / (2 * np.pi))


# %% wrong relu_moments: v as a deviation
def relu_moments(v):
    return (v / np.sqrt(2 * np.pi), v**2 / 2, v**2 / 2 - v**2 / (2 * np.pi))


# %% wrong relu_moments: mean root v/pi
def relu_moments(v):
    return (np.sqrt(v / np.pi), v / 2, v / 2 - v / np.pi)


# %% wrong relu_moments: mean of |z|
def relu_moments(v):
    return (np.sqrt(2 * v / np.pi), v / 2, v / 2 - 2 * v / np.pi)


# %% wrong relu_moments: order
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), v / 2 - v / (2 * np.pi), v / 2)


# %% wrong relu_moments: deviation for variance
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), v / 2, np.sqrt(v / 2 - v / (2 * np.pi)))


# %% wrong relu_moments: plus
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), v / 2, v / 2 + v / (2 * np.pi))


# %% wrong relu_moments: no root
def relu_moments(v):
    return (v / (2 * np.pi), v / 2, v / 2 - (v / (2 * np.pi)) ** 2)


# %% wrong relu_moments: no v under root
def relu_moments(v):
    return (1 / np.sqrt(2 * np.pi), v / 2, v / 2 - 1 / (2 * np.pi))


# %% wrong relu_moments: root mean square
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), np.sqrt(v / 2), v / 2 - v / (2 * np.pi))


# %% wrong relu_moments: quarter
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), v / 4, v / 4 - v / (2 * np.pi))


# %% wrong relu_moments: mean 1 as lecture
def relu_moments(v):
    return (np.sqrt(v / (2 * np.pi)), (1 + v) / 2, (1 + v) / 2 - v / (2 * np.pi))


# %% wrong relu_moments: half normal half of root
def relu_moments(v):
    return (np.sqrt(v) / 2, v / 2, v / 2 - v / 4)


# %% twice relu_moments: |z| mean and order
def relu_moments(v):
    return (np.sqrt(2 * v / np.pi), v / 2 - v / (2 * np.pi), v / 2)


# %% wrong relu_moments: measured
def relu_moments(v):
    z = np.random.default_rng(0).normal(0, np.sqrt(v), 1_000_000)
    x = np.maximum(z, 0)
    return x.mean(), np.mean(x**2), x.var()


# %% open relu_moments: integrated
def relu_moments(v):
    z = np.linspace(-40, 40, 400_001) * np.sqrt(v)
    p = np.exp(-(z**2) / (2 * v)) / np.sqrt(2 * np.pi * v)
    x = np.maximum(z, 0)
    m, s = np.trapezoid(x * p, z), np.trapezoid(x**2 * p, z)
    return m, s, s - m**2


# %% wrong relu_moments: integrated, variance is mean square
def relu_moments(v):
    z = np.linspace(-40, 40, 400_001) * np.sqrt(v)
    p = np.exp(-(z**2) / (2 * v)) / np.sqrt(2 * np.pi * v)
    x = np.maximum(z, 0)
    m, s = np.trapezoid(x * p, z), np.trapezoid(x**2 * p, z)
    return m, s, s


# %% wrong relu_moments: mean of the absolute value, variance right
def relu_moments(v):
    m = np.sqrt(2 * v / np.pi)
    return m, v / 2, v / 2 - m**2 / 4


# %% twice relu_moments: mean of the absolute value, square and variance exchanged
def relu_moments(v):
    m = np.sqrt(2 * v / np.pi)
    return m, v / 2 - m**2 / 4, v / 2


# %% twice relu_moments: mean 0, a quarter of v
def relu_moments(v):
    m = 0.0
    return m, v / 4, v / 4 - m**2


# %% right relu_moments: law of total variance
def relu_moments(v):
    abs_mean, abs_square, abs_var = np.sqrt(2 * v / np.pi), v, v - 2 * v / np.pi
    # x = |z| B, with B = 0 or 1, each half of the time
    var = abs_var / 2 + abs_mean**2 / 4
    return abs_mean / 2, abs_square / 2, var


# %% right he_normal: plain
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))


# %% right he_normal: standard times
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)


# %% right he_normal: keywords
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(loc=0.0, scale=np.sqrt(2 / n_in), size=(n_in, n_out))


# %% right he_normal: transposed draw
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_out, n_in)).T


# %% right he_normal: row by row
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.array([rng.normal(0, np.sqrt(2 / n_in), n_out) for _ in range(n_in)])


# %% right he_normal: list of lists
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out)).tolist()


# %% right he_normal: float32
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out)).astype(np.float32)


# %% wrong he_normal: variance for deviation
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 2 / n_in, size=(n_in, n_out))


# %% wrong he_normal: shape exchanged
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_out, n_in))


# %% wrong he_normal: mean 1
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(1, np.sqrt(2 / n_in), size=(n_in, n_out))


# %% wrong he_normal: deviation 1
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1, size=(n_in, n_out))


# %% wrong he_normal: deviation .01
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.01, size=(n_in, n_out))


# %% wrong he_normal: own generator
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))


# %% wrong he_normal: global generator
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.random.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))


# %% wrong he_normal: uniform
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    a = np.sqrt(2 / n_in) * np.sqrt(3)
    return rng.uniform(-a, a, size=(n_in, n_out))


# %% wrong he_normal: one column for all
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.repeat(rng.normal(0, np.sqrt(2 / n_in), size=(n_in, 1)), n_out, axis=1)


# %% wrong he_normal: one row for all
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.tile(rng.normal(0, np.sqrt(2 / n_in), size=n_out), (n_in, 1))


# %% wrong he_normal: flat
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_in), size=n_in * n_out)


# %% wrong he_normal: random() for normal
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.random((n_in, n_out)) * np.sqrt(2 / n_in)


# %% wrong he_normal: zeros
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.zeros((n_in, n_out))


# %% wrong he_normal: divided by deviation
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1, size=(n_in, n_out)) / np.sqrt(2 / n_in)


# %% wrong he_normal: absolute
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.abs(rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out)))


# %% wrong he_normal: clipped at two deviations
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    s = np.sqrt(2 / n_in)
    return np.clip(rng.normal(0, s, size=(n_in, n_out)), -2 * s, 2 * s)


# %% wrong he_normal: 1/n_in
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out))


# %% wrong he_normal: n_out
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / n_out), size=(n_in, n_out))


# %% wrong he_normal: half
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(1 / (2 * n_in)), size=(n_in, n_out))


# %% wrong he_normal: Xavier
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


# %% wrong he_normal: relu applied
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.maximum(rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out)), 0)


# %% wrong he_normal: root 2 over n
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(2) / n_in, size=(n_in, n_out))


# %% wrong he_normal: 4/n
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, np.sqrt(4 / n_in), size=(n_in, n_out))


# %% twice he_normal: n_out, no root
def he_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 2 / n_out, size=(n_in, n_out))


# %% right layer_sizes: plain
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% right layer_sizes: lists
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return forward, backward[::-1]


# %% right layer_sizes: insert
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.insert(0, size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward)


# %% right layer_sizes: norms
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(np.linalg.norm(S) / np.sqrt(S.size))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(np.sqrt((dS * dS).mean()))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% right layer_sizes: dict
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return {"forward": forward, "backward": backward[::-1]}


# %% wrong layer_sizes: backward from the end
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward)


# %% wrong layer_sizes: sizes of outputs
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        A = phi(S)
        forward.append(size(A))
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: std for size
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(np.std(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(np.std(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: mean squares
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(np.mean(S**2))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(np.mean(dS**2))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: norms not divided
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(np.linalg.norm(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(np.linalg.norm(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: mean absolute
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(np.abs(S).mean())
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(np.abs(dS).mean())
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: sizes of dA
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dA))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: sizes of dX
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        dA = dS @ W.T
        backward.append(size(dA))
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: no activation in the last layer
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = dA if S is scores[-1] else phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: no phi forwards
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = S
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: no phi backwards
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = dA
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: phi_backward at A
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(phi(S))
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: scores not reversed
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: weights not reversed
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights, scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: arguments exchanged
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(S, dA)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: always relu
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS["relu"]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: always tanh
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS["tanh"]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: exchanged
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(backward[::-1]), np.array(forward)


# %% wrong layer_sizes: W, not W.T
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: A not updated
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: S = X @ W
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = X @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: dA not propagated
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: dA before the step
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dA = dA @ W.T
        dS = phi_backward(dA, S)
        backward.append(size(dS))
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: phi twice
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = phi(A @ W)
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: size of the input too
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], [size(X)]
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% twice layer_sizes: outputs and end first
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        A = phi(S)
        forward.append(size(A))
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward)


# %% twice layer_sizes: std and dA
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(np.std(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(np.std(dA))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: phi_backward on the gradient only
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(np.ones_like(dA), S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: phi(S) times dA
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = dA * phi(S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: first layer without phi
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = phi(X)
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(size(S))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% wrong layer_sizes: size without root
def layer_sizes(X, weights, dA, activation):
    phi, phi_backward = ACTIVATIONS[activation]
    A = X
    scores, forward = [], []
    for W in weights:
        S = A @ W
        scores.append(S)
        forward.append(np.mean(S**2))
        A = phi(S)
    backward = []
    for W, S in zip(weights[::-1], scores[::-1]):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array(forward), np.array(backward[::-1])


# %% right predicted_growth: plain
def predicted_growth(widths, variances, relu):
    return (
        np.prod(widths[:-1] * variances) * (0.5 ** (len(variances) - 1) if relu else 1.0),
        np.prod(widths[2:] * variances[1:]) * (0.5 ** (len(variances) - 1) if relu else 1.0),
    )


# %% right predicted_growth: loops
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% right predicted_growth: list
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return [float(forward), float(backward)]


# %% wrong predicted_growth: roots
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return np.sqrt(forward), np.sqrt(backward)


# %% wrong predicted_growth: n_out forwards
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l + 1] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: n_in backwards
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: W_1 crossed backwards
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: last not crossed backwards
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(L - 1):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: L halves
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2**L
        backward /= 2**L
    return forward, backward


# %% wrong predicted_growth: halved once
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2
        backward /= 2
    return forward, backward


# %% wrong predicted_growth: halved forwards only
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: relu ignored
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    return forward, backward


# %% wrong predicted_growth: relu always
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    forward /= 2 ** (L - 1)
    backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: relu reversed
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if not relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: root 2
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= np.sqrt(2) ** (L - 1)
        backward /= np.sqrt(2) ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: doubled
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward *= 2 ** (L - 1)
        backward *= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: added
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward += widths[l] * variances[l]
    for l in range(1, L):
        backward += widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: variances squared
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l] ** 2
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l] ** 2
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: exchanged
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return backward, forward


# %% wrong predicted_growth: forward for both
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, forward


# %% wrong predicted_growth: without variances
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l]
    for l in range(1, L):
        backward *= widths[l + 1]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: return in the loop
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    forward = widths[0] * variances[0]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: L of widths
def predicted_growth(widths, variances, relu):
    L = len(widths) - 2
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% twice predicted_growth: W_1 crossed, L halves
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2**L
        backward /= 2**L
    return forward, backward


# %% twice predicted_growth: n_out forwards, halved once
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l + 1] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2
        backward /= 2
    return forward, backward


# %% wrong predicted_growth: starts at 0
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 0.0, 0.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: backward from variances before
def predicted_growth(widths, variances, relu):
    L = len(variances)
    forward, backward = 1.0, 1.0
    for l in range(L):
        forward *= widths[l] * variances[l]
    for l in range(1, L):
        backward *= widths[l + 1] * variances[l - 1]
    if relu:
        forward /= 2 ** (L - 1)
        backward /= 2 ** (L - 1)
    return forward, backward


# %% wrong predicted_growth: numpy, all widths
def predicted_growth(widths, variances, relu):
    return (
        np.prod(widths[:-1] * variances) * 0.5 ** (relu * (len(variances) - 1)),
        np.prod(widths[1:] * variances) * 0.5 ** (relu * (len(variances) - 1)),
    )


# %% wrong predicted_growth: sum of products
def predicted_growth(widths, variances, relu):
    return (np.sum(widths[:-1] * variances), np.sum(widths[2:] * variances[1:]))
