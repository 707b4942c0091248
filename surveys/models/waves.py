"""A measurement in time: what is asked, of whom, on which routes."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COORDINATOR, PROGRAMME

from ..asking.items import Content, joined
from ..asking.reading import read
from ..enums import LIST_STEPS, WAVE_STEPS, Audience, ListState, WaveState
from .questionnaires import OF_HOGESCHOOL, QuestionnaireVersion

OF_WAVE = "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)"
OF_DRAFT = "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state = 'draft')"
TAKES_PART = "portal.takes_part_in_wave(id)"


class Wave(models.Model):
    """Dates are inclusive. The programme team draws it up; a coordinator sees those in which its routes take part."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField("naam", max_length=80, unique=True, error_messages={"unique": "Deze naam is al gebruikt."})
    opens_on = models.DateField("eerste dag")
    closes_on = models.DateField("laatste dag")
    state = models.CharField(max_length=7, choices=WaveState, default=WaveState.DRAFT, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)  # from then on what is asked does not change
    prepared_at = models.DateTimeField(null=True, editable=False)  # since then the lists stand ready to be checked
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")),
                name="wave_closes_after_it_opens",
                violation_error_message="De laatste dag moet na de eerste liggen.",
            ),
            models.CheckConstraint(
                condition=Q(state=WaveState.DRAFT, opened_at=None, prepared_at=None, closed_at=None)
                | Q(state__in=[WaveState.OPEN, WaveState.CLOSING], opened_at__isnull=False, closed_at=None)
                | Q(state=WaveState.CLOSED, opened_at__isnull=False, closed_at__isnull=False),
                name="wave_state_has_time",
            ),
            Fixed(name="wave_stays", fields=["public_id", "created_at", "opened_at", "prepared_at", "closed_at"]),
            While(name="wave_begins_as_drawn_up", field="state", states=[WaveState.DRAFT], fields=["opens_on"]),
            While(
                name="wave_ends_once",
                field="state",
                states=[WaveState.DRAFT, WaveState.OPEN],
                fields=["name", "closes_on"],
            ),
            Steps(name="wave_steps", field="state", steps=WAVE_STEPS),
            RowAccess(
                name="wave_access",
                read={COORDINATOR: f"state <> 'draft' AND {TAKES_PART}", PROGRAMME: ALL},
                add={PROGRAMME: "state = 'draft'"},
                change={
                    PROGRAMME: Only(
                        "state IN ('draft', 'open', 'closing')", "name", "opens_on", "closes_on", "state", "opened_at"
                    )
                },
                delete={PROGRAMME: "state = 'draft'"},
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def tone(self) -> str:
        return WaveState(self.state).tone

    @property
    def is_answerable(self) -> bool:
        """Open, and today is one of its days."""
        return self.state == WaveState.OPEN and self.opens_on <= localdate() <= self.closes_on


class WavePopulation(models.Model):
    """One audience of it, and what that is asked: from the opening on a published version, frozen with its lists
    filled in."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="populations")
    audience = models.CharField(max_length=10, choices=Audience)
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, null=True, related_name="+")
    content = models.JSONField(null=True)  # see asking/writing.py

    class Meta:
        ordering = ["wave", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "audience"], name="wave_population_is_unique"),
            models.CheckConstraint(
                condition=Q(version=None, content=None) | Q(version__isnull=False, content__isnull=False),
                name="wave_population_is_frozen_whole",
            ),
            Owners(name="wave_population_owners", fields=["wave"]),
            Fixed(name="wave_population_stays", fields=["audience", "version", "content"]),
            RowAccess(
                name="wave_population_access",
                read={COORDINATOR: OF_WAVE, PROGRAMME: OF_WAVE},
                add={PROGRAMME: OF_DRAFT},
                change={PROGRAMME: Only(OF_DRAFT, "version", "content")},
                delete={PROGRAMME: OF_DRAFT},
            ),
        ]

    def __str__(self):
        return f"{self.wave}, {Audience(self.audience).label.lower()}"

    @property
    def asked(self) -> Content:
        """The standard questions, with the lists of this measurement. Frozen: only once the wave is open."""
        return read(self.content)


class WaveSupplement(models.Model):
    """What a hogeschool asks after the standard questions; the answers to it stand after those."""

    population = models.ForeignKey(WavePopulation, models.PROTECT, related_name="supplements")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["population", "hogeschool"], name="wave_supplement_is_unique"),
            SameOwners(name="wave_supplement_owners", parent="version", fields=["hogeschool"]),
            AppendOnly(name="wave_supplement_is_written_once"),
            RowAccess(name="wave_supplement_access", read={COORDINATOR: OF_HOGESCHOOL}),
        ]

    def after(self, population: WavePopulation) -> Content:
        return joined(population.asked, read(self.content))


class WaveRoute(models.Model):
    """A route on which people are asked."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="wave_routes")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["wave", "hogeschool", "route"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "route"], name="wave_route_is_unique"),
            Owners(name="wave_route_owners", fields=["wave", "route", "hogeschool"]),
            SameOwners(name="wave_route_route", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="wave_route_access",
                read={COORDINATOR: f"{OF_HOGESCHOOL} AND {OF_WAVE}", PROGRAMME: OF_WAVE},
                add={PROGRAMME: OF_DRAFT},
                delete={PROGRAMME: OF_DRAFT},
            ),
        ]

    def __str__(self):
        return f"{self.wave}: {self.route}"


class WaveList(models.Model):
    """The people of one route who are asked the same: the hogeschool checks and sends, or the programme team for all.

    `open_token`: of the link that anybody may use who has it, once each; NULL without one.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="lists")
    population = models.ForeignKey(WavePopulation, models.PROTECT, related_name="lists")
    wave_route = models.ForeignKey(WaveRoute, models.PROTECT, related_name="lists")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ListState, default=ListState.CHECKING, editable=False)
    sent_by = models.CharField(max_length=300, blank=True, editable=False)  # "Sanne de Wit, Avans"
    sent_on = models.DateField(null=True, editable=False)  # the last time
    open_token = models.CharField(max_length=43, null=True, unique=True, editable=False)

    class Meta:
        ordering = ["wave", "hogeschool", "route", "population"]
        indexes = [models.Index(fields=["id"], condition=Q(state=ListState.SENDING), name="wave_list_to_send")]
        constraints = [
            models.UniqueConstraint(fields=["population", "route"], name="wave_list_is_unique"),
            models.CheckConstraint(
                condition=Q(state=ListState.CHECKING, sent_by="") | (~Q(state=ListState.CHECKING) & ~Q(sent_by="")),
                name="wave_list_says_who_sent_it",
            ),
            Owners(name="wave_list_owners", fields=["wave", "population", "route", "hogeschool"]),
            SameOwners(name="wave_list_population", parent="population", fields=["wave"]),
            SameOwners(name="wave_list_route", parent="wave_route", fields=["wave", "route", "hogeschool"]),
            Steps(name="wave_list_steps", field="state", steps=LIST_STEPS),
            RowAccess(
                name="wave_list_access",
                read={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: OF_WAVE},
                change={
                    COORDINATOR: Only(OF_HOGESCHOOL, "state", "sent_by", "open_token"),
                    PROGRAMME: Only(OF_WAVE, "state", "sent_by"),
                },
            ),
        ]

    def __str__(self):
        return f"{self.wave}: {self.route}, {Audience(self.population.audience).label.lower()}"

    @property
    def tone(self) -> str:
        return ListState(self.state).tone


class WaveKey(models.Model):
    """From which, with the key of the portal itself, the personal links are made: the worker's, gone at the closing."""

    wave = models.OneToOneField(Wave, models.CASCADE, primary_key=True, related_name="key")
    secret = models.CharField(max_length=64)

    class Meta:
        constraints = [RowAccess(name="wave_key_access", recorded=False)]


class WaveEvent(models.Model):
    """What happened to it: for whoever works on it. Of one hogeschool, or of all (NULL)."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="events")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=300)
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            AppendOnly(name="wave_event_is_written_once", removable=True),
            RowAccess(
                name="wave_event_access",
                read={COORDINATOR: f"(hogeschool_id IS NULL AND {OF_WAVE}) OR {OF_HOGESCHOOL}", PROGRAMME: OF_WAVE},
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND {OF_WAVE}", PROGRAMME: f"hogeschool_id IS NULL AND {OF_WAVE}"},
                delete={PROGRAMME: OF_DRAFT},
            ),
        ]
