"""When something was handed in: what timestamp.txt says, read as it is meant.

nbgrader fails on a text that is no time, takes `+0300` for 300 seconds and `MSK` for UTC.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from traitlets.config import Config

from handgrad.text import say

FILE = b"timestamp.txt"
FORM = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(\S*)", re.ASCII)
OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?", re.ASCII)
YEARS = range(1990, 2200)
LONGEST = 1000


def moment(content: bytes, here: str = "UTC") -> datetime | None:
    """The time that the file's text names, in UTC and without a zone, as nbgrader keeps it; None where it names none.

    `here` is the zone in which the course writes its times: an abbreviation that is used in several zones is meant there.
    """
    try:
        # Windows' editors begin a file with a byte order mark.
        found = FORM.fullmatch(content[:LONGEST].decode("utf-8-sig").strip())
        if found is None:
            return None
        local = datetime.fromisoformat(f"{found[1]} {found[2].replace(',', '.')}")
        zone = _zone(found[3], local, here) if local.year in YEARS else None
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) if zone else None
    except ValueError:
        return None


def note(content: bytes | None, here: str) -> str | None:
    """What the student and the instructor are told where the file does not say when something was handed in."""
    if content is not None and (not content.strip() or moment(content, here)):
        return None
    return say("timestamp.txt names no time, such as {example}, so nobody knows whether this was handed in late.",
               example="2026-01-30 23:59:00 UTC")


def zone(config: Config) -> str:
    """The zone in which nbgrader writes the times of this course."""
    return str(config.Exchange.get("timezone", "UTC"))


def written(time: datetime | None) -> str:
    """The time as nbgrader reads it right; nothing where there is none, which it takes as none."""
    return f"{time.isoformat(' ', 'microseconds')} UTC" if time else ""


def _zone(name: str, local: datetime, here: str) -> tzinfo | None:
    """The zone that a name or an offset means at a time; None where it means none, or several."""
    if name in ("", "Z", "z", "UTC", "GMT"):
        return UTC
    if offset := OFFSET.fullmatch(name):
        size = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(size if offset[1] == "+" else -size)
    if "/" in name:
        return _known(name)
    own = _known(here)
    if own and local.replace(tzinfo=own).tzname() == name:
        return own
    used = {zone.utcoffset(local) for zone in _everywhere() if local.replace(tzinfo=zone).tzname() == name}
    return timezone(used.pop() or timedelta()) if len(used) == 1 else None


def _known(name: str) -> ZoneInfo | None:
    # Looked for among the names that exist: this one is a student's word.
    return next((zone for zone in _everywhere() if zone.key == name), None)


@cache
def _everywhere() -> list[ZoneInfo]:
    return [ZoneInfo(name) for name in sorted(available_timezones())]
