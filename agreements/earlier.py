"""What a student brings along from the agreements that this one continues: nobody begins anew at another company."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from .models import Agreement


@dataclass(frozen=True)
class Earlier:
    """An outcome that was realised under a former agreement: to read, it stays with that one. `company`: "" for whoever
    may not read that agreement, as the company after it."""

    outcome: str
    realised_on: date
    company: str

    @property
    def where(self) -> str:
        return self.company or "een eerder bedrijf"


def realised_earlier(agreement: Agreement) -> list[Earlier]:
    """The oldest first; nothing that was withdrawn."""
    if not agreement.follows_id:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, realised_on, agreement_id, portal.company_name(agreement_id, realised_on)"
            " FROM portal.realised_before(%s)",
            [agreement.pk],
        )
        rows = cursor.fetchall()
    known = set(Agreement.objects.filter(pk__in={key for _, _, key, _ in rows}).values_list("pk", flat=True))
    return [Earlier(outcome, day, company if key in known else "") for outcome, day, key, company in rows]


def chain_of(agreement: Agreement) -> list[int]:
    """Keys of this one and of those that it continues, as far as the reader may know of them."""
    keys, former = [agreement.pk], agreement.follows_id
    while former:
        keys.append(former)
        former = Agreement.objects.filter(pk=former).values_list("follows", flat=True).first()
    return keys
