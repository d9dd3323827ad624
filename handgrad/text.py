"""Every sentence that a reader sees passes through here, so that the course can be read in another language.

A sentence is one whole literal with named fields, never glued from fragments:

    say("{part} has shape {got}; it should be {want}.", part="dW", got=(4, 3), want=(3, 4))

`gettext` collects the literals of `say` (and of a page's `wrong(...)`) into a catalogue.
"""

import gettext
from pathlib import Path

# `fallback`: without a catalogue, and English has none, the sentences are said as they stand in the code.
_catalogue = gettext.translation("handgrad", Path(__file__).parent / "locale", fallback=True)


def say(sentence: str, **fields: object) -> str:
    """The sentence in the reader's language, with its fields filled in."""
    return _catalogue.gettext(sentence).format(**fields)


def translate(sentence: str) -> str:
    """A sentence without fields: braces in it are ordinary characters (set notation, code)."""
    return _catalogue.gettext(sentence)
