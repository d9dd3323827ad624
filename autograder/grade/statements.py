"""What is left to run of a cell in which one statement failed for something that the grader's machine lacks."""

import ast
import re

from autograder.cells import as_python, names_of, parse
from autograder.grade.listener import Error

MISSING = ("ModuleNotFoundError", "ImportError")
COMMANDS = {"run_line_magic", "run_cell_magic", "system", "getoutput"}
TIMED = re.compile(r"\s*%%time\b")
MODULE = re.compile(r"No module named '([\w.]+)'")
UNDEFINED = re.compile(r"name '(\w+)' is not defined")


def untimed(source: str) -> str:
    """A cell without `%%time` on top, behind which the line that fails would not be known."""
    return as_python(source) if TIMED.match(source) and parse(source) is not None else source


def module_missing(error: Error) -> str | None:
    """The module that an exception says is not there."""
    found = MODULE.search(error.message) if error.kind in MISSING else None
    return found[1] if found else None


def rest(source: str, line: int, error: Error, gone: set[str]) -> str | None:
    """The cell from after the statement on this line, with its lines where they were; None where it is not to go on.

    It goes on after a module that is missing, after a command of IPython's that fails, and after what needs a name that was
    lost so. Adds to `gone` the names that the statement would have bound.
    """
    tree = parse(source)
    on_line = [one for one in tree.body if one.lineno <= line <= (one.end_lineno or 0)] if tree else []
    if not on_line:
        return None
    module = module_missing(error)
    failed = next((one for one in on_line if module and module in _imported(one)), on_line[0])
    undefined = UNDEFINED.match(error.message) if error.kind == "NameError" else None
    if not (error.kind in MISSING or _is_command(failed) or (undefined and undefined[1] in gone)):
        return None
    # `import numpy, seaborn`: where one is missing, the others still are wanted.
    alike = failed.names if isinstance(failed, ast.Import) and len(failed.names) > 1 else []
    others = [f"import {ast.unparse(one)}" for one in alike if one.name != module]
    gone |= names_of(ast.unparse(failed)).bound - names_of("\n".join(others)).bound
    lines = as_python(source).split("\n")
    end = failed.end_lineno or failed.lineno
    # Python counts a line's columns in bytes.
    left = lines[end - 1].encode()[failed.end_col_offset :].decode().lstrip("; \t")
    # Comments take the place of what has run, so that lines keep their numbers.
    return "\n".join([*["#"] * (end - 1), "; ".join([*others, *([left] if left else [])]), *lines[end:]])


def _imported(node: ast.stmt) -> set[str]:
    """The modules that a statement imports, and those that they lie in."""
    names = {alias.name for one in ast.walk(node) if isinstance(one, ast.Import) for alias in one.names}
    names |= {one.module for one in ast.walk(node) if isinstance(one, ast.ImportFrom) and one.module}
    return {".".join(parts[:n]) for parts in (name.split(".") for name in names) for n in range(1, len(parts) + 1)}


def _is_command(node: ast.stmt) -> bool:
    calls = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in COMMANDS for call in calls)
