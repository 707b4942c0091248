"""The agreement in a few lines, for who reads it on a phone. From the same fields as the text; those stand still while
it waits for signatures."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator

from .addendum_text import differences_in
from .models import Addendum, Agreement, AgreementVersion
from .term import shown_number
from .text import BULLET, article_on

DAY = "j\u00a0F\u00a0Y"
LINES = 3  # of what may run long; the whole of it is in the agreement
WORDS = 40  # of one such line
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Fact:
    heading: str
    lines: list[str]  # more than one: a list
    article: str = ""  # the id of the article that holds the rest
    rest: str = ""  # what is said of that rest


def summary(version: AgreementVersion) -> list[Fact]:
    """What the agreement leaves open is left out. Of an addendum: what changes."""
    if version.addendum:
        return _of_addendum(version, version.addendum)
    agreement = version.agreement
    facts = [
        Fact("Wie", [_listed([signing.party_name for signing in version.signings.all()])]),
        Fact("Opleiding", [f"{agreement.route.title} ({agreement.get_form_display().lower()})"]),
        Fact("Wanneer", [_period(agreement.starts_on, agreement.ends_on)]),
        Fact("Werk", [_work(agreement)]),
        Fact("Dagen", [_days(agreement)]),
        _told(agreement, "Contract en loon", "employment"),
        _told(agreement, "Studietijd en kosten", "study_costs"),
        Fact("Begeleiding", [_guidance(agreement)]),
        _told(agreement, "Beoordeling", "assessment"),
        _told(agreement, "Eerder stoppen", "termination_grounds"),
    ]
    return [fact for fact in facts if any(fact.lines)]


def _of_addendum(version: AgreementVersion, addendum: Addendum) -> list[Fact]:
    day = date_format(addendum.effective_on, DAY) if addendum.effective_on else ""
    return [
        Fact("Wie", [_listed([signing.party_name for signing in version.signings.all()])]),
        Fact("Waarom", [_head(line) for line in addendum.why.splitlines()[:LINES] if line.strip()]),
        Fact("Vanaf", [day]),
        *(Fact(each.label, [_head(each.change)], "wijzigingen") for each in differences_in(version)),
    ]


def _period(start: date | None, end: date | None) -> str:
    if not (start and end):
        return ""
    return f"{date_format(start, DAY)} tot en met {date_format(end, DAY)}"


def _work(agreement: Agreement) -> str:
    hours = f"{shown_number(agreement.hours_per_week)} uur per week" if agreement.hours_per_week else ""
    return ", ".join(part for part in (agreement.function_title, hours) if part)


def _days(agreement: Agreement) -> str:
    working = f"werken op {agreement.working_days}" if agreement.working_days else ""
    school = f"naar school op {agreement.school_days}" if agreement.school_days else ""
    return _sentence("; ".join(part for part in (working, school) if part))


def _guidance(agreement: Agreement) -> str:
    practice = f"{agreement.practice_supervisor} (op het werk)" if agreement.practice_supervisor else ""
    school = f"{agreement.school_supervisor} (hogeschool)" if agreement.school_supervisor else ""
    return _listed([part for part in (practice, school) if part])


# -- what may run long ----------------------------------------------------------------------------------------------


def _told(agreement: Agreement, heading: str, field: str) -> Fact:
    lines = [BULLET.sub("", line.strip(), count=1).rstrip(";") for line in getattr(agreement, field).splitlines()]
    lines = [line for line in lines if line]
    shown = [_head(line) for line in lines[:LINES]]
    number = article_on(agreement, field)
    rest = ""
    if not number:
        return Fact(heading, shown)
    if left := len(lines) - len(shown):
        rest = f"en nog {left}: artikel {number}"
    elif shown != lines:
        rest = f"lees verder in artikel {number}"
    return Fact(heading, shown, f"artikel-{number}", rest)


def _head(line: str) -> str:
    """Whole sentences, as far as they fit; of one very long sentence its beginning."""
    shown = ""
    for sentence in SENTENCE_END.split(line):
        longer = f"{shown} {sentence}".strip()
        if len(longer.split()) > WORDS:
            break
        shown = longer
    return shown or Truncator(line).words(WORDS, truncate=" …")


def _listed(parts: list[str]) -> str:
    return " en ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
