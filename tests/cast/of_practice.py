"""Rows of the practice: part of a tenant."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from agreements.enums import MomentKind, MomentState, Voice
from agreements.models import (
    AttendanceWeek,
    ContactMoment,
    Interruption,
    MomentNote,
    OutcomeVoice,
    PracticeLink,
    RealisedOutcome,
)
from mkbroute.access.actor import Actor
from mkbroute.access.decorators import hash_token

from .people import numbers


class OfPractice:
    """What is written down while someone learns at work."""

    def _practice(self):
        """A talk that is planned, at which the three spoke, guidance that was given; weeks, days off, an outcome."""
        owners = {"agreement": self.agreement, **self._owners()}
        planned_at = datetime(2027, 10, 5, 14, tzinfo=UTC)  # in its term
        self.moment = ContactMoment.objects.create(**owners, kind=MomentKind.TRIANGLE, planned_at=planned_at)
        for voice in Voice:
            OutcomeVoice.objects.create(
                **owners,
                moment=self.moment,
                voice=voice,
                outcome="Rekenen",
                level="visible",
                who="Iemand",
                given_at=timezone.now(),
            )
        self.held = ContactMoment.objects.create(
            **owners,
            kind=MomentKind.GUIDANCE,
            state=MomentState.CLOSED,
            held_on=date(2027, 9, 8),
            minutes=45,
            present="Wim Dekker en Joris Kok",
            closed_at=timezone.now(),
            closed_by="Karim Bakker",
        )
        MomentNote.objects.create(**owners, moment=self.held, text="Het was een uur.", who="Karim Bakker")
        Interruption.objects.create(
            **owners, begins_on=date(2028, 1, 10), ends_on=date(2028, 1, 16), recorded_by="Sanne de Wit"
        )
        AttendanceWeek.objects.create(**owners, monday=date(2027, 9, 6), hours=Decimal(32), recorded_by="Sanne de Wit")
        RealisedOutcome.objects.create(
            **owners,
            outcome="Rekenen",
            realised_on=date(2028, 1, 9),
            assessed_by="Sanne de Wit",
            recorded_by="Sanne de Wit",
        )
        self.practice_token, self.practice_holder = self._link(owners, self.moment)
        self.attendance_token, self.attendance_holder = self._link(owners, None)

    def _link(self, owners, moment):
        token = f"practice-{next(numbers)}-{self.agreement.public_id}"
        PracticeLink.objects.create(
            **owners,
            moment=moment,
            name="Wim Dekker",
            email="wim.dekker@voorbeeld.test",
            token_hash=hash_token(token),
            link_expires_at=timezone.now() + timedelta(days=60),
            asked_by="Sanne de Wit",
        )
        return token, Actor(practice_hash=hash_token(token))
