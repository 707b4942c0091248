"""What of a leerwerkplek matters to the hogeschool that checked it, and what differs after the company changed it.

Of the work itself and where it is: the hogeschool checks it again before anyone new is placed there. Of the terms
around it: it stays published, marked, until the hogeschool has looked.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.formats import date_format, number_format

from .models import Offer, Position

Change = dict[str, str]  # what, before, after


def _date(value: Any) -> str:
    return date_format(value) if value else "geen"


def _hours(value: Any) -> str:
    return f"{number_format(Decimal(value).normalize())} uur"


def _employer(value: Any) -> str:
    return value.name if value else "het bedrijf zelf"


# name -> as the hogeschool reads it, and how its value is written
OF_THE_WORK: dict[str, tuple[str, Callable[[Any], str]]] = {
    "title": ("Functie", str),
    "tasks": ("Taken", str),
    "learning": ("Wat er te leren valt", str),
    "workplace": ("Vestiging", str),
    "hours_per_week": ("Uren per week", _hours),
    "formal_employer": ("Werkgever", _employer),
}
OF_THE_TERMS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "working_days": ("Werkdagen", str),
    "salary": ("Salarisindicatie", str),
    "contract_months": ("Maanden contract", str),
    "capacity": ("Aantal plaatsen", str),
    "starts_on": ("Begint op", _date),
    "closes_on": ("Open tot en met", _date),
    "requirements": ("Wat het bedrijf vraagt", str),
    "accessibility": ("Toegankelijkheid", str),
    "supervisor_name": ("Praktijkbegeleider", str),
    "supervisor_function": ("Functie van de praktijkbegeleider", str),
}
OUTCOMES = "Leeruitkomsten"
CHECKED_AGAIN = {label for label, _ in OF_THE_WORK.values()}


def described(position: Position) -> Change:
    """What matters, by its label, in words."""
    fields = {**OF_THE_WORK, **OF_THE_TERMS}
    return {label: written(getattr(position, name)) for name, (label, written) in fields.items()}


def differences(before: Change, after: Change) -> list[Change]:
    return [
        {"what": what, "before": before[what], "after": after[what]} for what in after if before[what] != after[what]
    ]


def added_up(earlier: Iterable[Change], later: Iterable[Change]) -> list[Change]:
    """As one list, from what the hogeschool saw to what stands; what was put back is no change."""
    found = {change["what"]: change for change in earlier}
    for change in later:
        first = found.get(change["what"], change)["before"]
        found[change["what"]] = {**change, "before": first}
    return [change for change in found.values() if change["before"] != change["after"]]


def asks_for_check(changes: Iterable[Change]) -> bool:
    return any(change["what"] in CHECKED_AGAIN for change in changes)


def fingerprint(offer: Offer) -> str:
    """Of what the hogeschool judges: it decides over what it saw. The offer comes with its position."""
    seen = [*described(offer.position).items(), *offer.outcomes]
    return sha256(repr(seen).encode()).hexdigest()[:32]
