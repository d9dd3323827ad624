"""Which modules a notebook can count on where it is graded: Python's own, and those that the course's environment brings."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator

# What notebooks may want of the packages in requirements.lock, in any version of Python.
BROUGHT = frozenset({
    "IPython", "PIL", "contourpy", "cycler", "dateutil", "fontTools", "handgrad", "ipykernel", "ipywidgets", "jinja2", "joblib",
    "kiwisolver", "markdown", "matplotlib", "matplotlib_inline", "mpl_toolkits", "mpmath", "networkx", "numpy", "packaging",
    "platformdirs", "pooch", "psutil", "pygments", "pylab", "pyparsing", "requests", "rich", "scipy", "six", "sklearn", "sympy",
    "tensorboard", "threadpoolctl", "torch", "traitlets", "typing_extensions", "yaml",
})
COMMAND = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)


def lacking(cells: Iterable[str]) -> list[str]:
    """The modules that these cells import and grading does not have. What is tried, or asked for first, is none of them."""
    found = [module for source in cells for module in _imported(source)]
    known = BROUGHT | sys.stdlib_module_names
    return sorted({module for module in found if module.partition(".")[0] not in known})


def _imported(source: str) -> Iterator[str]:
    try:
        waiting: list[ast.AST] = [ast.parse(COMMAND.sub(r"\1pass", source))]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # what is no Python is told elsewhere
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif not isinstance(node, ast.Try | ast.If):
            waiting += ast.iter_child_nodes(node)
