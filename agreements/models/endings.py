"""How an agreement ends: by diploma, at its last day, or earlier; and what the parties say of that."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, SIGNER, STUDENT

from ..enums import CONFIRMATION_STEPS, ENDING_STEPS, Confirmation, EndingKind, EndingState, Manner, Role
from .access import CHILD, ITS_CONFIRMATIONS, ITS_ENDINGS, OF_HOGESCHOOL, OWNERS, THREE, TODAY, kept, of_agreement_in
from .agreement import Agreement, OfAgreement

STANDS = (EndingState.OPEN, EndingState.FINAL)
# without the answer of everybody: after the term, and by who says why
BY_HOGESCHOOL = f"(kind = 'graduated' OR state <> 'final' OR (closing_reason <> '' AND confirm_by < {TODAY}))"
CLOSING = ("closed_by", "closed_at", "closing_reason")
CORRECTING = ("corrected_by", "corrected_at", "correction_reason")
ANSWER = ("state", "answered_at", "answered_by", "reason")


class Ending(OfAgreement):
    """Open while the parties are asked; final by the worker once all agreed, or by the hogeschool after the term. Then
    the agreement ends after `last_day`, which is included as on paper."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="endings")
    kind = models.CharField("wat is er aan de hand?", max_length=10, choices=EndingKind)
    last_day = models.DateField("laatste dag")
    ground = models.CharField("grond", max_length=300, blank=True)  # of its template
    manner = models.CharField("wijze", max_length=10, choices=Manner, blank=True)
    noticed_on = models.DateField("datum van de kennisgeving", null=True, blank=True)
    started_by = models.CharField("wie nam het initiatief?", max_length=10, choices=Role, blank=True)
    explanation = models.TextField("toelichting", max_length=2000, blank=True)  # nothing about anybody's health
    state = models.CharField(max_length=10, choices=EndingState, default=EndingState.OPEN)
    confirm_by = models.DateField(null=True)  # from the day after, the hogeschool may go on without all answers
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.TextField(max_length=2000, blank=True)  # withdrawn, or final without everybody
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")  # the letter
    # of a diploma that was recorded by mistake, and the letter that says so
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.CharField(max_length=200, blank=True)
    correction_reason = models.TextField(max_length=2000, blank=True)
    correction = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "proposed_at"], condition=Q(state="open"), name="ending_waiting"),
            models.Index(fields=["closed_at"], condition=Q(state="final", document=None), name="ending_to_write"),
            models.Index(
                fields=["corrected_at"], condition=Q(state="withdrawn", correction=None), name="ending_to_correct"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state__in=STANDS),
                name="ending_one_at_a_time",
                violation_error_message="Er is al een einde vastgelegd. Trek dat eerst in, als dat nog kan.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[EndingKind.EARLY, EndingKind.TAKEOVER])
                | (Q(noticed_on__isnull=False, confirm_by__isnull=False) & ~Q(manner="") & ~Q(started_by="")),
                name="ending_early_says_how",
                violation_error_message="Vul in hoe, wanneer en door wie de beëindiging is gemeld.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EndingKind.EARLY) | ~Q(ground=""),
                name="ending_early_has_ground",
                violation_error_message="Kies de grond waarop de overeenkomst eerder eindigt.",
            ),
            models.CheckConstraint(
                condition=Q(state=EndingState.OPEN, closed_at=None)
                | (~Q(state=EndingState.OPEN) & Q(closed_at__isnull=False)),
                name="ending_closed_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=EndingState.WITHDRAWN) | ~Q(closing_reason="") | ~Q(correction_reason=""),
                name="ending_withdrawn_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(document=None) | Q(state=EndingState.FINAL) | Q(corrected_at__isnull=False),
                name="ending_letter_is_of_final",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at=None, corrected_by="", correction_reason="", correction=None)
                | Q(corrected_at__isnull=False, state=EndingState.WITHDRAWN, kind=EndingKind.GRADUATED)
                & ~Q(corrected_by="")
                & ~Q(correction_reason=""),
                name="ending_correction_has_reason",
                violation_error_message="Schrijf op wat er niet klopte.",
            ),
            Owners(name="ending_owners", fields=["agreement", *OWNERS]),
            Fixed(
                name="ending_stays",
                fields=[
                    "kind",
                    "ground",
                    "manner",
                    "last_day",
                    "noticed_on",
                    "started_by",
                    "explanation",
                    "employer",
                    "confirm_by",
                    "proposed_by",
                    "document",
                    "corrected_at",
                    "corrected_by",
                    "correction_reason",
                    "correction",
                ],
            ),
            While(
                name="ending_closed_once",
                field="state",
                states=[EndingState.OPEN],
                fields=[*CLOSING],
            ),
            SameOwners(name="ending_agreement_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="ending_employer", parent="agreement", fields=["employer"]),
            SameOwners(name="ending_document", parent="document", fields=["agreement=agreement_id"]),
            SameOwners(name="ending_correction", parent="correction", fields=["agreement=agreement_id"]),
            Steps(name="ending_steps", field="state", steps=ENDING_STEPS),
            kept("ending_is_forgotten", final=False),
            RowAccess(
                name="ending_access",
                read={**CHILD, COMPANY: ITS_ENDINGS},
                add={COORDINATOR: f"{of_agreement_in('sealed')} AND state = 'open' AND document_id IS NULL"},
                change={COORDINATOR: Only(f"{OF_HOGESCHOOL} AND {BY_HOGESCHOOL}", "state", *CLOSING, *CORRECTING)},
            ),
        ]

    @property
    def never_begins(self) -> bool:
        """Its last day is the one before it begins: what was signed is not carried out."""
        first = self.agreement.starts_on
        return bool(first and self.last_day < first)

    def __str__(self):
        return f"{self.get_kind_display()}, laatste dag {self.last_day:%d-%m-%Y}"


class EndingConfirmation(OfAgreement):
    """What one party says of an ending: with an account, or by a personal link. Here stands the hash of its token."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    ending = models.ForeignKey(Ending, models.PROTECT, related_name="confirmations")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    party_name = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    # the party is the organisation that has the account; after a takeover by an addendum it is not
    has_account = models.BooleanField(default=True)
    token_hash = models.CharField(max_length=64, unique=True)
    link_expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=Confirmation, default=Confirmation.WAITING)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    reason = models.TextField("waarom niet?", max_length=2000, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["hogeschool"], condition=Q(state="waiting"), name="confirmation_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["ending", "role"], name="confirmation_once_per_party"),
            models.CheckConstraint(
                condition=Q(state=Confirmation.WAITING, answered_at=None, answered_by="")
                | (~Q(state=Confirmation.WAITING) & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="confirmation_answer_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=Confirmation.DISAGREED) | ~Q(reason=""),
                name="confirmation_disagreed_has_reason",
                violation_error_message="Schrijf op waarom u niet akkoord bent.",
            ),
            Owners(name="confirmation_owners", fields=["ending", "agreement", *OWNERS]),
            Fixed(name="confirmation_party_stays", fields=["role", "party_name", "employer", "has_account"]),
            While(
                name="confirmation_changes_until_agreed",
                field="state",
                states=[Confirmation.WAITING, Confirmation.DISAGREED],
                fields=[*ANSWER[1:], "email", "token_hash", "link_expires_at"],
            ),
            SameOwners(name="confirmation_ending_owners", parent="ending", fields=["agreement", *OWNERS]),
            SameOwners(name="confirmation_employer", parent="agreement", fields=["employer"]),
            Steps(name="confirmation_steps", field="state", steps=CONFIRMATION_STEPS),
            kept("confirmation_is_forgotten", final=False),
            RowAccess(
                name="confirmation_access",
                read={**CHILD, COMPANY: ITS_CONFIRMATIONS},
                add={COORDINATOR: f"{of_agreement_in('sealed')} AND (state = 'waiting' OR role = 'hogeschool')"},
                change={
                    # on somebody's behalf a coordinator answers nothing
                    COORDINATOR: Only(
                        f"{OF_HOGESCHOOL} AND (state = 'waiting' OR role = 'hogeschool')",
                        *ANSWER,
                        "email",
                        "token_hash",
                        "link_expires_at",
                    ),
                    COMPANY: Only(f"{THREE[COMPANY]} AND role = 'company' AND has_account", *ANSWER),
                    EMPLOYER: Only(f"{THREE[EMPLOYER]} AND role = 'employer' AND has_account", *ANSWER),
                    STUDENT: Only(f"{THREE[STUDENT]} AND role = 'student'", *ANSWER),
                    SIGNER: Only("id = {confirmation}", *ANSWER),
                },
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.get_state_display().lower()}"
