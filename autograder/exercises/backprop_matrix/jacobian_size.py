"""How many numbers a layer's Jacobian holds, (N, M) → (N, K): N²MK, against NM + NK for the two gradients."""

import itertools

from autograder.author.draw import sizes
from autograder.author.page import Page
from handgrad.kit.rules import Exact

page = Page(
    outputs={"jacobian": Exact(), "gradients": Exact()},
    hints=(
        "The Jacobian has one number for each pair of an output entry and an input entry.",
        "The output has N·K entries and the input N·M. A pair is one of the first with one of the second.",
        "The number of pairs is the product of the two counts. dX and dS together have as many numbers as X and S: "
        "the sum of the two counts.",
    ),
)


@page.reference
def by_counting(N, M, K):
    outputs = list(itertools.product(range(N), range(K)))
    inputs = list(itertools.product(range(N), range(M)))
    return sum(len(inputs) for _ in outputs), len(inputs) + len(outputs)


@page.cases(public=3, secret=5)
def random_sizes(rng):
    N, M, K = sizes(rng, 3, low=2, high=40)
    return {"N": N, "M": M, "K": K}


@page.edge("a batch of one")
def batch_of_one():
    return {"N": 1, "M": 5, "K": 3}


@page.wrong("jacobian is N·M·K: each of the N·K outputs is paired with the inputs of all N rows, its own and the others.")
def one_row_of_inputs(N, M, K):
    return N * M * K, N * M + N * K


@page.wrong("jacobian is M·K, that of one row: for the batch as a whole there are N·K outputs and N·M inputs.")
def one_row_alone(N, M, K):
    return M * K, N * M + N * K


@page.wrong("jacobian is the sum of the two counts: an output entry is paired with every input entry, so multiply them.")
def counts_added(N, M, K):
    return N * M + N * K, N * M + N * K


@page.wrong("gradients counts the weights' M·K too: it asks for dX and dS only.")
def weights_counted(N, M, K):
    return N * M * N * K, N * M + N * K + M * K


@page.wrong("gradients is M + K, that of one row: dX and dS have a row for each of the N examples.")
def gradients_of_one_row(N, M, K):
    return N * M * N * K, M + K


@page.wrong("gradients is N·M, that of dX only: dS, the gradient that arrives, has to be stored as well.")
def only_the_input(N, M, K):
    return N * M * N * K, N * M


@page.wrong("jacobian and gradients are 4 times too large, as if counted in bytes: count the numbers.")
def counted_in_bytes(N, M, K):
    return 4 * N * M * N * K, 4 * (N * M + N * K)


@page.wrong("gradients is a product: dX has N·M numbers and dS has N·K, and both are stored, so add them.")
def counts_multiplied(N, M, K):
    return N * M * N * K, N * M * N * K


@page.wrong("gradients is M·K + N·K, as if the weights' gradient were asked for: dX has N·M numbers.")
def weights_for_inputs(N, M, K):
    return N * M * N * K, M * K + N * K


@page.wrong("jacobian is the square of N·M: its rows are outputs, N·K of them, and its columns inputs, N·M.")
def square_of_the_inputs(N, M, K):
    return (N * M) ** 2, N * M + N * K


@page.wrong("jacobian is the square of N·K: its rows are outputs, N·K of them, and its columns inputs, N·M.")
def square_of_the_outputs(N, M, K):
    return (N * K) ** 2, N * M + N * K


@page.wrong("jacobian and gradients have changed places: the first is the product of the two counts, the second is their sum.")
def changed_places(N, M, K):
    return N * M + N * K, N * M * N * K


@page.wrong("gradients is N·K, that of dS only: dX has to be stored as well.")
def only_the_output(N, M, K):
    return N * M * N * K, N * K


@page.right
def as_a_square(N, M, K):
    return N**2 * M * K, N * (M + K)


@page.right
def as_a_dict(N, M, K):
    inputs, outputs = N * M, N * K
    return {"gradients": inputs + outputs, "jacobian": outputs * inputs}
