"""Answers to chapter 02 as students would write them: each cell is one answer."""

# %%
import math

import numpy as np
from handgrad.adapters.approximation import measured
from handgrad.functions import Curve, Stairs
from handgrad.layers import backward_net, forward_net, relu

grid = np.linspace(0, 1, 100_001)


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


# %% right step_neuron: plain
def step_neuron(x, w, b):
    return (-b / w, (w * x + b > 0).astype(float))


# %% right step_neuron: heaviside
def step_neuron(x, w, b):
    return (-b / w, np.heaviside(w * x + b, 0))


# %% right step_neuron: bool
def step_neuron(x, w, b):
    return (-b / w, w * x + b > 0)


# %% right step_neuron: list
def step_neuron(x, w, b):
    return [-b / w, [1 if w * xi + b > 0 else 0 for xi in x]]


# %% right step_neuron: loop
def step_neuron(x, w, b):
    s = -b / w
    u = np.zeros(len(x))
    for i in range(len(x)):
        if w * x[i] + b > 0:
            u[i] = 1
    return s, u


# %% open step_neuron: by the side
def step_neuron(x, w, b):
    s = -b / w
    return s, np.where(x > s, 1, 0) if w > 0 else np.where(x < s, 1, 0)


# %% wrong step_neuron: s = b/w
def step_neuron(x, w, b):
    return (b / w, (w * x + b > 0).astype(float))


# %% wrong step_neuron: s = -w/b
def step_neuron(x, w, b):
    return (-w / b, (w * x + b > 0).astype(float))


# %% wrong step_neuron: u = x > s
def step_neuron(x, w, b):
    return (-b / w, (x > -b / w).astype(float))


# %% wrong step_neuron: >=
def step_neuron(x, w, b):
    return (-b / w, (w * x + b >= 0).astype(float))


# %% wrong step_neuron: sign
def step_neuron(x, w, b):
    return (-b / w, np.sign(w * x + b))


# %% wrong step_neuron: score
def step_neuron(x, w, b):
    return (-b / w, w * x + b)


# %% wrong step_neuron: swapped
def step_neuron(x, w, b):
    return ((w * x + b > 0).astype(float), -b / w)


# %% wrong step_neuron: no bias in u
def step_neuron(x, w, b):
    return (-b / w, (w * x > 0).astype(float))


# %% wrong step_neuron: wx > b
def step_neuron(x, w, b):
    return (-b / w, (w * x > b).astype(float))


# %% wrong step_neuron: s = -b
def step_neuron(x, w, b):
    return (-b, (w * x + b > 0).astype(float))


# %% wrong step_neuron: s = -b*w
def step_neuron(x, w, b):
    return (-b * w, (w * x + b > 0).astype(float))


# %% wrong step_neuron: only u
def step_neuron(x, w, b):
    return (w * x + b > 0).astype(float)


# %% wrong step_neuron: inverted
def step_neuron(x, w, b):
    return (-b / w, (w * x + b < 0).astype(float))


# %% wrong step_neuron: relu
def step_neuron(x, w, b):
    return (-b / w, np.maximum(w * x + b, 0))


# %% wrong step_neuron: sigmoid
def step_neuron(x, w, b):
    return (-b / w, sigmoid(w * x + b))


# %% wrong step_neuron: heaviside half
def step_neuron(x, w, b):
    return (-b / w, np.heaviside(w * x + b, 0.5))


# %% wrong step_neuron: abs w
def step_neuron(x, w, b):
    return (-b / abs(w), (w * x + b > 0).astype(float))


# %% twice step_neuron: b/w and x > s
def step_neuron(x, w, b):
    s = b / w
    u = (x > s).astype(float)
    return s, u


# %% twice step_neuron: b/w and >=
def step_neuron(x, w, b):
    return (b / w, (w * x + b >= 0).astype(float))


# %% wrong step_neuron: floor division
def step_neuron(x, w, b):
    s = -b // w
    return s, (w * x + b > 0).astype(float)


# %% wrong step_neuron: loop from 1
def step_neuron(x, w, b):
    u = np.zeros(len(x))
    for i in range(1, len(x)):
        if w * x[i] + b > 0:
            u[i] = 1
    return -b / w, u


# %% right lecture_network: plain
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0, "v_07": 0.7}


# %% right lecture_network: computed
def lecture_network():
    s = np.array([0.35, 0.7, 0.7, 0, 0.35])
    v = np.array([0.8, -0.8, 1.5, 0.4, -0.4])
    y = lambda x: float((v * (x > s)).sum())
    return dict(b=-2 * 0.35, y_02=y(0.2), y_05=y(0.5), y_09=y(0.9), y_0=y(0.0), v_07=-0.8 + 1.5)


# %% right lecture_network: other order
def lecture_network():
    return {"v_07": 0.7, "y_0": 0.0, "y_09": 1.5, "y_05": 0.8, "y_02": 0.4, "b": -0.7}


# %% wrong lecture_network: b = 0.7
def lecture_network():
    return {"b": 0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: b = -0.35
def lecture_network():
    return {"b": -0.35, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: b = -0.175
def lecture_network():
    return {"b": -0.175, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: y_0 = 0.4
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.4, "v_07": 0.7}


# %% wrong lecture_network: y_09 = 2.3 (no minus 0.8)
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 2.3, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: y_09 = 0.7
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 0.7, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: y_05 = 1.2 (forgot -0.4)
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 1.2, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: y_05 = 0.4
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.4, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: y_02 = 0
def lecture_network():
    return {"b": -0.7, "y_02": 0.0, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: v_07 = 2.3
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 2.3}


# %% wrong lecture_network: v_07 = -0.7
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": -0.7}


# %% wrong lecture_network: v_07 = 1.5 height
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 1.5}


# %% wrong lecture_network: y_09 = 1.9
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.9, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: text
def lecture_network():
    return {"b": "-0.7", "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: key missing
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0}


# %% twice lecture_network: b=0.7, y_0=0.4
def lecture_network():
    return {"b": 0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.4, "v_07": 0.7}


# %% twice lecture_network: v_07=2.3, y_09=2.3
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 2.3, "y_0": 0.0, "v_07": 2.3}


# %% wrong lecture_network: three neurons only
def lecture_network():
    return {"b": -0.7, "y_02": 0.0, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: typo
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.08, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: only the newest neuron's
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": -0.4, "y_09": -0.4, "y_0": 0.0, "v_07": 0.7}


# %% wrong lecture_network: b as -s/w, rounded
def lecture_network():
    return {"b": -round(0.35 / 2, 2), "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0, "v_07": 0.7}


# %% twice lecture_network: fifth neuron out of y_05, sign of v_07
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 1.2, "y_09": 1.5, "y_0": 0, "v_07": -0.7}


# %% wrong lecture_network: only the neuron at 0 at 0.5
def lecture_network():
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.4, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}


# %% right step_network: plain
def step_network(x, s, v):
    return ((x[:, None] > s) * v, ((x[:, None] > s) * v).sum(1))


# %% right step_network: loop
def step_network(x, s, v):
    c = np.zeros((len(x), len(s)))
    for i in range(len(x)):
        for j in range(len(s)):
            c[i, j] = v[j] if x[i] > s[j] else 0
    return c, c.sum(axis=1)


# %% right step_network: matmul
def step_network(x, s, v):
    return (np.where(x.reshape(-1, 1) > s.reshape(1, -1), v, 0), (x[:, None] > s).astype(float) @ v)


# %% right step_network: lists
def step_network(x, s, v):
    return (
        [[b if a > c else 0.0 for b, c in zip(v, s)] for a in x],
        [sum((b for b, c in zip(v, s) if a > c)) for a in x],
    )


# %% right step_network: float32
def step_network(x, s, v):
    return (((x[:, None] > s) * v).astype(np.float32), ((x[:, None] > s) * v).sum(1))


# %% wrong step_network: not weighted
def step_network(x, s, v):
    return ((x[:, None] > s).astype(float), ((x[:, None] > s) * v).sum(1))


# %% wrong step_network: y not weighted
def step_network(x, s, v):
    return ((x[:, None] > s) * v, (x[:, None] > s).sum(1))


# %% wrong step_network: neither weighted
def step_network(x, s, v):
    return ((x[:, None] > s).astype(float), (x[:, None] > s).sum(1))


# %% wrong step_network: >=
def step_network(x, s, v):
    return ((x[:, None] >= s) * v, ((x[:, None] >= s) * v).sum(1))


# %% wrong step_network: <
def step_network(x, s, v):
    return ((x[:, None] < s) * v, ((x[:, None] < s) * v).sum(1))


# %% wrong step_network: axis 0
def step_network(x, s, v):
    return ((x[:, None] > s) * v, ((x[:, None] > s) * v).sum(0))


# %% wrong step_network: transposed
def step_network(x, s, v):
    return (((x[:, None] > s) * v).T, ((x[:, None] > s) * v).sum(1))


# %% wrong step_network: y column
def step_network(x, s, v):
    return ((x[:, None] > s) * v, ((x[:, None] > s) * v).sum(1, keepdims=True))


# %% wrong step_network: sum of all
def step_network(x, s, v):
    return ((x[:, None] > s) * v, ((x[:, None] > s) * v).sum())


# %% wrong step_network: mean
def step_network(x, s, v):
    return ((x[:, None] > s) * v, ((x[:, None] > s) * v).mean(1))


# %% wrong step_network: cumsum
def step_network(x, s, v):
    return (np.cumsum((x[:, None] > s) * v, axis=1), ((x[:, None] > s) * v).sum(1))


# %% wrong step_network: swapped
def step_network(x, s, v):
    return (((x[:, None] > s) * v).sum(1), (x[:, None] > s) * v)


# %% wrong step_network: x no column
def step_network(x, s, v):
    return ((x > s[:, None]) * v[:, None], ((x > s[:, None]) * v[:, None]).sum(0))


# %% wrong step_network: x > s
def step_network(x, s, v):
    return ((x > s) * v, ((x > s) * v).sum())


# %% wrong step_network: sorted s only
def step_network(x, s, v):
    return ((x[:, None] > np.sort(s)) * v, ((x[:, None] > np.sort(s)) * v).sum(1))


# %% wrong step_network: heaviside 0.5
def step_network(x, s, v):
    return (np.heaviside(x[:, None] - s, 0.5) * v, np.heaviside(x[:, None] - s, 0.5) @ v)


# %% wrong step_network: x > v
def step_network(x, s, v):
    return ((x[:, None] > v) * s, ((x[:, None] > v) * s).sum(1))


# %% wrong step_network: score times v
def step_network(x, s, v):
    return (np.maximum(x[:, None] - s, 0) * v, np.maximum(x[:, None] - s, 0) @ v)


# %% wrong step_network: return in the loop
def step_network(x, s, v):
    c = np.zeros((len(x), len(s)))
    for i in range(len(x)):
        for j in range(len(s)):
            if x[i] > s[j]:
                c[i, j] = v[j]
        return c, c.sum(axis=1)


# %% wrong step_network: y overwritten
def step_network(x, s, v):
    c = np.zeros((len(x), len(s)))
    y = np.zeros(len(x))
    for i in range(len(x)):
        for j in range(len(s)):
            if x[i] > s[j]:
                c[i, j] = v[j]
                y[i] = v[j]
    return c, y


# %% twice step_network: >= and y not weighted
def step_network(x, s, v):
    return ((x[:, None] >= s) * v, (x[:, None] >= s).sum(1))


# %% twice step_network: not weighted, y mean
def step_network(x, s, v):
    return ((x[:, None] > s) * 1.0, ((x[:, None] > s) * v).mean(1))


# %% right stairs: plain
def stairs(edges, heights):
    return (edges[:-1], np.diff(heights, prepend=0))


# %% right stairs: lists
def stairs(edges, heights):
    s, v, last = [], [], 0.0
    for k in range(len(heights)):
        s.append(edges[k])
        v.append(heights[k] - last)
        last = heights[k]
    return s, v


# %% right stairs: copy
def stairs(edges, heights):
    v = heights.copy()
    v[1:] -= heights[:-1]
    return edges[:-1].copy(), v


# %% right stairs: concatenate
def stairs(edges, heights):
    return (edges[: len(heights)], np.concatenate([[heights[0]], heights[1:] - heights[:-1]]))


# %% wrong stairs: heights as v
def stairs(edges, heights):
    return (edges[:-1], heights)


# %% wrong stairs: edges[1:]
def stairs(edges, heights):
    return (edges[1:], np.diff(heights, prepend=0))


# %% wrong stairs: diff only
def stairs(edges, heights):
    return (edges[:-1], np.diff(heights))


# %% wrong stairs: all edges
def stairs(edges, heights):
    return (edges, np.diff(heights, prepend=0))


# %% wrong stairs: all edges back to 0
def stairs(edges, heights):
    return (edges, np.diff(heights, prepend=0, append=0))


# %% wrong stairs: append
def stairs(edges, heights):
    return (edges[:-1], np.diff(heights, append=0))


# %% wrong stairs: sign
def stairs(edges, heights):
    return (edges[:-1], -np.diff(heights, prepend=0))


# %% wrong stairs: jumps reversed
def stairs(edges, heights):
    return (edges[:-1], np.append(heights[0], heights[:-1] - heights[1:]))


# %% wrong stairs: first 0
def stairs(edges, heights):
    return (edges[:-1], np.append(0, np.diff(heights)))


# %% wrong stairs: cumsum
def stairs(edges, heights):
    return (edges[:-1], np.cumsum(heights))


# %% wrong stairs: middles
def stairs(edges, heights):
    return ((edges[1:] + edges[:-1]) / 2, np.diff(heights, prepend=0))


# %% wrong stairs: swapped
def stairs(edges, heights):
    return (np.diff(heights, prepend=0), edges[:-1])


# %% wrong stairs: prepend first
def stairs(edges, heights):
    return (edges[:-1], np.diff(heights, prepend=heights[0]))


# %% wrong stairs: heights[-1] at k=0
def stairs(edges, heights):
    v = np.zeros(len(heights))
    for k in range(len(heights)):
        v[k] = heights[k] - heights[k - 1]
    return edges[:-1], v


# %% wrong stairs: in place, own values
def stairs(edges, heights):
    v = heights
    for k in range(1, len(v)):
        v[k] = v[k] - v[k - 1]
    return edges[:-1], v


# %% wrong stairs: mutated, else right
def stairs(edges, heights):
    heights[1:] -= heights[:-1].copy()
    return edges[:-1], heights


# %% wrong stairs: minus own v
def stairs(edges, heights):
    v = heights.copy()
    for k in range(1, len(v)):
        v[k] = v[k] - v[k - 1]
    return edges[:-1], v


# %% wrong stairs: bumps two neurons
def stairs(edges, heights):
    return (np.concatenate([edges[:-1], edges[1:]]), np.concatenate([heights, -heights]))


# %% wrong stairs: jump over width
def stairs(edges, heights):
    return (edges[:-1], np.diff(heights, prepend=0) / np.diff(edges))


# %% twice stairs: edges[1:] and heights
def stairs(edges, heights):
    return (edges[1:], heights)


# %% twice stairs: edges[1:], append
def stairs(edges, heights):
    return (edges[1:], np.diff(heights, append=0))


# %% wrong stairs: edges reversed
def stairs(edges, heights):
    v = np.diff(heights, prepend=0)
    return edges[::-1][1:], v


# %% wrong stairs: mean of neighbours
def stairs(edges, heights):
    v = np.empty(len(heights))
    v[0] = heights[0]
    v[1:] = (heights[1:] + heights[:-1]) / 2
    return edges[:-1], v


# %% wrong stairs: absolute jumps
def stairs(edges, heights):
    return edges[:-1], np.abs(np.diff(heights, prepend=0))


# %% wrong stairs: last jump lost
def stairs(edges, heights):
    v = np.zeros(len(heights))
    v[0] = heights[0]
    for k in range(1, len(heights) - 1):
        v[k] = heights[k] - heights[k - 1]
    return edges[:-1], v


# %% wrong stairs: minus the first height always
def stairs(edges, heights):
    v = heights - heights[0]
    v[0] = heights[0]
    return edges[:-1], v


# %% wrong stairs: widths as positions
def stairs(edges, heights):
    return np.diff(edges), np.diff(heights, prepend=0)


# %% twice stairs: sum of neighbours, right ends
def stairs(edges, heights):
    v = heights.copy()
    v[1:] += heights[:-1]
    return edges[1:], v


# %% right sup_and_l2: plain
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).mean())


# %% right sup_and_l2: linspace, norm
def sup_and_l2(f, net, m):
    x = np.linspace(0.5 / m, 1 - 0.5 / m, m)
    e = net(x) - f(x)
    return float(np.max(np.abs(e))), float(np.linalg.norm(e) / np.sqrt(m))


# %% right sup_and_l2: edges
def sup_and_l2(f, net, m):
    edges = np.linspace(0, 1, m + 1)
    x = (edges[1:] + edges[:-1]) / 2
    e = net(x) - f(x)
    return max(e.max(), -e.min()), (e @ e / m) ** 0.5


# %% right sup_and_l2: loop of points
def sup_and_l2(f, net, m):
    sup, total = 0.0, 0.0
    for k in range(m):
        x = np.array([(k + 0.5) / m])
        e = (net(x) - f(x))[0]
        sup = max(sup, abs(e))
        total += e * e
    return sup, math.sqrt(total / m)


# %% wrong sup_and_l2: no abs
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = net(x) - f(x)
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: no root
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.max(), (e**2).mean()


# %% wrong sup_and_l2: sum not mean
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).sum())


# %% wrong sup_and_l2: root of sum over m
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).sum()) / m


# %% wrong sup_and_l2: linspace(0,1,m)
def sup_and_l2(f, net, m):
    x = np.linspace(0, 1, m)
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: linspace(0,1,m+1)
def sup_and_l2(f, net, m):
    x = np.linspace(0, 1, m + 1)
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: left ends
def sup_and_l2(f, net, m):
    x = np.arange(m) / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: right ends
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 1) / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: parenthesis
def sup_and_l2(f, net, m):
    x = np.arange(m) + 0.5 / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: mean abs
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.max(), e.mean()


# %% wrong sup_and_l2: swapped
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return np.sqrt((e**2).mean()), e.max()


# %% wrong sup_and_l2: mean of root
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt(e).mean()


# %% wrong sup_and_l2: first cell left out
def sup_and_l2(f, net, m):
    x = (np.arange(1, m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: plus
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) + f(x))
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: fine grid
def sup_and_l2(f, net, m):
    e = np.abs(net(grid) - f(grid))
    return e.max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: argmax
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.argmax(), np.sqrt((e**2).mean())


# %% twice sup_and_l2: no abs no root
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = net(x) - f(x)
    return e.max(), (e**2).mean()


# %% twice sup_and_l2: left ends, sum
def sup_and_l2(f, net, m):
    x = np.arange(m) / m
    e = net(x) - f(x)
    return np.abs(e).max(), np.sqrt((e**2).sum())


# %% wrong sup_and_l2: std
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.max(), np.std(net(x) - f(x))


# %% wrong sup_and_l2: difference of maxima
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    return np.abs(net(x)).max() - np.abs(f(x)).max(), np.sqrt(((net(x) - f(x)) ** 2).mean())


# %% wrong sup_and_l2: relative
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = (net(x) - f(x)) / f(x)
    return np.abs(e).max(), np.sqrt((e**2).mean())


# %% wrong sup_and_l2: largest of f only
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = net(x) - f(x)
    return np.abs(f(x)).max(), np.sqrt(np.mean(e**2))


# %% wrong sup_and_l2: range of the error
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = net(x) - f(x)
    return e.max() - e.min(), np.sqrt(np.mean(e**2))


# %% wrong sup_and_l2: m minus one
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = net(x) - f(x)
    return np.abs(e).max(), np.sqrt(np.sum(e**2) / (m - 1))


# %% wrong sup_and_l2: mean squared of absolute root order
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = net(x) - f(x)
    return np.abs(e).max(), np.mean(np.abs(e)) ** 2


# %% wrong sup_and_l2: quarter cells
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.25) / m
    e = net(x) - f(x)
    return np.abs(e).max(), np.sqrt(np.mean(e**2))


# %% wrong sup_and_l2: smallest
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return e.min(), np.sqrt(np.mean(e**2))


# %% twice sup_and_l2: median, sum
def sup_and_l2(f, net, m):
    x = (np.arange(m) + 0.5) / m
    e = np.abs(net(x) - f(x))
    return np.median(e), np.sqrt(np.sum(e**2))


# %% right best_heights: plain
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% right best_heights: searchsorted lists
def best_heights(x, y, edges):
    k = np.searchsorted(edges, x, side="left") - 1
    n = len(edges) - 1
    return [0.5 * (y[k == i].max() + y[k == i].min()) for i in range(n)], [
        y[k == i].mean() for i in range(n)
    ]


# %% right best_heights: loops
def best_heights(x, y, edges):
    n = len(edges) - 1
    lo, hi, total, count = np.full(n, np.inf), np.full(n, -np.inf), np.zeros(n), np.zeros(n)
    for a, b in zip(x, y):
        for k in range(n):
            if edges[k] < a <= edges[k + 1]:
                lo[k] = min(lo[k], b)
                hi[k] = max(hi[k], b)
                total[k] += b
                count[k] += 1
    return (lo + hi) / 2, total / count


# %% wrong best_heights: >= and <
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x >= edges[k]) & (x < edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: both closed
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x >= edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: both open
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x < edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: half the range
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.max() - piece.min()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: median
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append(np.median(piece))
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: ends of the piece
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece[0] + piece[-1]) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: value in the middle
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append(piece[len(piece) // 2])
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: parenthesis
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append(piece.min() + piece.max() / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: not halved
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append(piece.min() + piece.max())
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: swapped
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mean), np.array(mid)


# %% wrong best_heights: x in place of y
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = x[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: sum
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.sum())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: one piece short
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 2):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: no lower edge
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[x <= edges[k + 1]]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% wrong best_heights: divided by all N
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.sum() / len(x))
    return np.array(mid), np.array(mean)


# %% wrong best_heights: digitize, right open
def best_heights(x, y, edges):
    k = np.digitize(x, edges) - 1
    n = len(edges) - 1
    mid = np.array([(y[k == i].min() + y[k == i].max()) / 2 for i in range(n)])
    return mid, np.array([y[k == i].mean() for i in range(n)])


# %% wrong best_heights: or
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) | (x <= edges[k + 1])]
        mid.append((piece.min() + piece.max()) / 2)
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% twice best_heights: closed left, median
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x >= edges[k]) & (x < edges[k + 1])]
        mid.append(np.median(piece))
        mean.append(piece.mean())
    return np.array(mid), np.array(mean)


# %% twice best_heights: half range, median
def best_heights(x, y, edges):
    mid, mean = [], []
    for k in range(len(edges) - 1):
        piece = y[(x > edges[k]) & (x <= edges[k + 1])]
        mid.append((piece.max() - piece.min()) / 2)
        mean.append(np.median(piece))
    return np.array(mid), np.array(mean)


# %% wrong best_heights: equal counts
def best_heights(x, y, edges):
    n = len(edges) - 1
    pieces = np.array_split(y, n)
    return np.array([(p.min() + p.max()) / 2 for p in pieces]), np.array([p.mean() for p in pieces])


# %% wrong best_heights: sums over N/n
def best_heights(x, y, edges):
    k = np.digitize(x, edges, right=True) - 1
    n = len(edges) - 1
    means = np.bincount(k, weights=y, minlength=n)[:n] / (len(x) / n)
    mids = np.array([0.5 * (y[k == i].min() + y[k == i].max()) for i in range(n)])
    return mids, means


# %% right fewest_steps: plain
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [-1.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        if max(hi, b) - min(lo, b) > 2 * 0.985 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
            lo = hi = b
        else:
            lo, hi = min(lo, b), max(hi, b)
    h.append((lo + hi) / 2)
    return np.array(s), np.diff(h, prepend=0)


# %% right fewest_steps: lists, greedy by accumulate
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 20001)
    y = f(x)
    s, v, start, level = [], [], 0, 0.0
    while start < len(x):
        hi = np.maximum.accumulate(y[start:])
        lo = np.minimum.accumulate(y[start:])
        ok = np.flatnonzero(hi - lo <= 1.98 * eps)[-1]
        c = (hi[ok] + lo[ok]) / 2
        s.append(x[start] - (1.0 if start == 0 else (x[1] - x[0])))
        v.append(c - level)
        level = c
        start += ok + 1
    return s, v


# %% wrong fewest_steps: equally wide
def fewest_steps(f, eps):
    n = 1
    while True:
        n += 1
        x = (np.arange(n)[:, None] + np.linspace(0, 1, 101)) / n
        y = f(x.ravel()).reshape(x.shape)
        if np.ptp(y, axis=1).max() <= 1.96 * eps:
            break
    h = (y.max(1) + y.min(1)) / 2
    s = np.arange(n) / n
    s[0] = -1
    return s, np.diff(h, prepend=0)


# %% wrong fewest_steps: first step at 0
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [0.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        if max(hi, b) - min(lo, b) > 2 * 0.985 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
            lo = hi = b
        else:
            lo, hi = min(lo, b), max(hi, b)
    h.append((lo + hi) / 2)
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: range eps in place of 2 eps
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [-1.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        if max(hi, b) - min(lo, b) > 0.985 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
            lo = hi = b
        else:
            lo, hi = min(lo, b), max(hi, b)
    h.append((lo + hi) / 2)
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: heights as weights
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [-1.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        if max(hi, b) - min(lo, b) > 2 * 0.985 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
            lo = hi = b
        else:
            lo, hi = min(lo, b), max(hi, b)
    h.append((lo + hi) / 2)
    return np.array(s), np.array(h)


# %% wrong fewest_steps: last piece forgotten
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [-1.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        if max(hi, b) - min(lo, b) > 2 * 0.985 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
            lo = hi = b
        else:
            lo, hi = min(lo, b), max(hi, b)
    return np.array(s)[:-1], np.diff(h, prepend=0)


# %% wrong fewest_steps: height = first value, new step when off by eps
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [-1.0], [y[0]]
    for a, b in zip(x[:-1], y[1:]):
        if abs(b - h[-1]) > eps:
            s.append(a)
            h.append(b)
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: coarse grid
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 51)
    y = f(x)
    s, h = [-1.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        if max(hi, b) - min(lo, b) > 2 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
            lo = hi = b
        else:
            lo, hi = min(lo, b), max(hi, b)
    h.append((lo + hi) / 2)
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: distance from the piece's first value
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h, piece = [-1.0], [], [y[0]]
    for a, b in zip(x[:-1], y[1:]):
        if abs(b - piece[0]) > 2 * eps * 0.985:
            h.append((max(piece) + min(piece)) / 2)
            s.append(a)
            piece = [b]
        else:
            piece.append(b)
    h.append((max(piece) + min(piece)) / 2)
    return np.array(s), np.diff(h, prepend=0)


# %% twice fewest_steps: first value, mean as height
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h, piece = [-1.0], [], [y[0]]
    for a, b in zip(x[:-1], y[1:]):
        if max(piece[0], b) - min(piece[0], b) > 2 * eps * 0.985:
            h.append(np.mean(piece))
            s.append(a)
            piece = [b]
        else:
            piece.append(b)
    h.append(np.mean(piece))
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: mean as height
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 20001)
    y = f(x)
    s, h = [-1.0], []
    start = 0
    lo = hi = y[0]
    for i in range(1, len(x)):
        if max(hi, y[i]) - min(lo, y[i]) > 2 * 0.985 * eps:
            h.append(y[start:i].mean())
            s.append(x[i - 1])
            start = i
            lo = hi = y[i]
        else:
            lo, hi = min(lo, y[i]), max(hi, y[i])
    h.append(y[start:].mean())
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: only rising curves
def fewest_steps(f, eps):
    y0, y1 = f(np.array([0.0]))[0], f(np.array([1.0]))[0]
    n = int(np.ceil(abs(y1 - y0) / (2 * eps)))
    return np.append(-1, np.arange(1, n) / n), np.full(n, (y1 - y0) / n)


# %% wrong fewest_steps: M of the target for all f
def fewest_steps(f, eps):
    n = int(np.ceil(9.5 / (2 * eps)))
    mids = (np.arange(n) + 0.5) / n
    return np.append(-1, np.arange(1, n) / n), np.diff(f(mids), prepend=0)


# %% open fewest_steps: height includes the value beyond
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [-1.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        lo, hi = min(lo, b), max(hi, b)
        if hi - lo > 2 * 0.985 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
            lo = hi = b
    h.append((lo + hi) / 2)
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: lo and hi not reset
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [-1.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        if max(hi, b) - min(lo, b) > 2 * 0.985 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
        else:
            lo, hi = min(lo, b), max(hi, b)
    h.append((lo + hi) / 2)
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: margin too large
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 100001)
    y = f(x)
    s, h = [-1.0], []
    lo = hi = y[0]
    for a, b in zip(x[:-1], y[1:]):
        if max(hi, b) - min(lo, b) > 2 * 0.8 * eps:
            h.append((lo + hi) / 2)
            s.append(a)
            lo = hi = b
        else:
            lo, hi = min(lo, b), max(hi, b)
    h.append((lo + hi) / 2)
    return np.array(s), np.diff(h, prepend=0)


# %% wrong fewest_steps: pieces of x not f
def fewest_steps(f, eps):
    x = np.arange(0, 1 + eps, eps)
    return np.append(-1, x[1:]), np.diff(f(x), prepend=0)


# %% wrong fewest_steps: a step at each grid point
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 5000)
    return x - 1e-4, np.diff(f(x), prepend=0)


# %% wrong fewest_steps: right ends
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 50001)
    y = f(x)
    s, heights = [], []
    lo = hi = y[0]
    for i in range(1, len(x)):
        if max(hi, y[i]) - min(lo, y[i]) > 1.96 * eps:
            s.append(x[i])
            heights.append((hi + lo) / 2)
            lo = hi = y[i]
        lo, hi = min(lo, y[i]), max(hi, y[i])
    s.append(1.0)
    heights.append((hi + lo) / 2)
    return np.array(s), np.diff(heights, prepend=0)


# %% wrong fewest_steps: range in place of half the range
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 50001)
    y = f(x)
    s, heights, start = [-1.0], [], 0
    for i in range(1, len(x)):
        if np.ptp(y[start : i + 1]) > 1.96 * eps:
            heights.append(np.ptp(y[start:i]) / 2)
            s.append(x[i - 1])
            start = i
    heights.append(np.ptp(y[start:]) / 2)
    return np.array(s), np.diff(heights, prepend=0)


# %% wrong fewest_steps: eps 3 percent above
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 50001)
    y = f(x)
    s, heights = [-1.0], []
    lo = hi = y[0]
    for i in range(1, len(x)):
        if max(hi, y[i]) - min(lo, y[i]) > 2.06 * eps:
            s.append(x[i - 1])
            heights.append((hi + lo) / 2)
            lo = hi = y[i]
        lo, hi = min(lo, y[i]), max(hi, y[i])
    heights.append((hi + lo) / 2)
    return np.array(s), np.diff(heights, prepend=0)


# %% wrong fewest_steps: unsorted jumps, sign
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 50001)
    y = f(x)
    s, heights = [-1.0], []
    lo = hi = y[0]
    for i in range(1, len(x)):
        if max(hi, y[i]) - min(lo, y[i]) > 1.96 * eps:
            s.append(x[i - 1])
            heights.append((hi + lo) / 2)
            lo = hi = y[i]
        lo, hi = min(lo, y[i]), max(hi, y[i])
    heights.append((hi + lo) / 2)
    return np.array(s), -np.diff(heights, prepend=0)


# %% right fewest_steps: accumulate, searchsorted
def fewest_steps(f, eps):
    x = np.linspace(0, 1, 200_001)
    y = np.asarray(f(x), dtype=float)
    s, h, i = [], [], 0
    while i < len(x):
        size = 256
        while True:
            part = y[i:i + size]
            spread = np.maximum.accumulate(part) - np.minimum.accumulate(part)
            n = int(np.searchsorted(spread, 1.975 * eps, side="right"))
            if n < len(part) or i + size >= len(y):
                break
            size *= 4
        piece = y[i:i + n]
        s.append(x[i - 1] if i else -0.5)
        h.append((piece.min() + piece.max()) / 2)
        i += n
    return np.array(s), np.diff(h, prepend=0.0)


# %% right sigmoid_network: plain
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k, dtype=float)
    b = -k * s
    return w, b, sigmoid(x[:, None] * w + b) @ v


# %% right sigmoid_network: lists
def sigmoid_network(x, s, v, k):
    w = [k] * len(s)
    b = [-k * q for q in s]
    y = [sum(vi * 0.5 * (1 + math.tanh((k * xi - k * si) / 2)) for si, vi in zip(s, v)) for xi in x]
    return w, b, y


# %% right sigmoid_network: clip
def sigmoid_network(x, s, v, k):
    w = k * np.ones_like(s)
    b = -w * s
    z = np.clip(x[:, None] * w + b, -700, 700)
    return w, b, (v / (1 + np.exp(-z))).sum(1)


# %% open sigmoid_network: exp overflow harmless
def sigmoid_network(x, s, v, k):
    w = k * np.ones_like(s)
    b = -w * s
    return w, b, (v / (1 + np.exp(-(x[:, None] * w + b)))).sum(1)


# %% wrong sigmoid_network: b sign
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = k * s
    y = sigmoid(x[:, None] * w + b) @ v
    return w, b, y


# %% wrong sigmoid_network: b = -s
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -s
    y = sigmoid(x[:, None] * w + b) @ v
    return w, b, y


# %% wrong sigmoid_network: b = -s/k
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -s / k
    y = sigmoid(x[:, None] * w + b) @ v
    return w, b, y


# %% wrong sigmoid_network: w a number
def sigmoid_network(x, s, v, k):
    w = k
    b = -k * s
    y = sigmoid(x[:, None] * w + b) @ v
    return w, b, y


# %% wrong sigmoid_network: overflow
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    z = x[:, None] * w + b
    y = (np.exp(z) / (1 + np.exp(z))) @ v
    return w, b, y


# %% wrong sigmoid_network: v forgotten
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = sigmoid(x[:, None] * w + b).sum(axis=1)
    return w, b, y


# %% wrong sigmoid_network: v inside
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = sigmoid((x[:, None] * w + b) * v).sum(axis=1)
    return w, b, y


# %% wrong sigmoid_network: tanh
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = np.tanh(x[:, None] * w + b) @ v
    return w, b, y


# %% wrong sigmoid_network: tanh of z not z/2
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = 0.5 * (1 + np.tanh(x[:, None] * w + b)) @ v
    return w, b, y


# %% wrong sigmoid_network: w (x + b)
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = sigmoid(w * (x[:, None] + b)) @ v
    return w, b, y


# %% wrong sigmoid_network: no sigmoid
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = (x[:, None] * w + b) @ v
    return w, b, y


# %% wrong sigmoid_network: sigmoid outside
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = sigmoid((x[:, None] * w + b) @ v)
    return w, b, y


# %% wrong sigmoid_network: w = k v
def sigmoid_network(x, s, v, k):
    w = k * v
    b = -k * s
    y = sigmoid(x[:, None] * k + b) @ v
    return w, b, y


# %% wrong sigmoid_network: w of len x
def sigmoid_network(x, s, v, k):
    w = np.full(len(x), k)
    b = -k * s
    y = sigmoid(k * (x[:, None] - s)) @ v
    return w, b, y


# %% wrong sigmoid_network: not summed
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = sigmoid(x[:, None] * w + b) * v
    return w, b, y


# %% wrong sigmoid_network: mean
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = (sigmoid(x[:, None] * w + b) * v).mean(axis=1)
    return w, b, y


# %% wrong sigmoid_network: axis 0
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = (sigmoid(x[:, None] * w + b) * v).sum(axis=0)
    return w, b, y


# %% twice sigmoid_network: 1/k in both
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), 1 / k)
    b = -s / k
    y = sigmoid(x[:, None] * w + b) @ v
    return w, b, y


# %% twice sigmoid_network: b sign, v forgotten
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = k * s
    y = sigmoid(x[:, None] * w + b).sum(axis=1)
    return w, b, y


# %% wrong sigmoid_network: steps
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = (x[:, None] * w + b > 0) @ v
    return w, b, y


# %% wrong sigmoid_network: k x - s in y only
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = -k * s
    y = sigmoid(k * x[:, None] - s) @ v
    return w, b, y


# %% wrong sigmoid_network: one b for all
def sigmoid_network(x, s, v, k):
    w = np.full(len(s), k)
    b = np.full(len(s), -k * s.mean())
    y = sigmoid(x[:, None] * w + b) @ v
    return w, b, y


# %% right tower: plain
def tower(X, low, high):
    x1, x2 = X[:, 0], X[:, 1]
    r = ((x1 > low[0]) & (x1 <= high[0])).astype(float) + ((x2 > low[1]) & (x2 <= high[1]))
    return r, (r > 1.5).astype(float)


# %% right tower: vector
def tower(X, low, high):
    return (((X > low).astype(int) - (X > high)).sum(1), ((X > low) & (X <= high)).all(1))


# %% wrong tower: loop lists
def tower(X, low, high):
    r, y = [], []
    for a, b in X:
        q = (low[0] < a <= high[0]) + (low[1] < b <= high[1])
        r.append(q)
        y.append(1 if q == 2 else 0)
    return r, y


# %% open tower: heaviside
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 0)
        - H(X[:, 0] - high[0], 0)
        + H(X[:, 1] - low[1], 0)
        - H(X[:, 1] - high[1], 0)
    )
    return r, H(r - 1.5, 0)


# %% wrong tower: threshold 2
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 0)
        - H(X[:, 0] - high[0], 0)
        + H(X[:, 1] - low[1], 0)
        - H(X[:, 1] - high[1], 0)
    )
    return r, H(r - 2, 0)


# %% wrong tower: threshold 0.5
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 0)
        - H(X[:, 0] - high[0], 0)
        + H(X[:, 1] - low[1], 0)
        - H(X[:, 1] - high[1], 0)
    )
    return r, H(r - 0.5, 0)


# %% wrong tower: >= 1
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 0)
        - H(X[:, 0] - high[0], 0)
        + H(X[:, 1] - low[1], 0)
        - H(X[:, 1] - high[1], 0)
    )
    return r, H(r - 1, 1)


# %% wrong tower: heaviside half
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 0.5)
        - H(X[:, 0] - high[0], 0.5)
        + H(X[:, 1] - low[1], 0.5)
        - H(X[:, 1] - high[1], 0.5)
    )
    return r, H(r - 1.5, 0)


# %% wrong tower: heaviside 1
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 1)
        - H(X[:, 0] - high[0], 1)
        + H(X[:, 1] - low[1], 1)
        - H(X[:, 1] - high[1], 1)
    )
    return r, H(r - 1.5, 0)


# %% wrong tower: closed
def tower(X, low, high):
    inside = (X >= low) & (X <= high)
    r = inside.sum(axis=1)
    return r, (r > 1).astype(float)


# %% wrong tower: open
def tower(X, low, high):
    inside = (X > low) & (X < high)
    r = inside.sum(axis=1)
    return r, (r > 1).astype(float)


# %% wrong tower: axis 0
def tower(X, low, high):
    inside = (X > low) & (X <= high)
    r = inside.sum(axis=0)
    return r, (r > 1).astype(float)


# %% wrong tower: product
def tower(X, low, high):
    inside = (X > low) & (X <= high)
    r = inside.prod(axis=1)
    return r, (r > 0).astype(float)


# %% wrong tower: bool + bool is or
def tower(X, low, high):
    inside = (X > low) & (X <= high)
    r = inside[:, 0] + inside[:, 1]
    return r, (r > 1).astype(float)


# %% wrong tower: y = r
def tower(X, low, high):
    inside = (X > low) & (X <= high)
    r = inside.sum(axis=1)
    return r, r


# %% wrong tower: y = r/2
def tower(X, low, high):
    inside = (X > low) & (X <= high)
    r = inside.sum(axis=1)
    return r, r / 2


# %% wrong tower: y where r == 1
def tower(X, low, high):
    inside = (X > low) & (X <= high)
    r = inside.sum(axis=1)
    return r, (r == 1).astype(float)


# %% wrong tower: x1 in both
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 0)
        - H(X[:, 0] - high[0], 0)
        + H(X[:, 0] - low[1], 0)
        - H(X[:, 0] - high[1], 0)
    )
    return r, H(r - 1.5, 0)


# %% wrong tower: plus
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 0)
        + H(X[:, 0] - high[0], 0)
        + H(X[:, 1] - low[1], 0)
        + H(X[:, 1] - high[1], 0)
    )
    return r, H(r - 1.5, 0)


# %% wrong tower: no high
def tower(X, low, high):
    H = np.heaviside
    r = H(X[:, 0] - low[0], 0) + H(X[:, 1] - low[1], 0)
    return r, H(r - 1.5, 0)


# %% wrong tower: rectangle read as rows
def tower(X, low, high):
    H = np.heaviside
    r = (
        H(X[:, 0] - low[0], 0)
        - H(X[:, 0] - low[1], 0)
        + H(X[:, 1] - high[0], 0)
        - H(X[:, 1] - high[1], 0)
    )
    return r, H(r - 1.5, 0)


# %% twice tower: closed, > 0
def tower(X, low, high):
    inside = (X >= low) & (X <= high)
    r = inside.sum(axis=1)
    return r, (r > 0).astype(float)


# %% twice tower: open, > 2
def tower(X, low, high):
    inside = (X > low) & (X < high)
    r = inside.sum(axis=1)
    return r, (r > 2).astype(float)


# %% wrong tower: swapped
def tower(X, low, high):
    inside = (X > low) & (X <= high)
    r = inside.sum(axis=1)
    return (r > 1).astype(float), r


# %% right tower: counts of coordinates inside
def tower(X, low, high):
    inside = np.logical_and(np.less(low, X), np.less_equal(X, high))
    n = np.count_nonzero(inside, axis=1)
    return n, np.all(inside, axis=1).astype(int)


# %% right sigmoid_gradients: plain
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    return (e**2).mean(), 2 * e @ a / len(x), (2 * e[:, None] * v * a * (1 - a) * -k).mean(0)


# %% right sigmoid_gradients: loops
def sigmoid_gradients(x, t, s, v, k):
    N, H = len(x), len(s)
    loss, dv, ds = 0.0, np.zeros(H), np.zeros(H)
    for n in range(N):
        a = [sigmoid(k * (x[n] - s[i])) for i in range(H)]
        e = sum(v[i] * a[i] for i in range(H)) - t[n]
        loss += e**2 / N
        for i in range(H):
            dv[i] += 2 * e * a[i] / N
            ds[i] += 2 * e * v[i] * a[i] * (1 - a[i]) * (-k) / N
    return loss, dv, ds


# %% right sigmoid_gradients: lists
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    y = a @ v
    dy = 2 * (y - t) / x.size
    dv = a.T @ dy
    dz = np.outer(dy, v) * a * (1 - a)
    return np.mean((y - t) ** 2), dv.tolist(), (-k * dz.sum(axis=0)).tolist()


# %% wrong sigmoid_gradients: 2 forgotten
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = e @ a / len(x)
    ds = (e[:, None] * v * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: no 1/N
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).sum(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: ds sign
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * a * (1 - a) * k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: ds no k
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * a * (1 - a) * -1).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: ds no v
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: tanh slope
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * (1 - a**2) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: slope a only
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * a * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: e = t - y
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = t - a @ v
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: sum everywhere
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).sum()
    dv = 2 * e @ a
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).sum(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: half loss consistent
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean() / 2
    dv = e @ a / len(x)
    ds = (e[:, None] * v * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: divided by H
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(s)
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).sum(axis=0) / len(s)
    return loss, dv, ds


# %% wrong sigmoid_gradients: product of means
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e.mean() * a.mean(axis=0)
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: dv times v
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * (e[:, None] * v * a).mean(axis=0)
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: axis 1
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * (e[:, None] * a).mean(axis=1)
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).mean(axis=1)
    return loss, dv, ds


# %% wrong sigmoid_gradients: dv, ds swapped
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).mean(axis=0)
    return loss, ds, dv


# %% wrong sigmoid_gradients: slope at z
def sigmoid_gradients(x, t, s, v, k):
    z = k * (x[:, None] - s)
    a = sigmoid(z)
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * z * (1 - z) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: root in the loss
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = np.sqrt((e**2).mean())
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: x in place of -k
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * a * (1 - a) * x[:, None]).mean(axis=0)
    return loss, dv, ds


# %% twice sigmoid_gradients: dv no 1/N, ds sign
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a
    ds = (2 * e[:, None] * v * a * (1 - a) * k).mean(axis=0)
    return loss, dv, ds


# %% twice sigmoid_gradients: dv no 2, ds no v
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = e @ a / len(x)
    ds = (2 * e[:, None] * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: e without column
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e * a / len(x)
    ds = (2 * e * v * a * (1 - a) * -k).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: k forgotten everywhere
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(x[:, None] - s)
    e = a @ v - t
    loss = (e**2).mean()
    dv = 2 * e @ a / len(x)
    ds = (2 * e[:, None] * v * a * (1 - a) * -1).mean(axis=0)
    return loss, dv, ds


# %% wrong sigmoid_gradients: loop, = in place of +=
def sigmoid_gradients(x, t, s, v, k):
    N, H = len(x), len(s)
    loss, dv, ds = 0.0, np.zeros(H), np.zeros(H)
    for n in range(N):
        a = sigmoid(k * (x[n] - s))
        e = v @ a - t[n]
        loss += e**2 / N
        dv = 2 * e * a / N
        ds = 2 * e * v * a * (1 - a) * -k / N
    return loss, dv, ds


# %% wrong sigmoid_gradients: divided by 2N
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    y = (a * v).sum(axis=1)
    r = (y - t) / (2 * len(x))
    dv = a.T @ r
    ds = -k * v * (a * (1 - a)).T @ r
    return np.mean((y - t) ** 2), dv, ds


# %% wrong sigmoid_gradients: v added
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    y = (a + v).sum(axis=1)
    g = 2 * (y - t) / len(x)
    return np.mean((y - t) ** 2), g @ a, (g[:, None] * v * a * (1 - a) * -k).sum(0)


# %% wrong sigmoid_gradients: the mean twice
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    y = a @ v
    g = 2 * (y - t) / len(x)
    return (
        np.mean((y - t) ** 2),
        (g[:, None] * a).mean(0),
        (g[:, None] * v * a * (1 - a) * -k).mean(0),
    )


# %% wrong sigmoid_gradients: ds with e squared
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    return (
        np.mean(e**2),
        2 * (e[:, None] * a).mean(0),
        (2 * (e**2)[:, None] * v * a * (1 - a) * -k).mean(0),
    )


# %% wrong sigmoid_gradients: k squared
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    return (
        np.mean(e**2),
        2 * (e[:, None] * a).mean(0),
        (2 * e[:, None] * v * a * (1 - a) * -(k**2)).mean(0),
    )


# %% wrong sigmoid_gradients: mean absolute error
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    g = np.sign(e) / len(x)
    return np.mean(np.abs(e)), g @ a, (g[:, None] * v * a * (1 - a) * -k).sum(0)


# %% twice sigmoid_gradients: dv of t, ds sign
def sigmoid_gradients(x, t, s, v, k):
    a = sigmoid(k * (x[:, None] - s))
    e = a @ v - t
    return (
        np.mean(e**2),
        2 * (t[:, None] * a).mean(0),
        (2 * e[:, None] * v * a * (1 - a) * k).mean(0),
    )
