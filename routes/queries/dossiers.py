"""What a route says of each criterion, what was found, what is missing, and what the portal sees itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from .. import indicators
from ..enums import Degree, Form, QuestionState, Shape, Verdict
from ..findings import Found, found_in
from ..indicators import COUNTED_PARTNERS
from ..models import (
    CriteriaSet,
    CriterionAssessment,
    Decision,
    DossierQuestion,
    DossierVersion,
    Evidence,
    Route,
    RoutePartner,
)
from ..revisions import revision
from ..weeks import Week, problems, share_at_work
from .partners import can_confirm, partners_of
from .routes import weeks_of


def assessments_of(route: Route) -> list[CriterionAssessment]:
    """Under the criteria that the route answers now: those that stand, or else the last that it answered."""
    found = list(CriterionAssessment.objects.filter(route=route).select_related("criterion__criteria_set"))
    sets = {each.criterion.criteria_set for each in found}
    current = max(sets, key=lambda each: (each.standing, each.valid_from, each.pk), default=None)
    return [each for each in found if each.criterion.criteria_set == current]


def assessment_of(route: Route, number: int) -> CriterionAssessment | None:
    return next((each for each in assessments_of(route) if each.criterion.number == number), None)


def criteria_set_of(route: Route) -> CriteriaSet:
    return assessments_of(route)[0].criterion.criteria_set


def proofs_of(route: Route) -> list[Evidence]:
    return list(Evidence.objects.filter(route=route).select_related("document", "criterion"))


def statement_revision(assessment: CriterionAssessment) -> str:
    return revision(assessment.statement, assessment.evidence, assessment.own_verdict)


def latest_version(route: Route) -> DossierVersion | None:
    return DossierVersion.objects.filter(route=route).order_by("number").last()


def last_decision(route: Route) -> Decision | None:
    return Decision.objects.filter(route=route).select_related("version", "document", "terms").last()


def open_questions(route: Route) -> int:
    return DossierQuestion.objects.filter(route=route, state=QuestionState.OPEN).count()


@dataclass(frozen=True)
class Finding:
    """What the programme team decided about one criterion, the last time."""

    found: Found
    decision: Decision
    is_current: bool  # about the version that lies there now

    @property
    def verdict(self) -> Verdict:
        return self.found.verdict

    @property
    def motivation(self) -> str:
        return self.found.motivation


@dataclass(frozen=True)
class Proof:
    evidence: Evidence
    figure: str  # value and date of a figure, "" when there is nothing to count yet

    @property
    def counts(self) -> bool:
        return bool(self.figure) or not self.evidence.indicator


@dataclass(frozen=True)
class DossierItem:
    """One criterion, what is said about it, what was found, and what the portal knows itself."""

    assessment: CriterionAssessment
    proofs: list[Proof]
    facts: list[str]
    missing: list[str]
    finding: Finding | None

    @property
    def number(self) -> int:
        return self.assessment.criterion.number

    @property
    def is_empty(self) -> bool:
        found = self.assessment
        return not (found.statement or found.evidence or found.own_verdict or self.proofs)

    @property
    def is_words_alone(self) -> bool:
        """Evidence is told, and nothing that can be looked at backs it."""
        return bool(self.assessment.evidence) and not any(proof.counts for proof in self.proofs)

    @property
    def own_verdict(self) -> Verdict | None:
        return Verdict(self.assessment.own_verdict) if self.assessment.own_verdict else None


Figures = Callable[[int], Mapping[str, str]]  # of a route: value and date, by code of the indicator


def dossier(
    route: Route, partners: Iterable[RoutePartner] | None = None, *, figures: Figures | None = None
) -> list[DossierItem]:
    """`figures`: how those that back a criterion are read; when left out as the last round left them."""
    named = partners_of(route) if partners is None else list(partners)
    weeks, findings = weeks_of(route), findings_of(route)
    proofs = _proofs(route, figures or indicators.kept_in_words)
    items = []
    for found in assessments_of(route):
        own = [proof for proof in proofs if proof.evidence.assessment_id == found.pk]
        finding = findings.get(found.criterion.number)
        same_words = finding and finding.decision.version.criteria_set_id == found.criterion.criteria_set_id
        items.append(
            DossierItem(
                assessment=found,
                proofs=own,
                facts=_facts(found, route, weeks, named),
                missing=_missing_of(found, own),
                finding=finding if same_words else None,
            )
        )
    return items


def _proofs(route: Route, figures: Figures) -> list[Proof]:
    proofs = proofs_of(route)
    said = figures(route.pk) if any(proof.indicator for proof in proofs) else {}
    return [Proof(proof, said.get(proof.indicator, "")) for proof in proofs]


def findings_of(route: Route) -> dict[int, Finding]:
    """Of the last decision, by number of the criterion."""
    decision = last_decision(route)
    if not decision:
        return {}
    newer = DossierVersion.objects.filter(route=route, number__gt=decision.version.number).exists()
    return {number: Finding(found, decision, is_current=not newer) for number, found in found_in(decision).items()}


def missing(route: Route) -> list[str]:
    """Everything that keeps the route from being submitted, as sentences."""
    wrong = problems(Shape(route.shape), Degree(route.degree), weeks_of(route), Form(route.form))
    lacking = [item for item in dossier(route, figures=indicators.now_in_words) if item.missing]
    return [
        *[wrong[year] for year in sorted(wrong)],
        *[f"Criterium {item.assessment.criterion}. Nog nodig: {_listed(item.missing)}." for item in lacking],
    ]


def completeness(route: Route, items: Iterable[DossierItem]) -> list[dict[str, Any]]:
    """For the meter: the five criteria, and the week."""
    wrong = problems(Shape(route.shape), Degree(route.degree), weeks_of(route), Form(route.form))
    rows = [
        {
            "label": f"{item.number}. {item.assessment.criterion.title}",
            "ok": not item.missing,
            "url": reverse("routes:criterion", args=[route.public_id, item.number]),
            "text": f"Nog nodig: {_listed(item.missing)}." if item.missing else "",
        }
        for item in items
    ]
    week = {
        "label": "De week per studiejaar",
        "ok": not wrong,
        "url": reverse("routes:edit", args=[route.public_id]),
        "text": " ".join(wrong.values()),
    }
    return [*rows, week]


def _missing_of(found: CriterionAssessment, proofs: list[Proof]) -> list[str]:
    evidence = "ander bewijs (het cijfer heeft nog geen gegevens)" if proofs else "het bewijs"
    parts = {
        "de toelichting": found.statement.strip(),
        evidence: found.evidence.strip() or any(proof.counts for proof in proofs),
        "uw eigen oordeel": found.own_verdict,
    }
    return [label for label, value in parts.items() if not value]


def _listed(parts: list[str]) -> str:
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _facts(found: CriterionAssessment, route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    """What the portal sees itself, beside what is claimed. Tied to the wording of one set of criteria."""
    about = FACTS.get((found.criterion.criteria_set.code, found.criterion.number))
    return about(route, weeks, partners) if about else []


def _of_learning_and_working(route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    degree = Degree(route.degree)
    recognised = "erkend hbo-diploma" if route.accredited else "nog niet, dus nog geen erkend hbo-diploma"
    facts = [
        f"{degree.label}, {route.get_form_display().lower()}, nominaal {degree.years} jaar",
        f"Geaccrediteerd: {recognised}",
    ]
    share = share_at_work(weeks)
    if share is not None:
        facts.append(f"{share}% van de dagen is in het bedrijf, over de hele route gerekend")
    return facts


def _of_agreement(route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    if route.form == Form.DUAAL:
        return ["Duaal: de tripartiete overeenkomst is verplicht (WHW artikel 7.7 lid 5)"]
    return ["Deeltijd: een samenwerkingsovereenkomst tussen dezelfde drie partijen"]


def _of_shaping_together(route: Route, weeks: list[Week], partners: list[RoutePartner]) -> list[str]:
    """The count is that of the indicator; who else takes part is told by name."""
    counted = [partner for partner in partners if partner.organisation.kind in COUNTED_PARTNERS]
    others = [partner for partner in partners if can_confirm(partner) and partner not in counted]
    confirmed = _names(partner for partner in counted if partner.confirmed_at)
    if counted:
        kinds = "bedrijf of branche" if len(counted) == 1 else "bedrijven en branches"
        fact = f"Betrokkenheid zelf bevestigd door {len(confirmed)} van {len(counted)} {kinds}"
        facts = [f"{fact}: {_listed(confirmed)}" if confirmed else fact]
    else:
        facts = ["Er staan nog geen bedrijven of branches als partner bij de route"]
    said, unsaid = (
        _names(partner for partner in others if bool(partner.confirmed_at) is given) for given in (True, False)
    )
    if said:
        facts.append(f"Ook bevestigd door {_listed(said)}")
    if unsaid:
        facts.append(f"Nog niet bevestigd door {_listed(unsaid)}")
    return facts


def _names(partners: Iterable[RoutePartner]) -> list[str]:
    return [partner.organisation.name for partner in partners]


FACTS = {
    ("nulmeting-2022", 1): _of_learning_and_working,
    ("nulmeting-2022", 3): _of_agreement,
    ("nulmeting-2022", 5): _of_shaping_together,
}
