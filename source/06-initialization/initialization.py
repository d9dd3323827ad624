# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How a net should start
#
# | | |
# |---|---|
# | **You will be able to** | say why equal weights stay equal, and where zeros do no harm; predict by what factor each layer stretches its signals and its gradients; draw calibrated, Xavier's and He's weights; measure a deep net's health before training it |
# | **You need** | chapter 04: layers forwards and backwards; chapter 05: the two-layer net with softmax; from statistics: mean, variance, independence |
# | **Time** | about two and a half hours. A good place for a break is before Exercise 7 |
# | **Points** | 100: 92 from checks, 8 for a written answer |

# %% tags=["setup"]
# Set-up: the build fills this cell in.

# %%
import matplotlib.pyplot as plt
import numpy as np

from handgrad import check, failing, hand_in, hint, progress
from handgrad.adapters.initialization import seeded
from handgrad.data import digits
from handgrad.explore import initialization as explore
from handgrad.layers import ACTIVATIONS, accuracy, init_net, loss_and_gradients, train_net
from handgrad.plot import BLACK, BLUE, GREEN, ORANGE, use_style

use_style()

# %% [markdown]
# ## Why
#
# Two nets of 30 layers, with 64 ReLU units in each but the last. They see the same images of handwritten digits, in the
# same order, by plain gradient descent: 15 epochs in batches of 32, at the rate 0.02, one seed. Only the weights that they
# start with differ: in every layer but the last, those of one net are $\sqrt2 \approx 1.4$ times as large as those of the
# other. The cell trains both and takes some seconds.
#
# Look at where the two curves go. Guessing among ten digits costs $\ln 10 \approx 2.30$.

# %% tags=["skip-grading"]
X_train, y_train, X_test, y_test = digits()
centre = X_train.mean(axis=0)

def losses_of(depth, rule, epochs=15):
    """The mean loss of each epoch, for a ReLU net of `depth` layers on the digits."""
    net = init_net(np.random.default_rng(3), [64] * depth + [10], explore.SCALES[rule])
    _, losses = train_net(net, X_train - centre, y_train, np.random.default_rng(0), epochs, batch=32, learning_rate=0.02)
    return np.reshape(losses, (epochs, -1)).mean(axis=1)

thirty = {rule: losses_of(30, rule) for rule in ("He", "Xavier")}
for losses, colour, factor in zip(thirty.values(), (BLUE, ORANGE), ("larger", "smaller"), strict=True):
    plt.plot(np.arange(1, 16), losses, "o-", markersize=3, color=colour, label=f"{factor} weights")
plt.axhline(np.log(10), color=BLACK, linestyle=":", linewidth=1)
plt.xticks(range(3, 16, 3))
plt.xlabel("epoch")
plt.ylabel("training loss")
plt.legend()
plt.show()
assert thirty["He"].min() < 1.5
assert np.all(np.abs(thirty["Xavier"] - np.log(10)) < 0.01)

# %% [markdown]
# One net learns. The other one stays at 2.30, as if nothing had happened. Its weights are not wild: they come from a rule
# that works very well for other nets.
#
# The question of this chapter: **with which numbers should a net start, and why?** There are two answers to find. *Which
# weights must differ* is a question of symmetry. *How large they should be* is a question of variance.

# %% [markdown]
# ## Predict
#
# Write your answers into the cell before you go on. Nothing here is graded. Each answer comes up again in the chapter.
#
# - **zeros**: a net with one hidden layer of 20 tanh units starts with all weights and biases 0. Trained on the digits,
#   what share of the test images will it get right?
# - **equal**: now all weights start at 0.01. After training, how many units is its hidden layer really worth?
# - **sum**: a unit adds up 100 products $w_ix_i$. All $w_i$ and $x_i$ are independent, with mean 0 and deviation 1. What is
#   the deviation of the sum: 1, 10 or 100?
# - **half**: $z$ is normal with mean 0. What share of $E[z^2]$ is left after a ReLU?
# - **deep**: in each of 30 layers the variance comes out half as large as it went in. By what factor does it shrink in all?

# %%
prediction = {"zeros": "", "equal": "", "sum": "", "half": "", "deep": ""}

# %% [markdown]
# ## Build
#
# Stuck in an exercise? Put `hint("twins_by_hand")` into a new cell, with that exercise's name; run it again for the next
# hint.
#
# ### Solved: all weights zero
#
# Take two layers without biases: $S = XW$, $A = \tanh S$, $Y = AU$. Let $W$ and $U$ be zero, and let any gradient $dY$
# arrive. Forwards, $S = 0$, so $A = \tanh 0 = 0$. Backwards,
#
# $$dU = A^\top dY = 0, \qquad dA = dY\,U^\top = 0, \qquad dW = X^\top(dA \circ \tanh' S) = 0.$$
#
# Nothing moves, at any step. ReLU fares the same, for it too makes 0 of 0. Biases help a little. In code the parameters of
# the two layers are called W1, b1 and W2, b2. Look at which gradients are not zero.

# %%
X_train, y_train, X_test, y_test = digits()

def net_with(value, H=20):
    """A net with H hidden units whose weights all have the same value; the biases are 0."""
    return {"W1": np.full((64, H), value), "b1": np.zeros(H), "W2": np.full((H, 10), value), "b2": np.zeros(10)}

_, gradients = loss_and_gradients(net_with(0.0), X_train, y_train, activation="tanh")
for name in ("W1", "b1", "W2", "b2"):
    print(name, "largest entry of its gradient:", round(np.abs(gradients[name]).max(), 4))
assert [name for name, gradient in gradients.items() if gradient.any()] == ["b2"]

# %% [markdown]
# Only the last biases learn. They see no image, so they can learn no more than how frequent each digit is.
#
# The lecture remarks that rounding errors may set such a net moving after all. For zeros with tanh or ReLU they do not:
# 0 times anything is exactly 0, without rounding. The remark does hold for other constants, as you will see. A sigmoid
# makes ½ of 0, so with it $dU$ is not zero. Then all units move, and all in the same way. That is the second trouble.
#
# ### Solved: two equal units
#
# One input $x = 1$, two hidden ReLU units, one output. Both incoming weights are 1, both outgoing weights 2. The target
# is 3, the loss is $\frac12(\hat y - 3)^2$, the learning rate 0.1. Follow both units through one step.

# %%
x, w, u = 1.0, np.array([1.0, 1.0]), np.array([2.0, 2.0])
a = np.maximum(x * w, 0)
y_hat = a @ u
d = y_hat - 3
da, du = d * u, d * a
dw = da * (x * w > 0) * x
print("output", y_hat, " dU", du, " dW", dw)
w, u = w - 0.1 * dw, u - 0.1 * du
print("after the step: W", w, " U", u, " output", round(np.maximum(x * w, 0) @ u, 4))
assert w[0] == w[1]
assert u[0] == u[1]

# %% [markdown]
# The two units had equal weights, so they gave equal outputs, so they got equal gradients, so they have equal weights
# again. The argument is the same at every step, for every loss and every data set, as long as the net does the same with
# both units. Goodfellow, Bengio and Courville (2016) name this condition: a *deterministic* way of learning. Then two units
# that have equal weights stay equal for ever. We call them *twins*. Dropout, in chapter 08, is not deterministic: it
# switches off one twin and not the other, and they part.
#
# ### Exercise 1: twins by hand
#
# *Difficulty 1 of 5, 8 minutes.* The same net with other numbers: $x = 2$, target 1, both incoming weights 1.5, both outgoing
# weights 0.5, learning rate 0.05. Work with pencil and paper, and return the four numbers to two decimals.

# %% nbgrader={"grade": false, "grade_id": "twins_by_hand", "locked": false, "schema_version": 3, "solution": true, "task": false}
def twins_by_hand():
    """Two equal ReLU units without biases: x = 2, target 1, W = [1.5, 1.5], U = [0.5, 0.5], L = ½(ŷ − 1)².

    Returns a dict with four numbers:
    "y_hat", the net's output; "dU", the gradient of one outgoing weight; "dW", that of one incoming weight;
    "next_y_hat", the output after one step of gradient descent on all four weights, with learning rate 0.05.
    """
    ### BEGIN SOLUTION
    return {"y_hat": 3.0, "dU": 6.0, "dW": 2.0, "next_y_hat": 1.12}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_twins_by_hand", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("twins_by_hand", twins_by_hand)

# %% [markdown]
# ### Twins on real images
#
# The same on the digits: 20 hidden tanh units, started in three ways, and trained by plain gradient descent for 20 epochs in
# batches of 64 (rate 0.2, one seed). Look at where each curve ends, and compare with your predictions **zeros** and **equal**.

# %%
starts = {"all zero": net_with(0.0), "all 0.01": net_with(0.01), "random": init_net(np.random.default_rng(0), [64, 20, 10], 0.2)}
results, spreads, largest = {}, {}, {}
for (name, start), colour in zip(starts.items(), (BLACK, ORANGE, BLUE), strict=True):
    net, losses = train_net(start, X_train, y_train, np.random.default_rng(1), epochs=20, learning_rate=0.2, activation="tanh")
    results[name] = accuracy(net, X_test, y_test, "tanh")
    spreads[name], largest[name] = np.ptp(net["W1"], axis=1).max(), np.abs(net["W1"]).max()
    plt.plot(np.arange(1, 21), np.reshape(losses, (20, -1)).mean(axis=1), color=colour, label=name)
plt.xticks(range(4, 21, 4))
plt.xlabel("epoch")
plt.ylabel("training loss")
plt.legend()
plt.show()
assert results["all zero"] < 0.13 < 0.2 < results["all 0.01"] < 0.4 < 0.95 < results["random"]
assert largest["all zero"] == spreads["all zero"] == 0
assert spreads["all 0.01"] < 1e-9 < 0.5 < spreads["random"]

# %% [markdown]
# - **Zeros**: the loss stays at $\ln 10$, and fewer than 13 % of the test images are right. That is guessing. After 20
#   epochs every weight is exactly 0.
# - **All 0.01**: the net learns a little, slowly, and gets 20 to 40 % right. No two of its 20 units are further apart than a
#   billionth. It works like a net with **one** hidden unit.
# - **Random**: more than 95 %.
#
# And rounding? Some processors add up one column in another order than its neighbour. There twins differ in the last digit,
# and gradient descent enlarges the difference. In a trial one unit was moved by a millionth on purpose. After 30 epochs it
# had left the others, and the net had more than half of the images right. The other 19 units were still equal to within a
# ten-thousandth. A last digit needs longer, and the processor decides which units it sets free. Nobody should wait for that.
#
# ### Does one layer mind?
#
# Softmax regression is a net with a single layer. It has no hidden units that could be twins. Its loss is convex: every
# minimum is as low as every other. With a penalty on the weights there is exactly one best $W$. The biases are not
# penalised, and softmax ignores a number that is added to all of them, so $b$ is known but for such a number.
#
# Two nets of one layer learn the first 300 digits, by plain descent on all 300 at once: rate 1, 300 steps, $\lambda = 0.02$.
# Look at the two curves: one starts at zero, one at large random weights (one seed).

# %%
finals, ends_at = [], []
for name, W in (("zero", np.zeros((64, 10))), ("random", np.random.default_rng(0).normal(size=(64, 10)))):
    net, losses = train_net({"W1": W, "b1": np.zeros(10)}, X_train[:300], y_train[:300], np.random.default_rng(1),
                            epochs=300, batch=300, learning_rate=1.0, reg=0.02)
    finals.append(losses[-1])
    ends_at.append(net)
    plt.plot(losses, label=f"start: {name}")
plt.xlabel("step")
plt.ylabel("loss with penalty")
plt.legend()
plt.show()
assert abs(finals[0] - finals[1]) < 0.01
raised = ends_at[0] | {"b1": ends_at[0]["b1"] + 7}
assert np.isclose(*(loss_and_gradients(net, X_train[:300], y_train[:300], reg=0.02)[0] for net in (ends_at[0], raised)))

# %% [markdown]
# Both reach the same loss. One layer alone does not mind zeros. The trouble begins with hidden units.
#
# ### Solved: counting what differs
#
# How many different rows does a table have? `np.unique` with an axis keeps each row once. Rows are equal only if *all*
# their entries are.

# %%
table = np.array([[1.0, 2.0], [1.0, 3.0], [1.0, 2.0], [0.0, 2.0]])
different = np.unique(table, axis=0)
print(different.tolist(), "->", len(different), "different rows")
assert len(different) == 3

# %% [markdown]
# ### Exercise 2: units that last
#
# *Difficulty 2 of 5, 10 minutes.* A hidden unit owns a column of $W$, an entry of $b$ and a row of $U$. Two units that agree
# in **all** of these are twins for ever. Two units with equal incoming weights and biases but *different* outgoing weights
# give equal outputs today. Yet their gradients $dS_h = \varphi'(S_h)\sum_c dY_c\,U_{hc}$ differ (but for a coincidence), so they part at the
# first step.
# How many units will a net have in the long run? Count each group of twins once.

# %% nbgrader={"grade": false, "grade_id": "lasting_units", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lasting_units(W, b, U):
    """The number of hidden units of Y = φ(XW + b)U, with each group of twins counted once.

    Twins agree in all incoming weights, in the bias and in all outgoing weights.

    W (D, H), b (H,), U (H, C)  ->  units, a whole number
    """
    ### BEGIN SOLUTION
    return np.unique(np.vstack([W, b, U.T]), axis=1).shape[1]
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_lasting_units", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("lasting_units", lasting_units)

# %% [markdown]
# So it is enough that units differ *somewhere*. Biases may all start at zero, and they usually do. Even a whole layer may
# start at zero if its neighbours are random. The written question at the end is about that.
#
# ### How large? The variance of a sum
#
# Random weights, then. But how large? A score adds up $n$ products, $s = \sum_i w_ix_i$. Let all $w_i$ and $x_i$ be
# independent with mean 0. Then each product has mean 0 and variance $E[w^2x^2] = E[w^2]E[x^2] = \mathrm{Var}(w)\mathrm{Var}(x)$.
# Variances of independent terms add up:
#
# $$\mathrm{Var}(s) = n\,\mathrm{Var}(w)\,\mathrm{Var}(x).$$
#
# The cell measures it for standard normal $w$ and $x$. Look at how the width of the bell grows with $n$.

# %%
rng = np.random.default_rng(0)
for n, colour in ((1, GREEN), (10, ORANGE), (100, BLUE)):
    s = np.sum(rng.normal(size=(20_000, n)) * rng.normal(size=(20_000, n)), axis=1)
    plt.hist(s, bins=np.linspace(-30, 30, 121), density=True, histtype="step", color=colour, label=f"n = {n}")
    print(f"n = {n:3}   deviation measured: {s.std():5.2f}   predicted: {np.sqrt(n):5.2f}")
    assert abs(s.std() / np.sqrt(n) - 1) < 0.03
plt.ylim(0, 0.5)
plt.xlabel("sum of n products")
plt.ylabel("density")
plt.legend()
plt.show()

# %% [markdown]
# Your prediction **sum**: the deviation is $\sqrt{100} = 10$. With such weights a layer with 100 inputs makes its signal ten times
# larger, and ten such layers make it $10^{10}$ times larger.
#
# ### Solved: one product, with means
#
# After a ReLU the inputs have a mean above 0, so we need the rule with means. For one product of independent $w$ and $x$,
# $\mathrm{Var}(wx) = E[w^2x^2] - (E[wx])^2 = E[w^2]\,E[x^2] - E[w]^2\,E[x]^2$. Numbers: $w$ has mean 1 and variance 4,
# $x$ has mean 3 and variance 1.

# %%
square_w, square_x = 4 + 1**2, 1 + 3**2  # a mean square is the variance plus the squared mean
predicted = square_w * square_x - (1 * 3) ** 2
rng = np.random.default_rng(1)
measured = np.var(rng.normal(1, 2, 1_000_000) * rng.normal(3, 1, 1_000_000))
print("predicted", predicted, " measured, to 1 %:", abs(measured / predicted - 1) < 0.01)
assert predicted == 41 == 3**2 * 4 + 1**2 * 1 + 4 * 1
assert abs(measured / predicted - 1) < 0.01

# %% [markdown]
# ### Exercise 3: the variance of a sum
#
# *Difficulty 2 of 5, 10 minutes.* Put $E[w^2] = \mathrm{Var}(w) + E[w]^2$ and the same for $x$ into the rule for one product, and multiply
# out. One of the four terms cancels. Three stay:
#
# $$\mathrm{Var}\Big(\sum_i w_ix_i\Big) = \sum_i\Big(E[x_i]^2\,\mathrm{Var}(w_i) + E[w_i]^2\,\mathrm{Var}(x_i) + \mathrm{Var}(w_i)\,\mathrm{Var}(x_i)\Big).$$
#
# (In one place the lecture has $E[x_i]^2$ in the second term, too. It is $E[w_i]^2$.)

# %% nbgrader={"grade": false, "grade_id": "sum_variance", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sum_variance(mean_w, var_w, mean_x, var_x):
    """Var(Σ w_i x_i), where all w_i and x_i are independent, with these means and variances.

    mean_w, var_w, mean_x, var_x: (n,) each  ->  variance, a number
    """
    ### BEGIN SOLUTION
    return np.sum(mean_x**2 * var_w + mean_w**2 * var_x + var_w * var_x)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_sum_variance", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("sum_variance", sum_variance)

# %% [markdown]
# Weights are drawn around 0, so $E[w] = 0$ and the middle term is gone. The other two combine:
#
# $$\mathrm{Var}(s) = n\,\mathrm{Var}(w)\,\big(E[x]^2 + \mathrm{Var}(x)\big) = n\,\mathrm{Var}(w)\,E[x^2].$$
#
# **What counts is the mean square of the inputs.** For inputs with mean 0 that is their variance. This one formula gives
# every rule in this chapter.
#
# ### Solved: a small random layer
#
# In code, weights come from a generator `rng`. Look at the second argument of `rng.normal`: it is the *deviation*, the root
# of the variance. Whoever gives the variance there makes the most common mistake of this chapter.

# %%
def small_normal(n_in, n_out, seed):
    """Weights from N(0, 0.01²): deviation 0.01, variance 0.0001."""
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.01, size=(n_in, n_out))

W = small_normal(200, 100, seed=0)
print(W.shape, " deviation to 5 %:", abs(W.std() / 0.01 - 1) < 0.05, " variance to 10 %:", abs(W.var() / 1e-4 - 1) < 0.1)
assert abs(W.std() / 0.01 - 1) < 0.05

# %% [markdown]
# ### Exercise 4: calibrated weights
#
# *Difficulty 2 of 5, 8 minutes.* Choose the variance of the weights such that $n_{in}\mathrm{Var}(w) = 1$, so
# $\mathrm{Var}(w) = 1/n_{in}$. Then each layer's scores have the mean square of its inputs: the layer neither stretches nor
# shrinks.
#
# How can a check grade random numbers? It never compares them with one seed's. It tests the shape, the mean, the variance,
# the form of the histogram, and whether rows or columns depend on each other. Each bound is a theorem, so the error is
# known: a right answer fails with a probability below one in a million. You may draw the numbers in any order, but from
# `rng` alone: `seeded` looks whether the same seed gives the same weights, and another seed others.

# %% nbgrader={"grade": false, "grade_id": "calibrated_normal", "locked": false, "schema_version": 3, "solution": true, "task": false}
def calibrated_normal(n_in, n_out, seed):
    """Weights of a layer with n_in inputs and n_out outputs: independent, normal, mean 0, variance 1/n_in.

    n_in, n_out, seed: whole numbers  ->  W (n_in, n_out)
    """
    rng = np.random.default_rng(seed)
    ### BEGIN SOLUTION
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_calibrated_normal", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("calibrated_normal", seeded(calibrated_normal))

# %% [markdown]
# **Help: `TypeError: normal() takes at most 3 positional arguments (4 given)`.** The size is *one* argument, a pair:
# `size=(n_in, n_out)`.
#
# ### Ten layers
#
# What do three deviations make of a signal? Ten layers, 100 units wide, without activations. The size of an array
# is its *root mean square*. Look at how it changes from layer to layer.

# %%
def size(values):
    """The typical size of an array's entries: the root of their mean square."""
    return np.sqrt(np.mean(values**2))

rng = np.random.default_rng(0)
for deviation in (0.01, 1.0, 0.1):
    A, sizes = rng.normal(size=(200, 100)), []
    for _ in range(10):
        A = A @ (deviation * rng.normal(size=(100, 100)))
        sizes.append(size(A))
    print(f"deviation {deviation:4}: after 1 layer {sizes[0]:6.2g}, after 10 layers {sizes[-1]:8.2g}")
assert 0.5 < sizes[-1] < 2

# %% [markdown]
# With deviation 0.01 each layer divides by 10, with 1 it multiplies by 10. Only $0.1 = \sqrt{1/100}$ keeps the size. Scores
# that grow drive tanh into saturation, and its slope to 0. Scores that shrink leave a net that hardly sees its inputs.
#
# ### And backwards?
#
# Backwards, a layer computes $dX = dS\,W^\top$. Each entry of $dX$ adds up $n_{out}$ products, so the mean square of the
# gradient is multiplied by $n_{out}\mathrm{Var}(w)$. Forwards we would like $1/n_{in}$, backwards $1/n_{out}$. Both at once is
# possible only if the two numbers are equal. Glorot and Bengio (2010) proposed to meet in the middle:
#
# $$\mathrm{Var}(w) = \frac{2}{n_{in} + n_{out}}.$$
#
# It is named after Xavier Glorot. The cell measures three variances on a layer with 300 inputs and 100 outputs. Look at the
# two columns: what goes forwards, what comes back.

# %%
rng = np.random.default_rng(0)
X, dS, unit = rng.normal(size=(400, 300)), rng.normal(size=(400, 100)), rng.normal(size=(300, 100))
for rule, variance in {"1/n_in": 1 / 300, "1/n_out": 1 / 100, "Xavier": 1 / 200}.items():
    W = unit * variance**0.5
    forwards, backwards = size(X @ W) ** 2 / size(X) ** 2, size(dS @ W.T) ** 2 / size(dS) ** 2
    print(f"{rule:8} mean square forwards x {forwards:.2f}, backwards x {backwards:.2f}")
    assert np.allclose([forwards, backwards], [300 * variance, 100 * variance], rtol=0.05)

# %% [markdown]
# Xavier gives 1.5 and 0.5: neither is perfect, and neither is far off. One over the mean of 300 and 100 is $1/200$.
#
# ### Exercise 5: Xavier, normal
#
# *Difficulty 1 of 5, 5 minutes.* Normal weights with Xavier's variance.

# %% nbgrader={"grade": false, "grade_id": "xavier_normal", "locked": false, "schema_version": 3, "solution": true, "task": false}
def xavier_normal(n_in, n_out, seed):
    """Weights of a layer with n_in inputs and n_out outputs: independent, normal, mean 0, variance 2/(n_in + n_out).

    n_in, n_out, seed: whole numbers  ->  W (n_in, n_out)
    """
    rng = np.random.default_rng(seed)
    ### BEGIN SOLUTION
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_xavier_normal", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("xavier_normal", seeded(xavier_normal))

# %% [markdown]
# ### Solved: uniform with variance 1
#
# The derivation asked for a variance, not for a bell. Uniform weights do as well, and they have no rare large values. The
# variance of $U(-a, a)$ is $\frac{1}{2a}\int_{-a}^{a} t^2\,dt = \frac{a^2}{3}$. (The general rule for $U(a, b)$ is $(b-a)^2/12$.)
# For variance 1 we need $a = \sqrt3$.

# %%
a = np.sqrt(3.0)
t = np.random.default_rng(0).uniform(-a, a, size=100_000)
print("variance to 2 %:", abs(t.var() - 1) < 0.02, "  largest:", round(np.abs(t).max(), 3))
assert abs(t.var() - 1) < 0.02

# %% [markdown]
# ### Exercise 6: Xavier, uniform
#
# *Difficulty 2 of 5, 8 minutes.* Xavier's variance again, now uniform: solve $a^2/3 = 2/(n_{in} + n_{out})$ for the bound $a$.
# (The lecture writes this distribution for the *variance* of the weights. It is the distribution of the weights.)

# %% nbgrader={"grade": false, "grade_id": "xavier_uniform", "locked": false, "schema_version": 3, "solution": true, "task": false}
def xavier_uniform(n_in, n_out, seed):
    """Weights of a layer with n_in inputs and n_out outputs: independent, uniform on (-a, a), variance 2/(n_in + n_out).

    n_in, n_out, seed: whole numbers  ->  W (n_in, n_out)
    """
    rng = np.random.default_rng(seed)
    ### BEGIN SOLUTION
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_xavier_uniform", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("xavier_uniform", seeded(xavier_uniform))

# %% [markdown]
# ### What it does to tanh
#
# Before 2010 a common start was uniform between $-1/\sqrt{n}$ and $1/\sqrt{n}$. Its variance is $1/(3n)$, three times too
# small. PyTorch's linear layer still starts so. The figure follows the paper's: five tanh layers, 200 units wide. On both
# sides the weights are normal, so that only their variances differ. Above are the outputs, below the gradients of the scores,
# divided by the size of the last layer's. Look at whether the five curves agree.

# %%
fig, panels = plt.subplots(2, 2, figsize=(8, 4.6), sharex="row", sharey="row")
rules = {"standard": "standard: variance 1/(3n)", "Xavier": "Xavier: variance 1/n"}
shrinks = {}
for column, (rule, start) in zip(panels.T, rules.items(), strict=True):
    A, dS = explore.profile(5, 200, start, "tanh")
    for panel, values, reach in zip(column, (A, dS / size(dS[4])), (1, 2.5), strict=True):
        for k, shade in enumerate(plt.cm.cividis(np.linspace(0, 0.9, 5))):
            heights, edges = np.histogram(values[k], bins=61, range=(-reach, reach), density=True)
            panel.plot((edges[1:] + edges[:-1]) / 2, heights, color=shade, label=f"layer {k + 1}")
    shrinks[rule] = (size(A[4]) / size(A[0]), size(dS[0]) / size(dS[4]))
    column[0].set(title=rule, xlabel="output")
    column[1].set(xlabel="gradient", ylim=(0, 3))
panels[0, 0].set_ylabel("density")
panels[1, 0].set_ylabel("density")
panels[0, 1].legend(fontsize=8)
plt.show()
assert max(shrinks["standard"]) < 0.2 < 0.4 < min(shrinks["Xavier"])

# %% [markdown]
# On the left the outputs gather around 0 from layer to layer, and on the way back the gradients do: layer 1 gets less than
# a fifth of what layer 5 gets. On the right both keep most of their size. They still shrink a little, because tanh itself
# flattens large values.
#
# This derivation needs outputs with mean 0. Tanh gives them. ReLU does not.
#
# ### Solved: the moments of |z|
#
# Let $z \sim N(0, v)$. Then $E[|z|^2] = E[z^2] = v$. The mean needs an integral, which can be done because
# $\frac{d}{dz}\big(-e^{-z^2/2v}\big) = \frac zv e^{-z^2/2v}$:
#
# $$E|z| = 2\int_0^\infty \frac{z}{\sqrt{2\pi v}}\,e^{-z^2/2v}\,dz = \frac{2v}{\sqrt{2\pi v}} = \sqrt{\frac{2v}{\pi}},
# \qquad \mathrm{Var}|z| = v - \frac{2v}{\pi}.$$

# %%
v = 4.0
z = np.random.default_rng(0).normal(0, np.sqrt(v), size=1_000_000)
predicted = [np.sqrt(2 * v / np.pi), v, v - 2 * v / np.pi]
measured = [np.abs(z).mean(), np.mean(np.abs(z) ** 2), np.abs(z).var()]
print("mean, mean square, variance of |z|:", np.round(predicted, 3))
assert np.allclose(measured, predicted, rtol=0.01)

# %% [markdown]
# ### Exercise 7: the moments of ReLU
#
# *Difficulty 3 of 5, 12 minutes.* $x = \max(0, z)$ for $z \sim N(0, v)$. The bell is symmetric, and ReLU puts the half below
# 0 at 0. (The argument needs $E[z] = 0$. The lecture prints 1 there.) Return exact values: averages of random numbers are too
# rough for this check.

# %% nbgrader={"grade": false, "grade_id": "relu_moments", "locked": false, "schema_version": 3, "solution": true, "task": false}
def relu_moments(v):
    """Mean, mean square and variance of x = max(0, z), where z is normal with mean 0 and variance v.

    v, a number  ->  mean E[x], mean_square E[x²], variance E[x²] − E[x]²: three numbers
    """
    ### BEGIN SOLUTION
    mean = np.sqrt(v / (2 * np.pi))
    mean_square = v / 2
    return mean, mean_square, mean_square - mean**2
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_relu_moments", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("relu_moments", relu_moments)

# %% [markdown]
# Your prediction **half**: one half is left. Note which number the next layer feels. It is the mean square, because
# $\mathrm{Var}(s) = n\,\mathrm{Var}(w)\,E[x^2]$. The variance of $x$ is smaller, and plays no part.
#
# ### Solved: a layer that halves
#
# A toy activation: $\varphi(z) = z/2$. Its mean square is a quarter of that of $z$. From one layer's scores to the next the
# mean square is multiplied by $\frac14 n_{in}\mathrm{Var}(w)$. So weights of variance $4/n_{in}$ keep it. Look at the numbers:
# they should stay near 1.

# %%
rng = np.random.default_rng(0)
S = rng.normal(size=(300, 200))
means = []
for _ in range(8):
    S = (S / 2) @ (rng.normal(size=(200, 200)) * np.sqrt(4 / 200))
    means.append(np.mean(S**2))
print(np.round(means, 1))
assert np.all(np.abs(np.array(means) - 1) < 0.25)

# %% [markdown]
# ### Exercise 8: He's weights
#
# *Difficulty 2 of 5, 6 minutes.* Now with ReLU. From one layer's scores to the next the mean square is multiplied by
# $\frac12 n_{in}\mathrm{Var}(w)$. He, Zhang, Ren and Sun (2015) asked that this be 1. So which variance keeps the mean square?

# %% nbgrader={"grade": false, "grade_id": "he_normal", "locked": false, "schema_version": 3, "solution": true, "task": false}
def he_normal(n_in, n_out, seed):
    """Weights of a layer with n_in inputs, after a ReLU, and n_out outputs: independent, normal, mean 0.

    Their variance is the one that keeps the mean square of the scores from one layer to the next.

    n_in, n_out, seed: whole numbers  ->  W (n_in, n_out)
    """
    rng = np.random.default_rng(seed)
    ### BEGIN SOLUTION
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_he_normal", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("he_normal", seeded(he_normal))

# %% [markdown]
# Other activations go the same way. Leaky ReLU with slope $a$ below 0 keeps $\frac12(1 + a^2)$ of the mean square, so its
# weights have variance $2/((1 + a^2)\,n_{in})$. PyTorch calls $\sqrt{2/(1 + a^2)}$ the *gain* of this activation.
#
# ### Solved: sizes in a linear net
#
# To judge a start, measure it, before any training. Here is a linear net, $S_l = S_{l-1}W_l$, with the size of every layer's
# scores on the way forward, and of their gradients on the way back.

# %%
def linear_sizes(X, matrices, dS):
    """Sizes of S_1 … S_L and of dS_1 … dS_L in a net of linear layers, from X and the last gradient dS."""
    ahead, behind = [], [size(dS)]
    for W in matrices:
        X = X @ W
        ahead.append(size(X))
    for W in matrices[:0:-1]:  # W_L … W_2
        dS = dS @ W.T
        behind.insert(0, size(dS))
    return np.array(ahead), np.array(behind)

rng = np.random.default_rng(0)
weights = [rng.normal(size=(60, 60)) * 60**-0.5 for _ in range(4)]
ahead, behind = linear_sizes(rng.normal(size=(200, 60)), weights, rng.normal(size=(200, 60)))
print("forwards: ", np.round(ahead, 1), " backwards:", np.round(behind, 1))
assert np.all(np.abs(np.concatenate([ahead, behind]) - 1) < 0.3)

# %% [markdown]
# ### Exercise 9: sizes, layer by layer
#
# *Difficulty 3 of 5, 18 minutes.* The same with an activation after *every* layer, also the last: $A_0 = X$,
# $S_l = A_{l-1}W_l$, $A_l = \varphi(S_l)$. The gradient that arrives is $dA = \partial L/\partial A_L$. Use the `size` of above.
# `phi(S)` is the activation, `phi_backward(dA, S)` goes back through it.

# %% nbgrader={"grade": false, "grade_id": "layer_sizes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def layer_sizes(X, weights, dA, activation):
    """The root mean squares of every layer's scores S_l and of their gradients dS_l = ∂L/∂S_l.

    A_0 = X, S_l = A_{l−1} W_l, A_l = φ(S_l) for l = 1 … L; dA = ∂L/∂A_L.

    X (N, n_0), weights: a list of L arrays (n_{l−1}, n_l), dA (N, n_L), activation "tanh" or "relu"
      ->  forward (L,): the sizes of S_1 … S_L, backward (L,): those of dS_1 … dS_L, in this order
    """
    phi, phi_backward = ACTIVATIONS[activation]
    ### BEGIN SOLUTION
    scores, A = [], X
    for W in weights:
        scores.append(A @ W)
        A = phi(scores[-1])
    backward = []
    for W, S in zip(weights[::-1], scores[::-1], strict=True):
        dS = phi_backward(dA, S)
        backward.append(size(dS))
        dA = dS @ W.T
    return np.array([size(S) for S in scores]), np.array(backward[::-1])
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_layer_sizes", "locked": true, "points": 12, "schema_version": 3, "solution": false, "task": false}
check("layer_sizes", layer_sizes)

# %% [markdown]
# ### Solved: predicting three layers
#
# And sizes can be predicted, without any matrix. Three linear layers with widths 50, 80, 40, 20 and weights of variance 0.02
# each. Forwards the mean square grows by $n_{in}\mathrm{Var}(w)$ in each layer: 1, 1.6 and 0.8. From $dS_3$ back to $dS_1$
# the weights $W_3$ and $W_2$ are crossed, with $n_{out}\mathrm{Var}(w)$ each: 0.4 and 0.8.

# %%
rng = np.random.default_rng(0)
weights = [rng.normal(size=shape) * 0.02**0.5 for shape in ((50, 80), (80, 40), (40, 20))]
X, dS = rng.normal(size=(2000, 50)), rng.normal(size=(2000, 20))
ahead, behind = linear_sizes(X, weights, dS)
predicted = np.array([1 * 1.6 * 0.8, 0.4 * 0.8])
measured = np.array([ahead[-1] / size(X), behind[0] / size(dS)]) ** 2
print("forwards, backwards: predicted", predicted.round(2), " measured", measured.round(2))
assert np.allclose(measured, predicted, rtol=0.25)

# %% [markdown]
# ### Exercise 10: predict the growth
#
# *Difficulty 3 of 5, 15 minutes.* The same for $L$ layers, with or without a ReLU between them: $S_1 = XW_1$,
# $S_l = \varphi(S_{l-1})W_l$. Each of the $L - 1$ ReLUs halves the mean square forwards. It halves it backwards too, since
# it stops the gradient at half of the units.

# %% nbgrader={"grade": false, "grade_id": "predicted_growth", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predicted_growth(widths, variances, relu):
    """By what factor L layers multiply the mean square: from X to S_L, and from dS_L back to dS_1.

    S_1 = X W_1, S_l = φ(S_{l−1}) W_l; φ is ReLU if `relu` is True, else φ(s) = s. There is none after S_L.

    widths (L + 1,): n_0 … n_L; variances (L,): those of the weights W_1 … W_L, W_l being (n_{l−1}, n_l); relu: True or False
      ->  forward, backward: two numbers
    """
    ### BEGIN SOLUTION
    halves = 0.5 ** (len(variances) - 1) if relu else 1.0
    forward = np.prod(widths[:-1] * variances) * halves
    backward = np.prod(widths[2:] * variances[1:]) * halves
    return forward, backward
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_predicted_growth", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("predicted_growth", predicted_growth)

# %% [markdown]
# ### 22 layers and 30 layers
#
# Now back to the first figure. With ReLU and equal widths, Xavier's variance is $1/n$, half of He's. Your prediction
# **deep**: over 30 layers the mean square shrinks by $2^{30} \approx 10^9$.
#
# The gradient of one weight matrix is $dW_l = A_{l-1}^\top dS_l$. It has lost in size on the way forward to layer $l$, and on
# the way back to it. Together that is a factor $\sqrt2$ for each of the other $L - 1$ matrices, whatever $l$ is. (The last
# layer of our nets has only 10 outputs and makes it a little less.)

# %%
times = {depth: np.sqrt(2.0 ** (depth - 1)) for depth in (22, 30)}
for depth, factor in times.items():
    print(f"{depth} layers: Xavier's gradients are about {factor:.0f} times smaller than He's")
assert np.isclose(times[30] / times[22], 16)

# %% [markdown]
# He and his coauthors trained two such nets on ImageNet. With 22 layers both starts converged, and He's began to learn
# earlier. With 30 layers the net with Xavier's start stalled completely, also when it was given more time. Here are 22 of our
# small layers, trained as in the first figure: plain gradient descent on the digits, 15 epochs in batches of 32, rate 0.02, the
# same seed. Look at the orange curve's end, and compare with the first figure.

# %% tags=["skip-grading"]
twenty_two = {rule: losses_of(22, rule) for rule in ("He", "Xavier")}
fig, panels = plt.subplots(1, 2, figsize=(8, 3.2), sharey=True)
for panel, runs, title in zip(panels, (twenty_two, thirty), ("22 layers", "30 layers"), strict=True):
    for (rule, losses), colour in zip(runs.items(), (BLUE, ORANGE), strict=True):
        panel.plot(np.arange(1, 16), losses, "o-", markersize=3, color=colour, label=rule)
    panel.set(title=title, xlabel="epoch", xticks=range(3, 16, 3))
panels[0].set_ylabel("training loss")
panels[0].legend()
plt.show()
assert twenty_two["He"].min() < 1 < twenty_two["Xavier"][-1] < 2.2 < 2.25 < twenty_two["Xavier"][8]

# %% [markdown]
# With 22 layers Xavier's net waits for some ten epochs, and then begins to learn. With 30 its gradients are 16 times smaller
# still, and nothing happens in 15 epochs. He's net learns in both. A factor of $\sqrt2$ in each layer decided it.

# %% [markdown]
# ## Check
#
# The whole: your `he_normal` for 30 ReLU layers, measured with your `layer_sizes`. Each layer has a seed of its own: with one
# seed for all, all layers would get the same numbers. Both lines should run level.

# %% tags=["raises-exception"]
rng = np.random.default_rng(0)
weights = [he_normal(128, 128, seed=k) for k in range(30)]
forward, backward = layer_sizes(rng.normal(size=(100, 128)), weights, rng.normal(size=(100, 128)), "relu")
plt.semilogy(np.arange(1, 31), forward, "o-", color=BLUE, markersize=3, label="scores")
plt.semilogy(np.arange(1, 31), backward, "s-", color=ORANGE, markersize=3, label="gradients")
plt.ylim(1e-4, 1e4)
plt.xlabel("layer")
plt.ylabel("root mean square")
plt.legend()
plt.show()
print("level:", max(np.ptp(np.log10(forward)), np.ptp(np.log10(backward))) < 1)

# %% [markdown]
# Thirty layers, and no size changes by a factor of ten. Replace `he_normal` by `xavier_normal` in the cell and run it again:
# both lines lose about four powers of ten.
#
# ## Explore
#
# **Twins.** A net with four tanh units learns a curve. Move *Training step* from 0 to 4000 for each start. Watch the middle
# panel: as long as the units are equal, four lines lie on one another.

# %% tags=["skip-grading"]
explore.twins.show()

# %%
apart = dict(zip(explore.TWIN_STARTS, explore.spread()[-1], strict=True))
W, _, _ = explore.trained()
print({name: round(float(value), 1) for name, value in apart.items()})
assert apart["all weights 0.5"] == apart["all weights 0"] == 0
assert np.ptp(W[-1, 1, 1:]) == 0 < abs(W[-1, 1, 0] - W[-1, 1, 1])

# %% [markdown]
# With 0.5 everywhere the units stay exactly equal for 4,000 steps, and the net is a single tanh. A push of one millionth on
# one weight is enough for that unit: the distance grows steadily, a straight rise on the logarithmic axis, and after some
# 1,000 steps it has left. The other three are still twins. So the net now has two units, which is just enough for this curve.
#
# **Layers.** Histograms of a deep net before training, one column a layer. The dark line at 0 for ReLU is the half of the
# units that are off. The lowest and the highest bin also hold all values beyond them. Move *Number of layers* up to 30, and try this:
#
# - tanh with Xavier, then with 0.01: where do the outputs go, and where the gradients?
# - tanh with deviation 0.3: the outputs gather at ±1. What does that do to the gradients?
# - ReLU with Xavier, then with He: read the slope of the two lines. A factor of $\sqrt2$ a layer is $10^{4.5}$ over 30 layers.
# - He with 20 units in place of 100: the lines wander. A variance is kept *on average*, and narrow layers are noisy.

# %% tags=["skip-grading"]
explore.layers.show()

# %%
def ends(start, activation, width=100):
    """Over 30 layers: size of the last outputs by the first, and of the first gradients by the last."""
    outputs, gradients = explore.profile(30, width, start, activation)
    return float(size(outputs[-1]) / size(outputs[0])), float(size(gradients[0]) / size(gradients[-1]))

for start, activation in (("Xavier: variance 1/n", "ReLU"), ("He: variance 2/n", "ReLU"), ("deviation 0.3", "tanh")):
    print(f"{activation:5} {start:21}", "outputs x {:.1g}, gradients x {:.1g}".format(*ends(start, activation)))
assert max(ends("Xavier: variance 1/n", "ReLU")) < 1e-3 < 0.1 < min(ends("He: variance 2/n", "ReLU"))
assert ends("deviation 0.3", "tanh")[1] > 10

# %% [markdown]
# With large weights and tanh the outputs are saturated, and yet the gradients *grow* on the way back. Two factors meet in each
# layer: small slopes, and large weights. Here the weights win.

# %% [markdown]
# ## Recap
#
# - Equal units get equal gradients and stay equal. Random weights break the symmetry. Biases may start at 0.
# - Zeros with tanh or ReLU stop every gradient but that of the last biases. A single layer does not mind zeros.
# - $\mathrm{Var}(s) = n_{in}\,\mathrm{Var}(w)\,E[x^2]$ forwards; $n_{out}\,\mathrm{Var}(w)$ is the factor backwards.
# - Calibrated: variance $1/n_{in}$. Xavier: $2/(n_{in} + n_{out})$, or uniform up to $\sqrt6/\sqrt{n_{in} + n_{out}}$; made for
#   tanh. He: $2/n_{in}$; made for ReLU, which halves the mean square.
# - `rng.normal` takes the deviation: the root of the variance.
# - Factors multiply. Over 30 layers a factor of ½ becomes $10^{-9}$. Measure a deep net before you train it.

# %% [markdown] nbgrader={"grade": true, "grade_id": "a_layer_of_zeros", "locked": false, "points": 8, "schema_version": 3, "solution": true, "task": false}
# **Written question.** A friend starts a two-layer net, $S = XW + b$, $A = \tanh S$, $Y = AU + c$, with random $W$ (calibrated) and
# with $U$, $b$ and $c$ all zero. (a) Which of $dW$, $db$, $dU$, $dc$ are zero at the first step, and which are not? (b) Do all four
# get gradients from the second step on, and why? (c) Are the hidden units twins? (d) Why would it not work if $W$ were zero
# as well? Four to eight sentences.
#
# ### BEGIN SOLUTION
# (a) dA = dY Uᵀ = 0, so dW and db are zero. dU = Aᵀ dY and dc (the sum of dY over the batch) are not zero, because A and dY are not.
# (b) Yes. The first step makes U different from zero. From then on dA = dY Uᵀ is not zero, and W and b move as well.
# (c) No. The columns of W are random and different, so the units give different outputs and get different rows of dU.
# (d) Then A = tanh(0) = 0 and dU = Aᵀ dY = 0 as well. U stays zero, so dA stays zero, and W never moves. Only c learns.
#
# Mark scheme: 2 points for (a): 1 for dW and db with the reason U = 0, 1 for dU and dc. 2 points for (b): U is no longer zero.
# 2 points for (c): the columns of W differ. 2 points for (d): A = 0, hence dU = 0, and the net is stuck.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("initialization")

# %% [markdown]
# **Reading.** LeCun, Bottou, Orr and Müller, *Efficient BackProp* (1998): weights of variance $1/n$. Glorot and Bengio,
# *Understanding the difficulty of training deep feedforward neural networks* (2010): Xavier's rule. He, Zhang, Ren and Sun,
# *Delving deep into rectifiers* (2015). Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.4.
#
# **Next:** the start is set. [Chapter 07](../07-optimizers/optimizers.ipynb) takes the steps: momentum, Adam, and learning
# rates that change on the way.
