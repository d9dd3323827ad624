"""What a piece of a notebook defines, and what it needs: read from the text, which is never run.

IPython's own transformer turns commands (`%time`, `!ls`, `np.dot?`, `files = !ls`) into Python, as a kernel does. Here the
lines keep their numbers besides, so that a text can be cut where its tree says.
"""

import ast
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

LONGEST_SOURCE = 200_000
# IPython reads a whole cell anew for each command in it. This many characters read take about a second.
MOST_READ = 600_000
COMMAND = re.compile(r"^\s*[%!?,;/]|=\s*[%!]|\?\s*$", re.MULTILINE)
# Commands on top of a cell that run it where it stands. What stands under any other is no part of the notebook's program.
IN_PLACE = re.compile(r"\s*%%(?:time|timeit|capture|prun)\b.*(?:\n|$)")
DEFINITION = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.MULTILINE)
# Ways to a name, or to what another cell left on the disk, that a cell's text does not show.
INDIRECT = frozenset({
    "Path", "__builtins__", "__import__", "eval", "exec", "gc", "get_ipython", "getattr", "globals", "importlib", "inspect",
    "locals", "open", "os", "pathlib", "setattr", "sys", "tempfile", "vars",
})
# Python's names for functions without one, which a cell calls itself.
AT_ONCE = frozenset({"lambda", "listcomp", "setcomp", "dictcomp", "genexpr"})


@dataclass(frozen=True)
class Names:
    """The global names that a text shows."""

    bound: frozenset[str] = frozenset()
    """What it assigns, imports or defines."""
    data: frozenset[str] = frozenset()
    """What of it is neither a module nor a definition: values that can be changed in place."""
    now: frozenset[str] = frozenset()
    """What it reads when it runs, functions without a name included."""
    later: frozenset[str] = frozenset()
    """What its functions read when they are called, at any time."""

    @property
    def reads(self) -> frozenset[str]:
        """All that it reads."""
        return self.now | self.later

    @property
    def is_indirect(self) -> bool:
        """Whether it may reach for names that its text does not show."""
        return bool(self.reads & INDIRECT)


class Unreadable(ValueError):
    """A text that is too long to be an honest cell, or has too many commands to be read in time."""


class _Transformer(TransformerManager):
    """IPython's, but that a command on several lines leaves as many lines behind."""

    def do_one_token_transform(self, lines: list[str]) -> tuple[bool, list[str]]:
        changed, new = super().do_one_token_transform(lines)
        gone = len(lines) - len(new)
        if changed and gone > 0:
            place = next((i for i, (one, other) in enumerate(zip(new, lines, strict=False)) if one != other), len(new) - 1)
            new = [*new[: place + 1], *["\n"] * gone, *new[place + 1 :]]
        return changed, new


@lru_cache(maxsize=4096)
def as_python(source: str) -> str:
    """The text as the Python that a kernel makes of it, line by line. Raises `Unreadable`."""
    if is_unreadable(source):
        raise Unreadable(f"{len(source)} characters")
    while found := IN_PLACE.match(source):
        source = "\n" * found[0].count("\n") + source[found.end() :]
    try:
        return "\n" * empty_lines(source) + _Transformer().transform_cell(source)
    except (SyntaxError, RuntimeError, ValueError) as error:  # no Python, or commands nested without end
        raise Unreadable(type(error).__name__) from None


def empty_lines(source: str) -> int:
    """How many empty lines stand at the top. IPython leaves them out, and counts the others without them."""
    return source[: len(source) - len(source.lstrip())].count("\n")


def is_unreadable(source: str) -> bool:
    """Whether the text is longer than an honest cell, or would take IPython seconds to read."""
    return len(source) > LONGEST_SOURCE or len(COMMAND.findall(source)) * len(source) > MOST_READ


@lru_cache(maxsize=4096)
def parse(source: str) -> ast.Module | None:
    """The syntax tree; None for what is no Python, or cannot be read."""
    try:
        return ast.parse(as_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=4096)
def names_of(source: str) -> Names:
    """The names in a text. Of text with an error in it: its functions and classes, though it does nothing when it runs.

    Of text that cannot be read anything may be expected.
    """
    try:
        top = symtable.symtable(as_python(source), "cell", "exec")
    except (Unreadable, RecursionError, MemoryError):
        return Names(bound=_definitions(source), later=INDIRECT)
    except (SyntaxError, ValueError):
        return Names(bound=_definitions(source))
    bound, data, now, later = (set[str]() for _ in range(4))
    for symbol in top.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            bound.add(symbol.get_name())
        if symbol.is_assigned() and not symbol.is_imported() and not symbol.is_namespace():
            data.add(symbol.get_name())
        if symbol.is_referenced():
            now.add(symbol.get_name())
    for table in _inside(top):
        for symbol in table.get_symbols():
            if symbol.is_global():
                (now if table.get_name() in AT_ONCE else later).add(symbol.get_name())
                if symbol.is_assigned():
                    bound.add(symbol.get_name())
    if "import *" in source:
        later |= INDIRECT
    return Names(*map(frozenset, (bound, data, now, later)))


def checked(node: ast.stmt) -> str | None:
    """The exercise that a statement `check("name", answer)` checks; None for any other statement."""
    match node:
        case ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(name)), _], [])):
            return name
    return None


def only_checks(source: str) -> str | None:
    """The exercise that a text checks, where it does nothing else."""
    tree = parse(source)
    return checked(tree.body[0]) if tree is not None and len(tree.body) == 1 else None


def is_stub(source: str, name: str) -> bool:
    """Whether the text's only work on `name` is to raise NotImplementedError, as the notebook that was handed out does."""
    tree = parse(source)
    if tree is None:
        return False
    definitions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not definitions or len(definitions) != len(tree.body):
        return False
    *before, last = definitions[-1].body
    docstring = all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in before)
    return docstring and isinstance(last, ast.Raise) and "NotImplementedError" in ast.dump(last)


def _definitions(source: str) -> frozenset[str]:
    return frozenset(DEFINITION.findall(source[:LONGEST_SOURCE]))


def _inside(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inside(child)
