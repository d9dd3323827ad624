"""Cure the overfitting net with an L2 penalty: a strength with which it ends with 80 % of the validation labels right.

Judged by the training itself: `handgrad.training.overfit(100, 50, 200, strength)`, run by the judge.
"""

from autograder.author.page import Page
from handgrad.kit.rules import Trained

page = Page(
    outputs={"strength": Trained("strength")},
    hints=(
        "Strengths are searched by factors, not by differences: try 0.0001, 0.001, 0.01, 0.1.",
        "Look at two numbers for each strength: the training accuracy at the end (above 80 % the net still "
        "remembers wrong labels) and the validation accuracy at the end.",
        "Where the training accuracy at the end is far above 80 %, the strength is too small; where it is far"
        " below, too large. Between the last strength that is too small and the first that is too large, try "
        "a few more.",
    ),
)


@page.reference
def in_the_middle():
    return 0.03


@page.wrong(
    "strength is too small: the net still learns wrong labels by heart. Try a value that is several times "
    "larger."
)
def too_weak():
    return 0.001


@page.wrong(
    "strength is too large: the penalty keeps the net from learning the right labels too. Try a smaller "
    "value."
)
def too_strong():
    return 0.1


@page.wrong("strength is so large that the training diverges: learning rate times strength has to stay far below 1.")
def far_too_strong():
    return 100.0


@page.wrong("strength is negative, above 1000, or no number: it is one number, and a negative penalty makes the weights grow.")
def negative():
    return -0.02


@page.right
def a_little_less():
    return 0.02


@page.right
def a_little_more():
    return 0.04
