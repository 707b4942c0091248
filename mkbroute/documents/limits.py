"""What a document may be made of, so that no text can keep a worker busy or make it read along elsewhere."""

import re
from xml.etree.ElementTree import Element

MAX_CHARACTERS = 1_000_000
MAX_ELEMENTS = 10_000  # some ten seconds of layout
MAX_STRETCH = 20_000  # characters without a tag: one paragraph, or one tag with all its attributes
MAX_DEPTH = 50  # the layout needs some ten levels of Python per level
MAX_ROWS = 1_000
MAX_SPAN = 100  # columns or rows of one cell

SVG = "{http://www.w3.org/2000/svg}"
# Not here: what fetches, runs, takes input or brings its own style. Style is the stylesheet's: nested flex boxes in a
# style attribute cost twice the time per level. SVG has no <use>: fourteen of them, nested, took half a minute.
ELEMENTS = frozenset(
    "html head title meta body header footer main nav section article aside h1 h2 h3 h4 h5 h6 p br wbr hr div span a "
    "abbr address b strong i em small sub sup u s del ins mark q cite code pre kbd samp var time data blockquote "
    "ul ol li dl dt dd figure figcaption img table caption colgroup col thead tbody tfoot tr th td".split()
) | frozenset(
    SVG + name for name in "svg g path rect circle ellipse line polyline polygon text tspan title desc".split()
)
TOO_LONG = "Dit document is te lang. Maak het korter, of verdeel het over bijlagen."
TOO_DEEP = "Dit document is te diep genest. Maak de opbouw eenvoudiger."
NEED_NO_END = frozenset(
    "html head body meta br hr img wbr col colgroup p li dt dd thead tbody tfoot tr th td "
    "path rect circle ellipse line polyline polygon".split()
)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
SOURCE = re.compile(r"document:|data:image/")
HREF = re.compile(r"#|https?://|mailto:|tel:")


class DocumentRefused(Exception):
    """The message is for the reader, in Dutch."""


def require_bounded(html: str) -> None:
    """Before it is parsed: the parser takes quadratic time for long tags and for deep nesting."""
    if len(html) > MAX_CHARACTERS or html.count("<") > 3 * MAX_ELEMENTS:
        raise DocumentRefused(TOO_LONG)
    if max(map(len, html.split("<"))) > MAX_STRETCH:
        raise DocumentRefused("Dit document heeft een alinea die te lang is. Verdeel de tekst over meer alinea's.")

    _require_shallow(html)


def _require_shallow(html: str) -> None:
    """Roughly: who hides an end tag in a comment pays with some seconds of parsing, and is refused after it."""
    opened = depth = 0
    for end, name in TAG.findall(html):
        opened += not end
        if name.lower() not in NEED_NO_END:
            depth = max(0, depth - 1) if end else depth + 1
        if depth > 4 * MAX_DEPTH:
            raise DocumentRefused(TOO_DEEP)
    if opened > MAX_ELEMENTS:
        raise DocumentRefused(TOO_LONG)


def require_plain(root: Element) -> None:
    """After it is parsed, before it is laid out."""
    elements = rows = 0  # the parser adds elements, so they are counted again
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        elements += 1
        rows += element.tag == "tr"
        if depth > MAX_DEPTH:
            raise DocumentRefused(TOO_DEEP)
        if not isinstance(element.tag, str):
            continue  # a comment
        _require_known(element)
        waiting.extend((child, depth + 1) for child in element)
    if elements > MAX_ELEMENTS:
        raise DocumentRefused(TOO_LONG)
    if rows > MAX_ROWS:
        raise DocumentRefused(f"Dit document heeft tabellen met samen meer dan {MAX_ROWS} rijen. Lever ze apart aan.")


def _require_known(element: Element) -> None:
    if element.tag not in ELEMENTS:
        raise DocumentRefused(f"In een document kan geen <{element.tag.removeprefix(SVG)}> staan. Haal het weg.")
    if "style" in element.attrib:
        raise DocumentRefused("In een document staat geen eigen opmaak (style). Haal die weg.")
    if any(_span(element, name) > MAX_SPAN for name in ("colspan", "rowspan", "span")):
        raise DocumentRefused(f"Een cel beslaat hoogstens {MAX_SPAN} kolommen of rijen.")
    if "href" in element.attrib and not HREF.match(element.attrib["href"]):
        raise DocumentRefused("Een koppeling in een document begint met https://, mailto:, tel: of #.")
    if element.tag == "img" and not ("alt" in element.attrib and SOURCE.match(element.attrib.get("src", ""))):
        raise DocumentRefused("Een afbeelding zit bij het document en heeft een beschrijving (alt).")


def _span(element: Element, name: str) -> int:
    value = element.attrib.get(name, "1").strip()
    return int(value) if re.fullmatch(r"\d{1,9}", value) else 1 if len(value) < 10 else MAX_SPAN + 1
