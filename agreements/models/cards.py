"""The gegevenskaart: a party fills in and checks its own data, by a personal link and without an account."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import CARD, COORDINATOR

from ..enums import CardState, Role
from .access import OF_HOGESCHOOL, OWN_CARD, OWNERS, kept, of_agreement_in
from .agreement import Agreement

ADDRESSEE = ("name", "email", "token_hash", "link_expires_at", "opened_at", "passed_on_by")


class PartyCard(models.Model):
    """Who is asked for the data of a party. The link in the mail carries a token; here stands its hash.

    `answers` is what was typed and not handed in yet, by field; `facts` what we suppose until then, and what was handed
    in and has no field of its own in the agreement.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="cards")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    name = models.CharField("naam", max_length=120)
    email = models.EmailField("e-mailadres")
    token_hash = models.CharField(max_length=64, unique=True)
    link_expires_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)  # empty: we know whom to ask, and did not yet
    opened_at = models.DateTimeField(null=True)
    filled_at = models.DateTimeField(null=True)
    taken_over_at = models.DateTimeField(null=True)  # the hogeschool fills it in itself
    passed_on_by = models.CharField(max_length=120, blank=True)  # who sent the link on to `name`
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "role"], name="party_card_once_per_role"),
            models.CheckConstraint(condition=~Q(role=Role.HOGESCHOOL), name="party_card_is_of_another_party"),
            models.CheckConstraint(
                condition=Q(opened_at=None, filled_at=None) | Q(asked_at__isnull=False),
                name="party_card_opened_after_asking",
            ),
            Owners(name="party_card_owners", fields=["agreement", *OWNERS]),
            SameOwners(name="party_card_agreement", parent="agreement", fields=OWNERS),
            SameOwners(name="party_card_employer", parent="agreement", fields=["employer"]),
            kept("party_card_is_forgotten", final=False),
            RowAccess(
                name="party_card_access",
                read={COORDINATOR: OF_HOGESCHOOL, CARD: OWN_CARD},
                add={COORDINATOR: of_agreement_in("draft")},
                change={
                    COORDINATOR: Only(
                        of_agreement_in("draft"),
                        *ADDRESSEE,
                        "asked_at",
                        "filled_at",
                        "taken_over_at",
                        "answers",
                        "facts",
                    ),
                    CARD: Only(OWN_CARD, *ADDRESSEE, "filled_at", "answers", "facts"),
                },
                delete={COORDINATOR: of_agreement_in("draft")},
            ),
        ]

    def __str__(self):
        return f"Gegevenskaart {self.get_role_display().lower()}"

    @property
    def state(self) -> CardState:
        if self.taken_over_at:
            return CardState.TAKEN_OVER
        if self.filled_at:
            return CardState.FILLED
        if self.opened_at:
            return CardState.OPENED
        return CardState.ASKED if self.asked_at else CardState.NOT_ASKED
