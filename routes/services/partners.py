from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation
from routes import queries
from routes.enums import EventKind, Involvement, State
from routes.models import NameConsent, Route, RoutePartner

from . import notices
from .steps import locked, record, require_reason, require_state

NAMED_TWICE = "route_partner_is_named_once"
# a role that only one kind of organisation can have
ONLY_FOR = {Involvement.EXECUTES: Kind.HOGESCHOOL, Involvement.EMPLOYS: Kind.EMPLOYER}
WITH_PARTNERS = (State.CONCEPT, State.RETURNED, State.REJECTED, State.RECOGNISED)


def add_partner(
    route: Route, organisation: Organisation, *, contribution: str, role: Involvement = Involvement.SHAPES, who: str
) -> RoutePartner:
    """Names a partner, and asks it by mail to confirm."""
    route = locked(route)
    require_state(route, *WITH_PARTNERS)
    if organisation.pk == route.hogeschool_id:
        raise ValidationError("De eigen hogeschool hoeft niet als partner bij de route te staan.", code="self")
    if role in ONLY_FOR and organisation.kind != ONLY_FOR[role]:
        kind = Kind(ONLY_FOR[role]).label.lower()
        raise ValidationError(f"‘{Involvement(role).label}’ kan alleen een {kind}. Kies een andere rol.", code="role")
    try:
        with transaction.atomic():
            partner = RoutePartner.objects.create(
                route=route,
                hogeschool_id=route.hogeschool_id,
                organisation=organisation,
                contribution=contribution,
                role=role,
            )
    except IntegrityError as error:
        if NAMED_TWICE not in str(error):
            raise
        raise ValidationError(f"{organisation.name} staat al bij de route.", code="twice") from error
    record(route, EventKind.PARTNER_ADDED, who=who, text=f"Partner toegevoegd: {organisation.name}"[:300])
    notices.partner_asked(partner, who=who)
    return partner


def remove_partner(partner: RoutePartner, *, who: str) -> None:
    route = locked(partner.route)
    require_state(route, *WITH_PARTNERS)
    name = partner.organisation.name
    deleted, _ = RoutePartner.objects.filter(pk=partner.pk).delete()
    if deleted:
        record(route, EventKind.PARTNER_REMOVED, who=who, text=f"Partner verwijderd: {name}"[:300])


def confirm_partnership(partner: RoutePartner, *, who: str) -> RoutePartner:
    """The partner itself says that it takes part: evidence for the criterion on shaping the route together."""
    now = RoutePartner.objects.select_for_update(of=("self",)).filter(pk=partner.pk).first()
    if now is None:
        raise ValidationError("De hogeschool heeft uw organisatie intussen van de route gehaald.", code="removed")
    route = queries.route_of_partner(now)
    if route.state == State.WITHDRAWN:
        raise ValidationError("De hogeschool heeft deze route ingetrokken. U hoeft niets te doen.", code="state")
    if now.confirmed_at:
        raise ValidationError(f"De betrokkenheid is al bevestigd door {now.confirmed_by}.", code="twice")
    now.confirmed_at, now.confirmed_by = timezone.now(), who
    now.save(update_fields=["confirmed_at", "confirmed_by"])
    record(route, EventKind.PARTNER_CONFIRMED, who=who, text="Betrokkenheid bevestigd door de partner zelf")
    notices.partner_confirmed(now, route)
    return now


def show_partner(partner: RoutePartner, *, name: str, who: str) -> RoutePartner:
    """The company itself says how it is called on the public page of the route; an empty name takes it off."""
    now = RoutePartner.objects.select_for_update(of=("self",)).filter(pk=partner.pk).first()
    if now is None:
        raise ValidationError("De hogeschool heeft uw organisatie intussen van de route gehaald.", code="removed")
    if name and not now.confirmed_at:
        raise ValidationError("Bevestig eerst dat u de route mee vormgeeft.", code="unconfirmed")
    if now.shown_as != name:
        now.shown_as = name
        now.save(update_fields=["shown_as"])
        _keep_consent(now, name=name, who=who)
        text = f"Bedrijf staat op de openbare pagina als {name}" if name else "Bedrijf staat niet meer op de pagina"
        record(now.route, EventKind.PARTNER_SHOWN, who=who, text=text[:300])
    return now


def retract_partnership(partner: RoutePartner, *, reason: str, who: str) -> RoutePartner:
    """The partner takes its own confirmation back, and with it the name that a company had on the public page."""
    reason = require_reason(reason)
    now = RoutePartner.objects.select_for_update(of=("self",)).filter(pk=partner.pk).first()
    if now is None:
        raise ValidationError("De hogeschool heeft uw organisatie intussen van de route gehaald.", code="removed")
    if not now.confirmed_at:
        raise ValidationError("De betrokkenheid is niet (meer) bevestigd. Er is niets gewijzigd.", code="twice")
    route = queries.route_of_partner(now)
    now.confirmed_at, now.confirmed_by = None, ""
    changed = ["confirmed_at", "confirmed_by"]
    was_named = bool(now.shown_as)
    if was_named:
        now.shown_as = ""
        changed.append("shown_as")
    now.save(update_fields=changed)
    if was_named:
        _keep_consent(now, name="", who=who)
    text = f"{now.organisation.name} trekt de bevestiging van betrokkenheid in"[:300]
    record(route, EventKind.PARTNER_RETRACTED, who=who, text=text, reason=reason)
    notices.partner_retracted(now, route, reason=reason, who=who)
    return now


def _keep_consent(partner: RoutePartner, *, name: str, who: str) -> None:
    NameConsent.objects.create(
        route_id=partner.route_id,
        hogeschool_id=partner.hogeschool_id,
        organisation_id=partner.organisation_id,
        name=name,
        who=who,
    )
