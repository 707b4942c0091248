"""The calendar that others subscribe to, parsed back by the rules of RFC 5545."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from routes import ics

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
TEXTS = some.text(some.characters(exclude_categories=["Cs", "Cc"]) | some.just("\n"), max_size=200)
DAYS = some.dates(date(2020, 1, 1), date(2040, 1, 1))


def lines_of(text: str) -> list[str]:
    """Unfolded; each physical line ends with CRLF and holds at most 75 octets."""
    assert text.endswith("\r\n")
    physical = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in physical)
    lines: list[str] = []
    for line in physical:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def unescaped(text: str) -> str:
    found, escaped = "", False
    for character in text:
        if escaped:
            found += "\n" if character in "nN" else character
        elif character != "\\":
            assert character not in ";,", "must be escaped"
            found += character
        escaped = character == "\\" and not escaped
    return found


def events_in(text: str) -> list[dict[str, str]]:
    lines, events = lines_of(text), []
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    for line in lines:
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and not line.startswith("END:"):
            name, _, value = line.partition(":")
            assert name not in events[-1]
            events[-1][name] = value
    return events


@given(TEXTS, TEXTS, DAYS, some.integers(0, 100))
def test_what_goes_in_comes_out(name, summary, first, length):
    last = first + timedelta(days=length)
    (event,) = events_in(ics.write(name, [ics.Event("1@x", summary, first, last, AT, category="Blok")]))
    assert unescaped(event["SUMMARY"]) == summary
    assert event["UID"] == "1@x"
    assert event["DTSTART;VALUE=DATE"] == first.strftime("%Y%m%d")
    assert event["DTEND;VALUE=DATE"] == (last + timedelta(days=1)).strftime("%Y%m%d")
    assert event["DTSTAMP"] == "20261122T140500Z"


def test_long_and_hostile_names_break_nothing():
    hostile = "Blok 1\r\nEND:VEVENT\r\nBEGIN:VALARM\x00\x07;,\\ " + "é" * 90
    (event,) = events_in(ics.write(hostile, [ics.Event("1@x", hostile, date(2026, 9, 1), date(2026, 9, 1), AT)]))
    assert unescaped(event["SUMMARY"]) == "Blok 1\nEND:VEVENT\nBEGIN:VALARM;,\\ " + "é" * 90


def test_empty_calendar_is_a_calendar():
    assert events_in(ics.write("Leeg", [])) == []
