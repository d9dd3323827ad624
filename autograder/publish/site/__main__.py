"""Build the course's web pages into a folder; site/ where none is named."""

import argparse
import sys
from pathlib import Path

from autograder.course import here
from autograder.publish.site import build


def main() -> None:
    """Build, and say where the pages are, or what is wrong with them."""
    course = here()
    parser = argparse.ArgumentParser(description="Build the course's web pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=course.root / "site", help="where to; site/ if not given")
    folder = parser.parse_args().folder
    try:
        build(course, folder)
    except (FileExistsError, RuntimeError) as error:
        sys.exit(str(error))
    print(f"built {folder}/index.html")


if __name__ == "__main__":
    main()
