"""Changing a draft by hand, with a reason; and saying anew what it is worth."""

from typing import Any, NamedTuple

from django.db import IntegrityError
from django.db.models import F, Model
from django.db.transaction import atomic

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.tasks import wake

from ..effects import MOST_PEOPLE, Effect, closed_of, effect_of, instance_of, matches_of
from ..enums import RunState
from ..judging import judge
from ..models import Application, Offer, Run, RunChange, RunPerson, RunPlace
from ..queries import offers
from ..round_queries import looking
from .refusal import Refusal, is_refused_by
from .rounds import lock_round

HAS_ROOM = "run_place_has_room"
IS_NO_DRAFT = "De indeling is geen concept meer: er valt niets meer te wijzigen."
CHANGED_MEANWHILE = (
    "Een collega heeft deze indeling intussen gewijzigd. Bekijk de indeling zoals die nu is, en kies opnieuw."
)
CANNOT_MEET = (
    "Deze kandidaat kan hier niet komen: de leerwerkplek is nu niet aangeboden op de route van de kandidaat, of de "
    "kandidaat zoekt niet meer. Kies een andere."
)
ROWS_AT_ONCE = 500


class Move(NamedTuple):
    """Somebody to another place, or to none; `gives_way` loses hers to it."""

    person: RunPerson
    after: RunPlace | None
    gives_way: RunPerson | None = None


@atomic
def change_draft(run: Run, move: Move, *, revision: int, reason: str, who: str) -> RunChange:
    """`revision`: of what the page showed. Raises Refusal when it is another by now, or no draft; when she cannot come
    there; and when there is no room and nobody gives way. The worker then says anew what the draft is worth.
    """
    run = lock_draft(run)
    if run.revision != revision:
        raise Refusal(CHANGED_MEANWHILE)
    person = run.people.select_related("position").get(pk=move.person.pk)
    if person.is_kept:
        raise Refusal("Deze kandidaat heeft haar plek al uit een eerdere beurt. Laat dat voorstel eerst vervallen.")
    if (move.after.position_id if move.after else None) == person.position_id:
        raise Refusal("Dat is de plek die deze kandidaat nu al heeft.")
    effect = _effect(run, person, move)
    if move.gives_way:
        _vacate(run, move)
    _place(run, person, move.after)
    return _note(run, effect, reason, who)


def lock_draft(run: Run) -> Run:
    """As it is now, until the end of the transaction. Raises Refusal when it is no draft."""
    lock_round(run.round)
    found = Run.objects.select_for_update(of=("self",)).select_related("round").get(pk=run.pk)
    if found.state != RunState.DRAFT:
        raise Refusal(IS_NO_DRAFT)
    return found


def _effect(run: Run, person: RunPerson, move: Move) -> Effect:
    if run.summary["people"] <= MOST_PEOPLE:
        return effect_of(run, person, move.after, move.gives_way)
    before = run.places.filter(position=person.position).first() if person.position else None
    return Effect(person, before, move.after, move.gives_way, [], [], False, False)


def _vacate(run: Run, move: Move) -> None:
    leaving = run.people.get(pk=move.gives_way.pk) if move.gives_way else None
    if not leaving or not move.after or leaving.position_id != move.after.position_id or leaving.is_kept:
        raise Refusal(CHANGED_MEANWHILE)
    _place(run, leaving, None)


def _place(run: Run, person: RunPerson, place: RunPlace | None) -> None:
    application, offer = _meeting(run, person, place) if place else (person.application, None)
    person.application, person.route_id = application, application.route_id
    person.offer, person.position_id = offer, offer.position_id if offer else None
    person.organisation_id = offer.organisation_id if offer else None
    person.is_by_hand = person.found_name != (place.name if place else "")
    try:
        with atomic():
            person.save(update_fields=["application", "route", "offer", "position", "organisation", "is_by_hand"])
    except IntegrityError as error:
        if not is_refused_by(error, HAS_ROOM):
            raise
        raise Refusal(
            "Op deze leerwerkplek is geen plaats meer. Kies wie er plaatsmaakt, of een andere plek."
        ) from error


def _meeting(run: Run, person: RunPerson, place: RunPlace) -> tuple[Application, Offer]:
    """By which of her applications, and which offer of that place: those that a run would take now."""
    routes = {each.route_id: each.route.public_id for each in run.round.scope.select_related("route")}
    there = offers(routes=list(routes.values()), with_room=False).filter(position=place.position_id)
    by_route = {offer.route_id: offer for offer in there}
    application = looking(list(by_route)).filter(student=person.student_id).order_by("pk").first()
    if not application:
        raise Refusal(CANNOT_MEET)
    return application, by_route[application.route_id]


def _note(run: Run, effect: Effect, reason: str, who: str) -> RunChange:
    run.revision += 1
    run.save(update_fields=["revision"])
    change = RunChange.objects.create(
        run=run, round_id=run.round_id, hogeschool_id=run.hogeschool_id, number=run.revision, person=effect.person,
        before=effect.before, after=effect.after, gave_way=effect.gives_way, made=len(effect.made),
        undone=len(effect.undone), reason=reason, by=who,
    )  # fmt: skip
    wake("matching.judge", run.pk)
    return change


@atomic
def discard_draft(run: Run) -> None:
    """A second time: nothing. Raises Refusal when it was published."""
    lock_round(run.round)
    found = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if found.state == RunState.DISCARDED:
        return
    if found.state != RunState.DRAFT:
        raise Refusal(IS_NO_DRAFT)
    found.state = RunState.DISCARDED
    found.save(update_fields=["state"])


def to_judge() -> list[int]:
    """Drafts that changed since they were judged; as the system."""
    changed = Run.objects.filter(state=RunState.DRAFT).exclude(checked_revision=F("revision"))
    return list(changed.values_list("pk", flat=True))


def judge_draft(run_id: int) -> None:
    """Enters by itself. Of two workers the second finds it done; a change meanwhile makes it begin again later."""
    with acting_as(SYSTEM):
        run = Run.objects.get(pk=run_id)
        if run.state != RunState.DRAFT or run.is_checked:
            return
        instance, matches, closed = instance_of(run), matches_of(run), closed_of(run)
        labels = {place.name: place.explanation["label"] for place in run.places.all()}
        as_computed = not run.people.filter(is_by_hand=True).exists()
    judgement = judge(instance, matches, closed, labels, as_computed=as_computed)
    with acting_as(SYSTEM):
        locked = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
        if locked.state != RunState.DRAFT or locked.revision != run.revision or locked.is_checked:
            return
        _rewrite(RunPerson, run, judgement.people)
        _rewrite(RunPlace, run, judgement.places)
        locked.summary, locked.checked_revision = {**locked.summary, **judgement.summary}, run.revision
        locked.save(update_fields=["summary", "checked_revision"])


def _rewrite(model: type[Model], run: Run, facts: dict[str, Any]) -> None:
    """Only what says something else now."""
    rows: Any = model._default_manager
    stale = []
    for row in rows.filter(run=run).iterator(chunk_size=ROWS_AT_ONCE):
        if facts[row.name] != row.explanation:
            row.explanation = facts[row.name]
            stale.append(row)
    rows.bulk_update(stale, ["explanation"], batch_size=ROWS_AT_ONCE)
