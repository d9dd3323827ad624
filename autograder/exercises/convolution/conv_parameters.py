"""Parameters of a convolution layer that keeps the image's size, and of a fully connected layer in its place."""

import numpy as np

from autograder.author.draw import sizes
from autograder.author.page import Page
from handgrad.kit.rules import Exact

page = Page(
    outputs={"convolution": Exact(), "dense": Exact()},
    hints=(
        "Count for one filter first: it has a kernel for each channel that comes in, and one bias.",
        "The fully connected layer sees all numbers of the input, over all channels and pixels, and makes all numbers of the "
        "output.",
        "A layer from D to H numbers has D * H weights and H biases. Here D is channels * height * width, and H is filters * "
        "height * width.",
    ),
)


@page.reference
def by_building(channels, filters, kernel, height, width):
    W, b = np.empty((filters, channels, kernel, kernel), np.int8), np.empty(filters)
    D, H = (len(list(np.ndindex(maps, height, width))) for maps in (channels, filters))
    return W.size + b.size, sum(D for _ in range(H)) + H


@page.cases(public=3, secret=6)
def random_layer(rng):
    channels, filters, height, width = sizes(rng, 4, low=2, high=14)
    return {"channels": channels, "filters": filters, "kernel": int(rng.choice([2, 3, 5])), "height": height, "width": width}


@page.edge("the lecture's first layer")
def lecture():
    return {"channels": 3, "filters": 8, "kernel": 3, "height": 32, "width": 32}


@page.edge("a kernel of one pixel")
def one_pixel():
    return {"channels": 4, "filters": 3, "kernel": 1, "height": 5, "width": 7}


@page.wrong("convolution lacks the biases: each filter has one.")
def without_biases(channels, filters, kernel, height, width):
    return filters * channels * kernel**2, by_building(channels, filters, kernel, height, width)[1]


@page.wrong("convolution has one kernel for all channels: a filter has a kernel of its own for each channel that comes in.")
def channels_forgotten(channels, filters, kernel, height, width):
    return filters * (kernel**2 + 1), by_building(channels, filters, kernel, height, width)[1]


@page.wrong("convolution has a bias for every channel of every filter: a filter adds up its channels and has one bias.")
def bias_for_every_channel(channels, filters, kernel, height, width):
    return filters * channels * (kernel**2 + 1), by_building(channels, filters, kernel, height, width)[1]


@page.wrong("convolution counts the filters at every place: they are the same everywhere, so height and width play no part.")
def at_every_place(channels, filters, kernel, height, width):
    few, many = by_building(channels, filters, kernel, height, width)
    return few * height * width, many


@page.wrong("dense lacks its biases: there is one for each number that comes out.")
def dense_without_biases(channels, filters, kernel, height, width):
    return by_building(channels, filters, kernel, height, width)[0], channels * filters * (height * width) ** 2


@page.wrong("dense has one bias for each filter: a fully connected layer has one for each number that comes out.")
def dense_with_few_biases(channels, filters, kernel, height, width):
    return by_building(channels, filters, kernel, height, width)[0], channels * filters * (height * width) ** 2 + filters


@page.wrong("dense makes one number for each filter: it should make filters * height * width, as the convolution does.")
def dense_to_filters(channels, filters, kernel, height, width):
    return by_building(channels, filters, kernel, height, width)[0], (channels * height * width + 1) * filters


@page.wrong(
    "convolution and dense lack the biases: each filter has one, and so has each number that comes out of a fully "
    "connected layer."
)
def no_biases_at_all(channels, filters, kernel, height, width):
    return filters * channels * kernel**2, channels * filters * (height * width) ** 2


@page.wrong("convolution counts a kernel's side once: it has kernel times kernel weights.")
def side_of_the_kernel(channels, filters, kernel, height, width):
    return filters * (channels * kernel + 1), by_building(channels, filters, kernel, height, width)[1]


@page.wrong("convolution and dense have one bias for a whole layer: each filter has one, and each number that comes out.")
def one_bias_for_a_layer(channels, filters, kernel, height, width):
    return filters * channels * kernel**2 + 1, channels * filters * (height * width) ** 2 + 1


@page.wrong("convolution and dense have a bias for what comes in: biases belong to filters, and to numbers that come out.")
def biases_for_what_comes_in(channels, filters, kernel, height, width):
    pixels = height * width
    return channels * (filters * kernel**2 + 1), channels * pixels * (filters * pixels + 1)


@page.wrong("convolution has a bias for every place: a filter has one, the same at all places.")
def bias_at_every_place(channels, filters, kernel, height, width):
    weights = filters * channels * kernel**2
    return weights + filters * height * width, by_building(channels, filters, kernel, height, width)[1]


@page.wrong("dense makes an image that has shrunk by the kernel: the convolution keeps the image's size, by padding.")
def shrunk_image(channels, filters, kernel, height, width):
    places = (height - kernel + 1) * (width - kernel + 1)
    return by_building(channels, filters, kernel, height, width)[0], (channels * height * width + 1) * filters * places


@page.wrong("dense takes the height for the width: an image has height times width pixels.")
def square_images(channels, filters, kernel, height, width):
    return by_building(channels, filters, kernel, height, width)[0], (channels * height**2 + 1) * filters * height**2


@page.wrong("convolution counts one filter: there are as many as `filters` says.")
def a_single_filter(channels, filters, kernel, height, width):
    return channels * kernel**2 + 1, by_building(channels, filters, kernel, height, width)[1]


@page.right
def as_products(channels, filters, kernel, height, width):
    pixels = height * width
    return filters * (channels * kernel**2 + 1), filters * pixels * (channels * pixels + 1)


@page.right
def with_torch(channels, filters, kernel, height, width):
    import torch

    layer = torch.nn.Conv2d(channels, filters, kernel)
    D, H = channels * height * width, filters * height * width
    return {"dense": D * H + H, "convolution": sum(p.numel() for p in layer.parameters())}
