"""The exercises' pages, a folder a chapter, and how they are found."""

import importlib
import pkgutil

from autograder.author.page import Page


def load(chapter: str, name: str) -> Page:
    """The page of an exercise. Raises `ModuleNotFoundError` where there is none."""
    module = importlib.import_module(f"autograder.exercises.{chapter}.{name}")
    page: Page = module.page
    page.chapter, page.name = chapter, name
    return page


def topics() -> list[str]:
    """The chapters that have pages, by folder name."""
    return sorted(room.name for room in pkgutil.iter_modules(__path__) if room.ispkg)


def names(chapter: str) -> list[str]:
    """The names of a chapter's pages, without loading them."""
    package = importlib.import_module(f"autograder.exercises.{chapter}")
    return [module.name for module in pkgutil.iter_modules(package.__path__)]


def pages(chapter: str) -> list[Page]:
    """All pages of a chapter, by name."""
    return [load(chapter, name) for name in names(chapter)]


def find(name: str) -> Page:
    """The page with this name, in whichever chapter: names are unique. Others are not loaded, since some import torch."""
    for chapter in topics():
        if name in names(chapter):
            return load(chapter, name)
    raise LookupError(f"No page autograder/exercises/*/{name}.py")
