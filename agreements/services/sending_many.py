"""Sending the drafts of a class, by a worker: each for itself, so that one that is refused keeps no other."""

import logging
from collections.abc import Mapping, Sequence

from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, transaction
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, Actor, acting_as, current_actor
from mkbroute.access.tasks import wake
from routes.models import Route

from ..enums import DispatchState
from ..models import Dispatch, DispatchLine
from ..sendable import Sendable
from .sending import NotReady, NotWeighed, Refused, TextChanged, send_agreement

logger = logging.getLogger(__name__)
MEANWHILE = "Intussen gewijzigd, verstuurd of vervallen. Kijk deze overeenkomst nog eens na."
BROKEN = "Door een fout in het portaal niet verstuurd. Verstuur deze apart; lukt dat niet, vraag dan de beheerder."
NO_ACCESS = "Wie dit vroeg, heeft geen toegang meer. Een collega kan deze overeenkomst versturen."


class RunsAlready(Exception):
    """Some of these drafts are being sent right now."""


@transaction.atomic
def ask_to_send(route: Route, chosen: Sequence[Sendable], *, reasons: Mapping[str, str], who: str) -> Dispatch:
    """By whoever acts now, in whose name each is sent. `reasons`: by the code of each caution, for all of them.

    Raises RunsAlready; nothing was written then.
    """
    actor = current_actor()
    if not (actor and actor.user_id and actor.membership_id):
        raise PermissionError("a class is sent by a member of a hogeschool")
    mine = {"user_id": actor.user_id, "membership_id": actor.membership_id, "asked_by": who, "reasons": dict(reasons)}
    try:
        with transaction.atomic():
            dispatch = Dispatch.objects.create(hogeschool_id=route.hogeschool_id, route=route, **mine)
            # in one order, so that two who do this at once wait for each other
            for each in sorted(chosen, key=lambda each: each.agreement.pk):
                _add(dispatch, each)
    except IntegrityError as error:  # dispatch_line_one_at_a_time
        raise RunsAlready from error
    wake("agreements.send_class", dispatch.pk)
    return dispatch


def _add(dispatch: Dispatch, each: Sendable) -> None:
    agreement = each.agreement
    DispatchLine.objects.create(
        dispatch=dispatch,
        agreement=agreement,
        hogeschool_id=agreement.hogeschool_id,
        organisation_id=agreement.organisation_id,
        student_id=agreement.student_id,
        content_sha256=each.content_sha256,
    )


def unfinished() -> list[int]:
    return list(Dispatch.objects.filter(finished_at=None).order_by("asked_at").values_list("pk", flat=True))


def carry_out(dispatch_id: int) -> None:
    """Enters by itself, once for each draft. Twice, or by two workers at once: each is sent once."""
    with acting_as(SYSTEM):
        dispatch = Dispatch.objects.get(pk=dispatch_id)
    while _send_next(dispatch):
        pass
    _finish(dispatch)


def _send_next(dispatch: Dispatch) -> bool:
    """The line and the sending in one transaction. False: nothing waits, or another worker has it."""
    with acting_as(SYSTEM):
        waiting = dispatch.lines.filter(state=DispatchState.WAITING).select_related("agreement").order_by("agreement")
        # locked: of two workers the second takes the next one
        line = waiting.select_for_update(of=("self",), skip_locked=True).first()
        if line is None:
            return False
        line.problem = _send(dispatch, line)[:600]
        line.state = DispatchState.REFUSED if line.problem else DispatchState.SENT
        line.done_at = timezone.now()
        line.save(update_fields=["problem", "state", "done_at"])
        return True


def _send(dispatch: Dispatch, line: DispatchLine) -> str:
    """As who asked. Answers why not."""
    sending = {"content_sha256": line.content_sha256, "reasons": dispatch.reasons, "who": dispatch.asked_by}
    try:
        with acting_as(Actor(user_id=dispatch.user_id, membership_id=dispatch.membership_id)):
            send_agreement(line.agreement, **sending, at_once=False)
    except NotReady as error:
        return f"Er ontbreekt nog iets: {error}"
    except NotWeighed as error:
        return f"Kijk hier eerst nog eens naar: {error}"
    except (Refused, TextChanged):
        return MEANWHILE
    except SoftTimeLimitExceeded:  # of the worker, not of this draft: the next round sends it
        raise
    except Exception as error:
        logger.exception("agreement %s: cannot be sent with its class", line.agreement_id)
        return NO_ACCESS if _is_refused(error) else BROKEN
    return ""


def _is_refused(error: Exception) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == "42501"  # insufficient_privilege


def _finish(dispatch: Dispatch) -> None:
    """Then everybody is asked, in one mail each. Not while another worker is at one of the lines."""
    with acting_as(SYSTEM):
        found = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch.pk)
        if found.finished_at or found.lines.filter(state=DispatchState.WAITING).exists():
            return
        found.finished_at = timezone.now()
        found.save(update_fields=["finished_at"])
        wake("agreements.ask_class", dispatch.pk)
