"""Small changes to a function's source, those that people forget or slip on, the likely ones with the lowest cost.

A change is made in place in a syntax tree, and undone: `with change.made(): compile(...)`.
"""

import ast
import contextlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

Tree = Any  # a node of a syntax tree: their fields differ from class to class


@dataclass(frozen=True)
class Change:
    """What to look at (a key of `locate.LOOK_AT`), how far-fetched it is, and a new value for one field of one node."""

    kind: str
    cost: int
    line: int
    owner: Tree
    name: str
    index: int | None
    new: Any
    also: tuple["Change", ...] = ()
    """The same change at other places, made at once."""

    @property
    def lines(self) -> tuple[int, ...]:
        """All lines that are changed."""
        return tuple(sorted({self.line, *(one.line for one in self.also)}))

    @property
    def old(self) -> Any:
        """What stands in the place of `new`."""
        value = getattr(self.owner, self.name)
        return value if self.index is None else value[self.index]

    @contextlib.contextmanager
    def made(self) -> Iterator[None]:
        """The tree is changed inside the block."""
        before = getattr(self.owner, self.name)
        after = self.new if self.index is None else [*before[: self.index], self.new, *before[self.index + 1 :]]
        setattr(self.owner, self.name, after)
        try:
            with contextlib.ExitStack() as others:
                for one in self.also:
                    others.enter_context(one.made())
                yield
        finally:
            setattr(self.owner, self.name, before)


@dataclass(frozen=True)
class Scope:
    """What a function can name: its variables, the functions that are known in it; its parameters, and what is made in it."""

    variables: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    counts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        counts = [text.format(name) for name in self.parameters
                  for text in ("len({})", "{}.shape[1]", "{}.size", "{}.shape[0]")]
        object.__setattr__(self, "counts", tuple(counts))


def changes(root: Tree, scope: Scope) -> Iterator[Change]:
    """Every change inside `root`, a function's definition."""
    growing = _growing(root)
    for change in _every(root, scope):
        if not _holds_itself(change, growing.get(change.owner)):
            yield change


def _every(root: Tree, scope: Scope) -> Iterator[Change]:
    for owner in ast.walk(root):
        for name, value in ast.iter_fields(owner):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield from _blocks(owner, name, value)
            for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(node, ast.stmt) and index is not None:
                    yield from (Change(kind, cost, node.lineno, owner, name, index, new)
                                for kind, cost, new in _statement(node, scope))
                elif isinstance(node, ast.expr) and _is_code(owner, name):
                    yield from (Change(kind, cost, node.lineno, owner, name, index, new)
                                for kind, cost, new in _expression(node, scope, owner, name))
        if isinstance(owner, ast.Compare):
            yield from _comparisons(owner)


MOST_TWINS = 6


def twins(found: Iterable[Change]) -> list[Change]:
    """The same likely change at every place where the same thing stands, with h2 for h1 too: a slip is soon repeated."""
    alike: dict[tuple[Any, ...], list[Change]] = {}
    for change in found:
        if (change.cost < 3 or change.kind == "factor") and isinstance(change.new, ast.AST):
            alike.setdefault((change.kind, change.cost, _shape(change.old), _shape(change.new)), []).append(change)
    groups = [group for group in alike.values() if 1 < len(group) <= MOST_TWINS]
    groups.sort(key=lambda group: group[0].cost)
    return [replace(first, cost=max(2, first.cost), also=tuple(others)) for first, *others in groups]


def _shape(node: Tree) -> str:
    """A node as text, in which names that differ by a number are one."""
    if not isinstance(node, ast.expr | ast.stmt):
        return type(node).__name__
    return re.sub(r"(?<=[A-Za-z_])\d+", "#", ast.unparse(node))


Found = Iterator[tuple[str, int, Any]]


def _is_code(owner: Tree, name: str) -> bool:
    """Whether a field's expression is worked out when the function runs, and is no target, annotation or decorator."""
    if isinstance(owner, ast.FunctionDef | ast.arg | ast.arguments | ast.AnnAssign | ast.ClassDef) and name != "value":
        return False
    return name not in ("target", "targets", "ctx", "slice", "format_spec", "type") or isinstance(owner, ast.Subscript)


def _is_value(owner: Tree, name: str) -> bool:
    """Whether the expression is a value of its own, in which a factor or a sign may be missing."""
    if isinstance(owner, ast.Call):
        return name == "args"
    holders = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Lambda, ast.Tuple, ast.List, ast.BinOp, ast.IfExp,
               ast.Dict, ast.UnaryOp, ast.Compare, ast.Yield)
    return isinstance(owner, holders) and name not in ("test", "keys")


def _growing(root: Tree) -> dict[Tree, str]:
    """For each node inside `rows.append(…)` or `rows += […]` the list that grows there."""
    found = {}
    for node in ast.walk(root):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            grows = node.func.value if node.func.attr in ("append", "insert", "extend", "add") else None
        else:
            grows = node.target if isinstance(node, ast.AugAssign) and isinstance(node.value, ast.List) else None
        if isinstance(grows, ast.Name):
            found.update(dict.fromkeys(ast.walk(node), grows.id))
    return found


def _holds_itself(change: Change, rows: str | None) -> bool:
    """Whether a list would be put into itself: an array of such a list takes all memory, and cannot be stopped."""
    if rows is None or not isinstance(change.new, ast.expr):
        return False
    before = getattr(change.owner, change.name)
    before = before if change.index is None else before[change.index]
    return getattr(change.new, "id", None) == rows or (_is_named(rows, change.new) and not _is_named(rows, before))


def _is_named(name: str, tree: Tree) -> bool:
    return any(getattr(node, "id", None) == name for node in ast.walk(tree))


# --- building nodes -----------------------------------------------------------------------------------------------------


def _new(kind: Any, at: Tree, *given: Any, **named: Any) -> Tree:
    node = kind(*given, **named)
    return ast.copy_location(node, at)


def _binary(left: Tree, operator: type[ast.operator], right: Tree) -> Tree:
    return _new(ast.BinOp, left, left, operator(), right)


def _attribute(node: Tree, name: str) -> Tree:
    return _new(ast.Attribute, node, node, name, ast.Load())


def _text(text: str, at: Tree) -> Tree:
    node = ast.parse(text, mode="eval").body
    for part in ast.walk(node):
        ast.copy_location(part, at)
    return node


def _method(node: Tree, name: str, **keywords: Any) -> Tree:
    given = [_new(ast.keyword, node, key, _new(ast.Constant, node, value)) for key, value in keywords.items()]
    return _new(ast.Call, node, _attribute(node, name), [], given)


def _with(node: Tree, **fields: Any) -> Tree:
    """A copy of the node, of its own fields only, with some of them exchanged."""
    values = {name: getattr(node, name) for name in node._fields if hasattr(node, name)}
    return _new(type(node), node, **(values | fields))


# --- expressions --------------------------------------------------------------------------------------------------------


def _expression(node: Tree, scope: Scope, owner: Tree, name: str) -> Found:
    """What can stand in the place of an expression."""
    for kind, look in LOOKS:
        if isinstance(node, kind):
            yield from look(node, scope)
    if _is_value(owner, name) and not isinstance(node, ast.Tuple | ast.List | ast.Dict | ast.Compare | ast.BoolOp | ast.Lambda):
        # What is only handed on is mended where it is made.
        handed_on = isinstance(node, ast.Name) and not isinstance(owner, ast.BinOp | ast.Call) and node.id in scope.made
        for kind, cost, new in _value(node, scope, owner):
            yield kind, cost + 2 * handed_on, new


ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult)
LIKELY = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.MatMult: ast.Mult, ast.Pow: ast.Mult,
          ast.FloorDiv: ast.Div}


def _operation(node: ast.BinOp, scope: Scope) -> Found:
    """Another operator, other sides, transposed sides, one side alone, other brackets."""
    # To a power that is a number, and no other: whole numbers to the power of variables grow without end.
    powers = (ast.Pow,) if isinstance(node.right, ast.Constant) else ()
    for operator in (*ARITHMETIC, *powers, ast.FloorDiv, ast.Mod):
        if not isinstance(node.op, operator):
            likely = LIKELY.get(type(node.op)) is operator
            yield "operator", 1 if likely else 2, _with(node, op=operator())
    if not isinstance(node.op, ast.Add | ast.Mult):
        yield "order", 1, _with(node, left=node.right, right=node.left)
    if isinstance(node.op, ast.MatMult):
        left, right = _attribute(node.left, "T"), _attribute(node.right, "T")
        yield "transpose", 1, _with(node, left=left)
        yield "transpose", 1, _with(node, right=right)
        yield "transpose", 2, _with(node, left=left, right=right)
        yield "transpose", 1, _with(node, left=right, right=node.left)
        yield "transpose", 1, _with(node, left=node.right, right=left)
        yield "transpose", 2, _with(node, left=right, right=left)
    kind = "term" if isinstance(node.op, ast.Add | ast.Sub) else "factor"
    yield kind, 2, node.left
    yield kind, 2, node.right
    yield from _brackets(node)


def _brackets(node: ast.BinOp) -> Found:
    """a∘(b∗c) in the place of (a∘b)∗c, and the reverse."""
    if isinstance(node.left, ast.BinOp):
        inner = _with(node, left=node.left.right)
        yield "brackets", 2, _with(node.left, right=inner)
    if isinstance(node.right, ast.BinOp):
        inner = _with(node, right=node.right.left)
        yield "brackets", 2, _with(node.right, left=inner)
    # A function of a part of what it should be a function of, or of too much.
    for side in ("left", "right"):
        call = getattr(node, side)
        if isinstance(call, ast.Call) and len(call.args) == 1:
            inner = _with(node, **{side: call.args[0]})
            yield "brackets", 2, _with(call, args=[inner])
        if isinstance(call, ast.UnaryOp):
            inner = _with(node, **{side: call.operand})
            yield "brackets", 2, _with(call, operand=inner)


FAMILIES = (
    ("sum", "mean", "prod", "max", "cumsum", "median"), ("max", "min"), ("maximum", "minimum"), ("argmax", "argmin"),
    ("std", "var"),
    ("exp", "log", "log2", "log10", "expm1", "log1p", "sqrt", "square"),
    ("zeros", "ones", "empty"), ("zeros_like", "ones_like", "empty_like"),
    ("tanh", "sinh", "cosh", "sin", "cos", "sign", "abs", "arctan", "exp"), ("floor", "ceil", "round"),
    ("dot", "multiply", "outer", "matmul", "divide", "add", "subtract"), ("any", "all"), ("sort", "argsort"),
    ("hstack", "vstack", "concatenate", "stack"), ("append", "extend"), ("var", "mean"), ("norm", "sum"),
    ("train", "eval"), ("greater", "less", "greater_equal", "less_equal"),
)  # fmt: skip


def _call(node: ast.Call, scope: Scope) -> Found:
    """Another function, other arguments, another axis, no call at all."""
    named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for family in FAMILIES:
        for other in family if named in family else ():
            if other != named and isinstance(node.func, ast.Attribute):
                yield "call", 1 if len(family) == 2 else 2, _with(node, func=_with(node.func, attr=other))
    if isinstance(node.func, ast.Name):
        for other in scope.functions:
            if other != named:
                yield "call", 2, _with(node, func=_with(node.func, id=other))
    for i, j in itertools.combinations(range(min(len(node.args), 5)), 2):
        yield "arguments", 1, _with(node, args=_swapped(node.args, i, j))
    yield from _axes(node, named)
    if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
        yield "call", 2, node.func.value
        if len(node.args) == 1 and named in ("append", "add"):
            return
    if node.args and named not in ("zeros", "ones", "range"):
        yield "call", 2, node.args[0]
        yield "call", 3, _attribute(node.args[0], "T")
    if named == "range":
        yield from _ranges(node)


REDUCTIONS = ("sum", "mean", "max", "min", "prod", "std", "var", "argmax", "argmin", "norm", "softmax", "cumsum", "any", "all",
              "sort", "flip", "amax", "amin", "average", "logsumexp", "concatenate", "stack")

AXES = ("0", "1", "-1", "2", "(0, 1)", "(0, 2)", "(1, 2)", "(0, 1, 2)", "(0, 2, 3)", "(0, 1, 3)", "(2, 3)")


def _axes(node: ast.Call, named: str) -> Found:
    """Another axis, one more, one less; keepdims and ddof."""
    given = {keyword.arg for keyword in node.keywords}
    for i, name in enumerate(keyword.arg for keyword in node.keywords):
        rest = [*node.keywords[:i], *node.keywords[i + 1 :]]
        if name in ("axis", "dim", "keepdims", "keepdim", "ddof"):
            kind = "axis" if name in ("axis", "dim") else "keepdims" if name != "ddof" else "call"
            yield kind, 1, _with(node, keywords=rest)
            if kind == "axis":
                for axis in AXES:
                    keyword = _with(node.keywords[i], value=_text(axis, node))
                    yield kind, 1 if len(axis) == 1 else 2, _with(node, keywords=[*rest, keyword])
    if named in REDUCTIONS:
        method = isinstance(node.func, ast.Attribute) and not _is_module(node.func.value)
        if "axis" not in given and len(node.args) == (0 if method else 1):
            for number, keep in itertools.product((0, 1, -1), (False, True)):
                extra = [ast.keyword("axis", _new(ast.Constant, node, number))]
                extra += [ast.keyword("keepdims", _new(ast.Constant, node, True))] if keep else []
                yield "axis", 1, _with(node, keywords=[*node.keywords, *(_new(type(k), node, k.arg, k.value) for k in extra)])
        if "axis" not in given and len(node.args) == (1 if method else 2):
            yield "axis", 1, _with(node, args=node.args[:-1])
        if "keepdims" not in given:
            keyword = _new(ast.keyword, node, "keepdims", _new(ast.Constant, node, True))
            yield "keepdims", 1, _with(node, keywords=[*node.keywords, keyword])
        if named in ("std", "var") and "ddof" not in given:
            keyword = _new(ast.keyword, node, "ddof", _new(ast.Constant, node, 1))
            yield "call", 1, _with(node, keywords=[*node.keywords, keyword])


def _ranges(node: ast.Call) -> Found:
    """One more turn, one less, from 1, and backwards."""
    last = node.args[-1] if len(node.args) < 3 else node.args[1]
    at = len(node.args) - 1 if len(node.args) < 3 else 1
    for operator in (ast.Add, ast.Sub):
        yield "loop", 1, _with(node, args=[*node.args[:at], _binary(last, operator, _text("1", node)), *node.args[at + 1 :]])
    if len(node.args) == 1:
        for first in ("1", "2"):
            yield "loop", 1, _with(node, args=[_text(first, node), node.args[0]])
    yield "loop", 2, _new(ast.Call, node, _new(ast.Name, node, "reversed", ast.Load()), [node], [])


MODULES = ("np", "numpy", "torch", "math", "nn", "F", "plt", "scipy", "linalg", "random")


def _is_module(node: Tree) -> bool:
    return (isinstance(node, ast.Name) and node.id in MODULES) or (
        isinstance(node, ast.Attribute) and node.attr in MODULES and _is_module(node.value))


def _constant(node: ast.Constant, scope: Scope) -> Found:
    """Another number, or a name or a count in its place."""
    value = node.value
    if isinstance(value, bool):
        yield "constant", 1, _new(ast.Constant, node, not value)
        return
    if not isinstance(value, int | float) or not abs(value) < 1e9:
        return
    near = [value + 1, value - 1, -value, 0, 1, 2, 2 * value, value / 2, 0.5, -1]
    far = [10 * value, value / 10, 3, 4, -2, -0.5, 1 / value if value else 1, value**2, abs(value) ** 0.5, value + 2]
    # 1, 1.0 and True are equal, and not the same.
    seen = {(type(value), value)}
    for cost, others in ((1, near), (2, far)):
        for other in others:
            # Whole numbers stay whole: an index is none with a point in it.
            if isinstance(value, int) and not isinstance(other, int) and float(other).is_integer():
                other = int(other)
            if (type(other), other) not in seen:
                seen.add((type(other), other))
                yield "constant", cost, _new(ast.Constant, node, other)
    if 3.1 <= value <= 3.2:
        yield "constant", 1, _text("np.pi", node)
    for name in (*scope.variables, *scope.counts[: 12]):
        yield "constant", 3, _text(name, node)


def _name(node: ast.Name, scope: Scope) -> Found:
    """Another variable."""
    if not isinstance(node.ctx, ast.Load) or node.id in MODULES:
        return
    if node.id in scope.functions:
        return
    for other in scope.variables:
        if other != node.id:
            yield "name", 1, _with(node, id=other)


def _count(node: Tree, scope: Scope) -> Found:
    """Another count in the place of len(X), X.size, X.shape[1]."""
    text = ast.unparse(node)
    if text in scope.counts:
        for other in scope.counts:
            if other != text:
                yield "count", 1, _text(other, node)


def _attribute_of(node: ast.Attribute, scope: Scope) -> Found:
    if node.attr == "T":
        yield "transpose", 1, node.value
    yield from _count(node, scope)


def _subscript(node: ast.Subscript, scope: Scope) -> Found:
    """Other ends of a slice, its reverse, no index at all."""
    yield from _count(node, scope)
    if not isinstance(node.ctx, ast.Load):
        return
    yield "index", 2, node.value
    if isinstance(node.slice, ast.Slice):
        for lower, upper, step in itertools.product((None, "1", "-1"), (None, "-1", "1"), (None, "-1", "2")):
            wanted = [None if text is None else _text(text, node) for text in (lower, upper, step)]
            yield "index", 1, _with(node, slice=_new(ast.Slice, node.slice, *wanted))
    if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
        yield "index", 1, _with(node, slice=_with(node.slice, elts=node.slice.elts[::-1]))
    if not isinstance(node.slice, ast.Slice | ast.Tuple):
        for operator in (ast.Add, ast.Sub):
            yield "index", 1, _with(node, slice=_binary(node.slice, operator, _text("1", node)))


def _sign(node: ast.UnaryOp, scope: Scope) -> Found:
    kind = "sign" if isinstance(node.op, ast.USub | ast.UAdd) else "condition"
    yield kind, 1, node.operand


def _either(node: ast.IfExp, scope: Scope) -> Found:
    yield "condition", 1, _with(node, body=node.orelse, orelse=node.body)
    yield "condition", 2, node.body
    yield "condition", 2, node.orelse


def _both(node: ast.BoolOp, scope: Scope) -> Found:
    yield "condition", 1, _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for i in range(len(node.values)):
        rest = [*node.values[:i], *node.values[i + 1 :]]
        yield "condition", 2, rest[0] if len(rest) == 1 else _with(node, values=rest)


COMPARISONS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq, ast.NotEq)


def _comparisons(node: ast.Compare) -> Iterator[Change]:
    for other in COMPARISONS:
        if not isinstance(node.ops[0], other):
            yield Change("comparison", 1, node.lineno, node, "ops", 0, other())


def _row(node: Tree, scope: Scope) -> Found:
    """Entries of a tuple or a list in another order."""
    if isinstance(node.ctx, ast.Load):
        for i, j in itertools.combinations(range(min(len(node.elts), 6)), 2):
            yield "outputs", 1, _with(node, elts=_swapped(node.elts, i, j))
        if len(node.elts) > 2:
            yield "outputs", 2, _with(node, elts=node.elts[::-1])


def _dict(node: ast.Dict, scope: Scope) -> Found:
    for i, j in itertools.combinations(range(min(len(node.values), 6)), 2):
        yield "outputs", 1, _with(node, values=_swapped(node.values, i, j))


def _swapped(items: list[Any], i: int, j: int) -> list[Any]:
    swapped = list(items)
    swapped[i], swapped[j] = swapped[j], swapped[i]
    return swapped


LOOKS: tuple[tuple[Any, Callable[[Any, Scope], Found]], ...] = (
    (ast.BinOp, _operation), (ast.Call, _call), (ast.Call, _count), (ast.Constant, _constant), (ast.Name, _name),
    (ast.Attribute, _attribute_of), (ast.Subscript, _subscript), (ast.UnaryOp, _sign), (ast.IfExp, _either),
    (ast.BoolOp, _both), (ast.Tuple | ast.List, _row), (ast.Dict, _dict),
)  # fmt: skip

SLOPES = ("1 - {}", "1 + {}", "1 - {} ** 2", "{} * (1 - {})")
WRAPPED = ("np.sqrt", "np.square", "np.exp", "np.log", "np.abs", "np.tanh")


def _value(node: Tree, scope: Scope, owner: Tree) -> Found:
    """What may be missing around a value: a sign, a transpose, a factor, a term, a sum, a function, an axis, a copy."""
    if not isinstance(node, ast.Constant):
        yield "transpose", 2 if isinstance(node, ast.Name) else 3, _attribute(node, "T")
        yield from _around(node)
    for name in scope.variables:
        for operator in (ast.Add, ast.Sub):
            if not isinstance(node, ast.Name) or node.id != name:
                yield "term", 3, _binary(node, operator, _text(name, node))
    for text in ("1", "-1"):
        yield "term", 3, _binary(node, ast.Add, _text(text, node))
    for name in scope.functions:
        yield "call", 3, _new(ast.Call, node, _new(ast.Name, node, name, ast.Load()), [node], [])
    if isinstance(owner, ast.UnaryOp) or (isinstance(owner, ast.BinOp) and isinstance(owner.op, ast.Mult | ast.Div)):
        return  # a sign or a factor there is one of the whole product
    in_product = isinstance(owner, ast.BinOp) and isinstance(owner.op, ast.MatMult)
    if not isinstance(node, ast.Constant) and not in_product:
        yield "sign", 1, _new(ast.UnaryOp, node, ast.USub(), node)
    for factor in (*(() if in_product else ("2", "0.5", *scope.counts)), *scope.variables):
        cost = 2 if factor in scope.variables or factor[0] in "20" or factor.startswith("len") else 3
        yield "factor", cost, _binary(node, ast.Mult, _text(factor, node))
        yield "factor", cost, _binary(node, ast.Div, _text(factor, node))
    if not isinstance(owner, ast.Call | ast.Compare) and (in_product or not isinstance(owner, ast.BinOp)):
        yield from _slopes(node, scope)


def _slopes(node: Tree, scope: Scope) -> Found:
    """A factor that the slope of a function might be, or a probability's rest."""
    for name in scope.variables:
        for text in SLOPES:
            yield "factor", 3, _binary(node, ast.Mult, _text(text.format(name, name), node))
        yield "factor", 3, _binary(node, ast.Div, _text(f"1 - {name}", node))


def _around(node: Tree) -> Found:
    """A sum, a power, a function, an axis or a copy around a value."""
    for axis, keep in itertools.product((0, 1, -1), (False, True)):
        extra = {"keepdims": True} if keep else {}
        yield "axis", 2, _method(node, "sum", axis=axis, **extra)
        yield "axis", 3, _method(node, "mean", axis=axis, **extra)
    yield "call", 2, _method(node, "sum")
    yield "call", 3, _method(node, "mean")
    yield "power", 2, _binary(node, ast.Pow, _new(ast.Constant, node, 2))
    for function in WRAPPED:
        yield "call", 2, _new(ast.Call, node, _text(function, node), [node], [])
    for index in ("None", ":, None", "1:", ":-1", "::-1", "0", "-1"):
        wanted = _text(f"x[{index}]", node)
        wanted.value = node
        yield "index", 2, wanted
    yield "copy", 2, _method(node, "copy")
    yield "copy", 3, _new(ast.Call, node, _attribute(node, "astype"), [_new(ast.Name, node, "float", ast.Load())], [])
    yield "call", 3, _binary(_new(ast.Constant, node, 1), ast.Sub, node)
    yield "call", 3, _binary(_new(ast.Constant, node, 1), ast.Div, node)


# --- statements ---------------------------------------------------------------------------------------------------------


def _statement(node: Tree, scope: Scope) -> Found:
    """What can stand in the place of a statement: an update for an assignment, another condition, nothing."""
    if isinstance(node, ast.AugAssign):
        for other in (ast.Add, ast.Sub, ast.Mult, ast.Div):
            if not isinstance(node.op, other):
                yield "update", 1, _with(node, op=other())
        yield "update", 1, _new(ast.Assign, node, [node.target], node.value)
        if isinstance(node.target, ast.Name):
            read = _new(ast.Name, node, node.target.id, ast.Load())
            yield "update", 1, _new(ast.Assign, node, [node.target], _new(ast.BinOp, node, read, node.op, node.value))
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name | ast.Subscript
                                                                             | ast.Attribute):
        for operator in (ast.Add, ast.Sub, ast.Mult):
            cost = 1 if operator is ast.Add else 2
            yield "update", cost, _new(ast.AugAssign, node, node.targets[0], operator(), node.value)
        if isinstance(node.targets[0], ast.Name):
            for name in scope.variables:
                yield "name", 3, _with(node, targets=[_with(node.targets[0], id=name)])
    if isinstance(node, ast.If | ast.While):
        yield "condition", 1, _with(node, test=_new(ast.UnaryOp, node.test, ast.Not(), node.test))
    if isinstance(node, ast.If):
        for value in (True, False):
            yield "condition", 2, _with(node, test=_new(ast.Constant, node.test, value))
    if isinstance(node, ast.Break | ast.Continue):
        yield "loop", 1, _new(ast.Continue if isinstance(node, ast.Break) else ast.Break, node)
        yield "loop", 1, _new(ast.Pass, node)
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.Raise) and not _is_docstring(node):
        yield "statement", 2, _new(ast.Pass, node)


def _is_docstring(node: Tree) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _blocks(owner: Tree, name: str, block: list[Tree]) -> Iterator[Change]:
    """The statements of a block in another order, or moved into a loop or out of it."""
    def change(cost: int, node: Tree, new: list[Tree]) -> Change:
        return Change("statement", cost, node.lineno, owner, name, None, new)

    for i, node in enumerate(block):
        if _is_docstring(node):
            continue
        if i + 1 < len(block):
            yield change(1, node, _swapped(block, i, i + 1))
        rest = [*block[:i], *block[i + 1 :]]
        for j in range(len(block)):
            if abs(i - j) > 1 and not _is_docstring(block[j]):
                yield change(2, node, [*rest[:j], node, *rest[j:]])
        if isinstance(node, ast.For | ast.While | ast.If | ast.With):
            yield from _across(change, block, i)


def _across(change: Callable[[int, Tree, list[Tree]], Change], block: list[Tree], i: int) -> Iterable[Change]:
    """A statement moved out of the loop (or condition) that stands at i, or into it."""
    loop, before, after = block[i], block[:i], block[i + 1 :]
    for k, inner in enumerate(loop.body) if len(loop.body) > 1 else ():
        left = _with(loop, body=[*loop.body[:k], *loop.body[k + 1 :]])
        yield change(1, inner, [*before, left, inner, *after])
        yield change(1, inner, [*before, inner, left, *after])
    if after:
        yield change(1, after[0], [*before, _with(loop, body=[*loop.body, after[0]]), *after[1:]])
    if before and not _is_docstring(before[-1]):
        yield change(1, before[-1], [*before[:-1], _with(loop, body=[before[-1], *loop.body]), *after])
