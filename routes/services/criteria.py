from collections.abc import Mapping

from django.core.exceptions import ValidationError

from routes import queries
from routes.enums import DOSSIER_OPEN, EventKind
from routes.models import CriteriaSet, Criterion, CriterionAssessment, Evidence, Route

from .steps import locked, record, require_state


def adopt_criteria(route: Route, answers: Mapping[int, int | None], *, who: str) -> Route:
    """The dossier goes on under the standing criteria; the former answers stay where they were.

    `answers`: by number of the new criterion the number of the former one whose answer and evidence go along.
    """
    route = locked(route)
    require_state(route, *DOSSIER_OPEN)
    standing = CriteriaSet.objects.get(standing=True)
    former = {each.criterion.number: each for each in queries.assessments_of(route)}
    if any(each.criterion.criteria_set_id == standing.pk for each in former.values()):
        raise ValidationError("Het dossier staat al onder de geldende criteria. Er is niets gewijzigd.", code="adopted")
    for criterion in Criterion.objects.filter(criteria_set=standing):
        _answer(route, criterion, former.get(answers.get(criterion.number) or 0))
    record(route, EventKind.STATED, who=who, text=f"Dossier overgezet naar: {standing.title}"[:300])
    return route


def _answer(route: Route, criterion: Criterion, former: CriterionAssessment | None) -> None:
    """The own verdict was about other words: it is given anew."""
    said = {"statement": former.statement, "evidence": former.evidence} if former else {}
    owners = {"route": route, "hogeschool_id": route.hogeschool_id, "criterion": criterion}
    assessment = CriterionAssessment.objects.create(**owners, **said)
    for proof in Evidence.objects.filter(assessment=former) if former else []:
        Evidence.objects.create(
            **owners,
            assessment=assessment,
            kind=proof.kind,
            title=proof.title,
            url=proof.url,
            document_id=proof.document_id,
            indicator=proof.indicator,
            added_by=proof.added_by,
            added_at=proof.added_at,
        )
