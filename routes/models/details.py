"""What belongs to a route beside its form: further locations, people to turn to, and costs."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from mkbroute.access.policies import RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, PROGRAMME, parts
from mkbroute.organisations.enums import Province
from mkbroute.organisations.models import POSTCODE

from ..enums import CostPer, LocationUse, Payer
from .route import Route
from .rules import EVERYONE, MINE, OF_VISIBLE_ROUTE

OTHERS = tuple(part for part in EVERYONE if part not in (COORDINATOR, PROGRAMME))


def _kept_by_the_hogeschool(name: str, *, shown: str = "") -> RowAccess:
    """Others read along once they see the route; visitors only what is `shown` to them."""
    of_visitors = f"{shown} AND {OF_VISIBLE_ROUTE}" if shown else OF_VISIBLE_ROUTE
    return RowAccess(
        name=name,
        read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE, **parts(of_visitors, *OTHERS)},
        add={COORDINATOR: MINE},
        change={COORDINATOR: MINE},
        delete={COORDINATOR: MINE},
    )


class Detail(models.Model):
    """A row of its own on the page of a route."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class RouteLocation(Detail):
    """A place where the education happens, beside the town of the route itself."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="locations", editable=False)
    name = models.CharField("naam of omschrijving", max_length=120)
    use = models.CharField("wat gebeurt hier?", max_length=10, choices=LocationUse)
    street = models.CharField("straat en huisnummer", max_length=200, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True, validators=[POSTCODE])
    city = models.CharField("plaats", max_length=100)
    province = models.CharField("provincie", max_length=20, choices=Province)

    class Meta:
        ordering = ["city", "name", "id"]
        constraints = [
            SameOwners(name="route_location_owners", parent="route", fields=["hogeschool"]),
            _kept_by_the_hogeschool("route_location_access"),
        ]

    def __str__(self):
        return f"{self.name}, {self.city}"

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part)


class RouteContact(Detail):
    """Someone to turn to, beside the contact person of the route."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="contacts", editable=False)
    name = models.CharField("naam", max_length=120)
    role = models.CharField("rol", max_length=120)
    email = models.EmailField("e-mailadres", blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    is_public = models.BooleanField("staat op de openbare pagina", default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="route_contact_can_be_reached",
                violation_error_message="Vul een e-mailadres of een telefoonnummer in.",
            ),
            SameOwners(name="route_contact_owners", parent="route", fields=["hogeschool"]),
            _kept_by_the_hogeschool("route_contact_access", shown="is_public"),
        ]

    def __str__(self):
        return f"{self.name}, {self.role}"


class RouteCost(Detail):
    """What something costs and who pays it: an amount in euro, or an explanation, or both."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="cost_lines", editable=False)
    what = models.CharField("waarvoor?", max_length=120)
    amount_eur = models.DecimalField("bedrag", max_digits=8, decimal_places=2, null=True, blank=True)
    per = models.CharField("hoe vaak?", max_length=8, choices=CostPer)
    payer = models.CharField("wie betaalt?", max_length=8, choices=Payer)
    note = models.CharField("toelichting", max_length=300, blank=True)
    is_public = models.BooleanField("staat op de openbare pagina", default=True)

    class Meta:
        ordering = ["payer", "what", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_eur__isnull=False) | ~Q(note=""),
                name="route_cost_says_something",
                violation_error_message="Vul een bedrag in, of leg uit waar het van afhangt.",
            ),
            models.CheckConstraint(
                condition=Q(amount_eur=None) | Q(amount_eur__gte=0),
                name="route_cost_is_not_negative",
                violation_error_message="Een bedrag is nul of meer.",
            ),
            SameOwners(name="route_cost_owners", parent="route", fields=["hogeschool"]),
            _kept_by_the_hogeschool("route_cost_access", shown="is_public"),
        ]

    def __str__(self):
        return self.what
