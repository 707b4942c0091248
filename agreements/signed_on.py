"""The dates beside signatures on paper: which cannot be, and which are asked about."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate

from .enums import State
from .models import Addendum, Agreement
from .models.signing import SIGNED_AT_MOST_AGO


def problem_with(day: date | None) -> str:
    """In Dutch, for who typed it; the database refuses it too (signing_elsewhere_in_time)."""
    today = localdate()
    if day and day > today:
        return "Deze datum ligt in de toekomst."
    if day and day < today - SIGNED_AT_MOST_AGO:
        return "Deze datum ligt meer dan een jaar terug. Klopt het jaartal?"
    return ""


def fixed_on(subject: Agreement | Addendum) -> date:
    """Since when the text reads as it does: a draft since its last change."""
    if subject.state == State.DRAFT:
        return localdate(subject.changed_at)
    version = subject.versions.filter(number=subject.version).first()
    return localdate(version.created_at if version else subject.changed_at)


def doubt_about(days: Iterable[date], since: date) -> str:
    """Of a day before the text was there: what was signed then may be another text, or the date a slip of the pen."""
    first = min(days, default=since)
    if first >= since:
        return ""
    there, filled_in = (date_format(day, "j F Y") for day in (since, first))
    return (
        f"De tekst in het portaal is zo sinds {there}; als datum vult u {filled_in} in. "
        "Toen stond deze tekst er nog niet, en is er misschien een andere tekst getekend. Verbeter de datum, of "
        "bevestig dat die klopt en dat op papier precies deze tekst staat."
    )
