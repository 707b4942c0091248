"""Addresses of routes that people can read, say and type: saxion-ad-bouwkunde."""

from collections.abc import Iterator
from itertools import count

from django.utils.text import slugify

from .enums import Degree

LONGEST = 110  # leaves room for a number behind it


def slugs(hogeschool: str, degree: str, programme: str) -> Iterator[str]:
    """The first choice, and then ever the next one."""
    degree_word = "ad" if degree == Degree.AD else "bachelor"
    first = slugify(f"{_short(hogeschool)} {degree_word} {programme}")[:LONGEST].strip("-")
    yield first
    for number in count(2):
        yield f"{first}-{number}"


def _short(hogeschool: str) -> str:
    """Avans Hogeschool -> Avans; Hogeschool van Amsterdam stays as it is."""
    words = hogeschool.split()
    bare = [word for word in words if word.casefold() != "hogeschool"]
    return " ".join(bare if bare and bare[0][:1].isupper() else words)
