"""Rows of mkbroute.organisations: part of a tenant."""

from datetime import timedelta
from hashlib import sha256
from itertools import chain

from django.utils import timezone

from mkbroute.access.decorators import hash_token
from mkbroute.documents.models import SealReadiness
from mkbroute.organisations.enums import MkbOutcome, Part, Province
from mkbroute.organisations.models import HouseStyle, Invitation, MkbDeclaration, MkbThresholds, Workplace

from .people import numbers


class OfOrganisations:
    """What organisations keep themselves."""

    def _seal(self):
        SealReadiness.objects.update_or_create(
            pk=1, defaults={"checked_at": timezone.now(), "valid_until": timezone.now() + timedelta(days=365)}
        )

    def _organisations(self):
        HouseStyle.objects.create(
            organisation=self.hogeschool, css="/* leeg */", sha=sha256(self.hogeschool.name.encode()).hexdigest()
        )
        self.invitation_token = f"invitation-{next(numbers)}"
        tokens = chain([self.invitation_token], (f"invitation-{number}" for number in numbers))
        inviters = [(each, each) for each in (self.hogeschool, self.company, self.employer, self.branche)]
        for organisation_, inviter in [*inviters, (self.hogeschool, self.programme)]:
            Invitation.objects.create(
                organisation=organisation_,
                invited_by=inviter,
                inviter_name="Iemand",
                email="nieuw@voorbeeld.test",
                name="Nieuw",
                part=Part.CONTACT,
                token_hash=hash_token(next(tokens)),
                expires_at=timezone.now() + timedelta(days=14),
            )
        for owner in (self.company, self.employer):
            MkbDeclaration.objects.create(
                organisation=owner,
                thresholds=MkbThresholds.objects.latest(),
                persons=20,
                turnover_eur=2_000_000,
                balance_eur=900_000,
                has_partners=False,
                outcome=MkbOutcome.SMALL,
                declared_by="Karim Bakker",
            )
        self.workplace = Workplace.objects.create(
            organisation=self.company,
            name="Werkplaats",
            street="Kade 1",
            postcode="3511 AA",
            city="Utrecht",
            province=Province.UTRECHT,
        )
