"""Finished forms in torch: nets filled with given arrays, an epoch of training, and its measure, for chapters 09 and 10."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset

from handgrad.text import say

Array = np.ndarray


class Watch(nn.Module):
    """A layer that hands its input on, and notes where it lies and whether autograd is recording."""

    def __init__(self) -> None:
        super().__init__()
        self.recorded = False
        self.device = "nowhere"

    def forward(self, X: Tensor) -> Tensor:
        """X as it is."""
        self.recorded = self.recorded or torch.is_grad_enabled()
        self.device = X.device.type
        return X


def fill(net: nn.Module, arrays: Iterable[Array]) -> nn.Module:
    """The net in float64, with these arrays in its parameters and buffers, in the order of its state dict.

    Raises `ValueError` where there are more arrays, or fewer, and `RuntimeError`, torch's own, where a shape does not fit.
    """
    # float64, so that answers compare to the sixth digit on every machine.
    net.double()
    state = net.state_dict()
    # Batch norm counts its batches in an integer: that is no array of ours.
    floats = [name for name, value in state.items() if value.is_floating_point()]
    net.load_state_dict(state | {name: torch.tensor(array) for name, array in zip(floats, arrays, strict=True)})
    return net


def normalized_net(arrays: list[Array]) -> nn.Module:
    """Affine, batch norm, ReLU, affine.

    Arrays: W1 (H, D), b1, γ, β, running mean and running variance (H,), W2 (C, H), b2 (C,).
    """
    (H, D), C = arrays[0].shape, len(arrays[7])
    return fill(nn.Sequential(Watch(), nn.Linear(D, H), nn.BatchNorm1d(H), nn.ReLU(), nn.Linear(H, C)), arrays)


def plain_net(arrays: list[Array]) -> nn.Module:
    """Affine, ReLU, affine. Arrays: W1 (H, D), b1 (H,), W2 (C, H), b2 (C,)."""
    (H, D), C = arrays[0].shape, len(arrays[3])
    return fill(nn.Sequential(nn.Linear(D, H), nn.ReLU(), nn.Linear(H, C)), arrays)


def weights_of(net: nn.Module) -> Array:
    """All parameters of the net, one after the other, in one array."""
    return nn.utils.parameters_to_vector(net.parameters()).detach().numpy()


def in_batches(X: Array, y: Array, size: int, random: torch.Generator | None = None) -> DataLoader[Any]:
    """A DataLoader over the rows of X and y; shuffled where a generator is given."""
    rows = TensorDataset(torch.tensor(X), torch.tensor(y))
    return DataLoader(rows, batch_size=size, shuffle=random is not None, generator=random)


def run_epoch(net: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], optimizer: torch.optim.Optimizer) -> float:
    """One epoch of training with cross-entropy: the mean loss over all rows."""
    net.train()
    total, count = 0.0, 0
    parameters = list(net.parameters())
    for images, labels in batches:
        found = cross_entropy(net(images), labels)
        # Not backward(), which adds to .grad: gradients that were left over there would count in.
        for parameter, gradient in zip(parameters, torch.autograd.grad(found, parameters), strict=True):
            parameter.grad = gradient
        optimizer.step()
        # The last batch may be shorter: a mean of means would weigh its rows more.
        total, count = total + found.item() * len(labels), count + len(labels)
    return total / count


def measure(net: nn.Module, batches: Iterable[tuple[Tensor, Tensor]]) -> tuple[float, float]:
    """Mean cross-entropy and share of right answers over all rows, in inference mode. Raises `ValueError` for no rows."""
    net.eval()
    total, right, count = 0.0, 0, 0
    with torch.inference_mode():
        for images, labels in batches:
            scores = net(images)
            total += float(cross_entropy(scores, labels, reduction="sum"))
            right += int((scores.argmax(dim=1) == labels).sum())
            count += len(labels)
    if not count:
        raise ValueError(say("There is nothing to measure: the batches hold no rows."))
    return total / count, right / count
