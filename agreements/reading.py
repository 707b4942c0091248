"""The frozen text, cut at its headings so that a phone shows a list of articles. Nothing is left out or changed."""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

from .models import AgreementVersion

HEADING = re.compile(r'<h2(?: id="([^"]*)")?>(.*?)</h2>', re.DOTALL)


@dataclass(frozen=True)
class Article:
    id: str
    heading: str  # HTML, as the body
    body: str

    @property
    def plain_heading(self) -> str:
        return unescape(strip_tags(self.heading))


def articles(html: str) -> tuple[str, list[Article]]:
    """What stands before the first heading, and the articles."""
    opening, *parts = HEADING.split(html)
    found = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return opening, [Article(key or "", heading, body) for key, heading, body in found]


def changed_articles(version: AgreementVersion) -> list[Article]:
    """Those that read otherwise than in the version that was sent before; none for the first."""
    earlier = AgreementVersion.objects.filter(
        agreement=version.agreement_id, addendum=version.addendum_id, number__lt=version.number
    )
    before = earlier.values_list("html", flat=True).first()
    if before is None:
        return []
    _, old = articles(before)
    known = {article.heading: article.body.strip() for article in old}
    _, new = articles(version.html)
    return [article for article in new if known.get(article.heading) != article.body.strip()]
