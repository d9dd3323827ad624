"""Where things stand: the course's folders, its chapters, and the settings in `pyproject.toml` under [tool.handgrad]."""

import os
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from traitlets.config import Config, PyFileConfigLoader
from traitlets.config.loader import ConfigFileNotFound

from handgrad import __version__


class NotReady(RuntimeError):
    """Something cannot begin. The message says why, and what to do."""


@dataclass(frozen=True)
class Chapter:
    """One chapter. `assignment` is its folder's name (04-backprop-matrix), `topic` its module's (backprop_matrix)."""

    assignment: str
    topic: str


@dataclass(frozen=True)
class Course:
    """A course's folder. Everything is found from `root`."""

    root: Path

    @property
    def source(self) -> Path:
        """The chapters, as text."""
        return self.root / "source"

    @property
    def solutions(self) -> Path:
        """nbgrader's source: executed notebooks with solutions."""
        return self.root / "solutions"

    @property
    def notebooks(self) -> Path:
        """What students open: each chapter as it is handed out. nbgrader calls it its release."""
        return self.root / "notebooks"

    @property
    def cases(self) -> Path:
        """The public cases, inside the student's kit."""
        return self.root / "handgrad" / "cases"

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The table [tool.handgrad] of pyproject.toml."""
        text = (self.root / "pyproject.toml").read_text("utf-8")
        settings: dict[str, Any] = tomllib.loads(text)["tool"]["handgrad"]
        return settings

    @property
    def wheel(self) -> str:
        """The address of the students' kit, of this version, for the set-up cell on Colab."""
        return str(self.settings["wheel"]).format(version=__version__)

    def chapters(self) -> list[Chapter]:
        """All chapters, in order."""
        # Not a list kept by hand: a new chapter is a new folder.
        return [Chapter(path.parent.name, path.stem) for path in sorted(self.source.glob("[0-9][0-9]-*/*.py"))]

    def chapter(self, name: str) -> Chapter:
        """A chapter by its assignment, its topic or its number. Raises `LookupError`, with the names that there are."""
        for chapter in self.chapters():
            if name in (chapter.assignment, chapter.topic, chapter.assignment.partition("-")[0]):
                return chapter
        known = ", ".join(chapter.assignment for chapter in self.chapters())
        raise LookupError(f"There is no chapter {name!r}. There are: {known}.")


def here() -> Course:
    """The course that this package belongs to, or the one named by HANDGRAD_COURSE."""
    return Course(Path(os.environ.get("HANDGRAD_COURSE", Path(__file__).resolve().parent.parent)))


def load_config(root: Path) -> Config:
    """The course's nbgrader_config.py, as nbgrader itself would read it. Raises `NotReady` where there is none that runs."""
    # Read and not imported: that file calls `settings.configure`, which stands above all rooms and imports them.
    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except ConfigFileNotFound:
        raise NotReady(f"There is no nbgrader_config.py in {root}. Run the command in the course's folder, or name that with "
                       "--course FOLDER.") from None
    except Exception as error:
        raise NotReady(f"{root / 'nbgrader_config.py'} cannot be read: {type(error).__name__}: {error}. Mend it, or put back "
                       "the one that came with the course.") from error
