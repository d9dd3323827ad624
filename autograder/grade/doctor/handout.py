"""The notebook as it was handed out: what a submission is mended against."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder import anatomy
from autograder import cells as names
from autograder.anatomy import squeeze
from autograder.course import Chapter, Course
from autograder.deadline import look_at_the_clock
from autograder.grade.doctor.read import Cell


@dataclass(frozen=True)
class Handout:
    """One chapter's notebook. Cells are named by their place in it."""

    notebook: NotebookNode

    @cached_property
    def kinds(self) -> list[str]:
        """exercise, check, written or plain, for each cell."""
        return [anatomy.kind(cell) for cell in self.notebook.cells]

    @cached_property
    def texts(self) -> list[str]:
        """Each cell's source without blanks."""
        return [squeeze(cell.source) for cell in self.notebook.cells]

    @cached_property
    def ids(self) -> set[str]:
        """The ids of all cells."""
        return {cell.id for cell in self.notebook.cells}

    @cached_property
    def exercises(self) -> dict[str, int]:
        """The exercises' places, by name."""
        return self._places("exercise")

    @cached_property
    def checks(self) -> dict[str, int]:
        """The checks' places, by the name of the exercise that they check."""
        return {name.removeprefix("check_"): place for name, place in self._places("check").items()}

    @cached_property
    def written(self) -> dict[str, int]:
        """The places of the written answers, by name."""
        return self._places("written")

    @cached_property
    def plain(self) -> set[str]:
        """What the ungraded cells say, without blanks."""
        return {text for kind, text in zip(self.kinds, self.texts, strict=True) if kind == "plain"}

    def _places(self, kind: str) -> dict[str, int]:
        cells = self.notebook.cells
        return {cells[i].metadata.nbgrader.grade_id: i for i, found in enumerate(self.kinds) if found == kind}

    @cached_property
    def symbols(self) -> dict[str, str]:
        """What each exercise is to define: the function or class that its cell was handed out with."""
        cells = self.notebook.cells
        return {name: names.DEFINITION.findall(cells[place].source)[-1] for name, place in self.exercises.items()}

    def answers(self, cell: Cell) -> set[str]:
        """The exercises that a cell answers, or has the stub of."""
        look_at_the_clock()
        text = squeeze(cell.source)
        # A demonstration of the course's may define such a name, too.
        if text in self.plain:
            return set()
        defined = names.names_of(cell.source).bound
        return {name for name, symbol in self.symbols.items() if symbol in defined}

    def worked_on(self, cell: Cell) -> set[str]:
        """The exercises that somebody has worked on in this cell."""
        return {name for name in self.answers(cell) if not self.is_untouched(cell, name)}

    def is_untouched(self, cell: Cell, name: str) -> bool:
        """Whether a cell is the exercise or the written answer `name` as it was handed out."""
        place = self.exercises.get(name, self.written.get(name))
        same = place is not None and squeeze(cell.source) == self.texts[place]
        return same or (name in self.exercises and names.is_stub(cell.source, self.symbols[name]))

    def traces(self, cells: list[Cell]) -> int:
        """How many of this chapter's exercises and written answers have left a trace in the cells."""
        marked = {cell.grade_id.removeprefix("check_") for cell in cells if cell.grade_id}
        defined = {name for cell in cells for name in self.answers(cell)}
        return len((marked | defined) & {*self.exercises, *self.written})

    def work(self, cells: list[Cell]) -> int:
        """How many of the exercises and written answers somebody has worked on."""
        answered = {name for cell in cells if cell.kind == "code" for name in self.worked_on(cell)}
        written = {c.grade_id for c in cells if c.grade_id in self.written and not self.is_untouched(c, c.grade_id)}
        return len(answered) + len(written)


@cache
def handout(course: Course, chapter: Chapter) -> Handout:
    """A chapter's notebook, read once for a whole class."""
    return Handout(nbformat.read(handout_file(course, chapter), as_version=4))


def handout_file(course: Course, chapter: Chapter) -> Path:
    """Where a chapter's notebook lies."""
    return course.notebooks / chapter.assignment / f"{chapter.topic}.ipynb"
