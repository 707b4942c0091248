"""The agreement on paper: as it will look, and as it is sealed, with the evidence behind it."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from mkbroute.documents.render import Enclosure, render_pdf
from mkbroute.mail.links import absolute

from .evidence import Evidence
from .models import AgreementVersion


def preview(title: str, html: str) -> bytes:
    """The text as it is now, marked as not signed."""
    return render_pdf(render_to_string("pdf/agreement.html", {"title": title, "html": html}), title=title)


def concept(title: str, html: str) -> bytes:
    """A draft, marked as such on every page."""
    return render_pdf(render_to_string("pdf/agreement_concept.html", {"title": title, "html": html}), title=title)


def signed(version: AgreementVersion, evidence: Evidence) -> bytes:
    """With the last pages and, inside the file, the evidence and the very text that the hash is of."""
    context = {
        "title": version.title,
        "html": version.html,
        "version": version,
        "evidence": evidence,
        "verify_url": absolute(reverse("agreements:verify")),
    }
    return render_pdf(
        render_to_string("pdf/agreement_signed.html", context),
        title=version.title,
        enclosures=[
            Enclosure("bewijs.json", evidence.as_json(), "Gebeurtenissen en hun controlegetallen", "Data"),
            Enclosure("tekst.html", version.html.encode(), "De tekst waarvan het kenmerk is berekend", "Source"),
        ],
    )


def file_name(version: AgreementVersion) -> str:
    return f"overeenkomst-{slugify(version.agreement.student_name)}-{slugify(version.called)}.pdf"
