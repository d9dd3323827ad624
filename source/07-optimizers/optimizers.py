# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Optimizers: from a gradient to a step
#
# | | |
# |---|---|
# | **You will be able to** | write minibatch descent, momentum, decoupled weight decay, Adam and AdamW as small pure functions; write five schedules of the learning rate; compare optimizers fairly and say no more than the curves show; make a net overfit on purpose, see it in the curves, and cure it |
# | **You need** | chapter 05: the two-layer net, its loss and gradients, minibatches; NumPy |
# | **Time** | about four hours |
# | **Points** | 100: 95 from checks, 5 for a written answer |

# %% tags=["setup"]
# Set-up: the build fills this cell in.

# %%
import matplotlib.pyplot as plt
import numpy as np

from handgrad import check, failing, hand_in, hint, progress
from handgrad.explore import optimizers as explore
from handgrad.layers import accuracy, forward_net, init_net, relative_error, softmax
from handgrad.plot import BLUE, GREEN, ORANGE, PURPLE, RED, use_style
from handgrad.training import METHODS, Images, digits, noisy_digits, overfit, train
from handgrad.adapters.optimizers import run_schedule, run_steps

use_style()

# %% [markdown]
# ## Why
#
# Backpropagation tells you which way is down. It does not tell you how far to go. An **optimizer** is the rule that turns
# a gradient into a step, and this chapter asks: **what makes one rule better than another, and how would you know?**
#
# Here is why the plain rule, $w \leftarrow w - \eta g$, is not always enough. The loss below is a ravine,
# $\frac12(x^2 + 40y^2)$: forty times as steep across as along. Both paths make 40 steps. Look at where each of them
# wastes its steps.

# %% tags=["hide-input"]
def descend(rate, steps=40):
    points = [np.array([-4.0, 1.0])]
    for _ in range(steps):
        points.append(points[-1] - rate * points[-1] * [1.0, 40.0])
    return np.array(points)


fig, axes = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
x, y = np.meshgrid(np.linspace(-4.6, 1, 100), np.linspace(-1.4, 1.4, 100))
for ax, rate in zip(axes, (0.049, 0.005), strict=True):
    ax.contour(x, y, np.log(x**2 + 40 * y**2 + 0.1), levels=12, colors="#B0B0B0", linewidths=0.7)
    ax.plot(*descend(rate).T, ".-", color=BLUE, linewidth=1)
    ax.plot(0, 0, "*", color="black", markersize=12)
    ax.set(title=f"learning rate {rate}", xlabel="first weight", ylim=(-1.4, 1.4))
    ax.grid(False)
axes[0].set_ylabel("second weight")
plt.show()
assert abs(descend(0.049)[-1, 0]) < 0.6
assert abs(descend(0.005)[-1, 0]) > 3
assert abs(descend(0.051, steps=100)[-1, 1]) > 10

# %% [markdown]
# The large rate jumps from wall to wall. The small one does not, and crawls along the floor. One number has to serve
# two directions: across, every rate above $2/40 = 0.05$ diverges, and along, 0.05 is slow. Momentum and Adam are two
# answers to this.

# %% [markdown]
# ## Predict
#
# Write your answers into the cell before you go on. Nothing here is graded. Each answer comes up again in the chapter.
#
# - **sizes**: two weights have the gradients 0.001 and 1000. How many times farther does Adam's first step move the
#   second?
# - **start**: Adam's two averages start at zero, so both are too small at first. Without a correction, is the first step
#   too short, too long, or just right?
# - **penalty**: an L2 penalty is added to the loss, and Adam minimises it. One weight has small gradients, another one
#   large gradients. Which of the two is shrunk more?
# - **winner**: gradient descent, momentum, Adam, each with the learning rate that suits it best: how far apart will they
#   be on the digits after six epochs?
# - **heart**: a net with 3,760 parameters is trained on 100 images, and some 20 of their labels are wrong. How many of
#   the 100 labels will it get right in the end?

# %%
prediction = {"sizes": "", "start": "", "penalty": "", "winner": "", "heart": ""}

# %% [markdown]
# ## Build
#
# Stuck in an exercise? Put `hint("minibatch_path")` into a new cell, with that exercise's name; run it again for the next
# hint.
#
# ### Solved: full-batch descent
#
# The example is a linear regression. The loss is $L = \frac{1}{2N}\sum_n (x_n^\top w - y_n)^2$, and its gradient is
# $\frac1N X^\top(Xw - y)$. **Full-batch** descent uses all N rows in each step. `mse_gradient` gives the gradient for
# whatever rows it is handed, and divides by their number.

# %%
def mse_gradient(w, X, y):
    return X.T @ (X @ w - y) / len(X)


def full_batch_walk(w, X, y, steps, learning_rate):
    walk = []
    for _ in range(steps):
        w = w - learning_rate * mse_gradient(w, X, y)
        walk += [w]
    return np.stack(walk)


rng = np.random.default_rng(0)
X = rng.normal(size=(1000, 2))
y = X @ [1.5, -1.0] + rng.normal(size=1000)
walk = full_batch_walk(np.zeros(2), X, y, 50, 0.2)
assert relative_error(walk[-1], np.linalg.lstsq(X, y, rcond=None)[0]) < 1e-3

# %% [markdown]
# Each of these steps looked at 1000 rows. A **minibatch** is a random handful of rows, and its gradient is an estimate of
# the full one. **Stochastic** gradient descent, SGD, takes one row at a time; today the name is used for minibatches too.
#
# How good is the estimate? The cell measures its typical error for three sizes.

# %%
full = mse_gradient(np.zeros(2), X, y)
errors = []
for size in (4, 16, 64):
    draws = [rng.choice(1000, size, replace=False) for _ in range(2000)]
    misses = [mse_gradient(np.zeros(2), X[rows], y[rows]) - full for rows in draws]
    errors.append(float(np.sqrt(np.mean(np.square(misses).sum(axis=1)))))
    print(f"batches of {size:2d}: typical error of the gradient {errors[-1]:.2f}")
assert 1.8 < errors[0] / errors[1] < 2.2
assert 1.8 < errors[1] / errors[2] < 2.2

# %% [markdown]
# Four times as many rows halve the error: it falls as $1/\sqrt{B}$, while the work grows as $B$. That is why small
# batches pay at the beginning, when a rough direction is enough. Move the batch size. All paths make six passes over
# the same 64 rows at the same learning rate. Look at how far each of them gets, and at what it does when it has
# arrived.

# %% tags=["skip-grading"]
explore.batches.show()

# %% [markdown]
# Small batches make many steps in a pass, so they arrive sooner. Then they cannot settle: the noise keeps pushing them
# about.
#
# ### Exercise 1: one epoch of minibatches
#
# *Difficulty 2 of 5, 15 minutes.* One **epoch** is one pass in which every row is used once; with one batch of all
# rows, an epoch is a single step. The rows come in the order that is given. N need not be a multiple of the batch size:
# the last batch is then shorter, and counts like the others. Use `mse_gradient`.

# %% nbgrader={"grade": false, "grade_id": "minibatch_path", "locked": false, "schema_version": 3, "solution": true, "task": false}
def minibatch_path(w, X, y, order, batch, learning_rate):
    """One epoch of minibatch descent on the loss of mse_gradient: the weights after each step.

    w (D,), X (N, D), y (N,), order (N,): a permutation of 0 ... N - 1; batch: rows in a batch, at least 1.
    The k-th batch consists of the k-th `batch` entries of order.  ->  path (number of batches, D)
    """
    ### BEGIN SOLUTION
    path = []
    for begin in range(0, len(order), batch):
        rows = order[begin : begin + batch]
        w = w - learning_rate * mse_gradient(w, X[rows], y[rows])
        path.append(w)
    return np.array(path)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_minibatch_path", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("minibatch_path", minibatch_path)

# %% [markdown]
# ### Solved: a step as a pure function
#
# From here on we do not care where the gradient comes from. An optimizer is a function
#
# $$(w,\; g,\; \text{state},\; \eta, \dots) \;\longrightarrow\; (w,\; \text{state}).$$
#
# The **state** is a dict with all that the optimizer remembers. Gradient descent remembers nothing. The function is
# *pure*: it returns new things, and leaves what came in as it was. So it can be fed with any gradients. `run_steps`
# from `handgrad` does that: it feeds a sequence of gradients, and collects every $w$ on the way.

# %%
def sgd_step(w, g, state, learning_rate):
    return w - learning_rate * g, {}


gradients = np.array([[1.0, -2.0], [1.0, 2.0], [1.0, -2.0]])
(all_w,) = run_steps(sgd_step)(np.zeros(2), gradients, 0.1)
print(all_w.round(2).tolist())

# %% [markdown]
# These gradients are those of a ravine: the first entry always agrees, the second one changes its sign each time. What we
# want is long steps in the first direction and short ones in the second. **Momentum** adds the gradients up and lets old
# ones fade:
#
# $$m \leftarrow \mu m + g, \qquad w \leftarrow w - \eta m, \qquad m = 0 \text{ at first.}$$
#
# What agrees piles up, what alternates cancels. Solved by hand, for one weight, with $\eta = 0.1$, $\mu = 0.5$, from
# $w = 1$:
#
# | step | g | m | w |
# |---|---|---|---|
# | 1 | 4 | 0.5 · 0 + 4 = 4 | 1 − 0.1 · 4 = 0.6 |
# | 2 | −1 | 0.5 · 4 − 1 = 1 | 0.6 − 0.1 · 1 = 0.5 |
#
# In the second step the gradient points back, and $w$ still moves on: that is the momentum. (The lecture writes
# $m_0 = g_1$, and then counts $g_1$ twice. The right start is $m_0 = 0$, so that $m_1 = g_1$; PyTorch does the same.
# Other texts write $m \leftarrow \mu m + (1-\mu)g$; then $\eta$ means something else.)
#
# **Adam**, which you will build soon, keeps two running averages, of $g$ and of $g^2$, both from zero. In its first step
#
# $$m = (1-\beta_1)\,g, \quad v = (1-\beta_2)\,g^2, \quad \hat m = \frac{m}{1-\beta_1}, \quad \hat v = \frac{v}{1-\beta_2}, \quad
# w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat v}}.$$
#
# ### Exercise 2: first steps by hand
#
# *Difficulty 2 of 5, 10 minutes.* Paper, and a pocket calculator for one root. Three decimals.
#
# - Momentum with $\eta = 0.1$, $\mu = 0.9$, from $w = 1$, with the gradients 2 and then −1: `m2` and `w2` are $m$ and $w$
#   after both steps.
# - Adam with $\eta = 0.1$, $\beta_1 = 0.9$, $\beta_2 = 0.999$, from $w = 1$, with the gradient 0.004: `adam_w1` is $w$
#   after one step. `raw_w1` is the same without the correction, that is with $m/\sqrt v$ in place of
#   $\hat m/\sqrt{\hat v}$.

# %% nbgrader={"grade": false, "grade_id": "first_steps", "locked": false, "schema_version": 3, "solution": true, "task": false}
def first_steps():
    """Four numbers, worked out by hand, right to three decimals: m2, w2, adam_w1, raw_w1, as a dict with these keys."""
    ### BEGIN SOLUTION
    return {"m2": 0.8, "w2": 0.72, "adam_w1": 0.9, "raw_w1": 0.684}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_first_steps", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("first_steps", first_steps)

# %% [markdown]
# ### Exercise 3: momentum
#
# *Difficulty 2 of 5, 10 minutes.* Now in code, for arrays; the method is Polyak's (1964). Write it as a pure function: a line such as `m *= mu` or
# `w -= step` changes an array that belongs to the caller, and `state["m"] = m` a dict that does. `run_steps`, which
# feeds your step, refuses all three, in every exercise of this chapter. `m=0.0` says that $m$ is zero before the first step.

# %% nbgrader={"grade": false, "grade_id": "momentum_step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def momentum_step(w, g, state, learning_rate, mu):
    """One step of momentum: m <- mu m + g, then w <- w - learning_rate m, with the new m.

    w and g: arrays of one shape; state: {"m": array of that shape}
    ->  the new w, the new state with the same key; what is handed in stays as it is
    """
    ### BEGIN SOLUTION
    m = mu * state["m"] + g
    return w - learning_rate * m, {"m": m}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_momentum_step", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("momentum_step", run_steps(momentum_step, m=0.0))

# %% [markdown]
# How long does $m$ grow? If $g$ stays the same, then $m = g(1 + \mu + \mu^2 + \dots) = g/(1-\mu)$. With $\mu = 0.9$
# that is ten times $g$. So in the long run **momentum at $\eta$ goes as far as gradient descent at $10\,\eta$**, and
# the two cannot be compared at the same rate. `METHODS` holds finished steps for experiments like this one.
# `momentum.start` is the state that it starts from; its last entries are there for Adam.

# %%
momentum = METHODS["momentum"]
run_momentum = run_steps(momentum, **momentum.start)
w, m, _ = run_momentum(np.zeros(1), np.ones((200, 1)), 0.01)
print(f"m after 1, 10 and 200 equal gradients: {m[0, 0]:.2f}, {m[9, 0]:.2f}, {m[199, 0]:.2f}")
assert abs(m[-1, 0] - 10) < 1e-6

# %% [markdown]
# ### Solved: a penalty, and a decay
#
# Chapter 05 added $\frac12\lambda\|W\|^2$ to the loss, so that $\lambda w$ is added to the gradient. **Weight decay**
# is another idea: leave the loss alone, and shrink the weights a little in each step. With plain gradient descent the
# two are the same formula.

# %%
def sgd_penalty_step(w, g, state, learning_rate, decay):
    return w - learning_rate * (g + decay * w), {}


def sgd_decay_step(w, g, state, learning_rate, decay):
    return w * (1 - learning_rate * decay) - learning_rate * g, {}


gradients = rng.normal(size=(20, 3))
(penalty,) = run_steps(sgd_penalty_step)(np.ones(3), gradients, 0.1, 0.5)
(shrunk,) = run_steps(sgd_decay_step)(np.ones(3), gradients, 0.1, 0.5)
assert relative_error(penalty, shrunk) < 1e-12

# %% [markdown]
# With momentum they part. A penalty's $\lambda w$ is added to $g$, so it is remembered in $m$ and used again in all
# later steps. A **decoupled** decay never enters $m$:
#
# $$m \leftarrow \mu m + g, \qquad w \leftarrow (1 - \eta\lambda)\,w - \eta m.$$
#
# (The lecture adds $\lambda\omega$ to $g_t$, rearranges the formula, and calls the result weight decay. But $m_{t-1}$
# holds older $\lambda\omega$ there, so it is still the penalty. Besides, the gradient of $\lambda\|\omega\|^2$ is
# $2\lambda\omega$; the factor $\frac12$ in this course's penalty makes it $\lambda\omega$.)
#
# ### Exercise 4: momentum with decoupled decay
#
# *Difficulty 2 of 5, 8 minutes.* You may call your `momentum_step`, or write both lines out. The old `w` is shrunk; the
# step along `m` is not.

# %% nbgrader={"grade": false, "grade_id": "momentum_decay_step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def momentum_decay_step(w, g, state, learning_rate, mu, decay):
    """One step of momentum with decoupled weight decay: w <- (1 - learning_rate decay) w - learning_rate m.

    w and g: arrays of one shape, g the gradient of the loss without any penalty; state: {"m": array of that shape}
    ->  the new w, the new state with the same key; what is handed in stays as it is
    """
    ### BEGIN SOLUTION
    return momentum_step((1 - learning_rate * decay) * w, g, state, learning_rate, mu)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_momentum_decay_step", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("momentum_decay_step", run_steps(momentum_decay_step, m=0.0))

# %% [markdown]
# An experiment tells the two apart. The loss itself is flat, $g = 0$, so that only penalty or decay is at work, with
# $\eta = 0.01$, $\lambda = 1$. Look at how fast each weight shrinks.

# %%
def shrink(method, coupled, decay=1.0, rate=0.01, steps=80):
    w, state, walk = 1.0, dict(method.start), [1.0]
    for _ in range(steps):
        g, shrunk = (decay * w, w) if coupled else (0.0, w - rate * decay * w)
        w, state = method(shrunk, g, state, rate)
        walk.append(w)
    return np.array(walk)


fig, ax = plt.subplots(figsize=(7, 3.2))
for name, colour in (("gradient descent", BLUE), ("momentum", ORANGE)):
    ax.plot(shrink(METHODS[name], True), color=colour, label=f"{name}, penalty")
    ax.plot(shrink(METHODS[name], False), color=colour, linestyle="--", linewidth=3, alpha=0.6, label=f"{name}, decoupled")
ax.set(xlabel="step", ylabel="weight", title="Shrinking without a loss")
ax.legend(loc="upper right")
plt.show()
assert np.allclose(shrink(METHODS["gradient descent"], True), shrink(METHODS["momentum"], False))
assert abs(shrink(METHODS["momentum"], True)[-1]) < 0.1 < shrink(METHODS["momentum"], False)[-1]

# %% [markdown]
# Three of the four curves are the same. The penalty inside momentum pulls about ten times as hard, the $1/(1-\mu)$ of
# above, and overshoots zero. Both ways are sound. They need different $\lambda$: on the loss $\frac12(w-1)^2$ the
# penalty ends at the minimum of the penalised loss, $1/(1+\lambda)$, with any optimizer. The decoupled decay with
# momentum ends elsewhere.

# %%
def rest(coupled, decay=1.0, rate=0.01):
    w, state = 0.0, dict(momentum.start)
    for _ in range(5000):
        g, shrunk = (w - 1 + decay * w, w) if coupled else (w - 1, w - rate * decay * w)
        w, state = momentum(shrunk, g, state, rate)
    return w


print(f"penalty: {rest(True):.4f}    decoupled: {rest(False):.4f}")
assert abs(rest(True) - 1 / (1 + 1.0)) < 1e-6
assert abs(rest(False) - 1 / (1 + (1 - 0.9) * 1.0)) < 1e-6

# %% [markdown]
# At rest the decay $\lambda w$ balances $m = g/(1-\mu)$. So decoupled decay acts like a penalty of strength
# $(1-\mu)\lambda$, here a tenth of it.
#
# ### Solved: a running average and its start
#
# A **running average** keeps a share $\beta$ of itself and takes $1-\beta$ of the new number. Started at zero, it is
# too small at first. By how much? On a series that is always 5 it should be 5.

# %%
def running_average(series, beta):
    average, raw = 0.0, []
    for number in series:
        average = beta * average + (1 - beta) * number
        raw.append(average)
    return np.array(raw)


raw = running_average([5.0] * 6, beta=0.9)
share = 1 - 0.9 ** np.arange(1, 7)
print("raw      ", raw.round(3).tolist())
print("corrected", (raw / share).round(3).tolist())
assert np.allclose(raw / share, 5.0)

# %% [markdown]
# After $t$ numbers the weights of the average sum to $1 - \beta^t$, not to 1. Dividing by that sum is the **bias
# correction**. For random gradients it makes the averages right in the mean: $\mathbb E\,\hat m = \mathbb E\,g$ and
# $\mathbb E\,\hat v = \mathbb E\,g^2$, if $g$ keeps its distribution.
#
# ### Exercise 5: Adam
#
# *Difficulty 3 of 5, 20 minutes.* Adam (Kingma and Ba, 2015) divides each weight's step by the typical size of *its own* gradients:
#
# $$
# \begin{aligned}
# t &\leftarrow t + 1, &\quad m &\leftarrow \beta_1 m + (1-\beta_1)\,g, &\quad v &\leftarrow \beta_2 v + (1-\beta_2)\,g^2,\\
# \hat m &= \frac{m}{1-\beta_1^t}, &\quad \hat v &= \frac{v}{1-\beta_2^t}, &\quad w &\leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat v}+\varepsilon}.
# \end{aligned}
# $$
#
# Everything is entry by entry. Usual settings are $\beta_1 = 0.9$, $\beta_2 = 0.999$, $\varepsilon = 10^{-8}$. The
# state keeps $m$ and $v$ uncorrected.

# %% nbgrader={"grade": false, "grade_id": "adam_step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def adam_step(w, g, state, learning_rate, beta1, beta2, eps):
    """One step of Adam with bias correction; eps is added to the root of the corrected v.

    w and g: arrays of one shape; state: {"m": array, "v": array, "t": steps made so far, 0 at first}
    ->  the new w, the new state with the same keys; what is handed in stays as it is
    """
    ### BEGIN SOLUTION
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "t": t}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_adam_step", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("adam_step", run_steps(adam_step, m=0.0, v=0.0, t=0))

# %% [markdown]
# **sizes** and **start**, resolved. The finished Adam makes five steps with two constant gradients, 0.001 and 1000.

# %%
adam = METHODS["Adam"]
w, _, _ = run_steps(adam, **adam.start)(np.zeros(2), np.tile([0.001, 1000.0], (5, 1)), 0.1)
print("You predicted:", prediction["sizes"] or "nothing yet", "/", prediction["start"] or "nothing yet")
print("w after five steps:", w[-1].round(4).tolist())
print("first step without correction: times", round((1 - 0.9) / np.sqrt(1 - 0.999), 2))
assert np.allclose(w[-1], -0.5, atol=1e-4)

# %% [markdown]
# Both weights move alike: while the gradient keeps its sign and size, each step is $\eta$ long, *whatever that size
# is*, as long as it is far above $\varepsilon$. And without the correction the first step would be 3.16 times too **long**: $v$, under the root, starts even
# further below its value than $m$.
#
# So $\eta$ means another thing here. For gradient descent it is a factor, for Adam it is a length. Near a minimum the
# steps of gradient descent become shorter, since $g$ does. Adam's need not: as long as $g$ changes slowly, $\hat m/\sqrt{\hat v}$
# stays near 1 or −1. (The lecture says that Adam's steps become shorter too.) A schedule still has work to do.
#
# ### Solved: a penalty inside Adam
#
# What if the penalty's $\lambda w$ is added to Adam's gradient? Then it goes through $m$ and is divided by
# $\sqrt{\hat v}$, like everything else. Here are two weights that start at 1. The gradients of the loss are pure noise
# with mean 0, of size 0.01 for one weight and of size 1 for the other. Only the penalty pulls. On the right the decay
# is decoupled (and ten times as large, so that it shows). Look at whether the two shrink alike.

# %%
def noisy_shrink(coupled, decay=0.1, rate=0.003, steps=600):
    noise = np.random.default_rng(5).normal(size=(steps, 2, 300)) * np.array([[0.01], [1.0]])
    w = np.ones((2, 300))  # two weights, 300 times each, to average over the noise
    state, walk = {"average": 0 * w, "squares": 0 * w, "steps": 0}, [w.mean(axis=1)]
    for g in noise:
        g, shrunk = (g + decay * w, w) if coupled else (g, w - rate * decay * w)
        w, state = adam(shrunk, g, state, rate)
        walk.append(w.mean(axis=1))
    return np.array(walk)


inside, outside = noisy_shrink(True), noisy_shrink(False, decay=1.0)
print("You predicted:", prediction["penalty"] or "nothing yet")
fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
for ax, walks, title in zip(axes, (inside, outside), ("penalty inside Adam", "decoupled: AdamW"), strict=True):
    ax.plot(walks[:, 0], color=BLUE, label="small gradients")
    ax.plot(walks[:, 1], color=ORANGE, linestyle="--", label="large gradients")
    ax.set(xlabel="step", title=title)
axes[0].set_ylabel("mean weight")
axes[0].legend()
plt.show()
assert inside[-1, 0] < 0.15
assert inside[-1, 1] > 0.75
assert abs(outside[-1, 0] - outside[-1, 1]) < 0.05

# %% [markdown]
# **penalty**, resolved: inside Adam the weight with *small* gradients is shrunk most, because $\lambda w$ is divided by
# a small root. (The lecture says that a larger $v$ means more regularization. It is the other way round; its
# conclusion, that weights are not penalised alike, stands.) **AdamW** decouples, and both weights shrink alike:
#
# $$w \leftarrow (1-\eta\lambda)\,w - \eta\,\frac{\hat m}{\sqrt{\hat v}+\varepsilon},\qquad m, v \text{ from the gradient of the loss alone.}$$
#
# ### Exercise 6: AdamW
#
# *Difficulty 2 of 5, 10 minutes.* Loshchilov and Hutter (2019) took the penalty out of Adam. You may call your `adam_step`.

# %% nbgrader={"grade": false, "grade_id": "adamw_step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def adamw_step(w, g, state, learning_rate, beta1, beta2, eps, decay):
    """One step of AdamW: Adam's step from the gradient g of the loss alone, and the old w times 1 - learning_rate decay.

    w and g: arrays of one shape; state: {"m": array, "v": array, "t": steps made so far, 0 at first}
    ->  the new w, the new state with the same keys; what is handed in stays as it is
    """
    ### BEGIN SOLUTION
    return adam_step((1 - learning_rate * decay) * w, g, state, learning_rate, beta1, beta2, eps)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_adamw_step", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("adamw_step", run_steps(adamw_step, m=0.0, v=0.0, t=0))

# %% [markdown]
# ### Schedules
#
# A constant learning rate is a compromise. At the beginning long steps save time. At the end the noise of the
# minibatches keeps $w$ moving about, and the larger the rate, the farther. A **schedule** changes the rate from epoch
# to epoch. Five are in common use. Look at where each of them is high, and for how long:

# %% tags=["hide-input"]
fig, axes = plt.subplots(1, 5, figsize=(10, 2.2), sharey=True)
for ax, kind in zip(axes, explore.KINDS, strict=True):
    shares = explore.under_schedule(kind, 0.5, 16)[0]
    ax.step(range(len(shares)), shares, where="post", color=RED)
    ax.set(title=kind, xlabel="epoch", ylim=(0, 1.05))
axes[0].set_ylabel("share of highest rate")
plt.show()

# %% [markdown]
# - **step**: after every so many epochs the rate is multiplied by a factor.
# - **exponential**: it falls by the same factor in each epoch.
# - **cosine**: it stays high at the beginning, falls fast in the middle, and lands gently.
# - **plateau**: it falls when the validation loss has stopped falling, so it cannot be drawn beforehand.
# - **cyclic**: it goes up and down; the descent is shaken loose, and settles, again and again.
#
# ### Solved: a warm-up
#
# A schedule is a function of $t$, the number of **finished epochs**: the first epoch runs at the rate for $t = 0$. A
# *warm-up* raises the rate in equal steps and then keeps it. `run_schedule` asks for $t = 0, 1, 2, \dots$ and collects
# the rates.

# %%
def warmup_lr(t, base, epochs):
    return base * min(1.0, (t + 1) / epochs)


print(run_schedule(warmup_lr)(6, 0.4, 4).round(3).tolist())

# %% [markdown]
# ### Exercise 7: the step schedule
#
# *Difficulty 1 of 5, 5 minutes.* After `every` epochs comes the first drop, after `every` more the next.

# %% nbgrader={"grade": false, "grade_id": "step_lr", "locked": false, "schema_version": 3, "solution": true, "task": false}
def step_lr(t, base, every, factor):
    """The rate after t finished epochs: base at first, multiplied by factor after each `every` epochs.

    t and every: whole numbers; the first drop has happened at t = every  ->  one number
    """
    ### BEGIN SOLUTION
    return base * factor ** (t // every)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_step_lr", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("step_lr", run_schedule(step_lr))

# %% [markdown]
# ### Solved: a half-life
#
# An exponential schedule can be given by its factor, $\eta_t = \eta_0\gamma^t$; PyTorch does so. Often something else
# is known, for example that the rate should halve every $h$ epochs. Then $\gamma^h = \frac12$, so $\gamma = 2^{-1/h}$.

# %%
def half_life_lr(t, start, h):
    gamma = 0.5 ** (1 / h)
    return start * gamma**t


assert np.allclose(run_schedule(half_life_lr)(7, 0.8, 3)[[0, 3, 6]], [0.8, 0.4, 0.2])

# %% [markdown]
# ### Exercise 8: the exponential schedule, by its ends
#
# *Difficulty 2 of 5, 8 minutes.* Now both ends are known: `base` at $t = 0$ and `last` at $t$ = `epochs`. In between
# the rate falls by the same factor in each epoch.

# %% nbgrader={"grade": false, "grade_id": "exponential_lr", "locked": false, "schema_version": 3, "solution": true, "task": false}
def exponential_lr(t, base, last, epochs):
    """The rate after t finished epochs: base at t = 0, last at t = epochs, the ratio of neighbours constant.

    t and epochs: whole numbers, t at most epochs  ->  one number
    """
    ### BEGIN SOLUTION
    return base * (last / base) ** (t / epochs)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_exponential_lr", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("exponential_lr", run_schedule(exponential_lr))

# %% [markdown]
# ### Solved: down a straight line
#
# Write the rate as `low` plus a *share* of the distance to `base`. The share runs from 1 at $t = 0$ to 0 at the end.
# The share decides the shape; here it is a straight line.

# %%
def linear_lr(t, base, low, epochs):
    share = 1 - t / epochs
    return low + share * (base - low)


print(run_schedule(linear_lr)(5, 0.5, 0.1, 4).round(3).tolist())

# %% [markdown]
# ### Exercise 9: the cosine schedule
#
# *Difficulty 2 of 5, 8 minutes.* The share follows half a period of a cosine: it is 1 at $t = 0$, one half at half
# time, and 0 at $t$ = `epochs`, flat at both ends.

# %% nbgrader={"grade": false, "grade_id": "cosine_lr", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cosine_lr(t, base, low, epochs):
    """The rate after t finished epochs, along half a period of a cosine: base at t = 0, low at t = epochs.

    t and epochs: whole numbers, t at most epochs  ->  one number
    """
    ### BEGIN SOLUTION
    return low + (base - low) * (1 + np.cos(np.pi * t / epochs)) / 2
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_cosine_lr", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("cosine_lr", run_schedule(cosine_lr))

# %% [markdown]
# ### Solved: a saw
#
# Cycles need the remainder. `t % length` is the place of epoch $t$ in its cycle: it counts from 0 to `length - 1`, and
# begins again. A saw falls from 1 in each cycle, and jumps back.

# %%
def saw(t, length):
    return 1 - (t % length) / length


print(run_schedule(saw)(10, 4).tolist())

# %% [markdown]
# ### Exercise 10: the cyclic schedule
#
# *Difficulty 3 of 5, 10 minutes.* A triangle in place of a saw: from `low` straight up to `high` in `half` epochs,
# straight down again in `half` epochs, and so on.

# %% nbgrader={"grade": false, "grade_id": "cyclic_lr", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cyclic_lr(t, low, high, half):
    """The rate after t finished epochs: low at t = 0, high at t = half, low at t = 2 half, and so on, along straight lines.

    t and half: whole numbers  ->  one number
    """
    ### BEGIN SOLUTION
    place = t % (2 * half) / half
    return low + (high - low) * (1 - abs(place - 1))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_cyclic_lr", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("cyclic_lr", run_schedule(cyclic_lr))

# %% [markdown]
# ### Solved: a count with a memory
#
# The plateau schedule depends on what has happened, so it needs a state, like an optimizer. Here is a smaller function
# of the same form: it counts how many times *in a row* a loss was above the one before. `run_steps` feeds it with
# losses in place of gradients. A whole number such as `rises=0` is a counter: it is handed on from step to step, and
# not collected.

# %%
def rises_step(alarm, loss, state):
    rises = state["rises"] + 1 if loss > state["last"] else 0
    return alarm + (rises == 2), {"last": loss, "rises": rises}


losses = [0.9, 0.7, 0.8, 0.85, 0.6, 0.65, 0.5]
alarms, last = run_steps(rises_step, last=np.inf, rises=0)(0, losses)
print("alarms so far:", alarms.tolist())
assert alarms[-1] == 1

# %% [markdown]
# ### Exercise 11: the plateau schedule
#
# *Difficulty 4 of 5, 15 minutes.* After each epoch comes the validation loss. An epoch is **good** when its loss is
# below the lowest so far; otherwise it is **bad**, also when the loss is equal. When there have been *more than*
# `patience` bad epochs in a row, the rate is multiplied by `factor`, and the counting begins anew. The rate never falls
# below `lowest`.

# %% nbgrader={"grade": false, "grade_id": "plateau_step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def plateau_step(lr, loss, state, factor, patience, lowest):
    """One epoch of the plateau schedule: the new rate, from this epoch's validation loss and what came before.

    state: {"best": lowest loss so far, inf at first; "bad": bad epochs in a row, 0 at first, and 0 again after a cut}
    ->  the new rate, the new state with the same keys; what is handed in stays as it is
    """
    ### BEGIN SOLUTION
    best = min(loss, state["best"])
    bad = 0 if loss < state["best"] else state["bad"] + 1
    if bad > patience:
        lr, bad = max(lr * factor, lowest), 0
    return lr, {"best": best, "bad": bad}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_plateau_step", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("plateau_step", run_steps(plateau_step, best=np.inf, bad=0))

# %% [markdown]
# ### A fair comparison
#
# Which optimizer is best? Here is how *not* to find out: take one learning rate for all. The model is a net 64-32-10 on
# the digits: 997 images to train on, 400 to validate, and 400 for the test, which wait until the end.

# %%
X, y, X_test, y_test = digits()
data = Images(X[:997], y[:997], X[997:], y[997:])
test = Images(X[:997], y[:997], X_test, y_test)


def one_run(name, rate, seed, images=data, every=6):
    """Six epochs in batches of 50. A seed decides the start and the order of the images, for every optimizer alike."""
    method, decay = METHODS[name.replace("AdamW", "Adam")], 0.05 if name == "AdamW" else 0.0
    net = init_net(np.random.default_rng(seed), [64, 32, 10], lambda n_in, n_out: (2 / n_in) ** 0.5)
    order = np.random.default_rng(1000 + seed)
    with np.errstate(all="ignore"):
        return train(method, method.start, net, images, order, rate, 6, 50, decay=decay, every=every)[1]


for name in ("gradient descent", "momentum", "Adam"):
    print(f"{name:16s} at 0.01: validation loss {one_run(name, 0.01, seed=0).val_loss[-1]:.2f}")

# %% [markdown]
# Adam wins by far, and this says nothing about the optimizers: 0.01 suits Adam, and is far too small for gradient
# descent. A fair comparison needs more care:
#
# 1. **The same start and the same batches** for all. A seed fixes both.
# 2. **Its own learning rate** for each, found by a *sweep*: seven rates, a factor of about 3 apart. Each optimizer gets
#    the same number of tries.
# 3. **Several seeds**, and the mean counts, not the best run.
# 4. **The best rate inside the sweep**, not at its edge. Otherwise the sweep was too narrow.
# 5. **Choose by validation, report on the test**, with new seeds.
#
# ### Solved: the sweep
#
# A table for each optimizer, with one row for each rate and one column for each of five seeds. Each run is six epochs in batches of
# 50 on the 997 images. Look for two things: how low each
# curve goes, and how wide its good range is.

# %% tags=["skip-grading"]
SWEEP = {"gradient descent": -2, "momentum": -2.5, "Adam": -3, "AdamW": -3}
COLOURS = {"gradient descent": BLUE, "momentum": ORANGE, "Adam": GREEN, "AdamW": PURPLE}
rates, tables = {}, {}
for name, lowest in SWEEP.items():
    rates[name] = 10.0 ** (lowest + 0.5 * np.arange(7))
    tables[name] = np.array([[one_run(name, rate, seed).val_loss[-1] for seed in range(5)] for rate in rates[name]])

fig, ax = plt.subplots(figsize=(7.5, 3.4))
for name, colour in COLOURS.items():
    ax.loglog(rates[name], tables[name].mean(axis=1), "--" if name == "AdamW" else "-", color=colour, label=name)
    ax.loglog(rates[name], tables[name], ".", color=colour, markersize=5)
ax.set(xlabel="learning rate", ylabel="validation loss after 6 epochs", xlim=(6e-4, 150), ylim=(0.1, 4))
ax.minorticks_off()
ax.set_yticks([0.1, 0.2, 0.5, 1, 2, 4], ["0.1", "0.2", "0.5", "1", "2", "4"])
ax.legend(loc="lower right")
plt.show()

# %% [markdown]
# Each curve falls, has a floor, and rises steeply where steps get too long. The best rates lie more than a factor of
# ten apart. At the left edge the order is what the naive comparison said; at the floors the curves come close.
#
# ### Exercise 12: what the sweep has found
#
# *Difficulty 3 of 5, 15 minutes.* The rate with the lowest mean validation loss wins. A run that diverged gives `nan`
# or `inf`: it counts as *infinitely bad*, and so does the mean of its row. Report the mean and the standard deviation
# of that rate's test losses over the seeds (divide by $S-1$: `ddof=1`), and whether the rate stands at an edge of the
# sweep.

# %% nbgrader={"grade": false, "grade_id": "tuned_result", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tuned_result(rates, val, test):
    """The result of a sweep: the rate chosen by the validation losses, and its test losses.

    rates (R,), rising; val (R, S) and test (R, S): the losses for each rate and seed, possibly nan or inf
    ->  rate, mean and deviation of its test losses, at_edge: True if it is the first or the last of the rates, in this order
    """
    ### BEGIN SOLUTION
    k = np.where(np.isfinite(val), val, np.inf).mean(axis=1).argmin()
    return rates[k], test[k].mean(), test[k].std(ddof=1), k in (0, len(rates) - 1)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_tuned_result", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("tuned_result", tuned_result)

# %% [markdown]
# **winner**, resolved. Each optimizer at its own best rate, again six epochs in batches of 50, ten *new* seeds, the same for all,
# measured on the test images. A line is the mean of the ten runs, a band is one standard deviation to each side. Look at the first epoch, and
# at the last.

# %% tags=["skip-grading"]
print("You predicted:", prediction["winner"] or "nothing yet")
best = {name: rates[name][tables[name].mean(axis=1).argmin()] for name in SWEEP}
runs = {name: np.array([one_run(name, best[name], seed, test, every=1).val_loss for seed in range(10, 20)]) for name in best}
fig, ax = plt.subplots(figsize=(7.5, 3.4))
for name, colour in COLOURS.items():
    mean, deviation = runs[name].mean(axis=0), runs[name].std(axis=0, ddof=1)
    ax.semilogy(mean, "--" if name == "AdamW" else "-", color=colour, label=f"{name}, rate {best[name]:.2g}")
    ax.fill_between(range(7), mean - deviation, mean + deviation, color=colour, alpha=0.2, linewidth=0)
    print(f"{name:16s} test loss {mean[-1]:.3f} ± {deviation[-1]:.3f}")
ax.set(xlabel="epoch", ylabel="test loss", ylim=(0.08, 3))
ax.minorticks_off()
ax.set_yticks([0.1, 0.2, 0.5, 1, 2], ["0.1", "0.2", "0.5", "1", "2"])
ax.legend()
plt.show()
assert all(rate not in rates[name][[0, -1]] for name, rate in best.items())

# %% tags=["skip-grading"]
for name in ("gradient descent", "momentum", "AdamW"):
    gaps = runs[name][:, -1] - runs["Adam"][:, -1]
    print(f"Adam is ahead of {name:16s} in {np.sum(gaps > 0)} of 10 seeds, by {gaps.mean():.3f} on average")

# %% [markdown]
# What the curves say: **after six epochs momentum, Adam and AdamW cannot be told apart.** Their means differ by about
# 0.002, and the runs of each by ten times as much. That Adam is ahead in six or seven seeds of ten is no evidence: ten
# tosses of a fair coin often give as many heads. Adam does *arrive sooner*: after one epoch all ten of its runs lie
# below all ten of momentum's.
#
# Gradient descent is behind on average. In some seeds it is ahead. Its wide band is the work of *our grid*: among rates a factor
# of 3 apart, its best one stands one place from the cliff. At 0.7, not in the sweep, the same ten seeds and images give a band less than half as wide,
# and the mean is still above those of momentum and Adam.
#
# What the curves do not say: that Adam is the better optimizer. They show one small net, one data set, six epochs,
# batches of 50 and seven rates. More epochs, a schedule or a larger net may change the order.

# %% tags=["skip-grading"]
ends = {name: run[:, -1] for name, run in runs.items()}
assert max(abs(ends[name].mean() - ends["Adam"].mean()) for name in ("momentum", "AdamW")) < 0.01
assert runs["Adam"][:, 1].max() < runs["momentum"][:, 1].min()
assert 0 < np.sum(ends["gradient descent"] > ends["Adam"]) < 10
assert tables["gradient descent"][-2:].min() > 2
assert best["gradient descent"] == rates["gradient descent"][-3]
assert best["gradient descent"] > 10 * best["Adam"]
calmer = np.array([one_run("gradient descent", 0.7, seed, test).val_loss[-1] for seed in range(10, 20)])
assert calmer.std(ddof=1) < 0.5 * ends["gradient descent"].std(ddof=1)
assert max(ends["momentum"].mean(), ends["Adam"].mean()) < calmer.mean() < ends["gradient descent"].mean()

# %% [markdown]
# ### Overfit on purpose
#
# An optimizer that lowers the training loss well can do harm. **Overfitting** means that a net learns its training
# examples by heart: the training loss goes on falling while the validation loss *turns* and rises. To see it clearly,
# every label of the training set is made wrong with probability 0.2; the 400 validation labels are true.
# `overfit(images, hidden, epochs)` trains a net 64-hidden-10 on such images and returns its curves. It takes steps with momentum
# 0.9 at the rate 0.1, with *all* images in one batch: an epoch here is one step. One seed decides the first weights.
#
# ### Solved: a recipe that does not overfit
#
# 900 images, 10 hidden units, 60 epochs. Look at the ends of the curves.

# %%
def show_curves(curves):
    _, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
    for ax, kind in ((left, "loss"), (right, "accuracy")):
        ax.plot(curves.epochs, getattr(curves, f"train_{kind}"), color=BLUE, label="training")
        ax.plot(curves.epochs, getattr(curves, f"val_{kind}"), color=ORANGE, label="validation")
        ax.set(xlabel="epoch", ylabel=kind, ylim=(0, None))
    right.axhline(0.8, color="black", linewidth=1, linestyle=":", label="true labels in the training set")
    right.legend()
    plt.show()


healthy = overfit(900, 10, 60)
show_curves(healthy)
print(f"training labels right: {healthy.train_accuracy[-1]:.0%}    validation loss / its lowest: "
      f"{healthy.val_loss[-1] / healthy.val_loss.min():.2f}")

# %% [markdown]
# The validation loss is still falling at the end. It is *lower* than the training loss: the net has learned the digits,
# and does not believe the wrong labels. Its accuracy on the training labels stays below 80 %, the share of labels that
# are true. More than 80 % is only possible by heart.
#
# ### Exercise 13: a recipe that overfits
#
# *Difficulty 2 of 5, 10 minutes.* Change the three numbers so that the net learns by heart (at least **95 %** of the
# training labels right at the end) and the validation loss turns (it ends at **1.2 times** its lowest value or more).
# Allowed are 20 to 900 images, 1 to 50 hidden units and 1 to 200 epochs. The cell after yours draws the curves: look for
# the turn. The check trains the net by your recipe, with momentum 0.9 at the rate 0.1, all images at once, one seed.

# %% nbgrader={"grade": false, "grade_id": "overfit_recipe", "locked": false, "schema_version": 3, "solution": true, "task": false}
def overfit_recipe():
    """A recipe that overfits  ->  a list of three whole numbers: images, hidden units, epochs, in this order."""
    ### BEGIN SOLUTION
    return [80, 50, 200]
    ### END SOLUTION


# %% tags=["raises-exception"]
# Momentum 0.9, rate 0.1, all images at once, one seed.
show_curves(overfit(*overfit_recipe()))

# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_overfit_recipe", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("overfit_recipe", overfit_recipe)

# %% [markdown]
# **heart**, resolved, with 100 images, 50 hidden units and 200 epochs (momentum 0.9, rate 0.1, all images at once, one seed). This net is the patient for the rest of the
# chapter.

# %%
ill = overfit(100, 50, 200)
print("You predicted:", prediction["heart"] or "nothing yet")
print(f"training labels right: {ill.train_accuracy[-1]:.0%}    validation labels right: {ill.val_accuracy[-1]:.1%}")
lowest = ill.val_loss.argmin()
print(f"lowest validation loss: {ill.val_loss[lowest]:.2f} after epoch {ill.epochs[lowest]}, {ill.val_loss[-1]:.2f} at the end")
show_curves(ill)
assert ill.train_accuracy[-1] == 1.0
assert ill.val_accuracy.max() - ill.val_accuracy[-1] > 0.1
assert overfit(100, 10, 200).train_accuracy[-1] == 1.0
assert 64 * 50 + 50 + 50 * 10 + 10 == 3760
assert 64 * 10 + 10 + 10 * 10 + 10 == 760

# %% [markdown]
# All 100 labels, the wrong ones too. It is not the 3,760 parameters that make it ill: ten hidden units, 760 parameters, learn these
# 100 labels as well, and with 900 images they could not. What counts is how few images there are. The curves say it: training goes on to
# zero, validation turns early, and the validation accuracy falls with it. Look at both curves whenever you train; the
# training loss alone hides this.
#
# ### Cures
#
# **Regularization** is every measure that gives up some training loss to get a better net. The kinds differ
# in what they change:
#
# | what is changed | examples | where |
# |---|---|---|
# | the loss | L2 penalty (or weight decay), entropy term | here |
# | the structure of the net | fewer units, dropout, batch norm, shared weights | chapters 08 and 10 |
# | the data | more images, augmentation | chapter 10 |
# | the time | early stopping | here |
#
# ### Solved: two penalties
#
# The L2 penalty is older than neural nets. On the squared error of a linear neuron it is **Tikhonov's** regularization, also
# called ridge regression. Where two inputs are nearly the same (they are *collinear*), their sum is well known and their
# difference is not, and least squares takes large weights of opposite signs. A small penalty prefers small ones.
#
# The **L1 penalty** $\lambda\sum|w|$ pulls each weight with the same force $\lambda$, however small it is. So a weight that
# matters little becomes exactly 0, and its input is left out. L2 only shrinks it. The cell looks for the minimum of
# $\frac12(w-c)^2$ plus a penalty, on a fine grid.

# %%
sample = np.random.default_rng(0)
x = sample.normal(size=200)
twins, goal = np.column_stack([x, x + 1e-3 * sample.normal(size=200)]), x + 0.1 * sample.normal(size=200)
least_squares, ridge = (np.linalg.solve(twins.T @ twins + reg * np.eye(2), twins.T @ goal) for reg in (0.0, 1.0))
print("least squares:", least_squares.round(2), "  with a penalty:", ridge.round(2))
assert least_squares[0] * least_squares[1] < 0 < np.abs(least_squares).min() - 2
assert np.allclose(ridge, 0.5, atol=0.02)

w = np.linspace(-2, 2, 4001)
for c in (0.05, 1.0):
    lasso, shrunk = (w[np.argmin((w - c) ** 2 / 2 + price)] for price in (0.1 * np.abs(w), 0.1 * w**2 / 2))
    print(f"without a penalty {c:.2f}, with L1 {abs(lasso):.2f}, with L2 {shrunk:.3f}")
    assert np.isclose(lasso, max(c - 0.1, 0), atol=1e-3)
    assert np.isclose(shrunk, c / 1.1, atol=1e-3)

# %% [markdown]
# ### Solved: stopping in hindsight
#
# With the whole curve before you it is easy: the best epoch is the one with the lowest validation loss, and its weights
# are those to keep.

# %%
best_in_hindsight = int(np.argmin(ill.val_loss))
print(f"validation labels right: {ill.val_accuracy[best_in_hindsight]:.1%} there, {ill.val_accuracy[-1]:.1%} at the end")
assert ill.val_accuracy[best_in_hindsight] > ill.val_accuracy[-1] + 0.08

# %% [markdown]
# ### Exercise 14: early stopping
#
# *Difficulty 3 of 5, 10 minutes.* A real training does not know the future. It stops as soon as `patience` epochs
# *in a row* have brought no new minimum: the last of these is the epoch in which it stops. If that never happens, it
# stops in the last epoch. A loss equal to the lowest is no new minimum. Epochs are counted from 0.

# %% nbgrader={"grade": false, "grade_id": "early_stopping", "locked": false, "schema_version": 3, "solution": true, "task": false}
def early_stopping(val_losses, patience):
    """Where a training with early stopping stops, and which of the epochs up to there was best.

    val_losses (T,); patience: a whole number, at least 1  ->  best_epoch, stop_epoch: whole numbers, in this order
    """
    ### BEGIN SOLUTION
    best = 0
    for t in range(len(val_losses)):
        if val_losses[t] < val_losses[best]:
            best = t
        if t - best == patience:
            break
    return best, t
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_early_stopping", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("early_stopping", early_stopping)

# %% [markdown]
# ### Exercise 15: a penalty of the right strength
#
# *Difficulty 2 of 5, 10 minutes.* The second cure: `overfit(100, 50, 200, strength)` trains the patient with an L2
# penalty, and all else as before: momentum 0.9 at the rate 0.1 for 200 epochs, all 100 images at once, one seed. Here is one strength that is too small. Find one with which the net ends with at least **80 %** of the
# *validation* labels right.

# %%
tried = overfit(100, 50, 200, 0.0001)
print(f"0.0001: training {tried.train_accuracy[-1]:.0%}, validation {tried.val_accuracy[-1]:.1%}")

# %% nbgrader={"grade": false, "grade_id": "cure_strength", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cure_strength():
    """A strength of the L2 penalty that cures the patient  ->  one number."""
    ### BEGIN SOLUTION
    return 0.03
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_cure_strength", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("cure_strength", cure_strength)

# %% [markdown]
# These are the curves of the net that you have cured: all 100 images at once, 200 epochs, momentum 0.9, one seed. Compare
# their ends with the dotted line.

# %% tags=["raises-exception"]
show_curves(overfit(100, 50, 200, cure_strength()))

# %% [markdown]
# **A cured net gets about as many training labels right as there are true ones**: it no longer believes the others.
#
# ### Solved: how spread out is a prediction?
#
# The third cure works on the predictions. An overfitted net is too sure of itself. The **entropy**
# $H(p) = -\sum_k p_k \ln p_k$ says how spread out a prediction is: 0 for a certain one, $\ln C$ when all C classes are
# equally likely. Where $p_k = 0$, the product counts as 0.

# %%
def entropy(p):
    p = p[p > 0]
    return float(-(p * np.log(p)).sum() + 0.0)


for p in ([1, 0, 0, 0], [0.7, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25]):
    print(p, round(entropy(np.array(p)), 3))
assert abs(entropy(np.full(4, 0.25)) - np.log(4)) < 1e-12

# %% [markdown]
# Its derivative by the scores goes through the softmax, $\partial p_k/\partial s_j = p_k(\mathbb 1\{k=j\} - p_j)$. With
# $\partial H/\partial p_k = -(\ln p_k + 1)$ the sum over the paths is
#
# $$\frac{\partial H}{\partial s_j} = -\sum_k (\ln p_k + 1)\,p_k\,(\mathbb 1\{k=j\} - p_j) = -p_j(\ln p_j + H).$$
#
# A net that should *not* be too sure gets a loss that falls when the entropy rises: $L - \lambda H$. A shop that shows
# goods at random, by their predicted relevance, wants the same for another reason: no page should always be the same.
# (The lecture writes $L - \lambda\sum_k p_k\ln p_k$, which is $L + \lambda H$: that would reward certainty. The sign
# there is a slip; its words say what is meant.)
#
# ### Exercise 16: the entropy term
#
# *Difficulty 4 of 5, 20 minutes.* For a batch: $R = -\frac{\lambda}{N}\sum_n H(p_n)$ with $p_n$ = softmax of row $n$,
# and its gradient by the scores. Scores of 1000 must not hurt: take $\ln p$ from the scores (subtract the row's maximum
# first), not as a logarithm of $p$.

# %% nbgrader={"grade": false, "grade_id": "entropy_term", "locked": false, "schema_version": 3, "solution": true, "task": false}
def entropy_term(S, strength):
    """The entropy term R = -strength times the mean over the rows of H(softmax(row)), and its gradient by the scores.

    S (N, C), strength: one number  ->  term: one number, dS (N, C), in this order
    """
    ### BEGIN SOLUTION
    log_p = S - S.max(axis=1, keepdims=True)
    log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    H = -(p * log_p).sum(axis=1, keepdims=True)
    return -strength * H.mean(), strength / len(S) * p * (log_p + H)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_entropy_term", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("entropy_term", entropy_term)

# %% [markdown]
# ## Check
#
# Now your functions work together; these cells need your solutions. First AdamW with the cosine schedule, on the
# digits, for ten epochs in batches of 50, one seed. (The decay acts on the biases too here, as PyTorch's does unless it is told otherwise. In
# `train` it leaves them alone.)

# %% tags=["raises-exception"]
def my_step(w, g, state, rate):
    return adamw_step(w, g, state, rate, 0.9, 0.999, 1e-8, 0.05)


net = init_net(np.random.default_rng(0), [64, 32, 10], lambda n_in, n_out: (2 / n_in) ** 0.5)
start = {"m": 0.0, "v": 0.0, "t": 0}
net, curves = train(my_step, start, net, test, np.random.default_rng(1), lambda t: cosine_lr(t, 0.03, 0.0, 10), 10, 50)
print(f"test images right: {accuracy(net, X_test, y_test):.1%}")
assert accuracy(net, X_test, y_test) > 0.93

# %% [markdown]
# Then the patient with your entropy term: momentum 0.9 at the rate 0.1, 200 epochs with all 100 images at once, one seed. Look at three numbers: how many validation labels are right, how sure the net
# is on average, and the validation loss.

# %% tags=["raises-exception"]
for strength in (0.0, 0.3):
    patient = init_net(np.random.default_rng(1), [64, 50, 10], lambda n_in, n_out: (2 / n_in) ** 0.5)
    images = noisy_digits(100)
    trained, curves = train(momentum, momentum.start, patient, images, np.random.default_rng(2), 0.1, 200, 100, every=200,
                            slope=lambda S, strength=strength: entropy_term(S, strength)[1])
    sure = softmax(forward_net(trained, images.X_val)[0]).max(axis=1).mean()
    print(f"strength {strength}: {curves.val_accuracy[-1]:.1%} right, {sure:.1%} sure, validation loss {curves.val_loss[-1]:.2f}")
assert curves.train_accuracy[-1] == 1.0
assert abs(sure - curves.val_accuracy[-1]) < 0.03

# %% [markdown]
# The term cures the *certainty*: the net is now about as sure as it is right, and its loss is lower. It does not cure the
# learning by heart: all wrong training labels are still learned, and hardly any more validation labels are right. Each
# cure has its own illness.

# %% [markdown]
# ## Explore
#
# **The race.** Three optimizers on three surfaces, each at its own best rate. Move the steps. Then change the multiple of
# the best rate. Look for these:
#
# - on the *ravine*, which of them zigzags across, and which overshoots along?
# - which optimizers survive a rate that is four times too large?
# - which one wins on the *saddle*? Is it the same one as on *Rosenbrock*?

# %% tags=["skip-grading"]
explore.race.show()

# %% [markdown]
# No optimizer wins on all three. On the saddle plain gradient descent does, because around its minimum no direction is
# much steeper than another, and a memory only overshoots. On the ravine and on Rosenbrock's bent valley the memory
# pays. At four times its best rate gradient descent diverges on all three surfaces, momentum on two, and Adam on none:
# its steps have a length.
#
# **Schedules.** A noisy descent with 400 steep and 400 flat directions, under a schedule and at a constant rate. Look
# for two things: the floor of the constant rate, and what happens when you make the highest rate ten times smaller.

# %% tags=["skip-grading"]
explore.schedules.show()

# %% [markdown]
# A constant high rate arrives fast and stops at a floor of noise; when the rate falls, so does the floor. With a small
# rate there is no floor to fall from, and a falling schedule *loses*: it stops before it has arrived. A schedule pays
# when the rate it starts from is too large to end with.

# %% [markdown]
# ## Recap
#
# - A minibatch's gradient is an estimate; its error falls as $1/\sqrt B$.
# - Momentum adds gradients up, $m \leftarrow \mu m + g$. It goes as far as gradient descent at $\eta/(1-\mu)$.
# - Adam's step is a length, not a factor: the size of the gradient drops out. The bias correction keeps the first steps
#   from being too long.
# - A penalty in the loss and a decay of the weights are the same for gradient descent only. Inside Adam a penalty
#   spares the weights with large gradients; AdamW shrinks all alike.
# - A schedule is a function of the finished epochs (or of the validation losses).
# - Optimizers are compared at their own best rates, on the same starts and batches, over several seeds, by means and
#   spreads.
# - Overfitting shows where validation turns while training goes on falling.
#
# The same things in PyTorch, which agree with yours to ten digits:
#
# | here | PyTorch |
# |---|---|
# | `momentum_step` | `torch.optim.SGD(momentum=mu)` |
# | a penalty in the loss | its argument `weight_decay` in `SGD` and `Adam` |
# | `adam_step`, `adamw_step` | `torch.optim.Adam`, `torch.optim.AdamW` |
# | `step_lr`, `exponential_lr`, `cosine_lr` | `StepLR`, `ExponentialLR`, `CosineAnnealingLR` |
# | `plateau_step` | `ReduceLROnPlateau(threshold=0)` |
# | `cyclic_lr` | `CyclicLR(mode="triangular")` |

# %% [markdown] nbgrader={"grade": true, "grade_id": "a_claim_to_judge", "locked": false, "points": 5, "schema_version": 3, "solution": true, "task": false}
# **Written question.** A report says: "We compared our optimizer Zoom with AdamW on one data set. Both used the
# learning rate 0.001, which we had found to work best for Zoom. After ten epochs Zoom's test loss was 0.212, AdamW's
# 0.219. Zoom is the better optimizer." Name three faults of this comparison, say for each how you would mend it, and
# write one sentence that the report's numbers do support.
#
# ### BEGIN SOLUTION
# One fault: the rate was tuned for Zoom only. Mend it with a sweep for each optimizer, with equally many rates, and the
# best one inside the sweep. Another: one run each, so that the difference of 0.007 may be the luck of a start or of the
# order of the batches. Mend it with several seeds, the same starts and batches for both, and report mean and spread. A
# third: the rate may have been chosen on the test set; choose on validation data, and use the test once. A fourth: one
# data set and one model; use several before speaking of "the better optimizer". A fifth: AdamW's decay was not tuned,
# or ten epochs are one budget among many.
#
# What the numbers support: in one run, on this data set, at the rate 0.001 and after ten epochs, Zoom's test loss was
# lower by 0.007.
#
# Mark scheme: 1 point for each of three different faults that really are faults of this comparison and are mended as
# above or equally well; 2 for a sentence that claims no more than the one run, the one rate and the one data set (1 if
# it forgets one of these).
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("optimizers")

# %% [markdown]
# **Reading.** Polyak, *Some methods of speeding up the convergence of iteration methods* (1964): momentum. Kingma and Ba,
# *Adam: a method for stochastic optimization* (2015). Loshchilov and Hutter, *Decoupled weight decay regularization* (2019): AdamW;
# *SGDR* (2017): the cosine. Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapters 7 and 8.
#
# **Next:** [chapter 08](../08-dropout-batchnorm/dropout_batchnorm.ipynb) changes the structure of the net itself. Dropout
# switches units off at random, and batch norm keeps the scores of each layer in range. Both need a forward and a backward pass,
# and behave differently in training and in inference.
