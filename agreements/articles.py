"""The articles of a template: how they are kept, and how somebody edits them as plain text.

Kept as JSON: {"key", "number", "title", "provision", "conditions", "paragraphs", "suggestions", "en": {"title",
"paragraphs", "suggestions"}}. Number 0 is a recital; the others count up from 1, and an agreement counts anew those
that apply to it. `provision` holds the parts of WHW art. 7.7 lid 5 that the article covers: "", "a" or "bc". A
paragraph is a text, or {"text", "otherwise"} (agreements.text); version 1 of the national templates also has {"lead"}.

Edited as text: an empty line begins a new paragraph, and a line that begins with "Anders:" says what stands there when
a variable of the paragraph has no value.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any
from uuid import uuid4

from .conditions import SUBJECTS, Circumstances, applies
from .enums import Language
from .variables import as_stored, as_written, variables_in

Article = dict[str, Any]
Paragraph = str | dict[str, str]

OTHERWISE = {Language.NL: "Anders:", Language.EN: "Otherwise:"}
_OTHERWISE = re.compile(r"(?:anders|otherwise):[ \t]*", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


def new_article(*, is_recital: bool = False) -> Article:
    return {
        "key": uuid4().hex[:8],
        "number": 0 if is_recital else 1,
        "title": "",
        "provision": "",
        "conditions": {},
        "paragraphs": [],
    }


def copied(articles: Iterable[Article]) -> list[Article]:
    """For a draft of one's own."""
    return numbered({**new_article(), **deepcopy(article), "key": uuid4().hex[:8]} for article in articles)


def numbered(articles: Iterable[Article]) -> list[Article]:
    """The recitals first, and then the articles from 1 on."""
    articles = list(articles)
    recitals = [article for article in articles if not article["number"]]
    others = [article for article in articles if article["number"]]
    return [*recitals, *({**article, "number": number} for number, article in enumerate(others, 1))]


def standing(articles: Iterable[Article], about: Circumstances) -> Iterator[Article]:
    """Those that apply, numbered as on paper."""
    yield from numbered(article for article in articles if applies(article.get("conditions", {}), about))


def in_language(article: Article, language: Language) -> Article:
    """With title, paragraphs and suggestions in that language; Dutch where there is no other."""
    return {**article, **article.get("en", {})} if language == Language.EN else article


def has_english(article: Article) -> bool:
    return bool(article.get("en", {}).get("title") and article["en"].get("paragraphs"))


def texts_of(paragraph: Paragraph) -> Iterator[str]:
    yield from [paragraph] if isinstance(paragraph, str) else paragraph.values()


def variables_of(article: Article, language: Language = Language.NL) -> list[str]:
    paragraphs = in_language(article, language)["paragraphs"]
    return [name for paragraph in paragraphs for text in texts_of(paragraph) for name in variables_in(text)]


def shows(article: Article, variable: str, language: Language = Language.NL) -> bool:
    """Whether a value of it comes in the text: what stands in its place when it is empty does not count."""
    paragraphs = in_language(article, language)["paragraphs"]
    return any(variable in variables_in(_main(paragraph)) for paragraph in paragraphs)


def _main(paragraph: Paragraph) -> str:
    return paragraph if isinstance(paragraph, str) else f"{paragraph.get('lead', '')} {paragraph['text']}"


# -- as plain text ------------------------------------------------------------------------------------------------


def to_text(paragraphs: Iterable[Paragraph], language: Language = Language.NL) -> str:
    return as_written("\n\n".join(_one_to_text(paragraph, language) for paragraph in paragraphs))


def _one_to_text(paragraph: Paragraph, language: Language) -> str:
    if isinstance(paragraph, str):
        return paragraph
    lines = [paragraph.get("lead", ""), paragraph["text"]]
    if paragraph.get("otherwise"):
        lines.append(f"{OTHERWISE[language]} {paragraph['otherwise']}")
    return "\n".join(filter(None, lines))


def from_text(text: str) -> list[Paragraph]:
    blocks = _EMPTY_LINE.split(as_stored("\n".join(text.splitlines())))
    return [paragraph for paragraph in map(_one_from_text, blocks) if paragraph]


def _one_from_text(block: str) -> Paragraph:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    first = next((index for index, line in enumerate(lines) if index and _OTHERWISE.match(line)), None)
    if first is None:
        return "\n".join(lines)
    otherwise = "\n".join([_OTHERWISE.sub("", lines[first], count=1), *lines[first + 1 :]]).strip()
    text = "\n".join(lines[:first])
    return {"text": text, "otherwise": otherwise} if otherwise else text


def chosen(conditions: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Without the subjects that do not matter: none ticked, or all."""
    picked = {subject: [value for value in values if value in conditions.get(subject, ())]
              for subject, (_, values) in SUBJECTS.items()}  # fmt: skip
    return {
        subject: list(map(str, values))
        for subject, values in picked.items()
        if values and len(values) < len(SUBJECTS[subject][1])
    }
