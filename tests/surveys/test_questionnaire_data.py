"""A questionnaire as data: read, written, judged, compared."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.asking.comparison import Weight, broken, changes, recoded
from surveys.asking.describing import in_words
from surveys.asking.items import Item, Kind, Origin, Row, Section, Wording, with_items
from surveys.asking.reading import MAX_BYTES, Unreadable, read, read_json
from surveys.asking.validity import problems
from surveys.asking.writing import as_data, as_json

from . import asked
from .asked import content, multiple, number, options, scale, single, table, when, written


def texts(*items, **more):
    return [problem.text for problem in problems(content(*items, **more)) if problem.blocks]


# -- reading and writing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", asked.AUDIENCES)
def test_the_standard_ones_are_whole(audience):
    found = asked.standard(audience)
    assert problems(found) == []
    assert all(item.place and item.origin != Origin.OWN for item in found.items)
    assert read_json(as_json(found)) == found


def test_the_standard_ones_hold_the_items_of_the_nulmeting():
    codes = {item.code for audience in asked.AUDIENCES for item in asked.standard(audience).items}
    assert {f"B{number:02d}" for number in range(1, 17)} <= codes
    assert {f"S{number:02d}" for number in range(1, 26)} <= codes
    assert {"D01", "D02", "D03", "D03.4", "D04", "D05", "S22.6", "B11.5"} <= codes
    literal = asked.standard("companies").find("B08")
    assert literal.origin == Origin.LITERAL
    assert next(row.text.nl for row in literal.rows) == "uitgevallen uit de opleiding"


@settings(max_examples=40, deadline=None)
@given(asked.contents())
def test_any_questionnaire_survives_json(asks):
    assert read_json(as_json(asks)) == asks
    assert problems(asks) == []


@pytest.mark.parametrize(
    "text",
    [b"", b"geen json", b"[" * 100_000, b"\xff\xfe\x00", b"[]", b'{"format": 1}', b'{"a": 1, "a": 2}', b"NaN",
     b'{"sections": ' + b"9" * 5000 + b"}", b" " * (MAX_BYTES + 1)],
)  # fmt: skip
def test_hostile_files_are_refused_in_words(text):
    with pytest.raises(Unreadable) as refused:
        read_json(text)
    assert all(problem.endswith(".") for problem in refused.value.problems)


def test_everything_that_is_wrong_is_told_at_once():
    data = as_data(content(single("B01"), number("B02")))
    first, second = data["sections"][0]["items"]
    first["kind"], first["options"][0]["code"] = "quiz", "een"
    second["minimum"], second["when"], second["lus"] = "1e99", {"all": [], "any": []}, True
    with pytest.raises(Unreadable) as refused:
        read(data)
    said = " ".join(refused.value.problems)
    for part in ("Vraag B01, “kind”", "heel getal", "Vraag B02, “minimum”", "“all” of “any”", "“lus”"):
        assert part in said


KEYS = st.sampled_from(["sections", "items", "code", "x"])
JUNK = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(["sections", "items", "code", "x"]), inside)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(JUNK)
def test_no_json_breaks_the_reader(data):
    with pytest.raises(Unreadable):
        read(json.loads(json.dumps(data)))


# -- what is wrong with one -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([single("B01"), single("B01")], "De code B01 staat er meer dan één keer"),
        ([table("B08", "een", "twee"), single("B08a")], "De code B08a staat er meer dan één keer"),
        ([single("X01")], "“X01” kan geen code zijn"),
        ([single("B01", when=when(("B09", "is", 1)))], "noemt B09, en die vraag is er niet"),
        ([single("B01", when=when(("B02", "is", 1))), single("B02")], "kijkt naar B02, en die komt niet eerder"),
        ([single("B01", when=when(("B01", "is", 1)))], "kijkt naar B01, en die komt niet eerder"),
        ([single("B01"), single("B02", when=when(("B01", "above", 1)))], "niet zeggen dat het antwoord ‘is meer dan’"),
        ([single("B01"), single("B02", when=when(("B01", "is", 7)))], "B01 heeft geen antwoord met nummer 7"),
        ([number("B01"), single("B02", when=when(("B01", "above", 101)))], "101 kan op B01 nooit worden geantwoord"),
        ([written("B01"), single("B02", when=when(("B01", "is", 1)))], "niet zeggen dat het antwoord ‘is’"),
        ([single("B01"), single("B02", when=when(("B01", "is")))], "zeg waarmee het antwoord op B01 wordt vergeleken"),
        ([scale("B01", low=Wording())], "zeg wat de laagste en de hoogste score betekenen"),
        ([single("B01", "Ja")], "ten minste twee antwoorden"),
        ([single("B01", "Ja", "Ja")], "het antwoord ‘Ja’ staat er twee keer"),
        ([replace(single("B01"), options=(*options("Ja"), *options("Nee")))], "twee antwoorden hebben het nummer 1"),
        ([single("B01", fill="planeten")], "kies: eigen antwoorden, of een lijst"),
        ([replace(single("B01"), options=(), fill="planeten")], "de lijst “planeten” bestaat niet"),
        ([number("B01", low=5, high=5)], "niet kleiner dan het grootste"),
        ([number("B01", high=40000)], "40.000 is te groot om te bewaren"),
        ([number("B01", high=500, decimals=2)], "500 is te groot om te bewaren"),
        ([replace(number("B01"), maximum=None)], "zeg tussen welke getallen"),
        ([table("B01")], "ten minste één regel"),
        ([replace(table("B01", "x"), rows=(Row("1", Wording("x")),))], "een letter van a tot en met z"),
        ([Item("B01", Kind.STATEMENT, Wording("Lees dit."), is_mandatory=True), single("B02")], "niet verplicht zijn"),
        ([Item("B01", Kind.STATEMENT, Wording("Lees dit."))], "Er staat nog geen vraag in deze vragenlijst"),
        ([replace(single("B01"), text=Wording())], "er staat nog geen vraag"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(items, said):
    assert any(said in text for text in texts(*items)), texts(*items)


def test_own_items_look_at_the_standard_ones():
    own = content(single("HB01", when=when(("B15", "is", 1))), prefix="HB")
    assert problems(own, before=asked.standard("companies")) == []
    assert "die vraag is er niet" in problems(own)[0].text
    same = replace(own, prefix="B", sections=content(single("B15")).sections)
    assert any("B15 staat er meer dan één keer" in each.text for each in problems(same, asked.standard("companies")))


def test_english_that_was_begun_is_looked_at():
    half = replace(single("B01"), text=Wording("Ja?", "Yes?"))
    found = problems(content(half, single("B02")))
    assert [problem.blocks for problem in found] == [False] * len(found)
    assert {problem.code for problem in found} == {"", "B01", "B02"}


def test_conditions_in_words():
    companies = asked.standard("companies")
    assert in_words(companies.find("B09").when, companies) == (
        "als B08c (binnen de beoogde tijd afgerond) meer dan 0 is of B08d (afgerond met studievertraging) meer dan 0 is"
    )
    students = asked.standard("students")
    said = in_words(students.find("S06").when, students)
    assert said == "als S05 (Hoe ver ben je met de opleiding) ‘Ik ben er nog mee bezig’ is"


# -- comparing ------------------------------------------------------------------------------------------------------

BASE = content(
    single("B01", "Ja", "Nee"),
    single("B02", "Vast", "Tijdelijk", when=when(("B01", "is", 1))),
    number("B03", unit=Wording("jaar")),
    scale("B04"),
    table("B05", "uitgevallen", "nog bezig"),
    multiple("B06", "Een", "Twee"),
    written("B07", when=when(("B05b", "above", 0))),
)


def altered(code, **fields):
    items = [replace(item, **fields) if item.code == code else item for item in BASE.items]
    return with_items(BASE, "eerste", items)


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("B01", {"kind": Kind.MULTIPLE}),
        ("B01", {"options": options("Ja", "Nee", "Weet niet")}),
        ("B01", {"options": options("Nee", "Ja")}),
        ("B01", {"options": (), "fill": "programmes"}),
        ("B03", {"unit": Wording("maanden")}),
        ("B04", {"high": Wording("helemaal oneens")}),
        ("B04", {"low": Wording("ontevreden")}),
        ("B05", {"rows": (Row("a", Wording("uitgevallen")),)}),
        ("B02", {"when": None}),
        ("B02", {"when": when(("B01", "is", 2))}),
        ("B03", {"when": when(("B01", "is", 1))}),
    ],
)
def test_some_changes_break_comparability(code, fields):
    assert code in broken(BASE, altered(code, **fields))


@pytest.mark.parametrize(
    ("code", "fields", "weight"),
    [
        ("B01", {"text": Wording("Vraag  B01")}, Weight.KEEPS),
        ("B01", {"text": Wording("Vraagg B01?")}, Weight.KEEPS),
        ("B01", {"text": Wording("Wat vindt u van uw werkgever?")}, Weight.LOOK),
        ("B01", {"help": Wording("Kies er een.")}, Weight.KEEPS),
        ("B01", {"text": Wording("Vraag B01?", "Question B01?")}, Weight.KEEPS),
        ("B02", {"options": options("Vast", "Tijdelijjk")}, Weight.KEEPS),
        ("B04", {"low": Wording("niet tevreeden")}, Weight.KEEPS),
        ("B03", {"maximum": Decimal(200)}, Weight.LOOK),
        ("B01", {"is_mandatory": True}, Weight.KEEPS),
        ("B02", {"when": when(("B01", "is", 1), join="any")}, None),  # one comparison is all as well as any
    ],
)
def test_a_typo_does_not(code, fields, weight):
    changed = altered(code, **fields)
    assert broken(BASE, changed) == {}
    assert {change.weight for change in changes(BASE, changed)} == ({weight} if weight else set())


def test_what_rests_on_a_broken_item_breaks_too():
    assert set(broken(BASE, altered("B01", options=options("Ja", "Nee", "Soms")))) == {"B01", "B02"}


def test_a_section_condition_changes_whom_its_items_are_asked():
    section = replace(BASE.sections[0], key="tweede", items=(number("B08"),))
    two = replace(BASE, sections=(*BASE.sections, section))
    narrowed = replace(two, sections=(two.sections[0], replace(section, when=when(("B01", "is", 1)))))
    assert set(broken(two, narrowed)) == {"B08"}


def test_what_broke_gets_a_code_that_was_never_used():
    changed = altered("B01", options=options("Ja", "Nee", "Soms"))
    fresh, names = recoded(changed, BASE, reason="‘Soms’ ontbrak", used={"B01", "B09"})
    assert names == {"B01": "B10", "B02": "B11"}
    item = fresh.find("B10")
    assert (item.replaces, item.reason) == ("B01", "‘Soms’ ontbrak")
    assert fresh.find("B11").when == when(("B10", "is", 1))
    assert broken(BASE, fresh) == {}
    assert problems(fresh) == []
    assert "Komt in de plaats van B01: ‘Soms’ ontbrak" in [change.text for change in changes(BASE, fresh)]


def test_columns_of_a_table_go_along():
    changed = altered("B05", rows=(*BASE.find("B05").rows, Row("c", Wording("afgerond"))))
    fresh, names = recoded(changed, BASE, reason="Afgerond erbij", used=set())
    assert names == {"B05": "B08", "B07": "B09"}
    assert fresh.find("B09").when == when(("B08b", "above", 0))


def test_a_change_that_is_undone_gives_the_code_back():
    fresh, _ = recoded(altered("B01", options=options("Ja", "Nee", "Soms")), BASE, reason="Proef", used=set())
    item = replace(fresh.find("B08"), options=BASE.find("B01").options)
    undone = with_items(fresh, "eerste", [item if each.code == "B08" else each for each in fresh.items])
    back, names = recoded(undone, BASE, reason="", used=set())
    assert (back, names) == (BASE, {})


def test_statements_of_a_block_count_on_in_their_block():
    base = content(*(scale(f"B12.{place}") for place in (1, 2)), single("B13"))
    changed = with_items(base, "eerste", [replace(base.find("B12.1"), low=Wording("slecht")), *list(base.items)[1:]])
    assert recoded(changed, base, reason="x", used=set())[1] == {"B12.1": "B12.3"}


def test_what_went_and_came_is_told():
    fewer = with_items(BASE, "eerste", list(BASE.items)[::-1][:-1])
    said = [change.text for change in changes(BASE, fewer)]
    assert "Weg: Vraag B01?" in said
    assert "De volgorde van de vragen is anders" in said
    more = replace(BASE, sections=(*BASE.sections, Section("nieuw", Wording("Slot"))))
    assert [change.text for change in changes(BASE, more)] == ["Nieuw onderdeel: Slot"]
