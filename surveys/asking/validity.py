"""What is wrong with a questionnaire, in sentences for whoever writes it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from .answers import written
from .columns import HIGHEST, LOWEST, columns
from .conditions import Comparison, Condition, Operator
from .items import CHOICES, LABELS, RANGED, SCALES, Content, Item, Kind, Section, Wording

MAX_ITEMS = 200
MAX_COLUMNS = 600
MAX_DECIMALS = 2
HIGHEST_CODE = 999  # of an option
PREFIX = re.compile(r"[A-Z]{1,4}")
CODE = r"{}[0-9]{{2,3}}[a-z]?(\.[0-9]{{1,2}})?"
FILLS = {"programmes": "de opleidingen in de meting"}
T = TypeVar("T")
ORDERED = (Operator.BELOW, Operator.AT_MOST, Operator.ABOVE, Operator.AT_LEAST)


@dataclass(frozen=True)
class Problem:
    text: str
    code: str = ""  # of the item that it is about
    section: str = ""  # key of the section
    blocks: bool = True  # stands in the way of publishing


def problems(content: Content, before: Content | None = None) -> list[Problem]:
    """`before`: what is asked first, where these are a hogeschool's own items after the standard ones."""
    return [
        *_of_whole(content),
        *_of_codes(content, before),
        *(problem for section in content.sections for problem in _of_section(section)),
        *(problem for item in content.items for problem in of_item(item)),
        *_of_conditions(content, before),
        *_of_english(content),
    ]


def _of_whole(content: Content) -> Iterator[Problem]:
    if not content.title.nl:
        yield Problem("De vragenlijst heeft geen titel.")
    if not PREFIX.fullmatch(content.prefix):
        yield Problem("De codes moeten beginnen met een tot vier hoofdletters.")
    items = list(content.items)
    if not any(item.kind != Kind.STATEMENT for item in items):
        yield Problem("Er staat nog geen vraag in deze vragenlijst.")
    if len(items) > MAX_ITEMS or len(columns(content)) > MAX_COLUMNS:
        yield Problem(f"De vragenlijst is te lang. Er passen {MAX_ITEMS} vragen in, met samen {MAX_COLUMNS} getallen.")


def _of_codes(content: Content, before: Content | None) -> Iterator[Problem]:
    form = re.compile(CODE.format(re.escape(content.prefix)))
    taken = Counter(item.code for item in content.items)
    asked = [*content.items, *(before.items if before else ())]
    names = Counter(name for item in asked for name in {item.code, *item.column_codes})
    for code in taken:
        if not form.fullmatch(code):
            yield Problem(f"“{code}” kan geen code zijn. Maak er een als {content.prefix}01 van.", code)
    for name, count in names.items():
        if count > 1:
            yield Problem(f"De code {name} staat er meer dan één keer. Elke vraag heeft een eigen code.", name)
    keys = Counter(section.key for section in content.sections)
    for key, count in keys.items():
        if count > 1 or not key:
            yield Problem("Twee onderdelen zijn niet uit elkaar te houden. Geef elk een eigen naam.", section=key)


def _of_section(section: Section) -> Iterator[Problem]:
    if not section.title.nl:
        yield Problem("Een onderdeel heeft geen titel.", section=section.key)
    if not section.items:
        yield Problem(f"In ‘{section.title}’ staat nog geen vraag.", section=section.key, blocks=False)


# -- one item -------------------------------------------------------------------------------------------------------


def of_item(item: Item) -> list[Problem]:
    return [Problem(f"{item.code}: {text}", item.code) for text in _wrong_with(item)]


def _wrong_with(item: Item) -> Iterator[str]:
    if not item.text.nl:
        yield "er staat nog geen vraag."
    if item.kind == Kind.STATEMENT and item.is_mandatory:
        yield "een tekst zonder vraag kan niet verplicht zijn."
    if item.kind in SCALES and not (item.low.nl and item.high.nl):
        yield "zeg wat de laagste en de hoogste score betekenen."
    yield from _wrong_choices(item)
    yield from _wrong_rows(item)
    yield from _wrong_range(item)


def _wrong_choices(item: Item) -> Iterator[str]:
    if item.kind not in CHOICES:
        if item.options or item.fill:
            yield f"bij ‘{LABELS[item.kind]}’ horen geen antwoorden om uit te kiezen."
    elif not item.fill:
        yield from _wrong_options(item)
    else:
        if item.fill not in FILLS:
            yield f"de lijst “{item.fill}” bestaat niet."
        if item.options:
            yield "kies: eigen antwoorden, of een lijst van het portaal."


def _wrong_options(item: Item) -> Iterator[str]:
    codes = [option.code for option in item.options]
    texts = [option.text.nl for option in item.options]
    if len(codes) < 2:
        yield "geef ten minste twee antwoorden om uit te kiezen."
    if not all(texts):
        yield "een van de antwoorden heeft geen tekst."
    if any(not 1 <= code <= HIGHEST_CODE for code in codes):
        yield f"geef elk antwoord een nummer van 1 tot en met {HIGHEST_CODE}."
    yield from (f"twee antwoorden hebben het nummer {code}." for code in _twice(codes))
    yield from (f"het antwoord ‘{text}’ staat er twee keer." for text in _twice(texts) if text)
    if sum(option.is_open for option in item.options) > 1:
        yield "bij één van de antwoorden kan iemand zelf iets invullen, niet bij meer."


def _wrong_rows(item: Item) -> Iterator[str]:
    if item.kind != Kind.TABLE:
        if item.rows:
            yield f"bij ‘{LABELS[item.kind]}’ horen geen regels."
        return
    if not item.rows:
        yield "geef ten minste één regel om een aantal bij in te vullen."
    if any(not row.text.nl for row in item.rows):
        yield "een van de regels heeft geen tekst."
    if any(not re.fullmatch("[a-z]", row.code) for row in item.rows):
        yield "geef elke regel een letter van a tot en met z."
    yield from (f"twee regels hebben de letter {code}." for code in _twice(row.code for row in item.rows))
    if item.code[-1:].isalpha():
        yield "bij aantallen per regel eindigt de code op een cijfer: elke regel zet er een letter achter."


def _wrong_range(item: Item) -> Iterator[str]:
    if item.kind not in RANGED:
        return
    if not 0 <= item.decimals <= MAX_DECIMALS:
        yield f"er kunnen 0 tot {MAX_DECIMALS} cijfers achter de komma staan."
    elif item.kind in (Kind.YEAR, Kind.TABLE) and item.decimals:
        yield "hier past geen cijfer achter de komma."
    elif item.kind != Kind.PERCENTAGE:
        yield from _wrong_bounds(item)


def _wrong_bounds(item: Item) -> Iterator[str]:
    if item.minimum is None or item.maximum is None:
        yield "zeg tussen welke getallen een antwoord ligt."
        return
    if item.minimum >= item.maximum:
        yield "het kleinste getal is niet kleiner dan het grootste."
    if item.kind == Kind.TABLE and item.minimum < 0:
        yield "een aantal is nooit minder dan 0."
    for bound in (item.minimum, item.maximum):
        if not LOWEST <= bound.scaleb(item.decimals) <= HIGHEST:
            yield f"{written(bound, item)} is te groot om te bewaren. Kies een grens die dichter bij 0 ligt."
        if bound != round(bound, item.decimals):
            yield f"de grens {written(bound, item)} heeft meer cijfers achter de komma dan een antwoord."


def _twice(values: Iterable[T]) -> list[T]:
    return [value for value, count in Counter(values).items() if count > 1]


# -- conditions -----------------------------------------------------------------------------------------------------


def _of_conditions(content: Content, before: Content | None) -> Iterator[Problem]:
    """In order, so that each sees only what was asked before it."""
    earlier: dict[str, Item] = {}
    for item in before.items if before else ():
        _remember(earlier, item)
    everywhere = {name for item in content.items for name in (item.code, *item.column_codes)}
    for section in content.sections:
        about = f"Onderdeel ‘{section.title}’"
        for text in _wrong_condition(section.when, earlier, everywhere):
            yield Problem(f"{about}: {text}", section=section.key)
        for item in section.items:
            for text in _wrong_condition(item.when, earlier, everywhere):
                yield Problem(f"{item.code}: {text}", item.code)
            _remember(earlier, item)


def _remember(earlier: dict[str, Item], item: Item) -> None:
    earlier[item.code] = item
    if item.kind == Kind.TABLE:
        earlier.update(dict.fromkeys(item.column_codes, item))


def _wrong_condition(when: Condition | None, earlier: dict[str, Item], everywhere: set[str]) -> Iterator[str]:
    if when is None:
        return
    if not when.comparisons:
        yield "de voorwaarde is leeg."
    for comparison in when.comparisons:
        item = earlier.get(comparison.code)
        if item:
            yield from unfit(comparison, item)
        elif comparison.code in everywhere:
            yield f"de voorwaarde kijkt naar {comparison.code}, en die komt niet eerder."
        else:
            yield f"de voorwaarde noemt {comparison.code}, en die vraag is er niet."


def operators(item: Item, code: str) -> list[Operator]:
    """What can be asked of the answer to an item, or of one row of a table."""
    if item.kind == Kind.STATEMENT:
        return []
    if item.kind == Kind.OPEN or (item.kind == Kind.TABLE and code == item.code):
        return [Operator.ANSWERED]
    if item.kind == Kind.MULTIPLE:
        return [Operator.INCLUDES, Operator.ANSWERED]
    if item.fill:
        return [Operator.ANSWERED]
    if item.kind == Kind.SINGLE:
        return [Operator.IS, Operator.IS_NOT, Operator.ANSWERED]
    return [Operator.IS, Operator.IS_NOT, *ORDERED, Operator.ANSWERED]


def unfit(comparison: Comparison, item: Item) -> list[str]:
    code, value = comparison.code, comparison.value
    if comparison.operator not in operators(item, code):
        return [f"van {code} kan een voorwaarde niet zeggen dat het antwoord ‘{comparison.operator.label}’."]
    if comparison.operator == Operator.ANSWERED:
        return [] if value is None else [f"bij ‘{code} is ingevuld’ hoort geen waarde."]
    if value is None:
        return [f"zeg waarmee het antwoord op {code} wordt vergeleken."]
    if item.kind in CHOICES and value not in map(Decimal, item.values):
        return [f"{code} heeft geen antwoord met nummer {value}."]
    low, high = item.bounds
    if item.kind not in CHOICES and not low <= value <= high:
        return [f"{written(value, item)} kan op {code} nooit worden geantwoord."]
    return []


# -- English --------------------------------------------------------------------------------------------------------


def _of_english(content: Content) -> Iterator[Problem]:
    """Where it was begun: a respondent who chose English would read Dutch there."""
    if not content.has_english:
        return
    if not content.title.en:
        yield Problem("De titel is er nog niet in het Engels.", blocks=False)
    for item in content.items:
        if any(wording.nl and not wording.en for wording in wordings_of(item)):
            yield Problem(f"{item.code}: nog niet helemaal in het Engels.", item.code, blocks=False)


def wordings_of(item: Item) -> list[Wording]:
    members = [*(option.text for option in item.options), *(row.text for row in item.rows)]
    return [item.text, item.help, item.low, item.high, item.unit, *members]
