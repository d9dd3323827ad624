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
    """What nbgrader's steps ask of a gradebook while they enter one submission.

    Rows are objects with the columns' names; `write` sends those that are new, and what has changed in the others. What is the
    same for all students (an assignment, its notebooks, their cells) is kept in `known` for the next one.
    """

    def __init__(self, connection: sql.Connection, known: dict[Any, Any]) -> None:
        self.connection, self.known = connection, known
        # nbgrader's steps say `gradebook.db.commit()`.
        self.db = self
        self._rows: dict[tuple[sql.Table, str], dict[str, Any]] = {}
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

    def find_assignment(self, name: str) -> Any:
        """The assignment: its due date, and its notebooks. Raises `MissingEntry`."""
        if name not in self.known:
            one = sql.select(ASSIGNMENTS.c.id, ASSIGNMENTS.c.duedate).where(ASSIGNMENTS.c.name == name)
            if (found := self.connection.execute(one).one_or_none()) is None:
                raise api.MissingEntry(f"There is no assignment {name!r} in the gradebook.")
            books = sql.select(NOTEBOOKS.c.id, NOTEBOOKS.c.name).where(NOTEBOOKS.c.assignment_id == found.id)
            self.known[name] = SimpleNamespace(**found._asdict(), notebooks=self.connection.execute(books).all())
        return self.known[name]

    def find_notebook(self, name: str, assignment: str) -> Any:
        """An assignment's notebook. Raises `MissingEntry`."""
        for one in self.find_assignment(assignment).notebooks:
            if one.name == name:
                return one
        raise api.MissingEntry(f"There is no notebook {name!r} of {assignment} in the gradebook.")

    def update_or_create_submission(self, assignment: str, student: str, **changes: Any) -> None:
        """See that there is a submission. A new one has a row for each cell that is graded or written on."""
        of = self.find_assignment(assignment)
        mine = sql.and_(SUBMISSIONS.c.assignment_id == of.id, SUBMISSIONS.c.student_id == student)
        if self._one(sql.select(SUBMISSIONS.c.id).where(mine)) is None:
            self._new(of, student)
        if changes:
            self.connection.execute(SUBMISSIONS.update().where(mine).values(**changes))

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> Any:
        """A student's notebook, with its grades."""
        return SimpleNamespace(grades=list(self._found(GRADES, notebook, assignment, student).values()))

    def find_grade(self, cell: str, notebook: str, assignment: str, student: str) -> Any:
        """The grade of a cell. Raises `MissingEntry`."""
        return self._cell(GRADES, cell, notebook, assignment, student)

    def find_comment(self, cell: str, notebook: str, assignment: str, student: str) -> Any:
        """The comment on a cell. Raises `MissingEntry`."""
        return self._cell(COMMENTS, cell, notebook, assignment, student)

    def penalty(self, notebook: str, assignment: str, student: str) -> float:
        """The late penalty that a student has."""
        page = PAGES.c.id == _page(notebook, assignment, student)
        return self._one(sql.select(PAGES.c.late_submission_penalty).where(page)) or 0.0

    def forgive(self, notebook: str, assignment: str, student: str) -> None:
        """Take away a late penalty."""
        page = PAGES.c.id == _page(notebook, assignment, student)
        self.connection.execute(PAGES.update().where(page).values(late_submission_penalty=None))

    def write(self) -> None:
        """Write the rows that are new, and what has changed in those that were found."""
        for (table, _), rows in self._rows.items():
            if new := [vars(row) for row in rows.values() if row.id not in self._before]:
                self.connection.execute(table.insert(), new)
            # A new row has no state before, and counts as unchanged.
            if changed := [vars(row) for row in rows.values() if vars(row) != self._before.get(row.id, vars(row))]:
                names = [column.name for column in table.columns if column.name != "id"]
                # SQLAlchemy keeps the names of the columns to itself in an update.
                values: dict[str, Any] = {name: sql.bindparam(f"new_{name}") for name in names}
                self.connection.execute(table.update().where(table.c.id == sql.bindparam("row")).values(**values),
                                        [{"row": row["id"], **{f"new_{name}": row[name] for name in names}} for row in changed])

    def _new(self, assignment: Any, student: str) -> None:
        """A submission with nothing in it yet, as nbgrader makes one."""
        submission = api.new_uuid()
        self.connection.execute(SUBMISSIONS.insert().values(id=submission, assignment_id=assignment.id, student_id=student))
        for notebook in assignment.notebooks:
            page = api.new_uuid()
            self.connection.execute(PAGES.insert().values(id=page, assignment_id=submission, notebook_id=notebook.id))
            for table, kinds in KINDS.items():
                cells = [cell for cell in self._cells(notebook) if cell.type in kinds]
                self._rows[table, notebook.name] = {cell.name: _row(table, page, cell.id) for cell in cells}

    def _cells(self, notebook: Any) -> Any:
        """The cells of a notebook that nbgrader keeps an eye on."""
        if notebook.id not in self.known:
            of = sql.select(CELLS.c.id, CELLS.c.name, CELLS.c.type).where(CELLS.c.notebook_id == notebook.id)
            self.known[notebook.id] = self.connection.execute(of).all()
        return self.known[notebook.id]

    def _found(self, table: sql.Table, notebook: str, assignment: str, student: str) -> dict[str, Any]:
        """A student's rows in a table, by the names of their cells."""
        if (table, notebook) not in self._rows:
            mine = (
                sql.select(table, CELLS.c.name)
                .join(CELLS, CELLS.c.id == table.c.cell_id)
                .where(table.c.notebook_id == _page(notebook, assignment, student), CELLS.c.type.in_(KINDS[table]))
            )
            found = [row._asdict() for row in self.connection.execute(mine)]
            self._rows[table, notebook] = {row.pop("name"): SimpleNamespace(**row) for row in found}
            self._before |= {row["id"]: row for row in found}
        return self._rows[table, notebook]

    def _cell(self, table: sql.Table, cell: str, *where: str) -> Any:
        found = self._found(table, *where)
        if cell not in found:
            raise api.MissingEntry(f"No {table.name} of {cell} in {'/'.join(where)}")
        return found[cell]

    def _one(self, query: sql.Select[Any]) -> Any:
        return self.connection.execute(query).scalar()


def _row(table: sql.Table, page: str, cell: str) -> SimpleNamespace:
    """A new row of a student's, with what nbgrader's table gives it."""
    given = {column.name: getattr(column.default, "arg", None) for column in table.columns}
    return SimpleNamespace(**given | {"id": api.new_uuid(), "notebook_id": page, "cell_id": cell})


def _page(notebook: str, assignment: str, student: str) -> sql.ScalarSelect[Any]:
    """The key of a student's notebook."""
    return (
        sql.select(PAGES.c.id)
        .join(SUBMISSIONS, SUBMISSIONS.c.id == PAGES.c.assignment_id)
        .join(NOTEBOOKS, NOTEBOOKS.c.id == PAGES.c.notebook_id)
        .join(ASSIGNMENTS, ASSIGNMENTS.c.id == SUBMISSIONS.c.assignment_id)
        .where(NOTEBOOKS.c.name == notebook, ASSIGNMENTS.c.name == assignment, SUBMISSIONS.c.student_id == student)
        .scalar_subquery()
    )
