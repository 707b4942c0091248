"""The letter about the end of an agreement."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from mkbroute.documents.render import render_pdf
from mkbroute.mail.links import absolute

from .endings import facts_of
from .enums import Role
from .models import Ending, Party
from .paper import house_style


def letter(ending: Ending, parties: Iterable[Party]) -> bytes:
    agreement = ending.agreement
    title = f"Einde van de overeenkomst van {agreement.student_name}"
    logo, css = house_style(agreement.hogeschool_id)
    original = agreement.versions.filter(addendum=None, sealed_at__isnull=False).first()
    context = {
        "title": title,
        "ending": ending,
        "agreement": agreement,
        "route": agreement.route,
        "sealed_at": original.sealed_at if original else None,
        "facts": facts_of(ending),
        "parties": [(Role(party.role).label, party.legal_name) for party in parties],
        "confirmations": ending.confirmations.order_by("id"),
        "logo_of": agreement.hogeschool.name if logo else "",
        "verify_url": absolute(reverse("agreements:verify")),
    }
    return render_pdf(
        render_to_string("pdf/ending.html", context),
        title=title,
        extra_css=css,
        files={"logo": logo} if logo else {},
        created_at=ending.closed_at,
    )


def file_name(ending: Ending) -> str:
    return f"einde-overeenkomst-{slugify(ending.agreement.student_name)}.pdf"
