"""Open answers of the measurement that is closed: read over, coded by two people, one quoted. And what was said in
interviews on some of its routes. All invented."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from mkbroute.organisations.models import Membership
from surveys import tasks
from surveys.enums import WaveState
from surveys.models import OpenQuestion, Theme, Verbatim, Wave, WaveRoute
from surveys.services import coding, interviews, releasing, themes
from surveys.services.interviews import NOTE

from .stage import Stage

FIRST, SECOND = "ingrid.dekker", "ruth.abbink"
CODED, CODING = "S24", "S25"
THEMES = {
    CODED: [
        ("Toepasbaarheid", "Wat geleerd wordt, is op het werk te gebruiken. Niet: het werk zelf."),
        ("Begeleiding", "Door het bedrijf of de hogeschool, en hoe vaak."),
        ("Werkdruk", "Studeren naast een werkweek; tijd en energie."),
        ("Contact school en bedrijf", "Afspraken tussen hogeschool en bedrijf, of het ontbreken daarvan."),
    ],
    CODING: [("Planning", "Roosters, toetsen en deadlines."), ("Werkdruk", "Studeren naast een werkweek.")],
}
MEANT = {
    "Wat ik op school leer": ("Toepasbaarheid", "Toepasbaarheid"),
    "De opleiding mag beter": ("", "Contact school en bedrijf"),
    "Fijn dat er een vaste": ("Begeleiding", "Begeleiding"),
    "Het is soms zwaar": ("Werkdruk", "Werkdruk"),
    "Meer contact tussen": ("Contact school en bedrijf", "Contact school en bedrijf"),
}
SAID = {
    "visie": "De route begon vanuit een bestaande deeltijdopleiding. Werken is de kern: de student lost op het werk "
    "vraagstukken van het bedrijf op. De overeenkomst wordt per student door drie partijen getekend; het bedrijf vindt "
    "vooral de afspraken over uren nuttig.",
    "samenwerking": "Een regionale werkgeversvereniging bracht de eerste bedrijven mee. Daarna kwamen er vooral "
    "bedrijven via via. Kleine bedrijven vragen om één aanspreekpunt.",
    "werving": "De meeste studenten kwamen via hun werkgever. Doorstroom uit mbo-4 blijft achter bij wat was gehoopt: "
    "de optie is niet bekend.",
    "curriculum": "Eén dag per week op de hogeschool, de rest op het werk. Beroepsproducten komen uit het bedrijf. "
    "Toetsen op de werkplek vraagt nog om afspraken.",
    "begeleiding": "De praktijkbegeleider heeft ongeveer een uur per week. Twee keer per jaar komt iemand van de "
    "hogeschool langs. Begeleiders willen graag van elkaar leren.",
}


def tell(stage: Stage, wave_name: str) -> None:
    tasks.take_out_open_answers()
    with stage.as_(FIRST):
        wave = Wave.objects.get(name=wave_name, state=WaveState.CLOSED)
    _write_codebook(stage)
    for code in (CODED, CODING):
        _assign(stage, wave, code)
    _code(stage, wave, CODED, FIRST, 0, finishes=True)
    _code(stage, wave, CODED, SECOND, 1, finishes=True)
    _code(stage, wave, CODING, SECOND, 1, finishes=False)
    _settle(stage, wave)
    _quote(stage, wave)
    tasks.count_themes()
    _interview(stage, wave)


def _write_codebook(stage: Stage) -> None:
    with stage.as_(FIRST) as who:
        for code, found in THEMES.items():
            for name, description in found:
                themes.add_theme(code, name=name, description=description, who=who)


def _assign(stage: Stage, wave: Wave, code: str) -> None:
    with stage.as_(FIRST) as who:
        first, second = (Membership.objects.get(user_id=stage.user_id(key)) for key in (FIRST, SECOND))
        coding.assign_coders(_question(wave, code), first, second, who=who)


def _question(wave: Wave, code: str) -> OpenQuestion:
    return OpenQuestion.objects.get(population__wave=wave, code=code)


def _code(stage: Stage, wave: Wave, code: str, coder: str, column: int, *, finishes: bool) -> None:
    user_id = stage.user_id(coder)
    with stage.as_(coder) as who:
        question = _question(wave, code)
        by_name = {theme.name: theme.pk for theme in Theme.objects.filter(code=code)}
        order = coding.in_order(question, user_id)
        for verbatim in order if finishes else order[: len(order) // 2]:
            chosen = by_name.get(_meant(verbatim)[column])
            coding.save_coding(question, verbatim, [chosen] if chosen else [], user_id=user_id)
        if finishes:
            coding.finish_coding(question, user_id=user_id, who=who)


def _meant(verbatim: Verbatim) -> tuple[str, str]:
    return next((meant for begin, meant in MEANT.items() if verbatim.text.startswith(begin)), ("", ""))


def _settle(stage: Stage, wave: Wave) -> None:
    with stage.as_(FIRST) as who:
        question = _question(wave, CODED)
        for each in coding.disagreements(question):
            coding.save_consensus(question, each.verbatim, each.second, user_id=stage.user_id(FIRST))
        question.refresh_from_db()
        if question.state == "settling":
            coding.settle_codes(question, who=who)


def _quote(stage: Stage, wave: Wave) -> None:
    """One is released, one only read over."""
    with stage.as_(FIRST) as who:
        found = list(_question(wave, CODED).verbatims.filter(text__startswith="Wat ik")[:2])
        for verbatim in found:
            releasing.review_verbatim(verbatim, [], seen=verbatim.text, who=who)
        if found:
            releasing.release_quote(found[0], seen=found[0].text, who=who)


def _interview(stage: Stage, wave: Wave) -> None:
    """Two that are finished, of which one is shared with its hogeschool; and one of which three topics are written."""
    with stage.as_(FIRST) as who:
        routes = WaveRoute.objects.filter(wave=wave).select_related("wave", "route", "hogeschool").order_by("pk")
        for place, wave_route in enumerate(routes[:3]):
            facts: dict[str, Any] = {
                "held_on": localdate() - timedelta(days=180 - 7 * place),
                "held_by": "Ingrid Dekker",
                "mode": "online" if place else "location",
                "speakers": "coordinator,supervisor" if place else "coordinator",
                "other_speaker": "",
                "is_shared": "ja" if place == 0 else "",
            }
            written = list(SAID.items())[: 5 if place < 2 else 3]
            notes = {NOTE + key: text for key, text in written}
            made = interviews.start_interview(wave_route, facts | notes, who=who)
            if place < 2:
                interviews.finish_interview(made, who=who)
