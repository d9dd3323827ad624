"""The lecture's fully connected net for MNIST, counted by hand, and a convolution beside it."""

from autograder.author.page import Page
from handgrad.kit.rules import Hand

page = Page(
    outputs={"hidden": Hand(0), "output": Hand(0), "convolution": Hand(0)},
    hints=(
        "A unit of a fully connected layer has one weight for each of its inputs, and one bias.",
        "The image is 28 by 28 pixels, so a hidden unit has 784 weights and a bias. An output unit has as many weights as "
        "there are hidden units, and a bias.",
        "A filter of the convolution has 3 times 3 weights and one bias, wherever it stands. There are 8 filters.",
    ),
)


@page.reference
def by_adding_units():
    hidden = sum(len([*range(28 * 28), "bias"]) for _ in range(1000))
    output = sum(len([*range(1000), "bias"]) for _ in range(10))
    return hidden, output, sum(len([*range(3 * 3), "bias"]) for _ in range(8))


@page.wrong("hidden, output and convolution lack the biases: each unit and each filter has one.")
def without_biases():
    return 784_000, 10_000, 72


@page.wrong("hidden is the number of weights alone: add one bias for each of the 1,000 units.")
def hidden_without_biases():
    return 784_000, 10_010, 80


@page.wrong("output is connected to the pixels here: its inputs are the 1,000 hidden units.")
def output_from_pixels():
    return 785_000, 7850, 80


@page.wrong("convolution has a single bias here: each of the 8 filters has its own.")
def one_bias_for_all_filters():
    return 785_000, 10_010, 73


@page.wrong("convolution is counted anew at every place: a filter is the same everywhere, so the image's size plays no part.")
def a_filter_for_every_place():
    return 785_000, 10_010, 80 * 26 * 26


@page.wrong("convolution counts one filter: there are 8.")
def one_filter():
    return 785_000, 10_010, 10


@page.wrong("convolution is the number of weights alone: add one bias for each of the 8 filters.")
def convolution_without_biases():
    return 785_000, 10_010, 72


@page.wrong("output is the number of weights alone: add one bias for each of the 10 units.")
def output_without_biases():
    return 785_000, 10_000, 80


@page.wrong("convolution counts responses, 8 · 26 · 26 of them: the parameters of a filter are its 9 weights and its bias.")
def responses():
    return 785_000, 10_010, 8 * 26 * 26


@page.wrong("hidden has 28 inputs: an image has 28 · 28 pixels.")
def one_row_of_pixels():
    return 29_000, 10_010, 80


@page.wrong("output counts both fully connected layers together: that of the second one alone is asked for.")
def both_layers_together():
    return 785_000, 795_010, 80


@page.wrong("convolution has 3 weights in a filter: one of 3 by 3 has 9.")
def three_weights():
    return 785_000, 10_010, 32


@page.wrong("These are numbers of units and of filters: each of them has a weight for each number that it sees, and a bias.")
def units_for_parameters():
    return 1000, 10, 8


@page.wrong("hidden and output have a bias for each of their inputs: a bias belongs to a unit, so there are 1,000 and 10.")
def biases_of_the_inputs():
    return 784_784, 11_000, 80


@page.wrong("hidden has 10 units and output counts the 1,000: the layer of 1,000 units comes first.")
def units_exchanged():
    return 7850, 11_000, 80


@page.right
def as_products():
    return {"hidden": (784 + 1) * 1000, "output": (1000 + 1) * 10, "convolution": (9 + 1) * 8}


@page.right
def weights_and_biases_apart():
    return 28 * 28 * 1000 + 1000, 1000 * 10 + 10, 8 * 3 * 3 + 8.0
