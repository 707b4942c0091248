"""The letter about the end of an agreement."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from mkbroute.documents.render import render_pdf
from mkbroute.mail.links import absolute

from .ending_wording import (
    ROLES,
    TITLE,
    TITLE_CALLED_OFF,
    TITLE_CORRECTED,
    TITLE_CORRECTED_PAST_END,
    answers_in_english,
    facts_in_english,
)
from .endings import facts_of
from .enums import Language, Role
from .models import Ending, Party
from .own_days import company_of
from .paper import house_style, pages_in


def letter(ending: Ending, parties: Iterable[Party]) -> bytes:
    """In the language of the agreement."""
    return _paper("ending", ending, parties, ending.closed_at)


def correction(ending: Ending, parties: Iterable[Party], over: date | None) -> bytes:
    """That what the letter said was recorded by mistake; in the language of the agreement. `over`: see past_end."""
    return _paper("correction", ending, parties, ending.corrected_at, over)


def _paper(name: str, ending: Ending, parties: Iterable[Party], at: datetime | None, over: date | None = None) -> bytes:
    agreement = ending.agreement
    logo, css = house_style(agreement.hogeschool_id)
    original = agreement.versions.filter(addendum=None, sealed_at__isnull=False).first()
    in_words = _english if agreement.language == Language.EN else _dutch
    words = in_words(ending, parties)
    if name == "correction":
        words["title"] = _corrected(ending, over)
    context = {
        **words,
        "ending": ending,
        "over": over,
        "agreement": agreement,
        "route": agreement.route,
        "company": company_of(agreement, ending.last_day),
        "sealed_at": original.sealed_at if original else None,
        "logo_of": agreement.hogeschool.name if logo else "",
        "verify_url": absolute(reverse("agreements:verify")),
    }
    return render_pdf(
        render_to_string(f"pdf/{name}_{agreement.language}.html", context),
        title=words["title"],
        lang=agreement.language,
        extra_css=css + pages_in(agreement.language),
        files={"logo": logo} if logo else {},
        created_at=at,
    )


def _corrected(ending: Ending, over: date | None) -> str:
    student = ending.agreement.student_name
    if ending.agreement.language == Language.EN:
        return (TITLE_CORRECTED_PAST_END if over else TITLE_CORRECTED).format(student)
    if over:
        return f"Het diploma van {student} is er nog niet; de overeenkomst eindigde op haar einddatum"
    return f"De overeenkomst van {student} loopt door: het diploma is er nog niet"


def _dutch(ending: Ending, parties: Iterable[Party]) -> dict[str, Any]:
    student = ending.agreement.student_name
    title = (
        f"De overeenkomst van {student} gaat niet door"
        if ending.never_begins
        else f"Einde van de overeenkomst van {student}"
    )
    return {
        "title": title,
        "facts": facts_of(ending),
        "parties": [(Role(party.role).label, party.legal_name) for party in parties],
        "confirmations": ending.confirmations.order_by("id"),
    }


def _english(ending: Ending, parties: Iterable[Party]) -> dict[str, Any]:
    title = TITLE_CALLED_OFF if ending.never_begins else TITLE
    return {
        "title": title.format(ending.agreement.student_name),
        "facts": facts_in_english(ending),
        "parties": [(ROLES[Role(party.role)], party.legal_name) for party in parties],
        "confirmations": answers_in_english(list(ending.confirmations.order_by("id"))),
    }


def file_name(ending: Ending, *, corrects: bool = False) -> str:
    what = "diploma-hersteld" if corrects else "einde-overeenkomst"
    return f"{what}-{slugify(ending.agreement.student_name)}.pdf"
