"""Small programs on objects that compute with the ordinary operators: how chapter 03's class `Value` is checked.

A program is plain data. Its leaves are numbers; each of its steps makes one node more:

    ["a * b", 0, 1]     node 0 times node 1
    ["c - a", 2, 0.5]   the plain number 0.5 minus node 2
    ["tanh", 3]         node 3's method tanh

Nodes are numbered as they are made, the leaves first. In a step's name a and b are nodes and c is a plain number.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from handgrad.text import say

OPERATIONS: dict[str, Callable[..., Any]] = {
    "a + b": lambda a, b: a + b,
    "a - b": lambda a, b: a - b,
    "a * b": lambda a, b: a * b,
    "a / b": lambda a, b: a / b,
    "a + c": lambda a, c: a + c,
    "c + a": lambda a, c: c + a,
    "a - c": lambda a, c: a - c,
    "c - a": lambda a, c: c - a,
    "a * c": lambda a, c: a * c,
    "c * a": lambda a, c: c * a,
    "a / c": lambda a, c: a / c,
    "c / a": lambda a, c: c / a,
    "a ** c": lambda a, c: a**c,
    "-a": lambda a: -a,
    "exp": lambda a: a.exp(),
    "tanh": lambda a: a.tanh(),
    "relu": lambda a: a.relu(),
}
# The operations whose second operand is a node; that of all others is a plain number.
TWO_NODES = ("a + b", "a - b", "a * b", "a / b")


def evaluate(leaves: Sequence[Any], program: Sequence[Sequence[Any]]) -> Any:
    """The last node of the program. Raises `TypeError` where an operation gives another kind of object than its operand."""
    nodes = list(leaves)
    kind = type(nodes[0])
    for name, first, *rest in program:
        operands = [nodes[item] for item in rest] if name in TWO_NODES else rest
        result = OPERATIONS[name](nodes[first], *operands)
        if not isinstance(result, kind):
            raise TypeError(say("{operation} gave a {got}; it should give a {wanted}.", operation=name,
                                got=type(result).__name__, wanted=kind.__name__))  # fmt: skip
        nodes.append(result)
    return nodes[-1]


def run_programs(Value: type) -> Callable[..., dict[str, Any]]:
    """A function of plain data that computes with `Value`: (leaves, program) -> the last node's value, the leaves' grads."""

    def run(leaves: np.ndarray, program: list[list[Any]]) -> dict[str, Any]:
        made = [Value(float(number)) for number in leaves]
        result = evaluate(made, program)
        result.backward()
        return {"value": result.data, "grads": np.array([leaf.grad for leaf in made])}

    return run
