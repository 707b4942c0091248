"""Rows of routes: part of a tenant."""

from datetime import date

from django.utils import timezone

from mkbroute.documents.enums import Kind as DocumentKind
from mkbroute.documents.services import store
from mkbroute.organisations.enums import Province
from routes.models import (
    BoardExample,
    BoardItem,
    BoardNote,
    BoardPoint,
    BoardStep,
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
    NameConsent,
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

from .people import numbers


class OfRoutes:
    """A recognised route with everything that belongs to it."""

    def _route(self):
        now = timezone.now()
        self.route = Route.objects.create(
            hogeschool=self.hogeschool,
            slug=f"route-{next(numbers)}",
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
        NameConsent.objects.create(**owner, organisation=self.company, name="Bouwbedrijf", who="Karim Bakker")
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
        BoardStep.objects.create(**owner, point=point, text="De directeur vragen.", added_by="Sanne de Wit")
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
            f"%PDF-1.7 bewijs {next(numbers)}".encode(),
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
                    reference=f"MR-{next(numbers)}",
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
