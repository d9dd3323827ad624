"""The linear classifier of the lecture's slide, by hand: two scores and the winner."""

from fractions import Fraction

from autograder.author.page import Page
from handgrad.kit.rules import Hand

page = Page(
    outputs={"first": Hand(2), "second": Hand(2), "winner": Hand(2)},
    follows={"winner": ("first", "second")},
    hints=(
        "Each output is a neuron of its own: its weights are one column of W, its bias is one entry of b.",
        "Two of the four inputs are 0. Their rows of W play no part.",
        "The first score is 0.5 times the top of column 0, plus 1 times the number below it, plus the first bias. "
        "The second score uses column 1 and the second bias.",
    ),
)

X = [Fraction(1, 2), Fraction(1), Fraction(0), Fraction(0)]
W = [
    [Fraction(1), Fraction(2, 5)],
    [Fraction(-1), Fraction(1, 5)],
    [Fraction(1, 10), Fraction(0)],
    [Fraction(2), Fraction(-1)],
]
B = [Fraction(0), Fraction(1)]


@page.reference
def in_fractions():
    scores = [sum((x * row[h] for x, row in zip(X, W, strict=True)), B[h]) for h in (0, 1)]
    return float(scores[0]), float(scores[1]), scores.index(max(scores))


@page.wrong("second is 3.2, as the lecture's slide has it: the slide is wrong. Add 0.5 · 0.4, 1 · 0.2 and the bias 1 yourself.")
def as_on_the_slide():
    return -0.5, 3.2, 1


@page.wrong("second lacks its bias: add 1 to the products.")
def bias_forgotten():
    return -0.5, 0.4, 1


@page.wrong("first and second are as if they had each other's bias: b[0] = 0 belongs to column 0, b[1] = 1 to column 1.")
def biases_swapped():
    return 0.5, 0.4, 0


@page.wrong("first and second take rows of W for columns: the weights of output h stand in column h, one below the other.")
def rows_for_columns():
    return 0.9, 0.7, 0


@page.wrong("first and second count all rows of W: the last two inputs are 0, so their products are 0, whatever the weights.")
def zeros_ignored():
    return 1.6, 0.4, 0


@page.wrong("winner is the output with the lower score: the classifier picks the higher one. Count from 0.")
def the_lower_score():
    return -0.5, 1.4, 0


@page.wrong("winner counts the outputs from 1: count from 0, as the columns of W.")
def counted_from_one():
    return -0.5, 1.4, 2


@page.wrong("winner is a name: return the number of the output, counted from 0.")
def winner_by_name():
    return -0.5, 1.4, "second"


@page.wrong("first has the wrong sign, as if it had the bias 1 of the second output: b[0] = 0 belongs to column 0.")
def bias_for_both():
    return 0.5, 1.4, 1


@page.wrong("first is as if the weight −1 of column 0 were 1: its product with the input 1 is −1.")
def sign_lost():
    return 1.5, 1.4, 0


@page.right
def as_texts_of_numbers():
    return {"first": -0.5, "second": 1.4, "winner": 1}


@page.right
def with_numpy_left_to_right():
    return 0.5 * 1 + 1 * -1, 0.5 * 0.4 + 0.2 + 1, 1.0
