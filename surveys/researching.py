"""The answers themselves, for researchers: without a name, under a random key, with their codebook and a recipe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from matching.enums import Background
from mkbroute.exports.delimited import write_csv
from mkbroute.exports.opendocument import write_ods
from mkbroute.exports.tables import Sheet
from mkbroute.exports.workbook import write_xlsx
from routes.enums import Sector

from .asking.columns import columns
from .asking.items import Content
from .dictionary import FIXED, Entry, codebook, data_columns, entries, value_of
from .enums import Audience
from .models import WavePopulation, WaveSupplement
from .reading import DOELGROEPEN, own_rows, read_rows, routes_of
from .spss import write_sav

RECIPE = """De antwoorden inlezen
=====================

Elk antwoord is een rij met een willekeurige sleutel; wie het gaf, weet niemand meer. De variabelen heten in elke meting
hetzelfde: leg metingen onder elkaar en vergelijk. -9 is niet ingevuld, -8 is niet gevraagd (zie het codeboek).
Publiceer geen tabel met minder dan {minimum} antwoorden in een cel.

In R (pakket haven):

    library(haven)
    data <- read_sav("{name}.sav")          # labels en ontbrekende waarden komen mee
    mean(data${scale}, na.rm = TRUE)

In Python (pakketten pandas en pyreadstat):

    import pandas as pd
    data = pd.read_spss("{name}.sav", convert_categoricals=False)
    data["{scale}"].mean()

Zonder SPSS-bestand:

    data = pd.read_csv("{name}.csv", sep=";", decimal=",", encoding="utf-8-sig", na_values=[-9, -8])

Twee metingen onder elkaar:

    alles = pd.concat([eerste, tweede])     # kolom "meting" zegt welke
"""


@dataclass(frozen=True)
class Data:
    """The answers to one questionnaire, to be written in any form."""

    name: str
    title: str
    content: Content
    found: Sequence[Entry]
    answers: Any  # an array, see reading.read_rows
    wave: str
    routes: Mapping[int, Mapping[str, Any]]
    sectors: Sequence[str]
    skipped: int = 0  # columns that stand in another file

    def rows(self) -> Iterator[list[Any]]:
        backgrounds = len(Background.values)
        asked = columns(self.content)[self.skipped :]
        has_background = any(each.variable.name == "doelgroep" for each in self.found)
        for row in self.answers:
            route = self.routes.get(int(row["route"]))
            before: list[Any] = [f"{int(row['key']):013x}", self.wave, int(row["complete"])]
            before += [route["pk"], route["house"], self.sectors.index(route["sector"]) + 1] if route else [None] * 3
            if has_background:
                before.append(code if 0 < (code := int(row["background"])) <= backgrounds else None)
            numbers = row["answers"]["number"][self.skipped :]
            yield [*before, *(value_of(column, int(number)) for column, number in zip(asked, numbers, strict=True))]

    def csv(self) -> Iterator[bytes]:
        return write_csv(Sheet("antwoorden", data_columns(self.found), self.rows()))

    def ods(self) -> Iterator[bytes]:
        return write_ods(Sheet("antwoorden", data_columns(self.found), self.rows()))

    def xlsx(self) -> Iterator[bytes]:
        sheets = [Sheet("antwoorden", data_columns(self.found), self.rows()), codebook(self.found)]
        return write_xlsx(sheets)

    def sav(self) -> Iterator[bytes]:
        numbers = ([float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in self.rows())
        variables = [each.variable for each in self.found]
        made_at = timezone.localtime()
        return write_sav(variables, numbers, count=len(self.answers), title=self.title, made_at=made_at)

    def codebook(self) -> Iterator[bytes]:
        return write_xlsx([codebook(self.found)])

    def recipe(self, minimum: int) -> bytes:
        scale = next((each.variable.name for each in self.found if each.kind.startswith("1 ")), "B12.1")
        return RECIPE.format(name=self.name, scale=scale, minimum=minimum).encode()


def data_of(population: WavePopulation) -> list[Data]:
    """As the system. The standard questions first, and then what each hogeschool asked more."""
    audience, content = Audience(population.audience), population.asked
    routes = {route["pk"]: route for route in routes_of(population)}
    sectors = Sector.values
    groups: dict[str, dict[int, str]] = {
        "route": {pk: route["name"] for pk, route in routes.items()},
        "hogeschool": {route["house"]: route["house_name"] for route in routes.values()},
        "sector": {place: Sector(sector).label for place, sector in enumerate(sectors, 1)},
    }
    if audience == Audience.STUDENTS:
        groups["doelgroep"] = {place: DOELGROEPEN[each] for place, each in enumerate(Background, 1)}
    standard = Data(
        name=f"antwoorden-{audience.label.lower()}",
        title=f"{population.wave.name}, {audience.label.lower()}",
        content=content,
        found=entries(content, groups),
        answers=read_rows(population.pk, 1, len(columns(content))),
        wave=population.wave.name,
        routes=routes,
        sectors=sectors,
    )
    return [standard, *(_own(standard, each, population) for each in _supplements(population))]


def _supplements(population: WavePopulation) -> QuerySet[WaveSupplement]:
    return population.supplements.select_related("hogeschool").order_by("hogeschool__name", "pk")


def _own(standard: Data, supplement: WaveSupplement, population: WavePopulation) -> Data:
    """What one hogeschool asked more, in a file of its own: codes of two hogescholen may be the same, and the standard
    file is the same whoever adds what. Under the same keys."""
    answers, content = own_rows(supplement, population)
    skipped = len(columns(standard.content))
    before = len(standard.found) - skipped
    house = supplement.hogeschool
    return replace(
        standard,
        name=f"{standard.name}-eigen-{slugify(house.name)}",
        title=f"{standard.title}: eigen vragen van {house.name}",
        content=content,
        found=[*standard.found[:before], *entries(content, {})[FIXED + skipped :]],
        answers=answers,
        skipped=skipped,
    )
