"""What a notebook imports, so that it can be loaded before any submission is run."""

import ast
from functools import lru_cache

from nbformat import NotebookNode


def imports(released: NotebookNode) -> tuple[str, ...]:
    """The import statements in the code cells handed out, each once and in order."""
    code = (cell.source for cell in released.cells if cell.cell_type == "code")
    return tuple(dict.fromkeys(line for source in code for line in _statements(source)))


@lru_cache(maxsize=4096)
def _statements(source: str) -> tuple[str, ...]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with IPython's magic
        return ()
    return tuple(ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
