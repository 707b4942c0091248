"""A dossier on one sheet: per criterion what is said, what backs it, what the portal counts, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mkbroute.mail.links import absolute

from .enums import EvidenceKind, Verdict
from .findings import Found, found_in
from .models import CriteriaSet, Decision
from .versions import week_of
from .weeks import Week


@dataclass(frozen=True)
class Proof:
    title: str
    said: str  # beside the title: the file's name, or the figure
    url: str = ""


@dataclass(frozen=True)
class Row:
    number: int
    title: str
    text: str
    statement: str
    evidence: str
    proofs: list[Proof]
    figures: list[dict[str, Any]]
    own: Verdict | None
    found: Found | None


@dataclass(frozen=True)
class Sheet:
    title: str
    hogeschool: str
    facts: list[tuple[str, str]]
    weeks: list[Week]
    partners: list[dict[str, str]]
    rows: list[Row]
    rhythm: list[dict[str, Any]]
    criteria_set: CriteriaSet


def sheet_of(content: Mapping[str, Any], decision: Decision | None, criteria_set: CriteriaSet) -> Sheet:
    """`content` as in routes.versions, answering `criteria_set`; `decision`: the one whose findings stand beside it."""
    found = found_in(decision)
    return Sheet(
        content["title"],
        content["hogeschool"],
        [(label, value) for label, value in content["facts"]],
        [week_of(week) for week in content["weeks"]],
        content["partners"],
        [_row(each, content["figures"], found.get(each["number"])) for each in content["criteria"]],
        content.get("rhythm", []),
        criteria_set,
    )


def _row(criterion: Mapping[str, Any], figures: list[dict[str, Any]], found: Found | None) -> Row:
    return Row(
        criterion["number"],
        criterion["title"],
        criterion["text"],
        criterion["statement"],
        criterion["evidence"],
        [_proof(proof) for proof in criterion["proofs"]],
        [figure for figure in figures if figure["criterion"] == criterion["number"]],
        Verdict(criterion["own_verdict"]) if criterion["own_verdict"] else None,
        found,
    )


def _proof(proof: Mapping[str, Any]) -> Proof:
    if proof["kind"] == EvidenceKind.LINK:
        return Proof(proof["title"], "link", proof["url"])
    if proof["kind"] == EvidenceKind.FILE:
        url = absolute(reverse("documents:download", args=[proof["document"]]))
        return Proof(proof["title"], f"bestand, kenmerk {proof['sha256'][:12]}", url)
    return Proof(proof["title"], proof["figure"]["words"])
