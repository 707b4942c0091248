"""A calendar that others subscribe to (RFC 5545): whole days only, so no time zones are needed."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

MAKER = "-//Mkb-route in het hbo//Ritme//NL"
LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


class Event(NamedTuple):
    uid: str  # stays the same when the event changes
    summary: str
    first_day: date
    last_day: date  # included
    changed_at: datetime
    category: str = ""
    url: str = ""


def write(name: str, events: Iterable[Event]) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MAKER}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(event: Event) -> list[str]:
    changed = f"{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"DTSTART;VALUE=DATE:{event.first_day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.last_day + timedelta(days=1):%Y%m%d}",  # the day after, section 3.6.1
        f"SUMMARY:{escaped(event.summary)}",
        "TRANSP:TRANSPARENT",  # nobody is busy because of it
    ]
    if event.category:
        lines.append(f"CATEGORIES:{escaped(event.category)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    return [*lines, "END:VEVENT"]


def escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    # other control characters may not stand in a calendar at all
    return "".join(
        character
        for character in text.replace("\r\n", "\n").replace("\n", "\\n")
        if character >= " " or character == "\t"
    ).replace("\x7f", "")


def folded(line: str) -> Iterator[str]:
    """In pieces of at most 75 octets, never through a character; what follows begins with a space."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    yield piece
