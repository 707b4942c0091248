"""Rows of drafting: part of a tenant."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.enums import Role
from agreements.models import Agreement, DraftUpload, PartyCard, PlanRow, RotationPeriod
from matching.models import Application
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from routes.models import OutcomeList

from .people import numbers

if TYPE_CHECKING:
    from .tenants import Tenant


class OfDrafting:
    """What is filled in before there is a text to sign."""

    def _drafting(self):
        """A gegevenskaart, an opleidingsplan, a rotation, and a class that was handed in."""
        owners = {"agreement": self.agreement, **self._owners()}
        self.card_token = f"card-{next(numbers)}-{self.agreement.public_id}"
        self.card_holder = Actor(card_hash=hash_token(self.card_token))
        self.card = PartyCard.objects.create(
            **owners,
            role=Role.COMPANY,
            name="Karim Bakker",
            email=self.contact.user.email,
            token_hash=hash_token(self.card_token),
            link_expires_at=timezone.now() + timedelta(days=30),
            asked_at=timezone.now(),
        )
        PlanRow.objects.create(**owners, position=1, outcome="Rekenen", place="company", assessment="Portfolio")
        RotationPeriod.objects.create(
            **owners,
            begins_on=date(2027, 9, 1),
            ends_on=date(2028, 1, 31),
            company_name=self.company.name,
            workplace_address="Kade 1, Utrecht",
            supervisor="Wim Dekker",
        )
        OutcomeList.objects.create(
            route=self.route, hogeschool=self.hogeschool, number=1, outcomes=["Rekenen"], who="Sanne de Wit"
        )
        self.upload = DraftUpload.objects.create(
            hogeschool=self.hogeschool,
            route=self.route,
            file_name="klas.csv",
            rows=[[2, {"email": self.student.user.email}]],
            uploaded_by="Sanne de Wit",
        )


def at_own_employer(tenant: "Tenant") -> Agreement:
    """What the student had before, without a match: it went no further."""
    fields = ("route", "hogeschool", "student", "name", "email", "phone", "city", "province", "background")
    texts = ("prior_education", "motivation")
    with acting_as(SYSTEM):
        earlier = Application.objects.create(
            **{name: getattr(tenant.application, name) for name in (*fields, *texts)},
            own_employer=tenant.company,
            state="withdrawn",
        )
        return Agreement.objects.create(
            application=earlier,
            route=tenant.route,
            hogeschool=tenant.hogeschool,
            organisation=tenant.company,
            employer=tenant.employer,
            student=tenant.student.user,
            template=tenant.agreement.template,
            form="duaal",
            student_name="Joris Kok",
            state="cancelled",
            follows=tenant.agreement,
        )
