"""Curves and histograms for TensorBoard: what is written, under which name, at which step; read back from the event files."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import read_back
from handgrad.kit.rules import Close, Exact

page = Page(
    # Events hold float32.
    outputs={"tags": Exact(), "losses": Close(1e-5), "accuracies": Close(1e-5), "histograms": Close(1e-5), "complete": Exact()},
    hints=(
        "One writer for the folder, one loop over the epochs. Which number tells TensorBoard where on the horizontal "
        "axis a value belongs?",
        "add_scalar takes a name, a value and a step; add_histogram takes a name, an array and a step. The step is "
        "the epoch, counted from 1.",
        "enumerate(zip(...), start=1) gives the epoch with the three things of this epoch. A `with` block around the "
        "loop closes the writer, so that all is on the disk.",
    ),
)


@page.reference
def as_read_back(losses, accuracies, weights):
    steps = np.arange(1, len(losses) + 1)
    spread = [(step, W.min(), W.max(), W.size) for step, W in zip(steps, weights, strict=True)]
    return "accuracy/validation, loss/training, weights", np.stack([steps, losses], 1), np.stack([steps, accuracies], 1), \
        np.array(spread), True  # fmt: skip


@page.cases(public=2, secret=3)
def a_run(rng):
    epochs, D, H = (int(n) for n in rng.choice([2, 3, 4, 5], size=3, replace=False))
    return {
        "losses": np.round(np.sort(rng.uniform(0.1, 2.3, size=epochs))[::-1], 3),
        "accuracies": np.round(np.sort(rng.uniform(0.1, 1, size=epochs)), 3),
        "weights": np.stack([numbers(rng, D, H, scale=1.0 + k) for k in range(epochs)]),
    }


@page.edge("a single epoch", public=False)
def single_epoch(rng):
    return {"losses": np.array([0.75]), "accuracies": np.array([0.5]), "weights": numbers(rng, 1, 3, 4)}


def _written(step=lambda epoch: epoch, histogram_step=None, exchanged=False, histograms="own", name="loss/training"):
    def write(folder, losses, accuracies, weights):
        from torch.utils.tensorboard import SummaryWriter

        with SummaryWriter(folder) as writer:
            for epoch, (loss, accuracy, W) in enumerate(zip(losses, accuracies, weights, strict=True), start=1):
                first, second = (accuracy, loss) if exchanged else (loss, accuracy)
                writer.add_scalar(name, first, step(epoch))
                writer.add_scalar("accuracy/validation", second, step(epoch))
                if histograms:
                    shown = {"own": W, "first": weights[0], "last": weights[-1], "all": weights}[histograms]
                    writer.add_histogram("weights", shown, (histogram_step or step)(epoch))

    return read_back(write)


@page.wrong(
    "losses, accuracies and histograms all stand at step 0: hand over the epoch as the step, or every value falls on "
    "the same place."
)
def without_step(*given):
    return _written(step=lambda epoch: None)(*given)


@page.wrong("losses, accuracies and histograms are counted from 0: here the first epoch is number 1.")
def counted_from_zero(*given):
    return _written(step=lambda epoch: epoch - 1)(*given)


@page.wrong("losses and accuracies are exchanged: each value belongs to its own name.")
def exchanged(*given):
    return _written(exchanged=True)(*given)


@page.wrong("histograms are missing: write the weights of each epoch with add_histogram, under the name weights.")
def without_histograms(*given):
    return _written(histograms="")(*given)


@page.wrong("histograms show the last weights at every step: each epoch has its own.")
def last_weights(*given):
    return _written(histograms="last")(*given)


@page.wrong("histograms show the first weights at every step: each epoch has its own.")
def first_weights(*given):
    return _written(histograms="first")(*given)


@page.wrong(
    "tags hold another name for the training loss: TensorBoard finds curves by their names. Here it is loss/training."
)
def another_name(*given):
    return _written(name="loss/train")(*given)


@page.wrong("histograms hold the weights of all epochs at every step: each epoch has its own, weights[e].")
def all_weights(*given):
    return _written(histograms="all")(*given)


@page.wrong("histograms all stand at step 0: add_histogram wants the epoch as its step too.")
def histograms_without_step(*given):
    return _written(histogram_step=lambda epoch: None)(*given)


@page.wrong("Nothing is found in the folder: give `folder` to the SummaryWriter, which else makes a folder of its own.")
def into_another_folder(losses, accuracies, weights):
    return read_back(lambda *given: None)(losses, accuracies, weights)


@page.wrong(
    "complete is False: the writer was neither closed nor flushed, and what it still holds may never reach the file. "
    "Use `with SummaryWriter(folder) as writer`, or call close()."
)
def left_open(*given):
    return *as_read_back(*given)[:4], False


@page.wrong("accuracies stand under another name: TensorBoard finds curves by their names. Here it is accuracy/validation.")
def another_name_for_the_accuracy(*given):
    outputs = _written()(*given)
    return outputs | {"tags": "accuracy, loss/training, weights", "accuracies": np.zeros((0, 2))}


@page.right
def with_a_writer_closed_by_hand(*given):
    def write(folder, losses, accuracies, weights):
        from torch.utils.tensorboard import SummaryWriter

        writer = SummaryWriter(log_dir=folder)
        for k in range(len(losses)):
            writer.add_scalar("accuracy/validation", accuracies[k], global_step=k + 1)
            writer.add_scalar("loss/training", losses[k], global_step=k + 1)
            writer.add_histogram("weights", weights[k].ravel(), global_step=k + 1)
        writer.close()

    return read_back(write)(*given)


@page.right
def in_one_loop(*given):
    return _written()(*given)
