"""Ten epochs of the lecture's MLP on MNIST, from the lecture's loader to data that live on the device: a ladder, timed.

    HANDGRAD_DATA=folder python benchmarks/mnist_epochs.py [--epochs 10] [--seconds 600] [--workers 4] [--device cuda]

Every rung trains 784-64-64-10 from the same first weights: batches of 64 with SGD, momentum 0.9 and a cosine schedule, as the
lecture does, larger ones with Adam and a one-cycle schedule. It reads the 10,000 test images at the end. Timed is the
training, after an epoch of warm-up (and compilation), with a wait for the device before each reading of the clock. On a
busy machine the second column of times, the work of this process on the processor, is the steadier one.
A rung that would begin after the time is up is not run; one that the device cannot do is named.
"""

import argparse
import copy
import datetime
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, Dataset

from handgrad import data

Times = tuple[float, float, float]  # seconds by the clock, seconds of this process's work, accuracy on the test images


class Images(Dataset[tuple[Tensor, int]]):
    """One image at a time, turned into numbers when it is asked for, as torchvision's MNIST does."""

    def __init__(self, X: np.ndarray, y: np.ndarray) -> None:
        self.X, self.y = X, y

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return torch.from_numpy(self.X[index]).float() / 255, int(self.y[index])


def mlp() -> nn.Sequential:
    """The lecture's net, from the same first weights each time."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


@dataclass
class Run:
    """What a rung works with: the data, the device, how many epochs and workers."""

    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    device: torch.device
    epochs: int
    workers: int

    def wait(self) -> None:
        """Wait until the device has done all its work."""
        if self.device.type == "cuda":
            torch.cuda.synchronize()
        elif self.device.type == "mps":
            torch.mps.synchronize()

    def accuracy(self, net: nn.Module) -> float:
        """The share of all test images that is read rightly."""
        net.eval()
        with torch.inference_mode():
            images = torch.from_numpy(self.X_test).to(self.device).float() / 255
            return float((net(images).argmax(dim=1).cpu() == torch.from_numpy(self.y_test)).double().mean())

    def timed(self, net: nn.Module, train: Callable[[nn.Module, int], None]) -> Times:
        """Of `train(net, epochs)`: seconds by the clock, seconds of this process's work, and the accuracy after it."""
        first = copy.deepcopy(net.state_dict())
        train(net, 1)
        net.load_state_dict(first)
        self.wait()
        began, worked = time.perf_counter(), time.process_time()
        train(net, self.epochs)
        self.wait()
        return time.perf_counter() - began, time.process_time() - worked, self.accuracy(net)


def with_loader(run: Run, workers: int) -> Times:
    """The lecture: batches of 64 from a DataLoader, each sent to the device, loss and accuracy read at every step."""
    loader: DataLoader[Any] = DataLoader(Images(run.X, run.y), batch_size=64, shuffle=True, num_workers=workers,
                                         pin_memory=run.device.type == "cuda")  # fmt: skip

    def train(net: nn.Module, epochs: int) -> None:
        optimizer = torch.optim.SGD(net.parameters(), lr=1e-2, momentum=0.9)
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
        for _ in range(epochs):
            for images, labels in loader:
                images, labels = images.to(run.device), labels.to(run.device)
                optimizer.zero_grad()
                scores = net(images)
                loss = cross_entropy(scores, labels)
                loss.backward()
                optimizer.step()
                # As the lecture does: each reading waits for the device.
                loss.item()
                (scores.argmax(dim=1) == labels).cpu().sum()
            scheduler.step()

    return run.timed(mlp().to(run.device), train)


def batches(X: Tensor, y: Tensor, size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """One shuffled epoch of full batches, from data that lie on the device."""
    for rows in torch.randperm(len(X), device=X.device)[: len(X) // size * size].split(size):
        yield X[rows], y[rows]


def on_device(run: Run, size: int, rate: float, how: str = "") -> Times:
    """Data on the device, no loader, nothing read back before the end. `how`: "", "lecture", "compiled", or "graph" (CUDA)."""
    X, y = torch.from_numpy(run.X).to(run.device).float() / 255, torch.from_numpy(run.y).to(run.device)
    fused = run.device.type in ("cuda", "cpu")
    first = mlp().to(run.device)
    forward = compiled(first) if how == "compiled" else first

    def train(net: nn.Module, epochs: int) -> None:
        # A graph keeps its numbers as they were: a rate that changes has to be a tensor.
        rate_now = torch.tensor(rate, device=run.device) if how == "graph" else rate
        steps = epochs * (len(X) // size)
        optimizer: torch.optim.Optimizer
        scheduler: torch.optim.lr_scheduler.LRScheduler
        if how == "lecture":
            optimizer = torch.optim.SGD(net.parameters(), lr=rate, momentum=0.9, fused=fused)
            scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps)
        else:
            optimizer = torch.optim.Adam(net.parameters(), lr=rate_now, fused=fused, capturable=how == "graph")
            scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, cycle_momentum=False)

        def step(images: Tensor, labels: Tensor) -> None:
            # A graph writes to the same memory at each replay: the gradients have to stay where they are.
            optimizer.zero_grad(set_to_none=how != "graph")
            cross_entropy(forward(images), labels).backward()
            optimizer.step()

        go = captured(step, X[:size].clone(), y[:size].clone(), net, optimizer) if how == "graph" else step
        for _ in range(epochs):
            for images, labels in batches(X, y, size):
                go(images, labels)
                scheduler.step()

    return run.timed(first, train)


def compiled(net: nn.Module) -> Callable[[Tensor], Tensor]:
    """The net through torch.compile."""
    return torch.compile(net, mode="reduce-overhead" if next(net.parameters()).is_cuda else "default")


def captured(
    step: Callable[[Tensor, Tensor], None], images: Tensor, labels: Tensor, net: nn.Module, optimizer: torch.optim.Optimizer
) -> Callable[[Tensor, Tensor], None]:
    """The step as a CUDA graph: launched as one. Weights and optimizer are as they were before the capture."""
    before = copy.deepcopy(net.state_dict())
    # PyTorch wants a few runs in a stream of their own before it captures one.
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step(images, labels)
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step(images, labels)
    with torch.no_grad():
        net.load_state_dict(before)
        for state in optimizer.state.values():
            for value in state.values():
                value.zero_()

    def replay(new_images: Tensor, new_labels: Tensor) -> None:
        # Into the memory that the graph reads.
        images.copy_(new_images)
        labels.copy_(new_labels)
        graph.replay()

    return replay


def ladder(run: Run) -> list[tuple[str, Callable[[], Times]]]:
    """The rungs, from the lecture's way on."""
    rungs = [
        ("loader, no workers, batches of 64", lambda: with_loader(run, 0)),
        (f"loader, {run.workers} workers (the lecture's way)", lambda: with_loader(run, run.workers)),
        ("data on the device, batches of 64", lambda: on_device(run, 64, 1e-2, "lecture")),
        ("the same, batches of 250, Adam", lambda: on_device(run, 250, 1e-2)),
        ("the same, torch.compile", lambda: on_device(run, 250, 1e-2, "compiled")),
    ]
    if run.device.type == "cuda":
        rungs.append(("the same, a CUDA graph for each step", lambda: on_device(run, 250, 1e-2, "graph")))
    return rungs


def name(device: torch.device) -> str:
    """What the device is called."""
    if device.type == "cuda":
        return torch.cuda.get_device_name()
    return f"{device.type} ({platform.machine()}, {torch.get_num_threads()} threads)"


def main() -> None:
    """Climb the ladder as far as the time allows, and print a table in Markdown."""
    found = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for all rungs together")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--device", default=found)
    options = parser.parse_args()
    images = data.mnist(np.uint8)
    run = Run(*images, torch.device(options.device), options.epochs, options.workers)
    print(f"{name(run.device)}, {datetime.date.today()}, torch {torch.__version__}, MNIST, {run.epochs} epochs of training\n")
    print("| how | seconds | of them this process worked | test accuracy |\n|---|---|---|---|", flush=True)
    began = time.perf_counter()
    for what, climb in ladder(run):
        if time.perf_counter() - began > options.seconds:
            print(f"| {what} | not run | | |", flush=True)
            continue
        try:
            seconds, worked, share = climb()
        except (RuntimeError, OSError) as error:  # no compiler, no workers: a rung, not the ladder
            print(f"| {what} | not possible here: {str(error).splitlines()[0][:80]} | | |", flush=True)
            continue
        print(f"| {what} | {seconds:.2f} | {worked:.2f} | {share:.2%} |", flush=True)


if __name__ == "__main__":
    main()
