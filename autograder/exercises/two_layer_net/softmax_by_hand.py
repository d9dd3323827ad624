"""Scores of a slide, cat 3.2, car 5.1, frog −1.7: two probabilities, the loss, and the loss of a net that knows nothing."""

import math

from autograder.author.page import Page
from handgrad.kit.rules import Hand

NAMES = ("p_cat", "p_car", "loss", "first_loss")

page = Page(
    outputs=dict.fromkeys(NAMES, Hand(decimals=3)),
    hints=(
        "Make three columns: the score, e to the score, and the share of the column's sum. The shares are the probabilities.",
        "The sum of the second column is about 188.7. The loss looks at one probability only: that of the right class, here "
        "the cat. It is minus its natural logarithm.",
        "With ten equal scores every class gets the same share. What share is that, and what is minus its natural logarithm?",
    ),
)

CAT, CAR, FROG = 3.2, 5.1, -1.7
SUM = math.exp(CAT) + math.exp(CAR) + math.exp(FROG)
P_CAT, P_CAR, FIRST = math.exp(CAT) / SUM, math.exp(CAR) / SUM, math.log(10)


@page.reference
def by_differences_of_scores():
    p_cat = 1 / (1 + math.exp(CAR - CAT) + math.exp(FROG - CAT))
    p_car = 1 / (1 + math.exp(CAT - CAR) + math.exp(FROG - CAR))
    return p_cat, p_car, math.log1p(math.exp(CAR - CAT) + math.exp(FROG - CAT)), math.log(10)


def answer(p_cat=P_CAT, p_car=P_CAR, loss=None, first_loss=FIRST):
    return p_cat, p_car, -math.log(p_cat) if loss is None else loss, first_loss


@page.wrong("loss and first_loss are logarithms to base 10. The loss takes the natural logarithm, np.log.")
def logarithms_to_base_ten():
    return answer(loss=-math.log10(math.exp(CAT) / SUM), first_loss=1.0)


@page.wrong(
    "p_cat and p_car are shares of the scores themselves, and loss follows from them: first raise e to each score, "
    "then take the shares of the sum."
)
def shares_of_the_scores():
    return answer(CAT / (CAT + CAR + FROG), CAR / (CAT + CAR + FROG))


@page.wrong("loss and first_loss are negative: the logarithm of a probability is at most 0, and the loss is minus that.")
def minus_forgotten():
    return answer(loss=math.log(math.exp(CAT) / SUM), first_loss=-math.log(10))


@page.wrong("loss is that of the car, the class with the highest score. The photograph shows a cat: take p_cat.")
def loss_of_the_winner():
    return answer(loss=math.log(SUM) - CAR)


@page.wrong("loss is 1 − p_cat. The loss is minus the logarithm of p_cat, which grows without bound as p_cat goes to 0.")
def one_minus_the_probability():
    return answer(loss=1 - math.exp(CAT) / SUM)


@page.wrong("first_loss is that of three classes, ln 3. The question asks about ten.")
def three_classes():
    return answer(first_loss=math.log(3))


@page.wrong("first_loss is the probability of each class, 1/10. The loss is minus its logarithm.")
def probability_in_place_of_loss():
    return answer(first_loss=0.1)


@page.wrong("loss is the distance to the highest score, 5.1 − 3.2. All three scores count: it is ln(sum of e^s) − 3.2.")
def gap_to_the_winner():
    return answer(loss=CAR - CAT)


@page.wrong("loss is a logarithm to base 10: it is the natural one, np.log.")
def one_logarithm_to_base_ten():
    return answer(loss=-math.log10(math.exp(CAT) / SUM))


@page.wrong("first_loss is 1, a logarithm to base 10: it is the natural one, np.log.")
def first_logarithm_to_base_ten():
    return answer(first_loss=1.0)


@page.wrong("loss is negative: the logarithm of a probability is at most 0, and the loss is minus that.")
def one_minus_forgotten():
    return answer(loss=math.log(math.exp(CAT) / SUM))


@page.wrong("loss is p_cat itself: it is minus the logarithm of that.")
def probability_of_the_cat():
    return answer(loss=P_CAT)


@page.wrong("p_cat and p_car have changed places.")
def changed_places():
    return answer(P_CAR, P_CAT, loss=-math.log(P_CAT))


@page.right
def with_all_decimals():
    return answer()


@page.right
def rounded_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.04, "first_loss": 2.303}
