# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Backpropagation with matrices
#
# | | |
# |---|---|
# | **You will be able to** | push a gradient back through linear layers, activations and broadcasts; write all five gradients of a two-layer net, every transpose in its place; say why nobody stores a Jacobian; measure how gradients fade in 100 layers |
# | **You need** | chapter 03: the chain rule on a graph, sums over paths, central differences; NumPy: `@`, `.T`, broadcasting |
# | **Time** | about three hours |
# | **Points** | 100: 92 from checks, 8 for a written answer |

# %% tags=["setup"]
# Set-up: the build fills this cell in.

# %%
import matplotlib.pyplot as plt
import numpy as np

from handgrad import check, failing, hand_in, hint, progress
from handgrad.explore import backprop_matrix as explore
from handgrad.layers import numerical_gradient, relative_error
from handgrad.plot import BLUE, GREEN, ORANGE, use_style

use_style()

# %% [markdown]
# ## Why
#
# In chapter 03 every node of the graph held one number. A batch of 64 images of 8 × 8 pixels is 4,096 numbers, and a
# layer of 100 units on it has 6,500 parameters. Nobody draws that graph. Here a node holds a whole matrix, and a step
# backwards is one line of NumPy.
#
# The rule is the old one: *multiply by the local slope, add over all paths*. The question of this chapter: **into which
# matrix products do these sums turn, and how can you be sure of every transpose?**
#
# The figure shows a net with two layers; its biases are left out. Compare each blue matrix with the orange one below it.

# %% tags=["hide-input"]
assert 64 * 64 == 4096
assert 64 * 100 + 100 == 6500

shapes = {"X": (64, 64), "W1": (64, 100), "S1": (64, 100), "A1": (64, 100), "W2": (100, 10), "S2": (64, 10), "P": (64, 10)}
fig, ax = plt.subplots(figsize=(8, 4.3))
left = 0
for name, (rows, columns) in shapes.items():
    for top, colour, label in ((0, BLUE, name), (-155, ORANGE, "d" + name)):
        ax.add_patch(plt.Rectangle((left, top - rows), columns, rows, facecolor=colour, alpha=0.4))
        ax.text(left + columns / 2, top + 7, label, ha="center")
    ax.text(left + columns / 2, -120, f"{rows} × {columns}", ha="center", fontsize=8, color="#555555")
    left += columns + 42
for height, start, end, word in ((32, 0, left, "forward: values"), (-285, left, 0, "backward: gradients")):
    ax.annotate("", (end, height), (start, height), arrowprops={"arrowstyle": "->"})
    ax.text(left / 2, height + 6, word, ha="center")
ax.text(left, -32, "L", fontsize=13, ha="center", va="center")
ax.set(xlim=(-10, left + 20), ylim=(-295, 60), aspect="equal")
ax.axis("off")
plt.show()

# %% [markdown]
# Every gradient has the shape of the thing it belongs to. That is the first check of any backward pass. It is not
# enough: a wrong product can have the right shape, as you will see.
#
# Two agreements. `dW` means $\partial L/\partial W$, the gradient of the one number $L$ by $W$. And examples are rows: a
# layer is $S = XW + b$, with $X$ of shape (N, D), $W$ (D, H), $b$ (H,) and $S$ (N, H).

# %% [markdown]
# ## Predict
#
# Write your answers into the cell before you go on. Nothing here is graded. Each answer comes up again in the chapter.
#
# - **shapes**: `X` is (5, 3), `W` is (3, 4), `b` is (4,), so `dS` is (5, 4). What are the shapes of `dX`, `dW` and `db`?
# - **twice**: the loss is a mean over the batch. Now every example stands in the batch twice. What happens to `dW`?
# - **memory**: a layer takes (256, 1024) to (256, 1024). All slopes of all outputs by all inputs, in 4 bytes each: is
#   that nearest to 2 MB, 2 GB or 200 GB?
# - **fading**: 100 layers of tanh with small weights and biases; each step *back* about halves the gradient. The gradient
#   of the last layer's weights has a norm of about 0.5. And that of the first layer's?

# %%
prediction = {"shapes": "", "twice": "", "memory": "", "fading": ""}


def guess(name):
    return f"You predicted: {prediction[name]}" if prediction[name] else "You made no guess."

# %% [markdown]
# ## Build
#
# Stuck in an exercise? Put `hint("half_square_backward")` into a new cell, with that exercise's name; run it again for
# the next hint.
#
# ### Solved: one row
#
# One example $x$ with D numbers, $s = xW$, and $f = \frac12\|s\|^2$. Here $f$ plays the part of $L$. Backwards, one node at
# a time:
#
# - The slope of $\frac12 s_h^2$ is $s_h$. So $ds = s$.
# - $W_{dh}$ reaches only $s_h$, with the factor $x_d$. One path: $dW_{dh} = x_d\,ds_h$. All these products together are the
#   outer product of $x$ and $ds$: the table of all products, `np.outer`.
# - $x_d$ reaches *every* $s_h$, with the factor $W_{dh}$. Add the paths: $dx_d = \sum_h W_{dh}\,ds_h$.

# %%
x = np.array([1.0, 2.0])
W = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
s = x @ W
ds = s
dW, dx = np.outer(x, ds), W @ ds
print("s ", s, " f =", 0.5 * np.sum(s**2))
print("dW", dW.tolist())
print("dx", dx)

# %% [markdown]
# Never believe a gradient that was not measured. `numerical_gradient` takes central differences, as in chapter 03, and
# `relative_error` compares by the norm.

# %%
assert relative_error(dW, numerical_gradient(lambda W: 0.5 * np.sum((x @ W) ** 2), W)) < 1e-8
assert relative_error(dx, numerical_gradient(lambda x: 0.5 * np.sum((x @ W) ** 2), x)) < 1e-8

# %% [markdown]
# ### From one row to a batch
#
# Now a batch: $S = XW + b$ with four rows. Move the slider through the entries of `X`, then of `W`, then of `b`. Look for
# two things: which entries of `S` are reached (the figure shows `dS` in the place of `S`), and where the factors stand.

# %% tags=["skip-grading"]
explore.paths.show()

# %% [markdown]
# An entry of `X` reaches its own row of `S`. An entry of `W` reaches a whole column, one entry in each row of the batch:
# **its gradient is a sum over the batch**. An entry of `b` does so too. Nothing is green then: the factor is 1.
#
# ### Exercise 1: half a square
#
# *Difficulty 2 of 5, 10 minutes.* The lecture's example: $A = XW$ and $f = \frac12\|XW\|^2$, half the sum of all squared
# entries. First $dA$. Then write $dW_{dh}$ and $dX_{nd}$ as sums over paths, and the sums as products of two matrices.

# %% nbgrader={"grade": false, "grade_id": "half_square_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def half_square_backward(X, W):
    """Gradients of f = half the sum of all squared entries of A, for A = X @ W.

    X (N, D), W (D, H)  ->  dA (N, H), dW (D, H), dX (N, D), in this order
    """
    ### BEGIN SOLUTION
    dA = X @ W
    return dA, X.T @ dA, dA @ W.T
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_half_square_backward", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("half_square_backward", half_square_backward)

# %% [markdown]
# ### Solved: a gain for every column
#
# From here on a layer does not know the loss. It is handed `dS`, the gradient that arrives from the output side, and hands
# `dX` on.
# The layer $S_{nd} = X_{nd}\,g_d$ multiplies column $d$ by a gain $g_d$.
#
# $X_{nd}$ has one path, with the factor $g_d$. The gain $g_d$ reaches $S_{nd}$ in every row, with the factor $X_{nd}$, so its
# gradient adds up the rows.

# %%
def gain_backward(dS, X, g):
    return dS * g, (dS * X).sum(axis=0)


rng = np.random.default_rng(4)
X, g, dS = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=(5, 3))
dX, dg = gain_backward(dS, X, g)

# %% [markdown]
# How is a layer measured without its loss? Any loss will do. The simplest is $L = \sum_{nd} dS_{nd} S_{nd}$, with `dS` held
# fixed, because its gradient by $S$ is exactly `dS`.

# %%
assert relative_error(dX, numerical_gradient(lambda X: np.sum(dS * (X * g)), X)) < 1e-8
assert relative_error(dg, numerical_gradient(lambda g: np.sum(dS * (X * g)), g)) < 1e-8

# %% [markdown]
# ### Exercise 2: the affine layer, backwards
#
# *Difficulty 2 of 5, 10 minutes.* The layer that every net is made of: $S = XW + b$. The explorer above shows the paths. `b`
# itself is not needed, since no slope depends on it.

# %% nbgrader={"grade": false, "grade_id": "affine_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def affine_backward(dS, X, W):
    """Gradients of L by X, W and b, for S = X @ W + b.

    dS (N, H), X (N, D), W (D, H)  ->  dX (N, D), dW (D, H), db (H,), in this order
    """
    ### BEGIN SOLUTION
    return dS @ W.T, X.T @ dS, dS.sum(axis=0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_affine_backward", "locked": true, "points": 12, "schema_version": 3, "solution": false, "task": false}
check("affine_backward", affine_backward)

# %% [markdown]
# **shapes**, resolved. Each gradient has the shape of what it belongs to.

# %%
print(guess("shapes"))
print("dX (5, 3)   dW (3, 4)   db (4,)")

# %% [markdown]
# **twice**: here is a layer with the mean squared error, on a batch and on the same batch twice over. The function adds
# up outer products row by row, so as not to give exercise 2 away. Put your own product in its place.

# %%
def weight_gradient(X, Y, W):
    dS = 2 * (X @ W - Y) / len(X)
    return sum(np.outer(x, ds) for x, ds in zip(X, dS, strict=True))


Y, W = rng.normal(size=(5, 4)), rng.normal(size=(3, 4))
once = weight_gradient(X, Y, W)
twice = weight_gradient(np.vstack([X, X]), np.vstack([Y, Y]), W)
assert relative_error(twice, once) < 1e-12
print(guess("twice"))
print("the same dW:", np.allclose(twice, once))

# %% [markdown]
# Nothing happens to `dW`. There are twice as many rows to add, and each row of `dS` is half as large. The $1/N$ of the
# mean enters **once**, in the loss's own gradient. Every layer that the gradient then passes adds, and never divides.
#
# ### Solved: the sigmoid, backwards
#
# An activation works entry by entry: $S_{nh}$ has one path, through $A_{nh}$. So multiply `dA` by the slope with `*`, not
# with `@`. The slope of $\sigma(s) = 1/(1 + e^{-s})$ is $\sigma(s)(1 - \sigma(s))$.

# %%
def sigmoid(S):
    return 1 / (1 + np.exp(-S))


def sigmoid_backward(dA, S):
    A = sigmoid(S)
    return dA * A * (1 - A)


S, dA = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
assert relative_error(sigmoid_backward(dA, S), numerical_gradient(lambda S: np.sum(dA * sigmoid(S)), S)) < 1e-8

# %% [markdown]
# ### Exercise 3: ReLU, backwards
#
# *Difficulty 1 of 5, 5 minutes.* $A = \max(S, 0)$. At $S = 0$ there is a kink and no slope. The lecture takes
# $\mathrm{ReLU}'(0) = 1$; **this course takes 0, as PyTorch does**.

# %% nbgrader={"grade": false, "grade_id": "relu_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def relu_backward(dA, S):
    """Gradient of L by S, for A = max(S, 0), entry by entry. The slope at S = 0 is 0.

    dA (N, H), S (N, H)  ->  dS (N, H)
    """
    ### BEGIN SOLUTION
    return dA * (S > 0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_relu_backward", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("relu_backward", relu_backward)

# %% [markdown]
# ### Exercise 4: tanh, backwards
#
# *Difficulty 1 of 5, 5 minutes.* $A = \tanh(S)$, and $\tanh'(s) = 1 - \tanh^2(s)$. The input here is $S$, before tanh.

# %% nbgrader={"grade": false, "grade_id": "tanh_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tanh_backward(dA, S):
    """Gradient of L by S, for A = tanh(S), entry by entry.

    dA (N, H), S (N, H)  ->  dS (N, H)
    """
    ### BEGIN SOLUTION
    return dA * (1 - np.tanh(S) ** 2)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_tanh_backward", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("tanh_backward", tanh_backward)

# %% [markdown]
# ### Solved: a row plus a column
#
# NumPy stretches small arrays silently. In `S = r + c` with `r` (4, 1) and `c` (3,), `r` is copied into every column, and
# `c` into every row. **A copy forwards is a sum backwards**, over the axis that was stretched. `keepdims` keeps the axis
# of length one that `r` has.

# %%
r, c, dS = rng.normal(size=(4, 1)), rng.normal(size=3), rng.normal(size=(4, 3))
dr = dS.sum(axis=1, keepdims=True)
dc = dS.sum(axis=0)
assert (dr.shape, dc.shape) == (r.shape, c.shape)
assert relative_error(dr, numerical_gradient(lambda r: np.sum(dS * (r + c)), r)) < 1e-8
assert relative_error(dc, numerical_gradient(lambda c: np.sum(dS * (r + c)), c)) < 1e-8

# %% [markdown]
# ### Exercise 5: broadcasting, backwards
#
# *Difficulty 3 of 5, 15 minutes.* The same for any `b` that NumPy can stretch. NumPy compares shapes from the right: `b` may
# lack the first axes of `dS`, and may have length 1 where `dS` is longer. `b` may be a single number, of shape `()`.

# %% nbgrader={"grade": false, "grade_id": "unbroadcast", "locked": false, "schema_version": 3, "solution": true, "task": false}
def unbroadcast(dS, b):
    """Gradient of L by b, where b was stretched by broadcasting to the shape of S, as in S = X + b.

    dS: any shape. b: an array that broadcasts to dS.shape; only its shape matters  ->  db, of the shape of b
    """
    ### BEGIN SOLUTION
    db = dS.sum(axis=tuple(range(dS.ndim - b.ndim)))
    ones = tuple(axis for axis, n in enumerate(b.shape) if n == 1)
    return db.sum(axis=ones, keepdims=True)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_unbroadcast", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("unbroadcast", unbroadcast)

# %% [markdown]
# ### Solved: the whole Jacobian of a layer
#
# Why not compute all slopes and multiply? The layer $S = XW$ takes $X$ (3, 2) to $S$ (3, 4). Its Jacobian holds the slope
# of every entry of $S$ by every entry of $X$. `np.kron` puts a copy of its second matrix, times the entry, in the place of
# each entry of the first. Look for the blocks.

# %%
W = np.array([[1.0, -2.0, 3.0, 0.5], [2.0, 1.0, -1.0, -3.0]])
J = np.kron(np.eye(3), W.T)
fig, ax = plt.subplots(figsize=(4.2, 3.6))
picture = ax.imshow(J, cmap="PuOr", vmin=-3, vmax=3)
ax.set(xlabel="entry of X, row by row", ylabel="entry of S, row by row", xticks=range(6), yticks=range(12))
ax.grid(False)
fig.colorbar(picture, label="slope")
plt.show()

# %% [markdown]
# Each row of $S$ depends on its own row of $X$ alone, so only the blocks on the diagonal are filled, and every block is $W^\top$.
# With N rows, the share $1/N$ of the Jacobian can differ from zero. Multiplying `dS`, laid in one row, by $J$ does give
# `dX`. It is right, and a waste.

# %%
assert np.count_nonzero(J) / J.size == 1 / 3
assert np.array_equal(J[:4, :2], W.T)
dS = rng.normal(size=(3, 4))
X = rng.normal(size=(3, 2))
dX = (dS.ravel() @ J).reshape(3, 2)
assert relative_error(dX, numerical_gradient(lambda X: np.sum(dS * (X @ W)), X)) < 1e-8

# %% [markdown]
# ### Exercise 6: how large is it?
#
# *Difficulty 1 of 5, 5 minutes.* A layer takes (N, M) to (N, K). Count the numbers in its Jacobian, with the zeros, and
# the numbers that backpropagation holds instead: `dX` and `dS` together.

# %% nbgrader={"grade": false, "grade_id": "jacobian_size", "locked": false, "schema_version": 3, "solution": true, "task": false}
def jacobian_size(N, M, K):
    """How many numbers: the full Jacobian of a layer from X (N, M) to S (N, K), and the two gradients dX and dS.

    N, M, K: whole numbers  ->  jacobian, gradients: whole numbers, in this order
    """
    ### BEGIN SOLUTION
    return N * M * N * K, N * M + N * K
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_jacobian_size", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("jacobian_size", jacobian_size)

# %% [markdown]
# **memory**, resolved, in 4-byte numbers:

# %%
jacobian, gradients = 4 * (256 * 1024) ** 2, 4 * 2 * (256 * 1024)
print(guess("memory"))
print(f"the Jacobian of (256, 1024) -> (256, 1024): {jacobian / 1e9:.0f} GB")
print(f"the two gradients: {gradients / 1e6:.1f} MB")
assert jacobian > 200e9 > 3e6 > gradients

# %% [markdown]
# ### Solved: a running sum, and the adjoint
#
# So a layer never hands over its Jacobian $J$. It hands over a function: given `dY`, it returns $J^\top dY$, the
# **vector–Jacobian product**. Two agreements. $\langle A, B\rangle$ is the sum of the products of equal entries,
# `np.sum(A * B)`. And $Jh$ is $J$ times all entries of $h$, laid in one row and put back into the shape of the output.
#
# To find that function, nudge the input by a small $h$. To first order the output moves by $Jh$, the loss by
# $\langle Jh, dY\rangle$. The gradient `dX` must give the same change for every $h$:
#
# $$\langle Jh,\; dY\rangle = \langle h,\; dX\rangle, \qquad dX = J^\top dY.$$
#
# $J^\top$ is the **adjoint** of $J$. The recipe: write $Jh$ as a formula, and move everything away from $h$. Example: the
# running sum $y_k = x_1 + \dots + x_k$ of a row. A nudge of $x_d$ moves $y_d$ and all later entries. So $x_d$ collects the
# gradients of $y_d$ and all later entries: a running sum from the other end.

# %%
def running_sum(X):
    return np.cumsum(X, axis=1)


def running_sum_vjp(dY, X):
    return np.cumsum(dY[:, ::-1], axis=1)[:, ::-1]


J = np.tril(np.ones((4, 4)))
row, dy = rng.normal(size=(1, 4)), rng.normal(size=(1, 4))
assert np.allclose(J @ row[0], running_sum(row)[0])
assert np.allclose(J.T @ dy[0], running_sum_vjp(dy, row)[0])

# %% [markdown]
# The equation is also a test for any backward pass, of any size, at the price of two forward passes and one backward pass:
# draw $h$ at random, get $Jh$ by central differences along $h$, compare the two inner products. Keep it: it is yours.

# %%
def adjoint_gap(forward, vjp, X, dY, h, step=1e-5):
    """How far <J h, dY> and <h, vjp(dY, X)> are apart, relative to their size."""
    Jh = (forward(X + step * h) - forward(X - step * h)) / (2 * step)
    left, right = np.sum(Jh * dY), np.sum(h * vjp(dY, X))
    return abs(left - right) / max(abs(left), abs(right), 1e-6)


X, dY, h = rng.normal(size=(3, 50, 40))
print("right:", adjoint_gap(running_sum, running_sum_vjp, X, dY, h) < 1e-8)
print("summed from the wrong end:", adjoint_gap(running_sum, lambda dY, X: np.cumsum(dY, axis=1), X, dY, h) < 1e-8)

# %% [markdown]
# ### Exercise 7: rows of length one
#
# *Difficulty 4 of 5, 20 minutes.* This layer divides each row by its length: $y = x/\|x\|$. All entries of a row share the
# length, so within a row every output depends on every input. Let $x$ move by $h$. Start with how $\|x\|$ moves, then $y$, to
# first order; then move everything away from $h$. Try it without building a Jacobian.

# %%
def unit_rows(X):
    return X / np.sqrt((X**2).sum(axis=1, keepdims=True))


# %% nbgrader={"grade": false, "grade_id": "unit_rows_vjp", "locked": false, "schema_version": 3, "solution": true, "task": false}
def unit_rows_vjp(dY, X):
    """Gradient of L by X, for Y = unit_rows(X): each row of X divided by its length. No row of X is zero.

    dY (N, D), X (N, D)  ->  dX (N, D)
    """
    ### BEGIN SOLUTION
    length = np.linalg.norm(X, axis=1, keepdims=True)
    Y = X / length
    return (dY - Y * (Y * dY).sum(axis=1, keepdims=True)) / length
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_unit_rows_vjp", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("unit_rows_vjp", unit_rows_vjp)

# %% [markdown]
# Your own function under the adjoint test, on 50 rows of 40 numbers (needs exercise 7):

# %% tags=["raises-exception"]
X, dY, h = np.random.default_rng(7).normal(size=(3, 50, 40))
print("passes:", adjoint_gap(unit_rows, unit_rows_vjp, X, dY, h) < 1e-7)

# %% [markdown]
# Did you put `dY` into the formula for $Jh$ and find it right? Here $J^\top = J$, so it is. The running sum shows that this is
# luck: its $J^\top$ adds from the other end.
#
# ### Solved: one layer and a sigmoid
#
# Layers are bricks. Each can take the gradient by its output and return those by its input and its parameters; a net
# calls them in the opposite order. For $P = \sigma(XW)$: first back through the sigmoid, then through the product.

# %%
def one_weight_backward(dP, X, W):
    dS = sigmoid_backward(dP, X @ W)
    return sum(np.outer(x, ds) for x, ds in zip(X, dS, strict=True))


X, W, dP = rng.normal(size=(6, 3)), rng.normal(size=(3, 1)), rng.normal(size=(6, 1))
measured = numerical_gradient(lambda W: np.sum(dP * sigmoid(X @ W)), W)
assert relative_error(one_weight_backward(dP, X, W), measured) < 1e-8

# %% [markdown]
# ### Exercise 8: two weight matrices
#
# *Difficulty 3 of 5, 15 minutes.* $P = h(g(XU)\,W)$ with $g = \tanh$ and $h = \sigma$. The loss $L$ may be anything: what you
# need of it arrives in `dP`. Go forward first, and keep what the way back needs. `sigmoid` and `sigmoid_backward` are there.

# %% nbgrader={"grade": false, "grade_id": "two_weights_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def two_weights_backward(dP, X, U, W):
    """Gradients of L by U and W, for P = sigmoid(tanh(X @ U) @ W).

    dP (N, 1), X (N, D), U (D, K), W (K, 1)  ->  dU (D, K), dW (K, 1), in this order
    """
    ### BEGIN SOLUTION
    A = np.tanh(X @ U)
    dZ = sigmoid_backward(dP, A @ W)
    dS = (dZ @ W.T) * (1 - A**2)
    return X.T @ dS, A.T @ dZ
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_two_weights_backward", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("two_weights_backward", two_weights_backward)

# %% [markdown]
# In the lecture's letters, with $\nabla L$ for `dP` and shapes K × 1 and D × K:
# $\nabla_W L = g(XU)^\top [h' \circ \nabla L]$ and $\nabla_U L = X^\top\big(g' \circ ([h' \circ \nabla L]\,W^\top)\big)$.
# The circle $\circ$ is `*`, entry by entry; $g'$ is taken at $XU$, and $h'$ at $g(XU)\,W$.
#
# ### Solved: one layer with its loss
#
# Now the loss too. $P = \tanh(XW + b)$ is compared with targets $Y$ by the mean squared error: the squares are added over
# the C outputs and averaged over the N examples,
#
# $$L = \frac1N \sum_{n}\sum_{c} (P_{nc} - Y_{nc})^2, \qquad dP = \frac{2}{N}(P - Y).$$

# %%
def one_layer_loss(X, Y, W, b):
    return np.sum((np.tanh(X @ W + b) - Y) ** 2) / len(X)


def one_layer_backward(X, Y, W, b):
    P = np.tanh(X @ W + b)
    dP = 2 * (P - Y) / len(X)
    dS = dP * (1 - P**2)
    return sum(np.outer(x, ds) for x, ds in zip(X, dS, strict=True)), sum(dS)


X, Y, W, b = rng.normal(size=(6, 3)), rng.normal(size=(6, 2)), rng.normal(size=(3, 2)), rng.normal(size=2)
dW, db = one_layer_backward(X, Y, W, b)
assert relative_error(dW, numerical_gradient(lambda W: one_layer_loss(X, Y, W, b), W)) < 1e-8
assert relative_error(db, numerical_gradient(lambda b: one_layer_loss(X, Y, W, b), b)) < 1e-8

# %% [markdown]
# A trap on the way: targets of shape (N,) against outputs of shape (N, 1). NumPy stretches both and reports nothing. Here
# targets always have the shape of the outputs.

# %%
P, y = np.zeros((6, 1)), np.zeros(6)
print((P - y).shape)
assert (P - y).shape == (6, 6)

# %% [markdown]
# ### Exercise 9: all gradients of a two-layer net
#
# *Difficulty 3 of 5, 15 minutes.* The lecture's net, $P = \tanh(\mathrm{ReLU}(XW_1 + b_1)W_2 + b_2)$, with the loss above. Every
# step is one that you have written. The output has C ≥ 1 columns.

# %%
def net_forward(X, W1, b1, W2, b2):
    S1 = X @ W1 + b1
    A1 = np.maximum(S1, 0)
    P = np.tanh(A1 @ W2 + b2)
    return S1, A1, P


def net_loss(X, Y, W1, b1, W2, b2):
    return np.sum((net_forward(X, W1, b1, W2, b2)[2] - Y) ** 2) / len(X)


# %% nbgrader={"grade": false, "grade_id": "net_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def net_backward(X, Y, W1, b1, W2, b2):
    """Gradients of L = (1/N) * (sum over n and c of (P[n, c] - Y[n, c])**2), for P = tanh(ReLU(X @ W1 + b1) @ W2 + b2).

    X (N, D), Y (N, C), W1 (D, H), b1 (H,), W2 (H, C), b2 (C,)
    ->  dW1 (D, H), db1 (H,), dW2 (H, C), db2 (C,), dX (N, D), in this order. The slope of ReLU at 0 is 0.
    """
    ### BEGIN SOLUTION
    S1, A1, P = net_forward(X, W1, b1, W2, b2)
    dS2 = 2 * (P - Y) / len(X) * (1 - P**2)
    dS1 = (dS2 @ W2.T) * (S1 > 0)
    return X.T @ dS1, dS1.sum(axis=0), A1.T @ dS2, dS2.sum(axis=0), dS1 @ W1.T
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_net_backward", "locked": true, "points": 15, "schema_version": 3, "solution": false, "task": false}
check("net_backward", net_backward)

# %% [markdown]
# **If you read the lecture:** its solution leaves out transposes and then "transposes some expressions, to stay
# two-dimensional". No such liberty is needed. With $S_1 = XW_1 + b_1$ and $S_2 = A_1W_2 + b_2$, and with $\delta_1$ and
# $\delta_2$ for the gradients by $S_1$ and $S_2$, the forms are
#
# $$\delta_2 = \frac2N (P - Y) \circ (1 - P \circ P),\quad \frac{\partial L}{\partial W_2} = A_1^\top\delta_2,\quad
# \frac{\partial L}{\partial b_2} = \sum_n \delta_{2,n},$$
#
# $$\delta_1 = (\delta_2 W_2^\top) \circ \mathbf 1\{S_1 > 0\},\quad \frac{\partial L}{\partial W_1} = X^\top\delta_1,\quad
# \frac{\partial L}{\partial b_1} = \sum_n \delta_{1,n} .$$
#
# The sums add the rows $n$. $\mathbf 1\{S_1 > 0\}$ is 1 where $S_1$ is positive, and 0 elsewhere.
#
# Why care? With one output, a product with the wrong transpose can be *reshaped* to fit, and its numbers are right by
# luck. With two outputs the shape is still right, and the numbers are not.

# %%
for outputs in (1, 2):
    inputs, delta = rng.normal(size=(5, 3)), rng.normal(size=(5, outputs))
    honest = inputs.T @ delta
    forced = (delta.T @ inputs).reshape(honest.shape)
    same = np.allclose(forced, honest)
    print(outputs, "outputs: same shape", forced.shape == honest.shape, " same numbers", same)
    assert same == (outputs == 1)

# %% [markdown]
# ### Solved: a step too early
#
# A training step subtracts the gradient: $W \leftarrow W - \eta\,dW$, with the learning rate $\eta$. When may a weight change?
# Take $p = v\,(w\,x)$ with $x = 1$, $w = 2$, $v = 3$, $L = p$ and $\eta = 0.5$. The gradients of *this* forward pass are
# $dv = wx = 2$ and $dw = vx = 3$. If $v$ makes its step first, $dw$ is computed with another $v$.

# %%
x, w, v, learning_rate = 1.0, 2.0, 3.0, 0.5
dw_in_time = v * x
v_new = v - learning_rate * (w * x)
dw_too_late = v_new * x
print("dw with the old v:", dw_in_time, "  with the new v:", dw_too_late)
assert (dw_in_time, dw_too_late) == (3.0, 2.0)

# %% [markdown]
# ### Exercise 10: a layer learns
#
# *Difficulty 2 of 5, 5 minutes.* One affine layer takes its backward pass and its step in one function. `dS` belongs to the
# forward pass with the `W` that comes in.

# %% nbgrader={"grade": false, "grade_id": "layer_step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def layer_step(dS, X, W, b, learning_rate):
    """The backward pass and the step of gradient descent of one layer S = X @ W + b. Changes none of its inputs.

    dS (N, H), X (N, D), W (D, H), b (H,), learning_rate: a number
    ->  dX (N, D), W_new (D, H), b_new (H,), in this order
    """
    ### BEGIN SOLUTION
    W_new = W - learning_rate * (X.T @ dS)
    b_new = b - learning_rate * dS.sum(axis=0)
    return dS @ W.T, W_new, b_new
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_layer_step", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("layer_step", layer_step)

# %% [markdown]
# ### Solved: a stack of numbers
#
# Now many layers. First one number per layer: $a_l = \tanh(w_l\,a_{l-1})$, with $a_0 = x$ and $L$ the last $a$. Forwards, keep
# every $a_l$. Backwards, carry one number, `da`, from the last layer to the first.

# %%
def slopes_of_a_chain(x, ws):
    a = [x]
    for w in ws:
        a.append(np.tanh(w * a[-1]))
    found, da = [], 1.0
    for i in range(len(ws) - 1, -1, -1):
        ds = da * (1 - a[i + 1] ** 2)
        found.insert(0, ds * a[i])
        da = ds * ws[i]
    return found


print([f"{slope:.4f}" for slope in slopes_of_a_chain(0.8, [0.5, 0.5, 0.5, 0.5])])

# %% [markdown]
# ### Exercise 11: a stack of layers
#
# *Difficulty 4 of 5, 20 minutes.* The same with matrices: $A_l = \tanh(A_{l-1}W_l + b_l)$ with $A_0 = X$. Given `dA`, the
# gradient by the last $A$, find how large the gradient of every $W_l$ is: its norm, the root of the sum of its squared entries.

# %% nbgrader={"grade": false, "grade_id": "gradient_norms", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradient_norms(dA, X, weights, biases):
    """The norm of dW for every layer of a stack: A = X at first, then A = tanh(A @ W + b) for each W, b in turn.

    dA (N, last width): the gradient of L by the last A. X (N, first width). weights, biases: lists of equal length,
    first layer first; the layers may have different widths
    ->  norms: an array (number of layers,), first layer first
    """
    ### BEGIN SOLUTION
    A = [X]
    for W, b in zip(weights, biases, strict=True):
        A.append(np.tanh(A[-1] @ W + b))
    norms = np.zeros(len(weights))
    for layer in reversed(range(len(weights))):
        dS = dA * (1 - A[layer + 1] ** 2)
        norms[layer] = np.linalg.norm(A[layer].T @ dS)
        dA = dS @ weights[layer].T
    return norms
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_gradient_norms", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("gradient_norms", gradient_norms)

# %% [markdown]
# ### Two branches, joined
#
# Not every net is a chain. Here $X$ goes into two layers at once; their outputs are **concatenated**, put side by side as columns,
# and a third layer reads both. Two rules of chapter 03 are enough. Backwards a concatenation is *cut* where it was joined. And $X$ was
# used twice, so its two gradients are *added*. GoogLeNet (2014) is built of such branches, and a net with two inputs, a photograph and
# a table, joins them in the same way.

# %%
def branches(X, U, V, W):
    left, right = np.tanh(X @ U), np.tanh(X @ V)
    return left, right, np.concatenate([left, right], axis=1) @ W


def branches_backward(dY, X, U, V, W):
    left, right, _ = branches(X, U, V, W)
    dleft, dright = np.split(dY @ W.T, [left.shape[1]], axis=1)  # cut where it was joined
    dU_scores, dV_scores = dleft * (1 - left**2), dright * (1 - right**2)
    return dU_scores @ U.T + dV_scores @ V.T, X.T @ dU_scores, X.T @ dV_scores


X, U, V, W = rng.normal(size=(6, 4)), rng.normal(size=(4, 3)), rng.normal(size=(4, 2)), rng.normal(size=(5, 2))
dY = rng.normal(size=(6, 2))
dX, dU, dV = branches_backward(dY, X, U, V, W)
print("shapes: X", X.shape, " branches (6, 3) and (6, 2)  joined (6, 5)  out", branches(X, U, V, W)[2].shape)
for got, at, loss in ((dX, X, lambda x: branches(x, U, V, W)), (dU, U, lambda u: branches(X, u, V, W)), (dV, V, lambda v: branches(X, U, v, W))):
    assert relative_error(got, numerical_gradient(lambda a, loss=loss: np.sum(dY * loss(a)[2]), at)) < 1e-8

# %% [markdown]
# ### One trunk, several heads
#
# The other way round: one layer feeds two heads, one for each task (chapter 01). The loss is a weighted sum of their losses,
# $L = L_1 + \beta L_2$. Each head sends its gradient back, the second one times $\beta$; in the trunk they are **added**. So both tasks
# pull at the same weights, and $\beta$ says how hard the second one pulls. That may help or do harm; the sum does not say.

# %%
def two_heads(U, first, second, beta):
    trunk = np.tanh(X @ U)
    errors = trunk @ first - goals[0], trunk @ second - goals[1]
    dtrunk = 2 / len(X) * (errors[0] @ first.T + beta * errors[1] @ second.T)
    loss = sum(share * np.sum(error**2) for share, error in zip((1, beta), errors, strict=True)) / len(X)
    return loss, X.T @ (dtrunk * (1 - trunk**2))


first, second, goals = rng.normal(size=(3, 1)), rng.normal(size=(3, 2)), (rng.normal(size=(6, 1)), rng.normal(size=(6, 2)))
loss, dU = two_heads(U, first, second, 0.3)
assert relative_error(dU, numerical_gradient(lambda U: two_heads(U, first, second, 0.3)[0], U)) < 1e-8
print("loss of both heads:", round(loss, 2), "  gradient in the trunk:", dU.shape)

# %% [markdown]
# ### A layer as an object
#
# Your functions ask for `X` again on the way back. Libraries keep it in an *object*: `forward` remembers what `backward` needs, and
# `backward` leaves the gradients of the parameters in the object and hands on the gradient of the input. A net is then a list of such
# objects, gone through forwards and backwards. PyTorch's modules are made on this plan (chapter 09).

# %%
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, dS):
        self.dW, self.db = self.X.T @ dS, dS.sum(axis=0)
        return dS @ self.W.T


class Tanh:
    def forward(self, S):
        self.A = np.tanh(S)
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A**2)


# %%
layers = [Affine(rng.normal(size=(4, 3)), rng.normal(size=3)), Tanh(), Affine(rng.normal(size=(3, 2)), rng.normal(size=2))]


def through(X):
    for layer in layers:
        X = layer.forward(X)
    return X


through(X)
arriving = dY
for layer in reversed(layers):
    arriving = layer.backward(arriving)
print("gradient by the net's input:", arriving.shape, "  by its first weights:", layers[0].dW.shape)
assert relative_error(arriving, numerical_gradient(lambda X: np.sum(dY * through(X)), X)) < 1e-8

# %% [markdown]
# ## Check
#
# Now the whole. Your `net_backward` on a larger net, under a test like the adjoint's: nudge *all* parameters along one random
# direction and compare the change of the loss with the inner product of gradient and direction. (This cell and the next
# need exercise 9.)

# %% tags=["raises-exception"]
rng = np.random.default_rng(11)
X, Y = rng.uniform(-1, 1, size=(64, 2)), np.zeros((64, 2))
Y[:, 0], Y[:, 1] = 0.8 * np.sin(3 * X[:, 0]), X[:, 0] * X[:, 1]
parameters = [rng.normal(size=(2, 24)), rng.normal(size=24), 0.3 * rng.normal(size=(24, 2)), np.zeros(2)]
nudge = [rng.normal(size=p.shape) for p in parameters]
up, down = ([p + t * h for p, h in zip(parameters, nudge, strict=True)] for t in (1e-6, -1e-6))
measured = (net_loss(X, Y, *up) - net_loss(X, Y, *down)) / 2e-6
claimed = sum(np.sum(d * h) for d, h in zip(net_backward(X, Y, *parameters), nudge, strict=False))
print("passes:", abs(claimed - measured) < 1e-6 * abs(measured))

# %% [markdown]
# And what it is for: 2,000 steps of gradient descent on these 64 points, for the two functions $0.8\sin 3x_1$ and $x_1x_2$.
# Look at how far the loss falls.

# %% tags=["raises-exception"]
losses = [net_loss(X, Y, *parameters)]
for _ in range(2000):
    gradients = net_backward(X, Y, *parameters)[:4]
    parameters = [p - 0.1 * d for p, d in zip(parameters, gradients, strict=True)]
    losses.append(net_loss(X, Y, *parameters))
print(f"loss before: {losses[0]:.2f}, after: {losses[-1]:.4f}")
assert losses[-1] < losses[0] / 50

# %% [markdown]
# ## Explore
#
# Back to the last prediction, **fading**. The explorer stacks layers of 32 units on a batch of 16 rows. The weights are
# normal with standard deviation scale/√32, so that *scale* says by how much a layer of weights stretches a signal; the biases
# have standard deviation 0.1; the gradient that arrives at the end has norm 1. Look at layer 1 on the left, then at the
# slopes on the right. Then move the scale.

# %% tags=["skip-grading"]
explore.vanishing.show()

# %%
half = explore.stack(depth=100, scale=0.5)
print(guess("fading"))
print(f"layer 100: {half.norms[-1]:.1e}   layer 1: {half.norms[0]:.1e}")
assert half.norms[0] < 1e-29 < 0.1 < half.norms[-1]

# %% [markdown]
# A gradient of $10^{-30}$ changes no weight: in a training step the first layers stand still. How does it come about?
# $dW_l = A_{l-1}^\top dS_l$ has two factors. The biases keep $A$ from fading, so the straight line shows $dS_l$. Without
# biases $A$ fades forwards as $dS$ fades backwards, and the product is tiny in every layer: no line, a floor.

# %%
bare = explore.stack(depth=100, scale=0.5, bias=0.0)
print("no biases:", "   ".join(f"layer {layer}: {bare.norms[layer - 1]:.1e}" for layer in (1, 50, 100)))
assert bare.norms.max() < 1e-28

# %% [markdown]
# Back to the stacks with biases. First **by depth**: the norm at layer 1 of stacks of several depths.

# %%
print("depth   scale 0.5   scale 1.0   scale 1.5")
for depth in (2, 10, 25, 50, 100):
    first = [explore.stack(depth, scale).norms[0] for scale in (0.5, 1.0, 1.5)]
    print(f"{depth:5d}" + "".join(f"{norm:12.1e}" for norm in first))
assert explore.stack(100, 0.5).norms[0] < 1e-14 * explore.stack(50, 0.5).norms[0]

# %% [markdown]
# At scale 0.5 every layer more costs the same factor, about a half: a geometric sequence. At scale 1 the gradient fades
# slowly, by a factor of about 0.93 a layer. At scale 1.5 it grows instead. Now **by scale and by activation**, at 100 layers.

# %%
scales = np.arange(0.2, 3.01, 0.1)
first = {name: [explore.stack(100, scale, name).norms[0] for scale in scales] for name in ("tanh", "sigmoid", "ReLU")}
for (name, norms), colour in zip(first.items(), (BLUE, ORANGE, GREEN), strict=True):
    plt.semilogy(scales, norms, "o-", ms=3, color=colour, label=name)
plt.axhline(1, color="black", lw=0.8)
plt.yticks(10.0 ** np.arange(-120, 31, 30))
plt.xlabel("scale of the weights")
plt.ylabel("norm of ∂L/∂W at layer 1 of 100")
plt.legend()
plt.show()

# %% [markdown]
# Each curve climbs through dozens of powers of ten. tanh passes 1 near scale 1.15, ReLU near 1.45, the sigmoid nowhere up to
# 3. ReLU is no cure by itself: at the same scale 1 it fades more than tanh, because about half of its units are off. What
# ReLU needs is another scale; chapter 06 computes it.

# %%
at = {scale: {name: explore.stack(100, scale, name).norms[0] for name in first} for scale in (1.0, 1.1, 1.2, 1.4, 1.5, 3.0)}
assert at[1.1]["tanh"] < 1 < at[1.2]["tanh"]
assert at[1.4]["ReLU"] < 1 < at[1.5]["ReLU"]
assert at[3.0]["sigmoid"] < 1e-20
assert at[1.0]["ReLU"] < 1e-10 < 1e-3 < at[1.0]["tanh"]
assert 0.45 < explore.stack(100, 1.0, "ReLU").slopes.mean() < 0.55

# %% [markdown]
# **Which factor is it?** The lecture names $\tanh'$: it is below $10^{-8}$ for $|t| > 10$. That is true, and only just at 10.
# But each step back multiplies by *two* things, the slope and $W_l^\top$. The table shows, for four stacks of 100 tanh layers,
# the mean slope and the factor by which the norm of $\partial L/\partial A$ changes per layer, down to
# $\partial L/\partial X$.
#
# Norms add squares, so the few units that are still steep count most. RMS is the root of the mean squared slope: compare the
# factor with scale × RMS.

# %%
assert 1 / np.cosh(10) ** 2 < 1e-8 < 1 / np.cosh(9.9) ** 2
stacks = {pair: explore.stack(100, pair[0], bias=pair[1]) for pair in ((0.5, 0.1), (1.0, 0.1), (1.0, 3.0), (3.0, 0.1))}
print("scale  bias   mean slope   RMS slope   scale × RMS   factor per layer")
for (scale, bias), found in stacks.items():
    print(f"{scale:5.1f}{bias:6.1f}{found.slopes.mean():13.2f}{found.rms:12.2f}{scale * found.rms:14.2f}{found.rate:19.2f}")

# %% [markdown]
# Read it line by line. In every stack the factor is near scale × RMS. The last two stacks are saturated alike; one fades,
# the other grows. You will need the table for the question below.

# %%
small, slow, shifted, large = stacks.values()
assert all(abs(scale * found.rms / found.rate - 1) < 0.13 for (scale, _), found in stacks.items())
assert small.slopes.mean() > 0.98 > 0.5 > small.rate
assert round(slow.rate, 2) == 0.93
assert max(shifted.slopes.mean(), large.slopes.mean()) < 0.31
assert shifted.rate < 0.4 < 1.3 < large.rate

# %% [markdown]
# ## Recap
#
# - A gradient has the shape of what it belongs to. Shapes narrow the choice; sums over paths decide.
# - $S = XW + b$: $dX = dS\,W^\top$, $dW = X^\top dS$, $db$ adds the rows of $dS$. What is used by every row collects from every row.
# - Activations: multiply entry by entry with the slope at the right array. Broadcasting: a copy forwards, a sum backwards.
# - The $1/N$ of a mean enters once. All gradients belong to one forward pass; parameters change after it.
# - A layer is a vector–Jacobian product. $\langle Jh, dY\rangle = \langle h, dX\rangle$ defines it and tests it.
# - In deep stacks, slope and weights multiply from layer to layer. Small factors fade, large ones grow; chapter 06 balances
#   them.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_gradients_fade", "locked": false, "points": 8, "schema_version": 3, "solution": true, "task": false}
# **Written question.** A friend says: "In a net of 100 tanh layers the gradient vanishes because tanh is saturated." Use the
# table above. (a) In the stack with scale 0.5 the friend is wrong: what shrinks the gradient there? (b) In which stack is the
# friend right, and by which numbers do you see it? (c) The stack with scale 3 is saturated too. Why does its gradient not
# vanish? The stack with scale 1 and bias 0.1 lies in between; leave it aside. Three to six sentences.
#
# ### BEGIN SOLUTION
# (a) At scale 0.5 the mean slope is 0.99, so tanh is not saturated and lets nearly everything through. The weights shrink the
# gradient: each multiplication by Wᵀ about halves its norm, and 0.49 to the power 100 is about 1e-31.
# (b) At scale 1 with biases of scale 3 the large biases push the units into saturation: the mean slope is 0.25, the RMS slope
# 0.41. The weights alone would neither stretch nor shrink much, so it is the slope that takes more than half of the norm in
# each layer.
# (c) At scale 3 the slopes are nearly as small (mean 0.30, RMS 0.45), but each step back also multiplies by large weights. The
# product decides: 3 × 0.45 is 1.36, above 1, and the measured factor is 1.33, so the gradient grows.
#
# Mark scheme: 3 points for (a): slope near 1, and the weights named as the cause. 2 points for (b): the stack with large biases,
# its small slope named. 3 points for (c): the product of slope and weights decides, and it is above 1; 1 of these 3 where the
# weights are named without the product. Mean or RMS slope may be quoted, but 3 × 0.30 is below 1 and explains no growth.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("backprop_matrix")

# %% [markdown]
# **Reading.** Rumelhart, Hinton and Williams, *Learning representations by back-propagating errors* (1986). Goodfellow, Bengio and
# Courville, *Deep Learning* (2016), section 6.5. Szegedy and others, *Going deeper with convolutions* (2015): branches. Gaier and Ha,
# *Weight agnostic neural networks* (2019): graphs that are no stack of layers at all.
#
# **Next:** [chapter 05](../05-two-layer-net/two_layer_net.ipynb) puts these pieces into a classifier with a softmax and trains
# it on real images.
