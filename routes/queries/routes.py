"""One route: its week, its facts, what the edit form shows, and what happened to it."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.utils.formats import date_format

from mkbroute.organisations.models import Organisation

from ..enums import WORKDAY_EVENTS, EventKind
from ..models import Route, RouteEvent, RouteYear
from ..revisions import revision
from ..weeks import Week

# in the order of the form
EDITED = (
    "programme", "degree", "sector", "croho_code", "brin", "accredited", "form", "shape", "summary", "connection",
    "connections", "audiences", "personas", "costs", "city", "province", "starts_on", "places", "partner_role",
    "contact_name", "contact_email",
)  # fmt: skip


def weeks_of(route: Route) -> list[Week]:
    return [week_of(row) for row in route.years.all()]


def week_of(row: RouteYear) -> Week:
    return Week(row.year, row.days_school, row.days_company, row.days_elsewhere)


def usual_brin(hogeschool: Organisation) -> str:
    """As its latest route has it, or the organisation itself."""
    latest = Route.objects.filter(hogeschool=hogeschool).exclude(brin="").order_by("-created_at", "-id")
    return latest.values_list("brin", flat=True).first() or hogeschool.brin


def revision_of(route: Route) -> str:
    """Of what the edit form shows."""
    return revision(*[getattr(route, name) for name in EDITED], *weeks_of(route))


def said_in(row: Any, name: str) -> str:
    """The value of a field, as a reader sees it."""
    field = row._meta.get_field(name)
    if isinstance(field, ArrayField):
        return _labels(row, name) or "leeg"
    value = row._get_FIELD_display(field) if field.choices else getattr(row, name)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return date_format(value, "j F Y") if isinstance(value, date) else str(value) or "leeg"


def _labels(row: Any, name: str) -> str:
    """Of a field that holds several choices."""
    labels = dict(row._meta.get_field(name).base_field.choices)
    return "; ".join(labels.get(value, value) for value in getattr(row, name))


def facts_of(route: Route) -> list[tuple[str, Any]]:
    """For the pages of those who work on the route."""
    return [
        ("Opleiding", route.title),
        ("Vorm", route.get_form_display()),
        ("Opzet", route.get_shape_display()),
        ("Verbinding van werken en leren", _labels(route, "connections")),
        ("Doelgroepen", _labels(route, "audiences")),
        ("Persona’s", _labels(route, "personas")),
        ("Fase", route.get_phase_display()),
        ("Rol in het programma", route.get_partner_role_display()),
        ("Sector", route.get_sector_display()),
        ("Opleidingscode (RIO of CROHO)", route.croho_code),
        ("Instellingscode (BRIN)", route.brin),
        ("Geaccrediteerd", "ja" if route.accredited else "nog niet"),
        ("Plaats", f"{route.city}, {route.get_province_display()}"),
        ("Eerstvolgende start", date_format(route.starts_on, "j F Y")),
        ("Aantal plaatsen", route.places),
        ("Kosten", route.costs),
        ("Contactpersoon", f"{route.contact_name}, {route.contact_email}"),
    ]


def timeline(route: Route) -> list[dict[str, Any]]:
    """Newest first."""
    tones = {
        EventKind.RECOGNISED: "success", EventKind.RETURNED: "warning", EventKind.REJECTED: "danger",
        EventKind.FLAGGED: "warning",
    }  # fmt: skip
    events = RouteEvent.objects.filter(route=route).exclude(kind__in=WORKDAY_EVENTS).order_by("-at", "-id")
    return [
        {"at": at, "who": who, "what": text, "reason": reason, "tone": tones.get(EventKind(kind), "")}
        for at, who, text, reason, kind in events.values_list("at", "who", "text", "reason", "kind")
    ]
