"""What a company said about being named on the public page of a route."""

from django.db import models
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import COMPANY, COORDINATOR

from .route import ASKED, Route
from .rules import MINE

IN_WHICH_PARTNER = (
    "EXISTS (SELECT FROM routes_routepartner p "
    "WHERE p.route_id = routes_nameconsent.route_id AND p.organisation_id = {organisation})"
)


class NameConsent(models.Model):
    """Written once. It outlives the partnership: that a name stood there with permission can be shown later."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="name_consents")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)  # empty: not to be named (any more)
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["organisation", "-at", "-id"], name="name_consent_by_organisation")]
        constraints = [
            AppendOnly(name="name_consent_is_written_once"),
            SameOwners(name="name_consent_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="name_consent_access",
                read={COORDINATOR: MINE, COMPANY: ASKED},
                add={COMPANY: f"{ASKED} AND {IN_WHICH_PARTNER}"},
                recorded=False,
            ),
        ]

    def __str__(self):
        return f"Genoemd als {self.name}" if self.name else "Niet genoemd"
