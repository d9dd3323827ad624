"""A copy of a student's function and of all of theirs that it uses, to be changed and run without a trace in the notebook.

Functions get globals of their own, in which printing and drawing do nothing; classes, closures, default values, adapters around
a function and data are copied too. Libraries are used as they are.
"""

import ast
import builtins
import contextlib
import copy
import functools
import linecache
import types
from collections.abc import Callable, Iterator
from typing import Any

from handgrad.kit.answer import is_library


class NotCopied(Exception):
    """The function does what must not be tried: it opens files, asks, or starts programs."""


class Quiet:
    """Stands for what draws: whatever is done with it, nothing happens."""

    def __getattr__(self, name: str) -> "Quiet":
        return self

    def __call__(self, *given: Any, **named: Any) -> "Quiet":
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter((self, self))

    def __getitem__(self, key: Any) -> "Quiet":
        return self

    def __enter__(self) -> "Quiet":
        return self

    def __exit__(self, *trouble: Any) -> None:
        return None


DRAWS = ("matplotlib", "IPython", "ipywidgets", "tqdm", "plotly", "seaborn")
REFUSED = frozenset({"open", "input", "exec", "eval", "compile", "__import__", "breakpoint", "exit", "quit"})
REFUSED_MODULES = frozenset({"os", "sys", "shutil", "subprocess", "pathlib", "socket", "threading", "multiprocessing", "signal",
                             "ctypes", "requests", "urllib", "asyncio", "concurrent", "importlib", "pickle", "inspect"})


class Unit:
    """One function of the student's: its copy, its code, and the node of its source that it was made from."""

    def __init__(self, function: types.FunctionType, tree: ast.AST, within: str, lines: list[str]) -> None:
        self.function, self.tree, self.within, self.lines = function, tree, within, lines
        self.original = function.__code__
        name = function.__name__
        self.name = f"{within}.{name}" if within else name

    def compiled(self) -> types.CodeType | None:
        """The code of the tree as it is now; None where it is no code that fits into this function."""
        try:
            module = compile(self._module(), self.original.co_filename, "exec")
        except (SyntaxError, ValueError, TypeError, RecursionError, OverflowError):
            return None
        code = _innermost(module, self.original.co_name)
        if code is None or code.co_freevars != self.original.co_freevars:
            return None
        return code

    def _module(self) -> ast.Module:
        """The function within one that gives it the names it had around it, and within its class."""
        free = [ast.Name(name, ast.Load()) for name in self.original.co_freevars]
        inner: Any = self._lambda(free) if isinstance(self.tree, ast.Lambda) else self._definition(free)
        body: list[Any] = [inner]
        if self.within:
            body = [_defined(ast.ClassDef, name=self.within, bases=[], keywords=[], body=[inner])]
            if self.within not in self.original.co_freevars:
                body.insert(0, ast.Global([self.within]))  # the class that its methods name is the notebook's
        names = ast.arguments([], [ast.arg(name) for name in self.original.co_freevars], None, [], [], None, [])
        outer = _defined(ast.FunctionDef, name="around", args=names, body=body, returns=None)
        return _located(ast.Module([outer], []))

    def _lambda(self, free: list[Any]) -> Any:
        # The other branch is never run, and keeps the names that a change no longer uses.
        tree: Any = self.tree
        body = ast.IfExp(ast.Constant(True), tree.body, ast.Tuple(free, ast.Load())) if free else tree.body
        return ast.Expr(ast.Lambda(tree.args, body))

    def _definition(self, free: list[Any]) -> Any:
        tree: Any = self.tree
        extra = [ast.If(ast.Constant(0), [ast.Expr(name) for name in free], [])] if free else []
        return _defined(ast.FunctionDef, name=tree.name, args=_plain(tree.args), body=[*tree.body, *extra], returns=None)


def _defined(kind: Any, **fields: Any) -> Any:
    """A definition; Python 3.12 and later ask for `type_params`, and earlier ones pass over it."""
    return kind(**fields, decorator_list=[], type_params=[])


def _plain(args: ast.arguments) -> ast.arguments:
    """The arguments without annotations, which may name what is not known here."""
    def bare(one: ast.arg | None) -> ast.arg | None:
        return None if one is None else ast.arg(one.arg)

    return ast.arguments([ast.arg(a.arg) for a in args.posonlyargs], [ast.arg(a.arg) for a in args.args], bare(args.vararg),
                         [ast.arg(a.arg) for a in args.kwonlyargs], args.kw_defaults, bare(args.kwarg), args.defaults)


def _located(tree: Any) -> Any:
    """`ast.fix_missing_locations` for what was put around the function only: the rest has its lines."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if hasattr(node, "lineno") and node.lineno:
            continue
        if "lineno" in node._attributes:
            node.lineno = node.end_lineno = 1
            node.col_offset = node.end_col_offset = 0
        stack += list(ast.iter_child_nodes(node))
    return tree


def _innermost(code: types.CodeType, name: str) -> types.CodeType | None:
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            if inner.co_name == name and code.co_name != "<module>":
                return inner
            found = _innermost(inner, name)
            if found is not None:
                return found
    return None


class Copies:
    """The copy of a function; `units` are the functions in it that are the student's own. Raises `NotCopied`."""

    def __init__(self, answer: Callable[..., Any]) -> None:
        self.units: list[Unit] = []
        self._made: dict[int, Any] = {}
        self._kept: list[Any] = []  # an id is one's own only while its object lives
        self._spaces: dict[int, dict[str, Any]] = {}
        self.answer: Callable[..., Any] = self._copy(answer)

    def _copy(self, value: Any) -> Any:
        if id(value) not in self._made:
            self._kept.append(value)
            self._made[id(value)] = value
            self._made[id(value)] = self._fresh(value)
        return self._made[id(value)]

    def _fresh(self, value: Any) -> Any:
        if isinstance(value, types.FunctionType):
            return self._function(value)
        if isinstance(value, type):
            return self._class(value) if _is_own_class(value) else value
        if isinstance(value, types.MethodType):
            return types.MethodType(self._copy(value.__func__), self._copy(value.__self__))
        if isinstance(value, functools.partial):
            return functools.partial(self._copy(value.func), *map(self._copy, value.args), **value.keywords)
        if isinstance(value, staticmethod | classmethod):
            return type(value)(self._copy(value.__func__))
        if isinstance(value, property):
            return property(*(None if f is None else self._copy(f) for f in (value.fget, value.fset, value.fdel)))
        if isinstance(value, types.ModuleType):
            return _module(value)
        if isinstance(value, list | tuple | dict):
            return self._container(value)
        return self._data(value)

    def _container(self, value: Any) -> Any:
        if type(value) is dict:
            return {key: self._copy(item) for key, item in value.items()}
        return type(value)(map(self._copy, value)) if type(value) in (list, tuple) else self._data(value)

    def _data(self, value: Any) -> Any:
        try:
            made = copy.deepcopy(value)
            if _is_own_class(type(value)):
                made.__class__ = self._copy(type(value))
        except Exception:  # noqa: BLE001 - what cannot be copied is used as it is
            return value
        return made

    def _function(self, value: types.FunctionType) -> types.FunctionType:
        own = not is_library(value.__code__.co_filename)
        if not own and not value.__closure__:
            return value
        space = self._space(value.__globals__) if own else value.__globals__
        cells = tuple(types.CellType() for _ in value.__closure__ or ())
        made = types.FunctionType(value.__code__, space, value.__name__, None, cells or None)
        made.__dict__.update({key: item for key, item in value.__dict__.items() if key != "__wrapped__"})
        self._made[id(value)] = made
        for cell, before in zip(cells, value.__closure__ or (), strict=True):
            try:
                cell.cell_contents = self._copy(before.cell_contents)
            except ValueError:  # an empty cell
                continue
        made.__defaults__ = None if value.__defaults__ is None else tuple(map(self._copy, value.__defaults__))
        made.__kwdefaults__ = {key: self._copy(item) for key, item in (value.__kwdefaults__ or {}).items()} or None
        if own:
            for name in _names(value.__code__):
                if name in value.__globals__:
                    space[name] = self._copy(value.__globals__[name])
            unit = _unit(made)
            if unit is not None:
                self.units.append(unit)
        return made

    def _space(self, names: dict[str, Any]) -> dict[str, Any]:
        if id(names) not in self._spaces:
            self._kept.append(names)
            known = dict(vars(builtins)) | {"print": Quiet(), "display": Quiet()}
            self._spaces[id(names)] = dict(names) | {"__builtins__": known, "display": Quiet()}
        return self._spaces[id(names)]

    def _class(self, value: type) -> type:
        fields = {key: item for key, item in vars(value).items() if key not in ("__dict__", "__weakref__")}
        bases = tuple(self._copy(base) for base in value.__bases__)
        try:
            made = type(value)(value.__name__, bases, {})
        except Exception as error:
            raise NotCopied(value.__name__) from error
        self._made[id(value)] = made
        for key, item in fields.items():
            with contextlib.suppress(AttributeError, TypeError):
                setattr(made, key, self._copy(item) if _holds_code(item) else item)
        return made


def _holds_code(item: Any) -> bool:
    return isinstance(item, types.FunctionType | staticmethod | classmethod | property)


def _is_own_class(value: type) -> bool:
    return any(isinstance(item, types.FunctionType) and not is_library(item.__code__.co_filename)
               for item in vars(value).values())


def _module(value: types.ModuleType) -> Any:
    root = value.__name__.partition(".")[0]
    if root in REFUSED_MODULES:
        raise NotCopied(value.__name__)
    return Quiet() if root in DRAWS else value


def _names(code: types.CodeType) -> set[str]:
    """The names that the code, and the functions within it, look up. Raises `NotCopied` for those that must not be tried."""
    found = set(code.co_names)
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            found |= _names(inner)
    if found & REFUSED or found & REFUSED_MODULES:
        raise NotCopied(", ".join(sorted(found & (REFUSED | REFUSED_MODULES))))
    return found


# --- from a function to its source --------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=64)
def _parsed(filename: str, text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _unit(function: types.FunctionType) -> Unit | None:
    """The function's node in a tree of its own; None where its source is not at hand, or has changed since."""
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    tree = _parsed(code.co_filename, "".join(lines))
    if tree is None:
        return None
    for node, around in _definitions(tree):
        if _first_line(node) == code.co_firstlineno and _name_of(node) == code.co_name and _spans(node, code):
            unit = Unit(function, copy.deepcopy(node), around, lines)
            if any(isinstance(inner, ast.ExceptHandler) and inner.type is None for inner in ast.walk(node)):
                return None  # would swallow what stops an endless loop
            made = unit.compiled()
            if made is not None and _says_the_same(made, code):
                return unit
    return None


def _says_the_same(one: types.CodeType, other: types.CodeType) -> bool:
    """Whether two pieces of code come from the same source. Their instructions may differ: those of a method's call depend on
    what the rest of the cell imports."""
    def facts(code: types.CodeType) -> Any:
        values = sorted(repr(value) for value in code.co_consts if not isinstance(value, types.CodeType))
        return code.co_varnames, code.co_argcount, sorted(set(code.co_names)), values

    return bool(facts(one) == facts(other))


def _definitions(tree: ast.AST, within: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Every function and lambda, and the name of the class that it stands in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            yield node, within
        yield from _definitions(node, node.name if isinstance(node, ast.ClassDef) else
                                "" if isinstance(node, ast.FunctionDef | ast.Lambda) else within)


def _first_line(node: Any) -> int:
    return int(min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))]))


def _spans(node: Any, code: types.CodeType) -> bool:
    """Whether a lambda's node is the one that this code came from: several may stand on a line."""
    if not isinstance(node, ast.Lambda):
        return True
    columns = [start for line, _, start, _ in code.co_positions() if line == node.lineno and start]
    ends = [end for _, line, _, end in code.co_positions() if line == node.end_lineno and end]
    return all(node.body.col_offset <= column for column in columns) and all(end <= (node.end_col_offset or 0) for end in ends)


def _name_of(node: ast.AST) -> str:
    return node.name if isinstance(node, ast.FunctionDef) else "<lambda>"
