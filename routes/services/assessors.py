"""Who judges a version: whoever takes it up, and a colleague who is asked."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from mkbroute.organisations.models import Membership
from mkbroute.organisations.queries import acting_membership_id
from routes import judgements, queries
from routes.enums import WITH_PROGRAMME, EventKind, State
from routes.judgements import Seat
from routes.models import DossierVersion, Route, RouteAssessor

from . import notices
from .steps import locked, record, require_state, take_step


def take_up_route(route: Route, *, who: str) -> Route:
    """Whoever acts judges the dossier; the hogeschool sees by whom it was taken up."""
    route = locked(route)
    take_seat(route, who=who)
    return route


def ask_assessor(route: Route, membership: Membership, *, who: str) -> RouteAssessor:
    """A second one: the decision then needs the judgement of both."""
    route = locked(route)
    require_state(route, *WITH_PROGRAMME)
    version, _ = take_seat(route, who=who)
    seats = judgements.seats_of(version)
    if any(found.assessor.membership_id == membership.pk for found in seats):
        raise ValidationError(f"{membership.name} is al gevraagd.", code="twice")
    if sum(not found.is_excused for found in seats) >= judgements.AT_MOST:
        raise ValidationError("Een dossier heeft hooguit twee beoordelaars.", code="many")
    assessor = _seat(version, membership, who=who)
    text = f"{membership.name} gevraagd als tweede beoordelaar"[:300]
    record(route, EventKind.ASSESSOR_ASKED, who=who, text=text)
    notices.assessor_asked(route, assessor, email=membership.email)
    return assessor


def excuse_assessor(seat: Seat, *, reason: str, who: str) -> None:
    """The decision is taken without her, for this reason."""
    RouteAssessor.objects.filter(pk=seat.assessor.pk).update(
        excused_reason=reason, excused_by=who, excused_at=timezone.now()
    )


def take_seat(route: Route, *, who: str) -> tuple[DossierVersion, Seat]:
    """The version that lies there, and the place of whoever acts. `route` is locked.

    Who opens a dossier that nobody took up yet, takes it up.
    """
    require_state(route, *WITH_PROGRAMME)
    version = queries.latest_version(route)
    if version is None:
        raise ValidationError("Van deze route is geen dossier ingediend.", code="state")
    seats = judgements.seats_of(version)
    own = judgements.own_seat(seats)
    if own:
        return version, own
    taken = judgements.colleagues(seats)
    if taken:
        names = " en ".join(seat.name for seat in taken)
        raise ValidationError(
            f"{names} beoordeelt dit dossier. Laat u als tweede beoordelaar vragen als u ook oordeelt. Er is niets "
            "gewijzigd.",
            code="taken",
        )
    if route.state == State.SUBMITTED:
        take_step(route, State.ASSESSING, who=who)
    me = Membership.objects.get(pk=acting_membership_id() or 0)
    return version, Seat(_seat(version, me, who=who), {}, is_own=True)


def _seat(version: DossierVersion, membership: Membership, *, who: str) -> RouteAssessor:
    return RouteAssessor.objects.create(
        version=version,
        route_id=version.route_id,
        hogeschool_id=version.hogeschool_id,
        membership=membership,
        name=membership.name,
        asked_by=who,
    )
