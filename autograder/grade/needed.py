"""Which cells have to run for the scores. A demonstration that the course handed out, and that no answer needs, need not.

What the student wrote or changed runs, and so do exercises and checks. A cell that stands as it was handed out runs if it
binds a name that is read afterwards by a cell that runs: and so on, until nothing is added. Data that a student's cell reads
must come out exactly, so whatever works on it runs too; a cell that runs for the functions that it defines needs its own
examples only to be there. Where a student's cell reaches for names in ways that its text does not show, everything runs.
"""

from nbformat import NotebookNode

from autograder import anatomy
from autograder.cells import Names, names_of
from autograder.deadline import OutOfTime, look_at_the_clock, within

SECONDS = 20


def needed(nb: NotebookNode, handout: NotebookNode) -> set[int]:
    """The indices of the code cells that have to run; checks, which are asked and not run, are among them.

    What a student's cell reads it may read at any time. Where there is no time to find out, all of them run.
    """
    code = {i: cell for i, cell in enumerate(nb.cells) if cell.cell_type == "code" and not is_skipped(cell)}
    try:
        with within(SECONDS):
            return _needed({i: _names(cell) for i, cell in code.items()}, as_handed_out(nb, handout) & set(code))
    except OutOfTime:
        return set(code)


def _needed(names: dict[int, Names], open_cells: set[int]) -> set[int]:
    # What is the student's, exercises among it, runs in any case.
    run = set(names) - open_cells
    if any(names[i].is_indirect for i in run):
        return set(names)
    run |= {i for i in open_cells if names[i].is_indirect}
    # Values that can be changed in place, by whatever reads them.
    data = frozenset().union(*(one.data for one in names.values()))
    # What a student's cell may look at has to be there as it would be if everything had run.
    own = frozenset().union(*(names[i].reads for i in run - open_cells))
    exact: set[int] = set()
    while True:
        added, firmer = set(), set()
        for i in open_cells - exact:
            look_at_the_clock()
            exactly = own.union(*(names[j].later for j in run), *(names[j].now for j in exact if j > i))
            # A name that is read when a cell runs has to be bound by a cell before; one in a function, by any.
            read = exactly.union(*(names[j].now for j in run if j > i))
            # It makes such a value, or works on it: all that leads to the value has to be right, too.
            if (names[i].bound | names[i].reads) & exactly & data:
                firmer.add(i)
            # It binds what is read, and no student's cell looks at the value.
            elif names[i].bound & read and i not in run:
                added.add(i)
        if not added | firmer:
            return run
        run |= added | firmer
        exact |= firmer


def _names(cell: NotebookNode) -> Names:
    look_at_the_clock()
    return names_of(cell.source)


def as_handed_out(nb: NotebookNode, handout: NotebookNode) -> set[int]:
    """The code cells of the course's, neither exercises nor checks, in which the student has changed nothing."""
    sources = {cell.source for cell in handout.cells if cell.cell_type == "code" and _kind(cell) == "plain"}
    return {i for i, cell in enumerate(nb.cells)
            if cell.cell_type == "code" and _kind(cell) == "plain" and cell.source in sources}


def behind(nb: NotebookNode, wanted: set[int]) -> set[int]:
    """These code cells, and those before them that bind what they read, and so on."""
    found, waiting = set(wanted), set(wanted)
    while waiting:
        last = waiting.pop()
        reads = names_of(nb.cells[last].source).reads
        more = {i for i in range(last) if nb.cells[i].cell_type == "code" and not is_skipped(nb.cells[i])
                and names_of(nb.cells[i].source).bound & reads} - found
        found |= more
        waiting |= more
    return found


def is_skipped(cell: NotebookNode) -> bool:
    """Whether the cell says that grading passes it by."""
    return "skip-grading" in cell.metadata.get("tags", [])


def _kind(cell: NotebookNode) -> str:
    try:
        return anatomy.kind(cell)
    except anatomy.AnatomyError:
        return "unknown"
