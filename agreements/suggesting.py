"""What the portal itself wrote, in each language: to put it in the other one, and to point out what is left."""

from django.utils.translation import override

from mkbroute.design.merging import plain
from mkbroute.documents.characters import with_ink

from . import employment
from .articles import in_language
from .enums import Language, Role
from .models import Agreement
from .term import school_days

Origin = tuple[str, str]  # the field, and what it came from


def said_in(agreement: Agreement, language: str) -> dict[Origin, str]:
    """What its fields begin with in that language: by its template, route, leerwerkplek and gegevenskaarten."""
    said = {
        (field, "template"): text
        for article in agreement.template.articles
        for field, text in in_language(article, Language(language)).get("suggestions", {}).items()
    }
    with override(language):
        said["school_days", "route"] = school_days(agreement.route, language)
        said |= _of_employment(agreement, language)
    return {origin: plain(with_ink(text)) for origin, text in said.items() if text}


def _of_employment(agreement: Agreement, language: str) -> dict[Origin, str]:
    said = {}
    if agreement.match:
        said["employment", "position"] = employment.from_position(agreement.match.position, language)
    if agreement.contract_term:
        known = {
            name: plain(getattr(agreement, name)) for name in ("contract_term", "contract_ends_on", "salary_agreed")
        }
        for card in agreement.cards.all():
            if card.role in (Role.COMPANY, Role.EMPLOYER):
                values = {**known, "salary": card.facts.get("salary", "")}
                said["employment", card.role] = employment.from_card(values, language)
    return said


def put_in(agreement: Agreement, *, before: str) -> dict[str, str]:
    """The fields that nobody touched since the portal wrote them in the language `before`: in its language now."""
    old, new = said_in(agreement, before), said_in(agreement, agreement.language)
    return {
        field: new[field, origin]
        for (field, origin), text in old.items()
        if plain(getattr(agreement, field)) == text and new.get((field, origin), text) != text
    }


def left_in_dutch(agreement: Agreement) -> list[str]:
    """Fields of an agreement in another language."""
    if agreement.language == Language.NL:
        return []
    said = said_in(agreement, Language.NL)
    return list(dict.fromkeys(field for (field, _), text in said.items() if plain(getattr(agreement, field)) == text))
