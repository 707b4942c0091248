"""The opleidingsplan: what is learnt where, when and how it is assessed; and the companies of a rotation."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from mkbroute.access.policies import RowAccess, SameOwners
from mkbroute.access.roles import CARD, COORDINATOR

from ..enums import Place
from .access import CHILD, OF_PRACTICE_LINK, OWNERS, kept, of_agreement_in
from .agreement import Agreement, OfAgreement

# half-open in the database, both days inclusive on paper
DAYS = Func(
    F("begins_on"),
    F("ends_on"),
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)
REVERSED = "De laatste dag ligt vóór de eerste. Draai de data om."


class OfDraft(OfAgreement):
    """Part of what is agreed: changes while the agreement is a draft."""

    agreement = models.ForeignKey(Agreement, models.CASCADE)

    class Meta:
        abstract = True


def _access(name: str, **others: str) -> RowAccess:
    condition = {COORDINATOR: of_agreement_in("draft")}
    return RowAccess(name=name, read={**CHILD, **others}, add=condition, change=condition, delete=condition)


class PlanRow(OfDraft):
    """A learning outcome: where it is worked on, in which period, and how it is assessed."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="plan")
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField("leeruitkomst", max_length=300)
    place = models.CharField("plaats", max_length=10, choices=Place, blank=True)
    place_name = models.CharField("welk bedrijf of welke plaats", max_length=160, blank=True)
    begins_on = models.DateField("van", null=True, blank=True)
    ends_on = models.DateField("tot en met", null=True, blank=True)
    assessment = models.CharField("beoordeling", max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"],
                name="plan_row_has_its_own_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(outcome=""), name="plan_row_has_outcome"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="plan_row_is_not_reversed",
                violation_error_message=REVERSED,
            ),
            models.CheckConstraint(
                condition=~Q(place=Place.ELSEWHERE) | ~Q(place_name=""),
                name="plan_row_elsewhere_is_named",
                violation_error_message="Schrijf erbij waar dat is.",
            ),
            SameOwners(name="plan_row_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="plan_row_employer", parent="agreement", fields=["employer"]),
            kept("plan_row_is_forgotten", final=False),
            _access("plan_row_access", **{CARD: OF_PRACTICE_LINK}),
        ]


OF_ROW = ("outcome", "place", "place_name", "begins_on", "ends_on", "assessment")


def plan_of(agreement: Agreement) -> list[PlanRow]:
    """As it reads: where addenda were laid over it (consolidated.with_changes), the rows of the last that says so."""
    if agreement.plan_by_addendum is not None:
        return agreement.plan_by_addendum
    return list(agreement.plan.all()) if agreement.pk else []  # a sample has none


def row_from(said: Mapping[str, str]) -> PlanRow:
    """Not saved. `said`: as merging.plain writes each field."""
    return PlanRow(**_values(PlanRow, OF_ROW, said))


def _values(model: type[models.Model], names: Iterable[str], said: Mapping[str, str]) -> dict[str, Any]:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(said.get(name) or (None if fields[name].null else "")) for name in names}


class RotationPeriod(OfDraft):
    """Someone works at this company from `begins_on` to `ends_on`, both included. The periods of an agreement follow
    each other without overlap, and without a day between them (portal.require_no_gap)."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="rotation")
    begins_on = models.DateField("van")
    ends_on = models.DateField("tot en met")
    company_name = models.CharField("bedrijf", max_length=160)
    workplace_address = models.CharField("adres van de werkplek", max_length=300)
    supervisor = models.CharField("praktijkbegeleider", max_length=200)

    class Meta:
        ordering = ["begins_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="rotation_period_is_not_reversed",
                violation_error_message=REVERSED,
            ),
            ExclusionConstraint(
                name="rotation_period_does_not_overlap",
                expressions=[("agreement", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                violation_error_message="Deze dagen vallen samen met een andere periode.",
            ),
            SameOwners(name="rotation_period_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="rotation_period_employer", parent="agreement", fields=["employer"]),
            kept("rotation_period_is_forgotten", final=False),
            _access("rotation_period_access"),
        ]


OF_PERIOD = ("begins_on", "ends_on", "company_name", "workplace_address", "supervisor")


def rotation_of(agreement: Agreement) -> list[RotationPeriod]:
    """As plan_of."""
    if agreement.rotation_by_addendum is not None:
        return agreement.rotation_by_addendum
    return list(agreement.rotation.all()) if agreement.pk else []  # a sample has none


def period_from(said: Mapping[str, str]) -> RotationPeriod:
    """As row_from."""
    return RotationPeriod(**_values(RotationPeriod, OF_PERIOD, said))
