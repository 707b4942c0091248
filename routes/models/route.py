"""The register: what a route is, and who shapes it with the hogeschool."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import Fixed, Only, Owners, RowAccess, SameOwners, Steps
from mkbroute.access.roles import (
    BRANCHE,
    CARD,
    COMPANY,
    COORDINATOR,
    EMPLOYER,
    PROGRAMME,
    PUBLIC,
    SIGNER,
    STUDENT,
    parts,
)
from mkbroute.organisations.enums import Province
from mkbroute.organisations.models import BRIN

from ..enums import (
    STEPS,
    STOPPED,
    Audience,
    Connection,
    Degree,
    Form,
    Involvement,
    PartnerRole,
    Persona,
    Phase,
    Sector,
    Shape,
    State,
)
from .rules import EVERYONE, MINE, OF_VISIBLE_ROUTE

# what was recognised stays so while it is reconsidered
STANDS = Q(state=State.RECOGNISED) | Q(reconsidered_from=State.RECOGNISED)
# what is recognised, and neither lies still nor has ended: one can apply, and offer a leerwerkplek
OPEN = STANDS & ~Q(phase__in=STOPPED)
OPEN_SQL = "(state = 'recognised' OR reconsidered_from = 'recognised') AND phase NOT IN ('stalled', 'ended')"
ONCE_PUBLIC = "public_since IS NOT NULL"
ASKED = "organisation_id = {organisation}"
PARTNER_IN = "EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_route.id)"


def title_of(degree: str, programme: str) -> str:
    return f"{'Bachelor' if degree == Degree.BACHELOR else 'Ad'} {programme}"


def _several(name: str, choices: type[models.TextChoices]) -> ArrayField:
    return ArrayField(models.CharField(max_length=20, choices=choices), verbose_name=name, default=list, blank=True)


class Route(models.Model):
    """An Ad or bachelor programme in which someone works in a company, is paid, and studies."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="routes")
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    programme = models.CharField("naam van de opleiding", max_length=160)
    degree = models.CharField("graad", max_length=10, choices=Degree)
    form = models.CharField("vorm", max_length=10, choices=Form)
    croho_code = models.CharField("opleidingscode (CROHO)", max_length=10, blank=True)
    brin = models.CharField("instellingscode (BRIN)", max_length=4, blank=True)
    accredited = models.BooleanField("geaccrediteerd", default=False)
    sector = models.CharField("sector", max_length=12, choices=Sector)
    shape = models.CharField("opzet", max_length=12, choices=Shape)
    phase = models.CharField("fase", max_length=12, choices=Phase, default=Phase.DEVELOPING)
    partner_role = models.CharField(
        "rol in het programma", max_length=12, choices=PartnerRole, default=PartnerRole.PILOT
    )
    summary = models.TextField("waar gaat de route over?", max_length=2000)
    connection = models.TextField("hoe zijn werken en leren verbonden?", max_length=2000)
    connections = _several("vormen van verbinding", Connection)
    audiences = _several("doelgroepen", Audience)
    personas = _several("persona’s", Persona)
    costs = models.TextField("kosten", max_length=1000, blank=True)
    city = models.CharField("plaats", max_length=100)
    province = models.CharField("provincie", max_length=20, choices=Province)
    starts_on = models.DateField("eerstvolgende start")
    places = models.PositiveSmallIntegerField("aantal plaatsen")
    contact_name = models.CharField("contactpersoon", max_length=120)
    contact_email = models.EmailField("e-mailadres van de contactpersoon")
    state = models.CharField(max_length=12, choices=State, default=State.CONCEPT, editable=False)
    reconsidered_from = models.CharField(max_length=12, choices=State, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    public_since = models.DateTimeField(null=True, editable=False)  # first recognised; stays readable ever since
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["programme", "id"]
        indexes = [
            models.Index(fields=["hogeschool", "programme", "id"], name="route_by_hogeschool"),
            models.Index(fields=["state", "programme", "id"], name="route_by_state"),
            # the catalogue: what visitors filter by most, and the order by start
            models.Index(fields=["province", "programme", "id"], name="route_public_by_province", condition=STANDS),
            models.Index(fields=["starts_on", "id"], name="route_public_by_start", condition=STANDS),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gt=0),
                name="route_has_places",
                violation_error_message="Geef minstens één plaats op.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RECOGNISED) | Q(public_since__isnull=False), name="route_recognised_is_public"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.CONCEPT, State.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="route_submitted_has_date",
            ),
            models.CheckConstraint(
                condition=Q(brin="") | Q(brin__regex=r"^\d{2}[A-Z]{2}$"),
                name="route_brin_has_2_digits_and_2_letters",
                violation_error_message=BRIN.message,
            ),
            models.CheckConstraint(
                condition=Q(state=State.RECONSIDERING, reconsidered_from__in=[State.RECOGNISED, State.REJECTED])
                | (~Q(state=State.RECONSIDERING) & Q(reconsidered_from="")),
                name="route_reconsidered_after_a_decision",
            ),
            Owners(name="route_owners", fields=["hogeschool"]),
            Fixed(name="route_slug_stays", fields=["slug", "public_since"]),
            Steps(name="route_steps", field="state", steps=STEPS),
            RowAccess(
                name="route_access",
                read={
                    COORDINATOR: MINE,
                    PROGRAMME: "state <> 'concept' OR public_since IS NOT NULL",
                    **parts(ONCE_PUBLIC, PUBLIC, STUDENT, SIGNER, CARD),
                    **parts(f"{ONCE_PUBLIC} OR {PARTNER_IN}", BRANCHE, COMPANY, EMPLOYER),
                },
                add={COORDINATOR: f"{MINE} AND state = 'concept' AND public_since IS NULL"},
                change={
                    COORDINATOR: MINE,
                    PROGRAMME: Only(
                        "state <> 'concept'", "state", "reconsidered_from", "phase", "public_since", "changed_at"
                    ),
                },
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def tone(self) -> str:
        """Of the badge that shows its state."""
        return State(self.state).tone

    @property
    def is_recognised(self) -> bool:
        return State.RECOGNISED in (self.state, self.reconsidered_from)

    @property
    def is_open(self) -> bool:
        """Takes applications and leerwerkplekken."""
        return self.is_recognised and self.phase not in STOPPED

    @property
    def has_page(self) -> bool:
        """That visitors read: also while it lies still, no longer once it has ended."""
        return self.is_recognised and self.phase != Phase.ENDED

    @property
    def title(self) -> str:
        return title_of(self.degree, self.programme)


class RouteYear(models.Model):
    """Days per week at school, in the company and elsewhere, in one study year."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="years")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("studiejaar")
    days_school = models.DecimalField("dagen op school", max_digits=2, decimal_places=1)
    days_company = models.DecimalField("dagen in het bedrijf", max_digits=2, decimal_places=1)
    days_elsewhere = models.DecimalField("dagen elders", max_digits=2, decimal_places=1, default=0)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["route", "year"], name="route_year_is_unique"),
            models.CheckConstraint(condition=Q(year__range=(1, 4)), name="route_year_is_1_to_4"),
            models.CheckConstraint(
                condition=Q(days_school__gte=0) & Q(days_company__gte=0) & Q(days_elsewhere__gte=0),
                name="route_year_days_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(days_school__lte=5 - F("days_company") - F("days_elsewhere")),
                name="route_year_fits_the_week",
                violation_error_message="Een werkweek heeft ten hoogste vijf dagen.",
            ),
            SameOwners(name="route_year_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="route_year_access",
                read={
                    COORDINATOR: MINE,
                    **parts(OF_VISIBLE_ROUTE, *(part for part in EVERYONE if part != COORDINATOR)),
                },
                add={COORDINATOR: MINE},
                change={COORDINATOR: MINE},
                delete={COORDINATOR: MINE},
            ),
        ]


class RoutePartner(models.Model):
    """Who shapes the route with the hogeschool in the lead, and confirms so itself (criterion 5).

    People of another hogeschool find their own row here, but not the route of their colleagues: what they are asked
    about comes from portal.routes_as_partner() (queries.routes_as_partner).
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    route = models.ForeignKey(Route, models.CASCADE, related_name="partners")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="partnerships")
    role = models.CharField("rol in de route", max_length=10, choices=Involvement, default=Involvement.SHAPES)
    contribution = models.CharField("bijdrage aan de route", max_length=300)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.CharField(max_length=200, blank=True, editable=False)
    # how a company wants to be called on the public page; empty: it has not agreed to be named there
    shown_as = models.CharField("naam op de openbare pagina", max_length=120, blank=True, editable=False)

    class Meta:
        ordering = ["organisation__name"]
        indexes = [models.Index(fields=["organisation", "route"], name="route_partner_by_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "organisation"],
                name="route_partner_is_named_once",
                violation_error_message="Deze partner staat al bij de route.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="") | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="route_partner_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("hogeschool")),
                name="route_partner_is_another",
                violation_error_message="De eigen hogeschool hoeft niet als partner bij de route te staan.",
            ),
            models.CheckConstraint(
                condition=Q(shown_as="") | Q(confirmed_at__isnull=False),
                name="route_partner_shown_has_confirmed",
                violation_error_message="Bevestig eerst dat u de route mee vormgeeft.",
            ),
            SameOwners(name="route_partner_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="route_partner_access",
                read={
                    COORDINATOR: f"{MINE} OR {ASKED}",
                    **parts(ASKED, BRANCHE, COMPANY, EMPLOYER),
                    **parts(OF_VISIBLE_ROUTE, PROGRAMME, PUBLIC, STUDENT),
                },
                add={COORDINATOR: f"{MINE} AND confirmed_at IS NULL AND shown_as = \x27\x27"},
                change={
                    **parts(Only(ASKED, "confirmed_at", "confirmed_by"), BRANCHE, EMPLOYER, COORDINATOR),
                    COMPANY: Only(ASKED, "confirmed_at", "confirmed_by", "shown_as"),
                },
                delete={COORDINATOR: MINE},
            ),
        ]
