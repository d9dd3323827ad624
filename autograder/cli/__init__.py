"""`autograder`: what instructors and authors run. Each command is one function here; the work is done in the room it names."""

import typer

from autograder.cli.after import export, report
from autograder.cli.doctor import doctor
from autograder.cli.grade import grade
from autograder.cli.prove import bench, demo, proof
from autograder.cli.publish import build, release, site

# Without rich's tracebacks: they print local variables, which may be a student's.
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def autograder() -> None:
    """Build the course, grade a class, look at how it did, and hand on its grades."""


for command in (grade, doctor, report, export, build, site, release, demo, proof, bench):
    app.command()(command)
