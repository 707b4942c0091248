"""A questionnaire as LimeSurvey reads it: text with tabs, one row per setting, group, question, subquestion and answer.

The base language comes first, whole, and then each translation (LimeSurvey manual, "Tab Separated Value survey
structure"). Which part of that structure we use, and what gets lost: docs/limesurvey.md.
"""

import csv
import html
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

from .items import SCALES, Content, Item, Kind, Language, Section, Wording
from .limesurvey_conditions import code_out, relevance
from .writing import number

COLUMNS = (
    "class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other",
    "default", "same_default", "cssclass", "suffix", "min_num_value_n", "max_num_value_n", "num_value_int_only",
    "other_replace_text",
)  # fmt: skip
TYPES = {
    Kind.SINGLE: "L",
    Kind.AGREEMENT: "L",
    Kind.SATISFACTION: "L",
    Kind.MULTIPLE: "M",
    Kind.NUMBER: "N",
    Kind.YEAR: "N",
    Kind.PERCENTAGE: "N",
    Kind.TABLE: "K",
    Kind.OPEN: "T",
    Kind.STATEMENT: "X",
}
SETTINGS = {"format": "G", "anonymized": "Y", "allowprev": "Y", "showprogress": "Y"}  # one group at a time
MARK = "mkb-"  # classes with which we find our own kinds again; LimeSurvey shows them to nobody
FORMULA = ("=", "+", "-", "@")
Row = dict[str, str]


def as_tabs(content: Content) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(content))
    return text.getvalue().encode("utf-8-sig")


def _rows(content: Content) -> Iterator[Row]:
    languages = [Language.NL, Language.EN] if content.has_english else [Language.NL]
    yield from _settings(languages)
    for language in languages:
        yield _setting("SL", "surveyls_title", markup(content.title.said(language)), language)
        yield _setting("SL", "surveyls_welcometext", markup(content.intro.said(language)), language)
        yield _setting("SL", "surveyls_endtext", markup(content.thanks.said(language)), language)
    for language in languages:
        for place, section in enumerate(content.sections, 1):
            yield from _group(section, place, content, language)


def _settings(languages: list[Language]) -> Iterator[Row]:
    yield _setting("S", "language", languages[0])
    yield _setting("S", "additional_languages", " ".join(languages[1:]))
    yield from (_setting("S", name, value) for name, value in SETTINGS.items())


def _setting(kind: str, name: str, text: str, language: str = "") -> Row:
    return {"class": kind, "name": name, "text": text, "language": language}


def _group(section: Section, place: int, content: Content, language: Language) -> Iterator[Row]:
    yield {
        "class": "G",
        "type/scale": str(place),
        "name": markup(section.title.said(language)),
        "relevance": relevance(section.when, content),
        "text": markup(section.intro.said(language)),
        "language": language,
    }
    for item in section.items:
        yield from _question(item, content, language)


def _question(item: Item, content: Content, language: Language) -> Iterator[Row]:
    yield {
        "class": "Q",
        "type/scale": TYPES[item.kind],
        "name": code_out(item.code),
        "relevance": relevance(item.when, content),
        "text": markup(item.text.said(language)),
        "help": markup(item.help.said(language)),
        "language": language,
        "mandatory": "Y" if item.is_mandatory else "N",
        "other": "Y" if item.open_option else "N",
        "cssclass": " ".join(_marks(item)),
        **_attributes(item, language),
    }
    kind = "SQ" if item.kind in (Kind.MULTIPLE, Kind.TABLE) else "A"
    for code, text in _members(item):
        yield {
            "class": kind,
            "type/scale": "0",
            "name": code,
            "relevance": "1" if kind == "SQ" else "",
            "text": markup(text.said(language)),
            "language": language,
        }


def _members(item: Item) -> list[tuple[str, Wording]]:
    """The open option is not among them: LimeSurvey has "other" for that."""
    if item.kind in SCALES:
        poles = {1: item.low, SCALES[item.kind]: item.high}
        return [(str(value), _pole(value, poles.get(value))) for value in item.values]
    options = [(str(option.code), option.text) for option in item.options if not option.is_open]
    return options + [(row.code, row.text) for row in item.rows]


def _pole(value: int, pole: Wording | None) -> Wording:
    texts = (pole.nl, pole.en) if pole else ("", "")
    return Wording(*(f"{value} – {text}" if text else f"{value}" for text in texts))


def _marks(item: Item) -> Iterator[str]:
    if TYPES[item.kind] in ("L", "N") and item.kind not in (Kind.SINGLE, Kind.NUMBER):
        yield f"{MARK}{item.kind}"
    if item.decimals:
        yield f"{MARK}decimals-{item.decimals}"
    if item.fill:
        yield f"{MARK}list-{item.fill}"
    if item.open_option:
        yield f"{MARK}other-{item.open_option.code}"


def _attributes(item: Item, language: Language) -> Row:
    row: Row = {}
    if item.kind in (Kind.NUMBER, Kind.YEAR, Kind.PERCENTAGE, Kind.TABLE):
        low, high = item.bounds
        row = {"min_num_value_n": str(number(low)), "max_num_value_n": str(number(high))}
        row |= {"num_value_int_only": "0" if item.decimals else "1", "suffix": markup(item.unit.said(language))}
    if item.kind == Kind.PERCENTAGE:
        row["suffix"] = "%"
    if item.open_option:
        row["other_replace_text"] = markup(item.open_option.text.said(language))
    return row


# -- text -----------------------------------------------------------------------------------------------------------


def markup(text: str) -> str:
    """Texts are HTML there, and braces a formula. No spreadsheet takes the cell for one either."""
    said = html.escape(text, quote=False).replace("{", "&#123;").replace("}", "&#125;").replace("\n", "<br />")
    return f"&#{ord(said[0])};{said[1:]}" if said.startswith(FORMULA) else said


def completed(content: Content, former: Content) -> Content:
    """With what LimeSurvey does not carry, where the former questionnaire has it: origin, source, names of sections."""
    keys = {section.title.nl: section.key for section in former.sections}
    sections = tuple(
        replace(
            section,
            key=keys.get(section.title.nl, f"ingelezen-{section.key}"),
            items=tuple(_completed(item, former.find(item.code)) for item in section.items),
        )
        for section in content.sections
    )
    return replace(content, sections=sections)


def _completed(item: Item, former: Item | None) -> Item:
    if former is None:
        return item
    kept = {name: getattr(former, name) for name in ("origin", "place", "replaces", "reason")}
    return replace(item, **kept)
