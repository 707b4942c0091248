"""Rows of measurements: part of a tenant."""

from django.utils import timezone

from surveys.models import Questionnaire, QuestionnaireVersion, VersionEvent

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


class OfSurveys:
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
