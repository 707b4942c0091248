"""A questionnaire out of JSON, read with distrust: whatever is wrong is said, with the place where it stands."""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from .conditions import Comparison, Condition, Join, Operator
from .items import NOTHING, Content, Item, Kind, Option, Origin, Row, Section, Wording
from .writing import FORMAT, VERSION

MAX_BYTES = 1_000_000
MAX_SECTIONS = 50
MAX_ITEMS = 100  # of one section
MAX_MEMBERS = 100  # options of one item, rows of a table, comparisons of a condition
MAX_WORDING = 2000  # characters
MOST = Decimal(10) ** 9
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CONTENT_KEYS = {"format", "version", "prefix", "title", "intro", "thanks", "sections"}
SECTION_KEYS = {"key", "title", "intro", "when", "items"}
ITEM_KEYS = {
    "code", "kind", "text", "help", "options", "fill", "rows", "low", "high", "unit", "minimum", "maximum", "decimals",
    "mandatory", "when", "origin", "place", "replaces", "reason",
}  # fmt: skip
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Unreadable(ValueError):
    """What is wrong, each in a Dutch sentence for whoever chose the file."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def read_json(text: bytes) -> Content:
    """Raises Unreadable."""
    if len(text) > MAX_BYTES:
        raise Unreadable(f"Dit bestand is te groot. Het mag hooguit {MAX_BYTES // 1_000_000} MB zijn.")
    try:
        data = json.loads(text.decode("utf-8-sig"), object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    except RecursionError:
        raise Unreadable("Dit bestand zit te diep in elkaar om een vragenlijst te zijn.") from None
    except ValueError as error:  # also of what is not UTF-8, and of numbers with thousands of digits
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("Dit bestand is geen JSON. Kies een bestand dat dit portaal heeft gemaakt.") from None
    return read(data)


def read(data: object) -> Content:
    """Of what json.loads gave. Raises Unreadable."""
    reader = _Reader()
    content = reader.content(data)
    if reader.problems:
        raise Unreadable(*reader.problems)
    return content


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("In dit bestand staat een naam twee keer in hetzelfde onderdeel.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(f"{name} is geen getal dat in een vragenlijst kan staan.")


class _Reader:
    """Reads on after a mistake, so that all are told at once."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def content(self, data: object) -> Content:
        whole = self._object(data, "De vragenlijst", CONTENT_KEYS)
        if (whole.get("format"), whole.get("version")) != (FORMAT, VERSION):
            self._wrong("De vragenlijst", f"heeft niet “format”: “{FORMAT}” en “version”: {VERSION}")
        sections = self._list(whole.get("sections", []), "De vragenlijst, “sections”", MAX_SECTIONS)
        return Content(
            prefix=self._text(whole.get("prefix", ""), "De vragenlijst, “prefix”", 4),
            title=self._wording(whole.get("title"), "De titel"),
            intro=self._wording(whole.get("intro"), "De inleiding"),
            thanks=self._wording(whole.get("thanks"), "Het dankwoord"),
            sections=tuple(self._section(each, f"Onderdeel {place}") for place, each in enumerate(sections, 1)),
        )

    def _section(self, data: object, where: str) -> Section:
        section = self._object(data, where, SECTION_KEYS)
        items = self._list(section.get("items", []), f"{where}, “items”", MAX_ITEMS)
        return Section(
            key=self._text(section.get("key", ""), f"{where}, “key”", 40),
            title=self._wording(section.get("title"), f"{where}, titel"),
            intro=self._wording(section.get("intro"), f"{where}, inleiding"),
            when=self._condition(section.get("when"), where),
            items=tuple(self._item(each, f"{where}, vraag {place}") for place, each in enumerate(items, 1)),
        )

    def _item(self, data: object, where: str) -> Item:
        item = self._object(data, where, ITEM_KEYS)
        code = self._text(item.get("code", ""), f"{where}, “code”", 12)
        where = f"Vraag {code}" if code else where
        return Item(
            code=code,
            kind=self._one_of(Kind, item.get("kind"), f"{where}, “kind”", Kind.STATEMENT),
            text=self._wording(item.get("text"), where),
            help=self._wording(item.get("help"), f"{where}, toelichting"),
            options=self._members(item.get("options", []), f"{where}, antwoord", self._option),
            fill=self._text(item.get("fill", ""), f"{where}, “fill”", 20),
            rows=self._members(item.get("rows", []), f"{where}, regel", self._row),
            low=self._wording(item.get("low"), f"{where}, laagste"),
            high=self._wording(item.get("high"), f"{where}, hoogste"),
            unit=self._wording(item.get("unit"), f"{where}, eenheid"),
            minimum=self._number(item.get("minimum"), f"{where}, “minimum”"),
            maximum=self._number(item.get("maximum"), f"{where}, “maximum”"),
            decimals=self._whole(item.get("decimals", 0), f"{where}, “decimals”"),
            is_mandatory=self._truth(item.get("mandatory", False), f"{where}, “mandatory”"),
            when=self._condition(item.get("when"), where),
            origin=self._one_of(Origin, item.get("origin", "own"), f"{where}, “origin”", Origin.OWN),
            place=self._text(item.get("place", ""), f"{where}, “place”", 200),
            replaces=self._text(item.get("replaces", ""), f"{where}, “replaces”", 12),
            reason=self._text(item.get("reason", ""), f"{where}, “reason”", 300),
        )

    def _option(self, data: object, where: str) -> Option:
        option = self._object(data, where, {"code", "text", "open"})
        return Option(
            self._whole(option.get("code"), f"{where}, “code”"),
            self._wording(option.get("text"), where),
            self._truth(option.get("open", False), f"{where}, “open”"),
        )

    def _row(self, data: object, where: str) -> Row:
        row = self._object(data, where, {"code", "text"})
        return Row(self._text(row.get("code", ""), f"{where}, “code”", 1), self._wording(row.get("text"), where))

    def _condition(self, data: object, where: str) -> Condition | None:
        if data is None:
            return None
        where = f"{where}, “when”"
        group = self._object(data, where, set(Join))
        if len(group) != 1:
            self._wrong(where, "moet “all” of “any” bevatten, en niet allebei")
            return None
        ((join, comparisons),) = group.items()
        return Condition(Join(join), self._members(comparisons, f"{where}, vergelijking", self._comparison))

    def _comparison(self, data: object, where: str) -> Comparison:
        comparison = self._object(data, where, {"code", "operator", "value"})
        return Comparison(
            self._text(comparison.get("code", ""), f"{where}, “code”", 12),
            self._one_of(Operator, comparison.get("operator"), f"{where}, “operator”", Operator.ANSWERED),
            self._number(comparison.get("value"), f"{where}, “value”"),
        )

    # -- the parts ------------------------------------------------------------------------------------------------

    def _wrong(self, where: str, what: str) -> None:
        self.problems.append(f"{where} {what}.")

    def _object(self, data: object, where: str, known: set[str] | set[Join]) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            self._wrong(where, "is niet wat er hoort te staan: een groep met namen tussen accolades")
            return {}
        for key in sorted(data.keys() - known):
            self._wrong(where, f"heeft “{key[:40]}”, dat hier niets betekent")
        return {key: value for key, value in data.items() if key in known}

    def _list(self, data: object, where: str, most: int) -> list[Any]:
        if not isinstance(data, list):
            self._wrong(where, "is geen lijst")
            return []
        if len(data) > most:
            self._wrong(where, f"heeft er meer dan {most}")
        return data[:most]

    def _members(self, data: object, where: str, read_one: Callable[[object, str], T]) -> tuple[T, ...]:
        members = self._list(data, where, MAX_MEMBERS)
        return tuple(read_one(each, f"{where} {place}") for place, each in enumerate(members, 1))

    def _wording(self, data: object, where: str) -> Wording:
        if data in (None, {}):
            return NOTHING
        wording = self._object(data, where, {"nl", "en"})
        dutch, english = (self._text(wording.get(language, ""), where, MAX_WORDING) for language in ("nl", "en"))
        return Wording(dutch, english)

    def _text(self, data: object, where: str, most: int) -> str:
        if not isinstance(data, str):
            self._wrong(where, "is geen tekst")
            return ""
        if len(data) > most:
            self._wrong(where, f"is te lang: {len(data)} tekens, en er mogen er {most}")
        if UNPRINTABLE.search(data):
            self._wrong(where, "bevat tekens die niet te lezen zijn")
            return ""
        return data.strip()[:most]

    def _number(self, data: object, where: str) -> Decimal | None:
        if data is None:
            return None
        try:
            value = Decimal(str(data)) if isinstance(data, int | float | str) and not isinstance(data, bool) else None
        except InvalidOperation:
            value = None
        if value is None or not value.is_finite() or abs(value) > MOST:
            self._wrong(where, "is geen getal dat hier kan staan")
            return None
        return value

    def _whole(self, data: object, where: str) -> int:
        if not isinstance(data, int) or isinstance(data, bool) or abs(data) > MOST:
            self._wrong(where, "is geen heel getal")
            return 0
        return data

    def _truth(self, data: object, where: str) -> bool:
        if not isinstance(data, bool):
            self._wrong(where, "is geen true of false")
        return data is True

    def _one_of(self, kind: type[E], data: object, where: str, otherwise: E) -> E:
        try:
            return kind(str(data))
        except ValueError:
            known = ", ".join(f"“{each}”" for each in kind)
            self._wrong(where, f"is niet een van {known}")
            return otherwise
