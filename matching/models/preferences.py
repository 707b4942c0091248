"""In which order a person would like leerwerkplekken, and a company its candidates."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Kept, Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COMPANY, COORDINATOR, STUDENT

from ..enums import Side
from .access import OF_COMPANY, OF_HOGESCHOOL, OF_STUDENT
from .applications import Application
from .positions import Offer, Position

BY_STUDENT = f"{OF_STUDENT} AND by = 'student'"
BY_COMPANY = f"{OF_COMPANY} AND by = 'company'"
# the policy of the profile answers: whom the company does not see, it does not rank
SEEN_BY_COMPANY = (
    f"{BY_COMPANY} AND EXISTS (SELECT FROM matching_profile f "
    "WHERE f.application_id = matching_preference.application_id)"
)
# likewise: ranking one lets her read it, so she ranks what she may read already
SEEN_BY_STUDENT = f"{BY_STUDENT} AND EXISTS (SELECT FROM matching_offer o WHERE o.id = matching_preference.offer_id)"


class Preference(models.Model):
    """One side's place for one pair: 1 is best, equal ranks are a tie, and what has no row is not ranked.

    A company may also find someone not suitable for a leerwerkplek, and says shortly why; she does not read that.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="preferences")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="preferences")
    position = models.ForeignKey(Position, models.PROTECT, related_name="preferences", verbose_name="leerwerkplek")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    by = models.CharField("van", max_length=7, choices=Side)
    rank = models.PositiveSmallIntegerField("plaats in de volgorde", null=True, validators=[MinValueValidator(1)])
    unsuitable = models.BooleanField("niet geschikt", default=False)
    reason = models.CharField("reden", max_length=200, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["rank", "id"]
        indexes = [
            models.Index(fields=["hogeschool", "route", "by"], name="preference_by_hogeschool"),
            models.Index(fields=["organisation", "position", "by"], name="preference_by_organisation"),
            models.Index(fields=["student", "application", "by"], name="preference_by_student"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "offer", "by"], name="preference_is_one_per_side"),
            models.CheckConstraint(
                condition=Q(unsuitable=False, rank__gte=1, reason="")
                | Q(unsuitable=True, rank=None, by=Side.COMPANY) & ~Q(reason=""),
                name="preference_ranks_or_says_why_not",
                violation_error_message="Geef een plaats in de volgorde, of zeg kort waarom het niet past.",
            ),
            Owners(
                name="preference_owners",
                fields=["application", "offer", "position", "route", "hogeschool", "organisation", "student", "by"],
            ),
            SameOwners(
                name="preference_application_owners", parent="application", fields=["route", "hogeschool", "student"]
            ),
            SameOwners(
                name="preference_offer_owners",
                parent="offer",
                fields=["position", "route", "organisation", "hogeschool"],
            ),
            Kept(name="preference_is_kept", until="portal.preference_is_due({row}.application_id)", final=False),
            RowAccess(
                name="preference_access",
                read={COORDINATOR: OF_HOGESCHOOL, COMPANY: BY_COMPANY, STUDENT: BY_STUDENT},
                add={COMPANY: SEEN_BY_COMPANY, STUDENT: SEEN_BY_STUDENT},
                change={
                    COMPANY: Only(BY_COMPANY, "rank", "unsuitable", "reason", "changed_at"),
                    STUDENT: Only(BY_STUDENT, "rank", "changed_at"),
                },
                delete={COMPANY: BY_COMPANY, STUDENT: BY_STUDENT},
            ),
        ]

    def __str__(self):
        return "niet geschikt" if self.unsuitable else str(self.rank)
