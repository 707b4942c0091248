"""What search engines read: schema.org, as a block of data that no browser runs."""

import json
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from .canonical import page_url
from .enums import Degree, Form
from .models import Route

# so that no text ends the block it stands in
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
CREDENTIALS = {Degree.AD: "Associate degree", Degree.BACHELOR: "Bachelor"}
MODES = {Form.DUAAL: ["onsite", "full-time", "blended"], Form.DEELTIJD: ["onsite", "part-time", "blended"]}


def course_json(route: Route) -> SafeString:
    """https://schema.org/Course, with the next start as its instance."""
    return SafeString(json.dumps(_course(route), ensure_ascii=False).translate(ESCAPES))


def _course(route: Route) -> dict[str, Any]:
    degree = Degree(route.degree)
    course = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": route.title,
        "description": route.summary,
        "url": page_url(route),
        "inLanguage": "nl",
        "timeRequired": f"P{degree.years}Y",
        "educationalCredentialAwarded": {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": CREDENTIALS[degree],
            "educationalLevel": "hbo",
        },
        "provider": _provider(route),
        "hasCourseInstance": _instance(route),
    }
    return {**course, "courseCode": route.croho_code} if route.croho_code else course


def _provider(route: Route) -> dict[str, Any]:
    provider = {"@type": "CollegeOrUniversity", "name": route.hogeschool.name}
    if not route.brin:
        return provider
    return {**provider, "identifier": {"@type": "PropertyValue", "propertyID": "BRIN", "value": route.brin}}


def _instance(route: Route) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "addressLocality": route.city,
        "addressRegion": route.get_province_display(),
        "addressCountry": "NL",
    }
    instance = {
        "@type": "CourseInstance",
        "courseMode": MODES[Form(route.form)],
        "location": {"@type": "Place", "name": route.city, "address": address},
        "maximumAttendeeCapacity": route.places,
    }
    if route.starts_on > timezone.localdate():
        instance["startDate"] = route.starts_on.isoformat()
    return instance
