"""The text of an addendum: what changes and from when, and behind it the whole agreement as it will then read."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import override

from .addendum_wording import CHANGES, WORDINGS, AddendumWording, ChangeWording
from .consolidated import Consolidation, consolidate_with, sealed_before
from .differences import Difference, content_of, differences
from .enums import Language, Role
from .models import Addendum, Agreement, AgreementVersion, Party
from .reading import HEADING, articles
from .text import AgreementText, settled
from .wording import WORDINGS as AGREEMENT_WORDINGS


def what_changes(addendum: Addendum) -> dict[str, Any]:
    """For AgreementVersion.content: the agreement and its parties, before it and with it."""
    then = consolidate_with(addendum)
    base = Consolidation(addendum.agreement, sealed_before(addendum), then.on)
    return {
        "was": content_of(base.now, base.parties),
        "becomes": content_of(then.now, addendum.party_rows() or then.parties),
    }


def differences_by(addendum: Addendum, language: Language = Language.NL) -> list[Difference]:
    content = what_changes(addendum)
    return differences(content["was"], content["becomes"], language)


def differences_in(version: AgreementVersion) -> list[Difference]:
    """Of an addendum, as it was sent."""
    return differences(version.content.get("was", {}), version.content.get("becomes", {}))


def compose_addendum(addendum: Addendum) -> AgreementText:
    """In the language of the agreement. The same addendum gives the same text."""
    language = Language(addendum.agreement.language)
    with override(language):
        return _composed(addendum, language)


def _composed(addendum: Addendum, language: Language) -> AgreementText:
    words, then = WORDINGS[language], consolidate_with(addendum)
    day = date_format(addendum.effective_on, "j F Y") if addendum.effective_on else "…"
    sections = [
        ("partijen", words.parties.format(day), _parties(then, addendum, words)),
        ("aanleiding", words.why, _lines(addendum.why)),
        ("wijzigingen", words.changes, _changes(differences_by(addendum, language), CHANGES[language])),
        ("ingang", words.from_when, f"<p>{words.takes_effect.format(day)}</p>"),
        ("overig", words.rest, f"<p>{words.the_rest}</p>"),
        ("bijlage", words.annex.format(day), f"<p>{words.of_the_annex}</p>"),
    ]
    parts = [
        f'<p class="agreement-basis">{escape(_opening(addendum, words))}</p>',
        *(f'<h2 id="{key}">{heading}</h2>\n{body}' for key, heading, body in sections),
        _annex(then.text.html, words),
    ]
    agreement = addendum.agreement
    title = words.title.format(number=addendum.number, template=_model(agreement), student=agreement.student_name)
    return settled(Truncator(title).chars(200), "\n".join(parts), gaps=then.text.gaps)


def _model(agreement: Agreement) -> str:
    template = agreement.template
    return (agreement.language == Language.EN and template.title_en) or template.title


def _opening(addendum: Addendum, words: AddendumWording) -> str:
    agreement = addendum.agreement
    original = AgreementVersion.objects.filter(agreement=agreement, addendum=None, number=agreement.version).first()
    at = original.sealed_at if original else None
    model = _model(agreement)
    opening = words.opening.format(
        number=addendum.number,
        template=f"{model[:1].lower()}{model[1:]}",
        student=agreement.student_name,
        sealed=words.sealed.format(date_format(localtime(at), "j F Y")) if at else "",
    )
    former = [words.addendum.format(each.number) for each in sealed_before(addendum)]
    and_ = AGREEMENT_WORDINGS[Language(agreement.language)].and_
    return opening + (words.changed_before.format(_listed(former, and_)) if former else "")


def _parties(then: Consolidation, addendum: Addendum, words: AddendumWording) -> str:
    _, parts = articles(then.text.html)
    html = next((article.body.strip() for article in parts if article.id == "partijen"), "")
    leaving = next((party for party in addendum.party_rows() if party.role == Role.LEAVING), None)
    return f"{html}\n{_leaving(leaving, words)}" if leaving else html


def _leaving(party: Party, words: AddendumWording) -> str:
    signer = ", ".join(filter(None, [party.signer_name, party.signer_function]))
    said = words.leaving.format(name=escape(party.legal_name), kvk=escape(party.kvk_number), signer=escape(signer))
    return f"<p>{said}</p>"


def _changes(found: Iterable[Difference], words: ChangeWording) -> str:
    items = "\n".join(f"<li><strong>{escape(each.label)}</strong>: {_change(each, words)}</li>" for each in found)
    return f"<ul>\n{items}\n</ul>" if items else f"<p><mark>{words.nothing}</mark></p>"


def _change(difference: Difference, words: ChangeWording) -> str:
    """Both whole, so that nobody has to guess what a line belongs to."""
    if "\n" not in f"{difference.before}{difference.after}":
        return escape(difference.change)
    before = f"<p>{words.was}</p>{_lines(difference.before)}" if difference.before else ""
    after = f"<p>{words.becomes}</p>{_lines(difference.after)}" if difference.after else f"<p>{words.lapses}</p>"
    return f"{before}{after}"


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _annex(html: str, words: AddendumWording) -> str:
    """Its headings say that they are of the annex, and keep out of the way of the addendum's own."""
    return HEADING.sub(
        lambda found: f'<h2 id="bijlage-{found[1] or "aanhef"}">{words.in_annex.format(found[2])}</h2>', html
    )


def _listed(names: list[str], and_: str) -> str:
    return and_.join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
