"""One epoch of training: the mode, the gradients set to zero before each batch, the step, and a mean loss without a graph."""

from functools import partial

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from autograder.author.draw import labels, numbers
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import on_arrays
from handgrad.kit.rules import Close, Exact
from handgrad.torch_training import run_epoch

page = Page(
    outputs={"weights": Close(), "loss": Close(), "holds_graph": Exact()},
    hints=(
        "Say first that the net trains. Then for each batch the steps of the solved example, in its order. What is "
        "needed to make a mean over all images of the batches' means?",
        "The last batch may be shorter, so a batch's mean counts as often as the batch has images. Add up mean times "
        "number, and divide by the number of all images at the end.",
        "Take the number out of the loss with .item() before it is added up: a sum of tensors keeps every batch's "
        "graph alive. Gradients are set to zero once per batch, anywhere before backward and not between backward and "
        "the step.",
    ),
)

EPS, MOMENTUM = 1e-5, 0.1  # of torch's batch norm


@page.reference
def by_functions(arrays, X, y, size, learning_rate, momentum):
    """Autograd over formulas; the steps of SGD with momentum written out."""
    W1, b1, gamma, beta, _, _, W2, b2 = (torch.tensor(array) for array in arrays)
    weights = [W1, b1, gamma, beta, W2, b2]
    speed = [torch.zeros_like(weight) for weight in weights]
    total = 0.0
    for start in range(0, len(X), size):
        images, names = torch.tensor(X[start : start + size]), torch.tensor(y[start : start + size])
        weights = [weight.detach().requires_grad_() for weight in weights]
        W1, b1, gamma, beta, W2, b2 = weights
        S = images @ W1.T + b1
        unit = (S - S.mean(dim=0)) / torch.sqrt(((S - S.mean(dim=0)) ** 2).mean(dim=0) + EPS)
        S2 = torch.relu(gamma * unit + beta) @ W2.T + b2
        loss = (torch.logsumexp(S2, dim=1) - S2[torch.arange(len(names)), names]).sum()
        total += loss.item()
        gradients = torch.autograd.grad(loss / len(names), weights)
        speed = [momentum * m + g for m, g in zip(speed, gradients, strict=True)]
        weights = [weight.detach() - learning_rate * m for weight, m in zip(weights, speed, strict=True)]
    return torch.cat([weight.ravel() for weight in weights]), total / len(X), False


def _draw(rng, D, H, C, lengths, momentum):
    N, size = sum(lengths), lengths[0]
    arrays = [
        numbers(rng, H, D), numbers(rng, H), np.round(rng.uniform(0.5, 1.5, size=H), 2), numbers(rng, H, scale=0.5),
        numbers(rng, H, scale=0.3), np.round(rng.uniform(0.5, 2, size=H), 2), numbers(rng, C, H), numbers(rng, C, scale=0.5),
    ]  # fmt: skip
    return {"arrays": arrays, "X": numbers(rng, N, D), "y": labels(rng, N, C), "size": size, "learning_rate": 0.2,
            "momentum": momentum}  # fmt: skip


@page.edge("a shorter last batch")
def shorter_last_batch(rng):
    # Nowhere here is the last batch as long as there are batches: two mistakes would look alike.
    return _draw(rng, 3, 4, 2, [5, 5, 2], 0.0)


@page.edge("with momentum")
def with_momentum(rng):
    return _draw(rng, 4, 3, 3, [7, 7, 6], 0.9)


@page.edge("a single batch", public=False)
def single_batch(rng):
    return _draw(rng, 2, 5, 3, [7], 0.5)


@page.cases(public=0, secret=4)
def any_sizes(rng):
    D, H, C = (int(n) for n in rng.choice([2, 3, 4, 5], size=3, replace=False))
    size = int(rng.integers(4, 7))
    return _draw(rng, D, H, C, [size, size, int(rng.integers(2, size))], float(rng.choice([0.0, 0.5, 0.9])))


def _epoch(zero_first=True, zero_last=False, step="each", mode=True, mean="images", number=True, loss_of=cross_entropy,
           late=False):
    """A training loop with one piece left out or exchanged."""

    def train_epoch(net, batches, optimizer):
        if mode:
            net.train()
        total, count, parts = 0.0, 0, 0
        for images, names in batches:
            if zero_first:
                optimizer.zero_grad()
            loss = loss_of(net(images), names)
            loss.backward()
            if zero_last:
                optimizer.zero_grad(set_to_none=False)
            if step in ("each", "first"):
                optimizer.step()
            if late:
                loss = loss_of(net(images), names)
            kept = loss.item() if number else loss
            total, count, parts = total + kept * (len(names) if mean == "images" else 1), count + len(names), parts + 1
            if step == "first":
                break
        if step == "once":
            optimizer.step()
        return {"images": total / count, "batches": total / parts, "last": kept, "lecture": total / count}[mean]

    return on_arrays(train_epoch)


@page.wrong(
    "weights went astray after the first batch, as if the gradients added up from batch to batch: call zero_grad once"
    " per batch."
)
def zero_grad_missing(*given):
    return _epoch(zero_first=False)(*given)


@page.wrong(
    "weights are as they were, as if no step found a gradient. Within the loop call zero_grad, then backward, "
    "then step, in this order."
)
def zero_grad_before_the_step(*given):
    return _epoch(zero_last=True)(*given)


@page.wrong(
    "weights are those of a net in inference mode: call train() on the net first, since it may have been left in "
    "eval()."
)
def train_missing(*given):
    return _epoch(mode=False)(*given)


@page.wrong(
    "loss is the mean of the batches' means: the last batch may be shorter, so weigh each mean by its number of "
    "images."
)
def mean_of_means(*given):
    return _epoch(mean="batches")(*given)


@page.wrong("loss is that of the last batch, as the lecture first prints it: the mean over all images is asked for.")
def last_loss(*given):
    return _epoch(mean="last")(*given)


@page.wrong(
    "holds_graph is true: the loss still refers to a graph. Losses that are added up as tensors keep the graphs of "
    "all batches; add up loss.item()."
)
def graph_kept(*given):
    return _epoch(number=False)(*given)


@page.wrong("loss is a sum over the images: divide by their number at the end.")
def summed(*given):
    outputs = _epoch()(*given)
    return outputs | {"loss": outputs["loss"] * len(given[1])}


@page.wrong("loss adds up the batches' means and divides by the number of images: weigh each mean by its number of images.")
def means_over_images(*given):
    return _epoch(mean="lecture")(*given)


@page.wrong("loss is a sum over the images divided by the number of batches: divide by the number of images.")
def sum_over_batches(arrays, X, y, size, *rest):
    outputs = _epoch()(arrays, X, y, size, *rest)
    return outputs | {"loss": outputs["loss"] * len(X) / -(-len(X) // size)}


@page.wrong("loss is a sum over the images divided by the length of the last batch: count the images of all batches.")
def divided_by_the_last_batch(arrays, X, y, size, *rest):
    outputs = _epoch()(arrays, X, y, size, *rest)
    return outputs | {"loss": outputs["loss"] * len(X) / ((len(X) - 1) % size + 1)}


@page.wrong("loss counts the last batch as a full one: weigh each mean by len(y), which may be smaller at the end.")
def last_batch_counted_as_full(arrays, X, y, size, *rest):
    def train_epoch(net, batches, optimizer):
        means = []
        for images, names in batches:
            means.append(run_epoch(net, [(images, names)], optimizer))
        return sum(means) * size / len(X)

    return on_arrays(train_epoch)(arrays, X, y, size, *rest)


@page.wrong("weights took steps of summed losses: the optimizer is to go down the mean, which cross_entropy takes by itself.")
def steps_of_sums(*given):
    return _epoch(loss_of=partial(cross_entropy, reduction="sum"), mean="lecture")(*given)


@page.wrong(
    "weights took one step for the whole epoch, with the gradients of all batches: there is one step for each batch, "
    "within the loop."
)
def one_step(*given):
    return _epoch(zero_first=False, step="once")(*given)


@page.wrong("weights and loss are those of a softmax of a softmax: cross_entropy takes the scores as the net gives them.")
def softmax_first(*given):
    return _epoch(loss_of=lambda scores, names: cross_entropy(torch.softmax(scores, dim=1), names))(*given)


@page.wrong("loss is that of the weights after each step: keep the loss that backward started from.")
def loss_after_the_step(*given):
    return _epoch(late=True)(*given)


@page.wrong(
    "weights took steps of summed losses, and loss weighs sums by the number of images: cross_entropy takes the mean "
    "by itself."
)
def sums_weighed_again(*given):
    return _epoch(loss_of=partial(cross_entropy, reduction="sum"))(*given)


@page.wrong(
    "weights and loss are those after the first batch, as if the function returned within the loop: return after it."
)
def returns_in_the_loop(*given):
    return _epoch(step="first")(*given)


@page.wrong(
    "weights are those of a net in inference mode, and loss is the mean of the batches' means: call train() first, "
    "and weigh each mean by its number of images."
)
def train_missing_and_mean_of_means(*given):
    return _epoch(mode=False, mean="batches")(*given)


@page.wrong(
    "weights went astray after the first batch, and loss is the mean of the batches' means: call zero_grad once per "
    "batch, and weigh each mean by its number of images."
)
def zero_grad_missing_and_mean_of_means(*given):
    return _epoch(zero_first=False, mean="batches")(*given)


@page.wrong(
    "weights are as they were, and loss is the mean of the batches' means: call zero_grad before backward, and weigh "
    "each mean by its number of images."
)
def no_step_and_mean_of_means(*given):
    return _epoch(zero_last=True, mean="batches")(*given)


@page.wrong(
    "loss is the mean of the batches' means, each taken after its step: keep the loss that backward started from, and"
    " weigh each by its number of images."
)
def after_the_step_and_mean_of_means(*given):
    return _epoch(late=True, mean="batches")(*given)


@page.wrong(
    "weights went astray after the first batch, in inference mode: call train() first, and zero_grad once per batch."
)
def zero_grad_and_train_missing(*given):
    return _epoch(zero_first=False, mode=False)(*given)


@page.wrong(
    "weights and loss are those of a net in inference mode and of a softmax of a softmax: call train() first, and "
    "hand cross_entropy the scores."
)
def softmax_first_and_train_missing(*given):
    return _epoch(mode=False, loss_of=lambda scores, names: cross_entropy(torch.softmax(scores, dim=1), names))(*given)


@page.wrong(
    "weights are those of a net in inference mode, and loss is that after each step: call train() first, and keep the"
    " loss that backward started from."
)
def train_missing_and_after_the_step(*given):
    return _epoch(mode=False, late=True)(*given)


@page.wrong("weights took two steps for each batch: call step() once, after backward.")
def two_steps_a_batch(*given):
    def train_epoch(net, batches, optimizer):
        net.train()
        total, count = 0.0, 0
        for images, names in batches:
            optimizer.zero_grad()
            loss = cross_entropy(net(images), names)
            loss.backward()
            optimizer.step()
            optimizer.step()
            total, count = total + loss.item() * len(names), count + len(names)
        return total / count

    return on_arrays(train_epoch)(*given)


@page.wrong(
    "weights took one step, of all images in one batch, and loss is that of this batch: train on each of the loader's"
    " batches."
)
def one_large_batch(*given):
    def train_epoch(net, batches, optimizer):
        images, names = (torch.cat(parts) for parts in zip(*batches, strict=True))
        return run_epoch(net, [(images, names)], optimizer)

    return on_arrays(train_epoch)(*given)


@page.right
def with_sums_over_images(*given):
    def train_epoch(model, batches, optimizer):
        model.train()
        losses = []
        for images, names in batches:
            losses.append(torch.nn.CrossEntropyLoss(reduction="none")(model(images), names))
            losses[-1].mean().backward()
            optimizer.step()
            optimizer.zero_grad()
        return torch.cat(losses).detach().mean()

    return on_arrays(train_epoch)(*given)


@page.right
def with_everything_in_place(*given):
    return _epoch()(*given)
