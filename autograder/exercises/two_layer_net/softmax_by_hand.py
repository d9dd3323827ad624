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


@page.wrong(
    "loss is 1 − p_cat, or p_car, which is nearly the same. The loss is minus the logarithm of p_cat, which grows without "
    "bound as p_cat goes to 0."
)
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


@page.wrong("first_loss is 1, as of a logarithm to base 10: it is the natural one, np.log.")
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


@page.wrong("loss is a logarithm to base 2: it is the natural one, np.log.")
def one_logarithm_to_base_two():
    return answer(loss=-math.log2(P_CAT))


@page.wrong("loss and first_loss are logarithms to base 2: the loss takes the natural one, np.log.")
def logarithms_to_base_two():
    return answer(loss=-math.log2(P_CAT), first_loss=math.log2(10))


@page.wrong("p_cat and p_car are e to the score: a probability is that, divided by the sum over all three classes.")
def not_divided():
    return answer(math.exp(CAT), math.exp(CAR), loss=-math.log(P_CAT))


@page.wrong("p_cat and p_car are those for a frog with the score +1.7: it is −1.7.")
def sign_of_the_frog():
    total = math.exp(CAT) + math.exp(CAR) + math.exp(-FROG)
    return answer(math.exp(CAT) / total, math.exp(CAR) / total)


@page.wrong("p_cat and p_car are shares of powers of 2: raise e to each score.")
def powers_of_two():
    total = 2**CAT + 2**CAR + 2**FROG
    return answer(2**CAT / total, 2**CAR / total)


@page.wrong("loss is the hinge loss, 5.1 − 3.2 + 1: it is minus the logarithm of p_cat.")
def hinge():
    return answer(loss=CAR - CAT + 1)


@page.wrong("first_loss is ln 10 added up over the ten classes: the loss looks at the right class alone.")
def added_over_the_classes():
    return answer(first_loss=10 * math.log(10))


@page.right
def with_all_decimals():
    return answer()


@page.right
def rounded_by_hand():
    return {"p_cat": 0.130, "p_car": 0.869, "loss": 2.04, "first_loss": 2.303}
