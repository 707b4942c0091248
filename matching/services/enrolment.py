"""The hogeschool brings in someone of its class who did not apply through the portal."""

from django.db import IntegrityError, connection
from django.db.transaction import atomic

from routes.models import Route

from .. import notices
from ..enums import EventKind
from ..models import Application, ApplicationEvent
from .applications import ROUTE_IS_OPEN
from .log import record
from .refusal import Refusal, is_refused_by


@atomic
def enrol_applicant(route: Route, *, name: str, email: str, employer_name: str, who: str) -> Application:
    """She can be admitted, or she would not be in the class; she is told, and can withdraw. Who applied already keeps
    the application that runs. Raises Refusal when the route takes nobody."""
    if not route.is_open:
        raise Refusal(_closed(route))
    try:
        with atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT portal.enrol_applicant(%s, %s, %s, %s)", [route.pk, name, email, employer_name])
            (key,) = cursor.fetchone()
    except IntegrityError as error:
        if is_refused_by(error, ROUTE_IS_OPEN):  # stopped meanwhile
            raise Refusal(_closed(route)) from error
        raise
    application = Application.objects.select_related("route", "hogeschool", "own_employer").get(pk=key)
    if not ApplicationEvent.objects.filter(application=application).exists():
        record(application, EventKind.ENROLLED, who=who)
        notices.tell_enrolled(application, who)
    return application


def _closed(route: Route) -> str:
    return f"Op {route.title} kan nu niemand worden ingeschreven: de route neemt geen aanmeldingen aan."
