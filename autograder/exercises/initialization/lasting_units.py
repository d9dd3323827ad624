"""How many hidden units a net keeps: units that agree in incoming weights, bias and outgoing weights stay equal."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page
from handgrad.kit.rules import Exact

page = Page(
    outputs={"units": Exact()},
    hints=(
        "What belongs to hidden unit h? A column of W, an entry of b, and a row of U.",
        "Two units that differ in any of these numbers part at the first step, or before. Put all the numbers of one "
        "unit side by side, and count how many different lists there are.",
        "np.vstack([W, b, U.T]) is a table with one column for each unit. np.unique(table, axis=1) keeps each column once.",
    ),
)


def twins(W, b, U, h, k):
    incoming = all(W[d, h] == W[d, k] for d in range(W.shape[0]))
    outgoing = all(U[h, c] == U[k, c] for c in range(U.shape[1]))
    return incoming and b[h] == b[k] and outgoing


@page.reference
def by_comparing_pairs(W, b, U):
    units = 0
    for h in range(len(b)):
        units += not any(twins(W, b, U, h, k) for k in range(h))
    return units


def groups(rng, D, C, twins=1):
    """Units that differ, full twins, and units that share some of their numbers only; in any order."""
    W, b, U = [], [], []

    def unit(w, bias, u):
        W.append(w)
        b.append(bias)
        U.append(u)

    def fresh():
        return numbers(rng, D), float(numbers(rng)), numbers(rng, C)

    for _ in range(2):
        unit(*fresh())
    first = fresh()
    for _ in range(1 + twins):
        unit(*first)
    for _ in range(2):
        unit(first[0], first[1], numbers(rng, C))  # the same output today, another gradient
    for _ in range(3):
        unit(first[0], float(numbers(rng)), first[2])  # another bias
    unit(numbers(rng, D), first[1], first[2])  # other incoming weights
    order = rng.permutation(len(b))
    return {"W": np.array(W)[order].T, "b": np.array(b)[order], "U": np.array(U)[order]}


@page.cases(public=2, secret=3)
def some_twins(rng):
    D, C = rng.choice([1, 2, 3], size=2, replace=False)
    return groups(rng, int(D), int(C), twins=int(rng.integers(1, 4)))


@page.edge("zeros")
def zeros():
    return {"W": np.zeros((3, 5)), "b": np.zeros(5), "U": np.zeros((5, 2))}


@page.edge("one unit")
def one_unit(rng):
    return {"W": numbers(rng, 2, 1), "b": numbers(rng, 1), "U": numbers(rng, 1, 3)}


@page.edge("the same numbers in another order")
def another_order():
    W = np.array([[1.0, 2.0, 1.0, 2.0], [2.0, 1.0, 2.0, 1.0]])
    return {"W": W, "b": np.full(4, 0.5), "U": np.array([[3.0], [3.0], [3.0], [3.0]])}


@page.edge("units that differ in their biases alone")
def biases_alone():
    return {"W": np.array([[1.0, 1.0, 2.0, 2.0]]), "b": np.array([1.0, 2.0, 3.0, 4.0]), "U": np.full((4, 2), 0.5)}


@page.edge("two units that differ in a late digit")
def nearly_twins():
    return {"W": np.array([[0.5, 0.5003, 0.5], [1.0, 1.0, 1.0]]), "b": np.zeros(3), "U": np.array([[2.0], [2.0], [2.0]])}


@page.edge("no twins", public=False)
def no_twins(rng):
    return {"W": numbers(rng, 2, 6), "b": numbers(rng, 6), "U": numbers(rng, 6, 3)}


def _count(table):
    return int(np.unique(table, axis=1).shape[1])


@page.wrong("Outgoing weights are left out: units with different rows of U get different gradients, and part after one step.")
def without_outgoing(W, b, U):
    return _count(np.vstack([W, b]))


@page.wrong("Biases and outgoing weights are left out: two units with equal columns of W may still differ in b or in U.")
def incoming_only(W, b, U):
    return _count(W)


@page.wrong("Biases are left out: units that differ in their bias alone give different outputs.")
def without_bias(W, b, U):
    return _count(np.vstack([W, U.T]))


@page.wrong("Incoming weights and biases are left out: units with equal rows of U may still give different outputs.")
def outgoing_only(W, b, U):
    return _count(U.T)


@page.wrong("These are different rows of W: a row belongs to an input. A hidden unit is a column of W, and a row of U.")
def rows_of_weights(W, b, U):
    return len(np.unique(W, axis=0))


@page.wrong("These are all the hidden units: count twins once.")
def all_units(W, b, U):
    return len(b)


@page.wrong("These are the units without any twin: a group of twins counts as one unit, not as none.")
def units_without_twin(W, b, U):
    _, counts = np.unique(np.vstack([W, b, U.T]), axis=1, return_counts=True)
    return int((counts == 1).sum())


@page.wrong(
    "This is the number of rows: len counts those. In a table with one column for each unit, count the columns: shape[1]."
)
def rows_of_the_table(W, b, U):
    return len(np.unique(np.vstack([W, b, U.T]), axis=1))


@page.wrong("These are different rows of a table whose columns are the units: compare its columns, with axis=1.")
def different_rows_of_the_table(W, b, U):
    return len(np.unique(np.vstack([W, b, U.T]), axis=0))


@page.wrong("This is a table. Return one number: how many columns it has.")
def the_table_itself(W, b, U):
    return np.unique(np.vstack([W, b, U.T]), axis=1)


@page.wrong("These are different numbers, not different units: np.unique needs an axis to compare whole columns or rows.")
def different_numbers(W, b, U):
    return len(np.unique(np.vstack([W, b, U.T])))


@page.wrong("These are different numbers in W: np.unique needs an axis, and a unit owns an entry of b and a row of U as well.")
def different_numbers_in_the_weights(W, b, U):
    return len(np.unique(W))


@page.wrong("Only the sum of each unit's numbers is compared. Two units are twins where all their numbers agree, one by one.")
def sums_compared(W, b, U):
    return len(np.unique(np.round(W.sum(axis=0) + b + U.sum(axis=1), 9)))


@page.wrong("This is a product of counts: one list of all numbers of a unit is compared as a whole, and counted once.")
def product_of_counts(W, b, U):
    return _count(W) * len(np.unique(b)) * _count(U.T)


@page.wrong("This is a sum of counts: incoming weights, bias and outgoing weights of one unit are compared together.")
def sum_of_counts(W, b, U):
    return _count(np.vstack([W, b])) + _count(U.T)


@page.wrong("This is how many units are one too many: how many are left is asked for.")
def superfluous_units(W, b, U):
    return len(b) - _count(np.vstack([W, b, U.T]))


@page.wrong("These are the groups with more than one unit in them: a unit without a twin counts too.")
def groups_of_twins(W, b, U):
    _, counts = np.unique(np.vstack([W, b, U.T]), axis=1, return_counts=True)
    return int((counts > 1).sum())


@page.wrong("One is taken away for each pair of twins: three equal units are three pairs, and only two of them are too many.")
def a_unit_less_for_each_pair(W, b, U):
    pairs = sum(twins(W, b, U, h, k) for h in range(len(b)) for k in range(h))
    return len(b) - pairs


@page.wrong("Each unit is compared with its neighbour only: twins may stand anywhere.")
def neighbours_compared(W, b, U):
    return 1 + sum(not twins(W, b, U, h, h - 1) for h in range(1, len(b)))


@page.wrong("Units count as twins here as soon as a part of their numbers agrees: all of them have to.")
def any_part_agrees(W, b, U):
    def share(h, k):
        return all(W[:, h] == W[:, k]) or b[h] == b[k] or all(U[h] == U[k])

    return sum(not any(share(h, k) for k in range(h)) for h in range(len(b)))


@page.wrong("Units that nearly agree are counted as twins: gradient descent drives them apart. Twins agree in every digit.")
def nearly_equal(W, b, U):
    return _count(np.round(np.vstack([W, b, U.T]), 2))


@page.right
def with_a_set(W, b, U):
    return len({(*W[:, h], b[h], *U[h]) for h in range(len(b))})


@page.right
def with_unique(W, b, U):
    return np.unique(np.hstack([W.T, b[:, None], U]), axis=0).shape[0]
