"""The lecture's five step neurons by hand: a bias, the network's output at four points, and one merged weight."""

from autograder.author.page import Page
from handgrad.kit.rules import Hand

SWITCHES = ((0.35, 0.8), (0.7, -0.8), (0.7, 1.5), (0.0, 0.4), (0.35, -0.4))

page = Page(
    outputs={name: Hand(2) for name in ("b", "y_02", "y_05", "y_09", "y_0", "v_07")},
    hints=(
        "For each point, make a list of the neurons that are on there: those whose s is smaller than x. Add their "
        "weights only.",
        "The bias: ws + b = 0 at the place s where the neuron switches, with w = 2 and s = 0.35. At x = 0.5 three of the "
        "five neurons are on, at x = 0.9 all five.",
        "At x = 0 look at the neuron with s = 0: its condition is x > s. The merged neuron at 0.7 must make the same "
        "jump as the two neurons that it replaces, so add their weights.",
    ),
)


@page.reference
def neuron_by_neuron():
    def y(x):
        return sum(v for s, v in SWITCHES if x > s)

    return {
        "b": -2 * 0.35, "y_02": y(0.2), "y_05": y(0.5), "y_09": y(0.9), "y_0": y(0.0),
        "v_07": sum(v for s, v in SWITCHES if s == 0.7),
    }  # fmt: skip


def _answers(**changed):
    return {"b": -0.7, "y_02": 0.4, "y_05": 0.8, "y_09": 1.5, "y_0": 0.0, "v_07": 0.7} | changed


@page.wrong("b has the wrong sign: ws + b = 0 at s = 0.35 gives a negative b.")
def bias_without_minus():
    return _answers(b=0.7)


@page.wrong("b is -s: the weight is 2, so the score 2x + b must be zero at 0.35.")
def bias_without_weight():
    return _answers(b=-0.35)


@page.wrong("b is -s / w: from ws + b = 0 follows b = -w s.")
def bias_divided_by_the_weight():
    return _answers(b=-0.35 / 2)


@page.wrong("b is -1.4, as with w = 4, the weight of the solved neuron, or with s = 0.7: this neuron has w = 2 and s = 0.35.")
def bias_of_the_solved_one():
    return _answers(b=-1.4)


@page.wrong("y_02 is as if the neuron at 0 were left out: it comes fourth in the list, but it is the first to switch on.")
def order_of_the_list():
    return _answers(y_02=0.0)


@page.wrong("y_05 is 0.4, as the jump at 0.35 alone is, or the weight of the neuron at 0 alone: all three are on at 0.5.")
def jump_at_035():
    return _answers(y_05=0.4)


@page.wrong("y_09 is too small by 0.4: all five neurons are on at 0.9, also the one at 0.")
def without_the_one_at_0():
    return _answers(y_09=1.1)


@page.wrong("y_05 is as if the neuron with v = -0.4 were left out: it switches on at 0.35, too, and cancels the 0.4.")
def heights_add_at_05():
    return _answers(y_05=1.2)


@page.wrong("y_09 is as if the negative weights were left out: at 0.9 all five neurons are on, and the two cancel 0.8 "
            "and 0.4.")  # fmt: skip
def heights_add_at_09():
    return _answers(y_09=2.7)


@page.wrong("y_09 is too large by the bump's 0.8: at 0.7 the neuron with v = -0.8 has taken it away again.")
def bump_left_on():
    return _answers(y_09=2.3)


@page.wrong("y_09 is the jump at 0.7, not the height to its right: the output before the jump was 0.8, and 1.5 - 0.8 is "
            "added.")  # fmt: skip
def jump_for_height():
    return _answers(y_09=0.7)


@page.wrong("y_0 counts the neuron at s = 0: its condition is x > 0, and at x = 0 it is still off.")
def on_at_zero():
    return _answers(y_0=0.4)


@page.wrong("v_07 is the weight of one of the two neurons at 0.7: a neuron that replaces both has the sum of their "
            "weights.")  # fmt: skip
def one_of_the_two():
    return _answers(v_07=1.5)


@page.wrong("v_07 is the sum of 0.8 and 1.5: one of the two weights is negative, -0.8.")
def signs_lost():
    return _answers(v_07=2.3)


@page.wrong("y_09 is too large by 0.4: the neuron at 0.35 with v = -0.4 is on at 0.9 too.")
def without_the_last_one():
    return _answers(y_09=1.9)


@page.wrong("y_09 is as if the neuron with v = 1.5 were left out: both neurons at 0.7 are on at 0.9.")
def without_the_third_one():
    return _answers(y_09=0.0)


@page.wrong("y_05 is as if the neuron with v = 0.8 were left out: it switched on at 0.35, together with the one with v = -0.4.")
def without_the_first_one():
    return _answers(y_05=0.0)


@page.wrong("y_05 and y_09 are weights of one neuron: the output adds the weights of all neurons that are on.")
def newest_neuron_alone():
    return _answers(y_05=-0.4, y_09=-0.4)


@page.right
def step_by_step():
    y_02 = 0.4
    y_05 = y_02 + 0.8 - 0.4
    return {"b": -0.35 / 0.5, "y_02": y_02, "y_05": y_05, "y_09": y_05 + (1.5 - 0.8), "y_0": 0, "v_07": 1.5 - 0.8}


@page.right
def plain_numbers_in_order():
    return -0.7, 0.4, 0.8, 1.5, 0, 0.7
