"""A dossier that comes back better: who judged it before judges on, and says anew only what changed."""

from mkbroute.organisations.models import Membership
from mkbroute.organisations.queries import acting_membership_id

from . import versions
from .enums import Occasion, State
from .models import CriterionJudgement, Decision, DossierVersion, RouteAssessor


def returned_before(version: DossierVersion) -> DossierVersion | None:
    """The version that this one is the answer to, if the programme team asked for more. An objection begins afresh."""
    if version.occasion != Occasion.SUBMISSION:
        return None
    earlier = DossierVersion.objects.filter(route=version.route_id, number__lt=version.number).order_by("number").last()
    returned = earlier and Decision.objects.filter(version=earlier, outcome=State.RETURNED).exists()
    return earlier if returned else None


def former_assessors(version: DossierVersion) -> list[Membership]:
    """Who judged the version before this one, and still can."""
    before = returned_before(version)
    seats = RouteAssessor.objects.filter(version=before, excused_at=None, membership__ended_at=None)
    return [seat.membership for seat in seats.select_related("membership")] if before else []


def kept_judgements(version: DossierVersion) -> dict[int, CriterionJudgement]:
    """What whoever acts found the last time of the criteria that did not change since, by number."""
    before = returned_before(version)
    if before is None:
        return {}
    changed = {section.number for section in versions.compare(before.content, version.content)}
    mine = CriterionJudgement.objects.filter(version=before, assessor__membership=acting_membership_id() or 0)
    return {
        found.criterion.number: found
        for found in mine.exclude(verdict="").select_related("criterion")
        if found.criterion.number not in changed
    }
