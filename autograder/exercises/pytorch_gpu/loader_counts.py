"""How many batches MNIST has, how large the last one is, and what shape a batch of images has: counted by hand."""

from autograder.author.page import Page
from handgrad.kit.rules import Hand

page = Page(
    outputs={"batches": Hand(0), "last": Hand(0), "test_batches": Hand(0), "test_last": Hand(0), "shape": Hand(0)},
    hints=(
        "The last batch holds what is left over, and it counts as a batch.",
        "60,000 is 937 times 64 and something. The rest is the length of the last batch.",
        "MNIST's images are 28 by 28 pixels with one channel of grey, and the batch comes first: four numbers.",
    ),
)


@page.reference
def by_cutting():
    def cut(n):
        lengths = []
        while n > 0:
            lengths.append(min(64, n))
            n -= 64
        return len(lengths), lengths[-1]

    return *cut(60_000), *cut(10_000), [64, 1, 28, 28]


@page.wrong("batches and test_batches lack the last batch: what is left over is a batch too, unless drop_last is set.")
def rounded_down():
    return 937, 32, 156, 16, [64, 1, 28, 28]


@page.wrong(
    "last and test_last are full batches: 60,000 and 10,000 are no multiples of 64, so the last batches are shorter."
)
def last_full():
    return 938, 64, 157, 64, [64, 1, 28, 28]


@page.wrong(
    "shape is the one that the lecture prints: MNIST's images have 28 by 28 pixels, and ToTensor changes no size."
)
def as_printed():
    return 938, 32, 157, 16, [64, 1, 32, 32]


@page.wrong("shape lacks the channel: a transform to tensors gives each image the shape (1, 28, 28).")
def without_channel():
    return 938, 32, 157, 16, [64, 28, 28]


@page.wrong("shape has the channel last: PyTorch puts it before height and width.")
def channel_last():
    return 938, 32, 157, 16, [64, 28, 28, 1]


@page.wrong("test_batches and test_last are those of 60,000 images: the test set has 10,000.")
def test_as_training():
    return 938, 32, 938, 32, [64, 1, 28, 28]


@page.wrong("last is a full batch's length: 60,000 is no multiple of 64, so fewer images are left over.")
def training_last_full():
    return 938, 64, 157, 16, [64, 1, 28, 28]


@page.wrong("test_last is a full batch's length: 10,000 is no multiple of 64, so fewer images are left over.")
def test_last_full():
    return 938, 32, 157, 64, [64, 1, 28, 28]


@page.wrong("test_last is how many images are missing to a full batch: the last batch has those that are left over.")
def missing_to_a_full_batch():
    # Of the training images as many are missing as are left over.
    return 938, 32, 157, 48, [64, 1, 28, 28]


@page.wrong("shape has three channels: those are colours, and MNIST is grey.")
def three_channels():
    return 938, 32, 157, 16, [64, 3, 28, 28]


@page.wrong("batches lacks the last one: what is left over is a batch too, unless drop_last is set.")
def training_rounded_down():
    return 937, 32, 157, 16, [64, 1, 28, 28]


@page.wrong("test_batches lacks the last one: what is left over is a batch too, unless drop_last is set.")
def test_rounded_down():
    return 938, 32, 156, 16, [64, 1, 28, 28]


@page.wrong("The batches are those with drop_last=True: without it, what is left over is a batch too, and the last.")
def as_with_drop_last():
    return 937, 64, 156, 64, [64, 1, 28, 28]


@page.wrong("last is 0: a batch that is left over has the images that are left over.")
def training_last_empty():
    return 938, 0, 157, 16, [64, 1, 28, 28]


@page.right
def by_division():
    return {"batches": -(-60_000 // 64), "last": 60_000 % 64, "test_batches": -(-10_000 // 64), "test_last": 10_000 % 64,
            "shape": (64, 1, 28, 28)}  # fmt: skip


@page.right
def with_a_data_loader():
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    def cut(n):
        lengths = [len(rows) for (rows,) in DataLoader(TensorDataset(torch.zeros(n)), batch_size=64)]
        return len(lengths), lengths[-1]

    images = torch.zeros(64, 28, 28)[:, None]
    return *cut(60_000), *cut(10_000), list(images.shape)
