"""`autograder build`, `site` and `release`: from the sources to what students open."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.cli.shared import fail


def build(
    chapters: Annotated[list[str] | None, typer.Argument(help="Folders or topics; all chapters if none is named.")] = None,
    execute_all: Annotated[bool, typer.Option("--execute-all", help="Execute solutions that have not changed, too.")] = False,
) -> None:
    """Build notebooks/, solutions/ and handgrad/cases/ from source/ and the exercises' pages."""
    from autograder import anatomy
    from autograder.course import here
    from autograder.publish import build as building

    course = here()
    try:
        for chapter in building.build_course(course, chapters or [], execute_all):
            Console().print(f"built {chapter.assignment}", highlight=False)
    except (anatomy.AnatomyError, LookupError) as error:
        fail(str(error))


def site(
    folder: Annotated[Path | None, typer.Argument(help="Where to; site/ if not given.")] = None,
) -> None:
    """Build the course's web pages: chapters with explorers that move, docs, search."""
    from autograder.course import here
    from autograder.publish.site import build as build_pages

    folder = folder or here().root / "site"
    try:
        build_pages(here(), folder)
    except (FileExistsError, RuntimeError) as error:
        fail(str(error))
    Console().print(f"built {folder}/index.html", highlight=False, soft_wrap=True)


def release(
    output: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("dist"),
    with_solutions: Annotated[bool, typer.Option("--with-solutions", help="After the deadline: the solutions too.")] = False,
) -> None:
    """Write what students get: a zip to hand out, and the kit's wheel, for Colab, beside it."""
    from autograder.course import here
    from autograder.publish.bundle import bundle as write

    try:
        path = write(here(), output, with_solutions)
    except (FileNotFoundError, RuntimeError) as error:
        fail(str(error))
    Console().print(f"{path}", highlight=False)
