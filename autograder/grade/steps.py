"""nbgrader's own steps, all in one transaction: its scoring, its penalties, its list of an assignment's cells.

nbgrader opens the gradebook anew for each step and commits after each cell, so that a run that is killed leaves half a
student. Here its steps are handed one gradebook that commits nothing by itself.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import sqlalchemy as sql
from jsonschema.validators import validator_for
from nbformat import NotebookNode
from nbgrader import api
from nbgrader.converters import Autograde, autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import common as format_common
from nbgrader.preprocessors import AssignLatePenalties, latesubmissions, saveautogrades, savecells
from sqlalchemy.orm import scoped_session, sessionmaker
from traitlets.config import Config

from autograder.course import NotReady
from autograder.grade.examiner import Examine

# The modules of nbgrader that open a gradebook in the steps that are taken here.
OPENERS = (autograde, saveautogrades, latesubmissions, savecells)


class Desk(CourseDirectory):
    """nbgrader's folders while a submission is entered: its graded files are made in `page`, and moved when they are whole."""

    given: Path
    page: Path

    def format_path(self, step: str, student: str, assignment: str, escape: bool = False) -> str:
        """Where nbgrader looks for a student's files."""
        moved = {self.submitted_directory: self.given, self.autograded_directory: self.page}
        return str(moved[step]) if step in moved else str(super().format_path(step, student, assignment, escape))


class Enter(Autograde):
    """nbgrader's Autograde without its search for notebooks: the caller says whose submission is entered."""

    def enter(self, assignment: str, student: str, topic: str) -> None:
        """Put the student and the submission into the gradebook, and the assignment's own files beside the student's."""
        self.notebooks = [f"{topic}.ipynb"]
        self.init_assignment(assignment, student)


def apply(steps: list[Any], nb: NotebookNode, resources: dict[str, Any], config: Config) -> NotebookNode:
    """The notebook after these preprocessors of nbgrader's, without the copies that nbconvert makes between them."""
    for kind in steps:
        step = kind(config=config)
        if step.enabled:
            nb, _ = step.preprocess(nb, resources)
    return nb


def scoring(config: Config) -> tuple[list[Any], list[Any]]:
    """The preprocessors that follow the one that runs the notebook: those that score it, and those that set penalties.

    Raises `NotReady` where the one that runs it is not handgrad's.
    """
    steps = Autograde(config=config).autograde_preprocessors
    if Examine not in steps:
        raise NotReady("c.Autograde.autograde_preprocessors lacks Examine: call configure(c, root) in nbgrader_config.py.")
    after = steps[steps.index(Examine) + 1 :]
    penalties = [step for step in after if issubclass(step, AssignLatePenalties)]
    return [step for step in after if step not in penalties], penalties


@contextmanager
def one_gradebook(connection: sql.Connection, course_id: str) -> Iterator[api.Gradebook]:
    """nbgrader's gradebook inside a transaction that is not its own; whatever nbgrader opens in the block is this one."""
    # Its constructor would connect by itself, outside of the transaction.
    gradebook = api.Gradebook.__new__(api.Gradebook)
    gradebook.engine, gradebook.course_id, gradebook.authenticator = connection.engine, course_id, None
    # A commit of nbgrader's only sends what it has; a rollback undoes the whole.
    session = sessionmaker(connection, join_transaction_mode="rollback_only", autoflush=False, expire_on_commit=False)
    gradebook.db = scoped_session(session)
    # nbgrader closes what it has opened, after each step.
    gradebook.close = lambda: None
    try:
        with opened(gradebook):
            yield gradebook
    finally:
        gradebook.db.remove()


@contextmanager
def opened(gradebook: Any) -> Iterator[None]:
    """Whatever gradebook nbgrader opens in the block is this one, and it looks at its schema of cells' metadata once."""
    before = [module.Gradebook for module in OPENERS]
    for module in OPENERS:
        # Each has a name of its own for the class, which has to be replaced where it is used.
        module.Gradebook = lambda *_args, **_kwargs: gradebook
    format_common.jsonschema = SimpleNamespace(validate=_validate)
    try:
        yield
    finally:
        format_common.jsonschema = jsonschema
        for module, opener in zip(OPENERS, before, strict=True):
            module.Gradebook = opener


def _validate(instance: Any, schema: Any) -> None:
    """What jsonschema.validate does: the metadata of most cells is the same in all notebooks. Raises `ValidationError`."""
    texts = json.dumps(instance, sort_keys=True), json.dumps(schema, sort_keys=True)
    if not _is_valid(*texts):
        # Once more, for the error that nbgrader expects.
        jsonschema.validate(instance, schema)


@lru_cache(maxsize=4096)
def _is_valid(instance: str, schema: str) -> bool:
    return bool(_validator(schema).is_valid(json.loads(instance)))


@cache
def _validator(schema: str) -> Any:
    plain = json.loads(schema)
    return validator_for(plain)(plain)
