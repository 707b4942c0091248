"""Who judges a version: whoever takes it up, a colleague who is asked, and who takes over from another."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from mkbroute.organisations.models import Membership
from mkbroute.organisations.queries import acting_membership_id
from routes import judgements, queries, second_round
from routes.enums import WITH_PROGRAMME, EventKind, State
from routes.judgements import Seat
from routes.models import DossierVersion, Route, RouteAssessor

from . import notices
from .steps import locked, record, require_reason, require_state, take_step

PORTAL = "Portaal"


def take_up_route(route: Route, *, who: str) -> Route:
    """Whoever acts judges the dossier; the hogeschool sees by whom it was taken up."""
    route = locked(route)
    take_seat(route, who=who)
    return route


def ask_assessor(route: Route, membership: Membership, *, who: str) -> RouteAssessor:
    """A second one: the decision then needs the judgement of both."""
    route = locked(route)
    require_state(route, *WITH_PROGRAMME)
    if membership.pk == acting_membership_id():
        raise ValidationError("U oordeelt zelf al. Vraag een collega.", code="self")
    version, _ = take_seat(route, who=who)
    sitting = [seat for seat in judgements.seats_of(version) if seat.sits]
    if any(seat.assessor.membership_id == membership.pk for seat in sitting):
        raise ValidationError(f"{membership.name} is al gevraagd.", code="twice")
    if len(sitting) >= judgements.AT_MOST:
        raise ValidationError("Een dossier heeft hooguit twee beoordelaars.", code="many")
    assessor = _seat(version, membership, who=who)
    text = f"{membership.name} gevraagd als tweede beoordelaar"[:300]
    record(route, EventKind.ASSESSOR_ASKED, who=who, text=text)
    notices.assessor_asked(route, assessor, email=membership.email)
    return assessor


def excuse_assessor(seat: Seat, *, reason: str, who: str) -> None:
    """The decision does not wait for her, for this reason."""
    RouteAssessor.objects.filter(pk=seat.assessor.pk).update(
        excused_reason=reason, excused_by=who, excused_at=timezone.now()
    )


def take_over_route(route: Route, *, assessor_id: int, reason: str, who: str) -> Route:
    """In the place of a colleague who cannot, or who would rather not. What she found stays to be read.

    The reason stays within the programme team: it may be about her.
    """
    reason = require_reason(reason)
    route = locked(route)
    version = _lying_there(route)
    seats = judgements.seats_of(version)
    if judgements.own_seat(seats):
        raise ValidationError("U beoordeelt dit dossier al. Er is niets gewijzigd.", code="self")
    hers = next((seat for seat in judgements.colleagues(seats) if seat.assessor.pk == assessor_id), None)
    if hers is None:
        raise ValidationError("Deze collega beoordeelt het dossier niet meer. Er is niets gewijzigd.", code="state")
    excuse_assessor(hers, reason=reason, who=who)
    _seat(version, _me(), who=who)
    record(route, EventKind.TAKEN_OVER, who=who, text=f"Beoordeling overgenomen van {hers.name}"[:300])
    _begin(route, who=who)
    notices.assessor_relieved(route, hers.assessor, email=hers.assessor.membership.email, reason=reason, who=who)
    return route


def call_back_assessors(version: DossierVersion) -> list[Seat]:
    """Who asked for more judges what came of it. Twice changes nothing; the route is locked."""
    if judgements.seats_of(version):
        return judgements.seats_of(version)
    for membership in second_round.former_assessors(version):
        assessor = _seat(version, membership, who=PORTAL)
        if membership.pk != acting_membership_id():
            notices.assessor_called_back(version.route, assessor, email=membership.email)
    return judgements.seats_of(version)


def take_seat(route: Route, *, who: str) -> tuple[DossierVersion, Seat]:
    """The version that lies there, and the place of whoever acts. `route` is locked.

    Who opens a dossier that nobody judges (any more), takes it up.
    """
    version = _lying_there(route)
    seats = call_back_assessors(version)
    if not judgements.own_seat(seats):
        taken = judgements.colleagues(seats)
        if taken:
            names = " en ".join(seat.name for seat in taken)
            verb = "beoordeelt" if len(taken) == 1 else "beoordelen"
            raise ValidationError(
                f"{names} {verb} dit dossier. Laat u als tweede beoordelaar vragen, of neem de beoordeling over. Er is "
                "niets gewijzigd.",
                code="taken",
            )
        _seat(version, _me(), who=who)
        if seats and route.state != State.SUBMITTED:
            record(route, EventKind.TAKEN_OVER, who=who, text="Beoordeling voortgezet")
    _begin(route, who=who)
    own = judgements.own_seat(judgements.seats_of(version))
    if own is None:
        raise ValidationError("Uw plaats in het programmateam is beëindigd. Er is niets gewijzigd.", code="state")
    return version, own


def _lying_there(route: Route) -> DossierVersion:
    require_state(route, *WITH_PROGRAMME)
    version = queries.latest_version(route)
    if version is None:
        raise ValidationError("Van deze route is geen dossier ingediend.", code="state")
    return version


def _begin(route: Route, *, who: str) -> None:
    if route.state == State.SUBMITTED:
        take_step(route, State.ASSESSING, who=who)


def _me() -> Membership:
    return Membership.objects.get(pk=acting_membership_id() or 0)


def _seat(version: DossierVersion, membership: Membership, *, who: str) -> RouteAssessor:
    """Whoever was excused sits down again in the place she had."""
    former = RouteAssessor.objects.filter(version=version, membership=membership).first()
    if former:
        former.excused_reason, former.excused_by, former.excused_at = "", "", None
        former.save(update_fields=["excused_reason", "excused_by", "excused_at"])
        return former
    return RouteAssessor.objects.create(
        version=version,
        route_id=version.route_id,
        hogeschool_id=version.hogeschool_id,
        membership=membership,
        name=membership.name,
        asked_by=who,
    )
