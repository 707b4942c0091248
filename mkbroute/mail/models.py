"""The outbox. A mail is a row, written in the transaction that causes it; a worker hands it to the mail server."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import ALL, RowAccess
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


class State(models.TextChoices):
    WAITING = "waiting", "Wacht op verzending"
    SENT = "sent", "Verzonden"
    FAILED = "failed", "Niet verzonden"
    BOUNCED = "bounced", "Teruggekomen"


class Message(models.Model):
    """To one person. Staff of the hogeschool see that it was sent and to whom; never what it says (MessageBody)."""

    # made here, not by the database: who adds a mail need not be able to read it back
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)  # the template: templates/mail/<kind>.txt and .html
    about = models.CharField(max_length=60, blank=True)  # "agreement:<public id>"
    to_name = models.CharField(max_length=200)
    to_email = models.EmailField()
    subject = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["hogeschool", "about", "created_at"], name="message_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_has_time"),
            RowAccess(
                name="message_access",
                read={COORDINATOR: "hogeschool_id = {hogeschool}"},
                add={
                    COORDINATOR: "hogeschool_id = {hogeschool}",
                    # what they do must reach others; the outbox shows them nothing
                    **parts("state = 'waiting'", PUBLIC, COMPANY, EMPLOYER, BRANCHE, STUDENT, SIGNER, CARD, PROGRAMME),
                },
                recorded=False,
            ),
        ]


class MessageBody(models.Model):
    """What a mail says, personal links included: for the worker only, and gone once the mail server has it."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="body")
    text = models.TextField()
    html = models.TextField()
    # of a documents.Document: a row the sender may not see
    attachment_id = models.BigIntegerField(null=True)
    calendar = models.TextField(blank=True)  # an invitation that goes along (RFC 5546)

    class Meta:
        constraints = [
            RowAccess(
                name="message_body_access",
                add=parts(ALL, PUBLIC, COORDINATOR, COMPANY, EMPLOYER, BRANCHE, STUDENT, SIGNER, CARD, PROGRAMME),
                recorded=False,
            ),
        ]
