"""Answers to chapter 07 as students would write them: each cell is one answer."""

# %%
import numpy as np

from handgrad.adapters.optimizers import run_schedule, run_steps
from handgrad.layers import softmax
from handgrad.training import overfit


def mse_gradient(w, X, y):
    return X.T @ (X @ w - y) / len(X)


# %% right minibatch_path: plain
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% right minibatch_path: list of arrays
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return path


# %% right minibatch_path: own gradient
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * (X[rows].T @ (X[rows] @ w - y[rows])) / len(rows)
        path.append(w)
    return np.array(path)


# %% right minibatch_path: a copy kept
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w.copy()
        w -= learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% right minibatch_path: array_split by hand
def minibatch_path(w, X, y, order, batch, learning_rate):
    Xo, yo = X[order], y[order]
    count = int(np.ceil(len(X) / batch))
    path = np.zeros((count, len(w)))
    for k in range(count):
        part = slice(k * batch, (k + 1) * batch)
        w = w - learning_rate * mse_gradient(w, Xo[part], yo[part])
        path[k] = w
    return path


# %% wrong minibatch_path: order ignored
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = slice(start, start + batch)
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: last short batch dropped
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order) - batch + 1, batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: sum, not mean
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * X[rows].T @ (X[rows] @ w - y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: divided by batch, not by rows
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * X[rows].T @ (X[rows] @ w - y[rows]) / batch
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: divided by N
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * X[rows].T @ (X[rows] @ w - y[rows]) / len(X)
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: ascent
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w + learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: in place
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w -= learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: gradient at the start
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    w0 = w
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w0, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: start in the path
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = [w]
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: before the step
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        path.append(w)
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
    return np.array(path)


# %% wrong minibatch_path: only the end
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return w


# %% wrong minibatch_path: labels not reordered
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[start : start + batch])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: images not reordered
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[start : start + batch], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: whole batch each time
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X, y)
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: one row a step
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order)):
        rows = order[start : start + 1]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: overlapping batches
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order)):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: off by one in the slice
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch - 1]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: array_split
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for rows in np.array_split(order, len(order) // batch):
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: return inside the loop
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
        return np.array(path)


# %% wrong minibatch_path: rate times 2
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - 2 * learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: order drawn anew
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    order = np.random.permutation(len(X))
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: gradient added up
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    g = 0
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        g = g + mse_gradient(w, X[rows], y[rows])
        w = w - learning_rate * g
        path.append(w)
    return np.array(path)


# %% twice minibatch_path: sum, last dropped
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order) - batch + 1, batch):
        rows = order[start : start + batch]
        w = w - learning_rate * X[rows].T @ (X[rows] @ w - y[rows])
        path.append(w)
    return np.array(path)


# %% twice minibatch_path: ascent, order ignored
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = slice(start, start + batch)
        w = w + learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong minibatch_path: transposed path
def minibatch_path(w, X, y, order, batch, learning_rate):
    path = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path).T


# %% right first_steps: plain
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": 0.684}


# %% right first_steps: long
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": 1 - 0.1 * 0.1 / np.sqrt(0.001)}


# %% right first_steps: arrays
def first_steps():
    return {
        "m2": np.array(0.8),
        "w2": np.array(0.72),
        "adam_w1": np.float64(0.9),
        "raw_w1": np.float64(0.68377),
    }


# %% wrong first_steps: m without mu
def first_steps():
    return {"m2": 1.0, "w2": 0.7, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: m starts at g
def first_steps():
    return {"m2": 2.42, "w2": 0.378, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: mu m + (1 - mu) g
def first_steps():
    return {"m2": 0.08, "w2": 0.972, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: old m in the step
def first_steps():
    return {"m2": 0.8, "w2": 0.8, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: raw too short
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": 0.968}


# %% wrong first_steps: raw without roots
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": -2499.0}


# %% wrong first_steps: adam like gradient descent
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9996, "raw_w1": 0.684}


# %% wrong first_steps: adam and raw exchanged
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.684, "raw_w1": 0.9}


# %% wrong first_steps: ascent
def first_steps():
    return {"m2": 0.8, "w2": 1.28, "adam_w1": 1.1, "raw_w1": 1.316}


# %% wrong first_steps: momentum ascent only
def first_steps():
    return {"m2": 0.8, "w2": 1.28, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: only the last step
def first_steps():
    return {"m2": 0.8, "w2": 0.92, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: after the first step
def first_steps():
    return {"m2": 2.0, "w2": 0.8, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: sign of the second gradient
def first_steps():
    return {"m2": 2.8, "w2": 0.52, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: plain descent
def first_steps():
    return {"m2": -1.0, "w2": 0.9, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: rounded to two
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": 0.68}


# %% wrong first_steps: raw: only m uncorrected
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": 0.99}


# %% wrong first_steps: raw: only v uncorrected
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": -2.162}


# %% wrong first_steps: the step in place of w
def first_steps():
    return {"m2": 0.8, "w2": 0.08, "adam_w1": 0.1, "raw_w1": 0.316}


# %% wrong first_steps: betas exchanged
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": 0.9997}


# %% wrong first_steps: adam 0
def first_steps():
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.0, "raw_w1": 0.684}


# %% wrong first_steps: mu times g too
def first_steps():
    return {"m2": 0.72, "w2": 0.748, "adam_w1": 0.9, "raw_w1": 0.684}


# %% wrong first_steps: keys wrong
def first_steps():
    return {"m": 0.8, "w": 0.72, "adam": 0.9, "raw": 0.684}


# %% twice first_steps: lecture's start, raw too short
def first_steps():
    return {"m2": 2.42, "w2": 0.378, "adam_w1": 0.9, "raw_w1": 0.968}


# %% twice first_steps: old m, exchanged
def first_steps():
    return {"m2": 0.8, "w2": 0.8, "adam_w1": 0.684, "raw_w1": 0.9}


# %% right momentum_step: plain
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return w, {"m": m}


# %% right momentum_step: list
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return [w, {"m": m}]


# %% right momentum_step: a new dict by update
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    new = dict(state)
    new["m"] = m
    return w, new


# %% right momentum_step: copies in place
def momentum_step(w, g, state, learning_rate, mu):
    m = state["m"].copy()
    m *= mu
    m += g
    w = w.copy()
    w -= learning_rate * m
    return w, {"m": m}


# %% right momentum_step: merged state
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return w, state | {"m": m}


# %% wrong momentum_step: old m in the step
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * state["m"]
    return w, {"m": m}


# %% wrong momentum_step: (1 - mu) g
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + (1 - mu) * g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: minus g
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] - g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: rate in m
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + learning_rate * g
    w = w - m
    return w, {"m": m}


# %% wrong momentum_step: rate twice
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + learning_rate * g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: ascent
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w + learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: mu in the step too
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * mu * m
    return w, {"m": m}


# %% wrong momentum_step: state not new
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return w, state


# %% wrong momentum_step: state with g
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return w, {"m": g}


# %% wrong momentum_step: no mu
def momentum_step(w, g, state, learning_rate, mu):
    m = state["m"] + g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: mu on g
def momentum_step(w, g, state, learning_rate, mu):
    m = state["m"] + mu * g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: mu on all
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * (state["m"] + g)
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: 1 - mu for mu
def momentum_step(w, g, state, learning_rate, mu):
    m = (1 - mu) * state["m"] + g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: nesterov
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * (g + mu * m)
    return w, {"m": m}


# %% wrong momentum_step: m in place
def momentum_step(w, g, state, learning_rate, mu):
    m = state["m"]
    m *= mu
    m += g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: w in place
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w -= learning_rate * m
    return w, {"m": m}


# %% wrong momentum_step: state in place
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    state["m"] = m
    return w, state


# %% wrong momentum_step: velocity convention
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] - learning_rate * g
    w = w + m
    return w, {"m": m}


# %% wrong momentum_step: plain descent
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * g
    return w, {"m": m}


# %% wrong momentum_step: order
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return {"m": m}, w


# %% wrong momentum_step: only w
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return w


# %% wrong momentum_step: array as the state
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return w, m


# %% wrong momentum_step: another key
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return w, {"momentum": m}


# %% wrong momentum_step: g squared
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g**2
    w = w - learning_rate * m
    return w, {"m": m}


# %% twice momentum_step: (1 - mu) g, ascent
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + (1 - mu) * g
    w = w + learning_rate * m
    return w, {"m": m}


# %% twice momentum_step: old m, rate in m
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + learning_rate * g
    w = w - state["m"]
    return w, {"m": m}


# %% twice momentum_step: (1 - mu) g, old state
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + (1 - mu) * g
    w = w - learning_rate * m
    return w, state


# %% right momentum_decay_step: plain
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - learning_rate * decay) * w - learning_rate * m
    return w, {"m": m}


# %% right momentum_decay_step: two lines
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    shrunk = w - learning_rate * decay * w
    w = shrunk - learning_rate * m
    return w, {"m": m}


# %% right momentum_decay_step: together
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = w - learning_rate * (m + decay * w)
    return w, {"m": m}


# %% right momentum_decay_step: calls the earlier one
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w - learning_rate * m, {"m": m}


def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    return momentum_step(w * (1 - learning_rate * decay), g, state, learning_rate, mu)


# %% wrong momentum_decay_step: new w shrunk by the earlier one
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w - learning_rate * m, {"m": m}


def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    w, state = momentum_step(w, g, state, learning_rate, mu)
    return w * (1 - learning_rate * decay), state


# %% wrong momentum_decay_step: penalty handed to the earlier one
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w - learning_rate * m, {"m": m}


def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    return momentum_step(w, g + decay * w, state, learning_rate, mu)


# %% wrong momentum_decay_step: earlier one wrong: old m
def momentum_step(w, g, state, learning_rate, mu):
    m = mu * state["m"] + g
    return w - learning_rate * state["m"], {"m": m}


def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    return momentum_step(w * (1 - learning_rate * decay), g, state, learning_rate, mu)


# %% wrong momentum_decay_step: penalty
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g + decay * w
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: both
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g + decay * w
    w = (1 - learning_rate * decay) * w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: decay without the rate
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - decay) * w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: no decay
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: times decay
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = decay * w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: grows
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 + learning_rate * decay) * w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: two lambda
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - 2 * learning_rate * decay) * w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: all shrunk
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - learning_rate * decay) * (w - learning_rate * m)
    return w, {"m": m}


# %% wrong momentum_decay_step: old m
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - learning_rate * decay) * w - learning_rate * state["m"]
    return w, {"m": m}


# %% wrong momentum_decay_step: (1 - mu) g
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + (1 - mu) * g
    w = (1 - learning_rate * decay) * w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: decay on m
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = (1 - learning_rate * decay) * mu * state["m"] + g
    w = w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: w in place
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w *= 1 - learning_rate * decay
    w -= learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: ascent
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - learning_rate * decay) * w + learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: sign of w lost
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = w - learning_rate * decay - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: decay of the sign
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = w - learning_rate * decay * np.sign(w) - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: square of w
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = w - learning_rate * decay * w**2 - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: old state back
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - learning_rate * decay) * w - learning_rate * m
    return w, state


# %% wrong momentum_decay_step: rate squared
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - learning_rate**2 * decay) * w - learning_rate * m
    return w, {"m": m}


# %% wrong momentum_decay_step: mu m only in the state
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g
    w = (1 - learning_rate * decay) * w - learning_rate * m
    return w, {"m": mu * m}


# %% twice momentum_decay_step: penalty, old m
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + g + decay * w
    w = w - learning_rate * state["m"]
    return w, {"m": m}


# %% twice momentum_decay_step: no rate, (1 - mu) g
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    m = mu * state["m"] + (1 - mu) * g
    w = (1 - decay) * w - learning_rate * m
    return w, {"m": m}


# %% right adam_step: plain
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% right adam_step: one formula
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = learning_rate * m_hat / (v_hat**0.5 + eps)
    w = w - step
    return w, {"m": m, "v": v, "t": t}


# %% right adam_step: state by hand
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, dict(m=m, v=v, t=t)


# %% right adam_step: averages moved
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = state["m"] + (1 - beta1) * (g - state["m"])
    v = state["v"] + (1 - beta2) * (g * g - state["v"])
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: no correction
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m
    v_hat = v
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: m not corrected
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: v not corrected
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: t of before
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** state["t"])
    v_hat = v / (1 - beta2 ** state["t"])
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: t one too many
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: no power
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: times t
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2 * t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: betas exchanged
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta2 * state["m"] + (1 - beta2) * g
    v = beta1 * state["v"] + (1 - beta1) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: corrections exchanged
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: beta1 for v too
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta1 * state["v"] + (1 - beta1) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: no root
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (v_hat + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: eps inside the root
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat + eps))
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: no eps
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat))
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: eps behind the fraction
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / np.sqrt(v_hat) + eps
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: g, not squared
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: absolute g
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * np.abs(g)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: m squared
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: (1 - beta) missing
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + g
    v = beta2 * state["v"] + g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: (1 - beta1) missing
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: (1 - beta2) missing
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: shares exchanged
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = (1 - beta1) * state["m"] + beta1 * g
    v = (1 - beta2) * state["v"] + beta2 * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: corrected kept
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m_hat, "v": v_hat, "t": t}


# %% wrong adam_step: t not counted
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": state["t"]}


# %% wrong adam_step: t kept at one
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: ascent
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w + learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: g in place of m
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * g / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: squares summed over entries
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * np.sum(g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: norm of v
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.linalg.norm(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: v of the corrected m
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * (m / (1 - beta1**t)) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: epsilon of its own
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + 1e-8)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: in place
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = state["m"]
    m *= beta1
    m += (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: state changed
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    state["m"], state["v"], state["t"] = m, v, t
    return w, state


# %% wrong adam_step: t missing in the state
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v}


# %% wrong adam_step: correction multiplied
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m * (1 - beta1**t)
    v_hat = v * (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adam_step: root before correction
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = np.sqrt(v) / (1 - beta2**t)
    w = w - learning_rate * m_hat / (v_hat + eps)
    return w, {"m": m, "v": v, "t": t}


# %% twice adam_step: no correction, eps inside
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m
    v_hat = v
    w = w - learning_rate * m_hat / (np.sqrt(v_hat + eps))
    return w, {"m": m, "v": v, "t": t}


# %% twice adam_step: betas exchanged, m not corrected
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta2 * state["m"] + (1 - beta2) * g
    v = beta1 * state["v"] + (1 - beta1) * g**2
    m_hat = m
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% twice adam_step: t of before from 1, no root
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2)
    w = w - learning_rate * m_hat / (v_hat + eps)
    return w, {"m": m, "v": v, "t": t}


# %% twice adam_step: corrected kept, (1 - beta2) missing
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m_hat, "v": v_hat, "t": t}


# %% right adamw_step: plain
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% right adamw_step: calls adam_step
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    shrunk = (1 - learning_rate * decay) * w
    return adam_step(shrunk, g, state, learning_rate, beta1, beta2, eps)


# %% right adamw_step: one bracket
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * (m_hat / (np.sqrt(v_hat) + eps) + decay * w)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: penalty in g
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    g = g + decay * w
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: penalty handed on
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    shrunk = (1 - learning_rate * decay) * w
    return adam_step(w, g + decay * w, state, learning_rate, beta1, beta2, eps)


# %% wrong adamw_step: new w shrunk
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    w, state = adam_step(w, g, state, learning_rate, beta1, beta2, eps)
    return (1 - learning_rate * decay) * w, state


# %% wrong adamw_step: all shrunk
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - learning_rate * decay) * (w - learning_rate * m_hat / (np.sqrt(v_hat) + eps))
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: no rate in the decay
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: no rate in the decay, calling
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    shrunk = (1 - decay) * w
    return adam_step(shrunk, g, state, learning_rate, beta1, beta2, eps)


# %% wrong adamw_step: decay of m_hat
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * (m_hat + decay * w) / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: no decay
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: both
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    g = g + decay * w
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: twice the decay
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - 2 * learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: grows
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 + learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: no correction
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m
    v_hat = v
    w = (1 - learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: adam without correction
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m
    v_hat = v
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    shrunk = (1 - learning_rate * decay) * w
    return adam_step(shrunk, g, state, learning_rate, beta1, beta2, eps)


# %% wrong adamw_step: no root
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - learning_rate * decay) * w - learning_rate * m_hat / (v_hat + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: eps inside
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat + eps))
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: t of before
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"]
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: penalty in v only
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * (g + decay * w) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - learning_rate * decay) * w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: penalty in m only
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * (g + decay * w)
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: decay where w is
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - decay - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: in place
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w *= 1 - learning_rate * decay
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% wrong adamw_step: betas exchanged in the call
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    return adam_step(w - learning_rate * decay * w, g, state, learning_rate, beta2, beta1, eps)


# %% wrong adamw_step: step subtracted twice
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    new, state = adam_step(w, g, state, learning_rate, beta1, beta2, eps)
    return new - learning_rate * decay * new, state


# %% twice adamw_step: penalty in g, no correction
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    g = g + decay * w
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m
    v_hat = v
    w = w - learning_rate * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"m": m, "v": v, "t": t}


# %% twice adamw_step: no rate, eps inside
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = (1 - decay) * w - learning_rate * m_hat / (np.sqrt(v_hat + eps))
    return w, {"m": m, "v": v, "t": t}


# %% right step_lr: plain
def step_lr(t, base, every, factor):
    return base * factor ** (t // every)


# %% right step_lr: floor
def step_lr(t, base, every, factor):
    return base * factor ** np.floor(t / every)


# %% right step_lr: int
def step_lr(t, base, every, factor):
    return base * pow(factor, int(t / every))


# %% right step_lr: loop
def step_lr(t, base, every, factor):
    rate = base
    for epoch in range(1, t + 1):
        if epoch % every == 0:
            rate *= factor
    return rate


# %% wrong step_lr: not floored
def step_lr(t, base, every, factor):
    return base * factor ** (t / every)


# %% wrong step_lr: times
def step_lr(t, base, every, factor):
    return base * factor * (t // every)


# %% wrong step_lr: remainder
def step_lr(t, base, every, factor):
    return base * factor ** (t % every)


# %% wrong step_lr: one late
def step_lr(t, base, every, factor):
    return base * factor ** ((t - 1) // every)


# %% wrong step_lr: one late from 0
def step_lr(t, base, every, factor):
    return base * factor ** (max(t - 1, 0) // every)


# %% wrong step_lr: one early
def step_lr(t, base, every, factor):
    return base * factor ** ((t + 1) // every)


# %% wrong step_lr: each epoch
def step_lr(t, base, every, factor):
    return base * factor**t


# %% wrong step_lr: one drop only
def step_lr(t, base, every, factor):
    return base if t < every else base * factor


# %% wrong step_lr: dips
def step_lr(t, base, every, factor):
    return base * factor if t % every == 0 else base


# %% wrong step_lr: dips but at 0
def step_lr(t, base, every, factor):
    return base * factor if t > 0 and t % every == 0 else base


# %% wrong step_lr: divided
def step_lr(t, base, every, factor):
    return base / factor ** (t // every)


# %% wrong step_lr: ceiling
def step_lr(t, base, every, factor):
    return base * factor ** np.ceil(t / every)


# %% wrong step_lr: rounded
def step_lr(t, base, every, factor):
    return base * factor ** round(t / every)


# %% wrong step_lr: every times t
def step_lr(t, base, every, factor):
    return base * factor ** (t * every)


# %% wrong step_lr: turned fraction
def step_lr(t, base, every, factor):
    return base * factor ** (every // max(t, 1))


# %% wrong step_lr: falls by (1 - factor)
def step_lr(t, base, every, factor):
    return base * (1 - factor) ** (t // every)


# %% wrong step_lr: linear
def step_lr(t, base, every, factor):
    return base - factor * (t // every)


# %% wrong step_lr: one more at once
def step_lr(t, base, every, factor):
    return base * factor ** (t // every + 1)


# %% twice step_lr: divided, ceiling
def step_lr(t, base, every, factor):
    return base / factor ** np.ceil(t / every)


# %% right exponential_lr: plain
def exponential_lr(t, base, last, epochs):
    return base * (last / base) ** (t / epochs)


# %% right exponential_lr: by logs
def exponential_lr(t, base, last, epochs):
    return np.exp(np.log(base) + t / epochs * (np.log(last) - np.log(base)))


# %% right exponential_lr: loop
def exponential_lr(t, base, last, epochs):
    gamma = (last / base) ** (1 / epochs)
    rate = base
    for _ in range(t):
        rate = rate * gamma
    return rate


# %% right exponential_lr: geometric mean
def exponential_lr(t, base, last, epochs):
    return base ** (1 - t / epochs) * last ** (t / epochs)


# %% open exponential_lr: geomspace
def exponential_lr(t, base, last, epochs):
    return np.geomspace(base, last, epochs + 1)[t]


# %% wrong exponential_lr: epochs - 1
def exponential_lr(t, base, last, epochs):
    return base * (last / base) ** (t / (epochs - 1))


# %% wrong exponential_lr: epochs + 1
def exponential_lr(t, base, last, epochs):
    return base * (last / base) ** (t / (epochs + 1))


# %% wrong exponential_lr: upside down
def exponential_lr(t, base, last, epochs):
    return base * (base / last) ** (t / epochs)


# %% wrong exponential_lr: linear
def exponential_lr(t, base, last, epochs):
    return base + (last - base) * t / epochs


# %% wrong exponential_lr: whole division
def exponential_lr(t, base, last, epochs):
    return base * (last / base) ** (t // epochs)


# %% wrong exponential_lr: not the root
def exponential_lr(t, base, last, epochs):
    return base * (last / base) ** t


# %% wrong exponential_lr: divided by epochs
def exponential_lr(t, base, last, epochs):
    return base * (last / base / epochs) ** t


# %% wrong exponential_lr: t + 1
def exponential_lr(t, base, last, epochs):
    return base * (last / base) ** ((t + 1) / epochs)


# %% wrong exponential_lr: from last
def exponential_lr(t, base, last, epochs):
    return last * (last / base) ** (t / epochs)


# %% wrong exponential_lr: reversed
def exponential_lr(t, base, last, epochs):
    return last * (base / last) ** (t / epochs)


# %% wrong exponential_lr: exp decay
def exponential_lr(t, base, last, epochs):
    return base * np.exp(-t / epochs)


# %% wrong exponential_lr: epochs over t
def exponential_lr(t, base, last, epochs):
    return base * (last / base) ** (epochs / max(t, 1))


# %% wrong exponential_lr: half life
def exponential_lr(t, base, last, epochs):
    return base * 0.5 ** (t / epochs)


# %% wrong exponential_lr: gamma is last
def exponential_lr(t, base, last, epochs):
    return base * last ** (t / epochs)


# %% wrong exponential_lr: low plus exponential
def exponential_lr(t, base, last, epochs):
    return last + (base - last) * np.exp(-t / epochs)


# %% wrong exponential_lr: log base 10
def exponential_lr(t, base, last, epochs):
    return np.exp(np.log10(base) + t / epochs * (np.log10(last) - np.log10(base)))


# %% wrong exponential_lr: brackets
def exponential_lr(t, base, last, epochs):
    return base * (last / base) ** t / epochs


# %% wrong exponential_lr: geomspace of epochs
def exponential_lr(t, base, last, epochs):
    return np.geomspace(base, last, epochs)[min(t, epochs - 1)]


# %% wrong exponential_lr: difference as ratio
def exponential_lr(t, base, last, epochs):
    return base * (base - last) ** (t / epochs)


# %% twice exponential_lr: upside down, epochs - 1
def exponential_lr(t, base, last, epochs):
    return base * (base / last) ** (t / (epochs - 1))


# %% right cosine_lr: plain
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / epochs)) / 2


# %% right cosine_lr: square
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * np.cos(np.pi * t / epochs / 2) ** 2


# %% right cosine_lr: middle and amplitude
def cosine_lr(t, base, low, epochs):
    return (base + low) / 2 + (base - low) / 2 * np.cos(np.pi * t / epochs)


# %% right cosine_lr: math
def cosine_lr(t, base, low, epochs):
    import math

    share = 0.5 * (1 + math.cos(math.pi * t / epochs))
    return share * base + (1 - share) * low


# %% wrong cosine_lr: quarter period
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * np.cos(np.pi * t / epochs / 2)


# %% wrong cosine_lr: full period
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(2 * np.pi * t / epochs)) / 2


# %% wrong cosine_lr: not halved
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / epochs))


# %% wrong cosine_lr: cosine alone
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * np.cos(np.pi * t / epochs)


# %% wrong cosine_lr: low forgotten
def cosine_lr(t, base, low, epochs):
    return base * (1 + np.cos(np.pi * t / epochs)) / 2


# %% wrong cosine_lr: low not taken off
def cosine_lr(t, base, low, epochs):
    return low + base * (1 + np.cos(np.pi * t / epochs)) / 2


# %% wrong cosine_lr: sine
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.sin(np.pi * t / epochs)) / 2


# %% wrong cosine_lr: minus
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 - np.cos(np.pi * t / epochs)) / 2


# %% wrong cosine_lr: epochs - 1
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / (epochs - 1))) / 2


# %% wrong cosine_lr: t + 1
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * (t + 1) / epochs)) / 2


# %% wrong cosine_lr: no pi
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(t / epochs)) / 2


# %% wrong cosine_lr: degrees
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(180 * t / epochs)) / 2


# %% wrong cosine_lr: base for low
def cosine_lr(t, base, low, epochs):
    return base + (base - low) * (1 + np.cos(np.pi * t / epochs)) / 2


# %% wrong cosine_lr: brackets
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * 1 + np.cos(np.pi * t / epochs) / 2


# %% wrong cosine_lr: half of the cosine only
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / epochs) / 2)


# %% wrong cosine_lr: linear
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 - t / epochs)


# %% wrong cosine_lr: minimum taken
def cosine_lr(t, base, low, epochs):
    return max(low, base * (1 + np.cos(np.pi * t / epochs)) / 2)


# %% wrong cosine_lr: 3.14
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(3.14 * t / epochs)) / 2


# %% wrong cosine_lr: (low - base)
def cosine_lr(t, base, low, epochs):
    return low + (low - base) * (1 + np.cos(np.pi * t / epochs)) / 2


# %% twice cosine_lr: quarter period, low forgotten
def cosine_lr(t, base, low, epochs):
    return base * np.cos(np.pi * t / epochs / 2)


# %% twice cosine_lr: not halved, epochs - 1
def cosine_lr(t, base, low, epochs):
    return low + (base - low) * (1 + np.cos(np.pi * t / (epochs - 1)))


# %% right cyclic_lr: plain
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - abs(t % (2 * half) - half) / half)


# %% right cyclic_lr: if
def cyclic_lr(t, low, high, half):
    place = t % (2 * half)
    if place <= half:
        return low + (high - low) * place / half
    return high - (high - low) * (place - half) / half


# %% right cyclic_lr: interp
def cyclic_lr(t, low, high, half):
    return np.interp(t % (2 * half), [0, half, 2 * half], [low, high, low])


# %% right cyclic_lr: minimum
def cyclic_lr(t, low, high, half):
    return low + (high - low) * min(t % (2 * half), 2 * half - t % (2 * half)) / half


# %% wrong cyclic_lr: saw up
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (t % half) / half


# %% wrong cyclic_lr: starts high
def cyclic_lr(t, low, high, half):
    return low + (high - low) * abs(t % (2 * half) - half) / half


# %% wrong cyclic_lr: period half
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - abs(t % half - half / 2) / (half / 2))


# %% wrong cyclic_lr: no low
def cyclic_lr(t, low, high, half):
    return high * (1 - abs(t % (2 * half) - half) / half)


# %% wrong cyclic_lr: high not less low
def cyclic_lr(t, low, high, half):
    return low + high * (1 - abs(t % (2 * half) - half) / half)


# %% wrong cyclic_lr: divided by the period
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - abs(t % (2 * half) - half) / (2 * half))


# %% wrong cyclic_lr: no modulo
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - abs(t - half) / half)


# %% wrong cyclic_lr: no absolute
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - (t % (2 * half) - half) / half)


# %% wrong cyclic_lr: goes on down
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (t % (2 * half)) / half


# %% wrong cyclic_lr: cosine
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - np.cos(np.pi * t / half)) / 2


# %% wrong cyclic_lr: brackets of modulo
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - abs(t % 2 * half - half) / half)


# %% wrong cyclic_lr: period 2 half - 1
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - abs(t % (2 * half - 1) - half) / half)


# %% wrong cyclic_lr: period 2 half + 1
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - abs(t % (2 * half + 1) - half) / half)


# %% wrong cyclic_lr: t + 1
def cyclic_lr(t, low, high, half):
    return low + (high - low) * (1 - abs((t + 1) % (2 * half) - half) / half)


# %% wrong cyclic_lr: low and high exchanged
def cyclic_lr(t, low, high, half):
    return high + (low - high) * (1 - abs(t % (2 * half) - half) / half)


# %% wrong cyclic_lr: way down from the wrong place
def cyclic_lr(t, low, high, half):
    place = t % (2 * half)
    if place < half:
        return low + (high - low) * place / half
    return high - (high - low) * place / half


# %% wrong cyclic_lr: down to zero
def cyclic_lr(t, low, high, half):
    place = t % half
    if (t // half) % 2 == 0:
        return low + (high - low) * place / half
    return high - high * place / half


# %% wrong cyclic_lr: up once, then saws
def cyclic_lr(t, low, high, half):
    place = t % half
    if t // half == 0:
        return low + (high - low) * place / half
    return high - (high - low) * place / half


# %% twice cyclic_lr: saw, no low
def cyclic_lr(t, low, high, half):
    return high * (t % half) / half


# %% twice cyclic_lr: starts high, divided by the period
def cyclic_lr(t, low, high, half):
    return low + (high - low) * abs(t % (2 * half) - half) / (2 * half)


# %% right plateau_step: plain
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% right plateau_step: list
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return [lr, {"bad": bad, "best": best}]


# %% right plateau_step: numpy
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = np.maximum(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% right plateau_step: written shortly
def plateau_step(lr, loss, state, factor, patience, lowest):
    good = loss < state["best"]
    bad = 0 if good else state["bad"] + 1
    cut = bad > patience
    return (max(lowest, factor * lr) if cut else lr), {
        "best": min(loss, state["best"]),
        "bad": 0 if cut else bad,
    }


# %% wrong plateau_step: >= patience
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad >= patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: <= best
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss <= best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: not reset after the cut
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: not reset when good
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: min for max
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = min(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: no lowest
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = lr * factor
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: best not kept
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: best is the last loss
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    best = loss
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: divided
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr / factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: minus factor
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr - factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: lowest at each epoch
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = lowest
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: no cut below lowest
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = lr * factor if lr * factor > lowest else lr
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: cut each bad epoch
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > 0:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: best reset at the cut
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
        best = np.inf
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: best is loss at the cut
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
        best = loss
    return lr, {"best": best, "bad": bad}


# %% open plateau_step: multiple of patience
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad and bad % (patience + 1) == 0:
        lr = max(lr * factor, lowest)
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: state in place
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    state["best"], state["bad"] = best, bad
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: bad counted twice
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 2
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: bad set to one
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad = 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: cut inside else only, reset to 1
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 1
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: max best
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss > best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: bad falls when good
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = max(bad - 1, 0)
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: state back as it was
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, state


# %% wrong plateau_step: == patience
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad == patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% wrong plateau_step: old count compared
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if state["bad"] > patience:
        lr = max(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% twice plateau_step: >=, no reset
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad >= patience:
        lr = max(lr * factor, lowest)
    return lr, {"best": best, "bad": bad}


# %% twice plateau_step: <=, no lowest
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss <= best:
        best = loss
        bad = 0
    else:
        bad += 1
    if bad > patience:
        lr = lr * factor
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% twice plateau_step: not reset when good, min
def plateau_step(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss < best:
        best = loss
    else:
        bad += 1
    if bad > patience:
        lr = min(lr * factor, lowest)
        bad = 0
    return lr, {"best": best, "bad": bad}


# %% right tuned_result: plain
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% right tuned_result: where
def tuned_result(rates, val, test):
    means = np.where(np.isfinite(val), val, np.inf).mean(axis=1)
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% right tuned_result: nan_to_num
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means = np.nan_to_num(means, nan=np.inf, posinf=np.inf)
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% right tuned_result: python bool and floats
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return [
        float(rates[k]),
        float(test[k].mean()),
        float(test[k].std(ddof=1)),
        bool(k == 0 or k == len(rates) - 1),
    ]


# %% wrong tuned_result: nanmean
def tuned_result(rates, val, test):
    means = np.nanmean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: no care for nan
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: nan is zero
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = 0
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: ddof 0
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k]), k in (0, len(rates) - 1)


# %% wrong tuned_result: axis 0
def tuned_result(rates, val, test):
    means = np.mean(val, axis=0)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: val reported
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(val[k]), np.std(val[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: chosen by test
def tuned_result(rates, val, test):
    means = np.mean(test, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: best seed, not the mean
def tuned_result(rates, val, test):
    means = np.min(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: nanmin of seeds
def tuned_result(rates, val, test):
    means = np.nanmin(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: median
def tuned_result(rates, val, test):
    means = np.median(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: index for rate
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return k, np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: argmax
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmax(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: only the first is an edge
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k == 0


# %% wrong tuned_result: only the last is an edge
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k == len(rates) - 1


# %% wrong tuned_result: edge off by one
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates))


# %% wrong tuned_result: edge reversed
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k not in (0, len(rates) - 1)


# %% wrong tuned_result: variance
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.var(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: deviation of the mean
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return (
        rates[k],
        np.mean(test[k]),
        np.std(test[k], ddof=1) / np.sqrt(len(test[k])),
        k in (0, len(rates) - 1),
    )


# %% wrong tuned_result: all of test
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test), np.std(test, ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: best test
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.min(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: worst of val
def tuned_result(rates, val, test):
    means = np.max(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: column of test
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[:, 0]), np.std(test[:, 0], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: diverged runs left out of each row
def tuned_result(rates, val, test):
    means = np.array([row[np.isfinite(row)].mean() for row in val])
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: argmin over all
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.unravel_index(np.argmin(val), val.shape)[0]
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% wrong tuned_result: edge by the value
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k], ddof=1), rates[k] in (0, len(rates) - 1)


# %% twice tuned_result: nanmean, ddof 0
def tuned_result(rates, val, test):
    means = np.nanmean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k]), k in (0, len(rates) - 1)


# %% twice tuned_result: chosen by test, ddof 0
def tuned_result(rates, val, test):
    means = np.mean(test, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return rates[k], np.mean(test[k]), np.std(test[k]), k in (0, len(rates) - 1)


# %% wrong tuned_result: order
def tuned_result(rates, val, test):
    means = np.mean(val, axis=1)
    means[~np.isfinite(means)] = np.inf
    k = np.argmin(means)
    return np.mean(test[k]), rates[k], np.std(test[k], ddof=1), k in (0, len(rates) - 1)


# %% right overfit_recipe: the patient
def overfit_recipe():
    return [100, 50, 200]


# %% right overfit_recipe: tuple
def overfit_recipe():
    return (80, 40, 200)


# %% right overfit_recipe: array
def overfit_recipe():
    return np.array([100, 50, 200])


# %% wrong overfit_recipe: the healthy one
def overfit_recipe():
    return [900, 10, 60]


# %% wrong overfit_recipe: one unit
def overfit_recipe():
    return [100, 1, 200]


# %% wrong overfit_recipe: few epochs
def overfit_recipe():
    return [100, 50, 20]


# %% wrong overfit_recipe: many images
def overfit_recipe():
    return [900, 50, 200]


# %% wrong overfit_recipe: two units
def overfit_recipe():
    return [200, 2, 200]


# %% wrong overfit_recipe: too many epochs
def overfit_recipe():
    return [100, 50, 1000]


# %% wrong overfit_recipe: too many units
def overfit_recipe():
    return [100, 500, 200]


# %% wrong overfit_recipe: ten images
def overfit_recipe():
    return [10, 50, 200]


# %% wrong overfit_recipe: order
def overfit_recipe():
    return [50, 100, 200]


# %% wrong overfit_recipe: order 2
def overfit_recipe():
    return [200, 50, 100]


# %% wrong overfit_recipe: one epoch
def overfit_recipe():
    return [100, 50, 1]


# %% wrong overfit_recipe: 500 images
def overfit_recipe():
    return [500, 50, 100]


# %% wrong overfit_recipe: half numbers
def overfit_recipe():
    return [100.5, 50, 200]


# %% open overfit_recipe: dict
def overfit_recipe():
    return {"images": 100, "hidden": 50, "epochs": 200}


# %% wrong overfit_recipe: two numbers
def overfit_recipe():
    return [100, 50]


# %% wrong overfit_recipe: text
def overfit_recipe():
    return "100, 50, 200"


# %% wrong overfit_recipe: curves
def overfit_recipe():
    return [0.95, 1.2, 200]


# %% wrong overfit_recipe: 30 epochs
def overfit_recipe():
    return [50, 50, 30]


# %% right early_stopping: plain
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch


# %% right early_stopping: list
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return [best_epoch, epoch]


# %% right early_stopping: return early
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            return best_epoch, epoch
    return best_epoch, len(val_losses) - 1


# %% right early_stopping: by distance
def early_stopping(val_losses, patience):
    best = 0
    for stop in range(len(val_losses)):
        if val_losses[stop] < val_losses[best]:
            best = stop
        if stop - best >= patience:
            return best, stop
    return best, stop


# %% right early_stopping: argmin of the part
def early_stopping(val_losses, patience):
    for stop in range(len(val_losses)):
        best = int(np.argmin(val_losses[: stop + 1]))
        if stop - best == patience:
            break
    return best, stop


# %% wrong early_stopping: <=
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss <= best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch


# %% wrong early_stopping: more than patience
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad > patience:
            break
    return best_epoch, epoch


# %% wrong early_stopping: not in a row
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best = epoch, loss
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch


# %% wrong early_stopping: previous loss
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        best = loss
        if bad == patience:
            break
    return best_epoch, epoch


# %% wrong early_stopping: from 1
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses, 1):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch


# %% wrong early_stopping: whole argmin
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return int(np.argmin(val_losses)), epoch


# %% wrong early_stopping: never stops
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            pass
    return best_epoch, epoch


# %% wrong early_stopping: order
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return epoch, best_epoch


# %% wrong early_stopping: best loss
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best, epoch


# %% wrong early_stopping: one before
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch - 1


# %% wrong early_stopping: one after
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch + 1


# %% wrong early_stopping: no stop: best is last
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            return best_epoch, epoch
    return len(val_losses) - 1, len(val_losses) - 1


# %% wrong early_stopping: no stop: None
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            return best_epoch, epoch


# %% wrong early_stopping: no stop: len
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            return best_epoch, epoch
    return best_epoch, len(val_losses)


# %% wrong early_stopping: bad falls
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, bad - 1
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch


# %% wrong early_stopping: best starts at 0
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch


# %% wrong early_stopping: highest
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss > best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch


# %% wrong early_stopping: patience - 1
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience - 1:
            break
    return best_epoch, epoch


# %% wrong early_stopping: stop at best + patience
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, best_epoch + patience


# %% wrong early_stopping: number of epochs
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch + 1 - best_epoch


# %% wrong early_stopping: stop is best
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, best_epoch


# %% twice early_stopping: <=, from 1
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses, 1):
        if loss <= best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, epoch


# %% twice early_stopping: more than patience, whole argmin
def early_stopping(val_losses, patience):
    best_epoch, best, bad = 0, np.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best_epoch, best, bad = epoch, loss, 0
        else:
            bad += 1
        if bad > patience:
            break
    return int(np.argmin(val_losses)), epoch


# %% wrong early_stopping: first rise
def early_stopping(val_losses, patience):
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] > val_losses[epoch - 1]:
            return epoch - 1, epoch - 1 + patience
    return len(val_losses) - 1, len(val_losses) - 1


# %% right cure_strength: .05
def cure_strength():
    return 0.05


# %% right cure_strength: array
def cure_strength():
    return np.array(0.05)


# %% wrong cure_strength: .01
def cure_strength():
    return 0.01


# %% wrong cure_strength: given one
def cure_strength():
    return 0.0001


# %% wrong cure_strength: none
def cure_strength():
    return 0.0


# %% wrong cure_strength: 1
def cure_strength():
    return 1.0


# %% wrong cure_strength: ten
def cure_strength():
    return 10


# %% wrong cure_strength: thousand
def cure_strength():
    return 1000.0


# %% wrong cure_strength: negative
def cure_strength():
    return -0.01


# %% wrong cure_strength: text
def cure_strength():
    return "0.01"


# %% open cure_strength: list
def cure_strength():
    return [0.01]


# %% wrong cure_strength: percent
def cure_strength():
    return 80


# %% wrong cure_strength: .001
def cure_strength():
    return 0.001


# %% wrong cure_strength: .3
def cure_strength():
    return 0.3


# %% wrong cure_strength: nan
def cure_strength():
    return float("nan")


# %% wrong cure_strength: two numbers
def cure_strength():
    return (0.01, 0.02)


# %% right entropy_term: plain
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% right entropy_term: list
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return [term, dS]


# %% open entropy_term: float32
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return np.float32(term), dS.astype(np.float32)


# %% right entropy_term: loop
def entropy_term(S, strength):
    total, dS = 0.0, []
    for s in S:
        s = s - s.max()
        log_p = s - np.log(np.exp(s).sum())
        p = np.exp(log_p)
        H = -np.sum(p * log_p)
        total += H
        dS.append(p * (log_p + H))
    return -strength * total / len(S), strength * np.array(dS) / len(S)


# %% wrong entropy_term: sign of term
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: sign of dS
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = -strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: both signs: lecture
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = strength * H.mean()
    dS = -strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: no 1/N in dS
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: sum over rows
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.sum()
    dS = strength * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: sum in the term only
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.sum()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: mean over all entries
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean() / S.shape[1]
    dS = strength / S.size * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: derivative by p
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * (log_p + 1)
    return term, dS


# %% wrong entropy_term: p missing
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * (log_p + H)
    return term, dS


# %% wrong entropy_term: minus H
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p - H)
    return term, dS


# %% wrong entropy_term: H missing
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * log_p
    return term, dS


# %% wrong entropy_term: 1 for H
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + 1)
    return term, dS


# %% wrong entropy_term: log of p
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    log_p = np.log(p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% open entropy_term: log of p and eps
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    log_p = np.log(p + 1e-12)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: not shifted
def entropy_term(S, strength):
    N = len(S)
    shifted = S
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: max of all
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max()
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: axis 0
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=0, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=0, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: log base 2
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log2(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: strength twice
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength**2 / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: strength missing in dS
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = 1 / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: strength missing in the term
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: H not per row
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H.mean())
    return term, dS


# %% wrong entropy_term: C for N
def entropy_term(S, strength):
    N = S.shape[1]
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: entropies returned
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.ravel()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong entropy_term: gradient of softmax loss
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * (p - log_p)
    return term, dS


# %% wrong entropy_term: square
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p**2 * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% twice entropy_term: sign of dS, no 1/N
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = -strength * p * (log_p + H)
    return term, dS


# %% twice entropy_term: sum in the term, H missing
def entropy_term(S, strength):
    N = len(S)
    shifted = S - S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.sum()
    dS = strength / N * p * log_p
    return term, dS


# %% wrong entropy_term: changes S
def entropy_term(S, strength):
    N = len(S)
    shifted = S
    shifted -= S.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    term = -strength * H.mean()
    dS = strength / N * p * (log_p + H)
    return term, dS


# %% wrong first_steps: w2 by m1 again
def first_steps():
    return {"m2": 0.8, "w2": 0.6, "adam_w1": 0.9, "raw_w1": 0.684}

# %% twice momentum_step: old m in the step, (1 - mu) g
def momentum_step(w, g, state, learning_rate, mu):
    old = state["m"]
    w = w - learning_rate * old
    return w, {"m": mu * old + (1 - mu) * g}


# %% twice adam_step: shares exchanged, no root
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    t = state["t"] + 1
    m = (1 - beta1) * state["m"] + beta1 * g
    v = (1 - beta2) * state["v"] + beta2 * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / (v_hat + eps), {"m": m, "v": v, "t": t}

