"""Characters that cannot stand in an archived document: the reader sees that one was there, and which.

PDF/A-3a and PDF/UA-1 allow no character without a glyph and none from a private area. Nobody's name or remark may keep
a document from being made, and nothing that was written may silently go missing. A text that people sign passes here
before it is hashed (agreements.text), so that what is read on a screen and what is printed are the same words.
"""

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

SEPARATORS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Control characters, marks that turn the reading direction (a text could be made to read otherwise than it was
# written), and variation selectors: they have no ink of their own.
INKLESS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
# Lone surrogates, private areas, non-characters, and emoji: whether these have a glyph, and one that may be archived,
# depends on the machine.
FOREIGN = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U0001f000-\U0001faff\U000e0000-\U0010ffff]")
SPOKEN = ("alt", "title", "content")


def with_ink(text: str) -> str:
    """Without the marks that have no ink; what is left reads as it is written."""
    return INKLESS.sub("", SEPARATORS.sub(" ", text))


def foreign_in(text: str) -> set[str]:
    return set(FOREIGN.findall(text))


def printable(text: str, unknown: Collection[int] = ()) -> str:
    """`unknown`: code points that the fonts of this machine do not have."""
    text = FOREIGN.sub(_described, with_ink(text))
    if unknown:
        text = "".join(_describe(letter) if ord(letter) in unknown else letter for letter in text)
    return text


def make_printable(root: Element, unknown: Collection[int] = ()) -> None:
    for element in _elements(root):
        element.text = printable(element.text, unknown) if element.text else element.text
        element.tail = printable(element.tail, unknown) if element.tail else element.tail
        for name in SPOKEN:
            if name in element.attrib:
                element.attrib[name] = printable(element.attrib[name], unknown)


def _elements(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _described(match: re.Match) -> str:
    return _describe(match[0])


def _describe(letter: str) -> str:
    return f"[teken U+{ord(letter):04X}]"
