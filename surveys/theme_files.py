"""Themes and quotes as rows, as all who see the results may have them."""

from collections.abc import Iterator
from decimal import Decimal

from mkbroute.exports.tables import Column, Kind, Row, Sheet

from .enums import Audience
from .models import OpenQuestion, Quote, ThemeFigures, Wave

BEGIN = (
    Column("audience", "Populatie", "Wie er gevraagd zijn"),
    Column("item", "Code", "Van de vraag"),
    Column("question", "Vraag", "Zoals hij gesteld is", wide=True),
)
THEMES = (
    *BEGIN,
    Column("theme", "Thema", "Leeg: antwoorden waar geen thema bij paste"),
    Column("description", "Omschrijving", "Wat eronder valt", wide=True),
    Column("count", "Aantal", "Leeg: niet getoond, te weinig antwoorden", Kind.NUMBER),
    Column("own", "Aantal van de eigen hogeschool", "Leeg: niet getoond, of alle hogescholen samen", Kind.NUMBER),
    Column("answers", "Antwoorden", "Van hoeveel; een antwoord kan onder meer thema's staan", Kind.NUMBER),
    Column("kappa", "Kappa", "Van Cohen: hoe ver twee codeurs het eens waren", Kind.NUMBER),
)
QUOTES = (*BEGIN, Column("quote", "Citaat", "Vrijgegeven, namen gemaskeerd", wide=True))


def themes_sheet(wave: Wave) -> Sheet:
    return Sheet("thema's", THEMES, _themes(wave))


def quotes_sheet(wave: Wave) -> Sheet:
    return Sheet("citaten", QUOTES, _quotes(wave))


def _themes(wave: Wave) -> Iterator[Row]:
    found = ThemeFigures.objects.filter(question__population__wave=wave, question__state="settled")
    for figures in found.select_related("question__population").order_by("question__code"):
        for theme in figures.content["themes"]:
            measured = theme["agreement"] or {}
            kappa = measured.get("kappa")
            yield [
                *_begin(figures.question),
                theme["name"],
                theme["description"],
                theme["count"],
                theme["own"],
                figures.content["answers"],
                None if kappa is None else Decimal(str(round(kappa, 3))),
            ]


def _quotes(wave: Wave) -> Iterator[Row]:
    found = Quote.objects.filter(question__population__wave=wave).select_related("question__population")
    for quote in found.order_by("question__code", "verbatim_key"):
        yield [*_begin(quote.question), quote.text]


def _begin(question: OpenQuestion) -> list[str]:
    return [Audience(question.population.audience).label, question.code, question.text]
