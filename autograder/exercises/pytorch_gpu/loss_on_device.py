"""The loss of a batch on a device: the net, the images and the labels must all lie there."""

import torch
from torch.nn.functional import cross_entropy

from autograder.author.draw import labels, numbers, sizes
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import on_devices
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"parameters": Exact(), "images": Exact(), "where": Exact(), "loss": Close(1e-5)},
    hints=(
        "Three things meet in the loss: the net's parameters, the images, the labels. On which device does each lie?",
        "A net moves itself: net.to(device) is enough. A tensor does not: X.to(device) is a NEW tensor there, and X "
        "stays where it was.",
        "Move the net, assign the moved images and labels to names, and return the cross-entropy of the net's scores "
        "as it is. No .item() and no .cpu(): on the way to the loop's end the loss stays on its device.",
    ),
)


@page.reference
def by_reading(arrays, X, y, device):
    import numpy as np

    W1, b1, W2, b2 = arrays
    S = np.maximum(X @ W1.T + b1, 0) @ W2.T + b2
    top = S.max(axis=1)
    losses = top + np.log(np.exp(S - top[:, None]).sum(axis=1)) - S[np.arange(len(y)), y]
    return device, device, device, 0.0 if device == "meta" else float(losses.mean())


def _draw(rng, device):
    N, D, H, C = sizes(rng, 4)
    arrays = [numbers(rng, H, D), numbers(rng, H), numbers(rng, C, H), numbers(rng, C)]
    return {"arrays": arrays, "X": numbers(rng, N, D), "y": labels(rng, N, C), "device": device}


@page.cases(public=1, secret=2)
def another_device(rng):
    return _draw(rng, "meta")


@page.cases(public=1, secret=2)
def where_all_lies_already(rng):
    return _draw(rng, "cpu")


def _moved(net=True, images=True, names=True, softmax=False, total=False, loss=False):
    def loss_on(model, X, y, device):
        if net:
            model.to(device)
        scores = model(X.to(device) if images else X)
        scores = torch.softmax(scores, dim=1) if softmax else scores
        found = cross_entropy(scores, y.to(device) if names else y, reduction="sum" if total else "mean")
        return found.to(device) if loss else found

    return on_devices(loss_on)


@page.wrong(
    "parameters, images and where are the device where all lay before, as if nothing were moved: X.to(device) gives a"
    " new tensor; assign it."
)
def nothing_moved(*given):
    return _moved(net=False, images=False, names=False)(*given)


@page.wrong(
    "where is nowhere: the images stayed behind while the net moved. X.to(device) gives a new tensor; assign it to a "
    "name and use that."
)
def images_left_behind(*given):
    return _moved(images=False)(*given)


@page.wrong("where is nowhere: the labels stayed behind, and the loss needs them beside the scores. Move them too.")
def labels_left_behind(*given):
    return _moved(names=False)(*given)


@page.wrong("parameters are where they were: the batch moved, the net did not. Call net.to(device).")
def net_left_behind(*given):
    return _moved(net=False)(*given)


@page.wrong("loss is that of a softmax of a softmax: cross_entropy takes the scores and does the softmax itself.")
def softmax_first(*given):
    return _moved(softmax=True)(*given)


@page.wrong("loss is a sum over the batch: the mean is asked for, which cross_entropy takes by itself.")
def summed(*given):
    return _moved(total=True)(*given)


@page.wrong(
    "parameters and images stayed where they were, and only the loss was sent to the device: then the device computes "
    "nothing. Move net, images and labels."
)
def loss_alone_moved(*given):
    return _moved(net=False, images=False, names=False, loss=True)(*given)


@page.right
def moved_one_by_one(*given):
    return _moved()(*given)


@page.right
def with_a_loss_module(*given):
    def loss_on(net, X, y, device):
        net, X, y = (thing.to(device) for thing in (net, X, y))
        return torch.nn.CrossEntropyLoss().to(device)(net(X), y)

    return on_devices(loss_on)(*given)
