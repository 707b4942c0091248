"""Who gets mail about a route."""

from typing import Any

from django.urls import reverse

from mkbroute.mail.links import absolute
from mkbroute.mail.services import post
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation
from routes import queries
from routes.models import Route, RoutePartner


def submitted(route: Route, *, who: str) -> None:
    _to_programme(route, "route_submitted", page="routes:review", who=who)


def recognised(route: Route, *, reason: str) -> None:
    public_url = absolute(reverse("routes:page", args=[route.slug]))
    _to_contact(route, "route_recognised", reason=reason, public_url=public_url)


def returned(route: Route, *, reason: str) -> None:
    _to_contact(route, "route_returned", reason=reason, verdicts=queries.verdicts_of(route))


def rejected(route: Route, *, reason: str) -> None:
    _to_contact(route, "route_rejected", reason=reason, verdicts=queries.verdicts_of(route))


def withdrawn(route: Route, *, reason: str, who: str) -> None:
    _to_contact(route, "route_withdrawn", reason=reason, who=who)
    if route.submitted_at:  # the programme team knows of it
        _to_programme(route, "route_withdrawn", page="routes:detail", reason=reason, who=who)


def partner_asked(partner: RoutePartner, *, who: str) -> None:
    if not partner.organisation.email:
        return
    context = {
        "contribution": partner.contribution,
        "role": partner.get_role_display(),
        "who": who,
        "organisation": partner.organisation.name,
    }
    url = absolute(reverse("routes:confirm_partner", args=[partner.public_id]))
    to = (partner.organisation.name, partner.organisation.email)
    _post(partner.route, "partner_asked", to, {**context, "url": url})


def partner_confirmed(partner: RoutePartner, route: Route) -> None:
    # people of a hogeschool post mail on behalf of their own only
    sender_id = partner.organisation_id if partner.organisation.kind == Kind.HOGESCHOOL else route.hogeschool_id
    context = {"organisation": partner.organisation.name, "who": partner.confirmed_by}
    _to_contact(route, "partner_confirmed", sender_id=sender_id, **context)


def _to_contact(route: Route, kind: str, *, sender_id: int | None = None, **context: Any) -> None:
    url = absolute(reverse("routes:detail", args=[route.public_id]))
    to = (route.contact_name, route.contact_email)
    _post(route, kind, to, {**context, "url": url, "for_programme": False}, sender_id=sender_id)


def _to_programme(route: Route, kind: str, *, page: str, **context: Any) -> None:
    url = absolute(reverse(page, args=[route.public_id]))
    for team in Organisation.objects.filter(kind=Kind.PROGRAMME).exclude(email=""):
        _post(route, kind, (team.name, team.email), {**context, "url": url, "for_programme": True})


def _post(
    route: Route, kind: str, to: tuple[str, str], context: dict[str, Any], *, sender_id: int | None = None
) -> None:
    post(
        kind,
        to=to,
        context={**context, "title": route.title, "hogeschool": route.hogeschool.name},
        about=f"route:{route.public_id}",
        hogeschool_id=sender_id or route.hogeschool_id,
    )
