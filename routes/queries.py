"""What the pages about routes show. Each part reads through its own eyes: these queries name no owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Count, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst

from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .enums import WITH_PROGRAMME, WORKDAY_EVENTS, Degree, EventKind, Form, QuestionState, Shape, State, Verdict
from .findings import Found, found_in
from .indicators import COUNTED_PARTNERS
from .models import (
    CriterionAssessment,
    Decision,
    DossierQuestion,
    DossierVersion,
    Evidence,
    Route,
    RouteEvent,
    RouteFlag,
    RoutePartner,
    RouteYear,
)
from .revisions import revision
from .weeks import Week, problems, share_at_work

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# in the order of the form
EDITED = (
    "programme", "degree", "sector", "croho_code", "brin", "accredited", "form", "shape", "summary", "connection",
    "connections", "audiences", "personas", "costs", "city", "province", "starts_on", "places", "partner_role",
    "contact_name", "contact_email",
)  # fmt: skip
STEP_KINDS = (
    EventKind.REGISTERED, EventKind.SUBMITTED, EventKind.TAKEN_UP, EventKind.RETURNED, EventKind.RECOGNISED,
    EventKind.REJECTED, EventKind.RECONSIDERED, EventKind.WITHDRAWN,
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


def proofs_of(route: Route) -> list[Evidence]:
    return list(Evidence.objects.filter(route=route).select_related("document", "criterion"))


def statement_revision(assessment: CriterionAssessment) -> str:
    return revision(assessment.statement, assessment.evidence, assessment.own_verdict)


def latest_version(route: Route) -> DossierVersion | None:
    return DossierVersion.objects.filter(route=route).order_by("number").last()


def last_decision(route: Route) -> Decision | None:
    return Decision.objects.filter(route=route).select_related("version", "document", "terms").last()


def open_questions(route: Route) -> int:
    return DossierQuestion.objects.filter(route=route, state=QuestionState.OPEN).count()


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


# -- lists ------------------------------------------------------------------------------------------------------------


def register(*, text: str = "", state: str = "") -> QuerySet[Route]:
    """The routes that a hogeschool keeps."""
    found = saying(Route.objects.all(), text, "programme", "city")
    return _listed_rows(found.filter(state=state) if state else found)


def reviews(*, text: str = "", state: str = "") -> QuerySet[Route]:
    """What the programme team knows of: what waits for its judgement first, the longest wait on top."""
    found = saying(Route.objects.exclude(state=State.CONCEPT), text, "programme", "hogeschool__name")
    waits = Case(When(state__in=WITH_PROGRAMME, then=0), default=1)
    found = found.filter(state=state) if state else found
    return _listed_rows(found).order_by(waits, "submitted_at", "id")


def _listed_rows(routes: QuerySet[Route]) -> QuerySet[Route]:
    shown = (
        "public_id", "programme", "degree", "form", "starts_on", "places", "state", "reconsidered_from",
        "submitted_at",
    )  # fmt: skip
    return with_flags(since_last_step(routes)).select_related("hogeschool").only(*shown, "hogeschool__name")


def saying(routes: QuerySet[Route], text: str, *fields: str) -> QuerySet[Route]:
    """Each word of `text` occurs in one of the fields."""
    for word in text.split():
        said = Q()
        for field in fields:
            said |= Q(**{f"{field}__icontains": word})
        routes = routes.filter(said)
    return routes


def with_turns(routes: "Iterable[WithAnnotations[Route, Standing]]") -> list[tuple[Route, "Turn | None"]]:
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


def said_in(row: Any, name: str) -> str:
    """The value of a field, as a reader sees it."""
    return _shown(row, row._meta.get_field(name))


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


class Standing(TypedDict):
    """What since_last_step adds to a route."""

    moved_at: datetime  # since when whoever must act now must act
    open_questions: int


TURNS = {
    State.CONCEPT: (Kind.HOGESCHOOL, "maakt het dossier af en dient in"),
    State.SUBMITTED: (Kind.PROGRAMME, "neemt het dossier in beoordeling"),
    State.ASSESSING: (Kind.PROGRAMME, "beoordeelt het dossier"),
    State.RETURNED: (Kind.HOGESCHOOL, "vult het dossier aan"),
    State.REJECTED: (Kind.HOGESCHOOL, "ontwikkelt de route verder"),
    State.RECONSIDERING: (Kind.PROGRAMME, "beoordeelt het dossier opnieuw"),
}


def turn(route: "WithAnnotations[Route, Standing]") -> Turn | None:
    """None when nobody has to do anything: recognised or withdrawn. `route` comes from since_last_step."""
    asked = route.open_questions if route.state in WITH_PROGRAMME else 0
    if asked:
        what = "beantwoordt één vraag" if asked == 1 else f"beantwoordt {asked} vragen"
        return Turn(route.hogeschool.name, f"{what} van het programmateam", Kind.HOGESCHOOL)
    found = TURNS.get(State(route.state))
    if not found:
        return None
    kind, what = found
    return Turn("Het programmateam" if kind == Kind.PROGRAMME else route.hogeschool.name, what, kind)


def since_last_step(routes: QuerySet[Route]) -> "QuerySet[WithAnnotations[Route, Standing]]":
    steps = RouteEvent.objects.filter(route=OuterRef("pk"), kind__in=STEP_KINDS).order_by("-at")
    asked = DossierQuestion.objects.filter(route=OuterRef("pk"), state=QuestionState.OPEN).order_by().values("route")
    waits = Case(When(state__in=WITH_PROGRAMME, then=Subquery(asked.annotate(first=Min("changed_at")).values("first"))))
    return routes.annotate(
        moved_at=Coalesce(waits, Subquery(steps.values("at")[:1])),
        open_questions=Coalesce(Subquery(asked.annotate(number=Count("pk")).values("number")), 0),
    )


def with_flags(routes: QuerySet[Route]) -> QuerySet[Route]:
    """Each route with `flagged`: how many of its figures are below what is asked of a recognised route."""
    flags = RouteFlag.objects.filter(route=OuterRef("pk"), cleared_at=None).order_by().values("route")
    return routes.annotate(flagged=Coalesce(Subquery(flags.annotate(number=Count("pk")).values("number")), 0))


# -- the dossier ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """What the programme team decided about one criterion, the last time."""

    found: Found
    decision: Decision
    is_current: bool  # about the version that lies there now

    @property
    def verdict(self) -> Verdict:
        return self.found.verdict

    @property
    def motivation(self) -> str:
        return self.found.motivation


@dataclass(frozen=True)
class DossierItem:
    """One criterion, what is said about it, what was found, and what the portal knows itself."""

    assessment: CriterionAssessment
    proofs: list[Evidence]
    facts: list[str]
    missing: list[str]
    finding: Finding | None

    @property
    def number(self) -> int:
        return self.assessment.criterion.number

    @property
    def is_empty(self) -> bool:
        found = self.assessment
        return not (found.statement or found.evidence or found.own_verdict or self.proofs)

    @property
    def own_verdict(self) -> Verdict | None:
        return Verdict(self.assessment.own_verdict) if self.assessment.own_verdict else None


def dossier(route: Route, partners: Iterable[RoutePartner] | None = None) -> list[DossierItem]:
    named = partners_of(route) if partners is None else list(partners)
    weeks, proofs, findings = weeks_of(route), proofs_of(route), findings_of(route)
    items = []
    for found in assessments_of(route):
        own = [proof for proof in proofs if proof.assessment_id == found.pk]
        items.append(
            DossierItem(
                assessment=found,
                proofs=own,
                facts=_facts(found, route, weeks, named),
                missing=_missing_of(found, bool(own)),
                finding=findings.get(found.criterion.number),
            )
        )
    return items


def findings_of(route: Route) -> dict[int, Finding]:
    """Of the last decision, by number of the criterion."""
    decision = last_decision(route)
    if not decision:
        return {}
    newer = DossierVersion.objects.filter(route=route, number__gt=decision.version.number).exists()
    return {number: Finding(found, decision, is_current=not newer) for number, found in found_in(decision).items()}


def missing(route: Route) -> list[str]:
    """Everything that keeps the route from being submitted, as sentences."""
    wrong = problems(Shape(route.shape), Degree(route.degree), weeks_of(route), Form(route.form))
    proven = {proof.assessment_id for proof in proofs_of(route)}
    found = [(each.criterion, _missing_of(each, each.pk in proven)) for each in assessments_of(route)]
    lacking = [(criterion, parts) for criterion, parts in found if parts]
    return [
        *[wrong[year] for year in sorted(wrong)],
        *[f"Criterium {criterion}. Nog nodig: {_listed(parts)}." for criterion, parts in lacking],
    ]


def completeness(route: Route, items: Iterable[DossierItem]) -> list[dict[str, Any]]:
    """For the meter: the five criteria, and the week."""
    wrong = problems(Shape(route.shape), Degree(route.degree), weeks_of(route), Form(route.form))
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


def _missing_of(found: CriterionAssessment, is_proven: bool) -> list[str]:
    parts = {
        "de toelichting": found.statement.strip(),
        "het bewijs": found.evidence.strip() or is_proven,
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
    recognised = "erkend hbo-diploma" if route.accredited else "nog niet, dus nog geen erkend hbo-diploma"
    facts = [
        f"{degree.label}, {route.get_form_display().lower()}, nominaal {degree.years} jaar",
        f"Geaccrediteerd: {recognised}",
    ]
    share = share_at_work(weeks)
    if share is not None:
        facts.append(f"{share}% van de dagen is in het bedrijf, over de hele route gerekend")
    return facts


def _of_agreement(route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    if route.form == Form.DUAAL:
        return ["Duaal: de tripartiete overeenkomst is verplicht (WHW artikel 7.7 lid 5)"]
    return ["Deeltijd: een samenwerkingsovereenkomst tussen dezelfde drie partijen"]


def _of_shaping_together(route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    """The count is that of the indicator; who else takes part is told by name."""
    counted = [partner for partner in partners if partner.organisation.kind in COUNTED_PARTNERS]
    others = [partner for partner in partners if can_confirm(partner) and partner not in counted]
    confirmed = _names(partner for partner in counted if partner.confirmed_at)
    if counted:
        kinds = "bedrijf of branche" if len(counted) == 1 else "bedrijven en branches"
        fact = f"Betrokkenheid zelf bevestigd door {len(confirmed)} van {len(counted)} {kinds}"
        facts = [f"{fact}: {_listed(confirmed)}" if confirmed else fact]
    else:
        facts = ["Er staan nog geen bedrijven of branches als partner bij de route"]
    said, unsaid = (
        _names(partner for partner in others if bool(partner.confirmed_at) is given) for given in (True, False)
    )
    if said:
        facts.append(f"Ook bevestigd door {_listed(said)}")
    if unsaid:
        facts.append(f"Nog niet bevestigd door {_listed(unsaid)}")
    return facts


def _names(partners: Iterable[RoutePartner]) -> list[str]:
    return [partner.organisation.name for partner in partners]


FACTS = {
    ("nulmeting-2022", 1): _of_learning_and_working,
    ("nulmeting-2022", 3): _of_agreement,
    ("nulmeting-2022", 5): _of_shaping_together,
}


def can_confirm(partner: RoutePartner) -> bool:
    return partner.organisation.kind in CAN_CONFIRM
