"""Why: read by the person and the company themselves, once it was published."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.organisations.access import hat_required, person_required
from mkbroute.organisations.enums import Kind

from .. import round_queries as queries
from ..explained import of_person, of_place
from .review import person_of, place_of


@require_safe
@person_required
def why_mine(request, person_id):
    found = person_of(person_id)
    application = found.application
    context = {
        "person": found,
        "run": found.run,
        "application": application,
        "told": of_person(found),
        "trail": [(application.route.title, reverse("matching:mine", args=[application.public_id])), ("Waarom", "")],
    }
    return render(request, "matching/why_mine.html", context)


@require_safe
@hat_required(Kind.COMPANY)
def why_place(request, place_id):
    found = place_of(place_id)
    context = {
        "place": found,
        "run": found.run,
        "told": of_place(found),
        "contacts": queries.contacts_of(found),
        "trail": [
            ("Leerwerkplekken", reverse("matching:positions")),
            (found.position.title, reverse("matching:position", args=[found.position.public_id])),
            ("Waarom", ""),
        ],
    }
    return render(request, "matching/why_place.html", context)
