"""Overfit on purpose: a net learns wrong labels by heart, and its validation loss turns.

Judged by the training itself: `handgrad.training.overfit`, run by the judge.
"""

from autograder.author.page import Page
from handgrad.kit.rules import Trained

page = Page(
    outputs={"recipe": Trained("recipe")},
    hints=(
        "Overfitting needs a net that can remember, few examples to remember, and time. Which of the three is"
        " missing in the recipe that you have tried?",
        "Draw the curves of your recipe. If the training accuracy stays near 80 %, the net has not learned "
        "the wrong labels yet. If the validation loss has not turned, it has had too many images or too few "
        "epochs.",
        "Take the largest net and the longest training that are allowed, and go down with the number of "
        "images until the validation loss ends well above its lowest value.",
    ),
)


@page.reference
def few_images_large_net_long_training():
    return [80, 50, 200]


@page.wrong(
    "recipe is not three whole numbers within the limits: the images, the hidden units and the epochs, in this "
    "order."
)
def one_number():
    return [80]


@page.wrong(
    "recipe does not learn all labels by heart, and the validation loss has not turned: fewer images, more hidden"
    " units or more epochs."
)
def too_little_of_everything():
    return [900, 10, 60]


@page.wrong(
    "recipe learns the wrong labels by heart, but the validation loss has not risen enough yet: go on for "
    "more epochs."
)
def stopped_too_early():
    return [40, 50, 40]


@page.wrong(
    "recipe makes the validation loss turn, but the net does not learn all labels by heart: more hidden units, "
    "fewer images or more epochs."
)
def too_small_a_net():
    return [30, 3, 200]


@page.right
def another_recipe():
    return 60, 40, 180


@page.right
def as_an_array():
    import numpy as np

    return np.array([100, 50, 200])
