from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from mkbroute.access.tasks import wake
from routes import findings, judgements, queries
from routes.enums import STOPPED, WITH_PROGRAMME, EventKind, Occasion, Phase, State, Verdict
from routes.judgements import Seat, verdict_revision
from routes.models import (
    Criterion,
    CriterionAssessment,
    CriterionJudgement,
    Decision,
    DossierVersion,
    RecognitionTerms,
    Route,
)
from routes.models.review import WITH_LETTER
from routes.revisions import require_unchanged

from . import notices
from .assessors import excuse_assessor, take_seat
from .phases import note_phase
from .questions import close_questions
from .steps import locked, record, require_reason, require_state, take_step
from .versions import freeze_dossier


class Judgement(NamedTuple):
    """Of an assessor, on one criterion."""

    verdict: str  # enums.Verdict, or "" while she still thinks
    motivation: str = ""


def submit_route(route: Route, *, who: str) -> Route:
    """Raises ValidationError with everything that is missing."""
    route = locked(route)
    missing = queries.missing(route)
    if missing:
        raise ValidationError(missing, code="incomplete")
    returned = route.state == State.RETURNED
    take_step(route, State.SUBMITTED, who=who, submitted_at=timezone.now())
    freeze_dossier(route, Occasion.SUBMISSION, who=who)
    if returned:
        wake("routes.call_back_assessors", route.pk)
    notices.submitted(route, who=who)
    return route


def request_reconsideration(route: Route, *, reason: str, who: str) -> Route:
    """By the hogeschool, within the term of the decision against it."""
    reason = require_reason(reason)
    route = locked(route)
    require_state(route, State.REJECTED)
    decision = queries.last_decision(route)
    until = decision.reconsider_until if decision else None
    if until is None or timezone.localdate() > until:
        ended = f" (tot en met {date_format(until, 'j F Y')})" if until else ""
        raise ValidationError(
            f"De termijn voor heroverweging is voorbij{ended}. U kunt het dossier verbeteren en opnieuw indienen.",
            code="term",
        )
    take_step(route, State.RECONSIDERING, who=who, reason=reason, reconsidered_from=State.REJECTED)
    freeze_dossier(route, Occasion.OBJECTION, who=who, reason=reason)
    notices.objected(route, reason=reason, who=who)
    return route


def reopen_route(route: Route, *, reason: str, who: str) -> Route:
    """By the programme team. The recognition stands until there is a new decision."""
    reason = require_reason(reason)
    route = locked(route)
    require_state(route, State.RECOGNISED)
    take_step(route, State.RECONSIDERING, who=who, reason=reason, reconsidered_from=State.RECOGNISED)
    freeze_dossier(route, Occasion.REOPENED, who=who, reason=reason)
    notices.reopened(route, reason=reason, who=who)
    return route


def assess_criterion(assessment: CriterionAssessment, *, verdict: str, motivation: str = "", who: str) -> None:
    review_route(assessment.route, {assessment.criterion.number: Judgement(verdict, motivation)}, who=who)


def review_route(
    route: Route,
    found: Mapping[int, Judgement],
    *,
    who: str,
    seen: Mapping[int, str] | None = None,
    decision: State | None = None,
    reason: str = "",
    without: str = "",
) -> Route:
    """Her own verdicts by number of the criterion and, with a `decision`, what follows from them. All of it or nothing.

    `seen`: the revision (judgements.verdict_revision) of each of them as the person saw it; raises `Overtaken`.
    `without`: why the judgement of a colleague who was asked is not waited for.
    """
    with transaction.atomic():
        route = locked(route)
        if route.state == State.SUBMITTED and not (decision or any(map(_says_something, found.values()))):
            return route  # taken up by who finds something in it
        version, seat = take_seat(route, who=who)
        _judge(route, version, seat, found, seen or {}, who=who)
        if decision:
            _decide(route, decision, who=who, reason=reason, without=without)
    return route


def recognise_route(route: Route, *, who: str, reason: str = "", without: str = "") -> Route:
    """Everyone who was asked has judged every criterion, and she who decides finds none "voldoet nog niet"."""
    return _decide(locked(route), State.RECOGNISED, who=who, reason=reason, without=without)


def return_route(route: Route, *, reason: str, who: str) -> Route:
    """Asks for more. What was found so far goes along."""
    return _decide(locked(route), State.RETURNED, who=who, reason=reason)


def reject_route(route: Route, *, reason: str, who: str, without: str = "") -> Route:
    """ "Voldoet nog niet": the route stays in the register as one that is being developed."""
    return _decide(locked(route), State.REJECTED, who=who, reason=reason, without=without)


# -- judging ----------------------------------------------------------------------------------------------------------


def _judge(
    route: Route,
    version: DossierVersion,
    seat: Seat,
    found: Mapping[int, Judgement],
    seen: Mapping[int, str],
    *,
    who: str,
) -> None:
    criteria = Criterion.objects.filter(criteria_set=version.criteria_set_id)
    for number in {criterion.number for criterion in criteria} & seen.keys():
        require_unchanged(seen[number], verdict_revision(seat.judgements.get(number)))
    written = [
        str(criterion.number)
        for criterion in criteria
        if criterion.number in found and _write(seat, criterion, found[criterion.number])
    ]
    if written:
        listed = "alle criteria" if len(written) == len(criteria) else _listed(written)
        record(route, EventKind.ASSESSED, who=who, text=f"Oordeel gegeven over {listed}")


def _says_something(judgement: Judgement) -> bool:
    return bool(judgement.verdict or judgement.motivation.strip())


def _listed(numbers: Sequence[str]) -> str:
    return f"{'criterium' if len(numbers) == 1 else 'criteria'} {', '.join(numbers)}"


def _write(seat: Seat, criterion: Criterion, judgement: Judgement) -> bool:
    verdict, motivation = judgement.verdict, judgement.motivation.strip()
    if verdict in (Verdict.PARTLY, Verdict.NOT_YET) and not motivation:
        raise ValidationError(
            f"Motiveer het oordeel over criterium {criterion.number}: de hogeschool moet ermee verder kunnen."
        )
    row = seat.judgements.get(criterion.number)
    if (row.verdict, row.motivation) == (verdict, motivation) if row else not (verdict or motivation):
        return False
    values = {"verdict": verdict, "motivation": motivation, "at": timezone.now()}
    owners = {name: getattr(seat.assessor, name) for name in ("version_id", "route_id", "hogeschool_id")}
    seat.judgements[criterion.number], _ = CriterionJudgement.objects.update_or_create(
        assessor=seat.assessor, criterion=criterion, defaults=values, create_defaults={**values, **owners}
    )
    return True


# -- deciding ---------------------------------------------------------------------------------------------------------


def _decide(route: Route, outcome: State, *, who: str, reason: str, without: str = "") -> Route:
    """`route` is locked, so that of two who decide one is told what the other decided."""
    if outcome != State.RECOGNISED:
        reason = require_reason(reason)
    require_state(route, *WITH_PROGRAMME)
    version, own = take_seat(route, who=who)
    if outcome != State.RETURNED:
        _require_judgements(version, own, but_not=Verdict.NOT_YET if outcome == State.RECOGNISED else None)
        _require_colleagues(version, without.strip(), who=who)
        _require_explained_differences(version, reason)
    changes: dict[str, Any] = {}
    if outcome == State.RECOGNISED:
        changes["public_since"] = route.public_since or timezone.now()
    if outcome == State.REJECTED:
        changes["phase"] = route.phase if route.phase in STOPPED else Phase.DEVELOPING
    phase = route.phase
    take_step(route, outcome, who=who, reason=reason, **changes)
    note_phase(route, phase, who=who, reason=reason)
    close_questions(route)
    decision = _write_down(route, version, own, outcome, who=who, reason=reason)
    if outcome in WITH_LETTER:
        wake("routes.write_letter", decision.pk)
    else:
        notices.returned(decision)
    if outcome == State.REJECTED:  # flags are about what is recognised
        wake("routes.count_route", route.pk)
    return route


def _write_down(route: Route, version: DossierVersion, own: Seat, outcome: State, *, who: str, reason: str) -> Decision:
    now, terms = timezone.now(), RecognitionTerms.objects.filter(valid_from__lte=timezone.localdate()).latest()
    judged = [seat for seat in judgements.seats_of(version) if not seat.is_excused and seat.judgements]
    until = timezone.localdate() + timedelta(weeks=terms.weeks) if outcome == State.REJECTED else None
    public_id = uuid4()
    return Decision.objects.create(
        public_id=public_id,
        version=version,
        route=route,
        hogeschool_id=route.hogeschool_id,
        outcome=outcome,
        reason=reason,
        findings=findings.to_keep(own, judged, judgements.numbers_of(version)),
        assessors=[seat.name for seat in judged],
        reference=f"MR-{timezone.localdate().year}-{public_id.hex[:10].upper()}",
        decided_by=who,
        decided_at=now,
        terms=terms,
        reconsider_until=until,
    )


def _require_judgements(version: DossierVersion, own: Seat, *, but_not: Verdict | None) -> None:
    numbers = judgements.numbers_of(version)
    open_ones = own.open_numbers(numbers)
    if open_ones:
        listed = ", ".join(map(str, open_ones))
        raise ValidationError(
            f"Geef eerst een oordeel over elk criterium. Nog open: {listed}.",
            code="verdicts",
            params={"criteria": open_ones},
        )
    refused = [number for number in numbers if own.verdict_on(number) == but_not]
    if refused:
        listed = ", ".join(map(str, refused))
        raise ValidationError(
            f"Erkennen kan niet zolang een criterium nog niet voldoet ({listed}). Vraag een aanvulling, of erken de "
            "route nog niet.",
            code="verdicts",
        )


def _require_colleagues(version: DossierVersion, without: str, *, who: str) -> None:
    numbers = judgements.numbers_of(version)
    for seat in judgements.colleagues(judgements.seats_of(version)):
        open_ones = seat.open_numbers(numbers)
        if not open_ones:
            continue
        if not without:
            raise ValidationError(
                f"{seat.name} gaf nog geen oordeel over {_listed([str(number) for number in open_ones])}. Wacht "
                "daarop, of schrijf op waarom u zonder dat oordeel besluit.",
                code="colleague",
            )
        excuse_assessor(seat, reason=without, who=who)


def _require_explained_differences(version: DossierVersion, reason: str) -> None:
    numbers = judgements.differing(judgements.seats_of(version), judgements.numbers_of(version))
    if numbers and not reason.strip():
        raise ValidationError(
            f"De beoordelaars verschillen over {_listed([str(number) for number in numbers])}. Leg in de toelichting "
            "uit waarom u zo besluit.",
            code="differ",
        )
