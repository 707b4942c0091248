"""What belongs to a route beside its own attributes, as columns of a file: lists of records."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, TextChoices
from django.utils import timezone
from django.utils.formats import date_format

from mkbroute.exports.tables import Column, Kind, Record, Value
from mkbroute.organisations.enums import Kind as OrganisationKind
from mkbroute.organisations.enums import Province
from mkbroute.organisations.models import Organisation

from .catalogue import confirmed
from .details import said_of_cost, said_of_location
from .enums import CostPer, Involvement, LocationUse, Payer, PeriodKind, Phase, State, Verdict
from .models import CriterionAssessment, Decision, Route, RoutePartner


def with_public_details(routes: QuerySet[Route]) -> QuerySet[Route]:
    """Of the partners only those that confirmed their part themselves, as on the public page."""
    return _with_details(routes, confirmed())


def with_all_details(routes: QuerySet[Route]) -> QuerySet[Route]:
    dossiers = CriterionAssessment.objects.select_related("criterion__criteria_set").defer("statement", "evidence")
    decisions = Decision.objects.only("route_id", "outcome", "findings", "decided_at").order_by("decided_at", "id")
    return _with_details(routes, RoutePartner.objects.all()).prefetch_related(
        "contacts", "phase_changes", Prefetch("assessments", dossiers), Prefetch("decisions", decisions)
    )


def _with_details(routes: QuerySet[Route], among: QuerySet[RoutePartner]) -> QuerySet[Route]:
    return routes.prefetch_related("locations", "cost_lines", "rhythm", Prefetch("partners", _with_names(among)))


def _with_names(partners: QuerySet[RoutePartner]) -> QuerySet[RoutePartner]:
    # no join: that would leave out every partner whose organisation the reader does not see
    known = Organisation.objects.filter(pk=OuterRef("organisation_id"))
    names = {"name": Subquery(known.values("name")), "kind": Subquery(known.values("kind"))}
    return partners.annotate(**names).order_by("pk")


# -- who -------------------------------------------------------------------------------------------------------------


def hogescholen(route: Route) -> Value:
    lead = Record([route.hogeschool.name, True, ""], f"{route.hogeschool.name} (penvoerder)")
    others = [
        Record([name, False, role], f"{name} ({role.lower()})")
        for name, kind, role, _ in _named(route)
        if kind == OrganisationKind.HOGESCHOOL
    ]
    return [lead, *others]


def partners(route: Route) -> Value:
    return [
        Record([name, kind.label, role], f"{name} ({role.lower()})")
        for name, kind, role, _ in _named(route)
        if kind != OrganisationKind.HOGESCHOOL
    ]


def contributions(route: Route) -> Value:
    return [
        Record([name, partner.contribution, _day(partner.confirmed_at)], _said_of_contribution(name, partner))
        for name, _, _, partner in _named(route)
    ]


def unnamed_companies(route: Route) -> Value:
    return sum(
        bool(partner.confirmed_at) and not partner.shown_as and _kind(partner) == OrganisationKind.COMPANY
        for partner in route.partners.all()
    )


def _named(route: Route) -> list[tuple[str, OrganisationKind, str, Any]]:
    """Of whom the reader may know the name: that, the kind of organisation, its role, and the row."""
    rows: Iterable[Any] = route.partners.all()
    found = [(row.name or row.shown_as, _kind(row), row.get_role_display(), row) for row in rows]
    return sorted((each for each in found if each[0]), key=lambda each: each[0].casefold())


def _kind(partner: Any) -> OrganisationKind:
    """Only companies are hidden from anyone."""
    return OrganisationKind(partner.kind or OrganisationKind.COMPANY)


def _said_of_contribution(name: str, partner: RoutePartner) -> str:
    day = _day(partner.confirmed_at)
    when = f"bevestigd op {date_format(day, 'j F Y')}" if day else "nog niet bevestigd"
    return f"{name}: {partner.contribution} ({when})"


def contacts(route: Route) -> Value:
    return [
        Record([row.name, row.role, row.email, row.phone, row.is_public], ", ".join(filter(None, parts)))
        for row in route.contacts.all()
        for parts in [(row.name, row.role, row.email, row.phone)]
    ]


# -- where, when, for how much ---------------------------------------------------------------------------------------


def locations(route: Route) -> Value:
    return [
        Record(
            [row.name, row.get_use_display(), row.street, row.postcode, row.city, row.get_province_display()],
            said_of_location(row),
        )
        for row in route.locations.all()
    ]


def cost_lines(route: Route) -> Value:
    return [
        Record([row.what, row.amount_eur, row.get_per_display(), row.get_payer_display(), row.note], said_of_cost(row))
        for row in route.cost_lines.all()
    ]


def rhythm(route: Route) -> Value:
    return [
        Record(
            [row.get_kind_display(), row.name, row.first_day, row.last_day],
            f"{row.name}: {date_format(row.first_day, 'j F Y')} tot en met {date_format(row.last_day, 'j F Y')}",
        )
        for row in route.rhythm.all()
    ]


# -- how far ---------------------------------------------------------------------------------------------------------


def phases(route: Route) -> Value:
    rows = [(row.get_after_display(), _day(row.at), row.reason) for row in route.phase_changes.all()]
    return [
        Record([phase, day, reason], f"{phase} sinds {date_format(day, 'j F Y')}{f': {reason}' if reason else ''}")
        for phase, day, reason in rows
    ]


def criteria_set(route: Route) -> Value:
    return next((row.criterion.criteria_set.title for row in route.assessments.all()), "")


def decided_on(route: Route) -> Value:
    decision = _last_decision(route)
    return _day(decision.decided_at) if decision else None


def outcome(route: Route) -> Value:
    decision = _last_decision(route)
    return State(decision.outcome).label if decision else ""


def verdicts(route: Route) -> Value:
    """Per criterion what the hogeschool finds now, and what the programme team found the last time."""
    decision = _last_decision(route)
    found = {each["number"]: Verdict(each["verdict"]).label for each in (decision.findings if decision else [])}
    rows = [(row.criterion, row.get_own_verdict_display()) for row in route.assessments.all()]
    return [
        Record([criterion.number, criterion.title, own, found.get(criterion.number, "")], _said(criterion, own, found))
        for criterion, own in rows
    ]


def _said(criterion: Any, own: str, found: dict[int, str]) -> str:
    team = found.get(criterion.number, "nog geen oordeel").lower()
    return f"{criterion.number}. {criterion.title}: {team} (hogeschool: {own.lower() or 'nog geen oordeel'})"


def _last_decision(route: Route) -> Decision | None:
    return next(reversed(list(route.decisions.all())), None)


def _day(moment: Any) -> Any:
    return timezone.localdate(moment) if moment else None


# -- the columns -----------------------------------------------------------------------------------------------------


def _choice(key: str, label: str, about: str, choices: type[TextChoices]) -> Column:
    return Column(key, label, about, choices=tuple(choices.labels), codes=tuple(choices.values))


def _list(key: str, label: str, about: str, *members: Column) -> Column:
    return Column(key, label, about, Kind.RECORDS, wide=True, members=members)


ROLE = _choice("role", "Rol", "Wat de partner in de route doet; leeg bij de penvoerder.", Involvement)
NAME = Column("name", "Naam", "Hoe de organisatie heet.")
Listed = tuple[Column, Callable[[Route], Value]]

PUBLIC_DETAILS: list[Listed] = [
    (
        _list("hogescholen", "Hogescholen", "Wie de opleiding samen geven, de penvoerder voorop.", NAME,
              Column("is_lead", "Penvoerder", "Heeft deze hogeschool de leiding?", Kind.YES_NO), ROLE),
        hogescholen,
    ),
    (
        _list("partners", "Partners", "Branches, opleidingsbedrijven en bedrijven. Openbaar alleen wie zelf "
              "bevestigde mee te doen, en van de bedrijven wie genoemd wil worden.", NAME,
              _choice("kind", "Soort", "Soort organisatie.", OrganisationKind), ROLE),
        partners,
    ),
    (
        Column("unnamed_companies", "Bedrijven die niet openbaar genoemd worden", "Hoeveel bedrijven meedoen zonder "
               "dat hun naam op de openbare pagina staat.", Kind.NUMBER),
        unnamed_companies,
    ),
    (
        _list("locations", "Andere locaties", "Waar nog meer onderwijs is, naast de plaats van de route.",
              Column("name", "Naam", "Naam of omschrijving."),
              _choice("use", "Gebruik", "Wat er gebeurt.", LocationUse),
              Column("street", "Straat en huisnummer", "Kan leeg zijn."),
              Column("postcode", "Postcode", "Kan leeg zijn."),
              Column("city", "Plaats", "Waar het is."),
              _choice("province", "Provincie", "Waar die plaats ligt.", Province)),
        locations,
    ),
    (
        _list("cost_lines", "Kostenposten", "Wat iets kost, en wie het betaalt.",
              Column("what", "Waarvoor", "Wat er betaald wordt."),
              Column("amount_eur", "Bedrag", "In euro; leeg als de toelichting het zegt.", Kind.NUMBER),
              _choice("per", "Hoe vaak", "Waarover het bedrag gaat.", CostPer),
              _choice("payer", "Wie betaalt", "Voor wiens rekening het komt.", Payer),
              Column("note", "Toelichting", "Kan leeg zijn.")),
        cost_lines,
    ),
    (
        _list("rhythm", "Ritme", "Blokken, lesweken, tentamenweken en vakanties.",
              _choice("kind", "Soort", "Soort periode.", PeriodKind),
              Column("name", "Naam", "Hoe de periode heet."),
              Column("first_day", "Eerste dag", "Die dag telt mee.", Kind.DATE),
              Column("last_day", "Laatste dag", "Die dag telt mee.", Kind.DATE)),
        rhythm,
    ),
]  # fmt: skip
REGISTER_DETAILS: list[Listed] = [
    (
        _list("contributions", "Bijdragen van partners", "Wat elke partner bijdraagt, en of die dat zelf bevestigde.",
              NAME, Column("contribution", "Bijdrage", "In woorden van de hogeschool."),
              Column("confirmed_on", "Bevestigd op", "Leeg: nog niet.", Kind.DATE)),
        contributions,
    ),
    (
        _list("contacts", "Andere contactpersonen", "Bij wie men ook terechtkan.",
              Column("name", "Naam", "Wie het is."), Column("role", "Rol", "Waarvoor."),
              Column("email", "E-mailadres", "Kan leeg zijn."), Column("phone", "Telefoon", "Kan leeg zijn."),
              Column("is_public", "Openbaar", "Staat op de openbare pagina.", Kind.YES_NO)),
        contacts,
    ),
    (
        _list("phases", "Verloop van de fase", "Elke fase, sinds wanneer, en waarom.",
              _choice("phase", "Fase", "De nieuwe fase.", Phase),
              Column("since", "Sinds", "De dag waarop dat is vastgelegd.", Kind.DATE),
              Column("reason", "Reden", "Kan leeg zijn.")),
        phases,
    ),
    (Column("criteria_set", "Criteria", "De set criteria van het dossier."), criteria_set),
    (
        Column("submitted_on", "Ingediend op", "Wanneer het dossier voor het laatst werd ingediend.", Kind.DATE),
        lambda route: _day(route.submitted_at),
    ),
    (Column("decided_on", "Besluit op", "De dag van het laatste besluit.", Kind.DATE), decided_on),
    (_choice("outcome", "Besluit", "Wat het programmateam het laatst besloot.", State), outcome),
    (
        _list("verdicts", "Oordeel per criterium", "Van de hogeschool nu, en van het programmateam bij het laatste "
              "besluit.",
              Column("number", "Nummer", "Van het criterium.", Kind.NUMBER),
              Column("title", "Criterium", "In een paar woorden."),
              _choice("own_verdict", "Eigen oordeel", "Van de hogeschool; leeg: nog niet.", Verdict),
              _choice("verdict", "Oordeel", "Van het programmateam; leeg: nog niet.", Verdict)),
        verdicts,
    ),
]  # fmt: skip
