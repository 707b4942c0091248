"""The mails of a measurement."""

from datetime import timedelta

from django.utils.timezone import localdate

from surveys.enums import InvitationState, ListState
from surveys.models import Invitation, Wave, WaveList
from surveys.services import preparing, sending

from .cases import case


@case("survey_lists_ready")
def _(mine):
    Wave.objects.filter(pk=mine.wave_draft.pk).update(state="open", opened_at="2027-01-01T09:00:00Z")
    for each in preparing.parts_to_prepare(mine.wave_draft.pk):
        preparing.prepare_list(*each)
    preparing.finish_preparing(mine.wave_draft.pk)


@case("survey_invitation")
def _(mine):
    WaveList.objects.filter(pk=mine.wave_list.pk).update(state=ListState.SENDING, sent_by="Sanne de Wit")
    sending.ask_next(mine.wave_list.pk)


@case("survey_reminder")
def _(mine):
    _asked(mine).update(asked_on=localdate() - timedelta(days=8))
    sending.remind_next()


@case("survey_thanks")
def _(mine):
    yesterday = localdate() - timedelta(days=1)
    _asked(mine).update(state=InvitationState.SUBMITTED, answered_on=yesterday)
    sending.thank_next()


def _asked(mine):
    return Invitation.objects.filter(wave=mine.wave, state=InvitationState.SENT)
