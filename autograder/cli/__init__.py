"""`autograder`: what instructors and authors run. Each command is one function here; the work is done in the room it names."""

import typer

# Each command imports what it works with when it is called: `autograder --help` is there at once.
from autograder.cli.after import export, report
from autograder.cli.doctor import doctor
from autograder.cli.grade import grade, open_
from autograder.cli.prove import bench, demo, proof
from autograder.cli.publish import build, release, site
from autograder.cli.shared import Commands, Debug, prepare

# Without rich's tracebacks: they print local variables, which may be a student's.
app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def autograder(debug: Debug = False) -> None:
    """Build the course, grade a class, look at how it did, and hand on its grades."""
    prepare(debug)


# `open_` in Python, whose own `open` is needed beside it.
for command in (open_, grade, doctor, report, export, build, site, release, demo, proof, bench):
    app.command(command.__name__.rstrip("_"))(command)
