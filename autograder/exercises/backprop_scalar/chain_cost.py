"""Multiplications for the product of Jacobians J_m … J_2 J_1, from the input's end (forward mode) and from the output's."""

from functools import reduce
from itertools import pairwise

from autograder.author.page import Page
from handgrad.kit.rules import Close

page = Page(
    outputs={"forward": Close(1e-9), "reverse": Close(1e-9)},  # whole numbers; Close names them and the case
    hints=(
        "Follow the shape of the running product. From the input's end it always has sizes[0] columns; from the output's end "
        "it always has sizes[-1] rows.",
        "Forward mode begins with J_1 and puts J_2 on its left: (sizes[2], sizes[1]) times (sizes[1], sizes[0]). Write down "
        "the number of multiplications of this step, and of the next, and look for the pattern.",
        "Every step costs a product of two neighbouring sizes with one size that stays the same. Forward: neighbours "
        "from (1, 2) up to (m-1, m), times sizes[0]. Reverse: neighbours from (0, 1) up to (m-2, m-1), times sizes[-1].",
    ),
)


class Counted:
    """A matrix of which only the shape is known, and the multiplications that have gone into it."""

    def __init__(self, rows, columns, cost=0):
        self.rows, self.columns, self.cost = rows, columns, cost

    def __matmul__(self, other):
        assert self.columns == other.rows
        cost = sum(self.columns for _ in range(self.rows * other.columns))
        return Counted(self.rows, other.columns, self.cost + other.cost + cost)


@page.reference
def by_multiplying(sizes):
    jacobians = [Counted(after, before) for before, after in pairwise(sizes)]
    forward = reduce(lambda product, J: J @ product, jacobians)
    reverse = reduce(lambda product, J: product @ J, reversed(jacobians))
    return forward.cost, reverse.cost


@page.cases(public=2, secret=4)
def scalar_output(rng):
    return {"sizes": [int(n) for n in rng.choice(range(2, 30), size=int(rng.integers(3, 6)), replace=False)] + [1]}


@page.cases(public=2, secret=4)
def several_outputs(rng):
    return {"sizes": [int(n) for n in rng.choice(range(2, 20), size=int(rng.integers(4, 7)), replace=False)]}


@page.edge("one input, many outputs")
def scalar_input():
    return {"sizes": [1, 12, 30, 8]}


@page.edge("one Jacobian")
def one_jacobian():
    return {"sizes": [6, 4]}


@page.edge("a classifier's sizes")
def classifier():
    return {"sizes": [784, 64, 10, 1]}


def costs(sizes):
    m = len(sizes) - 1
    forward = sum(sizes[i] * sizes[i + 1] * sizes[0] for i in range(1, m))
    reverse = sum(sizes[i] * sizes[i + 1] * sizes[-1] for i in range(m - 1))
    return forward, reverse


@page.wrong(
    "forward and reverse have changed places: reverse mode begins at the output. The lecture's notes name the two the"
    " wrong way round."
)
def exchanged(sizes):
    forward, reverse = costs(sizes)
    return reverse, forward


@page.wrong(
    "forward and reverse have one product too many, as if the running product began as an identity matrix: it begins "
    "as a Jacobian."
)
def from_an_identity(sizes):
    pairs = list(pairwise(sizes))
    return sum(a * b for a, b in pairs) * sizes[0], sum(a * b for a, b in pairs) * sizes[-1]


@page.wrong(
    "forward and reverse are the numbers of entries of the Jacobians: a product costs rows times inner size times "
    "columns."
)
def entries_of_the_jacobians(sizes):
    total = sum(a * b for a, b in pairwise(sizes))
    return total, total


@page.wrong(
    "forward and reverse multiply three neighbouring sizes: after the first step the running product is no longer a "
    "Jacobian. Look at its shape again."
)
def three_neighbours(sizes):
    total = sum(a * b * c for a, b, c in zip(sizes, sizes[1:], sizes[2:], strict=False))
    return total, total


@page.wrong(
    "forward and reverse include the additions: count the multiplications only, p q r for a (p, q) times (q, r) "
    "product."
)
def with_additions(sizes):
    pairs = list(pairwise(sizes))
    return (
        sum(after * (2 * before - 1) * sizes[0] for before, after in pairs[1:]),
        sum((2 * after - 1) * before * sizes[-1] for before, after in pairs[:-1]),
    )


@page.wrong("forward and reverse hold the last product only: add up the cost of every product on the way.")
def last_product_only(sizes):
    if len(sizes) < 3:
        return 0, 0
    return sizes[-1] * sizes[-2] * sizes[0], sizes[-1] * sizes[1] * sizes[0]


@page.wrong("reverse takes the output for one number: the running product has sizes[-1] rows, and costs as many times more.")
def output_taken_as_one(sizes):
    forward, reverse = costs(sizes)
    return forward, reverse // sizes[-1]


@page.wrong(
    "forward takes the input for one number: the running product has sizes[0] columns, and costs as many times more."
)
def input_taken_as_one(sizes):
    forward, reverse = costs(sizes)
    return forward // sizes[0], reverse


@page.wrong("forward is the number of reverse mode: forward mode begins at the input, with sizes[0] columns all the way.")
def reverse_twice(sizes):
    _, reverse = costs(sizes)
    return reverse, reverse


@page.wrong("reverse is the number of forward mode: reverse mode begins at the output, with sizes[-1] rows all the way.")
def forward_twice(sizes):
    forward, _ = costs(sizes)
    return forward, forward


@page.wrong("forward and reverse multiply two sizes only: a product costs rows times inner size times columns.")
def two_of_three_sizes(sizes):
    m = len(sizes) - 1
    return sum(sizes[0] * sizes[i] for i in range(2, m + 1)), sum(sizes[-1] * sizes[i - 1] for i in range(1, m))


@page.wrong("forward and reverse add sizes up: a product costs rows times inner size times columns.")
def sums_of_sizes(sizes):
    m = len(sizes) - 1
    return (
        sum(sizes[0] + sizes[i] + sizes[i - 1] for i in range(2, m + 1)),
        sum(sizes[-1] + sizes[i] + sizes[i - 1] for i in range(1, m)),
    )


@page.right
def by_following_the_shapes(sizes):
    forward = reverse = 0
    columns, rows = sizes[0], sizes[-1]
    for inner, new in pairwise(sizes[1:]):
        forward += new * inner * columns
    for inner, new in pairwise(sizes[-2::-1]):
        reverse += rows * inner * new
    return forward, reverse


@page.right
def by_recursion(sizes):
    def forward(d):
        return 0 if len(d) < 3 else d[-1] * d[-2] * d[0] + forward(d[:-1])

    return {"forward": forward(sizes), "reverse": forward(sizes[::-1])}
