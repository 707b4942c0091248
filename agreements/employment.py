"""What an agreement says of the employment. The portal words a reference to it, without the hours: those stand in an
article of their own. And what people wrote themselves is read for pay and hours."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import override

from matching.models import Position

from .enums import Contract, Language, YesNo
from .wording import WORDINGS, Wording

PAY = re.compile(r"loon|salaris|€|\beuro\b|\bcao\b|verdien|\bwages?\b|\bsalary\b|\bpay\b|\bpaid\b", re.IGNORECASE)
NO_PAY = re.compile(
    r"\b(?:geen|zonder|no|without)\s+(?:loon|salaris|pay|salary)|onbetaald|onbezoldigd|unpaid", re.IGNORECASE
)
WEEK = re.compile(
    r"(?P<hours>\d{1,2}(?:[.,]\d)?)\s*"
    r"(?:(?:uur|uren|hours?)\s*(?:per|in de|a|each|/)\s*week|[- ]?(?:urige|hour)\s+(?:working\s+)?\w*week)",
    re.IGNORECASE,
)
OF_FULL_WEEK = re.compile(r"(?:\bbij|\bop basis van|\bbased on|\bvolle week van)\s+(?:een\s+|a\s+)?$", re.IGNORECASE)


def from_position(position: Position, language: str) -> str:
    """As its leerwerkplek promised it."""
    words = WORDINGS[Language(language)]
    months = words.month if position.contract_months == 1 else words.months.format(position.contract_months)
    return _worded(months, _pay(position.salary, words), words)


def from_card(values: Mapping[str, str], language: str) -> str:
    """As a party filled it in: `values` of a gegevenskaart, as text."""
    words = WORDINGS[Language(language)]
    pay = words.no_pay if values.get("salary_agreed") == YesNo.NO else _pay(values.get("salary", ""), words)
    return _worded(_term(values, Language(language)), pay, words)


def _term(values: Mapping[str, str], language: Language) -> str:
    words, term, last = WORDINGS[language], Contract(values["contract_term"]), values.get("contract_ends_on", "")
    if term != Contract.TEMPORARY or not last:
        return words.contracts[term]
    with override(language):
        return words.until.format(date_format(date.fromisoformat(last), "j F Y"))


def _pay(said: str, words: Wording) -> str:
    said = said.strip().rstrip(".")
    return words.pay.format(said) if said else ""


def _worded(term: str, pay: str, words: Wording) -> str:
    return "\n".join(filter(None, [words.employment.format(term), pay]))


# -- what people wrote ----------------------------------------------------------------------------------------------


def speaks_of_pay(text: str) -> bool:
    """That there is some. The word with which the portal begins its own line says nothing."""
    for words in WORDINGS.values():
        text = text.replace(words.pay.partition("{")[0], "")
    return bool(PAY.search(text)) and not NO_PAY.search(text)


def hours_named(text: str) -> list[Decimal]:
    """Per week. Not those of the full week that an amount is counted by."""
    found = [each for each in WEEK.finditer(text) if not OF_FULL_WEEK.search(text[: each.start()])]
    return [Decimal(each["hours"].replace(",", ".")) for each in found]
