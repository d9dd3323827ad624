"""All exercises proven, several at a time."""

import multiprocessing
from collections.abc import Iterator, Sequence

from autograder import exercises
from autograder.course import Course
from autograder.proof.fresh import fresh_count
from autograder.proof.prove import Proof, prove


def listed(course: Course, named: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Chapter and name of each exercise named, by its own name or by its chapter's; of all where none is.

    Raises `LookupError` where a name is neither.
    """
    found = [
        (chapter.topic, name)
        for chapter in course.chapters()
        for name in exercises.names(chapter.topic)
        if not named or name in named or chapter.topic in named
    ]
    unknown = sorted(set(named) - {word for one in found for word in one})
    if unknown:
        raise LookupError(f"There is no exercise and no chapter called {', '.join(unknown)}.")
    return found


def prove_all(course: Course, named: Sequence[str] = (), jobs: int = 2) -> Iterator[Proof]:
    """What is found of each exercise named, as it is found."""
    # What trains takes longest: first, so that no process ends long after the others.
    longest_first = sorted(listed(course, named), key=lambda one: fresh_count(exercises.load(*one)))
    # Copies of this process, which has loaded the pages already.
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap(_job, [(course, *one) for one in longest_first])


def in_order(course: Course, proofs: Sequence[Proof]) -> list[Proof]:
    """The proofs in the order of the chapters."""
    order = listed(course)
    return sorted(proofs, key=lambda found: order.index((found.topic, found.exercise)))


def _job(where: tuple[Course, str, str]) -> Proof:
    return prove(*where)
