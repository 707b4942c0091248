"""Rows of matching: part of a tenant."""

from datetime import date, timedelta
from secrets import token_urlsafe
from uuid import uuid4

from django.utils import timezone

from matching.links import search_token
from matching.models import (
    AdmissionCheck,
    AdmissionSubject,
    Application,
    ApplicationEvent,
    ApplicationFile,
    Checklist,
    Introduction,
    Match,
    Offer,
    Position,
    PositionEvent,
    Preference,
    Profile,
    SavedSearch,
    SettlingIn,
    StillOpen,
    WorkplaceScan,
)
from mkbroute.access.actor import Actor
from mkbroute.access.decorators import hash_token
from mkbroute.documents.enums import Kind
from mkbroute.documents.services import store
from mkbroute.organisations.enums import Province


class OfMatching:
    """A leerwerkplek, who applied for the route, and the two brought together."""

    def _position(self):
        self.position = Position.objects.create(
            organisation=self.company,
            workplace=self.workplace,
            title="Assistent-werkvoorbereider",
            tasks="Tekenen en rekenen.",
            learning="Werkvoorbereiding.",
            hours_per_week=32,
            working_days="maandag tot en met donderdag",
            salary_from=2600,
            salary_per="month",
            salary_hours=40,
            starts_on=date(2027, 9, 1),
            supervisor_name="Wim Dekker",
            supervisor_function="Werkvoorbereider",
            supervisor_email="wim@voorbeeld.test",
            signatory_name="Karim Bakker",
            signatory_function="Directeur",
            signatory_email=self.contact.user.email,
        )
        self.offer = Offer.objects.create(
            position=self.position,
            organisation=self.company,
            route=self.route,
            hogeschool=self.hogeschool,
            state="published",
            reviewed_at=timezone.now(),
            reviewed_by="Sanne de Wit",
        )
        self._about_position()

    def _about_position(self):
        of_both = {"position": self.position, "organisation": self.company}
        of_three = {**of_both, "offer": self.offer, "hogeschool": self.hogeschool}
        PositionEvent.objects.create(**of_three, kind="offered", who="Karim Bakker", text="Aangeboden")
        PositionEvent.objects.create(**of_three, kind="published", who="Sanne de Wit", text="Gepubliceerd")
        questions = {found.kind: found for found in Checklist.objects.all()}
        scan = {**of_three, "workplace": self.workplace, "checklist": questions["scan"], "who": "Sanne de Wit"}
        told = {"visited_on": date(2027, 3, 1), "outcome": "fits", "state": "concluded"}
        self.scan = WorkplaceScan.objects.create(**scan, **told)
        self.scan_draft = WorkplaceScan.objects.create(**scan)
        self.settling_in = SettlingIn.objects.create(**of_both, checklist=questions["settling"], who="Karim Bakker")
        now = timezone.now()
        self.still_open_token, key = f"open-{uuid4()}", uuid4()
        StillOpen.objects.create(
            **of_both,
            number=1,
            token_hash=hash_token(self.still_open_token),
            asked_at=now - timedelta(days=1),
            expires_at=now + timedelta(days=60),
        )
        self.search_token = search_token(key)
        self.search = SavedSearch.objects.create(
            pk=key,
            user=self.student.user,
            email=self.student.user.email,
            route=self.route,
            token_hash=hash_token(self.search_token),
            confirmed_at=now + timedelta(seconds=1),
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

    def _preferences(self):
        for side in ("student", "company"):
            Preference.objects.create(
                application=self.application,
                offer=self.offer,
                position=self.position,
                route=self.route,
                hogeschool=self.hogeschool,
                organisation=self.company,
                student=self.student.user,
                by=side,
                rank=1,
            )

    def _profile(self):
        self.profile = Profile.objects.create(
            application=self.application,
            route=self.route,
            hogeschool=self.hogeschool,
            student=self.student.user,
            first_name="Joris",
            background="mbo4",
            prior_education="Mbo 4 Bouw",
            regions=["utrecht"],
            travel_minutes=45,
            days=["mo", "tu"],
            pitch="Ik bouw graag.",
        )

    def _meeting(self):
        AdmissionCheck.objects.create(
            application=self.application,
            hogeschool=self.hogeschool,
            student=self.student.user,
            subject=AdmissionSubject.objects.first(),
            outcome="met",
            who="Sanne de Wit",
        )
        cv = store(
            b"%PDF-1.7 cv",
            kind=Kind.APPLICATION,
            name="cv.pdf",
            media_type="application/pdf",
            hogeschool_id=self.hogeschool.pk,
            student_id=self.student.user.pk,
        )
        self.file = ApplicationFile.objects.create(
            application=self.application, hogeschool=self.hogeschool, student=self.student.user, kind="cv", document=cv
        )
        # met while she still looked
        Application.objects.filter(pk=self.application.pk).update(state="admissible")
        self.meeting_token = token_urlsafe()
        self.introduction = Introduction.objects.create(
            profile=self.profile,
            application=self.application,
            offer=self.offer,
            position=self.position,
            route=self.route,
            hogeschool=self.hogeschool,
            organisation=self.company,
            student=self.student.user,
            by="student",
            first_name="Joris",
            state="accepted",
            told="accepted",
            ended_at=timezone.now(),
            shared_name="Joris Kok",
            shared_email=self.student.user.email,
            shared_phone="06 12345678",
            token_hash=hash_token(self.meeting_token),
        )
        self.meeting_holder = Actor(introduction_hash=hash_token(self.meeting_token))
        Application.objects.filter(pk=self.application.pk).update(state="placed")
        Profile.objects.filter(pk=self.profile.pk).update(is_listed=True)  # as for someone who still looks
