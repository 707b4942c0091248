"""What happened to a route."""

from django.db import models

from mkbroute.access.policies import AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import BRANCHE, COMPANY, COORDINATOR, EMPLOYER, PROGRAMME, parts
from mkbroute.organisations.timeline import Event

from .route import Route
from .rules import MINE, OF_VISIBLE_ROUTE

IN_WHICH_PARTNER = (
    "EXISTS (SELECT FROM routes_routepartner p "
    "WHERE p.route_id = routes_routeevent.route_id AND p.organisation_id = {organisation})"
)


class RouteEvent(Event):
    route = models.ForeignKey(Route, models.PROTECT, related_name="events")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["route", "at"], name="route_event_by_route")]
        constraints = [
            AppendOnly(name="route_event_is_written_once"),
            SameOwners(name="route_event_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="route_event_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={
                    COORDINATOR: f"{MINE} OR {IN_WHICH_PARTNER}",
                    **parts(OF_VISIBLE_ROUTE, PROGRAMME),
                    **parts(IN_WHICH_PARTNER, BRANCHE, COMPANY, EMPLOYER),
                },
                recorded=False,
            ),
        ]
