"""Which cells have to run for the scores. A demonstration that the course handed out, and that no answer needs, need not.

What the student wrote or changed runs, and so do exercises and checks. A cell that stands as it was handed out runs if it
binds a name that is read afterwards by a cell that runs: and so on, until nothing is added. Data that a student's cell reads
must come out exactly, so whatever works on it runs too; a cell that runs for the functions that it defines needs its own
examples only to be there. Where a student's cell reaches for names in ways that its text does not show, everything runs.
"""

import symtable
from dataclasses import dataclass
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from autograder import anatomy

# Ways to a name, or to what another cell left on the disk, that a cell's text does not show.
INDIRECT = frozenset({
    "Path", "__builtins__", "__import__", "eval", "exec", "gc", "get_ipython", "getattr", "globals", "importlib", "inspect",
    "locals", "open", "os", "pathlib", "setattr", "sys", "tempfile", "vars",
})
# Python's names for functions without one, which a cell calls itself.
AT_ONCE = frozenset({"lambda", "listcomp", "setcomp", "dictcomp", "genexpr"})


@dataclass(frozen=True)
class Names:
    """The global names that a cell's text shows."""

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


def needed(nb: NotebookNode, released: NotebookNode) -> set[int]:
    """The indices of the code cells that have to run; checks, which are asked and not run, are among them.

    What a student's cell reads it may read at any time.
    """
    handed_out = {cell.source for cell in released.cells if cell.cell_type == "code" and _kind(cell) == "plain"}
    code = {i: cell for i, cell in enumerate(nb.cells) if cell.cell_type == "code" and not is_skipped(cell)}
    names = {i: names_of(cell.source) for i, cell in code.items()}
    open_cells = {i for i, cell in code.items() if _kind(cell) == "plain" and cell.source in handed_out}
    run = set(code) - open_cells
    if any(_is_indirect(names[i]) for i in run):
        return set(code)
    run |= {i for i in open_cells if _is_indirect(names[i])}
    data = frozenset().union(*(one.data for one in names.values()))
    own = frozenset().union(*(names[i].reads for i in run - open_cells))
    exact: set[int] = set()
    while True:
        added, firmer = set(), set()
        for i in open_cells - exact:
            exactly = own.union(*(names[j].later for j in run), *(names[j].now for j in exact if j > i))
            read = exactly.union(*(names[j].now for j in run if j > i))
            if (names[i].bound | names[i].reads) & exactly & data:
                firmer.add(i)
            elif names[i].bound & read and i not in run:
                added.add(i)
        if not added | firmer:
            return run
        run |= added | firmer
        exact |= firmer


def is_skipped(cell: NotebookNode) -> bool:
    """Whether the cell says that grading passes it by."""
    return "skip-grading" in cell.metadata.get("tags", [])


@lru_cache(maxsize=4096)
def names_of(source: str) -> Names:
    """The names in a cell. A cell that is no Python does nothing when it runs, and has none."""
    try:
        top = symtable.symtable(TransformerManager().transform_cell(source), "cell", "exec")
    except (SyntaxError, ValueError):
        return Names()
    bound, data, now, later = (set[str]() for _ in range(4))
    for symbol in top.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            bound.add(symbol.get_name())
        if symbol.is_assigned() and not symbol.is_imported() and not symbol.is_namespace():
            data.add(symbol.get_name())
        if symbol.is_referenced():
            now.add(symbol.get_name())
    inner = list(top.get_children())
    while inner:
        table = inner.pop()
        inner += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_global():
                (now if table.get_name() in AT_ONCE else later).add(symbol.get_name())
                if symbol.is_assigned():
                    bound.add(symbol.get_name())
    if "import *" in source:
        later |= INDIRECT
    return Names(*map(frozenset, (bound, data, now, later)))


def _is_indirect(cell: Names) -> bool:
    return bool(cell.reads & INDIRECT)


def _kind(cell: NotebookNode) -> str:
    try:
        return anatomy.kind(cell)
    except anatomy.AnatomyError:
        return "unknown"
