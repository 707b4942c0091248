"""Who gets mail about a route."""

from typing import Any

from django.urls import reverse

from mkbroute.documents.models import Document
from mkbroute.mail.links import absolute
from mkbroute.mail.services import post
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation
from routes.enums import STOPPED, Phase, State
from routes.findings import found_in
from routes.models import Decision, Route, RouteAssessor, RoutePartner


def submitted(route: Route, *, who: str) -> None:
    _to_programme(route, "route_submitted", page="routes:review", who=who)


def returned(decision: Decision) -> None:
    _to_contact(decision.route, "route_returned", reason=decision.reason, verdicts=_verdicts(decision))


def decided(decision: Decision, letter: Document) -> None:
    """With the letter."""
    route = decision.route
    context: dict[str, Any] = {
        "reason": decision.reason,
        "verdicts": _verdicts(decision),
        "reference": decision.reference,
    }
    if decision.outcome == State.RECOGNISED:
        public_url = absolute(reverse("routes:page", args=[route.slug]))
        _to_contact(route, "route_recognised", attachment=letter, public_url=public_url, **context)
    else:
        until = decision.reconsider_until
        _to_contact(route, "route_rejected", attachment=letter, until=until, **context)


def _verdicts(decision: Decision) -> list[dict[str, Any]]:
    found = found_in(decision)
    return [
        {
            "title": f"{each['number']}. {each['title']}",
            "verdict": found[each["number"]].verdict.label,
            "motivation": found[each["number"]].motivation,
            "opinions": found[each["number"]].opinions,
        }
        for each in decision.findings
    ]


def assessor_asked(route: Route, assessor: RouteAssessor, *, email: str) -> None:
    url = absolute(reverse("routes:review", args=[route.public_id]))
    _post(route, "assessor_asked", (assessor.name, email), {"url": url, "who": assessor.asked_by})


def assessor_called_back(route: Route, assessor: RouteAssessor, *, email: str) -> None:
    url = absolute(reverse("routes:review", args=[route.public_id]))
    _post(route, "assessor_called_back", (assessor.name, email), {"url": url})


def assessor_relieved(route: Route, assessor: RouteAssessor, *, email: str, reason: str, who: str) -> None:
    url = absolute(reverse("routes:review", args=[route.public_id]))
    _post(route, "assessor_relieved", (assessor.name, email), {"url": url, "reason": reason, "who": who})


def asked(route: Route, questions: list[dict[str, str]], *, who: str) -> None:
    _to_contact(route, "route_questions", page="routes:questions", questions=questions, who=who)


def answered(route: Route, *, number: int, who: str) -> None:
    _to_programme(route, "route_answers", page="routes:questions", number=number, who=who)


def objected(route: Route, *, reason: str, who: str) -> None:
    _to_programme(route, "route_objection", page="routes:review", reason=reason, who=who)


def reopened(route: Route, *, reason: str, who: str) -> None:
    _to_contact(route, "route_reopened", reason=reason, who=who)


def flagged(route: Route, *, raised: list[str], cleared: list[str]) -> None:
    _to_contact(route, "route_flagged", page="routes:overview", raised=raised, cleared=cleared)
    _to_programme(route, "route_flagged", page="routes:overview", raised=raised, cleared=cleared)


def withdrawn(route: Route, *, reason: str, who: str) -> None:
    _to_contact(route, "route_withdrawn", reason=reason, who=who)
    if route.submitted_at:  # the programme team knows of it
        _to_programme(route, "route_withdrawn", page="routes:detail", reason=reason, who=who)


def phase_changed(route: Route, before: Phase, *, reason: str, who: str) -> None:
    if route.submitted_at:  # the programme team knows of it
        phases = {"before": before.label.lower(), "after": Phase(route.phase).label.lower()}
        stopped = route.phase in STOPPED
        _to_programme(
            route, "route_phase", page="routes:phase", reason=reason, who=who, stopped=stopped, **phases,
            recognised=route.is_recognised,
        )  # fmt: skip


def recognised_changed(route: Route, changes: list[tuple[str, str, str]], *, who: str) -> None:
    """`changes`: label, before and after."""
    listed = [{"label": label, "before": before, "after": after} for label, before, after in changes]
    _to_programme(route, "route_changed", page="routes:detail", changes=listed, who=who)


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
    name, sender_id = partner.organisation.name, _sender(partner, route)
    _to_contact(route, "partner_confirmed", sender_id=sender_id, organisation=name, who=partner.confirmed_by)


def partner_retracted(partner: RoutePartner, route: Route, *, reason: str, who: str) -> None:
    name, sender_id = partner.organisation.name, _sender(partner, route)
    _to_contact(route, "partner_retracted", sender_id=sender_id, organisation=name, reason=reason, who=who)


def _sender(partner: RoutePartner, route: Route) -> int:
    """People of a hogeschool post mail on behalf of their own only."""
    return partner.organisation_id if partner.organisation.kind == Kind.HOGESCHOOL else route.hogeschool_id


def _to_contact(
    route: Route,
    kind: str,
    *,
    page: str = "routes:detail",
    attachment: Document | None = None,
    sender_id: int | None = None,
    **context: Any,
) -> None:
    url = absolute(reverse(page, args=[route.public_id]))
    to = (route.contact_name, route.contact_email)
    context = {**context, "url": url, "for_programme": False}
    _post(route, kind, to, context, attachment=attachment, sender_id=sender_id)


def _to_programme(route: Route, kind: str, *, page: str, **context: Any) -> None:
    url = absolute(reverse(page, args=[route.public_id]))
    for team in Organisation.objects.filter(kind=Kind.PROGRAMME).exclude(email=""):
        _post(route, kind, (team.name, team.email), {**context, "url": url, "for_programme": True})


def _post(
    route: Route,
    kind: str,
    to: tuple[str, str],
    context: dict[str, Any],
    *,
    attachment: Document | None = None,
    sender_id: int | None = None,
) -> None:
    post(
        kind,
        to=to,
        context={**context, "title": route.title, "hogeschool": route.hogeschool.name},
        about=f"route:{route.public_id}",
        hogeschool_id=sender_id or route.hogeschool_id,
        attachment=attachment,
    )
