"""Lead times as a file: a row per step of a route and study year. Hours, so that others can count on."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from mkbroute.exports.tables import Column, Kind, Row, Sheet

from .lead_times import PARTIES, STEPS, Group, Time

COLUMNS = (
    Column("route", "Route", "De opleiding; ‘Alle routes’ is het geheel."),
    Column("study_year", "Studiejaar", "Waarin de overeenkomst begint; leeg: alle jaren."),
    Column("step", "Stap", "Of, per partij: van haar beurt tot haar handtekening."),
    Column("agreements", "Overeenkomsten", "Waarvan deze stap klaar is.", Kind.NUMBER),
    Column("median_hours", "Mediaan (uren)", "De helft duurde korter.", Kind.NUMBER),
    Column("ninetieth_hours", "90 % (uren)", "Negen van de tien duurden korter.", Kind.NUMBER),
)


def sheet_of(groups: Iterable[Group], titles: Mapping[int, str]) -> Sheet:
    return Sheet("Doorlooptijden", COLUMNS, list(_rows(groups, titles)))


def _rows(groups: Iterable[Group], titles: Mapping[int, str]) -> Iterator[Row]:
    for group in groups:
        name = titles.get(group.route_id or 0, "Alle routes")
        for time in (group.times[step] for step in (*STEPS, *PARTIES) if step in group.times):
            yield (name, group.study_year, _called(time), time.agreements, _hours(time.median), _hours(time.ninetieth))


def _called(time: Time) -> str:
    return f"Tekenen: {time.label.lower()}" if time.step in PARTIES else time.label


def _hours(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))
