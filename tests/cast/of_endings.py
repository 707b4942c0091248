"""Rows of the life of an agreement: part of a tenant."""

from datetime import date, timedelta

from django.utils import timezone

from agreements.enums import Role
from agreements.models import Alert, Dispatch, DispatchLine, Ending, EndingConfirmation, Reminder
from mkbroute.access.actor import Actor
from mkbroute.access.decorators import hash_token

from .people import numbers


class OfEndings:
    """An end that the parties are asked about, and someone who was reminded."""

    def _endings(self):
        owners = {"agreement": self.agreement, **self._owners()}
        self.ending = Ending.objects.create(
            **owners,
            kind="early",
            last_day=date(2028, 6, 30),
            ground=self.agreement.template.grounds[0],
            manner="together",
            noticed_on=date(2027, 11, 1),
            started_by=Role.STUDENT,
            confirm_by=date(2090, 1, 1),
            proposed_by="Sanne de Wit",
        )
        for role, (party, name, email) in self.people.items():
            token = f"confirm-{role}-{next(numbers)}-{self.agreement.public_id}"
            confirmation = EndingConfirmation.objects.create(
                ending=self.ending,
                **owners,
                role=role,
                party_name=party,
                name=name,
                email=email,
                token_hash=hash_token(token),
                link_expires_at=timezone.now() + timedelta(days=60),
            )
            if role == Role.COMPANY:
                self.confirmation, self.confirm_token = confirmation, token
                self.confirmer = Actor(link_hash=hash_token(token))
        Reminder.objects.create(
            hogeschool=self.hogeschool,
            email="wim.dekker@voorbeeld.test",
            name="Wim Dekker",
            day=date(2027, 11, 5),
            who="Sanne de Wit",
            about=["antwoorden over het einde"],
        )
        dispatch = Dispatch.objects.create(
            hogeschool=self.hogeschool,
            route=self.route,
            user=self.coordinator.user,
            membership=self.coordinator.membership,
            asked_by="Sanne de Wit",
        )
        DispatchLine.objects.create(
            dispatch=dispatch,
            agreement=self.agreement,
            hogeschool=self.hogeschool,
            organisation=self.company,
            student=self.student.user,
            content_sha256="0" * 64,
            state="sent",
            done_at=timezone.now(),
        )
        Dispatch.objects.filter(pk=dispatch.pk).update(finished_at=timezone.now())
        self.dispatch = dispatch
        Alert.objects.create(
            agreement=self.agreement,
            hogeschool=self.hogeschool,
            organisation=self.company,
            student=self.student.user,
            email="sanne.dewit@voorbeeld.test",
            kind="contract",
            day=date(2028, 6, 30),
            days=90,
            sent_on=date(2028, 4, 1),
        )
