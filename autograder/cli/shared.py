"""What the commands share: how an assignment and a course are named, and how a command ends that cannot go on."""

import io
import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup

Assignment = Annotated[str, typer.Argument(help="The assignment's folder name, 04-backprop-matrix, or its number.")]
Root = Annotated[Path, typer.Option("--course", help="The folder with nbgrader_config.py and submitted/.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error came from.")]
LOG = logging.getLogger("handgrad.grading")


class Commands(TyperGroup):
    """All commands: an error that none of them foresaw ends in a sentence too, and with its traceback after `--debug`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take `--debug` wherever it stands among the words."""
        words = [word for word in args if word != "--debug"]
        return super().parse_args(ctx, words if len(words) == len(args) else ["--debug", *words])

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            # What click and typer raise is their own way to end, with words of their own.
            if ctx.params["debug"] or type(error).__module__.startswith(("typer", "click")):
                raise
            from autograder.grade.because import because

            fail(because(error))


def prepare(debug: bool) -> None:
    """What every command needs: nbgrader's helpers, which it starts by name, and a terminal that takes any name."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if debug:
        logging.basicConfig()
        LOG.setLevel(logging.DEBUG)


def quiet() -> None:
    """Without Dask's and nbgrader's words: what matters of them comes as an outcome, or as an error, once."""
    if not LOG.isEnabledFor(logging.DEBUG):
        logging.disable()


def plain(text: str) -> Text:
    """Text that a student may have chosen, without markup or control characters."""
    return Text("".join(c if c.isprintable() or c == "\n" else "?" for c in text))


def fail(says: str) -> NoReturn:
    """Say what is wrong, and end with status 1."""
    Console(stderr=True).print(plain(says), style="bold red", highlight=False, soft_wrap=True)
    raise typer.Exit(1)
