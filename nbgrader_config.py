"""nbgrader's settings for this course. See docs/instructors.md for the ones that an instructor may want to change."""

from pathlib import Path

from autograder.settings import configure

c = get_config()  # noqa: F821 - nbgrader provides it
configure(c, Path(__file__).resolve().parent)
