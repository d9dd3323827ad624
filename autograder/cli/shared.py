"""What the commands share: how an assignment and a course are named, and how a command ends that cannot go on."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

Assignment = Annotated[str, typer.Argument(help="The assignment's folder name: 04-backprop-matrix.")]
Root = Annotated[Path, typer.Option("--course", help="The folder with nbgrader_config.py and submitted/.")]


def fail(says: str) -> NoReturn:
    """Say what is wrong, and end with status 1."""
    Console(stderr=True).print(says, style="bold red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)
