"""The agreement in a few lines, for who reads it on a phone. From the same fields as the text; those stand still while
it waits for signatures."""

from datetime import date

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.text import Truncator

from .models import Agreement, AgreementVersion

DAY = "j\u00a0F\u00a0Y"
WORDS = 40  # of what may run long; the whole of it is in the agreement


def summary(version: AgreementVersion) -> list[tuple[str, str]]:
    """Pairs of a heading and a line; what the agreement leaves open is left out."""
    agreement = version.agreement
    lines = [
        ("Wie", _listed([signing.party_name for signing in version.signings.all()])),
        ("Opleiding", f"{agreement.route.title} ({agreement.get_form_display().lower()})"),
        ("Wanneer", _period(agreement.starts_on, agreement.ends_on)),
        ("Werk", _work(agreement)),
        ("Dagen", _days(agreement)),
        ("Begeleiding", _guidance(agreement)),
        ("Beoordeling", _short(agreement.assessment)),
        ("Eerder stoppen", _short(agreement.termination_grounds)),
    ]
    return [(heading, line) for heading, line in lines if line]


def _period(start: date | None, end: date | None) -> str:
    if not (start and end):
        return ""
    return f"{date_format(start, DAY)} tot en met {date_format(end, DAY)}"


def _work(agreement: Agreement) -> str:
    hours = f"{floatformat(agreement.hours_per_week, -1)} uur per week" if agreement.hours_per_week else ""
    return ", ".join(part for part in (agreement.function_title, hours) if part)


def _days(agreement: Agreement) -> str:
    working = f"werken op {agreement.working_days}" if agreement.working_days else ""
    school = f"naar school op {agreement.school_days}" if agreement.school_days else ""
    return _sentence("; ".join(part for part in (working, school) if part))


def _guidance(agreement: Agreement) -> str:
    practice = f"{agreement.practice_supervisor} (op het werk)" if agreement.practice_supervisor else ""
    school = f"{agreement.school_supervisor} (hogeschool)" if agreement.school_supervisor else ""
    return _listed([part for part in (practice, school) if part])


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).words(WORDS, truncate=" …")


def _listed(parts: list[str]) -> str:
    return " en ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
