"""Answers gathered elsewhere, out of a CSV file: columns are codes of items, a row is a response. Pure: no portal.

Of several options either one column with the chosen codes (1|3), or a column per option with 0 and 1 (S15.1). A table
has a column per row (B08a). Empty is not answered. `compleet` (ja, nee), `route` and `doelgroep` may stand beside them.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from .asking.answers import WrongAnswer, judge, judge_text
from .asking.columns import Encoded, encode
from .asking.conditions import Value
from .asking.items import CHOICES, OTHER, Content, Item, Kind
from .asking.routing import route

COMPLETE, ROUTE, DOELGROEP = "compleet", "route", "doelgroep"
BESIDE = (COMPLETE, ROUTE, DOELGROEP)
YES, NO = ("ja", "1", "waar", "true"), ("nee", "0", "onwaar", "false")
MOST_ERRORS = 200
BETWEEN = "|"


class NotImported(Exception):
    """Nothing was taken. `errors`: line, column and what is wrong, in Dutch."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("; ".join(errors[:3]))
        self.errors = errors


@dataclass(frozen=True)
class Given:
    """One row: `route` and `doelgroep` as they stand there."""

    encoded: Encoded
    is_complete: bool
    route: str
    doelgroep: str


@dataclass
class _Problems:
    found: list[str] = field(default_factory=list)

    def add(self, line: int, column: str, message: str) -> None:
        self.found.append(f"Regel {line}, kolom {column}: {message}")

    def stop_if_many(self) -> None:
        if len(self.found) >= MOST_ERRORS:
            raise NotImported([*self.found[:MOST_ERRORS], "Er zijn meer fouten; dit zijn de eerste."])


def read_rows(content: Content, data: bytes, *, routes: Collection[str], doelgroepen: Collection[str]) -> list[Given]:
    """All or nothing. Raises NotImported."""
    lines = _lines(data)
    head = [name.strip() for name in next(lines, [])]
    _require_known(head, content)
    problems, given = _Problems(), []
    for number, cells in enumerate(lines, 2):
        if any(cell.strip() for cell in cells):
            row = dict(zip(head, (cell.strip() for cell in cells), strict=False))
            if len(cells) > len(head):
                problems.add(number, str(len(head) + 1), "Hier staat meer dan er kolommen zijn.")
            given.append(_given(content, row, number, routes, doelgroepen, problems))
            problems.stop_if_many()
    if problems.found:
        raise NotImported(problems.found)
    if not given:
        raise NotImported(["Er staan geen antwoorden in dit bestand."])
    return [each for each in given if each]


def _lines(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotImported(["Dit bestand is geen tekst in UTF-8. Bewaar het als CSV UTF-8."]) from error
    if "\x00" in text:
        raise NotImported(["Dit bestand is geen CSV."])
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    except csv.Error as error:
        raise NotImported([f"Dit bestand is als CSV niet te lezen ({error})."]) from error


def column_names(content: Content) -> set[str]:
    names = {
        name for item in content.items if item.kind != Kind.STATEMENT for name in (item.column_codes or [item.code])
    }
    several = {item.code for item in content.items if item.kind == Kind.MULTIPLE}
    open_ones = {item.code + OTHER for item in content.items if item.kind in CHOICES and item.open_option}
    return names | several | open_ones


def _require_known(head: list[str], content: Content) -> None:
    known = column_names(content) | set(BESIDE)
    errors = [f"Kolom {name or '(zonder naam)'} hoort niet bij deze vragenlijst." for name in head if name not in known]
    errors += [f"Kolom {name} staat er twee keer." for name in dict.fromkeys(head) if head.count(name) > 1]
    if not set(head) & column_names(content):
        errors.append("Er is geen kolom met de code van een vraag.")
    if errors:
        raise NotImported(errors)


def _given(
    content: Content,
    row: Mapping[str, str],
    number: int,
    routes: Collection[str],
    doelgroepen: Collection[str],
    problems: _Problems,
) -> Given | None:
    before = len(problems.found)
    answers: dict[str, Value] = {}
    for item in content.items:
        _take(item, row, number, answers, problems)
    is_complete = _yes_no(row.get(COMPLETE, "ja"), number, problems)
    for name, known in ((ROUTE, routes), (DOELGROEP, doelgroepen)):
        if row.get(name) and row[name] not in known:
            problems.add(number, name, f"‘{row[name][:40]}’ is niet bekend. Kies uit: {', '.join(sorted(known)[:10])}.")
    if len(problems.found) == before:
        _check_routing(content, answers, number, problems, is_complete=is_complete)
    if len(problems.found) > before:
        return None
    return Given(encode(content, answers), is_complete, row.get(ROUTE, ""), row.get(DOELGROEP, ""))


def _take(item: Item, row: Mapping[str, str], number: int, answers: dict[str, Value], problems: _Problems) -> None:
    try:
        value = judge(item, _raw(item, row))
        if value is not None:
            answers[item.code] = value
        if row.get(item.code + OTHER):
            answers[item.code + OTHER] = judge_text(row[item.code + OTHER])
    except WrongAnswer as wrong:
        problems.add(number, f"{item.code}{wrong.at}", wrong.message)


def _raw(item: Item, row: Mapping[str, str]) -> str | list[str] | dict[str, str]:
    if item.kind == Kind.TABLE:
        return {each.code: row.get(f"{item.code}{each.code}", "") for each in item.rows}
    if item.kind != Kind.MULTIPLE:
        return row.get(item.code, "")
    if row.get(item.code):
        return row[item.code].split(BETWEEN)
    return [str(option.code) for option in item.options if _is_chosen(item, option.code, row)]


def _is_chosen(item: Item, code: int, row: Mapping[str, str]) -> bool:
    text = row.get(f"{item.code}.{code}", "").lower()
    if text and text not in (*YES, *NO):
        raise WrongAnswer("Vul 0 of 1 in.", f".{code}")
    return text in YES


def _yes_no(text: str, number: int, problems: _Problems) -> bool:
    if text.lower() not in (*YES, *NO):
        problems.add(number, COMPLETE, "Vul ja of nee in.")
    return text.lower() in YES


def _check_routing(
    content: Content, answers: Mapping[str, Value], number: int, problems: _Problems, *, is_complete: bool
) -> None:
    """An answer that was not asked for is a mistake somewhere; what must be answered, is in a complete response."""
    routed = route(content, answers)
    for code in answers:
        if code.removesuffix(OTHER) not in routed.codes:
            problems.add(number, code, "Deze vraag geldt niet bij de andere antwoorden in deze regel.")
    for item in routed.items if is_complete else ():
        if item.is_mandatory and item.code not in answers:
            problems.add(number, item.code, "Deze vraag moet beantwoord zijn. Of zet in kolom compleet: nee.")
