"""A diploma that was recorded by mistake: the hogeschool says why, the agreement runs again, and a new letter tells
everybody who had the first one. What was recorded stays to be read, as withdrawn."""

from django.db import transaction
from django.utils import timezone

from mkbroute.access.tasks import wake

from .. import events
from ..endings import past_end
from ..enums import EndingKind, EndingState, EventKind, State
from ..models import Agreement, Ending
from .endings import NotOpen
from .sending import lock_agreement, set_state


def may_be_corrected(ending: Ending) -> bool:
    return bool(ending.kind == EndingKind.GRADUATED and ending.state == EndingState.FINAL)


@transaction.atomic
def correct_diploma(ending: Ending, *, reason: str, who: str) -> bool:
    """A second call does nothing, and answers False. Raises NotOpen of another ending, which stays as it is."""
    agreement = lock_agreement(Agreement.objects.only("pk", "match_id", "application_id").get(pk=ending.agreement_id))
    ending = Ending.objects.get(pk=ending.pk)
    if ending.corrected_at:
        return False
    if not may_be_corrected(ending):
        raise NotOpen(ending.state)
    ending.state, ending.corrected_at = EndingState.WITHDRAWN, timezone.now()
    ending.corrected_by, ending.correction_reason = who, reason
    ending.save(update_fields=["state", "corrected_at", "corrected_by", "correction_reason"])
    if agreement.state == State.ENDED:
        set_state(agreement, State.SEALED, ended_on=None)
    text = "Het diploma was bij vergissing vastgelegd"
    text += ", en de einddatum is geweest" if past_end(agreement) else ": de overeenkomst loopt weer"
    said = {"ending": str(ending.public_id)}
    events.record(agreement, EventKind.END_UNDONE, who=who, text=text, reason=reason, evidence=said)
    wake("agreements.end", agreement.pk)
    return True
