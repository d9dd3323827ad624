"""One student's rows in nbgrader's gradebook, fetched and written a table at a time, in somebody else's transaction.

nbgrader's own gradebook asks seven tables for each cell's grade and sends each change by itself: 120 statements for a student.
Its steps are handed this one instead. What they decide is theirs; only the way into the tables is shorter.
"""

from types import SimpleNamespace
from typing import Any

import sqlalchemy as sql
from nbgrader import api

STUDENTS, ASSIGNMENTS, NOTEBOOKS, SUBMISSIONS, PAGES, CELLS, GRADES, COMMENTS = (
    api.Base.metadata.tables[name] for name in ("student", "assignment", "notebook", "submitted_assignment",
                                                "submitted_notebook", "base_cell", "grade", "comment"))
# Which kinds of cells have a row in which table.
KINDS = {GRADES: ("GradeCell", "TaskCell"), COMMENTS: ("SolutionCell", "TaskCell")}


class Entries:
    """What nbgrader's steps ask of a gradebook while they enter one submission."""

    def __init__(self, connection: sql.Connection) -> None:
        self.connection = connection
        self.db = self
        self._rows: dict[sql.Table, dict[str, Any]] = {}
        self._before: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "Entries":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing: whoever opened the transaction ends it."""

    def commit(self) -> None:
        """Nothing, for the same reason."""

    def update_or_create_student(self, student: str) -> None:
        """See that the student is known."""
        if self._one(sql.select(STUDENTS.c.id).where(STUDENTS.c.id == student)) is None:
            self.connection.execute(STUDENTS.insert().values(id=student))

    def find_assignment(self, name: str) -> str:
        """The assignment's key. Raises `MissingEntry`."""
        return self._known(sql.select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.name == name), name)

    def find_notebook(self, name: str, assignment: str) -> str:
        """The key of an assignment's notebook. Raises `MissingEntry`."""
        of = sql.select(NOTEBOOKS.c.id).where(NOTEBOOKS.c.name == name, NOTEBOOKS.c.assignment_id == self.find_assignment(assignment))
        return self._known(of, name)

    def update_or_create_submission(self, assignment: str, student: str, **changes: Any) -> str:
        """The submission's key. A new one has a row for each cell that is graded or written on, as nbgrader's has."""
        key = self.find_assignment(assignment)
        mine = sql.select(SUBMISSIONS.c.id).where(SUBMISSIONS.c.assignment_id == key, SUBMISSIONS.c.student_id == student)
        submission = self._one(mine) or self._new(key, student)
        if changes:
            self.connection.execute(SUBMISSIONS.update().where(SUBMISSIONS.c.id == submission).values(**changes))
        return submission

    def find_grade(self, cell: str, notebook: str, assignment: str, student: str) -> Any:
        """The grade of a cell: its row, whose changes are written by `write`. Raises `MissingEntry`."""
        return self._cell(GRADES, cell, notebook, assignment, student)

    def find_comment(self, cell: str, notebook: str, assignment: str, student: str) -> Any:
        """The comment on a cell, in the same way. Raises `MissingEntry`."""
        return self._cell(COMMENTS, cell, notebook, assignment, student)

    def write(self) -> None:
        """Write what has changed in the rows that were found."""
        for table, rows in self._rows.items():
            changed = [vars(row) for row in rows.values() if vars(row) != self._before[row.id]]
            if changed:
                names = [column.name for column in table.columns if column.name != "id"]
                new = {name: sql.bindparam(f"new_{name}") for name in names}
                self.connection.execute(table.update().where(table.c.id == sql.bindparam("row")).values(**new),
                                        [{"row": row["id"], **{f"new_{name}": row[name] for name in names}} for row in changed])

    def _new(self, assignment: str, student: str) -> str:
        submission, notebooks = api.new_uuid(), sql.select(NOTEBOOKS.c.id).where(NOTEBOOKS.c.assignment_id == assignment)
        self.connection.execute(SUBMISSIONS.insert().values(id=submission, assignment_id=assignment, student_id=student))
        for notebook in self.connection.execute(notebooks).scalars().all():
            page = api.new_uuid()
            self.connection.execute(PAGES.insert().values(id=page, assignment_id=submission, notebook_id=notebook))
            cells = self.connection.execute(sql.select(CELLS.c.id, CELLS.c.type).where(CELLS.c.notebook_id == notebook)).all()
            for table, kinds in KINDS.items():
                if rows := [{"notebook_id": page, "cell_id": cell.id} for cell in cells if cell.type in kinds]:
                    self.connection.execute(table.insert(), rows)
        return submission

    def _cell(self, table: sql.Table, cell: str, notebook: str, assignment: str, student: str) -> Any:
        if table not in self._rows:
            page = (
                sql.select(PAGES.c.id)
                .join(SUBMISSIONS, SUBMISSIONS.c.id == PAGES.c.assignment_id)
                .where(PAGES.c.notebook_id == self.find_notebook(notebook, assignment), SUBMISSIONS.c.student_id == student)
            )
            mine = (
                sql.select(table, CELLS.c.name)
                .join(CELLS, CELLS.c.id == table.c.cell_id)
                .where(table.c.notebook_id == page.scalar_subquery(), CELLS.c.type.in_(KINDS[table]))
            )
            found = [row._asdict() for row in self.connection.execute(mine)]
            self._rows[table] = {row.pop("name"): SimpleNamespace(**row) for row in found}
            self._before |= {row["id"]: row for row in found}
        if cell not in self._rows[table]:
            raise api.MissingEntry(f"No {table.name} of {assignment}/{notebook}/{cell} for {student}")
        return self._rows[table][cell]

    def _one(self, query: sql.Select[Any]) -> Any:
        return self.connection.execute(query).scalar()

    def _known(self, query: sql.Select[Any], name: str) -> str:
        found = self._one(query)
        if found is None:
            raise api.MissingEntry(f"There is no {name!r} in the gradebook.")
        return str(found)
