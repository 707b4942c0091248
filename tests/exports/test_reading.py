"""Files of strangers: other programs' habits, and files that are not what they say."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkbroute.exports.opendocument import write_ods
from mkbroute.exports.reading import MAX_BYTES, read_table
from mkbroute.exports.refusal import NotATable
from mkbroute.exports.tables import FAILED_FORMULA, Column, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">{{more}}<sheets><sheet name="Blad1" sheetId="1" r:id="r1"/>'
    "{others}</sheets></workbook>"
)
RELATIONS = (
    '<Relationships><Relationship Id="r1" Target="{target}"/><Relationship Id="r2" Target="/xl/b.xml"/></Relationships>'
)


def cells(content, max_rows=100):
    return [line.cells for line in read_table(content, max_rows=max_rows)]


def book(
    sheet, *, strings="", styles="", more="", others="", target="worksheets/sheet1.xml", method=ZIP_DEFLATED, **parts
):
    file = BytesIO()
    with ZipFile(file, "w", method) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK.format(more=more, others=others))
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(target=target))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/b.xml", f'<worksheet xmlns="{MAIN}"><row><c><v>2</v></c></row></worksheet>')
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
        if styles:
            archive.writestr("xl/styles.xml", styles)
    return file.getvalue()


def rows(inside):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'


@pytest.mark.parametrize(
    "content",
    [
        "Naam;Plaats\r\nÉén;Den Haag\r\n".encode(),
        "Naam,Plaats\nÉén,Den Haag\n".encode(),
        "Naam\tPlaats\nÉén\tDen Haag".encode(),
        "\ufeffNaam;Plaats\nÉén;Den Haag".encode(),
        "Naam;Plaats\nÉén;Den Haag".encode("cp1252"),
        "Naam;Plaats\nÉén;Den Haag".encode("utf-16"),
        'Naam;Plaats\n"Één";"Den Haag"'.encode(),
        "Naam ; Plaats\n\n Één ;Den Haag;\n;;\n".encode(),
        "sep=,\nNaam,Plaats\nÉén,Den Haag".encode(),
    ],
)
def test_encodings_and_separators_are_recognised(content):
    assert [row[:2] for row in cells(content)] == [["Naam", "Plaats"], ["Één", "Den Haag"]]


def test_rows_are_numbered_as_a_spreadsheet_does():
    assert [line.number for line in read_table(b"a;b\n\n1;2\n", max_rows=5)] == [1, 3]
    assert [line.number for line in read_table(b"sep=;\na;b\n1;2\n", max_rows=5)] == [2, 3]
    assert [line.number for line in read_table(book(rows('<row r="4"><c r="B4"><v>1</v></c></row>')), max_rows=5)] == [
        4
    ]


def test_a_separator_inside_quotes_is_text():
    assert cells(b'"a;b",c\n1,2') == [["a;b", "c"], ["1", "2"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leeg"),
        (b"\n;;\n", "leeg"),
        (b"%PDF-1.7 en meer", "een PDF"),
        (b"\x89PNG\r\n\x1a\n", "een afbeelding"),
        (b"\xff\xd8\xff\xe0", "een afbeelding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "ouder of beveiligd Excel-bestand"),
        (b"a;b\x00c\n", "geen tabel"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)), "geen tabel"),
        (b"PK\x03\x04 en dan niets", "beschadigd"),
        (b"a;b\n" * 102, "meer dan 100 regels"),
        (b";".join([b"a"] * 101), "meer dan 100 kolommen"),
        (b'a;"' + b"x" * 200_000 + b'"', "niet te lezen"),
        (b"x" * (MAX_BYTES + 1), "te groot"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, said):
    with pytest.raises(NotATable, match=said):
        read_table(content, max_rows=100)


def zipped(name, text):
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(name, text)
    return file.getvalue()


BOMB = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet xmlns="{MAIN}">&b;</worksheet>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zipped("readme.txt", "hallo"), "beschadigd"),
        (zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "ODS-bestand"),
        (book(rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "kolommen"),
        (book(rows('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')), "regels"),
        (book(rows("<row><c><v>1</v></c></row>" * 200)), "regels"),
        (book(rows("<row>" + "<c><v>1</v></c>" * 200 + "</row>")), "kolommen"),
        (book(BOMB), "beschadigd"),
        (book('<!DOCTYPE w SYSTEM "file:///etc/passwd"><w/>'), "beschadigd"),
        (book(rows("<row>" + " " * 30_000_000 + "</row>")), "te groot"),
        (book(rows('<row><c t="s"><v>7</v></c></row>')), "beschadigd"),
        (book(rows("<row><c><v>geen getal</v></c></row>")), "beschadigd"),
        (book(rows('<row r="x"><c><v>1</v></c></row>')), "beschadigd"),
        (book("<worksheet>"), "beschadigd"),
        (book(rows(""), target="../../etc/passwd"), "beschadigd"),
        (book(rows(""), method=ZIP_BZIP2), "beschadigd"),
        (book(rows("<row/>")), "leeg"),
    ],
)
def test_a_workbook_that_is_not_what_it_says_is_refused(content, said):
    with pytest.raises(NotATable, match=said):
        read_table(content, max_rows=100)


@given(st.binary(max_size=400), st.booleans())
def test_nothing_else_is_ever_raised(content, as_zip):
    sound = book(rows("<row><c><v>1</v></c></row>"))
    mangled = sound[: len(content)] + content + sound[len(content) * 2 :] if as_zip else content
    with suppress(NotATable):
        assert read_table(mangled, max_rows=10)


def test_every_kind_of_cell_is_read():
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>gewoon</t></si><si><r><t>vet</t></r><r><t>gedrukt</t></r>'
        "<rPh><t>uitspraak</t></rPh></si></sst>"
    )
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="[$-413]d mmmm yyyy"/>'
        '<numFmt numFmtId="171" formatCode="0&quot; dagen&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
    )
    inside = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><t>er_x000D_in</t></is></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1"><v>4.5</v></c><c r="F1"><v>20.0</v></c><c r="G1" s="1"><v>46631</v></c>'
        '<c r="H1" s="2"><v>46631.5</v></c><c r="I1" s="3"><v>4</v></c><c r="J1" t="str"><f>1+1</f><v>uitkomst</v></c>'
        '<c r="L1" t="e"><v>#REF!</v></c></row>'
    )
    assert cells(book(rows(inside), strings=strings, styles=styles)) == [
        ["gewoon", "vetgedrukt", "er\rin", "ja", "4,5", "20", "2027-09-01", "2027-09-01", "4", "uitkomst", "", "#REF!"]
    ]


def test_dates_may_count_from_1904():
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = book(rows("<row><c><v>1</v></c></row>"), styles=styles, more='<workbookPr date1904="1"/>')
    assert cells(content) == [["1904-01-02"]]


def test_the_sheet_called_routes_is_read():
    assert cells(book(rows("<row><c><v>1</v></c></row>"))) == [["1"]]
    others = '<sheet name="Routes" sheetId="2" r:id="r2"/>'
    assert cells(book(rows("<row><c><v>1</v></c></row>"), others=others)) == [["2"]]


def test_our_own_ods_is_recognised():
    sheet = Sheet("routes", [Column("name", "Naam", "Hoe het heet.")], [["Avans"]])
    with pytest.raises(NotATable, match="kies Opslaan als, dan Excel"):
        read_table(b"".join(write_ods(sheet)), max_rows=5)


@pytest.mark.parametrize(
    "said",
    ["#DIV/0!", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#N/B", "#DEEL/0!", "#VERW!", "#NAAM?", "#WAARDE!", "Err:502"],
)
def test_failed_formula_is_known_by_what_it_shows(said):
    assert FAILED_FORMULA.fullmatch(said)


@pytest.mark.parametrize("said", ["#", "#1", "# N/A", "Route #N/A", "#samen!", "C#"])
def test_text_with_a_hash_is_no_failed_formula(said):
    assert not FAILED_FORMULA.fullmatch(said)


@pytest.mark.parametrize(("said", "read"), [("#DIV/0!", "#DIV/0!"), ("#PYTHON!", "#VALUE!"), ("", "#VALUE!")])
def test_cell_with_an_error_of_excel_is_read_as_a_failed_formula(said, read):
    content = book(rows(f'<row><c t="e"><f>1/0</f><v>{said}</v></c></row>'))
    assert cells(content) == [[read]]


def test_control_characters_that_xlsx_spells_out_are_dropped():
    content = book(rows('<row><c t="inlineStr"><is><t>a_x0000_b</t></is></c></row>'))
    assert cells(content) == [["ab"]]
