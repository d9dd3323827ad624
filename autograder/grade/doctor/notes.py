"""What the doctor says: the lines on a treated submission, and why one is refused."""

from collections.abc import Iterable

MOST_NAMES = 12
LONGEST_NAME = 60


class Refusal(Exception):
    """A submission that cannot be graded. The message is for the student, and says what to do."""


def shown(name: str) -> str:
    """A name that a student chose, as it can stand in a sentence: without control characters, and not too long."""
    clean = "".join(c if c.isprintable() else "?" for c in name)
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 1] + "…"


def listed(names: Iterable[str]) -> str:
    """Names for a sentence: the first dozen, once each."""
    every = list(dict.fromkeys(shown(name) for name in names))
    return ", ".join(every[:MOST_NAMES]) + (", …" if len(every) > MOST_NAMES else "")
