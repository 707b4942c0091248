import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.design.oklch import contrast
from mkbroute.design.theme import stylesheet
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import HouseStyle
from mkbroute.organisations.services.house_style import LogoRefused, clean_logo

from .. import cast
from .door import wear

pytestmark = pytest.mark.django_db

PAGE = "/organisatie/huisstijl/"
COLOURS = {"brand": "#004b87", "accent": "#e07a1f", "radius_px": "4"}


def picture(kind: str = "PNG", size=(300, 80)) -> bytes:
    content = BytesIO()
    Image.new("RGB", size, "#c8102e").save(content, kind)
    return content.getvalue()


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def text(response) -> str:
    return response.content.decode()


def stored() -> HouseStyle:
    with acting_as(SYSTEM):
        return HouseStyle.objects.get()


@pytest.fixture
def coordinator(client):
    person = cast.person("Sanne de Wit", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR)
    wear(client, person)
    return person


def test_colours_and_logo_are_served_for_ever(client, coordinator):
    assert client.post(PAGE, {**COLOURS, "logo": upload(picture())})["Location"] == PAGE
    style = stored()
    page = text(client.get(PAGE))
    assert f"/huisstijl/{style.sha}.css" in page
    assert f"/huisstijl/{style.sha}.png" in page
    client.logout()
    css, logo = client.get(f"/huisstijl/{style.sha}.css"), client.get(f"/huisstijl/{style.sha}.png")
    assert (css["Content-Type"], logo["Content-Type"]) == ("text/css; charset=utf-8", "image/png")
    assert "--brand-raw:#004b87" in text(css)
    for answer in (css, logo):
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["ETag"] == f'"{style.sha}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"/huisstijl/{style.sha}.css", headers={"if-none-match": f'"{style.sha}"'})
    assert again.status_code == 304


def test_another_look_has_another_address(client, coordinator):
    client.post(PAGE, COLOURS)
    first = stored().sha
    client.post(PAGE, {**COLOURS, "radius_px": "8"})
    second = stored().sha
    client.post(PAGE, {**COLOURS, "radius_px": "8", "logo": upload(picture())})
    assert len({first, second, stored().sha}) == 3
    assert client.get(f"/huisstijl/{first}.css")["Location"] == f"/huisstijl/{stored().sha}.css"


def test_a_logo_stays_until_it_is_taken_away(client, coordinator):
    client.post(PAGE, {**COLOURS, "logo": upload(picture())})
    client.post(PAGE, {**COLOURS, "radius_px": "8"})
    assert stored().logo
    client.post(PAGE, {**COLOURS, "remove_logo": "on"})
    style = stored()
    assert (style.logo, style.logo_type) == (None, "")
    assert client.get(f"/huisstijl/{style.sha}.png")["Location"].endswith("img/mark.svg")


@pytest.mark.parametrize("sha", ["x", "0" * 64, "..%2f..%2fsettings"])
def test_an_unknown_look_is_not_found(client, sha):
    assert client.get(f"/huisstijl/{sha}.css").status_code == 404
    assert client.get(f"/huisstijl/{sha}.png").status_code == 404


@pytest.mark.parametrize("brand", ["#ffe600", "#ffffff", "#7ac143", "#000000", "#ff7f00"])
def test_unreadable_colours_become_readable(client, coordinator, brand):
    client.post(PAGE, {**COLOURS, "brand": brand})
    made = stylesheet(brand, COLOURS["accent"], 4).colours
    assert contrast(made["brand"], made["on-brand"]) >= 4.5
    page = text(client.get(PAGE))
    assert ("We maakten een kleur leesbaar" in page) == (made["brand"] != brand or made["accent"] != COLOURS["accent"])


@pytest.mark.parametrize(
    "wrong", [{"brand": "red"}, {"brand": "#12345"}, {"brand": "#004b87;}"}, {"radius_px": "25"}, {"radius_px": "-1"}]
)
def test_what_is_no_colour_or_radius_is_refused(client, coordinator, wrong):
    assert client.post(PAGE, {**COLOURS, **wrong}).status_code == 422


def without_last_pixels(png: bytes) -> bytes:
    """Its end mark and checksums in place."""
    at, size = png.index(b"IDAT") + 4, 4
    (length,) = struct.unpack(">I", png[at - 8 : at - 4])
    data = png[at : at + length // 2]
    chunk = struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    return png[: at - 8] + chunk + png[at + length + size :]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (SVG, "geen PNG of JPEG"),
        (b"GIF89a" + b"0" * 100, "geen PNG of JPEG"),
        (picture()[:60], "geen PNG of JPEG"),
        (picture("JPEG", (400, 400))[:700], "geen PNG of JPEG"),
        (without_last_pixels(picture(size=(400, 400))), "geen PNG of JPEG"),
        (picture() + b"0" * 200_000, "te groot"),
        (picture(size=(4001, 10)), "4000 bij 4000"),
    ],
    ids=["svg", "gif", "half", "half jpeg", "too few pixels", "heavy", "wide"],
)
def test_what_is_no_logo_is_refused(client, coordinator, content, says):
    answer = client.post(PAGE, {**COLOURS, "logo": upload(content)})
    assert answer.status_code == 422
    assert says in text(answer)
    with acting_as(SYSTEM):
        assert not HouseStyle.objects.exists()


def test_a_logo_is_drawn_anew():
    hidden = picture("JPEG", (2000, 500)) + b"<script>alert(1)</script>"
    drawn = clean_logo(hidden)
    assert b"script" not in drawn
    assert Image.open(BytesIO(drawn)).size == (640, 160)


def test_a_picture_that_unpacks_to_gigabytes_is_refused():
    header = picture()[:16] + (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + picture()[24:]
    with pytest.raises(LogoRefused):
        clean_logo(header)


def test_only_its_own_people_set_it(client):
    wear(client, cast.person("Karim Bakker", cast.organisation(Kind.COMPANY, "Bakker"), Part.CONTACT))
    assert client.post(PAGE, COLOURS).status_code == 403


def test_every_visitor_may_see_it(client, coordinator):
    client.post(PAGE, COLOURS)
    with acting_as(PUBLIC):
        assert HouseStyle.objects.count() == 1


def test_a_page_made_before_a_change_finds_the_present_style(client):
    person = cast.person("Sanne de Wit", cast.organisation(Kind.HOGESCHOOL, "Saxion"), Part.COORDINATOR)
    wear(client, person)
    client.post(PAGE, {**COLOURS, "logo": upload(picture())})
    former = stored().sha
    client.post(PAGE, {**COLOURS, "brand": "#123456", "logo": upload(picture(size=(200, 60)))})
    for name in ("style", "logo"):
        answer = client.get(reverse(f"organisations:{name}", args=[former]))
        assert answer.status_code == 302
        assert client.get(answer["Location"]).status_code == 200
