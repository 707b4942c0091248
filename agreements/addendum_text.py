"""The text of an addendum: what changes and from when, and behind it the whole agreement as it will then read."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import override

from .consolidated import Consolidation, consolidate_with, sealed_before
from .differences import Difference, content_of, differences
from .enums import Role
from .models import Addendum, AgreementVersion, Party
from .reading import HEADING, articles
from .text import AgreementText, settled

UNTIL_THEN = "Tot die dag blijft gelden wat er nu is afgesproken."
THE_REST = (
    "De rest van de overeenkomst blijft zoals zij is. Dit addendum hoort erbij en geldt alleen samen met haar. Pas als "
    "alle partijen hebben getekend, verandert er iets."
)
OF_THE_ANNEX = (
    "Zo luidt de overeenkomst als dit addendum is ingegaan. Deze bijlage helpt bij het lezen; bij verschil gaat voor "
    "wat hierboven staat."
)


def what_changes(addendum: Addendum) -> dict[str, Any]:
    """For AgreementVersion.content: the agreement and its parties, before it and with it."""
    then = consolidate_with(addendum)
    base = Consolidation(addendum.agreement, sealed_before(addendum), then.on)
    return {
        "was": content_of(base.now, base.parties),
        "becomes": content_of(then.now, addendum.party_rows() or then.parties),
    }


def differences_by(addendum: Addendum) -> list[Difference]:
    content = what_changes(addendum)
    return differences(content["was"], content["becomes"])


def differences_in(version: AgreementVersion) -> list[Difference]:
    """Of an addendum, as it was sent."""
    return differences(version.content.get("was", {}), version.content.get("becomes", {}))


@override("nl")
def compose_addendum(addendum: Addendum) -> AgreementText:
    """The same addendum gives the same text."""
    then = consolidate_with(addendum)
    day = date_format(addendum.effective_on, "j F Y") if addendum.effective_on else "…"
    sections = [
        ("partijen", f"Partijen vanaf {day}", _parties(then, addendum)),
        ("aanleiding", "Aanleiding", _lines(addendum.why)),
        ("wijzigingen", "Wat er verandert", _changes(differences_by(addendum))),
        ("ingang", "Vanaf wanneer", f"<p>Dit addendum gaat in op {day}. {UNTIL_THEN}</p>"),
        ("overig", "Wat hetzelfde blijft", f"<p>{THE_REST}</p>"),
        ("bijlage", f"Bijlage: de overeenkomst vanaf {day}", f"<p>{OF_THE_ANNEX}</p>"),
    ]
    parts = [
        f'<p class="agreement-basis">{escape(_opening(addendum))}</p>',
        *(f'<h2 id="{key}">{heading}</h2>\n{body}' for key, heading, body in sections),
        _annex(then.text.html),
    ]
    title = f"Addendum {addendum.number} – {addendum.agreement.template.title} – {addendum.agreement.student_name}"
    return settled(Truncator(title).chars(200), "\n".join(parts), gaps=then.text.gaps)


def _opening(addendum: Addendum) -> str:
    agreement = addendum.agreement
    original = AgreementVersion.objects.filter(agreement=agreement, addendum=None, number=agreement.version).first()
    at = original.sealed_at if original else None
    sealed = f", verzegeld op {date_format(localtime(at), 'j F Y')}" if at else ""
    former = [f"addendum {each.number}" for each in sealed_before(addendum)]
    after = f" Eerder is die gewijzigd door {_listed(former)}." if former else ""
    return (
        f"Addendum {addendum.number} bij de {agreement.template.title[:1].lower()}{agreement.template.title[1:]} voor "
        f"{agreement.student_name}{sealed}.{after}"
    )


def _parties(then: Consolidation, addendum: Addendum) -> str:
    _, parts = articles(then.text.html)
    html = next((article.body.strip() for article in parts if article.id == "partijen"), "")
    leaving = next((party for party in addendum.party_rows() if party.role == Role.LEAVING), None)
    return f"{html}\n{_leaving(leaving)}" if leaving else html


def _leaving(party: Party) -> str:
    function = f", {party.signer_function}" if party.signer_function else ""
    return (
        f"<p>Tot die dag was het bedrijf: <strong>{escape(party.legal_name)}</strong> (KvK-nummer "
        f"{escape(party.kvk_number)}), vertegenwoordigd door {escape(party.signer_name)}{escape(function)}. "
        "Dit bedrijf tekent mee omdat het de overeenkomst verlaat.</p>"
    )


def _changes(found: Iterable[Difference]) -> str:
    items = "\n".join(f"<li><strong>{escape(each.label)}</strong>: {_change(each)}</li>" for each in found)
    return f"<ul>\n{items}\n</ul>" if items else "<p><mark>Nog niets</mark></p>"


def _change(difference: Difference) -> str:
    """Both whole, so that nobody has to guess what a line belongs to."""
    if "\n" not in f"{difference.before}{difference.after}":
        return escape(difference.change)
    before = f"<p>was:</p>{_lines(difference.before)}" if difference.before else ""
    after = f"<p>wordt:</p>{_lines(difference.after)}" if difference.after else "<p>vervalt.</p>"
    return f"{before}{after}"


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _annex(html: str) -> str:
    """Its headings say that they are of the annex, and keep out of the way of the addendum's own."""
    return HEADING.sub(lambda found: f'<h2 id="bijlage-{found[1] or "aanhef"}">Bijlage, {found[2]}</h2>', html)


def _listed(names: list[str]) -> str:
    return " en ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
