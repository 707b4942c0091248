"""The last pages of a sealed document, wherever a page happens to end: nothing is printed over anything else."""

import re
import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache
from shutil import which
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from PIL import Image

from agreements import qr
from agreements.enums import EventKind, Role, SigningMethod
from agreements.evidence import Evidence, Signature
from mkbroute.documents.render import render_pdf

AT = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
LINES_ON_A_PAGE = 52
SHIFTED = "<p>Een regel die alles hieronder een regel opschuift.</p>"
OF_EVIDENCE = {"evidence_template": "pdf/evidence_nl.html"}
HEADING = "<h2>Ondertekening en bewijs</h2>"


def signature(role: Role, name: str) -> Signature:
    return Signature(
        role=role,
        party="Bakkerij en Patisserie Van der Wouden-Hoogenboom B.V.",
        name=name,
        function="directeur",
        email="iemand@voorbeeld.nl",
        method=SigningMethod.TYPED,
        signed_at=AT,
        typed_name=name,
        statements=("Ik ben bevoegd om namens het bedrijf te tekenen, en ik heb de hele tekst gelezen.",) * 2,
        identified_at=AT,
        ip="192.0.2.7",
        browser="Telefoon",
    )


def event(number: int) -> SimpleNamespace:
    text = "Code gestuurd naar een adres dat zo lang is dat de regel van het logboek over twee regels gaat lopen"
    at = AT + timedelta(minutes=number)
    return SimpleNamespace(kind=EventKind.CODE_SENT, at=at, text=text, who="Sanne de Wit, Hogeschool", hash="b" * 64)


@cache
def signed_html() -> str:
    version = SimpleNamespace(
        called="versie 1", created_at=AT, content_sha256="a" * 64, number=1, addendum=None,
        agreement=SimpleNamespace(public_id="0" * 36),
    )  # fmt: skip
    signatures = [signature(role, f"Joris Kok {role}") for role in (Role.STUDENT, Role.COMPANY)]
    log = [event(number) for number in range(5)]
    evidence = Evidence(version, signatures, log, log, [])
    text = {"title": "Overeenkomst", "html": "<h2>Artikel 1</h2><p>Tekst.</p>", "lang": "nl", "version": version}
    addresses = {"verify_url": "https://portaal.test/controleren/", "paper_url": "https://portaal.test/controleren/1/"}
    return render_to_string("pdf/agreement_signed.html", {**text, **addresses, **OF_EVIDENCE, "evidence": evidence})


def words_of(pdf: bytes, folder) -> list[list[tuple[float, float, float, float, str]]]:
    """Of each page: where every word stands, in points from the left and the top."""
    path, told = folder / "layout.pdf", folder / "layout.xml"
    path.write_bytes(pdf)
    subprocess.run([which("pdftotext"), "-bbox", path, told], check=True)
    pages = ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", told.read_text())).iter("page")
    return [[_place(word) for word in page.iter("word")] for page in pages]


def _place(word) -> tuple[float, float, float, float, str]:
    left, top, right, bottom = (float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax"))
    return left, top, right, bottom, word.text or ""


def overlapping(words) -> list[tuple[str, str]]:
    return [
        (one[4], other[4])
        for number, one in enumerate(words)
        for other in words[number + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 1
        and min(one[3], other[3]) - max(one[1], other[1]) > (one[3] - one[1]) / 2
    ]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The same evidence again and again, each time a line lower."""
    head, _, rest = signed_html().partition('<section class="evidence">')
    section, _, tail = rest.rpartition("</section>")
    shifted = [
        f'<section class="evidence">{section.replace(HEADING, HEADING + SHIFTED * lines)}</section>'
        for lines in range(LINES_ON_A_PAGE)
    ]
    pdf = render_pdf(f"{head}{''.join(shifted)}{tail}", title="Overeenkomst", created_at=AT)
    return words_of(pdf, tmp_path_factory.mktemp("layout"))


def test_overlap_is_seen():
    assert overlapping([(0, 0, 20, 10, "een"), (5, 2, 30, 12, "ander"), (40, 0, 60, 10, "los")]) == [("een", "ander")]


def test_nothing_is_printed_over_anything_else(pages):
    assert [found for page in pages for found in overlapping(page)] == []


def test_evidence_begins_on_a_page_of_its_own(pages):
    starts = [page for page in pages if [word[4] for word in page[:3]] == ["Ondertekening", "en", "bewijs"]]
    assert len(starts) == LINES_ON_A_PAGE


def test_label_stands_beside_what_it_tells(pages):
    """A label of two lines is whole: its second line does not go to the next page."""
    for page in pages:
        words = [word[4] for word in page]
        assert words.count("Controlegetal") == words.count("(SHA-256)")


def test_heading_is_not_the_last_on_a_page(pages):
    for page in pages:
        told = " ".join(word[4] for word in page)
        body = re.sub(r"Overeenkomst pagina \d+ van \d+$", "", told).strip()
        assert not body.endswith(("Wat er gebeurde", "Zelf controleren", "Ondertekening en bewijs"))


def test_code_stands_where_a_printer_prints(tmp_path):
    """At least 8 mm from every edge of the paper, also of a long address."""
    address = (
        "https://een-lange-naam.van-een-portaal.voorbeeld.nl/controleren/papier/0198c0de-aaaa-bbbb-cccc-1234567890ab/"
    )
    pdf = render_pdf("<p>Tekst.</p>", title="Overeenkomst", created_at=AT, extra_css=qr.on_every_page(address))
    path = tmp_path / "code.pdf"
    path.write_bytes(pdf)
    subprocess.run([which("pdftoppm"), "-r", "254", "-gray", "-singlefile", path, tmp_path / "code"], check=True)
    with Image.open(tmp_path / "code.pgm") as paper:
        left, top, right, bottom = paper.point(lambda light: 255 * (light < 128)).getbbox()
        assert min(left, top, paper.width - right, paper.height - bottom) >= 80
