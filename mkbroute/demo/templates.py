"""A hogeschool with a template of its own, and a next one that is not ready."""

from django.utils import timezone

from agreements.articles import new_article
from agreements.services import templates as services
from mkbroute.organisations.models import Organisation

from .stage import Stage

AGREED = {
    "title": "Laptop en lesmateriaal",
    "text": "Het bedrijf geeft de student een laptop die bij de opleiding past. De student geeft die terug aan het "
    "einde van de arbeidsovereenkomst.\n\nLesmateriaal dat alleen voor de opleiding nodig is, betaalt {{ werkgever }}.",
    "title_en": "Laptop and course materials",
    "text_en": "The company gives the student a laptop that fits the programme. The student returns it at the end of "
    "the employment contract.\n\nCourse materials needed only for the programme are paid for by {{ werkgever }}.",
}
UNFINISHED = {
    "title": "Reistijd",
    "text": "Reistijd naar school telt als werktijd, tot ten hoogste {{ reistijd }} uur per week.",
    "title_en": "",
    "text_en": "",
}


def write(stage: Stage, coordinator: str, hogeschool: Organisation) -> None:
    with stage.as_(coordinator) as who:
        draft = _begin("duaal", hogeschool, who)
        services.add_article(draft, values=_article(AGREED), after=_key(draft, "Studietijd en studiekosten"), who=who)
        draft.refresh_from_db()
        services.publish_draft(
            draft,
            valid_from=timezone.localdate(),
            changes="Een artikel over laptop en lesmateriaal; verder gelijk aan de landelijke tekst.",
            seen=services.revision(draft),
            who=who,
        )
        draft = _begin("deeltijd", hogeschool, who)
        services.add_article(draft, values=_article(UNFINISHED), after="", who=who)


def _begin(form: str, hogeschool: Organisation, who: str):
    source = services.versions(form, None)[0]
    return services.start_draft(source, form=form, hogeschool=hogeschool, who=who)


def _article(texts: dict[str, str]) -> dict:
    return {**services.article_values(new_article()), **texts}


def _key(draft, title: str) -> str:
    return next(article["key"] for article in draft.articles if article["title"] == title)
