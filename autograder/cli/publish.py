"""`autograder build`, `site` and `release`: from the sources to what students open."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.cli.shared import Root, fail, quiet


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
    chapters: Annotated[list[str] | None, typer.Argument(help="Folders, topics or numbers; all if none is named.")] = None,
    solutions: Annotated[list[str] | None, typer.Option(help="A chapter whose solution goes out too; again for more.")] = None,
    early: Annotated[bool, typer.Option("--yes-before-the-deadline", help="Solutions that are not due yet, too.")] = False,
    output: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("dist"),
    root: Root = Path(),
) -> None:
    """Write what students get: a zip to hand out, and the kit's wheel, for Colab, beside it."""
    from autograder.course import NotReady, here
    from autograder.publish.bundle import bundle as write

    course = here()
    try:
        handed_out, solved = ([course.chapter(name) for name in names or []] for names in (chapters, solutions))
        if solved and not early and (why := _not_over(root, [one.assignment for one in solved])):
            fail(why)
        path = write(course, output, handed_out, solved)
    except (FileNotFoundError, RuntimeError, NotReady, LookupError) as error:
        fail(str(error))
    Console().print(f"{path}", highlight=False)


def _not_over(root: Path, assignments: list[str]) -> str | None:
    """Why these solutions must not go out yet; None where everybody's time is over, or nobody set one."""
    from autograder.course import load_config
    from autograder.publish.deadline import last_deadline

    quiet()
    config = load_config(root.resolve())
    for assignment in assignments:
        end = last_deadline(config, assignment)
        if end and end > datetime.now(UTC):
            return (f"{assignment} can be handed in until {end:%Y-%m-%d %H:%M} UTC, extensions counted. Release its solution "
                    "after that, or add --yes-before-the-deadline.")
    return None
