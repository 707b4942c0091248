"""The hogeschool brings in someone of its class who did not apply through the portal."""

from django.db import connection
from django.db.transaction import atomic

from routes.models import Route

from .. import notices
from ..enums import EventKind
from ..models import Application, ApplicationEvent
from .log import record
from .refusal import Refusal


@atomic
def enrol_applicant(route: Route, *, name: str, email: str, employer_name: str, who: str) -> Application:
    """She can be admitted, or she would not be in the class; she is told, and can withdraw. Who applied already keeps
    the application that runs. Raises Refusal when the route takes nobody."""
    if not route.is_recognised:
        raise Refusal(f"Op {route.title} kan nu niemand worden ingeschreven: de route is niet erkend.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.enrol_applicant(%s, %s, %s, %s)", [route.pk, name, email, employer_name])
        (key,) = cursor.fetchone()
    application = Application.objects.select_related("route", "hogeschool", "own_employer").get(pk=key)
    if not ApplicationEvent.objects.filter(application=application).exists():
        record(application, EventKind.ENROLLED, who=who)
        notices.tell_enrolled(application, who)
    return application
