"""What is agreed afterwards: a change of a sealed agreement, from a day on."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COMPANY, COORDINATOR, SIGNER

from ..enums import ADDENDUM_STEPS, OPEN, State
from .access import CHILD, ITS_ADDENDA, OF_HOGESCHOOL, OWNERS, kept, of_agreement_in
from .agreement import PARTY_DATA, Agreement, Party

BY_ITS_SIGNER = (
    "agreement_id = {agreement} AND EXISTS (SELECT FROM agreements_signing s "
    "JOIN agreements_agreementversion v ON v.id = s.version_id "
    "WHERE s.id = {signing} AND v.addendum_id = agreements_addendum.id)"
)


class Addendum(models.Model):
    """Goes through the states of an agreement, with versions and signings as an agreement has. The agreement itself
    stays sealed as it was: what holds on a day is made of it and the addenda that are sealed by then (consolidated.py).
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="addenda")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(editable=False)  # of this agreement: addendum 1, 2, …
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveSmallIntegerField(default=0, editable=False)  # the latest one sent; 0: none yet
    effective_on = models.DateField("gaat in op", null=True, blank=True)
    why = models.TextField("waarom dit addendum?", max_length=2000, blank=True)
    changes = models.JSONField(default=dict)  # {field of Agreement: value, as merging.plain writes it}
    plan = models.JSONField(null=True, blank=True)  # the opleidingsplan from then on, as rows; none: it stays
    rotation = models.JSONField(null=True, blank=True)  # as `plan`; an empty list: nobody goes round any more
    parties = models.JSONField(default=list)  # from effective_on on, and who signs: a snapshot, PARTY_DATA of each
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["changed_at"], condition=Q(state="signed"), name="addendum_to_seal")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="addendum_number_is_unique"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state__in=OPEN),
                name="addendum_one_at_a_time",
                violation_error_message="Er loopt al een addendum. Rond dat eerst af, of laat het vervallen.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.CANCELLED])
                | (Q(version__gt=0, effective_on__isnull=False) & ~Q(why="")),
                name="addendum_sent_says_what_and_when",
            ),
            Owners(name="addendum_owners", fields=["agreement", *OWNERS]),
            Fixed(name="addendum_number_stays", fields=["number", "employer"]),
            While(
                name="addendum_changes_as_draft",
                field="state",
                states=[State.DRAFT],
                fields=["effective_on", "why", "version", "plan", "rotation"],
            ),
            SameOwners(name="addendum_agreement_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="addendum_employer", parent="agreement", fields=["employer"]),
            Steps(name="addendum_steps", field="state", steps=ADDENDUM_STEPS),
            kept("addendum_is_kept"),
            RowAccess(
                name="addendum_access",
                read={**CHILD, COMPANY: ITS_ADDENDA},
                add={COORDINATOR: f"{of_agreement_in('sealed')} AND state = 'draft' AND version = 0"},
                change={COORDINATOR: OF_HOGESCHOOL, SIGNER: Only(BY_ITS_SIGNER, "state", "changed_at", "parties")},
            ),
        ]

    def __str__(self):
        return f"Addendum {self.number}"

    def party_rows(self) -> list[Party]:
        """Not saved: as a party of the agreement reads."""
        return [party_from(said) for said in self.parties]


def party_from(said: dict[str, Any]) -> Party:
    fields = {field.name: field for field in Party._meta.concrete_fields}
    return Party(**{name: fields[name].to_python(value) for name, value in said.items() if name in PARTY_DATA})


def party_data(party: Party) -> dict[str, Any]:
    """For JSON: dates as ISO text."""
    return {name: _written(getattr(party, name)) for name in PARTY_DATA}


def _written(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
