"""Names in what people wrote: what could be one is pointed out, and a person decides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Dutch numbers, as people write them: 06-12345678, 050 123 45 67, +31 6 1234 5678
PHONE = re.compile(r"(?<![\w+])(?:\+|00)?\d(?:[ .\-()]{0,2}\d){8,13}(?!\w)")
BETWEEN = r"(?:van|de|den|der|ter|ten|te|het|'t|in|op|el|al|la|du|von)"
WORD = r"[^\W\d_a-zà-öø-ÿ][\w'’-]*"  # begins with a capital
NAME = re.compile(rf"\b{WORD}(?:(?:\s+{BETWEEN}){{0,3}}\s+{WORD})*")
BEGINS = re.compile(r"(?:^|[.!?:;\n\"“‘(\-•*])\s*$")
USUAL = frozenset(
    "Ad Associate Bachelor Bouwkunde Corona Engels HBO HRM ICT Ik IT Je Mbo MBO Mkb MKB Nederland Nederlands PDF Teams "
    "Ad-opleiding Mkb-route Hbo Word Excel Duaal Deeltijd Brightspace Canvas AutoCAD Revit".split()
)

OPENERS = frozenset(
    "Aan Als Bij Bijvoorbeeld Daarom Dan Dat De Deze Dit Door Een En Er Fijn Goed Het Hier Ik In Is Je Maar Meer Met "
    "Mijn Na Naar Niet Om Onze Ons Ook Op Soms Te Uit Van Veel Via Voor Wat We Wij Zo".split()
)


@dataclass(frozen=True)
class Candidate:
    text: str
    mark: str  # what comes in its place
    why: str


NAMED, ADDRESS, NUMBER = "[naam]", "[e-mailadres]", "[telefoonnummer]"
KNOWN = "bekend bij deze routes"


def candidates(text: str, known: Iterable[str] = ()) -> list[Candidate]:
    """In the order of the text. `known`: names of people and companies nearby that occur in it."""
    found: dict[str, tuple[int, Candidate]] = {}
    for at, candidate in (*_patterns(text), *_known(text, known), *_capitals(text)):
        if not any(candidate.text in other for other in found):
            found[candidate.text] = (at, candidate)
    return [candidate for _, candidate in sorted(found.values(), key=lambda each: each[0])]


def _patterns(text: str) -> Iterator[tuple[int, Candidate]]:
    for pattern, mark, why in ((EMAIL, ADDRESS, "e-mailadres"), (PHONE, NUMBER, "telefoonnummer")):
        for match in pattern.finditer(text):
            yield match.start(), Candidate(match.group(), mark, why)


def _known(text: str, known: Iterable[str]) -> Iterator[tuple[int, Candidate]]:
    for name in sorted(set(known), key=len, reverse=True):
        if match := _whole(name).search(text):
            yield match.start(), Candidate(match.group(), NAMED, KNOWN)


def _capitals(text: str) -> Iterator[tuple[int, Candidate]]:
    for match in NAME.finditer(text):
        at, piece = _without_beginning(text, match.start(), match.group())
        if any(word[0].isupper() and word not in USUAL for word in piece.split()):
            yield at, Candidate(piece, NAMED, "met een hoofdletter")


def _without_beginning(text: str, at: int, piece: str) -> tuple[int, str]:
    """The first word of a sentence has a capital in any case."""
    if not BEGINS.search(text[:at]) or (" " in piece and piece.split()[0] not in OPENERS):
        return at, piece
    rest = piece.partition(" ")[2].lstrip()
    while rest and rest.split(" ")[0].islower():
        rest = rest.partition(" ")[2].lstrip()
    return at + len(piece) - len(rest), rest


def masked(text: str, pieces: Iterable[tuple[str, str]]) -> tuple[str, int]:
    """`pieces`: what goes, and the mark in its place, wherever it stands as a whole. And how many were replaced."""
    count = 0
    for piece, mark in sorted(pieces, key=lambda each: len(each[0]), reverse=True):
        text, replaced = _whole(piece).subn(mark, text)
        count += replaced
    return text, count


def names_in(text: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if _whole(name).search(text)]


def _whole(piece: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(piece.strip())}(?!\w)", re.IGNORECASE)
