"""A person applies to a route; the hogeschool decides whether she can be admitted."""

from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic

from routes.models import Route

from .. import notices
from ..admission import not_met
from ..enums import ENDED, ApplicationState, EventKind, MatchState
from ..journey import sequel_of
from ..models import OPEN_MATCH, Application, Match
from .log import record
from .refusal import Refusal, is_refused_by

ROUTE_IS_OPEN = "application_route_is_open"


@atomic
def submit_application(
    route: Route, *, student_id: int, email: str, details: dict[str, Any]
) -> tuple[Application, bool]:
    """The application, and whether it is new: who applied already gets the one that runs.

    Raises Refusal when the route takes no applications.
    """
    running = _running(route, student_id)
    if running:
        return running, False
    if not route.is_open:
        raise Refusal(_closed(route))
    try:
        # sent twice at once: `application_runs_once_per_route` refuses the second; stopped meanwhile: ROUTE_IS_OPEN
        with atomic():
            application = Application.objects.create(
                route=route, hogeschool_id=route.hogeschool_id, student_id=student_id, email=email, **details
            )
    except IntegrityError as error:
        if is_refused_by(error, ROUTE_IS_OPEN):
            raise Refusal(_closed(route)) from error
        running = _running(route, student_id)
        if not running:
            raise
        return running, False
    record(application, EventKind.SUBMITTED, who=application.name, text=f"Aangemeld voor {route.title}")
    notices.tell_received(application)
    return application, True


def _closed(route: Route) -> str:
    return (
        f"Je kunt je nu niet aanmelden voor {route.title}: de route neemt geen aanmeldingen aan. Vraag "
        f"{route.contact_name} ({route.contact_email}) hoe het verdergaat, of kies een andere opleiding."
    )


def _running(route: Route, student_id: int) -> Application | None:
    return Application.objects.filter(route=route, student_id=student_id).exclude(state__in=ENDED).first()


@atomic
def admit_application(application: Application, *, who: str) -> None:
    """The hogeschool finds that this person can be admitted, on the conditions it recorded. Raises Refusal when it was
    decided otherwise before, or something it looked at is not met."""
    application = lock_application(application)
    if application.state == ApplicationState.ADMISSIBLE:
        return
    if application.state != ApplicationState.SUBMITTED:
        raise Refusal(_was_decided(application))
    _require_admissible(application)
    _set_state(application, ApplicationState.ADMISSIBLE)
    record(application, EventKind.ADMITTED, who=who)
    notices.tell_admitted(application)


def _require_admissible(application: Application) -> None:
    short = ", ".join(check.subject.title.lower() for check in not_met(application))
    if short:
        raise Refusal(
            f"Er staat nog ‘niet voldaan’ bij: {short}. Wijzig dat, of maak er een voorwaarde van, en laat dan pas toe."
        )


@atomic
def reject_application(application: Application, *, who: str, reason: str) -> None:
    """Raises Refusal while someone is being proposed somewhere, or when it was decided otherwise before."""
    application = lock_application(application)
    if application.state == ApplicationState.REJECTED:
        return
    if application.state not in (ApplicationState.SUBMITTED, ApplicationState.ADMISSIBLE):
        raise Refusal(_was_decided(application))
    if application.matches.filter(OPEN_MATCH).exists():
        raise Refusal("Er loopt nog een voorstel voor een leerwerkplek. Laat dat eerst vervallen.")
    _set_state(application, ApplicationState.REJECTED)
    record(application, EventKind.REJECTED, who=who, reason=reason)
    notices.tell_rejected(application, reason)


@atomic
def withdraw_application(application: Application, *, reason: str = "") -> None:
    """By the person herself, until an agreement binds her. Raises Refusal then, or when it ended before."""
    application = lock_application(application)
    if application.state == ApplicationState.WITHDRAWN:
        return
    if application.state == ApplicationState.REJECTED:
        raise Refusal("Deze aanmelding is al afgesloten: je bent niet toegelaten.")
    match = lock_open_match(application)
    if sequel_of(match or application).binds:
        raise Refusal(
            f"Er is al een overeenkomst. Neem contact op met {application.route.contact_name} "
            f"({application.route.contact_email}) als je wilt stoppen."
        )
    if match:
        match.state = MatchState.CANCELLED
        match.decline_reason = reason
        match.save(update_fields=["state", "decline_reason"])
    _set_state(application, ApplicationState.WITHDRAWN)
    record(application, EventKind.WITHDRAWN, who=application.name, reason=reason, match=match)
    notices.tell_withdrawn(application, match, reason)


def lock_application(application: Application) -> Application:
    """As it is now, until the end of the transaction.

    Always before its match, and that before its position: whoever needs more than one takes them in this order.
    """
    rows = Application.objects.select_for_update(of=("self",)).select_related("route", "hogeschool")
    return rows.get(pk=application.pk)


def lock_open_match(application: Application) -> Match | None:
    # an agreement is drafted under the same lock: either it finds the match ended, or we find the agreement
    return Match.objects.select_for_update(of=("self",)).filter(OPEN_MATCH, application=application).first()


def _set_state(application: Application, state: ApplicationState) -> None:
    application.state = state
    application.save(update_fields=["state"])


def _was_decided(application: Application) -> str:
    return f"Dit kan niet meer: de aanmelding staat nu op ‘{application.get_state_display().lower()}’."
