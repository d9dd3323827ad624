# ruff: noqa: B023 - each change is made before the loop that yields it goes on
"""Wrong answers made mechanically: a function's source in, its mutants out, each with one thing changed.

The operators are those that people slip on in array code: a sign, an operator, a transpose, an axis, a factor, an
index, a comparison, a statement left out, two arguments or two outputs swapped, a lower precision, work in place.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """A changed source, and in a few words what was changed, with its line."""

    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of the source, one change each, without repeats."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for index, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            mutated = copy.deepcopy(tree)
            # The same node in the copy: both trees are walked in the same order.
            target = list(ast.walk(mutated))[index]
            changed = change(copy.deepcopy(target))
            text = _replaced(mutated, target, changed)
            if text is not None and text not in seen:
                seen.add(text)
                yield Mutant(f"{what} (line {getattr(node, 'lineno', 0)})", text)


Change = Callable[[Any], Any]


def _replaced(tree: ast.Module, target: ast.AST, changed: ast.AST | None) -> str | None:
    """The tree's text with `target` replaced, or left out; None where nothing would be left of a block."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target and changed is not None:
                setattr(parent, name, changed)
                return ast.unparse(ast.fix_missing_locations(tree))
            if isinstance(value, list) and any(item is target for item in value):
                kept = [changed if item is target else item for item in value]
                kept = [item for item in kept if item is not None]
                if not kept:
                    return None
                setattr(parent, name, kept)
                return ast.unparse(ast.fix_missing_locations(tree))
    return None


SWAPS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
CALLS = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum", "exp": "expm1",
         "std": "var", "var": "std", "argmax": "argmin", "zeros_like": "ones_like", "zeros": "ones"}


def _changes(node: Any) -> Iterator[tuple[str, Change]]:
    """The changes that make sense at one node."""
    if isinstance(node, ast.BinOp):
        for other in SWAPS.get(type(node.op), ()):
            yield f"{type(node.op).__name__} for {other.__name__}", lambda n: _set(n, op=other())
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
            yield "operands swapped", lambda n: _set(n, left=n.right, right=n.left)
        if isinstance(node.op, ast.MatMult):
            yield "left operand transposed", lambda n: _set(n, left=ast.Attribute(n.left, "T", ast.Load()))
            yield "right operand transposed", lambda n: _set(n, right=ast.Attribute(n.right, "T", ast.Load()))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield "sign dropped", lambda n: n.operand
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Tuple | ast.Dict):
        yield "sign changed", lambda n: _set(n, value=ast.UnaryOp(ast.USub(), n.value))
        yield "twice as large", lambda n: _set(n, value=ast.BinOp(ast.Constant(2), ast.Mult(), n.value))
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and 2 <= len(node.elts) <= 6:
        for i in range(len(node.elts) - 1):
            yield "two neighbours swapped", lambda n: _set(n, elts=_swapped(n.elts, i))
        for i in range(len(node.elts)):
            yield "one entry's sign changed", lambda n: _set(n, elts=_negated(n.elts, i))
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose dropped", lambda n: n.value
    if isinstance(node, ast.Compare):
        for turned in COMPARISONS.get(type(node.ops[0]), ()):
            yield f"{type(node.ops[0]).__name__} for {turned.__name__}", lambda n: _set(n, ops=[turned(), *n.ops[1:]])
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield from _constants(node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "truth value turned", lambda n: ast.Constant(not n.value)
    if isinstance(node, ast.Call):
        yield from _calls(node)
    if isinstance(node, ast.Assign | ast.AugAssign) and isinstance(node, ast.stmt):
        yield "statement dropped", lambda n: None
    if isinstance(node, ast.AugAssign) and type(node.op) in SWAPS:
        yield "update turned round", lambda n: _set(n, op=SWAPS[type(n.op)][0]())
        yield "update overwrites", lambda n: ast.Assign([n.target], n.value)
    if isinstance(node, ast.Slice):
        for name in ("lower", "upper"):
            if getattr(node, name) is not None:
                yield f"slice's {name} end moved by one", lambda n: _set(n, **{name: _plus_one(getattr(n, name))})
    if isinstance(node, ast.If | ast.IfExp):
        yield "condition turned round", lambda n: _set(n, test=ast.UnaryOp(ast.Not(), n.test))


def _constants(value: Any) -> Iterator[tuple[str, Change]]:
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield "constant + 1", lambda n: ast.Constant(n.value + 1)
        yield "constant - 1", lambda n: _signed(n.value - 1)
    if value:
        yield "constant doubled", lambda n: ast.Constant(2 * n.value)
    if isinstance(value, float):
        yield "constant 1 % larger", lambda n: ast.Constant(1.01 * n.value)


def _calls(node: ast.Call) -> Iterator[tuple[str, Change]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in CALLS and isinstance(node.func, ast.Attribute):
        yield f"{name} for {CALLS[name]}", lambda n: _set(n, func=_set(n.func, attr=CALLS[name]))
    if len(node.args) == 2:
        yield "arguments swapped", lambda n: _set(n, args=[n.args[1], n.args[0]])
    for i, keyword in enumerate(node.keywords):
        if keyword.arg in ("axis", "keepdims", "ddof"):
            yield f"{keyword.arg} left out", lambda n: _set(n, keywords=n.keywords[:i] + n.keywords[i + 1 :])
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant) and keyword.value.value in (0, 1):
            yield "other axis", lambda n: _set(n, keywords=_other_axis(n.keywords, i))
    if name == "range" and node.args:
        yield "range one longer", lambda n: _set(n, args=[*n.args[:-1], _plus_one(n.args[-1])])
    if name in ("copy", "abs", "sqrt", "log", "tanh") and len(node.args) + isinstance(node.func, ast.Attribute) >= 1:
        inner = "args" if node.args else "value"
        yield f"{name} left out", lambda n: n.args[0] if inner == "args" else n.func.value


def _set(node: Any, **fields: object) -> Any:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _swapped(items: list[ast.expr], i: int) -> list[ast.expr]:
    return [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def _negated(items: list[ast.expr], i: int) -> list[ast.expr]:
    return [*items[:i], ast.UnaryOp(ast.USub(), items[i]), *items[i + 1 :]]


def _plus_one(node: ast.expr) -> ast.expr:
    return ast.BinOp(node, ast.Add(), ast.Constant(1))


def _signed(value: int) -> ast.expr:
    # Python's grammar has no negative numbers, only a sign before one.
    return ast.Constant(value) if value >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-value))


def _other_axis(keywords: list[ast.keyword], i: int) -> list[ast.keyword]:
    literal: Any = keywords[i].value
    changed = ast.keyword("axis", ast.Constant(1 - literal.value))
    return [*keywords[:i], changed, *keywords[i + 1 :]]
