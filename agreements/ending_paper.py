"""The letter about the end of an agreement."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from mkbroute.documents.render import render_pdf
from mkbroute.mail.links import absolute

from .ending_wording import ROLES, TITLE, answers_in_english, facts_in_english
from .endings import facts_of
from .enums import Language, Role
from .models import Ending, Party
from .paper import house_style, pages_in


def letter(ending: Ending, parties: Iterable[Party]) -> bytes:
    """In the language of the agreement."""
    agreement = ending.agreement
    logo, css = house_style(agreement.hogeschool_id)
    original = agreement.versions.filter(addendum=None, sealed_at__isnull=False).first()
    words = _english(ending, parties) if agreement.language == Language.EN else _dutch(ending, parties)
    context = {
        **words,
        "ending": ending,
        "agreement": agreement,
        "route": agreement.route,
        "sealed_at": original.sealed_at if original else None,
        "logo_of": agreement.hogeschool.name if logo else "",
        "verify_url": absolute(reverse("agreements:verify")),
    }
    return render_pdf(
        render_to_string(f"pdf/ending_{agreement.language}.html", context),
        title=words["title"],
        lang=agreement.language,
        extra_css=css + pages_in(agreement.language),
        files={"logo": logo} if logo else {},
        created_at=ending.closed_at,
    )


def _dutch(ending: Ending, parties: Iterable[Party]) -> dict[str, Any]:
    return {
        "title": f"Einde van de overeenkomst van {ending.agreement.student_name}",
        "facts": facts_of(ending),
        "parties": [(Role(party.role).label, party.legal_name) for party in parties],
        "confirmations": ending.confirmations.order_by("id"),
    }


def _english(ending: Ending, parties: Iterable[Party]) -> dict[str, Any]:
    return {
        "title": TITLE.format(ending.agreement.student_name),
        "facts": facts_in_english(ending),
        "parties": [(ROLES[Role(party.role)], party.legal_name) for party in parties],
        "confirmations": answers_in_english(list(ending.confirmations.order_by("id"))),
    }


def file_name(ending: Ending) -> str:
    return f"einde-overeenkomst-{slugify(ending.agreement.student_name)}.pdf"
