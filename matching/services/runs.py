"""Asking for a run of a round, and the worker that computes it."""

import json
import logging
import time
import zlib
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from secrets import randbelow
from typing import Any

from django.db import IntegrityError
from django.db.models import Manager, Q
from django.db.transaction import atomic
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.tasks import wake

from ..engine import VERSION, Instance, InvalidInstance, Outcome, Progress, fingerprint, price_of_stability, solve
from ..enums import COMPUTING, RoundState, RunObjective, RunState
from ..instances import Book, Impossible, Someone, assemble, open_book, packed
from ..judging import Judgement, judge
from ..models import Round, Run, RunInputs, RunPerson, RunPlace, Snapshot
from ..snapshots import Ranked, ranked_now, unpack
from .refusal import Refusal
from .rounds import lock_round

logger = logging.getLogger(__name__)

SEEDS = 2**31 - 1  # what a column holds
DEAD_AFTER = timedelta(minutes=6)  # without a beat, of which a living worker gives one for every batch
MOST_ATTEMPTS = 3
SECONDS_BETWEEN_BEATS = 0.5
ROWS_AT_ONCE = 2_000
NOT_COMPUTED = "De berekening is door een fout niet gelukt. Probeer het nog eens, of vraag de beheerder ernaar."
RUNS_ALREADY = "Voor deze ronde wordt al gerekend. Wacht tot dat klaar is; de uitkomst staat dan op deze pagina."


class Overtaken(Exception):
    """Another worker took the run over, or it is not to be computed any more."""


@atomic
def ask_run(
    found: Round,
    *,
    who: str,
    preview: bool = False,
    objective: RunObjective | None = None,
    seed: int | None = None,
) -> Run:
    """A preview at any time, of what is ranked now; else of what was ranked when the turn closed. By what the round
    promised; a preview may try another objective.

    Raises Refusal while the round is not closed, when this turn was published, and while another is computed.
    """
    found = lock_round(found)
    _require_time_for(found, preview=preview)
    objective = objective if preview and objective else RunObjective(found.objective)
    seed = randbelow(SEEDS) if seed is None else seed
    try:
        with atomic():
            run = Run.objects.create(
                round=found, hogeschool_id=found.hogeschool_id, turn=found.turn, is_preview=preview,
                objective=objective, close_short=found.close_short, seed=seed, asked_by=who,
            )  # fmt: skip
    except IntegrityError as error:  # run_one_at_a_time
        raise Refusal(RUNS_ALREADY) from error
    wake("matching.run", run.pk)
    return run


def _require_time_for(found: Round, *, preview: bool) -> None:
    if found.state == RoundState.ENDED:
        raise Refusal("Deze ronde is afgerond.")
    if preview:
        return
    if found.state != RoundState.CLOSED:
        raise Refusal("De ronde is nog niet gesloten. Een proefberekening kan wel.")
    if found.runs.filter(turn=found.turn, state=RunState.PUBLISHED).exists():
        raise Refusal("Voor deze beurt is al een indeling gepubliceerd. Begin een volgende beurt voor wie overblijft.")


def to_compute() -> list[int]:
    """What waits, and what a worker died over; as the system."""
    return list(Run.objects.filter(_can_start()).order_by("asked_at").values_list("pk", flat=True)[:100])


def _can_start() -> Q:
    dead = Q(state=RunState.RUNNING) & (Q(beat_at=None) | Q(beat_at__lt=timezone.now() - DEAD_AFTER))
    return Q(state=RunState.WAITING) | dead


def compute_run(run_id: int) -> None:
    """Enters by itself. Twice, or by two workers at once: it is computed once."""
    with acting_as(SYSTEM):
        run = _claim(run_id)
    if run is None:
        return
    try:
        _compute(run)
    except Overtaken:
        logger.warning("run %s: another worker took it over", run.public_id)
    except (Impossible, InvalidInstance) as error:
        _fail(run, str(error))
    except Exception:
        logger.exception("run %s: attempt %s failed", run.public_id, run.attempts)
        if run.attempts >= MOST_ATTEMPTS:
            _fail(run, NOT_COMPUTED)
        else:
            _update(run, beat_at=None)  # for the next sweep


def _claim(run_id: int) -> Run | None:
    # locked: two workers that were woken for the same run compute it once
    found = Run.objects.select_for_update(of=("self",), skip_locked=True).filter(_can_start(), pk=run_id).first()
    if found is None:
        return None
    if found.attempts >= MOST_ATTEMPTS:  # its workers died, each time
        Run.objects.filter(pk=found.pk).update(state=RunState.FAILED, error=NOT_COMPUTED)
        return None
    found.state, found.beat_at, found.attempts, found.done = RunState.RUNNING, timezone.now(), found.attempts + 1, 0
    found.save(update_fields=["state", "beat_at", "attempts", "done"])
    return found


def _compute(run: Run) -> None:
    _tell(run, 0, 0, "Voorkeuren lezen")
    with acting_as(SYSTEM):
        run.round = Round.objects.get(pk=run.round_id)
        book = open_book(run.round, str(run.public_id))
        instance = assemble(run, book, _ranked(run))
    outcome = solve(instance, _beat(run))
    _tell(run, run.total, run.total, "Uitleg en controle maken")
    labels = {place.name: place.label for place in book.places.values()}
    judgement = judge(instance, outcome.matches, outcome.closed, labels)
    summary = judgement.summary | _of_engine(instance, outcome, labels) | {"dropped": book.dropped}
    if not run.is_preview:
        places, people = _places(run, book, outcome, judgement), _people(run, book, outcome, judgement)
        _write(run, places, people, total=len(book.places) + len(book.people))
    with acting_as(SYSTEM):
        _keep(run, instance, outcome, summary)


def _ranked(run: Run) -> Iterator[Ranked]:
    if run.is_preview and run.round.state == RoundState.OPEN:
        return ranked_now(list(run.round.scope.values_list("route_id", flat=True)))
    return unpack(bytes(Snapshot.objects.get(round=run.round, turn=run.turn).content))


def _beat(run: Run) -> Progress:
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > SECONDS_BETWEEN_BEATS:
            last = time.monotonic()
            _tell(run, done, total, "Indeling zoeken")

    return tell


def _of_engine(instance: Instance, outcome: Outcome, labels: dict[str, str]) -> dict[str, object]:
    return {
        "method": outcome.method,
        "optimal": outcome.optimal,
        "seconds": round(outcome.seconds, 2),
        "price": price_of_stability(instance, outcome),
        "closed": [labels[name] for name in outcome.closed],
        "below": [
            [labels[name], placed, instance.positions[name].lower] for name, placed in outcome.below_lower.items()
        ],
        "lots": not _is_strict(instance),
    }


def _is_strict(instance: Instance) -> bool:
    lists = [*instance.applicants.values(), *(position.ranking for position in instance.positions.values())]
    return all(isinstance(tie, str) for ranking in lists for tie in ranking)


def _write(run: Run, places: Iterator[RunPlace], people: Iterator[RunPerson], total: int) -> None:
    """In batches, of which the page can tell: nobody is shown a run that is not finished."""
    with acting_as(SYSTEM):
        _require_mine(run)
        _clear(run)  # half of it, by a worker that died
    written = _write_batches(run, RunPlace.objects, places, 0, total)
    _write_batches(run, RunPerson.objects, people, written, total)


def _write_batches(run: Run, into: Manager[Any], rows: Iterator[Any], done: int, total: int) -> int:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        with acting_as(SYSTEM):
            _tell(run, done, total, "Uitkomst vastleggen")
            into.bulk_create(batch)
        done += len(batch)
    return done


def _clear(run: Run) -> None:
    for model in (RunPerson, RunPlace):
        model.objects.filter(run=run).delete()


def _keep(run: Run, instance: Instance, outcome: Outcome, summary: dict[str, object]) -> None:
    """What was published meanwhile makes it of no use."""
    found = lock_round(run.round)
    _require_mine(run)
    state = RunState.PREVIEW if run.is_preview else RunState.DRAFT
    if not run.is_preview:
        RunInputs.objects.create(
            run=run, round=found, hogeschool_id=run.hogeschool_id, instance=packed(instance),
            result=_packed_result(outcome),
        )  # fmt: skip
        if found.turn != run.turn or found.runs.filter(turn=run.turn, state=RunState.PUBLISHED).exists():
            state = RunState.DISCARDED
    known = {"engine_version": VERSION, "fingerprint": fingerprint(instance), "computed_at": timezone.now()}
    Run.objects.filter(pk=run.pk).update(state=state, summary=summary, doing="", **known)


def _require_mine(run: Run) -> None:
    locked = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.state != RunState.RUNNING or locked.attempts != run.attempts:
        raise Overtaken


def _packed_result(outcome: Outcome) -> bytes:
    result = {
        "matches": outcome.matches,
        "unmatched": outcome.unmatched,
        "optimal": outcome.optimal,
        "method": outcome.method,
        "closed": outcome.closed,
        "below_lower": outcome.below_lower,
    }
    return zlib.compress(json.dumps(result, separators=(",", ":")).encode())


def _places(run: Run, book: Book, outcome: Outcome, judgement: Judgement) -> Iterator[RunPlace]:
    closed = set(outcome.closed)
    for place in book.places.values():
        yield RunPlace(
            run=run, round_id=run.round_id, hogeschool_id=run.hogeschool_id, organisation_id=place.organisation,
            position_id=place.position, name=place.name, capacity=place.capacity, lower=place.lower,
            closed=place.name in closed, explanation=judgement.places[place.name],
        )  # fmt: skip


def _people(run: Run, book: Book, outcome: Outcome, judgement: Judgement) -> Iterator[RunPerson]:
    position_of = {place.name: key for key, place in book.places.items()}
    for student, someone in book.people.items():
        position = position_of.get(outcome.matches.get(someone.name, ""))
        yield _person_row(run, book, student, someone, position, judgement)


def _person_row(
    run: Run, book: Book, student: int, someone: Someone, position: int | None, judgement: Judgement
) -> RunPerson:
    meeting = book.offer_for(student, position) if position else None
    if meeting:
        route, application, offer = meeting
    else:
        (route, application), offer = min(someone.applications.items(), key=lambda pair: pair[1]), None
    place = book.places[position] if meeting and position else None
    return RunPerson(
        run=run, round_id=run.round_id, hogeschool_id=run.hogeschool_id, student_id=student,
        application_id=application, route_id=route, offer_id=offer, position_id=place.position if place else None,
        organisation_id=place.organisation if place else None, name=someone.name,
        found_name=place.name if place else "", is_kept=someone.kept is not None,
        explanation=judgement.people[someone.name],
    )  # fmt: skip


def _tell(run: Run, done: int, total: int, doing: str) -> None:
    _update(run, done=done, total=total, doing=doing, beat_at=timezone.now())


def _fail(run: Run, error: str) -> None:
    try:
        with acting_as(SYSTEM):
            _clear(run)
            _update(run, state=RunState.FAILED, error=error[:300], doing="")
    except Overtaken:
        logger.warning("run %s: another worker took it over", run.public_id)


def _update(run: Run, **values: object) -> None:
    """Only while it is still this worker's."""
    with acting_as(SYSTEM):
        mine = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)
        if not mine.update(**values):
            raise Overtaken
    for name, value in values.items():
        setattr(run, name, value)


def is_computing(found: Round) -> bool:
    return found.runs.filter(state__in=COMPUTING).exists()
