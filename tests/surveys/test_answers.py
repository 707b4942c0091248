"""What is asked, what may be answered, and how it is kept."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.asking.answers import WrongAnswer, judge
from surveys.asking.columns import MISSING, NOT_APPLICABLE, columns, decode, encode
from surveys.asking.items import MAX_TEXT, OTHER, Item, Kind, Option, Wording, filled, joined
from surveys.asking.routing import route, screens

from . import asked
from .asked import content, multiple, number, scale, single, table, when, written


def refusal(item, raw):
    with pytest.raises(WrongAnswer) as wrong:
        judge(item, raw)
    return wrong.value.message


# -- one answer -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("12,5", "12.5"), (" 1.250 ", "1250"), ("1 250,5", "1250.5"), ("12.5", "12.5"), ("0", "0"), ("", None)],
)
def test_numbers_are_typed_the_dutch_way(typed, stored):
    item = number("B01", high=2000, decimals=1)
    assert judge(item, typed) == (None if stored is None else Decimal(stored))


@pytest.mark.parametrize(
    "typed", ["12,55", "-1", "2001", "twaalf", "1e3", "\uff11\uff12", "9" * 30, "1,2,3", "Infinity", "0x10"]
)
def test_what_is_no_number_or_out_of_range_is_refused(typed):
    assert "Vul" in refusal(number("B01", high=2000, decimals=1), typed)


def test_whole_numbers_take_no_comma():
    assert refusal(number("B01"), "1,5") == "Vul een heel getal in, zonder komma."
    assert judge(number("B01"), "1,0") == 1
    assert refusal(number("B01", high=30000), "30.001") == "Vul een getal in van 0 tot en met 30.000."


def test_a_year_and_a_percentage():
    year = Item("S10", Kind.YEAR, Wording("Jaar?"), minimum=Decimal(2000), maximum=Decimal(2100))
    assert judge(year, "2021") == 2021
    assert refusal(year, "1999") == "Vul een getal in van 2000 tot en met 2100."
    share = Item("S17", Kind.PERCENTAGE, Wording("Deel?"))
    assert judge(share, "75 %") == 75
    assert refusal(share, "101") == "Vul een getal in van 0 tot en met 100."


@pytest.mark.parametrize("typed", ["3", "0", "-1", "ja", "1.0", "²", "99999999"])
def test_an_option_that_is_not_there_is_refused(typed):
    assert refusal(single("B01"), typed) == "Kies een van de antwoorden uit de lijst."


def test_several_options_are_kept_once_and_in_order():
    item = multiple("S15", "Een", "Twee", "Drie")
    assert judge(item, ["3", "1", "3"]) == (1, 3)
    assert judge(item, []) is None
    assert "lijst" in refusal(item, ["4"])
    assert "lijst" in refusal(item, "1")


def test_a_table_counts_row_by_row():
    item = table("B08", "uitgevallen", "bezig")
    assert judge(item, {"a": "7", "b": ""}) == {"a": 7}
    with pytest.raises(WrongAnswer) as wrong:
        judge(item, {"a": "7", "b": "zeven"})
    assert wrong.value.at == "b"
    assert "Deze regel is er niet." in refusal(item, {"z": "1"})


@pytest.mark.parametrize("text", ["👩\u200d🏭 prima!", "שלום עולם", "مرحبا \u200fبكم", "a\nb", "=1+1"])
def test_open_text_may_be_anything(text):
    assert judge(written("B13"), text) == text


def test_open_text_has_an_end():
    assert judge(written("B13"), "x" * MAX_TEXT)
    assert refusal(written("B13"), "x" * 5000) == "Dit zijn 5.000 tekens. Maak er ten hoogste 4.000 van."
    assert "niet te lezen" in refusal(written("B13"), "a\x00b")


@settings(max_examples=60)
@given(st.text(max_size=30), st.sampled_from([number("B01"), single("B01"), scale("B01"), written("B01")]))
def test_whatever_is_typed_is_taken_or_refused_in_words(text, item):
    said = ""
    try:
        value = judge(item, text)
    except WrongAnswer as wrong:
        value, said = None, wrong.message
    assert (
        said.endswith(".") if said else value is None or encode(content(item), {item.code: value}).numbers != [MISSING]
    )


# -- routing --------------------------------------------------------------------------------------------------------


def test_an_answer_that_no_longer_applies_does_not_count():
    asks = content(
        single("B01"), single("B02", when=when(("B01", "is", 1))), single("B03", when=when(("B02", "is", 1)))
    )
    assert route(asks, {"B01": 1, "B02": 1, "B03": 2}).answers == {"B01": 1, "B02": 1, "B03": 2}
    changed = route(asks, {"B01": 2, "B02": 1, "B03": 2})
    assert changed.answers == {"B01": 2}
    assert changed.codes == {"B01"}


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        (when(("B01", "is_not", 1)), False),  # nothing was answered
        (when(("B02", "above", 3)), True),
        (when(("B02", "at_most", 3)), False),
        (when(("B02", "at_least", 4), ("B01", "is", 1)), False),
        (when(("B02", "below", 5), ("B01", "is", 1), join="any"), True),
        (when(("B03b", "above", 0)), True),
        (when(("B03a", "answered")), False),
        (when(("B04", "includes", 2)), True),
        (when(("B04", "includes", 1)), False),
        (when(("B05", "answered")), True),
    ],
)
def test_conditions(condition, applies):
    asks = content(
        single("B01"),
        number("B02"),
        table("B03", "a", "b"),
        multiple("B04"),
        written("B05"),
        single("B06", when=condition),
    )
    given = {"B02": 4, "B03": {"b": 2}, "B04": (2,), "B05": "iets"}
    assert ("B06" in route(asks, given).codes) == applies


def test_a_section_can_have_a_condition():
    asks = content(single("B01"))
    more = replace(asks.sections[0], key="tweede", items=(single("B02"),), when=when(("B01", "is", 1)))
    asks = replace(asks, sections=(*asks.sections, more))
    assert route(asks, {"B01": 2, "B02": 1}).codes == {"B01"}
    assert route(asks, {"B01": 1}).codes == {"B01", "B02"}


def test_mandatory_items_that_apply_are_lacking():
    asks = content(
        single("B01", is_mandatory=True),
        table("B02", "a", "b", is_mandatory=True),
        single("B03", is_mandatory=True, when=when(("B01", "is", 1))),
    )
    assert [item.code for item in route(asks, {"B01": 2, "B02": {"a": 0}}).lacking] == ["B02"]


def test_nothing_on_a_screen_depends_on_that_screen():
    shown = [[item.code for item in screen.items] for screen in screens(asked.standard("students"))]
    assert ["S06", "S07"] in shown
    assert ["S16"] in shown
    assert ["S20", "S21"] in shown


# -- whole numbers --------------------------------------------------------------------------------------------------


def test_columns_stand_in_the_order_of_the_version():
    names = [column.name for column in columns(asked.standard("companies"))]
    assert names[:8] == ["B01", "B02", "B03", "B04", "B05a", "B05b", "B05c", "B06"]
    assert "B11" not in names
    assert "B13" not in names
    assert {"B07.3", "B08d", "B11.1", "B12.2", "B15"} <= set(names)


def test_answers_become_numbers_and_texts():
    asks = content(number("B01", decimals=1), multiple("B02", "Een", "Twee"), written("B03"), scale("B04"))
    encoded = encode(asks, {"B01": Decimal("2.5"), "B02": (2,), "B03": "😀"})
    assert encoded.numbers == [25, 0, 1, MISSING]
    assert encoded.texts == {"B03": "😀"}


def test_not_asked_is_something_else_than_not_answered():
    asks = content(single("B01"), single("B02", when=when(("B01", "is", 1))))
    assert encode(asks, {}).numbers == [MISSING, NOT_APPLICABLE]
    assert encode(asks, {"B01": 1}).numbers == [1, MISSING]


def test_anders_is_kept_only_where_it_was_chosen():
    item = single("B07", "Zelf", "Anders")
    item = replace(item, options=(item.options[0], replace(item.options[1], is_open=True)))
    assert encode(content(item), {"B07": 2, "B07" + OTHER: "via via"}).texts == {"B07_anders": "via via"}
    assert encode(content(item), {"B07": 1, "B07" + OTHER: "via via"}).texts == {}


def test_lists_of_the_portal_are_filled_in():
    asks = filled(asked.standard("teachers"), {"programmes": [Option(4, Wording("Ad Bouwkunde"))]})
    assert encode(asks, {"D01": judge(asks.find("D01"), "4")}).numbers[0] == 4


def test_own_items_come_after_the_standard_ones():
    own = content(single("HB01", when=when(("B15", "is", 1))), prefix="HB")
    whole = joined(asked.standard("companies"), own)
    assert [column.name for column in columns(whole)][-1] == "HB01"
    assert encode(whole, {"B15": 1, "HB01": 2}).numbers[-1] == 2
    assert encode(whole, {"B15": 2, "HB01": 2}).numbers[-1] == NOT_APPLICABLE


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_what_is_kept_comes_back(data):
    asks = data.draw(asked.contents())
    given_ = data.draw(asked.answers_to(asks))
    encoded = encode(asks, given_)
    assert len(encoded.numbers) == len(columns(asks))
    assert all(-32768 <= each <= 32767 for each in encoded.numbers)
    assert decode(asks, encoded.numbers, encoded.texts) == route(asks, given_).answers
    assert encode(asks, decode(asks, encoded.numbers, encoded.texts)) == encoded


def test_numbers_of_another_version_are_refused():
    with pytest.raises(ValueError, match="columns"):
        decode(content(single("B01")), [1, 2], {})
