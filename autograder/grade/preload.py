"""What a notebook imports, so that it can be loaded before any submission is run."""

import ast
from functools import lru_cache

from nbformat import NotebookNode

# What torch imports by itself when the first optimizer is made: 800 modules, more than half of its time.
WITH_TORCH = "import torch._dynamo"


def imports(handout: NotebookNode) -> tuple[str, ...]:
    """The import statements in the code cells handed out, each once and in order."""
    code = (cell.source for cell in handout.cells if cell.cell_type == "code")
    found = dict.fromkeys(line for source in code for line in _statements(source))
    return (*found, WITH_TORCH) if "import torch" in found else tuple(found)


@lru_cache(maxsize=4096)
def _statements(source: str) -> tuple[str, ...]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with IPython's magic
        return ()
    return tuple(ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
