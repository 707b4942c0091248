"""What search engines read of a leerwerkplek: schema.org JobPosting, as a block of data that no browser runs."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString
from django.utils.timezone import make_aware

from routes.structured_data import data_block, place_data

from .enums import PayPeriod
from .models import OpenPlace

FULL_TIME_HOURS = 36  # of a full working week in most cao's


def job_json(places: Sequence[OpenPlace], url: str) -> SafeString:
    """https://schema.org/JobPosting of one leerwerkplek; `places`: once for each of its routes."""
    place = places[0]
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": place.title,
        "description": _description(places),
        "identifier": {"@type": "PropertyValue", "name": "Mkb-route in het hbo", "value": str(place.public_id)},
        "url": url,
        "datePosted": min(each.published_at for each in places).date().isoformat(),
        "employmentType": ["FULL_TIME" if place.hours_per_week >= FULL_TIME_HOURS else "PART_TIME", "TEMPORARY"],
        "workHours": f"{place.hours_per_week.normalize():f} uur per week, {place.working_days}",
        "jobStartDate": place.starts_on.isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": place.employer_name or place.company_name},
        "jobLocation": _location(place),
        "industry": place.route.get_sector_display(),
        "responsibilities": place.tasks,
        "totalJobOpenings": place.free,
        "directApply": False,
        "inLanguage": "nl",
    }
    if place.closes_on:
        # the whole of its last day
        posting["validThrough"] = make_aware(datetime.combine(place.closes_on, time.max)).isoformat(timespec="seconds")
    if place.salary_from is not None:
        posting["baseSalary"] = _salary(place, place.salary_from)
    if place.requirements:
        posting["qualifications"] = place.requirements
    return data_block(posting)


def _description(places: Sequence[OpenPlace]) -> str:
    place = places[0]
    parts = [
        ("Wat ga je doen?", place.tasks),
        ("Wat valt er te leren?", place.learning),
        ("Wat vraagt het bedrijf?", place.requirements),
        ("Salaris", place.salary),
        ("Contract", f"{place.contract_months} maanden"),
        ("Toegankelijkheid", place.accessibility),
        ("Opleiding", ", ".join(f"{each.route.title} ({each.route.hogeschool.name})" for each in places)),
    ]
    return "".join(f"<h2>{escape(title)}</h2>{linebreaks(text, autoescape=True)}" for title, text in parts if text)


def _salary(place: OpenPlace, lowest: Decimal) -> dict[str, Any]:
    """https://schema.org/MonetaryAmount; per month for a full week, which the description tells."""
    highest = place.salary_to
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": PayPeriod(place.salary_per).name}
    if highest is None or highest == lowest:
        value["value"] = float(lowest)
    else:
        value |= {"minValue": float(lowest), "maxValue": float(highest)}
    return {"@type": "MonetaryAmount", "currency": "EUR", "value": value}


def _location(place: OpenPlace) -> dict[str, Any]:
    return place_data(
        place.company_name,
        city=place.city,
        region=place.get_province_display(),
        street=place.street,
        postcode=place.postcode,
    )
