"""Who judges a version of a dossier, what each of them found, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from mkbroute.organisations.models import Membership
from mkbroute.organisations.queries import acting_membership_id

from .models import Criterion, CriterionJudgement, DossierVersion, RouteAssessor
from .revisions import revision

AT_MOST = 2  # who judge one version


@dataclass(frozen=True)
class Seat:
    """An assessor with what she found, by number of the criterion."""

    assessor: RouteAssessor
    judgements: dict[int, CriterionJudgement]
    is_own: bool

    @property
    def name(self) -> str:
        return self.assessor.name

    @property
    def is_excused(self) -> bool:
        return self.assessor.excused_at is not None

    @property
    def has_left(self) -> bool:
        """The programme team: nobody waits for her, and what she found stays."""
        return self.assessor.membership.ended_at is not None

    @property
    def sits(self) -> bool:
        return not (self.is_excused or self.has_left)

    def verdict_on(self, number: int) -> str:
        found = self.judgements.get(number)
        return found.verdict if found else ""

    def open_numbers(self, numbers: Sequence[int]) -> list[int]:
        return [number for number in numbers if not self.verdict_on(number)]


def seats_of(version: DossierVersion) -> list[Seat]:
    """In the order in which they were asked. Only the programme team sees them."""
    me = acting_membership_id()
    found: dict[int, dict[int, CriterionJudgement]] = {}
    for judgement in CriterionJudgement.objects.filter(version=version).select_related("criterion"):
        found.setdefault(judgement.assessor_id, {})[judgement.criterion.number] = judgement
    return [
        Seat(assessor, found.get(assessor.pk, {}), assessor.membership_id == me)
        for assessor in RouteAssessor.objects.filter(version=version).select_related("membership")
    ]


def own_seat(seats: Sequence[Seat]) -> Seat | None:
    return next((seat for seat in seats if seat.is_own and seat.sits), None)


def colleagues(seats: Sequence[Seat]) -> list[Seat]:
    """The others whose judgement the decision needs."""
    return [seat for seat in seats if not seat.is_own and seat.sits]


def may_judge(seats: Sequence[Seat]) -> bool:
    """Whoever acts: she sits, or the place is free."""
    return own_seat(seats) is not None or not colleagues(seats)


def differing(seats: Sequence[Seat], numbers: Sequence[int]) -> list[int]:
    """The criteria on which those who judged do not find the same."""
    judging = [seat for seat in seats if not seat.is_excused]
    return [number for number in numbers if len({seat.verdict_on(number) for seat in judging} - {""}) > 1]


def numbers_of(version: DossierVersion) -> list[int]:
    return list(Criterion.objects.filter(criteria_set=version.criteria_set_id).values_list("number", flat=True))


def verdict_revision(judgement: CriterionJudgement | None) -> str:
    return revision(judgement.verdict, judgement.motivation) if judgement else revision("", "")


def may_be_asked(seats: Sequence[Seat]) -> list[Membership]:
    """Colleagues in the programme team who do not judge this version now."""
    me = acting_membership_id() or 0
    sitting = [seat.assessor.membership_id for seat in seats if seat.sits]
    team = Membership.objects.filter(pk=me).values("organisation_id")
    return list(Membership.objects.filter(organisation__in=team, ended_at=None).exclude(pk__in=[me, *sitting]))


def judged_before(version: DossierVersion) -> bool:
    """Has whoever acts judged an earlier version of this dossier?"""
    earlier = RouteAssessor.objects.filter(route=version.route_id, version__number__lt=version.number, excused_at=None)
    return earlier.filter(membership=acting_membership_id() or 0).exists()
