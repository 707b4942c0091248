from itertools import islice

import pytest

from routes.slugs import slugs


@pytest.mark.parametrize(
    ("hogeschool", "degree", "programme", "slug"),
    [
        ("Saxion", "ad", "Bouwkunde", "saxion-ad-bouwkunde"),
        ("Avans Hogeschool", "bachelor", "Civiele Techniek", "avans-bachelor-civiele-techniek"),
        ("Hogeschool van Amsterdam", "ad", "Cybersecurity", "hogeschool-van-amsterdam-ad-cybersecurity"),
        ("Hogeschool Windesheim", "ad", "Technische Bedrijfskunde", "windesheim-ad-technische-bedrijfskunde"),
        ("Hogeschool", "ad", "Industriële Automatisering", "hogeschool-ad-industriele-automatisering"),
    ],
)
def test_slug_can_be_read(hogeschool, degree, programme, slug):
    assert next(slugs(hogeschool, degree, programme)) == slug


def test_slug_that_is_taken_has_a_next_one():
    assert list(islice(slugs("Saxion", "ad", "Bouwkunde"), 3))[1:] == ["saxion-ad-bouwkunde-2", "saxion-ad-bouwkunde-3"]


def test_slug_of_a_long_name_fits_its_column():
    assert len(list(islice(slugs("Saxion", "ad", "x" * 160), 200))[-1]) <= 120
