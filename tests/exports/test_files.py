"""What is written, and read back."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkbroute.exports.delimited import defused, restored, write_csv
from mkbroute.exports.opendocument import MEDIA_TYPE, write_ods
from mkbroute.exports.reading import read_table
from mkbroute.exports.records import json_schema, write_json
from mkbroute.exports.tables import Column, Kind, Record, Sheet
from mkbroute.exports.workbook import write_xlsx

HOSTILE = [
    "=1+1",
    "+31",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1+1",
    "''@x",
    "<script>alert(1)</script>",
    "a;b,c|d",
    '"q"',
]
COLUMNS = [
    Column("name", "Naam", "Hoe het heet."),
    Column("number", "Getal", "Hoeveel.", Kind.NUMBER),
    Column("day", "Dag", "Wanneer.", Kind.DATE),
    Column("yes", "Ja of nee", "Zo is het.", Kind.YES_NO),
    Column("several", "Lijst", "Meer.", Kind.SEVERAL, ("een", "twee")),
]
# what a cell can hold: no control characters, and no white space at its ends, which nobody means
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=30).map(str.strip)


def sheet(rows, columns=COLUMNS):
    return Sheet("rijen", columns, rows)


def cells(content, max_rows=1000):
    return [line.cells for line in read_table(content, max_rows=max_rows)]


def names(values):
    return sheet([[value] for value in values], COLUMNS[:1])


@given(TEXT)
def test_what_was_defused_comes_back_as_it_was(text):
    assert restored(defused(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_starts_a_formula(text):
    row = next(
        csv.reader(StringIO(b"".join(write_csv(names([text]))).decode("utf-8-sig").split("\n", 1)[1]), delimiter=";")
    )
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(row[0]) == text


@given(st.lists(st.lists(TEXT.filter(bool), min_size=3, max_size=3), min_size=1, max_size=8))
def test_csv_comes_back_as_it_was(rows):
    written = b"".join(write_csv(sheet(rows, COLUMNS[:3])))
    assert cells(written)[1:] == rows


@given(st.lists(st.lists(TEXT.filter(bool), min_size=3, max_size=3), min_size=1, max_size=5))
def test_xlsx_comes_back_as_it_was(rows):
    written = b"".join(write_xlsx([sheet(rows, COLUMNS[:3])]))
    assert cells(written)[1:] == rows


def test_values_keep_their_kind_in_xlsx():
    row = ["=1+1", Decimal("4.5"), date(2027, 9, 1), True, ["een", "twee"]]
    written = b"".join(write_xlsx([sheet([row])]))
    assert cells(written)[1] == ["=1+1", "4,5", "2027-09-01", "ja", "een | twee"]
    with ZipFile(BytesIO(written)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_csv_is_for_a_dutch_spreadsheet():
    row = ["coördinator", Decimal("4.5"), date(2027, 9, 1), False, ["een", "twee"]]
    written = b"".join(write_csv(sheet([row])))
    assert written.startswith(b"\xef\xbb\xbfNaam;Getal;")
    assert "coördinator;4,5;2027-09-01;nee;een | twee\r\n".encode() in written


def test_control_characters_are_left_out():
    assert cells(b"".join(write_csv(names(["a\x00b\x1fc"]))))[1] == ["abc"]
    assert cells(b"".join(write_xlsx([names(["a\x00b\x1fc"])])))[1] == ["abc"]


def ods_cells(written):
    with ZipFile(BytesIO(written)) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.read("mimetype").decode() == MEDIA_TYPE
        root = ElementTree.fromstring(archive.read("content.xml"))
    rows = [element for element in root.iter() if element.tag.endswith("}table-row")]
    return [[("".join(cell.itertext()), dict(cell.attrib)) for cell in row] for row in rows]


def test_ods_holds_typed_cells_and_no_formulas():
    row = ["=1+1 <b>&", Decimal("4.5"), date(2027, 9, 1), True, None]
    found = ods_cells(b"".join(write_ods(sheet([row]))))[1]
    assert [text for text, _ in found] == ["=1+1 <b>&", "4,5", "2027-09-01", "ja", ""]
    kinds = [next((value for key, value in held.items() if key.endswith("}value-type")), "") for _, held in found]
    assert kinds == ["string", "float", "date", "string", ""]
    assert not any("formula" in key for _, held in found for key in held)


def test_ods_of_many_rows_is_sent_in_pieces():
    pieces = list(write_ods(names(f"{number:05}{hash((number, 'x')):x}" for number in range(20_000))))
    assert len(pieces) > 2
    assert len(ods_cells(b"".join(pieces))) == 20_001


@pytest.mark.parametrize(
    "rows", [[], [["a", 1, None, None, []]], [["a", Decimal("1.5"), date(2027, 9, 1), True, ["een"]]] * 3]
)
def test_json_is_json(rows):
    found = json.loads(b"".join(write_json(sheet(rows), head={"title": 'Een "titel"'})))
    assert found["title"] == 'Een "titel"'
    assert [list(row) for row in found["rijen"]] == [["name", "number", "day", "yes", "several"]] * len(rows)


def test_json_keeps_moments_and_numbers():
    column = Column("at", "Wanneer", "", Kind.MOMENT)
    found = json.loads(b"".join(write_json(sheet([[datetime(2027, 9, 1, tzinfo=UTC)]], [column]), head={"t": ""})))
    assert found["rijen"] == [{"at": "2027-09-01T00:00:00+00:00"}]


HEAD = {"title": {"type": "string", "description": "Wat het is."}}
CODED = Column("degree", "Graad", "Welke.", choices=("Associate degree", "Bachelor"), codes=("ad", "bachelor"))
SEVERAL_CODED = Column("audiences", "Doelgroepen", "Wie.", Kind.SEVERAL, ("Een", "Twee"), codes=("one", "two"))
LIST = Column("partners", "Partners", "Wie.", Kind.RECORDS, members=(Column("name", "Naam", "Hoe."), CODED))
PARTNERS = [Record(["Avans", "Bachelor"], "Avans (bachelor)"), Record(["Fontys", ""], "Fontys")]


def schema_of(columns):
    return json_schema(columns, name="rijen", title="T", about="A", url="https://x.test/s", head=HEAD)


def test_schema_describes_the_head_and_every_column():
    schema = schema_of(COLUMNS)
    assert schema["required"] == ["title", "rijen"]
    assert schema["properties"]["title"] == HEAD["title"]
    described = schema["properties"]["rijen"]["items"]["properties"]
    assert list(described) == [column.key for column in COLUMNS]
    assert all(each["description"] for each in described.values())
    assert described["day"]["type"] == ["string", "null"]


def test_schema_has_room_for_what_comes_later():
    assert "additionalProperties" not in json.dumps(schema_of([*COLUMNS, CODED, LIST]))
    code = schema_of([CODED])["properties"]["rijen"]["items"]["properties"]["degree_code"]
    assert code["anyOf"] == [
        {"const": "ad", "title": "Associate degree"},
        {"const": "bachelor", "title": "Bachelor"},
        {"type": "string"},
    ]


def test_schema_says_what_a_text_is():
    described = schema_of([Column("url", "Webadres", "Waar.", form="uri")])["properties"]["rijen"]["items"]
    assert described["properties"]["url"]["format"] == "uri"


def test_an_address_that_is_not_there_is_no_address():
    column = Column("url", "Webadres", "Waar.", form="uri")
    written = b"".join(write_json(sheet([["https://x.test/"], [""]], [column]), head={"t": ""}))
    assert [row["url"] for row in json.loads(written)["rijen"]] == ["https://x.test/", None]
    assert schema_of([column])["properties"]["rijen"]["items"]["properties"]["url"]["type"] == ["string", "null"]


def test_json_has_the_code_beside_the_label():
    written = b"".join(write_json(sheet([["Bachelor", ["Twee"]], ["", []]], [CODED, SEVERAL_CODED]), head={"t": ""}))
    assert json.loads(written)["rijen"] == [
        {"degree": "Bachelor", "degree_code": "bachelor", "audiences": ["Twee"], "audiences_codes": ["two"]},
        {"degree": "", "degree_code": "", "audiences": [], "audiences_codes": []},
    ]


def test_records_are_objects_for_machines_and_words_for_people():
    (row,) = json.loads(b"".join(write_json(sheet([[PARTNERS]], [LIST]), head={"t": ""})))["rijen"]
    assert row["partners"] == [
        {"name": "Avans", "degree": "Bachelor", "degree_code": "bachelor"},
        {"name": "Fontys", "degree": "", "degree_code": ""},
    ]
    for content in (
        b"".join(write_csv(sheet([[PARTNERS]], [LIST]))),
        b"".join(write_xlsx([sheet([[PARTNERS]], [LIST])])),
    ):
        assert cells(content)[1] == ["Avans (bachelor) | Fontys"]
    assert ods_cells(b"".join(write_ods(sheet([[PARTNERS]], [LIST]))))[1][0][0] == "Avans (bachelor) | Fontys"


def test_text_that_is_too_long_for_excel_is_cut_and_not_lost():
    assert cells(b"".join(write_xlsx([names(["x" * 40_000])])))[1] == ["x" * 32_767]
