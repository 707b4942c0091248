"""The agreement on paper: as it will look, and as it is sealed, with the evidence behind it."""

from pathlib import PurePosixPath

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from mkbroute.documents.images import printable_type
from mkbroute.documents.models import Document
from mkbroute.documents.render import Enclosure, render_pdf
from mkbroute.documents.services import read
from mkbroute.mail.links import absolute
from mkbroute.organisations.models import HouseStyle

from .enclosed import EVIDENCE, TEXT
from .enums import Language
from .evidence import Evidence
from .models import AgreementVersion
from .qr import on_every_page


def preview(title: str, html: str, lang: str = "nl") -> bytes:
    """The text as it is now, marked as not signed."""
    return _plain("pdf/agreement.html", title, html, lang)


def concept(title: str, html: str, lang: str = "nl") -> bytes:
    """A draft, marked as such on every page."""
    return _plain("pdf/agreement_concept.html", title, html, lang)


def sample(title: str, html: str, lang: str = "nl") -> bytes:
    """A template, filled in with invented people."""
    return _plain("pdf/agreement_sample.html", title, html, lang)


def _plain(template: str, title: str, html: str, lang: str) -> bytes:
    page = render_to_string(template, {"title": title, "html": html, "lang": lang})
    return render_pdf(page, title=title, lang=lang, extra_css=pages_in(lang))


def signed(version: AgreementVersion, evidence: Evidence) -> bytes:
    """With the last pages and, inside the file, the evidence and the very text that the hash is of."""
    scan, logo, css = evidence.scan, *house_style(version.hogeschool_id)
    context = {
        "title": version.title,
        "html": version.html,
        "lang": version.language,
        "version": version,
        "evidence": evidence,
        "evidence_template": f"pdf/evidence_{version.language}.html",
        "scan": scan,
        "logo_of": version.agreement.hogeschool.name if logo else "",
        "verify_url": absolute(reverse("agreements:verify")),
        "paper_url": paper_address(version),
    }
    return render_pdf(
        render_to_string("pdf/agreement_signed.html", context),
        title=version.title,
        lang=version.language,
        extra_css=css + pages_in(version.language) + on_every_page(paper_address(version)),
        files={"logo": logo} if logo else {},
        enclosures=[
            Enclosure(EVIDENCE, evidence.as_json(), "Gebeurtenissen en hun controlegetallen", "Data"),
            Enclosure(TEXT, version.html.encode(), "De tekst waarvan het kenmerk is berekend", "Source"),
            *([_enclosed(scan)] if scan else []),
        ],
    )


def paper_address(version: AgreementVersion) -> str:
    """What the code on every page leads to: who holds the paper may know what became of it."""
    return absolute(reverse("agreements:verify_paper", args=[version.public_id]))


def pages_in(language: str) -> str:
    """How the foot of a page counts; in Dutch the stylesheet of all documents does."""
    if language == Language.NL:
        return ""
    return '@page { @bottom-right { content: "page " counter(page) " of " counter(pages) } }'


def house_style(hogeschool_id: int) -> tuple[bytes, str]:
    """The logo, and the colour of lines, of the hogeschool. Text keeps its own colours, which can be read."""
    style = HouseStyle.objects.filter(organisation=hogeschool_id).first()
    if not style:
        return b"", ""
    lines = "h1, .evidence, .signature { border-color: " + style.brand + " }"
    return _printable(bytes(style.logo or b"")), lines


def _printable(logo: bytes) -> bytes:
    """No logo is better than no document."""
    try:
        printable_type(logo)
    except ValueError:
        return b""
    return logo


def _enclosed(scan: Document) -> Enclosure:
    name = f"getekend-exemplaar{PurePosixPath(scan.name).suffix}"
    return Enclosure(name, read(scan), "Het exemplaar dat op papier is getekend", "Supplement")


def file_name(version: AgreementVersion) -> str:
    return f"overeenkomst-{slugify(version.agreement.student_name)}-{slugify(version.called)}.pdf"
