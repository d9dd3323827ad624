# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Dropout and batch normalization
#
# | | |
# |---|---|
# | **You will be able to** | write dropout and batch norm forwards and backwards, in training and in inference; say why dropout divides by $1-p$; take batch norm's gradient node by node and in one formula; keep running statistics; tell batch, layer and instance norm by their axes; judge both layers by an experiment |
# | **You need** | chapter 04: gradients of matrices, broadcasting backwards; chapter 05: the two-layer net with a softmax; chapter 06: why the scale of the weights matters |
# | **Time** | about three and a half hours |
# | **Points** | 100: 92 from checks, 8 for a written answer |

# %% tags=["setup"]
# Set-up: the build fills this cell in.

# %%
import itertools

import matplotlib.pyplot as plt
import numpy as np

from handgrad import check, failing, hand_in, hint, progress
from handgrad.data import digits
from handgrad.explore import dropout_batchnorm as explore
from handgrad.layers import numerical_gradient, relative_error, softmax, softmax_loss
from handgrad.stack import Stack
from handgrad.adapters.dropout_batchnorm import refusing
from handgrad.plot import BLUE, GREEN, ORANGE, PURPLE, RED, use_style
from handgrad.training import noisy_digits

use_style()
X_train, y_train, X_test, y_test = digits()

# %% [markdown]
# ## Why
#
# Two things go wrong with nets that could learn. They learn the training set by heart. Or they do not learn at all, because
# the signal in them is too small or too large. This chapter has a layer against each. Both are a few lines long. Both behave
# differently in training and in use, and both are often written with a small mistake that nothing reports.
#
# The figure shows the second trouble. Twenty nets of four layers start from the same random weights times a scale, from
# 0.0001 to 1. Each takes 60 steps on 600 images of digits: ten epochs in batches of 100, at the learning rate 0.1. Like every net of
# this chapter it is trained by descent with momentum 0.9 (chapter 07). One seed decides the weights, another the batches. Look at
# how many of the nets learn anything.

# %%
scales = np.logspace(-4, 0, 20)


def nets_at_all_scales(normalized, rate):
    nets = Stack([64, 40, 40, 40, 10], scales, normalized)
    nets.train(X_train[:600], y_train[:600], np.random.default_rng(1), rate, momentum=0.9, epochs=10, batch=100)
    return nets.accuracy(X_test, y_test)


plain = nets_at_all_scales(False, rate=0.1)
fig, ax = plt.subplots(figsize=(6.5, 3.2))
ax.semilogx(scales, plain, "o-", color=ORANGE)
ax.set(xlabel="scale of the starting weights", ylabel="share right on 400 test images", ylim=(0, 1))
plt.show()

# %% [markdown]
# Four of the twenty get more than half of the images right. Left of them the signal dies on its way through the layers, right of them it explodes.
# Chapter 06 computes the right scale. Here a layer looks after it while the net runs.
#
# **The question:** what do these two layers do to the numbers that pass through, what do they do to the gradients, and what
# must change when training is over?

# %%
assert (plain >= 0.5).sum() == 4
assert plain[:12].max() < 0.2

# %% [markdown]
# ## Predict
#
# Write your answers into the cell before you go on. Nothing here is graded. Each answer comes up again in the chapter.
#
# - **average**: a unit has the value 6. With probability 0.4 it is set to 0; otherwise it stays 6. What is its mean? What
#   should a kept unit be multiplied by, so that the mean is 6?
# - **push**: batch norm makes every column of a batch have mean 0. Now *all* entries of the gradient `dY` in a column are 1.
#   Which gradient reaches `X` in this column?
# - **bias**: an affine layer $S = XW + b$ stands right before batch norm. How large is the gradient of $b$?
# - **alone**: a trained net with batch norm gets one image in training mode. What does it answer?
# - **scales**: the figure above, with batch norm in the net. How many of the twenty nets learn?

# %%
prediction = {"average": "", "push": "", "bias": "", "alone": "", "scales": ""}

# %% [markdown]
# ## Build
#
# Stuck in an exercise? Put `hint("dropout_forward")` into a new cell, with that exercise's name; run it again for the next
# hint.
#
# ### Solved: a unit that comes and goes
#
# Dropout (Srivastava and others, 2014) sets activations to 0 at random, anew for every training step. Without it units may
# specialise *together*: one mends what another does wrong, and each is worth little alone. The authors call that
# **co-adaptation**. With dropout no unit can rely on one neighbour. **In this course $p$ is the probability of dropping**, as
# in PyTorch.
#
# Take a unit with the value $x = 2$ and $p = 0.25$. It becomes 0 with probability 0.25 and stays 2 with probability 0.75. Its
# mean is $0.75 \cdot 2 = 1.5$: too small by the factor $1 - p$. The next layer would get less in training than later in use.
# So what is kept is divided by $1-p$. This is **inverted dropout**.

# %%
x, p = 2.0, 0.25
values, chances = np.array([0.0, x / (1 - p)]), np.array([p, 1 - p])
mean = chances @ values
variance = chances @ (values - mean) ** 2
print(f"kept: {values[1]:.4f}   mean: {mean:.4f}   variance: {variance:.4f}")
assert np.isclose(mean, x)
assert np.isclose(variance, x**2 * p / (1 - p))

# %% [markdown]
# The mean is kept. The variance is not: the output moves, and that is the point. The lecture says that the factor makes the
# *distribution* the same in training and in use. It makes the **mean** the same, for every fixed $x$. The next
# layer's sums then have the right mean, and with many units they scatter little around it.
#
# ### Exercise 1: a unit by hand
#
# *Difficulty 1 of 5, 5 minutes.* The unit from **average**: $x = 6$, $p = 0.4$. Work out four numbers on paper.

# %% nbgrader={"grade": false, "grade_id": "dropout_by_hand", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dropout_by_hand():
    """One unit x = 6 under dropout with p = 0.4, the probability of dropping.

    plain_mean: the mean output if what is kept is not scaled. With inverted dropout: kept, the output when the unit is kept;
    mean, the mean output; variance, the variance of the output  ->  a dict with these four keys
    """
    ### BEGIN SOLUTION
    return {"plain_mean": 3.6, "kept": 10.0, "mean": 6.0, "variance": 24.0}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_dropout_by_hand", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("dropout_by_hand", dropout_by_hand)

# %% [markdown]
# ### Solved: a mask for a whole batch
#
# The mask of a batch has one entry for each entry of `X`: 1 where it is kept, 0 where it is dropped. `rng.random` draws
# numbers that are uniform on [0, 1). Such a number lies below 0.3 with probability 0.3. Here *noise* marks what is dropped.

# %%
rng = np.random.default_rng(8)
noise = rng.random((1000, 50)) < 0.3
print(f"share dropped: {noise.mean():.3f}")
print(noise[:3, :12].astype(int))
assert abs(noise.mean() - 0.3) < 0.01

# %% [markdown]
# ### Exercise 2: dropout in training
#
# *Difficulty 2 of 5, 10 minutes.* $A = X \circ \text{mask} / (1-p)$. **The uniform draws come in as `U`**, so that your answer can
# be compared with another; in a net, `U = rng.random(X.shape)`. This is said here once and holds for the chapter: an entry is kept where
# `U >= p`.

# %% nbgrader={"grade": false, "grade_id": "dropout_forward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dropout_forward(X, U, p):
    """Inverted dropout in training. An entry is kept where U >= p and dropped elsewhere.

    X (N, D), U (N, D) uniform draws from [0, 1), p: the probability of dropping, 0 <= p < 1
    ->  A (N, D), mask (N, D) with 1 (or True) where X is kept and 0 (or False) where it is dropped, in this order
    """
    ### BEGIN SOLUTION
    mask = p <= U
    return X * mask / (1 - p), mask
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_dropout_forward", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("dropout_forward", dropout_forward)

# %% [markdown]
# **average**, resolved: without scaling the mean is $(1-p)\,x$, and what is kept must be multiplied by $1/(1-p)$.
#
# **If you read the lecture:** it once calls $1-p$ "the probability of setting to zero". With its own formula,
# $\text{mask}_i \sim \mathrm{Bernoulli}(1-p)$, the mask is 1 with probability $1-p$. So $p$ is the probability of dropping.
#
# Here is the mask at work on 16 units. Look at the right picture while you raise the number of masks, first with the
# division, then without.

# %% tags=["skip-grading"]
explore.mask.show()

# %% [markdown]
# Under one mask some units are gone and the others are taller. Over many masks the mean comes back to the outline. Without
# the division it comes to rest at $1-p$ of it.

# %%
many, unscaled = explore.masked(0.5, 400), explore.masked(0.5, 400, explore.UNSCALED)
assert relative_error(many.mean, many.x) < 0.1
assert np.allclose(unscaled.mean, many.mean / 2)

# %% [markdown]
# ### Solved: noise that multiplies
#
# Backwards, a random layer is an ordinary one: the draws of the forward pass are fixed numbers by then. Take
# $A = X \circ (1 + 0.1\,G)$ with normal noise $G$. The slope of $A_{nd}$ by $X_{nd}$ is $1 + 0.1\,G_{nd}$, with **the same** $G$.

# %%
X, G, dA = rng.normal(size=(3, 4, 5))
dX_noisy = dA * (1 + 0.1 * G)
measured = numerical_gradient(lambda X: np.sum(dA * X * (1 + 0.1 * G)), X)
print("same noise:", relative_error(dX_noisy, measured) < 1e-8)
new_noise = dA * (1 + 0.1 * rng.normal(size=G.shape))
print("new noise: ", relative_error(new_noise, measured) < 1e-8)

# %% [markdown]
# ### Exercise 3: dropout, backwards
#
# *Difficulty 2 of 5, 5 minutes.* The mask of the forward pass comes in. An entry that was dropped cannot have moved the loss.

# %% nbgrader={"grade": false, "grade_id": "dropout_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dropout_backward(dA, mask, p):
    """Gradient of L by X, for A = X * mask / (1 - p).

    dA (N, D), mask (N, D) of zeros and ones, p: the probability of dropping, 0 <= p < 1  ->  dX (N, D)
    """
    ### BEGIN SOLUTION
    return dA * mask / (1 - p)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_dropout_backward", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("dropout_backward", dropout_backward)

# %% [markdown]
# In **inference** dropout does nothing: `A = X`. No mask, no factor. The factor was paid in training.
#
# ### Solved: a crowd of small nets
#
# With H units there are $2^H$ masks, and each mask is a smaller net inside the large one. Training trains all of them a
# little. A random forest averages many trees in the same spirit; but trees share nothing, and these nets share their
# weights. What has inference, with all units, to do with this crowd? For two units the crowd can be listed. A mask's
# probability is the product of its units' chances.

# %%
a, p = np.array([1.0, 3.0]), 0.2
for bits in itertools.product((0, 1), repeat=2):
    chance = np.prod([1 - p if bit else p for bit in bits])
    print(bits, f"chance {chance:.2f}   sum of the units {sum(a * bits) / (1 - p):.2f}")
by_hand = 0.04 * 0 + 0.16 * 3.75 + 0.16 * 1.25 + 0.64 * 5
assert np.isclose(by_hand, a.sum())

# %% [markdown]
# ### Exercise 4: the crowd's opinion
#
# *Difficulty 3 of 5, 20 minutes.* One row of activations `a` goes through inverted dropout, then to scores $s = aW + b$, then to
# probabilities by the softmax. Average both over **all** masks, each with its probability. `itertools.product((0, 1), repeat=H)`
# gives all masks. `softmax` takes an array (N, C) and normalizes along axis 1: put the scores of one mask into an array
# (1, C) first.

# %% nbgrader={"grade": false, "grade_id": "dropout_ensemble", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dropout_ensemble(a, W, b, p):
    """The exact means over all 2^H masks, for scores (a * mask / (1 - p)) @ W + b and their softmax.

    a (H,), W (H, C), b (C,), p: the probability of dropping a unit, 0 < p < 1
    ->  mean_scores (C,), mean_probabilities (C,), in this order
    """
    ### BEGIN SOLUTION
    masks = np.array(list(itertools.product((0, 1), repeat=len(a))))
    weights = np.prod(np.where(masks, 1 - p, p), axis=1)
    scores = (a * masks / (1 - p)) @ W + b
    return weights @ scores, weights @ softmax(scores)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_dropout_ensemble", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("dropout_ensemble", dropout_ensemble)

# %% [markdown]
# Now a larger crowd, by drawing 20,000 masks for 30 units. Look at the three rows: the softmax of inference, the crowd's mean
# probabilities, and their normalized *geometric* mean.

# %%
a, W, b = np.abs(rng.normal(size=30)), 0.5 * rng.normal(size=(30, 3)), np.zeros(3)
crowd = softmax((a * (rng.random((20_000, 30)) >= 0.5) / 0.5) @ W + b)
inference = softmax((a @ W + b)[None])[0]
geometric = np.exp(np.log(crowd).mean(axis=0))
geometric = geometric / geometric.sum()
for name, row in (("inference", inference), ("mean of the crowd", crowd.mean(axis=0)), ("geometric mean", geometric)):
    print(f"{name:18s}", np.round(row, 2))
assert relative_error(geometric, inference) < 0.05 < relative_error(crowd.mean(axis=0), inference)

# %% [markdown]
# The scores of inference are *exactly* the crowd's mean scores. The logarithm of a softmax is
# its score minus one number for each mask. Averaging logarithms averages the scores, and normalizing removes the numbers. So inference is the
# crowd's normalized geometric mean, exactly for one layer with a softmax, and at the price of one pass. The ordinary mean is less sure of itself here. With more layers between, all
# this is an approximation.
#
# An average of smaller nets is steadier than one net, and it is also *weaker*: each of them had only a part of the units. Where
# a net with dropout learns too little, give it more units or a smaller $p$.
#
# ### Solved: one column in order
#
# Now the second layer. **Batch norm** takes one column of a batch, one unit's values on all examples. It subtracts the
# column's mean and divides by its deviation. Then $\gamma$ stretches it and $\beta$ moves it, so that the net can choose the
# mean and the deviation that suit it:
#
# $$\mu = \frac1N\sum_n x_n,\qquad \sigma^2 = \frac1N\sum_n (x_n-\mu)^2,\qquad \hat x_n = \frac{x_n-\mu}{\sqrt{\sigma^2+\varepsilon}},\qquad
# y_n = \gamma\,\hat x_n + \beta.$$

# %%
column = np.array([1.0, 2.0, 3.0, 6.0])
middle = column.sum() / 4
spread = ((column - middle) ** 2).sum() / 4
unit = (column - middle) / np.sqrt(spread + 1e-5)
print("mean", middle, " variance", spread, " normalized", np.round(unit, 3))
assert abs(unit.mean()) < 1e-12
assert abs(unit.var() - 1) < 1e-5

# %% [markdown]
# **If you read the lecture:** one of its formulas adds $\varepsilon$ *behind* the fraction, and multiplies by $\beta$ and adds
# $\gamma$. Everywhere else, and here, $\varepsilon$ stands **under the root**, $\gamma$ **scales** and $\beta$ **shifts**.
#
# ### Exercise 5: batch norm in training
#
# *Difficulty 2 of 5, 15 minutes.* All columns at once. The variance is the batch's own, divided by $N$. A batch of one is no
# special case of the formula: its variance is 0, and `Y` is `beta`. (Exercise 8 refuses it, where a variance is *estimated*.)

# %% nbgrader={"grade": false, "grade_id": "batchnorm_forward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batchnorm_forward(X, gamma, beta, eps):
    """Batch norm in training: each column of X normalized over the batch, then scaled by gamma and shifted by beta.

    X (N, D), gamma (D,), beta (D,), eps: a small number under the root
    ->  Y (N, D), mean (D,), var (D,), the variance divided by N, in this order
    """
    ### BEGIN SOLUTION
    mean, var = X.mean(axis=0), X.var(axis=0)
    return gamma * (X - mean) / np.sqrt(var + eps) + beta, mean, var
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_batchnorm_forward", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("batchnorm_forward", batchnorm_forward)

# %% [markdown]
# ### Solved: a column without its mean, backwards
#
# What is the gradient of such a layer? $X$ reaches $Y$ along several paths: directly, and through statistics that *every* row
# shares. First only the mean: $C = X - \text{mean}$. Two lines forwards, so two steps backwards:
#
# - $C$ takes `X` with the factor 1, and `mean` with the factor $-1$. `mean` is stretched over all rows: `dmean` is minus the
#   sum of `dC` over the rows.
# - `mean` takes each row of `X` with the factor $1/N$. So every row gets $1/N$ of `dmean` on top.

# %%
X, dC = rng.normal(size=(2, 6, 3))
dmean = -np.sum(dC, axis=0)
dX_centred = dC + dmean / len(X)
assert relative_error(dX_centred, numerical_gradient(lambda X: np.sum(dC * (X - X.mean(axis=0))), X)) < 1e-8
print("sum of every column of dX:", np.abs(np.round(dX_centred.sum(axis=0), 12)))

# %% [markdown]
# Every column of the gradient adds up to 0. That is what **push** asks: a push that is the same for all rows is taken away
# whole, because adding a constant to a column changes nothing behind.
#
# ### Exercise 6: batch norm backwards, node by node
#
# *Difficulty 4 of 5, 30 minutes.* The forward pass as a graph, one operation a line:
#
# 1. `mean` $= \frac1N\sum_n X_n$
# 2. `C = X - mean`
# 3. `var` $= \frac1N\sum_n C_n^2$
# 4. `r = (var + eps) ** -0.5`
# 5. `X_hat = C * r`
# 6. `Y = gamma * X_hat + beta`
#
# Go from line 6 up to line 1. `C` is used twice, in lines 3 and 5; `X` twice, in lines 1 and 2. Add the paths.

# %% nbgrader={"grade": false, "grade_id": "batchnorm_nodes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batchnorm_nodes(dY, X, gamma, eps):
    """Gradients of L by the nodes of batch norm in training. Each is the whole gradient: all paths added.

    dY (N, D), X (N, D), gamma (D,), eps: a number
    ->  dX_hat (N, D), dr (D,), dvar (D,), dC (N, D), dX (N, D), in this order
    """
    ### BEGIN SOLUTION
    C = X - X.mean(axis=0)
    r = ((C**2).mean(axis=0) + eps) ** -0.5
    dX_hat = dY * gamma
    dr = (dX_hat * C).sum(axis=0)
    dvar = -0.5 * r**3 * dr
    dC = dX_hat * r + dvar * 2 * C / len(X)
    return dX_hat, dr, dvar, dC, dC - dC.mean(axis=0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_batchnorm_nodes", "locked": true, "points": 12, "schema_version": 3, "solution": false, "task": false}
check("batchnorm_nodes", batchnorm_nodes)

# %% [markdown]
# ### Solved: the short formula
#
# Put the steps into one another. With $r = 1/\sqrt{\sigma^2+\varepsilon}$, $\;C = \hat X/r$ and $d\hat X = \gamma\,dY$:
#
# - $d\sigma^2 = -\frac12 r^3\sum_n d\hat x_n c_n = -\frac12 r^2\sum_n d\hat x_n\hat x_n$,
# - $dC_n = r\,d\hat x_n + \frac2N c_n\,d\sigma^2 = r\big(d\hat x_n - \frac1N\hat x_n\sum_m d\hat x_m\hat x_m\big)$,
# - $dX$ is $dC$ minus its mean over the rows, and the mean of $\hat x$ is 0. Only the mean of $r\,d\hat x$ remains.
#
# Together, with all sums over the rows:
#
# $$dX = \frac{\gamma\,r}{N}\Big(N\,dY - \sum dY - \hat X \sum dY\circ\hat X\Big).$$
#
# Read it as a sentence: of what arrives, the part that is the same for all rows is taken away, and the part along $\hat x$ is taken
# away. Shifting a column or stretching it changes nothing behind batch norm, so no gradient may point there. With $\varepsilon = 0$
# both parts vanish to the last digit; with $\varepsilon > 0$ a little is left along $\hat x$.

# %%
X, dY = rng.normal(size=(2, 6, 3))
centred = X - np.mean(X, axis=0)


def loss_of_normalized(X, eps):
    return np.sum(dY * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps))


for eps in (1e-12, 0.5):
    along = (numerical_gradient(lambda X, eps=eps: loss_of_normalized(X, eps), X) * centred).sum(axis=0)
    print(f"eps {eps:g}: largest part along the column {np.abs(along).max():.3f}")
    assert (np.abs(along).max() < 1e-6) == (eps < 1e-6)

# %% [markdown]
# ### Exercise 7: batch norm backwards, in one formula
#
# *Difficulty 3 of 5, 15 minutes.* Write the formula, and the gradients of $\gamma$ and $\beta$ with it. `beta` itself is not needed.

# %% nbgrader={"grade": false, "grade_id": "batchnorm_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batchnorm_backward(dY, X, gamma, eps):
    """Gradients of L by X, gamma and beta, for batch norm in training: Y = gamma * X_hat + beta.

    dY (N, D), X (N, D), gamma (D,), eps: a number  ->  dX (N, D), dgamma (D,), dbeta (D,), in this order
    """
    ### BEGIN SOLUTION
    r = 1 / np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) * r
    dgamma, dbeta = (dY * X_hat).sum(axis=0), dY.sum(axis=0)
    dX = gamma * r / len(X) * (len(X) * dY - dbeta - X_hat * dgamma)
    return dX, dgamma, dbeta
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_batchnorm_backward", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("batchnorm_backward", batchnorm_backward)

# %% [markdown]
# Two roads, one gradient. Your two functions side by side, and **push**: a `dY` of ones.

# %% tags=["raises-exception"]
gamma = np.array([0.5, -2.0, 3.0])
slow, fast = batchnorm_nodes(dY, X, gamma, 1e-5)[-1], batchnorm_backward(dY, X, gamma, 1e-5)[0]
print("agree:", relative_error(fast, slow) < 1e-12)
pushed = batchnorm_backward(np.ones_like(X), X, gamma, 1e-5)[0]
print("You predicted:", prediction["push"] or "nothing yet")
print("a push of ones leaves nothing:", np.abs(pushed).max() < 1e-12)

# %% [markdown]
# ### Solved: a running average
#
# In use there may be no batch: one image comes, and its answer must not depend on other people's images. So during training
# the layer keeps a **running average** of the means and variances it sees. With the momentum $m = 0.1$, each new value gets
# the weight 0.1 and the old average 0.9:
#
# $$\text{running} \leftarrow (1-m)\,\text{running} + m\,\text{new}.$$

# %%
running = 0.0
for step in range(1, 31):
    running = 0.9 * running + 0.1 * 5.0
    if step in (1, 2, 10, 30):
        print(f"after {step:2d} steps: {running:.3f}")
assert np.isclose(running, 5 * (1 - 0.9**30))

# %% [markdown]
# PyTorch calls $m$ the momentum, and $m = 0.1$ is its default. The lecture writes $\lambda$ for $1-m$ in one place, and $m$ in another.
#
# Which variance is averaged? Let $B$ be the batch's size, our $N$ so far. A batch's variance, divided by $B$, is on average too small, by the factor $(B-1)/B$: the batch's own
# mean lies in the middle of it. As an estimate for images to come it is multiplied by $B/(B-1)$. The batch itself is still
# normalized with the division by $B$. Compare the last two numbers.

# %%
draws = rng.normal(size=(20_000, 4)) * 3
print(f"variance of the numbers: 9.00   divided by B: {draws.var(axis=1).mean():.2f}", end="")
print(f"   divided by B - 1: {draws.var(axis=1, ddof=1).mean():.2f}")
assert abs(draws.var(axis=1).mean() - 9 * 3 / 4) < 0.1
assert abs(draws.var(axis=1, ddof=1).mean() - 9) < 0.15

# %% [markdown]
# The paper has no running average. Once training is over, it takes the plain mean over many batches, of their means and of
# their unbiased variances: that is what stands still, and no batch counts for more than another. (In PyTorch
# `momentum=None` averages in this way while training goes on.) A running average follows weights that still change, and
# needs no second pass. For numbers that do not change the two come to the same:

# %%
running, pieces = np.zeros(2), np.random.default_rng(4).normal(2, 3, size=(2000, 50))
for piece in pieces:
    running = 0.99 * running + 0.01 * np.array([piece.mean(), piece.var(ddof=1)])
population = np.array([pieces.mean(axis=1).mean(), pieces.var(axis=1, ddof=1).mean()])
print("mean and variance, over all batches:", population.round(1), "  running:", running.round(1))
assert np.allclose(running, population, rtol=0.1)

# %% [markdown]
# ### Exercise 8: running statistics
#
# *Difficulty 3 of 5, 15 minutes.* One update. A **batch of one** says nothing about a variance: $B - 1$ is 0. PyTorch refuses to
# train on it, with a `ValueError`, and so do you, before anything is divided by $B - 1$. The check hands in a batch of one
# too. It calls your function through `refusing`, which notes the refusal.

# %% nbgrader={"grade": false, "grade_id": "update_running", "locked": false, "schema_version": 3, "solution": true, "task": false}
def update_running(running_mean, running_var, X, momentum):
    """The running statistics after one more batch X. The batch's variance enters as the unbiased one, divided by B - 1.

    running_mean (D,), running_var (D,), X (B, D), momentum: the weight of the new batch
    ->  new running_mean (D,), new running_var (D,), in this order. Raises ValueError for B = 1. Changes no input.
    """
    ### BEGIN SOLUTION
    if len(X) == 1:
        raise ValueError("a batch of one has no variance")
    new_mean = (1 - momentum) * running_mean + momentum * X.mean(axis=0)
    return new_mean, (1 - momentum) * running_var + momentum * X.var(axis=0, ddof=1)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_update_running", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("update_running", refusing(update_running))

# %% [markdown]
# ### Solved: centring in inference
#
# A smaller sibling again: a layer that only subtracts the mean. In training it subtracts the batch's. In inference it subtracts
# the running one, a constant. So each row is treated alone, whatever comes with it, and the backward pass would be the identity.

# %%
running_centre = np.array([1.0, -2.0])
batch = np.array([[3.0, 0.0], [5.0, 4.0]])
print("training: ", (batch - batch.mean(axis=0)).tolist())
print("inference:", (batch - running_centre).tolist())
assert np.array_equal((batch - running_centre)[:1], batch[:1] - running_centre)

# %% [markdown]
# ### Exercise 9: batch norm in inference
#
# *Difficulty 1 of 5, 5 minutes.* The running statistics take the place of the batch's. The running variance already holds the
# factor $B/(B-1)$. Neither is updated here.

# %% nbgrader={"grade": false, "grade_id": "batchnorm_inference", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batchnorm_inference(X, gamma, beta, running_mean, running_var, eps):
    """Batch norm in inference: every row on its own, with the running statistics.

    X (N, D), N >= 1; gamma, beta, running_mean, running_var (D,); eps: a small number under the root  ->  Y (N, D)
    """
    ### BEGIN SOLUTION
    return gamma * (X - running_mean) / np.sqrt(running_var + eps) + beta
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_batchnorm_inference", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("batchnorm_inference", batchnorm_inference)

# %% [markdown]
# With all statistics fixed, batch norm is an affine map, $y = kx + (\beta - k\mu)$ with $k = \gamma/\sqrt{\sigma^2+\varepsilon}$. An affine layer before it
# can swallow it: in use batch norm then costs nothing.

# %%
X, W, b = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
gamma, beta, centre, spread = rng.normal(size=3), rng.normal(size=3), rng.normal(size=3), rng.uniform(0.5, 2, size=3)
k = gamma / np.sqrt(spread + 1e-5)
apart = k * (X @ W + b - centre) + beta
assert np.allclose(X @ (W * k) + (b - centre) * k + beta, apart)

# %% [markdown]
# ### Solved: averages over chosen axes
#
# A batch of images has four axes: N images, C channels, H × W pixels. `mean` takes a tuple of axes and averages over all of them.
# What stands in one group shares one mean. With `keepdims=True` the result can be stretched back.

# %%
images = rng.normal(size=(8, 3, 5, 5))
for axes in ((1,), (0, 1), (0, 1, 2, 3)):
    shape = images.mean(axis=axes, keepdims=True).shape
    print(f"axes {axes!s:13s} means: {shape}, from {images.size // np.prod(shape)} numbers each")

# %% [markdown]
# ### Exercise 10: three norms, one formula
#
# *Difficulty 2 of 5, 10 minutes.* $\hat x = (x-\mu)/\sqrt{\sigma^2+\varepsilon}$ three times. They differ in which numbers share $\mu$ and $\sigma^2$:
#
# - **batch norm**: all numbers of one channel, of all images;
# - **layer norm**: all numbers of one image, of all channels;
# - **instance norm**: the numbers of one channel of one image.

# %% nbgrader={"grade": false, "grade_id": "normalize_over", "locked": false, "schema_version": 3, "solution": true, "task": false}
def normalize_over(X, kind, eps):
    """X normalized to mean 0 and variance 1 in each group that `kind` names. The variance is divided by the group's size.

    X (N, C, H, W), kind: "batch", "layer" or "instance", eps: a small number under the root  ->  Y (N, C, H, W)
    """
    ### BEGIN SOLUTION
    axes = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}[kind]
    mean, var = X.mean(axis=axes, keepdims=True), X.var(axis=axes, keepdims=True)
    return (X - mean) / np.sqrt(var + eps)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_normalize_over", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("normalize_over", normalize_over)

# %% [markdown]
# Only batch norm mixes the images of a batch. Layer and instance norm do not: they need no running statistics, do the same in
# training and in use, and a batch of one is no trouble. That is why models of text, whose batches are small and ragged, take layer norm
# (over the features of one token).
#
# ### Solved: a net with batch norm alone
#
# Now into the net: affine, batch norm, then a sum of squares as a loss. The gradient by `W` goes through batch norm's paths.
# Where is the bias? **bias** asks: batch norm subtracts the column's mean, and `b` with it. Its gradient is 0, so the layer has none;
# `beta` does its work.

# %%
def small_loss(W, b):
    S = X @ W + b
    return np.sum(((S - S.mean(axis=0)) / np.sqrt(S.var(axis=0) + 1e-5) - 1.0) ** 3)


db = numerical_gradient(lambda b: small_loss(W, b), b)
dW = numerical_gradient(lambda W: small_loss(W, b), W)
print("You predicted:", prediction["bias"] or "nothing yet")
print(f"largest |db| below 1e-6: {np.abs(db).max() < 1e-6}   largest |dW| above 0.1: {np.abs(dW).max() > 0.1}")
assert np.abs(db).max() < 1e-6 < 0.1 < np.abs(dW).max()

# %% [markdown]
# ### Exercise 11: both layers in the two-layer net
#
# *Difficulty 4 of 5, 25 minutes.* In training: $S = XW_1$, batch norm to $Z$, ReLU, dropout to $A$, scores $AW_2 + b_2$, softmax loss.
# `softmax_loss(scores, y)` returns the loss and its gradient by the scores. Call your own functions from above, or write
# their steps out.

# %% nbgrader={"grade": false, "grade_id": "regularized_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def regularized_gradients(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    """Gradients of the mean softmax loss of affine (no bias), batch norm, ReLU, inverted dropout, affine; in training.

    X (N, D), y (N,) labels, U (N, H) uniform draws: a unit is kept where U >= p; W1 (D, H), gamma (H,), beta (H,),
    W2 (H, C), b2 (C,), eps  ->  dW1 (D, H), dgamma (H,), dbeta (H,), dW2 (H, C), db2 (C,), in this order
    """
    ### BEGIN SOLUTION
    S = X @ W1
    Z = batchnorm_forward(S, gamma, beta, eps)[0]
    A, mask = dropout_forward(np.maximum(Z, 0), U, p)
    _, dscores = softmax_loss(A @ W2 + b2, y)
    dZ = dropout_backward(dscores @ W2.T, mask, p) * (Z > 0)
    dS, dgamma, dbeta = batchnorm_backward(dZ, S, gamma, eps)
    return X.T @ dS, dgamma, dbeta, A.T @ dscores, dscores.sum(axis=0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_regularized_gradients", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("regularized_gradients", regularized_gradients)

# %% [markdown]
# ### Solved: one number from a table
#
# An experiment gives a table, and a table needs a number. Example: at which learning rate was a net best?

# %%
rates = np.array([0.001, 0.01, 0.1, 1.0])
shares = np.array([0.31, 0.84, 0.92, 0.10])
print("best rate:", rates[shares.argmax()])
assert rates[shares.argmax()] == 0.1

# %% [markdown]
# ### Exercise 12: the range that works
#
# *Difficulty 2 of 5, 10 minutes.* For nets at several scales: how many reach an accuracy of `least` or more, and how wide is their range?
# The width is a ratio, because the scales span powers of ten.

# %% nbgrader={"grade": false, "grade_id": "working_range", "locked": false, "schema_version": 3, "solution": true, "task": false}
def working_range(scales, accuracy, least):
    """At how many scales a net works, which means accuracy >= least; and how far apart the outermost of these scales are.

    scales (K,) positive, in any order; accuracy (K,) the net's share of right answers at each; least: a number
    ->  count: a whole number; ratio: the largest scale that works divided by the smallest, in this order.
    Scales between them that do not work change nothing about the ratio. Where none works: 0 and 0.0.
    """
    ### BEGIN SOLUTION
    good = scales[accuracy >= least]
    if good.size == 0:
        return 0, 0.0
    return good.size, good.max() / good.min()
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_working_range", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("working_range", working_range)

# %% [markdown]
# ## Check
#
# Now the whole, with your own functions: a net of 64 inputs, 50 hidden units and 10 classes. It trains for 200 steps of plain gradient
# descent on batches of 50 digits (rate 0.5, one seed), with dropout and batch norm, and is then used on the test images, without a mask and with the running statistics.

# %% tags=["raises-exception"]
rng = np.random.default_rng(3)
W1, gamma, beta, W2, b2 = 0.1 * rng.normal(size=(64, 50)), np.ones(50), np.zeros(50), 0.1 * rng.normal(size=(50, 10)), np.zeros(10)
running_mean, running_var = np.zeros(50), np.ones(50)
for _ in range(200):
    rows = rng.integers(0, len(X_train), size=50)
    X, y, U = X_train[rows], y_train[rows], rng.random((50, 50))
    running_mean, running_var = update_running(running_mean, running_var, X @ W1, 0.1)
    gradients = regularized_gradients(X, y, U, 0.3, W1, gamma, beta, W2, b2, 1e-5)
    W1, gamma, beta, W2, b2 = (w - 0.5 * dw for w, dw in zip((W1, gamma, beta, W2, b2), gradients, strict=True))
Z = batchnorm_inference(X_test @ W1, gamma, beta, running_mean, running_var, 1e-5)
right = (np.maximum(Z, 0) @ W2 + b2).argmax(axis=1) == y_test
print("more than 92% of the test images right:", right.mean() > 0.92)

# %% [markdown]
# ## Explore
#
# ### A batch before and after
#
# One unit on a batch of 200 rows. Move the mean and the deviation of the batch and watch the right picture. Then move $\gamma$ and
# $\beta$. Then switch to inference, where the running mean is 1 and the running variance 4, and move the mean again.
# Numbers that lie outside a picture are counted in its first or last bar.

# %% tags=["skip-grading"]
explore.norm.show()

# %% [markdown]
# In training the right picture stands still, wherever the batch is: its mean is $\beta$, its deviation $|\gamma|$. In inference it
# moves along. A batch with mean 1 and deviation 2 looks the same in both modes.

# %%
for mean, scale in ((-4.0, 0.5), (3.0, 2.0)):
    after = explore.normed(mean, scale, 1.5, 2.0).after
    assert np.allclose([after.mean(), after.std()], [2.0, 1.5], atol=1e-3)
assert np.isclose(explore.normed(-4.0, 2.0, 1.0, 0.0, "inference").after.mean(), -2.5, atol=1e-3)
assert np.allclose(explore.normed(1.0, 2.0, 1.0, 0.0).after, explore.normed(1.0, 2.0, 1.0, 0.0, "inference").after, atol=1e-3)

# %% [markdown]
# ### Twenty scales, with and without batch norm
#
# Back to the figure of the beginning. The same nets and seeds, the same 600 images, ten epochs in batches of 100 and momentum 0.9 again,
# at three learning rates, plain and with batch norm before each ReLU. `Stack` from the kit trains the twenty nets side by side. Look at how wide each curve stands.

# %%
found = {(rate, normalized): nets_at_all_scales(normalized, rate) for rate in (0.01, 0.1, 1.0) for normalized in (False, True)}
fig, axes = plt.subplots(1, 3, figsize=(9, 3.1), sharey=True)
for ax, rate in zip(axes, (0.01, 0.1, 1.0), strict=True):
    for normalized, colour, name in ((False, ORANGE, "plain"), (True, BLUE, "batch norm")):
        ax.semilogx(scales, found[rate, normalized], "o-", ms=3, color=colour, label=name)
    ax.set(title=f"learning rate {rate}", xlabel="scale of the weights", ylim=(0, 1))
axes[0].set_ylabel("share right, 400 test images")
axes[2].legend(loc="center")
plt.show()

# %%
print("You predicted:", prediction["scales"] or "nothing yet")
print("rate    plain: nets above 50%    with batch norm")
for rate in (0.01, 0.1, 1.0):
    print(f"{rate:4}{(found[rate, False] >= 0.5).sum():14d}{(found[rate, True] >= 0.5).sum():24d}")
assert (found[0.1, True] >= 0.8).all()
assert (found[1.0, True] >= 0.8).all()
assert (found[0.01, True] >= 0.5).sum() >= 18
assert max((found[rate, False] >= 0.5).sum() for rate in (0.01, 0.1, 1.0)) <= 5
assert (found[1.0, False] < 0.2).all()

# %% [markdown]
# At the rates 0.1 and 1 all twenty nets with batch norm learn, over a range of 10,000 to 1. Without it at most five do, and at the
# rate 1 none. (Momentum counts a gradient that keeps its direction ten times in the end, so plain descent would need up to ten times
# these rates.) Batch norm does not make the scale *irrelevant*: at the small rate 0.01 the ends of the blue curve hang.
# At the left end the batch's variance is far below $\varepsilon$: the layer hardly normalizes, and the signal dies as before. The right end has
# another reason. Leave $\varepsilon$ out. Behind batch norm, $W$ and $cW$ then give the same output for every $c > 0$, so the gradient at $cW$ is
# $1/c$ of that at $W$: large weights move slowly.

# %%
def loss_at(W):
    S = images_in @ W
    return np.sum(upstream * (S - S.mean(axis=0)) / S.std(axis=0))


images_in, upstream, W = rng.normal(size=(20, 5)), rng.normal(size=(20, 3)), rng.normal(size=(5, 3))
at_one, at_ten = numerical_gradient(loss_at, W), numerical_gradient(loss_at, 10 * W)
assert np.isclose(loss_at(W), loss_at(10 * W))
assert relative_error(at_ten, at_one / 10) < 1e-6

# %% [markdown]
# Your `working_range` on the same experiment, at the rate 0.1:

# %% tags=["raises-exception"]
for name, normalized in (("plain", False), ("batch norm", True)):
    count, ratio = working_range(scales, found[0.1, normalized], 0.5)
    print(f"{name:11s} {count:2d} of 20 scales work; the largest is {ratio:,.0f} times the smallest")

# %% [markdown]
# ### In the paper
#
# Ioffe and Szegedy (2015) trained the image classifier Inception on ImageNet. Their table counts the steps until 72.2 % of the
# validation images are right:
#
# | net | steps to 72.2 % | best |
# |---|---|---|
# | Inception | 31.0 million | 72.2 % |
# | with batch norm | 13.3 million | 72.7 % |
# | with batch norm, learning rate × 5 | 2.1 million | 73.0 % |
# | with batch norm, learning rate × 30 | 2.7 million | 74.8 % |
# | with batch norm, learning rate × 5, sigmoid in place of ReLU | never | 69.8 % |
#
# The last row says most about what the layer does: without batch norm, the authors report, Inception with sigmoids never got beyond guessing.
# The nets with a higher learning rate differ in a few things more, among them dropout and a weaker L2 penalty, so the table alone does not say how
# much of the gain is the higher learning rate. Your pictures say a part of it: with batch norm a rate of 1 still works, without it none does. *Why*
# it works is still argued about. The authors' reason was that each layer's inputs keep their distribution while the layers before
# it change. Later experiments (Santurkar and others, 2018) found little of that, and a smoother loss instead.

# %%
print(f"13.3 million is {31.0 / 13.3:.1f} times fewer, 2.1 million {31.0 / 2.1:.1f} times, 2.7 million {31.0 / 2.7:.1f} times")

# %% [markdown]
# ### Dropout against overfitting
#
# 100 digits, and one label in five is wrong. A net with 100 hidden units can learn them by heart, wrong labels included. Five values of
# $p$, four seeds each, 100 steps with momentum 0.9 at the rate 0.1, all 100 images in each. Look at both curves: the training labels on the left, the test images on the right.

# %%
few = noisy_digits(100)
ps = np.array([0.0, 0.25, 0.5, 0.75, 0.9])
nets = Stack([64, 100, 10], np.full(20, 0.15), drop=np.repeat(ps, 4), seeds=np.tile(range(4), 5))
history = []
nets.train(few.X, few.y, np.random.default_rng(1), 0.1, 0.9, 100, 100,
           lambda: history.append([nets.accuracy(few.X, few.y), nets.accuracy(X_test, y_test)]))  # fmt: skip
curves = np.array(history).reshape(100, 2, 5, 4)

# %% tags=["hide-input"]
fig, axes = plt.subplots(1, 2, figsize=(8.5, 3.2), sharey=True)
for i, colour in enumerate((ORANGE, GREEN, BLUE, PURPLE, RED)):
    for ax, part in zip(axes, (0, 1), strict=True):
        one = curves[:, part, i]
        ax.plot(one.mean(axis=1), color=colour, label=f"p = {ps[i]:g}")
        ax.fill_between(range(100), one.min(axis=1), one.max(axis=1), color=colour, alpha=0.15, lw=0)
axes[0].set(xlabel="step", ylabel="share right", title="100 training labels", ylim=(0.3, 1.02))
axes[1].set(xlabel="step", title="400 test images")
axes[1].legend(loc="lower right", ncols=2)
plt.show()

# %% [markdown]
# Without dropout every training label is learned, the wrong ones too, and the test images suffer. As $p$ grows, the training labels
# come more slowly and the test images get better, up to $p = 0.75$. At $p = 0.9$ it is still far behind in both after 100 steps: too little
# of the net is left in each step. The bands show the four seeds.
#
# A conclusion no stronger than the curves: on 100 digits with wrong labels, dropout with $p = 0.75$ ends about eight points above no
# dropout. It does not beat the best moment of the net without it: stopped near step 20, that net is as good. Dropout saves
# the need to know when to stop. But $p$ had to be chosen too, and both were chosen here by looking at the test images.

# %%
training, test = curves[-1, 0].mean(axis=1), curves[-1, 1].mean(axis=1)
assert training[0] > 0.99 > training[3]
assert 0.065 < test[3] - test[0] < 0.095
assert 15 <= curves[:, 1, 0].mean(axis=1).argmax() <= 30
assert curves[-1, 1, 0].max() < curves[-1, 1, 3].min()
assert test[4] < test[0]
assert abs(curves[:, 1, 0].mean(axis=1).max() - test[3]) < 0.03

# %% [markdown]
# Dropout may also stand at the very front, **on the inputs**. Then the net cannot rely on single pixels. That can help where many
# inputs say nearly the same or are noisy; the lecture names long, sparse vectors, such as the goods that a visitor has looked at. Here 20 % of the pixels are
# dropped, on top of $p = 0.5$ for the hidden units; the training is the same. Look at the four seeds on each side.

# %%
nets = Stack([64, 100, 10], np.full(8, 0.15), drop=0.5, drop_inputs=np.repeat([0.0, 0.2], 4), seeds=np.tile(range(4), 2))
nets.train(few.X, few.y, np.random.default_rng(1), 0.1, momentum=0.9, epochs=100, batch=100)
without, dropped = nets.accuracy(X_test, y_test).reshape(2, 4)
fig, ax = plt.subplots(figsize=(5.5, 2))
ax.plot(without, np.zeros(4), "o", color=ORANGE)
ax.plot(dropped, np.ones(4), "o", color=BLUE)
ax.set(xlabel="share right, 400 test images", yticks=(0, 1), ylim=(-0.5, 1.5))
ax.set_yticklabels(["inputs whole", "inputs dropped"])
plt.show()
assert 0.02 < dropped.mean() - without.mean() < 0.04
assert np.sum(dropped[:, None] > without) >= 14

# %% [markdown]
# A little better here, by about three points on average. The two sides hardly overlap; four seeds are few.
#
# ### When the modes are mixed up
#
# Both layers need to be told whether they train or are used. Forget it, and nothing raises an error here; PyTorch notices
# only a batch of one row in training. One net with both layers, trained
# once (1,000 images, ten epochs in batches of 100, momentum 0.9, rate 0.1), is used on the same 400 test images in seven ways. Look at what each mistake costs.

# %%
net = Stack([64, 50, 50, 10], [1.0], normalized=True, drop=0.3)
net.train(X_train[:1000], y_train[:1000], np.random.default_rng(1), 0.1, momentum=0.9, epochs=10, batch=100)
sorted_by_class = np.argsort(y_test, kind="stable")


def used(size, order=slice(None), **how):
    X, y = X_test[order], y_test[order]
    pieces = [slice(i, i + size) for i in range(0, 400, size)]
    return np.mean([net.accuracy(X[piece], y[piece], **how)[0] for piece in pieces])


ways = {
    "inference": used(50),
    "batch statistics, batches of 50": used(50, use="batch"),
    "batch statistics, 40 images, sorted by class": used(40, sorted_by_class, use="batch"),
    "batch statistics, batches of 2": used(2, use="batch"),
    "batch statistics, one image": used(1, use="batch"),
    "dropout still at work": used(50, rng=np.random.default_rng(2)),
}
net.centres, net.spreads = [0 * c for c in net.centres], [1 + 0 * c for c in net.spreads]
ways["running statistics never updated"] = used(50)

# %% tags=["hide-input"]
fig, ax = plt.subplots(figsize=(8, 3))
ax.barh(list(ways)[::-1], list(ways.values())[::-1], color=[ORANGE] * 6 + [BLUE])
ax.set(xlabel="share right, 400 test images", xlim=(0, 1))
ax.grid(False, axis="y")
plt.show()

# %% [markdown]
# With shuffled batches of 50 nothing is lost, and that is the trap: a test like this notices nothing. Sort the images by class, and
# the batch's mean takes away what the whole batch has in common: the class itself. **alone**, resolved: one image, minus its own mean,
# is 0 in every unit. What is left is `beta`, the same answer for every image.

# %%
print("You predicted:", prediction["alone"] or "nothing yet")
alone = net.scores(X_test[:1], use="batch")
assert np.allclose(alone, net.scores(X_test[7:8], use="batch"))
assert ways["inference"] > 0.8
assert abs(ways["inference"] - ways["batch statistics, batches of 50"]) < 0.03
for name in list(ways)[2:]:
    assert ways[name] < ways["inference"] - 0.1
assert ways["batch statistics, one image"] < 0.2

# %% [markdown]
# ## Recap
#
# - Dropout: keep with probability $1-p$ and divide by $1-p$, so that the mean stays. The same mask backwards. Nothing in inference.
# - Inference with all units gives the crowd of small nets' mean scores; behind a softmax that is its geometric mean.
# - Batch norm: each column minus its mean, divided by $\sqrt{\sigma^2+\varepsilon}$, times $\gamma$, plus $\beta$. The variance is divided by $N$.
# - Backwards it has three paths, one of them through the mean and one through the variance. What all rows share is taken away.
# - Running statistics take the variance times $B/(B-1)$, and are used, not updated, in inference. A batch of one cannot be trained on.
# - Batch, layer and instance norm are one formula over different axes.
# - Measured: batch norm lets a net learn over 10,000 to 1 in scale; dropout helps where there is something to overfit. Mixed-up modes
#   raise no error, or only for a batch of one.

# %% [markdown] nbgrader={"grade": true, "grade_id": "modes_mixed_up", "locked": false, "points": 8, "schema_version": 3, "solution": true, "task": false}
# **Written question.** A friend wrote a net of affine layers with batch norm in NumPy, as in this chapter. It has 96 % right on her test set. She measured it in batches of 100 shuffled
# images. On the web page, where visitors send one image at a time, it gives the same answer to everybody. (a) What did she
# forget, and why is every answer the same? (b) Why did her test not notice? (c) She now collects 100 images of one visitor
# before she answers. Why is that no cure? (d) What should she do? Four to eight sentences.
#
# ### BEGIN SOLUTION
# (a) The net is still in training mode: it normalizes with the statistics of the batch. With one image the mean is the image's own value,
# so every normalized unit is 0, and only beta goes on: the answer no longer depends on the image.
# (b) The statistics of 100 shuffled images are close to the running ones, so both modes give nearly the same answers there.
# (c) The images of one visitor may be alike, for instance all of one class. The batch's mean then takes away what they share, and each
# answer depends on the other images in the batch.
# (d) Switch the net to inference: use the running mean and variance, which were gathered in training. Then one image is enough.
#
# Mark scheme: 2 points for the batch statistics in (a) and 1 for x minus its own mean = 0. 2 points for (b): batch statistics near
# the running ones. 2 points for (c): not a fair sample, or answers depend on the batch. 1 point for (d).
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("dropout_batchnorm")

# %% [markdown]
# **Reading.** Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, *Dropout: a simple way to prevent neural networks from
# overfitting* (2014). Hara, Saitoh and Shouno, *Analysis of dropout learning regarded as ensemble learning* (2017). Ioffe and Szegedy,
# *Batch normalization* (2015). Santurkar, Tsipras, Ilyas and Madry, *How does batch normalization help optimization?* (2018).
# Ba, Kiros and Hinton, *Layer normalization* (2016).
#
# **Next:** [chapter 09](../09-pytorch-gpu/pytorch_gpu.ipynb) hands all this to PyTorch, where one call, `net.eval()`, switches
# both layers.
