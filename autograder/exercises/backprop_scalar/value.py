"""The scalar autodiff engine: a class whose objects record how they were made and hand gradients back.

A class is checked through plain data: `run_programs(Value)` runs a small program (see handgrad/programs.py) on its objects.
The reference differentiates the other way, in forward mode: one run with dual numbers for each leaf.
"""

import math

import numpy as np

from autograder.author.draw import number, numbers
from autograder.author.page import Page
from handgrad.adapters.backprop_scalar import evaluate, run_programs

page = Page(
    outputs=("value", "grads"),
    hints=(
        "Each operation is one line like that of __add__: the number, the parents, and the slope of the result by each parent. "
        "You know the slopes from the gates and from ELEMENTARY.",
        "backward must not hand a node's gradient on before every node that uses it has added its share. Build a list in which "
        "each node stands after its parents: visit the parents first, then append the node, and visit no node twice.",
        "backward: an empty list; an inner function visit(node) that skips a node already listed, visits node.parents, then "
        "appends the node; visit(self); grad of self becomes 1. Then go through the list from its end, and for each parent "
        "with its slope add slope times node.grad to the parent's grad, with +=.",
    ),
)


class Dual:
    """A number and its derivative by one leaf, carried along forwards."""

    def __init__(self, data, d=0.0):
        self.data, self.d = data, d

    def __add__(self, other):
        other = dual(other)
        return Dual(self.data + other.data, self.d + other.d)

    def __sub__(self, other):
        other = dual(other)
        return Dual(self.data - other.data, self.d - other.d)

    def __mul__(self, other):
        other = dual(other)
        return Dual(self.data * other.data, self.d * other.data + self.data * other.d)

    def __truediv__(self, other):
        other = dual(other)
        return Dual(self.data / other.data, (self.d * other.data - self.data * other.d) / other.data**2)

    def __pow__(self, n):
        return Dual(self.data**n, n * self.data ** (n - 1) * self.d)

    def __neg__(self):
        return Dual(-self.data, -self.d)

    def __radd__(self, other):
        return dual(other) + self

    def __rsub__(self, other):
        return dual(other) - self

    def __rmul__(self, other):
        return dual(other) * self

    def __rtruediv__(self, other):
        return dual(other) / self

    def exp(self):
        return Dual(math.exp(self.data), math.exp(self.data) * self.d)

    def tanh(self):
        return Dual(math.tanh(self.data), self.d / math.cosh(self.data) ** 2)

    def relu(self):
        return Dual(max(0.0, self.data), self.d if self.data > 0 else 0.0)


def dual(number):
    return number if isinstance(number, Dual) else Dual(float(number))


@page.reference
def in_forward_mode(leaves, program):
    runs = [
        evaluate([Dual(float(x), 1.0 if i == moved else 0.0) for i, x in enumerate(leaves)], program)
        for moved in range(len(leaves))
    ]
    return float(runs[0].data), np.array([run.d for run in runs])


@page.forward(grads="leaves")
def in_torch(leaves, program):
    return evaluate([leaves[i] for i in range(len(leaves))], program)


# --- cases: random programs, and the graphs on which engines break ------------------------------------------------------


@page.cases(public=3, secret=8)
def random_program(rng):
    while True:
        leaves = numbers(rng, int(rng.integers(2, 4)), away_from_zero=0.3)
        values, program = list(leaves), []
        for _ in range(int(rng.integers(7, 11))):
            step = random_step(rng, values)
            result = value_of(values, step)
            if 0.1 < abs(result) < 8:
                program.append(step)
                values.append(result)
        if len(program) < 4:
            continue
        # The last steps add up three nodes, so that gradients meet.
        n = len(values)
        program += [["a * b", n - 1, n - 2], ["a + b", n, int(rng.integers(0, len(leaves)))]]
        _, grads = in_forward_mode(leaves, program)
        if np.all(np.abs(grads) > 0.01) and np.all(np.abs(grads) < 100):
            return {"leaves": leaves, "program": program}


def random_step(rng, values):
    names = ["a + b", "a * b", "a - b", "a / b", "c * a", "a + c", "c - a", "a ** c", "exp", "tanh", "relu"]
    name = str(rng.choice(names))
    a, b = (int(i) for i in rng.integers(0, len(values), size=2))
    if " b" in name:
        return [name, a, b]
    if name == "a ** c":
        return [name, a, int(rng.integers(2, 4))]
    return [name, a, number(rng, 0.4, 2.0)] if " " in name else [name, a]


def value_of(values, step):
    try:
        return float(evaluate([Dual(v) for v in values], [step]).data)
    except (OverflowError, ZeroDivisionError):
        return float("inf")


@page.edge("one leaf used twice")
def used_twice():
    return {"leaves": np.array([-1.5]), "program": [["a * b", 0, 0]]}


@page.edge("a diamond with arms of different length")
def diamond():
    # y = t + e^t with t = ab, then y·t: t's gradient is complete only when three nodes have handed theirs back.
    program = [["a * b", 0, 1], ["exp", 2], ["a + b", 2, 3], ["a * b", 4, 2]]
    return {"leaves": np.array([0.8, -1.25]), "program": program}


@page.edge("the same diamond, its arms exchanged")
def diamond_exchanged():
    program = [["a * b", 0, 1], ["exp", 2], ["a + b", 3, 2], ["a * b", 2, 4]]
    return {"leaves": np.array([1.4, 0.5]), "program": program}


@page.edge("plain numbers mixed in")
def plain_numbers():
    program = [["c * a", 0, 2.0], ["a + c", 2, 1.0], ["c - a", 1, 3.0], ["c / a", 4, 1.5], ["a * b", 3, 5],
               ["a / c", 6, 4.0], ["c + a", 7, 0.5], ["-a", 8], ["a - c", 9, 1.0], ["a * c", 10, 3.0]]  # fmt: skip
    return {"leaves": np.array([0.7, -1.1]), "program": program}


@page.edge("ReLU on and off")
def relus():
    program = [["relu", 0], ["relu", 1], ["a * b", 2, 0], ["a * b", 3, 1], ["a + b", 4, 5]]
    return {"leaves": np.array([1.5, -0.8]), "program": program}


@page.edge("ReLU at exactly 0")
def relu_at_zero():
    return {"leaves": np.array([0.0, 1.25]), "program": [["relu", 0], ["a + b", 2, 1], ["a * b", 3, 1]]}


@page.edge("powers")
def powers():
    program = [["a ** c", 0, 3], ["a ** c", 1, -2], ["a * b", 2, 3], ["a ** c", 1, 0.5], ["a + b", 4, 5]]
    return {"leaves": np.array([-1.2, 2.5]), "program": program}


@page.edge("ten doublings")
def doublings():
    # A node that is added to itself, ten times over: 1024 paths, twenty edges.
    return {"leaves": np.array([0.3]), "program": [["a + b", i, i] for i in range(10)]}


@page.edge("a leaf that plays no part")
def unused_leaf():
    return {"leaves": np.array([1.2, 0.4, -0.7]), "program": [["tanh", 0], ["a * b", 3, 2]]}


@page.edge("a chain of three hundred", public=False)
def long_chain():
    program = [["a * c", i, 1.02] if i % 3 else ["tanh", i] for i in range(300)]
    return {"leaves": np.array([0.9]), "program": program}


# --- wrong engines: each is the right one with a single fault -------------------------------------------------------------


class Engine:
    """A right engine, written with one slope for each parent."""

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def made(self, data, *pairs):
        return type(self)(data, tuple(p for p, _ in pairs), tuple(s for _, s in pairs))

    def wrap(self, other):
        return other if isinstance(other, Engine) else type(self)(float(other))

    def __add__(self, other):
        other = self.wrap(other)
        return self.made(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = self.wrap(other)
        return self.made(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, n):
        return self.made(self.data**n, (self, n * self.data ** (n - 1)))

    def exp(self):
        return self.made(math.exp(self.data), (self, math.exp(self.data)))

    def tanh(self):
        return self.made(math.tanh(self.data), (self, 1 - math.tanh(self.data) ** 2))

    def relu(self):
        return self.made(max(0.0, self.data), (self, float(self.data > 0)))

    def ordered(self):
        """The nodes before this one, and this one, parents first."""
        order, seen, waiting = [], set(), [(self, False)]
        while waiting:
            node, parents_done = waiting.pop()
            if parents_done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                waiting.append((node, True))
                waiting.extend((parent, False) for parent in node.parents)
        return order

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.ordered()):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -self.wrap(other)

    def __truediv__(self, other):
        return self * self.wrap(other) ** -1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return self.wrap(other) - self

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self.wrap(other) / self


@page.wrong("grads hold only the last share of a node that is used twice, as if they were overwritten: add with +=, not =.")
def overwriting(leaves, program):
    class Wrong(Engine):
        def ordered(self):
            order = []

            def visit(node):
                if not any(node is other for other in order):
                    for parent in node.parents:
                        visit(parent)
                    order.append(node)

            visit(self)
            return order

        def backward(self):
            self.grad = 1.0
            for node in reversed(self.ordered()):
                for parent, slope in zip(node.parents, node.slopes, strict=True):
                    parent.grad = slope * node.grad

    return run_programs(Wrong)(leaves, program)


@page.wrong(
    "grads hold only one of the shares of a node that is used twice, as if they were overwritten: use parent.grad += "
    "…, not =."
)
def overwriting_in_another_order(leaves, program):
    class Wrong(Engine):
        def backward(self):
            self.grad = 1.0
            for node in reversed(self.ordered()):
                for parent, slope in zip(node.parents, node.slopes, strict=True):
                    parent.grad = slope * node.grad

    return run_programs(Wrong)(leaves, program)


@page.wrong(
    "grads are too large where a node is used twice: it hands its gradient on before all of it has arrived, and later hands on "
    "the same share again. Order the nodes first, and visit each one once."
)
def handing_on_at_once(leaves, program):
    class Wrong(Engine):
        def backward(self):
            self.grad = 1.0
            self.push()

        def push(self):
            for parent, slope in zip(self.parents, self.slopes, strict=True):
                parent.grad += slope * self.grad
                parent.push()

    return run_programs(Wrong)(leaves, program)


@page.wrong(
    "grads miss shares where paths of different length meet: nodes are visited once, but in the order in which they were "
    "found, so that some hand on before all of their gradient has arrived. A node's turn comes after all nodes that use it."
)
def breadth_first(leaves, program):
    class Wrong(Engine):
        def backward(self):
            self.grad = 1.0
            waiting, seen = [self], {id(self)}
            for node in waiting:
                for parent, slope in zip(node.parents, node.slopes, strict=True):
                    parent.grad += slope * node.grad
                    if id(parent) not in seen:
                        seen.add(id(parent))
                        waiting.append(parent)

    return run_programs(Wrong)(leaves, program)


@page.wrong(
    "grads are zero: the walk has to begin at the last node, whose gradient is 1.0. Is self.grad set to 1.0, and is self "
    "walked through?"
)
def without_a_start(leaves, program):
    class Wrong(Engine):
        def backward(self):
            for node in reversed(self.ordered()):
                for parent, slope in zip(node.parents, node.slopes, strict=True):
                    parent.grad += slope * node.grad

    return run_programs(Wrong)(leaves, program)


@page.wrong(
    "grads stop after one step, as when the list is walked with parents first: walk through it from its end, with "
    "reversed(…)."
)
def not_reversed(leaves, program):
    class Wrong(Engine):
        def backward(self):
            self.grad = 1.0
            for node in self.ordered():
                for parent, slope in zip(node.parents, node.slopes, strict=True):
                    parent.grad += slope * node.grad

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads have the slopes of * exchanged: the slope by self is other.data, and the slope by other is self.data.")
def product_not_swapped(leaves, program):
    class Wrong(Engine):
        def __mul__(self, other):
            other = self.wrap(other)
            return self.made(self.data * other.data, (self, self.data), (other, other.data))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads have the slope of tanh at its input: it is 1 minus the square of tanh itself.")
def tanh_slope_at_its_input(leaves, program):
    class Wrong(Engine):
        def tanh(self):
            return self.made(math.tanh(self.data), (self, 1 - self.data**2))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads have a slope of ** that keeps its exponent: the slope of a**n is n * a**(n - 1).")
def power_keeps_its_exponent(leaves, program):
    class Wrong(Engine):
        def __pow__(self, n):
            return self.made(self.data**n, (self, n * self.data**n))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads have a slope of ** without the factor n: the slope of a**n is n * a**(n - 1).")
def power_without_its_factor(leaves, program):
    class Wrong(Engine):
        def __pow__(self, n):
            return self.made(self.data**n, (self, self.data ** (n - 1)))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads pass ReLU where it is off: its slope is 1 for a positive number and 0 for all others.")
def relu_always_open(leaves, program):
    class Wrong(Engine):
        def relu(self):
            return self.made(max(0.0, self.data), (self, 1.0))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads take the slope of ReLU at 0 to be 1. It is a convention, and in this course, as in PyTorch, it is 0.")
def relu_open_at_zero(leaves, program):
    class Wrong(Engine):
        def relu(self):
            return self.made(max(0.0, self.data), (self, float(self.data >= 0)))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads have the slope of exp at its result: the slope is e^a, the number that exp returns, not e to that number.")
def exp_twice(leaves, program):
    class Wrong(Engine):
        def exp(self):
            return self.made(math.exp(self.data), (self, math.exp(math.exp(self.data))))

    return run_programs(Wrong)(leaves, program)


# --- right engines written differently ------------------------------------------------------------------------------------


@page.wrong("grads have the slope of tanh as tanh squared, without the 1: it is 1 minus the square of tanh itself.")
def tanh_without_the_one(leaves, program):
    class Wrong(Engine):
        def tanh(self):
            return self.made(math.tanh(self.data), (self, math.tanh(self.data) ** 2))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads have 1 minus tanh for the slope of tanh, without a square: it is 1 minus the square of tanh itself.")
def tanh_without_the_square(leaves, program):
    class Wrong(Engine):
        def tanh(self):
            return self.made(math.tanh(self.data), (self, 1 - math.tanh(self.data)))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads have a for the slope of e^a: it is e^a, the number that exp returns.")
def exp_with_its_input_for_slope(leaves, program):
    class Wrong(Engine):
        def exp(self):
            return self.made(math.exp(self.data), (self, self.data))

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads have 1 for the slope of exp: it is e^a, the number that exp returns.")
def exp_with_slope_one(leaves, program):
    class Wrong(Engine):
        def exp(self):
            return self.made(math.exp(self.data), (self, 1.0))

    return run_programs(Wrong)(leaves, program)


@page.wrong(
    "grads of a node that is used twice in one product hold one share only: both factors get theirs, also where they "
    "are one node."
)
def square_with_one_share(leaves, program):
    class Wrong(Engine):
        def __mul__(self, other):
            other = self.wrap(other)
            if other is self:
                return self.made(self.data**2, (self, self.data))
            return super().__mul__(other)

    return run_programs(Wrong)(leaves, program)


@page.wrong("grads are as if all local slopes were 1: each parent's share is its local slope times the node's own gradient.")
def without_slopes(leaves, program):
    class Wrong(Engine):
        def backward(self):
            self.grad = 1.0
            for node in reversed(self.ordered()):
                for parent in node.parents:
                    parent.grad += node.grad

    return run_programs(Wrong)(leaves, program)


@page.wrong(
    "grads have the slopes of a sum for those of *: the slope by self is other.data, and the slope by other is self.data."
)
def product_as_a_sum(leaves, program):
    class Wrong(Engine):
        def __mul__(self, other):
            other = self.wrap(other)
            return Wrong(self.data * other.data, (self, other), (1.0, 1.0))

    return run_programs(Wrong)(leaves, program)


@page.right
def with_an_explicit_stack(leaves, program):
    return run_programs(Engine)(leaves, program)


@page.right
def with_the_order_of_creation(leaves, program):
    class Numbered(Engine):
        made_so_far = 0

        def __init__(self, *arguments):
            super().__init__(*arguments)
            Numbered.made_so_far += 1
            self.number = Numbered.made_so_far

        def ordered(self):
            found, waiting = {}, [self]
            while waiting:
                node = waiting.pop()
                if node.number not in found:
                    found[node.number] = node
                    waiting.extend(node.parents)
            return [found[number] for number in sorted(found)]

    return run_programs(Numbered)(leaves, program)


@page.right
def with_closures(leaves, program):
    class Closed(Engine):
        def made(self, data, *pairs):
            new = Closed(data, tuple(p for p, _ in pairs))

            def hand_back():
                for parent, slope in pairs:
                    parent.grad = parent.grad + slope * new.grad

            new.hand_back = hand_back
            return new

        def backward(self):
            self.grad = np.float64(1.0)
            for node in self.ordered()[::-1]:
                if node.parents:
                    node.hand_back()

    return run_programs(Closed)(leaves, program)
