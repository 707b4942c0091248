"""The frozen text, cut at its headings so that a phone shows a list of articles. Nothing is left out or changed."""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class Article:
    heading: SafeString
    body: SafeString


def articles(html: str) -> tuple[SafeString, list[Article]]:
    """What stands before the first heading, and the articles. Of a text that `text.compose` made: its values are escaped."""
    opening, *parts = HEADING.split(html)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return mark_safe(opening), [Article(mark_safe(heading), mark_safe(body)) for heading, body in pairs]
