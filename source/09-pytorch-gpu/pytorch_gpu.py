# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # PyTorch, and a GPU
#
# | | |
# |---|---|
# | **You will be able to** | use tensors and autograd, and hold autograd against gradients of your own; build a Dataset, a net and a training loop; measure loss and accuracy over a whole set; stop a run and resume it without a trace; follow it in TensorBoard; put net and data on a device, and time a device honestly |
# | **You need** | chapter 05: the two-layer net, its loss and its training; chapter 07: momentum and schedules; chapter 08: batch norm in training and in inference |
# | **Time** | about five and a half hours. A good place for a break is after Exercise 9 |
# | **Points** | 100: 94 from checks, 6 for a written answer |

# %% tags=["setup"]
# Set-up: the build fills this cell in.

# %%
import tempfile
import time
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, Dataset, TensorDataset

from handgrad import check, failing, hand_in, hint, progress
from handgrad import torch_training
from handgrad.adapters import pytorch_gpu as programs
from handgrad.data import DataError, digits, mnist
from handgrad.explore import pytorch_gpu as explore
from handgrad.layers import affine_backward, batches, init_net, loss_and_gradients, relative_error, relu_backward, softmax_loss, tanh_backward
from handgrad.plot import BLUE, GREEN, ORANGE, use_style

use_style()
torch.set_num_threads(1)  # the nets are small: a second thread would only wait for the first
X_train, y_train, X_test, y_test = digits()

# %% [markdown]
# One cell picks the **device** on which this notebook computes: an NVIDIA card (`cuda`), the GPU of an Apple computer (`mps`), or the processor (`cpu`). All
# cells below run on each of them. Where a GPU would show more, a cell says so.

# %%
# NBVAL_IGNORE_OUTPUT
device = torch.device("cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu")
device

# %% [markdown]
# ## Why
#
# You have written every gradient of a net by hand. From here on a library does it: it records what you compute, and goes back by
# itself. So let us first see whether the two agree.
#
# Two nets with the same first weights are trained on the same digits for five epochs, by plain gradient descent at the rate 0.3, in batches of 64,
# one seed. One goes back through the layers of chapters 04 and 05, line by
# line. The other one is PyTorch's. Compare the two curves.

# %%
rng = np.random.default_rng(0)
own = init_net(rng, [64, 32, 10], 0.1)
theirs = torch_training.plain_net([own["W1"].T, own["b1"], own["W2"].T, own["b2"]])
sgd = torch.optim.SGD(theirs.parameters(), lr=0.3)
curves = []
for _ in range(5):
    for rows in batches(rng, len(X_train), 64):
        loss, gradients = loss_and_gradients(own, X_train[rows], y_train[rows])
        own = {name: value - 0.3 * gradients[name] for name, value in own.items()}
        batch = torch.tensor(X_train[rows]), torch.tensor(y_train[rows])
        curves.append((loss, torch_training.run_epoch(theirs, [batch], sgd)))
curves = np.array(curves)

# %% tags=["hide-input"]
plt.plot(curves[:, 0], color=BLUE, lw=5, alpha=0.5, label="the backward pass by hand")
plt.plot(curves[:, 1], color=ORANGE, lw=1.5, ls="--", label="PyTorch")
plt.xlabel("step")
plt.ylabel("loss of the batch")
plt.legend()
plt.show()
gap = np.abs(curves[:, 0] - curves[:, 1]).max()
print("largest difference below 1e-9:", bool(gap < 1e-9))
assert gap < 1e-9

# %% [markdown]
# The two losses differ by less than 10⁻⁹, over a hundred steps. The backward pass of chapters 04 and 05, here in the kit's finished form, is
# what PyTorch computes.
#
# The question of this chapter: **if the library does the gradients, what is left that can go wrong?** Quite a lot, and most of it raises no error. A run ends
# with slightly wrong weights, a flattering accuracy, or a time that nobody can repeat.

# %% [markdown]
# ## Predict
#
# Write your answers into the cell before you go on. Nothing here is graded. Each answer comes up again in the chapter.
#
# - **shares**: three batches of 64, 64 and 2 images. Every image of the first two is classified rightly, none of the last one. Somebody takes the mean of the
#   three shares. Is that too high, right, or too low, and by how much?
# - **resume**: a run is stopped after three of six epochs. Its weights are saved and loaded, and three more epochs follow. Are the weights in the
#   end those of a run without a stop?
# - **watch**: on a GPU, `A @ B` of two large matrices comes back after 20 microseconds. Is the product done?
# - **epoch**: an epoch of MNIST with the lecture's small net: what takes most of the time, loading the images or training on them? Answer for a
#   processor, and for a GPU.

# %%
prediction = {"shares": "", "resume": "", "watch": "", "epoch": ""}

# %% [markdown]
# ## Build
#
# Stuck in an exercise? Put `hint("lecture_gradients")` into a new cell, with that exercise's name; run it again for the next
# hint. An exercise may call the functions of earlier ones.
#
# ### Tensors beside arrays
#
# A **tensor** is an array that can lie on a device and take part in autograd. Most of NumPy's words are the same. Three things differ: `axis` is called
# `dim`; numbers with a point are **float32** unless you say otherwise; and a tensor that is made of a NumPy array keeps the array's kind of
# number, its `dtype`.

# %%
array = np.arange(6.0).reshape(2, 3)
tensor = torch.tensor(array)
print("sums:  ", array.sum(axis=0), tensor.sum(dim=0).tolist())
print("kinds: ", torch.tensor([1.0, 2.0]).dtype, tensor.dtype, torch.tensor([1, 2]).dtype)
assert torch.equal(tensor @ tensor.T, torch.tensor(array @ array.T))
assert isinstance(tensor.numpy(), np.ndarray)

# %% [markdown]
# A tour, to be tried line by line. `shape`, `dtype` and `device` say what a tensor is. Arithmetic works entry by entry, `@` multiplies matrices.
# `reshape` gives the same numbers another shape, and `flatten(start_dim=1)` makes a row of each image. `item()` makes a Python number of a
# tensor with one entry; `detach()` gives a tensor without the graph that autograd keeps, on the *same* memory. `to(torch.float32)` changes the
# kind of number.

# %%
generator = torch.Generator().manual_seed(0)
normal, uniform = torch.randn(2, 3, generator=generator), torch.rand(2, 3, generator=generator)
print(normal.shape, normal.dtype, normal.device, " a row of two images:", torch.zeros(2, 1, 28, 28).flatten(start_dim=1).shape)
assert torch.allclose(torch.sin(normal) ** 2 + torch.cos(normal) ** 2, torch.ones(2, 3))
assert normal.reshape(3, 2).shape == (3, 2)
assert 0 <= uniform.min().item() <= uniform.max().item() < 1
assert tensor.to(torch.float32).dtype == torch.float32

weight = torch.zeros(2, requires_grad=True)
bare = weight.detach()
bare[0] = 5.0  # detach copies nothing: the weight has changed too
print("needs a gradient:", weight.requires_grad, bare.requires_grad, " the weight is now", weight.tolist())
assert weight.tolist() == [5.0, 0.0]

# %% [markdown]
# float32 has about seven digits. For training that is plenty, and GPUs are built for it; `mps` has nothing longer. For *comparing* gradients it is too coarse. So this chapter
# keeps to a rule: **graded functions compute on the CPU in the `dtype` that comes in, which is float64; training on the device is float32.**
#
# ### Solved: a gradient
#
# A tensor that you make with `requires_grad=True` is a **leaf**: its gradient is wanted. Everything that is computed from it is recorded: the graph of chapter 03. `backward()` goes
# back through it, and leaves the gradient in the leaf's `grad`.

# %%
u = torch.tensor([1.0, 3.0], requires_grad=True)
v = torch.tensor([2.0, 5.0])
product = (u * v).sum()
product.backward()
print("recorded:", product.grad_fn is not None, " gradient by u:", u.grad.tolist(), " by v:", v.grad)
assert torch.equal(u.grad, v)

# %% [markdown]
# Two errors that everybody meets once, provoked on purpose. A graph is thrown away after it was used. And `backward()` starts from a single number only.

# %%
squares = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
total = (squares**2).sum()
total.backward()
for what in (total, squares**2):
    try:
        what.backward()
    except RuntimeError as error:
        print(str(error).partition(".")[0].partition(" (or")[0])

# %% [markdown]
# **If you read the lecture:** it calls `l.backward()` twice on the same `l`. That raises the first error; the loss has to be computed anew. Its second example
# ends with `.sum(dim=0)`, which gives three numbers: that is the second error, and `.sum()` was meant.
#
# What is true there is the main thing: **gradients add up**. `backward` never overwrites `grad`, it adds to it.
#
# ### Exercise 1: what stands in grad?
#
# *Difficulty 1 of 5, 5 minutes.* Work it out by hand, then check with PyTorch if you like.
#
# ```python
# a = torch.tensor([1.0, -2.0, 4.0], requires_grad=True)
# b = torch.tensor([1.0, 1.0, 1.0])
# (a**2 + b).sum().backward()    # first: what is a.grad now?
# (a**2 + b).sum().backward()    # second: what is a.grad now?
# a.grad = None
# (3 * a).sum().backward()       # third: what is a.grad now?
# b.grad                         # b_grad: what is this?
# ```

# %% nbgrader={"grade": false, "grade_id": "grads_add_up", "locked": false, "schema_version": 3, "solution": true, "task": false}
def grads_add_up():
    """The four answers, in a dict.

    first, second, third: lists of three numbers; b_grad: as a text in quotes, what print shows for b.grad
    """
    ### BEGIN SOLUTION
    return {"first": [2, -4, 8], "second": [4, -8, 16], "third": [3, 3, 3], "b_grad": "None"}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_grads_add_up", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("grads_add_up", programs.in_words(grads_add_up))

# %% [markdown]
# ### Exercise 2: the lecture's function
#
# *Difficulty 2 of 5, 10 minutes.* Three arrays come in. Let PyTorch find the gradients of
#
# $$L = \sum_{ij}\Big(\cos\frac{a_{ij}}{3} + \sqrt{|b_{ij}c_{ij}|}\Big)$$
#
# by $a$ and by $c$. A tensor that your function returns counts as the array that it holds.

# %% nbgrader={"grade": false, "grade_id": "lecture_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lecture_gradients(a, b, c):
    """L = sum of cos(a / 3) + sqrt(|b * c|) over all entries, and its gradients by a and c.

    a, b, c: arrays (M, N), no entry is 0  ->  loss: a number, da (M, N), dc (M, N), in this order
    """
    ### BEGIN SOLUTION
    A, C = torch.tensor(a, requires_grad=True), torch.tensor(c, requires_grad=True)
    loss = (torch.cos(A / 3) + torch.sqrt(torch.abs(torch.tensor(b) * C))).sum()
    loss.backward()
    return loss, A.grad, C.grad
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_lecture_gradients", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("lecture_gradients", lecture_gradients)

# %% [markdown]
# ### Solved: scores go in, not probabilities
#
# `cross_entropy` is the softmax loss of chapter 05: softmax, logarithm and mean over the batch in one, computed stably. It wants **scores**, and labels as whole
# numbers. Nothing stops you from giving it probabilities. Then it takes a softmax of a softmax, and no error is raised.

# %%
S, y = np.array([[3.2, 5.1, -1.7], [123.0, 456.0, 789.0]]), np.array([0, 2])
scores, labels = torch.tensor(S), torch.tensor(y)
print("from scores:       ", round(cross_entropy(scores, labels).item(), 4), " chapter 05:", round(softmax_loss(S, y)[0], 4))
print("from probabilities:", round(cross_entropy(torch.softmax(scores, dim=1), labels).item(), 4))
assert np.isclose(cross_entropy(scores, labels).item(), softmax_loss(S, y)[0])

# %% [markdown]
# From probabilities the loss of three classes can never fall below 0.55, however good the net is: the largest difference between two "scores" is 1.

# %%
best = cross_entropy(torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([0])).item()
assert np.isclose(best, np.log(1 + 2 / np.e))
assert round(best, 2) == 0.55

# %% [markdown]
# There is a second road: a layer `nn.LogSoftmax(dim=1)` at the end of the net, and the loss `nn.NLLLoss`, which picks the right class's entry and
# takes the mean with a minus. The two together are `cross_entropy`. Either road is fine; one half of each is not.

# %%
log_p = nn.LogSoftmax(dim=1)(scores)
assert torch.isclose(nn.NLLLoss()(log_p, labels), cross_entropy(scores, labels))
assert torch.isclose(nn.NLLLoss()(log_p, labels), -log_p[torch.arange(2), labels].mean())
print("NLLLoss of LogSoftmax:", round(nn.NLLLoss()(log_p, labels).item(), 4))

# %% [markdown]
# ### Exercise 3: the two-layer net, with autograd
#
# *Difficulty 2 of 5, 15 minutes.* The net of chapter 05: affine, ReLU, affine, softmax loss as a mean over the batch. Forward only; autograd does the rest.

# %% nbgrader={"grade": false, "grade_id": "torch_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def torch_gradients(W1, b1, W2, b2, X, y):
    """Loss and gradients of the two-layer net with S = relu(X @ W1 + b1) @ W2 + b2.

    W1 (D, H), b1 (H,), W2 (H, C), b2 (C,), X (N, D), labels y (N,), all arrays
    ->  loss: a number, dW1 (D, H), db1 (H,), dW2 (H, C), db2 (C,), in this order
    """
    ### BEGIN SOLUTION
    leaves = [torch.tensor(array, requires_grad=True) for array in (W1, b1, W2, b2)]
    hidden = torch.relu(torch.tensor(X) @ leaves[0] + leaves[1])
    loss = cross_entropy(hidden @ leaves[2] + leaves[3], torch.tensor(y))
    loss.backward()
    return loss, *(leaf.grad for leaf in leaves)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_torch_gradients", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("torch_gradients", torch_gradients)

# %% [markdown]
# ### Solved: two halves
#
# Why do gradients add up? Because of sums over paths (chapter 03), and because it is useful. Suppose that a batch of 8 does not fit into the memory of a card,
# but 4 do. Two calls of `backward`, one for each half, and the gradients of both are in `grad`. But mind the mean:

# %%
W = torch.tensor(rng.normal(size=(64, 10)) * 0.1, requires_grad=True)
images, labels = torch.tensor(X_train[:8]), torch.tensor(y_train[:8])
whole = torch.autograd.grad(cross_entropy(images @ W, labels), W)[0]
for half in (slice(0, 4), slice(4, 8)):
    cross_entropy(images[half] @ W, labels[half]).backward()
print("twice too large:", torch.allclose(W.grad, 2 * whole))
assert torch.allclose(W.grad, 2 * whole)

# %% [markdown]
# Each half brought *its own* mean, and two means are twice as much as one. Each part has to bring its **share** of the one mean over all.
#
# ### Exercise 4: a large batch in small pieces
#
# *Difficulty 3 of 5, 15 minutes.* A single affine layer with softmax loss. Call `backward` piece by piece; the sum must be the gradient of the *mean over all N
# rows*, to 10⁻⁶. The last piece may be shorter than the others.

# %% nbgrader={"grade": false, "grade_id": "accumulated_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def accumulated_gradients(W, b, X, y, size):
    """Gradients of the mean softmax loss of S = X @ W + b over all N rows, added up over pieces of at most `size` rows.

    W (D, C), b (C,), X (N, D), labels y (N,): arrays; size: a whole number  ->  dW (D, C), db (C,), in this order
    """
    ### BEGIN SOLUTION
    W, b = torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True)
    for images, labels in zip(torch.tensor(X).split(size), torch.tensor(y).split(size), strict=True):
        loss = cross_entropy(images @ W + b, labels, reduction="sum") / len(X)
        loss.backward()
    return W.grad, b.grad
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_accumulated_gradients", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("accumulated_gradients", accumulated_gradients)

# %% [markdown]
# ### Solved: a Dataset
#
# Training data come as a **Dataset**: an object that knows how many items it has, and hands out the item with a given index. Here is one that needs no data at all. Ask it by index:
# it never says that there is no further item, so a `for` loop over it would not end.

# %%
class Roots(Dataset):
    """Items 0 ... count - 1; item n is the pair of n and its square root, after the transform."""

    def __init__(self, count, transform=None):
        self.count = count
        self.change = transform if transform is not None else lambda pair: pair

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return self.change((index, index**0.5))


print(len(Roots(10)), Roots(10)[9])
print(Roots(10, transform=lambda pair: torch.tensor(pair))[4])

# %% [markdown]
# A **transform** is a function that an item goes through when it is fetched: an image file becomes a tensor, or is cut, or turned. It is called anew each time: a
# transform that draws random numbers gives another image each time.
#
# **If you read the lecture:** `transform=T.ToTensor` hands over the *class*. `T.ToTensor()` makes the object that transforms. And `ToTensor` changes no size: MNIST's images
# stay 28 × 28, although 32 × 32 is printed there.
#
# ### Exercise 5: pictures
#
# *Difficulty 2 of 5, 15 minutes.* A Dataset of images in an array. The check asks for the length and for one item (`length`, `image`, `label`). Then it hands your Dataset to a DataLoader, which
# comes next, and looks at all items (`images`, `labels`), and at whether the transform was called at each access (`anew`).

# %% nbgrader={"grade": false, "grade_id": "pictures", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Pictures(Dataset):
    """Item n is the pair (image n, label n). The image goes through the transform, where there is one; the label does not.
    The transform is called anew each time an item is fetched.

    images: an array (N, height, width); labels: an array (N,); transform: a function of one image, or None
    """

    def __init__(self, images, labels, transform=None):
        ### BEGIN SOLUTION
        self.images, self.labels, self.transform = images, labels, transform
        ### END SOLUTION

    def __len__(self):
        ### BEGIN SOLUTION
        return len(self.images)
        ### END SOLUTION

    def __getitem__(self, index):
        ### BEGIN SOLUTION
        image = self.images[index]
        return (image if self.transform is None else self.transform(image)), self.labels[index]
        ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_pictures", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
check("pictures", programs.asked_for_items(Pictures))

# %% [markdown]
# ### Solved: a DataLoader
#
# A **DataLoader** asks a Dataset for items and makes batches of them. `shuffle=True` takes them in a new order in each epoch; the order comes from a generator, which may be given.
# The last batch has what is left over.

# %%
loader = DataLoader(Roots(10), batch_size=4, shuffle=True, generator=torch.Generator().manual_seed(0))
for numbers, roots in loader:
    print(numbers.tolist(), "->", [round(root, 2) for root in roots.tolist()])
assert len(loader) == 3
assert sorted(n for numbers, _ in loader for n in numbers.tolist()) == list(range(10))

# %% [markdown]
# With `num_workers=4` four further processes fetch items while the net trains. That helps where fetching is slow, as with photographs in files. It costs start-up in each epoch (once, with `persistent_workers=True`), and does
# harm where fetching is fast. This course uses the default, 0: everything in one process. `pin_memory=True` puts batches where a CUDA card can fetch them by itself; without such a card it does
# nothing.
#
# ### Exercise 6: MNIST in batches
#
# *Difficulty 1 of 5, 5 minutes.* The lecture's loaders take 60,000 training images and 10,000 test images, in batches of 64. Each image is a tensor with one channel.

# %% nbgrader={"grade": false, "grade_id": "loader_counts", "locked": false, "schema_version": 3, "solution": true, "task": false}
def loader_counts():
    """Numbers that are worked out by hand, in a dict.

    batches, last: how many batches the training images make, and how many images the last of them has; test_batches, test_last:
    the same for the test images; shape: the shape of the first batch's images, a list of four numbers
    """
    ### BEGIN SOLUTION
    return {"batches": 938, "last": 32, "test_batches": 157, "test_last": 16, "shape": [64, 1, 28, 28]}
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_loader_counts", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("loader_counts", loader_counts)

# %% [markdown]
# ### Solved: a net
#
# A net is a subclass of `nn.Module`. A module that `__init__` assigns to `self` is found, with all its parameters. `forward` says what happens to a batch. `nn.Linear(D, H)`
# is the affine layer. **It keeps its weight as (outputs, inputs)**, the transpose of this course's `W`.

# %%
class Straight(nn.Module):
    def __init__(self, pixels, classes):
        super().__init__()
        self.layer = nn.Linear(pixels, classes)

    def forward(self, X):
        return self.layer(X)


straight = Straight(784, 10)
for name, parameter in straight.named_parameters():
    print(f"{name:13} {tuple(parameter.shape)}")
A, layer = torch.rand(5, 784), straight.layer
assert torch.allclose(straight(A), A @ layer.weight.T + layer.bias, atol=1e-6)

# %% [markdown]
# These names are the keys of `state_dict()`, the dict in which a net is saved. A list of layers in `self` is *not* a module: its parameters would never be found, and never trained. `nn.Sequential(*layers)` and
# `nn.ModuleList(layers)` are.
#
# ### Exercise 7: a net of any depth
#
# *Difficulty 3 of 5, 20 minutes.* The lecture's MLP, for any sizes: `MLP([784, 64, 64, 10])` has three affine layers, with ReLU between them. It gives scores. The check
# counts the parameters' `tensors` and the `numbers` in them, then fills them with values of its own and asks for the `scores`. Where the shapes do not fit, it cannot, and the `scores` are missing.

# %% nbgrader={"grade": false, "grade_id": "mlp", "locked": false, "schema_version": 3, "solution": true, "task": false}
class MLP(nn.Module):
    """Affine layers with biases from sizes[0] to sizes[1] to ... to sizes[-1], and a ReLU after each but the last.

    sizes: a list of two or more whole numbers. The parameters' order is that of the layers, weight before bias; weights are
    (outputs, inputs), as in nn.Linear, or all the other way round.
    forward: X (N, sizes[0])  ->  scores (N, sizes[-1])
    """

    def __init__(self, sizes):
        super().__init__()
        ### BEGIN SOLUTION
        layers = []
        for n_in, n_out in pairwise(sizes):
            layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        self.model = nn.Sequential(*layers[:-1])
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        return self.model(X)
        ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_mlp", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("mlp", programs.with_parameters(MLP))

# %% [markdown]
# The lecture's net has 55,050 parameters. The chapter goes on with a finished form of the same net for the digits, so that what follows also runs before your `MLP` does.

# %%
def digit_net(hidden=64):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 10))


assert 784 * 64 + 64 + 64 * 64 + 64 + 64 * 10 + 10 == 55_050
print("parameters for the digits:", sum(parameter.numel() for parameter in digit_net().parameters()))

# %% [markdown]
# ### Solved: one step in slow motion
#
# An **optimizer** holds the parameters and changes them by their `grad`. One step of training is four lines: clear the old gradients, compute the loss, go back, step.

# %%
layer, X, y = nn.Linear(64, 10), torch.tensor(X_train[:32], dtype=torch.float32), torch.tensor(y_train[:32])
descent = torch.optim.SGD(layer.parameters(), lr=0.5)
before = layer.weight.detach().clone()
descent.zero_grad()
L = cross_entropy(layer(X), y)
L.backward()
descent.step()
assert torch.allclose(layer.weight, before - 0.5 * layer.weight.grad)
print("the loss fell:", cross_entropy(layer(X), y).item() < L.item())

# %% [markdown]
# Since gradients add up, a missing `zero_grad` gives steps made of *all* gradients so far. And a `zero_grad` between `backward` and `step` gives steps made of nothing.
# Neither raises an error. The figure shows 120 steps on the digits, by SGD without momentum at the rate 0.3, in batches of 64, one seed. Look at the dashed curve twice: at its beginning and at its end.

# %% tags=["hide-input"]
def training_curve(clear):
    net, losses = digit_net(), []
    descent = torch.optim.SGD(net.parameters(), lr=0.3)
    for step in range(120):
        rows = slice(64 * (step % 20), 64 * (step % 20 + 1))
        L = cross_entropy(net(torch.tensor(X_train[rows], dtype=torch.float32)), torch.tensor(y_train[rows]))
        if clear == "before":
            descent.zero_grad()
        L.backward()
        if clear == "between":
            descent.zero_grad()
        descent.step()
        losses.append(L.item())
    return losses


shown = {"before": ("once per step: right", GREEN, "-"), "never": ("never", ORANGE, "--"), "between": ("between backward and step", BLUE, ":")}
curves = {clear: training_curve(clear) for clear in shown}
for clear, (label, colour, line) in shown.items():
    plt.plot(curves[clear], color=colour, ls=line, label=label)
plt.xlabel("step")
plt.ylabel("loss of the batch")
plt.ylim(0, 7)
plt.title("zero_grad() is called ...")
plt.legend()
plt.show()
assert curves["before"][-1] < 0.5 < 2 < np.mean(curves["never"][-20:])
assert curves["never"][20] < curves["before"][20]
assert abs(np.mean(curves["between"]) - np.log(10)) < 0.05

# %% [markdown]
# Without `zero_grad` the loss falls *faster* at first, which is what makes the mistake so hard to see. The sum of all past gradients is a momentum without friction: it rolls past every minimum, and never comes to rest. With
# the call in the wrong place nothing is learned at all: the loss stays near log 10.
#
# ### Exercise 8: an epoch
#
# *Difficulty 4 of 5, 30 minutes.* The heart of the chapter. Train on every batch once. Give back the mean loss over all *images*, each loss taken before its own step, as a plain number: if you add up loss *tensors*, their graphs
# stay in memory, batch after batch. The check's net holds a batch norm layer and has been left in inference mode. The check looks at the net's `weights` afterwards, at the
# `loss`, and at whether the loss still refers to a graph (`holds_graph`).

# %% nbgrader={"grade": false, "grade_id": "train_epoch", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train_epoch(model, loader, optimizer):
    """One epoch of training with mean cross-entropy, one step for each batch, in training mode.

    model: an nn.Module that gives scores (M, C); loader: gives pairs (X, y) of M images and M labels, where the last M may be
    smaller; optimizer: holds the model's parameters  ->  loss: a number, the mean over all images of the epoch
    """
    ### BEGIN SOLUTION
    model.train()
    total, count = 0.0, 0
    for X, y in loader:
        optimizer.zero_grad()
        loss = cross_entropy(model(X), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_train_epoch", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("train_epoch", programs.on_arrays(train_epoch))

# %% [markdown]
# ### Solved: two switches
#
# When a net is used and not trained, two things are switched. `net.eval()` tells the *layers*: dropout stops dropping, batch norm uses its running averages (chapter 08). A block of `torch.inference_mode()` tells *autograd* to record
# nothing, which saves time and memory. (`torch.no_grad()`, which the lecture uses, is its older form and a little slower. Take it where a tensor that is made in the block takes part in training later: autograd refuses those
# made in inference mode.) The two switches are independent: neither does the other's work.

# %%
noisy = nn.Sequential(nn.Dropout(0.5), nn.Linear(64, 10))
noisy.train()
print("training:  two answers are equal:", torch.equal(noisy(X), noisy(X)))
noisy.eval()
print("inference: two answers are equal:", torch.equal(noisy(X), noisy(X)), " recorded:", noisy(X).requires_grad)
with torch.no_grad():
    print("within no_grad, recorded:", noisy(X).requires_grad)

# %% [markdown]
# **shares**, resolved. A batch of two counts as much as one of 64, so the mean of the shares is far too low here. **Count right answers and images; divide once, at the end.**

# %%
right, sizes = np.array([64, 64, 0]), np.array([64, 64, 2])
print("mean of the shares:", round(float(np.mean(right / sizes)), 3), " right:", round(float(right.sum() / sizes.sum()), 3))
print("You predicted:", prediction["shares"] or "nothing yet")

# %% [markdown]
# **If you read the lecture:** in section 7.3 it adds up the test batches' *shares* and divides by the number of test *images*, which is about 64 times too small. Later the test loss is divided by the length of the *training* set. Its last version counts rightly.
#
# ### Exercise 9: the whole set
#
# *Difficulty 3 of 5, 20 minutes.* Loss and accuracy over all images. The check's net has been left in training mode, and one of its layers notes whether autograd records (`recorded`).

# %% nbgrader={"grade": false, "grade_id": "evaluate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def evaluate(model, loader):
    """Mean cross-entropy and share of right answers over all images, with the model in inference mode and nothing recorded.

    model: an nn.Module that gives scores (M, C); loader: gives pairs (X, y) as for train_epoch. The largest score is the answer.
    ->  loss, accuracy: two numbers, in this order
    """
    ### BEGIN SOLUTION
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.inference_mode():
        for X, y in loader:
            scores = model(X)
            total += cross_entropy(scores, y, reduction="sum").item()
            right += (scores.argmax(dim=1) == y).sum().item()
            count += len(y)
    return total / count, right / count
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_evaluate", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
check("evaluate", programs.measured_on_arrays(evaluate))

# %% [markdown]
# ### Solved: a run with a progress bar
#
# Now a whole run on the digits, on your device: 20 epochs of SGD with momentum 0.9 at the rate 0.1, in batches of 64, first weights from one seed. `run_epoch` and `measure` in `torch_training` are finished forms of what you just wrote. The batches are moved to the device one by one, as the lecture does it. A bar
# shows how far the run is; outside of notebooks `tqdm` is the usual one.

# %%
from IPython.display import display
from ipywidgets import IntProgress

fit = TensorDataset(torch.tensor(X_train[:1097], dtype=torch.float32), torch.tensor(y_train[:1097]))
held = TensorDataset(torch.tensor(X_train[1097:], dtype=torch.float32), torch.tensor(y_train[1097:]))


def moved(loader):
    return ((X.to(device), y.to(device)) for X, y in loader)


net, history, bar = digit_net().to(device), [], IntProgress(max=20, description="epochs")
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
display(bar)
for _ in range(bar.max):
    loss = torch_training.run_epoch(net, moved(DataLoader(fit, batch_size=64, shuffle=True)), optimizer)
    history.append((loss, *torch_training.measure(net, moved(DataLoader(held, batch_size=64)))))
    bar.value += 1
history = np.array(history)

# %% [markdown]
# Left the losses, right the accuracy on the 300 images that were held out. Look for the epoch from which on nothing more is gained.

# %% tags=["hide-input"]
fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
epochs = np.arange(1, len(history) + 1)
left.semilogy(epochs, history[:, 0], color=BLUE, label="training")
left.semilogy(epochs, history[:, 1], color=ORANGE, ls="--", label="validation")
left.set(xlabel="epoch", ylabel="loss")
left.legend()
right.plot(epochs, history[:, 2], color=GREEN)
right.set(xlabel="epoch", ylabel="validation accuracy", ylim=(0, 1.02))
plt.show()
print("above 90 %:", bool(history[-1, 2] > 0.9))
assert history[-1, 2] > 0.9
assert history[10:, 0].min() < history[5, 0] / 2
assert history[5, 2] > 0.95 * history[-1, 2]

# %% [markdown]
# The training loss goes on falling. On images that the net has not seen, little is gained after some six epochs.
#
# ### Solved: a schedule
#
# A **scheduler** changes the optimizer's learning rate each time its `step()` is called. It knows nothing of epochs: when to call it is up to you. Here is the exponential schedule of chapter 07, by its factor.

# %%
descent = torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=0.8)
halving = torch.optim.lr_scheduler.ExponentialLR(descent, gamma=0.5)
used = []
for _ in range(4):
    used.append(halving.get_last_lr()[0])
    descent.step()
    halving.step()
print(used)
assert used == [0.8, 0.4, 0.2, 0.1]

# %% [markdown]
# `CosineAnnealingLR(optimizer, T_max=epochs)` counts **epochs** if it is stepped once in each. Stepped after every *batch* it reaches the end of its half wave far too early. What then? Look at the dashed curve: it is a cosine, and comes
# up again.

# %% tags=["hide-input"]
def cosine_rates(epochs, batches, per_batch):
    descent = torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=0.1)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(descent, T_max=epochs)
    rates = []
    for step in range(epochs * batches):
        rates.append(cosine.get_last_lr()[0])
        descent.step()
        if per_batch or (step + 1) % batches == 0:
            cosine.step()
    return np.array(rates)


right_rates, wrong_rates = cosine_rates(10, 18, False), cosine_rates(10, 18, True)
plt.step(np.arange(180) / 18, right_rates, where="post", color=BLUE, label="stepped once in each epoch")
plt.plot(np.arange(180) / 18, wrong_rates, color=ORANGE, lw=1, ls="--", label="stepped after each batch")
plt.xlabel("epoch")
plt.ylabel("learning rate")
plt.ylim(0, 0.13)
plt.legend(ncols=2, loc="upper right")
plt.show()
assert wrong_rates[10] < 1e-9
assert np.isclose(wrong_rates[20], 0.1)
assert np.allclose(right_rates[::18], 0.05 * (1 + np.cos(np.pi * np.arange(10) / 10)))

# %% [markdown]
# ### Exercise 10: epochs with a schedule
#
# *Difficulty 2 of 5, 15 minutes.* Train for several epochs. The first epoch uses the optimizer's full rate; the scheduler steps once after each epoch.

# %% nbgrader={"grade": false, "grade_id": "scheduled_epochs", "locked": false, "schema_version": 3, "solution": true, "task": false}
def scheduled_epochs(model, loader, optimizer, scheduler, epochs):
    """Train for some epochs as train_epoch does, with a scheduler that counts epochs.

    ->  rates: the learning rate that each epoch used; losses: the mean loss of each epoch; two lists of `epochs` numbers
    """
    ### BEGIN SOLUTION
    rates, losses = [], []
    for _ in range(epochs):
        rates.append(scheduler.get_last_lr()[0])
        losses.append(train_epoch(model, loader, optimizer))
        scheduler.step()
    return rates, losses
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_scheduled_epochs", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("scheduled_epochs", programs.with_schedule(scheduled_epochs))

# %% [markdown]
# ### Solved: saving a net
#
# `torch.save` writes a dict to a file, `torch.load` reads it. The file is a *pickle*, and a pickle can run any program while it is read. **Load with `weights_only=True`**: then only tensors, numbers, texts,
# lists and dicts come in. PyTorch does so by default since version 2.6; say it all the same.

# %%
with tempfile.TemporaryDirectory() as folder:
    torch.save({"weights": net.state_dict(), "note": "digits, 20 epochs"}, f"{folder}/net.pt")
    read = torch.load(f"{folder}/net.pt", weights_only=True, map_location=device)
copy = digit_net().to(device)
print(copy.load_state_dict(read["weights"]), "-", read["note"])
sample = fit.tensors[0][:5].to(device)
assert torch.equal(copy(sample), net(sample))

# %% [markdown]
# `map_location` says where the tensors go, whichever device they were saved on. For *using* a net, that is all.
#
# **If you read the lecture:** it saves optimizer and scheduler too, and then loads the net alone. Is that enough to *go on training*? Here is the experiment: six epochs without a stop, and three and three with the weights
# alone carried over. Both learn the digits in batches of 64 and shuffle by generators of the same seed, momentum is 0.9, and the schedule is a cosine over six epochs.

# %%
def begin(seed=0):
    net = digit_net().to(device)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    return net, optimizer, torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=6), torch.Generator().manual_seed(seed)


def go_on(run, more):
    net, optimizer, cosine, random = run
    losses = []
    for _ in range(more):
        loader = DataLoader(fit, batch_size=64, shuffle=True, generator=random)
        losses.append(torch_training.run_epoch(net, moved(loader), optimizer))
        cosine.step()
    return losses


without, first = begin(), begin()
unbroken, broken = go_on(without, 6), go_on(first, 3)
second = begin()
second[0].load_state_dict(first[0].state_dict())
broken += go_on(second, 3)

# %% tags=["hide-input"]
plt.semilogy(range(1, 7), unbroken, "o-", color=BLUE, label="six epochs without a stop")
plt.semilogy(range(1, 7), broken, "s--", color=ORANGE, label="stopped after three, weights alone restored")
plt.axvline(3.5, color="#999999", lw=1, ls=":")
plt.xlabel("epoch")
plt.ylabel("training loss")
plt.legend()
plt.show()
assert np.allclose(unbroken[:3], broken[:3], rtol=1e-3)
assert not np.allclose(unbroken[3:], broken[3:], rtol=1e-2)
print("You predicted:", prediction["resume"] or "nothing yet")

# %% [markdown]
# **resume**, resolved: they are not the same. After the stop the loss is another one: the momentum began at zero, the learning rate at its full height, and the shuffling at its first order. A run has *four* memories besides its weights: the optimizer's, the scheduler's, the
# number of epochs, and the state of the random numbers.
#
# ### Exercise 11: stop and resume
#
# *Difficulty 4 of 5, 30 minutes.* Two functions. The check runs some epochs, calls `checkpoint`, writes what it returns with `torch.save`, makes **new** objects (with other weights and another seed), reads the file with `weights_only=True`, calls
# `resume`, and runs the other epochs. The `weights` in the end must be those of a run without a stop,
# and so must the learning `rates` of the other epochs; `epoch` is what `resume` returned. A `torch.Generator` has `get_state()` and `set_state(state)`.

# %% nbgrader={"grade": false, "grade_id": "checkpoint", "locked": false, "schema_version": 3, "solution": true, "task": false}
def checkpoint(model, optimizer, scheduler, epoch, random):
    """All that a run needs to go on, as a dict of your own design that torch.save can write.

    epoch: how many epochs are done; random: the torch.Generator that shuffles
    """
    ### BEGIN SOLUTION
    states = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict()}
    return states | {"epoch": epoch, "random": random.get_state()}
    ### END SOLUTION


def resume(saved, model, optimizer, scheduler, random):
    """Put what checkpoint returned back into new objects of the same kinds  ->  how many epochs are done."""
    ### BEGIN SOLUTION
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    scheduler.load_state_dict(saved["scheduler"])
    random.set_state(saved["random"])
    return saved["epoch"]
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_checkpoint", "locked": true, "points": 9, "schema_version": 3, "solution": false, "task": false}
check("checkpoint", programs.stopped_and_resumed(checkpoint, resume))

# %% [markdown]
# Dropout and `torch.randn` draw from PyTorch's *global* generator. A run with dropout saves `torch.get_rng_state()` as well; on a GPU also `torch.cuda.get_rng_state_all()`.
#
# ### Solved: a graph in TensorBoard
#
# **TensorBoard** is a program that shows what a run has written into a folder: curves, histograms, and the graph of a net. A `SummaryWriter` writes. Here the folder is a temporary one, and the file is read back, to see that all is there.

# %%
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from torch.utils.tensorboard import SummaryWriter

with tempfile.TemporaryDirectory() as folder:
    with SummaryWriter(folder) as board:
        board.add_graph(digit_net(), torch.zeros(1, 64))
    graph = EventAccumulator(folder).Reload().Graph()
kinds = [node.op for node in graph.node]
print("nodes of kind aten::linear:", kinds.count("aten::linear"), " aten::relu:", kinds.count("aten::relu"))
assert (kinds.count("aten::linear"), kinds.count("aten::relu")) == (3, 2)

# %% [markdown]
# Three affine layers, two ReLUs: the net as it was built. `add_scalar(name, value, step)` adds a point to a curve, `add_histogram(name, values, step)` a histogram; a slash in a name makes a group. Without a step every value
# falls on step 0.
#
# ### Exercise 12: a run for TensorBoard
#
# *Difficulty 2 of 5, 15 minutes.* Write the curves of a finished run. The check reads your event files back: the names (`tags`), the rows (step, value) of each curve, and the rows (step, smallest value, largest value,
# how many values) of the histogram. It also looks at whether the writer was closed or flushed (`complete`): an open one keeps values back.

# %% nbgrader={"grade": false, "grade_id": "write_run", "locked": false, "schema_version": 3, "solution": true, "task": false}
def write_run(folder, losses, accuracies, weights):
    """Write a run into `folder` for TensorBoard: three things for each epoch, with the epoch as the step, counted from 1.

    losses (E,): the curve loss/training; accuracies (E,): the curve accuracy/validation; weights (E, D, H): weights[e] is the
    histogram `weights` of epoch e + 1. Returns nothing. The files must be complete when the function returns.
    """
    ### BEGIN SOLUTION
    with SummaryWriter(folder) as writer:
        for epoch, (loss, accuracy, W) in enumerate(zip(losses, accuracies, weights, strict=True), start=1):
            writer.add_scalar("loss/training", loss, epoch)
            writer.add_scalar("accuracy/validation", accuracy, epoch)
            writer.add_histogram("weights", W, epoch)
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_write_run", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("write_run", programs.read_back(write_run))

# %% [markdown]
# That run was over. The real use is to write **from inside the loop** and to watch: here a net learns the digits for six epochs (SGD, momentum 0.9, rate 0.1,
# batches of 64, one seed), and after each epoch the loop writes two curves and a histogram, and draws the curve anew. `flush` hands over what was kept back.

# %% tags=["skip-grading"]
# NBVAL_IGNORE_OUTPUT
from IPython.display import clear_output

watched, seen = digit_net(), []
descent = torch.optim.SGD(watched.parameters(), lr=0.1, momentum=0.9)
shuffled = DataLoader(fit, batch_size=64, shuffle=True, generator=torch.Generator().manual_seed(0))
with tempfile.TemporaryDirectory() as folder:
    board = SummaryWriter(folder)
    for epoch in range(1, 7):  # six epochs
        seen.append(torch_training.run_epoch(watched, shuffled, descent))
        board.add_scalar("loss/training", seen[-1], epoch)
        board.add_scalar("accuracy/validation", torch_training.measure(watched, DataLoader(held, batch_size=64))[1], epoch)
        board.add_histogram("weights/first", watched[0].weight, epoch)
        board.flush()
        clear_output(wait=True)
        plt.plot(range(1, epoch + 1), seen, "o-", color=BLUE)
        plt.xlabel("epoch")
        plt.ylabel("training loss")
        plt.show()
    board.close()
    written = [event.step for event in EventAccumulator(folder).Reload().Scalars("loss/training")]
assert written == [1, 2, 3, 4, 5, 6]

# %% [markdown]
# To see runs of your own, write into a folder that stays, say `runs/first`. Then call `tensorboard --logdir runs` in a terminal and open `localhost:6006`; or `%load_ext tensorboard` and `%tensorboard --logdir runs` in a cell of
# Colab or JupyterLab, *before* the training, and press its button to reload. What to look for: **Scalars**: does the validation curve turn while training falls? Put two runs over each other. **Histograms**: do the weights of a
# layer stand still, or run away? **Graphs**: is the net what you meant?
#
# ### Devices
#
# A tensor lies on one device, and so does all that is computed from it. `X.to(device)` gives a copy there, or `X` itself where it lies there already; `device=device` makes a tensor there at once, with no copy to send. **A module moves itself; a tensor does not**: `net.to(device)` is enough,
# `X.to(device)` alone does nothing to `X`.
#
# `nvidia-smi` in a terminal (`!nvidia-smi` in a notebook) says which cards there are, how much of their memory is taken, and by whom. `"cuda:0"` is the first card, `"cuda:1"` the second, `"cuda"` the current one. Older code calls `X.cuda()`; `X.to(device)`
# is better, since the same line runs where there is no such card. Keep on the card what is used there: a large data set may stay on this side, and only the net and the batch at work lie there.
#
# Every machine has a second device: `meta`, which knows shapes and kinds and holds no numbers. With it the error of mixed devices can be seen without a GPU. Where there is a GPU, the cell uses it.

# %%
# NBVAL_IGNORE_OUTPUT
elsewhere = device if device.type != "cpu" else torch.device("meta")
layer = nn.Linear(64, 10).to(elsewhere)
here = torch.zeros(2, 64)
here.to(elsewhere)
try:
    layer(here)
except RuntimeError as error:
    print(error)
print("moved and assigned:", tuple(layer(here.to(elsewhere)).shape))
assert torch.zeros(3, device=elsewhere).device.type == elsewhere.type

# %% [markdown]
# The third line of the cell did nothing: `here.to(elsewhere)` made a copy that nobody kept. On a GPU the message often begins with *Expected all tensors to be on the same device*. Whatever it says: print `.device` of everything in the line that is named.
#
# A card's memory is smaller than you are used to. A tensor takes its entries times the bytes of each; `torch.cuda.memory_allocated()` says what is taken on a CUDA card.

# %%
def megabytes(tensor):
    return tensor.numel() * tensor.element_size() / 1e6


matrix = torch.empty(10_000, 10_000, device="meta")
print("10000 x 10000 in float32:", megabytes(matrix), "MB; MNIST as float32:", megabytes(torch.empty(60_000, 784, device="meta")), "MB")
if device.type == "cuda":  # only where there is such a card
    here = torch.empty(10_000, 10_000, device=device)
    assert torch.cuda.memory_allocated() >= 4e8

# %% [markdown]
# ### Exercise 13: everything in one place
#
# *Difficulty 2 of 5, 10 minutes.* The loss of a batch, on a given device. The check asks for `cpu` and for `meta`, and looks where parameters, images and loss lie.

# %% nbgrader={"grade": false, "grade_id": "loss_on_device", "locked": false, "schema_version": 3, "solution": true, "task": false}
def loss_on_device(model, X, y, device):
    """Move the model to the device, and compute the batch's mean cross-entropy there.

    model: an nn.Module; X (N, D), y (N,): tensors that may lie elsewhere; device: a torch.device
    ->  loss: a tensor of one number that lies on the device (no .item(), no .cpu())
    """
    ### BEGIN SOLUTION
    model.to(device)
    return cross_entropy(model(X.to(device)), y.to(device))
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_loss_on_device", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("loss_on_device", programs.on_devices(loss_on_device))

# %% [markdown]
# ### How fast is a GPU?
#
# The lecture multiplies two matrices of 10000 × 10000: 27.8 seconds on the processor, 3.02 seconds on the card. The arithmetic behind it: $2n^3$ operations for $n = 10{,}000$ are $2 \cdot 10^{12}$. So its processor did $72 \cdot 10^9$ operations a second,
# or 72 GFLOP/s: about what one or two cores can do. And the card? A T4, the usual card of such free notebooks (the lecture does not say which it had), can do $8.1 \cdot 10^{12}$ a second by its data sheet, so it would need a quarter of a second. The other 2.8 seconds were something else.

# %%
operations = 2 * 10_000**3
print("processor:", round(operations / 27.8 / 1e9), "GFLOP/s;  a T4 needs", round(operations / 8.1e12, 2), "s by its data sheet")

# %% [markdown]
# Two things go wrong in such a timing.
#
# - **The first call pays for the start-up**: the library is loaded, the card is set up, a way to multiply is chosen. That is probably most of the 3.02 seconds.
# - **A call on a GPU is a letter, not a visit.** The processor *launches* the work and goes on at once. A clock that is read then shows the time to post the letter. `torch.cuda.synchronize()` waits for the answer (`torch.mps.synchronize()` on a
#   Mac). So does whatever needs a number on this side: `.item()`, `.cpu()`, `print`.
#
# Solved: a toy device with its own clock makes that visible. Its start-up takes 2 s, a launch 0.01 s, and each piece of work 0.5 s.

# %%
toy = programs.ToyDevice(start_up=2.0, launch=0.01, seconds=0.5)
for number in (1, 2, 3):
    since = toy.clock()
    toy.work()
    print("call", number, "came back after", round(toy.clock() - since, 2), "s")
since = toy.clock()
toy.synchronize()
print("and the wait for all three took", round(toy.clock() - since, 2), "s")
print("You predicted:", prediction["watch"] or "nothing yet")

# %% [markdown]
# **watch**, resolved: no, the product is not done. The call came back; the card is still at work.
#
# ### Exercise 14: an honest stop watch
#
# *Difficulty 3 of 5, 15 minutes.* The mean time of one call, without start-up, when `repeats` calls are launched one after the other without waiting in between. The check tries your watch on toy devices whose times are known.

# %% nbgrader={"grade": false, "grade_id": "seconds_per_call", "locked": false, "schema_version": 3, "solution": true, "task": false}
def seconds_per_call(work, wait, clock, repeats):
    """Seconds from the first launch until all is done, divided by the number of calls, on a device that is warm and idle.

    work(): launches the work; wait(): waits until all that was launched is done; clock(): the time in seconds;
    repeats: how many calls are measured  ->  a number
    """
    ### BEGIN SOLUTION
    work()
    wait()
    start = clock()
    for _ in range(repeats):
        work()
    wait()
    return (clock() - start) / repeats
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_seconds_per_call", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("seconds_per_call", programs.on_toy_device(seconds_per_call))

# %% [markdown]
# The same product, timed wrongly and rightly beside each other, on *your* device: 1000 × 1000 on a processor, the lecture's 10000 × 10000 on a GPU. Compare the three bars; of later calls each shows the shortest of five. The cell is not run when
# grading.

# %% tags=["skip-grading", "hide-input"]
side = 1000 if device.type == "cpu" else 10_000
A, B = torch.randn(side, side, device=device), torch.randn(side, side, device=device)
wait = {"cuda": torch.cuda.synchronize, "mps": torch.mps.synchronize}.get(device.type, lambda: None)
wait()


def reading(ready):
    start = time.perf_counter()
    A @ B
    ready()
    taken = time.perf_counter() - start
    wait()
    return taken


first = reading(lambda: None)
later = [min(reading(ready) for _ in range(5)) for ready in (lambda: None, wait)]
plt.barh(["first call, no wait", "later call, no wait", "later call, with a wait"], [first, *later], color=[ORANGE, ORANGE, GREEN])
plt.gca().invert_yaxis()
plt.xlabel("seconds")
plt.title(f"a product of {side} × {side} on {device.type}")
plt.show()

# %% [markdown]
# On a processor the last two bars are alike: a call comes back when the work is done. On a GPU the middle bar all but vanishes, and it is the one that a careless timing shows.
# The first bar holds little of the start-up there, since the training above has paid for it: a fresh notebook would show more.
#
# ### Where the time of an epoch goes
#
# An epoch has three parts: **loading** (fetching items one by one, putting them into batches), **sending** to the device, and **training**. The figure measures them on your machine, for one epoch of the digits with
# batches of 64 (SGD with momentum, the net of above; what it learns plays no part, so no seed is set). Look for the longest bar. The cell is not run when grading.

# %% tags=["skip-grading", "hide-input"]
class OneByOne(Dataset):
    """Digits as the lecture's MNIST gives them: each becomes a tensor when it is asked for."""

    def __len__(self):
        return 1097

    def __getitem__(self, index):
        return torch.tensor(X_train[index], dtype=torch.float32), int(y_train[index])


def seconds(task):
    task()
    wait()
    start = time.perf_counter()
    task()
    wait()
    return time.perf_counter() - start


lists = list(DataLoader(OneByOne(), batch_size=64))
on_place = [(X.to(device), y.to(device)) for X, y in lists]
parts = {"loading, one by one": seconds(lambda: list(DataLoader(OneByOne(), batch_size=64))), "sending": seconds(lambda: list(moved(lists))),
         "training": seconds(lambda: torch_training.run_epoch(net, on_place, optimizer)),
         "slices of a tensor\nin place of loading": seconds(lambda: list(zip(fit.tensors[0].split(64), fit.tensors[1].split(64), strict=True)))}
plt.barh(list(parts), list(parts.values()), color=[ORANGE, ORANGE, BLUE, GREEN])
plt.gca().invert_yaxis()
plt.xlabel("seconds")
plt.title(f"one epoch of 1,097 digits on {device.type}")
plt.show()
print("You predicted:", prediction["epoch"] or "nothing yet")

# %% [markdown]
# On a processor, with this small net, loading one by one takes a good part of the epoch, and sending takes nothing, since all is there. Slices of a tensor cost next to nothing too. On a GPU, sending takes some time, and training takes what its many small launches take.
# The loading bar stays as it is, whatever the card.
#
# **epoch**, resolved: without a GPU about half of the work is the loader's; the table below says where and when that was measured. A card can make training shorter, but never loading: the faster the card, the more of the epoch it waits for the loader.
#
# The cure is the simplest one can think of. MNIST's training images are 188 MB in float32. **Put all of them on the device, once, and cut batches there.**
#
# ### Exercise 15: batches without a loader
#
# *Difficulty 1 of 5, 10 minutes.* `order` holds all indices in a shuffled order, on the device where X and y lie.

# %% nbgrader={"grade": false, "grade_id": "device_batches", "locked": false, "schema_version": 3, "solution": true, "task": false}
def device_batches(X, y, order, size):
    """One epoch of batches, as a generator: the rows of X and y in the given order, `size` at a time, the last batch perhaps shorter.

    X (N, D), y (N,), order (N,): tensors; size: a whole number  ->  yields pairs (rows of X, rows of y)
    """
    ### BEGIN SOLUTION
    for rows in order.split(size):
        yield X[rows], y[rows]
    ### END SOLUTION


# %% tags=["raises-exception"] nbgrader={"grade": true, "grade_id": "check_device_batches", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("device_batches", programs.all_batches(device_batches))

# %% [markdown]
# ### Ten epochs of MNIST
#
# `benchmarks/mnist_epochs.py` in the course's repository climbs a ladder, for the lecture's net of 55,050 parameters on all 60,000 images. It prints a table for the device that it finds. What to expect from each rung:
#
# 1. **The lecture's loader**, with workers, sending each batch, and reading loss and accuracy after each step. `loss.item()` waits for the device each time.
# 2. **Data on the device.** No loader, no sending, nothing read back before the end of the epoch.
# 3. **Larger batches**: 250 in place of 64 are a quarter of the steps. A GPU's step takes about as long for 250 images as for 64. The learning rate has to be chosen anew.
# 4. **`torch.compile`** joins small operations into large ones. It costs many seconds before the first step.
# 5. **A CUDA graph**: all launches of a step are recorded once and sent off as one. For so small a net the launches *are* the time.
#
# On a **processor**, with one thread for training (two cores of an AMD EPYC, both shared with other work; torch 2.13, 21 November 2026), ten epochs, one run each:
#
# | how | seconds by the clock | of them the training process worked | test accuracy |
# |---|---|---|---|
# | loader, no workers, batches of 64 | 45 | 21 | 97.3 % |
# | loader, 2 workers | 41 | 21 | 97.3 % |
# | data on the device, batches of 64 | 14 | 11 | 97.3 % |
# | batches of 250, Adam, one-cycle schedule | 12 | 5.2 | 98.0 % |
# | the same, `torch.compile` | 7 | 5.6 | 98.0 % |
#
# Half of the work was the loader's. Two workers hardly helped. The fourth row changes three things at once, the batch, the optimizer and the schedule (SGD with momentum 0.9 and a cosine schedule
# before it), so its accuracy says nothing of any one of them. **No GPU was measured for this chapter**, so there are no figures of one here, and a CUDA graph has not been timed. Run the script on yours, and put the
# device's name and the date beside what you find.
#
# The third rung's way, for three epochs, in a cell of its own: all data on the device, SGD with momentum 0.9 at the rate 0.1, batches of 250, one seed.
# It runs where MNIST is; `mnist()` in a new cell downloads it (11 MB). It is not run when grading.

# %% tags=["skip-grading"]
# NBVAL_SKIP
try:
    images = mnist(download=False)
except DataError as missing:
    print(missing)
else:
    torch.manual_seed(0)
    X, y, X_new, y_new = (torch.from_numpy(array).to(device) for array in images)
    reader = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
    descent = torch.optim.SGD(reader.parameters(), lr=0.1, momentum=0.9)
    for epoch in range(1, 4):  # three epochs
        order = torch.randperm(len(X), device=device)
        loss = torch_training.run_epoch(reader, ((X[rows], y[rows]) for rows in order.split(250)), descent)
        share = torch_training.measure(reader, [(X_new, y_new)])[1]
        print(f"epoch {epoch}: training loss {loss:.3f}, right of the 10,000 test images {share:.1%}")
    assert share > 0.96

# %% [markdown]
# ## Check
#
# What chapters 03 to 08 built, against PyTorch's own, in float64. First the graph of chapter 03, $f = 1 + e^{w_1x + w_0}$, and the layers' backward passes.

# %%
def theirs_backward(layer, dS, *arrays):
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    return [gradient.numpy() for gradient in torch.autograd.grad(layer(*tensors), tensors, torch.tensor(dS))]


w1, w0 = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (2.0, 1.0))
(1 + torch.exp(w1 * 1 + w0)).backward()
print("03 the graph     ", round(w0.grad.item(), 2), round(w1.grad.item(), 2))
assert np.allclose([w0.grad.item(), w1.grad.item()], np.exp(3))

rng = np.random.default_rng(9)
X, W, b, dS = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=(5, 3))
pairs = {
    "04 affine": (affine_backward(dS, X, W), theirs_backward(lambda X, W, b: X @ W + b, dS, X, W, b)),
    "04 ReLU": ([relu_backward(dS, X[:, :3])], theirs_backward(torch.relu, dS, X[:, :3])),
    "04 tanh": ([tanh_backward(dS, X[:, :3])], theirs_backward(torch.tanh, dS, X[:, :3])),
    "05 softmax loss": ([softmax_loss(X, [0, 1, 3, 2, 2])[1]], theirs_backward(lambda S: cross_entropy(S, torch.tensor([0, 1, 3, 2, 2])), 1.0, X)),
}
for name, (own_gradients, their_gradients) in pairs.items():
    worst = max(relative_error(*pair) for pair in zip(own_gradients, their_gradients, strict=True))
    print(f"{name:16} {worst < 1e-12}")
    assert worst < 1e-12

# %% [markdown]
# He's rule of chapter 06, two steps each of momentum and of Adam from chapter 07, batch norm and dropout of chapter 08.

# %%
torch.manual_seed(0)
assert np.isclose(nn.init.kaiming_normal_(torch.empty(1000, 500), nonlinearity="relu").std().item(), np.sqrt(2 / 500), rtol=0.01)

norm = nn.BatchNorm1d(4).double()
unit = (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 1e-5)
assert np.allclose(norm(torch.tensor(X)).detach().numpy(), unit)
assert np.allclose(norm.running_var.numpy(), 0.9 + 0.1 * X.var(axis=0, ddof=1))

dropped = nn.Dropout(0.25)(torch.ones(10_000))
assert set(dropped.unique().tolist()) == {0.0, torch.tensor(1 / 0.75).item()}  # p is the probability of dropping

g = rng.normal(size=(2, 3))
w, momentum, adam = np.zeros(3), *(torch.zeros(3, dtype=torch.float64, requires_grad=True) for _ in range(2))
steps = [torch.optim.SGD([momentum], lr=0.1, momentum=0.9), torch.optim.Adam([adam], lr=0.1)]
for gradient in g:
    momentum.grad = adam.grad = torch.tensor(gradient)
    for optimizer_step in steps:
        optimizer_step.step()
m = (0.9 * 0.1 * g[0] + 0.1 * g[1]) / (1 - 0.9**2), (0.999 * 0.001 * g[0] ** 2 + 0.001 * g[1] ** 2) / (1 - 0.999**2)
assert np.allclose(momentum.detach(), -0.1 * g[0] - 0.1 * (0.9 * g[0] + g[1]))
assert np.allclose(adam.detach(), -0.1 * g[0] / (np.abs(g[0]) + 1e-8) - 0.1 * m[0] / (np.sqrt(m[1]) + 1e-8))
print("He's rule, momentum, Adam, batch norm, dropout: as in chapters 06, 07 and 08")

# %% [markdown]
# And your own functions together, on your device: net, batches on the device, loop and evaluation. 20 epochs of SGD with momentum 0.9 at the rate 0.1,
# on the digits in batches of 64, one seed.

# %% tags=["raises-exception"]
torch.manual_seed(1)
whole = MLP([64, 64, 64, 10]).to(device)
optimizer = torch.optim.SGD(whole.parameters(), lr=0.1, momentum=0.9)
X, y = (tensor.to(device) for tensor in fit.tensors)
losses = [train_epoch(whole, device_batches(X, y, torch.randperm(len(X), device=device), 64), optimizer) for _ in range(20)]
_, accuracy = evaluate(whole, device_batches(*(tensor.to(device) for tensor in held.tensors), torch.arange(300, device=device), 64))
print("validation accuracy above 90 %:", bool(accuracy > 0.9))
assert accuracy > 0.9

# %% [markdown]
# ## Explore
#
# ### CPU against GPU
#
# The points are measured on one core of a processor. **No GPU was measured for this course yet**: the orange curve is a model. The dotted line joins the points, and goes on as $n^3$ beyond them. It takes 10 microseconds for a launch, the data sheet's speed for the arithmetic and the memory, and the data sheet's way from
# processor to card. Real cards do not reach their data sheets, least of all for small matrices. Move the size: below which one would you not bother? Then let the matrices be sent there and back.

# %% tags=["skip-grading"]
explore.sizes.show()

# %%
assert explore.cpu_seconds(32) < sum(explore.gpu_seconds(32, "T4", explore.PLACES[0]))
for place in explore.PLACES:
    print(f"10000 × 10000 by the model, matrices {place}:", round(sum(explore.gpu_seconds(10_000, "T4", place)), 2), "s")

# %% [markdown]
# For small matrices the launch is everything, and the processor wins. For large ones the arithmetic grows as $n^3$ and the sending as $n^2$: the larger the product, the less the way there matters. `benchmarks/products.py` measures a card of yours.
#
# ### Loading beside training
#
# Each number is a batch. Without workers the training waits for each of them. How many workers are needed until training no longer waits? Then make loading slower, and training faster, as a better card would.

# %% tags=["skip-grading"]
explore.pipeline.show()

# %% [markdown]
# With loading of 8 ms and training of 2 ms, four workers are enough: 8/4 = 2. A faster card alone changes nothing as long as loading is what everything waits for. Data that lie on the device need no worker at all.

# %% [markdown]
# ## Recap
#
# - Autograd records, goes back, and **adds** to `grad`. Clear once per step; under accumulation give each piece its share of one mean.
# - `cross_entropy` takes scores. A softmax before it raises no error, and spoils the loss.
# - `train()` and `eval()` switch layers; `inference_mode()` switches autograd. Both are needed.
# - Means over a set: add up sums and counts, divide once. Add up numbers, not tensors with graphs.
# - A scheduler counts what you step it by. A checkpoint holds net, optimizer, scheduler, epoch and random state.
# - Modules move themselves, tensors do not. On a GPU: warm up, wait, then read the clock.
# - The loader is often what an epoch waits for. Data that fit belong on the device.

# %% [markdown] nbgrader={"grade": true, "grade_id": "three_complaints", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
# **Written question.** Three friends complain. (a) "My training uses a little more memory with every batch, until the card is full. I only keep the sum of the losses, to print the mean." (b) "My card multiplies two matrices of 10000 × 10000 in 30 microseconds! I read the clock before
# and after." (c) "My run was stopped in the night. I loaded the weights and went on, and the loss jumped up at once." Say for each what happens, and what to change. Two sentences each.
#
# ### BEGIN SOLUTION
# (a) The losses are added up as tensors, so the sum refers to every batch's graph, and all of them stay in memory. Add up `loss.item()` (or `loss.detach()`).
# (b) The call only launches the product and comes back at once; the clock shows the launch. Warm up, call `torch.cuda.synchronize()` before each reading of the clock, and take the mean of several repeats. (The product needs $2\cdot10^{12}$ operations: no card does them in 30 microseconds.)
# (c) The weights are back, but the learning rate began at its full height, since the scheduler was new, and the momentum began at zero, since the optimizer was new. Save and restore the states of optimizer and scheduler, the epoch and the random state too.
#
# Mark scheme: 2 points each: 1 for the cause, 1 for the cure. (a) "graph" or "what is needed for backward" counts as the cause; `torch.no_grad()` round the training step is no cure. (b) The cure needs the wait; warm-up alone earns no point. (c) For the cause one of optimizer, scheduler is enough; for the
# cure at least both of them.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# Save the notebook. The next cell looks at the saved file as the grader will, and says how to hand it in.

# %%
hand_in("pytorch_gpu")

# %% [markdown]
# **Reading.** PyTorch's own tutorials and its notes on autograd and CUDA semantics (pytorch.org). Paszke and others, *PyTorch: an imperative style,
# high-performance deep learning library* (2019).
#
# **Next:** [chapter 10](../10-convolution/convolution.ipynb) uses all this for images: layers that look for the same thing
# everywhere, and training images of which small changes make many more.
