"""Inviting people to take a hat, and ending it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection
from django.db.models.functions import Now
from django.db.transaction import atomic
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.decorators import hash_token
from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from ..enums import Kind, Part
from ..models import Invitation, Membership, Organisation

# Two weeks outlast a holiday; after that a forgotten mailbox should hold no key to the portal.
INVITATION_LASTS = timedelta(days=14)
SOMEONE_ACTS = "membership_someone_acts"


class InvitationClosed(Exception):
    """It was accepted or revoked in the meantime."""


class LastMember(Exception):
    """Nobody would be left to act for the organisation: who only looks on cannot."""


def invite_person(
    organisation: Organisation, *, invited_by: Organisation, inviter_name: str, name: str, email: str, part: str
) -> Invitation:
    """Mail someone a personal link to act for `organisation`. Only the hash of the token in it is kept."""
    token, now = secrets.token_urlsafe(32), timezone.now()
    invitation = Invitation.objects.create(
        organisation=organisation,
        invited_by=invited_by,
        inviter_name=inviter_name,
        name=name,
        email=email.lower(),
        part=part,
        token_hash=hash_token(token),
        sent_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    _mail(invitation, token)
    return invitation


@atomic
def resend_invitation(invitation: Invitation) -> Invitation:
    """A new link for another two weeks; the old link is dead. Raises InvitationClosed."""
    invitation = _locked(invitation)
    token, now = secrets.token_urlsafe(32), timezone.now()
    invitation.token_hash, invitation.sent_at, invitation.expires_at = hash_token(token), now, now + INVITATION_LASTS
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    _mail(invitation, token)
    return invitation


@atomic
def revoke_invitation(invitation: Invitation) -> None:
    """Raises InvitationClosed."""
    invitation = _locked(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])


def _locked(invitation: Invitation) -> Invitation:
    # Accepting locks the row as well: an invitation is accepted or revoked, whichever came first.
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationClosed
    return invitation


def _mail(invitation: Invitation, token: str) -> None:
    inviter = invitation.invited_by
    post(
        "invitation",
        to=(invitation.name, invitation.email),
        context={
            "invitation": invitation,
            "organisation": invitation.organisation,
            "part": Part(invitation.part).label,
            "inviter": inviter,
            "link": absolute(reverse("organisations:accept", args=[token])),
        },
        about=f"invitation:{invitation.public_id}",
        hogeschool_id=inviter.pk if inviter.kind == Kind.HOGESCHOOL else None,
    )


@dataclass(frozen=True)
class Invited:
    """What the holder of an invitation's link may know."""

    organisation_name: str
    inviter_name: str
    email: str
    name: str
    part: str
    state: str  # open, accepted, revoked, expired

    @property
    def part_label(self) -> str:
        return Part(self.part).label


def read_invitation(token: str) -> Invited | None:
    """None: there is no such link, or it was replaced."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.read_invitation(%s)", [hash_token(token)])
        row = cursor.fetchone()
    return Invited(*row) if row else None


def accept_invitation(token: str) -> int | None:
    """The membership that whoever acts now has. None: not hers, or not open (any more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.accept_invitation(%s)", [hash_token(token)])
        return cursor.fetchone()[0]


def end_membership(membership: Membership) -> None:
    """From the next request on it is no hat any more. Raises LastMember."""
    with _someone_stays():
        Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=Now())


def change_member(membership: Membership, *, name: str, part: str) -> None:
    """Raises LastMember."""
    with _someone_stays():
        Membership.objects.filter(pk=membership.pk).update(name=name, part=part)


@contextmanager
def _someone_stays() -> Iterator[None]:
    try:
        with atomic():
            yield
    except IntegrityError as error:
        cause: Any = error.__cause__  # psycopg says which constraint
        if cause.diag.constraint_name != SOMEONE_ACTS:
            raise
        raise LastMember from error
