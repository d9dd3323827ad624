# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # One neuron
#
# | | |
# |---|---|
# | **You will be able to** | compute a neuron and a layer by hand and in NumPy; say where a neuron's boundary lies, and why layers need activations; see linear, logistic and Poisson regression as one neuron; train it with gradient descent of your own |
# | **You need** | derivatives and the chain rule; vectors and the matrix product; logarithms and probabilities; Python, and a little NumPy |
# | **Time** | about two and a half hours. A good place for a break is after Exercise 7 |
# | **Points** | 100: 94 from checks, 6 for a written answer |

# %% tags=["setup"]
# Set-up: the build fills this cell in.

# %%
import matplotlib.pyplot as plt
import numpy as np

from handgrad import check, failing, hand_in, hint, progress
from handgrad.explore import neuron as explore
from handgrad.layers import affine, numerical_gradient, relative_error
from handgrad.plot import BLACK, BLUE, RED, use_style

use_style()

# %% [markdown]
# ### How this course works
#
# Read from top to bottom, and run each code cell with *Shift + Enter*. Some cells are yours to write: each holds a function
# whose body raises `NotImplementedError`. Put your own lines there and run the cell. The next cell checks your function.
#
# - **check** calls it with several inputs and answers in words; often it names the mistake. A wrong answer costs nothing: try
#   as often as you like.
# - **hint** gives a hint. There are three for each exercise: run `hint` again for the next one.
# - **progress** lists the exercises and your points so far.
# - Under **Predict** you write down a guess before you read the answer. Nobody grades it. Those who guess first remember the
#   answer better.
#
# The final grade comes from inputs that this notebook does not show. A function that does what its docstring says need not
# fear them.
#
# Here is a worked example, and then an exercise of the same kind. A shop delivers 2 loaves, 1 cheese and 3 apples. What
# is the bill?

# %%
amounts = np.array([2.0, 1.0, 3.0])
prices = np.array([2.5, 4.0, 0.5])
delivery = 3.0

products = amounts * prices  # one product for each article
print("products", products, " sum", products.sum(), " bill", products.sum() + delivery)
assert products.sum() == amounts @ prices == 10.5

# %% [markdown]
# The operator `@` between two vectors multiplies pair by pair and adds the products up. In mathematics it is the inner
# product $\langle x, w\rangle = \sum_j x_j w_j$.
#
# ### Exercise 1: a warm-up
#
# *Difficulty 1 of 5, 2 minutes.* Run the check below once before you write anything: it says *not attempted*. Then write
# `return 0.0` and run both cells: see what a wrong answer is told. Then write the right answer.

# %% nbgrader={"grade": false, "grade_id": "weighted_sum", "locked": false, "schema_version": 3, "solution": true, "task": false}
def weighted_sum(x, w, b):
    """The score s = <x, w> + b of one neuron.

    x (D,), w (D,), b a number  ->  s, a number
    """
    ### BEGIN SOLUTION
    return x @ w + b
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_weighted_sum", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("weighted_sum", weighted_sum)

# %% [markdown]
# This is how you ask for a hint:

# %%
hint("weighted_sum")

# %% [markdown]
# ## Why
#
# Three questions. How far does a braking car roll at 20 miles an hour? Does a rubber seal hold when the rocket starts on
# a cold morning? How many new cases of a disease will there be next year? The data are old, small and real.
#
# Look at what is on the upright axis of each picture: a length, a yes or no, a count.

# %% tags=["hide-input"]
cars, flights, cases = explore.CARS, explore.FLIGHTS, explore.CASES

fig, panels = plt.subplots(1, 3, figsize=(9.5, 3))
for panel, sample in zip(panels, (cars, flights, cases), strict=True):
    panel.plot(sample.x, sample.y, "o", color=BLUE, markersize=4)
    panel.set(xlabel=sample.x_label, ylabel=sample.y_label)
panels[2].set_xticks([1981, 1985, 1989, 1993])
plt.show()

# %% [markdown]
# Statistics has three methods for these: linear, logistic and Poisson regression. Here **one small machine answers all
# three questions**, and only one part of it is exchanged. The machine is the artificial neuron. Every net is made of it.
#
# ### The neuron
#
# A neuron takes D numbers $x_1, \dots, x_D$. It multiplies each by a *weight*, adds up, and adds a *bias*. That gives its
# *score* $s$. Then a function φ of one variable, the *activation*, turns the score into the output:
#
# $$s = \langle x, w\rangle + b, \qquad y = \varphi(s).$$
#
# In the picture blue numbers come in, orange numbers belong to the neuron. Follow one path from left to right.

# %% tags=["hide-input"]
x, w, b = np.array([0.5, 1.0, -2.0]), np.array([2.0, -1.0, 0.25]), 1.0
explore.draw_scheme(plt.figure(figsize=(7.6, 3)), x, w, b)
plt.show()
assert 0.5 * 2 + 1 * -1 + -2 * 0.25 + 1 == 0.5

# %% [markdown]
# The activation here is the logistic sigmoid $\sigma(s) = 1/(1 + e^{-s})$: it makes 0.62 of the score 0.5. Some texts
# write σ for every activation; here σ is the logistic sigmoid, and φ is any.
#
# ### Where the name comes from
#
# A nerve cell takes in signals through contacts called synapses. A synapse passes its signal on strongly or weakly, and it
# may excite the cell or hold it back. The effects add up in the cell's body. If the sum is strong enough, the cell sends a
# pulse along its one long fibre, the axon. Weights, sum and activation come from this picture.
#
# The likeness ends there. A real cell collects charge over *time* and answers with pulses, not with a number. Hodgkin and
# Huxley wrote down the equations of the pulse in 1952. (The lecture gives their name to the older and simpler rule "collect,
# then fire", which is called integrate-and-fire.) Our neuron has no time in it. *Computation graph* would be the honest name
# for what we build; *neural network* is the name that stayed.
#
# **1943**: McCulloch and Pitts model the neuron as a unit of all or nothing, and show that nets of such units can compute any
# formula of logic. **1949**: Hebb proposes that a connection grows stronger when the cells at its two ends are active
# together. **1958**: Rosenblatt's perceptron learns its weights from examples. Today nets recognise faces and speech, outline
# tumours, translate texts, make pictures, and forecast weather and sales.
#
# What did people do before? They wrote down *features* by hand: has it whiskers, how long is the tail? A simpler model, often
# boosted trees, decided by these numbers. (For a text: count which word follows which.) A net takes the pixels and learns the
# features too, **end to end**. In **2012** such a net, by Krizhevsky, Sutskever and Hinton, won the ImageNet contest by far. Each layer
# gives the next one a new description of the same thing, a change of the feature space, until the last one can separate the classes
# by straight cuts. That is called *representation learning*. The cortex has layers too, six of them; but what they do is another matter.

# %% [markdown]
# ## Predict
#
# Write your guesses into the cell below before you go on. Each question comes up again in the chapter.
#
# - **double**: all weights and the bias of a neuron are doubled. What happens to the line where its score is 0? And to the
#   outputs of the sigmoid?
# - **fifty**: a net has 50 layers without activations. Which boundaries can it draw that one layer cannot?
# - **slope**: how steep is the sigmoid where it is steepest? And at $s = 10$?
# - **rate**: you walk down $L(w) = w^2$ from $w = 1$, ten steps of $w \leftarrow w - \eta L'(w)$. Put the learning rates
#   η = 0.1, 0.5, 0.9 and 1.1 in order: which ends nearest to 0, which farthest?

# %%
prediction = {"double": "", "fifty": "", "slope": "", "rate": ""}

# %% [markdown]
# ## Build
#
# Stuck in an exercise? Put `hint("side_and_distance")` into a new cell, with that exercise's name.
#
# ### Solved: two neurons by hand
#
# Two neurons look at the same two inputs. Their weights stand side by side, **one neuron a column**:
#
# $$\begin{bmatrix} 2 & -1 \end{bmatrix}\begin{bmatrix} 1 & 0.5 \\ 3 & -2 \end{bmatrix} + \begin{bmatrix} 0.5 & 0 \end{bmatrix}
# = \begin{bmatrix} -0.5 & 3 \end{bmatrix}$$
#
# The first score uses column 0: $2\cdot 1 + (-1)\cdot 3 + 0.5$. The second uses column 1: $2\cdot 0.5 + (-1)(-2) + 0$. As a
# *classifier* this pair answers "class 1", since the second score is the higher one.

# %%
assert 2 * 1 + -1 * 3 + 0.5 == -0.5
assert 2 * 0.5 + -1 * -2 + 0 == 3

# %% [markdown]
# ### Exercise 2: the slide's classifier, by hand
#
# *Difficulty 1 of 5, 5 minutes.* The lecture classifies one point:
#
# $$\begin{bmatrix} 0.5 & 1 & 0 & 0 \end{bmatrix}\begin{bmatrix} 1 & 0.4 \\ -1 & 0.2 \\ 0.1 & 0 \\ 2 & -1 \end{bmatrix}
# + \begin{bmatrix} 0 & 1 \end{bmatrix}$$
#
# The slide prints 3.2 for the second score. That is a slip: trust your own arithmetic. Work the numbers out on paper, and
# let the function return them.

# %% nbgrader={"grade": false, "grade_id": "slide_scores", "locked": false, "schema_version": 3, "solution": true, "task": false}
def slide_scores():
    """The slide's two scores, worked out by hand, and the class with the higher score.

    ->  a dict: "first" and "second" are the scores, "winner" is 0 (the first) or 1 (the second)
    """
    ### BEGIN SOLUTION
    return {"first": -0.5, "second": 1.4, "winner": 1}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_slide_scores", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("slide_scores", slide_scores)

# %% [markdown]
# ### A neuron draws a line
#
# Take two inputs and think of $x$ as a point of the plane. Unless both weights are 0, the points whose score is exactly 0 form a line. On one side
# all scores are positive, on the other all are negative. With D inputs the line becomes a *hyperplane*.
#
# How does the black arrow $w$ stand to the line? How does the colour change away from the line? The sliders are yours: find
# weights that leave no point on the wrong side. Then raise $b$ alone.

# %% tags=["skip-grading"]
explore.half_planes.show()

# %% [markdown]
# The arrow is at right angles to the line and points to the positive side: if $p$ and $q$ both lie on the line, then
# $\langle p - q, w\rangle = -b + b = 0$. The bias shifts the line without turning it. The output changes fastest across the
# line and not at all along it.
#
# ### Solved: how far is a point from the line?
#
# Walk from a point a distance $t$ along the unit vector $w/\|w\|$. The score changes by
# $t\,\langle w/\|w\|, w\rangle = t\,\|w\|$. No other direction changes it faster: for any unit vector $u$,
# $\langle u, w\rangle \le \|w\|$. So this is the shortest way. Take $w = (1, -1, 1, 1)$ with length 2, $b = 3$ and the point $(3, 1, 1, -1)$.
# Its score is 5. Walking 2.5 units *against* $w$ takes 5 away, and we stand on the hyperplane: that is the distance.

# %%
w, b = np.array([1.0, -1.0, 1.0, 1.0]), 3.0
point = np.array([3.0, 1.0, 1.0, -1.0])
unit = w / 2  # the length of w is 2
foot = point - 2.5 * unit
print("score of the point", point @ w + b, " score at the foot", foot @ w + b)
assert np.isclose(foot @ w + b, 0)

# %% [markdown]
# ### Exercise 3: which side, and how far
#
# *Difficulty 2 of 5, 6 minutes.* Do it for a batch of points, one point a row. The distance keeps its sign: it is negative
# on the negative side.

# %% nbgrader={"grade": false, "grade_id": "side_and_distance", "locked": false, "schema_version": 3, "solution": true, "task": false}
def side_and_distance(X, w, b):
    """On which side of the hyperplane <x, w> + b = 0 each row of X lies, and its signed distance from it.

    X (N, D), w (D,), b a number  ->  side (N,) of 1, -1, or 0 on the hyperplane itself; distance (N,)
    """
    ### BEGIN SOLUTION
    s = X @ w + b
    return np.sign(s), s / np.linalg.norm(w)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_side_and_distance", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("side_and_distance", side_and_distance)

# %% [markdown]
# **Reveal, "double".** Twice the weights and twice the bias give twice the score. The sign of a score stays, so the line
# stays. But the sigmoid's outputs move towards 0 and 1: the neuron becomes *surer*, not different.

# %%
points = np.array([[1.0, 0.5], [-0.5, 0.25], [0.2, -2.0]])
once = points @ [1.0, 1.0] - 0.5
twice = points @ [2.0, 2.0] - 1.0
assert np.array_equal(np.sign(once), np.sign(twice))
for name, s in (("once ", once), ("twice", twice)):
    print(name, "scores", s, " outputs", (1 / (1 + np.exp(-s))).round(2))

# %% [markdown]
# ### Two lines see more than one
#
# Often no single line parts two classes. The lecture's way out: draw *two* lines, take the *sign* of each score, and add the
# signs. Off the lines the sum is −2, 0 or 2. Call a point class 1 where it is at least 0.
#
# ### Solved: one point, two lines
#
# Line 1 has $w = (1, 0)$ and $b = -0.5$; line 2 has $w = (0, 1)$ and $b = -0.5$. The point $(-1, 1.2)$ has the scores −1.5
# and 0.7, so the signs −1 and 1. The sum is 0: class 1. Then look at the picture: which shape has the region with the sum −2?

# %%
scores = np.array([-1.0 - 0.5, 1.2 - 0.5])
print("scores", scores, " signs", np.sign(scores), " sum of signs", np.sign(scores).sum())

explore.draw_two_lines(plt.figure(figsize=(7.6, 4)), 0, -0.5, 90, -0.5, "their signs")
plt.show()

# %% [markdown]
# The sum is −2 only where *both* scores are negative. That region is a corner, and its boundary has a bend. Ten points are
# still wrong. Under Explore you will turn the lines until none is.
#
# ### Exercise 4: two lines
#
# *Difficulty 2 of 5, 6 minutes.* A point on a line has the sign 0 there, as `np.sign` has it.

# %% nbgrader={"grade": false, "grade_id": "two_lines", "locked": false, "schema_version": 3, "solution": true, "task": false}
def two_lines(X, W, b):
    """The class of each row of X: 1 where the signs of its two scores add up to at least 0, else 0.

    X (N, 2), W (2, 2) with one line's weights a column, b (2,)  ->  labels (N,)
    """
    ### BEGIN SOLUTION
    signs = np.sign(X @ W + b)
    return (signs.sum(axis=1) >= 0).astype(int)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_two_lines", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("two_lines", two_lines)

# %% [markdown]
# You have just run a net of two layers: two neurons with the activation sign, then one that adds them up. Without the signs
# the sum of two scores is one score again, $\langle x, w_1 + w_2\rangle + b_1 + b_2$. A bend needs something that is not linear.
#
# ### A layer
#
# H neurons that look at the same inputs are a *layer*; each draws a hyperplane of its own. We put their weights into the columns of $W$, shape (D, H), and
# their biases into $b$, shape (H,). A batch of N examples goes into the rows of $X$, shape (N, D). Then
#
# $$S = XW + b, \qquad A = \varphi(S),$$
#
# both of shape (N, H). The vector $b$ is added to every row. (Texts that write $Wx$ use the transpose of this $W$.)
#
# ### Solved: a layer of three neurons, one example
#
# Neuron by neuron: each takes the same example and a column of its own. Compare with the product on paper.

# %%
x = np.array([1.0, -2.0])
W = np.array([[0.5, 1.0, 0.0], [0.25, -1.0, 2.0]])
b = np.array([0.0, 1.0, 3.0])

one_by_one = np.array([x @ W[:, h] + b[h] for h in range(3)])
print("scores", one_by_one)
assert np.array_equal(one_by_one, [1 * 0.5 - 2 * 0.25 + 0, 1 * 1 - 2 * -1 + 1, 1 * 0 - 2 * 2 + 3])

# %% [markdown]
# ### Exercise 5: a layer for a batch
#
# *Difficulty 2 of 5, 6 minutes.* Take tanh as the activation, entry by entry. Return the scores and the activations.

# %% nbgrader={"grade": false, "grade_id": "tanh_layer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tanh_layer(X, W, b):
    """A layer of H neurons for a batch: the scores S = XW + b, and A = tanh(S).

    X (N, D), W (D, H), b (H,)  ->  S (N, H), A (N, H)
    """
    ### BEGIN SOLUTION
    S = X @ W + b
    return S, np.tanh(S)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_tanh_layer", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("tanh_layer", tanh_layer)

# %% [markdown]
# ### Solved: counting what is learned
#
# A neuron with 4 inputs learns 4 weights and 1 bias. A layer of 3 such neurons learns $3\cdot(4 + 1) = 15$ numbers. A layer
# from $n$ inputs to $m$ neurons learns $m(n + 1)$.

# %%
W, b = np.zeros((4, 3)), np.zeros(3)
print("weights", W.size, " biases", b.size, " together", W.size + b.size)
assert W.size + b.size == 3 * (4 + 1)

# %% [markdown]
# ### Exercise 6: count a net
#
# *Difficulty 1 of 5, 4 minutes.* `sizes` lists the number of inputs, then the number of neurons of each layer. With
# `[784, 64, 10]` there are two layers: 784 → 64 and 64 → 10.

# %% nbgrader={"grade": false, "grade_id": "dense_parameters", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_parameters(sizes):
    """How many numbers a net of fully connected layers learns, weights and biases together.

    sizes, a list of whole numbers [inputs, neurons of layer 1, neurons of layer 2, ...]  ->  count, a whole number
    """
    ### BEGIN SOLUTION
    n, m = np.array(sizes[:-1]), np.array(sizes[1:])
    return int(np.sum(m * (n + 1)))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_dense_parameters", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("dense_parameters", dense_parameters)

# %% [markdown]
# ### Solved: two straight lines in a row
#
# Let $u = 2x + 1$ and $y = 3u + 4$. Put the first into the second: $y = 3(2x + 1) + 4 = 6x + 7$. Two lines in a row are one
# line. The slopes multiply. The inner shift 1 passes through the outer slope 3 and arrives as 3.

# %%
x = np.linspace(-2, 2, 5)
assert np.array_equal(3 * (2 * x + 1) + 4, 6 * x + 7)

# %% [markdown]
# ### Exercise 7: two linear layers are one
#
# *Difficulty 2 of 5, 6 minutes.* Now with matrices. The first layer gives $U = XW_1 + b_1$, the second $Y = UW_2 + b_2$,
# with no activation between them. Find the one layer $Y = XW + b$ that does the same for every $X$.

# %% nbgrader={"grade": false, "grade_id": "merge_layers", "locked": false, "schema_version": 3, "solution": true, "task": false}
def merge_layers(W1, b1, W2, b2):
    """The one layer Y = XW + b that does the same as X W1 + b1 followed by ( ) W2 + b2.

    W1 (D, H), b1 (H,), W2 (H, C), b2 (C,)  ->  W (D, C), b (C,)
    """
    ### BEGIN SOLUTION
    return W1 @ W2, b1 @ W2 + b2
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_merge_layers", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("merge_layers", merge_layers)

# %% [markdown]
# **Reveal, "fifty".** None. Fifty linear layers are one linear layer. We can find it by asking: what does the net make of 0,
# and of the unit vectors? These answers give $b$ and $W$. From then on the single layer foretells the whole net. Below,
# `affine(X, W, b)` from the course's kit is one layer without activation, and `relative_error(u, v)` is
# $\|u - v\| / \|v\|$: how far $u$ is from $v$, whatever their size.

# %%
rng = np.random.default_rng(0)
layers = [(rng.normal(size=(5, 5)) / np.sqrt(5), rng.normal(size=5)) for _ in range(50)]


def fifty_layers(X):
    for W, b in layers:
        X = affine(X, W, b)
    return X


at_zero = fifty_layers(np.zeros((1, 5)))[0]
at_units = fifty_layers(np.eye(5)) - at_zero
X = rng.normal(size=(8, 5))
assert relative_error(fifty_layers(X), affine(X, at_units, at_zero)) < 1e-9

# %% [markdown]
# One use of two linear layers in a row remains: a *bottleneck* of $k$ units between $n$ inputs and $m$ outputs, with $k$ much
# smaller than both. The product of the two matrices then has at most rank $k$, and there is far less to learn.

# %%
n, m, k = 784, 784, 20
print("one layer", m * (n + 1), " with a bottleneck", k * (n + 1) + m * (k + 1))
thin = rng.normal(size=(60, 5)) @ rng.normal(size=(5, 40))
assert np.linalg.matrix_rank(thin) == 5

# %% [markdown]
# ### Bending: activations
#
# So a function that is not linear must stand between the layers. Training will need its *slope*, its derivative; the slope
# *by s* is the derivative by s with everything else held fixed. Where that is nearly 0, the
# unit is called *saturated*: it learns hardly anything.
#
# ### Solved: tanh and its slope
#
# $\tanh s = (e^s - e^{-s})/(e^s + e^{-s})$ runs from −1 to 1. Its slope is $1 - \tanh^2 s$: once the value $a$ is known, the
# slope costs one multiplication. We never believe a slope that was not measured, so we compare with a central difference.

# %%
def tanh_and_slope(s):
    a = np.tanh(s)
    return a, 1 - a**2


s = np.array([-3.0, -0.5, 0.0, 1.0])
measured = (np.tanh(s + 1e-5) - np.tanh(s - 1e-5)) / 2e-5
print("slope   ", tanh_and_slope(s)[1].round(6))
print("measured", measured.round(6))
assert relative_error(tanh_and_slope(s)[1], measured) < 1e-8

# %% [markdown]
# ### Exercise 8: the sigmoid and its slope
#
# *Difficulty 2 of 5, 8 minutes.* $\sigma(s) = 1/(1 + e^{-s})$ runs from 0 to 1. Differentiate it, and write the slope with
# the value $a = \sigma(s)$ alone, as above. One of the checks has scores as far out as ±1000: the answer must be a number
# there, too. A warning that `exp` overflows does no harm as long as the result is right.

# %% nbgrader={"grade": false, "grade_id": "sigmoid_and_slope", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid_and_slope(s):
    """The logistic sigmoid and its slope, entry by entry.

    s, an array of any shape  ->  a and slope, arrays of the same shape
    """
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(s))  # never overflows
    a = np.where(s < 0, e, 1) / (1 + e)
    return a, a * (1 - a)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_sigmoid_and_slope", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("sigmoid_and_slope", sigmoid_and_slope)

# %% [markdown]
# **Reveal, "slope".** The sigmoid is steepest at 0, and even there its slope is only 0.25. At $s = 10$ it is 0.000045. In a
# chain of ten sigmoids the slopes multiply: the product is at most $0.25^{10}$, about one millionth. Chapter 04 measures
# what that does to deep nets.

# %%
def sigmoid(s):
    return 1 / (1 + np.exp(-s))


steepest = (sigmoid(1e-5) - sigmoid(-1e-5)) / 2e-5
at_ten = (sigmoid(10 + 1e-5) - sigmoid(10 - 1e-5)) / 2e-5
print(f"at 0: {steepest:.4f}   at 10: {at_ten:.6f}   ten in a row, at most: {0.25**10:.1e}")
assert abs(steepest - 0.25) < 1e-9
assert abs(at_ten - 4.5e-5) < 1e-6

# %% [markdown]
# ### Solved: ReLU
#
# The most used activation has two branches: $\mathrm{ReLU}(s) = \max(0, s)$. Its slope is 1 on the right and 0 on the left.
# At 0 itself there is no slope, and one has to be agreed on. This course takes the *left* branch at 0, as PyTorch does; some
# of the lectures take the right one. `np.where(condition, this, that)` chooses entry by entry.

# %%
def relu_and_slope(s):
    return np.where(s > 0, s, 0.0), np.where(s > 0, 1.0, 0.0)


s = np.array([-2.0, -0.5, 0.0, 0.5, 2.0])
a, slope = relu_and_slope(s)
print("ReLU ", a)
print("slope", slope)

# %% [markdown]
# ReLU never saturates on the right, and it is cheap: a comparison, where sigmoid and tanh need exponentials. Its outputs are never
# negative, so they are not centred on 0, nor are the sigmoid's; tanh's are. And on the left its slope is 0. A unit whose scores are negative for
# *every* example gets no gradient and stays as it is: a *dead unit*. Here a large negative bias has killed one.

# %%
X = rng.normal(size=(200, 3))
scores = X @ [0.5, -1.0, 0.5] - 20
_, slope = relu_and_slope(scores)
print("largest score", scores.max().round(1), " slopes other than 0:", np.count_nonzero(slope))
assert not slope.any()

# %% [markdown]
# Three relatives of ReLU keep some slope on the left.
#
# | activation | formula | outputs | flat |
# |---|---|---|---|
# | sigmoid | $1/(1 + e^{-s})$ | (0, 1) | on both sides |
# | tanh | $(e^s - e^{-s})/(e^s + e^{-s})$ | (−1, 1) | on both sides |
# | ReLU | $\max(0, s)$ | [0, ∞) | on the left |
# | Leaky ReLU | $s$ on the right, $\alpha s$ on the left, α small and fixed | all numbers | nearly, on the left |
# | PReLU | the same, but α is *learned* | all numbers if α > 0 | on the left, if α is near 0 |
# | ELU | $s$ on the right, $\alpha(e^s - 1)$ on the left | (−α, ∞) | far on the left |
#
# ### Exercise 9: ELU and its slope
#
# *Difficulty 2 of 5, 5 minutes.* "Right" is $s > 0$; everything else, 0 included, is "left".

# %% nbgrader={"grade": false, "grade_id": "elu_and_slope", "locked": false, "schema_version": 3, "solution": true, "task": false}
def elu_and_slope(s, alpha):
    """ELU and its slope by s, entry by entry: s where s > 0, alpha * (exp(s) - 1) elsewhere.

    s, an array of any shape, alpha a number above 0  ->  a and slope, arrays of the shape of s
    """
    ### BEGIN SOLUTION
    left = alpha * np.exp(np.minimum(s, 0))
    return np.where(s > 0, s, left - alpha), np.where(s > 0, 1, left)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_elu_and_slope", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("elu_and_slope", elu_and_slope)

# %% [markdown]
# ### Solved: one formula, two slopes
#
# A learned α needs a slope of its own. Take $f(s, \alpha) = \alpha s^2$. Hold α fixed: the slope by $s$ is $2\alpha s$. Hold
# $s$ fixed: the slope by α is $s^2$.

# %%
s, alpha, h = 3.0, 0.5, 1e-5
by_s = (alpha * (s + h) ** 2 - alpha * (s - h) ** 2) / (2 * h)
by_alpha = ((alpha + h) * s**2 - (alpha - h) * s**2) / (2 * h)
print(f"by s {by_s:.4f}, by alpha {by_alpha:.4f}")
assert np.allclose([by_s, by_alpha], [2 * alpha * s, s**2])

# %% [markdown]
# ### Exercise 10: PReLU and both its slopes
#
# *Difficulty 3 of 5, 7 minutes.* PReLU is $s$ where $s > 0$ and $\alpha s$ elsewhere. The lecture writes it as
# $\max(\alpha s, s)$. That is the same for every α ≤ 1, negative ones included, and wrong above: with α = 2 and $s = -1$ the
# maximum is −1, and PReLU is −2. A learned α may become anything.

# %% nbgrader={"grade": false, "grade_id": "prelu_and_slopes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def prelu_and_slopes(s, alpha):
    """PReLU, its slope by s and its slope by alpha, entry by entry: s where s > 0, alpha * s elsewhere.

    s, an array of any shape, alpha any number  ->  a, slope and slope_alpha, arrays of the shape of s
    """
    ### BEGIN SOLUTION
    factor = np.where(s > 0, 1.0, alpha)
    return factor * s, factor, np.minimum(s, 0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_prelu_and_slopes", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("prelu_and_slopes", prelu_and_slopes)

# %% [markdown]
# Now the gallery. Grey marks where the slope is below 0.05 in size. Move $s$ through each activation and look for three
# things: which have grey on both sides, which have a largest slope below 1, and what the slope does as $s$ passes 0.

# %% tags=["skip-grading"]
explore.gallery.show()

# %% [markdown]
# Grey on both sides: sigmoid and tanh. A largest slope below 1: the sigmoid alone. At 0 the slopes of ReLU, Leaky ReLU and
# PReLU jump. ELU's slope does not when α = 1; with any other α it jumps from α to 1.

# %% tags=["hide-input"]
fig, panels = plt.subplots(2, 4, figsize=(9.5, 4.2), sharex=True)
axis = np.linspace(-4, 4, 401)
for panel, (name, phi) in zip(panels.flat, explore.GALLERY.items(), strict=True):
    panel.plot(axis, phi(axis), color=BLUE, label="φ")
    panel.plot(axis, explore.slope_of(phi, axis), color=RED, linestyle="--", linewidth=1.2, label="slope")
    panel.set_title(name.replace(" learned, here", " ="), fontsize=9)
    panel.set(ylim=(-2, 2))
    panel.axhline(0, color=BLACK, linewidth=0.6)
panels[0, 0].legend(fontsize=8, loc="lower right")
for panel in panels[1]:
    panel.set_xlabel("score s")
plt.show()
largest = {name: float(explore.slope_of(phi, axis).max()) for name, phi in explore.GALLERY.items()}
assert [name for name, slope in largest.items() if slope < 0.99] == ["sigmoid"]

# %% [markdown]
# ### Heads: the last layer fits the task
#
# Between the layers any activation may stand. At the *end* of a net the task decides. These "heads" all take the same features
# from the layers before.
#
# | task | last layer | activation | usual loss |
# |---|---|---|---|
# | one number, or M numbers (regression) | 1 or M neurons | none | mean squared error |
# | yes or no (binary classification) | 1 neuron | sigmoid: a probability | log loss |
# | one of K classes | K neurons | softmax: K probabilities with sum 1 | cross-entropy (chapter 05) |
# | a count | 1 neuron | exponential: a rate above 0 | Poisson loss |
# | several of these at once | one head for each | each its own | a weighted sum of the losses |
#
# Look at the shapes: five photographs, four features each, and three heads that answer at once.

# %%
features = rng.normal(size=(5, 4))
number_of_cats = np.exp(features @ rng.normal(size=4))
has_a_dog = sigmoid(features @ rng.normal(size=4))
breed = np.exp(features @ rng.normal(size=(4, 3)))
breed = breed / breed.sum(axis=1, keepdims=True)
print("count", number_of_cats.shape, " dog", has_a_dog.shape, " breed", breed.shape)
assert number_of_cats.min() > 0
assert np.allclose(breed.sum(axis=1), 1)

# %% [markdown]
# ### A loss says how wrong a neuron is
#
# Back to the three questions. Each target asks for its own activation. And for each there is a *loss*: one number, small when
# outputs and targets agree. All three losses come from one idea. How probable are the observed targets if the neuron is
# right? The loss is minus the logarithm of that probability, as a mean over the examples, without terms and factors that do
# not depend on the neuron. (For the squared error: the targets scatter normally around the output.)
#
# | target $y$ | neuron | output | loss of one example |
# |---|---|---|---|
# | any number | linear | $\hat y = s$ | $(\hat y - y)^2$ |
# | 0 or 1 | logistic | $p = \sigma(s)$ | $-y\ln p - (1 - y)\ln(1 - p)$ |
# | 0, 1, 2, … | Poisson | $\mu = e^s$ | $\mu - y\ln\mu$ |
#
# For training we need each loss *from the scores*, and its slope by each score. The rest of the code is the same for all three.
#
# ### Solved: the squared error
#
# $L = \frac1N\sum_n (s_n - y_n)^2$. Only the term of example $n$ contains $s_n$, so $ds_n = \frac2N (s_n - y_n)$. The name `ds`
# is short for $\partial L/\partial s$. `numerical_gradient(f, s)` from the kit measures the same by central differences, one
# entry of `s` after the other.

# %%
def squared_error_and_slope(s, y):
    error = s - y
    return np.mean(error**2), 2 * error / len(y)


s, y = np.array([1.0, 4.0, -2.0]), np.array([2.0, 2.0, -2.0])
loss, ds = squared_error_and_slope(s, y)
print(f"loss {loss:.4f}  ds {ds.round(4)}")
assert relative_error(ds, numerical_gradient(lambda s: squared_error_and_slope(s, y)[0], s)) < 1e-8

# %% [markdown]
# Large errors count for much in a square. The **mean absolute error** $\frac1N\sum_n|s_n - y_n|$ counts them as they are; its slope is
# $\pm\frac1N$ whatever the error, and at 0 it has none, like ReLU: one agrees on 0. Which single number is best for a list of targets? The
# mean for the squared error, the median for the absolute one. So one wild target moves the first and hardly the second.

# %%
targets, guesses = np.array([1.0, 2.0, 2.5, 3.0, 40.0]), np.linspace(0, 45, 4501)
by_square = guesses[np.argmin([np.mean((g - targets) ** 2) for g in guesses])]
by_size = guesses[np.argmin([np.mean(np.abs(g - targets)) for g in guesses])]
print("best for the squared error", by_square.round(2), " for the absolute error", by_size.round(2))
assert np.allclose([by_square, by_size], [targets.mean(), np.median(targets)])

# %% [markdown]
# ### Exercise 11: the log loss
#
# *Difficulty 3 of 5, 10 minutes.* Put $p = 1/(1 + e^{-s})$ into the logistic loss. A few lines of algebra leave
#
# $$\ln(1 + e^s) - y\,s$$
#
# for one example. Do them on paper: use $\ln p = s - \ln(1 + e^s)$ and $\ln(1 - p) = -\ln(1 + e^s)$. This form has two
# merits. It is easy to differentiate. And it survives large scores, where $p$ rounds to 0 or 1 and $\ln 0$ would be
# infinite: `np.logaddexp(0, s)` is $\ln(e^0 + e^s)$, worked out so that nothing overflows.
#
# A warning for readers of the lectures: one page differentiates the log-*likelihood* where it speaks of the loss. The
# loss has the opposite sign.

# %% nbgrader={"grade": false, "grade_id": "log_loss_and_slope", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_loss_and_slope(s, y):
    """The mean log loss of a logistic neuron, from its scores, and its slope by each score.

    s (N,), y (N,) of 0.0 and 1.0  ->  loss, a number; ds (N,)
    """
    ### BEGIN SOLUTION
    p = np.exp(-np.logaddexp(0, -s))
    loss = np.mean(np.logaddexp(0, s) - y * s)
    return loss, (p - y) / len(s)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_log_loss_and_slope", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("log_loss_and_slope", log_loss_and_slope)

# %% [markdown]
# ### Exercise 12: the Poisson loss
#
# *Difficulty 3 of 5, 7 minutes.* A count with the mean μ is $y$ with probability $\mu^y e^{-\mu}/y!$. Minus its logarithm is
# $\mu - y\ln\mu + \ln y!$. The last term does not depend on the neuron, so we drop it. The neuron's mean is $\mu = e^s$.
# Write the loss with $s$ alone. Then differentiate **by $s$**, not by μ.

# %% nbgrader={"grade": false, "grade_id": "poisson_loss_and_slope", "locked": false, "schema_version": 3, "solution": true, "task": false}
def poisson_loss_and_slope(s, y):
    """The mean Poisson loss of a neuron with the rate exp(s), without ln y!, and its slope by each score.

    s (N,), y (N,) of counts 0.0, 1.0, 2.0, ...  ->  loss, a number; ds (N,)
    """
    ### BEGIN SOLUTION
    rate = np.exp(s)
    return np.mean(rate - y * s), (rate - y) / len(s)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_poisson_loss_and_slope", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("poisson_loss_and_slope", poisson_loss_and_slope)

# %% [markdown]
# Put the three slopes side by side. Each is *output minus target*, over N, and the squared error has a 2 besides. That is no
# accident: each activation was paired with the loss that belongs to it.
#
# ### Solved: from the score to the weights, one example
#
# One example has $s = \langle x, w\rangle + b$. If $w_j$ grows by a little, $s$ grows by $x_j$ times as much. So
# $dw = ds\cdot x$ and $db = ds$: the chain rule, once.

# %%
x, w, b, y = np.array([2.0, -1.0, 0.5]), np.array([0.1, 0.2, 0.3]), 0.4, 1.0
s = x @ w + b
ds = 2 * (s - y)
dw, db = ds * x, ds
print("ds", round(ds, 4), " dw", dw.round(4), " db", round(db, 4))
assert relative_error(dw, numerical_gradient(lambda w: (x @ w + b - y) ** 2, w)) < 1e-8

# %% [markdown]
# ### Exercise 13: from the scores to the weights, a batch
#
# *Difficulty 2 of 5, 6 minutes.* All examples share the same $w$ and $b$. Each sends its own part of the gradient, and the
# parts add up. The 1/N of the mean is in `ds` already. The result does not depend on the kind of loss: that is why one
# function serves all three neurons.

# %% nbgrader={"grade": false, "grade_id": "neuron_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def neuron_gradient(ds, X):
    """The gradient of the loss by the weights and the bias of one neuron, from its slope by each score.

    ds (N,), X (N, D)  ->  dw (D,), db, a number
    """
    ### BEGIN SOLUTION
    return X.T @ ds, ds.sum()
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_neuron_gradient", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("neuron_gradient", neuron_gradient)

# %% [markdown]
# ### Gradient descent, and when to stop
#
# The gradient points to where the loss grows fastest. So go the other way. With θ for all weights and biases together, and
# the *learning rate* η,
#
# $$\theta \leftarrow \theta - \eta\,\nabla L(\theta).$$
#
# Two rules say when to stop: when the gradient is short, $\|\nabla L\| < \varepsilon$, or when the step is short,
# $\|\Delta\theta\| < \varepsilon$. Besides, one limits the number of steps.
#
# ### Solved: down a parabola
#
# $L(w) = (w - 3)^2$ has the slope $2(w - 3)$. Watch how the steps shrink by themselves near the minimum.

# %%
w = 0.0
for t in range(5):
    slope = 2 * (w - 3)
    w = w - 0.3 * slope
    print(f"step {t + 1}: slope {slope:7.3f}, then w = {w:.4f}")

# %% [markdown]
# The two rules are not the same. The step is η times the gradient: with a tiny η the second rule stops far from any minimum.
# Take η = 0.0001 and ε = 0.001 here. The first step from $w = 0$ is 0.0006 long, and the rule stops, where the slope is still −6.

# %%
first_step = 0.0001 * 2 * (3 - 0.0)
assert first_step < 0.001
assert round(2 * (first_step - 3)) == -6

# %% [markdown]
# ### Exercise 14: descend until
#
# *Difficulty 4 of 5, 12 minutes.* `gradient` is a function: `gradient(theta)` gives ∇L at theta, with theta's shape. Before
# each step work it out, and stop without the step if its length is below `small_gradient`. Make the step. Stop after it if
# the step's length is below `small_step`. Make at most `most_steps` steps. The length is $\|v\| = \sqrt{\sum_j v_j^2}$. A limit
# of 0 switches its rule off. Do not write `theta -= …`: that would change the caller's own array.

# %% nbgrader={"grade": false, "grade_id": "descend_until", "locked": false, "schema_version": 3, "solution": true, "task": false}
def descend_until(gradient, theta, learning_rate, small_gradient, small_step, most_steps):
    """Gradient descent from theta: where it stops, and after how many steps.

    gradient, a function of theta; theta (D,); three numbers; most_steps, a whole number
    ->  theta (D,), where it stopped; steps, a whole number: how many steps were made
    """
    ### BEGIN SOLUTION
    for step in range(most_steps):
        g = gradient(theta)
        if np.linalg.norm(g) < small_gradient:
            return theta, step
        move = -learning_rate * g
        theta = theta + move
        if np.linalg.norm(move) < small_step:
            return theta, step + 1
    return theta, most_steps
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_descend_until", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("descend_until", descend_until)

# %% [markdown]
# ### Solved: which learning rates work on a parabola
#
# Take $L(w) = \frac a2 (w - w^*)^2$. The number $a = L''$ is its *curvature*, and $w^*$ is its minimum. One step gives
#
# $$w - \eta\,a\,(w - w^*) - w^* = (1 - \eta a)(w - w^*).$$
#
# Each step multiplies the distance from the minimum by the *factor* $1 - \eta a$. It shrinks as long as the factor lies
# between −1 and 1, that is for $0 < \eta < 2/a$.
#
# **Reveal, "rate".** $L = w^2$ has $a = 2$, so the limit is η = 1. With 0.5 the factor is 0: one step arrives. With 0.1 and 0.9
# the factors are 0.8 and −0.8: *equally* fast, but 0.9 jumps from side to side. With 1.1 the walk runs away.

# %%
ends = {}
for rate in (0.1, 0.5, 0.9, 1.1):
    w = 1.0
    for _ in range(10):
        w = w - rate * 2 * w
    ends[rate] = abs(w)
    print(f"rate {rate}: factor {1 - 2 * rate:4.1f}, after ten steps |w| = {abs(w):.3f}")
assert ends[0.5] < ends[0.1] < 1 < ends[1.1]
assert np.isclose(ends[0.1], ends[0.9])

# %% [markdown]
# ### Exercise 15: the limit of the learning rate
#
# *Difficulty 3 of 5, 6 minutes.* A linear neuron has one weight and no bias: $L(w) = \frac1N\sum_n (w x_n - y_n)^2$. This is a
# parabola in $w$. Find its curvature, and with it the factor of one step and the limit $2/a$.

# %% nbgrader={"grade": false, "grade_id": "stable_rate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stable_rate(x, learning_rate):
    """For L(w) = mean of (w x - y)^2: by what one step multiplies w - w*, and the limit of the learning rate.

    x (N,), learning_rate a number  ->  factor, a number with its sign; limit, the learning rate at which the factor is -1
    """
    ### BEGIN SOLUTION
    curvature = 2 * np.mean(x**2)
    return 1 - learning_rate * curvature, 2 / curvature
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_stable_rate", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("stable_rate", stable_rate)

# %% [markdown]
# With several weights the curvature is a matrix. Its *largest* eigenvalue sets the limit, and the smallest sets the pace:
# along its direction progress is slowest. If the two are far apart, training is slow at every rate. For one input and a bias
# the cure costs one line: *standardise* the input, that is, subtract its mean and divide by its standard deviation. Then the
# two curvatures are equal. With several inputs it helps, but inputs that go together leave them apart.

# %%
for name, x in (("mph", cars.x), ("standardised", cars.z)):
    ones = np.stack([x, np.ones_like(x)])
    low, high = np.linalg.eigvalsh(2 * ones @ ones.T / len(x))
    print(f"{name:13s} curvatures {low:.3f} and {high:7.2f}, limit {2 / high:.4f}")

# %% [markdown]
# ## Check
#
# Now your parts come together: this section needs exercises 11 to 14. `fit` takes one of the three losses, and trains a neuron from zero with your gradient and
# your descent. It stops when the gradient is shorter than $10^{-8}$.

# %%
LOSSES = {"linear": squared_error_and_slope, "logistic": log_loss_and_slope, "Poisson": poisson_loss_and_slope}


def fit(kind, X, y, learning_rate):
    """The weights (D,) and the bias of one neuron, trained on X (N, D) and y (N,)."""

    def gradient_at(theta):
        _, ds = LOSSES[kind](X @ theta[:-1] + theta[-1], y)
        return np.append(*neuron_gradient(ds, X))

    theta, _ = descend_until(gradient_at, np.zeros(X.shape[1] + 1), learning_rate, 1e-8, 0, 50_000)
    return theta[:-1], theta[-1]


# %% [markdown]
# Is the result right? The answers are known. Least squares solves the linear neuron in one go. scikit-learn has an estimator
# for each of the three, with methods of its own.

# %%
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor

# Without penalties, and with tolerances so tight that there is something to compare with.
known = {
    "linear": LinearRegression(),
    "logistic": LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000),
    "Poisson": PoissonRegressor(alpha=0, tol=1e-10, max_iter=1000),
}
samples = {"linear": cars, "logistic": flights, "Poisson": cases}
for kind, sample in samples.items():
    known[kind].fit(sample.z[:, None], sample.y)

least_squares = np.linalg.lstsq(np.column_stack([cars.z, np.ones(50)]), cars.y)[0]
assert np.allclose(least_squares, [known["linear"].coef_[0], known["linear"].intercept_])

# %% [markdown]
# Now yours. Each neuron has its own learning rate, since the losses have different curvatures. Compare the columns.

# %% tags=["raises-exception"]
RATES = {"linear": 0.3, "logistic": 2.0, "Poisson": 0.005}
for kind, sample in samples.items():
    w, b = fit(kind, sample.z[:, None], sample.y, RATES[kind])
    theirs = [np.ravel(known[kind].coef_)[0], np.ravel(known[kind].intercept_)[0]]
    print(f"{kind:8s} yours {w[0]:8.4f} {b:8.4f}   known {theirs[0]:8.4f} {theirs[1]:8.4f}")
    assert relative_error([w[0], b], theirs) < 1e-5

# %% [markdown]
# And the pictures. The same machine draws a line, an S and an exponential. Look where the third one errs.

# %% tags=["raises-exception"]
fig, panels = plt.subplots(1, 3, figsize=(9.5, 3))
for panel, (kind, phi) in zip(panels, {"linear": lambda s: s, "logistic": sigmoid, "Poisson": np.exp}.items(), strict=True):
    sample, z = samples[kind], np.linspace(-2.4, 2.1, 100)
    w, b = fit(kind, sample.z[:, None], sample.y, RATES[kind])
    panel.plot(sample.x, sample.y, "o", color=BLUE, markersize=4)
    panel.plot(sample.x.mean() + z * sample.x.std(), phi(w[0] * z + b), color=RED)
    panel.set(title=kind, xlabel=sample.x_label, ylabel=sample.y_label)
plt.show()

# %% [markdown]
# The last two years lie below the curve, and the five before them above it: the exponential of a straight line grows or
# falls, but it cannot turn. A neuron cannot bend its score. But you can give it a bent *input*, the square of the year, as a second one. The
# *deviance* measures the misfit: twice what the loss lies above that of a perfect fit, summed over the years. It falls from 80.7
# to 9.2.

# %% tags=["raises-exception"]
bent = np.column_stack([cases.z, cases.z**2])
deviances = []
for X in (cases.z[:, None], bent):
    w, b = fit("Poisson", X, cases.y, 0.004)
    rate = np.exp(X @ w + b)
    deviances.append(2 * np.sum(cases.y * np.log(cases.y / rate) - cases.y + rate))
print("deviance with the year alone", round(deviances[0], 1), " with its square", round(deviances[1], 1))
assert np.allclose(deviances, [80.686, 9.240], atol=0.001)

# %% [markdown]
# Choosing such inputs by hand is what one did before nets. Chapter 02 lets more neurons do it.
#
# And the three questions? When the Challenger started for the last time, in January 1986, it was about 31 °F. Mind that the
# coldest flight in the data was at 53 °F, and that 1994 lies outside the data as well: no data can vouch for a curve out there.

# %% tags=["raises-exception"]
def standard(sample, value):
    return (value - sample.x.mean()) / sample.x.std()


w, b = fit("linear", cars.z[:, None], cars.y, 0.3)
print(f"at 20 mph: {w[0] * standard(cars, 20) + b:.0f} feet")
w, b = fit("logistic", flights.z[:, None], flights.y, 2.0)
print(f"at 31 °F: damage with probability {sigmoid(w[0] * standard(flights, 31) + b):.4f}")
w, b = fit("Poisson", bent, cases.y, 0.004)
print(f"in 1994: {np.exp(w @ [standard(cases, 1994), standard(cases, 1994) ** 2] + b):.0f} cases")

# %% [markdown]
# ## Explore
#
# ### Two lines, forty points
#
# Turn and shift the lines until no point is wrong. Then switch to adding *the scores themselves*: what shape can the boundary
# take, and how many points stay wrong at best?

# %% tags=["skip-grading"]
explore.two_lines.show()

# %% [markdown]
# With signs a strip along the diagonal does it: the two arrows point away from each other. With scores the boundary is at most
# one line, and the best line leaves 10 of the 40 points wrong. Where the two weights cancel, $w_1 = -w_2$, the sum of the
# scores is the same number everywhere: then there is no boundary at all, and 20 points are wrong.
#
# ### Three neurons by hand
#
# Find the weight and the bias with the lowest loss by hand, for each kind. The tangent on the right has the slope `dw`. Which
# way must $w$ move when `dw` is negative? How do you see that you have arrived?

# %% tags=["skip-grading"]
explore.three_regressions.show()

# %% [markdown]
# A negative `dw` means that the loss falls to the right: raise $w$. This is the minus in the rule of descent. You have arrived
# when `dw` and `db` are both near 0. Each kind has one bowl, with one lowest point.
#
# ### The learning rate on a loss surface
#
# The cars once more, with the speed in tens of miles an hour. Raise the learning rate from the far left and look for three
# stages: creeping, quick, running away. The star and the dashed line mark the lowest error. Then do it again with
# *standardised*. Is there a rate that arrives in one step?

# %% tags=["skip-grading"]
explore.learning_rate.show()

# %% [markdown]
# Below the limit of 0.28 the path falls into the valley and then creeps along its floor. Near the limit it jumps from wall to
# wall; above it each jump is longer than the last. Standardised, the valley is a round bowl: the way leads straight down, and
# η = 0.5 arrives in one step, as with $w^2$.

# %%
valley, bowl = explore.BOWLS["in tens of mph"], explore.BOWLS["standardised"]
assert round(valley.limit, 2) == 0.28
assert np.linalg.norm(valley.path(0.27, 2000)[-1] - valley.best) < 1e-6
assert np.linalg.norm(valley.path(0.29, 2000)[-1]) > 1e6
assert np.allclose(bowl.path(0.5, 1)[-1], bowl.best)

# %% [markdown]
# ## Recap
#
# - A neuron is $y = \varphi(\langle x, w\rangle + b)$. Its score is 0 on a hyperplane at right angles to $w$, and the distance
#   from it is $s/\|w\|$.
# - A layer is $S = XW + b$ with rows of examples and columns of neurons. It learns $m(n + 1)$ numbers.
# - Linear layers in a row are one linear layer. Activations make the bends. Where an activation is flat, no gradient passes.
# - Linear, logistic and Poisson regression are one neuron with three activations. Paired with its own loss, each has the
#   slope (output − target)/N by the score, up to a factor of 2.
# - On a parabola gradient descent arrives if the learning rate is below $2/a$; with several weights the largest curvature
#   sets the limit. Standardising one input makes its neuron's bowl round.

# %% [markdown] nbgrader={"grade": true, "grade_id": "signs_and_scores", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
# **Written question.** The points (0, 0) and (1, 1) belong to class 0, the points (0, 1) and (1, 0) to class 1. Explain why no sum of
# the *scores* of two lines separates them, however the lines are drawn, while a sum of *signs* does; name two lines that do it. Then say
# in two sentences what a biological neuron has that ours has not, and what they share.
#
# ### BEGIN SOLUTION
# The sum of two scores is ⟨x, w₁ + w₂⟩ + b₁ + b₂, the score s of one line. A score is linear, so s(0, 0) + s(1, 1) = s(0, 1) + s(1, 0):
# both pairs have the same midpoint. If class 1 had s ≥ 0 and class 0 had s < 0, the left side would be negative and the right side not.
# With signs the class 0 can be a strip: s₁ = x₁ − x₂ − 0.5 and s₂ = x₂ − x₁ − 0.5 are both negative at (0, 0) and (1, 1), where the sum is
# −2. At (1, 0) and (0, 1) one of them is positive, and the sum is 0.
#
# A biological neuron works in time: it collects charge and answers with pulses. Shared are weighted inputs that may excite or inhibit,
# their sum, and a response that is not linear.
#
# Mark scheme: 2 points for "the sum of two scores is one score, so the boundary is one line"; 1 point for an argument that one line
# cannot do it; 2 points for two lines that work; 1 point for a difference and a likeness that are both true.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("neuron")

# %% [markdown]
# **Reading.** McCulloch and Pitts, *A logical calculus of the ideas immanent in nervous activity* (1943). Rosenblatt, *The perceptron*
# (1958). Goodfellow, Bengio and Courville, *Deep Learning* (2016), chapters 1, 5 and 6, free at deeplearningbook.org. Krizhevsky, Sutskever
# and Hinton, *ImageNet classification with deep convolutional neural networks* (2012).
#
# **Next:** one neuron draws one line. In [chapter 02](../02-approximation/approximation.ipynb) you add up many neurons and
# build, by hand, a net that comes as close as you like to any continuous curve.
