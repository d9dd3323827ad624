"""Several epochs with a learning rate that a scheduler changes: once after each epoch."""

from functools import partial

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from autograder.author.draw import labels, numbers
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import with_schedule
from handgrad.torch_training import run_epoch

page = Page(
    outputs=("weights", "rates", "losses"),
    hints=(
        "The schedule counts epochs. Where in the loop over epochs does the scheduler take its step, so that the "
        "first epoch still has the full rate?",
        "In each epoch: note the rate, run one epoch of training, note its loss, and only then let the scheduler step.",
        "The rate that is used now is scheduler.get_last_lr()[0]. Your train_epoch takes the net, the batches and the "
        "optimizer, and gives the loss. Return both lists.",
    ),
)


def _steps(arrays, X, y, size, rates_of_steps):
    """Plain gradient descent with a rate for every step: the weights, and the mean loss of every epoch."""
    weights = [torch.tensor(array) for array in arrays]
    starts, losses = range(0, len(X), size), []
    rates = iter(rates_of_steps)
    for _ in range(len(rates_of_steps) // len(starts)):
        total = 0.0
        for start in starts:
            images, names = torch.tensor(X[start : start + size]), torch.tensor(y[start : start + size])
            leaves = [weight.requires_grad_() for weight in weights]
            loss = cross_entropy(torch.relu(images @ leaves[0].T + leaves[1]) @ leaves[2].T + leaves[3], names)
            total += loss.item() * len(names)
            rate = next(rates)
            gradients = torch.autograd.grad(loss, leaves)
            weights = [(weight - rate * g).detach() for weight, g in zip(leaves, gradients, strict=True)]
        losses.append(total / len(X))
    return torch.cat([weight.ravel() for weight in weights]), np.array(losses)


def _batches(X, size):
    return -(-len(X) // size)


@page.reference
def by_the_formula(arrays, X, y, size, learning_rate, epochs):
    rates = learning_rate / 2 * (1 + np.cos(np.pi * np.arange(epochs) / epochs))
    weights, losses = _steps(arrays, X, y, size, np.repeat(rates, _batches(X, size)))
    return weights, rates, losses


def _draw(rng, D, H, C, lengths, learning_rate, epochs):
    arrays = [numbers(rng, H, D), numbers(rng, H), numbers(rng, C, H), numbers(rng, C)]
    N = sum(lengths)
    return {"arrays": arrays, "X": numbers(rng, N, D), "y": labels(rng, N, C), "size": lengths[0],
            "learning_rate": learning_rate, "epochs": epochs}  # fmt: skip


@page.edge("four epochs of three batches")
def four_epochs(rng):
    return _draw(rng, 3, 4, 2, [4, 4, 2], 0.5, 4)


@page.edge("three epochs of two batches")
def three_epochs(rng):
    return _draw(rng, 2, 3, 4, [5, 3], 0.2, 3)


@page.edge("a single epoch", public=False)
def single_epoch(rng):
    return _draw(rng, 3, 2, 4, [4, 3], 0.3, 1)


@page.cases(public=0, secret=3)
def any_run(rng):
    D, H, C = (int(n) for n in rng.choice([2, 3, 4, 5], size=3, replace=False))
    size = int(rng.integers(3, 6))
    return _draw(rng, D, H, C, [size] * int(rng.integers(1, 4)) + [size - 1], 0.4, int(rng.integers(3, 6)))


def _epoch(net, batches, optimizer, clear=True, by_images=True):
    """One epoch with plain gradient descent, with one step left out or exchanged."""
    losses, counts = [], []
    for images, names in batches:
        if clear:
            optimizer.zero_grad()
        loss = cross_entropy(net(images), names)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        counts.append(len(names))
    return np.average(losses, weights=counts if by_images else None)


def _loop(before=False, never=False, noted="before", per_batch=False, epoch=run_epoch):
    def train(net, batches, optimizer, scheduler, epochs):
        rates, losses = [], []
        for _ in range(epochs):
            if before and noted == "before":
                scheduler.step()
            rate = scheduler.get_last_lr()[0]
            if before and noted == "first":
                scheduler.step()
            if per_batch:
                total, count = 0.0, 0
                for images, names in batches:
                    total += run_epoch(net, [(images, names)], optimizer) * len(names)
                    count += len(names)
                    scheduler.step()
                losses.append(total / count)
            else:
                losses.append(epoch(net, batches, optimizer))
            if not (before or never or per_batch):
                scheduler.step()
            rates.append(rate if noted != "after" else scheduler.get_last_lr()[0])
        return rates, losses

    def quietly(*given):
        import warnings

        with warnings.catch_warnings():  # torch warns of a scheduler that steps before the optimizer
            warnings.simplefilter("ignore")
            return with_schedule(train)(*given)

    return quietly


@page.wrong(
    "rates are those of a scheduler that steps once per batch: this schedule counts epochs. Step it after each epoch."
)
def stepped_per_batch(*given):
    return _loop(per_batch=True)(*given)


@page.wrong("rates begin with the second one: the scheduler steps before the first epoch. Step it after each epoch.")
def stepped_before_the_epoch(*given):
    return _loop(before=True)(*given)


@page.wrong("rates are always the first one: the scheduler never steps. Call its step() after each epoch.")
def never_stepped(*given):
    return _loop(never=True)(*given)


@page.wrong("rates are noted after the scheduler's step: they are the next epoch's. Note the rate that the epoch used.")
def noted_too_late(*given):
    return _loop(noted="after")(*given)


@page.wrong("losses are the last epoch's again and again: append what train_epoch gives in each epoch.")
def last_loss_repeated(*given):
    outputs = _loop()(*given)
    return outputs | {"losses": np.full(len(outputs["losses"]), outputs["losses"][-1])}


@page.wrong(
    "weights and losses are those of an epoch that trained with the next rate: the scheduler stepped between noting the "
    "rate and training. Step it after the epoch."
)
def stepped_between_noting_and_training(*given):
    return _loop(before=True, noted="first")(*given)


@page.wrong("rates are the starting rate again and again, although the epochs used others: ask for the present one each time.")
def starting_rate_noted(*given):
    outputs = _loop()(*given)
    return outputs | {"rates": np.full(len(outputs["rates"]), outputs["rates"][0])}


@page.wrong(
    "losses are means of the batches' means: the last batch may be shorter. Weigh each mean by its number of images, "
    "as train_epoch does."
)
def means_of_means(*given):
    return _loop(epoch=partial(_epoch, by_images=False))(*given)


@page.wrong(
    "weights went astray after the first batch, as if the gradients added up from batch to batch: call zero_grad once"
    " per batch, as train_epoch does."
)
def zero_grad_missing(*given):
    return _loop(epoch=partial(_epoch, clear=False))(*given)


@page.wrong(
    "rates begin with the second one and weights follow other rates, as if the scheduler stepped once per batch and "
    "the rate were noted after the epoch: step it once, after each epoch, and note the rate before."
)
def stepped_per_batch_and_noted_too_late(*given):
    return _loop(per_batch=True, noted="after")(*given)


@page.wrong("rates and losses have changed places: return the rates first.")
def exchanged(*given):
    outputs = _loop()(*given)
    return outputs | {"rates": outputs["losses"], "losses": outputs["rates"]}


@page.right
def with_the_optimizers_own_rate(*given):
    def train(net, batches, optimizer, scheduler, epochs):
        rates, losses = np.zeros(epochs), np.zeros(epochs)
        for epoch in range(epochs):
            (group,) = optimizer.param_groups
            rates[epoch] = group["lr"]
            losses[epoch] = run_epoch(net, batches, optimizer)
            scheduler.step()
        return rates, losses

    return with_schedule(train)(*given)


@page.right
def in_the_usual_order(*given):
    return _loop()(*given)
