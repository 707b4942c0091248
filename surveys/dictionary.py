"""What every variable of the answers means: names, labels, codes. The same for the same item in every wave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mkbroute.exports.tables import Column, Sheet
from mkbroute.exports.tables import Kind as ColumnKind

from .asking.columns import MISSING, NOT_APPLICABLE
from .asking.columns import Column as Answer
from .asking.columns import columns as answers_of
from .asking.describing import in_words, kind_in_words
from .asking.items import SCALES, Content, Item, Kind
from .spss import Measure, Variable

# Codes that no answer can have: numbers, shares and codes of options begin at 0.
UNANSWERED, UNASKED = -9, -8
WHY = {UNANSWERED: "niet ingevuld", UNASKED: "niet gevraagd"}
KEY, WAVE, COMPLETE = "sleutel", "meting", "compleet"
FIXED = 3  # variables that stand before all others
KEY_BYTES, WAVE_BYTES = 16, 80


@dataclass(frozen=True)
class Entry:
    """A variable with its place in the questionnaire."""

    variable: Variable
    section: str = ""
    kind: str = ""
    when: str = ""
    origin: str = ""
    replaces: str = ""


def entries(content: Content, groups: Mapping[str, Mapping[int, str]]) -> list[Entry]:
    """`groups`: the codes of routes, sectors and so on that stand before the answers, by the name of their variable."""
    before = [
        Variable(KEY, "Willekeurige sleutel van het antwoord", Measure.NOMINAL, width=KEY_BYTES),
        Variable(WAVE, "Meting", Measure.NOMINAL, width=WAVE_BYTES),
        Variable(COMPLETE, "Is de vragenlijst verzonden?", Measure.NOMINAL, values={0: "nee", 1: "ja"}),
    ]
    before += [Variable(name, name.capitalize(), Measure.NOMINAL, values=labels) for name, labels in groups.items()]
    return [Entry(variable) for variable in before] + [_entry(answer, content) for answer in answers_of(content)]


def _entry(answer: Answer, content: Content) -> Entry:
    item, section = answer.item, content.section_of(answer.item.code)
    statement = _statement(item, content)
    label = f"{statement} {item.text.nl}".strip()
    part = _part(answer)
    variable = Variable(
        answer.name,
        f"{label}: {part}" if part else label,
        _measure(item),
        decimals=item.decimals,
        values={**_values(answer), **WHY},
        missing=(UNANSWERED, UNASKED),
    )
    return Entry(
        variable,
        section.title.nl if section else "",
        kind_in_words(item),
        "; ".join(filter(None, (in_words(when, content) for when in (section.when if section else None, item.when)))),
        "" if item.origin == "own" else item.origin.label,
        item.replaces,
    )


def _statement(item: Item, content: Content) -> str:
    """The sentence that an item of a block ends: B12 of B12.1."""
    before = content.find(item.code.partition(".")[0])
    return before.text.nl if before is not None and before.kind == Kind.STATEMENT else ""


def _part(answer: Answer) -> str:
    said: dict[int | str, str] = {option.code: option.text.nl for option in answer.item.options}
    said |= {row.code: row.text.nl for row in answer.item.rows}
    return "" if answer.part is None else said.get(answer.part, "")


def _measure(item: Item) -> Measure:
    if item.kind in (Kind.SINGLE, Kind.MULTIPLE):
        return Measure.NOMINAL
    return Measure.ORDINAL if item.kind in SCALES else Measure.SCALE


def _values(answer: Answer) -> dict[int, str]:
    item = answer.item
    if item.kind == Kind.SINGLE:
        return {option.code: option.text.nl for option in item.options}
    if item.kind == Kind.MULTIPLE:
        return {0: "niet gekozen", 1: "gekozen"}
    if item.kind in SCALES:
        return {1: f"1 {item.low.nl}", SCALES[item.kind]: f"{SCALES[item.kind]} {item.high.nl}"}
    return {}


def value_of(answer: Answer, number: int) -> int | Decimal:
    if number == MISSING:
        return UNANSWERED
    if number == NOT_APPLICABLE:
        return UNASKED
    return Decimal(number).scaleb(-answer.item.decimals) if answer.item.decimals else number


CODEBOOK = (
    Column("name", "Variabele", "Naam, in elke meting dezelfde"),
    Column("label", "Vraag", "Zoals hij gesteld is", wide=True),
    Column("section", "Onderdeel", "Van de vragenlijst"),
    Column("kind", "Soort", "Wat er geantwoord kon worden"),
    Column("measure", "Meetniveau", "nominaal, ordinaal of schaal"),
    Column("values", "Codes", "Wat de getallen betekenen", wide=True),
    Column("when", "Aan wie", "Leeg: aan allen", wide=True),
    Column("origin", "Herkomst", "Letterlijk uit de nulmeting, of daaruit afgeleid"),
    Column("replaces", "In plaats van", "De code die hier niet mee te vergelijken is"),
)
MEASURES = {Measure.NOMINAL: "nominaal", Measure.ORDINAL: "ordinaal", Measure.SCALE: "schaal"}


def codebook(found: Sequence[Entry]) -> Sheet:
    return Sheet("codeboek", CODEBOOK, codebook_rows(found))


def codebook_rows(found: Sequence[Entry]) -> Iterator[list[str]]:
    for each in found:
        codes = "; ".join(f"{code} = {text}" for code, text in each.variable.values.items())
        measure = MEASURES[each.variable.measure]
        yield [
            each.variable.name,
            each.variable.label,
            each.section,
            each.kind,
            measure,
            codes,
            each.when,
            each.origin,
            each.replaces,
        ]


def data_columns(found: Sequence[Entry]) -> list[Column]:
    """Above the answers stand the names of the variables: what they mean is in the codebook."""
    return [
        Column(
            each.variable.name,
            each.variable.name,
            each.variable.label,
            ColumnKind.TEXT if each.variable.width else ColumnKind.NUMBER,
        )
        for each in found
    ]
