"""The cast: everything that one hogeschool has, made as the system. Two of them tell whether one sees the other's.

Tests of behaviour go through the services; this is for tests of access, lists and races, which need rows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain, count

from django.utils import timezone

from agreements import events
from agreements.enums import EventKind, Role
from agreements.models import (
    Agreement,
    AgreementTemplate,
    AgreementVersion,
    DraftUpload,
    Party,
    PartyCard,
    PlanRow,
    RotationPeriod,
    Signing,
)
from matching.models import Application, ApplicationEvent, Match, Offer, Position
from mkbroute.access.actor import OWN_HAT, SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.documents.enums import Kind as DocumentKind
from mkbroute.documents.models import Document
from mkbroute.documents.services import store
from mkbroute.mail.models import Message, MessageBody
from mkbroute.organisations.enums import Kind, MkbOutcome, Part, Province
from mkbroute.organisations.models import (
    HouseStyle,
    Invitation,
    Membership,
    MkbDeclaration,
    MkbThresholds,
    Organisation,
    User,
    Workplace,
)
from routes.models import (
    BoardExample,
    BoardItem,
    BoardNote,
    BoardPoint,
    Criterion,
    CriterionAssessment,
    CriterionJudgement,
    Decision,
    DossierQuestion,
    DossierVersion,
    Draft,
    Evidence,
    FunnelCount,
    FunnelEntry,
    IndicatorThreshold,
    OutcomeList,
    PhaseChange,
    QuestionPost,
    RecognitionTerms,
    RhythmPeriod,
    Route,
    RouteAssessor,
    RouteContact,
    RouteCost,
    RouteEvent,
    RouteFlag,
    RouteIndicator,
    RouteLocation,
    RoutePartner,
    RouteUpload,
    RouteYear,
)

_number = count(1)


@dataclass
class Person:
    user: User
    actor: Actor
    membership: Membership | None = None


@dataclass
class Tenant:
    """One hogeschool and everybody around it."""

    hogeschool: Organisation
    second: Organisation  # a hogeschool that is a partner of the route
    company: Organisation
    employer: Organisation
    branche: Organisation
    programme: Organisation
    coordinator: Person
    colleague: Person  # a coordinator of the second hogeschool
    contact: Person  # of the company
    employer_contact: Person
    adviser: Person  # of the branche
    assessor: Person  # of the programme
    student: Person
    signer: Actor
    token: str  # of the signer's link
    card: PartyCard
    card_token: str
    card_holder: Actor
    upload: DraftUpload
    invitation_token: str  # of the invitation by the hogeschool to itself
    route: Route
    example: BoardExample
    entry: FunnelEntry
    proof: Evidence
    question: DossierQuestion
    position: Position
    offer: Offer
    application: Application
    match: Match
    agreement: Agreement
    version: AgreementVersion
    signing: Signing
    document: Document

    @property
    def actors(self) -> dict[str, Actor]:
        return {
            "coordinator": self.coordinator.actor,
            "company": self.contact.actor,
            "employer": self.employer_contact.actor,
            "branche": self.adviser.actor,
            "programme": self.assessor.actor,
            "student": self.student.actor,
            "signer": self.signer,
            "card": self.card_holder,
        }


def person(name: str, organisation: Organisation | None = None, part: str = "") -> Person:
    """A log-in, with a hat where an organisation is given. Call inside acting_as(SYSTEM) or outside the door."""
    address = f"{name.lower().replace(' ', '.')}.{next(_number)}@voorbeeld.test"
    user = User.objects.create_user(address)
    if not organisation:
        return Person(user, Actor(user_id=user.pk, membership_id=OWN_HAT))
    with acting_as(SYSTEM):
        membership = Membership.objects.create(
            user=user, organisation=organisation, part=part, name=name, email=address
        )
    return Person(user, Actor(user_id=user.pk, membership_id=membership.pk), membership)


def organisation(kind: str, name: str, **fields) -> Organisation:
    number = next(_number)
    if kind in (Kind.COMPANY, Kind.EMPLOYER):
        fields.setdefault("kvk_number", f"{number:08}")
    with acting_as(SYSTEM):
        return Organisation.objects.create(
            kind=kind,
            name=f"{name} {number}",
            email=f"post.{number}@voorbeeld.test",
            city="Utrecht",
            province=Province.UTRECHT,
            claimed_at=timezone.now(),
            **fields,
        )


def tenant(name: str = "Hogeschool Voorbeeld") -> Tenant:
    """One hogeschool with a recognised route, a leerwerkplek, a match, and an agreement that waits for signatures."""
    return _Builder(name).build()


class _Builder:
    def __init__(self, name: str) -> None:
        self.hogeschool = organisation(Kind.HOGESCHOOL, name)
        self.second = organisation(Kind.HOGESCHOOL, f"{name} Twee")
        self.company = organisation(Kind.COMPANY, "Bouwbedrijf", takes_part=True)
        self.employer = organisation(Kind.EMPLOYER, "Opleidingsbedrijf", takes_part=True)
        self.branche = organisation(Kind.BRANCHE, "Branche")
        self.programme = organisation(Kind.PROGRAMME, "Programmateam")
        self.coordinator = person("Sanne de Wit", self.hogeschool, Part.COORDINATOR)
        self.colleague = person("Bram Smit", self.second, Part.COORDINATOR)
        self.contact = person("Karim Bakker", self.company, Part.CONTACT)
        self.employer_contact = person("Truus Vos", self.employer, Part.CONTACT)
        self.adviser = person("Piet Jonker", self.branche, Part.ADVISER)
        self.assessor = person("Ada Mulder", self.programme, Part.PROGRAMME)
        self.student = person("Joris Kok")

    def build(self) -> Tenant:
        with acting_as(SYSTEM):
            self._organisations()
            self._route()
            self._board()
            self._funnel()
            self._dossier()
            self._position()
            self._application()
            self._match()
            self._agreement()
            self._version()
            self._drafting()
            self._mail()
        return Tenant(**{name: getattr(self, name) for name in Tenant.__dataclass_fields__})

    def _organisations(self):
        HouseStyle.objects.create(
            organisation=self.hogeschool, css="/* leeg */", sha=sha256(self.hogeschool.name.encode()).hexdigest()
        )
        self.invitation_token = f"invitation-{next(_number)}"
        tokens = chain([self.invitation_token], (f"invitation-{number}" for number in _number))
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

    def _route(self):
        now = timezone.now()
        self.route = Route.objects.create(
            hogeschool=self.hogeschool,
            slug=f"route-{next(_number)}",
            programme="Bouwkunde",
            degree="ad",
            form="duaal",
            sector="building",
            shape="throughout",
            phase="starting",
            summary="Leren bouwen.",
            connection="Opdrachten uit het bedrijf.",
            city="Utrecht",
            province=Province.UTRECHT,
            starts_on=date(2027, 9, 1),
            places=20,
            contact_name="Sanne de Wit",
            contact_email=self.coordinator.user.email,
            state="recognised",
            submitted_at=now,
            public_since=now,
        )
        owner = {"route": self.route, "hogeschool": self.hogeschool}
        for year in (1, 2):
            RouteYear.objects.create(**owner, year=year, days_school=1, days_company=4)
        RouteLocation.objects.create(**owner, name="Lab", use="elsewhere", city="Zeist", province=Province.UTRECHT)
        for is_public in (True, False):
            RouteContact.objects.create(
                **owner, name="Bo Vos", role="Docent", email="bo@voorbeeld.test", is_public=is_public
            )
            RouteCost.objects.create(
                **owner, what="Laptop", amount_eur=900, per="once", payer="employer", is_public=is_public
            )
        RhythmPeriod.objects.create(
            **owner, year=2027, kind="block", name="Blok 1", first_day=date(2027, 9, 6), last_day=date(2027, 11, 12)
        )
        PhaseChange.objects.create(**owner, after="starting", who="Sanne de Wit")
        for owner_of_draft in (self.coordinator, self.contact):
            Draft.objects.create(
                user=owner_of_draft.user, form="route", about=self.route.public_id, values={"places": ["20"]}
            )
        for partner in (self.branche, self.company, self.employer, self.second):
            RoutePartner.objects.create(**owner, organisation=partner, contribution="Denkt mee over de inhoud.")
        for criterion in Criterion.objects.filter(criteria_set__standing=True):
            CriterionAssessment.objects.create(
                **owner, criterion=criterion, statement="Zo is het.", evidence="Zie het plan.", own_verdict="meets"
            )
        RouteEvent.objects.create(**owner, kind="registered", who="Sanne de Wit", text="Route geregistreerd")
        RouteUpload.objects.create(
            hogeschool=self.hogeschool,
            file_name="routes.csv",
            rows=[[2, {"programme": "Logistiek"}]],
            uploaded_by="Sanne de Wit",
        )

    def _board(self):
        """One point with notes, shared with others."""
        item = BoardItem.objects.get(template__standing=True, code="projectleider")
        owner = {"hogeschool": self.hogeschool}
        point = BoardPoint.objects.create(
            **owner,
            route=self.route,
            item=item,
            progress="busy",
            owner_member=self.coordinator.membership,
            owner_name="Sanne de Wit",
            due_on=date(2027, 3, 1),
            changed_by="Sanne de Wit",
        )
        BoardNote.objects.create(**owner, point=point, text="Alleen voor ons.", who="Sanne de Wit")
        self.example = BoardExample.objects.create(
            **owner,
            point=point,
            item=item,
            hogeschool_name=self.hogeschool.name,
            route_title=self.route.title,
            text="Zo deden wij het.",
        )

    def _funnel(self):
        owner = {"route": self.route, "hogeschool": self.hogeschool}
        self.entry = FunnelEntry.objects.create(
            **owner,
            stage="meeting",
            channel="open_day",
            branche=self.branche,
            number=80,
            counted_on=date(2026, 3, 14),
            who="Sanne de Wit",
        )
        FunnelCount.objects.create(**owner, cohort=2026, stage="meeting", counted=0, entered=80)

    def _dossier(self):
        owner = {"route": self.route, "hogeschool": self.hogeschool}
        assessment = CriterionAssessment.objects.filter(route=self.route).first()
        criterion = assessment.criterion
        file = store(
            f"%PDF-1.7 bewijs {next(_number)}".encode(),
            kind=DocumentKind.EVIDENCE,
            name="bewijs.pdf",
            media_type="application/pdf",
            hogeschool_id=self.hogeschool.pk,
            route_id=self.route.pk,
        )
        self.proof = Evidence.objects.create(
            **owner,
            assessment=assessment,
            criterion=criterion,
            kind="file",
            title="Plan",
            document=file,
            added_by="Sanne",
        )
        content = {
            "title": "Ad Bouwkunde", "hogeschool": self.hogeschool.name, "facts": [], "weeks": [], "partners": [],
            "criteria": [], "figures": [],
        }  # fmt: skip
        for number in (1, 2):
            version = DossierVersion.objects.create(
                **owner,
                criteria_set=criterion.criteria_set,
                number=number,
                occasion="submission",
                submitted_by="Sanne de Wit",
                content=content,
                content_sha256="0" * 64,
            )
            assessor = RouteAssessor.objects.create(
                **owner, version=version, membership=self.assessor.membership, name="Ada Mulder", asked_by="Ada Mulder"
            )
            CriterionJudgement.objects.create(
                **owner, assessor=assessor, version=version, criterion=criterion, verdict="meets"
            )
            if number == 1:  # the second is not decided yet
                Decision.objects.create(
                    **owner,
                    version=version,
                    outcome="recognised",
                    findings=[],
                    assessors=["Ada Mulder"],
                    reference=f"MR-{next(_number)}",
                    decided_by="Ada Mulder",
                    terms=RecognitionTerms.objects.latest(),
                    document=file,
                )
        self.question = DossierQuestion.objects.create(**owner, version=version, criterion=criterion)
        for text, who, by_programme in (("Hoe zit dit?", "Ada Mulder", True), ("Zo zit het.", "Sanne", False)):
            QuestionPost.objects.create(**owner, question=self.question, text=text, who=who, by_programme=by_programme)
        RouteIndicator.objects.create(**owner, code="work_share", on=date(2026, 9, 1), numerator=8, denominator=10)
        RouteFlag.objects.create(
            **owner,
            threshold=IndicatorThreshold.objects.get(code="mkb_share"),
            code="mkb_share",
            numerator=1,
            denominator=2,
        )

    def _position(self):
        self.position = Position.objects.create(
            organisation=self.company,
            workplace=self.workplace,
            title="Assistent-werkvoorbereider",
            tasks="Tekenen en rekenen.",
            learning="Werkvoorbereiding.",
            hours_per_week=32,
            working_days="maandag tot en met donderdag",
            salary="€ 2.600 per maand",
            starts_on=date(2027, 9, 1),
            supervisor_name="Wim Dekker",
            supervisor_function="Werkvoorbereider",
            supervisor_email="wim@voorbeeld.test",
            signatory_name="Karim Bakker",
            signatory_function="Directeur",
            signatory_email=self.contact.user.email,
        )
        self.offer = Offer.objects.create(
            position=self.position, organisation=self.company, route=self.route, hogeschool=self.hogeschool
        )

    def _application(self):
        self.application = Application.objects.create(
            route=self.route,
            hogeschool=self.hogeschool,
            student=self.student.user,
            name="Joris Kok",
            email=self.student.user.email,
            phone="06 12345678",
            city="Utrecht",
            province=Province.UTRECHT,
            background="mbo4",
            prior_education="Mbo 4 Bouw",
            motivation="Ik wil verder.",
            state="placed",
        )
        ApplicationEvent.objects.create(
            application=self.application,
            hogeschool=self.hogeschool,
            student=self.student.user,
            kind="submitted",
            who="Joris Kok",
            text="Aangemeld",
        )

    def _match(self):
        now = timezone.now()
        self.match = Match.objects.create(
            application=self.application,
            offer=self.offer,
            position=self.position,
            route=self.route,
            hogeschool=self.hogeschool,
            organisation=self.company,
            student=self.student.user,
            state="confirmed",
            student_answer="yes",
            student_answered_at=now,
            company_answer="yes",
            company_answered_at=now,
        )
        ApplicationEvent.objects.create(
            application=self.application,
            match=self.match,
            hogeschool=self.hogeschool,
            student=self.student.user,
            organisation=self.company,
            kind="proposed",
            who="Sanne de Wit",
            text="Voorgesteld",
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
            template=AgreementTemplate.objects.filter(form="duaal").latest(),
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
        for role, (party, signer, address) in self.people.items():
            token = f"{role}-{next(_number)}-{self.agreement.public_id}"
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

    def _drafting(self):
        """A gegevenskaart, an opleidingsplan, a rotation, and a class that was handed in."""
        owners = {"agreement": self.agreement, **self._owners()}
        self.card_token = f"card-{next(_number)}-{self.agreement.public_id}"
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

    def _mail(self):
        message = Message.objects.create(
            hogeschool=self.hogeschool,
            kind="sign_request",
            about=f"agreement:{self.agreement.public_id}",
            to_name="Karim Bakker",
            to_email=self.contact.user.email,
            subject="Teken de overeenkomst",
        )
        MessageBody.objects.create(message=message, text="Beste Karim", html="<p>Beste Karim</p>")


def at_own_employer(tenant: Tenant) -> Agreement:
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
        )
