"""Rows of files that someone asked for, and of what is kept and removed: part of a tenant."""

from datetime import date
from hashlib import sha256
from uuid import uuid4

from django.utils import timezone

from agreements.models import Hold
from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.models import OwnTerm, Removed, RetentionRun
from mkbroute.exports.models import Job

from .people import numbers


class OfRetention:
    """What a hogeschool chose, keeps longer and once removed; and a dossier that its coordinator asked for."""

    def _kept(self):
        OwnTerm.objects.create(
            hogeschool=self.hogeschool,
            document_class=DocumentClass.MAIL,
            number=3,
            reason="Ons eigen beleid",
            who="Sanne de Wit",
            valid_from=timezone.localdate(),
        )
        owners = {"hogeschool": self.hogeschool, "organisation": self.company, "student": self.student.user}
        self.hold = Hold.objects.create(
            agreement=self.agreement,
            **owners,
            reason="Lopende klacht",
            until=date(2090, 1, 1),
            placed_by="Sanne de Wit",
        )
        Removed.objects.create(
            run=RetentionRun.objects.create(),
            hogeschool=self.hogeschool,
            document_class=DocumentClass.AGREEMENT,
            counts={"agreements_agreement": 1},
            hashes=[sha256(str(next(numbers)).encode()).hexdigest()],
            codes=[uuid4()],
            files_gone_at=timezone.now(),
        )
        self.job = Job.objects.create(
            user=self.coordinator.user,
            membership=self.coordinator.membership,
            asked_by="Sanne de Wit",
            kind="agreement_dossier",
            subject=f"agreement:{self.agreement.public_id}",
            title="Dossier van Joris Kok",
            file_name="dossier-joris-kok.zip",
        )
        Job.objects.create(
            user=self.student.user,
            asked_by="Joris Kok",
            kind="person_dossier",
            subject="person",
            title="Mijn dossier",
            file_name="mijn-dossier.zip",
        )
