"""From bytes to JSON: encodings, marks of a merge, files that break off."""

import json
from typing import Any

from autograder.deadline import look_at_the_clock
from autograder.grade.doctor.notes import Refusal
from handgrad.text import say

MOST_FAILURES = 50
# The longer marks first: UTF-32's begins with UTF-16's.
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decode(content: bytes, lines: list[str]) -> list[Any]:
    """The JSON that the bytes hold. Two versions of it where a merge was left unresolved; one otherwise.

    Adds to `lines` what had to be mended. Raises `Refusal` where nothing can be read.
    """
    text = _text(content, lines)
    if not text.strip("\0 \t\r\n"):
        raise Refusal(say("The file is empty: it was not saved, or its upload broke off. Open your notebook, save it and hand "
                          "it in again."))
    if text.lstrip()[:1] == "<" and not text.lstrip().startswith("<<<<<<<"):
        raise Refusal(say("The file is a web page, not a notebook. Download the notebook itself (File, Download) and hand "
                          "it in."))
    if merged := sides(text):
        found = [_json(side, []) for side in merged]
        lines.append(say("The file held the marks of a merge that was left unresolved. Both sides were read; where both answer "
                         "an exercise, the first one's answer was graded, and the other's is kept at the end."))
        return found
    return [_json(text, lines)]


def sides(text: str) -> tuple[str, str] | None:
    """The two versions of a text with the marks of an unresolved merge; None for a text without."""
    if "<<<<<<<" not in text:
        return None
    ours: list[str] = []
    theirs: list[str] = []
    both: tuple[list[str], ...] = (ours, theirs)
    into = both
    found = False
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<<") and into is both:
            into = (ours,)
        elif line.startswith("|||||||") and into == (ours,):
            into = ()
        elif line.startswith("=======") and into is not both and into != (theirs,):
            into = (theirs,)
        elif line.startswith(">>>>>>>") and into == (theirs,):
            into, found = both, True
        # A mark out of turn is text.
        else:
            for version in into:
                version.append(line)
    return ("".join(ours), "".join(theirs)) if found and into is both else None


def _text(content: bytes, lines: list[str]) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            if encoding == "utf-8":
                lines.append(say("The file began with a byte order mark, which was left out."))
            else:
                lines.append(say("The file was written in {encoding}, and was read as such. Notebooks are UTF-8.",
                                 encoding=encoding.upper()))
            return content[len(mark):].decode(encoding, errors="replace")
    for encoding, nulls in (("utf-16-le", content[1:64:2]), ("utf-16-be", content[:64:2])):
        # Without a mark: in UTF-16, every second byte of plain letters is zero.
        if len(nulls) > 8 and not any(nulls) and any(content[:64]):
            lines.append(say("The file was written in {encoding}, and was read as such. Notebooks are UTF-8.",
                             encoding=encoding.upper()))
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _mixed(content, lines)


def _mixed(content: bytes, lines: list[str]) -> str:
    """Text that is not quite UTF-8: UTF-8 with some broken bytes, or an older encoding."""
    text = content.decode("utf-8", errors="surrogateescape")
    broken = sum("\ud800" <= c <= "\udfff" for c in text)
    right = sum(ord(c) > 127 for c in text) - broken
    if right > broken:
        lines.append(say("Some bytes of the file were no text and were replaced by a question mark."))
        return content.decode("utf-8", errors="replace")
    lines.append(say("The file was not in UTF-8. It was read as Windows text (cp1252): some letters may look wrong."))
    return content.decode("cp1252", errors="replace")


def _json(text: str, lines: list[str]) -> Any:
    strange: list[str] = []

    def constant(name: str) -> None:
        strange.append(name)

    # Control characters within texts are taken as they are.
    decoder = json.JSONDecoder(parse_constant=constant, strict=False)
    start = len(text) - len(text.lstrip("\0 \t\r\n"))
    try:
        found, end = decoder.raw_decode(text, start)
    except (ValueError, RecursionError):
        found = _salvaged(text, lines)
    else:
        if text[end:].strip("\0 \t\r\n"):
            lines.append(say("Something stood after the end of the notebook, and was left out."))
    if strange:
        lines.append(say("The file held numbers that JSON does not know (NaN or Infinity); they were left out."))
    return found


def _salvaged(text: str, lines: list[str]) -> Any:
    """The cells that can be read of a file that breaks off, or is damaged."""
    decoder = json.JSONDecoder(strict=False)
    cells = []
    place = max(0, text.find('"cells"'))
    failures = 0
    # Each attempt may read on for long before it fails.
    while failures < MOST_FAILURES and (place := text.find("{", place)) >= 0:
        look_at_the_clock()
        try:
            found, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            failures, place = failures + 1, place + 1
            continue
        if isinstance(found, dict) and "cell_type" in found and ("source" in found or "input" in found):
            cells.append(found)
    if not cells:
        raise Refusal(say("The file is not a notebook, or its upload broke off. Open your notebook in JupyterLab, save it and "
                          "hand it in again."))
    lines.append(say("The file breaks off, or is damaged. What could be read of it was graded: {count} cells. Hand it in again "
                     "to have all of it graded.", count=len(cells)))
    return {"cells": cells}
