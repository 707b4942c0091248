from routes import queries
from routes.enums import DOSSIER_OPEN, EventKind
from routes.models import CriterionAssessment
from routes.revisions import require_unchanged

from .steps import locked, record_once, require_state

FIELDS = ("statement", "evidence", "own_verdict")


def state_criterion(
    assessment: CriterionAssessment,
    *,
    statement: str,
    evidence: str = "",
    own_verdict: str = "",
    who: str,
    seen: str = "",
) -> CriterionAssessment:
    """What the hogeschool says about one criterion. It may stay unfinished until the route is submitted.

    `seen`: the revision (queries.statement_revision) that the person was looking at; raises `Overtaken`.
    """
    route = locked(assessment.route)
    require_state(route, *DOSSIER_OPEN)
    assessment = CriterionAssessment.objects.select_related("criterion").get(pk=assessment.pk)
    require_unchanged(seen, queries.statement_revision(assessment))
    values = dict(zip(FIELDS, (statement, evidence, own_verdict), strict=True))
    if any(getattr(assessment, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(assessment, name, value)
        assessment.save(update_fields=FIELDS)
        record_once(route, EventKind.STATED, who=who, text="Dossier bijgewerkt")
    return assessment
