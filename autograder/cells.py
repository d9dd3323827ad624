"""What a piece of a notebook defines, and what it needs: read from the text, which is never run."""

import ast
import re
import symtable
from collections.abc import Iterator
from functools import lru_cache

LONGEST_SOURCE = 200_000
MAGIC = re.compile(r"^([ \t]*)[%!?].*$", re.MULTILINE)
DEFINITION = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.MULTILINE)


@lru_cache(maxsize=4096)
def parse(source: str) -> ast.Module | None:
    """The syntax tree, with IPython's magics left out; None for what is no Python, or too long to be an honest cell."""
    if len(source) > LONGEST_SOURCE:
        return None
    try:
        return ast.parse(MAGIC.sub(r"\1pass", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=4096)
def bound(source: str) -> frozenset[str]:
    """The names that the text defines at its top level. Of text with an error in it: its functions and classes."""
    if parse(source) is None:
        return frozenset(DEFINITION.findall(source[:LONGEST_SOURCE]))
    table = _table(source)
    return frozenset() if table is None else frozenset(s.get_name() for s in table.get_symbols() if _is_bound(s))


@lru_cache(maxsize=4096)
def needed(source: str) -> frozenset[str]:
    """The global names that the text uses, at its top level and inside its functions."""
    table = _table(source) if parse(source) is not None else None
    if table is None:
        return frozenset()
    top = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    return frozenset(top | {s.get_name() for inner in _inside(table) for s in inner.get_symbols() if s.is_global()})


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


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _table(source: str) -> symtable.SymbolTable | None:
    try:
        return symtable.symtable(MAGIC.sub(r"\1pass", source), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _inside(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inside(child)
