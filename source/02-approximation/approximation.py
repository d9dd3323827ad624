# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Any function from steps
#
# | | |
# |---|---|
# | **You will be able to** | build a network by hand that follows a given curve as closely as you like; choose its weights, and say how many neurons it needs; state the theorem of Cybenko, and what it does not promise |
# | **You need** | chapter 01: a neuron, a layer, an activation; derivatives; NumPy: comparisons, `max`, `mean`, a column `x[:, None]` |
# | **Time** | about three hours. A good place for a break is after Exercise 7 |
# | **Points** | 100: 90 from checks, 10 for a written answer |

# %% tags=["setup"]
# Set-up: the build fills this cell in.

# %%
import matplotlib.pyplot as plt
import numpy as np

from handgrad import check, failing, hand_in, hint, progress
from handgrad.explore import approximation as explore
from handgrad.functions import Curve, Stairs
from handgrad.adapters.approximation import measured
from handgrad.layers import backward_net, forward_net, relu
from handgrad.plot import BLUE, GREEN, ORANGE, use_style

use_style()

# %% [markdown]
# ## Why
#
# One neuron with a sigmoid gives a curve that only rises, or only falls. Here is a curve that does both many times, the
# lecture's example:
#
# $$f(x) = 0.2 + 0.4x^2 + 0.3x\sin(15x) + 0.1\cos(50x), \qquad 0 \le x \le 1.$$
#
# **Is there a network for every curve? How many neurons does it need, and which weights?** In this chapter you choose
# every weight yourself. Nothing is trained until the very end.
#
# Count the hills in the figure, and look for the steepest place.

# %%
def target(x):
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.1 * np.cos(50 * x)


grid = np.linspace(0, 1, 100_001)
fig, ax = plt.subplots(figsize=(7, 2.6))
ax.plot(grid, target(grid), color=BLUE)
ax.set(xlabel="x", ylabel="f(x)", title="The target")
plt.show()

# %% [markdown]
# Eight hills, the last one right at the edge. The climb at $x \approx 0.85$ is the steepest place, with a slope of almost 9.5.
# Two things will matter: how far f moves up and down altogether, and how fast it moves where it is fastest.

# %%
slopes = np.diff(target(grid)) / np.diff(grid)
hills = np.count_nonzero((slopes[:-1] > 0) & (slopes[1:] <= 0))
print("hills inside the interval:", hills)
print(f"steepest slope {np.abs(slopes).max():.3f} at x = {grid[np.abs(slopes).argmax()]:.2f}")
assert 9.49 < np.abs(slopes).max() < 9.5

# %% [markdown]
# ## Predict
#
# Write your guesses into the cell below before you go on. Each question comes up again in the chapter.
#
# - **left**: a neuron is on where $wx + b > 0$. With $w = -2$ and $b = 0.7$, for which x is it on?
# - **height**: step neurons switch on at 0.35, 0.7 and again 0.7. Their weights are 0.8, −0.8 and 1.5. How high is the
#   sum at $x = 0.9$?
# - **double**: a staircase of n equally wide stairs follows f. You double n. What happens to the largest error?
# - **fewest**: to stay within 0.05 of f everywhere, 94 equally wide stairs are needed. How few are enough if you may
#   choose the widths?
# - **steep**: a sigmoid is made steeper and steeper. Does its largest distance from the step go to 0?

# %%
prediction = {"left": "", "height": "", "double": "", "fewest": "", "steep": ""}

# %% [markdown]
# ## Build
#
# ### Solved: a neuron that switches at 0.35
#
# Take the simplest activation there is, the **step**: $\varphi(z) = I\{z > 0\}$, which is 1 for positive z and 0 for all
# other z. (In this chapter a score is called $z$, for $s$ is a *place*: where a neuron switches.) The neuron $u = I\{wx + b > 0\}$ then has two values only. It switches where its score is zero:
#
# $$ws + b = 0 \quad\Longleftrightarrow\quad s = -\frac{b}{w}.$$
#
# With $w = 4$ and $b = -1.4$ that is the lecture's $s = 0.35$.

# %%
for x in (0.2, 0.35, 0.5):
    score = round(4 * x - 1.4, 10)
    print(f"x = {x}: score {score:+.1f}, output {int(score > 0)}")
assert abs(1.4 / 4 - 0.35) < 1e-12

# %% [markdown]
# Exactly at s the score is 0, and the neuron is off. Two neurons with the same s can look very different: $w = 4$, $b = -1.4$
# and $w = -4$, $b = 1.4$ switch at the same place, in opposite directions.
#
# ### Exercise 1: one step neuron
#
# *Difficulty 1 of 5, 5 minutes.* Where does a neuron switch, and what does it give at the points x? Its weight may be
# negative.
#
# Stuck? Each exercise has three hints. Put this line into a new cell, with that exercise's name. Run it again for the next
# hint.

# %%
hint("step_neuron")

# %% nbgrader={"grade": false, "grade_id": "step_neuron", "locked": false, "schema_version": 3, "solution": true, "task": false}
def step_neuron(x, w, b):
    """The neuron u = I{wx + b > 0}: the place s where it switches, and its output u at the points x.

    x (N,), w and b numbers, w is not 0  ->  s a number, u (N,) of ones and zeros, in this order
    """
    ### BEGIN SOLUTION
    return -b / w, np.where(w * x + b > 0, 1.0, 0.0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_step_neuron", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("step_neuron", step_neuron)

# %% [markdown]
# **left**, resolved: $-2x + 0.7 > 0$ holds for $x < 0.35$. With a negative weight the neuron is on to the *left* of s. The
# lecture writes $u > 0$ for $x > -b/w$ and says that the result depends on s alone; both hold for positive w only.
#
# From here on every neuron has $w > 0$. Then only s matters. The network is a list of positions s and a list of weights v:
# neuron i switches at $s_i$, the last layer multiplies its output by $v_i$, and adds:
#
# $$y(x) = \sum_i v_i\, I\{x > s_i\}.$$

# %%
print("You predicted:", prediction["left"] or "nothing yet")
assert -2 * 0.34 + 0.7 > 0 > -2 * 0.36 + 0.7

# %% [markdown]
# ### Solved: two neurons make a bump
#
# The lecture begins with $s_1 = 0.35$ and the weight $v_1 = 0.8$. Then it adds a second neuron with $s_2 = 0.7$ and
# $v_2 = -0.8$. A neuron that has switched on stays on. So to the right of 0.7 both are on, and their contributions cancel.

# %%
for x in (0.2, 0.5, 0.9):
    first, second = 0.8 * (x > 0.35), -0.8 * (x > 0.7)
    print(f"x = {x}: {first:+.1f} {second:+.1f}  ->  y = {first + second:.1f}")

# %% [markdown]
# The output is a **bump**: 0.8 between 0.35 and 0.7, and 0 elsewhere. The slides say that each time a neuron is added "to
# the first and the second layer". It is added to the first layer only; the second layer still has its one output, with one
# weight more.
#
# The lecture goes on with $s_3 = 0.7$, $v_3 = 1.5$ and at last $s_4 = 0$, $v_4 = 0.4$ and $s_5 = 0.35$, $v_5 = -0.4$. Move
# the first slider from 0 to 5. Watch the lower picture: it shows the **weighted contribution of each neuron**, the newest
# one thick. The upper one is their sum.

# %% tags=["skip-grading"]
explore.lecture.show()

# %% [markdown]
# Each neuron changes everything to the right of its position. A negative weight takes back what an earlier one has added.
#
# ### Exercise 2: the lecture's network by hand
#
# *Difficulty 2 of 5, 10 minutes.* Work these six numbers out on paper, two decimals:
#
# - `b`: a step neuron with $w = 2$ switches at 0.35. Its bias?
# - `y_02`, `y_05`, `y_09`, `y_0`: the output of all five neurons together at $x = 0.2$, $0.5$, $0.9$ and $0$.
# - `v_07`: one single neuron at 0.7 shall replace the two that stand there. Its weight?

# %% nbgrader={"grade": false, "grade_id": "lecture_network", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lecture_network():
    """Six numbers, rounded to two decimals, as a dict with the keys b, y_02, y_05, y_09, y_0 and v_07.

    Positions s = 0.35, 0.7, 0.7, 0, 0.35; weights v = 0.8, -0.8, 1.5, 0.4, -0.4.
    """
    ### BEGIN SOLUTION
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_lecture_network", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("lecture_network", lecture_network)

# %% [markdown]
# **height**, resolved: 1.5. The first two neurons have cancelled each other there, and only the third is left.

# %%
print("You predicted:", prediction["height"] or "nothing yet")
assert abs(Stairs(np.array([0.35, 0.7, 0.7]), np.array([0.8, -0.8, 1.5]))(0.9) - 1.5) < 1e-12

# %% [markdown]
# Look at the picture once more, with all five neurons: the staircase lies far above f. The largest error is 1.38, more
# than f itself ever reaches. The lecture's numbers show *how* a staircase is built; they do not fit *this* f. With all
# weights times 0.35 (second slider) the error is 0.40. Are there better heights? You will know after Exercise 6.
#
# ### Solved: one neuron's contributions
#
# `Stairs(s, v)`, used above, is a finished network of step neurons: give it points x, and it gives y. Yours comes next.
# For one neuron a comparison of an array with a number does it:

# %%
x = np.array([0.2, 0.35, 0.5, 0.9])
print("on          ", (x > 0.35).astype(float))
print("contribution", 0.8 * (x > 0.35))

# %% [markdown]
# For several neurons NumPy compares every x with every s at once, if x stands as a column. `x[:, None]` is (N, 1), `s` is
# (H,), and what they make together is (N, H):

# %%
print((x[:, None] > np.array([0.35, 0.7, 0.0])).astype(int))

# %% [markdown]
# ### Exercise 3: a network of steps
#
# *Difficulty 2 of 5, 10 minutes.* Give both what the lecture's pictures show: each neuron's weighted contribution, and
# the output.

# %% nbgrader={"grade": false, "grade_id": "step_network", "locked": false, "schema_version": 3, "solution": true, "task": false}
def step_network(x, s, v):
    """The network y(x) = sum over i of v[i] I{x > s[i]}, and what each of its neurons contributes.

    x (N,), s (H,), v (H,)  ->  contributions (N, H), one neuron a column; y (N,), in this order
    """
    ### BEGIN SOLUTION
    contributions = v * (x[:, None] > s)
    return contributions, contributions.sum(axis=1)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_step_network", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("step_network", step_network)

# %% [markdown]
# ### Solved: three neurons do the work of five
#
# A bump has two neurons. Five bumps side by side would have ten, two at every inner edge. But two neurons at the same
# place are one neuron with the sum of their weights. The lecture's five become three:

# %%
five = Stairs(np.array([0.35, 0.7, 0.7, 0.0, 0.35]), np.array([0.8, -0.8, 1.5, 0.4, -0.4]))
three = Stairs(np.array([0.0, 0.35, 0.7]), np.array([0.4, 0.4, 0.7]))
assert np.allclose(five(grid), three(grid))
print("heights 0.4, 0.8, 1.5 need the weights", three.v)

# %% [markdown]
# Each weight is a *jump*: from 0 up to 0.4, from there up to 0.8, from there up to 1.5.
#
# One thing is still wrong. At $x = 0$ the neuron at $s = 0$ is off, so the network gives 0 there and not 0.4. The remedy:
# put the first step to the left of 0.
#
# ### Exercise 4: from heights to weights
#
# *Difficulty 2 of 5, 10 minutes.* You are given the edges of n pieces and a height for each piece. Find the network with
# n neurons.

# %% nbgrader={"grade": false, "grade_id": "stairs", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stairs(edges, heights):
    """The network whose output is heights[k] for edges[k] < x <= edges[k + 1], k = 0 ... n - 1; one neuron a piece.

    It is 0 for x <= edges[0]. What it is to the right of the last edge does not matter.
    edges (n + 1,), increasing; heights (n,)  ->  s (n,) increasing, v (n,), in this order
    """
    ### BEGIN SOLUTION
    return edges[:-1], np.diff(heights, prepend=0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_stairs", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("stairs", stairs)

# %% [markdown]
# ### Solved: two ways to measure an error
#
# How good is a network? Two numbers are in use. The **sup error** is the largest distance from f anywhere: *sup*, for
# supremum, is the least number that no distance exceeds. The **L2 error** is the root of the mean square:
#
# $$\sup_{0\le x\le 1} |y(x) - f(x)|, \qquad \Big(\int_0^1 (y(x) - f(x))^2\,dx\Big)^{1/2}.$$
#
# A computer measures at points. Here are three, by hand, for errors 0.3, −0.5 and 0.1:

# %%
e = np.array([0.3, -0.5, 0.1])
print("sup:", max(abs(e)))
print("L2: ", round(float((e @ e / 3) ** 0.5), 4))
assert np.isclose((0.09 + 0.25 + 0.01) / 3, (e @ e) / 3)

# %% [markdown]
# Which points? A staircase can be exact at a few points and far off between them. Here the heights are the values of f in
# the middles of ten pieces. Compare the error in the middles with the error on a fine grid.

# %%
middles = np.arange(0.05, 1, 0.1)


def ten_stairs(x):
    return target(middles)[np.minimum((10 * x).astype(int), 9)]


print("in the middles:", np.abs(ten_stairs(middles) - target(middles)).max())
print("on a fine grid:", np.abs(ten_stairs(grid) - target(grid)).max().round(3))

# %% [markdown]
# Zero against 0.285. A grid never shows more than the true sup error, and a coarse grid can show much less. The examiner
# measures your networks at points of its own.
#
# ### Exercise 5: sup and L2
#
# *Difficulty 2 of 5, 10 minutes.* Cut [0, 1] into m cells of equal width and measure in the middle of each cell.

# %% nbgrader={"grade": false, "grade_id": "sup_and_l2", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sup_and_l2(f, net, m):
    """The largest |net(x) - f(x)|, and the root of the mean of its square, over the middles of m equal cells of [0, 1].

    f, net: functions that take an array of points and give an array; m a whole number
    ->  sup, l2: numbers, in this order
    """
    ### BEGIN SOLUTION
    x = (np.arange(m) + 0.5) / m
    error = net(x) - f(x)
    return np.abs(error).max(), np.sqrt(np.mean(error**2))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_sup_and_l2", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("sup_and_l2", sup_and_l2)

# %% [markdown]
# ### Solved: the best height for one piece
#
# On the piece from 0.35 to 0.7 the network is constant. Which constant c is best? That depends on the error. The largest
# $|c - f|$ is reached where f is highest or lowest, so the best c lies **half-way between** these two values, and the error
# that is left is half their distance. The mean square is smallest at the **mean**: the derivative of $\sum (c - f_i)^2$ is
# $2\sum (c - f_i)$, which is zero there.

# %%
piece = target(grid[(grid > 0.35) & (grid <= 0.7)])
half_way, mean = 0.5 * piece.min() + 0.5 * piece.max(), piece.sum() / len(piece)
for c in (0.8, half_way, mean):
    print(f"c = {c:.3f}: sup error {np.abs(c - piece).max():.3f}, L2 error {np.sqrt(((c - piece) ** 2).mean()):.4f}")

# %% [markdown]
# The lecture's 0.8 loses on both counts. The other two each win on one.
#
# ### Exercise 6: the best heights
#
# *Difficulty 2 of 5, 15 minutes.* Now for n pieces at once, from samples of f. A sample on an edge belongs to the piece on
# its left.

# %% nbgrader={"grade": false, "grade_id": "best_heights", "locked": false, "schema_version": 3, "solution": true, "task": false}
def best_heights(x, y, edges):
    """The best constants for samples y = f(x): piece k holds the samples with edges[k] < x <= edges[k + 1].

    x (N,) increasing, y (N,), edges (n + 1,) increasing; no piece is empty
    ->  middles (n,): half-way between a piece's least and largest y; means (n,): a piece's mean y, in this order
    """
    ### BEGIN SOLUTION
    pieces = [y[(edges[k] < x) & (x <= edges[k + 1])] for k in range(len(edges) - 1)]
    middles = [(piece.max() + piece.min()) / 2 for piece in pieces]
    return np.array(middles), np.array([piece.mean() for piece in pieces])
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_best_heights", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("best_heights", best_heights)

# %% [markdown]
# With the lecture's three pieces the best heights leave a sup error of 0.39. No heights do better there: on the last piece f
# climbs from 0.12 to 0.89, and half of that is left. In the cell, `np.ptp` is the largest value minus the least.

# %%
three_pieces = [target(grid[(grid > a) & (grid <= b)]) for a, b in ((-0.1, 0.35), (0.35, 0.7), (0.7, 1.0))]
print("half the range of each piece:", [round(float(np.ptp(values)) / 2, 3) for values in three_pieces])
assert round(float(np.abs(five(grid) - target(grid)).max()), 2) == 1.38
assert round(float(np.abs(0.35 * five(grid) - target(grid)).max()), 2) == 0.40

# %% [markdown]
# ### More stairs, smaller error
#
# So more pieces are needed. Take n pieces of equal width $1/n$, each as high as f in its middle. No point is further than
# $1/(2n)$ from the middle of its piece. If f is nowhere steeper than M, it changes by at most M times the distance on the way
# there. So
#
# $$\sup|y - f| \le \frac{M}{2n}.$$
#
# This is a guarantee. With $M = 9.5$ and $\varepsilon = 0.01$, $n = 475$ pieces are enough. In the figure, compare the
# measured sup error (points) with the bound (line), and look at how steeply both fall.

# %%
def even_errors(n):
    """Sup and L2 error of n equally wide stairs, each as high as f in its middle."""
    middles = np.arange(n) / n + 0.5 / n
    errors = target(middles)[np.minimum((grid * n).astype(int), n - 1)] - target(grid)
    return np.abs(errors).max(), (errors @ errors / len(errors)) ** 0.5


counts = 2 ** np.arange(1, 10)
sup, l2 = np.array([even_errors(n) for n in counts]).T
M = 9.5
assert np.all(sup <= M / (2 * counts))
assert even_errors(475)[0] <= 0.01

fig, ax = plt.subplots(figsize=(6, 3.4))
ax.loglog(counts, M / (2 * counts), color=BLUE, label="bound M/(2n)")
ax.loglog(counts, sup, "o", color=BLUE, label="sup error")
ax.loglog(counts, l2, "s", color=ORANGE, label="L2 error")
ax.set(xlabel="number of stairs n", ylabel="error", title="Twice the stairs, half the error")
ax.legend()
plt.show()

# %% [markdown]
# **double**, resolved: for large n the error halves, and no more: both errors fall like $1/n$. The first few stairs are wider
# than the hills, and there the rule does not hold yet.

# %%
print("You predicted:", prediction["double"] or "nothing yet")
print("sup error from n to 2n, divided by:", np.round(sup[:-1] / sup[1:], 2))
print("L2 error from n to 2n, divided by: ", np.round(l2[:-1] / l2[1:], 2))
assert np.allclose(sup[-4:-1] / sup[-3:], 2, atol=0.05)
assert np.allclose(l2[-4:-1] / l2[-3:], 2, atol=0.05)

# %% [markdown]
# ### Solved: cut the range, not the domain
#
# The steepest place has the last word in that bound. All pieces are as narrow as it demands, also where f is nearly flat.
# Turn it round. Begin with the error $\varepsilon$: one height is good for all values in a band of width $2\varepsilon$. Take
# $f(x) = x^2$ and $\varepsilon = 0.1$. Its range from 0 to 1 is five bands wide, so cut *the range* at 0.2, 0.4, 0.6, 0.8 and see
# where f gets there.

# %%
s = np.append(-1.0, np.sqrt([0.2, 0.4, 0.6, 0.8]))
square = Stairs(s, np.array([0.1, 0.2, 0.2, 0.2, 0.2]))  # the heights are the middles of the bands: 0.1, 0.3, 0.5, 0.7, 0.9
print("steps at", s.round(3))
assert np.abs(square(grid) - grid**2).max() < 0.1 + 1e-9

fig, ax = plt.subplots(figsize=(6, 2.8))
ax.plot(grid, grid**2, color=BLUE, label="f")
ax.plot(grid, square(grid), color=ORANGE, label="network")
ax.set(xlabel="x", ylabel="y", yticks=[0, 0.2, 0.4, 0.6, 0.8, 1], title="Five stairs of equal height, uneven width")
ax.legend()
plt.show()

# %% [markdown]
# Five stairs, wide where f is flat and narrow where it is steep. Equally wide ones: ten are needed.
#
# A curve that rises and falls needs one idea more. A piece may hold whole hills, as long as **the largest and the smallest
# value in it** are no further than $2\varepsilon$ apart. So walk from left to right and let each piece grow as long as it can.
# This is the best possible: the first piece reaches at least as far as the first piece of any other staircase, so the second
# does too, and so on. No other staircase can finish with fewer.

# %%
def even_stairs_needed(f, eps):
    """The least number of equally wide stairs, each half-way between f's least and largest value, within eps."""
    for n in range(1, 1000):
        values = f((np.arange(n)[:, None] + np.linspace(0, 1, 50)) / n)  # row k: piece k, from edge to edge
        if np.ptp(values, axis=1).max() <= 2 * eps:
            return n


print("equally wide stairs for x squared:", even_stairs_needed(np.square, 0.1))
print("equally wide stairs for the target, eps = 0.05:", even_stairs_needed(target, 0.05))
assert (even_stairs_needed(np.square, 0.1), even_stairs_needed(target, 0.05)) == (10, 94)

# %% [markdown]
# ### Exercise 7: as few neurons as you can
#
# *Difficulty 4 of 5, 30 minutes.* Given f and eps, return a network of steps that stays within eps of f on [0, 1], with as
# few neurons as possible. Points come in two halves:
#
# - **error** (8 points): the largest distance from f is at most eps. The examiner measures at thousands of points of its
#   own, and on both sides of each of your steps.
# - **neurons** (8 points): the error is at most eps, *and* there are no more neurons than the best network for 0.97 eps has.
#
# The 3 % are room for your grid: between two samples f moves on. So take a fine grid, and aim a little below eps. Any
# staircase that meets eps earns the first half, equally wide or not. In the check, `measured` sends your one network to
# both halves.

# %% nbgrader={"grade": false, "grade_id": "fewest_steps", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fewest_steps(f, eps):
    """Step neurons, as few as possible, with |sum over i of v[i] I{x > s[i]} - f(x)| <= eps for all x in [0, 1].

    f: a smooth function that takes an array of points and gives an array; eps a positive number
    ->  s (H,), v (H,), in this order; the neurons may stand in any order
    """
    ### BEGIN SOLUTION
    x = np.linspace(0, 1, 40_001)
    edges, heights, low, high = [-1.0], [], np.inf, -np.inf
    for i, value in enumerate(f(x).tolist()):
        if max(high, value) - min(low, value) > 2 * 0.99 * eps:
            heights.append((low + high) / 2)
            edges.append((x[i - 1] + x[i]) / 2)
            low = high = value
        low, high = min(low, value), max(high, value)
    heights.append((low + high) / 2)
    return np.array(edges), np.diff(heights, prepend=0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_fewest_steps", "locked": true, "points": 16, "schema_version": 3, "solution": false, "task": false}
check("fewest_steps", measured(fewest_steps))

# %% [markdown]
# **fewest**, resolved below. Move eps, and compare the two counts. Look where the free stairs are wide.

# %% tags=["skip-grading"]
print("You predicted:", prediction["fewest"] or "nothing yet")
print("free stairs for eps = 0.05:", len(explore.free_pieces(0.05)[0]))
explore.cuts.show()

# %% [markdown]
# 26 in place of 94. Where does the saving come from? Every piece but the last ends because with more of f its range would
# be larger than $2\varepsilon$. So from the beginning of such a piece to the beginning of the next one f goes up and down by
# $2\varepsilon$ at least, ups and downs added. Let $V$ be the sum of all ups and downs, the **total variation**. Then there are
# at most $V/(2\varepsilon)$ such pieces, and the last one comes on top:
#
# $$H \le \frac{V}{2\varepsilon} + 1 \qquad\text{in place of about}\qquad \frac{M}{2\varepsilon}.$$
#
# For our f, $V = 3.34$ and $M = 9.5$. On [0, 1], V is the *mean* steepness and M is the *largest*. For small $\varepsilon$ equal
# widths need about $M/V$ times as many neurons.

# %% tags=["skip-grading"]
V = np.abs(np.diff(target(grid))).sum()
epsilons = np.array([0.2, 0.1, 0.05, 0.025, 0.0125, 0.00625])
free = np.array([len(explore.free_pieces(eps)[0]) for eps in epsilons])
even = np.array([explore.count_even(eps) for eps in epsilons])
assert np.all(free <= V / (2 * epsilons) + 1)
assert round(V, 2) == 3.34
for eps, few, many in zip(epsilons, free, even, strict=True):
    print(f"eps {eps:7.5f}: {few:4d} free, {many:4d} equally wide, ratio {many / few:.2f}")
print(f"M / V = {M / V:.2f}")

# %% [markdown]
# For small eps both counts about double when eps is halved: free cuts win a factor, and not a better law. No cut
# makes the error of stairs fall faster than $1/n$.
#
# ### Solved: a sigmoid that does not overflow
#
# A step has no slope at its jump, and slope 0 everywhere else. From that gradient descent cannot learn where a step should
# stand, so networks that are trained use other activations. A steep sigmoid $\sigma(k(x - s))$ looks like a step at s, and it
# has a slope. But the formula $e^z/(1 + e^z)$ breaks when $e^z$ is too large a number:

# %%
with np.errstate(all="ignore"):
    print("e^z / (1 + e^z) at z = 800: ", np.exp(800.0) / (1 + np.exp(800.0)))


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


assert sigmoid(800.0) == 1
z = np.linspace(-30, 30, 7)
assert np.allclose(sigmoid(z), 1 / (1 + np.exp(-z)))

# %% [markdown]
# The second form says the same for all z and never overflows. You may use `sigmoid` from here on.
#
# ### Exercise 8: sigmoids in place of steps
#
# *Difficulty 3 of 5, 15 minutes.* Each neuron is $\sigma(w_i x + b_i)$. Choose $w_i$ and $b_i$ so that it is
# $\sigma(k(x - s_i))$, with the same steepness k for all, and compute the output.

# %% nbgrader={"grade": false, "grade_id": "sigmoid_network", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid_network(x, s, v, k):
    """The network y(x) = sum over i of v[i] sigmoid(w[i] x + b[i]), where w[i] x + b[i] = k (x - s[i]).

    x (N,), s (H,), v (H,), k a positive number, up to 10,000  ->  w (H,), b (H,), y (N,), in this order
    """
    ### BEGIN SOLUTION
    w, b = np.full(len(s), k), -k * s
    return w, b, sigmoid(w * x[:, None] + b) @ v
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_sigmoid_network", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("sigmoid_network", sigmoid_network)

# %% [markdown]
# **steep**, resolved. Measure the distance between one sigmoid and one step at $s = 0.5$, for growing k:

# %%
print("You predicted:", prediction["steep"] or "nothing yet")
step = (grid > 0.5).astype(float)
for k in (10, 100, 1000):
    gap = np.abs(sigmoid(k * (grid - 0.5)) - step)
    print(f"k = {k:4d}: largest distance {gap.max():.2f}, and above 0.01 on {np.mean(gap > 0.01):.4f} of the interval")
assert gap.max() == 0.5

# %% [markdown]
# The largest distance is 0.5 for every k: at s the sigmoid is a half, and the step jumps. What shrinks is the *place* where
# the two differ by more than 0.01; its width is $2\ln 99/k \approx 9.19/k$. That is enough. Where the stairs are wider than
# this, one sigmoid at a time leads from one height to the next, and the others are almost 0 or almost 1. Both heights are
# close to f there, since f is continuous.

# %%
assert np.isclose(2 * np.log(99), 9.19, atol=0.001)
s, v = explore.network(26, "equal range")  # 26 steps, chosen as in Exercise 7
for k in (30, 100, 300, 1000):
    y = (v * sigmoid(k * (grid[::50, None] - s))).sum(axis=1)
    print(f"26 neurons, k = {k:4d}: largest error {np.abs(y - target(grid[::50])).max():.3f}")

# %% [markdown]
# ### What is promised
#
# You have built what the following theorem promises, for one input.
#
# > **Theorem (Cybenko, 1989).** Let $\sigma$ be continuous, with $\sigma(z) \to 0$ for $z \to -\infty$ and $\sigma(z) \to 1$
# > for $z \to +\infty$. For every continuous function f on the cube $[0, 1]^d$ and every $\varepsilon > 0$ there are a number H
# > and, for each $h = 1, \dots, H$, a vector $w_h \in \mathbb{R}^d$ and **numbers** $b_h$ and $v_h$, such that
# > $$\Big|\sum_{h=1}^H v_h\,\sigma(\langle x, w_h\rangle + b_h) - f(x)\Big| < \varepsilon \quad\text{for all } x \in [0, 1]^d.$$
#
# (Here $\sigma$ is any such function, as in the paper.)
#
# If you know the lecture: its slide prints the outer weights as vectors, and one bias b for all. They are numbers, and each
# neuron has a bias of its own: with one b for all, neurons of equal weight would all switch at one place.
#
# Read it as a lawyer would.
#
# - It says *approximates*, not "computes", and on a cube, not everywhere.
# - It does **not** say how large H is. For a given f and $\varepsilon$ it may be enormous.
# - It does **not** say how to find the weights, or that training finds them.
# - It knows f everywhere. From a few samples it promises nothing about the places between.
# - It asks that $\sigma$ be continuous and level off at 0 and 1. A step is not continuous, and ReLU does not level off. Later
#   theorems speak of both (Leshno and others, 1993: any locally bounded, piecewise continuous activation that is not a polynomial). So the
#   kind of activation does matter, though the slide says that the theorem is silent about it.
#
# ### Solved: a strip in two dimensions
#
# And with two inputs? A step neuron that looks at $x_1$ alone is on in a half-plane. Two of them make a **ridge** over the
# strip $l_1 < x_1 \le h_1$. NumPy calls the step `heaviside`; its second argument is the value at 0.

# %%
points = np.array([[0.1, 0.5], [0.4, 0.5], [0.4, 0.9], [0.7, 0.5]])
x1 = points[:, 0]
print("ridge over 0.25 < x1 <= 0.6:", np.heaviside(x1 - 0.25, 0.0) - np.heaviside(x1 - 0.6, 0.0))

# %% [markdown]
# A ridge is infinitely long. A ridge in $x_1$ plus a ridge in $x_2$ is 2 where they cross, 1 on their four arms, 0 elsewhere.
# How to keep the crossing only? With one neuron more, in a **second layer**: a step neuron on the sum. Move its threshold
# from 0 to 2.5, and look for the range where only the rectangle is left.

# %% tags=["skip-grading"]
explore.tower.show()

# %% [markdown]
# Between 1 and 2 the arms fall away and the rectangle stays.
#
# ### Exercise 9: a tower
#
# *Difficulty 3 of 5, 15 minutes.* Build the bump over the rectangle: the sum of both ridges, and the output of the second
# layer.

# %% nbgrader={"grade": false, "grade_id": "tower", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tower(X, low, high):
    """Steps in two layers: ridges = the ridge low[0] < x1 <= high[0] plus the ridge low[1] < x2 <= high[1].

    y = a step neuron on ridges: 1 where both ridges are on, 0 elsewhere
    X (N, 2), low (2,), high (2,)  ->  ridges (N,), y (N,), in this order
    """
    ### BEGIN SOLUTION
    strips = np.heaviside(X - low, 0.0) - np.heaviside(X - high, 0.0)
    ridges = strips.sum(axis=1)
    return ridges, np.heaviside(ridges - 1.5, 0.0)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_tower", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("tower", tower)

# %% [markdown]
# Towers side by side, each as high as f in its middle, follow any continuous function of two variables. The towers need
# **two** hidden layers. The theorem says that one is enough; it does not show how, and neither do we.
#
# Move the slider, and watch the two counts.

# %% tags=["skip-grading"]
explore.towers.show()

# %% [markdown]
# Twice as fine halves the error and takes four times as many towers. With d inputs, n pieces a side are $n^d$ towers. For 20
# pieces a side:

# %%
for d in (1, 2, 3, 10):
    print(f"d = {d:2d}: {20**d:,} towers")
assert explore.tower_error(40) < 0.55 * explore.tower_error(20)

# %% [markdown]
# An image of 8 × 8 pixels has d = 64. Nobody builds a network for it in this way. About this price the theorem is silent.
#
# ### Deep beats wide, for some functions
#
# In practice deep networks often do better than one hidden layer, however wide. For some functions this is proved. Here is
# one where it is easy to see. Two ReLU neurons make a tent: $g(x) = 2\,\mathrm{ReLU}(x) - 4\,\mathrm{ReLU}(x - \tfrac12)$. Put its
# output through the same tent again, and again. Count the straight pieces.

# %%
x = np.linspace(0, 1, 2**10 + 1)
y = x
for depth in range(1, 9):
    y = 2 * relu(y) - 4 * relu(y - 0.5)
    pieces = 1 + np.count_nonzero(np.diff(np.sign(np.diff(y))))
    print(f"depth {depth}: {2 * depth:2d} neurons, {pieces:3d} straight pieces")
    assert pieces == 2**depth

# %% [markdown]
# Each layer doubles the pieces. One hidden layer of H ReLU neurons bends at most H times, so it has at most $H + 1$ pieces: for
# the last line it needs 255 neurons, and 16 were enough.
#
# Depth has its price too: l layers of d neurons each (d is their width here), where every neuron is joined to all of the
# layer before, have about $l\,d^2$ weights.

# %%
layers, width = 10, 100
print("weights and biases of 10 layers of 100:", f"{layers * (width * width + width):,}", " l d^2:", f"{layers * width**2:,}")

# %% [markdown]
# ### Let gradient descent search
#
# So far you chose every weight. Gradient descent can do that, if it is given gradients. Take N points $x_n$ with targets
# $t_n$, and the mean squared error
#
# $$L = \frac1N\sum_n e_n^2, \qquad e_n = y(x_n) - t_n, \qquad y(x) = \sum_i v_i\,\sigma(k(x - s_i)).$$
#
# ### Solved: one neuron, one point
#
# With one neuron and one point, $L = e^2$ and $e = va - t$, where $a = \sigma(k(x - s))$. So $\partial L/\partial v = 2e\,a$. To
# reach s, go one step further: $a$ depends on the score $z = k(x - s)$ with slope $a(1 - a)$, and $z$ on s with slope $-k$:
#
# $$\frac{\partial L}{\partial s} = 2e \cdot v \cdot a(1 - a)\cdot(-k).$$
#
# A step in place of the sigmoid has slope 0 in the third factor: it would never learn where to stand.

# %%
x0, t0, s0, v0, k0 = 0.6, 0.2, 0.5, 1.5, 8.0


def one_loss(v, s):
    return (v * sigmoid(k0 * (x0 - s)) - t0) ** 2


a0 = sigmoid(k0 * (x0 - s0))
by_v = 2 * (v0 * a0 - t0) * a0
by_s = 2 * (v0 * a0 - t0) * v0 * a0 * (1 - a0) * -k0
h = 1e-5
assert np.isclose(by_v, (one_loss(v0 + h, s0) - one_loss(v0 - h, s0)) / (2 * h))
assert np.isclose(by_s, (one_loss(v0, s0 + h) - one_loss(v0, s0 - h)) / (2 * h))
print(f"dL/dv = {by_v:.4f}, dL/ds = {by_s:.4f}")

# %% [markdown]
# ### Exercise 10: the gradients of a network
#
# *Difficulty 4 of 5, 20 minutes.* Now N points and H neurons. A weight $v_i$ or a position $s_i$ reaches the loss through
# every point, so add over the points.

# %% nbgrader={"grade": false, "grade_id": "sigmoid_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid_gradients(x, t, s, v, k):
    """The loss L = mean of (y - t)^2 for y(x) = sum over i of v[i] sigmoid(k (x - s[i])), and its gradients.

    x (N,), t (N,), s (H,), v (H,), k a number  ->  loss a number, dv (H,), ds (H,), in this order
    """
    ### BEGIN SOLUTION
    A = sigmoid(k * (x[:, None] - s))
    e = A @ v - t
    g = 2 / len(x) * e
    return np.mean(e**2), A.T @ g, -k * v * ((A * (1 - A)).T @ g)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_sigmoid_gradients", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("sigmoid_gradients", sigmoid_gradients)

# %% [markdown]
# ### By hand against trained
#
# Chapter 04 finds all these gradients for any network. Here we use its finished form, on networks with tanh: since
# $\sigma(z) = \frac12 + \frac12\tanh\frac z2$, your network of sigmoids is also one of tanh, with a bias in the output.
#
# Two networks of 26 neurons make 3,000 steps of plain gradient descent each (rate 0.05), on all their weights and biases, with all
# 200 points at once. One starts from the
# best staircase with 26 stairs, made of sigmoids with $k = 200$. The other starts from random weights, with its switches
# anywhere in [0, 1]; one seed. Which will be closer?

# %% tags=["skip-grading"]
def as_tanh(s, v, k):
    """The network of sigmoids (s, v, k) as a layer of tanh and an output layer."""
    return {"W1": k[None] / 2, "b1": -k * s / 2, "W2": v[:, None] / 2, "b2": np.array([v.sum() / 2])}


def descend(parameters, X, T, steps=3000, rate=0.05):
    """Plain gradient descent on the mean squared error."""
    p = dict(parameters)
    for _ in range(steps):
        S, kept = forward_net(p, X, "tanh")
        gradients = backward_net(p, kept, 2 * (S - T) / len(X), "tanh")
        p = {name: p[name] - rate * gradients[name] for name in p}
    return p


H, rng = 26, np.random.default_rng(2)
X = (np.arange(200)[:, None] + 0.5) / 200
s, v = explore.network(H, "equal range")
by_hand = as_tanh(s, v, np.full(H, 200.0))
at_random = as_tanh(rng.uniform(0, 1, H), rng.normal(size=H) * 2 / np.sqrt(H), 200 * rng.normal(size=H))
nets = {"by hand": by_hand, "by hand, then trained": descend(by_hand, X, target(X)),
        "random": at_random, "random, then trained": descend(at_random, X, target(X))}

# %% tags=["skip-grading"]
x = grid[::50, None]
fig, axes = plt.subplots(1, 3, figsize=(9, 2.8), sharey=True)
found = {}
for name, net in nets.items():
    y = forward_net(net, x, "tanh")[0]
    found[name] = float(np.abs(y - target(x)).max()), float(np.sqrt(np.mean((y - target(x)) ** 2)))
    print(f"{name:22s} sup error {found[name][0]:.3f}, L2 error {found[name][1]:.3f}")
for ax, name in zip(axes, ("by hand", "by hand, then trained", "random, then trained"), strict=True):
    ax.plot(x, target(x), color=BLUE, label="target")
    ax.plot(x, forward_net(nets[name], x, "tanh")[0], color=ORANGE, label="network")
    ax.set(xlabel="x", title=name)
axes[0].set(ylabel="output")
axes[0].legend()
plt.show()

# %% [markdown]
# Training improves both networks. From the staircase it takes about two fifths off the L2 error. From a random start it does
# not get there in the same number of steps: the hills at 0.13 and 0.5 are still cut off, and both errors are larger than
# those of the staircase *before* training. Other random starts do not get there either. The weights exist; finding them is
# another matter. Chapters 06 and 07 are about better starts and better steps.

# %% tags=["skip-grading"]
assert found["by hand, then trained"][1] < 0.65 * found["by hand"][1]
assert found["random, then trained"][1] > found["by hand"][1]
assert found["by hand, then trained"][1] > 0.55 * found["by hand"][1]
assert found["random, then trained"][0] > 1.5 * found["by hand"][0]
assert found["random, then trained"][1] < 0.2 * found["random"][1]
hills = np.array([[0.13], [0.5]])
assert np.all(forward_net(nets["random, then trained"], hills, "tanh")[0] < 0.92 * target(hills))

# %% [markdown]
# ## Check
#
# All your functions together: the fewest steps, then their contributions, then steep sigmoids in their place, measured by
# your own measure. (An exercise that is still open stops this cell.)

# %% tags=["raises-exception"]
curve = Curve([0.2, 0.0, 0.4], [[0.3, 1, 15.0, 0.0], [0.1, 0, 50.0, np.pi / 2]])
assert np.allclose(curve(grid), target(grid))  # the same f, written as data: this is what the examiner sends

s, v = fewest_steps(curve, 0.05)
contributions, y = step_network(grid, s, v)
sup_steps, _ = sup_and_l2(curve, lambda x: step_network(x, s, v)[1], 5000)
sup_smooth, _ = sup_and_l2(curve, lambda x: sigmoid_network(x, s, v, 2000)[2], 5000)
print(f"{len(s)} neurons: sup error {sup_steps:.4f} with steps, {sup_smooth:.4f} with sigmoids of steepness 2000")
assert np.allclose(contributions.sum(axis=1), Stairs(s, v)(grid))
assert sup_steps <= 0.05

# %% [markdown]
# ## Explore
#
# ### The workbench
#
# All in one place: the target and the output above, **each neuron's weighted contribution** in the middle, the error below.
#
# 1. Raise the number of neurons, with equal widths. Where does the largest error stay?
# 2. Switch to equal range. What has happened to the spikes of the error?
# 3. Choose one neuron with *the neuron in your hand*. Move it a little; then change its weight a little. Which of the two
#    changes the output far away?
# 4. Put the neuron back, and take 40 neurons of equal range. Lower the steepness from the right. At which k is the L2 error
#    smallest, and what happens to the hills far below that k?

# %% tags=["skip-grading"]
explore.workbench.show()

# %% [markdown]
# What you have seen:
#
# 1. With 21 neurons and more it stays on the last climb, between 0.8 and 0.9, where f is steepest.
# 2. They are nearly all equally high: no place is worse than the others.
# 3. The new weight. Moving a step changes the output only between its old and its new place; a new weight changes
#    everything to the right of it.
# 4. It is smallest near $k = 400$: there the corners of the stairs are rounded off. Below $k = 100$ the hills themselves are
#    smeared out.

# %% tags=["skip-grading"]
s, v = explore.network(40, "equal range")
smooth = {}
for k in (50, 100, 200, 400, 10_000):
    error = explore.contributions(explore.FINE, s, v, k).sum(axis=0) - target(explore.FINE)
    smooth[k] = np.sqrt(np.mean(error**2))
    print(f"40 neurons, k = {k:5d}: L2 error {smooth[k]:.4f}, sup error {np.abs(error).max():.4f}")
assert min(smooth, key=smooth.get) == 400
assert smooth[100] > smooth[10_000]

# %% [markdown]
# ### How the error falls
#
# The last picture puts measurement and theory together: equal widths beside the bound $M/(2n)$, free widths beside
# $V/(2n)$. For n free stairs the bound from above is $V/(2(n - 1))$, which is nearly the same for large n. Look at the slopes
# of the lines, and at their distance.

# %% tags=["skip-grading"]
counts = np.array([4, 8, 16, 32, 64, 128])
freely = np.array([explore.fewest_error(n) for n in counts])
evenly = np.array([even_errors(n)[0] for n in counts])
fig, ax = plt.subplots(figsize=(6, 3.4))
ax.loglog(counts, M / (2 * counts), color=BLUE, label="M/(2n)")
ax.loglog(counts, evenly, "o", color=BLUE, label="equal widths")
ax.loglog(counts, V / (2 * counts), color=GREEN, label="V/(2n)")
ax.loglog(counts, freely, "s", color=GREEN, label="free widths")
ax.set(xlabel="number of neurons n", ylabel="sup error", title="The same slope, another factor")
ax.legend()
plt.show()
assert np.all(freely <= V / (2 * (counts - 1)))
assert np.all(freely < evenly)

# %% [markdown]
# For large n both errors fall like $1/n$. The distance between the lines is the factor $M/V$. A staircase has no better law
# than $1/n$ for a curve that is not constant; only another kind of neuron changes that.
#
# ## Recap
#
# - A step neuron switches at $s = -b/w$. It is on to the right of s if $w > 0$, and to the left of s if $w < 0$.
# - Neurons stay on: the weights of a staircase are its **jumps**, one neuron a stair.
# - One height for a piece: half-way between extremes for the sup error, the mean for the L2 error.
# - Equal widths: sup error at most $M/(2n)$. Cut the range instead: at most $V/(2\varepsilon) + 1$ neurons.
# - A sup error is measured everywhere, not only at the points where the heights were chosen.
# - Steep sigmoids replace steps. The slope of a step is 0 wherever it has one, so gradient descent cannot move its s.
# - Cybenko: for every continuous f on the cube and every $\varepsilon$ there *is* such a network, with one hidden layer. How large
#   it is, and how to find it, the theorem does not say.

# %% [markdown] nbgrader={"grade": true, "grade_id": "what_cybenko_promises", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# **Written question.** A friend says: "By Cybenko's theorem a network with one hidden layer can compute any function. So I take
# one layer of 1,000 sigmoids, train it on my 500 measurements, and the error will be as small as I like, for every input."
# (a) Correct the first sentence: what does the theorem say in place of "compute", and of "any function"? (b) Name three
# things in the second sentence that the theorem does not promise. For two of them give evidence that you have seen in this
# chapter. Four to eight sentences.
#
# ### BEGIN SOLUTION
# (a) In place of "compute" it says approximate, with an error below any given ε > 0. In place of "any function" it says any
# continuous function, on the cube [0, 1]^d.
# (b) It does not say that 1,000 neurons are enough: H depends on f and ε. With steps we needed 26 neurons for ε = 0.05 and 59
# for half of it, and with d inputs there are n^d towers. It does not say that training finds the weights: from a random start
# gradient descent stayed worse than the staircase made by hand, although both networks had 26 neurons. It knows f everywhere,
# not at 500 points: our staircase that was exact in the middles of its pieces was 0.285 off elsewhere. It says nothing
# about inputs outside the cube.
#
# Mark scheme: (a) 2 points for approximate, 2 points for continuous on the cube (or on a closed bounded set). (b) 1 point for
# each of three among: the number of neurons, training, the places between the measurements, inputs outside the cube. Up to
# 3 points for evidence from the chapter: 2 for the first example, 1 for the second. An example gives a number or names the
# experiment.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("approximation")

# %% [markdown]
# **Reading.** Cybenko, *Approximation by superpositions of a sigmoidal function* (1989). Leshno, Lin, Pinkus and Schocken, *Multilayer
# feedforward networks with a nonpolynomial activation function can approximate any function* (1993). Goodfellow, Bengio and
# Courville, *Deep Learning* (2016), section 6.4.
#
# **Next:** [chapter 03](../03-backprop-scalar/backprop_scalar.ipynb) finds gradients for any graph of numbers, without a
# formula for each network.
