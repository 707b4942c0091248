"""A dossier as it was laid before the programme team, and what changed between two of them.

The content of a version is frozen as text: who reads it later sees what the reader saw then, whatever the route, its
partners or the words of this program have become.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from hashlib import sha256
from re import findall
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from . import details, queries
from .enums import EvidenceKind, Verdict
from .help import STANDING
from .indicators import Figure
from .models import CriteriaSet, Evidence, Route, RouteContact, RoutePartner
from .weeks import Week

SAME, ADDED, REMOVED = "same", "added", "removed"


def written(content: dict[str, Any]) -> bytes:
    """The one way to write it down, so that everyone finds the same hash."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(content: dict[str, Any]) -> str:
    return sha256(written(content)).hexdigest()


# -- freezing ---------------------------------------------------------------------------------------------------------


def content_of(route: Route, figures: Sequence[Figure]) -> dict[str, Any]:
    """Everything that is judged, as it stands now. `figures` as everyone may read them."""
    proofs: dict[int, list[Evidence]] = {}
    for proof in queries.proofs_of(route):
        proofs.setdefault(proof.assessment_id, []).append(proof)
    by_code = {figure.indicator.code: figure for figure in figures}
    criteria_set = queries.criteria_set_of(route)
    return {
        "title": route.title,
        "hogeschool": route.hogeschool.name,
        "facts": [[label, str(value)] for label, value in _facts(route)],
        "rhythm": [_frozen_rhythm(route, year) for year in details.years_of(route)],
        "weeks": [_frozen_week(week) for week in queries.weeks_of(route)],
        "partners": [_frozen_partner(partner) for partner in queries.partners_of(route)],
        "criteria": [
            {
                "number": found.criterion.number,
                "title": found.criterion.title,
                "text": found.criterion.text,
                "statement": found.statement,
                "evidence": found.evidence,
                "own_verdict": found.own_verdict,
                "proofs": [_frozen_proof(proof, by_code) for proof in proofs.get(found.pk, [])],
            }
            for found in queries.assessments_of(route)
        ],
        "figures": [_frozen_figure(figure, criteria_set) for figure in figures],
    }


def _facts(route: Route) -> list[tuple[str, Any]]:
    return [
        *queries.facts_of(route),
        ("Waar gaat de route over?", route.summary),
        ("Hoe zijn werken en leren verbonden?", route.connection),
        ("Andere locaties", "; ".join(map(details.said_of_location, details.locations_of(route)))),
        ("Kosten en wie betaalt", "; ".join(map(details.said_of_cost, details.costs_of(route)))),
        ("Andere contactpersonen", "; ".join(map(_said_of_contact, details.contacts_of(route)))),
    ]


def _said_of_contact(contact: RouteContact) -> str:
    return ", ".join(part for part in (contact.name, contact.role, contact.email, contact.phone) if part)


def _frozen_rhythm(route: Route, year: int) -> dict[str, Any]:
    rows = details.rhythm_of(route, year)
    periods = [
        {
            "name": row.name,
            "kind": row.get_kind_display(),
            "first_day": date_format(row.first_day, "j F Y"),
            "last_day": date_format(row.last_day, "j F Y"),
        }
        for row in rows
    ]
    return {"year": details.name_of(year), "periods": periods}


def _frozen_figure(figure: Figure, criteria_set: CriteriaSet) -> dict[str, Any]:
    """At the criterion that it counts for: the numbers of the indicators are those of one set."""
    frozen = figure.as_json()
    return frozen if criteria_set.code == STANDING else {**frozen, "criterion": 0}


def _frozen_week(week: Week) -> dict[str, Any]:
    days = {"school": week.school, "company": week.company, "elsewhere": week.elsewhere}
    return {"year": week.year, **{name: str(number) for name, number in days.items()}}


def _frozen_partner(partner: RoutePartner) -> dict[str, str]:
    confirmed = date_format(localtime(partner.confirmed_at), "j F Y") if partner.confirmed_at else ""
    return {
        "name": partner.organisation.name,
        "kind": partner.organisation.get_kind_display(),
        "role": partner.get_role_display(),
        "contribution": partner.contribution,
        "confirmed": f"{confirmed}, door {partner.confirmed_by}" if confirmed else "",
    }


def _frozen_proof(proof: Evidence, figures: dict[str, Figure]) -> dict[str, Any]:
    frozen: dict[str, Any] = {"kind": proof.kind, "title": proof.title}
    if proof.kind == EvidenceKind.LINK:
        return {**frozen, "url": proof.url}
    if proof.document:
        file = proof.document
        return {
            **frozen,
            "document": str(file.public_id),
            "name": file.name,
            "sha256": file.sha256,
            "size": file.size,
        }
    return {**frozen, "figure": figures[proof.indicator].as_json()}


def figures_in_words(content: dict[str, Any]) -> dict[str, str]:
    """Value and date by code, of those that were known."""
    known = [each for each in content["figures"] if each["too_few"] or each["percent"] is not None]
    return {each["code"]: f"{each['words']}, {date_format(date.fromisoformat(each['on']), 'j F Y')}" for each in known}


# -- comparing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A run of text. Same and removed together are the old text; same and added together the new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        if not self.before:
            return ADDED
        return REMOVED if not self.after else "changed"

    @property
    def parts(self) -> list[Part]:
        return parts_of(self.before, self.after)


@dataclass(frozen=True)
class Section:
    title: str
    number: int  # of the criterion; 0 for the route itself
    differences: list[Difference]


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[Section]:
    """Field by field what differs; a section without differences is left out. Nothing when both are the same."""
    titles = {each["number"]: each["title"] for version in (before, after) for each in version["criteria"]}
    sections = [Section("De route", 0, _differences(_of_route(before), _of_route(after)))]
    for number in sorted(titles):
        differences = _differences(_of_criterion(before, number), _of_criterion(after, number))
        sections.append(Section(f"{number}. {titles[number]}", number, differences))
    return [section for section in sections if section.differences]


def _differences(before: dict[str, str], after: dict[str, str]) -> list[Difference]:
    labels = [*before, *(label for label in after if label not in before)]
    pairs = [(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [Difference(label, old, new) for label, old, new in pairs if old != new]


def _of_route(content: dict[str, Any]) -> dict[str, str]:
    fields = {"Opleiding": content["title"], **dict(content["facts"])}
    for week in content["weeks"]:
        fields[f"Week in studiejaar {week['year']}"] = week_of(week).words
    for year in content.get("rhythm", []):  # not in the oldest versions
        said = [f"{each['name']}: {each['first_day']} tot en met {each['last_day']}" for each in year["periods"]]
        fields[f"Ritme in {year['year']}"] = "\n".join(said)
    for partner in content["partners"]:
        said = [partner["role"], partner["contribution"], f"Zelf bevestigd: {partner['confirmed'] or 'nog niet'}"]
        fields[_free(fields, f"Partner {partner['name']}")] = "\n".join(said)
    return fields


def week_of(frozen: dict[str, Any]) -> Week:
    return Week(frozen["year"], *(Decimal(frozen[name]) for name in ("school", "company", "elsewhere")))


def _of_criterion(content: dict[str, Any], number: int) -> dict[str, str]:
    found = next((each for each in content["criteria"] if each["number"] == number), None)
    if not found:
        return {}
    verdict = Verdict(found["own_verdict"]).label if found["own_verdict"] else ""
    fields = {
        "Criterium": found["text"],
        "Toelichting": found["statement"],
        "Bewijs in woorden": found["evidence"],
        "Eigen oordeel": verdict,
    }
    for proof in found["proofs"]:
        label = f"{EvidenceKind(proof['kind']).label}: {proof['title']}"
        fields[_free(fields, label)] = _said_by(proof)
    for figure in content["figures"]:
        if figure["criterion"] == number:
            fields[f"Volgens het portaal: {figure['title']}"] = figure["words"]
    return fields


def _said_by(proof: dict[str, Any]) -> str:
    if "url" in proof:
        return proof["url"]
    if "document" in proof:
        return f"{proof['name']} (kenmerk {proof['sha256'][:12]})"
    return proof["figure"]["words"]


def _free(fields: Iterable[str], label: str) -> str:
    """Two of the same name stay two."""
    taken, number, free = set(fields), 1, label
    while free in taken:
        number += 1
        free = f"{label} ({number})"
    return free


def parts_of(before: str, after: str) -> list[Part]:
    """Word by word."""
    old, new = _words(before), _words(after)
    parts: list[Part] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(Part(SAME, "".join(old[i:j])))
            continue
        if i < j:
            parts.append(Part(REMOVED, "".join(old[i:j])))
        if k < m:
            parts.append(Part(ADDED, "".join(new[k:m])))
    return parts


def _words(text: str) -> list[str]:
    return findall(r"\s+|\S+", text)
