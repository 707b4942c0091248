"""What the pages about routes show. Each part reads through its own eyes: these queries name no owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst

from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .enums import WORKDAY_EVENTS, Degree, EventKind, Form, Shape, State, Verdict
from .models import CriterionAssessment, Route, RouteEvent, RoutePartner, RouteYear
from .revisions import revision
from .weeks import Week, problems, share_at_work

# in the order of the form
EDITED = (
    "programme", "degree", "sector", "croho_code", "brin", "accredited", "form", "shape", "summary", "connection",
    "connections", "audiences", "personas", "costs", "city", "province", "starts_on", "places", "partner_role",
    "contact_name", "contact_email",
)  # fmt: skip
STEP_KINDS = (
    EventKind.REGISTERED, EventKind.SUBMITTED, EventKind.RETURNED, EventKind.RECOGNISED, EventKind.REJECTED,
    EventKind.WITHDRAWN,
)  # fmt: skip
CAN_CONFIRM = (Kind.COMPANY, Kind.BRANCHE, Kind.EMPLOYER, Kind.HOGESCHOOL)


# -- one route --------------------------------------------------------------------------------------------------------


def weeks_of(route: Route) -> list[Week]:
    return [week_of(row) for row in route.years.all()]


def week_of(row: RouteYear) -> Week:
    return Week(row.year, row.days_school, row.days_company, row.days_elsewhere)


def usual_brin(hogeschool: Organisation) -> str:
    """As its latest route has it, or the organisation itself."""
    latest = Route.objects.filter(hogeschool=hogeschool).exclude(brin="").order_by("-created_at", "-id")
    return latest.values_list("brin", flat=True).first() or hogeschool.brin


def partners_of(route: Route) -> list[RoutePartner]:
    return list(RoutePartner.objects.filter(route=route).select_related("organisation"))


def routes_as_partner() -> dict[int, Route]:
    """The routes in which one's own hogeschool is a partner of another, by id; for a coordinator only."""
    return {route.pk: route for route in Route.objects.raw("SELECT * FROM portal.routes_as_partner()")}


def partnerships(hogeschool_id: int) -> list[tuple[RoutePartner, Route]]:
    """In which one's own hogeschool takes part, while another is in the lead."""
    routes = routes_as_partner()
    if not routes:
        return []
    rows = RoutePartner.objects.filter(organisation_id=hogeschool_id, route_id__in=routes).select_related("hogeschool")
    return sorted(((row, routes[row.route_id]) for row in rows), key=lambda pair: pair[1].title)


def route_of_partner(partner: RoutePartner) -> Route:
    """The route that the partner itself is asked about."""
    if partner.organisation.kind == Kind.HOGESCHOOL:
        return routes_as_partner()[partner.route_id]
    return partner.route


def weeks_of_partner(partner: RoutePartner) -> list[Week]:
    if partner.organisation.kind == Kind.HOGESCHOOL:
        rows = RouteYear.objects.raw("SELECT * FROM portal.weeks_as_partner()")
        return [week_of(row) for row in rows if row.route_id == partner.route_id]
    return weeks_of(partner.route)


def assessments_of(route: Route) -> list[CriterionAssessment]:
    return list(CriterionAssessment.objects.filter(route=route).select_related("criterion__criteria_set"))


def revision_of(route: Route) -> str:
    """Of what the edit form shows."""
    return revision(*[getattr(route, name) for name in EDITED], *weeks_of(route))


def statement_revision(assessment: CriterionAssessment) -> str:
    return revision(assessment.statement, assessment.evidence, assessment.evidence_url, assessment.own_verdict)


def verdict_revision(assessment: CriterionAssessment) -> str:
    return revision(assessment.verdict, assessment.motivation)


def is_current(assessment: CriterionAssessment, route: Route) -> bool:
    """Was the verdict given on what is submitted now, and not on an earlier version of the dossier?"""
    return bool(
        assessment.verdict and assessment.assessed_at and route.submitted_at
        and assessment.assessed_at >= route.submitted_at
    )  # fmt: skip


def timeline(route: Route) -> list[dict[str, Any]]:
    """Newest first."""
    tones = {EventKind.RECOGNISED: "success", EventKind.RETURNED: "warning", EventKind.REJECTED: "danger"}
    events = RouteEvent.objects.filter(route=route).exclude(kind__in=WORKDAY_EVENTS).order_by("-at", "-id")
    return [
        {"at": at, "who": who, "what": text, "reason": reason, "tone": tones.get(EventKind(kind), "")}
        for at, who, text, reason, kind in events.values_list("at", "who", "text", "reason", "kind")
    ]


# -- lists ------------------------------------------------------------------------------------------------------------


def register(*, text: str = "", state: str = "") -> QuerySet[Route]:
    """The routes that a hogeschool keeps."""
    found = saying(Route.objects.all(), text, "programme", "city")
    return _listed_rows(found.filter(state=state) if state else found)


def reviews(*, text: str = "", state: str = "") -> QuerySet[Route]:
    """What the programme team knows of: what waits for its judgement first, the longest wait on top."""
    found = saying(Route.objects.exclude(state=State.CONCEPT), text, "programme", "hogeschool__name")
    waits = Case(When(state=State.SUBMITTED, then=0), default=1)
    found = found.filter(state=state) if state else found
    return _listed_rows(found).order_by(waits, "submitted_at", "id")


def _listed_rows(routes: QuerySet[Route]) -> QuerySet[Route]:
    shown = ("public_id", "programme", "degree", "form", "starts_on", "places", "state", "submitted_at")
    return since_last_step(routes).select_related("hogeschool").only(*shown, "hogeschool__name")


def saying(routes: QuerySet[Route], text: str, *fields: str) -> QuerySet[Route]:
    """Each word of `text` occurs in one of the fields."""
    for word in text.split():
        said = Q()
        for field in fields:
            said |= Q(**{f"{field}__icontains": word})
        routes = routes.filter(said)
    return routes


def with_turns(routes: Iterable[Route]) -> list[tuple[Route, "Turn | None"]]:
    return [(route, turn(route)) for route in routes]


def differences(now: Any, typed: dict[str, Any], weeks: list[Week] | None = None) -> list[tuple[str, str]]:
    """What a colleague left in the row, where it is not what someone else typed: label and value."""
    fields = {name: now._meta.get_field(name) for name in typed}
    found = [
        (capfirst(str(field.verbose_name)), _shown(now, field))
        for name, field in fields.items()
        if getattr(now, name) != typed[name]
    ]
    if weeks is not None and weeks_of(now) != weeks:
        found.append(("Week per studiejaar", "; ".join(f"jaar {week.year}: {week.words}" for week in weeks_of(now))))
    return found


def _shown(row: Any, field: Any) -> str:
    value = row._get_FIELD_display(field) if field.choices else getattr(row, field.name)
    if isinstance(field, ArrayField):
        return _labels(row, field.name) or "leeg"
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


# -- whose turn -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    who: str
    what: str
    kind: str  # of the organisation that is to act


TURNS = {
    State.CONCEPT: (Kind.HOGESCHOOL, "maakt het dossier af en dient in"),
    State.SUBMITTED: (Kind.PROGRAMME, "beoordeelt het dossier"),
    State.RETURNED: (Kind.HOGESCHOOL, "vult het dossier aan"),
    State.REJECTED: (Kind.HOGESCHOOL, "ontwikkelt de route verder"),
}


def turn(route: Route) -> Turn | None:
    """None when nobody has to do anything: recognised or withdrawn."""
    found = TURNS.get(State(route.state))
    if not found:
        return None
    kind, what = found
    return Turn("Het programmateam" if kind == Kind.PROGRAMME else route.hogeschool.name, what, kind)


def since_last_step(routes: QuerySet[Route]) -> QuerySet[Route]:
    """Each route with `moved_at`: since when it is in its state."""
    steps = RouteEvent.objects.filter(route=OuterRef("pk"), kind__in=STEP_KINDS).order_by("-at")
    return routes.annotate(moved_at=Subquery(steps.values("at")[:1]))


# -- the dossier ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DossierItem:
    """One criterion, what is said about it, and what the portal knows itself."""

    assessment: CriterionAssessment
    facts: list[str]
    missing: list[str]
    is_current: bool

    @property
    def number(self) -> int:
        return self.assessment.criterion.number

    @property
    def is_empty(self) -> bool:
        found = self.assessment
        return not (found.statement or found.evidence or found.evidence_url or found.own_verdict)

    @property
    def own_verdict(self) -> Verdict | None:
        return Verdict(self.assessment.own_verdict) if self.assessment.own_verdict else None

    @property
    def verdict(self) -> Verdict | None:
        return Verdict(self.assessment.verdict) if self.assessment.verdict else None


def dossier(route: Route, partners: Iterable[RoutePartner] | None = None) -> list[DossierItem]:
    named = partners_of(route) if partners is None else list(partners)
    weeks = weeks_of(route)
    return [
        DossierItem(
            assessment=found,
            facts=_facts(found, route, weeks, named),
            missing=_missing_of(found),
            is_current=is_current(found, route),
        )
        for found in assessments_of(route)
    ]


def missing(route: Route) -> list[str]:
    """Everything that keeps the route from being submitted, as sentences."""
    wrong = problems(Shape(route.shape), Degree(route.degree), weeks_of(route))
    lacking = [(found.criterion, parts) for found in assessments_of(route) if (parts := _missing_of(found))]
    return [
        *[wrong[year] for year in sorted(wrong)],
        *[f"Criterium {criterion}. Nog nodig: {_listed(parts)}." for criterion, parts in lacking],
    ]


def completeness(route: Route, items: Iterable[DossierItem]) -> list[dict[str, Any]]:
    """For the meter: the five criteria, and the week."""
    wrong = problems(Shape(route.shape), Degree(route.degree), weeks_of(route))
    rows = [
        {
            "label": f"{item.number}. {item.assessment.criterion.title}",
            "ok": not item.missing,
            "url": reverse("routes:criterion", args=[route.public_id, item.number]),
            "text": f"Nog nodig: {_listed(item.missing)}." if item.missing else "",
        }
        for item in items
    ]
    week = {
        "label": "De week per studiejaar",
        "ok": not wrong,
        "url": reverse("routes:edit", args=[route.public_id]),
        "text": " ".join(wrong.values()),
    }
    return [*rows, week]


def verdicts_of(route: Route) -> list[dict[str, str]]:
    """For the mail that goes with a decision: only what was found on this submission."""
    return [
        {
            "title": str(found.criterion),
            "verdict": Verdict(found.verdict).label,
            "motivation": found.motivation,
        }
        for found in assessments_of(route)
        if is_current(found, route)
    ]


def _missing_of(found: CriterionAssessment) -> list[str]:
    parts = {
        "de toelichting": found.statement.strip(),
        "het bewijs": found.evidence.strip() or found.evidence_url,
        "uw eigen oordeel": found.own_verdict,
    }
    return [label for label, value in parts.items() if not value]


def _listed(parts: list[str]) -> str:
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _facts(found: CriterionAssessment, route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    """What the portal sees itself, beside what is claimed. Tied to the wording of one set of criteria."""
    about = FACTS.get((found.criterion.criteria_set.code, found.criterion.number))
    return about(route, weeks, partners) if about else []


def _of_learning_and_working(route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    degree = Degree(route.degree)
    facts = [f"{degree.label}, {route.get_form_display().lower()}, nominaal {degree.years} jaar"]
    share = share_at_work(weeks)
    if share is not None:
        facts.append(f"{share}% van de dagen is in het bedrijf, over de hele route gerekend")
    return facts


def _of_agreement(route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    if route.form == Form.DUAAL:
        return ["Duaal: de tripartiete overeenkomst is verplicht (WHW artikel 7.7 lid 5)"]
    return ["Deeltijd: een samenwerkingsovereenkomst tussen dezelfde drie partijen"]


def _of_shaping_together(route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    asked = [partner for partner in partners if can_confirm(partner)]
    if not asked:
        return ["Er staan nog geen partners bij de route"]
    confirmed = [partner.organisation.name for partner in asked if partner.confirmed_at]
    partners_word = "partner" if len(asked) == 1 else "partners"
    fact = f"Betrokkenheid zelf bevestigd door {len(confirmed)} van {len(asked)} {partners_word}"
    return [f"{fact}: {_listed(confirmed)}" if confirmed else fact]


FACTS = {
    ("nulmeting-2022", 1): _of_learning_and_working,
    ("nulmeting-2022", 3): _of_agreement,
    ("nulmeting-2022", 5): _of_shaping_together,
}


def can_confirm(partner: RoutePartner) -> bool:
    return partner.organisation.kind in CAN_CONFIRM
