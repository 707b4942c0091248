"""Rows of agreements: part of a tenant."""

from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone

from agreements import events
from agreements.enums import EventKind, Role
from agreements.models import (
    Addendum,
    Agreement,
    AgreementReader,
    AgreementTemplate,
    AgreementVersion,
    PaperCopy,
    Party,
    Signing,
    Takeover,
    TemplateDraft,
    TemplateEvent,
    TemplateReturn,
    Weighing,
)
from mkbroute.access.actor import Actor
from mkbroute.access.decorators import hash_token
from mkbroute.documents.enums import Kind as DocumentKind
from mkbroute.documents.models import TimeStamp
from mkbroute.documents.services import store

from .people import numbers


class OfAgreements:
    """An agreement that waits for signatures."""

    def _templates(self):
        """One of its own that is not in force yet, and a draft of the next; the programme team has a draft too."""
        national = AgreementTemplate.objects.filter(form="duaal", hogeschool=None).latest()
        text = {
            name: getattr(national, name)
            for name in ("form", "title", "title_en", "legal_basis", "legal_basis_en", "articles", "grounds")
        }
        own = AgreementTemplate.objects.create(
            **text,
            hogeschool=self.hogeschool,
            code=f"hogeschool-{self.hogeschool.pk}-duaal",
            number=1,
            source="Eigen",
            valid_from=date(2090, 1, 1),
            based_on=national,
        )
        TemplateReturn.objects.create(hogeschool=self.hogeschool, left=own, who="Sanne de Wit")
        self.template_draft = TemplateDraft.objects.create(**text, hogeschool=self.hogeschool, based_on=own)
        theirs, _ = TemplateDraft.objects.get_or_create(
            hogeschool=None, form="duaal", state="draft", defaults={**text, "based_on": national}
        )
        for draft in (self.template_draft, theirs):
            TemplateEvent.objects.create(
                draft=draft, hogeschool_id=draft.hogeschool_id, kind="started", who="Iemand", text="Begonnen"
            )

    def _owners(self):
        return {
            "hogeschool": self.hogeschool,
            "organisation": self.company,
            "employer": self.employer,
            "student": self.student.user,
        }

    def _agreement(self):
        self.agreement = Agreement.objects.create(
            match=self.match,
            route=self.route,
            **self._owners(),
            template=AgreementTemplate.objects.filter(form="duaal", hogeschool=None).latest(),
            form="duaal",
            student_name="Joris Kok",
            state="sent",
            version=1,
            starts_on=date(2027, 9, 1),
            ends_on=date(2029, 8, 31),
            practice_starts_on=date(2027, 9, 1),
            practice_ends_on=date(2029, 7, 15),
            hours_per_week=32,
            practice_supervisor="Wim Dekker",
            school_supervisor="Sanne de Wit",
            guidance="Elke week een uur.",
            learning_outcomes="Werkvoorbereiding.",
            assessment="De hogeschool beoordeelt.",
            termination_grounds="In overleg.",
            termination_manner="Schriftelijk.",
        )
        self.people = {
            Role.STUDENT: ("Joris Kok", "Joris Kok", self.student.user.email),
            Role.COMPANY: (self.company.name, "Karim Bakker", self.contact.user.email),
            Role.EMPLOYER: (self.employer.name, "Truus Vos", self.employer_contact.user.email),
            Role.HOGESCHOOL: (self.hogeschool.name, "Sanne de Wit", self.coordinator.user.email),
        }
        for role, (party, signer, address) in self.people.items():
            Party.objects.create(
                agreement=self.agreement,
                **self._owners(),
                role=role,
                legal_name=party,
                signer_name=signer,
                signer_email=address,
            )
        events.record(self.agreement, EventKind.DRAFTED, who="Sanne de Wit", text="Overeenkomst opgesteld")

    def _version(self):
        html = "<h2>Artikel 1</h2><p>Dit spreken we af.</p>"
        self.document = store(
            b"%PDF-1.7 " + html.encode(),
            kind=DocumentKind.AGREEMENT,
            name="overeenkomst.pdf",
            media_type="application/pdf",
            agreement_id=self.agreement.pk,
            **{f"{name}_id": owner.pk for name, owner in self._owners().items()},
        )
        self.version = AgreementVersion.objects.create(
            agreement=self.agreement,
            **self._owners(),
            number=1,
            title="Tripartiete overeenkomst",
            html=html,
            content_sha256=sha256(html.encode()).hexdigest(),
        )
        self.reader_token = f"reader-{next(numbers)}-{self.agreement.public_id}"
        self.reader = AgreementReader.objects.create(
            agreement=self.agreement,
            **self._owners(),
            name="Wim Dekker",
            email="wim.dekker@voorbeeld.test",
            role="praktijkbegeleider",
            token_hash=hash_token(self.reader_token),
            link_expires_at=timezone.now() + timedelta(days=365),
            added_by="Sanne de Wit",
        )
        TimeStamp.objects.create(document=self.document)
        self._paper_copy()
        for role, (party, signer, address) in self.people.items():
            token = f"{role}-{next(numbers)}-{self.agreement.public_id}"
            signing = Signing.objects.create(
                version=self.version,
                agreement=self.agreement,
                **self._owners(),
                role=role,
                party_name=party,
                name=signer,
                email=address,
                token_hash=hash_token(token),
                link_expires_at=timezone.now() + timedelta(days=60),
            )
            if role == Role.COMPANY:
                self.signing, self.token, self.signer = signing, token, Actor(link_hash=hash_token(token))

    def _addendum(self):
        """A draft of one, and what was weighed when the version was sent."""
        self.addendum = Addendum.objects.create(
            agreement=self.agreement,
            **self._owners(),
            number=1,
            effective_on=date(2028, 2, 1),
            why="De student gaat minder werken.",
            changes={"hours_per_week": "24"},
            parties=[
                {"role": role, "legal_name": party, "signer_name": signer, "signer_email": address}
                for role, (party, signer, address) in self.people.items()
            ],
        )
        owners = {name: owner for name, owner in self._owners().items() if name != "employer"}
        self.takeover = Takeover.objects.create(
            addendum=self.addendum,
            agreement=self.agreement,
            **owners,
            taken_by=self.company,
            student_name="Joris Kok",
            route_title="Ad Bouwkunde",
            effective_on=date(2028, 2, 1),
        )
        Weighing.objects.create(
            agreement=self.agreement,
            version=self.version,
            **owners,
            code="mkb_absent",
            title="Nog geen mkb-verklaring",
            source="Nulmeting 2021-2022, criterium 2",
            reason="Die komt deze week.",
            who="Sanne de Wit",
        )

    def _paper_copy(self):
        scan = store(
            f"%PDF-1.7 scan {next(numbers)}".encode(),
            kind=DocumentKind.SCAN,
            name="scan.pdf",
            media_type="application/pdf",
            hogeschool_id=self.hogeschool.pk,
        )
        owners = {"hogeschool": self.hogeschool, "organisation": self.company, "student": self.student.user}
        PaperCopy.objects.create(
            version=self.version, agreement=self.agreement, **owners, document=scan, uploaded_by="Sanne de Wit"
        )
