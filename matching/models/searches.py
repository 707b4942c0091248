"""What visitors see of leerwerkplekken, and what they want to hear of."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from mkbroute.access.policies import Fixed, Only, RowAccess
from mkbroute.access.roles import STUDENT
from mkbroute.organisations.enums import Province
from routes.enums import Sector

from .salary import Salaried


class OpenPlace(Salaried):
    """A leerwerkplek that visitors may see, once for each route: a view (sql/open_places.sql) of what is published,
    with nothing in it of persons."""

    public_id = models.UUIDField()
    route = models.ForeignKey("routes.Route", models.DO_NOTHING, related_name="+")
    title = models.CharField(max_length=120)
    tasks = models.TextField()
    learning = models.TextField()
    outcomes = models.JSONField()
    requirements = models.TextField()
    accessibility = models.TextField()
    hours_per_week = models.DecimalField(max_digits=3, decimal_places=1)
    working_days = models.CharField(max_length=120)
    contract_months = models.PositiveSmallIntegerField()
    free = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    closes_on = models.DateField(null=True)
    company_name = models.CharField(max_length=200)
    employer_name = models.CharField(max_length=200)  # of the opleidingsbedrijf that employs; "" for the company itself
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=7)
    city = models.CharField(max_length=100)
    province = models.CharField(max_length=20, choices=Province)
    published_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "matching_openplace"
        ordering = ["-published_at", "-id"]

    def __str__(self):
        return f"{self.title} bij {self.company_name}"


class SavedSearch(models.Model):
    """Somebody wants to hear of new leerwerkplekken. Without an account: after she confirmed her address.

    Made and stopped by functions of the database (sql/searches.sql): a visitor reads nobody's row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("organisations.User", models.CASCADE, null=True, related_name="+")
    email = models.EmailField()  # in lower case
    text = models.CharField(max_length=100, blank=True)
    province = models.CharField(max_length=20, choices=Province, blank=True)
    sector = models.CharField(max_length=12, choices=Sector, blank=True)
    route = models.ForeignKey("routes.Route", models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)  # of the link in each mail about it
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(default=timezone.now)  # what was published before is known
    told_on = models.DateField(null=True)  # of the last mail: at most one a day

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "saved searches"
        indexes = [models.Index(fields=["email"], name="saved_search_by_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "text", "province", "sector", "route"],
                condition=Q(stopped_at=None),
                nulls_distinct=False,
                name="saved_search_is_saved_once",
                violation_error_message="U hebt deze zoekopdracht al bewaard.",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="saved_search_address_in_lower_case"),
            models.CheckConstraint(
                condition=Q(told_on=None) | Q(confirmed_at__isnull=False), name="saved_search_told_was_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("created_at")),
                name="saved_search_confirmed_after_it_was_made",
            ),
            Fixed(name="saved_search_stays", fields=["email", "user", "token_hash", "created_at"]),
            RowAccess(
                name="saved_search_access",
                read={STUDENT: "user_id = {me}"},
                change={STUDENT: Only("user_id = {me}", "stopped_at")},
                recorded=False,
            ),
        ]

    def __str__(self):
        return self.email
