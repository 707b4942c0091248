"""The worker asks, reminds and thanks: in batches, each in a transaction of its own, so that a worker that dies leaves
whole batches only, and 50,000 take no more memory than 200."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from mkbroute.access.decorators import hash_token
from mkbroute.mail.links import absolute
from mkbroute.mail.services import Letter, post_many

from ..enums import InvitationState, ListState, WaveState
from ..links import address_hash, answer_url, personal_token
from ..models import Invitation, SurveyTerms, WaveKey, WaveList

BATCH = 200
RELATED = ("wave", "population", "route", "hogeschool")
RESTS = "Kort geleden al gevraagd, of wil geen vragenlijsten meer."
# whoever may be asked, and notes in the same statement that she was: two waves at once ask her once
CLAIM = """
INSERT INTO surveys_approached AS a (address_hash, asked_on) SELECT h, %s FROM unnest(%s::text[]) h ORDER BY h
ON CONFLICT (address_hash) DO UPDATE SET asked_on = EXCLUDED.asked_on
 WHERE a.stopped_on IS NULL AND a.asked_on <= EXCLUDED.asked_on - %s
RETURNING address_hash"""


def terms() -> SurveyTerms:
    return SurveyTerms.objects.filter(valid_from__lte=localdate()).latest()


# -- asking ---------------------------------------------------------------------------------------------------------


def lists_to_send() -> list[int]:
    today = localdate()
    found = WaveList.objects.filter(state=ListState.SENDING, wave__state=WaveState.OPEN, wave__opens_on__lte=today)
    return list(found.filter(wave__closes_on__gte=today).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def ask_next(list_id: int) -> bool:
    """The next batch. False: the list is done."""
    # locked: another worker waits, and takes the next batch
    found = WaveList.objects.select_for_update(of=("self",)).get(pk=list_id)
    if found.state != ListState.SENDING:
        return False
    waiting = found.invitations.filter(state=InvitationState.LISTED).select_related(*RELATED).order_by("pk")
    batch = list(waiting[:BATCH])
    if not batch:
        WaveList.objects.filter(pk=list_id).update(state=ListState.SENT, sent_on=localdate())
        return False
    _ask(batch)
    return True


def _ask(batch: Sequence[Invitation]) -> None:
    today = localdate()
    secret = WaveKey.objects.get(wave=batch[0].wave_id).secret
    hashes = {each.pk: address_hash(each.email) for each in batch}
    free, english = _claim(list(hashes.values())), _in_english(batch)
    letters = []
    for each in batch:
        if hashes[each.pk] in free:
            token = personal_token(secret, each.public_id)
            each.state, each.token_hash, each.asked_on = InvitationState.SENT, hash_token(token), today
            letters.append(_letter(each, token, english))
        else:
            each.state, each.reason = InvitationState.SKIPPED, RESTS
    Invitation.objects.bulk_update(batch, ["state", "token_hash", "asked_on", "reason"])
    post_many("survey_invitation", letters)


def _claim(hashes: list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [localdate(), hashes, terms().rest_days])
        return {row[0] for row in cursor.fetchall()}


def _in_english(batch: Sequence[Invitation]) -> set[int]:
    """The populations whose questions were written in English too."""
    found = {each.population_id: each.population for each in batch}
    return {pk for pk, population in found.items() if population.asked.has_english}


def _letter(invitation: Invitation, token: str, english: set[int], **more: object) -> Letter:
    url = answer_url(token)
    context: dict[str, Any] = {
        "invitation": invitation,
        "wave": invitation.wave,
        "audience": invitation.population.audience,
        "url": url,
        "english_url": f"{url}?taal=en" if invitation.population_id in english else "",
        "decline_url": absolute(reverse("surveys:decline", args=[token])),
        **more,
    }
    about = f"wave:{invitation.wave.public_id}"
    return Letter((invitation.name, invitation.email), context, about, invitation.hogeschool_id)


# -- reminding and thanking -----------------------------------------------------------------------------------------


def remind_next() -> bool:
    """Who did not hand in anything, some days after she was asked. False: nobody is left."""
    rule, today = terms(), localdate()
    waiting = Invitation.objects.filter(
        state__in=[InvitationState.SENT, InvitationState.OPENED],
        asked_on__lte=today - timedelta(days=rule.remind_days),
        reminders__lt=rule.reminders,
        wave__state=WaveState.OPEN,
        wave__closes_on__gte=today,
    )
    return _in_batch(waiting, _remind)


def _remind(batch: Sequence[Invitation]) -> None:
    last = terms().reminders
    english = _in_english(batch)
    letters = [_letter(each, _known_token(each), english, is_last=each.reminders + 1 >= last) for each in batch]
    keys = [each.pk for each in batch]
    Invitation.objects.filter(pk__in=keys).update(asked_on=localdate(), reminders=F("reminders") + 1)
    post_many("survey_reminder", letters)


def thank_next() -> bool:
    """Once a day, for all at once: so that no mail tells when somebody answered. False: everybody was thanked."""
    waiting = Invitation.objects.filter(
        state=InvitationState.SUBMITTED, thanked=False, answered_on__lt=localdate(), wave__state=WaveState.OPEN
    )
    return _in_batch(waiting, _thank)


def _thank(batch: Sequence[Invitation]) -> None:
    english = _in_english(batch)
    letters = [_letter(each, _known_token(each), english) for each in batch]
    Invitation.objects.filter(pk__in=[each.pk for each in batch]).update(thanked=True)
    post_many("survey_thanks", letters)


@transaction.atomic
def _in_batch(waiting: QuerySet[Invitation], act: Callable[[Sequence[Invitation]], None]) -> bool:
    # locked: who answers at this moment waits, and two workers take different people
    found = waiting.select_for_update(of=("self",), skip_locked=True).select_related(*RELATED, "wave__key")
    batch = list(found.order_by("pk")[:BATCH])
    if batch:
        act(batch)
    return bool(batch)


def _known_token(invitation: Invitation) -> str:
    return personal_token(invitation.wave.key.secret, invitation.public_id, invitation.token_hash)
