"""What a questionnaire is made of. Wording is Dutch, with English beside it where somebody wrote that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from .conditions import Condition

MAX_TEXT = 4000  # characters of an open answer
OTHER = "_anders"  # behind the code of an item: what somebody filled in at "anders, namelijk"


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    YEAR = "year"
    AGREEMENT = "agreement"
    SATISFACTION = "satisfaction"
    TABLE = "table"
    PERCENTAGE = "percentage"
    OPEN = "open"
    STATEMENT = "statement"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Kind.SINGLE: "Eén antwoord uit een lijst",
    Kind.MULTIPLE: "Meerdere antwoorden uit een lijst",
    Kind.NUMBER: "Getal",
    Kind.YEAR: "Jaartal",
    Kind.AGREEMENT: "Stelling: eens of oneens (1-7)",
    Kind.SATISFACTION: "Tevredenheid (1-10)",
    Kind.TABLE: "Aantallen per regel",
    Kind.PERCENTAGE: "Percentage",
    Kind.OPEN: "Open antwoord",
    Kind.STATEMENT: "Tekst zonder vraag",
}
CHOICES = (Kind.SINGLE, Kind.MULTIPLE)
SCALES = {Kind.AGREEMENT: 7, Kind.SATISFACTION: 10}  # from 1 to
RANGED = (Kind.NUMBER, Kind.YEAR, Kind.PERCENTAGE, Kind.TABLE)
WITHOUT_COLUMN = (Kind.OPEN, Kind.STATEMENT)


class Origin(StrEnum):
    """Where the wording comes from: the nulmeting prints no questionnaire, only results."""

    LITERAL = "literal"  # printed in the report
    INFERRED = "inferred"  # from what the report says of the results
    OWN = "own"

    @property
    def label(self) -> str:
        return {"literal": "letterlijk", "inferred": "afgeleid", "own": "eigen"}[self.value]


class Language(StrEnum):
    NL = "nl"
    EN = "en"


@dataclass(frozen=True)
class Wording:
    nl: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.nl or self.en)

    def __str__(self) -> str:
        return self.nl

    def said(self, language: str = Language.NL) -> str:
        """Dutch where there is no English."""
        return (self.en if language == Language.EN else "") or self.nl


NOTHING = Wording()


@dataclass(frozen=True)
class Option:
    code: int  # what is stored; stays with its meaning
    text: Wording
    is_open: bool = False  # asks what, in words


@dataclass(frozen=True)
class Row:
    code: str  # of a table: a, b, c; the column is B08a
    text: Wording


@dataclass(frozen=True)
class Item:
    code: str
    kind: Kind
    text: Wording
    help: Wording = NOTHING
    options: tuple[Option, ...] = ()
    fill: str = ""  # of a list that the portal knows when a wave begins, instead of options
    rows: tuple[Row, ...] = ()
    low: Wording = NOTHING  # the poles of a scale
    high: Wording = NOTHING
    unit: Wording = NOTHING
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    is_mandatory: bool = False
    when: Condition | None = None
    origin: Origin = Origin.OWN
    place: str = ""  # page or paragraph of the source
    replaces: str = ""  # the code of the item that this one can no longer be compared with
    reason: str = ""  # why not

    @property
    def column_codes(self) -> list[str]:
        """Of its whole numbers: what researchers find above the columns."""
        match self.kind:
            case Kind.OPEN | Kind.STATEMENT:
                return []
            case Kind.MULTIPLE:
                return [f"{self.code}.{option.code}" for option in self.options]
            case Kind.TABLE:
                return [f"{self.code}{row.code}" for row in self.rows]
        return [self.code]

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Of an answer in numbers."""
        if self.kind in SCALES:
            return Decimal(1), Decimal(SCALES[self.kind])
        if self.kind == Kind.PERCENTAGE:
            return Decimal(0), Decimal(100)
        return self.minimum or Decimal(0), Decimal(0) if self.maximum is None else self.maximum

    @property
    def open_option(self) -> Option | None:
        return next((option for option in self.options if option.is_open), None)

    @property
    def values(self) -> list[int]:
        """What a choice or a scale may hold."""
        if self.kind in SCALES:
            return list(range(1, SCALES[self.kind] + 1))
        return [option.code for option in self.options]


@dataclass(frozen=True)
class Section:
    key: str
    title: Wording
    intro: Wording = NOTHING
    when: Condition | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Content:
    """The whole of a questionnaire. `prefix`: with which its codes begin."""

    prefix: str
    title: Wording
    intro: Wording = NOTHING
    thanks: Wording = NOTHING
    sections: tuple[Section, ...] = ()
    _by_code: dict[str, Item] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_code.update({item.code: item for item in self.items})

    @property
    def items(self) -> Iterator[Item]:
        return (item for section in self.sections for item in section.items)

    def find(self, code: str) -> Item | None:
        return self._by_code.get(code)

    def section_of(self, code: str) -> Section | None:
        return next((each for each in self.sections if any(item.code == code for item in each.items)), None)

    @property
    def has_english(self) -> bool:
        """It was begun."""
        return bool(self.title.en or any(item.text.en for item in self.items))


def with_items(content: Content, key: str, items: Sequence[Item]) -> Content:
    """The section with that key holds these."""
    sections = tuple(replace(each, items=tuple(items)) if each.key == key else each for each in content.sections)
    return replace(content, sections=sections)


def filled(content: Content, lists: Mapping[str, Sequence[Option]]) -> Content:
    """With the options of every list that the portal fills in; a wave keeps them so."""
    sections = tuple(
        replace(
            each,
            items=tuple(
                replace(item, options=tuple(lists.get(item.fill, ()))) if item.fill else item for item in each.items
            ),
        )
        for each in content.sections
    )
    return replace(content, sections=sections)


def joined(standard: Content, supplement: Content) -> Content:
    """What a respondent of one hogeschool answers: its own items after the standard ones."""
    return replace(standard, sections=standard.sections + supplement.sections)
