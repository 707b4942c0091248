from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter

from mkbroute.documents.uploads import MAX_BYTES, PNG, UploadRefused, accept, clean_name

from .papers import image


def upload(content, name="bestand.pdf", says="application/pdf"):
    return SimpleUploadedFile(name, content, says)


def written(writer) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def encrypted(paper) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(paper)))
    writer.encrypt("geheim", algorithm="AES-256")
    return written(writer)


def test_pdf_is_kept_as_it_is(paper):
    accepted = accept(upload(paper))

    assert (accepted.content, accepted.media_type, accepted.name) == (paper, "application/pdf", "bestand.pdf")


def test_content_counts_and_not_the_name():
    accepted = accept(upload(image(), name="../../overeenkomst.pdf.exe", says="application/pdf"))

    assert (accepted.media_type, accepted.name) == ("image/png", "overeenkomst.pdf.png")


def test_image_loses_what_travelled_along():
    photo = Image.new("RGB", (60, 40), "red")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera van Jan", 6  # made by; lying on its side
    content = BytesIO()
    photo.save(content, "JPEG", exif=exif, comment=b"thuis")

    accepted = accept(upload(content.getvalue() + b"<script>verstopt</script>", "foto.jpeg", "image/jpeg"))

    assert accepted.name == "foto.jpg"
    for secret in (b"Camera", b"thuis", b"script"):
        assert secret not in accepted.content
    assert Image.open(BytesIO(accepted.content)).size == (40, 60)


@pytest.mark.parametrize("mode", ["CMYK", "RGB", "L"])
def test_any_jpeg_comes_out_in_colours_for_screens(mode):
    accepted = accept(upload(image("JPEG", mode)))

    assert Image.open(BytesIO(accepted.content)).mode in ("RGB", "L")


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P", "1", "I;16"])
def test_any_png_comes_out(mode):
    assert accept(upload(image("PNG", mode))).media_type == PNG


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hallo",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"PK\x03\x04 een zip",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"MZ\x90\x00",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"1 0 obj\n<< /Type /Catalog" * 1000,
        b"%PDF-1.7\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF",
        image()[:-20],
        image("JPEG", "RGB", (300, 300))[:-200],
        image("PNG", "1", (20_000, 20_000)),
    ],
    ids=lambda content: content[:12].decode("latin-1"),
)
def test_anything_else_is_refused_with_a_sentence(content):
    with pytest.raises(UploadRefused) as refusal:
        accept(upload(content))

    assert str(refusal.value).endswith(".")


def test_refused_pdfs(paper):
    for content in (encrypted(paper), written(PdfWriter()), paper[:2000], paper[:-40]):
        with pytest.raises(UploadRefused):
            accept(upload(content))


def test_too_large():
    with pytest.raises(UploadRefused, match="15 MB"):
        accept(upload(b"%PDF-1.7\n" + b"x" * MAX_BYTES["application/pdf"]))
    with pytest.raises(UploadRefused, match="hoogstens een PNG van 5 MB zijn"):
        accept(upload(b"\x89PNG" + b"x" * MAX_BYTES[PNG]), media_types=[PNG])


def test_only_what_is_asked_for(paper):
    with pytest.raises(UploadRefused, match="Dit bestand is geen PNG of JPEG"):
        accept(upload(paper), media_types=["image/png", "image/jpeg"])


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("overeenkomst.pdf", "overeenkomst.pdf"),
        ("Overeenkomst Çelik, versie 2.PDF", "Overeenkomst Çelik, versie 2.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\jan\\scan.pdf", "scan.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("fdp.\u202egnp.exe", "fdp. gnp.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
        ("e\u0301e\u0301n.pdf", "één.pdf"),
    ],
)
def test_clean_name(name, cleaned):
    assert clean_name(name, "application/pdf") == cleaned
