"""A Dataset of one's own: its length, one item by its index, a transform that is applied when an item is asked for."""

import numpy as np
import torch

from autograder.author.draw import labels, sizes
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import asked_for_items
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={name: Close() for name in ("length", "image", "label", "images", "labels")} | {"anew": Exact()},
    hints=(
        "A Dataset answers two questions: how many items are there, and what is the item with this index? The "
        "DataLoader asks both.",
        "__init__ only keeps what it is given. __getitem__ fetches one image and its label, and applies the transform "
        "to the image, if there is one. The label stays as it is.",
        "In __getitem__: image = the kept images at the index; where the kept transform is not None, image = what the "
        "transform makes of it. Return the pair of image and label, in this order.",
    ),
)


@page.reference
def by_arrays(images, labels, divisor, index):
    every = images / divisor if divisor else images
    every = every[:, None] if divisor else every
    return len(images), every[index], int(labels[index]), every, labels, True


def _draw(rng, divisor):
    N, height, width = sizes(rng, 3, low=3, high=7)
    X = rng.integers(1, 17, size=(N, height, width)).astype(np.uint8)
    return {"images": X, "labels": labels(rng, N, 3), "divisor": divisor, "index": int(rng.integers(1, N))}


@page.cases(public=2, secret=4)
def with_a_transform(rng):
    return _draw(rng, float(rng.choice([16, 8, 255])))


@page.edge("without a transform")
def without_a_transform(rng):
    return _draw(rng, 0.0)


class _Kept(torch.utils.data.Dataset):
    """A right answer; the mistakes change one method each."""

    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.labels)

    def image(self, index):
        return self.images[index] if self.transform is None else self.transform(self.images[index])

    def __getitem__(self, index):
        return self.image(index), self.labels[index]


@page.wrong("length is the number of pixels: a Dataset's length is the number of its items, the images.")
def counts_pixels(images, labels, divisor, index):
    return images.size, *by_arrays(images, labels, divisor, index)[1:]


@page.wrong(
    "image and images are as they came: the transform is kept but never applied. Apply it in __getitem__, if it is "
    "not None."
)
def transform_forgotten(images, labels, divisor, index):
    return len(images), images[index], int(labels[index]), images, labels, not divisor


@page.wrong("image and label are exchanged: an item is the image first, then its label.")
def exchanged(images, labels, divisor, index):
    class Exchanged(_Kept):
        def __getitem__(self, index):
            return self.labels[index], self.image(index)

    return asked_for_items(Exchanged)(images, labels, divisor, index)


@page.wrong("image and label are always the first ones: fetch those at the index.")
def always_the_first(images, labels, divisor, index):
    class First(_Kept):
        def __getitem__(self, index):
            return self.image(0), self.labels[0]

    return asked_for_items(First)(images, labels, divisor, index)


@page.wrong("label is one image late: images and labels of one item have the same index.")
def label_one_late(images, labels, divisor, index):
    moved = np.roll(labels, 1)
    length, image, _, every, _, _ = by_arrays(images, labels, divisor, index)
    return length, image, int(moved[index]), every, moved, True


@page.wrong("length is one too small: it is the number of items, and the last index is one less.")
def one_short(images, labels, divisor, index):
    class Short(_Kept):
        def __len__(self):
            return len(self.labels) - 1

    return asked_for_items(Short)(images, labels, divisor, index)


@page.wrong("label and labels went through the transform too: it is for the image alone.")
def label_transformed(images, labels, divisor, index):
    class Both(_Kept):
        def __getitem__(self, index):
            label = self.labels[index]
            return self.image(index), label if self.transform is None else self.transform(label)

    return asked_for_items(Both)(images, labels, divisor, index)


@page.wrong("length is the images' height: the number of items is the length of the first axis, len(images).")
def counts_rows_of_an_image(images, labels, divisor, index):
    return images.shape[1], *by_arrays(images, labels, divisor, index)[1:]


@page.wrong(
    "anew is False: the transform was called once for all, or its result was kept. It is called anew each time an "
    "item is fetched, in __getitem__."
)
def transformed_at_once(images, labels, divisor, index):
    class Transformed(_Kept):
        def __init__(self, images, labels, transform):
            super().__init__(images if transform is None else [transform(image) for image in images], labels)

    return asked_for_items(Transformed)(images, labels, divisor, index)


@page.wrong("image and images are divided by 255 once more than the transform does: give what the transform gives.")
def divided_again(images, labels, divisor, index):
    class Divided(_Kept):
        def image(self, index):
            return super().image(index) / 255

    return asked_for_items(Divided)(images, labels, divisor, index)


@page.right
def kept_as_it_is(images, labels, divisor, index):
    return asked_for_items(_Kept)(images, labels, divisor, index)


@page.right
def as_plain_pairs(images, labels, divisor, index):
    class Pairs(torch.utils.data.Dataset):
        def __init__(self, images, labels, transform=None):
            self.pairs, self.change = list(zip(images, labels.tolist(), strict=True)), transform or (lambda image: image)

        def __len__(self):
            return len(self.pairs)

        def __getitem__(self, index):
            image, label = self.pairs[index]
            return [self.change(image), label]

    return asked_for_items(Pairs)(images, labels, divisor, index)
