"""A person publishes a draft; from then on it is fixed, and a worker passes it on: each line once, or with why not."""

import logging
from datetime import date, timedelta

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.tasks import wake

from .. import round_notices
from ..enums import LineState, RunState
from ..models import OPEN_MATCH, Round, RoundTerms, Run, RunPerson
from .matches import propose_match
from .refusal import Refusal
from .reviewing import CHANGED_MEANWHILE, lock_draft
from .rounds import lock_round

logger = logging.getLogger(__name__)
BROKEN = "Door een fout in het portaal niet voorgesteld. Stel deze plek apart voor, of vraag de beheerder ernaar."
GONE = "Het voorstel uit een eerdere beurt is intussen vervallen."


def last_day_to_answer() -> date:
    """As the terms say, from today."""
    return localdate() + timedelta(days=RoundTerms.objects.latest().answer_days)


@atomic
def publish_run(run: Run, *, revision: int, answer_by: date, who: str) -> Run:
    """By a person who looked at it (AVG 22, UAVG 40): `revision` is what she had before her. Other drafts of this turn
    are not used any more. Raises Refusal when it changed meanwhile, or another was published for this turn.
    """
    found = lock_round(run.round)
    run = lock_draft(run)
    if run.revision != revision:
        raise Refusal(CHANGED_MEANWHILE)
    if not run.is_checked:
        raise Refusal("De laatste wijziging wordt nog nagerekend. Wacht even, en publiceer dan.")
    if answer_by <= localdate():
        raise Refusal("Geef beide kanten minstens een dag om te antwoorden.")
    _set_published(run, answer_by, who)
    others = Run.objects.filter(round=found, turn=run.turn, state=RunState.DRAFT)
    others.update(state=RunState.DISCARDED)
    RunPerson.objects.filter(run=run).update(line=LineState.WAITING)
    wake("matching.pass_on", run.pk)
    return run


def _set_published(run: Run, answer_by: date, who: str) -> None:
    run.state, run.published_at, run.published_by, run.answer_by = RunState.PUBLISHED, timezone.now(), who, answer_by
    try:
        with atomic():
            run.save(update_fields=["state", "published_at", "published_by", "answer_by"])
    except IntegrityError as error:  # run_published_once_per_turn
        raise Refusal("Voor deze beurt is al een indeling gepubliceerd.") from error


def to_pass_on() -> list[int]:
    waiting = Run.objects.filter(state=RunState.PUBLISHED, passed_on_at=None).order_by("published_at")
    return list(waiting.values_list("pk", flat=True))


def pass_on(run_id: int) -> None:
    """Enters by itself, once for each person. Twice, or by two workers at once: each is told once."""
    with acting_as(SYSTEM):
        run = Run.objects.select_related("round").get(pk=run_id)
    if run.state != RunState.PUBLISHED:
        return
    while _pass_on_next(run):
        pass
    _finish(run)


def _pass_on_next(run: Run) -> bool:
    """What came of her and the proposal itself in one transaction. False: nobody waits, or another worker has her."""
    with acting_as(SYSTEM):
        waiting = run.people.filter(line=LineState.WAITING).select_related("application__route__hogeschool", "offer")
        # locked: of two workers the second takes the next one
        person = waiting.order_by("pk").select_for_update(of=("self",), skip_locked=True).first()
        if person is None:
            return False
        _settle(run, person)
        person.shown_at = timezone.now()
        person.save(update_fields=["line", "match", "problem", "shown_at"])
        return True


def _settle(run: Run, person: RunPerson) -> None:
    if person.is_kept:
        person.match = person.application.matches.filter(OPEN_MATCH).first()
        person.line = LineState.KEPT if person.match else LineState.REFUSED
        person.problem = "" if person.match else GONE
    elif person.offer:
        _propose(run, person)
    else:
        person.line = LineState.UNPLACED
        round_notices.tell_unplaced(run, person)


def _propose(run: Run, person: RunPerson) -> None:
    if person.offer is None or run.answer_by is None:
        raise ValueError("nothing to propose")
    note = f"Uit de ronde ‘{run.round.title}’. Geef uiterlijk {date_format(run.answer_by)} antwoord."
    try:
        with atomic():
            person.match = propose_match(person.application, person.offer, who=run.published_by, note=note)
            person.line = LineState.PROPOSED
    except Refusal as refusal:
        person.line, person.problem = LineState.REFUSED, str(refusal)[:300]
    except IntegrityError:
        logger.exception("run %s: cannot propose %s", run.public_id, person.name)
        person.line, person.problem = LineState.REFUSED, BROKEN


def _finish(run: Run) -> None:
    """Then the companies read how it came about. Not while another worker is at one of the lines."""
    with acting_as(SYSTEM):
        found = Run.objects.select_for_update(of=("self",)).select_related("round").get(pk=run.pk)
        if found.passed_on_at or found.people.filter(line=LineState.WAITING).exists():
            return
        found.passed_on_at = timezone.now()
        found.save(update_fields=["passed_on_at"])
        found.places.update(shown_at=found.passed_on_at)
        round_notices.tell_companies_without(found)


def published_run(found: Round, turn: int) -> Run | None:
    return found.runs.filter(turn=turn, state=RunState.PUBLISHED).first()
