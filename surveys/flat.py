"""Published figures as rows, one figure each: for spreadsheets, and for whoever calculates further."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from mkbroute.exports.tables import Column, Kind, Sheet

from .figures.beside import Line
from .figures.gathered import EVERYBODY
from .figures.kinds import MISSING, NOBODY, NOT_ASKED, VALID
from .figures.protecting import TOTAL
from .figures.published import COMPLETE, PARTIAL
from .result_tables import then_said

Plain = Mapping[str, Any]
Row = tuple[Any, ...]
COLUMNS = (
    Column("audience", "Populatie", "Wie er gevraagd zijn"),
    Column("item", "Code", "Van de vraag; leeg bij de respons"),
    Column("question", "Vraag", "Zoals hij gesteld is", wide=True),
    Column("division", "Uitsplitsing", "allen, of waarnaar is uitgesplitst"),
    Column("group", "Groep", "Binnen de uitsplitsing"),
    Column("measure", "Maat", "aantal, aandeel, gemiddelde en zo verder"),
    Column("category", "Antwoord", "Waar een aantal of aandeel over gaat"),
    Column("value", "Waarde", "Leeg: niet getoond, te weinig antwoorden", Kind.NUMBER),
    Column("low", "Ondergrens", "Van het 95%-interval", Kind.NUMBER),
    Column("high", "Bovengrens", "Van het 95%-interval", Kind.NUMBER),
)
BASELINE = (
    Column("audience", "Populatie", "Wie er gevraagd zijn"),
    Column("item", "Code", "Van de vraag; leeg bij de respons"),
    Column("figure", "Cijfer", "Waar het over gaat", wide=True),
    Column("then", "Nulmeting 2021-2022", "Zoals gepubliceerd"),
    Column("now", "Nu", "Aantal of gemiddelde; leeg: niet getoond", Kind.NUMBER),
    Column("n", "N nu", "Van hoeveel", Kind.NUMBER),
    Column("change", "Verschil", "In procentpunten, of in de eenheid van het gemiddelde", Kind.NUMBER),
    Column("low", "Ondergrens", "Van het 95%-interval van het verschil", Kind.NUMBER),
    Column("high", "Bovengrens", "Van het 95%-interval van het verschil", Kind.NUMBER),
    Column("source", "Bladzijde", "In het rapport van de nulmeting", Kind.NUMBER),
    Column("note", "Opmerking", "", wide=True),
)
ENDS = {NOBODY: "antwoorden", VALID: "geldig", MISSING: "leeg", NOT_ASKED: "niet gevraagd"}
MIDDLES = {"mean": "gemiddelde", "median": "mediaan", "deviation": "standaardafwijking"}


def sheet(result: Plain, audience: str) -> Sheet:
    return Sheet("cijfers", COLUMNS, (tuple(map(_cell, row)) for row in rows(result, audience)))


def rows(result: Plain, audience: str) -> Iterator[Row]:
    named = {EVERYBODY: ("allen", "")}
    for division, labels in result["divisions"].items():
        named |= {key: (division, label) for key, label in labels.items()}
    named |= {key: ("andere dan", named[house][1]) for key, house in result.get("others", {}).items()}
    for key, (division, group) in named.items():
        ends = result["response"].get(key) or {}
        for end, called in ((NOBODY, "antwoorden"), (COMPLETE, "volledig"), (PARTIAL, "gedeeltelijk")):
            yield (audience, "", "", division, group, called, "", ends.get(end), None, None)
    for item in result["items"]:
        for key, group in item["groups"].items():
            head = (audience, item["code"], item["text"], *named[key])
            yield from ((*head, *row) for row in _figures(item, group))


def _figures(item: Plain, group: Plain) -> Iterator[Row]:
    for end, called in ENDS.items():
        yield (called, "", group.get(end), None, None)
    for name, called in MIDDLES.items():
        if item["kind"] in ("agreement", "satisfaction", "number", "percentage"):
            low, high = (group.get("interval") or (None, None)) if name == "mean" else (None, None)
            yield (called, "", group.get(name), low, high)
    for key, label, _ in item["categories"]:
        yield ("aantal", label, (group.get("counts") or {}).get(key), None, None)
        value, low, high = (group.get("shares") or {}).get(key) or (None, None, None)
        yield ("aandeel", label, value, low, high)
    for key, label in [*item["rows"], [TOTAL, "totaal"]] if item["rows"] else []:
        yield ("som", label, (group.get("rows") or {}).get(key), None, None)


def baseline_sheet(lines: list[Line], audience: str) -> Sheet:
    return Sheet("nulmeting", BASELINE, (tuple(map(_cell, baseline_row(line, audience))) for line in lines))


def baseline_row(line: Line, audience: str) -> Row:
    printed, now, change = line.printed, line.now, line.change
    interval = change.interval if change else None
    return (
        audience,
        printed.item,
        printed.label,
        then_said(line),
        now.number if now else None,
        now.n if now else None,
        round(change.value, 4) if change else None,
        round(interval.low, 4) if interval else None,
        round(interval.high, 4) if interval else None,
        printed.page,
        printed.note,
    )


def _cell(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value
