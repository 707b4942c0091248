"""What search engines read: schema.org, as a block of data that no browser runs."""

import json
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from .canonical import page_url
from .details import PublicDetails
from .enums import CostPer, Degree, Form, Payer
from .models import Route, RouteCost, RouteLocation

# so that no text ends the block it stands in
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
CREDENTIALS = {Degree.AD: "Associate degree", Degree.BACHELOR: "Bachelor"}
MODES = {Form.DUAAL: ["onsite", "full-time", "blended"], Form.DEELTIJD: ["onsite", "part-time", "blended"]}


# how often, as UN/CEFACT codes for a unit say it
UNITS = {CostPer.YEAR: "ANN", CostPer.MONTH: "MON"}


def course_json(route: Route, details: PublicDetails) -> SafeString:
    """https://schema.org/Course; as long as one can apply, with the next start as its instance and what it costs."""
    course = _course(route)
    if route.is_open:
        course["hasCourseInstance"] = _instance(route, details.locations)
        # what the student does not pay is no price to her
        offers = [_offer(cost) for cost in details.costs if cost.payer == Payer.STUDENT and cost.amount_eur is not None]
        if offers:
            course["offers"] = offers
    return data_block(course)


def data_block(data: dict[str, Any]) -> SafeString:
    """For in a <script type="application/ld+json">."""
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def _course(route: Route) -> dict[str, Any]:
    degree = Degree(route.degree)
    course: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": route.title,
        "description": route.summary,
        "url": page_url(route),
        "inLanguage": "nl",
        "timeRequired": f"P{degree.years}Y",
        "provider": _provider(route),
    }
    if route.accredited:
        course["educationalCredentialAwarded"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": CREDENTIALS[degree],
            "educationalLevel": "hbo",
        }
    return {**course, "courseCode": route.croho_code} if route.croho_code else course


def _provider(route: Route) -> dict[str, Any]:
    provider = {"@type": "CollegeOrUniversity", "name": route.hogeschool.name}
    if not route.brin:
        return provider
    return {**provider, "identifier": {"@type": "PropertyValue", "propertyID": "BRIN", "value": route.brin}}


def _instance(route: Route, locations: list[RouteLocation]) -> dict[str, Any]:
    home = place_data(route.city, city=route.city, region=route.get_province_display())
    places = [home, *map(_location, locations)]
    instance = {
        "@type": "CourseInstance",
        "courseMode": MODES[Form(route.form)],
        "location": places if locations else home,
        "maximumAttendeeCapacity": route.places,
    }
    if route.starts_on > timezone.localdate():
        instance["startDate"] = route.starts_on.isoformat()
    return instance


def _location(found: RouteLocation) -> dict[str, Any]:
    return place_data(
        found.name,
        city=found.city,
        region=found.get_province_display(),
        street=found.street,
        postcode=found.postcode,
    )


def place_data(name: str, *, city: str, region: str, street: str = "", postcode: str = "") -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": street,
        "postalCode": postcode,
        "addressLocality": city,
        "addressRegion": region,
        "addressCountry": "NL",
    }
    return {"@type": "Place", "name": name, "address": {key: value for key, value in address.items() if value}}


def _offer(cost: RouteCost) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "name": cost.what,
        "category": "Paid" if cost.amount_eur else "Free",
        "price": str(cost.amount_eur),
        "priceCurrency": "EUR",
    }
    if cost.note:
        offer["description"] = cost.note
    unit = UNITS.get(CostPer(cost.per))
    if not unit:
        return offer
    price = {"price": offer["price"], "priceCurrency": "EUR", "unitCode": unit}
    return {**offer, "priceSpecification": {"@type": "UnitPriceSpecification", **price}}
