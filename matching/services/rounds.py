"""A round opens, closes, goes on with a next turn, and ends; and what is decided beforehand for it."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import IntegrityError
from django.db.models import BooleanField, F, Func, Q
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.tasks import wake
from routes.models import Route

from .. import round_notices
from ..enums import ApplicationState, PairKind, RoundState, RunObjective, RunState, Unjudged
from ..models import (
    Application,
    Offer,
    Position,
    Round,
    RoundMinimum,
    RoundPair,
    RoundRoute,
    Run,
    Snapshot,
)
from ..queries import offers
from ..round_queries import looking
from ..snapshots import pack, ranked_now
from .refusal import Refusal

CLEARED = "Afgerond door het portaal: de termijn waarin de gegevens van deze ronde bewaard blijven, is voorbij."


def to_close() -> Q:
    """A day that is over, or somebody who did not wait for it."""
    return Q(state=RoundState.OPEN) & (Q(closes_on__lt=localdate()) | ~Q(closing_by=""))


@atomic
def plan_round(
    *,
    hogeschool_id: int,
    routes: Collection[Route],
    title: str,
    opens_on: date,
    closes_on: date,
    unjudged: str,
    who: str,
    objective: str = RunObjective.STABLE,
    close_short: bool = False,
) -> Round:
    """Raises Refusal when a route is in another round that runs."""
    found = Round.objects.create(
        hogeschool_id=hogeschool_id,
        title=title,
        opens_on=opens_on,
        closes_on=closes_on,
        unjudged=unjudged,
        objective=objective,
        close_short=close_short,
        made_by=who,
    )
    _take_in(found, routes)
    wake("matching.sweep_rounds")
    return found


@atomic
def change_round(
    found: Round,
    *,
    routes: Collection[Route],
    title: str,
    opens_on: date,
    closes_on: date,
    unjudged: str,
    objective: str = "",
    close_short: bool | None = None,
) -> Round:
    """Raises Refusal when it is not open any more, when another objective (""; as it was) or another end of places that
    fall short (None: as it was) is asked after it began, or when a route is in another round that runs."""
    found = lock_round(found)
    was_begun = found.has_begun
    _require(found, RoundState.OPEN, "De ronde is gesloten: hier valt niets meer te wijzigen.")
    if found.closing_by:
        raise Refusal("De ronde wordt juist gesloten: hier valt niets meer te wijzigen.")
    promised = found.objective, found.close_short
    found.title, found.opens_on, found.closes_on, found.unjudged = title, opens_on, closes_on, Unjudged(unjudged)
    found.objective = objective or found.objective
    found.close_short = found.close_short if close_short is None else close_short
    if was_begun and promised != (found.objective, found.close_short):
        raise Refusal(
            "De ronde is al begonnen: waar u naar zoekt en of plekken kunnen vervallen, ligt vast. "
            "Kandidaten en bedrijven kozen met die uitleg."
        )
    found.save(update_fields=["title", "opens_on", "closes_on", "unjudged", "objective", "close_short"])
    found.scope.exclude(route__in=routes).delete()
    known = set(found.scope.values_list("route_id", flat=True))
    _take_in(found, [route for route in routes if route.pk not in known])
    return found


def _take_in(found: Round, routes: Iterable[Route]) -> None:
    for route in sorted(routes, key=lambda route: route.pk):
        try:
            with atomic():
                RoundRoute.objects.create(round=found, route=route, hogeschool_id=found.hogeschool_id)
        except IntegrityError as error:  # round_route_in_one_round
            raise Refusal(
                f"{route.title} doet al mee in een andere ronde die nog loopt. Rond die af, of laat de route weg."
            ) from error


@atomic
def close_now(found: Round, *, who: str) -> Round:
    """Before its last day. A worker keeps what was ranked. A second time: nothing. Raises Refusal when it has ended."""
    found = lock_round(found)
    if found.state == RoundState.CLOSED or found.closing_by:
        return found
    _require(found, RoundState.OPEN, "Deze ronde is al afgerond.")
    found.closing_by = who
    found.save(update_fields=["closing_by"])
    wake("matching.close_round", found.pk)
    return found


@atomic
def close_round(round_id: int) -> bool:
    """As the system: keeps what both sides have ranked at this moment, once. False: it need not, or not yet."""
    found = lock_round(Round(pk=round_id))
    if not Round.objects.filter(to_close(), pk=round_id).exists():
        return False
    content, lines = pack(ranked_now(found.scope.values_list("route_id", flat=True)))
    Snapshot.objects.create(
        round=found, hogeschool_id=found.hogeschool_id, turn=found.turn, content=content, lines=lines
    )
    found.state, found.closing_by = RoundState.CLOSED, ""
    found.save(update_fields=["state", "closing_by"])
    return True


def to_tell() -> list[int]:
    """Rounds that opened, or a turn of which began, and nobody was told yet."""
    opened = Round.objects.filter(state=RoundState.OPEN, opens_on__lte=localdate(), told_turn__lt=F("turn"))
    return list(opened.values_list("pk", flat=True))


@atomic
def tell_opened(round_id: int) -> None:
    """As the system: everybody who may rank, once for each turn."""
    found = lock_round(Round(pk=round_id))
    if found.state != RoundState.OPEN or found.told_turn >= found.turn:
        return
    found.told_turn, found.told_on = found.turn, localdate()
    found.save(update_fields=["told_turn", "told_on"])
    routes = list(found.scope.values_list("route_id", flat=True))
    for application in looking(routes).select_related("route", "hogeschool").iterator(chunk_size=500):
        round_notices.tell_open_person(found, application)
    for positions in positions_by_reader(routes).values():
        round_notices.tell_open_company(found, positions)


def positions_by_reader(routes: Collection[int]) -> dict[str, list[Position]]:
    """Of these routes, by the address that reads for the company."""
    found: dict[str, list[Position]] = {}
    public = Route.objects.filter(pk__in=routes).values_list("public_id", flat=True)
    for offer in offers(routes=list(public)):
        mine = found.setdefault(offer.position.mailbox[1].lower(), [])
        if offer.position not in mine:
            mine.append(offer.position)
    return found


@atomic
def begin_turn(found: Round, *, closes_on: date, number: int) -> Round:
    """Whoever has no place yet goes on, and may rank again until `closes_on`; who has one by an earlier turn keeps it.
    `number`: the turn that begins; asked for twice, it begins once. Raises Refusal before the publication.
    """
    found = lock_round(found)
    if found.turn == number:
        return found
    _require(found, RoundState.CLOSED, "Een volgende beurt begint als deze beurt is gesloten en gepubliceerd.")
    if not found.runs.filter(turn=found.turn, state=RunState.PUBLISHED).exists():
        raise Refusal("Publiceer eerst de indeling van deze beurt. Daarna kan wie overblijft verder.")
    if closes_on < localdate():
        raise Refusal("De laatste dag van de volgende beurt ligt in het verleden.")
    found.turn, found.state, found.closes_on = found.turn + 1, RoundState.OPEN, closes_on
    found.save(update_fields=["turn", "state", "closes_on"])
    wake("matching.sweep_rounds")
    return found


@atomic
def end_round(found: Round, *, reason: str) -> Round:
    """Its routes can take part in another. What was published stays. Raises Refusal while it is computed or told."""
    found = lock_round(found)
    if found.state == RoundState.ENDED:
        return found
    if found.runs.filter(state__in=[RunState.WAITING, RunState.RUNNING]).exists():
        raise Refusal("Er wordt nog gerekend. Rond de ronde af als dat klaar is.")
    for run in Run.objects.select_for_update(of=("self",)).filter(round=found, state=RunState.DRAFT):
        run.state = RunState.DISCARDED
        run.save(update_fields=["state"])
    found.state, found.ending_reason = RoundState.ENDED, reason
    found.save(update_fields=["state", "ending_reason"])
    found.scope.update(runs=False)
    return found


@atomic
def close_for_good(round_id: int) -> Round | None:
    """As the system, when what is personal in it goes: nobody computes or publishes any more. None: it is not due."""
    due = Func(F("pk"), function="portal.round_is_due", output_field=BooleanField())
    found = (
        Round.objects.select_for_update(of=("self",)).annotate(is_due=due).filter(pk=round_id, cleared_at=None).first()
    )
    if not found or not found.is_due:
        return None
    ended = end_round(found, reason=CLEARED)  # as it is, where it had ended
    ended.cleared_at = timezone.now()
    ended.save(update_fields=["cleared_at"])
    return ended


@atomic
def decide_pair(
    found: Round, application: Application, offer: Offer, *, kind: PairKind, reason: str, who: str
) -> RoundPair:
    """Together or never together, from the next run on. Raises Refusal when they cannot meet in this round."""
    found = lock_round(found)
    _require_running(found)
    application = Application.objects.get(pk=application.pk)
    if application.route_id != offer.route_id:
        raise Refusal("Deze leerwerkplek is niet aangeboden op de route van de kandidaat.")
    if kind == PairKind.PINNED and application.state != ApplicationState.ADMISSIBLE:
        raise Refusal("Vastzetten kan alleen bij iemand die toelaatbaar is en nog geen leerwerkplek heeft.")
    try:
        with atomic():
            return RoundPair.objects.create(
                round=found, kind=kind, application=application, offer=offer, position_id=offer.position_id,
                route_id=offer.route_id, hogeschool_id=found.hogeschool_id, organisation_id=offer.organisation_id,
                student_id=application.student_id, reason=reason, by=who,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal(
            "Over deze kandidaat is al iets anders vastgelegd, voor deze of een andere plek. Haal dat eerst weg."
        ) from error


@atomic
def set_minimum(found: Round, offer: Offer, *, places: int, who: str) -> RoundMinimum:
    """How many places must be filled for it to be of use. Raises Refusal when there are not so many."""
    found = lock_round(found)
    _require_running(found)
    if places > offer.position.capacity:
        raise Refusal(f"{offer.position.title} heeft {offer.position.capacity} plaatsen: een hoger minimum kan niet.")
    RoundMinimum.objects.filter(round=found, position=offer.position).delete()
    return RoundMinimum.objects.create(
        round=found, offer=offer, position_id=offer.position_id, route_id=offer.route_id,
        organisation_id=offer.organisation_id, hogeschool_id=found.hogeschool_id, places=places, by=who,
    )  # fmt: skip


@atomic
def take_back(decided: RoundPair | RoundMinimum) -> None:
    """Raises Refusal when the round has ended."""
    _require_running(lock_round(decided.round))
    decided.delete()


def lock_round(found: Round) -> Round:
    """As it is now, until the end of the transaction. Always before its runs, and those before applications."""
    return Round.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _require(found: Round, state: RoundState, otherwise: str) -> None:
    if found.state != state:
        raise Refusal(otherwise)


def _require_running(found: Round) -> None:
    if found.state == RoundState.ENDED:
        raise Refusal("Deze ronde is afgerond: er valt niets meer vast te leggen.")
