"""What companies read of someone who chose to be found."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from mkbroute.access.policies import Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, STUDENT
from mkbroute.organisations.enums import Province

from ..enums import Background, Travel, Weekday
from .access import OF_HOGESCHOOL, OF_STUDENT
from .applications import Application
from .searching import Searching

# whose company has a leerwerkplek on this route now: both tables answer as the company itself sees them
OFFERS_ON_ROUTE = (
    "EXISTS (SELECT FROM matching_offer o JOIN matching_position p ON p.id = o.position_id "
    "WHERE o.route_id = matching_profile.route_id AND o.withdrawn_at IS NULL AND p.state = 'offered')"
)
# with whom she meets, or was asked to
MEETS_COMPANY = (
    "EXISTS (SELECT FROM matching_introduction i WHERE i.profile_id = matching_profile.id "
    "AND i.state IN ('open', 'accepted'))"
)
BY_LINK = "EXISTS (SELECT FROM matching_introduction i WHERE i.profile_id = matching_profile.id)"


class Profile(Searching):
    """A row of its own, and not a view of the application: a company can read these columns and no other.

    There is a row once she chose to be visible; `hidden_at` takes that back. `is_listed` follows the application (a
    trigger): only who is admissible and has no place is shown.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="profile")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    first_name = models.CharField("voornaam", max_length=60)
    background = models.CharField(max_length=20, choices=Background, blank=True)
    prior_education = models.CharField("hoogste opleiding", max_length=200, blank=True)
    regions = ArrayField(
        models.CharField(max_length=20, choices=Province), verbose_name="regio's", default=list, blank=True
    )
    travel_minutes = models.PositiveSmallIntegerField("reistijd", choices=Travel, null=True)
    days = ArrayField(models.CharField(max_length=2, choices=Weekday), verbose_name="dagen", default=list, blank=True)
    pitch = models.TextField("over jou", max_length=600)
    is_listed = models.BooleanField("nu te vinden", default=False, editable=False)
    shown_at = models.DateTimeField("te vinden sinds", default=timezone.now, editable=False)
    hidden_at = models.DateTimeField("verborgen op", null=True, editable=False)

    class Meta:
        ordering = ["-shown_at", "-id"]
        indexes = [models.Index(fields=["route", "-shown_at", "-id"], name="profile_by_route")]
        constraints = [
            Owners(name="profile_owners", fields=["application", "route", "hogeschool", "student"]),
            SameOwners(
                name="profile_application_owners", parent="application", fields=["route", "hogeschool", "student"]
            ),
            RowAccess(
                name="profile_access",
                read={
                    COORDINATOR: OF_HOGESCHOOL,
                    STUDENT: OF_STUDENT,
                    COMPANY: f"(is_listed AND hidden_at IS NULL AND {OFFERS_ON_ROUTE}) OR {MEETS_COMPANY}",
                    CARD: BY_LINK,
                },
                add={STUDENT: OF_STUDENT},
                change={
                    STUDENT: Only(
                        OF_STUDENT,
                        "first_name",
                        "background",
                        "prior_education",
                        "regions",
                        "travel_minutes",
                        "days",
                        "pitch",
                        "shown_at",
                        "hidden_at",
                    )
                },
            ),
        ]

    def __str__(self):
        return self.first_name

    @property
    def key(self) -> str:
        return str(self.public_id)

    @property
    def is_visible(self) -> bool:
        """As she chose; whether companies read it now is for `is_listed` too."""
        return self.hidden_at is None
