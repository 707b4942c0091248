import gc
import time
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from mkbroute.documents.limits import DocumentRefused
from mkbroute.documents.render import render_pdf

from .papers import AGREEMENT, AT, agreement, faults, image


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_is_archivable_and_accessible():
    pdf = agreement()

    assert faults(pdf) == []
    assert "Łukasz Çelik-Nguyễn" in text_of(pdf)


@pytest.mark.parametrize(
    "html",
    [
        "<dl><div><dt>Student</dt><dd>Joris<br>Utrecht</dd></div><div><dt>Uren</dt><dd>32</dd></div></dl>",
        "<ol><li><p>Eén.</p><p>Twee.</p></li><li>Los<p>en vast</p><ul><li>en onder</li></ul></li></ol>",
        "<ol><li><p>" + "Lang. " * 900 + "</p><p>Over twee bladzijden.</p></li></ol>",
    ],
)
def test_lists_are_read_aloud_in_order(html):
    assert faults(agreement(html)) == []


def test_says_what_it_is():
    reader = PdfReader(BytesIO(agreement(title="Overeenkomst van A & B <c>")))

    assert reader.metadata.title == "Overeenkomst van A & B <c>"
    assert reader.metadata.creation_date == AT
    assert reader.trailer["/Root"]["/Lang"] == "nl"
    assert b'pdfuaid:part="1"' in reader.trailer["/Root"]["/Metadata"].get_data()


def test_carries_its_enclosures():
    reader = PdfReader(BytesIO(agreement()))

    assert reader.attachments == {"bijlage.json": [b'{"getekend": true}']}
    assert reader.trailer["/Root"]["/AF"][0]["/AFRelationship"] == "/Data"


def test_same_input_gives_same_bytes():
    assert agreement() == agreement()


@pytest.mark.parametrize("number", range(60))
def test_no_stream_ends_ambiguously(number):
    # one in eighty did: see conformance.py
    assert faults(render_pdf(f"<p>{number * 7919}</p>", title=str(number), created_at=AT)) == []


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Жуков Αλέξανδρος", "Жуков Αλέξανδρος"),
        ("王小明", "[teken U+738B]"),
        ("goed 👍🏽", "goed [teken U+1F44D][teken U+1F3FD]"),
        ("a\ue000b", "a[teken U+E000]b"),
        ("a\x00\x0b\x1f\u202e\ufeffb", "a"),
        ("a&#xE000;b&#7;c", "a[teken U+E000]bc"),
    ],
)
def test_every_character_is_printed_or_described(written, printed):
    pdf = render_pdf(f"<p>{written}</p>", title=written, created_at=AT)

    assert faults(pdf) == []
    assert printed in text_of(pdf)


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="" src="file:///etc/passwd">',
        '<img alt="" src="/etc/passwd">',
        '<img alt="" src="http://127.0.0.1:1/logo.png">',
        '<img alt="" src="document:not-handed-over">',
        f'<img alt="" src="data:image/svg+xml;base64,{b64encode(b"<svg/>").decode()}">',
        '<img alt="" src="data:image/png,notbase64">',
        '<a rel="attachment" href="file:///etc/passwd">bijlage</a>',
        '<a rel="attachment" href="http://127.0.0.1:1/">bijlage</a>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        "<style>@import 'file:///etc/passwd';</style>",
        "<style>@font-face { font-family: x; src: url(file:///etc/passwd) }</style>",
        "<p style=\"background: url('file:///etc/passwd')\">x</p>",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="file:///etc/passwd#x"/></svg>',
        '<iframe src="file:///etc/passwd"></iframe>',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
        '<a href="javascript:alert(1)">x</a>',
        '<base href="file:///etc/"><p>x</p>',
        "<script>x</script>",
    ],
)
def test_refuses_what_is_not_handed_over(html, no_way_out):
    with pytest.raises(DocumentRefused) as refusal:
        agreement(html)

    assert str(refusal.value).endswith(".")


def test_house_style_fetches_nothing(no_way_out):
    for reference in ("file:///etc/passwd", "http://127.0.0.1:1/x"):
        with pytest.raises(DocumentRefused):
            agreement(extra_css=f"@import '{reference}';")
        with pytest.raises(DocumentRefused):
            agreement(extra_css=f"body {{ background: url('{reference}') }}")


@pytest.fixture
def no_way_out(monkeypatch):
    """Opening /etc/passwd, or any address, fails the test: what the refusal says is not what counts."""
    agreement()  # fonts and stylesheet are there

    def opened(target, *args, **kwargs):
        raise AssertionError(f"reached for {target}")

    monkeypatch.setattr("socket.socket.connect", lambda self, address: opened(address))
    monkeypatch.setattr("urllib.request.FileHandler.open_local_file", lambda self, request: opened(request.full_url))
    monkeypatch.setattr(Path, "read_bytes", opened)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 3000,
        "<div>" * 9000,
        "<ul><li>" * 60,
        "<table><tr><td>" * 30,
        "<p>" + "x<br>" * 10_001,
        "<table>" + "<tr><td>x</td></tr>" * 1001 + "</table>",
        '<table><tr><td colspan="1000000">x</td></tr></table>',
        '<table><tr><td rowspan="٩٩٩٩٩٩٩٩٩">x</td></tr></table>',
        "<p " + " ".join(f"a{number}" for number in range(50_000)) + ">",
        "<p>" + "woord " * 5000 + "</p>",
        "<p>x</p>\n" * 200_000,
    ],
    ids=lambda html: html[:20],
)
def test_refuses_monstrous_html_quickly(html):
    began = time.process_time()

    with pytest.raises(DocumentRefused):
        render_pdf(html, title="x")

    assert time.process_time() - began < 10


def test_refuses_images_that_unpack_to_too_much():
    with pytest.raises(DocumentRefused):
        agreement(files={"logo": image("PNG", "L", (6000, 6000))})


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "L"), ("PNG", "P"), ("PNG", "1"), ("JPEG", "RGB"), ("JPEG", "L")])
def test_any_image_stays_archivable(kind, mode):
    assert faults(agreement(files={"logo": image(kind, mode)})) == []


def test_survives_a_refusal():
    with pytest.raises(DocumentRefused):
        agreement("<script>x</script>")

    assert faults(agreement()) == []


def test_memory_does_not_grow_with_every_document():
    def grown_by(times):
        before = resident_bytes()
        for number in range(times):
            render_pdf(AGREEMENT, title=f"Overeenkomst {number}", files={"logo": image()})
        gc.collect()
        return resident_bytes() - before

    grown_by(30)  # warm-up

    assert grown_by(60) < 10_000_000


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096
