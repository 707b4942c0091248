"""Rows of measurements: part of a tenant. What was written and said: of_words.py."""

from datetime import timedelta
from secrets import token_hex

from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.decorators import hash_token
from surveys.links import Link, address_hash, new_open_token, personal_token
from surveys.models import (
    Approached,
    Invitation,
    OpenAnswer,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ResultSet,
    VersionEvent,
    Wave,
    WaveEvent,
    WaveKey,
    WaveList,
    WavePopulation,
    WaveRoute,
    WaveSupplement,
)

from .of_words import OfWords

OWN = {
    "format": "mkb-route-vragenlijst",
    "version": 1,
    "prefix": "HS",
    "title": {"nl": "Aanvullende vragen"},
    "sections": [
        {
            "key": "reizen",
            "title": {"nl": "Reizen"},
            "items": [
                {
                    "code": "HS01",
                    "kind": "single",
                    "text": {"nl": "Reis je meer dan een uur?"},
                    "options": [{"code": 1, "text": {"nl": "Ja"}}, {"code": 2, "text": {"nl": "Nee"}}],
                    "origin": "own",
                }
            ],
        }
    ],
}


class OfSurveys(OfWords):
    """A hogeschool's own questions, published and being written; and a next version of the standard ones."""

    def _questionnaires(self):
        own = Questionnaire.objects.create(hogeschool=self.hogeschool, audience="students")
        made = {"questionnaire": own, "hogeschool": self.hogeschool, "content": OWN, "source": "Test"}
        self.questions = QuestionnaireVersion.objects.create(
            **made, state="published", number=1, published_at=timezone.now(), published_by="Sanne de Wit"
        )
        self.questions_draft = QuestionnaireVersion.objects.create(**made, based_on=self.questions)
        standard = Questionnaire.objects.get(hogeschool=None, audience="students")
        newest = standard.versions.get(number=1)
        next_one, _ = QuestionnaireVersion.objects.get_or_create(
            questionnaire=standard,
            state="draft",
            defaults={"based_on": newest, "content": newest.content, "source": "Test"},
        )
        for version in (self.questions_draft, next_one):
            VersionEvent.objects.create(
                version=version, hogeschool_id=version.hogeschool_id, kind="started", who="Iemand", text="Begonnen"
            )

    def _wave(self):
        """Open, with a list that is checked, a person who was asked and one who was not, and half of her answers."""
        today, asked = localdate(), self.questions.questionnaire
        standard = Questionnaire.objects.get(hogeschool=None, audience=asked.audience).versions.get(number=1)
        self.wave_draft = Wave.objects.create(
            name=f"Concept van {self.hogeschool}", opens_on=today, closes_on=today + timedelta(days=30)
        )
        WavePopulation.objects.create(wave=self.wave_draft, audience="students")
        WaveRoute.objects.create(wave=self.wave_draft, route=self.route, hogeschool=self.hogeschool)
        self.wave = Wave.objects.create(
            name=f"Meting van {self.hogeschool}",
            opens_on=today,
            closes_on=today + timedelta(days=30),
            state="open",
            opened_at=timezone.now(),
            prepared_at=timezone.now(),
        )
        population = WavePopulation.objects.create(
            wave=self.wave, audience="students", version=standard, content=standard.content
        )
        owners = {"wave": self.wave, "route": self.route, "hogeschool": self.hogeschool}
        wave_route = WaveRoute.objects.create(**owners)
        WaveSupplement.objects.create(
            population=population, hogeschool=self.hogeschool, version=self.questions, content=OWN
        )
        self.survey_open_token = new_open_token()
        self.wave_list = WaveList.objects.create(
            population=population, wave_route=wave_route, open_token=self.survey_open_token, **owners
        )
        for hogeschool in (None, self.hogeschool):
            WaveEvent.objects.create(wave=self.wave, hogeschool=hogeschool, who="Iemand", text="Begonnen")
        self._people_asked(population, owners)
        self._words(population, wave_route)
        few = {"respondents": None, "complete": None, "partial": None}
        figures = {"minimum": 5, "divisions": {}, "response": {"": few}, "items": [], "cautions": []}
        for hogeschool in (None, self.hogeschool):
            ResultSet.objects.create(
                population=population, hogeschool=hogeschool, content=figures, responses=1, fingerprint="x"
            )

    def _people_asked(self, population, owners):
        secret = WaveKey.objects.create(wave=self.wave, secret=token_hex(32)).secret
        listed = {"wave_list": self.wave_list, "population": population, **owners}
        self.listed = Invitation.objects.create(name="Nog Niet", email="nog@student.test", listed="file", **listed)
        asked = Invitation.objects.create(name="Wel Gevraagd", email="wel@student.test", state="sent", **listed)
        self.survey_token = personal_token(secret, asked.public_id)
        asked.token_hash, asked.asked_on = hash_token(self.survey_token), localdate()
        asked.save()
        Approached.objects.get_or_create(address_hash=address_hash(asked.email))
        answered = Response.objects.create(
            population=population,
            route=self.route,
            hogeschool=self.hogeschool,
            resume_key=Link(self.survey_token + "-elsewhere").answer_key,
            answers=[1, 2, 3],
        )
        OpenAnswer.objects.create(response=answered, code="S24", text="Goed")
