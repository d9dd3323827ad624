"""Loss and accuracy over a whole set: in inference mode, summed over images, divided once."""

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from autograder.author.draw import labels, numbers
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import measured_on_arrays
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"loss": Close(), "accuracy": Close(), "recorded": Exact()},
    hints=(
        "Two switches before the loop: one tells the layers that they are used and not trained, the other tells "
        "autograd that nothing needs to be remembered.",
        "eval() for the layers; a with block of torch.inference_mode() round the loop for autograd. Count right answers "
        "and images, and add up the losses as sums over images.",
        "A batch's sum of losses: cross_entropy with reduction=\"sum\". Its right answers: where the argmax of the "
        "scores along dim 1 equals the label. Divide both totals by the number of all images, after the loop.",
    ),
)


@page.reference
def in_one_piece_by_hand(arrays, X, y, size):
    W1, b1, gamma, beta, mean, variance, W2, b2 = arrays
    S = (X @ W1.T + b1 - mean) / np.sqrt(variance + 1e-5) * gamma + beta
    S = np.where(S > 0, S, 0) @ W2.T + b2
    top = S.max(axis=1)
    losses = top + np.log(np.exp(S - top[:, None]).sum(axis=1)) - S[np.arange(len(y)), y]
    return float(losses.mean()), float(np.mean(S.argmax(axis=1) == y)), False


def _draw(rng, D, H, C, lengths):
    """A set whose shorter last batch is read better or worse than the others, so that a mean of means is another number."""
    arrays = [
        numbers(rng, H, D), numbers(rng, H), np.round(rng.uniform(0.5, 1.5, size=H), 2), numbers(rng, H, scale=0.5),
        numbers(rng, H), np.round(rng.uniform(0.3, 3, size=H), 2), numbers(rng, C, H), numbers(rng, C, scale=0.5),
    ]  # fmt: skip
    N = sum(lengths)
    X, y = numbers(rng, N, D), labels(rng, N, C)
    W1, b1, gamma, beta, mean, variance, W2, b2 = arrays
    S = (X @ W1.T + b1 - mean) / np.sqrt(variance + 1e-5) * gamma + beta
    said = (np.where(S > 0, S, 0) @ W2.T + b2).argmax(axis=1)
    rest = lengths[-1]
    y[-rest:] = (said[-rest:] + rng.integers(2)) % C
    first = np.flatnonzero(np.arange(N - rest) % 3 == 0)
    y[first] = (said[first] + 1) % C
    return {"arrays": arrays, "X": X, "y": y, "size": lengths[0]}


@page.edge("a shorter last batch")
def shorter_last_batch(rng):
    return _draw(rng, 3, 4, 2, [5, 5, 3])


@page.edge("two batches")
def two_batches(rng):
    return _draw(rng, 4, 3, 3, [6, 2])


@page.edge("equal batches", public=False)
def equal_batches(rng):
    return _draw(rng, 3, 5, 4, [4, 4, 4])


@page.cases(public=1, secret=4)
def any_sizes(rng):
    D, H, C = (int(n) for n in rng.choice([2, 3, 4, 5], size=3, replace=False))
    size = int(rng.integers(4, 7))
    return _draw(rng, D, H, C, [size, size, int(rng.integers(2, size))])


def _measured(mode=True, quiet=True, loss="images", accuracy="images", loss_of=cross_entropy, pick=torch.argmax):
    def evaluate(net, batches):
        if mode:
            net.eval()
        seen = []
        with torch.inference_mode(quiet):
            for images, names in batches:
                scores = net(images)
                right = (pick(scores, dim=1) == names).double()
                seen.append((loss_of(scores, names, reduction="sum").item(), right.sum().item(), len(names)))
        sums, rights, counts = (np.array(column) for column in zip(*seen, strict=True))
        means = {"images": (sums.sum() / counts.sum(), rights.sum() / counts.sum()),
                 "batches": (np.mean(sums / counts), np.mean(rights / counts)),
                 "last": (sums[-1] / counts[-1], rights[-1] / counts[-1]),
                 "lecture": (sums.sum() / counts.sum(), np.sum(rights / counts) / counts.sum()),
                 "number": (sums.sum() / len(counts), rights.sum()),
                 "means": (np.sum(sums / counts) / counts.sum(), 1 - rights.sum() / counts.sum())}  # fmt: skip
        return float(means[loss][0]), float(means[accuracy][1])

    return measured_on_arrays(evaluate)


@page.wrong(
    "loss and accuracy are those of training mode, in which batch norm uses each batch's own statistics: call eval() "
    "on the net first."
)
def eval_missing(*given):
    return _measured(mode=False)(*given)


@page.wrong(
    "accuracy is the mean of the batches' shares: the last batch may be shorter. Count right answers, and divide once "
    "at the end."
)
def mean_of_shares(*given):
    return _measured(accuracy="batches")(*given)


@page.wrong(
    "loss is the mean of the batches' means: the last batch may be shorter. Add up sums, and divide by the number of "
    "all images."
)
def mean_of_losses(*given):
    return _measured(loss="batches")(*given)


@page.wrong(
    "loss and accuracy are both means over batches: add up over images, and divide by the number of all images."
)
def both_means_of_means(*given):
    return _measured(loss="batches", accuracy="batches")(*given)


@page.wrong("accuracy is that of the last batch: the whole set is asked for.")
def last_batch(*given):
    return _measured(accuracy="last")(*given)


@page.wrong(
    "accuracy adds up shares and divides by the number of images, as the lecture does: add up numbers of right "
    "answers."
)
def as_in_the_lecture(*given):
    return _measured(accuracy="lecture")(*given)


@page.wrong(
    "recorded is true: autograd remembered a forward pass for a backward pass that never comes. Use "
    "torch.inference_mode()."
)
def recorded(*given):
    return _measured(quiet=False)(*given)


@page.wrong("accuracy is the number of right answers: divide it by the number of all images.")
def number_of_rights(*given):
    return _measured(accuracy="number")(*given)


@page.wrong("loss adds up the batches' means and divides by the number of images: add up sums over images, or mean times M.")
def means_over_images(*given):
    return _measured(loss="means")(*given)


@page.wrong("loss is a sum over the images divided by the number of batches: divide by the number of images.")
def sum_over_batches(*given):
    return _measured(loss="number")(*given)


@page.wrong("accuracy is the share of wrong answers: count where the answer equals the label.")
def share_of_errors(*given):
    return _measured(accuracy="means")(*given)


@page.wrong("loss is that of a softmax of a softmax: cross_entropy takes the scores and does the softmax itself.")
def softmax_first(*given):
    def loss_of(scores, names, reduction):
        return cross_entropy(torch.softmax(scores, dim=1), names, reduction=reduction)

    return _measured(loss_of=loss_of)(*given)


@page.wrong("loss and accuracy are those of the last batch: the whole set is asked for.")
def both_of_the_last_batch(*given):
    return _measured(loss="last", accuracy="last")(*given)


@page.wrong(
    "loss is that of training mode and the mean of the batches' means, and accuracy is that of training mode: call "
    "eval() first, and add up over images."
)
def eval_missing_and_mean_of_losses(*given):
    return _measured(mode=False, loss="batches")(*given)


@page.wrong(
    "loss is that of training mode, and accuracy is that of training mode and a mean of shares: call eval() first, "
    "and add up over images."
)
def eval_missing_and_mean_of_shares(*given):
    return _measured(mode=False, accuracy="batches")(*given)


@page.wrong(
    "loss and accuracy are those of training mode, and loss is that of a softmax of a softmax: call eval() first, and"
    " hand cross_entropy the scores."
)
def eval_missing_and_softmax(*given):
    def loss_of(scores, names, reduction):
        return cross_entropy(torch.softmax(scores, dim=1), names, reduction=reduction)

    return _measured(mode=False, loss_of=loss_of)(*given)


@page.wrong("accuracy counts how often the lowest score is the label's: take argmax.")
def lowest_score(*given):
    return _measured(pick=torch.argmin)(*given)


@page.right
def with_no_grad(*given):
    def evaluate(model, batches):
        model.eval()
        with torch.no_grad():
            pairs = [(model(images), names) for images, names in batches]
        scores, names = (torch.cat(parts) for parts in zip(*pairs, strict=True))
        return cross_entropy(scores, names), (scores.argmax(dim=1) == names).double().mean()

    return measured_on_arrays(evaluate)(*given)


@page.right
def with_sums(*given):
    return _measured()(*given)
