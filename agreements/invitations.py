"""A talk in somebody's calendar (RFC 5545), and what calendars do with a change of it (RFC 5546). In UTC, so that no
time zone needs to be written out."""

from datetime import UTC, datetime, timedelta

from routes.ics import escaped, folded

from .enums import MomentState
from .models import ContactMoment

MAKER = "-//Mkb-route in het hbo//Gesprekken//NL"
USUAL_LENGTH = timedelta(hours=1)  # until it is known how long it took


def invitation(
    moment: ContactMoment, *, title: str, email: str, organiser: str, url: str, about: str, leaves: bool = False
) -> str:
    """For one of those who come, or (`leaves`) who no longer does. `organiser`: the address that mails come from."""
    if not moment.planned_at:
        raise ValueError("a talk without a time is in no calendar")
    off = leaves or moment.state == MomentState.CANCELLED
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MAKER}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if off else 'REQUEST'}",
        "BEGIN:VEVENT",
        f"UID:{moment.public_id}@mkbroute",
        f"SEQUENCE:{moment.sequence + off}",
        f"DTSTAMP:{_stamp(datetime.now(UTC))}",
        f"DTSTART:{_stamp(moment.planned_at)}",
        f"DTEND:{_stamp(moment.planned_at + USUAL_LENGTH)}",
        f"SUMMARY:{escaped(title)}",
        f"DESCRIPTION:{escaped(about)}",
        f"LOCATION:{escaped(moment.place)}",
        f"URL:{url}",
        f"ORGANIZER:mailto:{organiser}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:{email}",
        f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
