# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Backpropagation, one number at a time
#
# | | |
# |---|---|
# | **You will be able to** | push a gradient backwards through a graph of numbers, by hand and in code; say what +, max and × do to a gradient; check any gradient numerically, and know when to believe the check; write a small automatic differentiation engine |
# | **You need** | derivatives and the chain rule; Python functions, lists and loops; arrays in NumPy |
# | **Time** | about 240 minutes, 40 of them for the optional exercise 11 |
# | **Points** | 100: 92 checked here, 14 of them in the optional exercise 11; 8 for the written answer, graded by a person |

# %% tags=["setup"]
# The build puts the set-up here.

# %%
import matplotlib.pyplot as plt
import numpy as np

from handgrad import check, failing, hand_in, hint, progress
from handgrad.explore import backprop_scalar as explore
from handgrad.plot import BLUE, ORANGE, use_style
from handgrad.adapters.backprop_scalar import run_programs

use_style()

# %% [markdown]
# ## Why
#
# A neural network is a function with many numbers inside, its weights. Training asks one question of every weight:
# if this weight grew a little, how would the loss change? The answer is a partial derivative. All the answers together
# are the **gradient**.
#
# One way to find it is to try. Nudge a weight up, nudge it down, compute the loss both times, divide the difference by
# the distance. That takes two evaluations of the loss for each weight.
#
# The other way walks through the computation once forwards, then once from its end to its beginning, and finds all the
# derivatives on the way back. This is **backpropagation**. Both walks together cost at most about five evaluations,
# however many weights there are, and for the layers of a net about three: one product of matrices forwards, two backwards.
# (Exercise 5 shows where the five comes from.)
#
# Look in the figure for the two costs at the dashed line. It marks the network of chapter 10, with 133,882 weights.

# %% tags=["skip-grading"]
weights = np.logspace(0, 6, 60)
figure, axes = plt.subplots()
axes.loglog(weights, 2 * weights, color=ORANGE, label="nudge every weight")
axes.loglog(weights, np.full(60, 5.0), color=BLUE, label="backpropagation, forwards and backwards (at most)")
axes.axvline(133_882, color="black", linestyle="--", linewidth=1)
axes.set(xlabel="number of weights", ylabel="evaluations of the loss", title="The price of one gradient")
axes.legend()
plt.show()

# %% [markdown]
# At the dashed line nudging costs 267,764 evaluations for a single gradient, and training takes thousands of gradients.
# The two walks cost five at most. Without them nobody would train networks at all.
#
# The idea is older than its fame: Linnainmaa described the walk backwards in 1970, and Werbos proposed it for networks in
# 1974. It took hold in 1986, published by Rumelhart, Hinton and Williams and, independently, by Bartsev and Okhonin in
# Krasnoyarsk.

# %%
assert 2 * 133_882 == 267_764

# %% [markdown]
# ## Predict
#
# Write down an answer to each question before you read on, in place of `None`. Nobody grades them. A guess that turned
# out wrong is remembered better than an answer that was only read. Each question is taken up again later.
#
# - **A.** $q = (u v + t)^2$ at $u = 2$, $v = -1$, $t = 5$. One of the three inputs grows by 0.01. Which one moves $q$
#   the most: `"u"`, `"v"` or `"t"`?
# - **B.** A result grows 4 times as fast as $\max(a, b)$ does, and $a = 3$, $b = 5$. How many times as fast as $a$ does the
#   result grow, if $a$ alone grows a little?
# - **C.** A slope is estimated by $(f(x+h) - f(x-h)) / 2h$, with the usual 16 digits. Which step gives the smallest
#   error: `1e-1`, `1e-5`, `1e-10` or `1e-15`?
# - **D.** 1000 numbers are turned into 100, these into 100 others, and those into one. The slopes of each step fill a
#   matrix, a row for each number that comes out and a column for each that goes in; the derivative is the product of the
#   three matrices. Which end is it cheaper to begin at, the `"input"` or the `"output"`? By what factor, counted in
#   multiplications of numbers?

# %%
prediction = {"A": None, "B": None, "C": None, "D": None}


def guessed(question):
    """What you wrote down, for the reveal."""
    return "You made no guess." if prediction[question] is None else f"You said {prediction[question]}."

# %% [markdown]
# ## Build
#
# ### A graph, forwards and backwards
#
# Take question A's function, and cut it into steps so small that each does one thing:
#
# $$a = u v, \qquad b = a + t, \qquad q = b^2 .$$
#
# **Forwards**: compute the steps in order, and write down every value.
#
# **Backwards**: start at $q$. For each value ask: if it grew a little, how many times that little would $q$ grow? The
# answer for $b$ is $\partial q / \partial b$, the slope of $q$ *by* $b$. (By $b$ means: with respect to $b$, a partial derivative.)
# For short, one calls this single number the **gradient** of $b$ too, and we write `db` for it. (So `db` is a number, not
# an infinitesimal.) The walk begins with `dq` = 1, because $q$ grows exactly as much as $q$. From there one rule does everything:
#
# > The gradient of what goes into a step is the gradient of what comes out, times the step's **local slope**.
#
# For instance $\text{db} = \text{dq} \cdot \partial q / \partial b$. The local slope looks at one small step only. Here
# is the whole walk at $u = 2$, $v = -1$, $t = 5$. Read the third column downwards, then the last one upwards.
#
# | name | step | value | local slope of the step that uses it | gradient |
# |---|---|---|---|---|
# | u | input | 2 | $\partial a/\partial u = v = -1$ | du = da · (−1) = −6 |
# | v | input | −1 | $\partial a/\partial v = u = 2$ | dv = da · 2 = 12 |
# | a | $u v$ | −2 | $\partial b/\partial a = 1$ | da = db · 1 = 6 |
# | t | input | 5 | $\partial b/\partial t = 1$ | dt = db · 1 = 6 |
# | b | $a + t$ | 3 | $\partial q/\partial b = 2b = 6$ | db = dq · 6 = 6 |
# | q | $b^2$ | 9 | | dq = 1 |
#
# The same as a graph. Move the slider to the left end and walk. Look at where each gradient comes from: always from
# the right, times one local slope.

# %% tags=["skip-grading"]
explore.square_graph.show()

# %% [markdown]
# Two steps needed values from the forward walk for their local slopes: the square needed $b$, and the product needed $u$
# and $v$. This is why the forward walk keeps what it computes.
#
# Here is the same result as code: a function without arguments that returns the numbers in a dict. You will write two
# of this kind. The rule is asserted below it, step by step.

# %%
def square_graph_by_hand():
    """The values and gradients of q = (u·v + t)² at u = 2, v = -1, t = 5."""
    return {"a": -2, "b": 3, "q": 9, "db": 6, "da": 6, "dt": 6, "du": -6, "dv": 12}


n = square_graph_by_hand()
assert n["db"] == 2 * n["b"]
assert n["da"] == n["dt"] == n["db"]
assert (n["du"], n["dv"]) == (-1 * n["da"], 2 * n["da"])

# %% [markdown]
# **Question A.** The gradients answer it without a trial. The largest in size is `dv` = 12, so $v$ moves $q$ the most,
# although $v$ is the smallest of the three inputs. The trial agrees: $v$ grows by 0.01, $q$ grows by 0.1204, about
# twelve times as much.

# %%
moved = (2 * -0.99 + 5) ** 2 - 9
print(f"A. {guessed('A')} v moves q by {moved:.4f}.")
assert abs(moved - 12 * 0.01) < 0.001

# %% [markdown]
# ### Exercise 1: a graph by hand
#
# *Difficulty 1 of 5, about 10 minutes.*
#
# $$f = 1 + e^{w_1 x + w_0}, \qquad x = 1,\; w_1 = 2,\; w_0 = 1,$$
#
# in the steps $a = w_1 x$, $b = a + w_0$, $c = e^b$, $f = c + 1$. Find every value and every gradient, beginning with
# `df` = 1. Use a pen, and a calculator or `np.exp` for the exponential. Give two decimals.
#
# The slope of $e^b$ is $e^b$. (This course grew out of a series of lectures; where a reader of theirs would stumble, a
# note in brackets says so. Here: the lecture rounds $e^3$ to 20. It is not 20, and two decimals are asked for.)
#
# If the check finds several numbers wrong, begin with the first of them: those after it follow from it.
# Stuck? Run `hint("graph_by_hand")` in a new cell. Each call gives one hint more, and this works for every exercise.

# %% nbgrader={"grade": false, "grade_id": "graph_by_hand", "locked": false, "schema_version": 3, "solution": true, "task": false}
def graph_by_hand():
    """The values and gradients of f = 1 + e^(w1·x + w0) at x = 1, w1 = 2, w0 = 1, to two decimals.

    Returns a dict with ten keys: the values a, b, c, f, and the gradients dc, db, da, dw0, dw1, dx.
    """
    ### BEGIN SOLUTION
    values = {"a": 2, "b": 3, "c": 20.09, "f": 21.09}
    return values | {"dc": 1, "db": 20.09, "da": 20.09, "dw0": 20.09, "dw1": 20.09, "dx": 40.17}
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_graph_by_hand", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("graph_by_hand", graph_by_hand)

# %% [markdown]
# ### Exercise 2: two branches and a constant
#
# *Difficulty 1 of 5, about 8 minutes.*
#
# A difference and a constant factor bring nothing new. The local slopes of $a - b$ are 1 and −1. The local slope of $3a$
# is 3, and the constant 3 itself needs no gradient. Solved: $r = p - 2 s^2$ at $p = 1$, $s = 3$, in the steps
# $k = s^2$ and $r = p - 2k$.

# %%
p, s = 1, 3
k = s**2
r = p - 2 * k
dr = 1
dp, dk = dr * 1, dr * -2
ds = dk * 2 * s
assert (r, dp, dk, ds) == (-17, 1, -2, -12)

# %% [markdown]
# Now your turn:
#
# $$y = x_1 w_1 + 3 (x_2^2 - w_2), \qquad x_1 = 1,\; w_1 = 2,\; x_2 = -2,\; w_2 = 3,$$
#
# in the steps $y_1 = x_1 w_1$, $y_2 = x_2^2$, $y_3 = y_2 - w_2$, $y = y_1 + 3 y_3$. (The lecture prints $y_2$
# for $y_3$ in the last step, a slip: it would lose $w_2$.)
#
# Inputs and weights are treated alike here. The graph does not know which of them will be trained.

# %% nbgrader={"grade": false, "grade_id": "lecture_graph", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lecture_graph():
    """The value and the gradients of y = x1·w1 + 3(x2² - w2) at x1 = 1, w1 = 2, x2 = -2, w2 = 3.

    Returns a dict with five keys: y, dx1, dw1, dx2, dw2.
    """
    ### BEGIN SOLUTION
    return {"y": 5, "dx1": 2, "dw1": 1, "dx2": -12, "dw2": -3}
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_lecture_graph", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("lecture_graph", lecture_graph)

# %% [markdown]
# ### Exercise 3: the graph as a function
#
# *Difficulty 2 of 5, about 10 minutes.*
#
# What was done with numbers can be done with names. Solved, for $q = (uv + t)^2$: forwards as far as the backward walk
# needs, then backwards, one line for each step.

# %%
def square_graph_backward(u, v, t):
    """The gradients of q = (u·v + t)² by u, v and t: du, dv, dt."""
    b = u * v + t        # forwards; q itself is not needed
    db = 2 * b           # through the square, from dq = 1
    da, dt = db, db      # through the sum
    du, dv = v * da, u * da    # through the product
    return du, dv, dt


assert square_graph_backward(2, -1, 5) == (-6, 12, 6)

# %% [markdown]
# Do the same for the graph of exercise 1, at any numbers.

# %% nbgrader={"grade": false, "grade_id": "graph_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def graph_backward(x, w1, w0):
    """The gradients of f = 1 + e^(w1·x + w0) by its three inputs, in this order: dx, dw1, dw0.

    x, w1 and w0 are numbers.
    """
    ### BEGIN SOLUTION
    db = np.exp(w1 * x + w0)
    return w1 * db, x * db, db
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_graph_backward", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("graph_backward", graph_backward)

# %% [markdown]
# ### Exercise 4: add, max, multiply
#
# *Difficulty 2 of 5, about 10 minutes.*
#
# A step with two inputs is often called a **gate**. Three gates make up most of a network, and each has its own way with
# a gradient:
#
# - **add** *distributes*: each input gets the whole gradient;
# - **max** *routes*: the larger input gets all of it, the other gets nothing;
# - **multiply** *switches*: each input gets the gradient times the value of the *other* input.
#
# The gradient that arrives from the right is called **upstream**. The word "distributes" does not mean "shares out": if
# $a$ grows by one, then $a + b$ grows by a whole one.
#
# Two sisters of these gates, solved:

# %%
def subtract_backward(a, b, upstream):
    """The gradients of a and b through a - b."""
    return upstream, -upstream


def min_backward(a, b, upstream):
    """The gradients of a and b through min(a, b): all of it goes to the smaller input."""
    da = upstream if a < b else 0.0
    return da, upstream - da


assert subtract_backward(3.0, 5.0, 4.0) == (4.0, -4.0)
assert min_backward(3.0, 5.0, 4.0) == (4.0, 0.0)

# %% [markdown]
# At $a = b$ the maximum has a kink and no derivative. The check never uses $a = b$.

# %% nbgrader={"grade": false, "grade_id": "gate_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gate_backward(gate, a, b, upstream):
    """The gradients of a and b through a gate: da, db.

    gate is one of the texts "add" (a + b), "max" (max(a, b)) and "multiply" (a·b); a and b are different numbers;
    upstream is the gradient of the gate's output.
    """
    ### BEGIN SOLUTION
    if gate == "add":
        return upstream, upstream
    if gate == "max":
        return (upstream, 0.0) if a > b else (0.0, upstream)
    return b * upstream, a * upstream
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_gate_backward", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("gate_backward", gate_backward)

# %% [markdown]
# **Question B.** The answer is 0. The smaller input gets nothing, whatever arrives: if $a = 3$ moves a little, $\max(3, 5)$ stays at 5. The
# gate ReLU, $\max(0, s)$, is this gate with one input held at 0. Where $s$ is negative it lets no gradient through. At
# $s = 0$ exactly this course takes the slope 0, as PyTorch does.

# %%
nudged = max(3.001, 5)
print(f"B. {guessed('B')} Nudged, the maximum is still {nudged}.")
assert nudged == max(3, 5)

# %% [markdown]
# ### Exercise 5: paths
#
# *Difficulty 3 of 5, about 15 minutes.*
#
# So far each value was used once. When a value is used twice, its gradient arrives from two sides. The two are **added**:
#
# $$\frac{\partial f}{\partial x} = \sum_i \frac{\partial f}{\partial g_i}\,\frac{\partial g_i}{\partial x}
# \qquad\text{for}\quad f(g_1(x), \dots, g_n(x)).$$
#
# In the graph this reads: *multiply the slopes along each path from $x$ to $f$, then add up the paths.* Solved, for
# $f = x \sin x$, where $x$ enters the product directly and once more through the sine. The sum is the product rule.

# %%
def x_sin_x_backward(x):
    """The slope of f = x·sin(x) along each of its two paths, and their sum."""
    directly = np.sin(x)             # x → f: the product's slope is the other factor
    through_sine = x * np.cos(x)     # x → sin x → f
    return directly, through_sine, directly + through_sine


assert x_sin_x_backward(np.pi) == (np.sin(np.pi), -np.pi, np.sin(np.pi) - np.pi)

# %% [markdown]
# In a network a weight of the first layer reaches the output through every unit of the second. The smallest case has one
# unit $z$ in the first layer and two in the second:
#
# $$z = w x, \qquad h_1 = \tanh(v_1 z), \qquad h_2 = \tanh(v_2 z), \qquad \alpha = p_1 h_1 + p_2 h_2 .$$
#
# From $w$ to $\alpha$ there are two paths. The slope of $\tanh$ is $1 - \tanh^2$. (The lecture's formula for
# $\partial\alpha / \partial v_1$ leaves this slope out.)

# %% nbgrader={"grade": false, "grade_id": "paths", "locked": false, "schema_version": 3, "solution": true, "task": false}
def paths(x, w, v1, v2, p1, p2):
    """The slope of α by w along each path, and the gradient: through_h1, through_h2, dw.

    α = p1·tanh(v1·z) + p2·tanh(v2·z) with z = w·x; all inputs are numbers. through_h1 is the product of the slopes
    along the path w → z → h1 → α, through_h2 that along w → z → h2 → α, and dw is ∂α/∂w.
    """
    ### BEGIN SOLUTION
    z = w * x
    h1, h2 = np.tanh(v1 * z), np.tanh(v2 * z)
    through_h1 = p1 * (1 - h1**2) * v1 * x
    through_h2 = p2 * (1 - h2**2) * v2 * x
    return through_h1, through_h2, through_h1 + through_h2
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_paths", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("paths", paths)

# %% [markdown]
# Adding up paths one by one would be hopeless in a real network. Five layers of ten units between one input and one output
# hold 100,000 paths, but only 420 arrows. Backpropagation adds *at each node*: it waits until everything has arrived
# there, and hands the sum on once. So it visits each arrow once, with one multiplication and one addition.
#
# This is the five of the introduction. Cut into single operations, such as one addition or one multiplication, the
# forward walk has at most two inputs to each. The backward walk brings one multiplication and one addition for each input:
# $1 + 2 + 2 = 5$. It is *about* five, because local slopes such as that of $\tanh$ have to be computed too.

# %%
layers = [1, 10, 10, 10, 10, 10, 1]
number_of_paths = int(np.prod(layers))
number_of_arrows = sum(layers[i] * layers[i + 1] for i in range(6))
assert (number_of_paths, number_of_arrows) == (100_000, 420)

# %% [markdown]
# ### Exercise 6: a chain of functions
#
# *Difficulty 3 of 5, about 20 minutes.*
#
# The simplest deep network is a chain of functions of one number:
#
# $$f(x) = g_m(g_{m-1}(\dots g_1(x) \dots)), \qquad
# f'(x) = g_m'(v_{m-1}) \cdots g_2'(v_1)\, g_1'(v_0),$$
#
# where $v_0 = x$ and $v_i = g_i(v_{i-1})$. Each slope is taken at what went *into* its function. So the forward walk has
# to store all the $v_i$ but the last. This is the price of backpropagation: memory that grows with the depth.
#
# The functions come by name, from this table.

# %%
# Of each function: itself and its derivative, both of them functions of what goes in.
ELEMENTARY = {
    "exp": (np.exp, np.exp),
    "sin": (np.sin, np.cos),
    "square": (lambda v: v**2, lambda v: 2 * v),
    "tanh": (np.tanh, lambda v: 1 - np.tanh(v) ** 2),
}

# %% [markdown]
# Solved, for the fixed chain $\tanh(\sin(x^2))$ at $x = 0.8$, without loops. Look at which `v` each slope is taken at.

# %%
x = 0.8
v1 = x**2
v2 = np.sin(v1)
v3 = np.tanh(v2)

d3 = 1.0
d2 = d3 * ELEMENTARY["tanh"][1](v2)      # v3 = tanh(v2): the slope at v2
d1 = d2 * ELEMENTARY["sin"][1](v1)       # v2 = sin(v1): the slope at v1
d0 = d1 * ELEMENTARY["square"][1](x)     # v1 = x²: the slope at x
print(f"value {v3:.4f}, derivative {d0:.4f}")

# %% [markdown]
# Write it for any list of names.

# %% nbgrader={"grade": false, "grade_id": "chain_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def chain_backward(layers, x):
    """All the values of a chain of functions, and the derivative of the last by x: values, dx.

    layers is a list of m names from ELEMENTARY, the first to be applied first; it may be empty. x is a number.
    values is an array of shape (m + 1,): x, then each function's result in order. dx is a number.
    """
    ### BEGIN SOLUTION
    values = [x]
    for name in layers:
        values.append(ELEMENTARY[name][0](values[-1]))
    dx = 1.0
    for name, given in zip(reversed(layers), reversed(values[:-1]), strict=True):
        dx = dx * ELEMENTARY[name][1](given)
    return np.array(values), dx
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_chain_backward", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("chain_backward", chain_backward)

# %% [markdown]
# ### Exercise 7: a loss
#
# *Difficulty 3 of 5, about 20 minutes.*
#
# A neuron and a loss form a chain too, with weights joining on the way. Solved, for the squared error of one example,
# $\tfrac12 (w_0 + w_1 x_1 + w_2 x_2 - y)^2$. The steps are $s = w_0 + w_1 x_1 + w_2 x_2$, then $r = s - y$, then
# $\tfrac12 r^2$.

# %%
def squared_backward(w0, w1, w2, x1, x2, y):
    """The squared error of one example and its gradients: loss, dw0, dw1, dw2."""
    r = w0 + w1 * x1 + w2 * x2 - y
    ds = r    # the slope of r²/2 is r, that of s - y is 1
    return r**2 / 2, ds, x1 * ds, x2 * ds


assert squared_backward(1, 2, 3, 0.5, -1, 4) == (12.5, -5, -2.5, 5)

# %% [markdown]
# Two classes are called $y = 1$ and $y = -1$, and the sign of the **score** $s = w_0 + w_1 x_1 + w_2 x_2$ decides between
# them. One uses the **logistic loss**
#
# $$L = \ln(1 + e^{-m}), \qquad m = y\,s .$$
#
# So $m$ is positive where the score has the right sign. The slope of $L$, from the outside inwards:
#
# $$\frac{\partial L}{\partial m} = \frac{1}{1 + e^{-m}} \cdot e^{-m} \cdot (-1)
# = \frac{-1}{1 + e^{m}} = -\sigma(-m), \qquad \sigma(s) = \frac{1}{1 + e^{-s}} .$$
#
# Check the sign: a larger $m$ is a better answer, so the loss has to fall with $m$. (The lecture has the opposite sign: that
# is the log-*likelihood*, which is to grow.)
#
# Written as it stands, the formula breaks: at $m = -1000$ the number $e^{1000}$ does not fit. `math.exp` raises
# `OverflowError`; `np.exp` gives inf and a warning. A warning alone costs no points, an inf or nan in the result does. Two
# tools avoid both. `np.logaddexp(a, b)` is $\ln(e^a + e^b)$, computed without overflow. And because
# $\ln \sigma(s) = -\ln(e^0 + e^{-s})$, it gives a sigmoid that never overflows either:

# %%
def sigmoid(s):
    """1 / (1 + e^(-s)), for numbers or arrays of any size."""
    return np.exp(-np.logaddexp(0.0, -s))


assert np.logaddexp(0.0, 1000.0) == 1000.0
assert (sigmoid(-1000.0), sigmoid(1000.0)) == (0.0, 1.0)
assert abs(sigmoid(0.0) - 0.5) < 1e-15

# %% nbgrader={"grade": false, "grade_id": "logistic_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def logistic_backward(w0, w1, w2, x1, x2, y):
    """The logistic loss of one example and its gradients by the weights: loss, dw0, dw1, dw2.

    loss = ln(1 + e^(-m)) with m = y(w0 + w1·x1 + w2·x2). y is 1 or -1, the others are numbers; the score may be
    in the thousands, and everything returned is finite all the same.
    """
    ### BEGIN SOLUTION
    m = y * (w0 + w1 * x1 + w2 * x2)
    ds = -y * sigmoid(-m)
    return np.logaddexp(0.0, -m), ds, ds * x1, ds * x2
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_logistic_backward", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("logistic_backward", logistic_backward)

# %% [markdown]
# ### Exercise 8: nudging, done well
#
# *Difficulty 3 of 5, about 20 minutes.*
#
# Nudging is too slow for training, but it knows nothing of your derivation. So it is the best witness against a
# mistake in it. From Taylor's formula,
#
# $$\frac{f(x+h) - f(x)}{h} = f' + \tfrac{h}{2} f'' + \dots, \qquad
# \frac{f(x+h) - f(x-h)}{2h} = f' + \tfrac{h^2}{6} f''' + \dots$$
#
# The first is the **forward difference**, the second the **central difference**. In the central one the error in $h$
# cancels and one in $h^2$ is left. Solved, for a function of one number. Look at what halving $h$ does to each error.

# %%
def forward_slope(f, x, h):
    """The forward difference of a function of one number."""
    return (f(x + h) - f(x)) / h


def central_slope(f, x, h):
    """The central difference of a function of one number."""
    return (f(x + h) - f(x - h)) / (2 * h)


for h in (0.1, 0.05):
    one, two = (abs(slope(np.sin, 1.0, h) - np.cos(1.0)) for slope in (forward_slope, central_slope))
    print(f"h = {h}: forward off by {one:.5f}, central by {two:.5f}")

# %% [markdown]
# Half the step gives half the error in the forward difference, and a quarter of it in the central one.
#
# A loss depends on a whole array. Its gradient is an array of the same shape: one entry of $x$ is nudged at a time, while
# the others stay. `np.ndindex(x.shape)` runs through the indices of an array of any shape. Two traps lie here. A NumPy
# array of whole numbers stays whole: what is put into it loses its decimals. And your function must leave the caller's
# array as it was, to the last digit.

# %%
whole = np.array([2, -1, 3])
whole[0] = whole[0] + 0.5
assert whole[0] == 2
assert list(np.ndindex(2, 2)) == [(0, 0), (0, 1), (1, 0), (1, 1)]

# %% nbgrader={"grade": false, "grade_id": "central_difference", "locked": false, "schema_version": 3, "solution": true, "task": false}
def central_difference(f, x, h):
    """The gradient of f at x by central differences, an array of floats with x's shape.

    f takes an array of x's shape and returns a number. x is an array of any shape, perhaps of whole numbers; it is
    not changed. h > 0 is the step. Entry i of the result is (f at x with x_i + h, less f at x with x_i - h) over 2h.
    """
    ### BEGIN SOLUTION
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        grad[index] = (f(x + step) - f(x - step)) / (2 * h)
    return grad
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_central_difference", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("central_difference", central_difference)

# %% [markdown]
# ### Exercise 9: a gradient checker
#
# *Difficulty 2 of 5, about 10 minutes.*
#
# Now there are two gradients: the *claimed* one from your derivation, and the *numeric* one from nudging. They hardly ever
# agree to the last digit. This course calls them close enough where the error is below $10^{-6}$. But which error?
#
# The first measure that comes to mind is each entry's relative error, and then the largest of them. Solved below, on a claimed
# gradient that is right. The numeric one is off by $10^{-9}$ in every entry, as rounding may do.

# %%
def largest_entrywise_error(claimed, numeric):
    """The largest relative error of a single entry."""
    return np.max(np.abs(claimed - numeric) / np.abs(numeric))


claimed = np.array([0.8, -1.5, 0.0004, 2.1])
numeric = claimed + 1e-9
assert largest_entrywise_error(claimed, numeric) > 1e-6

# %% [markdown]
# The error of a right gradient is above the limit, because of one entry that happens to be small. Rounding does not shrink
# with the entry, so its relative error grows. It is fairer to measure the array as a whole, as a ratio of lengths:
#
# $$\text{error} = \frac{\lVert \text{claimed} - \text{numeric} \rVert}{\max(\lVert \text{numeric} \rVert,\; 10^{-6})} .$$
#
# $\lVert\cdot\rVert$ is the root of the sum of all squares, and `np.linalg.norm` computes it. The floor $10^{-6}$ is for
# gradients that are zero, or so small that only rounding is left of them. The two agree where the error is below
# $10^{-6}$. This course's own checks compare arrays in this way.

# %% nbgrader={"grade": false, "grade_id": "gradient_checker", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradient_checker(claimed, numeric):
    """How far a claimed gradient is from a numeric one, and whether they agree: error, agrees.

    claimed and numeric are arrays of the same shape. error is the ratio of norms, with the floor of 1e-6 under it;
    agrees is one truth value: True if error is below 1e-6, otherwise False.
    """
    ### BEGIN SOLUTION
    error = np.linalg.norm(claimed - numeric) / max(np.linalg.norm(numeric), 1e-6)
    return error, error < 1e-6
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_gradient_checker", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("gradient_checker", gradient_checker)

# %% [markdown]
# ### When to believe a checker
#
# Four things to know, each shown by a cell. The first three need a loss whose right gradient is known: the sum over 50
# examples of $\tanh^2 s_n$ with the score $s_n = x_n \cdot w$, and 100 weights. Its gradient is
# $\sum_n 2 \tanh s_n\,(1 - \tanh^2 s_n)\, x_n$: the slopes of the square, of tanh and of the score.

# %%
def losses(W, X):
    """The loss at each row of W: the sum over the examples of tanh² of their score."""
    return (np.tanh(W @ X.T) ** 2).sum(axis=1)


def right_gradient(w, X):
    """The gradient of the loss at the weights w."""
    t = np.tanh(X @ w)
    return (2 * t * (1 - t**2)) @ X


def examples_and_weights(seed):
    """50 random examples and 100 random weights: X, w."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(50, 100)) / 10, rng.normal(size=100)

# %% [markdown]
# The numeric gradient nudges all the weights at once. Row $i$ of `nudges` is $h$ at weight $i$ and 0 elsewhere. `kind` is
# the precision in which the losses are computed.

# %%
def numeric_gradient(w, X, h=1e-5, kind=np.float64):
    """Central differences of the loss in each weight."""
    nudges = h * np.eye(len(w))
    up, down = (losses((w + sign * nudges).astype(kind), X.astype(kind)) for sign in (1, -1))
    return (up - down) / (2 * h)


def ratio(one, other):
    """The ratio of norms of two gradients."""
    return np.linalg.norm(one - other) / np.linalg.norm(other)

# %% [markdown]
# **Norms, not entries.** 100 random draws, and the gradient is right in each. Look at how far each measure is from the
# limit, and how much it scatters.

# %%
draws = [examples_and_weights(seed) for seed in range(100)]
pairs = [(right_gradient(w, X), numeric_gradient(w, X)) for X, w in draws]
entrywise = np.array([largest_entrywise_error(*pair) for pair in pairs])
ratios = np.array([ratio(*pair) for pair in pairs])

figure, axes = plt.subplots()
axes.semilogy(entrywise, "o", color=ORANGE, label="largest error of one entry")
axes.semilogy(ratios, "o", color=BLUE, label="ratio of norms")
axes.axhline(1e-6, color="black", linestyle="--", linewidth=1)
axes.set(xlabel="draw", ylabel="error", ylim=(1e-10, 1e-3), title="A right gradient, checked 100 times (dashed: the limit)")
axes.legend(loc="upper right")
plt.show()

# %% [markdown]
# Entry by entry, the worst draws raise a false alarm. With the stricter limit $10^{-7}$, which one meets elsewhere, more than
# one draw in ten does. The ratio of norms stays a hundred times below the limit and more.

# %%
assert entrywise.max() > 1e-6
assert (entrywise > 1e-7).sum() > 10
assert ratios.max() < 1e-8

# %% [markdown]
# **Never in float32.** It has 7 digits in place of 16. The same check in both precisions, at many steps $h$: look for the
# lowest point of each line, and for the value at $h = 10^{-5}$.

# %%
X, w = examples_and_weights(1)
right, steps = right_gradient(w, X), np.logspace(-7, -1, 25)
double, single = (
    [ratio(right, numeric_gradient(w, X, h, kind)) for h in steps] for kind in (np.float64, np.float32)
)

figure, axes = plt.subplots()
axes.loglog(steps, single, color=ORANGE, label="float32")
axes.loglog(steps, double, color=BLUE, label="float64")
axes.axhline(1e-6, color="black", linestyle="--", linewidth=1)
axes.set(xlabel="step h", ylabel="ratio of norms", title="A right gradient, checked in two precisions (dashed: the limit)")
axes.legend()
plt.show()

# %% [markdown]
# In float32, at $h = 10^{-5}$, a right gradient looks more than ten per cent wrong. Even at the best step about $10^{-4}$ is
# left, far too much for a limit of $10^{-6}$. Networks are trained in float32 all the same; they are *checked* in float64.

# %%
assert ratio(right, numeric_gradient(w, X, 1e-5, np.float32)) > 0.1
assert 3e-5 < min(single) < 3e-4
assert ratio(right, numeric_gradient(w, X)) < 1e-8

# %% [markdown]
# **Strict, not lenient.** A loss often has a second term, a penalty ½λ‖w‖², whose gradient is $\lambda w$. Take
# $\lambda = 10^{-3}$, and suppose you forget half of it. `np.allclose` with both of its tolerances at 0.01 does not notice: what
# is missing is less than the absolute one. The ratio of norms is a thousand times above the limit. Better still, check
# the two terms apart: then a mistake cannot hide behind a larger neighbour.

# %%
with_penalty, half_forgotten = right + 1e-3 * w, right + 0.5e-3 * w
print("np.allclose:", np.allclose(half_forgotten, with_penalty, rtol=0.01, atol=0.01))
print(f"ratio of norms: {ratio(half_forgotten, with_penalty):.4f}")
assert np.abs(half_forgotten - with_penalty).max() < 0.01
assert not np.allclose(half_forgotten, with_penalty, rtol=0.01, atol=0)
assert ratio(half_forgotten, with_penalty) > 1e-3

# %% [markdown]
# **Mind the kinks.** At a kink, such as that of ReLU at 0, a nudge may jump across. Then the central difference mixes two
# slopes, and a right gradient is accused. If a check fails, look at `claimed - numeric`. If only a few entries are off,
# check again at other random numbers. A kink goes away; a mistake does not.

# %%
def relu(s):
    return max(0.0, s)


for s in (3e-6, 0.3):
    print(f"at s = {s}: the slope is 1, the central difference {central_slope(relu, s, 1e-5):.2f}")
assert abs(central_slope(relu, 3e-6, 1e-5) - 0.65) < 1e-9
assert abs(central_slope(relu, 0.3, 1e-5) - 1.0) < 1e-9

# %% [markdown]
# ### Exercise 10: which end to begin at
#
# *Difficulty 3 of 5, about 15 minutes.*
#
# Let each step now turn several numbers into several others: step $i$ turns $d_{i-1}$ numbers into $d_i$. Its slopes form
# a table $J_i$ with $d_i$ rows and $d_{i-1}$ columns, the **Jacobian**: row for what comes out, column for what goes in. The
# sum over all paths is then a product of matrices, $J_m \cdots J_2 J_1$.
#
# A product can be worked out from either end. **Forward mode** begins at the input, $J_3 (J_2 J_1)$. **Reverse mode** begins at
# the output, $(J_3 J_2) J_1$; backpropagation is reverse mode. (The lecture exchanges the names in one place.)
# The result is the same, the cost is not: a $(p, q)$ matrix times a $(q, r)$ matrix takes $p\,q\,r$ multiplications, because each
# of the $p\,r$ entries is a sum of $q$ products. Solved, for sizes $2 \times 10$, $10 \times 30$ and $30 \times 5$:

# %%
left_pair_first = 2 * 10 * 30 + 2 * 30 * 5      # (A B), which is 2 × 30, then times C
right_pair_first = 10 * 30 * 5 + 2 * 10 * 5     # (B C), which is 10 × 5, then A times it
assert (left_pair_first, right_pair_first) == (900, 1600)

# %% nbgrader={"grade": false, "grade_id": "chain_cost", "locked": false, "schema_version": 3, "solution": true, "task": false}
def chain_cost(sizes):
    """The multiplications for J_m ··· J_2 J_1 in forward and in reverse mode: forward, reverse (whole numbers).

    sizes is the list [d_0, d_1, ..., d_m] with m ≥ 1; J_i has shape (d_i, d_{i-1}). Forward mode begins with J_1 and
    multiplies by J_2, then J_3, and so on; reverse mode begins with J_m. With a single Jacobian both are 0.
    """
    ### BEGIN SOLUTION
    m = len(sizes) - 1
    forward = sum(sizes[i] * sizes[i + 1] * sizes[0] for i in range(1, m))
    reverse = sum(sizes[i] * sizes[i + 1] * sizes[-1] for i in range(m - 1))
    return forward, reverse
    ### END SOLUTION

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_chain_cost", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("chain_cost", chain_cost)

# %% [markdown]
# **Question D.** From the input, a table with 1000 columns is carried through all the steps. From the output, it is a single
# row. The row is about 92 times cheaper.

# %%
from_the_input = 100 * 100 * 1000 + 1 * 100 * 1000
from_the_output = 1 * 100 * 100 + 1 * 100 * 1000
print(f"D. {guessed('D')} From the input {from_the_input:,}, from the output {from_the_output:,} multiplications.")
assert round(from_the_input / from_the_output) == 92

# %% [markdown]
# Training has one loss and many weights: many columns, one row. That is why it goes backwards. (Each layer's weights join on
# the way: the row that arrives at a layer gives their gradients too.) With one input and many outputs
# forward mode wins, and it need not store anything.

# %% [markdown]
# ### Exercise 11 (optional): an engine
#
# *Difficulty 5 of 5, about 40 minutes. No later chapter needs it.*
#
# You have done the same thing many times by now: forwards, keep, backwards, multiply, add. A program can do it. We want to
# write `f = 1 + (w1 * x + w0).exp()`, then `f.backward()`, and find the gradients in `x.grad`, `w1.grad` and `w0.grad`.
# PyTorch, which you meet in chapter 09, works in this way and has the same names.
#
# A `Value` holds a number, and remembers how it was made: the Values that it came from (its *parents*), and its local slope by
# each of them. So the graph builds itself while the formula is computed. The class `Node` below is solved. It has the addition,
# and it derives from `+`, `*` and `**` whatever follows from them. (`type(self)(…)` makes an object of the same class: a `Value`,
# once you have written that. Python calls `__radd__` for `1 + value`, where the left side does not know what a `Value` is.)

# %%
class Node:
    """A number that remembers how it was made."""

    def __init__(self, data, parents=(), slopes=()):
        self.data = data          # the number
        self.grad = 0.0           # its gradient, once backward() has run
        self.parents = parents    # the Values that it was made from
        self.slopes = slopes      # its local slope by each of them

    def wrap(self, other):
        """A plain number as an object of the same class; a node as it is."""
        return other if isinstance(other, Node) else type(self)(other)

    def __add__(self, other):
        other = self.wrap(other)
        return type(self)(self.data + other.data, (self, other), (1.0, 1.0))

    def __radd__(self, other): return self + other
    def __rmul__(self, other): return self * other
    def __neg__(self): return self * -1.0
    def __sub__(self, other): return self + -self.wrap(other)
    def __rsub__(self, other): return self.wrap(other) - self
    def __truediv__(self, other): return self * self.wrap(other) ** -1
    def __rtruediv__(self, other): return self.wrap(other) / self

# %% [markdown]
# The rest is yours. First five operations of the same kind: each makes a `Value` out of its number, the tuple of its parents and
# the tuple of its local slopes. (A tuple of one is written `(self,)`.) Then `backward`: it begins with gradient 1 at the last
# node, and each node adds to each parent's `grad` that parent's share, the local slope times the node's own gradient. It is
# called once per formula; what a second call does is not checked.
#
# The order matters. A node may hand its gradient on only when *all* nodes that use it have handed theirs back. So first put
# the nodes into a list in which each stands *after* its parents; then walk through the list from its end. To make such a
# list: a function that visits a node visits its parents first, and appends the node afterwards. A node that has been
# visited is not visited again. (Python lets functions call themselves about 1000 levels deep. The checks stay below 400.)

# %% nbgrader={"grade": false, "grade_id": "value", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Value(Node):
    """A Node that can be multiplied, raised to a power, and differentiated."""

    def __mul__(self, other):
        other = self.wrap(other)
        ### BEGIN SOLUTION
        return Value(self.data * other.data, (self, other), (other.data, self.data))
        ### END SOLUTION

    def __pow__(self, n):
        """self to the power n, a plain number."""
        ### BEGIN SOLUTION
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))
        ### END SOLUTION

    def exp(self):
        """e to the power self."""
        ### BEGIN SOLUTION
        e = np.exp(self.data)
        return Value(e, (self,), (e,))
        ### END SOLUTION

    def tanh(self):
        """The hyperbolic tangent."""
        ### BEGIN SOLUTION
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))
        ### END SOLUTION

    def relu(self):
        """max(0, self), with slope 0 at 0."""
        ### BEGIN SOLUTION
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))
        ### END SOLUTION

    def backward(self):
        """Put the gradient of this Value by every Value it was made from into their grad."""
        ### BEGIN SOLUTION
        order = []
        def visit(node):
            if node not in order:
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad
        ### END SOLUTION

# %% [markdown]
# The check runs small programs on your Values. One of its steps is `["a * b", 0, 1]`: node 0 times node 1.

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_value", "locked": true, "points": 14, "schema_version": 3, "solution": false, "task": false}
check("value", run_programs(Value))

# %% [markdown]
# ## Check
#
# Now let your tools check each other. The first cell holds your logistic gradients against your own central differences, with
# your own checker, at random numbers. The second holds the engine against exercise 3. (Skip the second if you left out
# exercise 11.)

# %% tags=["raises-exception"]
def logistic_agrees(w, x1, x2, y):
    """Whether logistic_backward agrees with central differences of its own loss."""
    claimed = logistic_backward(*w, x1, x2, y)[1:]
    numeric = central_difference(lambda v: logistic_backward(*v, x1, x2, y)[0], w, 1e-5)
    return gradient_checker(np.array(claimed), numeric)[1]


for y in (1, -1):
    x1, x2, *w = np.random.default_rng(7).normal(size=5)
    print(f"y = {y}: the two agree: {bool(logistic_agrees(np.array(w), x1, x2, y))}")

# %% tags=["raises-exception"]
x, w1, w0 = Value(0.5), Value(-1.0), Value(1.5)
f = 1 + (w1 * x + w0).exp()
f.backward()
print(f"dx = {x.grad:.4f}, dw1 = {w1.grad:.4f}, dw0 = {w0.grad:.4f}")
assert np.allclose([x.grad, w1.grad, w0.grad], graph_backward(0.5, -1.0, 1.5), rtol=1e-12)

# %% [markdown]
# ## Explore
#
# ### The graph of exercise 1, at any numbers
#
# First move *Step* from 0 to 9, and say each number before it appears. Then stay at step 9 and look for three things. Which
# gradients are always equal? What becomes of `dx` when $w_1$ is 0? Which gradients grow in size with $w_0$, and which never
# change? At the end set the numbers of exercise 1, and compare with your table.

# %% tags=["skip-grading"]
explore.exponential_graph.show()

# %% [markdown]
# `db`, `da` and `dw0` are always equal, since a sum hands its gradient on unchanged. `df` and `dc` are always 1. At $w_1 = 0$
# the input has no influence, and `dx` is 0; but `dw1` is not, so training can wake the weight up. A larger $w_0$ makes all
# but `df` and `dc` larger in size, unless they are 0, and leaves their signs: each has the factor $e^b$.

# %%
numbers = explore.exponential_numbers(x=0.5, w1=0.0, w0=1.5)
assert numbers["db"] == numbers["da"] == numbers["dw0"]
assert numbers["dw1"] > numbers["dx"] == 0
low, high = (explore.exponential_numbers(0.5, -1.0, w0) for w0 in (1.5, 2.0))
assert low["df"] == high["df"] == low["dc"] == high["dc"] == 1
for name in ("db", "da", "dw0", "dw1", "dx"):
    assert high[name] / low[name] > 1    # larger in size, of the same sign

# %% [markdown]
# ### The best step
#
# How small should $h$ be? Move it from the right to the left. Look for the step at which each difference is best, and for
# what happens beyond. Then switch to float32.

# %% tags=["skip-grading"]
explore.step_size.show()

# %% [markdown]
# **Question C.** The error falls, turns, and rises again. Two errors are at work:
#
# - **truncation**, the terms that Taylor's formula left out. It is about $h^2$ in the central difference and $h$ in the
#   forward one: straight lines that fall to the left;
# - **rounding**. $f(x+h)$ and $f(x-h)$ agree in most of their 16 digits, and the subtraction leaves only the uncertain
#   rest. Divided by $2h$ this is about $10^{-16}/h$: the ragged line that rises to the left.
#
# The best step lies where the two are equal, $h^2 \approx 10^{-16}/h$, so near $h = 10^{-5}$. There the central difference is
# right to about ten digits. The forward difference does best near $10^{-8}$, with about eight. In float32 both are a
# thousand times worse or more: no step brings the error safely below $10^{-6}$.

# %%
def error_at(h, which, precision="float64 (16 digits)"):
    """The relative error of the slope of sin at 1: which is 0 for the central difference, 1 for the forward one."""
    return explore.step_errors("sin x at x = 1", precision, h)[which]


best = min((1e-1, 1e-5, 1e-10, 1e-15), key=lambda h: error_at(h, 0))
print(f"C. {guessed('C')} The best of the four steps is {best}.")
assert error_at(1e-5, 0) < 1e-9 < 1e-6 < error_at(1e-12, 0)
assert error_at(1e-8, 1) < 1e-7 < error_at(1e-5, 1)
assert np.median([error_at(h, 0, "float32 (7 digits)") for h in np.logspace(-3, -2, 21)]) > 1e-6

# %% [markdown]
# ## Recap
#
# - A formula is a graph of small steps. Forwards: values, all of them kept. Backwards: gradients, from 1 at the end.
# - A gradient going back through a step is multiplied by the step's local slope. Along a path slopes multiply; where
#   paths meet, gradients add.
# - Add distributes, max routes, multiply switches.
# - One loss and many weights: begin at the output. It costs about five evaluations, and memory for the values.
# - Central differences, $h = 10^{-5}$, float64, ratio of norms below $10^{-6}$: the check to run on every gradient you derive.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_not_nudge", "locked": false, "points": 8, "schema_version": 3, "solution": true, "task": false}
# **Written question.** A colleague trains a network with one million weights. "Backpropagation is error-prone," she says. "I
# compute the gradient by central differences. It is three lines, and just as good." Answer her in four to six sentences. What
# does her way cost, and what does it lose in accuracy? Give figures. What is it nevertheless the right tool for, and how is it
# used there?
#
# ### BEGIN SOLUTION
# Your way evaluates the loss twice for each weight: two million evaluations for one gradient, and training takes thousands of
# gradients. Backpropagation finds the same gradient for the price of five evaluations at most, however many weights there are, at the
# cost of keeping the values of the forward walk. Nor is it as good: truncation and rounding leave about ten digits at the best
# step, 1e-5 in float64, about four at best in float32, and a wrong slope wherever a nudge crosses a kink. But you are right that
# derivations go wrong, and central differences are the way to find out. Take a small network in float64, compare the
# two gradients with h = 1e-5 as a ratio of norms, and trust the derivation once the ratio is below 1e-6.
#
# Mark scheme. Cost, 3 points: two evaluations for each weight, so two million; backpropagation a small number (three to five) that
# does not grow with the weights; 2 points without a figure. Accuracy, 2 points: about ten digits at best in float64, four or
# fewer in float32, wrong at a kink; 1 point for one of these. Use, 3 points: it checks a derived gradient (1), on a small network or on a
# few weights (1), in float64 with h = 1e-5 and a ratio of norms below 1e-6 (1).
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("backprop_scalar")

# %% [markdown]
# **Reading.** Rumelhart, Hinton and Williams, *Learning representations by back-propagating errors* (1986). Griewank and Walther,
# *Evaluating derivatives* (2008): what the walk backwards costs. Baydin, Pearlmutter, Radul and Siskind, *Automatic differentiation in
# machine learning: a survey* (2018).
#
# **Next:** [chapter 04](../04-backprop-matrix/backprop_matrix.ipynb) does all of this with whole layers at a time. The numbers
# become matrices, the local slopes become transposes, and "gradients add" becomes a sum over the batch.
