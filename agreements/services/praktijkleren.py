"""Asking for the package of one company and study year, and recording what RVO published of a year."""

from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from mkbroute.exports.archive import safe_name
from mkbroute.exports.models import Job
from mkbroute.exports.services import ask_for

from ..models import SubsidyScheme
from ..praktijkleren import Package, scheme_of
from ..praktijkleren_package import KIND, subject_of, title_of


def ask_for_package(package: Package, *, who: str) -> Job:
    company, year = package.company, package.scheme.study_year
    return ask_for(
        KIND,
        subject_of(company, year),
        title=title_of(company, year),
        file_name=safe_name(f"praktijkleren {year} {company.name}", ".zip"),
        who=who,
    )


@transaction.atomic
def publish_scheme(
    *,
    study_year: int,
    amount_eur: Decimal,
    weeks: int,
    sectors: list[str],
    sectors_to_check: list[str],
    opens_on: date | None,
    closes_at: datetime | None,
    apply_url: str,
    source: str,
    published_on: date,
    who: str,
) -> SubsidyScheme:
    """By the programmateam; `study_year` is the calendar year in which it begins, `amount_eur` at most for a full
    place. From now on packages go by it, unless something published later is known; one that was made stays as it is.
    The same once more changes nothing."""
    facts = {
        "study_year": study_year, "amount_eur": amount_eur, "weeks": weeks, "sectors": sorted(sectors),
        "sectors_to_check": sorted(sectors_to_check), "opens_on": opens_on, "closes_at": closes_at,
        "apply_url": apply_url, "source": source, "published_on": published_on,
    }  # fmt: skip
    _wait_for_others()
    newest = scheme_of(study_year)
    if newest and {name: getattr(newest, name) for name in facts} == facts:
        return newest
    return SubsidyScheme.objects.create(**facts, recorded_by=who)


def _wait_for_others() -> None:
    """A double click: the second waits until the commit of the first, and then finds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agreements_subsidyscheme'))")
