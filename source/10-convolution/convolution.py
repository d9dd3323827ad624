# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Convolution
#
# | | |
# |---|---|
# | **You will be able to** | say why a fully connected layer is the wrong tool for images; compute a convolution by hand and in NumPy, with channels, padding and stride; push a gradient back through it; count, build and train a convolutional net in PyTorch; choose augmentations that fit the task and show that others harm |
# | **You need** | chapter 04: the backward pass of a layer; chapter 05: softmax loss, training and held-out images; chapter 09: `nn.Sequential`, optimizers, the training loop |
# | **Time** | about five hours. A good place for a break is after Exercise 7 |
# | **Points** | 100: 94 from checks, 6 for a written answer |

# %% tags=["setup"]
# Set-up: the build fills this cell in.

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn.functional import conv2d, cross_entropy, max_pool2d

from handgrad import check, failing, hand_in, hint, progress
from handgrad.data import DataError, cifar10, digits
from handgrad.explore import convolution as explore
from handgrad.layers import accuracy, init_net, numerical_gradient, relative_error, train_net
from handgrad.plot import BLACK, BLUE, GREEN, ORANGE, use_style

use_style()
torch.set_num_threads(1)  # the images are small: a second thread would only wait for the first
X_train, y_train, X_test, y_test = digits()

# %% [markdown]
# ## Why
#
# In chapter 05 a fully connected net learned to read digits of 8 × 8 pixels. Its images were all centred. Here is such a net
# again (plain gradient descent, 40 epochs in batches of 32, one seed), and a question it was never asked: what if the digit stands **one pixel** further to the right?
#
# A small helper moves a whole batch of images. What leaves an image is lost, and zeros come in.

# %%
def shifted(images, down, right):
    """Images (N, height, width), all moved by whole pixels: down and to the right, or up and left where negative."""
    height, width = images.shape[1:]
    room = np.pad(images, ((0, 0), (abs(down), abs(down)), (abs(right), abs(right))))
    top, left = abs(down) - down, abs(right) - right
    return room[:, top : top + height, left : left + width]


pictures = X_test.reshape(-1, 8, 8)
rng = np.random.default_rng(0)
dense, _ = train_net(init_net(rng, [64, 64, 10], 0.1), X_train, y_train, rng, epochs=40, batch=32, learning_rate=0.3)
moved = [accuracy(dense, shifted(pictures, 0, by).reshape(-1, 64), y_test) for by in (0, 1, 2)]

# %% [markdown]
# Left: one test image, moved by 0, 1 and 2 pixels. Compare the heights of the bars with how much the images differ to you.

# %% tags=["hide-input"]
fig, axes = plt.subplots(1, 4, figsize=(8.5, 2.3), width_ratios=[1, 1, 1, 1.6])
for by, ax in enumerate(axes[:3]):
    ax.imshow(shifted(pictures[:1], 0, by)[0], cmap="gray_r")
    ax.spines[:].set_visible(True)
    ax.set(title=f"moved by {by}", xticks=[], yticks=[])
    ax.grid(False)
axes[3].bar(range(3), moved, color=[BLUE, ORANGE, ORANGE])
axes[3].axhline(0.1, color=BLACK, lw=1, ls=":")
axes[3].set(xlabel="pixels to the right", title="share read rightly", xticks=range(3), ylim=(0, 1.02))
plt.show()
assert moved[0] > 0.97
assert abs(moved[1] - 0.5) < 0.08
assert moved[2] < 0.2

# %% [markdown]
# One pixel, and about half of the answers are wrong. Two pixels, and the net is hardly better than a guess, the dotted line. Every
# weight knows only its own pixel; nothing that was learned about one pixel is of use for its neighbour.
#
# The question of this chapter: **how does a layer look for the same thing everywhere, with one set of weights?**

# %% [markdown]
# ## Predict
#
# Write your answers into the cell before you go on. Nothing here is graded. Each answer comes up again in the chapter.
#
# - **size**: a kernel of 5 × 5 slides over an image of 28 × 28 and stays inside. How large is the array of its responses?
# - **moved**: an image is moved two pixels to the right. What happens to the responses, and to the largest of them?
# - **straight**: the lecture's net has no activation between its layers. Trained on digits, is it worse than the same net
#   with activations: by much, by a little, not at all?
# - **six**: to have more images, somebody mirrors digits at random, left and right, top and bottom. What does that do to the accuracy?

# %%
prediction = {"size": "", "moved": "", "straight": "", "six": ""}

# %% [markdown]
# ## Build
#
# Stuck in an exercise? Put `hint("cross_correlate")` into a new cell, with that exercise's name; run it again for the next
# hint. An exercise may call the functions of earlier ones.
#
# ### Solved: counting a fully connected net
#
# Every unit has a weight for each of its inputs, and a bias. The net above takes 64 pixels to 64 hidden units to 10 scores.

# %%
hidden, output = (64 + 1) * 64, (64 + 1) * 10
assert hidden + output == sum(array.size for array in dense.values())
print("hidden layer:", hidden, " output layer:", output)

# %% [markdown]
# ### Exercise 1: the lecture's numbers
#
# *Difficulty 1 of 5, 5 minutes.* The lecture's net reads MNIST: images of 28 × 28 pixels, 1,000 hidden units, 10 outputs. It compares
# that with filters. A **filter** of 3 × 3 is a small unit that sees 9 pixels. It is slid over the whole image, *with the
# same 9 weights and the same bias at every place*. Count the parameters of 8 filters on this image.

# %% nbgrader={"grade": false, "grade_id": "lecture_counts", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lecture_counts():
    """Numbers of parameters, weights and biases together, in a dict.

    hidden: of the fully connected layer from 28 * 28 pixels to 1000 units; output: of the layer from these to 10 units;
    convolution: of 8 filters of 3 by 3 on one image of 28 by 28
    """
    ### BEGIN SOLUTION
    return {"hidden": 785_000, "output": 10_010, "convolution": 80}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_lecture_counts", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("lecture_counts", lecture_counts)

# %% [markdown]
# The hidden layer has thirteen times as many parameters as MNIST has training images. Such a net can learn positions by heart. The
# filters have so few because they share them.
#
# ### Solved: one response
#
# Lay a filter, also called a **kernel**, on a patch of the image. Multiply the numbers that lie on each other and add the
# products. The sum is the **response**. Here the filter is $\begin{bmatrix} 1 & -1 \\ 1 & -1 \end{bmatrix}$: bright on the left,
# dark on the right.

# %%
K = np.array([[1, -1], [1, -1]])
for patch in ([[3, 0], [3, 0]], [[0, 3], [0, 3]], [[3, 3], [3, 3]]):
    print(patch, "response", np.sum(np.array(patch) * K))

# %% [markdown]
# The pattern itself gives 6, its opposite −6, and a plain surface 0. A response says how strongly the pattern is present.
#
# ### Exercise 2: two diagonals
#
# *Difficulty 1 of 5, 10 minutes.* The lecture's filter is the falling diagonal $\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}$. Work
# out its responses to the lecture's six patches, and those of the rising diagonal $\begin{bmatrix} 0 & 1 \\ 1 & 0 \end{bmatrix}$:
#
# $$\begin{bmatrix} 1 & 1 \\ 0 & 1 \end{bmatrix}\;\begin{bmatrix} 1 & 1 \\ 1 & 1 \end{bmatrix}\;\begin{bmatrix} 3 & 0 \\ 0 & 3 \end{bmatrix}\;
# \begin{bmatrix} 1 & 2 \\ 3 & 0 \end{bmatrix}\;\begin{bmatrix} 5 & 0 \\ 0 & 5 \end{bmatrix}\;\begin{bmatrix} 0 & 2 \\ 3 & 0 \end{bmatrix}$$

# %% nbgrader={"grade": false, "grade_id": "diagonal_responses", "locked": false, "schema_version": 3, "solution": true, "task": false}
def diagonal_responses():
    """The responses to the six patches, in the order above: two lists of six numbers, in a dict.

    falling: to the filter [[1, 0], [0, 1]]; rising: to the filter [[0, 1], [1, 0]]
    """
    ### BEGIN SOLUTION
    return {"falling": [2, 2, 6, 1, 10, 0], "rising": [1, 2, 0, 5, 0, 5]}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_diagonal_responses", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("diagonal_responses", diagonal_responses)

# %% [markdown]
# One thing to notice. The patch of four ones gets as high a response as the first patch, although it shows no diagonal. A filter
# with negative entries tells them apart: what should be dark counts against.

# %%
plain, first = np.ones((2, 2)), np.array([[1, 1], [0, 1]])
falling, strict = np.eye(2), 2 * np.eye(2) - 1
print("falling:", np.sum(plain * falling), np.sum(first * falling), "  with −1 off the diagonal:", np.sum(plain * strict), np.sum(first * strict))
assert np.sum(plain * strict) == 0 < np.sum(first * strict)

# %% [markdown]
# ### Solved: sliding along a row
#
# Now at every place. In one dimension: a kernel of two entries on a row of five pixels fits in four places.

# %%
row, kernel = np.array([0.0, 1.0, 4.0, 4.0, 2.0]), np.array([-1.0, 1.0])
responses = [float(row[i : i + 2] @ kernel) for i in range(5 - 2 + 1)]
print(responses)
assert np.array_equal(responses, np.correlate(row, kernel, mode="valid"))
assert np.array_equal(responses, np.convolve(row, kernel[::-1], mode="valid"))

# %% [markdown]
# This kernel gives differences: positive where the row gets brighter.
#
# **A word on words.** Mathematics calls this *cross-correlation*. In its *convolution* the kernel is turned by 180 degrees first: its rows and its columns are reversed. Deep learning
# libraries do not turn it and say convolution all the same: a learned kernel would only come out turned. **This course does
# not turn it either.** NumPy's two functions above show the difference.
#
# ### Exercise 3: sliding over an image
#
# *Difficulty 2 of 5, 15 minutes.* The same in two dimensions, for a kernel of any shape.

# %% nbgrader={"grade": false, "grade_id": "cross_correlate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cross_correlate(X, K):
    """The response of K at every place where it lies inside X. K is not turned round.

    X (h, w), K (k, m) with k <= h, m <= w  ->  S (h - k + 1, w - m + 1); S[i, j] is the response to the patch that begins
    at X[i, j]
    """
    ### BEGIN SOLUTION
    (h, w), (k, m) = X.shape, K.shape
    S = np.zeros((h - k + 1, w - m + 1))
    for i in range(h - k + 1):
        for j in range(w - m + 1):
            S[i, j] = np.sum(X[i : i + k, j : j + m] * K)
    return S
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_cross_correlate", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("cross_correlate", cross_correlate)

# %% [markdown]
# The explorer slides a kernel over a real digit. Move the window and follow the sum below. Look for the places where the response is
# strongly positive (orange) and strongly negative (purple); grey places come later. Then take another kernel.

# %% tags=["skip-grading"]
explore.sliding.show()

# %% [markdown]
# The kernel for upright edges answers orange where white turns to ink from left to right, and purple where ink ends. On a plain surface it
# answers 0. The kernel for level edges does the same from top to bottom.
#
# ### Solved: places along a row
#
# Two more things are chosen. **Padding** puts $p$ zeros on both ends, so that the kernel can look at the edge. **Stride** $s$ takes only
# every $s$-th place. Here are the first pixels of all places, in a row of 7 with one zero on each side, for a kernel of 3 with stride 2.

# %%
n, k, p, s = 7, 3, 1, 2
starts = [start for start in range(-p, n + p) if start + k <= n + p and (start + p) % s == 0]
print("places begin at", starts, "so there are", len(starts))
assert len(starts) == 4

# %% [markdown]
# ### Exercise 4: the size of the output
#
# *Difficulty 2 of 5, 10 minutes.* A formula for any sizes. When the last step does not fit, what is left over stays unused.

# %% nbgrader={"grade": false, "grade_id": "output_size", "locked": false, "schema_version": 3, "solution": true, "task": false}
def output_size(n, kernel, padding, stride):
    """How many places a kernel has along one side of an image. A place counts only if the whole kernel fits.

    n pixels, a kernel of `kernel` pixels, `padding` zeros on each of the two ends, steps of `stride` pixels: whole numbers,
    with kernel <= n + 2 * padding  ->  size, a whole number
    """
    ### BEGIN SOLUTION
    return (n + 2 * padding - kernel) // stride + 1
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_output_size", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("output_size", output_size)

# %% [markdown]
# **size**, resolved: 24 × 24. PyTorch agrees. With a kernel of 3, padding 1 keeps the size; Keras calls that *same*.

# %%
image = torch.zeros(1, 1, 28, 28)
assert conv2d(image, torch.zeros(1, 1, 5, 5)).shape[2:] == (24, 24)
assert conv2d(image, torch.zeros(1, 1, 3, 3), padding=1).shape[2:] == (28, 28)
print("You predicted:", prediction["size"] or "nothing yet")

# %% [markdown]
# ### Kernels made by hand
#
# In 1959 Hubel and Wiesel found cells in the visual cortex of a cat that answer to a bar of one direction and hardly to others. Long before anybody trained
# kernels, people designed such detectors by hand. **Sobel**'s kernels find edges: a difference in one direction, a weighted
# mean in the other. The **blur** takes the mean of 3 × 3 pixels. And the image minus its blur is the **detail**.
#
# Solved, on a photograph that comes with scikit-learn. Orange is a positive response, purple a negative one. Here 1 is white, so orange
# means: brighter on the right, or brighter below. Look for the lines that each Sobel kernel does *not* see.

# %%
from sklearn.datasets import load_sample_image

photo = load_sample_image("china.jpg").mean(axis=2)[40:340:2, 60:460:2] / 255
upright = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
level, blur = upright.T, np.ones((3, 3)) / 9
edges_upright, edges_level, blurred = (explore.respond(photo, K) for K in (upright, level, blur))
detail = photo[1:-1, 1:-1] - blurred
assert abs(detail.mean()) < 1e-3

# %% tags=["hide-input"]
fig, axes = plt.subplots(2, 2, figsize=(7.2, 5.4))
shown = (("photograph", photo, "gray", 0, 1), ("Sobel, upright edges", edges_upright, "PuOr_r", -2, 2),
         ("Sobel, level edges", edges_level, "PuOr_r", -2, 2), ("detail: image minus blur", detail, "PuOr_r", -0.4, 0.4))
for ax, (title, picture, cmap, low, high) in zip(axes.ravel(), shown, strict=True):
    ax.imshow(picture, cmap=cmap, vmin=low, vmax=high)
    ax.set(title=title, xticks=[], yticks=[])
    ax.grid(False)
plt.show()

# %% [markdown]
# The first Sobel kernel sees the pillars and misses the level lines of the terraces; the second one the other way round. The detail is a picture
# of everything small.
#
# ### Exercise 5: the kernel that sharpens
#
# *Difficulty 2 of 5, 10 minutes.* To sharpen an image, add $a$ times its detail to it. A response is linear in the kernel: add two kernels, and their responses
# are added. So the three steps are *one* kernel. Let $\delta$ be the kernel with a single 1 in the middle, which leaves an image as it is. The lecture's
# case is $a = 1$ with 3 × 3: $\delta + (\delta - \frac19 \text{box}) = 2\delta - \frac19 \text{box}$, where the box is all ones.

# %% nbgrader={"grade": false, "grade_id": "sharpen_kernel", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sharpen_kernel(size, strength):
    """The kernel of: image + strength * (image - blur), where blur is the mean over size by size pixels.

    size: an odd whole number; strength: a number  ->  K (size, size)
    """
    ### BEGIN SOLUTION
    delta = np.zeros((size, size))
    delta[size // 2, size // 2] = 1
    return delta + strength * (delta - np.full((size, size), 1 / size**2))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_sharpen_kernel", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("sharpen_kernel", sharpen_kernel)

# %% [markdown]
# What it does to the photograph. Look at the edges of the roofs, right.

# %% tags=["hide-input"]
lecture_kernel = explore.KERNELS["sharpen"]
assert np.allclose(lecture_kernel, 2 * np.pad([[1.0]], 1) - np.ones((3, 3)) / 9)
assert np.isclose(lecture_kernel.sum(), 1)
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9))
sharpened = explore.respond(photo, lecture_kernel)
for ax, picture, title in zip(axes, (photo, sharpened), ("photograph", "sharpened"), strict=True):
    ax.imshow(picture[20:100, 40:140], cmap="gray", vmin=0, vmax=1)
    ax.set(title=title, xticks=[], yticks=[])
    ax.grid(False)
plt.show()

# %% [markdown]
# Edges are steeper, and noise is stronger too. The kernel's entries add up to 1, so plain surfaces keep their brightness.
#
# ### Solved: where is it?
#
# Convolution has a property that a fully connected layer lacks: **move the image, and the responses move with it**. So the largest
# response stays the same; only its place changes. In one dimension:

# %%
pattern, row = np.array([1.0, -1.0, 1.0]), np.zeros(12)
row[2:5] = pattern
for by in (0, 3, 6):
    responses = np.correlate(np.roll(row, by), pattern, mode="valid")
    print("moved by", by, " largest response", responses.max(), " at", responses.argmax())
    assert responses.max() == 3
    assert responses.argmax() == 2 + by

# %% [markdown]
# ### Exercise 6: the strongest response
#
# *Difficulty 2 of 5, 10 minutes.* A detector: how strongly is the pattern in the image, and where?

# %% nbgrader={"grade": false, "grade_id": "strongest_response", "locked": false, "schema_version": 3, "solution": true, "task": false}
def strongest_response(X, K):
    """The largest response of K at a place inside X (K is not turned round), and where its patch begins.

    X (h, w), K (k, m)  ->  value: a number; row, column: of the patch's top left pixel in X, counted from 0, in this order.
    If several places have the largest response, the first one in reading order counts (row by row, from the left).
    """
    ### BEGIN SOLUTION
    S = cross_correlate(X, K)
    row, column = np.unravel_index(S.argmax(), S.shape)
    return S[row, column], row, column
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_strongest_response", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("strongest_response", strongest_response)

# %% [markdown]
# **moved**, resolved, on a digit with empty space round it: the responses move by the same two pixels, and the largest is the same.

# %%
wide = np.pad(X_train[0].reshape(8, 8), 4)
before = explore.respond(wide, upright)
after = explore.respond(shifted(wide[None], 0, 2)[0], upright)
assert np.allclose(after[:, 2:], before[:, :-2])
print("largest response before and after are equal:", bool(np.isclose(before.max(), after.max())))
print("You predicted:", prediction["moved"] or "nothing yet")

# %% [markdown]
# Careful with the words. The *responses* are not invariant: they move along. Their *maximum over all places* is invariant, as long as
# nothing leaves the image.
#
# ### Channels and filters
#
# A colour image has three numbers for each pixel: three **channels**. A filter has one kernel for each channel. It adds up the responses
# of all its kernels, and its bias: **one** number for each place. A layer has several filters, and the array of each filter's responses is
# a channel for the next layer.
#
# Solved: one place, two channels, one filter.

# %%
patch = np.array([[[1.0, 2.0], [0.0, 1.0]], [[3.0, 0.0], [1.0, 1.0]]])
weights, bias = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]), 0.5
by_channel = [float(np.sum(patch[c] * weights[c])) for c in range(2)]
print("channels:", by_channel, " response:", sum(by_channel) + bias)
assert sum(by_channel) + bias == 3.5

# %% [markdown]
# ### Exercise 7: how many parameters?
#
# *Difficulty 2 of 5, 10 minutes.* A convolution layer keeps the image's size, by padding. How many parameters has it? And how many would
# a fully connected layer have that takes the same numbers in and gives equally many numbers out?

# %% nbgrader={"grade": false, "grade_id": "conv_parameters", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conv_parameters(channels, filters, kernel, height, width):
    """Weights and biases together, of two layers from (channels, height, width) to (filters, height, width) numbers.

    All inputs are whole numbers; a kernel is kernel by kernel  ->  convolution, dense: whole numbers, in this order
    """
    ### BEGIN SOLUTION
    pixels = height * width
    return filters * (channels * kernel**2 + 1), (channels * pixels + 1) * filters * pixels
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_conv_parameters", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("conv_parameters", conv_parameters)

# %% [markdown]
# ### Exercise 8: the layer, forwards
#
# *Difficulty 3 of 5, 25 minutes.* All together: a batch of N images, C channels, F filters, padding on all four sides, a stride $s$ in both
# directions. `X` is (N, C, height, width), `W` is (F, C, k, k), as in PyTorch. With $\tilde X$ for the images with their zeros round them:
#
# $$S_{nfij} = b_f + \sum_c \sum_u \sum_v W_{fcuv}\,\tilde X_{n,\,c,\;is+u,\;js+v}.$$

# %% nbgrader={"grade": false, "grade_id": "conv_forward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conv_forward(X, W, b, padding, stride):
    """A convolution layer, without turning the kernels round.

    X (N, C, height, width), W (F, C, k, k), b (F,); padding: zeros put on each of the four sides; stride: steps in both
    directions  ->  S (N, F, rows, columns), with floor((height + 2 * padding - k) / stride) + 1 rows, columns alike
    """
    ### BEGIN SOLUTION
    k, sides = W.shape[2], (padding, padding)
    room = np.pad(X, ((0, 0), (0, 0), sides, sides))
    S = np.zeros((len(X), len(W), *(output_size(n, k, padding, stride) for n in X.shape[2:])))
    for i in range(S.shape[2]):
        for j in range(S.shape[3]):
            patch = room[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
            S[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, W) + b
    return S
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_conv_forward", "locked": true, "points": 12, "schema_version": 3, "solution": false, "task": false}
check("conv_forward", conv_forward)

# %% [markdown]
# ### Solved: backwards along a row
#
# At every place the layer is an affine layer that you know: patch in, response out. What is new: the *same* weights serve all places, and
# a pixel lies in *several* patches. So both collect. In one dimension, $S_i = \sum_u K_u X_{i+u}$, hence
#
# $$dK_u = \sum_i dS_i\,X_{i+u}, \qquad dX_{i+u} \mathrel{+}= dS_i\,K_u \text{ for every } i \text{ and } u.$$

# %%
def row_backward(dS, X, K):
    dX, dK = np.zeros(len(X)), np.zeros(len(K))
    for place, arriving in enumerate(dS):
        for u in range(len(K)):
            dK[u] += arriving * X[place + u]
            dX[place + u] += arriving * K[u]
    return dX, dK


X, K, dS = rng.normal(size=7), rng.normal(size=3), rng.normal(size=5)
dX, dK = row_backward(dS, X, K)
assert relative_error(dX, numerical_gradient(lambda X: dS @ np.correlate(X, K, "valid"), X)) < 1e-8
assert relative_error(dK, numerical_gradient(lambda K: dS @ np.correlate(X, K, "valid"), K)) < 1e-8

# %% [markdown]
# Seen from `dX`, this is itself a convolution: of `dS` with zeros round it, and *now* the kernel is turned round.

# %%
assert np.allclose(dX, np.convolve(dS, K, mode="full"))
assert np.allclose(dK, np.correlate(X, dS, mode="valid"))

# %% [markdown]
# ### Exercise 9: the layer, backwards
#
# *Difficulty 5 of 5, 40 minutes.* The heart of the chapter. `dS` arrives, the gradient of the loss by every response. Padding was put round
# `X` in the forward pass; what flows into those zeros is no part of `dX`.

# %% nbgrader={"grade": false, "grade_id": "conv_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conv_backward(dS, X, W, padding, stride):
    """Gradients of L by X, W and b, for the layer S = conv_forward(X, W, b, padding, stride).

    dS (N, F, rows, columns), X (N, C, height, width), W (F, C, k, k), padding and stride as forwards
    ->  dX (N, C, height, width), dW (F, C, k, k), db (F,), in this order
    """
    ### BEGIN SOLUTION
    (height, width), k, sides = X.shape[2:], W.shape[2], (padding, padding)
    room = np.pad(X, ((0, 0), (0, 0), sides, sides))
    droom, dW = np.zeros(room.shape), np.zeros(W.shape)
    for i in range(dS.shape[2]):
        for j in range(dS.shape[3]):
            here = (slice(None), slice(None), slice(i * stride, i * stride + k), slice(j * stride, j * stride + k))
            dW += np.einsum("nf,ncuv->fcuv", dS[:, :, i, j], room[here])
            droom[here] += np.einsum("nf,fcuv->ncuv", dS[:, :, i, j], W)
    return droom[:, :, padding : padding + height, padding : padding + width], dW, dS.sum(axis=(0, 2, 3))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_conv_backward", "locked": true, "points": 18, "schema_version": 3, "solution": false, "task": false}
check("conv_backward", conv_backward)

# %% [markdown]
# ### Solved: max pooling, forwards
#
# A net need not know the place to the pixel. **Max pooling** cuts each channel into windows of size × size and keeps the largest response of
# each. Rows and columns that do not fill a window are left out. It has no parameters.

# %%
def max_pool(X, size):
    rows, columns = X.shape[2] // size, X.shape[3] // size
    windows = X[:, :, : rows * size, : columns * size].reshape(*X.shape[:2], rows, size, columns, size)
    return windows.max(axis=(3, 5))


X = rng.normal(size=(2, 3, 5, 6))
assert np.array_equal(max_pool(X, 2), max_pool2d(torch.tensor(X), 2).numpy())
print(X.shape, "->", max_pool(X, 2).shape)

# %% [markdown]
# ### Exercise 10: max pooling, backwards
#
# *Difficulty 3 of 5, 20 minutes.* In chapter 03 the maximum *routed* a gradient to the largest input. Here each window does. Where several
# entries of a window are equally large, the first one in reading order gets the gradient, as in PyTorch.

# %% nbgrader={"grade": false, "grade_id": "max_pool_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def max_pool_backward(dP, X, size):
    """Gradient of L by X, for P = max_pool(X, size).

    dP (N, C, rows, columns), X (N, C, height, width), size: a whole number, where rows = height // size and columns = width // size
    ->  dX (N, C, height, width)
    """
    ### BEGIN SOLUTION
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(dP.shape):
        window = X[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
        u, v = divmod(int(window.argmax()), size)
        dX[n, c, i * size + u, j * size + v] = dP[n, c, i, j]
    return dX
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_max_pool_backward", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("max_pool_backward", max_pool_backward)

# %% [markdown]
# ### How far a unit sees
#
# A response of a 3 × 3 kernel depends on 3 pixels in each direction. That is its **receptive field**. A second such layer looks at
# three neighbouring responses, so it sees 5 pixels; behind a pooling by 2 its steps are twice as wide, so it sees 8. Deep nets see the
# whole image by small kernels. **Dilation** spreads a kernel instead: with `dilation=2` its entries lie two pixels apart. The cell measures
# how wide the stretch of pixels is that gets a gradient from one response. (The mean stands for the maximum in the pooling here, which sees as far.)

# %%
def seen(*layers):
    image = torch.zeros(1, 1, 32, 32, requires_grad=True)
    responses = nn.Sequential(*layers)(image)
    responses[0, 0, responses.shape[2] // 2, responses.shape[3] // 2].backward()
    return int(np.ptp(image.grad[0, 0].abs().sum(dim=0).nonzero().numpy())) + 1


three = nn.Conv2d(1, 1, 3, padding=1)
print("3 × 3:", seen(three), " twice:", seen(three, three), " with pooling between:", seen(three, nn.AvgPool2d(2), three))
print("dilated:", seen(nn.Conv2d(1, 1, 3, padding=2, dilation=2)))
assert [seen(three), seen(three, three), seen(three, nn.AvgPool2d(2), three)] == [3, 5, 8]
assert seen(nn.Conv2d(1, 1, 3, padding=2, dilation=2)) == 5

# %% [markdown]
# A kernel of **1 × 1** sees one pixel, with all its channels: it is one affine layer, the same at every pixel. It changes the number of
# channels and costs little; GoogLeNet (2014) uses it so. And a convolution of any size is an affine layer too, once each patch is laid out
# as a row. Libraries call that **im2col**; PyTorch's `unfold` does it. Your loop over places and one product of matrices give the same:

# %%
X = torch.rand(2, 3, 6, 6)
mix, layer = nn.Conv2d(3, 4, 1), nn.Conv2d(3, 5, 3)
pixel_by_pixel = X.permute(0, 2, 3, 1) @ mix.weight[:, :, 0, 0].T + mix.bias
assert torch.allclose(mix(X), pixel_by_pixel.permute(0, 3, 1, 2), atol=1e-6)
patches = nn.functional.unfold(X, 3).transpose(1, 2)
responses = patches @ layer.weight.reshape(5, -1).T + layer.bias
print("patches", tuple(patches.shape), " responses", tuple(responses.shape))
assert torch.allclose(layer(X), responses.transpose(1, 2).reshape(2, 5, 4, 4), atol=1e-6)

# %% [markdown]
# ### The same in PyTorch
#
# `nn.Conv2d(3, 8, 3, padding=1)` is the layer: 3 channels, 8 filters, kernels of 3 × 3. `nn.MaxPool2d(2)` pools, `nn.Flatten()` makes a row of each
# image. The lecture's net for CIFAR-10 (32 × 32 pixels in colour) has four layers with parameters. Solved: its count.

# %%
layers = {"first convolution": nn.Conv2d(3, 8, 3, padding=1), "second convolution": nn.Conv2d(8, 16, 3, padding=1),
          "first affine": nn.Linear(16 * 8 * 8, 128), "second affine": nn.Linear(128, 10)}
counts = {name: sum(p.numel() for p in layer.parameters()) for name, layer in layers.items()}
for name, count in counts.items():
    print(f"{name:18} {count:7,}")
print(f"{'together':18} {sum(counts.values()):7,}")
assert list(counts.values()) == [224, 1168, 131_200, 1290]
assert sum(counts.values()) == 133_882
convolved, affine = 32 * 32 * 8 * 27 + 16 * 16 * 16 * 72, 1024 * 128 + 128 * 10
assert 3.8 < convolved / affine < 4

# %% [markdown]
# 133,882, as in the lecture. Ninety-eight percent of them sit in the first affine layer; the convolutions have hardly any. They *work* more, though: used
# at every place, their weights make four times as many multiplications for an image as those of the affine layers.
#
# Solved: a smaller net, for the digits. Two convolutions, one pooling, one affine layer. It takes images (N, 1, side, side).

# %%
def small_net(side, classes):
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(16 * (side // 2) ** 2, classes),
    )


assert counts["first affine"] / sum(counts.values()) > 0.979
print(small_net(8, 10)(torch.zeros(5, 1, 8, 8)).shape)

# %% [markdown]
# ### Exercise 11: the lecture's net
#
# *Difficulty 3 of 5, 20 minutes.* Build it for any sizes: convolution, pooling by 2, convolution, pooling by 2, affine, affine. Both
# convolutions have kernels of 3 × 3 and padding 1.
#
# **If you read the lecture:** its Keras net has *no activation* between the layers. Your function builds both: with `activated` a ReLU follows
# each convolution and the first affine layer; without it there is none. The last layer gives scores; softmax belongs to the loss.
#
# The cell before the check fills given numbers into your net, in the order of its parameters, and asks it for scores. So the grader sees arrays only.

# %% nbgrader={"grade": false, "grade_id": "lecture_net", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lecture_net(channels, side, filters, hidden, classes, activated):
    """The lecture's net for images (N, channels, side, side), as an nn.Module that gives scores (N, classes).

    filters: a pair, how many filters the first and the second convolution have; hidden: outputs of the first affine layer;
    activated: True for a ReLU after both convolutions and after the first affine layer, False for none.
    Pooling drops a row and a column that are left over. The lecture's own is lecture_net(3, 32, (8, 16), 128, 10, False).
    """
    ### BEGIN SOLUTION
    phi, (first, second) = nn.ReLU if activated else nn.Identity, filters
    layers = [
        nn.Conv2d(channels, first, 3, padding=1), phi(), nn.MaxPool2d(2),
        nn.Conv2d(first, second, 3, padding=1), phi(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(second * (side // 4) ** 2, hidden), phi(), nn.Linear(hidden, classes),
    ]
    return nn.Sequential(*layers)
    ### END SOLUTION


# %%
def with_arrays(build):
    def scores(arrays, X, activated):
        filters = (len(arrays[0]), len(arrays[2]))
        net = build(X.shape[1], X.shape[2], filters, len(arrays[4]), len(arrays[6]), activated)
        parameters = list(net.parameters())
        if len(parameters) != len(arrays):
            raise ValueError(f"the net has {len(parameters)} arrays of parameters; it should have {len(arrays)}, two for each layer")
        for parameter, array in zip(parameters, arrays, strict=True):
            if tuple(parameter.shape) != array.shape:
                raise ValueError(f"a parameter has shape {tuple(parameter.shape)}; it should be {array.shape}")
            parameter.data.copy_(torch.tensor(array))
        return net(torch.tensor(X, dtype=torch.float32)).detach().numpy()

    return scores


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_lecture_net", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("lecture_net", with_arrays(lecture_net))

# %% [markdown]
# ### Training it
#
# The loop of chapter 09, with Adam at the rate 0.003, batches of 50, and one addition: `augment`, a function that changes a batch of training
# images before the net sees them. After each epoch the loop notes the training loss, and loss and accuracy on held-out images.

# %%
def measure(net, X, y):
    net.eval()
    with torch.inference_mode():
        scores = net(X)
    return cross_entropy(scores, y).item(), (scores.argmax(dim=1) == y).float().mean().item()


def train(net, X, y, X_val, y_val, epochs, augment=None, rate=3e-3):
    random, history = torch.Generator().manual_seed(0), []
    optimizer = torch.optim.Adam(net.parameters(), lr=rate)
    for _ in range(epochs):
        net.train()
        total = 0.0
        for rows in torch.randperm(len(X), generator=random).split(50):
            batch = X[rows] if augment is None else augment(X[rows], random)
            loss = cross_entropy(net(batch), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        history.append((total / len(X), *measure(net, X_val, y_val)))
    return np.array(history)


# %% [markdown]
# Tensors of images have an axis for the channel. Of the training images, 300 are held out for validation. The small net learns the others in
# 15 epochs, by Adam in batches of 50, one seed.

# %%
def as_images(X):
    return torch.tensor(X.reshape(-1, 1, 8, 8), dtype=torch.float32)


fit, fit_labels = as_images(X_train[:1097]), torch.tensor(y_train[:1097])
held, held_labels = as_images(X_train[1097:]), torch.tensor(y_train[1097:])
torch.manual_seed(1)
net = small_net(8, 10)
curve = train(net, fit, fit_labels, held, held_labels, epochs=15)
print("parameters:", sum(p.numel() for p in net.parameters()), " above 95 %:", bool(curve[-1, 2] > 0.95))
assert curve[-1, 2] > 0.95

# %% [markdown]
# ### Overfitting on purpose
#
# A net that cannot learn a few images by heart most likely has a bug. And a net that does so shows what overfitting looks like. Solved: the small net on only 100
# images, for 150 epochs, by Adam in batches of 50, one seed. Look for the epoch where the two losses part.

# %%
few, few_labels = fit[:100], fit_labels[:100]
torch.manual_seed(3)
overfit = train(small_net(8, 10), few, few_labels, held, held_labels, epochs=150)
print("all 100 by heart:", bool(overfit[-1, 0] < 0.01))
assert overfit[-1, 0] < 0.01 < 0.3 < overfit[-1, 1]

# %% tags=["hide-input"]
plt.semilogy(overfit[:, 0], color=BLUE, label="training loss")
plt.semilogy(overfit[:, 1], color=ORANGE, ls="--", label="validation loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
best = int(overfit[:, 1].argmin())
assert overfit[10, 1] < 1.1 * overfit[10, 0]
assert overfit[30, 1] > 2 * overfit[30, 0]
assert best < 100
assert overfit[-1, 1] > 1.1 * overfit[best, 1]

# %% [markdown]
# They part after some twenty epochs. The training loss falls without end. The validation loss reaches its lowest point, then rises slowly: the net grows more certain, and also more certain of its
# mistakes. More images would help most. **Augmentation** makes them: it changes the training images in ways that leave their meaning alone.
#
# Two rules. The change must **fit the task**: the label must stay true. And it belongs to the **training images only**: validation asks about images
# as they come. So split first, and augment afterwards; else copies of a validation image are trained on.
#
# Solved: noise fits a digit. Three images, each once with noise; the labels go along, in the same order.

# %%
block, names = X_train[:3], y_train[:3]
noisy = np.concatenate([block, block + 0.1 * rng.normal(size=block.shape)])
print(names, "->", np.concatenate([names, names]))
assert noisy.shape == (6, 64)

# %% [markdown]
# ### Exercise 12: split, then augment
#
# *Difficulty 2 of 5, 15 minutes.* The function `shifted` at the top of the chapter moves a block of images. Hold out the last images; add moved copies of the
# others.

# %% nbgrader={"grade": false, "grade_id": "augmented_sets", "locked": false, "schema_version": 3, "solution": true, "task": false}
def augmented_sets(X, y, validation, shifts):
    """Training images with moved copies, and validation images as they are.

    X (N, height, width), y (N,); validation: how many images, the LAST ones, are held out, at least 1; shifts: a list of
    pairs [down, right], perhaps empty  ->  X_train, y_train, X_val, y_val, in this order. X_train begins with the
    M = N - validation training images as they are, then come all M moved by the first shift, then all M moved by the second,
    and so on; y_train has their labels. Zeros come in at the edges.
    """
    ### BEGIN SOLUTION
    M = len(X) - validation
    blocks = [X[:M]] + [shifted(X[:M], down, right) for down, right in shifts]
    return np.concatenate(blocks), np.tile(y[:M], len(blocks)), X[M:], y[M:]
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_augmented_sets", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("augmented_sets", augmented_sets)

# %% [markdown]
# ### Augmentation on the fly
#
# Instead of storing copies, one can change each batch anew. PyTorch alone can do it: `affine_grid` says where each new pixel comes from,
# `grid_sample` fetches it, with weighted means between the pixels. Coordinates run from −1 to 1, so one pixel of eight is 0.25.

# %%
def warped(images, matrices):
    grid = nn.functional.affine_grid(matrices, images.shape, align_corners=False)
    return nn.functional.grid_sample(images, grid, align_corners=False)


def gentle(images, random):
    """Turned by up to 10 degrees, moved by up to 0.7 pixels."""
    angle = (torch.rand(len(images), generator=random) * 2 - 1) * np.pi / 18
    matrices = torch.zeros(len(images), 2, 3)
    matrices[:, 0, 0] = matrices[:, 1, 1] = torch.cos(angle)
    matrices[:, 0, 1], matrices[:, 1, 0] = -torch.sin(angle), torch.sin(angle)
    matrices[:, :, 2] = (torch.rand(len(images), 2, generator=random) * 2 - 1) * 0.7 * 0.25
    return warped(images, matrices)


def mirrored(images, random):
    """Left and right exchanged with probability one half, top and bottom too."""
    signs = torch.where(torch.rand(len(images), 2, generator=random) < 0.5, 1.0, -1.0)
    return warped(images, torch.stack([torch.diag(torch.tensor([*pair, 0.0]))[:2] for pair in signs.tolist()]))


# %% [markdown]
# Where torchvision is installed, its `transforms` do much the same in a line, but move by whole pixels, and all images of a batch alike. The
# course does not need it.

# %%
import importlib.util

if importlib.util.find_spec("torchvision"):
    from torchvision import transforms

    gentle_too = transforms.RandomAffine(degrees=10, translate=(0.7 / 8, 0.7 / 8))
    assert gentle_too(few[:2]).shape == few[:2].shape

# %% [markdown]
# What the two do to a 6. Look at the last picture in the second row.

# %% tags=["hide-input"]
six = few[few_labels == 6][:1]
random = torch.Generator().manual_seed(3)
both = warped(six, torch.tensor([[[-1.0, 0, 0], [0, -1, 0]]]))
rows = (("gentle", [six, *(gentle(six, random) for _ in range(4))]),
        ("mirrored", [six, six.flip(3), six.flip(2), six.flip(2, 3)]))
assert torch.allclose(both, six.flip(2, 3), atol=1e-5)
fig, axes = plt.subplots(2, 5, figsize=(8.5, 3.6))
for ax in axes.ravel():
    ax.axis("off")
for line, (name, images) in zip(axes, rows, strict=True):
    for number, (ax, image) in enumerate(zip(line, images, strict=False)):
        ax.imshow(image[0, 0], cmap="gray_r")
        ax.set_title(("as it is", name)[number > 0])
plt.show()

# %% [markdown]
# A 6 mirrored in both ways is a 9, and its label still says 6. The other two are no digits at all. So the net is told of one
# picture that it is a 9, and that it is a 6. White on black in place of black on white would harm as well: the label stays true, but no image
# to come looks like that, and what the net learns about bright and dark it has to learn twice. Augmented images should look like those to come.
#
# Now the experiment: the same 100 images, the same net and the same first weights, one seed, again 150 epochs of Adam in batches of 50. The first
# run is the overfitted one.

# %%
runs = {"as they are": overfit}
for name, augment in (("gentle", gentle), ("mirrored", mirrored)):
    torch.manual_seed(3)
    runs[name] = train(small_net(8, 10), few, few_labels, held, held_labels, epochs=150, augment=augment)
last = {name: history[-30:].mean(axis=0) for name, history in runs.items()}

# %% [markdown]
# Three curves each, of losses and accuracies. Look for the net whose validation loss is lowest at the end, and for the one that never catches up.

# %% tags=["hide-input"]
fig, axes = plt.subplots(1, 3, figsize=(9.5, 3.2))
for (name, history), colour, line in zip(runs.items(), (BLUE, GREEN, ORANGE), ("-", "--", "-."), strict=True):
    for ax, numbers in zip(axes, history.T, strict=True):
        ax.plot(numbers, color=colour, ls=line, lw=1.4, label=name)
axes[0].set(title="training loss", ylim=(0, 2.4))
axes[1].set(title="validation loss", ylim=(0, 2.4))
axes[2].set(title="validation accuracy", ylim=(0.2, 1))
for ax in axes:
    ax.set_xlabel("epoch")
axes[2].legend()
plt.show()

# %%
assert last["as they are"][0] < min(last["gentle"][0], last["mirrored"][0])
assert last["gentle"][1] < last["as they are"][1] - 0.05
assert last["mirrored"][2] < last["as they are"][2] - 0.05
assert last["gentle"][2] > last["as they are"][2] - 0.02
print("You predicted:", prediction["six"] or "nothing yet")

# %% [markdown]
# **six**, resolved. The mirrored images cost more than five right answers in a hundred. The gentle changes lower the validation loss clearly.
# Both make the *training* loss higher: the net has more to learn. A higher training loss is no fault; look at the validation.
#
# ### Curves in TensorBoard
#
# The lecture watches such curves in TensorBoard. A `SummaryWriter` writes them into a folder, one folder a run; the program shows all runs beside each other. Here
# the folder is a temporary one, and the events are read back, to see that they are there.

# %%
import tempfile

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from torch.utils.tensorboard import SummaryWriter

with tempfile.TemporaryDirectory() as folder:
    for name, history in runs.items():
        with SummaryWriter(f"{folder}/{name.replace(' ', '_')}") as writer:
            for epoch, (loss, val_loss, val_accuracy) in enumerate(history):
                writer.add_scalar("loss/training", loss, epoch)
                writer.add_scalar("loss/validation", val_loss, epoch)
                writer.add_scalar("accuracy/validation", val_accuracy, epoch)
    events = EventAccumulator(f"{folder}/mirrored").Reload()
    read_back = [event.value for event in events.Scalars("accuracy/validation")]
assert np.allclose(read_back, runs["mirrored"][:, 2])
print("values read back:", len(read_back))

# %% [markdown]
# To look at runs of your own, write into a folder that stays, say `runs`, and call `tensorboard --logdir runs` in a terminal, or `%load_ext tensorboard` and
# `%tensorboard --logdir runs` in a notebook.
#
# ### Exercise 13: digits out of place
#
# *Difficulty 4 of 5, 30 minutes.* Back to the beginning. The training images are centred on a canvas of 12 × 12. **The test images are moved by up to two pixels in each
# direction**, down, up, left and right. As in chapter 05 the grader looks at what your net *does*, on images that you have never seen: at least 60 % of the labels must be right.
#
# The classes are renamed and their number differs from case to case. `small_net`, `train`, `measure` and `shifted` are there to be used. Which augmentation fits
# *this* task? There are 26 to 200 training images: some three hundred calm steps are enough. Keep it under five seconds.

# %% nbgrader={"grade": false, "grade_id": "train_shifted", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train_shifted(X_train, y_train, X_test, seed):
    """Train a net on centred images; predict the labels of images that are moved by up to 2 pixels in each direction.

    X_train (N, 12, 12), X_test (M, 12, 12): whole numbers 0 ... 16, with an empty margin of 2 pixels or more round each training
    image; y_train (N,): labels 0 ... C - 1, each occurs; seed: a whole number for torch.manual_seed and other generators
    ->  labels (M,): an array of whole numbers
    """
    ### BEGIN SOLUTION
    def moving(images, random):
        steps = torch.randint(-2, 3, (len(images), 2), generator=random).tolist()
        return torch.stack([image.roll(step, (1, 2)) for image, step in zip(images, steps, strict=True)])

    X, test = (torch.tensor(images / 16, dtype=torch.float32)[:, None] for images in (X_train, X_test))
    y = torch.tensor(y_train)
    torch.manual_seed(seed)
    reader = small_net(12, int(y.max()) + 1)
    train(reader, X, y, X[:1], y[:1], epochs=12_000 // len(X), augment=moving)
    return reader(test).argmax(dim=1).numpy()
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_train_shifted", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("train_shifted", train_shifted)

# %% [markdown]
# ## Check
#
# Your own layer against PyTorch's, on a batch of real images: the responses, and the three gradients against autograd's.

# %% tags=["raises-exception"]
rng = np.random.default_rng(10)
X, W, b = X_test[:4].reshape(4, 1, 8, 8), rng.normal(size=(5, 1, 3, 3)), rng.normal(size=5)
tensors = [torch.tensor(array, requires_grad=True) for array in (X, W, b)]
S = conv2d(*tensors, padding=1, stride=2)
dS = rng.normal(size=tuple(S.shape))
S.backward(torch.tensor(dS))
print("forwards:", bool(relative_error(conv_forward(X, W, b, 1, 2), S.detach().numpy()) < 1e-12))
for name, got, tensor in zip(("dX", "dW", "db"), conv_backward(dS, X, W, 1, 2), tensors, strict=True):
    print(f"{name}:", bool(relative_error(got, tensor.grad.numpy()) < 1e-12))

# %% [markdown]
# And the lecture's net, yours, on the digits, with activations and without. First its parameters for CIFAR-10, then twenty epochs on 1,097 digits,
# by Adam at the rate 0.001 in batches of 50, one seed.

# %% tags=["raises-exception"]
assert sum(p.numel() for p in lecture_net(3, 32, (8, 16), 128, 10, False).parameters()) == 133_882
straight = {}
for activated in (True, False):
    torch.manual_seed(0)
    own = lecture_net(1, 8, (8, 16), 128, 10, activated)
    straight[activated] = train(own, fit, fit_labels, held, held_labels, epochs=20, rate=1e-3)[-1]
    print("with ReLU:" if activated else "without:  ", "more than 93 %:", bool(straight[activated][2] > 0.93))
assert abs(straight[True][2] - straight[False][2]) < 0.04

# %% [markdown]
# **straight**, resolved: on these digits there is hardly any difference. Two reasons. The digits are easy: a single affine layer already reads more than 94 % of them
# (chapter 05). And the lecture's net is not quite straight: **max pooling is an activation of its kind**, since the maximum of
# two numbers is not linear. What the net really wastes is its two affine layers. With nothing between them they are *one* affine layer, from 1,024 to 10: 10,250 parameters
# can do what 132,490 do here.

# %%
torch.manual_seed(0)
two = nn.Sequential(nn.Linear(1024, 128), nn.Linear(128, 10)).double()
W_one = two[0].weight.T @ two[1].weight.T
b_one = two[0].bias @ two[1].weight.T + two[1].bias
A = torch.rand(5, 1024, dtype=torch.float64)
assert torch.allclose(two(A), A @ W_one + b_one)
assert W_one.numel() + b_one.numel() == 10_250
assert 131_200 + 1290 == 132_490
print("You predicted:", prediction["straight"] or "nothing yet")

# %% [markdown]
# And on photographs? The next cell trains the lecture's net on the first 10,000 images of CIFAR-10 for one epoch, with ReLU: Adam at the rate
# 0.001, batches of 32, one seed. It runs where the files are: `cifar10()` in a new cell downloads them (170 MB). It is not run when grading.
# Take all 50,000 images, and more epochs, if you have some minutes.

# %% tags=["skip-grading"]
# NBVAL_SKIP
try:
    photos = cifar10(download=False)
except DataError as missing:
    print(missing)
else:
    torch.manual_seed(0)
    net = lecture_net(3, 32, (8, 16), 128, 10, True)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    X, X_new = (torch.from_numpy(rows).reshape(-1, 3, 32, 32) for rows in (photos.X_train[:10_000], photos.X_test))
    y, y_new = torch.from_numpy(photos.y_train), torch.from_numpy(photos.y_test)
    for rows in torch.randperm(len(X)).split(32):  # one epoch
        loss = cross_entropy(net(X[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    share = measure(net, X_new, y_new)[1]
    print(f"right of the 10,000 test images: {share:.1%}")
    assert share > 0.3

# %% [markdown]
# With ReLU the net was trained on all 50,000 images, by `benchmarks/convolution.py` in the course's repository (Adam, batches of 32, seed 0, one run; 27 November
# 2026, one thread on shared cores of an AMD EPYC, torch 2.13):
#
# | epochs with ReLU | 1 | 2 | 3 | 5 | 10 |
# |---|---|---|---|---|---|
# | right of all 10,000 test images | 49.9 % | 56.4 % | 57.6 % | 62.9 % | 66.2 % |
#
# The lecture reports 61.4 % after ten epochs, without activations (its best is 62.3 %, after eight). In a run of three epochs on 21 November the net
# without them began faster (54.9 %, 58.1 %, 58.2 %), and slowed down sooner. One run each is no proof.
# %% [markdown]
# ## Explore
#
# ### A kernel of your own
#
# All nine entries are yours. Begin with the centre alone at 1: the responses are the image without its outermost pixels. Then build a kernel that answers 0 on every plain surface: what must its
# entries add up to? Build one that answers orange only where a stroke ends on the right.

# %% tags=["skip-grading"]
explore.entries.show()

# %% [markdown]
# A kernel answers 0 on a plain surface exactly when its entries add up to 0. With the left at 1 and the centre at −1, say, the response is positive where ink on the
# left stops.
#
# ### How strong may an augmentation be?
#
# Turn the 6 slowly. Up to which angle would you still call it a 6? The picture on the right is the training image nearest to the result. Then try flips, and
# other digits: which survive a rotation by 180 degrees?

# %% tags=["skip-grading"]
explore.augment.show()

# %%
survivors = [which for which in range(10) if explore.nearest(explore.augmented(which, rotation=180))[1] == which]
print("turned by 180 degrees and nearest to their own kind:", survivors)
assert survivors == [0, 1, 2, 4, 8]
assert explore.nearest(explore.augmented(6, rotation=180))[1] == 9

# %% [markdown]
# 0, 1 and 8 survive, and a 2 stays much like a 2. 6 becomes 9. Turn the 4 and look for yourself: would you call it a 4? The nearest image compares pixels and knows no
# meaning. A shift shows that too: moved two pixels to the right, seven of the ten digits have a 1 for their nearest image, although at most a tenth of their
# ink is lost. An augmentation has a *strength*, and it is chosen by looking, and by validation.

# %%
two_aside = [explore.augmented(which, right=2) for which in range(10)]
assert [explore.nearest(image)[1] for image in two_aside].count(1) == 7
assert max(1 - image.sum() / explore.digit(which).sum() for which, image in enumerate(two_aside)) < 0.11

# %% [markdown]
# ## Recap
#
# - A fully connected layer knows places; a convolution looks for one pattern everywhere, with one set of weights.
# - A response is the sum of the products of kernel and patch, over all channels, plus one bias. The kernel is not turned round.
# - Sizes: $\lfloor (n + 2p - k)/s \rfloor + 1$. Padding counts twice; what is left over is not used.
# - Move the image, and the responses move along; their maximum stays. Max pooling keeps the largest of each window, and routes
#   its gradient there.
# - Backwards, every place adds its share: to the shared weights, and to every pixel under its window.
# - Split first, augment the training images only, and only in ways that leave the labels true.

# %% [markdown] nbgrader={"grade": true, "grade_id": "which_augmentation_fits", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
# **Written question.** Three tasks: (1) reading house numbers from photographs; (2) telling kinds of cells in a microscope; (3) deciding on which side an X-ray of
# the chest shows the heart. (a) For each task, say whether mirroring left and right fits, and why. (b) A friend augments all images first and splits afterwards,
# and reports a splendid validation accuracy. What is wrong, and will the number be too high or too low? Four to six sentences.
#
# ### BEGIN SOLUTION
# (a) House numbers: it does not fit, since most mirrored digits are no digits, or others; the label would be false. Cells: it fits, since under a microscope there is no left
# or right, and a mirrored cell is the same kind of cell. X-rays: it does not fit, unless the label is exchanged as well, because mirroring moves the heart to the other side: the
# label is exactly what the change destroys.
# (b) Copies of the same image land in both parts. The net is tested on images that it has nearly seen in training, so the accuracy says little about new images, and it is too
# high. Split first, and augment the training part only.
#
# Mark scheme: 1 point for each task in (a) with its reason (for the X-ray, exchanging the label as well is right too). 2 points in (b) for copies of one image in both parts, 1 point for: too
# high.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("convolution")

# %% [markdown]
# **Reading.** Dumoulin and Visin, *A guide to convolution arithmetic for deep learning* (2016): sizes, padding, strides. Hubel and Wiesel,
# *Receptive fields of single neurones in the cat's striate cortex* (1959). LeCun, Bottou, Bengio and Haffner, *Gradient-based learning
# applied to document recognition* (1998). Szegedy and others, *Going deeper with convolutions* (2015): GoogLeNet. CS231n's notes on
# convolutional networks.
#
# **This is the last chapter.** Everything in a modern net for images is made of what you have written: affine layers and convolutions, activations, pooling, normalization, a loss,
# an optimizer, and gradients that flow back through all of it.
