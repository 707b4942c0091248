"""Questionnaires for tests: small ones by hand, and any valid one by hypothesis."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from surveys.asking.conditions import Comparison, Condition, Join, Operator
from surveys.asking.items import Content, Item, Kind, Option, Row, Section, Wording
from surveys.asking.reading import read_json

STANDARD = Path("surveys/standard")
AUDIENCES = ("companies", "students", "teachers")


def standard(audience: str) -> Content:
    return read_json((STANDARD / f"{audience}_1.json").read_bytes())


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(code, Wording(text)) for code, text in enumerate(texts, 1))


def single(code: str, *texts: str, **more) -> Item:
    return Item(code, Kind.SINGLE, Wording(f"Vraag {code}?"), options=options(*(texts or ("Ja", "Nee"))), **more)


def number(code: str, low=0, high=100, **more) -> Item:
    bounds = {"minimum": Decimal(low), "maximum": Decimal(high)}
    return Item(code, Kind.NUMBER, Wording(f"Hoeveel bij {code}?"), **{**bounds, **more})


def table(code: str, *rows: str, **more) -> Item:
    made = tuple(Row(letter, Wording(text)) for letter, text in zip("abcdef", rows, strict=False))
    bounds = {"minimum": Decimal(0), "maximum": Decimal(100)}
    return Item(code, Kind.TABLE, Wording(f"Hoeveel bij {code}?"), rows=made, **{**bounds, **more})


def scale(code: str, **more) -> Item:
    poles = {"low": Wording("niet tevreden"), "high": Wording("heel tevreden")}
    return Item(code, Kind.SATISFACTION, Wording(f"Hoe tevreden over {code}"), **{**poles, **more})


def multiple(code: str, *texts: str, **more) -> Item:
    return replace(single(code, *texts, **more), kind=Kind.MULTIPLE)


def written(code: str, **more) -> Item:
    return Item(code, Kind.OPEN, Wording(f"Vertel over {code}."), **more)


def when(*comparisons: tuple, join: str = "all") -> Condition:
    return Condition(
        Join(join),
        tuple(
            Comparison(code, Operator(operator), *(Decimal(value) for value in values))
            for code, operator, *values in comparisons
        ),
    )


def content(*items: Item, **more) -> Content:
    section = Section("eerste", Wording("Eerste"), items=items)
    return Content(**{"prefix": "B", "title": Wording("Proef"), "sections": (section,), **more})


# -- any ------------------------------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("abc dé\"'=+@😀שלום\u200f"), min_size=1, max_size=20).map(
    lambda text: f"w {text}".strip()
)


@st.composite
def contents(draw) -> Content:
    """A few items of every kind; some ask only after what an earlier one was answered."""
    items: list[Item] = []
    for place in range(1, draw(st.integers(1, 8)) + 1):
        make = draw(st.sampled_from((single, multiple, number, table, scale, written)))
        parts = ("Een", "Twee", "Drie") if make in (single, multiple, table) else ()
        item = make(f"B{place:02d}", *parts)
        decimals = draw(st.integers(0, 2)) if make is number else 0
        condition = draw(st.none() | conditions(items)) if items else None
        items.append(replace(item, decimals=decimals, when=condition))
    return content(*items)


def conditions(items: list[Item]):
    askable = [item for item in items if item.kind in (Kind.SINGLE, Kind.NUMBER, Kind.MULTIPLE, Kind.OPEN)]
    return st.sampled_from(askable).flatmap(_about) if askable else st.none()


def _about(item: Item):
    if item.kind == Kind.OPEN:
        return st.just(when((item.code, "answered")))
    operator = {Kind.MULTIPLE: "includes"}.get(item.kind, "is")
    return st.integers(1, 3).map(lambda value: when((item.code, operator, value)))


@st.composite
def answers_to(draw, asked: Content) -> dict:
    given = {}
    for item in asked.items:
        value = draw(st.none() | answer_to(item))
        if value:
            given[item.code] = value
    return given


def answer_to(item: Item):
    match item.kind:
        case Kind.OPEN:
            return WORDS
        case Kind.MULTIPLE:
            return st.sets(st.sampled_from(item.values), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
        case Kind.TABLE:
            rows = st.sampled_from([row.code for row in item.rows])
            return st.dictionaries(rows, st.integers(0, 100), min_size=1)
        case Kind.NUMBER if item.decimals:
            return st.integers(0, 100 * 10**item.decimals).map(lambda whole: Decimal(whole).scaleb(-item.decimals))
        case Kind.NUMBER:
            return st.integers(0, 100)
    return st.sampled_from(item.values)
