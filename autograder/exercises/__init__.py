"""The exercises' pages, a folder a chapter, and how they are found."""

import importlib
from pathlib import Path

from autograder.author.page import Page

HERE = Path(__file__).parent


def load(topic: str, name: str) -> Page:
    """The page of an exercise. Raises `ModuleNotFoundError` where there is none."""
    module = importlib.import_module(f"autograder.exercises.{topic}.{name}")
    page: Page = module.page
    page.topic, page.name = topic, name
    return page


def topics() -> list[str]:
    """The chapters that have pages, by folder name."""
    return sorted({path.parent.name for path in HERE.glob("[!_.]*/[!_.]*.py")})


def names(topic: str) -> list[str]:
    """The names of a chapter's pages, without loading them; none where there is no folder for it."""
    # Looked up as files: a new chapter's folder is no less a chapter for want of an __init__.py.
    return sorted(path.stem for path in (HERE / topic).glob("[!_.]*.py"))


def pages(topic: str) -> list[Page]:
    """All pages of a chapter, by name."""
    return [load(topic, name) for name in names(topic)]


def topic(name: str) -> str:
    """The chapter with a page of this name: names are unique. Raises `LookupError` where there is none."""
    for one in topics():
        if name in names(one):
            return one
    raise LookupError(f"No page autograder/exercises/*/{name}.py")


def find(name: str) -> Page:
    """The page with this name. Others are not loaded, since some import torch. Raises `LookupError` where there is none."""
    return load(topic(name), name)
