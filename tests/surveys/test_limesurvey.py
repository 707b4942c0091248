"""LimeSurvey's text with tabs: out, back, and what is refused."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.asking.items import Content, Item, Kind, Option, Wording
from surveys.asking.limesurvey import COLUMNS, as_tabs, completed
from surveys.asking.limesurvey_conditions import relevance
from surveys.asking.limesurvey_reading import read_tabs
from surveys.asking.reading import MAX_BYTES, Unreadable
from surveys.asking.validity import problems

from . import asked
from .asked import content, multiple, number, scale, single, table, when, written


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(raw.decode("utf-8-sig")), delimiter="\t"))


def tabs(*made: dict[str, str], columns=COLUMNS) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter="\t", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(made)
    return text.getvalue().encode()


GROUP = {"class": "G", "type/scale": "1", "name": "Deel", "language": "nl"}


def question(kind: str, name: str = "B01", **more) -> dict[str, str]:
    return {"class": "Q", "type/scale": kind, "name": name, "text": "Vraag?", "language": "nl", **more}


def refused(*made: dict[str, str]) -> list[str]:
    with pytest.raises(Unreadable) as refusal:
        read_tabs(tabs(*made))
    return refusal.value.problems


# -- there and back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", asked.AUDIENCES)
def test_the_standard_ones_come_back_whole(audience):
    standard = asked.standard(audience)
    assert completed(read_tabs(as_tabs(standard)), standard) == standard


@settings(max_examples=40, deadline=None)
@given(asked.contents(), st.text(st.sampled_from("ab <>&{}=+@\"'\t\néא😀"), max_size=20))
def test_any_questionnaire_comes_back(asks, text):
    spoken = replace(asks, title=Wording(f"Titel {text}".strip().replace("\t", " ")))
    assert completed(read_tabs(as_tabs(spoken)), spoken) == spoken


def test_english_stands_after_all_the_dutch():
    item = Item(
        "B01",
        Kind.SINGLE,
        Wording("Ja?", "Yes?"),
        help=Wording("Kies.", "Choose."),
        options=(
            Option(1, Wording("Ja", "Yes")),
            Option(2, Wording("Nee", "No")),
            Option(9, Wording("Anders", "Other"), True),
        ),
    )
    asks = content(item, scale("B02", low=Wording("laag", "low"), high=Wording("hoog", "high")))
    found = rows(as_tabs(asks))
    languages = [row["language"] for row in found if row["class"] in ("G", "Q", "SQ", "A")]
    assert languages == sorted(languages, reverse=True)
    back = read_tabs(as_tabs(asks))
    assert back.find("B01") == item
    assert back.find("B02").low == Wording("laag", "low")


def test_rows_are_as_limesurvey_expects_them():
    asks = content(
        table("B08", "klaar", "bezig", is_mandatory=True),
        multiple("B12.1"),
        written("B13", when=when(("B08a", "above", 0))),
    )
    found = {row["name"]: row for row in rows(as_tabs(asks))}
    assert list(rows(as_tabs(asks))[0]) == list(COLUMNS)
    assert (found["B08"]["class"], found["B08"]["type/scale"], found["B08"]["mandatory"]) == ("Q", "K", "Y")
    assert (found["a"]["class"], found["a"]["text"]) == ("SQ", "klaar")
    assert found["B12p1"]["type/scale"] == "M"
    assert found["B13"]["relevance"] == '(!is_empty(B08_a.NAOK) and B08_a.NAOK > "0")'
    assert all(len(row["name"]) <= 5 for row in rows(as_tabs(asks)) if row["class"] in ("A", "SQ"))


@pytest.mark.parametrize(
    ("condition", "expression"),
    [
        (when(("B01", "answered")), "(!is_empty(B01.NAOK))"),
        (when(("B02", "includes", 2)), '(B02_2.NAOK == "Y")'),
        (when(("B01", "is_not", 1)), '(!is_empty(B01.NAOK) and B01.NAOK != "1")'),
        (
            when(("B01", "is", 1), ("B03b", "at_most", 4), join="any"),
            '(!is_empty(B01.NAOK) and B01.NAOK == "1") or (!is_empty(B03_b.NAOK) and B03_b.NAOK <= "4")',
        ),
    ],
)
def test_conditions_become_expressions(condition, expression):
    asks = content(single("B01"), multiple("B02"), table("B03", "a", "b"), written("B04", when=condition))
    assert relevance(condition, asks) == expression
    assert read_tabs(as_tabs(asks)).find("B04").when == condition


def test_nothing_is_a_formula_or_markup():
    raw = as_tabs(content(replace(single("B01"), text=Wording("=1+1 <b>{SAVEDID}</b>"))))
    text = next(row["text"] for row in rows(raw) if row["name"] == "B01")
    assert text == "&#61;1+1 &lt;b&gt;&#123;SAVEDID&#125;&lt;/b&gt;"


# -- what LimeSurvey itself writes ----------------------------------------------------------------------------------


def test_a_questionnaire_of_limesurvey():
    found = read_tabs(
        tabs(
            {"class": "S", "name": "language", "text": "nl"},
            {"class": "SL", "name": "surveyls_title", "text": "<p>Proef &amp; meer</p>", "language": "nl"},
            {**GROUP, "relevance": "1"},
            question("L", other="Y", text="<p>Welke<br />van deze?</p>", relevance="1", mandatory="Y"),
            {"class": "A", "type/scale": "0", "name": "1", "text": "Een", "language": "nl"},
            {"class": "A", "type/scale": "0", "name": "2", "text": "Twee", "language": "nl"},
            question("N", "B02", suffix="jaar", num_value_int_only="1", relevance='(B01.NAOK == "2")'),
            question("S", "B03", relevance="((!is_empty(B02.NAOK)))"),
        )
    )
    assert found.title.nl == "Proef & meer"
    first, second, third = found.items
    assert first.text.nl == "Welke\nvan deze?"
    assert [(option.code, option.is_open) for option in first.options] == [(1, False), (2, False), (3, True)]
    assert (second.unit.nl, second.bounds, second.when) == ("jaar", (0, 32000), when(("B01", "is", 2)))
    assert third.when == when(("B02", "answered"))
    assert problems(found) == []


# -- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (question("F"), "Rij 3: een vraag van de soort “F” kent dit portaal niet."),
        (question("T", "leeftijd"), "Rij 3: “leeftijd” kan geen code zijn"),
        (question("T", validation="/x/"), "Rij 3: “validation” kent dit portaal niet"),
        (question("T", default="ja"), "Rij 3: “default” kent dit portaal niet"),
        (question("T", text="<script>alert(1)</script>"), "Rij 3: de opmaak “<script>” kent dit portaal niet"),
        (question("T", text="<img src=x onerror=y>"), "Rij 3: de opmaak “<img"),
        (question("T", text="Dag {TOKEN:FIRSTNAME}"), "Rij 3: “{TOKEN:FIRSTNAME}” in een tekst"),
        (question("T", text="x" * 3000), "Rij 3: deze tekst heeft 3000 tekens"),
        (question("T", relevance="count(B01) > 2"), "Rij 3: de voorwaarde “count(B01) > 2” kent dit portaal niet."),
        (question("T", relevance='(B77.NAOK == "1")'), "Rij 3: de voorwaarde"),
        (question("T", language="fr"), "Rij 3: de taal “fr” kent dit portaal niet"),
        (question("N", min_num_value_n="weinig"), "Rij 3: “min_num_value_n” is geen getal"),
        (question("L", cssclass="mkb-satisfaction"), "Rij 3: geef antwoorden van 1 tot en met 10."),
        ({"class": "QTA", "name": "quotum"}, "Rij 3: een regel van de soort “QTA” kent dit portaal niet."),
        ({"class": "A", "name": "1", "text": "los"}, "Rij 3: dit antwoord hoort bij geen vraag."),
    ],
)
def test_what_is_not_known_is_told_with_its_row(row, said):
    columns = {**GROUP}
    with pytest.raises(Unreadable) as refusal:
        read_tabs(tabs(columns, row))
    assert any(problem.startswith(said) for problem in refusal.value.problems), refusal.value.problems


def test_every_row_is_told_at_once():
    found = refused(GROUP, question("F"), question("1", "B02"), {"class": "AS"})
    assert [problem[:6] for problem in found] == ["Rij 3:", "Rij 4:", "Rij 5:"]


def test_answers_need_numbers_and_come_once():
    answer = {"class": "A", "type/scale": "0", "name": "1", "text": "Een", "language": "nl"}
    assert "staat er twee keer" in refused(GROUP, question("L"), answer, answer)[0]
    assert "een getal als code" in refused(GROUP, question("L"), {**answer, "name": "A1"})[0]
    assert "tweede schaal" in refused(GROUP, question("L"), {**answer, "type/scale": "1"})[0]


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe\x00a", b"a\tb\n1\t2", b'class\t"', b"PK\x03\x04", b"x" * (MAX_BYTES + 1),
     ("\t".join(COLUMNS) + "\nS\x00").encode(), ("\t".join(COLUMNS) + "\n" + "S\n" * 6000).encode()],
)  # fmt: skip
def test_hostile_files_are_refused_in_words(raw):
    with pytest.raises(Unreadable) as refusal:
        read_tabs(raw)
    assert all(problem.endswith((".", "”.")) for problem in refusal.value.problems)


CELLS = st.sampled_from(["", "S", "SL", "G", "Q", "SQ", "A", "0", "L", "M", "N", "K", "nl", "en", "B01", "1", "(B01"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=6))
def test_no_table_breaks_the_reader(cells):
    made = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    try:
        found = read_tabs(tabs(*made))
    except Unreadable:
        return
    assert isinstance(found, Content)
    problems(found)


def test_origin_and_names_of_sections_stay():
    standard = asked.standard("teachers")
    more = replace(
        standard, sections=(*standard.sections, replace(standard.sections[0], key="x", items=(number("D09"),)))
    )
    back = completed(read_tabs(as_tabs(more)), standard)
    assert [section.key for section in back.sections][:2] == ["achtergrond", "tevredenheid"]
    assert back.find("D01").place == standard.find("D01").place
