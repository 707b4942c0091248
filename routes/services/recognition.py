from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from routes import queries
from routes.enums import EventKind, Phase, State, Verdict
from routes.models import CriterionAssessment, Route
from routes.revisions import require_unchanged

from . import notices
from .phases import note_phase
from .steps import locked, record, require_reason, require_state, take_step


class Judgement(NamedTuple):
    """Of the programme team, on one criterion."""

    verdict: str  # enums.Verdict, or "" while she still thinks
    motivation: str = ""


def submit_route(route: Route, *, who: str) -> Route:
    """Raises ValidationError with everything that is missing."""
    route = locked(route)
    missing = queries.missing(route)
    if missing:
        raise ValidationError(missing, code="incomplete")
    take_step(route, State.SUBMITTED, who=who, submitted_at=timezone.now())
    notices.submitted(route, who=who)
    return route


def assess_criterion(assessment: CriterionAssessment, *, verdict: str, motivation: str = "", who: str) -> None:
    judgements = {assessment.criterion.number: Judgement(verdict, motivation)}
    _judge(locked(assessment.route), judgements, {}, who=who)


def review_route(
    route: Route,
    judgements: Mapping[int, Judgement],
    *,
    who: str,
    seen: Mapping[int, str] | None = None,
    decision: State | None = None,
    reason: str = "",
) -> Route:
    """Verdicts by number of the criterion and, with a `decision`, what follows from them. All of it or nothing.

    `seen`: the revision (queries.verdict_revision) of each criterion as the person saw it; raises `Overtaken`.
    """
    with transaction.atomic():
        route = locked(route)
        _judge(route, judgements, seen or {}, who=who)
        if decision == State.RECOGNISED:
            return recognise_route(route, who=who, reason=reason)
        if decision == State.RETURNED:
            return return_route(route, who=who, reason=reason)
        if decision == State.REJECTED:
            return reject_route(route, who=who, reason=reason)
    return route


def recognise_route(route: Route, *, who: str, reason: str = "") -> Route:
    """Every criterion has a verdict given on this submission, and none of them is "voldoet nog niet"."""
    route = locked(route)
    require_state(route, State.SUBMITTED)
    _require_verdicts(route, but_not=Verdict.NOT_YET)
    now = timezone.now()
    take_step(route, State.RECOGNISED, who=who, reason=reason, public_since=route.public_since or now)
    notices.recognised(route, reason=reason)
    return route


def return_route(route: Route, *, reason: str, who: str) -> Route:
    """Asks for more. What was found so far goes along."""
    reason = require_reason(reason)
    route = locked(route)
    take_step(route, State.RETURNED, who=who, reason=reason)
    notices.returned(route, reason=reason)
    return route


def reject_route(route: Route, *, reason: str, who: str) -> Route:
    """ "Voldoet nog niet": the route stays in the register as one that is being developed."""
    reason = require_reason(reason)
    route = locked(route)
    require_state(route, State.SUBMITTED)
    _require_verdicts(route)
    before = route.phase
    take_step(route, State.REJECTED, who=who, reason=reason, phase=Phase.DEVELOPING)
    note_phase(route, before, who=who, reason=reason)
    notices.rejected(route, reason=reason)
    return route


def _judge(route: Route, judgements: Mapping[int, Judgement], seen: Mapping[int, str], *, who: str) -> None:
    require_state(route, State.SUBMITTED)
    found, written = queries.assessments_of(route), []
    for assessment in found:
        number = assessment.criterion.number
        require_unchanged(seen.get(number, ""), queries.verdict_revision(assessment))
        if number in judgements and _write_verdict(route, assessment, judgements[number], who):
            written.append(str(number))
    if written:
        record(route, EventKind.ASSESSED, who=who, text=f"Oordeel gegeven over {_criteria(written, found)}")


def _criteria(written: list[str], found: list[CriterionAssessment]) -> str:
    if len(written) == len(found):
        return "alle criteria"
    return f"{'criterium' if len(written) == 1 else 'criteria'} {', '.join(written)}"


def _write_verdict(route: Route, assessment: CriterionAssessment, judgement: Judgement, who: str) -> bool:
    verdict, motivation = judgement.verdict, judgement.motivation.strip()
    if verdict in (Verdict.PARTLY, Verdict.NOT_YET) and not motivation:
        number = assessment.criterion.number
        raise ValidationError(f"Motiveer het oordeel over criterium {number}: de hogeschool moet ermee verder kunnen.")
    same = (assessment.verdict, assessment.motivation) == (verdict, motivation)
    if same and (not verdict or queries.is_current(assessment, route)):
        return False
    assessment.verdict, assessment.motivation = verdict, motivation
    assessment.assessed_by, assessment.assessed_at = (who, timezone.now()) if verdict else ("", None)
    assessment.save(update_fields=["verdict", "motivation", "assessed_by", "assessed_at"])
    return True


def _require_verdicts(route: Route, *, but_not: Verdict | None = None) -> None:
    found = queries.assessments_of(route)
    open_ones = [item.criterion.number for item in found if not queries.is_current(item, route)]
    if open_ones:
        numbers = ", ".join(map(str, open_ones))
        raise ValidationError(
            f"Geef eerst een oordeel over elk criterium. Nog open: {numbers}.",
            code="verdicts",
            params={"criteria": open_ones},
        )
    refused = [item.criterion.number for item in found if item.verdict == but_not]
    if refused:
        numbers = ", ".join(map(str, refused))
        raise ValidationError(
            f"Erkennen kan niet zolang een criterium nog niet voldoet ({numbers}). Vraag een aanvulling, of erken de "
            "route nog niet.",
            code="verdicts",
        )
