"""nbgrader's door to the examination: it takes the place of `Execute` among nbgrader's autograde preprocessors.

So `nbgrader autograde`, formgrader and the feedback work as everyone knows them. The student's kernel is given inputs and
asked for outputs. References, right answers and the score stay in this process.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Integer, Unicode

from autograder.course import Chapter, here
from autograder.grade.doctor.handout import handout
from autograder.grade.secret import read_or_make
from autograder.grade.sitting import Rules, examine


class Examine(NbGraderPreprocessor):
    """Runs the notebook cell by cell and writes, in place of each check cell's output, the verdict and the score."""

    sandbox = Bool(True, help="Run students' code under bubblewrap. False runs it with your own rights.").tag(config=True)
    timeout = Integer(60, help="Seconds that one cell, or one exercise's answers, may take.").tag(config=True)
    notebook_timeout = Integer(600, help="Seconds that one notebook may take in all.").tag(config=True)
    memory = Integer(0, help="Megabytes that a student's kernel may take; 0 is the sandbox's default.").tag(config=True)
    all_cells = Bool(False, help="Run also the cells handed out that no score depends on, for their outputs.").tag(config=True)
    secret_file = Unicode("", help="The course's secret; made at the first run, beside the gradebook.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Examine one submission. Raises `SandboxMissing` where no sandbox can be made and none is waived."""
        self.rules().require_sandbox()
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        found = resources["nbgrader"]
        handed_out = handout(here(), Chapter(found["assignment"], found["notebook"])).notebook
        # In a thread of its own: formgrader calls from inside a running event loop. The thread outlives the kernel.
        with ThreadPoolExecutor(max_workers=1) as thread:
            secret, kept = self.secret(found["db_url"]), self.kept(found["db_url"])
            thread.submit(examine, nb, handed_out, folder, secret, self.rules(), kept=kept).result()
        return nb, resources

    def rules(self) -> Rules:
        """The settings, as plain data that can be sent to another machine."""
        return Rules(self.sandbox, self.timeout, self.notebook_timeout, self.memory, self.all_cells)

    def secret(self, db_url: str) -> bytes:
        """The course's secret. Made at the first run."""
        return read_or_make(self._secret_file(db_url))

    def kept(self, db_url: str) -> Path:
        """The folder beside the secret where what exercises are judged by is kept."""
        path = self._secret_file(db_url)
        return path.with_name(f"{path.name}-cases").absolute()

    def _secret_file(self, db_url: str) -> Path:
        beside = Path(db_url.removeprefix("sqlite:///")).parent if db_url.startswith("sqlite:///") else self._root()
        return Path(self.secret_file or beside / ".handgrad-secret")

    def _root(self) -> Path:
        """The course's folder, where the gradebook is no file."""
        return Path(str(self.config.CourseDirectory.get("root", ".")))
