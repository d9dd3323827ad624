"""Small programs on torch objects: how chapter 09's functions are checked.

Plain data comes in, torch objects go to the student's function, and plain data goes out: `on_arrays(train_epoch)` is a
function of arrays. Everything computes in float64 on the CPU, so that answers can be compared to the sixth digit on every
machine; the device `meta`, which knows shapes and holds no numbers, stands for a second device where there is none."""

import contextlib
import pickle
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from handgrad.text import say
from handgrad.torch_training import Array, Watch, fill, in_batches, normalized_net, plain_net, run_epoch, weights_of

Answer = Callable[..., dict[str, Any]]


def _two(value: Any) -> Any:
    if isinstance(value, tuple | list) and len(value) == 2:
        return value
    raise TypeError(say("Two values should come back, and there came {kind}.", kind=type(value).__name__))


def in_words(answers: Callable[[], Any]) -> Callable[[], Any]:
    """A dict of answers by hand, where None itself in place of the text "None" is told from an answer that is missing."""

    def answer() -> Any:
        found = answers()
        if isinstance(found, dict):
            return {name: "None, and no text" if value is None else value for name, value in found.items()}
        return found

    return answer


def asked_for_items(dataset: Callable[..., Any]) -> Answer:
    """A Dataset class, asked for its length, for one item twice, and for all items through a DataLoader.

    `transform` takes an image (h, w) and gives a tensor (1, h, w), divided by `divisor`; it is None where `divisor` is 0.
    `anew` says whether each access to the item called it.
    """

    def answer(images: Array, labels: Array, divisor: float, index: int) -> dict[str, Any]:
        calls = 0

        def transform(image: Any) -> Tensor:
            nonlocal calls
            calls += 1
            return torch.tensor(image / divisor)[None]

        items = dataset(images, labels, transform if divisor else None)
        counts = [calls]
        for _ in range(2):
            image, label = _two(items[index])
            counts.append(calls)
        everything, names = next(iter(DataLoader(items, batch_size=len(images))))
        return {"length": len(items), "image": image, "label": label, "images": everything, "labels": names,
                "anew": not divisor or counts[0] < counts[1] < counts[2]}  # fmt: skip

    return answer


def with_parameters(module: Callable[[list[int]], nn.Module]) -> Answer:
    """A module built for these sizes: how many parameter tensors it has, how many numbers, and its scores.

    Weights may lie as torch's do, (outputs, inputs), or all the other way round. The scores are an empty array where the
    parameters have other shapes, so that the arrays cannot be filled in.
    """

    def answer(arrays: list[Array], X: Array) -> dict[str, Any]:
        sizes = [arrays[0].shape[1], *(len(bias) for bias in arrays[1::2])]
        net = module(sizes)
        shapes = [tuple(parameter.shape) for parameter in net.parameters()]
        scores: Any = np.zeros(0)
        for values in (arrays, [array.T for array in arrays]):
            if shapes == [array.shape for array in values]:
                with torch.no_grad():
                    scores = fill(net, values)(torch.tensor(X))
                break
        return {"tensors": len(shapes), "numbers": sum(parameter.numel() for parameter in net.parameters()), "scores": scores}

    return answer


def on_arrays(train_epoch: Callable[..., Any]) -> Answer:
    """One epoch on a net with batch norm that stands in inference mode at first: its weights afterwards, and the loss."""

    def answer(arrays: list[Array], X: Array, y: Array, size: int, learning_rate: float, momentum: float) -> dict[str, Any]:
        # In inference mode and in training mode at first (below): who forgets train() or eval() is found out.
        net = normalized_net(arrays).eval()
        optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=momentum)
        loss = train_epoch(net, in_batches(X, y, size), optimizer)
        holds_graph = isinstance(loss, Tensor) and loss.grad_fn is not None
        return {"weights": weights_of(net), "loss": loss, "holds_graph": holds_graph}

    return answer


def measured_on_arrays(evaluate: Callable[..., Any]) -> Answer:
    """Loss and accuracy of a net with batch norm that stands in training mode at first, and whether autograd recorded."""

    def answer(arrays: list[Array], X: Array, y: Array, size: int) -> dict[str, Any]:
        net = normalized_net(arrays).train()
        loss, accuracy = _two(evaluate(net, in_batches(X, y, size)))
        return {"loss": loss, "accuracy": accuracy, "recorded": net[0].recorded}  # type: ignore[index]

    return answer


def with_schedule(train: Callable[..., Any]) -> Answer:
    """Several epochs with SGD and a cosine schedule over the epochs: the weights, and what the function returns."""

    def answer(
        arrays: list[Array], X: Array, y: Array, size: int, learning_rate: float, epochs: int
    ) -> dict[str, Any]:
        net = plain_net(arrays)
        optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate)
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
        rates, losses = _two(train(net, in_batches(X, y, size), optimizer, scheduler, epochs))
        return {"weights": weights_of(net), "rates": np.array(rates, float), "losses": np.array(losses, float)}

    return answer


def stopped_and_resumed(checkpoint: Callable[..., Any], resume: Callable[..., Any]) -> Answer:
    """A run that stops after some epochs, is saved to a file, and goes on in new objects: where it ends.

    The new net has other weights, and the new generator another seed, so that all must come from the file. The file is read
    with `weights_only=True`.
    """

    def answer(
        arrays: list[Array], X: Array, y: Array, size: int, learning_rate: float, epochs: int, stop: int, seed: int
    ) -> dict[str, Any]:
        def begin(first: list[Array], seed: int) -> tuple[Any, ...]:
            net = plain_net(first)
            optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
            scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
            return net, optimizer, scheduler, torch.Generator().manual_seed(seed)

        def go_on(run: tuple[Any, ...], start: int, end: int) -> list[float]:
            net, optimizer, scheduler, random = run
            rates = []
            for _ in range(start, end):
                rates.append(optimizer.param_groups[0]["lr"])
                run_epoch(net, in_batches(X, y, size, random), optimizer)
                scheduler.step()
            return rates

        run = begin(arrays, seed)
        go_on(run, 0, stop)
        with tempfile.TemporaryDirectory() as folder:
            # Through a real file: what holds the objects themselves, and not their states, would pass without one.
            path = Path(folder, "checkpoint.pt")
            torch.save(checkpoint(*run[:3], stop, run[3]), path)
            try:
                saved = torch.load(path, weights_only=True)
            except pickle.UnpicklingError:
                raise ValueError(
                    say("The checkpoint cannot be read with weights_only=True: put state dicts, tensors, numbers and texts "
                        "into it, and no whole objects.")
                ) from None  # fmt: skip
        run = begin([np.ones_like(array) for array in arrays], seed + 1)
        start = resume(saved, *run)
        if not isinstance(start, int):
            kind = type(start).__name__
            raise TypeError(say("resume returned {kind}; it should return how many epochs are done.", kind=kind))
        rates = go_on(run, start, epochs)
        return {"weights": weights_of(run[0]), "rates": np.array(rates), "epoch": start}

    return answer


def on_devices(loss_on: Callable[..., Any]) -> Answer:
    """A loss computed on a device: where parameters, images and loss lie; the loss is 0 on `meta`, which holds no numbers.

    Where tensors of two devices meet, the loss is nowhere.
    """

    def answer(arrays: list[Array], X: Array, y: Array, device: str) -> dict[str, Any]:
        (H, D), C = arrays[0].shape, len(arrays[3])
        watch = Watch()
        net = nn.Sequential(watch, fill(nn.Sequential(nn.Linear(D, H), nn.ReLU(), nn.Linear(H, C)), arrays))
        try:
            loss = loss_on(net, torch.tensor(X), torch.tensor(y), torch.device(device))
            where = loss.device.type
        except NotImplementedError as error:
            # Torch's word for numbers that are asked of `meta`; the verdict's, for an exercise that is not written yet.
            if "meta" not in str(error):
                raise
            raise RuntimeError(say("the loss was fetched from the device {device!r}, which holds no numbers: leave it there",
                                   device=device)) from None
        except RuntimeError as error:
            if not any(words in str(error) for words in ("same device", "expected device")):
                raise
            loss, where = 0.0, "nowhere"
        value = 0.0 if where in ("meta", "nowhere") else loss
        parameters = next(net.parameters()).device.type
        return {"parameters": parameters, "images": watch.device, "where": where, "loss": value}

    return answer


class ToyDevice:
    """A device with a clock of its own. Launching work returns at once; the work is done later, in order of launching.

    start_up: seconds that the first launch costs the caller; launch: seconds that each launch costs the caller; seconds:
    how long the device works on each.
    """

    def __init__(self, start_up: float, launch: float, seconds: float) -> None:
        self.start_up, self.launch, self.seconds = start_up, launch, seconds
        self.now = self.free = 0.0
        self.readings = 0

    def work(self) -> None:
        """Launch one piece of work."""
        self.now += self.start_up + self.launch
        self.start_up = 0.0
        self.free = max(self.now, self.free) + self.seconds

    def synchronize(self) -> None:
        """Wait until all that was launched is done."""
        self.now = max(self.now, self.free)

    def clock(self) -> float:
        """The time in seconds."""
        self.readings += 1
        return self.now


def on_toy_device(seconds_per_call: Callable[..., Any]) -> Answer:
    """A stop watch, tried on a device whose times are known. Raises `ValueError` where the device's clock is not read twice."""

    def answer(start_up: float, launch: float, seconds: float, repeats: int) -> dict[str, Any]:
        toy = ToyDevice(start_up, launch, seconds)
        measured = seconds_per_call(toy.work, toy.synchronize, toy.clock, repeats)
        if toy.readings < 2:
            raise ValueError(say("The clock that is handed in was read fewer than twice: call clock() before and after the "
                                 "work. The device that is measured has a time of its own."))  # fmt: skip
        return {"measured": measured}

    return answer


def all_batches(device_batches: Callable[..., Iterator[tuple[Tensor, Tensor]]]) -> Answer:
    """All batches of a generator: their lengths, and their images and labels put together."""

    def answer(X: Array, y: Array, order: Array, size: int) -> dict[str, Any]:
        pairs = list(device_batches(torch.tensor(X), torch.tensor(y), torch.tensor(order), size))
        lengths = np.array([len(images) for images, _ in pairs])
        return {"lengths": lengths, "images": torch.cat([a for a, _ in pairs]), "labels": torch.cat([b for _, b in pairs])}

    return answer


def read_back(write_run: Callable[..., Any]) -> Answer:
    """What a function writes for TensorBoard into a temporary folder, read back from its event files.

    A histogram is read back as its smallest value, its largest value and how many numbers it holds. `complete` says whether
    every writer was closed, or flushed, by the function itself.
    """

    def answer(losses: Array, accuracies: Array, weights: Array) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            with closed_in_the_end() as left_open:
                write_run(folder, losses, accuracies, weights)
            scalars, histograms = events(folder)
        empty = np.zeros((0, 2))
        return {
            "tags": ", ".join(sorted([*scalars, *histograms])),
            "losses": scalars.get("loss/training", empty),
            "accuracies": scalars.get("accuracy/validation", empty),
            "histograms": histograms.get("weights", np.zeros((0, 4))),
            "complete": not left_open,
        }

    return answer


@contextlib.contextmanager
def closed_in_the_end() -> Iterator[list[Any]]:
    """Close the SummaryWriters that are left open inside, and list those that were never flushed.

    An open one writes in a thread of its own: what could be read would depend on chance, and so would the points.
    """
    from torch.utils.tensorboard import SummaryWriter

    opened: list[SummaryWriter] = []
    left_open: list[SummaryWriter] = []
    begin, flush, close = SummaryWriter.__init__, SummaryWriter.flush, SummaryWriter.close

    def noted(self: SummaryWriter, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        opened.append(self)
        left_open.append(self)

    def finished(done: Callable[[SummaryWriter], None]) -> Callable[[SummaryWriter], None]:
        def finish(self: SummaryWriter) -> None:
            done(self)
            left_open[:] = [writer for writer in left_open if writer is not self]

        return finish

    SummaryWriter.__init__ = noted  # type: ignore[method-assign]
    SummaryWriter.flush = finished(flush)  # type: ignore[method-assign, assignment]
    SummaryWriter.close = finished(close)  # type: ignore[method-assign, assignment]
    try:
        yield left_open
    finally:
        SummaryWriter.__init__, SummaryWriter.flush, SummaryWriter.close = begin, flush, close  # type: ignore[method-assign]
        for writer in opened:
            writer.close()


def events(folder: str) -> tuple[dict[str, Array], dict[str, Array]]:
    """The event files of a folder: scalars as rows (step, value), histograms as rows (step, smallest, largest, count)."""
    from tensorboard.backend.event_processing import event_accumulator  # type: ignore[import-untyped]

    # 0 is "keep all": by default it keeps a sample of 10,000 scalars and one histogram.
    found = event_accumulator.EventAccumulator(folder, size_guidance={"scalars": 0, "histograms": 0}).Reload()
    tags = found.Tags()
    scalars = {tag: np.array([(event.step, event.value) for event in found.Scalars(tag)]) for tag in tags["scalars"]}
    histograms = {tag: np.array([(e.step, *_spread(e)) for e in found.Histograms(tag)]) for tag in tags["histograms"]}
    return scalars, histograms


def _spread(event: Any) -> tuple[float, float, float]:
    return event.histogram_value.min, event.histogram_value.max, event.histogram_value.num
