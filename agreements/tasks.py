import logging
from collections.abc import Callable

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from .enums import State
from .models import Addendum, Agreement
from .services.alerting import contacts_of_routes, tell_contact
from .services.cards import share_card
from .services.closing import LETTERS, STEPS_TO_THE_END, waiting_for_the_end
from .services.moments import remind_of_moment
from .services.moments import to_remind as talks_to_remind_of
from .services.reminding import NothingWaits, RemindedAlready, remind_by_itself, to_remind
from .services.seal_warning import warn_of_seal_ending, warn_of_stuck_letter, warn_of_stuck_seal
from .services.sealing import NotSealable, seal_agreement
from .services.sending_many import carry_out, unfinished
from .services.takeovers import hand_over, waiting_for_takeover
from .services.turns import ToAsk, ask_person, people_of_dispatch, people_to_ask

logger = logging.getLogger(__name__)


@shared_task(name="agreements.seal", as_system=True)
def seal(agreement_id: int) -> None:
    """Woken after the commit of the last signature."""
    seal_agreement(agreement_id)


@shared_task(name="agreements.sweep", own_doors=True)
def sweep() -> None:
    """Every minute: what was signed and never sealed, and whose turn came and was never asked, because nobody was woken
    or the worker died; and which company took over and came to the portal since. Each on its own, so that one that
    fails does not keep the others."""
    with acting_as(SYSTEM):
        to_seal, to_ask, to_hand_over = _signed(), people_to_ask(), waiting_for_takeover()
    for agreement_id in to_seal:
        try:
            with acting_as(SYSTEM):
                seal_agreement(agreement_id)
        except Exception as error:
            logger.exception("agreement %s: cannot be sealed; the next round tries again", agreement_id)
            _tell_stuck(agreement_id, error, warn_of_stuck_seal)
    _ask(to_ask)
    for agreement_id in to_hand_over:
        try:
            with acting_as(SYSTEM):
                hand_over(agreement_id)
        except Exception:
            logger.exception("agreement %s: cannot be handed over; the next round tries again", agreement_id)


def _ask(people: list[ToAsk]) -> None:
    """Each in a transaction of her own: nobody's mail keeps the agreements of another."""
    for route_id, email in people:
        try:
            with acting_as(SYSTEM):
                ask_person(route_id, email)
        except Exception:
            logger.exception("route %s: cannot ask a signer; the next round tries again", route_id)


def _tell_stuck(agreement_id: int, error: Exception, warn: Callable[[int, str], int]) -> None:
    """A sentence of ours goes in the mail; of any other error its name, for it may quote what was agreed."""
    problem = str(error) if isinstance(error, NotSealable) else type(error).__name__
    try:
        with acting_as(SYSTEM):
            warn(agreement_id, problem)
    except Exception:
        logger.exception("agreement %s: cannot tell that it is not sealed", agreement_id)


@shared_task(name="agreements.send_class", own_doors=True)
def send_class(dispatch_id: int) -> None:
    """Woken after the commit of who asked."""
    carry_out(dispatch_id)


@shared_task(name="agreements.sweep_dispatches", own_doors=True)
def sweep_dispatches() -> None:
    """Every minute: drafts of a class that nobody was woken to send, or that a worker died over."""
    with acting_as(SYSTEM):
        waiting = unfinished()
    for dispatch_id in waiting:
        try:
            carry_out(dispatch_id)
        except Exception:
            logger.exception("dispatch %s: cannot be carried out; the next round tries again", dispatch_id)


@shared_task(name="agreements.ask_class", own_doors=True)
def ask_class(dispatch_id: int) -> None:
    """Woken after the commit of the last draft of a class that was sent."""
    with acting_as(SYSTEM):
        people = people_of_dispatch(dispatch_id)
    _ask(people)


@shared_task(name="agreements.end", own_doors=True)
def end(agreement_id: int) -> None:
    """Woken after the commit of the last answer about an end, or of one that is final."""
    take_to_the_end(agreement_id)


@shared_task(name="agreements.sweep_endings", own_doors=True)
def sweep_endings() -> None:
    """Every minute: what everybody agreed to, what reached its last day, and letters that were not written."""
    with acting_as(SYSTEM):
        waiting = list(waiting_for_the_end().values_list("pk", flat=True))
    for agreement_id in waiting:
        take_to_the_end(agreement_id)


def take_to_the_end(agreement_id: int) -> None:
    """Each step on its own, so that an agreement ends also while no letter can be sealed."""
    for step in STEPS_TO_THE_END:
        try:
            with acting_as(SYSTEM):
                step(agreement_id)
        except Exception as error:
            logger.exception("agreement %s: %s failed; the next round tries again", agreement_id, step.__name__)
            if step in LETTERS:
                _tell_stuck(agreement_id, error, warn_of_stuck_letter)


@shared_task(name="agreements.remind", own_doors=True)
def remind() -> None:
    """Every day: who must sign, fill in a card or answer about an end. One mail for all that waits for her there."""
    with acting_as(SYSTEM):
        waiting = to_remind()
    for hogeschool_id, email in waiting:
        try:
            with acting_as(SYSTEM):
                remind_by_itself(hogeschool_id, email)
        except (RemindedAlready, NothingWaits):
            continue
        except Exception:
            logger.exception("hogeschool %s: cannot remind; the next day tries again", hogeschool_id)


@shared_task(name="agreements.tell_daily", own_doors=True)
def tell_daily() -> None:
    """Every day: one mail to the contact of a route about what ends, lapses or came in."""
    with acting_as(SYSTEM):
        contacts = contacts_of_routes()
    for hogeschool_id, email in contacts:
        try:
            with acting_as(SYSTEM):
                tell_contact(hogeschool_id, email)
        except Exception:
            logger.exception("hogeschool %s: cannot tell a contact; the next day tries again", hogeschool_id)


def _signed() -> list[int]:
    """Agreements that wait for a seal: their own, or that of an addendum."""
    agreements = Agreement.objects.filter(state=State.SIGNED).order_by("changed_at").values_list("pk", flat=True)
    addenda = Addendum.objects.filter(state=State.SIGNED).order_by("changed_at")
    return [*agreements, *addenda.values_list("agreement_id", flat=True)]


@shared_task(name="agreements.remind_of_talks", own_doors=True)
def remind_of_talks() -> None:
    """Every hour: who comes to a talk that is near. Each on its own, as in the sweep."""
    with acting_as(SYSTEM):
        near = talks_to_remind_of()
    for moment_id in near:
        try:
            with acting_as(SYSTEM):
                remind_of_moment(moment_id)
        except Exception:
            logger.exception("talk %s: cannot remind; the next round tries again", moment_id)


@shared_task(name="agreements.warn_of_seal", as_system=True)
def warn_of_seal() -> None:
    """Every day."""
    warn_of_seal_ending()


@shared_task(name="agreements.share_card", as_system=True)
def share(card_id: int) -> None:
    """Woken after the commit of a card that came in."""
    share_card(card_id)


@shared_task(name="agreements.ask_next", own_doors=True)
def ask_whose_turn_it_is(agreement_id: int) -> None:
    """Woken after the commit of a signature, where others come later."""
    with acting_as(SYSTEM):
        people = people_to_ask([agreement_id])
    _ask(people)
