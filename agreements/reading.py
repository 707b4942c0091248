"""The frozen text, cut at its headings so that a phone shows a list of articles. Nothing is left out or changed."""

import re
from dataclasses import dataclass

HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class Article:
    heading: str  # HTML, as the body
    body: str


def articles(html: str) -> tuple[str, list[Article]]:
    """What stands before the first heading, and the articles."""
    opening, *parts = HEADING.split(html)
    return opening, [Article(heading, body) for heading, body in zip(parts[::2], parts[1::2], strict=True)]
